"""Finding articles and statements: full text with filters, by rank or the newest first.

The rank is BM25 as FTS5 computes it; words of a title, and of a statement's content, count for more.  A name in another spelling
counts as often as the name itself, however rare that spelling is, because all spellings are one entry of the index.  Of more than
30,000 matches the ones added last are ranked: a question that common is no question of rank, and the time stays bounded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from onrecord.records import (
    Act,
    ArticleHit,
    AttributionType,
    Firmness,
    Manner,
    PageRef,
    PageType,
    Span,
    Speaker,
    SpeakerKind,
    StatementHit,
)
from onrecord.records.said import GAP
from onrecord.store.corrections import names_shown
from onrecord.store.database import Database
from onrecord.store.filters import Filters, speakers_meant
from onrecord.store.query import Query, parse
from onrecord.store.snippets import marks, snippet

__all__ = ["PAGE", "TABLES", "page_ref", "search", "search_statements", "statement_hits"]

_MOST_RANKED = 30_000
_FEW = 5_000  # matches that are sorted by day; with more, the days are gone through from the newest
#: Columns of a page, of `TABLES`: what `page_ref` makes a record of.
PAGE = "v.id, p.address, p.host, v.id = p.latest, r.type, a.title, a.site, a.language, a.published, a.published_day_only"
TABLES = "version v JOIN page p ON p.id = v.page JOIN reading r ON r.version = v.id JOIN article a ON a.version = v.id"


def search(
    db: Database,
    text: str = "",
    filters: Filters | None = None,
    *,
    newest: bool = False,
    limit: int | None = 20,
    offset: int = 0,
) -> Iterator[ArticleHit]:
    """The articles that answer a question, best first, or with `newest` the latest published first.

    The language of `text` is that of `onrecord.store.query`; without any words, everything within the filters is
    found, the newest first.  A `speaker` in the filters limits to articles that quote them.

    Raises `QueryError` for a question that is too long and for days that are none.
    """
    filters = filters or Filters()
    query = parse(text, spellings=filters.spellings)
    inside = list(filters.version_sets(db))
    if filters.speaker is not None or filters.names:
        inside.append(_spoken(db, filters, "version"))
    where, values = filters.conditions()
    wanted = f"SELECT {PAGE}, a.text FROM {TABLES} WHERE v.id = ? AND {where}"
    ranked = _ranked(db, "article_index", "title text", "8.0, 1.0, 1.0", query, inside)
    if newest or ranked is None:
        ranked = _newest_articles(db, query, inside)
    hits = (
        _article_hit(row, score, query)
        for version, score in ranked
        if (row := db.row(wanted, (version, *values)))
    )
    return islice(hits, offset, None if limit is None else offset + limit)


def search_statements(
    db: Database,
    text: str = "",
    filters: Filters | None = None,
    *,
    newest: bool = False,
    limit: int | None = 20,
    offset: int = 0,
) -> Iterator[StatementHit]:
    """The statements that answer a question by their source, cue and content, best first; otherwise as `search`."""
    filters = filters or Filters()
    query = parse(text, spellings=filters.spellings)
    inside = [
        (f"SELECT id FROM statement WHERE version IN ({sql})", values)
        for sql, values in filters.version_sets(db)
    ]
    if filters.speaker is not None or filters.names:
        inside.append(_spoken(db, filters, "id"))
    ranked = _ranked(db, "statement_index", "source cue content", "2.0, 0.5, 3.0, 2.0", query, inside)
    if newest or ranked is None:
        ranked = _newest_statements(db, query, inside)
    hits = statement_hits(db, ranked, filters, query)
    return islice(hits, offset, None if limit is None else offset + limit)


def statement_hits(
    db: Database, ranked: Iterator[tuple[int, float]], filters: Filters, query: Query | None = None
) -> Iterator[StatementHit]:
    """The records of statements, given by id and score, that fit the conditions of the filters."""
    where, values = filters.conditions(statements=True)
    wanted = (
        f"SELECT {PAGE}, a.text, s.code, k.name, k.kind, s.type, s.manner, s.act, s.firmness, s.negated, s.role, s.inferred,"
        f" s.within, s.id FROM statement s JOIN {TABLES.replace('version v', 'version v ON v.id = s.version', 1)}"
        f" JOIN speaker k ON k.id = s.speaker WHERE s.id = ? AND {where}"
    )
    shown = names_shown(db)
    for statement, score in ranked:
        row = db.row(wanted, (statement, *values))
        if row is not None:
            hit = _statement_hit(db, row, score, query or Query())
            who = hit.speaker
            head = shown.get((who.name, who.kind))
            merged = replace(who, name=head.name, kind=head.kind) if head else who
            yield replace(hit, speaker=merged, named=who.name) if head else hit


# -- which rows, in what order ---------------------------------------------------------------------------------------
_Sets = list[tuple[str, list[Any]]]


def _spoken(db: Database, filters: Filters, column: str) -> tuple[str, list[Any]]:
    ids = speakers_meant(db, filters)
    return f"SELECT {column} FROM statement WHERE speaker IN (SELECT value FROM json_each(?))", [
        json.dumps(ids)
    ]


def _matching(index: str, columns: str, query: Query) -> tuple[str, list[Any]] | None:
    """The condition by which rows of an index match, `None` if no words are asked for."""
    positive, negative = query.fts(columns), query.fts_excluded(columns)
    if positive is None:
        return None
    return f"{index} MATCH ?", [f"({positive}) NOT ({negative})" if negative else positive]


def _ranked(
    db: Database, index: str, columns: str, weights: str, query: Query, inside: _Sets
) -> Iterator[tuple[int, float]] | None:
    match = _matching(index, columns, query)
    if match is None:
        return None
    sql, values = match
    for subset, some in inside:
        # The plus keeps SQLite from asking the index once for each member.
        sql += f" AND +rowid IN ({subset})"
        values += some
    return db.rows(
        f"SELECT rowid, -score FROM (SELECT rowid, bm25({index}, {weights}) AS score FROM {index} WHERE {sql}"
        f" ORDER BY rowid DESC LIMIT {_MOST_RANKED}) ORDER BY score, rowid DESC",
        values,
    )


def _limits(index: str, columns: str, query: Query, inside: _Sets, row: str) -> tuple[str, list[Any]]:
    """The same as conditions on a column that holds the index's rowid."""
    parts, values = ["1"], list[Any]()
    for subset, some in inside:
        parts.append(f"{row} IN ({subset})")
        values += some
    match = _matching(index, columns, query)
    if match is not None:
        parts.append(f"{row} IN (SELECT rowid FROM {index} WHERE {match[0]})")
        values += match[1]
    elif negative := query.fts_excluded(columns):
        parts.append(f"{row} NOT IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)")
        values.append(negative)
    return " AND ".join(parts), values


