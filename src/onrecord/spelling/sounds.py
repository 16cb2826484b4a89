"""Names by their sound: keys that all spellings of a name share, whatever the language or script.

`Zelensky`, `Zelenskyy`, `Selenskyj`, `Зеленський` and `Зеленского` share a key.  Keys are for finding, never for saying that
two people are one.  A word may have several keys where its letters are read in several ways (`Jelzin`: j or y); two words
are taken for spellings of one name if they share one.

A key is the word in Latin letters, its consonants brought to few classes by how languages write sounds (sh, sch, ch, tch and
щ are one; z is s, w is v, q is k), its vowels kept but for those that spellings waver in: endings, double letters, the
vowel before a last consonant.  Arabic and Hebrew write few vowels, so a name has a *skeleton* too, its consonants only.
What is indexed and asked for tells by its first sign how the name is written:

    0…  key of a name written with vowels         asked for by names with vowels
    1…  skeleton of a name in Arabic or Hebrew    asked for by all
    2…  skeleton of a name written with vowels    asked for by names in Arabic or Hebrew

so that Muhammad finds محمد and the reverse, while Peter and Petra, which have one skeleton, stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

__all__ = [
    "RULES",
    "index_keys",
    "name_keys",
    "name_tokens",
    "names_in",
    "query_keys",
    "sounding",
    "spelling_keys",
]

#: The version of these rules; an index made by others has to be made anew.
RULES = 2

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")
# The same, but not those that begin with the commonest small letters.
_MAYBE = re.compile(
    # The class comes first, and then what stands before it, so that the search runs from capital to capital.
    r"[^\W\d_a-zß-öø-ÿа-џα-ώ](?<![^\W\d_].)(?<![^\W\d_][’'ʼ].)[^\W\d_]*(?:[’'ʼ][^\W\d_]+)*"
)
_POSSESSIVE = re.compile(r"[’'ʼ][sS]$")
_SHORTEST, _LONGEST = 3, 40  # letters of a word that may be of a name; a shorter key tells nothing apart
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_CONSONANTAL = re.compile(r"[\u0590-\u05ff\u0600-\u06ff]")  # Hebrew, Arabic
_IDEOGRAPHS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,4}")
_UNCASED_SINGLE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)

# -- from letters to sounds ------------------------------------------------------------------------------------------
#: Letters whose marks tell a sound.  A second key is without: Vučić is written Vucic as well.
_MARKED = str.maketrans(
    {
        "š": "sh", "č": "ch", "ć": "ch", "ž": "zh", "đ": "dj", "ş": "sh", "ș": "sh", "ț": "ts", "ţ": "ts", "ś": "sh", "ź": "zh",
        "ż": "zh", "ł": "l",
    }
)  # fmt: skip
#: Applied one after the other; S stands for the class of sh and ch.  What comes first is in all that the pattern matches: to look
#: for it is several times as fast, and most patterns match nothing in most words.
_SOUNDS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (within, re.compile(pattern), sound)
    for within, pattern, sound in (
        ("mc", r"^mc(?=[a-z])", "mak"),
        ("off", r"off$", "ov"),
        ("ph", r"ph", "f"),
        ("ee", r"ee", "i"),
        ("o", r"oo|ou", "u"),
        ("", r"(.)\1+", r"\1"),
        ("", r"(?<=[aeiouy])j|(?<=[^aeiouyd])j|j(?=$|[^aeiouyj])|y", "i"),
        ("sk", r"sk(?:i+|ie|iego|iemu|im|ego|emu|eho|oho|ogo|omu|om)$", "sk"),  # adjectives, also declined
        ("", r"schtsch|shch|chtch|szcz|sch|tsch|tch|sh|zh|sz|cz|ch", "S"),
        ("SS", r"S+", "S"),
        ("d", r"dS|dj", "j"),
        ("kh", r"kh", "h"),
        ("h", r"(?<=[gdtrb])h", ""),
        ("", r"ck|qu(?=[aeio])|q", "k"),
        ("x", r"x", "ks"),
        ("ic", r"(?<=[oe]v)ic$|(?<=d[jz]u)ic$", "iS"),  # Milosevic, Milošević
        ("c", r"c(?=[ei])", "s"),
        ("c", r"c", "k"),
        ("", r"tz|ts(?=[aeiou])|z", "s"),
        ("w", r"w", "v"),
        ("iev", r"(?<=o)ie(?=v)", "e"),  # Dostoyevsky
        ("e", r"(?<=[ou])e(?=[^aeiou])", ""),  # Mueller, Schroeder
        ("ae", r"(?<=a)e(?=[^aeiou])", ""),
        ("gu", r"gu(?=[ei])", "g"),
        ("", r"(.)\1+", r"\1"),
        ("ie", r"^i(?=e)", ""),  # Yeltsin, Eltsine
        ("ie", r"(?<=[^aeiou])ie$", "i"),
        ("ei", r"ei", "ai"),
        ("Sev", r"Sev$", "Sov"),  # Gorbachev, Gorbatschow
        ("ine", r"(?<=i)ne$", "n"),  # Poutine
        ("h", r"[ae]h$", "a"),  # Sarah, Saleh
        ("enk", r"(?<=enk)[aou]$", ""),  # Lukashenko, Lukashenka
        ("er", r"(?<=[dt])e(?=r$)", ""),  # Alexander, Aleksandr
        ("", r"(?<=[aeiou])([^aeiou]{1,3})[aei]([dlmnrs])$", r"\1e\2"),  # Ahmed, Ahmad; Martin, Marten
    )
)  # fmt: skip
#: Well-known names that no rule brings together, by their keys.
_SAME = {
    "gadafi": "kadafi", "hadafi": "kadafi", "gadaf": "kadafi",
    "kiv": "kiev", "kiiv": "kiev",
    "muhamed": "mohamed", "mahomed": "mohamed", "mehmed": "mohamed", "mehmet": "mohamed", "muhamet": "mohamed",
    "usama": "osama", "umer": "omer", "usmen": "osmen", "utmen": "osmen", "otmen": "osmen",
    "husain": "hosain", "husin": "hosain", "husen": "hosain", "hosen": "hosain", "hosin": "hosain",
    "iusuf": "iusef", "iosef": "iusef", "iosuf": "iusef",
    "kuren": "koren", "kurien": "koren", "harkov": "harkiv", "lvov": "lviv", "tehren": "teheren", "tramp": "trump", "baiden": "biden",
}  # fmt: skip


def spelling_keys(word: str) -> frozenset[str]:
    """The keys of a word of a name, by which its spellings are told; none for what is no word of letters."""
    return frozenset(k[1:] for k in index_keys(word) if k[0] != "2")


@lru_cache(maxsize=50_000)
def index_keys(word: str) -> tuple[str, ...]:
    """The keys of a word of a name as they go into an index, those of its sound first."""
    return _keys(_POSSESSIVE.sub("", word).lower()[:_LONGEST])[0]


def query_keys(word: str) -> tuple[str, ...]:
    """The keys that spellings of a word may have in an index."""
    return _keys(_POSSESSIVE.sub("", word).lower()[:_LONGEST])[1]


def _keys(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from anyascii import anyascii

    if _CONSONANTAL.search(word):
        bones = _skeleton(_sound(_consonants(word)), vowels="wvy")
        return ((f"1{bones}",), (f"1{bones}", f"2{bones}")) if bones else ((), ())
    if _UNCASED_SINGLE.search(word):
        return (), ()
    if _CYRILLIC.search(word):
        plain = [anyascii(w).lower() for w in _cyrillic(word)]
    else:
        plain = [anyascii(w).lower() for w in dict.fromkeys((word, word.translate(_MARKED)))]
    keys = dict.fromkeys(
        k for p in plain for r in _readings(re.sub("[^a-z]", "", p)) if len(k := _sound(r)) >= _SHORTEST
    )
    sounds = tuple(f"0{k}" for k in keys)
    bones = _skeleton(next(iter(keys), ""))
    return (*sounds, f"2{bones}") if bones else sounds, (*sounds, f"1{bones}") if bones else sounds


def _consonants(word: str) -> str:
    """A word in Arabic or Hebrew in Latin letters, without the article; an alif or ayn before all others is "a"."""
    from anyascii import anyascii

    bare = word.removeprefix("ال") if len(word) >= 5 else word
    bare = re.sub("^פ", "p", re.sub("[ةه]$", "", bare))
    return re.sub("[^a-z]", "", re.sub("^['`]", "a", anyascii(bare).lower()))


def _readings(plain: str) -> Iterator[str]:
    """The ways in which letters that languages read differently may be meant."""
    if plain.startswith("chr"):
        yield "k" + plain[2:]  # Christian
        yield plain[1:]  # Chruschtschow
    elif "ch" in plain and ("sch" in plain or plain.endswith("w")):
        yield re.sub(r"(?<![st])ch", "h", plain)  # German writes ch for kh: Tschechow
    else:
        yield plain
        if plain.startswith("ch"):
            yield plain[1:]  # Charkiw
    if plain.startswith("j"):
        yield "y" + plain[1:]  # Jelzin
    if plain.endswith("vic") and "s" in plain:
        yield plain.replace("s", "sh")  # Milosevic


def _sound(plain: str) -> str:
    for within, pattern, sound in _SOUNDS:
        if within in plain:
            plain = pattern.sub(sound, plain)
    plain = plain.replace("S", "c")
    return _SAME.get(plain, plain)


_ENDING = re.compile(
    "(?:ого|его|ому|ему|ыми|ими|ами|ями|ові|еві|ым|им|ом|ем|ём|ой|ою|ей|ах|ях|ій|ий|ый|ая|яя|ую|юю|[аяуюеєіиыьо])$"
)


def _cyrillic(word: str) -> Iterator[str]:
    """The word, also without the ending of a case, each with г as g and, where it may be Ukrainian or Belarusian, as h."""
    ukrainian = re.search("[іїєґў]", word)
    stem = _ENDING.sub("", word)
    for form in dict.fromkeys((word, stem if len(stem) >= 4 else word)):
        form = form.replace("ё", "о" if re.search("[жчшщ]ё", form) else "е")
        if not ukrainian:
            yield form
        if "г" in form or ukrainian:
            yield form.replace("г", "h")


def _skeleton(key: str, vowels: str = "") -> str:
    """The consonants of a key, p as b and v as f, as Arabic writes them; "" if too few to tell names apart."""
    if not key:
        return ""
    first = "a" if key[0] in "aeiou" else ""
    bones = first + re.sub(f"[aeiou{vowels}]", "", key).replace("p", "b").replace("v", "f")
    bones = re.sub(r"(.)\1+", r"\1", bones)
    return bones if len(bones) >= 3 else ""


# -- names in texts --------------------------------------------------------------------------------------------------
def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand that may be of a name: (start, end).

    In scripts with capitals: words with a capital that do not begin a sentence and never stand without it in the text.  In
    Arabic and Hebrew: all words.
    """
    all_words = set(_WORD.findall(text))
    for m in _MAYBE.finditer(text):
        start, end = m.span()
        if not _SHORTEST <= end - start <= _LONGEST:
            continue
        first = text[start]
        if first.isupper():
            if not _begins(text, start) and m[0].lower() not in all_words:
                yield start, end
        elif "\u0590" <= first <= "\u06ff":
            yield start, end


