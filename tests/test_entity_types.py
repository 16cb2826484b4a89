"""One kind for each name of a page."""

import re

import pytest

from onrecord.read.statements import entity_types
from onrecord.read.statements.analysis import Entity
from onrecord.read.statements.entity_types import settle_types
from onrecord.records import Span


def kinds(text: str, *names: tuple[str, str, float]) -> list[str]:
    at, entities = 0, []
    for name, kind, score in names:
        at = text.index(name, at)
        entities.append(Entity(Span(at, at + len(name)), kind, score))
        at += len(name)
    return [e.kind for e in settle_types(text, entities)]


def test_most_mentions_decide() -> None:
    text = "Orsel said no. Orsel, a town on the coast, waits."
    assert kinds(text, ("Orsel", "person", 0.4), ("Orsel", "place", 0.9)) == ["place", "place"]


def test_a_country_is_no_person_unless_somebody_bears_the_name() -> None:
    assert kinds("Lesotho said that it would wait.", ("Lesotho", "person", 0.9)) == ["place"]
    assert kinds("Sri Lanka said that it would wait.", ("Sri Lanka", "person", 0.9)) == ["place"]
    text = "Mara Jordan, the pilot, slept. Jordan said so."
    assert kinds(text, ("Mara Jordan", "person", 0.9), ("Jordan", "person", 0.9)) == ["person", "person"]


def test_initials_are_an_organisation_but_not_in_a_headline_in_capitals() -> None:
    assert kinds("The MNAW urged the mayor to wait.", ("MNAW", "person", 0.5)) == ["organisation"]
    assert kinds("VELDA SAYS THE BOAT IS LOST", ("VELDA", "person", 0.5)) == ["person"]
    assert kinds("McORSEL SAYS THE BOAT IS LOST. It is.", ("McORSEL", "person", 0.5)) == ["person"]


def test_dates_and_numbers_stay_what_they_are() -> None:
    assert kinds("May said that May was cold.", ("May", "person", 0.9), ("May", "date", 0.5)) == [
        "person",
        "date",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Orbis said it was late. Orbis, which runs the ferries, waits.", "organisation"),
        ("Orbis said it was late. Many workers at Orbis agreed.", "organisation"),
        ("The shipping line Orbis said it was late.", "organisation"),
        ("Orbis, the oldest airline in Westland, said it was late.", "organisation"),
        ("Orbis said it was late. Orbis shares fell.", "organisation"),
        ("Orbis, a small company aimed at divers, said it was late.", "organisation"),
        ("After a meeting with Orbis, the company announced it. Orbis said so.", "person"),
        ("The militant group Orbis said it was late.", "organisation"),
        ("Orbis said it was late. A spokesman for Orbis and lawyers of Orbis agreed.", "person"),
        ("It would help the company, Orbis said.", "person"),
        ("The company Orbis founded is late. Orbis said so.", "person"),
        ("Talks with Orbis, which took two hours, failed. Orbis said so.", "person"),
        ("Orbis, the company's chief executive, said it was late. Orbis's workers agreed.", "person"),
        ("Orbis, the head of the union, said it was late.", "person"),
        ("Orbis, the union leader, said it was late. Orbis shares the view.", "person"),
    ],
)
def test_one_word_of_which_the_page_speaks_as_of_a_firm(text: str, kind: str) -> None:
    marks = [Entity(Span(m.start(), m.end()), "person", 0.9) for m in re.finditer("Orbis", text)]
    assert {e.kind for e in settle_types(text, marks)} == {kind}


def test_what_the_page_says_of_firms_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    firms = entity_types._firms

    def counted(text: str) -> frozenset[str]:
        looked.append(text)
        return firms(text)

    monkeypatch.setattr(entity_types, "_firms", counted)
    names = [f"Or{a}{b}{c}" for a in "abcdefghijklmn" for b in "abcdefghij" for c in "abcdefghij"]
    text = " ".join(f"{name} said that the company, the union and the bank would wait." for name in names)
    marks = [Entity(Span(m.start(), m.end()), "person", 0.9) for m in re.finditer("Or[a-z]+", text)]
    assert {e.kind for e in settle_types(text, marks)} == {"person"}
    assert looked == [text]
