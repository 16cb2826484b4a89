"""Who is it: each attribution's source as a `Speaker`, with the name by which the page introduces them.

Names go to the fullest form on the page, pronouns to whom they call, "the minister" to the minister, and people
whom the page leaves unnamed stay so.  `Speaker.inferred` says every step that was taken: "pronoun", "surname",
"name" (a given name, nickname or call sign), "acronym", "description", "affiliation", "author", "colon", "turn".
Spans count code points in the analysed text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.naming.discourse_context import (
    Call,
    DiscourseContext,
    Entity,
    discourse_context,
)
from onrecord.read.statements.naming.lexicon import PRONOUNS
from onrecord.read.statements.naming.multilingual_resolution import resolve_multilingual
from onrecord.read.statements.naming.name_coreference import Party
from onrecord.read.statements.naming.person_names import parse
from onrecord.read.statements.naming.pronoun_resolution import resolve_pronouns
from onrecord.read.statements.naming.source_head import Head, head_of
from onrecord.read.statements.naming.source_wording import bare, main_part, verbatim_speaker, with_article
from onrecord.read.statements.naming.token_view import strip_possessive
from onrecord.read.statements.naming.turn_speakers import TurnSpeakers, turn_speakers
from onrecord.read.statements.naming.unnamed_sources import unnamed_by_count
from onrecord.read.statements.quoting.cue_lexicon import cues_of
from onrecord.records import Span, Speaker, SpeakerKind

__all__ = ["resolve_speakers"]

_PEOPLE = (SpeakerKind.PERSON, SpeakerKind.GROUP, SpeakerKind.UNNAMED)
_FAR = 4  # sentences back in which "they" and "it" look for whom they call
UNNAMED = Speaker("unnamed", SpeakerKind.UNNAMED, score=0.9)


@dataclass(slots=True)
class _Work:
    scene: DiscourseContext
    attributions: Sequence[Attribution]
    authors: Sequence[str]
    pronouns: dict[int, tuple[int, float]]
    done: dict[int, Speaker] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)
    bearers: dict[str, set[int]] = field(default_factory=dict)


def resolve_speakers(
    analysis: Analysis,
    attributions: Sequence[Attribution],
    *,
    authors: Sequence[str] = (),
    outlet: str = "",
    title: str = "",
) -> tuple[Speaker, ...]:
    """The speaker of each attribution, in the order of `attributions`.

    `authors` are the names of the page's authors, for "I" and "we" outside quotations; `outlet` and `title` are what the
    page says of itself, for the labels of interviews.
    """
    foreign = cues_of(analysis.language).code not in ("", "en")
    if foreign and not any("turn" in a.flags and a.reader == "layout" for a in attributions):
        return resolve_multilingual(analysis, attributions, authors=authors)
    on = discourse_context(analysis, attributions)
    turns = turn_speakers(on, attributions, authors=authors, outlet=outlet, title=title)
    if foreign:
        return resolve_multilingual(analysis, attributions, authors=authors, known=turns.speakers)
    _speak(on, attributions, turns)
    work = _Work(on, attributions, authors, resolve_pronouns(on), dict(turns.speakers))
    for index, party in enumerate(on.cast.parties):
        if party.kind is SpeakerKind.PERSON:
            work.bearers.setdefault(parse(party.name).short, set()).add(index)
    return tuple(_speaker(work, k) for k in range(len(attributions)))


def _speak(on: DiscourseContext, attributions: Sequence[Attribution], turns: TurnSpeakers) -> None:
    """Note in the scene who speaks where: "he" and "she" in somebody's turn call somebody else."""
    for k, party in turns.parties.items():
        for span in attributions[k].content:
            first, last = on.view.at(span)
            on.speaking.update(dict.fromkeys(range(first, last), party))


def _speaker(work: _Work, k: int) -> Speaker:
    """The speaker of attribution `k`, once."""
    if k in work.done:
        return work.done[k]
    if k in work.open or len(work.open) > 50:
        return UNNAMED  # contents that lie in each other
    work.open.add(k)
    one = work.attributions[k]
    span = main_part(work.scene.view.text, one.source)
    found = _of_nobody(one) if span is None else _of_span(work, k, span)
    steps = tuple(f for f in ("colon", "turn") if f in one.flags and f not in found.inferred)
    if steps:
        found = replace(found, inferred=(*found.inferred, *steps), score=round(found.score * 0.95, 4))
    work.open.discard(k)
    work.done[k] = found
    return found


