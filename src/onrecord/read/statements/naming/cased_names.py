"""Name and role in a source of a language with capitals: "la maire, Ottiline Breck", "Trainer Max Müller", "тренер Нед Окафоров".

A name is a run of words with capitals that nothing governs: "Défense" in "le ministre de la Défense" is no name of the source, the
name behind the comma is.  In German, where all nouns have capitals, nouns are told by their article and by what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.read.statements.naming.person_names import given_gender
from onrecord.read.statements.quoting.cue_lexicon import Cues, words
from onrecord.read.statements.role_stems import (
    FEMALE_ARTICLES,
    HONORIFICS,
    MALE_ARTICLES,
    PLURAL_ARTICLES,
    is_document,
    is_organisation,
    is_role,
)
from onrecord.records import Span, SpeakerKind

__all__ = ["CasedSource", "calls_person", "read_source", "role_in_narration"]

_PARTICLES = frozenset(
    "van von der den de del della di da do dos das du la le el al bin ibn ben abu ter ten zu af av y e d".split()
)
_LONGEST = 24
#: Languages in which an article before a bare name makes it one of an institution: "le Kremlin", "der Bundestag".
_ARTICLE_TELLS = frozenset("de fr es it nl sv no da hu en".split())
#: How nouns for women and for men end, where no article tells ("l'entraîneur").
_ENDINGS = {
    "fr": (("euse", "trice", "ière", "ère", "nne", "ée"), ("eur", "ier", "er", "en")),
    "it": (("trice", "essa", "ora", "iera"), ("tore", "ore", "iere", "o")),
    "es": (("ora", "esa", "iera"), ("or", "ero")),
    "pt": (("ora", "eira", "esa"), ("or", "eiro")),
}
#: German articles that a noun takes as somebody's or of something, behind another noun.
_GENITIVE = frozenset("der des dem den eines einer".split())


_GENITIVE_ENDS = {"ro": ("ii", "ului", "ei", "lor", "iei"), "pl": ("ia", "ści", "ony", "ury", "ych", "wa")}
#: Nouns that call a firm or the like and stand before its name: "die Firma Petersen & Söhne".
_BEFORE_NAMES = frozenset(
    "firma unternehmen konzern verein verlag hersteller betreiber gesellschaft agentur reederei baufirma entreprise société empresa "
    "compañía azienda società bedrijf företaget selskapet firmaet firmę spółka компания компанія фирма".split()
)
_ONE = frozenset("einer eine eines un une uno una um uma en et ett één jeden jedna один одна jeden".split())


@dataclass(frozen=True, slots=True)
class CasedSource:
    """A source taken apart: its name, what it says that person is, its kind, its gender ("m", "f", ""), and the noun at its head.

    Spans count code points in the text.
    """

    name: Span | None
    role: Span | None
    kind: SpeakerKind
    gender: str = ""
    head: str = ""


def read_source(text: str, span: Span, cues: Cues) -> CasedSource:
    """Who a source names, and as what."""
    found = list(words(text, span.start, span.end))[:_LONGEST]
    if not found:
        return CasedSource(None, None, SpeakerKind.UNNAMED)
    forms = [w.of(text) for w in found]
    low = [f.lower().replace("’", "'") for f in forms]
    caps = [_capital(forms, low, i, cues, text, found) for i in range(len(found))]
    runs = _runs(text, found, forms, low, caps)
    for n, (first, last) in enumerate(runs):
        if n + 1 < len(runs) and _field(text, found, forms, runs[n], runs[n + 1], cues):
            continue  # "Ministrul Sănătății, Elena Radu"
        adjunct = (
            last < len(found)
            and is_role(forms[last])
            and text[found[last - 1].end : found[last].start] == " "
        )
        if adjunct and any(caps[last:]):
            continue  # "Kulüp sözcüsü Ali Kaya"
        if not _governed(text, found, low, first, cues):
            return _named(text, found, forms, low, (first, last), cues)
    return _described(text, found, forms, low, cues)


def role_in_narration(text: str, before: Span | None, cues: Cues) -> Span | None:
    """The words before a name in narration that say what somebody is; the sentence may begin with anything.

    "Am Abend besuchte Innenministerin", "Gefehlt haben laut Amtssprecherin": the last noun of an office with its adjective.
    """
    if before is None:
        return None
    found = list(words(text, before.start, before.end))
    forms = [w.of(text) for w in found]
    noun = next((i for i in range(len(found) - 1, -1, -1) if is_role(forms[i])), None)
    if noun is None:
        return None
    leading = cues.articles | cues.prepositions
    ahead = (
        text[max(0, before.start - 12) : before.start].lower().split()[-1:]
    )  # the article is no part of it
    forms = [*ahead, *forms]
    noun += len(ahead)
    if noun > 1 and forms[noun - 2].lower() in leading:
        noun -= 1  # an adjective behind its article
    return Span(found[noun - len(ahead)].start, before.end)


def _field(
    text: str, found: list[Span], forms: list[str], run: tuple[int, int], behind: tuple[int, int], cues: Cues
) -> bool:
    """Whether a word in the genitive behind an office says what it is for, and the name stands behind a comma."""
    first, last = run
    return (
        last - first == 1
        and first > 0
        and is_role(forms[first - 1])
        and forms[first].endswith(_GENITIVE_ENDS.get(cues.code, ()))
        and behind[0] == last
        and behind[1] - behind[0] > 1
        and text[found[first].end : found[last].start] == ", "
    )


def _capital(forms: list[str], low: list[str], i: int, cues: Cues, text: str, found: list[Span]) -> bool:
    """Whether a word may be part of a name."""
    form = forms[i]
    if not form[:1].isupper() or low[i] in HONORIFICS:
        return False
    small = low[i] in cues.articles or low[i] in cues.adverbs or low[i] in cues.clausal
    if small or (low[i] in cues.prepositions and low[i] not in _PARTICLES):
        return False
    if cues.code == "de" and is_document(form):
        return False
    if is_role(form) and not (i and forms[i - 1][:1].isupper() and given_gender(low[i - 1])):
        return False
    if cues.code == "de" and (i == 0 or low[i - 1] in cues.articles):
        # A noun behind its article; at the head, one that is followed by two more words of a name.
        follows = i + 1 < len(forms) and forms[i + 1][:1].isupper()
        if i and low[i - 1] in cues.articles:
            return not follows and not form[1:].islower() and not is_organisation(form)
        return not (
            follows
            and i + 2 < len(forms)
            and forms[i + 2][:1].isupper()
            and not given_gender(low[i])
            and bool(given_gender(low[i + 1]))
        )
    return True


def _runs(
    text: str, found: list[Span], forms: list[str], low: list[str], caps: list[bool]
) -> list[tuple[int, int]]:
    out = []
    i = 0
    while i < len(found):
        if not caps[i]:
            i += 1
            continue
        j = i + 1
        while j < len(found):
            gap = text[found[j - 1].end : found[j].start]
            if gap not in (" ", "\u00a0", "-", " & ") and not (gap in (". ", ".") and len(forms[j - 1]) <= 2):
                break
            if caps[j]:
                j += 1
                continue
            k = j
            while (
                k < len(found)
                and low[k] in _PARTICLES
                and k - j < 2
                and text[found[k].end : found[k].end + 1] == " "
            ):
                k += 1
            if k == j or k >= len(found) or not caps[k]:
                break
            j = k + 1
        out.append((i, j))
        i = j
    return out


def _governed(text: str, found: list[Span], low: list[str], first: int, cues: Cues) -> bool:
    """Whether a run of capitals belongs to something else: "de la Défense", "der Bahn"."""
    p = first - 1
    if p < 0 or "," in text[found[p].end : found[first].start]:
        return False
    while p > 0 and low[p] in HONORIFICS:
        p -= 1
    if low[p] in cues.articles and p > 0:
        if "," in text[found[p - 1].end : found[p].start]:
            return False
        return (
            low[p - 1] in cues.prepositions
            or (cues.code == "de" and low[p] in _GENITIVE)
            or cues.code == "el"
        )
    return low[p] in cues.prepositions and low[p] not in cues.articles


def _named(
    text: str, found: list[Span], forms: list[str], low: list[str], run: tuple[int, int], cues: Cues
) -> CasedSource:
    first, last = run
    while last - first > 2 and is_role(forms[first]):
        first += 1
    if last - first > 1 and low[first] in _BEFORE_NAMES:
        first += 1
    end = found[last - 1].end
    if text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    name = Span(found[first].start, end)
    begin = 0
    while begin < first and (
        low[begin] in cues.articles or low[begin] in HONORIFICS or low[begin] in cues.adverbs
    ):
        begin += 1
    role = None
    if begin < first and not all(low[i] in cues.prepositions for i in range(begin, first)):
        role_end = found[first - 1].end
        while (
            role_end > found[begin].start
            and low[first - 1] in HONORIFICS | cues.articles
            and first - 1 > begin
        ):
            role_end = found[first - 2].end
            break
        elided = (
            len(forms[begin]) - len(forms[begin].replace("’", "'").partition("'")[2])
            if low[begin][:2] in ("l'", "d'")
            else 0
        )
        role = Span(found[begin].start + elided, role_end)
    gender = _gender(low, cues, role is not None)
    title = next((w for w in low[:first] if w in HONORIFICS), "")
    if title:
        gender = (
            "f"
            if title
            in (
                "mme",
                "mlle",
                "mrs",
                "ms",
                "sra",
                "srta",
                "doña",
                "frau",
                "fru",
                "signora",
                "pani",
                "paní",
                "госпожа",
                "пані",
                "mevr",
                "dª",
            )
            else "m"
            if title not in ("dr", "prof")
            else gender
        )
    if role is None and not title and _institution(forms, low, first, last, cues):
        return CasedSource(name, None, SpeakerKind.ORGANISATION, "", low[last - 1])
    return CasedSource(name, role, SpeakerKind.PERSON, gender, low[begin] if role else "")


def _institution(forms: list[str], low: list[str], first: int, last: int, cues: Cues) -> bool:
    if first and low[first - 1] in _BEFORE_NAMES:
        return True
    if any(is_organisation(forms[i]) for i in range(first, last)):
        return True
    if last - first == 1 and (forms[first].isupper() and 1 < len(forms[first]) <= 8):
        return True
    article = first > 0 and (low[first - 1] in cues.articles)
    return article and cues.code in _ARTICLE_TELLS and not given_gender(low[first])


def _described(text: str, found: list[Span], forms: list[str], low: list[str], cues: Cues) -> CasedSource:
    """A source that only says what somebody is."""
    start = 1 if low[0] in cues.articles and len(low) > 1 else 0
    while (
        start + 1 < len(low)
        and not is_role(forms[start])
        and not forms[start][:1].isupper()
        and cues.code == "de"
    ):
        start += 1
    elided = low[start].partition("'")
    head = elided[2] if elided[1] and elided[2] and len(elided[0]) <= 4 else low[start]
    if any(is_role(w) for w in forms[start : start + 3]):
        kind = SpeakerKind.PERSON
    elif is_document(head):
        kind = SpeakerKind.DOCUMENT
    elif is_organisation(head):
        kind = SpeakerKind.ORGANISATION
    else:
        kind = SpeakerKind.PERSON if start or elided[1] else SpeakerKind.GROUP
    if low[0] in _ONE and len(low) > 2 and low[1] in cues.articles | cues.prepositions:
        kind = SpeakerKind.UNNAMED  # "einer der Anwohner"
    if low[0] in PLURAL_ARTICLES.get(cues.code, "").split():
        kind = SpeakerKind.GROUP
    return CasedSource(None, None, kind, _gender(low, cues, True), head)


def _gender(low: list[str], cues: Cues, role: bool) -> str:
    """What article and ending tell of somebody's gender."""
    if not role:
        return ""
    if cues.code == "de":
        noun = next((w for w in low if is_role(w)), "")
        return "f" if noun.endswith("in") else "m" if noun.endswith("er") and low[0] in ("der", "ein") else ""
    if low[0] in FEMALE_ARTICLES.get(cues.code, "").split():
        return "f"
    if low[0] in MALE_ARTICLES.get(cues.code, "").split():
        return "m"
    noun = next((w.partition("'")[2] or w for w in low if is_role(w.partition("'")[2] or w)), "")
    ends = _ENDINGS.get(cues.code)
    if not noun or ends is None:
        return ""
    return "f" if noun.endswith(ends[0]) else "m" if noun.endswith(ends[1]) else ""


def calls_person(text: str, span: Span, cues: Cues) -> bool:
    """Whether a phrase calls somebody who can speak: a pronoun, a role, a name."""
    said = [w.of(text) for w in words(text, span.start, span.end)]
    if not said:
        return False
    if said[0].lower() in cues.pronouns:
        return len(said) == 1
    if any(is_role(w) for w in said[:6]):
        return True
    found = read_source(text, span, cues)
    return found.name is not None and found.kind is SpeakerKind.PERSON
