"""The pieces of the reading room: marks in text, colours, bars."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from difflib import Match, SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

import onrecord.web
from onrecord.render.inert import inert
from onrecord.web.citing import cite
from onrecord.web.comparing import pairs
from onrecord.web.counts import Total
from onrecord.web.home import bars
from onrecord.web.marking import Mark, weave
from onrecord.web.templating import direction, language_tag
from tests.rooms import Seen

CSS = (Path(onrecord.web.__file__).parent / "static" / "room.css").read_text("utf-8")


# -- marks in text ---------------------------------------------------------------------------------------------------
@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(min_size=1, max_size=30))
    kinds = st.sampled_from(
        [("said", "mark"), ("cue", "span"), ("source", "span"), ("hedge", "span"), ("link", "a")]
    )
    marks = []
    for n in range(draw(st.integers(0, 8))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        kind, name = draw(kinds)
        after = Markup('<sup><a href="#x"></a></sup>') if kind == "said" else None
        marks.append(Mark(start, end, kind, name, {"class": f"m{n}"}, {"id": f"i{n}"}, after))
    return text, marks


@given(marked())
def test_marks_nest_soundly_and_change_no_word(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    html = str(weave(text, marks))
    seen = Seen(html)
    assert seen.faults == []
    assert seen.open == []
    assert seen.text.replace("\r", "") == inert(text).replace("\r", "")


@given(marked())
def test_each_mark_covers_its_words_and_has_its_id_once(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    html = str(weave(text, marks))
    for n, mark in enumerate(marks):
        if mark.kind == "link" or mark.start == mark.end:
            continue
        assert html.count(f'id="i{n}"') == 1
        covered = ""
        inside: list[bool] = []
        for tag, words in re.findall(r"(<[^>]*>)|([^<]+)", html):
            if tag.startswith("</"):
                inside.pop()
            elif tag:
                inside.append(f'class="m{n}"' in tag)
            elif any(inside):
                covered += words
        assert Markup(covered).unescape() == inert(text[mark.start : mark.end])


@given(marked())
def test_links_never_stand_in_links(case: tuple[str, list[Mark]]) -> None:
    depth = 0
    for closing, _ in re.findall(r"<(/?)(a)[ >]", str(weave(*case))):
        depth += -1 if closing else 1
        assert depth in (0, 1)


def test_statements_that_overlap_are_written_in_pieces() -> None:
    marks = [
        Mark(0, 6, "said", "mark", {"class": "a"}, {"id": "a"}),
        Mark(3, 9, "said", "mark", {"class": "b"}, {"id": "b"}),
    ]
    assert str(weave("one two three", marks)) == (
        '<mark class="a" id="a">one<mark class="b" id="b"> tw</mark></mark><mark class="b">o t</mark>hree'
    )


# -- languages -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "tag", "runs"),
    [
        ("en", "en", "ltr"),
        ("ar-EG", "ar-EG", "rtl"),
        ("fa", "fa", "rtl"),
        ("zh_TW", "zh-TW", "ltr"),
        ("UR", "UR", "rtl"),
        ('"><x', None, "auto"),
        (None, None, "auto"),
        ("english", None, "auto"),
    ],
)
def test_languages(language: str | None, tag: str | None, runs: str) -> None:
    assert language_tag(language) == tag
    assert direction(language) == runs


# -- citing ----------------------------------------------------------------------------------------------------------
def test_a_citation_is_one_line() -> None:
    line = cite(
        words="it\nsank", speaker="Teodor Hask", role="harbor master", title="Ferry\x1b", outlet="The Orsel Courier",
        published=datetime(2026, 3, 13, tzinfo=UTC), url=None, digest="ab", code="cd",
    )  # fmt: skip
    assert (
        line
        == "“it sank” – Teodor Hask (harbor master), in “Ferry”, The Orsel Courier, 2026-03-13. SHA-256 ab, statement cd"
    )


# -- bars ------------------------------------------------------------------------------------------------------------
def test_one_month_is_drawn_by_day() -> None:
    drawn, beyond = bars(
        [Total("2026-03", 5)], [Total("2026-03-12", 2), Total("2026-03-14", 3)], "2026-04-01"
    )
    assert [(b.name, b.number) for b in drawn] == [("2026-03-12", 2), ("2026-03-13", 0), ("2026-03-14", 3)]
    assert beyond == 0


def test_many_years_are_drawn_by_year_and_strange_dates_left_out() -> None:
    months = (
        [Total("0001-01", 1)] + [Total(f"{y}-05", 100) for y in range(1990, 2026)] + [Total("9999-12", 1)]
    )
    drawn, beyond = bars(months, [], "2026-04-01")
    assert drawn[-1].name == "2025"
    assert len(drawn) == 60
    assert beyond == 2


@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 10**6)), max_size=20))
def test_bars_are_inside_the_drawing(found: list[tuple[int, int, int]]) -> None:
    months = [Total(f"{y:04}-{m:02}", n) for y, m, n in sorted(found)]
    drawn, beyond = bars(months, [], "2026-04-01")
    assert sum(b.number for b in drawn) + beyond == sum(m.number for m in months) or len(
        {m.name for m in months}
    ) < len(months)
    for bar in drawn:
        assert 0 <= bar.x <= 600
        assert 0 <= bar.y <= 120
        assert bar.y + bar.height <= 120.01


# -- versions --------------------------------------------------------------------------------------------------------
@given(st.lists(st.text(max_size=20), max_size=6), st.lists(st.text(max_size=20), max_size=6))
def test_nothing_is_lost_side_by_side(before: list[str], after: list[str]) -> None:
    found = list(pairs(before, after))
    assert [p.before for p in found if p.how != "added"] == before
    assert [p.after for p in found if p.how != "gone"] == after
    for p in found:
        assert Seen(str(p.before_html)).text.replace("\r", "") == inert(p.before).replace("\r", "")
        assert Seen(str(p.after_html)).text.replace("\r", "") == inert(p.after).replace("\r", "")


class Counted(SequenceMatcher):  # type: ignore[type-arg]
    """Counts the steps of its innermost loop."""

    steps = 0

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, *rest: Any) -> Match:
        mine: Any = self  # its parts are documented, and missing in the types
        Counted.steps += sum(len(mine.b2j.get(x, ())) for x in mine.a[alo:ahi])
        return super().find_longest_match(alo, ahi, *rest)


def test_the_work_of_comparing_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.comparing.SequenceMatcher", Counted)
    # The work on either grew without bound: paragraphs of the same words in another order, and one that stands everywhere.
    words = ["ab", "cd", "ef", "gh", "ij"]
    before = [" ".join(words[(i * i + n) % 5] for i in range(590)) for n in range(300)]
    after = [" ".join(words[(i * i * i + n) % 5] for i in range(590)) for n in range(300)]
    repeated = [[x for i in range(750) for x in ("x", f"{side}{i}")] for side in "uv"]
    for some, others in ((before, after), repeated):
        Counted.steps = 0
        found = list(pairs(some, others))
        assert 0 < Counted.steps < 100_000_000
        assert [p.before for p in found if p.how != "added"] == some
        assert [p.after for p in found if p.how != "gone"] == others


# -- colours ---------------------------------------------------------------------------------------------------------
def colours(dark: bool) -> dict[str, str]:
    """The variables of the style sheet that are colours."""
    light = dict(re.findall(r"--([a-z0-9]+): (#[0-9a-f]{6}|#[0-9a-f]{3})\b", CSS.partition("@media")[0]))
    return (
        light
        | dict(re.findall(r"--([a-z0-9]+): (#[0-9a-f]{6})", CSS.partition("dark) {")[2].partition("}")[0]))
        if dark
        else light
    )


def contrast(a: str, b: str) -> float:
    """The ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_colours_can_be_told_from_their_ground(dark: bool) -> None:
    c = colours(dark)
    for n in range(1, 9):
        # Words, links and hedges on a speaker's ground; the speaker's number on the page.
        assert contrast(c["ink"], c[f"c{n}"]) >= 7
        assert contrast(c["link"], c[f"c{n}"]) >= 4.5
        assert contrast(c[f"d{n}"], c["paper"]) >= 4.5
        assert contrast(c[f"d{n}"], c[f"c{n}"]) >= 3  # the cue's line, within words of another
    for ground in ("paper", "panel", "notice"):
        assert contrast(c["ink"], c[ground]) >= 7
        assert contrast(c["faint"], c[ground]) >= 4.5
    for mark in ("added", "gone"):
        assert contrast(c["ink"], c[mark]) >= 4.5
    assert contrast(c["link"], c["paper"]) >= 4.5
    for line in ("focus", "edge", "bar"):
        assert contrast(c[line], c["paper"]) >= 3
