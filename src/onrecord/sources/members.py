"""The parts of a WARC file in which records are looked for, whole or packed.

WARC files are packed record by record, each a gzip member of its own (ISO 28500, annex D), so that a damaged
member costs one record.  Some writers pack everything into one member, others cut the members anywhere.  A *section*
is therefore what the members give up to the next one that begins with a record: nothing that a record says of its
length leads over that border.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from onrecord.sources.streams import BLOCK, GZIP, Gunzip, Stream

__all__ = ["KEEP", "Members", "Whole"]

#: Bytes of packed data that are kept to look for the next member in, after damage.
KEEP = 1_000_000

_NONE = b"none"  # not five bytes, as the head of a record would be


class Whole:
    """A file that is not packed: one section."""

    exhausted = False

    def __init__(self, stream: Stream) -> None:
        self._stream: Stream | None = stream

    def next(self) -> Stream | None:
        """The section, once."""
        stream, self._stream = self._stream, None
        return stream

    def place(self, offset: int) -> int:
        """Where in the file something is that stands at `offset` of the section."""
        return offset

    def recover(self, spend: Callable[[int], bool]) -> None:
        """Nothing can be done here."""

    lost = 0


class Members:
    """Sections of packed data.  `raw` must keep `KEEP` bytes."""

    def __init__(self, raw: Stream, name: str) -> None:
        self._raw = raw
        self._gunzip = Gunzip(raw, name, follow=self._goes_on)
        self._start = raw.offset
        self.lost = 0  # bytes passed over before the section

    @property
    def exhausted(self) -> bool:
        """Whether no more may be unpacked of this file."""
        return self._gunzip.exhausted

    def next(self) -> Stream | None:
        """The next section.  `lost` then says how much was passed over that is no packed record."""
        start, garbage, section = self._raw.offset, False, None
        while head := self._head():
            if head == b"WARC/":
                self._start = self._raw.offset
                self._gunzip.start()
                section = Stream(self._gunzip)
                break
            garbage = True
            self._raw.skip(1)
            self._raw.find(GZIP)
        self.lost = self._raw.offset - start if garbage else 0
        return section

    def place(self, offset: int) -> int:
        """Where in the file the member begins."""
        return self._start

    def recover(self, spend: Callable[[int], bool]) -> None:
        """After damage: go back to just behind the start of the member.

        The unpacker runs on into what follows before it notices, so the next good member may lie behind.  `spend` says
        whether that many bytes may be gone through again.
        """
        if spend(self._raw.offset - self._start):
            self._raw.back_to(self._start + 1)

    def _goes_on(self) -> bool:
        """Whether the next member goes on with the record: it is one, and no record begins in it."""
        return self._head() not in (b"WARC/", b"", _NONE)

    def _head(self) -> bytes:
        """The first five bytes that the next member gives, `_NONE` for what is no member, nothing at the end.

        Empty members, and zeros that fill up the end, are passed over.
        """
        while data := self._raw.peek(512):
            if data[:1] == b"\0":
                self._raw.skip_any(b"\0")
                continue
            head, size = _probe(data) or _probe(self._raw.peek(BLOCK)) or (_NONE, 0)
            if head:
                return head
            self._raw.skip(size)
        return b""


def _probe(data: bytes) -> tuple[bytes, int] | None:
    """(first five bytes, size if it is empty) of a packed member, or `None` for what is none or not enough of it."""
    if not data.startswith(GZIP):
        return None
    inflate = zlib.decompressobj(31)
    try:
        head = inflate.decompress(data, 5)
    except zlib.error:
        return None
    if len(head) < 5 and not inflate.eof:
        return None
    return head, len(data) - len(inflate.unused_data)
