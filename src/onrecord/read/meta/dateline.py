"""The day that readers see under the headline, weighed against the declared day of publication.

Declarations are written by machines: they tell the day in another zone, the day on which a page was moved to a new
system, or the day on which an address was first used.  The line under the headline is what the newsroom says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta, timezone

from onrecord.read.meta.datekinds import without_changes
from onrecord.read.meta.datewords import WORDS
from onrecord.read.meta.expressions import from_words, plain
from onrecord.read.meta.instants import YEAR
from onrecord.read.meta.months import quick
from onrecord.records import Timestamp

__all__ = ["SAYS", "weighed"]

SAYS = re.compile(
    r"\W*(?:date|datum|fecha|data|дата|published|posted|post time|veröffentlicht|erstellt|erschienen|publié|publicado|pubblicato|опубликовано|опубліковано|发布|日期)\b",
    re.I,
)
_LEADS = re.compile(r"^\W*(?:[^\W\d_]{2,12}\.?,?\s+)?\d")  # "12 March", "Thursday, 12.03."
#: Names of metas that are said of many things besides the story's publication: a file, an event, a record.
_VAGUE = re.compile(r"^meta:(?:dc|dcterms|og:article|date|created|pubdate|.*:)")
_NUMBERS = re.compile(r"\d[./-] ?\d")
_NUMBER = re.compile(r"\d+")
_QUARTER = timedelta(minutes=15)


def weighed(
    first: Timestamp,
    last: Timestamp | None,
    shown: Sequence[tuple[int, str, bool]],
    addressed: Timestamp | None,
    language: str | None,
) -> Timestamp:
    """The day of publication, of the declared ones (`first`; `last` is that of change), the lines that stand where
    stories are dated (`shown`: block, text, whether it is labelled as such), and the day in the address."""
    stamp: Timestamp | None = None
    line, sure = "", False
    for i, text, labelled in shown[:6]:
        text = plain(text)
        if WORDS.search(text):
            text = without_changes(text, language)  # "Updated 4 May, published 3 May"
        here = _tells(text, first.time)
        if here and not quick(language):
            return first
        if not here and (stamp is not None or not YEAR.search(text)):
            continue
        told = from_words(text, i, language)
        if told is not None and told.time.date() == first.time.date():
            return first
        if stamp is None and told is not None:
            stamp, line, sure = told, text, labelled
    if stamp is None:
        if addressed is not None and abs(_days(first, addressed)) == 1 and _zone_unsure(first, addressed):
            return addressed
        return first
    days = _days(first, stamp)
    if (stamp.time.month, stamp.time.day) == (first.time.day, first.time.month):
        # One of the two has read day and month in the wrong order: not the one that spells the month.
        exact = first.time.utcoffset() is not None
        return first if _NUMBERS.search(line) and (exact or stamp.inferred) else stamp
    if abs(days) == 1:
        return _in_zone(first, stamp) if _zone_unsure(first, stamp) else first
    again = last is not None and stamp.time.date() == last.time.date()
    if days < -1 and sure and not again:
        return stamp  # templates declare the day of a move; no newsroom dates its story back
    if last is not None:
        # Pages that are kept up for years show the day of their present text as that of publication.
        return stamp if again and days > 0 and first.where != "meta:article:published_time" else first
    says = SAYS.match(line) or _LEADS.match(line)
    return stamp if says and _VAGUE.match(first.where) else first


def _days(first: Timestamp, other: Timestamp) -> int:
    return (other.time.date() - first.time.date()).days


def _tells(line: str, day: datetime) -> bool:
    """Whether a line may name a day: its year and its number are in it."""
    if str(day.year) not in line:
        return False
    numbers = _NUMBER.findall(line)
    return str(day.day) in numbers or f"0{day.day}" in numbers


def _zone_unsure(first: Timestamp, shown: Timestamp) -> bool:
    """Whether the day before or after may be the same time in the newsroom's zone.

    So it is for a time in UTC, which machines write for any place, and for a day that is written as its midnight.
    """
    when = first.time
    if first.date_only or when.utcoffset() is None:
        return when.time() == time(0)
    if when.utcoffset() != timedelta(0):
        return False
    return shown.time.date() < when.date() or when.hour >= 10


def _in_zone(first: Timestamp, shown: Timestamp) -> Timestamp:
    """The declared time in the zone of the shown one, if that tells the clock; else the shown day."""
    if shown.date_only or shown.time.tzinfo is not None or first.time.utcoffset() is None:
        return shown
    offset = shown.time - first.time.replace(tzinfo=None)
    quarters = round(offset / _QUARTER)
    if abs(offset - quarters * _QUARTER) > timedelta(minutes=5) or not -48 <= quarters <= 56:
        return shown
    return Timestamp(first.time.astimezone(timezone(quarters * _QUARTER)), first.where, False, ("zone",))
