"""Copies in web archives: the story's own day, outlet and address, and the capture as a field of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord import read
from onrecord.read.meta.archives import original_of
from onrecord.records import Article, Capture, Furniture, Reading
from onrecord.render.jsonld import jsonld
from onrecord.store.bodies import Bodies
from onrecord.store.database import Database
from onrecord.store.keeping import keep
from onrecord.store.loading import get_reading
from onrecord.store.writing import put_reading

PAGE = "https://ledger.example/2025/03/ferry"
COPY = "https://web.archive.org/web/20250402101112/" + PAGE
CAPTURED = datetime(2025, 4, 2, 10, 11, 12, tzinfo=UTC)
STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry from the islands struck the outer mole of the harbour on Thursday evening, and divers searched the hull until midnight.",
        "Nobody was hurt, the harbour office said, and the crossing will be served by a smaller boat until the hull has been inspected.",
        "“We heard the lamp was dark,” said the harbour master, Pell Aderhold, who has asked for a new one every year since the storm.",
        "The council will look at the cost of a new lamp in May; the old one was put up when the mole was built, and has been mended twice.",
    )
)
BANNER = (
    '<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base" lang="en"><div id="wm-ipp"><div>The Wayback Machine - '
    f'{COPY}</div><a href="/web/">12 captures</a><span>02 Apr 2025 - 14 Jun 2025</span><p>About this capture. Collected by a '
    "crawl of the news. The Wayback Machine is an initiative of the Internet Archive, a digital library of Internet sites.</p>"
    "</div></div><!-- END WAYBACK TOOLBAR INSERT -->"
)
DATE = '<p class="date"><time datetime="2025-03-11T08:00:00Z">11 March 2025</time></p>'


def page(head: str = "", top: str = "", date: str = "", end: str = "") -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>Ferry strikes the mole | The Ledger</title>{head}</head><body>{top}"
        f"<header><a href='/'>The Ledger</a></header><main><article><h1>Ferry strikes the mole</h1>{date}{STORY}</article></main>"
        f"<footer><p>© The Ledger</p></footer></body></html>{end}"
    )


def article(reading: Reading) -> Article:
    assert reading.article is not None
    return reading.article


@pytest.mark.parametrize(
    ("html", "url", "where"),
    [
        (page(top=BANNER), COPY, "url"),
        (page(f'<link rel="canonical" href="{COPY}">', BANNER), None, "link:canonical"),
        (page(f'<meta property="og:url" content="{COPY}">'), None, "meta:og:url"),
        (page(top=BANNER), None, "banner"),
        (page(f'<script>__wm.wombat("{PAGE}","20250402101112","https://web.archive.org/")</script>'), None, "script"),
        (page(), COPY.replace("112/", "112id_/"), "url"),
        (page(), COPY.replace("https://ledger", "https:/ledger"), "url"),
        (page(), f"https://wayback.archive-it.org/1234/20250402101112/{PAGE}", "url"),
        (page(), f"https://arquivo.pt/wayback/20250402101112mp_/{PAGE}", "url"),
        (page(), f"https://archive.ph/20250402101112/{PAGE}", "url"),
        (page(), f"https://archive.today/2025.04.02-101112/{PAGE}", "url"),
    ],
)  # fmt: skip
def test_the_capture_is_no_day_of_the_story(html: str, url: str | None, where: str) -> None:
    reading = read(html, url=url)
    found = article(reading)
    assert found.archived is not None
    assert found.archived.where == where
    assert found.archived.time == CAPTURED
    assert found.archived.original == PAGE
    assert found.canonical_url == PAGE
    assert found.published is None
    assert found.modified is None
    assert found.site is not None
    assert found.site.value == "The Ledger"
    assert found.origin == ()
    assert "About this capture" not in found.text
    assert found.text.startswith("The ferry from the islands")
    for block in reading.blocks:
        if "capture" in block.text:
            assert block.furniture is Furniture.OTHER
    assert any("archive" in note.what for note in reading.trail)


def test_a_copy_keeps_the_day_of_the_story() -> None:
    found = article(read(page(top=BANNER, date=DATE), url=COPY))
    assert found.published is not None
    assert found.published.time == datetime(2025, 3, 11, 8, tzinfo=UTC)


def test_the_comment_at_the_end_of_a_saved_copy_tells_the_capture() -> None:
    end = "<!--\n     FILE ARCHIVED ON 10:11:12 Apr 02, 2025 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 09:00:00 Dec 01, 2026.\n-->"
    found = article(read(page(end=end)))
    assert found.archived is not None
    assert (found.archived.time, found.archived.where) == (CAPTURED, "comment")


def test_archive_today_declares_itself_and_not_the_story() -> None:
    head = (
        '<meta property="og:site_name" content="archive.ph"><meta property="og:url" content="http://archive.ph/AbC12">'
        '<meta property="article:published_time" content="2025-04-02T10:11:12Z" itemprop="dateCreated">'
        '<meta property="article:modified_time" content="2025-04-02T10:11:12Z" itemprop="dateModified">'
    )
    top = (
        f'<div id="HEADER"><form><input name="q" value="{PAGE}"></form><span>archived</span> '
        '<time itemprop="pubdate" datetime="2025-04-02T10:11:12Z">2 Apr 2025 10:11:12 UTC</time></div>'
    )
    for url in ("https://archive.ph/AbC12", None):
        found = article(read(page(head, top, DATE), url=url))
        assert found.published is not None
        assert found.published.time == datetime(2025, 3, 11, 8, tzinfo=UTC)
        assert found.modified is None
        assert found.site is not None
        assert found.site.value == "The Ledger"
        assert found.canonical_url == PAGE
        assert found.archived is not None
        assert (found.archived.archive, found.archived.time) == ("archive.ph", CAPTURED)
        assert "2 Apr 2025" not in found.text
        undated = article(read(page(head, top), url=url))
        assert undated.published is None


def test_a_dump_of_a_copy() -> None:
    lines = [
        f"The Wayback Machine - {COPY}",
        "12 captures",
        "02 Apr 2025 - 14 Jun 2025",
        "About this capture",
    ]
    story = STORY.replace("<p>", "").split("</p>")
    found = article(read("\n\n".join([*lines, "Ferry strikes the mole", *story]), media="text"))
    assert found.archived is not None
    assert found.archived.original == PAGE
    assert found.published is None
    assert "captures" not in found.text


def test_a_story_that_links_to_an_archive_is_no_copy() -> None:
    found = article(read(page(date=DATE + f'<p>See <a href="{COPY}">the copy</a>.</p>'), url=PAGE))
    assert found.archived is None
    assert original_of("https://ledger.example/20250402/https-for-all") is None
    assert original_of("https://ledger.example/2025/https://x.example/") is None


def test_the_copy_is_kept_and_written_out(tmp_path: Path) -> None:
    html = page(top=BANNER, date=DATE).encode()
    reading = read(html, url=COPY, name=COPY)
    with Database(tmp_path / "news.db", write=True) as db:
        with db.transaction():
            version = keep(db, Bodies(db.connection), Capture(COPY, html, COPY)).version
            put_reading(db, version, reading)
        kept = get_reading(db, version)
    assert kept is not None
    assert article(kept).archived == article(reading).archived
    assert jsonld(reading)["archivedAt"] == COPY
