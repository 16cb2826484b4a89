"""Adverbs of hearsay: nobody is named, and the clause around the adverb is the content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.hearsay_adverbs import attribute_hearsay
from onrecord.read.statements.tokens import analyse
from onrecord.records import Span


def span(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [s.of(text) for s in spans]


def test_the_subject_goes_back_into_the_content() -> None:
    text = "Sarmond reportedly sent 200 divers to Port Orsel, to calm the town. The mayor slept."
    given = Attribution(
        (span(text, "Sarmond"),), (span(text, "reportedly"),), (span(text, "to calm the town"),), 0.7, "net"
    )
    (one,) = attribute_hearsay(analyse(text, "en"), [given])
    assert one.source == ()
    assert words(text, one.content)[:2] == ["Sarmond", "sent 200 divers to Port Orsel"]


def test_the_content_is_the_clause_also_where_no_source_was_found() -> None:
    text = "Sarmond reportedly sent 200 divers to Port Orsel, to calm the town. The mayor slept."
    content = span(text, "sent 200 divers to Port Orsel, to calm the town")
    (one,) = attribute_hearsay(
        analyse(text, "en"), [Attribution((), (span(text, "reportedly"),), (content,), 0.7, "net")]
    )
    assert words(text, one.content) == ["Sarmond", "sent 200 divers to Port Orsel"]


def test_what_was_missed_is_added() -> None:
    text = "The pilot was allegedly asleep. The boat sank."
    (one,) = attribute_hearsay(analyse(text, "en"), [])
    assert words(text, one.cue) == ["allegedly"]
    assert words(text, one.content) == ["The pilot was", "asleep"]
    assert "hearsay" in one.flags


@pytest.mark.parametrize(
    "text", ["Divers raised the allegedly stolen boat.", "The boat sank in the harbour.", "reportedly"]
)
def test_a_participle_with_its_noun_is_no_statement(text: str) -> None:
    assert attribute_hearsay(analyse(text, "en"), []) == ()


def test_another_cue_keeps_its_own() -> None:
    text = "The pilot is reportedly said to have slept."
    given = Attribution((), (span(text, "is reportedly said"),), (span(text, "to have slept"),), 0.7, "net")
    assert attribute_hearsay(analyse(text, "en"), [given]) == (given,)


@given(
    st.lists(
        st.sampled_from(["reportedly", "the", "pilot", ",", ".", "“", "slept", "\n", "allegedly"]),
        max_size=30,
    )
)
def test_any_text_gives_spans_inside_it(parts: list[str]) -> None:
    text = " ".join(parts)
    for a in attribute_hearsay(analyse(text, "en"), []):
        for s in (*a.cue, *a.content):
            assert 0 <= s.start < s.end <= len(text)
            assert s.of(text).strip()