def _of_nobody(one: Attribution) -> Speaker:
    """No source: "reportedly", "was told"; nobody is named."""
    return UNNAMED if one.cue else replace(UNNAMED, score=0.5)


def _of_span(work: _Work, k: int, span: Span) -> Speaker:
    on = work.scene
    v = on.view
    first, last = v.at(span)
    words = [i for i in range(first, min(last, first + 4)) if v.words[i][:1].isalnum()]
    if words and v.low[words[0]] in PRONOUNS and (len(words) == 1 or v.low[words[1]] in ("himself", "herself", "themselves")):  # fmt: skip
        return _of_pronoun(work, k, words[0], span)
    if (nobody := unnamed_by_count(v, words, last, span)) is not None:
        return nobody
    head = head_of(on, span)
    if head.names:
        return _of_names(work, head.names, span)
    if head.noun >= 0:
        found = _of_description(work, k, head, span)
        if found is not None:
            return found
    return verbatim_speaker(v, span, head)


def _role(party: Party) -> tuple[str | None, Span | None]:
    return party.role, party.role_span


def _party(work: _Work, index: int, called: str, score: float, steps: tuple[str, ...] = ()) -> Speaker:
    """A named party, called by the words `called`."""
    party = work.scene.cast.parties[index]
    said = strip_possessive(" ".join(called.split()))
    if not steps and said.casefold() != party.name.casefold():
        if party.kind is SpeakerKind.ORGANISATION:
            steps = ("acronym",) if said.isupper() or said.casefold() in party.aliases else ("name",)
        elif parse(said).full:
            steps = () if parse(said).short == parse(party.name).short else ("name",)
        elif parse(said).short == parse(party.name).short:
            steps = ("surname",)
            if len(work.bearers.get(parse(party.name).short, ())) > 1:
                score *= 0.75
        else:
            steps = ("name",)
    role, role_span = _role(party)
    return Speaker(party.name, party.kind, party.introduced, role, role_span, steps, round(score, 4))


def _of_names(work: _Work, names: Sequence[Call], span: Span) -> Speaker:
    v = work.scene.view

    def words(call: Call) -> str:
        return v.text[v.starts[call.word] : v.ends[call.last - 1]]

    each = [_party(work, work.scene.entities[c.entity].party, words(c), 0.97) for c in names]
    if len({s.name for s in each}) == 1:
        return each[0]
    listed = [s.name for s in each]
    return Speaker(
        ", ".join(listed[:-1]) + " and " + listed[-1],
        SpeakerKind.GROUP,
        span,
        inferred=tuple(dict.fromkeys(step for s in each for step in s.inferred)),
        score=min(s.score for s in each),
    )


def _entity(work: _Work, index: int, called: str, score: float, steps: tuple[str, ...]) -> Speaker:
    """An entity of the scene: a party, or somebody who is only described."""
    one = work.scene.entities[index]
    if one.party >= 0:
        return _party(work, one.party, called, score, steps)
    assert one.described is not None
    return _described(work, one, score, steps)


def _described(work: _Work, one: Entity, score: float, steps: tuple[str, ...]) -> Speaker:
    phrase = one.described
    assert phrase is not None
    text = work.scene.view.text
    name = bare(phrase.span.of(text))
    first = work.scene.view.at(phrase.span)[0]
    if len(phrase.low) == 1 and work.scene.view.starts_sentence(first):
        name = name[:1].lower() + name[1:]  # its capital is the sentence's
    if phrase.kind is SpeakerKind.GROUP and (of := _affiliation(work, one)) is not None:
        party = work.scene.cast.parties[of]
        return Speaker(
            f"{name} of {with_article(party.name)}", phrase.kind, phrase.span, party.name, party.introduced,
            (*steps, "affiliation"), round(score * 0.8, 4),
        )  # fmt: skip
    return Speaker(name, phrase.kind, phrase.span, inferred=steps, score=round(score, 4))


