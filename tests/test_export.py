"""Export and import: what goes out comes back as the same store, and damage is told with its place."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from onrecord import errors
from onrecord.records import Capture, Failure
from onrecord.render.schema import checked
from onrecord.render.tables import TABLES, table
from onrecord.run.export import export
from onrecord.run.importing import Imported, import_folder
from onrecord.store.database import Database
from onrecord.store.dump import content_digest, dump
from onrecord.store.keeping import put_failure
from tests import stores


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return stores.samples(tmp_path / "news.db")


@pytest.fixture
def folder(db: Database, tmp_path: Path) -> Path:
    export(db, "jsonl", tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def other(tmp_path: Path) -> Database:
    return Database(tmp_path / "other.db", write=True)


def records(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(x) for x in (folder / f"{name}.jsonl").read_bytes().splitlines()]


def resealed(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change a file, and the manifest with it."""
    path, head = folder / name, folder / "manifest.json"
    path.write_bytes(change(path.read_bytes()))
    value = json.loads(head.read_text())
    value["files"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    head.write_text(json.dumps(value))


# -- there and back --------------------------------------------------------------------------------------------------
@settings(max_examples=60)
@given(stores.histories, stores.others, stores.seen, stores.histories)
def test_export_then_import_gives_the_same_store(
    tmp_path_factory: pytest.TempPathFactory,
    history: list[stores.Added],
    more: list[Failure],
    seen: list[tuple[str, str | None, str | None, str | None]],
    elsewhere: list[stores.Added],
) -> None:
    tmp = tmp_path_factory.mktemp("s")
    with Database(tmp / "a.db", write=True) as a, Database(tmp / "b.db", write=True) as b:
        stores.fill(a, history, more, seen)
        export(a, "jsonl", tmp / "out")
        import_folder(b, tmp / "out")
        assert list(dump(b, bodies=True)) == list(dump(a, bodies=True))
        assert import_folder(b, tmp / "out") == Imported()
        assert content_digest(b) == content_digest(a)
        export(b, "jsonl", tmp / "again")
        for path in (tmp / "out").iterdir():
            assert (tmp / "again" / path.name).read_bytes() == path.read_bytes()
        # Into a store with other pages: nothing of either is lost.
        with Database(tmp / "c.db", write=True) as c:
            stores.fill(c, elsewhere)
            before = {x for x in dump(c) if '"record":"capture"' in x}
            import_folder(c, tmp / "out")
            there = set(dump(c))
            assert before <= there
            assert {x for x in dump(a) if '"record":"capture"' in x} <= there
            assert import_folder(c, tmp / "out") == Imported()


def test_a_failure_that_came_after_a_page_of_its_name_is_imported_once(tmp_path: Path) -> None:
    page = stores.Added(Capture("0", b""), None, None, False, False)
    with Database(tmp_path / "a.db", write=True) as a, Database(tmp_path / "b.db", write=True) as b:
        stores.fill(a, [page], [Failure("0", "source", "FileProblem", "no permission to read the file")], [])
        export(a, "jsonl", tmp_path / "out")
        assert import_folder(b, tmp_path / "out").failures == 1
        assert import_folder(b, tmp_path / "out") == Imported()


def test_a_store_of_sample_pages_comes_back(db: Database, folder: Path, other: Database) -> None:
    new = import_folder(other, folder)
    n = len(stores.EXAMPLES)
    assert (new.pages, new.versions, new.readings, new.failures, new.addresses) == (n + 1, n + 2, n, 2, 1)
    assert content_digest(other, bodies=True) == content_digest(db, bodies=True)
    assert other.value("SELECT count(*) FROM version WHERE state = 'due'") == 1
    assert other.value("SELECT count(*) FROM article_index_docsize") == db.value(
        "SELECT count(*) FROM article_index_docsize"
    )


def test_ids_order_and_times_do_not_count(tmp_path: Path) -> None:
    from onrecord.store.bodies import Bodies
    from onrecord.store.keeping import keep

    digests = []
    for name, order, now in (("a", 1, stores.NOW), ("b", -1, stores.NOW.replace(year=2027))):
        with Database(tmp_path / name, write=True) as db:
            with db.transaction():
                for n in range(9)[::order]:
                    keep(db, Bodies(db.connection), Capture(str(n), b"<p>%d" % n))
                    put_failure(db, Failure(f"x{n}", "fetch", "BadStatus", "no"), now)
            digests.append(content_digest(db))
            db.connection.execute("UPDATE version SET state = 'read' WHERE name = '3'")
            assert content_digest(db) != digests[-1]
    assert digests[0] == digests[1]


def test_importing_takes_what_tells_more(db: Database, folder: Path, other: Database, tmp_path: Path) -> None:
    import_folder(other, folder)
    with other.transaction():
        for version, reading in list(other.rows("SELECT version, reader FROM reading")):
            assert reading
            put_failure(other, Failure("x", "read", "MemoryError", "too large"), stores.NOW, version)
            from onrecord.store.writing import forget

            forget(other, version)
    assert import_folder(other, folder).readings == len(stores.EXAMPLES)
    assert content_digest(other) == content_digest(db)


# -- the files -------------------------------------------------------------------------------------------------------
def test_every_line_is_as_the_schema_says(folder: Path) -> None:
    head = json.loads((folder / "manifest.json").read_text())
    for t in TABLES:
        found = records(folder, t.name)
        assert found, t.name
        for row in found:
            assert checked(t, row) == row
            names = {f.name for f in t.fields}
            assert set(row) - {"text", "base64"} == names - {"content", "text"} or set(row) == names
        said = head["files"][f"{t.name}.jsonl"]
        data = (folder / f"{t.name}.jsonl").read_bytes()
        assert said == {
            "records": len(found),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    assert {"text", "base64"} <= {k for row in records(folder, "bodies") for k in row}
    assert os.stat(folder).st_mode & 0o777 == 0o777 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_flat_files_hold_the_words(folder: Path) -> None:
    texts = {(a["address"], a["digest"]): str(a["text"]) for a in records(folder, "articles")}
    for name in ("statements", "blocks"):
        for row in records(folder, name):
            text = texts.get((row["address"], row["digest"]), "")
            if name == "blocks" and row["start"] is not None:
                assert text[row["start"] : row["end"]] == row["text"]
            for part in row.get("content", []):
                assert text[part["start"] : part["end"]] == part["words"]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"host": "www.orsel.example"}, lambda r: r["host"] == "orsel.example"),
        ({"latest_only": True}, lambda r: r["latest"]),
        ({"host": "nowhere.example"}, lambda r: False),
    ],
)
def test_parts_of_a_store(
    db: Database,
    folder: Path,
    tmp_path: Path,
    other: Database,
    filters: dict[str, object],
    wanted: Callable[[object], bool],
) -> None:
    from onrecord.run.store import Store

    Store(db).export("jsonl", tmp_path / "part", **filters)  # type: ignore[arg-type]
    want = [r for r in records(folder, "versions") if wanted(r)]
    assert records(tmp_path / "part", "versions") == want
    assert import_folder(other, tmp_path / "part").versions == len(want)


