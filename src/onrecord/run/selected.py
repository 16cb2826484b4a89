"""The selected part of a store as an export takes it: rows of the record types, and readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any, Protocol

from onrecord.codec import to_json
from onrecord.records import Reading
from onrecord.render import rows
from onrecord.store import selecting
from onrecord.store.bodies import Bodies
from onrecord.store.corrected import Names, renamed
from onrecord.store.corrections import corrections_of, decisions, names_shown
from onrecord.store.database import Database
from onrecord.store.loading import get_found, get_reading
from onrecord.store.selecting import Selection, Version

__all__ = ["Sink", "Step", "described", "readings", "tables"]

#: Called after each version of a page.
Step = Callable[[], None]


class Sink(Protocol):
    """Takes rows of the record types."""

    def write(self, table: str, row: dict[str, Any]) -> None:
        """Add a row to the file of its record type."""


def described(selection: Selection) -> dict[str, Any]:
    """What was selected, for a manifest: the filters that were given."""
    return {
        k: v.isoformat() if hasattr(v, "isoformat") else v
        for k, v in asdict(selection).items()
        if v not in (None, False)
    }


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
        sink.write("captures", rows.capture_row(c.address, c.host, c.stated, c.digest, c.size, c.capture))
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
    for row in rows.silence_rows(v.address, v.digest, reading):
        sink.write("silences", row)


def readings(
    db: Database, selection: Selection, step: Step, *, attitudes: bool = True
) -> Iterator[tuple[Version, Reading]]:
    """The selected versions that were read, each with what that gave and people corrected."""
    names = names_shown(db)
    for v in selecting.versions(db, selection):
        reading = get_reading(db, v.id)
        if reading is not None:
            reading = renamed(reading, names)
            yield v, reading if attitudes else reading.without_attitudes()
        step()
