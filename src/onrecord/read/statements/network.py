"""The encoder that reads English statements: texts in, for each its analysis and its attributions out.

The model (`training/statements`) is an int8 MiniLM with one linear layer of heads: roles of word pieces, vectors by
which spans are linked, names, parts of speech, relations, sentences.  Windows of several texts go through it together,
those of like length side by side.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from onrecord.errors import ModelError
from onrecord.read.model import LINKS, Model, load
from onrecord.read.model import STATEMENTS as LAYOUT
from onrecord.read.statements.analysis import Analysis, Attribution, Entity, Token
from onrecord.read.statements.entity_types import settle_types
from onrecord.read.statements.grading.attribution_type import learned
from onrecord.read.statements.pieces import FEATURES, Piece, Vocabulary, Window, paragraph_numbers, windows
from onrecord.read.statements.role_decoding import (
    Array,
    Labels,
    Linked,
    Pair,
    RoleSpan,
    decode_roles,
    link_to_cues,
    runs,
)
from onrecord.read.statements.tokens import paragraphs, tokenise
from onrecord.records import Span

__all__ = ["ENTITIES", "LAYOUT", "LINKS", "POS", "RELATIONS", "Network", "network"]

POS = (
    "noun",
    "propn",
    "pron",
    "verb",
    "aux",
    "adj",
    "adv",
    "adp",
    "det",
    "num",
    "part",
    "conj",
    "punct",
    "other",
)
RELATIONS = ("other", "subject", "object", "root", "clause", "apposition")
ENTITIES = ("person", "organisation", "place", "other", "date", "number")
_OUTPUTS = ["roles", "entities", "pos", "relations", "sentences", "cue", "source", "content"]
_NEW_PARAGRAPH, _FIRST = 4, 12  # of the numbers that describe a piece: begins a paragraph, begins a word
#: Word pieces that go through the network at once.  More are slower: what they leave behind does not fit the
#: processor's nearer caches (a seventh slower with 2,048).
_PIECES = 320


@dataclass(frozen=True, slots=True)
class _Read:
    """What the network says of one window: arrays over its pieces, and the labels that follow."""

    window: Window
    out: dict[str, Array]
    labels: Labels


class Network:
    """The model with what belongs to it.  Safe to share between threads."""

    def __init__(self, model: Model, links: Model) -> None:
        self._model, self._links = model, links
        if links.version != model.version:
            raise ModelError(
                f"the model's two files are of different versions: {model.version}, {links.version}"
            )
        self.version = model.version
        try:
            self._vocabulary = Vocabulary(model.meta["vocabulary"].split("\n"))
            self._transitions = np.array(json.loads(model.meta["transitions"]), np.float32)
            self._start = np.array(json.loads(model.meta["start"]), np.float32)
            self._types = _type_weights(model.version)
            self._confidence = np.array(json.loads(model.meta["confidence"]), np.float32)
        except (KeyError, ValueError) as e:
            raise ModelError(f"the model is damaged: {e}", page=model.version) from e

    def read(self, texts: Sequence[str]) -> list[tuple[Analysis, tuple[Attribution, ...]]]:
        """The analysis and the attributions of each text, in the order given."""
        cut = [(i, w) for i, text in enumerate(texts) for w in windows(text, self._vocabulary)]
        given: list[dict[str, Array]] = [{} for _ in cut]
        for batch in self._batches([w for _, w in cut]):
            for k, out in zip(batch, self._run([cut[k][1] for k in batch]), strict=True):
                given[k] = out
        marked = decode_roles([out["roles"] for out in given], self._transitions, self._start)
        read: list[list[_Read]] = [[] for _ in texts]
        for (i, window), out, found in zip(cut, given, marked, strict=True):
            read[i].append(_Read(window, out, found))
        return [
            (self._analysis(text, parts), tuple(a for r in parts for a in self._attributions(r)))
            for text, parts in zip(texts, read, strict=True)
        ]

    @staticmethod
    def _batches(cut: Sequence[Window]) -> Iterator[list[int]]:
        """The numbers of windows that go through the network together, of like length."""
        batch: list[int] = []
        for k in sorted(range(len(cut)), key=lambda k: len(cut[k].pieces)):
            if batch and (len(batch) + 1) * (len(cut[k].pieces) + 2) > _PIECES:
                yield batch
                batch = []
            batch.append(k)
        if batch:
            yield batch

    def _run(self, batch: list[Window]) -> Iterator[dict[str, Array]]:
        n, t = len(batch), max(len(w.pieces) for w in batch) + 2
        ids = np.zeros((n, t), np.int64)
        features = np.zeros((n, t, FEATURES), np.float32)
        mask = np.zeros((n, t), np.float32)
        for i, w in enumerate(batch):
            m = len(w.pieces)
            ids[i, 0], ids[i, m + 1] = self._vocabulary.cls, self._vocabulary.sep
            ids[i, 1 : m + 1] = [p.id for p in w.pieces]
            features[i, 1 : m + 1] = [p.features for p in w.pieces]
            mask[i, : m + 2] = 1.0
        given = self._model.run(_OUTPUTS, ids=ids, features=features, mask=mask)
        for i, w in enumerate(batch):
            m = len(w.pieces)
            yield {name: array[i, 1 : m + 1] for name, array in zip(_OUTPUTS, given, strict=True)}

    def _analysis(self, text: str, parts: list[_Read]) -> Analysis:
        pieces = [p for r in parts for p in r.window.pieces]
        starts = [p.start for p in pieces]

        def joined(name: str) -> Array:
            return np.concatenate([r.out[name] for r in parts]) if parts else np.zeros((0, 1), np.float32)

        pos, relations = joined("pos").argmax(1), joined("relations").argmax(1)
        tokens = []
        for token in tokenise(text):
            k = bisect_left(starts, token.span.start)
            if k < len(starts) and starts[k] < token.span.end:
                tokens.append(Token(token.span, POS[pos[k]], RELATIONS[relations[k]]))
            else:
                tokens.append(token)
        begins = joined("sentences")[:, 0] > 0 if parts else np.zeros(0, bool)
        return Analysis(
            text,
            tuple(tokens),
            tuple(_sentences(pieces, begins.tolist())),
            settle_types(text, list(_entities(pieces, joined("entities")))) if parts else (),
            paragraphs(text),
            "en",
            self.version,
        )

    def _attributions(self, read: _Read) -> Iterator[Attribution]:
        pieces = read.window.pieces
        breaks = frozenset(k for k, p in enumerate(pieces) if p.features[_NEW_PARAGRAPH])
        found = runs(read.labels, breaks)
        if not found:
            return
        sums = {r: _sums(read.out[r]) for r in ("cue", "source", "content")}

        def score(role: str, cues: list[Pair], others: list[Pair], pairs: Array) -> tuple[Array, Array]:
            scores, none = self._links.run(
                [f"{role}_scores", f"{role}_none"],
                cues=_means(sums["cue"], cues),
                others=_means(sums[role], others),
                pairs=pairs,
            )
            return scores, none

        for linked in link_to_cues(found, paragraph_numbers(pieces), score):
            source = (_span(pieces, linked.source),) if linked.source else ()
            content = tuple(_span(pieces, f) for f in linked.content)
            yield Attribution(
                source,
                (_span(pieces, linked.cue),),
                content,
                self._score(linked),
                self.version,
                type_scores=self._type_scores(sums, (linked.cue.start, linked.cue.end)),
            )

    def _type_scores(self, sums: dict[str, Array], cue: Pair) -> tuple[float, ...]:
        """What the encoder's vectors of the cue say of the attribution's type (`grading.attribution_type`)."""
        if self._types is None:
            return ()
        weights, mean, scale = self._types
        found = np.concatenate([_means(sums[r], [cue])[0] for r in ("cue", "source", "content")])
        return tuple(float(x) for x in ((found - mean) / scale) @ weights)

    def _score(self, linked: Linked) -> float:
        """The probability that a careful reader marks the same (logistic regression, fitted on dev)."""
        x = np.array([*evidence(linked), 1.0], np.float32)
        return float(1 / (1 + np.exp(-(x @ self._confidence))))


def _type_weights(version: str) -> tuple[Array, Array, Array] | None:
    """Weights, mean and scale for the cue's vectors; `None` for an encoder that the weights were not fitted to."""
    data = learned()
    if data["encoder"] != version:
        return None
    return (
        np.array(data["vector"], np.float32),
        np.array(data["mean"], np.float32),
        np.array(data["scale"], np.float32),
    )


