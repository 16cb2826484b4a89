"""Turns with labels: the label is the source, the mark behind it the cue, all lines up to the next label the content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.layout.lines import Line, asks, own_words
from onrecord.read.statements.layout.person_deixis import addresses, speaks_of_itself
from onrecord.read.statements.layout.turn_labels import labelled_lines
from onrecord.read.statements.naming.turn_words import ANSWERS
from onrecord.records import Role, Span

__all__ = ["READER", "SCORE", "capitalised", "goes_on", "labelled_turns"]

READER = "layout"
SCORE = 0.85
_CLOSING = ' \t\u00a0"”»'
_ASIDE = re.compile(r"[(\[*].{0,200}[)\]*]$", re.S)  # "(CROSSTALK)", "[laughs]"
_ON_THE_INTERVIEW = re.compile(
    r"\W{0,3}(?:interview|das interview|das gespräch|gespräch|propos recueillis|entretien|entrevista|intervista|wywiad|rozhovor|"
    r"интервью|беседовал|розмовля|reporting|translated|edited)\b|"
    r"\b(?:interview|conversation|transcript|q&a)\b.{0,80}\b(?:edited|condensed|abridged|conducted|translated|shortened)\b",
    re.I,
)
_OUTSIDE = frozenset((Role.CORRECTION, Role.LIVE_ENTRY, Role.TABLE, Role.CAPTION))
_STORY = 3  # more lines than these must be somebody's
_TAIL = 12  # lines of the last turn that are looked at: nothing else says where an interview ends
_WORD = re.compile(r"[^\W\d_]{2,}")


def labelled_turns(analysis: Analysis, lines: Sequence[Line], outlet: str = "") -> list[Attribution]:
    """The turns of a text whose lines begin with labels; `outlet` is the name of the outlet.

    Spans count code points in `analysis.text`.
    """
    text = analysis.text
    labels = labelled_lines(analysis, lines, outlet)
    known = {w.casefold() for x in labels for w in _WORD.findall(x.who) if w[0].isupper()}
    out: list[Attribution] = []
    answering: list[int] = []
    personal = False
    alone = all(x.key in ANSWERS for x in labels)
    for i, label in enumerate(labels):
        following = labels[i + 1] if i + 1 < len(labels) else None
        until = following.line if following is not None else len(lines)
        rest = range(label.line + 1, until)
        content = [_without_marks(text, label.start, lines[label.line].span.end)]
        marked = text[lines[label.line].span.start] in '"“«„'
        if label.start >= lines[label.line].span.end:  # a label on a line of its own
            rest = range(label.line + 2, until)
            content = [lines[k].span for k in range(label.line + 1, min(label.line + 2, until))]
        lead = lines[following.line].span.of(text) if following is not None else ""
        if alone:  # the questions have no label
            rest = range(
                rest.start, next((k for k in rest if asks(text, (lines[k].span,), analysis.language)), until)
            )
        for k in goes_on(analysis, lines, rest, known, lead, last=following is None and not marked):
            span = lines[k].span
            if not marked:
                content.append(span)
            elif following is not None and text[span.start] in '"“«„':  # each paragraph opens its marks anew
                content.append(_without_marks(text, span.start + 1, span.end))
        spans = tuple(s for s in content if len(s))
        if spans:
            mark = (label.mark,) if len(label.mark) else ()
            if label.key in ANSWERS:
                answering.append(len(out))
                said = " ".join(own_words(s.of(text)) for s in spans)
                personal = personal or speaks_of_itself(said, analysis.language)
            out.append(Attribution((label.name,), mark, spans, SCORE, READER, frozenset(("turn",))))
    if personal:  # somebody answers, not the newsroom its own questions
        for n in answering:
            out[n] = replace(out[n], flags=out[n].flags | {"answer"})
    return out


def capitalised(text: str) -> set[str]:
    """The words of a text that have a capital, in lower case."""
    return {w.casefold() for w in _WORD.findall(text) if w[0].isupper()}


def goes_on(
    analysis: Analysis, lines: Sequence[Line], rest: range, names: set[str], following: str, *, last: bool
) -> list[int]:
    """Which of the lines behind the first line of a turn are said in it too.

    Not narration: that calls those who speak (`names`) by name, or leads somebody on whom `following`, the next question or
    label, calls.  Behind the last turn an interview ends where nobody says "I" any more.
    """
    text = analysis.text
    out: list[int] = []
    if last:
        rest = _tail(analysis, lines, rest)
    for k in rest:
        said = lines[k].span.of(text)
        if lines[k].heading or lines[k].role in _OUTSIDE or _ON_THE_INTERVIEW.match(said):
            break
        if _ASIDE.fullmatch(said.strip('"“”„«» ')):
            continue
        if said.endswith((":", "：")):
            if last:
                break
            continue
        plain = own_words(said)
        big = capitalised(plain)
        first_person = speaks_of_itself(plain, analysis.language)
        if big & names and not first_person:
            if last:
                break
            continue
        # Who answers goes on about somebody: "Sie hieß Renate, und ich werde ...".
        called = capitalised(following[:60]) - _COMMON if following and k == rest.stop - 1 else set()
        if not speaks_of_itself(plain, analysis.language, alone=True) and big & {
            w for w in called if not addresses(f", {w.capitalize()}", analysis.language)
        }:
            continue  # "A second coach, Ida Mott, joined us." before "Ida, what about you?"
        out.append(k)
    return out if len(out) <= _STORY or _is_spoken(analysis, lines, out) else []


def _is_spoken(analysis: Analysis, lines: Sequence[Line], chosen: Sequence[int]) -> bool:
    """Whether many lines are somebody's turn, and not a story under a headline with a colon: a quarter say "I" or "you"."""
    count = 0
    for k in chosen:
        plain = own_words(lines[k].span.of(analysis.text))
        count += speaks_of_itself(plain, analysis.language) or addresses(plain, analysis.language)
    return 4 * count >= len(chosen)


def _tail(analysis: Analysis, lines: Sequence[Line], rest: range) -> range:
    """The lines behind the last turn in which somebody says "I", with single lines between them."""
    end, missed = rest.start, 0
    for k in rest[:_TAIL]:
        plain = own_words(lines[k].span.of(analysis.text))
        if speaks_of_itself(plain, analysis.language):
            end, missed = k + 1, 0
        elif missed:
            break
        else:
            missed = 1
    return range(rest.start, end)


#: Words with capitals at the beginnings of questions that name nobody.
_COMMON = frozenset(
    "what when where why how who and but the you your is are do does did was were have has in on at so".split()
)


def _without_marks(text: str, start: int, end: int) -> Span:
    """Without white space and a closing mark whose opening one stands before the label."""
    while end > start and text[end - 1] in _CLOSING:
        if text[end - 1] in '”»"' and any(c in text[start : end - 1] for c in '“«"'):
            break
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, max(start, end))
