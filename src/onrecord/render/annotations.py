"""Statements as W3C Web Annotations (JSON-LD): one annotation a statement, in an AnnotationCollection.

The *target* of an annotation is the content of the statement in the page, as a list of specific resources: one for each
stretch of words, and where a stretch runs over several blocks one for each block.  (A RangeSelector from the first block
to the last would take in the advertisements between them; clients that know one target only take the first.)  There are two
bodies: a text that any client can show, and the statement with its fields, in terms of `record:`.  Its source and cue are
specific resources with selectors of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.errors import CodecError
from onrecord.read.anchors import Layout
from onrecord.records import HAND, Anchor, Manner, Occasion, Reading, Span, Statement, concluded
from onrecord.render.inert import inert
from onrecord.render.links import Links
from onrecord.render.selectors import anchor_of, selectors
from onrecord.render.statements import date, summary

__all__ = ["anchors_in", "collection"]

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"record": "urn:x-onrecord:"}]


def collection(reading: Reading) -> dict[str, Any]:
    """The statements of a reading as an AnnotationCollection with one page that holds them all."""
    key = f"urn:x-onrecord:{reading.page.id}"
    layout = Layout(reading)
    links = Links(reading)
    items = [_annotation(layout, s, key, links.of(s)) for s in reading.statements]
    first = {"id": f"{key}:page", "type": "AnnotationPage", "partOf": key, "startIndex": 0, "items": items}
    label = reading.article.title.value if reading.article and reading.article.title else reading.page.name
    return {
        "@context": CONTEXT,
        "id": key,
        "type": "AnnotationCollection",
        "label": inert(label),
        "generator": {"type": "Software", "name": reading.reader},
        "total": len(items),
        "first": first,
        "record:page": reading.page.id,
        "record:name": reading.page.name,
    }


def _annotation(layout: Layout, statement: Statement, key: str, link: str | None) -> dict[str, Any]:
    reading = layout.reading
    targets: list[Any] = _resources(layout, statement.content)
    out: dict[str, Any] = {
        "id": f"{key}:{statement.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {
                "type": "TextualBody",
                "value": inert(summary(reading, statement)),
                "format": "text/plain",
                "purpose": "describing",
            },
            {**_body(layout, statement), "purpose": "identifying"},
        ],
        # An annotation has a target; a statement whose content is in no block has the page.
        "target": targets or [_source(reading)],
    }
    if link is not None:
        out["record:link"] = link
    if statement.within is not None:
        out["record:within"] = f"{key}:{statement.within}"
    return out


def _source(reading: Reading) -> str:
    """What the selectors select in: the page's address, or the digest of its bytes where it has none."""
    return reading.page.url or f"urn:sha256:{reading.page.id}"


def _resources(layout: Layout, spans: Iterable[Span]) -> list[dict[str, Any]]:
    source = _source(layout.reading)
    return [
        {"type": "SpecificResource", "source": source, "selector": selectors(a)}
        for a in layout.anchors(*spans)
    ]


def _body(layout: Layout, statement: Statement) -> dict[str, Any]:
    speaker, grade = statement.speaker, statement.grade
    article = layout.reading.article
    text = article.text if article else ""
    out: dict[str, Any] = {
        "type": "record:Statement",
        "record:speaker": {
            "record:name": speaker.name,
            "record:kind": speaker.kind.value,
            **({"record:role": speaker.role} if speaker.role else {}),
            "record:inferred": list(concluded(speaker.inferred)),
            **({"record:byHand": True} if HAND in speaker.inferred else {}),
            "record:score": speaker.score,
        },
        "record:manner": statement.manner.value,
        "record:direct": statement.manner is Manner.DIRECT,
        "record:act": statement.act.value,
        "record:firmness": grade.firmness.value,
        "record:negated": grade.negated,
        "record:decidedBy": [s.of(text) for s in grade.words],
        "record:hedges": [s.of(text) for s in grade.hedges],
        "record:source": _resources(layout, statement.source),
        "record:cue": _resources(layout, statement.cue),
        "record:when": [_occasion(o, text) for o in statement.when],
        "record:through": [_occasion(o, text) for o in statement.through],
        "record:score": statement.score,
        "record:reader": statement.reader,
    }
    return out


def _occasion(occasion: Occasion, text: str) -> dict[str, Any]:
    out: dict[str, Any] = {"record:words": occasion.span.of(text)}
    if occasion.time is not None:
        out["record:time"] = date(occasion)
        out["record:inferred"] = list(occasion.inferred)
    return out


def anchors_in(value: Any) -> list[tuple[str, Anchor]]:
    """What annotations point at: (what it is, its anchor), of a collection, a page of one, or one annotation.

    Raises `CodecError` for what is none of these.
    """
    if not isinstance(value, dict):
        raise CodecError("not an annotation: it must be an object")
    page = value.get("record:page", "")
    if not isinstance(page, str):
        raise CodecError("record:page is not text")
    first = value.get("first", value)
    items = first.get("items") if isinstance(first, dict) else None
    if items is None and "target" in value:
        items = [value]
    if not isinstance(items, list):
        raise CodecError("not an annotation, and not a collection of annotations with its items")
    out: list[tuple[str, Anchor]] = []
    for item in items:
        if not isinstance(item, dict):
            raise CodecError("an annotation is not an object")
        name = str(item.get("id", "")).rpartition(":")[2]
        parts = [("content", item.get("target"))]
        bodies = item.get("body", [])
        for body in bodies if isinstance(bodies, list) else [bodies]:
            if isinstance(body, dict):
                parts.extend((part, body.get(f"record:{part}", [])) for part in ("source", "cue"))
        for part, resources in parts:
            out.extend(
                (f"{part} of {name}", anchor_of(resource["selector"], page))
                for resource in (resources if isinstance(resources, list) else [resources])
                if isinstance(resource, dict) and "selector" in resource
            )
    return out
