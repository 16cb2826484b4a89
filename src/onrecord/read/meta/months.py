"""The names of months: the plain forms of many languages from a table, all others from what `dateparser` knows.

`dateparser` holds the names of months of two hundred languages (from CLDR, with additions).  To parse a date by it
takes tens of milliseconds, more than all the rest of reading a page; to look into its tables takes next to nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module

from onrecord.read.meta.calendars import PERSIAN_MONTHS

__all__ = ["month_in_table", "month_named", "quick"]

# How the names of the months start, in the languages below; elsewhere the same start may be another month.
_STARTS = (
    "jan ene gen янв січ sty oca", "feb fev fév фев лют lut şub", "mar mär maa мар бер", "apr avr abr апр кві kwi nis",
    "may mai maj mei mag мая май тра", "jun juin giu июн чер cze haz", "jul juil lug июл лип lip tem", "aug aou aoû ago авг сер sie ağu",
    "sep set сен вер wrz eyl", "oct okt ott out окт жов paź eki", "nov ноя kas", "dec déc dez dic des дек гру gru ara",
)  # fmt: skip
_START = {start: number for number, starts in enumerate(_STARTS, 1) for start in starts.split()}
_LANGUAGES = frozenset("de fr es it pt nl ru uk pl sv nb no nn da tr".split())
#: Whole names in the Arabic script, which no other script's are taken for; alif is written without its marks.  Egypt and
#: the Gulf, the Levant and Iraq, and the Maghreb each have names of their own.
_ARABIC = (
    "يناير كانون_الثاني جانفي ژانویه", "فبراير شباط فيفري فوریه", "مارس اذار", "ابريل نيسان افريل اوریل", "مايو ايار ماي مه", "يونيو يونيه حزيران جوان ژوئن",
    "يوليو يوليه تموز جويلية ژوئیه", "اغسطس اب اوت غشت", "سبتمبر ايلول شتنبر سپتامبر", "اكتوبر تشرين_الاول اکتبر", "نوفمبر تشرين_الثاني نونبر نوامبر",
    "ديسمبر كانون_الاول دجنبر دسامبر",
)  # fmt: skip
_IN_ARABIC = {name: number for number, names in enumerate(_ARABIC, 1) for name in names.split()}
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
_ENGLISH = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
#: Days of the week that begin as months do.
_WEEKDAYS = frozenset("mardi martes martedì martedi maandag marți marti".split())
_STEM = 4  # letters that a form must share with a known one
_WRITTEN = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?")


def quick(language: str | None) -> bool:
    """Whether the months of a language are in the table."""
    return language is None or language[:2] == "en" or language in _LANGUAGES


def month_in_table(name: str, language: str | None) -> int | None:
    """The month that a name begins like, in the languages of the table."""
    name = name.lower()
    return (_START.get(name[:4]) or _START.get(name[:3])) if language in _LANGUAGES else None


@lru_cache(maxsize=4096)
def month_named(word: str, language: str | None) -> tuple[int, bool] | None:
    """The month that a word names in a language (or in English, since templates are not always translated), and
    whether it is one of the Solar Hijri calendar; `None` if it names none.

    `language` is a BCP 47 tag; `None` stands for any language of the table.
    """
    name = word.casefold().rstrip(".")
    if len(name) < 2 or name in _WEEKDAYS:
        return None
    if _ARABIC_LETTER.match(name):
        if (solar := PERSIAN_MONTHS.get(name)) is not None:
            return solar, True
        found = _IN_ARABIC.get(name)
        return (found, False) if found is not None else _listed(name, language)
    if found := _ENGLISH.get(name):
        return found, False
    if quick(language):
        found = _START.get(name[:4]) or _START.get(name[:3])
        return (found, False) if found is not None else None
    return _listed(name, language)


def _listed(name: str, language: str | None) -> tuple[int, bool] | None:
    """The month whose name in the library's tables is this one, or shares its stem with it alone."""
    known = _months_of(language) if language else {}
    if name in known:
        return known[name], False
    stems = {
        month
        for other, month in known.items()
        if len(other) >= _STEM and name.startswith(other[: max(_STEM, len(other) - 2)])
    }
    if len(stems) == 1:
        return stems.pop(), False
    short = known.get(name[:3])
    return (short, False) if short is not None else None


@lru_cache(maxsize=64)
def _months_of(language: str) -> dict[str, int]:
    if not _WRITTEN.fullmatch(language):
        return {}
    out: dict[str, int] = {}
    # Serbian and its like are written in two scripts, and stand in two tables.
    for tag in (language, f"{language}-Latn"):
        try:
            info = import_module(f"dateparser.data.date_translation_data.{tag}").info
        except ImportError:
            continue
        for number, month in enumerate(_NAMES, 1):
            for name in info.get(month, ()):
                out.setdefault(" ".join(str(name).casefold().rstrip(".").split()), number)
    return out
