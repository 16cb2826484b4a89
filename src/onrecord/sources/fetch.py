"""Fetching one page: redirects, robots.txt, conditional requests, and what came as a `Capture`.

Bounds of time and size are in `sources/http.py`, of addresses in `sources/address.py`; fetching many pages without
troubling their hosts is `sources/polite.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import overload
from urllib.parse import urljoin

import httpcore

from onrecord.errors import BadStatus, FetchError, RobotsRefused, TooManyRedirects
from onrecord.records import Capture, Unchanged, Validators, Via
from onrecord.settings import Settings
from onrecord.sources import robots
from onrecord.sources.address import GuardedBackend, checked, origin_of
from onrecord.sources.http import REDIRECTS, Answer, Client, retry_after

__all__ = ["Fetcher", "Moved", "now"]


def now() -> datetime:
    """The time of day, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Moved:
    """The answer that what was asked for is at another address."""

    url: str


@dataclass(slots=True)
class Fetcher:
    """Fetches pages, one after the other.  `clock` (seconds, monotonic), `wall` (time of day) and `backend` can be swapped.

    Use it as a context manager, or call `close`, to end its connections.
    """

    settings: Settings = field(default_factory=Settings)
    backend: httpcore.NetworkBackend = field(default_factory=GuardedBackend)
    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], datetime] = now
    _client: Client | None = None
    _robots: dict[str, tuple[robots.Rules, float]] = field(default_factory=dict)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    @property
    def client(self) -> Client:
        """The one over whose connections everything is asked."""
        if self._client is None:
            self._client = Client(self.settings, self.backend, self.clock, self.wall)
        return self._client

    @overload
    def fetch(self, url: str, known: None = None) -> Capture: ...
    @overload
    def fetch(self, url: str, known: Validators | None) -> Capture | Unchanged: ...
    def fetch(self, url: str, known: Validators | None = None) -> Capture | Unchanged:
        """Fetch one page.

        With `known`, what this very address answered before, the server is asked whether that changed, and `Unchanged` says
        that it did not; without, the result is a `Capture`.  `known` is not sent to where the address may redirect.

        Raises the `FetchError` that says why not: `AddressRefused`, `RobotsRefused`, `FetchTooLarge`,
        `FetchTimeout`, `TooManyRedirects`, `BadStatus`, `ConnectionFailed`, or `FetchError` for other faults.
        """
        deadline = self.clock() + self.settings.timeout
        at = checked(url, url)
        for hop in range(self.settings.max_redirects + 1):
            if self.settings.respect_robots:
                self._ask_robots(at, url, deadline)
            answer = self.ask(at, url, deadline - self.clock(), None if hop else known)
            if not isinstance(answer, Moved):
                return answer
            at = answer.url
        raise TooManyRedirects(f"more than {self.settings.max_redirects} redirects", page=url)

    def ask(
        self, at: str, page: str, seconds: float, known: Validators | None = None
    ) -> Capture | Unchanged | Moved:
        """One request: ask the address `at` (in the form of `checked`) for `page`, without asking robots.txt."""
        answer = self.client.get(at, page=page, seconds=seconds, most=self.settings.max_bytes, known=known)
        came = answer.came
        if answer.status in REDIRECTS:
            return _moved(answer, at, page)
        if answer.status == 304:
            if known is None:
                raise BadStatus(
                    "the server answered 304 (not changed), but onrecord did not ask for that",
                    page=page,
                    status=304,
                )
            new = Validators.of(answer.headers) or Validators()
            kept = Validators(new.etag or known.etag, new.modified or known.modified)
            return Unchanged(page, at, kept, came)
        if not 200 <= answer.status < 300:
            wait = retry_after(answer.get("retry-after"), came)
            raise BadStatus(
                f"the server answered {answer.status}", page=page, status=answer.status, retry_after=wait
            )
        if answer.status == 206:
            raise BadStatus(
                "the server sent only a part of the page, but onrecord did not ask for that",
                page=page,
                status=206,
            )
        return Capture(
            page,
            answer.body,
            at,
            _charset(answer.get("content-type") or ""),
            via=Via.HTTP,
            fetched=came,
            status=answer.status,
            headers=answer.headers,
        )

    def _ask_robots(self, at: str, page: str, deadline: float) -> None:
        origin = origin_of(at)
        rules, until = self._robots.get(origin, (None, 0.0))
        if rules is None or self.clock() >= until:
            try:
                rules = robots.load(self.client, at, page, deadline - self.clock())
            except BadStatus as e:
                raise RobotsRefused(e.message, page=page) from e
            self._robots[origin] = (rules, self.clock() + robots.KEPT)
        rules.check(at, page)


def _moved(answer: Answer, at: str, page: str) -> Moved:
    target = answer.get("location")
    if not target:
        raise BadStatus(
            f"the server answered {answer.status} without an address", page=page, status=answer.status
        )
    try:
        return Moved(checked(urljoin(at, _utf8(target)), page))
    except ValueError:
        raise FetchError(
            f"redirected to something that is not an address: {target[:200]!r}", page=page
        ) from None


def _utf8(value: str) -> str:
    """Headers are latin-1 by RFC 9110; addresses in them are UTF-8 where they are not ASCII."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _charset(content_type: str) -> str | None:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None
