"""Which addresses may be asked.

Pages name addresses, and a page must not make this program ask servers that only this machine can reach.  The
check is made on the address that a connection is opened to, after name resolution, so that neither a redirect
nor a DNS answer that changes between check and use gets around it.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpcore

from onrecord.errors import AddressRefused, FetchError

__all__ = ["GuardedBackend", "Refused", "checked", "host_of", "is_public", "origin_of", "resolve"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 ranges that carry IPv4 addresses: NAT64 (RFC 6052) and 6to4 (RFC 3056), Teredo (RFC 4380).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_6TO4 = ipaddress.ip_network("2002::/16")
_MAX_URL = 4000
_PORTS = frozenset((80, 443, 8000, 8008, 8080, 8443))


class Refused(Exception):
    """An address that is not to be asked; the message says why."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, looking through IPv4 wrapped in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner: Address | None = address.ipv4_mapped or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and address in _6TO4:
            inner = ipaddress.IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int) -> list[Address]:
    """The addresses of a host, as the system resolves them.  Raises `OSError` if there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found))


def checked(url: str, page: str) -> str:
    """The address in the form in which it is asked for, without fragment.  `page` is what errors name.

    Raises `AddressRefused` for what is not of the web or carries a password, `FetchError` for what is no address.
    """
    if len(url) > _MAX_URL:
        raise FetchError(f"the address is longer than {_MAX_URL} characters", page=page)
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as e:
        raise FetchError(f"not an address: {e}", page=page) from None
    if parts.scheme not in ("http", "https"):
        raise AddressRefused(
            f"onrecord fetches only http and https, not {parts.scheme or 'this'!r}", page=page
        )
    if not host:
        raise FetchError("the address has no host", page=page)
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("onrecord does not fetch addresses with a name and password", page=page)
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


def host_of(url: str) -> str:
    """The host that an address in the form of `checked` is asked of; `www.` is part of it, the port is not."""
    return (urlsplit(url).hostname or "").rstrip(".")


def origin_of(url: str) -> str:
    """Scheme, host and port, as RFC 6454 has them: what one robots.txt is for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections only to addresses that `allow` lets through.

    The name is resolved here, once, and the connection goes to the very address that was checked; TLS still
    asks for and verifies the name, which httpcore passes on by itself.
    """

    def __init__(
        self,
        allow: Callable[[Address], bool] = is_public,
        resolver: Callable[[str, int], list[Address]] = resolve,
        ports: frozenset[int] | None = _PORTS,
    ) -> None:
        self._allow = allow
        self._resolver = resolver
        self._ports = ports
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        if self._ports is not None and port not in self._ports:
            raise Refused(f"port {port} is not a port that onrecord fetches from")
        try:
            addresses = self._resolver(host, port)
        except (OSError, UnicodeError) as e:
            raise httpcore.ConnectError(f"the host {host!r} is not known") from e
        for address in addresses:
            if not self._allow(address):
                # One private answer among public ones is a trap as well.
                raise Refused(f"{host} is at {address}, which is not a public address")
        error: Exception = httpcore.ConnectError(f"no address for {host!r}")
        end = None if timeout is None else time.monotonic() + timeout
        tried = addresses[:4]
        for n, address in enumerate(tried):
            # All tries together have the time; the first must not eat it up.
            share = None if end is None else max(0.001, (end - time.monotonic()) / (len(tried) - n))
            try:
                return self._inner.connect_tcp(str(address), port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as e:
                error = e
        raise error

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)
