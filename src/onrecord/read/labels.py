"""What a block can be, and what labelling gives: the vocabulary that the network, the rules and the readers of labels share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from onrecord.records import TEXT_ROLES, Furniture, Note, PageType, Role, Verdict

__all__ = ["LABELS", "TEXT", "TYPES", "Label", "Labelled", "likeliest"]

#: What the model tells apart: the roles of the story, then the kinds of furniture.  The order is the
#: model's; it is part of the model's version.  Whether a story is another one, a block cannot tell: `other_stories` does.
LABELS: tuple[str, ...] = tuple(str(r) for r in Role if r is not Role.FURNITURE) + tuple(
    str(k) for k in Furniture if k is not Furniture.OTHER_STORY
)
TYPES: tuple[PageType, ...] = tuple(PageType)

#: The columns of running text.
TEXT = [i for i, name in enumerate(LABELS) if name in TEXT_ROLES]
_REST = [i for i, name in enumerate(LABELS) if name not in TEXT_ROLES]


# No frozen dataclass, as those take three times as long to make and a page has hundreds of these.
class Label(NamedTuple):
    """What a raw block is: `score` is the probability of the side (text or not) times that of the label in it."""

    role: Role
    furniture: Furniture | None
    score: float
    text: float  # probability that the block belongs to the running text


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labels of a page.  `probabilities` is an array (blocks, LABELS), or `None` from the rules."""

    labels: list[Label]
    verdict: Verdict
    probabilities: Any
    labeller: str
    notes: tuple[Note, ...] = ()

    def with_labels(self, labels: list[Label], notes: Sequence[Note]) -> Labelled:
        """These labels in place of those at hand, with more notes."""
        return replace(self, labels=labels, notes=(*self.notes, *notes))

    def column(self, name: str) -> list[float]:
        """The probability of one label for each block."""
        if self.probabilities is None:
            return [x.score if (x.furniture or x.role) == name else 0.0 for x in self.labels]
        column: list[float] = self.probabilities[:, LABELS.index(name)].tolist()
        return column


def likeliest(p: Any) -> tuple[Any, Any]:
    """(the column of each block's label, the probability that it is running text), of probabilities (n, LABELS).

    Text or not is decided first, then the label is the likeliest on that side.
    """
    import numpy as np

    of_text, of_rest = p[:, TEXT], p[:, _REST]
    shares = of_text.sum(1)
    columns = np.where(shares >= 0.5, np.take(TEXT, of_text.argmax(1)), np.take(_REST, of_rest.argmax(1)))
    return columns, shares
