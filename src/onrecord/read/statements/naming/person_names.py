"""Names of persons: their parts, and when two of them may be the same person.

A name is taken apart into given names and surname, with titles, forms of address and suffixes told apart.  Particles
belong to the surname ("van der Leyen"), and the surname's last word alone also calls its bearer.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from onrecord.read.statements.naming.lexicon import (
    FEMALE_WORDS,
    HONORIFICS,
    MALE_WORDS,
    NICKNAMES,
    PARTICLES,
    SHORT_TITLES,
    SUFFIXES,
)
from onrecord.read.statements.naming.token_view import strip_possessive

__all__ = ["Name", "compatible", "given_gender", "is_given", "learned", "parse", "title_gender"]

_QUOTED = re.compile(r"\s[“\"'‘(]([^”\"'’)]{2,30})[”\"'’)](?=\s|$)")


@cache
def learned() -> dict[str, Any]:
    """The table of given names and the ranker's weights (`training/statements/speakers.py`)."""
    data: dict[str, Any] = json.loads(
        (resources.files("onrecord") / "models" / "speakers.json").read_text(encoding="utf-8")
    )
    return data


@cache
def _given() -> dict[str, str]:
    names = learned()["names"]
    return {name: gender for gender in ("m", "f") for name in names[gender].split()}


def given_gender(given: str) -> str:
    """ "m", "f", or "" where a given name is unknown or borne by both."""
    low = given.casefold()
    found = _given().get(low, "")
    if not found and "-" in low:
        found = _given().get(low.split("-")[0], "")
    return found


def is_given(word: str) -> bool:
    """Whether a word is a given name, or the short form of one."""
    low = word.casefold()
    return bool(given_gender(low)) or low in NICKNAMES


def title_gender(words: tuple[str, ...] | list[str]) -> str:
    """The gender that titles and nouns tell ("Ms", "congresswoman"), "" if none or both do."""
    lows = {w.strip(".").casefold() for w in words}
    male, female = bool(lows & MALE_WORDS), bool(lows & FEMALE_WORDS)
    return "" if male == female else "m" if male else "f"


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart; all parts in lower case but `text`, the name as it is written, without titles.

    `surname` holds its particles; `short` is its last word.  A name of one word has it as `short` and `surname`, and no
    `given`.
    """

    text: str
    given: tuple[str, ...]
    surname: str
    short: str
    nick: str = ""
    titles: tuple[str, ...] = ()

    @property
    def full(self) -> bool:
        """Whether there is a given name (or an initial) and a surname."""
        return bool(self.given)

    @property
    def gender(self) -> str:
        """What title and given name tell."""
        told = title_gender(self.titles)
        if told:
            return told
        for part in self.given or (self.surname,):
            if len(part) > 2 and (found := given_gender(part)):
                return found if self.full or part == self.surname else ""
        return ""


@lru_cache(maxsize=4096)
def parse(text: str) -> Name:
    """Take a name apart."""
    text = " ".join(strip_possessive(text).split())
    nick = ""
    if found := _QUOTED.search(text):
        nick = found[1].casefold()
        text = (text[: found.start()] + text[found.end() :]).strip()
    words = [w.strip(",") for w in text.split() if w.strip(",")]
    titles: list[str] = []
    while len(words) > 1 and (low := words[0].strip(".").casefold()) in HONORIFICS | SHORT_TITLES:
        if low in PARTICLES and low not in HONORIFICS:
            break
        titles.append(low)
        words = words[1:]
    kept = list(words)
    while len(words) > 1 and words[-1].strip(".").casefold() in SUFFIXES:
        words = words[:-1]
    lows = [w.strip(".").casefold() for w in words] or [""]
    first = len(lows) - 1
    while first > 1 and lows[first - 1] in PARTICLES and not words[first - 1].endswith("."):
        first -= 1
    initial = len(lows[0]) == 1 and words[0].endswith(".")  # "E. Okoye", though "e" joins names too
    if first == 1 and lows[0] in PARTICLES and not given_gender(lows[0]) and not initial:
        first = 0  # "Van der Heide", where a sentence begins; but "Al" and "Ben" are given names too
    return Name(" ".join(kept), tuple(lows[:first]), " ".join(lows[first:]), lows[-1], nick, tuple(titles))


def _same_given(a: str, b: str) -> bool:
    if a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    if "." in a or "." in b:  # "J.K."
        return a[:1] == b[:1]
    return b in NICKNAMES.get(a, ())


def compatible(a: Name, b: Name) -> bool:
    """Whether two names can call the same person, their genders aside."""
    if a.full and b.full:
        if a.short != b.short:
            return False
        return any(_same_given(x, y) for x in a.given for y in b.given) or bool(
            (a.nick and a.nick in b.given) or (b.nick and b.nick in a.given)
        )
    one, other = (b, a) if a.full else (a, b)
    return one.surname in (other.surname, other.short, other.nick) or one.short == other.short
