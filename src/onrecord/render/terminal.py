"""A reading as a view for the terminal: the story, with the furniture folded away at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from onrecord.records import Article, Block, Furniture, Reading, Role, Timestamp
from onrecord.render.inert import inert
from onrecord.render.speakers import Marks, list_silences, list_speakers

__all__ = ["show"]

_STYLES = {
    Role.SECTION: "cyan",
    Role.HEADLINE: "bold",
    Role.DEK: "italic",
    Role.BYLINE: "cyan",
    Role.DATELINE: "cyan",
    Role.SUBHEADING: "bold",
    Role.LIVE_ENTRY: "bold cyan",
    Role.BLOCK_QUOTE: "italic",
    Role.PULL_QUOTE: "dim italic",
    Role.CAPTION: "green",
    Role.CREDIT: "dim green",
    Role.EMBED: "magenta",
    Role.CORRECTION: "yellow",
    Role.TABLE: "",
}
_MARKED = (Role.SECTION, Role.CAPTION, Role.CREDIT, Role.EMBED, Role.PULL_QUOTE, Role.CORRECTION)


def show(
    reading: Reading,
    console: Console,
    *,
    everything: bool = False,
    trail: bool = False,
    mark: bool | None = None,
    statements: bool = False,
) -> None:
    """Print a reading.

    `everything` shows furniture labelled with kind and score, `trail` what was left out and why, `statements` the
    statements by speaker below the article.  `mark` marks them in the text; by default if the console has colours.
    """
    article = reading.article
    colour = console.color_system is not None and not console.no_color
    marks = Marks(reading, colour=colour) if (colour if mark is None else mark) else None
    console.print(Rule(Text(inert(reading.page.name), style="dim"), align="left", style="dim"))
    if not reading.verdict.is_article:
        odds = 1 - reading.verdict.article
        console.print(Text(f"not an article ({reading.verdict.type}, {odds:.2f})", style="bold red"))
    if article is not None:
        _facts(article, console)
    for run in _runs(reading.blocks):
        if run[0].role is Role.FURNITURE and not everything:
            console.print(Text(_folded(run), style="dim"))
            continue
        for block in run:
            _block(block, console, everything, marks)
    if not everything and reading.furniture:
        kinds = Counter(b.kind for b in reading.furniture)
        line = ", ".join(f"{n} {_OF_STORIES[n > 1] if k == _OTHER else k}" for k, n in kinds.most_common())
        console.print(Text(f"Left out: {line}. Show it with --all.", style="dim"))
    if statements:
        console.print(Rule(Text("Statements", style="dim"), align="left", style="dim"))
        list_speakers(reading, console)
        list_silences(reading, console)
        for note in reading.trail:
            if note.stage == "statements" and not trail:
                console.print(Text(f"{inert(note.what)}: {inert(note.why)}.".capitalize(), style="dim"))
    if trail:
        for note in reading.trail:
            console.print(Text(f"{note.stage}: {inert(note.what)}: {inert(note.why)}", style="dim yellow"))
    console.print()


def _facts(article: Article, console: Console) -> None:
    """What the page says of the story, each with where it was found."""
    rows: list[tuple[str, str, str]] = []
    if article.title:
        rows.append(("title", article.title.value, article.title.where))
    for author in article.authors:
        kind = " (organisation)" if author.organisation else ""
        rows.append(("by", author.name + kind, author.where))
    rows.extend(("origin", f"{o.name or 'not named'} ({o.how})", o.where) for o in article.origin)
    for name, stamp in (("published", article.published), ("modified", article.modified)):
        if stamp is not None:
            rows.append((name, _time(stamp), stamp.where))
    for name, stated in (
        ("site", article.site),
        ("section", article.section),
        ("language", article.language),
    ):
        if stated is not None:
            rows.append((name, stated.value, stated.where))
    if article.archived:
        when = article.archived.time
        told = f"{article.archived.archive}{f', {when:%Y-%m-%d %H:%M} UTC' if when else ''}"
        rows.append(("copy in", told, article.archived.where))
    if article.tags:
        rows.append(("tags", ", ".join(article.tags[:12]), ""))
    for name, value, where in rows:
        line = Text(f"{name:>10}  ", style="dim")
        line.append(inert(value), style="bold" if name == "title" else "")
        line.append(f"  {inert(where)}" if where else "", style="dim")
        console.print(line)
    console.print()


def _time(stamp: Timestamp) -> str:
    text = (
        stamp.time.strftime("%Y-%m-%d")
        if stamp.date_only
        else stamp.time.isoformat(sep=" ", timespec="minutes")
    )
    return f"{text} (inferred: {', '.join(stamp.inferred)})" if stamp.inferred else text


def _runs(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    for _, run in groupby(blocks, key=lambda b: b.role is Role.FURNITURE):
        yield list(run)


#: A story is many blocks: what one of them is called, and several.
_OTHER, _OF_STORIES = Furniture.OTHER_STORY.value, ("part of another story", "parts of other stories")


def _folded(run: list[Block]) -> str:
    kinds = Counter(b.kind for b in run)
    return (
        "["
        + ", ".join(
            f"{n if n > 1 else ''} {_OF_STORIES[n > 1] if kind == _OTHER else kind.replace('_', ' ')}".lstrip()
            for kind, n in kinds.most_common()
        )
        + "]"
    )


def _block(block: Block, console: Console, everything: bool, marks: Marks | None) -> None:
    style = _STYLES.get(block.role, "")
    if marks is not None and block.span is not None:
        text = marks.text(block.span, block.text, style)
    else:
        text = Text(inert(block.text), style=style)
    if block.role is Role.FURNITURE:
        text.style = "dim"
    if everything:
        text = Text.assemble((f"{block.kind} {block.score:.2f}  ", "blue"), text)
    elif block.role in _MARKED:
        text = Text.assemble((f"{block.role}: ", "dim"), text)
    elif block.role is Role.LIST_ITEM:
        text = Text.assemble("• ", text)
    indent = 4 if block.role in (Role.BLOCK_QUOTE, Role.PULL_QUOTE, Role.EMBED) else 0
    space = 0 if block.role in (Role.FURNITURE, Role.LIST_ITEM, Role.TABLE, Role.CAPTION) else 1
    console.print(Padding(text, (0, 0, space, indent)))
