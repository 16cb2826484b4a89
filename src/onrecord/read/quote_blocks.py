"""What belongs to a quotation or an interview by its tags, whatever it looks like: signatures, questions in bold."""

from __future__ import annotations

import re
from collections import defaultdict

from onrecord.read.labels import Label
from onrecord.read.tree import Raw, Tree
from onrecord.records import TEXT_ROLES, Role

__all__ = ["mark_quotes"]

_OTHERS = TEXT_ROLES | {Role.EMBED, Role.PULL_QUOTE}
_SIGNATURE = 140  # characters
_QUESTION = 300  # characters
_NEAR = 4  # elements up from a block in which its block quotation or figure is looked for
_BOLD = 0.9  # share of a line
#: A label before a turn, in capitals as names have them.
_LABEL = 50  # characters that hold a label and its colon
_TURN = re.compile(r"[“\"«„]?([^\W\d_a-z][^:：\n!?]{0,40})\s?[:：]\s(?=\S)")
_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())


def mark_quotes(tree: Tree, labels: list[Label]) -> None:
    """Put into the text what stands in one box with a block quotation of it, and questions in bold or as headings among its paragraphs.

    HTML has `<cite>` and `<footer>` in a block quotation, and `<figcaption>` below it, for who said it.
    """
    raws = tree.raws
    _mark_turns(tree, labels)
    for i in range(1, len(raws)):
        x, before = labels[i], labels[i - 1]
        if x.role in _OTHERS or before.role not in TEXT_ROLES or raws[i].node < 0:
            continue
        if len(raws[i].text) <= _SIGNATURE and _signs(tree, raws[i], raws[i - 1], before):
            labels[i] = x._replace(role=Role.BLOCK_QUOTE, furniture=None)
        elif i + 1 < len(raws) and labels[i + 1].role in TEXT_ROLES and _is_question(tree, raws, i):
            heading = tree.nodes.tags[raws[i].node] in _HEADINGS
            labels[i] = x._replace(role=Role.SUBHEADING if heading else Role.PARAGRAPH, furniture=None)


def _mark_turns(tree: Tree, labels: list[Label]) -> None:
    """Keep the turns of an interview together: lines of one box that begin with the labels of its other lines.

    A last line "DEPUTY REED: You never tried." looks like a comment, "PIKE: Sheriff?" like a heading.
    """
    raws, tags, parents = tree.raws, tree.nodes.tags, tree.nodes.parents
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for i, raw in enumerate(raws):
        start = raw.text[:_LABEL]
        if ":" not in start and "：" not in start:
            continue  # most blocks
        if raw.node < 0 or tags[raw.node] in _HEADINGS or raw.link_chars:
            continue
        m = _TURN.match(raw.text)
        if m and len(w := m[1].split()) < 6 and not any(x[0].islower() and len(x) > 3 for x in w):
            found[parents[raw.node]].append((i, m[1].split()[-1].casefold()))
    for turns in found.values():
        known = [who for i, who in turns if labels[i].role in TEXT_ROLES]
        if len(known) < 2 or len(turns) < 4 or len({who for _, who in turns}) > len(turns) // 2:
            continue
        first = next(i for i, _ in turns if labels[i].role in TEXT_ROLES)
        for i, who in turns:
            x = labels[i]
            if i >= first and who in known and (x.role is Role.SUBHEADING or x.role not in TEXT_ROLES):
                labels[i] = x._replace(role=Role.PARAGRAPH, furniture=None)


def _signs(tree: Tree, raw: Raw, last: Raw, quote: Label) -> bool:
    if quote.role is not Role.BLOCK_QUOTE:
        return False
    tags = tree.nodes.tags
    inside = [n for n in tree.ancestors(raw.node, _NEAR) if tags[n] in ("blockquote", "figure")]
    if not inside:
        return False
    box = inside[0] if tags[inside[0]] == "blockquote" else inside[-1]
    if tags[box] == "figure" and tags[raw.node] != "figcaption":
        return False
    return box in tree.ancestors(last.node, 2 * _NEAR)


def _is_question(tree: Tree, raws: list[Raw], i: int) -> bool:
    raw = raws[i]
    if len(raw.text) > _QUESTION or raw.link_chars:
        return False
    if tree.nodes.tags[raw.node] not in _HEADINGS and raw.strong_chars < _BOLD * len(raw.text):
        return False
    parents = tree.nodes.parents
    home = {parents[raws[k].node] if raws[k].node >= 0 else -1 for k in (i - 1, i, i + 1)}
    return len(home) == 1 and raw.text.rstrip(' ”"»')[-1:] in "?？؟"
