"""Reading text dumps: lines that belong together are put together, others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import read
from onrecord.read.lines import lines
from onrecord.read.page import decode


def blocks(text: str) -> list[str]:
    return [r.text for r in lines(decode(text, media="text")).raws]


def test_one_line_a_block() -> None:
    text = "Section: Harbour\nA headline without a stop\n\nThe first sentence ends here.\nThe second paragraph too.\n"
    assert blocks(text) == [
        "Section: Harbour",
        "A headline without a stop",
        "The first sentence ends here.",
        "The second paragraph too.",
    ]


def test_hard_wrapped_text() -> None:
    paragraph = (
        "The ferry left the harbour at a quarter past six in the morning with\n"
        "two hundred and twelve people on board, the harbour office said on\n"
        "Thursday, and struck the outer mole eleven minutes later, when the\n"
        "light at its end was dark for the third night in a row and nobody\n"
        "on the bridge had been told of it.\n"
    )
    found = blocks("A short headline\n\n" + paragraph + "\n" + paragraph)
    assert len(found) == 3
    assert found[1].startswith("The ferry left")
    assert found[1].endswith("told of it.")


def test_lines_broken_at_links() -> None:
    text = (
        "Home\nNews\nThe minister,\nA. Name\n, told\nThe Ledger\nthat the light had been dark.\n\n"
        "Divers said on Friday that the hull was open along eleven metres and that nobody could be inside, according to\n"
        "the Harbour Office\n, which spoke after the search.\n\nThe end of it came\nlater\n, she said."
    )
    found = blocks(text)
    assert found[:2] == ["Home", "News"]
    assert any(b.endswith("according to the Harbour Office, which spoke after the search.") for b in found)


def test_offsets_are_those_of_the_source() -> None:
    text = "\r\n  Headline here \r\n\r\nA paragraph with words.\r\n"
    page = decode(text, media="text")
    for raw in lines(page).raws:
        assert page.source[raw.start : raw.end] == raw.text


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    try:
        page = decode(text, media="text")
    except ValueError:
        raise
    except Exception:  # an empty or binary text; see test_page
        return
    last = 0
    for raw in lines(page).raws:
        assert last <= raw.start < raw.end <= len(page.source)
        assert raw.text.strip()
        last = raw.end


@pytest.mark.parametrize(
    "text",
    [
        "The harbour is open again, Evi Tarrow said on Friday.\n\nNobody was hurt.",
        "Nobody was hurt, the mayor said.",
        "Паром ударился о мол, сообщили спасатели.\n\nНикто не пострадал.",
        "渡轮撞上码头，船长说。",
    ],
)
def test_sentences_that_somebody_has_pasted_are_text(text: str) -> None:
    article = read(text, media="text").article
    assert article is not None
    assert article.text == text


def test_a_few_lines_of_furniture_are_none() -> None:
    reading = read("Home\n\nSubscribe to our newsletter.\n\nAll rights reserved.", media="text")
    assert reading.article is None or "newsletter" not in reading.article.text


@pytest.mark.parametrize(
    "text",
    ["404. Page not found.", "Loading...", "Buy now and save 20%!\n\nPrice: 20 euros.\n\nOut of stock."],
)
def test_messages_and_offers_are_no_text(text: str) -> None:
    reading = read(text, media="text")
    assert reading.article is None or not reading.verdict.is_article
