"""Labels of turns: "HALLE:", "O. BRECK:", "ADA VERRIN, ANCHOR (via telephone):", "Q:", "P." and a name on a line of its own.

A label is told by its form; whether the labels of a text make turns is told by all of them together: they come again,
take turns, and what stands behind them is said rather than listed.  None of it depends on the language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.read.statements.analysis import Analysis
from onrecord.read.statements.layout.lines import Line, asks, own_words, trimmed
from onrecord.read.statements.layout.person_deixis import addresses, speaks_of_itself
from onrecord.read.statements.naming.role_descriptions import is_person_noun
from onrecord.read.statements.naming.turn_words import ANSWERS, QUESTIONS
from onrecord.records import Role, Span

__all__ = ["Label", "is_name_like", "labelled_lines"]

_TURNS = 3  # fewer labelled lines are chance
_LONGEST = 100  # characters of a label
_JOINS = frozenset(
    "of the de la von van der den di da do dos del du al el bin and und et y e zu ter af".split()
)
_NO_NAMES = frozenset(
    """note update correction related read more watch photo video source sources copyright advertisement share tags where when
    what why how who time date address phone email price result score verdict warning editor s note caption credit""".split()
)
_OPENING = ' \t\u00a0"“«„»'
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
_DASHED = re.compile(r"([^\W\d_][^\n:–—,;!?]{0,40}?)\s([–—]|--?)\s{1,3}(?=\S)")
_DOTTED = re.compile(r"([^\W\d_]{1,14})(\.)[\s\u00a0]?[-–—]?[\s\u00a0]{1,3}(?=\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label before a turn: the index of its line, the whole label, the mark behind it, and where the turn's words begin.

    `who` is the label without role and note; `mark` is empty where the label stands on a line of its own.
    """

    line: int
    name: Span
    mark: Span
    start: int
    who: str
    role: bool = False

    @property
    def key(self) -> str:
        """What two labels of one person have in common."""
        return " ".join(self.who.casefold().split())


def is_name_like(text: str) -> bool:
    """Whether words can be somebody's name or label: capitals throughout, or a script without them."""
    words = text.split()
    return (
        0 < len(words) <= 6
        and any(c.isalpha() for c in words[0])
        and all(_can_name(w) for w in words)
        and not any(w.casefold().strip(".’'") in _NO_NAMES for w in words)
    )


def _can_name(word: str) -> bool:
    if (
        len(word) > 26
        or not all(c.isalnum() or c in ".’'‘-‐‑­" for c in word)
        or not any(map(str.isalnum, word))
    ):
        return False
    first = next(c for c in word if c.isalnum())
    return not first.islower() or word.casefold() in _JOINS


def _label(text: str, line: int, span: Span) -> Label | None:
    """The label with which a line begins, by its form alone."""
    start = span.start
    while start < span.end and start - span.start < 3 and text[start] in _OPENING:
        start += 1
    stop = min(span.end, start + _LONGEST)
    colon = min(
        (k for k in (text.find(":", start, stop), text.find("：", start, stop)) if k >= 0), default=-1
    )
    if colon < 0:
        dotted = _DOTTED.match(text, start, span.end)
        if dotted and dotted[1][0].isupper() and dotted[1].casefold() in QUESTIONS | ANSWERS:
            return Label(line, Span(*dotted.span(1)), Span(*dotted.span(2)), dotted.end(), dotted[1])
        return None
    after = text[colon + 1 : colon + 2]
    if after.isdigit() or after == "/":
        return None
    name = trimmed(text, start, colon)
    said = name.of(text)
    if said.endswith((")", "]")):
        said = said[: max(said.rfind("("), said.rfind("["), 0)].rstrip()
    who, comma, role = said.partition(",")
    who = who.strip()
    if not is_name_like(who) or len(role.split()) > 12 or any(c in '?!;“”"' for c in role):
        return None
    begin = colon + 1
    while begin < span.end and text[begin].isspace():
        begin += 1
    return Label(line, name, Span(colon, colon + 1), begin, who, bool(comma))


def _before_dash(text: str, line: int, each: Line) -> Label | None:
    """A name before a dash: "Okoro – On the radio."."""
    m = _DASHED.match(text, each.span.start, each.span.end)
    if m is None or each.heading or not is_name_like(m[1]) or len(m[1].split()) > 4:
        return None
    return Label(line, Span(*m.span(1)), Span(*m.span(2)), m.end(), m[1])


def _alone(text: str, line: int, each: Line) -> Label | None:
    """A name on a line of its own, set apart, without a mark."""
    said = each.span.of(text)
    if not each.apart or len(said) > 60 or not is_name_like(said):
        return None
    return Label(line, each.span, Span(each.span.end, each.span.end), each.span.end, said)


