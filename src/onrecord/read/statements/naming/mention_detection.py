"""Where names stand: what the model marks as persons and organisations, mended, and what the text itself shows.

The model's marks are hints: a name is widened to its particles and suffix, cut off its title, and names are
added that only the wording shows ("soldier Pavlo", "the call sign Ded", "Ms Otieno").  Where no model has looked at the text
(other languages) runs of capitalised words stand in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence

from onrecord.read.statements.analysis import Analysis
from onrecord.read.statements.entity_types import CAPITALS, COUNTRIES
from onrecord.read.statements.naming.lexicon import (
    AGENCIES,
    CALLED,
    DOCUMENTS,
    HONORIFICS,
    ORGANISATION_WORDS,
    PARTICLES,
    PEOPLE,
    PREPOSITIONS,
    PRONOUNS,
    SHORT_TITLES,
    SUFFIXES,
)
from onrecord.read.statements.naming.name_spans import NO_NAME, NameSpan, common, namelike, place, trim
from onrecord.read.statements.naming.organisation_names import join_marks, organisation_name
from onrecord.read.statements.naming.person_names import given_gender, is_given, parse
from onrecord.read.statements.naming.token_view import TokenView, strip_possessive
from onrecord.records import Span

__all__ = ["NameSpan", "detect_names"]

_SAINTS = frozenset("st ste saint sankt".split())

_CALL_SIGN = re.compile(
    CALLED
    + r"\s+(?:was\s+|is\s+)?(?:simply\s+|only\s+)?[“\"'‘«]?((?:[A-ZА-Я][\w'’-]*)(?:\s+[A-Z][\w'’-]*){0,2})"
)


_OF_TOWNS = frozenset(
    "mayor mayoress council councillors residents townspeople inhabitants suburb outskirts".split()
)


def _is_town(v: TokenView, i: int) -> bool:
    """Whether a lone name is a place's by what is said to be its: "Harlow's mayor", "residents of Harlow"."""
    after = i + (2 if i + 1 < len(v) and v.low[i + 1] in ("'s", "’s") else 1)
    owns = after > i + 1 or v.low[i].endswith(("'s", "’s"))
    if owns and any(
        v.low[k] in _OF_TOWNS for k in range(after, min(len(v), after + 2)) if v.sentence[k] == v.sentence[i]
    ):
        return True
    return i > 1 and v.low[i - 1] == "of" and v.low[i - 2] in _OF_TOWNS


def _widen(v: TokenView, first: int, last: int) -> tuple[int, int]:
    """A person's name with particles, initials and suffix that the mark has left out."""
    low = 0 if first == 0 else first - 1
    while low >= 0 and first > 0 and v.sentence[low] == v.sentence[first]:
        word = v.low[low].strip(".")
        ahead = low - 1  # "Anne-Marie de la Tour-Smythe"
        while ahead > 0 and low - ahead < 3 and v.low[ahead] in PARTICLES and not v.capital(ahead):
            ahead -= 1
        particle = word in PARTICLES and low > 0 and v.capital(ahead) and bool(given_gender(v.low[ahead]))
        name = v.capital(low) and bool(given_gender(word)) and word not in NO_NAME
        initial = len(word) == 1 and v.words[low].endswith(".") and v.capital(low)
        if not (particle or name or initial):
            break
        first, low = low, low - 1
    while last < len(v) and v.sentence[last] == v.sentence[last - 1]:
        word = v.low[last].strip(".")
        if word in SUFFIXES and v.capital(last):
            last += 1
        elif (
            word in PARTICLES and word not in ("e", "y", "a") and last + 1 < len(v) and namelike(v, last + 1)
            and v.starts[last] == v.ends[last - 1] + 1
        ):  # fmt: skip
            last += 2
        elif (
            last - first == 1 and given_gender(v.low[first]) and namelike(v, last) and v.pos[last] in ("propn", "")
            and v.starts[last] == v.ends[last - 1] + 1 and word not in ORGANISATION_WORDS
        ):  # fmt: skip
            last += 1
        else:
            break
    return first, last


