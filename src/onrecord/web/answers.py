"""From what a view found to an answer: HTML, or the same content as JSON or CSV, or why not."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from onrecord._version import VERSION
from onrecord.codec import to_json
from onrecord.errors import BadCorrection, NotInStore, OnrecordError, StoreLocked
from onrecord.render.inert import inert_json
from onrecord.render.statements import cell
from onrecord.run.store import Store
from onrecord.web.room import Room
from onrecord.web.writer import Busy

__all__ = ["Answers", "Maker", "Table", "View", "mistaken"]


@dataclass(frozen=True)
class Table:
    """The rows of a view, for spreadsheets."""

    columns: Sequence[str]
    rows: Iterable[Sequence[str | int | float | None]]


@dataclass(frozen=True)
class View:
    """What a view found.

    `template` shows `data`, a mapping of names to values; `record` is the same as plain JSON values or a record of ours, and
    `table` its rows, or text that is CSV already.  `name` is what the file of a twin is called.
    """

    template: str
    title: str
    data: dict[str, Any]
    record: Any
    table: Table | str
    name: str = "onrecord"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def mistaken(view: View, wrong: str) -> View:
    """The view of a question that makes no sense: the page still shows the question, with what is `wrong`; "" for nothing.

    The twins have what every error has.
    """
    if not wrong:
        return view
    return replace(view, status=400, record={"status": 400, "error": "BadRequest", "message": wrong})


Maker = Callable[[Room, Request, Store], View]


class Answers:
    """Makes the answers of one room."""

    def __init__(self, room: Room, templates: jinja2.Environment) -> None:
        self.room, self.templates = room, templates

    def routes(self, path: str, make: Maker) -> list[Route]:
        """The routes of a view and its twins: `path`, `path.json`, `path.csv`."""
        stem = "/home" if path == "/" else path
        return [
            *(Route(f"{stem}.{form}", partial(self._endpoint, make, form=form)) for form in ("json", "csv")),
            Route(path, partial(self._endpoint, make), methods=["GET"]),
        ]

    def _endpoint(self, make: Maker, request: Request, form: str = "html") -> Response:
        with self.room.readers.open() as store:
            view = make(self.room, request, store)
            # Rows may still be coming from the store.
            match form:
                case "csv" if view.status < 400:
                    return self.csv(view)
                case "json" | "csv":
                    return self.json(view.record, view.status, view.name)
                case _:
                    return self.html(request, view)

    def html(
        self, request: Request, view: View, *, twins: bool = True, status: int | None = None
    ) -> Response:
        """The view as a page: without `twins` where no address has it (the answer to a form), with another `status`."""
        path = "/home" if request.url.path == "/" else request.url.path
        query = f"?{request.url.query}" if request.url.query else ""
        at = {form: f"{path}.{form}{query}" for form in ("json", "csv")} if twins else {}
        return self.show(
            request,
            view.template,
            status or view.status,
            view.headers,
            title=view.title,
            twins=at,
            **view.data,
        )

    def show(
        self,
        request: Request,
        template: str,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **data: Any,
    ) -> Response:
        """A page from a template."""
        html = self.templates.get_template(template).render(
            {
                "twins": {},
                "path": request.url.path,
                "form_token": self.room.form_token(request.scope["seat"]),
                "store_name": str(self.room.path).rpartition("/")[2],
                "version": VERSION,
                **data,
            }
        )
        return HTMLResponse(html, status, headers)

    def json(self, value: Any, status: int = 200, name: str = "onrecord") -> Response:
        """Plain values, or a record, as JSON."""
        text = json.dumps(to_json(value), ensure_ascii=False, indent=1)
        return Response(
            inert_json(text).encode("utf-8", "backslashreplace"), status, media_type="application/json"
        )

    def csv(self, view: View) -> Response:
        """The rows of a view as CSV (RFC 4180), with a byte-order mark, by which spreadsheets know UTF-8."""
        if isinstance(view.table, str):
            text = view.table
        else:
            out = io.StringIO()
            writer = csv.writer(out, lineterminator="\r\n")
            writer.writerow(view.table.columns)
            writer.writerows([cell(v) for v in row] for row in view.table.rows)
            text = out.getvalue()
        return Response(
            text.encode("utf-8-sig", "backslashreplace"),
            media_type="text/csv; charset=utf-8; header=present",
            headers={"content-disposition": f'attachment; filename="{view.name}.csv"'},
        )

    # -- why not -----------------------------------------------------------------------------------------------------
    def failed(self, request: Request, error: Exception) -> Response:
        """The answer to a request that failed.  All errors have one shape: status, error, message."""
        status, kind, message = _reason(error)
        return self.refused(request, status, kind, message)

    def refused(self, request: Request, status: int, kind: str, message: str) -> Response:
        """The answer that says no, in the form that was asked for."""
        if request.url.path.endswith((".json", ".csv")):
            return self.json({"status": status, "error": kind, "message": message}, status)
        template = "enter.html" if status == 401 else "error.html"
        # Who was not let in is not told what stands here either.
        hidden: dict[str, Any] = {"store_name": "", "version": ""} if status in (401, 421) else {}
        return self.show(
            request, template, status, title="Not shown", code=status, error=kind, message=message, **hidden
        )


def _reason(error: Exception) -> tuple[int, str, str]:
    match error:
        case HTTPException():
            kind = {404: "NotFound", 405: "NotAllowed", 403: "Refused", 400: "BadRequest"}.get(
                error.status_code, "Refused"
            )
            message = "There is nothing at this address." if error.status_code == 404 else error.detail
            return error.status_code, kind, message
        case ClientDisconnect():  # `onrecord.web.guard` ends bodies that are too large so
            return 413, "TooLarge", "More was sent than is taken at once."
        case NotInStore():
            return 404, type(error).__name__, str(error)
        case StoreLocked() | Busy():
            return 503, type(error).__name__, str(error)
        case BadCorrection():
            return 400, type(error).__name__, str(error)
        case OnrecordError():
            return 500, type(error).__name__, str(error)
        case sqlite3.OperationalError() if "interrupted" in str(error):
            return 503, "TooSlow", "This takes longer than a request may.  Ask for less at once."
        case _:
            return 500, type(error).__name__, "The program failed on this; nothing was changed."
