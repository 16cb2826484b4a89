"""`onrecord export` and `onrecord import`, run as users run them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.export import _none_left_empty
from onrecord.cli.main import cli
from onrecord.render.forms import FORMS
from onrecord.run.store import Store, open_store
from tests import stores


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    stores.samples(tmp_path / "news.db").close()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, arguments, env=environment)


def test_there_and_back(here: Path) -> None:
    result = run("export", "jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "news-jsonl: " in result.stderr
    assert "1 address" in result.stderr
    result = run("import", "news-jsonl", "--store", "other.db")
    assert result.exit_code == 0
    assert result.stderr.startswith("other.db: new: ")
    assert "nothing new" in run("import", "news-jsonl", ONRECORD_STORE="other.db").stderr
    with open_store("news.db") as a, open_store("other.db") as b:
        assert a.content_digest() == b.content_digest()


@pytest.mark.parametrize("form", list(FORMS))
def test_every_format_is_written_and_not_overwritten(form: str) -> None:
    for arguments, status in (((), 0), ((), 1), (("--force",), 0)):
        result = run("export", form, "-o", "x", *arguments)
        assert result.exit_code == status, result.stderr
        assert status == 0 or "use --force to replace it" in result.stderr
    assert [n for n in os.listdir() if not n.startswith("news.db")] == ["x"]


def test_streams_go_to_standard_output() -> None:
    result = run("export", "jsonld", "--host", "orsel.example")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert all(json.loads(x)["@context"] for x in result.stdout.splitlines())
    assert run("export", "jsonld", "--to", "1900-01-01").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("export", "docx"), 2, "'docx' is not one of"),
        (("export", "jsonl", "-o", "-"), 2, "cannot be written to standard output"),
        (("export", "csv", "--from", "yesterday"), 2, "does not match"),
        (("export", "csv", "--store", "none.db"), 2, "no such store"),
        (("import", "nowhere", "--store", "fresh.db"), 1, "not an onrecord export"),
    ],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...], status: int, message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == status
    assert message in result.stderr
    assert not Path("fresh.db").exists()


def test_a_damaged_folder_leaves_no_store(here: Path) -> None:
    assert run("export", "jsonl").exit_code == 0
    path = Path("news-jsonl", "captures.jsonl")
    path.write_bytes(path.read_bytes()[:-3])
    before = sorted(os.listdir())
    result = run("import", "news-jsonl", "--store", "fresh.db")
    assert (result.exit_code, "was changed after the export" in result.stderr) == (1, True)
    assert sorted(os.listdir()) == before
    Path("there.db").touch()
    assert run("import", "news-jsonl", "--store", "there.db").exit_code == 1
    assert Path("there.db").exists()


@pytest.mark.parametrize("held", [True, False])
def test_a_store_that_somebody_else_makes_meanwhile_stays(held: bool) -> None:
    made: list[Store] = []

    def fail() -> None:
        made.append(open_store("fresh.db", write=True))
        if not held:
            made[0].close()
        raise KeyError

    with pytest.raises(KeyError), _none_left_empty("fresh.db"):
        fail()
    assert Path("fresh.db").exists() == held
    made[0].close()


def test_an_exported_archive_can_be_added(here: Path) -> None:
    assert run("export", "wacz", "-o", "news.wacz", "--latest-only").exit_code == 0
    with open_store("news.db") as old:
        wanted = {old.content(v) for v, _ in old.readings()}
    run("add", "news.wacz", "--store", "again.db", "--no-statements", "-j", "1")
    with open_store("again.db") as new:
        assert wanted <= {new.content(v) for v, _ in new.readings()}
