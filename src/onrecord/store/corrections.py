"""Corrections and decisions as rows, and the names that follow from the decisions.

Rows are only ever added and marked as undone.  Both are applied in the order of (at, key), whatever the order in which they
came into the store, so that stores that hold the same show the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from onrecord.codec import from_json, to_json
from onrecord.errors import CodecError, StoreDamaged
from onrecord.records import Correction, Decided, Decision, Named, SpeakerKind, Undone
from onrecord.store.database import Database

__all__ = [
    "apart",
    "correction_rows",
    "corrections_of",
    "decisions",
    "group_of",
    "heads",
    "keyed",
    "names_shown",
    "next_time",
    "note_idle",
    "put_correction",
    "put_decision",
    "remerge",
    "stamp",
    "undo",
]

T = TypeVar("T", Correction, Decision)
_Name = tuple[str, SpeakerKind]


# -- rows ------------------------------------------------------------------------------------------------------------
def keyed(record: T) -> T:
    """The record with the key that it has to have."""
    plain = json.dumps(to_json(replace(record, key="", undone=None)), sort_keys=True)
    return replace(record, key=hashlib.sha256(plain.encode()).hexdigest()[:32])


def stamp(time: datetime) -> str:
    """A time as these rows hold it: in UTC, with microseconds, so that it sorts."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def next_time(db: Database, now: datetime) -> datetime:
    """A time for the next row: now, but later than those of all that are there, whatever the clock says."""
    last = max(
        db.value("SELECT max(at) FROM correction") or "", db.value("SELECT max(at) FROM decision") or ""
    )
    return max(now, datetime.fromisoformat(last) + timedelta(microseconds=1)) if last else now


def _values(record: Correction | Decision) -> tuple[Any, ...]:
    undone = record.undone
    body = json.dumps(to_json(replace(record, undone=None)), ensure_ascii=True, sort_keys=True)
    return (
        str(record.kind),
        record.who,
        stamp(record.at),
        undone.who if undone else None,
        stamp(undone.at) if undone else None,
        body,
    )


def _record(cls: type[T], body: str, undone_by: str | None, undone_at: str | None) -> T:
    try:
        record = from_json(cls, json.loads(body))
        undone = Undone(undone_by or "", datetime.fromisoformat(undone_at)) if undone_at else None
    except (ValueError, CodecError) as e:
        raise StoreDamaged(f"a {cls.__name__.lower()} is not valid: {e}") from e
    return replace(record, undone=undone)


def put_correction(db: Database, version: int, c: Correction) -> bool:
    """Keep a correction, or that it was undone; whether that was new.  To be called within a transaction."""
    made = db.connection.execute(
        "INSERT OR IGNORE INTO correction (key, version, kind, who, at, undone_by, undone_at, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (c.key, version, *_values(c)),
    )
    return bool(made.rowcount) or _take_undone(db, "correction", c)


def put_decision(db: Database, d: Decision) -> bool:
    """The same for a decision; `remerge` has to follow."""
    made = db.connection.execute(
        "INSERT OR IGNORE INTO decision (key, kind, who, at, undone_by, undone_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (d.key, *_values(d)),
    )
    return bool(made.rowcount) or _take_undone(db, "decision", d)


def _take_undone(db: Database, table: str, record: Correction | Decision) -> bool:
    if record.undone is None:
        return False
    made = db.connection.execute(
        f"UPDATE {table} SET undone_by = ?, undone_at = ? WHERE key = ? AND undone_at IS NULL",
        (record.undone.who, stamp(record.undone.at), record.key),
    )
    return bool(made.rowcount)


def undo(db: Database, key: str, who: str, at: datetime) -> tuple[str, int | None] | None:
    """Mark a correction or decision as undone: ("correction", its version) or ("decision", `None`).

    `None` if there is none of this key that still holds.  To be called within a transaction.
    """
    for table, version in (("correction", "version"), ("decision", "NULL")):
        row = db.row(f"SELECT {version} FROM {table} WHERE key = ? AND undone_at IS NULL", (key,))
        if row is not None:
            db.connection.execute(
                f"UPDATE {table} SET undone_by = ?, undone_at = ? WHERE key = ?", (who, stamp(at), key)
            )
            return table, row[0]
    return None


def corrections_of(db: Database, version: int) -> list[Correction]:
    """The corrections of a version in the order in which they are applied, also those that are undone."""
    return [
        _record(Correction, *row)
        for row in db.rows(
            "SELECT body, undone_by, undone_at FROM correction WHERE version = ? ORDER BY at, key", (version,)
        )
    ]


