"""Connections for reading: one for each request at a time, with a bound on its time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.run.store import Store, open_store

__all__ = ["Readers"]

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

    def opened(self) -> Store:
        """A store of one's own, to be closed by whoever asked for it."""
        store = open_store(self.path)
        store.database.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return store

    @contextmanager
    def open(self) -> Iterator[Store]:
        """A store to read from.  Raises the `StoreError` that says why there is none."""
        with self._places:
            with self._lock:
                store = self._idle.pop() if self._idle else None
            if store is None:
                store = self.opened()
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
