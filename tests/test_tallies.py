"""What speakers say is counted as it is written; searches give the same whichever way they are carried out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from onrecord.records import PageType
from onrecord.run.store import open_store
from onrecord.store import filters, search
from onrecord.store.database import Database
from onrecord.store.filters import Filters
from onrecord.store.tallies import recount
from onrecord.store.verifying import faults_of_indexes
from tests import stores

TABLES = ("speaker_version", "speaker_outlet", "speaker_total")


def counted(db: Database) -> list[list[tuple[object, ...]]]:
    return [sorted(db.rows(f"SELECT * FROM {t}")) for t in TABLES]


@settings(max_examples=25, deadline=None)
@given(stores.histories)
def test_what_is_counted_on_the_way_is_what_counting_gives(history: list[stores.Added]) -> None:
    with TemporaryDirectory() as folder, Database(Path(folder) / "a.db", write=True) as db:
        stores.fill(db, history)
        on_the_way = counted(db)
        assert not list(faults_of_indexes(db))
        with db.transaction():
            recount(db)
        assert counted(db) == on_the_way


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"types": (PageType.ARTICLE,)},
        {"types": ()},
        {"language": "en"},
        {"language": "xx"},
        {"since": "2026-03-01"},
    ],
)
@pytest.mark.parametrize("words", ["", "ferry", "the ferry"])
def test_ways_of_searching_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, limits: dict[str, object]
) -> None:
    stores.samples(tmp_path / "a.db").close()
    with open_store(tmp_path / "a.db") as store:

        def found() -> list[list[object]]:
            wanted = Filters(**limits)  # type: ignore[arg-type]
            return [
                [h.page.version for h in store.search(words, wanted, newest=True, limit=None)],
                [h.code for h in store.search_statements(words, wanted, newest=True, limit=None)],
            ]

        usual = found()
        monkeypatch.setattr(filters, "_FEW", 0)
        monkeypatch.setattr(search, "_FEW", 0)
        monkeypatch.setattr(search, "_FIRST", 1)
        assert found() == usual
