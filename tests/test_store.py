"""The store: what is kept comes back as it was, adding again changes nothing, and errors say what is wrong."""

from __future__ import annotations

import os
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import errors
from onrecord.records import Capture, Failure, Reading, Via
from onrecord.run.store import open_store
from onrecord.store.bodies import Bodies, digest_of
from onrecord.store.database import APPLICATION_ID, Database, migrations
from onrecord.store.indexing import remake
from onrecord.store.keeping import Kept, captures_of, content_of, due, keep, put_failure
from onrecord.store.loading import failures, get_reading
from onrecord.store.verifying import faults_of_indexes, refuse_damaged
from onrecord.store.writing import forget, put_reading
from tests import stores, strategies

EXAMPLES = sorted(Path(__file__).parent.parent.joinpath("examples", "pages").glob("*.html"))
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "news.db", write=True)


def kept(db: Database, capture: Capture) -> Kept:
    with db.transaction():
        return keep(db, Bodies(db.connection), capture)


def counts(db: Database) -> dict[str, int]:
    names = [
        n
        for (n,) in db.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        )
    ]
    return {n: db.value(f"SELECT count(*) FROM {n}") for n in names if "_index" not in n}


# -- captures --------------------------------------------------------------------------------------------------------
def test_keeping_the_same_again_changes_nothing(db: Database) -> None:
    capture = Capture(
        "a.html", b"<p>Rain", "https://orsel.example/a", via=Via.WARC, fetched=NOW, record="<urn:1>"
    )
    first = kept(db, capture)
    before = counts(db)
    assert kept(db, capture) == Kept(first.version, False, False, False)
    assert counts(db) == before


def test_other_bytes_at_an_address_are_another_version_and_the_last_received_is_the_latest(
    db: Database,
) -> None:
    url = "https://orsel.example/a"
    old = kept(db, Capture("a", b"one", url, fetched=NOW))
    new = kept(db, Capture("a", b"two", url, fetched=NOW.replace(hour=13)))
    late = kept(
        db, Capture("a", b"nought", url, fetched=NOW.replace(hour=1))
    )  # found in an archive afterwards
    assert len({old.version, new.version, late.version}) == 3
    assert db.value("SELECT latest FROM page") == new.version
    assert (old.new_page, new.new_page, new.new_version) == (True, False, True)


def test_a_version_received_again_is_a_capture_and_not_due_again(db: Database) -> None:
    first = kept(db, Capture("a", b"one", "https://orsel.example/a", fetched=NOW))
    with db.transaction():
        put_failure(db, Failure("a", "read", "EmptyPage", "nothing"), NOW, first.version)
    again = kept(db, Capture("a", b"one", "https://orsel.example/a#top", fetched=NOW.replace(hour=13)))
    assert again == Kept(first.version, False, False, True)
    assert due(db, Bodies(db.connection)) == []
    assert len(list(captures_of(db, first.version))) == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(stores.captures, max_size=6))
def test_what_was_received_comes_back(tmp_path_factory: pytest.TempPathFactory, items: list[Capture]) -> None:
    with Database(tmp_path_factory.mktemp("s") / "news.db", write=True) as db:
        bodies = Bodies(db.connection)
        for capture in items:
            version = kept(db, capture).version
            assert content_of(db, bodies, version) == capture.content
            got = list(captures_of(db, version, capture.content))
            # What is declared of a version is what its first capture declared.
            assert replace(capture, charset=got[0].charset, media=got[0].media) in got
        before = counts(db)
        for capture in items:
            kept(db, capture)
        assert counts(db) == before


def test_names_that_are_no_text_are_kept(db: Database) -> None:
    name = os.fsdecode(b"caf\xe9\n.html")
    kept(db, Capture(name, b"<p>x"))
    assert db.value("SELECT name FROM version") == "caf\\udce9\n.html"


def test_pages_of_a_host_are_packed_against_each_other(db: Database) -> None:
    markup = b"".join(b"<li><a href='/%d'>Port news %d</a>" % (i, i * i) for i in range(500))
    for n in range(20):
        kept(db, Capture(str(n), markup + b"<p>Story %d" % n, f"https://www.orsel.example/{n}"))
    first, rest = (
        db.value("SELECT length(data) FROM body WHERE base IS NULL"),
        db.value("SELECT max(length(data)) FROM body WHERE base IS NOT NULL"),
    )
    assert rest < first / 10
    bodies = Bodies(db.connection)
    assert {content_of(db, bodies, v) for (v,) in db.rows("SELECT id FROM version")} == {
        markup + b"<p>Story %d" % n for n in range(20)
    }


