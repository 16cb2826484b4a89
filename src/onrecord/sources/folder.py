"""The files of a folder and of the folders in it, in a stable order."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator

from onrecord.errors import FileProblem, OverBound
from onrecord.records import Failure

__all__ = ["files", "shown"]

_DEPTH = 100


def shown(path: str | os.PathLike[str]) -> str:
    """A path as it can be written anywhere: bytes that are no UTF-8 as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _in_order(name: str) -> tuple[list[tuple[int, int]], bytes]:
    """The key of a name: its bytes, with a number in the place of its digits."""
    raw = os.fsencode(name)
    parts = re.findall(rb"\d{1,18}|.", raw, re.S)
    return [(48, int(p)) if p.isdigit() else (p[0], 0) for p in parts], raw


def files(folder: str) -> Iterator[str | Failure]:
    """The paths of the files, sorted by name within each folder, files and folders together: as bytes, but numbers by their
    value, so that the parts of something that was cut come in their order.

    Hidden ones (`.name`) are left out.  Links are not followed: what they lead to within the folder is found there, and
    one that leads out of it is a `Failure`, as are devices, pipes, sockets and what cannot be listed.
    """
    root = os.path.realpath(folder)
    waiting = [iter([folder])]
    while waiting:
        path = next(waiting[-1], None)
        if path is None:
            waiting.pop()
            continue
        try:
            mode = os.stat(path, follow_symlinks=len(waiting) == 1).st_mode
            if stat.S_ISDIR(mode):
                if len(waiting) > _DEPTH:
                    raise OverBound(
                        f"the folder is more than {_DEPTH} levels deep, so it is not read", page=shown(path)
                    )
                with os.scandir(path) as entries:
                    names = sorted((e.name for e in entries if not e.name.startswith(".")), key=_in_order)
                waiting.append(iter([os.path.join(path, name) for name in names]))
            elif stat.S_ISLNK(mode):
                target = os.path.realpath(path)
                if os.path.commonpath([root, target]) != root:
                    raise FileProblem(
                        "a link to a place outside the folder; to add that, name it", page=shown(path)
                    )
            elif stat.S_ISREG(mode):
                yield path
            else:
                raise FileProblem("neither a file nor a folder", page=shown(path))
        except (FileProblem, OverBound) as e:
            yield e.failure()
        except (OSError, ValueError) as e:
            reason = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
            yield FileProblem(f"cannot list the folder: {reason}", page=shown(path)).failure()
