"""The noun phrase beside a cue: whom the text names as the source, before or behind the verb.

Languages with articles and prepositions (`phrase_lexicon.py`) put other things between verb and subject: to whom, when and
where somebody spoke ("dijo a este diario el alcalde", "sagte am Montag die Ministerin").  A role without a name takes the
name behind its comma ("la maire, Ottiline Breck").
"""

from __future__ import annotations

from onrecord.read.statements.quoting.cue_lexicon import Cues, is_verb, words
from onrecord.read.statements.quoting.sentence_bounds import abbreviates
from onrecord.read.statements.role_stems import is_role
from onrecord.records import Span

__all__ = ["BOUNDS", "THAT", "clause_start", "stripped", "subject_after", "subject_before"]

BOUNDS = frozenset(',;:()[]—–\n“”"„«»‹›。，；：、「」『』…!?！？،؛؟•|')
_ARTICLE_LETTERS = {"ar": "ال", "he": "ה"}
_LONGEST = 14  # words of a source
#: With what a clause opens that stands before the verb and is not its subject: "من جانبها", "מצדה".
_CIRCUMSTANCES = {
    "ar": frozenset(
        "من ومن في وفي على وعلى بدوره بدورها وبدوره وبدورها كما هذا خلال بعد قبل أما لكن".split()
    ),
    "he": frozenset("מצדו מצידו מצדה מצידה מנגד בנוסף לאחר אחרי בתוך אתמול היום".split()),
}
_APPOSED = 5  # words of a name behind a role
THAT = frozenset("que qu' che que că dass dat att at že že że что що ότι hogy da أن أنّ إن إنّ כי".split())
_AND = frozenset("und et y e i en och og ja и та şi și en og".split())
_PARTICLES = frozenset(
    "van von der den de del di da dos das du la le el al bin ibn ben ter zu af av y e d of and und et".split()
)


def clause_start(text: str, left: int, at: int) -> int:
    """Where the clause that ends at `at` begins."""
    while at > left and text[at - 1].isspace():
        at -= 1
    while at > left and text[at - 1] not in BOUNDS:
        at -= 1
    return at


def subject_before(text: str, left: int, end: int, cues: Cues) -> Span | None:
    """The noun phrase that ends before a cue: the clause before it, without what opens clauses."""
    stop = end
    while stop > left and text[stop - 1].isspace():
        stop -= 1
    start = clause_start(text, left, stop)
    if start == stop and stop > left and text[stop - 1] in ",)":
        # An apposition or a relative clause stands between: Anna Muster, spokeswoman of the railway, said
        comma = stop - 1
        start = clause_start(text, left, comma)
        explained = _before_relative(text, left, start, comma, cues)
        if explained != (start, comma):
            start, stop = explained
        else:
            if start > left and text[start - 1] in ",(":
                start = clause_start(text, left, start - 1)
            stop = comma if text[comma] == "," else stop
    start, stop = _before_relative(text, left, start, stop, cues)
    span = stripped(text, start, stop)
    while span is not None:
        first = next(words(text, span.start, span.end), None)
        if first is None:
            return None
        if first.of(text).lower() not in cues.adverbs:
            break
        span = stripped(text, first.end, span.end)
    if span is None or _circumstance(text, span, cues):
        return None
    inside = list(words(text, span.start, span.end))
    # "La socia asegura que el Ayuntamiento afirma": the nearer clause has the verb.
    reported = next((k for k in range(len(inside) - 2, 0, -1) if inside[k].of(text).lower() in THAT), 0)
    if reported and any(is_verb(w.of(text).lower(), cues) for w in inside[:reported]):
        inside = inside[reported + 1 :]
        span = Span(inside[0].start, span.end)
    if len(inside) > _LONGEST:
        inside = _names(text, inside)
        return Span(inside[0].start, inside[-1].end) if inside else None
    for k, w in enumerate(inside):
        if k and w.of(text).lower() in cues.helpers and cues.helpers_apart:
            return stripped(text, span.start, w.start)
    # What stands between subject and verb ("am Montag") is not the subject.
    for k, w in enumerate(inside):
        low = w.of(text).lower()
        if k and low in cues.stops and low not in cues.articles and w.of(text)[:1].islower():
            cut = stripped(text, span.start, w.start)
            comma = text.find(", ", w.end, span.end)
            if comma > 0 and text[comma + 2 : comma + 3].isupper():
                return span  # "L’ingénieur en chef, Thomas Nguyen"
            return cut if cut is not None and any(c.isupper() for c in cut.of(text)) else span
    return span


