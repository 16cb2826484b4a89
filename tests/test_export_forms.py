"""The forms of an export: each is what its readers expect."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given

from onrecord import errors
from onrecord.cli.main import cli
from onrecord.records import Reading, SpeakerKind
from onrecord.render.annotations import anchors_in
from onrecord.render.forms import FORMS
from onrecord.render.ftm import of_reading, of_speaker
from onrecord.render.rows import article_row, block_rows, statement_rows
from onrecord.render.schema import checked
from onrecord.render.statements import COLUMNS
from onrecord.render.tables import TABLES, reference, table
from onrecord.render.warc import surt, uri
from onrecord.run.export import export
from onrecord.store.database import Database
from onrecord.store.loading import get_reading
from tests import fakes, stores, strategies


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return stores.samples(tmp_path / "news.db")


def lines(db: Database, form: str, tmp_path: Path) -> list[dict[str, Any]]:
    export(db, form, tmp_path / "out")
    return [json.loads(x) for x in (tmp_path / "out").read_text("utf-8").splitlines()]


def readings(db: Database) -> list[Reading]:
    found = [get_reading(db, v) for (v,) in db.rows("SELECT version FROM reading ORDER BY version")]
    return [r for r in found if r is not None]


# -- statements ------------------------------------------------------------------------------------------------------
def test_csv_is_one_table(db: Database, tmp_path: Path) -> None:
    export(db, "csv", tmp_path / "x.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_text("utf-8"), newline="")))
    assert rows[0] == COLUMNS
    assert len(rows) - 1 == sum(len(r.statements) for r in readings(db)) > 0
    assert not [c for row in rows for c in row if c.startswith(("=", "+", "@"))]


def test_annotations_are_collections_whose_anchors_are_read_back(db: Database, tmp_path: Path) -> None:
    found = lines(db, "annotations", tmp_path)
    said = [r for r in readings(db) if r.statements]
    assert [c["total"] for c in found] == [len(r.statements) for r in said]
    assert all(anchors_in(c) for c in found)


def test_jsonld_is_an_article_a_line(db: Database, tmp_path: Path) -> None:
    found = lines(db, "jsonld", tmp_path)
    assert {x["@type"] for x in found} <= {"NewsArticle", "WebPage"}
    assert len(found) == len(readings(db))


@given(strategies.readings)
def test_rows_are_as_the_schema_says(reading: Reading) -> None:
    article = article_row("a", "d", True, reading)
    if article is not None:
        assert checked(table("articles"), article).keys() == {f.name for f in table("articles").fields}
    for name, rows in (
        ("blocks", block_rows("a", "d", reading)),
        ("statements", statement_rows("a", "d", reading)),
    ):
        for row in rows:
            assert checked(table(name), row).keys() == {f.name for f in table(name).fields}


# -- FollowTheMoney --------------------------------------------------------------------------------------------------
#: The properties that are used, with those that the model requires, as read from followthemoney 4.11.
MODEL = {
    "Article": (
        "title name fileName summary author publisher publishedAt modifiedAt retrievedAt sourceUrl keywords language "
        "mimeType generator bodyText",
        "",
    ),
    "Person": ("name position", "name"),
    "Organization": ("name description", "name"),
    "Mention": ("document resolved name detectedSchema", "document name"),
    "Note": ("name description summary notes entity proof sourceUrl", ""),
}


def valid(entity: dict[str, Any]) -> None:
    known, required = (set(x.split()) for x in MODEL[entity["schema"]])
    properties = entity["properties"]
    assert required <= set(properties) <= known
    assert re.fullmatch(r"onrecord-[0-9a-f]{40}", entity["id"])
    for values in properties.values():
        assert values
        assert all(isinstance(v, str) and v.strip() for v in values)
        assert len(set(values)) == len(values)
    for name in ("publishedAt", "modifiedAt", "retrievedAt"):
        for v in properties.get(name, []):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?", v)
    for v in properties.get("sourceUrl", []):
        assert v.startswith("http")
    for v in properties.get("language", []):
        assert re.fullmatch("[a-z]{3}", v)


def test_entities_hold_together(db: Database, tmp_path: Path) -> None:
    found = lines(db, "ftm", tmp_path)
    ids = [e["id"] for e in found]
    assert len(set(ids)) == len(ids)
    for e in found:
        valid(e)
        for name in ("document", "resolved", "entity", "proof"):
            assert set(e["properties"].get(name, [])) <= set(ids)
    assert {e["schema"] for e in found} >= {"Article", "Person", "Mention", "Note"}
    notes = sum(e["schema"] == "Note" for e in found)
    assert notes == sum(len(r.statements) for r in readings(db))


@given(strategies.readings)
def test_entities_of_any_reading_are_valid(reading: Reading) -> None:
    for e in of_reading("a", reading, "2026-03-14T12:00:00Z"):
        valid(e)
    for s in reading.statements:
        for e in of_speaker(s.speaker.name, s.speaker.kind, [s.speaker.role or ""]):
            valid(e)


def test_a_name_of_one_word_is_one_person_only_within_its_page() -> None:
    assert list(of_speaker("Verrin", "person", [])) == []
    (full,) = of_speaker("Ada Verrin", "person", ["harbour master"])
    assert full["properties"] == {"name": ["Ada Verrin"], "position": ["harbour master"]}
    assert list(of_speaker("the crew", SpeakerKind.GROUP, [])) == []


def test_the_models_own_library_finds_them_valid(db: Database, tmp_path: Path) -> None:
    import followthemoney as ftm

    for e in lines(db, "ftm", tmp_path):
        schema = ftm.model.get(e["schema"])
        assert schema is not None
        schema.validate(e)
        assert set(e["properties"]) <= set(schema.properties)
        proxy = ftm.model.get_proxy(e, cleaned=False)
        assert {k: sorted(v) for k, v in proxy.to_dict()["properties"].items()}.keys() == e[
            "properties"
        ].keys()


# -- Parquet ---------------------------------------------------------------------------------------------------------
def test_parquet_holds_the_same_records(db: Database, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    export(db, "jsonl", tmp_path / "lines")
    counts = export(db, "parquet", tmp_path / "columns")
    head = json.loads((tmp_path / "columns" / "manifest.json").read_text())
    for t in TABLES:
        rows = pq.read_table(tmp_path / "columns" / f"{t.name}.parquet").to_pylist()
        want = [json.loads(x) for x in (tmp_path / "lines" / f"{t.name}.jsonl").read_bytes().splitlines()]
        assert len(rows) == counts[t.name] == head["files"][f"{t.name}.parquet"]["records"] > 0
        for row, line in zip(rows, want, strict=True):
            if t.name == "bodies":
                assert hashlib.sha256(row["content"]).hexdigest() == line["digest"] == row["digest"]
                continue
            plain = {f.name: json.loads(row[f.name] or "null") for f in t.fields if f.type == "json"}
            assert {**row, **plain} == line
    schema = pq.read_schema(tmp_path / "columns" / "statements.parquet")
    assert str(schema.field("content").type).startswith("list<element: struct<start: int64")
    assert schema.field("content").metadata == {b"help": b"what is attributed"}


def test_parquet_is_written_in_groups(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr("onrecord.run.parquet._ROWS", 7)
    counts = export(db, "parquet", tmp_path / "columns")
    file = pq.ParquetFile(tmp_path / "columns" / "blocks.parquet")
    assert file.metadata.num_row_groups == -(-counts["blocks"] // 7)


@pytest.mark.parametrize(("form", "module"), [("parquet", "pyarrow"), ("wacz", "warcio.warcwriter")])
def test_a_missing_library_is_named(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, module: str
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(errors.MissingExtra, match=rf"pip install '\.\[{form}\]'"):
        export(db, form, tmp_path / "out")
    assert not [p for p in tmp_path.iterdir() if "out" in p.name]


# -- WACZ ------------------------------------------------------------------------------------------------------------
def test_an_archive_is_read_back_by_other_software(db: Database, tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    path = tmp_path / "news.wacz"
    counts = export(db, "wacz", path)
    package = zipfile.ZipFile(path)
    assert package.testzip() is None
    described = json.loads(package.read("datapackage.json"))
    assert described["wacz_version"] == "1.1.1"
    for r in described["resources"]:
        data = package.read(r["path"])
        assert (r["hash"], r["bytes"]) == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
    said = json.loads(package.read("datapackage-digest.json"))
    assert said["hash"] == f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}"
    info = package.getinfo("archive/data.warc.gz")
    assert info.compress_type == zipfile.ZIP_STORED
    archive = package.read("archive/data.warc.gz")

    kinds: dict[str, int] = {}
    bodies: dict[str, str] = {}
    for record in ArchiveIterator(io.BytesIO(archive), check_digests="raise"):
        kinds[record.rec_type] = kinds.get(record.rec_type, 0) + 1
        content = record.content_stream().read()
        if record.rec_type in ("response", "resource"):
            digest = hashlib.sha256(content).hexdigest()
            bodies[digest] = record.rec_headers.get_header("WARC-Target-URI")
            assert record.rec_headers.get_header("WARC-Payload-Digest") == f"sha256:{digest}"
        if record.rec_type == "response":
            assert record.http_headers.get_statuscode() == "200"
            assert record.http_headers.get_header("Content-Encoding") is None
            assert record.http_headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert bodies.keys() == {d for (d,) in db.rows("SELECT digest FROM body")}
    assert kinds["warcinfo"] == 1
    assert kinds["revisit"] == kinds["response"] == len(stores.EXAMPLES) // 2
    assert kinds["response"] + kinds["resource"] == counts["versions"]
    assert sum(u.startswith("urn:sha256:") for u in bodies.values()) == 1

    # Each line of the index leads to its record, and each block of lines can be found.
    index = package.read("indexes/index.cdx.gz")
    found = gzip.decompress(index).decode().splitlines()
    assert found == sorted(found)
    assert len(found) == counts["captures"]
    for line in found:
        key, time, value = line.split(" ", 2)
        v = json.loads(value)
        at, length = int(v["offset"]), int(v["length"])
        (record,) = ArchiveIterator(io.BytesIO(archive[at : at + length]))
        assert record.rec_headers.get_header("WARC-Target-URI") == v["url"]
        assert key == surt(v["url"])
        assert re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date"))[:14] == time
    meta, *blocks = package.read("indexes/index.idx").decode().splitlines()
    assert json.loads(meta.removeprefix("!meta 0 "))["filename"] == "index.cdx.gz"
    for block in blocks:
        v = json.loads(block[block.index("{") :])
        data = gzip.decompress(index[v["offset"] : v["offset"] + v["length"]])
        assert data.decode().startswith(block[: block.index("{")])

    pages = [json.loads(x) for x in package.read("pages/pages.jsonl").splitlines()]
    assert pages[0]["format"] == "json-pages-1.0"
    assert {p["url"] for p in pages[1:]} == set(bodies.values())
    assert package.read("records/readings.jsonl").count(b"\n") == counts["readings"]
    assert "records/bodies.jsonl" not in package.namelist()
    assert all(
        i.file_size for i in package.infolist()
    )  # `wacz validate` refuses files of records that are empty


def test_archives_are_the_same_at_the_same_time(db: Database, tmp_path: Path) -> None:
    from onrecord.run.wacz import write
    from onrecord.store.selecting import Selection

    now = datetime(2026, 3, 14, tzinfo=UTC)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(db, tmp_path / name / "x.wacz", Selection(), now=now)
    assert (tmp_path / "a" / "x.wacz").read_bytes() == (tmp_path / "b" / "x.wacz").read_bytes()


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Orsel.example/A?b=2&a=1", "example,orsel)/a?a=1&b=2"),
        ("http://orsel.example:8080", "example,orsel:8080)/"),
        ("https://orsel.example:443/a b", "example,orsel)/a%20b"),
        ("file:///home/x", "urn:sha256:d"),
        ("https://[bad/", "https://[bad/"),
    ],
)
def test_keys_of_addresses(url: str, key: str) -> None:
    assert surt(uri(url, "d")) == key


def test_fakes_speak(db: Database) -> None:
    assert any(fakes.quotations(r.article) for r in readings(db) if r.article)


# -- documentation ---------------------------------------------------------------------------------------------------
DOCS = Path(__file__).parent.parent / "docs" / "export.md"


def test_every_field_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    assert text.endswith(reference().rstrip() + "\n"), "docs/export.md: write reference() at its end anew"
    for form in FORMS:
        assert f"| `{form}` |" in text
    for option in cli.commands["export"].params:
        if isinstance(option, click.Option) and option.name in (
            "host",
            "since",
            "until",
            "language",
            "latest_only",
        ):
            assert option.opts[0] in text
    for schema, (properties, _) in MODEL.items():
        assert f"`{schema}`" in text
        for name in properties.split():
            assert f"`{name}`" in text


def test_the_manifest_is_documented_and_the_example_runs(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.close()
    monkeypatch.chdir(tmp_path)
    text = DOCS.read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.S)
    names: dict[str, Any] = {}
    exec(compile(code, "export.md", "exec"), names)
    assert names["new"].versions == names["counts"]["versions"] > 0
    for name in json.loads((tmp_path / "out" / "manifest.json").read_text()):
        assert f"| `{name}` |" in text
