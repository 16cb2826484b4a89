"""The labelling network: hashed words and numbers of each block, convolutions along the page.

A block is known by its company: a paragraph between paragraphs, a teaser among teasers.  Dilated
convolutions see twenty blocks to both sides, and a summary of the whole page is added on the way.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from onrecord.read.features import DENSE, PAGE
from onrecord.read.hashing import MARK_ROWS, WORD_ROWS
from onrecord.read.labels import LABELS
from onrecord.records import PageType

MARK_DIM, NEAR_DIM, WORD_DIM, DENSE_DIM, WIDTH = 32, 24, 32, 48, 72
DILATIONS = (1, 2, 5, 12)
NEAR = 4  # levels 1 to 3 are near, those further out are far


class Bag(nn.Module):
    """The mean of the rows of a hash table; row 0 does not count."""

    def __init__(self, rows: int, dim: int) -> None:
        super().__init__()
        self.table = nn.Embedding(rows, dim, padding_idx=0)
        nn.init.normal_(self.table.weight, std=0.3)
        with torch.no_grad():
            self.table.weight[0] = 0

    def forward(self, ids: Tensor) -> Tensor:
        count = (ids > 0).float().sum(-1, keepdim=True)
        return self.table(ids).sum(-2) / (count + 1.0).sqrt()


class Block(nn.Module):
    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
        self.mix = nn.Linear(width, width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        y = self.norm(x) if mask is None else self.norm(x) * mask
        y = self.conv(y.transpose(-1, -2)).transpose(-1, -2)
        y = self.mix(torch.nn.functional.gelu(y))
        return x + self.drop(y)


class Labeller(nn.Module):
    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        self.marks = Bag(MARK_ROWS, MARK_DIM)
        # What an element's names say as the block's own, near, far, and within it.
        self.places = nn.ModuleList(nn.Linear(MARK_DIM, NEAR_DIM, bias=False) for _ in range(4))
        self.words = Bag(WORD_ROWS, WORD_DIM)
        self.dense = nn.Sequential(nn.LayerNorm(DENSE), nn.Linear(DENSE, DENSE_DIM), nn.GELU())
        self.join = nn.Linear(4 * NEAR_DIM + WORD_DIM + DENSE_DIM + DENSE, WIDTH)
        self.page = nn.Linear(PAGE, WIDTH)
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(Block(WIDTH, d, dropout) for d in DILATIONS)
        self.context = nn.Linear(2 * WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.roles = nn.Linear(WIDTH, len(LABELS))
        self.types = nn.Sequential(nn.Linear(3 * WIDTH, WIDTH), nn.GELU(), nn.Linear(WIDTH, len(PageType)))

    def forward(
        self,
        dense: Tensor,
        marks: Tensor,
        around: Tensor,
        inline: Tensor,
        words: Tensor,
        page: Tensor,
        mask: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Logits of roles and types for a batch of pages, or for one page without the first dimension.

        `marks` (m, MARKS) holds the elements of all pages of the batch, row 0 none; `around`, `inline` (b, n, ...)
        point into it; the others are (b, n, ...), `page` (b, PAGE), `mask` (b, n, 1), which one page has no need of.
        """
        names = self.marks(marks)
        own, near, far, within = (place(names) for place in self.places)
        bags = [
            own[around[..., 0]],
            near[around[..., 1:NEAR]].sum(-2),
            far[around[..., NEAR:]].sum(-2) * 0.5,
            within[inline].sum(-2),
            self.words(words),
        ]
        x = self.join(torch.cat([*map(self.drop, bags), self.dense(dense), dense], -1))
        told = self.page(page)
        x = x + told.unsqueeze(-2)
        half = len(self.blocks) // 2
        for i, block in enumerate(self.blocks):
            if i == half:
                x = x + self.context(_pool(x, mask)).unsqueeze(-2)
            x = block(x, mask)
        x = self.norm(x)
        return self.roles(x), self.types(torch.cat([_pool(x, mask), told], -1))


def _pool(x: Tensor, mask: Tensor | None) -> Tensor:
    if mask is None:
        mean, top = x.mean(-2), x.max(-2).values
    else:
        mean = (x * mask).sum(-2) / mask.sum(-2)
        top = (x - 1e4 * (1 - mask)).max(-2).values
    return torch.cat([mean, top], -1)
