"""The pages of a store as a WACZ (1.1.1): a web archive that replay tools open, with the records beside it.

    archive/data.warc.gz      each version of a page as received; its further sightings as revisits
    indexes/index.cdx.gz      where each record stands, in blocks; index.idx says where each block begins
    pages/pages.jsonl         the pages, with titles
    records/*.jsonl           what `onrecord export jsonl` writes, without the bodies
    datapackage.json          all of these with their digests

A version that came over HTTP is a `response` record with its status and fields; one that did not is a `resource` record, since
no HTTP answer was seen and none is made up.  Where the time of receiving is not known, a record, which must have one, has
the time of this export and a field that says so.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from onrecord._version import VERSION
from onrecord.codec import to_json
from onrecord.errors import MissingExtra
from onrecord.records import Capture, Envelope
from onrecord.render import warc
from onrecord.run.folders import JsonLines
from onrecord.run.output import stream
from onrecord.run.selected import described, tables
from onrecord.store import selecting
from onrecord.store.bodies import Bodies
from onrecord.store.database import Database
from onrecord.store.keeping import captures_of, envelope_of
from onrecord.store.selecting import Selection, Version

__all__ = ["write"]

_BLOCK = 300  # lines of the index in one packed block
_SOFTWARE = f"onrecord {VERSION}"


class _Entry:
    """A file of the package, counted and digested as it is written."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._out.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    @property
    def digest(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"


class _Package:
    """The ZIP.  The archive, its index and the list of pages are stored, not deflated, so that a reader can go to any record."""

    def __init__(self, out: BinaryIO) -> None:
        self.zip = zipfile.ZipFile(out, "w")
        self.resources: list[dict[str, Any]] = []

    @contextmanager
    def entry(self, path: str, stored: bool = True) -> Iterator[_Entry]:
        info = zipfile.ZipInfo(path)
        info.external_attr = 0o644 << 16
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with self.zip.open(info, "w", force_zip64=True) as out:
            made = _Entry(out)
            yield made
        self.resources.append(
            {"name": path.rpartition("/")[2], "path": path, "hash": made.digest, "bytes": made.size}
        )


def write(
    db: Database,
    output: str | Path,
    selection: Selection,
    *,
    force: bool = False,
    step: Callable[[], None] = lambda: None,
    now: datetime | None = None,
) -> dict[str, int]:
    """Write the selected versions; gives the number of records of each type.

    Raises `MissingExtra` without warcio, `OutputProblem` and `StoreError`.
    """
    try:
        import warcio.warcwriter  # noqa: F401
    except ImportError:
        raise MissingExtra(
            "WACZ needs the package warcio: run pip install '.[wacz]' in a clone of onrecord", stage="export"
        ) from None
    now = now or datetime.now(UTC)
    with stream(output, force) as out, closing(sqlite3.connect("")) as index:  # "": on disk, without a name
        index.execute("CREATE TABLE line (key TEXT, time TEXT, n INTEGER, value TEXT)")
        package = _Package(out)
        with package.zip:
            with package.entry("archive/data.warc.gz") as archive:
                _Archive(archive, index, now).write(db, selection, step)
            _index(package, index)
            with package.entry("pages/pages.jsonl") as pages:
                _pages(db, selection, pages, now)
            with tempfile.TemporaryDirectory(dir=Path(output).parent, prefix=".onrecord.") as name:
                folder = Path(name)
                with JsonLines(folder, without=("bodies",)) as sink:
                    tables(db, sink, selection)
                    counts = sink.finish(described(selection))
                for path in sorted(folder.iterdir()):
                    if not path.stat().st_size:
                        continue  # `wacz validate` takes a file without a line for a damaged one
                    with open(path, "rb") as f, package.entry(f"records/{path.name}", stored=False) as entry:
                        while data := f.read(1 << 20):
                            entry.write(data)
            _describe(package, Path(output).name, now)
    return counts


class _Archive:
    def __init__(self, out: _Entry, index: sqlite3.Connection, now: datetime) -> None:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        self._fields = StatusAndHeaders
        self._writer = WARCWriter(out, gzip=True, warc_version="1.1")
        self._out, self._index, self._now = out, index, now

    def write(self, db: Database, selection: Selection, step: Callable[[], None]) -> None:
        info = {"software": _SOFTWARE, "format": "WARC File Format 1.1", "conformsTo": _CONFORMS}
        record = self._writer.create_warcinfo_record("data.warc.gz", info)
        record.rec_headers.replace_header("WARC-Date", _warc_date(self._now))
        record.rec_headers.replace_header("WARC-Record-ID", warc.record_id("warcinfo", _warc_date(self._now)))
        self._writer.write_record(record)
        bodies = Bodies(db.connection)
        for v in selecting.versions(db, selection):
            media = db.value("SELECT media FROM reading WHERE version = ?", (v.id,))
            sightings = list(captures_of(db, v.id))
            whole = _whole(sightings)
            received = whole.fetched or self._now
            self._whole(v, whole, bodies.get(v.body), received, media, envelope_of(db, v.id))
            for capture in sightings:
                if capture is not whole:
                    self._again(v, capture, whole, received)
            step()

    def _whole(
        self,
        v: Version,
        c: Capture,
        content: bytes,
        at: datetime,
        media: str | None,
        said: Envelope | None,
    ) -> None:
        target = warc.uri(c.url, v.digest)
        headers = self._headers(v, c, at)
        if v.media is not None:
            headers["X-Onrecord-Media"] = v.media
        if said is not None:
            headers["X-Onrecord-Envelope"] = json.dumps(
                to_json(said), ensure_ascii=True, separators=(",", ":")
            )
        answered = c.status is not None and target.startswith("http")
        kind = warc.media_of(c, media)
        if answered:
            fields = warc.http_fields(c, len(content))
            http = self._fields(warc.status_line(c.status or 0), fields, protocol="HTTP/1.1")
            more: dict[str, Any] = {"http_headers": http}
        else:
            declared = f"{kind}; charset={v.charset}" if v.charset and v.charset.isalnum() else kind
            more = {"warc_content_type": declared}
        record = self._writer.create_warc_record(
            target,
            "response" if answered else "resource",
            payload=BytesIO(content),
            length=len(content),
            warc_headers_dict=headers,
            **more,
        )
        self._put(record, v, target, at, kind, str(c.status or 200))

    def _again(self, v: Version, c: Capture, first: Capture, received: datetime) -> None:
        """The same bytes, met once more, perhaps under another address."""
        at = c.fetched or self._now
        target = warc.uri(c.url, v.digest)
        http = None
        if c.status is not None and target.startswith("http"):
            fields = [(k, x) for k, x in warc.http_fields(c, 0) if k != "Content-Length"]
            http = self._fields(warc.status_line(c.status), fields, protocol="HTTP/1.1")
        record = self._writer.create_revisit_record(
            target,
            f"sha256:{v.digest}",
            warc.uri(first.url, v.digest),
            _warc_date(received),
            http_headers=http,
            warc_headers_dict={
                k: x for k, x in self._headers(v, c, at).items() if k != "WARC-Payload-Digest"
            },
        )
        self._put(record, v, target, at, "warc/revisit", str(c.status or 200))

    def _headers(self, v: Version, c: Capture, at: datetime) -> dict[str, str]:
        date = _warc_date(at)
        headers = {
            "WARC-Record-ID": warc.record_id(
                v.address,
                v.digest,
                date,
                c.url or "",
                c.name,
                c.path or "",
                c.container or "",
                c.record or "",
            ),
            "WARC-Date": date,
            "WARC-Payload-Digest": f"sha256:{v.digest}",
        }
        if c.fetched is None:
            headers["X-Onrecord-Fetched"] = "unknown"
        if c.url is not None and c.url != warc.uri(c.url, v.digest):
            headers["X-Onrecord-Address"] = json.dumps(c.url)
        if c.stated is not None:
            headers["X-Onrecord-Stated"] = c.stated
        return headers

    def _put(self, record: Any, v: Version, target: str, at: datetime, mime: str, status: str) -> None:
        offset = self._out.size
        self._writer.write_record(record)
        key, time, value = warc.cdxj_line(
            target,
            at,
            mime=mime,
            status=status,
            digest=f"sha256:{v.digest}",
            length=str(self._out.size - offset),
            offset=str(offset),
            filename="data.warc.gz",
        )
        self._index.execute("INSERT INTO line VALUES (?, ?, ?, ?)", (key, time, offset, value))


def _whole(sightings: list[Capture]) -> Capture:
    """The sighting that the bytes are written with: the first that came with an address, if any did."""
    return next((c for c in sightings if c.url is not None and not c.revisit), sightings[0])


_CONFORMS = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def _warc_date(time: datetime) -> str:
    """W3C-DTF in UTC, with microseconds where they are known (WARC 1.1)."""
    utc = time.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds" if utc.microsecond else "seconds") + "Z"


def _index(package: _Package, index: sqlite3.Connection) -> None:
    """The index in blocks that are packed each by itself, and where they begin ("ZipNum")."""
    lines = index.execute("SELECT key, time, value FROM line ORDER BY key, time, n")
    begins = [json.dumps({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})]
    begins[0] = f"!meta 0 {begins[0]}"
    with package.entry("indexes/index.cdx.gz") as out:
        while block := lines.fetchmany(_BLOCK):
            offset = out.size
            data = "".join(f"{key} {time} {value}\n" for key, time, value in block).encode()
            out.write(gzip.compress(data, mtime=0))
            digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
            where = {
                "offset": offset,
                "length": out.size - offset,
                "digest": digest,
                "filename": "index.cdx.gz",
            }
            begins.append(f"{block[0][0]} {block[0][1]} {json.dumps(where)}")
    with package.entry("indexes/index.idx") as out:
        out.write(("\n".join(begins) + "\n").encode())


def _pages(db: Database, selection: Selection, out: _Entry, now: datetime) -> None:
    out.write(b'{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}\n')
    for v in selecting.versions(db, selection):
        first = _whole(list(captures_of(db, v.id)))
        title = db.value("SELECT title FROM article WHERE version = ?", (v.id,))
        at = first.fetched or now
        key = hashlib.sha256(f"{v.address}\0{v.digest}".encode()).hexdigest()[:32]
        page = warc.page_line(key, warc.uri(first.url, v.digest), at, title)
        out.write(json.dumps(page, ensure_ascii=True).encode() + b"\n")


def _describe(package: _Package, title: str, now: datetime) -> None:
    described = warc.data_package(list(package.resources), _SOFTWARE, now, title)
    data = json.dumps(described, indent=2).encode()
    with package.entry("datapackage.json") as out:
        out.write(data)
        digest = out.digest
    with package.entry("datapackage-digest.json") as out:
        out.write(json.dumps({"path": "datapackage.json", "hash": digest}).encode())
