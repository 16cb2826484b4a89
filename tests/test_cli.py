"""The command line, run as users run it."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from onrecord import codec
from onrecord.cli.main import cli
from onrecord.records import Failure, Reading, Statement
from tests import fakes

EXAMPLES = Path(__file__).parent.parent / "examples" / "pages"
PAGE = str(EXAMPLES / "marrow-agency.html")
BROKEN = str(EXAMPLES / "tide-table.json")


@pytest.fixture(autouse=True)
def quotations_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of statements without a model in place of the real one."""
    module = fakes.reader()
    monkeypatch.setitem(sys.modules, module.__name__, module)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["read", *arguments], input=stdin)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments])


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
    [(b"", "empty"), (b"%PDF-1.4", "PDF"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b'{"a":\n1}', "JSON")],
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
        "--statements [jsonl|csv]",
        "--no-statements",
        "--annotations",
        "--tei",
        "--mark",
    ):
        assert option in text


def test_a_closed_pipe_is_no_error() -> None:
    code = "from onrecord.cli.main import main; main()"
    command = [sys.executable, "-c", code, "read", "--json", "--no-statements", PAGE, PAGE, PAGE, PAGE]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    _, errors = process.communicate(timeout=300)
    assert b"Traceback" not in errors


class TestStatements:
    def test_they_are_shown_by_speaker(self) -> None:
        result = run(PAGE)
        assert result.exit_code == 0
        assert "[1] Somebody: " in result.stdout
        assert "speaker inferred from “nobody named” (turn)" in result.stdout
        assert "⟦" not in result.stdout  # no colours, and --mark was not asked for
        assert "Somebody" not in run("--no-statements", PAGE).stdout

    def test_they_are_marked_in_the_text(self) -> None:
        marked = run("--mark", PAGE).stdout
        assert "⟧[1]" in marked.replace("\n", "")
        assert "_said_" in marked

    def test_a_reading_holds_them_unless_told_not_to(self) -> None:
        with_them, without = (
            codec.loads(run("--json", PAGE).stdout),
            codec.loads(run("--json", "--no-statements", PAGE).stdout),
        )
        assert isinstance(with_them, Reading)
        assert isinstance(without, Reading)
        assert with_them.statements
        assert not without.statements
        assert with_them.article == without.article

    def test_as_json_lines(self) -> None:
        result = run("--statements", PAGE, BROKEN, PAGE)
        assert result.exit_code == 1
        rows = [json.loads(line) for line in result.stdout.splitlines()]
        assert rows[: len(rows) // 2] == rows[len(rows) // 2 :]
        assert rows[0]["page"] == PAGE
        # Several pages are read in other processes, by the real reader.
        assert any(row["words"]["content"][0].startswith("“") for row in rows)
        assert "Corvin Thale" in {codec.from_json(Statement, row["statement"]).speaker.name for row in rows}
        assert run("--statements", "jsonl", PAGE, BROKEN, PAGE).stdout == result.stdout

    @pytest.mark.parametrize("arguments", [("--statements", "csv"), ("--statements=csv",)])
    def test_as_csv(self, arguments: tuple[str, ...]) -> None:
        rows = list(csv.DictReader(io.StringIO(run(*arguments, PAGE, PAGE).stdout)))
        assert "Corvin Thale" in {row["speaker"] for row in rows}
        assert any(row["content"].startswith("“") for row in rows)
        assert len(rows) % 2 == 0

    def test_as_annotations_and_tei(self) -> None:
        made = json.loads(run("--annotations", PAGE).stdout)
        assert made["type"] == "AnnotationCollection"
        assert made["total"] == len(made["first"]["items"]) > 0
        assert len(run("--annotations", PAGE, PAGE).stdout.splitlines()) == 2
        root = ElementTree.fromstring(run("--tei", PAGE).stdout)
        assert list(root.iter("{http://www.tei-c.org/ns/1.0}said"))
        assert json.loads(run("--jsonld", PAGE).stdout)["hasPart"][0]["@type"] == "Quotation"

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--statements", "--json", PAGE),
            ("--statements=xml", PAGE),
            ("--no-statements", "--statements", PAGE),
            ("--no-statements", "--annotations", PAGE),
            ("--tei", PAGE, PAGE),
            ("--statements",),
        ],
    )
    def test_wrong_usage(self, arguments: tuple[str, ...]) -> None:
        assert run(*arguments).exit_code == 2

    def test_hostile_text_stays_inert_in_every_form(self, tmp_path: Path) -> None:
        bad = "\u202ered\x9b2J\x7f\u2066"
        page = tmp_path / "bad.html"
        lines = "".join(
            f"<p>“The {bad} light was dark number {i},” said the pilot of the ferry.</p>" for i in range(9)
        )
        page.write_text(f"<title>{bad} Ferry</title><article><h1>{bad} Ferry</h1>{lines}</article>", "utf-8")
        for form in (
            "--json",
            "--jsonld",
            "--annotations",
            "--tei",
            "--statements",
            "--statements=csv",
            "--mark",
        ):
            shown = run(form, str(page)).stdout
            assert "red" in shown, form
            assert not set("\u202e\x9b\x7f\u2066\x1b") & set(shown), form

    def test_a_page_that_is_no_article_is_read_all_the_same(self) -> None:
        listing = str(EXAMPLES / "ledger-section.html")
        reading = codec.loads(run("--json", listing).stdout)
        assert isinstance(reading, Reading)
        assert not reading.verdict.is_article
        assert reading.trail[-1].stage == "statements"


