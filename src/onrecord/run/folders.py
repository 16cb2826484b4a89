"""A folder of JSON Lines: one file a record type, and a manifest with counts and digests.

manifest.json       what this is, of which version, and each file's records, bytes and SHA-256
captures.jsonl      one record a line; see onrecord.render.tables
...
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from onrecord import codec
from onrecord._version import VERSION
from onrecord.render.inert import inert_json
from onrecord.render.tables import SCHEMA, TABLES

__all__ = ["FORMAT", "MANIFEST", "JsonLines", "is_export", "line", "manifest"]

FORMAT = "onrecord-export"
MANIFEST = "manifest.json"


def line(row: dict[str, Any]) -> bytes:
    """A row as a line of JSON; control characters of pages are escaped, so that showing it does nothing."""
    if isinstance(row.get("content"), bytes):
        row = _plain_body(row)
    return inert_json(json.dumps(row, ensure_ascii=False, separators=(",", ":"))).encode() + b"\n"


def _plain_body(row: dict[str, Any]) -> dict[str, Any]:
    """Bytes as text where they are UTF-8, which people and tools can read, else as base64 (RFC 4648)."""
    content: bytes = row["content"]
    rest = {k: v for k, v in row.items() if k != "content"}
    try:
        return {**rest, "text": content.decode()}
    except UnicodeDecodeError:
        return {**rest, "base64": base64.b64encode(content).decode()}


@dataclass(slots=True)
class _File:
    out: BinaryIO
    records: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)


class JsonLines:
    """Writes rows into the files of a folder.  Use it as a context manager; `finish` writes the manifest."""

    def __init__(self, folder: Path, without: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self._stack = ExitStack()
        names = [t.name for t in TABLES if t.name not in without]
        enter = self._stack.enter_context
        self._files = {n: _File(enter((folder / f"{n}.jsonl").open("wb"))) for n in names}

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def write(self, table: str, row: dict[str, Any]) -> None:
        """Add a row to the file of its record type."""
        file = self._files.get(table)
        if file is None:
            return
        data = line(row)
        file.out.write(data)
        file.records += 1
        file.size += len(data)
        file.digest.update(data)

    def finish(self, selection: dict[str, Any]) -> dict[str, int]:
        """Write the manifest; gives the number of records of each type."""
        for file in self._files.values():
            file.out.flush()
            os.fsync(file.out.fileno())
        self._stack.close()
        files = {
            f"{name}.jsonl": {"records": f.records, "bytes": f.size, "sha256": f.digest.hexdigest()}
            for name, f in self._files.items()
        }
        (self.folder / MANIFEST).write_text(manifest(files, selection, "jsonl"), encoding="utf-8")
        return {name: f.records for name, f in self._files.items()}


def manifest(files: dict[str, Any], selection: dict[str, Any], form: str) -> str:
    """The text of a manifest.  It holds no time, so that the same store gives the same folder."""
    derived = [t.name for t in TABLES if t.derived]
    head = {
        "format": FORMAT,
        "form": form,
        "schema": SCHEMA,
        "codec": codec.SCHEMA,
        "program": f"onrecord {VERSION}",
        "selection": selection,
        "derived": derived,
        "files": files,
    }
    return json.dumps(head, indent=2, ensure_ascii=False) + "\n"


def is_export(folder: Path) -> bool:
    """Whether a folder is one that this program wrote."""
    try:
        with open(folder / MANIFEST, "rb") as f:
            value = json.loads(f.read(1_000_000))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("format") == FORMAT
