"""Posts of Telegram, as both forms of its desktop's export give them, made into pages.

An export says less than it seems to.  Posts have no address, only a number within their chat.  Old exports state no zone.
That several messages are one album nothing says.  `docs/sources.md` has a table of what each version states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.records import Author, Capture, Envelope, Note, Origin, Stated, Timestamp, Via
from onrecord.sources.skips import Skips

__all__ = ["EDITED", "Post", "pages"]

_WORD = re.compile(r"\w")
_ALBUM = 10  # messages of one album at most
_LINKS = 50
_EXPORT = "telegram"

EDITED = Note(
    "source",
    "the time of the last edit",
    "as the export states it; Telegram also marks posts in which no word changed",
)


@dataclass(slots=True)
class Post:
    """A message of a chat.  `sent` tells messages of one moment; `media` says that it shows a picture, film or file."""

    id: str
    text: str
    chat: str | None = None
    chat_id: str | None = None
    authors: tuple[Author, ...] = ()
    published: Timestamp | None = None
    modified: Timestamp | None = None
    origin: tuple[Origin, ...] = ()
    links: list[str] = field(default_factory=list)
    facts: list[Stated] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    sent: tuple[object, ...] = ()
    media: bool = False

    @property
    def worded(self) -> bool:
        """Whether it says anything in words."""
        return _WORD.search(self.text) is not None


def pages(posts: Iterable[Post], name: str, skips: Skips) -> Iterator[Capture]:
    """A page for each post with words, in their order; messages of one album are one post."""
    group: list[Post] = []
    for post in posts:
        if group and not (post.media and post.sent == group[0].sent and len(group) < _ALBUM):
            yield from _flushed(group, name, skips)
            group = []
        group.append(post)
        if not post.media:
            yield from _flushed(group, name, skips)
            group = []
    yield from _flushed(group, name, skips)


def _flushed(group: list[Post], name: str, skips: Skips) -> Iterator[Capture]:
    worded = [p for p in group if p.worded]
    if len(group) > 1 and len(worded) == 1:
        ids = ", ".join(p.id for p in group)
        worded[0].facts.append(Stated(ids, "telegram:album"))
        worded[0].notes.append(
            Note(
                "source",
                f"messages {ids}",
                "inferred to be one album: the same sender, the same second, one with words",
            )
        )
    else:
        for _ in range(len(group) - len(worded)):
            skips.add("posts without words")
    for post in worded:
        yield _page(post, name)


def _page(post: Post, name: str) -> Capture:
    key = f"{post.chat_id}/{post.id}" if post.chat_id else post.id
    facts = [*post.facts, *(Stated(link[:2_000], "telegram:link") for link in post.links[:_LINKS])]
    notes = list(post.notes)
    if len(post.links) > _LINKS:
        notes.append(Note("source", f"{len(post.links) - _LINKS} links", f"more than {_LINKS} in one post"))
    return Capture(
        f"{name}#{key}",
        post.text.encode("utf-8", "replace"),
        None,
        "utf-8",
        "text",
        via=Via.TELEGRAM,
        container=name,
        record=key,
        envelope=Envelope(
            _EXPORT,
            id=key,
            outlet=Stated(post.chat, "telegram:name") if post.chat else None,
            authors=post.authors,
            published=post.published,
            modified=post.modified,
            origin=post.origin,
            facts=tuple(facts),
            notes=tuple(notes),
            prose=True,
        ),
    )
