"""Pages in JSON Lines, as crawlers and data sets write them: an object a line, with the page in one of its fields.

The first of these fields that is there counts, in this order:

    page      html, raw_html, content, body, text (which is plain text, not HTML)
    address   url, uri, link
    time      fetched_at, fetched, date_download, crawled_at, crawl_date, timestamp
              (ISO 8601, RFC 5322, 14 digits, or seconds or milliseconds since 1970; UTC where no zone is told)
    status    status, status_code (of 300 and more are counted and not taken)
    headers   headers (an object, or pairs)
    id        id (text or number)

`html` may also be an object that holds these.  The page is text already, so its bytes are those of UTF-8, and that is its
`charset`, whatever its `<meta>` says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from onrecord.errors import BadRecord, EmptyPage, OnrecordError, PageTooLarge
from onrecord.records import Capture, Failure, Skipped, Via
from onrecord.settings import Settings
from onrecord.sources.headers import Fields, when
from onrecord.sources.skips import Skips
from onrecord.sources.streams import Stream

__all__ = ["ADDRESS", "PAGE", "STATUS", "TIME", "jsonl"]

PAGE = ("html", "raw_html", "content", "body", "text")
ADDRESS = ("url", "uri", "link")
TIME = ("fetched_at", "fetched", "date_download", "crawled_at", "crawl_date", "timestamp")
STATUS = ("status", "status_code")

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.S)
#: What may stand in a line outside of texts: a few fields, not a million numbers that fill the memory.
_PLAIN = 500_000
_STRINGS = 50_000


def jsonl(stream: Stream, name: str, settings: Settings) -> Iterator[Capture | Failure | Skipped]:
    """The pages of JSON Lines; a line that holds none is a `Failure` with its number."""
    most = settings.max_bytes * 3 // 2 + 100_000
    skips = Skips(name)
    number = 0
    while line := stream.line(most):
        number += 1
        place = f"{name}#{number}"
        try:
            if not line.endswith(b"\n") and stream.peek(1):
                while (more := stream.line(65_536)) and not more.endswith(b"\n"):
                    pass
                raise PageTooLarge(f"line {number} is longer than {most:,} bytes", stage="source")
            found = _page(line, place, name, settings.max_bytes) if line.strip() else None
        except OnrecordError as e:
            yield type(e)(f"line {number}: {e.message}", page=place, stage="source").failure()
            continue
        if isinstance(found, str):
            skips.add(found)
        elif found is not None:
            yield found
    yield from skips


def _page(line: bytes, place: str, container: str, most: int) -> Capture | str:
    value = _object(line)
    nested = value.get("html")
    if isinstance(nested, dict):
        value = {**value, "html": None, **nested}
    key, page = _first(value, PAGE)
    if not isinstance(page, str):
        raise BadRecord(f"it has no page: none of {', '.join(PAGE)} is a text")
    status = _first(value, STATUS)[1]
    if isinstance(status, int) and not isinstance(status, bool) and status >= 300:
        return f"answers with status {status}" if status < 1000 else "answers with status ?"
    content = page.encode("utf-8", "surrogatepass")
    if not page.isascii():  # lone surrogates stand for nothing
        content = content.decode("utf-8", "replace").encode() if _lone(page) else content
    if not content.strip():
        raise EmptyPage("the page is empty")
    if len(content) > most:
        raise PageTooLarge(f"the page is larger than {most:,} bytes")
    url = _first(value, ADDRESS)[1]
    identity = value.get("id")
    return Capture(
        place,
        content,
        _clean(url)[:8_000] if isinstance(url, str) and url.strip() else None,
        "utf-8",
        "text" if key == "text" else None,
        via=Via.JSONL,
        fetched=_time(*_first(value, TIME)),
        status=status if isinstance(status, int) and not isinstance(status, bool) and status > 0 else None,
        headers=_headers(value.get("headers")),
        container=container,
        record=_clean(str(identity))[:500] if isinstance(identity, str | int) and identity != "" else None,
    )


def _object(line: bytes) -> dict[str, Any]:
    # Counting is cheap; a line of a million small values would take fifty times its size in memory.
    if line.count(b'"') - line.count(b'\\"') > _STRINGS or len(_STRING.sub(b"", line)) > _PLAIN:
        raise BadRecord("it has too many values for the record of one page")
    try:
        value = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as e:
        raise BadRecord(f"not JSON: {e}"[:200]) from None
    if not isinstance(value, dict):
        raise BadRecord(f"this must be an object, not {type(value).__name__}")
    return value


def _first(value: dict[str, Any], names: tuple[str, ...]) -> tuple[str, Any]:
    return next(((n, value[n]) for n in names if value.get(n) is not None), ("", None))


def _time(name: str, value: Any) -> datetime | None:
    if value is None or value == "":
        return None
    found = None
    if isinstance(value, str):
        # Seconds first: thirteen digits may be read as a day and an hour as well.
        if re.fullmatch(r"\d{9,13}(?:\.\d{1,9})?", value, re.A):
            value = float(value)
        else:
            found = when(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if 1e11 < value < 1e15 else value
        if 0 < seconds < 1e11:
            found = datetime.fromtimestamp(seconds, UTC)
    if found is None:
        raise BadRecord(f"{name} is not a time that onrecord understands: {str(value)[:60]!r}")
    return found


def _headers(value: Any) -> Fields:
    pairs = value.items() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [
        (_clean(pair[0]), _clean(pair[1]))
        for pair in list(pairs)[:500]
        if isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(p, str) for p in pair)
    ]
    return tuple(found)


def _lone(text: str) -> bool:
    return re.search("[\ud800-\udfff]", text) is not None


def _clean(text: str) -> str:
    """Without lone surrogates, which cannot be written anywhere."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()
