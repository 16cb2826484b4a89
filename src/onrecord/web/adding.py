"""Adding pages in the room: saved pages, addresses, pasted text; and how far that is."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.codec import to_json
from onrecord.errors import OnrecordError
from onrecord.fragments import web_url
from onrecord.records import Capture, Failure, Revisit, Via, Wanted
from onrecord.run.adding import Item, Outcome
from onrecord.run.store import Store
from onrecord.store.validators import checked, validators
from onrecord.web.addresses import key_of, page_url
from onrecord.web.answers import Answers, Table, View
from onrecord.web.forms import STALE, read_form
from onrecord.web.room import Room
from onrecord.web.writer import Busy, Progress

__all__ = ["add", "adding", "progress"]

_MOST_URLS = 1_000
_MOST_JOBS = 4  # processes that read


def add(room: Room, request: Request, store: Store) -> View:
    """The forms, and what has been added since the room was opened."""
    return _forms(room, store)


def _forms(room: Room, store: Store, wrong: str = "", typed: Mapping[str, str] | None = None) -> View:
    """The same; with what was `typed` into a form that was refused, and what is `wrong` with it."""
    jobs = room.writer.all()
    rows = [(j.id, j.what, j.state, j.message, j.begun, j.ended, sum(n for _, n in j.counts)) for j in jobs]
    record = {"adds": [_told(j, store) for j in jobs]}
    table = Table(("id", "what", "state", "message", "begun", "ended", "pages"), rows)
    data = {"jobs": jobs, "wrong": wrong, "typed": typed or {}}
    return View("add.html", "Add pages", data, record, table, "onrecord-adds")


def progress(room: Room, request: Request, store: Store) -> View:
    """One add: how far it is, and what failed and why."""
    try:
        job = room.writer.progress(int(request.path_params["number"]))
    except ValueError:
        job = None
    if job is None:
        raise HTTPException(404)
    told = _told(job, store)
    rows = [tuple(o[k] for k in _COLUMNS) for o in told["outcomes"] + told["failures"]]
    return View(
        "adding.html",
        f"Adding {job.what}",
        {"job": job, "told": told},
        told,
        Table(_COLUMNS, rows),
        f"onrecord-add-{job.id}",
    )


_COLUMNS = ("became", "name", "address", "error", "message")


def _told(job: Progress, store: Store) -> dict[str, Any]:
    def of(outcomes: Iterable[Any]) -> list[dict[str, Any]]:
        out = []
        for o in outcomes:
            try:
                address = page_url(key_of(store.database, o.version)) if o.version is not None else ""
            except OnrecordError:  # not yet to be seen by this reader
                address = ""
            out.append(
                {
                    "became": o.became,
                    "name": o.name,
                    "address": address,
                    "error": o.error,
                    "message": o.message,
                }
            )
        return out

    return {
        **to_json(replace(job, outcomes=(), failures=())),
        "over": job.over,
        "counts": dict(job.counts),
        "outcomes": of(job.outcomes),
        "failures": of(job.failures),
    }


def adding(answers: Answers) -> list[Route]:
    """The route that takes pages."""
    room = answers.room

    async def take(request: Request) -> Response:
        form, fresh = await read_form(room, request)
        try:
            urls = str(form.get("urls", ""))
            text, url = str(form.get("text", "")), str(form.get("url", "")).strip()
            files = [
                (_name(f.filename), await f.read())
                for f in form.getlist("files")
                if isinstance(f, UploadFile) and f.filename
            ]
        finally:
            await form.close()
        typed = {"urls": urls, "text": text, "url": url}

        def again(wrong: str, status: int) -> Response:
            with room.readers.open() as store:
                return answers.html(request, _forms(room, store, wrong, typed), twins=False, status=status)

        if not fresh:
            return await run_in_threadpool(again, STALE, 403)
        try:
            number = await run_in_threadpool(_queue, room, urls, text, url, files)
        except HTTPException as e:
            return await run_in_threadpool(again, e.detail, e.status_code)
        except Busy as e:
            return await run_in_threadpool(again, f"{e.message}.", 503)
        return RedirectResponse(f"/adding/{number}", 303)

    return [Route("/add", take, methods=["POST"])]


def _name(filename: str) -> str:
    """The last part of a file's name: browsers send no folders, other programs may."""
    return PurePath(filename.replace("\\", "/")).name[:300] or "upload"


def _queue(room: Room, urls: str, text: str, url: str, files: list[tuple[str, bytes]]) -> int:
    """Hand what a form brought to the writer; the number of the job.  Raises `HTTPException` for what cannot be added."""
    if url and web_url(url) is None:
        raise HTTPException(400, f"This is no address of the web: {url[:200]}")
    lines = [line.strip() for line in urls.splitlines() if line.strip()]
    if len(lines) > _MOST_URLS:
        raise HTTPException(400, f"At most {_MOST_URLS:,} addresses are taken at once.")
    for line in lines:
        # A path would be read from this machine's disk.
        if web_url(line) is None:
            raise HTTPException(400, f"This is no address of the web: {line[:200]}")
    given: list[Capture] = []
    if text.strip():
        name = url or f"pasted {datetime.now(UTC).isoformat(timespec='seconds')}"
        given.append(Capture(name, text.encode("utf-8", "replace"), url or None, "utf-8", via=Via.GIVEN))
    if not (lines or given or files):
        raise HTTPException(400, "Nothing was given to add: choose a file, or give an address or a text.")
    count = len(lines) + len(given) + len(files)
    first = (files[0][0] if files else "") or (lines[0] if lines else "") or given[0].name
    what = first if count == 1 else f"{first} and {count - 1} more"
    own = url if len(files) == 1 and not text.strip() else ""

    def work(store: Store) -> Iterator[Outcome]:
        jobs = max(1, min(os.cpu_count() or 1, count, _MOST_JOBS))
        return store.add_captures(_all(given, files, own, list(lines), store), jobs=jobs)

    return room.writer.add(what, work, sum(len(c) for _, c in files) + sum(len(c.content) for c in given))


def _all(
    given: list[Capture], files: list[tuple[str, bytes]], url: str, wanted: list[str], store: Store
) -> Iterator[Item]:
    """The pages of what was handed over: files may be archives too.  Addresses that they name are fetched with `wanted`."""
    from onrecord.run.gather import gather
    from onrecord.sources.local import captures

    yield from given
    for name, content in files:
        for item in captures("-", store.settings, stdin=io.BytesIO(content)):
            match item:
                case Wanted():
                    if len(wanted) < _MOST_URLS:
                        wanted.append(item.url)
                case Capture():
                    via = Via.FILE if item.via is Via.STDIN else item.via
                    yield replace(
                        item,
                        name=_named(item.name, name),
                        url=item.url or url or None,
                        via=via,
                        container=_named(item.container, name),
                    )
                case Revisit(sighting=s):
                    told = replace(s, name=_named(s.name, name), container=_named(s.container, name))
                    yield replace(item, sighting=told)
                case Failure():
                    yield replace(item, name=_named(item.name, name))
                case _:
                    yield item
    db = store.database
    yield from gather(wanted, store.settings, partial(validators, db), partial(checked, db))


def _named(told: str | None, name: str) -> Any:
    """What the source calls "-" is the file that was handed over."""
    return name + told[1:] if told is not None and (told == "-" or told.startswith("-#")) else told
