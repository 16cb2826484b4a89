"""Which elements are boxes: what CSS usually sets as a block, told by tags, and what stands in them without text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from turbohtml import Element, Text

__all__ = [
    "ACTS",
    "BLOCK_TAGS",
    "BOX",
    "CELLS",
    "NO_BOX",
    "SKIP",
    "SKIPPED",
    "TEXT_BOXES",
    "TRAITS",
    "splits",
]

BLOCK_TAGS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html iframe label legend li main menu nav noscript ol p "
    "pre search section summary table tbody tfoot thead tr ul".split()
)
CELLS = frozenset(("td", "th"))
SKIPPED = frozenset(
    "script style template svg math select textarea object canvas head datalist audio video applet map noembed "
    "noframes frameset".split()
)
_SILENT = frozenset("br img wbr input source track area col param link meta".split()) | SKIPPED
_SPECIAL = frozenset("a img amp-img br iframe td th b strong time input meta link".split())
#: What the walk has to know of a tag, as bits: one look-up for each element instead of four.
BOX, NO_BOX, SKIP, ACTS = 1, 2, 4, 8
TRAITS = {
    tag: BOX * (tag in BLOCK_TAGS)
    | NO_BOX * (tag in _SILENT)
    | SKIP * (tag in SKIPPED)
    | ACTS * (tag in _SPECIAL)
    for tag in BLOCK_TAGS | _SILENT | _SPECIAL
}
_LINKLIKE = frozenset(("a", "button", "time"))
#: Block-level boxes that hold running text: their inline children are never taken for boxes of their own.
TEXT_BOXES = frozenset("p blockquote dd pre h1 h2 h3 h4 h5 h6 td th dt caption".split())
_WORD = re.compile(r"\w")


def splits(children: Sequence[Any]) -> bool:
    """Whether the inline children of a box are boxes themselves, as CSS usually sets them.

    Menus (`<div><a>Home</a><a>World</a></div>`) and lines put together from labelled parts
    (`<div><span class="author">..</span><span class="date">..</span></div>`) have no words between
    the parts; running text has.
    """
    kinds = []
    for child in children:
        if type(child) is Text:
            if not (data := child.data).isspace() and _WORD.search(data):
                return False
        elif type(child) is Element:
            tag = child.tag
            if tag not in BLOCK_TAGS and tag not in _SILENT:
                kinds.append((tag, child.attr("class")))
    if len(kinds) < 2:
        return False
    if all(tag in _LINKLIKE for tag, _ in kinds):
        return True
    return len(set(kinds)) > 1 and all(name or tag in _LINKLIKE for tag, name in kinds)
