"""Servers that mean harm: each is refused or bounded, with a message of its own.  They are real, on this machine.

Where a server drips, the clock runs a second each time it is looked at, so nobody waits for the deadline.
"""

from __future__ import annotations

import gzip
import ipaddress
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from onrecord import errors
from onrecord.records import Capture, Failure, Unchanged, Validators, Wanted
from onrecord.settings import Settings
from onrecord.sources import robots
from onrecord.sources.address import Address, GuardedBackend
from onrecord.sources.fetch import Fetcher
from onrecord.sources.http import retry_after, unpacked
from onrecord.sources.polite import fetch_all
from tests.servers import WALL, Clock, Request, answer, fetcher, loopback, serving

PAGE = b"<!doctype html><p>A page."
HEAD = b"HTTP/1.1 200 OK\r\n"


def endless(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece


def dripping(piece: bytes) -> Iterator[bytes]:
    for each in endless(piece):
        yield each
        time.sleep(0.001)  # so that the system does not put many pieces into one


def chunked(size: int) -> Iterator[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    yield from endless(b"%x\r\n%s\r\n" % (size, bytes(size)))


def behave(request: Request) -> Iterator[bytes]:
    match request.path.split("?")[0]:
        case "/robots.txt":
            yield answer(b"", 404)
        case "/declared":
            yield answer(b"x", length=5_000_000_000)
        case "/chunked":
            yield from chunked(65_536)
        case "/unending":
            yield HEAD + b"\r\n"
            yield from endless(bytes(65_536))
        case "/bomb":
            yield answer(gzip.compress(bytes(50_000_000)), 200, "Content-Encoding: gzip")
        case "/twice":
            yield answer(gzip.compress(gzip.compress(PAGE)), 200, "Content-Encoding: gzip, gzip")
        case "/torn":
            yield answer(gzip.compress(PAGE)[:-9], 200, "Content-Encoding: gzip")
        case "/noise":
            yield answer(b"not deflated", 200, "Content-Encoding: deflate")
        case "/short":
            yield answer(PAGE, 200, "Connection: close", length=len(PAGE) + 10)
        case "/drip":
            yield HEAD + b"\r\n"
            yield from dripping(b"x")
        case "/drip-head":
            yield HEAD
            yield from dripping(b"X-A: b\r\n")
        case "/continue":
            yield from dripping(b"HTTP/1.1 100 Continue\r\n\r\n")
        case "/flood":
            yield HEAD + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 100) for n in range(2_000)) + b"\r\n"
        case "/line":
            yield HEAD + b"X: " + b"y" * 200_000
        case "/noise-head":
            yield b"SSH-2.0-OpenSSH\r\n"
        case "/silent-end":
            return
        case "/304":
            yield answer(b"", 304)
        case "/206":
            yield answer(PAGE, 206)
        case "/nowhere":
            yield answer(b"", 302)
        case "/bad-location":
            yield answer(b"", 302, "Location: http://[x/")
        case "/loop":
            yield answer(b"", 302, f"Location: /loop?{request.path[-50:]}x")
        case "/to":
            yield answer(b"", 302, "Location: " + request.path.split("?")[1])
        case _:
            yield answer(PAGE)


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("/declared", errors.FetchTooLarge, "the server announces 5,000,000,000 bytes; the limit is 1,000,000"),
        ("/chunked", errors.FetchTooLarge, "more than 1,000,000 bytes"),
        ("/unending", errors.FetchTooLarge, "more than 1,000,000 bytes"),
        ("/bomb", errors.FetchTooLarge, "more than 1,000,000 bytes"),
        ("/twice", errors.FetchError, "the encoding 'gzip, gzip', which onrecord did not ask for"),
        ("/torn", errors.FetchError, "compression is damaged"),
        ("/noise", errors.FetchError, "compression is damaged"),
        ("/short", errors.ConnectionFailed, "the answer ended early"),
        ("/flood", errors.FetchTooLarge, "the headers of the answer are larger than 100 kB"),
        ("/line", errors.FetchTooLarge, "the headers of the answer are larger than 100 kB"),
        ("/noise-head", errors.ConnectionFailed, "is not HTTP"),
        ("/silent-end", errors.ConnectionFailed, "the answer ended early"),
        ("/304", errors.BadStatus, r"304 \(not changed\), but onrecord did not ask"),
        ("/206", errors.BadStatus, "a part of the page"),
        ("/nowhere", errors.BadStatus, "302 without an address"),
        ("/bad-location", errors.FetchError, "redirected to what is no address|not an address"),
        ("/loop", errors.TooManyRedirects, "more than 8 redirects"),
        ("/to?http://10.0.0.1/", errors.AddressRefused, "10.0.0.1, which is not a public address"),
        ("/to?http://169.254.169.254/latest/meta-data/", errors.AddressRefused, "169.254.169.254, which is not"),
        ("/to?http://[::1]/", errors.AddressRefused, "::1, which is not a public address"),
        ("/to?file:///etc/passwd", errors.AddressRefused, "only http and https"),
        ("/to?//user:pw@a.example/", errors.AddressRefused, "name and password"),
        ("/to?http://a.example/" + "x" * 5000, errors.FetchError, "longer than 4000 characters"),
    ],
)  # fmt: skip
def test_each_is_refused_with_its_own_message(
    path: str, error: type[errors.FetchError], message: str
) -> None:
    with serving(behave) as server, fetcher() as f, pytest.raises(error, match=message) as caught:
        f.fetch(server.url(path))
    assert caught.value.page == server.url(path)


