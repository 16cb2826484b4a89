"""Statements in the text: what stands where as HTML, with statements within statements and such that overlap.

Elements cannot overlap, so a stretch that begins within another and ends outside is written in pieces.  The first piece
of a statement has its id (`s-...`), all have its code; its last has a link to the list of statements, whose text is the
number of the speaker: colour is not the only thing that tells speakers apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from onrecord.fragments import web_url
from onrecord.records import Block, Reading, Span, Statement
from onrecord.render.inert import inert
from onrecord.render.statements import by_speaker
from onrecord.web.templating import tag

__all__ = ["Mark", "Marks", "colour", "weave"]

_COLOURS = 8
_RANKS = {"said": 0, "source": 1, "cue": 2, "hedge": 3, "link": 4}


def colour(number: int) -> str:
    """The class of the speaker with this number."""
    return f"c{(number - 1) % _COLOURS + 1}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that is an element: `kind` is "said", "source", "cue", "hedge" or "link".

    `first` are attributes of its first piece only, and `after` is what stands behind its end.
    """

    start: int
    end: int
    kind: str
    name: str
    attributes: Mapping[str, str | None]
    first: Mapping[str, str | None] = field(default_factory=dict)
    after: Markup | None = None


def weave(text: str, marks: Iterable[Mark]) -> Markup:
    """The text with its marks as elements, all of it escaped."""
    todo = sorted(
        (m for m in marks if 0 <= m.start < m.end <= len(text)),
        key=lambda m: (m.start, -m.end, _RANKS[m.kind]),
    )
    points = sorted({0, len(text), *(m.start for m in todo), *(m.end for m in todo)})
    out: list[str] = []
    stack: list[Mark] = []
    at = 0
    for point, following in zip(points, [*points[1:], None], strict=True):
        _end_at(point, stack, out)
        while at < len(todo) and todo[at].start == point:
            mark = todo[at]
            at += 1
            if mark.kind == "link" and any(m.kind == "link" for m in stack):
                continue  # links do not stand in links
            stack.append(mark)
            out.append(_opened(mark, {**mark.attributes, **mark.first}))
        if following is not None:
            out.append(str(escape(inert(text[point:following]))))
    return Markup("".join(out))  # noqa: S704 - made of escaped parts


def _opened(mark: Mark, attributes: Mapping[str, str | None]) -> str:
    return str(tag(mark.name, attributes)).removesuffix(f"</{mark.name}>")


def _end_at(point: int, stack: list[Mark], out: list[str]) -> None:
    """End what ends here; what goes on is ended and begun again where it must be."""
    ending = [m for m in stack if m.end <= point]
    if not ending:
        return
    after = [m.after for m in reversed(ending) if m.after is not None]
    # A link to the list must not stand in a link of the page.
    lowest = min(i for i, m in enumerate(stack) if m.end <= point or (after and m.kind == "link"))
    going_on = [m for m in stack[lowest:] if m.end > point]
    out.extend(f"</{m.name}>" for m in reversed(stack[lowest:]))
    del stack[lowest:]
    out.extend(str(a) for a in after)
    for mark in going_on:
        stack.append(mark)
        out.append(_opened(mark, mark.attributes))


class Marks:
    """What is marked in the text of a reading; speakers are numbered in the order of `by_speaker`."""

    def __init__(self, reading: Reading) -> None:
        self.groups = by_speaker(reading.statements)
        self.numbers = {(s.name, s.kind): n for n, (s, _) in enumerate(self.groups, 1)}
        self.marks = sorted(self._all(reading), key=lambda m: m.start)
        self.starts = [m.start for m in self.marks]
        self.longest = max((m.end - m.start for m in self.marks), default=0)

    def number(self, statement: Statement) -> int:
        """The number of a statement's speaker, from 1."""
        return self.numbers[statement.speaker.name, statement.speaker.kind]

    def _all(self, reading: Reading) -> Iterator[Mark]:
        seen: set[tuple[str, Span]] = set()
        for s in reading.statements:
            number = self.number(s)
            key = {"data-s": s.id}
            content = [x for x in s.content if x]
            for i, span in enumerate(content):
                first = {"id": f"s-{s.id}"} if i == 0 else {}
                after = _reference(s, number) if i == len(content) - 1 else None
                yield Mark(
                    span.start,
                    span.end,
                    "said",
                    "mark",
                    {"class": f"said {colour(number)}", **key},
                    first,
                    after,
                )
            for kind, spans in (("source", s.source), ("cue", s.cue), ("hedge", s.grade.hedges)):
                for i, span in enumerate(spans):
                    # Several statements often share a cue, and it is marked once.
                    if not span or (kind, span) in seen:
                        continue
                    seen.add((kind, span))
                    bare = kind == "cue" and not content
                    first = {"id": f"s-{s.id}"} if bare and i == 0 else {}
                    classes = kind if kind == "hedge" else f"{kind} {colour(number)}"
                    yield Mark(span.start, span.end, kind, "span", {"class": classes, **key}, first)

    def html(self, block: Block) -> Markup:
        """The text of a block with everything that is marked in it."""
        links = [
            Mark(k.span.start, k.span.end, "link", "a", {"href": url, "rel": "noopener noreferrer nofollow"})
            for k in block.links
            if (url := web_url(k.url))
        ]
        return weave(block.text, [*links, *self._within(block)])

    def _within(self, block: Block) -> Iterator[Mark]:
        if block.span is None:
            return
        start, end = block.span.start, block.span.end
        for m in self.marks[bisect_left(self.starts, start - self.longest) : bisect_left(self.starts, end)]:
            if m.end <= start:
                continue
            yield Mark(
                max(m.start, start) - start,
                min(m.end, end) - start,
                m.kind,
                m.name,
                m.attributes,
                m.first if m.start >= start else {},
                m.after if m.end <= end else None,
            )


def _reference(statement: Statement, number: int) -> Markup:
    name = f"{number}: {statement.speaker.name}"
    link = tag(
        "a",
        {
            "href": f"#said-{statement.id}",
            "class": "ref",
            "aria-label": name,
            "title": statement.speaker.name,
        },
        str(number),
    )
    return tag("sup", {"class": colour(number)}, link)
