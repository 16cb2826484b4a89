"""Labels for the blocks of a page, and whether it is an article.

The model gives each block a probability for every label and the page one for every type.  A block belongs
to the running text if the labels of running text have the greater part of the probability together; its role
is then the likeliest on that side.  Without a model the rules of `onrecord.read.rules` decide, and the reading
says so.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from onrecord.errors import ModelError
from onrecord.read.evidence import Hints
from onrecord.read.labels import TYPES, Label, Labelled, likeliest
from onrecord.read.meta.names import CJK, introduced
from onrecord.read.refine import refine
from onrecord.read.tree import Raw, Tree
from onrecord.records import TEXT_ROLES, Furniture, Note, PageType, Role, Verdict

if TYPE_CHECKING:
    from onrecord.read.features import Features

__all__ = ["label"]

_FULL, _FEW = 100, 3  # characters of a full paragraph, and how few of them make a story
_SENTENCES = 4  # of a story, in one element
_MOST_OF = 0.6  # the share of a page's text that is most of it
_DOUBT = 0.2  # the probability from which the network leaves room for another reason

_BESIDE = frozenset((Role.HEADLINE, Role.CAPTION, Role.CREDIT, Role.EMBED, Role.PULL_QUOTE))
_SENTENCE = re.compile(r"[.!?。！？][\"'”’»)\]]*$")

_NAMED: tuple[tuple[Role, Furniture | None], ...] = (
    *((r, None) for r in Role if r is not Role.FURNITURE),
    *((Role.FURNITURE, k) for k in Furniture if k is not Furniture.OTHER_STORY),
)


def label(tree: Tree, hints: Hints, *, rules_only: bool = False) -> Labelled:
    """Label the raw blocks of a page by the model, or by rules if `rules_only` or no model can be loaded."""
    if not rules_only:
        from onrecord.read.model import load

        try:
            model = load("blocks-html" if tree.nodes else "blocks-text")
        except ModelError as e:
            return _by_rules(
                tree, (Note("label", "the model", f"not used ({e.message}); rules decide instead"),)
            )
        return _by_model(tree, hints, model)
    return _by_rules(tree, ())


def _together(x: Features, roles: Any, types: Any) -> tuple[Any, Any, str, tuple[Note, ...]]:
    """The probabilities of blocks and of types after siblings have been judged together, the model's version, and notes."""
    from onrecord.read.model import SIBLINGS, load
    from onrecord.read.siblings import NAME, judge

    try:
        model = load(NAME, SIBLINGS)
    except ModelError as e:
        return roles, types, "", (Note("label", "the model of siblings", f"not used: {e.message}"),)
    return *judge(x, roles, types, model), f", {model.version}", ()


def _by_model(tree: Tree, hints: Hints, model: Any) -> Labelled:
    import numpy as np

    from onrecord.read.features import features

    if not tree.raws:
        return Labelled([], Verdict(PageType.OTHER, 0.0), None, model.version)
    x = features(tree, hints)
    roles, types = model(**x.inputs())
    version: str = model.version
    notes: tuple[Note, ...] = ()
    if tree.nodes:
        roles, types, second, notes = _together(x, roles, types)
        version += second
    p = _spread(roles, x.shown, len(tree.raws))
    columns, shares = likeliest(p)
    scores = p[np.arange(len(p)), columns].astype(np.float64).round(4).tolist()
    named = map(_NAMED.__getitem__, columns.tolist())
    labels = [
        Label(role, furniture, score, share)
        for (role, furniture), score, share in zip(named, scores, shares.tolist(), strict=True)
    ]
    labels = refine(tree, labels)
    if tree.elsewhere:
        labels = [_of_data(raw, x) for raw, x in zip(tree.raws, labels, strict=True)]
    odds = types.tolist()
    # Whether it is an article is decided first, if that has been judged by itself: the other types share what is left.
    others = range(1 if tree.nodes and odds[0] < 0.5 else 0, len(odds))
    best = max(others, key=odds.__getitem__)
    verdict = Verdict(TYPES[best], round(odds[0], 4))
    if verdict.type is not PageType.ARTICLE and (why := _is_story_all_the_same(tree, hints, labels, verdict)):
        verdict = Verdict(PageType.ARTICLE, max(0.5, verdict.article))
        notes = (*notes, Note("label", "the type of the page", f"inferred from {why}"))
    return Labelled(labels, verdict, p, version, notes)


