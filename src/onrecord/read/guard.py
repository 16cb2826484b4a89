"""A guard against markup that grows when it is parsed.

HTML5's rules for misnested formatting elements (the adoption agency algorithm and the list of active
formatting elements, HTML standard 13.2.4.3) open every formatting element that is still active again in each
new block: a page of n bytes can ask for n^2 elements.  Such pages are found before parsing, and their
formatting tags are blanked in a copy, so that offsets hold.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord.records import Note

__all__ = ["code_points", "defused"]

_NAMES = "a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_FORMATTING = re.compile(rf"</?(?:{_NAMES})(?=[\s/>])[^<>]*>", re.I)
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
_FORMATTING_NAMES = frozenset(_NAMES.split("|"))
_BOUND = 500_000  # elements that may be opened again; more than are walked of any page
_LONGEST = 6  # letters of a name
_PART = 1 << 20  # characters that are looked at together: the arrays take dozens of bytes a tag
_BASE, _SLOTS = 37, 53  # of the numbers of names: no two of them share a remainder
_DEEP = 30  # formatting elements open at once; honest pages have a few


def defused(source: str, notes: list[Note], codes: Any = None) -> str:
    """`source`, or a copy of the same length with blanked formatting tags if parsing it would grow out of bounds.

    `codes` are the code points of `source` as an array, if they are at hand.
    """
    import numpy as np

    codes = code_points(source) if codes is None else codes
    # What starts so close to the end that its name may be cut off cannot do harm.
    end = max(0, len(codes) - _LONGEST - 2)
    parts = [np.flatnonzero(codes[at : min(at + _PART, end)] == ord("<")) + at for at in range(0, end, _PART)]
    tags = sum(map(len, parts))
    if tags**2 <= 2 * _BOUND:
        return source
    closes = np.concatenate([_formatting(codes, starts) for starts in parts])
    del parts  # eight bytes a tag
    if tags * int(np.count_nonzero(~closes)) <= 2 * _BOUND or (deep := _deepest(closes)) < _DEEP:
        return source
    if (tags - len(closes)) * deep <= _BOUND:
        return source  # too few elements in which others could be opened again
    opened = growth = deepest = 0
    for m in _ANY_TAG.finditer(source):
        if m[2].lower() in _FORMATTING_NAMES:
            opened = max(0, opened - 1) if m[1] else opened + 1
            deepest = max(deepest, opened)
        elif not m[1]:
            growth += opened
            if growth > _BOUND and deepest >= _DEEP:
                why = f"left out: {deepest} of them open at once would grow the page out of bounds"
                notes.append(Note("parse", "formatting tags", why))
                return _FORMATTING.sub(lambda tag: " " * len(tag[0]), source)
    return source


def code_points(source: str) -> Any:
    """The code points of a text as an array, with which it is gone through many times faster than as a text."""
    import numpy as np

    return np.frombuffer(source.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def _tables() -> tuple[Any, Any, Any]:
    """For each character of ASCII the number of its letter or digit, 0 for others; whether a name starts with the letter of
    a number; and the keys of all names, each where its remainder is."""
    import numpy as np

    letters = np.zeros(128, np.int64)
    for number, c in enumerate("abcdefghijklmnopqrstuvwxyz0123456789", 1):
        letters[[ord(c), ord(c.upper())]] = number
    first = np.zeros(_BASE, bool)
    keys = np.full(_SLOTS, -1, np.int64)
    for name in _FORMATTING_NAMES:
        key = 0
        for k in range(_LONGEST + 1):
            key = key * _BASE + (int(letters[ord(name[k])]) if k < len(name) else 0)
        first[letters[ord(name[0])]] = True
        keys[key % _SLOTS] = key
    return letters, first, keys


def _formatting(codes: Any, starts: Any) -> Any:
    """For each start or end tag of a formatting element, given where tags start, whether it is an end tag."""
    import numpy as np

    letters, first, keys = _tables()

    def letter(at: Any) -> Any:
        return letters[np.minimum(codes[at], 127)]

    closes = codes[starts + 1] == ord("/")
    names = starts + 1 + closes
    key = letter(names)
    likely = np.flatnonzero(first[key])
    closes, names, key = closes[likely], names[likely], key[likely]
    within = key > 0
    for k in range(1, _LONGEST + 1):
        following = letter(names + k)
        within &= following > 0
        key = key * _BASE + following * within
    return closes[keys[key % _SLOTS] == key]


def _deepest(closes: Any) -> int:
    """How many formatting elements are open at once, of their tags in order: whether each is an end tag."""
    import numpy as np

    open_ = np.cumsum(1 - 2 * closes.astype(np.int8), dtype=np.int32)
    # An end tag without a start tag closes nothing.
    open_ -= np.minimum(np.minimum.accumulate(open_), 0)
    return int(open_.max(initial=0))
