"""Names in bylines: people and newsrooms, apart from the words around them.

A byline reads "By A. Name and B. Name, Agency | 3 May 2026" in a hundred ways.  It is cut at the separators of
the trade, introductory words are taken off, and each piece is judged: a person, an organisation, or neither
(a job title, a date, an address).
"""

from __future__ import annotations

import re

__all__ = ["AGENCIES", "CJK", "agency", "introduced", "is_organisation", "is_person", "people", "tidy"]

#: News agencies, as bylines and datelines name them; short names are matched with their case.
AGENCIES = (
    "Reuters", "AFP", "AP", "Associated Press", "Agence France-Presse", "dpa", "dpa-AFX", "APA", "ANSA", "EFE", "TASS", "ТАСС",
    "RIA Novosti", "РИА Новости", "Interfax", "Интерфакс", "Interfax-Ukraine", "Ukrinform", "Укринформ", "Укрінформ", "Xinhua", "新华社",
    "PA Media", "PA", "Press Association", "Bloomberg", "UPI", "Kyodo", "Kyodo News", "共同通信", "時事通信", "Jiji", "Yonhap", "연합뉴스",
    "뉴스1", "뉴시스", "Belga", "ANP", "NTB", "TT", "Ritzau", "STT", "PAP", "ČTK", "MTI", "SDA", "Keystone-SDA", "sid", "KNA", "epd",
    "Europa Press", "Lusa", "Agência Brasil", "Anadolu Agency", "Anadolu Ajansı", "AA", "DHA", "İHA", "IANS", "PTI", "ANI", "AAP", "CNA",
    "Bernama", "Antara", "The Canadian Press", "CP", "Tribune News Service", "Al Jazeera", "中新社", "中央社", "AZERTAC", "BelTA",
)  # fmt: skip
_AGENCY = re.compile(
    r"(?<![\w-])(" + "|".join(re.escape(a) for a in sorted(AGENCIES, key=len, reverse=True)) + r")(?![\w-])"
)
_ORGANISATION = re.compile(
    r"\b(?:news(?:room|wire|desk)?|staff|team|desk|editor(?:s|ial)|board|press|agency|agencies|media|network|online|magazine|times|post|herald|"
    r"journal|gazette|tribune|daily|service|bureau|institute|university|office|department|ministry|company|group|inc|ltd|llc|gmbh|foundation|"
    r"association|council|society|center|centre|communications?|marketing|redaktion\w*|nachrichten\w*|zeitung|verlag|agentur\w*|"
    r"redacci[oó]n|redaç[aã]o|r[eé]daction|redazione|redactie|redaktionen|redakcja|agencias?|agences?|agenzie|"
    r"редакци[яиюей]+|служба|агентство|новости|новини|редакція|haber|ajans[ıi]?|servisi|blog|insights?|research|partners?|solutions?|"
    r"contributors?|writers?|reporters?|correspondents?|experts?|publishing|studios?|tv|radio|fm)\b|新聞|新闻|日報|日报|通信社?|編集部|编辑部|記者団|오피스|신문|방송",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\d|©|^(?:copyright|image|photo|written|posted|published|reviewed|edited|updated|article|get|start|table|learn|view|print|more|our|submit|join)\b|^(?:admin|administrator|root|user|guest|editor|author|webmaster|wordpress|test|null|none|undefined|anonymous|n/a|unknown|"
    r"home|share|follow|contact|about|subscribe|read more|view profile|see bio|updated|published|posted|photo\w*|foto|text|video)$|[<>{}\[\]=\\]",
    re.I,
)
_INTRODUCTION = re.compile(
    r"^\W*(?:(?:written|reported|reporting|posted|published|edited|reviewed|compiled|story|words|article|analysis|opinion|text|texte|texto|testo)\s+)?"
    r"(?:by|von|par|por|di|da|av|af|door|yazan|автор(?:ы|и)?|autor(?:en|in|es|as|zy|a)?|authors?|auteurs?|autore|autori|text|texte|texto|from|"
    r"записала?|текст|作者|文|記者|记者|取材・文|撰文|글|기자)(?:\s*[:：／/]\s*|\s+)",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|journalist|writer|columnist|producer|photographer|contributor|analyst|chief|head of|director|ceo|founder|"
    r"co-founder|manager|professor|fellow|lecturer|specialist|consultant|author|attorney|redakteur(?:in)?|korrespondent(?:in)?|journalistin|"
    r"volont[äa]r(?:in)?|chefredakteur(?:in)?|reporterin|ressortleiter(?:in)?|redactora?|periodista|journaliste|giornalista|dr|phd|md|mba|"
    r"корреспондент|редактор|журналист|кореспондент|журналіст)\b|记者|記者|編集委員|기자|특파원|^(?:in|at|for|with|aus|em|en|de|à|a|i)\s",
    re.I,
)
_TAIL_ROLE = re.compile(r"\s*(?:기자|특파원|记者|記者|編集委員|论설위원|인턴기자|선임기자)$")
_SPLIT = re.compile(
    r"\s+(?:and|und|et|y|och|og|en|и|та|і|i|ve|oraz|with|mit|on|in|at|for|via)\s+|\s+(?=by\s)|\s*[,;|·•/＝、，／\n\t]\s*|\s+[&+]\s+|\s+[–—-]\s+|\s*\(\s*|\s*\)\s*",
    re.I,
)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTICLES = frozenset(
    "de la le van von der den del della di da dos das du bin ibn al el ter ten af zu zur y e st dalla degli abu ben bint mc o' d' san".split()
)
_SUFFIXES = re.compile(
    r",\s*(?:Jr|Sr|Ph\.?\s?D|M\.?D|MBA|CFA|CPA|RD|RN|Esq|DDS|JD|II|III|IV|MPH|MSc|LCSW|PsyD|DO|PE|CFP)\b\.?",
    re.I,
)


_DATE = re.compile(
    r"\b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b|"
    r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s+(?:Uhr|[A-Z]{2,4})\b)?",
    re.I,
)
_BY = re.compile(
    r"(?:^|[\s|·,•–—-])(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Aa]v|[Aa]f|[Аа]втор)\s*:?\s+(?=[A-ZÀ-ÞА-ЯІЇЄҐ])"
)


