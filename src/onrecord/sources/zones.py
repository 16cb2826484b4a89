"""What a clock may have stood at where only its zone's standard offset is known.

Telegram labels times with the offset of the exporter's zone without summer time, also for times in summer.  Which zones have
such an offset, and where their clocks stood on a day, the tz database knows.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

__all__ = ["offsets", "unambiguous"]

#: Names that are no places, and places that are none.
_NO_PLACES = ("Etc/", "posix/", "right/", "SystemV/", "US/", "Factory", "localtime")


@lru_cache(maxsize=1)
def _zones() -> tuple[ZoneInfo, ...]:
    found = []
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith(_NO_PLACES):
            try:
                found.append(ZoneInfo(name))
            except (ZoneInfoNotFoundError, OSError, ValueError):
                continue
    return tuple(found)


@lru_cache(maxsize=256)
def _alike(standard: timedelta, year: int) -> tuple[ZoneInfo, ...]:
    """The zones of this standard offset in a year: the smaller one of those of January and July."""
    days = datetime(year, 1, 1), datetime(year, 7, 1)
    return tuple(
        z for z in _zones() if min(d.replace(tzinfo=z).utcoffset() or timedelta() for d in days) == standard
    )


@lru_cache(maxsize=4096)
def _of_day(standard: timedelta, year: int, month: int, day: int) -> frozenset[timedelta]:
    begin = datetime(year, month, day)
    moments = (begin, begin.replace(hour=23, minute=59))
    return frozenset(
        m.replace(tzinfo=z, fold=1).utcoffset() or timedelta()
        for z in _alike(standard, year)
        for m in moments
    )


def offsets(standard: timedelta, local: datetime) -> frozenset[timedelta]:
    """The offsets from UTC at which clocks stood on the day of `local`, in zones of this standard offset.

    Empty where no such zone is known, or no tz database is at hand.
    """
    if not 1970 <= local.year <= 9998:
        return frozenset()
    return _of_day(standard, local.year, local.month, local.day)


def unambiguous(standard: timedelta, local: datetime) -> datetime | None:
    """`local` as an aware time if all zones of this standard offset had one offset on its day, else `None`."""
    found = offsets(standard, local)
    if len(found) != 1:
        return None
    return (local - next(iter(found))).replace(tzinfo=UTC)
