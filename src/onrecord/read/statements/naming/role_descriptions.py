"""What somebody is, as the page words it: the words before a name, the apposition after it, "X is a ...".

A role is a span of the text without its article: "Ukrainian President", "mayor of Westport".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.read.statements.naming.lexicon import (
    CALLED,
    HONORIFICS,
    PEOPLE,
    PREPOSITIONS,
    PRONOUNS,
)
from onrecord.records import Span

if TYPE_CHECKING:
    from onrecord.read.statements.naming.name_spans import NameSpan
    from onrecord.read.statements.naming.token_view import TokenView

__all__ = ["is_person_noun", "role_descriptions"]

_ARTICLES = frozenset("a an the one another his her their its our my".split())
_STOPS = frozenset('. ; : ! ? ( ) [ ] “ ” " — – -- …'.split())
_LONGEST = 14
_CALLINGS = ("ist", "ician", "arian")  # "neuroscientist", "technician", "veterinarian"
_NO_CALLINGS = frozenset(
    "consist persist coexist hungarian bulgarian humanitarian agrarian sectarian authoritarian totalitarian egalitarian".split()
)
#: "a paratrooper with the call sign" right before the call sign
_CALLED = re.compile(
    r"\b(?:an?|the|another|one)\s+([\w-]+(?:\s+[\w-]+){0,3}?),?\s+(?:with|under|by|known|who)\b[^.;:]{0,40}?"
    + CALLED
    + r"\W*$",
    re.I,
)


def is_person_noun(word: str) -> bool:
    """Whether a word calls one person by what they are ("minister", "vice-president", "co-owner")."""
    low = word.strip(".").casefold()
    if low in PEOPLE and low not in HONORIFICS:
        return True
    last = low.rsplit("-", 1)[-1]
    if last != low and last in PEOPLE and last not in HONORIFICS:
        return True
    return len(low) > 6 and low.endswith(_CALLINGS) and not low.endswith("list") and low not in _NO_CALLINGS


def _before(v: TokenView, first: int) -> Span | None:
    """ "Ukrainian President" before "Zelensky"."""
    i = first - 1
    while (
        i >= 0
        and v.low[i].strip(".") in HONORIFICS | {""}
        and v.sentence[i] == v.sentence[first]
        and first - i < 3
    ):
        i -= 1
    end = i
    if i < 0 or v.sentence[i] != v.sentence[first]:
        return None
    if v.words[i] == "," and i > 0:  # "the mayor of Westport, John Smith,"
        return _before_comma(v, i)
    if not is_person_noun(v.words[i]) and not _of_title(v, i):
        return None
    while i >= 0 and v.sentence[i] == v.sentence[first] and end - i < 8:
        word, low = v.words[i], v.low[i].strip(".")
        if not word[:1].isalnum() and word not in ("'s", "’s", "&", "-"):
            break
        if low in _ARTICLES or low in PRONOUNS:
            break
        if low in PREPOSITIONS or low in ("and", "or"):
            # "Secretary of State", but not "talks with President"
            if not (low in ("of", "for") and i > 0 and is_person_noun(v.words[i - 1])):
                break
        elif v.pos[i] not in ("noun", "adj", "propn", "num", "part", "", "other", "punct") or (
            not v.pos[i] and not (v.capital(i) or is_person_noun(word))
        ):
            break
        i -= 1
    i += 1
    while i <= end and not v.words[i][:1].isalnum():
        i += 1
    return Span(v.starts[i], v.ends[end]) if i <= end else None


def _of_title(v: TokenView, i: int) -> bool:
    """Whether a word ends a title with "of": "Secretary of State"."""
    for j in range(i, max(i - 5, 1), -1):
        if v.low[j - 1] in ("of", "for"):
            return j > 1 and is_person_noun(v.words[j - 2]) and v.capital(j - 2)
        if not v.capital(j):
            return False
    return False


def _before_comma(v: TokenView, comma: int) -> Span | None:
    """ "the mayor of Westport" before ", John Smith,"."""
    i = comma - 1
    while i >= 0 and v.sentence[i] == v.sentence[comma] and comma - i < 10:
        if v.words[i] == "," or v.words[i] in _STOPS or v.pos[i] in ("verb", "aux"):
            return None
        if v.low[i] in _ARTICLES:
            noun = next((j for j in range(i + 1, comma) if v.low[j] in PREPOSITIONS), comma) - 1
            if noun > i and is_person_noun(v.words[noun]):
                return Span(v.starts[i + 1], v.ends[comma - 1])
            return None
        i -= 1
    return None


def _phrase(v: TokenView, i: int, stops: frozenset[str]) -> tuple[Span | None, int]:
    """The noun phrase that begins at a word, if its head is a person noun; and where it ends."""
    start = i + 1 if v.low[i] in _ARTICLES else i
    j, head = start, False
    while j < len(v) and v.sentence[j] == v.sentence[i] and j - start < _LONGEST:
        word, low = v.words[j], v.low[j]
        if word == "," or word in _STOPS or low in stops:
            break
        if low in PREPOSITIONS and not head:
            return None, j
        if v.pos[j] in ("verb", "aux") and head and j - start > 1:
            break
        if v.pos[j] in ("verb", "aux", "pron") and not head:
            return None, j
        head = head or (is_person_noun(word) and (j + 1 >= len(v) or not is_person_noun(v.words[j + 1])))
        j += 1
    if not head or j == start:
        return None, j
    return Span(v.starts[start], v.ends[j - 1]), j


def _after(v: TokenView, last: int) -> Span | None:
    """ "mayor of Westport" after "John Smith," and "a teacher" after "John Smith is"."""
    if last + 1 >= len(v) or v.sentence[last] != v.sentence[last - 1]:
        return None
    stops = frozenset(("who", "whose", "which", "said", "says", "told", "and"))
    if v.words[last] == ",":
        found, end = _phrase(v, last + 1, stops)
        closed = end < len(v) and (
            v.words[end] in (",", ".", ")", ";", ":") or v.low[end] in stops | {"—", "–"}
        )
        return found if closed or (end < len(v) and v.sentence[end] != v.sentence[last]) else None
    if v.low[last] in ("is", "was", "became") and v.low[last + 1] in ("a", "an", "the"):
        return _phrase(v, last + 1, stops | {","})[0]
    return None


def role_descriptions(v: TokenView, persons: Sequence[NameSpan]) -> dict[int, tuple[Span, ...]]:
    """For each person's mention, by the offset at which it starts, the roles that stand beside it."""
    out: dict[int, tuple[Span, ...]] = {}
    for item in persons:
        first, last = v.at(item.span)
        if last <= first or last > len(v):
            continue
        beside = [s for s in (_before(v, first), _after(v, last) if last < len(v) else None) if s is not None]
        if item.aliases and (
            called := _CALLED.search(v.text, max(0, item.span.start - 120), item.span.start)
        ):
            beside.append(Span(*called.span(1)))
        if beside:
            out[item.span.start] = tuple(beside)
    return out
