"""Correcting in the room: what a block is, who made a statement, which words it has; adding and striking out; names; undoing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.codec import to_json
from onrecord.errors import NotInStore, StoreLocked
from onrecord.records import Correction, Furniture, Named, Reading, Role, Span, SpeakerKind, Statement
from onrecord.run.store import Store
from onrecord.store.corrections import correction_rows, decisions, group_of, stamp
from onrecord.store.hand import LOCAL
from onrecord.web.addresses import key_of, page_url, version_of
from onrecord.web.answers import Answers, Table, View
from onrecord.web.forms import checked_form, remember, who_of
from onrecord.web.room import Room
from onrecord.web.wording import Places, find

__all__ = ["correct", "correcting", "decided"]

T = TypeVar("T")
PARTS = ("source", "cue", "content")
_PATIENCE = 30.0  # seconds for a running add to let the change in between
_SIZE = 100


def correct(room: Room, request: Request, store: Store) -> View:
    """What can be corrected on a page: its blocks and statements, with forms; and what was corrected."""
    db = store.database
    version = version_of(db, request.path_params["key"])
    reading = store.reading(version)
    key = key_of(db, version)
    if reading is None:
        raise NotInStore("this page was not read; there is nothing to correct", page=key)
    code, index = request.query_params.get("statement"), request.query_params.get("block")
    if code is not None and all(s.id != code for s in reading.statements):
        raise NotInStore("the page has no such statement", page=code[:60])
    blocks = [b for b in reading.blocks if index is None or str(b.index) == index]
    said = [s for s in reading.statements if code is None or s.id == code]
    made = [_told(key, c, idle) for _, c, idle in store.hand.corrections(version)]
    record = {
        "key": key,
        "blocks": [to_json(b) for b in blocks],
        "statements": [to_json(s) for s in said],
        "corrections": made,
    }
    data = {
        **_given(request, key, reading),
        "blocks": blocks if code is None else [],
        "statements": [_words(reading, s) for s in said] if index is None else [],
        "one": code is not None or index is not None,
        "adding": code is None and index is None,
        "made": made,
        "asked": None,
    }
    table = Table(_COLUMNS, [[m[c] for c in _COLUMNS] for m in made])
    return View(
        "correct.html", f"Correct: {data['headline']}", data, record, table, f"onrecord-{key}-corrections"
    )


def _given(request: Request, key: str, reading: Reading) -> dict[str, Any]:
    a = reading.article
    return {
        "key": key,
        "headline": a.title.value if a and a.title else reading.page.name,
        "language": a.language.value if a and a.language else None,
        "roles": [
            *(r.value for r in Role if r is not Role.FURNITURE),
            *(f"furniture:{f}" for f in Furniture),
        ],
        "kinds": [k.value for k in SpeakerKind],
        "who": who_of(request),
    }


def _words(reading: Reading, s: Statement) -> dict[str, Any]:
    text = reading.article.text if reading.article else ""
    return {
        "id": s.id,
        "speaker": s.speaker.name,
        "kind": s.speaker.kind.value,
        **{p: "\n".join(" ".join(x.of(text).split()) for x in getattr(s, p)) for p in PARTS},
    }


# -- what was decided ------------------------------------------------------------------------------------------------
_COLUMNS = ("key", "kind", "page", "about", "old", "new", "who", "at", "undone_by", "undone_at", "idle")


def _told(page: str, c: Correction, idle: str | None) -> dict[str, Any]:
    def side(change: Any) -> str:
        if change.label:
            return str(change.label.furniture or change.label.role)
        out = [f"{change.speaker.name} ({change.speaker.kind})"] if change.speaker else []
        words = {p: " … ".join(a.quote for a in getattr(change.words, p, ())) for p in PARTS}
        out += [f"{part}: {found}" for part, found in words.items() if found]
        return "; ".join(out)

    return {
        "key": c.key,
        "kind": str(c.kind),
        "page": page_url(page),
        "about": " … ".join(a.quote for a in c.where)[:300],
        "old": side(c.old),
        "new": side(c.new),
        "who": c.who,
        "at": c.at.isoformat(timespec="seconds"),
        "undone_by": c.undone.who if c.undone else None,
        "undone_at": c.undone.at.isoformat(timespec="seconds") if c.undone else None,
        "idle": idle,
    }


def decided(room: Room, request: Request, store: Store) -> View:
    """What people corrected and decided, the newest first."""
    db = store.database
    before = request.query_params.get("before", "")[:40]
    rows: list[tuple[str, dict[str, Any]]] = []
    for version, c, idle in correction_rows(db, most=_SIZE + 1, before=before):
        rows.append((c.at.isoformat(), _told(key_of(db, version), c, idle)))
    for d in decisions(db, newest=True, most=_SIZE + 1, before=before):
        told = {
            "key": d.key,
            "kind": str(d.kind),
            "page": "",
            "about": "",
            "old": d.names[0].name,
            "new": ", ".join(n.name for n in d.names[1:]),
            "who": d.who,
            "at": d.at.isoformat(timespec="seconds"),
            "undone_by": d.undone.who if d.undone else None,
            "undone_at": d.undone.at.isoformat(timespec="seconds") if d.undone else None,
            "idle": None,
        }
        rows.append((d.at.isoformat(), told))
    rows.sort(key=lambda r: r[0], reverse=True)
    shown = [r for _, r in rows[:_SIZE]]
    following = None
    if len(rows) > _SIZE:
        following = f"/decisions?before={stamp(datetime.fromisoformat(rows[_SIZE - 1][0]))}"
    record = {"decisions": shown, "next": following}
    table = Table(_COLUMNS, [[r[c] for c in _COLUMNS] for r in shown])
    data = {"made": shown, "next": following, "who": who_of(request)}
    return View("decisions.html", "Corrections and decisions", data, record, table, "onrecord-decisions")


# -- changing --------------------------------------------------------------------------------------------------------
async def _change(room: Room, do: Callable[[Store], T]) -> T:
    """Have the one writer do something.  Raises `HTTPException` (503) where the store stays locked."""
    future = room.writer.change(do)
    try:
        return await asyncio.wait_for(asyncio.wrap_future(future), _PATIENCE)
    except TimeoutError:
        raise HTTPException(
            503, "The store is busy with an add; nothing was changed.  Try again later."
        ) from None
    except StoreLocked as e:
        raise HTTPException(
            503, f"Another program is writing to the store ({e.message}); nothing was changed."
        ) from e


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _kind(value: str) -> SpeakerKind:
    try:
        return SpeakerKind(value or "person")
    except ValueError:
        raise HTTPException(400, "There is no such kind of speaker.") from None


def _named(form: FormData, *names: str) -> list[Named]:
    """Names as the forms give them: "person:Ada Verrin"."""
    out = []
    for name in names:
        for value in form.getlist(name):
            kind, _, who = str(value).partition(":")
            if who:
                out.append(Named(who, _kind(kind)))
    return out


def _back(form: FormData, default: str) -> str:
    """Where to go on: an address of the room only."""
    given = _text(form, "back")
    good = given.startswith("/") and not given.startswith("//") and "\\" not in given
    return given if good and not any(ord(c) < 32 for c in given) else default


def correcting(answers: Answers) -> list[Route]:
    """The routes that change something."""
    room = answers.room

    async def change(request: Request) -> Response:
        form = await checked_form(room, request)
        key = request.path_params["key"]
        what, who = _text(form, "what"), _text(form, "who") or LOCAL
        code = _text(form, "statement")

        def plan() -> tuple[int, str, Reading]:
            with room.readers.open() as store:
                version = version_of(store.database, key)
                reading = store.reading(version)
                if reading is None:
                    raise NotInStore("this page was not read", page=key)
                return version, key_of(store.database, version), reading

        version, own, reading = await run_in_threadpool(plan)
        goal = page_url(own, statement=code or None)
        match what:
            case "label":
                role, _, furniture = _text(form, "role").partition(":")
                try:
                    label = Role(role), Furniture(furniture) if furniture else None
                    index = int(_text(form, "block"))
                except ValueError:
                    raise HTTPException(400, "There is no such label.") from None
                await _change(room, lambda s: s.hand.label(version, index, *label, who=who))
                goal = f"/correct/{own}#block-{index}"
            case "speaker":
                name, kind = _text(form, "name"), _kind(_text(form, "kind"))
                await _change(room, lambda s: s.hand.speaker(version, code, name, kind, who=who))
            case "strike":
                await _change(room, lambda s: s.hand.strike(version, code, who=who))
                goal = f"/correct/{own}"
            case "words" | "add":
                spans, asked = _spans(reading, code, form)
                if asked:
                    data = {
                        **_given(request, own, reading),
                        "blocks": [],
                        "statements": [],
                        "one": True,
                        "adding": False,
                        "made": [],
                        "asked": asked,
                        "fields": [
                            ("chosen" if _chosen(k) else k, str(v))
                            for k, v in form.multi_items()
                            if k != "form_token"
                        ],
                    }
                    return answers.show(request, "correct.html", 409, title="Which words are meant?", **data)
                if what == "words":
                    await _change(room, lambda s: s.hand.words(version, code, who=who, **spans))
                else:
                    name, kind = _text(form, "name"), _kind(_text(form, "kind"))
                    added = await _change(room, lambda s: s.hand.add(version, name, kind, who=who, **spans))
                    goal = page_url(own, statement=added.statement)
            case _:
                raise HTTPException(400, "It is not said what to change.")
        response = RedirectResponse(_back(form, goal), 303)
        remember(request, response, who)
        return response

    async def names(request: Request) -> Response:
        form = await checked_form(room, request)
        who = _text(form, "who") or LOCAL
        head = Named(_text(form, "name"), _kind(_text(form, "kind")))
        others = _named(form, "other")
        if typed := " ".join(_text(form, "typed").split()):
            others.append(await run_in_threadpool(known, typed, head.kind))
        if request.url.path == "/merge":
            await _change(room, lambda s: s.hand.merge([head, *others], who=who))
        elif not others:
            raise HTTPException(400, "It is not said which name is somebody else's.")
        else:
            await _change(room, lambda s: s.hand.split(others[0], _group(s, head, others[0]), who=who))
        response = RedirectResponse(_back(form, "/speakers"), 303)
        remember(request, response, who)
        return response

    def known(name: str, kind: SpeakerKind) -> Named:
        with room.readers.open() as store:
            rows = list(store.database.rows("SELECT kind FROM speaker WHERE name = ?", (name,)))
        kinds = [SpeakerKind(k) for (k,) in rows]
        if not kinds:
            raise NotInStore("nobody of this name says anything in the store", page=name[:100])
        return Named(name, kind if kind in kinds else kinds[0])

    async def undo(request: Request) -> Response:
        form = await checked_form(room, request)
        key, who = _text(form, "key"), _text(form, "who") or LOCAL
        await _change(room, lambda s: s.hand.undo(key, who=who))
        response = RedirectResponse(_back(form, "/decisions"), 303)
        remember(request, response, who)
        return response

    return [
        Route("/correct/{key}", change, methods=["POST"]),
        Route("/merge", names, methods=["POST"]),
        Route("/split", names, methods=["POST"]),
        Route("/undo", undo, methods=["POST"]),
    ]


def _group(store: Store, head: Named, chosen: Named) -> list[Named]:
    return [n for n in group_of(store.database, head.name, head.kind) if n != chosen]


def _chosen(field: str) -> bool:
    """Whether a field says where a piece stands: each piece has one of its own, and what was answered before is kept."""
    return field == "chosen" or field.startswith("chosen-")


def _spans(reading: Reading, code: str, form: FormData) -> tuple[dict[str, list[Span]], list[Places]]:
    """The spans of the words in a form, and those pieces of which it is not clear where they stand."""
    s = next((s for s in reading.statements if s.id == code), None)
    every = [*s.source, *s.cue, *s.content] if s else []
    chosen = [
        int(str(v)) for k, v in form.multi_items() if _chosen(k) and str(v).isdecimal() and len(str(v)) < 10
    ]
    spans: dict[str, list[Span]] = {}
    asked: list[Places] = []
    for part in PARTS:
        near = getattr(s, part) if s else ()
        found = find(reading, _text(form, part), near or every, chosen)
        spans[part] = [x for x in found if isinstance(x, Span)]
        asked += (x for x in found if isinstance(x, Places))
    return spans, asked
