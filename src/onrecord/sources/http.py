"""One request, one answer, within bounds of time and size, whatever the server does.

httpcore is used without a client above it, because the guard sits where connections are opened and every bound
is counted here.  Proxies from the environment are not used: a proxy would resolve names itself, and the guard
would check nothing.

The time of a request is bounded at the socket: no single read or write gets more than what is left.  So a server
that drips a byte a second, in its headers or in its body, ends with the same deadline as one that is silent.  The
headers of an answer are bounded by h11 (100 kB), its body here.
"""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpcore

from onrecord._version import VERSION
from onrecord.errors import AddressRefused, ConnectionFailed, FetchError, FetchTimeout, FetchTooLarge
from onrecord.records import Validators
from onrecord.settings import Settings
from onrecord.sources.address import Refused

__all__ = ["REDIRECTS", "Answer", "Client", "retry_after", "unpacked"]

REDIRECTS = frozenset((301, 302, 303, 307, 308))
#: Bytes of a body that nobody wants which are read all the same, so that the connection can be used again.
_DRAINED = 65_536
_IDLE = 30.0  # seconds that a connection is kept for the next request


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sent: `headers` in order, as sent; `body` without content encoding, empty unless the status is 2xx.

    `came` is when it was complete, aware.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    came: datetime

    def get(self, name: str) -> str | None:
        """The first header of that name."""
        return next((v for k, v in self.headers if k.lower() == name), None)


class Client:
    """Asks.  Several threads may share one; each request has its own deadline."""

    def __init__(
        self,
        settings: Settings,
        backend: httpcore.NetworkBackend,
        clock: Callable[[], float],
        wall: Callable[[], datetime],
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.wall = wall
        self._deadline = threading.local()
        self._open: set[_Stream] = set()
        self._lock = threading.Lock()
        self._shut = False
        self._pool = httpcore.ConnectionPool(
            network_backend=_Backend(backend, self),
            max_connections=settings.hosts + 1,
            max_keepalive_connections=settings.hosts,
            keepalive_expiry=_IDLE,
        )

    @property
    def agent(self) -> str:
        """The User-Agent header."""
        return f"{self.settings.user_agent}/{VERSION}"

    def left(self) -> float:
        """Seconds that the request of this thread still has."""
        end: float = getattr(self._deadline, "end", 0.0)
        return end - self.clock()

    def get(
        self,
        at: str,
        *,
        page: str,
        seconds: float,
        most: int,
        cut: bool = False,
        known: Validators | None = None,
    ) -> Answer:
        """Ask for the address `at`, for `page` (which errors name).

        The answer must be complete within `seconds` and have at most `most` bytes; with `cut`, what is longer is cut off
        there.  `known` makes the request conditional.  Raises `AddressRefused`, `ConnectionFailed`, `FetchTimeout`,
        `FetchTooLarge`, or `FetchError` for an answer that cannot be understood.
        """
        self._deadline.end = self.clock() + seconds
        late = FetchTimeout(f"no complete answer within {self.settings.timeout:g} s", page=page)
        if seconds <= 0:
            raise late
        headers: list[tuple[bytes | str, bytes | str]] = [
            ("Host", urlsplit(at).netloc),
            ("User-Agent", self.agent),
            ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"),
            ("Accept-Encoding", "gzip, deflate"),
            *_conditions(known),
        ]
        limits = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        try:
            with self._pool.stream("GET", at, headers=headers, extensions={"timeout": limits}) as response:
                sent = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers)
                answer = Answer(response.status, sent, b"", self.wall())
                chunks = self._in_time(response.iter_stream(), late)
                if not 200 <= response.status < 300:
                    _drain(chunks)
                    return answer
                encoding = answer.get("content-encoding") or ""
                announced = answer.get("content-length") or ""
                if announced.isdecimal() and int(announced[:20]) > most and not cut:
                    raise FetchTooLarge(
                        f"the server announces {int(announced[:20]):,} bytes; the limit is {most:,}",
                        page=page,
                    )
                body = _body(chunks, encoding, most, cut, page)
                return Answer(response.status, sent, body, self.wall())
        except Refused as e:
            raise AddressRefused(str(e), page=page) from e
        except httpcore.TimeoutException as e:
            raise late from e
        except httpcore.RemoteProtocolError as e:
            if "buffer too long" in str(e).lower():
                raise FetchTooLarge("the headers of the answer are larger than 100 kB", page=page) from e
            raise ConnectionFailed(f"the answer ended early or is not HTTP: {e}", page=page) from e
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as e:
            raise ConnectionFailed(f"the connection failed: {e or type(e).__name__}", page=page) from e

    def _in_time(self, chunks: Iterator[bytes], late: FetchTimeout) -> Iterator[bytes]:
        for chunk in chunks:
            if self.left() <= 0:
                raise late
            yield chunk

    def close(self) -> None:
        """End all connections, also those over which another thread waits for an answer."""
        with self._lock:
            self._shut = True
            streams = tuple(self._open)
        for stream in streams:
            stream.abort()
        self._pool.close()

    def _opened(self, stream: _Stream) -> _Stream:
        with self._lock:
            if not self._shut:
                self._open.add(stream)
                return stream
        stream.close()
        raise httpcore.ConnectError("no more connections are opened")

    def _closed(self, stream: _Stream) -> None:
        with self._lock:
            self._open.discard(stream)


