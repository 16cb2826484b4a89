"""Site, section, tags, canonical address, and where the page itself says that its story comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from onrecord.read.meta.evidence import Declared, texts
from onrecord.read.meta.names import AGENCIES, agency
from onrecord.read.tree import Tree
from onrecord.records import Author, Note, Origin, Stated

__all__ = ["canonical", "origins", "section", "site", "tags"]

_DATELINE = re.compile(r"^[^.!?]{0,60}?[(（/–—-]\s*([^()（）–—/]{2,40}?)\s*(?:[)）/]|[–—-])")
_LEADING = re.compile(r"^\W*\(?([A-Z][\w./-]{1,12}|新华社|中新社|共同|時事|연합뉴스)\)?\s*[-–—:)）.]")
_TRAILING = re.compile(r"[(（\[]\s*([^()（）\[\]]{2,40})\s*[)）\]]\.?$")
_FIRST = re.compile(
    r"\b(?:first|originally) (?:published|appeared|posted) (?:at|on|by|in)\s+(?:the\s+)?([^.,;]{2,60})|"
    r"\bthis (?:story|article|post|piece) (?:was|is) (?:republished|reprinted) (?:from|with permission from)\s+([^.,;]{2,60})|"
    r"\b(?:zuerst|ursprünglich) (?:erschienen|veröffentlicht) (?:bei|auf|in|im)\s+([^.,;]{2,60})|"
    r"\bpublié (?:initialement|à l'origine) (?:par|sur|dans)\s+([^.,;]{2,60})|"
    r"(?:впервые опубликован\w*|источник:|первоисточник:|джерело:)\s*([^.,;]{2,60})|(?:来源|來源|转载自)[:：]\s*(\S{2,30})",
    re.I,
)
_HINT = re.compile(
    "publi|Publi|appeared|posted|republ|reprint|erschien|veröff|публик|сточник|жерело|来源|來源|转载"
)
_MOST_TAGS = 40


def canonical(declared: Declared, url: str | None) -> tuple[str | None, list[Note]]:
    """The page's own address as it declares it: rel=canonical, else og:url; absolute if `url` or a base is known.

    Templates fill it in wrongly: with the front page for every page, with a variable that has no value.  Such values
    are passed over, and noted.
    """
    head, notes = declared.head, list[Note]()
    found = [
        (str(attrs["href"]).strip(), "rel=canonical")
        for rel, attrs in head.links
        if "canonical" in rel.split() and isinstance(attrs.get("href"), str)
    ][:1]
    found.append(((head.meta("og:url") or "").strip(), "og:url"))
    known = [(a, value, where) for value, where in found if value and (a := _absolute(value, head.base, url))]
    deeper = any(not _is_front(a) for a in (url, *(a for a, *_ in known)) if a)
    for address, value, where in known:
        if _UNFILLED.search(value) or _placeless(address, url):
            why = "a template has not filled it in"
        elif deeper and _is_front(address):
            why = "it is the site's front page"
        else:
            return address, notes
        notes.append(Note("metadata", f"{where} {value[:80]!r}", why))
    return None, notes


_UNFILLED = re.compile(
    r"\{\{|\$\{|<%|%7b%7b|\[object|(?:^|/)(?:undefined|null|nan)(?=[/?#]|$)|^(?:https?:)?//[^/?#]*(?:undefined|null)(?=[:/?#]|$)",
    re.I,
)
#: A scheme with one slash, or put before another one: "https:/ledger.example", "http://https://ledger.example".
_SLIPPED = re.compile(r"^(?:https?:?//)?(https?):?/{1,3}(?=[\w-]{1,63}\.)", re.I)
_FRONT = re.compile(r"/*(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)(?:\.\w{2,5})?/?)?", re.I)
_BARE_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,6}([a-z]{2,24})(?::\d{1,5})?(?=[/?#]|$)", re.I)
_FILES = frozenset("html htm php asp aspx jsp xml shtml cfm cgi do pdf txt json".split())


def _absolute(value: str, base: str, url: str | None) -> str | None:
    """A declared address made absolute; `None` if that cannot be done or it is none of the web."""
    try:
        base = urljoin(url or "", base)
        own = {(urlsplit(a).hostname or "").removeprefix("www.") for a in (url, base) if a} - {""}
        scheme = urlsplit(base or url or "").scheme or "https"
        value = _SLIPPED.sub(r"\1://", value)
        if value.startswith("//"):
            value = f"{scheme}:{value}"
        elif m := _BARE_HOST.match(value):
            # "outlet.example/2026/story": a host without its scheme, and no file beside the page.
            host = m[0].split(":")[0].lower().removeprefix("www.")
            is_host = host in own if own else m[1].lower() not in _FILES
            if is_host or value.lower().startswith("www."):
                value = f"{scheme}://{value}"
        address = urljoin(base or url or "", value)
        parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _is_front(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.query and _FRONT.fullmatch(parts.path) is not None


def _placeless(address: str, url: str | None) -> bool:
    """Whether an address is that of the machine on which the page was made."""
    host = urlsplit(address).hostname or ""
    own = urlsplit(url or "").hostname
    return host != own and ("." not in host or host.startswith(("127.", "192.168.", "10.0.")))


def site(declared: Declared, url: str | None, address: str | None) -> Stated | None:
    """The site's name, as the page gives it; `address` is the canonical one."""
    head = declared.head
    for name in ("og:site_name", "application-name", "al:android:app_name", "apple-mobile-web-app-title"):
        if own := head.meta(name):
            return Stated(own[:200], f"meta:{name}")
    for value in texts(declared.resolve(declared.article.get("publisher")))[:1]:
        return Stated(value, "json-ld:publisher")
    if declared.sites:
        return Stated(declared.sites[0], "json-ld:name")
    host = _host(address) or _host(url)
    if not host:
        return None
    for place, said in (("title", head.title), ("meta:og:title", head.meta("og:title") or "")):
        for piece in reversed(_PIECES.split(said)[1:]):
            if _spells(piece, host):
                return Stated(piece.strip(), place, 0.8)
    return Stated(host, "url", 0.5)


