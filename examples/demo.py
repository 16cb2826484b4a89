"""Read the bundled sample pages and show what they give: what `make demo` runs."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from onrecord import Failure, Reading
from onrecord.render.terminal import show
from onrecord.run import read_many
from onrecord.sources import read_file

PAGES = Path(__file__).parent / "pages"
SHOWN = "worldbrief-repost.html"


def main() -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    paths = sorted(p for p in PAGES.iterdir() if p.is_file())
    table = Table(
        "page", "type", "title", "authors", "published", "paragraphs", "furniture", title="The sample pages"
    )
    shown: Reading | None = None
    sources = [(p.name, lambda p=p: read_file(p)) for p in paths]
    for path, result in zip(paths, read_many(sources), strict=True):
        if isinstance(result, Failure):
            table.add_row(path.name, "-", f"{result.error}: {result.message}", "", "", "", "")
            continue
        if path.name == SHOWN:
            shown = result
        article = result.article
        table.add_row(
            path.name,
            f"{result.verdict.type} {result.verdict.article:.2f}",
            article.title.value if article and article.title else "",
            ", ".join(a.name for a in article.authors) if article else "",
            article.published.time.strftime("%Y-%m-%d %H:%M") if article and article.published else "",
            str(len(article.blocks)) if article else "0",
            str(len(result.furniture)),
        )
    if shown is not None:
        show(shown, console, trail=True)
    console.print(table)
    console.print(f"Look at one yourself: onrecord read --all {PAGES / SHOWN}")


if __name__ == "__main__":
    main()
