"""What the labeller sees of each block: numbers, and hashed words of the markup and of the text.

The same code feeds training and reading.  Everything is relative to the page (shares, ranks, likeness to
what the page says of itself) or general (punctuation, tag names, words); nothing names a site.

* `dense`: one row of `DENSE` numbers a block;
* `marks`: hashed words of tag, class, id and itemprop of the elements that matter, elements of the same names in one
  row, and `around`, for each block the elements around it, innermost first, and `inline`, the elements in it, as rows
  of `marks`;
* `words`: hashed words of the text, its first and last ones;
* `page`: numbers for the page as a whole.

The entries of a long menu are alike: of a run of short links that stand side by side only the first two and the
last are looked at (`shown`), and the others share their label.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import Any

import numpy as np

from onrecord.read.evidence import Hints
from onrecord.read.hashing import MARKS, WORDS, mark_rows, word_rows
from onrecord.read.signals import COLUMNS, columns
from onrecord.read.tree import Elements, Raw, Tree

__all__ = ["AROUND", "BOXES", "DENSE", "INLINE", "INPUTS", "PAGE", "Features", "condense", "features"]

AROUND = 9  # elements around a block
INLINE = 4  # elements in a block
BOXES = 4  # elements around a block by which its siblings are known
INPUTS = ("dense", "marks", "around", "inline", "words", "page")  # of the network

_TAGS = (
    "p", "h1", "h2", "h3 h4 h5 h6", "li", "a", "button label summary legend", "td th tr table tbody caption", "div",
    "span", "figcaption figure", "blockquote", "time", "pre", "dd dt", "section article main",
)  # fmt: skip
_TAG_COLUMN = {tag: i for i, group in enumerate(_TAGS) for tag in group.split()}
_BOXES = "article main nav header footer aside figure form table ul ol a button blockquote section noscript".split()
_BOX_BIT = {tag: 1 << i for i, tag in enumerate(_BOXES)}
_BOX_SHIFTS = np.arange(len(_BOXES))
_SHARES, _CROWDS = 6, 4
_LEVELS = 32  # how far up sums and boxes are followed; pages nested deeper are rare and strange
_PLACE = 10 + _SHARES + _CROWDS + 12 + Hints.WIDTH

DENSE = COLUMNS + len(_TAGS) + len(_BOXES) + _PLACE
PAGE = 24


class Features:
    """The arrays of one page: n blocks that are looked at, m different names of elements.

    `shown` int64 (n,), the blocks' indices in `Tree.raws`; `dense` float32 (n, DENSE); `marks` int32 (m + 1, MARKS),
    row 0 empty; `around` int32 (n, AROUND) and `inline` int32 (n, INLINE), rows of `marks`; `words` int32 (n, WORDS);
    `page` float32 (PAGE,).  For `onrecord.read.siblings`: `boxes` int64 (BOXES, n), the elements around each block, its own
    first, and `lengths` float64 (n,), of the texts.
    """

    __slots__ = ("around", "boxes", "dense", "inline", "lengths", "marks", "page", "shown", "words")

    def __init__(self, shown: list[int]) -> None:
        n = len(shown)
        self.shown = np.array(shown, np.int64)
        self.dense = np.zeros((n, DENSE), np.float32)
        self.marks = np.zeros((1, MARKS), np.int32)
        self.around = np.zeros((n, AROUND), np.int32)
        self.inline = np.zeros((n, INLINE), np.int32)
        self.words = np.zeros((n, WORDS), np.int32)
        self.page = np.zeros(PAGE, np.float32)
        self.boxes = np.zeros((BOXES, n), np.int64)
        self.lengths = np.zeros(n)

    def inputs(self) -> dict[str, Any]:
        """The arrays that the network asks for, by their names."""
        return {name: getattr(self, name) for name in INPUTS}


class _Numbers(dict[Any, int]):
    """Numbers for things in the order in which they are first asked for, from 1."""

    def __missing__(self, thing: Any) -> int:
        found = self[thing] = len(self) + 1
        return found


def _names(nodes: Elements, index: int) -> str:
    """The tag and the words of the attributes that name an element's purpose."""
    handle = nodes.handles[index]
    names = nodes.tags[index]
    left = len(handle.attrs)
    if not left:
        return names
    attr = handle.attr
    if value := attr("class"):
        names = f"{names} {value}"
        if left == 1:
            return names  # most elements
    if value := attr("id"):
        names = f"{names} {value}"
    if value := attr("itemprop"):
        names = f"{names} {value}"
    if value := attr("data-testid"):
        names = f"{names} {value}"
    return names


