"""What `quotes.py` finds, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from onrecord.read.statements.tokens import paragraphs as paragraphs_of
from onrecord.records import Span

__all__ = ["Quotation", "Use", "paragraphs_of", "quoted_spans"]


class Use(StrEnum):
    """What quotation marks are used for."""

    QUOTATION = "quotation"
    SCARE = "scare"  # a word or two held with tongs, or a term: so-called “cannon fodder”
    TITLE = "title"  # the title of a work, a name: “The Godfather”


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, as its marks show it.

    `spans` are its stretches with the marks, `inner` the same without them; both count code points in the text.  There
    is one stretch for each paragraph that it runs over (`continues`), and for dialogue after a dash one for each
    part between inserted cues.  `marks` are the first opening and the last closing mark as they stand in the
    text, "" where there is none.  `depth` is 0 for the outermost; `parent` is the index, in the tuple that
    `quotations` returns, of the quotation in which this one stands.
    """

    spans: tuple[Span, ...]
    inner: tuple[Span, ...]
    marks: tuple[str, str]
    depth: int = 0
    parent: int | None = None
    closed: bool = True
    use: Use = Use.QUOTATION
    dash: bool = False

    @property
    def continues(self) -> bool:
        """Whether it runs over several paragraphs, each of them opened anew."""
        return len(self.spans) > 1 and not self.dash

    @property
    def whole(self) -> Span:
        """From its first mark to its last."""
        return Span(self.spans[0].start, self.spans[-1].end)


def quoted_spans(quotations: Iterable[Quotation]) -> list[Span]:
    """What stands in quotation marks that are in no others, in order."""
    return sorted(s for q in quotations if q.depth == 0 for s in q.spans)
