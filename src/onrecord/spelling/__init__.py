"""Words as the full-text indexes hold them (`words`), and names by their sound (`sounds`)."""

from onrecord.spelling.sounds import (
    RULES,
    index_keys,
    name_keys,
    name_tokens,
    names_in,
    query_keys,
    sounding,
    spelling_keys,
)
from onrecord.spelling.words import Folded, coded, run_keys, searchable, words

__all__ = [
    "RULES",
    "Folded",
    "coded",
    "index_keys",
    "name_keys",
    "name_tokens",
    "names_in",
    "query_keys",
    "run_keys",
    "searchable",
    "sounding",
    "spelling_keys",
    "words",
]
