"""Whether a store is sound: the file, the digests of its bodies, and that its tables agree with each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from onrecord.errors import StoreDamaged
from onrecord.store.bodies import Bodies
from onrecord.store.database import DAMAGED_INDEX, INDEXES, Database, migrations

__all__ = ["faults_of_bodies", "faults_of_file", "faults_of_indexes", "faults_of_tables", "refuse_damaged"]

#: What must not be, and the query that finds it.  Each gives an id.
_RULES = (
    ("version {} is marked as read and has no reading", "SELECT id FROM version v WHERE state = 'read'"
     " AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.version = v.id)"),
    ("version {} is marked as failed and no failure is recorded", "SELECT id FROM version v WHERE state = 'failed'"
     " AND NOT EXISTS (SELECT 1 FROM failure f WHERE f.version = v.id)"),
    ("version {} was never received", "SELECT id FROM version v WHERE NOT EXISTS (SELECT 1 FROM capture c WHERE c.version = v.id)"),
    ("page {} has no latest version", "SELECT id FROM page p WHERE NOT EXISTS"
     " (SELECT 1 FROM version v WHERE v.id = p.latest AND v.page = p.id)"),
    ("the article of version {} has no reading", "SELECT version FROM article a WHERE NOT EXISTS"
     " (SELECT 1 FROM reading r WHERE r.version = a.version)"),
    ("statement {} has no article", "SELECT id FROM statement s WHERE NOT EXISTS"
     " (SELECT 1 FROM article a WHERE a.version = s.version)"),
    ("a part of statement {} reaches beyond the text", "SELECT p.statement FROM part p JOIN statement s ON s.id = p.statement"
     " JOIN article a ON a.version = s.version WHERE p.end_at > length(a.text) OR p.start_at > p.end_at"),
    ("a part of silence {} reaches beyond the text", "SELECT p.silence FROM silence_part p JOIN silence s ON s.id = p.silence"
     " JOIN article a ON a.version = s.version WHERE p.end_at > length(a.text) OR p.start_at > p.end_at"),
    ("a block of version {} reaches beyond the text", "SELECT b.version FROM block b JOIN article a ON a.version = b.version"
     " WHERE b.end_at > length(a.text) OR b.start_at > b.end_at"),
)  # fmt: skip
#: The same of the full-text indexes.
_INDEX_RULES = (
    ("the article of version {} is not in the full-text index; `onrecord check --repair` makes it anew", "SELECT version FROM article EXCEPT SELECT id FROM article_index_docsize"),
    ("the full-text index has an article {} that is not there; `onrecord check --repair` makes it anew", "SELECT id FROM article_index_docsize EXCEPT SELECT version FROM article"),
    ("statement {} is not in the full-text index; `onrecord check --repair` makes it anew", "SELECT id FROM statement EXCEPT SELECT id FROM statement_index_docsize"),
    ("what speaker {} says is not counted rightly; `onrecord check --repair` counts anew", "SELECT DISTINCT speaker FROM (SELECT s.speaker, s.version,"
     " count(*) FROM statement s CROSS JOIN version v ON v.id = s.version CROSS JOIN page p ON p.id = v.page AND p.latest = v.id GROUP BY s.speaker, s.version EXCEPT"
     " SELECT speaker, version, statements FROM speaker_version)"),
    ("speaker {} is counted on pages that are not there; `onrecord check --repair` counts anew", "SELECT DISTINCT speaker FROM"
     " (SELECT speaker, version FROM speaker_version EXCEPT SELECT s.speaker, s.version FROM statement s CROSS JOIN version v ON v.id = s.version CROSS JOIN page p ON p.id = v.page AND p.latest = v.id)"),
    ("the total of speaker {} is not the sum of its pages; `onrecord check --repair` counts anew", "SELECT DISTINCT speaker FROM"
     " (SELECT speaker, statements FROM speaker_total EXCEPT SELECT speaker, sum(statements) FROM speaker_version GROUP BY speaker)"),
    ("the full-text index has a statement {} that is not there; `onrecord check --repair` makes it anew", "SELECT id FROM statement_index_docsize EXCEPT SELECT id FROM statement"),
)  # fmt: skip
_MOST = 20  # faults of one kind that are told


def faults_of_file(db: Database) -> Iterator[str]:
    """What SQLite finds wrong with the file itself."""
    for (line,) in db.rows("PRAGMA integrity_check"):
        if line != "ok":
            yield str(line)
    for table, row, parent, _ in db.rows("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} names what is not in {parent}"


def faults_of_indexes(db: Database) -> Iterator[str]:
    """What is wrong with the full-text indexes, which `onrecord.store.indexing.remake` mends."""
    try:
        for index in INDEXES:
            _walk(db, index)
    except StoreDamaged as e:
        yield DAMAGED_INDEX.format(e.__cause__)
        return
    try:
        yield from _broken(db, _INDEX_RULES)
    except StoreDamaged as e:
        yield e.message  # it may be of the texts, which cannot be made anew


def _walk(db: Database, index: str) -> None:
    """Go through all words of an index.  Raises `StoreDamaged`.

    SQLite's own check of an index looks closer; it needs permission to write, and newer versions only have it in `integrity_check`.
    """
    run = db.connection.execute
    restricted = db.value("PRAGMA query_only")
    run("PRAGMA query_only = OFF")  # which forbids tables of our own as well
    try:
        with db.translated():
            run(f"CREATE VIRTUAL TABLE temp.words_of_{index} USING fts5vocab(main, {index}, row)")
            try:
                run(f"SELECT sum(cnt), sum(length(term)) FROM temp.words_of_{index}").fetchone()
            finally:
                run(f"DROP TABLE temp.words_of_{index}")
    finally:
        run(f"PRAGMA query_only = {restricted}")


def refuse_damaged(db: Database) -> None:
    """Raise `StoreDamaged` if the file, or the full-text indexes, are damaged."""
    for (line,) in db.rows("PRAGMA quick_check(1)"):
        if line != "ok":
            raise StoreDamaged(f"the file is damaged: {line}", page=db.path)
    for fault in faults_of_indexes(db):
        raise StoreDamaged(fault, page=db.path)


def faults_of_tables(db: Database) -> Iterator[str]:
    """What tables and indexes are missing, and where tables contradict each other."""
    yield from _missing(db)
    yield from _broken(db, _RULES)


def _missing(db: Database) -> Iterator[str]:
    """What a new store would have and this one does not; of the full-text indexes, `faults_of_indexes` tells that."""
    there = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    with closing(sqlite3.connect(":memory:")) as fresh:
        for _, sql in migrations():
            fresh.executescript(sql)
        wanted = set(fresh.execute(there))
    for kind, name in sorted(wanted - set(db.rows(there))):
        if not name.startswith(tuple(INDEXES)):
            yield f"the {kind} {name} is missing; a new store has one"


def _broken(db: Database, rules: Iterable[tuple[str, str]]) -> Iterator[str]:
    for message, sql in rules:
        for (found,) in db.rows(f"{sql} LIMIT {_MOST}"):
            yield message.format(found)


def faults_of_bodies(db: Database, bodies: Bodies) -> Iterator[str | None]:
    """For each body `None` if it is what its digest says, else what is wrong with it."""
    for (body,) in db.rows("SELECT id FROM body ORDER BY id"):
        try:
            bodies.get(body)
            yield None
        except StoreDamaged as e:
            yield e.message
