"""Comments under a story, where no class name tells them: a heading that counts them, and what stands under it.

"3 responses" over names and short texts opens the comments, whatever the elements are called.  They end with the element that
holds them, or at the next heading of that rank.
"""

from __future__ import annotations

import re

from onrecord.read.labels import Label
from onrecord.read.tree import Raw, Tree
from onrecord.records import Furniture, Role

__all__ = ["mark_comments"]

_WORDS = (
    r"(?:readers?['’]? )?(?:comments?|responses?|replies|reply|reactions?)|(?:leser)?kommentare?|antworten|reaktionen|leserbriefe|commentaires?|réactions?|réponses?|comentarios?|respuestas?|reacciones|"
    r"comment[oi]|rispost[ae]|comentários?|respostas?|reacties|kommentarer|komentarz[ey]?|komentarzy|yorum(?:lar)?|комментари(?:й|я|и|ев)|коментар(?:і|ів|ь|я)?|отзыв(?:ы|ов)?|відгук(?:и|ів)?"
)
_EASTERN = r"(?:条|條|件の|件|개의|개)?\s*(?:评论|評論|留言|コメント|댓글|의견)"
_NUMBER = r"\d{1,3}(?:[.,]?\d{3})*"
_HEADING = re.compile(
    rf"\W*(?:{_NUMBER}\s*(?:{_WORDS}|{_EASTERN})(?:\s+(?:to|on|zu|à|sur|en|a|su|på)\s.{{1,160}})?|(?:{_WORDS}|评论|評論|留言|コメント|댓글|의견)\W{{0,3}}{_NUMBER}\s*(?:条|條|件|개)?)\W*",
    re.I,
)
_FULL = 80  # characters of a paragraph
_NAME = 60  # characters of a line that names who comments
_BEFORE = 2  # paragraphs of the story over the comments
_RANKS = {f"h{n}": n for n in range(1, 7)}
_SURE = 0.8
_NAMED = re.compile(r"[^\s:：][^:：.!?]{0,25}[:：]\s*\S")  # and what was said, in one line
_TEXTS = 3  # paragraphs of a comment, in the mean
_STOP = ".!?。！？…"


def mark_comments(tree: Tree, labels: list[Label]) -> None:
    """Change the labels of comments that a heading opens, in place."""
    raws = tree.raws
    before = 0
    done = 0
    for i, (raw, x) in enumerate(zip(raws, labels, strict=True)):
        if x.role is Role.PARAGRAPH and len(raw.text) > _FULL:
            before += 1
        if i < done or before < _BEFORE or len(raw.text) > 200 or raw.node < 0:
            continue
        if 2 * raw.link_chars > len(raw.text) or not _HEADING.fullmatch(raw.text):
            continue
        done = _end(tree, i)
        if not _thread(raws, i + 1, done):
            continue
        for k in range(i, done):
            x = labels[k]
            if x.role is not Role.FURNITURE or x.score < _SURE:
                labels[k] = x._replace(role=Role.FURNITURE, furniture=Furniture.COMMENTS)


def _end(tree: Tree, heading: int) -> int:
    """The index of the first block after the comments under a heading."""
    raws, depths, tags = tree.raws, tree.nodes.depths, tree.nodes.tags
    rank = _rank(tree, raws[heading])
    depth = -1  # of the innermost element that holds the heading and the block after it
    low = depths[raws[heading].node]
    for k in range(heading + 1, len(raws)):
        raw = raws[k]
        if raw.node < 0:
            return k
        low = min(low, raw.shared)
        if depth < 0:
            depth = low
        if low < depth or (rank and 0 < _rank(tree, raw) <= rank) or tags[raw.node] == "footer":
            return k
    return len(raws)


def _rank(tree: Tree, raw: Raw) -> int:
    """The rank of the heading that a block is, 0 for other blocks."""
    return next((_RANKS[tag] for tag in tree.tags(raw.node, 2) if tag in _RANKS), 0)


def _thread(raws: list[Raw], first: int, end: int) -> bool:
    """Whether the blocks have the form of comments: names on lines of their own, each over no more than a few texts."""
    names = texts = 0
    for raw in raws[first:end]:
        text = raw.text
        if len(text) < _NAME and text[-1] not in _STOP:
            names += 1
        elif _NAMED.match(text):
            names, texts = names + 1, texts + 1
        elif not names:
            return False
        else:
            texts += 1
    return 0 < texts <= _TEXTS * names
