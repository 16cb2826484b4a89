"""Attribution by layout: no verb says who speaks, the form of the page does.

Four forms, each of which must be plain to be read at all:

- *turns* of interviews and transcripts, which begin with a label ("HALLE: Why now?", "Q: ..."): `turns`;
- *answers* of interviews without labels, behind questions that are set apart: `question_answer`;
- *block quotations* that are signed, or led to by a clause that ends in a colon: `block_quotes`;
- *signed quotations* ("“Never again.” — Ada Verrin"), and quotations below a line that names somebody: `signatures`.

What was found inside such a content stays if it stands there whole: it is a statement within the statement.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.layout.block_quotes import block_quotes
from onrecord.read.statements.layout.introductions import ends_in_colon, introduction
from onrecord.read.statements.layout.lines import Line, lines_of
from onrecord.read.statements.layout.question_answer import answers
from onrecord.read.statements.layout.signatures import signed_quotations
from onrecord.read.statements.layout.turns import READER, SCORE, labelled_turns
from onrecord.read.statements.quoting.cue_lexicon import cues_of, is_verb
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.read.statements.quoting.sentence_bounds import Sentences
from onrecord.records import Span

__all__ = ["READER", "attribute_by_layout"]

_LIKELY = 0.5  # the score from which other verbs than those of speech stay within a turn


def attribute_by_layout(
    analysis: Analysis,
    attributions: Sequence[Attribution],
    quotations: Sequence[Quotation],
    outlet: str = "",
) -> tuple[Attribution, ...]:
    """`attributions` with those that the layout makes, in the order of the text.

    `outlet` is the name of the outlet.  Spans count code points in `analysis.text`.
    """
    lines = lines_of(analysis)
    made = labelled_turns(analysis, lines, outlet)
    questions: list[Span] = []
    if not made:
        made, questions = answers(analysis, lines)
    made = [*made, *_apart(made, block_quotes(analysis, lines, attributions))]
    made += _apart(made, signed_quotations(analysis, lines, quotations, attributions))
    made += _apart(made, _led_by_a_name(analysis, lines, quotations, attributions))
    if not made:
        return tuple(attributions)
    kept = _kept(analysis, attributions, made)
    if questions:  # "When did you learn of it?" says nothing of what "you" learnt
        kept = [
            a for a in kept if not (a.source and all(_inside(s, questions) for s in (*a.source, *a.content)))
        ]
    return tuple(sorted([*kept, *made], key=_first))


def _apart(made: Sequence[Attribution], more: Sequence[Attribution]) -> list[Attribution]:
    """Those of `more` whose contents are in none of `made`."""
    taken = {s.start for a in made for s in a.content}
    spans = sorted(s for a in made for s in a.content)
    return [a for a in more if not any(s.start in taken or _inside(s, spans) for s in a.content)]


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].start <= span.start:
            low = middle + 1
        else:
            high = middle
    return low > 0 and spans[low - 1].end > span.start


def _speech(analysis: Analysis, a: Attribution) -> bool:
    """Whether a verb of speech stands in the cue."""
    cues = cues_of(analysis.language)
    low = analysis.text[a.cue[0].start : a.cue[-1].end].lower().split()
    return any(is_verb(w.strip(",.:;"), cues) for w in low) or "according" in low


def _kept(
    analysis: Analysis, attributions: Sequence[Attribution], made: Sequence[Attribution]
) -> list[Attribution]:
    """What was found before and stays: what is apart from all that is made, and what is said to be said inside it."""
    # For each character: 0 nobody's, -1 a label or signature, k + 1 the content of made[k].
    owner = [0] * (len(analysis.text) + 1)
    for k, a in enumerate(made):
        for s in a.content:
            owner[s.start : s.end] = [k + 1] * len(s)
    for a in made:
        for s in (*a.source, *a.cue):
            owner[s.start : s.end] = [-1] * len(s)
    cues = {s for a in made for s in a.cue}
    out = []
    for a in attributions:
        cue = {owner[at] for s in a.cue for at in (s.start, s.end - 1)}
        if -1 in cue or cues & set(a.cue):
            continue
        ends = {owner[at] for s in (*a.cue, *a.content) for at in (s.start, s.end - 1)}
        if ends == {0} and not any(owner[s.start + 1 : s.end].count(0) < len(s) - 1 for s in a.content):
            out.append(a)
        elif len(ends) == 1 and max(ends) > 0 and a.source and a.cue:
            if made[max(ends) - 1].content != a.content and (_speech(analysis, a) or a.score >= _LIKELY):
                out.append(a)
        elif cue == {0} or not cue:
            content = tuple(s for s in a.content if not any(owner[s.start : s.end]))
            if content:
                out.append(replace(a, content=content, flags=a.flags | {"fitted"}))
    return out


def _first(a: Attribution) -> int:
    return min((s.start for s in (*a.source, *a.cue, *a.content)), default=0)


def _led_by_a_name(
    analysis: Analysis,
    lines: Sequence[Line],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
) -> list[Attribution]:
    """Quotations that fill a line, below one that ends in a colon and has no cue but names somebody."""
    text = analysis.text
    at_line = {line.span.start: k for k, line in enumerate(lines)}
    sentences: Sentences | None = None
    out = []
    for q in quotations:
        k = at_line.get(q.whole.start, 0)
        if q.depth or q.dash or k < 1 or not ends_in_colon(text, lines[k - 1].span):
            continue
        before = lines[k - 1].span
        if any(
            before.start <= c.start < before.end and any(x.isalpha() for x in c.of(text))
            for a in attributions
            for c in a.cue
        ):
            continue
        sentences = sentences or Sentences(text)
        if any(analysis.pos[i] in ("verb", "aux") for i in _tokens(analysis, before)):
            continue
        found = introduction(analysis, before, sentences, ())
        if found is not None and found.cue and not any(x.isalpha() for c in found.cue for x in c.of(text)):
            out.append(Attribution(found.source, found.cue, q.spans, SCORE, READER, frozenset(("colon",))))
    return out


def _tokens(analysis: Analysis, span: Span) -> range:
    """The indices of the tokens of the last 40 words of a span."""
    last = bisect_left(analysis.starts, span.end)
    return range(max(bisect_left(analysis.starts, span.start), last - 40), last)
