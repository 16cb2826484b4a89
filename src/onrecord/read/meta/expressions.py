"""The dates in a line of visible text, each with its time of day where the line tells one.

A date is known by its form: a month's name with a day and a year beside it, in any order; three numbers with the
same mark between them; year, month and day as East Asia writes them.  Digits of all scripts are read.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import NamedTuple

from onrecord.read.meta.calendars import era_year, from_persian, western_year
from onrecord.read.meta.clocks import CLOCK, Clock, clock
from onrecord.read.meta.datewords import WORDS
from onrecord.read.meta.months import month_named
from onrecord.records import Timestamp

__all__ = ["EARLIEST", "Expression", "expressions", "from_words", "plain"]

EARLIEST = 1990  # before this year no story was published on the web

_LONGEST = 400  # characters of a line that are looked at
_MOST = 6  # dates of a line
_EARLIEST, _LATEST = 1950, 2100
_CJK = re.compile(
    r"(?:(令和|平成|昭和|民國|民国|佛曆|仏暦)\s*)?(?<!\d)(\d{1,4}|元)\s?[年년](?:\s?[(（][^()（）]{1,8}[)）])?\s?"
    r"(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일號号]?"
)
_CJK_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일號号]")  # without a year
_VIETNAMESE = re.compile(
    r"(?<!\d)(\d{1,2})\s+(?:tháng|thg)\.?\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})(?!\d)", re.I
)
_NUMERIC = re.compile(
    r"(?<!\d)(?<!\d[.:/])(\d{1,4})([./-])\s?(\d{1,2})([./-])\s?(\d{4}|\d{1,2})(?!\d)(?![:/-]\d)"
)
_TOKEN = re.compile(r"\d+|[^\W\d](?:[^\s\d.,;:/|()（）·•–—\-]|(?<=\w)_(?=\w))*")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|e|ª|º|a)$", re.I)
_THAI = re.compile("[\u0e01-\u0e5b]")
_THAI_SHORT = re.compile(r"(?:[ก-ฮ][\u0e31-\u0e4e]?\.){2}|เม\.ย\.|มี\.ค\.|มิ\.ย\.")
#: "A. NameMar 5, 2026": only style keeps the two apart.
_GLUED = re.compile(r".*[a-zß-ÿ](?=[A-Z])")
_OF_CLOCK = re.compile(r"\d[:.]")  # before a number: it is the end of a time of day
_GAP = 3  # characters beside letters that may stand between the parts of a date
_FILLER = 6  # letters of a word between them: "de", "of", "gada", "ngày"
_BEFORE, _AFTER = 16, 24  # characters between a time of day and the date behind or before it


class Expression(NamedTuple):
    """A date in a line: where it stands, with its time of day, and what it says.

    `inferred` tells what the line did not say, as `Timestamp.inferred` does.
    """

    start: int
    end: int
    time: datetime
    date_only: bool
    inferred: tuple[str, ...] = ()


class _Day(NamedTuple):
    start: int
    end: int
    day: datetime | None
    inferred: tuple[str, ...] = ()
    partial: tuple[int, int] = (0, 0)  # month and day, where the year is not said


@cache
def _signs() -> dict[int, str]:
    """What characters are read as: digits of all scripts as ASCII, alif without its marks, wide punctuation as narrow."""
    digits = (chr(c) for c in range(0x80, sys.maxunicode + 1) if unicodedata.category(chr(c)) == "Nd")
    signs = {ord(c): str(unicodedata.decimal(c)) for c in digits}
    signs.update({ord(a): "ا" for a in "آأإٱ"})
    signs.update({ord(a): b for a, b in zip("：／．，（）－ك", ":/.,()-ك", strict=True)})
    signs.update(dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000\u200e\u200f\u200b\u061c\t\n"), " "))
    return signs


def plain(line: str) -> str:
    """A line with its digits in ASCII and its spaces plain, character for character."""
    return line if line.isascii() else line.translate(_signs())


def _spaced(text: str) -> str:
    """A line in which each month is one word, and every character stands where it stood."""
    if "ون ال" in text or "ين ال" in text:
        for first in ("كانون ال", "تشرين ال"):
            text = text.replace(first, first.replace(" ", "_"))
    if "." in text and _THAI.search(text):
        text = _THAI_SHORT.sub(lambda m: m[0].replace(".", "").ljust(len(m[0])), text)
    return text


def expressions(line: str, language: str | None) -> list[Expression]:
    """The dates in a line, in their order; those without a year only where another date of the line has one."""
    text = _spaced(plain(line[:_LONGEST]))
    found = sorted(_days(text, language), key=lambda d: (d.start, -d.end))
    days: list[_Day] = []
    for day in found:
        if (not days or day.start >= days[-1].end) and len(days) < _MOST:
            days.append(day)
    years = [d.day.year for d in days if d.day is not None]
    if not years:
        return []
    days = [d if d.day is not None else _of_year(d, years) for d in days]
    return list(_timed(text, [d for d in days if d.day is not None]))


def from_words(line: str, index: int, language: str | None) -> Timestamp | None:
    """The first date in a visible line of text, in the page's language; "en-GB" is English with the day before the month."""
    for found in expressions(line, language):
        if found.time.year >= EARLIEST:
            return Timestamp(found.time, f"block:{index}", found.date_only, found.inferred)
    return None


