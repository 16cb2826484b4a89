"""Documents that are no web pages: PDF with a text layer, and Word's .docx.

Their readers are optional and loaded when the first document comes.  A document gives its text, the blocks in it, and what
it states of itself; from there on it is read as the text of a page is.  Titles, authors and times in the properties of a
document are kept as facts and not believed: they are those of a template, or of whoever owns the computer.
"""

from __future__ import annotations

import re

from onrecord.errors import EmptyPage
from onrecord.read.doctext import Document

__all__ = ["DOCUMENTS", "document", "kind_of_document"]

#: The kinds of documents, by what `Capture.media` calls them.
DOCUMENTS = ("pdf", "docx")

_ZIP = b"PK\x03\x04"
_PDF_WITHIN = 1_024  # bytes in which a PDF must begin; programs put a few before it
_WORD = re.compile(r"\w")


def kind_of_document(data: bytes) -> str | None:
    """ "pdf" or "docx" by the bytes of a file, `None` for others."""
    head = data[:_PDF_WITHIN]
    if head.startswith(b"%PDF-") or (b"%PDF-" in head and not re.match(rb"\s*<", head)):
        return "pdf"
    # The directory of a ZIP is at its end, its entries' names are at their beginnings as well.
    return "docx" if head.startswith(_ZIP) and b"word/document" in data else None


def document(data: bytes, media: str, name: str) -> Document:
    """Read a document of the kind `media`.

    Raises `NotAPage` for one that is encrypted or damaged, `EmptyPage` for one without text, `PageTooLarge` for one that
    unpacks to too much, `MissingExtra` where its reader is not installed.
    """
    if media == "pdf":
        from onrecord.read.pdf import read_pdf

        found = read_pdf(data, name)
    else:
        from onrecord.read.docx import read_docx

        found = read_docx(data, name)
    if not _WORD.search(found.text):
        why = "; it may be scanned, and needs OCR first" if media == "pdf" else ""
        what = "PDF" if media == "pdf" else "Word document"
        raise EmptyPage(f"the {what} has no text{why}", page=name)
    return found
