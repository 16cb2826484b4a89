"""Text fragments: how browsers compare text, which words are chosen, how they are written."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.browser_text import Text, folded
from onrecord.fragments import Passages, joined, linked, web_url
from onrecord.records import Span


# -- as browsers compare ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Plan", "the plan"),
        ("café naïve Öl", "cafe naive ol"),
        ("cafe\u0301", "café"),
        ("ещё", "еще"),
        ("счита́ли", "считали"),
        ("Wałek", "Walek"),
        ("straße", "STRASSE"),
        ("“it’s”", '"it\'s"'),
        ("„so“", '"so"'),
        ("and…", "and..."),
        ("ＡＢＣ１２", "abc12"),
        ("har\u00adbour", "harbour"),
        ("har\u200bbour", "harbour"),
        ("nine\u00a0days", "nine days"),
        ("nine \n days", " nine days "),
        ("السُّفُنَ", "السفن"),
        ("סָפַרְנוּ", "ספרנו"),
        ("カタカナ", "かたかな"),
    ],
)
def test_what_browsers_take_for_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nine – ten", "nine - ten"),
        ("«so»", '"so"'),
        ("сімʼя", "сім’я"),
        ("ılık", "ilik"),
        ("nine", "none"),
        ("港口", "港湾"),
    ],
)
def test_what_browsers_tell_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(), st.text())
def test_folding_is_of_each_word_alone(one: str, other: str) -> None:
    assert folded(f"{one} {other}") == f"{folded(one)} {folded(other)}".strip()
    assert folded(folded(one)) == folded(one)


# -- words -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("“We saw no light,” he said.", "We|saw|no|light|he|said"),
        ("It's the half-sunk R&D: 3.5%", "It's|the|half-sunk|R&D|3.5"),
        ("10\u202f000 tonnes, 1,200,000", "10\u202f000|tonnes|1,200,000"),
        ("d’un « mot\u00a0», vraiment\u202f!", "d’un|« mot\u00a0»|vraiment\u202f!"),
        ("市长说：“港口增长，今年也是。”", "市长说|港口增长|今年也是"),
        ("「防波堤は、来年も続ける」", "防波堤は|来年も続ける"),
        ("Сімʼї п’ять", "Сімʼї|п’ять"),
        ("जहाज़ों की गिनती।", "जहाज़ों|की|गिनती"),
        ("… — !", ""),
    ],
)
def test_words_are_whole_to_a_browser_too(text: str, units: str) -> None:
    assert "|".join(text[u.start : u.end] for u in Text(text).units) == units


def test_line_breaks_and_ends_of_links_end_a_run_and_a_first_letter_may() -> None:
    text = Text("We saw\nno light there", None, (Span(10, 15),))
    assert text.runs(0, 6, False)
    assert not text.runs(0, 6, True)
    assert text.runs(3, 6, True)
    assert not text.runs(3, 9, False)
    assert text.runs(10, 15, True)
    assert not text.runs(7, 15, True)
    assert text.runs(7, 15, False)


# -- choosing --------------------------------------------------------------------------------------------------------
def page(*blocks: str, outside: tuple[int, ...] = (), links: tuple[Span, ...] = ()) -> tuple[str, Passages]:
    """The article's text, and a page of these blocks; those `outside` stand in no article, and `links` in the last one."""
    texts, at, story = [], 0, []
    for i, block in enumerate(blocks):
        if i in outside:
            texts.append(Text(block))
            continue
        texts.append(Text(block, Span(at, at + len(block)), links if i == len(blocks) - 1 else ()))
        story.append(block)
        at += len(block) + 2
    return "\n\n".join(story), Passages(texts)


def chosen(
    words: str, *blocks: str, outside: tuple[int, ...] = (), links: tuple[Span, ...] = ()
) -> str | None:
    """The directive for the last place of `words` in the article, readable."""
    text, passages = page(*blocks, outside=outside, links=links)
    at = text.rindex(words)
    made = passages.directive([Span(at, at + len(words))])
    return None if made is None else unquote(made.removeprefix("text="))


