"""The subject of a sentence that leads to a quotation without a verb of speech.

A colon puts a quotation into the mouth of its sentence's subject, whatever the verb: "Die Firma nennt keine Zahl: ...", «El
alcalde fue tajante: ...».  In German the subject stands before or behind the verb, and the finite verb comes second; of a
thing and a person beside it the person is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.statements.naming.cased_names import calls_person, read_source
from onrecord.read.statements.quoting.cue_lexicon import Cues, words
from onrecord.read.statements.quoting.cue_match import CueMatch
from onrecord.read.statements.quoting.formulaic_cues import sentence_subject
from onrecord.read.statements.quoting.noun_phrase import subject_after
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.read.statements.quoting.sentence_bounds import Sentences, paragraph_at
from onrecord.read.statements.role_stems import is_role
from onrecord.records import Span, SpeakerKind

__all__ = ["clause_subject", "led_by_colon", "mended", "told_in_sentence"]

_REACH = 400
_LABEL = 9  # words before a colon that may be nothing but a name
_AFTER_LABEL = frozenset("wörtlich weiter dazu hierzu".split())
_NOT_NOMINATIVE = frozenset("den dem einen einem ihn ihm ihnen denen wen wem".split())
_NO_NOUNS = frozenset(
    "hier dort dabei daher darum deshalb deswegen trotzdem dennoch allerdings jedoch ferner weiterhin außerdem ursprünglich bereits derzeit nun jetzt "
    "inzwischen indes derweil hingegen dagegen demgegenüber schließlich letztlich insbesondere besonders vielmehr zunächst offenbar angeblich weiter "
    "erst noch nur so auch doch denn ebenso zugleich gleichzeitig gestern heute morgen damals bislang bisher zuletzt jüngst kürzlich sogar demnach "
    "dadurch damit danach davor zuvor wörtlich nichtsdestotrotz".split()
)
_PRONOUNS = frozenset("er sie es".split())


def clause_subject(text: str, left: int, end: int, cues: Cues) -> Span | None:
    """The subject of the main clause that begins at `left`; `None` if it is not plain."""
    if cues.code != "de":
        return _head(text, left, end, cues)
    found = list(words(text, left, end))[:40]
    while found and found[0].of(text).lower() in ("und", "aber", "denn", "doch", "auch"):
        found = found[1:]
    if not found:
        return None
    low = found[0].of(text).lower()
    if low in _PRONOUNS:
        return found[0]
    head = None if low in _NO_NOUNS else sentence_subject(text, found[0].start, end, cues)
    if head is not None and low not in _NOT_NOMINATIVE and calls_person(text, head, cues):
        return head
    verb = _finite(text, found, cues)
    behind = subject_after(text, verb.end, end, cues) if verb is not None else None
    if behind is not None:
        first = next(words(text, behind.start, behind.end)).of(text).lower()
        if first in _PRONOUNS or (first not in _NOT_NOMINATIVE and calls_person(text, behind, cues)):
            return behind
    return head if head is not None and low not in _NOT_NOMINATIVE else None


def _finite(text: str, found: list[Span], cues: Cues) -> Span | None:
    """The finite verb of a German main clause: the first word in small letters behind what opens the clause."""
    for k, w in enumerate(found):
        form = w.of(text)
        if (
            not k
            or not form[:1].islower()
            or form in cues.articles | cues.prepositions | cues.clausal | cues.adverbs
        ):
            continue
        before = found[k - 1].of(text)
        opener = k == 1 and before.lower() in _NO_NOUNS | cues.adverbs
        noun = before[:1].isupper() and before.lower() not in cues.articles | cues.prepositions
        if (opener or noun) and form not in _NO_NOUNS and form not in ("von", "für"):
            return w
    return None


def _head(text: str, left: int, end: int, cues: Cues) -> Span | None:
    """The noun phrase at the head of a sentence in a language that puts its subject there: a role, a name or both."""
    found = list(words(text, left, end))[:12]
    while found and found[0].of(text).lower() in cues.adverbs - cues.articles:
        found = found[1:]
    if not found:
        return None
    low = found[0].of(text).lower()
    if low in cues.pronouns and low not in cues.articles:
        return found[0]
    if low in cues.prepositions and low not in cues.articles:
        return None
    source = read_source(text, Span(found[0].start, found[-1].end), cues)
    if (
        source.name is not None
        and source.kind is SpeakerKind.PERSON
        and source.name.start - found[0].start < 50
    ):
        lead = [w.of(text) for w in words(text, found[0].start, source.name.start)]
        if len(lead) < 6 and (not lead or any(is_role(w) for w in lead)):
            return Span(found[0].start, source.name.end)
        return None
    for k, w in enumerate(found[:3]):
        if is_role(w.of(text)) and (k == 0 or found[0].of(text).lower() in cues.articles):
            return Span(found[0].start, w.end)
    return None


def led_by_colon(text: str, left: int, end: int, cues: Cues) -> CueMatch | None:
    """The source of a quotation right behind a colon at the end of `left` to `end`: a bare name, or the sentence's subject."""
    if not text[left:end].rstrip().endswith((":", "：")):
        return None
    while left < end and not text[left].isalnum():
        left += 1
    stop = left + len(text[left:end].rstrip()) - 1
    found = list(words(text, left, stop))
    label = found[:-1] if len(found) > 1 and found[-1].of(text).lower() in _AFTER_LABEL else found
    if 0 < len(label) <= _LABEL and found[0].of(text)[:1].isupper():
        span = Span(label[0].start, label[-1].end)
        source = read_source(text, span, cues)
        lower = [w.of(text) for w in label if w.of(text)[:1].islower()]
        small = all(w.lower() in cues.articles | cues.prepositions or is_role(w) for w in lower)
        if (
            source.name is not None
            and small
            and (source.name.end == span.end or "," in text[source.name.end : span.end])
        ):
            return CueMatch((span,), (), 1, 0.6)
    subject = clause_subject(text, left, stop, cues)
    return CueMatch((subject,), (), 3, 0.45) if subject is not None else None


