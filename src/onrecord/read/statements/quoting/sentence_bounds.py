"""Where sentences end, as far as full stops tell: for texts of any language, before or without a model."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from onrecord.records import Span

__all__ = ["Sentences", "abbreviates", "paragraph_at"]

_END = re.compile(r"[.!?…]+[\"”»’)]*(?=[\s“„«]|$)|[。！？]+[”」』]*|\n")
_SHORT = frozenset(
    "mr mrs ms dr prof st sen rep gov gen col lt sgt jr sr hon rev capt cmdr sra dra nr abg mme mlle ca bzw usw z.b d.h"
    " no art vgl u.s u.k a.m p.m im г им т.д т.е р тов ing mgr np ul jan feb aug sept oct nov dec inc ltd corp".split()
)


class Sentences:
    """The ends of the sentences of a text, found once in one pass; closing marks behind a full stop belong to it.

    >>> Sentences("Dr. Stone left. Why?").ends
    [15, 20]
    """

    def __init__(self, text: str) -> None:
        self.ends = [
            m.end() for m in _END.finditer(text) if m.group()[0] != "." or not abbreviates(text, m.start(), 0)
        ]

    def end(self, start: int, limit: int) -> int:
        """Where the sentence that holds `start` ends, at most `limit`."""
        at = bisect_right(self.ends, start)
        return min(self.ends[at], limit) if at < len(self.ends) else limit

    def before(self, at: int, floor: int) -> list[int]:
        """The last two places, at most `at`, where sentences begin: the later one first, none before `floor`."""
        i = bisect_right(self.ends, at)
        found = [e for e in reversed(self.ends[max(0, i - 2) : i]) if e > floor]
        return [*found, floor][:2]


def paragraph_at(paragraphs: Sequence[Span], at: int) -> int:
    """The index of the paragraph that holds `at`, -1 if none does."""
    low, high = 0, len(paragraphs)
    while low < high:
        middle = (low + high) // 2
        if paragraphs[middle].start <= at:
            low = middle + 1
        else:
            high = middle
    return low - 1


def abbreviates(text: str, at: int, floor: int) -> bool:
    """Whether the full stop at `at` belongs to an abbreviation, an initial or an ordinal number."""
    begin = at
    while begin > floor and at - begin < 12 and (text[begin - 1].isalnum() or text[begin - 1] == "."):
        begin -= 1
    word = text[begin:at]
    return word.lower() in _SHORT or (len(word) == 1 and word.isupper()) or (word.isdigit() and len(word) < 3)
