"""Further stories on the page of one: which story the page was opened for, and where the others stand.

Sites put the next story under the one that was asked for, or the day's other stories around it.  Each has what a story has:
a headline, a byline and a day of its own, and paragraphs.  The head of the page names one of them; the others become
furniture of a kind of their own, and nothing of them enters the record.

The entries of a live blog, the posts of a forum and the parts of a round-up look alike in places, and are one story: what
they lack is a byline and a day each, or a headline that is not the page's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from onrecord.read.head import note_element
from onrecord.read.headlines import Headline, headlines, is_prose
from onrecord.read.labels import Labelled
from onrecord.read.meta.evidence import Declared, declared, texts
from onrecord.read.meta.instants import instant
from onrecord.read.terms import terms
from onrecord.read.tree import Head, Raw, Tree
from onrecord.records import TEXT_ROLES, Furniture, Note, PageType, Role

__all__ = ["OtherStory", "find_other_stories", "of_own_story", "with_stories", "without_stories"]

#: How much of a headline the head of the page must say, and how much more than of any other.
_LIKE, _CLEAR = 0.6, 0.2
_AGAIN = 0.8
_OWN = 80  # characters of text under the page's own headline
_LEVELS = 12  # elements around a headline that are looked at
#: How newsrooms call what they write on as it happens.
_LIVE = re.compile(
    r"\blive\b|live-?(?:blog|ticker|updates?)|\bticker\b|minute[ -]by[ -]minute|as it happened|\ben (?:direct|vivo|directo)\b|\bin diretta\b|\bao vivo\b|"
    r"онлайн|прямой эфир|直播|速報|실시간",
    re.I,
)
_HEADLINE = re.compile(r'"headline"\s*:\s*"((?:[^"\\]|\\.){1,400})"')
_WORDS = re.compile(r"\w+")
_STORY = frozenset((Furniture.TEASERS, Furniture.RELATED, Furniture.OTHER, Furniture.AUTHOR_BOX))


@dataclass(frozen=True, slots=True)
class OtherStory:
    """A story that the page was not opened for: its blocks are `Tree.raws[start:end]`, its elements [`first`, `last`).

    Its headline is block `at`.
    """

    headline: str
    at: int
    start: int
    end: int
    first: int
    last: int


def find_other_stories(
    tree: Tree, labelled: Labelled, url: str | None
) -> tuple[list[OtherStory], list[Note]]:
    """The stories of a page that it was not opened for, and what the trail is to say of them.

    `url` is the address of the page, if it is known.
    """
    heads = headlines(tree, labelled) if tree.nodes and _may_hold_several(labelled) else []
    full = [h for h in heads if h.is_full]
    if not full or (len(full) == 1 and labelled.labels[full[0].at].role is Role.HEADLINE):
        return [], []  # nearly all pages
    told: Declared | None = None  # takes longer than all the rest
    own = _own(tree, heads, url)
    if own is None and sum(h.is_story for h in heads) > 1:
        told = declared(tree, url)
        own = _of_the_day(heads, told)
    if own is None or not _has_text(tree, labelled, own):
        return [], []  # what stands between a headline and the first paragraph is its own
    found = []
    for head, story in _places(
        tree, own, [h for h in heads if h is not own and h.is_full and not _again(h, own)]
    ):
        alike = _of_one_make(tree, head, own)
        apart = _is_apart(tree, head, own, story)
        first = alike and tree.nodes.tags[head.node] == "h1"
        if ((head.is_story and (alike or apart)) or (alike and apart) or first) and (
            alike or _taken_for_text(tree, labelled, story)
        ):
            found.append(story)
    if not found:
        return [], []
    told = told or declared(tree, url)
    title = f"{tree.head.meta('og:title') or ''} {tree.head.title}"
    live = _LIVE.search(title) or "live" in str(told.article.get("@type", "")).lower()
    if live or not (labelled.verdict.is_article or told.article):
        return [], []
    said = ", ".join(repr(s.headline[:80]) for s in found[:5])
    many = f"{len(found)} other stories" if len(found) > 1 else "another story"
    return found, [Note("article", f"{many}: {said}", f"the page was opened for {own.text[:80]!r}")]


def without_stories(tree: Tree, stories: Sequence[OtherStory]) -> tuple[Tree, list[int]]:
    """The tree without the blocks, pictures and elements of these stories, and the number of each block that stays."""
    gone = {i for s in stories for i in range(s.start, s.end)}
    kept = [i for i in range(len(tree.raws)) if i not in gone]
    pictures = [
        replace(p, before=bisect_left(kept, p.before))
        for p in tree.pictures
        if not any(s.first <= p.node < s.last for s in stories)
    ]
    handles = frozenset(h for s in stories for h in tree.nodes.handles[s.first : s.last])
    raws = [tree.raws[i] for i in kept]
    return replace(
        tree, raws=raws, pictures=pictures, left_out=handles, head=_without(tree.head, handles)
    ), kept


def _without(head: Head, handles: frozenset[Any]) -> Head:
    """What the head of a page says without what `<meta>` in these elements has added to it."""
    theirs = Head()
    for handle in handles:
        if handle.tag == "meta":
            note_element(theirs, handle, "meta")
    if not theirs.metas:
        return head
    left, metas = Counter(theirs.metas), []
    for meta in reversed(head.metas):  # where the page's own head says the same, it stays
        if left[meta]:
            left[meta] -= 1
        else:
            metas.append(meta)
    return replace(head, metas=metas[::-1])


def of_own_story(tree: Tree, own: Tree, kept: list[int]) -> tuple[Tree, Tree]:
    """The whole tree with the pictures of the page's own story alone; and that with the texts of other blocks gone.

    Blocks keep their numbers in both.
    """
    handles = tree.nodes.handles
    pictures = [p for p in tree.pictures if handles[p.node] not in own.left_out]
    raws = [Raw("", -1) for _ in tree.raws]
    for i in kept:
        raws[i] = tree.raws[i]
    drawn = replace(tree, pictures=pictures, left_out=own.left_out, head=own.head)
    return drawn, replace(drawn, raws=raws)


def with_stories(
    tree: Tree, own: Labelled, kept: list[int], before: Labelled, stories: Sequence[OtherStory]
) -> Labelled:
    """The labels of a whole page: `own` for the blocks that were `kept`, and those of other stories.

    `before` are the labels that the page had as a whole: the buttons and menus of other stories are what they were.
    """
    headlines = {s.at for s in stories}
    labels = []
    for i, (raw, x) in enumerate(zip(tree.raws, before.labels, strict=True)):
        if i in headlines or x.role is not Role.FURNITURE or (x.furniture in _STORY and is_prose(raw)):
            x = x._replace(role=Role.FURNITURE, furniture=Furniture.OTHER_STORY)
        labels.append(x)
    for i, x in zip(kept, own.labels, strict=True):
        labels[i] = x
    probabilities = before.probabilities
    if own.probabilities is not None and probabilities is not None:
        probabilities = probabilities * 0
        probabilities[kept] = own.probabilities
    return replace(own, labels=labels, probabilities=probabilities)


def _may_hold_several(labelled: Labelled) -> bool:
    roles = [x.role for x in labelled.labels]
    return (
        labelled.verdict.type not in (PageType.FORUM, PageType.PRODUCT) and roles.count(Role.LIVE_ENTRY) < 3
    )


def _own(tree: Tree, heads: list[Headline], url: str | None) -> Headline | None:
    """The headline that the head of the page and its address speak of; `None` if that is not clear."""
    titles = [
        tree.head.meta("og:title"),
        tree.head.title,
        tree.head.meta("twitter:title"),
        *_HEADLINE.findall(tree.head.json_ld[0][:20_000] if len(tree.head.json_ld) == 1 else "")[:1],
    ]
    sets = [terms(t) for t in titles if t]
    addresses = [a for a in (_canonical(tree), tree.head.meta("og:url"), url) if a]
    slugs = [found for a in addresses if len(found := terms(_last(a))) >= 2]
    paths = {_path(a) for a in addresses}
    scored: list[tuple[float, int, Headline]] = []
    for k, head in enumerate(heads):
        own_terms = terms(head.text)
        score = max((len(own_terms & s) / max(1, len(own_terms)) for s in sets), default=0.0)
        score = max([score, *(0.9 * len(own_terms & s) / len(s) for s in slugs)])
        links = [u for _, _, u in tree.raws[head.at].links]
        if links and any(_path(u) in paths and _path(u) for u in links):
            score += 0.5
        # A word or two are rather the name of the site.
        scored.append((score * min(1.0, len(own_terms) / 3), -k, head))
    best, _, own = max(scored)
    rivals = [s for s, _, h in scored if h is not own and h.is_story and not _again(h, own)]
    if best >= _LIKE and best - max(rivals, default=0.0) >= _CLEAR:
        return own
    return None


def _of_the_day(heads: list[Headline], told: Declared) -> Headline | None:
    """The only story of the day that is declared for the page's own."""
    for text in texts(told.article.get("datePublished"))[:1]:
        if value := instant(text):
            same = [h for h in heads if h.is_story and value[0].date() in h.days]
            if len(same) == 1:
                return same[0]
    return None


