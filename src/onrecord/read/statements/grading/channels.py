"""Through what something was said: "in a statement to AFP", "on Twitter", "by phone", "told reporters".

A channel is a preposition, up to a few words, a noun that names a medium or an occasion of speech, and the phrases that
hang on it.  The nouns are words of the trade; the names are of services on which people speak in public.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.read.statements.grading.factuality_lexicon import stem_of
from onrecord.read.statements.grading.word_window import WordWindow

__all__ = ["channels", "names_medium"]

_BEFORE = frozenset("in on at via through by during over".split())
_NOUNS = frozenset(
    """statement interview video clip footage post posting tweet message letter email e-mail memo speech address remark comment conference
    briefing report article column op-ed editorial book filing lawsuit document broadcast program programme podcast show call channel rally
    debate hearing meeting testimony court trial session release thread blog note text radio television tv communication affidavit
    complaint indictment transcript phone telephone livestream appearance forum ceremony summit recording announcement declaration paper study
    communique communiqué bulletin newsletter webinar lecture sermon toast caption story website page press-release
    advertisement ad essay manifesto memoir autobiography deposition congress conversation""".split()
)  # fmt: skip
_SERVICES = frozenset(
    "twitter facebook instagram telegram youtube x whatsapp reddit tiktok linkedin snapchat weibo bluesky mastodon threads vkontakte viber signal skype zoom air camera".split()
)
_BARE = frozenset(
    "phone telephone email e-mail text letter radio video fax videolink video-link mail".split()
)
_MOUTHS = frozenset(
    "spokesman spokeswoman spokesperson lawyer attorney translator interpreter representative publicist agent intermediary".split()
)
_PRESS = frozenset(
    "reporters journalists newsmen media press newspaper newspapers magazine broadcaster correspondents station agency outlet reuters ap afp bbc cnn dpa tass interfax ukrinform bloomberg politico npr nbc cbs abc msnbc".split()
)
_TOPICAL = frozenset(
    "comment report focus base elaborate vote work remark reflect rely depend speak talk opine weigh".split()
)
# What one speaks "on", not "in" or "at".
_ON = frozenset(
    "show program programme podcast website page channel radio tv television blog broadcast call phone telephone video network site platform livestream".split()
)
_TELLING = frozenset("told tell tells telling spoke speaking informed".split())
_TAIL = frozenset(
    "to with from for on by of in about at released issued published posted sent obtained broadcast aired made given".split()
)
_END = frozenset(
    ", ; : . ! ? ( ) — – -- \" “ ” « » „ '' `` that who which he she they it we i said says saying and but when while after before because as whether if".split()
)
_PLAIN = frozenset("the a an his her its their this that one another".split())

# Other languages: prepositions, and beginnings of the nouns.
_OTHERS: dict[str, tuple[str, str]] = {
    "de": ("in im auf bei beim per via über am", "interview erklärung mitteilung video pressekonferenz rede brief twitter facebook telegram telefon stellungnahme rundfunk fernseh gespräch sender schreiben tweet bericht instagram"),
    "fr": ("dans sur lors par via au à", "communiqué entretien interview vidéo discours lettre twitter facebook telegram téléphone conférence message tweet déclaration télévision radio rapport"),
    "es": ("en por durante a vía mediante", "comunicado entrevista vídeo video discurso carta twitter facebook telegram teléfono rueda conferencia mensaje tuit declaración televisión radio informe"),
    "it": ("in su a durante via per nel nella", "comunicato intervista video discorso lettera twitter facebook telegram telefono conferenza messaggio tweet dichiarazione televisione radio nota"),
    "pt": ("em no na por durante via num numa", "comunicado entrevista vídeo discurso carta twitter facebook telegram telefone coletiva conferência mensagem tuíte declaração televisão rádio nota"),
    "nl": ("in op via tijdens per bij", "verklaring interview video toespraak brief twitter facebook telegram telefoon persconferentie bericht tweet televisie radio gesprek"),
    "pl": ("w we na podczas przez", "oświadczeni wywiadzi wideo nagrani przemówieni liści twitterz facebook telegram konferencj wpisi radi telewizj rozmowi"),
    "ru": ("в во на по через", "интервью заявлени видео обращени письме твиттер twitter facebook фейсбук telegram телеграм телефон пресс-конференци брифинг эфир посте сообщени"),
    "uk": ("в у на по через під", "інтерв'ю заяві відео зверненні листі твіттер twitter facebook фейсбук telegram телеграм телефон прес-конференці брифінг ефір дописі повідомленні"),
}  # fmt: skip


def channels(seen: WordWindow, text: str, language: str) -> Iterator[tuple[int, int]]:
    """The channels among the words: index of the first word, and of the one behind the last."""
    if language != "en":
        yield from _others(seen, language)
        return
    low, n = seen.low, len(seen.low)
    i = 0
    while i < n:
        end = (
            _told(seen, text, i)
            if low[i] in _TELLING
            else _phrase(seen, text, i)
            if low[i] in _BEFORE
            else None
        )
        if end is None:
            i += 1
            continue
        yield i, end
        i = max(end, i + 1)


def _upper(seen: WordWindow, text: str, i: int) -> bool:
    return i < len(seen.spans) and text[seen.spans[i].start].isupper()


def _told(seen: WordWindow, text: str, i: int) -> int | None:
    """ "told reporters", "told the newspaper", "told Reuters"."""
    k = i + 1
    if k < len(seen.low) and seen.low[k] in ("to", "with"):
        k += 1
    for end in range(k, min(len(seen.low), k + 5)):
        t = seen.low[end]
        if t in _END and t != "that":
            return None
        if t in _PRESS:
            end += 1
            while _upper(seen, text, end) and seen.low[end - 1] in (
                "newspaper",
                "magazine",
                "broadcaster",
                "agency",
                "station",
            ):
                end += 1
            return end
    return None


def _phrase(seen: WordWindow, text: str, i: int) -> int | None:
    low, n = seen.low, len(seen.low)
    if i and low[i] == "on" and any(s in _TOPICAL for s in stem_of(low[i - 1])):
        return None  # "commenting on their video": the topic
    if low[i] == "by" and i + 1 < n and low[i + 1] in _BARE:
        return _tail(seen, i + 2)
    if low[i] == "via" and i + 1 < n:
        end = i + 1
        while (
            end < min(n, i + 5) and low[end] not in _END and low[end] not in _TAIL and not _timely(low[end])
        ):
            end += 1
        return _tail(seen, end) if end > i + 1 else None
    if low[i] == "through" and any(s in _MOUTHS for t in low[i + 1 : i + 4] for s in stem_of(t)):
        return next(k + 1 for k in range(i + 1, i + 4) if any(s in _MOUTHS for s in stem_of(low[k])))
    last = None
    for k in range(i + 1, min(n, i + 7)):
        t = low[k]
        if (
            t in _END
            or t in _BEFORE
            or t in ("of", "to", "for", "with")
            or (seen.pos[k] == "verb" and not t.endswith("ed"))
        ):
            break
        medium = _medium(t) and (low[i] != "on" or any(s in _ON for s in stem_of(t)))
        if low[i] not in ("by", "through") and (
            medium or (t in _SERVICES and low[i] in ("on", "in", "via", "over"))
        ):
            last = k
            if k + 1 < n and _medium(low[k + 1]):
                continue  # "news conference call"
            break
    if last is None:
        return None
    return _tail(seen, last + 1)


def _medium(word: str) -> bool:
    return word in _NOUNS or (word.endswith("s") and (word[:-1] in _NOUNS or word[:-2] in _NOUNS))


def names_medium(words: tuple[str, ...]) -> bool:
    """Whether any of the words names a medium or an occasion of speech."""
    return any(_medium(t) or t in _SERVICES or t in _BARE or t in _PRESS or t in _MOUTHS for t in words)


def _tail(seen: WordWindow, k: int) -> int:
    """The phrases that hang on the noun, as far as no clause, mark or time begins."""
    low, n = seen.low, len(seen.low)
    end = k
    while end < n and end - k < 12:
        t = low[end]
        if t in _END or (seen.pos[end] == "pron") or t in ("yesterday", "today", "last", "this", "earlier"):
            break
        if end == k and t not in _TAIL and t != "'s":
            break
        if t in ("on", "in") and end + 1 < n and (_timely(low[end + 1]) or low[end + 1] == "which"):
            break
        if _timely(t):
            break
        end += 1
    while end > k and (low[end - 1] in _TAIL or low[end - 1] in _PLAIN):
        end -= 1
    return end


def _timely(word: str) -> bool:
    return (word.endswith("day") and word not in ("day", "everyday", "birthday", "holiday")) or (word.isdecimal() and len(word) == 4) or word in (
        "january february march april may june july august september october november december jan. feb. aug. sept. oct. nov. dec. early late".split()
    )  # fmt: skip


def _others(seen: WordWindow, language: str) -> Iterator[tuple[int, int]]:
    table = _OTHERS.get(language)
    if table is None:
        return
    before, nouns = table[0].split(), tuple(table[1].split())
    i = 0
    while i < len(seen.low):
        if seen.low[i] in before:
            for k in range(i + 1, min(len(seen.low), i + 5)):
                if not seen.low[k][0].isalnum() or (seen.low[k] in before and k > i + 1):
                    break
                if seen.low[k].startswith(nouns):
                    yield i, k + 1
                    i = k
                    break
        i += 1
