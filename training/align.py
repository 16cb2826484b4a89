"""From gold text to labels of blocks: which raw blocks of a page make up the gold article.

Gold articles are texts without places.  Long blocks are found in the gold by their word 4-grams; of several
places, and of several copies of one block (a page often holds a story twice), those are taken that keep the
order of page and gold (the heaviest increasing chain).  Short blocks ("Lead", "3.") are then looked for between
the places of their neighbours only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

# As in the benchmark's metric: each Han or kana character is a token of its own.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_N = 4


def tokens(text: str) -> list[str]:
    return WORD.findall(text.lower())


def keep_labels(blocks: list[str], gold: str) -> list[int]:
    """For each block 1 if it is part of the gold text, 0 if not, -1 if that cannot be told."""
    want = tokens(gold)
    have = [tokens(b) for b in blocks]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(want) - _N + 1):
        places[tuple(want[i : i + _N])].append(i)
    labels = [0] * len(blocks)
    candidates: list[tuple[int, int, int]] = []  # (block, place in gold, weight)
    for b, words in enumerate(have):
        if len(words) < _N:
            continue
        grams = [tuple(words[i : i + _N]) for i in range(len(words) - _N + 1)]
        hits = sum(g in places for g in grams)
        if hits < 0.5 * len(grams):
            labels[b] = -1 if hits > 0.2 * len(grams) else 0
            continue
        offsets = {p - i for i, g in enumerate(grams[:40]) for p in places.get(g, ())[:6]}
        best = sorted(
            offsets,
            key=lambda o: (
                -sum(
                    0 <= o + i <= len(want) - _N and tuple(want[o + i : o + i + _N]) == g
                    for i, g in enumerate(grams[:40])
                )
            ),
        )
        candidates.extend((b, max(0, o), len(words)) for o in best[:4])
    chain = _chain(candidates)
    placed = dict(chain)
    for b, words in enumerate(have):
        if len(words) >= _N and any(c[0] == b for c in candidates):
            labels[b] = 1 if b in placed else -2  # -2: out of order or a copy
    in_chain = {tuple(have[b]) for b in placed}
    for b, label in enumerate(labels):
        if label == -2:
            labels[b] = 0 if tuple(have[b]) in in_chain else -1
    _short(have, want, placed, labels)
    return labels


def _chain(candidates: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The heaviest chain with increasing block and increasing place: O(n log n) with a frontier."""
    ordered = sorted(candidates, key=lambda c: (c[0], -c[1]))
    frontier: list[tuple[int, float, int]] = []  # (place, weight of the best chain ending there, node)
    nodes: list[tuple[int, int, int]] = []
    for block, place, weight in ordered:
        i = bisect_left(frontier, (place, -1.0, -1))
        # the best chain ending before `place`; equal places are allowed for split paragraphs
        while i < len(frontier) and frontier[i][0] <= place and nodes[frontier[i][2]][0] != block:
            i += 1
        j = i - 1
        while j >= 0 and nodes[frontier[j][2]][0] == block:
            j -= 1
        score = (frontier[j][1] if j >= 0 else 0.0) + weight
        nodes.append((block, place, frontier[j][2] if j >= 0 else -1))
        entry = (place, score, len(nodes) - 1)
        if i > 0 and frontier[i - 1][1] >= score:
            continue
        k = i
        while k < len(frontier) and frontier[k][1] <= score:
            k += 1
        frontier[i:k] = [entry]
    out = []
    at = frontier[-1][2] if frontier else -1
    while at >= 0:
        block, place, at = nodes[at]
        out.append((block, place))
    return out[::-1]


def _short(have: list[list[str]], want: list[str], placed: dict[int, int], labels: list[int]) -> None:
    ordered = sorted(placed)
    if not ordered:
        return
    for b, words in enumerate(have):
        if not words or len(words) >= _N:
            continue
        i = bisect_left(ordered, b)
        low = placed[ordered[i - 1]] + len(have[ordered[i - 1]]) if i else max(0, placed[ordered[0]] - 40)
        high = placed[ordered[i]] if i < len(ordered) else low + 40
        if i == 0 and ordered[0] - b > 3:
            continue
        if i == len(ordered) and b - ordered[-1] > 3:
            continue
        window = want[max(0, low - 1) : high + 1]
        m = len(words)
        for k in range(len(window) - m + 1):
            if window[k : k + m] == words:
                labels[b] = 1
                break


def snippet_labels(blocks: list[str], wanted: list[str], unwanted: list[str]) -> list[int]:
    """Labels from snippets that must, or must not, appear: 1, 0, and -1 where nothing is said."""
    joined, starts = "", []
    for b in blocks:
        starts.append(len(joined))
        joined += " ".join(b.split()) + " "
    labels = [-1] * len(blocks)
    for value, snippets in ((0, unwanted), (1, wanted)):
        for s in snippets:
            s = " ".join((s or "").split())
            if not s or joined.count(s) != 1:
                continue  # nowhere, or where it is meant cannot be told
            at = joined.find(s)
            for i, start in enumerate(starts):
                end = starts[i + 1] - 1 if i + 1 < len(starts) else len(joined) - 1
                if start < at + len(s) and end > at and min(end, at + len(s)) - max(start, at) > 2:
                    labels[i] = value
    return labels
