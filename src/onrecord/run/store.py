"""A store with its verbs: `open_store(path)` is the front door for programs.

with open_store("news.db", write=True) as store:
    for outcome in store.add("saved-pages/"):
        print(outcome)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.store.bodies import Bodies
from onrecord.store.database import Database
from onrecord.store.indexing import renew

if TYPE_CHECKING:
    from onrecord.records import ArticleHit, SpeakerEntry, StatementHit
    from onrecord.store.filters import Filters

__all__ = ["Store", "open_store"]


class Store:
    """An open store.  Use it as a context manager, or call `close`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.bodies = Bodies(database.connection)
        if database.writable:
            renew(database)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection and let others write."""
        self.database.close()

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
        """The articles that answer a question, best first; see `docs/search.md` for what may be asked.

        >>> from onrecord.store.filters import Filters
        >>> with open_store("news.db") as store:  # doctest: +SKIP
        ...     for hit in store.search('harbour "port strike"', Filters(outlet="orsel.example")):
        ...         print(hit.page.title, hit.snippet.text)

        Raises `QueryError` for a question that is too long and for days that are none.
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
        """The statements that answer a question by their source, cue or content, best first; otherwise as `search`.

        >>> with open_store("news.db") as store:  # doctest: +SKIP
        ...     for hit in store.search_statements("casualties"):
        ...         print(hit.speaker, hit.content_words, hit.page.address)
        """
        from onrecord.store.search import search_statements

        return search_statements(self.database, text, filters, newest=newest, limit=limit, offset=offset)

    def speakers(
        self, name: str | None = None, *, limit: int | None = 50, offset: int = 0, spellings: bool = True
    ) -> Iterator[SpeakerEntry]:
        """The names under which statements are made, those with most statements first; with `name`, those with its words.

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
        """Everything that a person is reported to have said, newest first, with the page and the exact words.

        >>> with open_store("news.db") as store:  # doctest: +SKIP
        ...     for hit in store.says("Ada Verrin"):
        ...         print(hit.page.published, hit.content_words)
        """
        from onrecord.store.persons import says

        return says(self.database, name, filters, text=text, limit=limit, offset=offset)


def open_store(path: str | Path, *, write: bool = False) -> Store:
    """Open a store: for reading, or for adding to it (then it is made if there is none, and nobody else may write).

    Raises the `StoreError` that says why not.
    """
    return Store(Database(path, write=write))
