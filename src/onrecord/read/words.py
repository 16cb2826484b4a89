"""Words by which newsrooms label the parts of a page, in the languages of the pages at hand.

Used by the rules (the fallback without a model, and the weak labels in training) and for splitting captions
from credits.  They are words of the trade and of page templates, never names of sites.
"""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.records import Furniture

__all__ = [
    "CORRECTION",
    "CREDIT",
    "DEK_MARKS",
    "EMBED_MARKS",
    "KICKER_MARKS",
    "KIND_MARKS",
    "PULL_MARKS",
    "SECTION_WORDS",
    "asks",
    "said_kind",
]


def _any(words: str, flags: re.RegexFlag = re.I) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(w.strip() for w in words.split("|") if w.strip()) + ")", flags)


# One alternative of a pattern: what stands between two bars that are in no brackets.
_ALTERNATIVE = re.compile(r"(?:\\.|\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\)|[^|])+")


def _by_first_letter(alternatives: list[str]) -> str:
    """One pattern for alternatives, those that start with the same letter together.

    Of a hundred alternatives most are then ruled out by one letter; the pattern says yes and no to the same texts.
    """
    groups: dict[str, list[str]] = {}
    for x in alternatives:
        plain = x[0].isalnum() and x[1:2] not in ("?", "*", "+", "{")
        groups.setdefault(x[0] if plain else x, []).append(x)
    return "|".join(
        xs[0] if len(xs) == 1 else f"{first}(?:{'|'.join(x[1:] for x in xs)})" for first, xs in groups.items()
    )


class _Phrases:
    """Phrases in lower case, apart by whether they are bound to the start of a text ("^share") or not.

    One pattern for both would be tried at each letter of each short text of a page; looking for the bound ones at the
    start only, and in lower case, takes a tenth of the time.
    """

    def __init__(self, *phrases: str) -> None:
        found = [x for p in phrases for x in _ALTERNATIVE.findall(_any(p).pattern[3:-1])]
        start = [x.removeprefix("^") for x in found if x.startswith("^")]
        within = [x for x in found if not x.startswith("^")]
        self._start = re.compile(_by_first_letter(start)).match if start else None
        self._within = re.compile(_by_first_letter(within)).search if within else None

    def within(self, lower: str) -> bool:
        """Whether a text, given in lower case, holds one of the phrases."""
        return bool(
            (self._start is not None and self._start(lower))
            or (self._within is not None and self._within(lower))
        )


#: What class names, ids and roles say: the first that matches the innermost elements wins.
KIND_MARKS: tuple[tuple[Furniture, re.Pattern[str]], ...] = (
    (Furniture.LEGAL, _any(r"cookie|consent|gdpr|privacy|copyright|imprint|impressum|disclaimer|legal|cmp-|onetrust|didomi")),
    (Furniture.ADVERTISEMENT, _any(r"\bads?\b|\bads?[-_]|[-_]ads?\b|advert|sponsor|promoted|taboola|outbrain|dfp|adslot|affiliate|anzeige|werbung|commercial")),
    (Furniture.COMMENTS, _any(r"comment|disqus|kommentar|discuss|\bforum|reader-?letters|respond\b")),
    (Furniture.SHARE, _any(r"share|sharing|social|follow-?us|bookmark|print-?button|addthis|addtoany|\btoolbar")),
    (Furniture.APPEAL, _any(r"newsletter|subscri|paywall|donat|support-?us|membership|signup|sign-up|regwall|piano|abo-|\babo\b|app-?promo|patreon|registration|premium-?box")),
    (Furniture.AUTHOR_BOX, _any(r"author-?(?:box|bio|info|card|profile|description|about)|about-?(?:the-?)?author|bio\b|autorenbox|contributor")),
    (Furniture.TAGS, _any(r"\btags?\b|tag-?list|tags-|topics?\b|keywords|post-?categories|article-?tags|schlagwort")),
    (Furniture.RELATED, _any(r"related|read-?more|readmore|more-?on|see-?also|recommend|also-?read|further-?reading|inline-?promo|mehr-?zum|similar|zum-?thema|weiterlesen")),
    (Furniture.TEASERS, _any(r"teaser|trending|most-?(?:read|popular|viewed)|popular|latest|recent|headlines|top-?stories|more-?news|more-?stories|sidebar|rail|recirc|newsfeed|ticker|feed\b|river|carousel|widget")),
    (Furniture.NAVIGATION, _any(r"\bnav|menu|breadcrumb|masthead|site-?header|skip|search|pagination|pager|footer|header|login|account|language|logo|topbar|off-?canvas|drawer|sitemap")),
)  # fmt: skip

