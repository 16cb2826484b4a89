"""The records of receiving pages: a capture, and an address that somebody names but nobody has fetched yet.

The word is that of web archives: a *capture* is what came when a page was asked for, once, as it came.  A server
may also answer that nothing changed (`Unchanged`), and an address may turn out to name others (`Feed`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onrecord.records.page import Envelope

__all__ = ["Capture", "Feed", "FeedKind", "Revisit", "Skipped", "Unchanged", "Validators", "Via", "Wanted"]


class Via(StrEnum):
    """By what way a capture came."""

    FILE = "file"
    STDIN = "stdin"
    HTTP = "http"
    WARC = "warc"
    WACZ = "wacz"
    MHTML = "mhtml"
    MAIL = "mail"
    TELEGRAM = "telegram"
    JSONL = "jsonl"
    GIVEN = "given"  # handed over by a program


class FeedKind(StrEnum):
    """What names addresses, by its format."""

    RSS = "rss"  # 0.9x, 1.0 (RDF) and 2.0
    ATOM = "atom"  # RFC 4287, and 0.3 before it
    JSON = "json"  # JSON Feed
    SITEMAP = "sitemap"  # sitemaps.org, news sitemaps among them
    INDEX = "index"  # a sitemap of sitemaps
    TEXT = "text"  # a sitemap in plain text, an address a line


@dataclass(frozen=True, slots=True)
class Validators:
    """What an address answered, in the server's own words, to ask it later whether that changed (RFC 9110, section 8.8).

    `etag` is the value of `ETag` with its quotation marks and `W/`, `modified` that of `Last-Modified`, as sent.
    """

    etag: str | None = None
    modified: str | None = None

    @classmethod
    def of(cls, headers: tuple[tuple[str, str], ...]) -> Validators | None:
        """Those that stand in the headers of an answer; `None` if there are none."""
        found = {name.lower(): value.strip() for name, value in reversed(headers)}
        made = cls(found.get("etag") or None, found.get("last-modified") or None)
        return made if made.etag or made.modified else None


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as received.

    `content` has the bytes of the page, unchanged except that HTTP content and transfer encodings are decoded.
    `name` is what the user or the container calls it (a path, an address, `news.warc.gz#<urn:uuid:...>`), `url` the
    address that answered, after redirects.  `charset` and `media` are what the transport declared.
    `fetched` is when it was received (an aware time), or `None` if that is not known.  `status` and `headers` are those of
    HTTP, in their order, with names as sent.  `container` is the archive, feed or list that it came from; `record` the id and `payload` the
    digest that the archive gives ("sha1:...").  `media` ("html", "text", "pdf", "docx") is given
    only where it is certain.  `envelope` is what its file says about it, if anything.
    `path` is the absolute path of the file that it was read from, with what the archive or list calls it behind a "#".  `stated` says how
    `url` is known if no server or archive gave it ("mhtml").  `revisit` says that the record has no bytes: they came
    earlier, or elsewhere.
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
    envelope: Envelope | None = None
    path: str | None = None
    stated: str | None = None
    revisit: bool = False

    @property
    def validators(self) -> Validators | None:
        """What to ask the server with, next time, about the address in `url`."""
        return Validators.of(self.headers)


@dataclass(frozen=True, slots=True)
class Revisit:
    """A sighting of bytes that stand elsewhere, as a `revisit` record of a WARC file tells it.

    `sighting` is a capture without content.  Its `payload` is the digest of the bytes; `url` and `fetched` are those of the capture
    that it refers to, where the record names it.  The bytes may stand before it or after it, in the same file or another one.
    """

    sighting: Capture
    url: str | None = None
    fetched: datetime | None = None

    @property
    def name(self) -> str:
        """What the archive calls it."""
        return self.sighting.name


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address that a list, a feed or a sitemap names, to be fetched.

    `container` is what named it.  `changed` is the time of the last change that was stated beside it, aware, if any; that
    of publication where no other is stated.  A bare day is its first moment in UTC: whoever compares allows for the
    day, and for the zone that nobody stated.
    """

    url: str
    container: str | None = None
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The answer that an address still gives what it gave before (304 to a conditional request).

    `name`, `url` and `container` are as in `Capture`; `validators` are those to ask with next time, new ones where the
    server sent any; `checked` is when it answered, aware.
    """

    name: str
    url: str
    validators: Validators
    checked: datetime
    container: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or a sitemap whose entries have all been dealt with; it comes after the last of them.

    `name`, `url` and `container` are as in `Capture`; `checked` is when it was received.  Of its `entries`, `skipped` were
    not asked (not wanted, or asked already in the same run) and `failed` gave a `Failure`.  `validators` are there only
    if nothing failed that could come another time: so who keeps them and asks with them loses no entry.
    """

    name: str
    url: str
    kind: FeedKind
    checked: datetime
    entries: int
    skipped: int = 0
    failed: int = 0
    validators: Validators | None = None
    container: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """What an archive or folder holds besides pages, counted: `count` times `what` ("image/jpeg").

    It is no failure: nobody asked for these.  It is there so that the sum of what was taken, failed and skipped is
    what the container holds.
    """

    container: str
    what: str
    count: int = 1
