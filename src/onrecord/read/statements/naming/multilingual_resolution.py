"""Who is it, in languages without a network: each attribution's source as a `Speaker`.

Names and roles are told apart by the form of the source (`cased_names.py`, `east_asian_names.py`), short forms go to the fullest form of
the page, a role without a name to whom the page gives that role.  A pronoun, a verb without subject and a quotation
that is a paragraph of its own call the last who spoke or was named and whom nothing speaks against: gender as told by
the pronoun, the verb ("сказала", "وأضافت"), the article ("la maire"), the name.  Nobody is better than the wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.naming.cased_names import read_source, role_in_narration
from onrecord.read.statements.naming.east_asian_names import gender_of_role, split_source
from onrecord.read.statements.naming.name_index import (
    EAST_ASIAN,
    UNCASED,
    NamedSource,
    NameIndex,
    bearer_of_role,
    file_name,
    fullest,
)
from onrecord.read.statements.naming.narrated_names import (
    behind_preposition,
    called_alone,
    only_opens,
    opens,
    without_opener,
)
from onrecord.read.statements.naming.person_names import given_gender
from onrecord.read.statements.naming.pronoun_lexicon import (
    call_many,
    gender_of_name,
    may_call,
    pronoun_gender,
    verb_tells,
)
from onrecord.read.statements.naming.source_wording import main_part
from onrecord.read.statements.quoting.cue_lexicon import cues_of, words
from onrecord.read.statements.quoting.quotation import quoted_spans
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.read.statements.quoting.sentence_bounds import paragraph_at
from onrecord.read.statements.role_stems import is_role
from onrecord.records import Span, Speaker, SpeakerKind

__all__ = ["resolve_multilingual"]

_PARAGRAPHS = 3  # how far back a pronoun or a verb without subject looks
_SENTENCE = re.compile(r"[.!?…]+[\"”»’)]*\s+|\n+")
_UNKNOWN = Speaker("unnamed", SpeakerKind.UNNAMED, score=0.5)
_FIRST_PERSON = frozenset(
    "ich je yo io eu jag jeg minä ja já я ben ani أنا אני 我 나 私 wir nous noi nós vi me my ми мы мене 我们 我們".split()
)
#: Arabic and Hebrew for "a source", "sources", "witnesses": nobody is named.
_ANONYMOUS = frozenset("مصدر مصادر المصدر المصادر شهود شاهد גורם גורמים מקור מקורות עדים".split())
#: Arabic and Hebrew for offices and callings, before a name and a comma or behind them.
_OFFICES = frozenset(
    "رئيس رئيسة مدير مديرة وزير وزيرة نائب نائبة محافظ عمدة متحدث متحدثة ناطق ناطقة مدرب مدربة طبيب طبيبة مهندس مهندسة قائد قائدة عضو عضوة أمين أمينة "
    "سفير سفيرة نقيب نقيبة خبير خبيرة باحث باحثة أستاذ أستاذة كاتب كاتبة لاعب لاعبة مالك صاحب صاحبة مسؤول مسؤولة قاض محام محامية "
    "ראש שר שרת מנהל מנהלת דובר דוברת יושב יו״ר סגן סגנית מפקד מפקדת רופא רופאה מהנדס מהנדסת מאמן מאמנת חבר חברת פרופסור שגריר שופט שופטת".split()
)
_NAMED_KINDS = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION, SpeakerKind.GROUP)


@dataclass(slots=True)
class _Page:
    text: str
    code: str
    language: str
    names: NameIndex
    attributions: Sequence[Attribution]
    authors: Sequence[str]
    paragraphs: Sequence[Span]
    quoted: list[Span]
    genders: dict[str, str] = field(default_factory=dict)  # by name
    done: dict[int, Speaker] = field(default_factory=dict)
    firsts: list[int] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    turns: list[tuple[int, int, int]] = field(
        default_factory=list
    )  # the contents of turns: start, end, attribution


def resolve_multilingual(
    analysis: Analysis,
    attributions: Sequence[Attribution],
    *,
    authors: Sequence[str] = (),
    known: Mapping[int, Speaker] | None = None,
) -> tuple[Speaker, ...]:
    """The speaker of each attribution, in the order of `attributions`; spans count code points in the text.

    `authors` are the names of the page's authors, for a first person outside of all quotations; `known` are the speakers
    of turns, by the index of the attribution (`turn_speakers.py`).
    """
    text = analysis.text
    paragraphs = analysis.paragraphs or (Span(0, len(text)),)
    code = cues_of(analysis.language).code
    page = _Page(
        text, code, analysis.language or "", NameIndex(text, code, analysis.language or ""), attributions, authors, paragraphs,
        quoted_spans(detect_quotations(text, paragraphs, analysis.language)),
    )  # fmt: skip
    page.order = sorted(range(len(attributions)), key=lambda k: (_first(attributions[k]), k))
    page.firsts = [_first(attributions[k]) for k in page.order]
    page.turns = sorted((s.start, s.end, k) for k in known or () for s in attributions[k].content)
    for k in page.order:
        if not known or k not in known:
            _note(page, k)
    page.done.update(known or {})
    for k in page.order:
        if (named := page.names.sources.get(k)) is not None and named.text in page.genders:
            page.genders.setdefault(fullest(page.names, named).text, page.genders[named.text])
    for n, k in enumerate(page.order):
        if k not in page.done:
            page.done[k] = _speaker(page, k, n)
    return tuple(page.done[k] for k in range(len(attributions)))


def _first(one: Attribution) -> int:
    return min((s.start for s in (*one.source, *one.cue, *one.content)), default=0)


def _verb(page: _Page, k: int) -> str:
    cue = page.attributions[k].cue
    return " ".join(c.of(page.text) for c in cue).lower()


def _note(page: _Page, k: int) -> None:
    """Remember the name in a source, and the gender of its bearer."""
    span = main_part(page.text, page.attributions[k].source)
    if span is None or _pronoun(page, span):
        return
    named = _read(page, span)
    if named is None:
        return
    page.names.sources[k] = named
    told = named.gender or verb_tells(_verb(page, k), page.code)
    if named.kind is SpeakerKind.PERSON and told in ("m", "f"):
        page.genders.setdefault(named.text, told)
    file_name(page.names, named)
    if named.role is not None:
        page.names.roles.setdefault(named.text, named.role)


def _read(page: _Page, span: Span) -> NamedSource | None:
    """The name in a source, `None` if it names nobody."""
    text = page.text
    if page.code in EAST_ASIAN:
        found = split_source(text, span, page.code)
        if found.name is None:
            return None
        return NamedSource(
            found.name, found.name.of(text), found.role, SpeakerKind.PERSON, gender_of_role(span.of(text))
        )
    if page.code in UNCASED:
        if span.of(text).removeprefix("و") in _ANONYMOUS:
            return None
        span = _name_of_two(text, span, page.code)
        return NamedSource(span, " ".join(span.of(text).split()), None, SpeakerKind.PERSON, "")
    cased = read_source(text, span, cues_of(page.language))
    if cased.name is None:
        return None
    return NamedSource(
        cased.name, " ".join(cased.name.of(text).split()), cased.role, cased.kind, cased.gender
    )


def _is_office(word: str, article: str) -> bool:
    """Whether an Arabic or Hebrew word says what somebody is."""
    return word.removeprefix(article) in _OFFICES


def _name_of_two(text: str, span: Span, code: str) -> Span:
    """Of an Arabic or Hebrew role and name with a comma between them the name: the part without the article."""
    article = {"ar": "ال", "he": "ה"}.get(code, "")
    marks = [i for i in range(span.start, span.end) if text[i] in ",،"]
    if not article or len(marks) != 1:
        return span
    parts = (Span(span.start, marks[0]), Span(marks[0] + 1, span.end))
    offices = [
        p for p in parts if (w := next(words(text, p.start, p.end), None)) and _is_office(w.of(text), article)
    ]
    if len(offices) == 1:  # "مدير المحطة، فؤاد النجار"
        other = parts[1] if parts[0] in offices else parts[0]
        named = list(words(text, other.start, other.end))
        return Span(named[0].start, named[-1].end) if len(named) > 1 else span
    plain = [p for p in parts if not any(w.of(text).startswith(article) for w in words(text, p.start, p.end))]
    if len(plain) != 1:
        return span
    inside = list(words(text, plain[0].start, plain[0].end))
    return Span(inside[0].start, inside[-1].end) if len(inside) > 1 else span


def _pronoun(page: _Page, span: Span) -> str:
    """The pronoun that a source is, "" if it is none; Korean and French hang things on it."""
    said = span.of(page.text).casefold()
    pronouns = cues_of(page.language).pronouns
    hung = said.rpartition("-")[2]
    if page.code == "ko":
        return said if said in ("그", "그녀", "이들", "그들") else ""
    if page.code == "ja":
        return said if said in ("彼", "彼女", "同氏", "彼ら") else ""
    return hung if hung in pronouns else said if said in _FIRST_PERSON else ""


def _speaker(page: _Page, k: int, n: int) -> Speaker:
    one = page.attributions[k]
    span = main_part(page.text, one.source)
    if span is None:
        if not one.cue and "turn" not in one.flags:
            return _UNKNOWN
        found = _went_on(page, k, n)
    elif pronoun := _pronoun(page, span):
        found = _of_pronoun(page, k, n, pronoun, span)
    else:
        found = _of_source(page, k, span)
    steps = tuple(f for f in ("colon", "turn") if f in one.flags and f not in found.inferred)
    if steps and found.kind is not SpeakerKind.UNNAMED:
        found = replace(found, inferred=(*found.inferred, *steps), score=round(found.score * 0.95, 4))
    return found


def _of_source(page: _Page, k: int, span: Span) -> Speaker:
    named = page.names.sources.get(k)
    text = page.text
    if named is not None:
        return _of_name(page, named)
    words_ = " ".join(span.of(text).split()).strip(' ,.;:–—-"“”«»„')
    if page.code in EAST_ASIAN:
        kind = split_source(text, span, page.code).kind
        return Speaker(words_, SpeakerKind(kind), span, score=0.6)
    if page.code in UNCASED:
        return Speaker(words_, SpeakerKind.UNNAMED, span, score=0.6)
    cased = read_source(text, span, cues_of(page.language))
    if (
        cased.kind is SpeakerKind.PERSON
        and (whom := bearer_of_role(page.names, cased.head, span)) is not None
    ):
        found = _of_name(page, whom)
        return replace(found, inferred=("description",), score=0.65)
    if cased.gender:
        page.genders.setdefault(words_, cased.gender)
    return Speaker(words_, cased.kind, span, score=0.6)


def _of_name(page: _Page, named: NamedSource) -> Speaker:
    """A name, by the fullest form of the page."""
    whom, score = fullest(page.names, named), 0.95
    steps: tuple[str, ...] = ()
    if page.code in EAST_ASIAN and len(whom.text) == 1 and whom.role is not None:
        whole = Span(min(whom.span.start, whom.role.start), max(whom.span.end, whom.role.end))
        return Speaker(whole.of(page.text), whom.kind, whole, score=0.8)  # 李女士, 박 코치: nobody says more
    if whom.text != named.text:
        steps, score = ("surname",) if whom.text.endswith(named.text) else ("name",), 0.9
    role = named.role or whom.role
    if role is None:
        same = (
            o.role for o in page.names.full.get(whom.text.split()[-1].casefold(), ()) if o.text == whom.text
        )
        role = next(filter(None, same), None)
    if role is None:
        role = page.names.roles.get(whom.text)
    worded = " ".join(role.of(page.text).split()).rstrip(" ,") if role else None
    return Speaker(whom.text, whom.kind, whom.span, worded, role, steps, score)


def _of_pronoun(page: _Page, k: int, n: int, pronoun: str, span: Span) -> Speaker:
    nobody = Speaker(span.of(page.text).rpartition("-")[2], SpeakerKind.UNNAMED, span, score=0.3)
    if pronoun in _FIRST_PERSON:
        at = bisect_left(page.turns, (span.start + 1,)) - 1
        if at < 0 or page.turns[at][1] < span.end:
            return nobody
        whose = page.done[page.turns[at][2]]
        return replace(whose, inferred=_steps(whose, "pronoun"), score=round(whose.score * 0.9, 4))
    verb = _verb(page, k)
    many = call_many(pronoun, verb)
    found = _antecedent(page, n, span.start, pronoun, verb, many=many)
    told = pronoun_gender(pronoun, verb)
    if found is not None and told and found.kind is SpeakerKind.PERSON:
        page.genders.setdefault(found.name, told)
    return (
        replace(found, inferred=_steps(found, "pronoun"), score=round(found.score * 0.6, 4))
        if found
        else nobody
    )


def _went_on(page: _Page, k: int, n: int) -> Speaker:
    """No source: the verb carries it, or the paragraph is all quotation."""
    one = page.attributions[k]
    verb = _verb(page, k)
    found = _antecedent(page, n, page.firsts[n], "", verb, many=False)
    if found is None:
        return Speaker("unnamed", SpeakerKind.UNNAMED, score=0.5)
    step = "pronoun" if one.cue else "turn"
    return replace(found, inferred=_steps(found, step), score=round(found.score * 0.55, 4))


def _steps(found: Speaker, step: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*found.inferred, step)))


def _antecedent(page: _Page, n: int, at: int, pronoun: str, verb: str, *, many: bool) -> Speaker | None:
    """Who spoke or was named last before `at`, and may be called so."""
    floor = page.paragraphs[max(0, paragraph_at(page.paragraphs, at) - _PARAGRAPHS)].start
    told = verb_tells(verb, page.code)
    last_end = floor
    speakers: list[tuple[int, Speaker]] = []
    for j in range(n - 1, max(-1, n - 12), -1):
        k = page.order[j]
        start = page.firsts[j]
        if start < floor:
            break
        one = page.attributions[k]
        end = max((s.end for s in (*one.source, *one.cue, *one.content)), default=start)
        last_end = max(last_end, end)
        speakers.append((start, page.done[k]))
    options = [s for _, s in speakers]
    narrated = _narrated(
        page, max(last_end, floor), at, personal=bool(pronoun_gender(pronoun, verb)) or told in ("f", "m")
    )
    options = narrated + options
    for option in options:
        if _may_be(page, option, pronoun, told, many=many):
            return option
    return None


def _may_be(page: _Page, option: Speaker, pronoun: str, told: str, *, many: bool) -> bool:
    if option.kind not in _NAMED_KINDS:
        return False
    if many:
        return option.kind is SpeakerKind.GROUP
    if pronoun and option.kind is not SpeakerKind.PERSON:
        return False
    if told == "many":
        return option.kind is not SpeakerKind.PERSON
    gender = page.genders.get(option.name) or gender_of_name(option.name)
    if pronoun and not may_call(pronoun, "", option.name, page.language, known=gender):
        return False
    return not (told and gender and told != gender)


def _narrated(page: _Page, start: int, end: int, *, personal: bool = False) -> list[Speaker]:
    """Who is named in the narration since the last quotation, the last first: the first name of each of its sentences.

    `personal`: a pronoun that calls people is to be resolved, so a name that opens a sentence and is nowhere a place will do.
    """
    if page.code in EAST_ASIAN or page.code in UNCASED or end - start < 8:
        return []
    text = page.text
    cues = cues_of(page.language)
    start = max(start, end - 900)
    out: list[Speaker] = []
    bounds = [start, *(m.end() for m in _SENTENCE.finditer(text, start, end)), end]
    for left, right in pairwise(bounds):
        if right - left < 6 or _quoted(page, left, right):
            continue
        found = read_source(
            text, Span(behind_preposition(text, left, right, cues), min(right, left + 120)), cues
        )
        if found.name is not None and " " not in found.name.of(text) and only_opens(text, left, found.name):
            behind_noun = read_source(text, Span(found.name.end, min(right, left + 120)), cues)
            if behind_noun.name is not None and " " in behind_noun.name.of(text):
                found = behind_noun  # "Мастер цеха Павел Ершов"
        if found.name is None or found.kind is not SpeakerKind.PERSON or found.name.start - left > 50:
            continue
        where = without_opener(page.names, left, found.name) or found.name
        name = " ".join(where.of(text).split())
        named = NamedSource(where, name, found.role, found.kind, found.gender)
        told = found.role is not None and any(map(is_role, found.role.of(text).split()))
        behind = [w.of(text) for w in list(words(text, where.end, min(right, where.end + 60)))[:4]]
        told = told or (text[where.end : where.end + 1] == "," and any(map(is_role, behind)))
        told = told or (page.code != "de" and text[left:right].rstrip().endswith(":"))
        known = name.split()[-1].casefold() in page.names.full or (
            " " in name
            and (
                told
                or bool(given_gender(name.split()[0]))
                or called_alone(page.names, name)
                or bool(gender_of_name(name))
                or (personal and found.role is None and opens(page.names, left, where))
            )
        )
        if known:
            named = replace(named, role=role_in_narration(text, found.role, cues))
            file_name(page.names, named)
            if found.gender:
                page.genders.setdefault(name, found.gender)
            out.append(replace(_of_name(page, named), score=0.7))
    return out[::-1]


def _quoted(page: _Page, left: int, right: int) -> bool:
    i = bisect_left(page.quoted, Span(left, left))
    return any(q.start < right and q.end > left for q in page.quoted[max(0, i - 1) : i + 2])