def condense(raws: list[Raw], nodes: Elements) -> tuple[list[int], list[int]]:
    """The blocks to look at, and for each how many it stands for: runs of short links are cut short."""
    shown: list[int] = []
    stands_for: list[int] = []
    run = 0  # length of the run of short links that the block before belongs to
    tag = ""
    tags, depths = nodes.tags, nodes.depths
    for i, raw in enumerate(raws):
        if raw.link_chars == len(raw.text) < 40 and (node := raw.node) >= 0:
            own = tags[node]
            run = run + 1 if run and own == tag and raw.shared >= depths[node] - 2 else 1
            tag = own
        else:
            run = 0
        if run > 3:
            # The last entry seen so far moves along, so that the run's end is shown as well.
            shown[-1] = i
            stands_for[-1] += 1
        else:
            shown.append(i)
            stands_for.append(1)
    return shown, stands_for


def _counted(tree: Tree) -> int:
    """How many pictures the network is told of: those of `<img>`, as in what it has learned from."""
    tags = tree.nodes.tags
    return sum(tags[p.node] == "img" for p in tree.pictures) if tags else len(tree.pictures)


def features(tree: Tree, hints: Hints) -> Features:
    """The features of all blocks of a page.  Time is linear in the size of the page."""
    nodes = tree.nodes
    shown, stands_for = condense(tree.raws, nodes)
    raws = [tree.raws[i] for i in shown]
    n = len(raws)
    out = Features(shown)
    if not n:
        return out
    texts = [r.text for r in raws]
    lengths = np.array([len(t) for t in texts], np.float64)
    link = np.array([r.link_chars for r in raws], np.float64)
    # "Story-like" text: long and hardly linked.  Its share within an element says where the story stands,
    # as in Readability's scores; here it is evidence among others.
    storyish = np.where((lengths > 80) & (link < 0.4 * lengths), lengths - link, 0.0)

    # The last row stands for "no element", so that chains may run past the root.
    none = len(nodes)
    parents = np.array([*nodes.parents, none], np.int64)
    parents[parents < 0] = none  # of the root, and of others that a broken page may have
    boxes = np.array([r.node if r.node >= 0 else none for r in raws], np.int64)
    depths = np.array([*nodes.depths, 0], np.int64)
    levels = np.empty((max(AROUND, min(_LEVELS, int(depths[boxes].max()) + 1)), n), np.int64)
    levels[0] = boxes
    for k in range(1, len(levels)):
        levels[k] = parents[levels[k - 1]]
    out.boxes, out.lengths = levels[:BOXES], lengths
    _surroundings(out, nodes, raws, levels)
    words = word_rows([*texts, *hints.told])
    out.words = words[:n]
    kinds = _Numbers()  # of the page's tags; 0 stands for "no element"
    tags = np.array([*map(kinds.__getitem__, nodes.tags), 0], np.int64)

    dense = out.dense
    dense[:, :COLUMNS] = columns(texts)
    at = COLUMNS
    column = np.array([-1] + [_TAG_COLUMN.get(tag, -1) for tag in kinds], np.int64)[tags[boxes]]
    has = np.nonzero(column >= 0)[0]
    dense[has, at + column[has]] = 1
    at += len(_TAGS)
    bits = np.array([0] + [_BOX_BIT.get(tag, 0) for tag in kinds], np.int64)[tags]
    inside = np.bitwise_or.reduce(bits[levels], axis=0)
    dense[:, at : at + len(_BOXES)] = (inside[:, None] >> _BOX_SHIFTS) & 1
    at += len(_BOXES)
    like = hints.likeness(texts, out.words, words[n:])
    dense[:, at:] = _places(
        nodes, raws, stands_for, texts, lengths, link, storyish, levels, tags, depths, out, like
    )
    _page_numbers(out.page, tree, hints, lengths, link, storyish)
    return out


def _surroundings(out: Features, nodes: Elements, raws: list[Raw], levels: Any) -> None:
    """Fill `marks`, `around` and `inline`."""
    if not nodes:
        return
    near = levels[:AROUND]
    inline = _laid_out([r.inline[:INLINE] for r in raws], INLINE, -1)
    used = np.zeros(len(nodes) + 1, bool)
    used[near.ravel()] = True
    used[inline.ravel()] = True
    used[-1] = False
    wanted = np.nonzero(used)[0].tolist()
    rows = _Numbers()
    number = np.zeros(len(nodes) + 1, np.int32)
    number[wanted] = [rows[_names(nodes, i)] for i in wanted]
    out.marks = np.concatenate((out.marks, mark_rows(list(rows))))
    out.around[:] = number[near].T
    out.inline[:] = number[inline]


def _laid_out(rows: list[list[int]], width: int, filling: int) -> Any:
    """Lists of different lengths as one int32 array, `width` wide."""
    out = np.full((len(rows), width), filling, np.int32)
    lengths = np.array([len(r) for r in rows])
    out[np.arange(width) < lengths[:, None]] = list(chain.from_iterable(rows))
    return out


