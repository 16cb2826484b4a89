"""The words of titles, to compare one with another."""

from __future__ import annotations

import re
import unicodedata

from onrecord.read.meta.names import CJK

__all__ = ["shared", "terms"]

_WORDS = re.compile(r"\w+")


def terms(text: str) -> frozenset[str]:
    """The words of a text without case and accents; of writing without spaces, pairs of letters."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    out: set[str] = set()
    for word in _WORDS.findall("".join(c for c in plain if not unicodedata.combining(c))):
        if CJK.search(word):
            out.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        else:
            out.add(word)
    return frozenset(out)


def shared(title: str, other: str) -> float:
    """The share of the words of the shorter of two titles that stand in the other."""
    mine, theirs = terms(title), terms(other)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))