def evidence(linked: Linked) -> list[float]:
    """What the confidence of an attribution is computed from."""

    def logit(p: float) -> float:
        return float(np.clip(np.log(max(p, 1e-6) / max(1 - p, 1e-6)), -6, 6))

    contents = [f.score for f in linked.content]
    return [
        logit(linked.cue.score),
        logit(min(contents)),
        logit(max(contents)),
        logit(linked.link),
        logit(linked.source.score) if linked.source else 0.0,
        float(linked.source is None),
        float(len(contents) > 1),
    ]


def _sums(vectors: Array) -> Array:
    """The sum of the vectors before each; the mean of any span is the difference of two."""
    return np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), vectors.cumsum(0)])


def _means(total: Array, spans: list[Pair]) -> Array:
    """The mean of each span's vectors, of which `total` are the sums."""
    s, e = np.array(spans).T
    return np.asarray((total[e] - total[s]) / (e - s)[:, None], np.float32)


def _span(pieces: Sequence[Piece], found: RoleSpan) -> Span:
    return Span(pieces[found.start].start, pieces[found.end - 1].end)


def _sentences(pieces: Sequence[Piece], begins: list[bool]) -> Iterator[Span]:
    """Sentences begin where the network says so and with every paragraph."""
    at = -1
    for k, p in enumerate(pieces):
        if at < 0 or p.features[_NEW_PARAGRAPH] or (p.features[_FIRST] and begins[k]):
            if at >= 0:
                yield Span(pieces[at].start, pieces[k - 1].end)
            at = k
    if at >= 0:
        yield Span(pieces[at].start, pieces[-1].end)