# What short texts say; the first kind that matches wins.
_SAID: tuple[tuple[Furniture, str], ...] = (
    (Furniture.LEGAL, (
        r"©|all rights reserved|privacy policy|^cookies?$|\bcookies?[- ]?(?:polic|settings|preferences|notice|consent|banner|statement|declaration|richtlinie|einstellung|hinweis|erklärung|"
        r"verwalten|akzeptieren|zulassen)|\b(?:(?:uses?|accept|reject|allow|manage|necessary|essential|all) cookies|verwenden? cookies|politique de cookies|política de cookies)\b|terms (?:of|and)|imprint|impressum|datenschutz|agb(?<=\bagb)\b|nutzungsbedingungen|"
        r"alle rechte vorbehalten|mentions légales|tous droits réservés|aviso legal|todos los derechos|política de privacidad|"
        r"все права защищены|политика конфиденциальности|всі права|版权所有|隐私|著作権|無断転載|저작권|무단|prawa zastrzeżone|tutti i diritti")),
    (Furniture.ADVERTISEMENT, (
        r"^advertis\w+$|^ads? by|^anzeige\b|^werbung$|^sponsored|^publicité|^publicidad|^pubblicità|^реклама|^reklama|^广告|^広告|^광고|"
        r"^annons|^reklam|^paid content|article continues (?:below|after)")),
    (Furniture.COMMENTS, (
        r"^(?:\d+ )?comments?\b|^leave a (?:reply|comment)|^post a comment|^join the (?:conversation|discussion)|^kommentare?\b|"
        r"^\d+ kommentare?|^commentaires?|^comentarios?|^commenti|^комментар|^коментар|^评论|^コメント|^댓글|log in to comment|^replies|^antworten$")),
    (Furniture.SHARE, (
        r"^share\b|^tweet$|^(?:facebook|twitter|x|whatsapp|linkedin|pinterest|reddit|telegram|e-?mail|print|copy link|bluesky|mastodon|instagram)$|"
        r"^teilen|^drucken|^merken|^link kopieren|^partager|^compart|^condividi|^поделиться|^поширити|^分享|^字号|^打印|^シェア|^공유|^dela$|^del$|^paylaş|^udostępnij|^like$|^follow")),
    (Furniture.APPEAL, (
        r"newsletter|subscribe|subscription|sign up|donat|support (?:us|our)|become a (?:member|patron|supporter)|free trial|already a subscriber|"
        r"unlimited access|continue reading|create (?:a |an )?(?:free )?account|download (?:the|our) app|"
        r"jetzt (?:abonnieren|testen|registrieren|lesen)|abonnier|abonnement|probeabo|kostenlos|unterstütz|spenden|abonnez|s'abonner|suscr[ií]b|iscriviti|abbonati|"
        r"подпис(?:ка|аться|ывайтесь)|підпис|поддержите|підтрима|订阅|捐|購読|会員|구독|prenumerera|abonner|abone ol|wesprzyj|zapisz się|join our community")),
    (Furniture.RELATED, (
        r"^related|^read (?:more|also|next)|^see also|^also read|^more on|^watch:|^lesen sie (?:auch|mehr)|^mehr (?:zum thema|dazu)|^zum thema|^auch interessant|"
        r"^siehe auch|^lire aussi|^à lire|^lea (?:también|más)|^te puede interesar|^leggi anche|^leia (?:mais|também)|^читайте также|^читайте також|"
        r"^по теме|^相关|^関連|^관련|^läs (?:mer|också)|^les også|^ayrıca|^ilgili|^czytaj (?:też|także)|^lees ook|^recommended|^you (?:may|might) (?:also )?like")),
    (Furniture.TEASERS, (
        r"^most (?:read|popular|viewed|shared)|^trending|^latest|^recent (?:posts|articles|news)|^top stories|^more (?:stories|news|from|articles)|^popular|^don'?t miss|"
        r"^meistgelesen|^neueste|^aktuelle|^mehr aus|^les plus lus|^lo más|^più letti|^mais lidas|^самое|^последние|^найпопулярніше|^останні|^热门|^最新|^ランキング|^많이 본|"
        r"^mest l|^en çok|^najnowsze|^editor'?s picks?|^in other news")),
    (Furniture.TAGS, r"^tags?\b|^topics?\b|^keywords|^themen|^schlagw|^filed under|^posted in|^etiquetas|^mots[- ]clés|^теги|^标签|^タグ|^태그|^#(?!\d+$)\w+$"),
    (Furniture.AUTHOR_BOX, r"^about the author|^über den autor|^über die autorin|^zur person|^sobre el autor|^à propos de l'auteur|^об авторе|^про автора|is an? (?:\w+ ){0,3}(?:journalist|reporter|correspondent|writer|editor) (?:at|for|with|based|who|covering)"),
    (Furniture.NAVIGATION, (
        r"^(?:home|menu|search|log ?in|sign in|register|skip to|back to top|next|previous|close|contact(?: us)?|about(?: us)?|sitemap|jump to|load more|show more|open|faq)\b|"
        r"^(?:startseite|menü|suche|suchen|anmelden|einloggen|registrieren|kontakt|über uns|zum inhalt|weiter|zurück|nach oben|schließen|mehr anzeigen|inhalt)\b|"
        r"^(?:accueil|rechercher|connexion|inicio|buscar|главная|меню|поиск|войти|головна|пошук|увійти|首页|登录|搜索|ホーム|検索|ログイン|홈|로그인|검색)$")),
)  # fmt: skip
_KINDS = tuple((kind, _Phrases(phrases)) for kind, phrases in _SAID)
_ANY_KIND = _Phrases(*(phrases for _, phrases in _SAID))


