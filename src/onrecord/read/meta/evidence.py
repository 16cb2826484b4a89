"""What a page declares of itself, made accessible: JSON-LD however broken, microdata, metas.

JSON-LD (schema.org) is often damaged: raw line breaks in strings, trailing commas, comments, entities.  It is
repaired where that is safe; objects that cannot be read are left out and noted.  Everything is bounded.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from onrecord.characters import visible
from onrecord.read.tree import Head, Tree
from onrecord.records import Note

__all__ = ["Declared", "declared", "texts"]

_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_TRAILING = re.compile(r",\s*([}\]])")
_LIMIT = 400_000
_OBJECTS = 500
_ARTICLE = re.compile(r"(?:^|/)(?:\w*article|\w*posting|report|review|medicalwebpage|recipe)$", re.I)
_PAGE = re.compile(r"(?:^|/)(?:\w*webpage|website)$", re.I)


def _loads(text: str) -> Any:
    text = _COMMENT.sub("", text.strip()).strip().rstrip(";")
    for attempt in (text, _TRAILING.sub(r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except ValueError:
            continue
    # Several objects one after the other, or rubbish behind a good one.
    value, _ = json.JSONDecoder(strict=False).raw_decode(text)
    return value


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """All typed objects in a JSON value, outermost first."""
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value[:100]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in (
            "@graph",
            "mainEntity",
            "mainEntityOfPage",
            "hasPart",
            "itemListElement",
            "liveBlogUpdate",
        ):
            if key in value and isinstance(value[key], (list, dict)):
                yield from _objects(value[key], depth + 1)


def _types(item: dict[str, Any]) -> list[str]:
    kind = item.get("@type")
    return [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]


def texts(value: Any, *keys: str, limit: int = 30) -> list[str]:
    """The texts in a JSON value that may be a text, an object with a name, or a list of such."""
    out: list[str] = []
    stack = [value]
    for _ in range(20 * limit):  # values may be nested without end
        if not stack or len(out) >= limit:
            break
        item = stack.pop(0)
        if isinstance(item, str):
            text = " ".join(visible(html.unescape(item)).split())
            if text:
                out.append(text[:1000])
        elif type(item) is int and 10**9 <= item < 10**13:
            out.append(str(item))  # seconds or milliseconds since 1970
        elif isinstance(item, list):
            stack[:0] = item[:limit]
        elif isinstance(item, dict):
            for key in keys or ("name",):
                if item.get(key):
                    stack.insert(0, item[key])
                    break
    return out


@dataclass(slots=True)
class Declared:
    """`article` is the JSON-LD object of this page's story, {} if there is none; `page` that of the page itself."""

    head: Head
    article: dict[str, Any] = field(default_factory=dict)
    page: dict[str, Any] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)  # by @id
    sites: list[str] = field(default_factory=list)  # names of the site and its publisher
    breadcrumbs: list[str] = field(default_factory=list)
    itemprops: dict[str, list[str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def resolve(self, value: Any) -> Any:
        """References ({"@id": ...}) replaced by what they refer to, also in a list of them."""
        if isinstance(value, list):
            return [self.resolve(v) if isinstance(v, dict) else v for v in value[:50]]
        if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
            return self.objects.get(value["@id"], value)
        return value

    def get(self, *keys: str) -> Any:
        """The first value of the article's object, then of the page's, under one of the keys."""
        for source in (self.article, self.page):
            for key in keys:
                if source.get(key):
                    return self.resolve(source[key])
        return None


def declared(tree: Tree, url: str | None) -> Declared:
    """Collect what the page declares."""
    out = Declared(tree.head)
    articles: list[dict[str, Any]] = []
    budget = _LIMIT
    # Some frameworks write a meta where they mean a script.
    misplaced = (value for name, value in tree.head.metas if name == "script:ld+json")
    for script in (*tree.head.json_ld, *misplaced):
        budget -= len(script)
        if budget < 0:
            out.notes.append(Note("metadata", "some JSON-LD", "longer than onrecord reads of one page"))
            break
        try:
            value = _loads(script)
        except (ValueError, RecursionError):
            out.notes.append(Note("metadata", "a JSON-LD script", "it is not JSON, even after repair"))
            continue
        _collect(out, articles, value)
    out.article = _own(articles, tree.head, url)
    for key in ("publisher", "isPartOf", "sourceOrganization"):
        for name in texts(out.resolve(out.article.get(key)), "name"):
            out.sites.append(name)
    if own := tree.head.meta(
        "og:site_name", "application-name", "al:android:app_name", "apple-mobile-web-app-title"
    ):
        out.sites.insert(0, own)
    _microdata(tree, out)
    return out


def _collect(out: Declared, articles: list[dict[str, Any]], value: Any) -> None:
    for n, item in enumerate(_objects(value)):
        if n > _OBJECTS:
            return
        types = _types(item)
        if isinstance(item.get("@id"), str) and len(item) > 2:
            out.objects.setdefault(item["@id"], item)
        if any(_ARTICLE.search(t) for t in types):
            articles.append(item)
        elif any(_PAGE.search(t) for t in types):
            if types[0].lower().endswith("website"):
                out.sites.extend(texts(item.get("name")))
            elif not out.page:
                out.page = item
        elif types and types[0] in ("Organization", "NewsMediaOrganization"):
            out.sites.extend(texts(item.get("name")))
        elif types and types[0] == "BreadcrumbList":
            crumbs = [
                texts(out.resolve(i.get("item", i)), "name") or texts(i.get("name")) for i in _items(item)
            ]
            out.breadcrumbs = out.breadcrumbs or [c[0] for c in crumbs if c]


def _items(item: dict[str, Any]) -> list[dict[str, Any]]:
    found = item.get("itemListElement")
    return [i for i in found[:20] if isinstance(i, dict)] if isinstance(found, list) else []


def _own(articles: list[dict[str, Any]], head: Head, url: str | None) -> dict[str, Any]:
    """The object of the page's own story among those of its teasers."""
    if len(articles) <= 1:
        return articles[0] if articles else {}
    own = {
        _bare(u)
        for u in (url, head.meta("og:url"), *(_href(a) for r, a in head.links if r == "canonical"))
        if u
    }
    title = _words(head.meta("og:title") or head.title)

    def fit(item: dict[str, Any]) -> tuple[float, int]:
        addresses = (
            texts(item.get("url"))
            + texts(item.get("mainEntityOfPage"), "@id", "url")
            + texts(item.get("@id"))
        )
        here = any(_bare(a) in own for a in addresses)
        words = _words(" ".join(texts(item.get("headline"))[:1]))
        like = len(words & title) / max(1, len(words | title))
        return 2.0 * here + 3.0 * like + 0.5 * bool(item.get("author")), len(item)

    return max(articles[:60], key=fit)


def _href(attrs: dict[str, Any]) -> str | None:
    value = attrs.get("href")
    return value if isinstance(value, str) else None


def _bare(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


_PROPS = ("headline", "author", "datePublished", "dateModified", "dateCreated")
_MARKED = ", ".join(f'[itemprop~="{name}"]' for name in _PROPS)


def _microdata(tree: Tree, out: Declared) -> None:
    """Values of the few itemprops that matter, where the page marks its own text with them."""
    if "itemprop" not in tree.page.source or not tree.nodes:
        return
    for handle in tree.nodes.handles[0].select(_MARKED)[:200]:
        if handle in tree.left_out:
            continue
        value = handle.attr("content") or handle.attr("datetime") or " ".join(handle.text[:500].split())
        for name in _PROPS:
            if value and name in handle.attr("itemprop").split():
                out.itemprops.setdefault(name, []).append(value)
