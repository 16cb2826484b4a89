"""The one writer: a thread with a queue, through which everything that changes the store goes.

The store is open for writing, and so locked for other processes, only while there is something to do.  Small changes (a
correction) do not wait for the end of a long add: they are made between two of its pages.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from onrecord.errors import OnrecordError, StoreLocked
from onrecord.run.adding import Outcome
from onrecord.run.store import Store, open_store
from onrecord.settings import Settings

__all__ = ["Busy", "Done", "Progress", "Writer"]

T = TypeVar("T")

_MOST_JOBS = 50  # that wait
_MOST_BYTES = 500_000_000  # of pages that wait
_KEPT = 100  # jobs whose end is remembered
_SHOWN = 200  # outcomes that are remembered of a job, beside those that failed
_PATIENCE = 600.0  # seconds for another process to end
_PAUSE = 1.0


class Busy(OnrecordError):
    """Too much is waiting to be added already."""

    stage = "serve"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one page of an add."""

    became: str
    name: str
    version: int | None
    error: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an add is.  `state` is "waiting", "running", "done" or "failed"; `message` says what it waits for or why it failed."""

    id: int
    what: str
    state: str
    message: str
    begun: str
    ended: str | None
    counts: tuple[tuple[str, int], ...]
    outcomes: tuple[Done, ...]
    failures: tuple[Done, ...]

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed")


@dataclass
class _Job:
    id: int
    what: str
    work: Callable[[Store], Iterator[Outcome]]
    size: int
    state: str = "waiting"
    message: str = ""
    begun: str = field(default_factory=lambda: _now())
    ended: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    outcomes: deque[Done] = field(default_factory=lambda: deque(maxlen=_SHOWN))
    failures: deque[Done] = field(default_factory=lambda: deque(maxlen=_SHOWN))

    def take(self, outcome: Outcome) -> None:
        failure = outcome.failure
        done = Done(
            str(outcome.became),
            outcome.name,
            outcome.version,
            failure.error if failure else "",
            failure.message if failure else "",
        )
        self.counts[done.became] += 1
        (self.failures if failure else self.outcomes).append(done)


@dataclass
class _Change:
    do: Callable[[Store], Any]
    future: Future[Any]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Writer:
    """Writes to one store, in its own thread, one thing after the other."""

    def __init__(
        self, path: str | Path, settings: Settings | None = None, patience: float = _PATIENCE
    ) -> None:
        self.path, self.settings, self.patience = str(path), settings or Settings(), patience
        self._queue: queue.Queue[_Job | None] = queue.Queue()
        self._changes: queue.Queue[_Change] = queue.Queue()
        self._jobs: dict[int, _Job] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._last = 0

    # -- asked from outside ------------------------------------------------------------------------------------------
    def add(self, what: str, work: Callable[[Store], Iterator[Outcome]], size: int = 0) -> int:
        """Add pages: `work` gives the outcomes over an open store; `size` is how many bytes it holds.  The job's number.

        Raises `Busy`.
        """
        with self._lock:
            waiting = [j for j in self._jobs.values() if j.state == "waiting"]
            if len(waiting) >= _MOST_JOBS or sum(j.size for j in waiting) + size > _MOST_BYTES:
                raise Busy("too much is waiting already; add this when some of it is done")
            self._last += 1
            job = self._jobs[self._last] = _Job(self._last, what, work, size)
            for old in [j.id for j in self._jobs.values() if j.ended][:-_KEPT]:
                del self._jobs[old]
        self._queue.put(job)
        self._start()
        return job.id

    def change(self, do: Callable[[Store], T]) -> Future[T]:
        """Make a small change: `do` is called with the open store, and what it returns or raises is the future's."""
        change = _Change(do, Future())
        self._changes.put(change)
        self._queue.put(None)
        self._start()
        return change.future

    def progress(self, number: int) -> Progress | None:
        """How far a job is."""
        with self._lock:
            job = self._jobs.get(number)
            return self._seen(job) if job else None

    def all(self) -> list[Progress]:
        """The jobs, the newest first."""
        with self._lock:
            return [self._seen(j) for j in reversed(self._jobs.values())]

    @staticmethod
    def _seen(j: _Job) -> Progress:
        counts = tuple(j.counts.most_common())
        return Progress(
            j.id, j.what, j.state, j.message, j.begun, j.ended, counts, tuple(j.outcomes), tuple(j.failures)
        )

    def close(self) -> None:
        """End after the page that is being read.  What was kept and not read is read by the next add."""
        self._closing.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(30)

    # -- the thread --------------------------------------------------------------------------------------------------
    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="onrecord-writer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._closing.is_set():
            job = self._queue.get()
            if job is not None:
                self._do(job)
            elif not self._changes.empty():
                self._only_changes()
        while not self._changes.empty():
            self._changes.get().future.cancel()

    def _only_changes(self) -> None:
        try:
            with self._opened(min(10.0, self.patience)) as store:
                self._make_changes(store)
        except Exception as e:
            while not self._changes.empty():
                _fail(self._changes.get(), e)

    def _opened(self, patience: float, waiting: Callable[[str], None] = lambda _: None) -> Store:
        """The store, open for writing; waits for another process to end."""
        until = time.monotonic() + patience
        while True:
            try:
                return open_store(self.path, write=True, create=False, settings=self.settings)
            except StoreLocked as e:
                if time.monotonic() > until or self._closing.wait(_PAUSE):
                    raise
                waiting(e.message)

    def _do(self, job: _Job) -> None:
        def waiting(message: str) -> None:
            with self._lock:
                job.message = message

        try:
            with self._opened(self.patience, waiting) as store:
                with self._lock:
                    job.state, job.message = "running", ""
                with contextlib.closing(_closable(job.work(store))) as outcomes:
                    for outcome in outcomes:
                        with self._lock:
                            job.take(outcome)
                        self._make_changes(store)
                        if self._closing.is_set():
                            break
                self._make_changes(store)
            state, message = "done", ""
        except OnrecordError as e:
            state, message = "failed", str(e)
        except Exception as e:  # a fault of ours must not end the thread
            state, message = "failed", f"unexpected: {type(e).__name__}: {e}"[:500]
        with self._lock:
            job.state, job.message, job.ended = state, message, _now()
            job.work, job.size = _nothing, 0  # the pages themselves are not held any longer

    def _make_changes(self, store: Store) -> None:
        while True:
            try:
                change = self._changes.get_nowait()
            except queue.Empty:
                return
            if not change.future.set_running_or_notify_cancel():
                continue
            try:
                change.future.set_result(change.do(store))
            except Exception as e:
                change.future.set_exception(e)


def _fail(change: _Change, error: Exception) -> None:
    if change.future.set_running_or_notify_cancel():
        change.future.set_exception(error)


def _nothing(_: Store) -> Iterator[Outcome]:
    return iter(())


def _closable(outcomes: Iterator[Outcome]) -> Any:
    """The iterator with a `close`, which those that are no generators lack."""
    return outcomes if hasattr(outcomes, "close") else (o for o in outcomes)
