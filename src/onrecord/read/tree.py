"""The page as elements and texts: what the walk of a page gives, and all later stages work on.

A *raw block* is the longest run of text that no block-level boundary interrupts: what a reader sees as one
paragraph, heading, cell, button or menu entry.  Nothing is judged here; hidden and empty-looking parts are
marked, not dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, NamedTuple, overload

from onrecord.read.page import Page
from onrecord.records import Archived, Note, Place, Role
from onrecord.records.page import place_at

__all__ = ["MOST_INLINE", "Elements", "Head", "Node", "Picture", "Raw", "Tree", "line_starts"]

#: How many of the elements in a block are kept: bounds the memory.
MOST_INLINE = 40

_PLAIN_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_STEP = re.compile(r"(.*?)(\[\d+\])?", re.S)


class Node(NamedTuple):
    """An element of the page."""

    tag: str
    parent: int  # an index into `Tree.nodes`, -1 for the root
    handle: Any  # the parser's element
    depth: int  # 0 for the root
    hidden: bool


class Elements(Sequence[Node]):
    """The elements of a page in their order, an element before those in it.

    They are kept as columns, since a page has thousands and few of them are ever looked at: `tags[i]` is the tag of
    element i, and `elements[i]` puts the element together.
    """

    __slots__ = ("depths", "handles", "hidden", "parents", "tags")

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.handles: list[Any] = []
        self.depths: list[int] = []
        self.hidden: list[bool] = []

    def __len__(self) -> int:
        return len(self.tags)

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> list[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | list[Node]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return Node(
            self.tags[index], self.parents[index], self.handles[index], self.depths[index], self.hidden[index]
        )

    def hide(self, handles: set[Any]) -> None:
        """Mark these elements and all in them as hidden."""
        depths, n = self.depths, len(self.tags)
        self.hidden = [False] * n
        if not handles:
            return
        for i in compress(range(n), map(handles.__contains__, self.handles)):
            if not self.hidden[i]:
                end = i + 1
                while end < n and depths[end] > depths[i]:
                    end += 1
                self.hidden[i:end] = [True] * (end - i)


@dataclass(slots=True)
class Raw:
    """A text of the page before it has a role.  Offsets of `links` count in `text`."""

    text: str
    node: int  # the innermost box around it; an index into `Tree.nodes`, -1 in a text dump
    links: list[tuple[int, int, str]] = field(default_factory=list)
    link_chars: int = 0
    strong_chars: int = 0
    inline: list[int] = field(default_factory=list)  # elements inside it
    inline_at: list[int] = field(default_factory=list)  # for each, where its text starts or the gap before it
    times: list[str] = field(default_factory=list)  # machine-readable times of <time> in it
    media_before: int = 0  # pictures and players since the block before
    shared: int = 0  # depth of the innermost element that holds this block and the one before
    blank_before: int = 0  # text dumps: empty lines since the block before
    of_archive: bool = False  # put there by the archive whose copy the page is
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
    lazy: bool = False  # the address stands where scripts look for it, so that it is no placeholder
    plain: bool = False  # for browsers that run no scripts: in <noscript>


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
    nodes: Elements = field(default_factory=Elements)
    raws: list[Raw] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    head: Head = field(default_factory=Head)
    notes: list[Note] = field(default_factory=list)
    stated: dict[int, Role] = field(default_factory=dict)  # roles that the document itself gives to blocks
    elsewhere: bool = False  # the elements are those of markup found in the page's data
    left_out: frozenset[Any] = frozenset()  # the parser's elements that are no part of the page's own story
    archived: Archived | None = None  # the archive's copy that this is
    lines: Any = None  # offsets of the lines in the source, an array; none in a text dump
    _plain: bool | None = None  # whether XPath can hold the names of all elements; `None` until asked

    def path(self, index: int) -> str:
        """The absolute XPath of an element; "" if there is none: in data of the page's scripts, and in shadow roots."""
        return self.place(index).path if index >= 0 else ""

    def offset(self, index: int) -> int | None:
        """Where an element's start tag begins in the decoded source; `None` for elements the parser made up."""
        return self.place(index).offset

    def place(self, index: int) -> Place:
        """Where an element stands in the page's own markup."""
        return self.places([index])[0]

    def places(self, indices: Sequence[int]) -> list[Place]:
        """`place` of many elements."""
        if self.elsewhere or not indices:
            return [Place()] * len(indices)
        if self._plain is None:
            self._plain = all(map(_PLAIN_NAME.fullmatch, set(self.nodes.tags)))
        handles, start_of, lines, made = self.nodes.handles, self.lines.item, len(self.lines), place_at
        out = []
        for index in indices:
            handle = handles[index]
            path: str = handle.xpath_path()
            if not path.startswith("/html"):
                path = ""  # XPath does not reach into a shadow root
            elif not self._plain:
                path = _sayable(path)
            offset: int | None = None
            if (position := handle.position) is not None:
                line, column = position
                offset = start_of(min(line, lines) - 1) + column
            out.append(made(path, offset))
        return out

    def heading(self, index: int) -> int:
        """The heading (h1 to h3) that an element is or stands directly in, -1 if there is none."""
        for _ in range(3):
            if index < 0:
                break
            if self.nodes.tags[index] in ("h1", "h2", "h3"):
                return index
            index = self.nodes.parents[index]
        return -1

    def ancestors(self, index: int, most: int = -1) -> list[int]:
        """`index` and the elements around it, innermost first; no more than `most` of them if that is given."""
        parents = self.nodes.parents
        chain: list[int] = []
        while index >= 0 and len(chain) != most:
            chain.append(index)
            index = parents[index]
        return chain

    def tags(self, index: int, most: int = -1) -> list[str]:
        """The tags of `ancestors`."""
        tags = self.nodes.tags
        return [tags[i] for i in self.ancestors(index, most)]


def _sayable(path: str) -> str:
    """A path of the parser's as XPath can say it, "" if it cannot."""
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


def line_starts(codes: Any) -> Any:
    """Where the lines of a text start, as an array, given its code points."""
    import numpy as np

    return np.concatenate(([0], np.flatnonzero(codes == ord("\n")) + 1))
