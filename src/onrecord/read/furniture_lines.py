"""Lines of furniture among the paragraphs of a story, known by what they say.

Newsrooms put them into the same `<p>` as the story: how long it takes to read, a call to sign up to a newsletter or to follow the
outlet, a notice of copyright.  Each is a whole block; the same words within a sentence of the story say nothing.
"""

from __future__ import annotations

import re

from onrecord.records import Furniture

__all__ = ["line_kind"]

_LONGEST = 400  # characters of a notice of copyright
_LINE, _LABEL = 220, 60  # of calls, and of what tells how long a story takes
_LIKELY, _CERTAIN = (
    0.9,
    0.985,
)  # probability of running text: calls must be the outlet's own; they are not asked for
_MINUTES = (
    r"(?:min(?:s|\.)?|minutes?|mins?\.?|minuten|minut[oi]s?|minuter|minutter|minut[ay]?|minuutti?a?|dk\.?|dakika|мин(?:\.|ут[аы]?)?|"
    r"хв(?:\.|илин[аи]?)?|分钟?|分鐘|分|분)"
)
_READ = (
    r"(?:(?:to )?read(?:ing)?(?: time)?|lesezeit|lesedauer|(?:zu )?lesen|de lecture|lecture|di lettura|lettura|de lectura|lectura|de leitura|leitura|leestijd|leestid|"
    r"lezen|läsning|lästid|læsetid|lesetid|czytania|luku(?:aika)?|okuma(?: süresi)?|(?:на )?чтени[ея]|чтения|читання|阅读|閱讀|で読めます|読了|읽기|소요)"
)
_TIME_TO_READ = re.compile(
    rf"\W*(?:(?:estimated|approx\w*\.?|about|ca\.?|env(?:iron|\.)?|约|約|この記事は)\s*)?\d{{1,3}}(?:\s*[-–]\s*\d{{1,3}})?[\s-]*{_MINUTES}[\s-]*{_READ}\W*"
    rf"|\W*(?:(?:estimated |average |approx\w* )?(?:reading|read) time|lesezeit|lesedauer|temps de lecture|durée de lecture|tempo di lettura|tiempo de lectura|"
    rf"tempo de leitura|leestijd|lästid|læsetid|lesetid|czas czytania|lukuaika|okuma süresi|lectura|lecture|lettura|leitura|время чтения|час читання|阅读时间|阅读时长|閱讀時間|読了時間|읽는 시간)"
    rf"\W{{0,3}}(?:(?:about|ca\.?|约|約)\s*)?\d{{1,3}}(?:\s*[-–]\s*\d{{1,3}})?\s*{_MINUTES}?\W*",
    re.I,
)
_LISTEN = re.compile(
    r"\W*(?:listen to (?:this |the )?(?:article|story|post|piece)|(?:diesen )?artikel (?:an)?hören|écouter (?:l['’]|cet )article|escuchar? (?:el |este )?artículo|"
    r"ascolta (?:l['’]|questo )articolo|ouvir (?:o |este )?artigo|luister naar dit artikel|lyssna på artikeln|posłuchaj artykułu|слушать (?:статью|новость)|听新闻|記事を聴く|기사 듣기)"
    r"(?:\s*[(•·|–-]?\s*\d{1,3}(?::\d\d)?\s*(?:min\w*\.?)?\)?)?\W*",
    re.I,
)
#: Where an advertisement parts the story.
_INTERRUPTED = re.compile(
    r"\W*(?:(?:the |this )?(?:story|article|post|text|report)s? continues? (?:below|after|under)|(?:diese[rs]? |der )?(?:artikel|text|beitrag) (?:wird|geht) [^.!?]{0,20}(?:anzeige|werbung)|"
    r"(?:la suite|l['’]article (?:continue|se poursuit)) (?:de l['’]article )?(?:après|sous|en dessous)[^.!?]{0,20}publicité|(?:el artículo |la noticia )?(?:sigue|continúa) (?:leyendo )?(?:después|debajo|tras) de? ?(?:la )?publicidad|"
    r"(?:dalsz[ay] (?:część|ciąg)|ciąg dalszy|reszta) (?:\w+ )?(?:pod|poniżej) [^.!?]{0,20}(?:reklam|materiał)\w*|(?:l['’]articolo|la notizia) (?:continua|prosegue) dopo la pubblicità|continua (?:depois|após) d?a publicidade|(?:het )?artikel gaat verder onder de advertentie|artikeln fortsätter (?:efter|under) annonsen|artikkelen fortsetter (?:etter|under) annonsen)"
    r"[^.!?]{0,30}\W*",
    re.I,
)
#: A pointer to another story, with its headline: no sentence of this one begins so.
_ALSO = re.compile(
    r"\W*(?:read (?:also|next)|also read|see also|lesen sie (?:auch|hier)|lies auch|mehr zum thema|lire aussi|à lire(?: aussi| également)?|lee (?:también|además)|lea (?:también|además)|te puede interesar|"
    r"leggi anche|leia (?:também|mais)|veja também|lees ook|läs (?:också|även|mer)|les også|læs også|lue myös|czytaj (?:też|także|również)|zobacz też|ayrıca okuyun|bunu da okuyun|читайте (?:также|ещё|еще)|читайте також|"
    r"延伸阅读|延伸閱讀|相关阅读|関連記事|관련 ?기사)\s*[:：|–—»>]\s*\S",
    re.I,
)
#: What is offered, and by whom; in one line with a call it is no news of other people's newsletters.
_OFFER = (
    r"(?:newsletters?|news ?mail|e-?mail (?:list|alerts?|updates?)|mailing list|(?:morning|daily|weekly) (?:briefing|email|digest)|inbox|whats ?app[- ](?:channel|kanal)|"
    r"telegram[- ](?:channel|kanal)|(?:telegram|whats ?app|viber|youtube)[- ]?канал\w*|канал\w* (?:в|у) (?:telegram|whats ?app|viber|youtube)|push[- ](?:alerts?|notifications?|nachrichten)|our (?:app|podcast|channel|youtube)|boletín|boletines|lettre d['’]information|infolettre|nieuwsbrief|nyhetsbrev\w*|"
    r"nyhedsbrev\w*|uutiskirje\w*|newslettera|bülten\w*|рассылк\w+|розсилк\w+|telegram[- ]канал\w*|телеграм[- ]канал\w*|通讯|電子報|公众号|ニュースレター|メルマガ|뉴스레터)"
)
_CALL = (
    r"(?:please |you can |click here to |to [^.!?]{3,60}, )?(?:sign[- ]?up|subscribe|register|join|get|receive|never miss|don['’]t miss|want (?:more|the latest|to)|like (?:what|this)|enjoy(?:ing|ed)?|follow|download|"
    r"abonnier\w*|melden sie sich|melde dich|jetzt|hier|bestellen sie|erhalten sie|registrier\w*|folgen sie|inscrivez[- ]vous|abonnez[- ]vous|recevez|suivez|suscr[ií]b\w+|apúntate|recibe|recib[ae]|síguenos|"
    r"iscriviti|iscrivetevi|ricevi|seguici|inscreva-se|assine|receba|siga|meld je|schrijf je|schrijf u|ontvang|abonneer|prenumerera|anmäl dig|få|tilmeld|meld deg|tilaa|zapisz się|otrzymuj|"
    r"abone ol\w*|kaydol\w*|подпи\w+|підпи\w+|订阅|訂閱|关注|關注|登録|購読|구독)"
)
_SIGN_UP = re.compile(rf"\W*(?:[^.!?]{{3,80}}\?\s*)?{_CALL}\b[^.!?]*{_OFFER}", re.I)
_SIGN_UP_BEHIND = re.compile(
    r"\W*(?:(?:关注|關注|订阅|訂閱)[^。.!?]{0,12}(?:公众号|公眾號|微信|微博|通讯|電子報|频道)\W*$|[^.!?]{0,30}bülten\w*[^.!?]{0,20}(?:abone|kaydol)|[^.!?。]{0,60}(?:ニュースレター|メルマガ|뉴스레터|通讯|電子報|公众号)[^.!?。]{0,30}(?:登録|購読|구독|신청|订阅|訂閱|关注|關注))",
    re.I,
)
_FOLLOW_US = re.compile(
    r"\W*(?:síguenos|síganos|seguici|siga-nos|suivez-nous|retrouvez-nous|abonnez-vous|follow us|join us|find us)\s+(?:en|su|on|no|na|sur)\s+(?:facebook|twitter|x|instagram|telegram|whats ?app|youtube|tik ?tok|linked ?in|threads|bluesky|google news)\b[^.!?]{0,80}[.!]?\W*",
    re.I,
)
_FOLLOW = re.compile(
    r"\W*(?:follow|find|like|join|folgen sie|folge|suivez|retrouvez|síguenos|sigue|seguici|segui|siga|volg|följ|følg|obserwuj|подписывайтесь на|підписуйтесь на)\s+"
    r"(?:(?:us|our|uns(?:erem?)?|nous|[^\W\d_]+-nous|a nosotros|ons|oss|nas|нас|наш\w*)\b[^.!?]{0,40}|[^.!?,]{2,40}\s(?:on|auf|sur|en|su|no|op|på|na|в)\s+)\b"
    r"(?:facebook|twitter|x|instagram|telegram|whats ?app|youtube|tik ?tok|linked ?in|threads|bluesky|mastodon|google news|social media)\b[^.!?]{0,80}[.!]?\W*",
    re.I,
)
_RIGHTS = (
    r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden|"
    r"все права защищены|всі права захищен\w+|版权所有|版權所有|無断転載|무단\s?전재|wszelkie prawa zastrzeżone"
)
_COPYRIGHT = re.compile(
    rf"\W*(?:©|\(c\)|copyright)\W*(?:\(c\)|©)?\s*(?:by\s+)?(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?(?!\d)|"
    rf"\W*(?:©|\(c\)|copyright\b)[^\n]{{0,120}}(?:{_RIGHTS})|\W*(?:{_RIGHTS})\W*$|<?저작권자|"
    r"[^。.!?]{0,40}(?:無断(?:転載|複製)|무단\s?전재|版权所有|版權所有|未经(?:许可|授权)|未經授權)[^。.!?]{0,40}$|"
    r"\W*this (?:material|story|article|content|report) (?:may|must|can) ?not be (?:re)?(?:published|printed|broadcast|produced|used|written|distributed)",
    re.I,
)
#: The owner before the year; names begin with capitals, and the line says nothing else.
_OWNER_AND_YEAR = re.compile(
    r"\W*(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)\W*(?:(?:by|the|of|and|[^\W\da-z][\w&.'’-]*)\s+){1,8}(?:19|20)\d\d\s*(?:[.,;|–-]|$)"
)
_OWN_OFFER = re.compile(
    rf"{_CALL}\b[^.!?“”«»\"]{{0,40}}?\b(?:our|unser\w*|notre|nos|nuestr\w+|nostr\w+|noss\w+|onze|vår\w*|vores|nasz\w*|наш\w*)\s+(?:[\w-]+\s+){{0,3}}?{_OFFER}",
    re.I,
)
#: Who calls: the outlet speaks of itself.
_OURS = re.compile(
    r"\b(?:our|us|unser\w*|uns|notre|nos|nous|nuestr\w+|nostr\w+|noss\w+|onze|ons|vår\w*|våre?|vores|naszego|nasz\w*|наш\w*|нас)\b|\w{3,}imiz[ea]?\b|我们|我們|本报|本網|저희|本紙|当社",
    re.I,
)


