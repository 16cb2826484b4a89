"""What the source does by a statement: states, asks, orders or promises, believes or feels, or is a document that says.

The five acts are the coarse speech acts of Searle (1976, "A classification of illocutionary acts") as far as news pages
word them: assertives, questions (a kind of directive, kept apart), directives and commissives, expressives and
attitudes (the attitudes of PARC 3.0, Pareti 2012), and documents or data in the place of a speaker.
Spans count code points in `Analysis.text`.
"""

from __future__ import annotations

from bisect import bisect_left

from onrecord.read.statements.analysis import Analysis, Attribution, Entity
from onrecord.read.statements.grading.factuality_lexicon import stem_of
from onrecord.read.statements.grading.word_window import (
    WordWindow,
    base_language,
    bounds,
    clipped,
    word_window,
)
from onrecord.records import Act, Span

__all__ = ["ASKING", "BELIEVING", "ORDERING", "speech_act"]

_WH = frozenset("who what when where why how which whom whose whether if".split())
ASKING = frozenset("ask wonder inquire enquire question query quiz".split())
ORDERING = frozenset(
    """urge order demand request command instruct direct advise recommend invite beg plead appeal implore exhort insist-on promise vow pledge
    swear offer commit threaten undertake guarantee summon forbid ban prohibit require encourage counsel petition press propose dare challenge
    promising assure-to call-for call-on nominate appoint authorize authorise caution mandate""".split()
)  # fmt: skip
BELIEVING = frozenset(
    """believe think hope fear feel want expect suspect wish like love hate regret doubt consider know see view prefer favor favour support
    oppose worry worried assume guess suppose imagine anticipate glad happy sorry proud angry afraid confident concerned concern sure convinced convince
    understand remember forget realize realise plan intend decide seek desire dislike trust enjoy admire resent belief feeling hopeful
    optimistic pessimistic skeptical sceptical eager willing reluctant ready determined dream mind appreciate welcome dread deem
    regard reckon presume estimate opinion opposition support favor willing need aim consider disappointed surprised shocked excited
    thrilled interested unsure uncertain wary mull weigh contemplate await""".split()
)  # fmt: skip
_DOCUMENT = frozenset(
    """report poll survey study data figure document record filing lawsuit indictment memo email e-mail letter result analysis research
    census transcript review audit paper statistic number complaint affidavit bill law policy rule constitution contract agreement
    file dossier book article headline chart graph map sign banner index tally average estimate ruling order note message text post tweet
    ad advertisement website page list table log evidence test footage video recording image photo photograph satellite polling finding
    proposal plan resolution treaty draft budget release bulletin manifesto certificate testimony transcripts minutes warrant petition
    stat model forecast projection""".split()
)  # fmt: skip
_SHOWING = frozenset(
    "show say find indicate suggest reveal state read put estimate accord conclude note allege claim demonstrate confirm report describe cite list "
    "detail warn predict forecast project give name call urge recommend require mention argue point document predict imply contain include".split()
)
_WH = frozenset("whether if why how what who whom whose where when which".split())
_PEOPLE = frozenset(
    "author writer spokesman spokeswoman spokesperson official officials researcher pollster editor reporter".split()
)
_HEAD_END = frozenset(
    "of by from for on in that which who released published conducted about obtained at with to , ( '".split()
)

# Beginnings of cues in other languages: questions, orders and promises, beliefs and feelings.
_STEMS: dict[str, tuple[str, str, str]] = {
    "de": ("fragt gefragt erkundig wollte wissen", "forder befahl befiehl versprach verspr bat bitte rief ruft warnte empf gelob drohte droht", "glaub hoff fürcht befürcht denkt denken vermut mein erwart zweifel will wünsch"),
    "fr": ("demandé si interrog", "exig ordonn promis promet appel invit recommand menac", "croi espèr espér crai pens estim redout souhait veut dout"),
    "es": ("pregunt", "exig orden promet pid llam inst recomend amenaz", "cree creen creyó esper tem piens pens desea quier dud opin"),
    "it": ("chiesto se domand", "ordin promess promet esort invit raccomand minacci chied", "cred sper tem pens riten riteng vuol dubit"),
    "pt": ("pergunt", "exig orden promet ped apel recomend ameaç", "acredit esper tem pens desej quer duvid"),
    "nl": ("vroeg vraag vragen", "eis beval beloof beloven riep roept waarschuw dreig verzoek", "geloof denk dacht hoop hopen vrees vrezen vind verwacht wil twijfel"),
    "pl": ("pyta zapyta spyta", "żąda rozkaz nakaz obieca wezwa wzywa apel grozi zaleci", "wierz uważa sądz myśl obawia liczy wątpi chce spodziew"),
    "ru": ("спросил спрашива поинтересова", "потребова требу приказ пообеща обеща призва призыв велел угрожа пригроз рекоменд попрос", "считает считают верит вер надее надею опаса боит боят дума полага сомнев хочет хотят"),
    "uk": ("запита спита поцікави", "вимага наказ пообіця обіця закли погрож рекоменд попрос", "вважа віри сподіва побою боїть дума сумнів хоче хочуть"),
    "tr": ("sordu soruyor sorar", "emretti istedi söz verdi çağrı tehdit talimat", "inanı düşün umuyor umut korku endişe istiyor"),
    "zh": ("问 問 询问 質問", "要求 命令 呼吁 呼籲 承诺 承諾 敦促 警告 威胁", "相信 认为 認為 希望 担心 擔心 觉得 覺得 怀疑"),
    "ar": ("سأل سألت تساءل", "أمر طالب دعا دعت وعد تعهد حث هدد", "يعتقد تعتقد يأمل تأمل يخشى تخشى يرى يظن"),
}  # fmt: skip


