"""Statements within statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.naming.nested_attribution import nest_attributions
from onrecord.records import Span
from tests.analysed import analysed, at, paragraphs, said


def words(text: str, one: Attribution) -> tuple[list[str], list[str], list[str]]:
    return tuple([s.of(text) for s in part] for part in (one.source, one.cue, one.content))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "content", "inner"),
    [
        (
            "Petro added that they were later informed by their commander that the road was closed.",
            "that they were later informed by their commander that the road was closed",
            (["their commander"], ["were later informed by"], ["that the road was closed"]),
        ),
        (
            "Petro said that they were later told over the radio that the man had calmed down.",
            "that they were later told over the radio that the man had calmed down",
            (["they"], ["were later told over the radio"], ["that the man had calmed down"]),
        ),
        (
            "The Post reported that officials said the bridge was unsafe.",
            "that officials said the bridge was unsafe",
            (["officials"], ["said"], ["the bridge was unsafe"]),
        ),
        (
            "The mayor said that, according to Tom Hale, the bridge was unsafe.",
            "that, according to Tom Hale, the bridge was unsafe",
            None,
        ),
        (
            "The mayor said that Hale had told reporters that the bridge was safe.",
            "that Hale had told reporters that the bridge was safe",
            (["Hale"], ["had told reporters"], ["that the bridge was safe"]),
        ),
        ("The mayor said that nobody had told her that it was unsafe.", "that nobody had told her that it was unsafe", None),
        ("The mayor said that they were not told that it was unsafe.", "that they were not told that it was unsafe", None),
        ("The mayor said that it is so cold that people say little.", "that it is so cold that people say little", None),
        ("The minister told AFP that the bridge was unsafe.", "that the bridge was unsafe", None),
    ],
)  # fmt: skip
def test_inner_attributions(text: str, content: str, inner: tuple[list[str], ...] | None) -> None:
    outer = Attribution((Span(0, 4),), (), (at(text, content),))
    everything, parents = nest_attributions(analysed(text), [outer])
    if inner is None:
        assert all(len(x.source) == 1 for x in everything[1:])
        assert len(everything) <= (2 if "according" in text else 1)
        return
    assert len(everything) == 2
    assert words(text, everything[1]) == inner
    assert parents == (None, 0)


def test_citing() -> None:
    text = "The harbour is closed, according to the Westport Courier, citing two sailors."
    outer = Attribution((at(text, "the Westport Courier"),), (at(text, "according to"),), (at(text, "The harbour is closed"),))  # fmt: skip
    everything, parents = nest_attributions(analysed(text), [outer])
    assert words(text, everything[1]) == (["two sailors"], ["citing"], ["The harbour is closed"])
    assert parents == (None, 0)


def test_quotations_hold_only_clear_cases() -> None:
    text = "“I think that she left. They said it was late. We were told that the ship sank,” Hale said."
    outer = Attribution((at(text, "Hale"),), (at(text, "said", 1),), (Span(0, text.index(" Hale")),))
    everything, _ = nest_attributions(analysed(text), [outer])
    assert [words(text, one)[1] for one in everything[1:]] == [["were told"]]


def test_what_was_found_already_gets_its_parent_and_is_not_found_twice() -> None:
    text = "The Post reported that officials said the bridge was unsafe."
    inner = said(text, "officials", "said", "the bridge was unsafe")
    outer = Attribution((at(text, "The Post"),), (at(text, "reported"),), (Span(18, len(text) - 1),))
    assert nest_attributions(analysed(text), [inner, outer]) == ((inner, outer), (1, None))


def test_three_deep() -> None:
    text = "Anna said that Tom had told her that Ivan had told him that the ship sank."
    outer = Attribution((at(text, "Anna"),), (at(text, "said"),), (Span(10, len(text) - 1),))
    everything, parents = nest_attributions(analysed(text, ["Anna", "Tom", "Ivan"]), [outer])
    assert parents == (None, 0, 1)
    assert [words(text, x)[0] for x in everything] == [["Anna"], ["Tom"], ["Ivan"]]


spans = st.tuples(st.integers(0, 200), st.integers(0, 200)).map(lambda p: Span(min(p), max(p)))
parts = st.lists(spans, max_size=3).map(lambda s: tuple(sorted(s)))
attributions = st.lists(st.builds(Attribution, parts, parts, parts), max_size=6)
vocabulary = st.lists(st.sampled_from("He she said that they told were “ ” , . Hale the mayor \n according to citing 他说 Он".split(" ")), max_size=60)  # fmt: skip


@given(vocabulary.map(" ".join), attributions)
def test_never_an_exception_and_never_a_circle(text: str, some: list[Attribution]) -> None:
    for analysis in (analysed(text), Analysis(text, paragraphs=paragraphs(text))):
        everything, parents = nest_attributions(analysis, some)
        assert everything[: len(some)] == tuple(some)
        assert len(everything) == len(parents)
        for k in range(len(parents)):
            seen, at_ = {k}, parents[k]
            while at_ is not None:
                assert at_ not in seen
                seen.add(at_)
                at_ = parents[at_]
        for one in everything[len(some) :]:
            assert all(0 <= s.start < s.end <= len(text) for s in (*one.source, *one.cue, *one.content))
