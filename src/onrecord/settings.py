"""The settings, each with its default and one sentence: the limits for reading and fetching pages."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["FETCH", "MANY", "MOST", "PAGE", "PROCESS", "Settings"]

#: What a setting bounds: reading a page, a process that reads several, fetching a page, fetching many.
PAGE, PROCESS, FETCH, MANY = "page", "process", "fetch", "many"

#: Code points of a text that are read for statements; what follows is left out and noted (a book of 50,000 words).
MOST = 300_000


def _setting(default: int | float | bool | str, of: str, help: str) -> object:
    return field(default=default, metadata={"help": help, "of": of})


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits for reading and fetching.  The command line and the documentation use the same fields."""

    max_bytes: int = _setting(20_000_000, PAGE, "largest page that is read, in bytes")  # type: ignore[assignment]
    max_elements: int = _setting(
        300_000, PAGE, "number of elements read in a page; the rest is left out and noted"
    )  # type: ignore[assignment]
    max_blocks: int = _setting(
        20_000, PAGE, "number of blocks labelled in a page; the rest is left out and noted"
    )  # type: ignore[assignment]
    max_block_chars: int = _setting(
        200_000, PAGE, "length of the longest block, in characters; the rest is left out and noted"
    )  # type: ignore[assignment]
    deadline: float = _setting(
        60.0,
        PROCESS,
        "seconds of processor time for each of several pages; a page that takes longer fails",
    )  # type: ignore[assignment]
    memory: int = _setting(
        3_000,
        PROCESS,
        "memory of a process that reads several pages, in megabytes; a page that needs more fails (on Linux)",
    )  # type: ignore[assignment]
    timeout: float = _setting(30.0, FETCH, "seconds for fetching one page, including redirects")  # type: ignore[assignment]
    max_redirects: int = _setting(8, FETCH, "number of redirects followed for one page")  # type: ignore[assignment]
    respect_robots: bool = _setting(True, FETCH, "follow robots.txt")  # type: ignore[assignment]
    delay: float = _setting(
        1.0, MANY, "seconds between two requests to one host; robots.txt can ask for more"
    )  # type: ignore[assignment]
    max_delay: float = _setting(
        60.0,
        MANY,
        "longest pause that robots.txt or Retry-After can ask for, in seconds; if a host asks for more, its pages fail",
    )  # type: ignore[assignment]
    max_entries: int = _setting(
        50_000,
        MANY,
        "number of addresses taken from one feed or sitemap with its parts; the rest is left out and noted",
    )  # type: ignore[assignment]
    hosts: int = _setting(8, MANY, "number of hosts asked at the same time, each over one connection")  # type: ignore[assignment]
    user_agent: str = _setting(
        "onrecord", FETCH, "name that onrecord sends to servers and looks up in robots.txt"
    )  # type: ignore[assignment]