@lru_cache(maxsize=20_000)
def said_kind(text: str) -> Furniture | None:
    """The kind of furniture that a short text names itself to be; menus and buttons say the same everywhere."""
    lower = text.lower().replace("i\u0307", "i")  # the Turkish capital
    if not _ANY_KIND.within(lower):
        return None
    return next((kind for kind, phrases in _KINDS if phrases.within(lower)), None)


_ASKING_WORDS = (
    r"donat\w+|subscri\w+|support (?:us|our|of readers|from readers|independent|the)|support our|become a|patron\w*|membership|members?\b|readers like you|cup of coffee|"
    r"as little as|help us|join (?:us|our|the)|newsletter|sign up|free trial|per month|a month|cancel any ?time|contribut\w+|spenden?|unterstütz\w*|abonn\w*|"
    r"monatlich|jetzt (?:testen|lesen)|soutenez|faites un don|abonnez|suscr[ií]b\w+|apoya|hazte|iscriviti|sostieni|поддерж\w+|підтрим\w+|подпис\w+|підпис\w+|пожертв\w+"
)
_ASKING = re.compile(rf"\b(?:{_by_first_letter(_ALTERNATIVE.findall(_ASKING_WORDS))})", re.I)
_TO_YOU = re.compile(
    r"\b(?:you|your|our|us|sie|ihre?n?|uns(?:ere?)?|vous|votre|nous|notre|usted|tu|nuestr\w+|вы|вас|ваш\w*|нас|наш\w*)\b|你|我们|あなた|私たち",
    re.I,
)


