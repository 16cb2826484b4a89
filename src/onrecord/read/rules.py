"""Labels without a model: what tag names, class names and the words of the trade say.

The fallback for an installation whose model is missing, and the source of weak labels in training.  It finds
the element that holds most of the long, hardly linked text (the idea of Readability), takes what stands in
it for the story unless its marks or words say otherwise, and names the rest.
"""

from __future__ import annotations

import re

from onrecord.read.tree import Raw, Tree
from onrecord.read.words import CORRECTION, CREDIT, KIND_MARKS, said_kind
from onrecord.records import Furniture, Role

__all__ = ["each_name", "furniture_kind", "label", "names", "story_role"]

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{4}年|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_BYLINE = re.compile(
    r"^(?:by|von|par|por|di|da|av|af|door|autor(?:in)?|author|written by|text|автор|записал[аи]?|作者|記者|文|기자)\b\s*:?\s*\S",
    re.I,
)


def names(tree: Tree, raw: Raw, levels: int = 3) -> str:
    """The tags, classes and ids of the elements around a block, innermost first."""
    return " ".join(each_name(tree, raw, levels))


def each_name(tree: Tree, raw: Raw, levels: int = 3) -> list[str]:
    """The same, apart for each of the elements."""
    return [_names(tree, i) for i in tree.ancestors(raw.node, levels)]


def _names(tree: Tree, index: int) -> str:
    parts = [tree.nodes.tags[index]]
    attr = tree.nodes.handles[index].attr
    parts += [value for name in ("class", "id", "role", "itemprop") if (value := attr(name))]
    return " ".join(parts)[:300]


def furniture_kind(tree: Tree, raw: Raw) -> tuple[Furniture, bool]:
    """The kind of a block that is furniture, and whether its words or marks say so (else it is a guess)."""
    text = raw.text
    if len(text) < 300 and (said := said_kind(text)) is not None:
        return said, True
    chain = tree.ancestors(raw.node, 7)
    for index in chain:
        names = _names(tree, index)
        for kind, marks in KIND_MARKS:
            if marks.search(names):
                return kind, True
    tags = set(tree.tags(raw.node))
    if tags & {"nav", "header", "footer"}:
        return Furniture.NAVIGATION, True
    if raw.link_chars > 0.6 * len(text):
        return (Furniture.TEASERS, False) if len(text) > 30 else (Furniture.NAVIGATION, False)
    return Furniture.OTHER, False


def story_role(tree: Tree, raw: Raw) -> Role:
    """The role of a block that is part of the running text, from its tags."""
    if len(raw.text) < 600 and CORRECTION.match(raw.text):
        return Role.CORRECTION
    chain = tree.tags(raw.node, 8)
    if not chain:
        return Role.PARAGRAPH
    if chain[0] in _HEADINGS or (len(chain) > 1 and chain[1] in _HEADINGS):
        return Role.SUBHEADING
    for tag in chain[:4]:
        if tag == "li":
            return Role.LIST_ITEM
        if tag == "blockquote":
            return Role.BLOCK_QUOTE
        if tag in ("figcaption", "caption"):
            return Role.CAPTION
        if tag in ("td", "th", "tr"):
            return Role.TABLE
    return Role.PARAGRAPH


def _story_box(tree: Tree) -> int:
    """The innermost element that holds most of the long text; -1 in a text dump."""
    weight: dict[int, float] = {}
    total = 0.0
    for raw in tree.raws:
        n = len(raw.text)
        if n < 80 or raw.link_chars > 0.4 * n or (raw.node >= 0 and tree.nodes.hidden[raw.node]):
            continue
        total += n
        for a in tree.ancestors(raw.node):
            weight[a] = weight.get(a, 0.0) + n
    best = -1
    for a, w in weight.items():
        if w >= 0.6 * total and (best < 0 or tree.nodes.depths[a] > tree.nodes.depths[best]):
            best = a
    return best


def label(tree: Tree) -> list[tuple[Role, Furniture | None, float]]:
    """(role, kind, score) for each raw block; the scores are coarse."""
    box = _story_box(tree)
    out: list[tuple[Role, Furniture | None, float]] = []
    headline = _headline(tree)
    for i, raw in enumerate(tree.raws):
        chain = tree.ancestors(raw.node)
        kind, said = furniture_kind(tree, raw)
        n = len(raw.text)
        linked = raw.link_chars > 0.6 * n
        if i == headline:
            out.append((Role.HEADLINE, None, 0.7))
            continue
        inside = box in chain if tree.nodes else i > headline
        role = story_role(tree, raw)
        if inside and role is Role.CAPTION:
            out.append((Role.CREDIT if CREDIT.match(raw.text) else Role.CAPTION, None, 0.6))
        elif inside and not linked and (n >= 80 or (not said and n >= 15)):
            out.append((role, None, 0.6 if n >= 80 else 0.5))
        elif 0 <= i - headline < 8 and n < 120 and _BYLINE.search(raw.text):
            out.append((Role.BYLINE, None, 0.5))
        elif 0 <= i - headline < 8 and n < 80 and (raw.times or _DATE.search(raw.text)):
            out.append((Role.DATELINE, None, 0.5))
        else:
            out.append((Role.FURNITURE, kind, 0.6 if said else 0.4))
    return out


def _headline(tree: Tree) -> int:
    """The block that is most likely the headline: the first h1 that is like the title, or else the title's twin."""
    title = " ".join((tree.head.meta("og:title") or tree.head.title).split()).casefold()
    first_h1 = -1
    for i, raw in enumerate(tree.raws):
        text = raw.text.casefold()
        tag = tree.nodes.tags[raw.node] if raw.node >= 0 else ""
        if title and len(text) > 8 and (text in title or title in text) and raw.link_chars < len(text):
            return i
        if tag == "h1" and first_h1 < 0:
            first_h1 = i
    return first_h1
