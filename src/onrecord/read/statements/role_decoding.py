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

__all__ = [
    "LABELS",
    "PAIR_FEATURES",
    "RoleSpan",
    "Labels",
    "Linked",
    "forward_backward",
    "decode_roles",
    "link_to_cues",
    "pair_features",
    "runs",
]

Array = NDArray[np.float32]
Pair = tuple[int, int]

#: "B-" begins a span, "I-" goes on with it.
LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
_TOGETHER = 256  # windows that are decoded together: bounds memory
_BUCKETS = (1, 2, 3, 5, 8, 12, 20, 32, 64)

#: How many numbers describe a pair of spans; see `pair_features`.
PAIR_FEATURES = 2 * (len(_BUCKETS) + 1) + 1 + 3 + 3


@dataclass(frozen=True, slots=True)
class RoleSpan:
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


def decode_roles(emissions: Sequence[Array], transitions: Array, start: Array) -> list[Labels]:
    """Best labels and marginal probabilities of each window.  `transitions` is from label by to label.

    `emissions` is pieces by labels for each window.  All windows take each step together, the longest first: those that
    have ended are the last rows, and are left out.
    """
    out: list[Labels | None] = [None] * len(emissions)
    order = sorted((i for i, e in enumerate(emissions) if len(e)), key=lambda i: -len(emissions[i]))
    for at in range(0, len(order), _TOGETHER):
        some = order[at : at + _TOGETHER]
        best, marginals = _decoded([emissions[i] for i in some], transitions, start)
        for row, i in enumerate(some):
            n = len(emissions[i])
            out[i] = Labels(best[:n, row].copy(), marginals[:n, row].copy())
    nothing = Labels(np.zeros(0, np.int64), np.zeros((0, len(start)), np.float32))
    return [nothing if found is None else found for found in out]


def _decoded(emissions: list[Array], transitions: Array, start: Array) -> tuple[NDArray[np.int64], Array]:
    """The likeliest sequences (Viterbi) and marginals (forward-backward): steps by windows (by labels)."""
    lengths = np.array([len(e) for e in emissions])
    steps, n, k = int(lengths[0]), len(emissions), len(start)
    given = np.zeros((steps, n, k), np.float32)
    for row, e in enumerate(emissions):
        given[: len(e), row] = e
    on = [int(x) for x in (lengths[None, :] > np.arange(steps)[:, None]).sum(1)]

    back = np.zeros((steps, n, k), np.int64)
    score = start + given[0]
    for t in range(1, steps):
        m = on[t]
        ways = score[:m, :, None] + transitions
        back[t, :m] = ways.argmax(1)
        score[:m] = ways.max(1) + given[t, :m]
    best = np.zeros((steps, n), np.int64)
    now = score.argmax(1)
    rows = np.arange(n)
    for t in range(steps - 1, 0, -1):
        m = on[t]
        best[t, :m] = now[:m]
        now[:m] = back[t, rows[:m], now[:m]]
    best[0] = now

    forward, backward, _ = forward_backward(given, on, transitions, start)
    both = forward * backward
    return best, (both / both.sum(2, keepdims=True)).astype(np.float32)


def forward_backward(
    given: Array, on: Sequence[int], transitions: Array, start: Array
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """What precedes and what follows each label, scaled, and the emissions' exponentials: steps by windows by labels.

    `on` says how many windows go on at each step.
    """
    steps, n, k = given.shape
    # Scaled at every step, so that the plain product of probabilities neither over- nor underflows.
    moves = np.exp(transitions.astype(np.float64))
    emitted = np.exp(given - given.max(2, keepdims=True)).astype(np.float64)
    forward, backward = np.ones((steps, n, k)), np.ones((steps, n, k))
    forward[0] = np.exp(start - start.max()) * emitted[0]
    forward[0] /= forward[0].sum(1, keepdims=True)
    for t in range(1, steps):
        m = on[t]
        step = (forward[t - 1, :m] @ moves) * emitted[t, :m]
        forward[t, :m] = step / step.sum(1, keepdims=True)
    for t in range(steps - 2, -1, -1):
        m = on[t + 1]
        step = (emitted[t + 1, :m] * backward[t + 1, :m]) @ moves.T
        backward[t, :m] = step / step.sum(1, keepdims=True)
    return forward, backward, emitted


def runs(found: Labels, breaks: frozenset[int] = frozenset()) -> list[RoleSpan]:
    """The labelled runs of a window, in its order; an "I-" without its "B-" begins a run too.

    No run goes on over one of `breaks`, the pieces with which paragraphs begin.
    """
    out: list[RoleSpan] = []
    role, begun = "", 0
    names = [LABELS[i] for i in found.best]
    for t, name in enumerate([*names, "O"]):
        if role and (name != f"I-{role}" or t in breaks):
            i = LABELS.index(f"B-{role}")
            score = found.marginals[begun:t, i : i + 2].sum(1).mean()
            out.append(RoleSpan(role, begun, t, float(score)))
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
    if not cues or not others:
        return out
    side = len(_BUCKETS) + 1
    begins, ends = (np.array(x)[:, None] for x in zip(*cues, strict=True))
    starts, stops = (np.array(x)[None, :] for x in zip(*others, strict=True))
    after = starts >= ends
    bucket = np.searchsorted(_BUCKETS, np.maximum(np.where(after, starts - ends, begins - stops), 0) + 1)
    i, j = np.indices(after.shape)
    out[i, j, side * after + bucket] = 1.0
    numbers = np.array(paragraph)
    out[:, :, 2 * side] = numbers[begins] == numbers[starts]
    low, high = np.where(after, ends, stops), np.where(after, starts, begins)
    for k, between in enumerate((np.sort(begins[:, 0]), np.sort(starts[0]))):
        count = np.searchsorted(between, high) - np.searchsorted(between, low)
        out[i, j, 2 * side + 1 + 3 * k + np.clip(count, 0, 2)] = 1.0
    return out


#: (role, cues, others, pair features) -> scores of cues by others, and of "none": a cue's for sources, a content's for contents.
Scorer = Callable[[str, list[Pair], list[Pair], Array], tuple[Array, Array]]


@dataclass(frozen=True, slots=True)
class Linked:
    """A cue with its source, if it has one, and the fragments of its content, as found in one window."""

    cue: RoleSpan
    source: RoleSpan | None
    content: tuple[RoleSpan, ...]
    link: float  # the probability of the weakest link


def _softmax(scores: Array, axis: int) -> Array:
    e = np.exp(scores - scores.max(axis, keepdims=True))
    return np.asarray(e / e.sum(axis, keepdims=True), np.float32)


def link_to_cues(found: Sequence[RoleSpan], paragraph: Sequence[int], score: Scorer) -> list[Linked]:
    """Cues with what belongs to them.  A cue without content is none; a content without a cue is left out."""
    cues = [f for f in found if f.role == "cue"]
    sources = [f for f in found if f.role == "source"]
    contents = [f for f in found if f.role == "content"]
    if not cues or not contents:
        return []
    at = [(f.start, f.end) for f in cues]

    def ask(role: str, others: list[RoleSpan]) -> tuple[Array, Array]:
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
