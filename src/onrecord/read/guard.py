"""A guard against markup that grows when it is parsed.

HTML5's rules for misnested formatting elements (the adoption agency algorithm and the list of active
formatting elements, HTML standard 13.2.4.3) open every formatting element that is still active again in each
new block: a page of n bytes can ask for n^2 elements.  Such pages are found before parsing, and their
formatting tags are blanked in a copy, so that offsets hold.
"""

from __future__ import annotations

import re

from onrecord.records import Note

__all__ = ["defused"]

_NAMES = "a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
# This search runs over every large page: letters are given in both cases, since folding case takes twice as long, and
# most other tags are told apart by their first letter.
_BOTH_CASES = "|".join("".join(f"[{c}{c.upper()}]" for c in name) for name in _NAMES.split("|"))
_OPENED_OR_CLOSED = re.compile(rf"<(/?)(?=[abcefinstuABCEFINSTU])(?:{_BOTH_CASES})(?![a-zA-Z0-9])")
_FORMATTING = re.compile(rf"</?(?:{_NAMES})(?=[\s/>])[^<>]*>", re.I)
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
_FORMATTING_NAMES = frozenset(_NAMES.split("|"))
_BOUND = 500_000  # elements that may be opened again; more than are walked of any page
_DEEP = 30  # formatting elements open at once; honest pages have a few


def defused(source: str, notes: list[Note]) -> str:
    """`source`, or a copy of the same length with blanked formatting tags if parsing it would grow out of bounds."""
    tags = source.count("<")
    if tags * tags <= 2 * _BOUND:
        return source
    closes = _OPENED_OR_CLOSED.findall(source)
    if tags * closes.count("") <= 2 * _BOUND or _deepest(closes) < _DEEP:
        return source
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


def _deepest(closes: list[str]) -> int:
    """How many formatting elements are open at once, of tags given as "" for a start and "/" for an end."""
    opened = deepest = 0
    for close in closes:
        if close:
            if opened:
                opened -= 1
        else:
            opened += 1
            if opened > deepest:
                deepest = opened
    return deepest
