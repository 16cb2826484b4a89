"""The cue beside a quotation, in languages that write words apart; others are in `chinese_attachment.py` and `verb_final_attachment.py`."""

from __future__ import annotations

import re

from onrecord.read.statements.quoting.cue_lexicon import Cues, is_verb, words
from onrecord.read.statements.quoting.cue_match import CueMatch
from onrecord.read.statements.quoting.formulaic_cues import is_document_cue, read_in, said_in, with_the_words
from onrecord.read.statements.quoting.german_syntax import (
    german_subject,
    quoted_passively,
    so_attribution,
    told_somebody,
)
from onrecord.read.statements.quoting.noun_phrase import (
    clause_start,
    stripped,
    subject_after,
    subject_before,
)
from onrecord.read.statements.quoting.phrase_lexicon import ACCORDING_TO_THEM, INCISE_VERBS
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.read.statements.role_stems import is_role
from onrecord.records import Span

__all__ = ["CueMatch", "cue_after", "cue_before", "hung_pronoun", "open_cue"]

#: Pronouns that French hangs on its verb or helper: "explique-t-il", "a-t-elle dit".
_HUNG = frozenset("il elle ils elles on je nous".split())
#: Languages in which a second verb of speech says how the first one is meant: "he went on, saying".
_PAIRED = frozenset({"ar"})
#: Prepositions that name a source only at the head of a sentence, before a comma: "Pour la maire, « ... »".
_WEAK = frozenset("pour per para".split())


def cue_after(
    text: str, q: Quotation, left: int, right: int, cues: Cues, at: int | None = None
) -> CueMatch | None:
    """The first cue behind the quotation (or behind `at`), up to `right`; `left` is where its sentence begins."""
    start = q.whole.end if at is None else at
    found = list(words(text, start, right))[:40]
    low = [w.of(text).lower() for w in found]
    hung = _hung_cue(text, found, low, cues)
    if hung is not None:
        return hung
    first_cue = next((i for i, w in enumerate(low[:15]) if _attributes(low, i, cues) and w), -1)
    if first_cue and (so_called := so_attribution(text, found, low, right, cues)) is not None:
        return so_called
    free = (
        open_cue(text, found, low, start, right, cues) if at is not None or _close(text, q, start) else None
    )
    if free is not None and (first_cue < 0 or free.cue[0].end <= found[first_cue].start):
        return free
    if first_cue < 0:
        return _according(text, start, right, cues, 0)
    i, so = first_cue, False
    if i == 0 and low[0] in cues.beside and _verb_follows(text, found, low, cues):
        i, so = 1, True  # "so charakterisierte ihn der Gewerkschafter"
    first = i
    while first > 0 and low[first - 1] in cues.helpers and _adjoin(text, found[first - 1], found[first]):
        first -= 1
    cue = Span(found[first].start, found[i].end)
    if cues.subject_last and at is None:
        source = _subject_of_final_verb(text, left, q.whole.start) or subject_before(
            text, start, cue.start, cues
        )
    elif first == 0 or so or not _gap(text, start, cue.start, cues):
        source = subject_after(text, cue.end, right, cues)
    else:
        source = subject_before(text, start, cue.start, cues)
        if source is None or not _nominal(text, source, cues):
            source = subject_after(text, cue.end, right, cues)
    if cues.code == "de" and low[i] == "zitiert":
        source = quoted_passively(text, start, cue, cues) or source
    if is_document_cue(low[i], source, text, cue, cues):
        source = read_in(text, start, cue, right, cues) or source
    return CueMatch(_one(source), _with_particle(text, cue, found, low, i, cues), i, 0.75)


