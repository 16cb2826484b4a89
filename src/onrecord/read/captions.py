"""Captions and credits apart.

A picture's caption and the credit of who took it often share a line: "Rescuers at the quay on Monday. Photo:
A. Name/Agency".  The credit starts at a word of the trade (photo, Foto, фото, ©) after the end of the caption's
sentence, or stands in brackets at the end.
"""

from __future__ import annotations

import re

from onrecord.read.words import CREDIT

__all__ = ["split_credit"]

_BRACKETED = re.compile(r"\s*[(\[]\s*([^()\[\]]{2,120})[)\]]\s*\.?$")
_SLASHED = re.compile(
    r"(?<=[.!?…»”\"])\s+((?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w.'’-]*\s?){1,4}/\s?[A-ZÀ-ÞА-ЯІЇЄҐ][\w .'’/-]{1,40})$"
)
_STOPS = ".!?…:;|–—-)]»”\"'’。！？"
_AGENCY = re.compile(
    r"\b(?:AP|AFP|Reuters|EPA|DPA|APA|TASS|ANSA|EFE|PA|Getty|Imago|Keystone|IMAGO|Shutterstock|Alamy|picture[- ]alliance|Photo|Foto|Фото|Handout|via)\b|供图|供圖|摄$|图片|図|撮影|提供|사진"
)


def split_credit(text: str) -> tuple[int, int] | None:
    """Where the caption ends and where the credit starts in `text`, or `None` if there is no credit apart.

    (0, 0) means that the whole text is a credit.
    """
    if len(text) > 1500:
        return None
    for m in CREDIT.finditer(text):
        marked = m[0][:1] in "([|–—-\n"
        start = m.start() + (m[0][:1] in " |–—-\t\n")
        before = text[:start].rstrip()
        if not before:
            return (0, 0) if len(text) < 160 else None
        # Within a sentence the word is the caption's own ("The photo by the gate ..."), unless marked off.
        apart = marked or before[-1] in _STOPS or "©" in m[0] or m[0].rstrip()[-1:] in ":/"
        if apart and len(text) - start <= 160:
            return len(before.rstrip("|–—- ")), start
    if (end := _BRACKETED.search(text)) and _AGENCY.search(end[1]) and end.start() > 0:
        return end.start(), end.start() + len(end[0]) - len(end[0].lstrip())
    if end := _SLASHED.search(text):
        return end.start(), end.start(1)
    return None
