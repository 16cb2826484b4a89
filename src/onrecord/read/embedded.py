"""Pages whose text is only in their scripts.

Some sites send an empty page and the story as data: a JSON-LD `articleBody`, the state of a JavaScript
framework, or markup escaped in a string.  When a page shows no text at all, the longest piece of prose or
markup among its scripts' strings is read in its place.  Nothing is run; the strings are only looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from onrecord.read.page import Page
from onrecord.read.tree import Tree
from onrecord.read.walk import walk
from onrecord.records import Note
from onrecord.settings import Settings

__all__ = ["embedded"]

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.S | re.I)
_QUOTE = re.compile(r'(?<!\\)"')
_LONG, _LONGEST = 300, 2_000_000  # characters of a string that is looked at
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|li)\b[^<>]*>", re.I)
_SENTENCE = re.compile(r"[.!?](?=[\s<”»\"]|$)|[。！？]|다\.")
_CODE = re.compile(r"[{};]|=>|function\b|\\u00|https?://")
_MOST = 400  # strings looked at


def _unescaped(literal: str) -> str | None:
    try:
        value = json.loads(f'"{literal}"', strict=False)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _worth(text: str) -> float:
    """How much a string is like a story: sentences count, code counts against it."""
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
    for script in _SCRIPT.finditer(source):
        for literal in _literals(script[1]):
            value = _unescaped(literal)
            if value is None:
                continue
            found.append(value)
            found.extend(v for inner in _literals(value) if (v := _unescaped(inner)) is not None)
            if len(found) > _MOST:
                return found
    return found


def embedded(tree: Tree, settings: Settings) -> Tree:
    """A tree of the story in the page's scripts, with the page's own head; `tree` itself if there is none."""
    candidates = _strings(tree.page.source)
    best = max(candidates, key=_worth, default="")
    if _worth(best) < 4:
        return tree
    body = (
        best
        if _MARKUP.search(best)
        else "".join(f"<p>{line}</p>" for line in best.splitlines() if line.strip())
    )
    found = walk(Page(tree.page.info, f"<!doctype html><body><article>{body}</article>"), settings)
    found.head, found.page, found.elsewhere = tree.head, tree.page, True
    note = Note("blocks", "the text", "taken from the data in the page's scripts; the page itself shows none")
    found.notes = [*tree.notes, *found.notes, note]
    return found
