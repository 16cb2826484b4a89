"""What a source is, found out by its content; folders; standard input; addresses."""

from __future__ import annotations

import gzip
import io
import os
import socket
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Capture, Failure, Via, Wanted
from onrecord.settings import Settings
from onrecord.sources import captures
from onrecord.sources.kinds import Kind, foreign, kind_of
from tests.archives import PAGE, All, mhtml, of_file, of_pipe, response, wacz

HTML = PAGE.encode()


# -- kinds ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (HTML, Kind.PAGE),
        (b"A ferry struck the mole.\n\nBy Ada Verrin\n", Kind.PAGE),
        (PAGE.encode("utf-16"), Kind.PAGE),
        (b"{ a story } that begins with a brace\nand goes on", Kind.PAGE),
        (b"Story: a ferry\nhttps://a.example/\n", Kind.PAGE),
        (b"https://a.example/ and words\n", Kind.PAGE),
        (b"https://a.example/\n# x\nhttp://b.example/x", Kind.URLS),
        (b'{"url": "https://a.example/", "html": "x"}\n', Kind.JSONL),
        (b'{"html": "' + b"x" * 70_000, Kind.JSONL),
        (b'{\n  "html": "x"\n}', Kind.FOREIGN),
        (b'[{"html": "x"}]', Kind.FOREIGN),
        (b'[\n{"html": "x"},\n{}]', Kind.FOREIGN),
        (mhtml([]), Kind.MHTML),
        (b"WARC/1.0\r\n", Kind.WARC),
        (gzip.compress(HTML), Kind.GZIP),
        (b"PK\3\4", Kind.ZIP),
        (b'<?xml version="1.0"?><!-- a --><!-- b -->\n<rss version="2.0">', Kind.FEED),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', Kind.FEED),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><urlset>', Kind.FEED),
        (b'<?xml version="1.0"?><?xml-stylesheet href="x"?><rdf:RDF>', Kind.FEED),
        (b'<?xml version="1.0"?><!DOCTYPE html><html>', Kind.PAGE),
        (b"%PDF-1.7", Kind.PDF),
        (b'<?xml version="1.0"?><svg>', Kind.FOREIGN),
        (bytes(1000), Kind.FOREIGN),
        (b"filedesc://x.arc", Kind.FOREIGN),
        (bytes(257) + b"ustar", Kind.FOREIGN),
    ],
)
def test_kinds(head: bytes, kind: Kind) -> None:
    assert kind_of(head, "x", ended=len(head) < 65_536)[0] is kind
    # The name does not speak against the content.
    assert kind_of(head, "x.html", ended=len(head) < 65_536)[0] is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("x.jsonl", Kind.JSONL), ("x.ndjson.gz", Kind.JSONL), ("x.mht", Kind.MHTML), ("x.warc", Kind.WARC), ("x.wacz", Kind.ZIP)],
)  # fmt: skip
def test_names_decide_what_the_content_leaves_open(name: str, kind: Kind) -> None:
    assert kind_of(b"words\n", name, ended=True)[0] is kind


def test_many_comments_cost_nothing() -> None:
    for inner in (b"<!--a-->", b"<?a?>", b"<!DOCTYPE a>", b"<!DOCTYPE [", b"<!--"):
        assert kind_of(inner * 8_000, "x")[0] is Kind.PAGE


@given(st.binary(max_size=400), st.sampled_from(["x", "x.gz", "x.jsonl", "x.warc", "x.wacz", "x.mhtml"]))
def test_any_bytes_have_a_kind(data: bytes, name: str) -> None:
    kind_of(data, name, ended=True)
    foreign(data)


@given(st.binary(max_size=300))
def test_any_input_gives_something(data: bytes) -> None:
    for content in (
        data,
        gzip.compress(data),
        b"\x1f\x8b\x08" + data,
        b"PK\3\4" + data,
        b"WARC/1.0\r\n" + data,
    ):
        assert of_pipe(content).items


