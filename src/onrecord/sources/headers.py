"""Blocks of header fields, as WARC, HTTP and MIME have them (RFC 5322, 2.2), and the times in them.

The library's mail parser would do, but builds more than is asked for and grows with hostile input; these are a
few lines, bounded by the block.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parseaddr, parsedate_to_datetime

from onrecord.sources.streams import Stream

__all__ = [
    "HEAD",
    "Fields",
    "end_of_head",
    "fields",
    "first",
    "media_type",
    "name_and_address",
    "parameter",
    "take_head",
    "when",
]

#: Longest block of header fields, in bytes.
HEAD = 262_144

Fields = tuple[tuple[str, str], ...]

_FOLD = re.compile(r"\r?\n[ \t]+")
_END = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_PARAMETER = re.compile(r";\s*([^\s=;]+)\s*=\s*(\"(?:[^\"\\]|\\.)*+\"|[^;\"]*)")


def end_of_head(data: bytes) -> tuple[int, int] | None:
    """(end of the fields, start of the body), or `None` where no blank line ends them."""
    m = _END.search(data, 0, HEAD)
    return (m.start(), m.end()) if m else None


def take_head(stream: Stream) -> Fields | None:
    """Read the fields and the blank line after them; `None`, with nothing read, where they do not end in time."""
    for most in (8_192, HEAD):
        data = stream.peek(most)
        if ends := end_of_head(data):
            stream.skip(ends[1])
            return fields(data[: ends[0]])
    return None


def fields(block: bytes) -> Fields:
    """(name, value) of each field, in their order; folded lines are put together, lines without a colon left out.

    Values are read as UTF-8 where they are, else as latin-1, which loses no byte.
    """
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        text = block.decode("latin-1")
    out = []
    for line in _FOLD.sub(" ", text).split("\n"):
        name, colon, value = line.partition(":")
        if colon and name.strip():
            out.append((name.strip(), value.strip()))
    return tuple(out)


def first(found: Fields, name: str) -> str | None:
    """The first value of a field, by its name in any case."""
    wanted = name.lower()
    return next((v for k, v in found if k.lower() == wanted), None)


def media_type(value: str | None) -> str:
    """ "text/html" of a Content-Type; empty where there is none."""
    return (value or "").partition(";")[0].strip().lower()


def parameter(value: str | None, name: str) -> str | None:
    """A parameter of a field (`charset` of Content-Type), without its quotation marks."""
    for m in _PARAMETER.finditer((value or "")[:4000]):
        if m[1].lower() == name:
            found = m[2].strip()
            if found.startswith('"'):
                found = re.sub(r"\\(.)", r"\1", found[1:-1])
            return found or None
    return None


def name_and_address(text: str) -> tuple[str, str]:
    """(name, address) of a mailbox (RFC 5322, 3.4); an empty string for what it lacks."""
    try:
        return parseaddr(text[:2_000])
    except RecursionError:  # comments within each other
        return "", ""


def when(text: str | None) -> datetime | None:
    """A time in ISO 8601, in RFC 5322 or as the 14 digits of web archives; in UTC where no zone is told."""
    text = (text or "").strip()
    if len(text) > 100:
        return None
    if re.fullmatch(r"\d{14}", text, re.A):
        text = f"{text[:8]}T{text[8:]}"
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = reader(text)
            found = found if found.tzinfo else found.replace(tzinfo=UTC)
            found.astimezone(UTC)  # the ends of the calendar have no other zones
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return found
    return None
