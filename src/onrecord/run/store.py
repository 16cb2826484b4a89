"""A store with its verbs: `open_store(path)` is the front door for programs.

with open_store("news.db", write=True) as store:
    for outcome in store.add("saved-pages/"):
        print(outcome)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.store.bodies import Bodies
from onrecord.store.database import Database

if TYPE_CHECKING:
    from onrecord.run.importing import Imported

__all__ = ["Store", "open_store"]


class Store:
    """An open store.  Use it as a context manager, or call `close`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.bodies = Bodies(database.connection)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection and let others write."""
        self.database.close()

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
        force: bool = False,
        step: Callable[[], None] = lambda: None,
    ) -> dict[str, int]:
        """Write the store, or the part that the filters select, in a form of `onrecord.render.forms`.

        Gives the number of records of each type.  `step` is called after each version of a page.  The filters are those of
        `onrecord.store.selecting.Selection`, the errors those of `onrecord.run.export.export`.
        """
        from onrecord.run.export import export
        from onrecord.store.selecting import Selection

        selection = Selection(host, since, until, language, latest_only)
        return export(self.database, form, output, selection, force=force, step=step)

    def import_(self, folder: str | Path, *, step: Callable[[], None] = lambda: None) -> Imported:
        """Take in a folder that `export("jsonl", ...)` wrote; gives what was new.

        Raises `BadExport`, which names file and line.
        """
        from onrecord.run.importing import import_folder

        return import_folder(self.database, folder, step=step)

    def content_digest(self) -> str:
        """A digest that is the same for all stores with the same content, in whatever order it was added."""
        from onrecord.store.dump import content_digest

        return content_digest(self.database)


def open_store(path: str | Path, *, write: bool = False) -> Store:
    """Open a store: for reading, or for adding to it (then it is made if there is none, and nobody else may write).

    Raises the `StoreError` that says why not.
    """
    return Store(Database(path, write=write))
