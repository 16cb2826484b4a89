"""Attributions put right by quotation marks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.quoting.quotation import paragraphs_of
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.read.statements.quoting.span_repair import RepairRules, repair_spans
from onrecord.records import Span
from tests.test_quotation_detection import anything, marked


def at(text: str, words: str) -> tuple[Span, ...]:
    """Where each of the `words` ("a|b") stands."""
    out, start = [], 0
    for part in words.split("|") if words else ():
        start = text.index(part, start)
        out.append(Span(start, start + len(part)))
        start += len(part)
    return tuple(out)


def said(text: str, source: str, cue: str, content: str, score: float = 0.9) -> Attribution:
    return Attribution(at(text, source), at(text, cue), at(text, content), score, "model")


def fitted(
    text: str, *found: Attribution, language: str = "en", rules: RepairRules | None = None
) -> list[Attribution]:
    analysis = Analysis(text, paragraphs=paragraphs_of(text), language=language)
    return list(repair_spans(analysis, found, detect_quotations(text, None, language), rules))


def contents(text: str, found: list[Attribution]) -> list[str]:
    return ["|".join(s.of(text) for s in a.content) for a in found]


ONE = "“We will rebuild the old pier in May,” Anna Stone said."


@pytest.mark.parametrize(
    "content",
    [
        "We will rebuild the old pier in May",
        "“We will rebuild the old pier in May,",
        "“We will rebuild the old pier",
        "rebuild the old pier in May,”",
        "“We will|the old pier in May,”",
        "“We will rebuild the old pier in May,” Anna",
    ],
)
def test_contents_snap_to_the_marks(content: str) -> None:
    (a,) = fitted(ONE, said(ONE, "Anna Stone", "said", content))
    assert contents(ONE, [a]) == ["“We will rebuild the old pier in May,”"]
    assert "fitted" in a.flags
    assert a.reader == "model"


def test_a_content_that_only_grazes_the_next_quotation_is_drawn_back() -> None:
    text = "Stone said that the pier is old. “We will rebuild all of it in the month of May,” Berg said."
    a, b = fitted(
        text,
        said(text, "Stone", "said", "that the pier is old. “We"),
        said(text, "Berg", "Berg said".split()[1], "“We will rebuild all of it in the month of May,”"),
    )
    assert contents(text, [a, b])[0] == "that the pier is old."


def test_full_stops_and_commas_outside_belong_to_nobody() -> None:
    text = "Stone said, “the pier is in a bad state”. Then she left."
    (a,) = fitted(text, said(text, "Stone", "said", ", “the pier is in a bad state”."))
    assert contents(text, [a]) == ["“the pier is in a bad state”"]


def test_words_around_a_quotation_stay() -> None:
    text = "Stone said that the pier is “in a very bad state” by now."
    found = said(text, "Stone", "said", "that the pier is “in a very bad state” by now")
    assert fitted(text, found) == [found]


def test_scare_quotes_are_not_cut() -> None:
    text = "Stone said they were “cannon fodder” in the plan."
    (a,) = fitted(text, said(text, "Stone", "said", "they were “cannon"))
    assert contents(text, [a]) == ["they were “cannon fodder”"]


def test_scare_quotes_and_titles_make_no_statements() -> None:
    text = "The “ghost pier” was shown in “The Winter Ferry”, Stone said yesterday."
    assert fitted(text) == []


SPLIT = "“We will rebuild the pier,” Stone said. “We start in May.”"


@pytest.mark.parametrize("second", [None, "same", "bare"])
def test_a_quotation_split_by_its_cue_is_one_statement(second: str | None) -> None:
    first = said(SPLIT, "Stone", "said", "“We will rebuild the pier,”")
    rest = at(SPLIT, "“We start in May.”")
    others = {None: [], "same": [replace(first, content=rest)], "bare": [Attribution(content=rest)]}[second]
    (a,) = fitted(SPLIT, first, *others)
    assert contents(SPLIT, [a]) == ["“We will rebuild the pier,”|“We start in May.”"]


def test_the_parts_of_a_sentence_split_by_its_cue() -> None:
    text = "“We will rebuild,” Stone said, “when the ice is gone from the bay.”"
    (a,) = fitted(text, said(text, "Stone", "said", "“We will rebuild,”"))
    assert contents(text, [a]) == ["“We will rebuild,”|“when the ice is gone from the bay.”"]


def test_another_cue_is_another_statement() -> None:
    text = "“We will rebuild the pier,” Stone said. “It costs too much for us,” Berg replied."
    found = [
        said(text, "Stone", "said", "“We will rebuild the pier,”"),
        said(text, "Berg", "replied", "“It costs too much for us,”"),
    ]
    assert fitted(text, *found) == found


def test_a_quotation_has_one_statement() -> None:
    a = said(ONE, "Anna Stone", "said", "“We will rebuild the old pier in May,”", 0.9)
    b = said(ONE, "Stone", "said", "We will rebuild the old pier in May", 0.4)
    assert fitted(ONE, b, a) == [replace(a, flags=frozenset({"fitted"}))]
    assert len(fitted(ONE, a, replace(b, cue=()))) == 1


def test_colon_in_the_paragraph_before() -> None:
    text = "The press service noted that they avoid it:\n\n“It is no secret that they never give up.”\n\nSo it went."
    model = said(text, "The press service", "noted", "that they avoid it")
    first, second = fitted(text, model)
    assert first == model
    assert (second.source, second.cue) == (model.source, model.cue)
    assert contents(text, [second]) == ["“It is no secret that they never give up.”"]
    assert "colon" in second.flags
    (alone,) = fitted(text)
    assert alone.source == model.source
    assert "colon" in alone.flags
    (filled,) = fitted(text, replace(model, content=()))
    assert filled.content == second.content


def test_a_paragraph_that_is_all_quotation_goes_on() -> None:
    text = "“We will rebuild the pier,” Stone said.\n\n“And then we will open the bay to all of you.”\n\nBerg agreed."
    (a,) = fitted(text, said(text, "Stone", "said", "“We will rebuild the pier,”"))
    assert len(a.content) == 2
    assert "turn" in a.flags


def test_it_does_not_go_on_when_the_writer_has_spoken() -> None:
    text = "“We will rebuild the pier,” Stone said. Then Berg rose.\n\n“And then we will open the bay to all of you.”"
    (a,) = fitted(text, said(text, "Stone", "said", "“We will rebuild the pier,”"))
    assert len(a.content) == 1


def test_missed_quotations_are_added_modestly() -> None:
    (a,) = fitted(ONE, rules=RepairRules(missed=True))
    assert contents(ONE, [a]) == ["“We will rebuild the old pier in May,”"]
    assert a.source == at(ONE, "Anna Stone")
    assert a.score == RepairRules().score
    assert a.flags == {"fitted", "missed"}
    assert fitted(ONE, rules=RepairRules(missed=False)) == []


def test_statements_inside_a_quotation_are_left_alone() -> None:
    text = "“Berg told me that the pier is lost and gone,” Stone said."
    outer = said(text, "Stone", "said", "“Berg told me that the pier is lost and gone,”")
    inner = said(text, "Berg", "told", "that the pier is lost and gone")
    assert set(fitted(text, outer, inner)) == {outer, inner}


def test_over_paragraphs() -> None:
    text = "Stone said: “The first thing is this.\n\n“The second is that.”"
    (a,) = fitted(text, said(text, "Stone", "said", "“The first thing is this."))
    assert contents(text, [a]) == ["“The first thing is this.|“The second is that.”"]


def test_every_rule_can_be_switched_off() -> None:
    found = said(SPLIT, "Stone", "said", "We will rebuild")
    off = RepairRules(snap=False, merge=False, join=False, turn=False, colon=False, missed=False)
    assert fitted(SPLIT, found, rules=off) == [found]


def test_attributions_without_quotations_are_unchanged() -> None:
    text = "Stone said that the pier is old. It will be rebuilt, according to Berg."
    found = [
        said(text, "Stone", "said", "that the pier is old"),
        said(text, "Berg", "according to", "It will be rebuilt"),
    ]
    assert fitted(text, *found) == found
    assert fitted(text, *found)[0] is found[0]


@st.composite
def texts_and_attributions(draw: st.DrawFn) -> tuple[str, list[Attribution]]:
    text = draw(st.text(st.sampled_from('“”"‘’«» .,:\nab'), max_size=80) | marked | anything | st.just(SPLIT))
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda p: Span(min(p), max(p))
    )
    part = st.lists(place.filter(len), max_size=2).map(lambda p: tuple(sorted(p))) if text else st.just(())
    return text, draw(st.lists(st.builds(Attribution, part, part, part, st.floats(0, 1)), max_size=4))


@given(texts_and_attributions())
@settings(max_examples=300, deadline=None)
def test_any_text_and_any_attributions(given_: tuple[str, list[Attribution]]) -> None:
    text, found = given_
    for a in fitted(text, *found):
        assert all(s.end <= len(text) for p in (a.source, a.cue, a.content) for s in p)
        if "fitted" in a.flags:
            assert all(x.end < y.start for x, y in zip(a.content, a.content[1:], strict=False))


@pytest.mark.parametrize(
    "text",
    [
        "“a b c d e,” he said. " * 1_000,
        "“a b c d e f.”\n" * 1_500,
        "he said:\n“a b c d e f.”\n" * 800,
        "“" * 4_000,
    ],
    ids=lambda t: repr(t[:8]),
)
def test_hostile_text(text: str) -> None:
    spans = [Span(i, i + 9) for i in range(0, min(len(text) - 9, 20_000), 13)]
    found = [Attribution((), (Span(s.end, s.end + 1),), (s,), 0.5) for s in spans]
    fitted(text, *found)
    fitted(text)


def test_a_colon_leads_to_its_quotation_whatever_cue_the_network_chose() -> None:
    text = "It was dark, Ivo Halle said.\n\nThe office noted that nobody slept:\n\n“The log is complete and was kept by two men.”"
    wrong = Attribution(
        at(text, "Ivo Halle"),
        at(text, "said"),
        (*at(text, "It was dark"), *at(text, "“The log is complete and was kept by two men.”")),
        0.9,
        "net",
    )
    right = Attribution(at(text, "The office"), at(text, "noted"), at(text, "that nobody slept"), 0.9, "net")
    found = fitted(text, wrong, right)
    assert contents(text, found) == [
        "It was dark",
        "that nobody slept",
        "“The log is complete and was kept by two men.”",
    ]
    assert found[2].source == right.source
    assert "colon" in found[2].flags
