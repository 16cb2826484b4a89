"""The records: what one page gave, as frozen values named in the words of the trade.

Everything that onrecord learns about a page is one of these standard-library dataclasses.  They hold
plain values only (text, numbers, times, tuples of other records), so that they can be compared, hashed,
pickled and written as JSON (`onrecord.codec`) without loss.

Offsets.  A `Span` counts Unicode code points, as Python's `str` does, from 0, end not included.  A span
in `Block.span` counts in `Article.text`; `Place.offset` counts in the decoded source of the
page (`Page.source`); a span in `Link.span` counts in the text of its block.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from onrecord.records.span import Span

__all__ = [
    "TEXT_ROLES",
    "Archived",
    "Article",
    "Author",
    "Block",
    "Envelope",
    "Furniture",
    "Image",
    "Link",
    "Note",
    "Origin",
    "PageInfo",
    "PageType",
    "Place",
    "Role",
    "Stated",
    "Timestamp",
    "Verdict",
]


class Role(StrEnum):
    """What a block is in the story, in the terms of newsrooms."""

    SECTION = "section"  # the kicker: the desk, column or label above the headline
    HEADLINE = "headline"
    DEK = "dek"  # the standfirst under the headline
    BYLINE = "byline"
    DATELINE = "dateline"  # time and place lines: "Published 3 May 2026, 14:10", "KYIV, 3 May"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    LIST_ITEM = "list_item"
    BLOCK_QUOTE = "block_quote"
    PULL_QUOTE = "pull_quote"  # words of the story set large; they stand in the story a second time
    TABLE = "table"
    CAPTION = "caption"
    CREDIT = "credit"
    EMBED = "embed"  # a post, video or document shown from another place
    CORRECTION = "correction"  # correction, clarification, editor's note
    LIVE_ENTRY = "live_entry"  # the header of one entry of a live blog
    FURNITURE = "furniture"  # everything on the page that is not the story


class Furniture(StrEnum):
    """The kind of a block of furniture."""

    NAVIGATION = "navigation"
    RELATED = "related"  # links to other stories, put there because of this one
    TEASERS = "teasers"  # links to other stories, whatever this one is
    APPEAL = "appeal"  # asks for money, a subscription or an address
    SHARE = "share"
    COMMENTS = "comments"
    ADVERTISEMENT = "advertisement"
    AUTHOR_BOX = "author_box"
    TAGS = "tags"
    OTHER_STORY = (
        "other_story"  # a further story in full, with its headline; the page was opened for another one
    )
    LEGAL = "legal"  # copyright, terms, cookies
    OTHER = "other"


#: The roles whose blocks make up `Article.text`, in the order of the page.
TEXT_ROLES = frozenset(
    {
        Role.DEK,
        Role.PARAGRAPH,
        Role.SUBHEADING,
        Role.LIST_ITEM,
        Role.BLOCK_QUOTE,
        Role.TABLE,
        Role.CORRECTION,
        Role.LIVE_ENTRY,
    }
)


class PageType(StrEnum):
    """The type of a page."""

    ARTICLE = "article"
    LISTING = "listing"  # front pages, sections, search results, collections
    PRODUCT = "product"
    FORUM = "forum"
    OTHER = "other"  # services, manuals, everything else


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block is on its page.

    `path` is the element's location as an absolute XPath in the tree that an HTML5 parser builds
    (`/html/body/div[2]/p[1]`; a position is given where siblings share the tag), "" in a text dump.
    `offset` is where the element's start tag begins in the decoded source (`Page.source`), or where the
    block's first word is in a text dump; `None` for elements that the parser made up.
    """

    path: str = ""
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the text of a block; `span` counts in that block's text."""

    span: Span
    url: str


@dataclass(frozen=True, slots=True)
class Block:
    """One text of the page, with its place and role.

    `text` has its white space collapsed (line breaks that the page shows are kept as newlines).  `score`
    is the probability, 0 to 1, that the labeller gives to `role`.  `span` is the block's slice of
    `Article.text`, and `None` for blocks that are not part of the running text.  `strong` says that all its words
    are in bold.
    """

    index: int
    text: str
    role: Role
    furniture: Furniture | None = None
    score: float = 0.0
    place: Place = field(default_factory=Place)
    span: Span | None = None
    links: tuple[Link, ...] = ()
    value: str | None = None  # what the block says once its label is taken off: "World News"
    strong: bool = False

    @property
    def kind(self) -> str:
        """The furniture's kind for furniture, the role's name otherwise."""
        return str(self.furniture or self.role)


class _BlockFields:
    """The fields of a block of furniture; it is made a `Block` when all are set.

    A frozen class sets its fields by a detour, one by one, which takes three times as long.
    """

    __slots__ = tuple(f.name for f in fields(Block))

    def __init__(
        self, index: int, text: str, furniture: Furniture | None, score: float, place: Place
    ) -> None:
        self.index, self.text, self.role, self.furniture = index, text, Role.FURNITURE, furniture
        self.score, self.place, self.span, self.links = score, place, None, ()
        self.value, self.strong = None, False


class _PlaceFields:
    """The same for a place."""

    __slots__ = tuple(f.name for f in fields(Place))

    def __init__(self, path: str, offset: int | None) -> None:
        self.path, self.offset = path, offset


