"""A reading with corrections applied: a pure function of what was found and what people decided.

Each correction is looked for by its words.  One whose words are no longer there, or no longer in the form that it is about,
changes nothing and is named with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from onrecord.anchoring import Resolver
from onrecord.records import (
    HAND,
    TEXT_ROLES,
    Act,
    Anchor,
    Article,
    Block,
    Correction,
    Firmness,
    Grade,
    Kind,
    Label,
    Manner,
    Named,
    Reading,
    Role,
    Span,
    Speaker,
    SpeakerKind,
    Stated,
    Statement,
    Words,
)
from onrecord.records.statement import without
from onrecord.store.moving import SEPARATOR, Move

__all__ = ["Corrected", "Names", "corrected", "renamed"]

Names = Mapping[tuple[str, SpeakerKind], Named]

_QUOTES = frozenset('"“”„‟«»‹›「」『』')
_ALIKE = 0.5  # of the words of two statements must be common for one to be taken for the other


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading with what could be applied; for the rest, the reasons by `Correction.key`."""

    reading: Reading
    idle: dict[str, str] = field(default_factory=dict)


class _Idle(Exception):
    """Why a correction does not apply."""


def corrected(reading: Reading, corrections: Iterable[Correction]) -> Corrected:
    """`reading` with the corrections applied one after the other; those that are undone are passed over."""
    idle: dict[str, str] = {}
    chosen: dict[str, Manner] = {}  # by hand, by statement
    for c in corrections:
        if c.undone is not None:
            continue
        before = reading
        try:
            reading = _APPLY[c.kind](reading, c)
        except _Idle as e:
            idle[c.key] = str(e)
            continue
        if c.new.how is not None and c.new.how.manner is not None:
            chosen[_statement(reading, c).id] = c.new.how.manner
        elif c.kind is Kind.WORDS:
            reading = _manners_kept(before, reading, chosen)
    return Corrected(reading, idle)


def _manners_kept(before: Reading, after: Reading, chosen: Mapping[str, Manner]) -> Reading:
    """A manner that somebody chose stays when other words would make it another."""
    for s in set(after.statements) - set(before.statements):
        if s.manner is not chosen.get(s.id, s.manner):
            after = _changed(after, s, replace(s, manner=chosen[s.id]))
    return after


def renamed(reading: Reading, names: Names) -> Reading:
    """`reading` with the names of speakers that were merged replaced by those under which they are shown."""

    def shown(who: Speaker) -> Speaker:
        head = names.get((who.name, who.kind))
        if head is None or (head.name, head.kind) == (who.name, who.kind):
            return who
        inferred = who.inferred if HAND in who.inferred else (*who.inferred, HAND)
        return replace(who, name=head.name, kind=head.kind, inferred=inferred)

    if not names:
        return reading
    return replace(
        reading,
        statements=tuple(replace(s, speaker=shown(s.speaker)) for s in reading.statements),
        silences=tuple(replace(s, speaker=shown(s.speaker)) for s in reading.silences),
    )


# -- finding again ---------------------------------------------------------------------------------------------------
def _block(reading: Reading, c: Correction) -> Block:
    """The block that a correction is about."""
    if len(c.where) != 1:
        raise _Idle("it does not say which block is meant")
    found = Resolver(reading).resolve(c.where[0])
    if not found.found:
        raise _Idle(found.reason)
    block = next(b for b in reading.blocks if b.index == found.block)
    if block.text != c.where[0].quote:
        raise _Idle("the words are no longer a separate block")
    return block


def _spans(resolver: Resolver, anchors: Iterable[Anchor]) -> tuple[Span, ...]:
    out = []
    for anchor in anchors:
        found = resolver.resolve(anchor)
        if found.span is None:
            reason = found.reason or "the words are no longer in the story"
            raise _Idle(f"“{anchor.quote[:60]}”: {reason}")
        out.append(found.span)
    return tuple(sorted(out))


def _statement(reading: Reading, c: Correction) -> Statement:
    """The statement that a correction is about: the one of its id, or the one with nearly the same words."""
    for s in reading.statements:
        if s.id == c.statement:
            return s
    spans = _spans(Resolver(reading), c.where)
    best, most = None, 0.0
    for s in reading.statements:
        if (share := _common(spans, s.content or s.cue)) > most:
            best, most = s, share
    if best is None or most < _ALIKE:
        raise _Idle("there is no longer a statement with these words")
    return best


