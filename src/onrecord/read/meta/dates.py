"""When a page was published and changed, with zone, and where that was found.

Machine-readable times come first: JSON-LD, article:published_time and its many relatives, microdata, `<time>`
next to the headline, and what elements hold in `title` and `data-*`.  Then the visible date line, in the page's
language, and the address.  What a line gives as the time of a change is that of publication only where nothing else
is.  The clock is never asked: reading is a function of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from onrecord.read.meta.datekinds import Dated, dates_of
from onrecord.read.meta.dateline import SAYS, weighed
from onrecord.read.meta.datewords import WORDS, DateKind
from onrecord.read.meta.evidence import Declared, texts
from onrecord.read.meta.expressions import EARLIEST, from_words, plain
from onrecord.read.meta.instants import YEAR, instant, made
from onrecord.read.meta.timemarks import marks
from onrecord.read.tree import Tree
from onrecord.records import Timestamp

__all__ = ["dates"]

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
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d\D{0,8}\d\D{0,8}\d")
_READ = 400  # characters of a line that are looked at
_COPYING = timedelta(seconds=90)
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
    """A date that a declaration spells out ("March 12, 2026 at 10:05")."""
    if where.startswith(("meta:", "itemprop:", "json-ld:")) and len(text) < 60 and YEAR.search(plain(text)):
        stamp = from_words(text, 0, language)
        return (stamp.time, stamp.date_only) if stamp is not None else None
    return None


def _first(
    found: Iterator[tuple[str, str]], language: str | None = None, capture: datetime | None = None
) -> Timestamp | None:
    def stamps() -> Iterator[Timestamp]:
        for where, text in found:
            value = instant(text) or _in_words(text, where, language)
            if value is None or value[0].year < EARLIEST or (capture and _is_capture(value[0], capture)):
                continue
            yield Timestamp(value[0], where, value[1])

    return _completed(stamps())


def _is_capture(when: datetime, capture: datetime) -> bool:
    """Whether a declared time is that at which an archive copied the page: archives declare it as the page's own."""
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return abs(aware - capture) < _COPYING


def _completed(stamps: Iterator[Timestamp]) -> Timestamp | None:
    """The first of these; a day is completed by a time of the same day behind it, and by no other."""
    day: Timestamp | None = None
    for stamp in stamps:
        if not stamp.date_only:
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


def dates(
    tree: Tree,
    declared: Declared,
    url: str | None,
    dateline: Sequence[float] | None,
    text: Sequence[bool] | None,
    language: str | None,
    capture: datetime | None = None,
    canonical: str | None = None,
) -> tuple[Timestamp | None, Timestamp | None]:
    """When the story was published and when it was last changed, each `None` if the page does not say.

    `dateline` is the probability of each raw block to be a date line, `text` whether it is running text; `capture` is
    when an archive copied the page, `canonical` the address that the page gives as its own.
    """
    language = _regional(language, declared)
    first = _first(
        _declared(declared, ("datePublished", "dateCreated", "uploadDate"), _PUBLISHED), language, capture
    )
    last = _first(_declared(declared, ("dateModified",), _MODIFIED), language, capture)
    addressed = _from_url(url) or _from_url(canonical)
    shown: list[tuple[int, list[Dated]]] = []
    if first is None or last is None:
        lines = _lines(tree, dateline, text, language)
        if first is not None:
            lines = [i for i in lines if WORDS.search(tree.raws[i].text[:_READ])]
        shown = [(i, dates_of(tree, i, language)) for i in lines]
    changes = (d.stamp for _, found in shown for d in found if d.kind is DateKind.CHANGED)
    changed = next(changes, None)
    if first is not None:
        under = _under_headline(tree, dateline, text)
        first = weighed(first, last, under, addressed, language)
    else:
        first = _shown_first(tree, shown, dateline, language) or addressed
    if first is None and (change := changed or last) is not None:
        first = replace(change, inferred=(*change.inferred, "publication"))
    first = first or _only_one(tree, language)
    if last is None and changed is not None and first is not None and not _before(changed, first):
        last = changed
    return first, last


def _before(one: Timestamp, other: Timestamp) -> bool:
    if one.date_only or other.date_only or (one.time.tzinfo is None) != (other.time.tzinfo is None):
        return one.time.date() < other.time.date()
    return one.time < other.time


