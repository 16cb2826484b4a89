"""Entering a room that asks for a token: by an address with the token, or by a form."""

from __future__ import annotations

import hmac

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.web.answers import Answers
from onrecord.web.forms import checked_form
from onrecord.web.guard import cookie_name

__all__ = ["entering"]


def entering(answers: Answers) -> list[Route]:
    """The routes."""
    room = answers.room

    def pass_for(request: Request, response: Response) -> Response:
        response.set_cookie(
            cookie_name("pass", request.headers.get("host", "")),
            room.pass_of(room.token or ""),
            httponly=True,
            samesite="lax",
            max_age=30 * 24 * 3600,
        )
        return response

    def show(request: Request) -> Response:
        if room.token is None:
            return RedirectResponse("/", 303)
        if request.scope.get("admitted"):
            # A page with a link, and no redirect, which would be followed before anybody sees that the room was entered.
            return pass_for(request, answers.show(request, "entered.html", title="Welcome"))
        return answers.refused(request, 401, "TokenWanted", "This room requires its token.")

    async def enter(request: Request) -> Response:
        form = await checked_form(room, request)
        given = str(form.get("token", "")).strip()
        if room.token is None:
            return RedirectResponse("/", 303)
        if not hmac.compare_digest(room.pass_of(given).encode(), room.pass_of(room.token).encode()):
            return answers.refused(request, 401, "WrongToken", "This is not the token of the room.")
        return pass_for(request, RedirectResponse("/", 303))

    return [Route("/enter", show, methods=["GET"]), Route("/enter", enter, methods=["POST"])]
