"""Blocks of one kind are judged together: a second, small network that sees what the first one says of a block's siblings.

The first network looks at each block and at those near it, and doubts now and then single entries of a list, rows of a table or
the last paragraph of a story, whose like it has judged rightly.  Markup tells which blocks are alike: they stand in one element, or in
elements of the same names.  For each block the second network weighs the first one's judgement of the block against its mean
judgement of each group of siblings; the result lies between them, so that it cannot invent what neither says.  From the same sums
it judges anew whether the page is an article.
"""

from __future__ import annotations

from math import log, log1p
from typing import Any

import numpy as np

from onrecord.read.features import Features
from onrecord.read.labels import LABELS, TEXT, TYPES
from onrecord.records import PageType

__all__ = [
    "FEATURES",
    "GROUPS",
    "JUDGEMENTS",
    "NAME",
    "PAGE_FEATURES",
    "SCALE",
    "Siblings",
    "judge",
    "settled",
    "shared_out",
    "siblings",
]

NAME = "blocks-html-siblings"  # of the model

_OF = list(
    map(
        LABELS.index,
        (
            "paragraph", "list_item", "subheading", "table", "caption", "dek", "teasers", "related", "comments", "appeal",
            "advertisement", "other", "headline", "embed", "author_box",
        ),
    )
)  # fmt: skip
_HEADLINE, _TEASERS, _COMMENTS, _LIST_ITEM = map(
    LABELS.index, ("headline", "teasers", "comments", "list_item")
)
_SINGLE = [*map(LABELS.index, ("headline", "byline", "dateline"))]
_IS_TEXT = np.array([k in TEXT for k in range(len(LABELS))], np.float32)
_IS_ARTICLE = np.array([t is PageType.ARTICLE for t in TYPES], np.float32)
_PRIME = 1_000_003
_LEAST = 0.0025  # probability below which the first network is as sure as it gets
_WINDOWS = (1, 3)  # blocks to both sides
_FAR = max(_WINDOWS)

#: Groups of siblings: blocks of one element; in elements of the same names in one parent, or three levels up in one element; in
#: elements of the same names anywhere in the page; all blocks of one parent.
_ALIKE = ("element", "parent", "third", "page")
GROUPS = (*_ALIKE, "any")
JUDGEMENTS = 1 + len(GROUPS) + len(_WINDOWS)  # that are weighed against each other for a block
FEATURES = 2 + len(_OF) + 2 * JUDGEMENTS + len(GROUPS)  # of a block
PAGE_FEATURES = 16 + len(TYPES)  # of a page
_EACH = np.arange(len(GROUPS), dtype=np.int64)[:, None]
SCALE = 4.0  # log-odds of one unit of `logits`


class Siblings:
    """The arrays of one page for the second network.

    `x` float32 (FEATURES, n); `logits` and `known` float32 (JUDGEMENTS, n): mean log-odds of running text in units of SCALE,
    the block's own first, and 1 where there are siblings of that sort, 0 where there are none; `page` float32 (PAGE_FEATURES,).
    """

    __slots__ = ("known", "logits", "page", "x")

    def __init__(self, x: Any, logits: Any, known: Any, page: Any) -> None:
        self.x, self.logits, self.known, self.page = x, logits, known, page

    def inputs(self) -> dict[str, Any]:
        """The arrays that the network asks for, by their names."""
        return {name: getattr(self, name) for name in self.__slots__}


def _numbers(x: Features) -> Any:
    """For each group of GROUPS a number that siblings share, and no others (GROUPS, n)."""
    names = x.around[:, :3].T.astype(np.int64)
    keys = np.empty((len(GROUPS), len(x.lengths)), np.int64)
    keys[3] = (names[0] + 1) * _PRIME + names[1]
    keys[0], keys[4] = x.boxes[0], x.boxes[1]
    keys[1] = x.boxes[1] * _PRIME + names[0]
    keys[2] = (x.boxes[3] * _PRIME + keys[3]) * _PRIME + names[2]
    keys *= 8
    keys += _EACH
    # What `np.unique` does, without its questions.
    flat = keys.ravel()
    order = flat.argsort(kind="stable")
    ordered = flat[order]
    first = np.empty(len(flat), np.int64)
    first[0] = 0
    np.cumsum(ordered[1:] != ordered[:-1], out=first[1:])
    out = np.empty(len(flat), np.int64)
    out[order] = first
    return out