def cue_before(text: str, q: Quotation, left: int, end: int, right: int, cues: Cues) -> CueMatch | None:
    """The last cue before the quotation, between `left` and `end`."""
    found = list(words(text, left, end))
    low = [w.of(text).lower() for w in found]
    for i in range(len(low) - 1, max(-1, len(low) - 26), -1):
        if not _is_cue(low[i], cues):
            continue
        first = i
        while first > 0 and low[first - 1] in cues.helpers and _adjoin(text, found[first - 1], found[first]):
            first -= 1
        if cues.code in _PAIRED and first and _is_cue(low[first - 1], cues):
            first -= _adjoin(text, found[first - 1], found[first])  # "وتابع قائلا"
        cue = Span(found[first].start, found[i].end)
        distance = len(low) - 1 - i
        clause = clause_start(text, left, cue.start)
        opening = next(words(text, clause, cue.start), None)
        bare = text[left : cue.start].rstrip()[-1:]
        inverted = (
            (opening is None and bare not in (",", ")"))
            or (opening is not None and opening.of(text).lower() in cues.adverbs)
            or low[0] in cues.adverbs
        )
        if cues.code == "tr":
            return CueMatch(_one(_subject_of_final_verb(text, left, cue.start)), (cue,), distance, 0.7)
        behind = _pronoun_hung_on(text, cue) or subject_after(text, cue.end, end, cues)
        pronoun = behind is not None and behind.of(text).lower() in cues.pronouns
        if cues.code == "de":
            source: Span | None = german_subject(text, left, cue, bare, behind, cues)
            if told_somebody(text, low[i], opening, behind, cues):
                source = behind
        elif behind is not None and (
            inverted or (pronoun and opening is None) or told_somebody(text, low[i], opening, behind, cues)
        ):
            source = behind
        else:
            source = subject_before(text, left, cue.start, cues) or behind
        if is_document_cue(low[i], source, text, cue, cues):
            source = read_in(text, left, cue, end, cues) or source
        if opening is not None and said_in(text, low[i], opening, cues):
            source = stripped(text, opening.end, cue.start) or source
        if cues.code == "de" and low[i].startswith("zitier"):  # who is quoted, not who quotes
            source = quoted_passively(text, left, cue, cues) or behind or source
        if source is not None and cue.start < source.start < cue.end:
            cue = Span(cue.start, cue.start + cue.of(text).find("-"))
        return CueMatch(_one(source), _with_particle(text, cue, found, low, i, cues), distance, 0.7)
    led = with_the_words(text, left, end, cues)
    if led is not None:
        return CueMatch((led[0],), (led[1],), 2, 0.6)
    return _according(text, left, end, cues, 1)


def _one(source: Span | None) -> tuple[Span, ...]:
    return (source,) if source is not None and len(source) else ()


def _is_cue(word: str, cues: Cues) -> bool:
    return is_verb(word, cues) or ("-" in word and is_verb(word.split("-")[0], cues))


def _attributes(low: list[str], i: int, cues: Cues) -> bool:
    return _is_cue(low[i], cues) or (i == 0 and low[i] in cues.beside)


def _verb_follows(text: str, found: list[Span], low: list[str], cues: Cues) -> bool:
    form = INCISE_VERBS.get(cues.code)
    return (
        len(low) > 2
        and found[1].of(text).islower()
        and low[1] not in cues.articles | cues.prepositions | cues.stops
        and (_is_cue(low[1], cues) or (form is not None and bool(form.match(low[1]))))
    )


def hung_pronoun(word: str, cues: Cues) -> str:
    """The pronoun that French hangs on a verb ("explique-t-il"), "" if there is none."""
    head, mark, tail = word.rpartition("-")
    return tail if mark and head and cues.code == "fr" and tail in _HUNG else ""


def _pronoun_hung_on(text: str, cue: Span) -> Span | None:
    word = cue.of(text).lower()
    _, mark, tail = word.rpartition("-")
    return Span(cue.end - len(tail), cue.end) if mark and tail in _HUNG else None


def _hung_cue(text: str, found: list[Span], low: list[str], cues: Cues) -> CueMatch | None:
    """ "explique-t-il", "a-t-elle dit", "s’est-il agacé": whatever the verb, nothing else looks so."""
    for i in range(min(2, len(low))):
        tail = hung_pronoun(low[i], cues)
        if not tail:
            continue
        w = found[i]
        source = Span(w.end - len(tail), w.end)
        base = Span(w.start, w.start + w.of(text).find("-"))
        if base.of(text).lower() in cues.helpers or base.of(text).lower() in ("s’est", "s'est", "est", "a"):
            verb = next((v for v in found[i + 1 : i + 4] if v.of(text).lower()[-1:] in "éitus"), None)
            base = verb or base
        return CueMatch((source,), (base,), i, 0.75)
    return None


