"""Words of texts and of markup as rows of hash tables, for all texts of a page at once.

A page of a site not seen before brings hundreds of new words, and taking them one by one is slow in Python.  So all
characters of a page lie in one array, where words begin is told by the classes of neighbours, and a word's hash is a
sum over its characters, each weighted by where in the word it stands (a polynomial hash, Karp and Rabin 1987), modulo
2^32.  Hashing words into a fixed number of rows is the hashing trick (Weinberger et al. 2009); row 0 is kept for "none".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from threading import Lock
from typing import Any
from zlib import crc32

import numpy as np

from onrecord.read.guard import code_points

__all__ = [
    "MARKS",
    "MARK_ROWS",
    "WORDS",
    "WORD_ROWS",
    "codes_of",
    "east_asian",
    "in_parts",
    "mark_rows",
    "word_rows",
]

WORD_ROWS = 1 << 15
WORDS = 16  # hashed words of a block, or pairs of characters
MARK_ROWS = 1 << 14
MARKS = 8  # hashed words of an element, its tag first

_FIRST = 12  # words of a long text; the others are its last ones
_HEAD, _TAIL = 160, 60  # characters that are looked at for the first words and for the last
_NAMES = 250  # characters of an element's tag and names
# Classes of characters; upper case is told apart in markup only.
_OTHER, _LOWER, _UPPER, _DIGIT, _CJK = range(5)
_BASE = 0x9E3779B1  # of the hashes: odd, and near the golden ratio's share of 2^32
_LONGEST = 20  # characters of a name's word; longer ones are made by machines
_PLANE = 1 << 16  # characters beyond the basic plane are taken for its last one, which is none
_END = np.uint32(0xC2B2AE3D)  # what sets a text's last words apart from its first
_PART = 2000  # texts at a time
_KEPT = 20_000  # elements whose rows are kept for the next pages: those of a few hundred templates


def codes_of(text: str) -> Any:
    """The code points of a text as an array of indices; what lies beyond the basic plane becomes 65535."""
    return np.minimum(code_points(text), _PLANE - 1).astype(np.int64)


def _mixed(numbers: Any) -> Any:
    """Numbers scattered over 32 bits (the finalizer of MurmurHash3)."""
    z = numbers.astype(np.uint32)
    z ^= z >> np.uint32(16)
    z *= np.uint32(0x85EBCA6B)
    z ^= z >> np.uint32(13)
    z *= np.uint32(0xC2B2AE35)
    return z ^ (z >> np.uint32(16))


@cache
def _tables() -> tuple[Any, Any, Any, Any]:
    """For each character its class and its number in a text, and the same in markup.

    Capitals have the number of small letters, digits that of zero, and what stands between words has 0.
    """
    text, markup = np.zeros(_PLANE, np.uint8), np.zeros(_PLANE, np.uint8)
    stands_for = np.arange(1, _PLANE + 1)
    for code in range(_PLANE):
        c = chr(code)
        if "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af":
            text[code] = _CJK
        elif c.isdecimal():
            text[code], stands_for[code] = _DIGIT, stands_for[ord("0")]
        elif c.isalpha():
            text[code], stands_for[code] = _LOWER, ord(c.lower()[0]) + 1
        if c.isascii() and c.isalpha():
            markup[code] = _UPPER if c.isupper() else _LOWER
    numbers = _mixed(stands_for)
    return text, np.where(text, numbers, 0), markup, np.where(markup, numbers, 0)


def east_asian() -> Any:
    """For each character of the basic plane, whether it is Chinese, Japanese or Korean, where words are not set apart."""
    return _tables()[0] == _CJK


@cache
def _powers(bits: int) -> tuple[Any, Any]:
    """The powers of `_BASE` from 0 to 2^bits, and their inverses, modulo 2^32."""
    return tuple(
        np.multiply.accumulate(np.array([1, *[base] * (1 << bits)], np.uint32), dtype=np.uint32)
        for base in (_BASE, pow(_BASE, -1, 1 << 32))
    )  # type: ignore[return-value] # two of them


def _hashes(numbers: Any, starts: Any) -> Any:
    """The hashes of the words that start at `starts`: of characters with numbers c0, c1, ... c0 + c1 base + c2 base^2 ..."""
    if not len(starts):
        return np.zeros(0, np.uint32)
    bits = len(numbers).bit_length()
    powers, inverses = _powers(next(b for b in (14, 17, bits) if b >= bits))
    # Weighted by where in all of the text they stand; the word's own place is divided out.
    return np.add.reduceat(numbers * powers[: len(numbers)], starts, dtype=np.uint32) * inverses[starts]


def _rows(hashes: Any, rows: int) -> Any:
    return _mixed(hashes) % np.uint32(rows - 1) + np.uint32(1)


def _words(texts: list[str]) -> tuple[Any, Any, Any]:
    """(hashes of all words, the number of the text of each, the number of the first word of each text)."""
    kinds, numbers, _, _ = _tables()
    codes = codes_of("\n".join(texts) + "\n")
    kind, number = kinds[codes], numbers[codes]
    starts = np.flatnonzero((kind != _OTHER) & ((kind != _before(kind)) | (kind == _CJK)))
    owner = _owners(texts, starts)
    hashes = _hashes(number, starts)
    if (pairs := np.flatnonzero(kind[starts] == _CJK)).size:
        # Where words are not set apart, pairs of characters stand for them.
        after = starts[pairs] + 1
        hashes[pairs] += np.where(kind[after] == _CJK, number[after] * np.uint32(_BASE), np.uint32(0))
    return hashes, owner, np.searchsorted(owner, np.arange(len(texts)))


def _before(kind: Any) -> Any:
    """For each character the class of the one before."""
    before = np.empty_like(kind)
    before[0], before[1:] = _OTHER, kind[:-1]
    return before


def _owners(texts: list[str], starts: Any) -> Any:
    """The number of the text in which each word starts."""
    return np.searchsorted(np.cumsum([len(t) + 1 for t in texts]), starts, "right")


def in_parts(make: Callable[[list[str]], Any], texts: list[str]) -> Any:
    """What `make` makes of texts, a row for each, some thousands at a time: the arrays it needs take dozens of bytes a
    character."""
    parts = [make(texts[at : at + _PART]) for at in range(0, len(texts), _PART)]
    return parts[0] if len(parts) == 1 else np.concatenate(parts or [make([])])


def word_rows(texts: list[str]) -> Any:
    """Rows of a table of `WORD_ROWS` for the words of each text, an int32 array (n, WORDS).

    The words of a short text are its first ones, those of a long one the first twelve and the last four.
    """
    return in_parts(_word_rows, texts)


def _word_rows(texts: list[str]) -> Any:
    n = len(texts)
    out = np.zeros((n, WORDS), np.int32)
    long = [i for i, t in enumerate(texts) if len(t) > _HEAD]
    hashes, owner, first = _words([t[:_HEAD] for t in texts] + [texts[i][-_TAIL:] for i in long])
    index = np.arange(len(owner))
    room = np.full(n + len(long), WORDS)
    room[long] = _FIRST
    room[n:] = 0
    rank = index - first[owner]
    early = rank < room[owner]
    out[owner[early], rank[early]] = _rows(hashes[early], WORD_ROWS)
    if long:
        end = np.append(first[1:], len(owner))
        rank = end[owner] - 1 - index
        late = (owner >= n) & (rank < WORDS - _FIRST)
        of = np.array(long)[owner[late] - n]
        out[of, _FIRST + rank[late]] = _rows(hashes[late] ^ _END, WORD_ROWS)
    return out


class _Marks:
    """Rows of marks, worked out once for each element's names; pages of one site share most of them."""

    def __init__(self, kept: int = _KEPT) -> None:
        self.kept = kept
        self.lock = Lock()
        self.number: dict[str, int] = {}
        self.rows = np.zeros((kept, MARKS), np.int32)

    def __call__(self, elements: list[str]) -> Any:
        """`_mark_rows`, from memory where the element has been seen."""
        elements = [e[:_NAMES] for e in elements]  # what a hostile page writes is not kept
        while True:
            with self.lock:
                number = self.number
                new = list(dict.fromkeys([e for e in elements if e not in number]))
                if not new:
                    return self.rows[[number[e] for e in elements]]
            if len(new) > self.kept // 4:
                return in_parts(_mark_rows, elements)
            rows = in_parts(_mark_rows, new)
            with self.lock:
                if len(self.number) + len(new) > self.kept:
                    self.number = {}
                # Other threads may have been faster with some of them.
                missing = [i for i, e in enumerate(new) if e not in self.number]
                at = len(self.number)
                self.rows[at : at + len(missing)] = rows[missing]
                self.number.update({new[i]: at + k for k, i in enumerate(missing)})


