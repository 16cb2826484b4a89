"""Answers say what they are: nothing found, a list that stops, two forms at once, an empty folder, a locked store."""

from __future__ import annotations

import json
import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.main import cli
from onrecord.records import PageRef, PageType
from onrecord.render.found import _day
from onrecord.run.store import open_store
from onrecord.store import database
from tests import stores

PAGES = Path(__file__).parent.parent / "examples" / "pages"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    stores.samples(tmp_path / "news.db").close()
    return tmp_path / "news.db"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.mark.parametrize(
    "arguments",
    [("search", "zyzzyva"), ("says", "Zyzzyva"), ("speakers", "Zyzzyva"), ("silences", "Zyzzyva"), ("search", "zyzzyva", "--json")],
)  # fmt: skip
def test_nothing_found_says_among_how_many_pages(store: Path, arguments: tuple[str, ...]) -> None:
    with open_store(store) as opened:
        pages = opened.database.value("SELECT count(*) FROM page")
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1] == f"Nothing found in {pages} pages."


@pytest.mark.parametrize("verb", [("search",), ("search", "--statements")])
def test_a_list_that_stops_says_of_how_many(store: Path, verb: tuple[str, ...]) -> None:
    rows = run(*verb, "--json", "--limit", "0")
    number = len(rows.stdout.splitlines())
    assert number > 2
    assert "--limit" not in rows.stderr
    some = run(*verb, "--json", "--limit", "2")
    assert len(some.stdout.splitlines()) == 2
    assert some.stderr == f"2 of {number}; --limit 0 for all\n"
    last = run(*verb, "--json", "--limit", "1", "--offset", "1")
    assert last.stderr == f"2 to 2 of {number}; --limit 0 for all\n"
    assert run(*verb, "--json", "--limit", str(number)).stderr == ""


def test_a_day_after_the_other_is_an_error(store: Path) -> None:
    days = ("--from", "2026-04-02", "--to", "2026-04-01")
    for command in (("search", "ferry"), ("says", "Dravosh"), ("silences",), ("export", "csv")):
        result = run(*command, *days)
        assert result.exit_code == 2
        assert "--from 2026-04-02 is after --to 2026-04-01" in result.stderr
    assert run("silences", "--from", "2026-04-01", "--to", "2026-04-01").exit_code in (0, 1)


@pytest.mark.parametrize(
    "flags", [("--json", "--text"), ("--markdown", "--tei"), ("--jsonld", "--json"), ("--json", "--statements", "csv")]
)  # fmt: skip
def test_two_forms_at_once_are_an_error(flags: tuple[str, ...]) -> None:
    result = run("read", *flags, str(PAGES / "marrow-agency.html"))
    assert result.exit_code == 2
    assert "choose one of them" in result.stderr


@pytest.mark.parametrize("command", ["add", "read"])
def test_an_empty_folder_is_refused_and_no_store_is_made(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages" / "deeper").mkdir(parents=True)
    (tmp_path / "pages" / ".hidden").write_text("x")
    result = run(command, "pages")
    assert result.exit_code == 2
    assert "pages: the folder has no files" in result.stderr
    assert not (tmp_path / "news.db").exists()


def test_a_record_of_another_page_is_named_so(tmp_path: Path) -> None:
    record = tmp_path / "out.json"
    record.write_text(
        run("read", "--json", "--no-statements", str(PAGES / "orsel-courier.html")).stdout, "utf-8"
    )
    result = run("check", "--record", str(record), str(PAGES / "tolvane-ledger.html"))
    assert result.exit_code == 1
    assert "the record is of another page, " in result.stdout
    assert "orsel-courier.html" in result.stdout
    assert len(result.stdout.splitlines()) == 1
    # The same page under another name is no other page.
    copy = tmp_path / "copy.html"
    copy.write_bytes((PAGES / "orsel-courier.html").read_bytes())
    assert run("check", "--record", str(record), str(copy)).exit_code == 0


def test_an_export_counts_articles_as_articles(store: Path) -> None:
    result = run("export", "jsonld", "-o", "out.jsonl")
    assert result.exit_code == 0
    written = [json.loads(line) for line in Path("out.jsonl").read_text("utf-8").splitlines()]
    with open_store(store) as opened:
        kinds = [r.verdict.is_article for _, r in opened.readings(all_versions=True)]
    assert len(written) == len(kinds)
    assert f"{sum(kinds)} article" in result.stderr
    assert (len(kinds) == sum(kinds)) or "other page" in result.stderr


def test_a_locked_store_says_what_is_waited_for(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_SILENT", 0.01)
    other = sqlite3.connect(store, isolation_level=None, check_same_thread=False)
    with open_store(store, write=True) as opened:
        other.execute("BEGIN IMMEDIATE")
        told = threading.Event()

        def release() -> None:
            told.wait(300)
            other.execute("ROLLBACK")

        waiting = threading.Thread(target=release)
        waiting.start()
        words: list[str] = []

        def tell(message: str, *values: object) -> None:
            words.append(message % values)
            told.set()

        monkeypatch.setattr(database._LOG, "warning", tell)
        with opened.database.transaction():
            pass
        waiting.join()
    other.close()
    (line,) = words
    assert "waiting for another program that has locked the store" in line


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        (datetime(2026, 3, 12, 18, 40, tzinfo=UTC), "2026-03-12 18:40 UTC"),
        (datetime(2026, 3, 12, 18, 40, tzinfo=timezone(timedelta(hours=2))), "2026-03-12 18:40+02:00"),
        (datetime(2026, 3, 12, 18, 40), "2026-03-12 18:40 (no time zone)"),
    ],
)
def test_times_are_shown_with_their_zone(time: datetime, shown: str) -> None:
    page = PageRef(
        1, "https://orsel.example/", "orsel.example", True, PageType.ARTICLE, None, None, None, time, False
    )
    assert _day(page) == shown