def siblings(x: Features, roles: Any, types: Any) -> Siblings:
    """What the second network sees of a page: the first one's probabilities `roles` (n, LABELS) and `types`, by groups."""
    n, g = len(roles), len(GROUPS)
    lengths = x.lengths
    text = (roles @ _IS_TEXT).astype(np.float64)
    odds = np.minimum(np.maximum(text, _LEAST), 1 - _LEAST)
    logit = np.log(odds / (1 - odds)) / SCALE
    weight = np.minimum(3.0, np.sqrt(lengths / 80)) + 0.2
    heavy = weight * logit
    # All groups at once: the numbers of one do not meet those of another.
    number = _numbers(x)
    count = np.bincount(number)
    total = np.bincount(number, np.concatenate((weight,) * g))[number].reshape(g, n) - weight
    told = np.bincount(number, np.concatenate((heavy,) * g))[number].reshape(g, n) - heavy
    known = np.ones((JUDGEMENTS, n), np.float32)
    known[1 : g + 1] = (count > 1)[number].reshape(g, n)
    logits = np.empty((JUDGEMENTS, n), np.float32)
    logits[0] = logit
    # Without siblings what is left of the sums is rounding, and counts for nothing.
    np.multiply(told / np.maximum(total, 0.1), known[1 : g + 1], out=logits[1 : g + 1], casting="unsafe")
    sums = np.zeros((2, n + 2 * _FAR + 1))
    sums[0, _FAR + 1 : n + _FAR + 1], sums[1, _FAR + 1 : n + _FAR + 1] = heavy, weight
    np.cumsum(sums, axis=1, out=sums)
    for k, width in enumerate(_WINDOWS):
        near = sums[:, _FAR + width + 1 : n + _FAR + width + 1] - sums[:, _FAR - width : n + _FAR - width]
        logits[g + 1 + k] = (near[0] - heavy) / np.maximum(near[1] - weight, 0.1)
    out = np.empty((FEATURES, n), np.float32)
    at = 2 + len(_OF)
    out[0], out[1] = np.abs(logit), np.log1p(lengths) / 5
    out[2:at] = roles.T[_OF]
    out[at : at + JUDGEMENTS] = logits
    np.multiply(logits - logits[0], known, out=out[at + JUDGEMENTS : at + 2 * JUDGEMENTS])
    out[at + 2 * JUDGEMENTS :] = (np.log1p(count) / 3)[number].reshape(g, n)
    page = _page(roles, types, text, lengths, number[3 * n : 4 * n], number[2 * n : 3 * n])
    return Siblings(out, logits, known, page)


def _page(roles: Any, types: Any, text: Any, lengths: Any, alike: Any, near: Any) -> Any:
    """Numbers for the page as a whole: how much text there is, in how many groups, and what else a story has."""
    kept = text >= 0.5
    of_text = lengths * kept
    chars, everything = float(of_text.sum()), float(lengths.sum())
    sums = roles.sum(0).tolist()
    headline, byline, dateline = roles.T[_SINGLE].max(1).tolist()
    odds = [min(max(x, 1e-4), 1.0) for x in types.tolist()]
    first = min(odds[0], 1 - 1e-4)
    return np.array(
        (
            log(first / (1 - first)),
            *map(log, odds),
            log1p(chars) / 5,
            chars / everything,
            log1p(np.count_nonzero(of_text > 100)),
            log1p(np.count_nonzero(of_text > 300)),
            float(np.bincount(alike, of_text).max()) / max(1.0, chars),
            log1p(int(np.bincount(near[of_text > 60], minlength=1).max())),
            headline,
            log1p(sums[_HEADLINE]),
            byline,
            dateline,
            log1p(sums[_TEASERS]),
            log1p(sums[_COMMENTS]),
            log1p(sums[_LIST_ITEM]),
            float(np.abs(text - 0.5).mean()),
            chars / max(1, int(np.count_nonzero(kept))) / 200,
        ),
        np.float32,
    )


def judge(x: Features, roles: Any, types: Any, model: Any) -> tuple[Any, Any]:
    """The probabilities of labels (n, LABELS) and of types after siblings have been judged together.

    How the probability of running text is shared out among its roles does not change, and the same on the other side.
    """
    seen = siblings(x, roles, types)
    text, article = model(**seen.inputs())
    return (
        shared_out(roles, _IS_TEXT, settled(seen, roles, text)),
        shared_out(types[None], _IS_ARTICLE, article)[0],
    )


def settled(seen: Siblings, roles: Any, text: Any) -> Any:
    """The probabilities `text` of blocks that have siblings like them, and the first network's of the others (n,)."""
    alike = seen.known[1 : 1 + len(_ALIKE)].any(0)
    return np.where(alike, text, roles @ _IS_TEXT)


def shared_out(p: Any, side: Any, wanted: Any) -> Any:
    """Probabilities (n, k) scaled so that the columns with 1 in `side` (k,) have the sums `wanted` (n,), the others the rest."""
    told = p @ side
    there, rest = wanted / np.maximum(1e-9, told), (1 - wanted) / np.maximum(1e-9, 1 - told)
    return p * np.where(side > 0, there[:, None], rest[:, None])
