"""Speech after a dash, with the cue put in between dashes: – We left, – he said. – And we will not come back.

Nordic papers put a comma before the cue, which runs to the end of its sentence: – Vi gick, säger hon. Nu är det över.  Paragraphs
that open with a dash and have no cue go on with whoever spoke before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.read.statements.quoting.cue_attachment import cue_after, open_cue
from onrecord.read.statements.quoting.cue_lexicon import Cues, cues_of, verb_near, words
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.records import Span

__all__ = ["dash_dialogue", "speaks_after_dashes"]

#: Languages whose press prints speech after dashes.  Elsewhere such lines are lists and signatures.
_LANGUAGES = frozenset(
    "es fr pt it ca gl ro ru uk be bg mk sr hr sl pl cs sk hu lt lv et fi sv da no nb nn el tr".split()
)
_START = re.compile(r"\s*([—–―]\s*|-\s+)(?=[\w¿¡«“„\"…])")
#: Where the cue follows a comma and no second dash.
_WITHOUT_COMMA = frozenset("pl cs sk hr".split())
_NORDIC = frozenset("sv da no nb nn fi".split())
#: Where a cue may begin in such a paragraph, and where a sentence may end.
_BEFORE_CUE = re.compile(r"[,!?…]\s+(?=[^\W\d_])")
_STOP = re.compile(r"[.!?…]+(?=\s+[–—―-]?\s?[A-ZÅÄÖÆØÉ”\"]|\s*$)")
_SENTENCE = re.compile(r"[.!?…][”\"»]?\s*$")
_RELATIVE = frozenset(
    "som der hvilket vilket joka jotka og och ja men mutta da när når om att at että".split()
)
_DASH = re.compile(r"(?<=[\s,.!?…])[—–―-](?=[\s\w])|(?<=\w)[—–―](?=[\s,.;:!?])")


def speaks_after_dashes(language: str | None) -> bool:
    """Whether a dash at the start of a paragraph may open speech in this language."""
    return language is not None and language.split("-")[0].lower() in _LANGUAGES


def dash_dialogue(text: str, paragraphs: Sequence[Span], language: str | None) -> tuple[Quotation, ...]:
    """The speech after dashes, in order; the parts between inserted cues are `spans` of one quotation.

    Only paragraphs with a cue of speech between or after dashes count: lists begin with dashes too.  In Nordic languages
    sentences after a dash count without a cue as well, on pages where others have one.
    """
    code = (language or "").split("-")[0].lower()
    if code in _NORDIC:
        return _nordic(text, paragraphs, cues_of(code))
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
            if speaking and _cued(text, dash + 1, min(paragraph.end, dash + 120), language, cues_of(code)):
                _add(text, begin, at, dash, spans, inner)
                speaking, cued = False, True
            elif not speaking:
                begin, at, speaking = _resumed(text, dash, paragraph.end)
        if not cued:  # no second dash: the cue may stand behind a comma
            found, cued = _by_commas(text, first, paragraph.end, cues_of(code))
            if found is not None and cued:
                out.append(found)
            continue
        if speaking:
            _add(text, begin, at, paragraph.end, spans, inner)
        if spans:
            mark = text[first.start(1)]
            out.append(Quotation(tuple(spans), tuple(inner), (mark, ""), closed=False, dash=True))
    return tuple(out)


def _cued(text: str, start: int, end: int, language: str | None, cues: Cues) -> bool:
    """Whether a cue begins behind a dash: a verb of speech, or any verb with its subject right behind it."""
    if verb_near(text, start, end, language):
        return True
    found = list(words(text, start, end))[:12]
    free = open_cue(text, found, [w.of(text).lower() for w in found], start, end, cues)
    comma = text[max(0, start - 3) : start - 1].strip()[-1:] in (",", "!", "?", "…")
    return free is not None and (comma or cues.code in _WITHOUT_COMMA)


def _nordic(text: str, paragraphs: Sequence[Span], cues: Cues) -> tuple[Quotation, ...]:
    out: list[Quotation] = []
    bare: list[bool] = []
    for paragraph in paragraphs:
        first = _START.match(text, paragraph.start, paragraph.end)
        if not first:
            continue
        found, cued = _by_commas(text, first, paragraph.end, cues)
        if found is not None:
            out.append(found)
            bare.append(not cued)
    return tuple(out) if not all(bare) else ()


def _by_commas(text: str, first: re.Match[str], end: int, cues: Cues) -> tuple[Quotation | None, bool]:
    """The speech of a paragraph whose cues stand behind commas, and whether it has one."""
    while end > first.end() and text[end - 1].isspace():
        end -= 1
    spans: list[Span] = []
    inner: list[Span] = []
    begin, at, cued = first.start(1), first.end(), False
    for n, cut in enumerate(_BEFORE_CUE.finditer(text, first.end(), end)):
        if n > 40:
            break
        stop = None if cut.start() < at else _cue_clause(text, cut.end(), end, cues)
        if stop is None:
            continue
        _add(text, begin, at, cut.start() + 1, spans, inner)
        cued = True
        while stop < end and text[stop] in " .,:\u00a0":
            stop += 1
        begin = at = stop
    if not cued and (end - at < 12 or not _SENTENCE.search(text, at, end)):
        return None, False
    if any(c.isalnum() for c in text[at:end]):
        _add(text, begin, at, end, spans, inner)
    if not spans:
        return None, cued
    mark = text[first.start(1)]
    return Quotation(tuple(spans), tuple(inner), (mark, ""), closed=False, dash=True), cued


def _cue_clause(text: str, start: int, end: int, cues: Cues) -> int | None:
    """Where a cue ends that begins at `start`: "säger hon." or "sanoo valmentaja Ned Okafor."; `None` if there is none."""
    sentence = _STOP.search(text, start, end)
    stop = sentence.start() if sentence else end
    whole = Quotation((Span(start, start),), (Span(start, start),), ("–", ""), dash=True)
    found = cue_after(text, whole, start, min(stop, start + 200), cues, at=start)
    if found is None or not found.source or not found.cue:
        return None
    lead = min(found.source[0].start, found.cue[0].start)
    pronoun = found.source[0].of(text).lower() in cues.pronouns
    ahead = [w.of(text).lower() for w in words(text, start, lead)]
    before = [w.of(text) for w in words(text, start, found.cue[0].start)]
    if any(w not in cues.helpers and w not in cues.skips for w in ahead) or len(before) > 5:
        return None
    if before and cues.code != "fi" and found.source[0].start < found.cue[0].start:
        return None  # the verb comes first: what stands before it is speech
    if len(list(words(text, lead, max(found.cue[-1].end, found.source[-1].end)))) > 16:
        return None
    said = max(found.cue[-1].end, found.source[-1].end)
    if pronoun and text[said : said + 2] == ", ":
        behind = next((w.of(text).lower() for w in words(text, said, stop)), "")
        if behind not in _RELATIVE:
            return said + 1  # "– Ja, säger hon, det är bra."
    return sentence.end() if sentence else end


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
