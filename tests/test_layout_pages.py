"""Words in the right mouth where the layout of a page says whose they are: whole pages, invented, in several forms each."""

import pytest

from onrecord import read
from onrecord.records import Manner, Reading, SpeakerKind

ENGLISH = (
    "<p>The harbour board of Port Orsel voted on Monday night to close the old swing bridge for a year while its bearings are replaced.</p>"
    "<p>The decision, taken by seven votes to four, follows a survey in which divers found that two of the nine piers had cracked.</p>"
)
GERMAN = (
    "<p>Der Hafenrat von Port Orsel hat am Montagabend beschlossen, die alte Drehbrücke für ein Jahr zu schließen, bis die Lager "
    "erneuert sind.</p>"
)


def page(
    body: str, *, lead: str = ENGLISH, language: str = "en", outlet: str = "The Orsel Herald"
) -> Reading:
    by = "Von Jorun Vale" if language == "de" else "By Jorun Vale"
    html = (
        f'<!DOCTYPE html><html lang="{language}"><head><title>Bridge | {outlet}</title><meta property="og:site_name" content="{outlet}">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Swing bridge to close for a year", "datePublished": '
        '"2026-02-03T08:00:00Z", "author": {"@type": "Person", "name": "Jorun Vale"}}</script></head><body><main><article>'
        f'<h1>Swing bridge to close for a year</h1><p class="byline">{by}</p>{lead}{body}</article></main></body></html>'
    )
    return read(html, statements=True)


def said(reading: Reading, words: str, *, outermost: bool = True) -> list[str]:
    """The speakers of the statements whose contents hold these words."""
    assert reading.article is not None
    text = reading.article.text
    return [
        s.speaker.name
        for s in reading.statements
        if any(words in c.of(text) for c in s.content) and not (outermost and s.within)
    ]


def speakers(reading: Reading) -> set[str]:
    return {s.speaker.name for s in reading.statements}


def contents(reading: Reading, speaker: str) -> list[list[str]]:
    assert reading.article is not None
    text = reading.article.text
    return [
        [c.of(text) for c in s.content]
        for s in reading.statements
        if s.speaker.name == speaker and not s.within
    ]


# Block quotations


LETTER = "<p>My mother crossed that bridge to school, and so did I.</p><p>I have read the divers’ report twice, and I hoped it was wrong.</p>"


@pytest.mark.parametrize(
    ("lead", "cue"),
    [
        ("In a letter to skippers, the harbour master, Edda Marsh, wrote:", "wrote"),
        ("Harbour master Edda Marsh said in a statement:", "said in a statement"),
        ("The board sat late. Edda Marsh, the harbour master, then said:", "said"),
        ("In a message to her staff Edda Marsh put it so. She wrote:", "wrote"),
    ],
)
def test_a_block_quotation_belongs_to_whom_the_line_before_names(lead: str, cue: str) -> None:
    reading = page(f"<p>{lead}</p><blockquote>{LETTER}</blockquote><p>The letter went out on Friday.</p>")
    assert said(reading, "My mother crossed") == ["Edda Marsh"]
    assert said(reading, "I have read the divers") == ["Edda Marsh"]
    assert "Jorun Vale" not in speakers(reading)
    assert reading.article is not None
    found = next(s for s in reading.statements if len(s.content) == 2 and s.speaker.name == "Edda Marsh")
    assert found.manner is Manner.DIRECT
    assert cue.split()[0] in " ".join(c.of(reading.article.text) for c in found.cue)


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote><p>“We will lose our boats.”</p><cite>Edda Marsh</cite></blockquote>",
        "<blockquote><p>We will lose our boats.</p><cite>Edda Marsh, harbour master</cite></blockquote>",
        "<blockquote><p>We will lose our boats. <cite>— Edda Marsh</cite></p></blockquote>",
        "<blockquote><p>“We will lose our boats.”</p><footer>— Edda Marsh, harbour master</footer></blockquote>",
        "<blockquote><p>We will lose our boats.</p><p>– Edda Marsh</p></blockquote>",
        "<blockquote>We will lose our boats.<br>— Edda Marsh</blockquote>",
        "<blockquote>We will lose our boats. <cite>Edda Marsh, harbour master</cite></blockquote>",
    ],
)
def test_a_signed_block_quotation_belongs_to_whoever_signs(quote: str) -> None:
    reading = page(f"{quote}<p>“We had no choice,” said Councillor Tove Lind, who chairs the board.</p>")
    assert said(reading, "We will lose our boats") == ["Edda Marsh"]
    assert contents(reading, "Tove Lind") == [["“We had no choice,”"]]


