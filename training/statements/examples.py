"""Windows with their gold: what the network is asked, and what it should answer."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from onrecord.read.statements.network import ENTITIES, POS, RELATIONS
from onrecord.read.statements.pieces import FEATURES, Piece, Vocabulary, paragraph_numbers, windows
from onrecord.read.statements.role_decoding import LABELS
from onrecord.records import Span
from training.statements.augment import Marked
from training.statements.net import Taught

__all__ = ["Batch", "Example", "Lesson", "batches", "collate", "examples"]

IGNORED = -100
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """One window.  Spans are (start, end) in its pieces; a link of -1 is "none", of `IGNORED` unknown."""

    pieces: tuple[Piece, ...]
    paragraph: tuple[int, ...]
    roles: tuple[int, ...]
    entities: tuple[int, ...]
    pos: tuple[int, ...]
    relations: tuple[int, ...]
    sentences: tuple[int, ...]
    cues: tuple[Pair, ...]
    sources: tuple[Pair, ...]
    contents: tuple[Pair, ...]
    source_of_cue: tuple[int, ...]
    cue_of_content: tuple[int, ...]
    lesson: Lesson | None = None  # of the window's pieces


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a teacher said of a run of pieces."""

    starts: NDArray[np.int64]  # where in the text each piece begins
    single: NDArray[np.float16]  # pieces by labels: probabilities
    pairs: NDArray[
        np.float16
    ]  # pieces by labels by labels: of the piece before and the piece; none for a window's first
    weight: float = 1.0  # against gold, 0 to 1

    def of(self, pieces: Sequence[Piece]) -> Lesson:
        """The part about some pieces of the text, one after the other."""
        a, b = np.searchsorted(self.starts, (pieces[0].start, pieces[-1].start + 1))
        if b - a != len(pieces):
            raise ValueError("the lesson is about other pieces")
        return Lesson(self.starts[a:b], self.single[a:b], self.pairs[a:b], self.weight)


def _inside(starts: Sequence[int], ends: Sequence[int], span: Span) -> Pair | None:
    """The pieces that begin in a span."""
    a, b = bisect_left(starts, span.start), bisect_left(starts, span.end)
    if a and ends[a - 1] > span.start and (a == b):
        a -= 1
    return (a, b) if b > a else None


def _roles(n: int, found: dict[str, list[Pair]]) -> tuple[int, ...]:
    out = [0] * n
    for role in ("content", "source", "cue"):  # what is written last wins where annotations overlap
        begin = LABELS.index(f"B-{role}")
        for a, b in found[role]:
            out[a:b] = [begin] + [begin + 1] * (b - a - 1)
    return tuple(out)


def _example(pieces: tuple[Piece, ...], marked: Marked, lesson: Lesson | None) -> Example:
    starts, ends = [p.start for p in pieces], [p.end for p in pieces]
    found: dict[str, list[Pair]] = {"cue": [], "source": [], "content": []}
    source_of_cue: list[int] = []
    cue_of_content: list[int] = []

    def index(role: str, span: Span) -> int:
        pair = _inside(starts, ends, span)
        if pair is None:
            return IGNORED
        if pair not in found[role]:
            found[role].append(pair)
            if role == "cue":
                source_of_cue.append(IGNORED)
            if role == "content":
                cue_of_content.append(IGNORED)
        return found[role].index(pair)

    first, last = (starts[0], ends[-1]) if starts else (0, 0)
    for att in marked.attributions:
        if not any(s.start < last and s.end > first for s in (*att.source, *att.cue, *att.content)):
            continue
        cues = [index("cue", s) for s in sorted(att.cue, key=lambda s: s.start - s.end)]
        sources = [index("source", s) for s in att.source]
        known = [s for s in sources if s >= 0]
        for c in cues:
            if c >= 0:
                source_of_cue[c] = known[0] if known else (IGNORED if att.source else -1)
        main = cues[0] if cues and cues[0] >= 0 else IGNORED
        for s in att.content:
            k = index("content", s)
            if k >= 0:
                cue_of_content[k] = main
    return Example(
        pieces,
        paragraph_numbers(pieces),
        _roles(len(pieces), found),
        *_layer(pieces, marked),
        tuple(found["cue"]),
        tuple(found["source"]),
        tuple(found["content"]),
        tuple(source_of_cue),
        tuple(cue_of_content),
        lesson.of(pieces) if lesson and pieces else None,
    )


