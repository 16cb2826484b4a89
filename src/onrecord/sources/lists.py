"""Lists of addresses: one a line, blank lines and lines that begin with `#` left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.errors import BadRecord
from onrecord.records import Failure, Wanted
from onrecord.sources.streams import Stream

__all__ = ["is_address", "urls"]

_LONGEST = 8_192
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.I)


def is_address(text: str) -> bool:
    """Whether a text is one http(s) address and nothing else."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None


def urls(stream: Stream, name: str) -> Iterator[Wanted | Failure]:
    """The addresses of a list; a line that is none is a `Failure` with its number."""
    number = 0
    while line := stream.line(_LONGEST):
        number += 1
        cut = not line.endswith(b"\n") and bool(stream.peek(1))
        while cut and (more := stream.line(_LONGEST)) and not more.endswith(b"\n"):
            pass
        text = line.decode("utf-8", "replace").strip("\ufeff \t\r\n\f\v\0")
        if cut or (text and not text.startswith("#") and not is_address(text)):
            yield BadRecord(
                f"line {number} is not an http or https address: {text[:80]!r}", page=f"{name}#{number}"
            ).failure()
        elif text and not text.startswith("#"):
            yield Wanted(text, container=name)
