"""Keep the bundled sample pages in a store and show who said what: what `make demo` runs."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from onrecord import Timestamp, open_store
from onrecord.records import StatementHit
from onrecord.render.terminal import show
from onrecord.run.store import Store

PAGES = Path(__file__).parent / "pages"
SHOWN = "worldbrief-repost.html"
SPEAKERS, WORDS = 4, 2  # how many speakers are shown, with how many of their statements


def when(stamp: Timestamp) -> str:
    return f"{stamp.time:%Y-%m-%d}" if stamp.date_only else stamp.time.isoformat(" ", "minutes")


def pages(store: Store) -> Table:
    """What each page gave."""
    table = Table("page", "type", "title", "authors", "published", "paragraphs", "furniture", "statements")
    table.title = "The sample pages"
    for _, reading in store.readings():
        article = reading.article
        table.add_row(
            Path(reading.page.name).name,
            f"{reading.verdict.type} {reading.verdict.article:.2f}",
            article.title.value if article and article.title else "",
            ", ".join(a.name for a in article.authors) if article else "",
            when(article.published) if article and article.published else "",
            str(len(article.blocks)) if article else "0",
            str(len(reading.furniture)),
            str(len(reading.statements)),
        )
    for _, failure, _ in store.failures():
        table.add_row(Path(failure.name).name, "-", f"{failure.error}: {failure.message}", "", "", "", "", "")
    return table


def line(hit: StatementHit) -> str:
    day = f"{hit.page.published:%Y-%m-%d}" if hit.page.published else ""
    return f"  {day:10}  {hit.page.site or '':22.22}  {hit.words}"


def said(store: Store) -> list[str]:
    """Who said what, the busiest speakers first."""
    out = []
    for speaker in store.speakers(limit=SPEAKERS):
        out.append(f"{speaker.name} ({speaker.statements} statements, {speaker.outlets} outlets)")
        out += [line(hit) for hit, _ in zip(store.says(speaker.name), range(WORDS), strict=False)]
    return out


def main() -> None:
    width = None if sys.stdout.isatty() else 150  # wide enough for the table in a log
    console = Console(highlight=False, markup=False, emoji=False, width=width)
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(), "sample.db")
    with open_store(path, write=True) as store:
        counts = Counter(str(outcome.became) for outcome in store.add(PAGES))
        for _, reading in store.readings():
            if Path(reading.page.name).name == SHOWN:
                show(reading, console, trail=True, statements=True)
        console.print(pages(store))
        console.print(f"{path}: {', '.join(f'{n} {became}' for became, n in counts.items())}")
        console.print("Who said what:\n" + "\n".join(said(store)))
    console.print(
        f"Open it in the browser: onrecord serve --store {path}\n"
        f"Ask for more: onrecord says Dravosh --store {path}\n"
        f"              onrecord search speed --statements --store {path}\n"
        f"              onrecord read --all {PAGES / SHOWN}"
    )


if __name__ == "__main__":
    main()
