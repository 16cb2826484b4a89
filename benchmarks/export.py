"""Speed and memory of export and import, on a store of the development pages.

    python benchmarks/export.py                   a store of 1,000 pages, without statements
    python benchmarks/export.py --pages 2000      another number
    python benchmarks/export.py --times 10        each page that often, changed a little: does memory grow?
    python benchmarks/export.py --store news.db   a store that is there, which is only read

Each form runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.data import DEFAULT, SETS, gold, page
from onrecord.records import Capture
from onrecord.render.forms import FORMS
from onrecord.run.many import read_one
from onrecord.run.store import open_store
from onrecord.settings import Settings
from onrecord.store.keeping import keep, put_failure
from onrecord.store.writing import put_reading


def build(path: Path, data: Path, most: int, times: int) -> None:
    """A store of the first `most` development pages, each read once and kept `times` times with a line added."""
    from datetime import UTC, datetime

    now = datetime(2026, 1, 1, tzinfo=UTC)
    pages = [(s, g) for s in SETS for g in gold(data, s)][:most]
    with open_store(path, write=True) as store:
        db = store.database
        for set_, g in pages:
            content = page(data, set_, g["id"])
            capture = Capture(g["id"], content, g["url"], fetched=now)
            result = read_one(capture, Settings())
            with db.transaction():
                for n in range(times):
                    made = content + b"\n<!-- %d -->" % n if n else content
                    url = f"{g['url']}?{n}" if g["url"] else None
                    kept = keep(db, store.bodies, Capture(f"{g['id']}-{n}", made, url, fetched=now))
                    if hasattr(result, "page"):
                        put_reading(db, kept.version, result, with_statements=False)
                    else:
                        put_failure(db, result, now, kept.version)


def size(path: Path) -> int:
    """Bytes of a file or of what is in a folder."""
    return sum(p.stat().st_size for p in path.rglob("*")) if path.is_dir() else path.stat().st_size


def one(form: str, store: str, out: str) -> None:
    """Export or import once, and print what it took."""
    began = time.perf_counter()
    if form == "import":
        with open_store(store, write=True) as opened:
            opened.import_(out)
        count, where = 0, Path(store)
    else:
        with open_store(store) as opened:
            opened.export(form, out)
            count, where = opened.database.value("SELECT count(*) FROM version"), Path(out)
    took = time.perf_counter() - began
    if form == "import":
        with open_store(store) as opened:
            count = opened.database.value("SELECT count(*) FROM version")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{form:12} {took:7.1f} s  {count / took:7.0f} pages/s  {size(where) / 1e6:7.1f} MB  peak {peak:5.0f} MB"
    )


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one(*arguments.one)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = arguments.store or folder / "news.db"
        if arguments.store is None:
            build(store, arguments.data, arguments.pages, arguments.times)
        with open_store(store) as opened:
            versions = opened.database.value("SELECT count(*) FROM version")
            received = opened.database.value("SELECT sum(size) FROM body")
        print(
            f"{versions:,} versions, {received / 1e6:.1f} MB as received, store {size(store) / 1e6:.1f} MB",
            flush=True,
        )
        for form in [*FORMS, "import"]:
            where = (
                (str(folder / "back.db"), str(folder / "jsonl"))
                if form == "import"
                else (str(store), str(folder / form))
            )
            subprocess.run([sys.executable, __file__, "--one", form, *where], check=True, env=os.environ)


if __name__ == "__main__":
    main()