def _common(some: Iterable[Span], others: Iterable[Span]) -> float:
    """The share of code points that both have of those that either has."""
    a = {i for s in some for i in range(s.start, s.end)}
    b = {i for s in others for i in range(s.start, s.end)}
    return len(a & b) / len(a | b) if a and b else 0.0


# -- applying --------------------------------------------------------------------------------------------------------
def _changed(reading: Reading, old: Statement, new: Statement) -> Reading:
    return replace(reading, statements=tuple(new if s is old else s for s in reading.statements))


def _by_hand(s: Statement) -> str:
    return s.reader if s.reader.endswith(HAND) else f"{s.reader}, {HAND}"


def _speaker(reading: Reading, c: Correction) -> Reading:
    if c.new.speaker is None:
        raise _Idle("it does not say who")
    s = _statement(reading, c)
    return _changed(
        reading, s, replace(s, speaker=_who(reading, c.new.speaker, s.speaker), reader=_by_hand(s))
    )


def _who(reading: Reading, named: Named, before: Speaker | None = None) -> Speaker:
    """The speaker of this name, as the page introduces them elsewhere."""
    same = (named.name, named.kind)
    if before is not None and (before.name, before.kind) == same:
        return replace(before, inferred=(HAND,), score=1.0)
    for s in reading.statements:
        if (s.speaker.name, s.speaker.kind) == same:
            return replace(s.speaker, inferred=(HAND,), score=1.0)
    return Speaker(named.name, named.kind, inferred=(HAND,))


def _parts(reading: Reading, words: Words | None) -> dict[str, tuple[Span, ...]]:
    if words is None or not (words.cue or words.content):
        raise _Idle("it does not say which words")
    resolver = Resolver(reading)
    return {p: _spans(resolver, getattr(words, p)) for p in ("source", "cue", "content")}


def _words(reading: Reading, c: Correction) -> Reading:
    s = _statement(reading, c)
    parts = _parts(reading, c.new.words)
    text = reading.article.text if reading.article else ""
    manner = s.manner if parts["content"] == s.content else _manner(text, parts["content"])
    inside = (*parts["cue"], *parts["content"])
    hedges = tuple(h for h in s.grade.hedges if any(x.start <= h.start and h.end <= x.end for x in inside))
    grade = replace(s.grade, hedges=hedges)
    return _changed(
        reading,
        s,
        replace(
            s,
            source=parts["source"],
            cue=parts["cue"],
            content=parts["content"],
            manner=manner,
            grade=grade,
            score=1.0,
            reader=_by_hand(s),
        ),
    )


def _how(reading: Reading, c: Correction) -> Reading:
    new = c.new.how
    if new is None:
        raise _Idle("it does not say how the statement is made")
    s = _statement(reading, c)
    firmness = s.grade.firmness if new.firmness is None else new.firmness
    negated = s.grade.negated if new.negated is None else new.negated
    grade = s.grade
    if (firmness, negated) != (grade.firmness, grade.negated):
        # The words that decided what was found do not say what a person says instead.
        grade = replace(grade, firmness=firmness, negated=negated, words=())
    return _changed(
        reading,
        s,
        replace(s, manner=new.manner or s.manner, act=new.act or s.act, grade=grade, reader=_by_hand(s)),
    )


def _manner(text: str, content: Iterable[Span]) -> Manner:
    """Whether words stand in quotation marks, by the marks at their ends, within them and next to them."""
    quoted, marked = [], False
    for span in content:
        words = span.of(text).strip()
        around = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
        quoted.append(
            bool(words)
            and (words[0] in _QUOTES or around[0] in _QUOTES)
            and (words[-1] in _QUOTES or around[1] in _QUOTES)
        )
        marked = marked or any(ch in _QUOTES for ch in words)
    if quoted and all(quoted):
        return Manner.DIRECT
    return Manner.MIXED if marked or any(quoted) else Manner.INDIRECT


