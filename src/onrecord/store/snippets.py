"""Where a query's words stand in a text, and a passage that shows them.

The indexes hold no text, so that SQLite cannot tell; the words are looked up in the stored text by the same rules.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice

from onrecord.records import Snippet, Span
from onrecord.spelling import Folded, sounding, words
from onrecord.store.query import Query

__all__ = ["marks", "snippet"]

_WIDTH = 240  # code points of a snippet
_BEFORE = 60  # of them before the first mark
_MOST = 500  # marks looked at in one text


def marks(query: Query, text: str) -> list[Span]:
    """The words of the text that the query names, in order; overlapping ones are put together."""
    if not query.needed or not text:
        return []
    folded = Folded(text)
    found: set[tuple[int, int]] = set()
    keys = frozenset(k for term in query.terms for k in term.keys)
    wanted = {(term.words, term.prefix) for term in query.terms}
    if keys:
        wanted |= {(words(w), False) for w in sounding(text, keys)}
    for tokens, prefix in wanted:
        found.update(islice(folded.find(tokens, prefix=prefix), _MOST))
    out: list[Span] = []
    for start, end in sorted(found):
        if out and start < out[-1].end:
            out[-1] = Span(out[-1].start, max(end, out[-1].end))
        else:
            out.append(Span(start, end))
    return out


def snippet(text: str, found: list[Span], around: Span | None = None) -> Snippet:
    """The passage that shows most of what was found; all of `around`, if given; else the beginning of the text."""
    if around is not None:
        start, end = around.start, min(around.end, around.start + 3 * _WIDTH)
    else:
        start = max(0, _densest(found) - _BEFORE) if found else 0
        end = min(len(text), start + _WIDTH)
    start, end = _to_words(text, start, end, found)
    seen = tuple(Span(s.start - start, s.end - start) for s in found if start <= s.start and s.end <= end)
    return Snippet(text[start:end], start, seen, start > 0, end < len(text))


def _densest(found: list[Span]) -> int:
    """The start of the mark after which most others stand within one snippet; different words count for more."""
    starts = [s.start for s in found]
    best, most = starts[0], 0
    for i, start in enumerate(starts):
        n = bisect_left(starts, start + _WIDTH - _BEFORE) - i
        if n > most:
            best, most = start, n
    return best


def _to_words(text: str, start: int, end: int, found: list[Span]) -> tuple[int, int]:
    """A passage that cuts no word and no mark, where that is possible."""
    for _ in range(40):
        if start == 0 or not (text[start - 1].isalnum() and text[start].isalnum()):
            break
        start -= 1
    for _ in range(40):
        if end >= len(text) or not (text[end - 1].isalnum() and text[end].isalnum()):
            break
        end += 1
    for s in found:
        if s.start < end < s.end and s.end - end < _WIDTH:
            end = s.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
