"""What a block's text looks like, as numbers: the part of the features that a text dump has too.

A page has hundreds of blocks, and this is the hottest code of reading, so the text of the whole page is
looked up at once in a table of character classes, and counted by block.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, pairwise
from typing import Any
from zlib import crc32

import numpy as np

__all__ = ["COLUMNS", "WORDS", "WORD_ROWS", "columns", "laid_out", "row", "word_rows"]

WORD_ROWS = 1 << 15
WORDS = 16  # hashed words of a block: the first twelve and the last four, or pairs of characters

_WORD = re.compile(r"[^\W\d_]+|\d+")
_PLAIN_WORD = re.compile(r"[a-z]+|[0-9]+")  # the same for lower ASCII, at a third of the time
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{4}年|\b\d{1,2}\.? [^\W\d]{3,9}\b"
)
_AGO = re.compile(
    r"\b\d+\s*(?:min|hour|hr|day|week|month|h|d|Std|Stunde|Tag|jour|heure|hora|día|час|дн|мин)", re.I
)

_SHOWN = 400  # characters of a block that are looked at
_COUNTED = ("digit", "upper", "comma", "end", "cjk", "space", "quote", "bar", "copyright", "at", "question")
_EDGES = ("terminal", "colon", "ellipsis", "opening", "upper", "lower", "digit")
_CHARS = {
    "comma": ",、，،",
    "end": ".!?。！？۔।",
    "space": " ",
    "quote": '“”"„«»「」『』',
    "bar": "|·•",
    "copyright": "©®",
    "at": "@",
    "question": "?？¿",
    "terminal": '.!?…。！？”"»“)』」۔।',
    "colon": ":：",
    "ellipsis": "…",
    "opening": "\"“„«»‘'「『–—-•*",
}
_BITS = {name: 1 << i for i, name in enumerate(dict.fromkeys((*_COUNTED, *_EDGES)))}
# Characters of several classes are counted in one sum: each class has a lane of nine bits, since _SHOWN < 512.
_LANE, _LANES = 9, 6
_SHIFTS = np.arange(_LANES) * _LANE
_FLAGS = _COUNTED.index("quote")  # from here on, only whether there is one counts
_LAST = np.array([_BITS[k] for k in ("terminal", "colon", "ellipsis")], np.int32)
_FIRST = np.array([_BITS[k] for k in ("opening", "upper", "lower", "digit")], np.int32)
COLUMNS = 8 + 5 + len(_EDGES) + 4


@cache
def _classes() -> Any:
    """For each character of the basic plane, the bits of the classes that it is in."""
    table = np.zeros(65536, np.int32)
    for code in range(65536):
        c = chr(code)
        if c.isupper():
            table[code] |= _BITS["upper"]
        elif c.islower():
            table[code] |= _BITS["lower"]
        elif c.isdecimal():
            table[code] |= _BITS["digit"]
        elif "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af":
            table[code] |= _BITS["cjk"]
    for name, chars in _CHARS.items():
        for c in chars:
            table[ord(c)] |= _BITS[name]
    return table


@cache
def _lanes() -> list[Any]:
    """For each character, what it adds to the counts of `_COUNTED`: six lanes in each of two numbers."""
    bits = _classes()
    out = []
    for group in (_COUNTED[:_LANES], _COUNTED[_LANES:]):
        table = np.zeros(65536, np.int64)
        for lane, name in enumerate(group):
            table += ((bits & _BITS[name]) != 0).astype(np.int64) << (_LANE * lane)
        out.append(table)
    return out


def row(token: str, rows: int) -> int:
    """The row of a hash table for a word; 0 is kept for "none"."""
    return 1 + crc32(token.encode("utf-8", "replace")) % (rows - 1)


class _WordRows(dict[str, int]):
    """Rows for words, worked out once; digits count as zeros."""

    def __missing__(self, word: str) -> int:
        if len(self) > 100_000:
            self.clear()
        short = "0" * min(len(word), 4) if word[-1].isdecimal() else word[:14]
        found = self[word] = row(short, WORD_ROWS)
        return found


_known = _WordRows()


def word_rows(texts: list[str]) -> Any:
    """Rows of the hash table for the words of each text, an int32 array (n, WORDS)."""
    rows: list[list[int]] = []
    known = _known.__getitem__
    for text in texts:
        head = text[:160].lower()
        plain = head.isascii()
        if not plain and _CJK.search(head):
            chars = [c for c in head[:16] if not c.isspace()]
            rows.append([known(a + b) for a, b in pairwise(chars)][:12])
        else:
            found = (_PLAIN_WORD if plain else _WORD).findall(head)
            numbers = [*map(known, found[:12])]
            if len(found) > 12 or len(text) > 160:
                tail = text[-60:].lower()
                last = (_PLAIN_WORD if tail.isascii() else _WORD).findall(tail)[-4:]
                numbers += [known("$" + w) for w in last]
            rows.append(numbers)
    return laid_out(rows, WORDS)


def laid_out(rows: list[list[int]], width: int, filling: int = 0) -> Any:
    """Lists of different lengths as one int32 array, `width` wide."""
    out = np.full((len(rows), width), filling, np.int32)
    lengths = np.array([len(r) for r in rows])
    out[np.arange(width) < lengths[:, None]] = list(chain.from_iterable(rows))
    return out


def columns(texts: list[str]) -> Any:
    """A float32 array (n, COLUMNS) for n texts, none of them empty."""
    n = np.array([len(t) for t in texts], np.int64)
    heads = [t if len(t) <= _SHOWN else t[:_SHOWN] for t in texts]
    shown = np.minimum(n, _SHOWN)
    joined = "".join(heads)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = np.minimum(codes, 65535)
    starts = np.cumsum(shown) - shown

    sums = np.stack([np.add.reduceat(table[codes], starts) for table in _lanes()])
    lanes = (sums[:, None] >> _SHIFTS[:, None]) & (1 << _LANE) - 1
    counted = lanes.reshape(-1, len(texts))
    counts = dict(zip(_COUNTED, counted, strict=False))
    cjk = counts["cjk"] / shown
    scale = n / shown
    words = counts["space"] * scale + 1 + cjk * n * 0.5
    first = _classes()[codes[starts]]
    last = _classes()[[min(ord(t[-1]), 65535) for t in texts]]
    # By columns, since rows that lie together are filled faster.
    out = np.zeros((COLUMNS, len(texts)), np.float32)
    out[0] = np.log1p(n) / 6
    out[1] = np.log1p(words) / 5
    out[2] = np.minimum(n / words, 20) / 10
    out[3] = np.log1p(counts["end"] * scale) / 3
    out[4] = counts["digit"] / shown
    out[5] = counts["upper"] / shown * 3
    out[6] = counts["comma"] / shown * 30
    out[7] = cjk
    out[8:13] = counted[_FLAGS : len(_COUNTED)] > 0
    out[13:16] = (last & _LAST[:, None]) != 0
    out[16:20] = (first & _FIRST[:, None]) != 0
    for i in np.nonzero((counts["digit"] > 0) & (n < 200))[0].tolist():
        text = texts[i]
        out[20, i] = _DATE.search(text) is not None
        out[21, i] = _CLOCK.search(text) is not None
        out[22, i] = len(text) < 60 and _AGO.search(text) is not None
    out[23] = counts["upper"] >= 0.7 * shown
    return out.T
