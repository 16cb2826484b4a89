"""The records of what people decide: corrections of what the program found on a page, and which names are one person.

They stand beside what was found and never in its place.  Each says who made it and when, and can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onrecord.records.anchor import Anchor
from onrecord.records.page import Furniture, Role
from onrecord.records.statement import Act, Firmness, Manner, SpeakerKind

__all__ = ["Change", "Correction", "Decided", "Decision", "How", "Kind", "Label", "Named", "Undone", "Words"]


class Kind(StrEnum):
    """What a correction corrects."""

    LABEL = "label"  # what a block is
    SPEAKER = "speaker"  # who made a statement
    WORDS = "words"  # which words are the source, the cue and the content of a statement
    HOW = "how"  # how a statement is made: its manner, act and firmness
    STRUCK = "struck"  # the statement is none
    ADDED = "added"  # a statement that was missed


@dataclass(frozen=True, slots=True)
class Label:
    """What a block is: `furniture` for furniture only."""

    role: Role
    furniture: Furniture | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A name under which statements are made."""

    name: str
    kind: SpeakerKind


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a statement: for each part anchors in the order of the text, one for each block that it runs over."""

    source: tuple[Anchor, ...] = ()
    cue: tuple[Anchor, ...] = ()
    content: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class How:
    """How a statement is made.  What is `None` is not spoken of, and stays as it is found."""

    manner: Manner | None = None
    act: Act | None = None
    firmness: Firmness | None = None
    negated: bool | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One side of a correction: what was there, or what shall be.  Only what the correction is about is filled."""

    label: Label | None = None
    speaker: Named | None = None
    words: Words | None = None
    how: How | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """Who has undone something, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of what was found on a page.

    `key` is a digest of all the rest but `undone`.  `page` is the SHA-256 of the page's bytes.  `where` are the words that it is
    about, by which it is found again after the page has been read anew: those of the block, or those of the
    statement's content (of its cue, where it has no content).  `statement` is `Statement.id`, for an added one the id that it
    gets.  `old` is what stood there, `new` what shall stand there.
    """

    key: str
    kind: Kind
    page: str
    where: tuple[Anchor, ...]
    old: Change
    new: Change
    who: str
    at: datetime
    statement: str | None = None
    undone: Undone | None = None


class Decided(StrEnum):
    """What was decided about names."""

    MERGE = "merge"  # the names are one person, who is shown under the first of them
    SPLIT = "split"  # the first name is another person than the others


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about names.  `key` is a digest of all the rest but `undone`."""

    key: str
    kind: Decided
    names: tuple[Named, ...]
    who: str
    at: datetime
    undone: Undone | None = None
