"""Fetching pages within bounds: time, size, redirects, robots.txt, and no private addresses.

httpcore is used without a client above it, because the guard sits where connections are opened and every bound
is counted here.  Proxies from the environment are not used: a proxy would resolve names itself, and the guard
would check nothing.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore

from onrecord._version import VERSION
from onrecord.errors import (
    AddressRefused,
    BadStatus,
    FetchError,
    FetchTimeout,
    FetchTooLarge,
    RobotsRefused,
    TooManyRedirects,
)
from onrecord.records import Capture, Via
from onrecord.settings import Settings
from onrecord.sources.address import GuardedBackend, Refused

__all__ = ["Fetcher"]

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_ROBOTS_BYTES = 500_000  # RFC 9309 asks for at least this much
_MAX_URL = 4000


@dataclass(slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Fetcher:
    """Fetches pages, one after the other.  `clock` and `backend` can be swapped in tests.

    Use it as a context manager, or call `close`, to end its connections.
    """

    settings: Settings = field(default_factory=Settings)
    backend: httpcore.NetworkBackend = field(default_factory=GuardedBackend)
    clock: Callable[[], float] = time.monotonic
    _pool: httpcore.ConnectionPool | None = None
    _robots: dict[str, object] = field(default_factory=dict)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all connections."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    @property
    def agent(self) -> str:
        """The User-Agent header."""
        return f"{self.settings.user_agent}/{VERSION}"

    def fetch(self, url: str) -> Capture:
        """Fetch one page.

        Raises the `FetchError` that says why not: `AddressRefused`, `RobotsRefused`, `FetchTooLarge`,
        `FetchTimeout`, `TooManyRedirects`, `BadStatus`, or `FetchError` for faults of network and server.
        """
        deadline = self.clock() + self.settings.timeout
        at = url
        for _ in range(self.settings.max_redirects + 1):
            at = _checked(at, url)
            if self.settings.respect_robots:
                self._ask_robots(at, url, deadline)
            answer = self._get(at, url, deadline, self.settings.max_bytes)
            target = answer.headers.get("location")
            if answer.status in _REDIRECTS and target:
                try:
                    at = urljoin(at, target)
                except ValueError:
                    raise FetchError(
                        f"redirected to what is no address: {target[:200]!r}", page=url
                    ) from None
                continue
            if answer.status >= 400 or answer.status in _REDIRECTS:
                raise BadStatus(f"the server answered {answer.status}", page=url)
            charset = _charset(answer.headers.get("content-type", ""))
            return Capture(url, answer.body, at, charset, via=Via.HTTP, status=answer.status)
        raise TooManyRedirects(f"more than {self.settings.max_redirects} redirects", page=url)

    # -- one request -------------------------------------------------------------------------------
    def _get(self, at: str, page: str, deadline: float, most: int) -> _Answer:
        left = deadline - self.clock()
        if left <= 0:
            raise FetchTimeout(f"no answer within {self.settings.timeout:g} s", page=page)
        if self._pool is None:
            self._pool = httpcore.ConnectionPool(network_backend=self.backend, max_connections=4)
        headers: dict[bytes | str, bytes | str] = {
            "Host": urlsplit(at).netloc,
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }
        # One read may take all the time that is left; the sum is watched below.
        limits = dict.fromkeys(("connect", "read", "write", "pool"), left)
        try:
            with self._pool.stream("GET", at, headers=headers, extensions={"timeout": limits}) as response:
                found = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
                chunks = self._in_time(response.iter_stream(), page, deadline)
                body = _body(chunks, found.get("content-encoding", ""), most, page)
                return _Answer(response.status, found, body)
        except Refused as e:
            raise AddressRefused(str(e), page=page) from e
        except httpcore.TimeoutException as e:
            raise FetchTimeout(f"no answer within {self.settings.timeout:g} s", page=page) from e
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as e:
            raise FetchError(f"the connection failed: {e or type(e).__name__}", page=page) from e

    def _in_time(self, chunks: Iterator[bytes], page: str, deadline: float) -> Iterator[bytes]:
        """A server that drips a byte a second keeps every single read short; the sum of them is what counts."""
        for chunk in chunks:
            if self.clock() > deadline:
                raise FetchTimeout(
                    f"the answer was not complete after {self.settings.timeout:g} s", page=page
                )
            yield chunk

    # -- robots.txt --------------------------------------------------------------------------------
    def _ask_robots(self, at: str, page: str, deadline: float) -> None:
        """RFC 9309: no robots.txt (4xx) allows all, an unreachable one (5xx) forbids all."""
        parts = urlsplit(at)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._load_robots(origin, page, deadline)
        rules = self._robots[origin]
        if rules is False:
            raise RobotsRefused(f"{origin}/robots.txt cannot be had just now (server error)", page=page)
        if rules is not True and not rules.can_fetch(at, self.settings.user_agent):  # type: ignore[attr-defined]
            raise RobotsRefused(f"{origin}/robots.txt forbids it for {self.settings.user_agent!r}", page=page)

    def _load_robots(self, origin: str, page: str, deadline: float) -> object:
        from protego import Protego

        at = f"{origin}/robots.txt"
        for _ in range(5):
            try:
                answer = self._get(at, page, deadline, _ROBOTS_BYTES)
            except FetchTooLarge:
                return True
            target = answer.headers.get("location")
            if answer.status in _REDIRECTS and target:
                at = _checked(urljoin(at, target), page)
                continue
            if answer.status >= 500:
                return False
            if answer.status >= 400:
                return True
            return Protego.parse(answer.body.decode("utf-8", "replace"))
        return True


def _checked(url: str, page: str) -> str:
    """The address in a form to ask for, without fragment."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as e:
        raise FetchError(f"not an address: {e}", page=page) from None
    if parts.scheme not in ("http", "https"):
        raise AddressRefused(f"only http and https are fetched, not {parts.scheme or 'this'!r}", page=page)
    if not host:
        raise FetchError("the address names no host", page=page)
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("addresses with a name and password are not fetched", page=page)
    if len(url) > _MAX_URL:
        raise FetchError(f"the address is longer than {_MAX_URL} characters", page=page)
    try:
        netloc = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        raise FetchError(f"not a host name: {host!r}", page=page) from None
    netloc = f"[{netloc}]" if ":" in netloc else netloc
    if parts.port is not None:
        netloc = f"{netloc}:{parts.port}"
    path = "".join(c if c.isascii() and c > " " else _percent(c) for c in parts.path or "/")
    query = "".join(c if c.isascii() and c > " " else _percent(c) for c in parts.query)
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _percent(c: str) -> str:
    return "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace"))


def _body(chunks: Iterator[bytes], encoding: str, most: int, page: str) -> bytes:
    """The body, unpacked, with its size bounded while it is unpacked: small answers can unpack to gigabytes."""
    encoding = encoding.strip().lower()
    unpack = None
    if encoding in ("gzip", "x-gzip", "deflate"):
        unpack = zlib.decompressobj(wbits=47 if encoding != "deflate" else 15)
    elif encoding not in ("", "identity"):
        raise FetchError(
            f"the server answered in the encoding {encoding!r}, which was not asked for", page=page
        )
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        try:
            piece = unpack.decompress(chunk, most + 1 - size) if unpack else chunk
        except zlib.error:
            if unpack is not None and encoding == "deflate" and not parts:
                unpack = zlib.decompressobj(wbits=-15)  # raw deflate, as some servers have it
                piece = unpack.decompress(chunk, most + 1)
            else:
                raise FetchError("the answer's compression is damaged", page=page) from None
        parts.append(piece)
        size += len(piece)
        if size > most:
            raise FetchTooLarge(f"more than {most:,} bytes", page=page)
    return b"".join(parts)


def _charset(content_type: str) -> str | None:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None
