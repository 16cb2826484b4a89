"""Small words that shape noun phrases, by language: articles, prepositions, words that open clauses, and clitics.

Closed classes of each language, as its grammars list them: data for `noun_phrase.py` and `cue_attachment.py`.  A language
that is missing here is read by the words of `cue_lexicon.py` alone.
"""

from __future__ import annotations

import re

__all__ = [
    "ACCORDING_TO_THEM",
    "ARTICLES",
    "CLAUSAL",
    "CLITICS",
    "INCISE_VERBS",
    "NO_VERBS",
    "PREPOSITIONS",
    "RECIPIENTS",
]

#: "According to him, her, them", with the gender that the pronoun tells: ("f", "m", "many").
ACCORDING_TO_THEM = {
    "ru": {
        "по его словам": "m", "по ее словам": "f", "по её словам": "f", "по их словам": "many", "по его мнению": "m",
        "по ее мнению": "f", "по её мнению": "f", "по его данным": "m", "по её данным": "f",
    },
    "uk": {"за його словами": "m", "за її словами": "f", "за їхніми словами": "many", "на його думку": "m", "на її думку": "f"},
    "bg": {"по думите му": "m", "по думите й": "f", "според него": "m", "според нея": "f"},
    "pl": {"jego zdaniem": "m", "jej zdaniem": "f", "według niego": "m", "według niej": "f", "ich zdaniem": "many"},
    "cs": {"podle něj": "m", "podle něho": "m", "podle ní": "f"}, "sk": {"podľa neho": "m", "podľa nej": "f"},
    "fr": {"selon lui": "m", "selon elle": "f", "d’après lui": "m", "d’après elle": "f", "d'après lui": "m", "d'après elle": "f"},
    "es": {"según él": "m", "según ella": "f", "a su juicio": "", "en su opinión": "", "en sus palabras": "", "según sus palabras": ""},
    "it": {"secondo lui": "m", "secondo lei": "f", "a suo dire": "", "a suo avviso": ""},
    "pt": {"segundo ele": "m", "segundo ela": "f", "de acordo com ele": "m", "de acordo com ela": "f", "para ele": "m", "para ela": "f"},
    "ro": {"potrivit lui": "m", "potrivit ei": "f", "potrivit acestuia": "m", "potrivit acesteia": "f"},
    "nl": {"volgens hem": "m", "volgens haar": "f"}, "sv": {"enligt honom": "m", "enligt henne": "f"},
    "no": {"ifølge ham": "m", "ifølge han": "m", "ifølge henne": "f", "ifølge hun": "f"},
    "da": {"ifølge ham": "m", "ifølge hende": "f"},
    "de": {"ihm zufolge": "m", "ihr zufolge": "f", "nach seinen worten": "m", "nach ihren worten": "f", "seinen worten zufolge": "m"},
    "ar": {"على حد قوله": "m", "على حد قولها": "f", "بحسب قوله": "m", "بحسب قولها": "f", "ووفقا له": "m", "وفقا لها": "f"},
}  # fmt: skip

ARTICLES = {
    "de": "der die das dem den des ein eine einen einem einer eines sein seine seinen seinem seiner seines ihre ihren ihrem ihrer dessen deren dieser diese dieses diesen diesem kein keine jeder jede",
    "fr": "le la l les un une mon son leur",
    "es": "el la los las un una unos unas su este esta",
    "it": "il lo la l i gli le un uno una",
    "pt": "o a os as um uma",
    "ca": "el la l els les en na un una",
    "ro": "un o",
    "nl": "de het een",
    "sv": "den det de en ett", "no": "den det de en ei et", "da": "den det de en et",
    "el": "ο η το οι τα ένας μία μια του της των",
    "hu": "a az egy",
}  # fmt: skip

