"""Contents that strayed: tied to a cue of another sentence, or with the dateline in front.

Words outside quotation marks nearly always stand in the sentence of their cue (in the corpus 1,654 of 1,712 fragments).
A fragment elsewhere goes to the nearest cue of its own sentence if there is one; in another paragraph without one it is
nobody's.  A dateline ("PORT ORSEL, March 12 (MNA) —") is the newsroom's and belongs to no content, and so is a gloss
without a tense of its own behind reported speech ("... had sunk, with later dives pushing that number up").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.quoting.quotation import Quotation, quoted_spans
from onrecord.records import Span

__all__ = ["drop_datelines", "drop_glosses", "end_at_closing_marks", "is_by_nobody", "move_to_cue_sentence"]

# Capitals, or an agency in brackets, before a dash: "ORSEL, Sarmond (MNA) —", "Orsel, 3 May (Reuters) -".
_DATELINE = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+[^\n—–“”\"]{0,60}?|[^\W\d_][^\n—–“”\"()]{2,60}\([^()\n]{2,30}\))\s?(?:—|–|--|-)\s"
)

# The verb of reported speech takes a step back into the past; ", with ... -ing" behind it has no verb that could.
_STEPPED_BACK = re.compile(r"\b(?:had|would|could|might|was|were)\b", re.I)
_GLOSS = re.compile(r", with (?:[\w’'-]+ ){1,6}?\w+ing\b")
_TENSED = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|do|does|did|said)\b", re.I
)


def move_to_cue_sentence(
    analysis: Analysis, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> tuple[Attribution, ...]:
    """`attributions` with each fragment outside quotation marks in the sentence, or at least the paragraph, of its cue.

    Spans count code points in `analysis.text`.
    """
    quoted = quoted_spans(quotations)
    cues: dict[int, list[tuple[Span, int]]] = {}
    for k, a in enumerate(attributions):
        for cue in a.cue:
            cues.setdefault(_at(analysis.sentences, cue), []).append((cue, k))
    contents = [list(a.content) for a in attributions]
    for k, a in enumerate(attributions):
        homes = {_at(analysis.sentences, c) for c in a.cue}
        paragraphs = {_at(analysis.paragraphs, c) for c in a.cue}
        for span in a.content:
            if not homes or _at(analysis.sentences, span) in homes or _touches(span, quoted):
                continue
            near = [(_gap(span, cue), j) for cue, j in cues.get(_at(analysis.sentences, span), ())]
            if near:
                owner = min(near)[1]
                if "hearsay" not in attributions[owner].flags:  # that has its clause already
                    contents[owner].append(span)
            elif _at(analysis.paragraphs, span) in paragraphs:
                continue
            contents[k].remove(span)
    out = []
    for a, content in zip(attributions, contents, strict=True):
        found = tuple(sorted(set(content)))
        if found == a.content:
            out.append(a)
        elif found:
            out.append(replace(a, content=found, flags=a.flags | {"fitted"}))
    return tuple(out)


def drop_datelines(analysis: Analysis, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """`attributions` whose contents begin behind the dateline of their paragraph; what lies in it is left out."""
    behind = [
        m.end() if (m := _DATELINE.match(analysis.text, p.start, p.end)) else p.start
        for p in analysis.paragraphs
    ]
    out = []
    for a in attributions:
        content = []
        for span in a.content:
            k = _at(analysis.paragraphs, span) - 1
            start = max(span.start, behind[k]) if 0 <= k < len(behind) else span.start
            if start < span.end:
                content.append(Span(start, span.end))
        out.append(replace(a, content=tuple(content)) if content and tuple(content) != a.content else a)
    return tuple(out)


def end_at_closing_marks(
    analysis: Analysis, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> tuple[Attribution, ...]:
    """`attributions` whose contents end with a quotation where what follows it is somebody else's.

    What stands between a quotation and its source without a verb says who the source is: "“Stay inside,” its head, Yusuf
    Demir, told".  A new sentence behind a quotation that ended its own is the writer's, if the cue stands before both.
    """
    text = analysis.text
    closed = [(q.spans[-1], q.inner[-1]) for q in quotations if q.depth == 0 and q.closed and not q.dash]
    starts = [s.start for s, _ in closed]
    out = []
    for a in attributions:
        content = list(a.content)
        source = a.source
        for n, span in enumerate(content):
            k = bisect_right(starts, span.end - 1) - 1
            if k < 0 or not span.start < closed[k][0].end < span.end:
                continue
            whole, inner = closed[k]
            tail = Span(whole.end, span.end)
            ending = inner.of(text).rstrip()[-1:]
            if not any(map(str.isalnum, tail.of(text))):
                continue
            if source and _says_who(analysis, tail, source[0], ending):
                begin = next(i for i in range(tail.start, tail.end) if text[i].isalnum())
                source = (Span(begin, source[0].end), *source[1:])
                content[n] = Span(span.start, whole.end)
            elif ending in ".!?…" and a.cue and a.cue[-1].end <= span.start and _begins_sentence(text, tail):
                content[n] = Span(span.start, whole.end)
        if tuple(content) != a.content:
            a = replace(a, content=tuple(content), source=source, flags=a.flags | {"fitted"})
        out.append(a)
    return tuple(out)


def _says_who(analysis: Analysis, tail: Span, source: Span, ending: str) -> bool:
    if (
        ending not in ",!?…"
        or not 0 <= source.start - tail.end <= 2
        or len(tail.of(analysis.text).split()) > 8
    ):
        return False
    first = bisect_right(analysis.starts, tail.start - 1)
    last = bisect_right(analysis.starts, tail.end - 1)
    return not any(p in ("verb", "aux") for p in analysis.pos[first:last])


def _begins_sentence(text: str, tail: Span) -> bool:
    words = tail.of(text)
    return words[:1].isspace() and words.lstrip()[:1].isupper()


#: Sources that say that there is none: nobody said it.
_NOBODY = re.compile(r"(?:nobody|no[ -]one|none|neither)\b", re.I)


def is_by_nobody(analysis: Analysis, one: Attribution) -> bool:
    """Whether the source of an attribution says that there is none: "Nobody thinks of that"."""
    return bool(one.source) and _NOBODY.match(analysis.text, one.source[0].start) is not None


def drop_glosses(
    analysis: Analysis, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> tuple[Attribution, ...]:
    """`attributions` whose indirect contents end before a gloss of the writer's."""
    quoted = quoted_spans(quotations)
    out = []
    for a in attributions:
        last = a.content[-1] if a.content else None
        if last is not None and a.cue and a.cue[0].end <= last.start and not _touches(last, quoted):
            words = last.of(analysis.text)
            m = _GLOSS.search(words)
            if m and _STEPPED_BACK.search(words, 0, m.start()) and not _TENSED.search(words, m.start()):
                shorter = Span(last.start, last.start + m.start())
                a = replace(a, content=(*a.content[:-1], shorter), flags=a.flags | {"fitted"})
        out.append(a)
    return tuple(out)


def _at(spans: Sequence[Span], span: Span) -> int:
    return bisect_right(spans, span.start, key=lambda s: s.start)


def _gap(a: Span, b: Span) -> int:
    return min(abs(b.start - a.end), abs(a.start - b.end))


def _touches(span: Span, quoted: Sequence[Span]) -> bool:
    k = bisect_right(quoted, span.end, key=lambda s: s.start) - 1
    return k >= 0 and quoted[k].end > span.start
