"""Search over articles and statements.  The address holds the whole question, so that it can be kept and cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from markupsafe import Markup
from starlette.requests import Request

from onrecord.codec import to_json
from onrecord.errors import QueryError
from onrecord.records import (
    HAND,
    Act,
    ArticleHit,
    Firmness,
    Manner,
    PageRef,
    PageType,
    Span,
    StatementHit,
    concluded,
)
from onrecord.run.store import Store
from onrecord.store.database import Database
from onrecord.store.filters import Filters
from onrecord.store.linking import with_links
from onrecord.store.search import search as articles
from onrecord.store.search import search_statements
from onrecord.web.addresses import key_of, page_url, speaker_url
from onrecord.web.answers import Table, View, mistaken
from onrecord.web.citing import cite_hits
from onrecord.web.marking import Mark, weave
from onrecord.web.room import Room
from onrecord.web.templating import with_query

__all__ = ["Hit", "number", "search", "said_hit"]

SIZE = 20
_MOST_SIZE = 1_000  # of a twin
_MOST_PAGE = 500
_CONTEXT = 240  # code points around a statement
_FIELDS = (
    "q", "in", "speaker", "outlet", "from", "to", "language", "type", "manner", "act", "firmness", "at_least"
)  # fmt: skip
_FLAGS = ("all_versions", "newest", "exact", "attitudes")

E = TypeVar("E", Act, Firmness, Manner, PageType)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, as it is shown."""

    url: str
    title: str
    outlet: str | None
    published: str | None
    language: str | None
    html: Markup
    speaker: str = ""
    speaker_at: str = ""
    named: str | None = None
    citation: str = ""
    notes: tuple[str, ...] = ()
    live: str | None = None


def _choice(kind: type[E], query: Mapping[str, str], name: str) -> E | None:
    """The member of an enumeration that a field names, `None` where it is empty.  Raises `QueryError` for what is none.

    Asked for what there is not, the answer must not be everything.
    """
    value = query.get(name)
    try:
        return kind(value) if value else None
    except ValueError:
        raise QueryError(f"{name} is one of {', '.join(kind)}, not “{value}”") from None


def number(request: Request, name: str, default: int, most: int) -> int:
    """A number of the address from 1 to `most`."""
    given = request.query_params.get(name, "")
    return (
        min(most, max(1, int(given))) if given.isascii() and given.isdecimal() and len(given) < 9 else default
    )


def _filters(query: Mapping[str, str]) -> Filters:
    everything = query.get("type") == "any"
    return Filters(
        types=() if everything else (_choice(PageType, query, "type") or PageType.ARTICLE,),
        speaker=query.get("speaker"),
        outlet=query.get("outlet"),
        since=query.get("from"),
        until=query.get("to"),
        language=query.get("language"),
        all_versions="all_versions" in query,
        manner=_choice(Manner, query, "manner"),
        act=_choice(Act, query, "act"),
        firmness=_choice(Firmness, query, "firmness"),
        at_least=_choice(Firmness, query, "at_least"),
        attitudes="attitudes" in query,
        spellings="exact" not in query,
    )


def search(room: Room, request: Request, store: Store) -> View:
    """What answers a question."""
    query = {k: v[:1000] for k, v in request.query_params.items() if k in (*_FIELDS, *_FLAGS) and v.strip()}
    page = number(request, "page", 1, _MOST_PAGE)
    size = number(request, "size", SIZE, _MOST_SIZE)
    of_statements = query.get("in") == "statements"
    find: Any = search_statements if of_statements else articles
    db = store.database
    wrong = ""
    others = False  # whether no article has it, and what is found is taken for something else

    def look(asked: Filters) -> list[Any]:
        limits = {"limit": size + 1, "offset": (page - 1) * size}
        return list(find(db, query.get("q", ""), asked, newest="newest" in query, **limits))

    try:
        asked = _filters(query)
        found = look(asked)
        if not found and page == 1 and "type" not in query:
            found = look(replace(asked, types=()))[:size]
            others = bool(found)
    except QueryError as e:
        found, wrong = [], e.message
    more = len(found) > size and page < _MOST_PAGE
    found = found[:size]
    own = {**query, "size": "" if size == SIZE else str(size)}
    following = f"/search?{with_query(own, page=page + 1)}" if more else None
    before = f"/search?{with_query(own, page=page - 1 if page > 2 else None)}" if page > 1 else None
    keys = {h.page.version: key_of(db, h.page.version) for h in found}
    cited = cite_hits(db, found)
    if of_statements:
        found = list(with_links(db, found))
    hits = [
        said_hit(db, h, keys[h.page.version], c) if of_statements else _article(h, keys[h.page.version], c)
        for h, c in zip(found, cited, strict=True)
    ]
    record = {
        "query": query,
        "page": page,
        "next": following,
        "results": [
            {"url": x.url, "citation": x.citation, **to_json(h)} for x, h in zip(hits, found, strict=True)
        ],
    }
    data = {
        "query": query,
        "hits": hits,
        "wrong": wrong,
        "next": following,
        "before": before,
        "page": page,
        "first": (page - 1) * size,
        "of_statements": of_statements,
        "others": others,
        "types": [t for t in PageType if t is not PageType.ARTICLE],
        "acts": list(Act),
        "grades": list(Firmness),
        "manners": list(Manner),
    }
    title = f"Search: {query['q']}" if "q" in query else "Search"
    table = statement_table(found, keys, cited) if of_statements else _article_table(found, keys, cited)
    return mistaken(View("search.html", title, data, record, table, "onrecord-search"), wrong)


