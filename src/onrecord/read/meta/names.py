"""Names in bylines: people and newsrooms, apart from the words around them.

A byline reads "By A. Name and B. Name, Agency | 3 May 2026" in a hundred ways.  It is cut at the separators of
the trade, introductory words are taken off, and each piece is judged: a person, an organisation, or neither
(a job title, a date, an address).
"""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.read.meta.credits import names_writers, reporters, written_by
from onrecord.read.meta.datewords import WORDS

__all__ = [
    "AGENCIES",
    "CJK",
    "agency",
    "behind_by",
    "introduced",
    "is_nickname",
    "is_organisation",
    "is_person",
    "is_title",
    "only_introduces",
    "people",
    "tidy",
]

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
    r"contributors?|writers?|reporters?|correspondents?|experts?|publishing|studios?|tv|radio|fm)\b|新聞|新闻|日報|日报|通信社?|編集部|编辑部|記者団|오피스|신문|방송|وكال(?:ة|ات)|صحيفة|التحرير|فريق|סוכנו(?:ת|יות)|מערכת",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\d|©|^(?:copyright|image|photo|written|posted|published|reviewed|edited|updated|article|get|start|table|learn|view|print|more|our|submit|join)\b|^(?:powered|designed|fact[- ]checked|last updated|all (?:posts|articles)|alle (?:beiträge|artikel)|admin|administrator|root|user|guest|editor|author|webmaster|wordpress|test|null|none|undefined|anonymous|n/a|unknown|"
    r"home|share|follow|archive|categor(?:y|ies)|guides?|reviews?|articles?|artikel|technology|name|link|size|modified|medically|tested|podcast\\b.*|play\\b.*|sponsored.*|reading time|contact|about|subscribe|read more|view profile|see bio|updated|published|posted|photo\w*|foto|text|video)$|[<>{}\[\]=\\]",
    re.I,
)
_KIND_OF_TEXT = (
    r"(?:(?:an?|eine?|une?|un[ao]?|el|la)\s+)?(?:article|analysis|opinion|column|commentary|interview|story|words|review|report|propos recueillis|text|texte|texto|testo|artikel|"
    r"beitrag|gastbeitrag|kommentar|gastkommentar|kolumne|analyse|reportage|rezept|artículo|columna|artigo|coluna|articolo|tribune|chronique)"
)
_WRITTEN = (
    r"(?:written|reported|reporting|posted|published|compiled|contributed|verfasst|geschrieben|veröffentlicht|gepostet|eingestellt|erstellt|"
    r"escrito|publicado|redactado|rédigé|écrit|publié|scritto|pubblicato|geschreven|skrevet|skriven)"
)
#: What is a word of its own, or a name, without the colon.
_COLUMN = (
    r"opinion|analysis|comment(?:ary)?|column|review|essay|report|reporter|feature|words|story|kommentar|analyse|kolumne|reportage|"
    r"haber|muhabir|penulis|theo|tác giả|του|της|opinión|análisis|opinione|analisi"
)
_INTRODUCTION = re.compile(
    rf"^\W*(?:(?:{_KIND_OF_TEXT}\s+)?(?:{_WRITTEN}\s+)?(?:on\s+\S+\s+)?"
    r"(?:by|von|par|por|di|da|av|af|door|yazan|from)(?:\s*[:：/]\s*|\s+)|"
    r"(?:автор(?:ы|и)?|autor(?:en|in|es|as|zy|a)?|authors?(?:\(s\))?|auteurs?|autore|autori|text|texte|texto|testo|interview|kolumnist(?:\*?in)?|contributors?|"
    r"escribe|записала?|текст|作者|责任编辑|文|記者|记者|取材・文|撰文|글|기자|oleh|írta|szerző|yazan|teksti|tekst|kirjoittaja|piše|napsala?|opracował\w*|"
    r"γράφει(?:\s+[οη])?|بقلم|كتب(?:ت|ها|ه)?|إعداد|نویسنده|به\s+قلم|מאת|โดย|लेखक)(?:\s*[:：／/]\s*|\s+)|"
    r"(?:(?:es|aus\s+[^\s,|]{2,24}(?:\s[^\s,|]{2,24})?)\s+(?:berichtet|berichten)|berichtet\s+von)\s*:?\s+|"
    rf"(?:{_COLUMN})\s*[:：]\s*)",
    re.I,
)
#: "By" and a name without a space between: two elements that only style keeps apart.
_GLUED = re.compile(r"^(?:By|Von|Por|Par)(?=[A-ZÀ-Þ][a-zà-ÿ.])")
_NOTHING_ELSE = re.compile(
    rf"^\W*(?:(?:{_KIND_OF_TEXT}\s+)?(?:{_WRITTEN}\s+)?(?:by|von|par|por|door)|{_WRITTEN}|(?:the\s+)?(?:authors?|auteurs?|autor(?:en|in|es)?|autore|writers?)(?:\(s\))?|автор|作者|글)\s*[:：]?\W*$",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|journalist|writer|columnist|producer|photographer|contributor|analyst|chief|head of|director|ceo|founder|"
    r"co-founder|manager|professor|fellow|lecturer|specialist|consultant|author|attorney|expert|gardener|blogger|dietitian|nutritionist|grader|engineer|officer|president|vp|physician|pharmacist|nurse|redakteur(?:in)?|korrespondent(?:in)?|journalistin|"
    r"volont[äa]r(?:in)?|chefredakteur(?:in)?|reporterin|ressortleiter(?:in)?|redactora?|periodista|journaliste|giornalista|dr|phd|md|mba|"
    r"корреспондент|редактор|журналист|кореспондент|журналіст)\b|记者|記者|編集委員|기자|특파원|^(?:in|at|for|with|aus|em|en|de|à|a|i)\s",
    re.I,
)
_TAIL_ROLE = re.compile(r"\s*(?:기자|특파원|记者|記者|編集委員|论설위원|인턴기자|선임기자)$")
_SPLIT = re.compile(
    r"\s+(?:and|und|et|y|och|og|en|и|та|і|i|ve|oraz|with|mit|avec|con|com|met|on|in|at|for|via)\s+|\s+(?=by\s)|\s*[,;|·•/＝、，／\n\t]\s*|\s+[&+]\s+|\s+[–—-]\s+|\s*\(\s*|\s*\)\s*|\s+(?=\d)",
    re.I,
)
#: "A. Name, and B. Name": what is left of "and" behind another mark.
_AND = re.compile(r"^(?:and|und|et|y|och|og|en|и|та|і|ve|oraz|with|mit|avec|con|com|met)\s+")
#: "Updated", "Posted on" and the like, where a date has stood behind it.
_DATE_LABEL = re.compile(rf"(?:{WORDS.pattern})\w*\s*(?:on|at|am|le|el|il|em|op|den)?\s*[:|]", re.I)
_EDGES = ' :,;|·•●⋅→»©®™–—-~/\u200b*"“”„（）【】〔〕「」'
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTICLES = frozenset(
    "de la le van von der den del della di da dos das du bin ibn al el ter ten af zu zur y e st dalla degli abu ben bint mc o' d' san".split()
)
_SUFFIXES = re.compile(
    r",\s*(?:Jr|Sr|Ph\.?\s?D|M\.?D|MBA|CFA|CPA|RD|RN|Esq|DDS|JD|II|III|IV|MPH|MSc|LCSW|PsyD|DO|PE|CFP)\b\.?",
    re.I,
)


