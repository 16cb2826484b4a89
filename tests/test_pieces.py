"""Word pieces and windows: nothing is lost, everything keeps its place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.statements.pieces import FEATURES, Piece, Vocabulary, paragraph_numbers, windows

WORDS = Vocabulary(
    [
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "the",
        "har",
        "##bour",
        "office",
        "said",
        "“",
        "”",
        ".",
        ",",
        '"',
        "cafe",
        "s",
        "’",
    ]
    + list("abcdefghijklmnopqrstuvwxyz0123456789")
    + ["##" + c for c in "abcdefghijklmnopqrstuvwxyz0123456789"]
)


def pieces(text: str, size: int = 256) -> list[Piece]:
    return [p for w in windows(text, WORDS, size=size) for p in w.pieces]


def test_the_longest_pieces_are_taken_and_point_into_the_text() -> None:
    text = "The harbour office said."
    assert [text[p.start : p.end] for p in pieces(text)] == ["The", "har", "bour", "office", "said", "."]


def test_accents_and_capitals_are_folded_but_places_are_kept() -> None:
    text = "CAFÉ cafe\u0301."
    found = pieces(text)
    assert [p.id for p in found[:1]] == [WORDS.ids["cafe"]]
    assert text[found[0].start : found[0].end] == "CAFÉ"


def test_quotation_marks_are_described() -> None:
    text = "“The office,” said a."
    inside = {text[p.start : p.end]: p.features[5:8] for p in pieces(text)}
    assert inside["“"] == (1.0, 1.0, 0.0)
    assert inside["The"] == (1.0, 0.0, 0.0)
    assert inside["”"][2] == 1.0
    assert inside["said"] == (0.0, 0.0, 0.0)


def test_windows_hold_whole_paragraphs_where_they_fit() -> None:
    text = "\n\n".join(["the office said a b c."] * 12)
    cut = list(windows(text, WORDS, size=32))
    assert len(cut) > 1
    for w in cut:
        assert w.pieces[0].features[4] == 1.0, "a window begins with a paragraph"
        assert len(w.pieces) <= 30


def test_a_paragraph_longer_than_a_window_is_cut_and_nothing_is_lost() -> None:
    text = "the office said a. " * 200
    found = pieces(text, size=64)
    assert len(found) == 200 * 5
    assert [p.start for p in found] == sorted(p.start for p in found)


def test_paragraphs_are_numbered() -> None:
    assert paragraph_numbers(pieces("a b\nc\n\nd")) == (0, 0, 1, 2)


@settings(max_examples=200)
@given(st.text(max_size=400))
def test_any_text_gives_pieces_in_order_inside_it(text: str) -> None:
    at = 0
    for p in pieces(text, size=16):
        assert at <= p.start <= p.end <= len(text)
        assert len(p.features) == FEATURES
        at = p.start
