"""How firmly a statement is put: by the verb of attribution, and by what the main clause of its content says of itself.

`grade` gives one of five grades for how firmly the source puts the content, as the page words it.  The grades are those
of FactBank (Saurí & Pustejovsky 2009) as seen from the source: asserted (CT), probable (PR), possible (PS),
with "unlikely" for doubt and "denied" for what the source rejects.  Whether the content itself is negative ("did not sign")
is told apart from that: a source can assert a negation firmly.

`event_firmness` gives the number behind it for a single event word, -3 to 3, as in the corpus of Lee et al. (2015, "Event
detection and factuality assessment with non-expert supervision").  It follows TruthTeller (Lotan et al. 2013) without
its parser, see `scope.py`.  No weight in it was fitted to data.  All spans count code points in `Analysis.text`.
"""

from __future__ import annotations

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.grading.closed_classes import NEGATIONS, Words
from onrecord.read.statements.grading.content_modality import (
    AUXILIARIES,
    BY_HEDGE,
    Reason,
    is_month,
    main_clause,
)
from onrecord.read.statements.grading.event_factuality import event_factuality
from onrecord.read.statements.grading.factuality_lexicon import SIGNATURES, stem_of
from onrecord.read.statements.grading.hedge_lexicon import CUES, LANGUAGES, find_hedges
from onrecord.read.statements.grading.word_window import (
    WordWindow,
    base_language,
    bounds,
    clipped,
    sentence_of,
    word_window,
)
from onrecord.records import Firmness, Grade, Span

__all__ = ["event_firmness", "grade"]

_LEFT, _RIGHT = 60, 30  # words around an event that are looked at
_MANY = 2000  # words of a content that are searched for hedges
_ORDER = (Firmness.ASSERTED, Firmness.PROBABLE, Firmness.POSSIBLE, Firmness.UNLIKELY, Firmness.DENIED)
_OF_CUE = {
    "deny": Firmness.DENIED,
    "doubt": Firmness.UNLIKELY,
    "claim": Firmness.PROBABLE,
    "guess": Firmness.POSSIBLE,
}
_RAISING = frozenset(
    "believe think expect suppose feel appear seem likely imagine consider anticipate see".split()
)
_REFUSING = frozenset("refuse decline fail unable avoid".split())
_SAYING = frozenset(
    "say confirm tell comment specify know disclose reveal discuss answer elaborate respond mention explain acknowledge rule".split()
)


def event_firmness(analysis: Analysis, span: Span) -> float:
    """How sure it is, from -3 (certainly not) over 0 (not known) to 3 (certainly), that an event happened.

    `span` is the word or words that name the event; the first word counts.  The time is bounded by a window of words.
    """
    first, _ = bounds(analysis, span)
    if not 0 <= first < len(analysis.tokens):
        return 0.0
    low, high = bounds(analysis, sentence_of(analysis, analysis.tokens[first].span.start))
    seen = word_window(analysis, max(low, first - _LEFT), min(high, first + _RIGHT))
    return max(-3.0, min(3.0, event_factuality(Words(seen.low, seen.pos), first - seen.first)))


