"""How firmly a statement is put."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.grading.factuality_lexicon import lemma
from onrecord.read.statements.grading.firmness import event_firmness, grade
from onrecord.read.statements.grading.hedge_lexicon import LANGUAGES, find_hedges
from onrecord.read.statements.tokens import analyse
from onrecord.records import Firmness, Span
from tests.marked import STRANGE, anything, attributions, languages, marked

A, PR, PS, U, D = (
    Firmness.ASSERTED, Firmness.PROBABLE, Firmness.POSSIBLE, Firmness.UNLIKELY, Firmness.DENIED,
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "firmness", "negated", "words", "hedges"),
    [
        ("The port {c:reportedly} {k:sent 12 tugs}.", PR, False, ["reportedly"], ["reportedly"]),
        ("{s:She} {c:said} {k:that around 4,000 crates were lost}.", A, False, [], ["around"]),
        ("{c:According to} {s:the report}, {k:roughly 20 houses burned}.", A, False, [], ["roughly"]),
        ("{s:She} {c:said} {k:some 40 houses burned}.", A, False, [], ["some"]),
        ("{s:She} {c:said} {k:some houses burned}.", A, False, [], []),
        ("{s:The mayor} {c:denied} {k:that the bridge was closed}.", D, False, ["denied"], ["denied"]),
        ("{s:The mayor} {c:did not deny} {k:that the bridge was closed}.", PS, False, ["not", "deny"], ["not", "deny"]),
        (
            "{s:The mayor} {c:would neither confirm nor deny} {k:that the bridge was closed}.",
            PS,
            False,
            ["neither", "deny"],
            ["neither", "deny"],
        ),
        ("{s:The mayor} did not {c:deny} {k:that the bridge was closed}.", PS, False, ["not", "deny"], ["not", "deny"]),
        ("{s:The minister} {c:ruled out} {k:a new toll}.", D, False, ["ruled out"], ["ruled out"]),
        ("{s:She} {c:doubts} {k:that the ferry will return}.", U, False, ["doubts"], ["doubts"]),
        ("{s:She} {c:had no doubt} {k:that the ferry will return}.", A, False, ["no", "doubt"], []),
        ("{s:He} {c:refused to confirm} {k:the sale}.", PS, False, ["refused to confirm"], ["refused to confirm"]),
        ("{s:He} {c:does not believe} {k:the crew is safe}.", U, False, ["not", "believe"], ["not", "believe"]),
        ("{s:He} {c:believes} {k:the crew is safe}.", PR, False, ["believes"], ["believes"]),
        ("{s:Residents} {c:fear} {k:a new flood}.", PS, False, ["fear"], ["fear"]),
        ("{s:She} {c:said} {k:the ferry may return in May}.", PS, False, ["may"], ["may"]),
        ("{s:She} {c:said} {k:the ferry did not return}.", A, True, [], []),
        ("{s:She} {c:confirmed} {k:that nobody was hurt}.", A, True, [], []),
        ("{s:She} {c:said} {k:the crew failed to close the hatch}.", A, True, [], []),
        ("{s:She} {c:said} {k:there was no evidence that the ferry sank}.", U, False, ["no evidence"], ["no evidence"]),
        ("{s:She} {c:said} {k:the crew is expected to arrive}.", PR, False, ["expected to"], ["expected to"]),
        ("{s:She} {c:said} {k:the man is believed to be hiding}.", PR, False, ["believed to"], ["believed to"]),
        ("{s:She} {c:said} {k:the crew is unlikely to arrive}.", U, False, ["is unlikely to"], ["is unlikely to"]),
        ("{k:“I don’t think we will win,”} {s:she} {c:said}.", U, False, ["I don’t think"], ["I don’t think"]),
        ("{s:She} {c:asked} {k:whether the crew is safe}.", PS, False, ["asked", "whether"], ["asked", "whether"]),
        ("{s:He} {c:said} {k:the captain, who may be hurt, was found}.", A, False, [], ["may"]),
        ("{k:“Yes. We did not leave. It may rain,”} {s:she} {c:said}.", A, True, [], ["may"]),
        ("{k:“Is the ferry safe?”} {s:she} {c:said}.", PS, False, ["?"], []),
        ("{s:She} {c:called} {k:the sale a disgrace}.", A, False, [], []),
        ("{s:She} {c:refused to disavow} {k:the sale}.", PS, False, ["refused", "disavow"], ["refused", "disavow"]),
        ("{s:She} {c:did not recommend} {k:a fine}.", PS, False, ["not", "recommend"], ["not", "recommend"]),
        ("{s:She} {c:said} {k:a possible sale was near}.", A, False, [], ["possible"]),
        ("{s:She} {c:said} {k:the port wants to sell it}.", A, False, [], []),
        ("{s:She} {c:said} {k:the port plans to sell it}.", PR, False, ["plans to"], ["plans to"]),
        ("{s:She} {c:said} {k:the rumour was false}.", U, False, ["was false"], ["was false"]),
        ("{k:“If the rain stops, we win,”} {s:she} {c:said}.", PR, False, ["If"], ["If"]),
        ("{s:He} {c:said} {k:it was not only late but wrong}.", A, False, [], []),
    ],
)  # fmt: skip
def test_grades(
    sentence: str, firmness: Firmness, negated: bool, words: list[str], hedges: list[str]
) -> None:
    analysis, attribution = marked(sentence)
    found = grade(analysis, attribution)
    assert found.firmness is firmness
    assert found.negated is negated
    assert [s.of(analysis.text) for s in found.words] == words
    assert [s.of(analysis.text) for s in found.hedges] == hedges


@pytest.mark.parametrize(
    ("language", "sentence", "firmness"),
    [
        ("de", "{s:Der Minister} {c:bestritt}, {k:dass die Brücke gesperrt sei}.", D),
        ("de", "{s:Sie} {c:sagte}, {k:der Mann habe vermutlich bezahlt}.", PR),
        ("fr", "{s:Le maire} {c:a nié} {k:que le pont soit fermé}.", D),
        ("fr", "{s:Le maire} {c:a dit} {k:que le pont serait fermé}.", PR),
        ("es", "{s:El alcalde} {c:desmintió} {k:que el puente esté cerrado}.", D),
        ("it", "{s:Il sindaco} {c:ha detto} {k:che forse il ponte è chiuso}.", PS),
        ("pt", "{s:O prefeito} {c:negou} {k:que a ponte esteja fechada}.", D),
        ("nl", "{s:De burgemeester} {c:ontkende} {k:dat de brug dicht is}.", D),
        ("pl", "{s:Burmistrz} {c:zaprzeczył}, {k:że most jest zamknięty}.", D),
        ("ru", "{s:Мэр} {c:сказал}, {k:что мост, вероятно, закрыт}.", PR),
        ("ru", "{s:Мэр} {c:опроверг}, {k:что мост закрыт}.", D),
        ("uk", "{s:Мер} {c:вважає}, {k:що міст закрито}.", PR),
        ("tr", "{s:Başkan} {k:köprünün kapalı olduğunu} {c:yalanladı}.", D),
        ("zh", "{s:市长} {c:否认} {k:桥已关闭}。", D),
        ("ar", "{s:رئيس البلدية} {c:نفى} {k:إغلاق الجسر}.", D),
    ],
)
def test_other_languages(language: str, sentence: str, firmness: Firmness) -> None:
    assert grade(*marked(sentence, language)).firmness is firmness


@pytest.mark.parametrize(
    ("sentence", "word", "low", "high"),
    [
        ("The ferry sank.", "sank", 2.9, 3.0),
        ("The ferry did not sink.", "sink", -3.0, -2.5),
        ("The ferry may sink.", "sink", 0.3, 1.5),
        ("The crew failed to close the hatch.", "close", -3.0, -2.0),
        ("The crew did not fail to close the hatch.", "close", 2.0, 3.0),
        ("The crew managed to close the hatch.", "close", 2.0, 3.0),
        ("They refused to leave.", "leave", -3.0, -2.0),
        ("She knew that the ferry sank.", "sank", 2.5, 3.0),
        ("She did not know that the ferry sank.", "sank", 2.5, 3.0),
        ("She doubts that the ferry sank.", "sank", -2.5, -0.5),
        ("They want to leave.", "leave", 0.0, 1.5),
        ("If the ferry sank, nobody saw it.", "sank", 0.0, 1.5),
        ("The guards prevented an attack.", "attack", -3.0, -1.5),
        ("There was a threat of a strike.", "strike", 0.0, 1.5),
        ("They left without paying.", "paying", -3.0, -1.5),
        ("The strike will begin.", "begin", 1.0, 2.5),
    ],
)
def test_events(sentence: str, word: str, low: float, high: float) -> None:
    start = sentence.index(word)
    assert low <= event_firmness(analyse(sentence), Span(start, start + len(word))) <= high


def test_lemmas() -> None:
    assert [lemma(w) for w in ("denied", "stopping", "told", "refuses", "zebra")] == [
        "deny",
        "stop",
        "tell",
        "refuse",
        None,
    ]


def test_every_language_has_every_kind() -> None:
    wanted = {
        "deny",
        "claim",
        "guess",
        "not",
        "number",
        "possible",
        "probable",
        "reported",
        "unlikely",
        "void",
        "doubt",
    }
    for language in LANGUAGES - {"en"}:
        from onrecord.read.statements.grading.hedge_lexicon import _OTHERS

        assert set(_OTHERS[language]) == wanted
        assert find_hedges(["zzz"], language) == []


def test_a_sentence_may_end_with_a_modal() -> None:
    assert event_firmness(analyse("in statement will"), Span(3, 12)) == 3.0


@given(anything, attributions, languages)
@settings(max_examples=200)
def test_any_text_has_a_grade_with_spans_inside(
    text: str, attribution: Attribution, language: str | None
) -> None:
    found = grade(analyse(text, language), attribution)
    for span in (*found.words, *found.hedges):
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text).strip()


@given(anything, st.integers(0, 100), st.integers(0, 20))
def test_any_event_has_a_value(text: str, start: int, length: int) -> None:
    assert -3.0 <= event_firmness(analyse(text), Span(start, start + length)) <= 3.0


@pytest.mark.parametrize("name", STRANGE)
def test_strange_texts(name: str) -> None:
    text = STRANGE[name]
    analysis = analyse(text)
    whole = Span(0, len(text))
    grade(analysis, Attribution((), (), (whole,)))
    grade(analysis, Attribution((whole,), (whole,), (whole,)))
    assert -3.0 <= event_firmness(analysis, Span(len(text) // 2, len(text))) <= 3.0
