"""Taking a store, or a part of it, out: one pass over it, page by page, in the form that is wanted.

Everything is read at one moment of the store, though another process may go on writing, and written so that the output
appears whole or not at all.  Memory does not grow with the number of pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from onrecord.records import Reading
from onrecord.render.forms import FOLDERS, FORMS, STREAMS
from onrecord.run import wacz
from onrecord.run.folders import JsonLines, is_export
from onrecord.run.output import STDOUT, folder, stream
from onrecord.run.selected import Step, described, readings, tables
from onrecord.store import selecting
from onrecord.store.corrections import corrections_of
from onrecord.store.database import Database
from onrecord.store.loading import get_found
from onrecord.store.selecting import Selection

__all__ = ["export"]


def export(
    db: Database,
    form: str,
    output: str | Path,
    selection: Selection | None = None,
    *,
    attitudes: bool = False,
    force: bool = False,
    step: Step = lambda: None,
) -> dict[str, int]:
    """Write the selected part of a store to `output`, a path or, for `STREAMS`, "-" for standard output.

    Gives the number of records of each type.  `step` is called after each version of a page.  Raises `OutputProblem` if
    the output is there already (unless `force`) or cannot be written, `MissingExtra` for parquet and wacz where the library
    is not installed, and `StoreError`.
    """
    if form not in FORMS:
        raise ValueError(f"no such form: {form!r}; there are {', '.join(FORMS)}")
    if form not in STREAMS and str(output) == STDOUT:
        raise ValueError(f"{form} cannot be written to standard output; it needs a path")
    selection = selection or Selection()
    with selecting.snapshot(db):
        if form == "wacz":
            return wacz.write(db, output, selection, force=force, step=step)
        if form in FOLDERS:
            return _folder(db, form, output, selection, force, step)
        with stream(output, force) as out:
            return _stream(db, form, out.write, selection, step, attitudes)


def _folder(
    db: Database, form: str, output: str | Path, selection: Selection, force: bool, step: Step
) -> dict[str, int]:
    made: Callable[[Path], Any] = JsonLines
    if form == "parquet":
        from onrecord.run.parquet import ParquetFiles

        made = ParquetFiles
    with folder(output, force, is_export) as work, made(work) as sink:
        tables(db, sink, selection, step)
        counts: dict[str, int] = sink.finish(described(selection))
        return counts


def _stream(
    db: Database,
    form: str,
    write: Callable[[bytes], Any],
    selection: Selection,
    step: Step,
    attitudes: bool,
) -> dict[str, int]:
    if form == "ftm":
        return _entities(db, write, selection, step, attitudes)
    if form == "corrections":
        return _corrections(db, write, selection, step)
    counts = {"articles": 0, "statements": 0}
    if form == "csv":
        from onrecord.render.statements import csv_header

        write(csv_header().encode())
    for _, reading in readings(db, selection, step, attitudes=attitudes):
        text = _rendered(form, reading)
        if text:
            write(text.encode())
            kind = "articles" if reading.verdict.is_article else "other pages"
            counts[kind] = counts.get(kind, 0) + 1
            counts["statements"] += len(reading.statements)
    return counts


def _rendered(form: str, reading: Reading) -> str:
    """What a reading gives in a form, with its line ends; "" if nothing."""
    if form == "csv":
        from onrecord.render.statements import csv_rows

        return csv_rows(reading)
    if form == "jsonld":
        from onrecord.render.jsonld import jsonld

        return _json_line(jsonld(reading))
    from onrecord.render.annotations import collection

    return _json_line(collection(reading)) if reading.statements else ""


def _json_line(value: dict[str, Any]) -> str:
    from onrecord.render.inert import inert_json

    return inert_json(json.dumps(value, ensure_ascii=False)) + "\n"


def _entities(
    db: Database, write: Callable[[bytes], Any], selection: Selection, step: Step, attitudes: bool
) -> dict[str, int]:
    from onrecord.render.ftm import of_reading, of_speaker

    counts: dict[str, int] = {}

    def put(entities: Iterator[dict[str, Any]]) -> None:
        for entity in entities:
            counts[entity["schema"]] = counts.get(entity["schema"], 0) + 1
            write(_json_line(entity).encode())

    for v, reading in readings(db, selection, step, attitudes=attitudes):
        put(of_reading(v.address, reading, v.first_fetched))
    for name, kind, _, _, roles in selecting.speakers(db, selection):
        put(of_speaker(name, kind, roles))
    return counts


def _corrections(
    db: Database, write: Callable[[bytes], Any], selection: Selection, step: Step
) -> dict[str, int]:
    from onrecord.render.corrections import training_row

    counts = {"corrections": 0}
    for v in selecting.versions(db, selection):
        made = [c for c in corrections_of(db, v.id) if c.undone is None]
        found = get_found(db, v.id) if made else None
        if found is not None:
            for c in made:
                write(_json_line(training_row(v.address, found, c)).encode())
                counts["corrections"] += 1
        step()
    return counts
