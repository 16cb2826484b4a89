"""Feeds and sitemaps: the addresses that they name, and when these changed.

RSS 0.9x, 1.0 and 2.0, Atom (RFC 4287, and 0.3), JSON Feed, XML sitemaps (sitemaps.org) with Google's news
sitemaps, sitemap indexes and sitemaps in plain text, each also packed with gzip.  Only addresses and times are taken:
the text that a feed may carry (`content:encoded`) is an extract made for readers of feeds, not the page, and no
anchor could point into the page from it.

They come from anybody.  XML goes through expat, which takes time in proportion to its length and fetches nothing.
A document type with declarations of its own is refused, since that is where entities come from that unfold to
gigabytes or name local files; feeds need none.  Sizes, depth and counts are bounded.  A feed that is damaged gives
its entries up to the damage, once its commonest damage (bare ampersands, HTML's entities) has been mended.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit
from xml.parsers import expat

from onrecord.errors import BadFeed, FetchError
from onrecord.records import Failure, FeedKind, Wanted
from onrecord.sources.address import checked
from onrecord.sources.feedxml import Entry, Hostile, entries, root
from onrecord.sources.http import unpacked
from onrecord.sources.moments import moment

__all__ = ["MOST", "is_feed", "kind_of", "wanted"]

#: Addresses taken from one document, which is what sitemaps.org allows.
MOST = 50_000
#: Bytes of a document, unpacked (sitemaps.org), and of one in JSON, which is read in one piece.
_BYTES = 52_428_800
_JSON_BYTES = 10_000_000
_HEAD = 65_536
_CHARSET = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|iso-8859-\d{1,2}|(windows-|cp)125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-(jp|kr)|shift_jis",
    re.I,
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BARE = re.compile(r"&(?!(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_feed(content: bytes) -> bool:
    """Whether this is a feed or a sitemap, by its content; what it was declared as does not count."""
    return kind_of(content) is not None


def kind_of(content: bytes) -> FeedKind | None:
    """The format of a feed or a sitemap, `None` for anything else.  Looks at the beginning only."""
    head = content[:_HEAD]
    if head.startswith(b"\x1f\x8b"):
        try:
            head = next(unpacked([head]), b"")[:_HEAD]
        except zlib.error:
            return None
    text = _decoded(head)
    if text.startswith("<"):
        return root(text)
    if text.startswith("{"):
        return (
            FeedKind.JSON
            if re.search(r'"version"\s*:\s*"https?:\\?/\\?/(www\.)?jsonfeed\.org', text)
            else None
        )
    lines = text.splitlines()
    lines = (lines if len(head) < _HEAD else lines[:-1])[:100]
    addresses = [line for line in map(str.strip, lines) if line]
    if addresses and all(re.fullmatch(r"https?://\S+", line) for line in addresses):
        return FeedKind.TEXT
    return None


def wanted(
    content: bytes, container: str, base: str | None = None, *, most: int = MOST
) -> Iterator[Wanted | Failure]:
    """The addresses that a feed or a sitemap names, each once, with the times stated beside them.

    `container` is what the document is called in `Wanted.container` and in failures; `base` the address that it came from,
    against which relative addresses are resolved.  Of more than `most` addresses the rest is left out.

    An entry that names no address of the web gives a `Failure`, and so does, at the end, what is damaged, refused or
    left out.  Nothing is raised.
    """
    seen: set[str] = set()
    nameless = 0
    try:
        for n, entry in enumerate(_entries(content)):
            if n >= most:
                raise BadFeed(f"more than {most:,} addresses; the rest is left out", page=container)
            address = re.sub(r"[\t\r\n]", "", entry.address).strip()
            if not address:
                nameless += 1
                continue
            found = _resolved(address, entry.base, base, container)
            key = found.url if isinstance(found, Wanted) else address
            if key in seen:
                continue
            seen.add(key)
            if isinstance(found, Wanted):
                yield Wanted(found.url, container, moment(entry.changed))
            else:
                yield found
    except Hostile as e:
        yield BadFeed(str(e), page=container).failure(base)
    except BadFeed as e:
        yield BadFeed(e.message, page=container).failure(base)
    if nameless:
        yield BadFeed(f"{nameless:,} entries have no address", page=container).failure(base)


def _resolved(address: str, inner: str, base: str | None, container: str) -> Wanted | Failure:
    try:
        full = address
        if not address.startswith(("http://", "https://")):
            full = urljoin(urljoin(base or "", inner), address)
            if not urlsplit(full).scheme:
                raise BadFeed("it is relative, but its base address is not known")
        return Wanted(checked(full, container))
    except (FetchError, BadFeed) as e:
        reason = e.message
    except ValueError as e:
        reason = f"not an address: {e}"
    return BadFeed(f"an entry names {address[:200]!r}: {reason}", page=container).failure()


def _entries(content: bytes) -> Iterator[Entry]:
    kind = kind_of(content)
    if kind is None:
        raise BadFeed("neither a feed nor a sitemap")
    if len(content) > _BYTES:
        raise BadFeed(f"more than {_BYTES:,} bytes")
    if content.startswith(b"\x1f\x8b"):
        content = _unzipped(content)
    if kind is FeedKind.JSON:
        yield from _json(content)
        return
    text = _decoded(content)
    if kind is FeedKind.TEXT:
        yield from (Entry(line) for line in map(str.strip, _lines(text)) if line)
        return
    text = _NOT_XML.sub("", text)
    try:
        yield from entries(text, kind)
    except expat.ExpatError as e:
        # From the start: what comes twice is dropped as any duplicate is.
        try:
            yield from entries(_mended(text), kind)
        except expat.ExpatError:
            raise BadFeed(
                f"the XML is damaged; onrecord read it up to line {e.lineno}: {expat.ErrorString(e.code)}"
            ) from e


def _unzipped(content: bytes) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        for piece in unpacked([content]):
            parts.append(piece)
            size += len(piece)
            if size > _BYTES:
                raise BadFeed(f"more than {_BYTES:,} bytes when decompressed")
    except zlib.error as e:
        raise BadFeed(f"damaged gzip data: {e}") from None
    return b"".join(parts)


def _decoded(content: bytes) -> str:
    """The text, without byte order mark and white space before it.  What is declared counts if it is a plain encoding:
    Python knows others (punycode) that are no encodings of documents and take time that grows with the square.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            encoding = name
            break
    else:
        declared = _DECLARED.search(content[:400])
        encoding = declared[1].decode("ascii") if declared else "utf-8"
        if content[:4] in (b"<\0?\0", b"\0<\0?"):
            encoding = "utf-16-le" if content[0] else "utf-16-be"
    if not _CHARSET.fullmatch(encoding) and not encoding.startswith("utf-16-"):
        encoding = "utf-8"
    try:
        text = content.decode(encoding, "replace")
    except LookupError:  # "iso-8859-99"
        text = content.decode("utf-8", "replace")
    return text.lstrip("\ufeff \t\r\n")


