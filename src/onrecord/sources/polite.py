"""Fetching many addresses without troubling their hosts.

One request at a time goes to a host, over one connection, and `Settings.delay` seconds pass after each answer, or
what robots.txt asks for if that is more; `Settings.hosts` hosts are asked at the same time.  What may pass by itself
(no connection, no answer in time, 429, 503 ...) is tried again after longer and longer pauses, or when the server says;
a host that goes on failing is given up.  The rules are in `sources/frontier.py`.

All decisions are made in the caller's thread, between two results; other threads only wait for servers.  So nothing runs
ahead of a caller that is slow: at most `Settings.hosts` answers are under way or wait to be taken.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Protocol

from onrecord.errors import BadFeed, FetchError, SourceError
from onrecord.records import Capture, Failure, Feed, FeedKind, Unchanged, Validators, Wanted
from onrecord.settings import Settings
from onrecord.sources import feeds, robots
from onrecord.sources.address import checked
from onrecord.sources.fetch import Fetcher
from onrecord.sources.frontier import Done, Frontier, Outcome, Task
from onrecord.sources.queue import Item, Queue

__all__ = ["Result", "fetch_all"]

Result = Capture | Unchanged | Feed | Failure
Known = Callable[[str], Validators | None]

#: Addresses read ahead while hosts are free to be asked, at a time and altogether.
_BATCH = 100
_AHEAD = 1_000_000
#: Sitemap indexes that may lead to a sitemap; sitemaps.org knows one, some sites have two.
_DEEPEST = 3


def _nothing(url: str) -> Validators | None:
    return None


def _everything(wanted: Wanted) -> bool:
    return True


def fetch_all(
    wanted: Iterable[Wanted],
    settings: Settings | None = None,
    known: Known = _nothing,
    *,
    want: Callable[[Wanted], bool] = _everything,
    fetcher: Fetcher | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Result]:
    """Fetch addresses politely, and those that the feeds and sitemaps among them name.  Results come as they come.

    Each address gives one result, in the name that it was wanted by: a `Capture`, `Unchanged` or a `Failure`.  An address
    that is wanted twice is asked once; of several that lead to one page the first brings it, and the others are `Unchanged`.  A feed or a sitemap is no page: its entries take its place, with its address as
    their `container`, and a `Feed` follows the last of them.

    `known` gives what an address answered before (`Capture.validators` of the last capture with that `url`, or
    `Feed.validators`), so that the server is asked only whether it changed.  `want` says whether an address is to be asked at
    all; it may compare `Wanted.changed` with what is kept.  Both are called in the caller's thread.

    `wanted` is read as needed.  Closing the iterator ends all connections.  Raises `SourceError` if the addresses that wait
    cannot be kept in a temporary file, and what `wanted`, `known` and `want` raise.
    """
    settings = settings or Settings()
    fetcher = fetcher or Fetcher(settings)
    queue = Queue()
    workers = _Threads(fetcher, settings)
    try:
        yield from _Run(settings, queue, workers, fetcher.clock, sleep, known, want).results(wanted)
    finally:
        workers.close()
        queue.close()


class Workers(Protocol):
    """Those who make the requests."""

    def submit(self, task: Task, known: Validators | None) -> None: ...

    def wait(self, seconds: float | None) -> tuple[Task, Outcome, float] | None:
        """The next answer, with the seconds it took; `None` if there is none in time."""


class _Threads:
    """Each asks and waits.  They are daemons: one that hangs in a look-up of names does not keep the program alive."""

    def __init__(self, fetcher: Fetcher, settings: Settings) -> None:
        self._fetcher = fetcher
        self._client = fetcher.client  # made here, since threads would each make one
        self._settings = settings
        self._tasks: SimpleQueue[tuple[Task, Validators | None] | None] = SimpleQueue()
        self._answers: SimpleQueue[tuple[Task, Outcome, float]] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._under_way = 0
        self._stopped = False

    def submit(self, task: Task, known: Validators | None) -> None:
        self._under_way += 1
        if self._under_way > len(self._threads):
            thread = threading.Thread(target=self._work, name="onrecord-fetch", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._tasks.put((task, known))

    def wait(self, seconds: float | None) -> tuple[Task, Outcome, float] | None:
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            left = 1.0 if end is None else max(0.0, end - time.monotonic())
            try:
                # A second at most, since Ctrl-C does not end a longer wait everywhere.
                answer = self._answers.get(timeout=min(1.0, left)) if left else self._answers.get_nowait()
            except Empty:
                if end is not None and time.monotonic() >= end:
                    return None
                continue
            self._under_way -= 1
            return answer

    def close(self) -> None:
        self._stopped = True
        for _ in self._threads:
            self._tasks.put(None)
        self._client.close()
        end = time.monotonic() + 1.0
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        self._fetcher.close()

    def _work(self) -> None:
        while (order := self._tasks.get()) is not None and not self._stopped:
            began = self._fetcher.clock()
            answer = self._ask(*order)
            self._answers.put((order[0], answer, self._fetcher.clock() - began))

    def _ask(self, task: Task, known: Validators | None) -> Outcome:
        item = task.item
        seconds = self._settings.timeout
        try:
            if task.robots:
                return robots.load(self._client, item.at, item.url, seconds)
            return self._fetcher.ask(item.at, item.url, seconds - item.spent, known)
        except FetchError as e:
            return e
        except Exception as e:  # a fault of ours must not end the run
            return FetchError(f"unexpected {type(e).__name__}: {e}"[:500], page=item.url)


@dataclass(slots=True)
class _Open:
    """A feed of which entries are still to come."""

    item: Item
    capture: Capture
    kind: FeedKind
    top: _Open | None  # the outermost index that led here, whose bound on entries holds
    pending: int = 1  # itself, until all entries are read
    entries: int = 0
    below: int = 0  # entries of it and its parts
    skipped: int = 0
    failed: int = 0
    passing: bool = False  # something failed that may come another time


class _Run:
    def __init__(
        self,
        settings: Settings,
        queue: Queue,
        workers: Workers,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        known: Known,
        want: Callable[[Wanted], bool],
    ) -> None:
        self._settings = settings
        self._queue = queue
        self._frontier = Frontier(settings, queue)
        self._followers = self._frontier.followers
        self._workers = workers
        self._clock = clock
        self._sleep = sleep
        self._known = known
        self._want = want
        self._feeds: dict[int, _Open] = {}
        self._count = 0

    def results(self, wanted: Iterable[Wanted]) -> Iterator[Result]:
        source: Iterator[Wanted] | None = iter(wanted)
        flying = 0
        while True:
            answer = self._workers.wait(0) if flying else None
            free = flying - (answer is not None) < self._settings.hosts
            step = self._frontier.take(self._clock()) if answer is None and free else None
            if isinstance(step, Done):
                yield from self._finished(step)
            elif step is not None and step.item.listed and self._room(step.item) <= 0:
                # Nothing could be taken from it, so its server is not troubled.
                self._frontier.withdraw(step)
                most = self._settings.max_entries
                error = BadFeed(
                    f"left out, because its index has already given {most:,} addresses", page=step.item.url
                )
                yield from self._lost(step.item, error)
            elif step is not None:
                known = None if step.robots else self._known(step.item.at)
                self._workers.submit(step, known)
                flying += 1
            elif answer is None and free and source is not None and len(self._queue) < _AHEAD:
                for _ in range(_BATCH):
                    each = next(source, None)
                    if each is None:
                        source = None
                        break
                    yield from self._wanted(each)
            elif answer is None:
                due = self._frontier.due()
                pause = None if due is None or not free else max(0.0, due - self._clock())
                if flying:
                    answer = self._workers.wait(pause)
                elif pause is not None:
                    self._sleep(pause)
                else:
                    return
            if answer is not None:
                flying -= 1
                done = self._frontier.answered(answer[0], answer[1], self._clock(), answer[2])
                if done is not None:
                    yield from self._finished(done)
                yield from self._followed()

    def _wanted(self, wanted: Wanted) -> Iterator[Result]:
        try:
            at = checked(wanted.url, wanted.url)
        except FetchError as e:
            yield e.failure(wanted.url)
            return
        item = Item(wanted.url, at, wanted.container, wanted.changed)
        if self._want(wanted) and self._followers.begins(item):
            self._frontier.add(item, self._clock())
        yield from self._followed()

    def _followed(self) -> Iterator[Result]:
        """What became of those that led to a page which another one has brought."""
        while self._followers.ready:
            yield from self._finished(Done(*self._followers.ready.popleft()))

    # -- what becomes of an item -------------------------------------------------------------------
    def _finished(self, done: Done) -> Iterator[Result]:
        item, outcome = done.item, done.outcome
        if isinstance(outcome, Capture):
            kind = feeds.kind_of(outcome.content)
            capture = replace(outcome, container=item.container)
            if kind is not None and (item.listed or not item.feed) and item.depth < _DEEPEST:
                yield from self._expanded(item, capture, kind)
                return
            if kind is None and not item.listed:
                self._followers.settle(item, capture)
                yield capture
                yield from self._counted(item.feed)
                return
            yield from self._lost(item, BadFeed(_misplaced(item, kind), page=item.url))
        elif isinstance(outcome, Unchanged):
            self._followers.settle(item, outcome)
            yield replace(outcome, container=item.container)
            yield from self._counted(item.feed)
        else:
            yield from self._lost(item, outcome, done.passing)

    def _lost(self, item: Item, error: SourceError, passing: bool = False) -> Iterator[Result]:
        self._followers.settle(item, error, passing)
        yield error.failure(item.url)
        yield from self._counted(item.feed, failed=True, passing=passing)

    def _expanded(self, item: Item, capture: Capture, kind: FeedKind) -> Iterator[Result]:
        """Queue the entries of a feed.  All at once: as addresses they take less room than as a document."""
        self._followers.settle(item, capture)
        self._count += 1
        number = self._count
        parent = self._feeds.get(item.feed)
        most = min(feeds.MOST, self._room(item))
        feed = self._feeds[number] = _Open(item, capture, kind, (parent.top or parent) if parent else None)
        top = feed.top or feed
        where = capture.url or item.at
        for found in feeds.wanted(capture.content, where, where, most=most):
            if isinstance(found, Failure):
                feed.failed += 1
                yield found
                continue
            feed.entries += 1
            top.below += 1
            entry = Item(
                found.url, found.url, where, found.changed, number, item.depth + 1, kind is FeedKind.INDEX
            )
            asked = self._followers.begins(entry) if self._want(found) else None
            if asked is None:
                feed.skipped += 1
                continue
            if asked:
                self._frontier.add(entry, self._clock())
            feed.pending += 1
        feed.capture = replace(capture, content=b"")
        yield from self._counted(number)
        yield from self._followed()

    def _room(self, item: Item) -> int:
        """How many addresses may still be taken from a feed, or from the index that it is a part of."""
        feed = self._feeds.get(item.feed)
        return self._settings.max_entries - ((feed.top or feed).below if feed else 0)

    def _counted(self, number: int, *, failed: bool = False, passing: bool = False) -> Iterator[Result]:
        """One thing less that a feed waits for; with the last, the feed itself is done."""
        while number:
            feed = self._feeds[number]
            feed.pending -= 1
            feed.failed += failed
            feed.passing |= passing
            if feed.pending:
                return
            del self._feeds[number]
            item, capture = feed.item, feed.capture
            assert capture.fetched is not None
            yield Feed(
                item.url,
                capture.url or item.at,
                feed.kind,
                capture.fetched,
                feed.entries,
                feed.skipped,
                feed.failed,
                None if feed.passing else capture.validators,
                item.container,
            )
            # To the index that named it, it did not fail; but the index must lead to it again.
            number, failed, passing = item.feed, False, feed.passing


def _misplaced(item: Item, kind: FeedKind | None) -> str:
    if kind is None:
        return "a sitemap index lists it, but it is not a sitemap"
    if item.depth >= _DEEPEST:
        return f"sitemap indexes lead to it over more than {_DEEPEST} steps"
    return "a feed names it as a page, but it is a feed itself; only sitemap indexes are followed further"