def line_kind(text: str, likely: float = 0.0) -> Furniture | None:
    """The kind of furniture that a whole block says it is; `None` for what may be the story's.

    Unlike `words.said_kind` it may be asked of paragraphs of a story: what it names is no sentence of one.  `likely` is the
    probability that the block is running text.  Where that is high, calls count only if the outlet speaks of itself
    ("our newsletter"), since advice to readers ("Sign up for alerts from your bank") has the same form.
    """
    if len(text) > _LONGEST:
        return None
    if _COPYRIGHT.match(text) or _OWNER_AND_YEAR.match(text):
        return Furniture.LEGAL
    if len(text) < _LABEL and (_TIME_TO_READ.fullmatch(text) or _LISTEN.fullmatch(text)):
        return Furniture.OTHER
    if len(text) > _LINE:
        return None
    if _ALSO.match(text):
        return Furniture.RELATED
    if _INTERRUPTED.fullmatch(text):
        return Furniture.ADVERTISEMENT
    if _FOLLOW_US.fullmatch(text):
        return Furniture.APPEAL
    if not text.isascii() and _SIGN_UP_BEHIND.match(text) and _OURS.search(text):
        return Furniture.APPEAL
    if likely > _CERTAIN:
        # Only a call to the outlet's own newsletter that nobody is quoted with.
        return Furniture.APPEAL if text[0].isalpha() and _OWN_OFFER.match(text) else None
    calls = _SIGN_UP.match(text) or (not text.isascii() and _SIGN_UP_BEHIND.match(text))
    if (calls and (likely < _LIKELY or _OURS.search(text))) or _FOLLOW.fullmatch(text):
        return Furniture.APPEAL
    return None
