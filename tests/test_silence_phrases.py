"""Who did not speak, in languages that are read without a network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.statements.quoting.silence_phrases import read_silences
from onrecord.read.statements.reader import Spoken, Subject, spoken_of_texts


def spoken(text: str, language: str) -> Spoken:
    return next(spoken_of_texts([Subject(text, language=language)]))


@pytest.mark.parametrize(
    ("language", "text", "speaker", "about"),
    [
        ("de", "Die Reederei wollte sich am Freitag nicht äußern.", "Reederei", ""),
        ("de", "Hafenmeister Teodor Hask lehnte eine Stellungnahme ab.", "Teodor Hask", ""),
        (
            "de",
            "Das Ministerium reagierte zunächst nicht auf eine Anfrage.",
            "Ministerium",
            "auf eine Anfrage",
        ),
        ("de", "Bürgermeisterin Anna Lund war nicht zu erreichen.", "Anna Lund", ""),
        (
            "fr",
            "La maire, Ottiline Breck, a refusé de répondre aux questions.",
            "Ottiline Breck",
            "aux questions",
        ),
        ("fr", "Le ministère n’a pas souhaité commenter ces chiffres.", "ministère", "ces chiffres"),
        ("es", "La alcaldesa Otilia Breck se negó a comentar el informe.", "Otilia Breck", "el informe"),
        ("it", "Il sindaco Otto Brecchi non ha voluto commentare la notizia.", "Otto Brecchi", "la notizia"),
        ("pt", "A vereadora Petra Honório não quis comentar o caso.", "Petra Honório", "o caso"),
        ("nl", "Burgemeester Anna Lund wilde niet reageren op de vragen.", "Anna Lund", "op de vragen"),
        ("pl", "Burmistrz Anna Lund nie odpowiedziała na pytania.", "Anna Lund", "na pytania"),
        ("ru", "Мэр Отто Брек не ответил на вопросы журналистов.", "Отто Брек", "на вопросы журналистов"),
        ("ru", "В министерстве отказались комментировать эти данные.", "unnamed", "эти данные"),
        ("uk", "Речниця Олена Ковальчук не відповіла на запитання.", "Олена Ковальчук", "на запитання"),
        ("sv", "Kommunalrådet Petra Honung vill inte kommentera uppgifterna.", "Petra Honung", "uppgifterna"),
        ("da", "Borgmester Anna Lund ønsker ikke at kommentere sagen.", "Anna Lund", "sagen"),
        ("fi", "Kaupunginjohtaja Anna Lund ei kommentoi asiaa.", "Anna Lund", "asiaa"),
        ("tr", "Bakanlık iddialar hakkında yorum yapmadı.", "Bakanlık", ""),
        ("ar", "رفض المتحدث باسم الوزارة التعليق على التقرير.", "المتحدث باسم الوزارة", "على التقرير"),
        ("zh", "市长奥蒂莉拒绝就此置评。", "奥蒂莉", ""),
        ("ja", "市長はコメントを控えた。", "市長", ""),
        ("ko", "한페트라 의원은 답변을 거부했다.", "한페트라", ""),
    ],
)
def test_silence_is_found_with_who_and_about_what(language: str, text: str, speaker: str, about: str) -> None:
    found = spoken(text, language)
    (silence,) = found.silences
    assert speaker in silence.speaker.name
    assert " … ".join(s.of(text) for s in silence.about) == about
    assert found.statements == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Ich wollte mich nicht äußern“, sagte Anna Lund."),
        ("de", "Die Stadt lehnt den Antrag ab."),
        ("fr", "Le maire a répondu aux questions."),
        ("es", "«No quiso responder», dijo la alcaldesa Otilia Breck."),
        ("ru", "Министр ответил на вопросы."),
        ("uk", "Міністр відповів на запитання."),
        ("zh", "市长奥蒂莉回应了提问。"),
        ("xx", "Nothing is known of this language."),
    ],
)
def test_what_is_said_is_no_silence(language: str, text: str) -> None:
    assert spoken(text, language).silences == ()


@given(
    st.text(max_size=300), st.sampled_from("de fr es it pt nl pl ru uk sv no da fi tr ar zh ja ko nb".split())
)
def test_spans_lie_in_any_text(text: str, language: str) -> None:
    for a in read_silences(text, language, ()):
        for span in (*a.source, *a.cue, *a.content):
            assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize("language", ["de", "fr", "ru", "zh", "ko", "fi"])
def test_long_texts_take_steps_in_proportion(language: str) -> None:
    """A text of nothing but beginnings of phrases ends; patterns have gaps of a few words only."""
    bait = {
        "de": "wollte sich ",
        "fr": "n’a pas ",
        "ru": "отказался ",
        "zh": "拒绝",
        "ko": "답변을 ",
        "fi": "ei ",
    }
    assert isinstance(read_silences(bait[language] * 5000, language, ()), tuple)
