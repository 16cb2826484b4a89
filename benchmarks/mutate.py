"""Read mutated pages: each must give a reading or a PageError, in time and within memory.

    python benchmarks/mutate.py                      100,000 pages
    python benchmarks/mutate.py --only-seed 12345    one page again

The pages are the project's own samples, cut, spliced, re-encoded, nested, bit-flipped and worse, by a generator
that is seeded with the page's number.  They are read in child processes; a child that dies or hangs is found
out, its page is named, and the run goes on with a new child.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import random
import resource
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

PAGES = Path(__file__).resolve().parent.parent / "examples" / "pages"
DEADLINE = 5.0  # seconds of the processor for a page; it hangs if the clock shows five more
MEMORY = 2 << 30  # bytes of address space that a child may add to what it starts with
BATCH = 50

_TAGS = [
    b"table",
    b"b",
    b"a href=x",
    b"svg",
    b"select",
    b"template",
    b"frameset",
    b"form",
    b"p",
    b"math",
    b"li",
    b"font",
    b"title",
    b"noscript",
]
_ENTITIES = [
    b"&amp",
    b"&#0;",
    b"&#xD800;",
    b"&#99999999;",
    b"&nosuch;",
    b"&lt",
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"<!--",
    b"]]>",
    b"<![CDATA[",
]
_ENCODINGS = [
    "utf-8",
    "utf-16-le",
    "utf-16",
    "cp1251",
    "cp1252",
    "koi8-r",
    "gb18030",
    "shift_jis",
    "utf-32",
    "iso2022_jp",
    "utf-7",
]


def originals() -> list[bytes]:
    return [p.read_bytes() for p in sorted(PAGES.iterdir()) if p.is_file()]


def mutated(pages: list[bytes], seed: int) -> bytes:
    """The mutated page with this number."""
    rnd = random.Random(seed)
    data = bytearray(rnd.choice(pages))
    for _ in range(rnd.choice((1, 1, 2, 3))):
        data = _once(data, pages, rnd)
    return bytes(data[:3_000_000])


def _once(data: bytearray, pages: list[bytes], rnd: random.Random) -> bytearray:
    n = len(data)
    at = rnd.randrange(n + 1)
    match rnd.randrange(13):
        case 0:  # cut
            return data[:at] if rnd.random() < 0.6 else data[at:]
        case 1:  # splice
            other = rnd.choice(pages)
            return data[:at] + other[rnd.randrange(len(other)) :]
        case 2:  # re-encode
            text = data.decode("utf-8", "replace")
            return bytearray(text.encode(rnd.choice(_ENCODINGS), "replace"))
        case 3:  # nest
            tag = rnd.choice(_TAGS)
            return data[:at] + (b"<" + tag + b">") * rnd.choice((10, 300, 5000)) + data[at:]
        case 4:  # bit flips
            for _ in range(rnd.randrange(1, 300)):
                if n:
                    data[rnd.randrange(n)] ^= 1 << rnd.randrange(8)
            return data
        case 5:  # repeat a piece
            end = min(n, at + rnd.randrange(3000))
            return data[:end] + data[at:end] * rnd.randrange(1, 40) + data[end:]
        case 6:  # shuffle tags
            parts = bytes(data).split(b"<")
            rnd.shuffle(parts)
            return bytearray(b"<".join(parts))
        case 7:  # attribute bomb
            many = b" ".join(b"a%d=%d" % (i, i) for i in range(rnd.choice((20, 2000))))
            return data[:at] + b"<div " + many + b" class='" + b"x" * rnd.randrange(5000) + b"'>" + data[at:]
        case 8:  # entities, NULs, stray marks
            for _ in range(rnd.randrange(1, 60)):
                at = rnd.randrange(len(data) + 1)
                data[at:at] = rnd.choice(_ENTITIES)
            return data
        case 9:  # misnested formatting with distinct attributes
            return (
                data[:at] + b"".join(b"<b id=%d><p>" % i for i in range(rnd.choice((50, 1500)))) + data[at:]
            )
        case 10:  # quotes and brackets lost
            lost = rnd.choice(b"\"'<>/=")
            return bytearray(b for b in data if b != lost or rnd.random() < 0.5)
        case 11:  # broken JSON-LD
            script = (
                b'<script type="application/ld+json">'
                + b'{"@graph":[' * rnd.choice((1, 50, 5000))
                + b'{"@type":"NewsArticle","headline":'
            )
            return (
                data[:at]
                + script
                + rnd.choice((b"1e999}", b"[[[", b'"x",}]}', b"null}"))
                + b"</script>"
                + data[at:]
            )
        case _:  # random bytes
            return data[:at] + rnd.randbytes(rnd.randrange(2000)) + data[at:]


def child(pipe: Connection, memory: int) -> None:
    """Read the pages with the numbers that come in; send back (number, outcome, seconds)."""
    from onrecord import PageError, read

    read("<p>Warm up: the models are loaded with the first page, which must not count.</p>" * 3)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    pages = originals()
    while (seeds := pipe.recv()) is not None:
        for seed in seeds:
            pipe.send((seed, "start", 0.0))
            content = mutated(pages, seed)
            start = time.process_time()
            try:
                reading = read(content, url="https://sample.example/page")
                outcome = "article" if reading.verdict.is_article else "other page"
                check(reading)
            except PageError as e:
                outcome = type(e).__name__
            except BaseException as e:
                outcome = f"VIOLATION {type(e).__name__}: {e}"[:200]
            pipe.send((seed, outcome, time.process_time() - start))


def check(reading: Any) -> None:
    """What holds for every reading."""
    article = reading.article
    if article is not None:
        for block in article.blocks:
            if block.span.of(article.text) != block.text:
                raise AssertionError(f"block {block.index} is not its slice of the text")


def run(seeds: list[int], jobs: int) -> tuple[Counter[str], list[tuple[float, int]], list[str]]:
    outcomes: Counter[str] = Counter()
    slowest: list[tuple[float, int]] = []
    violations: list[str] = []
    context = mp.get_context("spawn")
    left = [seeds[i : i + BATCH] for i in range(0, len(seeds), BATCH)][::-1]
    workers: dict[Connection, dict[str, Any]] = {}
    done, started = 0, time.time()

    def hire() -> None:
        mine, theirs = context.Pipe()
        process = context.Process(target=child, args=(theirs, MEMORY), daemon=True)
        process.start()
        theirs.close()
        workers[mine] = {"process": process, "batch": [], "seed": None, "since": time.time() + 30}

    def blame(pipe: Connection, why: str) -> None:
        worker = workers.pop(pipe)
        worker["process"].kill()
        worker["process"].join()
        if worker["seed"] is not None:
            violations.append(f"{why}: --only-seed {worker['seed']}")
            outcomes[why] += 1
            rest = worker["batch"][worker["batch"].index(worker["seed"]) + 1 :]
            if rest:
                left.append(rest)

    while left or any(w["batch"] for w in workers.values()):
        while len(workers) < jobs and left:
            hire()
        for pipe, worker in workers.items():
            if not worker["batch"] and left:
                worker["batch"] = left.pop()
                pipe.send(worker["batch"])
        for pipe in wait(list(workers), timeout=0.5):
            worker = workers[pipe]  # type: ignore[index]
            try:
                seed, outcome, seconds = pipe.recv()  # type: ignore[union-attr]
            except (EOFError, ConnectionResetError):
                blame(pipe, "VIOLATION died")  # type: ignore[arg-type]
                continue
            if outcome == "start":
                worker["seed"], worker["since"] = seed, time.time()
                continue
            done += 1
            if seconds > DEADLINE:
                outcome = f"VIOLATION slow ({seconds:.1f} s)"
            if outcome.startswith("VIOLATION"):
                violations.append(f"{outcome}: --only-seed {seed}")
                outcome = outcome.split(":")[0]
            outcomes[outcome] += 1
            slowest = sorted([*slowest, (seconds, seed)], reverse=True)[:10]
            worker["seed"] = None
            if seed == worker["batch"][-1]:
                worker["batch"] = []
            if done % 1000 == 0:
                print(
                    f"\r{done:,} of {len(seeds):,}, {done / (time.time() - started):.0f}/s, {len(violations)} violations",
                    end="",
                    file=sys.stderr,
                )
        for pipe, worker in list(workers.items()):
            if worker["seed"] is not None and time.time() - worker["since"] > DEADLINE + 5:
                blame(pipe, "VIOLATION hang")
    for pipe, worker in workers.items():
        pipe.send(None)
        worker["process"].join(5)
    print(file=sys.stderr)
    return outcomes, slowest, violations


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--count", type=int, default=100_000)
    ap.add_argument("--seed", type=int, default=0, help="number of the first page")
    ap.add_argument("--jobs", type=int, default=1)
    ap.add_argument("--only-seed", type=int)
    ap.add_argument("--save", type=Path, help="with --only-seed: write the mutated page here")
    a = ap.parse_args()
    if a.only_seed is not None and a.save:
        a.save.write_bytes(mutated(originals(), a.only_seed))
    seeds = [a.only_seed] if a.only_seed is not None else list(range(a.seed, a.seed + a.count))
    outcomes, slowest, violations = run(seeds, a.jobs)
    for outcome, n in outcomes.most_common():
        print(f"{n:8,}  {outcome}")
    print("slowest: " + ", ".join(f"{s:.2f} s (--only-seed {seed})" for s, seed in slowest[:5]))
    for line in violations[:50]:
        print(line)
    print(f"{len(violations)} violations in {sum(outcomes.values()):,} pages")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
