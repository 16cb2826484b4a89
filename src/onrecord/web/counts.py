"""What is in the store at a glance: counted again when the store has changed, and never while somebody waits long."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from onrecord.errors import OnrecordError
from onrecord.run.store import Store
from onrecord.store.database import Database
from onrecord.web.readers import Readers

__all__ = ["Counts", "Total", "Totals", "totals"]

_SOON = 0.05  # seconds: what takes no longer is counted while the request waits
_REST = 20.0  # times as long as counting takes, nothing is counted again
_MOST = 25


@dataclass(frozen=True, slots=True)
class Total:
    """How many there are of something; `kind` for speakers."""

    name: str
    number: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a store holds, `at` some time; lists hold the most frequent.

    `versions` and `failures` count all that was received; all else counts the newest version of each page.
    """

    at: str
    pages: int
    versions: int
    articles: int
    statements: int
    speakers: int
    failures: int
    due: int
    outlets: tuple[Total, ...]
    most_said: tuple[Total, ...]
    languages: tuple[Total, ...]
    types: tuple[Total, ...]
    months: tuple[Total, ...]  # of publication, in order
    days: tuple[Total, ...]  # of publication, of the last month of them and the one before


class Counts:
    """The totals of one store."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._watch: Store | None = None
        self._known: tuple[int, Totals] | None = None
        self._took = 0.0
        self._when = 0.0

    def get(self) -> Totals:
        """The totals: of now, or, where counting takes long, of shortly before."""
        with self._lock:
            if self._watch is None:
                self._watch = self._readers.opened()
            change = int(self._watch.database.value("PRAGMA data_version"))
            known = self._known
        if known is not None and known[0] == change:
            return known[1]
        if known is None or self._took < _SOON:
            return self._count(change)
        if time.monotonic() - self._when > _REST * self._took and not self._counting.locked():
            threading.Thread(target=self._quietly, args=(change,), daemon=True).start()
        return known[1]

    def _quietly(self, change: int) -> None:
        # What is wrong with the store, the next request will say.
        with contextlib.suppress(OnrecordError, sqlite3.Error):
            self._count(change)

    def _count(self, change: int) -> Totals:
        with self._counting:
            known = self._known
            if known is not None and known[0] == change:  # somebody else has counted meanwhile
                return known[1]
            begun = time.monotonic()
            # A connection of its own: those of the readers are for requests, some of which wait for this.
            with contextlib.closing(self._readers.opened()) as store:
                store.database.connection.execute("BEGIN")
                found = totals(store.database)
            with self._lock:
                self._when = time.monotonic()
                self._took = self._when - begun
                self._known = (change, found)
            return found

    def close(self) -> None:
        """End its connection."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None


#: Versions of pages that others have followed: few, so that what counts now is all but what they hold.
_OLD = "WITH old AS MATERIALIZED (SELECT v.id FROM version v JOIN page p ON p.id = v.page WHERE v.id <> p.latest)"
_NEW = "version NOT IN (SELECT id FROM old)"
#: How many statements each speaker makes in the newest versions: all by an index alone, without those of the old ones.
_SAID = (
    f"{_OLD}, gone AS (SELECT speaker, count(*) AS n FROM statement WHERE type = 'communication' AND version IN (SELECT id FROM old)"
    " GROUP BY speaker), said AS (SELECT coalesce(m.head, k.name) AS name, coalesce(m.head_kind, k.kind) AS kind,"
    " sum(t.n - coalesce(g.n, 0)) AS n FROM (SELECT speaker, count(*) AS n FROM statement WHERE type = 'communication' GROUP BY speaker) t"
    " JOIN speaker k ON k.id = t.speaker LEFT JOIN gone g ON g.speaker = t.speaker"
    " LEFT JOIN merged m ON m.name = k.name AND m.kind = k.kind"
    " WHERE k.kind <> 'unnamed' GROUP BY 1, 2 HAVING sum(t.n - coalesce(g.n, 0)) > 0)"
)


def totals(db: Database) -> Totals:
    """Count, in the newest version of each page.  Every query runs over indexes only, but for types of pages."""

    def number(sql: str) -> int:
        return int(db.value(sql))

    def most(sql: str, values: tuple[str, ...] = ()) -> tuple[Total, ...]:
        return tuple(Total(*row) for row in db.rows(sql, values))

    months = most(
        f"{_OLD} SELECT substr(published_utc, 1, 7) AS month, count(*) FROM article"
        f" WHERE published_utc IS NOT NULL AND {_NEW} GROUP BY month ORDER BY month"
    )
    return Totals(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        pages=number("SELECT count(*) FROM page"),
        versions=number("SELECT count(*) FROM version"),
        articles=number(f"{_OLD} SELECT count(*) FROM article WHERE {_NEW}"),
        statements=number(f"{_OLD} SELECT count(*) FROM statement WHERE type = 'communication' AND {_NEW}"),
        speakers=number(f"{_SAID} SELECT count(*) FROM said"),
        failures=number("SELECT count(*) FROM failure"),
        due=number("SELECT count(*) FROM version WHERE state = 'due'"),
        # Pages of which no address is known have the outlet that they name themselves.
        outlets=most(
            "SELECT name, sum(n) FROM (SELECT host AS name, count(*) AS n FROM page WHERE host IS NOT NULL"
            " GROUP BY host UNION ALL SELECT a.site, count(*) FROM page p JOIN article a ON a.version = p.latest"
            " WHERE p.host IS NULL AND a.site IS NOT NULL GROUP BY a.site) GROUP BY name ORDER BY 2 DESC, name"
            f" LIMIT {_MOST}"
        ),
        most_said=most(f"{_SAID} SELECT name, n, kind FROM said ORDER BY n DESC, name LIMIT {_MOST}"),
        languages=most(
            f"{_OLD} SELECT language, count(*) AS n FROM article WHERE language IS NOT NULL AND {_NEW}"
            f" GROUP BY language ORDER BY n DESC, language LIMIT {_MOST}"
        ),
        types=most(
            f"{_OLD} SELECT type, count(*) AS n FROM reading WHERE {_NEW} GROUP BY type ORDER BY n DESC"
        ),
        months=months,
        days=most(
            f"{_OLD} SELECT substr(published_utc, 1, 10) AS day, count(*) FROM article WHERE published_utc >= ?"
            f" AND published_utc < ? AND {_NEW} GROUP BY day ORDER BY day",
            (months[-2].name if len(months) > 1 else months[-1].name, f"{months[-1].name}~"),
        )
        if months
        else (),
    )
