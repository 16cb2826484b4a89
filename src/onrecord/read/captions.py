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
_AGENCY = re.compile(
    r"\b(?:AP|AFP|Reuters|EPA|DPA|APA|TASS|ANSA|EFE|PA|Getty|Imago|Keystone|IMAGO|Shutterstock|Alamy|picture[- ]alliance|Photo|Foto|Фото|Handout|via)\b"
)


def split_credit(text: str) -> tuple[int, int] | None:
    """Where the caption ends and where the credit starts in `text`, or `None` if there is no credit apart.

    (0, 0) means that the whole text is a credit.
    """
    if len(text) > 1500:
        return None
    best: tuple[int, int] | None = None
    for m in CREDIT.finditer(text):
        start = m.start() + (1 if m[0][:1] in " ([|–—-\t\n" else 0)
        if m[0][:1] in "([":
            start = m.start()
        before = text[:start].rstrip()
        if not before:
            return (0, 0) if len(text) < 160 else None
        # Within a sentence the word is the caption's own ("The photo by the gate ..."), unless marked off.
        if (
            before[-1] in ".!?…:;|–—-)]»”\"'’。！？"
            or m[0][:1] in "([|–—-\n"
            or "©" in m[0]
            or m[0].rstrip()[-1:] in ":/"
        ):
            if len(text) - start <= 160:
                best = (len(before.rstrip("|–—- ")), start)
                break
    if best is None and (m := _BRACKETED.search(text)) and _AGENCY.search(m[1]) and m.start() > 0:
        best = (m.start(), m.start() + len(m[0]) - len(m[0].lstrip()))
    if best is None and (m := _SLASHED.search(text)):
        best = (m.start(), m.start(1))
    return best
