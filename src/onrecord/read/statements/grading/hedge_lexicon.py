"""Words that hedge, in thirteen languages: what they make of a statement, and where they stand in a text.

The English classes follow Hyland (1998, "Hedging in scientific research articles"), the shared task CoNLL-2010
(Farkas et al. 2010) and the cue classes of news attribution (PARC 3.0, Pareti 2012).  The other languages have short
tables of the commonest words of news agencies; they were written from general knowledge and are scored on nothing.
A phrase is matched word by word; "*" at the end of a word stands for any ending.  Kinds:

cues, what the verb of attribution makes of the content: "deny", "doubt", "claim" (also belief and expectation), "guess" (hope,
fear, speculation); hedges in the content: "reported", "probable", "possible", "unlikely", "void" (no evidence that); "number"
(approximating a number, which lowers nothing); "modifier" (hedges a noun, which lowers nothing either); "not" (negation).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.read.statements.tokens import tokenise

__all__ = ["CUES", "LANGUAGES", "Phrase", "find_hedges", "numeric"]

#: A found phrase: first token, token behind the last one, kind.
Phrase = tuple[int, int, str]

#: English lemmas of cues.
CUES: dict[str, str] = {
    word: kind
    for kind, words in {
        "deny": "deny reject refute dismiss rebut repudiate disavow disprove debunk denial denies rejection dismissal disclaim contradict",
        "doubt": "doubt dispute skeptical sceptical skepticism scepticism unconvinced disbelieve doubtful distrust unlikely",
        "claim": "claim allege accuse believe think expect suspect estimate assume predict forecast project guess suppose reckon feel presume "
        "consider appear seem imply indicate understand anticipate contend purport profess allegation accusation belief suspicion expectation "
        "prediction estimation likely reportedly allegedly apparently seemingly purportedly supposedly seemingly promise vow pledge "
        "plan intend confident bet hypothesize theorize presumably probably regard deem view",
        "guess": "speculate hope fear worry wonder suggest hint rumor rumour ponder speculation imagine wish concern afraid worried possibly "
        "perhaps maybe possibility want seek urge ask order demand request call recommend plead appeal beg advise suggestion dream mull float "
        "threaten question anxious encourage prefer desire insinuate contemplate weigh pray query propose",
    }.items()
    for word in words.split()
}

_EN = {
    "reported": "reportedly|allegedly|purportedly|supposedly|ostensibly|is said to|are said to|was said to|were said to|is alleged to|are alleged to|"
    "was alleged to|were alleged to|is understood to|are understood to|is rumored|is rumoured|are rumored|rumored|rumoured|unconfirmed|"
    "believed to|thought to|it is claimed|understood to",
    "probable": "probably|likely|presumably|apparently|seemingly|evidently|appears|appear|appeared|seems|seem|seemed|expected to|estimated to|"
    "in all likelihood|most likely|very likely|as far as i know|to my knowledge|arguably|i think|i believe|we think|we believe|i guess|i suppose|"
    "i suspect|i assume|predicted to|projected to|plans to|plan to|planned to|intends to|intend to|set to|due to be|poised to|scheduled to|suggests that|"
    "indicates that|almost certainly",
    "possible": "may|might|could|possibly|perhaps|maybe|potentially|conceivably|it is possible|there is a possibility|there is a chance|"
    "chances are|hopefully|i hope|we hope|i fear|we fear|i wonder|if|whether|unless|not sure|not certain|unclear|unconfirmed|not clear|can not be ruled out|"
    "cannot be ruled out|hopes to|hope to|hypothetically|tentatively|it 's possible|it was possible|uncertain|in theory",
    "unlikely": "unlikely to|unlikely that|is unlikely|are unlikely|was unlikely|were unlikely|very unlikely|most unlikely|doubtful|improbable|i doubt|we doubt|hardly|scarcely|i do n't think|i do n't believe|we do n't think|we do n't believe|"
    "i do not think|i do not believe|we do not believe|we do not think|highly unlikely",
    "void": "no evidence|no proof|no indication|no sign|no signs|no indications|little evidence|no credible evidence|no truth|not true|is untrue|are untrue|was untrue|were untrue|no basis|"
    "without evidence|not a shred of evidence|is baseless|are baseless|was baseless|were baseless|is unfounded|are unfounded|was unfounded|were unfounded|no reason to believe|no reason to think|is false|are false|was false|were false|'s false",
    "number": "around|about|some|roughly|approximately|nearly|almost|more than|less than|fewer than|at least|at most|up to|as many as|as much as|as few as|"
    "an estimated|estimated|or so|over|under|close to|an average of|just over|just under|well over|in the region of|or more|circa|upwards of|somewhere between|"
    "between|or thereabouts",
    "modifier": "alleged|suspected|possible|potential|purported|so-called|supposed|apparent|presumed",
    "not": "not|n't|n’t|never|no longer|cannot|nobody|none|nothing|neither",
}  # fmt: skip

_OTHERS: dict[str, dict[str, str]] = {
    "de": {
        "deny": "bestritt*|bestreit*|bestritten|dementier*|leugn*|zurückgewiesen|wies|wiesen|weist|zurück|widersprach|widerspricht|verneint*",
        "doubt": "bezweifel*|zweifel*|skeptisch",
        "claim": "behaupt*|angeblich|glaub*|vermut*|erwart*|meint*|meinen|schätz*|rechne*|denkt|denken|dachte*|verspr*|will|wollen|geht davon aus|gehen davon aus|zufolge soll",
        "guess": "hofft*|hoffen|befürcht*|fürcht*|spekulier*|fordert*|forder*|bat|baten|bittet|fragt*|warnt*",
        "reported": "angeblich*|mutmaßlich*|soll|sollen|sollte|sollten|dem vernehmen nach|offenbar|vermeintlich*|unbestätigt*",
        "probable": "wahrscheinlich*|voraussichtlich*|wohl|anscheinend|scheint|scheinen|dürfte|dürften|vermutlich",
        "possible": "möglicherweise|vielleicht|eventuell|womöglich|könnte|könnten|möglich|ob|falls|unter umständen",
        "unlikely": "unwahrscheinlich|kaum|fraglich",
        "void": "keine beweise|keine belege|keinen beleg|keine hinweise|keine anzeichen|kein beweis|nicht wahr|haltlos",
        "number": "rund|etwa|ungefähr|circa|ca.|fast|knapp|mindestens|mehr als|über|bis zu|schätzungsweise|nahezu|gut",
        "not": "nicht|kein*|nie|niemals|niemand|nichts",
    },
    "fr": {
        "deny": "nie|nié|nient|niait|dément*|démenti*|rejet*|réfut*|contest*",
        "doubt": "dout*|met en doute",
        "claim": "prétend*|affirmerait|croit|croient|pense|pensent|estim*|suppos*|s' attend|accus*|promet*|promis",
        "guess": "espèr*|crai*|redout*|demand*|suggèr*|spécul*|souhait*|exig*|appel*",
        "reported": "aurait|auraient|serait|seraient|présumé*|prétendu*|selon certaines sources|soi-disant",
        "probable": "probablement|sans doute|vraisemblablement|apparemment|semble|semblent|devrait|devraient",
        "possible": "peut-être|pourrait|pourraient|possible|éventuellement|si",
        "unlikely": "peu probable|improbable|guère",
        "void": "aucune preuve|aucun élément|aucun indice|sans preuve|pas vrai",
        "number": "environ|près de|quelque|quelques|presque|plus de|moins de|au moins|jusqu' à|autour de",
        "not": "ne|n'|n’|pas|jamais|aucun*|rien",
    },
    "es": {
        "deny": "neg*|niega*|desmint*|desmient*|rechaz*|refut*",
        "doubt": "dud*|cuestion*",
        "claim": "asegura haber|cree*|creyó|piensa*|estima*|supone*|espera que|acus*|presunt*|prometi*|promete*",
        "guess": "espera*|teme*|temió|sugir*|sugier*|especul*|pid*|exig*|pregunt*",
        "reported": "presunt*|supuest*|al parecer|habría|habrían",
        "probable": "probable*|aparentemente|parece*|seguramente|debería*",
        "possible": "quizá|quizás|tal vez|podría|podrían|posible*|puede que|si",
        "unlikely": "improbable|difícilmente",
        "void": "no hay pruebas|no hay evidencia|ninguna prueba|no es cierto|sin pruebas",
        "number": "unos|unas|cerca de|alrededor de|aproximadamente|casi|más de|menos de|al menos|hasta|en torno a",
        "not": "no|nunca|jamás|tampoco|ningun*|ningún",
    },
    "it": {
        "deny": "nega*|nego*|negò|smenti*|respin*|rifiut*|confut*",
        "doubt": "dubit*",
        "claim": "creden*|crede|credono|pensa|pensano|ritien*|riteng*|suppon*|stima*|accus*|promett*|promesso",
        "guess": "sper*|tem*|suggeri*|ipotizz*|chied*|chiesto",
        "reported": "presunt*|avrebbe|avrebbero|sarebbe|sarebbero|a quanto pare|secondo indiscrezioni",
        "probable": "probabil*|apparentemente|sembra|sembrano|dovrebbe|dovrebbero",
        "possible": "forse|potrebbe|potrebbero|possibil*|eventualmente|magari|se",
        "unlikely": "improbabile|difficilmente",
        "void": "nessuna prova|non ci sono prove|non è vero|senza prove",
        "number": "circa|quasi|intorno a|almeno|più di|meno di|fino a|oltre",
        "not": "non|mai|nessun*|niente",
    },
    "pt": {
        "deny": "nega*|negou|negam|desment*|rejeit*|refut*",
        "doubt": "duvid*|questiona*",
        "claim": "acredit*|pensa*|estima*|supõe*|alega*|acus*|prometeu|promete*",
        "guess": "espera*|teme*|suger*|especul*|pedi*|pede*|pergunt*",
        "reported": "alegad*|suposta*|suposto*|teria|teriam|seria|seriam",
        "probable": "provave*|aparentemente|parece*|deve|devem|deverá",
        "possible": "talvez|poderia|poderiam|pode|podem|possível|possivelmente|se",
        "unlikely": "improvável|dificilmente",
        "void": "não há provas|não há evidências|nenhuma prova|não é verdade|sem provas",
        "number": "cerca de|aproximadamente|quase|pelo menos|mais de|menos de|até|em torno de|uns|umas",
        "not": "não|nunca|jamais|nenhum*|nada",
    },
    "nl": {
        "deny": "ontken*|weersp*|verwierp*|verwerp*",
        "doubt": "betwijfel*|twijfel*",
        "claim": "beweer*|beweren|geloof*|geloven|denk*|dacht*|verwacht*|vermoed*|schat*|beloof*",
        "guess": "hoop*|hopen|vrees*|vrezen|suggere*|specul*|eis*|vraag*|vroeg*",
        "reported": "naar verluidt|vermeend*|zou|zouden|vermoedelijk*",
        "probable": "waarschijnlijk*|blijkbaar|kennelijk|lijkt|lijken",
        "possible": "misschien|mogelijk*|wellicht|kan|kunnen|zou kunnen|of",
        "unlikely": "onwaarschijnlijk|nauwelijks",
        "void": "geen bewijs|geen bewijzen|geen aanwijzingen|niet waar",
        "number": "ongeveer|zo'n|circa|bijna|ruim|minstens|meer dan|minder dan|rond de|tot wel",
        "not": "niet|geen|nooit|niemand|niets",
    },
    "pl": {
        "deny": "zaprzecz*|zdementow*|dementuj*|odrzuc*",
        "doubt": "wątpi*",
        "claim": "twierdz*|uważa*|sądz*|przypuszcz*|spodziewa*|szacuj*|podejrzewa*|obieca*",
        "guess": "obawia*|sugeruj*|spekuluj*|liczy na|ma nadzieję|mają nadzieję|żąda*|wezwa*|pyta*|zapyta*",
        "reported": "rzekom*|podobno|domniema*|jakoby",
        "probable": "prawdopodobn*|zapewne|najwyraźniej|wydaje się",
        "possible": "może|mogą|być może|możliw*|ewentualnie|czy|jeśli",
        "unlikely": "mało prawdopodobn*|raczej nie|nieprawdopodobn*",
        "void": "brak dowodów|nie ma dowodów|żadnych dowodów|nieprawda",
        "number": "około|ok.|blisko|prawie|niemal|ponad|co najmniej|mniej więcej|do",
        "not": "nie|nigdy|nikt|żad*",
    },
    "ru": {
        "deny": "отриц*|опроверг*|опроверж*|отверг*|отверга*",
        "doubt": "сомнева*|усомни*",
        "claim": "утвержда*|счита*|полага*|дума*|предполага*|ожида*|подозрева*|обвин*|пообеща*|обеща*",
        "guess": "надее*|надеют*|опаса*|боит*|боят*|призв*|призыва*|потребова*|требу*|спросил*|намекну*",
        "reported": "якобы|предположительно|по неподтвержденным|сообщается|по слухам|по некоторым данным",
        "probable": "вероятн*|видимо|по-видимому|похоже|кажется|скорее всего|должно быть",
        "possible": "возможн*|может|могут|мог|могла|могли|может быть|пожалуй|если|ли",
        "unlikely": "вряд ли|едва ли|маловероятн*|сомнительно",
        "void": "нет доказательств|никаких доказательств|нет подтверждени*|не соответствует действительности|неправда",
        "number": "около|примерно|приблизительно|почти|порядка|более|менее|не менее|свыше|до|как минимум",
        "not": "не|нет|никогда|никто|ничего|нельзя",
    },
    "uk": {
        "deny": "запереч*|спросту*|відкину*|відкида*",
        "doubt": "сумніва*",
        "claim": "стверджу*|вважа*|дума*|припуска*|очіку*|підозрю*|звинувати*|звинувачу*|обіця*|пообіця*",
        "guess": "сподіва*|побою*|боїться|закли*|вимага*|запита*|натякну*",
        "reported": "нібито|начебто|імовірно|за неперевіреними|за чутками|повідомляється",
        "probable": "ймовірн*|мабуть|схоже|здається|швидше за все|певно|очевидно",
        "possible": "можлив*|може|можуть|міг|могла|могли|якщо|чи",
        "unlikely": "навряд|малоймовірн*|навряд чи",
        "void": "немає доказів|жодних доказів|не відповідає дійсності|неправда|немає підтвердження",
        "number": "близько|приблизно|майже|понад|щонайменше|до|більше|менше|орієнтовно",
        "not": "не|ні|немає|ніколи|ніхто|нічого",
    },
    "tr": {
        "deny": "yalanla*|reddet*|inkar|inkâr",
        "doubt": "şüphe*|kuşku*",
        "claim": "iddia|inanıyor*|düşünüyor*|bekliyor*|tahmin|sanıyor*|öne",
        "guess": "umuyor*|umut*|korkuyor*|endişe*|istedi*|sordu*|çağrı*",
        "reported": "sözde|iddiaya göre|güya|söylentilere göre",
        "probable": "muhtemelen|galiba|görünüyor|büyük ihtimalle|herhalde",
        "possible": "belki|olabilir|mümkün|olası|eğer",
        "unlikely": "pek olası değil|zor",
        "void": "kanıt yok|delil yok|doğru değil|asılsız",
        "number": "yaklaşık|kadar|civarında|neredeyse|en az|fazla|hemen hemen",
        "not": "değil|yok|asla|hiç",
    },
    "zh": {
        "deny": "否认|否認|驳斥|駁斥|拒绝承认",
        "doubt": "怀疑|懷疑|质疑|質疑",
        "claim": "声称|聲稱|认为|認為|相信|预计|預計|估计|估計|指控|宣称|承诺|承諾",
        "guess": "希望|担心|擔心|猜测|猜測|呼吁|呼籲|要求|建议|建議|询问",
        "reported": "据称|據稱|据报道|據報道|据报|據報|据传|據傳|涉嫌|所谓|所謂",
        "probable": "很可能|大概|似乎|看来|看來|料将|预计",
        "possible": "可能|也许|也許|或许|或許|或将|或將|是否|如果",
        "unlikely": "不太可能|不大可能|恐怕不",
        "void": "没有证据|沒有證據|毫无根据|不属实|不實",
        "number": "大约|大約|约|約|近|至少|超过|超過|左右|逾|几乎",
        "not": "不|没|沒|未|无|無|非",
    },
    "ar": {
        "deny": "نفى|نفت|ينفي|تنفي|نفي|رفض|أنكر|أنكرت|كذب",
        "doubt": "شكك|يشك|شككت|يشكك",
        "claim": "زعم|زعمت|يزعم|ادعى|ادعت|يعتقد|تعتقد|يعتقدون|توقع|يتوقع|اتهم|اتهمت|وعد",
        "guess": "يأمل|تأمل|أمل|يخشى|تخشى|دعا|دعت|طالب|طالبت|اقترح|سأل",
        "reported": "مزعوم|المزعوم|المزعومة|يقال|أفادت تقارير|ذكرت تقارير|حسب مزاعم",
        "probable": "المرجح|المحتمل أن|يبدو|على الأرجح|يرجح|غالبا",
        "possible": "ربما|قد|المحتمل|محتمل|يمكن|إذا",
        "unlikely": "المستبعد|يستبعد|غير المرجح",
        "void": "لا دليل|لا توجد أدلة|لا أدلة|غير صحيح|لا أساس",
        "number": "حوالي|نحو|قرابة|تقريبا|أكثر من|أقل من|ما لا يقل عن|زهاء",
        "not": "لا|لم|لن|ليس|ليست|ما|غير",
    },
}  # fmt: skip

LANGUAGES = frozenset(_OTHERS) | {"en"}

_NUMBER = re.compile(r"[$€£¥₴₽#]?\d|^[$€£¥₴₽]$")
_NUMBER_WORDS = frozenset(
    """a one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million millions billion billions dozen dozens half third quarter score
    zwei drei vier fünf sechs sieben acht neun zehn zwölf hundert tausend hunderte deux trois quatre cinq dix cent cents mille
    dos tres cuatro cinco diez cien ciento mil due tre quattro cinque dieci cento mila dois três dez cem
    twee drie vijf tien honderd duizend dwa trzy pięć dziesięć sto tysiąc два три пять десять сто тысяч тысячи пʼять десяти ста
    iki üç beş on yüz bin 一 二 两 三 四 五 六 七 八 九 十 百 千 万 مئة ألف مليون""".split()
) - {"on", "a"}  # fmt: skip


def numeric(word: str) -> bool:
    """Whether a lower-case word is a number, begins with one, or is a sign of money."""
    return _NUMBER.match(word) is not None or word.split("-", 1)[0] in _NUMBER_WORDS


@cache
def _compiled(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word (its first two letters for stems) -> phrases that begin with it, the longest first."""
    table = _EN if language == "en" else _OTHERS.get(language, {})
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, phrases in table.items():
        for phrase in phrases.split("|"):
            words: list[str] = []
            for part in phrase.split():
                cut = [t.span.of(part.rstrip("*")) for t in tokenise(part.rstrip("*"))]
                if part.endswith("*"):
                    cut[-1] += "*"
                words += cut
            key = words[0] if not words[0].endswith("*") else words[0][:2] + "*"
            out.setdefault(key, []).append((tuple(words), kind))
    return {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in out.items()}