def test_parts_by_day_and_language(db: Database) -> None:
    from datetime import date

    from onrecord.store.selecting import Selection, count, versions

    everything = count(db, Selection())
    assert count(db, Selection(since=date(1900, 1, 1))) + 1 >= everything
    days: list[Any] = [
        db.value("SELECT substr(published_utc, 1, 10) FROM article WHERE version = ?", (v.id,))
        or v.first_fetched
        for v in versions(db, Selection())
    ]
    middle = sorted(d[:10] for d in days if d)[len(days) // 2]
    assert count(db, Selection(until=date.fromisoformat(middle))) == sum(
        bool(d) and d[:10] <= middle for d in days
    )
    tags = [v for (v,) in db.rows("SELECT language FROM article")]
    assert count(db, Selection(language="EN")) == sum(t is not None and t[:2] == "en" for t in tags) > 0
    assert count(db, Selection(language="e")) == 0


# -- damage ----------------------------------------------------------------------------------------------------------
def test_other_folders_are_refused(tmp_path: Path, other: Database) -> None:
    with pytest.raises(errors.BadExport, match="no manifest"):
        import_folder(other, tmp_path)
    with pytest.raises(errors.BadExport, match="No such file"):
        import_folder(other, tmp_path / "nothing")
    (tmp_path / "manifest.json").write_text("[" * 100_000)
    with pytest.raises(errors.BadExport, match="not JSON"):
        import_folder(other, tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": "vega"}')
    with pytest.raises(errors.BadExport, match="not the manifest"):
        import_folder(other, tmp_path)


def test_newer_exports_are_refused(folder: Path, other: Database) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 9'))
    with pytest.raises(errors.BadExport, match="newer version of onrecord"):
        import_folder(other, folder)


@pytest.mark.parametrize("name", [f"{t.name}.jsonl" for t in TABLES if not t.derived])
def test_missing_and_changed_files_are_named_before_anything_is_written(
    folder: Path, other: Database, name: str
) -> None:
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[:-3])
    with pytest.raises(errors.BadExport, match=f"{name}: the file was changed after the export"):
        import_folder(other, folder)
    (folder / name).unlink()
    with pytest.raises(errors.BadExport, match=f"{name}: is missing"):
        import_folder(other, folder)
    assert other.value("SELECT count(*) FROM page") == 0


def _replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new, 1)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("captures.jsonl", lambda d: b"{\n" + d, r"captures.jsonl:1: not JSON"),
        ("captures.jsonl", lambda d: d + b"[]\n", r"captures.jsonl:\d+: this must be an object"),
        ("captures.jsonl", lambda d: d[:-9], r"captures.jsonl:\d+: the line is cut short"),
        ("captures.jsonl", _replaced(b'"via":"file"', b'"via":"owl"'), r"captures.jsonl:1: .*is not valid"),
        ("captures.jsonl", _replaced(b'"size"', b'"sise"'), r"captures.jsonl:1: captures.size: missing"),
        (
            "captures.jsonl",
            _replaced(b'"status":200', b'"status":"200"'),
            r"captures.status: this must be int",
        ),
        ("captures.jsonl", _replaced(b'"status":200', b'"status":%d' % 2**70), r"the number is too large"),
        ("captures.jsonl", _replaced(b'"old"', b'"\\ud800"'), r"not text"),
        ("captures.jsonl", lambda d: d.split(b"\n", 1)[1], r"captures.jsonl:1: the bytes of this capture"),
        ("bodies.jsonl", lambda d: b"", r"captures.jsonl:1: the bytes of this capture are not"),
        ("bodies.jsonl", _replaced(b"harbour", b"airport"), r"bodies.jsonl:\d+: the bytes are not those"),
        ("bodies.jsonl", _replaced(b'"base64":"', b'"base64":"@'), r"bodies.jsonl:\d+: this is not base64"),
        ("bodies.jsonl", _replaced(b'"base64"', b'"base65"'), r"bodies.jsonl:\d+: there is neither"),
        ("versions.jsonl", _replaced(b'"state":"due"', b'"state":"read"'), r"without a record of it"),
        ("versions.jsonl", _replaced(b'"address":"', b'"address":"x'), r"versions.jsonl:1: no capture"),
        ("versions.jsonl", lambda d: b"", r"readings.jsonl:1: this version is not in"),
        ("readings.jsonl", _replaced(b'"schema":3', b'"schema":7'), r"readings.jsonl:1: schema 7"),
        (
            "readings.jsonl",
            _replaced(b'"page":{"id":"', b'"page":{"id":"x'),
            r"readings.jsonl:1: .*another page",
        ),
        ("failures.jsonl", _replaced(b'"at":"2', b'"at":"x'), r"failures.jsonl:1: .*is not valid"),
        ("addresses.jsonl", lambda d: b"[" * 100_000 + b"\n", r"addresses.jsonl:1: not JSON"),
    ],
)
def test_damaged_lines_are_named(
    folder: Path, other: Database, db: Database, name: str, change: Callable[[bytes], bytes], message: str
) -> None:
    before = (folder / name).read_bytes()
    resealed(folder, name, change)
    assert (folder / name).read_bytes() != before
    with pytest.raises(errors.BadExport, match=message):
        import_folder(other, folder)
    assert other.value("PRAGMA foreign_key_check") is None
    resealed(folder, name, lambda _: before)
    import_folder(other, folder)  # and the next one goes on
    assert content_digest(other) == content_digest(db)


