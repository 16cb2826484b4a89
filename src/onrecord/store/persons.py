"""Who speaks in a store, and everything that a person is reported to have said."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from onrecord.records import Named, SpeakerEntry, SpeakerKind, StatementHit
from onrecord.spelling import name_keys
from onrecord.store.database import Database
from onrecord.store.filters import Filters, speakers_meant, speakers_named
from onrecord.store.search import search_statements

__all__ = ["alike", "most_said", "says", "speakers"]

_MOST_ALSO = 5


def speakers(
    db: Database, name: str | None = None, *, limit: int | None = 50, offset: int = 0, spellings: bool = True
) -> Iterator[SpeakerEntry]:
    """The names under which statements are made, those with most statements first; with `name`, those that have its words.

    Only the latest version of each page counts, and only what they are reported to have said.  Sources without a name are left out unless `name` asks for them.
    Names that were merged by hand are one.
    """
    sql = (
        "SELECT coalesce(m.head, k.name) AS who, coalesce(m.head_kind, k.kind) AS what, count(*) AS n, count(DISTINCT coalesce(p.host, a.site)), min(a.published_utc),"
        " max(a.published_utc) FROM speaker k JOIN statement s ON s.speaker = k.id JOIN version v ON v.id = s.version"
        " JOIN page p ON p.id = v.page JOIN article a ON a.version = s.version"
        " LEFT JOIN merged m ON m.name = k.name AND m.kind = k.kind WHERE p.latest = v.id AND s.type = 'communication' AND "
    )
    values: list[object] = []
    if name is None:
        sql += "k.kind != 'unnamed'"
        # The most frequent names by the index alone; days and outlets are looked up for these only.
        most = "" if limit is None else f" LIMIT {2 * (limit + offset) + 100}"
        sql += (
            " AND k.id IN (SELECT * FROM (SELECT speaker FROM statement WHERE type = 'communication' GROUP BY speaker ORDER BY count(*) DESC, speaker"
            f"{most}) UNION SELECT o.id FROM merged x JOIN speaker o ON o.name = x.name AND o.kind = x.kind)"
        )
    else:
        sql += "k.id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(speakers_meant(db, Filters(speaker=name, spellings=spellings))))
    sql += " GROUP BY who, what ORDER BY n DESC, who LIMIT ? OFFSET ?"
    found = list(db.rows(sql, (*values, -1 if limit is None else limit, offset)))
    alike: dict[frozenset[str], list[str]] = defaultdict(list)
    for row in found:
        alike[_keys(row[0])].append(row[0])
    for who, kind, statements, outlets, first, last in found:
        also = tuple(dict.fromkeys(n for n in alike[_keys(who)] if n != who))[:_MOST_ALSO]
        yield SpeakerEntry(who, SpeakerKind(kind), statements, outlets, first, last, also)


def most_said(db: Database, *, limit: int = 50, offset: int = 0) -> Iterator[SpeakerEntry]:
    """The names under which most statements are made, counted by an index alone: older versions of pages count too.

    Outlets and days are not counted: for those who say much that takes seconds.
    """
    most = 2 * (limit + offset) + 100
    found = list(
        db.rows(
            "SELECT coalesce(m.head, k.name) AS who, coalesce(m.head_kind, k.kind) AS what, sum(t.n) AS n FROM ("
            f"SELECT * FROM (SELECT speaker, count(*) AS n FROM statement WHERE type = 'communication' GROUP BY speaker ORDER BY 2 DESC LIMIT {most})"
            " UNION SELECT o.id, (SELECT count(*) FROM statement s WHERE s.speaker = o.id AND s.type = 'communication') FROM merged x"
            " JOIN speaker o ON o.name = x.name AND o.kind = x.kind) t JOIN speaker k ON k.id = t.speaker"
            " LEFT JOIN merged m ON m.name = k.name AND m.kind = k.kind WHERE k.kind != 'unnamed' AND t.n > 0"
            " GROUP BY who, what ORDER BY n DESC, who LIMIT ? OFFSET ?",
            (limit, offset),
        )
    )
    same: dict[frozenset[str], list[str]] = defaultdict(list)
    for name, _, _ in found:
        same[_keys(name)].append(name)
    for name, kind, n in found:
        also = tuple(dict.fromkeys(x for x in same[_keys(name)] if x != name))[:_MOST_ALSO]
        yield SpeakerEntry(name, SpeakerKind(kind), n, 0, also=also)


def _keys(name: str) -> frozenset[str]:
    """What tells a name whatever its spelling: the first key of each of its words, as a set."""
    return frozenset(k for k in name_keys(name) if k[0] != "2") or frozenset({name})


def says(
    db: Database,
    name: str,
    filters: Filters | None = None,
    *,
    text: str = "",
    limit: int | None = 50,
    offset: int = 0,
) -> Iterator[StatementHit]:
    """Everything that a person is reported to have said, newest first, with the page and the exact words.

    All words of `name` must stand in the speaker's name, in any spelling; `StatementHit.speaker` tells which name it was.
    `text` limits to statements with these words.  `filters.speaker` is not looked at.
    """
    wanted = replace(filters or Filters(), speaker=name)
    return search_statements(db, text, wanted, newest=True, limit=limit, offset=offset)


def alike(db: Database, name: str, most: int = 20) -> list[Named]:
    """Other names that may be spellings of this one, or longer forms of it; inferred from their letters alone.

    The spellings come first.
    """
    found = [
        (n, SpeakerKind(k))
        for n, k in db.rows(
            "SELECT name, kind FROM speaker WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name, kind",
            (json.dumps(speakers_named(db, name)),),
        )
    ]
    own = _keys(name)
    found.sort(key=lambda x: _keys(x[0]) != own)
    return [Named(n, k) for n, k in found[:most]]
