"""The metadata of an ONNX file, without the network that it holds.  Contains no business logic.

The file is one message of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/): fields one after the other, each
with its number and, but for plain numbers, its length.  `ModelProto.metadata_props` is field 14, a key (1) and a value (2).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["metadata"]

_PROPERTY = 14
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5  # how a field is written
_MOST = 50_000_000  # bytes: more is no metadata


def metadata(path: Path) -> dict[str, str]:
    """The keys and values that a model carries.  Raises `OSError`, and `ValueError` for what is no such file."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        return dict(
            _entry(file, start + length)
            for number, start, length in _fields(file, size)
            if number == _PROPERTY
        )


def _entry(file: BinaryIO, end: int) -> tuple[str, str]:
    words = {1: "", 2: ""}
    for number, start, length in _fields(file, end):
        file.seek(start)
        words[number] = file.read(length).decode()
    return words[1], words[2]


def _fields(file: BinaryIO, end: int) -> Iterator[tuple[int, int, int]]:
    """(number, where it begins, length) of each field that has a length, from where the file stands."""
    while file.tell() < end:
        key = _varint(file)
        number, how = key >> 3, key & 7
        if how == _VARINT:
            _varint(file)
            continue
        length = {_FIXED64: 8, _FIXED32: 4}.get(how)
        if how == _BYTES:
            length = _varint(file)
        start = file.tell()
        if length is None or start + length > end or (number == _PROPERTY and length > _MOST):
            raise ValueError("it is not an ONNX file, or it is damaged")
        if how == _BYTES:
            yield number, start, length
        file.seek(start + length)


def _varint(file: BinaryIO) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = file.read(1)
        if not byte:
            break
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ValueError("it is not an ONNX file, or it is damaged")
