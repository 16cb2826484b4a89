"""Text that the page holds and nobody sees: it is no part of the story.

A page hides words one by one inside a story that is shown: what only screen readers say ("opens in a new window"), notes of
editors, a second copy for print.  A page also hides a whole story until a script shows it, and the answers under questions
until they are tapped.  Classes and styles cannot tell these apart; what is shown beside them can.  So single words and
paragraphs are left out where the rest is shown, and what makes up most of the text stays.

`aria-hidden` hides from screen readers, not from the eye, and is no sign here.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from onrecord.characters import visible
from onrecord.read.labels import Label, Labelled
from onrecord.read.tree import MOST_INLINE, Raw, Tree
from onrecord.records import TEXT_ROLES, Furniture, Note, Role

__all__ = ["is_hidden", "without_hidden"]

#: Class names for what screen readers alone are to have, in the frameworks and in newsrooms.
_HEARD = re.compile(
    r"(?<!not-)(?<![a-z])(?:sr[-_]?only|visually[-_]?hidden|hidden[-_]?visually|screen[-_]?reader|show[-_]for[-_]sr|a11y[-_]?(?:hidden|only)|"
    r"accessibly[-_]?hidden|element[-_]invisible|assistive[-_]?text|off-?screen)(?!-(?:nav|menu|canvas))",
    re.I,
)
#: The same as styles: no box at all, no ink, or a box outside of the page or without extent.
_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])(?:left|text-indent)\s*:\s*-\d{3}|"
    r"clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.I,
)
#: Letters without size hide text, unless an element within sets a size of its own (mails, rows of boxes).
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:px|pt|r?em|%)?\s*(?:[;!]|$)", re.I)
_SIZED = '[style*="font-size"], font, img'
#: Elements that hold one text of the story.
_LEAVES = frozenset(
    "p h1 h2 h3 h4 h5 h6 li dt dd blockquote figcaption caption span em strong b i a small label".split()
)
_MUCH = 200  # characters: behind "read more" stands more than a few words
#: Lines that begin with a label which screen readers alone are told: "By", "Published".
_LABELLED = frozenset((Role.BYLINE, Role.DATELINE, Role.SECTION))
_DEEP = 60  # elements around a block that are looked at
_CLOSING = ",.;:!?)]”’»…"  # no space stands before these where words before them are gone
_WORD = re.compile(r"\w")


def without_hidden(tree: Tree, labelled: Labelled) -> Labelled:
    """The labels of a page, with hidden blocks of the story made furniture; hidden words are cut out of `tree.raws`.

    The trail says how much of it there was.
    """
    if not tree.nodes:
        return labelled
    known: dict[int, bool] = {}
    words: list[str] = []
    hidden: dict[int, list[int]] = {}  # blocks of the text by the outermost element that hides them
    shown = 0
    labels, raws, furniture = labelled.labels, tree.raws, Role.FURNITURE
    for i, x in enumerate(labels):
        if x.role is furniture:
            continue
        raw = raws[i]
        whole = bool(raw.inline) and _cut(tree, raw, known, words, x.role in _LABELLED)
        if x.role in TEXT_ROLES:
            veil = raw.node if whole else _veil(tree, raw.node, known)
            if veil >= 0:
                hidden.setdefault(veil, []).append(i)
            else:
                shown += len(raw.text)
    notes = []
    if words:
        notes.append(Note("blocks", _told(words, "piece"), "the page hides them within text that it shows"))
    if hidden and labelled.verdict.is_article and (out := _left_out(tree, labels, hidden, shown)):
        notes.append(
            Note(
                "blocks",
                _told([raws[i].text for i in out], "block"),
                "the page hides them within a story that it shows",
            )
        )
        labels = list(labels)
        for i in out:
            labels[i] = labels[i]._replace(role=Role.FURNITURE, furniture=Furniture.OTHER)
    return labelled.with_labels(labels, notes) if notes else labelled


def _told(texts: list[str], thing: str) -> str:
    first = texts[0] if len(texts[0]) <= 60 else f"{texts[0][:60]}…"
    return f"{len(texts)} {thing}{'s' if len(texts) > 1 else ''} of text ({first!r}{' ...' if len(texts) > 1 else ''})"


def is_hidden(handle: Any) -> bool:
    """Whether an element is hidden by itself."""
    attr = handle.attr
    # "until-found": the browser shows it to those who search the page.
    if (said := attr("hidden")) is not None and said != "until-found":
        return True
    return _is_styled_away(handle) or _is_heard(attr("class"))


def _is_styled_away(handle: Any) -> bool:
    """Whether an element's own style takes its text out of sight."""
    if not (style := handle.attr("style")):
        return False
    if _STYLE.search(style):
        return True
    return _NO_SIZE.search(style) is not None and handle.select_one(_SIZED) is None


def _is_heard(name: str | None) -> bool:
    """Whether a class says that an element is for screen readers alone."""
    # Few names hold any of these, and the pattern takes ten times as long.
    return (
        name is not None
        and ("sr" in name or "idden" in name or "creen" in name or "ssist" in name or "nvis" in name)
        and _HEARD.search(name) is not None
    )


