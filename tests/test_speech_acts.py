"""What the source does by a statement."""

import pytest
from hypothesis import given

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.grading.speech_acts import speech_act
from onrecord.read.statements.tokens import analyse
from onrecord.records import Act, Span
from tests.marked import STRANGE, anything, attributions, languages, marked


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("{s:She} {c:said} {k:the ferry sank}.", Act.STATEMENT),
        ("{c:According to} {s:the mayor}, {k:the ferry sank}.", Act.STATEMENT),
        ("{c:According to} {s:a report of the port}, {k:the ferry sank}.", Act.DOCUMENT),
        ("{s:The survey} {c:found} {k:that most residents agree}.", Act.DOCUMENT),
        ("{s:The author of the report} {c:said} {k:it was late}.", Act.STATEMENT),
        ("{s:The Ostheim Post} {c:reported} {k:that it was late}.", Act.STATEMENT),
        ("{s:She} {c:asked} {k:whether the ferry sank}.", Act.QUESTION),
        ("{k:“Why would we leave?”} {s:she} {c:said}.", Act.QUESTION),
        ("{s:She} {c:asked} {k:for more tugs}.", Act.ORDER),
        ("{s:She} {c:told} them {k:to leave}.", Act.ORDER),
        ("{s:The mayor} {c:called on} {k:residents to leave}.", Act.ORDER),
        ("{s:The mayor} {c:promised} {k:a new bridge}.", Act.ORDER),
        ("{s:The mayor} {c:agreed} {k:to resign}.", Act.ORDER),
        ("{s:The mayor} {c:hopes} {k:the ferry returns}.", Act.BELIEF),
        ("{s:Residents} {c:fear} {k:a flood}.", Act.BELIEF),
        ("{s:When} {c:asked, she said} {k:it was late}.", Act.QUESTION),
    ],
)
def test_acts(sentence: str, expected: Act) -> None:
    assert speech_act(*marked(sentence)) is expected


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("de", "{s:Sie} {c:forderte} {k:mehr Schlepper}.", Act.ORDER),
        ("de", "{s:Sie} {c:hofft} {k:auf Regen}.", Act.BELIEF),
        ("fr", "{k:« Pourquoi partir ? »} {c:dit} {s:elle}.", Act.QUESTION),
        ("ru", "{s:Она} {c:сказала}, {k:что паром затонул}.", Act.STATEMENT),
        ("zh", "{s:她} {c:希望} {k:下雨}。", Act.BELIEF),
    ],
)
def test_other_languages(language: str, sentence: str, expected: Act) -> None:
    assert speech_act(*marked(sentence, language)) is expected


@given(anything, attributions, languages)
def test_any_text_has_an_act(text: str, attribution: Attribution, language: str | None) -> None:
    assert speech_act(analyse(text, language), attribution) in Act


@pytest.mark.parametrize("name", STRANGE)
def test_strange_texts(name: str) -> None:
    whole = (Span(0, len(STRANGE[name])),)
    assert speech_act(analyse(STRANGE[name]), Attribution(whole, whole, whole)) in Act