def speech_act(analysis: Analysis, attribution: Attribution) -> Act:
    """What the source does by it, from the words of the cue, the form of the content and the kind of source."""
    length = len(analysis.text)
    cue = _words(analysis, clipped(attribution.cue, length), 24)
    content = clipped(attribution.content, length)
    asks = any(_asks(analysis, span) for span in content[-1:])
    language = base_language(analysis)
    if language != "en":
        return _foreign(cue, asks, language)
    stems = [set(stem_of(t)) for t in cue.low]
    opening = next((t for t in _opening(analysis, content) if t[:1].isalnum()), "")
    if _is_document(analysis, clipped(attribution.source, length)) and (
        not stems or any(s & _SHOWING for s in stems)
    ):
        return Act.DOCUMENT
    for i, found in enumerate(stems):
        after = cue.low[i + 1] if i + 1 < len(cue.low) else opening
        if found & ASKING and not _passive(cue, i):
            if after in ("for", "to", "that") or opening in ("to", "that", "for"):
                return Act.ORDER
            first = [t for t in _opening(analysis, content) if t[:1].isalnum()][:6]
            if "to" in first and not asks and not set(first[:1]) & _WH:
                return Act.ORDER  # "asked people to stay away"
            return Act.QUESTION
        if found & {"call", "plead", "push", "appeal", "pray"} and after in ("for", "on", "upon"):
            return Act.ORDER
        if found & {"tell", "say", "warn", "ask", "write", "shout", "call", "agree"} and "to" in (
            opening,
            after,
        ):
            return Act.ORDER
        if "questions" in cue.low[i : i + 1] and "about" in cue.low[i + 1 : i + 2]:
            return Act.QUESTION
        if found & ORDERING:
            return Act.ORDER
        if found & BELIEVING:
            return Act.QUESTION if asks and not _long(content) else Act.BELIEF
    return Act.QUESTION if asks else Act.STATEMENT


def _long(content: tuple[Span, ...]) -> bool:
    """Whether a question mark at its end says little about a content."""
    return sum(map(len, content)) > 600


def _passive(cue: WordWindow, i: int) -> bool:
    """ "when asked, said": what others asked is not what the source does."""
    return i > 0 and cue.low[i - 1] in ("when", "if", "being") and i + 1 < len(cue.low)


def _words(analysis: Analysis, spans: tuple[Span, ...], most: int) -> WordWindow:
    low: list[str] = []
    pos: list[str] = []
    places: list[Span] = []
    first = 0
    for span in spans[:most]:
        a, b = bounds(analysis, span)
        part = word_window(analysis, a, min(b, a + most))
        first = first or a
        low += part.low
        pos += part.pos
        places += part.spans
    return WordWindow(first, tuple(low[:most]), tuple(pos[:most]), tuple(places[:most]))


def _opening(analysis: Analysis, content: tuple[Span, ...]) -> tuple[str, ...]:
    if not content:
        return ()
    a, b = bounds(analysis, content[0])
    return word_window(analysis, a, min(b, a + 5)).low


def _asks(analysis: Analysis, span: Span) -> bool:
    """Whether a content ends in a question mark."""
    tail = span.of(analysis.text)[-12:].rstrip(" \n\t\"'“”‘’«»„,.!)]」』")
    return tail.endswith(("?", "？", "؟", ";?"))


def _is_document(analysis: Analysis, source: tuple[Span, ...]) -> bool:
    """Whether the head of the source's noun phrase is a document or data."""
    if not source:
        return False
    a, b = bounds(analysis, source[0])
    if any(
        e.kind == "person" and e.span.start < source[0].end and source[0].start < e.span.end
        for e in _near(analysis, source[0])
    ):
        return False
    seen = word_window(analysis, a, min(b, a + 15))
    low = seen.low
    head = ""
    place = 0
    for i, t in enumerate(low):
        if i and (t in _HEAD_END or not t[0].isalnum()):
            break
        head, place = t, i
    if place and seen.spans[place].of(analysis.text)[0].isupper():
        return False  # part of a name: outlets are called "Post" and "Record"
    return head not in _PEOPLE and any(s in _DOCUMENT for s in stem_of(head))


def _near(analysis: Analysis, span: Span) -> tuple[Entity, ...]:
    i = bisect_left(analysis.entities, span.start, key=lambda e: e.span.end)
    return analysis.entities[i : i + 8]


def _foreign(cue: WordWindow, asks: bool, language: str) -> Act:
    if asks:
        return Act.QUESTION
    joined = " ".join(cue.low) if language != "zh" else "".join(cue.low)
    for stems, found in zip(_STEMS.get(language, ()), (Act.QUESTION, Act.ORDER, Act.BELIEF), strict=False):
        for stem in stems.split():
            if (stem in joined) if language == "zh" else any(t.startswith(stem) for t in cue.low):
                return found
    return Act.STATEMENT
