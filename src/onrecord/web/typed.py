"""What the forms that correct and decide hold, told in the words of the record."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from onrecord.errors import NotInStore
from onrecord.records import Act, Firmness, Manner, Named, Reading, Span, SpeakerKind
from onrecord.render.inert import inert
from onrecord.web.correcting import PARTS, Refused, as_shown, label_of, seen_of
from onrecord.web.wording import Places, find

__all__ = [
    "MEANWHILE",
    "back_of",
    "check_seen",
    "how_of",
    "is_choice",
    "kind_of",
    "lines_of",
    "names_of",
    "spans_of",
    "text_of",
    "typed_of",
]

#: What is said where something is not any more what a form was made for.
MEANWHILE = "{} has become another since the form was opened.  Look at it as it is now, and send this again if it shall hold"
_FIELDS = ("who", "name", "kind", "manner", "act", "firmness", "negated", "role", "seen", *PARTS)


def text_of(form: FormData, name: str) -> str:
    """The text of a field, "" where there is none."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def kind_of(value: str) -> SpeakerKind:
    """The kind of speaker of this name.  Raises `HTTPException` (400)."""
    try:
        return SpeakerKind(value or "person")
    except ValueError:
        raise HTTPException(400, "There is no such kind of speaker.") from None


def names_of(form: FormData, *names: str) -> list[Named]:
    """Names as the forms give them: "person:Ada Verrin"."""
    out = []
    for name in names:
        for value in form.getlist(name):
            kind, _, who = str(value).partition(":")
            if who:
                out.append(Named(who, kind_of(kind)))
    return out


def back_of(form: FormData, default: str) -> str:
    """Where to go on: an address of the room only."""
    given = text_of(form, "back")
    good = given.startswith("/") and not given.startswith("//") and "\\" not in given
    return given if good and not any(ord(c) < 32 for c in given) else default


def typed_of(form: FormData, reason: str) -> Refused:
    """All that a form holds, to be shown again with the reason why it was refused."""
    block = text_of(form, "block")
    return Refused(
        text_of(form, "what"),
        reason if reason.endswith((".", "?")) else f"{reason}.",
        text_of(form, "statement"),
        int(block) if block.isdecimal() and len(block) < 10 else None,
        {name: text_of(form, name) for name in _FIELDS if name in form},
    )


def is_choice(field: str) -> bool:
    """Whether a field says where a piece stands: each piece has one of its own, and what was answered before is kept."""
    return field == "chosen" or field.startswith("chosen-")


def spans_of(
    reading: Reading, code: str, form: FormData, changed: Container[str] = PARTS
) -> tuple[dict[str, list[Span]], list[Places]]:
    """The spans of the words in a form, and those pieces of which it is not clear where they stand.

    Parts that are not among those `changed` stay where they are.
    """
    s = next((s for s in reading.statements if s.id == code), None)
    every = [*s.source, *s.cue, *s.content] if s else []
    chosen = [
        int(str(v)) for k, v in form.multi_items() if is_choice(k) and str(v).isdecimal() and len(str(v)) < 10
    ]
    spans: dict[str, list[Span]] = {}
    asked: list[Places] = []
    for part in PARTS:
        near = getattr(s, part) if s else ()
        if part not in changed:
            spans[part] = list(near)
            continue
        found = find(reading, text_of(form, part), near or every, chosen)
        spans[part] = [x for x in found if isinstance(x, Span)]
        asked += (x for x in found if isinstance(x, Places))
    return spans, asked


def lines_of(text: str) -> list[str]:
    """The lines of a text that hold anything, as they are shown, white space aside."""
    return [line for raw in inert(text).splitlines() if (line := " ".join(raw.split()))]


def how_of(form: FormData) -> dict[str, Any]:
    """What a form says of how a statement is made, as `Hand.how` takes it."""
    out: dict[str, Any] = {}
    try:
        for name, kind in (("manner", Manner), ("act", Act), ("firmness", Firmness)):
            if name in form:
                out[name] = kind(text_of(form, name))
    except ValueError:
        raise HTTPException(400, "There is no such manner, act or firmness.") from None
    if "negated" in form:
        out["negated"] = text_of(form, "negated") == "yes"
    return out


def check_seen(reading: Reading, form: FormData) -> None:
    """Raise `NotInStore` where the statement or block of a form is not any more as the form showed it.

    The form holds all of a statement: what somebody else has corrected meanwhile would be taken back unseen.
    """
    seen, code, block = (text_of(form, name) for name in ("seen", "statement", "block"))
    if not seen:
        return
    shown = [seen_of(*as_shown(reading, s).values()) for s in reading.statements if s.id == code]
    shown += [seen_of(b.text, label_of(b)) for b in reading.blocks if str(b.index) == block]
    if shown and seen not in shown:
        what = "the statement" if code else "this part of the page"
        raise NotInStore(MEANWHILE.format(what), page=reading.page.name)
