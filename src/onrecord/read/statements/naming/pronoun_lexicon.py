"""Pronouns of other languages than English: whether they call one person, and whether it can be a certain one."""

from __future__ import annotations

import re

from onrecord.read.statements.naming.person_names import parse

__all__ = ["may_call"]

#: Pronouns that call one person, and the gender that they tell.
_ONE_PERSON = {
    **dict.fromkeys("er il él ell lui ele hij han on el он він той αυτός هو הוא 他 彼".split(), "m"),
    **dict.fromkeys(
        "sie elle ella lei ela zij ze hon hun ona ea она вона тя αυτή هي היא 她 彼女 그녀".split(), "f"
    ),
    **dict.fromkeys("hän ő o او وی 그".split(), ""),
}
#: Those that call many as well, as the verb tells: "sagten sie", "zeiden ze".
_OR_MANY = frozenset("sie zij ze".split())
#: Given names that men and women bear in different languages: what English knows of them says nothing in others.
_BORNE_BY_BOTH = frozenset(
    "andrea ariel camille carol dana daniele dominique elia emanuele gabriele ira jan janne jani jean jesse joan jocelyn kim "
    "laurence luca marian mattia michele mika nicola nikita noel raffaele robin sasha simone toni valentine".split()
)
#: Surnames of Slavic languages have a form for men and one for women.
_HERS = re.compile(r"(?:[оеё]ва|[иы]на|ая|[сц]ька|[oe]v[aá]|[sc]k[aá])$")
_HIS = re.compile(r"(?:[оеё]в|[иы]н|[сц]ький|[сц]кий|[sc]k[iý])$")


def may_call(pronoun: str, verb: str, name: str, language: str) -> bool:
    """Whether a pronoun, beside a verb of speech, may call the person who spoke before, by all that is known."""
    if pronoun not in _ONE_PERSON or (pronoun == "on" and language.startswith("fr")):  # "dit-on" is everybody
        return False
    if pronoun in _OR_MANY and verb.endswith("en"):
        return False
    told = _ONE_PERSON[pronoun]
    return not told or _gender(name) in ("", told)


def _gender(name: str) -> str:
    """The gender of somebody of that name, in languages other than English; "" if it does not tell."""
    low = name.casefold()
    if _HERS.search(low):
        return "f"
    if _HIS.search(low):
        return "m"
    return "" if _BORNE_BY_BOTH & set(low.split()) else parse(name).gender
