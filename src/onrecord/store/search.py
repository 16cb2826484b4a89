"""Finding articles and statements: full text with filters, by rank or the newest first.

The rank is BM25 as FTS5 computes it; words of a title, and of a statement's content, count for more.  A name in another spelling
counts as often as the name itself, however rare that spelling is, because all spellings are one entry of the index.  Of more than
30,000 matches the ones added last are ranked: a question that common is no question of rank, and the time stays bounded.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from onrecord.records.said import words_of
from onrecord.store.corrections import names_shown
from onrecord.store.database import Database
from onrecord.store.filters import Filters, Plan, Selected, speakers_meant
from onrecord.store.query import Query, parse
from onrecord.store.snippets import marks, snippet

__all__ = ["PAGE", "TABLES", "page_ref", "search", "search_statements"]

_MOST_RANKED = 30_000
_FEW = 5_000  # matches that are sorted by day; with more, the days are gone through from the newest
_COMMON = 3_000  # rows that hold a word, beside which rarer ones tell more
_FIRST, _AT_ONCE = 32, 4_000  # candidates that are looked up at once
_MOST_MERGED = 100  # names whose statements are put in order as they are read
#: Columns of a page, of `TABLES`: what `page_ref` makes a record of.
#: A page without an address is shown by the name of its file.
PAGE = "v.id, iif(p.address LIKE 'urn:sha256:%', v.name, p.address), p.host, v.id = p.latest, r.type, a.title, a.site, a.language, a.published, a.published_day_only"
# In this order: candidates are given by their ids, and the index of types is no way to them.
TABLES = (
    "version v CROSS JOIN page p ON p.id = v.page CROSS JOIN reading r ON r.version = v.id"
    " CROSS JOIN article a ON a.version = v.id"
)


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
    plan = filters.plan(db)
    if plan.nothing:
        return iter(())
    spoken = [_spoken(db, filters, "version")] if filters.speaker is not None or filters.names else []
    ranked = None if newest else _ranked(db, _ARTICLES, query, [*plan.version_sets(), *spoken])
    if ranked is None:
        ranked = _newest_articles(db, query, [*plan.sets, *spoken], plan.days)
    wanted = f"SELECT {PAGE}, a.text FROM {TABLES} WHERE v.id = ?"
    hits = (
        _article_hit(row, score, query)
        for version, score in _fitting(db, ranked, f"SELECT v.id FROM {TABLES} WHERE v.id", plan.conditions)
        if (row := db.row(wanted, (version,)))
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
    plan = filters.plan(db, statements=True)
    if plan.nothing:
        return iter(())
    whose = speakers_meant(db, filters) if filters.speaker is not None or filters.names else None
    if whose is not None and (newest or not text.strip()) and not query.needed and not query.excluded:
        ranked: Iterator[tuple[int, float]] | None = _newest_of(db, whose, plan, filters.all_versions)
    else:
        spoken = [_spoken(db, filters, "id")] if whose is not None else []
        ranked = None
        if not newest:
            ranked = _ranked(db, _STATEMENTS, query, [*map(_of_versions, plan.version_sets()), *spoken])
        if ranked is None:
            ranked = _newest_statements(db, query, [*map(_of_versions, plan.sets), *spoken], plan.days)
    hits = _statement_hits(db, ranked or iter(()), plan, query)
    return islice(hits, offset, None if limit is None else offset + limit)


def _statement_hits(
    db: Database, ranked: Iterator[tuple[int, float]], plan: Plan, query: Query
) -> Iterator[StatementHit]:
    """The records of statements, given by id and score, that fit the conditions of a plan."""
    tables = f"statement s CROSS JOIN {TABLES.replace('version v', 'version v ON v.id = s.version', 1)}"
    wanted = (
        f"SELECT {PAGE}, a.text, s.code, k.name, k.kind, s.type, s.manner, s.act, s.firmness, s.negated, s.role, s.inferred,"
        f" s.within, s.id FROM {tables} JOIN speaker k ON k.id = s.speaker WHERE s.id = ?"
    )
    shown = names_shown(db)
    for statement, score in _fitting(db, ranked, f"SELECT s.id FROM {tables} WHERE s.id", plan.conditions):
        row = db.row(wanted, (statement,))
        if row is not None:
            hit = _statement_hit(db, row, score, query)
            who = hit.speaker
            head = shown.get((who.name, who.kind))
            merged = replace(who, name=head.name, kind=head.kind) if head else who
            yield replace(hit, speaker=merged, named=who.name) if head else hit


def _fitting(
    db: Database, ranked: Iterator[tuple[int, float]], wanted: str, conditions: Selected
) -> Iterator[tuple[int, float]]:
    """Those candidates that fit the conditions, in their order.  They are looked up many at once, more the fewer fit."""
    where, values = conditions
    most = _FIRST
    while some := list(islice(ranked, most)):
        ids = json.dumps([i for i, _ in some])
        fit = {
            i for (i,) in db.rows(f"{wanted} IN (SELECT value FROM json_each(?)) AND {where}", (ids, *values))
        }
        yield from (x for x in some if x[0] in fit)
        most = min(4 * most, _AT_ONCE)


# -- which rows, in what order ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Index:
    """A full-text index: its columns that hold words, and what each column counts for."""

    name: str
    columns: str
    weights: str


_ARTICLES = _Index("article_index", "title text", "8.0, 1.0, 1.0")
_STATEMENTS = _Index("statement_index", "source cue content", "2.0, 0.5, 3.0, 2.0")


def _spoken(db: Database, filters: Filters, column: str) -> Selected:
    ids = speakers_meant(db, filters)
    return f"SELECT {column} FROM statement WHERE speaker IN (SELECT value FROM json_each(?))", [
        json.dumps(ids)
    ]


def _of_versions(versions: Selected) -> Selected:
    """The statements of a set of versions."""
    return f"SELECT id FROM statement WHERE version IN ({versions[0]})", versions[1]


def _matching(index: _Index, query: Query) -> Selected | None:
    """The condition by which rows of an index match, `None` if no words are asked for."""
    positive, negative = query.fts(index.columns), query.fts_excluded(index.columns)
    if positive is None:
        return None
    return f"{index.name} MATCH ?", [f"({positive}) NOT ({negative})" if negative else positive]


def _ranked(
    db: Database, index: _Index, query: Query, inside: list[Selected]
) -> Iterator[tuple[int, float]] | None:
    match = _matching(index, query)
    if match is None:
        return None
    sql, values = match
    if (telling := _telling(db, index, query)) is not None:
        sql = f"{sql} AND +rowid IN (SELECT rowid FROM {index.name} WHERE {sql})"
        values = [telling, *values]
    for subset, some in inside:
        # The plus keeps SQLite from asking the index once for each member.
        sql += f" AND +rowid IN ({subset})"
        values = [*values, *some]
    return db.rows(
        f"SELECT rowid, -score FROM (SELECT rowid, bm25({index.name}, {index.weights}) AS score FROM {index.name} WHERE {sql}"
        f" ORDER BY rowid DESC LIMIT {_MOST_RANKED}) ORDER BY score, rowid DESC",
        values,
    )


def _telling(db: Database, index: _Index, query: Query) -> str | None:
    """The rare ones among the words that must occur, if others are common; `None` if all are to be ranked by.

    BM25 asks in how many rows each word stands, and for a common one that is all of its entries.  Beside a rare word it tells
    next to nothing.
    """
    if len(query.needed) < 2:
        return None
    rare = []
    for group in query.needed:
        only = Query((group,)).fts(index.columns)
        counted = f"SELECT count(*) FROM (SELECT 1 FROM {index.name} WHERE {index.name} MATCH ? LIMIT {_COMMON + 1})"
        if db.value(counted, (only,)) <= _COMMON:
            rare.append(group)
    if not rare or len(rare) == len(query.needed):
        return None
    return Query(tuple(rare)).fts(index.columns)


def _limits(index: _Index, query: Query, inside: list[Selected], row: str) -> Selected:
    """The same as conditions on a column that holds the index's rowid."""
    parts, values = ["1"], list[Any]()
    for subset, some in inside:
        parts.append(f"{row} IN ({subset})")
        values += some
    match = _matching(index, query)
    if match is not None:
        parts.append(f"{row} IN (SELECT rowid FROM {index.name} WHERE {match[0]})")
        values += match[1]
    elif negative := query.fts_excluded(index.columns):
        parts.append(f"{row} NOT IN (SELECT rowid FROM {index.name} WHERE {index.name} MATCH ?)")
        values.append(negative)
    return " AND ".join(parts), values


