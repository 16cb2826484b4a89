"""Contents go to the cue of their own sentence, and datelines to nobody."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.content_repair import drop_datelines, drop_glosses, move_to_cue_sentence
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.read.statements.tokens import analyse
from onrecord.records import Span


def spans(text: str, *words: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)


def home(text: str, *found: Attribution) -> list[list[str]]:
    analysis = analyse(text, "en")
    result = move_to_cue_sentence(analysis, found, detect_quotations(text, analysis.paragraphs, "en"))
    return [[s.of(text) for s in a.content] for a in result]


def test_a_fragment_goes_to_the_cue_of_its_sentence() -> None:
    text = "The ship sank at six, according to the guard. The office said that 40 came."
    one = Attribution(spans(text, "the guard"), spans(text, "according to"), spans(text, "at six"), 0.9)
    two = Attribution(
        spans(text, "The office"), spans(text, "said"), spans(text, "The ship sank", "that 40 came"), 0.9
    )
    assert home(text, one, two) == [["The ship sank", "at six"], ["that 40 came"]]


def test_another_paragraph_without_a_cue_is_nobodys() -> None:
    text = "The mayor said that 40 came.\n\nThe sea was calm."
    one = Attribution(
        spans(text, "The mayor"), spans(text, "said"), spans(text, "that 40 came", "The sea was calm"), 0.9
    )
    assert home(text, one) == [["that 40 came"]]


def test_the_same_paragraph_and_quotations_stay() -> None:
    text = "The mayor said that 40 came. The sea was calm.\n\n“Nobody slept,” she added.\n\n“We did not.”"
    one = Attribution(
        spans(text, "The mayor"), spans(text, "said"), spans(text, "that 40 came", "The sea was calm"), 0.9
    )
    two = Attribution(
        spans(text, "she"), spans(text, "added"), spans(text, "“Nobody slept,”", "“We did not.”"), 0.9
    )
    assert home(text, one, two) == [
        ["that 40 came", "The sea was calm"],
        ["“Nobody slept,”", "“We did not.”"],
    ]


def test_datelines_are_cut_off() -> None:
    for line in (
        "PORT ORSEL, Sarmond, March 12 (MNA) — ",
        "ORSEL (MNA) - ",
        "Orsel, 3 May (MNA) – ",
        "PORT ORSEL -- ",
    ):
        text = f"{line}The ship sank, the office said."
        analysis = analyse(text, "en")
        end = text.index(", the office")
        given = Attribution((), spans(text, "said"), (Span(0, end),), 0.9)
        (one,) = drop_datelines(analysis, [given])
        assert [s.of(text) for s in one.content] == ["The ship sank"], line


def test_a_dash_in_a_sentence_is_no_dateline() -> None:
    text = "The ship — old as it was — sank, he said."
    given = Attribution((), spans(text, "said"), (Span(0, text.index(", he")),), 0.9)
    assert drop_datelines(analyse(text, "en"), [given]) == (given,)


@given(
    st.lists(st.sampled_from(["He", "said", "that", ".", "“", "”", "\n", "A B — ", "sank"]), max_size=25),
    st.data(),
)
def test_any_attributions_keep_spans_inside_the_text(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    places = st.integers(0, len(text))
    some = st.lists(st.tuples(places, places).map(lambda p: Span(min(p), max(p))), max_size=3).map(
        lambda s: tuple(sorted(set(s)))
    )
    found = data.draw(st.lists(st.builds(Attribution, some, some, some), max_size=4))
    analysis = analyse(text, "en")
    for a in drop_datelines(
        analysis, move_to_cue_sentence(analysis, found, detect_quotations(text, None, "en"))
    ):
        assert all(0 <= s.start <= s.end <= len(text) for s in a.content)


def test_a_fragment_that_is_nothing_but_dateline_goes() -> None:
    text = "PORT ORSEL, Sarmond, March 12 (MNA) — At least 40 came, the mayor said."
    parts = spans(text, "PORT ORSEL, Sarmond, March 12", "At least 40 came")
    one = Attribution(spans(text, "the mayor"), spans(text, "said"), parts, 0.9)
    (found,) = drop_datelines(analyse(text, "en"), [one])
    assert found.content == parts[1:]


def test_a_gloss_of_the_writers_is_no_content() -> None:
    def left(text: str, content: str) -> list[str]:
        analysis = analyse(text, "en")
        one = Attribution(spans(text, "The mayor"), spans(text, "said"), spans(text, content), 0.9)
        (found,) = drop_glosses(analysis, [one], detect_quotations(text, analysis.paragraphs, "en"))
        return [s.of(text) for s in found.content]

    gloss = "that 40 had come, with later boats pushing that number up"
    assert left(f"The mayor said {gloss}.", gloss) == ["that 40 had come"]
    # Of what is said now, and of what has a verb of its own, it cannot be told.
    for content in (
        "that 40 come, with boats pushing that number up",
        "that 40 had come, with boats bringing what was left",
    ):
        assert left(f"The mayor said {content}.", content) == [content]
