"""When a statement was made, and through what: words of time and of channel beside the cue, outside the content.

Only what stands with the cue counts: in its sentence, not in a content or source, in the cue's own clause or at the
head of the sentence, with no other finite verb and no relative clause between.  "after the vote on Monday" says when the
vote was.  Spans count code points in `Analysis.text`; the clock is never asked.
"""

from __future__ import annotations

from datetime import datetime

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.grading.channels import channels, names_medium
from onrecord.read.statements.grading.closed_classes import PAST
from onrecord.read.statements.grading.factuality_lexicon import MODALS, stem_of
from onrecord.read.statements.grading.time_expressions import time_expressions
from onrecord.read.statements.grading.word_window import (
    WordWindow,
    base_language,
    bounds,
    clipped,
    inside,
    sentence_of,
    word_window,
)
from onrecord.records import Occasion, Span, Timestamp

__all__ = ["occasions"]

_REACH = 40  # words on either side of the cue
_MOST = 4  # occasions of a kind
_ELSEWHERE = frozenset(
    "after before since until till when while following because during although though if as where who which whose that whom by".split()
)
_ISSUED = frozenset(
    "release issue publish post send obtain give see review make air broadcast record hold circulate leak file distribute share upload".split()
)
_FUTURE = frozenset({"will", "'ll", "shall"})
_VERBLESS = frozenset("used united supposed based red hundred need bed speed indeed".split())


def occasions(
    analysis: Analysis, attribution: Attribution, *, published: Timestamp | None
) -> tuple[tuple[Occasion, ...], tuple[Occasion, ...]]:
    """(when it was said, through what), each in the order of the text."""
    length = len(analysis.text)
    cue, content = clipped(attribution.cue, length), clipped(attribution.content, length)
    source = clipped(attribution.source, length)
    anchors = cue or source
    language = base_language(analysis)
    day = published.time if published is not None else None
    when: dict[Span, Occasion] = {}
    through: dict[Span, Occasion] = {}
    for anchor in anchors[:3]:
        for fragment in _fragments(analysis, anchor, content):
            future = any(t in _FUTURE for t in fragment.low)
            mine = _own(fragment, cue or source)
            skipped = _skipped(fragment, source if cue else ())
            for span in _times(analysis, fragment, mine, skipped, source, when, day, language, future=future):
                through.pop(span, None)
            for start, whole in channels(fragment, analysis.text, language):
                end = _until(
                    fragment,
                    start,
                    whole,
                    (*source, *(a for a in cue if a.start > fragment.spans[start].start)),
                )
                if end < whole and language == "en" and not names_medium(fragment.low[start:end]):
                    continue
                if end <= start or not _reached(fragment, start, end, mine, skipped):
                    continue
                span = fragment.span(start, end)
                if not inside(span, source):
                    through[span] = Occasion(span)
    return _ordered(when), _ordered(through)


def _ordered(found: dict[Span, Occasion]) -> tuple[Occasion, ...]:
    kept: list[Occasion] = []
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].span.end:
            kept.append(found[span])
    return tuple(kept[:_MOST])


def _fragments(analysis: Analysis, anchor: Span, content: tuple[Span, ...]) -> list[WordWindow]:
    """The runs of words of the anchor's sentence outside the content: that of the anchor, and the sentence's first one."""
    sentence = sentence_of(analysis, anchor.start)
    at, _ = bounds(analysis, anchor)
    low, high = bounds(analysis, sentence)
    first, last = max(low, at - _REACH), min(high, at + _REACH)
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    for i in range(first, last + 1):
        outside = i < last and not inside(analysis.tokens[i].span, content)
        if outside and begin is None:
            begin = i
        elif not outside and begin is not None:
            runs.append((begin, i))
            begin = None
    kept = [run for run in runs if run[0] <= at < run[1]]
    if (
        first == low
        and runs
        and runs[0][0] <= low + 1
        and runs[0] not in kept
        and runs[0][1] - runs[0][0] <= 12
    ):
        kept.insert(0, runs[0])
    return [word_window(analysis, a, b) for a, b in kept]


