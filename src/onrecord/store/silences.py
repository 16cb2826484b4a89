"""Silences in the store: who, as pages say, declined, refused or did not comment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from onrecord.records import Silence, SilenceHit, Span, Speaker, SpeakerKind
from onrecord.records.said import words_of
from onrecord.store.corrections import names_shown
from onrecord.store.database import Database
from onrecord.store.filters import Filters, speakers_meant
from onrecord.store.search import PAGE, TABLES, page_ref
from onrecord.store.snippets import snippet
from onrecord.store.speaker_columns import columns_of, speaker_of

__all__ = ["forget_silences", "get_silences", "put_silence", "silences"]


def put_silence(db: Database, version: int, n: int, s: Silence, speaker: int) -> None:
    """Write the `n`th silence of a version; `speaker` is the row of its speaker.  To be called within a transaction."""
    made = db.connection.execute(
        "INSERT INTO silence (version, n, code, speaker, introduced_start, introduced_end, role, role_start, role_end,"
        " inferred, speaker_score, score, reader) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version,
            n,
            s.id,
            speaker,
            *columns_of(s.speaker),
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
    for i, code, name, kind, *columns, score, reader in db.rows(
        "SELECT s.id, s.code, r.name, r.kind, s.introduced_start, s.introduced_end, s.role, s.role_start, s.role_end,"
        " s.inferred, s.speaker_score, s.score, s.reader"
        " FROM silence s JOIN speaker r ON r.id = s.speaker WHERE s.version = ? ORDER BY s.n",
        (version,),
    ):
        of = {k: tuple(v) for k, v in parts.get(i, {}).items()}
        who = speaker_of(name, kind, tuple(columns))
        yield Silence(code, of.get("source", ()), of.get("cue", ()), of.get("about", ()), who, score, reader)


def silences(
    db: Database,
    name: str | None = None,
    filters: Filters | None = None,
    *,
    limit: int | None = 50,
    offset: int = 0,
) -> Iterator[SilenceHit]:
    """Who declined, refused or did not comment, the newest pages first; with `name`, those whose name has its words.

    Of `filters`, those that concern pages count; `filters.speaker` is not looked at.
    """
    filters = replace(filters or Filters(), speaker=name)
    plan = filters.plan(db)
    if plan.nothing:
        return
    where, values = plan.conditions
    for sql, more in plan.version_sets():
        where += f" AND v.id IN ({sql})"
        values = [*values, *more]
    if name is not None:
        where += " AND s.speaker IN (SELECT value FROM json_each(?))"
        values = [*values, json.dumps(speakers_meant(db, filters))]
    shown = names_shown(db)
    for row in db.rows(
        f"SELECT {PAGE}, a.text, s.id, s.code, k.name, k.kind, s.role, s.inferred, s.speaker_score FROM silence s"
        f" JOIN {TABLES.replace('version v', 'version v ON v.id = s.version', 1)} JOIN speaker k ON k.id = s.speaker"
        f" WHERE {where} ORDER BY a.published_utc DESC, s.version DESC, s.n LIMIT ? OFFSET ?",
        (*values, -1 if limit is None else limit, offset),
    ):
        page, text = page_ref(row), row[10]
        number, code, found, kind, role, inferred, sure = row[11:]
        parts: dict[str, list[Span]] = {"source": [], "cue": [], "about": []}
        for part, start, end in db.rows(
            "SELECT part, start_at, end_at FROM silence_part WHERE silence = ? ORDER BY part, n", (number,)
        ):
            parts[part].append(Span(start, end))
        source, cue, about = (tuple(parts[p]) for p in ("source", "cue", "about"))
        spans = (*source, *cue, *about)
        around = Span(min((s.start for s in spans), default=0), max((s.end for s in spans), default=0))
        head = shown.get((found, SpeakerKind(kind)))
        who = Speaker(
            head.name if head else found,
            head.kind if head else SpeakerKind(kind),
            role=role,
            inferred=tuple(json.loads(inferred)),
            score=sure,
        )
        yield SilenceHit(
            page=page,
            code=code,
            speaker=who,
            source=source,
            cue=cue,
            about=about,
            source_words=words_of(text, source),
            cue_words=words_of(text, cue),
            words=words_of(text, about),
            snippet=snippet(text, [], around),
            named=found if head else None,
        )