def _affiliation(work: _Work, one: Entity) -> int | None:
    """The organisation of a group where it was introduced: "In a video from the 5th Brigade, soldiers ..."."""
    phrase = one.described
    assert phrase is not None
    v = work.scene.view
    first = v.at(phrase.span)[0]
    if first < 2 or v.words[first - 1] != ",":
        after = phrase.word + 1
        if (
            after + 1 < len(v)
            and v.low[after] in ("from", "of", "with")
            and v.sentence[after + 1] == v.sentence[first]
        ):
            start = after + (2 if v.low[after + 1] == "the" else 1)
            if start < len(v):
                return _organisation_at(work, Span(v.starts[after], v.starts[start] + 1))
        return None
    start = first - 1
    while start > 0 and v.sentence[start - 1] == v.sentence[first] and first - start < 14:
        start -= 1
    if v.low[start] not in ("in", "on", "at", "from", "according") or not v.starts_sentence(start):
        return None
    index = _organisation_at(work, Span(v.starts[start], v.starts[first - 1]), v.ends[first - 2])
    return (
        index
        if index is not None and any(v.low[i] in ("from", "by", "of", "at") for i in range(start, first))
        else None
    )


def _organisation_at(work: _Work, span: Span, end: int | None = None) -> int | None:
    """The organisation whose name begins in a span (and ends at `end`)."""
    for mention in reversed(work.scene.cast.inside(span)):
        party = work.scene.cast.parties[mention.party]
        if party.kind is SpeakerKind.ORGANISATION and (end is None or mention.span.end == end):
            return mention.party
    return None


def _of_description(work: _Work, k: int, head: Head, span: Span) -> Speaker | None:
    """A source that says what somebody is."""
    v = work.scene.view
    mention = " ".join(span.of(v.text).split())
    owner = _owner(work, k, head)
    if owner is not None and head.kind is not SpeakerKind.DOCUMENT:
        noun_first = head.owner[1] if head.owner else head.noun
        while noun_first < head.noun and not v.words[noun_first][:1].isalnum():
            noun_first += 1
        rest = " ".join(v.text[v.starts[noun_first] : span.end].split())
        kind = head.kind or SpeakerKind.ORGANISATION
        name = f"{rest} of {with_article(owner.name)}"
        return Speaker(
            name, kind, span, owner.name, owner.introduced, ("description",), round(owner.score * 0.9, 4)
        )
    if head.kind is None:
        return None
    called = head.called
    alone = head.phrase is not None and head.phrase.end >= span.end - 1
    if called is not None and called.entity >= 0 and head.kind is not SpeakerKind.UNNAMED:
        one = work.scene.entities[called.entity]
        if one.party >= 0:
            return _party(work, one.party, mention, 0.75, ("description",))
        if alone and one.described is not None:
            earlier = one.described.span.start < span.start - 1 and one.described.span.end <= span.start
            if (
                not earlier and head.owner is not None
            ):  # "Smith & Weston's lawyer", not "Weston's lawyer" alone
                return Speaker(bare(mention), head.kind, span, score=0.9)
            return _described(work, one, 0.8 if earlier else 0.9, ("description",) if earlier else ())
    name = mention if head.kind is SpeakerKind.UNNAMED else bare(mention)
    if v.pos[head.noun] == "propn" and v.capital(head.noun) and not v.starts_sentence(head.noun):
        name = bare(mention)
    return Speaker(name, head.kind, span, score=0.9)


def _owner(work: _Work, k: int, head: Head) -> Speaker | None:
    """Who stands before the possessive ending, where the page names them more fully elsewhere."""
    if head.owner is None:
        return None
    on = work.scene
    v = on.view
    first, last = head.owner
    low = v.low[first]
    if last - first == 1 and low in PRONOUNS:
        span = Span(v.starts[first], v.ends[first])
        found = _of_pronoun(work, k, first, span)
        return found if found.inferred else None
    span = Span(v.starts[first], v.ends[last - 1])
    for mention in reversed(on.cast.inside(span)):
        found = _party(work, mention.party, mention.span.of(v.text), 0.95)
        return found if found.inferred else None
    word = strip_possessive(v.words[last - 1]).casefold()
    party = _by_last_word(work, word, span.start)
    return None if party is None else _party(work, party, word, 0.85, ("description",))


