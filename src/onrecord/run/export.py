"""Taking a store, or a part of it, out: one pass over it, page by page, in the form that is wanted.

Everything is read at one moment of the store, though another process may go on writing, and written so that the output
appears whole or not at all.  Memory does not grow with the number of pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from onrecord.codec import to_json
from onrecord.records import Reading
from onrecord.render import rows
from onrecord.render.forms import FOLDERS, FORMS, STREAMS
from onrecord.run.folders import JsonLines, is_export
from onrecord.run.output import STDOUT, folder, stream
from onrecord.store import selecting
from onrecord.store.bodies import Bodies
from onrecord.store.corrected import Names, renamed
from onrecord.store.corrections import corrections_of, decisions, names_shown
from onrecord.store.database import Database
from onrecord.store.loading import get_found, get_reading
from onrecord.store.selecting import Selection, Version

__all__ = ["Sink", "described", "export", "readings", "tables"]

Step = Callable[[], None]


class Sink(Protocol):
    """Takes rows of the record types."""

    def write(self, table: str, row: dict[str, Any]) -> None:
        """Add a row to the file of its record type."""


def export(
    db: Database,
    form: str,
    output: str | Path,
    selection: Selection | None = None,
    *,
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
        raise ValueError(f"{form} is not one stream of text: it needs a path")
    selection = selection or Selection()
    with selecting.snapshot(db):
        if form == "wacz":
            from onrecord.run.wacz import write

            return write(db, output, selection, force=force, step=step)
        if form in FOLDERS:
            return _folder(db, form, output, selection, force, step)
        with stream(output, force) as out:
            return _stream(db, form, out.write, selection, step)


def described(selection: Selection) -> dict[str, Any]:
    """What was selected, for a manifest: the filters that were given."""
    return {
        k: v.isoformat() if hasattr(v, "isoformat") else v
        for k, v in asdict(selection).items()
        if v not in (None, False)
    }


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


def tables(db: Database, sink: Sink, selection: Selection, step: Step = lambda: None) -> None:
    """All record types of the selected versions, in the order in which they were added."""
    bodies = Bodies(db.connection)
    written = bytearray()  # a bit for each body, so that a million of them take little
    for c in selecting.captures(db, selection):
        place, bit = c.body >> 3, 1 << (c.body & 7)
        if place >= len(written):
            written.extend(bytes(place + 1 - len(written) + 4096))
        if not written[place] & bit:
            written[place] |= bit
            sink.write("bodies", rows.body_row(c.digest, bodies.get(c.body)))
        sink.write("captures", rows.capture_row(c.address, c.host, c.digest, c.size, c.capture))
    names = names_shown(db)
    for v in selecting.versions(db, selection):
        sink.write("versions", _version_row(v))
        _outcome(db, sink, v, names)
        step()
    if selection.everything:
        for failure, at in selecting.failures_of(db, None):
            sink.write("failures", rows.failure_row(None, None, failure, at))
        fields = ("url", "etag", "modified", "checked")
        for address in selecting.addresses(db):
            sink.write("addresses", dict(zip(fields, address, strict=True)))
        for d in decisions(db):
            sink.write("decisions", {"decision": to_json(d)})
    for name, kind, said, where, roles in selecting.speakers(db, selection):
        row = {"name": name, "kind": kind, "statements": said, "versions": where, "roles": roles}
        sink.write("speakers", row)


def _version_row(v: Version) -> dict[str, Any]:
    return {k: x for k, x in asdict(v).items() if k not in ("id", "body")}


def _outcome(db: Database, sink: Sink, v: Version, names: Names) -> None:
    for failure, at in selecting.failures_of(db, v.id):
        sink.write("failures", rows.failure_row(v.address, v.digest, failure, at))
    for c in corrections_of(db, v.id):
        sink.write("corrections", {"address": v.address, "digest": v.digest, "correction": to_json(c)})
    found, reading = get_found(db, v.id), get_reading(db, v.id)
    if found is None or reading is None:
        return
    reading = renamed(reading, names)
    looked, program = db.row("SELECT with_statements, program FROM reading WHERE version = ?", (v.id,)) or (
        0,
        "",
    )
    sink.write("readings", rows.reading_row(v.address, v.digest, found, bool(looked), program))
    article = rows.article_row(v.address, v.digest, v.latest, reading)
    if article is not None:
        sink.write("articles", article)
    for row in rows.block_rows(v.address, v.digest, reading):
        sink.write("blocks", row)
    for row in rows.statement_rows(v.address, v.digest, reading):
        sink.write("statements", row)


def readings(db: Database, selection: Selection, step: Step) -> Iterator[tuple[Version, Reading]]:
    """The selected versions that were read, each with what that gave and people corrected."""
    names = names_shown(db)
    for v in selecting.versions(db, selection):
        reading = get_reading(db, v.id)
        if reading is not None:
            yield v, renamed(reading, names)
        step()


def _stream(
    db: Database, form: str, write: Callable[[bytes], Any], selection: Selection, step: Step
) -> dict[str, int]:
    if form == "ftm":
        return _entities(db, write, selection, step)
    if form == "corrections":
        return _corrections(db, write, selection, step)
    counts = {"articles": 0, "statements": 0}
    if form == "csv":
        from onrecord.render.statements import csv_header

        write(csv_header().encode())
    for _, reading in readings(db, selection, step):
        text = _rendered(form, reading)
        if text:
            write(text.encode())
            counts["articles"] += 1
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
    db: Database, write: Callable[[bytes], Any], selection: Selection, step: Step
) -> dict[str, int]:
    from onrecord.render.ftm import of_reading, of_speaker

    counts: dict[str, int] = {}

    def put(entities: Iterator[dict[str, Any]]) -> None:
        for entity in entities:
            counts[entity["schema"]] = counts.get(entity["schema"], 0) + 1
            write(_json_line(entity).encode())

    for v, reading in readings(db, selection, step):
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