def test_a_letter_in_full_belongs_to_its_signature() -> None:
    body = (
        "<p>The harbour master’s letter reads in full:</p><blockquote><p>Dear skippers,</p><p>I have read the report. It leaves us no "
        "choice.</p><p>Yours,<br>Edda Marsh<br>Harbour Master</p></blockquote><p>The board met again on Friday.</p>"
    )
    assert said(page(body), "I have read the report") == ["Edda Marsh"]


def test_a_statement_by_an_organisation_is_that_organisation_s() -> None:
    reading = page(
        "<p>The statement by the Dockers’ Union continued:</p><blockquote><p>We were promised a voice. We were given a date.</p>"
        "<p>Our members will remember it in May.</p></blockquote>"
    )
    assert contents(reading, "Dockers’ Union") == [
        ["We were promised a voice. We were given a date.", "Our members will remember it in May."]
    ]
    assert not any("Vale" in name for name in speakers(reading))


def test_nobody_known_wrote_an_unsigned_block_and_it_is_not_the_reporter() -> None:
    reading = page(
        "<blockquote><p>I think that it was wrong, and I said that it was.</p></blockquote><p>It rained.</p>"
    )
    assert "Jorun Vale" not in speakers(reading)


def test_a_german_block_quotation() -> None:
    reading = page(
        "<p>In einem Brief schrieb Hafenmeisterin Edda Marsch:</p><blockquote><p>Meine Mutter ging über diese Brücke.</p><p>Ich habe den "
        "Bericht gelesen.</p></blockquote><p>Der Brief ging am Freitag hinaus.</p>",
        lead=GERMAN,
        language="de",
    )
    assert len(said(reading, "Ich habe den Bericht")) == 1
    assert said(reading, "Ich habe den Bericht")[0].endswith("Edda Marsch")


# Interviews


TOLD = "Ned Okoro has piloted ships into Port Orsel since 2009. We met him under the closed bridge."
FIRST = "On the radio. I was on a tug with nine men."
THEN = "I also told them that the harbour master, Edda Marsh, had called it “a sad day”."


@pytest.mark.parametrize(
    "question",
    [
        "<p><strong>{}</strong></p>",
        "<p><b>{}</b></p>",
        "<h3>{}</h3>",
        "<p><em>{}</em></p>",
        "<p>{}</p>",
        "<p>— {}</p>",
    ],
)
def test_answers_belong_to_whom_the_introduction_names(question: str) -> None:
    ask = question.format
    body = (
        f"<p>{TOLD}</p>{ask('When did you learn of it?')}<p>{FIRST}</p>{ask('What did you tell your crew?')}<p>That we would find work.</p>"
        f"<p>{THEN}</p>{ask('And will you find any?')}<p>I hope so. There is a dock at Upper Orsel. The owner said that we could have it.</p>"
    )
    reading = page(body)
    assert said(reading, "I was on a tug") == ["Ned Okoro"]
    assert said(reading, "I also told them") == ["Ned Okoro"]
    assert said(reading, "There is a dock") == ["Ned Okoro"]
    assert said(reading, "When did you") == []
    assert "Jorun Vale" not in speakers(reading)


def test_terms_and_definitions_are_an_interview_too() -> None:
    reading = page(
        f"<p>{TOLD}</p><dl><dt>When did you learn of it?</dt><dd>{FIRST}</dd><dt>What did you tell your crew?</dt><dd>{THEN}</dd></dl>"
    )
    assert said(reading, "I was on a tug") == ["Ned Okoro"]
    assert said(reading, "I also told them") == ["Ned Okoro"]


def test_she_in_an_answer_is_not_whoever_answers() -> None:
    reading = page(
        f"<p>{TOLD}</p><p><b>When did you learn of it?</b></p><p>{FIRST}</p><p><b>How did the harbour master, Edda Marsh, take it?</b></p>"
        "<p>She said to me: “Ned, I am sorry.” I believe her.</p>"
    )
    inner = said(reading, "Ned, I am sorry", outermost=False)
    assert sorted(inner) == ["Edda Marsh", "Ned Okoro"]


