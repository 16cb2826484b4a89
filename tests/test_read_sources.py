"""`onrecord read` and `add` take the same, and give the same of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onrecord import codec, open_store
from onrecord.cli.main import cli
from onrecord.records import Failure, Reading
from tests import fakes
from tests.archives import http, mhtml, page, record, wacz
from tests.test_documents import PDF, WORD, pdf
from tests.test_sources_mail import HTML, PLAIN, box, letter
from tests.test_sources_telegram import div, export, message, words
from tests.test_sources_telegram import page as exported

KOI = "<html><body><h1>Паром</h1><p>Паром ударил мол, сообщила служба порта.</p></body></html>"
SAVED = {
    "Content-Type": "text/html; charset=koi8-r",
    "Content-Transfer-Encoding": "base64",
    "Content-Location": "https://a.example/1",
}


@pytest.fixture(autouse=True)
def quotations_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of statements without a model in place of the real one."""
    module = ModuleType("onrecord.read.statements.reader")
    module.statements = fakes.quotations  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=stdin)


def readings(result: Result) -> list[Reading | Failure]:
    return [codec.loads(line) for line in result.stdout.splitlines()]


def encoded(text: str) -> bytes:
    import base64

    return base64.encodebytes(text.encode("koi8-r"))


KINDS: dict[str, tuple[bytes, int]] = {
    "saved.mht": (mhtml([(SAVED, encoded(KOI))]), 1),
    "news.eml": (letter(PLAIN, HTML).as_bytes(), 1),
    "news.mbox": (box(letter(PLAIN, Message_ID="<1@x>"), letter(f"{PLAIN} Again.", Message_ID="<2@x>")), 2),
    "crawl.warc": (record(http(page(0)), 0) + record(http(page(1)), 1), 2),
    "crawl.wacz": (wacz({"a.warc": record(http(page(0)), 0)}), 1),
    "result.json": (export(message(1, PLAIN), message(2, "Another post.")), 2),
    "messages.html": (exported(div(1, words(PLAIN), name="X"), div(2, words("More"), joined=True)), 2),
    "release.pdf": (PDF, 1),
    "release.docx": (WORD, 1),
    "pages.jsonl": (b"".join(json.dumps({"html": page(i).decode()}).encode() + b"\n" for i in range(3)), 3),
}


@pytest.mark.parametrize("name", KINDS)
def test_read_and_add_give_the_same(name: str, tmp_path: Path) -> None:
    content, count = KINDS[name]
    path, db = tmp_path / name, str(tmp_path / "news.db")
    path.write_bytes(content)
    result = run("read", "--json", "--no-statements", str(path))
    assert result.exit_code == 0, result.output
    if count == 1:
        found: list[Reading | Failure] = [codec.loads(result.stdout)]
    else:
        found = readings(result)
    assert len(found) == count
    assert run("add", str(path), "--store", db, "--no-statements", "-j", "1").exit_code == 0
    with open_store(db) as store:
        kept = [store.reading(v) for (v,) in store.database.rows("SELECT id FROM version ORDER BY id")]
    assert kept == found


def test_the_headline_of_a_saved_page(tmp_path: Path) -> None:
    path = tmp_path / "saved.mht"
    path.write_bytes(KINDS["saved.mht"][0])
    found = codec.loads(run("read", "--json", "--no-statements", str(path)).stdout)
    assert isinstance(found, Reading)
    assert next(b.text for b in found.blocks) == "Паром"
    assert found.page.url == "https://a.example/1"


def test_several_kinds_at_once_in_their_order(tmp_path: Path) -> None:
    for name, (content, _) in KINDS.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "table.xlsx").write_bytes(wacz({}).replace(b"datapackage.json", b"xl/workbook.xmlx"))
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    names = ["news.mbox", "a.jpg", "release.pdf", "result.json"]
    result = run("read", "--json", "--no-statements", *(str(tmp_path / n) for n in names))
    assert result.exit_code == 1
    found = readings(result)
    assert [type(f) for f in found] == [Reading, Reading, Failure, Reading, Reading, Reading]
    assert "an image (JPEG)" in result.stderr


