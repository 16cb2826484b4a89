"""Strategies for all records, from their types."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from onrecord import records as r

texts = st.text(st.characters(codec="utf-8"), max_size=12)
maybe = st.none() | texts
scores = st.floats(0, 1)
spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: r.Span(min(p), max(p)))
zones: Any = st.none() | st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
times = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=zones)


times_in_utc = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda t: t.replace(microsecond=0)
)


def few(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


def one(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """None or one: records of many parts would take long to make."""
    return st.just(()) | st.tuples(strategy)


places = st.builds(r.Place, path=texts, offset=st.none() | st.integers(0, 99))
links = st.builds(r.Link, span=spans, url=texts)
stated = st.builds(r.Stated, value=texts, where=texts, score=scores)
stamps = st.builds(r.Timestamp, time=times, where=texts, date_only=st.booleans(), inferred=few(texts))
authors = st.builds(r.Author, name=texts, organisation=st.booleans(), url=maybe, where=texts)
origins = st.builds(r.Origin, name=texts, how=texts, where=texts, url=maybe)
images = st.builds(r.Image, url=texts, alt=maybe, caption=maybe, credit=maybe, place=places)
notes = st.builds(r.Note, stage=texts, what=texts, why=texts)
blocks = st.builds(
    r.Block,
    index=st.integers(0, 99),
    text=texts,
    role=st.sampled_from(r.Role),
    furniture=st.none() | st.sampled_from(r.Furniture),
    score=scores,
    place=places,
    span=st.none() | spans,
    links=few(links),
    value=maybe,
)
archived = st.builds(
    r.Archived, archive=texts, where=texts, time=st.none() | times_in_utc, url=maybe, original=maybe
)
articles = st.builds(
    r.Article,
    id=texts,
    url=maybe,
    text=texts,
    blocks=few(blocks),
    title=st.none() | stated,
    dek=maybe,
    authors=few(authors),
    origin=few(origins),
    published=st.none() | stamps,
    modified=st.none() | stamps,
    site=st.none() | stated,
    section=st.none() | stated,
    tags=few(texts),
    language=st.none() | stated,
    canonical_url=maybe,
    images=few(images),
    archived=st.none() | archived,
)
infos = st.builds(
    r.PageInfo,
    id=texts,
    name=texts,
    url=maybe,
    media=st.sampled_from(["html", "text"]),
    encoding=texts,
    encoding_from=texts,
    size=st.integers(0, 10**9),
)
verdicts = st.builds(r.Verdict, type=st.sampled_from(r.PageType), article=scores)
speakers = st.builds(
    r.Speaker,
    name=texts,
    kind=st.sampled_from(r.SpeakerKind),
    introduced=st.none() | spans,
    role=maybe,
    role_span=st.none() | spans,
    inferred=one(texts),
    score=scores,
)
grades = st.builds(
    r.Grade, firmness=st.sampled_from(r.Firmness), negated=st.booleans(), words=one(spans), hedges=one(spans)
)
occasions = st.builds(
    r.Occasion, span=spans, time=st.none() | times, date_only=st.booleans(), inferred=few(texts)
)
statements = st.builds(
    r.Statement,
    id=texts,
    manner=st.sampled_from(r.Manner),
    act=st.sampled_from(r.Act),
    source=one(spans),
    cue=one(spans),
    content=few(spans),
    speaker=speakers,
    grade=grades,
    type=st.sampled_from((r.AttributionType.COMMUNICATION, r.AttributionType.ATTITUDE)),
    when=one(occasions),
    through=one(occasions),
    within=maybe,
    score=scores,
    reader=texts,
)
silences = st.builds(
    r.Silence,
    id=texts,
    source=one(spans),
    cue=one(spans),
    about=few(spans),
    speaker=speakers,
    score=scores,
    reader=texts,
)
anchors = st.builds(
    r.Anchor,
    page=texts,
    quote=texts,
    prefix=texts,
    suffix=texts,
    path=texts,
    within=spans,
    span=st.none() | spans,
)
resolutions = st.builds(
    r.Resolution,
    anchor=anchors,
    how=st.none() | st.sampled_from(r.Found),
    block=st.none() | st.integers(0, 99),
    within=st.none() | spans,
    span=st.none() | spans,
    reason=texts,
)
readings = st.builds(
    r.Reading,
    page=infos,
    verdict=verdicts,
    blocks=few(blocks),
    article=st.none() | articles,
    trail=few(notes),
    statements=st.lists(statements, max_size=2).map(tuple),
    silences=st.lists(silences, max_size=2).map(tuple),
    reader=texts,
)
failures = st.builds(r.Failure, name=texts, stage=texts, error=texts, message=texts, url=maybe)
anchors = st.builds(
    r.Anchor,
    page=texts,
    quote=texts,
    prefix=texts,
    suffix=texts,
    path=texts,
    within=spans,
    span=st.none() | spans,
)
named = st.builds(r.Named, name=texts, kind=st.sampled_from(r.SpeakerKind))
changes = st.builds(
    r.Change,
    label=st.none()
    | st.builds(r.Label, role=st.sampled_from(r.Role), furniture=st.none() | st.sampled_from(r.Furniture)),
    speaker=st.none() | named,
    words=st.none() | st.builds(r.Words, source=one(anchors), cue=one(anchors), content=one(anchors)),
    how=st.none()
    | st.builds(
        r.How,
        manner=st.none() | st.sampled_from(r.Manner),
        act=st.none() | st.sampled_from(r.Act),
        firmness=st.none() | st.sampled_from(r.Firmness),
        negated=st.none() | st.booleans(),
    ),
)
past = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
undone = st.none() | st.builds(r.Undone, who=texts, at=past)
corrections = st.builds(
    r.Correction,
    key=st.uuids().map(str),
    kind=st.sampled_from(r.Kind),
    page=texts,
    where=one(anchors),
    old=changes,
    new=changes,
    who=texts,
    at=past,
    statement=maybe,
    undone=undone,
)
decisions = st.builds(
    r.Decision,
    key=st.uuids().map(str),
    kind=st.sampled_from(r.Decided),
    names=st.lists(named, min_size=2, max_size=3).map(tuple),
    who=texts,
    at=past,
    undone=undone,
)