#: With what the keys of words begin, by the first letter of the word: most words need no key to be passed over.
_VOWELS = frozenset("aeiou")
_ANY = frozenset("abcdefghijklmnopqrstuvwxyz")
_FIRST = {c: frozenset(c) for c in "blmnrv"} | dict.fromkeys("aeiou", _VOWELS) | {
    "c": frozenset("ckhs"), "d": frozenset("dj"), "f": frozenset("fb"), "g": frozenset("gk"), "h": frozenset("hk"),
    "j": _VOWELS | {"j"}, "k": frozenset("kh"), "p": frozenset("pfb"), "q": frozenset("k"), "s": frozenset("sc"),
    "t": frozenset("tsc"), "v": frozenset("vf"), "w": frozenset("vf"), "x": frozenset("k"), "y": _VOWELS, "z": frozenset("scj"),
}  # fmt: skip


def sounding(text: str, keys: frozenset[str]) -> set[str]:
    """The words of a text, as they stand there, that may be of a name and have one of these keys."""
    first = {k[1] for k in keys}
    return {
        w
        for w in set(_MAYBE.findall(text))
        if not first.isdisjoint(_FIRST.get(w[0].lower(), _ANY)) and not keys.isdisjoint(index_keys(w))
    }


def _begins(text: str, start: int) -> bool:
    """Whether a sentence, a line or a quotation begins here."""
    if start < 2 or text[start - 1] in "\n“„«\"‘'":
        return True
    if text[start - 1] != " " or text[start - 2].isalnum() or text[start - 2] in ",;)’'»”-–/&":
        return False
    if text[start - 2] == ".":
        # An initial or a title goes on: "J. Verrin", "Mr. Verrin".
        before = re.search(r"(?<!\w)([^\W\d_]{1,3})$", text[max(0, start - 6) : start - 2])
        return before is None or not before[1][0].isupper()
    return True


def name_tokens(text: str) -> str:
    """The keys of all names of a text in its order, as they go into the full-text index."""
    return " ".join(k for a, b in names_in(text) for k in index_keys(text[a:b]))


def name_keys(name: str) -> frozenset[str]:
    """The keys of the words of a speaker's name, for an index of names.

    Names in Chinese characters have those of their parts as pinyin writes them: 习近平 those of Xi and Jinping.
    """
    keys = {k for w in _WORD.findall(name) for k in index_keys(w)}
    for run in _IDEOGRAPHS.findall(name):
        keys.update(k for part in _parts(run) for k in index_keys(part))
    return frozenset(keys)


def _parts(run: str) -> Iterable[str]:
    from anyascii import anyascii

    # Family names have one character, rarely two.
    cuts = (0, 1, 2) if len(run) > 2 else (0, 1)
    return {anyascii(p).lower() for n in cuts for p in (run[:n], run[n:]) if p}