def _added(reading: Reading, c: Correction) -> Reading:
    if c.new.speaker is None or c.statement is None:
        raise _Idle("it does not say who")
    if any(s.id == c.statement for s in reading.statements):
        raise _Idle("the statement is there already")
    parts = _parts(reading, c.new.words)
    text = reading.article.text if reading.article else ""
    made = Statement(
        id=c.statement,
        manner=_manner(text, parts["content"]),
        act=Act.STATEMENT,
        source=parts["source"],
        cue=parts["cue"],
        content=parts["content"],
        speaker=_who(reading, c.new.speaker),
        grade=Grade(Firmness.ASSERTED),
        score=1.0,
        reader=HAND,
    )
    at = next(
        (i for i, s in enumerate(reading.statements) if _start(s) > _start(made)), len(reading.statements)
    )
    return replace(reading, statements=(*reading.statements[:at], made, *reading.statements[at:]))


def _start(s: Statement) -> int:
    return min((x.start for x in (*s.source, *s.cue, *s.content)), default=0)


def _struck(reading: Reading, c: Correction) -> Reading:
    gone = _statement(reading, c)
    return replace(reading, statements=tuple(without(reading.statements, {gone.id})))


def _label(reading: Reading, c: Correction) -> Reading:
    block = _block(reading, c)
    label = c.new.label
    if label is None:
        raise _Idle("it does not say what the block is")
    told = replace(block, role=label.role, furniture=label.furniture, score=1.0)
    if label.role is not block.role:
        told = replace(told, value=None)
    article = reading.article
    blocks = tuple(told if b is block else b for b in reading.blocks)
    if (block.span is not None) == (label.role in TEXT_ROLES) or article is None:
        if article is None and label.role in TEXT_ROLES:
            raise _Idle("the page has no story into which the block could go")
        own = tuple(b for b in blocks if b.span is not None)
        article = article and _titled(replace(article, blocks=own), block, label)
        return replace(reading, blocks=blocks, article=article)
    return _moved(reading, article, block, told, label)


def _titled(article: Article, block: Block, label: Label) -> Article:
    """The article with what it takes from single blocks taken from this one."""
    title = article.title
    if label.role is Role.HEADLINE and (title is None or title.where.startswith("block:")):
        article = replace(article, title=Stated(block.text, f"block:{block.index}"))
    if label.role is Role.DEK and article.dek is None:
        article = replace(article, dek=block.text)
    elif block.role is Role.DEK and article.dek == block.text and label.role is not Role.DEK:
        article = replace(article, dek=None)
    return article


def _moved(reading: Reading, article: Article, block: Block, told: Block, label: Label) -> Reading:
    """The reading with a block that comes into the running text, or leaves it: all spans move."""
    before = [b for b in reading.blocks if b.span is not None]
    if SEPARATOR.join(b.text for b in before) != article.text:
        raise _Idle("the text of the story is not that of its blocks")
    blocks: list[Block] = []
    moves: list[tuple[Span, int]] = []  # (old span, new start) of what stays
    at = 0
    for b in reading.blocks:
        old = b.span
        inside = old is not None
        if b is block:
            b, inside = told, told.role in TEXT_ROLES
        if not inside:
            blocks.append(replace(b, span=None))
            continue
        if old is not None:
            moves.append((old, at))
        blocks.append(replace(b, span=Span(at, at + len(b.text))))
        at += len(b.text) + len(SEPARATOR)
    own = tuple(b for b in blocks if b.span is not None)
    text = SEPARATOR.join(b.text for b in own)
    article = _titled(replace(article, text=text, blocks=own), block, label)
    move = Move(moves)
    kept = [(s, move.statement(s)) for s in reading.statements]
    if block.span is not None:
        _spare(reading.statements, block.span)
    gone = {s.id for s, new in kept if new is None}
    statements = tuple(without((new or s for s, new in kept), gone))
    silences = tuple(new for s in reading.silences if (new := move.silence(s)) is not None)
    return replace(reading, blocks=tuple(blocks), article=article, statements=statements, silences=silences)


def _spare(statements: Iterable[Statement], leaving: Span) -> None:
    """Refuse to take words out of the story in which somebody has added a statement: it would be gone without a word."""
    for s in statements:
        if s.reader == HAND and any(
            x.start < leaving.end and leaving.start < x.end for x in (*s.source, *s.cue, *s.content)
        ):
            raise _Idle(
                f"a statement of {s.speaker.name} that somebody added by hand is in it; undo that first, or mark it as not a statement"
            )


_APPLY: dict[Kind, Callable[[Reading, Correction], Reading]] = {
    Kind.LABEL: _label,
    Kind.SPEAKER: _speaker,
    Kind.WORDS: _words,
    Kind.HOW: _how,
    Kind.STRUCK: _struck,
    Kind.ADDED: _added,
}
