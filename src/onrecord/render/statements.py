"""Statements with their words: as records for JSON Lines, as rows for CSV, as a line of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from onrecord.codec import to_json
from onrecord.records import HAND, Occasion, Reading, Span, Speaker, Statement, concluded
from onrecord.render.inert import inert
from onrecord.render.links import Links

__all__ = ["COLUMNS", "by_speaker", "cell", "csv_header", "csv_rows", "date", "records", "summary", "words"]

GAP = " […] "  # between the stretches of a discontinuous part
COLUMNS = (
    "page url title speaker speaker_kind role inferred speaker_by_hand type manner act firmness negated hedges source cue content when "
    "when_date through score reader start end id within link"
).split()
#: What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), also in their wide forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def words(reading: Reading, spans: Iterable[Span]) -> str:
    """The words of spans, " […] " between them."""
    text = reading.article.text if reading.article else ""
    return GAP.join(s.of(text) for s in spans)


def by_speaker(statements: Iterable[Statement]) -> list[tuple[Speaker, list[Statement]]]:
    """The statements of each speaker, in the order in which speakers and statements stand in the text.

    Speakers are one if name and kind are the same; each is given as first resolved without inference, if ever, with the
    first role that the page words.
    """
    groups: dict[tuple[str, str], list[Statement]] = {}
    for s in statements:
        groups.setdefault((s.speaker.name, s.speaker.kind), []).append(s)
    out = []
    for group in groups.values():
        speaker = next((s.speaker for s in group if not concluded(s.speaker.inferred)), group[0].speaker)
        named = next((s.speaker for s in group if s.speaker.role), speaker)
        out.append((replace(speaker, role=named.role, role_span=named.role_span), group))
    return out


def summary(reading: Reading, statement: Statement) -> str:
    """A statement as one line: who, what they are, the cue, the content, how firmly."""
    speaker = statement.speaker
    who = f"{speaker.name} ({speaker.role})" if speaker.role else speaker.name
    sure = f" [{', '.join(speaker.inferred)}]" if speaker.inferred else ""
    cue = words(reading, statement.cue)
    what = words(reading, statement.content)
    grade = f" ({statement.grade.firmness})"
    return f"{who}{sure}{' – ' + cue if cue else ''}: {what}{grade}"


def records(reading: Reading) -> Iterable[dict[str, Any]]:
    """One object for each statement: page, address, link, title, the words of its parts, and the whole record."""
    links = Links(reading)
    title = reading.article.title.value if reading.article and reading.article.title else None
    text = reading.article.text if reading.article else ""
    for s in reading.statements:
        parts = {
            "source": s.source,
            "cue": s.cue,
            "content": s.content,
            "hedges": s.grade.hedges,
            "when": tuple(o.span for o in s.when),
            "through": tuple(o.span for o in s.through),
        }
        yield {
            "page": reading.page.name,
            "sha256": reading.page.id,
            "url": reading.page.url,
            "link": links.of(s),
            "title": title,
            "words": {name: [span.of(text) for span in spans] for name, spans in parts.items() if spans},
            "statement": to_json(s),
        }


def date(occasion: Occasion) -> str:
    """The day or moment of an occasion in ISO 8601, "" if it was not resolved."""
    if occasion.time is None:
        return ""
    return occasion.time.date().isoformat() if occasion.date_only else occasion.time.isoformat()


def csv_header() -> str:
    """The row of names above those of `csv_rows`."""
    return ",".join(COLUMNS) + "\r\n"


def csv_rows(reading: Reading) -> str:
    """One row for each statement (RFC 4180), with the columns of `COLUMNS`.

    Text is without control characters; line breaks in it become spaces.  A cell that a spreadsheet would take for a
    formula begins with an apostrophe, as OWASP advises.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    links = Links(reading)
    for statement in reading.statements:
        writer.writerow([cell(v) for v in _row(reading, statement, links)])
    return out.getvalue()


def _row(reading: Reading, s: Statement, links: Links) -> list[str | int | float | None]:
    spans = [*s.source, *s.cue, *s.content]
    return [
        reading.page.name,
        reading.page.url,
        reading.article.title.value if reading.article and reading.article.title else None,
        s.speaker.name,
        s.speaker.kind.value,
        s.speaker.role,
        " ".join(concluded(s.speaker.inferred)),
        "yes" if HAND in s.speaker.inferred else "",
        s.type.value,
        s.manner.value,
        s.act.value,
        s.grade.firmness.value,
        "yes" if s.grade.negated else "",
        words(reading, s.grade.hedges),
        words(reading, s.source),
        words(reading, s.cue),
        words(reading, s.content),
        words(reading, (o.span for o in s.when)),
        " ".join(d for o in s.when if (d := date(o))),
        words(reading, (o.span for o in s.through)),
        round(s.score, 4),
        s.reader,
        min((x.start for x in spans), default=None),
        max((x.end for x in spans), default=None),
        s.id,
        s.within,
        links.of(s),
    ]


def cell(value: str | int | float | None) -> str | int | float | None:
    """A value as a cell of a spreadsheet: on one line, without control characters, and never a formula."""
    if not isinstance(value, str):
        return value
    text = " ".join(inert(value).split())
    return f"'{text}" if text.startswith(_FORMULA) else text
