"""What goes into the full-text indexes, and making them anew when the rules for it have changed.

The indexes hold no text of their own: to take a row out, they are told again what was put in.  That works as long as the rules
are the same, so a store remembers by which rules its indexes were made, and a program with others makes them anew before
it writes (`renew`).
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping

from onrecord.characters import visible
from onrecord.records import Span
from onrecord.spelling import RULES, name_tokens, searchable
from onrecord.store.database import INDEXES, Database, migrations
from onrecord.store.tallies import recount

__all__ = [
    "drop_article",
    "drop_statement",
    "outdated",
    "put_article",
    "put_statement",
    "remake",
    "renew",
    "rules",
]

_ARTICLE = "article_index ({}rowid, title, text, names) VALUES ({}?, ?, ?, ?)"
_STATEMENT = "statement_index ({}rowid, source, cue, content, names) VALUES ({}?, ?, ?, ?, ?)"


def rules() -> str:
    """By what texts become words: our rules, and the tables of characters that they rest on."""
    from importlib.metadata import version

    return f"{RULES}, anyascii {version('anyascii')}, unicode {unicodedata.unidata_version}"


def _article(title: str | None, text: str) -> tuple[str, str, str]:
    names = name_tokens(visible(f"{_sentence(title or '')}\n{text}"))
    return searchable(title or ""), searchable(text), names


def _sentence(title: str) -> str:
    """A title without the words that tell nothing by their capitals: none is left of a Headline in Title Case."""
    long = [w for w in title.split() if len(w) > 3 and w[0].isalpha()]
    return title if any(w[0].islower() for w in long) or title.upper() == title.lower() else ""


def _statement(text: str, parts: Mapping[str, Iterable[Span]]) -> tuple[str, ...]:
    words = [" ".join(s.of(text) for s in parts.get(p, ())) for p in ("source", "cue", "content")]
    # "and" and not the beginning of a line: the words stand within sentences.
    named = " ".join(f"& {s.of(text)}" for p in ("source", "content") for s in parts.get(p, ()))
    return *map(searchable, words), name_tokens(visible(named))


def put_article(db: Database, version: int, title: str | None, text: str) -> None:
    """Index an article.  To be called within a transaction, as all of these."""
    db.connection.execute(
        "INSERT INTO " + _ARTICLE.format("", ""),
        (version, *_article(title, text)),
    )


def drop_article(db: Database, version: int, title: str | None, text: str) -> None:
    """Take an article out of the index; title and text are those that were put in."""
    db.connection.execute(
        "INSERT INTO " + _ARTICLE.format("article_index, ", "'delete', "), (version, *_article(title, text))
    )


def put_statement(db: Database, statement: int, text: str, parts: Mapping[str, Iterable[Span]]) -> None:
    """Index a statement by the words of its source, cue and content in the article's text."""
    db.connection.execute("INSERT INTO " + _STATEMENT.format("", ""), (statement, *_statement(text, parts)))


def drop_statement(db: Database, statement: int, text: str, parts: Mapping[str, Iterable[Span]]) -> None:
    """Take a statement out of the index; text and parts are those that were put in."""
    db.connection.execute(
        "INSERT INTO " + _STATEMENT.format("statement_index, ", "'delete', "),
        (statement, *_statement(text, parts)),
    )


def outdated(db: Database) -> bool:
    """Whether the indexes were made by other rules, so that some words are not found until they are made anew."""
    return db.value("SELECT rules FROM indexed") not in (None, rules())


def renew(db: Database) -> bool:
    """Make the indexes anew if they were made by other rules; whether they were."""
    made = db.value("SELECT rules FROM indexed")
    if made == rules():
        return False
    if made is None:
        with db.transaction() as connection:
            connection.execute("INSERT INTO indexed VALUES (?)", (rules(),))
        return False
    remake(db)
    return True


def remake(db: Database) -> None:
    """Make the indexes anew from the texts, whatever state they are in."""
    from onrecord.spelling import name_keys, run_keys

    with db.transaction() as connection:
        run = connection.execute
        for index in INDEXES:
            _empty(connection, index)
        run("DELETE FROM indexed")
        run("INSERT INTO indexed VALUES (?)", (rules(),))
        for version, title, text in run("SELECT version, title, text FROM article"):
            put_article(db, version, title, text)
            parts: dict[int, dict[str, list[Span]]] = {
                s: {} for (s,) in run("SELECT id FROM statement WHERE version = ?", (version,))
            }
            for statement, part, start, end in run(
                "SELECT p.statement, p.part, p.start_at, p.end_at FROM statement s JOIN part p ON p.statement = s.id"
                " WHERE s.version = ? ORDER BY p.statement, p.part, p.n",
                (version,),
            ):
                parts[statement].setdefault(part, []).append(Span(start, end))
            for statement, found in parts.items():
                put_statement(db, statement, text, found)
        recount(db)
        run("DELETE FROM speaker_word")
        for speaker, name in run("SELECT id, name FROM speaker").fetchall():
            keys = name_keys(visible(name)) | run_keys(name)
            connection.executemany(
                "INSERT INTO speaker_word VALUES (?, ?)", [(k, speaker) for k in sorted(keys)]
            )


def _empty(connection: sqlite3.Connection, index: str) -> None:
    """Take an index away with its tables and make it again, empty: one that is damaged can neither be emptied nor dropped."""
    run = connection.execute
    (made,) = run("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone() or (_made(index),)
    run("PRAGMA writable_schema = ON")
    try:
        run("DELETE FROM sqlite_master WHERE name = ?", (index,))
    finally:
        run("PRAGMA writable_schema = RESET")
    for table in ("config", "data", "docsize", "idx"):
        run(f"DROP TABLE IF EXISTS {index}_{table}")
    run(made)


def _made(index: str) -> str:
    """How the schema makes an index."""
    sql = "".join(sql for _, sql in migrations())
    start = sql.index(f"CREATE VIRTUAL TABLE {index} ")
    return sql[start : sql.index(";", start)]
