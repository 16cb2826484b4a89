"""Which attribution claims which quotation, kept while attributions are put right by the marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.quoting.cue_attachment import CueMatch
from onrecord.read.statements.quoting.cue_lexicon import cues_of
from onrecord.read.statements.quoting.quotation import Quotation, Use
from onrecord.read.statements.quoting.quotation_reader import READER, around, speaker_of
from onrecord.read.statements.quoting.sentence_bounds import Sentences
from onrecord.records import Span

__all__ = ["CLAIMED", "REACH", "QuotationAssignment", "overlap", "united"]

REACH = 400  # characters
CLAIMED = 0.5  # the share of a quotation that a content must cover to claim it


class QuotationAssignment:
    """The attributions being fitted, and which of them claims which quotation."""

    def __init__(
        self, analysis: Analysis, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
    ) -> None:
        self.text = analysis.text
        self.paragraphs = analysis.paragraphs
        self.sentences = Sentences(analysis.text)
        self.cues = cues_of(analysis.language)
        self.outer = [q for q in quotations if q.depth == 0 and not q.dash]
        self.spoken = [q for q in self.outer if q.use is Use.QUOTATION]
        # One entry for each stretch of each outermost quotation, in the order of the text.
        self.stretches = sorted((s, k) for k, q in enumerate(self.outer) for s in q.spans)
        self.starts = [s.start for s, _ in self.stretches]
        self.found: list[Attribution | None] = list(attributions)
        self.reader = attributions[0].reader if attributions else READER
        self.index = {id(q): i for i, q in enumerate(self.spoken)}
        self.claims: dict[int, list[int]] = {}
        self.claimed: dict[int, set[int]] = {}  # the same the other way round
        self.more: dict[int, tuple[list[Span], set[str]]] = {}  # contents and flags to be added at the end
        self.cued: dict[int, int] = {}  # for each character of a cue its attribution
        for n in range(len(self.found)):
            self.claim(n)
        self._founds: dict[int, CueMatch | None] = {}

    def result(self) -> tuple[Attribution, ...]:
        kept = [a for n in range(len(self.found)) if (a := self.flush(n)) is not None]
        return tuple(
            sorted(
                kept,
                key=lambda a: min((s for p in (a.source, a.cue, a.content) for s in p), default=Span(0, 0)),
            )
        )

    # Looking

    def over(self, span: Span) -> Iterable[tuple[Span, Quotation]]:
        """The stretches of quotations that share a character with `span`."""
        at = max(0, bisect_right(self.starts, span.start) - 1)
        while at < len(self.stretches) and self.stretches[at][0].start < span.end:
            stretch, k = self.stretches[at]
            if stretch.end > span.start:
                yield stretch, self.outer[k]
            at += 1

    def inside(self, a: Attribution, q: Quotation) -> bool:
        """Whether the attribution is made inside the quotation, not about it."""
        return any(s.start <= c.start < s.end for c in (a.cue or a.source) for s in q.spans)

    def claim(self, n: int) -> None:
        """Notes the quotations that attribution `n` claims."""
        a = self.found[n]
        if a is None:
            return
        self.note(n, a)
        covered: dict[int, int] = {}
        for span in a.content:
            for stretch, q in self.over(span):
                i = self.index.get(id(q))
                if i is not None:
                    covered[i] = (
                        covered.get(i, 0) + min(stretch.end, span.end) - max(stretch.start, span.start)
                    )
        for i, size in covered.items():
            q = self.spoken[i]
            if size >= CLAIMED * sum(map(len, q.spans)) and not self.inside(a, q):
                self.claims.setdefault(i, []).append(n)
                self.claimed.setdefault(n, set()).add(i)

    def note(self, n: int, a: Attribution) -> None:
        for c in a.cue:
            for at in range(c.start, min(c.end, c.start + REACH)):
                self.cued.setdefault(at, n)

    def cued_in(self, spans: Iterable[Span]) -> int | None:
        """The attribution whose cue stands last in one of `spans`."""
        for s in spans:
            for at in range(s.end - 1, max(s.start, s.end - REACH) - 1, -1):
                n = self.cued.get(at)
                if n is not None and self.found[n] is not None:
                    return n
        return None

    def owner(self, i: int) -> int | None:
        """The attribution that claims quotation `i`."""
        return next((n for n in self.claims.get(i, ()) if self.found[n] is not None), None)

    def speaker(self, i: int) -> CueMatch | None:
        """Cue and source in the quotation's own sentence, by the rules."""
        if i not in self._founds:
            floor = self.spoken[i - 1].whole.end if i else 0
            ceiling = self.spoken[i + 1].whole.start if i + 1 < len(self.spoken) else len(self.text)
            q = self.spoken[i]
            self._founds[i] = speaker_of(
                self.text, q, around(self.text, q, self.sentences, self.paragraphs, floor, ceiling), self.cues
            )
        return self._founds[i]

    # Changing

    def flush(self, n: int) -> Attribution | None:
        """The attribution with what was added to it."""
        a = self.found[n]
        spans, flags = self.more.pop(n, ([], set()))
        if a is not None and spans:
            a = replace(a, content=united([*a.content, *spans]), flags=a.flags | flags)
            self.found[n] = a
        return a

    def give(self, i: int, n: int, *flags: str) -> None:
        """Quotation `i` becomes part of the content of attribution `n`, and of no other."""
        a = self.found[n]
        if a is None:
            return
        spans, marks = self.more.setdefault(n, ([], {"fitted"}))
        spans.extend(self.spoken[i].spans)
        marks.update(flags)
        for other in self.claims.get(i, ()):
            self.claimed[other].discard(i)
            if other != n:
                self.take(i, other)
        self.claims[i] = [n]
        self.claimed.setdefault(n, set()).add(i)

    def take(self, i: int, n: int) -> None:
        """Quotation `i` is no longer part of the content of `n`; nothing may be left of it."""
        a = self.flush(n)
        if a is None:
            return
        left = tuple(
            s
            for c in a.content
            for s in _minus(c, self.spoken[i].spans)
            if any(x.isalnum() for x in s.of(self.text))
        )
        if left:
            self.found[n] = replace(a, content=united(left), flags=a.flags | {"fitted"})
        else:
            self.found[n] = None

    def add(self, i: int, a: Attribution) -> None:
        n = len(self.found)
        self.found.append(a)
        self.claims[i] = [n]
        self.claimed[n] = {i}
        self.note(n, a)


def overlap(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(x.start < y.end and y.start < x.end for x in a for y in b)


def united(spans: Sequence[Span]) -> tuple[Span, ...]:
    """In order; those that overlap or touch become one."""
    out: list[Span] = []
    for s in sorted(spans):
        if out and s.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, s.end))
        else:
            out.append(s)
    return tuple(out)


def _minus(span: Span, holes: Sequence[Span]) -> list[Span]:
    out = [span]
    for h in holes:
        out = [
            Span(a, b)
            for s in out
            for a, b in ((s.start, min(s.end, h.start)), (max(s.start, h.end), s.end))
            if a < b
        ]
    return out
