"""The reading room's views: what they show, their twins, their addresses."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.codec import from_json
from onrecord.records import Capture, Failure, Reading, Timestamp
from onrecord.store.bodies import digest_of
from onrecord.web.app import make_app
from onrecord.web.citing import cite_statement
from onrecord.web.room import Room
from onrecord.web.said import said
from tests.rooms import NOW, Seen, client, put, reading_of, sample_reading, unsafe

SOURCE = b"<h1>Ferry strikes mole</h1>\r\n<script>alert(1)</script><p>text"
KEY = digest_of(SOURCE)[:16]
URL = "https://orsel.example/a"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("room") / "news.db"
    put(path, Capture("a.html", SOURCE, URL, fetched=NOW), sample_reading(SOURCE))
    put(path, Capture("b.html", b"{}", None), Failure("b.html", "decode", "NotAPage", "this is JSON"))
    put(path, Capture("c.html", b"<p>due", "https://orsel.example/c"), None)
    rtl = reading_of(
        ["قال الوزير إن السفينة غرقت."],
        content=b"ar",
        title="سفينة",
        language="ar",
        url="https://bahr.example/1",
    )
    put(path, Capture("d.html", b"ar", "https://bahr.example/1", fetched=NOW), rtl)
    return path


@pytest.fixture(scope="module")
def browser(path: Path) -> TestClient:
    return client(path)


# -- a page of the record --------------------------------------------------------------------------------------------
def test_a_page_shows_its_story_with_statements_marked_and_listed(browser: TestClient) -> None:
    answer = browser.get(f"/page/{KEY}")
    assert answer.status_code == 200
    assert unsafe(answer.text) == []
    seen = Seen(answer.text)
    marks = [m for m in seen.all("mark") if m.get("data-s")]
    assert len({m["data-s"] for m in marks}) == 4
    for mark in marks:
        assert sum(1 for _ in seen.all("li", id=f"said-{mark['data-s']}")) == 1
        assert any(a.get("href") == f"#said-{mark['data-s']}" for a in seen.all("a"))
    assert any(s.get("class") == "hedge" for s in seen.all("span"))
    assert any((s.get("class") or "").startswith("cue ") for s in seen.all("span"))
    assert "reported by Teodor Hask" in answer.text
    assert "possible (“may”)" in answer.text
    ids = [a["id"] for _, a in seen.elements if "id" in a]
    assert len(ids) == len(set(ids))


def test_furniture_is_folded_under_its_kinds_and_unfolds_on_request(browser: TestClient) -> None:
    folded = browser.get(f"/page/{KEY}").text
    assert re.search(r"<summary><bdi[^>]*>2 teasers, appeal</bdi></summary>", folded)
    assert '<details class="furniture">' in folded
    assert '<details class="furniture" open>' in browser.get(f"/page/{KEY}?furniture=open").text


def test_each_statement_leads_to_its_words_on_the_web(browser: TestClient) -> None:
    assert f'href="{URL}#:~:text=saw%20no%20light"' in browser.get(f"/page/{KEY}").text


def test_a_citation_names_words_speaker_address_and_digest(browser: TestClient) -> None:
    text = Seen(browser.get(f"/page/{KEY}").text).text
    assert (
        f"“We saw no light,” – Petra Wendlow, in “Ferry strikes mole”. {URL}. SHA-256 {digest_of(SOURCE)}"
        in text
    )


def test_a_saved_page_is_cited_by_the_address_that_it_gives_itself(tmp_path: Path) -> None:
    own = "https://orsel.example/own"
    for given, canonical, wanted in ((None, own, own), (URL, own, URL), (None, "javascript:x", None)):
        made = sample_reading(SOURCE)
        assert made.article is not None
        made = replace(
            made,
            page=replace(made.page, url=given),
            article=replace(made.article, canonical_url=canonical),
        )
        cited = cite_statement(made, made.statements[0])
        assert (f" {wanted}. SHA-256" in cited) if wanted else "http" not in cited
        assert "javascript" not in cited
        [first, *_] = said(made, {})
        assert (first.live or "").partition("#")[0] == (wanted or "")


def test_the_json_twin_holds_the_reading_itself(browser: TestClient, path: Path) -> None:
    told = browser.get(f"/page/{KEY}.json").json()
    # The store names the page as it was called when it was received.
    assert from_json(Reading, told["reading"]).statements == sample_reading(SOURCE).statements
    assert (told["sha256"], told["latest"], told["url"]) == (digest_of(SOURCE), True, URL)


def test_the_csv_twin_has_a_row_for_each_statement(browser: TestClient) -> None:
    answer = browser.get(f"/page/{KEY}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["speaker"] for row in rows] == [
        "Petra Wendlow",
        "Teodor Hask",
        "Teodor Hask",
        "Petra Wendlow",
    ]
    assert answer.headers["content-disposition"] == f'attachment; filename="onrecord-{KEY}.csv"'


def test_the_language_says_how_the_text_runs(browser: TestClient) -> None:
    html = browser.get(f"/page/{digest_of(b'ar')[:16]}").text
    assert '<article lang="ar" dir="rtl">' in html
    assert '<article lang="en" dir="ltr">' in browser.get(f"/page/{KEY}").text


def test_pages_that_gave_nothing_say_why(browser: TestClient) -> None:
    failed = browser.get(f"/page/{digest_of(b'{}')[:16]}")
    assert "this is JSON" in failed.text
    assert failed.status_code == 200
    assert browser.get(f"/page/{digest_of(b'{}')[:16]}.json").json()["failure"]["error"] == "NotAPage"
    assert "not been read yet" in browser.get(f"/page/{digest_of(b'<p>due')[:16]}").text


@pytest.mark.parametrize("key", ["0" * 16, "abc", KEY[:8] + "-99", "x" * 20, "%00", "..%2f..%2fetc"])
def test_what_is_not_there_is_told_in_one_shape(browser: TestClient, key: str) -> None:
    answer = browser.get(f"/page/{key}")
    assert answer.status_code == 404
    assert unsafe(answer.text) == []
    told = browser.get(f"/page/{key}.json")
    assert told.status_code == 404
    assert set(told.json()) == {"status", "error", "message"}


def test_a_key_may_be_the_whole_digest_or_its_beginning(browser: TestClient) -> None:
    for key in (digest_of(SOURCE), KEY, KEY[:8]):
        answer = browser.get(f"/page/{key}")
        assert answer.headers["link"] == f'</page/{KEY}>; rel="canonical"'


def test_pages_with_the_same_bytes_have_addresses_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    content = b"<p>the same"
    first = put(path, Capture("a", content, "https://a.example/"), None)
    second = put(path, Capture("b", content, "https://b.example/"), None)
    browser, key = client(path), digest_of(content)[:16]
    pages = browser.get("/pages.json").json()["pages"]
    assert {p["key"] for p in pages} == {key, f"{key}-{second}"}
    assert browser.get(f"/page/{key}.json").json()["address"] == "https://a.example/"
    assert browser.get(f"/page/{key}-{second}.json").json()["address"] == "https://b.example/"
    assert browser.get(f"/page/{key}-{first}.json").json()["key"] == key


# -- versions --------------------------------------------------------------------------------------------------------
def test_versions_are_listed_and_shown_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    old = reading_of(["The ferry sank.", "Four died on the quay that evening.", "Gone."], content=b"old")
    new = reading_of(
        ["The ferry sank.", "Five died on the quay that evening.", "New here entirely."], content=b"new"
    )
    put(path, Capture("a", b"old", URL, fetched=NOW), old)
    put(path, Capture("a", b"new", URL, fetched=NOW.replace(hour=13)), new)
    browser, before, after = client(path), digest_of(b"old")[:16], digest_of(b"new")[:16]
    earlier = browser.get(f"/page/{before}").text
    assert "This is an earlier version" in earlier
    assert f'href="/compare/{after}/{before}"' in earlier
    html = browser.get(f"/compare/{before}/{after}").text
    assert "<del>Four</del>" in html
    assert "<ins>Five</ins>" in html
    assert unsafe(html) == []
    told = browser.get(f"/compare/{before}/{after}.json").json()["paragraphs"]
    assert [p["how"] for p in told] == ["same", "same", "changed", "gone", "added"]


# -- the kept original -----------------------------------------------------------------------------------------------
def test_the_original_is_never_a_page_to_a_browser(browser: TestClient) -> None:
    text = browser.get(f"/original/{KEY}")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in text.headers["content-security-policy"]
    assert text.text == SOURCE.decode().replace("\r\n", "\n")
    whole = browser.get(f"/original/{KEY}.bin")
    assert whole.content == SOURCE
    assert whole.headers["content-type"] == "application/octet-stream"
    assert whole.headers["content-disposition"].startswith("attachment")


def test_the_source_is_shown_with_line_numbers(browser: TestClient) -> None:
    html = browser.get(f"/source/{KEY}").text
    assert '<li id="L2"><code>&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;text</code>' in html
    assert unsafe(html) == []


def test_a_long_source_comes_in_pieces(tmp_path: Path) -> None:
    path, content = tmp_path / "news.db", b"\n".join(b"line %d" % n for n in range(1, 1201)) + b"x" * 9000
    put(path, Capture("a", content), None)
    browser, key = client(path), digest_of(content)[:16]
    assert 'id="L500"' in browser.get(f"/source/{key}").text
    last = browser.get(f"/source/{key}?from=1100").text
    assert 'id="L1200"' in last
    assert "more characters" in last
    assert len(last) < 20_000
    assert browser.get(f"/source/{key}?from=99999999999999").status_code == 200


# -- home and lists --------------------------------------------------------------------------------------------------
def test_home_tells_what_is_in_the_store(browser: TestClient) -> None:
    html = browser.get("/").text
    assert unsafe(html) == []
    told = browser.get("/home.json").json()
    assert (told["pages"], told["articles"], told["statements"], told["speakers"]) == (4, 2, 4, 2)
    assert (told["failures"], told["due"]) == (1, 1)
    assert told["outlets"][0] == {"name": "orsel.example", "number": 2}
    rows = list(csv.reader(io.StringIO(browser.get("/home.csv").content.decode("utf-8-sig"))))
    assert ["total", "pages", "4"] in rows


def test_pages_without_an_address_have_the_outlet_that_they_name(tmp_path: Path) -> None:
    from onrecord.records import Stated

    path = tmp_path / "news.db"
    for n, url in enumerate((None, None, "https://orsel.example/1")):
        content = b"%d" % n
        site = Stated("The Courier", "meta:og:site_name")
        made = reading_of(["text"], content=content, url=url, site=site)
        put(path, Capture(f"{n}.html", content, url, fetched=NOW), made)
    browser = client(path)
    outlets = browser.get("/home.json").json()["outlets"]
    assert [(o["name"], o["number"]) for o in outlets] == [("The Courier", 2), ("orsel.example", 1)]
    for name, number in (("The Courier", 2), ("orsel.example", 1)):
        assert len(browser.get("/pages.json", params={"outlet": name}).json()["pages"]) == number
    following = browser.get("/pages.json?outlet=The Courier&size=1").json()["next"]
    assert len(browser.get(following.replace("/pages?", "/pages.json?")).json()["pages"]) == 1


def test_home_counts_pages_in_their_newest_version_and_tells_versions_apart(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    for n, content in enumerate((b"old", b"new")):
        made = sample_reading(content)
        assert made.article is not None
        # The newer version has one statement less.
        stated = replace(made.article, published=Timestamp(NOW, "meta"))
        made = replace(made, article=stated, statements=made.statements[n:])
        put(path, Capture("a", content, URL, fetched=NOW.replace(hour=12 + n)), made)
    browser = client(path)
    told = browser.get("/home.json").json()
    assert (told["pages"], told["versions"], told["articles"]) == (1, 2, 1)
    assert told["statements"] == len(made.statements)
    assert [x["number"] for x in told["languages"]] == [1]
    assert [x["number"] for x in told["types"]] == [1]
    assert [x["number"] for x in told["months"]] == [1]
    assert sum(x["number"] for x in told["most_said"]) == len(made.statements)
    # A speaker's page says the same.
    for name in told["most_said"]:
        one = browser.get("/speaker.json", params={"name": name["name"], "kind": name["kind"]}).json()
        assert sum(one["outlets"].values()) == name["number"]
    assert len(told["most_said"]) == told["speakers"]
    assert "in 2 versions" in browser.get("/").text


def test_home_counts_again_when_something_has_been_added(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    put(path, Capture("a", b"a"), None)
    browser = client(path)
    assert browser.get("/home.json").json()["pages"] == 1
    put(path, Capture("b", b"b"), None)
    assert browser.get("/home.json").json()["pages"] == 2


def test_lists_are_walked_to_their_end(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    for n in range(7):
        put(path, Capture(f"{n}", b"%d" % n, f"https://{'ab'[n % 2]}.example/{n}"), None)
    browser = client(path)
    for query, wanted in (("", 7), ("outlet=a.example&", 4), ("outlet=none&", 0)):
        names, url = [], f"/pages.json?{query}size=2"
        while url:
            told = browser.get(url).json()
            names += [p["address"] for p in told["pages"]]
            assert len(told["pages"]) <= 2
            url = told["next"] and told["next"].replace("/pages?", "/pages.json?")
        assert len(names) == len(set(names)) == wanted


def test_lists_of_failures_go_on_with_as_many(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    for n in range(5):
        failure = Failure(f"{n}", "fetch", "HTTPFailed", "status 500")
        put(path, Capture(f"{n}", b"%d" % n), failure)
    browser, numbers, url = client(path), [], "/failures.json?size=2"
    while url:
        told = browser.get(url).json()
        numbers.append(len(told["failures"]))
        url = told["next"] and told["next"].replace("/failures?", "/failures.json?")
    assert numbers == [2, 2, 1]


@pytest.mark.parametrize(
    "query", ["language=ar", "published=2026", "order=published", "published=2026-03&after=x"]
)
def test_lists_by_language_and_day(tmp_path: Path, query: str) -> None:
    from onrecord.records import Timestamp

    path = tmp_path / "news.db"
    for n in range(3):
        content = b"%d" % n
        made = reading_of(
            ["text"],
            content=content,
            language="ar",
            url=f"https://a.example/{n}",
            published=Timestamp(NOW, "meta"),
        )
        put(path, Capture(f"{n}", content, f"https://a.example/{n}"), made)
    browser = client(path)
    first = browser.get(f"/pages.json?{query}&size=2").json()
    assert len(first["pages"]) == 2
    rest = browser.get(first["next"].replace("/pages?", "/pages.json?")).json()
    assert len(rest["pages"]) == 1
    assert rest["next"] is None


@pytest.mark.parametrize("after", ["-1", "x", "9" * 30, "é", "²", "1,2,3", "'"])
def test_a_place_to_go_on_that_is_none_does_no_harm(browser: TestClient, after: str) -> None:
    for view in ("pages", "failures"):
        assert browser.get(f"/{view}.json", params={"after": after, "size": after}).status_code == 200


def test_failures_are_listed_with_reasons(browser: TestClient) -> None:
    told = browser.get("/failures.json").json()["failures"]
    assert [(f["name"], f["error"], f["message"]) for f in told] == [("b.html", "NotAPage", "this is JSON")]
    assert told[0]["page"] == f"/page/{digest_of(b'{}')[:16]}"
    assert "this is JSON" in browser.get("/failures").text


def test_twins_are_named_on_the_page(browser: TestClient) -> None:
    for path in ("/", "/pages?outlet=orsel.example", f"/page/{KEY}", "/failures"):
        links = [a["href"] for a in Seen(browser.get(path).text).all("link", rel="alternate")]
        assert len(links) == 2
        for link in links:
            answer = browser.get(link or "")
            assert answer.status_code == 200
            if ".json" in (link or ""):
                json.loads(answer.text)


def test_a_request_that_takes_too_long_is_ended(path: Path) -> None:
    from tests.rooms import HERE

    room = Room(path)
    room.readers.seconds = -1.0
    import onrecord.web.readers as readers

    before, readers._STEPS = readers._STEPS, 1
    try:
        answer = TestClient(make_app(room), base_url=HERE).get("/pages.json")
    finally:
        readers._STEPS = before
    assert (answer.status_code, answer.json()["error"]) == (503, "TooSlow")
