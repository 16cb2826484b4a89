"""Pages whose text is only in their scripts.

Some sites send an empty page and the story as data: a JSON-LD `articleBody`, the state of a JavaScript
framework, or markup escaped in a string.  When a page shows no text at all, the longest piece of prose or
markup among its scripts' strings, or the list with the most sentences in its data, is read in its place.
Nothing is run; the data are only looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from itertools import pairwise

from onrecord.read.page import Page
from onrecord.read.page_data import scripts, values
from onrecord.read.state_story import Candidate, sentences, story
from onrecord.read.tree import Tree
from onrecord.read.walk import walk
from onrecord.records import Note
from onrecord.settings import Settings

__all__ = ["embedded", "prose_in_data"]

_QUOTE = re.compile(r'(?<!\\)"')
_LONG, _LONGEST = 300, 2_000_000  # characters of a string that is looked at
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|li)\b[^<>]*>", re.I)
_SENTENCE = re.compile(r"[.!?](?=[\s<”»\"]|$)|[。！？]|다\.")
_CODE = re.compile(r"[{};]|=>|function\b|\\u00|https?://")
_MOST = 400  # strings looked at
_SHORT, _LONG_PARAGRAPH = 30, 5_000  # characters of a paragraph
_APART = 200  # characters between two strings of one story
_LEAST = 3  # sentences


def _unescaped(literal: str) -> str | None:
    try:
        value = json.loads(f'"{literal}"', strict=False)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _worth(text: str) -> float:
    """How much a string is like a story: sentences count, code counts against it."""
    if text[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]"):
        return 0.0  # data in a string, which are looked at as data
    sentences = len(_SENTENCE.findall(text))
    if sentences < 3:
        return 0.0
    return sentences + 2 * len(_MARKUP.findall(text)) - 0.5 * len(_CODE.findall(text))


def _literals(code: str) -> Iterator[str]:
    """What stands between two quotation marks that follow each other.  One pass: code may be hostile, and a pattern
    for whole strings would start anew at each quotation mark."""
    marks = [m.start() for m in _QUOTE.finditer(code)]
    for a, b in pairwise(marks):
        if _LONG < b - a < _LONGEST:
            yield code[a + 1 : b]


def _strings(source: str) -> list[str]:
    """The long strings in the scripts of a page, and those within them (data is often escaped twice)."""
    found: list[str] = []
    for _, code in scripts(source):
        for literal in _literals(code):
            value = _unescaped(literal)
            if value is None:
                continue
            found.append(value)
            found.extend(v for inner in _literals(value) if (v := _unescaped(inner)) is not None)
            if len(found) > _MOST:
                return found
    return found


def _in_order(source: str) -> Candidate | None:
    """The sentences among the strings of one script, in their order: state that is written as code, not as JSON.

    Strings of one story stand close to each other; the strings of teasers stand apart.
    """
    best: tuple[int, list[str]] = (0, [])
    for _, code in scripts(source):
        marks = [m.start() for m in _QUOTE.finditer(code)]
        run: list[str] = []
        score, last = 0, 0
        for a, b in pairwise(marks):
            if not _SHORT < b - a < _LONG_PARAGRAPH:
                continue
            value = _unescaped(code[a + 1 : b])
            n = sentences(value) if value is not None else 0
            if not n or value is None:
                continue
            if a - last > _APART:
                run, score = [], 0
            if len(run) < _MOST:
                run.append(value)
                score += n
            last = b
            if score > best[0]:
                best = score, run
    if best[0] < _LEAST:
        return None
    return Candidate(
        best[0], "".join(f"<p>{x if _MARKUP.search(x) else escape(x, quote=False)}</p>" for x in best[1])
    )


def _single(source: str) -> Candidate | None:
    """The story in one string."""
    text = max(_strings(source), key=_worth, default="")
    if _worth(text) < 4:
        return None
    if not _MARKUP.search(text):
        text = "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
    return Candidate(len(_SENTENCE.findall(text)), text)


def prose_in_data(tree: Tree) -> Candidate | None:
    """The story in the data that a page brings along, `None` if there is none."""
    source = tree.page.source
    told = " ".join(filter(None, (tree.head.meta("og:title"), tree.head.title)))
    found = [c for value in values(source) if (c := story(value, told)) is not None]
    if (one := _single(source)) is not None:
        found.insert(0, one)
    if found:
        return max(found, key=lambda c: c.sentences)
    return _in_order(source)


def embedded(tree: Tree, settings: Settings) -> Tree:
    """A tree of the story in the page's data, with the page's own head; `tree` itself if there is none."""
    best = prose_in_data(tree)
    if best is None:
        return tree
    found = walk(Page(tree.page.info, f"<!doctype html><body><article>{best.markup}</article>"), settings)
    found.head, found.page, found.elsewhere = tree.head, tree.page, True
    note = Note(
        "blocks", "the text", "taken from data in the page's scripts, because the page itself shows no text"
    )
    found.notes = [*tree.notes, *found.notes, note]
    return found
