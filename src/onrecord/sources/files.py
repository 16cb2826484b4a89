"""Pages from files and standard input; `.gz` files are unpacked within bounds."""

from __future__ import annotations

import gzip
import sys
import zlib
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import FileProblem, PageTooLarge
from onrecord.records import Capture, Via
from onrecord.settings import Settings

__all__ = ["read_file", "read_stdin"]


def read_file(path: str | Path, settings: Settings | None = None) -> Capture:
    """Read a file; one named `.gz` is unpacked.

    Raises `FileProblem` for what cannot be read and `PageTooLarge` above `Settings.max_bytes`.
    """
    settings = settings or Settings()
    name = str(path)
    try:
        if Path(path).is_dir():
            raise FileProblem("this is a folder; name the files in it", page=name)
        with open(path, "rb") as f:
            if name.lower().endswith(".gz"):
                with gzip.GzipFile(fileobj=f) as unpacked:
                    return Capture(name, _bounded(unpacked, name, settings))
            return Capture(name, _bounded(f, name, settings))
    except FileNotFoundError:
        raise FileProblem("there is no such file", page=name) from None
    except PermissionError:
        raise FileProblem("no permission to read it", page=name) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as e:
        raise FileProblem(f"damaged gzip data: {e}", page=name) from e
    except (OSError, ValueError) as e:  # ValueError: a NUL in the name
        reason = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
        raise FileProblem(f"cannot be read: {reason}", page=name) from e


def read_stdin(settings: Settings | None = None) -> Capture:
    """Read a page from standard input.  Raises `PageTooLarge`."""
    return Capture("-", _bounded(sys.stdin.buffer, "-", settings or Settings()), via=Via.STDIN)


def _bounded(f: BinaryIO | gzip.GzipFile, name: str, settings: Settings) -> bytes:
    content = f.read(settings.max_bytes + 1)
    if len(content) > settings.max_bytes:
        raise PageTooLarge(f"more than {settings.max_bytes:,} bytes", page=name, stage="source")
    return content
