"""Links into live pages for what was found: an address with a text fragment that jumps to the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from onrecord.browser_text import Text
from onrecord.fragments import Passages, joined, linked, web_url
from onrecord.records import Span, StatementHit
from onrecord.store.database import Database

__all__ = ["Linker", "with_links"]

T = TypeVar("T")
_KEPT = 16  # pages whose texts are kept: hits of one page mostly stand together
_LONG = 5_000_000  # code points of the blocks of one page; longer ones get their plain address


class Linker:
    """Makes the links of statements from the texts of their pages in a store."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.pages: dict[int, tuple[str | None, str, Passages | None]] = {}

    def link(self, version: int, spans: Iterable[Span]) -> str | None:
        """The link to the first of `spans` (in `Article.text` of a version) for which there is one, as `onrecord.render.links`."""
        page = self.pages.pop(version, None)
        if page is None:
            page = self._page(version)
            if len(self.pages) >= _KEPT:
                del self.pages[next(iter(self.pages))]
        self.pages[version] = page  # now the last one
        base, text, passages = page
        return linked(base, passages.directive(joined(text, spans)) if passages else None)

    def _page(self, version: int) -> tuple[str | None, str, Passages | None]:
        row = self.db.row(
            "SELECT v.url, a.canonical_url, a.text, r.media, (SELECT sum(length(text)) FROM block WHERE version = v.id)"
            " FROM version v JOIN reading r ON r.version = v.id JOIN article a ON a.version = v.id WHERE v.id = ?",
            (version,),
        )
        if row is None:
            return None, "", None
        url, canonical, text, media, others = row
        base = web_url(url or web_url(canonical))
        if base is None or media not in ("html", "text") or len(text) + (others or 0) > _LONG:
            return base, text, None
        links: dict[int, list[Span]] = {}
        for n, start, end in self.db.rows(
            "SELECT block, start_at, end_at FROM link WHERE version = ?", (version,)
        ):
            links.setdefault(n, []).append(Span(start, end))
        texts = []
        for n, start, end, own in self.db.rows(
            "SELECT n, start_at, end_at, text FROM block WHERE version = ? ORDER BY n", (version,)
        ):
            span = None if start is None else Span(start, end)
            shown = own if own is not None else span.of(text) if span is not None else ""
            texts.append(Text(shown, span, tuple(links.get(n, ()))))
        return base, text, Passages(texts)


def with_links(db: Database, hits: Iterable[T]) -> Iterator[T]:
    """What was found; statements with `StatementHit.link`, all else as it is."""
    linker = Linker(db)
    for hit in hits:
        if isinstance(hit, StatementHit):
            link = linker.link(hit.page.version, (*hit.content, *hit.cue))
            yield replace(hit, link=link)
        else:
            yield hit
