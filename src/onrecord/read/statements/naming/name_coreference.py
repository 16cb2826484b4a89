"""Who is mentioned: persons and organisations, with all their mentions, put together by their names.

A person introduced by full name is later called by surname, title and surname, given name, initials, nickname or call
sign; an organisation by the letters of its name or its last word ("the Brigade").  Two persons of one surname
are kept apart; the bare surname then calls whoever the page has called so before.  Spans count code points in the
analysed text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.read.statements.analysis import Analysis
from onrecord.read.statements.naming.mention_detection import detect_names
from onrecord.read.statements.naming.name_spans import NameSpan
from onrecord.read.statements.naming.person_names import Name, compatible, parse, title_gender
from onrecord.read.statements.naming.role_descriptions import role_descriptions
from onrecord.read.statements.naming.token_view import TokenView, token_view
from onrecord.records import Span, SpeakerKind

__all__ = ["NameClusters", "Mention", "Party", "cluster_names"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a party is called by a name; `party` is its index in the cast."""

    span: Span
    party: int
    full: bool  # by a full name, or the full name of an organisation


@dataclass(frozen=True, slots=True)
class Party:
    """A person or an organisation of the story.

    `name` is the fullest form the page uses and `introduced` where it first stands; `role` is worded as the page words
    it, at `role_span`, and `words` are the lower-case words of all its roles.  `gender` is "m", "f" or "".
    """

    name: str
    kind: SpeakerKind
    introduced: Span
    mentions: tuple[Span, ...]
    gender: str = ""
    role: str | None = None
    role_span: Span | None = None
    words: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NameClusters:
    """All parties of a text and their mentions, in the order of the text."""

    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]

    def inside(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that begin in a span."""
        return self.mentions[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def before(self, offset: int) -> int:
        """How many mentions begin before an offset."""
        return bisect_left(self.starts, offset)


@dataclass(slots=True)
class _Group:
    kind: SpeakerKind
    names: list[Name]
    found: list[NameSpan] = field(default_factory=list)
    gender: Counter[str] = field(default_factory=Counter)
    bare: int = -1  # the mention by which it was last called by surname alone
    last: int = 0
    aliases: set[str] = field(default_factory=set)

    def told(self) -> str:
        best = self.gender.most_common(2)
        return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""


def _pick(groups: Sequence[_Group], name: Name, number: int) -> _Group | None:
    """The group that a name calls, of those filed under its words."""
    fits = []
    gender = name.gender
    for group in groups[-50:]:  # a page with more bearers of one surname is a list of names
        told = group.told()
        if gender and told and gender != told:
            continue
        if any(compatible(name, other) for other in group.names):
            fits.append(group)
    if not fits:
        return None
    if name.full:
        return max(fits, key=lambda g: (any(n.given[:1] == name.given[:1] for n in g.names), g.last))
    exact = [g for g in fits if any(name.surname in (n.surname, n.short, n.nick) for n in g.names)] or fits
    return max(exact, key=lambda g: (g.bare >= 0, g.bare if g.bare >= 0 else len(g.found), g.last))


def _persons(found: Iterable[NameSpan]) -> list[_Group]:
    groups: list[_Group] = []
    filed: dict[str, list[_Group]] = defaultdict(list)
    for number, item in enumerate(found):
        name = item.name
        keys = {name.short, name.surname}
        given_only = not name.full
        choice = _pick(filed[name.short], name, number) if name.short else None
        if choice is None and given_only:
            given = [
                g for g in filed["given:" + name.short] if not name.gender or g.told() in ("", name.gender)
            ]
            choice = max(given, key=lambda g: g.last) if given else None
        if choice is None:
            choice = _Group(SpeakerKind.PERSON, [])
            groups.append(choice)
        if name not in choice.names and len(choice.names) < 12:
            choice.names.append(name)
        for key in keys | ({name.nick} if name.nick else set()):
            if key and choice not in filed[key][-50:]:
                filed[key].append(choice)
        for given_name in name.given[:1]:
            if choice not in filed["given:" + given_name][-50:]:
                filed["given:" + given_name].append(choice)
        for alias in item.aliases:
            choice.aliases.add(alias.casefold())
            filed[parse(alias).short].append(choice)
            choice.names.append(parse(alias))
        told = title_gender(list(name.titles)) or name.gender
        if told:
            choice.gender[told] += 3 if name.titles and title_gender(list(name.titles)) else 1
        choice.found.append(item)
        choice.last = number
        if not name.full:
            choice.bare = number
    return groups


def _fold(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _letters(name: str) -> str:
    return "".join(w[0] for w in re.findall(r"\w+", name) if w[0].isupper() or w[0].isdigit()).casefold()


def _organisations(found: Iterable[NameSpan]) -> list[_Group]:
    groups: list[_Group] = []
    filed: dict[str, _Group] = {}
    last_word: dict[str, _Group] = {}
    for number, item in enumerate(found):
        key = _fold(item.name.text)
        group = filed.get(key) or (last_word.get(key) if " " not in key else None)
        if group is None:
            group = _Group(SpeakerKind.ORGANISATION, [item.name])
            groups.append(group)
        filed.setdefault(key, group)
        for alias in item.aliases:
            group.aliases.add(alias.casefold())
            filed[_fold(alias)] = group
        words = key.split()
        if len(words) > 1:
            last_word[words[-1]] = group
            letters = _letters(item.name.text)
            if len(letters) > 2:
                filed.setdefault(letters, group)
        if item.name not in group.names and len(group.names) < 12:
            group.names.append(item.name)
        group.found.append(item)
        group.last = number
    return groups


def _fullest(group: _Group) -> NameSpan:
    """The mention whose form is the canonical name."""
    if group.kind is SpeakerKind.PERSON:
        full = [f for f in group.found if f.name.full]
        if full:
            # Given name and surname as most often written; initials and middle names add nothing that calls.
            counts = Counter(f.name.text for f in full)
            return max(full, key=lambda f: (len(f.name.given[0]) > 1, counts[f.name.text], -f.span.start))
        aliased = [f for f in group.found if f.aliases]
        return (aliased or group.found)[0]
    return max(group.found, key=lambda f: (len(f.name.text.split()), -f.span.start))


def _party(group: _Group, said: dict[int, tuple[Span, ...]], text: str) -> Party:
    main = _fullest(group)
    spans = [s for f in group.found for s in said.get(f.span.start, ())]
    words = [w for s in spans for w in re.findall(r"[\w-]+", s.of(text).casefold())]
    for item in group.found:
        words.extend(item.name.titles)
    gender = group.told() or title_gender(words)
    role = next(iter(said.get(main.span.start, ())), None) or next(iter(spans), None)
    return Party(
        main.name.text,
        group.kind,
        main.span,
        tuple(f.span for f in group.found),
        gender if group.kind is SpeakerKind.PERSON else "",
        " ".join(role.of(text).split()) if role else None,
        role,
        frozenset(words),
        frozenset(group.aliases),
    )


def cluster_names(
    analysis: Analysis, sources: Sequence[Span] = (), words: TokenView | None = None
) -> NameClusters:
    """The persons and organisations of a text.

    `sources` are spans known to call somebody (the sources of attributions): a capitalised word there is taken for a
    name even where nothing else says so.
    """
    seen = words or token_view(analysis)
    found = detect_names(analysis, seen, sources)
    persons = [f for f in found if f.person]
    groups = _persons(persons) + _organisations(f for f in found if not f.person)
    said = role_descriptions(seen, persons)
    parties = tuple(_party(g, said, analysis.text) for g in groups)
    mentions = sorted(
        (
            Mention(f.span, i, f.name.full or (not f.person and " " in f.name.text))
            for i, g in enumerate(groups)
            for f in g.found
        ),
        key=lambda m: (m.span.start, m.span.end),
    )
    return NameClusters(parties, tuple(mentions), tuple(m.span.start for m in mentions))
