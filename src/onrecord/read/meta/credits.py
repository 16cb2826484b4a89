"""Credits: who wrote a story, apart from who photographed, animated or edited it, and apart from places and addresses.

A line of credits names tasks, each with its people ("Words A. Name Photography B. Name"; "By A. Name; animation by
C. Name"), or the task behind the name in brackets.  Newsrooms of East Asia have forms of their own: "記者A／place報導",
"A 기자".
"""

from __future__ import annotations

import re

__all__ = ["names_writers", "of_writers", "reporters", "reporting_credit", "written_by"]

_WRITING = r"words|text|story|reporting|reported|reports?|written|writing|article|copy|texte|testo|texto|textos|tekst|teksti|szöveg|текст|слова|取材・文|文"
_OTHER = (
    r"(?:additional |further )?(?:photo\w*|pictures?|images?|imagery|video\w*|film(?:ed|ing)?|animat\w+|illustrat\w+|graphics?|artwork|art direction|design\w*|"
    r"camera|sound|audio|music|podcast|research(?:ed)?|data(?: analysis)?|fact[- ]check\w*|translat\w+|transcri\w+|edit(?:ing|ed)|editors?|produc(?:ed|er|ers|tion)|"
    r"foto\w*|bild\w*|grafik\w*|zeichnung\w*|bearbeitung|übersetzung|kuvat?|kuvaaja|képek?|zdjęcia|opracowanie|ilustra\w+|imágenes|"
    r"vidéo|dessins?|traduction|traducción|traduzione|фото\w*|видео|відео|перевод|переклад|редактор)|"
    r"additional reporting|(?:(?:medically|technically|expert)[- ])?(?:review|check|approv|test|sponsor|publish|updat)ed(?: and \w+)?|"
    r"写真|撮影|摄影|攝影|图片|編集|사진|편집"
)
_BY = r"by|von|par|por|di|de|da|av|af|door|od"
_TASK = re.compile(
    rf"(?<![^\W_])(?:(?P<writing>{_WRITING})|(?P<other>{_OTHER}))(?:\s*(?:and|und|et|y|e|og|och|&|/|,)\s*(?:{_WRITING}|{_OTHER}))?"
    rf"(?:\s*(?P<said>[:：／]\s*|\s(?:{_BY})\b\s*:?\s*)|\s+(?=(?-i:[^\W\d_a-zß-ÿа-я])))",
    re.I,
)
_PLAIN_BY = re.compile(r"(?<![^\W_])(?:[Bb]y|BY)\s+(?=[A-ZÀ-Þ])")
_JOINED = r"(?:^|[,;|&]|(?<![^\W_])(?:and|und|et|y|e|og|och|en|и|та))"
_IN_BRACKETS = re.compile(rf"{_JOINED}\s*[^,;|()&]{{2,40}}?\s*\(\s*(?:{_OTHER})\s*\)", re.I)
_ADDRESS = re.compile(
    r"[(<\[]?\s*(?:[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|(?<![\w.])@\w[\w.]{1,30}|https?://\S{1,200}|www\.\S{1,200})\s*[)>\]]?"
)
#: "in Port Orsel", "reports from Port Orsel"; the place goes on to the next mark, or to "and" before another name.
_PLACE = re.compile(
    r"(?:,\s+(?:do|da|de|dal|no|na|em)|,?\s+(?:(?:in|at|aus|à|em|из|у|в|w|ve)|(?:reports?|reporting|berichtet|informa)\s+(?:from|for|aus|desde|da)))\s+(?:the\s+)?(?=[A-ZÀ-ÞА-ЯІЇЄҐ])"
    r"[^\s,;|·•/()]{2,24}(?:\s[^\s,;|·•/()]{1,24}){0,2}?(?=\s*$|\s*[,;|·•/()\n]|\s+(?:and|und|et|og|och|и|та|with)\s)"
)
#: What somebody is and where, at the end of a line: "| Corresponsal en Port Orsel", "- inviati a Port Orsel".
_POSTED = re.compile(
    r"\s*[,|·•(–—-]\s*(?:(?:foreign|special|our|nuestr[oa]|notre|unser\w?|dal nostro)\s+)?"
    r"(?:correspondents?|corresponsal(?:es)?|correspondant(?:e|es|s)?|corrispondent[ei]|correspondente|korrespondent(?:in|en)?|inviat[oaie]|enviad[oa]s?(?: especia(?:l|is|les))?|envoyée?s? spécia(?:le?s?|ux)|"
    r"reporters?|muhabiri)(?:\s+(?:en|in|à|au|a|ad|da|em|no|na|aus|für|from|for)\s+[A-ZÀ-Þ][^,;|·•/()]{1,40})?\s*\)?\s*$",
    re.I,
)


def written_by(line: str) -> str:
    """What of a line of credits names those who wrote: without the people of other tasks, places and addresses."""
    return of_writers(_PLACE.sub("", _POSTED.sub("", _ADDRESS.sub(" , ", line), count=1)))


def names_writers(line: str) -> bool:
    """Whether a line of credits names writing among its tasks ("Words A. Name Photography B. Name")."""
    if len(line) > 150 or line.count(" ") < 3:  # two tasks, two names
        return False
    return {writing for *_, writing in _tasks(line)} == {True, False}


