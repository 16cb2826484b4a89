"""Revisits: sightings of bytes that stand elsewhere, in the same archive or another one, before or after.

Each becomes a sighting of the version with these bytes, under whatever address it was met.  One whose original has not come waits, and
is named among the failures, until it comes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from onrecord.digests import fits, hasher
from onrecord.errors import OriginalMissing
from onrecord.identity import web_address
from onrecord.records import Capture, Failure, Revisit, Via
from onrecord.store.bodies import Bodies, digest_of
from onrecord.store.database import Database
from onrecord.store.keeping import (
    Kept,
    envelope_from,
    envelope_json,
    put_failure,
    put_sighting,
    see_latest,
    utc,
)

__all__ = ["arrived", "keep_revisit"]

_MOST = 200  # versions that are looked at


def keep_revisit(db: Database, bodies: Bodies, revisit: Revisit, now: datetime) -> Kept | Failure:
    """Note a revisit as a sighting of the version that it is of, or let it wait; `now` is when the failure that says so is recorded.

    Keeping the same again changes nothing.  To be called within a transaction.
    """
    version = _original(db, bodies, revisit)
    if version is not None:
        return _sighted(db, revisit.sighting, version)
    s = revisit.sighting
    body = json.dumps(_packed(revisit), ensure_ascii=True)
    db.connection.execute(
        "INSERT OR IGNORE INTO waiting VALUES (?, ?, ?, ?, ?, ?)",
        (
            hashlib.sha256(body.encode()).hexdigest()[:32],
            json.loads(body)["name"],
            s.payload,
            web_address(s.url),
            web_address(revisit.url),
            body,
        ),
    )
    failure = _missing(revisit)
    put_failure(db, failure, now)
    return failure


def arrived(db: Database, bodies: Bodies, capture: Capture) -> Iterator[tuple[str, Kept]]:
    """(name, what became of it) of the revisits that waited for this capture.  To be called within a transaction, after `keep`."""
    run = db.connection.execute
    if run("SELECT 1 FROM waiting LIMIT 1").fetchone() is None:
        return
    sha1 = hashlib.sha1(capture.content, usedforsecurity=False).digest()
    payloads = (
        capture.payload,
        f"sha256:{digest_of(capture.content)}",
        f"sha1:{base64.b32encode(sha1).decode()}",
        f"sha1:{sha1.hex()}",
    )
    address = web_address(capture.url)
    for key, body in run(
        "SELECT key, body FROM waiting WHERE payload IN (?, ?, ?, ?) OR address = ? OR refers = ?",
        (*payloads, address, address),
    ).fetchall():
        revisit = _unpacked(json.loads(body))
        version = _original(db, bodies, revisit)
        if version is not None:
            run("DELETE FROM waiting WHERE key = ?", (key,))
            yield revisit.name, _sighted(db, revisit.sighting, version)


def _sighted(db: Database, sighting: Capture, version: int) -> Kept:
    run = db.connection.execute
    digest, page, latest, address = run(
        "SELECT b.digest, p.id, p.latest, p.address FROM version v JOIN body b ON b.id = v.body JOIN page p ON p.id = v.page"
        " WHERE v.id = ?",
        (version,),
    ).fetchone()
    added = put_sighting(db, version, digest, sighting)
    # What was met under another address says nothing of what stands under the page's own.
    if added and web_address(sighting.url) in (address, None):
        see_latest(db, page, latest, version, utc(sighting.fetched))
    run("DELETE FROM failure WHERE version IS NULL AND name = ?", (_packed(Revisit(sighting))["name"],))
    return Kept(version, False, False, added)


# -- the original ----------------------------------------------------------------------------------------------------
def _original(db: Database, bodies: Bodies, revisit: Revisit) -> int | None:
    """The version that a revisit is of: by the digest of the bytes; without one, by address and time."""
    addresses = [a for a in (web_address(revisit.sighting.url), web_address(revisit.url)) if a is not None]
    if revisit.sighting.payload is None:
        return _by_time(db, revisit, addresses)
    found = list(_by_digest(db, revisit.sighting.payload))
    for address in addresses:
        if same := [version for version, of in found if of == address]:
            return same[0]
    if found:
        return found[0][0]
    # The archive reckons otherwise, or the original came without a digest.
    for address in addresses:
        for version, body in db.connection.execute(
            "SELECT v.id, v.body FROM page p JOIN version v ON v.page = p.id WHERE p.address = ? ORDER BY v.id DESC LIMIT ?",
            (address, _MOST),
        ).fetchall():
            if fits(revisit.sighting.payload, [bodies.get(body)]):
                return int(version)
    return None


def _by_digest(db: Database, payload: str) -> Iterator[tuple[int, str]]:
    """(version, address of its page) of what has this digest."""
    run = db.connection.execute
    select = "SELECT v.id, p.address FROM {} JOIN page p ON p.id = v.page WHERE {} ORDER BY v.id LIMIT ?"
    if digest := _sha256(payload):
        of_body = select.format("body b JOIN version v ON v.body = b.id", "b.digest = ?")
        yield from run(of_body, (digest, _MOST)).fetchall()
    of_capture = select.format("capture c JOIN version v ON v.id = c.version", "c.payload = ?")
    yield from run(of_capture, (payload, _MOST)).fetchall()


def _sha256(payload: str) -> str | None:
    """The digest of a body as the store has it, if it is one of SHA-256."""
    known = hasher(payload)
    if known is None or known[0] != "sha256":
        return None
    value = known[1]
    if len(value) == 64:
        return value.lower()
    try:
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8)).hex()
    except binascii.Error:
        return None


def _by_time(db: Database, revisit: Revisit, addresses: list[str]) -> int | None:
    """The version that was met at the time that the record names, else the last one before the revisit."""
    run = db.connection.execute
    of_page = "SELECT c.version FROM page p JOIN version v ON v.page = p.id JOIN capture c ON c.version = v.id WHERE p.address = ?"
    if revisit.fetched is not None:
        for address in reversed(addresses):
            row = run(
                f"{of_page} AND c.fetched_utc = ? ORDER BY c.id LIMIT 1", (address, utc(revisit.fetched))
            ).fetchone()
            if row is not None:
                return int(row[0])
        return None
    for address in addresses:
        row = run(
            f"{of_page} AND c.fetched_utc <= ? ORDER BY c.fetched_utc DESC, c.id DESC LIMIT 1",
            (address, utc(revisit.sighting.fetched)),
        ).fetchone()
        if row is not None:
            return int(row[0])
    return None


# -- waiting ---------------------------------------------------------------------------------------------------------
def _missing(revisit: Revisit) -> Failure:
    s = revisit.sighting
    at = f" on {utc(s.fetched)}" if s.fetched else ""
    of = revisit.url or s.url or "a page without an address"
    when = f" of {utc(revisit.fetched)}" if revisit.fetched else ""
    return OriginalMissing(
        f"seen again{at}; the bytes are in the record{when} of {of[:300]}, which has not been added yet",
        page=s.name,
        stage="source",
    ).failure(s.url)


def _packed(revisit: Revisit) -> dict[str, Any]:
    s = revisit.sighting
    values = {
        "name": s.name,
        "url": s.url,
        "charset": s.charset,
        "media": s.media,
        "via": str(s.via),
        "fetched": s.fetched.isoformat() if s.fetched else None,
        "status": s.status,
        "headers": s.headers,
        "container": s.container,
        "record": s.record,
        "payload": s.payload,
        "envelope": envelope_json(s.envelope),
        "path": s.path,
        "stated": s.stated,
        "of": revisit.url,
        "at": revisit.fetched.isoformat() if revisit.fetched else None,
    }
    return {
        k: v.encode("utf-8", "backslashreplace").decode() if isinstance(v, str) else v
        for k, v in values.items()
    }


def _unpacked(told: dict[str, Any]) -> Revisit:
    of, at = told.pop("of"), told.pop("at")
    told["fetched"] = datetime.fromisoformat(told["fetched"]) if told["fetched"] else None
    told["headers"] = tuple((k, v) for k, v in told["headers"])
    told["envelope"] = envelope_from(told["envelope"])
    told["via"] = Via(told["via"])
    return Revisit(Capture(content=b"", revisit=True, **told), of, datetime.fromisoformat(at) if at else None)
