"""When to ask which host for what: the decisions of polite fetching.

Here are no network, no threads and no clock: what happened and when is told, and what to do next is answered.  So
the rules can be tested in no time: one request at a time a host, a pause after each, robots.txt before the first, longer
and longer pauses after failures, and an end to it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from onrecord.errors import (
    BadStatus,
    ConnectionFailed,
    FetchError,
    FetchTimeout,
    HostGivenUp,
    RobotsRefused,
    SourceError,
    TooManyRedirects,
)
from onrecord.records import Capture, Unchanged
from onrecord.settings import Settings
from onrecord.sources.address import host_of, origin_of
from onrecord.sources.fetch import Moved
from onrecord.sources.following import Followers
from onrecord.sources.queue import Item, Queue
from onrecord.sources.robots import KEPT, Rules

__all__ = ["Done", "Frontier", "Outcome", "Task"]

Outcome = Capture | Unchanged | Moved | Rules | FetchError

#: Requests for one address, and failed ones in a row to one host, after which no more are made.
TRIES = 3
HOST_TRIES = 5
#: Statuses that may pass by themselves, and those that speak of the whole host rather than of one page.
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_OF_HOST = frozenset((429, 502, 503, 504))
_HOSTS = 10_000


@dataclass(frozen=True, slots=True)
class Task:
    """A request to be made: for the item's address, or for the robots.txt that is for it."""

    host: str
    item: Item
    robots: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an item.  `passing` says of an error that another day may bring another answer."""

    item: Item
    outcome: Capture | Unchanged | SourceError
    passing: bool = False


@dataclass(slots=True)
class _Host:
    name: str
    due: float = 0.0  # not to be asked before
    held: bool = False  # in the heap, or being asked
    failures: int = 0  # in a row
    slower: float = 1.0  # the factor by which "429 too many requests" lengthens the pause
    given_up: str = ""
    again: deque[Item] = field(default_factory=deque)
    waiting: int = 0
    rules: dict[str, tuple[Rules, float]] = field(default_factory=dict)


class Frontier:
    """The hosts with their queues.  All times are seconds of one monotonic clock, told by the caller."""

    def __init__(self, settings: Settings, queue: Queue) -> None:
        self._settings = settings
        self._queue = queue
        self.followers = Followers(queue)
        self._hosts: dict[str, _Host] = {}
        self._heap: list[tuple[float, int, _Host]] = []
        self._n = 0
        self._most = _HOSTS

    def add(self, item: Item, now: float) -> None:
        """Put an item behind the others of its host."""
        name = host_of(item.at)
        host = self._hosts.get(name)
        if host is None:
            if len(self._hosts) >= self._most:
                self._forget(now)
            host = self._hosts[name] = _Host(name, due=now)
        self._queue.push(name, item)
        host.waiting += 1
        self._hold(host)

    def due(self) -> float | None:
        """When the next host may be asked, `None` if none waits."""
        return self._heap[0][0] if self._heap else None

    def take(self, now: float) -> Task | Done | None:
        """The next thing to do, `None` if nothing is due.  A task is under way until `answered` tells its outcome."""
        if not self._heap or self._heap[0][0] > now:
            return None
        host = heappop(self._heap)[2]
        item = host.again.popleft() if host.again else self._queue.pop(host.name)
        if item is None:  # cannot be: what is in the heap has work
            host.held, host.waiting = False, 0
            return None
        host.waiting -= 1
        if host.given_up:
            host.due = now
            self._release(host)
            error: FetchError = HostGivenUp(host.given_up, page=item.url)
            return Done(item, error, passing=True)
        if self._settings.respect_robots:
            rules, until = host.rules.get(origin_of(item.at), (None, 0.0))
            if rules is None or now >= until:
                return Task(host.name, item, robots=True)
            try:
                rules.check(item.at, item.url)
            except RobotsRefused as e:
                self._release(host)
                return Done(item, e)
        return Task(host.name, item)

    def answered(self, task: Task, outcome: Outcome, now: float, spent: float) -> Done | None:
        """Tell what a task, which took `spent` seconds, brought.  Gives what became of its item, if that is known now."""
        host = self._hosts[task.host]
        done: Done | None = None
        if isinstance(outcome, FetchError):
            done = self._failed(host, task, outcome, now)
        else:
            host.failures = 0
            if isinstance(outcome, Rules):
                self._ruled(host, task, outcome, now)
            host.due = now + self._pause(host)
            if isinstance(outcome, Moved):
                done = self._moved(host, task.item, outcome, now, spent)
            elif not isinstance(outcome, Rules):
                done = Done(task.item, outcome)
        self._release(host)
        return done

    def withdraw(self, task: Task) -> None:
        """Tell that a task was not carried out and that its item is not to be asked for any more."""
        self._release(self._hosts[task.host])

    # -- what an answer means ----------------------------------------------------------------------
    def _ruled(self, host: _Host, task: Task, rules: Rules, now: float) -> None:
        host.rules[rules.origin] = (rules, now + KEPT)
        self._again(host, task.item)
        most = self._settings.max_delay
        if rules.delay > most:
            host.given_up = f"{rules.origin}/robots.txt asks for {rules.delay:,g} s between two requests; at most {most:g} s are waited"

    def _moved(self, host: _Host, item: Item, moved: Moved, now: float, spent: float) -> Done | None:
        if item.hops >= self._settings.max_redirects:
            error = TooManyRedirects(f"more than {self._settings.max_redirects} redirects", page=item.url)
            return Done(item, error)
        item = replace(item, at=moved.url, hops=item.hops + 1, spent=item.spent + spent, tries=0)
        if not self.followers.moves(item):
            return None
        if host_of(moved.url) == host.name:
            self._again(host, item)
        else:
            # It takes its turn there: that host has its own pause and its own robots.txt.
            self.add(item, now)
        return None

    def _failed(self, host: _Host, task: Task, error: FetchError, now: float) -> Done | None:
        item = replace(task.item, tries=task.item.tries + 1)
        status = error.status if isinstance(error, BadStatus) else None
        passing = isinstance(error, ConnectionFailed | FetchTimeout) or status in _PASSING
        if not passing:
            host.failures = 0
            host.due = now + self._pause(host)
            return Done(item, error)
        asked = error.retry_after if isinstance(error, BadStatus) else None
        most = self._settings.max_delay
        if status is None or status in _OF_HOST or task.robots:
            host.failures += 1
        if status == 429:
            host.slower *= 2
        base = max(1.0, self._settings.delay)
        backoff = min(most, base * 2.0 ** max(host.failures, item.tries))
        host.due = now + max(self._pause(host), backoff, asked or 0.0)
        if asked is not None and asked > most:
            host.due = now
            host.given_up = (
                f"{host.name} asks to be left alone for {asked:,.0f} s; at most {most:g} s are waited"
            )
        elif host.failures >= HOST_TRIES:
            host.given_up = (
                f"{host.name} failed {host.failures} times in a row, the last time so: {error.message}"
            )
        elif item.tries < TRIES:
            self._again(host, item)
            return None
        if task.robots and isinstance(error, BadStatus):
            error = RobotsRefused(error.message, page=item.url)
        return Done(item, error, passing=True)

    def _pause(self, host: _Host) -> float:
        asked = max((rules.delay for rules, _ in host.rules.values()), default=0.0)
        pause = max(self._settings.delay, asked)
        return max(pause, min(self._settings.max_delay, pause * host.slower))

    # -- the heap: each host that has work and is not being asked stands in it once ------------------
    def _again(self, host: _Host, item: Item) -> None:
        host.again.appendleft(item)
        host.waiting += 1

    def _hold(self, host: _Host) -> None:
        if not host.held and host.waiting:
            host.held = True
            self._n += 1
            heappush(self._heap, (host.due, self._n, host))

    def _release(self, host: _Host) -> None:
        host.held = False
        self._hold(host)

    def _forget(self, now: float) -> None:
        """Drop the hosts that nothing is wanted of and whose pause is over; coming back costs a robots.txt."""
        self._hosts = {n: h for n, h in self._hosts.items() if h.held or h.due > now}
        self._most = max(_HOSTS, 2 * len(self._hosts))
