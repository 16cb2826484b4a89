"""Words as the full-text indexes hold them, and names by their sound: one key for all spellings and scripts of a name.

`Zelensky`, `Zelenskyy` and `Зеленський` have one key.  Keys are for finding, never for saying that two people are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["name_keys", "name_words", "searchable", "spelling_key", "words"]

# Scripts without spaces between words: each character is a word of the index, and a phrase of them finds words.
_SINGLE = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f])")
_WORD = re.compile(r"[^\W_]+(?:[’'ʼ][^\W_]+)*")


def searchable(text: str) -> str:
    """A text as it goes into the full-text indexes: characters of scripts without spaces stand apart."""
    if text.isascii():
        return text
    return _SINGLE.sub(r" \1 ", text)


def words(text: str) -> list[str]:
    """The words of a text, as the indexes split it, in lower case and without diacritics."""
    folded = unicodedata.normalize("NFKD", searchable(text).casefold())
    return re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c)))


@lru_cache(maxsize=100_000)
def spelling_key(word: str) -> str:
    """The key of a word of a name, "" if it has none."""
    from anyascii import anyascii

    plain = re.sub(r"[^a-z]", "", anyascii(word).lower())
    plain = re.sub(r"[yij]+", "i", plain)
    return re.sub(r"(.)\1+", r"\1", plain)


def name_keys(name: str) -> frozenset[str]:
    """The keys of the words of a name."""
    return frozenset(k for k in map(spelling_key, _WORD.findall(name)) if k)


def name_words(text: str) -> frozenset[str]:
    """The words of a text that may be of names: those that begin with a capital."""
    return frozenset(w for w in _WORD.findall(text) if w[0].isupper() and len(w) > 2)