def _tasks(line: str) -> list[tuple[int, int, bool]]:
    """Where tasks are named in a line, and whether each is that of writing; none if only names look like tasks."""
    said = False
    tasks: list[tuple[int, int, bool]] = []  # where a task is named, and whether it is that of writing
    for m in _TASK.finditer(line):
        if m["said"] is None:
            # Names alone behind a task ("Words A. Name"): a capital, at the start or behind another task.
            word = m[0].lstrip()
            if not (word[:1].isupper() and (m.start() == 0 or tasks)):
                continue
        tasks.append((m.start(), m.end(), m["writing"] is not None))
        said = said or m["said"] is not None
    # "Redaktion Ledger", "Video News" are names: a bare task counts where writing is named, or a word ties it to a name.
    return tasks if said or any(writing for *_, writing in tasks) else []


def of_writers(line: str) -> str:
    """A line of credits without the people of other tasks than writing."""
    line = _IN_BRACKETS.sub("", line)
    tasks = _tasks(line)
    if all(writing for *_, writing in tasks):
        return line
    for m in _PLAIN_BY.finditer(line):
        if all(not a <= m.start() < b for a, b, _ in tasks):
            tasks.append((m.start(), m.end(), True))
    tasks.sort()
    # What stands before a writer who is named as such is a label of the page.
    parts = [] if any(writing for *_, writing in tasks) else [line[: tasks[0][0]]]
    for k, (_, end, writing) in enumerate(tasks):
        stop = tasks[k + 1][0] if k + 1 < len(tasks) else len(line)
        if writing:
            parts.append(line[end:stop])
        elif parts and not parts[0].strip():
            # "Photos: B. Name | A. Name": the next part of the line is another's.
            parts += re.split(r"[;|\n]", line[end:stop])[1:]
    return " ; ".join(p.strip(" ,;.") for p in parts if p.strip(" ,;."))


# -- East Asia -------------------------------------------------------------------------------------------------------
_HAN = r"[\u3400-\u9fff·．・々]{2,6}"
_HAN_NAMES = rf"{_HAN}(?:\s*[、，,]\s*{_HAN})*"
_OFFICE = r"(?:本報|本报|中央社|通訊社|實習|实习|見習|见习|特派|特約|特约|撰稿|駐地|驻)?(?:記者|记者|特派員|编译|編譯|通讯员|通訊員)"
_TAIWAN = re.compile(
    rf"^\W*(?:{_OFFICE}\s*[:：]?\s*)?(?P<names>{_HAN_NAMES})\s*[／/]\s*[^／/]{{0,20}}?(?:報導|报导|報道|报道|電|电)\W*$"
)
_MAINLAND = re.compile(
    rf"(?:{_OFFICE})\s*[:：]?\s*(?P<names>{_HAN}?(?:\s*[、，,]\s*{_HAN}|\s+{_HAN}(?=\s))*?)(?:\s+[\u3400-\u9fff]{{2,4}}(?=报道|報道|报导|報導))?\s*(?:(?:综合|綜合|联合|聯合)?(?:报道|報道|报导|報導)|$|[|｜/／])"
)
_AUTHOR = re.compile(
    rf"(?:^|[\s|｜])(?:作者|撰文|撰稿|文字)\s*[:：]\s*(?P<names>{_HAN_NAMES})(?=\s|$|[|｜/／])"
)
_KOREAN = re.compile(
    r"(?P<names>[가-힣]{2,4}(?:\s*[·,ㆍ・]\s*[가-힣]{2,4})*)\s*(?:선임|인턴|전문|수습|객원)?(?:기자|특파원|논설위원|통신원)(?:(?![가-힣])|(?=(?:기사)?(?:입력|수정|승인|등록|송고|발행|작성)))"
)
_EACH = re.compile(r"\s*[、，,·ㆍ]\s*|\s+")


def reporters(line: str) -> list[str]:
    """The names in a byline of East Asia that says "reporter" or "reporting from"; none if it is no such line."""
    if line.isascii():
        return []
    if "기자" in line or "특파원" in line or "논설위원" in line or "통신원" in line:
        return [n for m in _KOREAN.finditer(line[:200]) for n in re.split(r"\s*[·,ㆍ・]\s*", m["names"])]
    line = line.strip()[:120]
    m = _TAIWAN.match(line) or _MAINLAND.search(line) or _AUTHOR.search(line)
    if m is None or not m["names"].strip():
        return []
    return [n for n in re.split(r"\s*[、，,]\s*|\s+", m["names"].strip()) if n]


# -- agencies --------------------------------------------------------------------------------------------------------
_REPORTING = re.compile(
    r"(?:^|[(\[—–-]\s*)(?:reporting|reported|report|reporte|reportaje|información|reportagem|reportage|bericht(?:et)?|geschrieben)\s+"
    r"(?:by|de|por|von|par|da)\s+(?P<names>[^;()\[\]]{3,200}?)\s*(?:[;)\]]|[.,]?\s*(?:additional|writing|edit|redig|bearb|édit|editado|edição)|\.?\s*$)",
    re.I,
)


def reporting_credit(text: str) -> str | None:
    """Who reported, as agencies put it under a story: "(Reporting by A. Name in Place; Editing by B. Name)"."""
    m = _REPORTING.search(text[-400:]) if len(text) < 2000 else None
    return written_by(m["names"]) if m is not None else None
