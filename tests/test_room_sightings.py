"""The room shows where and when a page was met, and takes two files of one name for two pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onrecord.records import Capture, Via
from onrecord.run.store import open_store
from onrecord.store.keeping import keep
from onrecord.web.addresses import key_of
from tests.rooms import client, put, reading_of, unsafe
from tests.test_one_page import CANONICAL, ORT, PIKE, story
from tests.test_room_adding import added

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_page_shows_its_sightings_with_the_first_and_the_last(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    url = "https://news.example/größe"
    with open_store(path, write=True) as store, store.database.transaction():
        for n, spelt in enumerate((url, "https://NEWS.example/gr%C3%B6%C3%9Fe", url)):
            capture = Capture(
                f"a.warc#{n}",
                PIKE,
                spelt,
                via=Via.WARC,
                fetched=NOW + timedelta(days=n),
                container="a.warc",
                revisit=n == 2,
            )
            kept = keep(store.database, store.bodies, capture)
        key = key_of(store.database, kept.version)
    browser = client(path)
    page = browser.get(f"/page/{key}")
    assert unsafe(page.text) == []
    said = text(page.text)
    assert re.search(
        r"Seen first .*3 .*2026.*, last .*5 .*2026|Seen first 2026-03-03.*, last 2026-03-05", said
    )
    assert "at https://NEWS.example/gr%C3%B6%C3%9Fe" in said
    assert said.count("as a revisit") == 1
    told = browser.get(f"/page/{key}.json").json()
    assert (told["first_seen"], told["last_seen"]) == ("2026-03-03T12:00:00Z", "2026-03-05T12:00:00Z")
    assert [c["url"] for c in told["captures"]] == [url, "https://NEWS.example/gr%C3%B6%C3%9Fe", url]


def test_a_saved_file_shows_its_places_and_the_address_that_it_states(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    page = story("Iris Pike", "We have doubled the crew", CANONICAL)
    for place in ("/a/index.html", "/b/copy.html"):
        version = put(
            path, Capture("index.html", page, path=place), reading_of(["Rain."], content=page, url=None)
        )
    with open_store(path) as store:
        key = key_of(store.database, version)
    browser = client(path)
    said = text(browser.get(f"/page/{key}").text)
    assert "https://www.xn--bcher-kva.example/pike (stated by the page: canonical)" in said
    assert "from /a/index.html" in said
    assert "from /b/copy.html" in said
    assert browser.get("/search.json?q=rain&outlet=bücher.example").json()["results"]


def test_two_files_of_one_name_are_two_pages(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with open_store(path, write=True):
        pass
    browser = client(path)
    for content in (PIKE, ORT, PIKE):
        assert added(browser, files=[("index.html", content)])["counts"] in ({"read": 1}, {"known": 1})
    with open_store(path) as store:
        assert store.database.value("SELECT count(*) FROM page") == 2
        assert sorted((s.name, s.statements) for s in store.speakers()) == [
            ("Hanna Ort", 1),
            ("Iris Pike", 1),
        ]
