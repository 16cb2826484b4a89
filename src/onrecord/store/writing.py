"""A reading as rows.  Nothing is left out: `onrecord.store.loading` gives the same reading back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.codec import to_json
from onrecord.records import (
    Article,
    Block,
    Furniture,
    Place,
    Reading,
    Role,
    Span,
    Speaker,
    Statement,
    Timestamp,
)
from onrecord.spelling import name_keys, run_keys
from onrecord.store import indexing
from onrecord.store.corrected import corrected
from onrecord.store.corrections import corrections_of, note_idle
from onrecord.store.database import Database
from onrecord.store.keeping import envelope_json, utc
from onrecord.store.loading import get_found, get_reading
from onrecord.store.silences import forget_silences, put_silence
from onrecord.store.speaker_columns import columns_of
from onrecord.store.tallies import take_in, take_out

__all__ = ["forget", "put_reading", "settle"]

#: The tables whose rows belong to one version, but for statements and what is counted by them.
_LISTS = (
    "author",
    "origin",
    "tag",
    "image",
    "note",
    "block",
    "link",
    "archived",
    "article",
    "found",
    "reading",
)


def put_reading(
    db: Database, version: int, reading: Reading, with_statements: bool = True, program: str = ""
) -> None:
    """Write what reading a version gave, in place of what is there.  To be called within a transaction.

    `with_statements` says whether statements were looked for.  `program` names the program and the models that it read with: another
    name means that the page can be read again.  What people corrected on this version is applied to what is written now.
    """
    run = db.connection.execute
    _write(db, version, reading, with_statements, program)
    _apply(db, version, with_statements, program)
    run("UPDATE version SET state = 'read' WHERE id = ?", (version,))
    run("DELETE FROM failure WHERE version = ?", (version,))


def settle(db: Database, version: int) -> None:
    """Apply the corrections of a version anew to what was found, after one was made or undone.

    To be called within a transaction.
    """
    row = db.row("SELECT with_statements, program FROM reading WHERE version = ?", (version,))
    if row is None:
        note_idle(db, version, {})
        return
    if db.row("SELECT 1 FROM found WHERE version = ?", (version,)) is not None:
        found = get_found(db, version)
        if found is not None:
            _write(db, version, found, bool(row[0]), row[1])
    _apply(db, version, bool(row[0]), row[1])


def _apply(db: Database, version: int, with_statements: bool, program: str) -> None:
    """Put the corrected reading in the place of the one just written, which is kept whole in `found`."""
    made = corrections_of(db, version)
    if not made:
        return
    found = get_reading(db, version)
    if found is None:
        return
    done = corrected(found, made)
    note_idle(db, version, done.idle)
    if done.reading == found:
        return
    _write(db, version, done.reading, with_statements, program)
    plain = json.dumps(to_json(found), ensure_ascii=True, separators=(",", ":"))
    db.connection.execute("INSERT INTO found VALUES (?, ?)", (version, plain))


def _write(db: Database, version: int, reading: Reading, with_statements: bool, program: str) -> None:
    """The rows of a reading in place of those that are there."""
    run = db.connection.execute
    forget(db, version)
    page = reading.page
    run(
        "INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version,
            page.media,
            page.encoding,
            page.encoding_from,
            reading.verdict.type,
            reading.verdict.article,
            reading.reader,
            with_statements,
            program,
            envelope_json(reading.envelope),
        ),
    )
    many = db.connection.executemany
    if reading.trail:
        many(
            "INSERT INTO note VALUES (?, ?, ?, ?, ?)",
            ((version, n, t.stage, t.what, t.why) for n, t in enumerate(reading.trail)),
        )
    many("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _blocks(db, version, reading))
    links = [
        (version, n, i, k.span.start, k.span.end, k.url)
        for n, b in enumerate(reading.blocks)
        for i, k in enumerate(b.links)
    ]
    many("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)", links)
    if reading.article is not None:
        _put_article(db, version, reading.article)
        for n, statement in enumerate(reading.statements):
            _put_statement(db, version, n, statement, reading.article.text)
        take_in(db, version)
        for n, silence in enumerate(reading.silences):
            put_silence(db, version, n, silence, _speaker(db, silence.speaker))


def forget(db: Database, version: int) -> None:
    """Take out what reading a version gave before.  To be called within a transaction."""
    run = db.connection.execute
    if run("SELECT 1 FROM reading WHERE version = ?", (version,)).fetchone() is None:
        return
    article = run("SELECT title, text FROM article WHERE version = ?", (version,)).fetchone()
    if article is not None:
        title, text = article
        take_out(db, version)
        indexing.drop_article(db, version, title, text)
        statements = run("SELECT id FROM statement WHERE version = ?", (version,)).fetchall()
        for (statement,) in statements:
            parts: dict[str, list[Span]] = {}
            for part, start, end in run(
                "SELECT part, start_at, end_at FROM part WHERE statement = ? ORDER BY part, n", (statement,)
            ):
                parts.setdefault(part, []).append(Span(start, end))
            indexing.drop_statement(db, statement, text, parts)
            run("DELETE FROM part WHERE statement = ?", (statement,))
        run("DELETE FROM statement WHERE version = ?", (version,))
        forget_silences(db, version)
    for table in _LISTS:
        run(f"DELETE FROM {table} WHERE version = ?", (version,))


# -- blocks ----------------------------------------------------------------------------------------------------------
def _blocks(db: Database, version: int, reading: Reading) -> Iterator[tuple[Any, ...]]:
    kinds: dict[tuple[Role, Furniture | None], int] = {}
    elements = _elements(db, (b.place for b in reading.blocks))
    text = reading.article.text if reading.article else ""
    for n, b in enumerate(reading.blocks):
        kind = kinds.get((b.role, b.furniture))
        if kind is None:
            kind = kinds[b.role, b.furniture] = _kind(db, b)
        path, step = _split(b.place)
        span = b.span
        stands = span is not None and span.of(text) == b.text
        start, end = (span.start, span.end) if span is not None else (None, None)
        words = None if stands else b.text
        yield (
            version,
            n,
            kind,
            b.score,
            elements[path],
            step,
            b.place.offset,
            start,
            end,
            words,
            b.value,
            b.strong,
        )


def _kind(db: Database, block: Block) -> int:
    run = db.connection.execute
    pair = (str(block.role), str(block.furniture) if block.furniture else None)
    found = run("SELECT id FROM kind WHERE role = ? AND furniture IS ?", pair).fetchone()
    if found is None:
        return int(run("INSERT INTO kind (role, furniture) VALUES (?, ?)", pair).lastrowid or 0)
    return int(found[0])


def _split(place: Place) -> tuple[str | None, str]:
    """The path of the element that holds this place, if any, and the last step."""
    path, slash, step = place.path.rpartition("/")
    return path if slash else None, step


def _elements(db: Database, places: Iterable[Place]) -> dict[str | None, int | None]:
    """The ids of the elements that hold these places, by their paths."""
    paths = dict.fromkeys(path for path, _ in map(_split, places) if path is not None)
    made = {path: _hash(path) for path in paths}
    ids: dict[str | None, int | None] = {None: None}
    ids.update(made)
    if not made:
        return ids
    new = db.connection.executemany(
        "INSERT OR IGNORE INTO element VALUES (?, ?)", ((i, path) for path, i in made.items())
    ).rowcount
    if new < len(made):
        found = db.connection.execute(
            "SELECT id, path FROM element WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(made.values())),),
        )
        known = dict(found.fetchall())
        for path, i in made.items():
            if known[i] != path:
                ids[path] = _beside(db, path, i + 1)
    return ids


def _beside(db: Database, path: str, element: int) -> int:
    """The id of a path whose own is that of another one, which happens hardly ever."""
    run = db.connection.execute
    while run("INSERT OR IGNORE INTO element VALUES (?, ?)", (element, path)).rowcount == 0:
        if run("SELECT path FROM element WHERE id = ?", (element,)).fetchone()[0] == path:
            break
        element += 1
    return element


def _hash(path: str) -> int:
    """The id of an element's path.  It comes from the path, so that no index is needed to find it."""
    # Six bytes: SQLite writes a larger number in nine.
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=6).digest(), "big")


