"""Captions and credits apart."""

import pytest

from onrecord.read.captions import split_credit


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Rescuers at the quay on Monday.", "Photo: A. Name/MNA"),
        ("Soldiers describe the attack in the border district.", "Screenshot: Somepage/12 бригада"),
        ("Taucher am Kai.", "Foto: B. Name / Tageblatt"),
        ("Спасатели в порту.", "Фото: В. Имя"),
        ("Divers at work", "(Photo by A. Name/Agency)"),
        ("The pier at night |", "© A. Name"),
        ("搜救人员在码头。", "摄影：某某"),
        ("The hull, lifted on Friday.", "(AP/A. Name)"),
    ],
)
def test_split(caption: str, credit: str) -> None:
    text = f"{caption} {credit}"
    cut = split_credit(text)
    assert cut is not None
    assert text[: cut[0]] == caption.rstrip(" |")
    assert text[cut[1] :] == credit


@pytest.mark.parametrize("text", ["Photo: A. Name/MNA", "© Harbour Office", "Foto: dpa"])
def test_nothing_but_a_credit(text: str) -> None:
    assert split_credit(text) == (0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Rescuers look at a photo of the ferry in the harbour office.",
        "A source of light at the end of the mole had failed.",
        "The picture shows the bridge before the collapse",
    ],
)
def test_words_of_the_caption_itself(text: str) -> None:
    assert split_credit(text) is None
