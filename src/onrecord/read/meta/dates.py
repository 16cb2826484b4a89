"""When a page was published and changed, with zone, and where that was found.

Machine-readable times come first: JSON-LD, article:published_time and its many relatives, microdata, `<time>`
next to the headline.  Then the address, and last the visible date line, read by the library `dateparser` in the
page's language.  The clock is never asked: reading is a function of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from onrecord.read.meta.dateline import SAYS, UPDATED, weighed
from onrecord.read.meta.evidence import Declared, texts
from onrecord.read.meta.instants import EARLIEST, YEAR, from_words, instant, made
from onrecord.read.tree import Tree
from onrecord.records import Timestamp

__all__ = ["modified", "published"]

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published", "og:published_time", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dcterms.issued", "citation_publication_date",
    "citation_online_date", "displaydate", "originalpublicationdate", "article.published", "rnews:datepublished", "iptc:date", "date", "created",
    "uploaddate", "ptime", "_pubtime", "weibo: article:create_at", "bt:pubdate", "vr:published_time", "article_date_original", "shareaholic:article_published_time",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "article:modified", "lastmod", "last-modified",
    "last_modified", "dcterms.modified", "dc.date.modified", "revised", "updated_time", "moddate", "rnews:datemodified",
    "shareaholic:article_modified_time",
)  # fmt: skip
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_.-]?(0[1-9]|1[0-2])[/_.-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_FOLDERS = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?=/)")
_ORIGINALLY = re.compile(
    r"\b(?:originally|first) (?:published|posted|created|appeared)\b|\b(?:zuerst|ursprünglich) (?:veröffentlicht|erschienen)\b",
    re.I,
)
_ONLY_DATE = re.compile(r"^[\w\s.,/-]+$")
_STAMP = re.compile(
    r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=(?:[01]\d|2[0-3])[0-5]\d)"
)  # an id made of a time
_DATED = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
_META_PUBLISHED = re.compile(
    r"(?:^|[.:_-])(?:publish|publication|pub|post|issue|creat)\w*[.:_-]?(?:date|time|at|on)?|date[.:_-]?(?:publish|post|issue|creat)|^date",
    re.I,
)
_META_MODIFIED = re.compile(r"modif|updat|revis|expir|lastmod|valid", re.I)


def _in_words(text: str, where: str, language: str | None) -> tuple[datetime, bool] | None:
    """A date that a declaration spells out ("March 12, 2026"); the clock time is left."""
    if where.startswith(("time:", "meta:", "itemprop:", "json-ld:")) and len(text) < 60 and YEAR.search(text):
        stamp = from_words(text, 0, language)
        return (stamp.time, stamp.date_only) if stamp is not None else None
    return None


def _first(found: Iterator[tuple[str, str]], language: str | None = None) -> Timestamp | None:
    day: Timestamp | None = None
    for where, text in found:
        value = instant(text) or _in_words(text, where, language)
        if value is None or value[0].year < EARLIEST:
            continue
        stamp = Timestamp(value[0], where, value[1])
        if not stamp.date_only:
            # A time of the same day completes a day; another day does not.
            return stamp if day is None or day.time.date() == stamp.time.date() else day
        day = day or stamp
    return day


def _declared(declared: Declared, keys: tuple[str, ...], metas: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        for text in texts(declared.article.get(key))[:1]:
            yield f"json-ld:{key}", text
    found = {k: v for k, v in reversed(declared.head.metas) if k in metas}
    for name in metas:
        if name in found:
            yield f"meta:{name}", found[name]
    if metas is _PUBLISHED:
        # Templates have many names for it; those that look like one come after those that are known.
        # Of several, the earliest is that of the first publication.
        likely = [
            (name, value)
            for name, value in declared.head.metas
            if name not in found and _META_PUBLISHED.search(name) and not _META_MODIFIED.search(name)
        ]
        for name, value in sorted(likely, key=lambda item: _day(item[1])) if len(likely) > 1 else likely:
            yield f"meta:{name}", value
    for key in keys:
        for text in declared.itemprops.get(key, ())[:1]:
            yield f"itemprop:{key}", text
    for key in keys:
        for text in texts(declared.page.get(key))[:1]:
            yield f"json-ld:WebPage.{key}", text


def _day(text: str) -> str:
    value = instant(text)
    return value[0].date().isoformat() if value is not None else "~"


def published(
    tree: Tree,
    declared: Declared,
    url: str | None,
    dateline: Sequence[float] | None,
    text: Sequence[bool] | None,
    language: str | None,
) -> Timestamp | None:
    """When the story was published, `None` if the page does not say.

    `dateline` is the probability of each raw block to be a date line, `text` whether it is running text.
    """
    language = _regional(language, declared)
    found = _first(_declared(declared, ("datePublished", "dateCreated", "uploadDate"), _PUBLISHED), language)
    addressed = _from_url(url) or _from_url(_canonical(declared))
    if found is not None:
        return weighed(found, modified(declared), _under_headline(tree, dateline, text), addressed, language)
    shown = list(_lines(tree, dateline, text))
    marked = _first(((f"time:{i}", when) for i, _ in shown for when in tree.raws[i].times), language)
    if marked is not None:
        return marked
    for i, line in shown:
        if (m := _ORIGINALLY.search(line)) and (stamp := from_words(line[m.end() :], i, language)):
            return stamp
    for i, line in shown:
        if UPDATED.search(line) and addressed is not None:
            continue
        if stamp := from_words(line, i, language):
            return stamp
    return addressed or modified(declared) or _only_one(tree, language)


def _regional(language: str | None, declared: Declared) -> str | None:
    """English with its region, if the page declares one: "en-GB" writes the day before the month."""
    if language not in (None, "en"):
        return language
    for said in (declared.head.language, declared.head.meta("og:locale") or ""):
        if m := re.match(r"en[-_]([A-Za-z]{2})\b", said):
            return "en" if m[1].upper() == "US" else f"en-{m[1].upper()}"
    return language


def _under_headline(
    tree: Tree, dateline: Sequence[float] | None, text: Sequence[bool] | None
) -> list[tuple[int, str, bool]]:
    """The lines that stand where stories are dated: short, close to the start of the text, with a date; and whether
    the labeller, too, takes them for date lines."""
    raws = tree.raws
    start = next((k for k, t in enumerate(text or ()) if t), len(raws) // 3)
    out = []
    for i in range(max(0, start - 20), min(len(raws), start + 7)):
        line = raws[i].text
        if len(line) > 120 or not _DATED.search(line):
            continue
        labelled = dateline is None or (dateline[i] > 0 and i >= start - 12)
        if labelled or (len(line) < 30 and _ONLY_DATE.match(line)):
            out.append((i, line, labelled))
    return out


def _only_one(tree: Tree, language: str | None) -> Timestamp | None:
    """The day that a line of the page consists of, if no line of the page consists of another."""
    found: Timestamp | None = None
    for i, raw in enumerate(tree.raws):
        if not 8 <= len(raw.text) <= 24 or not YEAR.search(raw.text) or not _ONLY_DATE.match(raw.text):
            continue
        stamp = from_words(raw.text, i, language)
        if stamp is None:
            continue
        if found is not None and found.time.date() != stamp.time.date():
            return None
        found = found or stamp
    return found


def modified(declared: Declared) -> Timestamp | None:
    """When the page says that the story was last changed."""
    return _first(_declared(declared, ("dateModified",), _MODIFIED))


def _canonical(declared: Declared) -> str | None:
    for rel, attrs in declared.head.links:
        if rel == "canonical" and isinstance(attrs.get("href"), str):
            return str(attrs["href"])
    return declared.head.meta("og:url")


def _from_url(url: str | None) -> Timestamp | None:
    if not url:
        return None
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    path = path[
        path.rfind("/http") + 1 :
    ]  # an archive's address tells the day of the copy, and then the page's own
    m = _URL_DATE.search(path) or _URL_FOLDERS.search(path) or _STAMP.search(path)
    value = made(int(m[1]), int(m[2]), int(m[3])) if m else None
    return Timestamp(value[0], "url", True) if value and value[0].year >= EARLIEST else None


def _lines(
    tree: Tree, dateline: Sequence[float] | None, text: Sequence[bool] | None
) -> Iterator[tuple[int, str]]:
    """(index, text) of blocks that may tell the date, the likeliest first."""
    raws = tree.raws
    start = next((i for i, t in enumerate(text or ()) if t), len(raws) // 3)
    order: list[tuple[int, bool, int, int]] = []
    for i, raw in enumerate(raws):
        n = len(raw.text)
        labelled = dateline is not None and dateline[i] > 0
        near = -20 <= i - start <= 6 and n < 120 and not (text and text[i])
        says = n < 60 and SAYS.match(raw.text) is not None
        if not raw.times and (n > 200 or not (labelled or near or says) or not _DATED.search(raw.text)):
            continue
        if labelled or near or says or (raw.times and -15 <= i - start <= 3):
            dated = n < 50 or (bool(raw.times) and i >= start - 12)
            rank = 0 if labelled and dated and not (text and i > start + 3) else 1 if says else 2
            order.append((rank, bool(UPDATED.search(raw.text)), i if rank < 2 else abs(i - start), i))
    # Date lines as labelled, in the order of the page; then lines that say so; lines of a change last of each.
    for *_, i in sorted(order)[:6]:
        yield i, raws[i].text
