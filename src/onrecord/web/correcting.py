"""What can be corrected on a page, each part with its form at its place; and what was corrected and decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import Any

from starlette.requests import Request

from onrecord.codec import to_json
from onrecord.errors import NotInStore
from onrecord.records import (
    Act,
    Block,
    Correction,
    Firmness,
    Furniture,
    Kind,
    Manner,
    Reading,
    Role,
    Span,
    SpeakerKind,
    Statement,
)
from onrecord.render.inert import inert
from onrecord.run.store import Store
from onrecord.store.corrections import correction_rows, decisions, stamp
from onrecord.store.moving import SEPARATOR
from onrecord.web.addresses import key_of, page_url, version_of
from onrecord.web.answers import Table, View
from onrecord.web.forms import you
from onrecord.web.parts import called
from onrecord.web.room import Room

__all__ = ["PARTS", "Refused", "as_shown", "correct", "correctable", "decided", "label_of", "seen_of"]

PARTS = ("source", "cue", "content")
_SIZE = 100


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was refused: what it was about, all that was typed, and the reason."""

    what: str
    reason: str
    statement: str = ""
    block: int | None = None
    typed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A block with the statements that begin in it; `opened` where its form is to be shown, which is made for what was `seen`."""

    block: Block
    label: str
    seen: str
    opened: bool
    statements: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stand together: one of the story, or furniture, folded under what it is `called`."""

    places: tuple[Place, ...]
    called: str = ""
    opened: bool = False


def correct(room: Room, request: Request, store: Store) -> View:
    """What can be corrected on a page.  `statement` or `block` in the address opens the form of that one, at its place."""
    version = version_of(store.database, request.path_params["key"])
    key = key_of(store.database, version)
    reading = store.reading(version)
    if reading is None:
        raise NotInStore("this page was not read, so there is nothing to correct", page=key)
    return correctable(request, store, version, reading)


def correctable(
    request: Request,
    store: Store,
    version: int,
    reading: Reading,
    refused: Refused | None = None,
    status: int = 200,
) -> View:
    """The view of `correct`; of what was `refused`, the form that was sent, with what was typed, and nothing else.

    Raises `NotInStore` where the address names a statement that is not there.
    """
    key = key_of(store.database, version)
    given = request.query_params
    code, index = given.get("statement", ""), given.get("block", "")
    if refused is not None:
        code, index = refused.statement, "" if refused.block is None else str(refused.block)
    elif code and all(s.id != code for s in reading.statements):
        raise NotInStore("the page has no such statement", page=code[:60])
    made = [_told(key, c, idle) for _, c, idle in store.hand.corrections(version)]
    adding = {"name": "", "kind": "person", **dict.fromkeys(PARTS, "")}
    if refused is not None and refused.what == "add":
        adding |= refused.typed
    groups = list(_groups(reading, code, index, refused))
    if refused is not None:
        groups = [
            Group(tuple(p for p in g.places if _concerned(p)))
            for g in groups
            if any(_concerned(p) for p in g.places)
        ]
    record = {
        "key": key,
        "blocks": [to_json(b) for b in reading.blocks],
        "statements": [to_json(s) for s in reading.statements if not code or s.id == code],
        "corrections": [{c: m[c] for c in _COLUMNS} for m in made],
    }
    a = reading.article
    data = {
        "key": key,
        "headline": a.title.value if a and a.title else reading.page.name,
        "language": a.language.value if a and a.language else None,
        "groups": groups,
        "loose": [_fields(reading, s, s.id == code, refused) for s in _loose(reading)],
        "roles": [
            *(r.value for r in Role if r is not Role.FURNITURE),
            *(f"furniture:{f}" for f in Furniture),
        ],
        "kinds": list(SpeakerKind),
        "manners": list(Manner),
        "acts": list(Act),
        "grades": list(Firmness),
        "adding": adding,
        "made": made,
        "refused": refused,
        **you(request, refused.typed.get("who") if refused else None),
    }
    table = Table(_COLUMNS, [[m[c] for c in _COLUMNS] for m in made])
    title = f"Correct: {data['headline']}"
    return View("correct.html", title, data, record, table, f"onrecord-{key}-corrections", status)


def _concerned(place: Place) -> bool:
    return place.opened or any(s["opened"] for s in place.statements)


