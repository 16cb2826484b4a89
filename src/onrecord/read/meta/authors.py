"""Authors: declared ones weighed against the byline that readers see.

A declaration wins where the page shows nothing else, and where it and the byline agree.  A byline wins over a
declaration that names only the newsroom or the site, and over one that names somebody else.  Newsrooms and
agencies are authors only where no person is named, and are marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from onrecord.read.meta.bylines import Named, shown
from onrecord.read.meta.credits import of_writers
from onrecord.read.meta.evidence import Declared, texts
from onrecord.read.meta.names import agency, fold, is_organisation, is_person, is_title, tidy
from onrecord.read.tree import Tree
from onrecord.records import Author, Note

__all__ = ["authors"]

_METAS = ("author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author", "cxenseparse:author",
          "citation_author", "article:author_name", "article:author", "dcsext.author", "vr:author", "mediator_author")  # fmt: skip
_AND = re.compile(r"\s*[,;&]?\s+(?:and|und|et|y|och|og|en|и|та|ve)\s+|\s*[,;&]\s*")
_ACCOUNT = re.compile(
    r"^(?:admin\w*|administrator|root|user\w*|guest|editor|author|webmaster|wordpress|test|null|none|undefined|anonymous|n/?a|unknown|"
    r"super ?user|site ?admin|web ?team|content|\W*|by)$|@|https?:|^\d+$|^@|\.(?:php|html?)$",
    re.I,
)
_EMPLOYER = re.compile(
    r"(?<=\w)\s+(?:for|für|pour|para)\s+(?:the\s+)?[A-ZÀ-Þ].*$"
)  # "A. Name for The Ledger"
_MOST = 30


def authors(
    tree: Tree,
    declared: Declared,
    byline: Sequence[float] | None,
    text: Sequence[bool] | None,
    sites: set[str],
) -> tuple[tuple[Author, ...], list[Note]]:
    """The page's authors.  `byline` is the probability of each raw block to be one, `text` whether it is running
    text; `sites` are folded names."""
    notes: list[Note] = []
    linked = _linked(declared, sites, notes)
    meta = _metas(declared, sites, notes)
    line = shown(tree, declared, byline, text, sites)
    best = _choose(linked, meta, line)
    if best is None:
        return (), notes
    names = [*best.persons]
    if not names or best is linked:
        # An agency beside a person is an author where the page itself lists it so; the site's own name is not.
        names += [n for n in best.organisations if not best.persons or fold(n) not in sites]
    for other in (linked, meta, line):
        left = [n for n in (*other.persons, *other.organisations) if all(fold(n) != fold(m) for m in names)]
        if left and other is not best:
            notes.append(
                Note(
                    "metadata",
                    f"author {', '.join(left[:3])!r} ({other.where})",
                    f"{best.where} is better evidence",
                )
            )
    return tuple(Author(n, n not in best.persons, best.urls.get(n), best.where) for n in names), notes


def _choose(linked: Named, meta: Named, shown: Named) -> Named | None:
    declared = linked if linked.persons else meta
    if declared.persons and shown.persons and shown.strong:
        a, b = {fold(n) for n in declared.persons}, {fold(n) for n in shown.persons}
        apart = len(b) > len(a) and all(any(y in x for x in a) for y in b)  # "A. Name and B. Name, Place"
        if apart or (a < b and len(b) <= 8 and _together(b, shown.lines)):
            return shown
        # A declared author whom some byline names is one; whoever else has a line of his own may have another part.
        if (
            not a & b
            and not any(x in y or y in x for x in a for y in b)
            and not any(x in shown.lines for x in a)
        ):
            return shown
    # A line that may be any label does not outweigh an agency that is declared; the site's own name says little.
    agencies = any(agency(n) for n in (*linked.organisations, *meta.organisations))
    trusted = shown.strong or not agencies
    for source in (declared, shown if trusted else declared):
        if source.persons:
            return source
    for source in (linked, shown, meta):
        if source.organisations:
            return source
    return None


def _together(names: set[str], lines: str) -> bool:
    """Whether one line holds all the names."""
    return any(all(name in line for name in names) for line in lines.split("\n"))


def _declared_names(text: str) -> list[str]:
    """The names in a declaration: mostly one, which may hold commas ("A. Name, MD") of its own."""
    bare = re.sub(r"\s*\([^()]*\)", "", text[:1000])
    name = _EMPLOYER.sub("", tidy(of_writers(bare) or bare))
    head, *rest = re.split(r"\s*[|｜]\s*", name)
    if rest and is_person(head) and " " in head:
        name = head  # "A. Name | Department of Physics"
    parts = [p.strip() for p in _AND.split(name) if p.strip()]
    named = [p for p in parts if not is_title(p)]
    if named and len(named) < len(parts) and parts[0] == named[0] and is_person(named[0]) and " " in named[0]:
        parts, name = named, named[0] if len(named) == 1 else name
    # Split only into what are surely several people: full names all of them.
    if len(parts) > 1 and all(is_person(p) and len(p.split()) > 1 for p in parts):
        return parts
    return [name] if name else []


def _add(
    out: Named, text: str, organisation: bool, sites: set[str], notes: list[Note], url: str | None = None
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


def _linked(declared: Declared, sites: set[str], notes: list[Note]) -> Named:
    out = Named("json-ld:author")
    value = declared.get("author") or declared.get("creator")
    for item in (value if isinstance(value, list) else [value])[:_MOST]:
        item = declared.resolve(item)
        organisation = False
        url: str | None = None
        if isinstance(item, dict):
            kind: Any = item.get("@type")
            organisation = "organization" in str(kind).lower() and "person" not in str(kind).lower()
            url = next((u for u in texts(item.get("url")) if u.startswith("http")), None)
        for name in _parts(item):
            # Many templates type the newsroom as a person and a person as an organisation: names decide.
            _add(out, name, organisation and not _surely_person(name), sites, notes, url)
    return out


def _parts(item: Any) -> list[str]:
    """The names in an author's entry; given and family name are put together."""
    if isinstance(item, dict) and not item.get("name"):
        given, family = texts(item.get("givenName"))[:1], texts(item.get("familyName"))[:1]
        if given or family:
            return [" ".join(given + family)]
    return texts(item, "name", "alternateName")[:_MOST]


def _surely_person(name: str) -> bool:
    return is_person(name) and 2 <= len(name.split()) <= 3 and "'" not in name[-2:]


def _metas(declared: Declared, sites: set[str], notes: list[Note]) -> Named:
    for wanted in _METAS:
        out = Named(f"meta:{wanted}")
        for key, value in declared.head.metas:
            if wanted == "citation_author" and value.count(",") == 1:
                value = " ".join(reversed(value.split(",")))  # "Name, A."
            if key == wanted and not value.strip().lower().startswith(("http", "//", "www.")):
                _add(out, value, False, sites, notes)
        if out.persons:
            return out
    out = Named("meta:author")
    for key, value in declared.head.metas:
        if key in _METAS and not value.strip().lower().startswith(("http", "//")):
            _add(out, value, False, sites, notes)
    return out
