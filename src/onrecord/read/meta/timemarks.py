"""The times that elements of a line hold for machines: `<time datetime>`, and what stands in `title` and `data-*`
of an element whose text is "3 days ago".
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple

from onrecord.read.meta.datewords import DateKind
from onrecord.read.meta.expressions import EARLIEST, expressions
from onrecord.read.meta.instants import instant
from onrecord.read.tree import Raw, Tree

__all__ = ["TimeMark", "machine_time", "marks"]

_MOST = 12  # elements of a line that are looked at
_LONG = 80  # characters of an element's text, and of a value
_OF_PUBLICATION = re.compile(r"publi|pubdate|posted|creat|issued|dtstamp", re.I)
_OF_CHANGE = re.compile(r"modif|updat|revis|changed|lastmod", re.I)
#: Names of attributes that hold a time beside `datetime`.
_DATA = re.compile(r"^data-.*(?:time|date|stamp|epoch|publi|post|creat|updat|modif|ts$|utc$|when$)", re.I)
_NAMED = ("datetime", "title", "content", "aria-label")


class TimeMark(NamedTuple):
    """A time that an element holds, where its text stands in the line, and what its names say it is the time of."""

    start: int
    end: int
    time: datetime
    date_only: bool
    kind: DateKind
    sure: bool  # held by `<time>`, which is there for nothing else


def marks(tree: Tree, raw: Raw, language: str | None) -> list[TimeMark]:
    """The times that the elements of a line hold, in their order."""
    if raw.node < 0:
        return []
    out: list[TimeMark] = []
    at = 0
    own = [raw.node] if tree.nodes.tags[raw.node] not in ("body", "html") else []
    for index in (*own, *raw.inline[:_MOST]):
        handle = tree.nodes.handles[index]
        tag = tree.nodes.tags[index]
        attrs = handle.attrs
        names = [k for k in attrs if k in _NAMED or k.startswith("data-")]
        if not names and tag != "time":
            continue
        shown = " ".join(handle.text[:_LONG].split())
        if len(shown) >= _LONG - 2 or (tag != "time" and not shown):
            continue
        found = _held(tag, attrs, language)
        if found is None:
            continue
        start = raw.text.find(shown, at) if shown else -1
        start = at if start < 0 else start
        mark = TimeMark(start, min(len(raw.text), start + len(shown)), *found, tag == "time")
        if out and mark.start < out[-1].end:
            continue  # an element within one that has told it already
        out.append(mark)
        if index != raw.node:
            at = mark.end
    return out


def _held(tag: str, attrs: dict[str, Any], language: str | None) -> tuple[datetime, bool, DateKind] | None:
    for name in (*_NAMED, *(k for k in attrs if _DATA.search(k))):
        value = attrs.get(name)
        if not isinstance(value, str) or not 6 <= len(value) <= _LONG:
            continue
        found = machine_time(value, language)
        if found is None:
            continue
        said = " ".join(_one(attrs.get(k)) for k in ("itemprop", "class")) + (
            f" {name}" if name.startswith("data-") else ""
        )
        if "pubdate" in attrs or _OF_PUBLICATION.search(said):
            return *found, DateKind.PUBLISHED
        return *found, DateKind.CHANGED if _OF_CHANGE.search(said) else DateKind.UNSAID
    return None


def machine_time(value: str, language: str | None) -> tuple[datetime, bool] | None:
    """The time in an attribute's value, in a machine's form or in words."""
    found = instant(value)
    if found is None:
        written = expressions(value, language)
        found = (written[0].time, written[0].date_only) if written else None
    return found if found is not None and found[0].year >= EARLIEST else None


def _one(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")
