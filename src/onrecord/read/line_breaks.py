"""Old pages, which part paragraphs by single line breaks: one block of the walk that is the whole story.

A break within a block may be a line of a poem or of an address.  Where most of the lines are full sentences, they are
paragraphs; and a line at the head of a block that says "by", or is nothing but a date, is a line of its own.  The network has
judged the block as a whole; its lines get its label, unless they say what they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from onrecord.read.labels import Label, Labelled
from onrecord.read.meta.names import CJK, introduced, is_title
from onrecord.read.tree import Raw, Tree
from onrecord.records import TEXT_ROLES, Role

__all__ = ["split_lines"]

_FULL = 60  # characters of a paragraph; a letter of East Asia counts as three
_MOST_OF = 0.6
_HEAD = 4  # lines at the head of a block that may be labels
_BYLINE, _DATE_LINE = 90, 60  # characters
_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{4}\s*[年년]|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|\d{1,2}\s*月\s*\d{1,2}\s*日"
)
_WORDS = re.compile(r"\w+")
_PARTED = frozenset((Role.PARAGRAPH, Role.DEK, Role.SUBHEADING, Role.HEADLINE))


def split_lines(tree: Tree, labelled: Labelled) -> tuple[Tree, Labelled]:
    """The page with such blocks parted into their lines, and the labels of all."""
    raws_before, labels_before = tree.raws, labelled.labels
    broken = [
        i
        for i, (raw, x) in enumerate(zip(raws_before, labels_before, strict=True))
        if "\n" in raw.text and x.role in _PARTED and raw.node >= 0
    ]
    if not broken:
        return tree, labelled
    first = next(
        (
            i
            for i, (raw, x) in enumerate(zip(raws_before, labels_before, strict=True))
            if x.role is Role.PARAGRAPH and _weight(raw.text) >= _FULL and not _kind(raw.text)
        ),
        len(raws_before),
    )
    parts: dict[int, list[Label]] = {}
    for i in broken:
        if found := _lines(tree, raws_before[i], labels_before[i], i <= first):
            parts[i] = found
    if not parts:
        return tree, labelled
    raws: list[Raw] = []
    labels: list[Label] = []
    rows: list[int] = []
    moved = [0]  # where each block went
    for i, (raw, x) in enumerate(zip(tree.raws, labelled.labels, strict=True)):
        own = parts.get(i, [x])
        raws += _parted(raw) if i in parts else [raw]
        labels += own
        rows += [i] * len(own)
        moved.append(len(raws))
    pictures = [replace(p, before=moved[p.before]) for p in tree.pictures]
    probabilities = labelled.probabilities
    if probabilities is not None:
        probabilities = probabilities[rows]
    return replace(tree, raws=raws, pictures=pictures), replace(
        labelled, labels=labels, probabilities=probabilities
    )


def _weight(text: str) -> int:
    return len(text) * 3 if CJK.search(text) else len(text)


def _lines(tree: Tree, raw: Raw, x: Label, early: bool) -> list[Label]:
    """A label for each line of a block, none if it is to stay as it is: lines with one label in a row are not parted then."""
    lines = raw.text.split("\n")
    kinds = [_kind(line) if early and i < _HEAD else None for i, line in enumerate(lines)]
    for i in range(1, min(len(lines), _HEAD)):  # what the author is, in a line under the name
        if kinds[i] is None and kinds[i - 1] is Role.BYLINE and _is_title_line(lines[i]):
            kinds[i] = Role.BYLINE
    # A date alone may be a line of an address or of a table; beside a byline, or over full paragraphs, it is a date line.
    full = [_weight(line) >= _FULL and _SENTENCE.search(line) is not None for line in lines]
    paragraphs = sum(full) >= 2 and sum(
        len(s) for s, f in zip(lines, full, strict=True) if f
    ) >= _MOST_OF * len(raw.text)
    if Role.BYLINE not in kinds and not paragraphs:
        return []
    # A headline over its byline, where the page says that it is one.
    if x.role in TEXT_ROLES and not any(full) and not all(kinds) and _title(tree, lines[0]) < 0.8:
        return []
    seen = next((i for i, f in enumerate(full) if f), len(lines))
    out = []
    for i, line in enumerate(lines):
        role = kinds[i] if i < seen else None
        if (
            role is None
            and i == 0
            and i < seen
            and x.role in TEXT_ROLES
            and len(lines) > 1
            and _title(tree, line) >= 0.8
        ):
            role = Role.HEADLINE
        out.append(x if role is None else x._replace(role=role))
    if not paragraphs and x.role in TEXT_ROLES and all(y.role is x.role for y in out):
        return []
    return out


def _kind(line: str) -> Role | None:
    if len(line) <= _BYLINE and introduced(line) and not _SENTENCE.search(line) and len(line.split()) <= 12:
        return Role.BYLINE
    if (
        len(line) <= _DATE_LINE
        and _DAY.search(line)
        and not _SENTENCE.search(line)
        and len(_WORDS.findall(line)) <= 9
    ):
        return Role.DATELINE
    return None


def _is_title_line(line: str) -> bool:
    return (
        len(line) <= _DATE_LINE and len(line.split()) <= 6 and not _SENTENCE.search(line) and is_title(line)
    )


def _title(tree: Tree, line: str) -> float:
    """How much of a line the page's title says."""
    words = {w.casefold() for w in _WORDS.findall(line)}
    if len(words) < 3 or len(line) > 250:
        return 0.0
    said = {w.casefold() for w in _WORDS.findall(f"{tree.head.meta('og:title') or ''} {tree.head.title}")}
    return len(words & said) / len(words)


def _parted(raw: Raw) -> list[Raw]:
    """A block as its lines, with the links and elements of each."""
    lines = raw.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    out = []
    for k, line in enumerate(lines):
        start, end = starts[k], starts[k] + len(line)
        links = [
            (max(a, start) - start, min(b, end) - start, url)
            for a, b, url in raw.links
            if a < end and b > start
        ]
        inner = [
            (index, max(0, at - start))
            for index, at in zip(raw.inline, raw.inline_at, strict=True)
            if start - 1 <= at < end
        ]
        out.append(
            replace(
                raw,
                text=line,
                links=links,
                link_chars=sum(b - a for a, b, _ in links),
                strong_chars=min(raw.strong_chars, len(line)) if not k else 0,
                inline=[index for index, _ in inner],
                inline_at=[at for _, at in inner],
                times=raw.times if not k else [],
                media_before=raw.media_before if not k else 0,
            )
        )
    return out
