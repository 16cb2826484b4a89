"""Quotations with their speakers in any language, by rules: the reader where no model of the language exists.

A quotation belongs to the verb of speech that stands nearest to it in its sentence; the source is the noun phrase beside
that verb, before or behind it as the language puts it.  A colon introduces, also from the paragraph before; a quotation
that goes on behind its cue belongs to the same statement.  The words are data (`cue_lexicon.py`), the rules are the same for
all languages; only Chinese, Japanese and Korean have their own way of finding the subject.

Quotations whose speaker is not found are kept, with no source and no cue: somebody said it.  One that is a paragraph of
its own has the flag "turn": the press lets it go on with whoever spoke, or was named, before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.quoting.chinese_attachment import chinese_after, chinese_before
from onrecord.read.statements.quoting.clause_subject import led_by_colon, mended, told_in_sentence
from onrecord.read.statements.quoting.cue_attachment import (
    CueMatch,
    cue_after,
    cue_before,
    hung_pronoun,
    open_cue,
)
from onrecord.read.statements.quoting.cue_lexicon import Cues, cues_of, is_verb, words
from onrecord.read.statements.quoting.noun_phrase import THAT
from onrecord.read.statements.quoting.phrase_lexicon import ACCORDING_TO_THEM
from onrecord.read.statements.quoting.quotation import Quotation, Use, paragraphs_of
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.read.statements.quoting.report_continuation import report_goes_on, shared_before, shared_cues
from onrecord.read.statements.quoting.sentence_bounds import Sentences, paragraph_at
from onrecord.read.statements.quoting.verb_final_attachment import VerbFinal
from onrecord.records import Span

__all__ = ["READER", "around", "introduced", "read_quotations", "speaker_of"]

READER = "quotations"
_REACH = 400  # characters around a quotation in which its cue is sought
_DASH = re.compile(r"[,.!?…]?\s[—–―-]\s|\s—(?=\w)|—(?=\s)")
_COMMA = re.compile(r",\s")
#: A quotation with nobody beside it that goes on with whoever spoke before.
_GOES_ON = CueMatch((), (), 0, 0.43, frozenset({"turn"}))
#: Languages whose verbs carry their subject: "añadió" is "he added".
_CARRYING = frozenset("es it pt ca ro pl cs sk hr sr bg el ar he fa tr hu".split())
_COMMA_END = re.compile(r"[,.;]")
_COMMA_INCISES = frozenset({"fr", "it", "ca", "ro"})  # elsewhere the marks close before a cue between commas


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a quotation in its sentence: from `left` up to it, and from it up to `right`."""

    left: int
    right: int


def read_quotations(
    text: str, language: str | None = None, paragraphs: Sequence[Span] | None = None
) -> tuple[Attribution, ...]:
    """The quotations of `text` as attributions, in the order of the text, spans counted in code points of `text`.

    `language` ("de", "pt-BR") chooses the words of speech; `paragraphs` are the lines of the text if not given.  The
    content holds the quotation marks.  `score` is modest: these are rules.
    """
    if paragraphs is None:
        paragraphs = paragraphs_of(text)
    cues = cues_of(language)
    sentences = Sentences(text)
    tops = [q for q in detect_quotations(text, paragraphs, language) if q.depth == 0]
    final = VerbFinal(text, tops, cues) if cues.code in ("ja", "ko") else None
    spoken = [
        q
        for i, q in enumerate(tops)
        if q.use is Use.QUOTATION or _said(text, tops, i, sentences, paragraphs, cues, final)
    ]
    out: list[tuple[CueMatch | None, list[Span]]] = []
    owners: list[Quotation] = []
    foreign = cues.code not in ("", "en")
    last: Quotation | None = None
    for i, q in enumerate(spoken):
        floor = last.whole.end if last is not None else 0
        ceiling = spoken[i + 1].whole.start if i + 1 < len(spoken) else len(text)
        if final is not None:
            out.append((final.cue(q), list(q.spans)))
            continue
        beside = around(text, q, sentences, paragraphs, floor, ceiling)
        found, content = _inserted(text, q, cues) if not q.dash else _between(text, q, sentences, cues)
        if found is None:
            found = mended(text, speaker_of(text, q, beside, cues), beside.left, q, beside.right, cues)
        if foreign and cues.spaced and (found is None or not (found.source or found.cue)):
            found = led_by_colon(text, beside.left, q.whole.start, cues) or found
        known = out[-1][0] if out else None
        if last is not None and (
            _goes_on(text, sentences, last, q, known)
            if found is None
            else _same_cue(text, last, q, found, known)
        ):
            out[-1][1].extend(content)
        else:
            if found is None:
                if foreign and last is not None:
                    found = shared_before(text, sentences, last, q, known)
                found = found or introduced(text, q, sentences, paragraphs, cues)
                found = found or sentence_before(text, q, sentences, paragraphs, floor, known, cues)
                found = found or report_goes_on(text, q, sentences, paragraphs, last, known, cues)
                found = found or told_in_sentence(text, q, sentences, paragraphs, floor, cues)
            if found is None and foreign and cues.code != "zh":
                led = text[beside.left : q.whole.start].rstrip().endswith(":")  # "Et d’ajouter : « ... »"
                found = _GOES_ON if led else _alone(text, q, paragraphs)
            out.append((found, list(content)))
            owners.append(q)
        last = q
    matches = [found for found, _ in out]
    if foreign and final is None:
        shared_cues(text, sentences, owners, matches)
    return tuple(
        _attribution(found, tuple(content)) for found, (_, content) in zip(matches, out, strict=True)
    )


