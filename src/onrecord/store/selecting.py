"""Which pages of a store are meant, and going through them one by one, whatever their number.

Everything that a selection gives comes in the order in which it was added: versions by their first sighting, sightings one
after the other.  So what is written in this order can be added again in it, and gives the same store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from onrecord.identity import host_key
from onrecord.records import Capture, Failure, Named, SpeakerKind
from onrecord.store.corrections import names_shown
from onrecord.store.database import Database
from onrecord.store.filters import in_language
from onrecord.store.keeping import CAPTURE, capture_of

__all__ = [
    "Received",
    "Selection",
    "Version",
    "addresses",
    "captures",
    "count",
    "failures_of",
    "snapshot",
    "speakers",
    "versions",
]


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a store; without arguments, all of it.

    `host` is an outlet's host, without "www.".  `since` and `until` are days in UTC, both included, of the article's
    publication or, where no page states it, of the first time that the page was received; what has neither is not
    selected by them.  `language` is a tag of BCP 47, which takes in the narrower ones ("en": "en-GB").  `latest_only` leaves
    out older versions.
    """

    host: str | None = None
    since: date | None = None
    until: date | None = None
    language: str | None = None
    latest_only: bool = False

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()

    def where(self) -> tuple[str, list[Any]]:
        """SQL that is true of the selected versions (`v`, their page `p`), and its values."""
        terms, values = ["1"], list[Any]()
        if self.host is not None:
            terms.append("p.host = ?")
            values.append(host_key(self.host))
        day = (
            "substr(coalesce((SELECT a.published_utc FROM article a WHERE a.version = v.id),"
            " (SELECT min(c.fetched_utc) FROM capture c WHERE c.version = v.id)), 1, 10)"
        )
        if self.since is not None:
            terms.append(f"{day} >= ?")
            values.append(self.since.isoformat()[:10])
        if self.until is not None:
            terms.append(f"{day} <= ?")
            values.append(self.until.isoformat()[:10])
        if self.language is not None:
            sql, tags = in_language(self.language)
            terms.append(f"EXISTS (SELECT 1 FROM article a WHERE a.version = v.id AND {sql})")
            values += tags
        if self.latest_only:
            terms.append("p.latest = v.id")
        return " AND ".join(terms), values


@dataclass(frozen=True, slots=True)
class Version:
    """A version as kept: the bytes of a page at some time.  `id` and `body` are rows of this store only."""

    id: int
    body: int
    address: str
    host: str | None
    stated: str | None
    latest: bool
    digest: str
    size: int  # bytes
    name: str
    url: str | None
    charset: str | None
    media: str | None
    state: str  # "due", "read", "failed"
    first_fetched: str | None  # UTC, ISO 8601
    last_fetched: str | None


@dataclass(frozen=True, slots=True)
class Received:
    """A capture with the page and the body that it belongs to."""

    address: str
    host: str | None
    stated: str | None
    digest: str
    size: int
    body: int
    capture: Capture  # without content


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """What is read within this is of one moment, though another process goes on writing."""
    if db.connection.in_transaction:
        yield
        return
    db.connection.execute("BEGIN")
    try:
        yield
    finally:
        if db.connection.in_transaction:
            db.connection.execute("ROLLBACK")


def count(db: Database, selection: Selection) -> int:
    """How many versions are selected."""
    where, values = selection.where()
    return int(
        db.value(f"SELECT count(*) FROM version v JOIN page p ON p.id = v.page WHERE {where}", values) or 0
    )


def versions(db: Database, selection: Selection) -> Iterator[Version]:
    """The selected versions."""
    where, values = selection.where()
    for row in db.rows(
        "SELECT v.id, v.body, p.address, p.host, p.stated, p.latest IS v.id, b.digest, b.size, v.name, v.url, v.charset, v.media,"
        " v.state, (SELECT min(c.fetched_utc) FROM capture c WHERE c.version = v.id),"
        " (SELECT max(c.fetched_utc) FROM capture c WHERE c.version = v.id)"
        " FROM version v CROSS JOIN page p ON p.id = v.page CROSS JOIN body b ON b.id = v.body"
        f" WHERE {where} ORDER BY v.id",
        values,
    ):
        yield Version(*row[:5], bool(row[5]), *row[6:])  # type: ignore[call-arg]


def captures(db: Database, selection: Selection) -> Iterator[Received]:
    """The captures of the selected versions."""
    where, values = selection.where()
    for address, host, stated, digest, size, body, *row in db.rows(
        f"SELECT p.address, p.host, p.stated, b.digest, b.size, b.id, {CAPTURE}"
        " FROM capture c CROSS JOIN version v ON v.id = c.version CROSS JOIN page p ON p.id = v.page"
        f" CROSS JOIN body b ON b.id = v.body WHERE {where} ORDER BY c.id",
        values,
    ):
        yield Received(address, host, stated, digest, size, body, capture_of(row))


def failures_of(db: Database, version: int | None) -> Iterator[tuple[Failure, str]]:
    """(failure, when) of a version; for `None`, those of what was never received."""
    for name, stage, error, message, url, at in db.rows(
        "SELECT name, stage, error, message, url, at FROM failure WHERE version IS ? ORDER BY name, id",
        (version,),
    ):
        yield Failure(name, stage, error, message, url), at


def addresses(db: Database) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    """(url, ETag, Last-Modified, when last asked) of addresses that are fetched."""
    yield from db.rows("SELECT url, etag, modified, checked FROM address ORDER BY url")


def speakers(
    db: Database, selection: Selection, most_roles: int = 20
) -> Iterator[tuple[str, str, int, int, list[str]]]:
    """(name, kind, statements, versions, roles as worded) of those who speak in the selected versions.

    Names that were merged are one.
    """
    where, values = selection.where()
    shown = names_shown(db)
    together: dict[Named, list[int]] = {}
    of = (
        "FROM statement s JOIN version v ON v.id = s.version JOIN page p ON p.id = v.page"
        f" WHERE s.speaker IN (SELECT value FROM json_each(?)) AND s.type = 'communication' AND {where}"
    )
    for number, name, kind in db.rows(
        "SELECT r.id, r.name, r.kind FROM merged m JOIN speaker r ON r.name = m.name AND r.kind = m.kind"
    ):
        together.setdefault(shown[name, SpeakerKind(kind)], []).append(number)
    for number, name, kind in db.rows("SELECT id, name, kind FROM speaker ORDER BY name, kind"):
        who = Named(name, SpeakerKind(kind))
        head = shown.get((name, who.kind), who)
        if head != who:
            continue
        speaker = json.dumps(together.get(who, [number]))
        said, where_said = db.row(f"SELECT count(*), count(DISTINCT s.version) {of}", (speaker, *values)) or (
            0,
            0,
        )
        if said:
            roles = db.rows(
                f"SELECT s.role {of} AND s.role IS NOT NULL GROUP BY s.role ORDER BY count(*) DESC, s.role LIMIT ?",
                (speaker, *values, most_roles),
            )
            yield name, kind, said, where_said, [role for (role,) in roles]
