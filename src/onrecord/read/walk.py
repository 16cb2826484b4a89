"""From text to raw blocks: the page is parsed once, by an HTML5 parser, and walked once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import turbohtml
from turbohtml import DocumentFragment, Element, Text

from onrecord.read.boxes import ACTS, BOX, CELLS, NO_BOX, SKIP, SKIPPED, TEXT_BOXES, TRAITS, splits
from onrecord.read.cleaning import Cleaner, cleaner
from onrecord.read.guard import code_points, defused
from onrecord.read.head import clean_head, note_element, note_head
from onrecord.read.page import Page
from onrecord.read.picture_sources import add_picture
from onrecord.read.tree import MOST_INLINE, Raw, Tree, line_starts
from onrecord.records import Note
from onrecord.settings import Settings

__all__ = ["document_cleaner", "walk"]

_BOXED, _CELL = 1, 2  # the edges of an element
_STRONG = frozenset(("b", "strong"))
_LONG_CELL = 120
_LINES, _LINE, _WRAPPERS = (
    5,
    40,
    4,
)  # line breaks of a column, characters of a line; elements around all of it
_LONG_MENU = 6  # entries; shorter ones may be breadcrumbs, whose parts tell the section
_NO_MENU = "h1, p, article, script, style, template, title, select, textarea, noscript, time, figcaption"

_WORD = re.compile(r"\w")
_HIDDEN = (
    '[hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"], [style*="visibility:hidden"], '
    '[style*="visibility: hidden"]'
)


class _Walker:
    """Builds the raw blocks of one page; used once."""

    def __init__(self, page: Page, settings: Settings, clean: Cleaner | None) -> None:
        self.tree = Tree(page)
        self.clean = clean
        self.settings = settings
        self.most = settings.max_block_chars
        self.splits: dict[int, bool] = {}
        self.edges: list[int] = []  # of each element, whether it starts and ends a block, or is a cell
        self.media = 0
        self.low = 0  # the least depth of the stack since the block before
        self._reset()

    def _reset(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.space = False  # white space is due before the next word
        self.breaks = 0  # line breaks due before the next word
        self.links: list[tuple[int, int, str]] = []
        self.link_chars = 0
        self.strong_chars = 0
        self.inline: list[int] = []
        self.inline_at: list[int] = []
        self.times: list[str] = []
        self.cell_start = 0

    # -- text ----------------------------------------------------------------------------------
    def words(self, data: str, link: tuple[int, str] | None, strong: bool) -> None:
        if self.clean is not None and not data.isascii():
            apart = self.space or self.breaks or not self.length
            data = self.clean(data, "" if apart else self.parts[-1][-1:])
            if not data or data.isspace():
                self.space = self.space or bool(data)
                return
        start = self.length
        piece = " ".join(data.split())
        chars = len(piece)
        if start + chars > self.most:
            piece = piece[: max(0, self.most - start)]
            chars = len(piece)
            if start < self.most:
                self.tree.notes.append(Note("blocks", "the end of a block", "longer than max_block_chars"))
        if start and (self.breaks or self.space or data[0].isspace()):
            piece = f"\n{piece}" if self.breaks else f" {piece}"
            start += 1
        self.parts.append(piece)
        self.length = end = start + chars
        self.space, self.breaks = data[-1].isspace(), 0
        if link is not None:
            links = self.links
            if links and links[-1][2] == link[1] and links[-1][1] >= start - 1:
                start, before, _ = links.pop()
                self.link_chars -= before - start
            links.append((start, end, link[1]))
            self.link_chars += end - start
        if strong:
            self.strong_chars += chars

    def flush(self, node: int) -> None:
        """End the block at hand, if there is one; what stood around it does not carry over."""
        if self.length:
            text = "".join(self.parts)
            if text[0].isalnum() or _WORD.search(text):
                raws, depth = self.tree.raws, self.tree.nodes.depths[node] if node >= 0 else 0
                if len(raws) < self.settings.max_blocks:
                    raws.append(
                        Raw(
                            text,
                            node,
                            self.links,
                            self.link_chars,
                            self.strong_chars,
                            self.inline,
                            self.inline_at,
                            self.times,
                            self.media,
                            min(self.low, depth),
                        )
                    )
                self.media, self.low = 0, depth
            self._reset()
        else:
            self.space, self.breaks = False, 0
            if self.inline:
                self.inline, self.inline_at = [], []
            if self.times:
                self.times = []
            self.cell_start = 0

    # -- elements ------------------------------------------------------------------------------
    def run(self, document: Any) -> Tree:
        """Walk the document once, without recursion.

        The hottest loop of reading: plain names, and no calls where none are needed.
        """
        nodes, edges, traits_of = self.tree.nodes, self.edges, TRAITS.get
        tags, parents, handles, depths = nodes.tags, nodes.parents, nodes.handles, nodes.depths
        limit = self.settings.max_elements
        boxes: list[int] = [-1]  # the box around the current text
        links: list[tuple[int, str]] = []  # (element, address), innermost last
        strong: list[int] = []
        open_: list[
            tuple[Any, int, Any]
        ] = []  # the elements around: (rest of the children, index, all children)
        siblings, above, depth = document.children, -1, 0
        children = iter(siblings)
        while True:
            for handle in children:
                kind = type(handle)
                if kind is Text:
                    data = handle.data
                    if data.isspace():
                        self.space = True
                    elif data:
                        self.words(data, links[-1] if links else None, bool(strong))
                    continue
                if kind is not Element:
                    if kind is DocumentFragment:  # what a <template> holds
                        open_.append((children, above, siblings))
                        siblings = handle.children
                        children = iter(siblings)
                        break
                    continue
                tag: str = handle.tag
                index = len(tags)
                if index >= limit:
                    if index == limit:
                        self.tree.notes.append(
                            Note("parse", "the rest of the page", f"more than {limit:,} elements")
                        )
                    return self._end(boxes, document)
                traits = traits_of(tag, 0)
                box: int = traits & BOX or above < 0
                if not box and edges[above] and not traits & NO_BOX:
                    box = self._boxed(tag, handle, above, siblings)
                tags.append(tag)
                parents.append(above)
                handles.append(handle)
                depths.append(depth)
                edges.append(_BOXED if box else _CELL if tag in CELLS else 0)
                if box:
                    if self.length or self.inline or self.times:
                        self.flush(boxes[-1])
                    if tag == "nav" and self._menu(index, handle):
                        continue
                    boxes.append(index)
                elif traits & SKIP:
                    if tag != "template" or not _shadow_root(handle):
                        self._skipped(handle, tag)
                        continue
                elif len(self.inline) < MOST_INLINE:
                    self.inline.append(index)
                    self.inline_at.append(self.length)
                if traits & ACTS:
                    self._special(index, tag, handle, links, strong, boxes)
                open_.append((children, above, siblings))
                siblings, above = handle.children, index
                children = iter(siblings)
                depth += 1
                break
            else:
                if not open_:
                    return self._end(boxes, document)
                left, (children, above, siblings) = above, open_.pop()
                if left == above:
                    continue  # a fragment
                depth -= 1
                if edge := edges[left]:
                    if edge == _CELL:
                        self._end_cell(left)
                    else:
                        if self.length or self.inline or self.times:
                            self.flush(boxes[-1])
                        boxes.pop()
                if depth <= self.low:
                    self.low = depth - 1
                if links and links[-1][0] == left:
                    links.pop()
                if strong and strong[-1] == left:
                    strong.pop()

    def _menu(self, index: int, handle: Any) -> bool:
        """Take a long menu as one block, a line for each entry, if it holds nothing but entries."""
        if handle.select_one(_NO_MENU) is not None:
            return False
        clean = self.clean or str
        entries = [entry for x in handle.stripped_strings if (entry := " ".join(clean(x).split()))]
        if len(entries) < _LONG_MENU:
            return False
        text = "\n".join(entries)[: self.settings.max_block_chars]
        self.parts, self.length, self.link_chars = [text], len(text), len(text)
        self.flush(index)
        self.low = min(self.low, self.tree.nodes.depths[index] - 1)
        return True

    def _end(self, boxes: list[int], document: Any) -> Tree:
        self.flush(boxes[-1])
        nodes = self.tree.nodes
        if nodes.handles:
            root = nodes.handles[0]
            # A page that hides all of itself shows it by a script.
            nodes.hide(set(document.select(_HIDDEN)) - {root})
            self.tree.head.language = root.attr("lang") or root.attr("xml:lang") or ""
        return self.tree

    def _boxed(self, tag: str, handle: Any, above: int, siblings: Sequence[Any]) -> bool:
        """Whether an inline element within a box is a box of its own."""
        if self.tree.nodes.tags[above] in TEXT_BOXES:
            if tag != "time" and handle.attr("itemprop") != "author":
                return False
        elif "-" in tag:
            return True  # custom elements are components, except within running text
        split = self.splits.get(above)
        if split is None:
            split = self.splits[above] = splits(siblings)
        return split

    def _skipped(self, handle: Any, tag: str) -> None:
        """An element without text: what the head and the scripts tell of the page is noted."""
        if tag in ("head", "frameset"):
            note_head(self.tree.head, handle)
        elif tag == "script":
            note_element(self.tree.head, handle, tag)
        elif tag in ("video", "audio", "object"):
            self.media += 1

    def _special(
        self,
        index: int,
        tag: str,
        handle: Any,
        links: list[tuple[int, str]],
        strong: list[int],
        boxes: list[int],
    ) -> None:
        """What some elements of the body do to the block around them."""
        if tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                self.flush(boxes[-1])
        elif tag == "a":
            if url := handle.attr("href"):
                links.append((index, url))
        elif tag == "amp-img":  # the network has not learned to count these
            add_picture(self.tree, index, handle, self.clean)
        elif tag == "img":
            self.media += 1
            add_picture(self.tree, index, handle, self.clean)
        elif tag == "iframe":
            self.media += 1
        elif tag in CELLS:
            self._start_cell(boxes, handle)
        elif tag in _STRONG:
            strong.append(index)
        elif tag == "time":
            if when := handle.attr("datetime"):
                self.times.append(when)
        elif tag == "input":
            self.tree.head.password_fields += (handle.attr("type") or "").lower() == "password"
        else:
            note_element(self.tree.head, handle, tag)

    def _start_cell(self, boxes: list[int], cell: Any) -> None:
        """Cells of one row stand in one block, a tab between them, unless they hold running text."""
        if self.length:
            if self.length - self.cell_start > _LONG_CELL or _has_lines(cell):
                self.flush(boxes[-1])
            else:
                self.parts.append("\t")
                self.length += 1
                self.space, self.breaks = False, 0
        self.cell_start = self.length

    def _end_cell(self, index: int) -> None:
        if self.length - self.cell_start > _LONG_CELL:
            self.flush(index)


def _has_lines(cell: Any) -> bool:
    """Whether a cell holds many lines: the column of an old page, in which a table is the layout."""
    for _ in range(_WRAPPERS):  # `<font>` and the like around all of it
        children = cell.children
        inner = [x for x in children if type(x) is Element]
        if len(inner) != 1:
            breaks = sum(x.tag == "br" for x in inner)
            return breaks >= _LINES and sum(len(x.data) for x in children if type(x) is Text) > _LINE * breaks
        cell = inner[0]
    return False


def _shadow_root(template: Any) -> bool:
    """Whether a `<template>` is a shadow root that is shown.  `shadowroot` was the attribute's first name (Chrome 90 to 110);
    saved pages of those years have it."""
    return bool(template.attr("shadowrootmode") or template.attr("shadowroot"))


def walk(page: Page, settings: Settings | None = None) -> Tree:
    """Parse a page of HTML and give its elements, raw blocks, pictures and head.

    Never raises for markup, however broken: HTML5 defines a tree for any text.
    """
    settings = settings or Settings()
    notes: list[Note] = []
    codes = code_points(page.source)
    source, lines = defused(page.source, notes, codes), line_starts(codes)
    document = turbohtml.parse(source, allow_declarative_shadow_roots=False)
    clean = document_cleaner(page.source, document, codes)
    del codes  # four bytes a character
    tree = _Walker(page, settings, clean).run(document)
    tree.lines = lines
    tree.notes[:0] = notes
    if clean is None and any(map(Cleaner.escapes, tree.head.json_ld)):
        clean = Cleaner(None)
    if clean is not None:
        clean_head(tree.head, clean)
        tree.notes += clean.notes()
    return tree


def document_cleaner(source: str, document: Any, codes: Any = None) -> Cleaner | None:
    """What cleans the texts of a parsed page.  `codes` are the code points of its source, if they are at hand."""
    codes = code_points(source) if codes is None else codes
    return cleaner(source, codes, _texts(document))


def _texts(document: Any) -> Iterator[str]:
    """The texts of a page but those of scripts and the like."""
    stack = list(document.children)[::-1]
    while stack:
        node = stack.pop()
        if type(node) is Text:
            yield node.data
        elif type(node) is Element and node.tag not in SKIPPED:
            stack.extend(list(node.children)[::-1])
