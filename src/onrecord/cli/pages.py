"""What the commands share: the options of a page, getting it, and telling what failed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import click

from onrecord.records import Failure
from onrecord.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from onrecord.records import Capture

__all__ = [
    "Unusable",
    "complain",
    "console",
    "counted",
    "fetcher",
    "get",
    "page_options",
    "progress",
    "ready",
    "settings_options",
    "store_errors",
    "store_option",
]


def page_options(*of: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options that say what is known of a page before it is read, and the bounds of these kinds."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        command = settings_options(*of)(command)
        for option in (
            click.option(
                "--media", type=click.Choice(["html", "text"]), help="What the page is, instead of guessing."
            ),
            click.option("--charset", help="The encoding, as the server declared it."),
            click.option("--url", help="The address that a saved page came from; it is not fetched."),
        ):
            command = option(command)
        return command

    return add


def settings_options(*of: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """One option for each bound in `Settings` of these kinds (`settings.PAGE` ...), with its own help."""
    bounds = [f for f in reversed(fields(Settings)) if f.metadata["of"] in of]

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for f in bounds:
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

    return add


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that names the store."""
    option = click.option(
        "--store",
        default="news.db",
        show_default=True,
        envvar="ONRECORD_STORE",
        show_envvar=True,
        type=click.Path(dir_okay=False),
        help="The store: one SQLite file.",
    )
    return option(command)


class Unusable(click.ClickException):
    """What makes all work impossible; status 1 is for work that was done, and not all went well."""

    exit_code = 2


@contextmanager
def store_errors() -> Iterator[None]:
    """A store that cannot be used or asked, and what is lacking (models, processes, room), end the command with one line."""
    from onrecord.errors import BadExport, ModelError, NoWorkers, QueryError, SourceError, StoreError
    from onrecord.render.inert import inert

    try:
        yield
    except BadExport:
        raise
    except (StoreError, NoWorkers, ModelError, QueryError, SourceError) as e:
        raise Unusable(inert(str(e)).replace("\n", " ")) from e


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts, in words: 1 page, 2 pages."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@contextmanager
def fetcher(settings: Settings) -> Iterator[Callable[[str], Capture]]:
    """A function that fetches, made when the first address needs it."""
    made: list[Any] = []

    def fetch(url: str) -> Capture:
        if not made:
            from onrecord.sources.fetch import Fetcher

            made.append(Fetcher(settings))
        source: Capture = made[0].fetch(url)
        return source

    try:
        yield fetch
    finally:
        if made:
            made[0].close()


def get(
    page: str, url: str | None, charset: str | None, settings: Settings, fetch: Callable[[str], Capture]
) -> Capture:
    """A page from a file, from standard input ("-") or from its address."""
    from onrecord.sources import read_file, read_stdin

    if page.startswith(("http://", "https://")):
        source = fetch(page)
    else:
        source = read_stdin(settings) if page == "-" else read_file(page, settings)
    return replace(source, url=url or source.url, charset=charset or source.charset)


@contextmanager
def progress(total: int, doing: str = "Reading") -> Iterator[Callable[[], None]]:
    """A bar on standard error for several pages, if somebody is looking and the output goes elsewhere."""
    if total < 2 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: Sequence[Any] = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress: Progress = Progress(*columns, console=Console(stderr=True), transient=True)
    with progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)


def console() -> Console:
    """Standard output for what is laid out for the eye."""
    from rich.console import Console

    class Output(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the program with status 1, which has a meaning

    return Output(highlight=False, markup=False, emoji=False, soft_wrap=False)


def complain(failure: Failure) -> None:
    """One line on standard error."""
    from onrecord.render.inert import inert

    line = f"onrecord: {failure.name}: {failure.message} [{failure.error}, {failure.stage}]"
    click.echo(inert(line).replace("\n", " "), err=True)


def ready(load: bool = True) -> None:
    """Look for the reader of statements before the first page, so that a missing or foreign model ends the run at once.

    Without `load` only its files are looked at: where other processes read, this one need not hold it.
    """
    from onrecord.errors import ModelError

    try:
        if load:
            from onrecord.read.statements.network import network

            network()
        else:
            from onrecord.run.adding import program

            program(True)
    except ModelError as e:
        raise Unusable(f"statements cannot be read: {e} (--no-statements reads the pages without)") from e
