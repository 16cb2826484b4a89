"""One SQLite file: opening, migrating, transactions, and its errors in words.  Contains no business logic.

A file in WAL mode (https://sqlite.org/wal.html): one process writes, any number read meanwhile and see whole transactions.
`synchronous` is NORMAL: a killed process loses no finished transaction; a power failure may take the last ones, but never
the file's soundness.  That one process writes is held by a lock file beside the store, because SQLite's own lock lasts for
one transaction only, and two runs that interleave would read the same pages twice.
"""

from __future__ import annotations

import logging
import os
import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from onrecord.errors import (
    NotAStore,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreTooNew,
)

__all__ = ["APPLICATION_ID", "DAMAGED_INDEX", "INDEXES", "Database", "migrations"]

_LOG = logging.getLogger(__name__)

APPLICATION_ID = 0x6F6E7265  # "onre", shown by file(1) and kept at offset 68 of the file
#: The full-text indexes, which can be made anew from the texts.
INDEXES = ("article_index", "statement_index")
DAMAGED_INDEX = "the full-text index is damaged ({}); `onrecord check --repair` rebuilds it"
#: What SQL cannot do: before which format, and what is called after the SQL of all.  By name, since it uses this module.
_STEPS = ((7, "onrecord.store.joining", "join_pages"),)
_BUSY = 20.0  # seconds to wait for a reader's or a writer's short lock
_SILENT = 1.0  # of these, before it is said what is waited for
_CACHE_KIB = 32 * 1024  # of pages of the file; what else is needed of it, the system has at hand mostly


def _may_be_one(path: str) -> bool:
    """Whether a file begins as a store does, or is empty, or cannot be read (then opening it says why)."""
    try:
        with open(path, "rb") as file:
            head = file.read(16)
    except OSError:
        return True
    return not head or head == b"SQLite format 3\0"


def migrations() -> list[tuple[int, str]]:
    """(version, SQL) of each migration, in order."""
    found = [f for f in files("onrecord.store").joinpath("schema").iterdir() if f.name.endswith(".sql")]
    return sorted((int(f.name.split("_")[0]), f.read_text("utf-8")) for f in found)


