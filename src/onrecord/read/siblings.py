"""Blocks of one kind are judged together: a second, small network that sees what the first one says of a block's siblings.

The first network looks at each block and at those near it, and doubts now and then single entries of a list, rows of a table or
the last paragraph of a story, whose like it has judged rightly.  Markup tells which blocks are alike: they stand in one element, or in
elements of the same names.  For each block the second network weighs the first one's judgement of the block against its mean
judgement of each group of siblings; the result lies between them, so that it cannot invent what neither says.  From the same sums
it judges anew whether the page is an article.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from onrecord.read.features import Features
from onrecord.read.labels import LABELS, TEXT, TYPES

__all__ = ["FEATURES", "GROUPS", "JUDGEMENTS", "NAME", "PAGE_FEATURES", "Siblings", "judge", "siblings"]

NAME = "blocks-html-siblings"  # of the model

_OF = tuple(
    map(
        LABELS.index,
        (
            "paragraph", "list_item", "subheading", "table", "caption", "dek", "teasers", "related", "comments", "appeal",
            "advertisement", "other", "headline", "embed", "author_box",
        ),
    )
)  # fmt: skip
_HEADLINE, _BYLINE, _DATELINE, _TEASERS, _COMMENTS, _LIST_ITEM = map(
    LABELS.index, ("headline", "byline", "dateline", "teasers", "comments", "list_item")
)
_PRIME = 1_000_003
_CLIP = 6.0  # log-odds; beyond it the network is as sure as it gets
_WINDOWS = (1, 3)  # blocks to both sides

#: Groups of siblings: blocks of one element; in elements of the same names in one parent, or three levels up in one element; in
#: elements of the same names anywhere in the page; all blocks of one parent.
GROUPS = ("element", "parent", "third", "page", "any")
JUDGEMENTS = 1 + len(GROUPS) + len(_WINDOWS)  # that are weighed against each other for a block
FEATURES = 3 + len(_OF) + 4 * len(GROUPS) + 2 * len(_WINDOWS)  # of a block
PAGE_FEATURES = 17 + len(TYPES)  # of a page


class Siblings:
    """The arrays of one page for the second network.

    `x` float32 (n, FEATURES); `logits` and `known` float32 (n, JUDGEMENTS): mean log-odds of running text, the block's
    own first, and 1 where there are siblings of that sort, 0 where there are none; `page` float32 (PAGE_FEATURES,).
    """

    __slots__ = ("known", "logits", "page", "x")

    def __init__(self, x: Any, logits: Any, known: Any, page: Any) -> None:
        self.x, self.logits, self.known, self.page = x, logits, known, page

    def inputs(self) -> dict[str, Any]:
        """The arrays that the network asks for, by their names."""
        return {name: getattr(self, name) for name in self.__slots__}


def _keys(x: Features) -> Any:
    """For each group of GROUPS a number that siblings share (GROUPS, n)."""
    names = x.around[:, :3].astype(np.int64)
    one = names[:, 0] + 1
    two = one * _PRIME + names[:, 1]
    three = two * _PRIME + names[:, 2]
    own, parent, second, third = x.boxes
    return np.stack((own, parent * _PRIME + one, second * _PRIME + two, third * _PRIME + three, two, parent))


def siblings(x: Features, roles: Any, types: Any) -> Siblings:
    """What the second network sees of a page: the first one's probabilities `roles` (n, LABELS) and `types`, by groups."""
    n, g = len(roles), len(GROUPS)
    text = roles[:, TEXT].sum(1).astype(np.float64)
    odds = np.clip(text, 1e-4, 1 - 1e-4)
    logit = np.clip(np.log(odds / (1 - odds)), -_CLIP, _CLIP)
    lengths = x.lengths
    weight = np.minimum(3.0, np.sqrt(lengths / 80)) + 0.2
    heavy = weight * logit
    # All groups at once: the numbers of one do not meet those of another.
    keys = _keys(x)
    number = np.unique((keys * np.int64(8) + np.arange(g)[:, None]).ravel(), return_inverse=True)[1].ravel()

    def others(values: Any) -> Any:
        """Sums over the siblings of each block without itself (GROUPS, n)."""
        return np.bincount(number, np.tile(values, g))[number].reshape(g, n) - values

    count = np.bincount(number)[number].reshape(g, n)
    alone = count < 2
    total = np.where(alone, 1.0, others(weight))
    mean = np.where(alone, 0.0, others(heavy) / total)
    spread = np.sqrt(np.maximum(0.0, np.where(alone, 0.0, others(heavy * logit) / total) - mean * mean))
    out = np.empty((FEATURES, n), np.float32)
    out[0], out[1], out[2] = logit / 4, np.abs(logit) / 4, np.log1p(lengths) / 5
    at = 3 + len(_OF)
    out[3:at] = roles[:, _OF].T
    out[at : at + 4 * g : 4] = mean / 4
    out[at + 1 : at + 4 * g : 4] = np.where(alone, 0.0, mean - logit) / 4
    out[at + 2 : at + 4 * g : 4] = np.log1p(count) / 3
    out[at + 3 : at + 4 * g : 4] = spread / 3
    logits = np.ones((JUDGEMENTS, n), np.float32)
    known = np.ones((JUDGEMENTS, n), np.float32)
    logits[0], logits[1 : g + 1], known[1 : g + 1] = logit, mean, ~alone
    for k, width in enumerate(_WINDOWS):
        near = (_window(heavy, width) - heavy) / np.maximum(0.1, _window(weight, width) - weight)
        logits[g + 1 + k] = near
        row = at + 4 * g + 2 * k
        out[row], out[row + 1] = near / 4, (near - logit) / 4
    page = _page(roles, types, text, lengths, number[3 * n : 4 * n], number[2 * n : 3 * n])
    return Siblings(out.T, logits.T, known.T, page)


