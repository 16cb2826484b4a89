"""The room as an ASGI application: which view stands at which address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from sqlite3 import OperationalError

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from onrecord.errors import OnrecordError
from onrecord.web.adding import add, adding, progress
from onrecord.web.answers import Answers, Maker
from onrecord.web.changing import changing
from onrecord.web.comparing import compare
from onrecord.web.correcting import correct, decided
from onrecord.web.entering import entering
from onrecord.web.guard import Guard
from onrecord.web.home import home
from onrecord.web.lists import failures, pages
from onrecord.web.originals import originals
from onrecord.web.pages import page
from onrecord.web.room import Room
from onrecord.web.search import search
from onrecord.web.speakers import speaker, speakers
from onrecord.web.templating import HERE, environment

__all__ = ["VIEWS", "make_app"]

#: The views by their address; each has twins in JSON and CSV.
VIEWS: dict[str, Maker] = {
    "/": home,
    "/pages": pages,
    "/page/{key}": page,
    "/compare/{before}/{after}": compare,
    "/failures": failures,
    "/add": add,
    "/adding/{number}": progress,
    "/search": search,
    "/speakers": speakers,
    "/speaker": speaker,
    "/correct/{key}": correct,
    "/decisions": decided,
}


class _Files(StaticFiles):
    """Our own files; their addresses change with their content."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def make_app(room: Room) -> ASGIApp:
    """The application of a room."""
    answers = Answers(room, environment())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        room.close()

    def failed(request: Request, error: Exception) -> Response:
        return answers.failed(request, error)

    def refuse(scope: Scope, status: int, kind: str, message: str) -> ASGIApp:
        return answers.refused(Request(scope), status, kind, message)

    app = Starlette(
        routes=[
            *(route for path, make in VIEWS.items() for route in answers.routes(path, make)),
            *originals(answers),
            *adding(answers),
            *changing(answers),
            *entering(answers),
            Mount("/static", _Files(directory=HERE / "static"), name="static"),
        ],
        exception_handlers=dict.fromkeys(
            (HTTPException, ClientDisconnect, OnrecordError, OperationalError, Exception), failed
        ),
        lifespan=lifespan,
    )
    return Guard(app, room, refuse)
