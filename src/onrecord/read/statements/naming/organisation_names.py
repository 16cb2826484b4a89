"""Names of organisations, whole: marks that are parts of one name are put together, and what a mark leaves out is added."""

from __future__ import annotations

import re
from collections.abc import Container

from onrecord.read.statements.entity_types import CAPITALS, COUNTRIES
from onrecord.read.statements.naming.lexicon import AGENCIES, ORGANISATION_NOUNS, PEOPLE
from onrecord.read.statements.naming.name_spans import NameSpan, namelike, place, trim
from onrecord.read.statements.naming.person_names import Name
from onrecord.read.statements.naming.token_view import TokenView, strip_possessive

__all__ = ["join_marks", "organisation_name"]

_ACRONYM = re.compile(r"\(\s*(?:the\s+)?[“\"]?([A-ZА-ЯЁЇІЄҐ][\w.&-]{1,9})[”\"]?\s*\)")
#: How words end that say what an office is for, and are no names of their own: "Control and Prevention".
_ABSTRACT = tuple(
    "tion sion ment ance ence ity ing ture logy ics ness services affairs trade health food defence defense sport sports science "
    "sciences crime works".split()
)
#: What firms are by law, which stands behind the name.
_LEGAL = frozenset("inc corp co ltd llc llp plc gmbh ag sa spa nv oyj asa".split())


def _whole(v: TokenView, first: int, last: int, other: Container[int]) -> tuple[int, int]:
    """An organisation's name with what the mark has left out: "[Lakeside] Health", "Centres for Disease Control [and Prevention]".

    `other` are words that belong to another name.
    """

    def joins(i: int, beside: int) -> bool:
        return (
            i not in other
            and v.sentence[i] == v.sentence[beside]
            and abs(v.starts[max(i, beside)] - v.ends[min(i, beside)]) <= 1
            and v.pos[i] in ("propn", "noun", "adj", "")
            and namelike(v, i)
            and v.low[i].strip(".") not in PEOPLE
            and v.low[i].rstrip("s") not in PEOPLE
            and strip_possessive(v.words[min(i, beside)]) == v.words[min(i, beside)]
        )

    def ends(last: int) -> int:
        while last < len(v) and last - first < 8 and joins(last, last - 1) and v.pos[last] == "propn":
            last += 1
        return last

    first = _members(v, first, other)
    while first > 0 and joins(first - 1, first) and last - first < 8 and not (
        v.starts_sentence(first - 1) and v.pos[first - 1] != "propn"
    ):  # fmt: skip
        first -= 1
    last = ends(last)
    inside = [v.low[i] for i in range(first, last)]
    if (
        ("of" in inside or "for" in inside) and "and" not in inside and last + 1 < len(v) and v.low[last] == "and"
        and joins(last + 1, last) and v.low[last + 1].endswith(_ABSTRACT)
        and not (last + 2 < len(v) and namelike(v, last + 2) and not v.starts_sentence(last + 2))  # "and Security Minister"
    ):  # fmt: skip
        last += 2
    elif (
        v.low[last - 1] in ORGANISATION_NOUNS
        and last + 2 < len(v)
        and v.low[last] in ("for", "of")
        and v.low[last + 1] == "the"
        and joins(last + 2, last + 1)
    ):  # "the Society for the Protection of Seabirds"
        last = ends(last + 3)
        if last + 1 < len(v) and v.low[last] == "of" and joins(last + 1, last) and v.pos[last + 1] == "propn":
            last = ends(last + 2)
    elif (
        v.low[last - 1] in ORGANISATION_NOUNS
        and last + 1 < len(v)
        and v.low[last] == "of"
        and namelike(v, last + 1)
    ):
        last += 2  # "the Bank of Westland"
        last = ends(last)
    return first, last


_COLLECTIVES = frozenset("children women men people".split())  # "St. Jude's Children's Hospice"


def _members(v: TokenView, first: int, other: Container[int]) -> int:
    """Where the name begins if those whose organisation it is stand before it: "Swimmers' Union"."""
    i = first - 1
    if (
        i >= 2
        and v.low[i] in ("'s", "’s")
        and v.low[i - 2].strip(".") in ("st", "saint")
        and v.capital(first)
    ):
        return i - 2 if v.sentence[i - 2] == v.sentence[first] else first  # "St. Brannoc's Hospital"
    if i >= 1 and v.low[i] in ("'s", "’s") and v.low[i - 1] in _COLLECTIVES and v.capital(i - 1):
        return _members(v, i - 1, other) if v.sentence[i - 1] == v.sentence[first] else first
    if i >= 1 and v.words[i] in ("'", "’") and v.low[i - 1].endswith("s"):
        i -= 1
    elif i < 0 or not v.low[i].endswith(("s'", "s’")):
        return first
    if i in other or not v.capital(i) or v.sentence[i] != v.sentence[first] or not v.capital(first):
        return first
    return i


