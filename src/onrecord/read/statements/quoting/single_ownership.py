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
_LOOKED_AT = 400  # contents that begin before the end of a quotation


def own_quotations_once(
    text: str, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> tuple[Attribution, ...]:
    """`attributions` with each outermost quotation in the contents of one of them, or of some that stand within each other.

    The owner is whoever has most of the quotation, then whoever has a cue and stands nearer.  What is left without words
    goes.  Spans count code points in `text`.
    """
    outer = [q for q in quotations if q.depth == 0]
    holes: dict[int, list[Span]] = {}  # what of its contents each attribution gives up
    pieces = sorted((s.start, s.end, k) for k, a in enumerate(attributions) for s in a.content)
    starts = [p[0] for p in pieces]
    longest = max((end - start for start, end, _ in pieces), default=0)
    for q in outer:
        shares: dict[int, int] = {}
        for s in q.spans:
            low, high = bisect_left(starts, s.start - longest), bisect_left(starts, s.end)
            for start, end, k in pieces[max(low, high - _LOOKED_AT) : high]:
                if end <= s.start or (k not in shares and len(shares) >= _MANY):
                    continue
                a, b = max(start, s.start), min(end, s.end)
                if k in shares or any(c.isalnum() for c in text[a:b]):
                    shares[k] = shares.get(k, 0) + b - a
        rivals = [k for k in shares if not _inside(attributions[k], q)]
        if len(rivals) == 1 and _only_its_end(text, attributions[rivals[0]], q):
            holes.setdefault(rivals[0], []).extend(q.spans)
        if len(rivals) < 2:
            continue
        rivals.sort(key=lambda k: _worth(text, attributions[k], q, shares[k]), reverse=True)
        kept = [rivals[0]]
        for k in rivals[1:]:
            one = attributions[k]
            if all(is_within(one, attributions[j]) or is_within(attributions[j], one) for j in kept):
                kept.append(k)
            else:
                holes.setdefault(k, []).extend(q.spans)
    out = []
    for k, one in enumerate(attributions):
        if k in holes:
            content = tuple(
                s for s in _minus(one.content, sorted(holes[k])) if any(map(str.isalnum, s.of(text)))
            )
            if not content:
                continue
            one = replace(one, content=content, flags=one.flags | {"fitted"})
        out.append(one)
    return tuple(out)


def _only_its_end(text: str, a: Attribution, q: Quotation) -> bool:
    """Whether a content takes up a quotation of several paragraphs behind its beginning, with a cue in none of its lines."""
    if not q.continues or not a.cue:
        return False
    first = q.spans[0]
    if any(c.start < first.end and c.end > first.start for c in a.content):
        return False
    start, end = text.rfind("\n", 0, first.start) + 1, text.find("\n", q.whole.end)
    return not any(start <= c.start < (end if end >= 0 else len(text)) for c in a.cue)


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


def _minus(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """What is left of `spans` without `holes`, both in order."""
    out: list[Span] = []
    starts = [h.start for h in holes]
    for span in spans:
        at = span.start
        for h in holes[max(0, bisect_left(starts, span.start) - 1) : bisect_left(starts, span.end)]:
            if h.end <= at:
                continue
            if h.start > at:
                out.append(Span(at, h.start))
            at = h.end
        if at < span.end:
            out.append(Span(at, span.end))
    return out