def correction_rows(
    db: Database, version: int | None = None, *, most: int = -1, before: str = ""
) -> Iterator[tuple[int, Correction, str | None]]:
    """(version, correction, why it does not apply) the newest first: of a version or of all, made before a time."""
    where, values = ("version = ?", [version]) if version is not None else ("1", list[Any]())
    for row in db.rows(
        f"SELECT version, body, undone_by, undone_at, idle FROM correction WHERE {where} AND at < ?"
        " ORDER BY at DESC, key DESC LIMIT ?",
        (*values, before or "~", most),
    ):
        yield row[0], _record(Correction, *row[1:4]), row[4]


def note_idle(db: Database, version: int, idle: Mapping[str, str]) -> None:
    """Keep which corrections of a version do not apply, and why.  To be called within a transaction."""
    db.connection.execute("UPDATE correction SET idle = NULL WHERE version = ?", (version,))
    db.connection.executemany(
        "UPDATE correction SET idle = ? WHERE key = ?", [(reason, key) for key, reason in idle.items()]
    )


def decisions(db: Database, *, newest: bool = False, most: int = -1, before: str = "") -> Iterator[Decision]:
    """The decisions about names in the order in which they are applied, or the newest first; also those undone."""
    order = "at DESC, key DESC" if newest else "at, key"
    for row in db.rows(
        f"SELECT body, undone_by, undone_at FROM decision WHERE at < ? ORDER BY {order} LIMIT ?",
        (before or "~", most),
    ):
        yield _record(Decision, *row)


# -- names -----------------------------------------------------------------------------------------------------------
def heads(made: Iterable[Decision]) -> dict[_Name, Named]:
    """The name under which each name is shown that was merged with others, by decisions in their order."""
    groups: dict[_Name, list[_Name]] = {}
    for d in made:
        names = [(n.name, n.kind) for n in d.names]
        if d.undone is not None or not names:
            continue
        if d.kind is Decided.MERGE:
            joined: list[_Name] = []
            for name in names:
                joined += (n for n in groups.get(name, [name]) if n not in joined)
            # Shown is the first one that was named, not the head of the group in which that stood before.
            joined.remove(names[0])
            joined.insert(0, names[0])
            for name in joined:
                groups[name] = joined
        else:
            rest = [n for n in groups.pop(names[0], []) if n != names[0]]
            for name in rest:
                groups[name] = rest
            if len(rest) == 1:
                del groups[rest[0]]
    return {name: Named(*group[0]) for name, group in groups.items()}


def apart(made: Iterable[Decision]) -> set[frozenset[_Name]]:
    """The pairs of names of which somebody has said that they are two persons."""
    out: set[frozenset[_Name]] = set()
    for d in made:
        if d.undone is None and d.kind is Decided.SPLIT:
            first = (d.names[0].name, d.names[0].kind)
            out |= {frozenset((first, (n.name, n.kind))) for n in d.names[1:]}
    return out


def remerge(db: Database) -> None:
    """Write what follows from the decisions.  To be called within a transaction, whenever one was added or undone."""
    shown = heads(decisions(db))
    db.connection.execute("DELETE FROM merged")
    db.connection.executemany(
        "INSERT INTO merged VALUES (?, ?, ?, ?)",
        [(name, str(kind), head.name, str(head.kind)) for (name, kind), head in shown.items()],
    )


def names_shown(db: Database) -> dict[_Name, Named]:
    """What `remerge` wrote."""
    return {
        (name, SpeakerKind(kind)): Named(head, SpeakerKind(head_kind))
        for name, kind, head, head_kind in db.rows("SELECT name, kind, head, head_kind FROM merged")
    }


def group_of(db: Database, name: str, kind: str) -> list[Named]:
    """All names that are shown together with this one, that one first under which they are; only itself if none are."""
    head = db.row("SELECT head, head_kind FROM merged WHERE name = ? AND kind = ?", (name, kind))
    if head is None:
        return [Named(name, SpeakerKind(kind))]
    rows = db.rows(
        "SELECT name, kind FROM merged WHERE head = ? AND head_kind = ?"
        " ORDER BY NOT (name = head AND kind = head_kind), name, kind",
        head,
    )
    return [Named(n, SpeakerKind(k)) for n, k in rows]