def _first_of_source(v: TokenView, first: int, inside: Sequence[bool], held: Container[int]) -> int:
    """Where the name of a source begins whose mark has left out the words with capitals before it: "[Ottoline] Breck"."""
    known = PEOPLE | HONORIFICS | COUNTRIES | ORGANISATION_WORDS | CAPITALS

    def joins(i: int) -> bool:
        return (
            inside[i]
            and i not in held
            and namelike(v, i)
            and v.starts[i + 1] - v.ends[i] <= 1
            and v.sentence[i] == v.sentence[i + 1]
            and v.pos[i] in ("propn", "noun", "")
            and v.low[i].strip(".") not in known
        )

    i = first
    while i > 0 and first - i <= 3 and joins(i - 1):
        i -= 1
    return i if first - i <= 3 else first


def _title_before(v: TokenView, first: int) -> str:
    """Titles that stand before a name, as text: they tell gender and help to keep two bearers of a name apart."""
    out: list[str] = []
    i = first - 1
    while i >= 0 and first - i <= 3 and v.sentence[i] == v.sentence[first]:
        low = v.low[i].strip(".")
        if low == "" and v.words[i] == ".":
            i -= 1
            continue
        if low not in HONORIFICS and not (low in SHORT_TITLES and v.capital(i)):
            break
        out.insert(0, v.words[i])
        i -= 1
    return " ".join(out)


def _saint(v: TokenView, first: int) -> bool:
    """Whether a name is that of a saint after whom something is called: "St. Brannoc's Hospital" is nobody who could speak.

    "Eva St. Clair" has a name before it, and is one.
    """
    before = first - 1
    if before > 0 and v.words[before] == ".":
        before -= 1
    if before < 0 or v.low[before].strip(".") not in _SAINTS or v.sentence[before] != v.sentence[first]:
        return False
    return before == 0 or not (v.capital(before - 1) and v.sentence[before - 1] == v.sentence[before])


def _person(v: TokenView, first: int, last: int, aliases: tuple[str, ...] = ()) -> NameSpan | None:
    first, last = trim(v, first, last)
    first, last = _widen(v, first, last)
    last = min(last, first + 7)
    if not any(v.capital(i) for i in range(first, last)) or v.low[first] in PRONOUNS:
        return None
    if last - first == 1 and (
        v.low[first].strip(".") in NO_NAME or not any(c.isalpha() for c in v.low[first])
    ):
        return None  # "May", "28": the mark is wrong
    if last - first == 1 and _saint(v, first):
        return None
    span = place(v, first, last)
    title = _title_before(v, first)
    return NameSpan(span, parse(f"{title} {span.of(v.text)}".strip()), True, aliases)


def _runs(v: TokenView) -> list[tuple[int, int]]:
    """Runs of capitalised words in a sentence, held together by particles and "of"."""
    out: list[tuple[int, int]] = []
    i, n = 0, len(v)
    while i < n:
        if not namelike(v, i):
            i += 1
            continue
        j = i + 1
        while j < n and j - i < 10 and v.sentence[j] == v.sentence[i] and v.starts[j] - v.ends[j - 1] <= 1:
            if strip_possessive(v.words[j - 1]) != v.words[j - 1]:
                break
            if namelike(v, j):
                j += 1
            elif (
                v.low[j] in PARTICLES | {"of", "for", "and", "&"} and v.low[j] != "a" and j + 1 < n and namelike(v, j + 1)
                and v.sentence[j + 1] == v.sentence[i]
            ):  # fmt: skip
                j += 2
            else:
                break
        out.append((i, j))
        i = j
    return out


