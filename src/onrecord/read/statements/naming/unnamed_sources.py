"""Sources that name nobody: they only count or pick people out."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.read.statements.naming.token_view import TokenView
from onrecord.records import Span, Speaker, SpeakerKind

__all__ = ["unnamed_by_count"]

#: Words that count or pick people out and name nobody, alone or before "of them".
_QUANTIFIERS = frozenset(
    "one two three four five six seven eight nine ten dozen dozens hundreds thousands half some many most several few both all "
    "another others other each either any everyone everybody somebody someone anyone anybody".split()
)
_FRACTIONS = frozenset("third quarter fifth tenth majority minority handful couple number".split())
_QUANTIFIERS |= _FRACTIONS
_OF_NOBODY = _QUANTIFIERS | frozenset("the a an of them us you these those whom this that it".split())


def unnamed_by_count(v: TokenView, words: Sequence[int], last: int, span: Span) -> Speaker | None:
    """A source that only counts people ("three", "one of them", "leader of half"): unnamed, with its words; `None` for others.

    `words` are the indices of its first words, `last` is one past its last.
    """
    if not words or (v.pos and v.pos[words[0]] == ""):
        return None
    if len(words) > 1 and v.low[words[0]] in ("a", "an", "the") and v.low[words[1]] in _FRACTIONS:
        words = words[1:]  # "a third of those asked"
    low = [v.low[i] for i in words]
    counts = low[0] in _QUANTIFIERS or (v.pos[words[0]] == "num" and low[0].isalnum())
    if any(v.capital(i) and v.pos[i] == "propn" for i in words[1:]):
        return None  # "Tamsin Hale, mother of two"
    every = [v.low[i] for i in range(words[0], last) if v.words[i][:1].isalnum()]
    if len(every) > 12:
        return None
    only = counts and all(w in _OF_NOBODY or (v.pos[words[0]] == "num" and w == low[0]) for w in every)
    if not only and not (len(every) > 2 and every[-2] == "of" and every[-1] in _QUANTIFIERS):
        return None
    name = " ".join(span.of(v.text).split())
    if v.starts_sentence(words[0]) and not name[1:2].isupper():
        name = name[:1].lower() + name[1:]
    return Speaker(name, SpeakerKind.UNNAMED, span, score=0.8)