def _said(
    text: str,
    tops: Sequence[Quotation],
    i: int,
    sentences: Sentences,
    paragraphs: Sequence[Span],
    cues: Cues,
    final: VerbFinal | None,
) -> bool:
    """Whether a word or two in quotation marks are speech after all: the sentence puts them into somebody's mouth."""
    q = tops[i]
    if q.marks[0] in "《〈" or cues.code in ("", "en"):
        return False
    if final is not None:
        return final.spoken(q)
    floor = tops[i - 1].whole.end if i else 0
    ceiling = tops[i + 1].whole.start if i + 1 < len(tops) else len(text)
    beside = around(text, q, sentences, paragraphs, floor, ceiling)
    ahead = text[beside.left : q.whole.start].rstrip()[-1:]
    inner = q.inner[-1].of(text).rstrip()[-1:]
    behind = text[q.whole.end : beside.right].lstrip()[:1]
    found = None
    if ahead and ahead in ":：,，،":
        found = _before(text, q, beside.left, q.whole.start, beside.right, cues)
    if (
        found is None
        and (beside.left == q.whole.start or not cues.spaced)
        and ((inner and inner in ",，!?！？") or (behind and behind in ",，–—،"))
    ):
        found = _after(text, q, beside.left, beside.right, cues)
    if found is None and ahead and ahead.isalnum():
        led = _before(text, q, beside.left, q.whole.start, beside.right, cues)  # Według trenera „to błąd”
        near = led is not None and led.score == 0.6 and bool(led.source)
        found = led if near and led and not text[led.source[0].end : q.whole.start].strip() else None
    if found is None and _reported(text, q, ahead, beside, cues):
        found = _before(text, q, beside.left, q.whole.start, beside.right, cues)
    if found is None or found.cost > 8:
        return False
    to_them = bool(found.cue) and found.cue[0].of(text).lower() in ACCORDING_TO_THEM.get(cues.code, ())
    if not found.source and found.cost <= 1 and (to_them or cues.code in _CARRYING):
        if behind in ("", ",", "،") and beside.left == q.whole.start:
            return True  # "נתחיל במרץ", הוסיף
        return ahead in (",", "،", ":") and len(q.inner[-1].of(text).split()) > 1  # לדבריה, "העמודים נאכלו"
    return bool(found.source) or (ahead in (":", "：") and found.cost <= 2)


def _reported(text: str, q: Quotation, ahead: str, beside: Beside, cues: Cues) -> bool:
    """Whether a short quotation is all that a clause of report says: заявили, что «компенсации выплатят»."""
    if not ahead or not ahead.isalnum() or not cues.spaced:
        return False
    last = text[beside.left : q.whole.start].split()[-1]
    behind = text[q.whole.end : beside.right].strip(" .,;!?…\n")
    return last.lower() in THAT and not behind and len(q.inner[-1].of(text).split()) > 1


def _alone(text: str, q: Quotation, paragraphs: Sequence[Span]) -> CueMatch | None:
    """Nobody is named beside a quotation that is a paragraph of its own: it goes on with the speaker before."""
    first, last = paragraph_at(paragraphs, q.spans[0].start), paragraph_at(paragraphs, q.spans[-1].start)
    ahead = text[paragraphs[first].start : q.spans[0].start]
    behind = text[q.spans[-1].end : paragraphs[last].end]
    if first < 1 or any(c.isalnum() for c in ahead + behind):
        return None
    return _GOES_ON


