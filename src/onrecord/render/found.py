"""What a search found, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from onrecord.records import (
    HAND,
    ArticleHit,
    Firmness,
    PageRef,
    SilenceHit,
    Snippet,
    Span,
    SpeakerEntry,
    StatementHit,
    concluded,
)
from onrecord.render.inert import inert

__all__ = ["marked", "show_article", "show_silence", "show_speaker", "show_statement"]

_MARK = "bold yellow"


def marked(text: str, marks: Iterable[Span], console: Console, style: str = "") -> Text:
    """A text on one line with its marks: in colour, or between ⟦ and ⟧ where there are no colours."""
    colour = console.color_system is not None and not console.no_color
    out, at = Text(style=style), 0
    for span in marks:
        out.append(_line(text[at : span.start]))
        words = _line(span.of(text))
        out.append(words if colour else f"⟦{words}⟧", style=_MARK if colour else "")
        at = span.end
    return out.append(_line(text[at:]))


def _line(text: str) -> str:
    """Harmless, and without line breaks; a blank at an end stays."""
    return " ".join(inert(text).replace("\n", " ").replace("\t", " ").split(" "))


def _snippet(snippet: Snippet, console: Console) -> Text:
    body = marked(snippet.text, snippet.marks, console)
    return Text.assemble("… " if snippet.cut_before else "", body, " …" if snippet.cut_after else "")


def _day(page: PageRef) -> str:
    if page.published is None:
        return "no date"
    time = page.published
    if page.date_only:
        return f"{time:%Y-%m-%d}".rjust(10, "0")
    if time.tzinfo is None:
        zone = " (no time zone)"
    else:
        zone = " UTC" if time.utcoffset() == timedelta() else time.isoformat(timespec="minutes")[16:]
    return f"{time:%Y-%m-%d %H:%M}".rjust(16, "0") + zone


def _where(page: PageRef) -> str:
    parts = [_day(page), page.site or page.host or "", page.address]
    if not page.latest:
        parts.append("an earlier version")
    return " · ".join(_line(p) for p in parts if p)


def show_article(hit: ArticleHit, console: Console) -> None:
    """Print a hit: title, when and where, a passage."""
    console.print(
        marked(hit.page.title or "(no title)", hit.title_marks if hit.page.title else (), console, "bold")
    )
    console.print(Text(_where(hit.page), style="dim"))
    console.print(Padding(_snippet(hit.snippet, console), (0, 0, 1, 4)))


def show_statement(hit: StatementHit, console: Console) -> None:
    """Print a statement: who, its words in their sentence, how it is said, when and where."""
    line = Text(_line(hit.speaker.name), style="bold cyan")
    if hit.speaker.role and hit.speaker.role != hit.speaker.name:
        line.append(f" ({_line(hit.speaker.role)})", style="not bold")
    console.print(line)
    console.print(Padding(_snippet(hit.snippet, console), (0, 0, 0, 4)))
    notes = [str(hit.manner)]
    if hit.act != "statement":
        notes.append(str(hit.act))
    if hit.firmness is not Firmness.ASSERTED:
        notes.append(str(hit.firmness))
    if hit.negated:
        notes.append("negated")
    if HAND in hit.speaker.inferred:
        notes.append("speaker by hand")
    if inferred := concluded(hit.speaker.inferred):
        notes.append(f"speaker inferred ({', '.join(map(_line, inferred))})")
    if hit.within:
        notes.append("reported by another speaker")
    console.print(Padding(Text(" · ".join(notes), style="dim"), (0, 0, 0, 4)))
    title = f"{_line(hit.page.title)} · " if hit.page.title else ""
    # Terminals that know links make one of this line; in others, and in files, it is text.
    style = Style(dim=True, link=hit.link)
    console.print(Padding(Text(title + _where(hit.page), style=style), (0, 0, 1, 4)))


def show_silence(hit: SilenceHit, console: Console) -> None:
    """Print a silence: who, the words that say so in their sentence, when and where."""
    line = Text(_line(hit.speaker.name), style="bold cyan")
    if hit.speaker.role and hit.speaker.role != hit.speaker.name:
        line.append(f" ({_line(hit.speaker.role)})", style="not bold")
    console.print(line)
    console.print(Padding(_snippet(hit.snippet, console), (0, 0, 0, 4)))
    if inferred := concluded(hit.speaker.inferred):
        note = f"speaker inferred ({', '.join(map(_line, inferred))})"
        console.print(Padding(Text(note, style="dim"), (0, 0, 0, 4)))
    title = f"{_line(hit.page.title)} · " if hit.page.title else ""
    console.print(Padding(Text(title + _where(hit.page), style="dim"), (0, 0, 1, 4)))


def show_speaker(entry: SpeakerEntry, console: Console) -> None:
    """Print a name with its figures, and other names that may be spellings of it."""
    line = Text(f"{entry.statements:>6}  ")
    line.append(_line(entry.name), style="bold")
    if entry.kind != "person":
        line.append(f" {entry.kind}", style="dim")
    days = "no date"
    if entry.first and entry.last:
        first, last = entry.first[:10], entry.last[:10]
        days = first if first == last else f"{first} to {last}"
    line.append(f"  {entry.outlets} outlet{'' if entry.outlets == 1 else 's'}, {days}", style="dim")
    if entry.also:
        line.append(
            f"  perhaps also (inferred from the spelling): {'; '.join(map(_line, entry.also))}", style="dim"
        )
    console.print(line)
