"""Adding pages to a store, and reading stored pages again.

Pages are kept first and read afterwards.  Each step is a transaction: a page is kept and marked as due, or it is not; its
reading is there and it is no longer due, or it still is.  So a run that is killed at any moment loses nothing, and the next
one goes on where it ended: it reads what is due before it takes anything new.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from itertools import chain

from onrecord.errors import StoreDamaged
from onrecord.records import Capture, Failure, Feed, Reading, Revisit, Skipped, Unchanged, Via
from onrecord.run.pool import ReadingPool
from onrecord.settings import Settings
from onrecord.store.bodies import Bodies
from onrecord.store.database import Database
from onrecord.store.keeping import due, forget_failure_of, keep, last_failure, mark_due, put_failure
from onrecord.store.loading import failure_of
from onrecord.store.revisits import arrived, keep_revisit
from onrecord.store.validators import put_validators, unchanged
from onrecord.store.writing import put_reading

__all__ = ["Became", "Item", "Outcome", "add", "current", "now", "program", "read_again"]

#: What sources give.
Item = Capture | Revisit | Unchanged | Feed | Skipped | Failure

#: Pages and bytes that are kept in one transaction.  More would keep the readers waiting meanwhile.
_BATCH, _BATCH_BYTES = 8, 8_000_000
#: Readings that are written in one: each transaction makes the full-text index a part of its own, which is merged later.
_READINGS = 32


#: In place of a page: there is something to tell of others.  Else nothing would be told as long as none is to be read.
_NEWS = (0, Failure("", "", "", ""))


class Became(StrEnum):
    """What became of a page that was named or stored."""

    READ = "read"  # new to the store, and read
    AGAIN = "again"  # stored before, and read again
    CHANGED = "changed"  # a new version of a page that the store knows, and read
    KNOWN = "known"  # the store has these bytes already, and they were read; not read again
    SEEN = "seen"  # an archive says that it saw bytes again that the store has
    UNCHANGED = "unchanged"  # the server says that it has not changed
    FEED = "feed"  # no page: a feed or sitemap, whose entries have been dealt with
    SKIPPED = "skipped"  # no pages: what archives and folders hold besides
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page: its `name`, its `version` in the store if it was received, the `failure` if it failed.

    `count` is more than 1 only for what was skipped.
    """

    became: Became
    name: str
    version: int | None = None
    failure: Failure | None = None
    count: int = 1


@cache
def program(statements: bool) -> str:
    """The name of what reads pages: the program and its models.  Readings under another name can be made again.

    Raises `ModelError`.
    """
    from onrecord._version import VERSION
    from onrecord.read.model import LINKS, SIBLINGS, STATEMENTS, version

    names = [
        f"onrecord-{VERSION}",
        version("blocks-html"),
        version("blocks-html-siblings", SIBLINGS),
        version("blocks-text"),
    ]
    if statements:
        names.append(version("statements-en", STATEMENTS))
        version("statements-en-links", LINKS)  # so that one that is missing ends the run before it begins
    return " ".join(names)


