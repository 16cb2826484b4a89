"""Two versions side by side: their paragraphs matched, and within changed ones the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from onrecord.records import Reading, Role
from onrecord.run.store import Store
from onrecord.web.addresses import key_of, version_of
from onrecord.web.answers import Table, View
from onrecord.web.room import Room
from onrecord.web.templating import tag

__all__ = ["Pair", "compare", "pairs"]

_MOST_PARAGRAPHS = 1_500
_MOST_WORDS = 1_200  # of a paragraph that is compared word by word
_MOST_WORK = 4_000_000  # words of one side times words of the other, over all paragraphs that are compared so
_ALIKE = 0.65  # from here on two paragraphs are one that was changed
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph in two versions, as HTML; `how` is "same", "changed", "added" or "gone"."""

    how: str
    before: str
    after: str
    before_html: Markup
    after_html: Markup


def pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """The paragraphs of two versions, matched in order.

    The work is bounded: pages that are made to be hard to compare are compared by the paragraph.
    """
    left = _Left(_MOST_WORK)
    # Of long pages, paragraphs that stand there again and again are not matched: with them, this takes cubic time.
    for op, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        match op:
            case "equal":
                for a, b in zip(before[i:j], after[k:m], strict=True):
                    yield Pair("same", a, b, _plain(a), _plain(b))
            case "replace":
                yield from _replaced(before[i:j], after[k:m], left)
            case _:
                yield from (_gone(a) for a in before[i:j])
                yield from (_added(b) for b in after[k:m])


@dataclass(slots=True)
class _Left:
    """How much work may still be done."""

    work: int

    def take(self, work: int) -> bool:
        self.work -= work
        return self.work >= 0


def _replaced(before: Sequence[str], after: Sequence[str], left: _Left) -> Iterator[Pair]:
    for a, b in zip_longest(before, after):
        if a is None:
            yield _added(b)
        elif b is None:
            yield _gone(a)
        else:
            old, new = _WORD.findall(a), _WORD.findall(b)
            words = SequenceMatcher(None, old, new, autojunk=False)
            if (
                max(len(old), len(new)) > _MOST_WORDS
                or words.quick_ratio() < _ALIKE
                or not left.take(len(old) * len(new))
                or words.ratio() < _ALIKE
            ):
                yield _gone(a)
                yield _added(b)
                continue
            yield Pair("changed", a, b, _changed(words, old, 0), _changed(words, new, 1))


def _gone(a: str) -> Pair:
    return Pair("gone", a, "", tag("del", {}, a), Markup())


def _added(b: str) -> Pair:
    return Pair("added", "", b, Markup(), tag("ins", {}, b))


def _plain(text: str) -> Markup:
    return tag("span", {}, text)


def _changed(words: SequenceMatcher[str], side: Sequence[str], which: int) -> Markup:
    out = Markup()
    for op, i, j, k, m in words.get_opcodes():
        text = "".join(side[k:m] if which else side[i:j])
        if text:
            out += _plain(text) if op == "equal" else tag("ins" if which else "del", {}, text)
    return out


def _paragraphs(reading: Reading | None) -> list[str]:
    if reading is None:
        return []
    wanted = [b.text for b in reading.blocks if b.span is not None or b.role is Role.HEADLINE]
    return wanted[:_MOST_PARAGRAPHS]


def compare(room: Room, request: Request, store: Store) -> View:
    """Two versions, of one page or of two."""
    db = store.database
    sides: list[dict[str, Any]] = []
    texts = []
    for name in ("before", "after"):
        version = version_of(db, request.path_params[name])
        reading = room.reading(store, version)
        article = reading.article if reading else None
        sides.append(
            {
                "key": key_of(db, version),
                "title": article.title.value if article and article.title else str(request.path_params[name]),
                "language": article.language.value if article and article.language else None,
                "received": db.value("SELECT min(fetched_utc) FROM capture WHERE version = ?", (version,)),
                "read": reading is not None,
            }
        )
        texts.append(_paragraphs(reading))
    rows = list(pairs(*texts))
    changed = sum(r.how != "same" for r in rows)
    told = [{"how": r.how, "before": r.before, "after": r.after} for r in rows]
    return View(
        "compare.html",
        "Side by side",
        {"sides": sides, "rows": rows, "changed": changed},
        {"before": sides[0], "after": sides[1], "paragraphs": told},
        Table(("how", "before", "after"), [(r.how, r.before, r.after) for r in rows]),
        f"onrecord-{sides[0]['key']}-{sides[1]['key']}",
    )