class Database:
    """A connection to a store.  Use it as a context manager, or call `close`.

    With `write`, the store is made if there is none (unless `create` is false) and brought to the newest version, and
    no other process can open it for writing until this one closes it or ends.

    Raises the `StoreError` that says what is wrong.
    """

    def __init__(self, path: str | Path, *, write: bool = False, create: bool = True) -> None:
        self.path = str(path)
        if not self.path:  # which SQLite takes for a file of its own that nobody finds again
            raise NotAStore("the name of the store is empty")
        self.writable = write
        self._lock: Any = None
        self._depth = 0
        exists = os.path.exists(self.path)
        if os.path.isdir(self.path):
            raise NotAStore("this is a folder, not a store", page=self.path)
        if not exists and not (write and create):
            raise NotAStore("there is no such store; `onrecord add` creates one", page=self.path)
        if write:
            # Before the lock, which would make folders, and a file beside one that is none of ours.
            if not os.path.isdir(os.path.dirname(os.path.abspath(self.path))):
                raise StoreError("its folder does not exist", page=self.path)
            if exists and not _may_be_one(self.path):
                raise NotAStore("not a store of onrecord", page=self.path)
            self._take_lock(exists)
        try:
            with self.translated():
                self.connection = self._connect()
                self._prepare(exists)
        except UnicodeDecodeError as e:  # SQLite tells of a damaged schema in its words
            self.close()
            raise StoreDamaged("the file is damaged: its schema is not text", page=self.path) from e
        except BaseException:
            self.close()
            raise

    # -- opening -----------------------------------------------------------------------------------------------------
    def _take_lock(self, exists: bool) -> None:
        from filelock import FileLock, Timeout

        if exists and not os.access(self.path, os.W_OK):
            raise StoreReadOnly("no permission to write to it", page=self.path)
        lock = FileLock(self.path + ".lock")
        try:
            lock.acquire(timeout=0.5)
        except Timeout:
            raise StoreLocked(
                "the store is locked: another process is writing to it; try again when it has finished",
                page=self.path,
            ) from None
        except OSError as e:
            reason = e.strerror or str(e)
            raise StoreReadOnly(f"cannot write in its folder: {reason}", page=self.path) from e
        self._lock = lock

    def _connect(self) -> sqlite3.Connection:
        uri = Path(self.path).absolute().as_uri()
        if not self.writable:
            # Readers of a WAL file must write its index; where they cannot, and nobody writes, it cannot change.
            folder = os.access(os.path.dirname(os.path.abspath(self.path)), os.W_OK)
            if folder and os.access(self.path, os.W_OK):
                uri += "?mode=rw"  # else the last one to leave could not take -wal and -shm away
            else:
                uri += "?mode=ro"
                if not folder and not os.path.exists(self.path + "-wal"):
                    uri += "&immutable=1"
        connection = sqlite3.connect(
            uri, uri=True, timeout=_BUSY, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        if not self.writable:
            connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")  # a stranger's file must not call functions
        return connection

    def _prepare(self, exists: bool) -> None:
        run = self.connection.execute
        application = self._patiently("PRAGMA application_id").fetchone()[0]
        version = run("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            tables = run("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables or not self.writable:
                raise NotAStore("not a store of onrecord", page=self.path)
            run("PRAGMA auto_vacuum = NONE")
            run("PRAGMA journal_mode = WAL")
        steps = migrations()
        newest = steps[-1][0]
        if version > newest:
            raise StoreTooNew(
                f"written by a newer version of onrecord (format {version}; this version reads up to {newest}); update onrecord",
                page=self.path,
            )
        if version < newest and not self.writable:
            raise StoreError(
                f"written by an older version of onrecord (format {version}; now {newest}); run `onrecord add --store {shlex.quote(self.path)}` once to upgrade it",
                page=self.path,
            )
        if self.writable:
            run("PRAGMA synchronous = NORMAL")
            if version < newest:
                self._migrate(version, steps)
            run("PRAGMA foreign_keys = ON")

    def _migrate(self, version: int, steps: list[tuple[int, str]]) -> None:
        """Bring the store to the newest format: wholly, or not at all."""
        sql = "\n;".join(sql for number, sql in steps if number > version)
        mark = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {steps[-1][0]};"
        try:
            self.connection.executescript(f"BEGIN IMMEDIATE; {sql}\n; {mark}")
            for number, module, step in _STEPS:
                if 0 < version < number:
                    self._depth = 1  # what it calls may ask for a transaction
                    getattr(import_module(module), step)(self)
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0

    def _patiently(self, sql: str) -> sqlite3.Cursor:
        """Run what may find the file locked by another program; a wait of more than a second is logged as a warning."""
        run = self.connection.execute
        try:
            run(f"PRAGMA busy_timeout = {_SILENT * 1000:.0f}")
            try:
                return run(sql)
            except sqlite3.OperationalError as e:
                if e.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise
            most = _BUSY - _SILENT
            _LOG.warning(
                "onrecord: %s: waiting for another program that has locked the store (at most %.0f seconds)",
                self.path,
                most,
            )
            run(f"PRAGMA busy_timeout = {most * 1000:.0f}")
            return run(sql)
        finally:
            run(f"PRAGMA busy_timeout = {_BUSY * 1000:.0f}")

    def files(self) -> frozenset[str]:
        """The store and what belongs to it while it is open, as real paths."""
        path = os.path.realpath(self.path)
        return frozenset(path + ending for ending in ("", "-wal", "-shm", ".lock"))

    # -- use ---------------------------------------------------------------------------------------------------------
    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection and let others write."""
        connection: sqlite3.Connection | None = getattr(self, "connection", None)
        if connection is not None:
            connection.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing.  Within another transaction it is a part of that one."""
        if not self.writable:
            raise StoreReadOnly("opened only for reading", page=self.path)
        with self.translated():
            if self._depth:
                yield self.connection
                return
            self._patiently("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # a full disk has rolled back already
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    def rows(self, sql: str, parameters: Any = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one by one."""
        with self.translated():
            # Not `yield from`: that would close the cursor of a query broken off, after the connection perhaps.
            for row in self.connection.execute(sql, parameters):  # noqa: UP028
                yield row

    def row(self, sql: str, parameters: Any = ()) -> tuple[Any, ...] | None:
        """The first row of a query."""
        with self.translated():
            found: tuple[Any, ...] | None = self.connection.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Any = ()) -> Any:
        """The first value of a query, `None` if there is no row."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Errors of SQLite that a user can do something about; mistakes of ours pass through."""
        try:
            yield
        except sqlite3.Error as e:
            found = _error(e)
            if found is None:
                raise
            kind, message = found
            raise kind(message.format(str(e).split(" with text '")[0]), page=self.path) from e


def _error(e: sqlite3.Error) -> tuple[type[StoreError], str] | None:
    """The error of ours that one of SQLite's is, with its words."""
    code = getattr(e, "sqlite_errorcode", 0)
    if code == _CORRUPT_INDEX or _OF_INDEX.match(str(e)):
        return StoreDamaged, DAMAGED_INDEX
    if code == sqlite3.SQLITE_IOERR_WRITE:
        return StoreFull, (
            "the disk is full, or the size of files is limited (ulimit -f, a quota);"
            " everything finished before is stored"
        )
    if str(e).startswith(_DAMAGE):
        code = sqlite3.SQLITE_CORRUPT
    return _ERRORS.get(code & 0xFF)


#: How SQLite tells of damage in what a module such as FTS5 keeps, by code and, where FTS5 gives none, by words.
_CORRUPT_INDEX = sqlite3.SQLITE_CORRUPT_VTAB
_OF_INDEX = re.compile(
    rf"invalid fts5 file format|vtable constructor failed: |SQL logic error$|no such (fts5 )?table: (main\.)?({'|'.join(INDEXES)})"
)
#: The same of damage of the schema and of texts.
_DAMAGE = ("no such table: ", "Could not decode to UTF-8")

_ERRORS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (
        StoreLocked,
        "the store is locked: another process is using it; try again when it has finished",
    ),
    sqlite3.SQLITE_LOCKED: (
        StoreLocked,
        "the store is locked: another process is using it; try again when it has finished",
    ),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, "no permission to write to it"),
    sqlite3.SQLITE_PERM: (StoreReadOnly, "no permission to use it"),
    sqlite3.SQLITE_FULL: (StoreFull, "the disk is full; everything finished before is stored"),
    sqlite3.SQLITE_IOERR: (StoreError, "the disk failed: {}"),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, "the file is damaged: {}"),
    sqlite3.SQLITE_NOTADB: (NotAStore, "not a store of onrecord"),
    sqlite3.SQLITE_CANTOPEN: (StoreError, "cannot open it: {}"),
}