_RUN_TOGETHER = re.compile(r"[a-zß-ÿ]{5}[A-ZÀ-Þ]")  # "ChecklistsWedding": two labels; "McAllister" is a name
_NICKNAME = re.compile(r"^[^\W\d_][\w.' -]*$")
_DATE = re.compile(
    r"\b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b|"
    r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s+(?:Uhr|[A-Z]{2,4})\b)?",
    re.I,
)
# In the middle of a line only English "by" is sure to introduce: "von", "da" and "di" stand within names.
_BY = re.compile(
    r"(?:(?:^|[\s|·,•–—-])(?:[Bb]y|BY|[Аа]втор)|(?:^|[|·,•–—-]\s*)(?:[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Aa]v|[Aa]f))\s*:?\s+(?=[A-ZÀ-ÞА-ЯІЇЄҐ])"
)


@lru_cache(maxsize=4096)
def introduced(byline: str) -> bool:
    """Whether a line says "by" before a name, or "reporter" behind one as bylines of East Asia do."""
    line = " ".join(byline.split())
    return bool(
        _BY.search(line)
        or _INTRODUCTION.match(line)
        or _GLUED.match(line)
        or (not line.isascii() and (_TAIL_ROLE.search(line) or reporters(line)))
        or names_writers(line)
    )