def asks(text: str) -> int:
    """How many different words of an appeal (for money, a subscription, an address) a text to its reader holds."""
    found = {m[0].lower() for m in _ASKING.finditer(text[:1500])}
    return len(found) if found and _TO_YOU.search(text) else 0


#: A text that is, or starts, a picture credit.
CREDIT = re.compile(
    r"(?:^|[\s(\[|–—-])(?:"
    r"(?:photo(?:graph)?s?|picture|image|video|screenshot|screen ?grab|screengrab|illustration|graphic|credit|courtesy|source|handout|file)\s*"
    r"(?:credits?\s*)?(?::|\s+(?:by|of|from|courtesy)\b|/|©)|"
    r"(?:foto|fotos|bild|bilder|bildquelle|quelle|grafik|illustration|fotograf\w*|fotó|zdjęcie|zdj|fot|kuva|fotoğraf|imagen|crédito|créditos|crédit|crédits|immagine|ritratto)\s*[:./©]|"
    r"(?:фото|скриншот|скріншот|иллюстрация|ілюстрація|источник|джерело|снимка)\s*[:©]|"
    r"(?:图片来源|图源|摄影|摄|写真|撮影|画像|사진)\s*[:：=＝/]|"
    r"credits?\s*\.{2,}|©|\(c\)\s)",
    re.I,
)
#: How newsrooms mark that they have changed or added to a story.
CORRECTION = re.compile(
    r"^\W*(?:corrections?|clarifications?|editor['’]?s['’]? note|updated?(?=.{0,80}?\b(?:corrected|amended|clarif\w+|incorrect\w*|earlier version|this (?:article|story|post|piece|report)|korrigiert|berichtigt))|note to readers|this (?:article|story|post|piece|report) (?:was|has been|originally)|"
    r"an earlier version of this|berichtigung|korrektur|richtigstellung|anmerkung der redaktion|hinweis der redaktion|correctif|rectificatif|"
    r"note de la rédaction|erratum|corrección|fe de errores|nota de la redacción|correzione|correção|"
    r"исправление|уточнение|примечание редакции|виправлення|уточнення|примітка редакції|更正|编者按|訂正|정정)\b[^.!?]{0,80}(?:[:.–—-]|\b(?:updated|amended|corrected|clarif\w+|incorrect\w*)\b)",
    re.I,
)
#: A line above the headline that names its section.
SECTION_WORDS = re.compile(
    r"^(?:categor(?:y|ies)|section|filed under|posted in|rubrik|ressort|rubrique|secci[oó]n|sezione|рубрика|раздел|розділ|栏目|分类|カテゴリ)\s*[:：]\s*\S",
    re.I,
)
#: Class names of what stands above a headline, and of what is shown from elsewhere.
KICKER_MARKS = re.compile(
    r"kicker|eyebrow|overline|topline|rubri|dachzeile|spitzmarke|supertitle|section-?(?:name|label|title|tag)|category|channel-?name|label",
    re.I,
)
EMBED_MARKS = re.compile(
    r"twitter-tweet|instagram-media|fb-post|tiktok-embed|bluesky-embed|telegram-post|embed", re.I
)
DEK_MARKS = re.compile(
    r"\b(?:dek|deck|standfirst|strapline|stand-?first|sub-?title|sub-?headline|lead|lede|summary|intro|introduction|excerpt|abstract|vorspann|anriss|chapo|chapeau|entradilla|"
    r"sommario|catenaccio|bajada|ingress|lid|лид|synopsis)\b|article-?(?:lead|intro|summary|description|subtitle|dek)",
    re.I,
)
PULL_MARKS = re.compile(r"pull-?quote|pullquote|blockquote--pull|zitat", re.I)
