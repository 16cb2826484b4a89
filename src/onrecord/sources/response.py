"""HTTP answers as archives keep them: the status line, the fields and the body, whose encodings are undone.

Archives are not of one mind here.  Some keep the bytes of the wire, some undo the encodings and leave the fields that
tell of them; so an encoding is undone where the body bears it out, and else the body is taken as it is.

Crawlers cut long pages off, and connections break.  Such a body is undone as far as it goes, and a note says so; what cannot
be undone at all is a failure, and never text.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

from onrecord.errors import BadRecord, MissingExtra, PageTooLarge
from onrecord.records import Note
from onrecord.sources.headers import HEAD, Fields, end_of_head, fields, first

__all__ = ["Answer", "parse", "unchunked", "unpacked"]

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?=\s)")
_CHUNK = re.compile(rb"[ \t]*+([0-9a-fA-F]{1,16})[ \t]*+(?:;[^\r\n]{0,1000})?\r?\n")
#: The line of a size as far as it goes, at the end of a body.
_CUT_SIZE = re.compile(rb"[ \t]*+([0-9a-fA-F]{0,16})[ \t]*+(?:;[^\r\n]{0,1000})?\r?")
#: How pages begin, packed or not.  A text that begins with a number on a line of its own goes on with words.
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\x1f\x8b\x08|\x28\xb5\x2f\xfd")
#: What is hardly a word or a year: digits and letters in one.
_SIZE = re.compile(rb"(?=.*\d)(?=.*[a-fA-F]).{2,}")
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_WINDOW = 8_388_608  # RFC 9659: the largest that a content encoding may ask for
_PIECE = 1_000_000  # bytes that are unpacked at once


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is as it stands in the archive."""

    status: int
    headers: Fields
    body: bytes


def parse(block: bytes) -> Answer:
    """An HTTP/1 answer.  Raises `BadRecord` for other bytes."""
    m = _STATUS.match(block)
    ends = end_of_head(block)
    if m is None:
        raise BadRecord("the record should hold an HTTP answer, but does not begin like one")
    if ends is None:
        raise BadRecord(f"the headers of the HTTP answer do not end within {HEAD:,} bytes")
    line = block.find(b"\n", 0, ends[1]) + 1
    return Answer(int(m[1]), fields(block[line : max(line, ends[0])]), block[ends[1] :])


def unchunked(answer: Answer, notes: list[Note] | None = None) -> bytes:
    """The body without the chunked coding (RFC 9112, 7.1), if it bears out that it has it.

    Chunks that break off are put together as far as they go, and a note is added to `notes`.
    """
    coding = (first(answer.headers, "Transfer-Encoding") or "").lower()
    body, at = answer.body, 0
    m = _CHUNK.match(body)
    if "chunked" not in coding or m is None:
        return body
    out = bytearray()
    whole = 0  # chunks that are complete and end with a line end
    begins = _BEGINS.match(body, m.end()) is not None or _SIZE.fullmatch(m[1]) is not None
    why = ""
    while m is not None:
        size, start = int(m[1], 16), m.end()
        if size == 0:
            return bytes(out)  # trailer fields may follow
        out += body[start : start + size]
        at = start + size
        if at > len(body):
            why = "breaks off within a chunk"
            break
        end = 2 if body[at : at + 2] == b"\r\n" else int(body[at : at + 1] == b"\n")
        if not end and len(body) - at > 1:
            break
        whole += end > 0
        at += end or len(body) - at
        m = _CHUNK.match(body, at)
    rest = body[at:]
    cut = _CUT_SIZE.fullmatch(rest)
    if not (whole or begins) or (whole == 1 and cut is None and not why and not begins):
        # A first line that looks like a size by chance: an archive undid the coding and left its field.
        return body
    if cut is not None:
        if cut[1] and not cut[1].strip(b"0"):
            return bytes(out)  # the last chunk, without its line end
        rest, why = b"", why or "lacks its last chunk"
    if notes is not None:
        what = f"the last {len(rest):,} bytes" if rest else "perhaps the end of the page"
        notes.append(
            Note("source", what, f"the answer came in chunks, and {why or 'its chunks are damaged there'}")
        )
    return bytes(out)


def unpacked(answer: Answer, most: int, notes: list[Note] | None = None) -> bytes:
    """The body with transfer and content encodings undone, as far as they go; `notes` say where they break off.

    Raises `PageTooLarge` above `most` bytes, `BadRecord` for damaged or unknown encodings, and `MissingExtra`.
    """
    told: list[Note] = [] if notes is None else notes
    body = unchunked(answer, told)
    codings = [
        c.strip().lower() for c in (first(answer.headers, "Content-Encoding") or "").split(",") if c.strip()
    ]
    if len(codings) > 3:
        raise BadRecord("more than three content encodings")
    for coding in reversed(codings):
        body = _undone(body, coding, most, told)
    if len(body) > most:
        raise PageTooLarge(f"more than {most:,} bytes", stage="source")
    return body