def test_a_passage_is_a_range_from_its_second_word_at_the_start_of_a_block() -> None:
    assert chosen("“We saw no light that night,”", "“We saw no light that night,” he said.") == (
        "saw no light,that night"
    )
    assert chosen("no light was seen there", "He said no light was seen there.") == "no light was,seen there"


def test_a_place_anywhere_in_the_page_counts() -> None:
    said = "The pilot said the plan was dear."
    assert chosen("the plan was dear", said) == "the plan was,dear"
    for same in ("The Plan was dear", "the plán was déar!", "so the plan\u00a0was dear"):
        assert chosen("the plan was dear", same, said, outside=(0,)) == "said-,the plan,was dear"
        assert chosen("the plan was dear", said, same, outside=(1,)) == "said-,the plan,was dear"


def test_where_the_beginning_is_the_same_more_words_are_taken() -> None:
    assert (
        chosen(
            "we saw no light at all there", "We saw no light now.", "He said we saw no light at all there."
        )
        == "we saw no light at,all there"
    )


def test_a_short_passage_has_words_around_it() -> None:
    assert chosen("“No.”", "“No.” The pilot left.") == "No,-.” The"
    assert chosen("“Never,”", "He said: “Never,” and left.") == "said: “-,Never"


def test_a_copy_with_other_words_behind_it_is_told_by_them_and_not_by_a_range() -> None:
    one, other = "“We saw no light,” said the mayor.", "“We saw no light,” said the pilot."
    assert chosen("“We saw no light,”", one, other) == "saw no light,-,” said the pilot"
    assert chosen(
        "We saw no light.", one, "It rained.", "We saw no light.", "It snowed.", "We saw no light."
    ) == ("snowed.-,We saw,no light")


def test_without_a_place_of_its_own_there_is_no_fragment() -> None:
    assert chosen("No.", "No.", "No.", "No.", "No.") is None
    assert chosen("“…!”", "“…!”") is None


def test_links_in_the_words_stand_in_the_gap_of_a_range_or_before_it() -> None:
    said = "He said we counted old ships for nine days there."
    at = said.index("old ships")
    link = (Span(at, at + len("old ships")),)
    assert chosen("we counted old ships for nine days there", said, links=link) == "for nine days,there"


def test_a_passage_over_several_blocks_ends_in_the_last_one() -> None:
    assert (
        chosen(
            "we saw no light.\n\n“It rained all night.”",
            "He said: “we saw no light.",
            "“It rained all night.”",
        )
        == "we saw no,all night"
    )


def test_where_words_have_no_blanks_clauses_are_whole_or_have_their_neighbours() -> None:
    assert chosen(
        "港口总体平稳增长，明年也是，后年也是", "市长说：“港口总体平稳增长，明年也是，后年也是。”"
    ) == ("港口总体平稳增长,后年也是")
    assert (
        chosen("港口总体平稳增长", "市长说港口总体平稳增长的话没有错。")
        == "市长说-,港口总体平稳增长,-的话没有错"
    )


def test_a_whole_clause_is_passed_over_only_at_the_beginning_of_a_story() -> None:
    said = "港口总体平稳增长，明年也是如此，后年也是"
    assert chosen(said, said) == "明年也是如此,后年也是"
    assert chosen(said, "开头。", "第二段。", said) == "港口总体平稳增长,后年也是"


def test_records_in_disorder_do_no_harm() -> None:
    passages = Passages([Text("one two three four", Span(50, 68)), Text("five six seven", Span(0, 3))])
    for start in range(0, 80, 3):
        for end in range(start, 90, 7):
            passages.directive([Span(start, end)])
    assert Passages([]).directive([Span(0, 5)]) is None


def test_hostile_pages_end_soon() -> None:
    text, passages = page(*["a a a a a a a a a a a a a a a a a a a a a a a a"] * 4_000)
    found = [passages.directive([Span(at, at + 40)]) for at in range(0, len(text) - 40, 49)]
    assert found[:-1] == [None] * (len(found) - 1)
    text, passages = page("港" * 500_000)
    assert passages.directive([Span(10, 400_000)]) is None


_WORDS = st.sampled_from(["so", "we", "saw", "no", "light", "here", "now"])
_BLOCK = st.lists(_WORDS, min_size=1, max_size=12)


