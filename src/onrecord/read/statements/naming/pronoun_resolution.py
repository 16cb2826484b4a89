"""Whom "he" and "she" call: a learned choice among those who were called before.

For each pronoun the candidates are the last few persons on the scene (and somebody first called later in the same
sentence, for "After he left, Smith ..."), each known by how, where and how often it was called.  The weights are those of
a logistic choice among the candidates, learned from machine-made coreference (`training/statements/speakers.py`);
its probability is the score.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from onrecord.read.statements.naming.discourse_context import Call, DiscourseContext
from onrecord.read.statements.naming.lexicon import PRONOUNS
from onrecord.read.statements.naming.person_names import learned
from onrecord.records import SpeakerKind

__all__ = ["Choice", "Track", "choices", "resolve_pronouns"]

_CANDIDATES = 9
_FARTHEST = 60  # words that are looked through for somebody called after the pronoun


@dataclass(slots=True)
class _Past:
    """What is known of an entity so far."""

    count: int = 0
    named: int = 0
    last: Call | None = None
    last_name: Call | None = None
    pronouns: int = 0
    sourced: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A pronoun with its candidates: entity and features of each."""

    call: Call
    role: str  # of the pronoun: "source", "subject" or "weak"; each feature has a weight of its own for each
    entities: tuple[int, ...]
    features: tuple[dict[str, float], ...]


@dataclass(slots=True)
class Track:
    """Who was called so far, in the order of their last calls; `answer` is filled as pronouns are resolved."""

    past: dict[int, _Past] = field(default_factory=dict)
    last_source: int = -1
    last_sources: list[int] = field(default_factory=list)
    last_pronoun: dict[str, tuple[int, int]] = field(default_factory=dict)  # gender -> (entity, word)
    total: int = 0

    def called(self, scene: DiscourseContext, call: Call, entity: int) -> None:
        """Note a call."""
        past = self.past.pop(entity, None) or _Past()
        past.count += 1
        past.last = call
        self.total += 1
        if call.how == "pronoun":
            past.pronouns += 1
            self.last_pronoun[PRONOUNS[scene.view.low[call.word]][0]] = (entity, call.word)
        else:
            past.named += 1
            past.last_name = call
        if scene.source[call.word] >= 0:
            past.sourced += 1
            self.last_sources.append(entity)
            self.last_source = entity
        self.past[entity] = past  # dictionaries keep the order of insertion: the last called is last


def _bucket(n: int) -> str:
    return str(n) if n < 4 else "4-6" if n < 7 else "7+"


def _features(
    scene: DiscourseContext, track: Track, call: Call, entity: int, past: _Past, rank: int, only: bool
) -> dict[str, float]:
    v = scene.view
    gender = PRONOUNS[v.low[call.word]][0]
    one = scene.entities[entity]
    last, name = past.last, past.last_name
    assert last is not None
    at = call.word
    same = v.sentence[at] == v.sentence[last.word]
    gap = v.sentence[at] - v.sentence[last.word]
    relation = v.relation[last.last - 1]
    if relation not in ("subject", "object"):
        relation = "other"
    if last.last < len(v) and (
        v.low[last.last] in ("'s", "’s") or v.low[last.last - 1].endswith(("'s", "’s"))
    ):
        relation = "possessive"
    if last.how == "pronoun" and v.low[last.word] in ("his", "her", "him"):
        relation = "weak"
    source = scene.source[at]
    mine = source >= 0
    out: dict[str, float] = {"bias:" + last.how: 1.0}

    def put(key: str, value: float = 1.0) -> None:
        out[key] = value

    told = one.gender
    put(
        "gender:"
        + (
            "none"
            if not told
            else ("yes" if told == gender else "yes?")
            if told.lower() == gender
            else "no"
            if told.islower()
            else "no?"
        )
    )
    put("gap:" + _bucket(gap) + last.how)
    put("gap:" + _bucket(gap) + relation)
    paragraphs = v.paragraph[at] - v.paragraph[last.word]
    put("paragraphs:" + _bucket(paragraphs))
    if name is not None:
        put("name-gap:" + _bucket(v.sentence[at] - v.sentence[name.word]))
    put("relation:" + relation)
    put("rank:" + str(min(rank, 5)))
    put("quoted:" + str(v.quoted[last.word])[0] + str(v.quoted[at])[0])
    if scene.content[last.word] >= 0:
        put("in-content")
        if mine and scene.content[last.word] == source:
            put("in-own-content:" + last.how)
        elif scene.content[at] == scene.content[last.word]:
            put("in-same-content")
    put("count", math.log1p(past.count))
    put("share", past.count / max(track.total, 1))
    put("sourced", math.log1p(past.sourced))
    put("named", math.log1p(past.named))
    if scene.source[last.word] >= 0:
        put("was-source" + ("-here" if same else ""))
    if entity == track.last_source:
        put("last-source")
        put("last-source:" + _bucket(paragraphs))
    elif entity in track.last_sources[-4:]:
        put("recent-source")
    before = track.last_pronoun.get(gender)
    if before is not None:
        near = v.sentence[at] - v.sentence[before[1]]
        if before[0] == entity:
            put("same-pronoun:" + _bucket(near))
        else:
            put("other-pronoun:" + _bucket(near))
    if one.described is not None:
        put("described" + ("-definite" if one.described.definite else ""))
    if v.starts_sentence(last.word):
        put("opens:" + _bucket(gap))
    if v.starts_sentence(at) and gap == 1 and relation == "subject":
        put("parallel")
    if last.how == "name" and last.full:
        put("full:" + _bucket(gap))
    if only:
        put("only")
    if same:
        put("same:" + relation + ":" + ("near" if at - last.last < 6 else "far"))
    if v.sentence[at] - v.sentence[last.word] >= 1 and v.paragraph[at] == v.paragraph[last.word]:
        put("same-paragraph")
    return out


