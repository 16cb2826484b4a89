"""Whom an interview questions: the person of the introduction, or of the headline, who is neither author nor outlet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.read.statements.naming.label_names import ARTICLES, given_names_agree, same_surname
from onrecord.read.statements.naming.name_coreference import NameClusters
from onrecord.read.statements.naming.name_spans import NO_NAME
from onrecord.read.statements.naming.nominal_mentions import kind_of
from onrecord.read.statements.naming.person_names import Name, is_given, parse
from onrecord.records import Span, Speaker, SpeakerKind

__all__ = ["Introduction", "Person", "interviewed"]

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_PARTICLES = frozenset("van von der den de del della di da dos du bin al el ter zu af".split())
#: Words before the names of places: "nach Port Orsel" names nobody who could answer.
_WHERE = re.compile(
    r"\b(?:in|nach|aus|bei|im|at|from|near|to|à|au|en|em|w|we|do|z|v|ve|в|у|из|до|для|til|till|i|a|di|ad|naar|uit|te|"
    r"(?:puerto|port|porto|hafen|city|town|stadt|ville|città) (?:de|di|of|von))\s$",
    re.I,
)
_REACH = 4000  # characters of the introduction


@dataclass(slots=True)
class Person:
    """Somebody of the page: a party of the cast, or a name that only a label or the title has."""

    name: Name
    speaker: Speaker
    party: int = -1
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Introduction:
    """A text up to the first turn of its interview, at `begin`, with what its page says of itself."""

    text: str
    begin: int
    title: str
    authors: tuple[Name, ...]
    house: tuple[str, ...]  # the words of the outlet's name, in lower case
    cast: NameClusters
    tagged: bool = False  # a model has looked for names: what it has not found is none


def interviewed(people: Sequence[Person], taken: set[int], on: Introduction) -> Person | None:
    """Whom the introduction names: the person most often called before the first turn, the first among equals.

    `taken` are the `id`s of those of `people` who ask.
    """
    lead = max(0, on.begin - _REACH)
    counts: dict[int, tuple[int, int]] = {}
    for i, person in enumerate(people):
        if id(person) in taken or person.party < 0:
            continue
        if not person.name.full and not is_given(person.name.short):
            continue  # whom a page questions it introduces by a full name
        if any(same_surname(person.name, a) and given_names_agree(person.name, a) for a in on.authors):
            continue
        every = on.cast.parties[person.party].mentions
        if any(_is_place(on.text, s.start) for s in every) and not person.gender:
            continue
        spans = [s for s in every if lead <= s.start < on.begin and not _is_place(on.text, s.start)]
        titled = person.name.short in on.title.casefold() and len(person.name.short) > 2
        if spans:
            known = bool(person.name.gender) or any(map(is_given, person.name.given))
            counts[i] = (2 * known + len(spans) + 2 * titled, -spans[0].start)
    if counts:
        return people[max(counts, key=lambda i: counts[i])]
    return _in_title(people, on) or (None if on.tagged else _by_capitals(on))


def _is_place(text: str, at: int) -> bool:
    return _WHERE.search(text, max(0, at - 20), at) is not None


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, list[str]]]:
    """Where two to four words with capitals stand side by side, particles between them ("Arend de Moor")."""
    words: list[str] = []
    begin = last = -1
    for m in _WORD.finditer(text, start, end):
        beside = bool(words) and m.start() == last + 1 and text[last] in " \u00a0"
        if words and beside and m[0] in _PARTICLES and len(words) < 4:
            words.append(m[0])
        elif m[0][0].isupper() and len(m[0]) > 1:
            if not beside or len(words) >= 4:
                if len(words) > 1:
                    yield begin, words
                words, begin = [], m.start()
            words.append(m[0])
        else:
            if len(words) > 1:
                yield begin, words
            words = []
        last = m.end()
    if len(words) > 1:
        yield begin, words


def _by_capitals(on: Introduction) -> Person | None:
    """Somebody whose given name no list knows: two words with capitals in the introduction, never without them.

    Who is only ever named behind "in", "à" or the like is a place.
    """
    every = Counter(_LETTERS.findall(on.text))
    small = {w for w in every if w.islower()}
    lead = max(0, on.begin - _REACH)
    places = {" ".join(w) for at, w in _runs(on.text, lead, on.begin) if _is_place(on.text, at)}
    best: tuple[tuple[bool, int, int], str, int] | None = None
    for at, words in _runs(on.text, lead, on.begin):
        while words[-1] in _PARTICLES:
            words = words[:-1]
        if words[0].casefold() in ARTICLES and len(words) > 2:
            at, words = at + len(words[0]) + 1, words[1:]
        low = [w.casefold() for w in words]
        name = " ".join(words)
        if (
            len(words) < 2
            or name in places
            or low[0] in ARTICLES | NO_NAME
            or all(w in on.house for w in low)
        ):
            continue
        if any(w in small for w in low if w not in _PARTICLES) or kind_of(low[-1]) or kind_of(low[0]):
            continue
        if any(same_surname(parse(name), a) for a in on.authors):
            continue
        worth = (is_given(words[0]), every[words[-1]], -at)
        if best is None or worth > best[0]:
            best = (worth, name, at)
    if best is None:
        return None
    _, name, at = best
    return Person(parse(name), Speaker(name, SpeakerKind.PERSON, Span(at, at + len(name)), score=0.6))


def _in_title(people: Sequence[Person], on: Introduction) -> Person | None:
    for person in people:
        if person.name.full and person.speaker.name.casefold() in on.title.casefold():
            return person
    for _, words in _runs(on.title, 0, len(on.title)):
        for one, two in pairwise(words):
            if is_given(one):
                name = f"{one} {two}"
                if not any(same_surname(parse(name), a) for a in on.authors):
                    return Person(parse(name), Speaker(name, SpeakerKind.PERSON, score=0.7))
    return None
