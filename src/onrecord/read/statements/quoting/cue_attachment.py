"""The cue beside a quotation and the noun phrase beside the cue."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.read.statements.quoting.cue_lexicon import Cues, is_verb, words
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.records import Span

__all__ = ["CueMatch", "cue_after", "cue_before"]

_BOUNDS = frozenset(',;:()[]—–\n“”"„«»‹›。，；：、「」『』…!?！？،؛؟•|')
_LONGEST = 14  # words of a source
_FAR = 100.0


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue with its source; `cost` is how many words stand between the quotation and the cue, more if less likely."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    cost: float
    score: float
    flags: frozenset[str] = frozenset()


def cue_after(
    text: str, q: Quotation, left: int, right: int, cues: Cues, at: int | None = None
) -> CueMatch | None:
    """The first cue behind the quotation (or behind `at`), up to `right`; `left` is where its sentence begins."""
    start = q.whole.end if at is None else at
    if not cues.spaced:
        return _unspaced_after(text, q, left, start, right, cues)
    found = list(words(text, start, right))
    low = [w.of(text).lower() for w in found]
    for i, word in enumerate(low):
        if i > 14:
            break
        if not _is_cue(word, cues) and not (i == 0 and word in cues.beside):
            continue
        first = i
        while first > 0 and low[first - 1] in cues.helpers:
            first -= 1
        cue = Span(found[first].start, found[i].end)
        if cues.subject_last and at is None:
            source = _topic(text, left, q.whole.start, cues) or _subject_before(text, start, cue.start, cues)
        elif first == 0 or not _gap(text, start, cue.start, cues):
            source = _tail(text, cue) or _subject_after(text, cue.end, right, cues)
        else:
            source = _subject_before(text, start, cue.start, cues) or _subject_after(
                text, cue.end, right, cues
            )
        if source is not None and source.start < cue.end and cue.start < source.start:
            cue = Span(cue.start, cue.start + cue.of(text).find("-"))
        return CueMatch(_one(source), _with_particle(text, cue, found, low, i, cues), i, 0.75)
    return _according(text, start, right, cues, 0)


def cue_before(text: str, q: Quotation, left: int, end: int, right: int, cues: Cues) -> CueMatch | None:
    """The last cue before the quotation, between `left` and `end`."""
    if not cues.spaced:
        return _unspaced_before(text, left, end, cues)
    found = list(words(text, left, end))
    low = [w.of(text).lower() for w in found]
    for i in range(len(low) - 1, max(-1, len(low) - 26), -1):
        if not _is_cue(low[i], cues):
            continue
        first = i
        while first > 0 and low[first - 1] in cues.helpers:
            first -= 1
        cue = Span(found[first].start, found[i].end)
        distance = len(low) - 1 - i
        clause = _clause_start(text, left, cue.start)
        opening = next(words(text, clause, cue.start), None)
        bare = text[left : cue.start].rstrip()[-1:]
        inverted = (
            (opening is None and bare not in (",", ")"))
            or (opening is not None and opening.of(text).lower() in cues.adverbs)
            or low[0] in cues.adverbs
        )
        behind = _subject_after(text, cue.end, end, cues)
        pronoun = behind is not None and behind.of(text).lower() in cues.pronouns
        if behind is not None and (inverted or (pronoun and opening is None)):
            source: Span | None = behind
        else:
            source = _subject_before(text, left, cue.start, cues) or behind
        return CueMatch(_one(source), _with_particle(text, cue, found, low, i, cues), distance, 0.7)
    return _according(text, left, end, cues, 1)


def _one(source: Span | None) -> tuple[Span, ...]:
    return (source,) if source is not None and len(source) else ()


def _is_cue(word: str, cues: Cues) -> bool:
    return is_verb(word, cues) or ("-" in word and is_verb(word.split("-")[0], cues))


def _tail(text: str, cue: Span) -> Span | None:
    """The pronoun that French hangs on its verb: "explique-t-il"."""
    word = cue.of(text)
    if "-" not in word:
        return None
    return Span(cue.start + word.rfind("-") + 1, cue.end)


def _gap(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether words stand between quotation and cue that may be a subject: not only helpers and adverbs."""
    return any(
        w.of(text).lower() not in cues.helpers and w.of(text).lower() not in cues.adverbs
        for w in words(text, start, end)
    )