def mended(
    text: str, found: CueMatch | None, left: int, q: Quotation, right: int, cues: Cues
) -> CueMatch | None:
    """A German match whose source is no noun phrase ("hatte erklärt") with the subject of its clause instead."""
    if found is None or cues.code != "de" or not found.source or "turn" in found.flags:
        return found
    source = found.source[0]
    said = [w.of(text) for w in words(text, source.start, source.end)]
    if any(w[:1].isupper() and w.lower() not in _NO_NOUNS for w in said) or said[
        0
    ].lower() in cues.articles | ((cues.pronouns - {"man"}) | {"letztere", "letzterer", "beide", "andere"}):
        return found
    before = found.cue and found.cue[0].start < q.whole.start
    subject = clause_subject(text, left, found.cue[0].start, cues) if before else None
    return replace(found, source=(subject,) if subject is not None else ())


def told_in_sentence(
    text: str, q: Quotation, sentences: Sentences, paragraphs: Sequence[Span], floor: int, cues: Cues
) -> CueMatch | None:
    """Whom a German sentence is about, a person, in which a quotation stands that has no cue, or before which it stands.

    "Der Kanzler würdigte ihn als „großen Mann“": who judges in quotation marks speaks in them.  A quotation that is a sentence
    of its own goes with the person of whom the sentence before it, in the same paragraph, tells.
    """
    if cues.code != "de":
        return None
    first = paragraphs[paragraph_at(paragraphs, q.whole.start)].start
    begins = sentences.before(q.whole.start, max(first, floor))
    left, right, flags = begins[0], q.whole.start, frozenset[str]()
    if not any(c.isalnum() for c in text[left:right]):
        if len(begins) < 2 or begins[1] >= left or floor > begins[1]:
            return None
        left, right, flags = begins[1], left, frozenset({"turn"})
    if right - left > _REACH:
        return None
    subject = clause_subject(text, left, right, cues)
    if subject is None or not calls_person(text, subject, cues):
        return None
    return CueMatch((subject,), (), 8, 0.4, flags)
