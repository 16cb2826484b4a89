"""The time of day in a line: "15:05", "3.05 pm", "9h00", "15 Uhr", "下午3:05", "오후 3시 05분", "3:05 م"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

__all__ = ["CLOCK", "Clock", "clock"]

_BEFORE_NOON = (
    r"上午|凌晨|清晨|早上|早晨|午前|오전|새벽|a\.?\s?m\b\.?|π\.?\s?μ\.?|صباح[اًا]*|ص(?!\w)|ق\.ظ|ÖÖ\b|SA\b"
)
_AFTER_NOON = (
    r"下午|傍晚|晚上|晚间|晚間|午後|오후|저녁|밤|p\.?\s?m\b\.?|μ\.?\s?μ\.?|مساء[ًا]*|م(?!\w)|ب\.ظ|ÖS\b|CH\b"
)
_HALF = rf"{_BEFORE_NOON}|{_AFTER_NOON}|中午|正午|낮"
CLOCK = re.compile(
    rf"(?<![\d.,:/])(?P<before>{_HALF})?\s{{0,2}}(?P<hour>\d{{1,2}})"
    r"(?:\s?(?:[:.]|[hH](?![a-z])|[時时點点시])\s?(?P<minute>\d{2}|\d(?=\s?[分분]))(?![\d:]\d?[./-]\d)(?!\d)\s?[分분]?"
    r"(?:(?::|\s?)(?P<second>(?<=:)\d{2}|\d{1,2}(?=\s?[秒초]))\s?[秒초]?(?:[.,]\d{1,6})?)?(?![.:/]?\d)"
    rf"|(?=\s?(?:Uhr\b|[hH]\b|[時时點点시](?!\w)|{_HALF})))"
    rf"\s{{0,2}}(?:Uhr\b|[hH]\b|[時时點点시])?\s{{0,2}}(?P<after>{_HALF})?"
    r"(?:\s{0,2}\(?(?:(?P<utc>UTC|GMT|Z)\b\s?)?(?P<offset>[+\u2212-]\d{1,2}(?::?\d{2})?\b)?)?",
    re.I,
)
_MORNING = re.compile(_BEFORE_NOON, re.I)
_AFTERNOON = re.compile(_AFTER_NOON, re.I)


class Clock(NamedTuple):
    """A time of day and where it stands in the line.  `zone` is there only where the line gives an offset or UTC."""

    start: int
    end: int
    time: time
    zone: tzinfo | None

    def on(self, day: datetime) -> datetime:
        """This time on a day."""
        return datetime.combine(day.date(), self.time, self.zone)


def clock(found: re.Match[str]) -> Clock | None:
    """The time of day that a match of `CLOCK` names; `None` if there is no such time."""
    hour, minute, second = (int(found[k] or 0) for k in ("hour", "minute", "second"))
    half = found["before"] or found["after"]
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute):
        return None
    if half and hour <= 12:
        if _AFTERNOON.fullmatch(half):
            hour = hour % 12 + 12
        elif _MORNING.fullmatch(half):
            hour %= 12
    zone: tzinfo | None = UTC if found["utc"] else None
    if (said := found["offset"]) and (found["utc"] or len(said) > 3):
        digits = said[1:].replace(":", "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if hours <= 14 and minutes <= 59:  # "09:00-17:00" is a span of hours
            offset = timedelta(hours=hours, minutes=minutes)
            zone = timezone(offset if said[0] == "+" else -offset)
    return Clock(found.start(), found.end(), time(hour % 24, minute, second), zone)