# -- the article -----------------------------------------------------------------------------------------------------
def _put_article(db: Database, version: int, a: Article) -> None:
    run, many = db.connection.execute, db.connection.executemany
    stated = [part for s in (a.title,) for part in ((s.value, s.where, s.score) if s else (None, None, None))]
    rest = [
        part
        for s in (a.site, a.section, a.language)
        for part in ((s.value, s.where, s.score) if s else (None, None, None))
    ]
    row = (
        version,
        a.id,
        a.url,
        *stated,
        a.dek,
        *_stamp(a.published),
        utc(a.published.time) if a.published else None,
        *_stamp(a.modified),
        *rest,
        a.canonical_url,
        a.text,
    )
    run(f"INSERT INTO article VALUES ({', '.join('?' * len(row))})", row)
    many(
        "INSERT INTO author VALUES (?, ?, ?, ?, ?, ?)",
        ((version, n, x.name, x.organisation, x.url, x.where) for n, x in enumerate(a.authors)),
    )
    many(
        "INSERT INTO origin VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (version, n, o.name, o.how, o.where, o.url, _stamp_json(o.published))
            for n, o in enumerate(a.origin)
        ),
    )
    if a.archived is not None:
        copy = a.archived
        time = utc(copy.time) if copy.time else None
        run(
            "INSERT INTO archived VALUES (?, ?, ?, ?, ?, ?)",
            (version, copy.archive, copy.where, time, copy.url, copy.original),
        )
    many("INSERT INTO tag VALUES (?, ?, ?)", ((version, n, t) for n, t in enumerate(a.tags)))
    elements = _elements(db, (i.place for i in a.images))
    images = []
    for n, i in enumerate(a.images):
        path, step = _split(i.place)
        images.append((version, n, i.url, i.alt, i.caption, i.credit, elements[path], step, i.place.offset))
    many("INSERT INTO image VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", images)
    indexing.put_article(db, version, a.title.value if a.title else None, a.text)


