"""Pages from files and from the network, within bounds.  Servers are real ones on this machine."""

from __future__ import annotations

import gzip
import ipaddress
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord import errors
from onrecord.settings import Settings
from onrecord.sources.address import Address, GuardedBackend, is_public
from onrecord.sources.fetch import Fetcher

PAGE = b"<!doctype html><p>A page.</p>"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255",
        "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2001:db8::1",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


class Handler(BaseHTTPRequestHandler):
    """One path for each behaviour of a server."""

    robots: tuple[int, bytes] = (404, b"")
    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        action: Callable[[], None] = getattr(
            self, "get_" + self.path.strip("/").split("?")[0].replace(".", "_"), self.get_missing
        )
        with suppress(BrokenPipeError, ConnectionResetError):
            action()

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def get_robots_txt(self) -> None:
        self.answer(*type(self).robots)

    def get_page(self) -> None:
        self.answer(200, PAGE)

    def get_missing(self) -> None:
        self.answer(404, b"no")

    def get_loop(self) -> None:
        self.answer(302, Location="/loop")

    def get_moved(self) -> None:
        self.answer(301, Location="/page")

    def get_inward(self) -> None:
        self.answer(302, Location="http://10.0.0.1/")

    def get_file(self) -> None:
        self.answer(302, Location="file:///etc/passwd")

    def get_bomb(self) -> None:
        self.answer(200, gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")

    def get_packed(self) -> None:
        self.answer(200, gzip.compress(PAGE), Content_Encoding="gzip")

    def get_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(2000):
            self.wfile.write(bytes(10_000))


@pytest.fixture
def server() -> Iterator[str]:
    Handler.robots, Handler.asked = (404, b""), []
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def local(address: Address) -> bool:
    return str(address) == "127.0.0.1"


def fetcher(**bounds: object) -> Fetcher:
    settings = Settings(**{"timeout": 300.0, "max_bytes": 1_000_000, **bounds})  # type: ignore[arg-type]
    return Fetcher(settings, GuardedBackend(allow=local, ports=None))


def test_fetching(server: str) -> None:
    with fetcher() as f:
        source = f.fetch(server + "/page#part")
        assert (source.content, source.url, source.charset) == (PAGE, server + "/page", "utf-8")
        assert f.fetch(server + "/moved").url == server + "/page"
        assert f.fetch(server + "/packed").content == PAGE
    assert Handler.asked.count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("/none", errors.BadStatus, "404"),
        ("/loop", errors.TooManyRedirects, "more than 8"),
        ("/inward", errors.AddressRefused, r"10\.0\.0\.1, which is not a public address"),
        ("/file", errors.AddressRefused, "only http and https"),
        ("/bomb", errors.FetchTooLarge, "1,000,000"),
        ("/endless", errors.FetchTooLarge, "1,000,000"),
    ],
)
def test_bounds(server: str, path: str, error: type[errors.FetchError], message: str) -> None:
    with fetcher() as f, pytest.raises(error, match=message) as caught:
        f.fetch(server + path)
    assert caught.value.page == server + path


def test_robots(server: str) -> None:
    Handler.robots = (200, b"User-agent: onrecord\nDisallow: /page\n")
    with fetcher() as f, pytest.raises(errors.RobotsRefused, match="forbids it for 'onrecord'"):
        f.fetch(server + "/page")
    assert "/page" not in Handler.asked
    with fetcher(respect_robots=False) as f:
        assert f.fetch(server + "/page").content == PAGE
    Handler.robots = (503, b"")
    with fetcher() as f, pytest.raises(errors.RobotsRefused, match="server error"):
        f.fetch(server + "/page")


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://127.0.0.1/", errors.AddressRefused),
        ("http://localhost/", errors.AddressRefused),
        ("http://[::1]/", errors.AddressRefused),
        ("http://2130706433/", errors.AddressRefused),
        ("http://user:pw@a.example/", errors.AddressRefused),
        ("ftp://a.example/", errors.AddressRefused),
        ("http://8.8.8.8:22/", errors.AddressRefused),
        ("http:///x", errors.FetchError),
        ("http://[broken", errors.FetchError),
    ],
)
def test_addresses_that_are_not_asked(url: str, error: type[errors.FetchError]) -> None:
    with Fetcher(Settings(timeout=300.0)) as f, pytest.raises(error):
        f.fetch(url)


def test_dns_answers_that_change(server: str) -> None:
    """The second look-up of the name gives a private address: the connection goes nowhere."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    def resolver(host: str, port: int) -> list[Address]:
        return [ipaddress.ip_address(a) for a in next(answers)]

    backend = GuardedBackend(allow=local, resolver=resolver, ports=None)
    port = server.rsplit(":", 1)[1]
    # Without kept connections, robots.txt and page are looked up one after the other.
    with Fetcher(Settings(timeout=300.0), backend) as f:
        Handler.robots = (404, b"")
        f.ask(f"http://rebind.example:{port}/page", "p", 3)
        f.close()
        with pytest.raises(errors.AddressRefused, match=r"rebind\.example is at 10\.0\.0\.1"):
            f.fetch(f"http://rebind.example:{port}/page")


def test_one_private_answer_among_public_ones() -> None:
    def resolver(host: str, port: int) -> list[Address]:
        return [ipaddress.ip_address("93.184.216.34"), ipaddress.ip_address("192.168.0.1")]

    with (
        Fetcher(Settings(timeout=300.0), GuardedBackend(resolver=resolver)) as f,
        pytest.raises(errors.AddressRefused, match="192"),
    ):
        f.fetch("http://a.example/")