mark_rows = _Marks()


def _mark_rows(elements: list[str]) -> Any:
    """Rows of a table of `MARK_ROWS` for the tag of each element and the words of its names, an int32 array (n, MARKS).

    An element is its tag, a space, and its names: "p articleBody__2Xy7-lead" gives p, article, body, lead.
    """
    out = np.zeros((len(elements), MARKS), np.int32)
    parts = [element.partition(" ") for element in elements]
    out[:, 0] = [_tag_row(tag) for tag, _, _ in parts]
    names = [names for _, _, names in parts]
    _, _, kinds, numbers = _tables()
    codes = codes_of("\n".join(names) + "\n")
    kind = kinds[codes]
    before = _before(kind)
    starts = np.flatnonzero((kind != _OTHER) & ((before == _OTHER) | ((kind == _UPPER) & (before == _LOWER))))
    if not len(starts):
        return out
    lengths = np.add.reduceat(kind != _OTHER, starts, dtype=np.int64)
    # Two letters of which the first is a capital are mostly what machines make of numbers.
    word = (lengths >= np.where(kind[starts] == _UPPER, 3, 2)) & (lengths <= _LONGEST)
    rows = _rows(_hashes(numbers[codes], starts)[word], MARK_ROWS)
    owner = _owners(names, starts[word])
    kept = _different(owner * MARK_ROWS + rows)
    rows, owner = rows[kept], owner[kept]
    rank = np.arange(len(owner)) - np.searchsorted(owner, np.arange(len(names)))[owner] + 1
    fits = rank < MARKS
    out[owner[fits], rank[fits]] = rows[fits]
    return out


def _different(keys: Any) -> Any:
    """The indices of the first of equal keys, in order.  As `np.unique` with indices gives them, at a third of the time.

    For fewer than 2^24 keys below 2^39, which those of `_PART` elements are.
    """
    ordered = np.sort((keys << 24) + np.arange(len(keys)))
    first = np.ones(len(keys), bool)
    first[1:] = (ordered[1:] >> 24) != (ordered[:-1] >> 24)
    return np.sort(ordered[first] & 0xFFFFFF)


@lru_cache(maxsize=1000)
def _tag_row(tag: str) -> int:
    """The row of `MARK_ROWS` for a tag."""
    return 1 + crc32(tag.encode("utf-8", "replace")) % (MARK_ROWS - 1)
