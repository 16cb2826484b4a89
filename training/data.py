"""The training set: for each development page its features, and what is known of each block's label.

What is known comes from three sources, strongest first: pages labelled block by block by careful readers
(`training/annotations.jsonl`: block numbers and labels, no text), the gold texts, captions, titles and names
(`training.align`), and rules (`onrecord.read.rules`) for the kind of what is furniture anyway.  It is kept as
a set of admissible labels per block, so that "not part of the story" is knowledge without a kind.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from onrecord.errors import PageError
from onrecord.read.evidence import hints
from onrecord.read.features import Features, features
from onrecord.read.labels import LABELS
from onrecord.read.model import LAYOUT
from onrecord.read.page import decode
from onrecord.read.rules import furniture_kind, names, story_role
from onrecord.read.tree import Tree
from onrecord.read.walk import walk
from onrecord.read.words import CREDIT, EMBED_MARKS, KICKER_MARKS, PULL_MARKS
from onrecord.records import TEXT_ROLES, PageType, Role
from training.align import keep_labels, snippet_labels

HERE = Path(__file__).parent
BENCH = HERE.parent.parent / "shared" / "bench" / "extraction"
INDEX = {name: i for i, name in enumerate(LABELS)}
TEXT = np.array([name in TEXT_ROLES for name in LABELS])
PAGE_TYPES = list(PageType)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\d{4}年|\b\d{1,2}[:.]\d{2}\b")
_TYPES = {
    "article": PageType.ARTICLE,
    "listing": PageType.LISTING,
    "collection": PageType.LISTING,
    "product": PageType.PRODUCT,
    "forum": PageType.FORUM,
}


@dataclass
class Example:
    """One page.  `allowed` is a bool array (n, labels): what each block may be; `keep` is 1, 0 or -1."""

    id: str
    site: str
    x: Features
    allowed: Any
    keep: Any
    sure: Any  # labelled by a reader
    weight: Any
    type: int  # index into PAGE_TYPES, -1 unknown
    texts: list[str] = field(default_factory=list)
    gold: dict[str, Any] = field(default_factory=dict)


def site_of(set_: str, gold: dict[str, Any]) -> str:
    """The site of a page, so that folds never share one: the host's registered part, or the publisher."""
    host = urlsplit(gold.get("url") or "").hostname or str(gold.get("publisher") or gold["id"]).split("-")[0]
    parts = host.removeprefix("www.").split(".")
    if len(parts) > 2 and len(parts[-2]) <= 3:
        return ".".join(parts[-3:])
    return ".".join(parts[-2:])


def fold_of(site: str, folds: int = 5) -> int:
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % folds