def _close(text: str, q: Quotation, start: int) -> bool:
    """Whether the marks show that the sentence goes on behind the quotation."""
    inner = q.inner[-1].of(text).rstrip()[-1:]
    return inner in ",?!，" or text[start : start + 2].strip()[:1] in (",", "–", "—", "-")


def open_cue(
    text: str, found: list[Span], low: list[str], start: int, right: int, cues: Cues
) -> CueMatch | None:
    """A verb that no list holds, between a quotation and its subject: ", soupire l'entraîneur Ned Oquafort".

    Reporters vary such verbs without end; their place tells them: right behind the quotation's comma, with a
    pronoun, a name or a role behind them.
    """
    form = INCISE_VERBS.get(cues.code)
    i = 0
    while i < min(3, len(low)) and (low[i] in cues.helpers or low[i] in cues.skips):
        i += 1
    if form is None or i >= len(low) or any(c.isalnum() for c in text[start : found[0].start]):
        return None
    word = found[i].of(text)
    small = cues.articles | cues.prepositions | cues.clausal | cues.stops | cues.adverbs | cues.pronouns
    if cues.code == "fi" and (told := _finnish(text, found, low, form)) is not None:
        return told
    if (
        not word.islower()
        or word in small | cues.no_verbs | cues.beside
        or not form.match(word)
        or is_role(word)
    ):
        return None
    source = subject_after(text, found[i].end, right, cues)
    if source is None or not _may_speak(text, source, right, cues):
        return None
    return CueMatch((source,), (Span(found[0].start, found[i].end),), i, 0.55)


def _finnish(text: str, found: list[Span], low: list[str], form: re.Pattern[str]) -> CueMatch | None:
    """Subject and verb in this order: "valmentaja Ned Okafor huokaa"."""
    forms = [w.of(text) for w in found[:7]]
    k = next((i for i, f in enumerate(forms) if f[:1].isupper()), -1)
    if k < 0 or any(not is_role(f) for f in forms[:k]):
        return None
    stop = k
    while stop < len(forms) and forms[stop][:1].isupper():
        stop += 1
    if stop >= len(forms) or not forms[stop].islower() or not form.match(forms[stop]):
        return None
    if any(c in text[found[0].start : found[stop].start] for c in ",.;:"):
        return None
    return CueMatch((Span(found[0].start, found[stop - 1].end),), (found[stop],), stop, 0.55)


def _may_speak(text: str, source: Span, right: int, cues: Cues) -> bool:
    """Whether a phrase behind an unknown verb looks like its subject: a pronoun, a name, a role."""
    inside = [w.of(text) for w in words(text, source.start, source.end)]
    low = inside[0].lower()
    if source.of(text).lower() in cues.pronouns:
        return True
    article = low in cues.articles or low.replace("’", "'").partition("'")[1:] > ("", "")
    ends = source.end >= right or text[source.end] in ",.;:)\n" or text[source.end :].startswith((" –", " —"))
    if article:
        return len(inside) > 1 and (ends or any(w[:1].isupper() for w in inside[1:]))
    capitals = [w for w in inside if w[:1].isupper()]
    if cues.code != "de":
        return bool(capitals)
    if len(capitals) > 1:
        return True
    return bool(capitals) and ends and _borne(text, capitals[0])


def _borne(text: str, word: str) -> bool:
    """Whether a word is somebody's surname elsewhere: it stands there behind another word with a capital."""
    at = -1
    for _ in range(8):
        at = text.find(f" {word}", at + 1, 100_000)
        if at < 0:
            return False
        before = text[max(0, at - 30) : at].split()[-1:]
        if before and before[0][:1].isupper() and before[0].isalpha() and not before[0].isupper():
            return True
    return False


