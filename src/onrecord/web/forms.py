"""Forms that change something: read within bounds, and only from who was given the form."""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import quote, unquote

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.store.hand import LOCAL
from onrecord.web.guard import cookie_name
from onrecord.web.room import Room

__all__ = ["STALE", "checked_form", "read_form", "remember", "who_of", "you"]

STALE = "The form is out of date, since the room was opened anew; nothing was changed.  Send it once more."

FIELD = "form_token"
_MOST_FIELDS = 200
_MOST_FILES = 500
_MOST_FIELD = 5_000_000  # bytes of one field


async def read_form(room: Room, request: Request) -> tuple[FormData, bool]:
    """The fields of a form, and whether it was made for this browser by this process: if not, nothing may be changed.

    The token of the form is a keyed digest of the browser's cookie ("signed double submit", OWASP).
    """
    form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_MOST_FIELD)
    given = form.get(FIELD)
    wanted = room.form_token(request.scope["seat"])
    return form, isinstance(given, str) and hmac.compare_digest(
        given.encode("utf-8", "replace"), wanted.encode()
    )


async def checked_form(room: Room, request: Request) -> FormData:
    """The fields of a form.  Raises `HTTPException` (403) if the form was not made for this browser by this process."""
    form, fresh = await read_form(room, request)
    if not fresh:
        await form.close()
        raise HTTPException(403, "The form is out of date or was not made here.  Load its page again.")
    return form


def _given(request: Request) -> str:
    return " ".join(unquote(request.cookies.get(_cookie(request), ""))[:100].split())


def who_of(request: Request) -> str:
    """The name that somebody gave in this browser when they last changed something."""
    return _given(request) or LOCAL


def you(request: Request, typed: str | None = None) -> dict[str, Any]:
    """For templates: under which name changes are kept, and whether somebody `named` themselves in this browser already.

    `typed` is a name in a form that was refused.
    """
    return {"who": typed or who_of(request), "named": bool(_given(request))}


def remember(request: Request, response: Response, who: str) -> None:
    """Have the browser keep that name."""
    value = quote((" ".join(who.split())[:100] or LOCAL).encode("utf-8", "replace"))
    response.set_cookie(_cookie(request), value, httponly=True, samesite="lax", max_age=365 * 24 * 3600)


def _cookie(request: Request) -> str:
    return cookie_name("who", request.headers.get("host", ""))
