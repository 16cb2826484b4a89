"""Serving a room over HTTP, on this machine or beyond."""

from __future__ import annotations

import ipaddress
import logging
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from onrecord.errors import MissingExtra
from onrecord.settings import Settings

__all__ = ["SHORTEST_TOKEN", "is_local", "serve"]

SHORTEST_TOKEN = 16


def is_local(host: str) -> bool:
    """Whether only programs on this machine can reach the address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def serve(
    path: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    token: str | None = None,
    hosts: frozenset[str] = frozenset(),
    settings: Settings | None = None,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the room until interrupted.  `ready` is called with its address when it can be opened.

    An address that others can reach gets a token if none is given.  Port 0 is any free one.

    Raises `MissingExtra` where the extra `web` is not installed, the `StoreError` that says why the store cannot be opened,
    and `OSError` where the address is taken.
    """
    try:
        import jinja2  # noqa: F401
        import python_multipart  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as e:
        raise MissingExtra(
            "the reading room needs more packages: run pip install '.[web]' in a clone of onrecord",
            stage="serve",
        ) from e
    from onrecord.web.app import make_app
    from onrecord.web.room import Room

    if token is None and not is_local(host):
        token = secrets.token_urlsafe(24)
    name = host.strip("[]").lower()
    room = Room(path, settings or Settings(), token, hosts | {name})
    with room.readers.open():
        pass  # what is wrong with the store is told before anybody waits
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((name, port))
        bound.listen(128)
        shown = f"[{name}]" if ":" in name else name
        address = f"http://{shown}:{bound.getsockname()[1]}/"
        ready(f"{address}?token={quote(token, safe='')}" if token else address)
        config = uvicorn.Config(
            make_app(room),
            log_level=logging.WARNING,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=30,
            limit_concurrency=200,
            timeout_graceful_shutdown=3,
        )
        try:
            uvicorn.Server(config).run(sockets=[bound])
        finally:
            room.close()
