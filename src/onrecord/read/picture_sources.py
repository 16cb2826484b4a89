"""Where a picture lies: an `<img>` says it in several ways, and the plainest is often a placeholder.

Pages put off loading a picture until the reader comes near it.  They then keep its address in an attribute of their own
(`data-src` is the commonest), in the `<source>` elements beside it, or in a second `<img>` within `<noscript>` for browsers
that run no scripts, and show a placeholder in the meantime.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from turbohtml import Element

from onrecord.read.cleaning import Cleaner
from onrecord.read.tree import Picture, Tree

__all__ = ["add_picture"]

_MOST = 2000  # pictures of a page
#: Attributes of scripts that load pictures late, the commonest first.
_LAZY = (
    "data-src", "data-lazy-src", "data-original", "data-lazy", "data-img-src", "data-image-src", "data-image", "data-url",
    "data-full-src", "data-hi-res-src", "data-srcset", "data-lazy-srcset", "data-original-set",
)  # fmt: skip
_ANY_LAZY = frozenset(_LAZY)
_FILE = re.compile(r"\.(?:jpe?g|jfif|png|webp|gif|avif|svg|bmp|tiff?)(?:[?#&]|$)", re.I)
#: Files that stand in for a picture, by the names that they go by. Words that a photograph may be named after count in the formats of graphics only.
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:(?:place-?holders?|spacer|transparent|1x1|lazy-?load(?:er|ing)?)(?:[_.-]?[a-z0-9]{1,12}){0,3}\.(?:gif|png|svg|jpe?g|webp)|"
    r"(?:blank|pixel|loading|loader|lazy|dummy|gr[ae]y|empty|clear|trans)(?:[_.-]?(?:image|img|picture|bg|icon|spinner|small|large|\d+(?:x\d+)?)){0,3}"
    r"\.(?:gif|png|svg))(?:[?#]|$)",
    re.I,
)
_DESCRIPTOR = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)[wx]")
#: Attributes of an `<img>` that are about something else than where it lies.
_SAY_OTHERWISE = frozenset(
    "src alt title id class style sizes srcset data-caption data-credit data-link data-href".split()
)
_LONGEST = 20_000  # characters of an attribute


def add_picture(tree: Tree, index: int, handle: Any, clean: Cleaner | None = None) -> None:
    """Note the picture of an `<img>`, the element `index` of the tree, unless it is known or only a placeholder.

    `clean` is what is done to texts of the page, if anything is.
    """
    pictures = tree.pictures
    if len(pictures) >= _MOST:
        return
    attrs = dict(handle.attrs.items())
    url, lazy = _address(attrs, handle)
    if not url:
        return
    before = len(tree.raws)
    plain = _in_noscript(tree, index)
    if pictures and pictures[-1].before == before and pictures[-1].plain != plain:
        twin = pictures[-1]
        if _beside(tree, *((index, twin.node) if plain else (twin.node, index))):
            # What stands in <noscript> is never a placeholder, and nor is what scripts are told to load.
            if not plain or twin.lazy or twin.url == url:
                return
            pictures.pop()
    width = attrs.get("width")
    number = int(width) if isinstance(width, str) and width.isdecimal() and len(width) < 6 else 0
    alt = attrs.get("alt")
    told = alt if isinstance(alt, str) else ""
    pictures.append(
        Picture(url, clean(told) if clean is not None else told, index, before, number, lazy, plain)
    )


def _in_noscript(tree: Tree, index: int) -> bool:
    tags, parents = tree.nodes.tags, tree.nodes.parents
    for _ in range(3):
        index = parents[index]
        if index < 0:
            return False
        if tags[index] == "noscript":
            return True
    return False


def _is_placeholder(url: str) -> bool:
    """Whether a file goes by a name of those that stand in for pictures."""
    # Few addresses hold any of these, and the pattern takes ten times as long.
    name = url.lower()
    return (
        "load" in name
        or "lazy" in name
        or "holder" in name
        or "trans" in name
        or "pixel" in name
        or "blank" in name
        or "spacer" in name
        or "1x1" in name
        or "gray" in name
        or "grey" in name
        or "empty" in name
        or "clear" in name
        or "dummy" in name
    ) and _PLACEHOLDER.search(url) is not None


def _address(attrs: dict[str, Any], handle: Any) -> tuple[str, bool]:
    """(the picture's address, "" if it has none or only a placeholder; whether scripts are to put it in place)."""
    for name in _LAZY if not _ANY_LAZY.isdisjoint(attrs) else ():
        if (value := attrs.get(name)) and (url := _one(value, "set" in name)):
            return url, True
    src = attrs.get("src")
    if isinstance(src, str) and (url := _plain(src)) and not _is_placeholder(url):
        return url, False
    return next(_others(attrs, handle), ""), True


def _others(attrs: dict[str, Any], handle: Any) -> Iterator[str]:
    """Addresses in places that are looked at only if no other tells: `srcset`, any attribute, the sources beside."""
    if url := _one(attrs.get("srcset"), True):
        yield url
    for name, value in attrs.items():
        if name not in _SAY_OTHERWISE and value:
            url = _one(value, "set" in name)
            if url and _FILE.search(url) and not _is_placeholder(url):
                yield url
    parent = handle.parent
    if type(parent) is Element and parent.tag == "picture":
        for source in parent.children:
            if type(source) is Element and source.tag == "source":
                for name in ("data-srcset", "data-lazy-srcset", "srcset", "data-src", "src"):
                    if url := _one(source.attr(name), "set" in name):
                        yield url


def _one(value: Any, several: bool) -> str:
    """The address in an attribute that need not hold one, "" if it does not."""
    if not isinstance(value, str):
        return ""
    if several:
        return _widest(value)
    url = _plain(value)
    whole = "{" not in url and len(url.split(None, 1)) == 1 and ("/" in url or _FILE.search(url))
    return url if whole else ""


def _plain(value: str) -> str:
    """An address, "" for data in place of one."""
    url = value.strip()
    return "" if len(url) > _LONGEST or url[:5].lower() in ("data:", "blob:", "about") else url


def _widest(value: str) -> str:
    """The address of the widest picture of a `srcset`, in which descriptors ("1200w", "2x") follow addresses."""
    best, most = "", -1.0
    words = value[:_LONGEST].split()
    for word, after in zip(words, [*words[1:], ""], strict=False):
        url = _one(word.rstrip(","), False)
        if url:
            width = _DESCRIPTOR.fullmatch(after.rstrip(",")) if not word.endswith(",") else None
            if (number := float(width[1]) if width else 0.0) > most:
                best, most = url, number
    return best


def _beside(tree: Tree, plain: int, other: int) -> bool:
    """Whether the `<noscript>` around the picture `plain` stands beside the picture `other`, or one element further out."""
    chain = tree.ancestors(plain, 6)
    at = next(k for k, node in enumerate(chain) if tree.nodes.tags[node] == "noscript")
    return any(node in chain[at + 1 : at + 3] for node in tree.ancestors(other, 4)[1:])
