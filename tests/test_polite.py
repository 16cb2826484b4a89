"""Many addresses, from real servers on this machine, with a clock that no test waits for."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from onrecord.records import Capture, Failure, Feed, FeedKind, Unchanged, Validators, Via, Wanted
from onrecord.settings import Settings
from onrecord.sources.polite import Result, fetch_all
from tests.servers import WALL, Clock, Request, Server, answer, fetcher, serving

PAGE = b"<!doctype html><p>A page."


def site(**pages: bytes) -> Iterator[Server]:
    """A site of these pages; the names of paths have "_" for ".", and what is missing is 404."""

    def behave(request: Request) -> Iterator[bytes]:
        yield pages.get(request.path.strip("/").replace(".", "_"), answer(b"", 404))

    with serving(behave) as server:
        yield server


def run(wanted: Iterable[str | Wanted], **more: object) -> list[Result]:
    clock = Clock()
    listed = (Wanted(w) if isinstance(w, str) else w for w in wanted)
    bounds = more.pop("bounds", {})
    made = fetcher(clock, **bounds)  # type: ignore[arg-type]
    return list(fetch_all(listed, made.settings, fetcher=made, sleep=clock.sleep, **more))  # type: ignore[arg-type]


def short(results: list[Result]) -> list[tuple[str, str]]:
    return [
        (r.name.partition(".example")[2].partition("/")[2], r.error if isinstance(r, Failure) else type(r).__name__)
        for r in results
    ]  # fmt: skip


def test_pages_come_as_they_were_received() -> None:
    with serving(lambda r: iter([answer(PAGE, 200, 'ETag: "v1"', "X-Two: a", "x-two: b")])) as server:
        (capture,) = run([Wanted(server.url("/p#part"), "list.txt")])
    assert isinstance(capture, Capture)
    assert (capture.name, capture.url, capture.content) == (
        server.url("/p#part"),
        server.url("/p"),
        PAGE,
    )
    assert (capture.via, capture.status, capture.fetched, capture.container) == (
        Via.HTTP,
        200,
        WALL,
        "list.txt",
    )
    assert capture.headers == (
        ("Content-Length", str(len(PAGE))),
        ("ETag", '"v1"'),
        ("X-Two", "a"),
        ("x-two", "b"),
    )
    assert capture.validators == Validators('"v1"')


def test_the_same_address_is_asked_once() -> None:
    with serving(lambda r: iter([answer(PAGE)])) as server:
        assert len(run([server.url("/p"), server.url("/p#x"), server.url("/p", "A.example")])) == 1
        assert server.paths == ["/p"]
        assert len({r.headers["host"] for r in server.asked}) == 1


def test_what_is_no_address_is_a_failure_and_the_rest_goes_on() -> None:
    with serving(lambda r: iter([answer(PAGE)])) as server:
        results = run(["ftp://x.example/", "http://[", server.url("/p"), server.url("/q", "b.example")])
    assert sorted(short(results)) == [
        ("", "AddressRefused"),
        ("", "FetchError"),
        ("p", "Capture"),
        ("q", "Capture"),
    ]


FEED = b"""<rss><channel><item><link>/1</link></item><item><link>/no</link></item><item><link>/1</link></item>
<item><link>mailto:a@a.example</link></item></channel></rss>"""


def test_a_feed_leads_to_its_pages_and_follows_them() -> None:
    for server in site(
        feed_xml=answer(FEED, 200, 'ETag: "f"'),
        **{"1": answer(PAGE)},
        robots_txt=answer(b"User-agent: *\nDisallow: /no"),
    ):
        results = run([Wanted(server.url("/feed.xml"), "feeds.txt")])
        url = server.url("/feed.xml")
        assert [type(r).__name__ for r in results] == ["Failure", "Capture", "Failure", "Feed"]
        assert isinstance(results[1], Capture)
        assert results[1].container == url
        assert results[-1] == Feed(
            url, url, FeedKind.RSS, WALL, 2, 0, 2, Validators('"f"'), "feeds.txt"
        )  # refused by robots.txt for good: the validators may be kept


def test_a_feed_is_asked_in_full_again_if_an_entry_may_come_another_time() -> None:
    feed = b"<feed><entry><link href='/1'/></entry><entry><link href='/busy'/></entry></feed>"
    for server in site(atom=answer(feed, 200, 'ETag: "f"'), busy=answer(b"", 503), **{"1": answer(PAGE)}):
        results = run([server.url("/atom")])
        assert short(results) == [("1", "Capture"), ("busy", "BadStatus"), ("atom", "Feed")]
        assert isinstance(results[-1], Feed)
        assert (results[-1].failed, results[-1].validators) == (1, None)


def index(*paths: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{p}</loc></sitemap>" for p in paths)
    return answer(f"<sitemapindex>{rows}</sitemapindex>".encode())


def urlset(*paths: str) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>{p}</loc></url>' for p in paths)}</urlset>".encode()


def test_sitemap_indexes() -> None:
    for server in site(
        sitemap_xml=index("/s1.xml.gz", "/page", "/s2.xml"),
        s1_xml_gz=answer(gzip.compress(urlset("/1", "/2"))),
        s2_xml=answer(urlset("/3", "/s1.xml.gz", "/feed")),
        page=answer(PAGE), feed=answer(FEED),
        **{n: answer(PAGE) for n in "123"},
    ):  # fmt: skip
        results = run([server.url("/sitemap.xml")])
        assert short(results) == [
            ("1", "Capture"),
            ("2", "Capture"),
            ("s1.xml.gz", "Feed"),
            ("page", "BadFeed"),
            ("3", "Capture"),
            ("feed", "BadFeed"),
            ("s2.xml", "Feed"),
            ("sitemap.xml", "Feed"),
        ]
        last = results[-2]
        assert isinstance(last, Feed)
        assert (last.entries, last.skipped, last.failed, last.container) == (
            3,
            1,
            1,
            server.url("/sitemap.xml"),
        )


def test_sitemaps_are_bounded_in_number_and_depth() -> None:
    for server in site(
        a=index("/s1", "/s2"), s1=answer(urlset("/1", "/2", "/3")), s2=answer(urlset("/4")), **{n: answer(PAGE) for n in "1234"}
    ):  # fmt: skip
        results = run([server.url("/a")], bounds={"max_entries": 4})
        found = {r.name.rpartition("/")[2]: r.message for r in results if isinstance(r, Failure)}
        assert "more than 2 addresses; the rest is left out" in "".join(found.values())
        assert found["s2"] == "left out, because its index has already given 4 addresses"
        assert "/s2" not in server.paths
    for server in site(a=index("/b"), b=index("/c"), c=index("/d"), d=index("/e")):
        results = run([server.url("/a")])
        assert short(results)[0] == ("d", "BadFeed")
        assert "/e" not in server.paths


def test_pages_and_feeds_are_asked_only_whether_they_changed() -> None:
    def behave(request: Request) -> Iterator[bytes]:
        match request.path:
            case "/robots.txt":
                yield answer(b"", 404)
            case "/moved":
                yield answer(b"", 302, "Location: /p")
            case _ if request.headers.get("if-none-match") == '"v1"':
                yield answer(b"", 304, 'ETag: "v1"', "Last-Modified: Sun, 01 Mar 2026 08:30:00 GMT")
            case _:
                yield answer(PAGE)

    with serving(behave) as server:
        # Asked by the address that is really asked, so that a redirect leads to the validators of its target.
        kept = {server.url(p): Validators('"v1"') for p in ("/p", "/feed")}
        results = run(
            [Wanted(server.url("/moved"), "list.txt"), server.url("/feed"), server.url("/q")], known=kept.get
        )
    new = Validators('"v1"', "Sun, 01 Mar 2026 08:30:00 GMT")
    assert results[:2] == [
        Unchanged(server.url("/moved"), server.url("/p"), new, WALL, "list.txt"),
        Unchanged(server.url("/feed"), server.url("/feed"), new, WALL),
    ]
    assert isinstance(results[2], Capture)


def test_what_is_not_wanted_is_not_asked() -> None:
    for server in site(feed_xml=answer(FEED), **{"1": answer(PAGE)}):
        results = run([server.url("/feed.xml")], want=lambda w: w.container is None)
        assert [type(r).__name__ for r in results] == ["Failure", "Feed"]
        assert server.paths == ["/feed.xml"]
        assert isinstance(results[1], Feed)
        assert (results[1].entries, results[1].skipped) == (2, 2)


def test_nothing_runs_ahead_of_a_slow_caller() -> None:
    with serving(lambda r: iter([answer(PAGE)])) as server:
        clock = Clock()
        made = fetcher(clock, hosts=3, delay=0.0)
        urls = (Wanted(server.url("/p", f"h{n}.example")) for n in range(10_000))
        results = fetch_all(urls, made.settings, fetcher=made, sleep=clock.sleep)
        for _ in range(5):
            next(results)
        assert len(server.paths) <= 5 + 3
        results.close()  # type: ignore[attr-defined]
        assert len(server.paths) <= 5 + 3


def test_closing_ends_at_once_though_a_server_is_silent() -> None:
    silent = threading.Event()

    def behave(request: Request) -> Iterator[bytes]:
        if request.host == "silent.example":
            silent.wait()
        yield answer(PAGE)

    with serving(behave) as server:
        made = fetcher(hosts=2, delay=0.0, timeout=3600.0)
        urls = [Wanted(server.url("/p", h)) for h in ("silent.example", "b.example")]
        results = fetch_all(urls, made.settings, fetcher=made)
        assert next(results).name == server.url("/p", "b.example")
        results.close()  # type: ignore[attr-defined]
        assert not [t for t in threading.enumerate() if t.name == "onrecord-fetch"]
        silent.set()


def test_ctrl_c_ends_the_run() -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    with serving(lambda r: iter([answer(PAGE)])) as server:
        made = fetcher(Clock())
        with pytest.raises(KeyboardInterrupt):
            list(fetch_all([Wanted(server.url("/p"))], made.settings, fetcher=made, sleep=interrupted))
    assert not [t for t in threading.enumerate() if t.name == "onrecord-fetch"]


def test_the_examples_of_the_documentation_run(capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(__file__).parent.parent / "docs" / "fetching.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", text, re.S):
        exec(compile(code, "fetching.md", "exec"), names)
    assert capsys.readouterr().out == (
        "https://127.0.0.1/ 127.0.0.1 is at 127.0.0.1, which is not a public address\n"
    )
    for setting in fields(Settings):
        told = re.search(rf"^\| `{setting.name}` \| ([\d,]+)", text, re.M)
        if told is not None:
            assert float(told[1].replace(",", "")) == setting.default


def test_nobody_wants_anything() -> None:
    assert list(fetch_all([], Settings())) == []


def test_a_page_that_several_addresses_lead_to_is_fetched_once() -> None:
    def behave(request: Request) -> Iterator[bytes]:
        moved = {"/a": "/p", "/b": "/p", "/c": "/b", "/gone": "/x", "/away": "/x"}.get(request.path)
        if moved:
            yield answer(b"", 302, f"Location: {moved}")
        else:
            yield answer(PAGE, 200, 'ETag: "v1"') if request.path == "/p" else answer(b"", 404)

    with serving(behave) as server:
        results = run([server.url(p) for p in ("/a", "/b", "/c", "/p", "/gone", "/away", "/a")])
    assert sorted(server.paths) == ["/a", "/away", "/b", "/c", "/gone", "/p", "/x"]
    assert sorted(short(results)) == [
        ("a", "Unchanged"), ("away", "BadStatus"), ("b", "Unchanged"), ("c", "Unchanged"), ("gone", "BadStatus"), ("p", "Capture"),
    ]  # fmt: skip
    for result in results:
        if isinstance(result, Unchanged):
            assert (result.url, result.validators) == (server.url("/p"), Validators('"v1"'))
    with serving(behave) as server:
        results = run([server.url("/a"), server.url("/b")])
        assert sorted(server.paths) == ["/a", "/b", "/p"]
    assert sorted(type(r).__name__ for r in results) == ["Capture", "Unchanged"]


def test_redirects_in_a_circle_end() -> None:
    around = {"/a": "/b", "/b": "/a", "/self": "/self", "/c": "/a"}
    with serving(lambda r: iter([answer(b"", 302, f"Location: {around.get(r.path, '/')}")])) as server:
        results = run([server.url(p) for p in ("/a", "/b", "/self", "/c")])
    assert sorted(short(results)) == [(p, "TooManyRedirects") for p in ("a", "b", "c", "self")]


def test_entries_of_a_feed_that_lead_to_one_page() -> None:
    feed = b'<rss version="2.0"><channel>%s</channel></rss>' % b"".join(
        b"<item><link>/%s</link></item>" % p for p in (b"a", b"b", b"p")
    )

    def behave(request: Request) -> Iterator[bytes]:
        if request.path in ("/a", "/b"):
            yield answer(b"", 301, "Location: /p")
        else:
            yield answer(
                {"/feed": feed, "/p": PAGE}.get(request.path, b""),
                200 if request.path in ("/feed", "/p") else 404,
            )

    with serving(behave) as server:
        results = run([server.url("/feed")])
    assert sorted(short(results)) == [
        ("a", "Unchanged"),
        ("b", "Unchanged"),
        ("feed", "Feed"),
        ("p", "Capture"),
    ]
    (last,) = (r for r in results if isinstance(r, Feed))
    assert (results[-1], last.entries, last.skipped, last.failed) == (last, 3, 0, 0)
