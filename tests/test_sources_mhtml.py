"""Pages saved as MHTML."""

from __future__ import annotations

import base64
import quopri
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Via
from onrecord.settings import Settings
from tests.archives import PAGE, mhtml, of_file, of_pipe

TEXT = PAGE + "<p>Über 200 Menschen — “alle” wohlauf.</p>\r\n" + "<p>long</p>" * 30
HTML = {
    "Content-Type": "text/html",
    "Content-ID": "<frame-1@mhtml.blink>",
    "Content-Transfer-Encoding": "quoted-printable",
    "Content-Location": "https://a.example/st\r\n ory?x=1",
}
PICTURE = ({"Content-Type": "image/png", "Content-Transfer-Encoding": "base64"}, b"iVBORw0KGgo=\r\n")


def quoted(text: str) -> bytes:
    return quopri.encodestring(text.encode())


def test_as_browsers_save_it(tmp_path: Path) -> None:
    found = of_file(tmp_path / "story", mhtml([(HTML, quoted(TEXT)), PICTURE]))
    (capture,) = found.captures
    assert capture.content == TEXT.encode()
    assert capture.url == "https://a.example/story?x=1"
    assert (capture.name, capture.container) == (str(tmp_path / "story"),) * 2
    assert (capture.media, capture.charset, capture.via) == ("html", None, Via.MHTML)
    assert capture.fetched == datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("coding", "charset", "encode"),
    [
        ("base64", "utf-8", lambda t: base64.encodebytes(t.encode())),
        ("8bit", "windows-1252", lambda t: t.encode("cp1252")),
        ("binary", "utf-16", lambda t: t.encode("utf-16")),
    ],
)
def test_codings(tmp_path: Path, coding: str, charset: str, encode: type[bytes]) -> None:
    fields = {"Content-Type": f'text/html; charset="{charset}"', "Content-Transfer-Encoding": coding}
    (capture,) = of_file(tmp_path / "x.mht", mhtml([(fields, encode(TEXT))])).captures  # type: ignore[arg-type]
    assert capture.content.decode(charset) == TEXT
    assert capture.charset == charset
    assert capture.url == "https://a.example/story"


def test_the_part_that_is_named_as_the_page(tmp_path: Path) -> None:
    kind = 'multipart/related; boundary=b; start="<two@x>"'
    parts = [
        ({"Content-Type": "text/html", "Content-ID": "<one@x>"}, b"<p>one</p>"),
        ({"Content-Type": "text/html", "Content-ID": "<two@x>"}, b"<p>two</p>"),
    ]
    (capture,) = of_file(tmp_path / "x", mhtml(parts, {"Content-Type": kind}, "b")).captures
    assert capture.content == b"<p>two</p>"


def test_multiparts_within_each_other(tmp_path: Path) -> None:
    inner = mhtml([({"Content-Type": "text/plain"}, b"plain"), (HTML, quoted(TEXT))], boundary="inner")
    head, _, body = inner.partition(b"\r\n\r\n")
    assert head
    kind = {"Content-Type": "multipart/alternative; boundary=inner"}
    (capture,) = of_file(tmp_path / "x", mhtml([PICTURE, (kind, body), PICTURE])).captures
    assert capture.content == TEXT.encode()
    mail = b"From: a@a.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    assert of_file(tmp_path / "x.eml", mail).captures[0].content == PAGE.encode()


def test_only_a_plain_version(tmp_path: Path) -> None:
    (capture,) = of_file(
        tmp_path / "x", mhtml([({"Content-Type": "text/plain"}, b"plain"), PICTURE])
    ).captures
    assert (capture.content, capture.media) == (b"plain", "text")


def test_ten_thousand_parts(tmp_path: Path) -> None:
    page = (HTML, quoted(TEXT))
    (capture,) = of_file(tmp_path / "x", mhtml([page, *[PICTURE] * 10_000])).captures
    assert capture.content == TEXT.encode()
    found = of_file(tmp_path / "x", mhtml([*[PICTURE] * 10_000, page]))
    assert "no page among the first 1,000 parts" in found.messages


def test_bounds(tmp_path: Path) -> None:
    nested = mhtml([(HTML, b"x")])
    for i in range(50):
        outer = {"Content-Type": f"multipart/mixed; boundary=b{i}"}
        kind = {"Content-Type": f"multipart/mixed; boundary=b{i - 1}" if i else "text/html"}
        nested = mhtml([(kind, nested.partition(b"\r\n\r\n")[2])], outer, f"b{i}")
    assert "more than 8 nested multiparts" in of_file(tmp_path / "x", nested).messages
    settings = Settings(max_bytes=10_000)
    for size in (20_000, 200_000):
        found = of_file(tmp_path / "x", mhtml([(HTML, b"x" * size)]), settings)
        assert "PageTooLarge: more than 10,000 bytes" in found.messages


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (mhtml([PICTURE]), "has no page"),
        (mhtml([(HTML, quoted(TEXT))])[:900], "ends early"),
        (mhtml([(HTML, b"x")], {"Content-Type": "multipart/related"}), "declares no boundary"),
        (mhtml([({**HTML, "Content-Transfer-Encoding": "x-uue"}, b"x")]), "'x-uue' is not known"),
        (mhtml([({**HTML, "Content-Transfer-Encoding": "base64"}, b"abc")]), "invalid base64"),
    ],
)
def test_what_is_wrong(tmp_path: Path, content: bytes, message: str) -> None:
    found = of_file(tmp_path / "x.mhtml", content)
    assert not found.captures
    assert message in found.messages
    assert found.failures[0].name == str(tmp_path / "x.mhtml")


def test_times_and_addresses_that_are_none(tmp_path: Path) -> None:
    headers = {"Date": "yesterday", "Snapshot-Content-Location": "file:///home/x"}
    (capture,) = of_file(tmp_path / "x", mhtml([({"Content-Type": "text/html"}, b"x")], headers)).captures
    assert (capture.fetched, capture.url) == (None, None)


@given(st.data())
def test_mutated_files_never_raise(data: st.DataObject) -> None:
    content = bytearray(mhtml([PICTURE, (HTML, quoted(TEXT)), PICTURE]))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.sampled_from([0, 1, 5, 100]))
        content[at : at + gone] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"\r\n", b"--", b'"', b"multipart/x;boundary=y", b"=", b"(" * 50])
        )
    assert len(of_pipe(bytes(content)).items) == 1


def test_frames_before_the_page_that_was_saved(tmp_path: Path) -> None:
    frame = {**HTML, "Content-ID": "<frame-9@mhtml.blink>", "Content-Location": "https://ads.example/frame"}
    story = {**HTML, "Content-Location": "https://a.example/story"}
    parts = [(frame, quoted("<p>Buy boots now.</p>")), (story, quoted(TEXT))]
    saved = b"Snapshot-Content-Location: https://a.example/story#top\r\n" + mhtml(parts)
    (capture,) = of_file(tmp_path / "x.mhtml", saved).captures
    assert capture.url == "https://a.example/story"
    assert capture.content == TEXT.encode()
    # A page that is not there under its address: the first of all parts.
    gone = b"Snapshot-Content-Location: https://b.example/\r\n" + mhtml(parts)
    (capture,) = of_file(tmp_path / "y.mhtml", gone).captures
    assert capture.url == "https://ads.example/frame"
