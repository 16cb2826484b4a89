"""Formulas that attribute without a person as their subject: "heißt es in dem Schreiben", «говорится в сообщении», "mit den Worten".

Where a verb has a dummy for its subject ("es", "se", "si", "on") the source is what the words were read in; where German puts
"mit den Worten" before a quotation, whatever its verb, the source is the subject at the head of the sentence.
"""

from __future__ import annotations

from onrecord.read.statements.quoting.cue_lexicon import Cues, words
from onrecord.read.statements.quoting.noun_phrase import BOUNDS, clause_start, stripped, subject_after
from onrecord.records import Span

__all__ = ["is_document_cue", "read_in", "said_in", "sentence_subject", "with_the_words"]

#: Verbs with which one reads something somewhere.
_DOCUMENT_CUES = {
    "de": "heißt hieß steht stand", "fr": "lit-on lit", "es": "lee reza", "it": "legge", "pt": "lê-se",
    "ru": "говорится сказано", "uk": "йдеться говориться", "pl": "czytamy", "cs": "stojí", "nl": "staat", "sv": "står", "da": "står lyder lød hedder", "no": "står lyder lød heter",
}  # fmt: skip
_THEY_SAID = ("ли", "ют", "ят", "ть")
_DUMMIES = frozenset("es se si on dort darin da".split())
_WITH_THE_WORDS = ("mit den worten", "mit folgenden worten", "mit diesen worten", "mit dem satz")
_LOCAL = frozenset("in im auf aus von vom bei beim an am".split())
_GENITIVE = frozenset("von vom van de du del della dello di do da".split())


def is_document_cue(word: str, source: Span | None, text: str, cue: Span, cues: Cues) -> bool:
    """Whether a verb says where one reads something, with nobody who says it."""
    behind = next(words(text, cue.end, min(len(text), cue.end + 40)), None)
    if cues.code in ("ru", "uk") and word.endswith(_THEY_SAID) and behind is not None:
        return behind.of(text).lower() in ("в", "во", "у")  # «сообщили в мэрии»
    if word not in _DOCUMENT_CUES.get(cues.code, "").split():
        return False
    if cues.code in ("da", "no") and behind is not None and behind.of(text).lower() == "det":
        return True  # "lyder det fra borgmesteren"
    if cues.code != "de" and behind is not None and behind.of(text).lower() in cues.prepositions:
        return True
    return source is None or source.of(text).lower() in _DUMMIES


def said_in(text: str, word: str, opening: Span, cues: Cues) -> bool:
    """Whether a clause says that they said so somewhere: "В авиакомпании заявили", with nobody as the subject."""
    return (
        cues.code in ("ru", "uk")
        and word.endswith(_THEY_SAID[:1])
        and opening.of(text).lower() in ("в", "во", "у")
    )


def read_in(text: str, left: int, cue: Span, right: int, cues: Cues) -> Span | None:
    """What stands behind the preposition beside such a verb: "in dem Schreiben", "в сообщении ведомства"."""
    begin = clause_start(text, left, cue.start)
    opening = next(words(text, begin, cue.start), None)
    first = opening is not None and opening.of(text).lower() in cues.prepositions
    sides = [(begin, cue.start), (cue.end, right)] if first else [(cue.end, right), (begin, cue.start)]
    for start, end in sides:
        stop = start
        while stop < end and text[stop] not in BOUNDS:
            stop += 1
        found = list(words(text, start, stop))[:8]
        for k, w in enumerate(found[:-1]):
            low = w.of(text).lower()
            local = low in _LOCAL if cues.code == "de" else low in cues.prepositions
            if not local or low in cues.articles:
                continue
            inside = subject_after(text, w.end, stop, cues)
            if inside is None or inside.start != found[k + 1].start:
                break
            if cues.code == "de" and not any(c.isupper() for c in inside.of(text)):
                continue  # "unter anderem"
            return _with_owner(text, inside, stop, cues)
    return None


def _with_owner(text: str, inside: Span, stop: int, cues: Cues) -> Span:
    """With whose paper it is: "Bericht von der Polizei"."""
    rest = list(words(text, inside.end, stop))
    if rest and rest[0].of(text).lower() in _GENITIVE:
        owner = subject_after(text, rest[0].end, stop, cues)
        if owner is not None:
            return Span(inside.start, owner.end)
    return inside


def with_the_words(text: str, left: int, end: int, cues: Cues) -> tuple[Span, Span] | None:
    """Source and cue of a German sentence that leads to a quotation "mit den Worten"."""
    if cues.code != "de":
        return None
    low = text[left:end].lower()
    if len(low) != end - left:
        return None
    for phrase in _WITH_THE_WORDS:
        at = low.rfind(phrase)
        if at < 0:
            continue
        cue = Span(left + at, left + at + len(phrase))
        source = sentence_subject(text, left, cue.start, cues)
        return (source, cue) if source is not None else None
    return None


def sentence_subject(text: str, left: int, end: int, cues: Cues) -> Span | None:
    """The noun phrase at the head of a German sentence, up to its verb; with a name between commas behind it."""
    first: Span | None = None
    last: Span | None = None
    for w in list(words(text, left, end))[:14]:
        form, low = w.of(text), w.of(text).lower()
        if last is not None and any(c in BOUNDS for c in text[last.end : w.start]):
            gap = text[last.end : w.start].strip()
            if gap != "," or not form[:1].isupper():
                break
        if first is None and (low in cues.prepositions or low in cues.adverbs):
            return None
        named = last is not None and last.of(text)[:1].isupper()
        if named and form[:1].islower() and low not in cues.articles and low not in ("von", "für", "und"):
            break
        first, last = first or w, w
    if first is None or last is None or not last.of(text)[:1].isupper():
        return None
    return stripped(text, first.start, last.end)
