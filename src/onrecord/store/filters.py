"""What a search is limited to, as SQL.

Conditions that an index answers (speaker, outlet, days; a type or language that few pages have) are sets of versions, and the full-text
index is asked within them.  All others (latest, manner ...) hold for many pages; they are looked up for the best hits until enough are
found, many at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from onrecord.characters import visible
from onrecord.errors import QueryError
from onrecord.identity import host_key
from onrecord.records import Act, Firmness, Manner, Named, PageType
from onrecord.spelling import name_keys, query_keys, run_keys, words
from onrecord.store.database import Database
from onrecord.store.keeping import utc

__all__ = ["Filters", "Plan", "Selected", "in_language", "moment", "speakers_meant", "speakers_named"]

_FEW = 1_000  # versions: a set of them is quickly made, and candidates are looked up in it
_MOST_KEYS = 20  # that names are looked up by; of these few names have all, and each is looked at


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits of a search; `None` and the defaults limit nothing but to the latest version of pages that are articles.

    `speaker` is a name, all of whose words a speaker's name must have, in whatever spelling (with `spellings`).  `outlet` is a
    host, which includes its subdomains, or the site's name.  `since` and `until` are days ("2026-03-01", `until` included)
    or times in ISO 8601, against the time of publication; pages without one are left out then.  `language` is a code
    of ISO 639 ("en"), which includes its regions.  `types` are the page types.  `firmness` is exact, `at_least` a
    lower end.  `names` are exact names of which the speaker must have one; they go before `speaker`.  `manner`, `act`, `firmness` and `at_least` concern statements only.
    `attitudes` adds what people are reported to believe, want or decide to what they are reported to say.
    """

    speaker: str | None = None
    outlet: str | None = None
    since: str | date | None = None
    until: str | date | None = None
    language: str | None = None
    types: tuple[PageType, ...] = (PageType.ARTICLE,)
    all_versions: bool = False
    manner: Manner | None = None
    act: Act | None = None
    firmness: Firmness | None = None
    at_least: Firmness | None = None
    attitudes: bool = False
    spellings: bool = True
    names: tuple[Named, ...] = ()

    def plan(self, db: Database, *, statements: bool = False) -> Plan:
        """How a search is limited, as is best in this store."""
        sets: list[Selected] = []
        where, values = ["1"], list[Any]()
        if not self.all_versions:
            where.append("p.latest = v.id")
        if self.outlet is not None:
            sets.append(_outlet(db, self.outlet))
        nothing = False
        for column, table, found in (
            ("r.type", "reading", [str(t) for t in self.types] or None),
            ("a.language", "article", _tags(db, self.language) if self.language is not None else None),
        ):
            if found is None:
                continue
            condition = f"{column.partition('.')[2]} IN ({_marks(found)})"
            # What is rare is asked for first: else all candidates would be looked at in vain.
            of = f"FROM {table} WHERE {condition}"
            count = db.value(f"SELECT count(*) FROM (SELECT 1 {of} LIMIT {_FEW + 1})", found)
            nothing = nothing or count == 0
            if count <= _FEW:
                sets.append((f"SELECT version {of}", found))
            else:
                where.append(f"{column.partition('.')[0]}.{condition}")
                values += found
        if statements:
            sql, more = self._of_statements()
            where += sql
            values += more
        return Plan(nothing, sets, self._days(), (" AND ".join(where), values))

    def _days(self) -> Selected | None:
        """The condition on `published_utc`, and its values."""
        if self.since is None and self.until is None:
            return None
        since, until = moment(self.since), moment(self.until, end=True)
        if since and until and since >= until:
            raise QueryError(f"the first day, {self.since!s:.40}, is after the last, {self.until!s:.40}")
        return "published_utc >= ? AND published_utc < ?", [since or "", until or "9999-12-31T24"]

    def _of_statements(self) -> tuple[list[str], list[Any]]:
        out, values = list[str](), list[Any]()
        if not self.attitudes:
            out.append("s.type = 'communication'")
        for column, value in (("manner", self.manner), ("act", self.act), ("firmness", self.firmness)):
            if value is not None:
                out.append(f"s.{column} = ?")
                values.append(str(value))
        if self.at_least is not None:
            grades = list(Firmness)
            firm = grades[grades.index(self.at_least) :]
            out.append(f"s.firmness IN ({_marks(firm)})")
            values += map(str, firm)
        return out, values


