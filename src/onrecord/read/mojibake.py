"""Pages that were encoded twice: found, and read as they were meant.

UTF-8 that some system on the way took for an encoding of single bytes, and encoded again, shows "donâ€™t" for "don’t", "MÃ¼ller"
for "Müller", "Ð¿Ñ€Ð¸" or "РїСЂРё" for "при".  Such a text can be told from others because what it shows is UTF-8 once more, which
letters in their natural order hardly ever are.  It is decided for a page as a whole: one damaged word in quotation marks is what an
article on the matter shows, and "ß“" ends a quotation in German.  So at least three damaged words in two texts are asked for, and
they must be a good part of all that is no ASCII.  A page may have been through it several times.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

__all__ = ["Mending", "mending", "suspect"]

#: What systems take UTF-8 for: Western, Cyrillic and Central European Windows, and the old Macintosh.
_CODECS = ("cp1252", "cp1251", "cp1250", "mac_roman")
_MOST_TIMES = 3
_LEAST_WORDS, _LEAST_TEXTS = 3, 2
_LONG_WORD = 6  # characters of three bytes that stand together, for which one word is counted
_SHARE = 0.2  # of the letters beyond ASCII: a page may have a right frame around a damaged story
_MOST_TEXTS, _MOST_CHARS = 20_000, 2_000_000  # what is looked at to decide
_REFERENCES = ("&acirc;", "&Atilde;", "&Acirc;", "&ETH;", "&#226;", "&#195;", "&#194;", "&#208;")
_SPACE = re.compile("[ \t\n\r]+")  # no-break spaces are following bytes
_MARKS = "‘’“”„‚«»–—…"
_OPENS, _CLOSES = "\"'“”‘’«»„([", "\"'“”‘’«»)]"


@cache
def _characters(codec: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """(the byte of each character, the character of each byte) as a system shows bytes of an encoding.

    Bytes that stand for nothing are shown as the controls of Latin-1, as browsers do.
    """
    shown = []
    for byte in range(256):
        try:
            shown.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            shown.append(chr(byte))
    of = {c: b for b, c in enumerate(shown) if b >= 0x80}
    if codec == "cp1252":
        of |= {chr(b): b for b in range(0x80, 0xA0)}  # what took it for Latin-1
    return of, tuple(shown)


@dataclass(frozen=True, slots=True)
class _Pattern:
    codec: str
    sequence: re.Pattern[str]  # the first group is none where only a part of a sequence is left

    def mend(self, text: str) -> str:
        """`text` with each sequence read as it was meant."""
        return self.sequence.sub(self._one, text)

    def _one(self, m: re.Match[str]) -> str:
        if m[1] is None:  # "â€" alone: the third byte of a closing quotation mark (9D) got lost
            return {"â€": "”", "Ã": "à", "Â": ""}[m[0]]
        of, _ = _characters(self.codec)
        try:
            return bytes(of[c] for c in m[0]).decode("utf-8")
        except UnicodeDecodeError:
            return m[0]


@cache
def _pattern(codec: str) -> _Pattern:
    of, _ = _characters(codec)

    def class_(first: int, last: int) -> str:
        return "[" + "".join(re.escape(c) for c, b in of.items() if first <= b <= last) + "]"

    following = class_(0x80, 0xBF)
    whole = f"{class_(0xC2, 0xDF)}{following}|{class_(0xE0, 0xEF)}{following}{{2}}|{class_(0xF0, 0xF4)}{following}{{3}}"
    # No-break spaces (A0) that became spaces leave their first byte: "Ã " is "à" before a word.
    lost = rf"|â€(?!{following})|Ã(?= )|Â(?= )" if codec == "cp1252" else ""
    return _Pattern(codec, re.compile(f"({whole}){lost}"))


@dataclass(frozen=True, slots=True)
class Mending:
    """How the texts of a page are read as they were meant: through which encodings it went, the last first."""

    patterns: tuple[_Pattern, ...]
    words: int  # damaged words that were found

    @property
    def codecs(self) -> tuple[str, ...]:
        """The encodings by their names in Python."""
        return tuple(p.codec for p in self.patterns)

    def mend(self, text: str) -> str:
        """A text as it was meant.  One that holds more right letters than damaged ones is left as it is."""
        if text.isascii():
            return text
        for pattern in self.patterns:
            damaged, right = _counts(pattern, text)
            if not damaged or right > damaged:
                break
            text = pattern.mend(text)
        return text


def suspect(source: str, codes: Any, beyond: Any, references: Any) -> bool:
    """Whether a page may be damaged: a quick look at its source that passes nothing over.

    `codes` are its code points as an array, `beyond` where those beyond ASCII stand, `references` where "&" stands, both but for
    the end of the source.
    """
    import numpy as np

    if len(beyond):
        first, following = _tables()
        both = first[np.minimum(codes[beyond], 0xFFFF)]
        at = beyond[both > 0]
        both = both[both > 0] & following[np.minimum(codes[at + 1], 0xFFFF)]
        both = both[both > 0]
        if any(int(np.count_nonzero(both & bit)) >= _LEAST_WORDS for bit in (1, 2, 4, 8)):
            return True
    # Or it writes characters that first bytes are shown as by their names or numbers.
    starts = _starts()
    second, third = (np.minimum(codes[references + n], 127) for n in (1, 2))
    return any(source.startswith(_REFERENCES, i) for i in references[starts[second] & starts[third]].tolist())


@cache
def _starts() -> Any:
    """Which characters of ASCII stand second or third in one of the references."""
    import numpy as np

    table = np.zeros(128, bool)
    table[[ord(c) for r in _REFERENCES for c in r[1:3]]] = True
    return table


@cache
def _tables() -> tuple[Any, Any]:
    """For each character, as bits: in which encodings it is a first byte of UTF-8, and in which a following one."""
    import numpy as np

    first, following = np.zeros(0x10000, np.uint8), np.zeros(0x10000, np.uint8)
    for n, codec in enumerate(_CODECS):
        for c, byte in _characters(codec)[0].items():
            if 0xC2 <= byte <= 0xF4:
                first[ord(c)] |= 1 << n
            elif byte <= 0xBF:
                following[ord(c)] |= 1 << n
    return first, following


def mending(texts: Iterable[str]) -> Mending | None:
    """How the texts of a page are to be mended, `None` if they are right."""
    looked: list[str] = []
    left = _MOST_CHARS
    for text in texts:
        if not text.isascii():
            looked.append(text)
            left -= len(text)
            if left < 0 or len(looked) >= _MOST_TEXTS:
                break
    patterns: list[_Pattern] = []
    words = 0
    while len(patterns) < _MOST_TIMES:
        found = [(n, p) for p in map(_pattern, _CODECS) if (n := _damaged_words(p, looked))]
        if not found:
            break
        n, pattern = max(found, key=lambda x: x[0])
        words = words or n
        patterns.append(pattern)
        looked = [t for t in map(Mending((pattern,), n).mend, looked) if not t.isascii()]
    return Mending(tuple(patterns), words) if patterns else None


def _counts(pattern: _Pattern, text: str) -> tuple[int, int]:
    """(sequences, letters and quotation marks beyond ASCII outside of them)."""
    if pattern.sequence.search(text) is None:
        return 0, sum(1 for c in text if c > "\x7f" and (c.isalpha() or c in _MARKS))
    rest = pattern.sequence.sub("", text)
    damaged = sum(1 for whole in pattern.sequence.findall(text) if whole)
    return damaged, sum(1 for c in rest if c > "\x7f" and (c.isalpha() or c in _MARKS))


def _damaged_words(pattern: _Pattern, texts: Sequence[str]) -> int:
    """How many words of the texts are damaged, 0 if the page is not to be taken for damaged."""
    words = quoted = sequences = within = elsewhere = holding = odd = 0
    different: set[str] = set()
    for text in texts:
        damaged, right = _counts(pattern, text)
        if not damaged:
            elsewhere += right
            continue
        holding += 1
        sequences += damaged
        within += right
        for word in _SPACE.split(text):
            found = pattern.sequence.findall(word)
            if not any(found):
                continue
            # Chinese and Japanese have no spaces between words; their characters have three bytes.
            words += max(1, sum(len(f) == 3 for f in found) // _LONG_WORD)
            different.add(word)
            bare = word.rstrip(".,;:!?")
            quoted += len(bare) > 2 and bare[0] in _OPENS and bare[-1] in _CLOSES
            mended = pattern.mend(word)
            # A word that was encoded twice by the same way is odd until the second step.
            odd += not _likely(mended) and not _likely(pattern.mend(mended))
    fits = (
        words >= _LEAST_WORDS
        and len(different) >= _LEAST_TEXTS
        and holding >= _LEAST_TEXTS
        and within <= sequences / 2
        and sequences >= _SHARE * elsewhere
        and quoted <= words / 2
        and odd <= words / 4
    )
    return words if fits else 0


def _likely(word: str) -> bool:
    """Whether a mended word may be one: "Spaߓ" and "CAFɮ" are what right words turn into.

    Controls pass, since a word that was encoded twice is full of them after one step.
    """
    before = ""
    for c in word:
        if c > "\x9f":
            kind = unicodedata.category(c)
            if kind in ("Co", "Cn", "Cs"):
                return False
            if kind[0] in "LM" and before[-1:].isascii() and before[-1:].isalpha():
                if not unicodedata.name(c, "").startswith(("LATIN", "COMBINING")):
                    return False
                if kind == "Ll" and len(before) == 2 and before.isupper() and before.isascii():
                    return False
        before = (before + c)[-2:]
    return True
