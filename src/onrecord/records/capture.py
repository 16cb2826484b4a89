"""The records of receiving pages: a capture, and an address that somebody names but nobody has fetched yet.

The word is that of web archives: a *capture* is what came when a page was asked for, once, as it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Capture", "Via", "Wanted"]


class Via(StrEnum):
    """By what way a capture came."""

    FILE = "file"
    STDIN = "stdin"
    HTTP = "http"
    WARC = "warc"
    WACZ = "wacz"
    MHTML = "mhtml"
    JSONL = "jsonl"
    GIVEN = "given"  # handed over by a program


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as received.

    `content` are the bytes of the page, untouched but for the content and transfer encodings of HTTP, which are undone.
    `name` is what the user or the container calls it (a path, an address, `news.warc.gz#<urn:uuid:...>`), `url` the
    address that answered, after redirects.  `charset` and `media` ("html", "text") are as the transport declared them.
    `fetched` is when it was received, aware, `None` if that is not known; `status` and `headers` are those of HTTP, in their
    order, names as sent.  `container` is the archive, feed or list that it came from; `record` the id and `payload` the
    digest that the archive gives ("sha1:..."), as they stand there.  `media` is given only where it is certain.
    """

    name: str
    content: bytes
    url: str | None = None
    charset: str | None = None
    media: str | None = None
    via: Via = Via.FILE
    fetched: datetime | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    container: str | None = None
    record: str | None = None
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address that a list, a feed or a sitemap names, to be fetched.

    `container` is what named it.  `changed` is the time of the last change that was stated beside it, if any.
    """

    url: str
    container: str | None = None
    changed: datetime | None = None
