"""Reading text dumps: the plain text of a page, its tags and links gone.

Tools that turn pages into text break lines in three ways, and all occur in what people keep:

* one line for each block, with or without empty lines between them;
* hard-wrapped text, as in mail: a paragraph is a run of full lines;
* one line for each piece of text between two tags, so that a link within a sentence breaks it.

Lines are put together again only where the text shows that they belong together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from onrecord.read.cleaning import Cleaner, cleaner
from onrecord.read.doctext import Document
from onrecord.read.guard import code_points
from onrecord.read.page import Page
from onrecord.read.tree import Raw, Tree
from onrecord.records import Note
from onrecord.settings import Settings

__all__ = ["blocks_of", "lines", "texts_of_lines"]

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BULLET = re.compile(r"^(?:[-*•·‣◦–—]|\d{1,3}[.)])\s+")
_TERMINAL = re.compile(r"[.!?…:;。！？：；][\"'”’»)\]」』]*$")
_GOES_ON = re.compile(r"^(?:[a-zà-öø-ÿа-яёіїєґ]|[,.;:!?)\]»”’%](?!\S*\w{3,}$))")
_SENTENCE = re.compile(r"[.!?。！？][\"'”’»)]*\s")
_WORD = re.compile(r"\w")


@dataclass(slots=True)
class _Line:
    text: str
    start: int
    end: int
    blank: int  # empty lines before it


def _split(source: str) -> list[_Line]:
    out: list[_Line] = []
    last = 0
    for m in _LINE.finditer(source):
        text = m[0].strip(" \t\0\ufeff\u200b\xa0")
        gap = source[last : m.start()]
        breaks = gap.count("\n") or gap.count("\r") or len(gap)
        if not text:
            continue
        start = m.start() + m[0].index(text[0])
        out.append(_Line(text, start, start + len(text), max(0, breaks - 1) if out else 0))
        last = m.end()
    # Lines of white space only leave their breaks in the gap; count them from the text between.
    for a, b in pairwise(out):
        between = source[a.end : b.start]
        b.blank = max(0, (between.count("\n") or between.count("\r")) - 1)
    return out


def _wrapped(lines: list[_Line]) -> int:
    """The width at which the text is hard-wrapped, 0 if it is not."""
    runs = [a for a, b in pairwise(lines) if b.blank == 0]
    if len(runs) < 8:
        return 0
    lengths = sorted(len(x.text) for x in runs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not 40 <= width <= 130:
        return 0
    full = sum(0.75 * width <= n <= width + 10 for n in lengths)
    broken = sum(0.75 * width <= len(x.text) and not _TERMINAL.search(x.text) for x in runs)
    return width if full >= 0.6 * len(runs) and broken >= 0.4 * len(runs) else 0


def _joins(block: list[str], line: _Line, before: _Line, width: int, pieces: bool) -> bool:
    """Whether `line` goes on with the block of lines `block`, the last of which is `before`."""
    if line.blank or _BULLET.match(line.text):
        return False
    if width:
        return len(before.text) >= 0.6 * width and not (
            len(before.text) < 0.8 * width and _TERMINAL.search(before.text)
        )
    if not pieces:
        return False
    if _GOES_ON.match(line.text):
        return not _TERMINAL.search(before.text) or line.text[0] in ",.;:!?)]»”’%"
    # An open sentence that is too long for a heading goes on with the name that a link holds.
    start = " ".join(block[:20])
    return not _TERMINAL.search(before.text) and (len(start) > 100 or _SENTENCE.search(start) is not None)


def _cleaner(page: Page, found: list[_Line]) -> Cleaner | None:
    return cleaner(page.source, code_points(page.source), (line.text for line in found))


def texts_of_lines(page: Page) -> list[str]:
    """The lines of a text dump as they are read, before they are put together."""
    found = _split(page.source)
    clean = _cleaner(page, found) or str
    return [clean(line.text) for line in found]


def lines(page: Page, settings: Settings | None = None) -> Tree:
    """The raw blocks of a text dump.  Their places are offsets in the source; there are no elements."""
    settings = settings or Settings()
    tree = Tree(page)
    found = _split(page.source)
    clean = _cleaner(page, found)
    width = _wrapped(found)
    close = [b for b in found if not b.blank]
    pieces = sum(bool(_GOES_ON.match(x.text)) for x in close) >= max(3, 0.02 * len(close))
    raws: list[Raw] = []
    blocks: list[list[str]] = []
    block: list[str] = []  # the lines of the block at hand
    length = 0
    before: _Line | None = None
    for line in found:
        text = " ".join((line.text if clean is None else clean(line.text)).replace("\0", " ").split())
        if not text:
            continue
        if before is not None and raws and _joins(block, line, before, width, pieces):
            glue = "" if text[0] in ",.;:!?)]»”’%" else " "
            length += len(glue) + len(text)
            if length < settings.max_block_chars:
                block.append(glue + text)
                raws[-1].end = line.end
                before = line
                continue
        if len(raws) >= settings.max_blocks:
            tree.notes.append(
                Note("blocks", "the rest of the page", f"more than {settings.max_blocks:,} blocks")
            )
            break
        if len(text) > settings.max_block_chars:
            text = text[: settings.max_block_chars]
            tree.notes.append(Note("blocks", "the end of a block", "longer than max_block_chars"))
        if _WORD.search(text):
            block, length = [text], len(text)
            blocks.append(block)
            raws.append(Raw("", -1, blank_before=line.blank, start=line.start, end=line.end))
            before = line
        else:
            before = None
    for raw, block in zip(raws, blocks, strict=True):
        raw.text = "".join(block)
    tree.raws = raws
    if clean is not None:
        tree.notes += clean.notes()
    return tree


def blocks_of(page: Page, found: Document, settings: Settings) -> Tree:
    """The raw blocks of a document.  Their places are offsets in its text; there are no elements."""
    tree = Tree(page)
    texts = [found.text[piece.start : piece.end] for piece in found.pieces]
    clean = cleaner(page.source, code_points(page.source), texts)
    for piece, text in zip(found.pieces, texts, strict=True):
        if len(tree.raws) >= settings.max_blocks:
            tree.notes.append(
                Note("blocks", "the rest of the document", f"more than {settings.max_blocks:,} blocks")
            )
            break
        text = " ".join((text if clean is None else clean(text)).split())
        if not _WORD.search(text):
            continue
        if len(text) > settings.max_block_chars:
            text = text[: settings.max_block_chars]
            tree.notes.append(Note("blocks", "the end of a block", "longer than max_block_chars"))
        if piece.role is not None:
            tree.stated[len(tree.raws)] = piece.role
        tree.raws.append(Raw(text, -1, blank_before=1, start=piece.start, end=piece.end))
    if clean is not None:
        tree.notes += clean.notes()
    return tree