def furniture_block(index: int, text: str, furniture: Furniture | None, score: float, place: Place) -> Block:
    """A block outside of the story, as `Block` makes it; most of a page is made of these."""
    made: Any = _BlockFields(index, text, furniture, score, place)
    made.__class__ = Block
    block: Block = made
    return block


def place_at(path: str, offset: int | None) -> Place:
    """A place, as `Place` makes it; a page has one for each block."""
    made: Any = _PlaceFields(path, offset)
    made.__class__ = Place
    place: Place = made
    return place


@dataclass(frozen=True, slots=True)
class Stated:
    """A value with the place on the page that states it ("json-ld:headline", "block:12")."""

    value: str
    where: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A time as the page states it.

    `time` is aware if the page gives a zone and naive if it does not; `date_only` says that only the day is
    known, and `inferred` lists what was concluded and is not on the page ("year", "zone").
    """

    time: datetime
    where: str
    date_only: bool = False
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """An author that the page names."""

    name: str
    organisation: bool = False  # a newsroom or agency in the author's place
    url: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """An agency or outlet that the page, or its file, names as the source of the story.

    `name` is empty where a page was forwarded and the file no longer says from where.  `published` is when it was published
    there, if that is stated.
    """

    name: str
    how: str  # "agency", "first published by", "canonical", "forwarded"
    where: str
    url: str | None = None
    published: Timestamp | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the story, with its caption and credit."""

    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the trail: at `stage`, `what` was left out, changed or concluded, and `why`."""

    stage: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class PageInfo:
    """The page that was read, without its content.

    `id` is the SHA-256 of the bytes received, in hexadecimal; reading the same bytes again gives the
    same id.
    """

    id: str
    name: str  # what the user called it: a path, an address, "-"
    url: str | None
    media: str  # "html", "text", "pdf" or "docx"
    encoding: str
    encoding_from: str  # "bom", "http", "meta", "xml", "content", "given", "document"
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of page it is: the most probable type, and the probability that it is an article."""

    type: PageType
    article: float

    @property
    def is_article(self) -> bool:
        """Whether "article" is the most probable type."""
        return self.type is PageType.ARTICLE


@dataclass(frozen=True, slots=True)
class Archived:
    """The copy of a page in a web archive, where what was read is such a copy.

    `time` is when the archive captured the page, aware; it is no time of the story.  `url` is the address of the copy,
    `original` that of the page itself.
    """

    archive: str  # the archive's host: "web.archive.org"
    where: str  # what tells it: "url", "link:canonical", "banner"
    time: datetime | None = None
    url: str | None = None
    original: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Article:
    """The story of a page.

    `text` is the running text: the blocks of `blocks` (dek, paragraphs, subheadings, list items, quotes,
    tables, corrections, live entries) in the order of the page, one blank line between them.  Every one of
    these blocks has a `span`, and `block.span.of(article.text) == block.text`.  Headline, byline, captions
    and credits are in `Reading.blocks`, each with its own text and place.  White space is normalised, and characters
    that nobody sees (soft hyphens, zero-width spaces: `onrecord.characters`) are left out; the trail says how many.
    """

    id: str
    url: str | None
    text: str
    blocks: tuple[Block, ...]
    title: Stated | None = None
    dek: str | None = None
    authors: tuple[Author, ...] = ()
    origin: tuple[Origin, ...] = ()
    published: Timestamp | None = None
    modified: Timestamp | None = None
    site: Stated | None = None
    section: Stated | None = None
    tags: tuple[str, ...] = ()
    language: Stated | None = None
    canonical_url: str | None = None
    images: tuple[Image, ...] = ()
    archived: Archived | None = None

    def __repr__(self) -> str:
        title = self.title.value if self.title else None
        return f"<Article {title!r}: {len(self.text)} characters in {len(self.blocks)} blocks>"

    @property
    def links(self) -> tuple[Link, ...]:
        """The links in the text, their spans counted in `text`."""
        return tuple(
            Link(Span(b.span.start + k.span.start, b.span.start + k.span.end), k.url)
            for b in self.blocks
            if b.span is not None
            for k in b.links
        )


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a file says about its page: the head of a mail, the record of a post.

    None of this is in the bytes of the page.  The reading says of each value that the file stated it.

    `by` names the kind of file ("mail", "telegram", "warc").  `id` is what it calls the page: the Message-ID of a mail,
    chat and message of a post ("1990000001/7").  `outlet` is who sent or published it.  Times are naive where the file
    gives no zone.  `origin` is where it was forwarded from.  `facts` are other facts in the file, each under the name that the
    file uses ("telegram:reply_to_message_id").  `notes` say what was left out, what is not known, and why; they go
    into the trail of the reading.  `prose` says that all text of the page is by its author, without
    furniture.
    """

    by: str
    id: str | None = None
    title: Stated | None = None
    outlet: Stated | None = None
    authors: tuple[Author, ...] = ()
    published: Timestamp | None = None
    modified: Timestamp | None = None
    origin: tuple[Origin, ...] = ()
    facts: tuple[Stated, ...] = ()
    notes: tuple[Note, ...] = ()
    prose: bool = False
