"""Pronouns and verbs of other languages than English: what they tell of whom they call, and whether it can be a certain one."""

from __future__ import annotations

import re

from onrecord.read.statements.naming.person_names import parse
from onrecord.read.statements.quoting.phrase_lexicon import ACCORDING_TO_THEM

__all__ = ["call_many", "gender_of_name", "may_call", "pronoun_gender", "verb_tells"]

#: Pronouns that call one person, and the gender that they tell.
_ONE_PERSON = {
    **dict.fromkeys("er il él ell lui ele hij han on el он він той αυτός هو הוא 他 彼".split(), "m"),
    **dict.fromkeys(
        "sie elle ella lei ea zij ze hon hun ona она вона тя αυτή هي היא 她 彼女 그녀 ela".split(), "f"
    ),
    **dict.fromkeys("hän ő o او وی 그 hen dia ia beliau 同氏 ông bà अन्होंने उन्होंने उसने".split(), ""),
}
#: Those that call many as well, as the verb tells: "sagten sie", "zeiden ze".
_OR_MANY = frozenset("sie zij ze".split())
_MANY = frozenset(
    "ils elles ellos ellas loro eles elas zij de oni они вони те ei ők onlar ells هم הם mereka 他们 她们 他們 她們 彼ら 이들 그들 họ".split()
)
#: Given names that men and women bear in different languages: what English knows of them says nothing in others.
_BORNE_BY_BOTH = frozenset(
    "andrea ariel camille carol dana daniele dominique elia emanuele gabriele ira jan janne jani jean jesse joan jocelyn kim "
    "laurence luca marian mattia michele mika nicola nikita noel raffaele robin sasha simone toni valentine".split()
)
#: Surnames of Slavic languages have a form for men and one for women.
_HERS = re.compile(r"(?:[оеё]ва|[иы]на|ая|[сц]ька|[oe]v[aá]|[sc]k[aá])$")
_HIS = re.compile(r"(?:[оеё]в|[иы]н|[сц]ький|[сц]кий|[sc]k[iý])$")
#: Given names in Cyrillic: those in -а and -я are women's, but for these; of the others only common ones tell.
_HIS_IN_A = frozenset(
    "илья никита лука фома кузьма савва сава саша женя валя микола ілля микита лука никола кирила данила гаврила вася ваня петя коля митя".split()
)
_HIS_CYRILLIC = frozenset(
    "иван владимир петр пётр сергей алексей андрей дмитрий николай михаил александр юрий виктор олег игорь павел роман максим денис антон борис евгений "
    "константин василий григорий степан тарас богдан артем артём егор отто іван володимир петро сергій олексій андрій дмитро михайло олександр юрій віктор "
    "ігор павло євген костянтин василь григорій остап ярослав георги иво стефан димитър красимир милош горан зоран драган".split()
)
#: Languages whose past tense tells the gender of its subject, by the ends of the verb: hers, many, his.
_PAST: dict[str, tuple[str | tuple[str, ...], str | tuple[str, ...], str | tuple[str, ...]]] = {
    "ru": ("ла", "ли", "л"), "uk": ("ла", "ли", "в"), "pl": ("ła", "li", "ł"), "cs": ("la", "li", "l"),
    "sk": ("la", "li", "l"), "hr": ("la", "li", "o"), "sr": (("ла", "la"), ("ли", "li"), ("о", "o")),
    "he": (("ה", "ת"), "ו", ""),
}  # fmt: skip
_ARABIC_PRESENT_HERS = frozenset("تقول تضيف تؤكد توضح تشير ترى تذكر تعتبر تشدد".split())
_ARABIC_HIS = frozenset("تابع تحدث تساءل التفت لفت أثبت".split())


def may_call(pronoun: str, verb: str, name: str, language: str, *, known: str = "") -> bool:
    """Whether a pronoun, beside a verb of speech, may call the person who spoke before, by all that is known.

    `known` is the gender ("m", "f") of that person if something other than the name tells it.
    """
    if pronoun not in _ONE_PERSON or (pronoun == "on" and language.startswith("fr")):  # "dit-on" is everybody
        return False
    if pronoun in _OR_MANY and verb.endswith("en"):
        return False
    told = _ONE_PERSON[pronoun]
    return not told or (known or gender_of_name(name)) in ("", told)


def pronoun_gender(pronoun: str, verb: str) -> str:
    """The gender of the one whom a pronoun calls, "" if it tells none."""
    return "" if call_many(pronoun, verb) else _ONE_PERSON.get(pronoun, "")


def call_many(pronoun: str, verb: str) -> bool:
    """Whether a pronoun calls several people: "они", "sagten sie"."""
    return pronoun in _MANY - _OR_MANY or (pronoun in _OR_MANY and verb.split(" ")[0].endswith("en"))


def verb_tells(verb: str, code: str) -> str:
    """What a verb says of its subject: "f", "m", "many", or "" if it does not tell."""
    if (told := ACCORDING_TO_THEM.get(code, {}).get(verb)) is not None:
        return told
    word = verb.split(" ")[-1]
    if code == "ar":
        word = word.lstrip("و").removeprefix("ف") if len(word) > 3 else word
        if word in _ARABIC_HIS:
            return "m"
        if word.endswith("وا"):
            return "many"
        feminine = (
            word in _ARABIC_PRESENT_HERS
            or (word.endswith("ت") and not word.startswith("ي"))
            or word.endswith("ة")
        )
        return "f" if feminine else "m"
    if code not in _PAST or len(word) < 3:
        return ""
    hers, many, his = _PAST[code]
    if word.endswith(hers):
        return "f"
    if word.endswith(many):
        return "many"
    return "m" if word.endswith(his) else ""


def gender_of_name(name: str) -> str:
    """The gender of somebody of that name, in languages other than English; "" if it does not tell."""
    low = name.casefold()
    if _HERS.search(low):
        return "f"
    if _HIS.search(low):
        return "m"
    if _BORNE_BY_BOTH & set(low.split()):
        return ""
    given, _, surname = low.partition(" ")
    if surname and re.search(r"[а-яёіїєґ]", given):
        if given.endswith(("а", "я")):
            return "" if given in _HIS_IN_A else "f"
        return "m" if given in _HIS_CYRILLIC else ""
    return parse(name).gender