def _of_one_make(tree: Tree, head: Headline, own: Headline) -> bool:
    """Whether two headlines are made by one template, and are no subheadings."""
    nodes = tree.nodes
    makes = []
    for at in (head.node, own.node):
        inner, around = nodes.handles[at], nodes.handles[max(0, nodes.parents[at])]
        makes.append((nodes.tags[at], inner.attr("class"), around.tag, around.attr("class")))
    return makes[0] == makes[1] and (makes[0][0] == "h1" or bool(makes[0][1]))


def _again(head: Headline, own: Headline) -> bool:
    """Whether a headline is the page's own a second time, or names its subject: the posts of a thread."""
    mine, theirs = terms(own.text), terms(head.text)
    return len(mine & theirs) >= _AGAIN * max(1, min(len(mine), len(theirs)))


def _has_text(tree: Tree, labelled: Labelled, own: Headline) -> bool:
    """Whether paragraphs stand right under the page's own headline, and are taken for text."""
    raws, labels = tree.raws, labelled.labels
    run = range(own.at + 1, own.next)
    return sum(len(raws[i].text) for i in run if is_prose(raws[i]) and labels[i].role in TEXT_ROLES) >= _OWN


def _is_apart(tree: Tree, head: Headline, own: Headline, story: OtherStory) -> bool:
    """Whether a story says that it is one: by its element, or by an address of its own that its headline leads to."""
    if len(terms(head.text)) < 3:
        return False  # a name over its author's box
    nodes = tree.nodes
    box = nodes.handles[story.first]
    for index in tree.ancestors(head.node, _LEVELS):
        if index < story.first:
            break
        handle = nodes.handles[index]
        if (
            nodes.tags[index] == "article"
            or handle.attr("role") == "article"
            or "Article" in (handle.attr("itemtype") or "")
        ):
            return True
    if any(_path(u).strip("/") for _, _, u in tree.raws[head.at].links):
        return True
    # Or in a box of one class with that of the page's own.
    name = box.attr("class")
    return bool(name) and any(
        nodes.handles[i].attr("class") == name for i in tree.ancestors(own.node, _LEVELS)
    )


