"""Words that attribute, in the languages of the world's press: data, and the few look-ups over it.

A word with a star stands for every word that begins so: languages with rich inflection would fill pages otherwise.
The lists hold the verbs with which newspapers report speech, in the forms in which they do (third person, mostly past
or present), not every verb that can; a wrong verb costs more than a missing one, as it names a wrong speaker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.read.statements.quoting import phrase_lexicon
from onrecord.records import Span

__all__ = ["Cues", "cues_of", "verb_near", "words"]


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one language.

    `verbs` are verbs of speech; `helpers` stand right before a verb and belong to it ("a déclaré"); `particles` stand
    behind and belong to it ("teilte mit"); `according` introduce a source before it, `postponed` behind it; `stops` end
    the noun phrase behind a verb ("sagte die Ministerin am Montag"); `adverbs` open a clause and are no source;
    `pronouns` may be a source alone; `beside` attribute only right behind a quotation ("so der Minister"); `skips` may
    stand between a verb and its subject.  `helpers_apart`: helper and verb embrace other words.  `spaced` says that words are written apart.
    """

    verbs: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    helpers: frozenset[str] = frozenset()
    particles: tuple[tuple[str, str], ...] = ()
    according: tuple[str, ...] = ()
    postponed: tuple[str, ...] = ()
    stops: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    skips: frozenset[str] = frozenset()
    spaced: bool = True
    helpers_apart: bool = False
    subject_last: bool = False  # the verb ends the sentence: its subject stands before the quotation
    articles: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    clausal: frozenset[str] = frozenset()  # words that open a clause of its own
    recipients: frozenset[str] = frozenset()  # to whom somebody speaks, without a preposition
    clitics: str = ""  # letters that a verb may carry in front
    no_verbs: frozenset[str] = frozenset()
    code: str = ""


