"""Adding to a store: kept first, read afterwards, and gone on with wherever a run ended."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord import Capture, Failure, errors, open_store
from onrecord.cli.main import cli
from onrecord.records import Feed, FeedKind, Skipped, Unchanged, Validators, Via
from onrecord.run import adding
from onrecord.run.adding import Became, Outcome
from onrecord.run.store import Store
from onrecord.store.database import Database
from onrecord.store.validators import validators
from onrecord.store.verifying import faults_of_indexes

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
STORY = "<h1>Ferry strikes mole</h1><p>A ferry struck the mole of Port Orsel on Thursday, number {}, the harbour office said.</p>"
EXAMPLES = Path(__file__).parent.parent / "examples" / "pages"


def page(n: int, **more: object) -> Capture:
    return Capture(f"{n}.html", STORY.format(n).encode(), **more)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "news.db", write=True) as opened:
        yield opened


def added(store: Store, *items: adding.Item, jobs: int = 1) -> list[Outcome]:
    return list(store.add_captures(items, jobs=jobs, statements=False))


def sound(store: Store) -> bool:
    return list(store.check()) == []


def test_pages_are_kept_and_read_and_adding_again_reads_nothing(store: Store) -> None:
    assert Counter(o.became for o in added(store, *map(page, range(40)), jobs=2)) == {Became.READ: 40}
    assert Counter(o.became for o in added(store, *map(page, range(40)))) == {Became.KNOWN: 40}
    assert len(list(store.readings())) == 40
    assert sound(store)


def test_a_changed_page_becomes_a_version_beside_the_old_one(store: Store) -> None:
    url = "https://ledger.example/ferry"
    added(store, page(1, url=url))
    (outcome,) = added(store, page(2, url=url))
    assert outcome.became is Became.CHANGED
    assert [r.article.text[-40:] for _, r in store.readings(all_versions=True) if r.article] == [
        "Thursday, number 1, the harbour office said."[-40:],
        "Thursday, number 2, the harbour office said."[-40:],
    ]
    assert [v for v, _ in store.readings()] == [outcome.version]


def test_what_fails_is_recorded_and_the_rest_goes_on(store: Store) -> None:
    lost = Failure("feed.xml", "fetch", "BadStatus", "the server answered 500")
    outcomes = added(store, page(1), Capture("a.pdf", b"%PDF-1.7\n"), lost, Capture("empty", b""), page(2))
    assert Counter(o.became for o in outcomes) == {Became.READ: 2, Became.FAILED: 3}
    found = {f.name: f.error for _, f, _ in store.failures()}
    assert found == {"a.pdf": "NotAPage", "feed.xml": "BadStatus", "empty": "EmptyPage"}
    assert sound(store)
    again = added(store, page(1), Capture("a.pdf", b"%PDF-1.7\n"))
    assert Counter(o.became for o in again) == {
        Became.KNOWN: 1,
        Became.FAILED: 1,
    }  # told again, not read again
    assert [o.failure.error for o in again if o.failure] == ["NotAPage"]


def test_a_failure_goes_when_its_source_was_mended(store: Store, tmp_path: Path) -> None:
    lines, bad = tmp_path / "crawl.jsonl", '{"url": "https://a.example/", "html": 7}'
    good = json.dumps({"url": "https://a.example/1", "html": STORY.format(1)})
    for content, left in ((f"{good}\n{bad}\n", 1), (f"{good}\n{bad}\n", 1), (f"{good}\n", 0)):
        lines.write_text(content)
        list(store.add(lines, statements=False))
        assert len(list(store.failures())) == left


@pytest.mark.parametrize(
    "named", ["https://a.example/1", "https://a.example/1#part", "https://a.example/old"]
)
def test_a_failure_goes_when_its_address_was_fetched_under_another_name(store: Store, named: str) -> None:
    others = ("https://a.example/10", "https://a.example/1$")
    added(store, *(Failure(n, "fetch", "BadStatus", "the server answered 500", n) for n in (named, *others)))
    moved = page(1, url="https://a.example/1", via=Via.HTTP, fetched=NOW)
    added(store, replace(moved, name="https://a.example/old", container="https://a.example/feed"))
    assert sorted(f.name for _, f, _ in store.failures()) == sorted(others)


def test_a_run_that_stops_is_gone_on_with(store: Store) -> None:
    run = store.add_captures(map(page, range(100)), statements=False)
    next(run)
    run.close()
    kept, due = (
        store.database.value(q)
        for q in ("SELECT count(*) FROM version", "SELECT count(*) FROM version WHERE state = 'due'")
    )
    assert 0 < due < kept < 100
    assert sound(store)
    outcomes = added(store, *map(page, range(100)))
    assert Counter(o.became for o in outcomes)[Became.READ] == due + 100 - kept
    assert store.database.value("SELECT count(*) FROM reading") == 100
    assert sound(store)


def test_what_needs_no_reading_is_told_as_it_comes(store: Store) -> None:
    added(store, *map(page, range(20)))
    taken = 0

    def again() -> Iterator[Capture | Failure]:
        nonlocal taken
        for n in range(200):
            taken += 1
            yield Failure(f"{n}.pdf", "source", "NotAPage", "a PDF") if n >= 100 else page(n % 20)

    most = 0
    for told, outcome in enumerate(store.add_captures(again(), statements=False), 1):
        assert outcome.became is (Became.KNOWN if told <= 100 else Became.FAILED)
        most = max(most, taken - told)
    assert (told, taken) == (200, 200)
    assert most < 20


def test_what_servers_say_is_remembered(store: Store) -> None:
    url = "https://ledger.example/ferry"
    headers = (("ETag", '"one"'), ("Last-Modified", "Fri, 13 Mar 2026 10:00:00 GMT"))
    added(store, page(1, url=url, via=Via.HTTP, headers=headers, fetched=NOW))
    assert validators(store.database, url) == Validators('"one"', "Fri, 13 Mar 2026 10:00:00 GMT")
    same = Unchanged(url, url, Validators('"two"', None), NOW)
    feed = Feed("f", "https://ledger.example/feed", FeedKind.RSS, NOW, 3, validators=Validators("f"))
    outcomes = added(store, same, feed, Skipped("a.warc", "image/png", 7))
    assert [(o.became, o.count) for o in outcomes] == [
        (Became.UNCHANGED, 1),
        (Became.FEED, 1),
        (Became.SKIPPED, 7),
    ]
    assert validators(store.database, url) == Validators('"two"', None)
    assert validators(store.database, feed.url) == Validators("f")
    assert validators(store.database, "https://ledger.example/") is None


def test_pages_are_read_again_when_the_program_is_another(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(store, page(1), page(2), Capture("empty", b""))
    assert list(store.reread(statements=False)) == []
    monkeypatch.setattr(adding, "program", lambda statements: f"onrecord-9 {statements}")
    assert store.outdated(False) == 2
    assert [o.became for o in store.reread(statements=False)] == [Became.AGAIN, Became.AGAIN]
    assert (store.outdated(False), store.outdated()) == (0, 2)
    again = list(store.reread(everything=True, failed=True, statements=False))
    assert Counter(o.became for o in again) == {Became.AGAIN: 2, Became.FAILED: 1}
    assert sound(store)


def test_a_damaged_body_is_a_failure_and_a_fault(store: Store) -> None:
    added(store, page(1), page(2))
    store.database.connection.execute("UPDATE body SET data = x'28B52FFD' WHERE id = 1")
    assert [f.where for f in store.check()] == ["bodies", "1.html"]
    outcomes = list(store.reread(everything=True, statements=False))
    assert Counter(o.became for o in outcomes) == {Became.AGAIN: 1, Became.FAILED: 1}


def test_damage_of_one_table_does_not_hide_what_is_wrong_elsewhere(store: Store) -> None:
    added(store, page(1))
    store.database.connection.execute("UPDATE body SET data = x'00'")
    store.database.connection.execute("DROP TABLE article_index")
    assert [f.where for f in store.check(anchors=False)] == ["index", "bodies"]


def test_a_damaged_store_is_not_read_again(store: Store) -> None:
    added(store, page(1), page(2))
    store.database.connection.execute("DELETE FROM article_index_data")
    with pytest.raises(errors.StoreDamaged, match="check --repair"):
        store.reread(everything=True, statements=False)
    assert store.database.value("SELECT count(*) FROM version WHERE state = 'due'") == 0
    store.repair()
    assert len(list(store.reread(everything=True, statements=False))) == 2


def test_lost_texts_are_no_damage_of_the_index(store: Store) -> None:
    store.database.connection.execute("DROP TABLE tag")
    assert not list(faults_of_indexes(store.database))
    store.database.connection.execute("PRAGMA foreign_keys = OFF")
    store.database.connection.execute("ALTER TABLE article RENAME TO lost")
    (fault,) = faults_of_indexes(store.database)
    assert "no such table: article" in fault
    assert "--repair" not in fault


def test_damaged_values_are_faults(store: Store) -> None:
    added(store, page(1), page(2))
    run = store.database.connection.execute
    run("UPDATE reading SET type = 'artikel' WHERE version = 1")
    run("UPDATE article SET text = CAST(x'46ff' AS TEXT) WHERE version = 2")
    found = [f for f in store.check() if f.where not in ("file", "tables")]
    assert [f.where for f in found] == ["1.html", "2.html"]
    assert "is not valid" in found[0].message
    assert "UTF-8" in found[1].message


def test_faults_of_the_tables_are_found(store: Store) -> None:
    added(store, page(1), page(2))
    run = store.database.connection.execute
    run("PRAGMA foreign_keys = OFF")
    run("DELETE FROM reading WHERE version = 1")
    run("UPDATE block SET end_at = 9999 WHERE version = 2 AND end_at IS NOT NULL")
    messages = " ".join(f.message for f in store.check(anchors=False))
    assert "version 1 is marked as read and has no reading" in messages
    assert "a block of version 2 reaches beyond the text" in messages


def add_command(folder: Path, db: Path) -> list[str]:
    """The command that adds a folder, for a process of its own."""
    code = "from onrecord.cli.main import main; main()"
    return [sys.executable, "-c", code, "add", str(folder), "--store", str(db), "--no-statements", "-j", "1"]


# -- the command line ------------------------------------------------------------------------------------------------
def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_add_from_a_folder_then_failures_check_and_reread(tmp_path: Path) -> None:
    folder, db = tmp_path / "pages", str(tmp_path / "news.db")
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.html").write_text(STORY.format(n))
    (folder / "broken.rtf").write_bytes(b"{\\rtf1")
    status, out, err = run("add", str(folder), "--store", db, "--no-statements", "-j", "1")
    assert (status, out) == (1, f"{db}: 3 new, 1 failed; now 3 pages, 0 statements\n")
    assert "broken.rtf" in err
    status, out, _ = run("failures", "--store", db, "--json")
    assert (status, json.loads(out)["error"]) == (1, "NotAPage")
    status, out, _ = run("check", "--store", db)
    assert (status, out) == (0, f"{db}: 3 pages as received, 3 readings: all is well\n")
    status, out, _ = run("reread", "--all", "--store", db, "--no-statements", "--json", "-j", "1")
    assert (status, [json.loads(line)["became"] for line in out.splitlines()]) == (0, ["again"] * 3)


def test_what_is_passed_over_is_named(tmp_path: Path) -> None:
    folder, db = tmp_path / "pages", str(tmp_path / "news.db")
    folder.mkdir()
    (folder / "1.html").write_text(STORY.format(1))
    for ending in ("png", "css", "js", "woff2", "mp3", "mp4", "gif", "ico", "svg"):
        (folder / f"a.{ending}").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    status, out, _ = run("add", str(folder), "--store", db, "--no-statements", "-j", "1")
    first, *skipped = out.splitlines()
    assert (status, first) == (0, f"{db}: 1 new, 10 other items skipped; now 1 page, 0 statements")
    assert all(line.startswith("  skipped: ") for line in skipped)
    assert len(skipped) <= 6
    assert str(folder) in skipped[0]


def test_no_room_for_addresses_that_wait_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise errors.SourceError("the addresses that wait cannot be kept in a temporary file: disk full")

    monkeypatch.setattr("onrecord.sources.queue.Queue.claim", full)
    status, _, err = run("add", "https://a.example/", "--store", str(tmp_path / "s.db"), "--no-statements")
    assert (status, err.startswith("Error: the addresses that wait")) == (2, True)


def test_an_empty_name_is_no_store() -> None:
    for command in (["add"], ["check"], ["search", "x"]):
        status, _, err = run(*command, "--store", "")
        assert (status, "the name of the store is empty" in err) == (2, True)


def test_a_damaged_index_is_told_and_repaired(tmp_path: Path) -> None:
    db = str(tmp_path / "news.db")
    run("add", str(EXAMPLES), "--store", db, "--no-statements", "-j", "1")
    before = run("search", "harbour", "--store", db)
    assert before[0] == 0
    with sqlite3.connect(db) as connection:
        connection.execute("DELETE FROM article_index_data")
    connection.close()
    assert run("search", "harbour", "--store", db)[0] == 2
    status, out, _ = run("check", "--store", db)
    assert (status, out.count("`onrecord check --repair` rebuilds it")) == (1, 1)
    assert run("check", "--store", db, "--repair")[0] == 0
    assert run("search", "harbour", "--store", db) == before
    assert run("check", "--repair", "page.html")[0] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_an_interrupted_run_says_what_is_kept(tmp_path: Path) -> None:
    folder, db = tmp_path / "pages", tmp_path / "news.db"
    folder.mkdir()
    for n in range(
        200
    ):  # with names so long that a pipe does not take what is told of all, so the program waits
        (folder / f"{n:0200}.html").write_text(STORY.format(n))
    with subprocess.Popen(
        [*add_command(folder, db), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        bufsize=0,
    ) as program:
        assert program.stdout is not None
        import fcntl

        if hasattr(fcntl, "F_SETPIPE_SZ"):  # a pipe may hold a megabyte
            fcntl.fcntl(program.stdout.fileno(), fcntl.F_SETPIPE_SZ, 4096)
        program.stdout.read(100)  # something is done
        os.killpg(program.pid, signal.SIGINT)
        _, err = program.communicate(timeout=300)
    assert program.returncode == 130
    assert b"Everything done so far is stored" in err
    assert b"Run the same command again" in err
    assert b"Traceback" not in err
    assert run("add", str(folder), "--store", str(db), "--no-statements")[0] == 0
    with open_store(db) as store:
        assert len(list(store.readings())) == 200


def test_a_limit_on_sizes_of_files_is_said(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    folder, db = tmp_path / "pages", tmp_path / "news.db"
    folder.mkdir()
    for n in range(60):
        (folder / f"{n:03}.html").write_bytes(STORY.format(n).encode() + os.urandom(20_000).hex().encode())
    done = subprocess.run(
        add_command(folder, db),
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)),
        check=False,
    )
    assert done.returncode == 2
    assert b"the disk is full" in done.stderr
    assert b"Traceback" not in done.stderr
    assert run("add", str(folder), "--store", str(db), "--no-statements")[0] == 0
    assert run("check", "--store", str(db))[0] == 0


def test_a_store_within_the_folder_that_is_added_is_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "1.html").write_text(STORY.format(1))
    assert run("add", ".", "--no-statements", "-j", "1")[:2] == (
        0,
        "news.db: 1 new; now 1 page, 0 statements\n",
    )
    (tmp_path / "other.db").write_bytes((tmp_path / "news.db").read_bytes())
    assert run("add", str(tmp_path), "--no-statements", "-j", "1")[0] == 1  # somebody else's file is said


def test_the_store_can_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_STORE", str(tmp_path / "other.db"))
    assert run("add", str(EXAMPLES / "orsel-courier.html"), "--no-statements")[0] == 0
    assert (tmp_path / "other.db").exists()


@pytest.mark.parametrize("command", ["failures", "check", "reread", "search", "speakers", "serve"])
def test_a_missing_store_is_said(tmp_path: Path, command: str) -> None:
    status, _, err = run(command, "--store", str(tmp_path / "no.db"))
    assert status == 2
    assert "there is no such store" in err
    assert os.listdir(tmp_path) == []


def test_what_never_will_be_had_is_forgotten_on_demand(tmp_path: Path) -> None:
    db = str(tmp_path / "news.db")
    for name in ("typo.html", "other.html"):
        assert run("add", str(tmp_path / name), "--store", db, "--no-statements")[0] == 1
    assert run("failures", "--forget", "", "--store", db)[0] == 2
    status, out, _ = run("failures", "--forget", str(tmp_path / "typo.html"), "--store", db)
    assert (status, "typo.html" in out, "other.html" in out) == (1, False, True)
    # All that is named, or nothing.
    other, never = str(tmp_path / "other.html"), str(tmp_path / "never.html")
    status, _, err = run("failures", "--forget", other, "--forget", never, "--store", db)
    assert (status, "never.html" in err) == (2, True)
    assert "other.html" in run("failures", "--store", db)[1]
    twice = ("--forget", str(tmp_path), "--forget", other)  # one is in the other
    assert run("failures", *twice, "--store", db)[:2] == (0, "")
    status, _, err = run("failures", "--forget", "typo.html", "--store", db)
    assert status == 2
    assert "typo.html" in err
    assert run("failures", "--forget", "a", "--store", str(tmp_path / "no.db"))[0] == 2
    assert not (tmp_path / "no.db").exists()


def test_what_could_be_had_at_last_has_not_failed(store: Store) -> None:
    for _ in range(2):  # new, then the very same
        added(store, Failure("1.html", "source", "FileProblem", "no permission to read the file"))
        assert len(list(store.failures())) == 1
        added(store, page(1))
        assert list(store.failures()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds memory")
def test_processes_that_cannot_be_started_are_said(tmp_path: Path) -> None:
    page, db = str(EXAMPLES / "orsel-courier.html"), str(tmp_path / "news.db")
    status, _, err = run("add", page, "--store", db, "--no-statements", "-j", "1", "--memory", "1")
    assert (status, "cannot start processes" in err) == (2, True)
    assert (
        run("add", "--store", db, "--no-statements", "-j", "1")[1]
        == f"{db}: 1 new; now 1 page, 0 statements\n"
    )


def test_a_store_in_use_is_said(tmp_path: Path) -> None:
    with Database(tmp_path / "news.db", write=True):
        status, _, err = run("add", str(EXAMPLES), "--store", str(tmp_path / "news.db"), "--no-statements")
    assert (status, "another process is writing to it" in err) == (2, True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_run_is_gone_on_with(tmp_path: Path) -> None:
    folder, db = tmp_path / "pages", tmp_path / "news.db"
    folder.mkdir()
    for n in range(120):
        (folder / f"{n:03}.html").write_text(STORY.format(n))
    command = add_command(folder, db)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and not _begun(db):
        time.sleep(0.01)
    with suppress(ProcessLookupError):  # it may be done already
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    with open_store(db) as killed:
        assert sound(killed)
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    with open_store(db) as opened:
        assert sound(opened)
        assert opened.database.value("SELECT count(*) FROM reading") == 120
        assert opened.database.value("SELECT count(*) FROM capture") == 120


def _begun(db: Path) -> bool:
    try:
        with open_store(db) as opened:
            return bool(opened.database.value("SELECT count(*) FROM version"))
    except errors.StoreError:
        return False
