"""Bodies of pages, compressed: each once, the pages of a host against one of them.

Pages of one site share most of their markup, and versions of a page nearly all.  Zstandard (RFC 8878) takes the bytes of
another body as dictionary; that other one always stands by itself, so that a body needs one other at most.
"""

from __future__ import annotations

import hashlib
import sqlite3
from functools import lru_cache

import zstandard

from onrecord.errors import StoreDamaged

__all__ = ["Bodies", "digest_of"]

_LEVEL = 6  # a third less time than 9, for 2 % more bytes
_MOST_PATTERN = 1_000_000  # bytes: a larger body takes longer to be looked up in than it saves


def digest_of(content: bytes) -> str:
    """The content id: SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class Bodies:
    """The bodies of one store.  Keeps a few of those at hand that others are packed against."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._pattern = lru_cache(maxsize=8)(self.get)

    def put(self, content: bytes, digest: str, host: str | None, page: int) -> int:
        """The id of the body with this content and digest, which is added if it is new."""
        found = self._db.execute("SELECT id FROM body WHERE digest = ?", (digest,)).fetchone()
        if found:
            return int(found[0])
        base = self._base(host, page)
        data = _pack(content, None if base is None else self._pattern(base))
        cursor = self._db.execute(
            "INSERT INTO body (digest, size, base, data) VALUES (?, ?, ?, ?)",
            (digest, len(content), base, data),
        )
        body = int(cursor.lastrowid or 0)
        if base is None and host and len(content) <= _MOST_PATTERN:
            self._db.execute("INSERT OR IGNORE INTO pattern (host, body) VALUES (?, ?)", (host, body))
        return body

    def _base(self, host: str | None, page: int) -> int | None:
        """What to pack against: the page's first version, or else the host's pattern."""
        found = self._db.execute(
            "SELECT r.id, r.size FROM version v JOIN body b ON b.id = v.body JOIN body r ON r.id = coalesce(b.base, b.id)"
            " WHERE v.page = ? ORDER BY v.id LIMIT 1",
            (page,),
        ).fetchone()
        if found is None and host:
            found = self._db.execute(
                "SELECT b.id, b.size FROM pattern p JOIN body b ON b.id = p.body WHERE p.host = ?", (host,)
            ).fetchone()
        return int(found[0]) if found and found[1] <= _MOST_PATTERN else None

    def get(self, body: int) -> bytes:
        """The bytes of a body.  Raises `StoreDamaged` if they are not those that its digest names."""
        found = self._db.execute("SELECT digest, size, base, data FROM body WHERE id = ?", (body,)).fetchone()
        if found is None:
            raise StoreDamaged(f"there is no body {body}")
        digest, size, base, data = found
        try:
            content = _unpack(data, size, None if base is None else self._pattern(base))
        except (zstandard.ZstdError, MemoryError) as e:
            raise StoreDamaged(f"the body {digest} cannot be decompressed: {e}") from e
        if digest_of(content) != digest:
            raise StoreDamaged(f"the body {digest} has changed: its digest does not match")
        return content


@lru_cache(maxsize=8)
def _dictionary(pattern: bytes) -> zstandard.ZstdCompressionDict:
    made = zstandard.ZstdCompressionDict(pattern, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    made.precompute_compress(level=_LEVEL)
    return made


def _pack(content: bytes, pattern: bytes | None) -> bytes:
    if pattern is None:
        return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(content)
    return zstandard.ZstdCompressor(
        level=_LEVEL, dict_data=_dictionary(pattern), write_checksum=True
    ).compress(content)


def _unpack(data: bytes, size: int, pattern: bytes | None) -> bytes:
    if pattern is None:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=size)
    made = zstandard.ZstdCompressionDict(pattern, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdDecompressor(dict_data=made).decompress(data, max_output_size=size)
