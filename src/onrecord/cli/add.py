"""`onrecord add`, `reread` and `failures`: storing pages."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.pages import (
    complain,
    counted,
    ready,
    refuse_empty,
    settings_options,
    store_errors,
    store_option,
)
from onrecord.settings import FETCH, MANY, PAGE, PROCESS, Settings

if TYPE_CHECKING:
    from onrecord.run.adding import Outcome
    from onrecord.run.store import Store

__all__ = ["add", "failures", "reread"]

_MOST_SKIPPED = 5  # kinds of things that were skipped and are named


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _jobs(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "-j",
        "--jobs",
        default=_cores,
        show_default="one for each core",
        type=click.IntRange(1, 256),
        help="Read with this many processes.",
    )(command)


_no_statements = click.option(
    "--no-statements", is_flag=True, help="Do not look for statements. Reading is several times as fast."
)
_as_json = click.option(
    "--json", "as_json", is_flag=True, help="Write JSON Lines, one outcome for each page."
)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@store_option
@_no_statements
@_as_json
@_jobs
@settings_options(PAGE, PROCESS, FETCH, MANY)
@click.pass_context
def add(
    context: click.Context,
    /,
    sources: tuple[str, ...],
    store: str,
    no_statements: bool,
    as_json: bool,
    jobs: int,
    **bounds: Any,
) -> None:
    """Add pages to a store and read them.

    SOURCE is a file (HTML, text, PDF, Word, MHTML, a mail or mailbox, also .gz), a folder, an archive (WARC, WACZ), a
    Telegram export, JSON Lines of {url, html, fetched_at}, a list of addresses, an RSS or Atom feed, a news sitemap, an
    address, or - for standard input.

    onrecord stores each page as received and then reads it.  It does not read a page again that the store already has.  If a
    page has changed, it becomes a new version beside the old one.  If something fails, onrecord records it (see `onrecord
    failures`) and continues.  If a run is interrupted, the next one continues it; to do only that, give no SOURCE.

    Exit status: 0 if all went well, 1 if something failed, 2 for wrong usage, an empty folder or a store that cannot be used,
    130 if interrupted.
    """
    refuse_empty(sources, [store + ending for ending in ("", "-wal", "-shm", ".lock")])
    _run(
        context,
        store,
        no_statements,
        as_json,
        Settings(**bounds),
        lambda s, **o: s.add(*sources, jobs=jobs, **o),
    )


@click.command()
@store_option
@click.option("--all", "everything", is_flag=True, help="Read every page again, not only those that need it.")
@click.option("--failed", is_flag=True, help="Also read pages again that could not be read.")
@_no_statements
@_as_json
@_jobs
@settings_options(PAGE, PROCESS)
@click.pass_context
def reread(
    context: click.Context,
    /,
    store: str,
    everything: bool,
    failed: bool,
    no_statements: bool,
    as_json: bool,
    jobs: int,
    **bounds: Any,
) -> None:
    """Read stored pages again with this version of onrecord and its models.

    onrecord reads pages that were read by another version or with other models, and pages that were read without looking for
    statements (except with --no-statements).  It fetches nothing.  The old reading of a page stays until the new one is
    complete.  If a run is interrupted, the next `reread` or `add` continues it.

    Exit status: 0 if all went well, 1 if something failed, 2 for wrong usage or a store that cannot be used, 130 if
    interrupted.
    """
    again = {"everything": everything, "failed": failed, "jobs": jobs}
    _run(
        context,
        store,
        no_statements,
        as_json,
        Settings(**bounds),
        lambda s, **o: s.reread(**again, **o),
        False,
    )


def _run(
    context: click.Context,
    path: str,
    no_statements: bool,
    as_json: bool,
    settings: Settings,
    work: Callable[..., Generator[Outcome, None, None]],
    create: bool = True,
) -> None:
    from onrecord.run.store import open_store

    if not no_statements:
        ready(load=False)
    done = _Done()
    with store_errors(), open_store(path, write=True, create=create, settings=settings) as store:
        try:
            # Closed before anything is said: what was read so far is written then.
            with _counting() as count, closing(work(store, statements=not no_statements)) as outcomes:
                for outcome in outcomes:
                    done.take(outcome)
                    count(outcome)
                    if outcome.failure is not None:
                        complain(outcome.failure)
                    if as_json:
                        _write(outcome)
        except KeyboardInterrupt:
            _say(f"\nInterrupted.  {_stopped(path, store)}", err=True)
            context.exit(130)
        if not as_json:
            for line in (f"{path}: {done}; {_holds(store)}", *done.passed_over()):
                _say(line)
    context.exit(1 if done.counts["failed"] else 0)


def _say(line: str, err: bool = False) -> None:
    from onrecord.render.inert import inert

    click.echo(inert(line), err=err)


def _write(outcome: Outcome) -> None:
    from onrecord.codec import to_json
    from onrecord.render.inert import inert_json

    click.echo(inert_json(json.dumps(to_json(outcome), ensure_ascii=False)))


class _Done:
    """What a run did, in numbers, and the first kinds of things that it skipped."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter()

    def take(self, outcome: Outcome) -> None:
        self.counts[outcome.became] += outcome.count
        if outcome.became == "skipped" and (
            outcome.name in self._skipped or len(self._skipped) < _MOST_SKIPPED
        ):
            self._skipped[outcome.name] += outcome.count

    def __str__(self) -> str:
        words = {
            "read": "new",
            "again": "read again",
            "changed": "changed",
            "known": "already in the store",
            "seen": "seen again",
            "unchanged": "unchanged on their servers",
            "feed": "feeds",
            "skipped": "other items skipped",
            "failed": "failed",
        }
        one = {"feed": "feed", "unchanged": "unchanged on its server", "skipped": "other item skipped"}
        said = (counted(n, one.get(k, word), word) for k, word in words.items() if (n := self.counts[k]))
        return ", ".join(said) or "nothing to do"

    def passed_over(self) -> Iterator[str]:
        """A line for each kind of things that were skipped, and one for the rest."""
        for name, number in self._skipped.items():
            yield f"  skipped: {name.replace(chr(10), ' ')} ({number:,})"
        if rest := self.counts["skipped"] - self._skipped.total():
            yield f"  skipped: {rest:,} more; use --json to see all"


