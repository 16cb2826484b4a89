"""onrecord turns news pages as they come off the web into a record of who said what.

>>> from onrecord import read
>>> reading = read("<h1>Ferry strikes mole</h1><p>A ferry struck the mole of a harbour on Thursday.</p>")
>>> reading.article.title.value
'Ferry strikes mole'

`read` reads one page; `open_store` opens a store that keeps pages with their record.  The records that they give are in `onrecord.records`, the errors in `onrecord.errors`,
JSON in `onrecord.codec`.  Importing the package loads nothing heavy: numpy and the models come with the first
page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import onrecord.read  # noqa: F401 - before the function of that name is defined: an import later on would take it away
from onrecord._version import VERSION as __version__
from onrecord.errors import (
    AddressRefused,
    EmptyPage,
    FetchError,
    LoginWall,
    ModelError,
    NotAPage,
    OnrecordError,
    PageError,
    PageTooLarge,
    SourceError,
    StoreError,
)
from onrecord.records import (
    Act,
    Anchor,
    Article,
    Author,
    Block,
    Capture,
    Envelope,
    Failure,
    Firmness,
    Found,
    Furniture,
    Grade,
    Image,
    Link,
    Manner,
    Note,
    Occasion,
    Origin,
    PageInfo,
    PageType,
    Place,
    Reading,
    Resolution,
    Role,
    Span,
    Speaker,
    SpeakerKind,
    Stated,
    Statement,
    Timestamp,
    Verdict,
)
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.run.store import Store

__all__ = [
    "Act",
    "AddressRefused",
    "Anchor",
    "Article",
    "Author",
    "Block",
    "Capture",
    "EmptyPage",
    "Envelope",
    "Failure",
    "FetchError",
    "Firmness",
    "Found",
    "Furniture",
    "Grade",
    "Image",
    "Link",
    "LoginWall",
    "Manner",
    "ModelError",
    "NotAPage",
    "Note",
    "Occasion",
    "OnrecordError",
    "Origin",
    "PageError",
    "PageInfo",
    "PageTooLarge",
    "PageType",
    "Place",
    "Reading",
    "Resolution",
    "Role",
    "Settings",
    "SourceError",
    "Span",
    "Speaker",
    "SpeakerKind",
    "Stated",
    "Statement",
    "StoreError",
    "Timestamp",
    "Verdict",
    "__version__",
    "open_store",
    "read",
    "statements_of",
]


def read(
    content: bytes | str,
    *,
    url: str | None = None,
    name: str = "-",
    charset: str | None = None,
    media: str | None = None,
    settings: Settings | None = None,
    statements: bool = False,
) -> Reading:
    """Read one page and label all of it.  With `statements`, also find its statements, which takes several times as long.

    `content` is the page as received: bytes in any encoding, or decoded text.  `url` is the address that it came
    from; it helps to resolve links and to recognise the page's type, and is never fetched.  `charset` is the encoding
    that the server declared.  `media` ("html", "text", "pdf" or "docx") overrides the guess.

    Raises `PageError`: `EmptyPage`, `NotAPage`, `PageTooLarge` or `LoginWall`.
    """
    from onrecord.read.reader import read as read_page

    return read_page(
        content,
        url=url,
        name=name,
        charset=charset,
        media=media,
        settings=settings,
        statements=statements,
    )


def statements_of(articles: Iterable[Article]) -> Iterator[tuple[Statement, ...]]:
    """Yield the statements of each article, in order.  Several articles go through the network together.

    Spans count code points in the article's text.  Raises `ModelError` if the model is missing, damaged or of another
    version.
    """
    from onrecord.read.statements.reader import statements_of as found

    return found(articles)


def open_store(path: str | Path, *, write: bool = False, settings: Settings | None = None) -> Store:
    """Open a store for reading, or with `write` for adding to it.

    With `write`, a store that does not exist is created, and no other process can write to it meanwhile.

    Raises `StoreError`: `NotAStore`, `StoreTooNew`, `StoreLocked`, `StoreReadOnly`, `StoreFull` or `StoreDamaged`.
    """
    from onrecord.run.store import open_store as opened

    return opened(path, write=write, settings=settings)
