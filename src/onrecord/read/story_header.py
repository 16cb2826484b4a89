"""The header of a story: the byline and the dateline under its headline, where they are taken for text.

Newsrooms of East Asia put the dateline into a paragraph of its own, and the network takes it for one.  A dateline is a
date, with its label, its source or both, and nothing else.
"""

from __future__ import annotations

import re

from onrecord.read.labels import Label
from onrecord.read.meta.bylines import is_byline
from onrecord.read.meta.credits import reporters
from onrecord.read.meta.datewords import WORDS
from onrecord.read.meta.expressions import expressions, plain
from onrecord.read.meta.names import CJK
from onrecord.read.meta.timemarks import marks
from onrecord.read.tree import Raw, Tree
from onrecord.records import TEXT_ROLES, Role

__all__ = ["is_dateline", "mark_header"]

_UNSURE = 0.5  # the score of furniture that the network doubts
_UNDER = 8  # blocks under the headline among which the dateline is
_FULL = 100  # characters of a paragraph

_LONGEST = 120  # characters
_ANY_DIGITS = re.compile(r"\d\D{0,8}\d\D{0,8}\d")
_LETTERS = re.compile(r"[^\W\d_]+")
#: "corresponding to 10 Ramadan 1446 AH", beside the date.
_HIJRI = re.compile(
    r"\(?(?:الموافق(?:\s*ل)?:?\s*)?\d{1,2}\s+[^\W\d_]+(?:\s[^\W\d_]+)?\s+(?:1[34]|١[٣٤])\d\d\s*(?:هـ?|للهجرة)\)?"
)
_LABELS = re.compile(rf"(?:{WORDS.pattern})\w*", re.I)
_MOST_WORDS, _MOST_LETTERS = 3, 14  # beside each date: a day of the week, a zone, "on" and "at"
_MOST_CJK = 18  # characters beside all of them: "来源" and the name of an outlet
_ENDS = re.compile(r"[。！？!?]|[^\W\d_]{5,}\.\s*$")
_STARTS = 12  # characters before the date, a label among them


def is_dateline(text: str, language: str | None) -> bool:
    """Whether a short text is nothing but a dateline.  `language` is that which the page declares."""
    if not 8 <= len(text) <= _LONGEST or not _ANY_DIGITS.search(plain(text)):
        return False
    text = _HIJRI.sub("", text)
    found = expressions(text, language)
    if not found or _ENDS.search(text):
        return False
    label = text[: found[0].start]
    if len(label) > _STARTS and not WORDS.search(label) and not label.rstrip().endswith((":", "：")):
        return False
    rest, at = [], 0
    for date in found:
        rest.append(text[at : date.start])
        at = max(at, date.end)
    rest.append(text[at:])
    words = _LETTERS.findall(_LABELS.sub(" ", " ".join(rest)))
    letters = sum(map(len, words))
    if CJK.search("".join(words)):
        return letters <= _MOST_CJK
    return len(words) <= _MOST_WORDS * len(found) and letters <= _MOST_LETTERS * len(found)


def mark_header(tree: Tree, labels: list[Label], headline: int) -> None:
    """Label byline and dateline under the headline (a block's index, -1 if there is none) that are taken for text."""
    if headline < 0:
        return
    passed = 0
    language = tree.head.language[:2].lower() or None
    for i in range(headline + 1, min(len(labels), headline + _UNDER)):
        x, raw = labels[i], tree.raws[i]
        if x.role not in TEXT_ROLES or x.role is Role.LIVE_ENTRY:
            if x.role is Role.FURNITURE and x.score < _UNSURE and 8 <= len(raw.text) <= _LONGEST:
                if is_dateline(raw.text, language):
                    labels[i] = x._replace(role=Role.DATELINE, furniture=None)
                elif reporters(raw.text):
                    labels[i] = x._replace(role=Role.BYLINE, furniture=None)
            continue
        if is_dateline(raw.text, language) or _is_age(tree, raw, language):
            labels[i] = x._replace(role=Role.DATELINE, furniture=None)
        elif is_byline(tree, raw):
            labels[i] = x._replace(role=Role.BYLINE, furniture=None)
        elif x.role is not Role.DEK:
            passed += 1
            if passed > 1 or len(raw.text) > _FULL:
                return


def _is_age(tree: Tree, raw: Raw, language: str | None) -> bool:
    """Whether a block shows how long ago something was ("3 days ago"), and an element of it holds the time."""
    if len(raw.text) > _FULL // 2:
        return False
    return sum(m.end - m.start for m in marks(tree, raw, language)) >= 0.7 * len(raw.text)
