"""The head of a source: of "Jane Roe, a lawyer for Tom Hale" Jane Roe, of "the Brigade's press service" the service.

A source is read from its first word on: names that stand free (not "Hale's lawyer", not "a friend of Hale", not "Hale
supporters") are whom it calls; otherwise its head noun says what they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.read.statements.naming.discourse_context import Call, DiscourseContext
from onrecord.read.statements.naming.lexicon import HONORIFICS, PREPOSITIONS, SHORT_TITLES
from onrecord.read.statements.naming.nominal_mentions import kind_of
from onrecord.read.statements.naming.role_descriptions import is_person_noun
from onrecord.records import Span, SpeakerKind

__all__ = ["Head", "head_of"]

_RELATIVE = frozenset("who whose whom which that".split())
_LONGEST = 80  # words of a source that are looked at
_MARKS = frozenset(", ( ) ; : — – - -- [ ] “ ” \" « » ‘ ’ ' …".split())


@dataclass(frozen=True, slots=True)
class Head:
    """Whom a source calls: names that stand free, or the noun at its head with its owner.

    `noun` is the index of the head noun, -1 if there is none; `owner` the range of words before a possessive ending.
    """

    names: tuple[Call, ...]
    noun: int = -1
    kind: SpeakerKind | None = None
    owner: tuple[int, int] | None = None
    phrase: Span | None = None  # the noun phrase up to its head
    called: Call | None = None  # the call of the scene that has this head


def _possessive(scene: DiscourseContext, i: int) -> bool:
    """Whether a possessive ending stands at or at the end of a word."""
    low = scene.view.low[i]
    return (
        low in ("'s", "’s", "‘s")
        or (low[-2:] in ("'s", "’s", "‘s") and len(low) > 2)
        or (low[-2:] in ("s'", "s’") and len(low) > 3)
    )


def _free(scene: DiscourseContext, call: Call, first: int, last: int) -> bool:
    """Whether a name in a source is whom the source calls."""
    v = scene.view
    if _possessive(scene, call.last - 1) and not v.text.endswith(("Jr.", "Sr."), 0, v.ends[call.last - 1]):
        return False
    if call.last < last:
        nxt = v.low[call.last]
        if nxt == "&" and call.last + 1 < len(v) and v.low[call.last + 1].strip(".") in ("co", "cie", "bros"):
            return False  # "Opinion & Co. director Li-Wei Moore"
        if nxt in ("'s", "’s", "‘s") or v.text.startswith("‘s", v.ends[call.last - 1]):
            return False
        if (
            nxt[:1].isalnum()
            and nxt not in PREPOSITIONS
            and nxt not in ("and", "or", "himself", "herself", "itself")
        ):
            return v.pos[call.last] in ("verb", "aux", "adv")
        if nxt in ("'", "’") and v.words[call.last - 1].endswith("s"):
            return False
    for i in range(call.word - 1, first - 1, -1):
        low = v.low[i].strip(".")
        if low in (",", "(", "and", ";", "—", "–") or v.words[i] in _MARKS:
            return True
        if low in ("'s", "’s") or _possessive(scene, i):
            return True
        if low in PREPOSITIONS:
            # "Secretary of State John Smith", but not "the wife of Senator John Smith"
            inner = [v.low[j].strip(".") for j in range(i + 1, call.word)]
            if low == "of" and _office(scene, i, call.word):
                return True
            title = low == "of" and bool(inner) and inner[0] not in HONORIFICS | SHORT_TITLES
            return (
                title and not any(x in ("the", "a", "an") for x in inner) and is_person_noun(v.words[i - 1])
            )
    return True


def _office(scene: DiscourseContext, of: int, name: int) -> bool:
    """ "Bank of Westland economist Jane Roe": whose name stands after what they are there."""
    v = scene.view
    after = of + (2 if v.low[of + 1] == "the" else 1)
    return (
        v.capital(of - 1)
        and after < name - 1
        and v.capital(after)
        and is_person_noun(v.words[name - 1])
        and not v.capital(name - 1)
        and kind_of(v.low[of - 1]) in (None, SpeakerKind.ORGANISATION)
    )


def _noun(scene: DiscourseContext, first: int, last: int) -> int:
    """The head noun of a noun phrase that begins at `first`."""
    v = scene.view
    found = -1
    for i in range(first, last):
        low = v.low[i].strip(".")
        if found >= 0 and (low in PREPOSITIONS or v.words[i] in _MARKS or low in ("and", "or")):
            break
        if low in ("'s", "’s") or (_possessive(scene, i) and i + 1 < last):
            found = -1
            continue
        if v.words[i][:1].isalpha() and v.pos[i] in (
            "noun",
            "propn",
            "",
            "adj",
            "verb",
            "pron",
            "det",
            "other",
        ):
            if v.pos[i] == "verb" and found >= 0 and kind_of(v.low[found]):
                break
            found = i
    return found


def head_of(scene: DiscourseContext, span: Span) -> Head:
    """Whom a source calls."""
    v = scene.view
    first, last = v.at(span)
    last = min(last, first + _LONGEST)
    stop = next((i for i in range(first + 1, last) if v.low[i] in _RELATIVE and v.low[i - 1] != "all"), last)
    names: list[Call] = []
    for call in scene.calls_in(span):
        if call.word >= stop:
            break
        if call.how != "name" or not _free(scene, call, first, last):
            continue
        if names:
            between = [v.low[i] for i in range(names[-1].last, call.word)]
            joined = (
                "and" in between
                or ("&" in between and not is_person_noun(v.words[call.word - 1]))
                or (between[:1] == [","] and _listed(scene, call, stop))
            )
            if not joined or len(between) > 12:
                break
            person = scene.entities[names[0].entity].kind is SpeakerKind.PERSON
            if (
                person
                and scene.entities[call.entity].kind is not SpeakerKind.PERSON
                and "and" not in between[:2]
            ):
                break
        names.append(call)
    if names and scene.entities[names[0].entity].kind is not SpeakerKind.PERSON:
        # "the ministry, John Smith": the name of a person beside wins only where the head is a person noun
        persons = [
            c
            for c in scene.calls_in(span)
            if c.word < stop and c.how == "name" and c.entity != names[0].entity and _free(scene, c, first, last)
            and scene.entities[c.entity].kind is SpeakerKind.PERSON
        ]  # fmt: skip
        if persons and (v.words[persons[0].word - 1] == "," or is_person_noun(v.words[persons[0].word - 1])):
            names = persons[:1]
    if not names:
        # Another name by which the page says somebody is called: "a paratrooper with the call sign Bars"
        aliased = [
            c
            for c in scene.calls_in(span)
            if c.how == "name" and v.text[v.starts[c.word] : v.ends[c.last - 1]].casefold()
            in scene.cast.parties[scene.entities[c.entity].party].aliases
            and scene.entities[c.entity].kind is SpeakerKind.PERSON
        ]  # fmt: skip
        names = aliased[:1]
    noun = _noun(scene, first, stop)
    if names and noun >= 0 and names[0].word > noun:
        # "residents of Westport and John Smith": the head comes first, unless the name stands beside it
        kind = kind_of(v.low[noun])
        between = [v.low[i] for i in range(noun + 1, names[0].word)]
        alone = between and "," not in between and "(" not in between
        if alone and kind in (SpeakerKind.GROUP, SpeakerKind.DOCUMENT):
            names = []
    if names or noun < 0:
        return Head(tuple(names))
    owner = None
    for i in range(noun - 1, first - 1, -1):
        if _possessive(scene, i):
            owner = (first, i if v.low[i] in ("'s", "’s") else i + 1)
            break
    if owner is None and v.low[first] in ("his", "her", "their", "its", "my", "our") and noun > first:
        owner = (first, first + 1)
    phrase = Span(v.starts[first], v.ends[noun])
    text = span.of(v.text)
    kind = kind_of(v.low[noun], text)
    called = next((c for c in scene.calls_in(span) if c.how == "phrase" and c.last - 1 == noun), None)
    return Head((), noun, kind, owner, phrase, called)


def _listed(scene: DiscourseContext, call: Call, stop: int) -> bool:
    """Whether "A, B and C" goes on after B, so that the comma before B lists and does not explain."""
    v = scene.view
    return any(v.low[i] == "and" for i in range(call.last, min(stop, call.last + 3)))
