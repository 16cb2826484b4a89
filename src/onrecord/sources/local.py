"""Pages from what a user names on the command line, found out by what it holds.

`captures` takes a file, a folder, an address, or "-" for standard input, and gives what is in it, one after the other,
as it is read: pages as `Capture`, `Revisit` for what an archive only says to have been seen again, addresses that are to be fetched as `Wanted`, what could not be had as `Failure`, and
counts of what archives and folders hold besides as `Skipped`.  It raises nothing for bad input.
"""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.errors import (
    DamagedArchive,
    EmptyPage,
    FileProblem,
    NotAPage,
    OnrecordError,
    OverBound,
    PageTooLarge,
)
from onrecord.records import Capture, Failure, Revisit, Skipped, Via, Wanted
from onrecord.settings import Settings
from onrecord.sources import feeds
from onrecord.sources.folder import files, shown
from onrecord.sources.jsonl import jsonl
from onrecord.sources.kinds import HEAD, Kind, kind_of, resource
from onrecord.sources.lists import is_address, urls
from onrecord.sources.mail import mail, mailbox
from onrecord.sources.members import KEEP
from onrecord.sources.mhtml import mhtml
from onrecord.sources.skips import Skips
from onrecord.sources.streams import Gunzip, Stream
from onrecord.sources.telegramhtml import telegram_html
from onrecord.sources.telegramjson import telegram_json
from onrecord.sources.warc import warc
from onrecord.sources.zipped import zipped

__all__ = ["Found", "captures"]

Found = Capture | Revisit | Wanted | Failure | Skipped

#: Site maps may have 50 MB (sitemaps.org); nothing larger is read.
_FEED_BYTES = 52_428_800
_XML = re.compile(rb"\xef?\xbb?\xbf?\s*<\?xml\b")


def captures(
    source: str | Path,
    settings: Settings | None = None,
    *,
    stdin: BinaryIO | None = None,
    apart: Collection[str] = (),
) -> Iterator[Found]:
    """What `source` holds: a path, an http(s) address (also with `feed:` before it), or "-" for `stdin`.

    Of folders, the files `apart` (real paths) are left out without a word: the store that pages are added to.

    Lazy: nothing is opened before the first item is asked for, and no archive is held in memory.
    """
    settings = settings or Settings()
    if isinstance(source, str):
        if source == "-":
            yield from _stdin(stdin or sys.stdin.buffer, settings)
            return
        if address := _address(source):
            yield Wanted(address)
            return
    path = os.fspath(source)
    try:
        folder = os.path.isdir(path)
    except ValueError:  # a NUL in the name
        folder = False
    if folder:
        yield from _folder(path, settings, apart)
    else:
        yield from _file(path, settings, None)


def _address(source: str) -> str | None:
    """The address that a source is.  `feed:` is what browsers put before addresses of feeds."""
    if m := re.match(r"feed:(?://)?(?=https?://)", source, re.I):
        source = source[m.end() :]
    elif source.lower().startswith("feed://"):
        source = "http" + source[4:]
    return source if is_address(source) else None


def _stdin(file: BinaryIO, settings: Settings) -> Iterator[Found]:
    try:
        yield from _stream(Stream(_Short(file), keep=KEEP), "-", settings, None, None)
    except OnrecordError as e:
        yield type(e)(e.message, page="-", stage=e.stage).failure()
    except (OSError, ValueError) as e:
        yield FileProblem(f"cannot be read: {e}", page="-").failure()


class _Short:
    """Reads what is there rather than waiting for all: a list that grows is followed line by line."""

    def __init__(self, file: BinaryIO) -> None:
        self._read = cast(io.BufferedReader, file).read1 if hasattr(file, "read1") else file.read

    def read(self, n: int, /) -> bytes:
        return self._read(n)


def _folder(folder: str, settings: Settings, apart: Collection[str]) -> Iterator[Found]:
    skips = Skips(shown(folder))
    for path in files(folder):
        if isinstance(path, Failure):
            yield path
        elif not apart or os.path.realpath(path) not in apart:
            yield from _file(path, settings, skips)
    yield from skips


