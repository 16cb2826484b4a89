"""What a user asks for, and the same in the language of SQLite's FTS5.

    port strike            all of the words, in any order, anywhere
    "port strike"          these words one after the other
    fisher*                words that begin so; also "port fish*"
    port OR harbour        one or the other; OR binds closer than the space: `port OR harbour strike` needs "strike"
    -football              not this word; also -"port strike"

Everything else that is no letter and no digit stands between words: `Kremlin-backed` is "Kremlin backed".  There is no other
syntax, so no question is wrong.  A word that stands by itself also finds names that sound like it (`onrecord.spelling`),
unless that is turned off.  Scripts without spaces: a word is a phrase of its characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.characters import visible
from onrecord.errors import QueryError
from onrecord.spelling import coded, query_keys, words

__all__ = ["Query", "Term", "parse"]

_MOST_CHARS = 2_000
_MOST_WORDS = 64
_PIECE = re.compile(r'(-?)"([^"]*)"?(\*?)|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase: its `words` as the indexes hold them; with `prefix` the last one may go on.

    `keys` are the sounds of names that it may be a spelling of, none for phrases and prefixes.
    """

    words: tuple[str, ...]
    prefix: bool = False
    keys: tuple[str, ...] = ()

    def fts(self, columns: str) -> str:
        """As an expression of FTS5 over `columns`; names are looked up in the column "names"."""
        # Words are letters, digits and signs of vowels only; quotation marks keep FTS5 from taking AND, OR, NOT and NEAR for its own.
        own = f'{{{columns}}} : "{coded(" ".join(self.words))}"' + (" *" if self.prefix else "")
        return " OR ".join([own, *(f'names : "{k}"' for k in self.keys)])


@dataclass(frozen=True, slots=True)
class Query:
    """One term of each group in `needed` must occur, and none of `excluded`."""

    needed: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()

    def fts(self, columns: str) -> str | None:
        """What must occur, `None` if nothing must."""
        groups = [" OR ".join(t.fts(columns) for t in group) for group in self.needed]
        return " AND ".join(f"({g})" for g in groups) if groups else None

    def fts_excluded(self, columns: str) -> str | None:
        """What must not occur, `None` if nothing must not."""
        return " OR ".join(Term(t.words, t.prefix).fts(columns) for t in self.excluded) or None

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms that may be seen in what is found."""
        return tuple(t for group in self.needed for t in group)


def parse(text: str, *, spellings: bool = True) -> Query:
    """The query that a user's words mean.

    Raises `QueryError` for one of more than 64 words or 2,000 characters, and nothing else.
    """
    if len(text) > _MOST_CHARS:
        raise QueryError(f"a query can have at most {_MOST_CHARS:,} characters")
    text = visible(text)
    groups: list[list[Term]] = []
    excluded: list[Term] = []
    either = False  # whether an OR stands before
    count = 0
    for minus, phrase, star, plain in _PIECE.findall(text):
        if plain == "OR":
            either = bool(groups)
            continue
        quoted = not plain
        if plain.startswith("-"):
            minus, plain = "-", plain[1:]
        found = words(phrase if quoted else plain)
        count += len(found)
        if not found:
            continue
        prefix = bool(star) or (phrase if quoted else plain).endswith("*")
        keys = query_keys(plain) if spellings and not quoted and not prefix else ()
        term = Term(found, prefix, keys)
        if minus:
            excluded.append(term)
        elif either:
            groups[-1].append(term)
        else:
            groups.append([term])
        either = False
    if count > _MOST_WORDS:
        raise QueryError(f"a query can have at most {_MOST_WORDS} words")
    return Query(tuple(map(tuple, groups)), tuple(excluded))
