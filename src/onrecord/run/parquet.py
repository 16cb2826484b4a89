"""A folder of Parquet files: the record types of `onrecord.render.tables`, each with an explicit schema.

Rows are written in groups, so that memory stays flat and readers can pass over what they do not need.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from onrecord.errors import MissingExtra
from onrecord.render.schema import Field, Table
from onrecord.render.tables import SCHEMA, TABLES
from onrecord.run.folders import MANIFEST, manifest

__all__ = ["ParquetFiles"]

_ROWS = 20_000  # rows a group
_BYTES = 12_000_000  # of text in a group, before compression


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra(
            "Parquet needs the package pyarrow: run pip install '.[parquet]' in a clone of onrecord",
            stage="export",
        ) from None
    return pyarrow


class ParquetFiles:
    """Writes rows into the files of a folder.  Use it as a context manager; `finish` writes the manifest."""

    def __init__(self, folder: Path) -> None:
        self._arrow = _pyarrow()
        self.folder = folder
        self._stack = ExitStack()
        self._schemas = {t.name: self._schema(t) for t in TABLES}
        self._json = {t.name: [f.name for f in t.fields if f.type == "json"] for t in TABLES}
        self._writers = {
            t.name: self._stack.enter_context(
                self._arrow.parquet.ParquetWriter(
                    folder / f"{t.name}.parquet", self._schemas[t.name], compression="zstd"
                )
            )
            for t in TABLES
        }
        self._rows: dict[str, list[dict[str, Any]]] = {t.name: [] for t in TABLES}
        self._sizes = dict.fromkeys(self._rows, 0)
        self._counts = dict.fromkeys(self._rows, 0)

    def __enter__(self) -> ParquetFiles:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _schema(self, t: Table) -> Any:
        about = {"onrecord.table": t.name, "onrecord.schema": str(SCHEMA)}
        return self._arrow.schema([self._column(f) for f in t.fields], metadata=about)

    def _column(self, f: Field) -> Any:
        a = self._arrow
        kinds = {
            "text": a.string,
            "time": a.string,  # with and without zone, day or moment: only text holds all of it
            "json": a.string,
            "int": a.int64,
            "float": a.float64,
            "bool": a.bool_,
            "bytes": a.binary,
        }
        kind = a.struct([self._column(x) for x in f.fields]) if f.type == "group" else kinds[f.type]()
        if f.many:
            kind = a.list_(a.field("element", kind, nullable=False))
        return a.field(f.name, kind, nullable=f.null, metadata={"help": f.help})

    def write(self, table: str, row: dict[str, Any]) -> None:
        """Add a row to the file of its record type."""
        for name in self._json[table]:
            if row[name] is not None:
                row = {**row, name: json.dumps(row[name], ensure_ascii=False, separators=(",", ":"))}
        waiting = self._rows[table]
        waiting.append(row)
        self._sizes[table] += sum(len(v) for v in row.values() if isinstance(v, str | bytes)) + 200
        if len(waiting) >= _ROWS or self._sizes[table] >= _BYTES:
            self._flush(table)

    def _flush(self, table: str) -> None:
        waiting = self._rows[table]
        if waiting:
            made = self._arrow.Table.from_pylist(waiting, schema=self._schemas[table])
            self._writers[table].write_table(made)
            del made
            self._arrow.default_memory_pool().release_unused()  # or it keeps as much as the largest groups took
            self._counts[table] += len(waiting)
            waiting.clear()
            self._sizes[table] = 0

    def finish(self, selection: dict[str, Any]) -> dict[str, int]:
        """Write what waits and the manifest; gives the number of records of each type."""
        for table in self._rows:
            self._flush(table)
        self._stack.close()
        files = {}
        for name, count in self._counts.items():
            path = self.folder / f"{name}.parquet"
            with open(path, "rb") as f:
                digest = hashlib.file_digest(f, "sha256").hexdigest()
            files[path.name] = {"records": count, "bytes": path.stat().st_size, "sha256": digest}
        (self.folder / MANIFEST).write_text(manifest(files, selection, "parquet"), encoding="utf-8")
        return self._counts
