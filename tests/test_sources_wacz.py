"""Pages from WACZ, and what other ZIP files are called."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Via
from onrecord.settings import Settings
from onrecord.sources import captures
from tests.archives import All, http, identity, of_file, of_pipe, packed, page, record, response, wacz

URLS = [f"https://a.example/{i}" for i in range(4)]
FIRST = b"".join(packed(response(i) for i in range(2)))
SECOND = b"".join(response(i) for i in range(2, 4))
ARCHIVES = {"a.warc.gz": FIRST, "b.warc": SECOND}


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_pages_of_all_archives(tmp_path: Path, compression: int) -> None:
    found = of_file(tmp_path / "x.bin", wacz(ARCHIVES, compression=compression))
    assert found.messages == ""
    assert found.urls == URLS
    first = found.captures[0]
    assert first.name == f"{tmp_path / 'x.bin'}#archive/a.warc.gz#{identity(0)}"
    assert (first.via, first.container, first.content) == (Via.WACZ, str(tmp_path / "x.bin"), page(0))


def test_digests(tmp_path: Path) -> None:
    hashes = {"archive/a.warc.gz": "sha256:" + "0" * 64}
    found = of_file(tmp_path / "x", wacz(ARCHIVES, hashes=hashes))
    assert found.urls == URLS
    assert [(f.error, f.name) for f in found.failures] == [
        ("DamagedArchive", f"{tmp_path / 'x'}#archive/a.warc.gz")
    ]
    assert "its digest does not match datapackage.json" in found.messages
    signed = json.dumps({"path": "datapackage.json", "hash": "sha256:" + "1" * 64}).encode()
    found = of_file(tmp_path / "x", wacz(ARCHIVES, {"datapackage-digest.json": signed}))
    assert found.urls == URLS
    assert "datapackage.json does not match datapackage-digest.json" in found.messages


def test_archives_without_a_package_file(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("archive/a.warc", SECOND)
        z.writestr("archive/notes.txt", "x")
    found = of_file(tmp_path / "x", out.getvalue())
    assert found.urls == URLS[2:]
    assert "the files cannot be checked" in found.messages
    assert found.skipped == {"files that are not WARC archives": 1}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (
            {"a.html": b"x", "b.html": b"x"},
            "a ZIP archive of 2 entries that is not a WACZ; unpack it and add the folder",
        ),
        ({"[Content_Types].xml": b"x"}, "an office document"),
        ({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}, "an Excel workbook (XLSX)"),
        ({"ppt/presentation.xml": b"x"}, "a PowerPoint presentation (PPTX)"),
        ({"META-INF/container.xml": b"x"}, "an e-book (EPUB)"),
        ({"one.wacz": b"x"}, "a ZIP of WACZ files"),
    ],
)
def test_other_zips(tmp_path: Path, entries: dict[str, bytes], message: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, content in entries.items():
            z.writestr(name, content)
    found = of_file(tmp_path / "x", out.getvalue())
    assert message in found.messages
    assert [f.error for f in found.failures] == ["NotAPage"]


def test_names_that_lead_out(tmp_path: Path) -> None:
    found = of_file(tmp_path / "x", wacz({"../../a.warc": SECOND, "b.warc": SECOND}))
    assert found.urls == URLS[2:]
    assert "leads out of the archive" in found.messages


def test_encrypted_entries_and_other_methods(tmp_path: Path) -> None:
    content = bytearray(wacz({"a.warc": SECOND}))
    at = content.find(b"PK\1\2", content.find(b"PK\1\2", content.find(b"PK\1\2") + 1) + 1)
    assert content[at + 46 : at + 60] == b"archive/a.warc"
    content[at + 8] |= 1
    assert "the entry is encrypted" in of_file(tmp_path / "x", bytes(content)).messages
    assert (
        "uses compression method 14"
        in of_file(tmp_path / "y", wacz(ARCHIVES, compression=zipfile.ZIP_LZMA)).messages
    )


def test_false_sizes(tmp_path: Path) -> None:
    for size, urls in ((10, []), (2**31, URLS[2:])):
        content = bytearray(wacz({"a.warc": SECOND}, compression=zipfile.ZIP_DEFLATED))
        struct.pack_into("<I", content, content.rfind(b"PK\1\2") + 24, size)
        found = of_file(tmp_path / "x", bytes(content))
        assert found.urls == urls
        # A size that is too large is not believed and changes nothing: the digest tells that all is there.
        assert [f.error for f in found.failures][:1] == ["DamagedArchive"][: size < 100]


def test_bombs(tmp_path: Path) -> None:
    warc = record(http(bytes(80_000_000), media="video/mp4"), 1) + response(2)
    found = of_file(
        tmp_path / "x", wacz({"a.warc": warc, "b.warc": SECOND}, compression=zipfile.ZIP_DEFLATED)
    )
    assert "grow to more than 100 times their size" in found.messages
    assert found.urls == URLS[2:]


def test_entries_that_lie_over_one_another(tmp_path: Path) -> None:
    """Many entries of the directory that point to the same data."""
    content = wacz({"a.warc": SECOND})
    start = content.rfind(b"PK\1\2")
    end = content.rfind(b"PK\5\6")
    entry = content[start:end]
    copies = b"".join(entry.replace(b"archive/a", b"archive/" + c) for c in (b"b", b"c", b"d", b"e"))
    tail = bytearray(content[end:])
    entries, length = struct.unpack_from("<HI", tail, 10)
    struct.pack_into("<HHI", tail, 8, entries + 4, entries + 4, length + len(copies))
    found = of_file(tmp_path / "x", content[:end] + copies + bytes(tail))
    assert "overlapping entries" in found.messages
    assert not found.captures


def test_large_directories_are_not_loaded(tmp_path: Path) -> None:
    content = bytearray(wacz({"a.warc": SECOND}))
    struct.pack_into("<I", content, content.rfind(b"PK\5\6") + 12, 2**31)
    assert "OverBound" in of_file(tmp_path / "x", bytes(content)).messages


def test_pipes_and_broken_files(tmp_path: Path) -> None:
    content = wacz(ARCHIVES)
    assert "save it first" in of_pipe(content, Settings(max_bytes=1_000)).messages
    assert of_pipe(content).urls == of_file(tmp_path / "x", content).urls != []
    assert "cut short" in of_file(tmp_path / "x", content[:-300]).messages
    assert "damaged ZIP" in of_file(tmp_path / "x.wacz", b"<p>no</p>").messages


WHOLE = wacz(ARCHIVES)


@given(st.data())
def test_mutated_archives_never_raise(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "mutated.wacz"
    content = bytearray(WHOLE)
    directory = WHOLE.find(b"PK\1\2")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1) | st.integers(directory, len(content) - 1))
        gone = data.draw(st.sampled_from([0, 1, 1, 1, 4]))
        content[at : at + gone] = data.draw(st.binary(max_size=4))
    path.write_bytes(content)
    assert len(All(captures(path)).items) < 40
