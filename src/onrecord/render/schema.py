"""What a record type consists of, and the check of a row against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.errors import CodecError

__all__ = ["Field", "Table", "checked"]

_TYPES = {
    "text": str,
    "time": str,  # ISO 8601, with a zone where one is known
    "int": int,
    "float": float,
    "bool": bool,
    "bytes": bytes,
    "json": dict,
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its type ("text", "time", "int", "float", "bool", "bytes", "json", "group"), and what it says.

    `null` says that it may be empty, `many` that it is a list.  A group has `fields` of its own.  `later` says that exports
    made before there was such a field lack it.
    """

    name: str
    type: str
    help: str
    null: bool = False
    many: bool = False
    fields: tuple[Field, ...] = ()
    later: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A record type, in a file of its own.

    Those that are `derived` say once more what others hold, flat and with the words in place of spans; importing needs
    the others only.
    """

    name: str
    help: str
    derived: bool
    fields: tuple[Field, ...]


def checked(kind: Table, value: Any) -> dict[str, Any]:
    """A line of a file of this record type, if it is one.  Raises `CodecError`, naming the field.

    Fields with None are read as such; `bytes` are not checked here, for their form depends on the file.
    """
    if not isinstance(value, dict):
        raise CodecError("this must be an object")
    return _group(kind.fields, value, kind.name)


def _group(fields: tuple[Field, ...], value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise CodecError(f"{path}: this must be an object")
    for f in fields:
        if f.type == "bytes":
            continue
        at = f"{path}.{f.name}"
        if f.name not in value:
            if f.later:
                value[f.name] = None
                continue
            raise CodecError(f"{at}: missing")
        item = value[f.name]
        if item is None:
            if not f.null:
                raise CodecError(f"{at}: empty")
        elif f.many:
            if not isinstance(item, list):
                raise CodecError(f"{at}: this must be an array")
            for each in item:
                _value(f, each, at)
        else:
            _value(f, item, at)
    return value


def _value(f: Field, item: Any, at: str) -> None:
    if f.type == "group":
        _group(f.fields, item, at)
    elif type(item) is not _TYPES[f.type] and not (f.type == "float" and type(item) is int):
        raise CodecError(f"{at}: this must be {f.type}, not {type(item).__name__}")
    elif isinstance(item, str) and not _is_text(item):
        raise CodecError(f"{at}: half a surrogate pair is not text")
    elif isinstance(item, int) and not -(2**63) <= item < 2**63:
        raise CodecError(f"{at}: the number is too large")


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