def _newest_articles(
    db: Database, query: Query, inside: list[Selected], days: Selected | None
) -> Iterator[tuple[int, float]]:
    where, values = _limits(_ARTICLES, query, inside, "+version")
    between, ends = days or ("1", [])
    return db.rows(
        f"SELECT version, 0.0 FROM article INDEXED BY article_by_day WHERE {between} AND {where}"
        " ORDER BY published_utc DESC, version DESC",
        [*ends, *values],
    )


def _newest_statements(
    db: Database, query: Query, inside: list[Selected], days: Selected | None
) -> Iterator[tuple[int, float]]:
    between, ends = days or ("1", [])
    where, values = _limits(_STATEMENTS, query, inside, "id")
    few = None
    if where != "1":
        counted = f"SELECT count(*) FROM (SELECT 1 FROM statement WHERE {where} LIMIT {_FEW + 1})"
        few = db.value(counted, values) <= _FEW
    if few:
        return db.rows(
            "SELECT s.id, 0.0 FROM (SELECT id, version, n FROM statement WHERE "
            f"{where}) s CROSS JOIN article a ON a.version = s.version WHERE {between}"
            " ORDER BY a.published_utc DESC, s.version DESC, s.n",
            [*values, *ends],
        )
    where, values = _limits(_STATEMENTS, query, inside, "+s.id")
    return db.rows(
        "SELECT s.id, 0.0 FROM article a INDEXED BY article_by_day CROSS JOIN statement s ON s.version = a.version"
        f" WHERE {between} AND {where} ORDER BY a.published_utc DESC, a.version DESC, s.n",
        [*ends, *values],
    )