# -- one file ------------------------------------------------------------------------------------------------
def test_pages(tmp_path: Path) -> None:
    for content in (
        HTML,
        gzip.compress(HTML),
        gzip.compress(HTML[:50]) + gzip.compress(HTML[50:]) + bytes(20),
    ):
        found = of_file(tmp_path / "page", content)
        path = str(tmp_path / "page")
        assert found.items == [Capture(path, HTML, path=path)]
        assert of_pipe(content).items == [Capture("-", HTML, via=Via.STDIN)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "EmptyPage: the file is empty"),
        (b" \n", "EmptyPage"),
        (gzip.compress(b""), "EmptyPage"),
        (b"{\\rtf1", "NotAPage: this is an RTF document, not a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "an old Excel workbook (XLS)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "an encrypted office document",
        ),
        (b"\x89PNG\r\n\x1a\n", "this is an image (PNG)"),
        (gzip.compress(bytes(257) + b"ustar"), "a tar archive; unpack it and add the folder"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"filedesc://x", "an ARC archive"),
        (b'[{"html": "x"}]', "not JSON Lines; write one object a line"),
        (gzip.compress(HTML)[:-9], "DamagedArchive: damaged gzip data: they end too early"),
        (gzip.compress(HTML) + b"garbage", "damaged gzip data: what follows"),
        (HTML + b"x" * 20_000, "PageTooLarge: more than 10,000 bytes"),
        (gzip.compress(HTML + b"x" * 20_000), "PageTooLarge"),
        (gzip.compress(wacz({})), "this is a ZIP archive"),
    ],
)
def test_files_without_a_page(tmp_path: Path, content: bytes, message: str) -> None:
    for found in (
        of_file(tmp_path / "x", content, Settings(max_bytes=10_000)),
        of_pipe(content, Settings(max_bytes=10_000)),
    ):
        assert len(found.failures) == len(found.items) == 1
        assert message in found.messages


def test_bombs_of_gzip(tmp_path: Path) -> None:
    bomb = gzip.compress(b'{"html": "' + bytes(90_000_000).replace(b"\0", b" "))
    found = of_file(tmp_path / "x", bomb)
    assert "grow to more than 100 times their size" in found.messages


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for source, message in (
        (tmp_path / "none", "there is no such file"),
        ("a\0b", "cannot be read"),
        ("x" * 5_000, "cannot be read: File name too long"),
    ):
        assert message in All(captures(source)).messages


def test_pipes_that_are_named(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(HTML,))
    writer.start()
    assert [c.content for c in All(captures(path)).captures] == [HTML]
    writer.join()


def test_laziness(tmp_path: Path) -> None:
    found = captures(tmp_path / "none")
    (tmp_path / "none").write_bytes(HTML)
    path = str(tmp_path / "none")
    assert next(found) == Capture(path, HTML, path=path)


# -- addresses -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("feed:https://a.example/rss", "https://a.example/rss"),
        ("feed://a.example/rss", "http://a.example/rss"),
    ],
)
def test_addresses(source: str, url: str) -> None:
    assert list(captures(source)) == [Wanted(url)]


class Slow(io.BytesIO):
    """A pipe in which only so much has come yet; whoever waits for more waits for ever."""

    def read1(self, n: int | None = -1, /) -> bytes:
        data = super().read1(n)
        assert data, "more is waited for"
        return data


def test_lists_are_read_as_they_come() -> None:
    found = captures("-", stdin=Slow(b"https://a.example/1\n" * 4_000))
    assert next(found) == Wanted("https://a.example/1", container="-")


# -- feeds ---------------------------------------------------------------------------------------------------
RSS = b'<?xml version="1.0"?><rss><channel><item><link>https://a.example/1</link></item></channel></rss>'


def test_feeds_lead_to_their_pages(tmp_path: Path) -> None:
    for content in (RSS, gzip.compress(RSS)):
        assert of_file(tmp_path / "x", content).wanted == [Wanted("https://a.example/1", str(tmp_path / "x"))]
    assert of_pipe(RSS).wanted[0].container == "-"


