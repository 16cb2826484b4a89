"""A reading as the parts of a page: the story in its order, with furniture folded at its place, and what the page says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from onrecord.records import Article, Block, Furniture, Reading, Role, Timestamp
from onrecord.web.marking import Marks

__all__ = ["Fact", "Part", "called", "facts", "parts"]

#: What kinds of furniture are called: one, several.
_CALLED = {
    Furniture.NAVIGATION: ("navigation", "parts of navigation"),
    Furniture.RELATED: ("related story", "related stories"),
    Furniture.TEASERS: ("teaser", "teasers"),
    Furniture.APPEAL: ("appeal", "appeals"),
    Furniture.SHARE: ("share button", "share buttons"),
    Furniture.COMMENTS: ("comment", "comments"),
    Furniture.ADVERTISEMENT: ("advertisement", "advertisements"),
    Furniture.AUTHOR_BOX: ("author box", "author boxes"),
    Furniture.TAGS: ("tag", "tags"),
    Furniture.OTHER_STORY: ("part of another story", "parts of other stories"),
    Furniture.LEGAL: ("legal notice", "legal notices"),
    Furniture.OTHER: ("other", "others"),
}
_NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page as it is shown: `kind` is a role, and `items` its texts (of lists, rows of tables, furniture).
    `indexes` are those of its blocks, by which they are corrected.

    `called` is what furniture is folded under, and for each of `items` the kind stands in `kinds`.
    """

    kind: str
    html: Markup = _NOTHING
    indexes: tuple[int, ...] = ()
    items: tuple[Markup, ...] = ()
    kinds: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    called: str = ""
    first: bool = False  # the first headline


def parts(reading: Reading, marks: Marks) -> Iterator[Part]:
    """The parts of a reading, in the order of the page."""
    headline = True
    for role, run in groupby(reading.blocks, key=lambda b: b.role):
        blocks = list(run)
        indexes = tuple(b.index for b in blocks)
        match role:
            case Role.FURNITURE:
                yield Part(
                    "furniture",
                    items=tuple(marks.html(b) for b in blocks),
                    kinds=tuple(_CALLED[b.furniture or Furniture.OTHER][0] for b in blocks),
                    called=called(blocks),
                    indexes=indexes,
                )
            case Role.LIST_ITEM:
                yield Part("list_item", items=tuple(marks.html(b) for b in blocks), indexes=indexes)
            case Role.TABLE:
                yield Part("table", rows=tuple(tuple(b.text.split("\t")) for b in blocks), indexes=indexes)
            case _:
                for b in blocks:
                    first = headline and role is Role.HEADLINE
                    yield Part(str(role), marks.html(b), indexes=(b.index,), first=first)
                    headline = headline and role is not Role.HEADLINE


def called(blocks: list[Block]) -> str:
    """What folded furniture is called: "appeal", "6 teasers, share button"."""
    counts = Counter(b.furniture or Furniture.OTHER for b in blocks)
    return ", ".join(
        _CALLED[kind][0] if n == 1 else f"{n} {_CALLED[kind][1]}" for kind, n in counts.most_common()
    )


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the page says of itself: where that was found, and what was concluded."""

    name: str
    value: str
    where: str = ""
    inferred: str = ""
    url: str | None = None


def facts(article: Article) -> Iterator[Fact]:
    """What the page says of its story, each with where it was found and what was not on the page but concluded."""
    if article.title:
        yield Fact("title", article.title.value, article.title.where, _sure(article.title.score))
    if article.dek:
        yield Fact("dek", article.dek)
    for author in article.authors:
        kind = "an organisation" if author.organisation else ""
        yield Fact("author", author.name, author.where, kind, author.url)
    for o in article.origin:
        yield Fact("origin", f"{o.name or 'not named'} ({o.how})", o.where, "", o.url)
    for name, stamp in (("published", article.published), ("modified", article.modified)):
        if stamp is not None:
            yield Fact(name, time_of(stamp), stamp.where, ", ".join(stamp.inferred))
    for name, stated in (
        ("site", article.site),
        ("section", article.section),
        ("language", article.language),
    ):
        if stated is not None:
            yield Fact(name, stated.value, stated.where, _sure(stated.score))
    if article.tags:
        yield Fact("tags", ", ".join(article.tags))
    if article.canonical_url:
        yield Fact("canonical address", article.canonical_url, "", "", article.canonical_url)
    if article.archived:
        copy = article.archived
        when = f", captured {copy.time.isoformat(sep=' ', timespec='minutes')}" if copy.time else ""
        yield Fact("copy in an archive", f"{copy.archive}{when}", copy.where, "", copy.url)
    for image in article.images:
        told = "; ".join(
            f"{name}: {value}"
            for name, value in (("shows", image.alt), ("caption", image.caption), ("credit", image.credit))
            if value
        )
        yield Fact("picture", told or "no description", image.place.path, "", image.url)


def _sure(score: float) -> str:
    return "" if score >= 0.995 else f"{score:.0%} sure"


def time_of(stamp: Timestamp) -> str:
    """A time as the page states it, as precise as it is known."""
    return (
        stamp.time.date().isoformat()
        if stamp.date_only
        else stamp.time.isoformat(sep=" ", timespec="minutes")
    )
