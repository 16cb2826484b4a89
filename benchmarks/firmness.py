"""Firmness against the factuality scores of Lee et al. (2015): Pearson's r and the mean absolute error.

    python benchmarks/firmness.py [--data ../shared/bench/hedging] [--worst 20] [--minimum .70]

The sentences of the set are tokenised; nothing else is known of them, as at run time without a model.  The set is for
evaluation only: no weight was fitted to it.  Rules were looked over against errors on "dev"; those of "train" were not
looked at, so that its figure is the fairer one.  The interval is the 95 % one of a bootstrap over sentences.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from onrecord.read.statements.analysis import Analysis, Token
from onrecord.read.statements.grading.firmness import event_firmness
from onrecord.records import Span

DATA = Path(__file__).resolve().parents[2] / "shared" / "bench" / "hedging"
Pair = tuple[float, float]


def analysis(text: str) -> Analysis:
    """The sentence with the tokens of the set."""
    tokens, at = [], 0
    for word in text.split(" "):
        tokens.append(Token(Span(at, at + len(word))))
        at += len(word) + 1
    return Analysis(text, tuple(tokens), (Span(0, len(text)),), (), (Span(0, len(text)),), "en", "benchmark")


def correlation(pairs: Sequence[Pair]) -> float:
    """Pearson's r."""
    n = len(pairs)
    mx, my = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    xx, yy = sum((x - mx) ** 2 for x, _ in pairs), sum((y - my) ** 2 for _, y in pairs)
    xy = sum((x - mx) * (y - my) for x, y in pairs)
    return float(xy / (xx * yy) ** 0.5) if xx and yy else 0.0


def interval(groups: Sequence[Sequence[Pair]], rounds: int = 300) -> tuple[float, float]:
    """The bootstrap interval of r over sentences."""
    draw = random.Random(5)
    found = sorted(
        correlation([pair for _ in groups for pair in groups[draw.randrange(len(groups))]])
        for _ in range(rounds)
    )
    return found[int(0.025 * rounds)], found[int(0.975 * rounds)]


def main() -> int:
    """Print the table; 1 if r on dev is below `--minimum`."""
    parser = argparse.ArgumentParser(description="Firmness of events against UW factuality.")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder with uw-dev.jsonl.gz")
    parser.add_argument("--worst", type=int, default=0, help="show the worst events of dev")
    parser.add_argument("--minimum", type=float, default=0.0, help="fail if r on dev is below this")
    args = parser.parse_args()
    print(f"{'set':8}{'sentences':>10}{'events':>8}{'r':>8}{'95 %':>16}{'MAE':>8}{'MAE of always 3':>18}")
    failed = False
    for name in ("dev", "train"):
        groups: list[list[Pair]] = []
        rows: list[tuple[float, float, str, str]] = []
        with gzip.open(args.data / f"uw-{name}.jsonl.gz", "rt", encoding="utf-8") as f:
            for record in map(json.loads, f):
                seen = analysis(record["text"])
                group: list[Pair] = []
                for target in record["targets"]:
                    span = seen.tokens[target["span1"][0]].span
                    found = event_firmness(seen, span)
                    group.append((found, target["label"]))
                    rows.append((target["label"], found, target["span_text"], record["text"]))
                groups.append(group)
        pairs = [pair for group in groups for pair in group]
        r, (low, high) = correlation(pairs), interval(groups)
        error = sum(abs(x - y) for x, y in pairs) / len(pairs)
        plain = sum(abs(3 - y) for _, y in pairs) / len(pairs)
        print(
            f"{name:8}{len(groups):10}{len(pairs):8}{r:8.3f}{f'{low:.3f}-{high:.3f}':>16}{error:8.3f}{plain:18.3f}"
        )
        if name == "dev":
            failed = r < args.minimum
            for label, found, word, text in sorted(rows, key=lambda row: -abs(row[0] - row[1]))[: args.worst]:
                print(f"  {label:5.1f} {found:5.1f}  {word}: {text[:160]}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
