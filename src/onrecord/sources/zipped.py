"""ZIP files: a Word document, which is a page, or a WACZ, which holds many."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import OnrecordError, PageTooLarge
from onrecord.records import Capture, Failure, Revisit, Skipped, Via
from onrecord.settings import Settings
from onrecord.sources.wacz import check_directory, wacz

__all__ = ["zipped"]


def zipped(
    file: BinaryIO, name: str, settings: Settings, via: Via
) -> Iterator[Capture | Revisit | Failure | Skipped]:
    """The pages of a ZIP file; of one that holds none a `Failure` says what it is."""
    if not _is_word(file, name):
        yield from wacz(file, name, settings)
        return
    file.seek(0)
    content = file.read(settings.max_bytes + 1)
    if len(content) > settings.max_bytes:
        raise PageTooLarge(f"more than {settings.max_bytes:,} bytes", page=name, stage="source")
    yield Capture(name, content, media="docx", via=via)


def _is_word(file: BinaryIO, name: str) -> bool:
    try:
        check_directory(file, name)
        with zipfile.ZipFile(file) as package:
            return any(n.startswith("word/document") and n.endswith(".xml") for n in package.namelist())
    except (OnrecordError, zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError):
        return False  # what is wrong with it is said where it is read