def find_hedges(low: Sequence[str], language: str, start: int = 0, end: int | None = None) -> list[Phrase]:
    """The phrases of a language among lower-case words; overlapping ones of different kinds are all given."""
    table = _compiled(language)
    end = len(low) if end is None else min(end, len(low))
    out: list[Phrase] = []
    for i in range(start, end):
        word = low[i]
        seen: set[str] = set()
        for key in (word, word[:2] + "*"):
            for phrase, kind in table.get(key, ()):
                n = len(phrase)
                if kind in seen or i + n > end:
                    continue
                if all(_same(low[i + k], phrase[k]) for k in range(n)):
                    if kind == "number" and not _by_number(low, i, i + n):
                        continue
                    seen.add(kind)
                    out.append((i, i + n, kind))
    return out


def _same(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _by_number(low: Sequence[str], start: int, end: int) -> bool:
    """Whether an approximating word stands at a number."""
    ahead = [w for w in low[end : end + 2] if w not in ("the", "a", "another")][:1]
    if ahead and numeric(ahead[0]):
        return True
    if end < len(low) and low[end] in ("a", "the") and end + 1 < len(low):
        return numeric(low[end + 1])
    return (
        low[start] in ("or", "kadar", "civarında", "左")
        and start > 0
        and any(map(numeric, low[max(0, start - 3) : start]))
    )