def _window(values: Any, width: int) -> Any:
    """Sums over each value and those up to `width` places away."""
    n = len(values)
    sums = np.concatenate((np.zeros(1), np.cumsum(values)))
    index = np.arange(n)
    return sums[np.minimum(n, index + width + 1)] - sums[np.maximum(0, index - width)]


def _page(roles: Any, types: Any, text: Any, lengths: Any, alike: Any, near: Any) -> Any:
    """Numbers for the page as a whole: how much text there is, in how many groups, and what else a story has."""
    kept = text >= 0.5
    of_text = lengths * kept
    chars, everything = float(of_text.sum()), float(lengths.sum())
    most = roles.max(0)
    sums = roles.sum(0)
    odds = np.clip(types.astype(np.float64), 1e-4, 1.0)
    first = min(float(odds[0]), 1 - 1e-4)
    doubt = float((np.minimum(text, 1 - text) * lengths).sum()) / everything
    return np.array(
        [
            np.log(first / (1 - first)),
            *np.log(odds),
            np.log1p(chars) / 5,
            chars / everything,
            np.log1p(np.count_nonzero(of_text > 100)),
            np.log1p(np.count_nonzero(of_text > 300)),
            float(np.bincount(alike, of_text).max()) / max(1.0, chars),
            np.log1p(float(np.bincount(near, of_text > 60).max())),
            most[_HEADLINE],
            np.log1p(sums[_HEADLINE]),
            most[_BYLINE],
            most[_DATELINE],
            np.log1p(sums[_TEASERS]),
            np.log1p(sums[_COMMENTS]),
            np.log1p(sums[_LIST_ITEM]),
            float(np.abs(text - 0.5).mean()),
            chars / max(1, np.count_nonzero(kept)) / 200,
            doubt,
        ],
        np.float32,
    )


def judge(x: Features, roles: Any, types: Any, model: Any) -> tuple[Any, Any]:
    """The probabilities of labels (n, LABELS) and of types after siblings have been judged together.

    How the probability of running text is shared out among its roles does not change, and the same on the other side.
    """
    text, article = model(**siblings(x, roles, types).inputs())
    return shared_out(roles, TEXT, text), shared_out(types[None], [0], article)[0]


def shared_out(p: Any, side: Any, wanted: Any) -> Any:
    """Probabilities (n, k) scaled so that the columns `side` have the sums `wanted` (n,)."""
    told = p[:, side].sum(1)
    out = p * ((1 - wanted) / np.maximum(1e-9, 1 - told))[:, None]
    out[:, side] = p[:, side] * (wanted / np.maximum(1e-9, told))[:, None]
    return out
