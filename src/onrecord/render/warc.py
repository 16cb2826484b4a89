"""What a web archive says of a capture: header fields of WARC records, lines of indexes and lists of pages.

WARC 1.1 (ISO 28500:2017), WACZ 1.1.1, CDXJ as pywb and wabac.js read it.
"""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from onrecord.records import Capture

__all__ = [
    "cdxj_line",
    "data_package",
    "http_fields",
    "media_of",
    "page_line",
    "record_id",
    "status_line",
    "surt",
    "uri",
]

#: Fields of HTTP that speak of the body as it was sent.  It is kept decoded, so they are kept under another name, as
#: other archiving tools do.
_OF_BODY = frozenset(("content-encoding", "transfer-encoding", "content-length"))
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
_RESERVED = ":/?#[]@!$&'()*+,;=%~"


def uri(url: str | None, digest: str) -> str:
    """The target of a record: the web address, or the digest of the bytes (`urn:sha256:`) where there is none.

    A name of a file is no URI that means anything elsewhere, and may tell more of its owner than it should.
    """
    if url and url.lower().startswith(("http://", "https://")):
        return quote(url, safe=_RESERVED)
    return f"urn:sha256:{digest}"


def record_id(*parts: str) -> str:
    """A WARC-Record-ID from content (UUID version 5, RFC 9562): exporting again gives the same."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'urn:x-onrecord:' + json.dumps(parts))}>"


def status_line(status: int) -> str:
    """The status of HTTP with its reason."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def http_fields(capture: Capture, size: int) -> list[tuple[str, str]]:
    """The header fields of a response whose body is decoded and has `size` bytes.

    Fields with names that are none are left out; line breaks in values become spaces.
    """
    out = []
    for name, value in capture.headers:
        if _TOKEN.fullmatch(name):
            kept = f"X-Archive-Orig-{name}" if name.lower() in _OF_BODY else name
            out.append((kept, " ".join(re.sub(r"[\x00-\x08\x0a-\x1f\x7f]", " ", value).split())))
    return [*out, ("Content-Length", str(size))]


_MEDIA = {
    "html": "text/html",
    "text": "text/plain",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def media_of(capture: Capture, media: str | None) -> str:
    """The media type of a capture: as declared, else by what it was read as ("html", "text", "pdf", "docx")."""
    declared = (
        next((v for k, v in capture.headers if k.lower() == "content-type"), "").partition(";")[0].strip()
    )
    if re.fullmatch(r"[\w.+-]+/[\w.+-]+", declared, re.A):
        return declared.lower()
    return _MEDIA.get(media or capture.media or "html", "text/html")


def surt(target: str) -> str:
    """The key of an address in an index: host turned round, in lower case, parameters sorted, without "www."."""
    if not target.startswith(("http:", "https:")):
        return target
    url = re.sub(r"^(https?://)www\d*\.", r"\1", target.lower())
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return target
    key = ",".join(reversed(host.split(".")))
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme]:
        key += f":{port}"
    key += f"){parts.path or '/'}"
    if parts.query:
        key += "?" + urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True), key=lambda p: p[0]))
    return key


def cdxj_line(target: str, at: datetime, **values: str) -> tuple[str, str, str]:
    """(key, 14 digits of time, JSON) of an index line."""
    return surt(target), at.astimezone(UTC).strftime("%Y%m%d%H%M%S"), json.dumps({"url": target, **values})


def page_line(key: str, target: str, at: datetime, title: str | None) -> dict[str, Any]:
    """A line of pages.jsonl."""
    out: dict[str, Any] = {"id": key, "url": target, "ts": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return {**out, "title": title} if title else out


def data_package(
    resources: list[dict[str, Any]], software: str, created: datetime, title: str
) -> dict[str, Any]:
    """datapackage.json (Frictionless Data Package) of a WACZ."""
    return {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "software": software,
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": resources,
    }
