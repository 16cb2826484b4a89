"""A store with its verbs: `open_store(path)` is the front door for programs.

    with open_store("news.db", write=True) as store:
        for outcome in store.add("saved-pages/"):
            print(outcome)
"""

from __future__ import annotations

from pathlib import Path

from onrecord.store.bodies import Bodies
from onrecord.store.database import Database

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


def open_store(path: str | Path, *, write: bool = False) -> Store:
    """Open a store: for reading, or for adding to it (then it is made if there is none, and nobody else may write).

    Raises the `StoreError` that says why not.
    """
    return Store(Database(path, write=write))
