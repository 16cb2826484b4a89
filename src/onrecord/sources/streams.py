"""Reading forward within bounds: a stream with a look ahead, and gzip data unpacked piece by piece.

Nothing here holds more than a few blocks of what it reads, so that an archive may be larger than the memory, and
come from a pipe.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol

from onrecord.errors import DamagedArchive, OverBound

__all__ = ["BLOCK", "GZIP", "Budget", "Gunzip", "Readable", "Stream"]

BLOCK = 65_536
GZIP = b"\x1f\x8b\x08"  # RFC 1952, 2.3.1: magic, and the only method there is

#: Deflate packs at most about 1,030 to 1; text that people write 3 to 20 to 1.
RATIO = 100
FREE = 64_000_000


class Readable(Protocol):
    """What can be read from: files, zip entries, unpackers."""

    def read(self, n: int, /) -> bytes:
        """At most `n` bytes, fewer if that is easier; none at the end."""
        ...


class Stream:
    """Bytes from `raw`, forward only, with a look ahead and as much going back as `keep` bytes allow.

    `size` is the length in bytes, where it is known.  Errors of `raw` pass through.
    """

    def __init__(self, raw: Readable, *, size: int | None = None, keep: int = 0) -> None:
        self._raw = raw
        self._keep = keep
        self._buffer = bytearray()
        self._at = 0  # of the next byte, in the buffer
        self._base = 0  # offset of the buffer's first byte
        self._ended = False
        self.size = size

    @property
    def offset(self) -> int:
        """Of the next byte, from the start."""
        return self._base + self._at

    def _fill(self, n: int) -> int:
        """Have `n` bytes at hand, if there are as many; returns how many there are, up to `n`."""
        while not self._ended and len(self._buffer) - self._at < n:
            if self._at > self._keep + 4 * BLOCK:
                gone = self._at - self._keep
                del self._buffer[:gone]
                self._at -= gone
                self._base += gone
            piece = self._raw.read(max(BLOCK, min(n, 16 * BLOCK)))
            if piece:
                self._buffer += piece
            else:
                self._ended = True
        return min(n, len(self._buffer) - self._at)

    def peek(self, n: int) -> bytes:
        """The next `n` bytes, which stay; fewer only at the end."""
        there = self._fill(n)
        return bytes(memoryview(self._buffer)[self._at : self._at + there])

    def available(self) -> bytes:
        """What has been read and not yet taken."""
        return bytes(memoryview(self._buffer)[self._at :])

    def read(self, n: int, /) -> bytes:
        """The next `n` bytes; fewer only at the end."""
        out = self.peek(n)
        self._at += len(out)
        return out

    def skip(self, n: int) -> int:
        """Pass over `n` bytes; returns how many there were."""
        left = n
        while left > 0 and (there := self._fill(min(left, BLOCK))):
            self._at += there
            left -= there
        return n - left

    def skip_any(self, bytes_: bytes) -> None:
        """Pass over bytes that are among `bytes_`."""
        if self.peek(1) not in bytes_:
            return
        while data := self.peek(BLOCK):
            self._at += len(data) - len(left := data.lstrip(bytes_))
            if left:
                return

    def line(self, most: int) -> bytes:
        """The next line with its end; without one where it is longer than `most` bytes, or the last."""
        looked, want = 0, 256
        while True:
            there = self._fill(min(want, most))
            found = self._buffer.find(b"\n", self._at + looked, self._at + there)
            if found >= 0:
                return self.read(found + 1 - self._at)
            if there < want:
                return self.read(there)
            looked, want = there, want * 4

    def find(self, needle: bytes) -> bool:
        """Go to the next place where `needle` stands, or to the end; whether it was found."""
        while True:
            there = self._fill(BLOCK)
            found = self._buffer.find(needle, self._at, self._at + there)
            if found >= 0:
                self._at = found
                return True
            if there < BLOCK:
                self._at += there
                return False
            self._at += there - (len(needle) - 1)

    def unread(self, data: bytes) -> None:
        """Put back what was just read."""
        if self._at >= len(data):
            self._at -= len(data)
            return
        self._buffer[: self._at] = data
        self._base -= len(data) - self._at
        self._at = 0

    def back_to(self, offset: int) -> None:
        """Go back to `offset`, or as far as the bytes are still at hand."""
        self._at = max(0, min(self._at, offset - self._base))


class Budget:
    """How much may come out of packed data: `free` bytes, and `RATIO` times what went in."""

    def __init__(self, free: int = FREE) -> None:
        self._left = free

    def count(self, packed: int, unpacked: int) -> bool:
        """Note what went in and came out; whether that is still within bounds."""
        self._left += RATIO * packed - unpacked
        return self._left >= 0


class Gunzip:
    """gzip data unpacked, member after member (RFC 1952).

    `follow` is asked at the end of each member whether to go on with the next; without it, all members are one.
    Raises `DamagedArchive` and `OverBound` while reading.
    """

    def __init__(
        self,
        raw: Stream,
        name: str,
        follow: Callable[[], bool] | None = None,
        budget: Budget | None = None,
    ) -> None:
        self._raw = raw
        self._name = name
        self._follow = follow or self._another
        self._total = budget or Budget(16 * FREE)
        self._budget = Budget()
        self._inflate = zlib.decompressobj(31)
        self._budget = Budget()
        self.exhausted = False  # no more may come out of this source

    def start(self) -> None:
        """Begin with the member that stands next."""
        self._inflate = zlib.decompressobj(31)
        self._budget = Budget()

    def _another(self) -> bool:
        """Whether a member follows.  Zeros after the last one fill up a tape; other bytes are an error."""
        self._raw.skip_any(b"\0")
        head = self._raw.peek(3)
        if head and head != GZIP:
            raise DamagedArchive(
                f"damaged gzip data: what follows at offset {self._raw.offset:,} is none", page=self._name
            )
        return bool(head)

    def read(self, n: int, /) -> bytes:
        while True:
            if self._inflate.eof:
                if not self._follow():
                    return b""
                self.start()
            data = self._raw.read(BLOCK // 4)
            try:
                out = self._inflate.decompress(data, min(n, 4 * BLOCK))
            except zlib.error as e:
                raise DamagedArchive(f"damaged gzip data: {e}", page=self._name) from None
            ended = self._inflate.eof
            rest = self._inflate.unused_data if ended else self._inflate.unconsumed_tail
            self._raw.unread(rest)
            used = len(data) - len(rest)
            self.exhausted |= not self._total.count(used, len(out))
            if not self._budget.count(used, len(out)) or self.exhausted:
                raise OverBound(
                    f"the gzip data grow to more than {RATIO} times their size; the rest is not read",
                    page=self._name,
                )
            if out:
                return out
            if not data and not ended:
                raise DamagedArchive("damaged gzip data: they end too early", page=self._name)
