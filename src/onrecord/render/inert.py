"""Page text made harmless for where it is shown.

Text from strangers may hold control characters that move a terminal's cursor, or marks that turn the direction
of what follows.  They are taken out of what is shown; the records keep them.
"""

from __future__ import annotations

import re

__all__ = ["inert", "inert_json"]

# C0 and C1 controls but tab and newline, and the embeddings, overrides and isolates of bidirectional text
# (Unicode UAX 9), which could make words appear in another place.
_DANGEROUS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")


def inert(text: str) -> str:
    """`text` without characters that act on the terminal."""
    return _DANGEROUS.sub("", text)


def inert_json(text: str) -> str:
    """JSON in which such characters are escaped: nothing is lost, and nothing acts on a terminal that shows it."""
    # Outside of strings JSON has none of them.
    return _DANGEROUS.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