def _fits(scene: DiscourseContext, entity: int, gender: str) -> bool:
    one = scene.entities[entity]
    return (
        one.kind in (SpeakerKind.PERSON, SpeakerKind.UNNAMED)
        and one.gender in ("", gender, gender.upper(), "M", "F")
        and not (one.described is not None and one.described.plural)
    )


def _candidates(scene: DiscourseContext, track: Track, at: int) -> Choice | None:
    call = scene.calls[at]
    v = scene.view
    gender = PRONOUNS[v.low[call.word]][0]
    found: list[int] = []
    own = scene.speaking.get(call.word, -1)  # whoever speaks is "I"
    for looked, entity in enumerate(reversed(track.past)):
        if looked > 60 or len(found) >= _CANDIDATES:
            break
        if entity != own and _fits(scene, entity, gender):
            found.append(entity)
    rows = []
    sure = sum(scene.entities[e].gender.lower() == gender for e in found)
    for rank, entity in enumerate(found):
        only = sure == 1 and scene.entities[entity].gender.lower() == gender
        rows.append(_features(scene, track, call, entity, track.past[entity], rank, only))
    # Somebody first called later in the sentence: "After he left, Smith said".
    for other in scene.calls[at + 1 : at + 6]:
        if v.sentence[other.word] != v.sentence[call.word] or other.word - call.word > _FARTHEST:
            break
        if other.how == "name" and other.entity not in found and _fits(scene, other.entity, gender):
            subject = v.relation[other.last - 1] == "subject"
            row = {
                "later": 1.0,
                "later:" + ("subject" if subject else "other"): 1.0,
                "later:gender" + scene.entities[other.entity].gender.lower(): 1.0,
                "later:source" + str(scene.source[call.word] >= 0): 1.0,
                "later:new" if other.entity not in track.past else "later:old": 1.0,
            }
            if not found:
                row["later:nobody"] = 1.0
            found.append(other.entity)
            rows.append(row)
            break
    role = (
        "source"
        if scene.source[call.word] >= 0
        else "subject"
        if v.relation[call.word] == "subject"
        else "weak"
    )
    return Choice(call, role, tuple(found), tuple(rows)) if found else None


ROLES = ("source", "subject", "weak")


def tables(weights: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """For each role of the pronoun what a feature adds: its weight for all pronouns and that for this role ("role/feature")."""
    keys = {k.split("/", 1)[1] if k.split("/", 1)[0] in ROLES else k for k in weights}
    return {r: {k: weights.get(k, 0.0) + weights.get(f"{r}/{k}", 0.0) for k in keys} for r in ROLES}


@cache
def _tables() -> dict[str, dict[str, float]]:
    return tables(learned()["weights"])


def probabilities(choice: Choice, weights: Mapping[str, Mapping[str, float]]) -> list[float]:
    """The probability of each candidate, by the tables of `tables`."""
    table = weights[choice.role]
    scores = [sum([table.get(k, 0.0) * x for k, x in row.items()]) for row in choice.features]
    top = max(scores)
    odds = [math.exp(s - top) for s in scores]
    total = sum(odds)
    return [o / total for o in odds]


def choices(scene: DiscourseContext, answers: dict[int, int]) -> Iterator[tuple[Choice, Track]]:
    """Walk through a text and yield each pronoun's choice; the answer must be in `answers` (by word) before the next.

    A pronoun without an answer stays unresolved and is not noted.
    """
    track = Track()
    for at, call in enumerate(scene.calls):
        if call.how != "pronoun":
            track.called(scene, call, call.entity)
            continue
        choice = _candidates(scene, track, at)
        if choice is not None:
            yield choice, track
        answer = answers.get(call.word, -1)
        if answer >= 0:
            track.called(scene, call, answer)


def resolve_pronouns(
    scene: DiscourseContext, weights: Mapping[str, float] | None = None
) -> dict[int, tuple[int, float]]:
    """For each "he" and "she" (by the index of its word) the entity and how sure that is."""
    table = _tables() if weights is None else tables(weights)
    answers: dict[int, int] = {}
    out: dict[int, tuple[int, float]] = {}
    for choice, _ in choices(scene, answers):
        odds = probabilities(choice, table)
        best = max(range(len(odds)), key=odds.__getitem__)
        answers[choice.call.word] = choice.entities[best]
        out[choice.call.word] = (choice.entities[best], odds[best])
    return out
