"""Statements for the terminal: by speaker, and in the text with a colour for each speaker."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.records import HAND, Firmness, Reading, Span, Speaker, Statement, concluded
from onrecord.render.inert import inert
from onrecord.render.statements import by_speaker, date, words

__all__ = ["Marks", "list_silences", "list_speakers"]

_COLOURS = (
    "cyan",
    "green",
    "magenta",
    "yellow",
    "blue",
    "red",
    "bright_cyan",
    "bright_green",
    "bright_magenta",
)


def _colour(number: int) -> str:
    return _COLOURS[(number - 1) % len(_COLOURS)]


def list_speakers(reading: Reading, console: Console) -> None:
    """Print the statements of each speaker, numbered as in the marked text."""
    groups = by_speaker(reading.statements)
    if not groups:
        console.print(Text("No statements found.", style="dim"))
        return
    by_id = {s.id: s for s in reading.statements}
    for number, (speaker, statements) in enumerate(groups, 1):
        console.print(_heading(number, speaker, len(statements)))
        for statement in statements:
            console.print(Padding(_line(reading, statement, by_id), (0, 0, 0, 4)))
        console.print()


def list_silences(reading: Reading, console: Console) -> None:
    """Print who, as the page says, declined, refused or did not comment; nothing where there is nobody."""
    if not reading.silences:
        return
    console.print(Text("Did not speak:", style="bold"))
    for s in reading.silences:
        line = Text.assemble(("• ", "dim"), (_flat(s.speaker.name), "bold"))
        line.append(f" {_flat(words(reading, s.cue))}", style="not bold")
        line.append(f" {_flat(words(reading, s.about))}")
        if inferred := concluded(s.speaker.inferred):
            line.append(f"  speaker inferred ({', '.join(map(_flat, inferred))})", style="dim")
        console.print(Padding(line, (0, 0, 0, 4)))
    console.print()


def _heading(number: int, speaker: Speaker, count: int) -> Text:
    line = Text.assemble((f"[{number}] ", "dim"), (_flat(speaker.name), f"bold {_colour(number)}"))
    if speaker.role and speaker.role != speaker.name:
        line.append(f" ({_flat(speaker.role)})")
    if speaker.kind != "person":
        line.append(f" {speaker.kind}", style="dim")
    line.append(f": {count} statement{'' if count == 1 else 's'}")
    return line


def _line(reading: Reading, statement: Statement, by_id: dict[str, Statement]) -> Text:
    """The words of a statement, then what is not plain: act, firmness, negation, occasion, inference, chain."""
    line = Text("• ", style="dim")
    line.append(_flat(words(reading, statement.content)) or "(no words)", style="not dim")
    notes = []
    cue = _flat(words(reading, statement.cue))
    if cue:
        notes.append(cue)
    if statement.act != "statement":
        notes.append(str(statement.act))
    grade = statement.grade
    if grade.firmness is not Firmness.ASSERTED:
        decided = _flat(words(reading, grade.words))
        notes.append(f"{grade.firmness} ({decided})" if decided else str(grade.firmness))
    hedges = [s for s in grade.hedges if s not in grade.words]
    if hedges:
        notes.append(f"hedged: {_flat(words(reading, hedges))}")
    for occasion in statement.when:
        said = _flat(words(reading, [occasion.span]))
        day = date(occasion)
        sure = f", inferred: {', '.join(occasion.inferred)}" if day and occasion.inferred else ""
        notes.append(f"{said} ({day}{sure})" if day else said)
    notes.extend(_flat(words(reading, [o.span])) for o in statement.through)
    if HAND in statement.speaker.inferred:
        notes.append("speaker by hand")
    if statement.reader.endswith(HAND):
        notes.append("added by hand" if statement.reader == HAND else "corrected by hand")
    if inferred := concluded(statement.speaker.inferred):
        mention = _flat(words(reading, statement.source)) or "nobody named"
        notes.append(f"speaker inferred from “{mention}” ({', '.join(map(_flat, inferred))})")
    if statement.within in by_id:
        notes.append(f"reported by {_flat(by_id[statement.within].speaker.name)}")
    return line.append(f"  {' · '.join(notes)}", style="dim") if notes else line


def _flat(text: str) -> str:
    return " ".join(inert(text).split())


class Marks:
    """What is marked in the text of a reading: contents in the colour of their speaker, cues underlined, sources bold.

    Without colours, content stands between ⟦ and ⟧ with the speaker's number after it, and a cue between low lines.
    """

    def __init__(self, reading: Reading, *, colour: bool) -> None:
        self.colour = colour
        numbers = {
            (speaker.name, speaker.kind): n
            for n, (speaker, _) in enumerate(by_speaker(reading.statements), 1)
        }
        self.marks: list[tuple[Span, str, int]] = []  # (where, part, number of the speaker)
        seen: set[tuple[Span, str]] = set()
        for s in reading.statements:
            number = numbers[s.speaker.name, s.speaker.kind]
            for part, spans in (("content", s.content), ("source", s.source), ("cue", s.cue)):
                # Several statements often share a cue, and it is marked once.
                self.marks.extend((x, part, number) for x in spans if x and (x, part) not in seen)
                seen.update((x, part) for x in spans if part != "content")
        # Longest first, so that what is told within a statement is styled after it and shows.
        self.marks.sort(key=lambda m: (m[0].start, -m[0].end))
        self.starts = [m[0].start for m in self.marks]
        self.longest = max((len(m[0]) for m in self.marks), default=0)

    def text(self, span: Span, text: str, style: str) -> Text:
        """The text of a block that stands at `span` of `Article.text`, with what is marked in it."""
        here = [(max(m.start, span.start) - span.start, min(m.end, span.end) - span.start, m, part, n)
                for m, part, n in self._within(span)]  # fmt: skip
        points = sorted({0, len(text), *(p for start, end, *_ in here for p in (start, end))})
        out = Text(style=style)
        for start, end in pairwise(points):
            if not self.colour:
                out.append("".join(_before(part) for a, _, _, part, _ in here if a == start))
            out.append(
                inert(text[start:end]),
                style=self._style((p, n) for a, e, _, p, n in here if a <= start and e >= end),
            )
            if not self.colour:
                out.append("".join(_after(part, n) for _, e, _, part, n in reversed(here) if e == end))
        return out

    def _within(self, span: Span) -> Iterable[tuple[Span, str, int]]:
        first = bisect_right(self.starts, span.start - self.longest)
        for mark in self.marks[max(0, first - 1) : bisect_right(self.starts, span.end)]:
            if mark[0].start < span.end and mark[0].end > span.start:
                yield mark

    def _style(self, marks: Iterable[tuple[str, int]]) -> str:
        styles = []
        if self.colour:
            for part, number in marks:
                styles.append({"content": _colour(number), "source": "bold", "cue": "underline"}[part])
        # Of two colours the inner one holds.
        colours = [s for s in styles if s not in ("bold", "underline")]
        return " ".join([*colours[-1:], *sorted({s for s in styles if s in ("bold", "underline")})])


def _before(part: str) -> str:
    return {"content": "⟦", "cue": "_", "source": ""}[part]


def _after(part: str, number: int) -> str:
    return {"content": f"⟧[{number}]", "cue": "_", "source": ""}[part]