@pytest.mark.parametrize("path", ["/drip", "/drip-head", "/continue"])
def test_servers_that_drip(path: str) -> None:
    with serving(behave) as server, fetcher(Clock(step=1.0), timeout=30.0, max_bytes=10**9) as f:
        with pytest.raises(errors.FetchTimeout, match="no complete answer within 30 s"):
            f.fetch(server.url(path))
        assert f.clock() < 200


def test_robots_that_drip_or_never_end() -> None:
    def drip(request: Request) -> Iterator[bytes]:
        yield HEAD + b"\r\n"
        yield from dripping(b"#")

    with serving(drip) as server, fetcher(Clock(step=1.0)) as f, pytest.raises(errors.FetchTimeout):
        f.fetch(server.url("/p"))


@pytest.mark.parametrize(
    ("text", "forbidden", "open_"),
    [
        (b"User-agent: *\nDisallow: /no\n" + b"# comment\n" * 1_000_000, "/no", "/p"),
        (b"<!doctype html>\n<p>\nUser-agent: *\nDisallow: /\n", None, "/p"),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /no", "/no", "/p"),
        (b"User-agent: other\nDisallow: /\nUser-agent: onrecord\nDisallow: /no", "/no", "/p"),
        (bytes(range(256)) * 100, None, "/p"),
    ],
)
def test_odd_robots(text: bytes, forbidden: str | None, open_: str) -> None:
    def behave(request: Request) -> Iterator[bytes]:
        yield answer(text if request.path == "/robots.txt" else PAGE)

    with serving(behave) as server, fetcher() as f:
        assert f.fetch(server.url(open_)).content == PAGE
        if forbidden:
            with pytest.raises(errors.RobotsRefused):
                f.fetch(server.url(forbidden))


def test_robots_that_would_fill_the_memory() -> None:
    """Twenty thousand programs, each with twenty thousand rules: 400 million of them, if they were all kept."""
    text = "".join(f"User-agent: a{n}\n" for n in range(20_000))
    text += "".join(f"Disallow: /{n}\n" for n in range(20_000)) + "User-agent: *\nDisallow: /no\n"
    rules = robots.parse("https://a.example", "onrecord", text)
    rules.check("https://a.example/1", "p")
    with pytest.raises(errors.RobotsRefused):
        rules.check("https://a.example/no", "p")
    assert len(rules._parsed._user_agents) == 2


def test_robots_say_how_often() -> None:
    text = "User-agent: *\nCrawl-delay: 2\nUser-agent: onrecord\nCrawl-delay: 5\nRequest-rate: 1/10s\n"
    assert robots.parse("https://a.example", "onrecord", text).delay == 10
    assert robots.parse("https://a.example", "other", text).delay == 2
    assert robots.parse("https://a.example", "onrecord", "User-agent: *\nCrawl-delay: -1").delay == 0


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "169.254.169.254", "[::1]", "2130706433", "0x7f.1", "localhost"]
)
def test_redirects_to_this_machine(host: str) -> None:
    """Names are resolved as the system does it, which knows that 2130706433 is 127.0.0.1."""

    def only(address: Address) -> bool:
        return str(address) == "127.0.0.1" and first

    first = True
    with serving(lambda r: behave(r)) as server:
        backend = GuardedBackend(allow=only, ports=None)
        with Fetcher(Settings(timeout=300.0, respect_robots=False), backend) as f:
            asked = f.ask(f"http://127.0.0.1:{server.port}/to?http://{host}:{server.port}/secret", "p", 300.0)
            assert not isinstance(asked, Capture | Unchanged)
            first = False
            f.close()
            with pytest.raises(errors.AddressRefused, match="which is not a public address"):
                f.ask(asked.url, "p", 300.0)
        assert len(server.asked) == 1