def introduced(byline: str) -> bool:
    """Whether a line says "by" before a name."""
    return _BY.search(byline) is not None or tidy(byline) != " ".join(byline.split())


def tidy(text: str) -> str:
    """A byline without its introduction ("By"), white space collapsed."""
    text = " ".join(text.split())
    for _ in range(2):
        said = _INTRODUCTION.match(text)
        text = (text[said.end() :] if said else text).strip(" :,;|·•–—-\u200b*")
    return _TAIL_ROLE.sub("", text)


def is_person(name: str) -> bool:
    """Whether a piece of a byline looks like the name of a person."""
    if not 2 <= len(name) <= 60 or _NOT_A_NAME.search(name):
        return False
    if CJK.search(name):
        return 2 <= len(name.replace(" ", "").replace("・", "")) <= 12 and not _ORGANISATION.search(name)
    words = name.split()
    if not 1 <= len(words) <= 6 or _ORGANISATION.search(name) or _ROLE.search(name):
        return False
    capital = [
        w
        for w in words
        if w[:1].isupper()
        or w.lower() in _PARTICLES
        or not w[:1].isalpha()
        or w[:2].lower() in ("d'", "d’", "al")
    ]
    return len(capital) == len(words) and any(len(w.strip(".")) > 1 for w in words)


def is_organisation(name: str, sites: set[str]) -> bool:
    """Whether a name is a newsroom, an agency or the site itself; `sites` are folded names."""
    folded = fold(name)
    if not folded:
        return False
    return (
        folded in sites
        or agency(name) == name
        or bool(_ORGANISATION.search(name))
        or folded.removeprefix("the ") in sites
    )


def fold(name: str) -> str:
    return " ".join(name.split()).casefold().removesuffix(".")


def agency(text: str) -> str | None:
    """The first news agency that a text names, in the agency's own spelling."""
    m = _AGENCY.search(text)
    return m[1] if m else None


def people(byline: str) -> list[str]:
    """The names in a byline, in order, without titles, places and dates; organisations included."""
    text = _SUFFIXES.sub("", tidy(_DATE.sub(" | ", byline[:400])))
    out: list[str] = []
    for piece in _SPLIT.split(text):
        name = tidy(piece).strip(" .\"'“”«»")
        name = (
            re.sub(r"^(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame)\.?\s+(?=\w)", "", name)
            if len(name.split()) > 2
            else name
        )
        if (
            name
            and (is_person(name) or agency(name) == name or _ORGANISATION.search(name))
            and not _NOT_A_NAME.search(name)
            and name not in out
        ):
            out.append(name)
    return out
