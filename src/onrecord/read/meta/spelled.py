"""Dates in words, read by the library `dateparser`; a module of its own, so that the library is loaded late."""

from __future__ import annotations

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
_COMMON = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "uk", "pl", "sv", "tr")


@lru_cache(maxsize=4096)
def spelled(text: str, language: str | None) -> datetime | None:
    """The day that a text such as "3 May 2026" or "3 мая 2026" names; naive, at midnight."""
    import dateparser

    for languages in ([language] if language else [], list(_COMMON)):
        if not languages:
            continue
        try:
            found = dateparser.parse(text, languages=languages, settings=_SETTINGS)
        except (ValueError, OverflowError):
            continue
        if isinstance(found, datetime):
            return found.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return None
