"""Attribution by layout: no verb says who speaks, the form of the page does.

Two forms, both of which must be plain to be read at all:

- *turns* of interviews and transcripts: paragraphs that begin with a name and a colon ("HALLE: Why now?", "Q: ..."),
  at least three of them by at least two speakers.  The label is the source, the colon the cue, the rest of the
  paragraph the content; paragraphs without a label go on with the turn if the transcript stands in quotation marks
  that are opened anew.
- *signed quotations*: a paragraph that is a quotation, a dash and a name ("“Never again.” — Ada Verrin").

What the network found inside such a content goes: a turn is one statement, and `nested_attribution` looks inside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.naming.role_descriptions import is_person_noun
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.records import Span

__all__ = ["READER", "attribute_by_layout"]

READER = "layout"
_SCORE = 0.85
_LABEL = re.compile(
    r"[\s\"“«]{0,3}((?:[^\W\d_][\w.’'-]{0,24}\s){0,4}[^\W\d_][\w.’'-]{0,24}(?:\s?\([^()\n]{1,30}\))?)\s?(:)\s?(?=\S)"
)
_SIGNED = re.compile(r"\s{0,3}([—–―‒-]{1,2})\s{0,3}([^\W\d_][^\n:;!?“”\"]{1,60})$")
_JOINS = frozenset("of the de la von van der den di da al el bin and und et y du".split())
_NO_NAMES = frozenset(
    """note update correction related read more watch photo video source sources copyright advertisement share tags where when
    what why how who time date address phone email price result score verdict warning editor s note caption credit""".split()
)
_TURNS = 3  # fewer labelled paragraphs are chance
_MARKS = '"“«'
_CLOSING = ' \t\u00a0"”»'


def attribute_by_layout(
    analysis: Analysis, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> tuple[Attribution, ...]:
    """`attributions` with those that the layout makes, in the order of the text.

    Spans count code points in `analysis.text`.
    """
    made = [*_turns(analysis), *_signed(analysis, quotations)]
    if not made:
        return tuple(attributions)
    taken = bytearray(len(analysis.text) + 1)
    for a in made:
        for s in (*a.source, *a.cue, *a.content):
            taken[s.start : s.end] = b"\x01" * len(s)
    kept = [
        a
        for a in attributions
        if not any(any(taken[s.start : s.end]) for part in (a.cue, a.content) for s in part)
    ]
    return tuple(sorted([*kept, *made], key=_first))


def _first(a: Attribution) -> int:
    return min((s.start for s in (*a.source, *a.cue, *a.content)), default=0)


def _name_like(text: str) -> bool:
    """Whether a label is somebody: capitals throughout, or "Q" and "A"."""
    words = [w for w in re.split(r"[\s()]+", text) if w]
    return (
        bool(words)
        and all(w[0].isupper() or w.lower() in _JOINS for w in words)
        and not any(w.lower().strip(".’'") in _NO_NAMES for w in words)
    )


def _turns(analysis: Analysis) -> list[Attribution]:
    text = analysis.text
    labelled = []
    for k, p in enumerate(analysis.paragraphs):
        m = _LABEL.match(text, p.start, p.end)
        if m and _name_like(m.group(1)):
            labelled.append((k, Span(*m.span(1)), Span(*m.span(2)), m.end()))
    names = Counter(name.of(text).casefold() for _, name, _, _ in labelled)
    often = sum(n for n in names.values() if n > 1)
    words = sum(len(text[start : analysis.paragraphs[k].end].split()) for k, _, _, start in labelled)
    # Most labels come again, or all are in capitals, and people say more than a word or two: a list of facts
    # ("Born: 1961") does neither.
    if (
        len(labelled) < _TURNS
        or len(names) < 2
        or words < 3 * len(labelled)
        or not (often > len(labelled) / 2 or _capitals(text, labelled))
        or not _people(analysis, [name for _, name, _, _ in labelled])
    ):
        return []
    out = []
    last = labelled[-1][0]
    owners = {k for k, _, _, _ in labelled}
    for k, name, colon, start in labelled:
        content = [_trimmed(text, start, analysis.paragraphs[k].end)]
        following = k + 1
        while (
            following <= last
            and following not in owners
            and following < len(analysis.paragraphs)
            and text[analysis.paragraphs[k].start] in _MARKS
            and text[analysis.paragraphs[following].start] in _MARKS
            and "("
            not in text[analysis.paragraphs[following].start : analysis.paragraphs[following].start + 2]
        ):
            p = analysis.paragraphs[following]
            content.append(_trimmed(text, p.start + 1, p.end))
            following += 1
        spans = tuple(s for s in content if len(s))
        if spans:
            out.append(Attribution((name,), (colon,), spans, _SCORE, READER, frozenset(("turn",))))
    return out


def _people(analysis: Analysis, labels: Sequence[Span]) -> bool:
    """Whether most labels are somebody, and not the rows of a table of facts ("Cooling test: 9 of 10").

    Words that the page writes without a capital elsewhere are no names, unless they call people ("Moderator").  Where no
    model has looked for names, that must do.
    """
    text = analysis.text
    small = {w for w in re.findall(r"[^\W\d_]+", text) if w.islower()}
    marked = {i for e in analysis.entities if e.kind == "person" for i in range(e.span.start, e.span.end)}
    count = 0
    for label in labels:
        words = [w for w in re.findall(r"[^\W\d_]+", label.of(text)) if len(w) > 1]
        if not words or all(w.isupper() for w in words) or any(is_person_noun(w) for w in words):
            count += 1
        elif not any(w.lower() in small for w in words):
            count += not analysis.entities or label.start in marked or label.end - 1 in marked
    return count > len(labels) / 2


def _capitals(text: str, labelled: Sequence[tuple[int, Span, Span, int]]) -> bool:
    return all(name.of(text).isupper() and len(name) > 1 for _, name, _, _ in labelled)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without white space and a closing mark whose opening one stands before the label."""
    while end > start and text[end - 1] in _CLOSING:
        if text[end - 1] in "”»" and any(c in text[start:end] for c in "“«"):
            break
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)


def _signed(analysis: Analysis, quotations: Sequence[Quotation]) -> list[Attribution]:
    text = analysis.text
    ends = {p.start: p.end for p in analysis.paragraphs}
    out = []
    for q in quotations:
        if q.depth or len(q.spans) != 1 or not q.closed or q.dash:
            continue
        end = ends.get(q.whole.start)
        if end is None or end - q.whole.end > 70:
            continue
        m = _SIGNED.match(text[q.whole.end : end].rstrip(" .\u00a0"))
        if m is None or not _name_like(m.group(2).split(",")[0]):
            continue
        at = q.whole.end
        dash, name = (Span(at + m.start(g), at + m.end(g)) for g in (1, 2))
        out.append(Attribution((name,), (dash,), q.spans, _SCORE, READER))
    return out
