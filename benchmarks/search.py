"""Speed of search over a store of many articles, and what the store weighs.

    python benchmarks/search.py --store FOLDER                   100,000 articles; the store is kept in FOLDER and made once
    python benchmarks/search.py --store FOLDER --articles 20000

The development pages are read once, 300 of them with their statements, and their readings are written again and again with
other words, names, outlets and days (seeded), until the store has as many articles as are wanted.  Furniture is left out:
nothing of it is searched.  Then questions of the kinds that users have are asked, in one process.
"""

from __future__ import annotations

import argparse
import pickle
import random
import re
import sqlite3
import statistics
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import onrecord
from benchmarks import data, floors
from onrecord.records import Article, Capture, Occasion, Reading, Span, Stated, Statement, Timestamp
from onrecord.run.store import Store, open_store
from onrecord.spelling import names_in
from onrecord.store.filters import Filters
from onrecord.store.keeping import keep
from onrecord.store.writing import put_reading

SEED = 4
WITH_STATEMENTS = 300
OUTLETS = 400
NAMES = 20_000
DAYS = 730
FIRST = datetime(2024, 11, 1, 6, tzinfo=UTC)
#: Names of the questions, each in the spellings that outlets use.
SPELLINGS = (
    ("Zelensky", "Zelenskyy", "Zelenskiy", "Selenskyj"),
    ("Mohammed", "Muhammad", "Mohamed"),
    ("Gaddafi", "Qaddafi", "Kadhafi"),
    ("Lukashenko", "Lukashenka"),
    ("Khrushchev", "Chruschtschow"),
)
_WORD = re.compile(r"[^\W\d_]+")


# -- readings of the development pages -------------------------------------------------------------------------------
def readings(root: Path, folder: Path) -> list[Reading]:
    """The readings of all articles among the development pages, read once and then taken from the folder."""
    kept = folder / "readings.pickle"
    if kept.exists():
        found: list[Reading] = pickle.loads(kept.read_bytes())
        return found
    out = []
    for name in data.SETS:
        for gold in data.gold(root, name):
            try:
                reading = onrecord.read(
                    data.page(root, name, gold["id"]), url=gold.get("url"), name=gold["id"]
                )
            except onrecord.PageError:
                continue
            if reading.verdict.is_article and reading.article and len(reading.article.text) > 500:
                out.append(reading)
    chosen = random.Random(SEED).sample(range(len(out)), WITH_STATEMENTS)
    for n in range(0, len(chosen), 20):
        some = chosen[n : n + 20]
        found_in = onrecord.statements_of([a for i in some if (a := out[i].article)])
        for i, statements in zip(some, found_in, strict=True):
            out[i] = replace(out[i], statements=statements)
    kept.write_bytes(pickle.dumps(out))
    return out