_VERBS = {
    "en": "said says say saying added adds adding told tells asked asks asking replied replies answered argued argues arguing noted notes stated states claimed claims claiming insisted insists warned warns warning announced announces explained explains continued continues wrote writes tweeted tweets posted declared declares acknowledged acknowledges admitted admits recalled recalls responded responds concluded concludes remarked observed quipped joked suggested suggests stressed stresses emphasized emphasised emphasizes urged urges confirmed confirms denied denies predicted predicts commented complained exclaimed shouted pointed lamented testified read reads reported reports called calls calling described describes quoted",
    "de": "meinen fordern erklären betonen kritisieren warnen schreiben berichten finden glauben behaupten bekräftigt bekräftigen skandierten skandierte resümiert urteilt bemerkt ergänzt unterstreicht verkündet mahnten beklagt lobten sagte sagten sagt sagen gesagt erklärte erklärten erklärt meinte meinten meint betonte betonten betont teilte teilten berichtete berichteten berichtet äußerte äußerten fügte fügten ergänzte ergänzten kritisierte kritisierten kritisiert warnte warnten warnt forderte forderten fordert schrieb schrieben schreibt geschrieben kommentierte kommentierten kommentiert bezeichnete bezeichneten bezeichnet nannte nannten nennt genannt behauptete behaupteten behauptet antwortete antworteten antwortet fragte fragten bestätigte bestätigten bestätigt zitiert zitierte zitierten versicherte versicherten versprach kündigte kündigten verkündete rief riefen lobte gab gaben hieß heißt lautet lautete unterstrich bekräftigte räumte sprach sprachen spricht bemerkte begründete begründet beschrieb beschreibt erläuterte stellte verwies verlangte appellierte vermutet vermutete verlautbarte urteilte konstatierte resümierte hob mahnte entgegnete erwiderte beklagte fährt fuhr fuhren fügt fügen heißen bestreitet bestritt wirft warf werfen warfen rät riet verkündeten verspricht versprachen dankte gratulierte klagte klagt unterstellte charakterisierte charakterisiert titulierte lobt mahnt fragt rief ruft schilderte schildert erzählte erzählt erinnerte erinnert steht drohte droht",
    "fr": "dit disent déclaré déclare déclarait déclarent affirmé affirme affirment affirmait expliqué explique expliquait expliquent ajouté ajoute ajoutait estimé estime estimait estiment indiqué indique indiquait indiquent précisé précise précisait souligné souligne soulignait annoncé annonce assuré assure assurait assurent confié confie confiait raconté raconte racontait rapporté rapporte écrit écrivait reconnu reconnaît insisté insiste lancé lance répondu répond répondait conclu conclut regretté regrette dénoncé dénonce rappelé rappelle poursuivi poursuit martelé martèle prévenu prévient averti avertit tweeté jugé juge résumé résume réagi réagit confirmé confirme témoigné témoigne commenté commente soutenu soutient lâché glissé plaidé plaide salué salue observé observe noté note fustigé demandé demande interrogé",
    "es": "dijo dijeron dice dicen dicho afirmó afirmaron afirma afirmado aseguró aseguraron asegura asegurado declaró declararon declara declarado explicó explicaron explica explicado añadió añadieron añade añadido agregó agregaron agrega señaló señalaron señala señalado indicó indicaron indica indicado manifestó manifestaron manifestado destacó destaca destacado subrayó subraya subrayado sostuvo sostiene insistió insiste insistido recordó recuerda recordado comentó comenta comentado escribió escribe respondió responde respondido preguntó pregunta advirtió advierte advertido anunció anuncia expresó expresa expresado apuntó apunta apuntado reconoció reconoce reconocido relató relata contó cuenta contado denunció denuncia denunciado precisó precisa precisado concluyó concluye lamentó lamenta lamentado reiteró reitera aseveró puntualizó detalló admitió confesó exclamó opinó opina planteó enfatizó remarcó defendido zanjado",
    "it": "detto dice dicono disse dissero dichiarato dichiara dichiarò affermato afferma affermano affermò spiegato spiega spiegano spiegò aggiunto aggiunge aggiunse sottolineato sottolinea sottolineò riferito riferisce ribadito ribadisce ricordato ricorda scritto scrive scrisse commentato commenta sostenuto sostiene annunciato annuncia risposto risponde rispose chiesto chiede raccontato racconta precisato precisa osservato osserva concluso conclude avvertito avverte ammesso ammette assicurato assicura insistito insiste replicato replica attaccato evidenziato evidenzia rivelato rivela denunciato denuncia prosegue continua confermato conferma",
    "pt": "disse disseram diz dizem dito afirmou afirmaram afirma afirmam declarou declararam declara explicou explicaram explica acrescentou acrescentaram acrescenta contou conta ressaltou ressalta destacou destaca informou informa lembrou lembra escreveu escreve comentou comenta respondeu responde perguntou pergunta alertou alerta anunciou anuncia garantiu garante defendeu defende sublinhou sublinha referiu refere salientou salienta adiantou adianta considerou considera frisou frisa revelou revela concluiu conclui completou completa avaliou avalia argumentou argumenta criticou critica reconheceu admitiu relatou relata ponderou confirmou apontou aponta reiterou indicou",
    "nl": "zei zeiden zegt zeggen gezegd verklaarde verklaarden verklaart vertelde vertelden vertelt verteld schreef schreven schrijft stelde stelden stelt meldde meldden meldt voegde voegden benadrukte benadrukten benadrukt vindt vond reageerde reageert antwoordde antwoordt vroeg vraagt waarschuwde waarschuwt legde legt uitleg noemde noemt concludeerde concludeert liet laat bevestigde bevestigt erkende erkent beweerde beweert riep roept twitterde oordeelde",
    "sv": "sa sade säger sagt berättade berättar skrev skriver förklarade förklarar uppgav uppger menade menar hävdade hävdar tillade tillägger betonade betonar svarade svarar frågade frågar konstaterade konstaterar kommenterade kommenterar meddelade meddelar påpekade påpekar varnade varnar uttalade rapporterade rapporterar kallade kallar underströk understryker",
    "no": "sa sier sagt fortalte forteller skrev skriver forklarte forklarer opplyste opplyser mente mener hevdet hevder la legger understreket understreker svarte svarer spurte spør uttalte uttaler meldte melder påpekte påpeker advarte advarer kommenterte kommenterer fastslo konstaterte konstaterer kalte kaller bekreftet bekrefter",
    "da": "sagde siger sagt fortalte fortæller skrev skriver forklarede forklarer oplyste oplyser mente mener hævdede hævder tilføjede tilføjer understregede understreger svarede svarer spurgte spørger udtalte udtaler lød lyder meldte melder påpegede påpeger advarede advarer kommenterede kommenterer konstaterede konstaterer kaldte kalder bekræftede bekræfter vurderer",
    "fi": "sanoi sanoivat sanoo sanovat kertoi kertoivat kertoo kertovat totesi totesivat toteaa kirjoitti kirjoittaa kommentoi vastasi vastaa kysyi kysyy ilmoitti ilmoittaa lisäsi lisää painotti painottaa korosti korostaa arvioi väitti väittää selitti selittää varoitti varoittaa jatkoi jatkaa huomautti muistutti tviittasi",
    "pl": "powiedział* mówi mówił* stwierdził* stwierdza oświadczył* dodał* dodaje podkreślił* podkreśla zaznaczył* zaznacza napisał* pisze poinformował* informuje wyjaśnił* wyjaśnia przyznał* przyznaje zapewnił* zapewnia ocenił* ocenia zapytał* pyta odpowiedział* odpowiada tłumaczył* tłumaczy skomentował* komentuje ostrzegł* ostrzega przekonywał* przekonuje relacjonował* relacjonuje zapowiedział* ogłosił* przekazał* wskazał* wskazuje zauważył* apelował* czytamy oznajmił* nazwał*",
    "cs": "řekl* říká říkal* uvedl* uvádí prohlásil* dodal* dodává zdůraznil* napsal* píše sdělil* oznámil* vysvětlil* vysvětluje odpověděl* zeptal* upozornil* upozorňuje potvrdil* popsal* podotkl* konstatoval* poznamenal* připomněl* komentoval* okomentoval* varoval* míní tvrdí tvrdil* vyjádřil* nazval* označil*",
    "ru": "начал* произнес* произнёс* воскликнул* отреагировал* заметил* поделил* возразил* парировал* вспомина* вспомнил* настаива* пообещал* обещает сетует недоумева* удивля* удивил* возмуща* возмутил* сказал* говорит говорят говорил* заявил* заявля* сообщил* сообща* отметил* отмеча* подчеркнул* подчеркива* добавил* добавля* пояснил* поясня* рассказал* рассказыва* написал* пишет пишут ответил* отвеча* спросил* спрашива* объяснил* объясня* утвержда* предупредил* считает считают уточнил* указал* указыва* признал* призвал* напомнил* объявил* процитировал* прокомментировал* комментиру* цитиру* переда[её]т говорится констатировал* резюмировал* назвал* продолжил*",
    "uk": "зізнається зізнався зізналася згадує згадав згадала обурюється дивується обіцяє пообіцяв пообіцяла переконаний переконана запевняє запевнив запевнила коментує прокоментував прокоментувала сказав сказала сказали каже кажуть говорить говорив говорила заявив заявила заявили заявляє повідомив повідомила повідомили повідомля* зазначив зазначила зазначили зазначає наголосив наголосила наголосили наголошує додав додала додали додає пояснив пояснила пояснили пояснює розповів розповіла розповіли розповідає написав написала написали пише підкреслив підкреслила відповів відповіла відповіли запитав запитала стверджу* попередив попередила підтвердив підтвердила уточнив уточнила вважає вважають йдеться цитує передає назвав назвала продовжив",
    "bg": "каза казаха казва казват заяви заявиха заявява обяви обявиха съобщи съобщиха съобщава добави добавиха добавя подчерта подчертаха подчертава посочи посочиха посочва написа пише обясни обясниха обяснява отговори отговориха отговаря попита коментира коментираха отбеляза отбелязаха твърди твърдят предупреди разказа разказва призна увери изтъкна нарече допълни смята",
    "ro": "spus spune spun declarat declară afirmat afirmă adăugat adaugă precizat precizează explicat explică subliniat subliniază scris scrie transmis transmite anunțat anunță anunţat menționat menționează menţionat susținut susține arătat arată răspuns răspunde întrebat întreabă avertizat avertizează comentat comentează povestit povestește mărturisit recunoscut reamintit conchis",
    "hu": "mondta mondták mondja mondják elmondta elmondták közölte közölték közli kijelentette kijelentették hozzátette hozzátették hangsúlyozta hangsúlyozták írta írták írja válaszolta válaszolt kérdezte magyarázta fogalmazott fogalmaz állította állítja nyilatkozta nyilatkozott jelentette bejelentette szögezte kiemelte megjegyezte figyelmeztetett hívta tette vélte véli olvasható",
    "tr": "ifadesini ifadelerini dedi dediler diyor diyerek söyledi söylediler söylüyor belirtti belirttiler belirterek açıkladı açıkladılar ifade vurguladı vurguladılar ekledi kaydetti kaydettiler konuştu yazdı aktardı anlattı sordu yanıtladı cevapladı bildirdi savundu uyardı değerlendirdi şöyle dile paylaştı",
    "el": "είπε είπαν λέει λένε δήλωσε δήλωσαν δηλώνει ανέφερε ανέφεραν αναφέρει τόνισε τόνισαν τονίζει πρόσθεσε πρόσθεσαν προσθέτει υποστήριξε υποστήριξαν υποστηρίζει σημείωσε σημειώνει υπογράμμισε υπογραμμίζει εξήγησε εξηγεί έγραψε γράφει απάντησε απαντά ρώτησε επισήμανε επισημαίνει ανακοίνωσε ανακοίνωσαν σχολίασε σχολιάζει προειδοποίησε κατήγγειλε χαρακτήρισε",
    "ar": "قال قالت قالوا يقول تقول وقال وقالت فقال أضاف أضافت وأضاف وأضافت صرح صرحت وصرح صرّح أكد أكدت وأكد وأكدت أكّد أعلن أعلنت وأعلن وأعلنت ذكر ذكرت وذكر وذكرت أوضح أوضحت وأوضح وأوضحت أشار أشارت وأشار وأشارت كتب كتبت وكتب وكتبت تابع وتابع وتابعت قائلا قائلاً قائلة مضيفا مضيفاً مؤكدا مؤكداً اعتبر اعتبرت واعتبر شدد وشدد وشددت رد وردّ حذر وحذر سأل لفت ولفت",
    "fa": "گفت گفتند می‌گوید میگوید می‌گویند گفته افزود افزودند اظهار تاکید تأکید نوشت نوشتند اعلام بیان پرسید پاسخ توضیح خواند تصریح",
    "he": "אמר אמרה אמרו אומר אומרת הוסיף הוסיפה הוסיפו מסר מסרה מסרו הצהיר הצהירה הודיע הודיעה הודיעו ציין ציינה הדגיש הדגישה כתב כתבה כתבו טען טענה טענו הסביר הסבירה ענה ענתה השיב השיבה שאל שאלה סיפר סיפרה הגיב הגיבה נמסר הבהיר הבהירה הזהיר לדברי לדבריו לדבריה לדבריהם לטענתו לטענתה לטענתם",
    "zh": "表示 说 說 称 稱 指出 强调 強調 认为 認為 告诉 告訴 透露 宣布 回应 回應 补充 補充 写道 寫道 解释 解釋 呼吁 呼籲 批评 批評 警告 问道 介绍 坦言 直言 回忆道 回憶道 回忆说 感慨 感叹 感嘆 笑道 叹道 嘆道 答道 喊道 说道 說道 补充道 補充道 反驳 反駁 报道 報道 报导 報導 讲",
    "ja": "述べた 述べて 語った 話した 発表した 説明した 指摘した 強調した コメントした 主張した 言った 答えた 訴えた 明らかにした 批判した 述べ 語っ 語り 話し 話す 話した 発表し 説明し 指摘し 強調し コメントし 主張し 言っ 答え 訴え 明らかにし 批判し 報じ 書い 伝え 表明し 投稿し 呼びかけ",
    "ko": "반박했* 되물었* 반문했* 토로했* 촉구했* 요구했* 약속했* 경고했* 해명했* 털어놨* 털어놓* 꼬집었* 일축했* 내다봤* 예상했* 평가했* 진단했* 분석했* 선언했* 인정했* 부인했* 사과했* 외쳤* 제안했* 질문했* 답변했* 응수했* 맞받* 다짐했* 우려했* 호응했* 화답했* 설득했* 소개했* 회상했* 했다 전한다 강조한다 설명한다 덧붙인다 주장한다 지적한다 말했* 밝혔* 전했* 강조했* 설명했* 덧붙였* 주장했* 지적했* 답했* 썼다 물었* 비판했* 발표했* 언급했* 당부했* 호소했* 말한다* 밝힌* 적었* 보도했*",
    "id": "kata ujar mengatakan katanya menyatakan menambahkan menjelaskan menegaskan menyebut menyebutkan mengungkapkan ungkap jelas tegas tutur imbuh ucap lanjut berkata menulis tulis mengumumkan bertanya tanya menjawab jawab terang papar menuturkan mengaku",
    "ms": "kata berkata ujar jelas tegas katanya ujarnya tambahnya jelasnya menyatakan memberitahu menegaskan mendakwa tulis",
    "vi": "nói cho viết tuyên bố khẳng nhấn chia sẻ trả giải thích cảnh báo bày kể",
    "hi": "कहा कहते कहती कहना बताया बोले बोलीं बोला बोली लिखा पूछा जवाब दावा जोड़ा",
    "ur": "کہا بتایا کہتے لکھا پوچھا بولے",
    "ca": "dit diu va_dir afirmat afirma assegurat assegura explicat explica afegit afegeix declarat declara assenyalat assenyala destacat destaca recordat recorda lamentat lamenta escrit escriu indicat manifestat remarcat advertit",
    "hr": "rekao rekla rekli kaže kažu izjavio izjavila izjavili dodao dodala dodali naveo navela naveli napisao napisala poručio poručila istaknuo istaknula istakao istakla objasnio objasnila naglasio naglasila odgovorio odgovorila upozorio upozorila tvrdi smatra ističe dodaje navodi saopštio saopštila priopćio ocenio ocenila ocijenio",
    "sk": "povedal* hovorí uviedol uviedla uviedli vyhlásil* dodal* zdôraznil* napísal* oznámil* vysvetlil* odpovedal* upozornil* potvrdil* skonštatoval* tvrdí poznamenal*",
    "sr": "рекао рекла рекли каже кажу изјавио изјавила изјавили додао додала навео навела написао написала поручио поручила истакао истакла објаснио нагласио одговорио упозорио тврди сматра rekao rekla rekli kaže izjavio izjavila dodao dodala naveo navela napisao poručio poručila istakao istakla objasnio naglasio odgovorio upozorio tvrdi",
}

