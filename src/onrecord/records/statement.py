"""The records of who said what: a statement with its source, cue and content, as exact spans of `Article.text`.

The words are those of research on attribution (PARC 3.0: Pareti 2012, PolNeAR: Newell et al. 2018): the *source*
is who, the *cue* the words that attribute ("said", "according to"), the *content* what is attributed.  All
spans count code points in `Article.text`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onrecord.records.span import Span

__all__ = [
    "HAND",
    "Act",
    "AttributionType",
    "Firmness",
    "Grade",
    "Manner",
    "Occasion",
    "Silence",
    "Speaker",
    "SpeakerKind",
    "Statement",
    "concluded",
]

#: What stands in `Statement.reader` and `Speaker.inferred` where a person decided.
HAND = "by hand"


def concluded(inferred: Iterable[str]) -> tuple[str, ...]:
    """What the program concluded of all that `Speaker.inferred` names: a person's decision is not an inference."""
    return tuple(how for how in inferred if how != HAND)


class Manner(StrEnum):
    """How the content stands in the text."""

    DIRECT = "direct"  # all of it inside quotation marks
    INDIRECT = "indirect"  # none of it
    MIXED = "mixed"  # some of it


class AttributionType(StrEnum):
    """What an attribution reports (the types of the Penn Discourse Treebank, with silence apart)."""

    COMMUNICATION = "communication"  # said, wrote, asked, denied, ordered, announced; a document says
    ATTITUDE = "attitude"  # believes, knows, fears, wants, decides, tries: not put into words, as far as the text tells
    SILENCE = "silence"  # declined to comment, never mentioned: what the text says was not communicated


class Act(StrEnum):
    """What the source does by it."""

    STATEMENT = "statement"
    QUESTION = "question"
    ORDER = "order"  # an order, a request, a promise, an offer
    BELIEF = "belief"  # belief, expectation, feeling
    DOCUMENT = "document"  # a document, a survey or data that "say" something


class Firmness(StrEnum):
    """How firmly the content is put, from denied to asserted."""

    DENIED = "denied"
    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    PROBABLE = "probable"
    ASSERTED = "asserted"


class SpeakerKind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    GROUP = "group"  # "the soldiers", "residents"
    ORGANISATION = "organisation"  # also a press service, a ministry, an outlet
    DOCUMENT = "document"  # "the report", "the poll"
    UNNAMED = "unnamed"  # "officials who asked not to be named"; "reportedly" with nobody


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who the source is, as far as the page tells.

    `name` is the canonical name, in the words of the page: the fullest form by which the page calls them; for
    unnamed sources the mention itself, and "unnamed" where there is no mention.  `introduced` is where that
    form stands.  `role` is the role or affiliation as the page words it.  `inferred` says what was concluded to get
    from the mention to the name ("pronoun", "surname", "name", "acronym", "description", "affiliation", "author", "outlet",
    "colon", "turn"), and has `HAND` where somebody decided; it is empty where the mention is the name.  `score` is how sure the resolution is, 0 to 1.
    """

    name: str
    kind: SpeakerKind
    introduced: Span | None = None
    role: str | None = None
    role_span: Span | None = None
    inferred: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Grade:
    """How firmly something is put: the grade, whether the content is negated, and the words that decide it.

    `words` are the words that decided the grade; `hedges` all hedging and approximating words in cue and content
    ("reportedly", "around", "may").
    """

    firmness: Firmness
    negated: bool = False
    words: tuple[Span, ...] = ()
    hedges: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a statement was made, or through what.

    `span` are the words ("on January 21", "in a statement to AFP").  `time` is the day or moment that words of time
    were resolved to against the article's own date, `None` where they cannot be; `inferred` says what was not
    on the page but concluded ("year", "day").
    """

    span: Span
    time: datetime | None = None
    date_only: bool = True
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed statement.

    `source`, `cue` and `content` are spans in `Article.text`, in the order of the text; several where the part is
    discontinuous, none where the text has none.  `within` is the `id` of the statement in whose content this
    one stands (chains of attribution; the outermost has `None`).  `type` tells what was put into words from what is only thought,
    wanted or done; it is never silence, which has a record of its own.  `score` is a calibrated probability that a careful
    reader would mark the same statement.  `reader` is what found it ("statements-en-1a2b3c4d", "quotations"), with `HAND` at the end
    where somebody corrected it, and `HAND` alone where somebody added it.
    """

    id: str
    manner: Manner
    act: Act
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Speaker
    grade: Grade
    type: AttributionType = AttributionType.COMMUNICATION
    when: tuple[Occasion, ...] = ()
    through: tuple[Occasion, ...] = ()
    within: str | None = None
    score: float = 0.0
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody who, as the text says, did not speak: declined, refused, did not answer, did not mention.

    A silence is no statement, and its `about` is nothing that anybody said.  `source`, `cue` and `about` are spans in `Article.text`, in
    the order of the text; `about` is what was not spoken of, or the refused act itself ("to comment on the report"), and is
    empty where the text does not tell.  `speaker` is who kept silent; `score` is the probability that it is a silence, 0 to 1;
    `reader` is what found it.
    """

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    about: tuple[Span, ...]
    speaker: Speaker
    score: float = 0.0
    reader: str = ""
