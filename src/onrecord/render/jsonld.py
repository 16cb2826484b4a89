"""A reading as schema.org NewsArticle (JSON-LD)."""

from __future__ import annotations

from typing import Any

from onrecord.records import Firmness, Manner, Reading, Speaker, SpeakerKind, Statement, Timestamp
from onrecord.render.links import Links
from onrecord.render.statements import summary, words

__all__ = ["jsonld"]


def jsonld(reading: Reading) -> dict[str, Any]:
    """The article as a schema.org object; only what the page states, nothing made up.

    A page without running text gives a `WebPage` with its address only.  Statements, if they were read, are parts of the
    article (`hasPart`): a `Quotation` for those that stand in quotation marks as a whole, with `spokenByCharacter` and
    `creator`; a `Claim` for all others, with `author` and with `appearance` for the article.  Whoever denies
    something is not its author: the speaker of a claim that is denied, or called unlikely, is in `mentions`.
    """
    article = reading.article
    if article is None:
        return {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "url": reading.page.url,
            "sha256": reading.page.id,
        }
    links = Links(reading)
    out: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if reading.verdict.is_article else "WebPage",
        "@id": _id(reading) if reading.statements else None,
        "url": article.url,
        "mainEntityOfPage": article.canonical_url,
        "archivedAt": article.archived.url if article.archived else None,
        "headline": article.title.value if article.title else None,
        "abstract": article.dek,
        "author": [
            {"@type": "Organization" if a.organisation else "Person", "name": a.name, "url": a.url}
            for a in article.authors
        ],
        "sourceOrganization": [
            {"@type": "Organization", "name": o.name, "url": o.url} for o in article.origin if o.name
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
        "hasPart": [_part(links, s) for s in reading.statements],
    }
    cleaned: dict[str, Any] = _without_empty(out)
    return cleaned


def _id(reading: Reading) -> str:
    return reading.page.url or f"urn:sha256:{reading.page.id}"


def _part(links: Links, statement: Statement) -> dict[str, Any]:
    reading = links.reading
    direct = statement.manner is Manner.DIRECT
    who = _speaker(statement.speaker)
    key = f"urn:x-onrecord:{reading.page.id}:"
    out: dict[str, Any] = {
        "@type": "Quotation" if direct else "Claim",
        "@id": key + statement.id,
        "url": links.of(statement),
        "text": words(reading, statement.content),
        "description": summary(reading, statement),
        "isPartOf": {"@id": key + statement.within} if statement.within is not None else None,
    }
    if direct:
        return {**out, "spokenByCharacter": who, "creator": who}
    apart = statement.grade.firmness in (Firmness.DENIED, Firmness.UNLIKELY)
    return {**out, "mentions" if apart else "author": who, "appearance": {"@id": _id(reading)}}


def _speaker(speaker: Speaker) -> dict[str, Any] | None:
    """The speaker as a schema.org thing; `None` where there is nobody to name."""
    match speaker.kind:
        case SpeakerKind.PERSON:
            return {"@type": "Person", "name": speaker.name, "jobTitle": speaker.role}
        case SpeakerKind.ORGANISATION | SpeakerKind.GROUP:
            return {"@type": "Organization", "name": speaker.name, "description": speaker.role}
        case SpeakerKind.DOCUMENT:
            return {"@type": "CreativeWork", "name": speaker.name, "description": speaker.role}
        case SpeakerKind.UNNAMED:
            return {"@type": "Thing", "description": speaker.name} if speaker.name != "unnamed" else None


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
