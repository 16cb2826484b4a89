"""PDF and Word documents: what they say, in which blocks, and what is refused."""

from __future__ import annotations

import io
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import read
from onrecord.errors import EmptyPage, MissingExtra, NotAPage, OnrecordError, PageTooLarge
from onrecord.read.anchors import Original, check, of_reading
from onrecord.records import Reading, Role
from tests.archives import of_file, of_pipe

docx = pytest.importorskip("docx")
fpdf = pytest.importorskip("fpdf")
pytest.importorskip("pypdfium2")

FIRST = (
    "The harbour office said on Monday that the outer mole would open again at noon, three weeks after a ferry "
    "with 212 people on board had struck it in the dark and damaged the light at its end."
)
SECOND = (
    "“The light is in its place again,” said Nela Korr, who runs the office. The work cost four million, she "
    "said, and it would have cost twice as much had the wall been built anew from its ground."
)


def pdf(
    pages: int = 1, *, head: str = "", size: int = 11, columns: bool = False, password: str = ""
) -> bytes:
    """A release as office programs print it."""
    made = fpdf.FPDF()
    made.set_auto_page_break(False)
    for number in range(1, pages + 1):
        made.add_page()
        made.set_font("helvetica", size=9)
        if head:
            made.cell(0, 8, head, new_x="LMARGIN", new_y="NEXT")
        made.set_font("helvetica", style="B", size=20)
        made.multi_cell(0, 9, f"Outer mole opens again at noon: part {number}", new_x="LMARGIN", new_y="NEXT")
        made.ln(6)
        made.set_font("helvetica", size=size)
        width = 80 if columns else 0
        top = made.get_y()
        made.multi_cell(width, 5, _latin(FIRST), new_x="LMARGIN", new_y="NEXT")
        if columns:
            made.set_xy(110, top)
        else:
            made.ln(3)
        made.multi_cell(width, 5, _latin(SECOND), new_x="LMARGIN", new_y="NEXT")
        made.set_xy(10, 280)
        made.cell(0, 5, f"{number} / {pages}")
    if password:
        made.set_encryption("owner", user_password=password)
    return bytes(made.output())


def _latin(text: str) -> str:
    """The standard fonts of PDF have no other letters."""
    return text.replace("“", '"').replace("”", '"')


def word(build: Any = None, **properties: str) -> bytes:
    """A Word document."""
    made = docx.Document()
    for name, value in properties.items():
        setattr(made.core_properties, name, value)
    if build is None:
        made.add_heading("Outer mole opens again at noon", 0)
        made.add_paragraph(FIRST)
        made.add_heading("What it cost", 2)
        made.add_paragraph(SECOND)
        made.add_paragraph("Four million for the wall", style="List Bullet")
        made.add_paragraph("Nothing for the light", style="List Number")
    else:
        build(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def texts(reading: Reading, *roles: Role) -> list[str]:
    return [b.text for b in reading.blocks if not roles or b.role in roles]


# -- PDF -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("columns", [False, True])
def test_lines_of_a_pdf_become_paragraphs(columns: bool) -> None:
    reading = read(pdf(columns=columns), name="release.pdf")
    assert reading.page.media == "pdf"
    assert reading.page.encoding_from == "document"
    found = texts(reading)
    assert found[0] == "Outer mole opens again at noon: part 1"
    assert _latin(FIRST) in found
    assert _latin(SECOND) in found
    assert reading.article is not None
    assert _latin(SECOND) in reading.article.text
    assert all(b.span.of(reading.article.text) == b.text for b in reading.article.blocks if b.span)


def test_running_heads_and_numbers_are_left_out() -> None:
    reading = read(pdf(4, head="Port of Orsel - Press service"), name="release.pdf")
    found = texts(reading)
    assert not any("Press service" in t or t.endswith("/ 4") for t in found)
    left = [n for n in reading.trail if "running head" in n.why]
    assert any("Press service" in n.what and "4 times" in n.what for n in left)
    assert sum(_latin(FIRST) == t for t in found) == 4


def test_anchors_lead_to_the_words_of_a_pdf() -> None:
    content = pdf()
    reading = read(content, name="release.pdf")
    original = Original(content, media="pdf")
    results = list(check((anchor for _, anchor in of_reading(reading)), reading, original))
    assert results
    assert all(r.found for r in results)


def test_what_a_pdf_says_of_itself_is_a_fact_and_not_believed() -> None:
    reading = read(pdf(), name="release.pdf")
    assert reading.envelope is not None
    assert [f.where for f in reading.envelope.facts if "CreationDate" in f.where] == ["pdf:CreationDate"]
    assert reading.article is not None
    assert reading.article.published is None


def _blank() -> bytes:
    made = fpdf.FPDF()
    made.add_page()
    made.rect(10, 10, 100, 100)
    return bytes(made.output())


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (lambda: _blank(), EmptyPage, "may be scanned"),
        (lambda: pdf(password="secret"), NotAPage, "an encrypted PDF"),
        (lambda: pdf()[:200], NotAPage, "a damaged PDF"),
        (lambda: b"%PDF-1.7", NotAPage, "a damaged PDF"),
        (lambda: b"%PDF-1.7" + b"\xff" * 5_000, NotAPage, "a damaged PDF"),
    ],
)
def test_pdfs_that_give_nothing(content: Any, error: type[OnrecordError], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        read(content(), name="x.pdf")
    assert caught.value.page == "x.pdf"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(st.data())
def test_mutated_documents_give_a_reading_or_one_of_our_errors(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([PDF, WORD])))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.sampled_from([0, 1, 20]))] = data.draw(st.binary(max_size=4))
    with suppress(OnrecordError):
        read(bytes(content), name="x", media=data.draw(st.sampled_from([None, "pdf", "docx"])))


