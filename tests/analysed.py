"""Invented texts with an analysis made by hand, as small as the tests need."""

import re
from collections.abc import Sequence

from onrecord.read.statements.analysis import Analysis, Attribution, Entity, Token
from onrecord.records import Span, Speaker

WORD = re.compile(
    r"['’]s\b|\w+(?:-\w+)*\.?(?<=[A-Z]\.)|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Jr)\.|\w+(?:[-']\w+(?<!'s))*|[^\w\s]"
)
SENTENCE = re.compile(
    r"\S.*?(?:(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)(?<!Gen)(?<!Sen)(?<!Jr)[.!?][”\"]?(?=\s|$)|(?=\n)|$)"
)
VERBS = set(
    "said says added told was is were had has noted asked replied met thanked left called praised argued reported informed".split()
)
PRONOUNS = set("he she they it him her his their we i who".split())
SMALL = {
    "the": "det", "a": "det", "an": "det", "of": "adp", "in": "adp", "for": "adp", "with": "adp", "from": "adp",
    "to": "part", "and": "conj", "that": "adp", "at": "adp", "by": "adp", "on": "adp",
}  # fmt: skip


def paragraphs(text: str) -> tuple[Span, ...]:
    return tuple(Span(*m.span()) for m in re.finditer(r"[^\n]+", text))


def analysed(
    text: str, persons: Sequence[str] = (), organisations: Sequence[str] = (), places: Sequence[str] = ()
) -> Analysis:
    """A text with tokens, sentences and the named entities that are given."""
    tokens = []
    found = list(WORD.finditer(text))
    for at, m in enumerate(found):
        low = m[0].casefold()
        if low in VERBS:
            pos = "verb"
        elif low in PRONOUNS:
            pos = "pron"
        elif low in SMALL:
            pos = SMALL[low]
        elif not low[0].isalnum():
            pos = "part" if len(low) > 1 else "punct"
        else:
            pos = "propn" if m[0][0].isupper() else "noun"
        follows = found[at + 1][0].casefold() if at + 1 < len(found) else ""
        tokens.append(Token(Span(*m.span()), pos, "subject" if follows in VERBS else "other"))
    sentences = tuple(Span(*m.span()) for m in SENTENCE.finditer(text))
    entities = [
        Entity(Span(*m.span()), kind)
        for kind, names in (("person", persons), ("organisation", organisations), ("place", places))
        for name in names
        for m in re.finditer(rf"\b{re.escape(name)}(?!\w)", text)
    ]
    entities.sort(key=lambda e: (e.span.start, -e.span.end))
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.span.start >= kept[-1].span.end:
            kept.append(entity)
    return Analysis(text, tuple(tokens), sentences, tuple(kept), paragraphs(text), "en", "by hand")


def at(text: str, words: str, number: int = 0) -> Span:
    """Where words stand in a text, the first time or a later one."""
    start = -1
    for _ in range(number + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def said(text: str, source: str, cue: str = "said", content: str = "", number: int = 0) -> Attribution:
    """An attribution by its words; `number` counts occurrences of source and cue together ("she said")."""
    for joined in (f"{source} {cue}", f"{cue} {source}"):
        if source and joined in text:
            start = at(text, joined, number).start
            first = Span(start + joined.index(source), start + joined.index(source) + len(source))
            cue_start = start + joined.index(cue, 0 if joined.startswith(cue) else len(source))
            second = Span(cue_start, cue_start + len(cue))
            break
    else:
        first = at(text, source, number) if source else Span(0, 0)
        second = at(text, cue, number)
    whole = (at(text, content),) if content else ()
    return Attribution((first,) if source else (), (second,), whole, 1.0, "by hand")


def shown(speakers: Sequence[Speaker]) -> list[str]:
    return [s.name for s in speakers]