def test_an_import_that_was_broken_off_goes_on(
    folder: Path, other: Database, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.run.importing._BATCH", 2)
    for most in (0, 1, 3, 5):
        left = iter(range(most))
        with pytest.raises(StopIteration):
            import_folder(other, folder, step=lambda left=left: next(left))  # type: ignore[misc]
    import_folder(other, folder)
    assert content_digest(other) == content_digest(db)


# -- output ----------------------------------------------------------------------------------------------------------
def test_nothing_is_overwritten_unless_asked_to(db: Database, folder: Path, tmp_path: Path) -> None:
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(errors.OutputProblem, match="already exists"):
        export(db, "jsonl", folder)
    export(db, "jsonl", folder, force=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(errors.OutputProblem, match="more than an export"):
        export(db, "jsonl", tmp_path / "mine", force=True)
    with pytest.raises(errors.OutputProblem, match="it must be a folder"):
        export(db, "jsonl", tmp_path / "mine" / "thesis.txt", force=True)
    with pytest.raises(errors.OutputProblem, match="already exists"):
        export(db, "csv", tmp_path / "mine" / "thesis.txt")
    with pytest.raises(errors.OutputProblem, match="it must be a file"):
        export(db, "csv", tmp_path / "mine", force=True)
    with pytest.raises(errors.OutputProblem, match="No such file"):
        export(db, "csv", tmp_path / "no" / "where.csv")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "x"
    assert sorted(os.listdir(tmp_path)) == sorted([*before, "mine"])


def test_what_is_broken_off_leaves_nothing(db: Database, folder: Path, tmp_path: Path) -> None:
    def fails() -> None:
        raise KeyboardInterrupt

    before = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
    for form in ("jsonl", "csv"):
        with pytest.raises(KeyboardInterrupt):
            export(db, form, folder if form == "jsonl" else tmp_path / "x.csv", force=True, step=fails)
    assert {p: p.stat().st_mtime_ns for p in folder.iterdir()} == before
    assert not [n for n in os.listdir(tmp_path) if n.startswith(".") or n == "x.csv"]


def test_a_store_that_is_written_to_is_exported_as_of_one_moment(db: Database, tmp_path: Path) -> None:
    from onrecord.store.bodies import Bodies
    from onrecord.store.keeping import keep

    def adds() -> None:
        with db.transaction():
            keep(db, Bodies(db.connection), Capture("late", b"<p>late", "https://lamm.example/late"))

    before = db.value("SELECT count(*) FROM version")
    with Database(db.path) as reader:
        counts = export(reader, "jsonl", tmp_path / "out", step=adds)
    assert counts["versions"] == counts["bodies"] == before
    assert table("versions").name == "versions"
