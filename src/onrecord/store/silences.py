"""Silences in the store: who, as pages say, declined, refused or did not comment."""

from __future__ import annotations

import json
from collections.abc import Iterator

from onrecord.records import Silence, Span, Speaker, SpeakerKind
from onrecord.store.database import Database

__all__ = ["forget_silences", "get_silences", "put_silence"]


def put_silence(db: Database, version: int, n: int, s: Silence, speaker: int) -> None:
    """Write the `n`th silence of a version; `speaker` is the row of its speaker.  To be called within a transaction."""
    who, introduced, role = s.speaker, s.speaker.introduced, s.speaker.role_span
    made = db.connection.execute(
        "INSERT INTO silence (version, n, code, speaker, introduced_start, introduced_end, role, role_start, role_end,"
        " inferred, speaker_score, score, reader) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version,
            n,
            s.id,
            speaker,
            introduced.start if introduced is not None else None,
            introduced.end if introduced is not None else None,
            who.role,
            role.start if role is not None else None,
            role.end if role is not None else None,
            json.dumps(list(who.inferred), ensure_ascii=False),
            who.score,
            s.score,
            s.reader,
        ),
    )
    silence = int(made.lastrowid or 0)
    db.connection.executemany(
        "INSERT INTO silence_part VALUES (?, ?, ?, ?, ?)",
        (
            (silence, part, i, x.start, x.end)
            for part, spans in (("source", s.source), ("cue", s.cue), ("about", s.about))
            for i, x in enumerate(spans)
        ),
    )


def forget_silences(db: Database, version: int) -> None:
    """Take out the silences of a version.  To be called within a transaction."""
    run = db.connection.execute
    run(
        "DELETE FROM silence_part WHERE silence IN (SELECT id FROM silence WHERE version = ?)",
        (version,),
    )
    run("DELETE FROM silence WHERE version = ?", (version,))


def get_silences(db: Database, version: int) -> Iterator[Silence]:
    """The silences of a version, in the order of the text."""
    parts: dict[int, dict[str, list[Span]]] = {}
    for silence, part, start, end in db.rows(
        "SELECT p.silence, p.part, p.start_at, p.end_at FROM silence s JOIN silence_part p ON p.silence = s.id"
        " WHERE s.version = ? ORDER BY p.silence, p.part, p.n",
        (version,),
    ):
        parts.setdefault(silence, {}).setdefault(part, []).append(Span(start, end))
    for i, code, name, kind, a, b, role, c, d, inferred, sure, score, reader in db.rows(
        "SELECT s.id, s.code, r.name, r.kind, s.introduced_start, s.introduced_end, s.role, s.role_start, s.role_end,"
        " s.inferred, s.speaker_score, s.score, s.reader"
        " FROM silence s JOIN speaker r ON r.id = s.speaker WHERE s.version = ? ORDER BY s.n",
        (version,),
    ):
        of = {k: tuple(v) for k, v in parts.get(i, {}).items()}
        who = Speaker(
            name, SpeakerKind(kind), _span(a, b), role, _span(c, d), tuple(json.loads(inferred)), sure
        )
        yield Silence(code, of.get("source", ()), of.get("cue", ()), of.get("about", ()), who, score, reader)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
