"""Words as the full-text indexes hold them, and finding them again in the text.

The indexes split text as SQLite's `unicode61` does (letters and digits are words, everything else stands between them), fold
case and take off diacritics.  Scripts without spaces between words are indexed character by character, and a query's word
of such a script is a phrase of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["Folded", "searchable", "words"]

# Kana, Han (also of the supplementary planes), Thai, Lao, Khmer, Myanmar.
_SINGLE_CLASS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_SINGLE = re.compile(f"([{_SINGLE_CLASS}])")
_TOKEN = re.compile(f"[{_SINGLE_CLASS}]|[^\\W_{_SINGLE_CLASS}]+")


def searchable(text: str) -> str:
    """A text as it goes into the full-text indexes: characters of scripts without spaces stand apart."""
    if text.isascii():
        return text
    return _SINGLE.sub(r" \1 ", text)


class _Folds(dict[int, str | int | None]):
    """Each character without case and diacritics, one for one, so that offsets hold."""

    def __missing__(self, code: int) -> int:
        lower = chr(code).casefold()
        if len(lower) != 1:
            lower = chr(code).lower()[:1]
        base = unicodedata.normalize("NFD", lower)[:1] if not 0xAC00 <= code <= 0xD7A3 else lower
        folded = self[code] = ord(base) if base else code
        return folded


_FOLDS = _Folds()


class Folded:
    """A text as the indexes see it, in which words are found at the offsets of the text itself.

    `text` has one character for each code point of the original, but for combining marks, which are dropped; `at` gives
    the offsets where there were any.
    """

    __slots__ = ("_at", "_length", "text")

    def __init__(self, original: str) -> None:
        self._length = len(original)
        self._at: list[int] | None = None
        if not original.isascii() and _combining(original):
            self._at = [i for i, c in enumerate(original) if not _COMBINING.match(c)]
            original = "".join(original[i] for i in self._at)
        self.text = _folded(original)

    def find(self, tokens: tuple[str, ...], *, prefix: bool = False) -> Iterator[tuple[int, int]]:
        """Where the tokens stand one after the other: (start, end) in the original text; with `prefix` the last may go on."""
        if not tokens:
            return
        text, first = self.text, tokens[0]
        at = text.find(first)
        while at >= 0:
            end = self._ends(at, tokens, prefix)
            if end is None:
                at = text.find(first, at + 1)
            else:
                yield self._original(at, end)
                at = text.find(first, end)

    def _ends(self, at: int, tokens: tuple[str, ...], prefix: bool) -> int | None:
        text = self.text
        if at and _joined(text[at - 1], text[at]):
            return None
        for n, token in enumerate(tokens):
            if n:
                while at < len(text) and not text[at].isalnum():
                    at += 1
            if not text.startswith(token, at):
                return None
            at += len(token)
            last = n == len(tokens) - 1
            if at < len(text) and _joined(text[at - 1], text[at]):
                if not (last and prefix):
                    return None
                while at < len(text) and _joined(text[at - 1], text[at]):
                    at += 1
        return at

    def _original(self, start: int, end: int) -> tuple[int, int]:
        if self._at is None:
            return start, end
        return self._at[start], self._at[end] if end < len(self._at) else self._length


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    if len(text.encode("utf-8", "replace")) < 1.2 * len(text):
        # A few other characters among many plain ones: looking at these alone is several times as fast.
        return _OTHERS.sub(lambda m: m[0].translate(_FOLDS), text).lower()
    return text.translate(_FOLDS)


_OTHERS = re.compile("[^\x00-\x7f]+")
_COMBINING = re.compile("[\u0300-\u0331]")  # those that the tokenizer takes off


def _combining(text: str) -> bool:
    return _COMBINING.search(text) is not None


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word."""
    return left.isalnum() and right.isalnum() and not (_SINGLE.match(left) or _SINGLE.match(right))


@lru_cache(maxsize=10_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text as the indexes hold them: folded, split where they split."""
    return tuple(_TOKEN.findall(Folded(text).text))
