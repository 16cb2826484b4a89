"""A name where it stands, and the words around it that belong to it or do not."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.read.statements.naming.lexicon import HONORIFICS, SHORT_TITLES
from onrecord.read.statements.naming.person_names import Name, given_gender
from onrecord.read.statements.naming.token_view import TokenView
from onrecord.records import Span

__all__ = ["NO_NAME", "NameSpan", "common", "namelike", "place", "trim"]

#: Words that are no names, however they are written.
NO_NAME = frozenset(
    "i the a an this that these those it he she they we you but and or if in on at by for from to of as so no yes not what who "
    "when where why how there here monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december more most many some all both another other his her their our my "
    "its mr mrs ms dr today yesterday tomorrow now then however meanwhile also after before while".split()
)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name where it stands; `span` is the name without title and possessive ending."""

    span: Span
    name: Name
    person: bool
    aliases: tuple[str, ...] = ()


def common(v: TokenView, i: int) -> bool:
    """Whether a word is no name but only begins a sentence; "Mark" is one, though something is to mark the day."""
    return v.common(i) and not given_gender(v.low[i])


def namelike(v: TokenView, i: int) -> bool:
    """Whether a word can be part of a name."""
    return v.capital(i) and v.low[i].strip(".") not in NO_NAME and v.words[i][-1:].isalnum()


def trim(v: TokenView, first: int, last: int) -> tuple[int, int]:
    """Without title before and possessive after."""
    while last - first > 1 and v.low[first].strip(".") in HONORIFICS | SHORT_TITLES:
        first += 1
    if last - first > 2 and v.low[first].endswith(("master", "mistress")):
        first += 1  # "Dockmaster Pim Hale"
    while last - first > 1 and (
        v.low[last - 1] in ("'s", "’s", "'", "’") or not v.words[last - 1][:1].isalnum()
    ):
        last -= 1
    while last - first > 1 and not v.words[first][:1].isalnum():
        first += 1
    return first, last


def place(v: TokenView, first: int, last: int) -> Span:
    """Where a name stands, without possessive ending."""
    text = v.text[v.starts[first] : v.ends[last - 1]]
    for end in ("'s", "’s"):
        text = text.removesuffix(end)
    if text[-2:] in ("s'", "s’"):
        text = text[:-1]
    return Span(v.starts[first], v.starts[first] + max(len(text), 1))
