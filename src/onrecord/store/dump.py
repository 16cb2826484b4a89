"""The content of a store in one canonical form: two stores that hold the same give the same lines and the same digest.

Row ids, the order in which things were added, how bodies are packed, and the times at which the program did something
(`failure.at`, `address.checked`) do not count.  What was received, what reading it gave, what failed, what is due, and what people
corrected and decided do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from onrecord.codec import to_json
from onrecord.store.bodies import Bodies
from onrecord.store.corrections import corrections_of, decisions
from onrecord.store.database import Database
from onrecord.store.loading import get_found

__all__ = ["content_digest", "dump"]


def dump(db: Database, *, bodies: bool = False) -> Iterator[str]:
    """The content of a store, a JSON object a line, in a canonical order.

    With `bodies`, each body is unpacked and compared with its digest.  Raises `StoreDamaged`.
    """
    unpack = Bodies(db.connection).get if bodies else None
    pages = "SELECT p.id, p.address, p.host, b.digest FROM page p LEFT JOIN version v ON v.id = p.latest"
    for page, address, host, latest in db.rows(
        f"{pages} LEFT JOIN body b ON b.id = v.body ORDER BY p.address"
    ):
        yield _line("page", address=address, host=host, latest=latest)
        for version, body, digest, size, name, url, charset, media, state in db.rows(
            "SELECT v.id, b.id, b.digest, b.size, v.name, v.url, v.charset, v.media, v.state"
            " FROM version v JOIN body b ON b.id = v.body WHERE v.page = ? ORDER BY b.digest",
            (page,),
        ):
            if unpack is not None:
                unpack(body)
            at = {"address": address, "digest": digest}
            yield _line(
                "version", **at, size=size, name=name, url=url, charset=charset, media=media, state=state
            )
            yield from _of_version(db, version, at)
    for name, url, stage, error, message in db.rows(
        "SELECT name, url, stage, error, message FROM failure WHERE version IS NULL ORDER BY name"
    ):
        yield _line("failure", name=name, url=url, stage=stage, error=error, message=message)
    for d in decisions(db):
        yield _line("decision", decision=to_json(d))
    for url, etag, modified in db.rows("SELECT url, etag, modified FROM address ORDER BY url"):
        yield _line("address", url=url, etag=etag, modified=modified)


def _of_version(db: Database, version: int, at: dict[str, Any]) -> Iterator[str]:
    names = "key name via fetched status headers container record payload envelope".split()
    for row in db.rows(
        "SELECT key, name, via, fetched, status, headers, container, record, payload, envelope FROM capture WHERE version = ?"
        " ORDER BY key",
        (version,),
    ):
        yield _line("capture", **at, **dict(zip(names, row, strict=True)))
    for name, url, stage, error, message in db.rows(
        "SELECT name, url, stage, error, message FROM failure WHERE version = ?", (version,)
    ):
        yield _line("failure", **at, name=name, url=url, stage=stage, error=error, message=message)
    reading = get_found(db, version)
    if reading is not None:
        looked, program = db.row(
            "SELECT with_statements, program FROM reading WHERE version = ?", (version,)
        ) or (0, "")
        yield _line("reading", **at, with_statements=bool(looked), program=program, reading=to_json(reading))
    for c in corrections_of(db, version):
        yield _line("correction", **at, correction=to_json(c))


def _line(kind: str, **values: Any) -> str:
    return json.dumps({"record": kind, **values}, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def content_digest(db: Database, *, bodies: bool = False) -> str:
    """SHA-256, in hexadecimal, over the lines of `dump`.  The same for all stores that hold the same."""
    made = hashlib.sha256()
    for line in dump(db, bodies=bodies):
        made.update(line.encode())
        made.update(b"\n")
    return made.hexdigest()
