"""The text of a document that is no web page, with its blocks: what readers of documents give."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.records import Envelope, Role

__all__ = ["BETWEEN", "Document", "Piece", "put_together"]

#: What stands between two blocks in the text of a document.
BETWEEN = "\n\n"

_WORD = re.compile(r"\w")
#: Characters that no text can hold.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a document; `start` and `end` count code points of `Document.text`."""

    start: int
    end: int
    role: Role | None = None  # where the document states it


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document, its blocks in their order, and what it states of itself."""

    text: str
    pieces: tuple[Piece, ...]
    envelope: Envelope


def put_together(blocks: list[tuple[str, Role | None]], envelope: Envelope) -> Document:
    """A document of the texts of its blocks; blocks without a word are left out."""
    pieces: list[Piece] = []
    parts: list[str] = []
    at = 0
    for text, role in blocks:
        kept = _CONTROLS.sub(" ", text).strip()
        if not _WORD.search(kept):
            continue
        if parts:
            at += len(BETWEEN)
        parts.append(kept)
        pieces.append(Piece(at, at + len(kept), role))
        at += len(kept)
    return Document(BETWEEN.join(parts), tuple(pieces), envelope)
