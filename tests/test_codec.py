"""Records to JSON and back, without loss, and clear errors for what is no record."""

import json
import pickle

import pytest
from hypothesis import given, settings

from onrecord import codec
from onrecord.errors import CodecError
from onrecord.records import Anchor, Block, Failure, Reading, Resolution, Role, Span, Statement, Timestamp
from tests import strategies


@given(strategies.readings)
def test_readings_come_back(reading: Reading) -> None:
    assert codec.loads(codec.dumps(reading)) == reading
    assert codec.loads(codec.dumps(reading, indent=2)) == reading
    assert pickle.loads(pickle.dumps(reading)) == reading


@given(strategies.failures)
def test_failures_come_back(failure: Failure) -> None:
    assert codec.loads(codec.dumps(failure)) == failure


@given(strategies.statements)
def test_statements_come_back(statement: Statement) -> None:
    assert codec.from_json(Statement, json.loads(codec.dumps(statement))) == statement
    assert pickle.loads(pickle.dumps(statement)) == statement


@given(strategies.resolutions)
def test_anchors_and_resolutions_come_back(resolution: Resolution) -> None:
    assert codec.from_json(Resolution, json.loads(codec.dumps(resolution))) == resolution
    assert codec.from_json(Anchor, codec.to_json(resolution.anchor)) == resolution.anchor


@given(strategies.stamps)
def test_times_keep_their_zone(stamp: Timestamp) -> None:
    back = codec.from_json(Timestamp, codec.to_json(stamp))
    assert back.time.utcoffset() == stamp.time.utcoffset()
    assert back == stamp


@given(strategies.readings)
def test_json_is_plain_and_one_line(reading: Reading) -> None:
    text = codec.dumps(reading)
    assert "\n" not in text
    assert json.loads(text)["schema"] == codec.SCHEMA


@settings(max_examples=20)
@given(strategies.readings)
def test_readings_of_the_first_schema_are_read(reading: Reading) -> None:
    value = codec.to_json(reading)
    value.pop("statements", None)
    old = codec.from_json(Reading, {**value, "schema": 1})
    assert old.statements == ()
    assert old.page == reading.page


def test_defaults_are_left_out() -> None:
    assert codec.to_json(Block(1, "x", Role.PARAGRAPH)) == {"index": 1, "text": "x", "role": "paragraph"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"start": 1}, r"Span\.end: missing"),
        ({"start": 1, "end": 2, "to": 3}, "Span: unknown field 'to'"),
        ({"start": "1", "end": 2}, r"Span\.start: this must be int, not str"),
        ({"start": True, "end": 2}, r"Span\.start: this must be int, not bool"),
        ({"start": 3, "end": 2}, r"not a span: 3\.\.2"),
        ([], "this must be an object, not list"),
    ],
)
def test_errors_name_the_field(value: object, message: str) -> None:
    with pytest.raises(CodecError, match=message):
        codec.from_json(Span, value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("{}", "no field 'schema'"),
        ("[]", "not a reading"),
        ('{"schema": 99}', "schema 99; this version of onrecord reads schemas 1 to 3"),
        ('{"schema": true}', "schema True; this version"),
        ('{"schema": 1, "page": 3}', r"Reading\.page: this must be an object"),
        ('{"error": "X", "name": "a"}', r"Failure\.stage: missing"),
    ],
)
def test_lines_that_are_no_records(line: str, message: str) -> None:
    with pytest.raises(CodecError, match=message):
        codec.loads(line)


def test_errors_deep_within_are_located() -> None:
    value = {
        "index": 0,
        "text": "x",
        "role": "paragraph",
        "links": [{"span": {"start": 0, "end": 1}, "url": 5}],
    }
    with pytest.raises(CodecError, match=r"Block\.links\[0\]\.url: this must be str, not int"):
        codec.from_json(Block, value)
    with pytest.raises(CodecError, match="'ad' is not a Role"):
        codec.from_json(Block, {**value, "role": "ad"})
