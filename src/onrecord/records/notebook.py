"""Readings in a notebook: the marked article as HTML, and tables of pandas and Polars.

Text of pages is escaped, links are left out, and nothing is loaded: the markup is a few elements with inline styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import import_module
from itertools import islice
from typing import Any

from onrecord.records.statement import AttributionType, Statement

__all__ = ["marked_html", "table"]

_COLOURS = ("#fde68a", "#bfdbfe", "#bbf7d0", "#fecaca", "#ddd6fe", "#fed7aa", "#a5f3fc", "#fbcfe8")
_TAGS = {"headline": "h3", "subheading": "h4", "list_item": "li", "block_quote": "blockquote"}


def table(library: str, rows: list[dict[str, Any]]) -> Any:
    """The rows as a DataFrame of `library` ("pandas" or "polars").  Raises `ImportError` where it is not installed."""
    try:
        found = import_module(library)
    except ImportError as e:
        raise ImportError(
            f"{library} is not installed; run pip install '.[notebook]' in a clone of onrecord", name=library
        ) from e
    return found.DataFrame(rows)


def marked_html(title: str, blocks: Iterable[tuple[str, str, int]], statements: Sequence[Statement]) -> str:
    """A story with what is said marked in it, a colour and a number for each speaker.

    `blocks` are (role, text, where it begins in the article's text); the statements' spans count in that text.  What stands within
    another statement is marked with the outer one.
    """
    said = [s for s in statements if s.type is AttributionType.COMMUNICATION]
    speakers = list(dict.fromkeys((s.speaker.name, s.speaker.kind) for s in said))
    numbers = {who: n for n, who in enumerate(speakers)}
    marks = sorted(
        ((x.start, x.end, numbers[s.speaker.name, s.speaker.kind]) for s in said for x in s.content if x),
        key=lambda m: (m[0], -m[1]),
    )
    out = [f"<h3>{escape(title)}</h3>"]
    first = 0  # of the marks that may still reach into a block
    for role, text, start in blocks:
        while first < len(marks) and marks[first][1] <= start:
            first += 1
        tag = _TAGS.get(role, "p")
        out.append(f"<{tag}>{''.join(_woven(text, start, islice(marks, first, None)))}</{tag}>")
    if speakers:
        items = (
            f'<li><span style="{_style(n)}">{escape(name)}</span></li>'
            for n, (name, _) in enumerate(speakers)
        )
        out.append(f"<ol>{''.join(items)}</ol>")
    return f'<article dir="auto">{"".join(out)}</article>'


def _style(number: int) -> str:
    return f"background:{_COLOURS[number % len(_COLOURS)]};color:#111"


def _woven(text: str, offset: int, marks: Iterable[tuple[int, int, int]]) -> Iterator[str]:
    at = 0
    for start, end, number in marks:
        if start >= offset + len(text):
            break
        a, b = max(start - offset, at), min(end - offset, len(text))
        if a >= b:
            continue
        yield escape(text[at:a])
        yield f'<mark style="{_style(number)}">{escape(text[a:b])}<sup>{number + 1}</sup></mark>'
        at = b
    yield escape(text[at:])
