"""The development data: pages, gold, the metrics that belong to them, and text dumps of the pages."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

from onrecord.characters import visible

__all__ = ["ROOT", "SETS", "digest", "dump", "gold", "metrics", "page"]

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT.parent / "shared" / "bench" / "extraction"
SETS = ("fundus", "wcxb", "traf")

_BLOCKS = frozenset(
    "address article aside blockquote body button center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html label li main nav noscript ol option p pre section select summary table tbody td th tr ul".split()
)
_UNSEEN = frozenset("script style template head svg iframe object canvas noscript".split())


def metrics(data: Path) -> Any:
    """The module `score.py` that stands with the data and defines its measures."""
    spec = importlib.util.spec_from_file_location("extraction_score", data / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold(data: Path, name: str) -> list[dict[str, Any]]:
    path = data / name / "gold.jsonl"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as f:
        found = [json.loads(line) for line in f if line.strip()]
    for g in found:  # as a reader sees it: publishers' data hold soft hyphens
        g["title"] = visible(g["title"]) if g.get("title") else g.get("title")
    return found


def page(data: Path, name: str, id_: str) -> bytes:
    return gzip.decompress((data / name / "pages" / f"{id_}.html.gz").read_bytes())


def digest(data: Path) -> dict[str, str]:
    """What the figures are about: the SHA-256 of each set's gold file, shortened."""
    paths = {name: data / name / "gold.jsonl" for name in SETS}
    return {n: hashlib.sha256(p.read_bytes()).hexdigest()[:16] for n, p in paths.items() if p.exists()}


def dump(html: bytes, style: str) -> str:
    """The page as a text dump, made by another parser than ours; tags and links are gone.

    "blocks": a line for each block element, an empty line between them; "lines": the same without empty lines;
    "nodes": every piece of text on a line of its own, as a naive `get_text("\\n")` gives it.
    """
    import lxml.etree
    import lxml.html

    try:
        root = lxml.html.document_fromstring(
            html.decode("utf-8", "replace").encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (lxml.etree.LxmlError, ValueError):
        return ""
    pieces: list[str] = []

    def walk(element: Any) -> None:
        # Iterative: pages are nested deeper than Python's stack.
        stack: list[tuple[Any, bool]] = [(element, False)]
        while stack:
            node, done = stack.pop()
            tag = node.tag if isinstance(node.tag, str) else ""
            block = tag in _BLOCKS or tag == "br"
            if done:
                if block:
                    pieces.append("\n")
                if node is not element and node.tail:
                    pieces.append(_piece(node.tail, style))
                continue
            stack.append((node, True))
            if not tag or tag in _UNSEEN:
                continue
            if block:
                pieces.append("\n")
            if node.text:
                pieces.append(_piece(node.text, style))
            stack.extend((child, False) for child in reversed(node))

    walk(root)
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    return ("\n\n" if style == "blocks" else "\n").join(line for line in lines if line)


def _piece(text: str, style: str) -> str:
    text = re.sub(r"\s+", " ", text)
    return f"{text}\n" if style == "nodes" and text.strip() else text
