"""`onrecord export` and `onrecord import`: write a store in another form, and read it back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from onrecord.cli.pages import attitudes_option, check_days, counted, store_errors, store_option
from onrecord.errors import OnrecordError
from onrecord.render.forms import FORMS, STREAMS

__all__ = ["export", "import_"]

_DAY = click.DateTime(formats=["%Y-%m-%d"])


def _forms() -> str:
    width = max(map(len, FORMS))
    return "\n".join(f"  {name:{width}}  {help}" for name, help in FORMS.items())


@click.command(
    help=f"""Export a store, or a part of it, in another format.

\b
{_forms()}

jsonl and parquet write a folder and wacz writes a file, named after the store; use -o for another name.  The other formats
write to standard output.  The output appears when it is complete, or not at all.  Nothing is overwritten without --force.

Exit status: 0 if everything was written, 1 if not, 2 for wrong usage or a store that cannot be used.
"""
)
@click.argument("form", type=click.Choice(list(FORMS)), metavar="FORMAT")
@store_option
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Write to this path; - is standard output, for formats that are one stream.",
)
@click.option("--host", help='Only pages of this host, written without "www.".')
@click.option(
    "--from",
    "since",
    type=_DAY,
    metavar="DATE",
    help="Only pages published on this day (UTC) or later. For pages that state no day, the day of receiving counts.",
)
@click.option(
    "--to",
    "until",
    type=_DAY,
    metavar="DATE",
    help="Only pages published (or received) on this day or before.",
)
@click.option("--language", help='Only articles in this language; "en" includes "en-GB".')
@click.option("--latest-only", is_flag=True, help="Leave out earlier versions of pages.")
@attitudes_option
@click.option("--force", is_flag=True, help="Replace an existing output.")
def export(
    form: str,
    store: str,
    output: str | None,
    since: datetime | None,
    until: datetime | None,
    force: bool,
    attitudes: bool,
    **filters: Any,
) -> None:
    from onrecord.run.store import open_store
    from onrecord.store.selecting import Selection, count

    if output is None:
        ending = ".wacz" if form == "wacz" else f"-{form}"
        output = "-" if form in STREAMS else f"{Path(store).stem}{ending}"
    if output == "-" and form not in STREAMS:
        raise click.UsageError(f"{form} cannot be written to standard output; name a path with -o")
    check_days(since and since.date(), until and until.date())
    filters["since"] = since.date() if since else None
    filters["until"] = until.date() if until else None
    with _told(), open_store(store) as opened:
        total = count(opened.database, Selection(**filters))
        with _progress("Exporting", total, output == "-") as step:
            counts = opened.export(form, output, attitudes=attitudes, force=force, step=step, **filters)
    if output != "-":
        _say(f"{output}: {_counted(counts)}")


@click.command("import")
@click.argument("path", metavar="FOLDER")
@store_option
def import_(path: str, store: str) -> None:
    """Import a folder that `onrecord export jsonl` wrote.

    onrecord checks the whole folder before it writes anything.  If the store is empty or does not exist, it becomes a copy of
    the exported one.  Otherwise it gets what it lacks.  If you import again, nothing changes.  If an import is interrupted,
    run it again to continue.

    Exit status: 0 if everything was imported, 1 if not, 2 for wrong usage or a store that cannot be used.
    """
    from onrecord.run.importing import read_manifest
    from onrecord.run.store import open_store

    with _told():
        files = read_manifest(path).get("files")  # before a store is made for nothing
        said = files.get("versions.jsonl") if isinstance(files, dict) else None
        total = said.get("records") if isinstance(said, dict) else 0
        total = total if isinstance(total, int) else 0
        with (
            _none_left_empty(store),
            open_store(store, write=True) as opened,
            _progress("Importing", total, False) as step,
        ):
            new = opened.import_(path, step=step)
    _say(f"{store}: new: {_counted(asdict(new))}" if any(asdict(new).values()) else f"{store}: nothing new")


@contextmanager
def _none_left_empty(store: str) -> Iterator[None]:
    """Take away a store that was made within this and got nothing, because that failed; not one that somebody else writes to."""
    from onrecord.errors import StoreError
    from onrecord.run.store import open_store

    before = Path(store).exists()
    try:
        yield
    except BaseException:
        if not before and Path(store).exists():
            with suppress(StoreError), open_store(store, write=True) as opened:
                empty = opened.database.value("SELECT 1 FROM page") is None
                for ending in ("", "-wal", "-shm", ".lock") if empty else ():
                    Path(store + ending).unlink(missing_ok=True)
        raise


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(counted(n, _one(name), name) for name, n in counts.items() if n) or "nothing"


def _one(names: str) -> str:
    """The singular of what is counted: bodies, addresses, captures."""
    for many, one in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if names.endswith(many):
            return names.removesuffix(many) + one
    return names


def _say(line: str) -> None:
    from onrecord.render.inert import inert

    click.echo(" ".join(inert(line).split("\n")), err=True)


@contextmanager
def _told() -> Iterator[None]:
    """Errors as one line; exit status 1, or 2 for a store that cannot be used."""
    from onrecord.render.inert import inert

    try:
        with store_errors():
            yield
    except OnrecordError as e:
        raise click.ClickException(" ".join(inert(str(e)).split("\n"))) from e


@contextmanager
def _progress(what: str, total: int, to_stdout: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error, if somebody is looking and the output goes elsewhere."""
    if total < 2 or not sys.stderr.isatty() or (to_stdout and sys.stdout.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: Any = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)