def _groups(reading: Reading, code: str, index: str, refused: Refused | None) -> Iterator[Group]:
    begin: dict[int, list[dict[str, Any]]] = {}
    for s, b in _begins(reading):
        if b is not None:
            begin.setdefault(b.index, []).append(_fields(reading, s, s.id == code, refused))
    for furniture, run in groupby(reading.blocks, key=lambda b: b.role is Role.FURNITURE):
        blocks = list(run)
        places = []
        for b in blocks:
            label = label_of(b)
            seen = seen_of(b.text, label)
            opened = str(b.index) == index
            if opened and refused is not None:
                label, seen = refused.typed.get("role", label), refused.typed.get("seen", seen)
            places.append(Place(b, label, seen, opened, tuple(begin.get(b.index, ()))))
        if furniture:
            yield Group(tuple(places), called(blocks), any(_concerned(p) for p in places))
        else:
            yield from (Group((p,)) for p in places)


def _begins(reading: Reading) -> Iterator[tuple[Statement, Block | None]]:
    """Each statement with the block in which its words begin."""
    own = [b for b in reading.blocks if b.span is not None]
    for s in reading.statements:
        start = min((x.start for x in (*s.content, *s.cue, *s.source)), default=-1)
        yield s, next((b for b in own if b.span and b.span.start <= start < b.span.end), None)


def _loose(reading: Reading) -> Iterator[Statement]:
    """Statements that begin in no block: there should be none, but none must be out of reach."""
    return (s for s, b in _begins(reading) if b is None)


def label_of(block: Block) -> str:
    """The label of a block as its form names it: "caption", "furniture:appeal"."""
    return f"furniture:{block.furniture}" if block.furniture else str(block.role)


def seen_of(*shown: str) -> str:
    """What a form brings back of what it was made for, by which it is known whether that has changed meanwhile."""
    return sha256("\0".join(shown).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def as_shown(reading: Reading, s: Statement) -> dict[str, str]:
    """A statement as the fields of its form show it: of its words, one piece a line, none over the border of two blocks."""
    text = reading.article.text if reading.article else ""
    return {
        "name": inert(s.speaker.name),
        "kind": s.speaker.kind.value,
        "manner": s.manner.value,
        "act": s.act.value,
        "firmness": s.grade.firmness.value,
        "negated": "yes" if s.grade.negated else "no",
        **{p: "\n".join(_pieces(text, getattr(s, p))) for p in PARTS},
    }


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[str]:
    for span in spans:
        yield from (" ".join(inert(piece).split()) for piece in span.of(text).split(SEPARATOR))


def _fields(reading: Reading, s: Statement, opened: bool, refused: Refused | None) -> dict[str, Any]:
    """A statement with its fields as they are, or as they were typed where that was refused."""
    fields = as_shown(reading, s)
    out: dict[str, Any] = {
        "id": s.id,
        "opened": opened,
        "speaker": s.speaker.name,
        "words": fields["content"] or fields["cue"],
        "seen": seen_of(*fields.values()),
        **fields,
    }
    if opened and refused is not None:
        out |= refused.typed
    return out


# -- what was decided ------------------------------------------------------------------------------------------------
_COLUMNS = ("key", "kind", "page", "about", "old", "new", "who", "at", "undone_by", "undone_at", "idle")


def _told(page: str, c: Correction, idle: str | None) -> dict[str, Any]:
    def side(change: Any) -> list[str]:
        if change.label:
            return [str(change.label.furniture or change.label.role)]
        out = [f"{change.speaker.name} ({change.speaker.kind})"] if change.speaker else []
        words = {p: " … ".join(a.quote for a in getattr(change.words, p, ())) for p in PARTS}
        out += [f"{part}: {found}" for part, found in words.items() if found]
        if change.how:
            out += [str(v) for v in (change.how.manner, change.how.act, change.how.firmness) if v]
            if change.how.negated is not None:
                out.append("negated" if change.how.negated else "not negated")
        return out

    return {
        "key": c.key,
        "kind": str(c.kind),
        "page": page_url(page, statement=c.statement if c.kind is not Kind.STRUCK else None),
        "about": " … ".join(a.quote for a in c.where)[:300],
        "old": "; ".join(side(c.old)),
        "new": "; ".join(side(c.new)),
        "before": side(c.old),  # for pages: pieces that may run in different directions
        "after": side(c.new),
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
        rows.append((stamp(c.at), _told(key_of(db, version), c, idle)))
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
        rows.append((stamp(d.at), told))
    rows.sort(key=lambda r: r[0], reverse=True)
    shown = [r for _, r in rows[:_SIZE]]
    following = f"/decisions?before={rows[_SIZE - 1][0]}" if len(rows) > _SIZE else None
    record = {"decisions": [{c: r[c] for c in _COLUMNS} for r in shown], "next": following}
    table = Table(_COLUMNS, [[r[c] for c in _COLUMNS] for r in shown])
    data = {"made": shown, "next": following, **you(request)}
    return View("decisions.html", "Corrections and decisions", data, record, table, "onrecord-decisions")