class TestCheck:
    @pytest.mark.parametrize("form", [(), ("--no-statements",)])
    def test_all_samples_resolve(self, form: tuple[str, ...]) -> None:
        pages = [str(p) for p in sorted(EXAMPLES.iterdir()) if p.suffix != ".json"]
        result = check(*form, *pages)
        assert result.exit_code == 0, result.stdout
        assert result.stdout.count("all resolve") == len(pages)
        # not all samples have quotations in “ ”
        assert (result.stdout.count(", 0 of parts of statements") == len(pages)) == bool(form)

    @pytest.mark.parametrize("form", ["--json", "--annotations"])
    def test_a_record_against_the_page(self, form: str, tmp_path: Path) -> None:
        record, page = tmp_path / "out.jsonl", tmp_path / "page.html"
        page.write_bytes(Path(PAGE).read_bytes())
        record.write_text(run(form, str(page), PAGE).stdout, encoding="utf-8")
        result = check("--record", str(record), str(page))
        assert (result.exit_code, "all resolve" in result.stdout) == (0, True)
        # the page changes elsewhere, and then loses a quotation
        source = page.read_text(encoding="utf-8")
        page.write_text(source.replace("<body", "<!-- new --><body"), encoding="utf-8")
        result = check("--record", str(record), str(page))
        assert result.exit_code == 0 if form == "--annotations" else "by context" in result.stdout
        start = source.rindex("“")
        page.write_text(source[:start] + "“Something else" + source[start + 20 :], encoding="utf-8")
        result = check("--record", str(record), str(page))
        assert result.exit_code == 1
        assert "not resolve" in result.stdout
        assert "  content of " in result.stdout
        assert "the words are not on the page" in result.stdout

    def test_records_and_pages_that_do_not_match(self, tmp_path: Path) -> None:
        record = tmp_path / "out.jsonl"
        other = str(EXAMPLES / "orsel-courier.html")
        record.write_text(
            run("--json", PAGE, BROKEN, str(EXAMPLES / "marrow-update.html")).stdout, encoding="utf-8"
        )
        result = check("--record", str(record), PAGE, other, "no-such-page.html")
        assert result.exit_code == 1
        errors = result.stderr.splitlines()
        assert errors[0].startswith(f"onrecord: {other}: there is no record of this page")
        assert errors[1].startswith("onrecord: no-such-page.html: there is no such file")
        assert errors[2].endswith("marrow-update.html")

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("[]", "not a reading or annotations"),
            ("\nnot json", "line 2 is not JSON"),
            ('{"schema": 99}', "schema 99"),
            ('{"a": 1}', "not an annotation"),
            ('{"statement": {}, "words": {}}', "have no anchors"),
        ],
    )
    def test_what_is_no_record(self, content: str, message: str, tmp_path: Path) -> None:
        record = tmp_path / "out.jsonl"
        record.write_text(content, encoding="utf-8")
        result = check("--record", str(record), PAGE)
        assert result.exit_code == 2
        assert message in " ".join(result.stderr.split())

    def test_pages_that_cannot_be_read(self) -> None:
        result = check(BROKEN)
        assert result.exit_code == 1
        assert "[NotAPage, source]" in result.stderr


def test_a_reader_that_goes_away_ends_it_quietly_and_a_full_disk_with_one_line() -> None:
    command = [sys.executable, "-m", "onrecord", "read", PAGE, "--no-statements"]
    for arguments in ([], ["--json"]):
        there, here = os.pipe()
        os.close(there)
        with open(here, "wb") as gone:
            result = subprocess.run([*command, *arguments], stdout=gone, stderr=subprocess.PIPE, check=False)
        assert (result.returncode, result.stderr) == (141, b"")
        if os.path.exists("/dev/full"):
            with open("/dev/full", "wb") as full:
                result = subprocess.run(
                    [*command, *arguments], stdout=full, stderr=subprocess.PIPE, check=False
                )
            assert result.returncode == 1
            assert result.stderr.startswith(b"Error: the output cannot be written: ")