# -- readings --------------------------------------------------------------------------------------------------------
@settings(max_examples=150, deadline=None)
@given(strategies.readings)
def test_a_reading_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, reading: Reading) -> None:
    content = b"<p>x"
    reading = stores.fitting(reading, digest_of(content), content, "a", None)
    with Database(tmp_path_factory.mktemp("s") / "news.db", write=True) as db:
        version = kept(db, Capture("a", content)).version
        empty = counts(db)
        for _ in range(2):
            with db.transaction():
                put_reading(db, version, reading)
            assert get_reading(db, version) == reading
        with db.transaction():
            forget(db, version)
        assert get_reading(db, version) is None
        left = {"kind", "element", "speaker", "speaker_word"}  # shared between versions
        assert {k: n for k, n in counts(db).items() if k not in left} == {
            k: n for k, n in empty.items() if k not in left
        }
        for index in ("article_index", "statement_index"):
            db.connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
            assert db.value(f"SELECT count(*) FROM {index}_docsize") == 0


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_sample_pages_come_back_as_they_were(db: Database, path: Path) -> None:
    content = path.read_bytes()
    reading = onrecord.read(content, name=path.name, statements=True)
    version = kept(db, Capture(path.name, content)).version
    with db.transaction():
        put_reading(db, version, reading)
    assert get_reading(db, version) == reading
    text = reading.article.text if reading.article else ""
    rows = list(db.rows("SELECT content FROM statements WHERE version = ?", (version,)))
    assert [c for (c,) in rows] == [
        " … ".join(x.of(text) for x in s.content) or None for s in reading.statements
    ]
    assert [t for (t,) in db.rows("SELECT text FROM blocks WHERE version = ? ORDER BY n", (version,))] == [
        b.text for b in reading.blocks
    ]
    assert [p for (p,) in db.rows("SELECT path FROM blocks WHERE version = ? ORDER BY n", (version,))] == [
        b.place.path for b in reading.blocks
    ]


def test_failures_are_kept_once_for_each_name_and_go_when_the_page_is_read(db: Database) -> None:
    with db.transaction():
        for _ in range(2):
            put_failure(db, Failure("feed.xml", "fetch", "BadStatus", "the server answered 500"), NOW)
    assert [f.message for _, f, _ in failures(db)] == ["the server answered 500"]
    kept(db, Capture("feed.xml", b"<p>x"))
    assert list(failures(db)) == []


# -- the file --------------------------------------------------------------------------------------------------------
def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    with Database(tmp_path / "news.db", write=True):
        pass
    head = (tmp_path / "news.db").read_bytes()[:100]
    assert int.from_bytes(head[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(head[60:64], "big") == migrations()[-1][0]


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    with Database(tmp_path / "news.db", write=True) as db:
        db.connection.execute("PRAGMA user_version = 99")
    for write in (True, False):
        with pytest.raises(errors.StoreTooNew, match="newer version of onrecord"):
            Database(tmp_path / "news.db", write=write)


@pytest.mark.parametrize("content", [b"<html>" * 400, b"SQLite format 3\0" + b"\xff" * 2000])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(content)
    for write in (True, False):
        with pytest.raises(errors.StoreError):
            Database(path, write=write)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "news.db")
    other.execute("CREATE TABLE bookmarks (url)")
    other.commit()
    other.close()
    with pytest.raises(errors.NotAStore, match="not a store of onrecord"):
        Database(tmp_path / "news.db", write=True)


def test_nothing_is_left_beside_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(errors.NotAStore, match="not a store of onrecord"):
        Database(tmp_path / "notes.txt", write=True)
    assert os.listdir(tmp_path) == ["notes.txt"]


def test_no_folders_are_made_for_a_store(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreError, match="its folder does not exist"):
        Database(tmp_path / "nwes" / "news.db", write=True)
    assert os.listdir(tmp_path) == []


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "news.db").touch()
    with Database(tmp_path / "news.db", write=True) as made:
        assert made.value("SELECT count(*) FROM page") == 0


