"""From labelled blocks to the article: its running text with spans, its pictures, what the page says of it.

Blocks become part of `Article.text` in the order of the page, one blank line between them.  What a block
loses on the way (a caption's credit, a line that stands in the page twice) is kept as a block of its own, with
its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.read.addresses import Base
from onrecord.read.captions import split_credit
from onrecord.read.images import CAPTIONS, images
from onrecord.read.labels import Label, Labelled
from onrecord.read.meta.names import tidy
from onrecord.read.tree import Raw, Tree
from onrecord.records import TEXT_ROLES, Block, Furniture, Image, Link, Note, Place, Role, Span
from onrecord.records.page import furniture_block

__all__ = ["Draft", "draft"]

_SEPARATOR = "\n\n"
_VALUED = frozenset((Role.BYLINE, Role.SECTION, Role.CREDIT))
_ALL = 0.9  # a full stop or a space may stand outside the bold type
_SAME = 60  # a block of at least this length that stands twice in the text is a second copy of the story


@dataclass(frozen=True, slots=True)
class Draft:
    """The blocks of a page with their roles, and the running text that they make."""

    blocks: tuple[Block, ...]
    text: str
    images: tuple[Image, ...]
    notes: tuple[Note, ...]


def draft(tree: Tree, labelled: Labelled, url: str | None) -> Draft:
    """Put the blocks together.  `url` is the address against which links are resolved."""
    base = Base(url)
    notes: list[Note] = []
    blocks: list[Block] = []
    starts: list[int] = []  # the index in `blocks` of each raw block
    labels = _without_copies(tree.raws, labelled.labels, notes)
    parts: list[str] = []
    length = 0
    text_roles, furniture_role, made = TEXT_ROLES, Role.FURNITURE, furniture_block
    places = tree.places([raw.node for raw in tree.raws]) if tree.nodes else []
    for k, (raw, label) in enumerate(zip(tree.raws, labels, strict=True)):
        index = len(blocks)
        starts.append(index)
        place = places[k] if raw.node >= 0 else _place(tree, raw, 0)
        if label.role is furniture_role:  # most blocks, and nothing is to be worked out for them
            blocks.append(made(index, raw.text, label.furniture, label.score, place))
            continue
        for text, at, role, furniture in _pieces(raw, label):
            span = None
            if role in text_roles:
                start = length + (len(_SEPARATOR) if parts else 0)
                span = Span(start, start + len(text))
                length = span.end
                parts.append(text)
            blocks.append(
                Block(
                    index=len(blocks),
                    text=text,
                    role=role,
                    furniture=furniture,
                    score=label.score,
                    place=place if at == 0 else _place(tree, raw, at),
                    span=span,
                    links=_links(raw, at, len(text), base),
                    value=_value(role, text) if role in _VALUED else None,
                    strong=span is not None and raw.strong_chars >= _ALL * len(text),
                )
            )
    starts.append(len(blocks))
    pictures = images(tree, blocks, starts, base)
    return Draft(tuple(blocks), _SEPARATOR.join(parts), pictures, tuple(notes))


def _without_copies(raws: list[Raw], labels: Sequence[Label], notes: list[Note]) -> list[Label]:
    """Pages often hold a story twice, for two widths of screen or for print; the second copy is left out."""
    seen: set[str] = set()
    out = []
    copies = 0
    for raw, label in zip(raws, labels, strict=True):
        if len(raw.text) >= _SAME and label.role in TEXT_ROLES:
            if raw.text in seen:
                label = label._replace(role=Role.FURNITURE, furniture=Furniture.OTHER)
                copies += 1
            seen.add(raw.text)
        out.append(label)
    if copies:
        notes.append(Note("article", f"{copies} blocks", "they are already in the text"))
    return out


def _pieces(raw: Raw, label: Label) -> list[tuple[str, int, Role, Furniture | None]]:
    """(text, offset in the raw block, role, kind): a caption that ends in its credit gives two pieces."""
    text = raw.text
    if label.role in CAPTIONS:
        cut = split_credit(text)
        if cut == (0, 0):
            return [(text, 0, Role.CREDIT, None)]
        if cut is not None:
            end, start = cut
            return [(text[:end], 0, Role.CAPTION, None), (text[start:], start, Role.CREDIT, None)]
    return [(text, 0, label.role, label.furniture)]


def _place(tree: Tree, raw: Raw, at: int) -> Place:
    if raw.node < 0:
        # In a dump the source is the text; within a block joined from several lines offsets shift.
        exact = raw.end - raw.start == len(raw.text)
        return Place("", raw.start + at if exact else raw.start)
    return tree.place(raw.node)


def _links(raw: Raw, at: int, length: int, base: Base) -> tuple[Link, ...]:
    out = []
    for start, end, url in raw.links:
        start, end = max(start, at) - at, min(end, at + length) - at
        if start < end and (address := base.address(url)):
            out.append(Link(Span(start, end), address))
    return tuple(out)


def _value(role: Role, text: str) -> str | None:
    """What a labelled line says once its label is taken off."""
    if role is Role.BYLINE:
        return tidy(text) or None
    if role is Role.SECTION:
        head, colon, tail = text.partition(":")
        return tail.strip() if colon and tail.strip() and len(head) < 20 else text
    if role is Role.CREDIT:
        head, colon, tail = text.strip("()[] ").partition(":")
        return tail.strip() if colon and tail.strip() and len(head) < 20 else text.strip("()[] ")
    return None