def _with_particle(
    text: str, cue: Span, found: list[Span], low: list[str], i: int, cues: Cues
) -> tuple[Span, ...]:
    """The cue with the particle that belongs to its verb: "teilte … mit"."""
    for verb, particle in cues.particles:
        if low[i] == verb:
            for j in range(i + 1, min(len(low), i + 16)):
                if low[j] == particle and (
                    j + 1 == len(low) or text[found[j].end : found[j].end + 1] in ",.:;"
                ):
                    return (cue, found[j])
    return (cue,)


def _clause_start(text: str, left: int, at: int) -> int:
    """Where the clause that ends at `at` begins."""
    while at > left and text[at - 1].isspace():
        at -= 1
    while at > left and text[at - 1] not in _BOUNDS:
        at -= 1
    return at


def _subject_before(text: str, left: int, end: int, cues: Cues) -> Span | None:
    """The noun phrase that ends before a cue: the clause before it, without what opens clauses."""
    stop = end
    while stop > left and text[stop - 1].isspace():
        stop -= 1
    start = _clause_start(text, left, stop)
    if start == stop and stop > left and text[stop - 1] in ",)":
        # An apposition or a relative clause stands between: Anna Muster, spokeswoman of the railway, said
        comma = stop - 1
        start = _clause_start(text, left, comma)
        if start > left and text[start - 1] in ",(":
            start = _clause_start(text, left, start - 1)
        stop = comma if text[comma] == "," else stop
    span = _strip(text, start, stop)
    while span is not None:
        first = next(words(text, span.start, span.end), None)
        if first is None:
            return None
        if first.of(text).lower() not in cues.adverbs:
            break
        span = _strip(text, first.end, span.end)
    if span is None:
        return None
    inside = list(words(text, span.start, span.end))
    if len(inside) > _LONGEST:
        inside = _names(text, inside)
        return Span(inside[0].start, inside[-1].end) if inside else None
    for k, w in enumerate(inside):
        if k and w.of(text).lower() in cues.helpers and cues.helpers_apart:
            return _strip(text, span.start, w.start)
    # What stands between subject and verb ("am Montag") is not the subject.
    for k, w in enumerate(inside):
        if k and w.of(text).lower() in cues.stops and w.of(text)[:1].islower():
            cut = _strip(text, span.start, w.start)
            return cut if cut is not None and any(c.isupper() for c in cut.of(text)) else span
    return span


def _names(text: str, inside: list[Span]) -> list[Span]:
    """The last run of words with capitals."""
    stop = len(inside)
    while stop and not inside[stop - 1].of(text)[:1].isupper():
        stop -= 1
    start = stop
    while start and inside[start - 1].of(text)[:1].isupper():
        start -= 1
    return inside[start:stop]


def _subject_after(text: str, start: int, right: int, cues: Cues) -> Span | None:
    """The noun phrase that begins behind a cue: up to the next mark or the next word that opens something else."""
    stop = start
    while stop < right and text[stop].isspace():
        stop += 1
    begin = stop
    while stop < right and (text[stop] not in _BOUNDS):
        stop += 1
    last: Span | None = None
    first: Span | None = None
    for k, w in enumerate(words(text, begin, stop)):
        low = w.of(text).lower()
        particle = any(low == p for _, p in cues.particles)
        if first is None and low in cues.pronouns:
            return w
        if first is None and (low in cues.skips or (particle and low not in ("ein", "an", "aus"))):
            continue
        if (low in cues.stops or (particle and first is not None)) and not (
            w.of(text)[:1].isupper() and first is not None and low not in cues.stops
        ):
            break
        if k >= _LONGEST or (first is not None and _sentence_ends(text, first.start, w.start)):
            break
        first, last = first or w, w
    if first is None or last is None:
        return None
    end = last.end
    if end < right and text[end] == "." and len(last) <= 2:
        end += 1
    return Span(first.start, end)


