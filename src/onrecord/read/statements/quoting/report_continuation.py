"""Quotations without a cue of their own that the sentence, or the German subjunctive of report, leaves with a speaker.

Parts of one sentence share its cue: Die „müden Leute“ hätten „nur Ruhe“ gewollt, so Stein.  A German sentence in the subjunctive
(„Sie seien …“) goes on with whoever the report before it was of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.statements.quoting.cue_attachment import cue_before
from onrecord.read.statements.quoting.cue_lexicon import Cues, words
from onrecord.read.statements.quoting.cue_match import CueMatch
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.read.statements.quoting.sentence_bounds import Sentences, paragraph_at
from onrecord.records import Span

__all__ = ["report_goes_on", "shared_before", "shared_cues"]

_FAR = 300  # code points between two parts of a sentence
_BACK = 4  # sentences of report that are looked through
_SUBJUNCTIVE = frozenset(
    "sei seien habe hätte hätten werde würde würden könne könnte könnten müsse müsste müssten solle wolle dürfe dürfte dürften gebe gäbe wäre wären "
    "komme käme bleibe liege stehe gehe mache lasse finde sehe brauche wisse handele handle bestehe zeige gehöre bringe nehme führe halte".split()
)


def _one_sentence(text: str, sentences: Sentences, earlier: Quotation, later: Quotation) -> bool:
    """Whether two quotations stand in one sentence."""
    start, end = earlier.whole.end, later.whole.start
    between = text[start:end] if end - start < _FAR else "\n"
    if (
        "\n" in between
        or not any(c.isalnum() for c in between)
        or earlier.inner[-1].of(text).rstrip()[-1:] in ".!?"
    ):
        return False
    return sentences.end(start, end) == end


def shared_before(
    text: str, sentences: Sentences, earlier: Quotation, q: Quotation, found: CueMatch | None
) -> CueMatch | None:
    """The cue of the quotation before in the same sentence, if that has one in front of it."""
    if found is None or not found.source or not found.cue or "turn" in found.flags:
        return None
    if found.cue[0].start > earlier.whole.start or not _one_sentence(text, sentences, earlier, q):
        return None
    return replace(found, score=0.5)


def shared_cues(
    text: str, sentences: Sentences, owners: Sequence[Quotation], found: list[CueMatch | None]
) -> None:
    """Give quotations without a source the cue behind the next one in their sentence, in place."""
    for i in range(len(owners) - 2, -1, -1):
        mine, later = found[i], found[i + 1]
        if (mine is not None and mine.source) or later is None or not later.source or not later.cue:
            continue
        if later.cue[0].start >= owners[i + 1].whole.end and _one_sentence(
            text, sentences, owners[i], owners[i + 1]
        ):
            found[i] = replace(later, score=0.5)


def report_goes_on(
    text: str,
    q: Quotation,
    sentences: Sentences,
    paragraphs: Sequence[Span],
    earlier: Quotation | None,
    known: CueMatch | None,
    cues: Cues,
) -> CueMatch | None:
    """Who is reported in the sentences before, if this one stands in the German subjunctive of report.

    `earlier` is the quotation before and `known` its cue.
    """
    if cues.code != "de":
        return None
    first = paragraphs[paragraph_at(paragraphs, q.whole.start)].start
    right = sentences.before(q.whole.start, first)[0]
    end = sentences.end(q.whole.end, min(len(text), q.whole.end + _FAR))
    if not (_subjunctive(text, right, q.whole.start) or _subjunctive(text, q.whole.end, end)):
        return None
    for _ in range(_BACK):
        if right <= first:
            return None
        left = sentences.before(right - 1, first)[0]
        if left >= right:
            return None
        if earlier is not None and earlier.whole.end > left:
            source = known is not None and bool(known.source)
            return (
                replace(known, score=0.45, flags=frozenset({"turn"}))
                if known is not None and source
                else None
            )
        found = cue_before(text, q, left, right, right, cues)
        if found is not None and found.source:
            return replace(found, score=0.45, flags=frozenset({"turn"}))
        if not _subjunctive(text, left, right):
            return None
        right = left
    return None


def _subjunctive(text: str, left: int, right: int) -> bool:
    return any(w.of(text).lower() in _SUBJUNCTIVE for w in words(text, left, min(right, left + 600)))
