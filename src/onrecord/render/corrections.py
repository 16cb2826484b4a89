"""Corrections as training data: where on the page, what stood there, what should."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.anchoring import Resolver
from onrecord.codec import to_json
from onrecord.records import Anchor, Change, Correction, Reading

__all__ = ["training_row"]


def training_row(address: str, found: Reading, c: Correction) -> dict[str, Any]:
    """A correction of what was `found` on a page; all places count in `found`.

    `where` are the words that it is about; `old` and `new` hold a label, a speaker, words, or the manner, act, firmness and
    negation that were corrected, as the kind is.  Each place is the
    index of a block, its XPath, code points `start` to `end` of the block's text, and, for blocks of the running text,
    `text_start` to `text_end` of `Article.text`.  Places that are not found there any more have an empty block.
    """
    resolver = Resolver(found)
    return {
        "page": c.page,
        "address": address,
        "reader": found.reader,
        "key": c.key,
        "kind": c.kind.value,
        "statement": c.statement,
        "where": _places(resolver, c.where),
        "old": _change(resolver, c.old),
        "new": _change(resolver, c.new),
        "who": c.who,
        "at": c.at.isoformat(),
    }


def _places(resolver: Resolver, anchors: Iterable[Anchor]) -> list[dict[str, Any]]:
    out = []
    for a in anchors:
        at = resolver.resolve(a)
        out.append(
            {
                "block": at.block,
                "path": a.path,
                "start": at.within.start if at.within else None,
                "end": at.within.end if at.within else None,
                "text_start": at.span.start if at.span else None,
                "text_end": at.span.end if at.span else None,
                "words": a.quote,
            }
        )
    return out


def _change(resolver: Resolver, change: Change) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if change.label is not None:
        out["role"] = change.label.role.value
        out["furniture"] = change.label.furniture.value if change.label.furniture else None
    if change.speaker is not None:
        out["speaker"] = change.speaker.name
        out["speaker_kind"] = change.speaker.kind.value
    if change.words is not None:
        for part in ("source", "cue", "content"):
            out[part] = _places(resolver, getattr(change.words, part))
    if change.how is not None:
        out |= to_json(change.how)
    return out
