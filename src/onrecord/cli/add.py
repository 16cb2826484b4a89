"""`onrecord add`, `reread` and `failures`: keeping pages in a store."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.pages import complain, ready, settings_options, store_errors, store_option
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.run.adding import Outcome
    from onrecord.run.store import Store

__all__ = ["add", "failures", "reread"]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _jobs(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "-j",
        "--jobs",
        default=_cores,
        show_default="one a core",
        type=click.IntRange(1, 256),
        help="Processes that read.",
    )(command)


_no_statements = click.option(
    "--no-statements", is_flag=True, help="Do not look for statements; reading is several times as fast."
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON Lines: one outcome a page.")


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@store_option
@_no_statements
@_as_json
@_jobs
@settings_options
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
    """Keep pages in a store, with everything they give.

    SOURCE is a file (HTML, text, MHTML, also .gz), a folder, an archive (WARC, WACZ), JSON Lines of {url, html,
    fetched_at}, a list of addresses, an RSS or Atom feed, a news sitemap, an address, or - for standard input.

    Pages are kept as received and then read.  What the store has already is not read again; a page that has changed
    becomes a new version beside the old.  What fails is recorded (see `onrecord failures`) and the rest goes on.  A run
    that was interrupted is continued by the next one; without SOURCE it only does that.

    Exit status: 0 if all went well, 1 if something failed, 2 for wrong usage.
    """
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
@click.option("--failed", is_flag=True, help="Read those again, too, on which reading failed.")
@_no_statements
@_as_json
@_jobs
@settings_options
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
    """Read stored pages again with this program and its models.

    Only pages that another version of the program, or other models, have read are read again, and pages without
    statements, unless --no-statements says that none are wanted.  Nothing is fetched.  Until a page is read its old reading stays; a run that was interrupted is continued by the next `reread` or `add`.

    Exit status: 0 if all went well, 1 if something failed, 2 for wrong usage.
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
    work: Callable[..., Iterator[Outcome]],
    create: bool = True,
) -> None:
    from onrecord.run.store import Store
    from onrecord.store.database import Database

    if not no_statements:
        ready(load=False)
    counts: Counter[str] = Counter()
    with store_errors(), Store(Database(path, write=True, create=create), settings) as store:
        with _counting() as count:
            for outcome in work(store, statements=not no_statements):
                counts[outcome.became] += outcome.count
                count(outcome)
                if outcome.failure is not None:
                    complain(outcome.failure)
                if as_json:
                    _write(outcome)
        if not as_json:
            click.echo(_summary(path, counts, store))
    context.exit(1 if counts["failed"] else 0)


def _write(outcome: Outcome) -> None:
    from onrecord.codec import to_json
    from onrecord.render.inert import inert_json

    click.echo(inert_json(json.dumps(to_json(outcome), ensure_ascii=False)))


def _summary(path: str, counts: Counter[str], store: Store) -> str:
    words = {
        "read": "new",
        "again": "read again",
        "changed": "changed",
        "known": "known already",
        "unchanged": "not changed on their servers",
        "feed": "feeds",
        "skipped": "other things skipped",
        "failed": "failed",
    }
    said = ", ".join(f"{counts[k]:,} {word}" for k, word in words.items() if counts[k]) or "nothing to do"
    value = store.database.value
    pages, statements = value("SELECT count(*) FROM page"), value("SELECT count(*) FROM statement")
    return f"{path}: {said}; now {pages:,} pages, {statements:,} statements"


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
        TextColumn("{task.completed} pages"),
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
@click.pass_context
def failures(context: click.Context, /, store: str, as_json: bool) -> None:
    """List what failed and why, the newest last.

    `onrecord reread --failed` tries pages again that were received; `onrecord add` those that were not.

    Exit status: 0 if the list is empty, 1 if it is not, 2 for wrong usage.
    """
    from onrecord.codec import to_json
    from onrecord.render.inert import inert, inert_json
    from onrecord.run.store import open_store

    found = False
    with store_errors(), open_store(store) as opened:
        for version, failure, at in opened.failures():
            found = True
            if as_json:
                row = {"version": version, "at": at, **to_json(failure)}
                click.echo(inert_json(json.dumps(row, ensure_ascii=False)))
            else:
                line = f"{at}  {failure.name}: {failure.message} [{failure.error}, {failure.stage}]"
                click.echo(inert(line).replace("\n", " "))
    context.exit(1 if found else 0)
