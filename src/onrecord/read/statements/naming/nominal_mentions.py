"""People without names: "a soldier", "the minister", "residents", "officials who asked not to be named".

A `Described` is a noun phrase whose head calls a person, a group, an organisation or a document by what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from onrecord.read.statements.naming.lexicon import (
    ANONYMOUS,
    DOCUMENTS,
    GROUPS,
    ORGANISATION_NOUNS,
    PREPOSITIONS,
    PRONOUNS,
)
from onrecord.read.statements.naming.role_descriptions import is_person_noun
from onrecord.read.statements.naming.token_view import TokenView
from onrecord.records import Span, SpeakerKind

__all__ = ["NominalMention", "nominal_mentions", "kind_of", "singular"]

_DEFINITE = frozenset("the this these those both".split())
_INDEFINITE = frozenset("a an another one some several many few two three four five six no any other".split())
_ANONYMITY = re.compile(
    r"\b(?:anonym\w+|not (?:to be|being) (?:named|identified|quoted)|not authori[sz]ed to|unnamed|unidentified|undisclosed"
    r"|declined to be (?:named|identified)|(?:familiar|acquainted) with|with (?:direct )?knowledge of|briefed on"
    r"|withheld|close to)\b",
    re.I,
)
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "policemen": "policeman", "wives": "wife",
    "servicemen": "serviceman", "businessmen": "businessman", "congressmen": "congressman",
    "fishermen": "fisherman", "spokesmen": "spokesman", "people": "person", "witnesses": "witness",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NominalMention:
    """A phrase that calls somebody by what they are; `head` is its noun in the singular, `low` its words in lower case."""

    span: Span
    head: str
    plural: bool
    definite: bool
    kind: SpeakerKind
    low: tuple[str, ...]
    word: int  # the index of the head among the words


def singular(word: str) -> str:
    """A noun's singular, as far as person nouns go."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def kind_of(head: str, text: str = "", plural: bool = False) -> SpeakerKind | None:
    """What a noun calls, with the whole phrase for signs of anonymity; `None` if it calls nobody who could speak."""
    low = head.strip(".").casefold()
    one = singular(low)
    if low in ANONYMOUS or one in ANONYMOUS or (text and _ANONYMITY.search(text)):
        return SpeakerKind.UNNAMED
    if low in DOCUMENTS:
        return SpeakerKind.DOCUMENT
    if low in GROUPS or (one != low and is_person_noun(one)):
        return SpeakerKind.GROUP
    if is_person_noun(low):
        return SpeakerKind.GROUP if plural else SpeakerKind.PERSON
    if low in ORGANISATION_NOUNS or one in ORGANISATION_NOUNS:
        return SpeakerKind.ORGANISATION
    if one in DOCUMENTS:
        return SpeakerKind.DOCUMENT
    return None


def _start(v: TokenView, head: int) -> int:
    """The first word of the noun phrase that ends at `head`."""
    i = head
    while i > 0 and v.sentence[i - 1] == v.sentence[head] and head - i < 6:
        low, pos = v.low[i - 1], v.pos[i - 1]
        if low in _DEFINITE or low in _INDEFINITE or PRONOUNS.get(low, ("", ""))[0] in ("m", "f", "i", "n"):
            return i - 1
        if low in PREPOSITIONS or (not v.words[i - 1][:1].isalnum() and low not in ("'s", "’s")):
            break
        if pos not in ("adj", "noun", "propn", "num", "part") and not (not pos and v.capital(i - 1)):
            break
        i -= 1
    return i


def nominal_mentions(v: TokenView, named: list[str]) -> list[NominalMention]:
    """All such phrases whose head is no part of a name nor a role before or beside one.

    `named` says of each word to what kind of name it belongs, "" if to none.
    """
    out: list[NominalMention] = []
    for i, low in enumerate(v.low):
        if named[i] or v.pos[i] not in ("noun", "propn", ""):
            continue
        if low.isupper() or len(low) < 3 or (v.capital(i) and not v.starts_sentence(i) and v.pos[i] == ""):
            continue
        kind = kind_of(low)
        if kind is None:
            continue
        follows = i + 1 < len(v) and v.sentence[i + 1] == v.sentence[i]
        if follows and (named[i + 1] or v.pos[i + 1] == "noun" or v.low[i + 1] in ("'s", "’s")):
            continue
        first = _start(v, i)
        if low == "head" and PRONOUNS.get(v.low[first], ("", ""))[0] in ("m", "f", "i"):
            continue  # on shoulders
        if first > 0 and v.low[first - 1] in ("is", "was", "as", "be", "became", "were", "are"):
            continue  # says what somebody is
        if (
            first > 1
            and v.words[first - 1] == ","
            and named[first - 2] == "person"
            and kind is SpeakerKind.PERSON
        ):
            continue  # stands beside a name
        lead = v.low[first]
        plural = low in GROUPS or singular(low) != low
        definite = lead in _DEFINITE or PRONOUNS.get(lead, ("", ""))[0] in ("m", "f", "i", "n")
        out.append(
            NominalMention(
                Span(v.starts[first], v.ends[i]), singular(low), plural, definite, kind, tuple(v.low[first : i + 1]), i
            )
        )  # fmt: skip
    return out


def before(items: list[NominalMention], starts: list[int], offset: int) -> int:
    """How many phrases begin before an offset."""
    return bisect_left(starts, offset)
