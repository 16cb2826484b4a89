"""Putting back what `onrecord export jsonl` wrote: into an empty store the same store, into another one what it lacks.

The folder is checked as a whole against its manifest before anything is written.  Then captures are kept in the order
in which they once were, each with its page and its bytes; then follows what came of each version.  A few hundred at a time are
one transaction: an import that is broken off leaves a sound store, and the next one goes on.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from onrecord import codec
from onrecord.errors import BadExport, CodecError
from onrecord.identity import Identity, host_of, identify, is_web, web_address
from onrecord.records import Capture, Correction, Decision, Envelope, Failure, Reading, Via
from onrecord.render.schema import Table, checked
from onrecord.render.tables import SCHEMA, TABLES, table
from onrecord.run.folders import FORMAT, MANIFEST
from onrecord.store.bodies import Bodies, digest_of
from onrecord.store.corrections import keyed
from onrecord.store.database import Database
from onrecord.store.keeping import Kept, keep_as
from onrecord.store.taking import (
    has_body,
    take_address,
    take_corrections,
    take_decisions,
    take_failure,
    take_outcome,
)

__all__ = ["Imported", "import_folder", "read_manifest"]

_LINE = 300_000_000  # bytes: the largest page that is read, escaped throughout, with room to spare
_BATCH = 200  # records a transaction
_BYTES = 50_000_000  # of bodies a transaction
_STATES = ("due", "read", "failed")

Step = Callable[[], None]


@dataclass(slots=True)
class Imported:
    """How much of a folder was new to the store."""

    pages: int = 0
    versions: int = 0
    captures: int = 0
    readings: int = 0
    failures: int = 0
    addresses: int = 0
    corrections: int = 0
    decisions: int = 0


def read_manifest(folder: str | Path) -> dict[str, Any]:
    """The manifest of a folder, if this program can read it.  Raises `BadExport`."""
    path = Path(folder) / MANIFEST
    try:
        with open(path, "rb") as f:
            value = json.loads(f.read(1_000_000))
    except OSError as e:
        reason = "it has no manifest.json" if path.parent.is_dir() else e.strerror or str(e)
        raise BadExport(f"not an onrecord export: {reason}", page=str(folder)) from e
    except (ValueError, RecursionError) as e:
        raise BadExport(f"not JSON: {e}", page=str(path)) from e
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise BadExport("this is not the manifest of an onrecord export", page=str(path))
    for name, known in (("schema", SCHEMA), ("codec", codec.SCHEMA)):
        if type(value.get(name)) is not int or value[name] < 1:
            raise BadExport(f"there is no {name} in it", page=str(path))
        if value[name] > known:
            raise BadExport(
                f"written by a newer version of onrecord ({name} {value[name]}; this version reads up to {known}); update onrecord",
                page=str(path),
            )
    if value.get("form") != "jsonl":
        raise BadExport("only exports as JSON Lines can be imported", page=str(path))
    return value


def _verify(folder: Path, head: dict[str, Any], name: str) -> None:
    """Whether a file is the one that the manifest describes."""
    path = folder / name
    files = head.get("files")
    said = files.get(name) if isinstance(files, dict) else None
    if not isinstance(said, dict) or not isinstance(said.get("sha256"), str):
        raise BadExport(f"says nothing about {name}", page=str(folder / MANIFEST))
    if not path.is_file():  # nor a pipe, which would wait for somebody to write to it
        raise BadExport("is missing", page=str(path))
    made = hashlib.sha256()
    try:
        with open(path, "rb") as f:
            while block := f.read(1 << 20):
                made.update(block)
    except OSError as e:
        raise BadExport(f"cannot be read: {e.strerror or e}", page=str(path)) from e
    if made.hexdigest() != said["sha256"]:
        raise BadExport("the file was changed after the export: its digest does not match", page=str(path))


class _Lines:
    """The records of a file, one by one; `head` is the next one, and `None` at the end."""

    def __init__(self, folder: Path, kind: Table) -> None:
        self.kind = kind
        self.path = folder / f"{kind.name}.jsonl"
        self.number = 0
        self._file = open(self.path, "rb")  # noqa: SIM115 - closed by `close`
        self.head: dict[str, Any] | None = None
        self.take()

    def close(self) -> None:
        self._file.close()

    def take(self) -> dict[str, Any] | None:
        """The record at the head; the next one takes its place."""
        taken = self.head
        self.number += 1
        data = self._file.readline(_LINE)
        if not data:
            self.head = None
            return taken
        if not data.endswith(b"\n"):
            why = "is too long" if len(data) == _LINE else "is cut short"
            raise self.error(f"the line {why}")
        try:
            self.head = checked(self.kind, json.loads(data))
        except CodecError as e:
            raise self.error(e.message) from e
        except (ValueError, RecursionError) as e:
            raise self.error(f"not JSON: {e}") from e
        return taken

    def error(self, message: str, behind: int = 0) -> BadExport:
        """An error at the head, or at a record taken before it."""
        return BadExport(message, page=f"{self.path}:{self.number - behind}")

    def matching(self, address: str, digest: str) -> dict[str, Any] | None:
        """The record at the head, taken, if it is of this version."""
        head = self.head
        if head is None or (head["address"], head["digest"]) != (address, digest):
            return None
        return self.take()


@contextmanager
def _opened(folder: Path, *names: str) -> Iterator[list[_Lines]]:
    made: list[_Lines] = []
    try:
        for name in names:
            made.append(_Lines(folder, table(name)))  # noqa: PERF401 - those opened before must be closed
        yield made
    finally:
        for lines in made:
            lines.close()


def import_folder(db: Database, folder: str | Path, *, step: Step = lambda: None) -> Imported:
    """Take in a folder that `export` wrote as JSON Lines; gives what was new.  `step` is called for each version.

    Raises `BadExport`, which names file and line, and `StoreError`.  Whatever was finished before stays.
    """
    place = Path(folder)
    head = read_manifest(place)
    for t in TABLES:
        if not t.derived:
            _verify(place, head, f"{t.name}.jsonl")
    with _imported(db):
        return _taken(db, place, step)


def _taken(db: Database, place: Path, step: Step) -> Imported:
    done = Imported()
    with _opened(place, "captures", "bodies") as (captures, bodies):
        _captures(db, captures, bodies, done)
    with _opened(place, "versions", "readings", "failures") as (versions, readings, failures):
        _outcomes(db, versions, readings, failures, done, step)
        _others(db, failures, done)
    with _opened(place, "corrections", "decisions") as (corrections, decisions):
        while corrections.head:
            with db.transaction():
                made = [_correction(db, corrections, row) for row in _batch(corrections)]
                done.corrections += take_corrections(db, made)
        while decisions.head:
            with db.transaction():
                said = [_decision(decisions, row) for row in _batch(decisions)]
                done.decisions += take_decisions(db, said)
    with _opened(place, "addresses") as (addresses,):
        while addresses.head:
            with db.transaction():
                for row in _batch(addresses):
                    done.addresses += take_address(
                        db, row["url"], row["etag"], row["modified"], row["checked"]
                    )
    return done


def _batch(lines: _Lines) -> Iterator[dict[str, Any]]:
    for _ in range(_BATCH):
        row = lines.take()
        if row is None:
            return
        yield row


def _captures(db: Database, captures: _Lines, bodies: _Lines, done: Imported) -> None:
    packed = Bodies(db.connection)
    while captures.head:
        size = 0
        with db.transaction():
            for row in _batch(captures):
                content = b""
                if bodies.head is not None and bodies.head.get("digest") == row["digest"]:
                    content = _content(bodies)
                    bodies.take()
                elif not has_body(db, row["digest"]):
                    raise captures.error("the bytes of this capture are not in bodies.jsonl", 1)
                with _blamed(captures):
                    kept = _kept(db, packed, row, content)
                done.pages += kept.new_page
                done.versions += kept.new_version
                done.captures += kept.new_capture
                size += len(content)
                if size > _BYTES:
                    break
    if bodies.head is not None:
        raise bodies.error("no capture names these bytes, or not in this order")


def _kept(db: Database, bodies: Bodies, row: dict[str, Any], content: bytes) -> Kept:
    """Keep a capture as a sighting of the page that the other store has it under, and note which version that is here."""
    address, digest, capture = row["address"], row["digest"], _capture(row, content)
    if (web := web_address(address)) is not None:
        kept = keep_as(db, bodies, capture, Identity(web, host_of(web), row["stated"]), digest)
    elif not is_web(address):
        kept = keep_as(db, bodies, capture, Identity(None, row["host"], row["stated"]), digest, address)
    else:  # written before pages had an identity of their own: a file's name stands there
        content = content or bodies.get(db.value("SELECT id FROM body WHERE digest = ?", (digest,)) or 0)
        path = capture.name if os.path.isabs(capture.name) else None
        who = identify(capture.url, content, capture.media)
        kept = keep_as(db, bodies, replace(capture, path=path), who, digest)
    db.connection.execute("INSERT OR REPLACE INTO imported VALUES (?, ?, ?)", (address, digest, kept.version))
    return kept


@contextmanager
def _imported(db: Database) -> Iterator[None]:
    """A table of the versions that an export names, by its own addresses: here they may be of other pages."""
    run = db.connection.execute
    run("DROP TABLE IF EXISTS temp.imported")
    run(
        "CREATE TEMP TABLE imported (address TEXT, digest TEXT, version INTEGER, PRIMARY KEY (address, digest))"
    )
    try:
        yield
    finally:
        run("DROP TABLE IF EXISTS temp.imported")


def _find(db: Database, address: str, digest: str) -> int | None:
    found = db.value("SELECT version FROM imported WHERE address = ? AND digest = ?", (address, digest))
    return None if found is None else int(found)


@contextmanager
def _blamed(lines: _Lines) -> Iterator[None]:
    """Values that make no record, or that the store does not take, are the fault of the record just taken."""
    try:
        yield
    except CodecError as e:
        raise lines.error(e.message, 1) from e
    except (ValueError, OverflowError, sqlite3.IntegrityError) as e:
        raise lines.error(f"is not valid: {e}", 1) from e


def _content(bodies: _Lines) -> bytes:
    row = bodies.head or {}
    text, packed = row.get("text"), row.get("base64")
    try:
        if isinstance(text, str):
            content = text.encode()
        elif isinstance(packed, str):
            content = base64.b64decode(packed, validate=True)
        else:
            raise bodies.error("there is neither `text` nor `base64`")
    except (UnicodeEncodeError, binascii.Error) as e:
        raise bodies.error(f"this is not base64: {e}") from e
    if digest_of(content) != row["digest"]:
        raise bodies.error("the bytes are not those that the digest names")
    return content


def _capture(row: dict[str, Any], content: bytes) -> Capture:
    return Capture(
        name=row["name"],
        content=content,
        url=row["url"],
        charset=row["charset"],
        media=row["media"],
        via=Via(row["via"]),
        fetched=datetime.fromisoformat(row["fetched"]) if row["fetched"] else None,
        status=row["status"],
        headers=tuple((h["name"], h["value"]) for h in row["headers"]),
        container=row["container"],
        record=row["record"],
        payload=row["payload"],
        envelope=codec.from_json(Envelope, row["envelope"]) if row["envelope"] is not None else None,
        path=row["path"],
        stated=row["url_stated"],
        revisit=bool(row["revisit"]),
    )


def _outcomes(
    db: Database, versions: _Lines, readings: _Lines, failures: _Lines, done: Imported, step: Step
) -> None:
    while versions.head:
        with db.transaction():
            for row in _batch(versions):
                address, digest, state = row["address"], row["digest"], row["state"]
                version = _find(db, address, digest)
                read, failed = readings.matching(address, digest), failures.matching(address, digest)
                if version is None:
                    raise versions.error("no capture names this version", 1)
                if (
                    state not in _STATES
                    or (state == "read" and not read)
                    or (state == "failed" and not failed)
                ):
                    raise versions.error(f"versions.state: {state!r} without a record of it", 1)
                with _blamed(failures):
                    failure = _failure(failed) if failed else None
                with _blamed(readings):
                    reading = _reading(read) if read else None
                    took = take_outcome(db, version, state, reading, failure)
                done.readings += took and reading is not None
                done.failures += took and failure is not None
                step()
    if readings.head is not None:
        raise readings.error("this version is not in versions.jsonl, or not in this order")


def _reading(row: dict[str, Any]) -> tuple[Reading, bool, str]:
    reading = codec.from_json(Reading, row["reading"])
    if reading.page.id != row["digest"]:
        raise CodecError("readings.reading: belongs to another page")
    return reading, row["with_statements"], row["program"]


def _correction(db: Database, lines: _Lines, row: dict[str, Any]) -> tuple[int, Correction]:
    version = _find(db, row["address"], row["digest"])
    if version is None:
        raise lines.error("no capture names this version", 1)
    with _blamed(lines):
        made = codec.from_json(Correction, row["correction"])
        if made.page != row["digest"] or keyed(made).key != made.key:
            raise CodecError("corrections.correction: its page or its key does not match")
    return version, made


def _decision(lines: _Lines, row: dict[str, Any]) -> Decision:
    with _blamed(lines):
        made = codec.from_json(Decision, row["decision"])
        if keyed(made).key != made.key or len(made.names) < 2:
            raise CodecError("decisions.decision: its key does not match, or it names nobody")
    return made


def _failure(row: dict[str, Any]) -> tuple[Failure, datetime]:
    failure = Failure(row["name"], row["stage"], row["error"], row["message"], row["url"])
    return failure, datetime.fromisoformat(row["at"])


def _others(db: Database, failures: _Lines, done: Imported) -> None:
    """Failures of what was never received; they stand behind those of versions."""
    while failures.head:
        with db.transaction():
            for row in _batch(failures):
                if row["address"] is not None:
                    raise failures.error("this version is not in versions.jsonl, or not in this order", 1)
                with _blamed(failures):
                    done.failures += take_failure(db, *_failure(row))
