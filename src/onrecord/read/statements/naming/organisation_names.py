"""Names of organisations, whole: marks that are parts of one name are put together, and what a mark leaves out is added."""

from __future__ import annotations

import re
from collections.abc import Container

from onrecord.read.statements.naming.lexicon import ORGANISATION_NOUNS, PEOPLE
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
            and strip_possessive(v.words[min(i, beside)]) == v.words[min(i, beside)]
        )

    def ends(last: int) -> int:
        while last < len(v) and last - first < 8 and joins(last, last - 1) and v.pos[last] == "propn":
            last += 1
        return last

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
        and last + 1 < len(v)
        and v.low[last] == "of"
        and namelike(v, last + 1)
    ):
        last += 2  # "the Bank of Westland"
        last = ends(last)
    return first, last


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


def join_marks(v: TokenView, marks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The marks, those put together that are parts of one name: "Centres" for "Disease Control" and "Prevention"."""
    out: list[tuple[int, int, str]] = []
    for first, last, kind in marks:
        if out and kind == "organisation" == out[-1][2] and v.sentence[first] == v.sentence[out[-1][0]]:
            start, end, _ = out[-1]
            between = [v.low[i] for i in range(end, first)]
            legal = not between and v.low[first].strip(".") in _LEGAL
            linked = (
                legal
                or between in (["of"], ["for"], ["of", "the"])
                or (
                    between == ["and"]
                    and last - first == 1
                    and v.low[first].endswith(_ABSTRACT)
                    and any(v.low[i] in ("of", "for") for i in range(start, end))
                )
            )
            if linked and last - start <= 10:
                out[-1] = (start, last, kind)
                continue
        out.append((first, last, kind))
    return out
