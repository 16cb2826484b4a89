"""Quotations by rules, scored: German (Wikinews, evaluation only) and, as the fallback without a model, English.

    python benchmarks/quotations.py                          German direct quotations: found, speaker, cue
    python benchmarks/quotations.py --english                PolNeAR dev by the rules alone, the corpus' own measures
    python benchmarks/quotations.py --data DIR --show 20     another folder of the same form; disagreements

German: a gold quotation of type "Direct" is found if a predicted one shares at least half of the characters of both
(intersection over union, one to one).  Speaker and cue agree if they share a character, or both are absent;
their figures are shares of the quotations found.  Precision is given twice: gold quotations inside indirect speech
are annotated, so that the plain figure is fair; "any" accepts a match with an annotation of any type.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.quoting.quotation_reader import read_quotations
from onrecord.records import Span

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "bench" / "attribution"


@dataclass(frozen=True, slots=True)
class Gold:
    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    type: str


def wikinews(path: Path) -> Iterator[tuple[str, str, list[Gold]]]:
    """Name, text and quotations of each article."""

    def spans(part: dict[str, Any]) -> tuple[Span, ...]:
        return tuple(Span(s["charBegin"], s["charEnd"]) for s in part["spans"])

    with gzip.open(path, "rt", encoding="utf-8") as f:
        for d in map(json.loads, f):
            gold = [
                Gold(spans(a["quote"]), spans(a["speaker"]), spans(a["cue"]), a["type"])
                for a in d["annotations"]
            ]
            yield d["documentName"], d["originalText"], gold


def chars(parts: tuple[Span, ...]) -> set[int]:
    return {i for s in parts for i in range(s.start, s.end)}


def iou(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def pairs(gold: list[Gold], predicted: list[Attribution]) -> list[tuple[int, int]]:
    """Matched one to one, best first."""
    g, p = [chars(x.content) for x in gold], [chars(x.content) for x in predicted]
    options = sorted(
        ((v, i, j) for i, a in enumerate(g) for j, b in enumerate(p) if (v := iou(a, b)) >= 0.5),
        key=lambda o: -o[0],
    )
    left, right, out = set(), set(), []
    for _, i, j in options:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return out


def agrees(a: tuple[Span, ...], b: tuple[Span, ...]) -> bool:
    return bool(chars(a) & chars(b)) or not (a or b)


def german(path: Path, show: int) -> dict[str, float]:
    found = gold_n = predicted_n = any_n = speaker = cue = with_speaker = size = 0
    start = time.perf_counter()
    for name, text, gold in wikinews(path):
        direct = [g for g in gold if g.type == "Direct"]
        predicted = list(read_quotations(text, "de"))
        size += len(text)
        matched = pairs(direct, predicted)
        any_n += len(pairs(gold, predicted))
        found, gold_n, predicted_n = found + len(matched), gold_n + len(direct), predicted_n + len(predicted)
        for i, j in matched:
            g, p = direct[i], predicted[j]
            speaker += agrees(g.source, p.source)
            with_speaker += bool(g.source) and bool(p.source) and bool(chars(g.source) & chars(p.source))
            cue += agrees(g.cue, p.cue)
            if show > 0 and not (agrees(g.source, p.source) and agrees(g.cue, p.cue)):
                show -= 1
                print(name, *(f"\n   {k}: {[s.of(text) for s in v]}" for k, v in _parts(g, p)), sep="")
        for k, p in enumerate(predicted):
            if show > 0 and k not in {j for _, j in matched}:
                show -= 1
                print(name, "\n   not in gold:", [s.of(text) for s in p.content])
        for k, g in enumerate(direct):
            if show > 0 and k not in {i for i, _ in matched}:
                show -= 1
                print(name, "\n   not found:", [s.of(text) for s in g.content])
    p, r = found / max(1, predicted_n), found / max(1, gold_n)
    seconds = time.perf_counter() - start
    return {
        "gold": gold_n, "predicted": predicted_n, "precision": p, "recall": r, "f1": 2 * p * r / (p + r) if p + r else 0.0,
        "precision, any type": any_n / max(1, predicted_n), "speaker": speaker / max(1, found), "cue": cue / max(1, found),
        "found with speaker, of gold": with_speaker / max(1, gold_n), "characters/s": size / seconds,
    }  # fmt: skip


def _parts(g: Gold, p: Attribution) -> list[tuple[str, tuple[Span, ...]]]:
    return [
        ("content", p.content), ("gold source", g.source), ("source", p.source), ("gold cue", g.cue), ("cue", p.cue),
    ]  # fmt: skip


def metrics(data: Path) -> Any:
    """The module `score.py` that stands with the data and defines its measures."""
    spec = importlib.util.spec_from_file_location("attribution_score", data / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def english(data: Path, split: str) -> str:
    """The rules alone on PolNeAR, by the corpus' own measures."""
    score = metrics(data)
    gold = score.load(data / f"{split}.jsonl")
    predicted = {d["id"]: [as_json(a) for a in read_quotations(d["text"], "en")] for d in gold}
    return str(score.table(score.score(gold, predicted)))


def as_json(a: Attribution) -> dict[str, list[list[int]]]:
    return {k: [[s.start, s.end] for s in getattr(a, k)] for k in ("source", "cue", "content")}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DEFAULT, help="folder of the development data")
    parser.add_argument("--file", default="wikinews-de-dev.jsonl.gz", help="the German set")
    parser.add_argument("--english", action="store_true", help="score PolNeAR dev instead")
    parser.add_argument("--show", type=int, default=0, help="print so many disagreements")
    args = parser.parse_args()
    if args.english:
        print(english(args.data, "dev"))
        return
    for name, value in german(args.data / args.file, args.show).items():
        print(f"{name:30} {value:10.3f}" if isinstance(value, float) else f"{name:30} {value:10d}")


if __name__ == "__main__":
    main()