def _shown_first(
    tree: Tree,
    shown: list[tuple[int, list[Dated]]],
    dateline: Sequence[float] | None,
    language: str | None,
) -> Timestamp | None:
    """The day of publication in the lines that may tell it, the likeliest line first."""
    labelled = bool(shown) and dateline is not None and dateline[shown[0][0]] > 0

    def sure() -> Iterator[Timestamp]:
        for k, (_, found) in enumerate(shown):
            of = [d for d in found if d.kind is not DateKind.CHANGED]
            said = [d for d in of if d.kind is DateKind.PUBLISHED]
            yield from (d.stamp for d in said or of if d.marked or said or (k == 0 and labelled))

    for i, found in shown:
        line = tree.raws[i].text
        if (m := _ORIGINALLY.search(line, 0, _READ)) and (stamp := from_words(line[m.end() :], i, language)):
            same = (d.stamp for d in found if d.stamp.time.date() == stamp.time.date())
            return next(same, stamp)
    if (stamp := _completed(sure())) is not None:
        return stamp
    return next((d.stamp for _, found in shown for d in found if d.kind is DateKind.UNSAID), None)


def _regional(language: str | None, declared: Declared) -> str | None:
    """The language of the page's dates: that of its template, which writes them, where one is declared beside English.

    English comes with its region, if the page declares one: "en-GB" writes the day before the month.
    """
    said = declared.head.language.lower()
    if (m := re.match(r"([a-z]{2,3})(?=$|[-_])", said)) and m[1] not in ("en", language):
        return m[1]
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
        if len(line) > 120 or raws[i].of_archive or not _dated(line):
            continue
        labelled = dateline is None or (dateline[i] > 0 and i >= start - 12)
        if labelled or (len(line) < 30 and _ONLY_DATE.match(line)):
            out.append((i, line, labelled))
    return out


def _only_one(tree: Tree, language: str | None) -> Timestamp | None:
    """The day that a line of the page consists of, if no line of the page consists of another."""
    found: Timestamp | None = None
    for i, raw in enumerate(tree.raws):
        if (
            not 8 <= len(raw.text) <= 24
            or not YEAR.search(plain(raw.text))
            or not _ONLY_DATE.match(raw.text)
            or raw.of_archive
        ):
            continue
        stamp = from_words(raw.text, i, language)
        if stamp is None:
            continue
        if found is not None and found.time.date() != stamp.time.date():
            return None
        found = found or stamp
    return found


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
    tree: Tree, dateline: Sequence[float] | None, text: Sequence[bool] | None, language: str | None
) -> list[int]:
    """The blocks that may tell the date, the likeliest first."""
    raws = tree.raws
    start = next((i for i, t in enumerate(text or ()) if t), len(raws) // 3)
    order: list[tuple[int, bool, int, int]] = []
    digit = _DIGIT.search
    for i, raw in enumerate(raws):
        n = len(raw.text)
        labelled = dateline is not None and dateline[i] > 0
        near = -20 <= i - start <= 6 and n < 120 and not (text and text[i])
        timed = bool(raw.times)
        if not (timed or labelled or near) and (n >= 60 or digit(raw.text) is None):
            continue  # most blocks
        if not (timed or n <= 200) or raw.of_archive:
            continue
        dated = _dated(raw.text)
        if not dated and not timed and not (labelled or near):
            continue
        says = n < 60 and _says(raw.text)
        if not dated and not timed and n < 120 and (labelled or near):
            timed = bool(marks(tree, raw, language))
        if not timed and (n > 200 or not (labelled or near or says) or not dated):
            continue
        if labelled or near or says or (timed and -15 <= i - start <= 3):
            close = n < 50 or (timed and i >= start - 12)
            rank = 0 if labelled and close and not (text and i > start + 3) else 1 if says else 2
            order.append((rank, _only_of_change(raw.text[:_READ]), i if rank < 2 else abs(i - start), i))
    # Date lines as labelled, in the order of the page; then lines that say so; lines of a change last of each.
    return [i for *_, i in sorted(order)[:6]]


def _dated(line: str) -> bool:
    if _DIGIT.search(line) is None:
        return False  # most lines
    if line.isascii():
        return _DATED.search(line) is not None
    # Other scripts have other digits, and other eras have other years.
    return _DATED.search(plain(line)) is not None or _DIGITS.search(line) is not None


def _says(line: str) -> bool:
    if SAYS.match(line):
        return True
    m = WORDS.match(line.lstrip(" |·:-–—"))
    return m is not None and m["published"] is not None


def _only_of_change(line: str) -> bool:
    said = [bool(m["changed"]) for m in WORDS.finditer(line)]
    return bool(said) and all(said)
