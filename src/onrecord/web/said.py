"""Statements as the room lists them: their words, what is not plain about them, and how to cite them."""

from __future__ import annotations

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
    SpeakerKind,
    Statement,
    concluded,
)
from onrecord.render.links import Links
from onrecord.render.statements import date, words
from onrecord.web.citing import cite_statement, flat

__all__ = ["Said", "said"]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement in words.

    `notes` tell what is not plain: the act, how firmly, by which words, when, through what, what was inferred, as told by
    whom.  `live` is the link into the page on the web (`onrecord.render.links`), `citation` what a footnote would say.
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
    links = Links(reading)
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
            live=links.of(s),
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
        yield f"reported by {flat(by_id[s.within].speaker.name)}"


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