# -- folders -------------------------------------------------------------------------------------------------
def test_folders(tmp_path: Path) -> None:
    root = tmp_path / "pages"
    for name, content in {
        "b.html": HTML,
        "a/z.txt": b"A ferry struck the mole.\n",
        "a/a.htm.gz": gzip.compress(HTML),
        "a/c.warc": response(1),
        "a/list": b"https://a.example/9\n",
        ".hidden/x.html": HTML,
        ".x.html": HTML,
        "c_files/a.png": b"\x89PNG\r\n\x1a\n",
        "c_files/b.png": b"\x89PNG\r\n\x1a\n",
        "c_files/style.css": b"p { color: red }",
        "c_files/code.js": b"let a = 1",
        "c_files/frame.js": HTML,  # named as the server named it
        "c_files/paper.rtf": b"{\\rtf1",
        "empty": b"",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    found = All(captures(root))
    names = [c.name.removeprefix(f"{root}/").partition("#")[0] for c in found.captures]
    assert names == ["a/a.htm.gz", "a/c.warc", "a/z.txt", "b.html", "c_files/frame.js"]
    assert [w.url for w in found.wanted] == ["https://a.example/9"]
    assert [(f.error, f.name.removeprefix(f"{root}/")) for f in found.failures] == [
        ("NotAPage", "c_files/paper.rtf"),
        ("EmptyPage", "empty"),
    ]
    assert found.skipped == {"image files": 2, "scripts": 1, "style sheets": 1}
    assert All(captures(str(root))).items == found.items


def test_links_and_things_that_are_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "pages"
    root.mkdir()
    (root / "a.html").write_bytes(HTML)
    (tmp_path / "outside.html").write_bytes(HTML)
    (root / "again.html").symlink_to("a.html")
    (root / "loop").symlink_to(".")
    (root / "out.html").symlink_to("../outside.html")
    (root / "up").symlink_to("..")
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as s:
        monkeypatch.chdir(root)  # names of sockets are short
        s.bind("socket")
    found = All(captures(root))
    assert [c.name for c in found.captures] == [str(root / "a.html")]
    assert [(f.name.removeprefix(f"{root}/"), f.message.partition(";")[0]) for f in found.failures] == [
        ("out.html", "a link to a place outside the folder"),
        ("pipe", "neither a file nor a folder"),
        ("socket", "neither a file nor a folder"),
        ("up", "a link to a place outside the folder"),
    ]
    # The folder that is named may be a link itself.
    (tmp_path / "link").symlink_to(root)
    assert len(All(captures(tmp_path / "link")).captures) == 1


def test_names_of_all_kinds(tmp_path: Path) -> None:
    names = [b"a\nb.html", b"\xff\xfe.html", b"x" * 250, "„Ä“ 😀.html".encode(), b"-", b"--help", b"a;rm -r"]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as f:
            f.write(HTML)
    found = All(captures(tmp_path))
    assert len(found.captures) == len(names)
    for c in found.captures:
        c.name.encode()  # can be written anywhere
    assert f"{tmp_path}/a\nb.html" in [c.name for c in found.captures]
    assert f"{tmp_path}/\\xff\\xfe.html" in [c.name for c in found.captures]
    assert [
        c.name for c in All(captures(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.html"))).captures
    ] == [f"{tmp_path}/\\xff\\xfe.html"]


def test_deep_folders(tmp_path: Path) -> None:
    path = tmp_path
    for _ in range(120):
        path = path / "d"
        path.mkdir()
    assert "the folder is more than 100 levels deep" in All(captures(tmp_path)).messages


def test_no_permission(tmp_path: Path) -> None:
    if os.getuid() == 0:
        pytest.skip("nothing is forbidden to root")
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "a.html").chmod(0)
    assert "no permission" in All(captures(tmp_path)).messages


def test_closed_standard_input() -> None:
    closed = io.BytesIO()
    closed.close()
    assert "cannot be read" in All(captures("-", stdin=closed)).messages


def test_addresses_of_other_kinds_are_told_from_files() -> None:
    (failure,) = captures("ftp://news.example/story")
    assert isinstance(failure, Failure)
    assert failure.message == "onrecord fetches only http and https addresses"
