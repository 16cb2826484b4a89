"""From the network's numbers to attributions: the likeliest sequence of labels, then who belongs to which cue.

Labels are read with a linear-chain conditional random field (Lafferty et al. 2001): the transitions are learned, so a
source cannot go over into the middle of a content.  Spans are then linked: each content to one cue or to none,
each cue to one source or to none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["LABELS", "PAIR_FEATURES", "Found", "Labels", "Linked", "labels", "link", "pair_features", "runs"]

Array = NDArray[np.float32]
Pair = tuple[int, int]

#: "B-" begins a span, "I-" goes on with it.
LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
_BUCKETS = (1, 2, 3, 5, 8, 12, 20, 32, 64)

#: How many numbers describe a pair of spans; see `pair_features`.
PAIR_FEATURES = 2 * (len(_BUCKETS) + 1) + 1 + 3 + 3


@dataclass(frozen=True, slots=True)
class Found:
    """A labelled run of pieces: `start` to `end` (not included) in its window, its role, its mean probability."""

    role: str
    start: int
    end: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Labels:
    """The likeliest label of each piece, and each piece's probability of each label."""

    best: NDArray[np.int64]
    marginals: Array


def viterbi(emissions: Array, transitions: Array, start: Array) -> NDArray[np.int64]:
    """The likeliest sequence.  `emissions` is pieces by labels, `transitions` from label by to label."""
    n = len(emissions)
    back = np.zeros(emissions.shape, np.int64)
    score = start + emissions[0]
    for t in range(1, n):
        ways = score[:, None] + transitions
        back[t] = ways.argmax(0)
        score = ways.max(0) + emissions[t]
    path = np.empty(n, np.int64)
    path[-1] = score.argmax()
    for t in range(n - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path


def labels(emissions: Array, transitions: Array, start: Array) -> Labels:
    """Best labels and marginal probabilities (forward-backward in logarithms) of one window."""
    n, k = emissions.shape
    best = viterbi(emissions, transitions, start)
    forward, backward = np.empty((n, k)), np.zeros((n, k))
    moves = np.exp(transitions.astype(np.float64))
    # Scaled at every step, so that the plain product of probabilities neither over- nor underflows.
    emitted = np.exp(emissions - emissions.max(1, keepdims=True)).astype(np.float64)
    now = np.exp(start - start.max()) * emitted[0]
    forward[0] = now / now.sum()
    for t in range(1, n):
        now = (forward[t - 1] @ moves) * emitted[t]
        forward[t] = now / now.sum()
    backward[-1] = 1.0
    for t in range(n - 2, -1, -1):
        now = moves @ (emitted[t + 1] * backward[t + 1])
        backward[t] = now / now.sum()
    both = forward * backward
    return Labels(best, (both / both.sum(1, keepdims=True)).astype(np.float32))


def runs(found: Labels, breaks: frozenset[int] = frozenset()) -> list[Found]:
    """The labelled runs of a window, in its order; an "I-" without its "B-" begins a run too.

    No run goes on over one of `breaks`, the pieces with which paragraphs begin.
    """
    out: list[Found] = []
    role, begun = "", 0
    names = [LABELS[i] for i in found.best]
    for t, name in enumerate([*names, "O"]):
        if role and (name != f"I-{role}" or t in breaks):
            i = LABELS.index(f"B-{role}")
            score = found.marginals[begun:t, i : i + 2].sum(1).mean()
            out.append(Found(role, begun, t, float(score)))
            role = ""
        if not role and name != "O":
            role, begun = name[2:], t
    return out


def pair_features(
    cues: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]], paragraph: Sequence[int]
) -> Array:
    """Numbers on each pair of a cue and another span: distance, side, paragraph, what stands between.

    Spans are (start, end) in pieces of the window; `paragraph` numbers the paragraph of each piece.
    """
    out = np.zeros((len(cues), len(others), PAIR_FEATURES), np.float32)
    side = len(_BUCKETS) + 1
    cue_starts = sorted(s for s, _ in cues)
    other_starts = sorted(s for s, _ in others)
    for i, (a, b) in enumerate(cues):
        for j, (s, e) in enumerate(others):
            row = out[i, j]
            after = s >= b
            gap = s - b if after else a - e
            row[side * after + int(np.searchsorted(_BUCKETS, max(gap, 0) + 1))] = 1.0
            row[2 * side] = paragraph[a] == paragraph[s]
            low, high = (b, s) if after else (e, a)
            for k, starts in enumerate((cue_starts, other_starts)):
                between = sum(low <= x < high for x in starts) if high > low else 0
                row[2 * side + 1 + 3 * k + min(between, 2)] = 1.0
    return out


#: (role, cues, others, pair features) -> scores of cues by others, and of "none": a cue's for sources, a content's for contents.
Scorer = Callable[[str, list[Pair], list[Pair], Array], tuple[Array, Array]]


@dataclass(frozen=True, slots=True)
class Linked:
    """A cue with its source, if it has one, and the fragments of its content, as found in one window."""

    cue: Found
    source: Found | None
    content: tuple[Found, ...]
    link: float  # the probability of the weakest link


def _softmax(scores: Array, axis: int) -> Array:
    e = np.exp(scores - scores.max(axis, keepdims=True))
    return np.asarray(e / e.sum(axis, keepdims=True), np.float32)


def link(found: Sequence[Found], paragraph: Sequence[int], score: Scorer) -> list[Linked]:
    """Cues with what belongs to them.  A cue without content is none; a content without a cue is left out."""
    cues = [f for f in found if f.role == "cue"]
    sources = [f for f in found if f.role == "source"]
    contents = [f for f in found if f.role == "content"]
    if not cues or not contents:
        return []
    at = [(f.start, f.end) for f in cues]

    def ask(role: str, others: list[Found]) -> tuple[Array, Array]:
        spans = [(f.start, f.end) for f in others]
        return score(role, at, spans, pair_features(at, spans, paragraph))

    scores, none = ask("content", contents)
    chances = _softmax(np.concatenate([scores, none[None, :]]), 0)
    owner = chances.argmax(0)
    if sources:
        scores, none = ask("source", sources)
        whose = _softmax(np.concatenate([scores, none[:, None]], 1), 1)
    out = []
    for i, cue in enumerate(cues):
        mine = [j for j in range(len(contents)) if owner[j] == i]
        if not mine:
            continue
        sure = min(float(chances[i, j]) for j in mine)
        source = None
        if sources:
            k = int(whose[i].argmax())
            source = sources[k] if k < len(sources) else None
            sure = min(sure, float(whose[i, k]))
        out.append(Linked(cue, source, tuple(contents[j] for j in mine), sure))
    return out
