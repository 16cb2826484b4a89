"""What is German about cues: the verb comes second, and what stands before it is often no subject."""

from __future__ import annotations

import re

from onrecord.read.statements.naming.cased_names import calls_person
from onrecord.read.statements.quoting.cue_lexicon import Cues, words
from onrecord.read.statements.quoting.cue_match import CueMatch
from onrecord.read.statements.quoting.formulaic_cues import sentence_subject
from onrecord.read.statements.quoting.noun_phrase import clause_start, subject_after, subject_before
from onrecord.records import Span

__all__ = ["german_subject", "quoted_passively", "so_attribution", "told_somebody"]

#: German verbs whose object, to whom it is said, stands in the dative.
_SAID_TO = ("sag", "erklär", "erzähl", "bericht", "antwort", "verr", "schrieb", "schreibt", "bestätig")
#: Openings of German phrases that are no subject, and ends of adverbs that may stand first.
_OBJECTS = frozenset("den dem einen einem ihn ihm ihnen sich uns".split())
_SUBORDINATING = frozenset(
    "wie während nachdem als da weil wenn obwohl bevor seit seitdem indem falls sofern ehe".split()
)
_ADVERBIAL = re.compile(r"(?:end|lich|isch|weise|haft)$")
_DATIVE = frozenset("der dem einer einem den".split())


def german_subject(
    text: str, left: int, cue: Span, bare: str, behind: Span | None, cues: Cues
) -> Span | None:
    """The subject of a German verb: before it, or behind it where something else stands first."""
    before = subject_before(text, left, cue.start, cues)
    for w in words(text, clause_start(text, left, cue.start), cue.start):
        low = w.of(text).lower()
        named = before is not None and before.start == w.start  # "Von der Leyen sagte"
        if (low in cues.prepositions or low == "als") and not named:
            before = None  # "Im Radio sagte", "Gestern im Radio sagte"
        if low not in cues.adverbs:
            break
    opens = next(words(text, left, cue.start), None)
    if behind is not None and bare == "," and opens is not None:
        low = opens.of(text).lower()
        if low in _SUBORDINATING or (
            low in cues.prepositions and not (before and before.start == opens.start)
        ):
            return behind  # "Wie der Sender berichtet, sagte ..."
    if before is None and bare in (",", ")"):
        before = sentence_subject(text, left, cue.start, cues)
    if before is None or behind is None:
        return before or behind
    first = next(words(text, behind.start, behind.end)).of(text).lower()
    if first == "er" or (
        len(list(words(text, before.start, before.end))) == 1 and _ADVERBIAL.search(before.of(text))
    ):
        return behind
    thing = (
        first not in _OBJECTS and not calls_person(text, before, cues) and calls_person(text, behind, cues)
    )
    return behind if thing else before


def told_somebody(text: str, verb: str, opening: Span | None, behind: Span | None, cues: Cues) -> bool:
    """Whether what stands before a German verb is only to whom it is said: "Der Zeitung sagte Anna Stein: ..."."""
    if behind is None or opening is None or not verb.startswith(_SAID_TO):
        return False
    first = next(words(text, behind.start, behind.end)).of(text)
    bare = first[:1].isupper() and first.lower() not in cues.articles
    return opening.of(text).lower() in _DATIVE and (bare or first.lower() in cues.pronouns)


def so_attribution(text: str, found: list[Span], low: list[str], right: int, cues: Cues) -> CueMatch | None:
    """ "..., so Rice" at the end of a sentence."""
    if cues.code != "de":
        return None
    for i, word in enumerate(low[1:30], 1):
        if word != "so" or "," not in text[found[i - 1].end : found[i].start] or i + 1 >= len(low):
            continue
        source = subject_after(text, found[i].end, right, cues)
        if (
            source is None
            or source.start != found[i + 1].start
            or not any(c.isupper() for c in source.of(text))
        ):
            continue
        behind = text[source.end : right].lstrip(' )“”"')
        if not behind or behind[0] in ".,;:!?" or behind.split()[0] in cues.stops:
            return CueMatch((source,), (found[i],), min(i, 12), 0.6)
    return None


def quoted_passively(text: str, left: int, cue: Span, cues: Cues) -> Span | None:
    """Who is quoted: "wird Musk wie folgt zitiert", "Ratzmann wird von der Zeitung zitiert"."""
    for w in reversed(list(words(text, max(left, cue.start - 200), cue.start))):
        if w.of(text).lower() in ("wird", "wurde", "werden", "wurden"):
            behind = next(words(text, w.end, cue.start), None)
            prepositional = behind is None or behind.of(text).lower() in cues.prepositions | cues.stops
            if not prepositional and (source := subject_after(text, w.end, cue.start, cues)) is not None:
                return source
            return sentence_subject(text, left, w.start, cues)
    return None
