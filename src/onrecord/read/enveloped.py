"""What the file that a page came in says of it, and what a document states of its own blocks, put into the reading.

Such statements are not weighed against the page: the head of a mail says who sent it and when, and the page inside, however
it was made, does not know.  What the page said instead is kept in the trail.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.read.labels import Label, Labelled
from onrecord.read.meta import Metadata
from onrecord.read.tree import Tree
from onrecord.records import TEXT_ROLES, Envelope, Note, PageType, Role, Stated, Timestamp, Verdict

__all__ = ["stated_labels", "with_envelope"]

#: The probability that a post is an article: the labeller knows pages, and a post has nothing around it to tell by.
_POST = 0.5
_IS_POST = Note(
    "label", "the type of the page", "taken for an article, because the file holds it as a separate post"
)


def stated_labels(tree: Tree, labelled: Labelled, envelope: Envelope | None) -> Labelled:
    """The labels, where the document or its file states what blocks are: headings by their style, posts that are all prose."""
    prose = envelope is not None and envelope.prose
    if not tree.stated and not prose:
        return labelled
    labels = list(labelled.labels)
    for i, label in enumerate(labels):
        role = tree.stated.get(i)
        if role is None and prose and label.role not in TEXT_ROLES:
            role = Role.PARAGRAPH
        if role is not None:
            labels[i] = Label(role, None, 1.0, float(role in TEXT_ROLES))
    if not prose or labelled.verdict.is_article:
        return replace(labelled, labels=labels)
    return replace(
        labelled,
        labels=labels,
        verdict=Verdict(PageType.ARTICLE, _POST),
        notes=(*labelled.notes, _IS_POST),
    )


def with_envelope(found: Metadata, envelope: Envelope | None) -> Metadata:
    """The metadata with what the file states in place of what the page does.

    `envelope.notes` come into the trail, and a note for each value of the page that gives way.
    """
    if envelope is None:
        return found
    notes = list(envelope.notes)

    def instead(what: str, own: Stated | Timestamp | None, given: Stated | Timestamp | None) -> None:
        if own is None or given is None:
            return
        mine = own.value if isinstance(own, Stated) else own.time.isoformat()
        theirs = given.value if isinstance(given, Stated) else given.time.isoformat()
        if mine != theirs:
            notes.append(
                Note(
                    "metadata",
                    f"{what} {mine!r} ({own.where})",
                    f"not used: {given.where} says {theirs!r}",
                )
            )

    instead("the title", found.title, envelope.title)
    instead("the outlet", found.site, envelope.outlet)
    instead("the time", found.published, envelope.published)
    names = {a.name.casefold() for a in envelope.authors}
    return replace(
        found,
        title=envelope.title or found.title,
        site=envelope.outlet or found.site,
        published=envelope.published or (None if envelope.prose else found.published),
        modified=envelope.modified or found.modified,
        authors=(*envelope.authors, *(a for a in found.authors if a.name.casefold() not in names)),
        origin=(*envelope.origin, *found.origin),
        notes=(*found.notes, *notes),
    )
