"""Addresses that wait to be asked, kept in a private temporary file rather than in memory.

A list may hold millions of addresses, most of them of one slow host; none may be lost, and those of other hosts
behind them must not wait for it.  So all may be read ahead, and SQLite keeps what memory should not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TypeVar

from onrecord.errors import SourceError

__all__ = ["Item", "Queue"]

T = TypeVar("T")

# An empty name makes a file that SQLite deletes at once; the system reclaims it whatever happens to the process.
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE asked (address BLOB PRIMARY KEY, owner TEXT) WITHOUT ROWID;
CREATE TABLE done (owner BLOB PRIMARY KEY, outcome TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE waiting (
    n INTEGER PRIMARY KEY,
    host TEXT NOT NULL, rank INTEGER NOT NULL,
    url TEXT NOT NULL, at TEXT NOT NULL, container TEXT, changed TEXT,
    feed INTEGER NOT NULL, depth INTEGER NOT NULL, listed INTEGER NOT NULL, hops INTEGER NOT NULL, spent REAL NOT NULL
);
CREATE INDEX of_host ON waiting (host, rank DESC, n);
"""


@dataclass(frozen=True, slots=True)
class Item:
    """An address on its way: `url` as it was named, `at` the one to be asked next, which redirects change."""

    url: str
    at: str
    container: str | None = None
    changed: datetime | None = None
    feed: int = 0  # the feed of this run that named it, 0 for none
    depth: int = 0  # how many feeds and sitemaps lead to it
    listed: bool = False  # named by a sitemap index, so that it should be a sitemap
    hops: int = 0
    spent: float = 0.0  # seconds that the redirects took
    tries: int = 0  # not kept in the file: what is tried again waits in memory


class Queue:
    """Items by host, those that feeds named before others, and otherwise in order.  Not for several threads at once.

    Every method raises `SourceError` if the temporary file cannot be written.
    """

    def __init__(self) -> None:
        # A generator may be taken up by another thread than the one that began it.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.executescript(_SCHEMA)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def close(self) -> None:
        self._db.close()

    def claim(self, address: str, owner: str) -> str | None:
        """Give an address to an owner, `None`; or the owner that it has already."""
        key, other = _digest(address), None if owner == address else owner
        if self._safely(
            lambda: self._db.execute("INSERT OR IGNORE INTO asked VALUES (?, ?)", (key, other)).rowcount
        ):
            return None
        (found,) = self._safely(
            lambda: self._db.execute("SELECT owner FROM asked WHERE address = ?", (key,)).fetchone()
        )
        return address if found is None else str(found)

    def settle(self, owner: str, outcome: str) -> None:
        """Note what became of an owner."""
        key = _digest(owner)
        self._safely(lambda: self._db.execute("INSERT OR REPLACE INTO done VALUES (?, ?)", (key, outcome)))

    def outcome(self, owner: str) -> str | None:
        """What was noted, if anything."""
        key = _digest(owner)
        found = self._safely(
            lambda: self._db.execute("SELECT outcome FROM done WHERE owner = ?", (key,)).fetchone()
        )
        return found and str(found[0])

    def push(self, host: str, item: Item) -> None:
        changed = item.changed.isoformat() if item.changed else None
        # What is on its way already goes first, then the pages of a sitemap before the next sitemap.
        rank = item.depth + (1000 if item.hops else 0)
        row = (host, rank, item.url, item.at, item.container, changed, item.feed, item.depth, item.listed, item.hops, item.spent)  # fmt: skip
        self._safely(lambda: self._db.execute("INSERT INTO waiting VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?)", row))
        self._size += 1

    def pop(self, host: str) -> Item | None:
        """The next item of a host, which is then no longer in the queue."""
        row = self._safely(
            lambda: self._db.execute(
                "SELECT n, url, at, container, changed, feed, depth, listed, hops, spent FROM waiting"
                " WHERE host = ? ORDER BY rank DESC, n LIMIT 1",
                (host,),
            ).fetchone()
        )
        if row is None:
            return None
        n, url, at, container, changed, feed, depth, listed, hops, spent = row
        self._safely(lambda: self._db.execute("DELETE FROM waiting WHERE n = ?", (n,)))
        self._size -= 1
        when = datetime.fromisoformat(changed) if changed else None
        return Item(url, at, container, when, feed, depth, bool(listed), hops, spent)

    def _safely(self, action: Callable[[], T]) -> T:
        try:
            return action()
        except (sqlite3.Error, UnicodeError) as e:
            raise SourceError(f"cannot store the waiting addresses in a temporary file: {e}") from e


def _digest(address: str) -> bytes:
    return blake2b(address.encode("utf-8", "surrogatepass"), digest_size=16).digest()
