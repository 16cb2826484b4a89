"""Quotations with their speakers, in many languages, by rules."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.quoting.cue_lexicon import cues_of
from onrecord.read.statements.quoting.quotation_reader import READER, read_quotations
from tests.test_quotation_detection import anything, languages, marked

# text, language, source, cue, content; parts of a discontinuous one are divided by "|"
READ = [
    ("“We will rebuild the pier,” said Mayor Anna Stone on Monday.", "en", "Mayor Anna Stone", "said", "“We will rebuild the pier,”"),
    ("Anna Stone, the mayor, said: “We will rebuild the pier.”", "en", "Anna Stone, the mayor", "said", "“We will rebuild the pier.”"),
    ("“We will rebuild the pier,” she added.", "en", "she", "added", "“We will rebuild the pier,”"),
    ("“We will rebuild it,” Stone said. “We start in May.”", "en", "Stone", "said", "“We will rebuild it,”|“We start in May.”"),
    ("The pier is, according to Anna Stone, “in a very bad state”.", "en", "Anna Stone", "according to", "“in a very bad state”"),
    ("„Wir bauen den Steg neu“, sagte die Sprecherin der Stadt am Montag.", "de", "die Sprecherin der Stadt", "sagte", "„Wir bauen den Steg neu“"),
    ("Gestern teilte die Stadt in Altwerder mit: „Wir bauen den Steg neu.“", "de", "die Stadt", "teilte|mit", "„Wir bauen den Steg neu.“"),
    ("„Wir bauen den Steg neu“, so der Minister.", "de", "der Minister", "so", "„Wir bauen den Steg neu“"),
    ("Jana Muster, Leiterin des Hafens, erklärte: „Wir bauen den Steg neu.“", "de", "Jana Muster, Leiterin des Hafens", "erklärte", "„Wir bauen den Steg neu.“"),
    ("« Nous allons reconstruire le quai », a déclaré le maire Jean Petit.", "fr", "le maire Jean Petit", "a déclaré", "« Nous allons reconstruire le quai »"),
    ("« Nous allons reconstruire le quai », explique-t-elle.", "fr", "elle", "explique", "« Nous allons reconstruire le quai »"),
    ("« Nous partons tous, a dit le maire Jean Petit, et nous reviendrons. »", "fr", "le maire Jean Petit", "a dit", "« Nous partons tous,|et nous reviendrons. »"),
    ("“Vamos a reconstruir el muelle”, dijo la alcaldesa Ana Ruiz en Altea.", "es", "la alcaldesa Ana Ruiz", "dijo", "“Vamos a reconstruir el muelle”"),
    ("—Nos vamos todos —dijo Ana Ruiz—, y no volveremos.", "es", "Ana Ruiz", "dijo", "—Nos vamos todos|y no volveremos."),
    ("“Ricostruiremo presto il molo”, ha detto il sindaco Mario Rossi.", "it", "il sindaco Mario Rossi", "ha detto", "“Ricostruiremo presto il molo”"),
    ("“Vamos reconstruir o cais”, afirmou o prefeito João Lima.", "pt", "o prefeito João Lima", "afirmou", "“Vamos reconstruir o cais”"),
    ("“We gaan de kade herbouwen”, zei burgemeester Jan de Wit.", "nl", "burgemeester Jan de Wit", "zei", "“We gaan de kade herbouwen”"),
    ("”Vi ska bygga upp kajen igen”, sa Anna Berg.", "sv", "Anna Berg", "sa", "”Vi ska bygga upp kajen igen”"),
    ("”Rakennamme laiturin uudelleen”, sanoi kaupunginjohtaja Matti Laine.", "fi", "kaupunginjohtaja Matti Laine", "sanoi", "”Rakennamme laiturin uudelleen”"),
    ("„Odbudujemy nasze całe nabrzeże” – powiedział burmistrz Jan Nowak.", "pl", "burmistrz Jan Nowak", "powiedział", "„Odbudujemy nasze całe nabrzeże”"),
    ("„Nábřeží znovu brzy postavíme,“ řekl starosta Jan Novák.", "cs", "starosta Jan Novák", "řekl", "„Nábřeží znovu brzy postavíme,“"),
    ("– Мы уходим, – сказал Иван Петров. – И не вернёмся.", "ru", "Иван Петров", "сказал", "– Мы уходим,|– И не вернёмся."),
    ("«Мы все уходим, – сказал Иван Петров. – И не вернёмся».", "ru", "Иван Петров", "сказал", "«Мы все уходим,|И не вернёмся»"),
    ("«Ми відбудуємо цей причал», – заявив мер Іван Коваль.", "uk", "мер Іван Коваль", "заявив", "«Ми відбудуємо цей причал»"),
    ("«Θα ξαναχτίσουμε την προβλήτα», είπε ο δήμαρχος Νίκος Παππάς.", "el", "ο δήμαρχος Νίκος Παππάς", "είπε", "«Θα ξαναχτίσουμε την προβλήτα»"),
    ("Başkan Ali Kaya, “İskeleyi yeniden inşa edeceğiz” dedi.", "tr", "Başkan Ali Kaya", "dedi", "“İskeleyi yeniden inşa edeceğiz”"),
    ("وقال الوزير أحمد: «سنعيد بناء الرصيف قريبا»", "ar", "الوزير أحمد", "وقال", "«سنعيد بناء الرصيف قريبا»"),
    ('ראש העיר דנה כהן אמרה: "אנחנו נבנה את הרציף מחדש"', "he", "ראש העיר דנה כהן", "אמרה", '"אנחנו נבנה את הרציף מחדש"'),
    ("市长王明说：“我们将重建码头。”", "zh", "市长王明", "说", "“我们将重建码头。”"),
    ("“我们将重建这个码头。”王明表示。", "zh", "王明", "表示", "“我们将重建这个码头。”"),
    ("山田市長は「桟橋を再建します」と述べた。", "ja", "山田市長", "述べた", "「桟橋を再建します」"),
    ("김철수 시장은 “우리는 부두를 다시 짓는다”고 말했다.", "ko", "김철수 시장", "말했다", "“우리는 부두를 다시 짓는다”"),
    ("मंत्री राम ने कहा, “हम घाट फिर से बनाएंगे।”", "hi", "मंत्री राम", "ने कहा", "“हम घाट फिर से बनाएंगे।”"),
    ("“Kami akan membangun dermaga lagi,” kata Menteri Budi.", "id", "Menteri Budi", "kata", "“Kami akan membangun dermaga lagi,”"),
]  # fmt: skip


def parts(text: str, a: Attribution) -> tuple[str, str, str]:
    source, cue, content = ("|".join(s.of(text) for s in p) for p in (a.source, a.cue, a.content))
    return source, cue, content


@pytest.mark.parametrize(("text", "language", "source", "cue", "content"), READ, ids=lambda v: v[:24])
def test_languages(text: str, language: str, source: str, cue: str, content: str) -> None:
    (a,) = read_quotations(text, language)
    assert parts(text, a) == (source, cue, content)
    assert a.reader == READER
    assert 0.3 < a.score < 0.9


def test_colon_in_the_paragraph_before() -> None:
    text = "The press service noted that they avoid it:\n\n“It is no secret that they never give up.”"
    (a,) = read_quotations(text, "en")
    assert parts(text, a) == ("The press service", "noted", "“It is no secret that they never give up.”")
    assert a.flags == {"colon"}


def test_the_speaker_of_the_sentence_before_goes_on() -> None:
    text = "Anna Stone said that the pier is old. The planks are “rotten from end to end”."
    (a,) = read_quotations(text, "en")
    assert parts(text, a)[0] == "Anna Stone"
    assert a.flags == {"turn"}
    assert a.score < 0.5


def test_unknown_speakers_are_kept() -> None:
    text = "A board hung there.\n\n“Nobody may cross the bridge at night.”"
    (a,) = read_quotations(text, "en")
    assert not a.source
    assert not a.cue
    assert a.content
    assert a.score < 0.4


def test_scare_quotes_and_titles_are_no_statements() -> None:
    text = "The so-called “ghost pier” was shown in “The Winter Ferry”, critics said."
    assert read_quotations(text, "en") == ()


def test_a_verb_inside_another_quotation_is_no_cue() -> None:
    text = "“He said nothing at all about it.” “They told us to go away.”"
    assert all(not a.cue for a in read_quotations(text, "en"))


@pytest.mark.parametrize("language", [None, "xx", "de-AT", "pt_BR", "nb", "EN"])
def test_any_language_code(language: str | None) -> None:
    assert cues_of(language).verbs
    assert read_quotations("“We will rebuild the pier,” said Anna Stone.", language)


@given(anything | marked, languages)
@settings(max_examples=300, deadline=None)
def test_any_text(text: str, language: str | None) -> None:
    for a in read_quotations(text, language):
        assert a.content
        for part in (a.source, a.cue, a.content):
            assert all(s.end <= len(text) for s in part)
            assert all(x.end <= y.start for x, y in pairwise(part))


@given(st.lists(st.sampled_from([r[0] for r in READ]), max_size=6), st.sampled_from([r[1] for r in READ]))
@settings(max_examples=60, deadline=None)
def test_mixtures(texts: list[str], language: str) -> None:
    read_quotations("\n".join(texts), language)
    read_quotations(" ".join(texts), language)


@pytest.mark.parametrize(
    "text",
    [
        "“" * 20_000,
        "“a b c d e.” " * 4_000,
        "he said “a b c d e,” " * 1_500,
        " ".join(["said"] * 20_000),
        "“" + " ".join(["said"] * 20_000) + "”",
        "\n".join(["He said:", "“We go home now.”"] * 800),
        "– сказал – " * 4_000,
        "，说“一二三四五六七八九十。”" * 1_000,
        ", dit il, a dit, " * 1_500 + "« " + "a, dit b, " * 1_500 + " »",
    ],
    ids=lambda t: repr(t[:8]),
)
def test_hostile_text(text: str) -> None:
    for language in ("en", "ru", "zh", "fr"):
        read_quotations(text, language)
