"""Files and folders that appear whole or not at all: written beside their place, then renamed.  No business logic."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import OutputProblem

__all__ = ["STDOUT", "folder", "stream"]

STDOUT = "-"


@contextmanager
def _translated(path: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as e:
        raise OutputProblem(f"cannot be written: {e.strerror or e}", page=path) from e


def _refuse(path: Path) -> None:
    raise OutputProblem("this already exists; use --force to replace it", page=str(path))


@contextmanager
def stream(path: str | Path, force: bool = False) -> Iterator[BinaryIO]:
    """A file to write to, or standard output for "-".  The file is at its place only once all is written.

    Raises `OutputProblem` if it exists, unless `force`, and for what the disk refuses.
    """
    if str(path) == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    place = Path(path)
    if place.is_dir():
        raise OutputProblem("this is a folder, but it must be a file", page=str(place))
    if place.exists() and not force:
        _refuse(place)
    with _translated(str(place)):
        handle, name = tempfile.mkstemp(prefix=f".{place.name[:100]}.", suffix=".part", dir=place.parent)
        try:
            with open(handle, "wb") as f:
                yield f
                f.flush()
                os.fsync(f.fileno())
            os.chmod(name, 0o666 & ~_umask())
            if place.exists() and not force:
                _refuse(place)
            os.replace(name, place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def folder(path: str | Path, force: bool, ours: Callable[[Path], bool]) -> Iterator[Path]:
    """A folder to write into, which takes its place only once all is written.

    An existing folder is replaced only with `force`, and only if it is empty or `ours` knows it, so that nothing but an
    earlier export is ever deleted.  Raises `OutputProblem`.
    """
    place = Path(path)
    with _translated(str(place)):
        if place.exists():
            if not place.is_dir():
                raise OutputProblem("this is a file, but it must be a folder", page=str(place))
            if any(place.iterdir()):
                if not ours(place):
                    raise OutputProblem(
                        "this folder contains more than an export, so it is not replaced", page=str(place)
                    )
                if not force:
                    _refuse(place)
        work = Path(tempfile.mkdtemp(prefix=f".{place.name[:100]}.", suffix=".part", dir=place.parent))
        try:
            yield work
            os.chmod(work, 0o777 & ~_umask())
            if place.exists():
                old = Path(tempfile.mkdtemp(prefix=f".{place.name[:100]}.", suffix=".old", dir=place.parent))
                os.replace(place, old / "x")
                os.replace(work, place)
                shutil.rmtree(old)
            else:
                os.replace(work, place)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
