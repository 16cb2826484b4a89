"""Text to windows of word pieces, as the encoder takes them; the same code for training and for reading.

The encoder's vocabulary is BERT's (WordPiece: Wu et al. 2016; Devlin et al. 2019), lower case without accents.  What
that loses is given beside it: `FEATURES` numbers a piece tell of capitals, quotation marks and paragraphs.  A
window holds whole paragraphs: attributions hardly ever leave their paragraph, so windows need not overlap, and can be
short, which attention pays for by the square.

The library `tokenizers` would give the same pieces, but brings a client for downloads along; a dictionary of words
that were seen already makes these few lines as fast.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["FEATURES", "LONGEST", "WINDOW", "Piece", "Vocabulary", "Window", "paragraph_numbers", "windows"]

WINDOW = 144  # pieces that paragraphs are put together up to, the two at the ends ([CLS], [SEP]) included
LONGEST = 256  # pieces of a window with one paragraph only; a longer paragraph is cut
_WORD = re.compile(r"[^\W_]+|[^\s]")
_LONGEST = 100  # characters of a word; BERT's own limit
_CACHED = 100_000  # words

_OPENING = {"“": "”", "«": "»", "„": "“”", "‹": "›", "「": "」", "『": "』"}
_CLOSING = frozenset("”»›」』")
_ENDS = frozenset('.!?…:"”»’)')

#: How many numbers describe a piece; see `_paragraph`.
FEATURES = 14


class Vocabulary:
    """BERT's word pieces; `pieces(word)` gives (id, start, end) with offsets in the word."""

    def __init__(self, words: Sequence[str]) -> None:
        self.ids = {w: i for i, w in enumerate(words)}
        self.unknown, self.cls, self.sep = (self.ids[w] for w in ("[UNK]", "[CLS]", "[SEP]"))
        self._seen: dict[str, tuple[tuple[int, int, int], ...]] = {}

    def pieces(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The longest pieces first, from the left; one unknown piece for a word without."""
        if len(word) > _LONGEST:
            return ((self.unknown, 0, len(word)),)
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= _CACHED:
                self._seen.clear()
            found = self._seen[word] = tuple(self._split(word))
        return found

    def _split(self, word: str) -> Iterable[tuple[int, int, int]]:
        plain, at = [], []
        for i, c in enumerate(word):
            for d in unicodedata.normalize("NFD", c.lower()):
                if unicodedata.category(d) != "Mn":
                    plain.append(d)
                    at.append(i)
        text, start = "".join(plain), 0
        if not text or len(text) > _LONGEST:
            return [(self.unknown, 0, len(word))]
        out: list[tuple[int, int, int]] = []
        while start < len(text):
            end = len(text)
            while end > start:
                known = self.ids.get(text[start:end] if start == 0 else "##" + text[start:end])
                if known is not None:
                    break
                end -= 1
            else:
                return [(self.unknown, 0, len(word))]
            out.append((known, at[start], at[end - 1] + 1))
            start = end
        return out


class Piece(NamedTuple):
    """One word piece: its id, its code points in the text, and its numbers."""

    id: int
    start: int
    end: int
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of pieces that the encoder sees at once."""

    pieces: tuple[Piece, ...]


def _paragraph(text: str, start: int, end: int, vocabulary: Vocabulary) -> list[Piece]:
    """The pieces of one line of the text."""
    line = text[start:end]
    stripped = line.rstrip()
    short = 1.0 if len(stripped) < 120 and stripped[-1:] not in _ENDS else 0.0
    out: list[Piece] = []
    closing = ""  # the marks that would close the quotation that is open
    single = False
    first_word = True
    for match in _WORD.finditer(line):
        word, at = match.group(), match.start()
        opens = closes = 0.0
        inside = 1.0 if closing else 0.0
        if closing and word in closing:
            closes, closing = 1.0, ""
        elif not closing and word in _OPENING:
            opens, closing, inside = 1.0, _OPENING[word], 1.0
        elif not closing and word == '"':
            opens, closing, inside = 1.0, '"”', 1.0
        elif word in _CLOSING:
            closes = 1.0
        before = line[at - 1] if at else " "
        after = line[at + len(word)] if at + len(word) < len(line) else " "
        in_single = single
        if word in "‘'" and not before.isalnum() and after.isalnum():
            single = in_single = True
        elif word in "’'" and single and not after.isalnum():
            single = False
        upper = word[0].isupper()
        numbers = (
            float(upper),
            float(len(word) > 1 and word.isupper()),
            float(word[0].isdigit()),
            float(before.isspace() or before == "\n"),
            0.0,  # set below, for the first piece only
            inside,
            opens,
            closes,
            float(in_single),
            short,
            float(upper and not first_word),
            float(after.isspace()),
        )
        for k, (id_, a, b) in enumerate(vocabulary.pieces(word)):
            s = start + at
            out.append(Piece(id_, s + a, s + b, (*numbers, float(k == 0), 0.0)))
        first_word = word in ".!?…:" or (first_word and not word[0].isalnum())
    if out:  # the first piece of the paragraph and its last one have a number of their own
        first = out[0]
        out[0] = Piece(first.id, first.start, first.end, (*first.features[:4], 1.0, *first.features[5:]))
        last = out[-1]
        out[-1] = Piece(last.id, last.start, last.end, (*last.features[:-1], 1.0))
    return out


def _cut(pieces: list[Piece], text: str, room: int) -> int:
    """How many pieces of a paragraph that is longer than a window to take: up to a sentence's end if there is one."""
    for k in range(room, room // 2, -1):
        if text[pieces[k - 1].start] in ".!?。！？" and pieces[k].start > pieces[k - 1].end:
            return k
    return room


def windows(
    text: str, vocabulary: Vocabulary, *, size: int = WINDOW, sizes: Iterator[int] | None = None
) -> Iterator[Window]:
    """The text as windows of whole paragraphs, each of at most `size` pieces, the two at the ends included.

    A paragraph of up to `LONGEST` pieces is a window of its own; of a longer one, so are its parts.

    `sizes` gives each window's own size (training varies where windows begin).
    """
    held: list[Piece] = []
    room = (next(sizes) if sizes else size) - 2
    at = 0
    for line in text.split("\n"):
        pieces = _paragraph(text, at, at + len(line), vocabulary)
        at += len(line) + 1
        while pieces:
            if len(held) + len(pieces) <= room:
                held += pieces
                break
            if held:
                yield Window(tuple(held))
                held = []
            else:
                k = len(pieces) if len(pieces) <= LONGEST - 2 else _cut(pieces, text, LONGEST - 2)
                yield Window(tuple(pieces[:k]))
                pieces = pieces[k:]
            room = (next(sizes) if sizes else size) - 2
    if held:
        yield Window(tuple(held))


def paragraph_numbers(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """The number of each piece's paragraph."""
    out, n = [], -1
    for p in pieces:
        n += p.features[4] > 0 or n < 0
        out.append(n)
    return tuple(out)
