"""Speed of search over a store of many articles, and what the store weighs.

    python benchmarks/search.py --store FOLDER                   100,000 articles; the store is kept in FOLDER and made once
    python benchmarks/search.py --store FOLDER --articles 20000

The development pages are read once, 300 of them with their statements, and their readings are written again and again with
other words, names, outlets and days (seeded), until the store has as many articles as are wanted.  Furniture is left out:
nothing of it is searched.  Then questions of the kinds that users have are asked, in one process.
"""

from __future__ import annotations

import pickle
import random
import re
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import onrecord
from benchmarks import data
from onrecord.records import Article, Capture, Occasion, Reading, Span, Stated, Statement, Timestamp
from onrecord.run.store import open_store
from onrecord.spelling import names_in
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
    """Write a store of `count` articles; seconds it took."""
    started = time.perf_counter()
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
                print(f"  {n} {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return time.perf_counter() - started
