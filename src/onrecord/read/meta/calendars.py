"""Years and days of other calendars than the Gregorian, as date lines of East Asia, Thailand and Iran give them."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["PERSIAN_MONTHS", "era_year", "from_persian", "western_year"]

#: What is added to a year of an era: its year 1 is the Gregorian year after this one.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "佛曆": -543, "仏暦": -543}
_FIRST_ROC, _LAST_ROC = 79, 189  # years of the Republic of China that the years 1990 to 2100 are
#: The months of the Solar Hijri calendar, in Persian.
PERSIAN_MONTHS = {
    name: number
    for number, name in enumerate(
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split(), 1
    )
}
_NOWRUZ = date(2021, 3, 21)  # the first day of 1400
_CYCLE = 33  # years, eight of them leap years; exact from 1343 to 1472 (1964 to 2093)


def era_year(era: str, year: int) -> int | None:
    """The Gregorian year that a year of an era is; `None` for an era that is not known."""
    before = _ERAS.get(era)
    return None if before is None else before + year


def western_year(year: int, language: str | None) -> int:
    """The Gregorian year that a bare number stands for: Thai pages count from the Buddha, Taiwan's from its republic."""
    if language == "th" and 2400 < year < 2700:
        return year - 543
    if language == "zh" and _FIRST_ROC <= year <= _LAST_ROC:
        return year + 1911
    return year


def from_persian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a day of the Solar Hijri calendar; `None` if there is no such day or it is too far off."""
    if not 1343 <= year <= 1472 or not 1 <= month <= 12 or not 1 <= day <= _length(year, month):
        return None
    first, last = min(year, 1400), max(year, 1400)
    years = sum(366 if _leap(y) else 365 for y in range(first, last))
    days = sum(_length(year, m) for m in range(1, month)) + day - 1
    return _NOWRUZ + timedelta(days=days + (years if year >= 1400 else -years))


def _length(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month < 12 or _leap(year) else 29


def _leap(year: int) -> bool:
    return (year * 8 + 29) % _CYCLE < 8
