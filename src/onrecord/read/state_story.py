"""A story in a page's data: the list of paragraphs that the state of an application, or a live blog's JSON-LD, holds.

Each system has names of its own for it, but they write alike: a list of texts, or of objects that each have a text, or of objects
whose text is a list of pieces; and around the list an object with a headline, an author and a day.  The list with the most sentences
is the story.  Objects of the list that are links to other stories, pictures, forms and the like are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from onrecord.read.meta.names import CJK
from onrecord.read.page_data import element_of, loaded
from onrecord.read.terms import shared, terms

__all__ = ["Candidate", "sentences", "story"]

_SENTENCE = re.compile(r"[.!?](?=[\s<”»\"'’)]|$)|[。！？]|다\.")
_TAG = re.compile(r"<[^<>]*>")
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|li|em|i|b|strong|a|span|blockquote)\b[^<>]*>", re.I)
_BOXES = re.compile(r"<(?:p|div|h[1-6]|li|ul|blockquote|figure)\b", re.I)
_CODE = re.compile(r"[{};]\s*\S*[{};]|=>|\bfunction\b")
_URL = re.compile(r"https?://\S")
_SHORT = 25  # characters of a paragraph; a letter of East Asia counts as three
_LEAST = 3  # sentences of a story
#: Bounds: levels of objects that are put together, and of all; values that are looked at; values and characters that are put together.
_DEPTH, _DEEP, _VALUES, _NODES, _CHARS = 60, 500, 200_000, 100_000, 3_000_000
_REFERENCES = 3  # objects that stand for others, one in the other
_LIKE = 0.25  # the share of the words of the page's title that a story has
_LEAST_JSON = 200  # characters of JSON in a string
_MOST = 16  # lists that are put together
_PARAGRAPHS = 3_000
_KIND = (
    "type",
    "_type",
    "kind",
    "nodeType",
    "__typename",
    "tagName",
    "blockType",
    "component",
    "style",
    "tag",
)
#: Kinds of objects that hold no text of the story.
_OTHERS = re.compile(
    r"link|related|newsletter|promo|\bads?\b|^ad[-_]|advert|image|photo|picture|video|audio|galler|embed|social|tweet|poll\b|divider|cta|button|subscri|"
    r"sign-?up|share|raw_?html|iframe|podcast|widget|teaser|recirc|byline|\btags?\b|comment|"
    r"^(?:script|style|svg|nav|footer|aside|form)$",
    re.I,
)
_HEADING = re.compile(r"^h[2-6]$|head(?:ing|er|line)|cross-?head|sub-?(?:head|title)", re.I)
_QUOTE = re.compile(r"quote", re.I)
_ITEM = re.compile(r"^li$|list[-_]?item", re.I)
#: Under what names an object has its text, and under what its parts.
_TEXT = (
    "text",
    "content",
    "value",
    "html",
    "body",
    "copy",
    "paragraph",
    "markup",
    "articleBody",
    "#text",
    "__html",
    "innerHTML",
    "p",
)
_PARTS = (
    "children", "content", "body", "blocks", "paragraphs", "content_elements", "elements", "nodes", "items", "model", "data", "spans", "text", "value",
    "fragments", "leaves", "document", "json", "fields", "props", "components", "sections", "sprinkledBody", "dangerouslySetInnerHTML", "entries", "runs", "quote", "attributes", "attrs", "innerBlocks",
)  # fmt: skip
_TITLES = ("headline", "title", "headlines", "heading", "hed", "name")
_AUTHORS = ("byline", "author", "authors", "credits", "bylines", "creator")
_DAYS = (
    "datePublished", "publishedAt", "published_at", "publishDate", "published", "display_date", "first_publish_date", "publish_date", "pubDate",
    "firstPublished", "firstPublishedAt", "publicationDate", "publicationTime", "createdAt", "date",
)  # fmt: skip
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


_Around = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that was found in data, as markup, with the number of its sentences."""

    sentences: int
    markup: str


def sentences(text: str) -> int:
    """How many sentences a text has; 0 for what is no prose."""
    plain = _TAG.sub(" ", text).strip()
    if (
        (len(plain) * 3 if CJK.search(plain) else len(plain)) < _SHORT
        or _CODE.search(plain)
        or _URL.search(plain.rsplit(None, 1)[-1])
        or (" " not in plain and not CJK.search(plain))
    ):
        return 0
    return len(_SENTENCE.findall(plain))


def story(value: Any, told: str = "") -> Candidate | None:
    """The story in a value, `None` if there is none.

    `told` is what the page says to be its title: a story with quite another headline is not the page's own.
    """
    return _Search(value, told).best()


