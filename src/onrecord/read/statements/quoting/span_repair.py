"""Puts attributions right by the quotation marks: a model reads words, but marks say exactly where words of others end.

What is changed and why, each rule a switch of `Fitting`, all of them about the outermost quotations whose cue stands
outside of them.  (An attribution inside a quotation is left alone: people quote others, too.)  Annotators of
PolNeAR hold to this: the marks belong to the content; a quotation has one source and one cue; what goes on in
quotation marks behind the cue's sentence belongs to the same statement (485 of 513 cases in 250 articles).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.quoting.cue_attachment import CueMatch
from onrecord.read.statements.quoting.quotation import Quotation, Use
from onrecord.read.statements.quoting.quotation_assignment import (
    CLAIMED,
    REACH,
    QuotationAssignment,
    overlap,
    united,
)
from onrecord.read.statements.quoting.quotation_reader import introduced
from onrecord.read.statements.quoting.sentence_bounds import paragraph_at
from onrecord.records import Span

__all__ = ["RepairRules", "repair_spans"]

_LOOSE = " \u00a0\n,.;:—–"  # what may stand at the edge of a content beside a quotation and belongs to nobody
_TOUCHED = 0.2  # less than this share, at an edge, is an overrun of the content


@dataclass(frozen=True, slots=True)
class RepairRules:
    """Which rules `repair_spans` applies.

    `snap`: a content that cuts through a quotation is extended to its marks, or drawn back if it only grazes it.
    `merge`: a quotation claimed by several attributions goes to one of them; those with the same cue become one.
    `join`: a quotation behind the sentence of the cue goes on with the statement before, and so does the other part of a
    quotation that the cue splits.  `turn`: a paragraph that is all quotation, without a cue, goes on with the statement of
    the paragraph before.  `colon`: a quotation introduced by a colon in the paragraph before gets its source.  `missed`:
    a quotation that nobody claimed and that stands beside a cue and a source is added, with `score`; off by default, since
    what the network passes over beside a cue is mostly no statement (on dev it costs a tenth of a point).
    """

    snap: bool = True
    merge: bool = True
    join: bool = True
    turn: bool = True
    colon: bool = True
    missed: bool = False
    score: float = 0.5


def repair_spans(
    analysis: Analysis,
    attributions: Sequence[Attribution],
    quotations: Sequence[Quotation],
    fitting: RepairRules | None = None,
) -> tuple[Attribution, ...]:
    """`attributions` put right by `quotations` (of the same text), in the order of their first span.

    Attributions that no rule concerns are returned as they are; changed ones have the flag "fitted", and "colon", "turn"
    or "missed" where these rules did it.  Spans count code points in `analysis.text`.
    """
    rules = fitting or RepairRules()
    if rules.colon:
        attributions = _led_by_the_colon(analysis, attributions)
    work = _Repair(analysis, attributions, quotations)
    if rules.snap:
        work.snap()
    if rules.merge:
        work.merge()
    for i in range(len(work.spoken)):
        if rules.join:
            work.join(i)
        if rules.turn:
            work.turn(i)
        if rules.colon:
            work.colon(i, rules.score)
        if rules.missed:
            work.missed(i, rules.score)
    return work.result()


class _Repair(QuotationAssignment):
    """The rules of `Fitting`."""

    def snap(self) -> None:
        for n, a in enumerate(self.found):
            if a is None:
                continue
            content = tuple(s for s in (self._snapped(c, a) for c in a.content) if s is not None)
            content = united(content + self._rest(content, a))
            if content and content != a.content:
                self.found[n] = replace(a, content=content, flags=a.flags | {"fitted"})
                self.claim_again(n)

    def _rest(self, content: Sequence[Span], a: Attribution) -> tuple[Span, ...]:
        """The other paragraphs of quotations that run over several and begin in this content."""
        return tuple(
            s
            for span in content
            for stretch, q in self.over(span)
            if q.continues and stretch == q.spans[0] and span.end >= stretch.end and not self.inside(a, q)
            for s in q.spans[1:]
        )

    def claim_again(self, n: int) -> None:
        for i in self.claimed.pop(n, ()):
            self.claims[i].remove(n)
        self.claim(n)

    def _snapped(self, span: Span, a: Attribution) -> Span | None:
        text = self.text
        start, end = span.start, span.end
        for stretch, q in self.over(Span(max(0, start - 1), min(len(text), end + 1))):
            if self.inside(a, q):
                continue
            shared = min(stretch.end, end) - max(stretch.start, start)
            if start > stretch.start and end < stretch.end and shared < CLAIMED * len(stretch):
                continue  # a part of what is said; who knows why
            grazes = shared < _TOUCHED * len(stretch) and q.use is Use.QUOTATION
            if stretch.start < start < stretch.end or start == stretch.end:
                if start >= stretch.end - 1 or (grazes and end > stretch.end):
                    start = _forward(text, stretch.end, end)
                else:
                    start = stretch.start
            if end == stretch.start or (
                stretch.start < end < stretch.end and (q.closed or end <= stretch.start + 1)
            ):
                if end <= stretch.start + 1 or (grazes and span.start < stretch.start):
                    end = _back(text, start, stretch.start)
                else:
                    end = stretch.end
            if start < stretch.start and end >= stretch.end and not text[start : stretch.start].strip(_LOOSE):
                start = stretch.start
            tail = Span(stretch.end, max(end, stretch.end))
            own = any(s.start <= tail.start + 3 and overlap((s,), (tail,)) for s in (*a.source, *a.cue))
            if tail and start < stretch.end and (own or not tail.of(text).strip(_LOOSE)):
                end = stretch.end
        return Span(start, end) if start < end else None

    def merge(self) -> None:
        for i, owners in list(self.claims.items()):
            alive = [n for n in dict.fromkeys(owners) if self.found[n] is not None]
            if len(alive) < 2:
                continue
            best = max(alive, key=lambda n: self._worth(n, i))
            for n in alive:
                a, b = self.found[n], self.found[best]
                if n == best or a is None or b is None:
                    continue
                if not a.cue or overlap(a.cue, b.cue):
                    self.found[best] = replace(
                        b,
                        source=b.source or a.source,
                        content=united(b.content + a.content),
                        flags=b.flags | {"fitted"},
                    )
                    self.found[n] = None
                    self.claim_again(best)
                else:
                    self.take(i, n)

    def _worth(self, n: int, i: int) -> tuple[bool, bool, float]:
        a = self.found[n]
        assert a is not None
        return bool(a.cue), bool(a.source), a.score

    def join(self, i: int) -> None:
        """Behind the sentence of the cue, in the same paragraph: the same statement."""
        if i == 0:
            return
        q, earlier = self.spoken[i], self.spoken[i - 1]
        n = self.owner(i - 1)
        if n is None or n in self.claims.get(i, ()):
            return
        between = self.text[earlier.whole.end : q.whole.start]
        if "\n" in between or len(between) > REACH:
            return
        owner = self.owner(i)
        if owner is not None and (a := self.found[owner]) is not None and a.cue:
            if not overlap(a.cue, self._cue(n)):
                return
        elif self.speaker(i) is not None and not self._same(self.speaker(i), n):
            return
        gap = Span(earlier.whole.end, q.whole.start)
        if any(gap.start <= c.start < gap.end for c in self._cue(n)) or not between.strip():
            end = self.sentences.end(gap.start, gap.end)
            if not self.text[end : gap.end].strip():
                self.give(i, n)

    def _cue(self, n: int) -> tuple[Span, ...]:
        a = self.found[n]
        return a.cue if a is not None else ()

    def _same(self, found: CueMatch | None, n: int) -> bool:
        return found is not None and overlap(found.cue, self._cue(n))

    def turn(self, i: int) -> None:
        """A paragraph that is all quotation, and has no cue: the speaker of the paragraph before goes on."""
        q = self.spoken[i]
        at = paragraph_at(self.paragraphs, q.whole.start)
        if i == 0 or at < 1 or self.owner(i) is not None:
            return
        here = Span(
            self.paragraphs[at].start, self.paragraphs[paragraph_at(self.paragraphs, q.spans[-1].start)].end
        )
        outside = self.text[here.start : q.whole.start] + self.text[q.whole.end : here.end]
        n = self.owner(i - 1)
        earlier = self.spoken[i - 1].whole
        if n is None or any(c.isalnum() for c in outside) or self.paragraphs[at - 1].start > earlier.end:
            return
        rest = self.text[earlier.end : here.start]
        end = self.sentences.end(earlier.end, here.start)
        if any(c.isalnum() for c in self.text[end : here.start]) or rest.rstrip().endswith(":"):
            return  # the writer has said something in between
        self.give(i, n, "turn")

    def colon(self, i: int, score: float) -> None:
        """The paragraph before ends in a colon: its source speaks."""
        q = self.spoken[i]
        if self.owner(i) is not None or self.speaker(i) is not None:
            return
        at = paragraph_at(self.paragraphs, q.whole.start)
        if at < 1 or self.text[self.paragraphs[at].start : q.whole.start].strip():
            return
        before = self.paragraphs[at - 1]
        if not before.of(self.text).rstrip().endswith((":", "：")):
            return
        n = self.cued_in([before])
        if n is not None:
            a = self.found[n]
            assert a is not None
            if not a.content and n not in self.more:
                self.give(i, n, "colon")
                return
            flags = a.flags | {"fitted", "colon"}
            self.add(i, replace(a, content=q.spans, score=a.score, flags=flags))
        elif found := introduced(self.text, q, self.sentences, self.paragraphs, self.cues):
            flags = frozenset({"fitted", "colon"})
            self.add(i, Attribution(found.source, found.cue, q.spans, score, self.reader, flags))

    def missed(self, i: int, score: float) -> None:
        """Nobody claimed it, but it stands beside a cue."""
        found = self.speaker(i)
        if found is None or not found.source or self.owner(i) is not None:
            return
        q = self.spoken[i]
        n = self.cued_in(found.cue)
        if n is not None:
            self.give(i, n)
            return
        self.add(
            i,
            Attribution(
                found.source, found.cue, q.spans, score, self.reader, frozenset({"fitted", "missed"})
            ),
        )


def _led_by_the_colon(analysis: Analysis, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Without the contents that were tied to a cue further up although a colon in the paragraph before leads to them."""
    starts = [p.start for p in analysis.paragraphs]
    led = {
        k + 1
        for k, p in enumerate(analysis.paragraphs)
        if p.of(analysis.text).rstrip().endswith((":", "：")) and k + 1 < len(starts)
    }
    if not led:
        return list(attributions)

    def paragraph(span: Span) -> int:
        return bisect_right(starts, span.start) - 1

    out = []
    for a in attributions:
        cues = {paragraph(s) for s in a.cue}
        content = tuple(
            s
            for s in a.content
            if not cues or (k := paragraph(s)) not in led or cues & {k, k - 1} or max(cues) > k
        )
        if content == a.content:
            out.append(a)
        elif content:
            out.append(replace(a, content=content, flags=a.flags | {"fitted"}))
    return out


def _forward(text: str, at: int, end: int) -> int:
    while at < end and not text[at].isalnum() and text[at] not in "“\"‘«„([$€£#@'":
        at += 1
    return at


def _back(text: str, start: int, at: int) -> int:
    while at > start and (text[at - 1].isspace() or text[at - 1] in ",;:—–"):
        at -= 1
    return at
