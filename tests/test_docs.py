"""Documentation that runs, and commands that are documented."""

import importlib.util
import re
import sys
from pathlib import Path

import click
import pytest

from onrecord.cli.main import cli
from onrecord.records import Statement
from onrecord.render.statements import COLUMNS
from onrecord.store.database import Database
from tests import fakes

ROOT = Path(__file__).parent.parent


def test_the_first_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    assert code is not None
    exec(compile(code[1], "README.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "Ferry strikes mole | ['Ada Verrin']" in shown
    assert re.search(r"^headline +/html/body/h1 +Ferry strikes mole$", shown, re.M)


def test_the_examples_of_statements_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = fakes.reader()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    text = (ROOT / "docs" / "statements.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", text, re.S):
        exec(compile(code, "statements.md", "exec"), names)
    assert capsys.readouterr().out.splitlines() == [
        "Somebody ['said'] ['“The light was dark,”']",
        "/html/body/article/p[1] 'struck the outer mole'",
        "position struck the outer mole",
        "context",
        "the words are not on the page",
    ]


def test_every_field_of_a_statement_is_explained() -> None:
    text = (ROOT / "docs" / "statements.md").read_text(encoding="utf-8")
    for name in Statement.__slots__:
        assert f"`{name}`" in text
    assert len(COLUMNS) == len(set(COLUMNS))


def test_every_command_is_in_the_readme_or_on_a_page_of_its_own() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    text = "\n".join(p.read_text(encoding="utf-8") for p in pages)
    for name in cli.commands:
        assert f"onrecord {name}" in text


def test_every_option_has_a_help_text() -> None:
    for command in cli.commands.values():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, parameter.name


def test_the_reference_is_what_the_code_says() -> None:
    spec = importlib.util.spec_from_file_location("build", ROOT / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    for name, make in build.PAGES.items():
        text = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
        assert text == make().rstrip() + "\n", "run python docs/build.py"


def test_the_queries_of_the_store_run(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
    queries = [
        q for block in re.findall(r"```sql\n(.*?)```", text, re.S) for q in block.split(";") if q.strip()
    ]
    with Database(tmp_path / "news.db", write=True) as db:
        for query in queries:
            assert list(db.rows(query)) == []
    tables = {
        n
        for (n,) in Database(tmp_path / "news.db").rows("SELECT name FROM sqlite_master WHERE type = 'view'")
    }
    assert all(f"`{name}`" in text for name in tables)
