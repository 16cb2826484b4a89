"""Who is mentioned: names, and which of them call the same person."""

import pytest

from onrecord.read.statements.naming.name_coreference import NameClusters, Party, cluster_names
from onrecord.read.statements.naming.person_names import compatible, parse
from onrecord.records import SpeakerKind
from tests.analysed import analysed, at


def party(found: NameClusters, name: str) -> Party:
    return next(p for p in found.parties if p.name == name)


@pytest.mark.parametrize(
    ("text", "given", "surname"),
    [
        ("Ursula van der Heide", ("ursula",), "van der heide"),
        ("Mr. Tom Hale", ("tom",), "hale"),
        ("Oscar de la Vega Jr.", ("oscar",), "de la vega"),
        ("Samir al-Tayeb’s", ("samir",), "al-tayeb"),
        ("J. K. Brandt", ("j", "k"), "brandt"),
        ("Hale", (), "hale"),
        ("Anna Roth-Weber", ("anna",), "roth-weber"),
    ],
)
def test_names_are_taken_apart(text: str, given: tuple[str, ...], surname: str) -> None:
    name = parse(text)
    assert (name.given, name.surname) == (given, surname)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Robert Hale", "Bob Hale", True),
        ("R. Hale", "Robert Hale", True),
        ("Robert Hale", "Anna Hale", False),
        ("Ursula van der Heide", "Heide", True),
        ("Robert “Skip” Hale", "Skip", True),
        ("Robert Hale", "Robert Hale Jr.", True),
    ],
)
def test_names_that_may_be_one_person(a: str, b: str, same: bool) -> None:
    assert compatible(parse(a), parse(b)) is same


def test_surname_and_title_go_to_the_full_name() -> None:
    text = "Mayor Nadia Brandt opened the bridge. Brandt spoke. Ms. Brandt left. Nadia waved. Brandt’s car was late."
    found = cluster_names(analysed(text, ["Nadia Brandt", "Brandt", "Nadia"]))
    assert [p.name for p in found.parties] == ["Nadia Brandt"]
    one = found.parties[0]
    assert (one.gender, one.role, len(one.mentions)) == ("f", "Mayor", 5)
    assert one.introduced == at(text, "Nadia Brandt")
    assert {m.of(text) for m in one.mentions} == {"Nadia Brandt", "Brandt", "Nadia"}


def test_a_surname_before_the_full_name() -> None:
    text = "Brandt wins again\n\nNadia Brandt won the vote."
    assert [p.name for p in cluster_names(analysed(text, ["Nadia Brandt", "Brandt"])).parties] == [
        "Nadia Brandt"
    ]


def test_couples_are_kept_apart() -> None:
    text = "Tom Hale and his wife, Anna Hale, moved to Westport. Mr. Hale works there. Mrs. Hale paints."
    found = cluster_names(analysed(text, ["Tom Hale", "Anna Hale", "Hale"]))
    tom, anna = party(found, "Tom Hale"), party(found, "Anna Hale")
    assert at(text, "Hale works").start in {m.start for m in tom.mentions}
    assert at(text, "Hale paints").start in {m.start for m in anna.mentions}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Westport mayor Nadia Brandt resigned.", "Nadia Brandt", "Westport mayor"),
        ("Nadia Brandt, the mayor of Westport, resigned.", "Nadia Brandt", "mayor of Westport"),
        ("The mayor of Westport, Nadia Brandt, resigned.", "Nadia Brandt", "mayor of Westport"),
        ("Secretary of State Nadia Brandt resigned.", "Nadia Brandt", "Secretary of State"),
        ("Nadia Brandt is a retired teacher.", "Nadia Brandt", "retired teacher"),
        ("Talks with Nadia Brandt failed.", "Nadia Brandt", None),
    ],
)
def test_roles_are_worded_as_on_the_page(text: str, name: str, role: str | None) -> None:
    one = party(cluster_names(analysed(text, [name])), name)
    assert one.role == role
    if one.role_span is not None:
        assert one.role_span.of(text) == role


def test_call_signs_and_soldiers_without_surname() -> None:
    text = "A gunner with the call sign Wolf waved. The soldier Petro slept. Wolf did not."
    found = cluster_names(analysed(text))
    wolf = party(found, "Wolf")
    assert (wolf.role, len(wolf.mentions)) == ("gunner", 2)
    assert party(found, "Petro").role == "soldier"


def test_known_as_gives_another_name() -> None:
    text = "Ivan Moroz, known as Granit, led the unit. Granit is tired."
    found = cluster_names(analysed(text, ["Ivan Moroz"]))
    assert [p.name for p in found.parties] == ["Ivan Moroz"]


def test_acronyms() -> None:
    text = "The Northern Harbour Authority (NHA) closed. NHA gave no reason. The Authority is small."
    found = cluster_names(analysed(text, organisations=["Northern Harbour Authority", "NHA", "Authority"]))
    assert [(p.name, p.kind) for p in found.parties] == [
        ("Northern Harbour Authority", SpeakerKind.ORGANISATION)
    ]
    assert len(found.parties[0].mentions) == 4


def test_an_empty_text() -> None:
    assert cluster_names(analysed("")).parties == ()
