"""Pages from WARC files: whole, packed, damaged, hostile."""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Via
from onrecord.settings import Settings
from tests.archives import PAGE, All, http, identity, of_file, of_pipe, packed, page, record, response, sha1

URLS = [f"https://a.example/{i}" for i in range(5)]
RECORDS = [response(i) for i in range(5)]


def both(path: Path, content: bytes, settings: Settings | None = None) -> All:
    """From a file; a pipe must give the same but for the names."""
    found = of_file(path, content, settings)
    piped = of_pipe(content, settings)
    assert [c.content for c in found.captures] == [c.content for c in piped.captures]
    assert [f.message for f in found.failures] == [f.message for f in piped.failures]
    assert found.skipped == piped.skipped
    return found


@pytest.mark.parametrize(
    "content",
    [
        b"".join(RECORDS),
        b"".join(packed(RECORDS)),
        gzip.compress(b"".join(RECORDS)),  # all in one member
        b"".join(packed([b"".join(RECORDS)[i : i + 700] for i in range(0, 20_000, 700)])),  # cut anywhere
        b"".join([*packed(RECORDS[:2]), gzip.compress(b""), *packed(RECORDS[2:]), bytes(999)]),
        b"".join(RECORDS).replace(b"\r\n\r\nWARC", b"\r\nWARC"),  # careless ends
    ],
    ids="whole packed one-member cut-anywhere empty-members careless".split(),
)
def test_forms(tmp_path: Path, content: bytes) -> None:
    found = both(tmp_path / "x", content)
    assert found.messages == ""
    assert found.urls == URLS
    assert [c.content for c in found.captures] == [page(i) for i in range(5)]


def test_what_is_kept_of_a_record(tmp_path: Path) -> None:
    body = "<p>façade</p>".encode("latin-1")
    block = http(body, media="text/html; charset=ISO-8859-1", headers={"X-Note": "a", "Set-Cookie": "b"})
    content = record(block, 7, headers={"WARC-Payload-Digest": sha1(body), "WARC-Block-Digest": sha1(block)})
    (capture,) = of_file(tmp_path / "news.warc", content).captures
    name = str(tmp_path / "news.warc")
    assert capture.name == f"{name}#{identity(7)}"
    assert (capture.content, capture.url, capture.charset) == (body, "https://a.example/7", "ISO-8859-1")
    assert (capture.via, capture.status, capture.container) == (Via.WARC, 200, name)
    assert capture.fetched == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert capture.headers[1:] == (("X-Note", "a"), ("Set-Cookie", "b"))
    assert (capture.record, capture.payload) == (identity(7), sha1(body))


