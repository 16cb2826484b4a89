"""Lists of pages and of failures, by the page.

Each list walks along an index from where the last one ended ("keyset pagination"), so that the thousandth page of a list
costs what the first one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from onrecord.codec import to_json
from onrecord.run.store import Store
from onrecord.store.database import Database
from onrecord.web.addresses import page_url, short_key
from onrecord.web.answers import Table, View
from onrecord.web.room import Room
from onrecord.web.templating import with_query

__all__ = ["LISTED", "Listed", "failures", "listed", "pages"]

SIZE = 50
_MOST = 1_000  # rows that a twin holds
LISTED = (
    "key",
    "title",
    "address",
    "outlet",
    "site",
    "published",
    "language",
    "type",
    "state",
    "statements",
    "received",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in a list."""

    key: str
    title: str
    address: str
    outlet: str | None
    site: str | None
    published: str | None
    language: str | None
    type: str | None
    state: str
    statements: int
    received: str | None

    @property
    def url(self) -> str:
        """The address of its view."""
        return page_url(self.key)


def listed(db: Database, versions: Iterable[int]) -> list[Listed]:
    """What lists say of versions, in the order given."""
    out = []
    for version in versions:
        row: Any = db.row(
            "SELECT b.digest, (SELECT min(w.id) FROM version w WHERE w.body = v.body), a.title, v.name, iif(p.address LIKE 'urn:sha256:%', v.name, p.address), p.host,"
            " a.site, a.published, a.published_day_only, a.language, r.type, v.state,"
            " (SELECT count(*) FROM statement s WHERE s.version = v.id),"
            " (SELECT min(c.fetched_utc) FROM capture c WHERE c.version = v.id)"
            " FROM version v JOIN page p ON p.id = v.page JOIN body b ON b.id = v.body"
            " LEFT JOIN reading r ON r.version = v.id LEFT JOIN article a ON a.version = v.id WHERE v.id = ?",
            (version,),
        )
        digest, first, title, name, address, host, site, published, day, language, kind, state, said, got = (
            row
        )
        if published:
            published = published[:10] if day else published[:16].replace("T", " ")
        key = short_key(digest, version, first)
        out.append(
            Listed(key, title or name, address, host, site, published, language, kind, state, said, got)
        )
    return out


def _walk(db: Database, query: dict[str, str], after: str, most: int) -> list[tuple[int, str]]:
    """(version, where to go on) of the latest versions of pages, newest first."""
    number = int(after) if after.isdecimal() and len(after) < 19 else 1 << 62
    if outlet := query.get("outlet"):
        sql = (
            "SELECT * FROM (SELECT latest, id FROM page WHERE host = ? AND id < ? ORDER BY id DESC LIMIT ?)"
            " UNION ALL SELECT * FROM (SELECT p.latest, p.id FROM article a JOIN version v ON v.id = a.version"
            " JOIN page p ON p.id = v.page AND p.latest = v.id WHERE a.site = ? COLLATE NOCASE AND p.host IS NULL AND p.id < ? ORDER BY p.id DESC LIMIT ?)"
            " ORDER BY id DESC LIMIT ?"
        )
        found = db.rows(sql, (outlet, number, most, outlet, number, most, most))
    elif language := query.get("language"):
        sql = (
            "SELECT a.version, a.version FROM article a JOIN version v ON v.id = a.version"
            " JOIN page p ON p.id = v.page AND p.latest = v.id"
            " WHERE a.language = ? AND a.version < ? ORDER BY a.version DESC LIMIT ?"
        )
        found = db.rows(sql, (language, number, most))
    elif (month := query.get("published", "")) or query.get("order") == "published":
        start, end = month, f"{month}~"
        time, _, version = after.partition(",")
        at = (
            (time, int(version))
            if version.isdecimal() and len(version) < 19
            else (end if month else "~", 1 << 62)
        )
        sql = (
            "SELECT a.version, a.published_utc || ',' || a.version FROM article a JOIN version v ON v.id = a.version"
            " JOIN page p ON p.id = v.page AND p.latest = v.id"
            " WHERE (a.published_utc, a.version) < (?, ?) AND a.published_utc >= ?"
            " ORDER BY a.published_utc DESC, a.version DESC LIMIT ?"
        )
        found = db.rows(sql, (*at, start, most))
    else:
        found = db.rows("SELECT latest, id FROM page WHERE id < ? ORDER BY id DESC LIMIT ?", (number, most))
    return [(version, str(cursor)) for version, cursor in found]


def _size(request: Request) -> int:
    """How many rows are asked for; a page shows few, a twin may have more."""
    given = request.query_params.get("size", "")
    return min(_MOST, max(1, int(given))) if given.isdecimal() and len(given) < 9 else SIZE


def _told_size(size: int) -> int | None:
    """The size as addresses tell it: not at all where it is the usual one."""
    return None if size == SIZE else size


def pages(room: Room, request: Request, store: Store) -> View:
    """The pages of the store: all, of an outlet, of a language, of a month or year; as received, or as published."""
    query = {
        k: v[:300]
        for k, v in request.query_params.items()
        if k in ("outlet", "language", "published", "order") and v
    }
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", query.get("published", "2026")):
        query.pop("published")
    size = _size(request)
    found = _walk(store.database, query, request.query_params.get("after", "")[:60], size + 1)
    more = found[size - 1][1] if len(found) > size else None
    rows = listed(store.database, (version for version, _ in found[:size]))
    following = f"/pages?{with_query(query, size=_told_size(size), after=more)}" if more else None
    record = {"query": query, "pages": [to_json(r) for r in rows], "next": following}
    table = Table(LISTED, ([getattr(r, c) for c in LISTED] for r in rows))
    told = [f"{k} {v}" for k, v in query.items()]
    data = {"rows": rows, "query": query, "next": following, "started": "after" in request.query_params}
    return View(
        "pages.html",
        "Pages" + (f": {', '.join(told)}" if told else ""),
        data,
        record,
        table,
        "onrecord-pages",
    )


def failures(room: Room, request: Request, store: Store) -> View:
    """What failed and why, the newest first."""
    after = request.query_params.get("after", "")
    number = int(after) if after.isdecimal() and len(after) < 19 else 1 << 62
    size = _size(request)
    names = ("id", "version", "name", "url", "stage", "error", "message", "at")
    found = [
        dict(zip(names, row, strict=True))
        for row in store.database.rows(
            f"SELECT {', '.join(names)} FROM failure WHERE id < ? ORDER BY id DESC LIMIT ?",
            (number, size + 1),
        )
    ]
    last = found[size - 1]["id"] if len(found) > size else None
    more = f"/failures?{with_query({}, size=_told_size(size), after=last)}" if last is not None else None
    rows = found[:size]
    keys = listed(store.database, (r["version"] for r in rows if r["version"] is not None))
    by_version = dict(zip((r["version"] for r in rows if r["version"] is not None), keys, strict=True))
    for row in rows:
        page = by_version.get(row["version"])
        row["page"] = page.url if page else None
    columns = ("at", "name", "url", "stage", "error", "message", "page")
    table = Table(columns, [[r[c] for c in columns] for r in rows])
    record = {"failures": [{c: r[c] for c in columns} for r in rows], "next": more}
    return View("failures.html", "Failures", {"rows": rows, "next": more}, record, table, "onrecord-failures")