_HELPERS = {
    "en": "has have had was is also then later",
    "de": "hat haben hatte hatten wird wurde wurden",
    "fr": "a ont avait avaient aurait s’est s'est est",
    "es": "ha han había habían habría se le",
    "it": "ha hanno aveva avevano avrebbe si è",
    "pt": "tem havia tinha foi",
    "nl": "heeft hebben had hadden",
    "sv": "har hade", "no": "har hadde", "da": "har havde",
    "ro": "a au mai", "pl": "się", "cs": "se", "ca": "ha han va van havia", "hr": "je su", "sr": "је су je su",
    "bg": "е са", "el": "έχει είχε", "hi": "ने",
}  # fmt: skip

_BESIDE = {
    "de": "so",
    "nl": "aldus",
    "en": "per",
    "fr": "selon",
    "es": "según",
    "it": "secondo",
    "pt": "segundo",
}
_SKIPS = {
    "de": "sich ihm ihnen uns mir ihn",
    "pl": "się",
    "cs": "se si",
    "sk": "sa si",
    "es": "se",
    "nl": "zich",
    "sv": "sig",
    "da": "sig",
    "no": "seg",
}
_APART = frozenset({"de", "nl"})  # helper and verb stand apart: "hat am Montag gesagt"

_PARTICLES = {
    "de": "teilt:mit teilte:mit teilten:mit fährt:fort fuhr:fort fuhren:fort wirft:vor warf:vor warfen:vor fügt:hinzu fügte:hinzu fügten:hinzu gab:an gaben:an gab:bekannt gaben:bekannt kündigte:an kündigten:an räumte:ein stellte:fest hob:hervor",
    "nl": "voegde:toe voegden:toe legde:uit legt:uit liet:weten laat:weten",
    "no": "la:til legger:til",
}

