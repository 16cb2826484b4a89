"""Chains of attribution: "Pavlo added that they were told that ..." is a statement within a statement.

`chain` looks inside the contents that were found for further attributions, by rules that prefer to miss one rather
than to make one up, and says of every attribution in whose content it stands.  Spans count code points in the
analysed text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.naming.lexicon import PREPOSITIONS
from onrecord.read.statements.naming.nominal_mentions import kind_of
from onrecord.read.statements.naming.token_view import TokenView, token_view
from onrecord.records import Span

__all__ = ["READER", "nest_attributions"]

READER = "chains"
SCORE = 0.7

_SPEECH = frozenset(
    "said say says told tell tells informed inform informs reported report reports claimed claim claims stated state states "
    "announced announce announces admitted admit admits confirmed confirm confirms denied deny denies acknowledged "
    "acknowledges argued argue argues warned warn warns insisted insist insists alleged allege alleges suggested "
    "explained explain explains revealed reveal reveals concluded conclude concludes assured assure assures notified "
    "advised declared declares promised promises testified testifies complained complains predicted predicts".split()
)
_MIND = frozenset(
    "believed believe believes thought think thinks learned learnt heard hoped hope hopes feared fear fears expected "
    "expect expects knew know knows understood suspected suspect suspects realised realized assumed".split()
)
_TOLD = frozenset("told informed advised notified warned assured briefed taught promised".split())
_AUXILIARIES = frozenset("was were been being is are am has have had 's 've 'd ’s ’ve ’d".split())
_ADVERBS = frozenset(
    "later also then already earlier previously recently still now once again soon just always often".split()
)
_NEVER = frozenset(
    "not n't n’t never no nobody can could would should may might must will did do does to if ’ll 'll".split()
)
_BOUNDARIES = frozenset(
    'that and but because as when while after before if although though since so ; , : “ " « — – ('.split()
)
_PRONOUNS = frozenset("they he she we i it".split())
_DETERMINERS = frozenset(
    "the a an these those some several many two three four five other another his her their its our my".split()
)
_OPENERS = frozenset(
    "the a an this these those he she they it we i there his her their its our no some many all most nobody".split()
)
_DEGREE = frozenset("so such truth lies".split())  # "tells so many lies that": a consequence, no content
_LONGEST = 8  # words between verb and "that": an addressee, a channel
_CITING = re.compile(r"[,\s–—-]{0,4}\b(?:while |in turn )?(citing|quoting)\s+", re.I)
_ACCORDING = re.compile(r"\b(according to|in the words of)\s+", re.I)
_NAME_END = re.compile(r"[,.;:!?“”\"«»()\n–—]|\s(?:that|who|which|as|said|says|told|and (?:said|that)|but)\b")
_EDGES = ' \t\n\u00a0,.;:”"»'


@dataclass(frozen=True, slots=True)
class _Inner:
    """What the wording shows: source, cue, and where the content begins (and ends, if before its container does)."""

    source: Span
    cue: Span
    content: int
    end: int
    clear: bool  # clear enough for the inside of a direct quotation


def _subject(v: TokenView, end: int) -> tuple[int, int] | None:
    """The noun phrase that ends before word `end`, if it can speak and begins a clause."""
    i = end - 1
    if i < 0 or v.sentence[i] != v.sentence[min(end, len(v) - 1)]:
        return None
    if v.low[i] in _PRONOUNS:
        return (i, end) if _opens(v, i) else None
    if not v.words[i][:1].isalpha() or v.low[i] in PREPOSITIONS:
        return None
    if not (kind_of(v.low[i]) or v.capital(i)):
        return None
    while i >= 0 and v.sentence[i] == v.sentence[end - 1] and end - i <= 6:
        low = v.low[i]
        if low in _DETERMINERS:
            i -= 1
            break
        if (
            low in _BOUNDARIES
            or low in PREPOSITIONS
            or not low[:1].isalnum()
            or v.pos[i] in ("verb", "aux", "adv")
        ):
            break
        if not v.pos[i] and not v.capital(i) and not kind_of(low):
            break
        i -= 1
    first = i + 1
    return (first, end) if first < end and _opens(v, first) else None


def _opens(v: TokenView, i: int) -> bool:
    """Whether a clause may begin at a word."""
    return i == 0 or v.sentence[i - 1] != v.sentence[i] or v.low[i - 1] in _BOUNDARIES


def _clauses(v: TokenView) -> list[_Inner]:
    """ "they were told that", "officials said the"."""
    out = []
    for i, low in enumerate(v.low):
        if low not in _SPEECH and low not in _MIND:
            continue
        if v.pos[i] and v.pos[i] not in ("verb", "aux", "adj"):
            continue
        start, passive = i, False
        while start > 0 and v.sentence[start - 1] == v.sentence[i] and i - start < 5:
            before = v.low[start - 1]
            if before in _NEVER:
                start = -1
                break
            if before in ("was", "were", "been", "is", "are"):
                passive = True
            elif not (
                before in _AUXILIARIES or before in _ADVERBS or (before.endswith("ly") and len(before) > 4)
            ):
                break
            start -= 1
        if start < 0 or (passive and low not in _TOLD):
            continue
        who = _subject(v, start)
        if who is None:
            continue
        that = i + 1
        while (
            that < len(v)
            and that - i <= _LONGEST
            and v.sentence[that] == v.sentence[i]
            and v.low[that] != "that"
        ):
            if (
                not v.words[that][:1].isalnum()
                or v.low[that] in _DEGREE
                or v.low[that] in _PRONOUNS
                or (v.pos[that] in ("verb", "aux"))
            ):
                that = len(v)
                break
            that += 1
        said_that = (
            that < len(v)
            and that - i <= _LONGEST
            and v.low[that] == "that"
            and v.sentence[that] == v.sentence[i]
        )
        if said_that and that + 1 < len(v):
            begin, last = that, that
        elif not passive and low in ("said", "say", "says") and _clause_begins(v, i + 1):
            begin, last = i + 1, i + 1
        else:
            continue
        own = v.low[who[0]] in ("i", "we") and low in _MIND
        by = next((j for j in range(i + 1, last) if v.low[j] == "by"), -1) if passive else -1
        if (
            by > 0 and by + 1 < last and (kind_of(v.low[last - 1]) or v.capital(last - 1))
        ):  # "were told by commanders that": the commanders said it
            source = Span(v.starts[by + 1], v.ends[last - 1])
            cue = Span(v.starts[start], v.ends[by])
        else:
            source = Span(v.starts[who[0]], v.ends[who[1] - 1])
            cue = Span(v.starts[start], v.ends[last - 1])
        out.append(_Inner(source, cue, v.starts[begin], -1, said_that and not own))
    return out


def _clause_begins(v: TokenView, i: int) -> bool:
    return (
        i + 2 < len(v)
        and v.sentence[i + 2] == v.sentence[i - 1]
        and (
            v.low[i] in _OPENERS
            or (v.capital(i) and v.words[i][1:2].islower())
            or v.pos[i] in ("propn", "det")
        )
        and v.words[i + 1][:1].isalnum()
        and v.low[i + 1] not in PREPOSITIONS
    )


def _name_after(text: str, start: int) -> Span | None:
    """The words after "according to", up to a mark; `None` if they are too many or none."""
    end = _NAME_END.search(text, start, start + 160)
    stop = end.start() if end else min(start + 160, len(text))
    if (
        end
        and text[end.start()] == "."
        and re.search(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|[A-Z])$", text[start:stop])
    ):
        again = _NAME_END.search(text, stop + 1, start + 160)
        stop = again.start() if again else stop
    words = text[start:stop].split()
    if not 0 < len(words) <= 12:
        return None
    return Span(start, start + len(text[start:stop].rstrip()))


def _according(v: TokenView) -> list[_Inner]:
    """ "..., according to Y" and "according to Y, ..." within a content."""
    out = []
    for match in _ACCORDING.finditer(v.text):
        name = _name_after(v.text, match.end())
        if name is None:
            continue
        word = v.at(Span(*match.span(1)))[0]
        if word >= len(v):
            continue
        fronted = v.starts_sentence(word) or v.low[word - 1] in ("that", "“", '"')
        if fronted:
            if v.text[name.end : name.end + 1] != ",":
                continue
            out.append(_Inner(name, Span(*match.span(1)), name.end + 1, -1, True))
        else:
            first = word
            while first > 0 and v.sentence[first - 1] == v.sentence[word] and word - first < 60:
                first -= 1
            out.append(_Inner(name, Span(*match.span(1)), v.starts[first], match.start(), True))
    return out


@dataclass(slots=True)
class _Containers:
    """The spans of all contents, for finding the innermost that holds a span."""

    spans: list[tuple[int, int, int]]  # start, end, attribution

    @classmethod
    def of(cls, attributions: Sequence[Attribution]) -> _Containers:
        spans = [(s.start, s.end, k) for k, a in enumerate(attributions) for s in a.content]
        return cls(sorted(spans, key=lambda s: (s[0], -s[1])))

    def holding(self, asked: Sequence[tuple[Span, int]]) -> list[tuple[int, int, int] | None]:
        """For each span (with the attribution it belongs to) the innermost content of another that holds it."""
        out: list[tuple[int, int, int] | None] = [None] * len(asked)
        stack: list[tuple[int, int, int]] = []
        at = 0
        for index in sorted(range(len(asked)), key=lambda i: asked[i][0]):
            span, own = asked[index]
            while at < len(self.spans) and self.spans[at][0] <= span.start:
                stack.append(self.spans[at])
                at += 1
            while stack and stack[-1][1] <= span.start:
                stack.pop()
            for held in reversed(stack[-40:]):  # more contents over one place are no language
                if held[1] >= span.end and held[2] != own and held[0] <= span.start:
                    out[index] = held
                    break
        return out


def _hull(one: Attribution) -> Span | None:
    spans = [*one.source, *one.cue]
    spans = spans or list(one.content)
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end) if len(text[start:end].split()) >= 3 or end - start > 12 else None


def nest_attributions(
    analysis: Analysis, attributions: Sequence[Attribution]
) -> tuple[tuple[Attribution, ...], tuple[int | None, ...]]:
    """The attributions, those found inside their contents added at the end, and the parent of each.

    A parent is the index, in the tuple returned, of the attribution in whose content this one stands; `None` for the
    outermost.
    """
    text = analysis.text
    v = token_view(analysis)
    cues = [(s.start, s.end) for a in attributions for s in a.cue]
    taken = bytearray(len(text) + 1)
    for start, end in cues:
        start, end = min(start, len(text)), min(end, len(text))
        if not taken[start] or not taken[max(end - 1, start)]:
            taken[start:end] = b"\x01" * (end - start)
    containers = _Containers.of(attributions)
    found = [f for f in (*_clauses(v), *_according(v)) if not any(taken[f.cue.start : f.cue.end])]
    whole = [(Span(min(f.source.start, f.cue.start), max(f.source.end, f.cue.end)), -1) for f in found]
    added: list[Attribution] = []
    given: list[int] = []
    seen: set[tuple[int, int]] = set()
    for inner, held in zip(found, containers.holding(whole), strict=True):
        if held is None or (inner.cue.start, inner.cue.end) in seen:
            continue
        word = v.at(inner.cue)[0]
        if v.quoted[word] and not inner.clear:
            continue
        last = word
        while last + 1 < len(v) and v.sentence[last + 1] == v.sentence[word] and v.starts[last + 1] < held[1]:
            last += 1
        stop = inner.end if inner.end >= 0 else min(held[1], v.ends[last])
        content = _trimmed(text, max(inner.content, held[0]), min(stop, held[1]))
        if content is None:
            continue
        seen.add((inner.cue.start, inner.cue.end))
        added.append(
            Attribution((inner.source,), (inner.cue,), (content,), SCORE, READER, frozenset({"chain"}))
        )
        given.append(held[2])
    for k, one in enumerate(attributions):
        cited = _cited(text, one, taken)
        if cited is not None and (cited.cue[0].start, cited.cue[0].end) not in seen:
            seen.add((cited.cue[0].start, cited.cue[0].end))
            added.append(cited)
            given.append(k)
    everything = (*attributions, *added)
    asked = [(_hull(a) or Span(0, 0), k) for k, a in enumerate(attributions)]
    parents: list[int | None] = [
        None if held is None or _hull(a) is None else held[2]
        for a, held in zip(attributions, containers.holding(asked), strict=True)
    ]
    # An added one may itself stand inside another added one: the innermost of both is its parent.
    inner_of = _Containers.of([Attribution()] * len(attributions) + added)
    nested = inner_of.holding([(_hull(a) or Span(0, 0), len(attributions) + i) for i, a in enumerate(added)])
    for parent, held, one in zip(given, nested, added, strict=True):
        parents.append(held[2] if held is not None and one.content != everything[parent].content else parent)
    return everything, _without_circles(parents)


def _cited(text: str, one: Attribution, taken: bytearray) -> Attribution | None:
    """ "X reported, citing Y": Y is whom X has it from, the content is the same."""
    if not one.content or not one.cue or not one.source:
        return None
    for end in {s.end for s in (one.source[-1], one.cue[-1], one.content[-1])}:
        match = _CITING.match(text, end)
        if match is None or any(taken[match.start(1) : match.end(1)]):
            continue
        name = _name_after(text, match.end())
        if name is not None:
            cue = Span(*match.span(1))
            return Attribution((name,), (cue,), one.content, SCORE, READER, frozenset({"chain"}))
    return None


def _without_circles(parents: list[int | None]) -> tuple[int | None, ...]:
    """Parents without circles: contents that lie in each other are cut where the circle closes."""
    state = [0] * len(parents)  # 0 unseen, 1 on the way, 2 done
    for k in range(len(parents)):
        way = []
        at: int | None = k
        while at is not None and state[at] == 0:
            state[at] = 1
            way.append(at)
            at = parents[at]
        if at is not None and state[at] == 1:
            parents[way[-1]] = None
        for w in way:
            state[w] = 2
    return tuple(parents)
