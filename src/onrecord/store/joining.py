"""Bringing a store to the seventh format, which takes more than SQL: joining what is one page.

Before it, a page was an address as it was spelt, or the name of a file as somebody typed it.  So one page stood there under several
addresses, and two stories saved as `index.html` were one page, of which only the last one was found.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from onrecord.errors import StoreDamaged
from onrecord.identity import identify, urn_of, web_address
from onrecord.store.bodies import Bodies
from onrecord.store.database import Database
from onrecord.store.keeping import SIGHTING, sighting_key
from onrecord.store.placing import latest_of
from onrecord.store.tallies import recount
from onrecord.store.writing import forget, settle

__all__ = ["join_pages"]

_BATCH = 500
_PATH = SIGHTING.split(", ").index("path")


def join_pages(db: Database) -> None:
    """Give each version the page that it is of, and join versions of one page with the same bytes.

    Nothing that was received or corrected is lost: sightings and corrections go to the version that stays.  To be called within the
    transaction that brings the store to the seventh format.
    """
    run = db.connection.execute
    run(
        "CREATE TEMP TABLE known (version INTEGER PRIMARY KEY, body INTEGER, address TEXT, host TEXT, stated TEXT, page INTEGER)"
    )
    run("CREATE INDEX temp.known_by_body ON known (body)")
    run("CREATE TEMP TABLE free (page INTEGER PRIMARY KEY)")
    try:
        _spell(db)
        _identify(db)
        run("INSERT INTO free SELECT id FROM page")
        run("UPDATE page SET address = 'old:' || id")
        _place(db)
        _join(db)
        # All at once, versions would meet on their way.
        run("UPDATE version SET page = -id")
        run("UPDATE version SET page = (SELECT page FROM known WHERE version = id)")
        run("DELETE FROM page WHERE NOT EXISTS (SELECT 1 FROM version v WHERE v.page = page.id)")
        for (page,) in run("SELECT id FROM page").fetchall():
            run("UPDATE page SET latest = ? WHERE id = ?", (latest_of(db, page), page))
        recount(db)
    finally:
        for table in ("known", "free"):
            run(f"DROP TABLE IF EXISTS temp.{table}")


def _spell(db: Database) -> None:
    """Fill in what sightings now say, and their keys."""
    run = db.connection.execute
    run(
        "UPDATE capture SET url = (SELECT v.url FROM version v WHERE v.id = capture.version), key = 'old:' || id"
    )
    run("UPDATE capture SET stated = 'mhtml' WHERE via = 'mhtml' AND url IS NOT NULL")
    columns = ", ".join(f"c.{name}" for name in SIGHTING.split(", "))
    last = 0
    while rows := run(
        f"SELECT c.id, b.digest, {columns} FROM capture c JOIN version v ON v.id = c.version JOIN body b ON b.id = v.body"
        " WHERE c.id > ? ORDER BY c.id LIMIT ?",
        (last, _BATCH),
    ).fetchall():
        for number, digest, *row in rows:
            last = number
            name, via = row[:2]
            if via == "file" and os.path.isabs(name):
                row[_PATH] = os.path.normpath(name)
            # The same sighting twice: the second keeps the key that nothing else has.
            run(
                "UPDATE OR IGNORE capture SET path = ?, key = ? WHERE id = ?",
                (row[_PATH], sighting_key(digest, row), number),
            )


def _identify(db: Database) -> None:
    """By what each version is known."""
    run = db.connection.execute
    bodies = Bodies(db.connection)
    last = 0
    while rows := run(
        "SELECT v.id, v.body, v.url, v.media, (SELECT min(c.stated) FROM capture c WHERE c.version = v.id AND NOT EXISTS"
        " (SELECT 1 FROM capture d WHERE d.version = v.id AND d.stated IS NULL))"
        " FROM version v WHERE v.id > ? ORDER BY v.id LIMIT ?",
        (last, _BATCH),
    ).fetchall():
        for last, body, url, media, stated in rows:
            content = b""
            if web_address(url) is None:
                with suppress(StoreDamaged):  # `onrecord check` tells of it
                    content = bodies.get(body)
            who = identify(url, content, media, stated)
            run(
                "INSERT INTO known VALUES (?, ?, ?, ?, ?, NULL)",
                (last, body, who.address, who.host, who.stated),
            )


def _place(db: Database) -> None:
    """The page of each version: first of those that have an address, since the same bytes without one are of their page."""
    files: dict[str, int] = {}
    for where in ("IS NOT NULL", "IS NULL"):
        last = 0
        while rows := db.connection.execute(
            "SELECT k.version, k.body, k.address, k.host, k.stated, v.page, v.name, b.digest,"
            " (SELECT c.via FROM capture c WHERE c.version = v.id ORDER BY c.id LIMIT 1)"
            " FROM known k JOIN version v ON v.id = k.version JOIN body b ON b.id = v.body"
            f" WHERE k.version > ? AND k.address {where} ORDER BY k.version LIMIT ?",
            (last, _BATCH),
        ).fetchall():
            for row in rows:
                last = row[0]
                page = _page(db, row, files)
                db.connection.execute("UPDATE known SET page = ? WHERE version = ?", (page, last))


def _page(db: Database, row: Any, files: dict[str, int]) -> int:
    """The page of a version, which takes over the row of its old page where nothing else has."""
    _, body, address, host, stated, old, name, digest, via = row
    run = db.connection.execute
    lasting = None  # a name by which the next version of a file is told
    if address is None:
        same = run(
            "SELECT page FROM known WHERE body = ? AND page IS NOT NULL ORDER BY version LIMIT 1", (body,)
        ).fetchone()
        if same is not None:
            return int(same[0])
        # Mails and posts have identifiers in their files.
        lasting = (
            name if via in ("mail", "telegram") else os.path.normpath(name) if os.path.isabs(name) else None
        )
        if lasting is not None and lasting in files:
            return files[lasting]
        address = urn_of(digest)
    found = run("SELECT id, stated FROM page WHERE address = ?", (address,)).fetchone()
    if found is not None:
        page = int(found[0])
        if found[1] is not None and stated is None:
            run("UPDATE page SET stated = NULL WHERE id = ?", (page,))
    elif run("DELETE FROM free WHERE page = ?", (old,)).rowcount:
        page = int(old)
        run("UPDATE page SET address = ?, host = ?, stated = ? WHERE id = ?", (address, host, stated, page))
    else:
        made = run("INSERT INTO page (address, host, stated) VALUES (?, ?, ?)", (address, host, stated))
        page = int(made.lastrowid or 0)
    if lasting is not None:
        files[lasting] = page
    return page


def _join(db: Database) -> None:
    """One version in place of several with the same bytes: the one of which most is known, of equal ones the first."""
    run = db.connection.execute
    for page, body in run("SELECT page, body FROM known GROUP BY page, body HAVING count(*) > 1").fetchall():
        ranked = run(
            "SELECT k.version FROM known k LEFT JOIN reading r ON r.version = k.version WHERE k.page = ? AND k.body = ?"
            " ORDER BY r.version IS NULL, r.with_statements DESC,"
            " (SELECT count(*) FROM correction c WHERE c.version = k.version) DESC, k.version",
            (page, body),
        ).fetchall()
        (stays,), *others = ranked
        corrected = 0
        for (goes,) in others:
            run(
                "UPDATE version SET url = coalesce(url, (SELECT url FROM version WHERE id = ?)) WHERE id = ?",
                (goes, stays),
            )
            run("UPDATE capture SET version = ? WHERE version = ?", (stays, goes))
            corrected += run("UPDATE correction SET version = ? WHERE version = ?", (stays, goes)).rowcount
            forget(db, goes)
            run("DELETE FROM failure WHERE version = ?", (goes,))
            run("DELETE FROM known WHERE version = ?", (goes,))
            run("DELETE FROM version WHERE id = ?", (goes,))
        if corrected:
            settle(db, stays)
