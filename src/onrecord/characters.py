"""Characters that nobody sees: what becomes of them when text is made, and when texts are compared.

Unicode calls them *default-ignorable code points*: soft hyphens, zero-width spaces, joiners, marks of direction, variation
selectors.  Newsrooms put soft hyphens into every long word of a headline; a reader sees none of them unless a line breaks there.
So they are dropped where text is made of a page (`visible`), but for those that change what is seen: joiners between letters
of scripts that join (Arabic, Persian, the scripts of India and their neighbours), and what holds an emoji together.  White
space and the words around them stay as they are: two words with only a zero-width space between them are one on the screen.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["IGNORABLE", "folded", "visible"]

#: The default-ignorable code points of Unicode 16 (DerivedCoreProperties.txt), as the inside of a class of characters.
IGNORABLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_ANY = re.compile(f"[{IGNORABLE}]")
_RUN = re.compile(f"[{IGNORABLE}]+")
# Arabic, Syriac, Thaana, N'Ko, Mandaic; the scripts of India; Tibetan to Mongolian; those of Indonesia; forms of Arabic.
_JOINING = re.compile(
    "[\u0600-\u06ff\u0700-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1aff\u1b00-\u1bff\ua840-\ua87f\ua8e0-\ua8ff"
    "\ua980-\ua9df\uaa60-\uaa7f\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefe\U00010a00-\U00010aff\U00010d00-\U00010d3f\U00011000-\U000114df]"
)
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
_MONGOLIAN = re.compile("[\u1800-\u180a\u1810-\u18af]")
_BLANK = "\u3164\uffa0"  # fillers of Hangul, which are shown as blanks


def folded(text: str) -> str:
    """`text` without any default-ignorable character: for comparing, never for showing."""
    return text if text.isascii() else _RUN.sub("", text)


def visible(text: str, before: str = "") -> str:
    """`text` without the characters that nobody sees; `before` is the character that stands before it, if any.

    What a script or an emoji needs stays.  Done twice it changes nothing.
    """
    if text.isascii() or _ANY.search(text) is None:
        return text
    return _RUN.sub(lambda m: _kept(m, before), text)


def _kept(m: re.Match[str], before: str) -> str:
    text, end = m.string, m.end()
    last = text[m.start() - 1] if m.start() else before
    # At the end of a text nothing is known of what follows: it is taken for a letter like the one before.
    following = text[end] if end < len(text) else last
    out = []
    for c in m[0]:
        if c in _BLANK:
            c = " "
        elif not _needed(c, last, following):
            continue
        out.append(c)
        last = c
    return "".join(out)


def _needed(c: str, last: str, following: str) -> bool:
    """Whether an ignorable character changes what is seen, between its neighbours ("" for none)."""
    if not last or last.isspace():
        return False
    if c in "\u200c\u200d":
        if _JOINING.match(last):
            return c == "\u200d" or not following.isspace()
        if _JOINING.match(following):
            return last.isalnum()
        return c == "\u200d" and _pictures(last) and _pictures(following)
    if c in "\ufe0e\ufe0f":
        return _pictures(last) or last == "\u2139" or (last in "0123456789#*" and following == "\u20e3")
    if "\ufe00" <= c <= "\ufe0d":
        return "\u1000" <= last <= "\u109f" or unicodedata.category(last) == "Sm"
    if "\u180b" <= c <= "\u180f":
        return _MONGOLIAN.match(last) is not None
    if c in "\u115f\u1160":
        return _JAMO.match(last) is not None or _JAMO.match(following) is not None
    # A flag of a region is a black flag with letters that are tags.
    return "\U000e0020" <= c <= "\U000e007f" and (
        last == "\U0001f3f4" or "\U000e0020" <= last <= "\U000e007e"
    )


def _pictures(c: str) -> bool:
    """Whether a character may be part of an emoji."""
    return c in "\ufe0f\u203c\u2049\u3030" or unicodedata.category(c) in ("So", "Sm", "Sk") if c else False
