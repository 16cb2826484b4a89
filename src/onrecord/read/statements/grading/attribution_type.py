"""What an attribution reports: that somebody communicated, that they held an attitude, or that they kept silent.

The distinction is the *type* of an attribution in the Penn Discourse Treebank (Prasad et al. 2007, "A scheme for annotating
attribution"): assertions ("said", "denied", "asked", "announced", a report "shows") on one side; beliefs, facts known and
eventualities ("believed", "knew", "decided", "tried to") on the other.  Silence is the third: communication that the text
says did not happen ("declined to comment", "never mentioned", "neither commented").  The polarity of the *content* plays no part:
"said that it was not" is communication.

For English a logistic regression decides, over the words of cue, source and content's beginning, and over the encoder's vectors
of the cue (`Network` adds their share as `Attribution.type_scores`).  Labels and training: `training/statements/attribution_types.py`.
Other languages are decided by the stems of their cues.  Spans count code points in `Analysis.text`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.grading.factuality_lexicon import stem_of
from onrecord.read.statements.grading.speech_acts import ASKING, BELIEVING, ORDERING, speech_act
from onrecord.read.statements.grading.word_window import base_language, clipped
from onrecord.read.statements.quoting.cue_lexicon import cues_of, is_verb
from onrecord.records import Act, AttributionType, Span

__all__ = ["TYPES", "attribution_type", "learned", "type_features"]

#: The order of scores in the model and in `Attribution.type_scores`.
TYPES = (AttributionType.COMMUNICATION, AttributionType.ATTITUDE, AttributionType.SILENCE)

_WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
_NEGATION = re.compile(
    r"(?:not|never|nobody|neither|none|nor|no|without|few|hardly|rarely|little|nothing|yet|cannot)$|.*n't$"
)
_REFUSAL = re.compile(
    r"(?:declin|refus|avoid|ignor|stopp|resist|rebuff|silen|fail|dodg|evad|unavailab|stay|skip|decid|choos|chose)"
)
_FAILING = frozenset("miss tire fail stop hesitate shy resist cease".split())
_FUNCTION = frozenset("to not be in on of for a the his her its their any even at as by".split())
#: Acts of words beside the verbs of speech: refusing them is silence.
_SPEAKING = frozenset(
    """answer comment respond reply discuss disclose reveal name identify specify elaborate address mention explain clarify release apologize
    apologise endorse condemn denounce disavow criticize criticise confirm deny acknowledge admit concede speculate speak talk state say tell
    commit pledge rule publish provide offer interview describe detail testify repudiate renounce blame accuse mince attack affirm share
    unveil outline present announce publicize publicise testify cite quote refer reference warn note report write confess pronounce""".split()
)
_NOBODY = re.compile(r"(?:neither|none|nobody|no one|no-one|not one|no)\b(?!\W*\d)")
_NEITHER = re.compile(r"\bneither\b[^.;:!?\n“”\"]*\bnor\s*$")
_MOST = 12  # words of a cue that are looked at; cues are short
_QUOTES = "\"“”'‘’«»„"


@cache
def learned() -> dict[str, Any]:
    """The weights: "words" (feature -> one number for each of `TYPES`), "bias", and "vector", "mean", "scale" of the cue's vectors."""
    path = resources.files("onrecord") / "models" / "attribution-types.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def _weights() -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    return {name: np.array(w, np.float64) for name, w in learned()["words"].items()}


def _speaks(word: str) -> bool:
    return is_verb(word, cues_of("en")) or any(
        s in _SPEAKING or s in ORDERING or s in ASKING for s in stem_of(word)
    )


def _words(text: str, spans: Iterable[Span], most: int) -> list[str]:
    found: list[str] = []
    for span in spans:
        for m in _WORD.finditer(text, span.start, min(span.end, span.start + 40 * most)):
            found.append(m[0].lower().replace("’", "'"))
            if len(found) >= most:
                return found
    return found


