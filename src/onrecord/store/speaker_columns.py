"""A speaker in the columns of a row: of a statement, and of a silence.

The columns are `introduced_start, introduced_end, role, role_start, role_end, inferred, speaker_score`; name and kind stand in the
table `speaker`.
"""

from __future__ import annotations

import json
from typing import Any

from onrecord.records import Span, Speaker, SpeakerKind

__all__ = ["columns_of", "span_of", "speaker_of"]


def columns_of(who: Speaker) -> tuple[Any, ...]:
    """What a speaker is in these columns."""
    return (
        *_ends(who.introduced),
        who.role,
        *_ends(who.role_span),
        json.dumps(list(who.inferred), ensure_ascii=False),
        who.score,
    )


def speaker_of(name: str, kind: str, columns: tuple[Any, ...]) -> Speaker:
    """The speaker of a name and these columns."""
    a, b, role, c, d, inferred, sure = columns
    return Speaker(
        name, SpeakerKind(kind), span_of(a, b), role, span_of(c, d), tuple(json.loads(inferred)), sure
    )


def span_of(start: int | None, end: int | None) -> Span | None:
    """The span of two columns, which are empty together."""
    return None if start is None or end is None else Span(start, end)


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (None, None) if span is None else (span.start, span.end)
