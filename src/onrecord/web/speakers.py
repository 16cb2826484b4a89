"""Speakers: who they are, and everything that one of them is reported to have said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from onrecord.codec import to_json
from onrecord.errors import NotInStore, QueryError
from onrecord.records import SpeakerKind
from onrecord.run.store import Store
from onrecord.store.corrections import apart, decisions, group_of
from onrecord.store.database import Database
from onrecord.store.filters import Filters, speakers_meant
from onrecord.store.linking import with_links
from onrecord.store.persons import alike
from onrecord.store.persons import speakers as listed
from onrecord.store.search import search_statements
from onrecord.web.addresses import key_of, speaker_url
from onrecord.web.answers import Table, View, mistaken
from onrecord.web.citing import cite_hits
from onrecord.web.forms import you
from onrecord.web.home import Bar
from onrecord.web.room import Room
from onrecord.web.search import number, said_hit, statement_table
from onrecord.web.templating import with_query

__all__ = ["speaker", "speaker_of", "speakers"]

_SIZE = 50
_MOST_SIZE = 1_000
_MOST_PAGE = 200
_MOST_COUNTED = 50_000  # statements of one speaker that are counted for the timeline
_WIDTH, _HEIGHT = 600, 60


def speakers(room: Room, request: Request, store: Store) -> View:
    """The names under which statements are made, those with most statements first."""
    name = request.query_params.get("name", "").strip()[:300]
    page = number(request, "page", 1, _MOST_PAGE)
    size = number(request, "size", _SIZE, _MOST_SIZE)
    limit, offset = size + 1, (page - 1) * size
    found = list(listed(store.database, name or None, limit=limit, offset=offset))
    query = {"name": name, "size": "" if size == _SIZE else str(size)}
    following = f"/speakers?{with_query(query, page=page + 1)}" if len(found) > size else None
    before = f"/speakers?{with_query(query, page=page - 1 if page > 2 else None)}" if page > 1 else None
    rows = found[:size]
    record = {"name": name, "page": page, "next": following, "speakers": [to_json(r) for r in rows]}
    columns = ("name", "kind", "statements", *(("outlets", "first", "last") if name else ()))
    table = Table(columns, [[getattr(r, c) for c in columns] for r in rows])
    data = {"rows": rows, "name": name, "next": following, "before": before, "first": (page - 1) * size}
    title = f"Speakers: {name}" if name else "Speakers"
    return View("speakers.html", title, data, record, table, "onrecord-speakers")


def speaker(room: Room, request: Request, store: Store) -> View:
    """One speaker: what they are reported to have said, by date and outlet, and their other names."""
    return speaker_of(request, store, request.query_params)


def speaker_of(
    request: Request, store: Store, given: Mapping[str, str], refused: Mapping[str, Any] | None = None
) -> View:
    """The view of `speaker` for what is `given`; with `refused`, what was said of their names and why that cannot be.

    Raises `NotInStore`, and `HTTPException` (404) for a kind that there is not.
    """
    db = store.database
    try:
        kind = SpeakerKind(given.get("kind", "person"))
    except ValueError:
        raise HTTPException(404) from None
    group = group_of(db, given.get("name", "")[:1000], kind)
    ids = speakers_meant(db, Filters(names=tuple(group)))
    if not ids:
        raise NotInStore(
            "nobody of this name makes a statement in the store", page=given.get("name", "")[:200]
        )
    head = group[0]
    query = {k: given[k][:300] for k in ("q", "outlet", "from", "to") if given.get(k)}
    page = number(request, "page", 1, _MOST_PAGE)
    size = number(request, "size", _SIZE, _MOST_SIZE)
    filters = Filters(
        names=tuple(group),
        outlet=query.get("outlet"),
        since=query.get("from"),
        until=query.get("to"),
        types=(),
    )
    wrong = ""
    try:
        found = list(
            search_statements(
                db, query.get("q", ""), filters, newest=True, limit=size + 1, offset=(page - 1) * size
            )
        )
    except QueryError as e:
        found, wrong = [], e.message
    own = {"name": head.name, "kind": str(head.kind), **query, "size": "" if size == _SIZE else str(size)}
    following = f"/speaker?{with_query(own, page=page + 1)}" if len(found) > size else None
    before = f"/speaker?{with_query(own, page=page - 1 if page > 2 else None)}" if page > 1 else None
    found = list(with_links(db, found[:size]))
    keys = {h.page.version: key_of(db, h.page.version) for h in found}
    cited = cite_hits(db, found)
    months, outlets = _counted(db, ids)
    parted = apart(decisions(db))
    names = {(n.name, n.kind) for n in group}
    others = [
        o
        for o in alike(db, head.name)
        if (o.name, o.kind) not in names
        and not any(frozenset((n, (o.name, o.kind))) in parted for n in names)
    ]
    record = {
        "name": head.name,
        "kind": str(head.kind),
        "names": [to_json(n) for n in group],
        "may_also_be": [to_json(n) for n in others],
        "months": dict(months),
        "outlets": dict(outlets),
        "query": query,
        "page": page,
        "next": following,
        "statements": [{"citation": c, **to_json(h)} for h, c in zip(found, cited, strict=True)],
    }
    data: dict[str, Any] = {
        "head": head,
        "group": group,
        "others": others,
        "query": query,
        "own": own,
        "hits": [said_hit(db, h, keys[h.page.version], c) for h, c in zip(found, cited, strict=True)],
        "wrong": wrong,
        "bars": _bars(months),
        "height": _HEIGHT,
        "outlets": outlets,
        "total": sum(n for _, n in outlets),
        "next": following,
        "before": before,
        "first": (page - 1) * size,
        "refused": refused,
        **you(request, refused["who"] if refused else None),
        "here": speaker_url(head.name, head.kind),
    }
    table = statement_table(found, keys, cited)
    return mistaken(View("speaker.html", head.name, data, record, table, "onrecord-speaker"), wrong)


def _counted(db: Database, ids: list[int]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """How many statements there are of each month of publication, and of each outlet."""
    months: dict[str, int] = {}
    outlets: dict[str, int] = {}  # "" where neither a host nor a site is known
    for month, outlet in db.rows(
        "SELECT substr(a.published_utc, 1, 7), coalesce(p.host, a.site, '') FROM statement s"
        " JOIN version v ON v.id = s.version JOIN page p ON p.id = v.page AND p.latest = v.id"
        " JOIN article a ON a.version = s.version WHERE s.speaker IN (SELECT value FROM json_each(?)) AND s.type = 'communication' LIMIT ?",
        (json.dumps(ids), _MOST_COUNTED),
    ):
        if month:
            months[month] = months.get(month, 0) + 1
        outlets[outlet] = outlets.get(outlet, 0) + 1
    return sorted(months.items()), sorted(outlets.items(), key=lambda o: (-o[1], o[0]))[:50]


def _bars(months: list[tuple[str, int]]) -> list[Bar]:
    """The timeline: a bar a month, or a year where the months are many; empty ones keep their place."""
    if not months:
        return []
    number = {name: n for name, n in months if name[:4].isdecimal()}
    first, last = int(months[0][0][:4]), int(months[-1][0][:4])
    if last - first > 10:
        by_year: dict[str, int] = {}
        for name, n in number.items():
            by_year[name[:4]] = by_year.get(name[:4], 0) + n
        number = by_year
        # A date far off is no reason for a thousand empty years.
        names = [f"{y:04}" for y in range(max(first, last - 150), last + 1)]
    else:
        names = [f"{y:04}-{m:02}" for y in range(first, last + 1) for m in range(1, 13)]
        names = [n for n in names if months[0][0] <= n <= months[-1][0]]
    most = max(number.values())
    step = min(40.0, _WIDTH / len(names))
    return [
        Bar(
            n,
            number.get(n, 0),
            round(i * step, 2),
            round(_HEIGHT - _HEIGHT * number.get(n, 0) / most, 2),
            round(max(0.5, step - 1), 2),
            round(_HEIGHT * number.get(n, 0) / most, 2),
        )
        for i, n in enumerate(names)
    ]