def _after(text: str, q: Quotation, left: int, right: int, cues: Cues) -> CueMatch | None:
    return cue_after(text, q, left, right, cues) if cues.spaced else chinese_after(text, q, right, cues)


def _before(text: str, q: Quotation, left: int, end: int, right: int, cues: Cues) -> CueMatch | None:
    return (
        cue_before(text, q, left, end, right, cues) if cues.spaced else chinese_before(text, left, end, cues)
    )


def _attribution(found: CueMatch | None, content: tuple[Span, ...]) -> Attribution:
    if found is None:
        return Attribution(content=content, score=0.3, reader=READER)
    score = found.score if found.source else found.score * 0.7
    return Attribution(found.source, found.cue, content, round(score, 3), READER, found.flags)


def around(
    text: str, q: Quotation, sentences: Sentences, paragraphs: Sequence[Span], floor: int, ceiling: int
) -> Beside:
    """What stands beside `q` in its sentence, between the quotation before (`floor`) and the next (`ceiling`)."""
    start, end = q.whole.start, q.whole.end
    first = paragraphs[paragraph_at(paragraphs, q.spans[0].start)]
    last = paragraphs[paragraph_at(paragraphs, q.spans[-1].start)]
    left = sentences.before(start, max(first.start, floor, start - _REACH))[0]
    if not text[left:start].strip():
        left = start  # the quotation opens a sentence
    return Beside(left, sentences.end(end, min(last.end, ceiling, end + _REACH)))


def speaker_of(text: str, q: Quotation, around: Beside, cues: Cues) -> CueMatch | None:
    """Cue and source beside a quotation, within its sentence."""
    inner = q.inner[-1].of(text).rstrip()
    ending = inner[-1:]
    behind = text[q.whole.end : around.right]
    lead = behind.lstrip()
    closed = (
        ending in ".。"
        and bool(lead)
        and not lead[0].islower()
        and lead[0] not in ",，、—–-と라고"
        and cues.spaced
    )
    options: list[CueMatch] = []
    if lead and not closed:
        close = ending in ",，" or lead[0] in ",，、—–"
        option = _after(text, q, around.left, around.right, cues)
        if option is not None:
            options.append(
                replace(option, cost=option.cost + (0 if close else 2 if ending in "!?！？" else 4))
            )
    ahead = text[around.left : q.whole.start].rstrip()
    if ahead:
        option = _before(text, q, around.left, q.whole.start, around.right, cues)
        if option is not None:
            close = ahead[-1] in ":：,，"
            options.append(
                replace(option, cost=option.cost + (-4 if ahead[-1] in ":：" else 0 if close else 2))
            )
    options = [o for o in options if o.cost <= 16]
    return min(options, key=lambda o: o.cost, default=None)


def introduced(
    text: str, q: Quotation, sentences: Sentences, paragraphs: Sequence[Span], cues: Cues
) -> CueMatch | None:
    """Cue and source at the end of the paragraph before, if a colon there introduces the quotation."""
    at = paragraph_at(paragraphs, q.whole.start)
    if at < 1 or text[paragraphs[at].start : q.whole.start].strip():
        return None
    previous = paragraphs[at - 1]
    end = previous.end
    while end > previous.start and text[end - 1].isspace():
        end -= 1
    if text[end - 1 : end] not in (":", "："):
        return None
    left = sentences.before(end - 1, max(previous.start, end - _REACH))[0]
    found = _before(text, q, left, end, end, cues)
    return found and replace(found, flags=frozenset({"colon"}))


def sentence_before(
    text: str,
    q: Quotation,
    sentences: Sentences,
    paragraphs: Sequence[Span],
    floor: int,
    last: CueMatch | None,
    cues: Cues,
) -> CueMatch | None:
    """Cue and source in the sentence before, in the same paragraph: its speaker is still speaking.

    `last` is what was found for the quotation before, which ends at `floor`; if that stands in the sentence, it
    has the say.
    """
    first = paragraphs[paragraph_at(paragraphs, q.whole.start)]
    begins = sentences.before(q.whole.start, max(first.start, q.whole.start - 2 * _REACH))
    if len(begins) < 2:
        return None
    right, left = begins
    if floor > left:
        found = last if last and any(left <= c.start < right for c in last.cue) else None
    else:
        found = _before(text, q, left, right, right, cues)
    if found is None or not found.source:
        return None
    return replace(found, score=0.45, flags=frozenset({"turn"}))