def _of_data(raw: Raw, x: Label) -> Label:
    """A label in markup that was made of a page's data: of sentences, the network is sure only where they stand among others."""
    unsure = x.role not in TEXT_ROLES and x.role not in _BESIDE and x.text > _DOUBT
    if unsure and len(raw.text) > _FULL / 2 and _SENTENCE.search(raw.text):
        return x._replace(role=Role.PARAGRAPH, furniture=None)
    return x


def _is_story_all_the_same(tree: Tree, hints: Hints, labels: list[Label], verdict: Verdict) -> str:
    """Why a page is an article that the network takes for none, "" if it is none.

    The network judges menus, boxes and columns too, and there are none in text dumps, in markup that was made of a page's
    data, and in the copies of archives.
    """
    if tree.elsewhere and hints.is_article:
        return "what the page declares itself to be; its text is in its data"
    if tree.elsewhere and _has_form_of_story(tree, labels):
        return "a headline over a run of full paragraphs; its text is in its data"
    if not tree.nodes and verdict.type is not PageType.OTHER:
        return ""
    if not tree.nodes and _has_form_of_story(tree, labels):
        return "a headline over a run of full paragraphs"
    if tree.nodes and _has_sentences(tree, labels):
        return "a headline and a byline or day over a run of sentences, which are most of the page"
    if tree.nodes and (verdict.article > _DOUBT or tree.elsewhere) and _is_signed(tree, labels):
        return "a headline, a byline and a day over full paragraphs, which are most of the page"
    return ""


def _has_sentences(tree: Tree, labels: list[Label]) -> bool:
    """Whether a page of East Asia holds a headline, a byline or day, and sentences in one element that make up most of its text.

    The network has learned from few pages in these scripts; short sentences look to it like posts of a forum.
    """
    roles = {x.role for x in labels}
    if Role.HEADLINE not in roles or not roles & {Role.BYLINE, Role.DATELINE}:
        return False
    shown = text = 0
    homes: Counter[int] = Counter()
    for raw, x in zip(tree.raws, labels, strict=True):
        shown += len(raw.text) - raw.link_chars
        if x.role is Role.PARAGRAPH and CJK.search(raw.text) and _SENTENCE.search(raw.text):
            text += len(raw.text)
            homes[tree.nodes.parents[raw.node]] += 1
    return max(homes.values(), default=0) >= _SENTENCES and text > _MOST_OF * shown


def _is_signed(tree: Tree, labels: list[Label]) -> bool:
    """Whether a page holds a headline with a byline and a day, and paragraphs that make up most of its text."""
    if not {Role.HEADLINE, Role.DATELINE} <= {x.role for x in labels}:
        return False
    if not any(
        x.role is Role.BYLINE and introduced(raw.text) for raw, x in zip(tree.raws, labels, strict=True)
    ):
        return False
    shown = text = full = 0
    for raw, x in zip(tree.raws, labels, strict=True):
        n = len(raw.text)
        shown += n - raw.link_chars
        if x.role in TEXT_ROLES:
            text += n
            full += x.role is Role.PARAGRAPH and n * (3 if CJK.search(raw.text) else 1) > _FULL
    return full >= _FEW and text > _MOST_OF * shown


def _has_form_of_story(tree: Tree, labels: list[Label]) -> bool:
    """Whether a dump holds a headline and at least four full paragraphs, which make up most of its text."""
    full = [
        len(r.text)
        for r, x in zip(tree.raws, labels, strict=True)
        if x.role is Role.PARAGRAPH and len(r.text) * (3 if CJK.search(r.text) else 1) > _FULL
    ]
    everything = sum(len(r.text) for r in tree.raws)
    return any(x.role is Role.HEADLINE for x in labels) and len(full) >= 4 and sum(full) > 0.4 * everything


def _spread(p: Any, shown: Any, n: int) -> Any:
    """Probabilities for all blocks: one that was not looked at shares those of the entry before it."""
    import numpy as np

    if len(shown) == n:
        return p
    return p[np.searchsorted(shown, np.arange(n), side="right") - 1]


def _by_rules(tree: Tree, notes: tuple[Note, ...]) -> Labelled:
    from onrecord.read import rules

    labels = []
    for role, furniture, score in rules.label(tree):
        labels.append(Label(role, furniture, score, score if role in TEXT_ROLES else 1 - score))
    words = sum(len(r.text) for r, x in zip(tree.raws, labels, strict=True) if x.role is Role.PARAGRAPH)
    listed = sum(len(r.text) for r in tree.raws if r.link_chars > 0.6 * len(r.text))
    odds = round(min(0.95, words / (words + listed + 400)), 4)
    kind = PageType.ARTICLE if odds >= 0.5 else PageType.LISTING
    return Labelled(labels, Verdict(kind, odds), None, "rules", notes)
