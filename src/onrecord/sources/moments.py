"""Times as feeds and sitemaps write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["moment"]

_SHORT = re.compile(
    r"(\d{4})(?:-(\d{2}))?"
)  # W3C's profile of ISO 8601 allows a year, and a year with a month


def moment(text: str) -> datetime | None:
    """An aware time from ISO 8601 (W3C's profile, RFC 3339) or RFC 822 and 5322; `None` for anything else.

    Without a zone it is taken as UTC, as feeds commonly mean it; a bare day, month or year is its first moment.
    """
    text = text.strip()
    if not 4 <= len(text) <= 60 or not text.isascii():
        return None
    short = _SHORT.fullmatch(text)
    try:
        if short is not None:
            found = datetime(int(short[1]), int(short[2] or 1), 1)
        elif text[:4].isdecimal():
            found = datetime.fromisoformat(text)
        else:
            found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if not 1970 <= found.year <= 2200:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
