"""The command line, run as users run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import codec
from onrecord.cli.main import cli
from onrecord.records import Failure, Reading

EXAMPLES = Path(__file__).parent.parent / "examples" / "pages"
PAGE = str(EXAMPLES / "marrow-agency.html")
BROKEN = str(EXAMPLES / "tide-table.json")


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["read", *arguments], input=stdin)


def test_a_page_is_shown() -> None:
    result = run(PAGE)
    assert result.exit_code == 0
    assert "At least 31 dead as ferry hits breakwater" in result.stdout
    assert "Left out:" in result.stdout


def test_all_shows_the_furniture_labelled() -> None:
    assert "navigation" in run("--all", PAGE).stdout


def test_json_is_a_reading() -> None:
    result = run("--json", PAGE)
    reading = codec.loads(result.stdout)
    assert isinstance(reading, Reading)
    assert reading.article is not None
    assert all(b.span and b.span.of(reading.article.text) == b.text for b in reading.article.blocks)


def test_several_pages_give_json_lines_and_failures() -> None:
    result = run(PAGE, BROKEN, "no-such-file.html", PAGE)
    assert result.exit_code == 1
    records = [codec.loads(line) for line in result.stdout.splitlines()]
    assert [type(r) for r in records] == [Reading, Failure, Failure, Reading]
    assert isinstance(records[1], Failure)
    assert (records[1].error, records[1].name) == ("NotAPage", BROKEN)
    errors = result.stderr.splitlines()
    assert len(errors) == 2
    assert "no-such-file.html: there is no such file" in errors[1]


def test_processes_give_the_same_in_order() -> None:
    pages = [str(p) for p in sorted(EXAMPLES.iterdir())[:6]]
    assert run("--json", "-j", "2", *pages).stdout == run("--json", *pages).stdout


def test_standard_input() -> None:
    result = run("--text", "-", stdin=Path(PAGE).read_bytes())
    assert result.exit_code == 0
    assert "breakwater" in result.stdout


def test_other_forms() -> None:
    assert run("--markdown", PAGE).stdout.startswith("# At least 31 dead")
    assert json.loads(run("--jsonld", PAGE).stdout)["@type"] == "NewsArticle"


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "empty"), (b"%PDF-1.4", "PDF"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b'{"a": 1}', "JSON")],
)
def test_each_bad_input_has_its_own_message(content: bytes, message: str) -> None:
    result = run("-", stdin=content)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("onrecord: -: ")
    assert message in result.stderr


def test_wrong_usage() -> None:
    assert run().exit_code == 2
    assert run("--url", "https://a.example/", PAGE, PAGE).exit_code == 2
    assert run("--no-such-option", PAGE).exit_code == 2


def test_private_addresses_are_refused() -> None:
    result = run("http://127.0.0.1/secret")
    assert result.exit_code == 1
    assert "not a public address" in result.stderr


def test_help_names_every_bound() -> None:
    text = run("--help").stdout
    for option in (
        "--max-bytes",
        "--timeout",
        "--max-redirects",
        "--no-robots",
        "--user-agent",
        "--charset",
        "--jsonld",
    ):
        assert option in text


def test_a_closed_pipe_is_no_error() -> None:
    code = "from onrecord.cli.main import main; main()"
    command = [sys.executable, "-c", code, "read", "--json", PAGE, PAGE, PAGE, PAGE]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    _, errors = process.communicate(timeout=60)
    assert b"Traceback" not in errors