def load_gold(set_: str) -> list[dict[str, Any]]:
    with open(BENCH / set_ / "gold.jsonl", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def page_bytes(set_: str, id_: str) -> bytes:
    return gzip.decompress((BENCH / set_ / "pages" / f"{id_}.html.gz").read_bytes())


def annotations() -> dict[str, dict[str, Any]]:
    path = HERE / "annotations.jsonl"
    if not path.exists():
        return {}
    with open(path, encoding="utf-8") as f:
        return {a["page"]: a for a in map(json.loads, f)}


def known(set_: str, gold: dict[str, Any], tree: Tree, note: dict[str, Any] | None) -> tuple[Any, Any, Any]:
    """(allowed, keep, sure) of a page's blocks."""
    raws = tree.raws
    texts = [r.text for r in raws]
    if set_ == "traf":
        keep = snippet_labels(texts, gold["with"] or [], gold["without"] or [])
    else:
        keep = keep_labels(texts, gold["text"] or "") if gold["text"] else [-1] * len(texts)
        if set_ == "wcxb":
            for i, k in enumerate(snippet_labels(texts, [], gold["without"] or [])):
                if k == 0 and keep[i] == -1:
                    keep[i] = 0
    allowed = np.zeros((len(raws), len(LABELS)), bool)
    sure = np.zeros(len(raws), bool)
    if note is not None and note["n"] == len(raws):
        story = gold.get("type") in (None, "article")
        for first, last, name in note["runs"]:
            if name == "advertisement" and not story:
                continue  # what a shop says of its goods is another thing than a box in a story
            allowed[first : last + 1, INDEX[name]] = True
            sure[first : last + 1] = True
        # Where gold and reader differ on what belongs to the story, the gold decides for training.
        for i, k in enumerate(keep):
            if k >= 0 and TEXT[np.argmax(allowed[i])] != bool(k):
                allowed[i] = False
                sure[i] = False
        if sure.all():
            return allowed, np.array(keep), sure
    title = _fold(gold.get("title") or "~")
    story = " ".join(_fold(t) for t, k in zip(texts, keep, strict=True) if k == 1)
    headline = next((i for i, t in enumerate(texts) if _fold(t) == title), -1)
    captions = {
        _fold(str(i.get("caption") or i.get("description") or "")) for i in gold.get("images") or []
    } - {""}
    first_kept = next((i for i, k in enumerate(keep) if k == 1), len(keep))
    last_kept = max((i for i, k in enumerate(keep) if k == 1), default=-1)
    summary = _fold(gold.get("summary") or "")
    for i, raw in enumerate(raws):
        if sure[i]:
            continue
        text = _fold(raw.text)
        if keep[i] == 1:
            allowed[i] = _story(tree, raw, bool(summary) and text in summary, i, first_kept)
        elif keep[i] == 0:
            if len(text) > 20 and text in captions:
                allowed[i, [INDEX["caption"], INDEX["credit"]]] = True
            elif (
                text == title
                and first_kept - 12 <= i <= first_kept
                and tree.nodes.tags[raw.node] in ("h1", "h2")
            ):
                allowed[i, INDEX["headline"]] = True
            else:
                near = first_kept - 12 <= i <= last_kept + 3
                marks = names(tree, raw) if near else ""
                if near and first_kept < i < last_kept and len(text) > 25 and text.strip('“”"„«» ') in story:
                    allowed[i, [INDEX["pull_quote"], INDEX["other"]]] = True
                elif near and len(text) > 25 and PULL_MARKS.search(marks):
                    allowed[i, INDEX["pull_quote"]] = True
                elif near and first_kept < i < last_kept and EMBED_MARKS.search(marks):
                    allowed[i, INDEX["embed"]] = True
                elif near and 0 < headline - i <= 4 and len(text) < 60 and KICKER_MARKS.search(marks):
                    allowed[i, [INDEX["section"], INDEX["tags"]]] = True
                else:
                    allowed[i] = _not_story(tree, raw, near, gold)
        else:
            allowed[i] = True
    return allowed, np.array(keep), sure


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _story(tree: Tree, raw: Any, in_summary: bool, i: int, first: int) -> Any:
    row = np.zeros(len(LABELS), bool)
    role = story_role(tree, raw)
    if role is Role.PARAGRAPH or role is Role.CAPTION:
        row[INDEX["dek" if in_summary else "paragraph"]] = True
        if in_summary or i > first:
            return row
        row[INDEX["dek"]] = True  # the first block may be either
        return row
    row[INDEX[str(role)]] = True
    if role in (Role.SUBHEADING, Role.LIST_ITEM) and (in_summary or i == first):
        row[INDEX["dek"]] = True
    if role is Role.TABLE:
        row[INDEX["paragraph"]] = True  # layout tables
    return row


def _not_story(tree: Tree, raw: Any, near: bool, gold: dict[str, Any]) -> Any:
    row = ~TEXT
    row = row.copy()
    kind, said = furniture_kind(tree, raw)
    if near:
        text = raw.text
        names = [a for a in gold.get("authors") or [] if a]
        if len(text) < 150 and any(a.casefold() in text.casefold() for a in names):
            row[:] = False
            row[[INDEX["byline"], INDEX["author_box"], INDEX["dateline"]]] = True
        elif len(text) < 90 and (raw.times or _DATE.search(text)) and raw.link_chars < len(text):
            row[:] = False
            row[[INDEX["dateline"], INDEX["byline"], INDEX["teasers"], INDEX["related"]]] = True
        elif len(text) < 300 and CREDIT.match(text):
            row[:] = False
            row[[INDEX["credit"], INDEX["caption"]]] = True
        elif said and not re.search(r"\d", text):
            row[[INDEX[k] for k in ("caption", "credit", "embed", "pull_quote", "headline")]] = False
        return row
    # Away from the story it is furniture; its kind is what marks and words say, if they do.
    row = np.array([name in _FURNITURE for name in LABELS])
    if said:
        row[:] = False
        row[INDEX[str(kind)]] = True
    return row


_FURNITURE = frozenset(
    "navigation related teasers appeal share comments advertisement author_box tags legal other".split()
)


def type_of(set_: str, gold: dict[str, Any]) -> int:
    """The index of the page's type in PAGE_TYPES, -1 if nothing is known."""
    if set_ == "wcxb":
        return PAGE_TYPES.index(_TYPES.get(gold["type"], PageType.OTHER))
    return 0 if set_ == "fundus" else -1


def example(set_: str, gold: dict[str, Any], note: dict[str, Any] | None = None) -> Example | None:
    """The example of one page, or None for a page without blocks."""
    try:
        page = decode(page_bytes(set_, gold["id"]), url=gold["url"])
    except PageError:
        return None
    tree = walk(page)
    if not tree.raws:
        return None
    allowed, keep, sure = known(set_, gold, tree, note)
    x = features(tree, hints(tree.head, gold["url"]))
    weight = np.array([min(3.0, (len(r.text) / 80) ** 0.5) + 0.2 for r in tree.raws], np.float32)
    return Example(
        id=f"{set_}/{gold['id']}",
        site=site_of(set_, gold),
        x=x,
        allowed=allowed[x.shown],
        keep=keep[x.shown],
        sure=sure[x.shown],
        weight=weight[x.shown],
        type=type_of(set_, gold),
        texts=[tree.raws[i].text for i in x.shown.tolist()],
        gold={k: gold.get(k) for k in ("text", "with", "without", "lang", "type")} | {"set": set_},
    )


def cached(cache: Path | None, make: Callable[[], list[Example]]) -> list[Example]:
    """What `make` makes, kept in `cache`.  Raises `SystemExit` for a cache of other features, labels or pages."""
    digest = hashlib.sha256(
        (HERE / "annotations.jsonl").read_bytes() + Path(__file__).read_bytes()
    ).hexdigest()
    key = (LAYOUT, make.__module__, digest, Features.__slots__)
    if cache is not None and cache.exists():
        with open(cache, "rb") as f:
            kept = pickle.load(f)
        if not isinstance(kept, tuple) or kept[0] != key:
            raise SystemExit(f"{cache} is of other features, labels or pages than are wanted now: remove it")
        return kept[1]
    examples = make()
    if cache is not None:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with open(cache, "wb") as f:
            pickle.dump((key, examples), f, protocol=5)
    return examples


def build(cache: Path | None = None) -> list[Example]:
    """All examples, from the cache if there is one."""
    return cached(cache, _all)


def _all() -> list[Example]:
    notes = annotations()
    out = []
    for set_ in ("fundus", "wcxb", "traf"):
        for gold in load_gold(set_):
            e = example(set_, gold, notes.get(f"{set_}/{gold['id']}"))
            if e is not None:
                out.append(e)
        print(set_, len(out), flush=True)
    return out