def _newest_of(
    db: Database, speakers: list[int], plan: Plan, all_versions: bool
) -> Iterator[tuple[int, float]]:
    """All statements of speakers, the newest first, each speaker's by an index alone."""
    if all_versions or len(speakers) > _MOST_MERGED:
        spoken = (
            "SELECT id FROM statement WHERE speaker IN (SELECT value FROM json_each(?))",
            [json.dumps(speakers)],
        )
        return _newest_statements(db, Query(), [*map(_of_versions, plan.sets), spoken], plan.days)
    parts, values = ["t.speaker = ?"], list[Any]()
    if plan.days is not None:
        parts.append("t.published > '' AND " + plan.days[0].replace("published_utc", "t.published"))
        values += plan.days[1]
    for subset, some in plan.sets:
        parts.append(f"+t.version IN ({subset})")
        values += some
    sql = (
        "SELECT t.published, t.version, s.n, s.id FROM speaker_version t CROSS JOIN statement s"
        f" ON s.version = t.version AND +s.speaker = t.speaker WHERE {' AND '.join(parts)}"
        " ORDER BY t.published DESC, t.version DESC, s.n"
    )
    each = [db.rows(sql, (speaker, *values)) for speaker in sorted(set(speakers))]
    # One of several that speak on a page is as good as the other; n says which comes first.
    merged = heapq.merge(*(((_Falling(p), -v, n, i) for p, v, n, i in rows) for rows in each))
    return ((i, 0.0) for *_, i in merged)


class _Falling(str):
    """A text that sorts the other way round."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


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
        source_words=words_of(text, source),
        cue_words=words_of(text, cue),
        words=words_of(text, content),
        snippet=snippet(text, found, around),
        marks=tuple(found),
        within=within,
    )
