"""Pages read in several processes, each page within bounds: a page that breaks them fails alone, and the run goes on.

A page fails, with its own class of error, if it

- uses more processor time than `Settings.deadline` (`ReadTimeout`).  It is the processor's time that counts, so that a page
  does not fail for what else the machine is doing;
- hangs: lets `PATIENCE` times the deadline pass by the clock without working (`ReadTimeout`).  That clock stands still
  while nobody asks the pool for results, or while the program is stopped.  Only Linux tells whether a page works;
  elsewhere the clock counts for all pages;
- asks for more memory than `Settings.memory` (`OutOfMemory`), see `onrecord.run.worker` for the systems that bound it;
- ends its process: a fault in native code, a kill, an exit (`WorkerDied`).  Native code that finds no memory often
  does this, too;
- gives what cannot be sent back (`ResultLost`).

Its process is replaced.  Each process has a pipe of its own, so that the death of one tells nothing false about another,
and knows two pages in advance, so that it need not wait for a program that is busy writing what came before.  (Pools of the standard library lose all pages
under way when a process dies, and have no deadline.)
"""

from __future__ import annotations

import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Self, TypeVar

from onrecord.errors import (
    NoWorkers,
    OnrecordError,
    OutOfMemory,
    ReadTimeout,
    ResultLost,
    WorkerDied,
    WorkerError,
)
from onrecord.records import Capture, Failure
from onrecord.run.one import Result, prepare, read_one
from onrecord.run.packing import pack, unpack
from onrecord.run.process import Page, Worker
from onrecord.run.worker import BEGUN, FAILED, NO_MEMORY, READY, TIMER, Task
from onrecord.settings import Settings

__all__ = ["PATIENCE", "ReadingPool"]

K = TypeVar("K")

#: How many times its deadline a page may take by the clock without working.
PATIENCE = 5 if TIMER else 1
_TICK = 1.0  # seconds; longer waits are cut into such, so that a stop of the program is seen
_START = 120.0  # seconds by the clock in which a process must be ready
_ENDING = 60.0  # seconds by the clock in which a process that has closed its pipe must have ended
_STARTS = 3  # processes in a row that die before they are ready: then none will
_UNDER_WAY = 3  # pages a process: the one that is read, and those it knows in advance
_WINDOW = 8  # pages a process, by which results that are wanted in order may be ahead