_ACCORDING = {
    "en": "according to|in the words of",
    "de": "laut|nach angaben|nach den worten|nach worten|nach aussage|nach aussagen|nach auskunft|nach informationen|nach einschätzung|nach darstellung|nach auffassung|nach überzeugung|gemäß|nach ansicht|nach meinung|in den worten|aus sicht",
    "fr": "selon|d’après|d'après|aux yeux de|aux yeux du|de l’avis de|de l'avis de|de l’avis du|de l'avis du|pour",
    "es": "según|de acuerdo con|en palabras de|en palabras del|a juicio de|a juicio del|en opinión de|en opinión del|a decir de|para", "it": "secondo|stando a|stando al|stando alla|stando all'|stando all’|a detta di|a detta del|a detta della|a detta dell'|a detta dell’|a giudizio di|a giudizio del|a giudizio della|nelle parole di|nelle parole del|nelle parole della|per",
    "pt": "segundo|de acordo com|conforme|nas palavras de|nas palavras do|nas palavras da|na opinião de|na opinião do|na opinião da|no entender de|no entender do|no entender da|na avaliação de|na avaliação do|na avaliação da|para", "nl": "volgens", "sv": "enligt", "no": "ifølge", "da": "ifølge",
    "pl": "według|zdaniem|w ocenie|w opinii|jak podaje|jak podają|ze słów", "cs": "podle|dle", "sk": "podľa", "ru": "по словам|по мнению|по информации|по сведениям|по утверждению|по оценке|по версии|как следует из слов|согласно|по данным",
    "uk": "за словами|зі слів|на думку|за інформацією|за оцінкою|за твердженням|за версією|як випливає зі слів|за даними|згідно з", "bg": "според|по думите на|по данни на", "ro": "potrivit|conform|după spusele|în opinia|din punctul de vedere al",
    "hr": "prema|po riječima", "sr": "према|по речима|prema|po rečima", "el": "σύμφωνα με|κατά τον|κατά την", "ca": "segons",
    "ar": "وفقا ل|وفقًا ل|بحسب|حسب|على حد قول|نقلا عن", "fa": "به گفته|به نقل از|بنا به گفته", "he": "לדברי|לפי|על פי|לטענת",
    "id": "menurut", "ms": "menurut", "vi": "theo", "zh": "据|據|根据|根據",
}  # fmt: skip
_POSTPONED = {
    "de": "zufolge", "fi": "mukaan mielestä", "hu": "szerint", "tr": "göre", "ja": "によると によれば", "ko": "따르면",
    "hi": "अनुसार मुताबिक", "ur": "مطابق",
}  # fmt: skip
_STOPS = {
    "en": "on in at during after before while as to about from when who that last this earlier late by through via with into and but adding referring monday tuesday wednesday thursday friday saturday sunday",
    "de": "am im in an bei beim nach vor gegenüber auf zu zur zum mit dem_ und aber wegen während heute gestern bereits dazu weiter dass über laut anlässlich damals daraufhin später mittwoch montag dienstag donnerstag freitag samstag sonntag erst gelassen scharf unterdessen zudem außerdem jedoch hingegen ebenfalls auch noch hierzu danach nun sogar selbst unter",
    "fr": "à au aux dans lors sur après avant pendant devant qui ce cette lundi mardi mercredi jeudi vendredi samedi dimanche hier et mais en avec par dont pour auprès à_",
    "es": "a al en durante tras sobre ante que este esta lunes martes miércoles jueves viernes sábado domingo ayer hoy y pero con por para quien cuando",
    "it": "a al alla in nel nella durante dopo su sul che ieri oggi lunedì martedì mercoledì giovedì venerdì sabato domenica e ma con per in_ commentando parlando",
    "pt": "a ao à em no na durante após sobre que nesta neste ontem hoje segunda terça quarta quinta sexta sábado domingo e mas com para por ao_ quando",
    "nl": "op in bij tijdens na tegen aan over die dat gisteren vandaag maandag dinsdag woensdag donderdag vrijdag zaterdag zondag en maar met voor door naar",
    "sv": "på i vid under efter till om som och men med när för igår idag", "no": "på i ved under etter til om som og men med når for i_ går mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "da": "på i ved under efter til om som og men med når for mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "fi": "ja mutta kun joka että maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina",
    "pl": "w we na po podczas do o i ale który która dla przed z_ wczoraj dziś", "cs": "v ve na po během k o a ale který která pro před při",
    "sk": "v vo na po počas k o a ale ktorý ktorá pre pred pri", "ru": "в во на после во_время о об и но который которая для перед при журналистам корреспонденту агентству ТАСС_ вчера сегодня по",
    "uk": "в у на після під про і й та але який яка для перед при журналістам вчора сьогодні по", "bg": "в във на_ след по за и но който която пред при днес вчера от_",
    "ro": "în la după despre pe și dar care pentru luni marți miercuri joi vineri într",
    "hu": "a_ és de aki amikor hétfőn kedden szerdán csütörtökön pénteken szombaton vasárnap", "tr": "ve ama",
    "el": "σε στο στη στην στον μετά για και αλλά που κατά με", "ca": "a al en durant després sobre que i però amb per",
    "hr": "u na nakon o i ali koji koja za pred s", "sr": "у на након о и али који која за u na nakon o i ali koji koja za",
    "ar": "في خلال على إن أن إنّ أنّ بعد عن إلى الذي التي لـ", "he": "ב כי ש על לאחר אחרי",
    "id": "di pada saat kepada dalam ketika dan tetapi yang melalui seperti", "ms": "di pada kepada dalam ketika dan yang", "vi": "tại trong với về khi và",
    "fa": "در که به از و", "hi": "कि में",
}  # fmt: skip
_PRONOUNS = {
    "en": "he she they it who i we you", "de": "er sie es wir ich der_ man", "fr": "il elle ils elles on t-il t-elle", "es": "él ella ellos ellas quien",
    "it": "lui lei loro", "pt": "ele ela eles elas", "nl": "hij zij ze", "sv": "han hon de hen", "no": "han hun de", "da": "han hun de",
    "fi": "hän he", "pl": "on ona oni", "cs": "on ona oni", "sk": "on ona oni", "ru": "он она они", "uk": "він вона вони", "bg": "той тя те", "ro": "el ea ei",
    "hu": "ő ők", "tr": "o onlar", "el": "αυτός αυτή", "ca": "ell ella ells", "hr": "on ona oni", "sr": "он она они on ona oni", "zh": "他 她 他们 她们 他們 她們",
    "ja": "述べた 述べて 語った 話した 発表した 説明した 指摘した 強調した コメントした 主張した 言った 答えた 訴えた 明らかにした 批判した 彼 彼女", "ko": "그는 그녀는 그가", "id": "dia ia mereka", "ms": "dia beliau mereka", "vi": "ông bà anh chị họ", "ar": "هو هي", "he": "הוא היא הם",
    "hi": "उन्होंने उसने", "fa": "او وی",
}  # fmt: skip
_ADVERBS = {
    "en": "and but when then later meanwhile however on in at as while after also yesterday today",
    "de": "und aber dazu gestern heute daraufhin weiter so auch im am in bei nach wie denn dabei dann später zudem außerdem zuvor wörtlich ähnlich ebenso weiterhin anschließend schließlich abschließend zunächst inzwischen unterdessen darin hierzu damals während gegenüber laut zu zur zum auf mit bereits heute dort nachdem wenn als weil da obwohl wonach",
    "fr": "et mais puis ensuite comme hier cependant toutefois pourtant enfin aussi ainsi", "es": "y pero además luego así también asimismo", "it": "e ma poi così anche però inoltre infine intanto", "pt": "e mas depois também porém já",
    "nl": "en maar ook dan", "sv": "och men också dock sedan", "no": "og men også siden", "da": "og men også siden", "ru": "и но а также как при_этом однако зато затем позже позднее ранее потом впрочем", "uk": "і й та але а також як однак проте потім пізніше раніше натомість водночас", "pl": "i a ale jak jednak natomiast potem później wcześniej",
    "cs": "a ale jak však potom později", "bg": "и но а както обаче също после", "ro": "și dar iar însă apoi",
}  # fmt: skip

