"""Words as the full-text indexes hold them, and finding them again in the text.

Texts are folded here before they go into an index, and so are questions: case, diacritics, full and half width, and what nobody
sees count for nothing.  Letters and digits are words, everything else stands between them.  Scripts that are written without
spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese), and Korean, which writes particles onto them, are indexed
character by character, and a question's word of such a script is a phrase of characters: 北京 is found within 北京大学.

SQLite's `unicode61` cuts the folded text into the same words.  It takes the vowel signs of Indian and South-East Asian scripts for
spaces, so that กิน and กัน would be one word; in an index such signs stand as private-use letters (`coded`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from onrecord.characters import IGNORABLE

__all__ = ["Folded", "coded", "run_keys", "searchable", "words"]

# Thai, Lao, Khmer, Myanmar; kana, Han (also of the supplementary planes); syllables of Hangul.
_SINGLE_CLASS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_SINGLE = re.compile(f"([{_SINGLE_CLASS}])")
_CODED_FIRST, _CODED_LAST, _PRIVATE = 0x0900, 0x1AFF, 0xE000


def _signs() -> Iterator[int]:
    """The combining signs of scripts in which they are part of a word: Devanagari to Tai Tham."""
    for code in range(_CODED_FIRST, _CODED_LAST + 1):
        if unicodedata.category(chr(code))[0] == "M":
            yield code


_CODES = {code: _PRIVATE + code - _CODED_FIRST for code in _signs()}
_SIGN_CLASS = "".join(map(chr, _CODES))
_SIGN = re.compile(f"[{_SIGN_CLASS}]")
_TOKEN = re.compile(f"[{_SINGLE_CLASS}]|(?:[^\\W_{_SINGLE_CLASS}]|(?![{_SINGLE_CLASS}])[{_SIGN_CLASS}])+")

# What is left out of words: diacritics and marks of kana that stand by themselves, Hebrew points, Arabic vowel signs and lengthening strokes, and what
# nobody sees.  A zero-width non-joiner parts an Arabic or Persian word from its endings, as others write a space there.
_DROPPED_CLASS = (
    "\u3099\u309a\uff9e\uff9f\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    f"\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed{IGNORABLE}"
)
_MAYBE_DROPPED = re.compile(f"[{_DROPPED_CLASS}]")
_DROPPED = re.compile(
    f"(?!\u200c)[{_DROPPED_CLASS}]|(?<![\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe])\u200c"
)
_VOICING = re.compile("[\u3099\u309a\uff9e\uff9f]")  # marks of kana
_VOICED = re.compile("(.)([\u3099\u309a\uff9e\uff9f])")  # and what they belong to
_OWN_LETTERS = frozenset("йўїґ")  # no forms of others, though Unicode takes them apart


def coded(text: str) -> str:
    """A folded text as it stands in an index."""
    if text.isascii() or _SIGN.search(text) is None:
        return text
    return text.translate(_CODES)


def searchable(text: str) -> str:
    """A text as it goes into the full-text indexes: folded, characters of scripts without spaces apart."""
    folded = Folded(text).text
    if folded.isascii():
        return folded
    return coded(_SINGLE.sub(r" \1 ", folded))


class _Folds(dict[int, str | int | None]):
    """Each character without case, width and diacritics, one for one, so that offsets hold."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        if len(wide := unicodedata.normalize("NFKC", char)) == 1:
            char = wide
        lower = char.casefold()
        if len(lower) != 1:
            lower = char.lower()[:1]
        parts = unicodedata.normalize("NFD", lower)
        if lower not in _OWN_LETTERS and all("\u0300" <= c <= "\u036f" for c in parts[1:]):
            lower = parts[:1]
        folded = self[code] = ord(lower) if lower else code
        return folded


_FOLDS = _Folds()


class Folded:
    """A text as the indexes see it, in which words are found at the offsets of the text itself.

    `text` has one character for each code point of the original, but for those that are left out; `_at` gives the offsets where
    there were any.
    """

    __slots__ = ("_at", "_length", "text")

    def __init__(self, original: str) -> None:
        self._length = len(original)
        self._at: list[int] | None = None
        if not original.isascii():
            if _VOICING.search(original):
                original = _VOICED.sub(_composed, original)
            if _MAYBE_DROPPED.search(original) and (gone := [m.start() for m in _DROPPED.finditer(original)]):
                left = set(gone)
                self._at = [i for i in range(len(original)) if i not in left]
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
                while at < len(text) and not _of_word(text[at]):
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


def _composed(m: re.Match[str]) -> str:
    """A kana with its mark as one character, and one that is left out in place of the mark."""
    whole = unicodedata.normalize("NFKC", m[0])
    return f"{whole}\u200b" if len(whole) == 1 else m[0]


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    if len(text.encode("utf-8", "replace")) < 1.2 * len(text):
        # A few other characters among many plain ones: looking at these alone is several times as fast.
        return _OTHERS.sub(lambda m: m[0].translate(_FOLDS), text).lower()
    return text.translate(_FOLDS)


_OTHERS = re.compile("[^\x00-\x7f]+")


def _of_word(c: str) -> bool:
    return c.isalnum() or ord(c) in _CODES


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word."""
    return _of_word(left) and _of_word(right) and not (_SINGLE.match(left) or _SINGLE.match(right))


@lru_cache(maxsize=10_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text as the indexes hold them: folded, split where they split."""
    return tuple(_TOKEN.findall(Folded(text).text))


def run_keys(text: str) -> frozenset[str]:
    """What an index of names is asked by for words of scripts that are taken character by character: a key for each character."""
    return frozenset(f"3{token}" for token in words(text) if _SINGLE.match(token))
