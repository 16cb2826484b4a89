"""What reading one page gave: every block labelled, the article, who said what, and the trail; or why it gave nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from onrecord.records.notebook import marked_html, table
from onrecord.records.page import Article, Block, Envelope, Note, PageInfo, Role, Verdict
from onrecord.records.said import Said, Unsaid, said_rows
from onrecord.records.statement import AttributionType, Silence, Statement, without

__all__ = ["Failure", "Reading"]


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """The result of reading one page: every block with its label, the article if there is one, and the trail.

    `article` is `None` when the page has no running text at all.  If `verdict` says that the page is not
    an article, `article` still has what would be its text.  `statements` is filled only if you asked for statements; their
    spans count in `article.text`.  `silences` come with them: who declined, refused or did not comment.
    """

    page: PageInfo
    verdict: Verdict
    blocks: tuple[Block, ...]
    article: Article | None
    trail: tuple[Note, ...] = ()
    statements: tuple[Statement, ...] = ()
    silences: tuple[Silence, ...] = ()
    reader: str = ""  # name and version of the program and models that read it
    envelope: Envelope | None = None  # what the file that the page came in says of it

    def said(self, *, attitudes: bool = False) -> tuple[Said, ...]:
        """Everything that the page reports as said, with its words, in the order of the text.

        With `attitudes`, also what people believe, want or decide without saying so.

        >>> for s in reading.said():  # doctest: +SKIP
        ...     print(s.speaker.name, s.cue_words, s.words)
        """
        text = self.article.text if self.article else ""
        return tuple(
            Said(s, text) for s in self.statements if attitudes or s.type is AttributionType.COMMUNICATION
        )

    def unsaid(self) -> tuple[Unsaid, ...]:
        """Who declined, refused or did not comment, according to the page, with the words."""
        text = self.article.text if self.article else ""
        return tuple(Unsaid(s, text) for s in self.silences)

    def without_attitudes(self) -> Reading:
        """The reading with only those statements that report communication: what views show by default.

        A statement inside an attitude moves to what the attitude was inside.
        """
        gone = {s.id for s in self.statements if s.type is not AttributionType.COMMUNICATION}
        return replace(self, statements=tuple(without(self.statements, gone))) if gone else self

    def to_rows(self, *, attitudes: bool = False) -> list[dict[str, Any]]:
        """What is said, as rows of a table: page, address, title, day of publication, then the columns of `Said.row`."""
        a = self.article
        return said_rows(
            self.said(attitudes=attitudes),
            page=self.page.name,
            url=self.page.url,
            title=a.title.value if a and a.title else None,
            published=a.published.time if a and a.published else None,
        )

    def to_pandas(self, *, attitudes: bool = False) -> Any:
        """What is said, as a pandas DataFrame with a row for each statement.

        Raises `ImportError` where pandas is not installed (`pip install '.[notebook]'`).
        """
        return table("pandas", self.to_rows(attitudes=attitudes))

    def to_polars(self, *, attitudes: bool = False) -> Any:
        """What is said, as a Polars DataFrame with a row for each statement.

        Raises `ImportError` where Polars is not installed (`pip install '.[notebook]'`).
        """
        return table("polars", self.to_rows(attitudes=attitudes))

    def __repr__(self) -> str:
        a = self.article
        title = a.title.value if a and a.title else self.page.name
        said = sum(s.type is AttributionType.COMMUNICATION for s in self.statements)
        return f"<Reading {title!r}: {self.verdict.type.value}, {len(self.blocks)} blocks, {said} statements>"

    def _repr_html_(self) -> str:
        """The marked article, for notebooks.  All text of the page is escaped."""
        a = self.article
        blocks = [(b.role.value, b.text, b.span.start) for b in a.blocks if b.span] if a else []
        title = a.title.value if a and a.title else self.page.name
        return marked_html(title, blocks, self.statements)

    @property
    def furniture(self) -> tuple[Block, ...]:
        """The blocks that are not the story."""
        return tuple(b for b in self.blocks if b.role is Role.FURNITURE)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page has no reading."""

    name: str
    stage: str
    error: str  # the class of the error, "NotHtml"
    message: str
    url: str | None = None