PREPOSITIONS = {
    "de": "am an auf aus bei beim durch für gegen gegenüber im in mit nach seit über um unter vom von vor während wegen zu zum zur zwischen laut anlässlich trotz angesichts innerhalb außerhalb aufgrund seitens bezüglich hinsichtlich entgegen neben ohne statt dank binnen infolge anhand mittels ab bis gemäß außer hinter",
    "fr": "à au aux dans lors sur après avant pendant devant en avec par pour auprès chez depuis de du des sous vers sans contre entre dès",
    "es": "a al en durante tras sobre ante con por para desde de del hacia según contra entre sin",
    "it": "a al allo alla all agli ai alle in nel nello nella nei nelle durante dopo su sul sullo sulla con per da dal dalla dai di del dello della dell dei degli delle davanti contro tra fra",
    "pt": "ao aos à às em no na nos nas durante após sobre com por para pela pelo de do da dos das desde contra entre sem",
    "ca": "a al als en durant després sobre amb per de del dels des contra",
    "ro": "la în din după despre pe pentru într de cu către prin",
    "nl": "op in bij tijdens na tegen aan over met voor door naar van tegenover volgens uit",
    "sv": "på i vid under efter till om med för av från inför hos åt mot",
    "no": "på i ved under etter til om med for av fra overfor hos mot",
    "da": "på i ved under efter til om med for af fra over hos mod",
    "fi": "",
    "ru": "в во на после о об для перед при по с со к ко от из у за под над через про без",
    "uk": "в у на після про для перед при по з із зі до від за під над через без",
    "bg": "в във на след по за от с със при пред до под над през без",
    "pl": "w we na po podczas do o dla przed przy z ze u od za nad pod przez bez",
    "cs": "v ve na po během k ke o pro před při z ze u od za s se nad pod bez",
    "sk": "v vo na po počas k ku o pre pred pri z zo u od za s so nad pod bez",
    "hr": "u na nakon o za pred s sa iz od do prema kod",
    "sr": "у на након о за пред с са из од до према код u na nakon o za pred s sa iz od do prema kod",
    "el": "σε στο στη στην στον στους στις μετά για κατά με από προς",
    "id": "di pada saat kepada dalam dari untuk dengan ke melalui",
}  # fmt: skip

#: Words that open a clause of its own or a list: what stands behind them is no subject of the verb before.
CLAUSAL = {
    "de": "und aber dass ob wie weil wenn als da obwohl sodass denn doch sondern oder wobei wonach woraufhin worauf damit bis indem nachdem was wer wo während der_",
    "fr": "et mais que qu qui dont où ou car donc comme quand lorsque puisque si ni",
    "es": "y e pero que quien cuando o como donde aunque porque si ni sino mientras pues",
    "it": "e ed ma che chi cui o quando come dove perché se né mentre anche",
    "pt": "e mas que quem quando ou como onde embora porque se nem enquanto pois",
    "ca": "i però que qui quan o com on perquè si mentre",
    "ro": "și şi dar că care când sau unde deși dacă iar",
    "nl": "en maar dat die of want omdat als terwijl toen waar wie",
    "sv": "och men att som när eller om där eftersom medan då", "no": "og men at som når eller om der fordi mens da",
    "da": "og men at som der når eller om hvor fordi mens da",
    "fi": "ja mutta että joka jotka kun tai jos koska", "ru": "и но а что который которая которые или если когда как чтобы",
    "uk": "і й та але а що який яка які або якщо коли як щоб", "bg": "и но а че който която които или ако когато",
    "pl": "i a ale że który która którzy lub jeśli gdy kiedy", "cs": "a ale že který která kteří nebo pokud když",
    "sk": "a ale že ktorý ktorá ktorí alebo ak keď", "hr": "i a ali da koji koja ili ako kad",
    "sr": "и а али да који која или ако кад i a ali da koji koja ili ako kad", "el": "και αλλά ότι που πως ή αν όταν",
    "id": "dan tetapi yang bahwa atau ketika jika",
}  # fmt: skip

#: What verbs carry in front: "and", in Arabic also "so".
CLITICS = {"ar": "وف", "he": "ו"}

#: Whom a speaker speaks to, where no preposition of its own says so.
RECIPIENTS = {
    "de": "reportern journalisten medienvertretern pressevertretern abgeordneten zuschauern anhängern",
    "ru": "журналистам журналисту корреспонденту корреспондентам агентству изданию газете телеканалу порталу радиостанции сайту каналу",
    "uk": "журналістам журналісту кореспонденту кореспондентам агентству виданню газеті телеканалу порталу сайту каналу",
    "pl": "dziennikarzom reporterom agencji portalowi gazecie",
    "ar": "لصحيفة لوكالة لقناة لموقع لشبكة لإذاعة لمجلة لتلفزيون لمراسل لبرنامج لصحافيين لصحفيين لفرانس لرويترز لبي لسي لنا",
    "he": "לעיתונאים לכתבים לעיתון לאתר לתקשורת לערוץ לרדיו לסוכנות לחדשות לאולפן לגלי לכאן לאתר",
}  # fmt: skip

