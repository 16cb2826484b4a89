"""The process in which pages are read: the far end of the pipe of a `ReadingPool`.

It is started by name (`python -c`), not forked, so that it shares neither threads nor locks with the program, and does
not run the program's main script again.  Its standard input first brings the path of modules and the task, and then
stays open as long as the program lives: at its end the process ends, whatever it is doing.

What bounds a page here is the system, since a page may hang in code that never comes back to Python:

- processor time, by the timer ITIMER_PROF of POSIX, whose signal ends the process;
- memory, by RLIMIT_DATA, which Linux (since 4.7) applies to all private memory that a process can write to.  Elsewhere
  it bounds nothing: macOS ignores it, Windows has no such thing.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnrecordError, OutOfMemory, ResultLost
from onrecord.records import Capture, Failure
from onrecord.run.one import Result, unexpected
from onrecord.run.packing import pack
from onrecord.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["BEGUN", "CODE", "FAILED", "NO_MEMORY", "READ", "READY", "TIMER", "Task", "main", "threads"]

#: What Python is started with: it takes the path of modules over before anything of ours is looked for.
CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.stdin.buffer.readline()); "
    "from onrecord.run.worker import main; main()"
)
#: Kinds of messages: ready to read; could not get ready, and why; a page's result.
READY, FAILED, BEGUN, READ = "ready", "failed", "begun", "read"
_BEGUN = pickle.dumps((BEGUN, None, False))
#: The signal that ends the process when a page has used up its processor time; 0 where there is none.
TIMER: int = getattr(signal, "SIGPROF", 0)
#: The exit status of a process that finds no memory.
NO_MEMORY = 112

#: A process that has grown by this share of its bound leaves less to the next page than to the first, and is replaced.
_GROWTH = 0.25


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is for.  `prepare` is called once before the first page."""

    work: Callable[[Capture, Settings], Result]
    prepare: Callable[[], object] | None
    settings: Settings


def threads() -> dict[str, str]:
    """Variables of the environment that keep numeric libraries to one thread: the pages are what runs in parallel."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    return {name: "1" for name in names if name not in os.environ}


def main() -> None:
    """Read pages from the pipe whose handle is the first argument, until it or the program ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which then ends its workers
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    pipe = _pipe(int(sys.argv[1]))
    try:
        task: Task = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the program
        threading.Thread(target=_live_with_parent, daemon=True).start()
        _bound(task.settings)
        if task.prepare is not None:
            task.prepare()
    except Exception as e:
        reason = e if isinstance(e, OnrecordError) else f"{type(e).__name__}: {e}"
        with suppress(OSError):
            pipe.send_bytes(pickle.dumps((FAILED, reason, True)))
        return
    try:
        pipe.send_bytes(pickle.dumps((READY, None, False)))
        _serve(pipe, task)
    except (EOFError, OSError):
        pass  # the program closed the pipe
    except MemoryError:  # where not even a `Failure` can be made, or the page cannot be taken in
        os._exit(NO_MEMORY)


def _pipe(handle: int) -> Connection[Any, Any]:
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        return PipeConnection(handle)
    from multiprocessing.connection import Connection

    return Connection(handle)


def _live_with_parent() -> None:
    """End the process when the program has ended, even if that was killed and could tell nobody."""
    with suppress(OSError):
        os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _bound(settings: Settings) -> None:
    with suppress(OSError):  # if the system runs out of memory it should end this process, not the program
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = settings.memory * 1_000_000
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, wanted))


def _serve(pipe: Connection[Any, Any], task: Task) -> None:
    grown = _Growth(task.settings)
    while True:
        data = pipe.recv_bytes()
        pipe.send_bytes(_BEGUN)  # from now on the death of this process is the page's failure
        with _timed(task.settings.deadline):
            result = _read(data, task)
            del data
            # After a MemoryError nobody knows what is left half done.
            leaving = grown() or (isinstance(result, Failure) and result.error == OutOfMemory.__name__)
            answer = _packed(result, leaving)
            del result
        pipe.send_bytes(answer)
        if leaving:
            return


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    if not TIMER:
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 1e-6))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _read(data: bytes, task: Task) -> Result:
    name, url = "", None
    try:
        page: Capture = pickle.loads(data)  # noqa: S301 - from the program
        name, url = page.name, page.url
        return task.work(page, task.settings)
    except BaseException as e:  # SystemExit, too, ends the page only
        return unexpected(name, url, e)


def _packed(result: Result, leaving: bool) -> bytes:
    try:
        return pack((READ, result, leaving))
    except MemoryError as e:
        lost: Failure = unexpected("", None, e)
    except Exception as e:
        lost = ResultLost(f"what was read cannot be sent back: {type(e).__name__}: {e}"[:500]).failure()
    return pack((READ, lost, True))


class _Growth:
    """Whether the process has grown too much since its first pages, as far as the system tells."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.memory * 1_000_000 * _GROWTH
        self._first = 0

    def __call__(self) -> bool:
        size = _size()
        self._first = self._first or size
        if size - self._first <= self._most:
            return False
        gc.collect()
        return _size() - self._first > self._most


def _size() -> int:
    """Bytes of private memory, as RLIMIT_DATA counts them; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
