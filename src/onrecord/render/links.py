"""The links of a page's statements: its address on the web, with a text fragment that jumps to the words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from onrecord.fragments import Passages, Text, joined, linked, web_url
from onrecord.records import Reading, Span, Statement

__all__ = ["Links", "address_of"]


def address_of(reading: Reading) -> str | None:
    """Where the page was received from; of one saved without that, the address that it gives itself."""
    canonical = reading.article.canonical_url if reading.article else None
    return reading.page.url or web_url(canonical)


class Links:
    """Makes the links of the statements of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.base = web_url(address_of(reading))

    @cached_property
    def _passages(self) -> Passages:
        # Worked out when the first link is asked for.
        return Passages(Text(b.text, b.span, tuple(x.span for x in b.links)) for b in self.reading.blocks)

    def of(self, statement: Statement) -> str | None:
        """The link to the words of a statement, or to its cue where it has none.

        The plain address of the page where no fragment leads there and nowhere else, and for documents that are not HTML or text;
        `None` where the page has no address on the web.
        """
        return self.to((*statement.content, *statement.cue))

    def to(self, spans: Iterable[Span]) -> str | None:
        """The link to the first of `spans` (in `Article.text`) for which there is one, else the plain address."""
        if self.base is None or self.reading.page.media not in ("html", "text"):
            return self.base
        text = self.reading.article.text if self.reading.article else ""
        return linked(self.base, self._passages.directive(joined(text, spans)))
