"""What the page says outright corrects the model where it is unsure by nature.

The network tells story from furniture well, and rare roles less well, for want of examples.  But newsrooms label
their pages in words ("Advertisement", "Related:", "Correction:") and in tags (`<figcaption>`), and those labels
are evidence that needs no learning.  Few blocks change sides: captions and promotions that the network took for
text leave it, and corrections and the times over the entries of a live blog come into it.
"""

from __future__ import annotations

import re
from collections import Counter

from onrecord.read.caption_boxes import beside_pictures, is_caption
from onrecord.read.furniture_lines import line_kind
from onrecord.read.furniture_sections import mark_sections
from onrecord.read.labels import Label
from onrecord.read.outline import outline
from onrecord.read.quote_blocks import mark_quotes
from onrecord.read.rules import names
from onrecord.read.story_header import mark_header
from onrecord.read.tree import Raw, Tree
from onrecord.read.words import CORRECTION, CREDIT, DEK_MARKS, SECTION_WORDS, asks, said_kind
from onrecord.records import TEXT_ROLES, Furniture, Role

__all__ = ["refine"]

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_OPEN = frozenset((Role.FURNITURE, Role.BYLINE, Role.DATELINE, Role.SECTION, Role.CREDIT))
_PROSE = frozenset((Role.PARAGRAPH, Role.LIST_ITEM, Role.BLOCK_QUOTE))
_FULL = 100  # characters of a paragraph
_BYLINE = 150  # characters
_BYLINE_MARKS = re.compile(
    r"\bby-?line|\bauthors?\b(?!-?(?:bio|note|box|about|desc))|\bautor(?:en|es)?\b", re.I
)
_NOTICE = 400  # characters of a line that is furniture by what it says
_LIKELY = 0.9  # probability of text from which words weigh less
_DOUBT = 0.15  # below this probability of text the network is sure
_HALF, _FIRST = 0.5, 2  # probability of text of so many sentences that tell where the story stands
_MANY, _SOME = 4, 0.3  # sentences in one element, and the probability of text of the likeliest
#: The end of a sentence: its mark in Chinese and Japanese, a verb's ending and a full stop in Korean.
_EAST_ASIAN_SENTENCE = re.compile(r"(?:[。！？]|[\uac00-\ud7a3][.!?])[\"'”’」』）)]*$")
_SURE = 0.8  # the score from which the network is left alone
#: What words say little of a block that the network takes for one of these: the words of navigation ("more", "next") stand
#: everywhere; menus have entries for newsletters, topics and the latest; buttons of all kinds stand among comments; and "©" stands in
#: credits, those of teasers too.
_WEAK = frozenset((Furniture.NAVIGATION,))
_SAYS_LITTLE: dict[Furniture | Role, frozenset[Furniture]] = {
    **{kind: frozenset() for kind in Furniture},
    Furniture.NAVIGATION: frozenset(Furniture) - {Furniture.LEGAL, Furniture.SHARE, Furniture.ADVERTISEMENT},
    Furniture.COMMENTS: frozenset(Furniture),
    Furniture.SHARE: _WEAK,
    Furniture.TEASERS: frozenset((Furniture.LEGAL,)),
    Furniture.RELATED: frozenset((Furniture.LEGAL,)),
    Role.CREDIT: _WEAK | {Furniture.LEGAL},
}
#: What the network takes corrections for.
_MISTAKEN = frozenset((Furniture.OTHER, Furniture.AUTHOR_BOX, Furniture.LEGAL))
_SHORT = 70  # characters of a label; sentences are longer
#: The time of day, and no date ("15.05.23").
_TIME = r"(?<![\d.:])(?:[01]?\d|2[0-3])[:.][0-5]\d(?![.:]?\d)"
_CLOCK = re.compile(_TIME)
#: A line that begins with it, and not the length of a video over its name ("3:45 Watch").
_ENTRY = re.compile(rf"{_TIME}\s*(?:[ap]\.?m\b|uhr\b|h\b|[A-Z]{{2,4}}\b|[·|–—:-]|$)", re.I)
_WRITTEN_BY = re.compile(
    r"(?:作者|记者|記者|撰文|기자|автор|autor(?:in)?|auteur|autore|author|text|by)\s*[:：]\s*\S", re.I
)
#: What screen readers are told beside a picture, in place of a caption.
_ONLY_A_WORD = re.compile(
    r"\W*(?:image|photo|photograph|picture|video|caption|credit|bild|foto|фото|图片)\W*", re.I
)
_OPENING, _CLOSING = "“\"«„‘'", "”\"»“’'"
_MARKS = str.maketrans({**dict.fromkeys("“”«»„‟", '"'), **dict.fromkeys("‘’", "'")})
_SHORTEST_PULLED, _LONGEST_PULLED = 20, 400  # characters
_PULLED = 30  # quotations of a page that are looked for: bounds the time
#: Who edited and checked a story, as Chinese newsrooms put it under the text.
_STAFF = r"(?:责任编辑|责编|编审|校对|审核|监制)\s*[:：]\s*[\u4e00-\u9fff·]{2,4}"
_EDITED = re.compile(rf"[（(【\[]?\s*{_STAFF}(?:[\s、]+(?:{_STAFF}|[\u4e00-\u9fff·]{{2,4}}))*\s*[）)】\]]?$")
_TOOLS = frozenset((Furniture.SHARE, Furniture.LEGAL))
_UNSURE = 0.65  # probability of text; tools are taken for text with less
_SENTENCE = re.compile(r"[.!?。！？][\"'”’»)\]]*$")
#: What a correction says beside its label: that something was wrong and has been changed.
_MENDED = re.compile(
    r"^\W*(?:corrections?|clarifications?|berichtigung|korrektur|richtigstellung|correctif|rectificatif|corrección|correzione|correção|исправление|"
    r"уточнение|виправлення|更正|訂正|정정)\s*(?:[:：]|[–—-]\s)|\b(?:corrected|amended|clarif\w+|incorrect\w*|misstated|an earlier version|"
    r"korrigiert|berichtigt)\b",
    re.I,
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def refine(tree: Tree, labels: list[Label]) -> list[Label]:
    """The labels of a page with what tags and words say outright put in."""
    raws = tree.raws
    if tree.archived:
        labels = [
            Label(Role.FURNITURE, Furniture.OTHER, 1.0, 0.0) if raw.of_archive else x
            for raw, x in zip(raws, labels, strict=True)
        ]
    labels = _sentences(tree, _among(tree, labels))
    first = next(
        (i for i, x in enumerate(labels) if x.role in TEXT_ROLES and len(raws[i].text) > 80), len(raws)
    )
    headline_role, furniture_role = Role.HEADLINE, Role.FURNITURE
    headlines = [i for i, x in enumerate(labels) if x.role is headline_role]
    headline = max(headlines, key=lambda i: labels[i].score, default=-1)
    top = headline if headline >= 0 else first
    boxes = beside_pictures(tree, labels) if tree.pictures else {}
    out = []
    for i, (raw, x) in enumerate(zip(raws, labels, strict=True)):
        if x.role in TEXT_ROLES:
            if i in boxes and is_caption(tree, raw, boxes[i]):
                out.append(x._replace(role=Role.CAPTION))
            else:
                out.append(_text(tree, raw, x, i - first < 3))
        elif i >= top and x.role is furniture_role and x.score >= _SURE:
            out.append(x)  # most blocks
        else:
            out.append(_rest(raw, x, i, headline, first))
    _pulled(raws, out)
    _live(raws, out, first)
    mark_header(tree, out, headline)
    if tree.nodes:
        _entry_headlines(tree, out, headline)
        mark_sections(tree, out)
        mark_quotes(tree, out)
    return out if tree.nodes else outline(raws, out)


def _among(tree: Tree, labels: list[Label]) -> list[Label]:
    """A full paragraph between paragraphs of the story, in the same nest of tags as they, is one of them.

    Advertisements and promotions are put between paragraphs, and the network may take the paragraph next to them
    for part of them; but they are not put into the same tags.
    """
    raws = tree.raws

    def nest(node: int) -> tuple[str, ...]:
        return tuple(tree.tags(node, 6))

    home: dict[tuple[str, ...], list[int]] = {}
    for i, x in enumerate(labels):
        if x.text > 0.8 and x.role is Role.PARAGRAPH and raws[i].node >= 0 and len(raws[i].text) > _FULL:
            home.setdefault(nest(raws[i].node), []).append(i)
    out = list(labels)
    if all(len(kin) <= 2 for kin in home.values()):
        return out
    for i, (raw, x) in enumerate(zip(raws, labels, strict=True)):
        if (
            x.text < _DOUBT
            or x.role in TEXT_ROLES
            or raw.node < 0
            or len(raw.text) < _FULL
            or raw.link_chars > 0.3 * len(raw.text)
        ):
            continue
        kin = home.get(nest(raw.node), [])
        if len(kin) > 2 and kin[0] < i < kin[-1] and not tree.nodes.hidden[raw.node]:
            out[i] = x._replace(role=Role.PARAGRAPH, furniture=None)
    return out


def _sentences(tree: Tree, labels: list[Label]) -> list[Label]:
    """A whole sentence of Chinese, Japanese or Korean in one element with the story's first ones, or in one beside theirs, is the story's.

    So is one in the element that holds most of the page's sentences, under the headline, if a byline or date stands between or the network takes any of them for text.

    The network has learned from few pages in these scripts, and takes short paragraphs at the end of a story for furniture.
    """
    raws, nodes = tree.raws, tree.nodes
    homes: dict[tuple[int, str, str], int] = {}
    if all(raw.text.isascii() for raw in raws):
        return labels
    out = list(labels)
    found: list[tuple[int, tuple[int, str, str]]] = []
    for i, raw in enumerate(raws):
        if raw.text.isascii() or raw.node < 0 or not _EAST_ASIAN_SENTENCE.search(raw.text[-8:]):
            continue
        home = (nodes.parents[raw.node], nodes.tags[raw.node], nodes.handles[raw.node].attr("class") or "")
        found.append((i, home))
    if not found:
        return out
    main = _main_home(labels, found)
    for i, home in found:
        x = labels[i]
        told = _FIRST if home == main else homes.get(home, 0)
        if x.role in TEXT_ROLES:
            homes[home] = told + (x.text >= _HALF)
        elif told >= _FIRST and _plain_sentence(tree, raws[i]):
            out[i] = x._replace(role=Role.PARAGRAPH, furniture=None)
    return out


def _main_home(
    labels: list[Label], found: list[tuple[int, tuple[int, str, str]]]
) -> tuple[int, str, str] | None:
    """The element that holds most of a page's sentences under its headline; `None` if they stand in several."""
    headline = next((i for i, x in enumerate(labels) if x.role is Role.HEADLINE), -1)
    home, number = Counter(h for _, h in found).most_common(1)[0]
    if headline < 0 or number < _MANY or 2 * number <= len(found):
        return None
    own = [i for i, h in found if h == home]
    if own[0] < headline:
        return None
    signed = any(x.role in (Role.BYLINE, Role.DATELINE) for x in labels[headline + 1 : own[0]])
    return home if signed or any(labels[i].text >= _SOME for i in own) else None


def _plain_sentence(tree: Tree, raw: Raw) -> bool:
    """Whether a sentence is shown, hardly linked, and says of itself no more than a story does."""
    if raw.link_chars > 0.3 * len(raw.text) or tree.nodes.hidden[raw.node]:
        return False
    return said_kind(raw.text) is None and asks(raw.text) == 0 and line_kind(raw.text) is None


def _text(tree: Tree, raw: Raw, x: Label, early: bool) -> Label:
    """A block of the running text: its role as tags and words have it."""
    if len(raw.text) < 600 and CORRECTION.match(raw.text):
        return x._replace(role=Role.CORRECTION)
    if x.text < 0.9 and asks(raw.text) >= 3:
        return x._replace(role=Role.FURNITURE, furniture=Furniture.APPEAL)
    if len(raw.text) < _NOTICE and (kind := line_kind(raw.text, x.text)):
        return x._replace(role=Role.FURNITURE, furniture=kind)
    if len(raw.text) < 250 and (kind := _promotion(raw, x)):
        return x._replace(role=Role.FURNITURE, furniture=kind)
    if x.text < 0.9:
        chain = tree.tags(raw.node, 4)
        if "button" in chain and not any(map(str.isalpha, raw.text)):
            return x._replace(role=Role.FURNITURE, furniture=Furniture.OTHER)  # how many comments, or shares
        if (
            "figcaption" in chain or (chain[:1] != ["td"] and "figure" in chain and len(raw.text) < 400)
        ) and not {"table", "blockquote", "li"} & set(chain):
            return x._replace(role=Role.CAPTION)
    if (
        early
        and len(raw.text) < 500
        and x.role in (Role.PARAGRAPH, Role.SUBHEADING)
        and DEK_MARKS.search(names(tree, raw, 2))
    ):
        return x._replace(role=Role.DEK)
    if (
        early
        and x.text < _LIKELY
        and len(raw.text) < _BYLINE
        and _BYLINE_MARKS.search(names(tree, raw, 1))
        and not _SENTENCE.search(raw.text)
    ):
        return x._replace(role=Role.BYLINE)
    if x.role is Role.PARAGRAPH:
        own = around = ""
        if raw.node >= 0:
            tags, above = tree.nodes.tags, tree.nodes.parents[raw.node]
            own, around = tags[raw.node], tags[above] if above >= 0 else ""
        if own in _HEADINGS or around in _HEADINGS:
            return x._replace(role=Role.SUBHEADING)
        if "\t" in raw.text:
            return x._replace(role=Role.TABLE)
        if own == "li" or around == "li":
            return x._replace(role=Role.LIST_ITEM)
    return x


def _promotion(raw: Raw, x: Label) -> Furniture | None:
    """What a line within the text is instead: "Read more: ..." that is all link, "Article continues below", a tool."""
    kind = said_kind(raw.text) if len(raw.text) < _SHORT else None
    if kind is Furniture.ADVERTISEMENT:
        return kind
    if kind in _TOOLS and x.text < _UNSURE and not _SENTENCE.search(raw.text):
        return kind
    if _EDITED.match(raw.text):
        return Furniture.AUTHOR_BOX
    if raw.link_chars > 0.5 * len(raw.text) and said_kind(raw.text) is Furniture.RELATED:
        return Furniture.RELATED
    return None


def _pulled(raws: list[Raw], labels: list[Label]) -> None:
    """A quotation that stands alone, and word for word in a longer paragraph too, has been pulled out of that one."""
    roles = (Role.BLOCK_QUOTE, Role.PARAGRAPH)
    alone = [
        i
        for i, x in enumerate(labels)
        if x.role in roles
        and _SHORTEST_PULLED <= len(raws[i].text) <= _LONGEST_PULLED
        and (x.role is Role.BLOCK_QUOTE or (raws[i].text[0] in _OPENING and raws[i].text[-1] in _CLOSING))
    ]
    if not alone:
        return
    story = "\n".join(_folded(raw.text) for raw, x in zip(raws, labels, strict=True) if x.role in TEXT_ROLES)
    lines = frozenset(story.split("\n"))
    for i in alone[:_PULLED]:
        whole = _folded(raws[i].text)
        words = whole.strip(" \"'.,")
        # Once is itself; where it stands alone a second time it may be an answer that comes again.
        if story.count(words) > 1 and sum(words in line and line != whole for line in lines):
            labels[i] = labels[i]._replace(role=Role.PULL_QUOTE)


def _folded(text: str) -> str:
    return " ".join(text.translate(_MARKS).casefold().split())


def _live(raws: list[Raw], labels: list[Label], first: int) -> None:
    """Times that stand over one piece of text after the other are the headers of a live blog's entries."""
    # The network takes few of them for datelines; what it takes for furniture must begin with the time.
    finds = {Role.DATELINE: _CLOCK.search, Role.BYLINE: _CLOCK.search, Role.FURNITURE: _ENTRY.match}
    roles = TEXT_ROLES
    is_text = [x.role in roles for x in labels]
    is_text.append(False)
    entries = [
        i
        for i in range(max(0, first - 2), len(labels) - 1)
        if (is_text[i + 1] or is_text[i + 2])
        and len(raws[i].text) < _SHORT
        and (role := labels[i].role) in finds
        and finds[role](raws[i].text)
    ]
    if len(entries) >= 3:
        for i in entries:
            labels[i] = labels[i]._replace(role=Role.LIVE_ENTRY, furniture=None)


def _entry_headlines(tree: Tree, labels: list[Label], headline: int) -> None:
    """Headings of the same markup, each over text, are of one kind: those of a live blog's entries or of a story's parts.

    The story has one headline; what the network takes for further ones, and the headings that it doubts, go with their like.
    """
    raws = tree.raws
    tags, subheading, headings = tree.nodes.tags, Role.SUBHEADING, _HEADINGS
    if not any(x.role is subheading for x in labels):
        return
    kin: dict[tuple[str, ...], list[int]] = {}
    for i, raw in enumerate(raws):
        if raw.node >= 0 and tags[raw.node] in headings and i != headline and len(raw.text) < 250:
            kin.setdefault(
                (*tree.tags(raw.node, 4), tree.nodes.handles[raw.node].attr("class") or ""), []
            ).append(i)
    for same in kin.values():
        over = [i for i in same if any(y.role in _PROSE for y in labels[i + 1 : i + 4])]
        told = sum(labels[i].role in (Role.SUBHEADING, Role.HEADLINE) for i in over)
        if len(over) < 2 or 2 * told < len(same) or not any(labels[i].role is Role.SUBHEADING for i in over):
            continue
        for i in over:
            x = labels[i]
            if x.role is Role.HEADLINE or (x.role is Role.FURNITURE and x.text > _DOUBT and x.score < _SURE):
                labels[i] = x._replace(role=Role.SUBHEADING, furniture=None)


def _rest(raw: Raw, x: Label, i: int, headline: int, first: int) -> Label:
    """A block outside the running text."""
    text = raw.text
    above = i < (headline if headline >= 0 else first)
    if above and len(text) < _SHORT and SECTION_WORDS.match(text):
        return x._replace(role=Role.SECTION, furniture=None)
    if (
        i > first
        and x.furniture in _MISTAKEN
        and len(text) < 600
        and CORRECTION.match(text)
        and _MENDED.search(text)
    ):
        return x._replace(role=Role.CORRECTION, furniture=None)
    if x.score < _SURE and len(text) < _SHORT and x.role in _OPEN:
        kind = said_kind(text)
        if kind is not None and kind not in _SAYS_LITTLE.get(x.furniture or x.role, _WEAK):
            return x._replace(role=Role.FURNITURE, furniture=kind)
    if x.role is Role.CAPTION and len(text) < _SHORT and _ONLY_A_WORD.fullmatch(text):
        return x._replace(role=Role.FURNITURE, furniture=Furniture.OTHER)
    if x.role is Role.CAPTION and headline < i < first and len(text) < _SHORT and _WRITTEN_BY.match(text):
        return x._replace(role=Role.BYLINE)
    if x.role is Role.CAPTION and len(text) < 160 and CREDIT.match(text):
        return x._replace(role=Role.CREDIT)
    if x.role is Role.DATELINE and CREDIT.match(text):
        return x._replace(role=Role.CREDIT)
    if x.role is Role.BYLINE and not _LETTERS.search(text):
        return x._replace(role=Role.FURNITURE, furniture=Furniture.OTHER)
    if x.role is Role.SECTION and headline >= 0 and (i > first or i < headline - 8):
        return x._replace(role=Role.FURNITURE, furniture=Furniture.NAVIGATION)
    return x
