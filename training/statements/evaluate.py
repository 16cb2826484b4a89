"""A trained network on articles with gold: what it finds, scored by the data's own `score.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.decode import Array, Pair, labels, link, runs
from onrecord.read.statements.pieces import Piece, Vocabulary, paragraph_numbers, windows
from onrecord.records import Span
from training.statements.corpus import Document, as_gold, scorer
from training.statements.net import Net, span_vectors

__all__ = ["evaluate", "predict"]


def predict(net: Net, vocabulary: Vocabulary, text: str) -> list[Attribution]:
    """What the network finds in a text."""
    from training.statements.examples import Example, collate

    out: list[Attribution] = []
    transitions, start = net.transitions.detach().numpy(), net.start.detach().numpy()
    all_windows = list(windows(text, vocabulary))
    for k in range(0, len(all_windows), 8):
        empty: tuple[Any, ...] = ()
        chunk = [
            Example(w.pieces, paragraph_numbers(w.pieces), *[(0,) * len(w.pieces)] * 5, *[empty] * 5)
            for w in all_windows[k : k + 8]
        ]
        batch = collate(chunk, vocabulary)
        with torch.no_grad():
            given = net(batch.ids, batch.features, batch.mask)
        for i, e in enumerate(chunk):
            n = len(e.pieces)
            vectors = {r: given[r][i, 1 : n + 1] for r in ("cue", "source", "content")}

            def score(role: str, cues: list[Pair], others: list[Pair], pairs: Array) -> tuple[Array, Array]:
                with torch.no_grad():
                    c, o = span_vectors(vectors["cue"], cues), span_vectors(vectors[role], others)  # noqa: B023
                    links = net.to_source if role == "source" else net.to_content
                    none = links.none(c if role == "source" else o).squeeze(1)
                    return links(c, o, torch.from_numpy(pairs)).numpy(), none.numpy()

            (marked,) = labels([given["roles"][i, 1 : n + 1].numpy()], transitions, start)
            found = runs(marked)
            out += [_spans(x, e.pieces) for x in link(found, e.paragraph, score)]
    return out


def _spans(x: Any, pieces: Sequence[Piece]) -> Attribution:
    def span(f: Any) -> Span:
        return Span(pieces[f.start].start, pieces[f.end - 1].end)

    parts = [x.cue, *x.content, *([x.source] if x.source else [])]
    return Attribution(
        (span(x.source),) if x.source else (),
        (span(x.cue),),
        tuple(span(f) for f in x.content),
        float(np.prod([f.score for f in parts]) * x.link),
    )


def evaluate(net: Net, vocabulary: Vocabulary, docs: Sequence[Document]) -> dict[str, float]:
    """F1 in per cent by the measures that are looked at most."""
    net.eval()
    gold = [{"id": d.id, "text": d.text, "attributions": as_gold(d.attributions)} for d in docs]
    found = {d.id: as_gold(predict(net, vocabulary, d.text)) for d in docs}
    report = scorer().score(gold, found)
    wanted = [("full", t) for t in ("all", "direct", "indirect", "mixed")]
    wanted += [
        ("cue_content", "all"),
        ("exact", "content"),
        ("token", "cue"),
        ("token", "content"),
        ("token", "source"),
    ]
    return {f"{m}.{k}": round(100 * report[m, k]["f1"], 2) for m, k in wanted} | {
        "p": round(100 * report["full", "all"]["p"], 1),
        "r": round(100 * report["full", "all"]["r"], 1),
    }
