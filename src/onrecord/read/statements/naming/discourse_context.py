"""Everybody on the scene: named parties and people only described, in the order in which the text calls them.

One pass through the text keeps who was called last, how and where; pronouns are resolved on the way
(`pronouns.py`), since "he" after "he" is mostly the same man.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.naming.lexicon import PRONOUNS
from onrecord.read.statements.naming.name_coreference import NameClusters, cluster_names
from onrecord.read.statements.naming.nominal_mentions import NominalMention, nominal_mentions
from onrecord.read.statements.naming.person_names import title_gender
from onrecord.read.statements.naming.token_view import TokenView, token_view
from onrecord.records import Span, SpeakerKind

__all__ = ["Call", "Entity", "DiscourseContext", "discourse_context"]


@dataclass(slots=True)
class Entity:
    """Somebody: a named party (`party` is its index in the cast), or somebody described."""

    kind: SpeakerKind
    party: int = -1
    described: NominalMention | None = None
    gender: str = ""
    words: frozenset[str] = frozenset()
    sourced: bool = False  # was a source of an attribution when it was called so far
    subject: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One place where an entity is called: by a "name", a "phrase", or (entity -1 until resolved) a "pronoun"."""

    word: int  # index of the first word
    last: int  # one past the last
    how: str
    entity: int
    full: bool = False


@dataclass(slots=True)
class DiscourseContext:
    """A text with all who are called in it; `source` and `content` say of each word to which attribution it belongs."""

    view: TokenView
    cast: NameClusters
    entities: list[Entity]
    calls: list[Call]
    source: list[int]
    content: list[int]

    def calls_in(self, span: Span) -> list[Call]:
        """The calls whose first word stands in a span."""
        first, last = self.view.at(span)
        starts = self.starts
        return self.calls[bisect_left(starts, first) : bisect_left(starts, last)]

    @property
    def starts(self) -> list[int]:
        """The first words of all calls."""
        if len(self._starts) != len(self.calls):
            self._starts = [c.word for c in self.calls]
        return self._starts

    _starts: list[int] = field(default_factory=list)
    speaking: dict[int, int] = field(
        default_factory=dict
    )  # of words within turns: the party whose turn it is


def _parts(v: TokenView, attributions: Sequence[Attribution]) -> tuple[list[int], list[int]]:
    source, content = [-1] * len(v), [-1] * len(v)
    # Contents may lie inside each other; the outermost is painted first.  Each is painted once, so that many
    # long contents over each other cost no more than a few times the text.
    budget = 20 * len(v) + 1000
    order = sorted(range(len(attributions)), key=lambda k: -sum(len(s) for s in attributions[k].content))
    for k in order:
        for span in attributions[k].content:
            first, last = v.at(span)
            budget -= last - first
            if budget > 0:
                content[first:last] = [k] * (last - first)
    for k, one in enumerate(attributions):
        for span in one.source:
            first, last = v.at(span)
            last = min(last, first + 60)
            source[first:last] = [k] * (last - first)
    return source, content


def _votes(v: TokenView, calls: list[Call], entities: list[Entity]) -> None:
    """Gender of those whose name tells nothing, from pronouns in sentences where nobody else is called."""
    alone: dict[int, set[int]] = {}
    told: dict[int, Counter[str]] = {}
    for call in calls:
        number = v.sentence[call.word]
        if call.how != "pronoun" and entities[call.entity].kind is SpeakerKind.PERSON:
            alone.setdefault(number, set()).add(call.entity)
        elif (
            call.how == "pronoun" and number in alone and len(alone[number]) == 1 and not v.quoted[call.word]
        ):
            gender = PRONOUNS[v.low[call.word]][0]
            if gender in ("m", "f"):
                told.setdefault(next(iter(alone[number])), Counter())[gender] += 1
    for index, votes in told.items():
        best = votes.most_common(2)
        if not entities[index].gender and (len(best) == 1 or best[0][1] > 2 * best[1][1]):
            entities[index].gender = best[0][0].upper()  # capital: concluded, weaker than told


