"""Statements in a text that has lost a block, or gained one: where their spans are then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.records import Occasion, Silence, Span, Speaker, Statement

__all__ = ["SEPARATOR", "Move"]

SEPARATOR = "\n\n"  # between the blocks of Article.text


class Move:
    """Spans of one text in another that has the same blocks, but for one."""

    def __init__(self, moves: list[tuple[Span, int]]) -> None:
        """`moves` are the blocks that stay, in order: where each was, and where it begins now."""
        self.moves = moves

    def _spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(piece for s in spans for piece in self._span(s))

    def _span(self, span: Span) -> Iterator[Span]:
        pieces: list[Span] = []
        for old, start in self.moves:
            a, b = max(span.start, old.start), min(span.end, old.end)
            if a < b:
                piece = Span(start + a - old.start, start + b - old.start)
                # What went over the border of two blocks still does where nothing stands between them.
                if pieces and piece.start - pieces[-1].end == len(SEPARATOR):
                    pieces[-1] = Span(pieces[-1].start, piece.end)
                else:
                    pieces.append(piece)
        yield from pieces

    def _one(self, span: Span | None) -> Span | None:
        return None if span is None else next(self._span(span), None)

    def _occasions(self, occasions: Iterable[Occasion]) -> tuple[Occasion, ...]:
        return tuple(replace(o, span=span) for o in occasions if (span := self._one(o.span)))

    def statement(self, s: Statement) -> Statement | None:
        """The statement in the new text, `None` if its words have left it."""
        cue, content = self._spans(s.cue), self._spans(s.content)
        if not (cue or content):
            return None
        grade = replace(s.grade, words=self._spans(s.grade.words), hedges=self._spans(s.grade.hedges))
        return replace(
            s,
            source=self._spans(s.source),
            cue=cue,
            content=content,
            speaker=self._speaker(s.speaker),
            grade=grade,
            when=self._occasions(s.when),
            through=self._occasions(s.through),
        )

    def silence(self, s: Silence) -> Silence | None:
        """The silence in the new text, `None` if its words have left it."""
        cue = self._spans(s.cue)
        if not cue:
            return None
        return replace(
            s,
            source=self._spans(s.source),
            cue=cue,
            about=self._spans(s.about),
            speaker=self._speaker(s.speaker),
        )

    def _speaker(self, who: Speaker) -> Speaker:
        return replace(who, introduced=self._one(who.introduced), role_span=self._one(who.role_span))
