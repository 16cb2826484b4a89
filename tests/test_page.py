"""From bytes to a page: encodings as they come, and files that are no pages."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import EmptyPage, NotAPage, PageError, PageTooLarge
from onrecord.read.page import decode
from onrecord.settings import Settings

RUSSIAN = "Паром ударился о мол в порту, сообщили спасатели. Пострадавших доставили в больницу."


def html(text: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}<title>t</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("data", "charset", "encoding", "where"),
    [
        (b"\xef\xbb\xbf" + html(RUSSIAN).encode(), None, "utf-8", "bom"),
        (b"\xff\xfe" + html(RUSSIAN).encode("utf-16-le"), None, "utf-16-le", "bom"),
        (html(RUSSIAN).encode("utf-16-be"), None, "utf-16-be", "content"),
        (html(RUSSIAN).encode("cp1251"), "windows-1251", "windows-1251", "http"),
        (html(RUSSIAN, "<meta charset=windows-1251>").encode("cp1251"), None, "windows-1251", "meta"),
        (html(RUSSIAN, "<meta charset=koi8-r>").encode("koi8-r"), None, "koi8-r", "meta"),
        (('<?xml version="1.0" encoding="windows-1251"?>' + html(RUSSIAN)).encode("cp1251"), None, "windows-1251", "xml"),
        (html(RUSSIAN).encode(), None, "utf-8", "content"),
        # Declarations that the bytes do not bear out:
        (html(RUSSIAN, "<meta charset=iso-8859-1>").encode(), None, "utf-8", "content"),
        (html(RUSSIAN).encode(), "iso-8859-1", "utf-8", "content"),
        (html(RUSSIAN * 5, "<meta charset=utf-8>").encode("cp1251"), None, "windows-1251", "content"),
        (html(RUSSIAN * 5, "<meta charset=no-such-thing>").encode("cp1251"), None, "windows-1251", "content"),
        (html(RUSSIAN, "<!--" + "x" * 3000 + "--><meta charset=windows-1251>").encode("cp1251"), None, "windows-1251", "meta"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, charset: str | None, encoding: str, where: str) -> None:
    page = decode(data, charset=charset)
    assert RUSSIAN in page.source
    assert (page.info.encoding, page.info.encoding_from) == (encoding, where)


def test_chinese_labels_mean_what_browsers_read() -> None:
    text = "渡轮在港口撞上防波堤，镕字只在大字符集里。"
    page = decode(html(text, "<meta charset=gb2312>").encode("gb18030"))
    assert text in page.source


def test_stray_bytes_within_utf8() -> None:
    data = html("Größe und café").encode() + "<p>naïve “quoted”</p>".encode("cp1252")
    source = decode(data, charset="utf-8").source
    assert "Größe und café" in source
    assert "naïve “quoted”" in source


def test_line_ends_are_normalised() -> None:
    assert decode(b"<p>a\r\nb\rc</p><p>d</p>").source == "<p>a\nb\nc</p><p>d</p>"


@given(st.text("\r\na é", max_size=30), st.sampled_from(["utf-8", "windows-1252", "utf-16"]))
def test_line_ends_are_made_one_in_any_encoding(text: str, encoding: str) -> None:
    page = f"<!doctype html><p>some words{text}</p>"
    wanted = page.replace("\r\n", "\n").replace("\r", "\n")
    assert decode(page.encode(encoding), charset=encoding).source == wanted


@pytest.mark.parametrize("data", [b"", b"  \n\t ", b"\0\0\0", b"\xef\xbb\xbf", ""])
def test_empty(data: bytes | str) -> None:
    with pytest.raises(EmptyPage, match=r"a\.html: the page is empty"):
        decode(data, name="a.html")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (gzip.compress(b"<p>a</p>"), "gzip"),
        (b"PK\x03\x04rest", "ZIP"),
        (b'{"a": [1, 2]}', "JSON"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed"),
        (b"<urlset><url/></urlset>", "site map"),
        (b"WARC/1.1\r\n", "WARC"),
    ],
)
def test_other_files_are_named(data: bytes, what: str) -> None:
    with pytest.raises(NotAPage, match=what):
        decode(data)


def test_too_large() -> None:
    with pytest.raises(PageTooLarge, match="limit is 10"):
        decode(b"x" * 11, settings=Settings(max_bytes=10))


def test_media() -> None:
    assert decode(b"<!doctype html><p>x").info.media == "html"
    assert decode("A headline\n\nIf a < b and b > c, a text is not markup.").info.media == "text"
    assert decode(b"<p>One</p><p>Two</p>").info.media == "html"
    assert decode(b"<p>One</p>", media="text").info.media == "text"


def test_ids_come_from_content() -> None:
    assert decode(b"<p>a</p>").info.id == decode(b"<p>a</p>", name="other", url="https://a.example/").info.id
    assert decode(b"<p>a</p>").info.id != decode(b"<p>b</p>").info.id


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "gb2312", "utf-16", "x-user-defined", "\0", "hex"]),
)
def test_any_bytes_give_a_page_or_a_page_error(data: bytes, charset: str | None) -> None:
    try:
        page = decode(data, charset=charset)
    except PageError:
        return
    page.source.encode()  # no lone surrogates get through


@given(st.text(max_size=200))
def test_any_text_gives_a_page_or_a_page_error(text: str) -> None:
    try:
        page = decode(text)
    except PageError:
        return
    page.source.encode()


def test_many_comments_before_the_page_cost_no_time() -> None:
    # Not timed: were the comments tried in all ways of splitting them, this would not end.
    story = "<p>" + "The pilot of the ferry saw the light too late. " * 9
    assert decode("<!-- a -->" * 60 + "<html>" + story).info.media == "html"
    with pytest.raises(NotAPage, match="feed"):
        decode("<?xml version='1.0'?>" + "<!-- a --> " * 100 + "<rss><channel/></rss>")
