"""Read the bundled sample pages and show what they give: what `make demo` runs."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from onrecord import Failure, Reading, Timestamp
from onrecord.render.terminal import show
from onrecord.run import read_many
from onrecord.sources import read_file

PAGES = Path(__file__).parent / "pages"
SHOWN = "worldbrief-repost.html"


def when(stamp: Timestamp) -> str:
    return stamp.time.strftime("%Y-%m-%d" if stamp.date_only else "%Y-%m-%d %H:%M")


def main() -> None:
    width = None if sys.stdout.isatty() else 150  # wide enough for the table in a log
    console = Console(highlight=False, markup=False, emoji=False, width=width)
    paths = sorted(p for p in PAGES.iterdir() if p.is_file())
    table = Table(
        "page",
        "type",
        "title",
        "authors",
        "published",
        "paragraphs",
        "furniture",
        "statements",
        title="The sample pages",
    )
    shown: Reading | None = None
    sources = [(p.name, lambda p=p: read_file(p)) for p in paths]
    for path, result in zip(paths, read_many(sources, statements=True), strict=True):
        if isinstance(result, Failure):
            table.add_row(path.name, "-", f"{result.error}: {result.message}", "", "", "", "", "")
            continue
        if path.name == SHOWN:
            shown = result
        article = result.article
        table.add_row(
            path.name,
            f"{result.verdict.type} {result.verdict.article:.2f}",
            article.title.value if article and article.title else "",
            ", ".join(a.name for a in article.authors) if article else "",
            when(article.published) if article and article.published else "",
            str(len(article.blocks)) if article else "0",
            str(len(result.furniture)),
            str(len(result.statements)),
        )
    if shown is not None:
        show(shown, console, trail=True, statements=True)
    console.print(table)
    console.print(f"Look at one yourself: onrecord read --all {PAGES / SHOWN}")


if __name__ == "__main__":
    main()
