"""What is one page: addresses compared as browsers do, and addresses that saved pages state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.identity import Identity, host_key, host_of, identify, stated_address, web_address


@pytest.mark.parametrize(
    ("spelt", "address"),
    [
        ("https://News.EXAMPLE/a", "https://news.example/a"),
        ("HTTPS://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80", "http://news.example/"),
        ("http://news.example:8080/", "http://news.example:8080/"),
        ("https://news.example/a/./b/../c", "https://news.example/a/c"),
        ("https://news.example/%2e%2e/c", "https://news.example/c"),
        ("https://news.example/Größe?q=Größe", "https://news.example/Gr%C3%B6%C3%9Fe?q=Gr%C3%B6%C3%9Fe"),
        ("https://news.example/Gr%c3%b6%c3%9fe", "https://news.example/Gr%C3%B6%C3%9Fe"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://xn--BCHER-kva.example/", "https://xn--bcher-kva.example/"),
        (" https://news.example/a b#top ", "https://news.example/a%20b"),
        ("https:\\\\news.example\\a", "https://news.example/a"),
        ("https://news.example/a\nb", "https://news.example/ab"),
        ("https://news.example?x#", "https://news.example/?x"),
        ("https://1.2.3/", "https://1.2.0.3/"),
        # What browsers tell apart.
        ("https://news.example/A", "https://news.example/A"),
        ("https://news.example/a/", "https://news.example/a/"),
        ("https://news.example/a?", "https://news.example/a?"),
        ("http://news.example/a", "http://news.example/a"),
        ("https://www.news.example/a", "https://www.news.example/a"),
    ],
)
def test_addresses_are_compared_as_browsers_do(spelt: str, address: str) -> None:
    assert web_address(spelt) == address
    assert web_address(address) == address


@pytest.mark.parametrize(
    "url", [None, "", "index.html", "/a/b.html", "file:///a/b.html", "ftp://news.example/", "https://", "http://[::1", "urn:sha256:0", "https://a\ud800.example/"]
)  # fmt: skip
def test_what_is_no_address_of_the_web(url: str | None) -> None:
    assert web_address(url) is None


@given(st.text(max_size=40))
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    for url in (text, f"https://news.example/{text}", f"http://{text}/a", f"https://news.example/?{text}"):
        address = web_address(url)
        assert address is None or (web_address(address) == address and "#" not in address)


@given(
    st.sampled_from(["a/b", "Größe", "a%20b", "日本"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.text(max_size=5),
)
def test_spellings_of_one_address_have_one_normal_form(
    path: str, capitals: bool, port: bool, dots: bool, fragment: str
) -> None:
    host = "NEWS.Example" if capitals else "news.example"
    spelt = f"https://{host}{':443' if port else ''}/{'x/../' if dots else ''}{path}#{fragment}"
    assert web_address(spelt) == web_address(f"https://news.example/{path}")


def test_hosts() -> None:
    assert host_of("https://www.news.example:8443/a") == "news.example"
    assert host_of("http://u:p@[2001:db8::1]:80/") == "2001:db8::1"
    assert host_of(None) is None
    assert host_key(" WWW.Bücher.example") == "xn--bcher-kva.example" == host_key("xn--bcher-kva.example")


HEAD = "<!doctype html><html><head><meta charset=utf-8>{}</head><body><p>Rain.</body></html>"


@pytest.mark.parametrize(
    ("page", "url", "by"),
    [
        (HEAD.format('<link rel="canonical" href="https://news.example/a?x=1&amp;y=2">'), "https://news.example/a?x=1&y=2", "canonical"),
        (HEAD.format("<LINK HREF=https://news.example/a REL='nofollow Canonical'/>"), "https://news.example/a", "canonical"),
        (HEAD.format('<link rel=canonical href="//news.example/a">'), "https://news.example/a", "canonical"),
        (HEAD.format('<meta property="og:url" content="https://news.example/a">'), "https://news.example/a", "og:url"),
        (HEAD.format('<script>var a = "<link rel=canonical href=https://x.example/b>"</script><link rel=canonical href=https://news.example/a>'), "https://news.example/a", "canonical"),
        (HEAD.format("<!-- <link rel=canonical href=https://x.example/b> --><link rel=canonical href=https://news.example/a>"), "https://news.example/a", "canonical"),
        ("<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://news.example/a \n saved date: Tue Mar 03 2026\n-->" + HEAD.format("<link rel=canonical href=https://x.example/b>"), "https://news.example/a", "singlefile"),
        ("<!DOCTYPE html>\n<!-- saved from url=(0022)https://news.example/a -->\n" + HEAD.format(""), "https://news.example/a", "saved-from"),
        (HEAD.format('<script>__wm.wombat("https://news.example/a","20260303120000","https://web.archive.org/")</script><link rel=canonical href=https://web.archive.org/web/2026/x>'), "https://news.example/a", "archive"),
        (HEAD.format('<link rel="canonical" href="https://web.archive.org/web/20260303120000/https://news.example/a">'), "https://news.example/a", "archive"),
        (HEAD.format('<link rel="canonical" href="https://archive.ph/2026.03.03-120000/https://news.example/a">'), "https://news.example/a", "archive"),
        ("<title>x</title><link rel=canonical href=https://news.example/a><p>no head", "https://news.example/a", "canonical"),
    ],
)  # fmt: skip
def test_what_saved_pages_state(page: str, url: str, by: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        stated = stated_address(page.encode(encoding))
        assert stated is not None
        assert (stated.url, stated.by, stated.own) == (url, by, True)
        who = identify(None, page.encode(encoding))
        assert who == Identity(web_address(url), "news.example", by)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "no page",
        HEAD.format(""),
        HEAD.format("<link rel=canonical href=/a>"),
        HEAD.format("<link rel=canonical href=file:///a/index.html>"),
        HEAD.format("<link rel=canonical href='https://news.example/{{ path }}'>"),
        HEAD.format("<link rel=canonical href='https://news.example/undefined'>"),
        HEAD.format("<link rel=alternate href=https://news.example/a>"),
        "<html><head></head><body><link rel=canonical href=https://news.example/a>",
        "<!-- saved from url=(0014)about:internet --><html>",
    ],
)
def test_what_states_nothing(page: str) -> None:
    assert identify(None, page.encode()) == Identity(None, None)


def test_a_front_page_or_another_outlet_named_as_canonical_is_not_the_pages_own_address() -> None:
    front = HEAD.format('<link rel="canonical" href="https://www.news.example/">').encode()
    assert identify(None, front) == Identity(None, "news.example", "canonical")
    repost = HEAD.format(
        '<link rel=canonical href=https://agency.example/a><meta property="og:url" content="https://news.example/b">'
    )
    assert identify(None, repost.encode()) == Identity(None, "news.example", "og:url")
    deeper = HEAD.format(
        '<link rel=canonical href=https://news.example/><meta property="og:url" content="https://news.example/b">'
    )
    assert identify(None, deeper.encode()) == Identity("https://news.example/b", "news.example", "og:url")


def test_a_received_address_goes_before_a_stated_one() -> None:
    page = HEAD.format('<link rel="canonical" href="https://news.example/a">').encode()
    assert identify("https://News.example/b#c", page) == Identity("https://news.example/b", "news.example")
    assert identify("no address", page).stated == "canonical"
    assert identify(None, page, "pdf") == Identity(None, None)
    mhtml = identify("https://news.example/b", page, None, "mhtml")
    assert mhtml == Identity("https://news.example/b", "news.example", "mhtml")


@given(st.lists(st.sampled_from([b"<", b"<!--", b"-->", b"<link rel=canonical href=", b"https://a.example/b", b">", b"<script>", b"</script>", b"\xff", b"<meta property=og:url content='"]), max_size=30).map(b"".join))  # fmt: skip
def test_any_bytes_may_be_searched(content: bytes) -> None:
    who = identify(None, content)
    assert who.address is None or who.stated is not None
