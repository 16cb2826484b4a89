"""Text as browsers look it through for a text fragment: compared loosely, in whole words, in runs that nothing interrupts.

Two texts that `folded` tells apart are told apart by a browser too; the reverse need not hold, and costs a longer link only.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from onrecord.records import Span

__all__ = ["Text", "Unit", "folded"]


# -- as browsers compare ---------------------------------------------------------------------------------------------
_QUOTES = {**dict.fromkeys("‘’‚‛′ʹ`´׳", "'"), **dict.fromkeys("“”„‟″״", '"')}


class _Folds(dict[int, str]):
    """What each character becomes.  It is worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        c = chr(code)
        out = "".join(_bare(x) for x in unicodedata.normalize("NFKD", c.casefold()))
        self[code] = out = out.casefold()
        return out


# Letters with a stroke do not decompose; to a browser the stroke is an accent.
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ƀ": "b", "ɨ": "i", "ƶ": "z"}
)


def _bare(c: str) -> str:
    if c in _QUOTES:
        return _QUOTES[c]
    if c.isspace():
        return " "
    kind = unicodedata.category(c)
    if unicodedata.combining(c) or kind in ("Cf", "Cc", "Cs") or "\ufe00" <= c <= "\ufe0f" or c in "ـ\u034f":
        return ""
    if "ァ" <= c <= "ヶ":  # browsers compare the two syllabaries as one but for voicing
        return chr(ord(c) - 0x60)
    return c.translate(_STROKES)


_FOLDS = _Folds()


def folded(text: str) -> str:
    """`text` as a browser compares it: what two texts share after this, a text fragment may not tell apart.

    White space becomes single blanks, none at either end.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().replace("`", "'").split())
    return " ".join(text.translate(_FOLDS).split())


# -- where words begin and end ---------------------------------------------------------------------------------------
class _Kinds(dict[int, str]):
    """The kind of each character, as one letter: see `_UNIT`."""

    def __missing__(self, code: int) -> str:
        c, kind = chr(code), unicodedata.category(chr(code))
        if c.isspace():
            out = "s"
        elif kind == "Nd":
            out = "d"
        elif kind[0] in "LM" or kind in ("Nl", "No", "Pc", "Cf") or c == "・":
            out = "w"
        elif c in "'’.·‧-‐‑–—/&@＇．":
            out = "m"
        elif c == ":":
            out = "k"
        elif c in ",;，":
            out = "n"
        elif c in "«‹":
            out = "o"
        elif c in "»›!?%€":
            out = "c"
        else:
            out = "p"
        self[code] = out
        return out


_KINDS = _Kinds()
_MOST = 200_000  # code points of one block
# A word with what joins its parts (m, k; between digits also n, and a blank).  In French a narrow blank, which
# to a browser is part of a word, stands between words and their guillemets or marks; readings hold plain blanks.
_UNIT = re.compile(r"(?:os)?([wd]+(?:(?:[mk]|(?<=d)[ns](?=d))[wd]+)*)(?:s[cnk])?")
# Scripts that have no blanks between words: Thai, Lao, Khmer, Burmese, kana, Han.
_SOLID = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that are never cut: a word, or what stands between two marks where words have no blanks.

    `start` to `end` is what a term takes; `core` is the same without marks that come with it.  `before` and `after` are where
    the whole word begins and ends, if only a part of it belongs to the passage.
    """

    start: int
    end: int
    core: Span
    solid: bool
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class Text:
    """One block of a page: its text, where it stands in the text of the article (`None` if it does not), its links.

    `span` counts in `Article.text`; `links` count in `text`.  `opening` says that it is one of the first of the story.
    """

    text: str
    span: Span | None = None
    links: tuple[Span, ...] = ()
    opening: bool = False

    @cached_property
    def units(self) -> list[Unit]:
        """The words, none of a block that is so long that it is no text to be read."""
        out: list[Unit] = []
        if len(self.text) > _MOST:
            return out
        for m in _UNIT.finditer(self.text.translate(_KINDS)):
            core = Span(*m.span(1))
            out.append(Unit(m.start(), m.end(), core, _SOLID.search(core.of(self.text)) is not None))
        return out

    @cached_property
    def lines(self) -> list[int]:
        """Where line breaks stand."""
        return [m.start() for m in re.finditer("\n", self.text)]

    @cached_property
    def edges(self) -> list[int]:
        """Where a run of text may end, beside line breaks: at the ends of links, and behind a first letter."""
        out = {x for link in self.links for x in (link.start, link.end)}
        # Where words have no blanks the first unit is a whole clause, too much to pass over in all blocks.
        if self.units and (self.opening or not self.units[0].solid):
            out.add(self.units[0].core.start + 1)
        return sorted(out)

    def runs(self, start: int, end: int, careful: bool) -> bool:
        """Whether what stands from `start` to `end` is one run of text, as far as is known."""
        return not any(
            bisect_left(xs, end) > bisect_right(xs, start)
            for xs in ((self.lines, self.edges) if careful else (self.lines,))
        )
