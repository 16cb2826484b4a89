"""The pool in which pages are read: speed, the program's own share of the work, memory of the processes.

    python -m benchmarks.pool --data ../shared/bench/extraction [--pages 400] [--jobs 0 1 2] [--statements]
    python -m benchmarks.pool --data ... --growth 2000      how the memory of one process grows

Jobs 0 is reading in the program's own process, without a pool.  The program does nothing with the readings here, so
its own work is: starting processes, pickling captures, moving bytes, and unpickling readings, which is told apart.
Pages per second are by the clock: other work on the machine counts, so compare rows of one run with each other and look
at the load, and at "busy", which is the processor time of all processes per second.
"""

from __future__ import annotations

import argparse
import os
import pickle
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.data import DEFAULT, SETS, gold, page
from onrecord.records import Capture, Failure
from onrecord.run import one
from onrecord.run.pool import ReadingPool
from onrecord.settings import Settings

COLUMNS = (
    "jobs",
    "statements",
    "pages/s",
    "busy",
    "ms/page",
    "own ms/page",
    "unpickling",
    "peak MB",
    "failed",
)


def captures(data: Path, number: int) -> list[Capture]:
    """The first pages of each set, in turn, repeated if there are fewer."""
    names = [(s, str(g["id"]), g.get("url")) for s in SETS for g in gold(data, s)]
    step = max(1, len(names) // number)
    some = names[::step][:number]
    pages = [Capture(f"{s}/{i}", page(data, s, i), url=url) for s, i, url in some]
    return list(islice(cycle(pages), number))


def kib(pid: int, field: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0


def used() -> tuple[float, float]:
    """Processor time of the program and of its ended children, in seconds."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time(), children.ru_utime + children.ru_stime


def measure(pages: list[Capture], jobs: int, statements: bool) -> dict[str, Any]:
    settings = Settings()
    if jobs == 0:
        one.prepare(statements)
        start, (own, _) = time.monotonic(), used()
        failed = sum(isinstance(one.read_one(p, settings, None, statements), Failure) for p in pages)
        wall, (own_after, _) = time.monotonic() - start, used()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return row(jobs, statements, pages, wall, own_after - own, 0.0, 0.0, peak, failed)
    failed, peak, results = 0, 0, []
    children = used()[1]
    with ReadingPool(jobs, settings, statements) as pool:
        list(pool.read((i, pages[0]) for i in range(2 * jobs)))  # processes are started, models loaded
        at_start = sum(time_of(p) for p in pool.processes)
        start, (own, _) = time.monotonic(), used()
        for i, (_, result) in enumerate(pool.read(enumerate(pages))):
            failed += isinstance(result, Failure)
            if i % 50 == 0:
                peak = max(peak, *(kib(p, "VmHWM") for p in pool.processes))
                results.append(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
        wall, (own_after, _) = time.monotonic() - start, used()
        peak = max(peak, *(kib(p, "VmHWM") for p in pool.processes))
    spent = used()[1] - children - at_start
    start = time.process_time()
    for packed in results:
        pickle.loads(packed)
    unpickling = (time.process_time() - start) / len(results)
    return row(jobs, statements, pages, wall, own_after - own, spent, unpickling, peak, failed)


def time_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(
    jobs: int,
    statements: bool,
    pages: list[Capture],
    wall: float,
    own: float,
    children: float,
    unpickling: float,
    peak: int,
    failed: int,
) -> dict[str, Any]:
    n = len(pages)
    return {
        "jobs": jobs,
        "statements": "yes" if statements else "no",
        "pages/s": f"{n / wall:.1f}",
        "busy": f"{(own + children) / wall:.2f}",
        "ms/page": f"{(own + children) / n * 1e3:.1f}",
        "own ms/page": f"{own / n * 1e3:.2f}" if jobs else "",
        "unpickling": f"{unpickling * 1e3:.2f}" if jobs else "",
        "peak MB": f"{peak / 1024:.0f}",
        "failed": failed,
    }


def growth(pages: list[Capture], statements: bool) -> Iterator[str]:
    """Memory of one process over a run; a process that is replaced on the way shows as a new id."""
    yield "pages  process  resident MB  private MB"
    with ReadingPool(1, Settings(), statements) as pool:
        for i, _ in enumerate(pool.read(enumerate(pages)), 1):
            if i in (1, 10, 50, 100) or i % 250 == 0:
                (pid,) = pool.processes
                yield f"{i:5}  {pid:7}  {kib(pid, 'VmRSS') / 1024:11.0f}  {kib(pid, 'VmData') / 1024:10.0f}"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DEFAULT)
    ap.add_argument("--pages", type=int, default=400)
    ap.add_argument("--jobs", type=int, nargs="+", default=[0, 1, 2])
    ap.add_argument("--statements", action="store_true", help="find statements, too")
    ap.add_argument("--growth", type=int, metavar="PAGES", help="show the memory of one process instead")
    ap.add_argument("--row", action="store_true", help=argparse.SUPPRESS)
    a = ap.parse_args()
    pages = captures(a.data, a.growth or a.pages)
    if a.growth:
        for line in growth(pages, a.statements):
            print(line, flush=True)
        return
    if a.row:
        measured = measure(pages, a.jobs[0], a.statements)
        print("  ".join(f"{measured[c]!s:>{len(c)}}" for c in COLUMNS))
        return
    print(f"{a.pages} pages, {os.cpu_count()} cores, load before: {os.getloadavg()[0]:.1f}")
    print("  ".join(COLUMNS), flush=True)
    for jobs in a.jobs:  # each in a process of its own, so that peaks are its own
        command = [
            sys.executable,
            "-m",
            "benchmarks.pool",
            "--row",
            "--data",
            a.data,
            "--pages",
            str(a.pages),
        ]
        command += ["--jobs", str(jobs), *(["--statements"] if a.statements else [])]
        subprocess.run(command, check=True)
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
