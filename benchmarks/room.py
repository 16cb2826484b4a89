"""How fast the reading room answers over a store: median and 99th percentile for each kind of view.

    python benchmarks/room.py news.db [--requests 300] [--copies N --into big.db]

Requests go to the application itself, one after the other, without a network between; views are drawn at random with a seed.  With
`--copies`, a larger store is made first: the pages of the store so many times, under other addresses and in other words by
one word, so that nothing is found twice.  Targets over 100,000 pages: median 60 ms, 99th percentile 300 ms.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

TARGETS = (60.0, 300.0)


def enlarge(path: Path, into: Path, copies: int) -> None:
    """Write `copies` of each page of a store into another store."""
    from onrecord.records import Capture, Reading
    from onrecord.run.store import open_store
    from onrecord.store.bodies import Bodies, digest_of
    from onrecord.store.database import Database
    from onrecord.store.keeping import keep
    from onrecord.store.writing import put_reading

    with open_store(path) as store:
        pages: list[tuple[bytes, Reading]] = [(store.content(v), r) for v, r in store.readings()]
    begun = time.monotonic()
    with Database(into, write=True) as db:
        bodies = Bodies(db.connection)
        for n in range(copies):
            with db.transaction():
                for i, (content, reading) in enumerate(pages):
                    host = f"outlet{(n * len(pages) + i) % 300}.example"
                    data = content[:400] + b"<!-- %d -->" % n  # bodies are not what is measured
                    url = f"https://{host}/{i}/{n}"
                    version = keep(db, bodies, Capture(url, data, url)).version
                    page = replace(reading.page, id=digest_of(data), url=url, name=url, size=len(data))
                    put_reading(db, version, replace(reading, page=page))
            if n % 50 == 49:
                print(f"{(n + 1) * len(pages):,} pages, {time.monotonic() - begun:.0f} s", file=sys.stderr)


def measure(path: Path, requests: int) -> bool:
    """Print a line for each kind of view; whether all are within the targets."""
    from starlette.testclient import TestClient

    from onrecord.run.store import open_store
    from onrecord.web.addresses import key_of
    from onrecord.web.app import make_app
    from onrecord.web.room import Room

    rng = random.Random(7)
    with open_store(path) as store:
        db = store.database
        last = db.value("SELECT max(id) FROM version")
        total = db.value("SELECT count(*) FROM page")

        def version() -> int:
            return int(
                db.value(
                    "SELECT version FROM reading WHERE version >= ? ORDER BY version LIMIT 1",
                    (rng.randint(1, last),),
                )
            )

        keys = [key_of(db, version()) for _ in range(200)]
        most = db.value("SELECT max(id) FROM speaker")
        speakers = [
            {"name": n, "kind": k}
            for _ in range(200)
            for n, k in db.rows(
                "SELECT name, kind FROM speaker WHERE id >= ? LIMIT 1", (rng.randint(1, most),)
            )
        ]
        hosts = [h for (h,) in db.rows("SELECT DISTINCT host FROM page WHERE host IS NOT NULL LIMIT 200")]
        words = sorted({w for n in speakers for w in n["name"].split() if w.isalpha()}) or ["ferry"]
    views = {
        "home": lambda: "/",
        "page": lambda: f"/page/{rng.choice(keys)}",
        "page as JSON": lambda: f"/page/{rng.choice(keys)}.json",
        "pages": lambda: f"/pages?after={rng.randint(1, last)}",
        "pages of an outlet": lambda: "/pages?" + urlencode({"outlet": rng.choice(hosts)}),
        "pages of a month": lambda: "/pages?published=2026-03",
        "speaker": lambda: "/speaker?" + urlencode(rng.choice(speakers)),
        "speakers": lambda: "/speakers",
        "search": lambda: "/search?" + urlencode({"q": rng.choice(words)}),
        "search of two words": lambda: (
            "/search?" + urlencode({"q": " ".join(rng.sample(words, min(2, len(words))))})
        ),
    }
    print(f"{total:,} pages\n{'view':22} {'median':>8} {'p99':>8} {'most':>8}  milliseconds")
    good = True
    browser = TestClient(
        make_app(Room(path)), base_url="http://127.0.0.1:8765", raise_server_exceptions=False
    )
    for name, address in views.items():
        times = []
        statuses = set()
        for _ in range(requests):
            url = address()
            begun = time.perf_counter()
            answer = browser.get(url)
            times.append(1000 * (time.perf_counter() - begun))
            statuses.add(answer.status_code)
        if statuses != {200}:
            print(f"{name:22} statuses {sorted(statuses)}")
            continue
        median, worst = statistics.median(times), statistics.quantiles(times, n=100)[98]
        within = median <= TARGETS[0] and worst <= TARGETS[1]
        good = good and within
        print(
            f"{name:22} {median:8.1f} {worst:8.1f} {max(times):8.1f}{'' if within else '  over the target'}"
        )
    return good


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--into", type=Path, default=Path("big.db"))
    arguments = parser.parse_args()
    path = arguments.store
    if arguments.copies:
        enlarge(path, arguments.into, arguments.copies)
        path = arguments.into
    sys.exit(0 if measure(path, arguments.requests) else 1)


if __name__ == "__main__":
    main()