def _by_last_word(work: _Work, word: str, offset: int) -> int | None:
    """The organisation last mentioned before an offset whose name ends in a word: "the Brigade"."""
    cast = work.scene.cast
    at = cast.before(offset)
    for mention in reversed(cast.mentions[max(0, at - 200) : at]):
        party = cast.parties[mention.party]
        if party.kind is SpeakerKind.ORGANISATION and " " in party.name:
            last = re.findall(r"\w+", party.name.casefold())[-1:]
            if last == [word]:
                return mention.party
    return None


def _of_pronoun(work: _Work, k: int, word: int, span: Span) -> Speaker:
    on = work.scene
    v = on.view
    text = v.words[word]
    gender, number = PRONOUNS[v.low[word]]
    if gender in ("m", "f"):
        entity, odds = work.pronouns.get(word, (-1, 0.0))
        if entity >= 0:
            return _entity(work, entity, text, odds, ("pronoun",))
        return Speaker(text, SpeakerKind.UNNAMED, span, score=0.3)
    if gender == "i":
        return _first_person(work, k, word, span, number)
    if gender == "who":
        before = on.calls[max(0, bisect_left(on.starts, word) - 6) : bisect_left(on.starts, word)]
        near = [
            c
            for c in before
            if v.sentence[c.word] == v.sentence[word] and c.entity >= 0 and word - c.last <= 12
        ]
        # "an executive in Silicon Valley who": people come before the organisations and places beside them.
        people = [c for c in near if on.entities[c.entity].kind in _PEOPLE and v.low[word] in ("who", "whom")]
        if near:
            call = (people or near)[-1]
            return _entity(work, call.entity, text, 0.85 if word - call.last <= 1 else 0.6, ("pronoun",))
        return Speaker(text, SpeakerKind.UNNAMED, span, score=0.3)
    if gender in ("", "n"):
        entity = _they(on, word, plural=not gender)
        if entity >= 0:
            return _entity(work, entity, text, 0.55, ("pronoun",))
    return Speaker(text, SpeakerKind.UNNAMED, span, score=0.3)


def _they(on: DiscourseContext, word: int, *, plural: bool) -> int:
    """The group that "they" calls, or the organisation or document that "it" calls; -1 if none is near."""
    v = on.view
    at = bisect_left(on.starts, word)
    best, top = -1, 0.0
    for call in reversed(on.calls[max(0, at - 40) : at]):
        gap = v.sentence[word] - v.sentence[call.word]
        if gap > _FAR:
            break
        if call.entity < 0:
            continue
        one = on.entities[call.entity]
        many = one.kind is SpeakerKind.GROUP or (one.described is not None and one.described.plural)
        if plural:
            worth = 1.0 if many else 0.5 if one.kind is SpeakerKind.ORGANISATION else 0.0
        else:
            worth = 1.0 if one.kind in (SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT) and not many else 0.0
        if v.relation[call.last - 1] == "subject":
            worth *= 1.8
        if on.source[call.word] >= 0:
            worth *= 1.5
        if v.quoted[call.word] and not v.quoted[word]:
            worth *= 0.4
        worth *= (1.0, 1.0, 0.6, 0.4, 0.3)[max(gap, 0)]
        if worth > top:
            best, top = call.entity, worth
    return best


def _first_person(work: _Work, k: int, word: int, span: Span, number: str) -> Speaker:
    """ "I" and "we": whoever speaks where they stand, the page's authors outside of all quotations."""
    on = work.scene
    outer = on.content[word]
    unknown = Speaker(on.view.words[word], SpeakerKind.UNNAMED, span, score=0.3)
    if outer >= 0 and outer != k:
        found = _speaker(work, outer)
        if found.name == UNNAMED.name:
            return unknown
        steps = tuple(dict.fromkeys((*found.inferred, "pronoun")))
        return replace(found, inferred=steps, score=round(found.score * (0.9 if number == "one" else 0.6), 4))
    authors = [" ".join(a.split()) for a in work.authors if a.strip()]
    if authors and not on.view.quoted[word]:
        name = authors[0] if len(authors) == 1 else ", ".join(authors[:-1]) + " and " + authors[-1]
        one = SpeakerKind.PERSON if len(authors) == 1 else SpeakerKind.GROUP
        return Speaker(name, one, None, inferred=("pronoun", "author"), score=0.8 if number == "one" else 0.6)
    return unknown
