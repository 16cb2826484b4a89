"""The language of the text: detected where there is enough of it, declared otherwise.

The detector of `turbohtml` knows seventy languages, and takes every other one for the most alike of them, however
unlike: Swahili for Shona, isiXhosa and Luganda for isiZulu, Hausa for Uzbek, all with full confidence.  Where its answer
is one of those, or the page declares a language that it does not know, the library `py3langid` is asked, which knows
twice as many; it is loaded late, since that takes most of a second and 100 MB.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord.read.meta.evidence import Declared, texts
from onrecord.records import Stated

__all__ = ["language"]

# ISO 639-3 as the detector has it to the two letters that pages and libraries use (ISO 639-1).
_SHORT = {
    "afr": "af", "aka": "ak", "amh": "am", "ara": "ar", "arb": "ar", "aze": "az", "azj": "az", "bel": "be", "ben": "bn", "bos": "bs", "bul": "bg", "cat": "ca",
    "ces": "cs", "cmn": "zh", "cym": "cy", "dan": "da", "deu": "de", "ell": "el", "eng": "en", "epo": "eo", "est": "et", "eus": "eu", "fas": "fa",
    "fin": "fi", "fra": "fr", "gle": "ga", "glg": "gl", "guj": "gu", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "hye": "hy", "ind": "id",
    "isl": "is", "ita": "it", "jav": "jv", "jpn": "ja", "kan": "kn", "kat": "ka", "kaz": "kk", "khm": "km", "kir": "ky", "kor": "ko", "lao": "lo",
    "lat": "la", "lav": "lv", "lit": "lt", "mal": "ml", "mar": "mr", "mkd": "mk", "mon": "mn", "msa": "ms", "mya": "my", "nep": "ne", "nld": "nl",
    "nno": "nn", "nob": "nb", "nor": "no", "pan": "pa", "pes": "fa", "pol": "pl", "por": "pt", "ron": "ro", "rus": "ru", "sin": "si", "slk": "sk",
    "slv": "sl", "sna": "sn", "som": "so", "sot": "st", "spa": "es", "sqi": "sq", "srp": "sr", "swa": "sw", "swe": "sv", "tam": "ta", "tel": "te", "tgl": "tl",
    "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "uzb": "uz", "vie": "vi", "yid": "yi", "yor": "yo", "zho": "zh", "zul": "zu",
}  # fmt: skip
_PIECE = 200  # characters
_ENOUGH = 200  # characters for a detection to outweigh a declaration
_ALIKE = (
    {"no", "nb", "nn", "da"},
    {"id", "ms"},
    {"hr", "sr", "bs"},
    {"cs", "sk"},
    {"af", "nl"},
    {"gl", "pt"},
    {"cs", "sl"},
    {"sk", "sl"},
)
#: What the detector takes languages for that it does not know, where they are written in Latin letters.
_CATCH_ALL = frozenset(("zu", "sn", "jv", "ak", "uz", "tl"))
_KNOWN = frozenset(_SHORT.values()) - {
    "ga",
    "cy",
    "is",
    "eu",
    "sq",
    "ms",
    "bs",
    "so",
    "st",
    "sw",
    "xh",
    "yo",
    "la",
    "no",
}
_BELIEVED = 0.6  # confidence from which the first detector is believed
_SURE = 0.9  # probability from which the second detector is believed
_LATIN = re.compile(r"[A-Za-z]")
_CODE = re.compile(r"^[a-z]{2,3}(?=$|[-_])")


def _sample(text: str) -> str:
    """A piece of the start, of the middle and of the end: a story may begin with words of another language."""
    if len(text) <= 3 * _PIECE:
        return text
    middle = len(text) // 2
    return f"{text[:_PIECE]} {text[middle : middle + _PIECE]} {text[-_PIECE:]}"


def language(text: str, declared: Declared) -> Stated | None:
    """The language as a BCP 47 primary subtag ("en"), with where it was found.

    Declarations are templates' and often wrong; a confident detection on enough text outweighs them, except
    between languages that detectors confuse.
    """
    said: tuple[str, str] | None = None
    head = declared.head
    for value, where in (
        (head.language, "html:lang"),
        (next(iter(texts(declared.get("inLanguage"), "alternateName", "name")), ""), "json-ld:inLanguage"),
        (head.meta("og:locale", "content-language", "dc.language", "language") or "", "meta:language"),
    ):
        if m := _CODE.match(value.strip().lower()):
            said = m[0], where
            break
    sample = _sample(text)
    if len(sample) < 20:
        return Stated(*said) if said else None
    from turbohtml.detect import detect_language

    found = detect_language(sample)
    code = _SHORT.get(found.language or "", found.language)
    if said is None:
        doubted = code in _CATCH_ALL or found.confidence < _BELIEVED
    else:
        doubted = code in _CATCH_ALL or (said[0] not in _KNOWN and not _alike(code, said[0]))
    if doubted and len(_LATIN.findall(sample)) > 0.4 * len(sample):
        return _second(sample, said)
    if said is not None and (
        code in (said[0], None)
        or _alike(code, said[0])
        or found.confidence < _BELIEVED
        or len(sample) < _ENOUGH
    ):
        return Stated(said[0], said[1], 1.0 if code == said[0] else 0.7)
    return Stated(code, "text", round(float(found.confidence), 3)) if code else None


def _alike(one: str | None, other: str) -> bool:
    return any({one, other} <= group for group in _ALIKE)


def _second(sample: str, said: tuple[str, str] | None) -> Stated | None:
    """What the detector of more languages says, where the first one cannot know; what is declared where it is not sure."""
    detector = _detector()
    code, share = detector.classify(sample) if detector is not None else (None, 0.0)
    sure = code is not None and share >= _SURE and len(sample) >= _ENOUGH // 2
    if said is not None and (not sure or code == said[0] or _alike(code, said[0])):
        return Stated(said[0], said[1], 1.0 if code == said[0] else 0.7)
    return Stated(code, "text", round(float(share), 3)) if sure and code else None


@cache
def _detector() -> Any:
    """The detector of more languages; `None` where it is not installed."""
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError:
        return None
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
