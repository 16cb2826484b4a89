"""The names of a page in a language without a network: each short form with the fullest one, each role with its bearer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from onrecord.read.statements.naming.cased_names import read_source
from onrecord.read.statements.naming.east_asian_names import same_person
from onrecord.read.statements.naming.person_names import given_gender
from onrecord.read.statements.quoting.cue_lexicon import cues_of, words
from onrecord.read.statements.role_stems import HONORIFICS, is_role
from onrecord.records import Span, SpeakerKind

__all__ = ["EAST_ASIAN", "UNCASED", "NameIndex", "NamedSource", "bearer_of_role", "file_name", "fullest"]

UNCASED = frozenset("ar he fa hi ur".split())
EAST_ASIAN = frozenset("zh ja ko".split())
_NEAR = 100_000  # characters of a text in which a fuller name is looked for
_BACK = 20_000  # characters before a role in which its bearer is looked for
_MANY = 400  # names that are compared with one
_INFLECTED = frozenset("ru uk bg sr hr pl cs sk be mk sl".split())


@dataclass(slots=True)
class NamedSource:
    """A name of the page: its span, and what is said there of whom it calls."""

    span: Span
    text: str
    role: Span | None
    kind: SpeakerKind
    gender: str


@dataclass(slots=True)
class NameIndex:
    """The names found so far: `sources` by attribution, `full` by the words of names of several words."""

    text: str
    code: str
    language: str
    sources: dict[int, NamedSource] = field(default_factory=dict)
    full: dict[str, list[NamedSource]] = field(default_factory=dict)
    fuller: dict[str, NamedSource | None] = field(default_factory=dict)
    roles: dict[str, Span] = field(default_factory=dict)  # the first role of each name


def file_name(page: NameIndex, named: NamedSource) -> None:
    """Remember a name of several words, or of a language whose names are one."""
    parts = named.text.split()
    if page.code in EAST_ASIAN:
        page.full.setdefault("", []).append(named)
    elif len(parts) > 1:
        for part in {parts[0], parts[-1]}:
            page.full.setdefault(part.casefold(), []).append(named)


def fullest(page: NameIndex, named: NamedSource) -> NamedSource:
    """The fullest form of a name on the page."""
    if named.text in page.fuller:
        return page.fuller[named.text] or named
    found = _look_up(page, named)
    page.fuller[named.text] = found
    return found or named


def _look_up(page: NameIndex, named: NamedSource) -> NamedSource | None:
    if page.code in EAST_ASIAN:
        fits = [
            o
            for o in islice(page.full.get("", ()), _MANY)
            if len(o.text) > len(named.text)
            and same_person(named.text, o.text, page.code)
            and (len(named.text) > 1 or _same_role(page.text, named, o))
        ]
        return min(fits, key=lambda o: (abs(o.span.start - named.span.start), -len(o.text)), default=None)
    if page.code in UNCASED:
        fits = [o for o in islice(page.sources.values(), _MANY) if o.text.endswith(" " + named.text)]
        return max(fits, key=lambda o: len(o.text), default=None)
    parts = named.text.split()
    if len(parts) > 1:
        if page.code in _INFLECTED:
            return _uninflected(page, named)
        return None
    filed = page.full.get(named.text.casefold(), [])
    if not filed and page.code in _INFLECTED and len(named.text) > 4:
        stem = named.text.casefold()[: max(4, len(named.text) - 3)]
        filed = [o for key, each in islice(page.full.items(), _MANY) if key.startswith(stem) for o in each][
            -1:
        ]
        filed = [o for o in filed if abs(len(o.text.split()[-1]) - len(named.text)) < 3]
    if filed:
        before = [o for o in filed if o.span.start <= named.span.start]
        last = [o for o in (before or filed) if o.text.split()[-1] == named.text]
        return (last or before or filed)[-1]
    return _in_text(page, named)


def _same_role(text: str, one: NamedSource, other: NamedSource) -> bool:
    """Whether two sources say the same of somebody: of a surname alone (김 시장) nothing else tells whose it is."""
    if one.role is None:  # 정 씨: courtesy alone
        return other.span.start < one.span.start
    if other.role is None:
        return False
    mine, theirs = one.role.of(text), other.role.of(text)
    mine, theirs = mine.split()[-1], theirs.split()[-1]
    return mine.endswith(theirs) or theirs.endswith(mine)


def _uninflected(page: NameIndex, named: NamedSource) -> NamedSource | None:
    """The name in the nominative: "по словам Отто Брека" for "Отто Брек"."""
    mine = named.text.split()
    for other in islice(page.sources.values(), _MANY):
        theirs = other.text.split()
        if other.text == named.text or len(theirs) != len(mine) or len(other.text) >= len(named.text):
            continue
        if all(
            a[: max(3, len(b) - 1)] == b[: max(3, len(b) - 1)] and abs(len(a) - len(b)) <= 2
            for a, b in zip(mine, theirs, strict=True)
        ):
            return other
    return _nominative_in_text(page, named)


def _nominative_in_text(page: NameIndex, named: NamedSource) -> NamedSource | None:
    """A shorter form of the same name that the text has: Отто Брек for Отто Брека."""
    stems = [w if len(w) < 4 else w[:-1] for w in named.text.split()]
    form = re.compile(r"\b" + r"\s".join(re.escape(w) + r"\w{0,1}" for w in stems) + r"\b")
    best: tuple[int, int] | None = None
    for n, m in enumerate(form.finditer(page.text, 0, _NEAR)):
        if n > 20:
            break
        if (
            m[0] != named.text
            and len(m[0]) < len(named.text)
            and (best is None or len(m[0]) < best[1] - best[0])
        ):
            best = m.span()
    if best is None:
        return None
    span = Span(*best)
    return NamedSource(span, span.of(page.text), named.role, named.kind, named.gender)


def _in_text(page: NameIndex, named: NamedSource) -> NamedSource | None:
    """The fullest form in which the text has a name of one word: words with capitals right before it."""
    text, name = page.text, named.text
    cues = cues_of(page.language)
    found: Counter[str] = Counter()
    where: dict[str, Span] = {}
    at = -1
    for _ in range(30):
        at = text.find(name, at + 1, _NEAR)
        if at < 0:
            break
        end = at + len(name)
        if text[end : end + 1].isalnum() or text[at - 1 : at] != " ":
            continue
        base = max(0, at - 60)
        head = text[base:at]
        for mark in ',;:()[]“”"„«»‹›\n!?–—':
            base += head.rfind(mark) + 1
            head = text[base:at]
        given: list[Span] = []
        for w in reversed(list(words(text, base, at - 1))):
            form = w.of(text)
            low = form.lower()
            plain = (
                low in cues.articles | cues.prepositions | cues.adverbs | cues.clausal | HONORIFICS
                or is_role(form)
            )
            if not form[:1].isupper() or plain or len(given) > 2:
                break
            if text[w.end : (given[0].start if given else at)] not in (" ", ". "):
                break
            given.insert(0, w)
        while len(given) > 1 and not _belongs(text, given, cues.code):
            given = given[1:]
        if given:
            whole = Span(given[0].start, end)
            found[whole.of(text)] += 1
            where.setdefault(whole.of(text), whole)
    if not found:
        return None
    best = max(found, key=lambda n: (found[n], -where[n].start))
    return NamedSource(where[best], " ".join(best.split()), named.role, named.kind, named.gender)


def _belongs(text: str, given: list[Span], code: str) -> bool:
    """Whether the first of several words with capitals is part of the name, and not a noun that opens a sentence.

    "Kunden Birthe Holm": what opens a sentence has a capital whatever it is; a name of two words is then the likelier.
    """
    first = given[0]
    before = text[max(0, first.start - 3) : first.start].rstrip(" ")
    opens = not before or before[-1] in "\n.!?"
    return code == "de" or not opens or bool(given_gender(first.of(text)))


def bearer_of_role(page: NameIndex, head: str, span: Span) -> NamedSource | None:
    """Whom the page gives a role that stands alone: "o professor", where "o professor Petro Fil" stands before."""
    if len(head) < 4 or not any(map(is_role, head.split("-"))):
        return None
    base = max(0, span.start - _BACK)
    low = page.text[base : span.start].casefold()
    if len(low) != span.start - base:
        return None
    at, cues = len(low), cues_of(page.language)
    inflected = page.code in _INFLECTED and len(head) > 5
    head = head[:-1] if inflected else head
    for _ in range(12):
        at = low.rfind(head, 0, at)
        if at < 0:
            return None
        end = at + len(head)
        if inflected:
            while end < len(low) and low[end].isalnum() and end - at < len(head) + 3:
                end += 1
        if low[at - 1 : at].isalnum() or low[end : end + 1].isalnum():
            continue
        stop = min(len(page.text), base + end + 90)
        for mark in '.;:!?“”"«»\n':
            cut = page.text.find(mark, base + end, stop)
            stop = cut if cut >= 0 else stop
        before = _apposed(page, base + at)
        if before is not None:
            return before
        found = read_source(page.text, Span(base + at, stop), cues)
        if found.name is not None and found.kind is SpeakerKind.PERSON and found.name.start - base - end < 60:
            text = " ".join(found.name.of(page.text).split())
            gap = page.text[base + end : found.name.start]
            if (
                " " in text
                and not any(
                    w.of(page.text).lower() in cues.clausal
                    for w in words(page.text, base + end, found.name.start)
                )
                and gap.count(",") < 2
            ):
                return NamedSource(found.name, text, Span(base + at, base + end), found.kind, found.gender)
    return None


def _apposed(page: NameIndex, at: int) -> NamedSource | None:
    """The name before a comma and a role: "David Campo, portavoz de ..."."""
    text = page.text
    comma = text.rfind(",", max(0, at - 12), at)
    if comma < 0 or len(text[comma + 1 : at].split()) > 1:
        return None
    start = max(0, comma - 50)
    for mark in '.,;:!?“”"«»()\n':
        start = max(start, text.rfind(mark, start, comma) + 1)
    given: list[Span] = []
    for w in reversed(list(words(text, start, comma))):
        if not w.of(text)[:1].isupper() or text[w.end : (given[0].start if given else comma)] not in (
            " ",
            "",
        ):
            break
        given.insert(0, w)
    if len(given) < 2:
        return None
    whole = Span(given[0].start, given[-1].end)
    return NamedSource(whole, whole.of(text), None, SpeakerKind.PERSON, "")
