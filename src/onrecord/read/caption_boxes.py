"""Captions outside `<figure>`: the block that shares a box with a picture, and nothing else with it.

Publishing systems put picture and caption into a `<div>`, a table of one column, or a paragraph.  A block beside a picture is its
caption if class names say so, if it ends in the credit of who took it, or if all of it is set in small or slanted letters.
"""

from __future__ import annotations

import re

from onrecord.read.captions import split_credit
from onrecord.read.images import common_box
from onrecord.read.labels import Label
from onrecord.read.rules import names
from onrecord.read.tree import Raw, Tree
from onrecord.records import TEXT_ROLES

__all__ = ["beside_pictures", "is_caption"]

_MARKS = re.compile(
    r"caption|(?:^|[\s_-])(?:cap|credits?|legend|legende|légende|leyenda|pie-?(?:de-?)?foto|bildunterschrift|bildtext|bildzeile|bu|didascalia|bijschrift|billedtekst|bildetekst)(?:$|[\s_-])|"
    r"(?:image|img|photo|picture|foto|bild|pic)[_-]?(?:desc\w*|title|info|meta|legend|note|credits?)",
    re.I,
)
_SMALL = frozenset(("em", "i", "small", "cite"))
_LARGE = frozenset(("article", "main", "section", "body", "html", "aside", "header"))
_LONGEST = 600  # characters
_CREDIT = 120  # characters of a line under the caption
_INNER = 8  # elements of a block that are looked at, breaks and the picture among them
_MOST = 300  # pictures that are looked at: bounds the time


def beside_pictures(tree: Tree, labels: list[Label]) -> dict[int, int]:
    """The boxes that hold a picture and one block of text only, or that and a line of credit, by the block's index."""
    raws, depths, tags = tree.raws, tree.nodes.depths, tree.nodes.tags
    out: dict[int, int] = {}
    for picture in tree.pictures[:_MOST]:
        k = picture.before
        if (
            k >= len(raws)
            or labels[k].role not in TEXT_ROLES
            or k in out
            or raws[k].node < 0
            or len(raws[k].text) > _LONGEST
        ):
            continue
        box = common_box(tree, picture.node, raws[k].node)
        if box < 0 or tags[box] in _LARGE:
            continue
        depth = depths[box]
        inside = [j for j in (k, k + 1, k + 2) if j < len(raws) and raws[j].shared >= depth]
        # Nothing over the picture; under the caption no more than a credit.
        if k not in inside and k + 2 not in inside and (not inside or len(raws[k + 1].text) < _CREDIT):
            out[k] = box
    return out


def is_caption(tree: Tree, raw: Raw, box: int) -> bool:
    """Whether a block in such a box is the picture's caption."""
    levels = next((k for k, a in enumerate(tree.ancestors(raw.node, 5)) if a == box), 0) + 1
    if _MARKS.search(names(tree, raw, levels)):
        return True
    cut = split_credit(raw.text)
    if cut is not None and cut != (0, 0):
        return True
    most = len(raw.text.replace(" ", ""))
    tags, handles = tree.nodes.tags, tree.nodes.handles
    return any(
        tags[i] in _SMALL and len("".join(handles[i].text.split())) >= most for i in raw.inline[:_INNER]
    )