def _entities(pieces: Sequence[Piece], logits: Array) -> Iterator[Entity]:
    """Runs of whole words of one kind; a word is what its first piece says, and only white space joins words."""
    e = np.exp(logits - logits.max(1, keepdims=True))
    chances = e / e.sum(1, keepdims=True)
    best = chances.argmax(1)
    heads = [k for k, p in enumerate(pieces) if p.features[_FIRST]]
    run: list[int] = []  # start, end, kind
    sure: list[float] = []
    for k, after in zip(heads, [*heads[1:], len(pieces)], strict=True):
        kind = (int(best[k]) - 1) // 2
        start, end = pieces[k].start, pieces[after - 1].end
        if run and (kind != run[2] or not 0 <= start - run[1] <= 1 or pieces[k].features[_NEW_PARAGRAPH]):
            yield Entity(Span(run[0], run[1]), ENTITIES[run[2]], round(sum(sure) / len(sure), 3))
            run, sure = [], []
        if best[k]:
            run = [run[0] if run else start, end, kind]
            sure.append(float(chances[k, 2 * kind + 1 : 2 * kind + 3].sum()))
    if run:
        yield Entity(Span(run[0], run[1]), ENTITIES[run[2]], round(sum(sure) / len(sure), 3))


@lru_cache(maxsize=2)
def network(name: str = "statements-en") -> Network:
    """The network, loaded once in each process.

    Raises `ModelError` if a file of it is missing, damaged or of another version.
    """
    return Network(load(name, LAYOUT), load(f"{name}-links", LINKS))