def labelled_lines(analysis: Analysis, lines: Sequence[Line], outlet: str = "") -> list[Label]:
    """The labels of a text's turns, in order; none if what looks like labels is a list of facts.

    `outlet` is the name of the outlet, which asks under its own name.
    """
    text = analysis.text
    found = [
        label
        for k, line in enumerate(lines)
        if line.role is not Role.TABLE
        and (label := _label(text, k, line.span)) is not None
        and (not line.heading or label.start >= line.span.end)
    ]
    plain = {_last(x.who) for x in found if not x.role}
    found = [x for x in found if not x.role or x.name.of(text).isupper() or _last(x.who) in plain]
    if _are_turns(analysis, lines, found, outlet):
        return found
    dashed = [label for k, line in enumerate(lines) if (label := _before_dash(text, k, line)) is not None]
    if _are_turns(analysis, lines, dashed, outlet) and _askers(analysis, lines, dashed):
        return dashed
    alone = [label for k, line in enumerate(lines) if (label := _alone(text, k, line)) is not None]
    counts = Counter(x.key for x in alone)
    alone = [x for x in alone if counts[x.key] > 1]
    followed = all(x.line + 1 < len(lines) and not lines[x.line + 1].heading for x in alone)
    return alone if followed and _are_turns(analysis, lines, alone, outlet) else []


def _last(who: str) -> str:
    return who.casefold().split()[-1]


def _turn_lines(lines: Sequence[Line], labels: Sequence[Label], i: int) -> list[Span]:
    """The words of a turn, roughly: its own line, and those up to the next label if they are few."""
    label = labels[i]
    own = Span(label.start, max(label.start, lines[label.line].span.end))
    until = labels[i + 1].line if i + 1 < len(labels) else label.line + 2
    return [s for s in (own, *(x.span for x in lines[label.line + 1 : min(until, label.line + 8)])) if len(s)]


def _are_turns(analysis: Analysis, lines: Sequence[Line], labels: Sequence[Label], outlet: str) -> bool:
    text = analysis.text
    names = Counter(x.key for x in labels)
    if len(labels) < _TURNS or (len(names) < 2 and not _only_answers(analysis, lines, labels)):
        return False
    spoken = [_turn_lines(lines, labels, i) for i in range(len(labels))]
    first = [s[0] for s in spoken if s]
    if sum(_length(s.of(text)) for s in first) < 3 * len(labels):
        return False  # "Born: 1961": people say more than a word or two
    surnames = Counter(_last(x.who) for x in labels)  # "ADA VERRIN", then "VERRIN"
    often = sum(n for n in surnames.values() if n > 1)
    if not (often > len(labels) / 2 or all(x.name.of(text).isupper() and len(x.name) > 1 for x in labels)):
        return False
    if len(names) > 1:  # people take turns, and say "I" and "you"; ratings and tips do neither
        changes = sum(a.key != b.key for a, b in pairwise(labels))
        if 2 * changes < len(labels) - 1 or 4 * _talking(analysis, spoken) < len(labels):
            return False
    return _mostly_people(analysis, labels, _askers(analysis, lines, labels), outlet)


def _length(said: str) -> int:
    """About how many words a stretch has; two characters make one where words are not written apart."""
    return sum(max(1, len(_UNSPACED.findall(w)) // 2) for w in said.split())


def _talking(analysis: Analysis, spoken: Sequence[Sequence[Span]]) -> int:
    """How many turns have a question, or a pronoun of the first or second person outside of quotation marks."""
    count = 0
    for spans in spoken:
        said = own_words(" ".join(s.of(analysis.text) for s in spans))
        count += (
            asks(analysis.text, spans[:1], analysis.language)
            or speaks_of_itself(said, analysis.language)
            or addresses(said, analysis.language)
        )
    return count


def _only_answers(analysis: Analysis, lines: Sequence[Line], labels: Sequence[Label]) -> bool:
    """Whether the only label says that somebody answers, and the lines before ask."""
    asked = sum(
        x.line > 0 and asks(analysis.text, (lines[x.line - 1].span,), analysis.language) for x in labels
    )
    return all(x.key in ANSWERS for x in labels) and 2 * asked > len(labels)


def _askers(analysis: Analysis, lines: Sequence[Line], labels: Sequence[Label]) -> set[str]:
    """The labels at least half of whose turns ask, and at least two."""
    names = Counter(x.key for x in labels)
    asked = Counter(
        x.key
        for i, x in enumerate(labels)
        if asks(analysis.text, _turn_lines(lines, labels, i)[:1], analysis.language)
    )
    return {k for k, n in asked.items() if n >= 2 and 2 * n >= names[k]}


def _mostly_people(analysis: Analysis, labels: Sequence[Label], askers: set[str], outlet: str) -> bool:
    """Whether most labels are somebody, and not the rows of a table of facts ("Cooling test: 9 of 10").

    Words that the page writes without a capital elsewhere are no names, unless they call people ("Moderator").  Whoever
    asks is somebody, and so is the outlet.
    """
    text = analysis.text
    small = {w for w in _WORD.findall(text) if w.islower()}
    marked = {i for e in analysis.entities if e.kind == "person" for i in range(e.span.start, e.span.end)}
    house = {w.casefold() for w in _WORD.findall(outlet)}
    count = 0
    for label in labels:
        words = [w for w in _WORD.findall(label.who) if len(w) > 1]
        low = {w.casefold() for w in words}
        # "Yves Le Goff": particles and articles stand in small letters elsewhere, and say nothing.
        telling = {w for w in low if len(w) > 3} or low
        named = not words or all(w.isupper() for w in words) or any(is_person_noun(w) for w in words)
        if named or label.key in askers or low <= QUESTIONS | ANSWERS or low <= house:
            count += 1
        elif not telling & small:
            count += (
                not analysis.entities
                or len(askers) == 1
                or any(i in marked for i in range(label.name.start, label.name.end))
            )
    return count > len(labels) / 2
