"""Who is "I" and who is "you": pronouns of the first and second person, by language.

An interview differs from a list of questions that the newsroom answers itself by them: it asks "you", and "I" answers.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["addresses", "speaks_of_itself"]

#: The first person, singular and plural.
_FIRST = {
    "en": ("i i'm i've i'd i'll me my mine myself", "we we're we've we'd we'll us our ours ourselves"),
    "de": (
        "ich mir mich mein meine meinen meinem meiner meines",
        "wir uns unser unsere unseren unserem unserer",
    ),
    "fr": ("je j me m moi mon ma mes", "nous notre nos"),
    "es": ("yo me mi mis mí conmigo", "nosotros nosotras nos nuestro nuestra nuestros nuestras"),
    "it": ("io mi mio mia miei mie me", "noi ci nostro nostra nostri nostre"),
    "pt": ("eu me mim meu minha meus minhas comigo", "nós nos nosso nossa nossos nossas"),
    "ca": ("jo em m meu meva meus meves", "nosaltres ens nostre nostra"),
    "ro": ("eu mă mi meu mea mei mele", "noi ne nostru noastră"),
    "nl": ("ik mij me mijn", "wij we ons onze"),
    "sv": ("jag mig min mitt mina", "vi oss vår vårt våra"),
    "no": ("jeg meg min mitt mine", "vi oss vår vårt våre"),
    "da": ("jeg mig min mit mine", "vi os vores"),
    "fi": ("minä minun minua minut minulla minulle", "me meidän meitä meillä"),
    "pl": ("ja mnie mi mną mój moja moje moim moich", "my nas nam nami nasz nasza nasze"),
    "cs": ("já mě mně mi mnou můj moje", "my nás nám námi náš naše"),
    "sk": ("ja mňa mne mi mnou môj moja moje", "my nás nám nami náš naša naše"),
    "ru": ("я меня мне мной мной мой моя моё мои", "мы нас нам нами наш наша наше наши"),
    "uk": ("я мене мені мною мій моя моє мої", "ми нас нам нами наш наша наше наші"),
    "bg": ("аз мен ме ми мой моя моят моята", "ние нас ни наш наша нашите"),
    "hr": ("ja mene me meni mi mnom moj moja moje", "mi nas nam naš naša naše"),
    "hu": ("én engem nekem velem", "mi minket nekünk velünk"),
    "tr": ("ben beni bana benim", "biz bizi bize bizim"),
    "el": ("εγώ με μου", "μας εμείς εμένα"),
    "ar": ("أنا", "نحن لي لنا إنني إننا"),
    "fa": ("من", "ما مرا"),
    "he": ("אני לי אותי שלי", "אנחנו לנו אותנו שלנו"),
    "id": ("saya aku", "kami kita"),
    "ms": ("saya aku", "kami kita"),
    "vi": ("tôi", "chúng_tôi"),
    "hi": ("मैं मुझे मेरा मेरी मेरे", "हम हमें हमारा हमारी हमारे"),
    "ko": ("나는 내가 저는 제가", "우리 우리는 우리가 저희"),
    "zh": ("我", "我们 我們 咱们"),
    "ja": ("私 わたし 僕 俺", "我々 私たち"),
}
_SECOND = {
    "en": "you you're you've you'd you'll your yours yourself yourselves",
    "de": "Sie Ihnen Ihr Ihre Ihren Ihrem Ihrer Ihres du dir dich dein deine deinen deinem deiner euch",
    "fr": "vous votre vos tu te t toi ton ta tes",
    "es": "usted ustedes le les su sus tú te ti tu tus vos vosotros os",
    "it": "lei le suo sua suoi sue tu ti te tuo tua tuoi tue voi vi vostro vostra",
    "pt": "você vocês senhor senhora tu te ti seu sua seus suas lhe",
    "ca": "vostè vostès tu et t seu seva vós",
    "ro": "dumneavoastră dvs tu te ți vă",
    "nl": "u uw jij je jou jouw jullie",
    "sv": "du dig din ditt dina ni er ert era",
    "no": "du deg din ditt dine dere",
    "da": "du dig din dit dine i jer jeres De Dem Deres",
    "fi": "sinä sinun sinua te teidän teitä",
    "pl": "pan pani pana panu panią państwo państwa ty ciebie ci cię tobą twój twoja",
    "cs": "vy vás vám vámi váš vaše ty tě ti tebe tvůj",
    "sk": "vy vás vám vami váš vaša vaše ty ťa ti teba tvoj",
    "ru": "вы вас вам вами ваш ваша ваше ваши ты тебя тебе тобой твой твоя",
    "uk": "ви вас вам вами ваш ваша ваше ваші ти тебе тобі тобою твій твоя",
    "bg": "вие вас ви ваш ваша вашите ти теб те твой",
    "hr": "vi vas vam vaš vaša vaše ti tebe te tvoj",
    "hu": "ön önt önnek önök te téged neked",
    "tr": "siz sizi size sizin sen seni sana senin",
    "el": "εσείς σας εσύ σε σου",
    "ar": "أنت أنتم لك لكم",
    "fa": "شما تو",
    "he": "אתה את אתם לך לכם שלך שלכם אותך",
    "id": "anda kamu kau bapak ibu",
    "ms": "anda awak kamu encik puan",
    "vi": "ông bà anh chị bạn",
    "hi": "आप आपको आपका आपकी आपके तुम",
    "ko": "당신 당신은 선생님",
    "zh": "你 您 你们 你們",
    "ja": "あなた 貴方 君",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’](?:m|ve|d|ll|re)\b)?")
_UNSPACED = ("zh", "ja")


@lru_cache(maxsize=128)
def _words(language: str, who: str) -> frozenset[str]:
    if who == "you":
        return frozenset(_SECOND.get(language, "").split())
    one, many = _FIRST.get(language, ("", ""))
    return frozenset(one.split() if who == "I" else [*one.split(), *many.split()])


def _has(text: str, language: str | None, who: str) -> bool:
    base = (language or "en").lower().split("-")[0].split("_")[0]
    if base in ("nb", "nn"):
        base = "no"
    known = _words(base, who)
    second = who == "you"
    if base in _UNSPACED:
        return any(w in text for w in known)
    for at, m in enumerate(_WORD.finditer(text)):
        word = m[0].replace("’", "'")
        # German "Sie" and Danish "De" address somebody by their capital; where a line begins it says nothing.
        if word in known and (at or not word[0].isupper()):
            return True
        if not (base in ("de", "da") and second) and word.lower() in known:
            return True
        if base in ("de", "da") and second and word.islower() and word in known:
            return True
    return False


def speaks_of_itself(text: str, language: str | None, *, alone: bool = False) -> bool:
    """Whether a stretch of text has a pronoun of the first person (`alone`: singular); English where the language is not known."""
    return _has(text, language, "I" if alone else "we")


def addresses(text: str, language: str | None) -> bool:
    """Whether a stretch of text has a pronoun of the second person."""
    return _has(text, language, "you")
