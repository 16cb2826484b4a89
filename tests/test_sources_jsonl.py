"""Pages in JSON Lines of other crawlers, and lists of addresses."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Capture, Failure, Via, Wanted
from onrecord.settings import Settings
from onrecord.sources.jsonl import ADDRESS, STATUS, TIME
from onrecord.sources.jsonl import PAGE as PAGE_FIELDS
from tests.archives import PAGE, of_file, of_pipe

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def lines(*values: Any) -> bytes:
    return "".join(json.dumps(v) + "\n" for v in values).encode()


def test_a_line(tmp_path: Path) -> None:
    value = {
        "url": "https://a.example/1",
        "html": PAGE + "é\ud83d\ude00",
        "fetched_at": "2026-01-02T03:04:05Z",
        "status": 200,
        "headers": {"Content-Type": "text/html; charset=latin1", "X": 1},
        "id": 17,
        "other": [1, {"a": None}],
    }
    path = tmp_path / "pages"
    (capture,) = of_file(path, lines(value)).captures
    assert capture == Capture(
        f"{path}#1",
        (PAGE + "é😀").encode(),
        "https://a.example/1",
        "utf-8",
        None,
        via=Via.JSONL,
        fetched=WHEN,
        status=200,
        headers=(("Content-Type", "text/html; charset=latin1"),),
        container=str(path),
        record="17",
        path=f"{path}#1",
    )


@pytest.mark.parametrize("field", ["html", "raw_html", "content", "body", "text"])
@pytest.mark.parametrize("address", ["url", "uri", "link"])
def test_names_of_fields(tmp_path: Path, field: str, address: str) -> None:
    content = lines({address: "https://a.example/1", field: PAGE})
    for packed in (content, gzip.compress(content), b"\xef\xbb\xbf" + content, content.rstrip(), content.replace(b"\n", b"\r\n\r\n")):  # fmt: skip
        (capture,) = of_file(tmp_path / "x", packed).captures
        assert (capture.url, capture.content) == ("https://a.example/1", PAGE.encode())
        assert capture.media == ("text" if field == "text" else None)


def test_html_as_an_object(tmp_path: Path) -> None:
    value = {"html": {"content": PAGE, "url": "https://a.example/1", "crawl_date": "2026-01-02 03:04:05"}}
    (capture,) = of_file(tmp_path / "x", lines(value)).captures
    assert (capture.url, capture.content, capture.fetched) == ("https://a.example/1", PAGE.encode(), WHEN)


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-02T03:04:05+00:00", "2026-01-02 03:04:05", "20260102030405", "Fri, 02 Jan 2026 03:04:05 GMT",
        1767323045, 1767323045.0, 1767323045000, "1767323045", "1767323045000",
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["fetched_at", "fetched", "date_download", "crawled_at", "timestamp"])
def test_times(tmp_path: Path, field: str, value: Any) -> None:
    (capture,) = of_file(tmp_path / "x", lines({"html": PAGE, field: value})).captures
    assert capture.fetched == WHEN


def test_times_with_a_zone_and_without(tmp_path: Path) -> None:
    values = ("2026-01-02T03:04:05+02:00", None, "")
    found = of_file(tmp_path / "x", lines(*({"html": PAGE, "fetched": v} for v in values)))
    assert [c.fetched for c in found.captures] == [
        WHEN.replace(tzinfo=timezone(timedelta(hours=2))),
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "not JSON"),
        (b"[1]", "this must be an object, not list"),
        (b"{}", "it has no page"),
        (b'{"html": null, "url": "https://a.example/"}', "it has no page"),
        (b'{"html": 7}', "it has no page"),
        (b'{"html": " "}', "the page is empty"),
        (
            b'{"html": "x", "fetched": "yesterday"}',
            "fetched is not a time that onrecord understands: 'yesterday'",
        ),
        (b'{"html": "x", "fetched": 1e400}', "not a time"),
        (b'{"html": "x", "fetched": 1%s}' % (b"0" * 400), "not a time"),
        (b'{"html": "x", "a": 1%s}' % (b"0" * 5000), "not JSON"),
        (b'{"html": "x", "a": %s}' % (b"[" * 100_000), "not JSON"),
        (b'{"html": "x", "a": [%s]}' % b",".join([b"{}"] * 200_000), "too many values"),
        (b'{"html": "x", "a": [%s]}' % b",".join([b'""'] * 60_000), "too many values"),
        (b'{"html": "%s"}' % (b"x" * 1_500_000), "the page is larger than 1,000,000 bytes"),
        (b'{"html": "%s"}' % (b"x" * 3_000_000), "is longer than 1,600,000 bytes"),
        (b"\xff\xfe", "not JSON"),
    ],
)
def test_bad_lines(tmp_path: Path, line: bytes, message: str) -> None:
    good = lines({"html": PAGE})
    found = of_file(tmp_path / "x", good + line + b"\n" + good, Settings(max_bytes=1_000_000))
    assert [c.name for c in found.captures] == [f"{tmp_path / 'x'}#{i}" for i in (1, 3)]
    assert [f.name for f in found.failures] == [f"{tmp_path / 'x'}#2"]
    assert "line 2" in found.messages
    assert message in found.messages


def test_answers_that_are_no_pages_are_counted(tmp_path: Path) -> None:
    found = of_file(tmp_path / "x", lines(*({"html": "no", "status": 404},) * 3, {"html": PAGE}))
    assert len(found.captures) == 1
    assert found.skipped == {"answers with status 404": 3}


def test_lone_surrogates(tmp_path: Path) -> None:
    found = of_file(
        tmp_path / "x", rb'{"html": "<p>a\ud800b", "url": "https://a.example/\udc00", "id": "\ud800"}'
    )
    (capture,) = found.captures
    assert capture.content.decode().startswith("<p>a")
    assert "\ufffd" in capture.content.decode()
    for text in (capture.url, capture.record):
        assert text is not None
        text.encode()


def test_a_long_first_line(tmp_path: Path) -> None:
    found = of_file(
        tmp_path / "x", lines({"html": "x" * 200_000, "url": "https://a.example/"}, {"html": PAGE})
    )
    assert len(found.captures) == 2


def test_packed_lines_that_break_off(tmp_path: Path) -> None:
    content = gzip.compress(lines(*({"html": PAGE, "n": i} for i in range(3_000))))
    found = of_file(tmp_path / "x", content[:-2000])
    assert len(found.captures) > 100
    assert "they end too early; the rest is not read" in found.messages


@given(st.data())
def test_mutated_lines_never_raise(data: st.DataObject) -> None:
    content = bytearray(
        lines(*({"url": f"https://a.example/{i}", "html": PAGE, "fetched": i} for i in range(4)))
    )
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    assert len(of_pipe(bytes(content)).items) < 40


# -- lists of addresses --------------------------------------------------------------------------------------


def test_lists(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf# seen today\r\n\r\nhttps://a.example/1\r\n  HTTP://b.example/?q=\xc3\xbc  \n\n#x\nhttps://c.example"
    for packed in (content, gzip.compress(content)):
        found = of_file(tmp_path / "x", packed)
        assert found.items == [
            Wanted(url, container=str(tmp_path / "x"))
            for url in ("https://a.example/1", "HTTP://b.example/?q=ü", "https://c.example")
        ]
    assert [w.container for w in of_pipe(content).wanted] == ["-"] * 3


def test_lines_that_are_no_addresses(tmp_path: Path) -> None:
    head = b"https://a.example/\n" * 5_000
    bad = b"ftp://a.example/\nhttps://" + b"x" * 50_000 + b"\nsome words\n"
    found = of_file(tmp_path / "x", head + bad + b"https://b.example/\n")
    assert len(found.wanted) == 5_001
    assert [f.name.rpartition("#")[2] for f in found.failures] == ["5001", "5002", "5003"]
    assert all(isinstance(f, Failure) and f.error == "BadRecord" for f in found.failures)


def test_fields_are_documented() -> None:
    text = (Path(__file__).parent.parent / "docs" / "sources.md").read_text(encoding="utf-8")
    for name in (*PAGE_FIELDS, *ADDRESS, *TIME, *STATUS):
        assert f"`{name}`" in text
