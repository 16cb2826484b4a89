"""A process that reads pages, as the program has it: how it is started, what it was given, how long that takes.

What runs in the process itself is `onrecord.run.worker`.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from onrecord.errors import OnrecordError
from onrecord.run.worker import CODE, threads

__all__ = ["Page", "Worker"]

_SHARE = 0.01  # of a processor: a page that gets less is not working


@dataclass(slots=True)
class Page:
    """A page on its way.  `number` is its place among those given; `data` its capture, pickled."""

    number: int
    key: Any
    name: str
    url: str | None
    data: bytes
    lost: int = 0  # how often a process ended that had it and had not begun it


class Worker:
    """One process, its pipe and the thread that writes to it.

    A pipe takes only so much before it blocks; without the thread the program would wait for a process that is still
    reading its last page, while that may wait for the program to take a result.
    """

    def __init__(self, task: bytes) -> None:
        self.pages: deque[Page] = deque()  # the first is being read, the others wait
        self.age = 0.0  # seconds by the clock since the first began or was seen to work, as far as the pool was looking
        self.ready = False
        self.begun = False  # whether the first page is known to have reached it
        self.reason: OnrecordError | str | None = None  # why it did not get ready
        self.pipe, theirs = multiprocessing.Pipe()
        with theirs, _uninterrupted():
            self.process = _spawn(theirs)
        self._to_send: SimpleQueue[bytes | None] = SimpleQueue()
        self._began = self._seen = (
            0.0  # processor time when the first page began, and when it was last seen to work
        )
        self._sender = threading.Thread(target=self._send, args=(task,), daemon=True, name="onrecord-pages")
        self._sender.start()

    def give(self, page: Page) -> None:
        if not self.pages:
            self.begin()
        self.pages.append(page)
        self._to_send.put(page.data)

    def begin(self) -> None:
        """Count the first page's time from now on."""
        self.age = 0.0
        self._began = self._seen = _processor_time(self.process.pid) or 0.0

    def works(self, most: float) -> bool:
        """Whether the first page has been working since it was last seen to; then its time by the clock begins anew.

        It works if it had a hundredth of a processor, and, since it began, at most `most` seconds of processor time.
        False where the system does not tell.
        """
        now = _processor_time(self.process.pid)
        if now is None or now - self._seen < _SHARE * self.age or now - self._began > most:
            return False
        self.age, self._seen = 0.0, now
        return True

    def ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self, patience: float = 0.0) -> int:
        """End the process, and tell how it ended as `subprocess.Popen.returncode` does.  May be called again.

        `patience` are the seconds that are left to a process which is ending by itself.
        """
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.process.kill()
        code = self.process.wait()
        self._to_send.put(None)
        self._sender.join()
        self.pipe.close()
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.close()
        return code

    def _send(self, task: bytes) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):  # the process has ended; the pool learns it from the pipe
            path = [p for p in sys.path if isinstance(p, str)]
            self.process.stdin.write(json.dumps(path).encode() + b"\n" + task)
            self.process.stdin.flush()
            while (data := self._to_send.get()) is not None:
                self.pipe.send_bytes(data)


def _processor_time(pid: int) -> float | None:
    """Seconds of processor time that a process has used; none where the system does not tell (all but Linux)."""
    try:
        # The name, in parentheses, may hold anything.  After it, user and system time are the 12th and 13th field.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return None


def _spawn(theirs: Connection[Any, Any]) -> subprocess.Popen[bytes]:
    handle = theirs.fileno()
    # -P: nothing is imported from the folder that the program runs in, which may hold anybody's files.
    safely = "-I" if sys.flags.isolated else "-P"
    command = [sys.executable, safely, "-c", CODE, str(handle)]
    more: dict[str, Any] = {"pass_fds": (handle,)}
    if sys.platform == "win32":
        os.set_handle_inheritable(handle, True)
        more = {"startupinfo": subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})}
    return subprocess.Popen(  # noqa: S603 - nothing of a page is in the command
        command, env=os.environ | threads(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **more
    )


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back: a process that is started now inherits that, until it has arranged to ignore it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
