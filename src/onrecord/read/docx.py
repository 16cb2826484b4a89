"""Word documents (.docx, ECMA-376): paragraphs, headings, lists and tables in the order of the body.

python-docx opens the package and knows the styles; the body is walked here, because its own paragraphs leave out what stands
in content controls, in text that is marked as inserted, and in text boxes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from onrecord.errors import MissingExtra, NotAPage, PageTooLarge
from onrecord.read.doctext import Document, put_together
from onrecord.records import Envelope, Note, Role, Stated

__all__ = ["read_docx"]

_UNPACKED = 200_000_000  # bytes of all parts together
_BODY = 60_000_000  # bytes of the part with the text
_ENTRIES = 20_000
_DEPTH = 20  # of tables, boxes and controls within each other
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"heading (\d)", re.I)
_STYLES = {
    "subtitle": Role.DEK,
    "quote": Role.BLOCK_QUOTE,
    "intense quote": Role.BLOCK_QUOTE,
    "caption": Role.CAPTION,
}
#: Text that was taken out, or moved from here to another place.
_GONE = frozenset((f"{_W}del", f"{_W}moveFrom", _FALLBACK))
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_PROPERTIES = ("title", "author", "last_modified_by", "created", "modified", "subject")

Block = tuple[str, Role | None]


def read_docx(data: bytes, name: str) -> Document:
    """Read a Word document.  Raises `NotAPage`, `PageTooLarge` and `MissingExtra`."""
    try:
        import docx
    except ImportError:
        raise MissingExtra(
            "a Word document needs the package python-docx: run pip install '.[documents]' in a clone of onrecord",
            page=name,
            stage="decode",
        ) from None
    _check(data, name)
    try:
        opened = docx.Document(io.BytesIO(data))
        walk = _Walk(opened)
        blocks = list(walk.blocks(opened.element.body, 0))
    except MemoryError:
        raise
    except Exception as e:  # of zipfile, lxml and python-docx, for which a damaged package has many
        raise NotAPage(f"a damaged Word document: {type(e).__name__}: {e}"[:300], page=name) from e
    return put_together(
        _one_headline(blocks), Envelope("docx", facts=_facts(opened), notes=_notes(opened, walk))
    )


def _check(data: bytes, name: str) -> None:
    """Refuse what unpacks to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as e:
        raise NotAPage(f"a damaged Word document: {e}"[:300], page=name) from e
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotAPage("an encrypted Word document", page=name)
    size = sum(entry.file_size for entry in entries)
    body = max((e.file_size for e in entries if e.filename.startswith("word/document")), default=0)
    if len(entries) > _ENTRIES or size > _UNPACKED or body > _BODY:
        raise PageTooLarge(
            f"a Word document that is too large: {size:,} bytes uncompressed in {len(entries):,} parts",
            page=name,
        )


class _Walk:
    def __init__(self, opened: Any) -> None:
        self._roles: dict[str, Role | None] = {}
        self._styles = {s.style_id: s for s in opened.styles}
        self.deep = 0  # blocks that stand too deep to be read

    def blocks(self, parent: Any, depth: int) -> Iterator[Block]:
        if depth > _DEPTH:
            self.deep += 1
            return
        for element in parent:
            tag = element.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag == f"{_W}p":
                yield from self._paragraph(element, depth)
            elif tag == f"{_W}tbl":
                yield from self._table(element, depth)
            elif len(element):  # controls, inserted paragraphs
                yield from self.blocks(element, depth + 1)

    def _paragraph(self, p: Any, depth: int) -> Iterator[Block]:
        boxes: list[Any] = []
        yield _text(p, boxes), self._role(p)
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        for row in table.iter(f"{_W}tr"):
            if _enclosing(row, table) is not table:
                continue  # of a table in a cell
            cells = [c for c in row.iter(f"{_W}tc") if _enclosing(c, table) is table]
            if len(cells) == 1:
                # A table of one column lays text out.
                yield from self.blocks(cells[0], depth + 1)
            else:
                texts = (" ".join(" ".join(t for t, _ in self.blocks(c, depth + 1)).split()) for c in cells)
                yield " | ".join(t for t in texts if t), Role.TABLE

    def _role(self, p: Any) -> Role | None:
        style = p.find(f"{_W}pPr/{_W}pStyle")
        role = self._of_style(style.get(f"{_W}val")) if style is not None else None
        if role is None and p.find(f"{_W}pPr/{_W}numPr") is not None:
            return Role.LIST_ITEM
        return role

    def _of_style(self, key: str | None) -> Role | None:
        if key is None:
            return None
        if key not in self._roles:
            self._roles[key] = self._found(self._styles.get(key))
        return self._roles[key]

    def _found(self, style: Any) -> Role | None:
        for _ in range(10):  # styles may be based on others, and on themselves
            if style is None:
                return None
            name = (style.name or "").lower()
            if name == "title" or name == "heading 1":
                return Role.HEADLINE
            if _HEADING.match(name):
                return Role.SUBHEADING
            if name in _STYLES:
                return _STYLES[name]
            if name.startswith("list"):
                return Role.LIST_ITEM
            style = getattr(style, "base_style", None)
        return None


def _enclosing(element: Any, table: Any) -> Any:
    """The table around a row or a cell."""
    return next((a for a in element.iterancestors(f"{_W}tbl")), table)


def _text(p: Any, boxes: list[Any]) -> str:
    """The text of a paragraph as it is shown; text boxes in it are put into `boxes`."""
    out: list[str] = []
    stack = [iter(p)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in _GONE or not isinstance(element.tag, str):
            continue
        elif element.tag == f"{_W}txbxContent":
            boxes.append(element)
        elif element.tag == f"{_W}t":
            out.append(element.text or "")
        elif element.tag in _MARKS:
            out.append(_MARKS[element.tag])
        elif element.tag != f"{_W}pPr" and len(element):
            stack.append(iter(element))
    return "".join(out)


def _one_headline(blocks: list[Block]) -> list[Block]:
    """The first heading of the first rank is the headline; later ones head parts of the text."""
    out: list[Block] = []
    met = False
    for text, role in blocks:
        if role is Role.HEADLINE and text.strip():
            role = Role.SUBHEADING if met else role
            met = True
        out.append((text, role))
    return out


def _facts(opened: Any) -> tuple[Stated, ...]:
    try:
        found = opened.core_properties
        values = [(key, getattr(found, key)) for key in _PROPERTIES]
    except Exception:  # properties that are none
        return ()
    return tuple(Stated(str(value)[:500], f"docx:{key}") for key, value in values if value)


def _notes(opened: Any, walk: _Walk) -> tuple[Note, ...]:
    notes = []
    if walk.deep:
        notes.append(Note("decode", f"{walk.deep} parts of the document", f"more than {_DEPTH} levels deep"))
    kinds = {rel.reltype.rpartition("/")[2] for rel in opened.part.rels.values()}
    unread = kinds & {"footnotes", "endnotes", "comments"}
    notes += [Note("decode", f"{kind} of the document", "they are not read") for kind in sorted(unread)]
    return tuple(notes)
