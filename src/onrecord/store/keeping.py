"""Keeping pages as received: page, version and sighting, before anything is read.

A page is kept in the same transaction in which it is marked as due, so that whatever happens later, what was received is
there and will be read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from onrecord.codec import from_json, to_json
from onrecord.errors import CodecError, StoreDamaged
from onrecord.identity import Identity, identify, urn_of_message
from onrecord.records import Capture, Envelope, Failure, Via
from onrecord.store.bodies import Bodies, digest_of
from onrecord.store.database import Database
from onrecord.store.placing import place
from onrecord.store.tallies import take_in, take_out

__all__ = [
    "CAPTURE",
    "SIGHTING",
    "Kept",
    "capture_of",
    "captures_of",
    "content_of",
    "due",
    "envelope_from",
    "envelope_json",
    "envelope_of",
    "failed_in",
    "forget_failure_of",
    "forget_failures",
    "keep",
    "keep_as",
    "last_failure",
    "mark_due",
    "outdated",
    "put_failure",
    "put_sighting",
    "see_latest",
    "sighting_key",
    "utc",
]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a capture: the `version` that holds it, and whether page, version and sighting are new."""

    version: int
    new_page: bool
    new_version: bool
    new_capture: bool


def utc(time: datetime | None) -> str | None:
    """A time in UTC, in a form that sorts; a time without zone counts as UTC."""
    if time is None:
        return None
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    try:
        aware = aware.astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        aware = aware.replace(tzinfo=UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def keep(db: Database, bodies: Bodies, capture: Capture) -> Kept:
    """Keep a page as received.  Keeping the same again changes nothing; to be called within a transaction."""
    who = identify(capture.url, capture.content, capture.media, capture.stated)
    letter = capture.envelope
    urn = urn_of_message(letter.by, letter.id) if letter is not None else None
    kept = keep_as(db, bodies, capture, who, digest_of(capture.content), urn)
    # It could be had: also where the store has the very same already.
    db.connection.execute(f"DELETE FROM {_BY_NAME} name = ?", (_plain(capture.name),))
    return kept


def keep_as(
    db: Database, bodies: Bodies, capture: Capture, who: Identity, digest: str, urn: str | None = None
) -> Kept:
    """`keep`, as a sighting of the page that `who` (and `urn`, see `place`) says; `digest` is that of the content.

    Failures of its name stay: an export holds those that came after it.  The content may be left out (b"") where the store holds a body of this digest.
    """
    run = db.connection.execute
    page = place(db, who, digest, _plain(capture.path), capture.via, urn)
    body = bodies.put(capture.content, digest, who.host, page.page)
    version = run("SELECT id FROM version WHERE page = ? AND body = ?", (page.page, body)).fetchone()
    new_version = version is None
    if version is None:
        made = run(
            "INSERT INTO version (page, body, name, url, charset, media, state) VALUES (?, ?, ?, ?, ?, ?, 'due')",
            (
                page.page,
                body,
                _plain(capture.name),
                _plain(capture.url),
                _plain(capture.charset),
                capture.media,
            ),
        )
        version = (int(made.lastrowid or 0),)
    elif capture.url is not None and not capture.revisit:
        run("UPDATE version SET url = ? WHERE id = ? AND url IS NULL", (_plain(capture.url), version[0]))
    before = envelope_json(envelope_of(db, version[0])) if capture.envelope and not new_version else None
    added = put_sighting(db, version[0], digest, capture)
    said = envelope_json(capture.envelope)
    if added and said and not new_version and before != said:
        # The same words, of which the file now says something else: they are read again with it.
        run("UPDATE version SET state = 'due' WHERE id = ? AND state = 'read'", (version[0],))
    if added:
        see_latest(db, page.page, page.latest, version[0], utc(capture.fetched))
    return Kept(version[0], page.new, new_version, added)


def put_sighting(db: Database, version: int, digest: str, c: Capture) -> bool:
    """Note that a version was met, whose bytes have this digest; whether that was new.  To be called within a transaction."""
    row = (
        _plain(c.name),
        str(c.via),
        c.fetched.isoformat() if c.fetched else None,
        utc(c.fetched),
        c.status,
        json.dumps(c.headers, ensure_ascii=True),
        _plain(c.container),
        _plain(c.record),
        _plain(c.payload),
        envelope_json(c.envelope),
        _plain(c.url),
        _plain(c.path),
        c.stated,
        int(c.revisit),
    )
    return bool(
        db.connection.execute(
            f"INSERT OR IGNORE INTO capture (version, key, {SIGHTING}) VALUES ({', '.join('?' * (len(row) + 2))})",
            (version, sighting_key(digest, row), *row),
        ).rowcount
    )


#: The columns of a sighting, in the order of `sighting_key`.
SIGHTING = "name, via, fetched, fetched_utc, status, headers, container, record, payload, envelope, url, path, stated, revisit"


def sighting_key(digest: str, row: Sequence[Any]) -> str:
    """The key of a sighting, from the digest of the bytes and the columns of `put_sighting`.

    The record of an archive tells it wherever the archive lies, the absolute path of a file however it was called.
    """
    name, via, fetched, _, status, headers, container, record, payload, said, url, path, *_ = row
    # Telegram and mails count their records in each file anew; those of WARC are of one archive in the world.
    if record is not None and record.startswith("<urn:"):
        where = [record]
    else:
        where = [via, record, path] if path is not None else [via, record, name, container]
    whole = [digest, url, fetched, status, headers, payload, said, *where]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:32]