def type_features(text: str, attribution: Attribution) -> Iterator[str]:
    """The names of the features that hold for an English attribution."""
    length = len(text)
    cue_spans, source = clipped(attribution.cue, length), clipped(attribution.source, length)
    content = clipped(attribution.content, length)
    cue = _words(text, cue_spans, _MOST)
    stems = {s for w in cue for s in stem_of(w)}
    negated = any(map(_NEGATION.match, cue))
    refused = any(map(_REFUSAL.match, cue))
    of_nobody = bool(source) and any(map(_NEGATION.match, _words(text, source, 1)))
    for k, word in enumerate(cue):
        yield f"word:{word}"
        if k:
            yield f"pair:{cue[k - 1]} {word}"
    for stem in stems:
        yield f"stem:{stem}"
        if negated or of_nobody:
            yield f"negated:{stem}"
    if cue:
        yield f"first:{cue[0]}"
        yield f"last:{stem_of(cue[-1])[0]}"
    if negated:
        yield "negation"
    if of_nobody:
        yield "source:nobody"
    if refused:
        yield "refusal"
    if not source:
        yield "source:none"
    for name, group in (("belief", BELIEVING), ("order", ORDERING), ("question", ASKING)):
        if stems & group:
            yield f"cue:{name}"
    speech = [_speaks(w) for w in cue]
    if any(speech):
        yield "cue:speech"
        if negated or of_nobody:
            yield "negated:speech"
    if stems & _FAILING and negated:
        yield "negated:failing"  # "never tires of telling" tells
    if refused:
        # Of "refused to say" the verb behind "to" decides, in the cue or at the head of the content.
        after = cue[cue.index("to") + 1 :] if "to" in cue else _words(text, content[:1], 5)
        verb = next((w for w in after if w not in _FUNCTION and not w.endswith("ly")), "")
        yield f"refused verb:{'speech' if _speaks(verb) else 'other'}"
        yield f"refused verb:{stem_of(verb)[0]}"
    yield from _of_content(text, content, refused)
    if cue_spans:
        start = cue_spans[0].start
        before = _words(text, [Span(max(0, start - 30), start)], 9)[-2:]
        for word in before:
            if _NEGATION.match(word) or word in ("to", "would", "will", "can", "could"):
                yield f"before:{word}"


def _of_content(text: str, content: tuple[Span, ...], refused: bool) -> Iterator[str]:
    if not content:
        yield "content:none"
        return
    if text[content[0].start] in _QUOTES:
        yield "content:quoted"
    elif any(c in _QUOTES for s in content for c in text[s.start : s.start + 300]):
        yield "content:partly quoted"
    yield "content:long" if sum(map(len, content)) > 60 else "content:short"
    for word in _words(text, content[:1], 3):
        yield f"{'refused' if refused else 'content'}:{stem_of(word)[0]}"


def attribution_type(analysis: Analysis, attribution: Attribution) -> tuple[AttributionType, float]:
    """The type of an attribution, and how probable it is (0 to 1; 1 where a rule decides)."""
    if "silence" in attribution.flags:
        return AttributionType.SILENCE, attribution.score
    if base_language(analysis) != "en":
        believes = speech_act(analysis, attribution) is Act.BELIEF
        return (AttributionType.ATTITUDE if believes else AttributionType.COMMUNICATION), 1.0
    if (
        not any(s.of(analysis.text)[:1].isalnum() for s in attribution.cue)
        or "turn" in attribution.flags
        or attribution.reader == "layout"
    ):
        return (
            AttributionType.COMMUNICATION,
            1.0,
        )  # a colon, a dash, an interview's turn: the words themselves stand there
    if "hearsay" in attribution.flags:
        return AttributionType.COMMUNICATION, 1.0
    weights = _weights()
    scores = np.array(learned()["bias"], np.float64)
    for name in type_features(analysis.text, attribution):
        if (found := weights.get(name)) is not None:
            scores += found
    if attribution.type_scores:
        scores += np.array(attribution.type_scores)
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    best = int(chances.argmax())
    if TYPES[best] is AttributionType.SILENCE and _never_fails(analysis.text, attribution):
        return AttributionType.COMMUNICATION, 1.0
    if TYPES[best] is AttributionType.COMMUNICATION and _of_nobody(analysis.text, attribution):
        return AttributionType.SILENCE, 1.0
    return TYPES[best], round(float(chances[best]), 3)


def _never_fails(text: str, attribution: Attribution) -> bool:
    """Whether two negations cancel: who "never tires of telling" tells, and who "could not resist" asking asks."""
    cue = _words(text, attribution.cue, _MOST)
    at = next((i for i, w in enumerate(cue) if _NEGATION.match(w)), len(cue))
    return any(s in _FAILING for w in cue[at + 1 :] for s in stem_of(w))


def _of_nobody(text: str, attribution: Attribution) -> bool:
    """Whether the source is a negation: what "neither", "nobody" or "no spokesman" says, nobody says.

    "Neither" may stand in front of the source: of "neither Adler nor her deputy" the encoder often takes the second part alone.
    """
    for source in attribution.source:
        low = text[source.start : source.end].lower()
        if _NOBODY.match(low):
            return True
        before = text[max(0, source.start - 80) : source.start].lower()
        if _NEITHER.search(before):
            return True
    return False
