"""The records of pointing at words: an anchor, and what became of it on a page.

The terms are those of the W3C Web Annotation Data Model (2017): a *quote* with *prefix* and *suffix*
(TextQuoteSelector), a *position* (TextPositionSelector), an *element path* (XPathSelector).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.records.span import Span

__all__ = ["Anchor", "Found", "Resolution"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of one block of a page, described so that you can find them again.

    `quote` has the words of the block (white space collapsed); `prefix` and `suffix` are up to 32 code
    points before and after them in the same block, shorter only where the block begins or ends.  `path` is the XPath of
    the block's element (`Place.path`; "" in text dumps and in stories taken from scripts).  `within` counts in the *element's
    text*: the texts of the blocks directly in that
    element (without a path: all blocks of the page), in the order of the page, with newlines between them.  `span` counts in `Article.text`, and is `None` for blocks outside it
    (headline, caption, furniture).  `page` is the SHA-256 of the bytes of the page.
    """

    page: str
    quote: str
    prefix: str
    suffix: str
    path: str
    within: Span
    span: Span | None = None


class Found(StrEnum):
    """The evidence by which an anchor was resolved, strongest first."""

    POSITION = "position"  # the same bytes, and the words stand in the same place of the same element
    CONTEXT = "context"  # the quote with its prefix and suffix stands once in the page
    PATH = "path"  # a long quote with its prefix and suffix stands more than once; the element and position decide
    SIDE = "side"  # the quote with its prefix or with its suffix stands once; the other has changed
    QUOTE = "quote"  # a long quote stands once; all around it has changed


@dataclass(frozen=True, slots=True)
class Resolution:
    """The result of resolving an anchor on a page.

    If the words were found, it has `how`, the `block` (`Block.index`), their place in that block's text (`within`), and their
    place in `Article.text` (`span`; `None` if the block is not part of it).  If not, `reason` says why, and `how` is `None`.
    """

    anchor: Anchor
    how: Found | None = None
    block: int | None = None
    within: Span | None = None
    span: Span | None = None
    reason: str = ""

    @property
    def found(self) -> bool:
        """Whether the anchor resolves to its words."""
        return self.how is not None
