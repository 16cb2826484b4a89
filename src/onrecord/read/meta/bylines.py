"""The byline that readers see, and the names in it.

A line is strong evidence if it says so ("By ...", or "By" stands in the line before it) or if its element is named
after authors, and if it names people and little else; a line that the labeller takes for a byline may be any label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from onrecord.read.meta.credits import of_writers, reporting_credit, written_by
from onrecord.read.meta.evidence import Declared
from onrecord.read.meta.names import (
    CJK,
    behind_by,
    fold,
    introduced,
    is_nickname,
    is_organisation,
    is_person,
    only_introduces,
    people,
)
from onrecord.read.tree import Raw, Tree
from onrecord.read.words import CREDIT, said_kind

__all__ = ["Named", "is_byline", "shown"]

_MARKS = re.compile(
    r"(?<![a-z])(?i:by-?line|author|autor|autore|auteur|creator|signature|writer|reporter|contributor)s?(?![a-z])|[a-z](?:Author|Byline)"
)
_SENTENCE = re.compile(r"[^\W\d_]{4,}[.!?。！？]\s*$|[.!?]\s+[^\W\d_]+\s+[^\W\d_A-ZÀ-Þ]{3,}\s")
_TITLED = re.compile(
    r",\s+(?:\w+\s+){0,3}(?:correspondent|reporter|editor|writer|columnist|корреспондент|редактор|кореспондент|korrespondent\w*|redakteur\w*|corresponsal|envoyée? spécial\w?)$|"
    r",?\s+(?:and|und|et|y|e|og|och|en)\s+(?:news\s+)?(?:agencies|agenturen|agences|agencias|agenzie|agências|byråer|wires?|staff)$",
    re.I,
)
_MOST = 30
_LONG = 200  # characters; a longer block is not a byline, though its first line may be


@dataclass(slots=True)
class Named:
    """The names that one source gives."""

    where: str
    persons: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)
    strong: bool = True
    lines: str = ""  # folded: the lines that were looked at for names

    def add(self, name: str, organisation: bool, url: str | None = None) -> None:
        names = self.organisations if organisation else self.persons
        if len(names) < _MOST and all(fold(name) != fold(n) for n in names):
            names.append(name)
            if url:
                self.urls[name] = url


def shown(
    tree: Tree,
    declared: Declared,
    byline: Sequence[float] | None,
    text: Sequence[bool] | None,
    sites: set[str],
) -> Named:
    """The names that the page shows as its authors'.  See `authors` for the arguments."""
    weak: Named | None = None
    last = -9
    out = Named("byline")
    lines: list[str] = []
    known: dict[int, bool] = {}
    title = fold(f"{declared.head.meta('og:title') or ''} {declared.head.title}")
    for i, p in enumerate(byline or ()):
        raw = tree.raws[i]
        if p <= 0 or _only_credit(raw.text):
            continue
        words = _own_words(raw)
        lines.append(fold(words))
        # In a dump, a line that is labelled as a byline and holds nothing but a name says as much as "by".
        says = _says(tree, i, words) or (raw.node < 0 and len(words.split()) <= 3)
        marked = _marked_as_author(tree, raw, known)
        # A label with words of the headline is its subject.
        names = [n for n in _names(tree, raw, words, says, marked) if says or fold(n) not in title]
        persons = [n for n in names if not is_organisation(n, sites)]
        if says or marked:
            if persons and out.persons and i - last > 3:
                break
            for n in names:
                out.add(n, n not in persons)
            last = i if persons else last
        elif weak is None and persons and sum(map(len, persons)) > 0.45 * len(_bare(words)):
            weak = Named("byline", strong=False)
            for n in persons[:3]:
                weak.add(n, False)
    out.lines = "\n".join(lines)
    if out.persons:
        return out
    marked_up = Named("itemprop:author", lines=out.lines)
    for value in declared.itemprops.get("author", ())[:5]:
        for name in people(value):
            if is_person(name) and _believable(name, False):
                marked_up.add(name, is_organisation(name, sites))
    if marked_up.persons:
        return marked_up
    if credited := _credited(tree, text, sites):
        return credited
    near = _near_the_story(tree, text, sites, known)
    near.lines = f"{out.lines}\n{near.lines}"
    if near.persons and (near.strong or weak is None):
        return near
    if weak is not None:
        weak.lines = near.lines
        return weak
    out.lines = near.lines
    return out if out.organisations else near


def is_byline(tree: Tree, raw: Raw) -> bool:
    """Whether a block under a headline is a byline: it says so, or its element is named after authors, and names are
    the greater part of it."""
    if not 4 <= len(raw.text) <= 150 or _SENTENCE.search(raw.text) or tree.heading(raw.node) >= 0:
        return False
    says = introduced(raw.text)
    named = [n for n in _in_words(raw.text, says, False) if is_person(n)]
    bare = _bare(raw.text)
    if says:
        return _letters("".join(named)) > 0.3 * _letters(bare)
    if raw.node >= 0 and _marked_as_author(tree, raw, {}):
        return _letters("".join(named)) > 0.5 * _letters(bare)
    # "A. Name in Place, and agencies", "A. Name (now) and B. Name": full names with what stands beside names only.
    beside = bare != raw.text or "(" in raw.text or _TITLED.search(raw.text)
    full = all(2 <= len(n.split()) <= 3 for n in named) and bool(named)
    return bool(beside) and full and sum(map(len, named)) > 0.45 * len(bare)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _bare(words: str) -> str:
    """A line without what stands beside names: places, addresses, titles."""
    return _TITLED.sub("", written_by(words))


def _only_credit(text: str) -> bool:
    """Whether a line is the credit of a picture, and names no writer."""
    return CREDIT.match(text) is not None and of_writers(text) in (text, "")


