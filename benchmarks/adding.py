"""What it costs to keep pages: pages/s on one and two cores, the store's share, memory, size, growth.

    python benchmarks/adding.py [--pages 10000] [--no-statements] [--one-core PAGES] [--grow 100000] [--data DIR]

The pages are those of the development data (`../shared/bench/extraction`), again and again under other addresses, each time with
a sentence of its own.  `--grow N` fills a store up to N pages with readings that are at hand (reading them anew would take hours) and
compares what keeping and writing a page costs at 1,000 and at N pages.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, overload

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from onrecord.errors import OnrecordError
from onrecord.read.reader import read
from onrecord.records import Capture, Reading, Via
from onrecord.run import adding
from onrecord.run.store import Store, open_store
from onrecord.store.keeping import keep
from onrecord.store.writing import put_reading

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "extraction"


class Pages(Sequence[bytes]):
    """The pages, unpacked in a file: held in memory they would be most of what the program seems to take."""

    def __init__(self, data: Path, file: BinaryIO) -> None:
        paths = sorted(data.glob("*/pages/*.html.gz"))
        # Sets and sites in turn, so that any number of pages is a fair sample.
        paths.sort(key=lambda p: (zlib.crc32(p.name.encode()), p.name))
        self._file, self._places = file, list[tuple[int, int]]()
        for path in paths:
            content = gzip.decompress(path.read_bytes())
            self._places.append((len(content), file.tell()))
            file.write(content)
        file.flush()

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, k: int) -> bytes: ...
    @overload
    def __getitem__(self, k: slice) -> Sequence[bytes]: ...
    def __getitem__(self, k: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(k, slice):
            return [self[i] for i in range(*k.indices(len(self)))]
        return os.pread(self._file.fileno(), *self._places[k])


def captures(pages: Sequence[bytes], n: int, first: int = 0) -> Iterator[Capture]:
    for i in range(first, first + n):
        k, turn = i % len(pages), i // len(pages)
        content = pages[k]
        if turn:
            own = f"<p>By the evening of day {turn} the harbour office had counted {i} ships, its clerk said.</p>".encode()
            at = content.find(b"</p>") + 4
            content = content[:at] + own + content[at:] if at > 3 else content + own
        yield Capture(f"page-{i}.html", content, f"https://site-{k}.example/story-{turn}.html", via=Via.GIVEN)


def size_of(path: Path) -> int:
    return sum(os.path.getsize(f"{path}{end}") for end in ("", "-wal") if os.path.exists(f"{path}{end}"))


class Watch:
    """Processor time of this process that is spent in the store."""

    def __init__(self) -> None:
        self.spent = 0.0
        for name in ("_keep", "_write"):
            setattr(adding._Run, name, self._timed(getattr(adding._Run, name)))

    def _timed(self, work):  # type: ignore[no-untyped-def]
        def timed(*arguments):  # type: ignore[no-untyped-def]
            started = time.process_time()
            try:
                return work(*arguments)
            finally:
                self.spent += time.process_time() - started

        return timed


def used() -> float:
    """Processor time of this process and of those that it started and that have ended."""
    return sum(
        u.ru_utime + u.ru_stime
        for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def memory(process: int | str = "self") -> float:
    """MB of a process, what it shares with others by halves, thirds and so on; 0 if it has just ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def children() -> list[str]:
    """The processes that this one has started, by any of its threads."""
    return [c for task in Path("/proc/self/task").iterdir() for c in (task / "children").read_text().split()]


