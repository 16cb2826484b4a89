"""Anchors: words of a page described so that they can be found again, and finding them.

An anchor resolves to the same words or says that it does not; it never guesses.  On the bytes that it was made from, the
place is proof.  On a page that has changed since, element paths shift when anything is put in above, so that the words
themselves must speak: the quote with prefix and suffix, standing once.  Where equal passages stand more than once, the
path decides between them only if they are long; short ones ("Advertisement", "Yes.") would be told apart by nothing but a path that may
have shifted.  Where prefix or suffix have changed, the other side must still be there, or the quote be long.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

import turbohtml
from turbohtml import Element, Node, Text

from onrecord.read.guard import defused
from onrecord.read.page import decode
from onrecord.read.reader import read
from onrecord.read.walk import _SKIPPED
from onrecord.records import Anchor, Block, Found, Reading, Resolution, Span, Statement
from onrecord.settings import Settings

__all__ = [
    "Layout",
    "Original",
    "Resolver",
    "anchors",
    "check",
    "of_block",
    "of_reading",
    "of_statement",
    "resolve",
]

CONTEXT = 32  # code points of prefix and suffix; what annotation clients use
_LONG = 40  # a passage of this length that stands twice is a copy, not a common phrase
_SIDE = 8  # the least that one side must hold if the other has changed
_BETWEEN = "\n"


def _end(block: Block) -> int:
    return block.span.end if block.span is not None else 0


class Layout:
    """The blocks of a reading by their element, each with its offset in the element's text; makes anchors."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.offset: dict[int, int] = {}
        self.blocks: dict[str, list[Block]] = {}
        lengths: dict[str, int] = {}
        for block in reading.blocks:
            path = block.place.path
            start = lengths.get(path, 0)
            self.offset[block.index] = start
            lengths[path] = start + len(block.text) + len(_BETWEEN)
            self.blocks.setdefault(path, []).append(block)
        self.text_blocks = [b for b in reading.blocks if b.span is not None]

    def anchor(self, block: Block, start: int, end: int) -> Anchor:
        """The anchor of code points `start` to `end` of a block's text."""
        at, text = self.offset[block.index], block.text
        return Anchor(
            page=self.reading.page.id,
            quote=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
            path=block.place.path,
            within=Span(at + start, at + end),
            span=None if block.span is None else Span(block.span.start + start, block.span.start + end),
        )

    def anchors(self, *spans: Span) -> Iterator[Anchor]:
        """The anchors of spans of `Article.text`: one for each block that a span runs over."""
        for span in spans:
            if not span:
                continue
            first = bisect_right(self.text_blocks, span.start, key=_end)
            for block in islice(self.text_blocks, first, None):
                assert block.span is not None
                if block.span.start >= span.end:
                    break
                start, end = max(span.start, block.span.start), min(span.end, block.span.end)
                if start >= end:  # a record from elsewhere may have blocks in disorder
                    continue
                anchor = self.anchor(block, start - block.span.start, end - block.span.start)
                if anchor.quote:  # a record from elsewhere may have spans without words
                    yield anchor

    def at(self, path: str, within: Span) -> tuple[Block, int] | None:
        """The block of an element, and the offset in it, where a position in the element's text stands."""
        blocks = self.blocks.get(path, [])
        i = bisect_right(blocks, within.start, key=lambda b: self.offset[b.index]) - 1
        if i < 0 or within.end > self.offset[blocks[i].index] + len(blocks[i].text):
            return None
        return blocks[i], within.start - self.offset[blocks[i].index]


def anchors(reading: Reading, span: Span) -> tuple[Anchor, ...]:
    """The anchors of a span of `Article.text`: one for each block that it runs over, in order.

    White space between blocks is in no anchor.  One for each block and not one range over all: between two paragraphs of a
    story stand the page's advertisements, which a range would take in.
    """
    return tuple(Layout(reading).anchors(span))


def of_block(reading: Reading, block: Block) -> Anchor:
    """The anchor of all of a block, of the story or not."""
    return Layout(reading).anchor(block, 0, len(block.text))


