"""Taking in what another store gave: what is there stays, unless what comes tells more.

Of two outcomes of one version, a reading with statements tells more than one without, that more than a failure, and that
more than nothing.  Where they tell the same, the one that is there stays; so taking in again changes nothing.  Of corrections and
decisions all are taken, and what was undone in one store is undone in both.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from onrecord.records import Correction, Decision, Failure, Reading
from onrecord.store.corrections import put_correction, put_decision, remerge
from onrecord.store.database import Database
from onrecord.store.keeping import put_failure
from onrecord.store.writing import put_reading, settle

__all__ = [
    "has_body",
    "take_address",
    "take_corrections",
    "take_decisions",
    "take_failure",
    "take_outcome",
]


def has_body(db: Database, digest: str) -> bool:
    """Whether the store holds these bytes."""
    return db.value("SELECT 1 FROM body WHERE digest = ?", (digest,)) is not None


def _told(db: Database, version: int) -> int:
    looked = db.value("SELECT with_statements FROM reading WHERE version = ?", (version,))
    if looked is not None:
        return 3 if looked else 2
    return int(db.value("SELECT count(*) FROM failure WHERE version = ?", (version,)))


def take_outcome(
    db: Database,
    version: int,
    state: str,
    reading: tuple[Reading, bool, str] | None,
    failure: tuple[Failure, datetime] | None,
) -> bool:
    """Write what came of a version elsewhere, if it tells more than what is there; whether it did.

    `reading` is with whether statements were looked for and by what program, `failure` with its time.  To be called within a transaction.
    """
    comes = (3 if reading[1] else 2) if reading else int(failure is not None)
    if comes <= _told(db, version):
        return False
    if reading is not None:
        put_reading(db, version, *reading)
    if failure is not None:
        put_failure(db, *failure, version)
    db.connection.execute("UPDATE version SET state = ? WHERE id = ?", (state, version))
    return True


def take_failure(db: Database, failure: Failure, at: datetime) -> bool:
    """Record why something was never received, if nothing is known of it; whether it was new."""
    if db.value("SELECT 1 FROM failure WHERE version IS NULL AND name = ?", (failure.name,)) is not None:
        return False
    put_failure(db, failure, at)
    return True


def take_address(db: Database, url: str, etag: str | None, modified: str | None, checked: str | None) -> bool:
    """What is known of an address, if it is newer than what is there; whether it was."""
    return bool(
        db.connection.execute(
            "INSERT INTO address (url, etag, modified, checked) VALUES (?, ?, ?, ?) ON CONFLICT (url) DO UPDATE"
            " SET etag = excluded.etag, modified = excluded.modified, checked = excluded.checked"
            " WHERE excluded.checked IS NOT NULL AND (address.checked IS NULL OR excluded.checked > address.checked)",
            (url, etag, modified, checked),
        ).rowcount
    )


def take_corrections(db: Database, made: Iterable[tuple[int, Correction]]) -> int:
    """Take in corrections of versions and apply them; how many are new.  To be called within a transaction."""
    changed = [version for version, c in made if put_correction(db, version, c)]
    for version in dict.fromkeys(changed):
        settle(db, version)
    return len(changed)


def take_decisions(db: Database, made: Iterable[Decision]) -> int:
    """Take in decisions about names; how many are new.  To be called within a transaction."""
    new = sum(put_decision(db, d) for d in made)
    if new:
        remerge(db)
    return new
