"""A cue with its source, as the steps that look for them hand it on."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records import Span

__all__ = ["CueMatch"]


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue with its source; `cost` is how many words stand between the quotation and the cue, more if less likely."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    cost: float
    score: float
    flags: frozenset[str] = frozenset()
