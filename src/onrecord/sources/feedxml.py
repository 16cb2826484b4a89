"""Entries of feeds and sitemaps in XML, one after the other, by expat.

Elements are known by their local names and by where they stand, not by namespaces: feeds forget to declare them,
and programs that write sitemaps invent prefixes.  A direct child of an entry is of the entry; what stands deeper (the
pictures of a sitemap, the XHTML of an Atom entry) is of something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.parsers import expat

from onrecord.records import FeedKind

__all__ = ["Entry", "Hostile", "entries", "root"]

_DEEPEST = 200
_LONGEST = 8_000  # characters of an address or a time
_SLICE = 1_000_000
_ROOTS = {
    "rss": FeedKind.RSS,
    "RDF": FeedKind.RSS,
    "feed": FeedKind.ATOM,
    "urlset": FeedKind.SITEMAP,
    "sitemapindex": FeedKind.INDEX,
}
_ENTRY = {FeedKind.RSS: "item", FeedKind.ATOM: "entry", FeedKind.SITEMAP: "url", FeedKind.INDEX: "sitemap"}
#: In the order in which they are believed: FeedBurner's `origLink` spares the way over its redirects.
_ADDRESSES = ("origLink", "loc", "link", "href", "guid", "about")
_TIMES = ("updated", "modified", "lastmod", "pubDate", "date", "published", "issued", "publication_date")
_TEXTS = frozenset((*_ADDRESSES, *_TIMES)) - {"href", "about"}


class Hostile(Exception):
    """A document that is not read, whatever else it holds; the message says why."""


class _Root(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry says: its address as written, the base that holds for it (xml:base), its time as written."""

    address: str
    base: str = ""
    changed: str = ""


def root(text: str) -> FeedKind | None:
    """The format that the outermost element tells; `text` is the beginning of a document."""
    found: list[FeedKind | None] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = _ROOTS.get(_local(name))
        if name.endswith("RDF") and "http://purl.org/rss/" not in " ".join(attributes.values()):
            # Other RDF is no feed; RSS 0.90 and 1.0 declare their namespace here.
            kind = FeedKind.RSS if "my.netscape.com/rdf" in " ".join(attributes.values()) else None
        found.append(kind)
        raise _Root

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with suppress(_Root, expat.ExpatError):
        parser.Parse(text, False)
    return found[0] if found else None


def entries(text: str, kind: FeedKind) -> Iterator[Entry]:
    """The entries of a document, in order.  Raises `ExpatError` where it is damaged, `Hostile` where it is a trap."""
    reading = _Reading(_ENTRY[kind])
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    for at in range(0, max(1, len(text)), _SLICE):
        damage: expat.ExpatError | None = None
        try:
            parser.Parse(text[at : at + _SLICE], at + _SLICE >= len(text))
        except expat.ExpatError as e:
            damage = e
        yield from reading.done
        reading.done = []
        if damage is not None:
            raise damage


def _doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
    if internal:
        raise Hostile(
            "its document type declares entities, or anything else, of its own; such documents are refused"
        )


def _local(name: str) -> str:
    return name.rpartition(":")[2]


@dataclass(slots=True)
class _Reading:
    """The state between two events of the parser."""

    entry: str
    done: list[Entry] = field(default_factory=list)
    depth: int = 0
    inside: int = 0  # the depth of the entry that is open, 0 for none
    above: str = ""  # the direct child of the entry that is open
    bases: list[tuple[int, str]] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    base: str = ""
    taken: str = ""  # the element whose text is being collected
    parts: list[str] = field(default_factory=list)
    size: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Hostile(f"elements nested more than {_DEEPEST} deep")
        local = _local(name)
        if "xml:base" in attributes:
            self.bases.append((self.depth, self._joined(attributes["xml:base"])))
        if self.inside:
            self._child(local, attributes)
        elif local == self.entry and self.depth <= 4:
            self.inside, self.found = self.depth, {}
            self.base = self.bases[-1][1] if self.bases else ""
            about = attributes.get("rdf:about", "")
            if about.startswith(("http://", "https://")):
                self.found["about"] = about

    def _child(self, local: str, attributes: dict[str, str]) -> None:
        level = self.depth - self.inside
        if level == 1:
            self.above = local
        self.taken = ""
        if not (level == 1 or (level == 2 and self.above == "news" and local == "publication_date")):
            return
        if local == "link" and "href" in attributes:
            if attributes.get("rel", "alternate") == "alternate":
                base = self.bases[-1][1] if self.bases else ""
                self.found.setdefault("href", _urljoin(base, attributes["href"][:_LONGEST]))
        elif local in _TEXTS and not (
            local == "guid" and attributes.get("isPermaLink", "").lower() == "false"
        ):
            self.taken, self.parts, self.size = local, [], 0

    def text(self, data: str) -> None:
        if self.taken and self.size <= _LONGEST:
            self.parts.append(data)
            self.size += len(data)

    def end(self, name: str) -> None:
        if self.taken:
            words = "".join(self.parts)[:_LONGEST].strip()
            if words and not (self.taken == "guid" and not words.startswith(("http://", "https://"))):
                self.found.setdefault(self.taken, words)
            self.taken = ""
        if self.inside == self.depth:
            self.inside = 0
            address = next((self.found[n] for n in _ADDRESSES if n in self.found), "")
            changed = next((self.found[n] for n in _TIMES if n in self.found), "")
            self.done.append(Entry(address, self.base, changed[:100]))
        while self.bases and self.bases[-1][0] >= self.depth:
            self.bases.pop()
        self.depth -= 1

    def _joined(self, base: str) -> str:
        return _urljoin(self.bases[-1][1] if self.bases else "", base[:_LONGEST])[:_LONGEST]


def _urljoin(base: str, address: str) -> str:
    """`urljoin`, which raises for addresses such as "http://[", that are told apart later."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address
