"""Feeds and sitemaps: which addresses they name, and what happens to those that are traps."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Failure, FeedKind, Wanted
from onrecord.sources import feeds
from onrecord.sources.feeds import is_feed, kind_of, wanted
from onrecord.sources.moments import moment

BASE = "https://ledger.example/news/feed.xml"
DAY = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Ledger</title><link>https://ledger.example/</link><atom:link href="/feed.xml" rel="self"/>
<item><title>Ferry</title><link>https://ledger.example/ferry?a=1&amp;b=2#top</link><pubDate>Sun, 01 Mar 2026 08:30:00 GMT</pubDate>
<content:encoded><![CDATA[<link>https://other.example/</link>]]></content:encoded></item>
<item><guid>https://ledger.example/mole</guid><atom:link rel="replies" href="/mole/comments"/></item>
<item><link> /pilot </link><guid isPermaLink="false">https://ledger.example/no</guid></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/">
<link href="https://a.example/"/><entry xml:base="y/"><link rel="edit" href="e"/><link href="z" type="text/html"/>
<published>2026-02-01T00:00:00Z</published><updated>2026-03-01T09:30:00+01:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><link href="bad"/></div></content></entry></feed>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.example/"><link>https://a.example/</link></channel>
<item rdf:about="https://a.example/1"><link>https://a.example/1</link><dc:date>2026-03-01T08:30Z</dc:date></item></rdf:RDF>"""

NEWS = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://a.example/1</loc><news:news>
<news:publication_date>2026-03-01T08:30:00Z</news:publication_date><news:title>One</news:title></news:news>
<image:image><image:loc>https://a.example/1.jpg</image:loc></image:image></url></urlset>"""

