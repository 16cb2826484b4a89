"""The outline of a text dump: where the story starts and ends, and what the lines around it are.

Without tags, the model has little but words to go by.  But a dumped page keeps the order of its parts, and their
parts keep their form: a headline stands over the first full paragraph; after the story, lines that name
themselves ("Related:", "Recent Posts") open parts that run to the next such line; a teaser is a title, a summary
cut off with dots, and an age ("3 days ago"); an appeal speaks to "you" of money.  These forms hold for the pages
of any site, and correct the model's labels.
"""

from __future__ import annotations

import re

from onrecord.read.captions import split_credit
from onrecord.read.labels import Label
from onrecord.read.meta.names import CJK
from onrecord.read.tree import Raw
from onrecord.read.words import SECTION_WORDS, asks, said_kind
from onrecord.records import TEXT_ROLES, Furniture, Role

__all__ = ["outline"]

_FULL = 100  # characters of a paragraph
_FEW = 6  # lines
_PHRASE, _STATEMENT = 8, 25  # characters of a sentence, and of one that says more than "Out of stock."
_STOP = re.compile(r"(?<!\.)[.!?。！？][\"'”’»)\]]*$")
_SENTENCE = re.compile(r"[.!?。！？:][\"'”’»)\]]*$")
_CUT = re.compile(r"(?:…|\.\.\.)\]?$")
_AGE = re.compile(
    r"^(?:\W*(?:an?|\d+)\s*\+?\s*(?:s|sec|second|m|min|minute|h|hr|hour|d|day|w|week|month|year|yr)s?\.?\s+ago|yesterday|today|"
    r"vor \d+ (?:minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?)|il y a \d+ \w+|hace \d+ \w+|\d+ (?:минут|час|дн|день|недел|месяц|хвилин|годин|тиж)\w* (?:назад|тому)|"
    r"\d+\s*(?:分钟|小时|天|周|个月)前|\d+\s*(?:分|時間|日)前)\W*$",
    re.I,
)  # fmt: skip
_BULLET = re.compile(r"^(?:[-*•·‣◦]|\d{1,3}[.)])\s")
_NAME = re.compile(r"^[A-ZÀ-ÞА-ЯІЇЄҐ][\w.'’-]+(?:\s[A-ZÀ-ÞА-ЯІЇЄҐ][\w.'’-]*){0,2}$")
_OPENS = frozenset((Furniture.RELATED, Furniture.TEASERS, Furniture.COMMENTS))


def outline(raws: list[Raw], labels: list[Label]) -> list[Label]:
    """The labels of a dump, put in order by the forms of its parts."""
    out = list(labels)
    full = [i for i, r in enumerate(raws) if len(r.text) >= _FULL and _SENTENCE.search(r.text)]
    if not full:
        return _pasted(raws, out)
    start = _start(raws, out, full)
    end = _end(raws, full, start)
    _headline(raws, out, start)
    for i in range(start, end):
        out[i] = _inside(raws[i], out[i], any(j > i for j in full if j < end))
    _after(raws, out, end)
    _signature(raws, out, end)
    return out


def _pasted(raws: list[Raw], labels: list[Label]) -> list[Label]:
    """A few lines without a full paragraph are no page: whoever pasted them means their sentences."""
    if len(raws) > _FEW or not any(_whole(raw.text, _STATEMENT) for raw in raws):
        return labels
    return [
        x._replace(role=Role.PARAGRAPH, furniture=None)
        if x.role is Role.FURNITURE
        and _whole(raw.text, _PHRASE)
        and said_kind(raw.text) is None
        and asks(raw.text) < 2
        else x
        for raw, x in zip(raws, labels, strict=True)
    ]


def _whole(text: str, least: int) -> bool:
    """Whether a line is a whole sentence of at least so many characters; East Asian writing needs a third of them."""
    return _STOP.search(text) is not None and len(text) * (3 if CJK.search(text) else 1) >= least


def _start(raws: list[Raw], labels: list[Label], full: list[int]) -> int:
    """The first paragraph of the story: full, taken for text by the model, and followed by more."""
    told = [i for i in full if labels[i].text >= 0.3 and asks(raws[i].text) < 2]
    for i in told:
        if sum(i < j <= i + 12 for j in told) >= 2:
            return i
    return told[0] if told else full[0]


