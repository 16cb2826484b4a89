"""What a block's text looks like, as numbers: the part of the features that a text dump has too.

A page has hundreds of blocks, and this is the hottest code of reading, so the text of the whole page is
looked up at once in a table of character classes, and counted by block.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np

from onrecord.read.hashing import codes_of, east_asian, in_parts

__all__ = ["COLUMNS", "columns"]

_DIGIT = re.compile(r"\d")
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
    table[east_asian()] |= _BITS["cjk"]
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


def columns(texts: list[str]) -> Any:
    """A float32 array (n, COLUMNS) for n texts, at least one, none of them empty."""
    return in_parts(_columns, texts)


def _columns(texts: list[str]) -> Any:
    n = np.array([len(t) for t in texts], np.int64)
    heads = [t if len(t) <= _SHOWN else t[:_SHOWN] for t in texts]
    shown = np.minimum(n, _SHOWN)
    codes = codes_of("".join(heads))
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
        # All three begin with a digit.
        at = digit.start() if (digit := _DIGIT.search(text)) else len(text)
        out[20, i] = _DATE.search(text, at) is not None
        out[21, i] = _CLOCK.search(text, at) is not None
        out[22, i] = len(text) < 60 and _AGO.search(text, at) is not None
    out[23] = counts["upper"] >= 0.7 * shown
    return out.T
