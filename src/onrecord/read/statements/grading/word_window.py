"""A stretch of an analysis as lower-case words with their places: what the rules on words look at.

Spans count code points in the text of the analysis.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.read.statements.analysis import Analysis
from onrecord.records import Span

__all__ = ["WordWindow", "base_language", "bounds", "clipped", "inside", "sentence_of", "word_window"]


@dataclass(frozen=True, slots=True)
class WordWindow:
    """Tokens `first` to `first + len(low)` of an analysis."""

    first: int
    low: tuple[str, ...]
    pos: tuple[str, ...]
    spans: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """The stretch of text from word `start` to the word before `end`."""
        return Span(self.spans[start].start, self.spans[end - 1].end)


def bounds(analysis: Analysis, span: Span) -> tuple[int, int]:
    """The tokens that touch a span: the first, and the one behind the last."""
    first = bisect_right(analysis.starts, span.start) - 1
    if first < 0 or analysis.spans[first].end <= span.start:
        first += 1
    return first, max(first, bisect_left(analysis.starts, span.end))


def word_window(analysis: Analysis, first: int, last: int) -> WordWindow:
    """Words `first` to the one before `last`."""
    first, last = max(0, first), max(0, last)
    return WordWindow(first, analysis.low[first:last], analysis.pos[first:last], analysis.spans[first:last])


def sentence_of(analysis: Analysis, at: int) -> Span:
    """The sentence that holds the code point `at`, or the whole text if sentences are not known there."""
    i = bisect_right(analysis.sentences, at, key=lambda s: s.start) - 1
    if i >= 0 and analysis.sentences[i].end > at:
        return analysis.sentences[i]
    return Span(0, len(analysis.text))


def clipped(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """The spans as far as they lie in a text of `length` code points, in order; empty ones are left out."""
    kept = {Span(min(s.start, length), min(s.end, length)) for s in spans}
    return tuple(sorted(s for s in kept if s.end > s.start))


def inside(span: Span, spans: Iterable[Span]) -> bool:
    """Whether a span touches one of `spans`."""
    return any(span.start < s.end and s.start < span.end for s in spans)


def base_language(analysis: Analysis) -> str:
    """The language's two letters; English where it is not known."""
    return (analysis.language or "en").replace("_", "-").split("-")[0].lower()
