"""Words of time, and the day they mean seen from the day of the article.

Nothing here asks the clock: what cannot be resolved against the date that the page gives stays unresolved.  Explicit days are
read from the text; weekdays, "yesterday" and days without a year are concluded, and say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from onrecord.read.meta.months import month_in_table

__all__ = ["TimeExpression", "time_expressions"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of time in a text: their code points, the day they mean if it is known, what was concluded for it."""

    start: int
    end: int
    time: datetime | None = None
    inferred: tuple[str, ...] = ()


_MONTHS = {
    name: i
    for i, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|december dec".split("|"), 1
    )
    for name in names.split()
}  # fmt: skip
_MONTH = (
    "(?:"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\b(?:(?<=\bjan|\bfeb|\bmar|\bapr|\bjun|\bjul|\baug|\bsep|\boct|\bnov|\bdec)\.|(?<=\bsept)\.)?"
)
_DAYS = {
    name: i % 7
    for language in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "mon tue wed thu fri sat sun", "- tues - thurs - - -",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag", "- - - - - sonnabend -",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lunes martes miércoles jueves viernes sábado domingo",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira - -",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "poniedziałek wtorek środę czwartek piątek sobotę niedzielę",
        "понедельник вторник среду четверг пятницу субботу воскресенье",
        "понеділок вівторок середу четвер п'ятницю суботу неділю",
        "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
        "周一 周二 周三 周四 周五 周六 周日", "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    )
    for i, name in enumerate(language.split())
    if name != "-"
}  # fmt: skip
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
_PART = r"(?:\s(?:morning|afternoon|evening|night|noon))?"
_NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|a\sfew|some|a\scouple\sof)"
)
_UNIT = r"(?:minute|hour|day|week|month|year|decade)s?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_EN = re.compile(
    r"(?<![\w-])(?:"
    # "on Thursday, May 3, 2026", "late on 3 May", "since January 21"
    rf"(?P<date>(?:(?:early|late|earlier|later|back)\s)?(?:(?:on|in|at|by)\s)?(?:{_DAY},?\s(?:the\s)?)?"
    rf"(?:(?P<m1>{_MONTH})\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<y1>{_YEAR}))?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m2>{_MONTH})(?:,?\s(?P<y2>{_YEAR}))?))"
    r"|(?P<iso>(?:on\s)?(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)\b)"
    rf"|(?P<day>(?:(?:early|late|earlier|later)\s)?(?:on\s)?(?:(?P<which>last|this|next|that)\s)?(?P<weekday>{_DAY}){_PART}(?:\s(?P<ago>last|this)\sweek)?)"
    rf"|(?P<near>(?:(?:early|late|earlier|later)\s)?(?:yesterday{_PART}|today|tonight|last\snight|this\s(?:morning|afternoon|evening)))\b"
    rf"|(?P<month>(?:(?:early|late|earlier|later|back)\s)?(?:(?:in|during)\s)?(?:(?:early|late|mid)[\s-])?(?:(?:last|this)\s)?(?P<m4>{_MONTH})(?:\sof)?(?:,?\s(?:(?:of\s)?(?:last|this)\syear|{_YEAR}))?)(?!\w)(?!\s\d)"
    rf"|(?P<loose>(?:(?:early|late|earlier|later|back)\s)?(?:in\s)?(?:(?:early|late|mid)[\s-])?(?:(?:last|this|the\sprevious|the\spast|that)\s(?:week|weekend|month|year|summer|winter|spring|fall|autumn|season|decade|century)))\b"
    rf"|(?P<back>(?:(?:about|nearly|almost|around|just|more\sthan|at\sleast)\s)?{_NUMBER}\s{_UNIT}\s(?:ago|earlier|later|before))\b"
    rf"|(?P<year>(?:back\s)?(?:in|during)\s(?:(?:early|late|mid)[\s-])?{_YEAR}|in\sthe\s(?:(?:early|late|mid)[\s-])?(?:19|20)\d0s)"
    r"|(?P<clock>at\s(?:about\s|around\s)?(?:\d{1,2}(?::\d\d)?\s?[ap]\.?m\b\.?|noon|midnight))"
    r"|(?P<word>previously|recently|earlier|later|initially|originally|subsequently|at\sthe\stime|in\sthe\spast|at\sfirst|"
    r"in\srecent\s(?:days|weeks|months|years)|long\sago|once|soon\safter|moments\slater|shortly\s(?:after|before|afterwards?))\b"
    r")",
    re.I,
)
_NEAR = {
    "yesterday": -1, "last night": -1, "gestern": -1, "hier": -1, "ayer": -1, "ieri": -1, "ontem": -1, "gisteren": -1, "wczoraj": -1,
    "вчера": -1, "вчора": -1, "dün": -1, "昨天": -1, "昨日": -1, "أمس": -1, "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0,
    "this evening": 0, "heute": 0, "aujourd'hui": 0, "hoy": 0, "oggi": 0, "hoje": 0, "vandaag": 0, "dzisiaj": 0, "dziś": 0,
    "сегодня": 0, "сьогодні": 0, "bugün": 0, "今天": 0, "今日": 0, "اليوم": 0,
}  # fmt: skip
_LOOSE_OTHERS = (
    "zuvor früher kürzlich neulich|précédemment récemment auparavant|anteriormente recientemente|precedentemente recentemente|"
    "anteriormente recentemente|eerder onlangs|wcześniej niedawno|ранее недавно|раніше нещодавно|daha önce|此前 日前 近日 早些时候|سابقا مؤخرا"
)
_OTHERS = re.compile(
    r"(?<!\w)(?P<date>(?:(?:am|vom|le|el|il|em|op|w dniu)\s)?(?P<d>\d{1,2})\.?\s(?:de\s)?(?P<m>[^\W\d_]{3,12})(?:,?\s(?:de\s)?(?P<y>(?:19|20)\d\d))?)(?!\w)"
    r"|(?P<zh>(?:(?P<zy>\d{4})年)?(?P<zm>\d{1,2})月(?P<zd>\d{1,2})日)"
    r"|(?<!\w)(?P<day>(?:(?:am|vergangenen|letzten|le|el|il|in|na|op|w|we|во|в|у|во|يوم)\s)?(?P<weekday>"
    + "|".join(sorted((d for d in _DAYS if not d.isascii() or len(d) > 4), key=len, reverse=True))
    + r"))(?!\w)"
    + r"|(?P<zday>(?:周|星期)[一二三四五六日])"
    + r"|(?<!\w)(?P<near>" + "|".join(sorted((k for k in _NEAR if k[0] < "\u2000"), key=len, reverse=True)) + r")(?!\w)"
    + r"|(?P<znear>昨天|昨日|今天|今日)"
    + r"|(?<!\w)(?P<word>" + "|".join(w for w in re.split(r"[| ]", _LOOSE_OTHERS) if w[0] < "\u2000") + r")(?!\w)"
    + r"|(?P<zword>此前|日前|近日|早些时候)",
    re.I,
)  # fmt: skip