def _credited(tree: Tree, text: Sequence[bool] | None, sites: set[str]) -> Named | None:
    """The reporters whom the last lines of a story name, as agencies have it."""
    last = next((i for i in range(len(text or ()) - 1, -1, -1) if text and text[i]), -1)
    for i in range(last - 1, min(last + 3, len(tree.raws))):
        if i < 0 or (credit := reporting_credit(tree.raws[i].text)) is None:
            continue
        out = Named("credit")
        for n in people(credit):
            if is_person(n) and " " in n:
                out.add(n, is_organisation(n, sites))
        if out.persons:
            return out
    return None


def _names(tree: Tree, raw: Raw, words: str, says: bool, marked: bool) -> Iterator[str]:
    """The names in a line: those of its elements that are named after authors, else those that its words tell."""
    outer = _in_words(words, says, says and marked)
    if marked and raw.inline:
        inner = [
            n
            for piece, sure in _marked_pieces(tree, raw)
            for n in _in_words(piece, says or sure, says or sure)
        ]
        # Where another name comes first, the mark is that of one among several ("last-byline").
        if inner and not (says and outer and words.find(outer[0]) < words.find(inner[0])):
            yield from inner
            return
    yield from outer


def _in_words(words: str, says: bool, alone: bool) -> list[str]:
    """The names in words.  `says`: they are introduced as authors'; `alone`: they are nothing but a name."""
    words = behind_by(written_by(words))
    named = people(words)
    # Where the first is in capitals, all are: "By A. NAME and B. NAME".
    loud = says and bool(named) and named[0].isupper()
    found = [n for k, n in enumerate(named) if _believable(n, says and (k == 0 or (loud and " " in n)))]
    if not found and alone and (name := is_nickname(words)):
        return [name]
    return found


def _marked_pieces(tree: Tree, raw: Raw) -> list[tuple[str, bool]]:
    """The texts of the innermost elements of a line that are named after authors, and whether nothing else can be
    meant: a link to the author, or the form of a visiting card."""
    out: list[tuple[str, bool]] = []
    for index in raw.inline[:12]:
        handle = tree.nodes.handles[index]
        if not _is_marked(handle):
            continue
        piece = " ".join(handle.text[:_LONG].split())
        if not 2 <= len(piece) <= 80 or only_introduces(piece):
            continue
        sure = "author" in (handle.attr("rel") or "") or "vcard" in (handle.attr("class") or "")
        if out and piece in out[-1][0]:
            out[-1] = (piece, sure or out[-1][1])  # the inner one of two
        elif all(piece != other for other, _ in out):
            out.append((piece, sure))
    return out


def _says(tree: Tree, index: int, words: str) -> bool:
    """Whether a line says "by", or the line before it says nothing else."""
    if introduced(words):
        return True
    return index > 0 and len(words) < 80 and only_introduces(tree.raws[index - 1].text)


def _believable(name: str, said: bool) -> bool:
    """Whether a piece of a byline may be a name and not another label of the page.

    A single word, or capitals only, are a name where "by" says so.
    """
    if said_kind(name) is not None:
        return False
    return said or CJK.search(name) is not None or (" " in name and not name.isupper())


def _marked_as_author(tree: Tree, raw: Raw, known: dict[int, bool]) -> bool:
    """Whether a block's elements are named after authors; `known` keeps what is found of each element of a page."""
    for index in (*tree.ancestors(raw.node, 3), *raw.inline[:3]):
        marked = known.get(index)
        if marked is None:
            marked = known[index] = _is_marked(tree.nodes.handles[index])
        if marked:
            return True
    return False


def _is_marked(handle: Any) -> bool:
    attr = handle.attr
    name = f"{attr('class') or ''} {attr('rel') or ''} {attr('itemprop') or ''}"
    return len(name) > 2 and _names_authors(name)


@lru_cache(maxsize=4096)
def _names_authors(name: str) -> bool:
    # Few names hold any of these, and the pattern takes ten times as long.
    lower = name.lower()
    return (
        "author" in lower
        or "line" in lower
        or "autor" in lower
        or "auteur" in lower
        or "creator" in lower
        or "signature" in lower
        or "writer" in lower
        or "reporter" in lower
        or "contributor" in lower
    ) and _MARKS.search(name) is not None


def _own_words(raw: Raw) -> str:
    return raw.text.split("\n")[0] if len(raw.text) > _LONG else raw.text


def _near_the_story(
    tree: Tree, text: Sequence[bool] | None, sites: set[str], known: dict[int, bool]
) -> Named:
    """What labels have missed: a short line near the start of the story that says "by", or whose element is named
    after authors."""
    out = Named("class:author", strong=False)
    raws = tree.raws
    story = [i for i, t in enumerate(text or ()) if t and len(raws[i].text) > 80]
    near: Sequence[int] = range(len(raws))
    if story:
        # Over the story, or else in the author's box behind it.
        over = range(max(0, story[0] - 25), min(len(raws), story[0] + 6))
        near = [*over, *range(story[-1] + 1, min(len(raws), story[-1] + 15))]
    lines: list[str] = []
    for i in near:
        raw = raws[i]
        if (
            raw.node < 0
            or len(raw.text) > 150
            or (text and text[i] and len(raw.text) > 80)
            or _only_credit(raw.text)
        ):
            continue
        says = _says(tree, i, raw.text)
        marked = _marked_as_author(tree, raw, known)
        if not says and not marked:
            continue
        lines.append(fold(raw.text))
        if out.persons:
            continue
        for name in _names(tree, raw, raw.text, says, marked):
            out.add(name, is_organisation(name, sites))
        if says and out.persons and story and i < story[0]:
            out.strong = sum(map(len, out.persons)) > 0.4 * len(raw.text)
    out.lines = "\n".join(lines)
    return out