def discourse_context(
    analysis: Analysis, attributions: Sequence[Attribution] = (), sources: Sequence[Span] | None = None
) -> DiscourseContext:
    """Look over a text for everybody who is called in it."""
    v = token_view(analysis)
    spans = sources if sources is not None else [s for a in attributions for s in a.source]
    found = cluster_names(analysis, spans, v)
    entities = [Entity(p.kind, i, None, p.gender, p.words) for i, p in enumerate(found.parties)]
    named = [""] * len(v)
    calls: list[Call] = []
    for mention in found.mentions:
        first, last = v.at(mention.span)
        if last > first:
            named[first:last] = [str(found.parties[mention.party].kind)] * (last - first)
            calls.append(Call(first, last, "name", mention.party, mention.full))
    phrases = nominal_mentions(v, named)
    calls.extend(Call(v.at(p.span)[0], p.word + 1, "phrase", -1 - i) for i, p in enumerate(phrases))
    calls.extend(
        Call(i, i + 1, "pronoun", -1)
        for i, low in enumerate(v.low)
        if low in PRONOUNS and PRONOUNS[low][0] in ("m", "f") and not named[i]
    )
    calls.sort(key=lambda c: (c.word, c.last))
    source, content = _parts(v, attributions)
    _settle(v, calls, phrases, entities, source)
    _votes(v, calls, entities)
    return DiscourseContext(v, found, entities, calls, source, content)


def _settle(
    v: TokenView, calls: list[Call], phrases: list[NominalMention], entities: list[Entity], source: list[int]
) -> None:
    """Give each phrase its entity: a person whose role says so, the same phrase earlier, or a new one."""
    met = _Met()
    for at, call in enumerate(calls):
        if call.how == "pronoun":
            continue
        if call.how == "phrase":
            phrase = phrases[-1 - call.entity]
            index = _known(phrase, met, entities)
            if index < 0:
                index = len(entities)
                gender = title_gender(list(phrase.low))
                entities.append(Entity(phrase.kind, -1, phrase, gender, frozenset(phrase.low)))
            line = met.heads.setdefault((phrase.head, phrase.plural), [])
            if line[-1:] != [index]:
                line.append(index)
            call = calls[at] = Call(call.word, call.last, "phrase", index)
        else:
            met.name(v, call, entities[call.entity])
        one = entities[call.entity]
        one.sourced = one.sourced or source[call.word] >= 0
        one.subject = one.subject or v.relation[call.last - 1] == "subject"


@dataclass(slots=True)
class _Met:
    """Who was met so far, by the words that may call them again."""

    roles: dict[str, list[int]] = field(default_factory=dict)  # role word -> persons, the last called last
    heads: dict[tuple[str, bool], list[int]] = field(default_factory=dict)  # head noun -> the described
    lasts: dict[str, int] = field(default_factory=dict)  # last word of an organisation's name

    def name(self, v: TokenView, call: Call, entity: Entity) -> None:
        if entity.kind is SpeakerKind.ORGANISATION:
            words = "".join(c if c.isalnum() else " " for c in v.low[call.last - 1]).split()
            if call.last - call.word > 1 and words:
                self.lasts[words[0]] = call.entity
            return
        for word in entity.words:
            line = self.roles.setdefault(word, [])
            if line[-1:] != [call.entity]:
                line.append(call.entity)


_LITTLE = frozenset(
    "the this that these those a an another one some several many two three four five six both".split()
)


def _known(phrase: NominalMention, met: _Met, entities: list[Entity]) -> int:
    """Whom a definite phrase calls that was called before, -1 if nobody."""
    bare = phrase.plural and len(phrase.low) == 1
    if not phrase.definite and not bare:
        return -1
    if phrase.kind is SpeakerKind.ORGANISATION and phrase.head in met.lasts:
        return met.lasts[phrase.head]
    more = {w for w in phrase.low if w.isalpha()} - _LITTLE - {phrase.low[-1]}
    if not phrase.plural:
        line = met.roles.get(phrase.head, [])[-8:]
        gender = title_gender(list(phrase.low))
        fits = [i for i in line if not gender or entities[i].gender.lower() in ("", gender)]
        if _tells(more):
            fits = [i for i in fits if more & entities[i].words]
        if fits:
            return max(fits, key=lambda i: (len(more & entities[i].words), line.index(i)))
    earlier = []
    for i in met.heads.get((phrase.head, phrase.plural), [])[-8:]:
        first = entities[i].described
        if first is None:
            continue
        other = set(first.low) - _LITTLE - {first.low[-1]}
        if (bare and not other) or (not bare and (not more or more & other)):
            earlier.append(i)
    # Somebody who has spoken, or acted, rather than somebody who was spoken of.
    return max(reversed(earlier), key=lambda i: (entities[i].sourced, entities[i].subject), default=-1)


def _tells(words: set[str]) -> bool:
    """Whether adjectives narrow a phrase down ("the former mayor" is another man than "the mayor")."""
    return bool(words & {"former", "late", "deputy", "vice", "assistant", "other", "second", "first", "ex", "his", "her", "their", "its", "my"})  # fmt: skip
