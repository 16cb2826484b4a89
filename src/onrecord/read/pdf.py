"""PDF with a text layer: lines put together again to paragraphs by where they stand on their pages.

PDFium gives the characters with their boxes, in the order of the file, which nearly all programs make that of reading.  Lines
belong to one paragraph if they have one size and one distance; a column, a heading, an indented or a short line ends it.
Lines that stand at the top or the bottom of most pages (running heads, page numbers) are left out and noted.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from onrecord.errors import MissingExtra, NotAPage
from onrecord.read.doctext import Document, put_together
from onrecord.records import Envelope, Note, Stated

__all__ = ["read_pdf"]

_PAGES = 2_000
_CHARS = 5_000_000
_MARGIN = 2  # lines at the top and at the bottom of a page that may be running heads
_ENCRYPTED = re.compile(r"password|security", re.I)
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_ONLY_NUMBER = re.compile(
    r"(?:\w{1,10}\s+)?[-–—\s]*\d{1,4}[-–—\s]*(?:(?:/|of|von|de|sur|di|из|z)\s*\d{1,4})?"
)
_ENDS = re.compile(r"[.!?…:;。！？：][\"'”’»)\]」』]*$")
_BULLET = re.compile(r"(?:[•‣◦▪■●–—-]|\(?\d{1,3}[.)])\s")
#: PDFium's mark for a hyphen at the end of a line.
_HYPHEN = "\x02"


@dataclass(slots=True)
class _Line:
    text: str
    left: float
    right: float
    base: float  # the bottom of its first character; pages count from below
    size: float  # of the type, in points


def read_pdf(data: bytes, name: str) -> Document:
    """Read a PDF.  Raises `NotAPage` for one that is encrypted or damaged, and `MissingExtra`."""
    try:
        import pypdfium2
    except ImportError:
        raise MissingExtra(
            "a PDF needs the package pypdfium2: run pip install '.[documents]' in a clone of onrecord",
            page=name,
            stage="decode",
        ) from None
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        what = (
            "an encrypted PDF; save it without the password" if _ENCRYPTED.search(str(e)) else "a damaged PDF"
        )
        raise NotAPage(f"this is {what}", page=name) from e
    notes: list[Note] = []
    try:
        pages = _pages(opened, notes)
        facts = tuple(
            Stated(str(value)[:500], f"pdf:{key}")
            for key, value in opened.get_metadata_dict().items()
            if value
        )
    except pypdfium2.PdfiumError as e:
        raise NotAPage(f"this is a damaged PDF: {e}"[:300], page=name) from e
    finally:
        opened.close()
    blocks = _paragraphs(_without_running_heads(pages, notes))
    return put_together([(text, None) for text in blocks], Envelope("pdf", facts=facts, notes=tuple(notes)))


def _pages(opened: Any, notes: list[Note]) -> list[list[_Line]]:
    import pypdfium2

    out: list[list[_Line]] = []
    total = len(opened)
    chars = 0
    empty = 0
    for number in range(total):
        if number >= _PAGES or chars > _CHARS:
            notes.append(
                Note(
                    "decode",
                    f"pages {number + 1} to {total} of the PDF",
                    "more than onrecord reads of one document",
                )
            )
            break
        try:
            page = opened[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as e:
            notes.append(Note("decode", f"page {number + 1} of the PDF", f"it is damaged: {e}"[:200]))
            continue
        chars += text.count_chars()
        lines = _lines(text, _CHARS)
        empty += not lines
        out.append(lines)
        text.close()
        page.close()
    if empty and empty < len(out):
        what = f"{empty} of {len(out)} pages of the PDF"
        notes.append(Note("decode", what, "they have no text; they may be pictures"))
    return out


def _lines(text: Any, most: int) -> list[_Line]:
    """The lines of a page in the order of the file."""
    import pypdfium2.raw as raw

    out: list[_Line] = []
    codes: list[int] = []
    indices: list[int] = []

    def end() -> None:
        line = "".join(map(chr, codes)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if line.strip(" \t\x00\xa0"):
            first = next(i for i, c in zip(indices, codes, strict=True) if c > 32)
            last = next(
                i for i, c in zip(reversed(indices), reversed(codes), strict=True) if c > 32 or c == 2
            )
            left, base, _, _ = text.get_charbox(first, loose=True)
            right = text.get_charbox(last, loose=True)[2]
            size = raw.FPDFText_GetFontSize(text.raw, first)
            height = text.get_charbox(first, loose=True)[3] - base
            # A scaled text matrix makes the size of the font say nothing.
            out.append(_Line(line.replace("\x00", "").strip(), left, right, base, height or size))
        codes.clear()
        indices.clear()

    for i in range(min(text.count_chars(), most)):
        code = raw.FPDFText_GetUnicode(text.raw, i)
        if code in (10, 13):
            if codes:
                end()
        else:
            codes.append(code)
            indices.append(i)
    if codes:
        end()
    return out


def _without_running_heads(pages: list[list[_Line]], notes: list[Note]) -> list[list[_Line]]:
    """The pages without lines that stand at the edge of at least three pages and of half of all."""
    seen: Counter[str] = Counter()
    edges: list[set[int]] = []
    for lines in pages:
        order = sorted(range(len(lines)), key=lambda i: -lines[i].base)
        edge = set(order[:_MARGIN] + order[-_MARGIN:]) if len(lines) > _MARGIN else set(order[-1:])
        edges.append(edge)
        seen.update({_NUMBER.sub("#", lines[i].text.lower()) for i in edge})
    most = max(3, (len(pages) + 1) // 2)
    left: Counter[str] = Counter()
    out = []
    for lines, edge in zip(pages, edges, strict=True):
        kept = []
        for i, line in enumerate(lines):
            again = seen[_NUMBER.sub("#", line.text.lower())] >= most
            if (
                i in edge
                and len(line.text) < 150
                and (again or (len(pages) > 1 and _ONLY_NUMBER.fullmatch(line.text)))
            ):
                left[_NUMBER.sub("#", line.text)] += 1
            else:
                kept.append(line)
        out.append(kept)
    for text, count in left.most_common(10):
        notes.append(
            Note("decode", f"{text!r}, {count} times", "a running head or number at the edge of pages")
        )
    return out


def _paragraphs(pages: list[list[_Line]]) -> list[str]:
    blocks: list[str] = []
    for lines in pages:
        step = _step(lines)
        wide = max((x.right for x in lines), default=0.0)
        open_block: list[_Line] = []
        for line in lines:
            if open_block and _breaks(open_block, line, step, wide):
                blocks.append(_joined(open_block))
                open_block = []
            elif not open_block and blocks and _goes_on(blocks[-1], line, lines):
                # A paragraph that runs over the end of a page.
                blocks[-1] = _glued(blocks[-1], line.text)
                open_block = []
                continue
            open_block.append(line)
        if open_block:
            blocks.append(_joined(open_block))
    return blocks


def _step(lines: list[_Line]) -> float:
    """The distance of lines in running text: the one that is most frequent among lines of one size."""
    found: Counter[float] = Counter()
    for a, b in itertools.pairwise(lines):
        if a.base > b.base and abs(a.size - b.size) < 0.12 * a.size and a.base - b.base < 3 * a.size:
            found[round(a.base - b.base, 0)] += 1
    return found.most_common(1)[0][0] if found else 0.0


def _breaks(block: list[_Line], line: _Line, step: float, wide: float) -> bool:
    before = block[-1]
    down = before.base - line.base
    if abs(before.size - line.size) > 0.12 * before.size or _BULLET.match(line.text):
        return True
    if abs(down) < 0.5 * line.size:  # the same line, in two pieces
        return line.left < before.left
    if down < 0 or down > max(1.3 * step, step + 0.3 * line.size):
        return True
    indent = line.left - block[0].left if len(block) == 1 else line.left - before.left
    if indent > 0.8 * line.size and _ENDS.search(before.text):
        return True
    short = before.right < wide - 0.25 * (wide - before.left)
    return short and _ENDS.search(before.text) is not None


def _goes_on(block: str, line: _Line, lines: list[_Line]) -> bool:
    """Whether the first line of a page goes on with the last block of the page before."""
    return line is lines[0] and not _ENDS.search(block) and len(block) > 60 and line.text[:1].islower()


def _joined(lines: list[_Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text = _glued(text, line.text)
    return text.replace(_HYPHEN, "-")


def _glued(text: str, more: str) -> str:
    if text.endswith((_HYPHEN, "\u00ad")) or (
        text.endswith("-") and len(text) > 1 and text[-2].isalpha() and more[:1].islower()
    ):
        return text[:-1] + more
    cjk = text[-1:] >= "\u3000" and more[:1] >= "\u3000" and not ("\uac00" <= more[:1] <= "\ud7a3")
    return text + more if cjk else f"{text} {more}"
