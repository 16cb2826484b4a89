"""Clauses that lead to the words of others: "The mayor, Ottoline Breck, wrote:", "From the desk of Piet Molenaar, engineer:"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.layout.lines import trimmed
from onrecord.read.statements.naming.lexicon import DOCUMENTS
from onrecord.read.statements.naming.nominal_mentions import kind_of
from onrecord.read.statements.naming.person_names import is_given
from onrecord.read.statements.quoting.cue_attachment import cue_before
from onrecord.read.statements.quoting.cue_lexicon import cues_of
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.read.statements.quoting.sentence_bounds import Sentences
from onrecord.records import Span

__all__ = ["Introduction", "ends_in_colon", "introduction"]

_LINKS = re.compile(r"\s(?:[\w’'-]+\s){0,3}?(?:by|from|of)\s(?=\w)", re.I)
_WORD = re.compile(r"[\w-]+")
_OWNS = re.compile(r"(?P<owner>[^,;:]{1,80}?)(?:['’]s|(?<=s)['’])\s(?:[\w-]+\s){0,3}?(?P<paper>[\w-]+)\b")
_RUN = re.compile(
    r"[^\W\d_][\w.’'-]*(?:\s(?:(?:van|von|der|den|de|del|della|di|da|bin|al|el|la)\s){0,3}[^\W\d_][\w.’'-]*){0,5}"
)
_IN_FULL = re.compile(r"[\s,]{0,3}(?:in full|in part|verbatim)$", re.I)
_IN_THEIR_WORDS = re.compile(r"(?:or,? )?in (his|her|their|its)(?: own)? words,?", re.I)
_BEING = frozenset("is are was were be been being has have had".split())
_PRONOUNS = frozenset("he she they we i".split())
_SOMEBODY = ("person", "organisation")
_BEFORE = re.compile(r"(?<![\w’'-])([^\W\d_a-z][\w’'-]{0,24})\s$")
_REACH = 400
_NOBODY = frozenset("in on at from to the a an here this that it full his her their our my its".split())


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who is introduced and by what words; `paper` says that the clause speaks of a letter or statement only."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    paper: bool = False


def ends_in_colon(text: str, span: Span) -> bool:
    """Whether a line ends in a colon."""
    return text[span.start : span.end].rstrip(' \u00a0"”').endswith((":", "："))


def introduction(
    analysis: Analysis, line: Span, sentences: Sentences, attributions: Sequence[Attribution]
) -> Introduction | None:
    """What the last sentence of a line that ends in a colon says of whose words follow.

    `attributions` are those already found: a cue of theirs in the sentence comes before the rules.  Where no verb of speech
    stands in it, the first name does ("From the desk of ...").  Spans count code points in `analysis.text`.
    """
    text = analysis.text
    line = trimmed(text, line.start, line.end)
    end = line.end
    while end > line.start and text[end - 1] in ':： \u00a0"”':
        end -= 1
    clause = Span(sentences.before(end, max(line.start, end - _REACH))[0], end)
    clause = trimmed(text, clause.start, clause.end)
    if not len(clause):
        return None
    worded = _IN_THEIR_WORDS.fullmatch(text, clause.start, clause.end)
    if worded is not None:
        return Introduction((Span(*worded.span(1)),), (clause,))
    found = _cued(text, clause, attributions) or _by_rule(analysis, clause, attributions)
    found = found or _by_subject(analysis, clause)
    if found is not None:
        owner = _of_a_paper(text, found.source, found.cue, clause.end)
        if owner is None and found.source[0].of(text).casefold() in ("it", "which"):
            owner = _sender(analysis, Span(line.start, clause.start))
        if owner is not None:
            return Introduction((owner,), found.cue, True)
        return found
    colon = Span(end, end + 1) if end < len(text) and text[end] in ":：" else Span(end, end)
    cue = (colon,) if len(colon) else ()
    owner = _of_a_paper(text, (clause,), (), clause.end)
    if owner is not None:
        return Introduction((owner,), cue, True)
    name = _first_name(analysis, clause)
    return Introduction((name,), cue) if name is not None else None


def _cued(text: str, clause: Span, attributions: Sequence[Attribution]) -> Introduction | None:
    """The last cue that was found in the clause, if nothing but marks and short words stands behind it."""
    last: Attribution | None = None
    for a in attributions:
        if a.cue and a.source and clause.start <= a.cue[0].start < clause.end:
            # a cue that has its clause behind it leads to that, not to the colon
            after = text[a.cue[-1].end : clause.end]
            if any(
                s.start >= a.cue[-1].end and s.end <= clause.end and len(s.of(text).split()) > 2
                for s in a.content
            ):
                continue
            if len(after.split()) <= 8 and (last is None or a.cue[0].start > last.cue[0].start):
                last = a
    if last is None or not any(c.isalpha() for s in last.cue for c in s.of(text)):
        return None
    cue = tuple(trimmed(text, s.start, min(s.end, clause.end)) for s in last.cue)
    return Introduction(last.source, tuple(s for s in cue if len(s)))


def _by_rule(analysis: Analysis, clause: Span, attributions: Sequence[Attribution]) -> Introduction | None:
    text = analysis.text
    cues = cues_of(analysis.language)
    behind = Span(clause.end, clause.end)
    found = cue_before(
        text, Quotation((behind,), (behind,), ("", "")), clause.start, clause.end, clause.end, cues
    )
    if found is None or not found.source:
        return None
    source = found.source[0]
    if source.of(text).split()[0].casefold() in ("in", "on", "at") and "," in text[clause.start : clause.end]:
        return None
    for a in attributions:  # "Marsh said that it was over and added:"
        if a.source and source.start <= a.source[0].start < a.source[-1].end < source.end and a.cue:
            return Introduction(a.source, found.cue)
    return Introduction((_pronoun(text, source),), found.cue)


def _pronoun(text: str, source: Span) -> Span:
    """A source without what stands before the pronoun at its end: "[In a statement] she"."""
    last = source.of(text).rsplit(maxsplit=1)[-1]
    return Span(source.end - len(last), source.end) if last.casefold() in _PRONOUNS else source


def _by_subject(analysis: Analysis, clause: Span) -> Introduction | None:
    """The subject of a clause whose verb is none of speech ("She went on:"), if it is somebody; English only."""
    text, starts = analysis.text, analysis.starts
    first, last = bisect_left(starts, clause.start), bisect_left(starts, clause.end)
    verb = next((i for i in range(first, last) if analysis.pos[i] == "verb"), -1)
    if verb <= first or analysis.low[verb] in _BEING or analysis.pos[verb - 1] == "aux":
        return None
    begin = first
    for i in range(first, verb - 1):
        if analysis.low[i] == "," and analysis.pos[i + 1] in ("pron", "propn", "det", "noun"):
            begin = i + 1
    source = trimmed(text, starts[begin], analysis.spans[verb - 1].end)
    source = trimmed(text, source.start, source.start + len(source.of(text).rstrip(" ,")))
    source = _pronoun(text, source)
    words = source.of(text).split()
    named = any(source.start <= e.span.start < source.end and e.kind in _SOMEBODY for e in analysis.entities)
    if not words or len(words) > 12 or not (named or words[0].casefold() in _PRONOUNS or kind_of(words[-1])):
        return None
    cue = Span(starts[verb], clause.end if last - verb <= 3 else analysis.spans[verb].end)
    return Introduction((source,), (cue,))


def _sender(analysis: Analysis, before: Span) -> Span | None:
    """Who sent the paper that the sentences before speak of: "Edda Marsh sent a letter to skippers. It read:"."""
    if not any(w.casefold() in DOCUMENTS for w in _WORD.findall(before.of(analysis.text)[-_REACH:])):
        return None
    for kind in ("person", "organisation"):
        for e in analysis.entities:
            if e.kind == kind and max(before.start, before.end - _REACH) <= e.span.start < before.end:
                return e.span
    return None


def _of_a_paper(text: str, source: Sequence[Span], cue: Sequence[Span], stop: int) -> Span | None:
    """Whose a letter or statement is: "The statement by the Swimmers' Union", "The mayor's letter".

    A source may end before "by": then what stands up to the cue behind it, or up to `stop`, belongs to it.
    """
    if not source:
        return None
    span = source[0]
    end = span.end
    if cue:
        end = (
            cue[0].start if cue[0].start > span.end else max(stop, end) if cue[-1].end <= span.start else end
        )
    for word in _WORD.finditer(text, span.start, min(span.end, span.start + 120)):
        if word[0].casefold() in DOCUMENTS and (m := _LINKS.match(text, word.end(), end)):
            whose = trimmed(text, m.end(), end)
            return trimmed(text, whose.start, whose.start + len(_IN_FULL.sub("", whose.of(text))))
    m = _OWNS.match(text, span.start, span.end)
    if m and m["paper"].casefold() in DOCUMENTS:
        return trimmed(text, m.start("owner"), m.end("owner"))
    return None


def _whole(text: str, floor: int, start: int) -> int:
    """Where a name begins: with the words with capitals before it that a mark has left out ("[Piet] Molenaar")."""
    while (m := _BEFORE.search(text, max(floor, start - 40), start)) and m[1].casefold() not in _NOBODY:
        start = m.start(1)
    return start


def _first_name(analysis: Analysis, clause: Span) -> Span | None:
    """The first person named in a clause without a verb, with what stands behind the name; else the first organisation."""
    text = analysis.text
    for kind in ("person", "organisation"):
        for e in analysis.entities:
            if e.kind == kind and clause.start <= e.span.start < clause.end:
                return Span(_whole(text, clause.start, e.span.start), clause.end)
    for m in _RUN.finditer(text, clause.start, clause.end):
        words = [w for w in m[0].split() if w[:1].isupper()]
        while words and words[0].casefold() in _NOBODY:
            words = words[1:]
        if len(words) > 1 and is_given(words[0]):
            return Span(text.index(words[0], m.start()), clause.end)
    return None
