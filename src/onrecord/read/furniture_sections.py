"""Parts of a page that a heading opens, where no class name tells them: comments, and teasers with lead sentences.

"3 responses" over names and short texts opens the comments, whatever the elements are called; "Most read" over linked headlines,
each with a sentence or two, opens teasers.  They end with the element that holds them, or at the next heading of that rank.
"""

from __future__ import annotations

import re

from onrecord.read.labels import Label
from onrecord.read.meta.names import CJK
from onrecord.read.tree import Raw, Tree
from onrecord.read.words import said_kind
from onrecord.records import TEXT_ROLES, Furniture, Role

__all__ = ["mark_sections"]

_WORDS = (
    r"(?:readers?['’]? )?(?:comments?|thoughts?|opinions?|meinungen|avis|opiniones|responses?|replies|reply|reactions?)|(?:leser)?kommentare?|antworten|reaktionen|leserbriefe|commentaires?|réactions?|réponses?|comentarios?|respuestas?|reacciones|"
    r"comment[oi]|rispost[ae]|comentários?|respostas?|reacties|kommentarer|komentarz[ey]?|komentarzy|yorum(?:lar)?|комментари(?:й|я|и|ев)|коментар(?:і|ів|ь|я)?|отзыв(?:ы|ов)?|відгук(?:и|ів)?"
)
_EASTERN = r"(?:条|條|件の|件|개의|개)?\s*(?:评论|評論|留言|コメント|댓글|의견)"
_NUMBER = r"(?:\d{1,3}(?:[.,]?\d{3})*|one|eine?|un[eao]?)"
_HEADING = re.compile(
    rf"\W*(?:your |vos |ihre |sus |i vostri |ваши )?(?:(?:(?:view|show|see|read|hide|alle|voir|ver|mostra|vis|visa|toon)\s+)?(?:all\s+|les\s+|los\s+|tutti\s+)?{_NUMBER}\s*(?:{_WORDS}|{_EASTERN})(?:\s+(?:to|on|zu|à|sur|en|a|su|på)\s.{{1,160}})?|(?:{_WORDS}|评论|評論|留言|コメント|댓글|의견)\W{{0,3}}{_NUMBER}\s*(?:条|條|件|개)?)\W*",
    re.I,
)
_LISTS = frozenset((Furniture.TEASERS, Furniture.RELATED))
_LONGEST = 200  # characters of a heading
_LEAD = 2  # texts under a linked line
_SHORT = 60  # characters of a line that is neither
_FULL = 50  # characters of a paragraph
_NAME = 60  # characters of a line that names who comments
_BEFORE = 2  # paragraphs of the story over the comments
_RANKS = {f"h{n}": n for n in range(1, 7)}
_SURE = 0.8
_NAMED = re.compile(r"[^\s:：][^:：.!?]{0,25}[:：]\s*\S")  # and what was said, in one line
_TEXTS = 3  # paragraphs of a comment, in the mean
_STOP = ".!?。！？…"


def mark_sections(tree: Tree, labels: list[Label]) -> None:
    """Change the labels of comments and teasers that a heading opens, in place."""
    raws = tree.raws
    paragraph, text_roles = Role.PARAGRAPH, TEXT_ROLES
    of_text = [i for i, x in enumerate(labels) if x.role in text_roles]
    full = [
        i
        for i in of_text
        if labels[i].role is paragraph and len(raws[i].text) * (3 if CJK.search(raws[i].text) else 1) > _FULL
    ]
    if len(full) < _BEFORE:
        return
    done = 0
    # Where nothing is taken for text any more, there is nothing to mend.
    for i in range(full[_BEFORE - 1] + 1, of_text[-1]):
        raw = raws[i]
        if i < done or len(raw.text) > _LONGEST or 2 * raw.link_chars > len(raw.text) or raw.node < 0:
            continue
        if _HEADING.fullmatch(raw.text):
            end, kind = _end(tree, i), Furniture.COMMENTS
            found = _thread(raws, i + 1, end)
        elif len(raw.text) < _NAME and _rank(tree, raw) and said_kind(raw.text) in _LISTS:
            kind = said_kind(raw.text) or Furniture.TEASERS
            end = _teasers(tree, i + 1, _end(tree, i))
            found = end > i + 1
        else:
            continue
        if not found:
            continue
        done = end
        for k in range(i, end):
            x = labels[k]
            if x.role is not Role.FURNITURE or x.score < _SURE:
                labels[k] = x._replace(role=Role.FURNITURE, furniture=kind)


def _teasers(tree: Tree, first: int, end: int) -> int:
    """The end of a run of linked lines, two at least, each over no more than two texts of the same markup; `first` for none."""
    raws, tags, handles = tree.raws, tree.nodes.tags, tree.nodes.handles
    markup: tuple[str, ...] = ()
    links = texts = 0
    last = first
    for k in range(first, end):
        raw = raws[k]
        if 5 * raw.link_chars >= 4 * len(raw.text):
            links, texts, last = links + 1, 0, k + 1
            continue
        if len(raw.text) < _SHORT and raw.text[-1] not in _STOP:
            continue  # a day, a section, "By ..."
        own = (*tree.tags(raw.node, 5), handles[raw.node].attr("class") or "") if tags else ()
        texts += 1
        if not links or texts > _LEAD or (markup and own != markup):
            break
        markup, last = own, k + 1
    return last if links > 1 else first


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
    node = raw.node
    if node < 0:
        return 0
    tags, parents = tree.nodes.tags, tree.nodes.parents
    rank = _RANKS.get(tags[node], 0)
    if not rank and parents[node] >= 0:
        rank = _RANKS.get(tags[parents[node]], 0)
    return rank


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