def grade(analysis: Analysis, attribution: Attribution) -> Grade:
    """How firmly the source puts the content, with the words that decide it and all hedges in cue and content."""
    language = base_language(analysis)
    length = len(analysis.text)
    cue, content = clipped(attribution.cue, length), clipped(attribution.content, length)
    found: list[Reason] = []
    hedges: list[Span] = []
    by_cue = _cue(analysis, cue, content, language)
    if by_cue is not None:
        found.append(by_cue)
    for span in cue:
        hedges += _hedges(analysis, span, language, in_cue=True)
    if by_cue is not None and by_cue[0] is not Firmness.ASSERTED:
        hedges += by_cue[1]  # the verb itself hedges: "claimed", "denied"
    negated = False
    searched = 0
    for i, span in enumerate(content):
        hedges += _hedges(analysis, span, language)
        first, last = bounds(analysis, span)
        searched += last - first
        if i == 0:
            by_content, negated = main_clause(analysis, span, language)
            found += by_content
        if searched > _MANY:
            break
    firmness = max((f for f, _ in found), key=_ORDER.index, default=Firmness.ASSERTED)
    words = [s for f, spans in found if f is firmness for s in spans]
    return Grade(firmness, negated, _merged(words), _merged(hedges))


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order, overlapping ones made one."""
    out: list[Span] = []
    for span in sorted(s for s in set(spans) if len(s)):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def _hedges(analysis: Analysis, span: Span, language: str, *, in_cue: bool = False) -> list[Span]:
    first, last = bounds(analysis, span)
    seen = word_window(analysis, first, min(last, first + _MANY))
    wanted = {*BY_HEDGE, "number", "modifier"}
    out = []
    for start, end, kind in find_hedges(seen.low, language):
        if kind not in wanted or (kind == "possible" and seen.low[start] == "may" and is_month(seen, start)):
            continue
        if language == "en" and kind == "possible" and seen.low[start] in ("if", "whether") and in_cue:
            continue
        out.append(seen.span(start, end))
    return out


def _cue(
    analysis: Analysis, cue: tuple[Span, ...], content: tuple[Span, ...], language: str
) -> Reason | None:
    """What the words of attribution make of the content, and which of them do."""
    negation: Span | None = None
    for n, span in enumerate(cue):
        first, last = bounds(analysis, span)
        last = min(last, first + 40)
        if n == 0 and first < len(analysis.tokens):
            # "did not deny": some annotations leave the auxiliary and the negation out of the cue.
            low, _ = bounds(analysis, sentence_of(analysis, span.start))
            around = word_window(analysis, max(low, first - 3), first)
            for i in range(len(around.low) - 1, -1, -1):
                t = around.low[i]
                if any(c.start <= around.spans[i].start < c.end for c in content):
                    break
                if t in NEGATIONS:
                    negation = around.spans[i]
                elif (
                    t not in AUXILIARIES
                    and not t.endswith("ly")
                    and t not in ("to", "yet", "also", "immediately")
                ):
                    break
        seen = word_window(analysis, first, last)
        result = _english_cue(seen, negation) if language == "en" else _foreign_cue(seen, language)
        if result is not None:
            return result
    return None


def _foreign_cue(seen: WordWindow, language: str) -> Reason | None:
    if language not in LANGUAGES:
        return None
    phrases = find_hedges(seen.low, language)
    negation = next((seen.span(s, e) for s, e, kind in phrases if kind == "not"), None)
    for wanted in ("deny", "doubt", "void", "unlikely", "guess", "possible", "claim", "reported", "probable"):
        for start, end, kind in phrases:
            if kind == wanted and kind in _OF_CUE:
                return _turned(_OF_CUE[kind], seen.span(start, end), negation)
            if kind == wanted and kind in BY_HEDGE:
                return BY_HEDGE[kind], (seen.span(start, end),)
    return None


def _turned(firmness: Firmness, span: Span, negation: Span | None, *, raising: bool = True) -> Reason:
    """A cue's grade, under a negation if there is one.

    "does not think that" is understood as "thinks that not" (neg-raising, Horn 1978); other verbs only say less.
    """
    if negation is None:
        return firmness, (span,)
    words = tuple(sorted({negation, span}))
    if firmness is Firmness.DENIED:
        return Firmness.POSSIBLE, words  # "did not deny"
    if firmness is Firmness.UNLIKELY:
        return Firmness.ASSERTED, words  # "has no doubt"
    return (Firmness.UNLIKELY if raising and firmness is Firmness.PROBABLE else Firmness.POSSIBLE), words


def _english_cue(seen: WordWindow, negation: Span | None) -> Reason | None:
    refusing: Span | None = None
    saying: Span | None = None
    asserting = False
    best: tuple[Firmness, Span] | None = None
    for i, word in enumerate(seen.low):
        if (
            word in NEGATIONS
            or word == "neither"
            or (word in ("no", "little", "without") and i + 1 < len(seen.low))
        ):
            negation = negation or seen.spans[i]
            continue
        stems = stem_of(word)
        if any(s in _REFUSING for s in stems):
            refusing = refusing or seen.spans[i]
        kind = next((CUES[s] for s in stems if s in CUES), None)
        if any(s in _SAYING for s in stems):
            saying = saying or seen.spans[i]
        if kind is None:
            asserting = asserting or any("that" in SIGNATURES.get(s, {}) for s in stems)
            continue
        if kind == "guess" and _asks_to_say(seen, i):
            continue
        if "call" in stems and not any(t in ("for", "on", "upon") for t in seen.low[i + 1 : i + 3]):
            continue  # "called it a disgrace"
        firmness = _OF_CUE[kind]
        if asserting and firmness in (Firmness.PROBABLE, Firmness.POSSIBLE):
            continue  # "said in a speech, suggesting": the first verb attributes
        weaker = best is None or (not asserting and _ORDER.index(firmness) > _ORDER.index(best[0]))
        if best is None or (weaker and refusing is None):
            best = (firmness, seen.spans[i])
    phrases = find_hedges(seen.low, "en")
    void = next((p for p in phrases if p[2] == "void"), None)
    if void is not None:
        return Firmness.UNLIKELY, (seen.span(void[0], void[1]),)
    if refusing is not None and saying is not None:
        return Firmness.POSSIBLE, (Span(refusing.start, max(refusing.end, saying.end)),)
    if "rule" in seen.low or "ruled" in seen.low or "ruling" in seen.low:
        i = next(i for i, t in enumerate(seen.low) if t in ("rule", "ruled", "ruling"))
        if "out" in seen.low[i + 1 : i + 3]:
            return _turned(Firmness.DENIED, seen.span(i, min(len(seen.low), i + 2)), negation)
    if best is not None:
        if refusing is not None and negation is None and refusing.start < best[1].start:
            negation = refusing  # "refused to disavow"
        raising = any(st in _RAISING for st in stem_of(seen.low[seen.spans.index(best[1])]))
        return _turned(best[0], best[1], negation, raising=raising)
    if saying is not None and negation is not None:
        return Firmness.POSSIBLE, tuple(sorted({negation, saying}))
    hedge = next((p for p in phrases if p[2] in ("unlikely", "reported", "probable")), None)
    if hedge is not None:
        return BY_HEDGE[hedge[2]], (seen.span(hedge[0], hedge[1]),)
    return None


def _asks_to_say(seen: WordWindow, i: int) -> bool:
    """ "when asked about it, said": the question is not the attribution."""
    return i > 0 and seen.low[i - 1] in ("when", "being", "if")
