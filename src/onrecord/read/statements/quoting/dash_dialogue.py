"""Speech after a dash, with the cue put in between dashes: – We left, – he said. – And we will not come back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.read.statements.quoting.cue_lexicon import verb_near
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.records import Span

__all__ = ["dash_dialogue", "speaks_after_dashes"]

#: Languages whose press prints speech after dashes.  Elsewhere such lines are lists and signatures.
_LANGUAGES = frozenset(
    "es fr pt it ca gl ro ru uk be bg mk sr hr sl pl cs sk hu lt lv et fi sv da no nb nn el tr".split()
)
_START = re.compile(r"\s*([—–―]\s*|-\s+)(?=[\w¿¡«“„\"…])")
_DASH = re.compile(r"(?<=[\s,.!?…])[—–―-](?=[\s\w])|(?<=\w)[—–―](?=[\s,.;:!?])")


def speaks_after_dashes(language: str | None) -> bool:
    """Whether a dash at the start of a paragraph may open speech in this language."""
    return language is not None and language.split("-")[0].lower() in _LANGUAGES


def dash_dialogue(text: str, paragraphs: Sequence[Span], language: str | None) -> tuple[Quotation, ...]:
    """The speech after dashes, in order; the parts between inserted cues are `spans` of one quotation.

    Only paragraphs with a cue of speech between or after dashes count: lists begin with dashes too.
    """
    out = []
    for paragraph in paragraphs:
        first = _START.match(text, paragraph.start, paragraph.end)
        if not first:
            continue
        dashes = [m.start() for m in _DASH.finditer(text, first.end(), paragraph.end)]
        spans: list[Span] = []
        inner: list[Span] = []
        begin, at, cued = first.start(1), first.end(), False
        speaking = True
        for dash in dashes:
            if speaking and verb_near(text, dash + 1, min(paragraph.end, dash + 120), language):
                _add(text, begin, at, dash, spans, inner)
                speaking, cued = False, True
            elif not speaking:
                begin, at, speaking = _resumed(text, dash, paragraph.end)
        if not cued:
            continue
        if speaking:
            _add(text, begin, at, paragraph.end, spans, inner)
        if spans:
            mark = text[first.start(1)]
            out.append(Quotation(tuple(spans), tuple(inner), (mark, ""), closed=False, dash=True))
    return tuple(out)


def _resumed(text: str, dash: int, end: int) -> tuple[int, int, bool]:
    """Where speech goes on behind an inserted cue: at the dash, or behind one that clings to the cue ("dijo él—,")."""
    at = dash + 1
    while at < end and (text[at].isspace() or text[at] in ",.;:"):
        at += 1
    return (dash if text[dash - 1].isspace() else at), at, True


def _add(text: str, begin: int, at: int, end: int, spans: list[Span], inner: list[Span]) -> None:
    while end > at and text[end - 1].isspace():
        end -= 1
    while at < end and (text[at].isspace() or text[at] in ",.;:"):
        at += 1
    if at < end:
        spans.append(Span(begin, end))
        inner.append(Span(at, end))