def _layer(
    pieces: tuple[Piece, ...], marked: Marked
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Names, parts of speech, relations, sentences: from the machine-made layer, ignored where there is none."""
    analysis, n = marked.analysis, len(pieces)
    if not analysis.tokens:
        none = (IGNORED,) * n
        return none, none, none, none
    entities, pos, relations, sentences = [0] * n, [IGNORED] * n, [IGNORED] * n, [0] * n
    at = {p.start: i for i, p in enumerate(pieces)}
    for t in analysis.tokens:
        i = at.get(t.span.start)
        if i is not None:
            pos[i] = POS.index(t.pos)
            relations[i] = RELATIONS.index(t.relation)
    starts, ends = [p.start for p in pieces], [p.end for p in pieces]
    for e in analysis.entities:
        pair = _inside(starts, ends, e.span)
        if pair is not None:
            k = 1 + 2 * ENTITIES.index(e.kind)
            entities[pair[0] : pair[1]] = [k] + [k + 1] * (pair[1] - pair[0] - 1)
    for s in analysis.sentences:
        i = at.get(s.start)
        if i is not None:
            sentences[i] = 1
    return tuple(entities), tuple(pos), tuple(relations), tuple(sentences)


def examples(
    marked: Marked,
    vocabulary: Vocabulary,
    rng: random.Random | None = None,
    lesson: Lesson | None = None,
) -> Iterator[Example]:
    """The windows of an article; with `rng`, cut at places that differ from epoch to epoch.

    `lesson` is what a teacher said of its pieces.
    """
    sizes = iter(lambda: rng.randint(96, 208), None) if rng else None
    for window in windows(marked.text, vocabulary, sizes=sizes):
        yield _example(window.pieces, marked, lesson)


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side, padded; [CLS] and [SEP] around each."""

    examples: tuple[Example, ...]
    ids: Tensor
    features: Tensor
    mask: Tensor  # of what the encoder sees
    inner: Tensor  # of the pieces, without the two at the ends, from position 1 on
    roles: Tensor
    entities: Tensor
    pos: Tensor
    relations: Tensor
    sentences: Tensor
    taught: Taught | None


def collate(chosen: Sequence[Example], vocabulary: Vocabulary) -> Batch:
    """A batch of examples."""
    n, t = len(chosen), max(len(e.pieces) for e in chosen)
    ids = torch.zeros(n, t + 2, dtype=torch.long)
    features, mask = torch.zeros(n, t + 2, FEATURES), torch.zeros(n, t + 2)
    inner = torch.zeros(n, t, dtype=torch.bool)
    golds = {k: torch.full((n, t), IGNORED) for k in ("entities", "pos", "relations", "sentences")}
    roles = torch.zeros(n, t, dtype=torch.long)
    for i, e in enumerate(chosen):
        m = len(e.pieces)
        ids[i, : m + 2] = torch.tensor([vocabulary.cls, *(p.id for p in e.pieces), vocabulary.sep])
        features[i, 1 : m + 1] = torch.tensor([p.features for p in e.pieces])
        mask[i, : m + 2] = 1.0
        inner[i, :m] = True
        roles[i, :m] = torch.tensor(e.roles)
        for k, gold in golds.items():
            gold[i, :m] = torch.tensor(getattr(e, k))
    return Batch(tuple(chosen), ids, features, mask, inner, roles, **golds, taught=_taught(chosen, t))


def _taught(chosen: Sequence[Example], t: int) -> Taught | None:
    if not any(e.lesson for e in chosen):
        return None
    n, k = len(chosen), len(LABELS)
    weight, single, pairs = torch.zeros(n), torch.zeros(n, t, k), torch.zeros(n, k, k)
    for i, e in enumerate(chosen):
        if e.lesson:
            weight[i] = e.lesson.weight
            single[i, : len(e.pieces)] = torch.from_numpy(e.lesson.single.astype(np.float32))
            pairs[i] = torch.from_numpy(e.lesson.pairs[1:].sum(0, dtype=np.float32))
    return Taught(weight, single[:, 0], single, pairs)


def batches(
    items: list[Example], vocabulary: Vocabulary, rng: random.Random, pieces: int = 2048
) -> Iterator[Batch]:
    """Batches of about as many pieces each, of windows of about the same length, in random order."""
    items = sorted((e for e in items if e.pieces), key=lambda e: len(e.pieces) + 8 * rng.random())
    groups: list[list[Example]] = [[]]
    for e in items:
        if groups[-1] and (len(groups[-1]) + 1) * (len(e.pieces) + 2) > pieces:
            groups.append([])
        groups[-1].append(e)
    rng.shuffle(groups)
    for group in groups:
        yield collate(group, vocabulary)
