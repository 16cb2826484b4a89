"""When a page was published and changed, with zone, and where that was found.

Machine-readable times come first: JSON-LD, article:published_time and its many relatives, microdata, `<time>`
next to the headline.  Then the address, and last the visible date line, read by the library `dateparser` in the
page's language.  The clock is never asked: reading is a function of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from onrecord.read.meta.evidence import Declared, texts
from onrecord.read.tree import Tree
from onrecord.records import Timestamp

__all__ = ["instant", "modified", "published"]

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published", "og:published_time", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dcterms.issued", "citation_publication_date",
    "citation_online_date", "displaydate", "originalpublicationdate", "article.published", "rnews:datepublished", "iptc:date", "date", "created",
    "ptime", "_pubtime", "weibo: article:create_at", "bt:pubdate", "vr:published_time", "article_date_original", "shareaholic:article_published_time",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "article:modified", "lastmod", "last-modified",
    "last_modified", "dcterms.modified", "dc.date.modified", "revised", "updated_time", "moddate", "rnews:datemodified",
    "shareaholic:article_modified_time",
)  # fmt: skip
_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T\s_]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{0,2})?)?(?!\d)",
    re.I,
)
_SLASHED = re.compile(r"^\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\D+(\d{1,2}):(\d{2}))?")
_CJK_DATE = re.compile(
    r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?(?:\D{0,6}(\d{1,2})\s*[:：时時시]\s*(\d{1,2}))?"
)
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_.-]?(0[1-9]|1[0-2])[/_.-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_STAMP = re.compile(
    r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=(?:[01]\d|2[0-3])[0-5]\d)"
)  # an id made of a time
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_DATED = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
_SAYS = re.compile(
    r"\W*(?:date|datum|fecha|data|дата|published|posted|post time|veröffentlicht|erstellt|erschienen|publié|publicado|pubblicato|опубликовано|опубліковано|发布|日期)\b",
    re.I,
)
_META_PUBLISHED = re.compile(
    r"(?:^|[.:_-])(?:publish|publication|pub|post|issue|creat)\w*[.:_-]?(?:date|time|at|on)?|date[.:_-]?(?:publish|post|issue|creat)|^date",
    re.I,
)
_META_MODIFIED = re.compile(r"modif|updat|revis|expir|lastmod|valid", re.I)
_UPDATED = re.compile(
    r"updat|aktualisi|modifi|actualiz|aggiornat|обновл|оновл|更新|수정|stand:|zuletzt|last|geändert|oppdatert|uppdaterad|güncel",
    re.I,
)
_EARLIEST = 1990


def instant(text: str) -> tuple[datetime, bool] | None:
    """The time that a machine-readable text states, and whether it is a day only; `None` if it states none.

    ISO 8601 in its common forms and RFC 2822 are read.  Aware if the text gives a zone, naive otherwise.
    """
    text = text.strip()[:60]
    if m := _ISO.match(text):
        year, month, day, hour, minute, second, zone = m.groups()
        return _made(int(year), int(month), int(day), hour, minute, second, zone)
    if m := _SLASHED.match(text) or _CJK_DATE.search(text):
        return _made(int(m[1]), int(m[2]), int(m[3]), m[4], m[5])
    if text.isdecimal() and len(text) in (10, 13):
        try:
            seconds = int(text[:10])
            return datetime.fromtimestamp(seconds, tz=_utc()), False
        except (ValueError, OSError, OverflowError):
            return None
    if re.match(r"^(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+\d{1,2}\s+\w{3}\s+\d{4}\s+\d", text, re.I):
        try:
            return parsedate_to_datetime(text), False
        except (ValueError, TypeError, IndexError):
            return None
    return None


def _utc() -> Any:
    from datetime import UTC

    return UTC


def _made(
    year: int,
    month: int,
    day: int,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    zone: str | None = None,
) -> tuple[datetime, bool] | None:
    from datetime import timezone

    try:
        when = datetime(year, month, day)
        if hour is None:
            return when, True
        when = when.replace(hour=int(hour) % 24, minute=int(minute or 0), second=min(59, int(second or 0)))
        if zone:
            if zone.upper() in ("Z", "UTC", "GMT"):
                when = when.replace(tzinfo=_utc())
            else:
                digits = zone[1:].replace(":", "").ljust(4, "0")
                offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
                when = when.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset))
    except ValueError:
        return None
    return when, False


def _in_words(text: str, where: str, language: str | None) -> tuple[datetime, bool] | None:
    """A date that a declaration spells out ("March 12, 2026"); the clock time is left."""
    if (
        where.startswith(("time:", "meta:", "itemprop:", "json-ld:"))
        and len(text) < 60
        and _YEAR.search(text)
    ):
        stamp = _from_words(text, 0, language)
        return (stamp.time, stamp.date_only) if stamp is not None else None
    return None


def _first(found: Iterator[tuple[str, str]], language: str | None = None) -> Timestamp | None:
    day: Timestamp | None = None
    for where, text in found:
        value = instant(text) or _in_words(text, where, language)
        if value is None or value[0].year < _EARLIEST:
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
        for name, value in declared.head.metas:
            if name not in found and _META_PUBLISHED.search(name) and not _META_MODIFIED.search(name):
                yield f"meta:{name}", value
    for key in keys:
        for text in declared.itemprops.get(key, ())[:1]:
            yield f"itemprop:{key}", text
    for key in keys:
        for text in texts(declared.page.get(key))[:1]:
            yield f"json-ld:WebPage.{key}", text


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
    found = _first(_declared(declared, ("datePublished", "dateCreated", "uploadDate"), _PUBLISHED), language)
    if found is not None:
        last = modified(declared)
        days = (last.time.date() - found.time.date()).days if last is not None else 0
        if last is None or (days < 2 and last.time != found.time):
            return found
        return _reissued(list(_lines(tree, dateline, text)), found, last, language) or found
    shown = list(_lines(tree, dateline, text))
    marked = _first((f"time:{i}", when) for i, _ in shown for when in tree.raws[i].times)
    if marked is not None:
        return marked
    addressed = _from_url(url) or _from_url(_canonical(declared))
    for i, line in shown:
        if _UPDATED.search(line) and addressed is not None:
            continue
        if stamp := _from_words(line, i, language):
            return stamp
    if addressed is not None:
        return addressed
    return modified(declared)


def _reissued(
    shown: list[tuple[int, str]], first: Timestamp, last: Timestamp, language: str | None
) -> Timestamp | None:
    """The date under the headline, where it is the declared date of change and the declared first date is nowhere.

    Pages that are kept up for years show readers the day of their present text as the day of publication, while
    the declaration keeps the day on which the address was first used.
    """
    if (last.time.date() - first.time.date()).days < 2:
        return _earlier(shown, first, language) if last.time == first.time else None
    day = last.time.date()
    for i, line in shown[:4]:
        if len(line) > 120 or (str(first.time.year) in line and str(first.time.day) in line):
            continue
        if str(day.year) not in line or str(day.day) not in line or _UPDATED.search(line):
            continue
        stamp = _from_words(line, i, language)
        if stamp is not None and stamp.time.date() == day:
            return stamp
    return None


def _earlier(shown: list[tuple[int, str]], first: Timestamp, language: str | None) -> Timestamp | None:
    """The first date line, where it is older than what a template declares as both dates, first and last."""
    for i, line in shown[:2]:
        if len(line) < 60 and _YEAR.search(line) and not _UPDATED.search(line):
            stamp = _from_words(line, i, language)
            if stamp is not None and (first.time.date() - stamp.time.date()).days > 1:
                return stamp
            break
    return None


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
    m = _URL_DATE.search(path) or _STAMP.search(path)
    value = _made(int(m[1]), int(m[2]), int(m[3])) if m else None
    return Timestamp(value[0], "url", True) if value and value[0].year >= _EARLIEST else None


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
        says = n < 60 and _SAYS.match(raw.text) is not None
        if not raw.times and (n > 200 or not (labelled or near or says) or not _DATED.search(raw.text)):
            continue
        if labelled or near or says or (raw.times and -15 <= i - start <= 3):
            rank = 0 if labelled and n < 50 and not (text and i > start + 3) else 1 if says else 2
            order.append((rank, bool(_UPDATED.search(raw.text)), i if rank < 2 else abs(i - start), i))
    # Date lines as labelled, in the order of the page; then lines that say so; lines of a change last of each.
    for *_, i in sorted(order)[:6]:
        yield i, raws[i].text


_SPELLED = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?\d{4}|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
_TIME = re.compile(r"\b(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?", re.I)


def _from_words(line: str, index: int, language: str | None) -> Timestamp | None:
    """The date in a visible line of text, in the page's language."""
    where = f"block:{index}"
    if m := _CJK_DATE.search(line):
        value = _made(int(m[1]), int(m[2]), int(m[3]), m[4], m[5])
        return Timestamp(value[0], where, value[1]) if value else None
    if m := re.search(
        r"(?<!\d)(?:19|20)\d{2}([./])\d{1,2}\1\d{1,2}(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2})?",
        line,
    ):
        value = instant(m[0])
        return Timestamp(value[0], where, value[1]) if value else None
    numeric = re.search(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})(?!\d)", line)
    if numeric:
        a, b, year = int(numeric[1]), int(numeric[3]), int(numeric[4])
        year += 2000 if year < 100 else 0
        # Month first only where the language has it so and dots are not used, or where the day leaves no choice.
        american = numeric[2] != "." and (language == "en" or language is None)
        day, month = (b, a) if (american and a <= 12) or b > 12 else (a, b)
        value = _made(year, month, day)
        if value is None:
            return None
        inferred = ("order of day and month",) if day <= 12 and month <= 12 and american else ()
        return Timestamp(value[0], where, True, inferred)
    m = _SPELLED.search(line[:300])
    if not m:
        return None
    from onrecord.read.meta.spelled import spelled

    day_ = spelled(m[0], language)
    if day_ is None or day_.year < _EARLIEST:
        return None
    clock = _TIME.search(line, m.end())
    if clock and clock.start() - m.end() < 25 and int(clock[1]) < 24 and int(clock[2]) < 60:
        hour = int(clock[1])
        if clock[3]:
            hour = hour % 12 + (12 if clock[3][0] in "pP" else 0)
        return Timestamp(day_.replace(hour=hour, minute=int(clock[2])), where, False)
    return Timestamp(day_, where, True)
