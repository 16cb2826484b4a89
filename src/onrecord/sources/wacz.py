"""Pages from WACZ, a ZIP with WARC files in `archive/` and their digests in `datapackage.json` (WACZ 1.1.1).

Nothing is unpacked to disk, and the archive's WARC files are read through, one after the other.  A file whose digest is not
that of `datapackage.json` is a `Failure` after its pages: these are bound to the digests of their own records, and
whoever keeps them should know that the file was changed since it was packed.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.digests import fits, hasher
from onrecord.errors import BadRecord, DamagedArchive, NotAPage, OnrecordError, OverBound
from onrecord.records import Capture, Failure, Revisit, Skipped, Via
from onrecord.settings import Settings
from onrecord.sources.members import KEEP
from onrecord.sources.skips import Skips
from onrecord.sources.streams import BLOCK, FREE, RATIO, Budget, Stream
from onrecord.sources.warc import warc

__all__ = ["check_directory", "wacz"]

_ENTRIES = 100_000
_DIRECTORY = 30_000_000
_PACKAGE = 5_000_000
_WARC = re.compile(r"archive/.+\.warc(\.gz)?", re.I | re.S)
_ARCHIVE = re.compile(r"archive/|.*\.wacz\Z", re.I | re.S)
_DOCUMENTS = {
    "xl/workbook.xml": "an Excel workbook (XLSX)",
    "xl/workbook.bin": "an Excel workbook (XLSB)",
    "ppt/presentation.xml": "a PowerPoint presentation (PPTX)",
    "[Content_Types].xml": "an office document",
    "META-INF/container.xml": "an e-book (EPUB)",
    "META-INF/MANIFEST.MF": "a Java archive",
    "content.xml": "an office document (ODT, ODS)",
    "AndroidManifest.xml": "an Android package",
}


def wacz(file: BinaryIO, name: str, settings: Settings) -> Iterator[Capture | Revisit | Failure | Skipped]:
    """The pages of a WACZ.  Another ZIP, or one that cannot be read, gives a `Failure` that says what it is."""
    try:
        check_directory(file, name)
        with zipfile.ZipFile(file) as package:
            yield from _read(package, name, settings)
    except OnrecordError as e:
        yield e.failure()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError) as e:
        yield DamagedArchive(f"damaged ZIP: {e}"[:300], page=name).failure()


def check_directory(file: BinaryIO, name: str) -> None:
    """Refuse a ZIP with a large directory before it is read, since that builds an object for each entry."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read(66_000)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        raise DamagedArchive("damaged ZIP: it has no directory at its end, or is cut short", page=name)
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    if at >= 20 and tail[at - 20 : at - 16] == b"PK\6\7":
        file.seek(min(size, struct.unpack_from("<Q", tail, at - 12)[0]))
        large = file.read(56)
        if len(large) == 56 and large.startswith(b"PK\6\6"):
            entries, length = struct.unpack_from("<QQ", large, 32)
    if entries > _ENTRIES or length > _DIRECTORY:
        raise OverBound(f"a ZIP file of {entries:,} entries; the limit is {_ENTRIES:,}", page=name)
    file.seek(0)


def _read(
    package: zipfile.ZipFile, name: str, settings: Settings
) -> Iterator[Capture | Revisit | Failure | Skipped]:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    archives = [entry for entry in entries if _WARC.fullmatch(entry.filename)]
    if not archives:
        raise NotAPage(_what(names), page=name, stage="source")
    if len(names) < len(entries):
        raise DamagedArchive("a ZIP file with two entries of the same name", page=name)
    if sum(entry.compress_size for entry in entries) > _length(package):
        raise OverBound("a ZIP file with overlapping entries, which can be a bomb", page=name)
    digests: dict[str, str] = {}
    try:
        digests = _digests(package)
    except OnrecordError as e:
        yield type(e)(e.message, page=f"{name}#datapackage.json").failure()
    total = Budget(16 * FREE)
    for entry in sorted(archives, key=lambda e: e.filename):
        place = f"{name}#{_shown(entry.filename)}"
        try:
            yield from _archive(package, entry, name, place, settings, digests.get(entry.filename), total)
        except OnrecordError as e:
            yield type(e)(e.message, page=place).failure()
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as e:
            yield DamagedArchive(f"damaged ZIP entry: {e}"[:300], page=place).failure()
    skips = Skips(name)
    for entry in entries:
        if not entry.is_dir() and not _WARC.fullmatch(entry.filename) and _ARCHIVE.match(entry.filename):
            skips.add("files that are not WARC archives")
    yield from skips


