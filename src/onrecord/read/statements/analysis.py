"""What is known of a text before its statements are read: plain values that the steps hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from onrecord.records import Block, Span

__all__ = ["Analysis", "Attribution", "Entity", "Token"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark.

    `pos` is a coarse part of speech (Universal Dependencies, lower case: noun, propn, pron, verb, aux, adj, adv, adp,
    det, num, part, conj, punct, other); `relation` what it is to its head (subject, object, root, clause,
    apposition, other).  Both come from a small model trained on machine-made annotation: use them as
    hints.  Without a model (other languages) both are "".
    """

    span: Span
    pos: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A name: "person", "organisation", "place", "other"; or "date", "number".  Inferred by a model, or absent."""

    span: Span
    kind: str
    score: float = 1.0


@dataclass(frozen=True)
class Analysis:
    """A text with its tokens, sentences and entities, each in the order of the text.

    Sentences never run over a line break.  `paragraphs` are the lines of the text that are not blank.  `blocks` are the
    blocks of the page that make up the text, each with its `span` in it; none where only the text is known.
    """

    text: str
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Span, ...] = ()
    entities: tuple[Entity, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    language: str | None = None
    reader: str = ""
    blocks: tuple[Block, ...] = ()

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each token begins."""
        return tuple(t.span.start for t in self.tokens)

    @cached_property
    def low(self) -> tuple[str, ...]:
        """Each token in lower case, with straight apostrophes."""
        return tuple(t.span.of(self.text).lower().replace("’", "'") for t in self.tokens)

    @cached_property
    def pos(self) -> tuple[str, ...]:
        """The part of speech of each token."""
        return tuple(t.pos for t in self.tokens)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The span of each token."""
        return tuple(t.span for t in self.tokens)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, a cue and a content that belong together: a statement before it is known who and how firmly.

    Each part is a tuple of spans in the order of the text, empty if there is none.  `score` is a
    probability, `reader` what found it.
    """

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    score: float = 0.0
    reader: str = ""
    #: What rules did: "fitted", "colon", "turn"; "answer" is a turn without a label.
    flags: frozenset[str] = field(default_factory=frozenset)
    #: The encoder's share in `grading.attribution_type`, one for each of its types.
    type_scores: tuple[float, ...] = ()
