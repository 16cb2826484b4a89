"""Forms that change something: read within bounds, and only from who was given the form."""

from __future__ import annotations

import hmac

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from onrecord.web.room import Room

__all__ = ["checked_form"]

FIELD = "form_token"
_MOST_FIELDS = 200
_MOST_FILES = 500
_MOST_FIELD = 5_000_000  # bytes of one field


async def checked_form(room: Room, request: Request) -> FormData:
    """The fields of a form.  Raises `HTTPException` (403) if the form was not made for this browser by this process.

    The token of the form is a keyed digest of the browser's cookie ("signed double submit", OWASP).
    """
    form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_MOST_FIELD)
    given = form.get(FIELD)
    wanted = room.form_token(request.scope["seat"])
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode("utf-8", "replace"), wanted.encode()
    ):
        await form.close()
        raise HTTPException(403, "The form is out of date or was not made here.  Load its page again.")
    return form
