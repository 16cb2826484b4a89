"""The records of who said what: a statement with its source, cue and content, as exact spans of `Article.text`.

The words are those of research on attribution (PARC 3.0: Pareti 2012, PolNeAR: Newell et al. 2018): the *source*
is who, the *cue* the words that attribute ("said", "according to"), the *content* what is attributed.  All
spans count code points in `Article.text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    "without",
]

#: What stands in `Statement.reader` and `Speaker.inferred` where a person decided.
HAND = "by hand"


def concluded(inferred: Iterable[str]) -> tuple[str, ...]:
    """What the program concluded of all that `Speaker.inferred` names: a person's decision is not an inference."""
    return tuple(how for how in inferred if how != HAND)


class Manner(StrEnum):
    """How the text reports the content."""

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
    """How firmly the content is said, from denied to asserted."""

    DENIED = "denied"
    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    PROBABLE = "probable"
    ASSERTED = "asserted"


class SpeakerKind(StrEnum):
    """What kind of speaker this is."""

    PERSON = "person"
    GROUP = "group"  # "the soldiers", "residents"
    ORGANISATION = "organisation"  # also a press service, a ministry, an outlet
    DOCUMENT = "document"  # "the report", "the poll"
    UNNAMED = "unnamed"  # "officials who asked not to be named"; "reportedly" with nobody


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who the source is, as far as the page says.

    `name` is the fullest form of the name on the page.  For unnamed sources it is the mention itself, or "unnamed" if there
    is no mention.  `introduced` is where that form is.  `role` is the role or affiliation in the words of the page.
    `inferred` lists the conclusions that lead from the mention to the name ("pronoun", "surname", "name", "acronym", "description", "affiliation", "author", "outlet",
    "colon", "turn"), and has `HAND` if a person decided.  It is empty
    if the mention is the name.  `score` is how sure the resolution is, 0 to 1.
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
    """How firmly something is said: the grade, whether the content is negated, and the words that decided it.

    `words` are the words that decided the grade; `hedges` all hedging and approximating words in cue and content
    ("reportedly", "around", "may").
    """

    firmness: Firmness
    negated: bool = False
    words: tuple[Span, ...] = ()
    hedges: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a statement was made, or in which way.

    `span` are the words ("on January 21", "in a statement to AFP").  `time` is the day or moment that they mean,
    counted from the article's own date, or `None` if they are too vague.  `inferred` lists what was concluded and is not on
    the page ("year", "day").
    """

    span: Span
    time: datetime | None = None
    date_only: bool = True
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed statement.

    `source`, `cue` and `content` are spans in `Article.text`, in the order of the text: several if the words are interrupted,
    none if the text has none.  `within` is the `id` of the statement that contains this one (chains of attribution); the
    outermost has `None`.  `type` says whether something was put into words, or only thought, wanted or done.  Silence has a
    record of its own.  `score` is a calibrated probability that a careful
    reader would mark the same statement.  `reader` says which reader found it ("statements-en-1a2b3c4d",
    "quotations").  It ends with `HAND` if a person corrected it, and is `HAND` if a person added it.
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


def without(statements: Iterable[Statement], gone: set[str]) -> Iterator[Statement]:
    """The statements without some of them; what stood within those stands within what those stood in."""
    every = list(statements)
    by_id = {s.id: s for s in every}
    for s in every:
        if s.id in gone:
            continue
        within = s.within
        for _ in by_id:
            if within not in gone:
                break
            within = by_id[within].within if within in by_id else None
        yield s if within == s.within else replace(s, within=within)
