"""What makes a page one page: its address on the web, compared as browsers compare addresses, or else its bytes.

All functions are pure.  An address is *received* where a server or an archive gave it with the page, and *stated* where only the
page itself, or the program that saved it, names it.  The name of a file says nothing: half the world's pages are called `index.html`.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from html import unescape

__all__ = [
    "Identity",
    "Stated",
    "host_key",
    "host_of",
    "identify",
    "is_web",
    "stated_address",
    "urn_of",
    "urn_of_message",
    "web_address",
]

_MOST = 8_000  # characters of an address
_HEAD = 512_000  # bytes in which a page may state its address: some heads carry all their styles and scripts
_URN = "urn:sha256:"
#: Kinds of files whose messages have a number of their own wherever they are met, and what such a number holds.
_OWN_NUMBER = {"mail": "@", "telegram": "/"}
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.I)
_WEB = re.compile(r"\s*https?:", re.I)

_SINGLEFILE = re.compile(rb"\s*Page saved with SingleFile\s+url:\s*(\S{1,8000})")
_SAVED_FROM = re.compile(rb"\s*saved from url=\(\d{1,6}\)(\S{1,8000})")
_WOMBAT = re.compile(rb"__wm\.wombat\(\s*[\"']([^\"'\s]{4,4000})[\"']")
#: What is passed over as a whole, by its beginning; then how it ends.
_START = re.compile(rb"<(?:!--|(script|style|template|noscript|title|svg|link|meta|body|/head)\b)", re.I)
_ENDS = {
    b"": re.compile(rb"-->"),
    **{
        k: re.compile(rb"</" + k + rb"\b", re.I)
        for k in (b"script", b"style", b"template", b"noscript", b"title", b"svg")
    },
}
_ATTRIBUTE = re.compile(rb"([a-z-]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
#: What a template has not filled in.
_UNFILLED = re.compile(r"\{\{|\$\{|<%|%7b%7b|\[object|(?:^|/)(?:undefined|null|nan)(?=[/?#]|$)", re.I)
#: The address of a copy in an archive: the time of capture, and then the page's own address.
_COPY = re.compile(
    r"https?://[^/?#]+(?:/[\w.-]+){0,3}?/(?:\d{14}|\d{4}\.\d\d\.\d\d-\d{6})(?:[a-z]{2}_)?/(https?):/{1,2}(\S+)\Z",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """An address that a page states, as it is spelt there, and by what: "singlefile", "saved-from", "archive", "canonical",
    "og:url".

    `own` says whether it is the page's own address.  Many sites name their front page as the canonical address of all their
    pages: that tells the outlet, and not the page.
    """

    url: str
    by: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """By what a page is known: its `address` in normal form, `None` if nothing says one; the outlet's `host`; by what the
    address is `stated`, `None` if it was received."""

    address: str | None
    host: str | None
    stated: str | None = None


def web_address(url: str | None) -> str | None:
    """The normal form of an http(s) address (WHATWG URL), without fragment; `None` for anything else.

    Host in lower case and punycode, no default port, no dot segments, what is not ASCII percent-encoded in upper case.
    """
    if not url or len(url) > _MOST or not _WEB.match(url):
        return None
    import ada_url  # not needed to read pages

    try:
        if "#" in url:
            parsed = ada_url.URL(url)
            parsed.hash = ""
            found = str(parsed.href)
        else:
            found = str(ada_url.normalize_url(url))
    except ValueError:  # also of text that is no UTF-8
        return None
    return _ESCAPE.sub(lambda m: m[0].upper(), found) if "%" in found else found


def host_key(host: str) -> str:
    """The host that a user means, as stores have it: lower case, punycode, without "www."."""
    plain = host.strip().lower().removeprefix("www.")
    if plain.isascii():
        return plain
    address = web_address(f"http://{plain}/")
    return (host_of(address) if address else None) or plain


def host_of(address: str | None) -> str | None:
    """The host of an address in normal form, without "www.": by what pages of one outlet are told."""
    if address is None:
        return None
    host = address.partition("//")[2].partition("/")[0].rpartition("@")[2]
    if not host.startswith("["):
        host = host.partition(":")[0]
    else:
        host = host[1:].partition("]")[0]
    return host.removeprefix("www.") or None


def urn_of(digest: str) -> str:
    """What stands in place of an address for a page that has none but its bytes; `digest` is their SHA-256."""
    return _URN + digest


def urn_of_message(by: str, number: str | None) -> str | None:
    """What stands in place of an address for a mail or a post: posts of the same words on two days are two pages.

    `by` and `number` are those of its `Envelope`: the kind of file, and what it calls the message (a Message-ID, chat and message).
    `None` for a number that others may have: HTML exports of Telegram number their posts within a chat that they do not tell.
    """
    if not number or _OWN_NUMBER.get(by, "\n") not in number:
        return None
    return urn_of(hashlib.sha256(f"{by}\n{number}".encode("utf-8", "surrogatepass")).hexdigest())


def is_web(address: str) -> bool:
    """Whether an address of a page in a store is one, and not what `urn_of` gives."""
    return not address.startswith(_URN)


def identify(
    url: str | None, content: bytes, media: str | None = None, stated: str | None = None
) -> Identity:
    """By what a page is known.

    `url` is the address that it came with, `stated` by what, if that was no server and no archive ("mhtml").  Without it, `content` is
    searched for an address that the page states, unless `media` says that it is no HTML.
    """
    address = web_address(url)
    if address is not None:
        return Identity(address, host_of(address), stated)
    if media not in (None, "html"):
        return Identity(None, None)
    found = stated_address(content)
    if found is None:
        return Identity(None, None)
    address = web_address(found.url)
    return Identity(address if found.own else None, host_of(address), found.by)


def stated_address(content: bytes) -> Stated | None:
    """The address that a saved page states: what saved it comes first, then an archive's banner, the canonical link and `og:url`.

    Linear in the first 512,000 bytes; what follows, and what stands in the body, is not searched.
    """
    head = content[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    links: dict[str, str] = {}
    at = 0
    while m := _START.search(head, at):
        kind = (m[1] or b"").lower()
        if kind in (b"body", b"/head"):
            break
        if kind in (b"link", b"meta"):
            end = head.find(b">", m.end(), m.end() + 2 * _MOST)
            if end < 0:
                break
            _declare(links, kind, head[m.end() : end])
            at = end
            continue
        end = _end(head, kind, m.end())
        inner = head[m.end() : end]
        if not kind:
            for by, pattern in (("singlefile", _SINGLEFILE), ("saved-from", _SAVED_FROM)):
                if (saved := pattern.match(inner)) and (stated := _stated(saved[1], by)):
                    return stated
        elif kind == b"script" and b"__wm.wombat(" in inner:
            copy = _WOMBAT.search(inner)
            if copy and (stated := _stated(copy[1], "archive")):
                return stated
        at = end
    return _declared(links)


def _end(data: bytes, kind: bytes, at: int) -> int:
    """Where an element or (without a kind) a comment ends; the end of `data` if it does not."""
    m = _ENDS[kind].search(data, at)
    return m.start() if m else len(data)


def _declare(links: dict[str, str], kind: bytes, tag: bytes) -> None:
    """Note the address of a link whose `rel` says that it is the canonical one, and that of `og:url`; the first of each counts."""
    lowered = tag.lower()
    name, where, key, word = (
        ("canonical", b"rel", b"href", b"canonical")
        if kind == b"link"
        else ("og:url", b"property", b"content", b"og:url")
    )
    if word not in lowered or name in links:
        return
    values = {m[1].lower(): m[2] or m[3] or m[4] or b"" for m in _ATTRIBUTE.finditer(tag)}
    told = values.get(where) or values.get(b"name", b"")
    if word in told.lower().split() and (value := values.get(key)):
        with suppress(UnicodeDecodeError):
            links[name] = value.decode()


def _declared(links: dict[str, str]) -> Stated | None:
    """The page's address by its head.  What is reposted often names the first outlet's page as canonical, and itself in `og:url`."""
    found = [s for by in ("canonical", "og:url") if by in links and (s := _stated(links[by].encode(), by))]
    if len(found) == 2 and host_of(web_address(found[0].url)) != host_of(web_address(found[1].url)):
        return Stated(found[1].url, "og:url", own=False)
    return next((s for s in found if s.own), found[0] if found else None)


def _stated(value: bytes, by: str) -> Stated | None:
    try:
        url = unescape(value.decode()).strip()
    except UnicodeDecodeError:
        return None
    if url.startswith("//"):
        url = f"https:{url}"
    if copy := _COPY.match(url):
        url, by = f"{copy[1]}://{copy[2]}", "archive"
    address = None if _UNFILLED.search(url) else web_address(url)
    if address is None or not host_of(address):
        return None
    front = by in ("canonical", "og:url") and re.fullmatch(r"https?://[^/]+/", address) is not None
    return Stated(url, by, own=not front)
