"""The page as elements and texts: what the walk of a page gives, and all later stages work on.

A *raw block* is the longest run of text that no block-level boundary interrupts: what a reader sees as one
paragraph, heading, cell, button or menu entry.  Nothing is judged here; hidden and empty-looking parts are
marked, not dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from onrecord.read.page import Page
from onrecord.records import Note

__all__ = ["Head", "Node", "Picture", "Raw", "Tree"]

_PLAIN_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z_][\w.-]*(?:\[\d+\])?)+")
_STEP = re.compile(r"(.*?)(\[\d+\])?", re.S)


class Node:
    """An element of the page: `parent` is an index into `Tree.nodes`, -1 for the root."""

    __slots__ = ("_attrs", "boxed", "depth", "handle", "hidden", "parent", "tag")

    def __init__(self, tag: str, parent: int, handle: Any, depth: int, hidden: bool, boxed: bool) -> None:
        self.tag = tag
        self.parent = parent
        self.handle = handle  # the parser's element
        self.depth = depth  # 0 for the root
        self.hidden = hidden
        self.boxed = boxed  # starts and ends a block
        self._attrs: dict[str, Any] | None = None

    @property
    def attrs(self) -> dict[str, Any]:
        """The attributes; class, rel and the like are lists.  Copied from the parser when first asked for."""
        if self._attrs is None:
            self._attrs = self.handle.attrs.copy()
        return self._attrs


@dataclass(slots=True)
class Raw:
    """A text of the page before it has a role.  Offsets of `links` count in `text`."""

    text: str
    node: int  # the innermost box around it; an index into `Tree.nodes`, -1 in a text dump
    links: list[tuple[int, int, str]] = field(default_factory=list)
    link_chars: int = 0
    strong_chars: int = 0
    inline: list[int] = field(default_factory=list)  # elements inside it
    times: list[str] = field(default_factory=list)  # machine-readable times of <time> in it
    media_before: int = 0  # pictures and players since the block before
    shared: int = 0  # depth of the innermost element that holds this block and the one before
    blank_before: int = 0  # text dumps: empty lines since the block before
    start: int = -1  # text dumps: offsets in the source
    end: int = -1


@dataclass(slots=True)
class Picture:
    """An image of the page; `before` is the index of the raw block that follows it."""

    url: str
    alt: str
    node: int
    before: int
    width: int = 0


@dataclass(slots=True)
class Head:
    """What the page says of itself: evidence, not truth."""

    title: str = ""
    metas: list[tuple[str, str]] = field(default_factory=list)  # (name, content), names in lower case
    links: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # (rel, attributes)
    json_ld: list[str] = field(default_factory=list)
    language: str = ""
    base: str = ""
    frames: list[str] = field(default_factory=list)
    password_fields: int = 0

    def meta(self, *names: str) -> str | None:
        """The first content that is not empty among the metas called `names`, in the order of `names`."""
        for name in names:
            for key, value in self.metas:
                if key == name and value.strip():
                    return value.strip()
        return None


@dataclass(slots=True)
class Tree:
    """The page's elements and texts.  A text dump has no nodes."""

    page: Page
    nodes: list[Node] = field(default_factory=list)
    raws: list[Raw] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    head: Head = field(default_factory=Head)
    notes: list[Note] = field(default_factory=list)
    elsewhere: bool = False  # the elements are those of markup found in the page's data
    _line_starts: list[int] = field(default_factory=list)

    def path(self, index: int) -> str:
        """The absolute XPath of an element; "" if there is none: in data of the page's scripts, and in shadow roots."""
        if self.elsewhere or index < 0:
            return ""
        path = str(self.nodes[index].handle.xpath_path())
        if not path.startswith("/html"):
            return ""  # XPath does not reach into a shadow root
        if _PLAIN_PATH.fullmatch(path):
            return path
        steps = []
        for step in path[1:].split("/"):
            name, position = _STEP.fullmatch(step).groups()  # type: ignore[union-attr] # it matches anything
            if not _PLAIN_NAME.fullmatch(name):
                # HTML allows names that XPath cannot hold: `<o:p>` of word processors is no prefix and no namespace.
                if "'" in name:
                    return ""
                name = f"*[name()='{name}']"
            steps.append(name + (position or ""))
        return "/" + "/".join(steps)

    def offset(self, index: int) -> int | None:
        """Where an element's start tag begins in the decoded source; `None` for elements the parser made up."""
        position = None if self.elsewhere else self.nodes[index].handle.position
        if position is None:
            return None
        if not self._line_starts:
            lengths = [len(line) + 1 for line in self.page.source.split("\n")]
            self._line_starts = list(accumulate(lengths, initial=0))
        line, column = position
        return int(self._line_starts[min(line, len(self._line_starts)) - 1] + column)

    def heading(self, index: int) -> int:
        """The heading (h1 to h3) that an element is or stands directly in, -1 if there is none."""
        for _ in range(3):
            if index < 0:
                break
            node = self.nodes[index]
            if node.tag in ("h1", "h2", "h3"):
                return index
            index = node.parent
        return -1

    def ancestors(self, index: int) -> list[int]:
        """`index` and the elements around it, innermost first."""
        chain = []
        while index >= 0:
            chain.append(index)
            index = self.nodes[index].parent
        return chain