#: Words that look like the verb between a quotation and its subject and are none: adverbs, particles, conjunctions.
NO_VERBS = {
    "ru": "это нет только также особенно однако именно даже лишь почти пока уже ещё еще два три",
    "uk": "це ні тільки також особливо однак саме навіть лише майже поки вже ще для",
    "pl": "to nie tylko także szczególnie jednak nawet prawie już jeszcze ani albo",
    "cs": "to ne jen také zejména však dokonce skoro již ještě ani nebo", "sk": "to nie len tiež najmä však dokonca skoro už ešte ani alebo",
    "hr": "to ne samo također posebno ipak čak skoro već još ili", "bg": "това не само също особено обаче дори почти вече още или",
    "de": "und aber oder auch nicht erst fast laut seit samt statt trotz jetzt zuletzt sonst selbst nebst zunächst mit damit somit heut bereits weit nicht jedoch",
    "fr": "alors ensuite ainsi comme même encore tout toute cette notre votre entre contre sans ensuite autre puisque parce tandis malgré depuis hier mardi lundi aujourd’hui",
    "es": "como aunque incluso ante hasta sobre donde mientras entre contra toda cada esta ahora nunca otra nuestra cuya para hacia",
    "it": "come anche dove sempre sopra contro questa quella nostra ogni mentre invece ancora ora insieme prima verso presso sulla della alla dalla nella",
    "pt": "como embora ainda sobre contra onde toda cada esta agora nossa outra entre para antes durante",
    "ca": "com encara sobre contra on tota cada ara nostra",
    "nl": "niet met uit met tot want dat wat naast sinds zonder ook maar",
    "sv": "inte efter eller över under inför samt där här ännu", "no": "ikke etter eller over under samt der her ennå",
    "da": "ikke efter eller over under samt der her endnu",
}  # fmt: skip

#: How verbs end in which a narrator may report speech, present or past, third person.
INCISE_VERBS = {
    code: re.compile(form)
    for code, form in {
        "de": r"[a-zäöüß]{2,}(?:t|te|ten|nd|ef|ieß|iet|og)$",
        "fr": r"[a-zà-ÿœ’']{2,}(?:e|t|d|a|é|i|u|nt)$",
        "es": r"[a-zà-ÿ]{2,}(?:a|e|ó|aba|ía|an|en|ado|ido)$",
        "it": r"[a-zà-ÿ’']{2,}(?:a|e|ò|ì|ava|eva|no|ato|uto|ito|sto|tto|so)$",
        "pt": r"[a-zà-ÿ-]{2,}(?:a|e|ou|eu|iu|ava|ia|am|em)$",
        "ca": r"[a-zà-ÿ]{2,}(?:a|e|u|à|en|at|it|ut)$",
        "nl": r"[a-zà-ÿ]{2,}(?:t|de|te|den|ten|p|f|g|d)$",
        "sv": r"[a-zåäö]{2,}(?:r|de|te|g|k|t|dde)$",
        "no": r"[a-zæøå]{2,}(?:r|de|te|et|t|g|k)$",
        "da": r"[a-zæøå]{2,}(?:r|de|te|ede|t|g|k)$",
        "ru": r"[а-яё]{2,}(?:л|ла|ли|ет|ёт|ит|ют|ат|ят|лся|лась|лись|ется|ится)$",
        "uk": r"[а-яіїєґ'’]{2,}(?:в|ла|ли|є|ить|ють|ять|вся|лася|лися|ється)$",
        "pl": r"[a-ząćęłńóśźż]{2,}(?:ł|ła|li|ły|a|e|i|y|ą)$",
        "cs": r"[a-záčďéěíňóřšťúůýž]{2,}(?:l|la|li|ly|á|í|e|je)$",
        "sk": r"[a-záäčďéíĺľňóôŕšťúýž]{2,}(?:l|la|li|á|í|e|je)$",
        "hr": r"[a-zčćđšž]{2,}(?:o|la|li|e|i|a)$",
        "bg": r"[а-я]{3,}(?:а|и|е|ва|ха)$",
        "fi": r"[a-zåäö]{2,}(?:i|a|ä|o|ö|u|e|vat|vät)$",
    }.items()
}
