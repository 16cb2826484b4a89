"""The headlines of a page, and what stands under each: a byline, a day, paragraphs.

Subheadings are among them; what tells a headline from one is a byline and a day of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from onrecord.read.labels import Labelled
from onrecord.read.meta.instants import instant
from onrecord.read.meta.names import CJK, introduced
from onrecord.read.rules import each_name
from onrecord.read.tree import Raw, Tree
from onrecord.records import TEXT_ROLES, Furniture, Role

__all__ = ["Headline", "headlines", "is_prose"]

_HEADINGS = frozenset(("h1", "h2", "h3"))
_SHORTEST, _LONGEST = 12, 300  # characters of a headline; a letter of East Asia counts as three
_PROSE = 60  # characters of a paragraph
_LEAST, _FEWEST = 200, 2  # characters and paragraphs of a story
_NEAR = 8  # blocks between a headline and the first paragraph
_LINE = 160  # characters of a byline or a date line
_MOST = 60  # headlines of a page that are looked at
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{4}\s*[年년]|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|\d{1,2}\s*月\s*\d{1,2}\s*日|\d{1,2}월\s*\d{1,2}일"
)
_AUTHOR = re.compile(r"byline|author|autor|reporter|writer|contributor", re.I)
_TALK = re.compile(r"comment|reply|review|forum|thread|disqus|kommentar|\bpost-?\d+-?body", re.I)
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Headline:
    """A headline: its block, its element, and what stands under it."""

    at: int
    node: int
    text: str
    byline: bool = False
    days: tuple[date, ...] = ()
    dated: bool = False
    paragraphs: int = 0
    chars: int = 0
    last: int = -1  # its last paragraph
    next: int = -1  # the block of the next headline

    @property
    def is_full(self) -> bool:
        return (self.byline or self.dated) and self.paragraphs >= _FEWEST and self.chars >= _LEAST

    @property
    def is_story(self) -> bool:
        return self.is_full and self.byline and self.dated


def _weight(text: str) -> int:
    return len(text) * 3 if CJK.search(text) else len(text)


def is_prose(raw: Raw) -> bool:
    n = len(raw.text)
    if n < _PROSE / 3 or raw.link_chars >= 0.5 * n:
        return False
    return n >= _PROSE or CJK.search(raw.text) is not None


def _is_dated(text: str) -> bool:
    return _DIGIT.search(text) is not None and _DATE.search(text) is not None


@lru_cache(maxsize=4096)
def _of_author(name: str) -> bool:
    return _AUTHOR.search(name) is not None


@lru_cache(maxsize=4096)
def _of_talk(name: str) -> bool:
    return _TALK.search(name) is not None


def headlines(tree: Tree, labelled: Labelled) -> list[Headline]:
    """The headlines of a page with what stands under each; subheadings are among them, and have no byline."""
    raws, tags, labels = tree.raws, tree.nodes.tags, labelled.labels
    parents, handles = tree.nodes.parents, tree.nodes.handles
    named = [i for i, x in enumerate(labels) if x.role is Role.HEADLINE and raws[i].node >= 0]
    # Where a headline is no heading but a box of a class, others of that class are headlines too.
    classes = {
        name
        for i in named
        if tags[raws[i].node] not in _HEADINGS and (name := handles[raws[i].node].attr("class"))
    }
    found = set(named)
    headings = _HEADINGS
    found.update(
        [
            i
            for i, raw in enumerate(raws)
            if tags[node := raw.node] in headings or tags[parents[node]] in headings
        ]
    )
    if classes:
        found.update(
            i
            for i, raw in enumerate(raws)
            if len(raw.text) <= _LONGEST and handles[raw.node].attr("class") in classes
        )
    heads: list[Headline] = []
    inside = -1
    for i in sorted(found):
        raw = raws[i]
        element = node = raw.node
        if tags[node] not in _HEADINGS and (above := parents[node]) >= 0 and tags[above] in _HEADINGS:
            element = above
        n = len(raw.text)
        if node < 0 or element == inside or n > _LONGEST or (n < _SHORTEST and _weight(raw.text) < _SHORTEST):
            continue
        inside = element
        heads.append(Headline(i, element, raw.text))
    if not 2 <= len(heads) <= _MOST:
        return []
    # Most pages have subheadings only, and no second line of an author.
    ends = [*(h.at for h in heads[1:]), len(raws)]
    # Most headings are those of teasers, and have no paragraph.
    roles, short = TEXT_ROLES, _PROSE / 3
    text = [i for i, x in enumerate(labels) if x.role in roles and len(raws[i].text) >= short]
    for head, end in zip(heads, ends, strict=True):
        head.next = end
        k = bisect_left(text, head.at + 1)
        if (k < len(text) and text[k] < end) or tags[head.node] == "h1":
            _fill(tree, labelled, head, end)
    if any(h.byline and h.dated for h in heads[1:]) or (heads[0].byline and heads[0].dated):
        _with_subheadings(tree, labelled, heads)
    return heads


def _fill(tree: Tree, labelled: Labelled, head: Headline, end: int) -> None:
    """Put down what stands under a headline up to the next."""
    raws, labels = tree.raws, labelled.labels
    days: list[date] = []
    body = end
    for i in range(head.at + 1, min(end, head.at + 1 + _NEAR)):
        raw, x = raws[i], labels[i]
        prose = is_prose(raw)
        if len(raw.text) <= _LINE:
            head.byline = head.byline or x.role is Role.BYLINE
            if raw.times or _is_dated(raw.text):
                head.dated = True
                days += [value[0].date() for when in raw.times if (value := instant(when))]
        if prose:
            body = i
            break
    if not head.byline and (head.dated or tree.nodes.tags[head.node] == "h1"):
        head.byline = any(
            len(raw.text) <= _LINE and (introduced(raw.text) or any(map(_of_author, each_name(tree, raw, 2))))
            for raw in raws[head.at + 1 : min(body + 1, head.at + 1 + _NEAR)]
        )
    if not head.byline and not head.dated:
        return
    if not head.dated:  # the day may stand over the headline
        for i in range(max(0, head.at - 3), head.at):
            raw = raws[i]
            if len(raw.text) <= _LINE and not is_prose(raw) and (raw.times or _is_dated(raw.text)):
                head.dated = True
                days += [value[0].date() for when in raw.times if (value := instant(when))]
    head.days = tuple(days)
    for i in range(body, end):
        if is_prose(raws[i]) and labels[i].furniture is not Furniture.COMMENTS:
            head.paragraphs += 1
            head.chars += _weight(raws[i].text)
            head.last = i
    if head.byline and head.dated and any(map(_of_talk, each_name(tree, raws[head.at], 5))):
        head.byline = False


def _with_subheadings(tree: Tree, labelled: Labelled, heads: list[Headline]) -> None:
    """Count the paragraphs under subheadings with the headline over them."""
    raws, labels = tree.raws, labelled.labels
    top: Headline | None = None
    for head in heads:
        if head.byline and head.dated:
            top = head
        elif top is not None and top.last >= 0:
            for i in range(head.at + 1, head.next):
                if is_prose(raws[i]) and labels[i].furniture is not Furniture.COMMENTS:
                    top.paragraphs += 1
                    top.chars += _weight(raws[i].text)
                    top.last = i
