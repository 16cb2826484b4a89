"""Pages saved by browsers as MHTML (RFC 2557).

Only the page itself is taken: the part that `start` names, else the first one that is a page.  Reading ends there, so
the pictures that follow, however many, cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.errors import BadRecord, DamagedArchive, OnrecordError, OverBound
from onrecord.records import Capture, Failure, Via
from onrecord.settings import Settings
from onrecord.sources.headers import Fields, first, media_type, parameter, when
from onrecord.sources.mime import PAGES, PARTS, Mime, boundary_of
from onrecord.sources.streams import Stream

__all__ = ["mhtml"]

_DEPTH = 8


def mhtml(stream: Stream, name: str, settings: Settings) -> Iterator[Capture | Failure]:
    """The page of an MHTML file, or the `Failure` that says why there is none."""
    try:
        yield _Saved(stream, name, settings).page()
    except OnrecordError as e:
        e.page = name
        yield e.failure()


class _Saved:
    def __init__(self, stream: Stream, name: str, settings: Settings) -> None:
        stream.skip_any(b"\xef\xbb\xbf \t\r\n")
        self._mime = Mime(stream, settings.max_bytes, "MHTML file")
        self._name = name
        self._parts = 0
        self._saved = ""  # the address of the page that was saved; frames in it are pages too

    def page(self) -> Capture:
        head = self._mime.head()
        self._saved = _bare(first(head, "Snapshot-Content-Location"))
        part = self._find(head, None)
        if part is None:
            raise BadRecord("the MHTML file has no page")
        own, content = part
        url = _address(own) or _address(head)
        declared = first(own, "Content-Type")
        return Capture(
            self._name,
            content,
            url,
            parameter(declared, "charset"),
            "text" if media_type(declared) == "text/plain" else "html",
            via=Via.MHTML,
            fetched=when(first(head, "Date")),
            container=self._name,
            stated="mhtml" if url else None,
        )

    def _find(self, head: Fields, wanted: str | None) -> tuple[Fields, bytes] | None:
        """(fields, content) of the page in the entity whose fields were just read.

        `wanted` is the id of the part that is the page, if the multipart around it names one.
        """
        self._parts += 1
        if self._parts > PARTS:
            raise OverBound(f"no page among the first {PARTS:,} parts of the MHTML file")
        declared = first(head, "Content-Type") or "text/plain"
        media = media_type(declared)
        if not media.startswith("multipart/"):
            named = wanted is None or (first(head, "Content-ID") or "").strip("<> ") == wanted
            if media in PAGES and named:
                return head, self._mime.page(head)
            self._mime.body(0)
            return None
        if self._mime.depth >= _DEPTH:
            raise OverBound(f"the MHTML file has more than {_DEPTH} nested multiparts")
        boundary = boundary_of(declared)
        if boundary is None:
            raise DamagedArchive("damaged MHTML file: it declares no boundary for its parts")
        start = (parameter(declared, "start") or "").strip("<> ")
        mine = self._mime.enter(boundary)
        plain: tuple[Fields, bytes] | None = None
        frame: tuple[Fields, bytes] | None = None
        while self._mime.met == (mine, False):
            try:
                found = self._find(self._mime.head(), start or None)
            except OverBound:
                if frame is None:
                    raise
                return frame
            if found is not None and media_type(first(found[0], "Content-Type")) in PAGES[:2]:
                if self._saved in ("", _bare(first(found[0], "Content-Location"))):
                    return found
                frame = frame or found  # the saved page may follow
                continue
            plain = plain or found  # the plain version comes before the page
        self._mime.leave(mine)
        return frame or plain


def _bare(value: str | None) -> str:
    """An address without its fragment."""
    return re.sub(r"\s+", "", value or "").split("#")[0]


def _address(head: Fields) -> str | None:
    """Where the page came from, as Chromium and others write it."""
    for name in ("Content-Location", "Snapshot-Content-Location"):
        value = re.sub(r"\s+", "", first(head, name) or "")
        if re.match(r"https?://", value, re.I):
            return value
    return None
