"""Real servers on this machine whose behaviour is a function of the path, and clocks that no test waits for."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from onrecord.settings import Settings
from onrecord.sources.address import Address, GuardedBackend
from onrecord.sources.fetch import Fetcher

__all__ = ["Clock", "Server", "answer", "fetcher", "loopback", "serving"]

WALL = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Clock:
    """Seconds that pass when somebody sleeps, and `step` of them each time somebody looks."""

    at: float = 0.0
    step: float = 0.0

    def now(self) -> float:
        self.at += self.step
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds


@dataclass
class Request:
    host: str
    path: str
    headers: dict[str, str]


#: What a server does with a request: bytes to send, one after the other, whole heads and bodies or parts of them.
Behaviour = Callable[[Request], Iterator[bytes]]


@dataclass
class Server:
    """Answers each connection until it is closed; `asked` are the requests in their order."""

    port: int = 0
    asked: list[Request] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "a.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [r.path for r in self.asked if r.path != "/robots.txt"]


def answer(body: bytes = b"", status: int = 200, *headers: str, length: int | None = None) -> bytes:
    """A whole answer; `length` is what it says of its length, where that is not the truth."""
    head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Server]:
    """A server that behaves so.  The connection ends after what has no length or says so."""
    server = Server()
    listening = socket.create_server(("127.0.0.1", 0))
    server.port = listening.getsockname()[1]
    open_: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                open_.append(connection)
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    def serve(connection: socket.socket) -> None:
        with suppress(OSError, ValueError, IndexError), connection, connection.makefile("rb") as incoming:
            while line := incoming.readline():
                headers = {}
                while (row := incoming.readline().strip()) != b"":
                    name, _, value = row.decode("latin-1").partition(":")
                    headers[name.lower()] = value.strip()
                request = Request(headers["host"].split(":")[0], line.split()[1].decode("latin-1"), headers)
                server.asked.append(request)
                last = b"connection: close"
                for piece in behaviour(request):
                    connection.sendall(piece)
                    last = piece.lower()
                if b"connection: close" in last or b"content-length" not in last:
                    return

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        for each in (listening, *open_):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


def loopback(address: Address) -> bool:
    return str(address) == "127.0.0.1"


def fetcher(clock: Clock | None = None, **bounds: object) -> Fetcher:
    """A fetcher that reaches this machine only, under any name that ends in ".example"."""

    def resolver(host: str, port: int) -> list[Address]:
        if host.endswith(".example"):
            return [ipaddress.ip_address("127.0.0.1")]
        return [ipaddress.ip_address(host)]

    settings = Settings(**{"timeout": 300.0, "max_bytes": 1_000_000, **bounds})  # type: ignore[arg-type]
    backend = GuardedBackend(allow=loopback, resolver=resolver, ports=None)
    made = Fetcher(settings, backend, wall=lambda: WALL)
    if clock is not None:
        made.clock = clock.now
    return made
