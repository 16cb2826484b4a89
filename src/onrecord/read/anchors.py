"""Anchors: words of a page described so that they can be found again, and finding them.

An anchor resolves to the same words or says that it does not; it never guesses.  On the bytes that it was made from, the
place is proof.  On a page that has changed since, element paths shift when anything is put in above, so that the words
themselves must speak: the quote with prefix and suffix, standing once.  Where equal passages stand more than once, the
path decides between them only if they are long; short ones ("Advertisement", "Yes.") would be told apart by nothing but a path that may
have shifted.  Where prefix or suffix have changed, the other side must still be there, or the quote be long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import turbohtml
from turbohtml import Element, Node, Text

from onrecord.anchoring import Layout, Resolver
from onrecord.characters import folded
from onrecord.read.boxes import SKIPPED
from onrecord.read.guard import defused
from onrecord.read.hidden import is_hidden
from onrecord.read.lines import texts_of_lines
from onrecord.read.page import decode
from onrecord.read.reader import read
from onrecord.read.walk import document_cleaner
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


def _squeezed(text: str) -> str:
    """A text without what nobody sees and without white space, to which text dumps count NUL."""
    return "".join(folded(text).replace("\0", "").split())


def _shown(element: Element, clean: Callable[[str], str], hidden: bool) -> str:
    """The text in an element, without that of scripts, styles and the like within it: no reader sees it.

    With or without the elements that are `hidden` one by one: reading leaves them out of a text that is shown.
    """
    parts: list[str] = []
    stack: list[Node] = list(element.children)[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, Text):
            parts.append(clean(node.data))
        elif isinstance(node, Element) and node.tag not in SKIPPED and (hidden or not is_hidden(node)):
            stack.extend(list(node.children)[::-1])
    return "".join(parts)


class Original:
    """A page's own markup, to prove anchors on without the reader of blocks.

    An HTML5 parser's tree is asked for the element at `Anchor.path`; the quote must stand in its text, white space
    and invisible characters aside, as `onrecord.read.cleaning` reads it.  In a text dump it must stand in the source.  Nothing is said of anchors without a path in a page of HTML:
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
        self._texts: dict[tuple[str, bool], str | None] = {}

    @cached_property
    def _clean(self) -> Callable[[str], str]:
        return document_cleaner(self._page.source, self._document) or str

    @cached_property
    def _document(self) -> turbohtml.Document:
        return turbohtml.parse(defused(self._page.source, []), allow_declarative_shadow_roots=False)

    @cached_property
    def _source(self) -> str:
        return _squeezed("\n".join(texts_of_lines(self._page)))

    def _text(self, path: str, hidden: bool) -> str | None:
        if (path, hidden) not in self._texts:
            try:
                element = self._document.xpath_one(path)
            except ValueError:  # not XPath
                element = None
            found = _squeezed(_shown(element, self._clean, hidden)) if isinstance(element, Element) else None
            self._texts[path, hidden] = found
        return self._texts[path, hidden]

    def holds(self, anchor: Anchor) -> str:
        """ "" if the words stand in the anchor's element, else why not."""
        if not anchor.path:
            if self._page.info.media != "html" and _squeezed(anchor.quote) not in self._source:
                return "the words are not in the source"
            return ""
        quote = _squeezed(anchor.quote)
        for hidden in (True, False):
            text = self._text(anchor.path, hidden)
            if text is None:
                return f"there is no element {anchor.path}"
            if quote in text:
                return ""
        return f"the words are not in {anchor.path}"


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
