"""Words within one pair of quotation marks belong to one statement: the last step, which holds whatever came before.

Statements within statements share words, at different levels ("Ivo said that Ada had said “no”"); two statements that stand
beside each other do not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.records import Span

__all__ = ["is_within", "own_quotations_once"]

_MANY = 40  # statements over one quotation; more are no language


def own_quotations_once(
    text: str, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> tuple[Attribution, ...]:
    """`attributions` with each outermost quotation in the contents of one of them, or of some that stand within each other.

    The owner is whoever has most of the quotation, then whoever has a cue and stands nearer.  What is left without words
    goes.  Spans count code points in `text`.
    """
    outer = [q for q in quotations if q.depth == 0]
    found: list[Attribution | None] = list(attributions)
    pieces = sorted((s.start, s.end, k) for k, a in enumerate(attributions) for s in a.content)
    starts = [p[0] for p in pieces]
    longest = max((end - start for start, end, _ in pieces), default=0)
    for q in outer:
        shares: dict[int, int] = {}
        for s in q.spans:
            low = bisect_left(starts, s.start - longest)
            for start, end, k in pieces[
                max(low, bisect_left(starts, s.end) - 50 * _MANY) : bisect_left(starts, s.end)
            ]:
                if end > s.start and any(c.isalnum() for c in text[max(start, s.start) : min(end, s.end)]):
                    shares[k] = shares.get(k, 0) + min(end, s.end) - max(start, s.start)
        rivals = [k for k in shares if (a := found[k]) is not None and not _inside(a, q)]
        if len(rivals) < 2:
            continue
        rivals = sorted(rivals, key=lambda k: _worth(text, attributions[k], q, shares[k]), reverse=True)[
            :_MANY
        ]
        kept = [rivals[0]]
        for k in rivals[1:]:
            a = found[k]
            if a is None:
                continue
            if all(is_within(a, attributions[j]) or is_within(attributions[j], a) for j in kept):
                kept.append(k)
                continue
            content = tuple(
                s for c in a.content for s in _minus(c, q.spans) if any(map(str.isalnum, s.of(text)))
            )
            found[k] = replace(a, content=content, flags=a.flags | {"fitted"}) if content else None
    return tuple(a for a in found if a is not None)


def _worth(text: str, a: Attribution, q: Quotation, share: int) -> tuple[float, bool, bool, float, float]:
    gap, here = 10_000, False
    for c in a.cue or a.source:
        between = (
            Span(q.whole.end, c.start)
            if c.start >= q.whole.end
            else Span(min(c.end, q.whole.start), q.whole.start)
        )
        gap = min(gap, len(between))
        here = here or (len(between) < 400 and "\n" not in between.of(text))
    size = sum(map(len, q.spans))
    return round(share / max(size, 1), 1), bool(a.cue), here, -gap, a.score


def _inside(a: Attribution, q: Quotation) -> bool:
    """Whether the attribution is made in the quotation, by whoever is quoted."""
    return any(s.start <= c.start < s.end for c in (a.cue or a.source) for s in q.spans)


def is_within(a: Attribution, b: Attribution) -> bool:
    """Whether `a` stands in the content of `b`."""
    own = a.cue or a.source
    starts = [s.start for s in b.content]
    return bool(own) and all(
        (at := bisect_right(starts, c.start) - 1) >= 0 and c.end <= b.content[at].end for c in own
    )


def _minus(span: Span, holes: Sequence[Span]) -> list[Span]:
    out = [span]
    for h in holes:
        out = [
            Span(a, b)
            for s in out
            for a, b in ((s.start, min(s.end, h.start)), (max(s.start, h.end), s.end))
            if a < b
        ]
    return out