def envelope_json(envelope: Envelope | None) -> str | None:
    """An envelope as JSON; lone surrogates are escaped there."""
    if envelope is None:
        return None
    return json.dumps(to_json(envelope), ensure_ascii=True, separators=(",", ":"))


def envelope_of(db: Database, version: int) -> Envelope | None:
    """What the file of the latest capture of a version that says anything says of it."""
    said = db.value(
        "SELECT envelope FROM capture WHERE version = ? AND envelope IS NOT NULL ORDER BY id DESC LIMIT 1",
        (version,),
    )
    return envelope_from(said)


def envelope_from(said: str | None) -> Envelope | None:
    """The envelope that was written as JSON.  Raises `StoreDamaged`."""
    try:
        return None if said is None else from_json(Envelope, json.loads(said))
    except (ValueError, CodecError) as e:
        raise StoreDamaged(f"what a file says of a page is not valid: {e}") from e


def see_latest(db: Database, page: int, latest: int | None, version: int, fetched: str | None) -> None:
    """The latest version is the one received last; where no times are known, the one added last."""
    if latest is not None and latest != version and fetched is not None:
        run = db.connection.execute
        known = run("SELECT max(fetched_utc) FROM capture WHERE version = ?", (latest,)).fetchone()[0]
        if known is not None and known > fetched:
            return
    if latest is not None and latest != version:
        take_out(db, latest)
    db.connection.execute("UPDATE page SET latest = ? WHERE id = ?", (version, page))
    if latest != version:
        take_in(db, version)


def _plain(text: str | None) -> str | None:
    """Text that can be written as UTF-8: file names may hold bytes that are none (lone surrogates)."""
    return text if text is None else text.encode("utf-8", "backslashreplace").decode()


def put_failure(db: Database, failure: Failure, at: datetime, version: int | None = None) -> None:
    """Record why a version, or something that was named, gave nothing.  To be called within a transaction."""
    run = db.connection.execute
    name = _plain(failure.name)
    if version is None:
        run(f"DELETE FROM {_BY_NAME} name = ?", (name,))
    else:
        run("DELETE FROM failure WHERE version = ?", (version,))
        run("UPDATE version SET state = 'failed' WHERE id = ?", (version,))
    run(
        "INSERT INTO failure (version, name, url, stage, error, message, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            version,
            name,
            _plain(failure.url),
            failure.stage,
            failure.error,
            _plain(failure.message),
            at.isoformat(timespec="seconds"),
        ),
    )


def last_failure(db: Database) -> int:
    """The id of the failure recorded last; later ones have larger ids."""
    return int(db.value("SELECT coalesce(max(id), 0) FROM failure"))


#: Failures of what was never received, by their names.  Without a word SQLite would go through all that have no version.
_BY_NAME = "failure INDEXED BY failure_by_name WHERE version IS NULL AND"


def _failed_in(source: str) -> list[tuple[str, tuple[str, ...]]]:
    """The conditions, with their parameters, of what failed in a source and was never received; each is a range of names.

    The failures of a source are those of its name, of records in it (`name#...`) and of files in it (`name/...`); those of
    pages that were received stay with their version.
    """
    name = str(_plain(source))
    inside = name.rstrip("/")
    # "$" comes after "#", and "0" after "/".
    return [
        ("name = ?", (name,)),
        ("name >= ? AND name < ?", (f"{name}#", f"{name}$")),
        ("name >= ? AND name < ?", (f"{inside}/", f"{inside}0")),
    ]


