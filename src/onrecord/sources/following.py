"""Addresses that lead to one page: it is asked for once in a run, and all that lead to it learn what came.

Each address belongs to the item that first came to it, by name or by a redirect.  An item that comes to an address of another one
follows it: it waits, or learns at once if that is done.  Two that redirect to each other do not wait for each other: one of
them goes round in the circle until it has had too many redirects.
"""

from __future__ import annotations

import json
from collections import deque
from datetime import datetime

from onrecord import errors
from onrecord.errors import SourceError
from onrecord.records import Capture, Unchanged, Validators
from onrecord.sources.address import checked
from onrecord.sources.queue import Item, Queue

__all__ = ["Followers"]


class Followers:
    """The items of a run by the addresses that they came to.  `ready` are (item, outcome, passing) of followers."""

    def __init__(self, queue: Queue) -> None:
        self.ready: deque[tuple[Item, Unchanged | SourceError, bool]] = deque()
        self._queue = queue
        self._waiting: dict[str, list[Item]] = {}  # by the first address of the item that they follow
        self._on: dict[str, str] = {}  # first address of a follower -> of the one it follows

    def begins(self, item: Item) -> bool | None:
        """Whether an item is to be asked: not (`None`) if its address was wanted before, nor if it follows another."""
        owner = self._queue.claim(item.at, item.at)
        if owner is None:
            return True
        if owner == item.at or item.at in self._on or self._queue.outcome(item.at) is not None:
            return None
        return self._may_go_on(item, item.at, owner)

    def moves(self, item: Item) -> bool:
        """Whether an item is to be asked at its new address; not if it follows another now."""
        own = _first(item)
        owner = self._queue.claim(item.at, own)
        return owner is None or owner == own or self._may_go_on(item, own, owner)

    def _may_go_on(self, item: Item, own: str, owner: str) -> bool:
        outcome = self._queue.outcome(owner)
        if outcome is not None:
            self.ready.append((item, *_for(item, outcome)))
            return False
        last = owner
        while last in self._on:
            last = self._on[last]
        if last == own:
            return True
        self._on[own] = owner
        self._waiting.setdefault(owner, []).append(item)
        return False

    def settle(self, item: Item, outcome: Capture | Unchanged | SourceError, passing: bool = False) -> None:
        """Tell what became of an item; those that follow it become `ready`."""
        own = _first(item)
        self._on.pop(own, None)
        told = _told(outcome, item, passing)
        self._queue.settle(own, told)
        for follower in self._waiting.pop(own, ()):
            self._on.pop(_first(follower), None)
            self.ready.append((follower, *_for(follower, told)))


def _first(item: Item) -> str:
    """The address that an item began with."""
    return checked(item.url, item.url)


def _told(outcome: Capture | Unchanged | SourceError, item: Item, passing: bool) -> str:
    if isinstance(outcome, SourceError):
        return json.dumps([type(outcome).__name__, outcome.message, passing])
    given = outcome.validators or Validators()
    at = outcome.fetched if isinstance(outcome, Capture) else outcome.checked
    assert at is not None
    return json.dumps([outcome.url or item.at, given.etag, given.modified, at.isoformat()])


def _for(item: Item, told: str) -> tuple[Unchanged | SourceError, bool]:
    """What became of another item, as the outcome of this one."""
    values = json.loads(told)
    if len(values) == 3:
        name, message, passing = values
        kind: type[SourceError] = getattr(errors, name, SourceError)
        return kind(message, page=item.url), passing
    url, etag, modified, at = values
    return Unchanged(
        item.url, url, Validators(etag, modified), datetime.fromisoformat(at), item.container
    ), False