def _of_year(day: _Day, years: list[int]) -> _Day:
    try:
        return day._replace(day=datetime(years[0], *day.partial), inferred=("year",))
    except ValueError:
        return day


# -- days ------------------------------------------------------------------------------------------------------------
def _days(text: str, language: str | None) -> Iterator[_Day]:
    for m in _CJK.finditer(text):
        year = 1 if m[2] == "元" else int(m[2])
        known = era_year(m[1], year) if m[1] else western_year(year, language)
        if known is not None:
            yield from _made(m.start(), m.end(), known, int(m[3]), int(m[4]))
    for m in _CJK_DAY.finditer(text):
        yield _Day(m.start(), m.end(), None, (), (int(m[1]), int(m[2])))
    for m in _VIETNAMESE.finditer(text):
        yield from _made(m.start(), m.end(), int(m[3]), int(m[2]), int(m[1]))
    for m in _NUMERIC.finditer(text):
        yield from _numeric(m, language)
    yield from _in_words(text, language)


def _made(
    start: int, end: int, year: int, month: int, day: int, inferred: tuple[str, ...] = ()
) -> Iterator[_Day]:
    if 1300 <= year <= 1500 and (solar := from_persian(year, month, day)) is not None:
        year, month, day = solar.year, solar.month, solar.day
    if _EARLIEST <= year <= _LATEST:
        try:
            yield _Day(start, end, datetime(year, month, day), inferred)
        except ValueError:
            return


def _numeric(m: re.Match[str], language: str | None) -> Iterator[_Day]:
    first, last = m[1], m[5]
    a, b, c = int(first), int(m[3]), int(last)
    if len(first) > 2:  # the year first
        year = western_year(a, language)
        if m[2] == m[4] and len(last) < 3 and (len(first) == 4 or year != a):
            yield from _made(m.start(), m.end(), year, b, c)
        return
    if len(last) not in (2, 4):
        return
    year = c + 2000 if len(last) == 2 else western_year(c, language)
    # Month first only where the language has it so and slashes are used, or where the day leaves no choice.
    american = m[2] == "/" and (language == "en" or language is None)
    day, month = (b, a) if (american and a <= 12) or b > 12 else (a, b)
    inferred = ("order of day and month",) if day <= 12 and month <= 12 and american else ()
    yield from _made(m.start(), m.end(), year, month, day, inferred)


def _in_words(text: str, language: str | None) -> Iterator[_Day]:
    tokens = list(_TOKEN.finditer(text))[:120]
    for i, token in enumerate(tokens):
        word = token[0]
        if word[0].isdigit():
            continue
        named, start = None, token.start()
        if (glued := _GLUED.match(word)) and (tail := word[glued.end() :]):
            named = month_named(tail, language)
            start += glued.end() if named else 0
        named = named or month_named(word, language)
        if named is None:
            continue
        month, solar = named
        last = i  # two names of one month: "آذار/مارس"
        while last + 1 < len(tokens) and month_named(tokens[last + 1][0], language) == named:
            last += 1
        yield from _around(text, tokens, i, last, start, month, solar, language)