# -- the same with other words ---------------------------------------------------------------------------------------
class Varied:
    """Readings with some words and names put in place of others, drawn as often as they occur."""

    def __init__(self, originals: list[Reading], seed: int) -> None:
        self.random = random.Random(seed)
        self.originals = originals
        self.named: list[set[tuple[int, int]]] = []
        words: Counter[str] = Counter()
        names: Counter[str] = Counter()
        for r in originals:
            text = r.article.text if r.article else ""
            words.update(w for w in _WORD.findall(text) if w.islower())
            self.named.append(set(names_in(text)))
            names.update(text[a:b] for a, b in self.named[-1])
        self.words = self.random.choices(list(words), list(words.values()), k=200_000)
        known = [n for n, _ in names.most_common(NAMES)]
        weights = [1 / (i + 3) for i in range(len(known))]
        self.names = self.random.choices(known, weights, k=200_000)
        for n, spellings in enumerate(SPELLINGS):
            for i in range(2000 // (n + 1)):
                self.names[self.random.randrange(len(self.names))] = spellings[i % len(spellings)]
        self.outlets = [f"outlet{i}.example" for i in range(OUTLETS)]
        self.shares = [1 / (i + 5) for i in range(OUTLETS)]

    def __iter__(self) -> Iterator[Reading]:
        n = 0
        while True:
            yield self._varied(self.originals[n % len(self.originals)], n)
            n += 1

    def _varied(self, reading: Reading, n: int) -> Reading:
        article = reading.article
        assert article is not None
        draw = self.random
        named = self.named[n % len(self.originals)]
        changes: list[tuple[int, int, str]] = []
        for m in _WORD.finditer(article.text):
            where = m.span()
            if where in named:
                if draw.random() < 0.4:
                    changes.append((*where, self.names[int(draw.random() * len(self.names))]))
            elif m[0].islower() and draw.random() < 0.12:
                changes.append((*where, self.words[int(draw.random() * len(self.words))]))
        moved = _Moved(article.text, changes)
        host = draw.choices(self.outlets, self.shares)[0]
        day = FIRST + timedelta(days=draw.random() * DAYS)
        title = article.title and replace(
            article.title, value=_Moved(article.title.value, self._title(article)).text
        )
        new = replace(
            article,
            text=moved.text,
            title=title,
            url=f"https://{host}/{n}",
            published=Timestamp(day.replace(microsecond=0), "meta"),
            site=Stated(host.split(".")[0].title(), "meta"),
            blocks=tuple(replace(b, index=i, span=s, text=s.of(moved.text), links=())
                         for i, b in enumerate(article.blocks) if b.span and (s := moved.span(b.span))),
        )  # fmt: skip
        statements = tuple(self._statement(s, moved) for s in reading.statements)
        return replace(reading, article=new, blocks=new.blocks, statements=statements, trail=())

    def _title(self, article: Article) -> list[tuple[int, int, str]]:
        value = article.title.value if article.title else ""
        found = [m.span() for m in _WORD.finditer(value)]
        if not found:
            return []
        where = self.random.choice(found)
        return [(*where, self.names[self.random.randrange(len(self.names))])]

    def _statement(self, s: Statement, moved: _Moved) -> Statement:
        def all_of(spans: tuple[Span, ...]) -> tuple[Span, ...]:
            return tuple(map(moved.span, spans))

        def when(found: tuple[Occasion, ...]) -> tuple[Occasion, ...]:
            return tuple(replace(o, span=moved.span(o.span)) for o in found)

        name = s.speaker.name
        if s.speaker.kind == "person":
            name = f"{self.names[self.random.randrange(2000)]} {self.names[self.random.randrange(len(self.names))]}"
        return replace(
            s,
            source=all_of(s.source), cue=all_of(s.cue), content=all_of(s.content),
            when=when(s.when), through=when(s.through),
            speaker=replace(s.speaker, name=name, introduced=None, role_span=None),
            grade=replace(s.grade, words=all_of(s.grade.words), hedges=all_of(s.grade.hedges)),
        )  # fmt: skip


class _Moved:
    """A text after changes, and where its spans have gone."""

    def __init__(self, text: str, changes: list[tuple[int, int, str]]) -> None:
        out, at, shift = [], 0, 0
        self.ends, self.shifts = [0], [0]
        for start, end, new in changes:
            out += [text[at:start], new]
            at = end
            shift += len(new) - (end - start)
            self.ends.append(end)
            self.shifts.append(shift)
        self.text = "".join([*out, text[at:]])

    def span(self, span: Span) -> Span:
        start, end = (p + self.shifts[bisect_right(self.ends, p) - 1] for p in (span.start, span.end))
        return Span(min(start, end), end)


def build(path: Path, originals: list[Reading], count: int) -> float:
    """Write a store of `count` articles; seconds of processor time that it took."""
    started = time.process_time()
    with open_store(path, write=True) as store:
        db = store.database
        varied = islice(Varied(originals, SEED), count)
        for n in range(0, count, 500):
            with db.transaction():
                for reading in islice(varied, 500):
                    assert reading.article is not None
                    url = reading.article.url
                    kept = keep(db, store.bodies, Capture(url or "", str(url).encode(), url))
                    put_reading(db, kept.version, reading)
            if n % 10_000 == 0:
                print(f"  {n} {time.process_time() - started:.0f} s", file=sys.stderr, flush=True)
    return time.process_time() - started


# -- questions -------------------------------------------------------------------------------------------------------
def questions(store: Store, seed: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """(kind, what asks it) of some hundred questions, drawn from what the store holds."""
    draw = random.Random(seed)
    db = store.database
    last = db.value("SELECT max(version) FROM article")
    texts = [
        str(db.value("SELECT text FROM article WHERE version = ?", (draw.randint(1, last),)))
        for _ in range(60)
    ]
    words = [w.lower() for t in texts for w in draw.sample(_WORD.findall(t), 5)]
    long = [w for w in words if len(w) > 6]
    pairs = [m[0] for t in texts for m in islice(re.finditer(r"[a-z]{4,} [a-z]{3,}", t), 2)]
    names = [n for group in SPELLINGS for n in group]
    frequent = [s.name for s in store.speakers(limit=30)]

    def asks(text: str, *, newest: bool = False, **limits: str) -> Callable[[], object]:
        return lambda: list(store.search(text, Filters(**limits), newest=newest))  # type: ignore[arg-type]

    def asks_statements(text: str, **limits: str) -> Callable[[], object]:
        return lambda: list(store.search_statements(text, Filters(**limits)))  # type: ignore[arg-type]

    def asks_for(name: str) -> Callable[[], object]:
        return lambda: list(store.says(name))

    for word in words[:120]:
        yield "one word, as often as texts hold it", asks(word)
    for a, b in zip(long[:60], long[60:120], strict=False):
        yield "two long words", asks(f"{a} {b}")
    for name in names:
        yield "a name in all spellings", asks(name)
        yield "a name and a word", asks(f"{name} {draw.choice(words)}")
        yield "a name, newest first", asks(name, newest=True)
        yield "says", asks_for(name)
    for name in frequent:
        yield "says, a frequent speaker", asks_for(name)
        yield "articles that quote a speaker", asks(draw.choice(words), speaker=name)
    for pair in pairs[:60]:
        yield "a phrase", asks(f'"{pair}"')
    for word in long[:40]:
        yield "a beginning of four letters", asks(f"{word[:4]}*")
        yield "words in an outlet", asks(word, outlet=f"outlet{draw.randrange(100)}.example")
        yield "words in a month", asks(word, since="2026-03-01", until="2026-03-31")
        yield "statements by words", asks_statements(word)
        yield "newest first", asks(word, newest=True)
    for word in ("the", "and", "said", "people", "government", "der"):
        yield "words of most articles", asks(word)


def measure(store: Store) -> tuple[dict[str, list[float]], list[float]]:
    """Milliseconds of each question by kind, and of all, each asked once, after some others to warm up."""
    for _, ask in islice(questions(store, SEED + 1), 40):
        ask()
    by_kind: dict[str, list[float]] = {}
    for kind, ask in list(questions(store, SEED)):
        started = time.process_time()
        ask()
        by_kind.setdefault(kind, []).append(1000 * (time.process_time() - started))
    return by_kind, sorted(t for times in by_kind.values() for t in times)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=data.DEFAULT)
    parser.add_argument("--store", type=Path, required=True, metavar="FOLDER", help="where the store is kept")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--update", action="store_true", help="raise the floors")
    parser.add_argument("--lower", action="store_true", help="with --update: lower them too")
    arguments = parser.parse_args()
    folder: Path = arguments.store
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{arguments.articles}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        for old in folder.glob(f"{part.name}*"):
            old.unlink()
        seconds = build(part, readings(arguments.data, folder), arguments.articles)
        part.rename(path)
        print(
            f"written in {seconds:.0f} s of processor time, {1000 * seconds / arguments.articles:.1f} ms an article"
        )
    with open_store(path) as store:
        by_kind, times = measure(store)
        size = path.stat().st_size
        tables = _sizes(store)
    print(f"\n{arguments.articles:,} articles, {size / 1e6:,.0f} MB; bytes an article:")
    print("  " + ", ".join(f"{name} {n / arguments.articles:,.0f}" for name, n in tables))
    print(f"\n{'milliseconds of processor time':40} {'questions':>9} {'median':>8} {'most':>8}")
    for kind, found in by_kind.items():
        print(f"{kind:40} {len(found):>9} {statistics.median(found):>8.1f} {max(found):>8.1f}")
    median, late = statistics.median(times), times[int(0.99 * len(times))]
    print(f"{'all':40} {len(times):>9} {median:>8.1f} {times[-1]:>8.1f}   99th percentile {late:.1f}")
    # Floors are of what may not fall: questions a second.
    figures = {"speed of the median": 1000 / median, "speed of the 99th percentile": 1000 / late}
    about = {**data.digest(arguments.data), "articles": str(arguments.articles)}
    fallen = floors.check(figures, about, "search")
    if arguments.update:
        fallen += floors.update(figures, about, lower=arguments.lower, name="search")
    for line in fallen:
        print(line)
    return 1 if fallen else 0


def _sizes(store: Store) -> list[tuple[str, int]]:
    """Bytes of the largest tables and indexes."""
    try:
        return list(
            store.database.rows(
                "SELECT name, sum(pgsize) AS n FROM dbstat GROUP BY name ORDER BY n DESC LIMIT 8"
            )
        )  # type: ignore[arg-type]
    except sqlite3.OperationalError:  # a build of SQLite without dbstat
        return []


if __name__ == "__main__":
    sys.exit(main())
