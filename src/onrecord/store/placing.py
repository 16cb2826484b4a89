"""Which page of a store a capture belongs to, and moving versions to the page that they turn out to be of."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.identity import Identity, urn_of
from onrecord.records import Via
from onrecord.store.database import Database
from onrecord.store.tallies import take_in, take_out

__all__ = ["Placed", "latest_of", "place"]

_URN = "urn:sha256:%"
#: What comes from a file of its own, or has an identifier in its file: a later state of the same file is a version of it.
_OF_PATHS = frozenset((Via.FILE, Via.MAIL, Via.TELEGRAM))


@dataclass(frozen=True, slots=True)
class Placed:
    """The row of a page, its latest version, and whether the page is new."""

    page: int
    latest: int | None
    new: bool


def place(
    db: Database, who: Identity, digest: str, path: str | None, via: Via, urn: str | None = None
) -> Placed:
    """The page of what was received, which is made if there is none.  To be called within a transaction.

    What has an address belongs to the page of that address.  What has none belongs to the page that has the same bytes, else to
    that without an address which was met last at the same absolute path, else it is a page of its own.  `urn` is what another
    store has in place of its address, or what tells a message (`urn_of_message`), whose bytes others may share.
    """
    if who.address is None and urn in (None, urn_of(digest)):
        found = _by_bytes(db, digest)
        if found is None and path is not None and urn is None and via in _OF_PATHS:
            found = _by_path(db, path)
        if found is not None:
            return found
    address = who.address or urn or urn_of(digest)
    run = db.connection.execute
    row = run("SELECT id, latest, stated FROM page WHERE address = ?", (address,)).fetchone()
    if row is None:
        made = run(
            "INSERT INTO page (address, host, stated) VALUES (?, ?, ?)", (address, who.host, who.stated)
        )
        placed = Placed(int(made.lastrowid or 0), None, True)
    else:
        placed = Placed(row[0], row[1], False)
        if row[2] is not None and who.stated is None:
            run("UPDATE page SET stated = NULL WHERE id = ?", (row[0],))
    return _adopted(db, placed, digest) if who.address is not None else placed


def _by_bytes(db: Database, digest: str) -> Placed | None:
    row = db.connection.execute(
        "SELECT p.id, p.latest FROM body b JOIN version v ON v.body = b.id JOIN page p ON p.id = v.page"
        " WHERE b.digest = ? ORDER BY v.id LIMIT 1",
        (digest,),
    ).fetchone()
    return Placed(row[0], row[1], False) if row else None


def _by_path(db: Database, path: str) -> Placed | None:
    row = db.connection.execute(
        "SELECT p.id, p.latest FROM capture c JOIN version v ON v.id = c.version JOIN page p ON p.id = v.page"
        " WHERE c.path = ? AND p.address LIKE ? ORDER BY c.id DESC LIMIT 1",
        (path, _URN),
    ).fetchone()
    return Placed(row[0], row[1], False) if row else None


def _adopted(db: Database, placed: Placed, digest: str) -> Placed:
    """The bytes were there without an address, which is known now: they are a version of its page."""
    run = db.connection.execute
    row = run(
        "SELECT v.id, v.page FROM body b JOIN version v ON v.body = b.id JOIN page p ON p.id = v.page"
        " WHERE b.digest = ? AND p.address LIKE ? AND NOT EXISTS (SELECT 1 FROM version w WHERE w.page = ? AND w.body = b.id)",
        (digest, _URN, placed.page),
    ).fetchone()
    if row is None:
        return placed
    version, before = row
    for (latest,) in run("SELECT latest FROM page WHERE id IN (?, ?)", (before, placed.page)).fetchall():
        if latest is not None:
            take_out(db, latest)
    run("UPDATE version SET page = ? WHERE id = ?", (placed.page, version))
    for page in (before, placed.page):
        latest = latest_of(db, page)
        run("UPDATE page SET latest = ? WHERE id = ?", (latest, page))
        if latest is not None:
            take_in(db, latest)
    run("DELETE FROM page WHERE id = ? AND latest IS NULL", (before,))
    return Placed(placed.page, latest_of(db, placed.page), False)


def latest_of(db: Database, page: int) -> int | None:
    """The version of a page that was received last; where no times are known, the one that was met last."""
    row = db.connection.execute(
        "SELECT v.id FROM version v LEFT JOIN capture c ON c.version = v.id WHERE v.page = ?"
        " GROUP BY v.id ORDER BY max(c.fetched_utc) IS NULL, max(c.fetched_utc) DESC, max(c.id) DESC, v.id DESC LIMIT 1",
        (page,),
    ).fetchone()
    return int(row[0]) if row else None
