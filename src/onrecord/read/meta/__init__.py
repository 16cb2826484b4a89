"""What the page says of its story: title, authors, dates, origin, section, tags, language.

Declarations (JSON-LD, OpenGraph, metas, microdata) are evidence to weigh against the visible page, never
trusted blindly: they are often stale, templated, or the name of the site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.read.meta.authors import authors
from onrecord.read.meta.dates import dates
from onrecord.read.meta.evidence import declared
from onrecord.read.meta.language import language
from onrecord.read.meta.names import fold
from onrecord.read.meta.origin import canonical, origins, section, site, tags
from onrecord.read.meta.titles import title
from onrecord.read.tree import Tree
from onrecord.records import Archived, Author, Note, Origin, Stated, Timestamp

__all__ = ["Metadata", "Visible", "metadata"]


@dataclass(frozen=True, slots=True)
class Visible:
    """What the labeller sees on the page: for each raw block the probability of some labels, and whether it is text."""

    headline: Sequence[float]
    byline: Sequence[float]
    dateline: Sequence[float]
    section: Sequence[float]
    tags: Sequence[float]
    text: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of `Article` that are not its text, and the trail of what was passed over."""

    title: Stated | None = None
    authors: tuple[Author, ...] = ()
    origin: tuple[Origin, ...] = ()
    published: Timestamp | None = None
    modified: Timestamp | None = None
    site: Stated | None = None
    section: Stated | None = None
    tags: tuple[str, ...] = ()
    language: Stated | None = None
    canonical_url: str | None = None
    archived: Archived | None = None
    notes: tuple[Note, ...] = ()


def metadata(tree: Tree, url: str | None, visible: Visible | None = None) -> Metadata:
    """Weigh what the page declares and shows.  Without `visible`, tags and class names stand in for labels."""
    found = declared(tree, url)
    text = visible.text if visible else None
    address, doubted = canonical(found, url)
    home = site(found, url, address)
    sites = {fold(s) for s in found.sites}
    if home is not None:
        sites.add(fold(home.value))
    headline, notes = title(tree, found, visible.headline if visible else None, text, sites)
    people, passed = authors(tree, found, visible.byline if visible else None, text, sites)
    story = "\n".join(tree.raws[i].text for i, t in enumerate(text or ()) if t)[:3000]
    spoken = language(story, found)
    first, last = dates(
        tree,
        found,
        url,
        visible.dateline if visible else None,
        text,
        spoken.value if spoken else None,
        tree.archived.time if tree.archived else None,
        address,
    )
    return Metadata(
        title=headline,
        authors=people,
        origin=origins(tree, url, address, people, text),
        published=first,
        modified=last,
        site=home,
        section=section(tree, found, visible.section if visible else None),
        tags=tags(tree, found, visible.tags if visible else None),
        language=spoken,
        canonical_url=address or (url if tree.archived else None),
        archived=tree.archived,
        notes=(*found.notes, *notes, *passed, *doubted),
    )