def _said_person(v: TokenView, first: int, last: int) -> bool:
    """Whether capitalised words of a source, which no mark covers, look like a person's name."""
    lows = [strip_possessive(v.low[i]).strip(".") for i in range(first, last)]
    if lows[-1] in ORGANISATION_WORDS | DOCUMENTS | AGENCIES or "of" in lows or "and" in lows or "&" in lows:
        return False
    word = v.words[last - 1]
    if (word.isupper() and len(word) < 6) or re.search(
        r"[a-z][A-Z]", word.removeprefix("Mc").removeprefix("Mac")
    ):
        return False  # letters, "PolitiFact"
    if v.pos[first] and all(v.pos[i] != "propn" for i in range(first, last)):
        return False
    if any(x in PEOPLE or x.removesuffix("s") in PEOPLE for x in lows):
        return False
    return last - first <= 4 and not lows[-1].endswith(("ans", "ists", "crats", "ese"))


def _mended(found: list[NameSpan]) -> list[NameSpan]:
    """Names that are marked as an organisation here and called a person there, or that begin with a given name."""
    surnames = {f.name.short for f in found if f.person and f.name.full}
    out = []
    for item in found:
        words = item.name.text.split()
        low = item.name.text.casefold()
        person = low in surnames or (
            1 < len(words) < 4
            and bool(given_gender(words[0]))
            and not item.aliases
            and all(w[:1].isupper() or w in PARTICLES for w in words)
            and low.split()[-1] not in ORGANISATION_WORDS
        )
        out.append(item if item.person or not person else NameSpan(item.span, parse(item.name.text), True))
    return out


def _unmarked(v: TokenView, first: int, last: int, spoken: set[str]) -> NameSpan | None:
    """A person's full name among capitalised words, where no model has looked at the text."""
    if not _said_person(v, first, last):
        return None
    given = next((i for i in range(first, last) if is_given(v.low[i])), -1)
    if given >= 0 and last - given > 1:
        return _person(v, given, last)
    if last - first > 1 and v.low[last - 1] in spoken:
        return _person(v, last - 2, last)
    if last - first in (2, 3) and not v.starts_sentence(first):
        return _person(v, first, last)
    return None


def _again(
    v: TokenView, found: list[NameSpan], taken: _Taken, add: Callable[[NameSpan | None], None]
) -> None:
    """The same persons elsewhere, where neither a mark nor the wording shows a name."""
    known = {f.name.short for f in found if f.person and len(f.name.short) > 2} - PEOPLE - NO_NAME
    for i, low in enumerate(v.low):
        if (
            not taken.words[i]
            and strip_possessive(low) in known
            and v.capital(i)
            and not v.words[i].isupper()
        ):
            nxt = (
                i + 1 < len(v)
                and v.sentence[i + 1] == v.sentence[i]
                and v.capital(i + 1)
                and v.words[i + 1][:1].isalpha()
            )
            if not nxt or v.pos[i] == "propn":
                add(_person(v, i, i + 1))


class _Taken:
    """Which words belong to a name already."""

    def __init__(self, n: int) -> None:
        self.words = [False] * n

    def take(self, first: int, last: int) -> bool:
        if any(self.words[first:last]):
            return False
        self.words[first:last] = [True] * (last - first)
        return True


