"""What servers gave to ask them by whether a page has changed (RFC 9110)."""

from __future__ import annotations

from datetime import datetime

from onrecord.records import Capture, Unchanged, Validators
from onrecord.store.database import Database

__all__ = ["put_validators", "unchanged", "validators"]


def validators(db: Database, url: str) -> Validators | None:
    """What to ask with for this address; `None` if it was never fetched or the server gave nothing."""
    found = db.row("SELECT etag, modified FROM address WHERE url = ?", (url,))
    return Validators(*found) if found and any(found) else None


def put_validators(db: Database, capture: Capture, at: datetime) -> None:
    """Keep what came with a page, for the address that was asked for.  To be called within a transaction."""
    headers = {k.lower(): v for k, v in capture.headers}
    _put(
        db, capture.name, Validators(headers.get("etag"), headers.get("last-modified")), capture.fetched or at
    )


def unchanged(db: Database, answer: Unchanged, at: datetime) -> None:
    """Note that a server said that nothing has changed.  To be called within a transaction."""
    before = validators(db, answer.url) or Validators()
    now = answer.validators
    _put(
        db,
        answer.url,
        Validators(now.etag or before.etag, now.modified or before.modified),
        answer.checked or at,
    )
    db.connection.execute("DELETE FROM failure WHERE version IS NULL AND name = ?", (answer.url,))


def _put(db: Database, url: str, known: Validators, at: datetime) -> None:
    db.connection.execute(
        "INSERT INTO address (url, etag, modified, checked) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, modified = excluded.modified, checked = excluded.checked",
        (url, known.etag, known.modified, at.isoformat(timespec="seconds")),
    )