def _sentence_ends(text: str, start: int, end: int) -> bool:
    gap = text[max(start, end - 3) : end]
    return any(c in ".।" for c in gap) and not (
        end - 4 >= start and text[end - 4 : end - 2].istitle() and gap.strip() == "."
    )


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and not (text[start].isalnum() or text[start] in "'’"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–-.،"):
        end -= 1
    return Span(start, end) if start < end else None


def _according(text: str, start: int, end: int, cues: Cues, penalty: float) -> CueMatch | None:
    """A source without a verb: "according to the ministry", "der Polizei zufolge"."""
    low = text[start:end].lower()
    if len(low) != end - start:
        return None
    for phrase in cues.according:
        at = low.find(phrase)
        if at < 0 or (at and low[at - 1].isalnum()):
            continue
        tail = start + at + len(phrase)
        if tail < end and text[tail].isalnum() and not phrase.endswith("ل"):
            continue
        source = _subject_after(text, tail, end, cues)
        if source is not None:
            return CueMatch((source,), (Span(start + at, tail),), 2 + penalty, 0.6)
    for phrase in cues.postponed:
        at = low.find(phrase)
        if at > 0:
            source = _subject_before(text, start, start + at, cues)
            if source is not None:
                return CueMatch((source,), (Span(start + at, start + at + len(phrase)),), 2 + penalty, 0.6)
    return None


# Languages written without spaces, and those that put the verb last.


def _topic(text: str, left: int, end: int, cues: Cues) -> Span | None:
    """What stands before the quotation, up to the particle that marks it as what the sentence is about."""
    span = _strip(text, left, end)
    if span is None:
        return None
    words_ = span.of(text)
    if not cues.spaced:
        cut = max(words_.rfind("は"), words_.rfind("が"))
        if cut > 0:
            stop = span.start + cut
            start = _clause_start(text, left, stop)
            return _strip(text, start, stop)
        return None
    pieces = list(words(text, span.start, span.end))
    if len(pieces) > _LONGEST:
        return None
    for piece in pieces:
        word = piece.of(text)
        if len(word) > 1 and "가" <= word[-1] <= "힣" and word[-1] in "은는이가":
            return Span(span.start, piece.end - 1)
        if word == "ने":
            return _strip(text, span.start, piece.start)
    return span if all(c < "가" for c in words_) else None


def _first_verb(text: str, start: int, end: int, cues: Cues) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for verb in cues.verbs:
        at = text.find(verb, start, end)
        if at >= 0 and (best is None or (at, -len(verb)) < (best[0], -best[1])):
            best = (at, len(verb))
    return best


def _unspaced_after(
    text: str, q: Quotation, left: int, start: int, right: int, cues: Cues
) -> CueMatch | None:
    verb = _first_verb(text, start, min(right, start + 60), cues)
    if verb is None:
        return None
    cue = Span(verb[0], verb[0] + verb[1])
    source = _topic(text, left, q.whole.start, cues) if cues.subject_last else None
    if source is None and not cues.subject_last:
        clause = max(start, _clause_start(text, start, cue.start))
        source = _strip(text, clause, cue.start)
    return CueMatch(_one(source), (cue,), (cue.start - start) / 2, 0.7)


def _unspaced_before(text: str, left: int, end: int, cues: Cues) -> CueMatch | None:
    begin = max(left, end - 60)
    best: tuple[int, int] | None = None
    for verb in cues.verbs:
        at = text.rfind(verb, begin, end)
        if at >= 0 and (best is None or (at, len(verb)) > best):
            best = (at, len(verb))
    if best is None:
        return None
    cue = Span(best[0], best[0] + best[1])
    clause = _clause_start(text, left, cue.start)
    source = _topic(text, left, cue.start, cues) if cues.subject_last else None
    source = source or _strip(text, clause, cue.start)
    for phrase in cues.according:
        if source is not None and source.of(text).startswith(phrase):
            source = _strip(text, source.start + len(phrase), source.end)
    return CueMatch(_one(source), (cue,), (end - cue.end) / 2, 0.7)
