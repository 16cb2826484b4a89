"""HTTP answers in archives that break off: kept as far as they go, with a note, and never spoiled."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Capture
from onrecord.run.one import read_source
from onrecord.settings import Settings
from onrecord.sources.headers import Fields
from onrecord.sources.response import Answer, unchunked, unpacked
from tests.archives import PAGE, http, of_file, page, record

CHUNKED = {"Transfer-Encoding": "chunked"}
HEADERS: Fields = (("Transfer-Encoding", "chunked"),)
STORY = PAGE.encode() + b"<p>" + b"The harbour master said that the mole would stay closed. " * 60 + b"</p>"


def chunks(body: bytes, size: int, line: bytes = b"%x\r\n", end: bytes = b"\r\n") -> bytes:
    """A body in chunks, without the last one."""
    parts = (body[i : i + size] for i in range(0, len(body), size))
    return b"".join((line % len(p)) + p + end for p in parts)


def told(capture: Capture) -> list[str]:
    """What the notes of a capture are about."""
    return [n.what for n in capture.envelope.notes] if capture.envelope else []


@pytest.mark.parametrize("line", [b"%x\r\n", b"0000%X\r\n", b"%x \r\n", b"%x;name=value\r\n", b"%x\n"])
@pytest.mark.parametrize("size", [100, 1000, 100_000])
def test_chunks_without_an_end(tmp_path: Path, line: bytes, size: int) -> None:
    end = b"\n" if line.endswith(b"%x\n") else b"\r\n"
    whole = chunks(STORY, size, line, end)
    for body, content, notes in (
        (whole + b"0\r\n\r\n", STORY, 0),
        (whole + b"0\r\nExpires: 0\r\n\r\n", STORY, 0),
        (whole + b"0", STORY, 0),
        (whole + b"0\r\n", STORY, 0),
        (whole, STORY, 1),
        (whole + b"3e", STORY, 1),
        (whole + b"3e8\r", STORY, 1),
        (whole[: -len(end)], STORY, 1),
        (whole[:-500], None, 1),
    ):
        (capture,) = of_file(tmp_path / "x.warc", record(http(body, headers=CHUNKED))).captures
        assert capture.content == (content or STORY[: len(capture.content)])
        assert len(capture.content) > len(STORY) - 600
        assert len(told(capture)) == notes


def test_notes_come_into_the_trail_of_the_reading(tmp_path: Path) -> None:
    (capture,) = of_file(
        tmp_path / "x.warc", record(http(chunks(STORY, 300)[:-40], headers=CHUNKED))
    ).captures
    trail = read_source(capture, Settings()).trail
    assert "the answer came in chunks, and breaks off within a chunk" in [n.why for n in trail]


@pytest.mark.parametrize(
    "body",
    [
        b"1984\nIt was a bright cold day in April, and the clocks were striking thirteen.",
        b"Cafe\r\nThe cafe by the harbour has closed.",
        b"a\n0123456789 and more that is no chunk",
        b"10\nsixteen letters!and so on, as text goes on",
        b"words",
        b"",
    ],
)
def test_a_text_that_only_begins_like_chunks(body: bytes) -> None:
    notes: list[object] = []
    assert unchunked(Answer(200, HEADERS, body), notes) == body  # type: ignore[arg-type]
    assert not notes


def test_chunks_that_are_damaged_in_the_middle() -> None:
    whole = chunks(STORY, 500)
    at = whole.index(b"\r\n1f4\r\n", 1500)
    body = whole[:at] + b"\r\nzzz" + whole[at + 5 :]
    notes: list[object] = []
    content = unchunked(Answer(200, HEADERS, body), notes)  # type: ignore[arg-type]
    assert STORY.startswith(content)
    assert len(content) >= 1500
    assert len(notes) == 1


def _raw(data: bytes) -> bytes:
    made = zlib.compressobj(wbits=-15)
    return made.compress(data) + made.flush()


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": lambda b: gzip.compress(b[:700]) + gzip.compress(b[700:]),
    "deflate": zlib.compress,
    "Deflate": _raw,
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
    "ZSTD": zstandard.ZstdCompressor(write_content_size=False).compress,
}


@pytest.mark.parametrize("coding", CODINGS)
def test_packed_answers_that_break_off(tmp_path: Path, coding: str) -> None:
    content = page(1) + page(2)
    whole = CODINGS[coding](content)
    (capture,) = of_file(tmp_path / "x", record(http(whole, headers={"Content-Encoding": coding}))).captures
    assert (capture.content, capture.envelope) == (content, None)
    for cut in (1, 4, 8, len(whole) // 3):
        for headers in ({}, {"WARC-Truncated": "length"}):
            block = http(whole[:-cut], headers={"Content-Encoding": coding})
            found = of_file(tmp_path / "x", record(block, headers=headers))
            if not found.captures:  # a block of Zstandard or raw deflate gives nothing before it is whole
                assert found.failures
                continue
            (capture,) = found.captures
            assert content.startswith(capture.content)
            assert len(told(capture)) == 1 + bool(headers)


def test_gzip_in_chunks(tmp_path: Path) -> None:
    body = chunks(gzip.compress(page(1)), 200)[:-30]
    (capture,) = of_file(
        tmp_path / "x", record(http(body, headers={**CHUNKED, "Content-Encoding": "gzip"}))
    ).captures
    assert page(1).startswith(capture.content)
    assert len(capture.content) > 500
    assert len(told(capture)) == 2


def test_what_follows_gzip_data(tmp_path: Path) -> None:
    first, second = page(1), b"<p>the second half of the story</p>"
    both = gzip.compress(first) + gzip.compress(second)
    for body, content, notes in (
        (both, first + second, 0),
        (both + bytes(100), first + second, 0),
        (both[:-10], first + second[:20], 1),
        (gzip.compress(first) + b"words that are not packed", first, 1),
        (gzip.compress(first) + gzip.compress(second)[:10] + b"\xff" * 30, first, 1),
    ):
        (capture,) = of_file(
            tmp_path / "x", record(http(body, headers={"Content-Encoding": "gzip"}))
        ).captures
        assert capture.content[: len(content)] == content
        assert (first + second).startswith(capture.content)
        assert len(told(capture)) == notes


def test_many_members_stay_within_the_bound(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(400_000)) * 5
    found = of_file(
        tmp_path / "x",
        record(http(bomb, headers={"Content-Encoding": "gzip"})),
        Settings(max_bytes=1_000_000),
    )
    assert "PageTooLarge" in found.messages


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "zstd", "br", "identity"]))
def test_any_body_gives_bytes_or_one_of_our_errors(body: bytes, coding: str) -> None:
    from onrecord.errors import OnrecordError

    for data in (body, b"\x1f\x8b\x08\0" + body, b"\x28\xb5\x2f\xfd" + body, b"5\r\n" + body):
        answer = Answer(200, (*HEADERS, ("Content-Encoding", coding)), data)
        with contextlib.suppress(OnrecordError):
            assert len(unpacked(answer, 10_000, [])) <= 10_000


@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=6), st.data())
def test_no_size_of_a_chunk_becomes_text(parts: list[bytes], data: st.DataObject) -> None:
    body = b"".join(b"%04x\r\n%b\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"
    whole = b"".join(parts)
    cut = data.draw(st.integers(len(parts[0]) + 8, len(body)))
    assert whole.startswith(unchunked(Answer(200, HEADERS, body[:cut])))
