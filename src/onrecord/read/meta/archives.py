"""Copies in web archives: what an archive has put on a page is told from the page.

Archives of the Wayback kind (the Internet Archive, Archive-It, Arquivo.pt and all that run pywb) show a copy under an
address that holds fourteen digits of the time of capture and the page's own address; they rewrite addresses in the
page and put a banner over it.  archive.today shows a copy under a short name, with a head of its own that declares the
time of capture as that of publication.  Everything of this dates and names the archive, and nothing of the story.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from onrecord.read.tree import Head, Tree
from onrecord.records import Archived, Note

__all__ = ["note_archive", "original_of"]

_HOSTS = r"(?:[\w-]+\.)*(?:web\.archive\.org|archive-it\.org|arquivo\.pt|webarchive\.[\w.]+|archive\.(?:today|ph|is|li|md|vn|fo))"
#: The address of a copy: a time of capture (with the kind of replay: "id_", "if_") and then the address of the page.
_REPLAY = re.compile(
    rf"(?:(?:https?:)?//(?P<host>(?P<known>{_HOSTS})|[\w.-]+)(?::\d+)?)?(?:/[\w.-]+){{0,3}}?/"
    r"(?P<stamp>\d{4}\.\d\d\.\d\d-\d{6}|\d{4,14})(?P<mode>[a-z]{2}_)?/(?P<page>(?:https?:/{1,2}|www\.)[^\s\"'<>]+)",
    re.I,
)
_SHORT = re.compile(
    r"(?:https?:)?//(?P<host>archive\.(?:today|ph|is|li|md|vn|fo))/\w{3,8}/?(?:[?#].*)?$", re.I
)
_TODAY = re.compile(r"archive\.(?:today|ph|is|li|md|vn|fo)", re.I)
_WOMBAT = re.compile(r"__wm\.wombat\(\s*[\"']([^\"']{4,2000})[\"']\s*,\s*[\"'](\d{14})[\"']")
_START, _END = 50_000, 20_000  # characters of the source
_FILED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d{1,2}, \d{4})")
_BANNERS = (
    '[id^="wm-ipp"], [id="donato"], [id="wm-capinfo"], [id="wm-tb"], [id^="webArchive"], [id^="wayback"]'
)
_OF_TODAY = '[id="HEADER"], [id="FOOTER"]'
#: Lines of the Wayback Machine's banner, where a dump has no elements.
_IN_DUMP = re.compile(
    r"The Wayback Machine - |[\d,]+ captures?$|\d\d? \w{3} \d{4} - \d\d? \w{3} \d{4}$|About this capture|Collected by$|Timestamps$|"
    r"(?:success|fail)$|(?:\w{3} )*\w{3}$",
    re.I,
)
#: What archive.today declares in the page's stead.
_ITS_METAS = frozenset(
    "og:site_name og:url article:published_time article:modified_time datecreated datemodified datepublished url description "
    "twitter:site twitter:description og:description".split()
)
_PORT = re.compile(r"^(https?://[^/:]+):(?:80|443)(?=/|$)")


def original_of(address: str) -> str | None:
    """The address of the page whose copy in an archive an address is that of; `None` if it is no such address."""
    m = _replay(address)
    return _page(m) if m else None


def note_archive(tree: Tree, url: str | None) -> None:
    """Note on `tree` which archive's copy it is, if it is one, which blocks are the archive's banner, and put the page's
    own addresses into what it declares.

    `url` is the address that the page came from, if it is known.
    """
    found = _found(tree, url)
    if found is None:
        return
    tree.archived = found
    for i in _banner(tree, found):
        tree.raws[i].of_archive = True
    tree.head = _cleaned(tree.head, found)
    tree.notes.append(
        Note(
            "metadata",
            f"a copy from the archive {found.archive}",
            "its banner, day and addresses do not belong to the story",
        )
    )


# -- what tells it ---------------------------------------------------------------------------------------------------
def _found(tree: Tree, url: str | None) -> Archived | None:
    head, source = tree.head, tree.page.source
    declared = [
        (str(attrs.get("href") or ""), f"link:{rel}")
        for rel, attrs in head.links[:200]
        if rel in ("canonical", "bookmark", "original")
    ]
    declared += [(v, f"meta:{k}") for k, v in head.metas if k == "og:url"]
    for address, where in ((url or "", "url"), *declared):
        if m := _replay(address):
            return _archived(m, address, where)
    for address, where in ((url or "", "url"), *declared):
        if m := _SHORT.match(address):
            return _of_today(tree, m["host"].lower(), where, address)
    named = head.meta("og:site_name") or ""
    if _TODAY.fullmatch(named):
        return _of_today(tree, named.lower(), "meta:og:site_name", head.meta("og:url"))
    # The archive writes its script at the very start of a page and its comment at the very end.
    if "__wm.wombat(" in (start := source[:_START]) and (m := _WOMBAT.search(start)):
        return Archived("web.archive.org", "script", _time(m[2]), None, _tidy(m[1]))
    if _has_banner(tree):
        return _by_banner(tree)
    if "FILE ARCHIVED ON " in (end := source[-_END:]) and (m := _FILED.search(end)):
        return Archived("web.archive.org", "comment", _filed(m[1]))
    return None


def _has_banner(tree: Tree) -> bool:
    if tree.nodes:
        # With its tag the selector is quick; and the tag is the first thing that it asks for.
        return tree.nodes.handles[0].select_one('div[id^="wm-ipp"]') is not None
    return "The Wayback Machine - http" in tree.page.source


def _replay(address: str) -> re.Match[str] | None:
    m = _REPLAY.match(address.strip()) if len(address) < 5000 else None
    if m is None:
        return None
    if m["known"] or len(re.sub(r"\D", "", m["stamp"])) == 14:
        return m
    return None


def _archived(m: re.Match[str], address: str, where: str) -> Archived:
    host = (m["host"] or "web.archive.org").lower()
    full = address if "//" in address[:8] else f"https://{host}{address}"
    return Archived(host, where, _time(m["stamp"]), full.strip(), _page(m))


def _page(m: re.Match[str]) -> str:
    return _tidy(m["page"])


def _tidy(page: str) -> str:
    page = re.sub(r"^(https?):/{1,2}", r"\1://", page)
    if page.startswith("www."):
        page = f"http://{page}"
    return _PORT.sub(r"\1", page)


def _time(stamp: str) -> datetime | None:
    digits = re.sub(r"\D", "", stamp)
    if len(digits) != 14:
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _filed(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%H:%M:%S %b %d, %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _of_today(tree: Tree, host: str, where: str, address: str | None) -> Archived:
    """A copy in archive.today: its head tells the time, and the field over the copy holds the page's address."""
    from onrecord.read.meta.instants import instant

    told = instant(tree.head.meta("article:published_time", "article:modified_time") or "")
    time = told[0] if told and not told[1] else None
    if time is not None and time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    original = None
    if tree.nodes:
        root = tree.nodes.handles[0]
        held: list[Any] = [h.attr("value") for h in root.select('input[name="q"]')[:3]]
        held += [h.attr("href") for h in root.select('[id="HEADER"] a')[:40]]
        for value in held:
            if not isinstance(value, str):
                continue
            if value.startswith("http") and not _TODAY.fullmatch(_host(value) or ""):
                original = _tidy(value)
                break
            if of := original_of(value):
                original = of
                break
    return Archived(host, where, time, address or None, original)


