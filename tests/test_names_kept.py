"""Names as the page spells them, and sources that name nobody: end to end, on invented sentences."""

import pytest

from onrecord.read.statements.reader import Subject, statements_of_texts
from onrecord.records import Speaker, SpeakerKind


def speakers(text: str, language: str = "en") -> list[Speaker]:
    return [s.speaker for s in next(statements_of_texts([Subject(text, language=language)]))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We will hold out,” Brandt & Cole said in a statement.", "Brandt & Cole"),
        ("Westfold Cinemas, which owns the hall, said it would wait for a month.", "Westfold Cinemas"),
        ("Marsh, Hale & Quill LLP said the books were in order.", "Marsh, Hale & Quill LLP"),
        ("The Teachers’ Union said it would strike on Monday.", "Teachers’ Union"),
        ("St. Brannoc’s Hospital said two of the injured had died.", "St. Brannoc’s Hospital"),
        ("The bridge will stay shut, the Orsel News Agency reported on Friday.", "Orsel News Agency"),
        ("Smith & Weston’s lawyer said there was no case.", "Smith & Weston’s lawyer"),
    ],
)
def test_an_organisation_keeps_its_whole_name(text: str, name: str) -> None:
    assert [s.name for s in speakers(text)] == [name]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Half of them said it would rain.", "half of them"),
        ("One of them told reporters that it was over.", "one of them"),
        ("Three said they saw it.", "three"),
        ("“I saw it,” said one.", "one"),
    ],
)
def test_a_count_of_people_names_nobody(text: str, words: str) -> None:
    (found,) = speakers(text)
    assert (found.name, found.kind) == (words, SpeakerKind.UNNAMED)


def test_a_name_is_not_cut_at_the_full_stop_of_a_title() -> None:
    found = speakers("„Das Wasser steigt seit Tagen“, sagte der Hydrologe Prof. Arne Holm.", "de")
    assert [s.name for s in found] == ["Arne Holm"]
