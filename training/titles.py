"""Learn the weights by which titles are chosen, as a logistic choice among each page's candidates.

    python -m training.titles [--folds DIR]

`--folds` names the folder of the fold models of `training.train --keep`, so that the probability of "headline" that
the weights see comes from a model that has not seen the site.  Writes `models/titles.json` in the package and prints
the share of exact titles by cross-validation over sites.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import torch

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
            if folds is not None and tree.raws:
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
    index = {n: i for i, n in enumerate(names)}
    groups = []
    for e in examples:
        if any(e["right"]):
            x = np.zeros((len(e["rows"]), len(names)), np.float32)
            for i, r in enumerate(e["rows"]):
                for k, v in r.items():
                    if k in index:
                        x[i, index[k]] = v
            groups.append(
                (
                    torch.from_numpy(x),
                    torch.tensor(e["right"]),
                    {"fundus": 2.0, "wcxb": 1.0, "traf": 0.4}[e["set"]],
                )
            )
    w = torch.zeros(len(names), requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=150, line_search_fn="strong_wolfe")

    def closure() -> Any:
        opt.zero_grad()
        loss = l2 * (w**2).sum()
        for x, right, weight in groups:
            logp = torch.log_softmax(x @ w, 0)
            loss = loss - weight * torch.logsumexp(logp[right], 0)
        loss.backward()
        return loss

    opt.step(closure)
    return w.detach().numpy()


def exact(examples: list[dict[str, Any]], weights: dict[str, float]) -> dict[str, list[bool]]:
    out: dict[str, list[bool]] = {}
    for e in examples:
        scores = [sum(weights.get(k, 0.0) * v for k, v in r.items()) for r in e["rows"]]
        out.setdefault(e["set"], []).append(bool(scores) and e["right"][int(np.argmax(scores))])
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folds", type=Path)
    ap.add_argument("--l2", type=float, default=0.3)
    ap.add_argument("--show", type=int, default=0, help="print this many wrong choices")
    a = ap.parse_args()
    torch.manual_seed(0)
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
