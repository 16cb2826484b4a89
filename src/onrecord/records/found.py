"""The records of finding: articles, statements and speakers that answer a question to a store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onrecord.records.page import PageType
from onrecord.records.span import Span
from onrecord.records.statement import Act, AttributionType, Firmness, Manner, Speaker, SpeakerKind

__all__ = ["ArticleHit", "PageRef", "SilenceHit", "Snippet", "SpeakerEntry", "StatementHit"]


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


@dataclass(frozen=True, slots=True, repr=False)
class StatementHit:
    """A statement that was found, with its words.

    `source`, `cue` and `content` are spans in `Article.text` of that version; `source_words`, `cue_words` and `words` (of the content)
    are what stands there, " … " between the stretches of a part.  `marks` are the words that matched the question, in `Article.text`.  `code` is `Statement.id`, `within` that of the
    statement in whose content this one stands.  Where names were merged by hand, `speaker` is the one under which they are shown, and
    `named` the one found on the page.  `link` is the page's address on the web with a text fragment that jumps to the words; it is worked out
    where it is asked for (`Store.linked`).
    """

    page: PageRef
    score: float
    code: str
    speaker: Speaker
    type: AttributionType
    manner: Manner
    act: Act
    firmness: Firmness
    negated: bool
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    source_words: str
    cue_words: str
    words: str
    snippet: Snippet
    marks: tuple[Span, ...] = ()
    within: str | None = None
    named: str | None = None
    link: str | None = None

    def row(self) -> dict[str, Any]:
        """The statement as one row of a table: plain strings and numbers."""
        return {
            "page": self.page.address,
            "title": self.page.title,
            "published": self.page.published,
            "speaker": self.speaker.name,
            "speaker_kind": self.speaker.kind.value,
            "role": self.speaker.role,
            "source": self.source_words,
            "cue": self.cue_words,
            "words": self.words,
            "type": self.type.value,
            "manner": self.manner.value,
            "act": self.act.value,
            "firmness": self.firmness.value,
            "negated": self.negated,
            "id": self.code,
            "link": self.link,
        }

    def __repr__(self) -> str:
        return f"<StatementHit {self.speaker.name!r} {self.cue_words!r}: {self.words[:60]!r}>"


@dataclass(frozen=True, slots=True, repr=False)
class SilenceHit:
    """A silence that was found, with its words: who declined, refused or did not comment, and on what.

    `source`, `cue` and `about` are spans in `Article.text` of that version; the words beside them are what stands there.
    Where names were merged by hand, `speaker` is the one under which they are shown, and `named` the one found on the page.
    """

    page: PageRef
    code: str
    speaker: Speaker
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    about: tuple[Span, ...]
    source_words: str
    cue_words: str
    words: str
    snippet: Snippet
    named: str | None = None

    def __repr__(self) -> str:
        return f"<SilenceHit {self.speaker.name!r} {self.cue_words!r}: {self.words[:60]!r}>"


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