def test_a_folder_is_read_as_add_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_bytes(page(1))
    (folder / "b.css").write_bytes(b"p { color: red }")
    result = run("read", "--json", "--no-statements", str(folder))
    assert result.exit_code == 0
    assert isinstance(codec.loads(result.stdout), Reading)
    assert "skipped: style sheets (1)" in result.stderr


def test_what_holds_no_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("read", str(tmp_path / "empty"))
    assert result.exit_code == 2
    assert "the folder has no files" in result.stderr
    (tmp_path / "empty" / "b.css").write_bytes(b"p { color: red }")
    result = run("read", str(tmp_path / "empty"))
    assert result.exit_code == 1
    assert "it has no pages" in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (pdf(password="secret"), "an encrypted PDF"),
        (b"%PDF-1.4\nnothing", "a damaged PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "an old Word document"),
    ],
)
def test_refusals_name_what_it_is(content: bytes, message: str) -> None:
    result = run("read", "--no-statements", "-", stdin=content)
    assert result.exit_code == 1
    assert message in result.stderr


def test_options_of_one_page(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(KINDS["result.json"][0])
    assert "holds several" in run("read", "--url", "https://a.example/", str(path)).stderr
    assert run("read", "--tei", str(path)).exit_code == 2
    alone = tmp_path / "one.json"
    alone.write_bytes(export(message(1, PLAIN)))
    found = codec.loads(
        run("read", "--json", "--no-statements", "--url", "https://t.example/1", str(alone)).stdout
    )
    assert isinstance(found, Reading)
    assert found.page.url == "https://t.example/1"


def test_anchors_of_what_read_takes_are_checked(tmp_path: Path) -> None:
    paths = []
    for name in ("saved.mht", "news.mbox", "result.json", "release.pdf", "release.docx"):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(KINDS[name][0])
    result = run("check", "--no-statements", *map(str, paths))
    assert result.exit_code == 0, result.output
    assert result.stdout.count("all resolve") == 7


def test_posts_and_documents_survive_export_and_import(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    first, second, third = (str(tmp_path / n) for n in ("a.db", "b.db", "c.db"))
    for name in ("result.json", "news.eml", "release.pdf"):
        (tmp_path / name).write_bytes(KINDS[name][0])
        run("add", str(tmp_path / name), "--store", first, "--no-statements", "-j", "1")
    assert run("export", "jsonl", "-o", str(tmp_path / "out"), "--store", first).exit_code == 0
    assert run("import", str(tmp_path / "out"), "--store", second).exit_code == 0
    assert run("export", "wacz", "-o", str(tmp_path / "out.wacz"), "--store", first).exit_code == 0
    assert (
        run("add", str(tmp_path / "out.wacz"), "--store", third, "--no-statements", "-j", "1").exit_code == 0
    )

    def told(db: str) -> list[Any]:
        with open_store(db) as store:
            found = [store.reading(v) for (v,) in store.database.rows("SELECT id FROM version ORDER BY id")]
        return [(r.page.media, r.page.id, r.envelope, r.article) for r in found if r]

    assert told(second) == told(first)
    assert len(told(first)) == 4
    assert [t[:3] for t in told(third)] == [t[:3] for t in told(first)]


def test_the_same_words_of_which_the_file_now_says_more(tmp_path: Path) -> None:
    path, db = tmp_path / "result.json", str(tmp_path / "news.db")
    add = ("add", str(path), "--store", db, "--no-statements", "-j", "1")
    path.write_bytes(export(message(1, PLAIN)))
    run(*add)
    assert "1 already in the store" in run(*add).stdout
    path.write_bytes(export(message(1, PLAIN, forwarded_from="Coast Watch")))
    run(*add)
    run("add", "--store", db, "--no-statements", "-j", "1")
    with open_store(db) as store:
        (version,) = [v for (v,) in store.database.rows("SELECT id FROM version")]
        reading = store.reading(version)
    assert reading is not None
    assert reading.article is not None
    assert [o.name for o in reading.article.origin] == ["Coast Watch"]
