"""The texts of a page as their readers were meant to see them: mended where the page was encoded twice, without what nobody sees.

Texts are cleaned where they are taken from the parsed page, not in its source: offsets in the source and element paths stay true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from onrecord.characters import IGNORABLE, visible
from onrecord.read.mojibake import Mending, mending, suspect
from onrecord.records import Note

__all__ = ["Cleaner", "cleaner"]

_IGNORABLE = re.compile(f"[{IGNORABLE}]")
# In JSON, letters may be written by their numbers; those of surrogates, controls and ASCII stay as they are.
_ESCAPE = re.compile(r"(?<!\\)\\u(?!00[0-9]|[dD][89a-fA-F])([0-9a-fA-F]{4})")
# The blocks that ignorable characters stand in, as JSON and as HTML write them; what else is in them does no harm.
_ESCAPED = re.compile(r"\\u(?:00[aA][dD]|20[0-6]|[fF][eE]0|[fF][eE][fF]|180|034|061)")
_REFERENCE = re.compile(
    r"&(?:#0*(?:173|847|1564|615[5-9]|820[3-7]|823[4-8]|82[89][0-9]|830[0-3]|65279|650[23][0-9]|91[789][0-9]{3})\b"
    r"|#[xX]0*(?:[aA][dD]|34[fF]|61[cC]|180[b-fB-F]|20[0-6][0-9a-fA-F]|[fF][eE]0[0-9a-fA-F]|[fF][eE][fF]{2}|[eE]0[01][0-9a-fA-F]{2})\b"
    r"|shy|zwn?j|lrm|rlm|ZeroWidthSpace|Negative\w+Space|NoBreak|InvisibleTimes|InvisibleComma|ApplyFunction|it;|ic;|af;)"
)
_CODEC_NAMES = {
    "cp1252": "windows-1252",
    "cp1251": "windows-1251",
    "cp1250": "windows-1250",
    "mac_roman": "macintosh",
}


class Cleaner:
    """Cleans the texts of one page, and counts what it leaves out."""

    def __init__(self, mends: Mending | None) -> None:
        self._mending = mends
        self._dropped = 0

    def __call__(self, text: str, before: str = "") -> str:
        """`text` as it is seen; `before` is the character that stands before it in its block, "" for none."""
        if text.isascii():
            return text
        if self._mending is not None:
            text = self._mending.mend(text)
        seen = visible(text, before)
        self._dropped += len(text) - len(seen)
        return seen

    @staticmethod
    def escapes(script: str) -> bool:
        """Whether a script that holds JSON may write ignorable characters by their numbers."""
        return "\\u" in script and _ESCAPED.search(script) is not None

    def json(self, script: str) -> str:
        """The same of a script that holds JSON."""
        if "\\u" in script:
            script = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), script)
        return self(script)

    def notes(self) -> list[Note]:
        """What was done to the texts so far."""
        out = []
        if self._mending is not None:
            ways = " and ".join(_CODEC_NAMES[c] for c in self._mending.codecs)
            times = "twice" if len(self._mending.codecs) == 1 else f"{len(self._mending.codecs) + 1} times"
            why = f"the page was encoded {times}, by way of {ways}; read as it was meant"
            out.append(Note("text", f"{self._mending.words} damaged words", why))
        if self._dropped:
            why = "left out: soft hyphens, zero-width characters and the like, which nobody sees"
            out.append(Note("text", f"{self._dropped} invisible characters", why))
        return out


def cleaner(source: str, codes: Any, texts: Iterable[str]) -> Cleaner | None:
    """What cleans the texts of a page, `None` if there is nothing to clean but perhaps in JSON (see `Cleaner.escapes`).

    `codes` are the code points of the source as an array; `texts` are its texts, which are looked at only if the source gives cause.
    """
    import numpy as np

    beyond = np.flatnonzero(codes[:-1] > 0x7F)
    references = np.flatnonzero(codes[:-2] == ord("&"))
    mends = mending(texts) if suspect(source, codes, beyond, references) else None
    if mends is None and not _holds(source, codes, beyond, references):
        return None
    return Cleaner(mends)


def _holds(source: str, codes: Any, beyond: Any, references: Any) -> bool:
    """Whether a page holds ignorable characters, or writes some by their names or numbers."""
    import numpy as np

    if len(beyond) and _table()[np.minimum(codes[beyond], 0xFFFF)].any():
        return True
    if _IGNORABLE.match(source, len(source) - 1):
        return True
    second = np.minimum(codes[references + 1], 127)
    return any(_REFERENCE.match(source, i) for i in references[_seconds()[second]].tolist())


@cache
def _seconds() -> Any:
    """With what references to ignorable characters go on after "&"."""
    import numpy as np

    table = np.zeros(128, bool)
    table[[ord(c) for c in "#slrzZNIaA"]] = True
    return table


@cache
def _table() -> Any:
    """Which code points of the basic plane are ignorable; the last one stands for all of the other planes."""
    import numpy as np

    table = np.zeros(0x10000, bool)
    table[[ord(c) for c in map(chr, range(0xFFFF)) if _IGNORABLE.match(c)]] = True
    table[0xFFFF] = True
    return table
