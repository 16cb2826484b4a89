"""Authors: declared ones weighed against the byline that readers see.

A declaration wins where the page shows nothing else, and where it and the byline agree.  A byline wins over a
declaration that names only the newsroom or the site, and over one that names somebody else.  Newsrooms and
agencies are authors only where no person is named, and are marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.read.meta.evidence import Declared, texts
from onrecord.read.meta.names import fold, is_organisation, is_person, people, tidy
from onrecord.read.tree import Raw, Tree
from onrecord.read.words import CREDIT
from onrecord.records import Author, Note

__all__ = ["authors"]

_METAS = ("author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author", "cxenseparse:author",
          "citation_author", "article:author_name", "article:author", "dcsext.author", "vr:author", "mediator_author")  # fmt: skip
_AND = re.compile(r"\s+(?:and|und|et|y|och|og|en|и|та|ve)\s+|\s*[,;&]\s*")
_MARKS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|autor|autore|auteur|creator|signature|writer|reporter)s?(?:$|[\s_-])",
    re.I,
)
_ACCOUNT = re.compile(
    r"^(?:admin\w*|administrator|root|user\w*|guest|editor|author|webmaster|wordpress|test|null|none|undefined|anonymous|n/?a|unknown|"
    r"super ?user|site ?admin|web ?team|content|\W*|by)$|@|https?:|^\d+$|^@|\.(?:php|html?)$",
    re.I,
)
_MOST = 30


@dataclass(slots=True)
class _Named:
    """The names that one source gives."""

    where: str
    persons: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, organisation: bool, url: str | None = None) -> None:
        names = self.organisations if organisation else self.persons
        if len(names) < _MOST and all(fold(name) != fold(n) for n in names):
            names.append(name)
            if url:
                self.urls[name] = url


def authors(
    tree: Tree, declared: Declared, byline: Sequence[float] | None, sites: set[str]
) -> tuple[tuple[Author, ...], list[Note]]:
    """The page's authors.  `byline` is the probability of each raw block to be one; `sites` are folded names."""
    notes: list[Note] = []
    linked = _linked(declared, sites, notes)
    meta = _metas(declared, sites, notes)
    shown = _shown(tree, declared, byline, sites)
    best = _choose(linked, meta, shown)
    if best is None:
        return (), notes
    names = best.persons or best.organisations
    for other in (linked, meta, shown):
        left = [n for n in (*other.persons, *other.organisations) if all(fold(n) != fold(m) for m in names)]
        if left and other is not best:
            notes.append(
                Note(
                    "metadata",
                    f"author {', '.join(left[:3])!r} ({other.where})",
                    f"{best.where} is better evidence",
                )
            )
    organisation = not best.persons
    return tuple(Author(n, organisation, best.urls.get(n), best.where) for n in names), notes


def _choose(linked: _Named, meta: _Named, shown: _Named) -> _Named | None:
    declared = linked if linked.persons else meta
    if declared.persons and shown.persons:
        a, b = {fold(n) for n in declared.persons}, {fold(n) for n in shown.persons}
        if a < b and len(b) <= 8:
            return shown
        if a & b or not shown.where.startswith("byline"):
            return declared
        return shown
    for source in (linked, meta, shown):
        if source.persons:
            return source
    for source in (linked, shown, meta):
        if source.organisations:
            return source
    return None


def _declared_names(text: str) -> list[str]:
    """The names in a declaration: mostly one, which may hold commas ("A. Name, MD") of its own."""
    name = tidy(text)
    parts = [p.strip() for p in _AND.split(name) if p.strip()]
    # Split only into what are surely several people: full names all of them.
    if len(parts) > 1 and all(is_person(p) and len(p.split()) > 1 for p in parts):
        return parts
    return [name] if name else []


def _add(
    out: _Named, text: str, organisation: bool, sites: set[str], notes: list[Note], url: str | None = None
) -> None:
    for name in _declared_names(text):
        if _ACCOUNT.search(name) or len(name) > 120:
            notes.append(
                Note(
                    "metadata", f"author {name[:60]!r} ({out.where})", "an account or an address, not a name"
                )
            )
            continue
        out.add(name, organisation or is_organisation(name, sites), url)


def _linked(declared: Declared, sites: set[str], notes: list[Note]) -> _Named:
    out = _Named("json-ld:author")
    value = declared.get("author") or declared.get("creator")
    for item in (value if isinstance(value, list) else [value])[:_MOST]:
        item = declared.resolve(item)
        organisation = False
        url: str | None = None
        if isinstance(item, dict):
            kind: Any = item.get("@type")
            organisation = "organization" in str(kind).lower() and "person" not in str(kind).lower()
            url = next((u for u in texts(item.get("url")) if u.startswith("http")), None)
        for name in texts(item, "name", "givenName", "alternateName")[:_MOST]:
            # Many templates type the newsroom as a person and a person as an organisation: names decide.
            _add(out, name, organisation and not _surely_person(name), sites, notes, url)
    return out


def _surely_person(name: str) -> bool:
    return is_person(name) and 2 <= len(name.split()) <= 3 and "'" not in name[-2:]


def _metas(declared: Declared, sites: set[str], notes: list[Note]) -> _Named:
    for wanted in _METAS:
        out = _Named(f"meta:{wanted}")
        for key, value in declared.head.metas:
            if key == wanted and not value.strip().lower().startswith(("http", "//", "www.")):
                _add(out, value, False, sites, notes)
        if out.persons:
            return out
    out = _Named("meta:author")
    for key, value in declared.head.metas:
        if key in _METAS and not value.strip().lower().startswith(("http", "//")):
            _add(out, value, False, sites, notes)
    return out


def _shown(tree: Tree, declared: Declared, byline: Sequence[float] | None, sites: set[str]) -> _Named:
    """The byline that readers see: blocks labelled so, or else text that is marked as an author's name."""
    out = _Named("byline")
    if byline is not None:
        sure = [i for i, p in enumerate(byline) if p > 0]
        for i in sure[:4]:
            if i - sure[0] > 25:
                break
            if CREDIT.match(tree.raws[i].text):
                continue
            words = _own_words(tree.raws[i])
            introduced = tidy(words) != " ".join(words.split())
            for name in people(words):
                person = is_person(name) and not is_organisation(name, sites)
                # A single word is a name only where "by" says so; else it may be any label.
                if introduced or not person or " " in name or not name.isascii():
                    out.add(name, not person)
        if out.persons or out.organisations:
            return out
    out = _Named("itemprop:author")
    for value in declared.itemprops.get("author", ())[:5]:
        for name in people(value):
            out.add(name, is_organisation(name, sites))
    if out.persons:
        return out
    if byline is None:
        return _marked(tree, sites)
    return out


def _own_words(raw: Raw) -> str:
    return raw.text.split("\n")[0] if len(raw.text) > 200 else raw.text


def _marked(tree: Tree, sites: set[str]) -> _Named:
    """Without labels: the first short block whose element is named after authors."""
    out = _Named("class:author")
    for raw in tree.raws:
        if raw.node < 0 or len(raw.text) > 150:
            continue
        for index in (*tree.ancestors(raw.node)[:2], *raw.inline[:3]):
            attr = tree.nodes[index].handle.attr
            if any(_MARKS.search(attr(k) or "") for k in ("class", "rel", "itemprop")):
                for name in people(raw.text):
                    if is_person(name) and len(name.split()) > 1:
                        out.add(name, is_organisation(name, sites))
                break
        if out.persons:
            break
    return out
