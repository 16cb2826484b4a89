"""Decoding: the best sequence, its probabilities, and links."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.statements.role_decoding import (
    LABELS,
    Array,
    Pair,
    RoleSpan,
    decode_roles,
    link_to_cues,
    pair_features,
    runs,
)

K = len(LABELS)


def _random(seed: int, n: int) -> tuple[Array, Array, Array]:
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(n, K)).astype(np.float32),
        rng.normal(size=(K, K)).astype(np.float32),
        rng.normal(size=K).astype(np.float32),
    )


@given(st.integers(0, 1000), st.integers(1, 4))
def test_the_best_sequence_and_the_probabilities_are_those_of_all_sequences(seed: int, n: int) -> None:
    emissions, transitions, start = _random(seed, n)
    weights = {}
    for path in product(range(K), repeat=n):
        s = start[path[0]] + sum(emissions[t, k] for t, k in enumerate(path))
        weights[path] = float(s + sum(transitions[a, b] for a, b in pairwise(path)))
    (found,) = decode_roles([emissions], transitions, start)
    assert tuple(found.best) == max(weights, key=lambda p: weights[p])
    total = sum(np.exp(w) for w in weights.values())
    for t in range(n):
        for k in range(K):
            exact = sum(np.exp(w) for p, w in weights.items() if p[t] == k) / total
            assert abs(found.marginals[t, k] - exact) < 1e-4


def test_long_sequences_neither_overflow_nor_vanish() -> None:
    emissions, transitions, start = _random(1, 5000)
    (found,) = decode_roles([emissions * 30], transitions, start)
    assert np.isfinite(found.marginals).all()
    assert np.allclose(found.marginals.sum(1), 1, atol=1e-3)


@given(st.integers(0, 1000), st.lists(st.integers(0, 30), max_size=8))
def test_windows_together_are_labelled_as_each_alone(seed: int, lengths: list[int]) -> None:
    _, transitions, start = _random(seed, 1)
    many = [_random(seed + i, n)[0] for i, n in enumerate(lengths)]
    for emissions, together in zip(many, decode_roles(many, transitions, start), strict=True):
        (alone,) = decode_roles([emissions], transitions, start)
        assert together.best.tolist() == alone.best.tolist()
        assert np.allclose(together.marginals, alone.marginals, atol=1e-6)


def _path(*names: str) -> Array:
    emissions = np.full((len(names), K), -20, np.float32)
    for t, name in enumerate(names):
        emissions[t, LABELS.index(name)] = 20
    return emissions


def test_runs_begin_anew_and_without_their_beginning() -> None:
    flat = np.zeros((K, K), np.float32)
    (path,) = decode_roles(
        [_path("B-cue", "B-cue", "I-cue", "O", "I-content", "I-source")], flat, np.zeros(K, np.float32)
    )
    found = runs(path)
    assert [(f.role, f.start, f.end) for f in found] == [
        ("cue", 0, 1),
        ("cue", 1, 3),
        ("content", 4, 5),
        ("source", 5, 6),
    ]


def _nearest(role: str, cues: list[Pair], others: list[Pair], pairs: Array) -> tuple[Array, Array]:
    scores = np.array([[-abs(c[0] - o[0]) for o in others] for c in cues], np.float32)
    return scores, np.full(len(cues) if role == "source" else len(others), -10, np.float32)


def test_contents_choose_their_cue_or_none_and_cues_without_content_are_none() -> None:
    found = [
        RoleSpan("source", 0, 1),
        RoleSpan("cue", 1, 2),
        RoleSpan("content", 2, 6),
        RoleSpan("cue", 8, 9),
        RoleSpan("content", 40, 44),
    ]
    (one,) = link_to_cues(found, [0] * 50, _nearest)
    assert one.cue == found[1]
    assert one.source == found[0]
    assert one.content == (found[2],)


def test_nothing_to_link_gives_nothing() -> None:
    assert link_to_cues([], [], _nearest) == []
    assert link_to_cues([RoleSpan("content", 0, 3)], [0] * 3, _nearest) == []


def test_features_of_pairs_tell_side_distance_and_paragraph() -> None:
    near = pair_features([(5, 6)], [(6, 9), (0, 2), (30, 31)], [0] * 10 + [1] * 30)
    assert near.shape == (1, 3, near.shape[2])
    assert not np.array_equal(near[0, 0], near[0, 1])
    assert near[0, 0].sum() == 4
    assert near[0, 2].sum() == 3, "another paragraph"


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=6), st.integers(0, 60))
def test_what_stands_between_a_pair_is_counted(spans: list[Pair], at: int) -> None:
    cues = [(s, s + n) for s, n in spans]
    row = pair_features(cues, [(at, at + 2)], [0] * 80)[0, 0]
    a, b = cues[0]
    low, high = (b, at) if at >= b else (at + 2, a)
    between = sum(low <= s < high for s, _ in cues)
    assert row[-6:-3].tolist() == [float(between == 0), float(between == 1), float(between >= 2)]
