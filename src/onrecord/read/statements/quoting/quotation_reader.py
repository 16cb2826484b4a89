"""Quotations with their speakers in any language, by rules: the reader where no model of the language exists.

A quotation belongs to the verb of speech that stands nearest to it in its sentence; the source is the noun phrase beside
that verb, before or behind it as the language puts it.  A colon introduces, also from the paragraph before; a quotation
that goes on behind its cue belongs to the same statement.  The words are data (`cues.py`), the rules are the same for
all languages; only languages written without spaces have their own way of finding the subject.

Quotations whose speaker is not found are kept, with no source and no cue: somebody said it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.quoting.cue_attachment import CueMatch, cue_after, cue_before
from onrecord.read.statements.quoting.cue_lexicon import Cues, cues_of, verb_near
from onrecord.read.statements.quoting.quotation import Quotation, Use, paragraphs_of
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.read.statements.quoting.sentence_bounds import Sentences, paragraph_at
from onrecord.records import Span

__all__ = ["READER", "around", "introduced", "read_quotations", "speaker_of"]

READER = "quotations"
_REACH = 400  # characters around a quotation in which its cue is sought
_DASH = re.compile(r"[,.!?…]?\s[—–―-]\s|\s—(?=\w)|—(?=\s)")
_COMMA = re.compile(r",\s")


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
    spoken = [q for q in tops if q.use is Use.QUOTATION]
    out: list[tuple[CueMatch | None, list[Span]]] = []
    last: Quotation | None = None
    for i, q in enumerate(spoken):
        floor = last.whole.end if last is not None else 0
        ceiling = spoken[i + 1].whole.start if i + 1 < len(spoken) else len(text)
        beside = around(text, q, sentences, paragraphs, floor, ceiling)
        found, content = (
            _inserted(text, q, cues, language) if not q.dash else _between(text, q, sentences, cues)
        )
        if found is None:
            found = speaker_of(text, q, beside, cues)
        if found is None and last is not None and _goes_on(text, sentences, last, q, out[-1][0]):
            out[-1][1].extend(content)
        else:
            if found is None:
                known = out[-1][0] if out else None
                found = introduced(text, q, sentences, paragraphs, cues) or sentence_before(
                    text, q, sentences, paragraphs, floor, known, cues
                )
            out.append((found, list(content)))
        last = q
    return tuple(_attribution(found, tuple(content)) for found, content in out)


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
        option = cue_after(text, q, around.left, around.right, cues)
        if option is not None:
            options.append(
                replace(option, cost=option.cost + (0 if close else 2 if ending in "!?！？" else 4))
            )
    ahead = text[around.left : q.whole.start].rstrip()
    if ahead:
        option = cue_before(text, q, around.left, q.whole.start, around.right, cues)
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
    found = cue_before(text, q, left, end, end, cues)
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
        found = cue_before(text, q, left, right, right, cues)
    if found is None or not found.source:
        return None
    return replace(found, score=0.45, flags=frozenset({"turn"}))


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


def _inserted(
    text: str, q: Quotation, cues: Cues, language: str | None
) -> tuple[CueMatch | None, tuple[Span, ...]]:
    """A cue put inside the marks: «Мы ушли, – сказал он. – Совсем», « Nous partons, a dit le ministre, demain »."""
    for span, inner in zip(q.spans, q.inner, strict=True):
        for opening, closing in ((_DASH, _DASH), (_COMMA, re.compile(r"[,.;]"))):
            if closing is not _DASH and not (language or "").startswith("fr"):
                continue
            for cut in opening.finditer(text, inner.start, inner.end):
                verb = verb_near(text, cut.end(), min(inner.end, cut.end() + 80), language, 2)
                if verb is None or text[cut.end() : verb.start].strip(" \u00a0l’'") not in (
                    "",
                    *cues.helpers,
                ):
                    continue
                until = closing.search(text, verb.end, inner.end)
                stop = until.start() if until else inner.end
                found = cue_after(text, q, cut.end(), stop, cues, at=cut.end())
                if found is None or not found.source or stop - cut.end() > 150:
                    continue
                parts = [Span(span.start, cut.start() + 1 if text[cut.start()] in ",.!?…" else cut.start())]
                resume = until.end() if until else inner.end
                if text[resume : inner.end].strip():
                    parts.append(_trimmed(text, resume, span.end))
                return found, tuple(s for s in q.spans if s.end <= span.start) + tuple(parts) + tuple(
                    s for s in q.spans if s.start >= span.end
                )
    return None, q.spans


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
