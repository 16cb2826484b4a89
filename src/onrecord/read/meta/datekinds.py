"""Which of the dates in a line is that of publication, and which that of a change.

Newsrooms put both in one line, in either order ("Updated 11 March, published 10 March"), with a word before each
date or behind each.  The words of many languages are known; where they are not, the form of the line tells: of two
dates, each with its word, the first in time is that of publication, since nothing is changed before it is there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from onrecord.read.meta.clocks import CLOCK, clock
from onrecord.read.meta.datewords import WORDS, DateKind, kind_said, only_says
from onrecord.read.meta.expressions import EARLIEST, expressions, plain
from onrecord.read.meta.timemarks import marks
from onrecord.read.tree import Tree
from onrecord.records import Timestamp

__all__ = ["Dated", "dates_of", "without_changes"]

_LETTERS = re.compile(r"[^\W\d_]{3}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_AGE = re.compile(r"(?<!\d)\d{1,3}\s?[^\W\d_]{1,12}")  # "updated 2 hours ago"
_REACH = 60  # characters of a word's distance from its date


class Dated(NamedTuple):
    """A date of a line, and what it is the date of.  `marked`: a `<time>` holds it in a form for machines."""

    kind: DateKind
    stamp: Timestamp
    marked: bool


class _Item(NamedTuple):
    start: int
    end: int
    stamp: Timestamp
    kind: DateKind
    marked: bool = False


def dates_of(tree: Tree, index: int, language: str | None) -> list[Dated]:
    """The dates of a raw block, in their order."""
    raw = tree.raws[index]
    text = raw.text[:400]
    items = [
        _Item(e.start, e.end, Timestamp(e.time, f"block:{index}", e.date_only, e.inferred), DateKind.UNSAID)
        for e in expressions(text, language)
        if e.time.year >= EARLIEST
    ]
    for m in marks(tree, raw, language):
        item = _Item(m.start, m.end, Timestamp(m.time, f"time:{index}", m.date_only), m.kind, m.sure)
        _put(items, item)
    items.sort(key=lambda x: x.start)
    over = only_says(tree.raws[index - 1].text) if index else DateKind.UNSAID
    return [Dated(x.kind, x.stamp, x.marked) for x in _kinds(text, items, over)]


def _put(items: list[_Item], mark: _Item) -> None:
    """Put a time that an element holds in the place of the date that the element shows."""
    within = [k for k, x in enumerate(items) if x.start < mark.end and mark.start < x.end]
    if not within:
        items.append(mark)
        return
    same = [k for k in within if _same(items[k].stamp, mark.stamp)]
    if len(within) > 1 and not same:
        return  # of several dates in one element none can be told to be this
    k = same[0] if same else within[0]
    if mark.kind is DateKind.CHANGED and items[k].stamp.time.date() < mark.stamp.time.date():
        items.append(mark)  # the element shows when the story was published, and holds when it was changed
        return
    if mark.stamp.date_only and not items[k].stamp.date_only and same:
        mark = mark._replace(stamp=items[k].stamp)
    items[k] = mark._replace(start=items[k].start, end=items[k].end)


def _same(shown: Timestamp, held: Timestamp) -> bool:
    if shown.time.date() != held.time.date():
        return False
    return shown.date_only or held.date_only or shown.time.minute == held.time.minute


def _kinds(text: str, items: list[_Item], over: DateKind = DateKind.UNSAID) -> list[_Item]:
    """The dates with what the words beside them say, and what follows for the others."""
    if not items:
        return []
    spans = _beside(text, items)
    words = [text[a:b] for a, b in spans]
    said = [kind_said(w) for w in words]
    if said[0] is DateKind.UNSAID and over is not DateKind.UNSAID and items[0].kind is DateKind.UNSAID:
        said[0] = over
    out = [
        x._replace(kind=s if s is not DateKind.UNSAID else x.kind) for x, s in zip(items, said, strict=True)
    ]
    later = _clock_of_change(text, out)
    return _concluded(out + later, [bool(_LETTERS.search(w)) for w in words] + [True] * len(later))


def _beside(text: str, items: list[_Item]) -> list[tuple[int, int]]:
    """Where the words stand that belong to each date: before it, or behind it where the line begins with a date and
    ends with words."""
    edges = [0, *(x.end for x in items)]
    before = [(max(a, x.start - _REACH), max(a, x.start)) for a, x in zip(edges, items, strict=False)]
    starts = [*(x.start for x in items[1:]), len(text)]
    behind = [(x.end, max(x.end, min(b, x.end + _REACH))) for x, b in zip(items, starts, strict=True)]
    first, last = text[slice(*before[0])], text[slice(*behind[-1])]
    if kind_said(first) is DateKind.UNSAID and kind_said(last) is not DateKind.UNSAID:
        # "10 March 2025, 15:05 (updated 17:20)": what a time of day follows is no word of the date before it.
        m = list(WORDS.finditer(last))[-1]
        if not CLOCK.search(plain(last), m.end()) and not _AGE.search(last, m.end()):
            return behind
    return before


def _clock_of_change(text: str, items: list[_Item]) -> list[_Item]:
    """A time of day that the line gives as that of a change, on the day of its only date."""
    if len(items) != 1 or items[0].kind is DateKind.CHANGED or items[0].stamp.date_only:
        return []
    item = items[0]
    rest = plain(text)[item.end :]
    for m in WORDS.finditer(rest):
        if not m["changed"]:
            continue
        found = CLOCK.search(rest, m.end())
        if found is None or found.start() - m.end() > 24:
            continue
        told = clock(found)
        if told is not None and told.time > item.stamp.time.time():
            when = datetime.combine(item.stamp.time.date(), told.time, item.stamp.time.tzinfo)
            start, end = item.end + m.start(), item.end + found.end()
            return [_Item(start, end, Timestamp(when, item.stamp.where, False, ("day",)), DateKind.CHANGED)]
    return []


def _concluded(items: list[_Item], worded: list[bool]) -> list[_Item]:
    """What the known kinds of a line's dates tell of the others."""
    kinds = [x.kind for x in items]
    unsaid = [k for k, kind in enumerate(kinds) if kind is DateKind.UNSAID]
    if not unsaid or len(items) < 2:
        return items
    when = [_plainly(x.stamp) for x in items]
    if DateKind.CHANGED in kinds and DateKind.PUBLISHED not in kinds:
        first = min(unsaid, key=when.__getitem__)
        if (
            when[first].date()
            <= max(w for w, k in zip(when, kinds, strict=True) if k is DateKind.CHANGED).date()
        ):
            items[first] = items[first]._replace(kind=DateKind.PUBLISHED)
    elif DateKind.PUBLISHED in kinds and DateKind.CHANGED not in kinds:
        k = unsaid[0]
        at = min(w for w, kind in zip(when, kinds, strict=True) if kind is DateKind.PUBLISHED)
        if len(unsaid) == 1 and worded[k] and when[k] > at and not items[k].stamp.date_only:
            items[k] = _taken_for_change(items[k])
    elif len(items) == 2 and when[0] != when[1]:
        first, last = (0, 1) if when[0] < when[1] else (1, 0)
        # Without a time of day either may be the day of something else.
        if all(worded) and not any(x.stamp.date_only for x in items):
            items[first] = items[first]._replace(kind=DateKind.PUBLISHED)
            items[last] = _taken_for_change(items[last])
    return items


def _taken_for_change(item: _Item) -> _Item:
    stamp = replace(item.stamp, inferred=(*item.stamp.inferred, "change"))
    return item._replace(kind=DateKind.CHANGED, stamp=stamp)


def _plainly(stamp: Timestamp) -> datetime:
    return stamp.time.replace(tzinfo=None)


def without_changes(text: str, language: str | None) -> str:
    """A line with the dates of changes, and their words, blanked."""
    items = [
        _Item(e.start, e.end, Timestamp(e.time, "", e.date_only), DateKind.UNSAID)
        for e in expressions(text, language)
    ]
    if not items:
        m = next((m for m in WORDS.finditer(text) if m["changed"]), None)
        return text[: m.start()] if m else text
    spans = _beside(text, items)
    for (start, end), item in zip(spans, _kinds(text, items), strict=False):
        if item.kind is DateKind.CHANGED:
            low, high = min(start, item.start), max(end, item.end)
            text = text[:low] + " " * (high - low) + text[high:]
    return text