def failed_in(db: Database, source: str) -> int:
    """How many failures of a source are recorded, of what was never received."""
    names = {
        name
        for where, values in _failed_in(source)
        for (name,) in db.rows(f"SELECT name FROM {_BY_NAME} {where}", values)
    }
    return len(names)


def forget_failures(db: Database, source: str, until: int) -> None:
    """Forget what failed in a source that has been taken in again to its end, up to the failure `until`.

    What failed again was recorded again, after that.
    """
    for where, values in _failed_in(source):
        found = f"{_BY_NAME} {where} AND id <= ?"
        if db.row(f"SELECT 1 FROM {found}", (*values, until)) is not None:
            with db.transaction() as connection:
                connection.execute(f"DELETE FROM {found}", (*values, until))


def forget_failure_of(db: Database, url: str, until: int) -> None:
    """Forget that an address failed, up to the failure `until`, under whatever fragment it was named: it was had.

    To be called within a transaction.
    """
    plain = str(_plain(url.partition("#")[0]))
    for where, values in (
        ("name = ?", (plain,)),
        ("name > ? AND name < ?", (f"{plain}#", f"{plain}$")),
    ):
        db.connection.execute(f"DELETE FROM {_BY_NAME} {where} AND id <= ?", (*values, until))


def due(db: Database, bodies: Bodies, after: int = 0, most: int = 64) -> list[tuple[int, Capture]]:
    """The next versions that are to be read, by their ids, at most `most`; ids up to `after` are passed over."""
    found = db.rows(
        "SELECT id, body, name, url, charset, media FROM version WHERE state = 'due' AND id > ? ORDER BY id LIMIT ?",
        (after, most),
    )
    return [
        (i, Capture(name, bodies.get(body), url, charset, media, envelope=envelope_of(db, i)))
        for i, body, name, url, charset, media in found
    ]


def mark_due(db: Database, programs: Sequence[str] | None, failed: bool) -> int:
    """Mark versions as due that others than these `programs` have read, or all (`None`); and those that `failed`.

    How many were marked.
    """
    sql, values = "state = 'read'", list(programs or ())
    if programs is not None:
        sql += f" AND id IN (SELECT version FROM reading WHERE {_others(programs)})"
    if failed:
        sql = f"({sql}) OR state = 'failed'"
    with db.transaction() as connection:
        return connection.execute(f"UPDATE version SET state = 'due' WHERE {sql}", values).rowcount


def outdated(db: Database, programs: Sequence[str]) -> int:
    """How many readings were made by others than these programs."""
    return int(db.value(f"SELECT count(*) FROM reading WHERE {_others(programs)}", programs))


def _others(programs: Sequence[str]) -> str:
    return f"program NOT IN ({', '.join('?' * len(programs))})"


def content_of(db: Database, bodies: Bodies, version: int) -> bytes:
    """The bytes of a version, as received."""
    return bodies.get(db.value("SELECT body FROM version WHERE id = ?", (version,)))


def captures_of(db: Database, version: int, content: bytes = b"") -> Iterator[Capture]:
    """The sightings of a version, in the order of being added."""
    rows = db.rows(
        f"SELECT {CAPTURE} FROM capture c JOIN version v ON v.id = c.version WHERE v.id = ? ORDER BY c.id",
        (version,),
    )
    for row in rows:
        yield capture_of(row, content)


#: The columns of `capture_of`, over the aliases v (version) and c (capture).
CAPTURE = (
    "c.url, v.charset, v.media, c.name, c.via, c.fetched, c.status, c.headers, c.container, c.record, c.payload, c.envelope,"
    " c.path, c.stated, c.revisit"
)


def capture_of(row: Sequence[Any], content: bytes = b"") -> Capture:
    """The capture of a row with the columns of `CAPTURE`."""
    url, charset, media, name, via, fetched, status, headers, container, record, payload, said, *rest = row
    return Capture(
        name,
        content,
        url,
        charset,
        media,
        Via(via),
        datetime.fromisoformat(fetched) if fetched else None,
        status,
        tuple((k, v) for k, v in json.loads(headers)),
        container,
        record,
        payload,
        envelope_from(said),
        rest[0],
        rest[1],
        bool(rest[2]),
    )
