"""The extractors that are compared, each as a function from a page to a prediction.

A prediction is what the development data's `score.py` wants: {"text", "title", "authors", "date"}.  Each peer is
called as its documentation suggests for the article's text with metadata and without comments.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

__all__ = ["PEERS", "Extractor", "onrecord", "versions"]

Extractor = Callable[[bytes, str | None], dict[str, Any]]


def onrecord(page: bytes, url: str | None, media: str | None = None) -> dict[str, Any]:
    from onrecord import PageError, read

    try:
        reading = read(page, url=url, media=media)
    except PageError as e:
        return {"text": "", "error": type(e).__name__}
    article = reading.article
    if article is None:
        return {"text": "", "is_article": reading.verdict.is_article}
    return {
        "text": article.text,
        "title": article.title.value if article.title else None,
        "authors": [a.name for a in article.authors],
        "date": article.published.time.date().isoformat() if article.published else None,
        "is_article": reading.verdict.is_article,
    }


def trafilatura(page: bytes, url: str | None) -> dict[str, Any]:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(page, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {"text": ""}
    names = [n.strip() for n in (found.author or "").split(";") if n.strip()]
    return {"text": found.text, "title": found.title, "authors": names, "date": found.date}


def newspaper4k(page: bytes, url: str | None) -> dict[str, Any]:
    from newspaper import Article

    article = Article(url or "http://a.example/", fetch_images=False)
    article.download(input_html=page.decode("utf-8", "replace"))
    article.parse()
    date = article.publish_date
    return {
        "text": article.text,
        "title": article.title,
        "authors": article.authors,
        "date": date.date().isoformat() if hasattr(date, "date") else None,
    }


def readability_lxml(page: bytes, url: str | None) -> dict[str, Any]:
    import lxml.html
    from readability import Document

    document = Document(page.decode("utf-8", "replace"))
    tree = lxml.html.fromstring(document.summary())
    for element in tree.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "tr", "blockquote"):
        element.tail = "\n" + (element.tail or "")
    return {"text": tree.text_content(), "title": document.short_title(), "authors": [], "date": None}


def resiliparse(page: bytes, url: str | None) -> dict[str, Any]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(bytes_to_str(page, detect_encoding(page)))
    return {
        "text": extract_plain_text(tree, main_content=True, comments=False),
        "title": tree.title,
        "authors": [],
        "date": None,
    }


PEERS: dict[str, Extractor] = {
    "trafilatura": trafilatura,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability_lxml,
    "resiliparse": resiliparse,
}


def versions() -> dict[str, str]:
    """The version of each peer that is installed."""
    out = {}
    for name in PEERS:
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            continue
    return out


def guarded(extract: Extractor, page: bytes, url: str | None) -> dict[str, Any]:
    """A peer's prediction; its failure is an empty one, marked."""
    try:
        found = extract(page, url)
        json.dumps(found)
        return found
    except Exception as e:
        return {"text": "", "error": type(e).__name__}
