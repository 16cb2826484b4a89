"""The lines of a text with the blocks of the page that they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.read.statements.analysis import Analysis
from onrecord.records import Block, Role, Span

__all__ = ["Line", "asks", "own_words", "lines_of", "trimmed"]

_HEADING = re.compile(r"/(?:h[1-6]|dt|summary)(?:\[\d+\])?$")
_MARKED = re.compile(
    r"“[^“”\n]{0,2000}”|\"[^\"\n]{0,2000}\"|«[^«»\n]{0,2000}»|„[^„“”\n]{0,2000}[“”]|»[^«»\n]{0,2000}«|「[^「」\n]{0,2000}」"
)
_BEHIND = " \t\u00a0\"”“»«’'）)]*_"
_QUESTION_MARKS = "?？؟;"  # the last one in Greek


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, without white space around it; `block` is `None` where only the text is known."""

    span: Span
    block: Block | None = None

    @property
    def role(self) -> Role | None:
        """What the line's block is in the story."""
        return self.block.role if self.block is not None else None

    @property
    def heading(self) -> bool:
        """Whether the page sets the line as a heading or as a term of a list of terms."""
        if self.block is None:
            return False
        return self.block.role is Role.SUBHEADING or _HEADING.search(self.block.place.path) is not None

    @property
    def apart(self) -> bool:
        """Whether the page sets the line apart from running text: as a heading, or wholly in bold."""
        return self.heading or (self.block is not None and self.block.strong)


def lines_of(analysis: Analysis) -> list[Line]:
    """The lines of a text that are not blank, in order, in time linear in lines and blocks."""
    out: list[Line] = []
    blocks = [b for b in analysis.blocks if b.span is not None]
    at = 0
    for p in analysis.paragraphs:
        while at < len(blocks) and _end(blocks[at]) <= p.start:
            at += 1
        block = blocks[at] if at < len(blocks) and _start(blocks[at]) <= p.start else None
        out.append(Line(trimmed(analysis.text, p.start, p.end), block))
    return out


def _start(block: Block) -> int:
    return block.span.start if block.span is not None else 0


def _end(block: Block) -> int:
    return block.span.end if block.span is not None else 0


def trimmed(text: str, start: int, end: int) -> Span:
    """A stretch without white space around it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)


def asks(text: str, spans: Iterable[Span], language: str | None) -> bool:
    """Whether the last words of `spans` are a question."""
    last = next((s for s in reversed(list(spans)) if len(s)), None)
    if last is None:
        return False
    end = last.end
    while end > last.start and text[end - 1] in _BEHIND:
        end -= 1
    mark = text[end - 1] if end > last.start else ""
    return bool(mark) and mark in _QUESTION_MARKS and (mark != ";" or (language or "").startswith("el"))


def own_words(text: str) -> str:
    """A line without what stands in quotation marks; all of it if it stands in them whole."""
    plain = _MARKED.sub(" ", text)
    return plain if any(map(str.isalnum, plain)) else text
