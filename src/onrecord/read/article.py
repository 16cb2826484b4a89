"""From labelled blocks to the article: its running text with spans, its pictures, what the page says of it.

Blocks become part of `Article.text` in the order of the page, one blank line between them.  What a block
loses on the way (a caption's credit, a line that stands in the page twice) is kept as a block of its own, with
its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from onrecord.read.captions import split_credit
from onrecord.read.labels import Label, Labelled
from onrecord.read.meta.names import tidy
from onrecord.read.tree import Raw, Tree
from onrecord.records import TEXT_ROLES, Block, Furniture, Image, Link, Note, Place, Role, Span

__all__ = ["Draft", "draft"]

_SEPARATOR = "\n\n"
_CAPTIONS = frozenset((Role.CAPTION, Role.CREDIT))
_VALUED = frozenset((Role.BYLINE, Role.SECTION, Role.CREDIT))
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
    text_roles, furniture_role = TEXT_ROLES, Role.FURNITURE
    places = tree.places([raw.node for raw in tree.raws]) if tree.nodes else []
    for k, (raw, label) in enumerate(zip(tree.raws, labels, strict=True)):
        index = len(blocks)
        starts.append(index)
        place = places[k] if raw.node >= 0 else _place(tree, raw, 0)
        if label.role is furniture_role:  # most blocks, and nothing is to be worked out for them
            blocks.append(Block(index, raw.text, furniture_role, label.furniture, label.score, place))
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
                )
            )
    starts.append(len(blocks))
    images = _images(tree, blocks, starts, base)
    return Draft(tuple(blocks), _SEPARATOR.join(parts), images, tuple(notes))


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
        notes.append(Note("article", f"{copies} blocks", "they stand in the text already"))
    return out


def _pieces(raw: Raw, label: Label) -> list[tuple[str, int, Role, Furniture | None]]:
    """(text, offset in the raw block, role, kind): a caption that ends in its credit gives two pieces."""
    text = raw.text
    if label.role in _CAPTIONS:
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


class Base:
    """The address against which a page's links are resolved (RFC 3986, section 5)."""

    def __init__(self, url: str | None) -> None:
        self.url = url
        try:
            parts = urlsplit(url or "")
            self.origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
        except ValueError:  # "http://[broken"
            self.url, self.origin = None, ""

    def address(self, url: str) -> str | None:
        """The absolute address of a link; `None` for scripts and for what is no address."""
        url = url.strip()
        if url.startswith(("https://", "http://")):
            return url
        scheme = url.split(":", 1)[0].lower() if ":" in url[:20] else ""
        if scheme in ("javascript", "data", "vbscript", "blob", "about", "file"):
            return None
        if self.url is None:
            return url or None
        # Nearly all links are of this form, and the general way is slow.
        if self.origin and url[:1] == "/" and url[1:2] != "/" and "/." not in url:
            return self.origin + url
        try:
            return urljoin(self.url, url)
        except ValueError:
            return None


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


def _images(tree: Tree, blocks: list[Block], starts: list[int], base: Base) -> tuple[Image, ...]:
    """The pictures of the story: those among its blocks, or with a caption of their own."""
    furniture = Role.FURNITURE
    story = [i for i, b in enumerate(blocks) if b.role is not furniture]
    if not story:
        return ()
    body = [i for i in story if blocks[i].span is not None] or story
    first, last = min(story), max(body)
    figures: dict[int, list[int]] = {}
    for k, raw in enumerate(tree.raws):
        i = starts[k]
        if blocks[i].role in _CAPTIONS and (box := _figure(tree, raw.node)) >= 0:
            figures.setdefault(box, []).extend(range(i, starts[k + 1]))
    out: dict[str, Image] = {}
    for picture in tree.pictures:
        at = starts[min(picture.before, len(starts) - 1)]
        own: list[int] = []
        if figures:
            box = _figure(tree, picture.node)
            # Without a common box, the caption is the block right after the picture.
            own = figures.get(box, []) if box >= 0 else []
            own = own or [i for i in range(at, min(at + 2, len(blocks))) if blocks[i].role in _CAPTIONS]
        among = first <= at <= last + 1 and not 0 < picture.width < 100
        if not own and not (among and _near_story(blocks, at)):
            continue
        address = base.address(picture.url)
        if not address or address in out:
            continue
        out[address] = Image(
            address,
            " ".join(picture.alt.split())[:1000] or None,
            " ".join(blocks[i].text for i in own if blocks[i].role is Role.CAPTION) or None,
            " ".join(blocks[i].text for i in own if blocks[i].role is Role.CREDIT) or None,
            tree.place(picture.node),
        )
    return tuple(out.values())


def _near_story(blocks: list[Block], at: int) -> bool:
    around = blocks[max(0, at - 1) : at + 1]
    return any(b.role is not Role.FURNITURE for b in around)


def _figure(tree: Tree, index: int) -> int:
    """The figure around an element, or a box that is one in all but name; -1 if there is none."""
    for a in tree.ancestors(index, 8):
        tag = tree.nodes.tags[a]
        if tag == "figure":
            return a
        if tag in ("article", "main", "section", "body", "aside"):
            break
    return -1
