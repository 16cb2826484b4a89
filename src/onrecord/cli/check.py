"""`onrecord check`: prove that a store is sound, and that every anchor leads to its words on the page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

import click

from onrecord.cli.pages import (
    Received,
    complain,
    counted,
    page_options,
    progress,
    ready,
    store_errors,
    store_option,
)
from onrecord.codec import from_json
from onrecord.errors import CodecError, OnrecordError
from onrecord.records import Anchor, Capture, Failure, Reading
from onrecord.run.many import read_source
from onrecord.settings import FETCH, PAGE, Settings

__all__ = ["check"]

_QUOTED = 60  # characters of the words shown for an anchor that does not resolve


@dataclass(frozen=True, slots=True)
class _Record:
    """The anchors of one page: what each points at, and itself."""

    id: str
    name: str
    anchors: tuple[tuple[str, Anchor], ...]


@click.command()
@click.argument("pages", nargs=-1, metavar="[FILE|URL|-]...")
@store_option
@click.option(
    "--no-anchors", is_flag=True, help="Do not check the anchors of a store, which takes most of the time."
)
@click.option(
    "--repair",
    is_flag=True,
    help="Rebuild the full-text index of the store from its texts, then check everything.",
)
@click.option(
    "--record",
    type=click.File("r", encoding="utf-8"),
    help="Check a record that you wrote earlier with `read --json` or `read --annotations`.",
)
@click.option("--no-statements", is_flag=True, help="Check only the blocks; do not look for statements.")
@page_options(PAGE, FETCH)
@click.pass_context
def check(
    context: click.Context,
    /,
    pages: tuple[str, ...],
    store: str,
    no_anchors: bool,
    repair: bool,
    record: TextIO | None,
    no_statements: bool,
    url: str | None,
    charset: str | None,
    media: str | None,
    **bounds: Any,
) -> None:
    """Check a store, or check that all anchors of pages lead to their words.

    Without pages, onrecord checks the store: the file, the full-text index, the digests of all bodies, that the tables agree,
    and that every anchor of every reading leads to the same words on the page as received.

    With pages, onrecord reads each page, makes the anchors of all blocks and statements, and reads the page again.  Every
    anchor must lead to the same words, and an HTML parser must find them in the element that the anchor names.  With
    --record, it resolves the anchors of an earlier record on the page as it is now.  It matches pages and records by their
    bytes or their name.

    Exit status: 0 if all is well, 1 if something is wrong or a page cannot be read, 2 for wrong usage or a store that cannot
    be used.
    """
    if not pages:
        if record is not None or url is not None:
            raise click.UsageError("--record and --url need a page; name it")
        context.exit(0 if _store(store, not no_anchors, repair, Settings(**bounds)) else 1)
    if repair or no_anchors:
        raise click.UsageError("--repair and --no-anchors are for a store; do not name a page")
    settings = Settings(**bounds)
    try:
        records = list(_records(record)) if record is not None else None
    except (CodecError, UnicodeDecodeError) as e:
        raise click.UsageError(f"--record: {_plain(str(e))}") from e
    if records is None and not no_statements:
        ready()
    failed = 0
    used: set[int] = set()
    received = Received(pages, settings, url, charset)
    for source in received:
        if isinstance(source, Failure):
            failed += 1
            complain(source)
            continue
        try:
            wanted = records is None and not no_statements
            reading = read_source(source, settings, media, wanted)
            if records is None:
                mine = [_of_reading(reading)]
                reading = read_source(source, settings, media)
            else:
                mine = _matching(records, reading, received.alone)
                used.update(map(id, mine))
            failed += not _report(source.name, mine, reading, source, settings, media or source.media)
        except OnrecordError as e:
            failed += 1
            complain(e.failure() if e.page else type(e)(e.message, page=source.name, stage=e.stage).failure())
    received.complain()
    for other in records or ():
        if id(other) not in used:
            click.echo(
                _plain(f"onrecord: --record: not checked, because you did not name its page: {other.name}"),
                err=True,
            )
    context.exit(1 if failed else 0)


def _store(path: str, anchors: bool, repair: bool, settings: Settings) -> bool:
    """Verify a store and say what is wrong; whether nothing is."""
    from onrecord.run.store import open_store

    if repair:
        with store_errors(), open_store(path, write=True, create=False) as opened:
            opened.repair()
    with store_errors(), open_store(path, settings=settings) as opened:
        value = opened.database.value
        bodies, readings = value("SELECT count(*) FROM body"), value("SELECT count(*) FROM reading")
        found = 0
        with progress(bodies + (readings if anchors else 0), "Checking") as advance:
            for fault in opened.check(anchors=anchors, progress=advance):
                found += 1
                click.echo(_plain(f"{path}: {fault.where}: {fault.message}"))
        if due := value("SELECT count(*) FROM version WHERE state = 'due'"):
            click.echo(
                _plain(
                    f"{path}: {counted(due, 'page is', 'pages are')} stored but not yet read; `onrecord add` reads "
                    f"{'it' if due == 1 else 'them'}"
                )
            )
        checked = f"{counted(bodies, 'page')} as received, {counted(readings, 'reading')}"
        verdict = counted(found, "fault") if found else "all is well"
        click.echo(_plain(f"{path}: {checked}{'' if anchors else ', no anchors'}: {verdict}"))
    return not found


def _of_reading(reading: Reading) -> _Record:
    from onrecord.read.anchors import of_reading

    return _Record(reading.page.id, reading.page.name, tuple(of_reading(reading)))


def _records(file: TextIO) -> Iterator[_Record]:
    """The records of a file: one JSON value, or one a line.  Raises `CodecError`."""
    from onrecord.render.annotations import anchors_in

    for value in _values(file.read()):
        if not isinstance(value, dict):
            raise CodecError("this is a JSON array or a single value, not a reading or annotations")
        if "schema" in value:
            yield _of_reading(from_json(Reading, value))
        elif "error" in value:
            from_json(Failure, value)  # a page that gave nothing points at nothing
        elif "statement" in value and "words" in value:
            raise CodecError(
                "rows of `read --statements` have no anchors; write the record with --json or --annotations"
            )
        else:
            found = anchors_in(value)
            key = found[0][1].page if found else str(value.get("record:page", ""))
            yield _Record(key, str(value.get("record:name", "")), tuple(found))


def _values(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text)
        return
    except (ValueError, RecursionError):
        pass
    for number, line in enumerate(text.split("\n"), 1):  # JSON may hold other line ends
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError) as e:
                raise CodecError(f"line {number} is not JSON: {e}") from e


def _matching(records: list[_Record], reading: Reading, alone: bool) -> list[_Record]:
    """The records of a page: of the same bytes, else of the same name, else the only one there is."""
    same = [r for r in records if r.id == reading.page.id]
    named = same or [r for r in records if r.name == reading.page.name]
    found = named or (records if alone and len(records) == 1 else [])
    if not found:
        raise OnrecordError("there is no record of this page", page=reading.page.name, stage="record")
    return found


def _report(
    page: str,
    records: list[_Record],
    reading: Reading,
    source: Capture,
    settings: Settings,
    media: str | None,
) -> bool:
    """Resolve and print; whether all resolved.

    A record that fits only because there is no other may be of another page: if most of its anchors lead nowhere, that is said.
    """
    from onrecord.read.anchors import Original
    from onrecord.read.anchors import check as resolved

    named = [each for r in records for each in r.anchors]
    original = Original(source.content, charset=source.charset, media=media, settings=settings)
    results = list(resolved((a for _, a in named), reading, original))
    bad = [(what, r) for (what, _), r in zip(named, results, strict=True) if not r.found]
    how = Counter(r.how for r in results if r.how is not None)
    fits = any(r.id == reading.page.id or r.name == reading.page.name for r in records)
    if records and not fits and 2 * len(bad) > len(named):
        found = f"{len(bad):,} of its {counted(len(named), 'anchor')} {'leads' if len(bad) == 1 else 'lead'} nowhere"
        click.echo(_plain(f"{page}: the record is of another page, {records[0].name}: {found} on this one"))
        return False
    counts = ", ".join(f"{n} by {kind}" for kind, n in how.most_common()) or "none"
    verdict = "all resolve" if not bad else f"{len(bad):,} {'does' if len(bad) == 1 else 'do'} not resolve"
    blocks = sum(what.startswith("block ") for what, _ in named)
    parts = f"{blocks} of blocks, {len(named) - blocks} of parts of statements"
    click.echo(_plain(f"{page}: {counted(len(named), 'anchor')} ({parts}): {verdict} ({counts})"))
    for what, r in bad:
        quote = r.anchor.quote if len(r.anchor.quote) <= _QUOTED else r.anchor.quote[:_QUOTED] + "…"
        click.echo(_plain(f"  {what}: {r.reason}: {quote!r}"))
    return not bad


def _plain(line: str) -> str:
    from onrecord.render.inert import inert

    return " ".join(inert(line).split("\n"))