def run(
    pages: Sequence[bytes], n: int, jobs: int, statements: bool, folder: Path, watch: Watch
) -> tuple[float, Path]:
    """Add n pages; prints, and gives pages/s and the store."""
    path = folder / f"{jobs}-{n}.db"
    watch.spent, cpu, started = 0.0, used(), time.monotonic()
    failed = 0
    own, theirs = list[str](), list[str]()
    with open_store(path, write=True) as store:
        for i, outcome in enumerate(
            store.add_captures(captures(pages, n), jobs=jobs, statements=statements), 1
        ):
            failed += outcome.failure is not None
            if i % max(1, n // 5) == 0:
                own.append(f"{memory():.0f}")
                theirs.append("+".join(f"{memory(c):.0f}" for c in children()))
    took, spent = time.monotonic() - started, used() - cpu
    print(
        f"{n} pages, {jobs} jobs on {len(os.sched_getaffinity(0))} cores: {n / took:.1f} pages/s; the store takes"
        f" {watch.spent / spent:.1%} of the processor time ({1000 * watch.spent / n:.2f} ms a page);"
        f" memory of the program {' '.join(own)} MB, of its readers {' '.join(theirs)} MB; {failed} failed",
        flush=True,
    )
    return n / took, path


def tell_size(path: Path, pages: Sequence[bytes], n: int) -> None:
    with open_store(path, write=True) as store:
        store.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        text = store.database.value("SELECT sum(length(CAST(text AS BLOB))) FROM article")
    packed = sum(len(gzip.compress(c.content)) for c in captures(pages, n))
    size = size_of(path)
    print(
        f"file {size / n / 1000:.1f} KB a page; gzip of the pages {packed / n / 1000:.1f}, text {text / n / 1000:.1f}:"
        f" file / (gzip + text) = {size / (packed + text):.2f}, (file - text) / gzip = {(size - text) / packed:.2f}",
        flush=True,
    )


def grow(pages: Sequence[bytes], n: int, folder: Path, statements: bool) -> None:
    """The cost of keeping and writing a page as the store grows."""
    readings: list[tuple[bytes, Reading]] = []
    reading_time = time.process_time()
    for content in pages[:1000]:
        with suppress(OnrecordError):
            readings.append((content, read(content, name="-", statements=statements)))
    reading_time = (time.process_time() - reading_time) / 1000
    with open_store(folder / "grown.db", write=True) as store:
        marks = {m for m in (1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000) if m <= n}
        costs: dict[int, float] = {}
        spent, since = 0.0, 0
        for i in range(0, n, 32):
            batch = [readings[j % len(readings)] for j in range(i, i + 32)]
            made = [
                (
                    Capture(f"{j}", b"%d " % j + content, f"https://site-{j % len(readings)}.example/{j}"),
                    varied(reading, j),
                )
                for j, (content, reading) in enumerate(batch, i)
            ]
            started = time.process_time()
            put(store, made)
            spent += time.process_time() - started
            since += 32
            for mark in sorted(m for m in marks if i + 32 >= m):
                marks.remove(mark)
                costs[mark] = 1000 * spent / since
                print(f"{mark:>7} pages: {costs[mark]:.2f} ms a page since the mark before", flush=True)
                spent, since = 0.0, 0
    first, last = costs[min(costs)], costs[max(costs)]
    whole = (reading_time * 1000 + last) / (reading_time * 1000 + first)
    print(
        f"store alone x {last / first:.2f}; with reading ({1000 * reading_time:.1f} ms a page) x {whole:.3f}"
    )


def varied(reading: Reading, j: int) -> Reading:
    if reading.article is None:
        return reading
    tail = f"\n\nword{j % 50_000} name{j * 7 % 20_000} {j}"
    return replace(reading, article=replace(reading.article, text=reading.article.text + tail))


def put(store: Store, made: list[tuple[Capture, Reading]]) -> None:
    with store.database.transaction():
        kept = [keep(store.database, store.bodies, capture).version for capture, _ in made]
    with store.database.transaction():
        for version, (_, reading) in zip(kept, made, strict=True):
            put_reading(store.database, version, reading, True, "benchmark")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument(
        "--one-core", type=int, default=0, help="pages for the run on one core (default: as many)"
    )
    parser.add_argument("--no-statements", action="store_true")
    parser.add_argument("--grow", type=int, default=0)
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    statements = not arguments.no_statements
    watch = Watch()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as file:
        pages = Pages(arguments.data, file)
        if arguments.pages:
            cores = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(0, cores[:1])
            one, _ = run(pages, arguments.one_core or arguments.pages, 1, statements, Path(folder), watch)
            os.sched_setaffinity(0, cores)
            two, path = run(pages, arguments.pages, 2, statements, Path(folder), watch)
            print(f"two cores / one: {two / one:.2f}")
            tell_size(path, pages, arguments.pages)
        if arguments.grow:
            grow(pages, arguments.grow, Path(folder), statements)


if __name__ == "__main__":
    main()
