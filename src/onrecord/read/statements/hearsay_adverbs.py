"""Adverbs of hearsay: "Orsel reportedly sent 200 divers" says something on the word of nobody who is named.

The adverb is the cue, there is no source, and the content is the clause around it: the words before and behind the
adverb.  A network that has seen few of them takes the subject of the clause for the source; here it goes back
into the content.  English only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.records import Span

__all__ = ["attribute_hearsay"]

_ADVERBS = frozenset(("reportedly", "allegedly", "purportedly", "supposedly"))
_BOUNDARIES = frozenset(',;:—–()“”"')
_WITHIN = frozenset(("the", "a", "an", "his", "her", "their", "its", "this", "that", "these", "those"))
_SCORE = 0.5
_LONGEST = 60  # words of a clause on either side of the adverb


def attribute_hearsay(analysis: Analysis, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """`attributions` with those of adverbs of hearsay put right, and those that were missed added.

    Spans count code points in `analysis.text`.
    """
    text, tokens = analysis.text, analysis.tokens
    at = [i for i, t in enumerate(tokens) if t.span.of(text).lower() in _ADVERBS]
    if not at:
        return tuple(attributions)
    cues = sorted((s.start, s.end, k) for k, a in enumerate(attributions) for s in a.cue)
    starts = [c[0] for c in cues]
    out = list(attributions)
    spoken = bytearray(len(text) + 1)
    for a in attributions:
        for s in (*a.source, *a.content):
            spoken[s.start : s.end] = b"\x01" * len(s)
    for i in at:
        adverb = tokens[i].span
        k = bisect_right(starts, adverb.start) - 1
        owner = cues[k][2] if k >= 0 and cues[k][1] > adverb.start else None
        if owner is not None and out[owner].cue != (adverb,):
            continue  # "is reportedly said to": the verb is the cue
        before, after = _clause(analysis, i)
        if owner is None:
            taken = spoken[adverb.start]
            within = i > 0 and tokens[i - 1].span.of(text).lower() in _WITHIN  # "the allegedly stolen boat"
            if not taken and not within and after:
                content = tuple(s for s in (before, after) if s)
                out.append(
                    Attribution((), (adverb,), content, _SCORE, analysis.reader, frozenset(("hearsay",)))
                )
            continue
        out[owner] = _righted(out[owner], adverb, before, after)
    return tuple(
        sorted(out, key=lambda a: min((s.start for s in (*a.source, *a.cue, *a.content)), default=0))
    )


def _righted(one: Attribution, adverb: Span, before: Span | None, after: Span | None) -> Attribution:
    """The source, if it is the subject of the adverb's clause, and the rest of that clause as content."""
    content = list(one.content)
    source = one.source
    if before and all(before.start <= s.start and s.end <= before.end for s in source):
        source = ()
        content = [*(s for s in content if s.end <= before.start or s.start >= before.end), before]
    if after and not any(after.start <= s.start < after.start + 2 for s in content):
        content = [s for s in content if s.end <= after.start or s.start >= after.end]
        content.append(after)
    elif after:  # in the corpus no content of such an adverb runs on over the clause's comma
        content = [Span(s.start, after.end) if s.start < after.end < s.end else s for s in content]
    changed = replace(one, source=source, content=tuple(sorted(set(content))))
    return one if changed == one else replace(changed, flags=one.flags | {"hearsay"})


def _clause(analysis: Analysis, i: int) -> tuple[Span | None, Span | None]:
    """The words of the adverb's clause before and behind it, to the next mark or the sentence's end."""
    text, tokens = analysis.text, analysis.tokens
    k = bisect_right(analysis.sentences, tokens[i].span.start, key=lambda s: s.start) - 1
    sentence = analysis.sentences[k] if k >= 0 else Span(0, len(text))
    first = i
    while first > max(0, i - _LONGEST) and tokens[first - 1].span.start >= sentence.start:
        if tokens[first - 1].span.of(text) in _BOUNDARIES:
            break
        first -= 1
    last = i
    end = bisect_left(tokens, sentence.end, key=lambda t: t.span.start)
    while last + 1 < min(end, i + 1 + _LONGEST) and tokens[last + 1].span.of(text) not in _BOUNDARIES:
        last += 1
    if last > i and tokens[last].span.of(text) in {".", "!", "?", "…"}:
        last -= 1
    before = Span(tokens[first].span.start, tokens[i - 1].span.end) if first < i else None
    after = Span(tokens[i + 1].span.start, tokens[last].span.end) if last > i else None
    return before, after
