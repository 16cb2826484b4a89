"""A text as its words: a view of an `Analysis` that also works where no model has looked at the text.

Where the analysis has no tokens (languages without a model) words are cut by a regular expression and sentences
by their marks; parts of speech are then "" and names are told by capitals.  Indices count words; offsets count
code points of the text, as everywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

import numpy as np

from onrecord.read.statements.analysis import Analysis
from onrecord.records import Role, Span

__all__ = ["TokenView", "strip_possessive", "token_view"]

_WORD = re.compile(r"\w+(?:[-.'’]\w+)*\.?(?<=\w)|[^\w\s]")
_END = re.compile(r"[.!?…。！？]+[”\"»’')\]]*")
_OPEN, _CLOSE, _EITHER = "“„«‹「『", "”»›」』", '"'
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")


def strip_possessive(text: str) -> str:
    """A name without its possessive ending."""
    if "'" in text or "’" in text:
        return _POSSESSIVE.sub("", text.strip())
    return text.strip()


@dataclass(frozen=True, slots=True)
class TokenView:
    """The words of a text in columns, each as long as `starts`.

    `sentence` and `paragraph` number the words' sentences and paragraphs from 0; `quoted` says which words stand
    inside quotation marks or a block quotation.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    low: list[str]
    pos: list[str]
    relation: list[str]
    sentence: list[int]
    paragraph: list[int]
    quoted: list[bool]
    #: Words that stand without a capital somewhere, with one nowhere within a sentence nor in a longer name.
    plain: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, span: Span) -> tuple[int, int]:
        """The words that a span touches, as a half-open range of indices."""
        first = bisect_right(self.ends, span.start)
        return first, max(first, bisect_left(self.starts, span.end))

    def capital(self, i: int) -> bool:
        """Whether a word begins with a capital letter."""
        return self.words[i][:1].isupper()

    def common(self, i: int) -> bool:
        """Whether a word's capital is only the sentence's: elsewhere the page writes the word without one."""
        return self.capital(i) and self.low[i] in self.plain and self.starts_sentence(i)

    def starts_sentence(self, i: int) -> bool:
        """Whether nothing but marks stands before a word in its sentence."""
        j = i - 1
        while j >= 0 and i - j <= 3 and self.sentence[j] == self.sentence[i]:
            if self.words[j][:1].isalnum():
                return False
            j -= 1
        return i - j <= 3


def _cut(analysis: Analysis) -> list[tuple[int, int, str, str]]:
    if analysis.tokens:
        return [(t.span.start, t.span.end, t.pos, t.relation) for t in analysis.tokens if len(t.span)]
    return [(m.start(), m.end(), "", "") for m in _WORD.finditer(analysis.text)]


def _numbers(starts: list[int], firsts: list[int]) -> list[int]:
    """For each word the number of the last stretch that has begun by then."""
    found = np.searchsorted(np.array(firsts, np.int64), np.array(starts, np.int64), "right") - 1
    numbers: list[int] = np.maximum(found, 0).tolist()
    return numbers


def token_view(analysis: Analysis) -> TokenView:
    """The words of an analysis."""
    text = analysis.text
    cut = sorted(_cut(analysis))
    starts = [c[0] for c in cut]
    words = [text[s:e] for s, e, _, _ in cut]
    lines = [p.start for p in analysis.paragraphs] or [m.start() for m in re.finditer(r"^[^\n]", text, re.M)]
    if analysis.sentences:
        firsts = [s.start for s in analysis.sentences]
    else:
        firsts = sorted({*lines, *(m.end() for m in _END.finditer(text))})
    paragraph = _numbers(starts, lines)
    quoted, depth, last = [], False, -1
    for word, number in zip(words, paragraph, strict=True):
        if number != last:  # each paragraph of a long quotation opens its marks again
            depth, last = False, number
        if word[:1] in _EITHER:
            depth = not depth
            quoted.append(True)
            continue
        if word[:1] in _OPEN or word == "``":
            depth = True
        quoted.append(depth)
        if word[-1:] in _CLOSE or word == "''":
            depth = False
    for block in analysis.blocks:
        if block.role is Role.BLOCK_QUOTE and block.span is not None:
            first, last = bisect_right(starts, block.span.start - 1), bisect_left(starts, block.span.end)
            quoted[first:last] = [True] * (last - first)
    seen = TokenView(
        text,
        starts,
        [c[1] for c in cut],
        words,
        [w.casefold() for w in words],
        [c[2] for c in cut],
        [c[3] for c in cut],
        _numbers(starts, firsts),
        paragraph,
        quoted,
    )
    small = {w for w in words if w[:1].islower()}
    named = {
        low for i, low in enumerate(seen.low) if low in small and seen.capital(i) and not seen.starts_sentence(i)
    }  # fmt: skip
    names = (e.span.of(text).lower().split() for e in analysis.entities if e.kind == "person")
    named.update(word for parts in names if len(parts) > 1 for word in parts)
    return replace(seen, plain=frozenset(small - named))
