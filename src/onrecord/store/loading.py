"""Readings from rows: the reverse of `onrecord.store.writing`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from onrecord.codec import from_json
from onrecord.errors import CodecError, StoreDamaged
from onrecord.records import (
    Act,
    Archived,
    Article,
    AttributionType,
    Author,
    Block,
    Failure,
    Firmness,
    Furniture,
    Grade,
    Image,
    Link,
    Manner,
    Note,
    Occasion,
    Origin,
    PageInfo,
    PageType,
    Place,
    Reading,
    Role,
    Span,
    Stated,
    Statement,
    Timestamp,
    Verdict,
)
from onrecord.store.database import Database
from onrecord.store.keeping import envelope_from
from onrecord.store.silences import get_silences
from onrecord.store.speaker_columns import span_of, speaker_of

__all__ = ["failure_of", "failures", "get_found", "get_reading", "get_statements", "read_versions"]


def get_found(db: Database, version: int) -> Reading | None:
    """What the program found on a version, whatever was corrected since.  As `get_reading` for the rest."""
    kept = db.value("SELECT reading FROM found WHERE version = ?", (version,))
    if kept is None:
        return get_reading(db, version)
    try:
        return from_json(Reading, json.loads(kept))
    except (ValueError, CodecError) as e:
        raise StoreDamaged(f"what was found on version {version} is not valid: {e}", page=db.path) from e


def get_reading(db: Database, version: int) -> Reading | None:
    """What reading a version gave, with what was corrected; `None` if it was not read.  Raises `StoreDamaged` for rows that make no sense."""
    found = db.row(
        "SELECT r.media, r.encoding, r.encoding_from, r.type, r.score, r.reader, v.name, v.url, b.digest, b.size, r.envelope"
        " FROM reading r JOIN version v ON v.id = r.version JOIN body b ON b.id = v.body WHERE r.version = ?",
        (version,),
    )
    if found is None:
        return None
    media, encoding, encoding_from, kind, score, reader, name, url, digest, size, said = found
    try:
        info = PageInfo(digest, name, url, media, encoding, encoding_from, size)
        text = db.value("SELECT text FROM article WHERE version = ?", (version,))
        blocks = tuple(_blocks(db, version, text or ""))
        article = _article(db, version, blocks) if text is not None else None
        trail = tuple(
            Note(*row)
            for row in db.rows("SELECT stage, what, why FROM note WHERE version = ? ORDER BY n", (version,))
        )
        return Reading(
            page=info,
            verdict=Verdict(PageType(kind), score),
            blocks=blocks,
            article=article,
            trail=trail,
            statements=tuple(get_statements(db, version)),
            silences=tuple(get_silences(db, version)),
            reader=reader,
            envelope=envelope_from(said),
        )
    except (ValueError, TypeError) as e:
        raise StoreDamaged(f"the reading of version {version} is not valid: {e}", page=db.path) from e


def _place(path: str | None, step: str, offset: int | None) -> Place:
    return Place(step if path is None else f"{path}/{step}", offset)


def _blocks(db: Database, version: int, text: str) -> Iterator[Block]:
    links: dict[int, list[Link]] = {}
    for block, start, end, url in db.rows(
        "SELECT block, start_at, end_at, url FROM link WHERE version = ? ORDER BY block, n", (version,)
    ):
        links.setdefault(block, []).append(Link(Span(start, end), url))
    rows = db.rows(
        "SELECT b.n, k.role, k.furniture, b.score, e.path, b.step, b.offset, b.start_at, b.end_at, b.text, b.value, b.strong"
        " FROM block b JOIN kind k ON k.id = b.kind LEFT JOIN element e ON e.id = b.element WHERE b.version = ? ORDER BY b.n",
        (version,),
    )
    for n, role, furniture, score, path, step, offset, start, end, words, value, strong in rows:
        span = span_of(start, end)
        if words is None and span is not None:
            words = span.of(text)
        yield Block(
            n,
            words,
            Role(role),
            Furniture(furniture) if furniture else None,
            score,
            _place(path, step, offset),
            span,
            tuple(links.get(n, ())),
            value,
            bool(strong),
        )


def _stated(value: str | None, where: str, score: float) -> Stated | None:
    return None if value is None else Stated(value, where, score)


def _stamp(time: str | None, where: str, day_only: int, inferred: str) -> Timestamp | None:
    if time is None:
        return None
    return Timestamp(datetime.fromisoformat(time), where, bool(day_only), tuple(json.loads(inferred)))


def _article(db: Database, version: int, blocks: tuple[Block, ...]) -> Article:
    row: Any = db.row(
        "SELECT id, url, text, title, title_where, title_score, dek,"
        " published, published_where, published_day_only, published_inferred,"
        " modified, modified_where, modified_day_only, modified_inferred,"
        " site, site_where, site_score, section, section_where, section_score, language, language_where, language_score,"
        " canonical_url FROM article WHERE version = ?",
        (version,),
    )

    def all_of(sql: str) -> Iterator[tuple[Any, ...]]:
        return db.rows(f"SELECT {sql} WHERE version = ? ORDER BY n", (version,))

    images = db.rows(
        "SELECT i.url, i.alt, i.caption, i.credit, e.path, i.step, i.offset FROM image i"
        " LEFT JOIN element e ON e.id = i.element WHERE i.version = ? ORDER BY i.n",
        (version,),
    )
    return Article(
        id=row[0],
        url=row[1],
        text=row[2],
        blocks=tuple(b for b in blocks if b.span is not None),
        title=_stated(*row[3:6]),
        dek=row[6],
        authors=tuple(
            Author(name, bool(org), url, found)
            for name, org, url, found in all_of("name, organisation, url, found FROM author")
        ),
        origin=tuple(
            Origin(name, how, found, url, from_json(Timestamp, json.loads(at)) if at else None)
            for name, how, found, url, at in all_of("name, how, found, url, published FROM origin")
        ),
        published=_stamp(*row[7:11]),
        modified=_stamp(*row[11:15]),
        site=_stated(*row[15:18]),
        section=_stated(*row[18:21]),
        tags=tuple(name for (name,) in all_of("name FROM tag")),
        language=_stated(*row[21:24]),
        canonical_url=row[24],
        images=tuple(
            Image(url, alt, caption, credit, _place(*place)) for url, alt, caption, credit, *place in images
        ),
        archived=_archived(db, version),
    )


def _archived(db: Database, version: int) -> Archived | None:
    row = db.row("SELECT archive, found, captured, url, original FROM archived WHERE version = ?", (version,))
    if row is None:
        return None
    archive, found, captured, url, original = row
    return Archived(archive, found, datetime.fromisoformat(captured) if captured else None, url, original)


def read_versions(db: Database, all_versions: bool = False) -> Iterator[int]:
    """The versions that were read, in the order of being added: the latest of each page, or all."""
    which = "" if all_versions else " JOIN page p ON p.latest = r.version"
    for (version,) in db.rows(f"SELECT r.version FROM reading r{which} ORDER BY r.version"):
        yield version


def get_statements(db: Database, version: int) -> Iterator[Statement]:
    """The statements of a version, in their order."""
    parts: dict[int, dict[str, list[Any]]] = {}
    for statement, part, start, end, time, day_only, inferred in db.rows(
        "SELECT p.statement, p.part, p.start_at, p.end_at, p.time, p.day_only, p.inferred FROM statement s"
        " JOIN part p ON p.statement = s.id WHERE s.version = ? ORDER BY p.statement, p.part, p.n",
        (version,),
    ):
        span: Any = Span(start, end)
        if part in ("when", "through"):
            at = datetime.fromisoformat(time) if time else None
            span = Occasion(span, at, bool(day_only), tuple(json.loads(inferred)))
        parts.setdefault(statement, {}).setdefault(part, []).append(span)
    rows = db.rows(
        "SELECT s.id, s.code, s.manner, s.act, s.firmness, s.negated, r.name, r.kind, s.introduced_start, s.introduced_end,"
        " s.role, s.role_start, s.role_end, s.inferred, s.speaker_score, s.within, s.score, s.reader, s.type"
        " FROM statement s JOIN speaker r ON r.id = s.speaker WHERE s.version = ? ORDER BY s.n",
        (version,),
    )
    for (
        i,
        code,
        manner,
        act,
        firmness,
        negated,
        name,
        kind,
        *columns,
        within,
        score,
        reader,
        type_,
    ) in rows:
        of = {k: tuple(v) for k, v in parts.get(i, {}).items()}
        who = speaker_of(name, kind, tuple(columns))
        yield Statement(
            id=code,
            manner=Manner(manner),
            act=Act(act),
            source=of.get("source", ()),
            cue=of.get("cue", ()),
            content=of.get("content", ()),
            speaker=who,
            grade=Grade(Firmness(firmness), bool(negated), of.get("deciding", ()), of.get("hedge", ())),
            type=AttributionType(type_),
            when=of.get("when", ()),
            through=of.get("through", ()),
            within=within,
            score=score,
            reader=reader,
        )


def failure_of(db: Database, version: int) -> Failure | None:
    """Why reading a version failed, if it did and was not marked to be tried again."""
    found = db.row(
        "SELECT f.name, f.stage, f.error, f.message, f.url FROM failure f JOIN version v ON v.id = f.version"
        " WHERE v.id = ? AND v.state = 'failed'",
        (version,),
    )
    return Failure(*found) if found else None


def failures(db: Database) -> Iterator[tuple[int | None, Failure, str]]:
    """(version or `None`, failure, when), the newest last."""
    for version, name, stage, error, message, url, at in db.rows(
        "SELECT version, name, stage, error, message, url, at FROM failure ORDER BY at, id"
    ):
        yield version, Failure(name, stage, error, message, url), at
