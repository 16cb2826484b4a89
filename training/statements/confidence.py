"""Fit the confidence of attributions on dev, and write it into the model.

    python -m training.statements.confidence src/onrecord/models

A logistic regression on what the network itself says of an attribution (Platt 1999), so that `score` is the probability that
a careful reader marks the same.  The calibration error printed is that of two halves of dev, each scored by
the other's fit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.read.model import Model
from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.network import LAYOUT, LINKS, Network, _Read, evidence
from onrecord.read.statements.reader import repair
from onrecord.read.statements.role_decoding import Linked
from onrecord.records import Span
from training.statements.corpus import as_gold, documents, scorer

Rows = NDArray[np.float64]


class _Recording(Network):
    """The network, which notes the evidence of each attribution by its cue."""

    rows: dict[tuple[Span, ...], list[float]]
    _last: list[float]

    def _score(self, linked: Linked) -> float:
        self._last = [*evidence(linked), 1.0]
        return super()._score(linked)

    def _attributions(self, read: _Read) -> Iterator[Attribution]:
        for a in super()._attributions(read):
            self.rows[a.cue] = self._last
            yield a


def logistic(x: Rows, y: Rows, ridge: float = 1.0) -> Rows:
    """Weights by Newton's method."""
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge * np.eye(len(w)), x.T @ (y - p) - ridge * w)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    return w


def calibration_error(p: Rows, y: Rows) -> float:
    """Expected calibration error in ten bins."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs((p - y)[bins == k].sum()) for k in range(10)) / len(p))


def gather(folder: Path) -> tuple[Rows, Rows, Rows, int]:
    """Evidence, whether a reader marked the same, the article's number; and how many the readers marked."""
    net = _Recording(
        Model(folder / "statements-en.onnx", LAYOUT), Model(folder / "statements-en-links.onnx", LINKS)
    )
    module = scorer()
    xs, ys, articles, total = [], [], [], 0
    for number, d in enumerate(documents("dev")):
        net.rows = {}
        ((analysis, found),) = net.read([d.text])
        found = repair(analysis, found)
        hits = {
            j for _, j in module.match_attributions(d.text, as_gold(d.attributions), as_gold(found), "full")
        }
        total += len(d.attributions)
        for j, a in enumerate(found):
            if a.cue in net.rows and a.reader == net.version:
                xs.append(net.rows[a.cue])
                ys.append(float(j in hits))
                articles.append(number)
    return np.array(xs), np.array(ys), np.array(articles), total


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    a = ap.parse_args()
    x, y, articles, total = gather(a.folder)
    p = np.zeros(len(y))
    for half in (0, 1):
        p[articles % 2 == half] = 1 / (
            1 + np.exp(-x[articles % 2 == half] @ logistic(x[articles % 2 != half], y[articles % 2 != half]))
        )
    order = np.argsort(-p)
    hits = y[order].cumsum()
    at = int(np.searchsorted(hits, total / 2))
    at_half = hits[at] / (at + 1) if at < len(hits) else float("nan")
    print(
        f"two halves: calibration error {calibration_error(p, y):.3f}, precision at recall .50 {at_half:.3f}"
    )
    weights = logistic(x, y)
    print(json.dumps([round(float(v), 4) for v in weights]))

    import onnx

    path = a.folder / "statements-en.onnx"
    model = onnx.load(str(path))
    meta = {m.key: m.value for m in model.metadata_props}
    meta["confidence"] = json.dumps([round(float(v), 4) for v in weights])
    onnx.helper.set_model_props(model, meta)
    onnx.save(model, str(path))


if __name__ == "__main__":
    main()