def test_questions_that_the_newsroom_answers_are_no_interview() -> None:
    reading = page(
        "<h3>Who is affected?</h3><p>All ships above 40 metres. Ned Okoro, a pilot, said they would wait.</p><h3>When will it open?</h3>"
        "<p>The board hopes for next spring.</p><h3>What should you do?</h3><p>Skippers should call the harbour office.</p>"
    )
    assert all(s.reader != "layout" for s in reading.statements)


LABELS = [
    ("<b>Herald:</b> ", "<b>Okoro:</b> "),
    ("<b>The Orsel Herald:</b> ", "<b>Ned Okoro:</b> "),
    ("Q: ", "A: "),
    ("OH: ", "NO: "),
    ("<strong>Q.</strong> ", "<strong>A.</strong> "),
    ("<b>Herald:</b><br>", "<b>Okoro:</b><br>"),
    ("<b>Question:</b> ", "<b>Answer:</b> "),
    ("JV: ", "NO: "),
]


@pytest.mark.parametrize(("asks", "answers"), LABELS)
def test_turns_with_labels(asks: str, answers: str) -> None:
    reading = page(
        f"<p>{TOLD}</p><p>{asks}When did you learn of it?</p><p>{answers}{FIRST}</p><p>Nobody spoke. Then the smallest asked whether fish "
        f"sleep.</p><p>{asks}What did you tell your crew?</p><p>{answers}That we would find work somewhere.</p><p>{asks}And will you?</p>"
        f"<p>{answers}There is a dock at Upper Orsel.</p>"
    )
    for words in ("I was on a tug", "Nobody spoke", "That we would find work", "There is a dock"):
        assert said(reading, words) == ["Ned Okoro"], words
    askers = [s.speaker for s in reading.statements if s.speaker.name != "Ned Okoro" and s.reader == "layout"]
    assert len(askers) == 3
    assert all(x.name in ("The Orsel Herald", "Q", "Question", "Jorun Vale") for x in askers)
    assert all(x.kind is SpeakerKind.UNNAMED for x in askers if x.name in ("Q", "Question"))


def test_an_answer_goes_to_whoever_the_question_addresses() -> None:
    reading = page(
        f"<p>{TOLD}</p><p>Q: When did you learn of it?</p><p>A: {FIRST}</p><p>Q: What did you tell them?</p><p>A: Nothing at all.</p>"
        "<p>A second pilot, Ida Mott, joined us later.</p><p>Q: Ida, what about you?</p><p>A: I was asleep.</p>"
    )
    assert said(reading, "Nothing at all") == ["Ned Okoro"]
    assert said(reading, "I was asleep") == ["Ida Mott"]
    assert said(reading, "joined us later") == []


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("<b>Bote:</b> ", "<b>Oberhofer:</b> "),
        ("Frage: ", "Antwort: "),
        ("OB: ", "NO: "),
        ("BOTE: ", "OBERHOFER: "),
    ],
)
def test_a_german_interview_with_labels(asks: str, answers: str) -> None:
    reading = page(
        f"<p>Ned Oberhofer lotst seit 2009 Schiffe nach Port Orsel. Wir trafen ihn unter der Brücke.</p><p>{asks}Wann haben Sie davon "
        f"erfahren?</p><p>{answers}Aus dem Radio. Ich saß mit neun Männern auf dem Schlepper.</p><p>{asks}Was haben Sie gesagt?</p>"
        f"<p>{answers}Dass wir Arbeit finden werden.</p>",
        lead=GERMAN,
        language="de",
        outlet="Orseler Bote",
    )
    assert said(reading, "Ich saß mit neun") == ["Ned Oberhofer"]
    assert said(reading, "Dass wir Arbeit") == ["Ned Oberhofer"]


def test_a_german_interview_with_bold_questions() -> None:
    reading = page(
        "<p>Ned Oberhofer lotst seit 2009 Schiffe nach Port Orsel. Wir trafen ihn unter der Brücke.</p><p><strong>Wann haben Sie davon "
        "erfahren?</strong></p><p>Aus dem Radio. Ich saß auf dem Schlepper.</p><p><strong>Was haben Sie gesagt?</strong></p><p>Ich habe "
        "gesagt, dass wir Arbeit finden. Die Hafenmeisterin nannte es „einen traurigen Tag“.</p>",
        lead=GERMAN,
        language="de",
    )
    assert said(reading, "Ich saß auf") == ["Ned Oberhofer"]
    assert said(reading, "Ich habe gesagt") == ["Ned Oberhofer"]


