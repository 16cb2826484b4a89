"""Kept originals, as text and as bytes to be saved: never as anything that a browser would take for a page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.errors import PageError
from onrecord.read.documents import DOCUMENTS
from onrecord.read.page import decode
from onrecord.run.store import Store
from onrecord.web.addresses import key_of, version_of
from onrecord.web.answers import Answers
from onrecord.web.room import Room

__all__ = ["originals"]

_LINES = 500
_LONGEST = 4_000  # code points of a line that are shown
_SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def _source(room: Room, store: Store, version: int) -> str:
    """The page as it was received, decoded as it was for reading; line ends are newlines."""
    content = store.content(version)
    found = store.database.row("SELECT charset, media, state FROM version WHERE id = ?", (version,))
    charset, media, state = found or (None, None, "")
    if media in DOCUMENTS and state != "read":
        # What no process within bounds has read is not taken apart in this one.
        return f"({media}: its text is shown once it has been read)"
    try:
        return decode(content, charset=charset, media=media, settings=room.settings).source
    except (PageError, LookupError):
        return content.decode("utf-8", "replace")


def originals(answers: Answers) -> list[Route]:
    """The routes: `/original/<key>` as plain text, `/original/<key>.bin` the bytes, `/source/<key>` with line numbers."""
    room = answers.room

    def text(request: Request) -> Response:
        with room.readers.open() as store:
            source = _source(room, store, version_of(store.database, request.path_params["key"]))
        return Response(
            source.encode("utf-8", "replace"),
            media_type="text/plain; charset=utf-8",
            headers={"content-security-policy": _SANDBOX},
        )

    def bytes_(request: Request) -> Response:
        with room.readers.open() as store:
            version = version_of(store.database, request.path_params["key"])
            content, key = store.content(version), key_of(store.database, version)
        return Response(
            content,
            media_type="application/octet-stream",
            headers={
                "content-security-policy": _SANDBOX,
                "content-disposition": f'attachment; filename="{key}.bin"',
            },
        )

    def lines(request: Request) -> Response:
        with room.readers.open() as store:
            version = version_of(store.database, request.path_params["key"])
            source, key = _source(room, store, version), key_of(store.database, version)
            name = store.database.value(
                "SELECT coalesce(a.title, v.name) FROM version v LEFT JOIN article a ON a.version = v.id WHERE v.id = ?",
                (version,),
            )
        found = source.split("\n")
        given = request.query_params.get("from", "")
        first = int(given) if given.isdecimal() and len(given) < 10 else 1
        first = min(max(1, first), len(found))
        shown = found[first - 1 : first - 1 + _LINES]
        return answers.show(
            request,
            "source.html",
            title=f"Source of {name}",
            name=name,
            key=key,
            first=first,
            lines=[(n, line[:_LONGEST], len(line) - _LONGEST) for n, line in enumerate(shown, first)],
            total=len(found),
            earlier=max(1, first - _LINES) if first > 1 else None,
            later=first + _LINES if first + _LINES <= len(found) else None,
        )

    return [
        Route("/original/{key}.bin", bytes_),
        Route("/original/{key}", text),
        Route("/source/{key}", lines),
    ]
