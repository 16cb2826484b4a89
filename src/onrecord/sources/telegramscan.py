"""The messages of an export of Telegram in JSON, found in a stream without holding it, however damaged.

Exports have gigabytes, and some versions write what is no JSON (`telegramjson` mends it, message by message).  So braces and
strings are counted here, nothing more: a string ends at its line's end if not before, since JSON has no line ends in strings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from onrecord.sources.streams import BLOCK, Readable

__all__ = ["Broken", "Found", "messages"]

_STRING = rb'"(?:[^"\\\n]++|\\(?:.|\Z))*+(?:"|\n|\Z)'
_TOKEN = re.compile(_STRING + rb"|[{}\[\]:]|-?\d[\d.eE+-]*|true|false|null", re.S)
_INSIDE = re.compile(_STRING + rb"|[{}\[\]]", re.S)
#: How messages begin, for finding the next one after damage.
_BEGINS = re.compile(rb'\{\s*"id"\s*:\s*-?\d{1,20}\s*,\s*"type"\s*:\s*"')
_MESSAGE = 4_000_000  # bytes of one message
_DEPTH = 100
_VAIN = 20_000_000  # bytes of damaged messages that are gone through again


@dataclass(slots=True)
class _Frame:
    """An object or array that stands open: the key that it is under, and what an object has said so far."""

    kind: bytes
    name: str
    key: str | None = None
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it stands in the file, from byte `at`; `chat` are the plain values of its chat that precede it."""

    raw: bytes
    at: int
    chat: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the file is damaged, in bytes, and how."""

    at: int
    why: str


def messages(raw: Readable) -> Iterator[Found | Broken]:
    """All messages, in the order of the file."""
    scan = _Scan(raw)
    stack: list[_Frame] = []
    last: bytes | None = None  # the string before a colon
    listed = told = False
    while (token := scan.next(_TOKEN)) is not None:
        first = token[:1]
        top = stack[-1] if stack else None
        if first == b":":
            if top is not None and last is not None:
                top.key = _plain(last)
            last = None
        elif (
            first == b"{"
            and top is not None
            and top.kind == b"["
            and top.name == "messages"
            and len(stack) > 1
        ):
            yield from scan.message(stack[-2].said)
        elif first in (b"{", b"["):
            if len(stack) >= _DEPTH:
                yield Broken(scan.offset, "more than a hundred objects within each other")
                return
            if top is None and listed and not told:  # the export has ended before, so a bracket was wrong
                yield Broken(scan.offset, "it goes on behind its end; messages may be missing")
                told = True
            stack.append(_Frame(first, (top.key or "") if top is not None else ""))
            listed |= stack[-1].name == "messages" and first == b"["
            if top is not None:
                top.key = None
        elif first in (b"}", b"]"):
            if stack and (stack.pop().kind == b"{") is not (first == b"}") and not told:
                yield Broken(scan.offset, "its brackets do not match; messages may be missing")
                told = True
        elif top is not None and top.key is not None:
            top.said[top.key] = _plain(token)
            top.key = last = None
        else:
            last = token if first == b'"' else None
    if stack:
        yield Broken(scan.offset, "the export breaks off")
    elif not listed:
        yield Broken(scan.offset, "the export holds no list of messages")


def _plain(token: bytes) -> Any:
    try:
        return json.loads(token[:10_000].decode("utf-8", "replace"), strict=False)
    except ValueError:
        return None


class _Scan:
    def __init__(self, raw: Readable) -> None:
        self._raw = raw
        self._buffer = b""
        self._at = 0
        self._base = 0
        self._ended = False
        self._vain = 0
        self._keep: int | None = None  # from where the buffer is wanted

    @property
    def offset(self) -> int:
        """Of what comes next."""
        return self._base + self._at

    def _more(self) -> bool:
        if self._ended:
            return False
        keep = self._at if self._keep is None else self._keep
        wanted = max(
            BLOCK, len(self._buffer) - keep
        )  # strings of any length are gone through a few times only
        data = self._raw.read(wanted)
        self._ended = not data
        self._buffer = self._buffer[keep:] + data
        self._base += keep
        self._at -= keep
        if self._keep is not None:
            self._keep = 0
        return bool(data)

    def next(self, pattern: re.Pattern[bytes]) -> bytes | None:
        """The next token; `None` at the end."""
        while True:
            m = pattern.search(self._buffer, self._at)
            if m is not None and (m.end() < len(self._buffer) or self._ended or m[0] in b"{}[]:"):
                self._at = m.end()
                return m[0]
            if m is None:
                self._at = len(self._buffer)
            else:
                self._at = m.start()
            if not self._more():
                if m is None:
                    return None
                self._ended = True

    def message(self, chat: dict[str, Any]) -> Iterator[Found | Broken]:
        """The message whose brace was just passed."""
        self._keep = self._at - 1
        depth = 1
        while depth:
            token = self.next(_INSIDE)
            size = self._at - self._keep
            if token is None or size > _MESSAGE:
                start = self._base + self._keep
                why = (
                    "a message breaks off" if token is None else f"a message of more than {_MESSAGE:,} bytes"
                )
                yield Broken(start, why)
                self._recover()
                return
            if token in (b"{", b"["):
                depth += 1
            elif token in (b"}", b"]"):
                depth -= 1
        start, self._keep = self._keep, None
        yield Found(self._buffer[start : self._at], self._base + start, dict(chat))

    def _recover(self) -> None:
        """Go to where the next message begins, behind the beginning of the damaged one."""
        start = (self._keep or 0) + 1
        self._vain += self._at - start
        if self._vain > _VAIN:
            start = self._at
        self._keep = None
        m = _BEGINS.search(self._buffer, start)
        self._at = m.start() if m is not None else len(self._buffer)
