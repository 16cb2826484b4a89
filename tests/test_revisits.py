"""Revisits in web archives are sightings: of bytes in the same archive or another one, before or after, under any address."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.records import Capture, Via
from onrecord.run.store import Store, open_store
from onrecord.settings import Settings
from onrecord.store.keeping import keep
from tests.test_one_page import ORT, PIKE, files

FERRY, QUAY = "https://news.example/ferry", "https://news.example/quay"


def sha1(content: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(content).digest()).decode()}"


def record(kind: str, url: str, date: str, block: bytes, **fields: str) -> bytes:
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": date,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, kind + url + date)}>",
        "Content-Type": "application/http; msgtype=response",
        **{k.replace("_", "-"): v for k, v in fields.items()},
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{k}: {v}\r\n" for k, v in head.items() if v)
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def original(url: str, date: str, content: bytes, **fields: str) -> bytes:
    return record("response", url, date, HTTP + content, **{"WARC_Payload_Digest": sha1(content), **fields})


def revisit(
    url: str, date: str, content: bytes, of: str = "", at: str = "", block: bytes = HTTP, **fields: str
) -> bytes:
    told = {
        "WARC_Payload_Digest": sha1(content),
        "WARC_Refers_To_Target_URI": of,
        "WARC_Refers_To_Date": at,
        **fields,
    }
    return record("revisit", url, date, block, **told)


FIRST, NEXT, LATER = "2026-03-02T12:00:00Z", "2026-03-03T12:05:00Z", "2026-03-05T12:00:00Z"
WHOLE = original(FERRY, FIRST, PIKE)
AGAIN = {
    "the same address": revisit(FERRY, LATER, PIKE, FERRY, FIRST),
    "another address, as warcprox writes it": revisit(f"{FERRY}?print=yes", NEXT, PIKE, FERRY, FIRST),
    "a folder's own, as warcit writes it": revisit("https://news.example/", NEXT, PIKE, FERRY, FIRST, b""),
    "no reference": revisit(FERRY, LATER, PIKE),
    "another address and no reference": revisit(f"{FERRY}?a", LATER, PIKE),
    "no head": revisit(FERRY, LATER, PIKE, block=b""),
    "not modified": revisit(FERRY, LATER, PIKE, FERRY, FIRST, b"HTTP/1.1 304 Not Modified\r\n\r\n", WARC_Payload_Digest=""),
    "not modified, no reference": revisit(FERRY, LATER, PIKE, block=b"HTTP/1.1 304 Not Modified\r\n\r\n", WARC_Payload_Digest=""),
    "SHA-256": revisit(FERRY, LATER, PIKE, WARC_Payload_Digest=f"sha256:{hashlib.sha256(PIKE).hexdigest()}"),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "news.db", write=True) as opened:
        yield opened


def add(store: Store, folder: Path, name: str, *records: bytes) -> list[str]:
    (folder / name).write_bytes(b"".join(records))
    return sorted(o.became for o in store.add(folder / name))


def seen(store: Store) -> list[tuple[str, str, str | None]]:
    """(address of the page, address as spelt, time) of all sightings."""
    return sorted(store.database.rows("SELECT address, url, fetched_utc FROM sightings"), key=str)


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN)
@pytest.mark.parametrize("where", ["behind", "before", "in a later file", "in an earlier file"])
def test_a_revisit_is_a_sighting_of_its_original(
    store: Store, tmp_path: Path, again: bytes, where: str
) -> None:
    if where == "behind":
        assert add(store, tmp_path, "a.warc", WHOLE, again) == ["read", "seen"]
    elif where == "before":
        if b"304 Not" in again and b"Refers" not in again:
            pytest.skip("it names nothing that could come later")
        assert add(store, tmp_path, "a.warc", again, WHOLE) == ["read", "seen"]
    elif where == "in a later file":
        assert add(store, tmp_path, "a.warc", WHOLE) == ["read"]
        assert add(store, tmp_path, "b.warc", again) == ["seen"]
    else:
        assert add(store, tmp_path, "b.warc", again) == ["failed"]
        ((_, failure, _),) = store.failures()
        assert (failure.error, failure.name.startswith(str(tmp_path / "b.warc#<urn:uuid:"))) == (
            "OriginalMissing",
            True,
        )
        assert add(store, tmp_path, "a.warc", WHOLE) == ["read", "seen"]
    assert list(store.failures()) == []
    assert store.database.value("SELECT count(*) FROM waiting") == 0
    assert {a for a, _, _ in seen(store)} == {FERRY}
    assert len(seen(store)) == 2
    assert store.database.row("SELECT first_fetched FROM pages") == (FIRST,)
    assert store.database.value("SELECT last_fetched FROM pages") in (NEXT, LATER)
    assert store.database.value("SELECT count(*) FROM statement") == 1
    assert list(store.check()) == []


def test_adding_a_revisit_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    later = revisit(QUAY, LATER, ORT, QUAY, FIRST)
    assert add(store, tmp_path, "a.warc", WHOLE, AGAIN["the same address"], later) == [
        "failed",
        "read",
        "seen",
    ]
    before = store.content_digest()
    assert add(store, tmp_path, "a.warc", WHOLE, AGAIN["the same address"], later) == [
        "failed",
        "known",
        "known",
    ]
    assert store.content_digest() == before
    assert add(store, tmp_path, "b.warc", original(QUAY, FIRST, ORT)) == ["read", "seen"]
    assert add(store, tmp_path, "a.warc", WHOLE, AGAIN["the same address"], later) == ["known"] * 3


def test_an_original_that_came_without_a_digest_is_found_by_its_bytes(store: Store, tmp_path: Path) -> None:
    with store.database.transaction():
        keep(store.database, store.bodies, Capture("x", PIKE, FERRY, via=Via.JSONL))
    assert "seen" in add(store, tmp_path, "a.warc", AGAIN["the same address"])
    other = original(FERRY, FIRST, PIKE, WARC_Payload_Digest="")
    assert add(store, tmp_path, "b.warc", other) == ["known"]


def test_a_revisit_of_other_bytes_than_those_at_its_address_waits(store: Store, tmp_path: Path) -> None:
    assert add(store, tmp_path, "a.warc", WHOLE, revisit(FERRY, LATER, ORT, FERRY, FIRST)) == [
        "failed",
        "read",
    ]
    assert len(seen(store)) == 1


def test_the_same_bytes_at_two_addresses_are_told_apart(store: Store, tmp_path: Path) -> None:
    add(
        store, tmp_path, "a.warc", WHOLE, original(QUAY, FIRST, PIKE), revisit(QUAY, LATER, PIKE, QUAY, FIRST)
    )
    assert [(a, t) for a, _, t in seen(store)] == [(FERRY, FIRST), (QUAY, FIRST), (QUAY, LATER)]


def test_the_version_seen_last_is_the_latest(store: Store, tmp_path: Path) -> None:
    changed = original(FERRY, NEXT, ORT)
    add(store, tmp_path, "a.warc", WHOLE, changed, AGAIN["the same address"])
    assert [h.speaker.name for h in store.says("Pike")] == ["Iris Pike"]
    assert not list(store.says("Ort"))


def test_a_file_is_read_without_a_store_too(tmp_path: Path) -> None:
    from onrecord.run.gather import in_order

    (tmp_path / "a.warc").write_bytes(WHOLE + b"".join(AGAIN.values()))
    first, skipped = in_order([tmp_path / "a.warc"], Settings())
    assert isinstance(first, Capture)
    assert (skipped.count, skipped.what) == (len(AGAIN), "revisits, whose pages stand in other records")  # type: ignore[union-attr]


# -- and out again -----------------------------------------------------------------------------------------------------
@pytest.fixture
def exported(store: Store, tmp_path: Path) -> Path:
    add(store, tmp_path, "a.warc", WHOLE, *list(AGAIN.values())[:3], original(QUAY, FIRST, ORT))
    with store.database.transaction():
        for n, url in enumerate(
            ("https://news.example/Größe", "https://NEWS.example/Gr%c3%b6%C3%9Fe#top", FERRY)
        ):
            keep(store.database, store.bodies, Capture(f"l#{n}", PIKE + b"\n", url, via=Via.JSONL))
        keep(
            store.database,
            store.bodies,
            Capture("s.mhtml", ORT + b"\n", f"{QUAY}?m", via=Via.MHTML, stated="mhtml"),
        )
        keep(store.database, store.bodies, Capture("-", ORT + b"\n\n", via=Via.STDIN))
    (tmp_path / "saved").mkdir()
    for path in files(tmp_path / "saved"):
        path.write_bytes(
            path.read_bytes().replace(
                b"<title>",
                b"<link rel=canonical href=https://saved.example/%d><title>" % len(path.read_bytes()),
            )
        )
        list(store.add(path))
    store.export("wacz", tmp_path / "out.wacz")
    return tmp_path / "out.wacz"


def state(store: Store) -> tuple[object, ...]:
    db = store.database
    return (
        list(db.rows("SELECT address, host, stated FROM page ORDER BY address")),
        list(
            db.rows(
                "SELECT address, digest, latest, first_fetched, last_fetched FROM pages ORDER BY address, digest"
            )
        ),
        sorted(db.rows("SELECT address, url, fetched_utc, stated, status FROM sightings"), key=str),
        sorted((s.name, s.statements) for s in store.speakers()),
    )


def test_what_is_exported_and_added_to_a_new_store_is_the_same(
    store: Store, tmp_path: Path, exported: Path
) -> None:
    list(store.add())
    with open_store(tmp_path / "new.db", write=True) as new:
        list(new.add(exported))
        assert state(new) == state(store)
        assert list(new.failures()) == []
        new.export("wacz", tmp_path / "again.wacz")
        before = new.content_digest()
        list(new.add(exported))
        assert new.content_digest() == before
    with open_store(tmp_path / "third.db", write=True) as third:
        list(third.add(tmp_path / "again.wacz"))
        assert state(third) == state(store)


def test_the_package_keeps_to_the_letter_of_wacz(exported: Path) -> None:
    with zipfile.ZipFile(exported) as package:
        stored = {i.filename: i.compress_type == zipfile.ZIP_STORED for i in package.infolist()}
        for name in ("archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl", "datapackage.json", "datapackage-digest.json"):  # fmt: skip
            assert stored[name], name
        head, *lines = package.read("pages/pages.jsonl").decode().splitlines()
        assert json.loads(head)["format"] == "json-pages-1.0"
        assert lines
        for line in lines:
            page = json.loads(line)
            assert {"id", "url", "ts"} <= page.keys()
        described = json.loads(package.read("datapackage.json"))
        assert (described["profile"], described["wacz_version"]) == ("data-package", "1.1.1")
        named = {r["path"] for r in described["resources"]}
        assert named == stored.keys() - {"datapackage.json", "datapackage-digest.json"}
        for resource in described["resources"]:
            assert resource.keys() == {"name", "path", "hash", "bytes"}
        assert gzip.decompress(package.read("archive/data.warc.gz")).count(b"WARC-Type: revisit") >= 4


def test_records_in_any_order_give_the_same_sightings(tmp_path: Path) -> None:
    records = [
        WHOLE,
        original(QUAY, FIRST, ORT),
        revisit(QUAY, LATER, ORT, QUAY, FIRST),
        *list(AGAIN.values())[:3],
    ]
    found = []
    for seed in range(4):
        random.Random(seed).shuffle(records)
        with open_store(tmp_path / f"{seed}.db", write=True) as store:
            add(store, tmp_path, f"{seed}.warc", *records)
            found.append(seen(store))
    assert all(f == found[0] for f in found)
    assert len(found[0]) == len(records)
