"""Forms that correct, decide and undo: what they change, and what is shown where they are refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.errors import BadCorrection, NotInStore, OnrecordError, StoreLocked
from onrecord.records import (
    Furniture,
    Named,
    Reading,
    Role,
    Span,
    SpeakerKind,
)
from onrecord.run.store import Store
from onrecord.store.corrections import group_of
from onrecord.store.hand import how_now
from onrecord.web.addresses import key_of, page_url, version_of
from onrecord.web.answers import Answers
from onrecord.web.correcting import PARTS, Refused, as_shown, correctable
from onrecord.web.forms import STALE, checked_form, read_form, remember, who_of
from onrecord.web.room import Room
from onrecord.web.speakers import speaker_of
from onrecord.web.typed import (
    MEANWHILE,
    back_of,
    check_seen,
    how_of,
    is_choice,
    kind_of,
    lines_of,
    names_of,
    spans_of,
    text_of,
    typed_of,
)
from onrecord.web.wording import Places

__all__ = ["changing"]

T = TypeVar("T")
_PATIENCE = 30.0  # seconds for a running add to let the change in between


class _Late(OnrecordError):
    """A change that was not made, or of which that is not known."""

    stage = "serve"


async def _change(room: Room, do: Callable[[Store], T]) -> T:
    """Have the one writer do something.  Raises `_Late` where it does not come to it in time, or the store stays locked."""
    future = room.writer.change(do)
    try:
        return await asyncio.wait_for(asyncio.wrap_future(future), _PATIENCE)
    except TimeoutError:
        if future.cancelled():
            raise _Late(
                f"The room is adding pages and did not come to this within {_PATIENCE:.0f} seconds, so nothing was changed."
                "  Send it again in a while; “Add” in the navigation says how far the adding is"
            ) from None
        raise _Late(
            "This takes longer than a request may wait, and may still be made.  Look under “Corrections” whether it stands"
            " there before you send it again"
        ) from None
    except StoreLocked as e:
        raise _Late(
            f"Another program is writing to the store ({e.message}), so nothing was changed.  Send it again when that has ended"
        ) from e


async def _correct(room: Room, version: int, reading: Reading, do: Callable[[Store], T]) -> T:
    """The same for a correction of a page that was read as `reading`: places in it are none in another one."""

    def unmoved(store: Store) -> T:
        if store.reading(version) != reading:
            raise NotInStore(MEANWHILE.format("the page"), page=reading.page.name)
        return do(store)

    return await _change(room, unmoved)


def _status(error: OnrecordError) -> int:
    """Of a refusal: what stands there has changed since, or nobody can write now, or it makes no sense."""
    return 409 if isinstance(error, NotInStore) else 503 if isinstance(error, _Late) else 400


# -- changing --------------------------------------------------------------------------------------------------------
class _Asked(Exception):
    """Words of which it has to be asked which are meant."""

    def __init__(self, places: list[Places]) -> None:
        super().__init__()
        self.places = places


async def _whole(room: Room, version: int, reading: Reading, form: FormData, who: str) -> None:
    """Correct all of a statement that its form holds otherwise than it was shown: everything or nothing."""
    code = text_of(form, "statement")
    s = next((s for s in reading.statements if s.id == code), None)
    if s is None:
        raise NotInStore("the page has no such statement", page=code[:60])
    shown = as_shown(reading, s)
    changed = {
        name for name in shown if name in form and lines_of(text_of(form, name)) != lines_of(shown[name])
    }
    spans: dict[str, list[Span]] = {}
    if changed & set(PARTS):
        spans, asked = spans_of(reading, code, form, changed)
        if asked:
            raise _Asked(asked)
    name, kind = text_of(form, "name"), kind_of(text_of(form, "kind"))
    how = {k: v for k, v in how_of(form).items() if k in changed}

    def do(store: Store) -> None:
        with store.database.transaction():
            if spans:
                store.hand.words(version, code, who=who, **spans)
            if changed & {"name", "kind"}:
                store.hand.speaker(version, code, name, kind, who=who)
            left = how
            if spans and how and (now := store.reading(version)) is not None:
                # Other words may have made the manner what was chosen already.
                left = {
                    k: v for s in now.statements if s.id == code for k, v in how.items() if v != how_now(s)[k]
                }
            if left or not changed:
                store.hand.how(version, code, who=who, **left)

    await _correct(room, version, reading, do)


async def _made(room: Room, version: int, own: str, reading: Reading, form: FormData, who: str) -> str:
    """Make the correction that a form asks for; where to go on.

    Raises `_Asked`, `HTTPException` for what no form of the room sends, and what `Hand` and `_change` raise.
    """
    code = text_of(form, "statement")
    check_seen(reading, form)
    match text_of(form, "what"):
        case "label":
            role, _, furniture = text_of(form, "role").partition(":")
            try:
                label = Role(role), Furniture(furniture) if furniture else None
                index = int(text_of(form, "block"))
            except ValueError:
                raise HTTPException(400, "There is no such label.") from None
            await _correct(room, version, reading, lambda s: s.hand.label(version, index, *label, who=who))
            return f"/correct/{own}?block={index}#block-{index}"
        case "statement":
            await _whole(room, version, reading, form, who)
        case "speaker":
            name, kind = text_of(form, "name"), kind_of(text_of(form, "kind"))
            await _correct(
                room, version, reading, lambda s: s.hand.speaker(version, code, name, kind, who=who)
            )
        case "how":
            how = how_of(form)
            await _correct(room, version, reading, lambda s: s.hand.how(version, code, who=who, **how))
        case "strike":
            await _correct(room, version, reading, lambda s: s.hand.strike(version, code, who=who))
            return f"/correct/{own}"
        case "words" | "add" as what:
            spans, asked = spans_of(reading, code, form)
            if asked:
                raise _Asked(asked)
            if what == "words":
                await _correct(
                    room, version, reading, lambda s: s.hand.words(version, code, who=who, **spans)
                )
            else:
                name, kind = text_of(form, "name"), kind_of(text_of(form, "kind"))
                added = await _correct(
                    room, version, reading, lambda s: s.hand.add(version, name, kind, who=who, **spans)
                )
                code = added.statement or ""
        case _:
            raise HTTPException(400, "It is not said what to change.")
    return page_url(own, statement=code)


def _done(request: Request, form: FormData, goal: str) -> Response:
    """Go on after a change; the browser keeps the name under which it was made, if the form asked for it."""
    response = RedirectResponse(back_of(form, goal), 303)
    if "who" in form:
        remember(request, response, text_of(form, "who"))
    return response


def changing(answers: Answers) -> list[Route]:
    """The routes that change something."""
    room = answers.room

    async def change(request: Request) -> Response:
        form, fresh = await read_form(room, request)
        key = request.path_params["key"]
        who = text_of(form, "who") or who_of(request)

        def plan() -> tuple[int, str, Reading]:
            with room.readers.open() as store:
                version, reading = _page(store, key)
                return version, key_of(store.database, version), reading

        def again(refused: Refused, status: int) -> Response:
            with room.readers.open() as store:
                version, reading = _page(store, key)
                codes = {s.id for s in reading.statements}
                if refused.what in ("statement", "speaker", "words") and refused.statement not in codes:
                    # What was typed about a statement that has gone meanwhile can still be added as one.
                    refused = Refused("add", refused.reason, typed=refused.typed)
                return answers.html(
                    request, correctable(request, store, version, reading, refused, status), twins=False
                )

        version, own, reading = await run_in_threadpool(plan)
        if not fresh:
            return await run_in_threadpool(again, typed_of(form, STALE), 403)
        try:
            goal = await _made(room, version, own, reading, form, who)
        except _Asked as e:
            fields = [
                ("chosen" if is_choice(k) else k, str(v)) for k, v in form.multi_items() if k != "form_token"
            ]
            return answers.show(
                request,
                "asked.html",
                409,
                title="Which words are meant?",
                key=own,
                asked=e.places,
                fields=fields,
            )
        except (BadCorrection, NotInStore, _Late) as e:
            refused = typed_of(form, e.message)
            if isinstance(e, NotInStore):  # it is shown as it is now, and may be sent again for that
                refused.typed.pop("seen", None)
            return await run_in_threadpool(again, refused, _status(e))
        return _done(request, form, goal)

    async def names(request: Request) -> Response:
        form, fresh = await read_form(room, request)
        who = text_of(form, "who") or who_of(request)
        head = Named(text_of(form, "name"), kind_of(text_of(form, "kind")))
        others = names_of(form, "other")
        typed = " ".join(text_of(form, "typed").split())
        merging = request.url.path == "/merge"

        def again(reason: str, status: int) -> Response:
            try:
                with room.readers.open() as store:
                    view = speaker_of(
                        request,
                        store,
                        {"name": head.name, "kind": str(head.kind)},
                        {
                            "what": "merge" if merging else "split",
                            "who": text_of(form, "who"),
                            "reason": reason,
                            "typed": typed,
                            "others": others,
                        },
                    )
            except NotInStore:  # there is no page of theirs on which the form could be shown again
                raise HTTPException(status, reason) from None
            return answers.html(request, view, twins=False, status=status)

        if not fresh:
            return await run_in_threadpool(again, STALE, 403)
        try:
            if typed:
                others.append(await run_in_threadpool(known, typed, head.kind))
            if not others:
                raise BadCorrection(
                    "Choose a name, or type one" if merging else "Choose the name that is somebody else's"
                )
            if merging:
                await _change(room, lambda s: s.hand.merge([head, *others], who=who))
            else:
                await _change(room, lambda s: s.hand.split(others[0], _group(s, head, others[0]), who=who))
        except (BadCorrection, NotInStore, _Late) as e:
            return await run_in_threadpool(again, e.message, _status(e))
        return _done(request, form, "/speakers")

    def known(name: str, kind: SpeakerKind) -> Named:
        with room.readers.open() as store:
            rows = list(store.database.rows("SELECT kind FROM speaker WHERE name = ?", (name,)))
        kinds = [SpeakerKind(k) for (k,) in rows]
        if not kinds:
            raise NotInStore(f"nobody named “{name[:100]}” makes a statement in the store", page=name[:100])
        return Named(name, kind if kind in kinds else kinds[0])

    async def undo(request: Request) -> Response:
        form = await checked_form(room, request)
        key, who = text_of(form, "key"), text_of(form, "who") or who_of(request)
        try:
            await _change(room, lambda s: s.hand.undo(key, who=who))
        except _Late as e:
            raise HTTPException(503, f"{e.message}.") from e
        return _done(request, form, "/decisions")

    async def name(request: Request) -> Response:
        form = await checked_form(room, request)
        return _done(request, form, "/decisions")

    return [
        Route("/correct/{key}", change, methods=["POST"]),
        Route("/merge", names, methods=["POST"]),
        Route("/split", names, methods=["POST"]),
        Route("/undo", undo, methods=["POST"]),
        Route("/name", name, methods=["POST"]),
    ]


def _page(store: Store, key: str) -> tuple[int, Reading]:
    """The version that an address of the room means, and its reading.  Raises `NotInStore`."""
    version = version_of(store.database, key)
    reading = store.reading(version)
    if reading is None:
        raise NotInStore("this page was not read", page=key)
    return version, reading


def _group(store: Store, head: Named, chosen: Named) -> list[Named]:
    return [n for n in group_of(store.database, head.name, head.kind) if n != chosen]
