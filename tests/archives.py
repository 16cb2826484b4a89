"""Archives made in the test: WARC, WACZ, MHTML, byte by byte, so that they can also be made wrong."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from onrecord.records import Capture, Failure, Skipped, Wanted
from onrecord.settings import Settings
from onrecord.sources import Found, captures

PAGE = "<!doctype html><title>Ferry</title><p>A ferry struck the mole of Port Orsel, the harbour office said.</p>"
WHEN = "2026-01-02T03:04:05Z"


def page(i: int) -> bytes:
    """A page that packs neither to nothing nor not at all."""
    words = " ".join(hashlib.sha256(f"{i}/{k}".encode()).hexdigest() for k in range(20))
    return f"{PAGE}<p>{i} {words}</p>".encode()


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def http(
    body: bytes,
    status: int = 200,
    media: str = "text/html; charset=utf-8",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """An HTTP answer."""
    lines = [f"HTTP/1.1 {status} OK", f"Content-Type: {media}"]
    lines += [f"{k}: {v}" for k, v in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def record(
    block: bytes,
    i: int = 0,
    *,
    kind: str = "response",
    length: int | str | None = None,
    version: str = "1.1",
    headers: Mapping[str, str | None] | None = None,
) -> bytes:
    """A WARC record; a field given as `None` is left out."""
    found: dict[str, str | None] = {
        "WARC-Type": kind,
        "WARC-Record-ID": identity(i),
        "WARC-Target-URI": f"https://a.example/{i}",
        "WARC-Date": WHEN,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
        **(headers or {}),
    }
    lines = [f"WARC/{version}", *(f"{k}: {v}" for k, v in found.items() if v is not None), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def identity(i: int) -> str:
    return f"<urn:uuid:00000000-0000-4000-8000-{i:012d}>"


def response(i: int, length: int | None = None) -> bytes:
    """The record of page `i`."""
    return record(http(page(i)), i, length=length)


def packed(records: Iterable[bytes]) -> list[bytes]:
    """Each record a gzip member, as WARC files are packed."""
    return [gzip.compress(r, mtime=0) for r in records]


def wacz(
    archives: Mapping[str, bytes],
    others: Mapping[str, bytes] | None = None,
    hashes: Mapping[str, str] | None = None,
    compression: int = zipfile.ZIP_STORED,
) -> bytes:
    """A WACZ of WARC files, by their names in `archive/`."""
    files = {f"archive/{name}": content for name, content in archives.items()}
    resources = [
        {"path": p, "bytes": len(c), "hash": (hashes or {}).get(p, "sha256:" + hashlib.sha256(c).hexdigest())}
        for p, c in files.items()
    ]
    package = json.dumps(
        {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}
    ).encode()
    pages = b'{"format": "json-pages-1.0", "id": "pages"}\n{"url": "https://a.example/0"}\n'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as z:
        for name, content in {
            "datapackage.json": package,
            "pages/pages.jsonl": pages,
            **files,
            **(others or {}),
        }.items():
            z.writestr(name, content)
    return out.getvalue()


def mhtml(
    parts: Sequence[tuple[Mapping[str, str], bytes]],
    headers: Mapping[str, str] | None = None,
    boundary: str = "----MultipartBoundary--x----",
) -> bytes:
    """MHTML as Chromium writes it."""
    top = {
        "From": "<Saved by Blink>",
        "Snapshot-Content-Location": "https://a.example/story",
        "Subject": "Ferry",
        "Date": "Fri, 2 Jan 2026 03:04:05 +0100",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"',
        **(headers or {}),
    }
    out = [_head(top), b"\r\n"]
    for fields, body in parts:
        out += [b"\r\n--", boundary.encode(), b"\r\n", _head(fields), b"\r\n", body]
    return b"".join([*out, b"\r\n--", boundary.encode(), b"--\r\n"])


def _head(fields: Mapping[str, str]) -> bytes:
    return "".join(f"{k}: {v}\r\n" for k, v in fields.items()).encode()


class All:
    """All that a source gives, by kind."""

    def __init__(self, found: Iterable[Found]) -> None:
        self.items = list(found)
        self.captures = [f for f in self.items if isinstance(f, Capture)]
        self.failures = [f for f in self.items if isinstance(f, Failure)]
        self.wanted = [f for f in self.items if isinstance(f, Wanted)]
        self.skipped = {f.what: f.count for f in self.items if isinstance(f, Skipped)}

    @property
    def urls(self) -> list[str | None]:
        return [c.url for c in self.captures]

    @property
    def messages(self) -> str:
        return "\n".join(f"{f.name}: {f.error}: {f.message}" for f in self.failures)


def of_file(path: Path, content: bytes, settings: Settings | None = None) -> All:
    """What a file with this content gives."""
    path.write_bytes(content)
    return All(captures(path, settings))


def of_pipe(content: bytes, settings: Settings | None = None) -> All:
    """What standard input with this content gives."""
    return All(captures("-", settings, stdin=io.BytesIO(content)))
