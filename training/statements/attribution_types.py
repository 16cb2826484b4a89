"""Which attributions are communication, attitude or silence: fits `models/attribution-types.json`.

`python -m training.statements.attribution_types` needs the corpus (`../shared/bench/attribution`), the shipped encoder and
scikit-learn.  The labels (`attribution_types.jsonl`: article, place of the cue, label; no text) were given by hand, on
attributions that the encoder found in the training articles: two of each cue, all that are negated or refused, and those of which an
earlier fit was least sure.  `--score` prints ten-fold cross-validation instead, by article and by unseen heads of cues.

Multinomial logistic regression with an L2 penalty, fitted by L-BFGS; deterministic.  Every example stands there twice, with the encoder's
vectors and without them, so that attributions made by rules, which have no vector, are judged by the same weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.grading.attribution_type import TYPES, type_features
from onrecord.read.statements.network import Network, network

HERE = Path(__file__).parent
LABELS = HERE / "attribution_types.jsonl"
MODEL = HERE.parents[1] / "src" / "onrecord" / "models" / "attribution-types.json"
CORPUS = HERE.parents[2] / "shared" / "bench" / "attribution" / "train.jsonl"
_SHARE = 0.2  # of the vectors against the words, before the penalty
_PENALTY = 1.0
_SMALL = 0.02  # weights below it are left out of the file


def examples() -> tuple[list[str], list[Attribution], np.ndarray, list[str], list[str]]:
    """Texts, attributions, vectors of the cues, labels and articles of all labelled attributions that the encoder finds."""
    labels: dict[str, dict[tuple[int, int], str]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        labels.setdefault(one["doc"], {})[one["start"], one["end"]] = one["label"]
    vectors: list[np.ndarray] = []

    class Watched(Network):
        def _type_scores(self, given: dict[str, np.ndarray], cue: tuple[int, int]) -> tuple[float, ...]:
            s, e = cue
            vectors.append(np.concatenate([given[r][s:e].mean(0) for r in ("cue", "source", "content")]))
            return ()

    net = network()
    net.__class__ = Watched
    texts, found, kept, gold, docs = [], [], [], [], []
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        wanted = labels.get(article["id"])
        if not wanted:
            continue
        vectors.clear()
        for k, a in enumerate(net.read([article["text"]])[0][1]):
            label = wanted.get((a.cue[0].start, a.cue[-1].end))
            if label:
                texts.append(article["text"])
                found.append(a)
                kept.append(vectors[k])
                gold.append(label)
                docs.append(article["id"])
    net.__class__ = Network
    return texts, found, np.array(kept), gold, docs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--score", action="store_true", help="cross-validate instead of writing the model")
    arguments = parser.parse_args()
    texts, found, vectors, gold, docs = examples()
    y = np.array(gold)
    words = [dict.fromkeys(type_features(t, a), 1.0) for t, a in zip(texts, found, strict=True)]
    mean, scale = vectors.mean(0), vectors.std(0) / _SHARE
    names = DictVectorizer()
    lexical = names.fit_transform(words)
    V = (vectors - mean) / scale
    full = hstack([lexical, csr_matrix(V)]).tocsr()
    bare = hstack([lexical, csr_matrix(np.zeros_like(V))]).tocsr()
    print(
        f"{len(y)} attributions of {len(set(docs))} articles:",
        {t.value: int((y == t.value).sum()) for t in TYPES},
    )

    def fit(rows: Any) -> LogisticRegression:
        model = LogisticRegression(C=_PENALTY, max_iter=4000)
        return model.fit(vstack([full[rows], bare[rows]]), np.concatenate([y[rows], y[rows]]))

    if arguments.score:
        heads = [
            " ".join(t[s.start : s.end] for s in a.cue).lower().split()[-1]
            for t, a in zip(texts, found, strict=True)
        ]
        for title, groups in (("articles", docs), ("heads of cues", heads)):
            for with_vectors in (True, False):
                guessed = np.empty(len(y), object)
                for train, test in GroupKFold(10).split(full, y, groups):
                    guessed[test] = fit(train).predict((full if with_vectors else bare)[test])
                line = [
                    f"unseen {title}, {'with' if with_vectors else 'without'} vectors: right {(guessed == y).mean():.3f}"
                ]
                for t in TYPES:
                    both = ((guessed == t.value) & (y == t.value)).sum()
                    p, r = both / max(1, (guessed == t.value).sum()), both / (y == t.value).sum()
                    line.append(f"{t.value} P {p:.3f} R {r:.3f}")
                print("; ".join(line))
        return
    model = fit(np.arange(len(y)))
    order = [list(model.classes_).index(t.value) for t in TYPES]
    weights = model.coef_[order]
    lexical_weights = {
        name: [round(float(w), 3) for w in weights[:, k]]
        for k, name in enumerate(names.feature_names_)
        if np.abs(weights[:, k]).max() >= _SMALL
    }
    data = {
        "about": "types of attributions: training/statements/attribution_types.py",
        "encoder": network().version,
        "types": [t.value for t in TYPES],
        "bias": [round(float(b), 4) for b in model.intercept_[order]],
        "words": lexical_weights,
        "vector": [[round(float(w), 4) for w in row] for row in weights[:, len(names.feature_names_) :].T],
        "mean": [round(float(m), 4) for m in mean],
        "scale": [round(float(s), 4) for s in scale],
    }
    MODEL.write_text(json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{MODEL.name}: {len(lexical_weights)} features, {MODEL.stat().st_size} bytes")


if __name__ == "__main__":
    main()
