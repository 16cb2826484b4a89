"""Quotations by their marks: where they begin and end, what stands inside what, and which of them quote anybody.

One pass over the text with a short stack.  Marks are decided where they stand, by their neighbours and by what is open;
nothing is looked up ahead, so that the time is linear in the text whatever is in it.  Quotations that open every
paragraph anew are put together.  What the marks are used for (`Use`) is judged from the words inside: a sentence or
part of one, a word held with tongs, or the title of a work.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.read.statements.quoting import quotation_marks
from onrecord.read.statements.quoting.dash_dialogue import dash_dialogue, speaks_after_dashes
from onrecord.read.statements.quoting.quotation import Quotation, Use, paragraphs_of
from onrecord.records import Span

__all__ = ["Quotation", "Use", "paragraphs_of", "detect_quotations"]

_WITHOUT_GUILLEMETS = frozenset(("en", "nl", "ko", "ja", "zh", "he", "hi", "id", "ms", "vi", "ga", "cy"))
_DEEPEST = 6  # nobody nests deeper; hostile text does
_SCARE = 3  # words; longer fragments are somebody's words
_TITLE = 9  # words


@dataclass(slots=True)
class _Open:
    """A quotation under way."""

    mark: str  # as one of `marks.CLOSERS`
    glyph: str  # as it stands in the text
    start: int
    inner: int
    spans: list[Span]
    inners: list[Span]
    depth: int
    same: int = -1  # where a quotation with the same marks begins inside it
    final: bool = False
    closed: bool = True
    closing: str = ""


def detect_quotations(
    text: str, paragraphs: Sequence[Span] | None = None, language: str | None = None
) -> tuple[Quotation, ...]:
    """The quotations of `text`, in the order in which they begin.

    Spans count code points in `text`.  `paragraphs` are its paragraphs (its lines, if not given): nothing runs over
    their ends unless the next one opens it anew.  `language` ("de", "fr-CA") decides whether a dash at the start of
    a paragraph may open speech; marks are read the same way in all languages.
    """
    if paragraphs is None:
        paragraphs = paragraphs_of(text)
    done: list[_Open] = []
    pending: _Open | None = None
    guillemets = (language or "").lower().split("-")[0] not in _WITHOUT_GUILLEMETS
    for paragraph in paragraphs:
        end = min(paragraph.end, len(text))
        pending = _Paragraph(text, paragraph.start, end, done, guillemets).read(pending)
    if pending is not None:
        _unfinished(text, pending, done)
    found = [
        _finished(text, o) for o in done if o.final and any(c.isalnum() for s in o.inners for c in s.of(text))
    ]
    if speaks_after_dashes(language):
        spoken = dash_dialogue(text, paragraphs, language)
        taken = [s for q in spoken for s in q.spans]
        found = [q for q in found if not _covered(q.whole, taken)] + list(spoken)
    return _nested(found)


def _covered(span: Span, others: Sequence[Span]) -> bool:
    """Whether one of `others` (in order, apart from each other) cuts through `span` without holding it."""
    at = bisect_right(others, span.start, key=lambda s: s.start) - 1
    for other in others[max(0, at) : at + 2]:
        if (
            other.start < span.end
            and span.start < other.end
            and not (other.start <= span.start and span.end <= other.end)
        ):
            return True
    return False


def _nested(found: list[Quotation]) -> tuple[Quotation, ...]:
    """In order, with depth and parent."""
    order = sorted(found, key=lambda q: (q.spans[0].start, -q.spans[-1].end))
    out: list[Quotation] = []
    stack: list[int] = []
    for i, q in enumerate(order):
        while stack and out[stack[-1]].spans[-1].end <= q.spans[0].start:
            stack.pop()
        while stack and not _holds(out[stack[-1]], q):
            stack.pop()
        parent = stack[-1] if stack else None
        out.append(replace(q, depth=len(stack), parent=parent))
        stack.append(i)
    return tuple(out)


def _holds(outer: Quotation, inner: Quotation) -> bool:
    return outer.spans[0].start <= inner.spans[0].start and inner.spans[-1].end <= outer.spans[-1].end


class _Paragraph:
    """One paragraph, read from left to right."""

    def __init__(self, text: str, start: int, end: int, done: list[_Open], guillemets: bool) -> None:
        self.text, self.start, self.end, self.done = text, start, end, done
        self.guillemets = guillemets
        self.stack: list[_Open] = []
        self.ended: list[_Open] = []

    def read(self, pending: _Open | None) -> _Open | None:
        """Reads it; `pending` is a quotation that the paragraph before left open, and so is the result."""
        text, at = self.text, self.start
        self.sure = self.start - 1  # the next single mark that closes for sure, once it was looked for
        for match in quotation_marks.FIND.finditer(text, self.start, self.end):
            glyph = match.group()
            if match.start() < at:
                continue
            at = match.end()
            mark = quotation_marks.SAME.get(glyph, glyph)
            if mark in "»«" and self._bullet(mark, match.start(), at, pending):
                continue
            if pending is not None:
                opened, pending = pending, None
                if not text[self.start : match.start()].strip() and _reopens(opened.mark, mark):
                    opened.start, opened.inner = match.start(), at
                    opened.same = -1
                    self.stack.append(opened)
                    continue
                _unfinished(text, opened, self.done)
            self._mark(mark, glyph, match.start(), at)
        if pending is not None:
            _unfinished(self.text, pending, self.done)
        return self._rest()

    def _mark(self, mark: str, glyph: str, at: int, end: int) -> None:
        text = self.text
        before = text[at - 1] if at > self.start else " "
        after = text[end] if end < self.end else " "
        if mark in quotation_marks.SINGLE:
            if len(glyph) == 1 and quotation_marks.is_apostrophe(text, at, self.start, self.end):
                return
        elif mark in '"״”“' and (
            quotation_marks.is_acronym(text, at, self.start, self.end)
            or quotation_marks.is_feet_and_inches(text, at, self.start)
            or (mark == '"' and quotation_marks.is_inches(text, at, self.start) and not self._closes(mark))
        ):
            return
        opening = (
            before.isspace() or before in _BEFORE or before in quotation_marks.OPENERS
        ) and not after.isspace()
        apart = before.isspace() and not after.isspace()  # can be nothing but an opening mark
        level = self._closes(mark)
        if level and mark == "’" and before == "s" and after == " " and self._closes_later(at):
            return
        fresh = level and apart and mark in quotation_marks.BOTH and self.stack[-level].mark == mark
        if level and not fresh and not (mark in "’'" and before.isspace()):
            self._close(level, glyph, at, end)
            return
        if mark in quotation_marks.CLOSERS and len(self.stack) < _DEEPEST:
            if mark in quotation_marks.BOTH or mark in quotation_marks.SINGLE:
                loose = not before.isalnum() and after.isalnum()
                hebrew = mark in '"״' and "א" <= before <= "ת" and "א" <= after <= "ת"
                wide = mark == "“" and (ord(before) > 0x2E80 or ord(after) > 0x2E80)
                if not (opening or loose or hebrew or wide or (mark in "“»" and at == self.start)):
                    return
            if mark == "«" and not opening and before.isalnum() and after.isspace() and not self.stack:
                return  # closes something that was never opened
            self._open(mark, glyph, at, end)

    def _bullet(self, mark: str, at: int, end: int, pending: _Open | None) -> bool:
        """Whether a guillemet begins an entry of a list: first in its line, a space behind it, and no partner in the line."""
        apart = self.text[end : end + 1].isspace() or (mark == "»" and not self.guillemets)
        if not apart or self.text[self.start : at].strip():
            return False
        if pending is not None and _reopens(pending.mark, mark):
            return False
        if mark == "«" and self.guillemets:
            return False  # « opens the first of several paragraphs
        return all(self.text.find(c, end, self.end) < 0 for c in "«»")

    def _closes_later(self, at: int) -> bool:
        """Whether "the soldiers’ boots" inside single marks is a possessive: a better closing mark follows.

        Each stretch of text is looked at once only, so that the time stays linear.
        """
        text = self.text
        if self.sure <= at:
            at += 1
            while at < self.end:
                at = text.find("’", at, self.end)
                if at < 0:
                    break
                if text[at - 1] in ",.!?…" or text[at + 1 : at + 2] in ",.;:!?”\n":
                    break
                at += 1
            self.sure = self.end if at < 0 else at
        return self.sure < self.end

    def _closes(self, mark: str) -> int:
        """How deep in the stack, from 1, is the innermost quotation that `mark` can close; 0 for none."""
        for level, opened in enumerate(reversed(self.stack), 1):
            if mark in quotation_marks.CLOSERS[opened.mark]:
                return level
            if mark in quotation_marks.SINGLE and opened.mark not in quotation_marks.SINGLE:
                return 0  # a single mark cannot close across a double one
        return 0

    def _open(self, mark: str, glyph: str, at: int, end: int) -> None:
        for outer in self.stack:
            if outer.mark == mark and outer.same < 0:
                outer.same = at
        self.stack.append(_Open(mark, glyph, at, end, [], [], len(self.stack)))

    def _close(self, level: int, glyph: str, at: int, end: int) -> None:
        opened = self.stack[-level]
        del self.stack[-level:]  # what is open inside it was no quotation
        opened.spans.append(Span(opened.start, end))
        opened.inners.append(Span(opened.inner, at))
        opened.closing, opened.final = glyph, True
        self.done.append(opened)

    def _rest(self) -> _Open | None:
        """At the end of the paragraph: the outermost may go on in the next one."""
        if not self.stack:
            return None
        opened = self.stack[0]
        end = self.end
        while end > opened.inner and self.text[end - 1].isspace():
            end -= 1
        opened.spans.append(Span(opened.start, end))
        opened.inners.append(Span(opened.inner, end))
        return opened


_BEFORE = "([{<—–―-/|¿¡：，。、；…*_>\u200f\u200e\u202b\u2068"


def _reopens(first: str, again: str) -> bool:
    """Whether `again` at the start of a paragraph takes up a quotation that `first` opened."""
    return first == again or (first == "«" and again == "»") or {first, again} <= {'"', "“", "”", "„"}


def _unfinished(text: str, opened: _Open, done: list[_Open]) -> None:
    """Puts away a quotation that was left open and is not taken up again."""
    if opened.mark in quotation_marks.SINGLE and len(opened.spans) < 2:
        return  # an apostrophe after all
    opened.closed, opened.final = False, True
    if opened.same >= 0 and len(opened.spans) == 1:
        # It holds a closed quotation with the same marks: its own closing mark is missing before that.
        start, inner, cut = opened.spans[0].start, opened.inners[0].start, opened.same
        while cut > inner and text[cut - 1].isspace():
            cut -= 1
        opened.spans[0], opened.inners[0] = Span(start, cut), Span(inner, cut)
    done.append(opened)


def _finished(text: str, o: _Open) -> Quotation:
    spans, inners = tuple(o.spans), tuple(o.inners)
    quotation = Quotation(spans, inners, (o.glyph, o.closing), closed=o.closed)
    if len(spans) == 1:
        quotation = replace(quotation, use=_use(text, spans[0], inners[0], o))
    return quotation


def _use(text: str, span: Span, inner: Span, o: _Open) -> Use:
    if o.mark in "《〈":
        return Use.TITLE  # that is what these marks are for
    if len(inner) > 150:
        return Use.QUOTATION
    words = inner.of(text).split()
    letters = [next((c for c in w if c.isalnum()), "") for w in words]
    if any(ord(c) > 0x2E80 for c in letters if c):
        return _use_wide(text, span, inner)
    count = sum(1 for c in letters if c)
    last = words[-1][-1] if words else ""
    before = text[max(0, span.start - 3) : span.start].rstrip()[-1:]
    fresh = not before or before in ".!?…”\n"
    after = text[span.end : span.end + 1]
    starts = next((c for c in letters if c), "")
    led = before in ":,：" and before != ""
    if (last and last in "!?…") or (last and last in ".," and starts.isupper() and (led or fresh)):
        return Use.QUOTATION
    if starts.isupper() and (led or (after and after in ",，" and fresh)):
        return Use.QUOTATION  # said: “Yes” / «No», dijo
    if (
        starts.isupper()
        and fresh
        and before
        and after == "."
        and count > 1
        and any(w.islower() for w in words[1:])
    ):
        return Use.QUOTATION  # a sentence of its own: … explica Ocafor. “Nadie nos llamó”.
    long = [c for c, w in zip(letters, words, strict=True) if len(w) > 4 and c.isalpha()]
    names = starts.isupper() and not any(c.islower() for c in long)
    if names and 0 < count <= _TITLE and (count > 1 or last not in ".,"):
        return Use.TITLE
    return Use.SCARE if count <= _SCARE else Use.QUOTATION


def _use_wide(text: str, span: Span, inner: Span) -> Use:
    """Chinese, Japanese, Korean: no capitals, and often no spaces."""
    words = inner.of(text).strip()
    before = text[span.start - 1 : span.start]
    if words[-1:] in "。！？!?.…" or (before in ":：，," and before):
        return Use.QUOTATION
    if len(words) > 4 and words[-1] in "うくすつぬむるぐぶいただねよ":
        return Use.QUOTATION  # a Japanese predicate
    return Use.SCARE if len(words) <= 8 else Use.QUOTATION
