"""Learn the weights by which titles are chosen, as a logistic choice among each page's candidates.

    python -m training.titles [--folds DIR]

`--folds` names the folder of the fold models of `training.train --keep`, so that the probability of "headline" that
the weights see comes from a model that has not seen the site; without it the shipped model labels all pages.  Writes
`models/titles.json` in the package and prints the share of exact titles by cross-validation over sites.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.errors import PageError
from onrecord.read.evidence import hints
from onrecord.read.label import label
from onrecord.read.meta.evidence import declared
from onrecord.read.meta.names import fold as fold_name
from onrecord.read.meta.origin import site
from onrecord.read.meta.titles import candidates, features, fold
from onrecord.read.page import decode
from onrecord.read.walk import walk
from training.data import fold_of, load_gold, page_bytes, site_of

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "onrecord" / "models" / "titles.json"
FOLDS = 5
# Newsrooms' pages count most, since they are what the program is for; traf's golds are the least uniform.
WEIGHTS = {"fundus": 5.0, "wcxb": 1.0, "traf": 0.6}


def pages(folds: Path | None) -> list[dict[str, Any]]:
    """Each page's candidates with their features, and which of them is the gold title."""
    out = []
    for set_ in ("fundus", "wcxb", "traf"):
        golds = [g for g in load_gold(set_) if g["title"] and g["type"] == "article"]
        for gold in sorted(golds, key=lambda g: fold_of(site_of(set_, g), FOLDS)):
            number = fold_of(site_of(set_, gold), FOLDS)
            if folds is not None:
                os.environ["ONRECORD_MODELS"] = str(folds / f"fold-{number}")
            try:
                tree = walk(decode(page_bytes(set_, gold["id"])))
            except PageError:
                continue
            found = declared(tree, gold["url"])
            home = site(found, gold["url"])
            sites = {fold_name(s) for s in [*found.sites, *([home.value] if home else [])]}
            headline = text = None
            if tree.raws:
                labelled = label(tree, hints(tree.head, gold["url"]))
                headline, text = labelled.column("headline"), [x.text >= 0.5 for x in labelled.labels]
            these = candidates(tree, found, headline, text)
            rows = [features(v, p, these, sites) for v, p in these.items()]
            right = [fold(v) == fold(gold["title"]) for v in these]
            out.append(
                {
                    "set": set_,
                    "fold": number,
                    "rows": rows,
                    "right": right,
                    "values": list(these),
                    "gold": gold["title"],
                    "id": gold["id"],
                }
            )
    return out


def learn(examples: list[dict[str, Any]], names: list[str], l2: float) -> Any:
    """The weights that make the right candidates likeliest, by Newton's method; the same every time."""
    index = {n: i for i, n in enumerate(names)}
    kept = [e for e in examples if any(e["right"])]
    counts = [len(e["rows"]) for e in kept]
    x = np.zeros((sum(counts), len(names)))
    for i, row in enumerate(r for e in kept for r in e["rows"]):
        for k, v in row.items():
            if k in index:
                x[i, index[k]] = v
    right = np.concatenate([e["right"] for e in kept])
    start = np.cumsum([0, *counts[:-1]])
    page = np.repeat(np.arange(len(kept)), counts)
    weight = np.array([WEIGHTS[e["set"]] for e in kept])

    def chances(w: Any) -> tuple[Any, Any, float]:
        """The probability of each candidate, that among the right ones, and the loss."""
        s = x @ w
        e = np.exp(s - np.maximum.reduceat(s, start)[page])
        all_, good = np.add.reduceat(e, start), np.add.reduceat(e * right, start) + 1e-300
        loss = -(weight * (np.log(good) - np.log(all_))).sum() + l2 * (w @ w)
        return e / all_[page], e * right / good[page], float(loss)

    w = np.zeros(len(names))
    p, q, loss = chances(w)
    for _ in range(60):
        gradient = x.T @ (weight[page] * (p - q)) + 2 * l2 * w
        mean = np.add.reduceat(x * p[:, None], start)
        curve = x.T @ (x * (weight[page] * p)[:, None]) - (mean * weight[:, None]).T @ mean
        step = np.linalg.solve(curve + 2 * l2 * np.eye(len(names)), gradient)
        size = 1.0
        while (after := chances(w - size * step))[2] > loss and size > 1e-4:
            size /= 2
        w -= size * step
        done = loss - after[2] < 1e-5 * abs(loss)
        p, q, loss = after
        if done:
            break
    return w


def exact(examples: list[dict[str, Any]], weights: dict[str, float]) -> dict[str, list[bool]]:
    out: dict[str, list[bool]] = {}
    for e in examples:
        scores = [sum(weights.get(k, 0.0) * v for k, v in r.items()) for r in e["rows"]]
        out.setdefault(e["set"], []).append(bool(scores) and e["right"][int(np.argmax(scores))])
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folds", type=Path)
    ap.add_argument("--l2", type=float, default=0.2)
    ap.add_argument("--show", type=int, default=0, help="print this many wrong choices")
    a = ap.parse_args()
    examples = pages(a.folds)
    names = sorted({k for e in examples for r in e["rows"] for k in r})
    hits: dict[str, list[bool]] = {}
    shown = 0
    for k in range(FOLDS):
        w = learn([e for e in examples if e["fold"] != k], names, a.l2)
        weights = dict(zip(names, w.tolist(), strict=True))
        outside = [e for e in examples if e["fold"] == k]
        for name, values in exact(outside, weights).items():
            hits.setdefault(name, []).extend(values)
        for e in outside:
            scores = [sum(weights.get(n, 0.0) * v for n, v in r.items()) for r in e["rows"]]
            if shown < a.show and e["set"] != "traf" and not (scores and e["right"][int(np.argmax(scores))]):
                shown += 1
                print(
                    e["set"],
                    e["id"],
                    "| gold:",
                    e["gold"],
                    "| chosen:",
                    e["values"][int(np.argmax(scores))] if scores else None,
                    "|",
                    any(e["right"]),
                )
    for name, values in hits.items():
        print(f"{name}: exact {sum(values) / len(values):.3f} of {len(values)}")
    w = learn(examples, names, a.l2)
    weights = {n: round(float(v), 3) for n, v in zip(names, w, strict=True) if abs(v) >= 0.005}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    about = "Weights of onrecord.read.meta.titles, learned by training/titles.py"
    OUT.write_text(
        json.dumps({"about": about, "weights": weights}, indent=1, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
