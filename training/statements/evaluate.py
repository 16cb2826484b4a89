"""A trained network on articles with gold: what it finds, scored by the data's own `score.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.pieces import Piece, Vocabulary, paragraph_numbers, windows
from onrecord.read.statements.role_decoding import Array, Pair, decode_roles, link_to_cues, runs
from onrecord.records import Span
from training.statements.corpus import Document, as_gold, scorer
from training.statements.net import Net, span_vectors

__all__ = ["attributions", "evaluate", "heard", "predict"]


def heard(
    net: Net, vocabulary: Vocabulary, pieces: Sequence[tuple[Piece, ...]]
) -> list[dict[str, torch.Tensor]]:
    """What the network says of windows that are read side by side: its outputs, pieces by numbers."""
    from training.statements.examples import Example, collate

    empty: tuple[Any, ...] = ()
    chunk = [Example(p, paragraph_numbers(p), *[(0,) * len(p)] * 5, *[empty] * 5) for p in pieces]
    batch = collate(chunk, vocabulary)
    with torch.no_grad():
        given = net(batch.ids, batch.features, batch.mask)
    return [{k: v[i, 1 : len(p) + 1] for k, v in given.items()} for i, p in enumerate(pieces)]


def attributions(net: Net, pieces: tuple[Piece, ...], given: dict[str, torch.Tensor]) -> list[Attribution]:
    """What the network finds in one window, from what it said of it."""

    def score(role: str, cues: list[Pair], others: list[Pair], pairs: Array) -> tuple[Array, Array]:
        with torch.no_grad():
            c, o = span_vectors(given["cue"], cues), span_vectors(given[role], others)
            links = net.to_source if role == "source" else net.to_content
            none = links.none(c if role == "source" else o).squeeze(1)
            return links(c, o, torch.from_numpy(pairs)).numpy(), none.numpy()

    transitions, start = net.transitions.detach().numpy(), net.start.detach().numpy()
    (marked,) = decode_roles([given["roles"].numpy()], transitions, start)
    return [_spans(x, pieces) for x in link_to_cues(runs(marked), paragraph_numbers(pieces), score)]


def predict(net: Net, vocabulary: Vocabulary, text: str) -> list[Attribution]:
    """What the network finds in a text."""
    out: list[Attribution] = []
    all_windows = [w.pieces for w in windows(text, vocabulary)]
    for k in range(0, len(all_windows), 8):
        chunk = all_windows[k : k + 8]
        for pieces, given in zip(chunk, heard(net, vocabulary, chunk), strict=True):
            out += attributions(net, pieces, given)
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
    short, net.short = net.short, False
    gold = [{"id": d.id, "text": d.text, "attributions": as_gold(d.attributions)} for d in docs]
    found = {d.id: as_gold(predict(net, vocabulary, d.text)) for d in docs}
    net.short = short
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
