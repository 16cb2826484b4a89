"""What the views share: connections for readers, the one writer, templates, and the secrets of this process."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from onrecord.records import Reading
from onrecord.run.store import Store, open_store
from onrecord.settings import Settings
from onrecord.store.loading import get_reading

__all__ = ["Readers", "Room"]

_READERS = 8
_CACHE_KIB = 16 * 1024  # for each reader
_SECONDS = 5.0  # the longest that the queries of one request may take
_STEPS = 20_000  # instructions of SQLite's machine between two looks at the clock


class Readers:
    """Connections for reading, each used by one request at a time.

    All queries of a request see the store as it was when the request began, however much is added meanwhile, and end with
    an error (`sqlite3.OperationalError`, "interrupted") when they take too long.
    """

    def __init__(self, path: str | Path, most: int = _READERS, seconds: float = _SECONDS) -> None:
        self.path = str(path)
        self.seconds = seconds
        self._idle: list[Store] = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(most)
        self._open = True

    @contextmanager
    def open(self) -> Iterator[Store]:
        """A store to read from.  Raises the `StoreError` that says why there is none."""
        with self._places:
            with self._lock:
                store = self._idle.pop() if self._idle else None
            if store is None:
                store = open_store(self.path)
                store.database.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection = store.database.connection
            until = time.monotonic() + self.seconds
            connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            try:
                connection.execute("BEGIN")
                yield store
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                connection.set_progress_handler(None, 0)
                with self._lock:
                    if self._open:
                        self._idle.append(store)
                        store = None
                if store is not None:
                    store.close()

    def close(self) -> None:
        """End all connections; those in use end with their request."""
        with self._lock:
            self._open = False
            idle, self._idle = self._idle, []
        for store in idle:
            store.close()


@dataclass
class Room:
    """One reading room over one store.

    With `token`, nobody gets in without it.  `hosts` are names, beside addresses in numbers and "localhost", under which the
    room may be asked for.
    """

    path: str | Path
    settings: Settings = field(default_factory=Settings)
    token: str | None = None
    hosts: frozenset[str] = frozenset()
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def __post_init__(self) -> None:
        self.readers = Readers(self.path)

    def close(self) -> None:
        """End everything."""
        self.readers.close()

    def reading(self, store: Store, version: int) -> Reading | None:
        """What reading a version gave: what all views show of it."""
        return get_reading(store.database, version)

    # -- secrets -----------------------------------------------------------------------------------------------------
    def form_token(self, seat: str) -> str:
        """What a form must bring back, for the browser with the cookie `seat`."""
        return hmac.new(self.secret, b"form " + seat.encode(), sha256).hexdigest()

    def pass_of(self, token: str) -> str:
        """What the cookie of somebody who gave the token holds: nothing from which the token could be had."""
        return hmac.new(token.encode("utf-8", "replace"), b"onrecord reading room", sha256).hexdigest()