def _before_relative(text: str, left: int, start: int, stop: int, cues: Cues) -> tuple[int, int]:
    """The clause that a relative clause before a verb explains: "Platter, der den Vorsitz hat, sagte"."""
    inside = list(words(text, start, stop))
    if cues.code in ("", "en") or len(inside) < 3 or start <= left or text[start - 1] != ",":
        return start, stop
    low = inside[0].of(text).lower()
    german = cues.code == "de" and low in ("der", "die", "das", "dessen", "deren")
    if low not in cues.clausal and not (german and inside[-1].of(text)[:1].islower()):
        return start, stop
    comma = start - 1
    begin = clause_start(text, left, comma)
    if (
        begin > left
        and text[begin - 1] == ","
        and not any(
            w.of(text)[:1].islower() and w.of(text) not in cues.articles | cues.prepositions
            for w in words(text, begin, comma)
        )
    ):
        begin = clause_start(text, left, begin - 1)
    return begin, comma


def _circumstance(text: str, span: Span, cues: Cues) -> bool:
    """Whether a phrase says when or where and not who: "Dopo i saluti", but not "De Vries"."""
    first, *rest = list(words(text, span.start, span.end))[:2]
    low = first.of(text).lower()
    if low in _CIRCUMSTANCES.get(cues.code, ()):
        return True
    if low not in cues.prepositions or low in cues.articles:
        return False
    if low in _PARTICLES and rest and rest[0].of(text)[:1].isupper():
        return False
    # "Von der Leyen", where the page has "Ursula von der Leyen"
    named = low[:1] + text[span.start + 1 : span.end]
    at = text.find(" " + named, 0, 100_000) if len(named) < 60 else -1
    return not (at > 0 and low in _PARTICLES and text[max(0, at - 30) : at].split(" ")[-1][:1].isupper())


def _names(text: str, inside: list[Span]) -> list[Span]:
    """The last run of words with capitals."""
    stop = len(inside)
    while stop and not inside[stop - 1].of(text)[:1].isupper():
        stop -= 1
    start = stop
    while start and inside[start - 1].of(text)[:1].isupper():
        start -= 1
    return inside[start:stop]


def _skipped(low: list[str], inside: list[str], cues: Cues) -> int | None:
    """Which word behind a verb begins its subject; `None` if another clause does, as many as there are if none."""
    i = 0
    while i < len(low):
        word = low[i]
        if word in cues.pronouns and not (word in cues.articles and i + 1 < len(low)):
            return i
        if word in cues.skips or word in cues.recipients or _elided(word, cues):
            i += 1
        elif word in cues.articles:
            return i
        elif word in cues.clausal:
            return None
        elif word in cues.prepositions:
            i += 1
            if i < len(low) and low[i] in cues.articles:
                i += 1
            while i + 1 < len(low) and inside[i][:1].islower() and low[i + 1] in cues.prepositions:
                i += 2  # "na manhã de segunda"
            i += 1
        elif word in cues.stops:
            i += 1
        else:
            return i
    return i


def _elided(word: str, cues: Cues) -> bool:
    """Whether a preposition hangs on a word: "all'Ansa"."""
    head, mark, _ = word.replace("’", "'").partition("'")
    return bool(mark) and head in cues.prepositions and head not in cues.articles


def subject_after(text: str, start: int, right: int, cues: Cues) -> Span | None:
    """The noun phrase that begins behind a cue: up to the next mark or the next word that opens something else."""
    stop = start
    while stop < right and text[stop].isspace():
        stop += 1
    begin = stop
    if cues.articles and (titled := _title(text, stop, right)) is not None:
        return titled  # schrieb „Die Zeit“
    while stop < right and (text[stop] not in BOUNDS):
        stop += 1
    inside = list(words(text, begin, stop))[:60]
    skip = 0
    if cues.prepositions or cues.articles or cues.recipients:
        forms = [w.of(text) for w in inside]
        begins = _skipped([f.lower() for f in forms], forms, cues)
        if begins is None:
            return None
        skip = begins
    last: Span | None = None
    first: Span | None = None
    for k, w in enumerate(inside[skip:]):
        low = w.of(text).lower()
        particle = any(low == p for _, p in cues.particles)
        article = first is None and low in cues.articles
        if first is None and low in cues.pronouns and not (article and len(inside) > skip + 1):
            return w
        if first is None and (low in cues.skips or (particle and low not in ("ein", "an", "aus"))):
            continue
        if low in cues.recipients or (first is not None and cues.code == "ar" and low.startswith("لل")):
            break
        joined = (
            last is not None
            and low in _AND
            and is_role(last.of(text))
            and _role_next(text, inside[skip + k + 1 :], cues)
        )
        if joined:
            continue  # "Ernährungsberaterin und Autorin Rhiannon Lambert"
        if (low in cues.stops or (particle and first is not None)) and not (
            article or (w.of(text)[:1].isupper() and first is not None and low not in cues.stops)
        ):
            break
        if cues.code == "de" and last is not None and _verb_next(text, inside[skip], last, w, cues):
            break
        if k >= _LONGEST or (first is not None and _sentence_ends(text, first.start, w.start)):
            break
        first, last = first or w, w
    if first is not None and first is last and first.of(text).lower() in cues.articles:
        titled = _title(text, first.end + 1, right) if text[first.end : first.end + 1] == " " else None
        return Span(first.start, titled.end) if titled is not None else None
    if first is None or last is None:
        return None
    end = last.end
    if end < right and text[end] == "." and len(last) <= 2:
        end += 1
    return _with_name(text, Span(first.start, end), right, cues)