class ReadingPool:
    """At most `jobs` processes that read pages.  Use it as a context manager: leaving it ends the processes.

    `settings` bound each page; `statements` says whether statements are found, too; `media` ("html", "text") is what
    all pages are, where the captures do not tell.  `work` reads a page, instead of the reader of this package: a
    function that can be pickled and imported, from another module than the program's main script.

    Processes start when there are pages for them.  They are started afresh, not forked, and stay between two calls of
    `read`.  Raises `ValueError` for less than one job.
    """

    def __init__(
        self,
        jobs: int,
        settings: Settings,
        statements: bool = False,
        media: str | None = None,
        *,
        work: Callable[[Capture, Settings], Result] | None = None,
    ) -> None:
        if jobs < 1:
            raise ValueError(f"{jobs} processes cannot read; there must be at least one")
        self._jobs = jobs
        self._deadline = settings.deadline
        self._memory = settings.memory
        ready = partial(prepare, statements) if work is None else None
        work = work or partial(read_one, media=media, statements=statements)
        self._task = pickle.dumps(Task(work, ready, settings))
        self._workers: list[Worker] = []
        self._waiting: deque[Page] = deque()  # given to a process that died before it began them
        self._failed_starts = 0
        self._reading = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the processes that there are now."""
        return tuple(w.process.pid for w in self._workers)

    def close(self) -> None:
        """End the processes at once, whatever they are doing."""
        self._end(list(self._workers))
        self._waiting.clear()

    def read(
        self, captures: Iterable[tuple[K, Capture | Failure]], *, ordered: bool = False
    ) -> Iterator[tuple[K, Result]]:
        """Each key once, with what its page gave: a `Reading`, or a `Failure` that says why there is none.

        Keys are for the caller and do not leave the program.  A `Failure` in place of a capture comes back as it is.
        Results come as they are ready, or in the order of the captures if `ordered`.

        Captures are taken when there is room: three a process are under way, and if `ordered` at most `_WINDOW` a process
        are taken that have not come back.  Closing the iterator ends the processes whose pages are under way.

        Raises `NoWorkers` if processes cannot be started, `ModelError` if the reader of statements is missing, and
        `RuntimeError` if an earlier call has not ended.
        """
        if not ordered:
            for _, key, result in self._read(captures, lambda _: True):
                yield key, result
            return
        turn = 0
        early: dict[int, tuple[K, Result]] = {}

        def may(number: int) -> bool:
            return number < turn + _WINDOW * self._jobs

        for number, key, result in self._read(captures, may):
            early[number] = key, result
            while turn in early:
                yield early.pop(turn)
                turn += 1

    def _read(
        self, captures: Iterable[tuple[K, Capture | Failure]], may: Callable[[int], bool]
    ) -> Iterator[tuple[int, K, Result]]:
        if self._reading:
            raise RuntimeError("this pool is already reading; take all its results or close the iterator")
        self._reading = True
        try:
            given = enumerate(captures)
            number, more = 0, True
            while True:
                while more and self._room() and may(number):
                    taken = next(given, None)
                    if taken is None:
                        more = False
                        break
                    number, (key, item) = taken
                    if isinstance(item, Failure):
                        yield number, key, item
                    else:
                        data = pack(item)
                        self._waiting.append(Page(number, key, item.name, item.url, data))
                        self._hand_out()
                    number += 1
                    del taken, item  # large
                    yield from self._results(0)  # a slow source must not hold up what is ready
                if any(w.pages for w in self._workers):
                    yield from self._results(_TICK)
                elif not more:
                    return
        finally:
            self._reading = False
            self._waiting.clear()
            self._end([w for w in self._workers if w.pages])

    def _room(self) -> bool:
        if self._waiting:
            return False
        return len(self._workers) < self._jobs or any(len(w.pages) < _UNDER_WAY for w in self._workers)

    def _hand_out(self) -> None:
        """Give the pages that wait to processes: idle ones first, then new ones, then those that have fewest."""
        while self._waiting:
            self._end([w for w in self._workers if not w.pages and w.ended()])
            worker = min(self._workers, key=lambda w: len(w.pages), default=None)
            if worker is None or (worker.pages and len(self._workers) < self._jobs):
                worker = self._start()
            if len(worker.pages) >= _UNDER_WAY:
                return
            worker.give(self._waiting.popleft())

    def _start(self) -> Worker:
        try:
            worker = Worker(self._task)
        except OSError as e:
            raise self._no_workers(str(e)) from e
        self._workers.append(worker)
        return worker

    def _results(self, seconds: float) -> list[tuple[int, Any, Result]]:
        """What comes within so many seconds by the clock; 0 only looks."""
        busy = [w for w in self._workers if w.pages]
        limit = min((self._limit(w) - w.age for w in busy), default=seconds)
        start = time.monotonic()
        ready = wait([w.pipe for w in busy], max(0.0, min(seconds, limit)))
        passed = min(time.monotonic() - start, 2 * _TICK)  # more, and the program was stopped
        results = []
        for worker in busy:
            done = None
            if worker.pipe in ready:
                done = self._heard(worker)
            else:
                worker.age += passed
                if worker.age >= self._limit(worker) and not self._works(worker):
                    done = self._overdue(worker)
            self._hand_out()
            if done is not None:
                page, result = done
                results.append((page.number, page.key, result))
        return results

    def _limit(self, worker: Worker) -> float:
        return self._deadline * PATIENCE if worker.ready else _START

    def _works(self, worker: Worker) -> bool:
        # Beyond its deadline the timer should have ended it; if that failed, the clock does.
        return worker.ready and worker.works(2 * self._deadline)

    def _heard(self, worker: Worker) -> tuple[Page, Result] | None:
        try:
            data = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            return self._died(worker)
        worker.begin()
        try:
            kind, value, leaving = unpack(data)
        except Exception as e:
            lost = ResultLost(f"what came back cannot be understood: {type(e).__name__}: {e}"[:500])
            return self._failed(worker, lost)
        if kind == READY:
            worker.ready = True
            self._failed_starts = 0
            return None
        if kind == BEGUN:
            worker.begun = True
            return None
        if kind == FAILED:
            worker.reason = value
            return self._died(worker)
        page = worker.pages.popleft()
        worker.begun = False
        if leaving:
            self._replace(worker)
        if isinstance(value, Failure) and not value.name:  # it did not come far enough to know
            value = Failure(page.name, value.stage, value.error, value.message, page.url)
        return page, value

    def _overdue(self, worker: Worker) -> tuple[Page, Result] | None:
        if not worker.ready:
            worker.reason = f"not ready after {_START:.0f} s"
            return self._died(worker)
        took = f"reading the page took longer than {self._deadline * PATIENCE:g} s by the clock"
        return self._failed(worker, ReadTimeout(took))

    def _died(self, worker: Worker) -> tuple[Page, Result] | None:
        code = worker.stop(patience=_ENDING)
        if worker.ready:
            first = worker.pages[0]
            if worker.begun or first.lost:
                return self._failed(worker, self._death(code))
            first.lost += 1  # ended by somebody between two pages: nobody's failure, but not for ever
            self._replace(worker)
            return None
        self._replace(worker)
        self._failed_starts += 1
        if isinstance(worker.reason, OnrecordError):
            raise worker.reason
        if self._failed_starts >= _STARTS:
            raise self._no_workers(worker.reason or f"the process {_ending(code)} before it was ready")
        return None

    def _no_workers(self, why: str) -> NoWorkers:
        return NoWorkers(f"cannot start processes with {self._memory} MB of memory: {why}")

    def _death(self, code: int) -> WorkerError:
        if TIMER and code == -TIMER:
            return ReadTimeout(f"reading the page took longer than {self._deadline:g} s of processor time")
        if code == NO_MEMORY:
            return OutOfMemory(f"reading the page needed more than {self._memory} MB of memory")
        often = ", as happens when memory runs out" if code in (-9, -6) else ""
        return WorkerDied(f"the process that read the page {_ending(code)}{often}")

    def _failed(self, worker: Worker, error: WorkerError) -> tuple[Page, Result]:
        page = worker.pages.popleft()
        self._replace(worker)
        error.page = page.name
        return page, error.failure(page.url)

    def _replace(self, worker: Worker) -> None:
        """End a process; what it had not begun goes to others first."""
        self._waiting.extendleft(reversed(worker.pages))
        self._end([worker])

    def _end(self, workers: list[Worker]) -> None:
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            worker.stop()
            self._workers.remove(worker)


def _ending(code: int) -> str:
    if code >= 0:
        return f"ended with exit status {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
