"""A point of time in a text: machine-readable forms, and dates as people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from onrecord.read.meta.spelled import spelled
from onrecord.records import Timestamp

__all__ = ["EARLIEST", "YEAR", "from_words", "instant", "made"]

_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T\s_]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{0,2})?)?(?!\d)",
    re.I,
)
_SLASHED = re.compile(r"^\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\D+(\d{1,2}):(\d{2}))?")
_CJK_DATE = re.compile(
    r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?(?:\D{0,6}(\d{1,2})\s*[:：时時시]\s*(\d{1,2}))?"
)
_RFC_2822 = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+\d{1,2}\s+\w{3}\s+\d{4}\s+\d", re.I)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?:19|20)\d{2}([./])\d{1,2}\1\d{1,2}(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2})?"
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-]) ?(\d{1,2})[./-] ?(\d{4}|\d{2})(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
EARLIEST = 1990
_SPELLED = re.compile(
    r"(?<!\d)(?<!\d:)\d{1,2}(?:st|nd|rd|th)?(?:\.\s*|\s+|-)(?:of\s+|de\s+)?[^\W\d_]{3,12}(?:\.?,?\s+|-)(?:de\s+|del\s+)?\d{4}|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z][a-z]{2,8}\.? \d)")  # "A. NameMar 5, 2026": style keeps them apart
_TIME = re.compile(r"\b(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?", re.I)


def instant(text: str) -> tuple[datetime, bool] | None:
    """The time that a machine-readable text states, and whether it is a day only; `None` if it states none.

    ISO 8601 in its common forms and RFC 2822 are read.  Aware if the text gives a zone, naive otherwise.
    """
    text = text.strip()[:60]
    if m := _ISO.match(text):
        year, month, day, hour, minute, second, zone = m.groups()
        return made(int(year), int(month), int(day), hour, minute, second, zone)
    if m := _SLASHED.match(text) or _CJK_DATE.search(text):
        return made(int(m[1]), int(m[2]), int(m[3]), m[4], m[5])
    if text.isdecimal() and len(text) in (10, 13):
        try:
            seconds = int(text[:10])
            return datetime.fromtimestamp(seconds, tz=UTC), False
        except (ValueError, OSError, OverflowError):
            return None
    if _RFC_2822.match(text):
        try:
            return parsedate_to_datetime(text), False
        except (ValueError, TypeError, IndexError):
            return None
    return None


def made(
    year: int,
    month: int,
    day: int,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    zone: str | None = None,
) -> tuple[datetime, bool] | None:
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


def from_words(line: str, index: int, language: str | None) -> Timestamp | None:
    """The date in a visible line of text, in the page's language; "en-GB" is English with the day before the month."""
    where = f"block:{index}"
    if m := _CJK_DATE.search(line):
        value = made(int(m[1]), int(m[2]), int(m[3]), m[4], m[5])
        return Timestamp(value[0], where, value[1]) if value else None
    if m := _YEAR_FIRST.search(line):
        value = instant(m[0])
        return Timestamp(value[0], where, value[1]) if value else None
    numeric = _NUMERIC.search(line)
    if numeric:
        a, b, year = int(numeric[1]), int(numeric[3]), int(numeric[4])
        year += 2000 if year < 100 else 0
        # Month first only where the language has it so and slashes are used, or where the day leaves no choice.
        american = numeric[2] == "/" and (language == "en" or language is None)
        day, month = (b, a) if (american and a <= 12) or b > 12 else (a, b)
        value = made(year, month, day)
        if value is None:
            return None
        inferred = ("order of day and month",) if day <= 12 and month <= 12 and american else ()
        return Timestamp(value[0], where, True, inferred)
    m = _SPELLED.search(_GLUED.sub(" ", line[:300]))
    if not m:
        return None
    day_ = spelled(m[0], language and language[:2])
    if day_ is None or day_.year < EARLIEST:
        return None
    clock = _TIME.search(line, m.end())
    if clock and clock.start() - m.end() < 25 and int(clock[1]) < 24 and int(clock[2]) < 60:
        hour = int(clock[1])
        if clock[3]:
            hour = hour % 12 + (12 if clock[3][0] in "pP" else 0)
        return Timestamp(day_.replace(hour=hour, minute=int(clock[2])), where, False)
    return Timestamp(day_, where, True)
