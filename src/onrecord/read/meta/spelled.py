"""Dates in words: the plain forms of a dozen languages from a table, all others by the library `dateparser`.

`dateparser` knows two hundred languages and takes tens of milliseconds for a date, more than all the rest of
reading a page; it is loaded late, and asked in the page's language only.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

__all__ = ["month_of", "quick", "spelled"]

# A fixed base instead of the clock: only complete dates are passed here, so it never shows.
_SETTINGS: dict[str, Any] = {
    "RELATIVE_BASE": datetime(2000, 1, 1),
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
}
_FORMATS = ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_NOISE = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|[.,]|\bof\b", re.I)
# How the names of the months start, in the languages below; elsewhere the same start may be another month.
_MONTHS = (
    "jan ene gen янв січ sty oca", "feb fev fév фев лют lut şub", "mar mär maa мар бер", "apr avr abr апр кві kwi nis",
    "may mai maj mei mag мая май тра", "jun juin giu июн чер cze haz", "jul juil lug июл лип lip tem", "aug aou aoû ago авг сер sie ağu",
    "sep set сен вер wrz eyl", "oct okt ott out окт жов paź eki", "nov ноя kas", "dec déc dez dic des дек гру gru ara",
)  # fmt: skip
_MONTH = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts.split()}
_LANGUAGES = frozenset("de fr es it pt nl ru uk pl sv nb no nn da tr".split())
_DAY_FIRST = re.compile(
    r"^(\d{1,2})(?:\.\s*|\s+|-)(?:de\s+)?([^\W\d_]{3,12})(?:\.?,?\s+|-)(?:del?\s+)?(\d{4})$"
)
_MONTH_FIRST = re.compile(r"^([^\W\d_]{3,12})\.?\s+(\d{1,2}),?\s+(\d{4})$")
_NUMBER = re.compile(r"\d+")
_SEPT = re.compile(r"\bsept\b", re.I)


def quick(language: str | None) -> bool:
    """Whether dates of a language are read from the table."""
    return language is None or language[:2] == "en" or language in _LANGUAGES


@lru_cache(maxsize=4096)
def spelled(text: str, language: str | None) -> datetime | None:
    """The day that a text such as "3 May 2026" or "3 мая 2026" names; naive, at midnight."""
    plain = _SEPT.sub("Sep", " ".join(_NOISE.sub(" ", text).split()))
    if plain.isascii():
        for form in _FORMATS:
            try:
                return datetime.strptime(plain, form)
            except ValueError:
                continue
    # Pages have datelines of other languages than their text's: templates are not always translated.
    line = " ".join(text.split())
    if quick(language) and (m := _DAY_FIRST.match(line) or _MONTH_FIRST.match(line)):
        day, name, year = m.groups() if m.re is _DAY_FIRST else (m[2], m[1], m[3])
        month = _MONTH.get(name[:4].lower()) or _MONTH.get(name[:3].lower())
        if month is not None:
            try:
                return datetime(int(year), month, int(day))
            except ValueError:
                return None
    number = _NUMBER.search(line)
    if number is None or int(number[0]) > 31:
        return None  # "56 CET 2020" is the end of a clock's time
    if language in (None, "en"):
        return None if plain.isascii() else _parsed(text, None)
    return _parsed(text, language)


def month_of(name: str, language: str | None) -> int | None:
    """The month that a name begins like, in the languages of the table."""
    name = name.lower()
    return (_MONTH.get(name[:4]) or _MONTH.get(name[:3])) if language in _LANGUAGES else None


def _parsed(text: str, language: str | None) -> datetime | None:
    import dateparser

    try:
        found = dateparser.parse(text, languages=[language] if language else None, settings=_SETTINGS)
    except (ValueError, OverflowError):  # ValueError: a language that the library does not know
        return None
    if isinstance(found, datetime):
        return found.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return None