def time_expressions(
    text: str, day: datetime | None, language: str, *, future: bool = False
) -> Iterator[TimeExpression]:
    """The words of time of a short text; `day` is the article's, `future` that what is told has not happened yet.

    Code points count in `text`.
    """
    day = day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None) if day is not None else None
    pattern = _EN if language == "en" else _OTHERS
    for m in pattern.finditer(text):
        g = m.groupdict()
        if language == "en" and g["month"] and not any(c.isspace() or c == "-" for c in g["month"]):
            continue  # "may", "May", "march": a month by itself tells no time
        if language != "en" and g["date"] and month_in_table(g["m"] or "", language) is None:
            continue  # a number and a word
        at, inferred = (_english if language == "en" else _other)(g, day, language, future)
        yield TimeExpression(m.start(), m.end(), at, inferred)


def _english(
    g: dict[str, str | None], day: datetime | None, language: str, future: bool
) -> tuple[datetime | None, tuple[str, ...]]:
    if g["date"] or g["iso"]:
        month = g["m1"] or g["m2"] or g["m3"] or ""
        number = int(month) if month.isdecimal() else _MONTHS[month.rstrip(".").lower()]
        year = g["y1"] or g["y2"] or g["y3"]
        return _dated(number, int(g["d1"] or g["d2"] or g["d3"] or 0), year, day, future)
    if g["weekday"]:
        weeks = 1 if g["ago"] == "last" else 0
        return _weekday(
            g["weekday"].lower(), day, future or g["which"] == "next", g["which"] == "last", weeks
        )
    if g["near"]:
        words = " ".join(g["near"].lower().split())
        return _near(next((n for n in _NEAR if n in words), ""), day)
    return None, ()


def _other(
    g: dict[str, str | None], day: datetime | None, language: str, future: bool
) -> tuple[datetime | None, tuple[str, ...]]:
    if g["zh"]:
        return _dated(int(g["zm"] or 0), int(g["zd"] or 0), g["zy"], day, future)
    if g["date"]:
        return _dated(month_in_table(g["m"] or "", language) or 0, int(g["d"] or 0), g["y"], day, future)
    if name := (g["weekday"] or g["zday"]):
        return _weekday(name.lower(), day, future, False, 0)
    if name := (g["near"] or g["znear"]):
        return _near(name.lower(), day)
    return None, ()


def _dated(
    month: int, number: int, year: str | None, day: datetime | None, future: bool
) -> tuple[datetime | None, tuple[str, ...]]:
    try:
        if year:
            return datetime(int(year), month, number), ()
        if day is None:
            return None, ()
        found = None
        for candidate in (day.year - 1, day.year, day.year + 1):
            try:
                at = datetime(candidate, month, number)
            except ValueError:
                continue  # 29 February
            if future and at >= day:
                return at, ("year",)
            if not future and at <= day + timedelta(days=1):
                found = at
    except (ValueError, OverflowError):
        return None, ()
    return found, ("year",) if found else ()


def _weekday(
    name: str, day: datetime | None, future: bool, last: bool, weeks: int
) -> tuple[datetime | None, tuple[str, ...]]:
    number = _DAYS.get(name)
    if day is None or number is None:
        return None, ()
    try:
        if future:
            return day + timedelta(days=(number - day.weekday()) % 7), ("day",)
        if weeks:  # "Monday last week"
            return day - timedelta(days=day.weekday() + 7 - number), ("day",)
        back = (day.weekday() - number) % 7
        return day - timedelta(days=7 if last and back == 0 else back), ("day",)
    except OverflowError:
        return None, ()


def _near(name: str, day: datetime | None) -> tuple[datetime | None, tuple[str, ...]]:
    if day is None or name not in _NEAR:
        return None, ()
    try:
        return day + timedelta(days=_NEAR[name]), ("day",)
    except OverflowError:
        return None, ()
