"""What fitting to quotation marks changes: PolNeAR's gold made worse at random, then put right, rule by rule.

    python -m benchmarks.fitting                 dev: the gold itself, made worse, and the rules' own reading
    python -m benchmarks.fitting --sample 120 --split train --seed 3

Made worse means, each with some probability: an attribution dropped, a fragment dropped, an end moved by a few words, a
closing mark dropped, a hole, fragments given to attributions of their own.  That is like a model's errors in kind,
not in number: the figures compare rules, they promise nothing.  Run on the gold, `repair_spans` should change nothing.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.quotations import DEFAULT, as_json, metrics
from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.read.statements.quoting.quotation_reader import read_quotations
from onrecord.read.statements.quoting.span_repair import RepairRules, repair_spans
from onrecord.records import Span
from training.statements.corpus import analysis, documents

RULES = [f.name for f in fields(RepairRules) if isinstance(f.default, bool)]
MEASURES = [
    ("full", "all"), ("full", "direct"), ("full", "indirect"), ("full", "mixed"), ("exact", "content"),
]  # fmt: skip


def worse(text: str, gold: Sequence[Attribution], rng: random.Random, much: float) -> list[Attribution]:
    """The gold with errors; `much` scales their probability."""
    words = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    starts, ends = [s for s, _ in words], [e for _, e in words]
    out: list[Attribution] = []

    def moved(places: list[int], at: int, by: int) -> int:
        return places[max(0, min(len(places) - 1, bisect_left(places, at) + by))]

    for a in gold:
        if rng.random() < 0.08 * much:
            continue
        parts: list[Span] = []
        for f in a.content:
            start, end = f.start, f.end
            if len(a.content) > 1 and rng.random() < 0.15 * much:
                continue
            if rng.random() < 0.12 * much:
                start = moved(starts, start, rng.choice([-2, -1, 1, 2, 3, 6]))
            if rng.random() < 0.12 * much:
                end = moved(ends, end, rng.choice([-6, -3, -2, -1, 1, 2]))
            if rng.random() < 0.05 * much and text[end - 1 : end] in ("”", '"'):
                end -= 1
            if end - start > 60 and rng.random() < 0.05 * much:
                hole = bisect_left(starts, rng.randrange(start + 20, end - 20))
                parts += [
                    Span(start, max(start, starts[hole] - 1)),
                    Span(min(end, starts[min(hole + 2, len(starts) - 1)]), end),
                ]
            elif start < end:
                parts.append(Span(start, end))
        parts = [p for p in parts if len(p)]
        if len(parts) > 1 and rng.random() < 0.3 * much:
            out += [replace(a, content=(p,), score=rng.random()) for p in parts]
        elif parts:
            out.append(replace(a, content=tuple(parts), score=rng.random()))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DEFAULT, help="folder of the development data")
    parser.add_argument("--split", choices=["dev", "train"], default="dev")
    parser.add_argument("--sample", type=int, default=0, help="only so many articles")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--much", type=float, default=1.0, help="how much worse")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    docs = list(documents(args.split, args.data))
    if args.sample:
        docs = rng.sample(docs, args.sample)
    score = metrics(args.data)
    gold = [{"id": d.id, "text": d.text, "attributions": [as_json(a) for a in d.attributions]} for d in docs]
    analyses = [analysis(d) for d in docs]
    marks = [detect_quotations(a.text, a.paragraphs, "en") for a in analyses]
    inputs: dict[str, list[Sequence[Attribution]]] = {
        "gold": [d.attributions for d in docs],
        "worse": [worse(d.text, d.attributions, rng, args.much) for d in docs],
        "rules": [read_quotations(d.text, "en") for d in docs],
    }

    def line(found: Sequence[Sequence[Attribution]]) -> str:
        report: Any = score.score(
            gold, {d.id: [as_json(a) for a in x] for d, x in zip(docs, found, strict=True)}
        )
        return " ".join(f"{100 * report[m]['f1']:15.2f}" for m in MEASURES)

    print(" " * 16, " ".join(f"{' '.join(m):>15}" for m in MEASURES))
    none: dict[str, Any] = dict.fromkeys(RULES, False)
    for name, found in inputs.items():
        print(f"{name:8} {'as it is':8}", line(found))
        settings = [(r, RepairRules(**{**none, r: True})) for r in RULES] + [("all", RepairRules())]
        settings += [(f"-{r}", RepairRules(**{r: False})) for r in RULES]
        for rule, fitting in settings:
            put_right = [
                repair_spans(a, x, q, fitting) for a, x, q in zip(analyses, found, marks, strict=True)
            ]
            print(f"{name:8} {rule:8}", line(put_right))


if __name__ == "__main__":
    main()
