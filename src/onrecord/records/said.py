"""Statements and silences with their words, as one writes in a notebook: `for s in reading.said(): s.speaker.name, s.words`.

Records hold spans, so that they can be pointed at; these views hold the article's text beside them and speak in words.  They are made
when you ask for them and are never stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from onrecord.records.span import Span
from onrecord.records.statement import Silence, Speaker, Statement

__all__ = ["GAP", "Said", "Unsaid", "said_rows", "words_of"]

GAP = " … "  # between the stretches of a discontinuous part


def words_of(text: str, spans: Iterable[Span]) -> str:
    """The words of spans in a text, " … " between them."""
    return GAP.join(s.of(text) for s in spans)


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its words.  `statement` is the record itself, whose spans count in the article's text."""

    statement: Statement
    text: str = field(repr=False)

    @property
    def speaker(self) -> Speaker:
        """Who said it: `speaker.name`, `speaker.role`, `speaker.kind`."""
        return self.statement.speaker

    @property
    def words(self) -> str:
        """What was said (the content), " … " between its stretches."""
        return words_of(self.text, self.statement.content)

    @property
    def cue_words(self) -> str:
        """The words that attribute: "said", "according to"."""
        return words_of(self.text, self.statement.cue)

    @property
    def source_words(self) -> str:
        """Who, as the text has it here: "he", "the harbour office"."""
        return words_of(self.text, self.statement.source)

    @property
    def when_words(self) -> str:
        """The words that tell when it was said."""
        return words_of(self.text, (o.span for o in self.statement.when))

    def row(self) -> dict[str, Any]:
        """The statement as one row of a table: plain strings and numbers."""
        s = self.statement
        return {
            "speaker": s.speaker.name,
            "speaker_kind": s.speaker.kind.value,
            "role": s.speaker.role,
            "source": self.source_words,
            "cue": self.cue_words,
            "words": self.words,
            "type": s.type.value,
            "manner": s.manner.value,
            "act": s.act.value,
            "firmness": s.grade.firmness.value,
            "negated": s.grade.negated,
            "when": self.when_words,
            "score": s.score,
            "id": s.id,
        }

    def __repr__(self) -> str:
        return f"<Said {self.speaker.name!r} {self.cue_words!r}: {_short(self.words)!r}>"


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A silence with its words.  `silence` is the record itself, whose spans count in the article's text."""

    silence: Silence
    text: str = field(repr=False)

    @property
    def speaker(self) -> Speaker:
        """Who kept silent."""
        return self.silence.speaker

    @property
    def words(self) -> str:
        """What they did not speak of, or the act that they refused ("to comment on the report")."""
        return words_of(self.text, self.silence.about)

    @property
    def cue_words(self) -> str:
        """The words that say so: "declined", "did not address"."""
        return words_of(self.text, self.silence.cue)

    @property
    def source_words(self) -> str:
        """Who, as the text has it here."""
        return words_of(self.text, self.silence.source)

    def __repr__(self) -> str:
        return f"<Unsaid {self.speaker.name!r} {self.cue_words!r}: {_short(self.words)!r}>"


def said_rows(said: Iterable[Said], **page: Any) -> list[dict[str, Any]]:
    """The rows of statements, each with what is the same for all of the page."""
    return [{**page, **s.row()} for s in said]
