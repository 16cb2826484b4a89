"""A reading as schema.org NewsArticle (JSON-LD)."""

from __future__ import annotations

from typing import Any

from onrecord.records import Reading, Timestamp

__all__ = ["jsonld"]


def jsonld(reading: Reading) -> dict[str, Any]:
    """The article as a schema.org object; only what the page states, nothing made up.

    A page without running text gives a `WebPage` with its address only.
    """
    article = reading.article
    if article is None:
        return {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "url": reading.page.url,
            "sha256": reading.page.id,
        }
    out: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if reading.verdict.is_article else "WebPage",
        "url": article.url,
        "mainEntityOfPage": article.canonical_url,
        "headline": article.title.value if article.title else None,
        "abstract": article.dek,
        "author": [
            {"@type": "Organization" if a.organisation else "Person", "name": a.name, "url": a.url}
            for a in article.authors
        ],
        "sourceOrganization": [
            {"@type": "Organization", "name": o.name, "url": o.url} for o in article.origin
        ],
        "publisher": {"@type": "Organization", "name": article.site.value} if article.site else None,
        "datePublished": _time(article.published),
        "dateModified": _time(article.modified),
        "articleSection": article.section.value if article.section else None,
        "keywords": list(article.tags),
        "inLanguage": article.language.value if article.language else None,
        "image": [
            {"@type": "ImageObject", "contentUrl": i.url, "caption": i.caption, "creditText": i.credit}
            for i in article.images
        ],
        "articleBody": article.text,
    }
    cleaned: dict[str, Any] = _without_empty(out)
    return cleaned


def _time(stamp: Timestamp | None) -> str | None:
    if stamp is None:
        return None
    return stamp.time.date().isoformat() if stamp.date_only else stamp.time.isoformat()


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            k: v for k, v in ((k, _without_empty(v)) for k, v in value.items()) if v not in (None, [], {}, "")
        }
    if isinstance(value, list):
        return [_without_empty(v) for v in value]
    return value