def _stamp(stamp: Timestamp | None) -> tuple[Any, ...]:
    if stamp is None:
        return None, None, None, None
    return stamp.time.isoformat(), stamp.where, stamp.date_only, _json(stamp.inferred)


def _stamp_json(stamp: Timestamp | None) -> str | None:
    return None if stamp is None else json.dumps(to_json(stamp), ensure_ascii=False)


def _json(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


# -- statements ------------------------------------------------------------------------------------------------------
def _put_statement(db: Database, version: int, n: int, s: Statement, text: str) -> None:
    run = db.connection.execute
    who = s.speaker
    made = run(
        "INSERT INTO statement (version, n, code, manner, act, firmness, negated, speaker, introduced_start, introduced_end,"
        " role, role_start, role_end, inferred, speaker_score, within, score, reader, type)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version,
            n,
            s.id,
            s.manner,
            s.act,
            s.grade.firmness,
            s.grade.negated,
            _speaker(db, who),
            *columns_of(who),
            s.within,
            s.score,
            s.reader,
            s.type,
        ),
    )
    statement = int(made.lastrowid or 0)
    rows: list[tuple[Any, ...]] = []
    spans = {
        "source": s.source,
        "cue": s.cue,
        "content": s.content,
        "deciding": s.grade.words,
        "hedge": s.grade.hedges,
    }
    for part, found in spans.items():
        rows += ((statement, part, i, x.start, x.end, None, None, None) for i, x in enumerate(found))
    for part, occasions in (("when", s.when), ("through", s.through)):
        for i, o in enumerate(occasions):
            time = o.time.isoformat() if o.time else None
            rows.append((statement, part, i, o.span.start, o.span.end, time, o.date_only, _json(o.inferred)))
    db.connection.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    indexing.put_statement(db, statement, text, spans)


def _speaker(db: Database, who: Speaker) -> int:
    run = db.connection.execute
    pair = (who.name, str(who.kind))
    found = run("SELECT id FROM speaker WHERE name = ? AND kind = ?", pair).fetchone()
    if found:
        return int(found[0])
    speaker = int(run("INSERT INTO speaker (name, kind) VALUES (?, ?)", pair).lastrowid or 0)
    db.connection.executemany(
        "INSERT OR IGNORE INTO speaker_word VALUES (?, ?)",
        [(k, speaker) for k in sorted(name_keys(who.name) | run_keys(who.name))],
    )
    return speaker
