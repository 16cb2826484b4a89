"""Words by which newsrooms label the parts of a page."""

import re

import pytest

from onrecord.read.words import CORRECTION, _by_first_letter, asks, said_kind
from onrecord.records import Furniture

ALTERNATIVES = ["share", "s?how", "sh(?:are|op)", "agb\\b", "a+", r"\d x", "ä", "agree", "[bc]y", "©"]


@pytest.mark.parametrize(
    "text",
    [
        "share",
        "show",
        "how",
        "shop",
        "agb",
        "agbx",
        "aa",
        "3 x",
        "är",
        "agree",
        "by",
        "c",
        "© 2026",
        "sh",
        "",
    ],
)
def test_grouping_by_first_letters_changes_nothing(text: str) -> None:
    plain, grouped = "|".join(ALTERNATIVES), _by_first_letter(ALTERNATIVES)
    assert bool(re.match(plain, text)) == bool(re.match(grouped, text))
    assert bool(re.search(plain, f"-{text}-")) == bool(re.search(grouped, f"-{text}-"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sign up for our newsletter", Furniture.APPEAL), ("3 Comments", Furniture.COMMENTS), ("AGB", Furniture.LEGAL), ("Tweet", Furniture.SHARE),
        ("Anzeige", Furniture.ADVERTISEMENT), ("The ferry struck the mole", None), ("Tweets of the week", None),
    ],
)  # fmt: skip
def test_what_short_texts_say(text: str, kind: Furniture | None) -> None:
    assert said_kind(text) is kind


def test_an_appeal_asks_its_reader() -> None:
    assert (
        asks("Support us: become a member, donate as little as 3 a month, and cancel any time. Your harbour.")
        >= 4
    )
    assert asks("The members of the council support us all.") >= 1
    assert asks("Divers searched the hull.") == 0


@pytest.mark.parametrize(
    "text",
    ["Chocolate cookies", "Milk and cookies", "Cookie de Chocolate", "A jar of cookies", "#3"],
)
def test_words_that_name_no_furniture(text: str) -> None:
    assert said_kind(text) is None


@pytest.mark.parametrize(
    "text", ["Cookies", "Cookie policy", "Manage cookies", "Accept all cookies", "Wir verwenden Cookies"]
)
def test_notices_of_cookies(text: str) -> None:
    assert said_kind(text) is Furniture.LEGAL


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("Update, Nov. 5: This story has been corrected.", True),
        ("Update: An earlier version misstated the toll.", True),
        ("Correction: March 13, 2026. The ferry is 84 metres long.", True),
        ("Update, 13:17: The harbour is open again.", False),
        ("Updated guidance came from the office on Friday.", False),
    ],
)
def test_corrections(text: str, corrects: bool) -> None:
    assert (CORRECTION.match(text) is not None) == corrects
