"""Scores of predicted labels in the benchmark's own measures, straight from blocks, for quick turns in training.

What counts in the end is `benchmarks/extraction.py`, which reads whole pages through the program.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np

from training.data import BENCH, TEXT, Example


def _metrics() -> Any:
    spec = importlib.util.spec_from_file_location("bench_score", BENCH / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(Path(BENCH / "score.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def body(example: Example, roles: Any, threshold: float = 0.5) -> str:
    keep = roles[:, TEXT].sum(1) >= threshold
    return "\n\n".join(t for t, k in zip(example.texts, keep, strict=True) if k)


def score(results: list[tuple[Example, Any, Any]], threshold: float = 0.5) -> dict[str, float]:
    """Means over pages: bag F1, snippets F1 (counts pooled), articles told from listings and the like."""
    metrics = _metrics()
    bags: dict[str, list[float]] = {}
    pooled = np.zeros(4, int)
    hits = np.zeros(3, int)
    agree = [0, 0]
    for e, roles, types in results:
        text = body(e, roles, threshold)
        set_ = e.gold["set"]
        if set_ == "traf":
            s = metrics.snippet_page(e.gold, text)
            pooled += [s[k] for k in ("tp", "fp", "fn", "tn")]
        elif e.gold["text"] and e.gold["type"] == "article":
            word = metrics.CJK_WORD if set_ == "fundus" else metrics.WORD
            bags.setdefault(set_, []).append(metrics.bag_page(e.gold["text"], text, word)["f1"])
        if set_ == "wcxb" and e.gold["type"] in ("article", "listing", "collection", "product", "forum"):
            said, true = types[0] >= 0.5, e.gold["type"] == "article"
            hits += [said and true, said and not true, true and not said]
        if e.sure.any():
            agree[0] += int((e.allowed[e.sure, roles[e.sure].argmax(1)]).sum())
            agree[1] += int(e.sure.sum())
    out = {k: round(float(np.mean(v)), 4) for k, v in bags.items()}
    tp, fp, fn, _ = pooled
    if tp:
        out["traf"] = round(2 * tp / (2 * tp + fp + fn), 4)
    if hits[0]:
        out["is_article"] = round(2 * hits[0] / (2 * hits[0] + hits[1] + hits[2]), 4)
    if agree[1]:
        out["labels"] = round(agree[0] / agree[1], 4)
    return out
