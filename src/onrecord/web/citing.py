"""How to cite: one line that says who said what, where it stands, and of which bytes that is true."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from onrecord.fragments import web_url
from onrecord.records import ArticleHit, Reading, Statement, StatementHit
from onrecord.render.inert import inert
from onrecord.render.links import address_of
from onrecord.render.statements import words
from onrecord.store.database import Database

__all__ = ["cite", "cite_hits", "cite_page", "cite_reading", "cite_statement", "flat"]


def flat(text: str) -> str:
    """A text on one line, without characters that do something."""
    return " ".join(inert(text).split())


def cite(
    *,
    words: str,
    speaker: str,
    role: str | None,
    title: str,
    outlet: str | None,
    published: datetime | None,
    url: str | None,
    digest: str,
    code: str = "",
) -> str:
    """A statement: words, speaker, title, outlet, date, address, digest."""
    quoted = flat(words)
    if not quoted.startswith(("“", "„", "«", "»", '"', "「", "『")):
        quoted = f"“{quoted}”"
    who = speaker if not role or role == speaker else f"{speaker} ({flat(role)})"
    where = _where(title, outlet, published, url)
    return flat(f"{quoted} – {who}, in {where} SHA-256 {digest}{', statement ' + code if code else ''}")


def cite_page(
    *,
    title: str,
    authors: Iterable[str],
    outlet: str | None,
    published: datetime | None,
    url: str | None,
    digest: str,
) -> str:
    """A page: authors, title, outlet, date, address, digest."""
    by = ", ".join(authors)
    return flat(f"{by + ': ' if by else ''}{_where(title, outlet, published, url)} SHA-256 {digest}")


def _where(title: str, outlet: str | None, published: datetime | None, url: str | None) -> str:
    day = published.date().isoformat() if published else ""
    source = ", ".join(x for x in (f"“{flat(title)}”", outlet, day) if x)
    return f"{source}.{f' {url}.' if url else ''}"


# -- of a reading ----------------------------------------------------------------------------------------------------
def _source(reading: Reading) -> dict[str, Any]:
    a = reading.article
    return {
        "title": a.title.value if a and a.title else reading.page.name,
        "outlet": a.site.value if a and a.site else None,
        "published": a.published.time if a and a.published else None,
        "url": address_of(reading),
        "digest": reading.page.id,
    }


def cite_statement(reading: Reading, s: Statement) -> str:
    """How to cite a statement of a reading."""
    return cite(
        words=words(reading, s.content) or words(reading, s.cue),
        speaker=s.speaker.name,
        role=s.speaker.role,
        code=s.id,
        **_source(reading),
    )


def cite_reading(reading: Reading) -> str:
    """How to cite the page itself."""
    authors = [a.name for a in reading.article.authors] if reading.article else []
    return cite_page(authors=authors, **_source(reading))


# -- of what was found -----------------------------------------------------------------------------------------------
def cite_hits(db: Database, hits: Iterable[ArticleHit | StatementHit]) -> list[str]:
    """How to cite what a search found: word for word as the page of each does."""
    hits = list(hits)
    versions = json.dumps(sorted({h.page.version for h in hits}))
    kept = {
        row[0]: row[1:]
        for row in db.rows(
            "SELECT v.id, b.digest, v.url, a.canonical_url, v.name FROM version v JOIN body b ON b.id = v.body"
            " LEFT JOIN article a ON a.version = v.id WHERE v.id IN (SELECT value FROM json_each(?))",
            (versions,),
        )
    }
    authors: dict[int, list[str]] = {}
    for version, name in db.rows(
        "SELECT version, name FROM author WHERE version IN (SELECT value FROM json_each(?)) ORDER BY version, n",
        (versions,),
    ):
        authors.setdefault(version, []).append(name)
    out = []
    for h in hits:
        digest, url, canonical, name = kept[h.page.version]
        source = {
            "title": h.page.title or name,
            "outlet": h.page.site,
            "published": h.page.published,
            "url": url or web_url(canonical),
            "digest": digest,
        }
        if isinstance(h, StatementHit):
            said = h.words or h.cue_words
            out.append(cite(words=said, speaker=h.speaker.name, role=h.speaker.role, code=h.code, **source))
        else:
            out.append(cite_page(authors=authors.get(h.page.version, ()), **source))
    return out
