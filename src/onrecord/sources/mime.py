"""MIME entities read forward from a stream (RFC 2045 and 2046): fields, and bodies up to the next delimiter.

The library's parser holds a whole message, with its attachments, and follows multiparts within each other until Python's
stack ends.  Here nothing is held but what is asked for.
"""

from __future__ import annotations

import binascii
import re

from onrecord.errors import BadRecord, DamagedArchive, OverBound, PageTooLarge
from onrecord.sources.headers import Fields, first, parameter, take_head
from onrecord.sources.streams import Stream

__all__ = ["BYTES", "PAGES", "PARTS", "Mime", "boundary_of", "decoded"]

#: Parts and bytes of one message that are gone through.
PARTS = 1_000
BYTES = 50_000_000
_LINE = 1_000_000
#: Media types of parts that are pages.
PAGES = ("text/html", "application/xhtml+xml", "text/plain")


class Mime:
    """A message on a stream.  `what` names its kind in messages of errors."""

    def __init__(self, stream: Stream, most: int, what: str) -> None:
        self._stream = stream
        self._most = most
        self._what = what
        self._begun = stream.offset
        self._open: list[bytes] = []  # delimiters of the multiparts that stand open, outermost first
        #: The delimiter met last, as an index into these (-1: the end), and whether it closes.
        self.met = (-1, True)

    @property
    def depth(self) -> int:
        """How many multiparts stand open."""
        return len(self._open)

    def head(self) -> Fields:
        """The fields of the entity that stands next.  Raises `DamagedArchive` where they do not end."""
        head = take_head(self._stream)
        if head is None:
            raise DamagedArchive(f"damaged {self._what}: the headers of a part do not end")
        return head

    def enter(self, boundary: str) -> int:
        """Open a multipart and pass over its preamble; its number, which `met` names at each of its parts."""
        self._open.append(b"--" + boundary.encode("utf-8", "surrogateescape"))
        number = len(self._open) - 1
        self.body(0)
        return number

    def leave(self, number: int) -> None:
        """Close a multipart and pass over its epilogue."""
        del self._open[number:]
        if self.met == (number, True):
            self.body(0)

    def page(self, head: Fields) -> bytes:
        """The body of the entity, decoded.  Raises `PageTooLarge`, `DamagedArchive` and `BadRecord`."""
        # Quoted-printable may write three bytes for one, and line ends.
        content = decoded(self.body(16 * self._most // 5), head, self._what)
        if len(content) > self._most:
            raise PageTooLarge(f"more than {self._most:,} bytes", stage="source")
        return content

    def body(self, most: int) -> bytes:
        """The bytes up to the next delimiter; they are only passed over if `most` is 0, and more raise `PageTooLarge`."""
        if not most:
            self._pass_over()
            return b""
        lines: list[bytes] = []
        size = 0
        while line := self._stream.line(_LINE):
            self._bounded()
            if line.startswith(b"--") and (met := self._delimiter(line)):
                self.met = met
                # The line end before a delimiter belongs to the delimiter.
                return re.sub(rb"\r?\n\Z", b"", b"".join(lines))
            lines.append(line)
            size += len(line)
            if size > most:
                raise PageTooLarge(f"more than {self._most:,} bytes", stage="source")
        self.met = (-1, True)
        if self._open:
            raise DamagedArchive(f"damaged {self._what}: the page ends early, without a boundary")
        return b"".join(lines)

    def _pass_over(self) -> None:
        """`body`, for what nobody wants: attachments may be large, and are gone through by the block."""
        begins = True  # a line begins here
        while self._stream.peek(1):
            self._bounded()
            if begins and self._stream.peek(2) == b"--":
                line = self._stream.line(_LINE)
                if met := self._delimiter(line):
                    self.met = met
                    return
                begins = line.endswith(b"\n")
            else:
                begins = self._stream.find(b"\n--")
                self._stream.skip(int(begins))
        self.met = (-1, True)

    def _bounded(self) -> None:
        if self._stream.offset - self._begun > BYTES:
            raise OverBound(f"no page within the first {BYTES:,} bytes of the {self._what}")

    def _delimiter(self, line: bytes) -> tuple[int, bool] | None:
        text = line.rstrip()
        for i, delimiter in enumerate(self._open):
            if text in (delimiter, delimiter + b"--"):
                return i, text != delimiter
        return None


def boundary_of(declared: str) -> str | None:
    """The boundary that a Content-Type of a multipart declares, `None` for none that can be used."""
    boundary = parameter(declared, "boundary")
    return boundary if boundary and len(boundary) <= 200 else None


def decoded(body: bytes, head: Fields, what: str) -> bytes:
    """A body without its transfer encoding.  Raises `DamagedArchive` and `BadRecord`."""
    coding = (first(head, "Content-Transfer-Encoding") or "").strip().lower()
    if coding == "quoted-printable":
        return binascii.a2b_qp(body)
    if coding == "base64":
        try:
            return binascii.a2b_base64(body)
        except binascii.Error as e:
            raise DamagedArchive(f"damaged {what}: invalid base64: {e}") from None
    if coding not in ("", "7bit", "8bit", "binary"):
        raise BadRecord(f"the transfer encoding {coding[:40]!r} is not known")
    return body
