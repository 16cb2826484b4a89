"""Anchors as selectors of the W3C Web Annotation Data Model (2017), and back.

Three selectors say the same thing in ways that tools can choose from, the most precise first:

* an `XPathSelector` with the element's path, refined by a `TextPositionSelector` that counts in the element's text and a
  `TextQuoteSelector` (page of HTML only);
* a `TextQuoteSelector`: exact, prefix, suffix.  Prefix and suffix end where the block ends, so that they match in the
  element as well as in the page;
* a `TextPositionSelector` that counts in the running text (`Article.text`), marked with `"record:text": "article"`, for it is not
  a position in the page.  A text dump has one more in the dump's own blocks, marked `"record:text": "page"`.

Words are given as the block holds them: the standard asks for white space to be normalised.  Positions count code
points, as the standard asks; browsers count UTF-16 units.
"""

from __future__ import annotations

from typing import Any

from onrecord.errors import CodecError
from onrecord.records import Anchor, Span

__all__ = ["anchor_of", "selectors"]


def _quote(anchor: Anchor) -> dict[str, Any]:
    out = {"type": "TextQuoteSelector", "exact": anchor.quote}
    if anchor.prefix:
        out["prefix"] = anchor.prefix
    if anchor.suffix:
        out["suffix"] = anchor.suffix
    return out


def _position(span: Span, text: str | None = None) -> dict[str, Any]:
    out: dict[str, Any] = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {**out, "record:text": text} if text else out


def selectors(anchor: Anchor) -> list[dict[str, Any]]:
    """The selectors of an anchor, the most precise first."""
    out: list[dict[str, Any]] = []
    if anchor.path:
        refined = [_position(anchor.within), _quote(anchor)]
        out.append({"type": "XPathSelector", "value": anchor.path, "refinedBy": refined})
    out.append(_quote(anchor))
    if not anchor.path:
        out.append(_position(anchor.within, "page"))
    if anchor.span is not None:
        out.append(_position(anchor.span, "article"))
    return out


def anchor_of(selector: Any, page: str = "") -> Anchor:
    """The anchor that selectors describe: those of `selectors`, or at least a `TextQuoteSelector` of another tool.

    `page` is the SHA-256 of the page that they were made from, "" if it is not known.  Raises `CodecError`.
    """
    quote: dict[str, Any] | None = None
    path, within, span = "", Span(0, 0), None
    for each in selector if isinstance(selector, list) else [selector]:
        if not isinstance(each, dict):
            raise CodecError("a selector is not an object")
        kind = each.get("type")
        if kind == "TextQuoteSelector":
            quote = each
        elif kind == "XPathSelector":
            path = _text(each, "value")
            refined = each.get("refinedBy", [])
            for inner in refined if isinstance(refined, list) else [refined]:
                if isinstance(inner, dict) and inner.get("type") == "TextPositionSelector":
                    within = _span(inner)
        elif kind == "TextPositionSelector":
            if each.get("record:text") == "article":
                span = _span(each)
            elif each.get("record:text") == "page":
                within = _span(each)
    if quote is None:
        raise CodecError("there is no TextQuoteSelector among the selectors")
    exact, prefix, suffix = (_text(quote, name) for name in ("exact", "prefix", "suffix"))
    return Anchor(page, exact, prefix, suffix, path, within, span)


def _text(value: dict[str, Any], name: str) -> str:
    text = value.get(name, "")
    if not isinstance(text, str):
        raise CodecError(f"{name} of a selector is not text")
    return text


def _span(value: dict[str, Any]) -> Span:
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int:
        raise CodecError("a position must have the numbers start and end")
    try:
        return Span(start, end)
    except ValueError as e:
        raise CodecError(str(e)) from e
