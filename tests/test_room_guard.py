"""Who gets into the reading room, what its answers may do, and what becomes of pages that mean harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from onrecord import records as r
from onrecord._version import VERSION
from onrecord.records import Capture, Failure
from onrecord.store.bodies import digest_of
from onrecord.web.serving import is_local
from tests.fakes import statement
from tests.rooms import HERE, NOW, client, form_token, put, reading_of, unsafe

TOKEN = "correct horse battery"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    put(tmp_path / "news.db", Capture("a", b"<p>one", "https://orsel.example/a"), None)
    return tmp_path / "news.db"


# -- headers ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "url",
    ["/", "/pages", "/nothing", "/page/zz.json", "/add", "/static/room.css", "/static/nothing", "/home.csv"],
)
def test_every_answer_forbids_what_is_not_the_rooms_own(path: Path, url: str) -> None:
    headers = client(path).get(url).headers
    policy = headers["content-security-policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_refusals_have_the_headers_too(path: Path) -> None:
    browser = client(path)
    for answer in (
        browser.get("/", headers={"host": "evil.example"}),
        browser.post("/add", headers={"origin": "null"}),
    ):
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_fault_of_ours_is_told_without_its_inside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.web import lists
    from onrecord.web.app import make_app
    from onrecord.web.room import Room

    def broken(*_: object) -> Any:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(lists, "listed", broken)
    browser = TestClient(make_app(Room(path)), base_url=HERE, raise_server_exceptions=False)
    answer = browser.get("/pages.json")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


# -- names -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost:1", "[::1]:8765", "192.168.1.7", "LOCALHOST", "room.example:8765"]
)
def test_known_names(path: Path, host: str) -> None:
    browser = client(path, hosts=frozenset({"room.example"}))
    assert browser.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "",
        "a b",
        "127.0.0.1@evil",
        "[::1",
        "127.1.evil:80",
    ],
)
def test_a_name_that_is_pointed_at_this_machine_gets_nothing(path: Path, host: str) -> None:
    answer = client(path).get("/", headers={"host": host})
    assert answer.status_code == 421
    assert path.name not in answer.text
    assert VERSION not in answer.text


def test_local_addresses() -> None:
    assert [
        h
        for h in (
            "127.0.0.1",
            "127.9.9.9",
            "::1",
            "[::1]",
            "localhost",
            "0.0.0.0",
            "::",
            "10.0.0.1",
            "a.example",
        )
        if is_local(h)
    ] == [
        "127.0.0.1",
        "127.9.9.9",
        "::1",
        "[::1]",
        "localhost",
    ]


# -- changes ---------------------------------------------------------------------------------------------------------
def test_a_form_without_its_token_changes_nothing(path: Path) -> None:
    browser = client(path)
    token = form_token(browser)
    assert browser.post("/add", data={"text": "words"}).status_code == 403
    assert browser.post("/add", data={"text": "words", "form_token": "0" * 64}).status_code == 403
    # Another browser cannot use it, nor can this one without its cookie.
    assert client(path).post("/add", data={"text": "words", "form_token": token}).status_code == 403
    browser.cookies.clear()
    assert browser.post("/add", data={"text": "words", "form_token": token}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_that_comes_from_elsewhere_changes_nothing(path: Path, headers: dict[str, str]) -> None:
    browser = client(path)
    data = {"text": "words", "form_token": form_token(browser)}
    assert browser.post("/add", data=data, headers=headers).status_code == 403
    assert browser.get("/add.json").json()["adds"] == []


def test_cookies_are_for_the_room_alone(path: Path) -> None:
    cookie = client(path).get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_bodies_are_bounded(path: Path) -> None:
    browser = client(path)
    assert browser.post("/add", content=b"", headers={"content-length": "999999999999"}).status_code == 413
    assert browser.post("/enter", content=b"x" * 1_100_000).status_code == 413
    assert browser.post("/add", content=b"", headers={"content-length": "x"}).status_code == 413
    # Without a stated length, too.
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.post("/enter", content=iter([b"token=", *[b"x" * 100_000] * 11]), headers=form)
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(path: Path, method: str) -> None:
    assert client(path).request(method, "/").status_code == 405


# -- tokens ----------------------------------------------------------------------------------------------------------
def test_without_the_token_nobody_gets_in(path: Path) -> None:
    browser = client(path, token=TOKEN)
    for url in (
        "/",
        "/pages.json",
        "/home.csv",
        "/original/abc",
        "/add",
        "/?token=wrong",
        "/adding/1",
        "/enter",
    ):
        answer = browser.get(url)
        assert answer.status_code == 401
        assert "orsel" not in answer.text
    assert browser.get("/static/room.css").status_code == 200


def test_the_address_with_the_token_lets_a_browser_in_for_good(path: Path) -> None:
    browser = client(path, token=TOKEN)
    answer = browser.get("/", params={"token": TOKEN})
    assert answer.status_code == 200
    assert TOKEN not in answer.text
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert browser.get("/pages.json").status_code == 200


def test_the_form_lets_in_who_knows_the_token(path: Path) -> None:
    browser = client(path, token=TOKEN)
    data = {"form_token": form_token(browser, "/"), "token": "wrong"}
    assert browser.post("/enter", data=data).status_code == 401
    assert browser.post("/enter", data={**data, "token": TOKEN}).status_code == 303
    assert browser.get("/").status_code == 200


def test_the_pass_of_another_token_is_none(path: Path) -> None:
    browser = client(path, token=TOKEN)
    browser.get("/", params={"token": TOKEN})
    other = client(path, token="another token entirely")
    other.cookies = browser.cookies
    assert other.get("/").status_code == 401


# -- pages that mean harm --------------------------------------------------------------------------------------------
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)></textarea></title>{{7*7}}\u202egnp\x1b[2J\x00&lt;"
EVIL_URLS = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://x.example/"onmouseover=alert(1)',
    "//evil.example",
    " https://a b",
    "http://user@evil.example/",
    "vbscript:x",
)


def evil_reading(content: bytes, url: str | None) -> r.Reading:
    """A reading with the worst in every field that holds text."""
    text = f"{EVIL} words of it"
    place = r.Place(f"/html/{EVIL}", 1)
    links = tuple(r.Link(r.Span(i, i + 3), u) for i, u in enumerate(EVIL_URLS))
    said = statement(text, content=text, source=EVIL[:5], cue="words", name=EVIL, hedge="of")
    said = replace(
        said,
        id="a1",
        reader=EVIL,
        speaker=replace(said.speaker, role=EVIL, inferred=(EVIL,)),
        when=(r.Occasion(r.Span(0, 4), NOW, True, (EVIL,)),),
        through=(r.Occasion(r.Span(1, 5)),),
    )
    more = [
        r.Block(0, EVIL, role, score=0.5, place=place, links=links, value=EVIL)
        for role in r.Role
        if role not in r.TEXT_ROLES
    ]
    more += [r.Block(0, EVIL, r.Role.FURNITURE, kind, links=links) for kind in r.Furniture]
    more += [
        r.Block(0, EVIL, role, span=r.Span(0, len(EVIL)), links=links)
        for role in r.TEXT_ROLES
        if role is not r.Role.PARAGRAPH
    ]
    made = reading_of(
        [text],
        content=content,
        title=EVIL,
        language=EVIL,
        url=url,
        statements=(said,),
        more=tuple(more),
        authors=tuple(r.Author(EVIL, url=u, where=EVIL) for u in EVIL_URLS),
        origin=(r.Origin(EVIL, EVIL, EVIL, EVIL_URLS[0]),),
        published=r.Timestamp(NOW, EVIL, inferred=(EVIL,)),
        site=r.Stated(EVIL, EVIL),
        section=r.Stated(EVIL, EVIL),
        tags=(EVIL,),
        canonical_url=EVIL_URLS[1],
        images=(r.Image(EVIL_URLS[0], EVIL, EVIL, EVIL, place),),
        dek=EVIL,
    )
    return replace(made, trail=(r.Note(EVIL, EVIL, EVIL),), reader=EVIL)


@pytest.mark.parametrize("url", [None, *EVIL_URLS])
def test_hostile_pages_show_as_text(tmp_path: Path, url: str | None) -> None:
    path = tmp_path / "news.db"
    first, second = EVIL.encode(), f"{EVIL} again".encode()
    put(
        path,
        Capture(EVIL, first, url, container=EVIL, record=EVIL, headers=((EVIL, EVIL),)),
        evil_reading(first, url),
    )
    put(path, Capture(EVIL, second, url, fetched=NOW), evil_reading(second, url))
    put(path, Capture("other", b"{}", url), Failure(EVIL, EVIL, EVIL, EVIL, url))
    browser, keys = client(path), [digest_of(c)[:16] for c in (first, second)]
    views = [
        "/",
        "/pages",
        "/failures",
        f"/compare/{keys[0]}/{keys[1]}",
        *(f"/{v}/{k}" for v in ("page", "source") for k in keys),
    ]
    for view in views:
        html = browser.get(view).text
        assert unsafe(html) == [], view
        assert "<script>alert" not in html
    for twin in ("/home.json", "/pages.json", "/failures.json", f"/page/{keys[0]}.json"):
        answer = browser.get(twin)
        assert answer.headers["content-type"] == "application/json"
        assert "\u202e" not in answer.text
        assert "\x1b" not in answer.text


def test_cells_of_spreadsheets_are_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    put(path, Capture("=cmd()", b"x", "https://a.example/"), Failure("=cmd()", "read", "E", "+1"))
    text = client(path).get("/failures.csv").text
    assert ",=cmd" not in text
    assert "'=cmd()" in text


@pytest.mark.parametrize("query", [EVIL, "a" * 5000, "%00", "\ud83d", "&&&==="])
def test_hostile_addresses_are_shown_as_text(path: Path, query: str) -> None:
    browser = client(path)
    for name in ("outlet", "language", "published", "order", "after", "size", "furniture", "token"):
        answer = browser.get("/pages", params={name: query.encode("utf-8", "replace").decode()})
        assert answer.status_code == 200
        assert unsafe(answer.text) == []


def test_a_room_without_a_token_asks_for_none(path: Path) -> None:
    answer = client(path).get("/enter")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