class _Search:
    def __init__(self, value: Any, told: str) -> None:
        self._value, self._told = value, told
        self._left, self._chars = _NODES, _CHARS
        self._within = _CHARS  # characters of JSON within strings
        self._entities: dict[str, dict[str, Any]] = {}
        self._open: set[str] = set()

    def best(self) -> Candidate | None:
        found: Candidate | None = None
        highest = 0.0
        for value, around in self._lists():
            if self._left < 0 or self._chars < 0:
                break
            blocks = self._blocks(value, 0)[:_PARAGRAPHS]
            score = 0
            seen: set[str] = set()
            for tag, text in blocks:
                n = 0 if text in seen else sentences(text)
                seen.add(text)
                score += n if n else 0 if tag in ("h1", "h3", "time") else -1
            if score < _LEAST or score <= highest:
                continue
            # The state of an application holds other stories too.
            title, top = _top(around)
            like = shared(title, self._told) if title and self._told else self._told_of(seen)
            rank = score * like
            if rank <= highest or like < _LIKE:
                continue
            highest = rank
            markup = "".join(_marked(tag, text) for tag, text in blocks if text.strip() != title)
            found = Candidate(score, top + markup)
        return found

    def _told_of(self, texts: set[str]) -> float:
        """The share of the words of the page's title that stand in texts without a headline."""
        told = terms(self._told)
        return len(told & terms(" ".join(texts))) / len(told) if told else 1.0

    def _lists(self) -> list[tuple[list[Any], _Around]]:
        """The lists with the most prose, each with the objects around it, innermost first.

        One pass: a sentence counts for the lists close around it, once for each of their items.
        """
        stack: list[tuple[Any, _Around, tuple[tuple[int, int], ...], int]] = [(self._value, (), (), 0)]
        lists: list[tuple[list[Any], _Around]] = []
        items: list[set[int]] = []
        left = _VALUES
        while stack and left > 0:
            value, around, path, depth = stack.pop()
            left -= 1
            if isinstance(value, str):
                if len(value) >= _LEAST_JSON and value[0] in "{[" and value[-1] in "}]" and self._within > 0:
                    # What a server answered, kept as it came.
                    self._within -= len(value)
                    if (inner_value := loaded(value)) is not None:
                        stack.append((inner_value, around, path, depth + 1))
                elif len(value) >= _SHORT / 3 and sentences(value[:2000]):
                    for number, item in path:
                        items[number].add(item)
            elif depth > _DEEP:
                continue
            elif isinstance(value, dict):
                inner = (value, *around)[:4]
                for key, v in islice(value.items(), max(0, _VALUES - len(stack))):
                    if isinstance(v, dict) and (":" in key or "__typename" in v):
                        self._entities.setdefault(key, v)
                    stack.append((v, inner, path, depth + 1))
            elif isinstance(value, list):
                number = len(lists)
                lists.append((value, around))
                items.append(set())
                path = (*path[-3:], (number, 0))
                # A list that holds itself would fill the stack anew on each level.
                for k, v in enumerate(islice(value, max(0, _VALUES - len(stack)))):
                    stack.append((v, around, (*path[:-1], (number, k)), depth + 1))
                    if k < _PARAGRAPHS and _refers(v):
                        items[number].add(k)
        order = sorted(range(len(lists)), key=lambda n: -len(items[n]))
        return [lists[n] for n in order[:_MOST] if items[n]]

    def _spend(self, n: int) -> bool:
        self._left -= 1
        self._chars -= n
        return self._left >= 0 and self._chars >= 0

    def _affordable(self, values: list[Any]) -> Iterator[Any]:
        """The values of a list, as long as there is something left to spend: it may hold itself a million times."""
        return takewhile(lambda _: self._left >= 0 and self._chars >= 0, values)

    def _blocks(self, value: Any, depth: int) -> list[tuple[str, str]]:
        """(tag, text or markup) of the paragraphs of a value."""
        if not self._spend(8) or depth > _DEPTH:
            return []
        if isinstance(value, str):
            return [("p", value)] if value.strip() and self._spend(len(value)) else []
        if isinstance(value, list):
            if (element := element_of(value)) is not None:
                return self._of_element(*element, depth)
            parts = [self._blocks(v, depth + 1) for v in self._affordable(value)]
            texts = [p for p in parts if p]
            if (
                len(texts) == 1
                or any(len(p) > 1 for p in texts)
                or sum(any(sentences(t) for _, t in p) for p in texts) >= 2
            ):
                return [x for p in parts for x in p]
            joined = "".join(t for p in parts for _, t in p)
            return [("p", joined)] if joined.strip() else []
        if isinstance(value, dict):
            return self._of_object(value, depth)
        return []

    def _of_element(self, name: str, props: dict[str, Any], depth: int) -> list[tuple[str, str]]:
        if name[:1].islower() and (
            _OTHERS.fullmatch(name)
            or name in ("nav", "footer", "header", "aside", "button", "form", "figure", "img")
        ):
            return []
        if re.fullmatch(r"p|h[1-6]|li|blockquote", name):
            text = self._joined(props.get("children"), depth + 1)
            return [("h1" if name == "h1" else _tag(name), text)] if text.strip() else []
        return (
            self._blocks(props.get("children"), depth + 1)
            if "children" in props
            else self._of_object(props, depth + 1)
        )

    def _of_object(self, value: dict[str, Any], depth: int) -> list[tuple[str, str]]:
        if (other := self._referred(value)) is not None:
            name, entity = other
            if name in self._open or len(self._open) >= _REFERENCES:
                return []
            self._open.add(name)
            out = self._blocks(entity, depth + 1)
            self._open.discard(name)
            return out
        kind = next((k for key in _KIND if isinstance(k := value.get(key), str)), "")
        if _OTHERS.search(kind):
            return []
        tag = _tag(kind)
        own = next((v for key in _TEXT if isinstance(v := value.get(key), str) and v.strip()), None)
        parts = (*_PARTS, *(k for k in value if k.startswith("field_")))  # as Drupal calls them
        if own is not None:
            body = [(tag, own)] if self._spend(len(own)) else []
        elif tag in ("h3", "li") or re.search(r"paragraph|^p$|^text$|unstyled|^block$|^normal$", kind, re.I):
            pieces = next((v for key in parts if isinstance(v := value.get(key), (list, dict))), None)
            joined = self._joined(pieces, depth + 1)
            body = [(tag, joined)] if joined.strip() else []
        else:
            body = []
            for key in parts:
                if isinstance(v := value.get(key), (list, dict)) and (body := self._blocks(v, depth + 1)):
                    break
        if not body or tag == "h3":
            return body
        # The entry of a live blog has a headline and a time of its own.
        head: list[tuple[str, str]] = []
        if day := _first(value, _DAYS, _DAY):
            head.append(("time", day))
        if (title := _named(value, ("headline", "title"))) and title != own:
            head.append(("h3", title))
        return head + body

    def _referred(self, value: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        name = value.get("__ref")
        if name is None and value.get("type") == "id":
            name = value.get("id")
        if isinstance(name, str) and (found := self._entities.get(name)) is not None:
            return name, found
        return None

    def _joined(self, value: Any, depth: int) -> str:
        """The text of pieces that stand in one paragraph."""
        if not self._spend(8) or depth > _DEPTH:
            return ""
        if isinstance(value, str):
            return value if self._spend(len(value)) else ""
        if isinstance(value, list):
            if (element := element_of(value)) is not None:
                return self._joined(element[1].get("children"), depth + 1)
            return "".join(self._joined(v, depth + 1) for v in self._affordable(value))
        if isinstance(value, dict):
            if (other := self._referred(value)) is not None:
                return self._joined(other[1], depth + 1)
            for key in (*_TEXT, *_PARTS):
                if isinstance(v := value.get(key), (str, list, dict)) and v:
                    return self._joined(v, depth + 1)
        return ""


def _refers(value: Any) -> bool:
    """Whether a value stands for another one, in the caches of GraphQL clients."""
    return isinstance(value, dict) and (isinstance(value.get("__ref"), str) or value.get("type") == "id")


def _tag(kind: str) -> str:
    if _HEADING.search(kind):
        return "h3"
    if _QUOTE.search(kind):
        return "blockquote"
    return "li" if _ITEM.search(kind) else "p"


def _marked(tag: str, text: str) -> str:
    if tag == "time":
        return f'<p><time datetime="{html.escape(text)}">{html.escape(text)}</time></p>'
    inner = text if _MARKUP.search(text) else html.escape(text, quote=False)
    if tag == "p" and _BOXES.search(text):
        return inner
    if "\n" in inner and tag == "p":
        return "".join(f"<p>{line}</p>" for line in inner.splitlines() if line.strip())
    return f"<{tag}>{inner}</{tag}>"


def _top(around: _Around) -> tuple[str, str]:
    """The headline of the objects around a story, and it with their byline and day as markup."""
    holder = next((o for o in around if _named(o, _TITLES[:5])), None)
    if holder is None:
        return "", ""
    title = _named(holder, _TITLES[:5])
    out = [f"<h1>{html.escape(title, quote=False)}</h1>"]
    names = [n for key in _AUTHORS for n in _people(holder.get(key), 0)]
    if names:
        said = ", ".join(dict.fromkeys(names))
        out.append(
            f'<p class="byline">{"" if said.lower().startswith("by ") else "By "}{html.escape(said, quote=False)}</p>'
        )
    if day := _first(holder, _DAYS, _DAY):
        out.append(_marked("time", day))
    return title, "".join(out)


def _named(value: dict[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        v = value.get(key)
        if isinstance(v, dict):
            v = next(
                (
                    x
                    for k in ("basic", "default", "main", "text", "rendered", "print")
                    if isinstance(x := v.get(k), str)
                ),
                None,
            )
        if isinstance(v, str) and 8 <= len(v.strip()) <= 300:
            return _TAG.sub("", v).strip()
    return ""


def _first(value: dict[str, Any], keys: tuple[str, ...], pattern: re.Pattern[str]) -> str:
    return next(
        (v for key in keys if isinstance(v := value.get(key), str) and len(v) < 60 and pattern.match(v)), ""
    )


def _people(value: Any, depth: int) -> list[str]:
    if depth > 4:
        return []
    if isinstance(value, str):
        return [value.strip()] if 3 <= len(value.strip()) <= 80 and "://" not in value else []
    if isinstance(value, list):
        return [n for v in value[:8] for n in _people(v, depth + 1)]
    if isinstance(value, dict):
        for key in ("name", "fullName", "displayName", "by", "text"):
            if found := _people(value.get(key), depth + 1):
                return found
    return []
