"""Words that somebody typed, found in the running text of a page: one piece a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.errors import BadCorrection
from onrecord.records import Reading, Span
from onrecord.render.inert import inert

__all__ = ["Places", "find"]

_MOST_PIECES = 20
_MOST_CHARS = 20_000
_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Places:
    """A piece that stands in several places: (start, what stands before it and after it) of each."""

    words: str
    places: tuple[tuple[int, str, str], ...]


def find(reading: Reading, typed: str, near: Iterable[Span], chosen: Iterable[int]) -> list[Span | Places]:
    """Where each line of `typed` stands in the text of the story, white space and what is never shown aside.

    Of several places the one whose start is `chosen` is taken, else the only one that touches a span of `near`, else the only one
    in a block that `near` touches; otherwise all are given.  Raises `BadCorrection` for words that do not stand there.
    """
    lines = [line for raw in inert(typed).splitlines() if (line := " ".join(raw.split()))]
    if len(lines) > _MOST_PIECES or len(typed) > _MOST_CHARS:
        raise BadCorrection("this is too long for one statement")
    near, chosen = list(near), set(chosen)
    return [_one(reading, line, near, chosen) for line in lines]


def _one(reading: Reading, line: str, near: list[Span], chosen: set[int]) -> Span | Places:
    text = reading.article.text if reading.article else ""
    pattern = re.compile(r"\s+".join(re.escape(w) for w in line.split()))
    blocks = [b.span for b in reading.blocks if b.span is not None]
    found = []
    for b in blocks:
        shown = inert(b.of(text))
        at: Sequence[int] = range(b.start, b.end)
        if len(shown) < len(at):
            at = [i for i in at if inert(text[i])]
        found += [(Span(at[m.start()], at[m.end() - 1] + 1), b) for m in pattern.finditer(shown)]
    if not found:
        raise BadCorrection(f"these words are not in the story in this order: “{line[:200]}”")
    # "the" is not meant in "them", unless it stands nowhere else.
    found = [(s, b) for s, b in found if not _cuts(text, s)] or found
    if len(found) == 1:
        return found[0][0]
    for narrower in (
        [s for s, _ in found if s.start in chosen],
        [s for s, _ in found if any(_touch(s, n) for n in near)],
        [s for s, b in found if any(_touch(b, n) for n in near)],
    ):
        if len(narrower) == 1:
            return narrower[0]
    return Places(
        line,
        tuple(
            (s.start, text[max(0, s.start - _CONTEXT) : s.start], text[s.end : s.end + _CONTEXT])
            for s, _ in found[:50]
        ),
    )


def _cuts(text: str, span: Span) -> bool:
    """Whether a span begins or ends within a word, where scripts have words between spaces: those with capitals do."""
    return any(
        0 < at < len(text) and all(c.lower() != c.upper() for c in text[at - 1 : at + 1])
        for at in (span.start, span.end)
    )


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
