"""The records: what one page gave, as frozen values named in the words of the trade.

Everything that onrecord learns about a page is one of these standard-library dataclasses.  They hold
plain values only (text, numbers, times, tuples of other records), so that they can be compared, hashed,
pickled and written as JSON (`onrecord.codec`) without loss.

Offsets.  A `Span` counts Unicode code points, as Python's `str` does, from 0, end not included.  A span
in `Block.span` counts in `Article.text`; `Place.offset` counts in the decoded source of the
page (`Page.source`); a span in `Link.span` counts in the text of its block; what the two spans of an
`Anchor` count in is said there.
"""

from onrecord.records.anchor import Anchor, Found, Resolution
from onrecord.records.capture import Capture, Feed, FeedKind, Skipped, Unchanged, Validators, Via, Wanted
from onrecord.records.found import ArticleHit, PageRef, SilenceHit, Snippet, SpeakerEntry, StatementHit
from onrecord.records.hand import (
    Change,
    Correction,
    Decided,
    Decision,
    How,
    Kind,
    Label,
    Named,
    Undone,
    Words,
)
from onrecord.records.page import (
    TEXT_ROLES,
    Archived,
    Article,
    Author,
    Block,
    Envelope,
    Furniture,
    Image,
    Link,
    Note,
    Origin,
    PageInfo,
    PageType,
    Place,
    Role,
    Stated,
    Timestamp,
    Verdict,
)
from onrecord.records.reading import Failure, Reading
from onrecord.records.said import Said, Unsaid
from onrecord.records.span import Span
from onrecord.records.statement import (
    HAND,
    Act,
    AttributionType,
    Firmness,
    Grade,
    Manner,
    Occasion,
    Silence,
    Speaker,
    SpeakerKind,
    Statement,
    concluded,
)

__all__ = [
    "Act",
    "Anchor",
    "Archived",
    "Article",
    "ArticleHit",
    "AttributionType",
    "Author",
    "Block",
    "Capture",
    "Change",
    "Correction",
    "Decided",
    "Decision",
    "Envelope",
    "Failure",
    "Feed",
    "FeedKind",
    "Firmness",
    "Found",
    "Furniture",
    "Grade",
    "HAND",
    "How",
    "Image",
    "Kind",
    "Label",
    "Link",
    "Manner",
    "Named",
    "Note",
    "Occasion",
    "Origin",
    "PageInfo",
    "PageRef",
    "PageType",
    "Place",
    "Reading",
    "Resolution",
    "Role",
    "Skipped",
    "Snippet",
    "Said",
    "Silence",
    "SilenceHit",
    "Span",
    "Speaker",
    "SpeakerEntry",
    "SpeakerKind",
    "Stated",
    "Statement",
    "StatementHit",
    "TEXT_ROLES",
    "Timestamp",
    "Unchanged",
    "Undone",
    "Validators",
    "Unsaid",
    "Verdict",
    "Via",
    "Wanted",
    "Words",
    "concluded",
]
