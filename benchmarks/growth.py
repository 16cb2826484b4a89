"""How look-ups grow with the store: the same questions to a store of 4,000 pages and to one of 64,000.

    python -m benchmarks.growth --store FOLDER                      the stores are kept in FOLDER and made once
    python -m benchmarks.growth --store FOLDER --pages 4000 16000   other sizes; growth is that of the last over the first

The bundled sample pages are read once.  Their readings are written again and again under other addresses, outlets, days and names
(seeded), without their furniture and without reading anything.  A look-up that gives a bounded list may take at most twice as long
in the larger store; those that rank by a word that most pages hold are told, and not held to it.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import onrecord
from onrecord.records import (
    Article,
    Block,
    Capture,
    Failure,
    PageType,
    Reading,
    Role,
    Span,
    Stated,
    Timestamp,
)
from onrecord.run.store import Store, open_store
from onrecord.store.filters import Filters
from onrecord.store.keeping import keep, put_failure
from onrecord.store.writing import put_reading

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "pages"
SEED = 7
NAMES, OUTLETS, DAYS = 4_000, 300, 730
FIRST = datetime(2024, 11, 1, 6, tzinfo=UTC)
RARE, RARELY = "quillvane", 6  # a word that so many pages hold, whatever the size of the store
LONE_LANGUAGE = "sw"  # of the same pages
MOST_GROWTH, SLACK = 2.0, 0.3  # times; milliseconds that may come from elsewhere
REPEATS = 7


# -- the stores ------------------------------------------------------------------------------------------------------
def originals() -> list[Reading]:
    """The readings of the sample pages that are articles, with their statements."""
    out = []
    for path in sorted(EXAMPLES.iterdir()):
        try:
            reading = onrecord.read(path.read_bytes(), name=path.name, statements=True)
        except onrecord.PageError:
            continue
        if reading.article and reading.statements:
            out.append(reading)
    return out


def copies(readings: list[Reading], count: int) -> Iterator[Reading]:
    """Copies of readings, each with an address, an outlet, a day and names of its own."""
    draw = random.Random(SEED)
    syllables = "ka ro mi ven tal os bri dun el ga hor ist jo ly nar pe qui sol tu wex".split()
    names = ["".join(draw.sample(syllables, 3)).title() for _ in range(NAMES)]
    named = draw.choices(names, [1 / (i + 3) for i in range(NAMES)], k=100_000)
    outlets = [f"outlet{i}.example" for i in range(OUTLETS)]
    outlets = draw.choices(outlets, [1 / (i + 5) for i in range(OUTLETS)], k=100_000)
    every = count // RARELY
    for n in range(count):
        reading = readings[n % len(readings)]
        article = reading.article
        assert article is not None
        host = draw.choice(outlets)
        day = FIRST + timedelta(days=draw.randrange(DAYS), minutes=draw.randrange(1440))
        lone = n % every == 0 and n // every < RARELY
        text, language = article.text, article.language
        blocks: tuple[Block, ...] = article.blocks
        if lone:
            tail = f"{RARE} of the harbour."
            span = Span(len(text) + 2, len(text) + 2 + len(tail))
            text = f"{text}\n\n{tail}"
            blocks = (*blocks, Block(len(blocks), tail, Role.PARAGRAPH, score=1.0, span=span))
            language = Stated(LONE_LANGUAGE, "content")
        statements = tuple(
            replace(s, speaker=replace(s.speaker, name=f"{draw.choice(named)} {draw.choice(named)}"))
            if s.speaker.kind == "person"
            else s
            for s in reading.statements
        )
        copy: Article = replace(
            article,
            text=text,
            url=f"https://{host}/{n}",
            published=Timestamp(day, "meta"),
            site=Stated(host.partition(".")[0].title(), "meta"),
            language=language,
            blocks=tuple(replace(b, index=i, links=()) for i, b in enumerate(blocks)),
        )
        yield replace(reading, article=copy, blocks=copy.blocks, statements=statements, trail=())


def build(path: Path, count: int) -> None:
    """Write a store of so many pages."""
    started = time.process_time()
    with open_store(path, write=True) as store:
        made = copies(originals(), count)
        while some := list(islice(made, 500)):
            with store.database.transaction():
                for reading in some:
                    url = reading.article.url if reading.article else None
                    kept = keep(store.database, store.bodies, Capture(url or "", str(url).encode(), url))
                    put_reading(store.database, kept.version, reading)
    print(f"{path}: written in {time.process_time() - started:.0f} s of processor time", file=sys.stderr)


# -- the look-ups ----------------------------------------------------------------------------------------------------
def lookups(store: Store) -> Iterator[tuple[str, bool, Callable[[], object]]]:
    """(what, whether its time is bounded, what asks it)."""
    day = (FIRST + timedelta(days=200)).date().isoformat()
    frequent = next(iter(store.speakers(limit=1))).name

    def articles(text: str = "", *, newest: bool = False, **limits: object) -> Callable[[], object]:
        return lambda: list(store.search(text, Filters(**limits), newest=newest))  # type: ignore[arg-type]

    def statements(text: str = "", *, newest: bool = False, **limits: object) -> Callable[[], object]:
        return lambda: list(store.search_statements(text, Filters(**limits), newest=newest))  # type: ignore[arg-type]

    yield "statements in a language that no page has", True, statements("ferry", language="xx")
    yield "statements without words in such a language", True, statements(language="xx")
    yield "articles in a language that no page has", True, articles("ferry", language="xx")
    yield "articles in a language of six pages", False, articles("ferry", language=LONE_LANGUAGE)
    yield "a type that no page has", True, articles("ferry", types=(PageType.FORUM,))
    yield "statements of such a type", True, statements("ferry", types=(PageType.FORUM,))
    yield "articles of a day without words", True, articles(since=day, until=day)
    yield "statements of a day without words", True, statements(since=day, until=day)
    yield "a rare word", True, articles(RARE)
    yield "a rare word with a frequent one", True, articles(f"{RARE} ferry")
    yield "a rare word with two frequent ones", True, articles(f"{RARE} the ferry")
    yield "the newest articles", True, articles()
    yield "the newest statements", True, statements()
    yield "speakers", True, lambda: list(store.speakers())
    yield "speakers of a name", True, lambda: list(store.speakers(frequent))
    yield "what a frequent speaker says", True, lambda: list(store.says(frequent))
    yield "a frequent word, ranked", False, articles("ferry")
    yield "a frequent word, newest first", False, articles("ferry", newest=True)
    yield "statements with a frequent word, ranked", False, statements("ferry")


def measure(path: Path) -> dict[str, tuple[bool, float]]:
    """Milliseconds of processor time of each look-up, the least of some tries."""
    out = {}
    with open_store(path) as store:
        for what, bounded, ask in lookups(store):
            times = []
            for _ in range(REPEATS):
                started = time.process_time()
                ask()
                times.append(1000 * (time.process_time() - started))
                if sum(times) > 20_000:
                    break
            out[what] = (bounded, min(times))
    return out


def adding_known(failures: int, files: int = 300) -> float:
    """Seconds of processor time to add files that are known, one by one, with so many failures recorded."""
    folder = Path(tempfile.mkdtemp())
    try:
        names = []
        for n in range(files):
            path = folder / f"{n}.txt"
            path.write_text(f"The ferry of Port Orsel was late on day {n}, the harbour office said.\n\n" * 3)
            names.append(str(path))
        with open_store(folder / "a.db", write=True) as store:
            for _ in store.add(*names, statements=False):
                pass
            with store.database.transaction():
                for n in range(failures):
                    name = f"https://gone.example/{n}"
                    put_failure(store.database, Failure(name, "fetch", "FetchError", "no answer"), FIRST)
            started = time.process_time()
            for _ in store.add(*names, statements=False):
                pass
            return time.process_time() - started
    finally:
        shutil.rmtree(folder)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--store", type=Path, required=True, metavar="FOLDER", help="where the stores are kept"
    )
    parser.add_argument("--pages", type=int, nargs="+", default=[4_000, 64_000])
    arguments = parser.parse_args()
    folder: Path = arguments.store
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for pages in arguments.pages:
        path = folder / f"growth-{pages}.db"
        if not path.exists():
            part = path.with_suffix(".part")
            for old in folder.glob(f"{part.name}*"):
                old.unlink()
            build(part, pages)
            part.rename(path)
        found.append(measure(path))
    print(
        f"{'milliseconds of processor time':46}"
        + "".join(f"{n:>10,}" for n in arguments.pages)
        + "    growth"
    )
    fallen = []
    for what, (bounded, first) in found[0].items():
        last = found[-1][what][1]
        growth = last / first
        line = f"{what:46}" + "".join(f"{f[what][1]:>10.2f}" for f in found) + f"{growth:>10.1f}"
        print(line + ("" if bounded else "  (not bounded)"))
        if bounded and last > MOST_GROWTH * first + SLACK:
            fallen.append(f"{what}: grows {growth:.1f} times, more than {MOST_GROWTH:.0f}")
    none, many = (min(adding_known(n) for _ in range(2)) for n in (0, 8_000))
    print(
        f"{'adding 300 known files, s: no failures, 8,000':46}{none:>10.2f}{many:>10.2f}{many / none:>10.1f}"
    )
    if many > 1.2 * none + 0.05:
        fallen.append(
            f"adding known files takes {many / none:.1f} times as long with 8,000 failures recorded"
        )
    print(*fallen, sep="\n")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