# -- as shown --------------------------------------------------------------------------------------------------------
def _day(page: PageRef) -> str | None:
    return page.published.date().isoformat() if page.published else None


def _marked(marks: Iterable[Span], start: int = 0) -> list[Mark]:
    return [Mark(m.start - start, m.end - start, "hedge", "mark", {}) for m in marks]


def _article(h: ArticleHit, key: str, citation: str) -> Hit:
    text = weave(h.snippet.text, _marked(h.snippet.marks))
    before, after = "… " if h.snippet.cut_before else "", " …" if h.snippet.cut_after else ""
    return Hit(
        page_url(key),
        h.page.title or h.page.address,
        h.page.site or h.page.host,
        _day(h.page),
        h.page.language,
        Markup("{}{}{}").format(before, text, after),
        citation=citation,
    )


def said_hit(db: Database, h: StatementHit, key: str, citation: str) -> Hit:
    """A statement in its sentence: the block around it, cut where that is long, with the words that matched marked."""
    notes = [str(h.act)] if h.act is not Act.STATEMENT else []
    notes += [str(h.firmness)] if h.firmness is not Firmness.ASSERTED else []
    notes += ["negated"] if h.negated else []
    if HAND in h.speaker.inferred:
        notes.append("speaker by hand")
    if inferred := concluded(h.speaker.inferred):
        notes.append(f"speaker inferred ({', '.join(inferred)})")
    return Hit(
        page_url(key, statement=h.code),
        h.page.title or h.page.address,
        h.page.site or h.page.host,
        _day(h.page),
        h.page.language,
        _sentence(db, h),
        h.speaker.name,
        speaker_url(h.speaker.name, h.speaker.kind),
        h.named if h.named != h.speaker.name else None,
        citation,
        tuple(notes),
        h.link,
    )


def _sentence(db: Database, h: StatementHit) -> Markup:
    spans = [*h.source, *h.cue, *h.content]
    start, end = min((s.start for s in spans), default=0), max((s.end for s in spans), default=0)
    border = db.row(
        "SELECT max(start_at), max(end_at) FROM block WHERE version = ? AND start_at < ? AND end_at > ?",
        (h.page.version, end, start),
    )
    low, high = (border[0], border[1]) if border and border[0] is not None else (start, end)
    first, last = (
        max(min(low, start), start - _CONTEXT),
        min(max(high, end), end + _CONTEXT, start + 5 * _CONTEXT),
    )
    text = str(
        db.value(
            "SELECT substr(text, ?, ?) FROM article WHERE version = ?",
            (first + 1, last - first, h.page.version),
        )
        or ""
    )
    last = first + len(text)

    def part(kind: str, found: Iterable[Span]) -> list[Mark]:
        return [
            Mark(max(s.start, first) - first, min(s.end, last) - first, kind, "span", {"class": kind})
            for s in found
        ]

    marks = [
        *part("said", h.content),
        *part("source", h.source),
        *part("cue", h.cue),
        *_marked(h.marks, first),
    ]
    before = "… " if first > min(low, start) else ""
    after = " …" if last < max(high, end) else ""
    return Markup("{}{}{}").format(before, weave(text, marks), after)


# -- twins -----------------------------------------------------------------------------------------------------------
_PAGE = ("page", "address", "outlet", "published", "title")


def _page(p: PageRef, key: str) -> tuple[str | None, ...]:
    return page_url(key), p.address, p.site or p.host, _day(p), p.title


def _article_table(found: Iterable[ArticleHit], keys: Mapping[int, str], cited: Iterable[str]) -> Table:
    rows = (
        (*_page(h.page, keys[h.page.version]), h.page.language, h.snippet.text, c)
        for h, c in zip(found, cited, strict=True)
    )
    return Table((*_PAGE, "language", "snippet", "citation"), list(rows))


def statement_table(found: Iterable[StatementHit], keys: Mapping[int, str], cited: Iterable[str]) -> Table:
    """Statements as rows, with how to cite each."""
    rows = (
        (
            *_page(h.page, keys[h.page.version]),
            h.speaker.name,
            str(h.speaker.kind),
            h.named,
            h.speaker.role,
            h.source_words,
            h.cue_words,
            h.words,
            str(h.manner),
            str(h.act),
            str(h.firmness),
            "yes" if h.negated else "",
            h.code,
            h.link,
            c,
        )
        for h, c in zip(found, cited, strict=True)
    )
    columns = (
        "speaker kind named role source cue content manner act firmness negated id link citation".split()
    )
    return Table((*_PAGE, *columns), list(rows))