DAMAGES = (
    "DELETE FROM article_index_config",
    "DELETE FROM article_index_data WHERE id = 10",
    "UPDATE article_index_data SET block = x'00' WHERE id > 10",
    "DELETE FROM article_index_docsize",
    "DROP TABLE article_index_docsize",
    "DROP TABLE article_index",
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_of_the_full_text_index_is_said_and_mended(db: Database, damage: str) -> None:
    for path in EXAMPLES:
        version = kept(db, Capture(path.name, path.read_bytes())).version
        with db.transaction():
            put_reading(db, version, onrecord.read(path.read_bytes(), name=path.name, statements=False))
    question = "SELECT rowid, bm25(article_index) FROM article_index WHERE article_index MATCH 'the'"
    before = list(db.rows(question))
    assert before
    assert list(faults_of_indexes(db)) == []
    db.connection.execute(damage)
    db.close()
    with Database(db.path) as reader:
        with pytest.raises(errors.StoreDamaged, match="check --repair"):
            list(reader.rows(question))
        assert "check --repair" in next(faults_of_indexes(reader))
    with Database(db.path, write=True) as mended:
        with pytest.raises(errors.StoreDamaged, match="check --repair"):
            refuse_damaged(mended)
        remake(mended)
        refuse_damaged(mended)
        assert list(mended.rows(question)) == before


@pytest.mark.parametrize("what", ["TABLE image", "TABLE note", "TABLE decision", "INDEX page_by_host"])
def test_a_table_that_is_missing_is_said(tmp_path: Path, what: str) -> None:
    path = tmp_path / "news.db"
    with open_store(path, write=True) as store:
        assert list(store.check()) == []
        store.database.connection.execute("PRAGMA foreign_keys = OFF")
        store.database.connection.execute(f"DROP {what}")
    with open_store(path) as store:
        faults = [f.message for f in store.check(anchors=False)]
    assert any(what.split()[1] in fault and "missing" in fault for fault in faults)


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(errors.NotAStore, match="no such store"):
        Database(tmp_path / "news.db")
    assert os.listdir(tmp_path) == []


def test_one_writes_and_others_read_meanwhile(db: Database) -> None:
    with pytest.raises(errors.StoreLocked, match="another process"):
        Database(db.path, write=True)
    with db.transaction():
        keep(db, Bodies(db.connection), Capture("a", b"one"))
        with Database(db.path) as reader:
            assert reader.value("SELECT count(*) FROM page") == 0
    with Database(db.path) as reader:
        assert reader.value("SELECT count(*) FROM page") == 1
        with pytest.raises(errors.StoreReadOnly), reader.transaction():
            pass


def test_readers_leave_nothing_beside_a_store_and_cannot_write(db: Database) -> None:
    db.close()
    before = sorted(os.listdir(Path(db.path).parent))
    with Database(db.path) as reader:
        assert reader.value("SELECT count(*) FROM page") == 0
        with pytest.raises(errors.StoreReadOnly):
            list(reader.rows("DELETE FROM page"))
    assert sorted(os.listdir(Path(db.path).parent)) == before


def test_a_schema_that_is_no_text_is_damage(db: Database) -> None:
    db.close()
    path = Path(db.path)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"CREATE TABLE page (", b"CREATE \xa1\xa1\xa1\xa1\xa1 page ("))
    with pytest.raises(errors.StoreDamaged, match="damaged"):
        Database(path)


def test_a_query_broken_off_may_outlive_the_store(db: Database) -> None:
    rows = db.rows("SELECT 1 UNION SELECT 2")
    assert next(rows) == (1,)
    db.close()
    rows.close()  # type: ignore[attr-defined]


def test_a_transaction_that_fails_leaves_nothing(db: Database) -> None:
    def fails() -> None:
        with db.transaction():
            keep(db, Bodies(db.connection), Capture("a", b"one"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert counts(db)["page"] == counts(db)["body"] == 0


def test_a_full_disk_is_said_and_the_file_is_whole(db: Database) -> None:
    kept(db, Capture("a", b"one"))
    db.connection.execute(f"PRAGMA max_page_count = {db.value('PRAGMA page_count') + 2}")
    with pytest.raises(errors.StoreFull, match="the disk is full"):
        kept(db, Capture("b", os.urandom(100_000)))
    assert db.value("PRAGMA integrity_check") == "ok"
    assert db.value("SELECT count(*) FROM version") == 1


def test_a_changed_body_is_noticed(db: Database) -> None:
    version = kept(db, Capture("a", b"one" * 50)).version
    db.connection.execute("UPDATE body SET digest = 'f00'")
    with pytest.raises(errors.StoreDamaged, match="has changed"):
        content_of(db, Bodies(db.connection), version)
    db.connection.execute("UPDATE body SET data = x'00'")
    with pytest.raises(errors.StoreDamaged, match="cannot be decompressed"):
        content_of(db, Bodies(db.connection), version)


def test_paths_that_share_an_id_stay_apart(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ids of elements' paths come from a digest; let all of them collide."""
    monkeypatch.setattr("onrecord.store.writing._hash", lambda path: 7)
    for path in EXAMPLES[:3]:
        reading = onrecord.read(path.read_bytes(), name=path.name, statements=False)
        version = kept(db, Capture(path.name, path.read_bytes())).version
        with db.transaction():
            put_reading(db, version, reading)
        assert get_reading(db, version) == reading


def test_an_older_file_names_the_command_that_upgrades_it(tmp_path: Path) -> None:
    path = tmp_path / "my news.db"
    with Database(path, write=True) as db:
        db.connection.execute("PRAGMA user_version = 1")
    with pytest.raises(errors.StoreError, match=rf"run `onrecord add --store '{re.escape(str(path))}'` once"):
        Database(path)
