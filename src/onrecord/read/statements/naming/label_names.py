"""Names in the labels and questions of interviews: their forms, initials, and who is called by name in a question."""

from __future__ import annotations

from onrecord.read.statements.naming.name_spans import NO_NAME
from onrecord.read.statements.naming.nominal_mentions import kind_of
from onrecord.read.statements.naming.person_names import Name, parse
from onrecord.read.statements.naming.role_descriptions import is_person_noun
from onrecord.records import SpeakerKind

__all__ = [
    "ARTICLES",
    "all_initials",
    "closing_call",
    "given_names_agree",
    "initials",
    "names_somebody",
    "opening_call",
    "same_surname",
]

ARTICLES = frozenset("the der die das le la les el los il de het".split())
_EDGE = 40  # characters at either end of a question in which somebody is addressed


def opening_call(asked: str) -> str:
    head = asked.lstrip("—–- ")[:_EDGE]
    name, comma, _ = head.partition(",")
    return name if comma and _is_call(name) else ""


def closing_call(asked: str) -> str:
    tail = asked.rstrip('?？!. ”"»')[-_EDGE:]
    _, comma, name = tail.rpartition(",")
    return name.strip() if comma and _is_call(name.strip()) else ""


def _is_call(words: str) -> bool:
    each = words.split()
    return 0 < len(each) <= 4 and all(w[:1].isupper() for w in each) and each[-1].casefold() not in NO_NAME


def names_somebody(label: str) -> bool:
    """Whether a label is a given name and a surname, both written out."""
    name = parse(label)
    return (
        name.full
        and not all_initials(name)
        and len(label.split()) <= 5
        and not is_person_noun(label.split()[-1])
        and kind_of(label.split()[-1], label) is not SpeakerKind.UNNAMED
    )


def all_initials(name: Name) -> bool:
    return all(len(g.replace(".", "")) <= 2 and g not in ARTICLES for g in name.given)


def same_surname(a: Name, b: Name) -> bool:
    return bool(a.short) and (a.short == b.short or a.surname == b.surname)


def given_names_agree(a: Name, b: Name) -> bool:
    if not a.full or not b.full:
        return True
    return a.given[0][:1] == b.given[0][:1] and (
        len(a.given[0]) == 1
        or len(b.given[0]) == 1
        or a.given[0] == b.given[0]
        or "." in a.given[0] + b.given[0]
    )


def initials(name: Name) -> set[str]:
    """The initials of a name: "no" for Ned Okafor, "aev" for Ana Eva Verrin, with and without middle names."""
    if not name.full:
        return set()
    surname = name.surname.split()
    every = "".join(x[0] for x in (*name.given, *surname))
    return {name.given[0][0] + name.short[0], every, name.given[0][0] + "".join(x[0] for x in surname)}