def _holds(store: Store) -> str:
    value = store.database.value
    pages, statements = value("SELECT count(*) FROM page"), value("SELECT count(*) FROM statement")
    return f"now {counted(pages, 'page')}, {counted(statements, 'statement')}"


def _stopped(path: str, store: Store) -> str:
    """What an interrupted run leaves."""
    due = store.database.value("SELECT count(*) FROM version WHERE state = 'due'")
    waits = f", of which {due:,} {'is' if due == 1 else 'are'} not yet read" if due else ""
    return f"Everything done so far is stored ({path}: {_holds(store)}{waits}). Run the same command again to continue."


@contextmanager
def _counting() -> Iterator[Callable[[Outcome], None]]:
    """A line on standard error that counts, if somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from onrecord.render.inert import inert

    columns = (
        SpinnerColumn(),
        TextColumn("pages: {task.completed:,}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, name="")

        def count(outcome: Outcome) -> None:
            progress.update(task, advance=1, name=inert(outcome.name).replace("\n", " ")[-60:])

        yield count


@click.command()
@store_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON Lines.")
@click.option(
    "--forget",
    metavar="NAME",
    multiple=True,
    help="Remove the failures of this source, and of everything in it; you can give several.",
)
@click.pass_context
def failures(context: click.Context, /, store: str, as_json: bool, forget: tuple[str, ...]) -> None:
    """List what failed and why, newest last.

    If a page was received but could not be read, `onrecord reread --failed` tries it again.  If it was not received, add it
    again.  If it never will be, such as a mistyped name, remove it from the list with --forget.

    Exit status: 0 if the list is empty, 1 if it is not, 2 for wrong usage or a store that cannot be used.
    """
    from onrecord.codec import to_json
    from onrecord.render.inert import inert, inert_json
    from onrecord.run.store import open_store

    found = False
    with store_errors(), open_store(store, write=bool(forget), create=False) as opened:
        for name in forget:
            if not opened.failed(name):
                raise click.UsageError(
                    f"no failure to receive a source has the name {name!r}; nothing was removed"
                )
        if forget:
            with opened.database.transaction():
                for name in forget:
                    opened.forget_failures(name)
        for version, failure, at in opened.failures():
            found = True
            if as_json:
                row = {"version": version, "at": at, **to_json(failure)}
                click.echo(inert_json(json.dumps(row, ensure_ascii=False)))
            else:
                line = f"{at}  {failure.name}: {failure.message} [{failure.error}, {failure.stage}]"
                click.echo(inert(line).replace("\n", " "))
    context.exit(1 if found else 0)
