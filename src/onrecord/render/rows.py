"""Records as rows of the record types in `onrecord.render.tables`: plain values, a field for each column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from onrecord.codec import to_json
from onrecord.records import HAND, Capture, Failure, Occasion, Reading, Span, Speaker, Timestamp, concluded
from onrecord.render.links import Links

__all__ = [
    "article_row",
    "block_rows",
    "body_row",
    "capture_row",
    "failure_row",
    "reading_row",
    "silence_rows",
    "statement_rows",
]

Row = dict[str, Any]


def capture_row(
    address: str, host: str | None, stated: str | None, digest: str, size: int, c: Capture
) -> Row:
    """A capture of the page with this address; `size` is that of its body, in bytes."""
    return {
        "address": address,
        "digest": digest,
        "host": host,
        "size": size,
        "name": c.name,
        "url": c.url,
        "charset": c.charset,
        "media": c.media,
        "via": c.via.value,
        "fetched": c.fetched.isoformat() if c.fetched else None,
        "status": c.status,
        "headers": [{"name": k, "value": v} for k, v in c.headers],
        "container": c.container,
        "record": c.record,
        "payload": c.payload,
        "envelope": to_json(c.envelope) if c.envelope else None,
        "stated": stated,
        "url_stated": c.stated,
        "path": c.path,
        "revisit": c.revisit,
    }


def body_row(digest: str, content: bytes) -> Row:
    """The bytes of a page."""
    return {"digest": digest, "size": len(content), "content": content}


def reading_row(address: str, digest: str, reading: Reading, with_statements: bool, program: str) -> Row:
    """A reading, whole."""
    return {
        "address": address,
        "digest": digest,
        "with_statements": with_statements,
        "program": program,
        "reading": to_json(reading),
    }


def failure_row(address: str | None, digest: str | None, failure: Failure, at: str) -> Row:
    """A failure; `at` is when it was recorded."""
    return {
        "address": address,
        "digest": digest,
        "name": failure.name,
        "url": failure.url,
        "stage": failure.stage,
        "error": failure.error,
        "message": failure.message,
        "at": at,
    }


def _time(stamp: Timestamp | None) -> str | None:
    return stamp.time.isoformat() if stamp else None


def in_utc(time: datetime | None) -> str | None:
    """A time in UTC to the second, with "Z"; one without zone counts as UTC."""
    if time is None:
        return None
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    try:
        aware = aware.astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        aware = aware.replace(tzinfo=UTC)
    return aware.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def article_row(address: str, digest: str, latest: bool, reading: Reading) -> Row | None:
    """The story of a page, `None` if it has no running text."""
    a = reading.article
    if a is None:
        return None
    return {
        "address": address,
        "digest": digest,
        "url": a.url,
        "latest": latest,
        "type": reading.verdict.type.value,
        "score": reading.verdict.article,
        "title": a.title.value if a.title else None,
        "dek": a.dek,
        "authors": [{"name": x.name, "organisation": x.organisation, "url": x.url} for x in a.authors],
        "origin": [{"name": o.name, "how": o.how, "url": o.url} for o in a.origin],
        "published": _time(a.published),
        "published_utc": in_utc(a.published.time) if a.published else None,
        "published_date_only": a.published.date_only if a.published else None,
        "published_inferred": list(a.published.inferred) if a.published else [],
        "modified": _time(a.modified),
        "site": a.site.value if a.site else None,
        "section": a.section.value if a.section else None,
        "tags": list(a.tags),
        "language": a.language.value if a.language else None,
        "canonical_url": a.canonical_url,
        "archive": a.archived.archive if a.archived else None,
        "archived_utc": in_utc(a.archived.time) if a.archived and a.archived.time else None,
        "archived_url": a.archived.url if a.archived else None,
        "images": [{"url": i.url, "alt": i.alt, "caption": i.caption, "credit": i.credit} for i in a.images],
        "text": a.text,
        "reader": reading.reader,
    }


def block_rows(address: str, digest: str, reading: Reading) -> Iterator[Row]:
    """All blocks of a page."""
    for b in reading.blocks:
        yield {
            "address": address,
            "digest": digest,
            "n": b.index,
            "role": b.role.value,
            "furniture": b.furniture.value if b.furniture else None,
            "score": b.score,
            "path": b.place.path,
            "offset": b.place.offset,
            "start": b.span.start if b.span else None,
            "end": b.span.end if b.span else None,
            "text": b.text,
            "value": b.value,
            "links": [{**_span(k.span, b.text), "url": k.url} for k in b.links],
        }


def statement_rows(address: str, digest: str, reading: Reading) -> Iterator[Row]:
    """The statements of a page, their parts with words."""
    a = reading.article
    if a is None:
        return
    text = a.text
    links = Links(reading)
    for s in reading.statements:
        yield {
            "address": address,
            "digest": digest,
            "url": a.url,
            "link": links.of(s),
            "title": a.title.value if a.title else None,
            "published_utc": in_utc(a.published.time) if a.published else None,
            "id": s.id,
            **_speaker(s.speaker),
            "type": s.type.value,
            "manner": s.manner.value,
            "act": s.act.value,
            "firmness": s.grade.firmness.value,
            "negated": s.grade.negated,
            "source": _spans(s.source, text),
            "cue": _spans(s.cue, text),
            "content": _spans(s.content, text),
            "deciding": _spans(s.grade.words, text),
            "hedges": _spans(s.grade.hedges, text),
            "when": [_occasion(o, text) for o in s.when],
            "through": [_occasion(o, text) for o in s.through],
            "within": s.within,
            "score": s.score,
            "reader": s.reader,
        }


def silence_rows(address: str, digest: str, reading: Reading) -> Iterator[Row]:
    """Who did not speak on a page, with the words that say so."""
    a = reading.article
    if a is None:
        return
    for s in reading.silences:
        yield {
            "address": address,
            "digest": digest,
            "url": a.url,
            "title": a.title.value if a.title else None,
            "published_utc": in_utc(a.published.time) if a.published else None,
            "id": s.id,
            **_speaker(s.speaker),
            "source": _spans(s.source, a.text),
            "cue": _spans(s.cue, a.text),
            "about": _spans(s.about, a.text),
            "score": s.score,
            "reader": s.reader,
        }


def _speaker(who: Speaker) -> Row:
    return {
        "speaker": who.name,
        "speaker_kind": who.kind.value,
        "role": who.role,
        "inferred": list(concluded(who.inferred)),
        "speaker_by_hand": HAND in who.inferred,
        "speaker_score": who.score,
    }


def _span(span: Span, text: str) -> Row:
    return {"start": span.start, "end": span.end, "words": span.of(text)}


def _spans(spans: Iterable[Span], text: str) -> list[Row]:
    return [_span(s, text) for s in spans]


def _occasion(o: Occasion, text: str) -> Row:
    time = o.time.isoformat() if o.time else None
    return {**_span(o.span, text), "time": time, "date_only": o.date_only, "inferred": list(o.inferred)}