_SAME = {
    "nb": "no",
    "nn": "no",
    "gl": "pt",
    "be": "ru",
    "mk": "bg",
    "sl": "hr",
    "bs": "hr",
    "iw": "he",
    "in": "id",
}
_UNSPACED = frozenset({"zh", "ja"})
_SUBJECT_FIRST = frozenset({"ja", "ko", "tr", "hi", "ur", "fa"})


def _set(table: dict[str, str], language: str) -> frozenset[str]:
    return frozenset(w.strip("_") for w in table.get(language, "").split() if not w.endswith("_"))


@lru_cache(maxsize=64)
def cues_of(language: str | None) -> Cues:
    """The words of `language` ("de", "pt-BR"); of all languages written with spaces together, if it is not known."""
    code = (language or "").replace("_", "-").split("-")[0].lower()
    code = _SAME.get(code, code)
    if code not in _VERBS:
        return _together()
    all_verbs = [w.replace("переда[её]т", "передает") for w in _VERBS[code].split()]
    return Cues(
        frozenset(w.replace("_", " ") for w in all_verbs if not w.endswith("*")),
        tuple(w[:-1] for w in all_verbs if w.endswith("*")),
        _set(_HELPERS, code),
        tuple((a, b) for a, b in (p.split(":") for p in _PARTICLES.get(code, "").split())),
        tuple(p for p in _ACCORDING.get(code, "").split("|") if p),
        tuple(_POSTPONED.get(code, "").split()),
        _set(_STOPS, code),
        _set(_ADVERBS, code),
        _set(_PRONOUNS, code),
        _set(_BESIDE, code),
        _set(_SKIPS, code),
        code not in _UNSPACED,
        code in _APART,
        code in _SUBJECT_FIRST,
        _set(phrase_lexicon.ARTICLES, code),
        _set(phrase_lexicon.PREPOSITIONS, code),
        _set(phrase_lexicon.CLAUSAL, code),
        _set(phrase_lexicon.RECIPIENTS, code),
        phrase_lexicon.CLITICS.get(code, ""),
        _set(phrase_lexicon.NO_VERBS, code),
        code,
    )