# Transcripts


def test_initials_tell_two_people_of_one_surname_apart() -> None:
    reading = page(
        "<p>ADA VERRIN, ORSEL RADIO ANCHOR: Good evening. With me are the mayor, Tove Lind, and her predecessor, Halvard Lind.</p>"
        "<p>TOVE LIND, MAYOR OF PORT ORSEL: Because the bearings are gone. I have seen them.</p><p>VERRIN: And you, sir?</p>"
        "<p>HALVARD LIND, FORMER MAYOR OF PORT ORSEL (via telephone): I had them looked at in 2011. They were sound.</p>"
        "<p>T. LIND: They were not looked at. They were photographed.</p><p>H. LIND: That is a lie, Ada.</p><p>(CROSSTALK)</p>"
        "<p>VERRIN: One at a time.</p><p>UNIDENTIFIED FEMALE: They should have asked the pilots.</p>",
        lead="<p>This is a rush transcript. It may not be in its final form and may be updated.</p>",
    )
    assert said(reading, "They were photographed") == ["Tove Lind"]
    assert said(reading, "Because the bearings") == ["Tove Lind"]
    assert said(reading, "That is a lie") == ["Halvard Lind"]
    assert said(reading, "I had them looked at") == ["Halvard Lind"]
    (anchor,) = {
        s.speaker
        for s in reading.statements
        if "VERRIN" in s.speaker.name and "surname" in s.speaker.inferred
    }
    assert (anchor.name, anchor.kind) == ("ADA VERRIN", SpeakerKind.PERSON)
    (nobody,) = [s.speaker for s in reading.statements if "UNIDENTIFIED" in s.speaker.name]
    assert nobody.kind is SpeakerKind.UNNAMED


# Signatures


@pytest.mark.parametrize(
    "body",
    [
        "<p>From the desk of Piet Maas, chief engineer, Maas Dredging:</p><p>“No one reads silt better.”</p>",
        "<p>“No one reads silt better.”</p><p>Piet Maas, Chief Engineer, Maas Dredging</p>",
        "<p>“No one reads silt better.”</p><p>— Chief engineer Piet Maas</p>",
        "<p>“No one reads silt better.” - Piet Maas</p>",
        "<p>And from chief engineer Piet Maas:</p><p>“No one reads silt better.”</p>",
    ],
)
def test_a_quotation_with_a_name_on_the_line_beside_it(body: str) -> None:
    assert said(page(body), "No one reads silt better") == ["Piet Maas"]


# Marks


def test_the_end_of_a_quotation_of_several_paragraphs_is_not_taken_twice() -> None:
    reading = page(
        "<p>Addressing the board, the harbour master, Edda Marsh, said:</p><p>“My mother crossed that bridge to school.</p><p>“I have read "
        "the report three times.</p><p>“It leaves us no choice. We close.”</p><p>The vote followed at once.</p><p>“We could not in good "
        "conscience keep it open,” said Councillor Tove Lind, who chairs the board.</p>"
    )
    assert said(reading, "We close") == ["Edda Marsh"]
    assert said(reading, "in good conscience") == ["Tove Lind"]


@pytest.mark.parametrize("mark", ["» ", "»", "« ", "› "])
def test_entries_of_a_list_are_nobody_s_words(mark: str) -> None:
    reading = page(
        f"<p>“The ice is thick,” said the ice master, Jorun Fjeld.</p><p>{mark}The race begins at nine.</p><p>{mark}Helmets are lent at "
        "the hut.</p>"
    )
    assert said(reading, "Helmets") == []
    assert said(reading, "The ice is thick") == ["Jorun Fjeld"]


def test_a_role_between_a_quotation_and_its_name_belongs_to_the_source() -> None:
    reading = page(
        "<p>The weather office has raised its warning. “Stay inside,” its head, Yusuf Demir, told radio listeners.</p>"
    )
    assert contents(reading, "Yusuf Demir") == [["“Stay inside,”"]]


def test_nobody_is_no_speaker() -> None:
    reading = page(
        "<p>Nobody said that the bridge would open. No one thinks of the pilots. None of them said so.</p>"
    )
    assert not {n for n in speakers(reading) if n.casefold().startswith(("nobody", "no one", "none"))}


# Other languages: labels and layout are the same everywhere


