"""The words of HTML, roughly, in time that grows with its length only: for telling whether there are any, and of what kind."""

from __future__ import annotations

import html
import re

__all__ = ["words_of"]

_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|hr)\b[^<>]*>", re.I)
_UNSEEN = (("<style", "</style"), ("<script", "</script"), ("<title", "</title"), ("<!--", "-->"))


def words_of(markup: str) -> str:
    """The text between tags, with line ends where elements end a line; styles, scripts, titles and comments are left out."""
    text = markup
    for begin, end in _UNSEEN:
        text = _without(text, begin, end)
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", " ".join(text.split()))))


def _without(text: str, begin: str, end: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters have more than one in lower case
        lowered = text
    parts, at = [], 0
    while (start := lowered.find(begin, at)) >= 0:
        parts.append(text[at:start])
        close = lowered.find(end, start + len(begin))
        if close < 0:
            at = len(text)
            break
        at = close + len(end)
    return "".join(parts) + text[at:]