def _places(
    nodes: Elements,
    raws: list[Raw],
    stands_for: list[int],
    texts: list[str],
    lengths: Any,
    link: Any,
    storyish: Any,
    levels: Any,
    tags: Any,
    depths: Any,
    out: Features,
    like: Any,
) -> Any:
    n = len(raws)
    flat = levels.ravel()
    for_entries = np.array(stands_for, np.float64)
    weight = np.bincount(flat, np.tile(storyish, len(levels)), len(nodes) + 1)
    crowd = np.bincount(flat, np.tile(for_entries, len(levels)), len(nodes) + 1)
    total = max(1.0, float(storyish.sum()))
    # A chain that has run past the root keeps the root's sums.
    weight[-1], crowd[-1] = storyish.sum(), n
    shares = weight[levels[:_SHARES]] / total
    crowds = np.log1p(crowd[levels[:_CROWDS]]) / 5

    depth = depths[levels[0]]
    shared = np.array([r.shared for r in raws], np.int64)
    before = np.minimum(depth - shared, 8) / 4
    after = np.full(n, 2.0)
    after[:-1] = np.minimum(depth[:-1] - shared[1:], 8) / 4
    before[0] = 2.0
    # The same names of box and parent are made by one template: entries of a list, or the story's paragraphs.
    pairs = out.around[:, 0] * (len(out.marks) + 1) + out.around[:, 1]
    kind = _numbered(pairs)
    many = np.bincount(kind)[kind]
    chars = np.bincount(kind, lengths)[kind]
    links = np.bincount(kind, link)[kind]
    # Paragraphs in boxes of their own stand side by side in the same nest of tags.
    shape = _numbered(_shapes(tags, levels))
    alike = np.bincount(shape, storyish)[shape] / total
    alike_links = np.bincount(shape, link)[shape] / np.maximum(1.0, np.bincount(shape, lengths)[shape])
    copies = Counter(texts)
    index = np.arange(n)
    cum = np.cumsum(lengths)
    table = np.empty((_PLACE, n), np.float32)  # by columns, which are filled faster
    rows = (
        link / lengths,
        np.minimum([len(r.links) for r in raws], 10) / 5,
        np.array([r.strong_chars for r in raws]) / lengths,
        np.minimum([r.media_before + r.blank_before for r in raws], 4) / 2,
        index / n,
        np.log1p(index) / 5,
        np.log1p(n - index) / 5,
        cum / cum[-1],
        depth / 15,
        [r.node >= 0 and nodes.hidden[r.node] for r in raws],
        *shares,
        *crowds,
        before,
        after,
        np.log1p(many) / 4,
        np.log1p(for_entries) / 4,
        np.log1p(chars / many) / 6,
        links / np.maximum(1.0, chars),
        alike,
        alike_links,
        np.log1p(np.bincount(shape)[shape]) / 4,
        np.minimum([copies[t] - 1 for t in texts], 3) / 2,
        [bool(r.times) for r in raws],
        np.tanh((index - _headline(like, nodes, raws)) / 8),
        *like.T,
    )
    for k, values in enumerate(rows):
        table[k] = values
    return table.T


def _numbered(values: Any) -> Any:
    """A number for each different value; for so few of them `np.unique` takes longer."""
    return np.array([*map(_Numbers().__getitem__, values.tolist())], np.int64)


def _shapes(tags: Any, levels: Any) -> Any:
    """A number for the tags of the six elements around each block, innermost first."""
    shape = np.zeros(levels.shape[1], np.int64)
    for level in levels[:6]:
        shape = shape * 1_000_003 + tags[level]
    return shape


def _headline(like: Any, nodes: Elements, raws: list[Raw]) -> int:
    """Where the story seems to start: the last of the first three blocks that are titles, or the first h1."""
    exact = np.nonzero(like[:, 0] > 0)[0]
    if len(exact):
        return int(exact[min(2, len(exact) - 1)])
    return next((i for i, r in enumerate(raws) if r.node >= 0 and nodes.tags[r.node] == "h1"), 0)


def _page_numbers(page: Any, tree: Tree, hints: Hints, lengths: Any, link: Any, storyish: Any) -> None:
    everything = float(lengths.sum())
    page[:14] = (
        np.log1p(len(lengths)) / 6,
        np.log1p(everything) / 10,
        float(link.sum()) / everything,
        float(storyish.sum()) / everything,
        np.log1p(float(storyish.sum())) / 10,
        np.log1p(float((lengths > 200).sum())) / 4,
        float(lengths.max()) / everything,
        np.log1p(sum(1 for r in tree.raws if r.times)) / 3,
        np.log1p(_counted(tree)) / 4,
        np.log1p(len(tree.head.json_ld)) / 2,
        tree.head.password_fields > 0,
        bool(tree.nodes),
        hints.title is not None,
        hints.description is not None,
    )
    page[14 : 14 + len(hints.page)] = hints.page