def detect_names(analysis: Analysis, v: TokenView, sources: Sequence[Span] = ()) -> list[NameSpan]:
    """All names of persons and organisations, in the order of the text."""
    out: list[NameSpan] = []
    taken = _Taken(len(v))

    def add(found: NameSpan | None) -> None:
        if found is not None and taken.take(*v.at(found.span)):
            out.append(found)

    for match in _CALL_SIGN.finditer(analysis.text):
        first, last = v.at(Span(*match.span(1)))
        before = re.search(r"\b([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?),? (?:\w+ ){0,4}$", analysis.text[max(0, match.start() - 80) : match.start()])  # fmt: skip
        if last > first and not before:
            name = match[1]
            add(NameSpan(Span(*match.span(1)), parse(name), True, (name,)))
        elif last > first and before:
            # "Ivan Koval, known as Bars": another name for whoever was named just before.
            start = max(0, match.start() - 80) + before.start(1)
            person = _person(v, *v.at(Span(start, start + len(before[1]))), (match[1],))
            if (
                person is not None
                and person.name.short not in PEOPLE
                and person.name.text.casefold() not in NO_NAME
            ):
                add(person)
            add(NameSpan(Span(*match.span(1)), parse(match[1]), True, (match[1],)))
    inside = [False] * len(v)
    for span in sources:
        first, last = v.at(span)
        inside[first:last] = [True] * (last - first)
    places: set[int] = set()
    held: set[int] = set()  # words of organisations and other names
    marked: set[int] = set()
    marks: list[tuple[int, int, str]] = []
    for entity in analysis.entities:
        if not 0 <= entity.span.start < entity.span.end <= len(analysis.text):
            continue
        first, last = v.at(entity.span)
        if last <= first or (
            last - first == 1
            and (entity.kind == "person" or (entity.kind == "organisation" and v.low[first].endswith("s")))
            and common(v, first)  # "Target" may be a firm though there is a target; plurals hardly are
        ):
            continue
        marks.append((first, last, entity.kind))
        marked.update(range(first, last))
        if entity.kind == "place":
            places.update(range(first, last))
        elif entity.kind != "person":
            held.update(range(first, last))
    towns = {v.low[a] for a, b, kind in marks if kind == "person" and b - a == 1 and _is_town(v, a)}
    for first, last, kind in join_marks(v, marks):
        if kind == "person" and last - first == 1 and v.low[first] in towns:
            continue
        if kind == "person":
            add(_person(v, _first_of_source(v, first, inside, held), last))
        elif kind == "organisation":
            add(organisation_name(v, first, last, marked))
    spoken = {strip_possessive(v.low[i]) for s in sources for i in range(*v.at(s)) if inside[i]}
    for first, last in _runs(v):
        title = next((i for i in range(last - 2, first - 1, -1) if v.low[i].strip(".") in PEOPLE), -1)
        if title >= 0 and v.low[last - 1] not in ORGANISATION_WORDS | PEOPLE:
            first = title + 1  # "Ukrainian President Zelensky"
        if any(taken.words[first:last]) or (last - first == 1 and common(v, first)):
            continue
        lows = [strip_possessive(v.low[i]).strip(".") for i in range(first, last)]
        lead = v.low[first - 1].strip(".") if first else ""
        if last - first > 1 and lows[-1] in ORGANISATION_WORDS:
            add(organisation_name(v, first, last))
        elif (lead in HONORIFICS or lows[0] in HONORIFICS) and not all(x in HONORIFICS for x in lows):
            add(_person(v, first, last))
        elif places and any(i in places for i in range(first, last)):
            # A capital or a country that speaks is its government.
            alone = all(i in places and inside[i] for i in range(first, last))
            more = last < len(v) and inside[last] and v.words[last][:1].isalnum()
            if alone and not more and not (first and inside[first - 1] and v.low[first - 1] != "the"):
                add(organisation_name(v, first, last, marked))
        elif last - first == 1 and lows[0] in COUNTRIES | CAPITALS and lead not in PEOPLE:
            if inside[first]:  # nothing marks it, but it speaks
                add(organisation_name(v, first, last))
        elif lead in PEOPLE and lead not in PREPOSITIONS and v.sentence[first - 1] == v.sentence[first]:
            if _said_person(v, first, last):
                add(_person(v, first, last))
        elif all(inside[first:last]):
            nxt = v.low[last] if last < len(v) and inside[last] else ""
            if (
                nxt[:1].isalpha()
                and nxt not in PREPOSITIONS
                and nxt not in ("and", "or", "himself", "herself")
            ):
                continue  # "Ukrainian soldiers"
            if _said_person(v, first, last):
                add(_person(v, first, last))
            elif lows[-1] in ORGANISATION_WORDS | AGENCIES or not v.words[last - 1][1:].islower():
                add(organisation_name(v, first, last))
        elif not analysis.entities:
            add(_unmarked(v, first, last, spoken))
    _again(v, out, taken, add)
    out = _mended(out)
    out.sort(key=lambda f: f.span)
    return out
