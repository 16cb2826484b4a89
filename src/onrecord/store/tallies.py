"""How much each speaker says, kept up to date with every version that is written, taken out, or followed by a newer one.

Counting statements when a list of speakers is asked for takes longer the more there are; three tables hold what such lists show
(`speaker_version`, `speaker_outlet`, `speaker_total`).  Only the latest version of each page counts.
"""

from __future__ import annotations

from onrecord.store.database import Database, migrations

__all__ = ["recount", "take_in", "take_out"]

_OF_VERSION = (
    "SELECT s.speaker, coalesce(a.published_utc, ''), count(*), sum(s.type = 'communication'), coalesce(p.host, a.site)"
    " FROM statement s CROSS JOIN version v ON v.id = s.version CROSS JOIN page p ON p.id = v.page AND p.latest = v.id"
    " CROSS JOIN article a ON a.version = s.version"
    " WHERE s.version = ? GROUP BY s.speaker"
)


#: What a version adds to the outlets of a speaker: whether it is the first one there, and the first with communication.
_NEW = "SELECT NOT EXISTS (SELECT 1 FROM speaker_outlet WHERE speaker = ? AND outlet = ?)"
_NEW_SAID = "SELECT ? AND NOT EXISTS (SELECT 1 FROM speaker_outlet WHERE speaker = ? AND outlet = ? AND versions_said > 0)"
_ONLY = "SELECT EXISTS (SELECT 1 FROM speaker_outlet WHERE speaker = ? AND outlet = ? AND versions = 1)"
_ONLY_SAID = "SELECT ? AND EXISTS (SELECT 1 FROM speaker_outlet WHERE speaker = ? AND outlet = ? AND versions_said = 1)"


def take_in(db: Database, version: int) -> None:
    """Count the statements of a version, if it is the latest of its page.  To be called within a transaction."""
    rows = db.connection.execute(_OF_VERSION, (version,)).fetchall()
    if not rows:
        return
    many = db.connection.executemany
    many(
        "INSERT INTO speaker_version VALUES (?, ?, ?, ?, ?)",
        [(speaker, published, version, n, said) for speaker, published, n, said, _ in rows],
    )
    many(
        f"INSERT INTO speaker_total VALUES (?, ?, ?, ? IS NOT NULL AND ({_NEW}), ? IS NOT NULL AND ({_NEW_SAID}))"
        " ON CONFLICT DO UPDATE SET statements = statements + excluded.statements, said = said + excluded.said,"
        " outlets = outlets + excluded.outlets, outlets_said = outlets_said + excluded.outlets_said",
        [(s, n, said, o, s, o, o, said > 0, s, o) for s, _, n, said, o in rows],
    )
    many(
        "INSERT INTO speaker_outlet VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET versions = versions + 1,"
        " versions_said = versions_said + excluded.versions_said",
        [(speaker, outlet, said > 0) for speaker, _, _, said, outlet in rows if outlet is not None],
    )


def take_out(db: Database, version: int) -> None:
    """Count the statements of a version no more, while they are still there and it is still the latest of its page.

    To be called within a transaction.
    """
    rows = db.connection.execute(_OF_VERSION, (version,)).fetchall()
    if not rows:
        return
    many = db.connection.executemany
    many(
        "DELETE FROM speaker_version WHERE speaker = ? AND published = ? AND version = ?",
        [(speaker, published, version) for speaker, published, *_ in rows],
    )
    many(
        f"UPDATE speaker_total SET statements = statements - ?, said = said - ?, outlets = outlets - ({_ONLY}),"
        f" outlets_said = outlets_said - ({_ONLY_SAID}) WHERE speaker = ?",
        [(n, said, s, o, said > 0, s, o, s) for s, _, n, said, o in rows],
    )
    many("DELETE FROM speaker_total WHERE speaker = ? AND statements <= 0", [row[:1] for row in rows])
    many(
        "UPDATE speaker_outlet SET versions = versions - 1, versions_said = versions_said - ? WHERE speaker = ? AND outlet = ?",
        [(said > 0, speaker, outlet) for speaker, _, _, said, outlet in rows],
    )
    many(
        "DELETE FROM speaker_outlet WHERE speaker = ? AND outlet = ? AND versions <= 0",
        [(speaker, outlet) for speaker, *_, outlet in rows],
    )


def recount(db: Database) -> None:
    """Count everything anew, as the migration that made the tables does.  To be called within a transaction."""
    run = db.connection.execute
    for table in ("speaker_total", "speaker_outlet", "speaker_version"):
        run(f"DELETE FROM {table}")
    made = next(sql for _, sql in migrations() if "CREATE TABLE speaker_total" in sql)
    for statement in made[made.index("INSERT INTO speaker_version") :].split(";")[:3]:
        run(statement)