def _taken_for_text(tree: Tree, labelled: Labelled, story: OtherStory) -> bool:
    """Whether the labeller, too, takes the paragraphs of a story for one: those of teasers it does not."""
    prose = [i for i in range(story.start, story.end) if is_prose(tree.raws[i])]
    taken = sum(len(tree.raws[i].text) for i in prose if labelled.labels[i].role in TEXT_ROLES)
    return taken > 0.4 * sum(len(tree.raws[i].text) for i in prose)


def _places(tree: Tree, own: Headline, others: list[Headline]) -> list[tuple[Headline, OtherStory]]:
    """Where stories stand: each in an element of its own, or from its headline to the next one."""
    nodes, raws = tree.nodes, tree.raws
    found: list[tuple[Headline, OtherStory]] = []
    heads = sorted([own, *others], key=lambda h: h.at)
    for k, head in enumerate(heads):
        if head is own:
            continue
        around: set[int] = set()
        for other in (heads[k - 1] if k else None, heads[k + 1] if k + 1 < len(heads) else None, own):
            if other is not None and other is not head:
                around.update(tree.ancestors(other.node))
        before = next((i for i in range(head.at - 1, -1, -1) if is_prose(raws[i])), -1)
        if before >= 0:
            around.update(tree.ancestors(raws[before].node))
        box = head.node
        while (above := nodes.parents[box]) >= 0 and above not in around:
            box = above
        end = heads[k + 1].at if k + 1 < len(heads) else len(raws)
        last = _end(tree, box)
        if head.last >= 0 and box <= raws[head.last].node < last:
            start, stop = _inside(raws, head.at, box, last)
        else:  # beside its paragraphs
            holder = max(0, nodes.parents[box])
            start, stop = head.at, min(end, _inside(raws, head.at, holder, _end(tree, holder))[1])
            last = raws[end].node if end < len(raws) and raws[end].node > box else _end(tree, holder)
        if stop > own.at >= start:
            continue
        found.append((head, OtherStory(head.text, head.at, start, stop, box, max(box, last))))
    return found


def _end(tree: Tree, index: int) -> int:
    """The first element behind an element and all in it."""
    depths = tree.nodes.depths
    end = index + 1
    while end < len(depths) and depths[end] > depths[index]:
        end += 1
    return end


def _inside(raws: list[Raw], at: int, first: int, last: int) -> tuple[int, int]:
    """The run of blocks around one whose elements are [`first`, `last`)."""
    start, stop = at, at + 1
    while start and first <= raws[start - 1].node < last:
        start -= 1
    while stop < len(raws) and first <= raws[stop].node < last:
        stop += 1
    return start, stop


def _canonical(tree: Tree) -> str | None:
    found: Iterable[object] = (a.get("href") for r, a in tree.head.links if r == "canonical")
    return next((href for href in found if isinstance(href, str)), None)


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url.strip()).path.rstrip("/"))
    except ValueError:
        return ""


def _last(url: str) -> str:
    """The words of an address: the last part of its path that has some."""
    parts = [p for p in _path(url).split("/") if re.search(r"[^\W\d_]{3}", p)]
    return re.sub(r"\.\w{2,5}$", "", parts[-1]).replace("_", " ") if parts else ""
