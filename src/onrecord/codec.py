"""One codec for all records, to plain JSON and back without loss.

Every record becomes an object of its fields; fields that have their default value are left out.  Times are
ISO 8601, with the zone where the page gave one; enumerations are their values; tuples are arrays.  A `Reading`
carries `"schema"`, the version of these rules; a reader of an older version refuses a newer one by name, and a
newer one reads the older ones.  Schema 2 added `statements` to a reading, schema 3
`archived` to an article and `published` to an origin.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from onrecord.errors import CodecError
from onrecord.records import Failure, Reading

__all__ = ["SCHEMA", "dumps", "from_json", "loads", "to_json"]

SCHEMA = 3
_SCHEMAS = (1, 2, 3)

T = TypeVar("T")


@cache
def _layout(cls: type) -> tuple[tuple[str, Any, Any], ...]:
    """(name, type, default or MISSING) of each field of a record."""
    hints = get_type_hints(cls)
    out = []
    for f in fields(cls):
        default = f.default_factory() if f.default_factory is not MISSING else f.default
        out.append((f.name, hints[f.name], default))
    return tuple(out)


def to_json(record: Any) -> Any:
    """A record as plain JSON values: dict, list, str, int, float, bool, None."""
    value = _plain(record)
    if isinstance(record, Reading):
        return {"schema": SCHEMA, **value}
    return value


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        out = {}
        for name, _, default in _layout(type(value)):
            item = getattr(value, name)
            if default is MISSING or item != default:
                out[name] = _plain(item)
        return out
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def from_json(cls: type[T], value: Any) -> T:
    """The record of type `cls` that `value` holds.

    Raises `CodecError`, naming the field, for missing and unknown fields and for values of another type.
    """
    if cls is Reading:
        if not isinstance(value, dict) or "schema" not in value:
            raise CodecError("not a reading: there is no field 'schema'")
        if type(value["schema"]) is not int or value["schema"] not in _SCHEMAS:
            raise CodecError(
                f"schema {value['schema']!r}; this version of onrecord reads schemas 1 to {SCHEMA}"
            )
        value = {k: v for k, v in value.items() if k != "schema"}
    result: T = _record(cls, value, cls.__name__)
    return result


def _record(cls: Any, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        raise CodecError(f"{path}: this must be an object, not {type(value).__name__}")
    arguments = {}
    layout = _layout(cls)
    for name, hint, default in layout:
        if name in value:
            arguments[name] = _typed(hint, value[name], f"{path}.{name}")
        elif default is MISSING:
            raise CodecError(f"{path}.{name}: missing")
    unknown = set(value) - {name for name, _, _ in layout}
    if unknown:
        raise CodecError(f"{path}: unknown field {min(unknown)!r}")
    try:
        return cls(**arguments)
    except ValueError as e:
        raise CodecError(f"{path}: {e}") from e


def _typed(hint: Any, value: Any, path: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        if value is None and NoneType in get_args(hint):
            return None
        (inner,) = (a for a in get_args(hint) if a is not NoneType)
        return _typed(inner, value, path)
    if origin is tuple:
        if not isinstance(value, list):
            raise CodecError(f"{path}: this must be an array, not {type(value).__name__}")
        return tuple(_typed(get_args(hint)[0], v, f"{path}[{i}]") for i, v in enumerate(value))
    if is_dataclass(hint):
        return _record(hint, value, path)
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(value)
        except ValueError:
            raise CodecError(f"{path}: {value!r} is not a {hint.__name__}") from None
    if hint is datetime:
        try:
            return datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise CodecError(f"{path}: {value!r} is not a time in ISO 8601") from None
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise CodecError(f"{path}: this must be {hint.__name__}, not {type(value).__name__}")
    return value


def dumps(record: Any, *, indent: int | None = None) -> str:
    """A record as JSON text, on one line unless `indent` is given."""
    separators = (",", ":") if indent is None else None
    return json.dumps(to_json(record), ensure_ascii=False, indent=indent, separators=separators)


def loads(text: str) -> Reading | Failure:
    """The reading or failure that a line of JSON holds.

    Raises `CodecError` for text that is neither.
    """
    try:
        value = json.loads(text)
    except ValueError as e:
        raise CodecError(f"not JSON: {e}") from e
    if isinstance(value, dict) and "error" in value and "schema" not in value:
        return from_json(Failure, value)
    return from_json(Reading, value)