def _host(url: str) -> str | None:
    """The host of an address; `None` if it has none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _by_banner(tree: Tree) -> Archived | None:
    """A copy that only its banner tells."""
    if tree.nodes:
        banners = tree.nodes.handles[0].select('[id^="wm-ipp"]')[:3]
        texts = [t for h in banners for t in list(h.stripped_strings)[:200]]
        texts += [str(i.attr("value") or "") for h in banners for i in h.select("input")[:10]]
        texts += [str(a.attr("href") or "") for h in banners for a in h.select("a")[:40]]
        if not banners:
            return None
    else:
        texts = [raw.text for raw in tree.raws[:40] if raw.text.startswith("The Wayback Machine - ")]
    for text in texts:
        for m in re.finditer(r"https?://[^\s\"'<>]+|/web/\d{14}[^\s\"'<>]+", text[:5000]):
            if found := _replay(m[0]):
                return _archived(found, m[0], "banner")
    return Archived("web.archive.org", "banner") if texts else None


# -- what is the archive's -------------------------------------------------------------------------------------------
def _banner(tree: Tree, found: Archived) -> list[int]:
    """The blocks that the archive has put on its copy."""
    nodes = tree.nodes
    if not nodes:
        top = next(
            (i for i, r in enumerate(tree.raws[:40]) if r.text.startswith("The Wayback Machine - ")), -1
        )
        end = top + 1
        while top >= 0 and end < len(tree.raws) and _IN_DUMP.match(tree.raws[end].text):
            end += 1
        return list(range(top, end)) if top >= 0 else []
    wanted = _OF_TODAY if _TODAY.fullmatch(found.archive) else _BANNERS
    roots = set(nodes.handles[0].select(wanted)[:50])
    within: set[int] = set()
    for i, (handle, parent) in enumerate(zip(nodes.handles, nodes.parents, strict=True)):
        if parent in within or handle in roots:
            within.add(i)
    return [i for i, raw in enumerate(tree.raws) if raw.node in within]


def _cleaned(head: Head, found: Archived) -> Head:
    """The page's declarations with its own addresses, without what an archive declares of itself."""
    today = _TODAY.fullmatch(found.archive) is not None
    metas = [(k, original_of(v) or v) for k, v in head.metas if not (today and k in _ITS_METAS)]
    links = []
    for rel, attrs in head.links:
        href = attrs.get("href")
        if isinstance(href, str):
            if today and rel in ("canonical", "bookmark") and not _replay(href):
                continue  # the short name of the copy
            attrs = {**attrs, "href": original_of(href) or href}
        links.append((rel, attrs))
    base = original_of(head.base) or head.base
    return Head(
        head.title, metas, links, head.json_ld, head.language, base, head.frames, head.password_fields
    )
