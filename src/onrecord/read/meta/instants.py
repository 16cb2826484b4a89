"""A point of time as machines write it: ISO 8601, RFC 2822, `Date.prototype.toString()`, seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from onrecord.read.meta.expressions import expressions

__all__ = ["YEAR", "instant", "made"]

YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T\s_]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{0,2})?)?(?!\d)",
    re.I,
)
#: More of a time of day behind what is read as ISO 8601: "2026-03-12 下午 3:05", "2026-03-12 03:05 PM".
_MORE = re.compile(r"\s*(?:\D{0,6}\d{1,2}\s*[:時时시]|[ap]\.?m\b)", re.I)
_YEAR_FIRST = re.compile(r"\s*\d{4}\s?[/.年년]")
_RFC_2822 = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+\d{1,2}\s+\w{3}\s+\d{4}\s+\d", re.I)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: "Sat Nov 16 2024 15:21:41 GMT-0500 (Eastern Standard Time)"; and with the year last, as Unix, Ruby and Java write it.
_WEEKDAY_MONTH = re.compile(
    rf"(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+({'|'.join(_MONTHS)})\w*\s+(\d{{1,2}}),?\s+(?:(\d{{4}})\s+)?"
    r"(\d{2}):(\d{2})(?::(\d{2}))?\s*(?:(GMT|UTC|Z)?\s*([+-]\d{2}:?\d{2})|(GMT|UTC|Z)\b|[A-Z]{2,5}\b)?(?:\s+(\d{4}))?(?!\d)",
    re.I,
)
_DOTNET = re.compile(r"\\?/Date\((\d{12,13})")


def instant(text: str) -> tuple[datetime, bool] | None:
    """The time that a machine-readable text states, and whether it is a day only; `None` if it states none.

    Aware if the text gives a zone, naive otherwise.
    """
    text = text.strip()[:60]
    if m := _ISO.match(text):
        year, month, day, hour, minute, second, zone = m.groups()
        if _MORE.match(text, m.end()) and (found := _written(text)) is not None:
            return found
        return made(int(year), int(month), int(day), hour, minute, second, zone)
    if _YEAR_FIRST.match(text):
        return _written(text)
    if m := _DOTNET.match(text):
        text = m[1]
    if text.isdecimal() and len(text) in (10, 12, 13):
        try:
            seconds = int(text) if len(text) == 10 else int(text) // 1000
            return datetime.fromtimestamp(seconds, tz=UTC), False
        except (ValueError, OSError, OverflowError):
            return None
    if _RFC_2822.match(text):
        try:
            return parsedate_to_datetime(text), False
        except (ValueError, TypeError, IndexError):
            return None
    if (m := _WEEKDAY_MONTH.match(text)) and (of := m[3] or m[10]):
        zone = m[8] or m[9]
        return made(int(of), _MONTHS.index(m[1].lower()) + 1, int(m[2]), m[4], m[5], m[6], zone)
    return None


def _written(text: str) -> tuple[datetime, bool] | None:
    found = expressions(text, None)
    return (found[0].time, found[0].date_only) if found else None


def made(
    year: int,
    month: int,
    day: int,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    zone: str | None = None,
) -> tuple[datetime, bool] | None:
    """The time that these parts make, and whether it is a day only; `None` if there is no such time."""
    try:
        when = datetime(year, month, day)
        if hour is None:
            return when, True
        when = when.replace(hour=int(hour) % 24, minute=int(minute or 0), second=min(59, int(second or 0)))
        if zone:
            if zone.upper() in ("Z", "UTC", "GMT"):
                when = when.replace(tzinfo=UTC)
            else:
                digits = zone[1:].replace(":", "").ljust(4, "0")
                offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
                when = when.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset))
    except ValueError:
        return None
    return when, False