# -- Word ------------------------------------------------------------------------------------------------------------
def test_headings_and_lists_of_word_are_used() -> None:
    reading = read(word(), name="release.docx")
    assert reading.page.media == "docx"
    assert texts(reading, Role.HEADLINE) == ["Outer mole opens again at noon"]
    assert texts(reading, Role.SUBHEADING) == ["What it cost"]
    assert texts(reading, Role.LIST_ITEM) == ["Four million for the wall", "Nothing for the light"]
    assert reading.article is not None
    assert reading.article.title is not None
    assert reading.article.title.value == "Outer mole opens again at noon"
    assert FIRST in reading.article.text
    assert "“The light is in its place again,”" in reading.article.text


def test_tables_boxes_and_controls() -> None:
    def build(made: Any) -> None:
        made.add_paragraph(FIRST)
        table = made.add_table(2, 2)
        for i, text in enumerate(("Wall", "3.2 million", "Light", "0.8 million")):
            table.cell(i // 2, i % 2).text = text
        layout = made.add_table(1, 1).cell(0, 0)
        layout.text = SECOND
        layout.add_paragraph("A second paragraph stands in the cell.")
        body = made.element.body
        from docx.oxml import parse_xml

        w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        for inside in (
            f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            f"<w:p {w}><w:r><w:t>Kept, </w:t></w:r><w:ins><w:r><w:t>put in</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>taken out</w:delText></w:r></w:del><w:r><w:br/><w:t>next line.</w:t></w:r></w:p>",
            f"<w:p {w}><w:r><w:t>Outside</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r></w:p>",
        ):
            body.insert(len(body) - 1, parse_xml(inside))

    found = texts(read(word(build), name="x.docx"))
    assert "Wall | 3.2 million" in found
    assert SECOND in found
    assert "A second paragraph stands in the cell." in found
    assert found[-4:] == ["In a control.", "Kept, put in next line.", "Outside", "In a box."]


def test_properties_of_word_are_facts() -> None:
    reading = read(word(author="Somebody's PC", title="Template 7"), name="x.docx")
    assert reading.envelope is not None
    facts = {f.where: f.value for f in reading.envelope.facts}
    assert (facts["docx:author"], facts["docx:title"]) == ("Somebody's PC", "Template 7")
    assert reading.article is not None
    assert reading.article.authors == ()
    assert reading.article.title is not None
    assert reading.article.title.value == "Outer mole opens again at noon"


def _again(content: bytes, change: Any) -> bytes:
    """A document with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            for name, data in change(entry.filename, old.read(entry)):
                new.writestr(name, data)
    return out.getvalue()


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    def large(name: str, data: bytes) -> list[tuple[str, bytes]]:
        return (
            [(name, data), ("word/media/x.bin", bytes(210_000_000))]
            if name == "word/document.xml"
            else [(name, data)]
        )

    def long(name: str, data: bytes) -> list[tuple[str, bytes]]:
        return [(name, data + b" " * 70_000_000 if name == "word/document.xml" else data)]

    for change in (large, long):
        with pytest.raises(PageTooLarge, match="is too large"):
            read(_again(WORD, change), name="x.docx")


def test_entities_and_damage() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%b">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
    )
    for part in (laughs + b"]><x>&j;</x>", b"<w:document", b"", b"\xff\xfe\0"):
        broken = _again(WORD, lambda n, d, part=part: [(n, part if n == "word/document.xml" else d)])
        with pytest.raises((NotAPage, EmptyPage)):
            read(broken, name="x.docx")
    with pytest.raises(NotAPage, match="damaged Word document"):
        read(WORD[:-100], name="x.docx")


# -- as sources ------------------------------------------------------------------------------------------------------
def test_documents_are_kept_as_received(tmp_path: Path) -> None:
    for content, media in ((PDF, "pdf"), (WORD, "docx")):
        for found in (of_file(tmp_path / "x", content), of_pipe(content)):
            (capture,) = found.captures
            assert (capture.content, capture.media) == (content, media)
    assert of_file(tmp_path / "x", b"\n\nfirst " + PDF).captures[0].media == "pdf"


@pytest.mark.parametrize(("content", "package"), [(lambda: PDF, "pypdfium2"), (lambda: WORD, "docx")])
def test_without_the_extra(content: Any, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=r"pip install '\.\[documents\]'"):
        read(content(), name="x")


PDF: bytes = pdf()
WORD: bytes = word()