INDEX = b"""<ns2:sitemapindex xmlns:ns2="http://www.sitemaps.org/schemas/sitemap/0.9"><ns2:sitemap>
<ns2:loc>https://a.example/s1.xml.gz</ns2:loc><ns2:lastmod>2026-03</ns2:lastmod></ns2:sitemap></ns2:sitemapindex>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {
                "id": "1",
                "url": "https://a.example/1",
                "date_published": "2026-03-01T08:30:00Z",
                "content_html": "<p>",
            },
            {"id": "2", "external_url": "https://b.example/2"},
        ],
    }
).encode()


@pytest.mark.parametrize(
    ("content", "kind", "found"),
    [
        (
            RSS,
            FeedKind.RSS,
            [
                ("https://ledger.example/ferry?a=1&b=2", DAY),
                ("https://ledger.example/mole", None),
                ("https://ledger.example/pilot", None),
            ],
        ),
        (ATOM, FeedKind.ATOM, [("https://a.example/x/y/z", DAY)]),
        (RDF, FeedKind.RSS, [("https://a.example/1", DAY)]),
        (NEWS, FeedKind.SITEMAP, [("https://a.example/1", DAY)]),
        (INDEX, FeedKind.INDEX, [("https://a.example/s1.xml.gz", datetime(2026, 3, 1, tzinfo=UTC))]),
        (JSON, FeedKind.JSON, [("https://a.example/1", DAY), ("https://b.example/2", None)]),
        (b"https://a.example/1\r\n\r\nhttps://a.example/2\r\n", FeedKind.TEXT, [("https://a.example/1", None), ("https://a.example/2", None)]),
    ],
)  # fmt: skip
def test_formats(content: bytes, kind: FeedKind, found: list[tuple[str, datetime | None]]) -> None:
    for form in (content, gzip.compress(content), b"\xef\xbb\xbf\n" + content):
        assert kind_of(form) is kind
        assert list(wanted(form, "feed", BASE)) == [Wanted(url, "feed", changed) for url, changed in found]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/feed><p>A page about <rss>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><urlset/></body></html>",
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description/></rdf:RDF>",
        b'{"version": "1", "items": []}',
        b"See https://a.example/1\nand https://a.example/2\n",
        b"\x1f\x8bnot gzip",
        gzip.compress(b"<p>A page"),
    ],
)
def test_pages_are_no_feeds(content: bytes) -> None:
    assert not is_feed(content)
    (failure,) = wanted(content, "feed", BASE)
    assert isinstance(failure, Failure)
    assert (failure.name, failure.stage, failure.error, failure.message) == (
        "feed",
        "feed",
        "BadFeed",
        "neither a feed nor a sitemap",
    )


def rss(*links: str) -> bytes:
    return b"<rss><channel>%s</channel></rss>" % b"".join(
        b"<item><link>%s</link></item>" % link.encode() for link in links
    )


def messages(content: bytes, base: str | None = BASE, **more: int) -> list[str]:
    return [f.message for f in wanted(content, "feed", base, **more) if isinstance(f, Failure)]


def urls(content: bytes, base: str | None = BASE) -> list[str]:
    return [w.url for w in wanted(content, "feed", base) if isinstance(w, Wanted)]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("javascript:alert(1)", "onrecord fetches only http and https, not 'javascript'"),
        ("file:///etc/passwd", "onrecord fetches only http and https, not 'file'"),
        ("https://user:pw@a.example/", "name and password"),
        ("http://[broken", "not an address"),
        ("http:///x", "has no host"),
    ],
)
def test_entries_that_name_no_page(link: str, message: str) -> None:
    content = rss("https://a.example/1", link, "https://a.example/2")
    assert urls(content) == ["https://a.example/1", "https://a.example/2"]
    (told,) = messages(content)
    assert told.startswith(f"an entry names '{link}': ")
    assert message in told


def test_relative_addresses_need_a_base() -> None:
    assert urls(rss("/1", "../2")) == ["https://ledger.example/1", "https://ledger.example/2"]
    assert messages(rss("/1"), None) == [
        "an entry names '/1': it is relative, but its base address is not known"
    ]


def test_entries_without_an_address_are_counted() -> None:
    assert messages(b"<rss><channel><item/><item><link/></item></channel></rss>") == [
        "2 entries have no address"
    ]


def test_duplicates_are_dropped() -> None:
    assert urls(rss("/1", "/1#x", "https://ledger.example/1")) == ["https://ledger.example/1"]


def test_common_damage_is_mended() -> None:
    content = (
        b"<rss><channel><item><title>Fish & Chips&nbsp;\x0b</title><link>https://a.example/?a=1&b=2</link></item>"
        b"<item><link><![CDATA[https://a.example/?c=1&d=2]]></link></item></channel></rss>"
    )
    assert urls(content) == ["https://a.example/?a=1&b=2", "https://a.example/?c=1&d=2"]
    assert messages(content) == []


def test_entries_before_the_damage_are_kept() -> None:
    content = rss("/1", "/2")[:-16] + b"<"
    assert urls(content) == ["https://ledger.example/1", "https://ledger.example/2"]
    assert messages(content) == ["the XML is damaged; onrecord read it up to line 1: unclosed token"]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1251", "shift_jis"])
def test_encodings(encoding: str) -> None:
    word = {"iso-8859-1": "größe", "shift_jis": "船"}.get(encoding, "порт")
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><link>https://a.example/{word}</link></item></channel></rss>'
    (url,) = urls(text.encode(encoding))
    assert url == "https://a.example/" + "".join(f"%{b:02X}" if b > 127 else chr(b) for b in word.encode())


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "ha">'
    + b"".join(b'<!ENTITY lol%d "%s">' % (n, b"&lol%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><rss><channel><item><link>https://a.example/&lol9;</link></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LAUGHS, "its document type declares entities"),
        (LAUGHS.decode().encode("utf-16"), "its document type declares entities"),
        (
            b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><link>&x;</link></item></channel></rss>',
            "its document type declares entities",
        ),
        (
            b'<!DOCTYPE rss [<!ATTLIST item a CDATA "%s">]><rss><item/></rss>' % (b"x" * 1000),
            "its document type declares",
        ),
        (b"<rss>" * 300, "elements nested more than 200 deep"),
        (gzip.compress(b"<rss>" + bytes(60_000_000)), "more than 52,428,800 bytes when decompressed"),
        (gzip.compress(RSS)[:-20], "damaged gzip data"),
        (JSON[:-5], "the JSON is damaged"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": %s' % (b"[" * 100_000), "the JSON is damaged"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "without items"),
    ],
)  # fmt: skip
def test_traps(content: bytes, message: str) -> None:
    assert is_feed(content)
    assert message in messages(content)[-1]
    assert len(urls(content)) <= 3


def test_huge_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_BYTES", 1000)
    assert messages(rss(*"abcdefgh" * 10)) == ["more than 1,000 bytes"]


def test_more_addresses_than_allowed() -> None:
    assert messages(rss("/1", "/2", "/3"), most=2) == ["more than 2 addresses; the rest is left out"]


def test_a_document_type_from_elsewhere_is_not_fetched() -> None:
    content = b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://10.0.0.1/rss.dtd">' + rss("/1")
    assert urls(content) == ["https://ledger.example/1"]


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_anything_is_read_without_an_error(content: bytes) -> None:
    for start in (b"", b"<rss><channel><item><link>", b"<feed><entry><link href='", b"<urlset><url><loc>"):
        for found in wanted(start + content, "feed", BASE):
            assert isinstance(found, Wanted | Failure)


@given(st.lists(st.from_regex(r"/[a-z0-9]{1,8}", fullmatch=True), max_size=20))
def test_every_entry_comes_once_and_in_order(paths: list[str]) -> None:
    expected = [f"https://ledger.example{path}" for path in dict.fromkeys(paths)]
    assert urls(rss(*paths)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T08:30:00Z", DAY),
        ("2026-03-01T09:30+01:00", DAY),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("Sun, 01 Mar 2026 08:30:00 GMT", DAY),
        ("Sun, 1 Mar 26 03:30 EST", DAY),
        ("01 Mar 2026 08:30:00", DAY),
        ("yesterday", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("2026-13-45", None),
        ("Sun, 99 Mar 2026 08:30:00 GMT", None),
    ],
)
def test_moments(text: str, expected: datetime | None) -> None:
    assert moment(text) == expected


@given(st.text(max_size=40))
def test_moments_are_aware_or_none(text: str) -> None:
    found = moment(text)
    assert found is None or found.utcoffset() is not None


@given(st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)), st.integers(-12 * 60, 14 * 60))
def test_moments_round_trip(when: datetime, minutes: int) -> None:
    aware = when.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert moment(aware.isoformat()) == aware
