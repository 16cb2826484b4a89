"""`onrecord read`: read pages and show, or write, what they give."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from onrecord.codec import dumps
from onrecord.records import Failure, Reading
from onrecord.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from onrecord.sources import Source

__all__ = ["read"]

FORMATS = ("json", "markdown", "jsonld", "text")


def _settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """One option for each bound in `Settings`, with its own help."""
    for f in reversed(fields(Settings)):
        if f.name == "respect_robots":
            command = click.option(
                "--robots/--no-robots",
                "respect_robots",
                default=f.default,
                help="Ask robots.txt before fetching.  [default: on]",
            )(command)
            continue
        text = str(f.metadata["help"])
        option = f"--{f.name.replace('_', '-')}"
        command = click.option(
            option, f.name, default=f.default, show_default=True, help=text[0].upper() + text[1:] + "."
        )(command)
    return command


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="FILE|URL|-...")
@click.option(
    "--json",
    "form",
    flag_value="json",
    help="Write the whole reading as JSON; one line a page for several pages.",
)
@click.option("--markdown", "form", flag_value="markdown", help="Write the article as Markdown.")
@click.option("--jsonld", "form", flag_value="jsonld", help="Write the article as schema.org NewsArticle.")
@click.option("--text", "form", flag_value="text", help="Write the running text only.")
@click.option(
    "--all", "everything", is_flag=True, help="Show the furniture too, labelled with its kind and score."
)
@click.option("--trail", is_flag=True, help="Show what was left out or passed over, and why.")
@click.option("--url", help="The address that a saved page came from; it is not fetched.")
@click.option("--charset", help="The encoding, as the server declared it.")
@click.option("--media", type=click.Choice(["html", "text"]), help="What the page is, instead of guessing.")
@click.option(
    "-j", "--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes that read."
)
@_settings_options
@click.pass_context
def read(
    context: click.Context,
    /,
    pages: tuple[str, ...],
    form: str | None,
    everything: bool,
    trail: bool,
    url: str | None,
    charset: str | None,
    media: str | None,
    jobs: int,
    **bounds: Any,
) -> None:
    """Read pages: files (also .gz), addresses, or - for standard input.

    One page is shown as a readable view of its story, with the furniture folded away.  Several pages give JSON
    Lines unless another form is asked for.  A page that cannot be read gives a line on standard error, and in
    JSON a record of the failure; the rest goes on.

    Exit status: 0 if all pages were read, 1 if some failed, 2 for wrong usage.
    """
    if url is not None and len(pages) > 1:
        raise click.UsageError("--url names the address of one page; there are several")
    settings = Settings(**bounds)
    if form is None and len(pages) > 1 and not sys.stdout.isatty():
        form = "json"
    from onrecord.run import read_many

    failed = 0
    with _fetcher(settings) as fetch:
        sources = [(page, partial(_get, page, url, charset, settings, fetch)) for page in pages]
        with _progress(len(pages)) as advance:
            for result in read_many(sources, settings, media=media, jobs=jobs):
                advance()
                if isinstance(result, Failure):
                    failed += 1
                    _complain(result)
                    if form == "json":
                        click.echo(dumps(result, indent=2 if len(pages) == 1 else None))
                else:
                    _write(result, form, len(pages) == 1, everything, trail)
    context.exit(1 if failed else 0)


@contextmanager
def _fetcher(settings: Settings) -> Iterator[Callable[[str], Source]]:
    """A function that fetches, made when the first address needs it."""
    made: list[Any] = []

    def fetch(url: str) -> Source:
        if not made:
            from onrecord.sources.fetch import Fetcher

            made.append(Fetcher(settings))
        source: Source = made[0].fetch(url)
        return source

    try:
        yield fetch
    finally:
        if made:
            made[0].close()


def _get(
    page: str, url: str | None, charset: str | None, settings: Settings, fetch: Callable[[str], Source]
) -> Source:
    from onrecord.sources import Source, read_file, read_stdin

    if page.startswith(("http://", "https://")):
        source = fetch(page)
    else:
        source = read_stdin(settings) if page == "-" else read_file(page, settings)
    return Source(source.name, source.content, url or source.url, charset or source.charset)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error for several pages, if somebody is looking and the output goes elsewhere."""
    if total < 2 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: Sequence[Any] = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress: Progress = Progress(*columns, console=Console(stderr=True), transient=True)
    with progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)


def _complain(failure: Failure) -> None:
    from onrecord.render.inert import inert

    line = f"onrecord: {failure.name}: {failure.message} [{failure.error}, {failure.stage}]"
    click.echo(inert(line).replace("\n", " "), err=True)


def _write(reading: Reading, form: str | None, alone: bool, everything: bool, trail: bool) -> None:
    if form == "json":
        click.echo(dumps(reading, indent=2 if alone else None))
    elif form == "jsonld":
        from onrecord.render.jsonld import jsonld

        click.echo(json.dumps(jsonld(reading), ensure_ascii=False, indent=2 if alone else None))
    elif form == "markdown":
        from onrecord.render.markdown import markdown

        click.echo(markdown(reading))
    elif form == "text":
        from onrecord.render.inert import inert

        click.echo(inert(reading.article.text) if reading.article else "")
    else:
        from rich.console import Console

        from onrecord.render.terminal import show

        show(
            reading,
            Console(highlight=False, markup=False, emoji=False, soft_wrap=False),
            everything=everything,
            trail=trail,
        )
