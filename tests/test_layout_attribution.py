"""Interviews, transcripts and signed quotations: who speaks is said by the layout."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.layout.layout_attribution import attribute_by_layout
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.read.statements.tokens import analyse
from onrecord.records import Span


def read(text: str, *found: Attribution) -> list[tuple[list[str], list[str], list[str]]]:
    analysis = analyse(text, "en")
    result = attribute_by_layout(analysis, found, detect_quotations(text, analysis.paragraphs, "en"))
    return [
        ([s.of(text) for s in a.source], [s.of(text) for s in a.cue], [s.of(text) for s in a.content])
        for a in result
    ]


INTERVIEW = "Ada Verrin met the pilot.\n\nVerrin: Was the light out?\n\nHalle: It was dark, yes.\n\nVerrin: For how long?"


def test_turns_of_an_interview() -> None:
    assert read(INTERVIEW) == [
        (["Verrin"], [":"], ["Was the light out?"]),
        (["Halle"], [":"], ["It was dark, yes."]),
        (["Verrin"], [":"], ["For how long?"]),
    ]


def test_a_transcript_in_capitals_and_quotation_marks_goes_on_over_paragraphs() -> None:
    text = "“VERRIN: Was it out?\n\n“HALLE: It was.\n\n“It always is.\n\n“VERRIN: Thank you for that.”"
    assert read(text) == [
        (["VERRIN"], [":"], ["Was it out?"]),
        (["HALLE"], [":"], ["It was.", "It always is."]),
        (["VERRIN"], [":"], ["Thank you for that."]),
    ]


def test_a_list_of_facts_is_no_interview() -> None:
    assert read("Name: Aurora\n\nBuilt: 1987\n\nPort: Orsel\n\nCrew: 14") == []


def test_signed_quotations() -> None:
    text = "“I would not sail with them again.” ― Ivo Halle\n\n“Never.”— Ada Verrin, passenger"
    assert read(text) == [
        (["Ivo Halle"], ["―"], ["“I would not sail with them again.”"]),
        (["Ada Verrin, passenger"], ["—"], ["“Never.”"]),
    ]


def test_what_is_said_to_be_said_inside_a_turn_stays_and_what_is_unlikely_goes() -> None:
    text = "The office said nothing.\n\nQ: Did he say that?\n\nA: He said so.\n\nQ: Why is that?\n\nA: Out of fear."
    outside = Attribution((Span(0, 10),), (Span(11, 15),), (Span(16, 23),), 0.9, "net")
    at = text.index("He said so")
    inside = Attribution((Span(at, at + 2),), (Span(at + 3, at + 7),), (Span(at + 8, at + 10),), 0.9, "net")
    found = read(text, outside, inside)
    assert found[0] == (["The office"], ["said"], ["nothing"])
    assert [f[0] for f in found[1:]] == [["Q"], ["A"], ["He"], ["Q"], ["A"]]
    thinking = Attribution((Span(at, at + 2),), (Span(at + 8, at + 10),), (Span(at + 3, at + 7),), 0.3, "net")
    assert [f[0] for f in read(text, outside, thinking)[1:]] == [["Q"], ["A"], ["Q"], ["A"]]


@given(st.lists(st.sampled_from(["Q", "A", ":", "HALLE", "“", "”", "—", "\n", "Why", " "]), max_size=40))
def test_any_text_gives_spans_inside_it(parts: list[str]) -> None:
    text = "".join(parts)
    analysis = analyse(text, "en")
    for a in attribute_by_layout(analysis, (), detect_quotations(text, analysis.paragraphs, "en")):
        for s in (*a.source, *a.cue, *a.content):
            assert 0 <= s.start < s.end <= len(text)


def test_rows_of_facts_are_no_turns() -> None:
    rows = "\n".join(
        f"Cooling Test: It stayed cool for {n} hours in our rooms.\nEdge Test: It sank by {n} inches when we sat down."
        for n in range(1, 5)
    )
    text = f"We did each cooling test and each edge test at home.\n{rows}"
    assert attribute_by_layout(analyse(text, "en"), (), ()) == ()