def _hides(tree: Tree, index: int, known: dict[int, bool]) -> bool:
    found = known.get(index)
    if found is None:
        handle = tree.nodes.handles[index]
        if not len(handle.attrs):
            found = False  # most paragraphs
        elif tree.nodes.hidden[index]:
            found = is_hidden(handle)
        else:  # the walk has marked what has the attribute
            found = _is_styled_away(handle) or _is_heard(handle.attr("class"))
        known[index] = found
    return found


def _veil(tree: Tree, node: int, known: dict[int, bool]) -> int:
    """The outermost element around a box, or itself, that hides it; -1 if there is none."""
    nodes = tree.nodes
    if not nodes.hidden[node]:
        # The walk has marked what has no box; other styles, and classes, stand close to the words that they hide.
        above = max(0, nodes.parents[node])
        if nodes.depths[above] and _hides(tree, above, known):
            return above
        return node if _hides(tree, node, known) else -1
    veil = -1
    for index in tree.ancestors(node, _DEEP):
        # A page that hides all of itself shows it by a script.
        if nodes.depths[index] and _hides(tree, index, known):
            veil = index
    return veil


def _cut(tree: Tree, raw: Raw, known: dict[int, bool], words: list[str], labelled: bool) -> bool:
    """Cut hidden words out of a block, and add them to `words`; true if all of its words are hidden, and none is cut.

    A `labelled` line keeps its label.
    """
    pieces: list[tuple[int, int]] = []
    text = raw.text
    end = 0
    for index, at in zip(raw.inline, raw.inline_at, strict=True):
        if at < end or not _hides(tree, index, known):
            continue
        piece = " ".join(visible(tree.nodes.handles[index].text).split())
        if not _WORD.search(piece):
            continue  # what stands between a kicker and the headline
        start = at + (text[at : at + 1].isspace())
        end = start + len(piece)
        if not text.startswith(piece, start):
            return False  # it runs over lines or blocks
        pieces.append((start, end))
    if labelled:
        pieces = [(start, end) for start, end in pieces if start and " " in text[start:end].strip(" |–—-:,")]
    if not pieces or len(raw.inline) >= MOST_INLINE:
        return False
    left, last = [], 0
    for start, end in pieces:
        left.append(text[last:start])
        last = end
    left.append(text[last:])
    rest = "".join(left)
    if not _WORD.search(rest):
        return True
    if sum(end - start for start, end in pieces) > max(_MUCH, len(rest)):
        return False  # the rest of a paragraph, shown by a tap
    words += [text[start:end] for start, end in pieces]
    _without(raw, pieces)
    return False


def _without(raw: Raw, pieces: list[tuple[int, int]]) -> None:
    """Take pieces out of a block's text, and one of the spaces that are then beside each other."""
    text = raw.text
    cuts: list[tuple[int, int]] = []
    for start, end in pieces:
        before, after = text[:start][-1:], text[end : end + 1]
        if before.isspace() and (not after or after.isspace() or after in _CLOSING):
            start -= 1
        elif not before and after.isspace():
            end += 1
        cuts.append((start, end))
    moved, last, parts = [], 0, []
    for start, end in cuts:
        parts.append(text[last:start])
        last = max(last, end)
    parts.append(text[last:])
    whole = "".join(parts)
    lead = len(whole) - len(whole.lstrip())
    raw.text = whole.strip()

    def shifted(at: int) -> int:
        gone = sum(min(at, end) - start for start, end in cuts if start < at)
        return min(max(0, at - gone - lead), len(raw.text))

    for start, end, url in raw.links:
        start, end = shifted(start), shifted(end)
        if start < end:
            moved.append((start, end, url))
    raw.links = moved
    raw.link_chars = sum(end - start for start, end, _ in moved)
    raw.strong_chars = min(raw.strong_chars, len(raw.text))
    raw.inline_at = [shifted(at) for at in raw.inline_at]


def _left_out(tree: Tree, labels: list[Label], hidden: dict[int, list[int]], shown: int) -> list[int]:
    """The hidden blocks that are no part of the story."""
    tags, raws = tree.nodes.tags, tree.raws
    total = {veil: sum(len(raws[i].text) for i in blocks) for veil, blocks in hidden.items()}
    single = {veil for veil in hidden if tags[veil] in _LEAVES}
    alike = Counter(_name(tree, veil) for veil in hidden)
    inside = {i for blocks in hidden.values() for i in blocks}
    seen = {raws[i].text for i, x in enumerate(labels) if x.role in TEXT_ROLES and i not in inside}
    out: list[int] = []
    # What stands behind "read more" is the rest of a story; what is hidden between paragraphs that are shown is none.
    last = max((i for i, x in enumerate(labels) if x.role in TEXT_ROLES and i not in inside), default=-1)
    behind = {veil for veil in single if hidden[veil][0] > last}
    between = sum(total[veil] for veil in single - behind)
    rest = sum(total[veil] for veil in behind)
    for veil, blocks in hidden.items():
        again = sum(len(raws[i].text) for i in blocks if raws[i].text in seen)
        if again > 0.5 * total[veil]:
            out += blocks  # a second copy
        elif veil in single:
            if 2 * rest < shown if veil in behind else between < shown:
                out += blocks
        # The answers to a page's questions stand in boxes of one make.
        elif len(blocks) == 1 and alike[_name(tree, veil)] == 1 and 2 * total[veil] < shown:
            out += blocks
    return sorted(out)


def _name(tree: Tree, index: int) -> tuple[str, str]:
    return tree.nodes.tags[index], tree.nodes.handles[index].attr("class") or ""
