"""From articles to their statements: the steps in their order.

English is read by the network (`network.py`), other languages by rules on quotation marks (`quotation_reader.py`);
each statement says which.  All further steps are the same.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.content_repair import (
    drop_datelines,
    drop_glosses,
    end_at_closing_marks,
    is_by_nobody,
    move_to_cue_sentence,
)
from onrecord.read.statements.grading.attribution_type import attribution_type
from onrecord.read.statements.grading.firmness import grade
from onrecord.read.statements.grading.occasions import occasions
from onrecord.read.statements.grading.speech_acts import speech_act
from onrecord.read.statements.hearsay_adverbs import attribute_hearsay
from onrecord.read.statements.languages import has_network
from onrecord.read.statements.layout.layout_attribution import READER as LAYOUT
from onrecord.read.statements.layout.layout_attribution import attribute_by_layout
from onrecord.read.statements.naming.nested_attribution import nest_attributions
from onrecord.read.statements.naming.speaker_resolution import resolve_speakers
from onrecord.read.statements.quoting.quotation import quoted_spans
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.read.statements.quoting.quotation_reader import read_quotations
from onrecord.read.statements.quoting.silence_phrases import read_silences
from onrecord.read.statements.quoting.single_ownership import own_quotations_once
from onrecord.read.statements.quoting.span_repair import repair_spans
from onrecord.read.statements.tokens import analyse
from onrecord.records import (
    Article,
    AttributionType,
    Block,
    Manner,
    Silence,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
    Timestamp,
)
from onrecord.settings import MOST

__all__ = [
    "Spoken",
    "Subject",
    "attributions",
    "spoken",
    "spoken_of_texts",
    "statements",
    "statements_of",
    "statements_of_texts",
]

_TOGETHER = 100_000  # code points of the texts that go through the network together


@dataclass(frozen=True, slots=True)
class Subject:
    """A text whose statements are wanted, with what the page says of it."""

    text: str
    id: str = ""
    language: str | None = None
    published: Timestamp | None = None
    authors: tuple[str, ...] = ()
    title: str = ""
    outlet: str = ""
    blocks: tuple[Block, ...] = ()  # those that make up the text, in order, each with its span in it

    @classmethod
    def of(cls, article: Article) -> Subject:
        """The text of an article."""
        return cls(
            article.text,
            article.id,
            article.language.value if article.language else None,
            article.published,
            tuple(a.name for a in article.authors if not a.organisation),
            article.title.value if article.title else "",
            article.site.value if article.site else "",
            article.blocks,
        )


def _read(subjects: Sequence[Subject]) -> list[tuple[Analysis, tuple[Attribution, ...]]]:
    """The analysis and the attributions of each text, fitted to its quotation marks."""
    texts = [s.text[:MOST] for s in subjects]
    english = [i for i, s in enumerate(subjects) if has_network(s.language, s.text)]
    read: dict[int, tuple[Analysis, tuple[Attribution, ...]]] = {}
    if english:
        from onrecord.read.statements.network import network

        net = network()
        for i, (analysis, found) in zip(english, net.read([texts[i] for i in english]), strict=True):
            analysis = replace(analysis, blocks=_blocks(subjects[i], len(texts[i])))
            read[i] = analysis, repair(analysis, found, subjects[i].outlet)
    for i, (subject, text) in enumerate(zip(subjects, texts, strict=True)):
        if i not in read:
            analysis = replace(analyse(text, subject.language), blocks=_blocks(subject, len(text)))
            marks = detect_quotations(text, analysis.paragraphs, subject.language)
            found = read_quotations(text, subject.language, analysis.paragraphs)
            found = attribute_by_layout(analysis, found, marks, subject.outlet)
            unsaid = read_silences(text, subject.language, quoted_spans(marks))
            read[i] = analysis, (*own_quotations_once(text, found, marks), *unsaid)
    return [read[i] for i in range(len(subjects))]


def _blocks(subject: Subject, length: int) -> tuple[Block, ...]:
    """The blocks of the part of a text that is read."""
    return tuple(b for b in subject.blocks if b.span is not None and b.span.end <= length)


def repair(analysis: Analysis, found: Sequence[Attribution], outlet: str = "") -> tuple[Attribution, ...]:
    """What the network found, put right by quotation marks, hearsay, sentences and layout (English)."""
    marks = detect_quotations(analysis.text, analysis.paragraphs, "en")
    found = attribute_hearsay(analysis, repair_spans(analysis, found, marks))
    found = drop_datelines(analysis, move_to_cue_sentence(analysis, found, marks))
    found = end_at_closing_marks(analysis, drop_glosses(analysis, found, marks), marks)
    found = attribute_by_layout(analysis, found, marks, outlet)
    return own_quotations_once(analysis.text, found, marks)


def attributions(texts: Sequence[str], language: str | None = "en") -> list[tuple[Attribution, ...]]:
    """Who said what in each text, before it is known who that is: sources, cues and contents only."""
    return [
        found for batch in _batches(Subject(t, language=language) for t in texts) for _, found in _read(batch)
    ]


def _batches(subjects: Iterable[Subject]) -> Iterator[list[Subject]]:
    batch: list[Subject] = []
    size = 0
    for s in subjects:
        length = min(len(s.text), MOST)
        if batch and size + length > _TOGETHER:
            yield batch
            batch, size = [], 0
        batch.append(s)
        size += length
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class Spoken:
    """What people said in a text, and who, as the text says, did not speak; both in the order of the text."""

    statements: tuple[Statement, ...] = ()
    silences: tuple[Silence, ...] = ()


def spoken_of_texts(subjects: Iterable[Subject | str]) -> Iterator[Spoken]:
    """The statements and silences of each text, in order; several texts go through the network together."""
    for batch in _batches(Subject(s) if isinstance(s, str) else s for s in subjects):
        for subject, (analysis, found) in zip(batch, _read(batch), strict=True):
            yield _finished(subject, analysis, found)


def statements_of_texts(subjects: Iterable[Subject | str]) -> Iterator[tuple[Statement, ...]]:
    """The statements of each text, in order; several texts go through the network together."""
    for spoken in spoken_of_texts(subjects):
        yield spoken.statements


def statements_of(articles: Iterable[Article]) -> Iterator[tuple[Statement, ...]]:
    """The statements of each article, in order; several articles go through the network together.

    Raises `ModelError` if the network's files are missing, damaged or of another version.
    """
    yield from statements_of_texts(Subject.of(a) for a in articles)


def statements(article: Article) -> tuple[Statement, ...]:
    """The statements of one article, in the order of the text; spans count in `article.text`."""
    return spoken(article).statements


def spoken(article: Article) -> Spoken:
    """The statements and silences of one article; spans count in `article.text`."""
    return next(spoken_of_texts([Subject.of(article)]))


def _finished(subject: Subject, analysis: Analysis, found: Sequence[Attribution]) -> Spoken:
    every, parents = nest_attributions(analysis, found)
    order = sorted(range(len(every)), key=lambda i: (_first(every[i]), parents[i] is not None))
    speakers = resolve_speakers(
        analysis, every, authors=subject.authors, outlet=subject.outlet, title=subject.title
    )
    quoted = quoted_spans(detect_quotations(analysis.text, analysis.paragraphs, analysis.language))
    whole = subject.id or hashlib.sha256(subject.text.encode("utf-8", "surrogatepass")).hexdigest()
    ids = [_id(whole, a) for a in every]
    types = [attribution_type(analysis, a) for a in every]
    unsaid_at = [
        t is AttributionType.SILENCE or is_by_nobody(analysis, a) or _unanswered(a, who)
        for a, (t, _), who in zip(every, types, speakers, strict=True)
    ]
    said: list[Statement] = []
    unsaid: list[Silence] = []
    for i in order:
        one, (type_, sure) = every[i], types[i]
        if type_ is AttributionType.SILENCE:
            unsaid.append(
                Silence(ids[i], one.source, one.cue, one.content, speakers[i], round(sure, 3), one.reader)
            )
            continue
        if unsaid_at[i]:
            continue
        parent = parents[i]
        while parent is not None and unsaid_at[parent]:
            parent = parents[parent]  # what is not said has nothing within it
        when, through = occasions(analysis, one, published=subject.published)
        said.append(
            Statement(
                id=ids[i],
                manner=Manner.DIRECT if one.reader == LAYOUT else manner(analysis.text, one.content, quoted),
                act=speech_act(analysis, one),
                source=one.source,
                cue=one.cue,
                content=one.content,
                speaker=speakers[i],
                grade=grade(analysis, one),
                type=type_,
                when=when,
                through=through,
                within=None if parent is None else ids[parent],
                score=round(one.score, 3),
                reader=one.reader,
            )
        )
    return Spoken(tuple(said), tuple(unsaid))


def _unanswered(one: Attribution, who: Speaker) -> bool:
    """Whether an answer is nobody's: it has no label, and the page introduces nobody whom it could have asked."""
    return "answer" in one.flags and not one.source and who.kind is SpeakerKind.UNNAMED


def _first(one: Attribution) -> int:
    return min((s.start for s in (*one.content, *one.cue, *one.source)), default=0)


def _id(whole: str, one: Attribution) -> str:
    """From the text and the spans, so that reading again gives the same."""
    where = ";".join(
        ",".join(f"{s.start}-{s.end}" for s in part) for part in (one.source, one.cue, one.content)
    )
    return hashlib.sha256(f"{whole}:{where}".encode()).hexdigest()[:24]


def _letters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end])) if start < end else 0


def manner(text: str, content: Sequence[Span], quoted: Sequence[Span]) -> Manner:
    """Direct if nine tenths of the content's letters and digits stand inside quotation marks, indirect if none do.

    `quoted` are the `quoted_spans` of the text.
    """
    inside = letters = 0
    for span in content:
        near = quoted[max(0, bisect_right(quoted, span) - 1) : bisect_right(quoted, Span(span.end, span.end))]
        letters += _letters(text, span.start, span.end)
        at = span.start
        for q in near:
            inside += _letters(text, max(q.start, at), min(q.end, span.end))
            at = max(at, q.end)
    if not inside:
        return Manner.INDIRECT
    return Manner.DIRECT if inside >= 0.9 * letters else Manner.MIXED
