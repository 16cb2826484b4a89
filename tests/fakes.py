"""A stand-in for the reader of statements: it finds what tests need, at once and without a model."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from onrecord.records import (
    Act,
    Article,
    Firmness,
    Grade,
    Manner,
    Occasion,
    Silence,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
)

__all__ = ["quotations", "reader", "silence", "span", "statement"]

_QUOTATION = re.compile(r"“[^”]+”")
_SAID = re.compile(r"\b(?:said|says|sagte|told)\b")


def span(text: str, words: str | None) -> tuple[Span, ...]:
    """Where `words` stand first in the text; none for `None`."""
    if words is None:
        return ()
    start = text.index(words)
    return (Span(start, start + len(words)),)


def statement(
    text: str,
    *,
    content: str | tuple[Span, ...],
    source: str | None = None,
    cue: str | None = None,
    name: str | None = None,
    firmness: Firmness = Firmness.ASSERTED,
    hedge: str | None = None,
    when: str | None = None,
    through: str | None = None,
    **more: Any,
) -> Statement:
    """A statement whose parts are the first places where these words stand."""
    what = content if isinstance(content, tuple) else span(text, content)
    speaker = Speaker(name or source or "unnamed", SpeakerKind.PERSON if source else SpeakerKind.UNNAMED)
    key = repr((what, source, cue)).encode("utf-8", "replace")
    values: dict[str, Any] = {
        "id": hashlib.sha256(key).hexdigest()[:12],
        "manner": Manner.DIRECT if what and what[0].of(text).startswith("“") else Manner.INDIRECT,
        "act": Act.STATEMENT,
        "source": span(text, source),
        "cue": span(text, cue),
        "content": what,
        "speaker": speaker,
        "grade": Grade(firmness, words=span(text, hedge), hedges=span(text, hedge)),
        "when": tuple(Occasion(s) for s in span(text, when)),
        "through": tuple(Occasion(s) for s in span(text, through)),
        "score": 0.9,
        "reader": "fake",
    }
    return Statement(**{**values, **more})


def quotations(article: Article) -> tuple[Statement, ...]:
    """Everything within “ ” that has a verb of speech in its line; the name of the speaker is "Somebody"."""
    out = []
    for block in article.blocks:
        assert block.span is not None
        at, cue = block.span.start, _SAID.search(block.text)
        if cue is None:
            continue
        for found in _QUOTATION.finditer(block.text):
            content = (Span(at + found.start(), at + found.end()),)
            made = statement(article.text, content=content, name="Somebody")
            speaker = Speaker("Somebody", SpeakerKind.PERSON, inferred=("turn",), score=0.5)
            values = {f: getattr(made, f) for f in made.__slots__}
            cues = (Span(at + cue.start(), at + cue.end()),)
            out.append(Statement(**{**values, "cue": cues, "speaker": speaker}))
    return tuple(out)


@dataclass(frozen=True)
class _Spoken:
    statements: tuple[Statement, ...]
    silences: tuple[()] = ()


def silence(article: Article) -> Silence:
    """Somebody who did not speak of the first words of the text."""
    spans = (Span(0, min(5, len(article.text))),)
    speaker = Speaker("Kim Ode", SpeakerKind.PERSON, role="deputy")
    return Silence("5113", spans, spans, spans, speaker, 0.9, "fake")


def reader() -> ModuleType:
    """The module `onrecord.read.statements.reader`, with `quotations` in place of the model."""
    module = ModuleType("onrecord.read.statements.reader")
    module.spoken = lambda article: _Spoken(quotations(article))  # type: ignore[attr-defined]
    module.statements = quotations  # type: ignore[attr-defined]
    return module