def _newest_articles(db: Database, query: Query, inside: _Sets) -> Iterator[tuple[int, float]]:
    where, values = _limits("article_index", "title text", query, inside, "+version")
    return db.rows(
        f"SELECT version, 0.0 FROM article INDEXED BY article_by_day WHERE {where}"
        " ORDER BY published_utc DESC, version DESC",
        values,
    )


def _newest_statements(db: Database, query: Query, inside: _Sets) -> Iterator[tuple[int, float]]:
    columns = "source cue content"
    where, values = _limits("statement_index", columns, query, inside, "id")
    few = None
    if where != "1":
        counted = f"SELECT count(*) FROM (SELECT 1 FROM statement WHERE {where} LIMIT {_FEW + 1})"
        few = db.value(counted, values) <= _FEW
    if few:
        return db.rows(
            "SELECT s.id, 0.0 FROM (SELECT id, version, n FROM statement WHERE "
            f"{where}) s JOIN article a ON a.version = s.version ORDER BY a.published_utc DESC, s.version DESC, s.n",
            values,
        )
    where, values = _limits("statement_index", columns, query, inside, "+s.id")
    return db.rows(
        "SELECT s.id, 0.0 FROM article a INDEXED BY article_by_day CROSS JOIN statement s ON s.version = a.version"
        f" WHERE {where} ORDER BY a.published_utc DESC, a.version DESC, s.n",
        values,
    )


# -- rows as records -------------------------------------------------------------------------------------------------
def page_ref(row: tuple[Any, ...]) -> PageRef:
    """The page of a row that begins with the columns of `PAGE`."""
    version, address, host, latest, kind, title, site, language, published, day_only = row[:10]
    return PageRef(
        version,
        address,
        host,
        bool(latest),
        PageType(kind),
        title,
        site,
        language,
        datetime.fromisoformat(published) if published else None,
        bool(day_only),
    )


def _article_hit(row: tuple[Any, ...], score: float, query: Query) -> ArticleHit:
    page, text = page_ref(row), row[10]
    return ArticleHit(page, score, snippet(text, marks(query, text)), tuple(marks(query, page.title or "")))


def _statement_hit(db: Database, row: tuple[Any, ...], score: float, query: Query) -> StatementHit:
    page, text = page_ref(row), row[10]
    code, speaker, kind, type_, manner, act, firmness, negated, role, inferred, within, statement = row[11:]
    parts: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for part, start, end in db.rows(
        "SELECT part, start_at, end_at FROM part WHERE statement = ? AND part IN ('source', 'cue', 'content')"
        " ORDER BY part, n",
        (statement,),
    ):
        parts[part].append(Span(start, end))
    source, cue, content = (tuple(parts[p]) for p in ("source", "cue", "content"))
    spans = [*source, *cue, *content]
    around = Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else Span(0, 0)
    found = [Span(around.start + m.start, around.start + m.end) for m in marks(query, around.of(text))]
    found = [m for m in found if any(s.start <= m.start and m.end <= s.end for s in spans)]
    return StatementHit(
        page=page,
        score=score,
        code=code,
        speaker=Speaker(speaker, SpeakerKind(kind), role=role, inferred=tuple(json.loads(inferred))),
        type=AttributionType(type_),
        manner=Manner(manner),
        act=Act(act),
        firmness=Firmness(firmness),
        negated=bool(negated),
        source=source,
        cue=cue,
        content=content,
        source_words=GAP.join(s.of(text) for s in source),
        cue_words=GAP.join(s.of(text) for s in cue),
        words=GAP.join(s.of(text) for s in content),
        snippet=snippet(text, found, around),
        marks=tuple(found),
        within=within,
    )