def _together() -> Cues:
    """For a language that is not in the table, or not known: the verbs of every language, and nothing finer."""
    every = [cues_of(code) for code in _VERBS]
    return Cues(
        frozenset().union(*(c.verbs for c in every if c.spaced)),
        tuple(p for c in every for p in c.prefixes),
        according=tuple(p for c in every if c.spaced for p in c.according if len(p) > 4),
    )


def words(text: str, start: int, end: int) -> Iterator[Span]:
    """The words of `text` between `start` and `end`; apostrophes and hyphens inside a word belong to it."""
    at = start
    while at < end:
        if not (text[at].isalnum() or text[at] == "_"):
            at += 1
            continue
        stop = at + 1
        while stop < end and (
            _joins(text[stop]) or (text[stop] in "’'-.״\"" and stop + 1 < end and text[stop + 1].isalnum())
        ):
            if text[stop] == "." and not text[stop - 1].isupper():
                break
            if text[stop] == '"' and not "א" <= text[stop + 1] <= "ת":
                break
            stop += 1
        yield Span(at, stop)
        at = stop


def _joins(c: str) -> bool:
    """Letters, digits, and what is written on and under letters (Devanagari's vowel signs, joiners)."""
    return (
        c.isalnum()
        or c in "_\u200c\u200d"
        or "\u0300" <= c <= "\u036f"
        or "\u0900" <= c <= "\u0d7f"
        or "\u0591" <= c <= "\u05c7"
        or "\u064b" <= c <= "\u065f"
    )


def is_verb(word: str, cues: Cues) -> bool:
    """Whether a lower-case word is a verb of speech, with or without what its language hangs on it in front."""
    return (
        word in cues.verbs
        or word.startswith(cues.prefixes)
        or (len(word) > 3 and word[0] in cues.clitics and word[1:] in cues.verbs)
    )


def verb_near(text: str, start: int, end: int, language: str | None, reach: int = 3) -> Span | None:
    """The verb of speech among the first `reach` words between `start` and `end`, if there is one."""
    cues = cues_of(language)
    for i, span in enumerate(words(text, start, end)):
        if i >= reach or any(c in ".!?" for c in text[start : span.start]):
            return None
        if is_verb(span.of(text).lower(), cues):
            return span
    return None