def followed(directive: str, blocks: list[list[str]]) -> tuple[int, int] | None:
    """(block, word) of the first place that a directive fits, as the draft has it; all blocks are of plain words."""
    parts = directive.removeprefix("text=").split(",")
    prefix = unquote(parts.pop(0).removesuffix("-")).split() if parts[0].endswith("-") else []
    suffix = unquote(parts.pop().removeprefix("-")).split() if parts[-1].startswith("-") else []
    start, end = unquote(parts[0]).split(), unquote(parts[1]).split() if len(parts) > 1 else []
    words = [(b, i, w) for b, block in enumerate(blocks) for i, w in enumerate(block)]

    def fits(at: int, wanted: list[str]) -> bool:
        got = words[at : at + len(wanted)]
        return [w for *_, w in got] == wanted and len({b for b, *_ in got}) <= 1

    for at in range(len(words)):
        first = at + len(prefix)
        if not fits(at, prefix) or not fits(first, start):
            continue
        ends = range(first + len(start), len(words)) if end else [first + len(start)]
        if any(fits(e, end) and fits(e + len(end), suffix) for e in ends):
            return words[first][:2]
    return None


@settings(max_examples=300)
@given(st.lists(_BLOCK, min_size=1, max_size=6), st.data())
def test_a_directive_leads_to_its_passage(blocks: list[list[str]], data: st.DataObject) -> None:
    texts = [" ".join(b) for b in blocks]
    n = data.draw(st.integers(0, len(blocks) - 1))
    first = data.draw(st.integers(0, len(blocks[n]) - 1))
    last = data.draw(st.integers(first, len(blocks[n]) - 1))
    _, passages = page(*texts)
    base = sum(len(t) + 2 for t in texts[:n])
    start = base + sum(len(w) + 1 for w in blocks[n][:first])
    length = len(" ".join(blocks[n][first : last + 1]))
    made = passages.directive([Span(start, start + length)])
    if made is not None:
        found = followed(made, blocks)
        assert found is not None, unquote(made)
        assert found[0] == n
        assert first <= found[1] <= last, unquote(made)


@given(st.lists(st.text(), max_size=4), st.integers(0, 60), st.integers(0, 60))
def test_directives_have_no_character_that_is_syntax(blocks: list[str], start: int, length: int) -> None:
    _, passages = page(*blocks)
    made = passages.directive([Span(start, start + length)])
    if made is not None:
        one = r"[A-Za-z0-9%._~]+"
        assert re.fullmatch(rf"text=(?:{one}-,)?{one}(?:,{one})?(?:,-{one})?", made)


# -- spans and addresses ---------------------------------------------------------------------------------------------
def test_spans_with_white_space_between_them_are_one() -> None:
    text = "one two\n\nthree, four"
    spans = [Span(0, 3), Span(4, 7), Span(9, 14), Span(14, 14), Span(16, 20)]
    assert list(joined(text, spans)) == [Span(0, 14), Span(16, 20)]
    assert list(joined(text, [])) == []


def test_a_directive_follows_the_fragment_that_is_there_but_no_other_directive() -> None:
    assert linked("https://a.example/", "text=x") == "https://a.example/#:~:text=x"
    assert linked("https://a.example/#top", "text=x") == "https://a.example/#top:~:text=x"
    assert linked("https://a.example/#:~:text=y", "text=x") == "https://a.example/#:~:text=x"
    assert linked("https://a.example/", None) == "https://a.example/"
    assert linked("javascript:x", "text=x") is None


@pytest.mark.parametrize(
    "url", ["https://a.example", "http://a.example:8080/x?y=1#z", "HTTPS://A.example/ü", "https://[::1]/"]
)
def test_addresses_of_the_web_may_be_links(url: str) -> None:
    assert web_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "ftp://a.example",
        "https://",
        "//a.example",
        "/x",
        "https://a b",
        "https://a\n.example",
        "https://u:p@a.example",
        "https://a.example:99999",
        "https://[",
        "java\tscript:x",
        "https://a.example/" + "x" * 5000,
    ],
)
def test_others_may_not(url: str | None) -> None:
    assert web_url(url) is None
