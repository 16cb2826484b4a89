"""Who did not speak, in languages that no network reads: the set phrases of refusal and of unanswered questions.

Newsrooms word silence in a few ways, in every language: somebody declines to comment, does not answer, could not be reached, names no
number.  Each pattern is such a predicate; it is looked for in sentences outside quotation marks, and its subject is who kept
silent.  Spans count code points in the text.  Everything is linear in the text: gaps in the patterns are of a few words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.quoting.chinese_attachment import chinese_subject
from onrecord.read.statements.quoting.clause_subject import clause_subject
from onrecord.read.statements.quoting.cue_lexicon import Cues, cues_of
from onrecord.read.statements.quoting.noun_phrase import subject_after, subject_before
from onrecord.read.statements.quoting.sentence_bounds import Sentences
from onrecord.records import Span

__all__ = ["READER", "read_silences"]

READER = "silence-phrases"
_SCORE = 0.7
_LONGEST = 300  # of what is taken for the subject matter
_W = r"(?:[^\s.;:!?«»„“”\"]{1,30}\s+)"  # one word of a gap

# Only predicates of communication: "nie odpowiada za" (is not responsible for) and their like are left out.
_PHRASES: dict[str, str] = {
    "de": rf"""(?:wollte|wollten|will|wollen|mochte|mochten|möchte|möchten)\s+(?:{_W}){{0,6}}?(?:nicht|keine\s+\w+)\s+(?:{_W}){{0,2}}?(?:äu(?:ß|ss)ern|kommentieren|Stellung\s+nehmen|sagen|beantworten|bestätigen|machen)
        |lehn(?:t|te|ten|en)\s+(?:{_W}){{0,5}}?(?:Stellungnahme|Kommentar|Interview|Auskunft|Gespräch|Anfrage)\s+ab
        |(?:äu(?:ß|ss)er(?:t|te|ten|n)|geäu(?:ß|ss)ert)\s+(?:{_W}){{0,6}}?nicht
        |(?:reagier|antworte|kommentier)(?:t|te|ten|n|en)\s+(?:{_W}){{0,6}}?nicht
        |lie(?:ß|ss|ßen|ssen)\s+(?:{_W}){{0,5}}?unbeantwortet
        |(?:war|waren|ist|sind)\s+(?:{_W}){{0,6}}?nicht\s+(?:zu\s+erreichen|erreichbar|zu\s+sprechen)
        |(?:gab|gaben|macht|machte|machten|nannte|nannten)\s+(?:{_W}){{0,4}}?keine\s+(?:Stellungnahme|Auskunft|Angaben|Antwort|Details|Zahlen|Einzelheiten|Gründe)
        |schweig(?:t|en)\b|schwieg(?:en)?\b""",
    "fr": rf"""(?:a|ont|avait|avaient)\s+(?:refusé|décliné|évité)\s+(?:de\s+|d['’]|tout\s+)(?:{_W}){{0,2}}?(?:commenter|répondre|s['’]exprimer|réagir|préciser|dire|confirmer|parler|commentaire|révéler)
        |n['’](?:a|ont|avait|avaient)\s+pas\s+(?:{_W}){{0,3}}?(?:commenté|répondu|réagi|précisé|confirmé|donné\s+suite|commenter|répondre|réagir|s['’]exprimer|mentionné|évoqué)
        |(?:s['’]est|se\s+sont)\s+refusée?s?\s+à\s+(?:tout\s+)?(?:commentaire|commenter|répondre|dire|confirmer)
        |ne\s+(?:s['’]est|se\s+sont)\s+pas\s+(?:{_W}){{0,2}}?exprimée?s?|n['’](?:a|ont)\s+pas\s+pu\s+être\s+jointe?s?|(?:a|ont)\s+gardé\s+le\s+silence""",
    "es": rf"""(?:se\s+(?:negó|negaron|ha\s+negado|han\s+negado)\s+a|rehusó|rehusaron|declinó|declinaron|evitó|evitaron)\s+(?:{_W}){{0,2}}?(?:comentar|responder|hacer\s+comentarios|pronunciarse|confirmar|decir|hablar|precisar|declarar|revelar|contestar)
        |no\s+(?:quiso|quisieron|ha\s+querido|han\s+querido)\s+(?:{_W}){{0,2}}?(?:comentar|responder|hacer|pronunciarse|confirmar|decir|hablar|precisar|declarar|contestar|dar)
        |no\s+(?:respondió|respondieron|contestó|contestaron|ha\s+respondido|han\s+respondido|ha\s+contestado|comentó|comentaron|confirmó|confirmaron|precisó|precisaron|aclaró|aclararon|mencionó|mencionaron|se\s+pronunció|se\s+pronunciaron|se\s+ha\s+pronunciado)
        |(?:guardó|guardaron|guarda|guardan|ha\s+guardado)\s+silencio""",
    "it": rf"""(?:ha|hanno|aveva)\s+(?:rifiutato|declinato|evitato)\s+(?:di\s+|ogni\s+|d['’])(?:{_W}){{0,2}}?(?:commentare|rispondere|commento|dire|confermare|rilasciare|parlare)
        |non\s+(?:ha|hanno|aveva)\s+(?:{_W}){{0,2}}?(?:commentato|risposto|confermato|precisato|voluto\s+(?:{_W}){{0,2}}?(?:commentare|rispondere|rilasciare|dire|confermare)|rilasciato\s+dichiarazioni|menzionato)
        |si\s+(?:è|sono)\s+rifiutat[oaie]\s+di\s+(?:{_W}){{0,2}}?(?:commentare|rispondere|dire|parlare|confermare)""",
    "pt": rf"""(?:recusou-se|recusaram-se|se\s+recusou|se\s+recusaram|recusou|recusaram|preferiu|preferiram|evitou|evitaram)\s+(?:a\s+|não\s+)?(?:{_W}){{0,2}}?(?:comentar|responder|falar|pronunciar|dizer|confirmar|manifestar)
        |não\s+(?:quis|quiseram)\s+(?:{_W}){{0,2}}?(?:comentar|responder|falar|dizer|pronunciar|confirmar|gravar)
        |não\s+(?:respondeu|responderam|comentou|comentaram|se\s+pronunciou|se\s+pronunciaram|se\s+manifestou|se\s+manifestaram|confirmou|confirmaram|retornou|retornaram|mencionou|mencionaram)""",
    "nl": rf"""(?:wilde|wilden|wil|willen)\s+(?:{_W}){{0,6}}?(?:niet|geen)\s+(?:{_W}){{0,3}}?(?:reageren|commentaar|ingaan|zeggen|bevestigen|toelichten)
        |(?:gaf|gaven|geeft|geven)\s+(?:{_W}){{0,3}}?geen\s+(?:commentaar|reactie|antwoord|toelichting)|(?:reageerde|reageerden|reageert|antwoordde|antwoordden)\s+(?:{_W}){{0,5}}?niet
        |weiger(?:de|den|t|en)\s+(?:{_W}){{0,3}}?(?:commentaar|te\s+reageren|te\s+antwoorden|te\s+zeggen)|(?:was|waren)\s+(?:{_W}){{0,4}}?niet\s+bereikbaar""",
    "pl": rf"""odmówi(?:ł|ła|ło|li|ły)\s+(?:{_W}){{0,2}}?(?:komentarza|odpowiedzi|podania|skomentowania|udzielenia|ujawnienia|rozmowy)
        |nie\s+chcia(?:ł|ła|ło|ły)\s+(?:{_W}){{0,2}}?(?:komentować|odpowiedzieć|odpowiadać|powiedzieć|rozmawiać|ujawnić|podać)|nie\s+chcieli\s+(?:{_W}){{0,2}}?(?:komentować|odpowiedzieć|odpowiadać|powiedzieć|rozmawiać|ujawnić|podać)
        |nie\s+(?:odpowiedzia(?:ł|ła|ło|ły)|odpowiedzieli|skomentowa(?:ł|ła|ło|li|ły)|potwierdzi(?:ł|ła|ło|li|ły)|ujawni(?:ł|ła|ło|li|ły)|wspomnia(?:ł|ła|ło|ły)|wspomnieli)""",
    "ru": rf"""отказал(?:ся|ась|ись|ось)\s+(?:{_W}){{0,2}}?(?:от\s+комментари\w+|комментировать|отвечать|ответить|говорить|называть|назвать|раскрыть|раскрывать|уточнить|сообщить|подтвердить)
        |не\s+(?:стал|стала|стали|захотел|захотела|захотели|пожелал|пожелала|пожелали)\s+(?:{_W}){{0,2}}?(?:комментировать|отвечать|уточнять|говорить|называть|раскрывать|объяснять)
        |не\s+(?:ответил|ответила|ответили|ответило|прокомментировал[аио]?|уточнил[аио]?|упомянул[аио]?|подтвердил[аио]?)
        |(?:хранит|хранят|хранил|хранила|хранили)\s+молчание|промолчал[аи]?\b""",
    "uk": rf"""відмови(?:вся|лася|лися|лося|лась|лись)\s+(?:{_W}){{0,2}}?(?:від\s+коментар\w+|коментувати|прокоментувати|відповідати|відповісти|говорити|називати|назвати|розкривати|розкрити|уточнити|уточнювати|повідомити)
        |не\s+(?:став|стала|стали|стало|захотів|захотіла|захотіли|забажав|забажала|забажали)\s+(?:{_W}){{0,2}}?(?:коментувати|відповідати|уточнювати|говорити|називати|розкривати|пояснювати)
        |не\s+(?:відповів|відповіла|відповіли|відповіло|прокоментував|прокоментувала|прокоментували|уточнив|уточнила|уточнили|згадав|згадала|згадали|підтвердив|підтвердила|підтвердили)
        |(?:зберігає|зберігають|зберіг|зберегла|зберегли)\s+мовчання|промовча(?:в|ла|ли)\b""",
    "sv": rf"""(?:vill|ville)\s+(?:{_W}){{0,4}}?inte\s+(?:{_W}){{0,2}}?(?:kommentera|uttala\s+sig|svara|säga|bekräfta)|avböj(?:er|de|t)\s+(?:{_W}){{0,3}}?(?:att\s+kommentera|kommentar|intervju)
        |har\s+(?:{_W}){{0,2}}?inte\s+(?:{_W}){{0,2}}?(?:svarat|kommenterat|bekräftat|återkommit)|(?:svarade|svarar|kommenterade|kommenterar)\s+(?:{_W}){{0,2}}?inte""",
    "no": rf"""(?:vil|ville|ønsker|ønsket|ønska)\s+(?:{_W}){{0,4}}?ikke\s+(?:å\s+)?(?:{_W}){{0,2}}?(?:kommentere|uttale\s+seg|svare|si|bekrefte)|har\s+(?:{_W}){{0,2}}?ikke\s+(?:{_W}){{0,2}}?(?:svart|kommentert|bekreftet|besvart)
        |(?:avviste|avslo|nektet|avviser|nekter)\s+(?:å|kommentar)\s*(?:kommentere|svare|uttale\s+seg|si)?|(?:svarte|svarer|kommenterte)\s+(?:{_W}){{0,2}}?ikke""",
    "da": rf"""(?:vil|ville|ønsker|ønskede)\s+(?:{_W}){{0,4}}?ikke\s+(?:at\s+)?(?:{_W}){{0,2}}?(?:kommentere|udtale\s+sig|svare|sige|bekræfte)|har\s+(?:{_W}){{0,2}}?ikke\s+(?:{_W}){{0,2}}?(?:svaret|kommenteret|bekræftet|besvaret)
        |(?:afviste|afviser|nægtede|nægter)\s+at\s+(?:kommentere|svare|udtale\s+sig|sige)|(?:svarede|svarer|kommenterede)\s+(?:{_W}){{0,2}}?ikke""",
    "fi": rf"""(?:ei|eivät)\s+(?:{_W}){{0,2}}?(?:kommentoi|kommentoineet|kommentoinut|vastannut|vastanneet|halunnut\s+(?:{_W}){{0,2}}?\w+|halunneet\s+(?:{_W}){{0,2}}?\w+|suostunut\s+(?:{_W}){{0,2}}?\w+|vahvistanut|vahvistaneet)|kieltäytyi(?:vät)?\s+(?:{_W}){{0,2}}?(?:kommentoimasta|vastaamasta|haastattelusta)""",
    "tr": r"""(?:yorum|açıklama)\s+(?:yapmadı|yapmaktan\s+kaçındı|yapmayı\s+reddetti)(?:lar)?|(?:yanıt|cevap)\s+vermedi(?:ler)?|(?:konuşmayı|yanıtlamayı|cevaplamayı)\s+reddetti(?:ler)?|sessiz\s+kald(?:ı|ılar)|(?:doğrulamadı|bahsetmedi|değinmedi)(?:lar)?""",
    "ar": rf"""(?:رفض|رفضت|رفضوا|امتنع|امتنعت)\s+(?:{_W}){{0,5}}?(?:التعليق|الإدلاء|الإجابة|الرد|عن\s+التعليق|الكشف|الحديث)|لم\s+(?:يعلق|تعلق|يعلقوا|يرد|ترد|يردوا|يجب|تجب|يؤكد|تؤكد|يذكر|تذكر|يوضح|توضح)""",
    "zh": r"""(?:拒[绝絕])(?:\S{0,8}?)(?:置[评評]|[评評][论論]|回[应應]|透露|回答|答[复覆])|(?:未|[没沒]有?)(?:立即|即[时時]|就此|[对對]此|作出|做出){0,3}(?:置[评評]|[评評][论論]|回[应應]|答[复覆]|透露|提及|回[复覆])|不(?:予|作|做|愿|願)(?:置[评評]|[评評][论論]|回[应應]|透露)""",
    "ja": r"""(?:コメント|回答|言及|取材|返答|説明)(?:を|は|に|には)?\S{0,6}?(?:拒否した|拒んだ|控えた|控えている|避けた|しなかった|応じなかった|応じていない|していない)|明らかに(?:しなかった|していない)|口を閉ざし""",
    "ko": r"""(?:답변|언급|논평|확인|응답|입장|답)(?:을|를|은|는|도|에)?\s?(?:거부|거절|피했|피하|회피|하지\s않|내놓지\s않|꺼렸|아꼈)[^\s.]*|말을\s아꼈[^\s.]*|답하지\s않[^\s.]*|침묵(?:했|을\s지켰)[^\s.]*""",
}
_COMPILED = {
    code: re.compile(pattern if code in ("zh", "ja", "ko") else rf"\b(?:{pattern})(?!\w)", re.I | re.X)
    for code, pattern in _PHRASES.items()
}
_COMPILED["nb"] = _COMPILED["nn"] = _COMPILED["no"]
#: Where the subject opens the sentence: before a topic's or subject's particle; in Turkish words with capitals, with the head
#: of a possessive phrase ("Belediye başkanı").
_OPENING = {
    "ja": re.compile(r"\s*([^\s、。は]{1,30}?)(?:側)?(?:は|も|が)"),
    "ko": re.compile(r"\s*([^\s.,][^.,]{0,30}?)(?:은|는|이|가|께서는|측은|도)(?=\s)"),
    "tr": re.compile(
        r"\s*((?:[A-ZÇĞİÖŞÜ][\w'’]*\s?)+(?:[a-zçğıöşü]+(?:cısı|cüsü|cusu|cisi|kanı|lığı|liği|dürü)\b)?)"
    ),
}
_CLOSE = re.compile(r"[。！？!?]|(?<!\d)[.](?!\d)|\n")


def read_silences(text: str, language: str | None, quoted: Sequence[Span]) -> tuple[Attribution, ...]:
    """The silences of a text in a language that no network reads, in its order; none in languages without phrases.

    `quoted` are the stretches within quotation marks, where somebody else speaks, in the order of the text.
    """
    code = (language or "").lower().replace("_", "-").split("-")[0]
    pattern = _COMPILED.get(code)
    if pattern is None:
        return ()
    sentences, cues = Sentences(text), cues_of(code)
    out: list[Attribution] = []
    at = 0  # of the quoted stretches
    for m in pattern.finditer(text):
        while at < len(quoted) and quoted[at].end <= m.start():
            at += 1
        if at < len(quoted) and quoted[at].start < m.end():
            continue
        left = max(text.rfind("\n", 0, m.start()) + 1, sentences.before(m.start(), 0)[0])
        closing = _CLOSE.search(text, m.end())
        right = closing.start() if closing else len(text)
        cue = Span(m.start(), m.end())
        source = _subject(text, left, cue, right, cues, code)
        about = _about(text, cue, right)
        out.append(
            Attribution(
                (source,) if source else (),
                (cue,),
                (about,) if about else (),
                _SCORE,
                READER,
                frozenset(("silence",)),
            )
        )
    return tuple(out)


def _subject(text: str, left: int, cue: Span, right: int, cues: Cues, code: str) -> Span | None:
    if code == "zh":
        return chinese_subject(text, left, cue.start)
    if code == "ar":
        return _arabic_subject(text, cue, right, cues)
    if code in _OPENING:
        opening = _OPENING[code].match(text, left, cue.start)
        return Span(opening.start(1), opening.start(1) + len(opening[1].rstrip())) if opening else None
    found = subject_before(text, left, cue.start, cues)
    if found is None or len(found) > 80:
        found = clause_subject(text, left, cue.start, cues)
    return found if found is None or len(found) <= 80 else None


def _arabic_subject(text: str, cue: Span, right: int, cues: Cues) -> Span | None:
    """Who stands behind the verb: before the noun of the refusal where the phrase has one, else behind the phrase."""
    inside = text[cue.start : cue.end].split()
    if len(inside) > 2 and inside[0] != "لم":
        start = cue.start + text[cue.start : cue.end].index(inside[1])
        return Span(start, cue.start + text[cue.start : cue.end].rindex(inside[-1]) - 1)
    return subject_after(text, cue.end, right, cues)


def _about(text: str, cue: Span, right: int) -> Span | None:
    """What follows the phrase up to the end of the sentence: what was not spoken of, as far as it is told behind it."""
    start = cue.end
    end = min(right, start + _LONGEST)
    while start < end and (text[start].isspace() or text[start] in ",，、"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",，、;"):
        end -= 1
    return Span(start, end) if end > start else None
