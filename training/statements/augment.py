"""Other names, places, figures and quotation marks in the articles, so that those of one year are not learned by heart.

The corpus is of one country and one campaign.  In most articles of an epoch, every name is put through one random
mapping of that article (the same surname everywhere), places and organisations change places with others,
digits change, and quotation marks take another country's form.  Annotations move along.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.records import Span

__all__ = ["Lexicon", "Marked", "augmented", "lexicon"]

_LOCALES = (
    "en_US en_GB en_IN en_NG de_DE fr_FR es_ES it_IT pl_PL cs_CZ tr_TR nl_NL sv_SE pt_BR ro_RO hr_HR hu_HU fi_FI id_ID "
    "sl_SI lt_LT lv_LV et_EE no_NO da_DK fr_DZ ga_IE"
).split()
_QUOTES = ('""', "«»", "„“", "‘’", "“”")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with all that is known of it: what is trained on."""

    attributions: tuple[Attribution, ...]
    analysis: Analysis

    @property
    def text(self) -> str:
        """The article."""
        return self.analysis.text


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What names, places and organisations are replaced with."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    places: tuple[str, ...]
    organisations: tuple[str, ...]


@cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    from faker import Faker

    first, last, places = set(), set(), set()
    for locale in _LOCALES:
        try:
            fake = Faker(locale)
        except AttributeError:
            continue
        fake.seed_instance(1)
        for _ in range(120):
            first.add(fake.first_name())
            last.add(fake.last_name())
            if hasattr(fake, "city"):
                places.add(fake.city())
        places.update(fake.country() for _ in range(20))
    return tuple(sorted(first)), tuple(sorted(last)), tuple(sorted(places))


def lexicon(analyses: Iterable[Analysis]) -> Lexicon:
    """Names of many countries, and the corpus' own places and organisations."""
    first, last, places = _names()
    own: dict[str, set[str]] = {"place": set(), "organisation": set()}
    for a in analyses:
        for e in a.entities:
            if e.kind in own and "\n" not in e.span.of(a.text):
                own[e.kind].add(e.span.of(a.text))
    return Lexicon(first, last, tuple(sorted({*places, *own["place"]})), tuple(sorted(own["organisation"])))


def _like(new: str, old: str) -> str:
    return new.upper() if len(old) > 2 and old.isupper() else new


def _replacements(marked: Marked, words: Lexicon, rng: random.Random) -> list[tuple[int, int, str]]:
    text, analysis = marked.text, marked.analysis
    people: dict[str, str] = {}
    whole: dict[str, str] = {}
    out: dict[tuple[int, int], str] = {}
    for e in analysis.entities:
        old = e.span.of(text)
        if e.kind == "person":
            parts = [t for t in analysis_tokens(analysis, e.span) if t.of(text)[:1].isupper() and len(t) > 1]
            for k, t in enumerate(parts):
                pool = words.first if k < len(parts) - 1 else words.last
                people.setdefault(t.of(text).lower(), rng.choice(pool))
        elif e.kind in ("place", "organisation"):
            if old.lower() not in whole:
                pool = words.places if e.kind == "place" else words.organisations
                # Some stay: real ones are what the words around them go with.
                whole[old.lower()] = rng.choice(pool) if rng.random() < 0.6 else old
            if whole[old.lower()] != old and "\n" not in old:
                out[e.span.start, e.span.end] = _like(whole[old.lower()], old)
    taken = sorted(out)
    for t in analysis.tokens:
        old = t.span.of(text)
        k = bisect_right(taken, (t.span.start, len(text) + 1)) - 1
        if k >= 0 and taken[k][1] > t.span.start:
            continue
        if old.lower() in people and old[:1].isupper():
            out[t.span.start, t.span.end] = _like(people[old.lower()], old)
        elif t.pos == "num" and any(c.isdigit() for c in old) and rng.random() < 0.5:
            out[t.span.start, t.span.end] = "".join(str(rng.randint(0, 9)) if c.isdigit() else c for c in old)
    return sorted((s, e, new) for (s, e), new in out.items())


def analysis_tokens(analysis: Analysis, span: Span) -> list[Span]:
    """The tokens inside a span."""
    starts = [t.span.start for t in analysis.tokens]
    k = bisect_right(starts, span.start - 1)
    out = []
    while k < len(starts) and starts[k] < span.end:
        out.append(analysis.tokens[k].span)
        k += 1
    return out


def _moved(marked: Marked, changes: list[tuple[int, int, str]]) -> Marked:
    text, parts, at, shift = marked.text, [], 0, 0
    starts, rows = [], []
    for s, e, new in changes:
        if s < at:
            continue
        parts += [text[at:s], new]
        starts.append(s)
        rows.append((s, e, s + shift, s + shift + len(new)))
        shift += len(new) - (e - s)
        at = e
    parts.append(text[at:])

    def move(position: int, end: bool) -> int:
        k = bisect_right(starts, position - 1 if end else position) - 1
        if k < 0:
            return position
        _, e, new_s, new_e = rows[k]
        if position >= e:
            return position - e + new_e
        return new_e if end else new_s

    return _mapped(marked, "".join(parts), lambda s: Span(move(s.start, False), move(s.end, True)))


def _mapped(marked: Marked, text: str, move: Callable[[Span], Span]) -> Marked:
    a = marked.analysis
    attributions = tuple(
        replace(
            x,
            source=tuple(map(move, x.source)),
            cue=tuple(map(move, x.cue)),
            content=tuple(map(move, x.content)),
        )
        for x in marked.attributions
    )
    return Marked(
        attributions,
        replace(
            a,
            text=text,
            tokens=tuple(replace(t, span=move(t.span)) for t in a.tokens),
            sentences=tuple(map(move, a.sentences)),
            entities=tuple(replace(e, span=move(e.span)) for e in a.entities),
            paragraphs=tuple(map(move, a.paragraphs)),
        ),
    )


def _requoted(marked: Marked, rng: random.Random) -> Marked:
    left, right = rng.choice(_QUOTES)
    table = {ord("“"): left, ord("”"): right}
    return replace(marked, analysis=replace(marked.analysis, text=marked.text.translate(table)))


def augmented(marked: Marked, words: Lexicon, rng: random.Random) -> Marked:
    """The article as one epoch sees it: as it is, or with other names, figures and marks."""
    if rng.random() < 0.6 and marked.analysis.tokens:
        marked = _moved(marked, _replacements(marked, words, rng))
    if rng.random() < 0.3:
        marked = _requoted(marked, rng)
    return marked