@pytest.mark.parametrize(
    ("language", "lead", "who", "first", "second"),
    [
        ("fr", "Étienne Morvan pilote des navires à Port Orsel depuis 2009. Nous l’avons rencontré sous le pont.", "Étienne Morvan",
         ("Quand l’avez-vous appris ?", "À la radio. J’étais sur un remorqueur."),
         ("Qu’avez-vous dit à votre équipage ?", "Je leur ai dit que nous trouverions du travail.")),
        ("es", "Andrés Molina es práctico del puerto de Orsel desde 2009. Lo encontramos bajo el puente.", "Andrés Molina",
         ("¿Cuándo se enteró usted?", "Por la radio. Yo estaba en un remolcador."),
         ("¿Qué les dijo a sus hombres?", "Les dije que nosotros encontraríamos trabajo. A mí me duele.")),
        ("ru", "Андрей Морозов работает лоцманом в Орселе с 2009 года. Мы встретились с ним под мостом.", "Андрей Морозов",
         ("Когда вы об этом узнали?", "По радио. Я был на буксире."), ("Что вы сказали своим людям?", "Я сказал, что мы найдём работу.")),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("asks", "answers"), [("<b>{}</b>", "{}"), ("— {}", "— {}"), ("Q: {}", "R: {}")])
def test_interviews_in_other_languages(
    language: str,
    lead: str,
    who: str,
    first: tuple[str, str],
    second: tuple[str, str],
    asks: str,
    answers: str,
) -> None:
    body = f"<p>{lead}</p>"
    for question, answer in (first, second):
        body += f"<p>{asks.format(question)}</p><p>{answers.format(answer)}</p>"
    reading = page(body, lead="", language=language)
    for _, answer in (first, second):
        assert said(reading, answer) == [who]


def test_a_role_calls_its_bearer_and_a_surname_of_two_people_neither() -> None:
    reading = page(
        "<p>MAYOR TOVE LIND: I have seen them myself, all of them.</p><p>MR. HALVARD LIND: I had them looked at in 2011.</p>"
        "<p>MS. LIND: They were photographed, no more than that.</p><p>LIND: That is a lie, and you know it.</p><p>VERRIN: Thank you both "
        "very much.</p><p>LIND: I say it again, it is a lie.</p>",
        lead="<p>This is a rush transcript. It may not be in its final form and may be updated.</p>",
    )
    assert said(reading, "They were photographed") == ["TOVE LIND"]
    assert said(reading, "That is a lie") == ["LIND"]


@pytest.mark.parametrize(
    "lead",
    [
        "“We could not,” the harbour master, Edda Marsh, said. She went on:",
        "Edda Marsh, the harbour master, sent a letter to skippers. It read:",
        "Edda Marsh said the bearings were gone and added:",
        "This is the letter of the harbour master, Edda Marsh, in full:",
        "The full statement from harbour master Edda Marsh:",
        "As the harbour master, Edda Marsh, put it in her letter:",
    ],
)
def test_what_leads_to_a_block_quotation_need_not_be_a_verb_of_speech(lead: str) -> None:
    assert said(
        page(f"<p>{lead}</p><blockquote>{LETTER}</blockquote><p>It rained.</p>"), "My mother crossed"
    ) == ["Edda Marsh"]


def test_a_figure_s_caption_signs_its_block_quotation() -> None:
    reading = page(
        "<figure><blockquote><p>We will lose our boats.</p></blockquote><figcaption>Edda Marsh, harbour master</figcaption></figure>"
        "<p>“We had no choice,” said Councillor Tove Lind.</p>"
    )
    assert said(reading, "We will lose our boats") == ["Edda Marsh"]


@pytest.mark.parametrize(
    "body",
    [
        "".join(
            f"<p>MSRP: ${n}.95 in the shop today</p><p>WEIGHT: {n} grams on the scale</p>"
            for n in range(200, 205)
        ),
        "".join(
            f"<p>Pros: Deep integration speeds ingestion {n} times.</p><p>Cons: Best for large firms with {n} teams.</p>"
            for n in (2, 3, 4)
        ),
        "<p>I went to Sarmond in May. It rains there.</p><p><b>Do you need a visa?</b></p><p>I did not need one at all.</p><p><b>What should you "
        "pack?</b></p><p>I took a coat. It rained.</p>",
    ],
)
def test_ratings_tips_and_advice_are_no_turns(body: str) -> None:
    assert all(s.reader != "layout" for s in page(body).statements)
