"""Who speaks in the turns of interviews and transcripts: labels by the names of the page, answers without a label by the introduction.

A label is read as people read it: a full name, a surname with its initial ("O. BRECK"), a surname, a given name, initials
("NO"), the outlet or its initials, a role, or a word that only says who asks and who answers.  A surname that two people
bear is given to neither unless the other one has a label of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.naming.discourse_context import DiscourseContext
from onrecord.read.statements.naming.interviewee import Introduction, Person, interviewed
from onrecord.read.statements.naming.label_names import (
    ARTICLES,
    all_initials,
    closing_call,
    given_names_agree,
    initials,
    names_somebody,
    opening_call,
    same_surname,
)
from onrecord.read.statements.naming.nominal_mentions import kind_of
from onrecord.read.statements.naming.person_names import Name, is_given, parse
from onrecord.read.statements.naming.role_descriptions import is_person_noun
from onrecord.read.statements.naming.turn_words import ANSWERS, QUESTIONS
from onrecord.read.statements.role_stems import is_role
from onrecord.records import Span, Speaker, SpeakerKind

__all__ = ["TurnSpeakers", "turn_speakers"]

_LETTERS = re.compile(r"[^\W\d_]+")
_NOTE = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]\s*$")
_MOST = 400  # people and labels that are compared; a page with more is a list
_FEW = 40  # bearers of one surname


@dataclass(frozen=True, slots=True)
class TurnSpeakers:
    """The speaker of each turn, by the index of its attribution, and the party that they are (-1 for none)."""

    speakers: dict[int, Speaker] = field(default_factory=dict)
    parties: dict[int, int] = field(default_factory=dict)


def turn_speakers(
    scene: DiscourseContext,
    attributions: Sequence[Attribution],
    *,
    authors: Sequence[str] = (),
    outlet: str = "",
    title: str = "",
) -> TurnSpeakers:
    """Who speaks in each attribution that the layout made a turn.

    `authors`, `outlet` and `title` are what the page says of itself.
    """
    turns = [
        k for k, a in enumerate(attributions) if "turn" in a.flags and a.reader == "layout" and a.content
    ]
    if not turns:
        return TurnSpeakers()
    turns.sort(key=lambda k: _start(attributions[k]))
    return _Turns(scene, attributions, turns, tuple(authors), outlet, title).resolved()


def _start(a: Attribution) -> int:
    return min(s.start for s in (*a.source, *a.content))


class _Turns:
    """The turns of one text."""

    def __init__(
        self,
        scene: DiscourseContext,
        attributions: Sequence[Attribution],
        turns: list[int],
        authors: tuple[str, ...],
        outlet: str,
        title: str,
    ) -> None:
        self.scene, self.all, self.turns = scene, attributions, turns
        self.text = scene.view.text
        self.authors, self.outlet, self.title = authors, outlet, title
        self.begin = _start(attributions[turns[0]])
        self.labels = {k: self._label(attributions[k]) for k in turns if attributions[k].source}
        self.given_in_full = list(dict.fromkeys(self.labels.values()))[:_MOST]
        self.house = [w.casefold() for w in _LETTERS.findall(outlet) if w.casefold() not in ARTICLES]
        self.people = self._people()
        self.organisations = {
            name: p
            for p in scene.cast.parties
            if p.kind is SpeakerKind.ORGANISATION
            for name in (*p.aliases, p.name.casefold())
        }
        self.questions = self._asked()
        counts = Counter(self.labels.values())
        # Labels by which somebody is called again; a full name that stands once introduces.
        self.full = [
            n for x, c in counts.most_common(_MOST) if (n := parse(x)).full and (c > 1 or all_initials(n))
        ]

    # Who is there

    def _label(self, a: Attribution) -> str:
        said = _NOTE.sub("", a.source[0].of(self.text)).partition(",")[0].strip()
        name = parse(said)
        words = said.split()
        while len(words) > 2 and (is_person_noun(words[0]) or is_role(words[0])) and not is_given(words[0]):
            if name.titles and not is_role(words[0]):
                break
            words = words[1:]  # "MODERATOR DANA PIKE"
        return " ".join(words)

    def _people(self) -> list[Person]:
        out: list[Person] = []
        for i, party in enumerate(self.scene.cast.parties):
            if party.kind is not SpeakerKind.PERSON:
                continue
            name, low = parse(party.name), party.name.casefold()
            if low in QUESTIONS | ANSWERS or kind_of(low.split()[-1], low) is SpeakerKind.UNNAMED:
                continue
            spelt = self._spelling(party.name, party.mentions)
            speaker = Speaker(spelt, SpeakerKind.PERSON, party.introduced, party.role, party.role_span)
            out.append(Person(name, speaker, i, party.gender or name.gender))
        first: dict[str, int] = {}
        for k, label in self.labels.items():
            first.setdefault(label, k)
        for label, k in list(first.items())[:_MOST]:
            name = parse(label)
            known = [p for p in out if p.name.full and same_surname(name, p.name)]
            known = [p for p in known if given_names_agree(name, p.name)]
            if known and name.titles and not known[0].gender:
                known[0].gender = name.gender
            if not known and names_somebody(label) and not self._is_house(label):
                out.append(self._introduced(k, name))
        return out[: 2 * _MOST]

    def _introduced(self, k: int, name: Name) -> Person:
        """The person whom the label of turn `k` introduces: "ADA VERRIN, ANCHOR"."""
        source = self.all[k].source[0]
        at = max(self.text.find(name.text, source.start, source.end), source.start)
        where = Span(at, min(at + len(name.text), source.end))
        comma = self.text.find(",", where.end, source.end)
        role = _NOTE.sub("", self.text[comma + 1 : source.end]).strip() if comma >= 0 else ""
        start = self.text.find(role, comma, source.end) if role else -1
        span = Span(start, start + len(role)) if start >= 0 else None
        spelt = self._spelling(name.text, ())
        speaker = Speaker(spelt, SpeakerKind.PERSON, where, role or None, span)
        return Person(name, speaker, gender=name.gender)

    def _spelling(self, name: str, mentions: Sequence[Span]) -> str:
        """A name in the letters of the page that are not all capitals, if it has it so."""
        if not name.isupper():
            return name
        for span in mentions:
            said = " ".join(span.of(self.text).split())
            if said.casefold() == name.casefold() and not said.isupper():
                return said
        for author in self.authors:
            if author.casefold() == name.casefold() and not author.isupper():
                return " ".join(author.split())
        return name

    def _asked(self) -> dict[int, bool]:
        """Whether each turn ends in a question."""
        out = {}
        for k in self.turns:
            words = self.all[k].content[-1].of(self.text).rstrip(' "”»’)]')
            out[k] = words.endswith(("?", "？", "؟"))
        return out

    def _askers(self) -> set[str]:
        """The labels most of whose turns are questions."""
        asked, every = Counter[str](), Counter[str]()
        for k, label in self.labels.items():
            every[label.casefold()] += 1
            asked[label.casefold()] += self.questions[k]
        return {x for x, n in every.items() if 2 * asked[x] >= n and asked[x] > 0}

    # Labels

    def resolved(self) -> TurnSpeakers:
        known: dict[str, Person | Speaker] = {}
        for said in list(dict.fromkeys(self.labels.values()))[:_MOST]:
            if (found := self._of_label(said)) is not None:
                known[said.casefold()] = found
        out = TurnSpeakers()
        askers = self._askers()
        taken = {id(p) for key, p in known.items() if isinstance(p, Person) and key in askers}
        now = interviewed(self.people, taken, self._introduction())
        lead = self.begin
        before = -1
        for k in self.turns:
            label = self.labels.get(k)
            low = label.casefold() if label is not None else ""
            who = known.get(low) if label is not None else None
            if label is None or (who is None and "answer" in self.all[k].flags and low not in askers):
                now = self._addressed(k, before, lead) or now
                who = now
            if who is None:
                who = self._of_nobody_known(label or "", low, askers, k)
            self._put(out, k, who, label)
            before = k
            lead = self.all[k].content[-1].end
        return out

    def _put(self, out: TurnSpeakers, k: int, found: Person | Speaker, label: str | None) -> None:
        person = found if isinstance(found, Person) else None
        speaker = found.speaker if isinstance(found, Person) else found
        steps = list(speaker.inferred)
        low = label.casefold() if label is not None else ""
        if person is not None and low and low not in ANSWERS and low != speaker.name.casefold():
            same = parse(label or "").short == person.name.short
            steps.append("surname" if same and not names_somebody(label or "") else "" if same else "name")
        score = 0.85 if not low or low in ANSWERS else 0.95
        inferred = tuple(dict.fromkeys(s for s in (*steps, "turn") if s))
        source = self.all[k].source
        if speaker.introduced is None and source and not steps:
            speaker = replace(speaker, introduced=source[0])
        out.speakers[k] = replace(
            speaker, inferred=inferred, score=round(min(speaker.score or 1.0, score), 4)
        )
        if person is not None and person.party >= 0:
            out.parties[k] = person.party

    def _is_house(self, label: str) -> bool:
        """Whether a label is the outlet: words of its name, or its initials."""
        words = [w.casefold() for w in _LETTERS.findall(label) if w.casefold() not in ARTICLES]
        if not words or not self.house:
            return False
        if all(w in self.house for w in words) or "".join(words) == "".join(self.house):
            return True
        joined = label.replace(".", "").replace(" ", "")
        letters = "".join(w[0] for w in self.house)
        every = "".join(w[0].casefold() for w in _LETTERS.findall(self.outlet))
        return joined.isupper() and len(joined) > 1 and joined.casefold() in (letters, every)

    def _of_label(self, label: str) -> Person | Speaker | None:
        low = label.casefold()
        if low in QUESTIONS | ANSWERS:
            return None
        words = label.split()
        if kind_of(words[-1], label) is SpeakerKind.UNNAMED or low.split()[0] in (
            "unidentified",
            "unknown",
            "unnamed",
        ):
            return Speaker(label, SpeakerKind.UNNAMED, score=0.9)
        if self._is_house(label):
            return Speaker(self.outlet, SpeakerKind.ORGANISATION, inferred=("outlet",), score=0.95)
        name = parse(label)
        fits = [p for p in self.people if same_surname(name, p.name)]
        if name.full and not all_initials(name):
            exact = [p for p in fits if p.name.full and given_names_agree(name, p.name)]
            if exact:
                return max(exact, key=lambda p: (len(p.name.given[0]) > 1, p.party >= 0))
        elif name.full:  # "O. BRECK"
            exact = [p for p in fits if p.name.full and p.name.given[0][:1] == name.given[0][:1]]
            if len({p.name.given for p in exact}) == 1:
                return exact[0]
            if fits:
                return None if len(exact) > 1 else Speaker(label, SpeakerKind.PERSON, score=0.7)
        else:
            found = self._by_one_word(label, name, fits)
            if found is not None:
                return found
        if is_person_noun(words[-1]) or (len(words) > 1 and is_person_noun(words[0]) and len(words) < 3):
            return self._by_role(label)
        if name.full and len(words) > 1:
            return Speaker(label, SpeakerKind.PERSON, score=0.8)
        return None

    def _by_one_word(self, label: str, name: Name, fits: list[Person]) -> Person | Speaker | None:
        if name.titles and (told := name.gender):
            fits = [p for p in fits if p.name.full and p.gender in ("", told)] or fits
            fits = [p for p in fits if p.gender == told] or fits
        if name.titles and len(fits) > 1:  # "SHERIFF REED" beside "DEPUTY REED"
            fits = [p for p in fits if self._bears(p, name.titles)] or fits
        if len(fits) > 1:
            fits = fits[:_FEW]
            others = [n for n in self.full if n.text.casefold() != label.casefold()]
            left = [
                p
                for p in fits
                if not any(same_surname(n, p.name) and given_names_agree(n, p.name) for n in others)
            ]
            left = [p for p in left if p.name.full] or left
            if len({(p.name.given[:1], p.name.surname) for p in left}) == 1:
                return left[0]
            return Speaker(label, SpeakerKind.PERSON, score=0.4)
        if fits:
            return fits[0]
        given = [p for p in self.people if p.name.full and name.short == p.name.given[0]]
        if len(given) == 1:
            return given[0]
        letters = label.replace(".", "").replace(" ", "")
        if letters.isupper() and 1 < len(low := letters.casefold()) <= 4:
            lettered = [p for p in self.people if p.name.full and low in initials(p.name)]
            if len(lettered) == 1:
                return lettered[0]
            for author in self.authors:
                if low in initials(parse(author)):
                    return Speaker(author, SpeakerKind.PERSON, inferred=("author",), score=0.85)
        for author in self.authors:
            if name.short in (parse(author).short, *parse(author).given):
                return Speaker(author, SpeakerKind.PERSON, inferred=("author",), score=0.9)
        return None

    def _bears(self, person: Person, titles: Sequence[str]) -> bool:
        """Whether the page calls somebody by one of these titles."""
        if set(titles) & set(person.name.titles):
            return True
        for label in self.given_in_full:
            name = parse(label)
            if name.full and set(titles) & set(name.titles) and same_surname(name, person.name):
                return given_names_agree(name, person.name)
        words = {w.casefold() for w in _LETTERS.findall(person.speaker.role or "")}
        return bool(set(titles) & words)

    def _by_role(self, label: str) -> Person | Speaker:
        low = {w.casefold() for w in label.split()} - ARTICLES
        for person in self.people:
            words = {w.casefold() for w in _LETTERS.findall(person.speaker.role or "")}
            if person.party >= 0:
                words |= self.scene.cast.parties[person.party].words
            if low <= words:
                return person
        return Speaker(label, kind_of(label.split()[-1]) or SpeakerKind.PERSON, score=0.7)

    def _of_nobody_known(self, label: str, low: str, askers: set[str], k: int) -> Speaker:
        """A label that nothing on the page explains."""
        source = self.all[k].source
        span = source[0] if source else None
        if not label:
            return Speaker("unnamed", SpeakerKind.UNNAMED, score=0.5)
        if low in QUESTIONS | ANSWERS:
            return Speaker(label, SpeakerKind.UNNAMED, span, score=0.6)
        letters = label.replace(".", "").replace(" ", "")
        if letters.isupper() and len(letters) <= 3:
            return Speaker(label, SpeakerKind.UNNAMED, span, score=0.5)  # initials that nothing explains
        party = self.organisations.get(low)
        if party is not None and not (
            label.isupper() and party.name.isupper()
        ):  # capitals tell nothing in a label
            return Speaker(party.name, party.kind, party.introduced, score=0.9)
        if low in askers and len(askers) == 1 and not label.isupper() and not is_given(label.split()[0]):
            # Whoever asks and is nowhere introduced is the outlet, under a name that its page does not state.
            return Speaker(label, SpeakerKind.ORGANISATION, span, score=0.6)
        return Speaker(label, SpeakerKind.PERSON, span, score=0.6)

    # Answers

    def _introduction(self) -> Introduction:
        return Introduction(
            self.text,
            self.begin,
            self.title,
            tuple(map(parse, self.authors)),
            tuple(self.house),
            self.scene.cast,
            any(self.scene.view.pos),
        )

    def _addressed(self, k: int, before: int, lead: int) -> Person | None:
        """Whom the question before an answer addresses by name: "Ida, what about you?", "And you, Ms Mott?".

        `before` is the turn before, -1 for none; `lead` is where it ends.
        """
        start = _start(self.all[k])
        asked = (
            self.text[max(lead, start - 600) : start].strip().rsplit("\n", 1)[-1].strip().rstrip(":").strip()
        )
        if len(asked) < 8 and before >= 0:  # nothing but the label stands between
            asked = self.all[before].content[-1].of(self.text)
        for words in (opening_call(asked), closing_call(asked)):
            if not words:
                continue
            name = parse(words)
            fits = [
                p
                for p in self.people
                if name.short in (p.name.short, p.name.surname)
                or (not name.titles and name.short in p.name.given[:1])
            ]
            if len(fits) == 1:
                return fits[0]
        return None