def _around(
    text: str,
    tokens: list[re.Match[str]],
    first: int,
    last: int,
    start: int,
    month: int,
    solar: bool,
    language: str | None,
) -> Iterator[_Day]:
    """The date that a month's name makes with the numbers beside it."""
    before = _number(text, tokens, first, -1, language)
    after = _number(text, tokens, last, 1, language)
    beyond = _number(text, tokens, after, 1, language) if after is not None else None
    ahead = _number(text, tokens, before, -1, language) if before is not None else None

    def day(index: int | None) -> int | None:
        if index is None or len(tokens[index][0]) > 2:
            return None
        token = tokens[index]
        if _OF_CLOCK.match(text[max(0, token.start() - 2) : token.start()]):
            return None
        value = int(token[0])
        return value if 1 <= value <= 31 else None

    def year(index: int | None) -> int | None:
        if index is None or len(tokens[index][0]) != 4:
            return None
        value = western_year(int(tokens[index][0]), language)
        fits = 1343 <= value <= 1472 if solar else _EARLIEST <= value <= _LATEST
        return value if fits else None

    end = tokens[last].end()
    for d, y in ((before, after), (after, beyond), (after, before), (before, ahead)):
        number, of = day(d), year(y)
        if number is None or of is None or d is None or y is None:
            continue
        low = min(start, tokens[d].start(), tokens[y].start())
        high = max(end, tokens[d].end(), tokens[y].end())
        yield from _made(low, high, of, month, number)
        return
    if not solar:
        for d in (before, after):
            if d is not None and (number := day(d)) is not None and text[tokens[d].end() :][:1] not in ":.hH":
                yield _Day(
                    min(start, tokens[d].start()), max(end, tokens[d].end()), None, (), (month, number)
                )
                return


def _number(
    text: str, tokens: list[re.Match[str]], index: int, step: int, language: str | None
) -> int | None:
    """The number next to a token, over one short word at most."""
    at, filled = index + step, False
    while 0 <= at < len(tokens):
        token, beside = tokens[at], tokens[at - step]
        gap = text[beside.end() : token.start()] if step > 0 else text[token.end() : beside.start()]
        if len(gap.strip()) > _GAP or len(gap) > 2 * _GAP or "|" in gap:
            return None
        if token[0][0].isdigit():
            return at
        ordinal = _ORDINAL.fullmatch(token[0]) and at and tokens[at - 1].end() == token.start()
        if not ordinal:
            if filled or len(token[0]) > _FILLER or WORDS.search(token[0]) or month_named(token[0], language):
                return None
            filled = True
        at += step
    return None


# -- times of day ----------------------------------------------------------------------------------------------------
def _timed(text: str, days: list[_Day]) -> Iterator[Expression]:
    ahead = _clock_before(text, 0, days[0].start) is not None
    end = 0
    for n, day in enumerate(days):
        assert day.day is not None
        following = days[n + 1].start if n + 1 < len(days) else len(text)
        told = _clock_before(text, end, day.start) if ahead else None
        told = told or _clock_after(text, day.end, following)
        if told is None:
            end = day.end
            yield Expression(day.start, day.end, day.day, True, day.inferred)
            continue
        start, end = min(day.start, told.start), max(day.end, told.end)
        yield Expression(start, end, told.on(day.day), False, day.inferred)


def _clock_after(text: str, start: int, end: int) -> Clock | None:
    for m in CLOCK.finditer(text[start:end], 0, _AFTER + 12):
        gap = text[start : start + m.start()]
        if len(gap) > _AFTER or any(c.isdigit() for c in gap) or WORDS.search(gap):
            return None
        found = clock(m)
        return found._replace(start=start + found.start, end=start + found.end) if found else None
    return None


def _clock_before(text: str, start: int, end: int) -> Clock | None:
    start = max(start, end - _BEFORE - 24)
    found = None
    for m in CLOCK.finditer(text[start:end]):
        found = clock(m)
    if found is None:
        return None
    gap = text[start + found.end : end]
    if len(gap) > _BEFORE or any(c.isdigit() for c in gap) or WORDS.search(gap):
        return None
    return found._replace(start=start + found.start, end=start + found.end)
