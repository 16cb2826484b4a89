"""Words by which newsrooms label the parts of a page."""

import re

import pytest

from onrecord.read.words import _by_first_letter, asks, said_kind
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
