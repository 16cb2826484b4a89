"""The pictures of the story, each with its caption and its credit.

A `<figure>` says what belongs together.  Elsewhere the caption is the one block beside the picture: under it, or over it
within the same box.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.read.addresses import Base
from onrecord.read.tree import Tree
from onrecord.records import Block, Image, Role

__all__ = ["CAPTIONS", "common_box", "images"]

CAPTIONS = frozenset((Role.CAPTION, Role.CREDIT))
#: Elements that hold more than a picture and its caption.
_LARGE = frozenset(("article", "main", "section", "body", "html", "aside"))
_NEAREST = 20  # pictures with no text between them that a caption may be of: bounds the time
_ICON = 100  # pixels: narrower pictures are no pictures of a story


def images(tree: Tree, blocks: list[Block], starts: list[int], base: Base) -> tuple[Image, ...]:
    """The pictures of the story: those among its blocks, or with a caption of their own.

    `starts` are the indices in `blocks` of the raw blocks of the tree, and of the end.
    """
    furniture = Role.FURNITURE
    story = [i for i, b in enumerate(blocks) if b.role is not furniture]
    if not story or not tree.pictures:
        return ()
    body = [i for i in story if blocks[i].span is not None] or story
    first, last = min(story), max(body)
    captions = _captions(tree, blocks, starts)
    out: dict[str, Image] = {}
    for k, picture in enumerate(tree.pictures):
        at = starts[min(picture.before, len(starts) - 1)]
        own = captions.get(k, ())
        among = first <= at <= last + 1 and not 0 < picture.width < _ICON
        if not own and not (among and _near_story(blocks, at)):
            continue
        address = base.address(picture.url)
        if not address or address in out:
            continue
        out[address] = Image(
            address,
            " ".join(picture.alt.split())[:1000] or None,
            " ".join(blocks[i].text for i in own if blocks[i].role is Role.CAPTION) or None,
            " ".join(blocks[i].text for i in own if blocks[i].role is Role.CREDIT) or None,
            tree.place(picture.node),
        )
    return tuple(out.values())


def _captions(tree: Tree, blocks: list[Block], starts: list[int]) -> dict[int, list[int]]:
    """The blocks that are captions and credits of each picture that has any, by the picture's index."""
    found = [k for k in range(len(tree.raws)) if blocks[starts[k]].role in CAPTIONS]
    if not found:
        return {}
    out: dict[int, list[int]] = {}
    figures: dict[int, list[int]] = {}  # a figure's pictures
    beside: dict[int, list[int]] = {}  # the pictures that stand right before a raw block
    for i, picture in enumerate(tree.pictures):
        if (box := _figure(tree, picture.node)) >= 0:
            figures.setdefault(box, []).append(i)
        beside.setdefault(picture.before, []).append(i)
    run: list[int] = []  # captions and credits that stand one after the other
    for k in found:
        box = _figure(tree, tree.raws[k].node)
        own = figures.get(box, []) if box >= 0 else []
        if not own:
            run = [*run, k] if run and run[-1] == k - 1 and k not in beside else [k]
            own = _nearest(tree, beside.get(run[0], []), k) or _nearest(tree, beside.get(k - 1, []), k)
            own = own or [i for i in _nearest(tree, beside.get(k + 1, []), k, True) if i not in out]
        for i in own:
            out.setdefault(i, []).extend(range(starts[k], starts[k + 1]))
    return out


def _nearest(tree: Tree, pictures: Sequence[int], raw: int, boxed: bool = False) -> list[int]:
    """Those of some pictures that share the innermost box with a raw block; with `boxed`, one of their own.

    A picture in a figure with another caption is none of them.
    """
    node = tree.raws[raw].node
    depths: dict[int, int] = {}
    for i in pictures[-_NEAREST:]:
        box = common_box(tree, tree.pictures[i].node, node)
        if box >= 0 and not (boxed and tree.nodes.tags[box] in _LARGE):
            depths[i] = tree.nodes.depths[box]
    return [i for i, depth in depths.items() if depth == max(depths.values())]


def common_box(tree: Tree, a: int, b: int) -> int:
    """The innermost element that holds two others; -1 if there is none."""
    chain = set(tree.ancestors(a))
    return next((x for x in tree.ancestors(b) if x in chain), -1)


def _near_story(blocks: list[Block], at: int) -> bool:
    around = blocks[max(0, at - 1) : at + 1]
    return any(b.role is not Role.FURNITURE for b in around)


def _figure(tree: Tree, index: int) -> int:
    """The figure around an element, or a box that is one in all but name; -1 if there is none."""
    for a in tree.ancestors(index, 8):
        tag = tree.nodes.tags[a]
        if tag == "figure":
            return a
        if tag in ("article", "main", "section", "body", "aside"):
            break
    return -1
