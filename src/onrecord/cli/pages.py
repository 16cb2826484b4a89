"""What the commands share: the options of a page, receiving it, and messages about failures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from onrecord.records import Capture, Failure, Skipped
from onrecord.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

__all__ = [
    "Received",
    "attitudes_option",
    "Unusable",
    "check_days",
    "complain",
    "console",
    "counted",
    "page_options",
    "progress",
    "ready",
    "refuse_empty",
    "settings_options",
    "store_errors",
    "store_option",
]


_MOST_SKIPPED = 5  # kinds of things that were skipped and are named


def page_options(*of: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options that say what is known of a page before it is read, and the bounds of these kinds."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        command = settings_options(*of)(command)
        for option in (
            click.option(
                "--media",
                type=click.Choice(["html", "text"]),
                help="Take the page for this, instead of guessing.",
            ),
            click.option("--charset", help="The encoding that the server declared."),
            click.option(
                "--url", help="The address that a saved page came from. onrecord does not fetch it."
            ),
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
                    help="Follow robots.txt.  [default: --robots]",
                )(command)
                continue
            text = str(f.metadata["help"])
            option = f"--{f.name.replace('_', '-')}"
            command = click.option(
                option, f.name, default=f.default, show_default=True, help=text[0].upper() + text[1:] + "."
            )(command)
        return command

    return add


attitudes_option = click.option(
    "--attitudes",
    is_flag=True,
    help="Include what people are reported to believe, want or decide, not only what they say.",
)


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


def check_days(since: object, until: object) -> None:
    """Raises `UsageError` where the first of two days or times, as Python reads them, is after the second."""
    from onrecord.errors import QueryError
    from onrecord.store.filters import moment

    try:
        first, last = moment(since), moment(until, end=True)  # type: ignore[arg-type]
    except QueryError:
        return  # the question itself says what is wrong with it
    if first is not None and last is not None and first >= last:
        raise click.UsageError(f"--from {since} is after --to {until}")


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


class Received:
    """The pages of files, folders, archives, lists, addresses and standard input, in their order; failures in their places.

    `alone` says whether there is only one.  What else they hold is counted in `skipped`.  Raises `UsageError` where `url`
    is given, the address of one page, and there are several.
    """

    def __init__(
        self, sources: Sequence[str], settings: Settings, url: str | None = None, charset: str | None = None
    ) -> None:
        from onrecord.run.gather import in_order

        self.skipped: list[Skipped] = []
        self._given = {"url": url, "charset": charset}
        if url is not None and len(sources) > 1:
            raise click.UsageError("--url is the address of one page, but you named several")
        self._items = self._pages(in_order(sources, settings))
        self._first = list(islice(self._items, 2))
        self.alone = len(self._first) < 2 and len(sources) == 1
        if url is not None and not self.alone:
            raise click.UsageError(f"--url is the address of one page, but {sources[0]} holds several")

    def __iter__(self) -> Iterator[Capture | Failure]:
        first, self._first = self._first, []
        return chain(first, self._items)

    def _pages(self, items: Iterator[Capture | Skipped | Failure]) -> Iterator[Capture | Failure]:
        given = {name: value for name, value in self._given.items() if value is not None}
        for item in items:
            if isinstance(item, Skipped):
                self.skipped.append(item)
            elif isinstance(item, Capture):
                yield replace(item, **given)  # type: ignore[arg-type]
            else:
                yield item

    def complain(self) -> None:
        """One line on standard error for each kind of things that were passed over, the first ones."""
        from onrecord.render.inert import inert

        for item in self.skipped[:_MOST_SKIPPED]:
            line = f"onrecord: {item.container}: skipped: {item.what} ({item.count:,})"
            click.echo(inert(line).replace("\n", " "), err=True)
        if rest := sum(item.count for item in self.skipped[_MOST_SKIPPED:]):
            click.echo(f"onrecord: skipped: {rest:,} more", err=True)


def refuse_empty(sources: Sequence[str], apart: Sequence[str] = ()) -> None:
    """Raises `Unusable` where all sources are folders without files, so that a mistyped name does not pass for work done.

    The files of which the paths are `apart` do not count.
    """
    import os

    from onrecord.sources.folder import files

    if not sources or not all(map(os.path.isdir, sources)):
        return
    known = {os.path.realpath(path) for path in apart}
    if any(isinstance(f, Failure) or os.path.realpath(f) not in known for s in sources for f in files(s)):
        return
    one = f"{sources[0]}: the folder has no files"
    raise Unusable(one if len(sources) == 1 else "none of these folders has files")


@contextmanager
def progress(total: int | None, doing: str = "Reading") -> Iterator[Callable[[], None]]:
    """A bar on standard error for several pages, if somebody is looking and the output goes elsewhere.

    `total` is `None` where nobody knows how many there are.
    """
    if (total is not None and total < 2) or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: Sequence[Any] = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    if total is None:
        columns = (TextColumn(doing), BarColumn(), TextColumn("{task.completed:,}"))
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
        raise Unusable(
            f"onrecord cannot find statements: {e}. Use --no-statements to read the pages without them"
        ) from e