def _nominal(text: str, source: Span, cues: Cues) -> bool:
    """Whether a phrase between a quotation and a verb can be its subject: with a name, an article or a pronoun."""
    if not cues.articles or cues.code in ("sv", "no", "da", "ro", "hu"):
        return True
    first = next(words(text, source.start, source.end)).of(text).lower().replace("’", "'")
    if first in cues.articles | cues.pronouns or first.split("'")[0] in ("l", "un", "all"):
        return True
    return any(w.of(text)[:1].isupper() for w in words(text, source.start, source.end))


def _adjoin(text: str, one: Span, two: Span) -> bool:
    """Whether nothing but space stands between two words."""
    return not text[one.end : two.start].strip()


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


def _subject_of_final_verb(text: str, left: int, end: int) -> Span | None:
    """What stands before a quotation whose verb ends the sentence: "मंत्री राम ने", "Başkan Ali Kaya,"."""
    span = stripped(text, left, end)
    if span is None:
        return None
    comma = text.find(",", span.start, span.end)
    span = Span(span.start, comma) if comma > span.start else span  # Turkish sets one behind the subject
    pieces = list(words(text, span.start, span.end))
    if pieces and pieces[0].of(text)[:1].lower() != pieces[0].of(text)[:1]:
        return _of_capitals(text, pieces)
    if len(pieces) > 14:
        return None
    for piece in pieces:
        if piece.of(text) == "ने":
            return stripped(text, span.start, piece.start)
    return span


def _of_capitals(text: str, pieces: list[Span]) -> Span:
    """The subject at the head of a Turkish sentence: all of it up to a name before the comma, or the name it begins with."""
    if len(pieces) <= 9 and pieces[-1].of(text)[:1].isupper():
        return Span(pieces[0].start, pieces[-1].end)
    last = 0
    for k, piece in enumerate(pieces):
        form = piece.of(text)
        if not form[:1].isupper() and form not in ("ve", "ile"):
            break
        last = k if form[:1].isupper() else last
    tail = len(pieces)
    while tail > 1 and pieces[tail - 1].of(text)[:1].isupper():
        tail -= 1
    if last == 0 and tail < len(pieces):
        return Span(pieces[tail].start, pieces[-1].end)
    return Span(pieces[0].start, pieces[last].end)


def _according(text: str, start: int, end: int, cues: Cues, penalty: float) -> CueMatch | None:
    """A source without a verb: "according to the ministry", "der Polizei zufolge"."""
    low = text[start:end].lower()
    if len(low) != end - start:
        return None
    for phrase in ACCORDING_TO_THEM.get(cues.code, ()):
        at = low.find(phrase)
        if at >= 0 and not low[:at].strip(" ,–—-"):
            return CueMatch((), (Span(start + at, start + at + len(phrase)),), penalty, 0.6)
    for phrase in cues.according:
        at = low.find(phrase)
        hung = at > 0 and low[at - 1] in cues.clitics and not (at > 1 and low[at - 2].isalnum())
        if at < 0 or (at and low[at - 1].isalnum() and not hung):
            continue
        tail = start + at + len(phrase)
        if tail < end and text[tail].isalnum() and not phrase.endswith(("ل", "'", "’")):
            continue
        source = subject_after(text, tail, end, cues)
        behind = next(words(text, tail, end), None)
        if behind is not None and behind.of(text).lower() in cues.prepositions - cues.articles:
            continue  # "Rufe wurden laut nach ..."
        if source is None or (
            phrase in _WEAK and (low[:at].strip() or text[source.end : end].strip() != ",")
        ):
            continue
        return CueMatch((source,), (Span(start + at, tail),), 2 + penalty, 0.6)
    for phrase in cues.postponed:
        at = low.find(phrase)
        if at > 0:
            source = subject_before(text, start, start + at, cues)
            if source is not None:
                return CueMatch((source,), (Span(start + at, start + at + len(phrase)),), 2 + penalty, 0.6)
    return None