def _file(path: str, settings: Settings, skips: Skips | None) -> Iterator[Found]:
    """One file; `skips` is given for those of a folder, where pictures and the like are counted."""
    name = shown(path)
    try:
        # A pipe that is named is read; in a folder nothing is opened but files, and no links.
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        if skips is not None:
            flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with open(os.open(path, flags), "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            size = status.st_size if stat.S_ISREG(status.st_mode) else None
            for item in _stream(Stream(file, size=size, keep=KEEP), name, settings, file, skips):
                if isinstance(item, Revisit):
                    item = replace(item, sighting=_located(item.sighting, name, path))
                yield _located(item, name, path) if isinstance(item, Capture) else item
    except OnrecordError as e:
        yield type(e)(e.message, page=e.page or name, stage=e.stage).failure()
    except FileNotFoundError:
        scheme = re.match(r"[a-z][a-z0-9+.-]*://", name, re.I)
        why = "onrecord fetches only http and https addresses" if scheme else "there is no such file"
        yield FileProblem(why, page=name).failure()
    except PermissionError:
        yield FileProblem("no permission to read the file", page=name).failure()
    except (OSError, ValueError) as e:  # ValueError: a NUL in the name
        reason = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
        yield FileProblem(f"cannot be read: {reason}", page=name[:1000]).failure()


def _located(capture: Capture, name: str, path: str) -> Capture:
    """The capture with the absolute path of the file that it stands in, and its place there."""
    if not capture.name.startswith(name):
        return capture
    return replace(capture, path=os.path.abspath(path) + capture.name[len(name) :])


def _stream(
    stream: Stream, name: str, settings: Settings, file: io.FileIO | None, skips: Skips | None
) -> Iterator[Found]:
    head = stream.peek(HEAD)
    kind, what = kind_of(head, name, ended=len(head) < HEAD)
    packed = kind is Kind.GZIP
    inner = stream
    if packed:
        # The unpacker looks ahead on a stream of its own: the WARC reader needs the packed bytes.
        inner = Stream(Gunzip(stream, name))
        try:
            head = inner.peek(HEAD)
        except (DamagedArchive, OverBound):
            # What comes before the damage is enough to know a WARC by, whose other records are whole.
            head = inner.available()
        kind, what = kind_of(head, name, ended=len(head) < HEAD)
    damaged = False
    if not head.strip() and packed:
        try:
            inner.peek(1)  # damaged rather than empty, it may be
        except (DamagedArchive, OverBound):
            if kind is not Kind.WARC:
                raise
            damaged = True  # the WARC reader says what is lost, and reads the records behind the damage
    if not head.strip() and not damaged:
        yield EmptyPage("the file is empty", page=name, stage="source").failure()
        return
    if kind is Kind.WARC:
        if packed:
            stream.back_to(0)
        yield from warc(stream, name, settings, packed=packed)
    elif kind is Kind.JSONL:
        yield from _guarded(jsonl(inner, name, settings), name)
    elif kind is Kind.URLS:
        yield from _guarded(urls(inner, name), name)
    elif kind is Kind.MHTML:
        yield from mhtml(inner, name, settings)
    elif kind is Kind.MAIL:
        yield from mail(inner, name, settings)
    elif kind is Kind.MAILBOX:
        yield from _guarded(mailbox(inner, name, settings), name)
    elif kind is Kind.TELEGRAM_JSON:
        yield from _guarded(telegram_json(inner, name, settings), name)
    elif kind is Kind.TELEGRAM_HTML:
        yield from telegram_html(_whole(inner, name, max(_FEED_BYTES, settings.max_bytes)), name)
    elif kind is Kind.PDF:
        content = _whole(inner, name, settings.max_bytes)
        yield Capture(name, content, media="pdf", via=Via.STDIN if name == "-" else Via.FILE)
    elif kind is Kind.FEED or (_XML.match(head) and feeds.is_feed(head)):
        yield from feeds.wanted(_whole(inner, name, max(_FEED_BYTES, settings.max_bytes)), name, None)
    elif kind is Kind.ZIP and not packed:
        yield from _zipped(stream, name, settings, file)
    elif skips is not None and (beside := resource(what if kind is Kind.FOREIGN else None, name, head)):
        skips.add(beside)
    elif kind is Kind.PAGE:
        content = _whole(inner, name, settings.max_bytes)
        yield Capture(name, content, via=Via.STDIN if name == "-" else Via.FILE)
    else:
        raise NotAPage(f"this is {what}" + ("" if ";" in what else ", not a web page"), stage="source")


def _zipped(stream: Stream, name: str, settings: Settings, file: io.FileIO | None) -> Iterator[Found]:
    """A ZIP file.  Its directory is at its end, so one that comes through a pipe must be small enough to be held."""
    if file is not None and stream.size is not None:
        yield from zipped(cast(BinaryIO, file), name, settings, Via.FILE)
        return
    content = stream.read(settings.max_bytes + 1)
    if len(content) > settings.max_bytes:
        most = f"{settings.max_bytes:,} bytes"
        raise NotAPage(
            f"a ZIP archive or WACZ of more than {most} needs a file: save it first",
            stage="source",
        )
    yield from zipped(io.BytesIO(content), name, settings, Via.STDIN)


def _guarded(found: Iterator[Found], name: str) -> Iterator[Found]:
    """Errors of unpacking end a source of many; what came before stands."""
    try:
        yield from found
    except (DamagedArchive, OverBound) as e:
        yield type(e)(f"{e.message}; the rest is not read", page=name).failure()


def _whole(stream: Stream, name: str, most: int) -> bytes:
    content = stream.read(most + 1)
    if len(content) > most:
        raise PageTooLarge(f"more than {most:,} bytes", page=name, stage="source")
    return content
