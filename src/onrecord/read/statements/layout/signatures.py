"""Signed quotations: a dash and a name behind them, or a name with office on the line below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.layout.lines import Line, trimmed
from onrecord.read.statements.layout.turn_labels import is_name_like
from onrecord.read.statements.layout.turns import READER, SCORE
from onrecord.read.statements.naming.lexicon import HONORIFICS
from onrecord.read.statements.naming.person_names import is_given
from onrecord.read.statements.naming.role_descriptions import is_person_noun
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.records import Role, Span

__all__ = ["Signature", "is_signature", "signature", "signed_quotations"]

_DASHED = re.compile(r"\s{0,3}([—–―‒~]|-{1,2})\s{0,3}(?=[^\W\d_])")
_BY_DASH = re.compile(r"\s{0,3}([—–―‒-]{1,2})\s{0,3}([^\W\d_][^\n:;!?“”\"]{1,60})$")
_LONGEST = 120  # characters of a signature
_WORDS = 16
_LETTERS = re.compile(r"[^\W\d_]+")

Signature = tuple[Span | None, Span]  # the dash, if there is one, and the words behind it


def signature(text: str, span: Span) -> Signature | None:
    """The dash and the name of a line that is a signature by its form: a dash, or no full stop and a name first."""
    span = trimmed(text, span.start, span.end)
    if span.of(text)[-1:] == "." and span.of(text)[-3:].casefold() not in ("jr.", "sr."):
        span = trimmed(text, span.start, span.end - 1) if _DASHED.match(text, span.start, span.end) else span
    dash = _DASHED.match(text, span.start, span.end)
    if dash:
        name = trimmed(text, dash.end(), span.end)
        if len(name) <= _LONGEST and _names_somebody(_first_part(name.of(text))):
            return Span(*dash.span(1)), name
        return None
    return (None, span) if is_signature(text, span) else None


def _first_part(said: str) -> str:
    """A signature's name: up to a comma, bracket, "in" or the like."""
    part = re.split(r"[,(|·]| [–—-] | (?:in|on|at|to|from|via|auf|zu|dans|en)\s", said, maxsplit=1)[0]
    return " ".join(part.split()).rstrip(".")


def _names_somebody(said: str) -> bool:
    """Whether words end in a name, with nothing but an office before it: "Chief engineer Piet Maas"."""
    words = said.split()
    first = next((k for k in range(len(words)) if is_name_like(" ".join(words[k:]))), len(words))
    return first < len(words) and (
        not first or (first <= 4 and any(is_person_noun(w) for w in words[:first]))
    )


def is_signature(text: str, span: Span) -> bool:
    """Whether a line without a dash is a name, with or without office: "Piet Molenaar, Chief Engineer, Molenaar Dredging"."""
    said = span.of(text)
    if len(said) > _LONGEST or len(said.split()) > _WORDS or said[-1:] in '.!?…:;,”"’»':
        return False
    name = _first_part(said)
    words = name.split()
    while words and (words[0].strip(".").casefold() in HONORIFICS or is_person_noun(words[0])):
        words = words[1:]
    if not words or not is_name_like(name) or is_person_noun(words[-1]):
        return False
    if not (1 < len(words) <= 4) and not (len(words) == 1 and len(name.split()) > 1):
        return False
    return is_given(words[0]) or all(w[:1].isupper() for w in (words[0], words[-1]))


def signed_quotations(
    analysis: Analysis,
    lines: Sequence[Line],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
) -> list[Attribution]:
    """Quotations that fill a line and are signed behind a dash, or on the line below.

    What stands in a sentence with a cue of its own needs no signature.  Spans count code points in `analysis.text`.
    """
    text = analysis.text
    at_line = {line.span.start: k for k, line in enumerate(lines)}
    cued = {line for a in attributions for c in a.cue if (line := _line_at(lines, c.start)) >= 0}
    out = []
    for q in quotations:
        if q.depth or not q.closed or q.dash or q.whole.start not in at_line:
            continue
        last = _line_at(lines, q.spans[-1].start)
        if last < 0:
            continue
        end = lines[last].span.end
        if len(q.spans) == 1 and end - q.whole.end <= 70:
            m = _BY_DASH.match(text[q.whole.end : end].rstrip(" .\u00a0"))
            if m is not None and _names_somebody(_first_part(m.group(2))):
                at = q.whole.end
                dash, name = (Span(at + m.start(g), at + m.end(g)) for g in (1, 2))
                out.append(Attribution((name,), (dash,), q.spans, SCORE, READER))
                continue
        if any(c.isalnum() for c in text[q.whole.end : end]) or last + 1 >= len(lines):
            continue
        below = lines[last + 1]
        if below.heading or below.role is Role.LIST_ITEM or last in cued:
            continue
        found = signature(text, below.span)
        if found is not None and (found[0] is not None or _holds_a_person(analysis, found[1])):
            out.append(Attribution((found[1],), (found[0],) if found[0] else (), q.spans, SCORE, READER))
    return out


def _holds_a_person(analysis: Analysis, span: Span) -> bool:
    """Whether a signature without a dash names a person, or says an office: "Piet Molenaar, Chief Engineer"."""
    said = span.of(analysis.text)
    if any(e.kind == "person" and span.start <= e.span.start < span.end for e in analysis.entities):
        return True
    words = _LETTERS.findall(said)
    return is_given(words[0]) or any(is_person_noun(w) for w in words) if words else False


def _line_at(lines: Sequence[Line], at: int) -> int:
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        if lines[middle].span.start <= at:
            low = middle + 1
        else:
            high = middle
    return low - 1