def _same_cue(text: str, earlier: Quotation, q: Quotation, found: CueMatch, known: CueMatch | None) -> bool:
    """Whether one cue stands between the two parts of a quotation: “A，”X说，“B”."""
    if known is None or not found.cue or found.cue != known.cue or found.cue[0].start < earlier.whole.end:
        return False
    end = max(s.end for s in (*known.cue, *known.source))
    return end <= q.whole.start and text[end : q.whole.start].strip() in ("", ",", "，", ":", "：")


def _goes_on(
    text: str, sentences: Sentences, earlier: Quotation, q: Quotation, found: CueMatch | None
) -> bool:
    """Whether `q` continues an earlier quotation: nothing but the cue's sentence stands between them."""
    between = text[earlier.whole.end : q.whole.start]
    if found is None or "\n" in between or len(between) > _REACH:
        return False
    if not any(earlier.whole.end <= s.start < q.whole.start for s in found.cue):
        return bool(not between.strip())
    ends = sentences.end(earlier.whole.end, q.whole.start)
    return not text[ends : q.whole.start].strip()


def _inserted(text: str, q: Quotation, cues: Cues) -> tuple[CueMatch | None, tuple[Span, ...]]:
    """A cue put inside the marks: «Мы ушли, – сказал он. – Совсем», « Nous partons, a dit le ministre, demain »."""
    for span, inner in zip(q.spans, q.inner, strict=True):
        for opening in (_DASH, _COMMA):
            comma = opening is _COMMA
            if comma and cues.code not in _COMMA_INCISES:
                continue
            for n, cut in enumerate(opening.finditer(text, inner.start, inner.end)):
                found = _incise(text, q, cut.end(), inner.end, cues, comma) if n < 40 else None
                if found is None:
                    continue
                said = max(found.cue[-1].end, found.source[-1].end)
                until = (_COMMA_END if comma else _DASH).search(text, said, inner.end)
                if (until.start() if until else inner.end) - cut.end() > 150:
                    continue
                parts = [Span(span.start, cut.start() + 1 if text[cut.start()] in ",.!?…" else cut.start())]
                resume = until.end() if until else inner.end
                if any(c.isalnum() for c in text[resume : inner.end]):
                    parts.append(_trimmed(text, resume, span.end))
                return found, tuple(s for s in q.spans if s.end <= span.start) + tuple(parts) + tuple(
                    s for s in q.spans if s.start >= span.end
                )
    return None, q.spans


def _incise(text: str, q: Quotation, at: int, end: int, cues: Cues, comma: bool) -> CueMatch | None:
    """A cue with its subject right at `at`, inside the marks."""
    found = list(words(text, at, min(end, at + 120)))[:12]
    low = [w.of(text).lower() for w in found]
    verb = next((i for i, w in enumerate(low[:2]) if hung_pronoun(w, cues)), -1)
    if verb < 0:
        bare = [i for i, w in enumerate(low[:3]) if w not in cues.helpers and w not in ("l", "se", "s")]
        if bare and is_verb(low[bare[0]].split("-")[0], cues):
            verb = bare[0]
    if verb >= 0:
        cue = cue_after(text, q, at, end, cues, at=at)
        if cue is None or not cue.source or cue.cue[0].start > found[verb].start:
            return None
    else:
        cue = open_cue(text, found, low, at, end, cues)
        if cue is None or (comma and cues.code != "fr"):
            return None
    name = cue.source[0].of(text)
    if comma and (verb < 0 or cues.code != "fr") and name.lower() not in cues.pronouns and name.islower():
        return None
    return cue


def _between(
    text: str, q: Quotation, sentences: Sentences, cues: Cues
) -> tuple[CueMatch | None, tuple[Span, ...]]:
    """The cue of speech after a dash: it stands behind the first part."""
    first = q.spans[0]
    end = (
        q.spans[1].start
        if len(q.spans) > 1
        else sentences.end(first.end + 1, min(len(text), first.end + _REACH))
    )
    line = text.find("\n", first.end, end)
    return cue_after(text, q, first.end, end if line < 0 else line, cues, at=first.end), q.spans


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)
