"""Functions that read pages for the tests of the pool: each does what the page says, most of it deadly."""

import ctypes
import os
import re
import signal
import sys
import threading
import time
from typing import Any

from onrecord.errors import EmptyPage
from onrecord.records import Capture, Failure, Reading
from onrecord.settings import Settings


class Unsendable:
    def __reduce__(self) -> Any:
        raise TypeError("this stays here")


class Unreadable:
    """Can be pickled; making it again fails."""

    def __reduce__(self) -> Any:
        return int, ("not a number",)


def read(page: Capture, settings: Settings) -> Reading | Failure:
    """Do what the page says; if it comes back, a `Failure` with the page's own words as message."""
    word, _, rest = page.content.decode().partition(" ")
    match word:
        case "sleep":
            time.sleep(3600)
        case "work":
            while True:
                pass
        case "work-in-c":  # holds the interpreter's lock
            re.match(r"(a|a)*b", "a" * 60)
        case "allocate":
            return [bytearray(10_000_000) for _ in range(100)]  # type: ignore[return-value]  # no more, should nothing bound it
        case "allocate-at-once":
            bytearray(10**13)
        case "leave":
            os._exit(int(rest or 0))
        case "exit":
            sys.exit("enough")
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "fault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "real-fault":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "raise":
            raise ValueError("a fault of ours")
        case "refuse":
            raise EmptyPage("nothing here", page=page.name)
        case "recurse":
            return read(page, settings)
        case "unsendable":
            return Unsendable()  # type: ignore[return-value]
        case "unreadable":
            return Unreadable()  # type: ignore[return-value]
        case "deep":
            deep: Any = None
            for _ in range(100_000):
                deep = [deep]
            return deep  # type: ignore[no-any-return]
        case "print":
            sys.stdout.write(rest)
            os.write(1, rest.encode())
        case "large":
            return Failure(page.name, "test", "Large", "x" * int(rest))
        case "pid":
            return Failure(page.name, "test", "Pid", f"{os.getpid()} {threading.active_count()}")
        case "touch":
            with open(rest, "a") as f:
                f.write(f"{os.getpid()}\n")
            time.sleep(3600)
    return Failure(page.name, "test", "Read", page.content.decode(), page.url)


def keep(page: Capture, settings: Settings) -> Reading | Failure:
    """Holds on to memory for every page."""
    KEPT.append(bytearray(int(page.content)))
    return Failure(page.name, "test", "Pid", str(os.getpid()))


KEPT: list[bytearray] = []


def unready() -> None:
    os._exit(7)
