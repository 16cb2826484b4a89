"""The records of finding: articles, statements and speakers that answer a question to a store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onrecord.records.page import PageType
from onrecord.records.span import Span
from onrecord.records.statement import Act, Firmness, Manner, SpeakerKind

__all__ = ["ArticleHit", "PageRef", "Snippet", "SpeakerEntry", "StatementHit"]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a text around what was found.

    `text` is the passage, word for word; it begins at code point `start` of `Article.text`.  `marks` are the words that
    matched, in code points of `text`.  `cut_before` and `cut_after` say whether the text goes on.
    """

    text: str
    start: int
    marks: tuple[Span, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class PageRef:
    """The page on which something was found: one version of it.

    `version` is its number in the store, `latest` whether no other was received later.  `host` is without "www.".
    `published` is as the page states it, naive where it gives no zone.
    """

    version: int
    address: str
    host: str | None
    latest: bool
    type: PageType
    title: str | None = None
    site: str | None = None
    language: str | None = None
    published: datetime | None = None
    date_only: bool = False


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article that was found.  `score` is BM25, higher is better, 0 where the order is not by rank.

    `title_marks` are the words of the title that matched, in code points of `page.title`.
    """

    page: PageRef
    score: float
    snippet: Snippet
    title_marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementHit:
    """A statement that was found, with its words.

    `source`, `cue` and `content` are spans in `Article.text` of that version, `source_words` ... the words that stand
    there.  `marks` are the words that matched the question, in `Article.text`.  `code` is `Statement.id`, `within` that of the
    statement in whose content this one stands.  Where names were merged by hand, `speaker` is the one under which they are shown, and
    `named` the one found on the page; `inferred` is that of `Speaker`: how the name was concluded from the mention, and `HAND` where somebody decided.
    """

    page: PageRef
    score: float
    code: str
    speaker: str
    speaker_kind: SpeakerKind
    manner: Manner
    act: Act
    firmness: Firmness
    negated: bool
    role: str | None
    inferred: tuple[str, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    source_words: tuple[str, ...]
    cue_words: tuple[str, ...]
    content_words: tuple[str, ...]
    snippet: Snippet
    marks: tuple[Span, ...] = ()
    within: str | None = None
    named: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A name under which statements are made, with their number, the number of outlets, and the first and last day.

    `also` are other names that may be spellings of the same one: every word of one has a spelling in the other.  That is inferred
    from the letters alone; nobody has said that they are one person.
    """

    name: str
    kind: SpeakerKind
    statements: int
    outlets: int
    first: str | None = None  # ISO 8601, UTC
    last: str | None = None
    also: tuple[str, ...] = ()