class _Run:
    """One run over a store: takes what sources give, has it read, and writes what comes."""

    def __init__(self, db: Database, bodies: Bodies, statements: bool, clock: Callable[[], datetime]) -> None:
        self.db, self.bodies, self.clock = db, bodies, clock
        self.statements, self.program = statements, program(statements)
        self.before = last_failure(db)
        self.told: list[Outcome] = []  # of pages that need no reading
        self.became: dict[int, Became] = {}
        self.names: dict[int, str] = {}
        self.waiting: dict[str, Failure] = {}  # revisits whose original may still come in this run

    # -- taking in ---------------------------------------------------------------------------------------------------
    def left(self) -> Iterator[tuple[int, Capture | Failure]]:
        """What earlier runs kept and did not read."""
        last = 0
        while True:
            ids = [
                v
                for (v,) in self.db.rows(
                    "SELECT id FROM version WHERE state = 'due' AND id > ? ORDER BY id LIMIT 500", (last,)
                )
            ]
            if not ids:
                return
            for version in ids:
                last = version
                try:
                    found = due(self.db, self.bodies, version - 1, 1)
                except StoreDamaged as e:
                    self._damaged(version, e)
                    yield _NEWS
                    continue
                for version, capture in found:
                    before = self.db.row("SELECT 1 FROM reading WHERE version = ?", (version,))
                    self.became[version] = Became.AGAIN if before else Became.READ
                    self.names[version] = capture.name
                    yield version, capture

    def _damaged(self, version: int, error: StoreDamaged) -> None:
        name = self.db.value("SELECT name FROM version WHERE id = ?", (version,))
        failure = Failure(name, error.stage, type(error).__name__, error.message)
        with self.db.transaction():
            put_failure(self.db, failure, self.clock(), version)
        self.told.append(Outcome(Became.FAILED, name, version, failure))

    def taken(self, items: Iterable[Item]) -> Iterator[tuple[int, Capture | Failure]]:
        """Keep what comes; gives what is to be read, and news."""
        batch: list[Capture | Revisit] = []
        size = 0
        for item in items:
            if not isinstance(item, Capture | Revisit):
                # In their order: a failure of a name must not be taken for one that its page has mended.
                yield from self._keep(batch)
                batch, size = [], 0
                self._note(item)
                yield _NEWS
                continue
            batch.append(item)
            size += len(item.content) if isinstance(item, Capture) else 0
            # What was fetched is kept at once: asking for it again would cost the server.
            fetched = isinstance(item, Capture) and item.via is Via.HTTP
            if len(batch) >= _BATCH or size >= _BATCH_BYTES or fetched:
                yield from self._keep(batch)
                batch, size = [], 0
                if self.told:
                    yield _NEWS
        yield from self._keep(batch)
        self.told += (Outcome(Became.FAILED, name, failure=f) for name, f in self.waiting.items())

    def _note(self, item: Unchanged | Feed | Skipped | Failure) -> None:
        """Something that is no page."""
        if isinstance(item, Skipped):
            self.told.append(Outcome(Became.SKIPPED, f"{item.container}: {item.what}", count=item.count))
            return
        with self.db.transaction():
            if isinstance(item, Failure):
                put_failure(self.db, item, self.clock())
                self.told.append(Outcome(Became.FAILED, item.name, failure=item))
            elif isinstance(item, Unchanged):
                unchanged(self.db, item)
                self.told.append(Outcome(Became.UNCHANGED, item.name))
            else:
                put_validators(self.db, item.url, item.validators, item.checked)
                # What is wrong with its entries was recorded in this run, under its name.
                for url in {item.name, item.url}:
                    forget_failure_of(self.db, url, self.before)
                self.told.append(Outcome(Became.FEED, item.name))

    def _keep(self, batch: list[Capture | Revisit]) -> list[tuple[int, Capture]]:
        fresh: list[tuple[int, Capture]] = []
        if not batch:
            return fresh
        with self.db.transaction():
            for capture in batch:
                if isinstance(capture, Revisit):
                    self._seen(capture)
                    continue
                kept = keep(self.db, self.bodies, capture)
                for name, seen in arrived(self.db, self.bodies, capture):
                    self.waiting.pop(name, None)
                    self.told.append(Outcome(Became.SEEN, name, seen.version))
                if capture.via is Via.HTTP:
                    self._answered(capture)
                if kept.new_version:
                    fresh.append((kept.version, capture))
                    self.became[kept.version] = Became.READ if kept.new_page else Became.CHANGED
                    self.names[kept.version] = capture.name
                else:
                    self._known(capture.name, kept.version)
        return fresh

    def _seen(self, revisit: Revisit) -> None:
        """A sighting of bytes that stand elsewhere, perhaps further on in the same archive."""
        kept = keep_revisit(self.db, self.bodies, revisit, self.clock())
        if isinstance(kept, Failure):
            self.waiting[revisit.name] = kept
        elif kept.new_capture:
            self.told.append(Outcome(Became.SEEN, revisit.name, kept.version))
        else:
            self.told.append(Outcome(Became.KNOWN, revisit.name, kept.version))

    def _known(self, name: str, version: int) -> None:
        """These bytes are there already; if reading them failed, it would fail again."""
        failure = failure_of(self.db, version)
        became = Became.FAILED if failure else Became.KNOWN
        self.told.append(Outcome(became, name, version, failure))

    def _answered(self, capture: Capture) -> None:
        """Validators belong to the address that answered; when it was asked, to the one that was named, too."""
        at = capture.fetched or self.clock()
        put_validators(self.db, capture.name, None, at)
        put_validators(self.db, capture.url or capture.name, capture.validators, at)
        for url in {capture.name, capture.url or capture.name}:
            forget_failure_of(self.db, url, last_failure(self.db))

    # -- writing -----------------------------------------------------------------------------------------------------
    def write(self, results: Iterable[tuple[int, Reading | Failure]]) -> Iterator[Outcome]:
        """Write what reading gave; tells of everything in the order in which it is done."""
        batch: list[tuple[int, Reading | Failure]] = []
        try:
            for result in results:
                if result[0] != _NEWS[0]:
                    batch.append(result)
                if len(batch) >= _READINGS:
                    full, batch = batch, []
                    yield from self._write(full)
                yield from self._tell()
        finally:
            # A caller who stops in between keeps what was read.
            outcomes = self._write(batch)
        yield from outcomes
        yield from self._tell()

    def _write(self, batch: list[tuple[int, Reading | Failure]]) -> list[Outcome]:
        if not batch:
            return []
        outcomes = []
        with self.db.transaction():
            for version, result in batch:
                name = self.names.pop(version)
                became = self.became.pop(version)
                if isinstance(result, Failure):
                    put_failure(self.db, result, self.clock(), version)
                    outcomes.append(Outcome(Became.FAILED, name, version, result))
                else:
                    put_reading(self.db, version, result, self.statements, self.program)
                    outcomes.append(Outcome(became, name, version))
        return outcomes

    def _tell(self) -> list[Outcome]:
        told, self.told = self.told, []
        return told


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def add(
    db: Database,
    bodies: Bodies,
    items: Iterable[Item],
    settings: Settings,
    *,
    statements: bool = True,
    jobs: int = 1,
    clock: Callable[[], datetime] = now,
) -> Generator[Outcome, None, None]:
    """Read what earlier runs left, then keep and read what comes.  One outcome for each page, as it is done."""
    run = _Run(db, bodies, statements, clock)
    with ReadingPool(jobs, settings, statements) as pool:
        yield from run.write(pool.read(chain(run.left(), run.taken(items))))


def read_again(db: Database, *, everything: bool, failed: bool, statements: bool) -> int:
    """Mark pages as due: those read by another program, or everything, and those that failed.  How many there are."""
    return mark_due(db, None if everything else current(statements), failed)


def current(statements: bool) -> list[str]:
    """The programs whose readings need not be made again: without statements only if none are wanted."""
    return [program(True)] if statements else [program(True), program(False)]
