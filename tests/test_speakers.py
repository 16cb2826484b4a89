"""Who is it: from the words of a source to the speaker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.naming.nested_attribution import nest_attributions
from onrecord.read.statements.naming.pronoun_lexicon import may_call
from onrecord.read.statements.naming.speaker_resolution import resolve_speakers
from onrecord.records import Span, Speaker, SpeakerKind
from tests.analysed import analysed, at, paragraphs, said, shown


def one(text: str, source: str, cue: str = "said", *, persons: tuple[str, ...] = (), organisations: tuple[str, ...] = ()) -> Speaker:  # fmt: skip
    return resolve_speakers(analysed(text, persons, organisations), [said(text, source, cue)])[0]


def test_a_surname_calls_the_full_name() -> None:
    text = "Mayor Nadia Brandt opened the bridge.\n\nBrandt said it was safe."
    found = resolve_speakers(analysed(text, ["Nadia Brandt", "Brandt"]), [said(text, "Brandt")])[0]
    assert (found.name, found.kind, found.role) == ("Nadia Brandt", SpeakerKind.PERSON, "Mayor")
    assert found.introduced is not None
    assert found.introduced.of(text) == "Nadia Brandt"
    assert found.role_span is not None
    assert found.role_span.of(text) == "Mayor"
    assert found.inferred == ("surname",)


def test_a_full_name_is_not_inferred() -> None:
    text = "“It is safe,” said Nadia Brandt, the mayor of Westport."
    found = one(text, "Nadia Brandt, the mayor of Westport", persons=("Nadia Brandt",))
    assert (found.name, found.inferred, found.role) == ("Nadia Brandt", (), "mayor of Westport")


def test_she_after_a_man_was_the_last_subject() -> None:
    text = "Nadia Brandt said the bridge was safe.\n\nTom Hale asked for proof. “You will have it,” she said."
    found = resolve_speakers(
        analysed(text, ["Nadia Brandt", "Tom Hale"]), [said(text, "Nadia Brandt"), said(text, "she")]
    )
    assert shown(found) == ["Nadia Brandt", "Nadia Brandt"]
    assert found[1].inferred == ("pronoun",)
    assert 0 < found[1].score <= 1


def test_he_over_paragraphs() -> None:
    text = "Tom Hale, a sailor, was tired. “We left at night,” he said.\n\n“The sea was rough,” he added.\n\n“Nobody slept,” he said."
    found = resolve_speakers(
        analysed(text, ["Tom Hale"]),
        [said(text, "he"), said(text, "he", "added"), said(text, "he", number=1)],
    )
    assert shown(found) == ["Tom Hale"] * 3


def test_couples() -> None:
    text = "Tom Hale and his wife, Anna Hale, moved to Westport. “I like it,” Mrs. Hale said. Mr. Hale said he did not."
    found = resolve_speakers(
        analysed(text, ["Tom Hale", "Anna Hale", "Hale"]), [said(text, "Mrs. Hale"), said(text, "Mr. Hale")]
    )
    assert shown(found) == ["Anna Hale", "Tom Hale"]


def test_particles() -> None:
    text = "Chancellor Ursula van der Heide resigned. Van der Heide said she was ill. “I am,” Heide said."
    found = resolve_speakers(
        analysed(text, ["Ursula van der Heide", "Van der Heide", "Heide"]),
        [said(text, "Van der Heide"), said(text, "Heide", number=1)],
    )
    assert shown(found) == ["Ursula van der Heide"] * 2


def test_the_minister() -> None:
    text = "Defence Minister Tom Hale met Nadia Brandt, a teacher. The minister said it went well. The teacher said it did not."
    found = resolve_speakers(
        analysed(text, ["Tom Hale", "Nadia Brandt"]), [said(text, "The minister"), said(text, "The teacher")]
    )
    assert shown(found) == ["Tom Hale", "Nadia Brandt"]
    assert found[0].inferred == ("description",)


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("a spokesman for Tom Hale", "spokesman for Tom Hale", SpeakerKind.PERSON),
        ("Tom Hale’s lawyer, Jane Roe,", "Jane Roe", SpeakerKind.PERSON),
        ("Tom Hale and Jane Roe", "Tom Hale and Jane Roe", SpeakerKind.GROUP),
        ("residents of Westport", "residents of Westport", SpeakerKind.GROUP),
        ("Western sources", "Western sources", SpeakerKind.UNNAMED),
        ("officials who asked not to be named", "officials who asked not to be named", SpeakerKind.UNNAMED),
        ("two people familiar with the talks", "two people familiar with the talks", SpeakerKind.UNNAMED),
        ("the report", "report", SpeakerKind.DOCUMENT),
        ("the government", "government", SpeakerKind.ORGANISATION),
        ("the Harbour Ministry", "Harbour Ministry", SpeakerKind.ORGANISATION),
        ("the mayor, Jane Roe", "Jane Roe", SpeakerKind.PERSON),
        ("another sailor, a cook with the call sign Gull (seagull)", "Gull", SpeakerKind.PERSON),
    ],
)
def test_sources_of_all_kinds(source: str, name: str, kind: SpeakerKind) -> None:
    text = f"On Monday, {source} said that the harbour was closed."
    found = one(text, source, persons=("Tom Hale", "Jane Roe"), organisations=("Harbour Ministry",))
    assert (found.name, found.kind) == (name, kind)


def test_nobody_is_named() -> None:
    text = "The ship reportedly sank."
    found = resolve_speakers(
        analysed(text), [Attribution((), (at(text, "reportedly"),), (Span(0, len(text)),))]
    )[0]
    assert (found.name, found.kind, found.introduced) == ("unnamed", SpeakerKind.UNNAMED, None)


def test_the_press_service_and_the_soldiers_of_a_brigade() -> None:
    text = (
        "In the video from the 7th Coast Brigade, soldiers told of the landing. Enemy soldiers fled.\n\n"
        "The boats were slow, the soldiers said. The Brigade’s press service said it was proud."
    )
    found = resolve_speakers(
        analysed(text, organisations=["7th Coast Brigade", "Brigade"]),
        [
            said(text, "soldiers", "told"),
            said(text, "the soldiers"),
            said(text, "The Brigade’s press service"),
        ],
    )
    assert shown(found) == [
        "soldiers of the 7th Coast Brigade",
        "soldiers of the 7th Coast Brigade",
        "press service of the 7th Coast Brigade",
    ]
    assert found[1].inferred == ("description", "affiliation")


def test_acronyms() -> None:
    text = "The Northern Harbour Authority (NHA) is new. NHA said it would grow."
    found = one(text, "NHA", organisations=("Northern Harbour Authority", "NHA"))
    assert (found.name, found.inferred) == ("Northern Harbour Authority", ("acronym",))


def test_they_call_the_last_group() -> None:
    text = "Local fishermen left early. They said the sea was too rough."
    found = one(text, "They")
    assert (found.name, found.inferred) == ("Local fishermen", ("pronoun",))


def test_first_person_in_and_outside_quotations() -> None:
    text = "Tom Hale said: “I said that we would leave.” I asked him why."
    outer = Attribution(
        (at(text, "Tom Hale"),), (at(text, "said"),), (at(text, "“I said that we would leave.”"),)
    )
    inner = Attribution((at(text, "I said").start,) and (Span(16, 17),), (at(text, "said", 1),), (at(text, "that we would leave"),))  # fmt: skip
    mine = said(text, "I", "asked")
    found = resolve_speakers(analysed(text, ["Tom Hale"]), [outer, inner, mine], authors=["Jane Roe"])
    assert shown(found) == ["Tom Hale", "Tom Hale", "Jane Roe"]
    assert found[1].inferred == ("pronoun",)
    assert found[2].inferred == ("pronoun", "author")


def test_a_chain_of_speakers() -> None:
    text = "Nadia Brandt arrived. She said that sailors had told her that the ship sank."
    outer = Attribution((at(text, "She"),), (at(text, "said"),), (Span(31, len(text) - 1),))
    given_ = analysed(text, ["Nadia Brandt"])
    everything, _ = nest_attributions(given_, [outer])
    assert shown(resolve_speakers(given_, everything)) == ["Nadia Brandt", "sailors"]


def test_colon_and_turn_are_said() -> None:
    text = "Tom Hale explained the plan:\n\n“We leave at night.”"
    quote = Attribution((at(text, "Tom Hale"),), (), (at(text, "“We leave at night.”"),), flags=frozenset({"colon"}))  # fmt: skip
    assert resolve_speakers(analysed(text, ["Tom Hale"]), [quote])[0].inferred == ("colon",)


@pytest.mark.parametrize(
    ("text", "sources", "names"),
    [
        ("Міністр Олег Коваль приїхав. «Міст безпечний», — сказав Коваль.", [("Коваль", 1)], ["Олег Коваль"]),
        ("张伟表示,大桥是安全的。", [("张伟", 0)], ["张伟"]),
        ("قال أحمد إن الجسر آمن", [("أحمد", 0)], ["أحمد"]),
        ("Die Ministerin Anna Roth kam. „Die Brücke ist sicher“, sagte Roth.", [("Roth", 1)], ["Anna Roth"]),
    ],
)
def test_languages_without_analysis(text: str, sources: list[tuple[str, int]], names: list[str]) -> None:
    some = [Attribution((at(text, s, n),), (), (Span(0, 5),)) for s, n in sources]
    found = resolve_speakers(Analysis(text, paragraphs=paragraphs(text)), some)
    assert shown(found) == names


spans = st.tuples(st.integers(0, 250), st.integers(0, 250)).map(lambda p: Span(min(p), max(p)))
parts = st.lists(spans, max_size=3).map(tuple)
attributions = st.lists(st.builds(Attribution, parts, parts, parts), max_size=6)
vocabulary = st.lists(
    st.sampled_from(
        "He she said that they told I we who his “ ” , . ( ) Hale Tom Brandt's the mayor of soldiers call sign Wolf known as "
        "Mr. Jr. van der WHO Brigade press service \n 张伟 Коваль 🙂 — and officials".split(" ")
    ),
    max_size=70,
).map(" ".join)


@given(st.one_of(vocabulary, st.text(max_size=120)), attributions)
def test_never_an_exception(text: str, some: list[Attribution]) -> None:
    for analysis in (analysed(text, ["Hale", "Tom"], ["WHO"]), Analysis(text, paragraphs=paragraphs(text))):
        found = resolve_speakers(analysis, some, authors=["Jane Roe"])
        assert len(found) == len(some)
        for speaker in found:
            assert speaker.name
            assert 0 <= speaker.score <= 1
            assert speaker.introduced is None or speaker.introduced.end <= 250 + len(text)


def test_long_texts_are_read_in_bounded_time() -> None:
    line = "Mayor Tom{0} Hale{1} said that she was told that the soldiers left. He added “they” fled, Brandt said.\n\n"
    text = "".join(line.format("" if i % 3 else "my", chr(97 + i % 20)) for i in range(800))
    some = []
    start = 0
    for i in range(800):
        end = text.index("\n\n", start)
        some.append(Attribution((at_(start, 0, 9),), (at_(start, 16, 4),), (Span(start + 20, end if i % 2 else len(text)),)))  # fmt: skip
        start = end + 2
    for analysis in (analysed(text, ["Hale", "Brandt"]), Analysis(text, paragraphs=paragraphs(text))):
        everything, parents = nest_attributions(analysis, some)
        assert len(resolve_speakers(analysis, everything)) == len(everything) == len(parents)


def at_(start: int, offset: int, length: int) -> Span:
    return Span(start + offset, start + offset + length)


@pytest.mark.parametrize(
    ("text", "source", "marked", "name"),
    [
        (
            "The Centres for Harbour Control and Prevention (CHC) said it.",
            "The Centres for Harbour Control and Prevention",
            ("Centres", "Harbour Control", "Prevention"),
            "Centres for Harbour Control and Prevention",
        ),
        ("On Monday the Lakeside Health said it.", "Lakeside Health", ("Health",), "Lakeside Health"),
        (
            "The Office for Harbour Control and Prevention said it.",
            "The Office for Harbour Control and Prevention",
            ("Office for Harbour Control",),
            "Office for Harbour Control and Prevention",
        ),
        ("The Bank of Westland said it.", "The Bank of Westland", ("Bank",), "Bank of Westland"),
        ("Orbis Inc said it.", "Orbis Inc", ("Orbis", "Inc"), "Orbis Inc"),
        ("Apple and Orbis said it.", "Apple and Orbis", ("Apple", "Orbis"), "Apple and Orbis"),
    ],
)
def test_organisations_are_called_by_their_whole_name(
    text: str, source: str, marked: tuple[str, ...], name: str
) -> None:
    assert one(text, source, organisations=marked).name == name


def test_the_name_after_what_somebody_is_at_an_organisation() -> None:
    text = "Bank of Westland chief economist Nadia Brandt said it."
    found = one(
        text,
        "Bank of Westland chief economist Nadia Brandt",
        persons=("Nadia Brandt",),
        organisations=("Bank",),
    )
    assert (found.name, found.kind) == ("Nadia Brandt", SpeakerKind.PERSON)


def test_a_word_that_only_begins_a_sentence_is_no_name() -> None:
    text = "Many puppies were seen. Puppies said nothing. This said more."
    found = resolve_speakers(analysed(text, ["Puppies"]), [said(text, "Puppies"), said(text, "This")])
    assert [(s.name, s.kind) for s in found] == [
        ("puppies", SpeakerKind.GROUP),
        ("This", SpeakerKind.DOCUMENT),
    ]


def test_a_given_name_that_is_a_word_too_is_a_name() -> None:
    text = "A walk is to mark the day. Mark said it was late."
    found = one(text, "Mark", persons=("Mark",))
    assert (found.name, found.kind) == ("Mark", SpeakerKind.PERSON)
    text = "The orbit is low. Orbit said it was late."
    assert one(text, "Orbit", organisations=("Orbit",)).name == "Orbit"


def test_a_capital_that_speaks_is_a_government_where_nothing_marks_it() -> None:
    text = "Evi Tarrow left. Beijing said it was late."
    assert one(text, "Beijing", persons=("Evi Tarrow",)).kind is SpeakerKind.ORGANISATION


def test_sri_lanka_is_called_by_its_whole_name() -> None:
    assert one("Sri Lanka said it.", "Sri Lanka", organisations=("Sri Lanka",)).name == "Sri Lanka"


def test_who_calls_a_person_before_the_organisation_beside_them() -> None:
    text = "They met an economist at Orbis who said it was late."
    assert one(text, "who", organisations=("Orbis",)).name == "economist"


@pytest.mark.parametrize(
    ("language", "text", "first", "pronoun", "name"),
    [
        ("de", "„Es ist spät“, sagte Evi Tarrow. „Wir gehen“, sagte sie.", "Evi Tarrow", "sie", "Evi Tarrow"),
        (
            "ru",
            "«Уже поздно», — сказала Эви Тарроу. «Мы идем», — сказала она.",
            "Эви Тарроу",
            "она",
            "Эви Тарроу",
        ),
        ("fr", "« Il est tard », a dit Evi Tarrow. « On y va », ont-ils dit.", "Evi Tarrow", "ils", "ils"),
        ("fr", "« Il est tard », a dit Evi Tarrow. « On y va », dit-on.", "Evi Tarrow", "on", "on"),
        ("de", "„Es ist spät“, sagte Anna Tarrow. „Wir gehen“, sagte er.", "Anna Tarrow", "er", "er"),
        (
            "fr",
            "« Il est tard », a dit Jean Tarrow. « Oui », a-t-il dit.",
            "Jean Tarrow",
            "a-t-il",
            "Jean Tarrow",
        ),
    ],
)
def test_pronouns_of_other_languages(language: str, text: str, first: str, pronoun: str, name: str) -> None:
    at_end = text.rindex(pronoun)
    sources = [Span(text.index(first), text.index(first) + len(first)), Span(at_end, at_end + len(pronoun))]
    found = resolve_speakers(Analysis(text, language=language), [Attribution((s,), (), ()) for s in sources])
    assert shown(found) == [first, name]
    assert ("pronoun" in found[1].inferred) == (name == first)
    assert (found[1].kind is SpeakerKind.UNNAMED) == (name != first)


@pytest.mark.parametrize(
    ("pronoun", "verb", "name", "language", "may"),
    [
        ("sie", "sagte", "Evi Tarrow", "de", True),
        ("sie", "sagten", "Evi Tarrow", "de", False),
        ("ze", "zeiden", "Jan Derk", "nl", False),
        ("il", "dit", "Jean Tarrow", "fr", True),
        ("on", "dit", "Jean Tarrow", "fr", False),
        ("on", "powiedział", "Adam Dorski", "pl", True),
        ("ona", "powiedziała", "Adam Dorski", "pl", False),
        ("он", "сказал", "Эви Тарова", "ru", False),
        ("они", "сказали", "Эви Тарова", "ru", False),
        ("hän", "sanoi", "Anna Tarrow", "fi", True),
    ],
)
def test_whom_pronouns_of_other_languages_may_call(
    pronoun: str, verb: str, name: str, language: str, may: bool
) -> None:
    assert may_call(pronoun, verb, name, language) is may


def test_don_is_a_given_name() -> None:
    assert one("Don Tarrow said it was late.", "Don Tarrow", persons=("Don Tarrow",)).name == "Don Tarrow"


def test_a_pronoun_that_nobody_is_found_for_names_nobody() -> None:
    assert one("He said it was late.", "He").kind is SpeakerKind.UNNAMED


def test_a_saint_after_whom_a_hospital_is_called_speaks_for_nobody() -> None:
    reading = onrecord.read(
        "<article><h1>Night at the ward</h1><p>Staff at St. Brannoc’s Hospital were called in on Friday, the harbour office said, and"
        " dozens of relatives waited on the quay.</p><p>A nurse said she had counted sixty patients. She would not comment on the"
        " number of dead, and she asked for more blankets before the morning.</p></article>",
        statements=True,
    )
    names = {s.speaker.name for s in reading.statements} | {s.speaker.name for s in reading.silences}
    assert not any("Brannoc" in n and "Hospital" not in n for n in names)