def behind_by(line: str) -> str:
    """What follows "by" in the middle of a line ("A headline by A. Name"); the line, if there is no such thing."""
    m = _BY.search(line)
    return line[m.end() :] if m is not None and m.start() > 0 else line


def only_introduces(line: str) -> bool:
    """Whether a line is nothing but "By", "Written by" or "Author:"; the name is in the next one."""
    return len(line) < 30 and _NOTHING_ELSE.match(line) is not None


def tidy(text: str) -> str:
    """A byline without its introduction ("By"), white space collapsed."""
    text = " ".join(text.split())
    for _ in range(2):
        text = _INTRODUCTION.sub("", _GLUED.sub("", text, count=1), count=1).strip(_EDGES)
    return _TAIL_ROLE.sub("", text)


def is_person(name: str) -> bool:
    """Whether a piece of a byline looks like the name of a person."""
    if not 2 <= len(name) <= 60 or _NOT_A_NAME.search(name):
        return False
    if CJK.search(name):
        return 2 <= len(name.replace(" ", "").replace("・", "")) <= 12 and not _ORGANISATION.search(name)
    words = name.split()
    if ":" in name or _RUN_TOGETHER.search(name):
        return False
    if not 1 <= len(words) <= 6 or _ORGANISATION.search(name) or _ROLE.search(name):
        return False
    caseless = sum(w[:1].isalpha() and w[:1].lower() == w[:1].upper() for w in words)
    if caseless and not 2 <= len(words) <= 4:
        return False  # nothing tells a name but its length, in scripts without capitals
    capital = [
        w
        for w in words
        if w[:1].isupper()
        or w[:1].lower() == w[:1].upper()
        or w.lower() in _PARTICLES
        or not w[:1].isalpha()
        or w[:2].lower() in ("d'", "d’", "al")
    ]
    return len(capital) == len(words) and any(len(w.strip(".")) > 1 for w in words)


def is_title(text: str) -> bool:
    """Whether a piece behind a name says what somebody is, or where: "Professor of Physics", "University of Orsel"."""
    return len(text.split()) > 1 and bool(_ROLE.search(text) or _ORGANISATION.search(text))


def is_nickname(text: str) -> str | None:
    """The name in a short text that stands where an author's name must be, however it is written ("kev_m").

    `None` if it is a date, an address, an account of the system, or says what it is rather than who.
    """
    name = tidy(text)
    if not 2 <= len(name) <= 30 or len(name.split()) > 3 or _NOT_A_NAME.search(name) or _ROLE.search(name):
        return None
    return name if _NICKNAME.match(name) else None


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


def _couple(piece: str) -> list[str]:
    """Two full names that Italian or Portuguese "e" joins; it stands within family names too ("Costa e Silva")."""
    names = piece.split(" e ")
    return (
        names
        if len(names) == 2 and all(len(n.split()) > 1 and is_person(tidy(n)) for n in names)
        else [piece]
    )


def people(byline: str) -> list[str]:
    """The names in a byline, in order, without titles, places and dates; organisations included."""
    if found := reporters(byline):
        return list(dict.fromkeys(found))
    text = _DATE_LABEL.sub(" | ", _DATE.sub(" | ", byline[:400].replace("\n", " | ")))
    text = _SUFFIXES.sub("", tidy(written_by(text)))
    out: list[str] = []
    for k, piece in enumerate(p for whole in _SPLIT.split(text) for p in _couple(whole)):
        name = tidy(_AND.sub("", piece) if k else piece).strip(" .\"'“”«»")
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