def _undone(body: bytes, coding: str, most: int, notes: list[Note]) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _gunzipped(body, most, notes) if body.startswith(_GZIP) else body
    if coding == "deflate":
        if len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0:
            return _inflated(body, 15, most, notes)[0]
        # Raw deflate, as some servers have it, cannot be told from a plain body but by trying.
        tried: list[Note] = []
        try:
            out = _inflated(body, -15, most, tried)[0]
        except BadRecord:
            return body
        if tried and (_plain(body) or not _plain(out)):
            return body
        notes += tried
        return out
    if coding == "br":
        return body if _plain(body) else _unbrotlied(body, most, notes)
    if coding == "zstd":
        return _unzstded(body, most, notes) if body.startswith(_ZSTD) else body
    if coding in ("identity", "utf-8", "none"):
        return body
    if _plain(body):
        return body
    raise BadRecord(f"the content encoding {coding[:40]!r} is not known")


def _gunzipped(body: bytes, most: int, notes: list[Note]) -> bytes:
    """All members of gzip data (RFC 1952, 2.2), as curl gives them; a browser shows the first one only."""
    parts: list[bytes] = []
    size, rest, members = 0, body, 0
    while rest.startswith(_GZIP) or not members:
        try:
            out, rest = _inflated(rest, 31, most - size, notes)
        except BadRecord as e:
            if not members:
                raise
            notes.append(Note("source", f"the last {len(rest):,} bytes of compressed data", e.message))
            rest = b""
            break
        parts.append(out)
        size += len(out)
        members += 1
    if rest.strip(b"\0"):
        notes.append(
            Note("source", f"the last {len(rest):,} bytes", "they come after gzip data and are not gzip")
        )
    return b"".join(parts)


def _inflated(body: bytes, wbits: int, most: int, notes: list[Note]) -> tuple[bytes, bytes]:
    """(what comes out, the bytes behind it) of one stream of deflate data."""
    inflate = zlib.decompressobj(wbits)
    try:
        out = inflate.decompress(body, most + 1)
    except zlib.error as e:
        raise BadRecord(f"the answer's compression is damaged: {e}") from None
    if len(out) > most:
        raise PageTooLarge(f"more than {most:,} bytes when decompressed", stage="source")
    if not inflate.eof:
        _cut_off(out, notes)
    return out, inflate.unused_data


def _cut_off(out: bytes, notes: list[Note]) -> None:
    """Note that packed data break off.  Raises `BadRecord` where nothing came out."""
    if not out:
        raise BadRecord("the answer's compressed data end too early: nothing can be decompressed")
    notes.append(
        Note(
            "source",
            "perhaps the end of the page",
            "its compressed data end too early; onrecord read them as far as they go",
        )
    )


def _plain(body: bytes) -> bool:
    """Whether the body is text already: an archive undid the encoding and kept the field."""
    head = body[:4000]
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as e:
        if e.start < len(head) - 3:
            return re.match(rb"\s*<[!?a-zA-Z]", head) is not None and b"\0" not in head
    return not re.search(rb"[\0-\x08\x0e-\x1a]", head)


def _unbrotlied(body: bytes, most: int, notes: list[Note]) -> bytes:
    try:
        import brotli
    except ImportError:
        raise MissingExtra(
            "compressed with Brotli, which needs the package brotli: run pip install '.[archives]' in a clone of onrecord",
            stage="source",
        ) from None
    inflate = brotli.Decompressor()
    parts, size, data = [], 0, body
    try:
        while not inflate.is_finished():
            piece = inflate.process(data, output_buffer_limit=min(most + 1, _PIECE))
            data = b""
            parts.append(piece)
            size += len(piece)
            if size > most:
                raise PageTooLarge(f"more than {most:,} bytes when decompressed", stage="source")
            if not piece and inflate.can_accept_more_data():
                _cut_off(b"".join(parts), notes)
                break
    except brotli.error as e:
        raise BadRecord(f"the answer's compression is damaged: {e}") from None
    return b"".join(parts)


def _unzstded(body: bytes, most: int, notes: list[Note]) -> bytes:
    import zstandard

    unpack = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    parts, size = [], 0
    try:
        with unpack.stream_reader(io.BytesIO(body), read_across_frames=True) as reader:
            while piece := reader.read(_PIECE):
                parts.append(piece)
                size += len(piece)
                if size > most:
                    raise PageTooLarge(f"more than {most:,} bytes when decompressed", stage="source")
        whole = _whole_frames(body)
    except zstandard.ZstdError as e:
        raise BadRecord(f"the answer's compression is damaged: {e}"[:200]) from None
    if not whole:
        _cut_off(b"".join(parts), notes)
    return b"".join(parts)


def _whole_frames(body: bytes) -> bool:
    """Whether the last Zstandard frame ends with its last block (RFC 8878, 3.1.1); the library does not say."""
    import zstandard

    at = 0
    while at < len(body):
        frame = body[at : at + 18]
        if not frame.startswith(_ZSTD):
            return int.from_bytes(frame[:4], "little") & 0xFFFFFFF0 == 0x184D2A50  # a frame to be skipped
        at += zstandard.frame_header_size(frame)
        last = False
        while not last:
            if at + 3 > len(body):
                return False
            head = int.from_bytes(body[at : at + 3], "little")
            last = bool(head & 1)
            at += 3 + (1 if head >> 1 & 3 == 1 else head >> 3)
        at += 4 if zstandard.get_frame_parameters(frame).has_checksum else 0
    return at == len(body)