_PIECES = re.compile(r"\s+[|–—·•»-]\s+|\s*[|｜]\s*")
_NO_LETTER = re.compile(r"[\W_]")


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _spells(name: str, host: str) -> bool:
    """Whether a host is made of the letters of a name: "The Tarn Courier" and tarncourier.example."""
    letters = _NO_LETTER.sub("", name.casefold())
    label = _NO_LETTER.sub("", _domain(f"//{host}").split(".")[0])
    return len(letters) > 3 and label in (letters, letters.removeprefix("the"))


def section(tree: Tree, declared: Declared, shown: Sequence[float] | None) -> Stated | None:
    """The section, desk or column."""
    for value in texts(declared.get("articleSection"))[:1]:
        return Stated(value, "json-ld:articleSection")
    if desk := declared.head.meta(
        "article:section", "section", "parsely-section", "sailthru.section", "cxenseparse:section"
    ):
        return Stated(desk[:200], "meta:section")
    if len(declared.breadcrumbs) > 1:
        crumb = declared.breadcrumbs[1] if len(declared.breadcrumbs) > 2 else declared.breadcrumbs[-1]
        if len(crumb) < 60:
            return Stated(crumb, "json-ld:breadcrumbs", 0.7)
    if shown is not None and len(shown):
        best = max(range(len(shown)), key=shown.__getitem__)
        if shown[best] > 0.4:
            text = tree.raws[best].text
            head, colon, tail = text.partition(":")
            return Stated(
                (tail.strip() if colon and tail.strip() and len(head) < 20 else text)[:200],
                f"block:{best}",
                round(shown[best], 3),
            )
    return None


def tags(tree: Tree, declared: Declared, shown: Sequence[float] | None) -> tuple[str, ...]:
    """Topic tags: declared ones, else those that the page shows."""
    found: dict[str, None] = {}
    for key, value in declared.head.metas:
        if key in ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords"):
            found.update(dict.fromkeys(_listed(value)))
    for value in texts(declared.get("keywords"), limit=_MOST_TAGS):
        found.update(dict.fromkeys(_listed(value)))
    if not found and (words := declared.head.meta("keywords")):
        found.update(dict.fromkeys(_listed(words)))
    if not found and shown is not None:
        for i, p in enumerate(shown):
            raw = tree.raws[i]
            if p > 0.5 and len(raw.text) < 50 and raw.link_chars:
                found[raw.text.lstrip("#").strip()] = None
    return tuple(t for t in found if t)[:_MOST_TAGS]


def _listed(value: str) -> list[str]:
    parts = re.split(r"[,;，、]", value) if re.search(r"[,;，、]", value) else [value]
    return [" ".join(p.split())[:100] for p in parts if p.strip()]


def origins(
    tree: Tree, url: str | None, address: str | None, authors: Sequence[Author], text: Sequence[bool] | None
) -> tuple[Origin, ...]:
    """Agencies and outlets that the page names as where its story comes from; `address` is the canonical one."""
    out: dict[tuple[str, str], Origin] = {}

    def add(name: str, how: str, where: str, link: str | None = None) -> None:
        out.setdefault((name.casefold(), how), Origin(name, how, where, link))

    for author in authors:
        if author.organisation and (name := agency(author.name)):
            add(name, "agency", author.where)
    story = [i for i, t in enumerate(text or ()) if t]
    for i in story[:2]:
        for pattern in (_DATELINE, _LEADING):
            if (m := pattern.match(tree.raws[i].text[:140])) and (name := _agency(m[1])):
                add(name, "agency", f"block:{i}")
    for i in story[-2:]:
        if (m := _TRAILING.search(tree.raws[i].text[-60:])) and (name := _agency(m[1])):
            add(name, "agency", f"block:{i}")
    near = range(max(0, story[0] - 8), min(len(tree.raws), story[-1] + 6)) if story else range(0)
    for i in near:
        raw = tree.raws[i]
        if len(raw.text) < 400 and _HINT.search(raw.text) and (m := _FIRST.search(raw.text)):
            name = next(g for g in m.groups() if g).strip(" \"'“”")
            add(name, "first published by", f"block:{i}", raw.links[0][2] if raw.links else None)
    if address and url and _domain(address) != _domain(url):
        add(_domain(address), "canonical", "link:canonical", address)
    return tuple(out.values())


def _agency(text: str) -> str | None:
    """The agency that a dateline names, if it names nothing else of weight."""
    for piece in re.split(r"[/,;·]| - ", text):
        if piece.strip() in AGENCIES:
            return piece.strip()
    return None


def _domain(url: str) -> str:
    """The registered part of a host, as far as can be told without a list of suffixes."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    parts = host.split(".")
    keep = 3 if len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) == 2 else 2
    return ".".join(parts[-keep:])
