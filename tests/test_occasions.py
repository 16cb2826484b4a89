"""When a statement was made, and through what."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.grading.occasions import occasions
from onrecord.read.statements.grading.time_expressions import time_expressions
from onrecord.read.statements.tokens import analyse
from onrecord.records import Span, Timestamp
from tests.marked import STRANGE, anything, attributions, languages, marked

DAY = Timestamp(datetime(2025, 2, 5, 14, 30), "test")  # a Wednesday


def found(sentence: str, language: str = "en") -> tuple[list[str], list[str]]:
    analysis, attribution = marked(sentence, language)
    when, through = occasions(analysis, attribution, published=DAY)
    return [o.span.of(analysis.text) for o in when], [o.span.of(analysis.text) for o in through]


@pytest.mark.parametrize(
    ("sentence", "when", "through"),
    [
        ("On January 21, {s:divers} {c:revealed} {k:details of the wreck of March}.", ["On January 21"], []),
        ("{s:Orsa} previously {c:said} {k:that it sank on Monday}.", ["previously"], []),
        ("In the video from Ostheim’s 9th Rescue Brigade, {s:divers} {c:described} {k:the wreck}.", [], ["In the video from Ostheim’s 9th Rescue Brigade"]),
        ("{s:Orsa} {c:said} Thursday in a statement to AFP {k:that it sank last week}.", ["Thursday"], ["in a statement to AFP"]),
        ("{k:“We won,”} {s:she} {c:told} reporters at a news conference on Monday.", ["on Monday"], ["told reporters", "at a news conference"]),
        ("{k:“We won,”} {s:she} {c:wrote on Twitter} last week.", ["last week"], ["on Twitter"]),
        ("{s:They} {c:were informed} via radio communication {k:that he had calmed down}.", [], ["via radio communication"]),
        ("After the vote on Monday, {s:she} {c:said} {k:it was over}.", [], []),
        ("{s:The mayor}, who took office in 2019, {c:said} by phone {k:that it was over}.", [], ["by phone"]),
        ("{s:She} flew home on Monday and {c:said} {k:it was over}.", [], []),
        ("In 2019, at a rally in Ostheim, {s:she} {c:promised} {k:a new bridge}.", ["In 2019"], ["at a rally in Ostheim"]),
        ("Commenting on their video, {s:the office} {c:noted} {k:that they left}.", [], []),
        ("{c:According to} {s:a report of 3 May 2019}, {k:it sank}.", [], []),
        ("{s:She} may {c:say} {k:it sank}.", [], []),
        ("OSTHEIM, Jan. 3 (Agency) — {s:The mayor} {c:said} {k:it sank}.", [], []),
        ("{s:She} {c:said} through a lawyer {k:that it sank}.", [], ["through a lawyer"]),
    ],
)  # fmt: skip
def test_occasions(sentence: str, when: list[str], through: list[str]) -> None:
    assert found(sentence) == (when, through)


def test_other_languages() -> None:
    german = "{s:Der Minister} {c:sagte} am Dienstag in einem Interview, {k:es sei am 3. Mai vorbei}."
    assert found(german, "de") == (["am Dienstag"], ["in einem Interview"])


@pytest.mark.parametrize(
    ("words", "language", "future", "day", "inferred"),
    [
        ("on January 21", "en", False, datetime(2025, 1, 21), ("year",)),
        ("on December 30", "en", False, datetime(2024, 12, 30), ("year",)),
        ("on May 3", "en", True, datetime(2025, 5, 3), ("year",)),
        ("on May 3, 2019", "en", False, datetime(2019, 5, 3), ()),
        ("on 3 May 2019", "en", False, datetime(2019, 5, 3), ()),
        ("2019-05-03", "en", False, datetime(2019, 5, 3), ()),
        ("on Thursday", "en", False, datetime(2025, 1, 30), ("day",)),
        ("on Wednesday", "en", False, datetime(2025, 2, 5), ("day",)),
        ("last Wednesday", "en", False, datetime(2025, 1, 29), ("day",)),
        ("next Thursday", "en", False, datetime(2025, 2, 6), ("day",)),
        ("yesterday", "en", False, datetime(2025, 2, 4), ("day",)),
        ("last month", "en", False, None, ()),
        ("on February 30", "en", False, None, ()),
        ("in March 2019", "en", False, None, ()),
        ("previously", "en", False, None, ()),
        ("am 3. Mai", "de", False, datetime(2024, 5, 3), ("year",)),
        ("21 января", "ru", False, datetime(2025, 1, 21), ("year",)),
        ("1月21日", "zh", False, datetime(2025, 1, 21), ("year",)),
        ("gestern", "de", False, datetime(2025, 2, 4), ("day",)),
        ("у вівторок", "uk", False, datetime(2025, 2, 4), ("day",)),
    ],
)
def test_days(
    words: str, language: str, future: bool, day: datetime | None, inferred: tuple[str, ...]
) -> None:
    (only,) = time_expressions(words, DAY.time, language, future=future)
    assert (only.time, only.inferred) == (day, inferred)


def test_nothing_is_resolved_without_the_day_of_the_article() -> None:
    for words in ("on January 21", "on Thursday", "yesterday"):
        (only,) = time_expressions(words, None, "en")
        assert only.time is None
        assert only.inferred == ()
    (only,) = time_expressions("on May 3, 2019", None, "en")
    assert only.time == datetime(2019, 5, 3)


@given(anything, attributions, languages, st.none() | st.datetimes())
@settings(max_examples=200)
def test_any_text_has_occasions_outside_content_and_source(
    text: str, attribution: Attribution, language: str | None, day: datetime | None
) -> None:
    published = Timestamp(day, "test") if day is not None else None
    for kind in occasions(analyse(text, language), attribution, published=published):
        for one in kind:
            assert 0 <= one.span.start < one.span.end <= len(text)


@pytest.mark.parametrize("name", STRANGE)
def test_strange_texts(name: str) -> None:
    text = STRANGE[name]
    analysis = analyse(text)
    middle = Span(len(text) // 2, min(len(text), len(text) // 2 + 4))
    occasions(analysis, Attribution((), (middle,), ()), published=DAY)
    occasions(analysis, Attribution((), (middle,), (Span(0, len(text)),)), published=DAY)