#: SQL with its values.
Selected = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a search is limited: `sets` are SELECTs of versions that are few, `days` a condition on `published_utc`, `conditions` what is
    looked up for each candidate, over the aliases p (page), v (version), r (reading), a (article), s (statement).

    `nothing` says that no page can fit.
    """

    nothing: bool
    sets: list[Selected]
    days: Selected | None
    conditions: Selected

    def version_sets(self) -> list[Selected]:
        """The sets, with that of the days."""
        if self.days is None:
            return self.sets
        return [*self.sets, (f"SELECT version FROM article WHERE {self.days[0]}", self.days[1])]


def in_language(language: str) -> tuple[str, list[Any]]:
    """SQL that is true of articles (`a`) in a language, whatever the region: "en" takes in "en-GB"; with its values."""
    tag = language.replace("_", "-")
    # No LIKE: SQLite compiles a pattern that is bound anew for each row.
    return (
        "(a.language = ? COLLATE NOCASE OR substr(a.language, 1, ?) = ? COLLATE NOCASE)",
        [tag, len(tag) + 1, f"{tag}-"],
    )


def _tags(db: Database, language: str) -> list[str]:
    """The tags of a language, whatever the region, that articles have."""
    tag = language.replace("_", "-").lower()
    # From tag to tag by the index: there are few of them.
    tags = db.rows(
        "WITH RECURSIVE one (tag) AS (SELECT min(language) FROM article UNION ALL"
        " SELECT (SELECT min(language) FROM article WHERE language > one.tag) FROM one WHERE one.tag IS NOT NULL)"
        " SELECT tag FROM one WHERE tag IS NOT NULL"
    )
    return [t for (t,) in tags if t.lower() == tag or t.lower().startswith(f"{tag}-")]


def _marks(values: Any) -> str:
    return ", ".join("?" * len(values))


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def moment(value: str | date | None, *, end: bool = False) -> str | None:
    """A day or time as the store writes it, in UTC; with `end` the end of a day.

    Raises `QueryError` for what is no day and no time in ISO 8601.
    """
    if value is None:
        return None
    try:
        if isinstance(value, str):
            day_only = len(value.strip()) <= 10
            time = datetime.fromisoformat(value.strip())
        else:
            day_only = not isinstance(value, datetime)
            time = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        time = time if time.tzinfo else time.replace(tzinfo=UTC)
        if end:
            time += timedelta(days=1) if day_only else timedelta(seconds=1)
    except (ValueError, OverflowError) as e:
        raise QueryError(f"{value!s:.40} is not a day (2026-03-14) and not a time in ISO 8601") from e
    return utc(time)


def _outlet(db: Database, outlet: str) -> tuple[str, list[Any]]:
    host = host_key(outlet)
    # From host to host by the index: there are hundreds of them on a million pages.
    hosts = [
        h
        for (h,) in db.rows(
            "WITH RECURSIVE one (host) AS (SELECT min(host) FROM page UNION ALL"
            " SELECT (SELECT min(host) FROM page WHERE host > one.host) FROM one WHERE one.host IS NOT NULL)"
            " SELECT host FROM one WHERE host = ? OR host LIKE ? ESCAPE '\\'",
            (host, "%." + _like(host)),
        )
    ]
    return (
        "SELECT v.id FROM page p JOIN version v ON v.page = p.id WHERE p.host IN"
        f" ({_marks(hosts)}) UNION SELECT version FROM article WHERE site = ? COLLATE NOCASE",
        [*hosts, outlet.strip()],
    )


def speakers_meant(db: Database, filters: Filters) -> list[int]:
    """The ids of the speakers that filters limit to, with all names that were merged with them."""
    if filters.names:
        pairs = json.dumps([[n.name, str(n.kind)] for n in filters.names])
        found = [
            i
            for (i,) in db.rows(
                "SELECT k.id FROM json_each(?) j JOIN speaker k"
                " ON k.name = json_extract(j.value, '$[0]') AND k.kind = json_extract(j.value, '$[1]')",
                (pairs,),
            )
        ]
    else:
        found = speakers_named(db, filters.speaker or "", spellings=filters.spellings)
    if db.row("SELECT 1 FROM merged") is None:
        return found
    more = db.rows(
        "SELECT o.id FROM json_each(?) j JOIN speaker k ON k.id = j.value"
        " JOIN merged m ON m.name = k.name AND m.kind = k.kind"
        " JOIN merged n ON n.head = m.head AND n.head_kind = m.head_kind"
        " JOIN speaker o ON o.name = n.name AND o.kind = n.kind",
        (json.dumps(found),),
    )
    return sorted({*found, *(i for (i,) in more)})


def speakers_named(db: Database, name: str, *, spellings: bool = True) -> list[int]:
    """The ids of speakers all of whose name's words are there, in any spelling unless that is turned off.

    A word of a script without spaces may stand within a longer run: 李明 in 发言人李明.
    """
    sets: list[str] = []
    values: list[Any] = []
    literal: list[tuple[str, ...]] = []
    within: set[int] | None = None
    for word in visible(name).split():
        found = words(word)
        if not found:
            continue
        keys = [*query_keys(word), *(k for k in name_keys(word) if k[0] != "2")] if spellings else []
        by_keys = f"SELECT speaker FROM speaker_word WHERE key IN ({_marks(keys)})"
        if runs := run_keys(word):
            ids = set(_in_runs(db, found, runs)) | {i for (i,) in db.rows(by_keys, keys)}
            within = ids if within is None else within & ids
        elif keys:
            sets.append(by_keys)
            values += keys
        else:
            literal.append(found)
    if within is not None:
        sets.append("SELECT value FROM json_each(?)")
        values.append(json.dumps(sorted(within)))
    if not sets and not literal:
        return []
    if sets and not literal:
        return [i for (i,) in db.rows(" INTERSECT ".join(sets), values)]
    where = f" WHERE id IN ({' INTERSECT '.join(sets)})" if sets else ""
    return [
        i
        for i, full in db.rows(f"SELECT id, name FROM speaker{where}", values)
        if all(_within(f, words(full)) for f in literal)
    ]


def _in_runs(db: Database, found: tuple[str, ...], runs: frozenset[str]) -> Iterator[int]:
    """The ids of speakers in whose names these words stand one after the other, some of them in runs without spaces."""
    keys = sorted(runs)[:_MOST_KEYS]
    each = " INTERSECT ".join(["SELECT speaker FROM speaker_word WHERE key = ?"] * len(keys))
    for i, full in db.rows(f"SELECT id, name FROM speaker WHERE id IN ({each})", keys):
        if _within(found, words(full)):
            yield i


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))
