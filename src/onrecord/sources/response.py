"""HTTP answers as archives keep them: the status line, the fields and the body, whose encodings are undone.

Archives are not of one mind here.  Some keep the bytes of the wire, some undo the encodings and leave the fields that
tell of them; so an encoding is undone where the body bears it out, and else the body is taken as it is.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from onrecord.errors import BadRecord, MissingExtra, PageTooLarge
from onrecord.sources.headers import HEAD, Fields, end_of_head, fields, first

__all__ = ["Answer", "parse", "unchunked", "unpacked"]

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?=\s)")
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")


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
        raise BadRecord("the record is said to hold an HTTP answer and does not begin like one")
    if ends is None:
        raise BadRecord(f"the fields of the HTTP answer do not end within {HEAD:,} bytes")
    line = block.find(b"\n", 0, ends[1]) + 1
    return Answer(int(m[1]), fields(block[line : max(line, ends[0])]), block[ends[1] :])


def unchunked(answer: Answer) -> bytes:
    """The body without the chunked coding (RFC 9112, 7.1), if it bears out that it has it."""
    coding = (first(answer.headers, "Transfer-Encoding") or "").lower()
    if "chunked" not in coding or not _CHUNK.match(answer.body):
        return answer.body
    body, at = answer.body, 0
    out = bytearray()
    while m := _CHUNK.match(body, at):
        size, start = int(m[1], 16), m.end()
        if size == 0:
            return bytes(out)
        if start + size > len(body):
            break
        out += body[start : start + size]
        at = start + size
        at += 2 if body[at : at + 2] == b"\r\n" else int(body[at : at + 1] == b"\n")
    # A first line that looks like a length by chance, or chunks that break off: what is there is kept as it is.
    return body


def unpacked(answer: Answer, most: int) -> bytes:
    """The body with transfer and content encodings undone.

    Raises `PageTooLarge` above `most` bytes, `BadRecord` for damaged or unknown encodings, and `MissingExtra`.
    """
    body = unchunked(answer)
    codings = [
        c.strip().lower() for c in (first(answer.headers, "Content-Encoding") or "").split(",") if c.strip()
    ]
    if len(codings) > 3:
        raise BadRecord("more than three content encodings")
    for coding in reversed(codings):
        body = _undone(body, coding, most)
    if len(body) > most:
        raise PageTooLarge(f"more than {most:,} bytes", stage="source")
    return body


def _undone(body: bytes, coding: str, most: int) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, 31, most) if body.startswith(b"\x1f\x8b") else body
    if coding == "deflate":
        if len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0:
            return _inflated(body, 15, most)
        # Raw deflate, as some servers have it, cannot be told from a plain body but by trying.
        try:
            return _inflated(body, -15, most)
        except BadRecord:
            return body
    if coding == "br":
        return body if _plain(body) else _unbrotlied(body, most)
    if coding == "zstd":
        if body.startswith(b"\x28\xb5\x2f\xfd"):
            raise BadRecord("compressed with zstd, which is not read")
        return body
    if coding in ("identity", "utf-8", "none"):
        return body
    if _plain(body):
        return body
    raise BadRecord(f"the content encoding {coding[:40]!r} is not known")


def _inflated(body: bytes, wbits: int, most: int) -> bytes:
    inflate = zlib.decompressobj(wbits)
    try:
        out = inflate.decompress(body, most + 1)
    except zlib.error as e:
        raise BadRecord(f"the answer's compression is damaged: {e}") from None
    if len(out) > most:
        raise PageTooLarge(f"more than {most:,} bytes when unpacked", stage="source")
    if not inflate.eof:
        raise BadRecord("the answer's compressed data end too early")
    return out


def _plain(body: bytes) -> bool:
    """Whether the body is text already: an archive undid the encoding and kept the field."""
    head = body[:4000]
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as e:
        if e.start < len(head) - 3:
            return re.match(rb"\s*<[!?a-zA-Z]", head) is not None and b"\0" not in head
    return not re.search(rb"[\0-\x08\x0e-\x1a]", head)


def _unbrotlied(body: bytes, most: int) -> bytes:
    try:
        import brotli
    except ImportError:
        raise MissingExtra(
            "compressed with brotli, which needs the package brotli: pip install 'onrecord[archives]'",
            stage="source",
        ) from None
    inflate = brotli.Decompressor()
    parts, size, data = [], 0, body
    try:
        while not inflate.is_finished():
            piece = inflate.process(data, output_buffer_limit=min(most + 1, 1_000_000))
            data = b""
            parts.append(piece)
            size += len(piece)
            if size > most:
                raise PageTooLarge(f"more than {most:,} bytes when unpacked", stage="source")
            if not piece and inflate.can_accept_more_data():
                raise BadRecord("the answer's compressed data end too early")
    except brotli.error as e:
        raise BadRecord(f"the answer's compression is damaged: {e}") from None
    return b"".join(parts)
