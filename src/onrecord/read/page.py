"""From bytes to a page: what kind of file it is, and its text.

The encoding is chosen as the WHATWG Encoding and HTML standards say (byte-order mark, transport, `<meta>`
in the head), with one difference that real pages ask for: a declaration is believed only if the bytes bear
it out.  Bytes that are valid UTF-8 are UTF-8 whatever is declared, and stray bytes of windows-1252 within
UTF-8 (pages pasted together from two systems) are read as windows-1252, one by one.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from itertools import islice

from onrecord.errors import EmptyPage, NotAPage, PageTooLarge
from onrecord.read.doctext import Document
from onrecord.read.documents import DOCUMENTS, document, kind_of_document
from onrecord.records import PageInfo
from onrecord.settings import Settings

__all__ = ["Page", "decode"]

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF87a", "an image (GIF)"),
    (b"GIF89a", "an image (GIF)"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip data; decompress it first, or use a file named .gz"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"WARC/", "a WARC archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"OggS", "audio or video (Ogg)"),
    (b"ID3", "audio (MP3)"),
    (b"SQLite format 3\0", "an SQLite database"),
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_FEED = re.compile(
    # Atomic: where one comment can be taken for two, n comments could be split in 2^n ways.
    r"^\s*+(?><\?xml[^>]*+>\s*+)?(?>(?>(?><!--.*?-->)\s*+)*+)<(rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b",
    re.S,
)
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset|article|main)\b", re.I)
_TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|hr|i|img|li|meta|ol|p|script|span|strong|style|table|td|tr|ul)(?:\s[^<>]*)?/?>",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as text: `source` is all of what was received, decoded.

    Markup, white space and NUL characters are kept.  Line ends are normalised to "\\n", as the HTML standard
    (13.2.3.5) has it before anything is counted; this is the only change.
    """

    info: PageInfo
    source: str
    document: Document | None = None  # where the page is a PDF or the like, whose text is `source`


def _mixed(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: read the bytes that are not valid as windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("onrecord-mixed", _mixed)


def _codec(label: str) -> str | None:
    """The codec for a declared label as the WHATWG Encoding standard has it (latin1 is windows-1252, gb2312
    is gbk ...), or None for what is no such label."""
    import turbohtml.detect  # noqa: F401 - registers the codecs

    name = label.strip().lower()
    try:
        codecs.lookup(f"whatwg-{name}")
    except (LookupError, ValueError):
        return None
    return "utf-8" if name in ("utf-8", "utf8", "unicode-1-1-utf-8") else f"whatwg-{name}"


def _looks_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: Western text then has a NUL in every other byte."""
    head = data[:4000]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _unix(data: bytes) -> bytes:
    """Line ends as "\\n", in an encoding in which the bytes of ASCII stand for nothing else.

    The same is done for all texts further on; among bytes it takes a third of the time.
    """
    if b"\r" not in data:
        return data
    import numpy as np

    codes = np.frombuffer(data, np.uint8)
    if not data.endswith(b"\r") and (codes[1:][codes[:-1] == ord("\r")] == ord("\n")).all():
        return data.translate(None, b"\r")
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _to_text(data: bytes, http_charset: str | None) -> tuple[str, str, str]:
    """(text, encoding, where the encoding comes from)."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return (
                data[len(mark) :].decode(name, "onrecord-mixed" if name == "utf-8" else "replace"),
                name,
                "bom",
            )
    if name16 := _looks_utf16(data):
        return data.decode(name16, "replace"), name16, "content"

    declared: list[tuple[str, str]] = []
    if http_charset and (known := _codec(http_charset)):
        declared.append((known, "http"))
    # Declarations further down than the standard's 1,024 bytes are common: scripts come first.
    for pattern, where, reach in ((_XML, "xml", 400), (_META, "meta", 100_000)):
        if (m := pattern.search(data[:reach])) and (known := _codec(m[1].decode("ascii", "replace"))):
            # A page that can be read as ASCII up to here is not UTF-16, whatever it says.
            declared.append(("utf-8" if "utf-16" in known else known, where))

    first = declared[0] if declared else None
    try:
        text = _unix(data).decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if first is not None and "iso-2022" in first[0] and b"\x1b" in data:
            pass  # an encoding of escapes within ASCII
        elif first is not None and (first[0] == "utf-8" or data.isascii()):
            return text, first[0].removeprefix("whatwg-"), first[1]
        else:
            return text, "utf-8", "content"
    for name, where in declared:
        if name == "utf-8":
            text = data.decode("utf-8", "replace")
            # A few bad bytes are an accident; many mean that the declaration is wrong.
            if text.count("\ufffd") <= 5 + len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data)) // 4:
                return data.decode("utf-8", "onrecord-mixed"), "utf-8", where
            continue
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= 3 + len(text) // 2000:
            return text, name.removeprefix("whatwg-"), where
    from turbohtml.detect import detect

    # The detector would believe the declaration that has just proved wrong.
    found = detect(_META.sub(b"", data[:300_000]))
    if found.codec is not None and found.codec.removeprefix("whatwg-").lower() not in ("utf-8", "utf-8-sig"):
        return data.decode(found.codec, "replace"), str(found.encoding).lower(), "content"
    if found.codec is not None:
        return data.decode("utf-8", "onrecord-mixed"), "utf-8", "content"
    return data.decode("cp1252", "replace"), "cp1252", "content"


