"""The data that a page brings along for its scripts, as JSON values: in scripts, in attributes, and in the rows that React sends.

Nothing is run.  Assignments (`window.STATE = {...}`), calls (`JSON.parse("...")`, `self.__next_f.push([1, "..."])`), scripts that
are JSON, and attributes that hold JSON are read as far as they are JSON; what refers to another place in the data is put in its place.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote

__all__ = ["element_of", "loaded", "scripts", "values"]

_SCRIPT, _SCRIPT_END = re.compile(r"<script\b", re.I), re.compile(r"</script", re.I)
_OPENS = re.compile(r'[=(]\s*(?=\{\s*"|\[\s*(?:[\["\d]|\{\s*"))')
_PARSE = re.compile(r"JSON\s*\.\s*parse\s*\(\s*(?:decodeURIComponent\s*\(\s*)?(?=[\"'])")
_ATTRIBUTE = re.compile(
    r"""=\s*(?:"(?=\s*[\[{]\s*(?:&quot;|&\#0*34;|&\#x22;|[\[{]))([^"]*)"|'(?=\s*[\[{]\s*["\[{])([^']*)')""",
    re.I,
)
#: Values of JavaScript that are none of JSON, as the serialisers of frameworks write them.
_VALUE = re.compile(r"(?<=[:,\[])(undefined|void 0|NaN|!0|!1)(?=[,}\]])")
_AS_JSON = {"undefined": "null", "void 0": "null", "NaN": "null", "!0": "true", "!1": "false"}
_ROW = re.compile(r"([0-9a-f]+):")
_LEAST = 200  # characters of data that may hold a story
_MOST = 40  # values of a page
_BUDGET = 40_000_000  # characters that are gone through in vain
_DEPTH, _NODES = 200, 400_000
_DECODER = json.JSONDecoder(strict=False)
#: The wrappers of Nuxt's state (devalue).
_WRAPPERS = frozenset(
    ("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "Island", "NuxtError")
)


def scripts(source: str) -> Iterator[tuple[str, str]]:
    """(attributes, content) of each script of a page."""
    # Not one pattern for the whole: it would look for the end anew behind each of many scripts that have none.
    at = 0
    while (opened := _SCRIPT.search(source, at)) is not None:
        begin = source.find(">", opened.end())
        if begin < 0 or (end := _SCRIPT_END.search(source, begin + 1)) is None:
            return
        yield source[opened.end() : begin], source[begin + 1 : end.start()]
        at = end.end()


def values(source: str) -> Iterator[Any]:
    """The JSON values that a page holds, in their order."""
    rows: list[str] = []
    budget = _BUDGET
    count = 0
    for _, code in scripts(source):
        if len(code) < _LEAST and "__next_f" not in code:
            continue
        found, budget = _in_script(code, budget)
        for value in found:
            if _is_row(value):
                rows.append(value[1])
            elif count < _MOST:
                count += 1
                yield _settled(value)
    if rows:
        yield _of_rows("".join(rows))
    for m in _ATTRIBUTE.finditer(source):
        text = m[1] or m[2] or ""
        if len(text) < _LEAST or count >= _MOST:
            continue
        count += 1
        # Nearly all that is escaped in an attribute are quotation marks; one replacement for each takes long.
        text = text.replace("&quot;", '"')
        if (value := loaded(html.unescape(text) if "&" in text else text)) is not None:
            yield _settled(value)


def _is_row(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and value[0] == 1 and isinstance(value[1], str)


def _in_script(code: str, budget: int) -> tuple[list[Any], int]:
    """The JSON values in a script, and what is left of the characters that may be gone through in vain."""
    out: list[Any] = []
    if "undefined" in code or "void 0" in code or ":!" in code:
        code = _VALUE.sub(lambda m: _AS_JSON[m[1]], code)
    text = code.strip()
    if text[:1] in ("{", "["):
        value = loaded(text)
        if value is not None:
            return [value], budget
    for m in islice(_PARSE.finditer(code), _MOST):
        if (literal := _literal(code, m.end())) is not None:
            value = loaded(unquote(literal) if literal[:3] in ("%7B", "%5B", "%7b", "%5b") else literal)
            if value is not None:
                out.append(value)
    at = 0
    while budget > 0 and (opened := _OPENS.search(code, at)) is not None:
        at = opened.end()
        start = at
        try:
            value, at = _DECODER.raw_decode(code, at)
        except ValueError as e:
            # The error counts all lines before it.
            budget -= 500 + getattr(e, "pos", at)
            continue
        except RecursionError:
            budget -= len(code) - at
            continue
        if at - start >= _LEAST or _is_row(value):
            out.append(value)
    return out, budget


def _literal(code: str, at: int) -> str | None:
    """The string that a JavaScript literal at an offset stands for."""
    quote = code[at]
    end = at + 1
    while True:
        end = code.find(quote, end)
        if end < 0:
            return None
        slashes = 0
        while code[end - 1 - slashes] == "\\":
            slashes += 1
        if slashes % 2 == 0:
            break
        end += 1
    inner = code[at + 1 : end]
    if quote == "'":
        inner = re.sub(r'(\\.)|"', lambda m: {r"\'": "'"}.get(m[1], m[1]) if m[1] else r"\"", inner)
    inner = re.sub(r"\\x([0-9a-fA-F]{2})", r"\\u00\1", inner)
    value = loaded(f'"{inner}"')
    return value if isinstance(value, str) else None


def loaded(text: str) -> Any:
    """The JSON value that a text begins with, `None` if there is none."""
    try:
        return _DECODER.raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _settled(value: Any) -> Any:
    """A value with what refers to another place in it put in its place."""
    if isinstance(value, list) and len(value) > 3 and _is_pool(value):
        return _Pool(value).at(0)
    return value


def _is_pool(value: list[Any]) -> bool:
    """Whether a list is a state in which numbers stand for other entries of the list."""
    first = value[0]
    if isinstance(first, list):
        return len(first) == 2 and first[0] in _WRAPPERS and isinstance(first[1], int)
    return isinstance(first, dict) and bool(first) and all(type(v) is int for v in first.values())


class _Pool:
    """Puts a pool of values together that refer to each other by number."""

    def __init__(self, pool: list[Any]) -> None:
        self._pool = pool
        self._known: dict[int, Any] = {}

    def at(self, index: Any, depth: int = 0) -> Any:
        if type(index) is not int or not 0 <= index < len(self._pool) or depth > _DEPTH:
            return None
        if index in self._known:
            return self._known[index]
        value = self._pool[index]
        if isinstance(value, dict):
            made: dict[str, Any] = {}
            self._known[index] = made
            made.update((k, self.at(v, depth + 1)) for k, v in value.items())
            return made
        if isinstance(value, list):
            if value and isinstance(value[0], str):
                self._known[index] = None
                self._known[index] = self.at(value[1], depth + 1) if len(value) > 1 else None
                return self._known[index]
            listed: list[Any] = []
            self._known[index] = listed
            listed.extend(self.at(v, depth + 1) for v in value)
            return listed
        return value


def element_of(value: Any) -> tuple[str, dict[str, Any]] | None:
    """(tag or component, properties) of an element as React sends it; `None` for anything else."""
    if (
        isinstance(value, list)
        and len(value) >= 4
        and value[0] == "$"
        and isinstance(value[1], str)
        and isinstance(value[3], dict)
    ):
        return value[1], value[3]
    return None


def _of_rows(text: str) -> Any:
    """The values of the rows that React sends ("1f:[...]"), references between them put in their place."""
    data = text.encode("utf-8", "surrogatepass")
    rows: dict[str, Any] = {}
    at = 0
    while at < len(data) and len(rows) < 10_000:
        colon = data.find(b":", at, at + 20)
        if colon < 0 or not re.fullmatch(rb"\s*[0-9a-f]+", data[at:colon]):
            at = data.find(b"\n", at) + 1
            if not at:
                break
            continue
        name = data[at:colon].strip().decode()
        if data[colon + 1 : colon + 2] == b"T" and (
            m := re.match(rb"T([0-9a-f]+),", data[colon + 1 : colon + 20])
        ):
            # Text of a length that is given in bytes; no line end follows.
            start = colon + 1 + m.end()
            at = start + int(m[1], 16)
            rows[name] = data[start:at].decode("utf-8", "replace")
            continue
        end = data.find(b"\n", colon)
        end = len(data) if end < 0 else end
        body = data[colon + 1 : end].decode("utf-8", "replace").lstrip("IHDE")
        value = loaded(body)
        if value is not None:
            rows[name] = value
        at = end + 1
    joined = _Rows(rows)
    # Rows that no other row asks for come in their order: those that others hold are within them.
    out = {name: joined.row(name) for name in rows}
    return [v for name, v in out.items() if name not in joined.asked]


class _Rows:
    """Puts the rows of React's stream together."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self._rows = rows
        self._known: dict[str, Any] = {}
        self._left = _NODES
        self.asked: set[str] = set()

    def row(self, name: str, depth: int = 0) -> Any:
        if name not in self._known:
            self._known[name] = None  # while it is put together, for rows that hold each other
            self._known[name] = self.settled(self._rows[name], depth)
        return self._known[name]

    def settled(self, value: Any, depth: int = 0) -> Any:
        self._left -= 1
        if depth > _DEPTH or self._left < 0:
            return None
        if isinstance(value, str):
            if (
                value[:1] == "$"
                and (m := re.fullmatch(r"\$(?:[LQ@])?([0-9a-f]+)", value))
                and m[1] in self._rows
            ):
                self.asked.add(m[1])
                return self.row(m[1], depth + 1)
            return value[1:] if value.startswith("$$") else value
        if isinstance(value, list):
            if element_of(value) is not None:
                return [*value[:3], self.settled(value[3], depth + 1)]
            return [self.settled(v, depth + 1) for v in value]
        if isinstance(value, dict):
            return {k: self.settled(v, depth + 1) for k, v in value.items()}
        return value
