"""Dates in words: English ones by the standard library, all others by the library `dateparser`.

`dateparser` knows two hundred languages and takes tens of milliseconds for a date, more than all the rest of
reading a page; it is loaded late, and asked in the page's language only.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

__all__ = ["spelled"]

# A fixed base instead of the clock: only complete dates are passed here, so it never shows.
_SETTINGS: dict[str, Any] = {
    "RELATIVE_BASE": datetime(2000, 1, 1),
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
}
_FORMATS = ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_NOISE = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|[.,]|\bof\b", re.I)
_SEPT = re.compile(r"\bsept\b", re.I)


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
    if language in (None, "en"):
        return None if plain.isascii() else _parsed(text, None)
    return _parsed(text, language)


def _parsed(text: str, language: str | None) -> datetime | None:
    import dateparser

    try:
        found = dateparser.parse(text, languages=[language] if language else None, settings=_SETTINGS)
    except (ValueError, OverflowError):  # ValueError: a language that the library does not know
        return None
    if isinstance(found, datetime):
        return found.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return None