def of_statement(reading: Reading, statement: Statement) -> dict[str, tuple[Anchor, ...]]:
    """The anchors of "source", "cue" and "content" of a statement of the reading."""
    layout = Layout(reading)
    parts = {"source": statement.source, "cue": statement.cue, "content": statement.content}
    return {name: tuple(layout.anchors(*spans)) for name, spans in parts.items()}


def of_reading(reading: Reading) -> Iterator[tuple[str, Anchor]]:
    """All anchors of a reading with what they point at: blocks ("block 3"), parts of statements ("content of <id>")."""
    layout = Layout(reading)
    for block in reading.blocks:
        yield f"block {block.index}", layout.anchor(block, 0, len(block.text))
    for statement in reading.statements:
        for name, spans in (
            ("source", statement.source),
            ("cue", statement.cue),
            ("content", statement.content),
        ):
            for anchor in layout.anchors(*spans):
                yield f"{name} of {statement.id}", anchor


class Resolver:
    """Resolves anchors on one page as it was read."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.layout = Layout(reading)
        self.starts: list[int] = []  # of each block in `text`
        length = 0
        for block in reading.blocks:
            self.starts.append(length)
            length += len(block.text) + len(_BETWEEN)
        self.text = _BETWEEN.join(b.text for b in reading.blocks)

    def resolve(self, anchor: Anchor) -> Resolution:
        """Find the words of an anchor, or say why not."""
        if not anchor.quote:
            return Resolution(anchor, reason="the anchor quotes nothing")
        place = self.layout.at(anchor.path, anchor.within)
        if place is not None and place[0].text[place[1] :][: len(anchor.quote)] != anchor.quote:
            place = None
        if place is not None and anchor.page == self.reading.page.id:
            return self._found(anchor, Found.POSITION, place)
        whole = [p for p in self._all(anchor, True, True) if self._at_borders(anchor, p)]
        if len(whole) == 1:
            return self._found(anchor, Found.CONTEXT, whole[0])
        if whole:
            long = len(anchor.prefix) + len(anchor.quote) + len(anchor.suffix) >= _LONG
            if long and place is not None and place in whole:
                return self._found(anchor, Found.PATH, place)
            return Resolution(anchor, reason=f"ambiguous: the words stand {len(whole)} times in the page")
        sides: set[tuple[Block, int]] = set()
        if len(anchor.prefix) >= _SIDE:
            sides.update(self._all(anchor, True, False))
        if len(anchor.suffix) >= _SIDE:
            sides.update(self._all(anchor, False, True))
        if len(sides) == 1:
            return self._found(anchor, Found.SIDE, sides.pop())
        if sides:
            return Resolution(anchor, reason=f"ambiguous: the words stand {len(sides)} times in the page")
        bare = list(self._all(anchor, False, False))
        if len(bare) == 1 and len(anchor.quote) >= _LONG:
            return self._found(anchor, Found.QUOTE, bare[0])
        if not bare:
            return Resolution(anchor, reason="the words do not stand in the page")
        why = "ambiguous" if len(bare) > 1 else "too short to be sure"
        return Resolution(anchor, reason=f"{why}: the words stand in the page, but not where they stood")

    def _all(self, anchor: Anchor, before: bool, after: bool) -> Iterator[tuple[Block, int]]:
        """Where the quote stands, with its prefix and suffix as asked: (block, offset in it)."""
        prefix = anchor.prefix if before else ""
        wanted = prefix + anchor.quote + (anchor.suffix if after else "")
        at = self.text.find(wanted)
        while at >= 0:
            i = bisect_right(self.starts, at) - 1
            block = self.reading.blocks[i]
            if at + len(wanted) <= self.starts[i] + len(block.text):
                yield block, at - self.starts[i] + len(prefix)
            at = self.text.find(wanted, at + 1)

    @staticmethod
    def _at_borders(anchor: Anchor, place: tuple[Block, int]) -> bool:
        """Whether a block begins and ends where a short prefix and suffix say that it did."""
        block, start = place
        begins = len(anchor.prefix) >= CONTEXT or start == len(anchor.prefix)
        rest = len(block.text) - start - len(anchor.quote)
        return begins and (len(anchor.suffix) >= CONTEXT or rest == len(anchor.suffix))

    @staticmethod
    def _found(anchor: Anchor, how: Found, place: tuple[Block, int]) -> Resolution:
        block, start = place
        end = start + len(anchor.quote)
        span = None if block.span is None else Span(block.span.start + start, block.span.start + end)
        return Resolution(anchor, how, block.index, Span(start, end), span)


def resolve(
    anchor: Anchor,
    page: Reading | bytes | str,
    *,
    url: str | None = None,
    charset: str | None = None,
    media: str | None = None,
) -> Resolution:
    """Find an anchor's words on a page: one that was read, or its content, which is then read.

    `Resolution.span` is where they stand in the `Article.text` of that reading.  For many anchors of one page,
    `Resolver` is faster.  Raises `PageError` for content that cannot be read.
    """
    reading = page if isinstance(page, Reading) else read(page, url=url, charset=charset, media=media)
    return Resolver(reading).resolve(anchor)


# What the reader of text dumps takes for white space beyond what Python does.
_UNSEEN = str.maketrans("", "", "\0\ufeff\u200b")


def _squeezed(text: str) -> str:
    return "".join(text.translate(_UNSEEN).split())


def _shown(element: Element) -> str:
    """The text in an element, without that of scripts, styles and the like within it: no reader sees it."""
    parts: list[str] = []
    stack: list[Node] = list(element.children)[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, Text):
            parts.append(node.data)
        elif isinstance(node, Element) and node.tag not in _SKIPPED:
            stack.extend(list(node.children)[::-1])
    return "".join(parts)


class Original:
    """A page's own markup, to prove anchors on without the reader of blocks.

    An HTML5 parser's tree is asked for the element at `Anchor.path`; the quote must stand in its text, white space
    aside.  In a text dump it must stand in the source.  Nothing is said of anchors without a path in a page of HTML:
    their words are in its scripts' data or in a shadow root.
    """

    def __init__(
        self,
        content: bytes | str,
        *,
        charset: str | None = None,
        media: str | None = None,
        settings: Settings | None = None,
    ) -> None:
        self._page = decode(content, charset=charset, media=media, settings=settings)
        self._texts: dict[str, str | None] = {}

    @cached_property
    def _document(self) -> turbohtml.Document:
        return turbohtml.parse(defused(self._page.source, []), allow_declarative_shadow_roots=False)

    @cached_property
    def _source(self) -> str:
        return _squeezed(self._page.source)

    def _text(self, path: str) -> str | None:
        if path not in self._texts:
            try:
                element = self._document.xpath_one(path)
            except ValueError:  # not XPath
                element = None
            self._texts[path] = _squeezed(_shown(element)) if isinstance(element, Element) else None
        return self._texts[path]

    def holds(self, anchor: Anchor) -> str:
        """ "" if the words stand in the anchor's element, else why not."""
        if not anchor.path:
            if self._page.info.media == "text" and _squeezed(anchor.quote) not in self._source:
                return "the words do not stand in the source"
            return ""
        text = self._text(anchor.path)
        if text is None:
            return f"there is no element {anchor.path}"
        return "" if _squeezed(anchor.quote) in text else f"the words do not stand in {anchor.path}"


def check(
    anchors: Iterable[Anchor], reading: Reading, original: Original | None = None
) -> Iterator[Resolution]:
    """Resolve anchors on a page as read; with its `Original`, those that resolve by position must also stand in its markup."""
    resolver = Resolver(reading)
    for anchor in anchors:
        resolution = resolver.resolve(anchor)
        if original is not None and resolution.how is Found.POSITION and (why := original.holds(anchor)):
            resolution = Resolution(anchor, reason=why)
        yield resolution