def organisation_name(v: TokenView, first: int, last: int, other: Container[int] = ()) -> NameSpan | None:
    """The organisation whose name the words from `first` up to `last` belong to, with the acronym beside it.

    `other` are words that belong to another name.
    """
    first, last = trim(v, first, last) if last - first > 1 else (first, last)
    first, last = _whole(v, first, last, other)
    while first > 0 and re.fullmatch(r"\d+(?:st|nd|rd|th)", v.low[first - 1]):
        first -= 1
    if last - first > 1 and v.low[first] == "the":
        first += 1
    last = min(last, first + 12)
    span = place(v, first, last)
    text = " ".join(span.of(v.text).split())
    if not text[:1].isalnum():
        return None
    aliases: tuple[str, ...] = ()
    after = _ACRONYM.match(v.text, span.end + 1) or _ACRONYM.match(v.text, span.end)
    if after:
        aliases = (after[1],)
    return NameSpan(span, Name(text, (), text.casefold(), text.casefold().split()[-1]), False, aliases)


_WHERE = frozenset("in at from near to outside around inside across through".split())


def join_marks(v: TokenView, marks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The marks, those put together that are parts of one name.

    "Centres" for "Disease Control" and "Prevention"; "Dell" & "Sons"; a place, person or other name right before an
    organisation ("Northfold" "Homes"), or before a person ("Piet" "Molenaar"), which is none.
    """
    out: list[tuple[int, int, str]] = []
    for first, last, kind in (_over_ampersands(v, *m) for m in marks):
        if out and first < out[-1][1]:  # swallowed by a name that runs over an ampersand
            out[-1] = (min(first, out[-1][0]), max(last, out[-1][1]), kind)
            continue
        if out and v.sentence[first] == v.sentence[out[-1][0]]:
            start, end, before = out[-1]
            between = [v.low[i] for i in range(end, first)]
            if _linked(v, (start, end, before), (first, last, kind), between) and last - start <= 10:
                out[-1] = (start, last, kind)
                continue
        out.append((first, last, kind))
    return out


def _linked(v: TokenView, one: tuple[int, int, str], two: tuple[int, int, str], between: list[str]) -> bool:
    start, end, before = one
    first, last, kind = two
    if kind == "organisation" == before:
        legal = not between and v.low[first].strip(".") in _LEGAL
        abstract = (
            between == ["and"]
            and last - first == 1
            and v.low[first].endswith(_ABSTRACT)
            and any(v.low[i] in ("of", "for") for i in range(start, end))
        )
        members = between in (["'"], ["’"]) and v.low[end - 1].endswith("s")  # "Swimmers' Union"
        return legal or abstract or members or between in (["of"], ["for"], ["of", "the"], ["for", "the"])
    if kind == "organisation" and between in (["'"], ["’"]) and before != "person":
        return v.low[end - 1].endswith("s")  # "Swimmers' Union"
    if between or kind not in ("organisation", "person") or before not in ("place", "other", "person"):
        return False
    if (
        v.starts[first] - v.ends[end - 1] > 1
        or not v.capital(first)
        or strip_possessive(v.words[end - 1]) != v.words[end - 1]
    ):
        return False
    if (start and v.low[start - 1] in _WHERE) or v.low[first].strip(".") in PEOPLE | AGENCIES:
        return False  # "in Paris Reuters said"
    if kind == "organisation":
        return end - start == 1
    # A country or capital before a person is where somebody is from, or the name of a firm.
    return before != "person" and end - start == 1 and v.low[start] not in COUNTRIES | CAPITALS


def _may_join(v: TokenView, i: int) -> bool:
    """Whether a word behind "&" belongs to the firm before it: a name, or what partners are called ("& Co.")."""
    return namelike(v, i) or (v.capital(i) and v.low[i].strip(".") in ("co", "cie", "bros", "sons"))


def _listed_partner(v: TokenView, i: int, end: int) -> bool:
    """Whether a word before a comma is the first partner of a firm: "said Marsh, Hale & Quill LLP"."""
    legal = v.low[end - 1].strip(".") in _LEGAL or (end < len(v) and v.low[end].strip(".") in _LEGAL)
    return (
        legal
        and i > 0
        and (not v.capital(i - 1) or v.starts_sentence(i - 1))
        and v.sentence[i - 1] == v.sentence[i]
    )


def _over_ampersands(v: TokenView, first: int, last: int, kind: str) -> tuple[int, int, str]:
    """A name with what "&" joins to it on either side, which is a firm: "Ernst & Yule LLP"."""
    if kind in ("date", "number"):
        return first, last, kind
    start, end = first, last
    while end + 1 < len(v) and v.words[end] == "&" and _may_join(v, end + 1) and end - start < 8:
        end += 2
        while end < len(v) and namelike(v, end) and v.starts[end] - v.ends[end - 1] <= 1 and end - start < 8:
            if v.sentence[end] != v.sentence[start] or strip_possessive(v.words[end - 1]) != v.words[end - 1]:
                break
            end += 1
    while start > 1 and v.words[start - 1] == "&" and namelike(v, start - 2) and end - start < 8:
        start -= 2
        while (
            start > 0
            and namelike(v, start - 1)
            and v.starts[start] - v.ends[start - 1] <= 1
            and end - start < 8
        ):
            if v.sentence[start - 1] != v.sentence[end - 1] or v.starts_sentence(start):
                break
            start -= 1
    if (
        any(v.words[i] == "&" for i in range(start, end))
        and start > 1
        and v.words[start - 1] == ","
        and namelike(v, start - 2)
        and (v.starts_sentence(start - 2) or _listed_partner(v, start - 2, end))
    ):
        start -= 2  # "Marsh, Hale & Quill LLP"
    if (start, end) == (first, last) and not any(v.words[i] == "&" for i in range(first, last)):
        return first, last, kind
    return start, end, "organisation"