def _end(raws: list[Raw], full: list[int], start: int) -> int:
    """The first line after the story: one that opens a part of furniture, with hardly a full paragraph behind it."""
    for i in range(start + 1, len(raws)):
        text = raws[i].text
        opens = len(text) < 60 and said_kind(text) in _OPENS
        if not opens and asks(text) < 3 and not _AGE.match(text):
            continue
        behind = [j for j in full if j > i and asks(raws[j].text) < 2]
        before = [j for j in full if start <= j < i]
        if len(behind) < 0.34 * len(before):
            return i - 2 if _AGE.match(text) and i - 2 > start else i
    return max(full) + 1


def _headline(raws: list[Raw], labels: list[Label], start: int) -> None:
    """One headline: the model's, or the first line over the story that is a phrase and no label of a section."""
    for i in range(max(0, start - 6), start):
        if SECTION_WORDS.match(raws[i].text):
            labels[i] = labels[i]._replace(role=Role.SECTION, furniture=None)
    if any(x.role is Role.HEADLINE for x in labels[:start]):
        return
    for i in range(max(0, start - 6), start):
        text, x = raws[i].text, labels[i]
        phrase = 20 <= len(text) <= 220 and len(text.split()) >= 3 and not text.endswith((".", ":"))
        if phrase and x.role not in (Role.SECTION, Role.DATELINE) and said_kind(text) is None:
            labels[i] = x._replace(role=Role.HEADLINE, furniture=None, score=max(x.score, 0.6))
            return


def _inside(raw: Raw, x: Label, more: bool) -> Label:
    """A line between the first and the last paragraph of the story."""
    text = raw.text
    if len(text) < 400 and (cut := split_credit(text)) is not None and cut != (0, 0):
        return x._replace(role=Role.CAPTION, furniture=None)
    if asks(text) >= 3:
        return x._replace(role=Role.FURNITURE, furniture=Furniture.APPEAL)
    if len(text) >= _FULL and _SENTENCE.search(text):
        listed = x.role is Role.LIST_ITEM and _BULLET.match(text)
        if x.role not in TEXT_ROLES and x.text < 0.15:
            return x
        return x._replace(
            role=Role.LIST_ITEM if listed else x.role if x.role in _PROSE else Role.PARAGRAPH,
            furniture=None,
        )
    if x.role is Role.FURNITURE and more and 8 <= len(text) <= 60 and not _SENTENCE.search(text):
        short = said_kind(text) is None and x.text > 0.4 and len(text.split()) > 1
        return x._replace(role=Role.SUBHEADING, furniture=None) if short else x
    return x


_PROSE = frozenset(
    (Role.DEK, Role.PARAGRAPH, Role.BLOCK_QUOTE, Role.CORRECTION, Role.CAPTION, Role.PULL_QUOTE)
)


def _after(raws: list[Raw], labels: list[Label], end: int) -> None:
    """The parts behind the story, each of the kind that its first line names."""
    kind: Furniture | None = None
    for i in range(end, len(raws)):
        text, x = raws[i].text, labels[i]
        said = said_kind(text) if len(text) < 70 else None
        teaser = _AGE.match(text) or _CUT.search(text) or any(_AGE.match(r.text) for r in raws[i + 1 : i + 3])
        if asks(text) >= 2 or said is Furniture.APPEAL:
            found: Furniture | None = Furniture.APPEAL
        elif said in _OPENS and not teaser:
            found = kind = said
        elif teaser:
            found = kind = Furniture.TEASERS if kind is not Furniture.COMMENTS else kind
        elif said is not None and said is not Furniture.NAVIGATION:
            found = said
        elif x.role in TEXT_ROLES or (kind is not None and x.role is Role.FURNITURE and len(text) > 25):
            found = kind or Furniture.TEASERS
        else:
            continue
        labels[i] = x._replace(role=Role.FURNITURE, furniture=found)


def _signature(raws: list[Raw], labels: list[Label], end: int) -> None:
    """A name alone on its line after the story is who put it there, if nobody else is named.

    A dump has no element that would mark the author's box of a reposting site.
    """
    if any(x.role is Role.BYLINE for x in labels[:end]):
        return
    for i in range(end, len(raws)):
        text = raws[i].text
        teaser = labels[i].furniture is Furniture.TEASERS
        # A name between the story, or an appeal under it, and the heading of the next part is none of that part's.
        over = i + 1 < len(raws) and len(raws[i + 1].text) < 60 and said_kind(raws[i + 1].text) in _OPENS
        if (
            _NAME.match(text)
            and said_kind(text) is None
            and labels[i].furniture is not Furniture.APPEAL
            and (not teaser or (over and (i == end or labels[i - 1].furniture is Furniture.APPEAL)))
        ):
            labels[i] = labels[i]._replace(role=Role.BYLINE, furniture=None)
            return
        if teaser:
            return
