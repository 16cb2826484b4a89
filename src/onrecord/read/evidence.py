"""What the page says of itself, as hints for the labeller: title, summary, body, names, kinds.

Only likeness to the visible blocks is drawn from it here; what the article's title, authors and dates are
is weighed in `onrecord.read.meta`.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from onrecord.read.tree import Head

__all__ = ["Hints", "hints"]

_LD_STRING = re.compile(
    r'"(headline|articleBody|description|name|@type|datePublished)"\s*:\s*(?:\[\s*)?"((?:[^"\\]|\\.){1,60000})'
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)")
_SUFFIX = re.compile(r"\s+[|\-–—·:»•]\s+")

_ARTICLE_TYPES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle blogposting "
    "liveblogposting reviewnewsarticle satiricalarticle techarticle scholarlyarticle report advertisercontentarticle".split()
)
_LIST_TYPES = frozenset("itemlist collectionpage searchresultspage blog".split())
_PRODUCT_TYPES = frozenset("product offer aggregateoffer productgroup individualproduct".split())
_FORUM_TYPES = frozenset("discussionforumposting qapage question".split())
_DATE_PATH = re.compile(r"/(?:19|20)\d\d[/-]?\d{1,2}")
_LIST_PATH = re.compile(
    r"/(?:tag|tags|topic|topics|category|categories|section|author|search|archive|page|collections?)(?:/|$)",
    re.I,
)
_SHOP_PATH = re.compile(r"/(?:product|products|shop|item|dp|p)(?:/|$)", re.I)
_FORUM_PATH = re.compile(
    r"/(?:forum|forums|thread|threads|topic|viewtopic|questions|discussion|discussions|t|r)(?:/|$|\.)", re.I
)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(
        lambda m: chr(int(m[1], 16)) if m[1] else {"n": "\n", "t": " ", "r": " "}.get(m[2], m[2]), text
    )


class Hints:
    """What the page says of itself.  `page` are numbers on the page as a whole."""

    WIDTH = 5

    def __init__(
        self,
        titles: list[str],
        description: str | None,
        body: str,
        authors: list[str],
        page: tuple[float, ...],
    ) -> None:
        self.title = titles[0] if titles else None
        self.description = description
        self.page = page
        self._titles = {" ".join(t.split()).casefold() for t in titles}
        #: The titles and the description, whose words `likeness` asks for.
        self.told = [*dict.fromkeys(titles), description or ""]
        self._body = " ".join(body.split()).casefold() if body else ""
        self._authors = list(dict.fromkeys(a.casefold() for a in authors if len(a) > 3))

    @property
    def is_article(self) -> bool:
        """Whether the page declares itself an article (JSON-LD, og:type)."""
        return self.page[0] > 0 or self.page[4] > 0

    def likeness(self, texts: list[str], words: Any, told: Any) -> Any:
        """How each text is like what the page says of itself, as an array (n, WIDTH) of numbers from -1 to 1.

        The columns: is a title; shares words with a title; shares words with the description; stands in the
        declared body (-1 if not, 0 if none is declared); names a declared author.  `words` are the texts'
        hashed words (n, WORDS), `told` those of `self.told`.
        """
        import numpy as np

        from onrecord.read.hashing import WORD_ROWS

        out = np.zeros((len(texts), self.WIDTH), np.float32)
        lengths = np.array([len(t) for t in texts])
        count = np.maximum(1, (words > 0).sum(1))
        short = lengths < 300
        *titles, description = [r[r > 0] for r in told]
        for rows in titles:
            table = np.zeros(WORD_ROWS, bool)
            table[rows] = True
            same = table[words].sum(1)
            like = same / np.maximum(1, count + len(rows) - same)
            np.maximum(out[:, 1], np.where(short, like, 0), out=out[:, 1])
        if self.description:
            table = np.zeros(WORD_ROWS, bool)
            table[description] = True
            out[:, 2] = np.where(count > 5, table[words].sum(1) / count, 0)
        for i in np.nonzero((lengths < 400) & (out[:, 1] > 0.4))[0].tolist():
            out[i, 0] = texts[i].casefold() in self._titles
        if self._body:
            for i in np.nonzero(lengths > 25)[0].tolist():
                out[i, 3] = 1.0 if texts[i][:60].replace("\n", " ").casefold() in self._body else -1.0
        if self._authors:
            short_ones = [(i, texts[i].casefold()) for i in np.nonzero(lengths < 200)[0].tolist()]
            for author in self._authors:
                out[[i for i, folded in short_ones if author in folded], 4] = 1.0
        return out


def hints(head: Head, url: str | None) -> Hints:
    """The hints of a page.  JSON-LD is searched as text, so that broken JSON still gives its evidence."""
    headlines: list[str] = []
    names: list[str] = []
    types: set[str] = set()
    body = description = ""
    dated = False
    for script in head.json_ld:
        for m in _LD_STRING.finditer(script[:300_000]):
            key, value = m[1], _unescape(m[2])
            if key == "headline":
                headlines.append(value)
            elif key == "articleBody" and len(value) > len(body):
                body = value
            elif key == "description" and not description:
                description = value
            elif key == "name" and 3 < len(value) < 60 and len(names) < 20:
                names.append(value)
            elif key == "@type":
                types.add(value.lower())
            else:
                dated = True
    titles = headlines[:3]
    titles.extend(t for t in (head.meta("og:title"), head.meta("twitter:title"), head.title) if t)
    if head.title:
        titles.extend(part for part in _SUFFIX.split(head.title) if len(part) > 15)
    if author := head.meta("author", "article:author", "dc.creator", "parsely-author", "byl"):
        names.append(author.removeprefix("By ").strip())
    og_type = (head.meta("og:type") or "").lower()
    description = head.meta("og:description", "description", "twitter:description") or description
    path = urlsplit(url).path if url else ""
    last = [p for p in path.split("/") if p][-1:] or [""]
    page = (
        float(bool(types & _ARTICLE_TYPES)),
        float(bool(types & _LIST_TYPES)),
        float(bool(types & _PRODUCT_TYPES)) + float(og_type.startswith(("product", "og:product"))),
        float(bool(types & _FORUM_TYPES)),
        float(og_type == "article"),
        float(og_type == "website"),
        float(dated or head.meta("article:published_time", "date", "dc.date", "pubdate") is not None),
        float(_DATE_PATH.search(path) is not None),
        float(last[0].count("-") + last[0].count("_")) / 5,
        (-1.0 if _LIST_PATH.search(path) else 0.0)
        + (1.0 if _SHOP_PATH.search(path) else 0.0)
        + (2.0 if _FORUM_PATH.search(path) else 0.0),
    )
    return Hints(titles, description or None, body, names, page)