def _mended(text: str) -> str:
    """Ampersands that begin no reference of XML are written out, but in CDATA, where they stand for themselves."""
    out: list[str] = []
    at = 0
    while True:
        start = text.find("<![CDATA[", at)
        end = text.find("]]>", start) if start >= 0 else -1
        if end < 0:
            out.append(_BARE.sub("&amp;", text[at:]))
            return "".join(out)
        out += (_BARE.sub("&amp;", text[at:start]), text[start:end])
        at = end


def _lines(text: str) -> Iterator[str]:
    return (m[0] for m in re.finditer(r"[^\r\n]+", text))


def _json(content: bytes) -> Iterator[Entry]:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org).  Further pages of it (`next_url`) are older entries, and not followed."""
    if len(content) > _JSON_BYTES:
        raise BadFeed(f"more than {_JSON_BYTES:,} bytes of JSON")
    try:
        document = json.loads(_decoded(content))
    except (ValueError, RecursionError) as e:
        raise BadFeed(f"the JSON is damaged: {e}"[:300]) from None
    items: Iterable[object] = document.get("items") if isinstance(document, dict) else None  # type: ignore[assignment]
    if not isinstance(items, list):
        raise BadFeed("a JSON Feed without items")
    for item in items:
        if not isinstance(item, dict):
            raise BadFeed("an item of the JSON Feed is not an object")
        address = item.get("url") or item.get("external_url")
        changed = item.get("date_modified") or item.get("date_published")
        yield Entry(
            address if isinstance(address, str) else "", "", changed if isinstance(changed, str) else ""
        )
