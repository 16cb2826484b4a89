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
from onrecord.read.meta.names import CJK, agency, fold, introduced, is_organisation, is_person, people, tidy
from onrecord.read.tree import Raw, Tree
from onrecord.read.words import CREDIT, said_kind
from onrecord.records import Author, Note

__all__ = ["authors"]

_METAS = ("author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author", "cxenseparse:author",
          "citation_author", "article:author_name", "article:author", "dcsext.author", "vr:author", "mediator_author")  # fmt: skip
_AND = re.compile(r"\s+(?:and|und|et|y|och|og|en|и|та|ve)\s+|\s*[,;&]\s*")
_MARKS = re.compile(
    r"(?<![a-z])(?:by-?line|author|autor|autore|auteur|creator|signature|writer|reporter|contributor)s?(?![a-z])|[a-z](?:Author|Byline)",
    re.I,
)
_ACCOUNT = re.compile(
    r"^(?:admin\w*|administrator|root|user\w*|guest|editor|author|webmaster|wordpress|test|null|none|undefined|anonymous|n/?a|unknown|"
    r"super ?user|site ?admin|web ?team|content|\W*|by)$|@|https?:|^\d+$|^@|\.(?:php|html?)$",
    re.I,
)
_EMPLOYER = re.compile(
    r"(?<=\w)\s+(?:for|für|pour|para)\s+(?:the\s+)?[A-ZÀ-Þ].*$"
)  # "A. Name for The Ledger"
_MOST = 30


@dataclass(slots=True)
class _Named:
    """The names that one source gives."""

    where: str
    persons: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)
    strong: bool = True

    def add(self, name: str, organisation: bool, url: str | None = None) -> None:
        names = self.organisations if organisation else self.persons
        if len(names) < _MOST and all(fold(name) != fold(n) for n in names):
            names.append(name)
            if url:
                self.urls[name] = url


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
    shown = _shown(tree, declared, byline, text, sites)
    best = _choose(linked, meta, shown)
    if best is None:
        return (), notes
    names = [*best.persons]
    if not names or best is linked:
        # An agency beside a person is an author where the page itself lists it so; the site's own name is not.
        names += [n for n in best.organisations if not best.persons or fold(n) not in sites]
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
    return tuple(Author(n, n not in best.persons, best.urls.get(n), best.where) for n in names), notes


def _choose(linked: _Named, meta: _Named, shown: _Named) -> _Named | None:
    declared = linked if linked.persons else meta
    if declared.persons and shown.persons and shown.strong:
        a, b = {fold(n) for n in declared.persons}, {fold(n) for n in shown.persons}
        apart = len(b) > len(a) and all(any(y in x for x in a) for y in b)  # "A. Name and B. Name, Place"
        if (a < b or apart) and len(b) <= 8:
            return shown
        if not a & b and not any(x in y or y in x for x in a for y in b):
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


def _declared_names(text: str) -> list[str]:
    """The names in a declaration: mostly one, which may hold commas ("A. Name, MD") of its own."""
    name = _EMPLOYER.sub("", tidy(re.sub(r"\s*\([^()]*\)", "", text)))
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


def _metas(declared: Declared, sites: set[str], notes: list[Note]) -> _Named:
    for wanted in _METAS:
        out = _Named(f"meta:{wanted}")
        for key, value in declared.head.metas:
            if wanted == "citation_author" and value.count(",") == 1:
                value = " ".join(reversed(value.split(",")))  # "Name, A."
            if key == wanted and not value.strip().lower().startswith(("http", "//", "www.")):
                _add(out, value, False, sites, notes)
        if out.persons:
            return out
    out = _Named("meta:author")
    for key, value in declared.head.metas:
        if key in _METAS and not value.strip().lower().startswith(("http", "//")):
            _add(out, value, False, sites, notes)
    return out


def _shown(
    tree: Tree,
    declared: Declared,
    byline: Sequence[float] | None,
    text: Sequence[bool] | None,
    sites: set[str],
) -> _Named:
    """The byline that readers see.

    It is strong evidence if the line says so ("By ...") or its element is named after authors, and if it
    names people and little else; a line that the labeller takes for a byline may be any label.
    """
    weak: _Named | None = None
    last = -9
    out = _Named("byline", strong=True)
    for i, p in enumerate(byline or ()):
        raw = tree.raws[i]
        if p <= 0 or CREDIT.match(raw.text):
            continue
        words = _own_words(raw)
        # In a dump, a line that is labelled as a byline and holds nothing but a name says as much as "by".
        says = introduced(words) or (raw.node < 0 and len(words.split()) <= 3)
        names = [n for k, n in enumerate(people(words)) if _believable(n, says and k == 0)]
        persons = [n for n in names if is_person(n) and not is_organisation(n, sites)]
        if says or _marked_as_author(tree, raw):
            if persons and out.persons and i - last > 3:
                break
            for n in names:
                out.add(n, n not in persons)
            last = i if persons else last
        elif weak is None and persons and sum(map(len, persons)) > 0.5 * len(words):
            weak = _Named("byline", strong=False)
            for n in persons[:3]:
                weak.add(n, False)
    if out.persons:
        return out
    marked = _Named("itemprop:author", strong=True)
    for value in declared.itemprops.get("author", ())[:5]:
        for name in people(value):
            if _believable(name, False):
                marked.add(name, is_organisation(name, sites))
    if marked.persons:
        return marked
    named = _named_after_authors(tree, text, sites)
    return named if named.persons else weak or out


def _believable(name: str, said: bool) -> bool:
    """Whether a piece of a byline may be a name and not another label of the page.

    A single word, or capitals only, are a name where "by" says so.
    """
    if said_kind(name) is not None:
        return False
    return said or CJK.search(name) is not None or (" " in name and not name.isupper())


def _marked_as_author(tree: Tree, raw: Raw) -> bool:
    for index in (*tree.ancestors(raw.node, 3), *raw.inline[:3]):
        attr = tree.nodes.handles[index].attr
        if any((value := attr(k)) and _MARKS.search(value) for k in ("class", "rel", "itemprop")):
            return True
    return False


def _own_words(raw: Raw) -> str:
    return raw.text.split("\n")[0] if len(raw.text) > 200 else raw.text


def _named_after_authors(tree: Tree, text: Sequence[bool] | None, sites: set[str]) -> _Named:
    """What labels have missed: a short line near the start of the story that says "by", or whose element is named
    after authors."""
    out = _Named("class:author", strong=False)
    raws = tree.raws
    story = [i for i, t in enumerate(text or ()) if t and len(raws[i].text) > 80]
    near: Sequence[int] = range(len(raws))
    if story:
        # Over the story, or else in the author's box behind it.
        over = range(max(0, story[0] - 25), min(len(raws), story[0] + 6))
        near = [*over, *range(story[-1] + 1, min(len(raws), story[-1] + 15))]
    for i in near:
        raw = raws[i]
        if (
            raw.node < 0
            or len(raw.text) > 150
            or (text and text[i] and len(raw.text) > 80)
            or CREDIT.match(raw.text)
        ):
            continue
        says = introduced(raw.text)
        if not says and not _marked_as_author(tree, raw):
            continue
        for k, name in enumerate(people(raw.text)):
            if is_person(name) and _believable(name, says and k == 0):
                out.add(name, is_organisation(name, sites))
        if out.persons:
            break
    return out