def _refuse_other_files(data: bytes, name: str) -> None:
    start = data[:16].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what in _MAGIC:
        if data.startswith(magic) or start.startswith(magic):
            raise NotAPage(f"this is {what}, not a web page or its text", page=name)
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        raise NotAPage("this is an image, audio or video file, not a web page", page=name)


def _refuse_other_text(text: str, name: str) -> None:
    head = text[:4000]
    if feed := _FEED.match(head):
        raise NotAPage(f"this is a feed or site map (<{feed[1]}>), not a page", page=name)
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in "{[" and text.rstrip()[-1:] in "}]":
        import json

        try:
            json.loads(stripped)
        except (ValueError, RecursionError):
            return
        raise NotAPage("this is JSON, not a web page or its text", page=name)


def _media(text: str) -> str:
    """ "html" or "text"."""
    head = text[:200_000]
    if _DOCUMENT.search(head):
        return "html"
    # One tag may be quoted in a text; markup has many.
    return "html" if sum(1 for _ in islice(_TAG.finditer(head), 2)) == 2 else "text"


def decode(
    content: bytes | str,
    *,
    name: str = "-",
    url: str | None = None,
    charset: str | None = None,
    media: str | None = None,
    settings: Settings | None = None,
) -> Page:
    """Make a page of what was received.

    `charset` is what the transport declares (the Content-Type header); `media` ("html", "text", "pdf" or "docx") overrides
    the guess.  Text that is already decoded is taken as it is.

    Raises `EmptyPage`, `PageTooLarge`, or `NotAPage` for other kinds of files; `MissingExtra` for a document whose reader is
    not installed.
    """
    settings = settings or Settings()
    if isinstance(content, str):
        data = content.encode("utf-8", "surrogatepass")
    else:
        data = bytes(content)
    if len(data) > settings.max_bytes:
        raise PageTooLarge(f"{len(data):,} bytes; the limit is {settings.max_bytes:,}", page=name)
    if not data.strip(b" \t\r\n\0\f\xef\xbb\xbf"):
        raise EmptyPage("the page is empty", page=name)
    if isinstance(content, str):
        # Lone surrogates cannot be written anywhere later on.
        text = (
            content
            if content.isascii()
            else content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
        encoding, where = "utf-8", "given"
    elif found := media if media in DOCUMENTS else kind_of_document(data) if media is None else None:
        made = document(data, found, name)
        info = PageInfo(hashlib.sha256(data).hexdigest(), name, url, found, "utf-8", "document", len(data))
        return Page(info, made.text, made)
    else:
        _refuse_other_files(data, name)
        text, encoding, where = _to_text(data, charset)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_other_text(text, name)
    kind = media or _media(text)
    if kind == "text" and (text.count("\0") + text.count("\ufffd")) > 0.05 * len(text):
        raise NotAPage("this is binary data, not a web page or its text", page=name)
    info = PageInfo(
        id=hashlib.sha256(data).hexdigest(),
        name=name,
        url=url,
        media=kind,
        encoding=encoding,
        encoding_from=where,
        size=len(data),
    )
    return Page(info, text)
