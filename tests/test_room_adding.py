"""Adding pages in the room, and the one writer: progress, failures, small changes meanwhile, other processes."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.testclient import TestClient

from onrecord.errors import StoreLocked
from onrecord.records import Capture, Failure
from onrecord.run.adding import Became, Outcome
from onrecord.run.store import Store
from onrecord.store.database import Database
from onrecord.web import writer as writing
from onrecord.web.adding import _all
from onrecord.web.writer import Busy, Progress, Writer
from tests.rooms import HERE, client, form_token, put, unsafe

T = TypeVar("T")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    put(tmp_path / "news.db", Capture("a", b"<p>one"), None)
    return tmp_path / "news.db"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    made = Writer(path)
    yield made
    made.close()


def over(writer: Writer, number: int) -> Progress:
    return until(lambda: p if (p := writer.progress(number)) and p.over else None)


def until(look: Callable[[], T | None]) -> T:
    for _ in range(12_000):
        if (found := look()) is not None:
            return found
        time.sleep(0.01)
    raise AssertionError("it never came")


def outcomes(_: Store) -> Iterator[Outcome]:
    yield Outcome(Became.READ, "a", 1)
    yield Outcome(Became.FAILED, "b", None, Failure("b", "fetch", "BadStatus", "the server answered 404"))


# -- the writer ------------------------------------------------------------------------------------------------------
def test_an_add_tells_how_far_it_is_and_what_failed(writer: Writer) -> None:
    done = over(writer, writer.add("two pages", outcomes))
    assert (done.state, dict(done.counts)) == ("done", {"read": 1, "failed": 1})
    assert [(f.name, f.message) for f in done.failures] == [("b", "the server answered 404")]


def test_an_add_that_breaks_is_told_and_the_next_goes_on(writer: Writer) -> None:
    def broken(_: Store) -> Iterator[Outcome]:
        yield Outcome(Became.READ, "a", 1)
        raise RuntimeError("no luck")

    first, second = writer.add("broken", broken), writer.add("sound", outcomes)
    assert over(writer, first).message == "unexpected: RuntimeError: no luck"
    assert over(writer, second).state == "done"


def test_a_small_change_does_not_wait_for_the_end_of_an_add(writer: Writer) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(_: Store) -> Iterator[Outcome]:
        begun.set()
        while not go.is_set():
            yield Outcome(Became.READ, "a", 1)
            time.sleep(0.01)

    number = writer.add("slow", slow)
    assert begun.wait(120)
    assert writer.change(lambda store: store.database.value("SELECT count(*) FROM page")).result(120) == 1
    state = writer.progress(number)
    assert state is not None
    assert state.state == "running"
    go.set()
    assert over(writer, number).state == "done"


def test_what_a_change_raises_comes_back(writer: Writer) -> None:
    def broken(_: Store) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        writer.change(broken).result(120)
    assert writer.change(lambda _: 7).result(120) == 7


def test_the_store_is_locked_only_while_something_is_written(writer: Writer, path: Path) -> None:
    over(writer, writer.add("two", outcomes))
    with Database(path, write=True):
        pass


def test_an_add_waits_for_another_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_PAUSE", 0.01)
    writer = Writer(path)
    with Database(path, write=True):
        number = writer.add("two", outcomes)
        until(lambda: True if (p := writer.progress(number)) and "another process" in p.message else None)
    assert over(writer, number).state == "done"
    writer.close()


def test_a_change_does_not_wait_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_PAUSE", 0.01)
    writer = Writer(path, patience=0.05)
    with Database(path, write=True), pytest.raises(StoreLocked):
        writer.change(lambda _: 1).result(120)
    writer.close()


def test_too_much_at_once_is_refused(writer: Writer) -> None:
    with pytest.raises(Busy):
        writer.add("huge", outcomes, 10**12)


def test_closing_ends_an_add_after_its_page(path: Path) -> None:
    writer = Writer(path)
    begun, ended = threading.Event(), threading.Event()

    def endless(_: Store) -> Iterator[Outcome]:
        try:
            while True:
                begun.set()
                yield Outcome(Became.READ, "a", 1)
        finally:
            ended.set()

    writer.add("endless", endless)
    assert begun.wait(120)
    writer.close()
    assert ended.is_set()


# -- the forms -------------------------------------------------------------------------------------------------------
@pytest.fixture
def browser(path: Path) -> Iterator[TestClient]:
    made = client(path)
    with made:  # runs the room's end, too
        yield made


def fake_add(monkeypatch: pytest.MonkeyPatch) -> list[Capture]:
    """Pages are kept in a list, and not read."""
    taken: list[Capture] = []

    def add_captures(self: Store, items: Iterator[object], **_: object) -> Iterator[Outcome]:
        for item in items:
            if isinstance(item, Capture):
                taken.append(item)
                yield Outcome(Became.KNOWN, item.name, 1)
            elif isinstance(item, Failure):
                yield Outcome(Became.FAILED, item.name, None, item)

    monkeypatch.setattr(Store, "add_captures", add_captures)
    return taken


def added(browser: TestClient, **fields: Any) -> dict[str, Any]:
    files = fields.pop("files", [])
    data = {"form_token": form_token(browser), **fields}
    answer = browser.post("/add", data=data, files=[("files", f) for f in files])
    assert answer.status_code == 303, answer.text

    def look() -> dict[str, Any] | None:
        told: dict[str, Any] = browser.get(answer.headers["location"] + ".json").json()
        return told if told["over"] else None

    found = until(look)
    assert unsafe(browser.get(answer.headers["location"]).text) == []
    assert unsafe(browser.get("/add").text) == []
    return found


def test_saved_pages_are_added_under_their_names(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = fake_add(monkeypatch)
    told = added(
        browser, files=[("C:\\saved\\<b>ferry.html", b"<p>Ferry"), ("two.txt", b"Two\n\nparagraphs")]
    )
    assert [(c.name, c.content) for c in taken] == [
        ("<b>ferry.html", b"<p>Ferry"),
        ("two.txt", b"Two\n\nparagraphs"),
    ]
    assert told["counts"] == {"known": 2}
    assert told["outcomes"][0]["address"].startswith("/page/")


def test_one_saved_page_may_have_its_address_told(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = fake_add(monkeypatch)
    added(browser, files=[("ferry.html", b"<p>Ferry")], url="https://orsel.example/a")
    assert taken[0].url == "https://orsel.example/a"


def test_text_is_added(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = fake_add(monkeypatch)
    added(browser, text="A ferry struck the mole.")
    assert taken[0].content == b"A ferry struck the mole."
    assert taken[0].url is None


def test_what_is_no_page_fails_with_a_reason(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_add(monkeypatch)
    told = added(browser, files=[("a.png", b"\x89PNG\r\n\x1a\n"), ("b.html", b"<p>fine")])
    assert told["counts"] == {"failed": 1, "known": 1}
    assert told["failures"][0]["name"] == "a.png"


def test_private_addresses_are_refused(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_add(monkeypatch)
    told = added(browser, urls="http://127.0.0.1/\nhttp://169.254.169.254/latest\n")
    assert {f["error"] for f in told["failures"]} == {"AddressRefused"}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"urls": "/etc/passwd"},
        {"urls": "file:///etc/passwd"},
        {"urls": "-"},
        {"text": "x", "url": "javascript:x"},
        {"urls": "https://a.example\n" * 2000},
    ],
)
def test_what_cannot_be_added_is_refused(browser: TestClient, fields: dict[str, str]) -> None:
    data = {"form_token": form_token(browser), **fields}
    assert browser.post("/add", data=data).status_code == 400
    assert browser.get("/add.json").json() == {"adds": []}


def test_what_is_refused_comes_back_as_it_was_typed(browser: TestClient) -> None:
    token = form_token(browser)
    typed = {"text": "\r\n\u202bWords <b>of</b> a page", "url": "https://a.example/<b>"}
    for fields, status, reason in (
        ({"form_token": token}, 400, "This is no address of the web: https://a.example/&lt;b&gt;"),
        ({"form_token": "stale"}, 403, "The form is out of date"),
    ):
        answer = browser.post("/add", data={**fields, **typed}, headers={"origin": HERE})
        assert answer.status_code == status
        assert reason in answer.text
        assert ">\n\r\n\u202bWords &lt;b&gt;of&lt;/b&gt; a page</textarea>" in answer.text
        assert 'value="https://a.example/&lt;b&gt;"' in answer.text
    assert browser.get("/add.json").json()["adds"] == []


def test_mhtml_and_lists_of_addresses_are_opened(path: Path) -> None:
    mhtml = (
        b'From: saved\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-Location: https://orsel.example/m\r\n\r\n<p>Ferry\r\n--b--\r\n"
    )
    with Store(Database(path, write=True)) as store:
        wanted: list[str] = []
        files = [("m.mhtml", mhtml), ("list.txt", b"http://127.0.0.1/\n")]
        items = list(_all([], files, "", wanted, store))
    assert isinstance(items[0], Capture)
    assert (items[0].name, items[0].url, items[0].container) == (
        "m.mhtml",
        "https://orsel.example/m",
        "m.mhtml",
    )
    assert isinstance(items[1], Failure)
    assert items[1].error == "AddressRefused"


def test_a_page_is_added_and_read(path: Path) -> None:
    """Once through everything, with the program that reads."""
    with client(path) as browser:
        html = b"<html lang=en><h1>Harbor reopened</h1><p>The harbor is open again, Evi Tarrow said on Friday.</p></html>"
        told = added(browser, files=[("harbor.html", html)])
        assert told["counts"] in ({"read": 2}, {"read": 1, "again": 1})  # with the page that was due
        address = next(o["address"] for o in told["outcomes"] if o["name"] == "harbor.html")
        assert "Evi Tarrow" in browser.get(address).text


def test_a_saved_page_may_be_large_but_not_without_bound(browser: TestClient) -> None:
    data = {"form_token": form_token(browser), "text": "x" * 5_100_000}
    answer = browser.post("/add", data=data, files=[("files", ("", io.BytesIO(b"")))])
    assert answer.status_code == 400