def _verb_next(text: str, first: Span, last: Span, word: Span, cues: Cues) -> bool:
    """Whether a German noun phrase ends before a word in small letters, which its verb can only be."""
    form = word.of(text)
    if not form[:1].islower() or not last.of(text)[:1].isupper() or last.of(text).lower() in cues.articles:
        return False
    small = cues.articles | _PARTICLES | {"von", "vom", "für", "des", "der", "und"}
    return (
        form not in small
        and form[-1:] in "tne"
        and not form.endswith(("ige", "liche", "ische", "ende", "te"))
    )


def _role_next(text: str, behind: list[Span], cues: Cues) -> bool:
    forms = [w.of(text) for w in behind[:2]]
    if forms and forms[0].lower() in cues.articles:
        del forms[0]
    return bool(forms) and is_role(forms[0])


def _title(text: str, at: int, right: int) -> Span | None:
    """A title in quotation marks: the paper that writes."""
    if at >= right or text[at] not in '„“«"' or not text[at + 1 : at + 2].isupper():
        return None
    closing = next((i for i in range(at + 2, min(right, at + 40)) if text[i] in '“”»"'), -1)
    return Span(at, closing + 1) if closing > 0 else None


def _with_name(text: str, span: Span, right: int, cues: Cues) -> Span:
    """A role with the name behind its comma: "la maire, Ottiline Breck"."""
    if cues.code in _ARTICLE_LETTERS:
        return _with_uncased_name(text, span, right, _ARTICLE_LETTERS[cues.code])
    first = next(words(text, span.start, span.end))
    low = first.of(text).lower().replace("’", "'")
    article = low in cues.articles or low.split("'")[0] in cues.articles
    named = any(w.of(text)[:1].isupper() for w in words(text, first.end, span.end))
    if not article and (named or first.of(text)[:1].isupper()):
        return span  # a name already: what stands behind its comma says who that is
    at = span.end
    far = False
    behind = next(words(text, at, right), None) if text[at : at + 1] == " " else None
    governed = behind is not None and behind.of(text).lower() in cues.prepositions
    if behind is not None and (
        governed or any(is_role(w.of(text)) for w in words(text, span.start, span.end))
    ):  # whatever somebody is called: "vakthavende i sentralen, Turid Nes"
        while at < right and text[at] not in BOUNDS and at - span.end < 60:
            at += 1  # "leder i kulturutvalget, Petra Honning"
        far = True
    if text[at : at + 2] != ", ":
        return span
    stop = at + 2
    while stop < right and text[stop] not in BOUNDS:
        stop += 1
    end = 0
    for k, w in enumerate(words(text, at + 2, stop)):
        form = w.of(text)
        if text[at + 1 : w.start].strip(" ,-’'.") and k == 0:
            break
        if form[:1].isupper() and form.lower() not in cues.articles and k < _APPOSED + 1:
            end = w.end
        elif not (end and form.lower() in _PARTICLES):
            ends = form.lower() in cues.stops or form.lower() in cues.prepositions or form[:1].isdigit()
            return Span(span.start, end) if end and ends and not far else span
    return Span(span.start, end) if end else span


def _with_uncased_name(text: str, span: Span, right: int, article: str) -> Span:
    """The same in Arabic and Hebrew: a role has the article on one of its words, the name behind its comma has none."""
    if not any(w.of(text).startswith(article) for w in words(text, span.start, span.end)):
        return span  # an office is that of something known: "مدير المحطة"
    if text[span.end : span.end + 2] not in (", ", "، "):
        return span
    stop = span.end + 2
    while stop < right and text[stop] not in BOUNDS:
        stop += 1
    name = list(words(text, span.end + 2, stop))
    if not 2 <= len(name) <= 4 or name[0].of(text).startswith(article):
        return span
    return Span(span.start, name[-1].end)


def _sentence_ends(text: str, start: int, end: int) -> bool:
    gap = text[max(start, end - 3) : end]
    dot = text.find(".", max(start, end - 3), end)
    if dot > 0 and gap.count(".") == 1 and text[dot - 1].islower() and abbreviates(text, dot, start):
        return False  # "der Hydrologe Prof. Arne Holm"
    return any(c in ".।" for c in gap) and not (
        end - 4 >= start and text[end - 4 : end - 2].istitle() and gap.strip() == "."
    )


def stripped(text: str, start: int, end: int) -> Span | None:
    """A stretch without the marks and spaces at its ends."""
    while start < end and not (text[start].isalnum() or text[start] in "'’"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–-.،"):
        end -= 1
    return Span(start, end) if start < end else None
