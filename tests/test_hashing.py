"""Words of texts and of markup as rows of hash tables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.hashing import MARK_ROWS, MARKS, WORD_ROWS, WORDS, _Marks, mark_rows, word_rows

names = st.text("abcXYZ-_ 0é漢", max_size=40)


def words(text: str) -> list[int]:
    found: list[int] = word_rows([text])[0].tolist()
    return [row for row in found if row]


def marks(element: str) -> list[int]:
    found: list[int] = mark_rows([element])[0].tolist()
    return [row for row in found if row]


@given(st.lists(st.text(max_size=300), min_size=1, max_size=8))
def test_a_text_has_the_same_rows_whatever_stands_beside_it(texts: list[str]) -> None:
    together = word_rows(texts)
    assert together.shape == (len(texts), WORDS)
    assert together.dtype == np.int32
    assert together.min() >= 0
    assert together.max() < WORD_ROWS
    for text, rows in zip(texts, together, strict=True):
        assert rows.tolist() == word_rows([text])[0].tolist()


@given(st.lists(names.map("div ".__add__), min_size=1, max_size=8, unique=True))
def test_an_element_has_the_same_rows_whatever_stands_beside_it(elements: list[str]) -> None:
    together = _Marks()(elements)
    assert together.shape == (len(elements), MARKS)
    assert together.min() >= 0
    assert together.max() < MARK_ROWS
    for element, rows in zip(elements, together, strict=True):
        assert rows.tolist() == _Marks()([element])[0].tolist()


def test_many_texts_and_many_elements_are_taken_in_parts() -> None:
    texts = [f"the {chr(97 + i % 26) * (i % 9)} harbour {'long ' * (i % 70)}" for i in range(4_500)]
    assert word_rows(texts)[1_990:2_010].tolist() == word_rows(texts[1_990:2_010]).tolist()
    elements = [f"div {'abc'[i % 3]}{'xyz'[i % 7 % 3] * (i % 40)} n{i}" for i in range(4_500)]
    assert _Marks()(elements)[1_990:2_010].tolist() == _Marks()(elements[1_990:2_010]).tolist()


def test_what_is_remembered_is_bounded() -> None:
    seen = _Marks(kept=40)
    for i in range(30):
        elements = [f"div {'abcdefghij'[i % 10]}word {'klmnopqrst'[k]}part" for k in range(i % 10 + 1)]
        assert seen(elements).tolist() == _Marks()(elements).tolist()
        assert len(seen.number) <= 40
    flood = [f"div {chr(97 + k)}{chr(97 + k)}flood" for k in range(26)]
    assert seen(flood).tolist() == _Marks()(flood).tolist()
    assert len(seen.number) <= 40


def test_lone_surrogates_and_characters_beyond_the_basic_plane() -> None:
    assert words("a\ud800b \U0001f600 c") == words("a b c")
    assert marks("div \ud800body\U0001f600") == marks("div body")


def test_no_texts_and_no_elements() -> None:
    assert word_rows([]).shape == (0, WORDS)
    assert mark_rows([]).shape == (0, MARKS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The harbour is closed.", "THE HARBOUR IS CLOSED"),
        ("In 2024", "in 1999"),  # digits count as zeros
        ("Гавань закрыта", "ГАВАНЬ ЗАКРЫТА!"),
        ("the\nharbour", "the harbour"),
    ],
)
def test_texts_of_the_same_words(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("harbour", "harbor"), ("ab", "ba"), ("aa", "a"), ("10", "1000"), ("a1", "1a"), ("港口", "口港")],
)
def test_words_that_differ(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_where_words_are_not_set_apart_pairs_of_characters_stand_for_them() -> None:
    assert words("港口关闭")[:3] == [words("港口")[0], words("口关")[0], words("关闭")[0]]


def test_the_last_words_of_a_long_text_are_told_apart_from_its_first() -> None:
    long = "harbour " * 40
    rows = words(long)
    assert len(rows) == WORDS
    assert len(set(rows)) == 2
    assert set(rows[:12]) == {words("harbour")[0]}


def test_the_words_of_names() -> None:
    assert marks("div articleBody__2Xy7-lead") == [*marks("div"), *marks("p article body lead")[1:]]
    assert marks("div BODY") == marks("div body")
    assert marks("div x y1 bQ aVeryLongNameThatNoNewsroomWrites"[:13]) == marks(
        "div"
    )  # one letter says nothing
    assert marks("div card card__title card--big") == marks("div card title big")  # each word once


def test_a_tag_is_no_class() -> None:
    assert marks("nav")[0] not in marks("div nav")


def test_what_a_hostile_page_writes_is_cut() -> None:
    assert marks("div " + "name " * 100_000) == marks("div name")
    assert len(marks("x-" + "y" * 100_000)) == 1


def test_threads_may_share_what_is_remembered() -> None:
    elements = [[f"div {'abcdefgh'[i % 8]}word{'xyz'[k % 3]} part" for k in range(i)] for i in range(1, 60)]
    wanted = [_Marks()(page).tolist() for page in elements]
    shared = _Marks(kept=50)
    with ThreadPoolExecutor(8) as pool:
        assert [rows.tolist() for rows in pool.map(shared, elements)] == wanted