def chunked(data: bytes) -> bytes:
    return (
        b"".join(b"%x\r\n%s\r\n" % (len(data[i : i + 50]), data[i : i + 50]) for i in range(0, len(data), 50))
        + b"0\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("headers", "encode"),
    [
        ({"Transfer-Encoding": "chunked"}, chunked),
        ({"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, lambda b: chunked(gzip.compress(b))),
        ({"Content-Encoding": "gzip"}, gzip.compress),
        ({"Content-Encoding": "deflate"}, zlib.compress),
        ({"Content-Encoding": "deflate"}, lambda b: zlib.compress(b, wbits=-15)),
        # Undone by the archive, and the fields left as they were.
        ({"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, bytes),
        ({"Content-Encoding": "br"}, bytes),
        ({"Content-Encoding": "deflate"}, bytes),
    ],
)  # fmt: skip
def test_encodings_of_http_are_undone(tmp_path: Path, headers: dict[str, str], encode: type[bytes]) -> None:
    sent = encode(page(1))
    for digest in (sha1(sent), sha1(page(1))):
        content = record(http(sent, headers=headers), headers={"WARC-Payload-Digest": digest})
        found = of_file(tmp_path / "x", content)
        assert found.messages == ""
        assert found.captures[0].content == page(1)


def test_brotli(tmp_path: Path) -> None:
    import brotli

    headers = {"Content-Encoding": "br"}
    content = b"".join(
        record(http(body, headers=headers), i)
        for i, body in enumerate(
            (brotli.compress(page(1)), brotli.compress(page(1))[:-20], brotli.compress(bytes(5_000_000)))
        )
    )
    found = of_file(tmp_path / "x", content, Settings(max_bytes=1_000_000))
    assert [c.content for c in found.captures] == [page(1), page(1)[: len(found.captures[1].content)]]
    assert found.captures[1].envelope is not None
    assert [f.error for f in found.failures] == ["PageTooLarge"]


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    content = b"".join(
        [
            record(b"software: x\r\n", kind="warcinfo", headers={"Content-Type": "application/warc-fields"}),
            record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            record(b"", kind="metadata"),
            *(record(http(b"\xff\xd8\xff", media="image/jpeg"), i) for i in range(12)),
            record(http(b"%PDF-1.7 ..."), 1),
            record(http(b"gone", status=404), 2),
            record(http(b"", status=301, headers={"Location": "/"}), 3),
            record(http(b" ")),
            record(http(b"User-agent: *", media="text/plain"), headers={"WARC-Target-URI": "https://a.example/robots.txt"}),
            record(http(b"", media="image/png"), kind="revisit"),
            record(b"", kind="revisit", headers={"WARC-Target-URI": "https://a.example/a.css?v=1"}),
            record(b"x", kind="conversion"),
            record(http(b"x"), headers={"WARC-Segment-Number": "1"}),
            record(b"x", headers={"WARC-Target-URI": "dns:a.example", "Content-Type": "text/dns"}),
            record(b"x", kind="resource", headers={"Content-Type": "image/png"}),
            record(b"x", kind="<script>"),
        ]
    )  # fmt: skip
    found = both(tmp_path / "x", content)
    assert not found.captures
    assert not found.failures
    assert found.skipped == {
        "image/jpeg": 12,
        "a PDF document": 1,
        "answers with status 404": 1,
        "answers with status 301": 1,
        "empty pages": 1,
        "robots.txt": 1,
        "conversions, which are not as received": 1,
        "parts of records that are cut in segments": 1,
        "records of other things than web addresses": 1,
        "image/png": 1,
        "revisits of image/png": 1,
        "revisits of what is no page": 1,
        "records of the type ?script?": 1,
    }


def test_kinds_of_what_is_skipped_are_bounded(tmp_path: Path) -> None:
    content = b"".join(record(http(b"x", media=f"x/{i}")) for i in range(200))
    found = of_file(tmp_path / "x", content)
    assert len(found.skipped) == 61
    assert sum(found.skipped.values()) == 200


def test_resource_records_and_early_forms(tmp_path: Path) -> None:
    headers = {"Content-Type": "text/html; charset=utf-8", "WARC-Target-URI": "<https://a.example/r>"}
    content = record(page(1), kind="resource", version="0.18", headers=headers)
    (capture,) = of_file(tmp_path / "x", content).captures
    assert (capture.url, capture.status, capture.charset) == ("https://a.example/r", None, "utf-8")


def test_pages_without_an_address_as_our_own_archives_hold_them(tmp_path: Path) -> None:
    headers = {
        "Content-Type": "text/html",
        "WARC-Target-URI": "urn:sha256:ab",
        "X-Onrecord-Fetched": "unknown",
    }
    (capture,) = of_file(tmp_path / "x", record(page(1), kind="resource", headers=headers)).captures
    assert (capture.url, capture.fetched, capture.content) == (None, None, page(1))
    other = {"Content-Type": "text/html", "WARC-Target-URI": "urn:text:https://a.example/"}
    assert not of_file(tmp_path / "y", record(page(1), kind="resource", headers=other)).captures


def test_pages_cut_off_by_the_crawler_are_kept_and_counted(tmp_path: Path) -> None:
    content = record(
        http(page(1)), headers={"WARC-Truncated": "length", "WARC-Payload-Digest": sha1(b"the whole")}
    )
    found = of_file(tmp_path / "x", content)
    assert len(found.captures) == 1
    assert found.skipped == {"ends of pages, which the crawler cut off": 1}


def test_digests_that_do_not_fit(tmp_path: Path) -> None:
    block = http(page(1))
    right, wrong = sha1(block), sha1(b"x")
    content = b"".join(
        [
            record(block, 0, headers={"WARC-Block-Digest": wrong}),
            record(block, 1, headers={"WARC-Payload-Digest": wrong}),
            # The block digest decides: writers are not of one mind about payloads.
            record(block, 2, headers={"WARC-Block-Digest": right, "WARC-Payload-Digest": wrong}),
            record(block, 3, headers={"WARC-Block-Digest": "xyz:???", "WARC-Payload-Digest": right}),
        ]
    )
    found = both(tmp_path / "x", content)
    assert found.urls == URLS[2:4]
    assert [(f.error, f.url) for f in found.failures] == [("DamagedArchive", u) for u in URLS[:2]]
    assert "its digest does not match" in found.messages


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


GZ = packed(RECORDS)


@pytest.mark.parametrize(
    ("middle", "message"),
    [
        (flipped(GZ[2], len(GZ[2]) // 2), "damaged gzip data"),
        (flipped(GZ[2], 3), "not a compressed record"),
        (flipped(GZ[2], len(GZ[2]) - 6), "incorrect data check"),
        (GZ[2][:200], "damaged gzip data"),
        (b"hello " * 30, "180 bytes that are not a compressed record"),
        (gzip.compress(response(2, length=10**12)), "announces 1,000,000,000,000 bytes and has"),
        (gzip.compress(response(2, length=300)), "nothing ends after its 300 bytes"),
        (gzip.compress(response(2, length=10**15)[:-900]), "cut short"),
    ],
)
def test_damage_in_packed_archives_costs_one_record(tmp_path: Path, middle: bytes, message: str) -> None:
    found = both(tmp_path / "x", b"".join([*GZ[:2], middle, *GZ[3:]]))
    assert found.urls == URLS[:2] + URLS[3:]
    assert len(found.failures) == 1
    assert message in found.messages
    assert f"offset {len(GZ[0] + GZ[1]):,}" in found.messages


@pytest.mark.parametrize(
    ("middle", "message"),
    [
        (response(2, length=300), "nothing ends after its 300 bytes"),
        (response(2, length=4_000), "nothing ends after its 4,000 bytes"),
        (response(2)[:700], "nothing ends after its"),
        (b"hello\r\n" * 30, "210 bytes that are not a record"),
        (record(http(page(2)), 2, length="-5"), "its Content-Length is '-5'"),
        (record(http(page(2)), 2, length="1" * 5_000), "its Content-Length is '111"),
        (record(http(page(2)), 2, headers={"Content-Length": None}), "it has no Content-Length"),
    ],
)
def test_damage_in_whole_archives_costs_one_record(tmp_path: Path, middle: bytes, message: str) -> None:
    found = both(tmp_path / "x", b"".join([*RECORDS[:2], middle, *RECORDS[3:]]))
    assert found.urls == URLS[:2] + URLS[3:]
    assert len(found.failures) == 1
    assert message in found.messages
    assert f"offset {len(RECORDS[0] + RECORDS[1]):,}" in found.messages


def test_a_length_beyond_the_end_of_the_file(tmp_path: Path) -> None:
    content = b"".join([*RECORDS[:2], response(2, length=10**12), *RECORDS[3:]])
    assert of_file(tmp_path / "x", content).urls == URLS[:2] + URLS[3:]
    # A pipe cannot go back; what is lost is said.
    piped = of_pipe(content)
    assert piped.urls == URLS[:2]
    assert "cut short" in piped.messages


@pytest.mark.parametrize("cut", [1, 5, 30, 300, 900])
@pytest.mark.parametrize("parts", [RECORDS, GZ], ids=["whole", "packed"])
def test_archives_that_break_off(tmp_path: Path, parts: list[bytes], cut: int) -> None:
    found = both(tmp_path / "x", b"".join(parts)[:-cut])
    whole = parts is RECORDS and cut == 1  # only half a line end is missing
    assert found.urls == URLS[: 5 if whole else 4]
    assert len(found.failures) == 1 - whole


def test_records_within_pages_are_no_records(tmp_path: Path) -> None:
    inner = b"<pre>\r\n\r\n" + response(9) + b"</pre>"
    found = both(tmp_path / "x", b"".join([RECORDS[0], record(http(inner), 1), RECORDS[2]]))
    assert found.urls == URLS[:3]
    assert found.captures[1].content == inner


def test_large_records(tmp_path: Path) -> None:
    settings = Settings(max_bytes=100_000)
    large = bytes(1_000_000)
    content = [RECORDS[0], record(http(large), 1), record(http(large, media="video/mp4"), 2), RECORDS[3]]
    for parts in (content, packed(content)):
        found = both(tmp_path / "x", b"".join(parts), settings)
        assert found.urls == [URLS[0], URLS[3]]
        assert found.messages.endswith("PageTooLarge: more than 100,000 bytes")
        assert found.failures[0].url == URLS[1]
        assert found.skipped == {"video/mp4": 1}
    bomb = record(http(gzip.compress(bytes(10_000_000)), headers={"Content-Encoding": "gzip"}), 4)
    found = both(tmp_path / "x", bomb + RECORDS[0], settings)
    assert found.urls == URLS[:1]
    assert "more than 100,000 bytes when decompressed" in found.messages


def test_bombs_of_gzip(tmp_path: Path) -> None:
    bomb = gzip.compress(record(http(bytes(80_000_000), media="video/mp4"), 1))
    found = of_file(tmp_path / "x", b"".join([GZ[0], bomb, GZ[2]]))
    assert found.urls == [URLS[0], URLS[2]]
    assert "grow to more than 100 times their size" in found.messages


@pytest.mark.parametrize("ending", [b"", GZ[0]])
def test_packed_archives_that_begin_with_damage(tmp_path: Path, ending: bytes) -> None:
    found = of_file(tmp_path / "x.warc.gz", b"\x1f\x8bbroken" + ending)
    assert found.urls == (URLS[:1] if ending else [])
    assert [f.error for f in found.failures] == ["DamagedArchive"]
    assert "8 bytes that are not a compressed record" in found.messages


def test_packed_archives_of_nothing(tmp_path: Path) -> None:
    found = of_file(tmp_path / "x.warc.gz", gzip.compress(b""))
    assert [f.error for f in found.failures] == ["EmptyPage"]


def test_files_that_are_only_called_so(tmp_path: Path) -> None:
    for name, content in (("x.warc", PAGE.encode()), ("x.warc.gz", gzip.compress(PAGE.encode()))):
        found = of_file(tmp_path / name, content)
        assert found.captures == []
        assert [f.error for f in found.failures] == ["DamagedArchive"]


def test_archives_that_another_program_wrote(tmp_path: Path) -> None:
    import warcio
    from warcio.statusandheaders import StatusAndHeaders

    for packing in (True, False):
        out = io.BytesIO()
        writer = warcio.WARCWriter(out, gzip=packing, warc_version="WARC/1.1")
        writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "x"}))
        for i in range(5):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(URLS[i], "response", io.BytesIO(page(i)), http_headers=headers)
            )
        found = both(tmp_path / "x", out.getvalue())
        assert found.urls == URLS
        assert [c.payload for c in found.captures] == [sha1(page(i)) for i in range(5)]
        assert found.failures == []


@given(st.data())
def test_mutated_archives_never_raise(data: st.DataObject) -> None:
    parts = data.draw(st.sampled_from([RECORDS, GZ, [gzip.compress(b"".join(RECORDS))]]))
    content = bytearray(b"".join(parts))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.sampled_from([0, 0, 1, 7, 300]))
        content[at : at + gone] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"WARC/1.0\r\n", b"\r\n\r\n", b"\x1f\x8b\x08", b"9" * 12])
        )
    found = of_pipe(bytes(content))
    # Nothing is made up: a page is one of those that were put in, or damage within it went unseen by what frames it.
    assert len(found.captures) <= 6
    assert len(found.items) < 60
