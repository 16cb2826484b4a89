"""Text dumps of the development pages, for training the model of `onrecord.read.lines`.

The pages' own tree is written out in three styles of line breaks, and each line gets the labels of the raw
block that it comes from.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.errors import PageError
from onrecord.read.evidence import hints
from onrecord.read.features import features
from onrecord.read.labels import LABELS
from onrecord.read.lines import lines
from onrecord.read.page import decode
from onrecord.read.tree import Tree
from onrecord.read.walk import walk
from training.data import (
    PAGE_TYPES,
    Example,
    annotations,
    cached,
    known,
    load_gold,
    page_bytes,
    site_of,
    type_of,
)


def dump(tree: Tree, style: str, rnd: random.Random) -> tuple[str, list[tuple[int, int, int]]]:
    """The text, and for each raw block written its (start, end, number)."""
    out, spans, at = [], [], 0
    for i, raw in enumerate(tree.raws):
        if raw.node >= 0 and tree.nodes.hidden[raw.node] and rnd.random() < 0.5:
            continue
        text = raw.text.replace("\n", " " if style != "pieces" else "\n")
        if style == "pieces":
            # A link within text stands on a line of its own.
            for a, b, _ in reversed(raw.links):
                if a > 0:
                    text = (
                        text[:a].rstrip()
                        + "\n"
                        + text[a:b]
                        + ("\n" + text[b:].lstrip() if b < len(text) else "")
                    )
                elif b < len(text):
                    text = text[:b] + "\n" + text[b:].lstrip()
        tag = tree.nodes.tags[raw.node] if raw.node >= 0 else ""
        if style == "bullets" and tag == "li":
            text = "- " + text
        spans.append((at, at + len(text), i))
        gap = (
            "\n\n"
            if style in ("blank", "bullets")
            else "\n" + "\n" * rnd.choice((0, 0, 1, 2) if style == "pieces" else (0,))
        )
        out.append(text + gap)
        at += len(text) + len(gap)
    return "".join(out), spans


def dump_example(
    set_: str, gold: dict[str, Any], note: Any, style: str, rnd: random.Random
) -> Example | None:
    try:
        tree = walk(decode(page_bytes(set_, gold["id"]), url=gold["url"]))
    except PageError:
        return None
    if not tree.raws:
        return None
    allowed, keep, sure = known(set_, gold, tree, note)
    text, spans = dump(tree, style, rnd)
    try:
        flat = lines(decode(text, media="text"))
    except PageError:
        return None
    if not flat.raws:
        return None
    n = len(flat.raws)
    allowed_, keep_, sure_ = np.ones((n, len(LABELS)), bool), np.full(n, -1), np.zeros(n, bool)
    k = 0
    for j, raw in enumerate(flat.raws):
        while k < len(spans) and spans[k][1] <= raw.start:
            k += 1
        if k < len(spans):
            i = spans[k][2]
            allowed_[j], keep_[j], sure_[j] = allowed[i], keep[i], sure[i]
    return Example(
        id=f"{set_}/{gold['id']}",
        site=site_of(set_, gold),
        x=features(flat, hints(flat.head, None)),
        allowed=allowed_,
        keep=keep_,
        sure=sure_,
        weight=np.array([min(3.0, (len(r.text) / 80) ** 0.5) + 0.2 for r in flat.raws], np.float32),
        type=type_of(set_, gold),
        texts=[r.text for r in flat.raws],
        gold={k: gold.get(k) for k in ("text", "with", "without", "lang", "type")}
        | {"set": set_, "style": style},
    )


STYLES = ("blank", "single", "pieces", "bullets")


def build_dumps(cache: Path | None = None) -> list[Example]:
    """One example a page, the styles taking turns; all styles for pages with a gold text by section."""
    return cached(cache, _all)


def _all() -> list[Example]:
    notes = annotations()
    out = []
    for set_ in ("fundus", "wcxb", "traf"):
        for k, gold in enumerate(load_gold(set_)):
            for style in STYLES if set_ == "fundus" else (STYLES[k % len(STYLES)],):
                e = dump_example(set_, gold, notes.get(f"{set_}/{gold['id']}"), style, random.Random(k))
                if e is not None:
                    out.append(e)
        print(set_, len(out), flush=True)
    assert all(e.type < len(PAGE_TYPES) for e in out)
    return out
