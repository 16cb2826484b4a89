"""Names in the narration between quotations: which words with capitals call a person, as a pronoun behind them needs to know.

What opens a sentence has a capital whatever it is; prepositions, offices and the page's other uses of a word tell.
"""

from __future__ import annotations

from onrecord.read.statements.naming.name_index import NameIndex
from onrecord.read.statements.naming.person_names import given_gender
from onrecord.read.statements.quoting.cue_lexicon import Cues, cues_of, words
from onrecord.records import Span

__all__ = ["behind_preposition", "called_alone", "only_opens", "opens", "without_opener"]

_NEAR = 30_000  # characters of a text in which names are counted


def behind_preposition(text: str, left: int, right: int, cues: Cues) -> int:
    """Where a sentence begins, without a preposition at its head: "Enligt Mikael Stråle", "Ifølge Ali Rahimi"."""
    first = next(words(text, left, right), None)
    if first is None:
        return left
    low = first.of(text).lower()
    named = low in cues.according or any(p.split()[0] == low for p in cues.according)
    return first.end if named and first.end < right else left


def opens(names: NameIndex, left: int, name: Span) -> bool:
    """Whether two words with capitals open a sentence and are nowhere a place: "Anneli Wik driver öns enda affär."""
    text, cues = names.text, cues_of(names.language)
    if names.code == "de" or len(text[left : name.start].split()) > 1 or len(name.of(text).split()) > 5:
        return False
    behind = next(words(text, name.end, min(len(text), name.end + 40)), None)
    if behind is None or not behind.of(text)[:1].islower() or text[name.end : behind.start].strip():
        return False
    said, at = name.of(text), -1
    for _ in range(8):
        at = text.find(said, at + 1, _NEAR)
        if at < 0:
            return True
        before = text[max(0, at - 20) : at].split()[-1:]
        if before and before[0].lower() in cues.prepositions and text[at - 1 : at] == " ":
            return False
    return True


def only_opens(text: str, left: int, name: Span) -> bool:
    """Whether a word has its capital from the sentence that it opens, for all that one can see: a small word follows it."""
    behind = next(words(text, name.end, min(len(text), name.end + 40)), None)
    return (
        not any(c.isalnum() for c in text[left : name.start])
        and behind is not None
        and behind.of(text)[:1].islower()
        and not text[name.end : behind.start].strip()
    )


def without_opener(names: NameIndex, left: int, name: Span) -> Span | None:
    """A name of three words or more that opens a sentence without the first, which may be a noun: "Kunden Birthe Holm".

    `None` where the first word is a given name, or where the page has all of them inside a sentence as well.
    """
    text = names.text
    found = list(words(text, name.start, name.end))
    if names.code == "de" or len(found) < 3 or any(c.isalnum() for c in text[left : name.start]):
        return None
    if given_gender(found[0].of(text)) or not found[1].of(text)[:1].isupper():
        return None
    said, at = name.of(text), -1
    for _ in range(8):
        at = text.find(said, at + 1, _NEAR)
        if at < 0:
            break
        before = text[max(0, at - 3) : at].rstrip(" ")[-1:]
        if before and before not in "\n.!?":
            return None
    return Span(found[1].start, name.end)


def called_alone(names: NameIndex, name: str) -> bool:
    """Whether the page calls the bearer of an unknown name by a part of it, as it does with people."""
    if names.code == "de":
        return False  # "Mögliche Szenarien": nouns have capitals too
    first, *_, last = name.split()
    text = names.text[:_NEAR]
    whole = text.count(name)
    return any(len(part) > 2 and text.count(part) > whole for part in (first, last))