def test_names_whose_address_changes() -> None:
    """The name is resolved once for a connection, and the connection goes to the address that was checked."""
    answers = iter(["127.0.0.1", "10.0.0.1"])

    def resolver(host: str, port: int) -> list[Address]:
        return [ipaddress.ip_address(next(answers))]

    def closing(request: Request) -> Iterator[bytes]:
        yield answer(PAGE, 200, "Connection: close")

    with serving(closing) as server:
        made = Fetcher(Settings(timeout=300.0), GuardedBackend(loopback, resolver, None))
        clock = Clock()
        made.clock = clock.now
        wanted = [Wanted(server.url("/1", "rebind.example"))]
        (result,) = fetch_all(wanted, made.settings, fetcher=made, sleep=clock.sleep)
    assert isinstance(result, Failure)
    assert result.message == "rebind.example is at 10.0.0.1, which is not a public address"


def test_every_trap_is_one_failure_and_the_rest_goes_on() -> None:
    paths = [
        "/declared",
        "/bomb",
        "/short",
        "/flood",
        "/loop",
        "/304",
        "/to?http://10.0.0.1/",
        "/laughs",
        "/p",
    ]

    def all_(request: Request) -> Iterator[bytes]:
        if request.path == "/laughs":
            yield answer(b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><item>&b;</item></rss>')
        else:
            yield from behave(request)

    with serving(all_) as server:
        clock = Clock()
        made = fetcher(clock)
        wanted = [Wanted(server.url(p, f"h{n}.example")) for n, p in enumerate(paths)]
        results = list(fetch_all(wanted, made.settings, fetcher=made, sleep=clock.sleep))
    assert sorted(r.error if isinstance(r, Failure) else type(r).__name__ for r in results) == [
        "AddressRefused", "BadFeed", "BadStatus", "Capture", "ConnectionFailed", "Feed", "FetchTooLarge", "FetchTooLarge",
        "FetchTooLarge", "TooManyRedirects",
    ]  # fmt: skip


def test_not_changed() -> None:
    def behave(request: Request) -> Iterator[bytes]:
        asked = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        if request.path == "/robots.txt":
            yield answer(b"", 404)
        elif request.path == "/moved":
            yield answer(b"", 301, "Location: /page")
        elif any(asked):
            yield answer(b"", 304, 'ETag: W/"2"')
        else:
            yield answer(PAGE, 200, 'ETag: W/"1"', "Last-Modified: Sun, 01 Mar 2026 08:30:00 GMT")

    with serving(behave) as server, fetcher() as f:
        known = f.fetch(server.url("/page")).validators
        assert known == Validators('W/"1"', "Sun, 01 Mar 2026 08:30:00 GMT")
        unchanged = f.fetch(server.url("/page"), known)
        new = Validators('W/"2"', "Sun, 01 Mar 2026 08:30:00 GMT")
        assert unchanged == Unchanged(server.url("/page"), server.url("/page"), new, WALL)
        # What was known of the address that redirects says nothing of where it leads to.
        assert isinstance(f.fetch(server.url("/moved"), known), Capture)
        # What was stored is not trusted to be a header.
        assert isinstance(f.fetch(server.url("/page"), Validators("x\r\nEvil: 1", "\n")), Capture)


def test_busy_servers_say_when_to_come_back() -> None:
    with serving(lambda r: iter([answer(b"", 429, "Retry-After: 120")])) as server:
        with fetcher(respect_robots=False) as f, pytest.raises(errors.BadStatus) as caught:
            f.fetch(server.url("/p"))
        assert (caught.value.status, caught.value.retry_after) == (429, 120.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 01 Mar 2026 12:01:00 GMT", 60.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("9" * 500, 999999999999.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("Sun, 99 Mar 2026 12:01:00 GMT", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 3, 1, 12, tzinfo=UTC)) == seconds


@pytest.mark.parametrize("pieces", [1, 7, 100])
def test_unpacking(pieces: int) -> None:
    data = bytes(range(256)) * 10_000
    whole = gzip.compress(data[:1000]) + gzip.compress(data[1000:]) + bytes(20)
    parts = [whole[i : i + pieces] for i in range(0, len(whole), pieces)]
    assert b"".join(unpacked(parts)) == data
    assert b"".join(unpacked([zlib.compress(data)])) == data
    assert max(len(p) for p in unpacked([gzip.compress(bytes(5_000_000))])) <= 1_000_000


def test_deflate_in_both_of_its_forms() -> None:
    raw = zlib.compressobj(wbits=-15)
    forms = {"/zlib": zlib.compress(PAGE), "/raw": raw.compress(PAGE) + raw.flush()}

    def behave(request: Request) -> Iterator[bytes]:
        if request.path in forms:
            yield answer(forms[request.path], 200, "Content-Encoding: deflate")
        else:
            yield answer(b"", 404)

    with serving(behave) as server, fetcher() as f:
        for path in forms:
            assert f.fetch(server.url(path)).content == PAGE
