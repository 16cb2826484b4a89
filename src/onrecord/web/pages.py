"""A page of the record: the story with its statements, beside the speakers; what the page says of itself; its versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from onrecord.codec import to_json
from onrecord.records import Correction, Reading
from onrecord.render.links import Links
from onrecord.render.statements import csv_header, csv_rows
from onrecord.run.store import Store
from onrecord.store.corrections import correction_rows
from onrecord.store.database import Database
from onrecord.web.addresses import key_of, page_url, short_key, speaker_url, version_of
from onrecord.web.answers import View
from onrecord.web.citing import cite_reading, cite_statement
from onrecord.web.marking import Marks, colour
from onrecord.web.parts import facts, parts
from onrecord.web.room import Room
from onrecord.web.said import Said, said

__all__ = ["Voice", "page"]

_MOST_VERSIONS = 100
_MOST_CAPTURES = 20


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a page, for the list of them."""

    key: str
    digest: str
    state: str
    first: str | None
    last: str | None
    captures: int


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker on a page, with what they are reported to have said there."""

    number: int
    colour: str
    name: str
    kind: str
    role: str | None
    url: str
    statements: tuple[Said, ...]


def voices(reading: Reading, marks: Marks, made: Iterable[Correction] = ()) -> tuple[Voice, ...]:
    """The speakers of a reading, numbered as in the text; `made` are the corrections that were applied."""
    of: dict[int, list[Said]] = {}
    for s in said(reading, marks.numbers, made):
        of.setdefault(s.number, []).append(s)
    return tuple(
        Voice(
            n,
            colour(n),
            w.name,
            w.kind,
            w.role if w.role != w.name else None,
            speaker_url(w.name, w.kind),
            tuple(of[n]),
        )
        for n, (w, _) in enumerate(marks.groups, 1)
    )


def page(room: Room, request: Request, store: Store) -> View:
    """One version of a page."""
    db = store.database
    version = version_of(db, request.path_params["key"])
    row: Any = db.row(
        "SELECT v.page, v.name, v.url, v.state, p.address, p.stated, p.latest, b.digest, b.size FROM version v"
        " JOIN page p ON p.id = v.page JOIN body b ON b.id = v.body WHERE v.id = ?",
        (version,),
    )
    number, name, url, state, address, stated, latest, digest, size = row
    key = key_of(db, version)
    versions = list(_versions(db, number))
    captures = _captures(db, version)
    seen = db.row(
        "SELECT min(c.fetched_utc), max(c.fetched_utc) FROM version v JOIN capture c ON c.version = v.id WHERE v.page = ?",
        (number,),
    ) or (None, None)
    whole = room.reading(store, version)
    thought = request.query_params.get("attitudes") == "show"
    reading = whole if thought or whole is None else whole.without_attitudes()
    links = Links(whole) if whole else None
    record = {
        "key": key,
        "address": address,
        "stated": stated,
        "first_seen": seen[0],
        "last_seen": seen[1],
        "name": name,
        "url": url,
        "sha256": digest,
        "size": size,
        "state": state,
        "latest": version == latest,
        "captures": captures,
        "versions": [to_json(v) for v in versions],
        "reading": to_json(whole) if whole else None,
        "citation": cite_reading(reading) if reading else None,
        "citations": {s.id: cite_statement(whole, s) for s in whole.statements} if whole else {},
        "links": {s.id: links.of(s) for s in whole.statements} if whole and links else {},
    }
    data: dict[str, Any] = {
        "key": key,
        "latest_key": None if version == latest else key_of(db, latest),
        "address": address,
        "stated": stated,
        "seen": seen,
        "page_name": name,
        "url": url,
        "digest": digest,
        "size": size,
        "captures": captures,
        "versions": versions,
        "reading": reading,
        "citation": record["citation"],
        "unfolded": request.query_params.get("furniture") == "open",
        "failure": None,
        "parts": (),
        "voices": (),
        "unsaid": (),
        "attitudes": 0,
        "thought": thought,
        "facts": (),
        "published": "",
        "outlet": None,
    }
    title = name
    if reading is None:
        found = db.row("SELECT stage, error, message, at FROM failure WHERE version = ?", (version,))
        data["failure"] = found
        record["failure"] = (
            dict(zip(("stage", "error", "message", "at"), found, strict=True)) if found else None
        )
    else:
        marks = Marks(reading)
        made = [c for _, c, idle in correction_rows(db, version) if c.undone is None and idle is None][::-1]
        article = reading.article
        title = article.title.value if article and article.title else name
        data |= {
            "parts": list(parts(reading, marks)),
            "voices": voices(reading, marks, made),
            "unsaid": reading.unsaid(),
            "attitudes": len(whole.statements) - len(whole.said()) if whole else 0,
            "facts": list(facts(article)) if article else [],
            "outlet": article.site.value if article and article.site else None,
        }
    data["headline"] = title
    data["language"] = (
        reading.article.language.value if reading and reading.article and reading.article.language else None
    )
    table = csv_header() + (csv_rows(reading) if reading else "")
    headers = {"link": f'<{page_url(key)}>; rel="canonical"'}
    return View("page.html", title, data, record, table, f"onrecord-{key}", headers=headers)


def _versions(db: Database, number: int) -> Any:
    rows = db.rows(
        "SELECT v.id, v.state, b.digest, (SELECT min(w.id) FROM version w WHERE w.body = v.body),"
        " min(c.fetched_utc), max(c.fetched_utc), count(c.id)"
        " FROM version v JOIN body b ON b.id = v.body LEFT JOIN capture c ON c.version = v.id"
        " WHERE v.page = ? GROUP BY v.id ORDER BY v.id DESC LIMIT ?",
        (number, _MOST_VERSIONS),
    )
    for version, state, digest, first, earliest, last, count in rows:
        yield Version(short_key(digest, version, first), digest, state, earliest, last, count)


def _captures(db: Database, version: int) -> list[dict[str, Any]]:
    names = ("name", "via", "fetched", "status", "container", "record", "url", "path", "revisit")
    rows = db.rows(
        f"SELECT {', '.join(names)} FROM capture WHERE version = ? ORDER BY id LIMIT ?",
        (version, _MOST_CAPTURES),
    )
    return [dict(zip(names, row, strict=True)) for row in rows]
