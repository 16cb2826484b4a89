"""The quotation marks of the world: which glyphs open, which close them, and which are not quotation marks at all.

Languages use the same glyphs the other way round (“English”, „deutsch“, ”svenska”, «français», »dansk«), and
writers mix them up.  So the tables only say what a glyph *may* do; what it does is decided by what stands
around it and by what is open (`quotes.py`).
"""

from __future__ import annotations

import re

__all__ = ["APOSTROPHES", "CLOSERS", "FIND", "OPENERS", "SAME", "SINGLE", "is_apostrophe", "is_inches"]

#: Every mark, longest first, found in one linear pass.  Of three apostrophes behind a word the first closes what is inside.
FIND = re.compile(r"(?<=\S)'(?=''(?!'))|``|''|<<|>>|,,(?=\w)|[“”„‟\"«»‹›‘’‚‛'「」『』《》〈〉〝〞〟״＂`]")

#: For each mark that may open a quotation, those that may close it.
CLOSERS: dict[str, str] = {
    "“": '”“"',
    "„": '“”"„',
    "‟": '”"',
    "”": '”“"',
    '"': '"”“',
    "״": "״",
    "＂": "＂",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’'",
    "’": "’",
    "‚": "‘’",
    "‛": "’",
    "'": "'’",
    "`": "'’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "〝": "〞〟",
}
OPENERS = frozenset(CLOSERS)

#: Ways to type a mark on a keyboard that lacks it, and the mark that is meant.
SAME = {"``": "“", "''": '"', "<<": "«", ">>": "»", ",,": "„"}

#: Marks that may open and close with the same glyph: only their surroundings tell.
BOTH = frozenset("\"”״＂'’“»›")

#: Single marks: as likely apostrophes, so that they count only where both ends are found.
SINGLE = frozenset("‘’‚‛'`")
APOSTROPHES = frozenset("’'‘")

#: Words that begin with an apostrophe.
_ELIDED = frozenset("n em til till tis twas twere bout round cause cos re s t ll ve d m".split())


def _word_after(text: str, at: int, end: int) -> str:
    stop = at
    while stop < end and stop - at < 8 and text[stop].isalnum():
        stop += 1
    return text[at:stop].lower()


def is_apostrophe(text: str, at: int, start: int, end: int) -> bool:
    """Whether the single mark at `at` of the paragraph `start`..`end` cannot be a quotation mark.

    >>> is_apostrophe("don’t", 3, 0, 5), is_apostrophe("the ’90s", 4, 0, 8), is_apostrophe("‘Yes’", 4, 0, 5)
    (True, True, False)
    """
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if before.isalnum() and after.isalnum():
        return True
    if before.isdigit() and text[at] == "'":
        return True  # feet and minutes: 6' tall
    if (not before.isalnum() and text[at] != "‘") or (text[at] == "‘" and after.isdigit()):
        word = _word_after(text, at + 1, end)
        if word in _ELIDED or (word[:2].isdigit() and len(word) == 3 and word.endswith("s")):
            return True
        if len(word) == 2 and word.isdigit() and not before.isdigit():
            return True  # the summer of ’69
    return before == "n" and at - 2 >= start and text[at - 2] in APOSTROPHES  # rock ’n’ roll


def is_inches(text: str, at: int, start: int) -> bool:
    """Whether the double mark at `at` may stand for inches or seconds: it follows a digit."""
    return at > start and text[at - 1].isdigit()


def is_feet_and_inches(text: str, at: int, start: int) -> bool:
    """Whether the double mark at `at` ends a height: 5'10"."""
    stop = at
    while stop > start and at - stop < 3 and text[stop - 1].isdigit():
        stop -= 1
    return stop < at and stop > start and text[stop - 1] in "'’′"


def is_acronym(text: str, at: int, start: int, end: int) -> bool:
    """Whether the double mark at `at` stands inside a Hebrew acronym: before the last letter of a word."""
    if not (start < at < end - 1):
        return False
    before, after = text[at - 1], text[at + 1]
    if not ("א" <= before <= "ת" and "א" <= after <= "ת"):
        return False
    return at + 2 >= end or not text[at + 2].isalpha()
