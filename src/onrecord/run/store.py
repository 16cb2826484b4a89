"""A store with its verbs: `open_store(path)` is the front door for programs.

with open_store("news.db", write=True) as store:
    for outcome in store.add("saved-pages/"):
        print(outcome.became, outcome.name)
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from onrecord.errors import PageError, StoreDamaged
from onrecord.records import Failure, Reading
from onrecord.run.adding import Item, Outcome, add, current, now, read_again
from onrecord.settings import Settings
from onrecord.store.bodies import Bodies
from onrecord.store.corrected import renamed
from onrecord.store.corrections import names_shown
from onrecord.store.database import Database
from onrecord.store.hand import Hand
from onrecord.store.indexing import remake, renew
from onrecord.store.keeping import content_of, failed_in, forget_failures, last_failure, outdated
from onrecord.store.loading import failures, get_found, get_reading, read_versions
from onrecord.store.validators import checked, validators
from onrecord.store.verifying import (
    faults_of_bodies,
    faults_of_file,
    faults_of_indexes,
    faults_of_tables,
    refuse_damaged,
)

if TYPE_CHECKING:
    from onrecord.records import ArticleHit, SilenceHit, SpeakerEntry, StatementHit
    from onrecord.run.importing import Imported
    from onrecord.store.filters import Filters

__all__ = ["Fault", "Store", "open_store"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """What `Store.check` found wrong: `where` ("file", "index", "tables", "bodies", "anchors", or the name of a page) and what."""

    where: str
    message: str


class Store:
    """An open store.  Use it as a context manager, or call `close`.

    All verbs give iterators and work as these are consumed: a run that is not consumed to its end stops there, and the
    next one goes on.
    """

    def __init__(
        self, database: Database, settings: Settings | None = None, clock: Callable[[], datetime] = now
    ) -> None:
        self.database = database
        self.bodies = Bodies(database.connection)
        self.settings = settings or Settings()
        self._clock = clock
        if database.writable:
            renew(database)

    @property
    def hand(self) -> Hand:
        """Corrections and decisions by people."""
        return Hand(self.database, self._clock)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection and let others write."""
        self.database.close()

    # -- taking in ---------------------------------------------------------------------------------------------------
    def add(
        self, *sources: str | Path, jobs: int = 1, statements: bool = True
    ) -> Generator[Outcome, None, None]:
        """Store and read the pages of sources: files, folders, archives, lists of addresses, feeds, addresses.

        Pages that an earlier run stored but did not read come first; without sources, only these are read.  `jobs`
        processes read.  Yields one outcome for each page when it is done.  If something fails, it is recorded
        (`failures`), and the rest goes on.
        """
        from onrecord.run.gather import gather

        db = self.database
        items = gather(
            sources, self.settings, partial(validators, db), partial(checked, db), self.database.files()
        )
        newest = last_failure(db)
        yield from self.add_captures(items, jobs=jobs, statements=statements)
        for source in sources:
            forget_failures(db, str(source), newest)

    def add_captures(
        self, items: Iterable[Item], *, jobs: int = 1, statements: bool = True
    ) -> Generator[Outcome, None, None]:
        """The same for pages that you already have in memory: `Capture(name, content, url)`."""
        return add(
            self.database,
            self.bodies,
            items,
            self.settings,
            statements=statements,
            jobs=jobs,
            clock=self._clock,
        )

    def reread(
        self, *, everything: bool = False, failed: bool = False, jobs: int = 1, statements: bool = True
    ) -> Generator[Outcome, None, None]:
        """Read stored pages again that another version of onrecord or other models have read, or `everything`.

        `failed` adds the pages that could not be read.  The old reading of a page stays until the new one is complete.
        If a run is stopped, the next `add` or `reread` continues it.

        Raises `StoreDamaged` if the file or its full-text index is damaged; then nothing is changed.
        """
        with self.database.transaction():
            if read_again(self.database, everything=everything, failed=failed, statements=statements):
                refuse_damaged(self.database)
        return self.add_captures((), jobs=jobs, statements=statements)

    def outdated(self, statements: bool = True) -> int:
        """How many pages `reread` would read."""
        return outdated(self.database, current(statements))

    # -- taking out --------------------------------------------------------------------------------------------------
    def reading(self, version: int, *, as_found: bool = False) -> Reading | None:
        """The reading of a version, with corrections and merged names; with `as_found`, as onrecord found it."""
        if as_found:
            return get_found(self.database, version)
        reading = get_reading(self.database, version)
        return reading and renamed(reading, names_shown(self.database))

    def readings(self, *, all_versions: bool = False) -> Iterator[tuple[int, Reading]]:
        """Yield (version, reading) of all pages that were read, in the order in which they were added; only the latest version of each page, unless `all_versions`."""
        for version in read_versions(self.database, all_versions):
            reading = self.reading(version)
            if reading is not None:
                yield version, reading

    def content(self, version: int) -> bytes:
        """The bytes of a version, as received."""
        return content_of(self.database, self.bodies, version)

    def failures(self) -> Iterator[tuple[int | None, Failure, str]]:
        """Yield (version or `None`, failure, time): what failed and why, newest last."""
        return failures(self.database)

    def failed(self, source: str) -> int:
        """The number of failures to receive a source or something in it.

        Failures to read a page that was received belong to that page and do not count.
        """
        return failed_in(self.database, source) if source else 0  # all that begins with "/" is in ""

    def forget_failures(self, source: str) -> int:
        """Remove the failures that `failed` counts, for example of a mistyped address; returns how many."""
        count = self.failed(source)
        if count:
            forget_failures(self.database, source, last_failure(self.database))
        return count

    # -- finding -----------------------------------------------------------------------------------------------------
    def search(
        self,
        text: str = "",
        filters: Filters | None = None,
        *,
        newest: bool = False,
        limit: int | None = 20,
        offset: int = 0,
    ) -> Iterator[ArticleHit]:
        """Yield the articles that match a query, best first; `docs/search.md` describes queries.

        >>> from onrecord.store.filters import Filters
        >>> with open_store("news.db") as store:  # doctest: +SKIP
        ...     for hit in store.search('harbour "port strike"', Filters(outlet="orsel.example")):
        ...         print(hit.page.title, hit.snippet.text)

        Raises `QueryError` if a query is too long or a day is not valid.
        """
        from onrecord.store.search import search

        return search(self.database, text, filters, newest=newest, limit=limit, offset=offset)

    def search_statements(
        self,
        text: str = "",
        filters: Filters | None = None,
        *,
        newest: bool = False,
        limit: int | None = 20,
        offset: int = 0,
    ) -> Iterator[StatementHit]:
        """Yield the statements whose source, cue and content match a query, best first; otherwise as `search`.

        >>> with open_store("news.db") as store:  # doctest: +SKIP
        ...     for hit in store.search_statements("casualties"):
        ...         print(hit.speaker.name, hit.words, hit.page.address)
        """
        from onrecord.store.search import search_statements

        return search_statements(self.database, text, filters, newest=newest, limit=limit, offset=offset)

    def speakers(
        self, name: str | None = None, *, limit: int | None = 50, offset: int = 0, spellings: bool = True
    ) -> Iterator[SpeakerEntry]:
        """Yield the names under which statements are made, most statements first; with `name`, only names with its words.

        >>> with open_store("news.db") as store:  # doctest: +SKIP
        ...     print([(s.name, s.statements) for s in store.speakers("Verrin")])
        """
        from onrecord.store.persons import speakers

        return speakers(self.database, name, limit=limit, offset=offset, spellings=spellings)

    def says(
        self,
        name: str,
        filters: Filters | None = None,
        *,
        text: str = "",
        limit: int | None = 50,
        offset: int = 0,
    ) -> Iterator[StatementHit]:
        """Yield everything that a person is reported to have said, newest first, with the page and the exact words.

        >>> with open_store("news.db") as store:  # doctest: +SKIP
        ...     for hit in store.says("Ada Verrin"):
        ...         print(hit.page.published, hit.words)
        """
        from onrecord.store.persons import says

        return says(self.database, name, filters, text=text, limit=limit, offset=offset)

    def linked(self, hits: Iterable[T]) -> Iterator[T]:
        """Yield what was found, each statement with its `link` into the live page.

        >>> with open_store("news.db") as store:  # doctest: +SKIP
        ...     for hit in store.linked(store.says("Ada Verrin")):
        ...         print(hit.words, hit.link)
        """
        from onrecord.store.linking import with_links

        return with_links(self.database, hits)

    def silences(
        self,
        name: str | None = None,
        filters: Filters | None = None,
        *,
        limit: int | None = 50,
        offset: int = 0,
    ) -> Iterator[SilenceHit]:
        """Yield who declined, refused or did not comment, according to the pages, newest first; with `name`, only names with its words.

        >>> with open_store("news.db") as store:  # doctest: +SKIP
        ...     for hit in store.silences():
        ...         print(hit.speaker.name, hit.cue_words, hit.words)
        """
        from onrecord.store.silences import silences

        return silences(self.database, name, filters, limit=limit, offset=offset)

    # -- exchanging --------------------------------------------------------------------------------------------------
    def export(
        self,
        form: str,
        output: str | Path,
        *,
        host: str | None = None,
        since: date | None = None,
        until: date | None = None,
        language: str | None = None,
        latest_only: bool = False,
        attitudes: bool = False,
        force: bool = False,
        step: Callable[[], None] = lambda: None,
    ) -> dict[str, int]:
        """Export the store, or the part that the filters select, in a form of `onrecord.render.forms`.

        `attitudes` adds what people are reported to believe, want or decide; jsonl and parquet always have it.
        Returns the number of records of each type.  `step` is called after each version of a page.  The filters are those of
        `onrecord.store.selecting.Selection`, the errors those of `onrecord.run.export.export`.
        """
        from onrecord.run.export import export
        from onrecord.store.selecting import Selection

        selection = Selection(host, since, until, language, latest_only)
        return export(self.database, form, output, selection, attitudes=attitudes, force=force, step=step)

    def import_(self, folder: str | Path, *, step: Callable[[], None] = lambda: None) -> Imported:
        """Import a folder that `export("jsonl", ...)` wrote; returns what was new.

        Raises `BadExport`, which names file and line.
        """
        from onrecord.run.importing import import_folder

        return import_folder(self.database, folder, step=step)

    def content_digest(self) -> str:
        """A digest that is the same for all stores with the same content, added in any order."""
        from onrecord.store.dump import content_digest

        return content_digest(self.database)

    # -- verifying ---------------------------------------------------------------------------------------------------
    def check(self, *, anchors: bool = True, progress: Callable[[], None] = lambda: None) -> Iterator[Fault]:
        """Check the file, the full-text indexes, the tables, the digest of every body, and every anchor against the page as received.

        `progress` is called once for each body and each reading.
        """
        yield from _to_the_end("file", (Fault("file", m) for m in faults_of_file(self.database)))
        yield from _to_the_end("index", (Fault("index", m) for m in faults_of_indexes(self.database)))
        yield from _to_the_end("tables", (Fault("tables", m) for m in faults_of_tables(self.database)))
        yield from _to_the_end("bodies", self._damaged(progress))
        if anchors:
            yield from _to_the_end("anchors", self._astray(progress))

    def repair(self) -> None:
        """Rebuild the full-text indexes from the texts; nothing is lost."""
        remake(self.database)

    def _damaged(self, progress: Callable[[], None]) -> Iterator[Fault]:
        for fault in faults_of_bodies(self.database, self.bodies):
            progress()
            if fault is not None:
                yield Fault("bodies", fault)

    def _astray(self, progress: Callable[[], None]) -> Iterator[Fault]:
        for version in read_versions(self.database, all_versions=True):
            progress()
            yield from self._unresolved(version)

    def _unresolved(self, version: int) -> Iterator[Fault]:
        from onrecord.read.anchors import Original, check, of_reading

        name, charset = self.database.row("SELECT name, charset FROM version WHERE id = ?", (version,)) or (
            "",
            None,
        )
        try:
            reading = get_reading(self.database, version)
            if reading is None:
                return
            media = reading.page.media
            original = Original(self.content(version), charset=charset, media=media, settings=self.settings)
        except (PageError, StoreDamaged) as e:
            yield Fault(name, f"its anchors cannot be checked: {e.message}")
            return
        named = list(of_reading(reading))
        for (what, _), found in zip(named, check((a for _, a in named), reading, original), strict=True):
            if not found.found:
                yield Fault(name, f"{what}: {found.reason}: {found.anchor.quote[:60]!r}")


def _to_the_end(where: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    """Faults of one kind; damage that hides the rest of them is one itself, and the other kinds are still looked for."""
    try:
        yield from faults
    except StoreDamaged as e:
        yield Fault(where, f"{e.message}; there may be more faults in it")


def open_store(
    path: str | Path, *, write: bool = False, create: bool = True, settings: Settings | None = None
) -> Store:
    """Open a store for reading, or with `write` for adding to it.  While it is open for writing, no other process can write to it.

    With `create`, a store that does not exist is created.

    Raises the `StoreError` that says what is wrong.
    """
    return Store(Database(path, write=write, create=create), settings)