class _Stream(httpcore.NetworkStream):
    """A connection on which no read or write outlasts the request it is for."""

    def __init__(self, inner: httpcore.NetworkStream, client: Client) -> None:
        self._inner = inner
        self._client = client

    def _left(self, error: type[httpcore.TimeoutException]) -> float:
        left = self._client.left()
        if left <= 0:
            raise error
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(httpcore.WriteTimeout))

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._left(httpcore.ConnectTimeout)
        inner = self._inner.start_tls(ssl_context, server_hostname, left)
        self._client._closed(self)
        return self._client._opened(_Stream(inner, self._client))

    def close(self) -> None:
        self._client._closed(self)
        self._inner.close()

    def abort(self) -> None:
        """Wake up whoever waits for this connection in another thread."""
        sock = self._inner.get_extra_info("socket")
        if sock is not None:
            with suppress(OSError):
                # Not the method of SSLSocket, which takes the object away that the other thread is reading from.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, inner: httpcore.NetworkBackend, client: Client) -> None:
        self._inner = inner
        self._client = client

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        return self._client._opened(_Stream(inner, self._client))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


def retry_after(value: str | None, at: datetime) -> float | None:
    """Seconds to wait that the header `Retry-After` tells at the moment `at`: a number, or a date (RFC 9110, 10.2.3)."""
    value = (value or "").strip()[:100]
    if value.isascii() and value.isdecimal():
        return float(value[:12])
    try:
        until = parsedate_to_datetime(value)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - at).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _conditions(known: Validators | None) -> Iterator[tuple[str, str]]:
    """Conditional headers (RFC 9110, section 13.1); what was stored is not trusted to be a header."""
    if known is None:
        return
    for name, value in (("If-None-Match", known.etag), ("If-Modified-Since", known.modified)):
        if value and len(value) <= 1000 and all(" " <= c <= "~" or "\xa0" <= c <= "\xff" for c in value):
            yield name, value


def _drain(chunks: Iterator[bytes]) -> None:
    """Read a short rest; a long one is left, and httpcore then closes the connection."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _DRAINED:
            return


def unpacked(chunks: Iterable[bytes], wbits: int = 47) -> Iterator[bytes]:
    """Undo gzip (of one or several members) or zlib, a piece at a time, each of at most 1 MB.

    So the receiver can count: small data can unpack to gigabytes.  Raises `zlib.error` for data that are damaged or
    break off.
    """
    unpack = zlib.decompressobj(wbits)
    begun = False
    for chunk in chunks:
        rest = chunk
        while rest:
            if unpack.eof:
                if rest.strip(b"\0") == b"":  # padding, as tar and some servers add it
                    break
                unpack = zlib.decompressobj(wbits)
            piece = unpack.decompress(rest, 1_000_000)
            begun = True
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            if piece:
                yield piece
    while begun and not unpack.eof:
        piece = unpack.decompress(b"", 1_000_000)
        if not piece:
            raise zlib.error("the data break off")
        yield piece


def _body(chunks: Iterator[bytes], encoding: str, most: int, cut: bool, page: str) -> bytes:
    """The body, unpacked, with its size bounded while it is unpacked."""
    encoding = encoding.strip().lower()
    pieces: Iterable[bytes]
    if encoding in ("gzip", "x-gzip"):
        pieces = unpacked(chunks)
    elif encoding == "deflate":
        pieces = _deflated(chunks)
    elif encoding in ("", "identity"):
        pieces = chunks
    else:
        raise FetchError(
            f"the server answered in the encoding {encoding[:100]!r}, which onrecord did not ask for",
            page=page,
        )
    parts: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            parts.append(piece)
            size += len(piece)
            if size > most:
                if cut:
                    return b"".join(parts)[:most]
                raise FetchTooLarge(f"more than {most:,} bytes", page=page)
    except zlib.error as e:
        raise FetchError(f"the answer's compression is damaged: {e}", page=page) from None
    return b"".join(parts)


def _deflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """`deflate` is zlib's format by RFC 9110, but some servers send it raw."""
    first = next(chunks, b"")
    while len(first) < 2:
        more = next(chunks, b"")
        if not more:
            break
        first += more
    zlib_header = len(first) >= 2 and first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0

    def again() -> Iterator[bytes]:
        yield first
        yield from chunks

    return unpacked(again(), 15 if zlib_header else -15)
