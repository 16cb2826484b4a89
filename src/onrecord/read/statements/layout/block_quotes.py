"""Block quotations: the markup says that words are somebody's, the line before or a signature says whose.

Without quotation marks inside, nothing but the layout tells them from the newsroom's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.layout.introductions import Introduction, ends_in_colon, introduction
from onrecord.read.statements.layout.lines import Line, trimmed
from onrecord.read.statements.layout.signatures import Signature, signature
from onrecord.read.statements.layout.turns import READER, SCORE
from onrecord.read.statements.quoting.sentence_bounds import Sentences
from onrecord.records import Role, Span

__all__ = ["block_quotes"]

#: A figure with its caption, or else the innermost block quotation.
_BOX = re.compile(r"^(.*/figure(?:\[\d+\])?|.*/blockquote(?:\[\d+\])?)(?:/|$)")
_SIGNS = re.compile(r"/(?:cite|footer|figcaption)(?:\[\d+\])?(?:/|$)")
_INLINE = re.compile(r"(?:(?<=[.!?…”\"’»])\s|\s[—–―]\s?|\s--?\s)(?=[^\W\d_])")
_TAIL = 140  # characters at the end of a block in which it may be signed
_LAST = 4  # lines at the end of a letter in which its signature stands
_OPENING = "“\"«„‘'「『"


@dataclass(slots=True)
class _Block:
    """A block quotation: the indices of its lines."""

    lines: list[int]
    content: list[Span] = field(default_factory=list)
    signed: Signature | None = None


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    """The block quotations: neighbouring lines of that role in one element."""
    out: list[_Block] = []
    box = ""
    for k, line in enumerate(lines):
        if line.role is not Role.BLOCK_QUOTE or line.block is None:
            continue
        m = _BOX.match(line.block.place.path)
        here = m[1] if m else ""
        if out and out[-1].lines[-1] == k - 1 and here == box:
            out[-1].lines.append(k)
        else:
            out.append(_Block([k]))
        box = here
    return out


def block_quotes(
    analysis: Analysis, lines: Sequence[Line], attributions: Sequence[Attribution]
) -> list[Attribution]:
    """The block quotations whose author is known from a signature in them or from the line that leads to them.

    Those in quotation marks without a signature are left to the rules of quotation marks.  Spans count code points in
    `analysis.text`.
    """
    text = analysis.text
    found = _blocks(lines)
    if not found:
        return []
    sentences = Sentences(text)
    out = []
    for block in found:
        _take_signature(text, lines, block)
        spans = tuple(s for s in block.content if len(s))
        if not spans:
            continue
        before = lines[block.lines[0] - 1] if block.lines[0] else None
        lead: Introduction | None = None
        if before is not None and before.role is not Role.BLOCK_QUOTE and ends_in_colon(text, before.span):
            lead = introduction(analysis, before.span, sentences, attributions)
        if block.signed is not None and (lead is None or lead.paper):
            dash, name = block.signed
            cue = lead.cue if lead is not None else (dash,) if dash is not None else ()
            out.append(Attribution((name,), cue, spans, SCORE, READER))
        elif lead is not None and spans[0].of(text)[:1] not in _OPENING:
            out.append(Attribution(lead.source, lead.cue, spans, SCORE, READER, frozenset(("colon",))))
    return out


def _take_signature(text: str, lines: Sequence[Line], block: _Block) -> None:
    """Finds who has signed a block, and what of it is signed."""
    spans = [lines[k].span for k in block.lines]
    block.content = list(spans)
    for i in range(len(spans) - 1, max(0, len(spans) - 1 - _LAST), -1):
        line = lines[block.lines[i]]
        if line.block is not None and _SIGNS.search(line.block.place.path) and len(spans[i]) <= _TAIL:
            block.signed = signature(text, spans[i]) or (None, spans[i])
            block.content = spans[:i] + spans[i + 1 :]
            return
    # The lines of a letter behind its last sentence: the first that is a name has signed, an office may follow.
    first = len(spans)
    while first > max(1, len(spans) - _LAST) and _unfinished(text, spans[first - 1]):
        first -= 1
    for i in range(first, len(spans)):
        signed = signature(text, spans[i])
        if signed is not None:
            block.signed, block.content = signed, spans[:i]
            return
    last = spans[-1]
    cuts = list(_INLINE.finditer(text, max(last.start, last.end - _TAIL), last.end))
    for m in reversed(cuts):
        tail = Span(m.start() + 1 if text[m.start()].isspace() else m.start(), last.end)
        signed = signature(text, tail)
        if signed is not None:
            block.signed = signed
            block.content[-1] = trimmed(text, last.start, tail.start)
            return


def _unfinished(text: str, span: Span) -> bool:
    """Whether a line is short and ends no sentence, as names and offices do."""
    words = span.of(text)
    return len(words.split()) <= 12 and words[-1:] not in '.!?…,:;”"»'
