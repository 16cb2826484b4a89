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

__all__ = ["alike", "how_many", "says", "speakers"]

_MOST_ALSO = 5


def speakers(
    db: Database, name: str | None = None, *, limit: int | None = 50, offset: int = 0, spellings: bool = True
) -> Iterator[SpeakerEntry]:
    """The names under which statements are made, those with most statements first; with `name`, those that have its words.

    Only the latest version of each page counts, and only what they are reported to have said.  Sources without a name are left out unless `name` asks for them.
    Names that were merged by hand are one.
    """
    values: list[object]
    if name is None:
        chosen, values = _MOST_SAID, [-1 if limit is None else limit + offset]
    else:
        chosen = "SELECT DISTINCT value AS id FROM json_each(?)"
        values = [json.dumps(speakers_meant(db, Filters(speaker=name, spellings=spellings)))]
    found = list(
        db.rows(
            f"WITH chosen AS ({chosen}) {_TOTALS} ORDER BY n DESC, who LIMIT ? OFFSET ?",
            (*values, -1 if limit is None else limit, offset),
        )
    )
    alike: dict[frozenset[str], list[str]] = defaultdict(list)
    for row in found:
        alike[_keys(row[0])].append(row[0])
    for who, kind, statements, outlets, first, last, names in found:
        if len(members := json.loads(names)) > 1:
            outlets = _outlets(db, members)
        also = tuple(dict.fromkeys(n for n in alike[_keys(who)] if n != who))[:_MOST_ALSO]
        yield SpeakerEntry(who, SpeakerKind(kind), statements, outlets, first, last, also)


def how_many(db: Database) -> int:
    """How many names `speakers` lists in all."""
    found: int = db.value(
        "SELECT count(*) FROM (SELECT DISTINCT coalesce(m.head, k.name), coalesce(m.head_kind, k.kind)"
        " FROM speaker_total t JOIN speaker k ON k.id = t.speaker"
        " LEFT JOIN merged m ON m.name = k.name AND m.kind = k.kind WHERE k.kind != 'unnamed' AND t.said > 0)"
    )
    return found


#: The names with most statements: of those that are shown as they are, so many; and all that were merged, which may be more together.
_MOST_SAID = (
    "SELECT * FROM (SELECT t.speaker AS id FROM speaker_total t INDEXED BY speaker_by_said CROSS JOIN speaker k ON k.id = t.speaker WHERE k.kind != 'unnamed'"
    " AND NOT EXISTS (SELECT 1 FROM merged m WHERE m.name = k.name AND m.kind = k.kind)"
    " AND t.said > 0 ORDER BY t.said DESC, k.name LIMIT ?)"
    " UNION SELECT o.id FROM merged x CROSS JOIN speaker o ON o.name = x.name AND o.kind = x.kind WHERE o.kind != 'unnamed'"
)
#: What is shown of the chosen ones; pages whose time is not known stand first among those of a speaker.
_TOTALS = (
    "SELECT coalesce(m.head, k.name) AS who, coalesce(m.head_kind, k.kind) AS what, sum(t.said) AS n, sum(t.outlets_said),"
    " min((SELECT min(f.published) FROM speaker_version f WHERE f.speaker = k.id AND f.published > '' AND f.said > 0)),"
    " max((SELECT max(f.published) FROM speaker_version f WHERE f.speaker = k.id AND f.published > '' AND f.said > 0)), json_group_array(k.id)"
    " FROM chosen c JOIN speaker k ON k.id = c.id JOIN speaker_total t ON t.speaker = k.id"
    " LEFT JOIN merged m ON m.name = k.name AND m.kind = k.kind GROUP BY who, what HAVING n > 0"
)


def _outlets(db: Database, speakers: list[int]) -> int:
    """In how many outlets some of these names speak."""
    return int(
        db.value(
            "SELECT count(DISTINCT outlet) FROM speaker_outlet WHERE versions_said > 0 AND speaker IN (SELECT value FROM json_each(?))",
            (json.dumps(speakers),),
        )
    )


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
