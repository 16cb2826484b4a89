"""Statements as the room lists them: their words, what is not plain about them, and how to cite them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.codec import to_json
from onrecord.records import (
    HAND,
    Correction,
    Firmness,
    How,
    Kind,
    Reading,
    Span,
    SpeakerKind,
    Statement,
    concluded,
)
from onrecord.render.statements import date, words
from onrecord.web.addresses import text_fragment
from onrecord.web.citing import address_of, cite_statement, flat

__all__ = ["Said", "said"]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement in words.

    `notes` tell what is not plain: the act, how firmly, by which words, when, through what, what was inferred, as told by
    whom.  `live` is the address on the web that jumps to the words, `citation` what a footnote would say.
    """

    code: str
    number: int
    speaker: str
    kind: str
    words: str
    cue: str
    manner: str
    firmness: str
    notes: tuple[str, ...]
    score: float
    within: str | None
    live: str | None
    citation: str


def said(
    reading: Reading,
    numbers: Mapping[tuple[str, SpeakerKind], int],
    made: Iterable[Correction] = (),
) -> Iterator[Said]:
    """The statements of a reading, in its order.

    `numbers` are those of the speakers, by name and kind; `made` are the corrections that were applied, for who made them.
    """
    by_hand: dict[str | None, list[Correction]] = {}
    for c in made:
        by_hand.setdefault(c.statement, []).append(c)
    by_id = {s.id: s for s in reading.statements}
    around = _Around(reading)
    for s in reading.statements:
        yield Said(
            code=s.id,
            number=numbers.get((s.speaker.name, s.speaker.kind), 0),
            speaker=s.speaker.name,
            kind=s.speaker.kind,
            words=flat(words(reading, s.content)),
            cue=flat(words(reading, s.cue)),
            manner=s.manner,
            firmness=s.grade.firmness,
            notes=tuple(_notes(reading, s, by_id, by_hand.get(s.id, ()))),
            score=s.score,
            within=s.within,
            live=around.live(s),
            citation=cite_statement(reading, s),
        )


def _notes(
    reading: Reading, s: Statement, by_id: dict[str, Statement], made: Sequence[Correction]
) -> Iterator[str]:
    grade = s.grade
    if s.act != "statement":
        yield str(s.act)
    if grade.firmness is not Firmness.ASSERTED:
        decided = flat(words(reading, grade.words))
        yield f"{grade.firmness} (“{decided}”)" if decided else str(grade.firmness)
    if grade.negated:
        yield "negated"
    if hedges := [x for x in grade.hedges if x not in grade.words]:
        yield f"hedged: “{flat(words(reading, hedges))}”"
    for o in s.when:
        day = date(o)
        sure = f", inferred: {', '.join(o.inferred)}" if day and o.inferred else ""
        yield f"“{flat(words(reading, [o.span]))}”" + (f" ({day}{sure})" if day else "")
    for o in s.through:
        yield f"“{flat(words(reading, [o.span]))}”"
    yield from _by_hand(s, made)
    if inferred := concluded(s.speaker.inferred):
        mention = flat(words(reading, s.source)) or "nobody named"
        yield f"speaker inferred from “{mention}” ({', '.join(inferred)}, {s.speaker.score:.0%})"
    if s.within in by_id:
        yield f"as told by {flat(by_id[s.within].speaker.name)}"


#: What a correction of a kind is called in a note.
_CALLED = {Kind.SPEAKER: "speaker", Kind.WORDS: "words", Kind.ADDED: "added"}


def _by_hand(s: Statement, made: Sequence[Correction]) -> Iterator[str]:
    """What people decided about a statement, the last one of each kind with who and when."""
    last: dict[str, Correction] = {}
    for c in made:
        names = [_CALLED[c.kind]] if c.kind in _CALLED else to_json(c.new.how or How())
        last |= dict.fromkeys(names, c)
    for name, c in last.items():
        yield flat(f"{name} by hand ({c.who}, {c.at.date().isoformat()})")
    if HAND in s.speaker.inferred and not {"speaker", "added"} & last.keys():
        yield "speaker by hand"  # names were merged, or the correction was made when the statement had another id
    if s.reader.endswith(HAND) and not last:
        yield "added by hand" if s.reader == HAND else "corrected by hand"


class _Around:
    """Finds the words around a statement in its block, for links that jump to it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.article.text if reading.article else ""
        self.all = "\n".join(b.text for b in reading.blocks)
        self.blocks = [b for b in reading.blocks if b.span is not None]
        self.starts = [b.span.start for b in self.blocks if b.span is not None]

    def live(self, statement: Statement) -> str | None:
        span = next((x for x in (*statement.content, *statement.cue) if x), None)
        url = address_of(self.reading)
        if span is None or not url:
            return None
        at = bisect_right(self.starts, span.start) - 1
        block = self.blocks[at] if at >= 0 else None
        if block is None or block.span is None or span.start >= block.span.end:
            return None
        quote = Span(span.start, min(span.end, block.span.end)).of(self.text)
        before = after = ""
        if self.all.count(quote) != 1:
            before = self.text[block.span.start : span.start]
            after = self.text[min(span.end, block.span.end) : block.span.end]
            # Half a word is no word to a browser.
            before = before.rpartition(" ")[0] if before and not before[-1].isspace() else before
            after = after.partition(" ")[2] if after and not after[0].isspace() else after
        return text_fragment(url, quote, before, after)
