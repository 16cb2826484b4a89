"""What the head of a page says of it: metas, links, title, JSON-LD and the like, put down as they stand."""

from __future__ import annotations

import re
from typing import Any

from turbohtml import Element

from onrecord.read.cleaning import Cleaner
from onrecord.read.tree import Head

__all__ = ["HEAD_TAGS", "clean_head", "note_element", "note_head"]

HEAD_TAGS = frozenset("meta title link script base frame".split())
# A value whose closing quotation mark is missing goes on to the next mark, over the elements behind it.
_SWALLOWED = re.compile(r"\s<(?:meta|link|script|style|title|/?head|body)\b")
_MOST_METAS = 1000


def note_head(head: Head, handle: Any) -> None:
    """Put down what the elements of a `<head>` or `<frameset>` say."""
    for inner in handle.descendants:
        if type(inner) is Element and inner.tag in HEAD_TAGS:
            note_element(head, inner, inner.tag)


def note_element(head: Head, handle: Any, tag: str) -> None:
    """Put down what an element of the tags in `HEAD_TAGS` says; it may stand anywhere in the page."""
    if tag == "meta":
        content = handle.attr("content")
        if content and len(head.metas) < _MOST_METAS:
            for name in ("property", "name", "itemprop", "http-equiv"):
                if key := handle.attr(name):
                    head.metas.append((key.strip().lower(), _closed(content[:5000])))
    elif tag == "title":
        if not head.title:
            head.title = " ".join(handle.text.split())[:2000]
    elif tag == "link":
        if len(head.links) < _MOST_METAS and (rel := handle.attr("rel")):
            head.links.append((_one(rel).lower(), handle.attrs.copy()))
    elif tag == "script":
        kind = handle.attr("type") or ""
        if "ld+json" in kind.lower() and len(head.json_ld) < 50:
            head.json_ld.append(handle.text[:2_000_000])
    elif tag == "base":
        head.base = head.base or _one(handle.attr("href"))
    elif tag == "frame" and (src := handle.attr("src")):
        head.frames.append(_one(src))


def clean_head(head: Head, clean: Cleaner) -> None:
    """Clean what was put down."""
    head.title = clean(head.title)
    head.metas = [(name, clean(content)) for name, content in head.metas]
    head.json_ld = [clean.json(script) for script in head.json_ld]


def _closed(value: str) -> str:
    """A declared value in one line, without the elements that it has swallowed."""
    if "<" in value and (found := _SWALLOWED.search(value)):
        value = value[: found.start()]
    return " ".join(value.split())


def _one(value: Any) -> str:
    """An attribute as one text; the parser gives lists for class, rel and the like."""
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, list) else str(value)
