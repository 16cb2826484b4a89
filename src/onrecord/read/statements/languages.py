"""Which texts the network can read: English ones, by the page's language, and by the commonest words where it is not known."""

from __future__ import annotations

import re

__all__ = ["has_network"]

_WORD = re.compile(r"[a-z]+", re.I)
_ENGLISH = frozenset(
    "the of and to in a is that for it on was with as by at from this have not are were be he they said".split()
)


def has_network(language: str | None, text: str) -> bool:
    """Whether a network reads this text; in all other languages statements are found by quotation marks and layout.

    `language` is a code ("de", "pt-BR"), `None` if the page does not say.
    """
    if language:
        return language.lower().split("-")[0].split("_")[0] == "en"
    words = [w.lower() for w in _WORD.findall(text[:5000])]
    return bool(words) and sum(w in _ENGLISH for w in words) > 0.15 * len(words)
