"""Interviews without labels: questions that are set apart (bold, headings, terms, a dash), and plain answers.

Newsrooms answer questions themselves, too ("Who is affected?").  An interview asks "you", and "I" answers; the answers then
belong to whoever the introduction names (`naming.turn_speakers`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.layout.lines import Line, asks, own_words
from onrecord.read.statements.layout.person_deixis import addresses, speaks_of_itself
from onrecord.read.statements.layout.turns import READER, SCORE, capitalised, goes_on
from onrecord.records import Role, Span

__all__ = ["answers"]

_LONGEST = 600  # characters of a question
_DASH = re.compile(r"(?:[—–―]|-{1,2}(?=\s))\s{0,3}")
_TEXT = frozenset((None, Role.PARAGRAPH, Role.SUBHEADING, Role.LIST_ITEM, Role.DEK))


def answers(analysis: Analysis, lines: Sequence[Line]) -> tuple[list[Attribution], list[Span]]:
    """The answers of an interview whose turns have no labels, and its questions; none where the text is no interview.

    An answer has no source: its content are the lines between two questions.  An answer after a dash has that for its cue.
    Spans count code points in `analysis.text`.
    """
    text, language = analysis.text, analysis.language
    ask = [
        line.role in _TEXT and len(line.span) <= _LONGEST and asks(text, (line.span,), language)
        for line in lines
    ]
    dashed = [m.end() if (m := _DASH.match(text, x.span.start, x.span.end)) else -1 for x in lines]
    for chosen in (_apart(text, lines, ask), _dashes(dashed, ask), _plain(analysis, lines, ask)):
        if chosen and _is_interview(analysis, lines, chosen):
            return _answers(analysis, lines, chosen, dashed), [lines[k].span for k in chosen]
    return [], []


def _apart(text: str, lines: Sequence[Line], ask: Sequence[bool]) -> list[int]:
    """Lines set apart, most of which ask."""
    apart = [
        k for k, line in enumerate(lines) if line.apart and line.role in _TEXT and len(line.span) <= _LONGEST
    ]
    asking = [k for k in apart if ask[k]]
    if len(asking) < 2:
        return []
    # "Tell us about that day." asks, too; a heading without a full stop is one of another section.
    apart = [k for k in apart if k >= asking[0] and (ask[k] or lines[k].span.of(text)[-1:] in ".!…。:")]
    return apart if 2 * len(asking) >= len(apart) else asking


def _dashes(dashed: Sequence[int], ask: Sequence[bool]) -> list[int]:
    """Questions after a dash, if they take turns with answers, dashed or not."""
    asking = [k for k, at in enumerate(dashed) if at >= 0 and ask[k]]
    taking = all(b > a + 1 for a, b in pairwise(asking))
    return asking if len(asking) >= 2 and taking else []


def _plain(analysis: Analysis, lines: Sequence[Line], ask: Sequence[bool]) -> list[int]:
    """Lines that only ask, where nothing else sets them apart: at least three, most of them of "you"."""
    asking = [
        k
        for k, yes in enumerate(ask)
        if yes and addresses(lines[k].span.of(analysis.text), analysis.language)
    ]
    answered = [
        k
        for k in asking
        if k + 1 < len(lines)
        and not ask[k + 1]
        and speaks_of_itself(own_words(lines[k + 1].span.of(analysis.text)), analysis.language)
    ]
    if len(asking) < 2 or len(answered) < 2 or 2 * len(answered) < len(asking):
        return []
    return [k for k, yes in enumerate(ask) if yes and asking[0] <= k <= asking[-1] + 8]


def _is_interview(analysis: Analysis, lines: Sequence[Line], questions: Sequence[int]) -> bool:
    """Whether the questions ask "you", and most answers say "I" or "we", some of them "I"."""
    text, language = analysis.text, analysis.language
    asked = [own_words(lines[k].span.of(text)) for k in questions]
    said = []
    for k, following in pairwise([*questions, min(len(lines), questions[-1] + 4)]):
        if k + 1 < following:
            said.append("\n".join(own_words(x.span.of(text)) for x in lines[k + 1 : min(following, k + 12)]))
    you, i_asked = (sum(f(x, language) for x in asked) for f in (addresses, speaks_of_itself))
    mine, yours = (sum(f(x, language) for x in said) for f in (speaks_of_itself, addresses))
    alone = any(speaks_of_itself(x, language, alone=True) for x in said)
    # "How do I vote?  You need a card." is advice.
    return you > 0 and alone and 2 * mine >= len(said) and you >= i_asked and mine >= yours


def _answers(
    analysis: Analysis, lines: Sequence[Line], questions: Sequence[int], dashed: Sequence[int]
) -> list[Attribution]:
    text = analysis.text
    names: set[str] = set()
    before = questions[0]
    plain: Callable[[int], str] = lambda k: own_words(lines[k].span.of(text))  # noqa: E731
    for k in range(before):
        names |= capitalised(plain(k))
    small = {w for k in range(len(lines)) for w in re.findall(r"[^\W\d_]{2,}", plain(k)) if w.islower()}
    people = {
        w.casefold()
        for e in analysis.entities
        if e.kind == "person"
        for w in re.findall(r"[^\W\d_]{2,}", e.span.of(text))
    }
    names = (names & people if analysis.entities else names) - small
    out = []
    for i, k in enumerate(questions):
        last = i + 1 == len(questions)
        until = len(lines) if last else questions[i + 1]
        until = next((j for j in range(k + 1, until) if lines[j].heading), until)
        if k + 1 >= until:
            continue
        first = lines[k + 1]
        if first.heading or first.role not in _TEXT:
            continue
        at = dashed[k + 1]
        start = at if 0 <= at < first.span.end else first.span.start
        lead = "" if last else lines[questions[i + 1]].span.of(text)
        content = [Span(start, first.span.end)]
        content += [
            lines[j].span for j in goes_on(analysis, lines, range(k + 2, until), names, lead, last=last)
        ]
        cue = (
            (Span(first.span.start, text_end(text, first.span.start, start)),)
            if start > first.span.start
            else ()
        )
        out.append(Attribution((), cue, tuple(content), SCORE, READER, frozenset(("turn", "answer"))))
    return out


def text_end(text: str, start: int, end: int) -> int:
    """Where a dash ends, without the space behind it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
