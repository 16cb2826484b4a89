"""Words and sentences without a model."""

import pytest
from hypothesis import given

from onrecord.read.statements.tokens import analyse, paragraphs, sentences, tokenise
from tests.marked import STRANGE, anything


def words(text: str) -> list[str]:
    return [t.span.of(text) for t in tokenise(text)]


def cut(text: str) -> list[str]:
    return [s.of(text) for s in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She didn't go.", ["She", "did", "n't", "go", "."]),
        ("Ivo’s ferry", ["Ivo", "’s", "ferry"]),
        ("at 5 p.m. in the U.S.", ["at", "5", "p.m.", "in", "the", "U.S."]),
        ("Mr. Orsa paid $4,000.50", ["Mr.", "Orsa", "paid", "$", "4,000.50"]),
        ("L'homme qu'il voit", ["L'", "homme", "qu'", "il", "voit"]),
        ("D'Souza", ["D'Souza"]),
        ("他说不知道", ["他", "说", "不", "知", "道"]),
        ("Wait... what?!", ["Wait", "...", "what", "?", "!"]),
        ("see https://ledger.example/a?b=1 now", ["see", "https://ledger.example/a?b=1", "now"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("well-known co-op", ["well-known", "co-op"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mole broke. Divers came.", 2),
        ("Dr. Veit met Mr. Orsa. They spoke.", 2),
        ("“Why?” he asked. “Why not?” she said.", 2),
        ('"It sank." She left.', 2),
        ("They live in the U.S. The ferry does not.", 2),
        ("It cost 3.5 million. Nobody paid.", 2),
        ("Er kam am 3. Mai. Dann ging er.", 2),
        ("他说：“我不知道。”她走了。", 2),
        ("هل غرقت؟ نعم.", 2),
        ("One line\nanother line", 2),
        ("J. K. Orsa wrote it", 1),
    ],
)
def test_sentences(text: str, expected: int) -> None:
    assert len(cut(text)) == expected


@given(anything)
def test_words_cover_the_text_in_order(text: str) -> None:
    at = 0
    for token in tokenise(text):
        assert token.span.start >= at
        assert token.span.end > token.span.start
        assert not text[at : token.span.start].strip()
        at = token.span.end
    assert not text[at:].strip()


@given(anything)
def test_sentences_cover_the_words_and_keep_to_their_line(text: str) -> None:
    found = sentences(text)
    at = 0
    for span in found:
        assert span.start >= at
        assert "\n" not in span.of(text)
        assert not text[at : span.start].strip()
        at = span.end
    assert not text[at:].strip()


@given(anything)
def test_paragraphs_are_the_lines_that_say_something(text: str) -> None:
    assert [p.of(text) for p in paragraphs(text)] == [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("name", STRANGE)
def test_strange_texts(name: str) -> None:
    found = analyse(STRANGE[name])
    assert all(len(s) for s in found.sentences)
