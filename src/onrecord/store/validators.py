"""What servers gave to ask them by whether a page has changed (RFC 9110)."""

from __future__ import annotations

from datetime import datetime

from onrecord.records import Unchanged, Validators
from onrecord.store.database import Database

__all__ = ["checked", "put_validators", "unchanged", "validators"]


def validators(db: Database, url: str) -> Validators | None:
    """What to ask with for this address; `None` if it was never fetched or the server gave nothing."""
    found = db.row("SELECT etag, modified FROM address WHERE url = ?", (url,))
    return Validators(*found) if found and any(found) else None


def checked(db: Database, url: str) -> datetime | None:
    """When this address was last asked and answered, aware; `None` if it never was."""
    found = db.value("SELECT checked FROM address WHERE url = ?", (url,))
    return datetime.fromisoformat(found) if found else None


def put_validators(db: Database, url: str, given: Validators | None, at: datetime) -> None:
    """Keep what an address answered with.  To be called within a transaction."""
    _put(db, url, given or Validators(), at)


def unchanged(db: Database, answer: Unchanged) -> None:
    """Note that a server said that nothing has changed.  To be called within a transaction."""
    _put(db, answer.url, answer.validators, answer.checked)
    db.connection.execute(
        "DELETE FROM failure INDEXED BY failure_by_name WHERE version IS NULL AND name IN (?, ?)",
        (answer.name, answer.url),
    )


def _put(db: Database, url: str, known: Validators, at: datetime) -> None:
    db.connection.execute(
        "INSERT INTO address (url, etag, modified, checked) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, modified = excluded.modified, checked = excluded.checked",
        (url, known.etag, known.modified, at.isoformat(timespec="seconds")),
    )
