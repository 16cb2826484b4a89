"""A source's own words: the part of it that calls somebody, without article and marks, and the speaker of that name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.read.statements.naming.lexicon import AGENCIES, ORGANISATION_NOUNS, ORGANISATION_WORDS
from onrecord.read.statements.naming.name_spans import common
from onrecord.read.statements.naming.nominal_mentions import kind_of
from onrecord.read.statements.naming.source_head import Head
from onrecord.read.statements.naming.token_view import TokenView, strip_possessive
from onrecord.records import Span, Speaker, SpeakerKind

__all__ = ["bare", "main_part", "verbatim_speaker", "with_article"]

_ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\w)", re.I)
_EDGES = ' \t\r\n\u00a0,.;:–—-"“”«»„'
_DEMONSTRATIVES = frozenset("this that these those".split())


def main_part(text: str, spans: Sequence[Span]) -> Span | None:
    """The part of a source that calls somebody, trimmed of marks: the first that has words."""
    for span in spans:
        start, end = min(span.start, len(text)), min(span.end, len(text))
        while start < end and text[start] in _EDGES:
            start += 1
        while (
            end > start and text[end - 1] in _EDGES and text[start:end][-3:-1].casefold() not in ("jr", "sr")
        ):
            end -= 1
        if any(c.isalnum() for c in text[start:end]):
            return Span(start, end)
    return None


def bare(text: str) -> str:
    """Words without article and marks."""
    return _ARTICLE.sub("", " ".join(text.split()).strip(_EDGES))


def with_article(name: str) -> str:
    """An organisation's name as it stands after "of"."""
    last = re.findall(r"\w+", name.casefold())[-1:]
    return f"the {name}" if last and last[0] in ORGANISATION_NOUNS and " " in name else name


def verbatim_speaker(v: TokenView, span: Span, head: Head) -> Speaker:
    """A source that nothing is known of: it keeps its own words."""
    name = bare(strip_possessive(span.of(v.text))) or span.of(v.text)
    words = re.findall(r"\w+", name)
    kind = SpeakerKind.PERSON
    last = words[-1].casefold() if words else ""
    noun = v.low[head.noun] if head.noun >= 0 else last
    capital = bool(words) and (words[-1][0].isupper() or not words[-1][0].islower())
    first = v.at(span)[0]
    if len(words) == 1 and len(last) > 1 and capital and first < len(v) and common(v, first):
        capital, name = False, name[:1].lower() + name[1:]  # its capital is the sentence's
    if last in _DEMONSTRATIVES and len(words) == 1:
        kind = SpeakerKind.DOCUMENT  # "This shows that": what was just said
    elif noun in ORGANISATION_WORDS | AGENCIES or (capital and v.text.isascii() and name.isupper()):
        kind = SpeakerKind.ORGANISATION
    elif head.noun >= 0 and v.pos[head.noun] in ("noun", "propn"):
        plural = noun.endswith("s") and not noun.endswith("ss")
        kind = SpeakerKind.GROUP if plural else SpeakerKind.ORGANISATION
        if not capital:
            kind = kind_of(noun) or kind
    elif not capital and v.pos:
        kind = kind_of(noun) or SpeakerKind.GROUP
    return Speaker(name, kind, span, score=0.6)