def _archive(
    package: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    name: str,
    place: str,
    settings: Settings,
    digest: str | None,
    total: Budget,
) -> Iterator[Capture | Revisit | Failure | Skipped]:
    if ".." in entry.filename.split("/"):
        raise BadRecord("the name of the entry leads out of the archive")
    if entry.flag_bits & 1:
        raise BadRecord("the entry is encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadRecord(
            f"the entry uses compression method {entry.compress_type}; onrecord reads only stored and deflated entries"
        )
    with package.open(entry) as file:
        raw = _Hashed(file, entry, digest, total)
        stream = Stream(raw, keep=KEEP)
        packed = stream.peek(2) == b"\x1f\x8b"
        yield from warc(stream, place, settings, packed=packed, via=Via.WACZ, container=name)
        while stream.skip(16 * BLOCK):
            pass
        if raw.fits() is False:
            raise DamagedArchive(
                "its digest does not match datapackage.json: the file was changed or is damaged"
            )


class _Hashed:
    """An entry, read within bounds, and its digest on the way."""

    def __init__(self, file: Any, entry: zipfile.ZipInfo, digest: str | None, total: Budget) -> None:
        self._file = file
        self._digest = digest
        known = hasher(digest)
        self._hash = hashlib.new(known[0], usedforsecurity=False) if known else None
        self._budget = Budget()
        self._budget.count(entry.compress_size, 0)
        self._total = total
        total.count(entry.compress_size, 0)

    def read(self, n: int, /) -> bytes:
        data: bytes = self._file.read(n)
        if not self._budget.count(0, len(data)) or not self._total.count(0, len(data)):
            raise OverBound(f"the entries grow to more than {RATIO} times their size; the rest is not read")
        if self._hash is not None:
            self._hash.update(data)
        return data

    def fits(self) -> bool | None:
        """Whether what was read has the digest; `None` if there is none."""
        if self._hash is None or self._digest is None:
            return None
        return fits(self._digest, [self._hash.digest()], hashed=True)


def _digests(package: zipfile.ZipFile) -> dict[str, str]:
    """Digest of each file, as `datapackage.json` has it.  Raises `DamagedArchive` for one that cannot be read."""
    try:
        content = _small(package, "datapackage.json")
    except KeyError:
        raise DamagedArchive("there is no datapackage.json, so the files cannot be checked") from None
    try:
        signed = json.loads(_small(package, "datapackage-digest.json"))
        vouched = signed.get("hash") if isinstance(signed, dict) else None
    except (KeyError, ValueError, RecursionError):
        vouched = None
    if isinstance(vouched, str) and fits(vouched, [content]) is False:
        raise DamagedArchive(
            "datapackage.json does not match datapackage-digest.json: it was changed or is damaged"
        )
    try:
        resources = json.loads(content)["resources"]
        return {
            r["path"]: r["hash"]
            for r in resources
            if isinstance(r, dict) and isinstance(r.get("path"), str) and isinstance(r.get("hash"), str)
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DamagedArchive("datapackage.json cannot be read, so the files cannot be checked") from None


def _small(package: zipfile.ZipFile, entry: str) -> bytes:
    try:
        with package.open(entry) as file:
            content = file.read(_PACKAGE + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as e:
        raise DamagedArchive(f"damaged ZIP entry: {e}"[:300]) from None
    if len(content) > _PACKAGE:
        raise OverBound(f"{entry} is larger than {_PACKAGE:,} bytes")
    return content


def _what(names: set[str]) -> str:
    for entry, what in _DOCUMENTS.items():
        if entry in names:
            return f"this is {what}, not a web page"
    if any(n.lower().endswith(".wacz") for n in names):
        return "a ZIP of WACZ files; unpack it and add the folder"
    return f"a ZIP archive of {len(names):,} entries that is not a WACZ; unpack it and add the folder"


def _length(package: zipfile.ZipFile) -> int:
    file = package.fp
    return file.seek(0, 2) if file is not None else 0


def _shown(entry: str) -> str:
    return entry.encode("utf-8", "replace").decode()[:300]
