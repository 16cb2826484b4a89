"""Pages saved by browsers as MHTML (RFC 2557), and mails that hold a page.

Only the page itself is taken: the part that `start` names, else the first one that is a page.  Reading ends there, so
the pictures that follow, however many, cost nothing.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from onrecord.errors import BadRecord, DamagedArchive, OnrecordError, OverBound, PageTooLarge
from onrecord.records import Capture, Failure, Via
from onrecord.settings import Settings
from onrecord.sources.headers import Fields, first, media_type, parameter, take_head, when
from onrecord.sources.streams import Stream

__all__ = ["mhtml"]

_PARTS = 1_000
_DEPTH = 8
_BYTES = 50_000_000
_LINE = 1_000_000
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def mhtml(stream: Stream, name: str, settings: Settings) -> Iterator[Capture | Failure]:
    """The page of an MHTML file, or the `Failure` that says why there is none."""
    try:
        yield _Mime(stream, name, settings).page()
    except OnrecordError as e:
        e.page = name
        yield e.failure()


class _Mime:
    def __init__(self, stream: Stream, name: str, settings: Settings) -> None:
        self._stream = stream
        self._name = name
        self._most = settings.max_bytes
        self._parts = 0
        self._open: list[bytes] = []  # delimiters of the multiparts that stand open, outermost first
        self._met = (
            -1,
            True,
        )  # the delimiter met last, as an index into these (-1: the end), and whether it closes

    def page(self) -> Capture:
        self._stream.skip_any(b"\xef\xbb\xbf \t\r\n")
        head = self._head()
        part = self._find(head, None)
        if part is None:
            raise BadRecord("the MHTML file holds no page")
        own, content = part
        url = _address(own) or _address(head)
        declared = first(own, "Content-Type")
        return Capture(
            self._name,
            content,
            url,
            parameter(declared, "charset"),
            "text" if media_type(declared) == "text/plain" else "html",
            via=Via.MHTML,
            fetched=when(first(head, "Date")),
            container=self._name,
        )

    def _head(self) -> Fields:
        head = take_head(self._stream)
        if head is None:
            raise DamagedArchive("damaged MHTML: the fields of a part do not end")
        return head

    def _find(self, head: Fields, wanted: str | None) -> tuple[Fields, bytes] | None:
        """(fields, content) of the page in the entity whose fields were just read.

        `wanted` is the id of the part that is the page, if the multipart around it names one.
        """
        self._parts += 1
        if self._parts > _PARTS:
            raise OverBound(f"no page among the first {_PARTS:,} parts of the MHTML file")
        declared = first(head, "Content-Type") or "text/plain"
        media = media_type(declared)
        if not media.startswith("multipart/"):
            named = wanted is None or (first(head, "Content-ID") or "").strip("<> ") == wanted
            if media in _PAGES and named:
                # Quoted-printable may write three bytes for one, and line ends.
                content = _decoded(self._body(16 * self._most // 5), head)
                if len(content) > self._most:
                    raise PageTooLarge(f"more than {self._most:,} bytes", stage="source")
                return head, content
            self._body(0)
            return None
        if len(self._open) >= _DEPTH:
            raise OverBound(f"MHTML with more than {_DEPTH} multiparts within each other is not read")
        boundary = parameter(declared, "boundary")
        if not boundary or len(boundary) > 200:
            raise DamagedArchive("damaged MHTML: no boundary is declared for its parts")
        start = (parameter(declared, "start") or "").strip("<> ")
        mine = len(self._open)
        self._open.append(b"--" + boundary.encode("utf-8"))
        self._body(0)  # the preamble
        plain: tuple[Fields, bytes] | None = None
        while self._met == (mine, False):
            found = self._find(self._head(), start or None)
            if found is not None and media_type(first(found[0], "Content-Type")) in _PAGES[:2]:
                return found
            plain = plain or found  # a mail's plain version comes before the page
        self._open.pop()
        if self._met == (mine, True):
            self._body(0)  # the epilogue
        return plain

    def _body(self, most: int) -> bytes:
        """The bytes up to the next delimiter; they are kept only if `most` is not 0, and more raise `PageTooLarge`."""
        lines: list[bytes] = []
        size = 0
        while line := self._stream.line(_LINE):
            if self._stream.offset > _BYTES:
                raise OverBound(f"no page within the first {_BYTES:,} bytes of the MHTML file")
            if line.startswith(b"--") and (met := self._delimiter(line)):
                self._met = met
                # The line end before a delimiter belongs to the delimiter.
                return re.sub(rb"\r?\n\Z", b"", b"".join(lines))
            if most:
                lines.append(line)
                size += len(line)
                if size > most:
                    raise PageTooLarge(f"more than {self._most:,} bytes", stage="source")
        self._met = (-1, True)
        if self._open and most:
            raise DamagedArchive("damaged MHTML: the page breaks off, no boundary ends it")
        return b"".join(lines)

    def _delimiter(self, line: bytes) -> tuple[int, bool] | None:
        text = line.rstrip()
        for i, delimiter in enumerate(self._open):
            if text in (delimiter, delimiter + b"--"):
                return i, text != delimiter
        return None


def _decoded(body: bytes, head: Fields) -> bytes:
    coding = (first(head, "Content-Transfer-Encoding") or "").strip().lower()
    if coding == "quoted-printable":
        return binascii.a2b_qp(body)
    if coding == "base64":
        try:
            return binascii.a2b_base64(body)
        except binascii.Error as e:
            raise DamagedArchive(f"damaged MHTML: base 64 that is none: {e}") from None
    if coding not in ("", "7bit", "8bit", "binary"):
        raise BadRecord(f"the transfer encoding {coding[:40]!r} is not known")
    return body


def _address(head: Fields) -> str | None:
    """Where the page came from, as Chromium and others write it."""
    for name in ("Content-Location", "Snapshot-Content-Location"):
        value = re.sub(r"\s+", "", first(head, name) or "")
        if re.match(r"https?://", value, re.I):
            return value
    return None
