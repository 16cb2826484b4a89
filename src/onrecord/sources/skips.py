"""Counting what an archive or folder holds besides pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.records import Skipped

__all__ = ["Skips"]

_MOST = 60
_LONG = 80


class Skips:
    """A count for each kind of thing; kinds beyond the first sixty are counted together."""

    def __init__(self, container: str) -> None:
        self._container = container
        self._counts: dict[str, int] = {}

    def add(self, what: str) -> None:
        """One more of a kind, named in a few plain words."""
        what = re.sub(r"[^\w ./+:,;()'-]", "?", what, flags=re.ASCII)[:_LONG] or "unnamed"
        if what not in self._counts and len(self._counts) >= _MOST:
            what = "other kinds"
        self._counts[what] = self._counts.get(what, 0) + 1

    def __iter__(self) -> Iterator[Skipped]:
        for what, count in sorted(self._counts.items(), key=lambda item: (-item[1], item[0])):
            yield Skipped(self._container, what, count)
