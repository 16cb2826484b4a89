"""Communication, attitude and silence, told apart; and the words of what is said, as one writes them in a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from onrecord import read
from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.grading.attribution_type import TYPES, attribution_type
from onrecord.records import AttributionType, Capture, Reading
from onrecord.run.store import open_store
from tests import fakes
from tests.marked import anything, attributions, languages, marked
from tests.rooms import put, reading_of

SAID, THOUGHT, SILENT = TYPES


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("{s:She} {c:said} {k:the ferry sank}.", SAID),
        ("{s:The minister} {c:denied} {k:that the light was dark}.", SAID),
        ("{c:According to} {s:a report}, {k:the mole is sound}.", SAID),
        ("{s:She} {c:said} {k:that it was not so}.", SAID),
        ("{s:The council} {c:announced} {k:a new inquiry}.", SAID),
        ("{s:He} {c:asked} {k:whether anybody had slept}.", SAID),
        ("{s:Critics} {c:have accused} {k:the company of haste}.", SAID),
        ("{s:Residents} {c:believe} {k:the light was dark}.", THOUGHT),
        ("{s:He} {c:expected} {k:to return to work}.", THOUGHT),
        ("{s:She and her husband} {c:started looking for} {k:child care}.", THOUGHT),
        ("{s:The captain} {c:wanted} {k:to wait}.", THOUGHT),
        ("{s:The union} {c:hopes} {k:for an answer}.", THOUGHT),
        ("{s:Nobody} {c:knew} {k:that the lamp was old}.", THOUGHT),
        ("{s:Hale} {c:declined} {k:to comment on the report}.", SILENT),
        ("{s:The ministry} {c:did not respond to} {k:a request for comment}.", SILENT),
        ("{s:She} {c:did not mention} {k:the missing funds}.", SILENT),
        ("{s:The company} {c:refused to say} {k:when the ferry was last checked}.", SILENT),
        ("{s:Dravosh} {c:would not discuss} {k:the count}.", SILENT),
        ("{s:Neither Adler nor her deputy} {c:commented on} {k:the report}.", SILENT),
        ("{s:He} {c:has yet to say} {k:who will pay}.", SILENT),
    ],
)
def test_english(sentence: str, expected: AttributionType) -> None:
    assert attribution_type(*marked(sentence))[0] is expected


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("de", "{s:Der Rat} {c:sagte}, {k:„das Licht war aus“}.", SAID),
        ("de", "{s:Die Leute} {c:glauben}, {k:„das Licht war aus“}.", THOUGHT),
        ("uk", "{k:«Світло не горіло»}, {c:сказала} {s:вона}.", SAID),
    ],
)
def test_other_languages(language: str, sentence: str, expected: AttributionType) -> None:
    assert attribution_type(*marked(sentence, language))[0] is expected


@given(anything, attributions, languages)
def test_any_text_has_a_type(text: str, attribution: Attribution, language: str) -> None:
    from onrecord.read.statements.tokens import analyse

    found, sure = attribution_type(analyse(text, language), attribution)
    assert found in TYPES
    assert 0 <= sure <= 1


PAGE = """<title>Audit - The Ledger</title><article><h1>Audit finds gap</h1>
<p>The books of the port have a gap of two million, auditor Paul Stern said on Monday.</p>
<p>Harbour master Ruth Adler declined to comment on the report. Her deputy, Kim Ode, believes that the gap is an error.</p>
<p>“I have nothing to add,” said Lou Brandt, who runs the lifts. The crane's maker did not respond to a request for comment.</p>
</article>"""


@pytest.fixture(scope="module")
def audit() -> Reading:
    return read(PAGE, statements=True)


def test_what_is_not_said_is_in_nobodys_mouth(audit: Reading) -> None:
    assert {s.speaker.name for s in audit.said()} == {"Paul Stern", "Lou Brandt"}
    assert "Kim Ode" in {s.speaker.name for s in audit.said(attitudes=True)}
    assert "Ruth Adler" in {s.speaker.name for s in audit.unsaid()}
    assert not any(s.type is AttributionType.SILENCE for s in audit.statements)


def test_statements_speak_in_words(audit: Reading) -> None:
    brandt = next(s for s in audit.said() if s.speaker.name == "Lou Brandt")
    assert (brandt.words, brandt.cue_words) == ("“I have nothing to add,”", "said")
    assert repr(brandt) == "<Said 'Lou Brandt' 'said': '“I have nothing to add,”'>"
    assert len(repr(audit)) < 200
    assert len(repr(audit.article)) < 200


def test_tables_of_notebooks(audit: Reading) -> None:
    frame, other = audit.to_pandas(), audit.to_polars()
    assert list(frame["speaker"]) == list(other["speaker"]) == [s.speaker.name for s in audit.said()]
    assert len(audit.to_pandas(attitudes=True)) > len(frame)


def test_the_marked_article_is_inert() -> None:
    text = "“Go & <script>alert(1)</script>,” said Ada."
    said = fakes.statement(text, content="“Go & <script>alert(1)</script>,”", source="Ada", cue="said")
    html = reading_of([text], statements=(said,))._repr_html_()
    assert "<mark" in html
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_statements_within_an_attitude_stand_within_what_that_stood_in() -> None:
    text = "Ada said Bo thinks Cy left, Dee told."
    outer = fakes.statement(text, content="Bo thinks Cy left", source="Ada", cue="said")
    thought = fakes.statement(
        text, content="Cy left", source="Bo", cue="thinks", type=AttributionType.ATTITUDE, within=outer.id
    )
    inner = fakes.statement(text, content="left", source="Cy", within=thought.id)
    shown = reading_of([text], statements=(outer, thought, inner)).without_attitudes()
    assert [s.id for s in shown.statements] == [outer.id, inner.id]
    assert shown.statements[1].within == outer.id


def test_stores_show_what_is_said_and_list_silences(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    text = "Ada said it rains. Bo thinks it snows. Kim declined to comment."
    said = fakes.statement(text, content="it rains", source="Ada", cue="said")
    thought = fakes.statement(
        text, content="it snows", source="Bo", cue="thinks", type=AttributionType.ATTITUDE
    )
    put(path, Capture("a", b"<p>a"), reading_of([text], statements=(said, thought)))
    with open_store(path, write=True) as store, store.database.transaction():
        from onrecord.store.writing import put_reading

        kept = store.reading(1)
        assert kept is not None
        from dataclasses import replace

        assert kept.article is not None
        put_reading(store.database, 1, replace(kept, silences=(fakes.silence(kept.article),)))
    with open_store(path) as store:
        from onrecord.store.filters import Filters

        assert [h.words for h in store.search_statements("it")] == ["it rains"]
        everything = store.search_statements("it", Filters(attitudes=True))
        assert {h.words for h in everything} == {"it rains", "it snows"}
        assert [s.name for s in store.speakers()] == ["Ada"]
        assert list(store.says("Bo")) == []
        (hit,) = store.silences("Kim")
        assert (hit.speaker.name, hit.speaker.role) == ("Kim Ode", "deputy")
        assert list(store.silences("Ada")) == []