def _own(fragment: WordWindow, parts: tuple[Span, ...]) -> tuple[int, int]:
    """The words of the fragment from the first to the last of the cue; the end of the fragment if it has none."""
    mine = [i for i, s in enumerate(fragment.spans) if inside(s, parts)]
    return (mine[0], mine[-1] + 1) if mine else (len(fragment.low), len(fragment.low))


def _skipped(fragment: WordWindow, source: tuple[Span, ...]) -> frozenset[int]:
    """The words that do not separate: those of the source, and of relative clauses between commas."""
    out = {i for i, s in enumerate(fragment.spans) if inside(s, source)}
    for i, t in enumerate(fragment.low):
        if t in ("who", "which", "whose", "where"):
            close = next((k for k in range(i + 1, len(fragment.low)) if fragment.low[k] == ","), i)
            out.update(range(i, close))
    return frozenset(out)


def _times(
    analysis: Analysis,
    fragment: WordWindow,
    mine: tuple[int, int],
    skipped: frozenset[int],
    source: tuple[Span, ...],
    when: dict[Span, Occasion],
    day: datetime | None,
    language: str,
    *,
    future: bool,
) -> list[Span]:
    text = fragment.span(0, len(fragment.low)).of(analysis.text)
    offset = fragment.spans[0].start
    taken = []
    for found in time_expressions(text, day, language, future=future):
        span = Span(offset + found.start, offset + found.end)
        if inside(span, source):
            continue
        start = next((i for i, s in enumerate(fragment.spans) if s.end > span.start), len(fragment.spans))
        end = next((i for i, s in enumerate(fragment.spans) if s.start >= span.end), len(fragment.spans))
        if _reached(fragment, start, end, mine, skipped):
            when[span] = Occasion(span, found.time, True, found.inferred)
            taken.append(span)
    return taken


def _reached(
    fragment: WordWindow, start: int, end: int, mine: tuple[int, int], skipped: frozenset[int]
) -> bool:
    """Whether words `start` to `end` stand in the clause of the cue, `mine`."""
    low = fragment.low
    if end <= mine[0]:
        between = range(end, mine[0])
        before = range(max(0, start - 12), start)
        # Words that open the sentence belong to its main clause, those behind "after ..." do not.
        if any(low[i] in _ELSEWHERE and not _comma(low, i, start) for i in before):
            return False
        if any(low[i] in ("—", "–", "--") for i in between):
            return False  # "OSTHEIM, Jan. 3 (Agency) — ...": the day of the story
        # "flew home on Monday and said": another verb's day, unless the source stands behind "and".
        joined = [i for i in between if low[i] in ("and", "but") and i not in skipped]
        if joined and not any(i in skipped for i in range(joined[-1], mine[0])):
            return False
    elif start >= mine[1]:
        between = range(mine[1], start)
        if any(low[i] in _ELSEWHERE or low[i] in (";", "to") for i in between):
            return False
    else:
        before = range(max(mine[0], start - 6), start)
        return not any(low[i] in ("after", "before", "since", "when", "who", "which") for i in before)
    return not any(_finite(fragment, i) for i in between if i not in skipped)


def _comma(low: tuple[str, ...], first: int, last: int) -> bool:
    return any(low[i] == "," for i in range(first, last))


def _finite(fragment: WordWindow, i: int) -> bool:
    """Whether a word looks like a verb of another clause."""
    t = fragment.low[i]
    stems = stem_of(t)
    if any(s in _ISSUED for s in stems):
        return False
    if fragment.pos[i]:
        return fragment.pos[i] in ("verb", "aux") and not t.endswith("ing")
    if t in _VERBLESS:
        return False
    return (
        t in PAST
        or t in MODALS
        or t in ("is", "are", "was", "were", "had", "has", "have", "did", "does", "do")
        or (t.endswith("ed") and len(t) > 4)
        or (stems[0] != t and not t.endswith("s"))
    )


def _until(fragment: WordWindow, start: int, end: int, stops: tuple[Span, ...]) -> int:
    """Where a channel ends at the latest: before the source and the cue that follow it."""
    for i in range(start + 1, end):
        if inside(fragment.spans[i], stops):
            return i if i > start + 1 else start
    return end
