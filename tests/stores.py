"""Stores to try things on: made up by hypothesis, and one with the sample pages of the examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import onrecord
from onrecord.records import (
    Capture,
    Correction,
    Decision,
    Failure,
    Named,
    PageInfo,
    Reading,
    SpeakerKind,
    Via,
)
from onrecord.store.bodies import Bodies, digest_of
from onrecord.store.corrections import keyed, put_correction, put_decision, remerge
from onrecord.store.database import Database
from onrecord.store.hand import Hand
from onrecord.store.keeping import keep, put_failure
from onrecord.store.writing import put_reading, settle
from tests import fakes, strategies

EXAMPLES = sorted(Path(__file__).parent.parent.joinpath("examples", "pages").glob("*.html"))
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
captures = st.builds(
    Capture,
    name=names,
    content=st.binary(max_size=20) | st.text(max_size=8).map(lambda t: t.encode("utf-8", "replace")),
    url=st.none()
    | st.sampled_from(["https://orsel.example/a", "http://www.orsel.example/b#c", "no address"]),
    charset=st.none() | st.just("koi8-r"),
    media=st.none() | st.just("text"),
    via=st.sampled_from(Via),
    fetched=st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    status=st.none() | st.just(200),
    headers=st.just(()) | st.just((("Content-Type", "text/html"), ("X", "ä"))),
    container=strategies.maybe,
    record=strategies.maybe,
    payload=strategies.maybe,
)


@dataclass(frozen=True)
class Added:
    """One thing that happens to a store."""

    capture: Capture
    reading: Reading | None
    failure: Failure | None
    with_statements: bool
    due: bool  # once more
    corrections: tuple[Correction, ...] = ()
    decisions: tuple[Decision, ...] = ()


added = st.builds(
    Added,
    captures,
    st.none() | strategies.readings,
    st.none() | strategies.failures,
    st.booleans(),
    st.booleans(),
    strategies.one(strategies.corrections),
    strategies.one(strategies.decisions),
)
histories = st.lists(added, max_size=5)
others = st.lists(strategies.failures, max_size=2)
seen = st.lists(
    st.tuples(names, strategies.maybe, strategies.maybe, st.none() | st.just("2026-01-01")), max_size=2
)


def fitting(reading: Reading, digest: str, content: bytes, name: str, url: str | None) -> Reading:
    """A made-up reading as one of a page could be."""
    blocks = tuple(replace(b, index=n) for n, b in enumerate(reading.blocks))
    article = reading.article and replace(
        reading.article, blocks=tuple(b for b in blocks if b.span is not None)
    )
    info = PageInfo(digest, name, url, "html", "utf-8", "given", len(content))
    said = reading.statements if article else ()
    unsaid = reading.silences if article else ()
    return replace(reading, page=info, blocks=blocks, article=article, statements=said, silences=unsaid)


def fill(
    db: Database, history: Sequence[Added], more: Sequence[Failure] = (), addresses: Sequence[Any] = ()
) -> None:
    """Do to a store what the history says."""
    bodies = Bodies(db.connection)
    with db.transaction():
        for a in history:
            c = a.capture
            version = keep(db, bodies, c).version
            if a.reading is not None:
                made = fitting(a.reading, digest_of(c.content), c.content, c.name, c.url)
                put_reading(db, version, made, a.with_statements, "onrecord-1 blocks-html-2")
            if a.failure is not None:
                put_failure(db, a.failure, NOW, version)
            for c2 in a.corrections:
                put_correction(db, version, keyed(replace(c2, page=digest_of(c.content))))
            settle(db, version)
            for d in a.decisions:
                put_decision(db, keyed(d))
            remerge(db)
            if a.due:
                db.connection.execute("UPDATE version SET state = 'due' WHERE id = ?", (version,))
        for failure in more:
            put_failure(db, failure, NOW)
        db.connection.executemany("INSERT OR IGNORE INTO address VALUES (?, ?, ?, ?)", addresses)


def samples(path: Path, by_hand: bool = True) -> Database:
    """A store with the sample pages, read, an older version of one of them, one that failed and one that is due.

    With `by_hand`, a speaker is corrected and two names are merged.
    """
    db = Database(path, write=True)
    bodies = Bodies(db.connection)
    with db.transaction():
        for n, page in enumerate(EXAMPLES):
            content = page.read_bytes()
            url = f"https://www.orsel.example/{page.stem}?b=2&a=1" if n else None
            given = n % 2 == 1
            headers = (
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Encoding", "gzip"),
                ("X\r\nY", "a\r\nb"),
            )
            capture = Capture(
                page.name,
                content,
                url,
                via=Via.HTTP if given else Via.FILE,
                fetched=NOW.replace(day=n + 1) if n else None,
                status=200 if given else None,
                headers=headers if given else (),
            )
            kept = keep(db, bodies, capture)
            if given:
                keep(db, bodies, replace(capture, fetched=NOW.replace(month=4)))
            reading = onrecord.read(content, name=page.name, url=url)
            said = fakes.quotations(reading.article) if reading.article else ()
            unsaid = (fakes.silence(reading.article),) if reading.article else ()
            put_reading(db, kept.version, replace(reading, statements=said, silences=unsaid))
        old = Capture(
            "old", b"<p>An older text \xff.", f"https://www.orsel.example/{EXAMPLES[1].stem}?b=2&a=1"
        )
        failed = keep(db, bodies, replace(old, fetched=NOW.replace(year=2025)))
        put_failure(db, Failure("old", "decode", "EmptyPage", "nothing"), NOW, failed.version)
        keep(db, bodies, Capture("due.html", b"<p>To be read", "https://lamm.example/due", fetched=NOW))
        put_failure(db, Failure("feed", "fetch", "BadStatus", "the server answered 500"), NOW)
        db.connection.execute(
            "INSERT INTO address VALUES ('https://lamm.example/due', '\"x\"', NULL, '2026-03-14')"
        )
    if by_hand:
        version, code = db.row("SELECT version, code FROM statement ORDER BY id") or (0, "")
        hand = Hand(db, lambda: NOW)
        hand.speaker(version, code, "Nela Korr", who="Ada")
        kind = db.value("SELECT kind FROM speaker WHERE name = 'Somebody'")
        hand.merge([Named("Nela Korr", SpeakerKind.PERSON), Named("Somebody", SpeakerKind(kind))], who="Ada")
    return db
