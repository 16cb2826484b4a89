"""Anchors resolve to the same words, or say that they do not."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import PageError, Reading, read
from onrecord.errors import EmptyPage
from onrecord.read.anchors import (
    Original,
    Resolver,
    anchors,
    check,
    of_block,
    of_reading,
    of_statement,
    resolve,
)
from onrecord.records import Anchor, Found, Span
from tests.fakes import statement

EXAMPLES = Path(__file__).parent.parent / "examples" / "pages"
SAMPLES = sorted(p.name for p in EXAMPLES.iterdir() if p.suffix in (".html", ".txt"))

PARAGRAPHS = (
    "A ferry with 212 people on board struck the outer mole of Port Orsel on Thursday evening, the harbour office said.",
    "“The light was dark,” said the pilot, who asked not to be named. “It was dark for a week.” He had reported it twice.",
    "The ministry denied that it had been told of the fault, and the harbour office said that nobody had asked.",
    "Divers searched the hull until the morning. <b>Ada Verrin</b>, a diver, said that the water was <i>calm</i> and cold.",
    "It was the worst accident in the strait since 1978, when nineteen fishermen drowned off the island of Vell.",
)


def page(*paragraphs: str, before: str = "", after: str = "") -> str:
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        "<!doctype html><html><head><title>Ferry strikes mole</title></head><body>"
        f"<nav><a href=/>Home</a><a href=/w>World</a></nav>{before}<article><h1>Ferry strikes mole</h1>{body}</article>"
        f"{after}<footer>© 2026 The Ledger</footer></body></html>"
    )


@cache
def sample(name: str) -> Reading:
    return read((EXAMPLES / name).read_bytes(), name=name)


@cache
def story(*paragraphs: str) -> Reading:
    reading = read(page(*(paragraphs or PARAGRAPHS)))
    assert reading.article is not None
    return reading


def text_of(reading: Reading) -> str:
    assert reading.article is not None
    return reading.article.text


def at(reading: Reading, words: str) -> Span:
    start = text_of(reading).index(words)
    return Span(start, start + len(words))


def one(reading: Reading, words: str) -> Anchor:
    (anchor,) = anchors(reading, at(reading, words))
    return anchor


@pytest.mark.parametrize("name", SAMPLES)
def test_all_blocks_resolve_on_the_page_read_again(name: str) -> None:
    content = (EXAMPLES / name).read_bytes()
    found = list(of_reading(sample(name)))
    assert len(found) == len(sample(name).blocks)
    for resolution in check((a for _, a in found), read(content), Original(content)):
        assert resolution.how is Found.POSITION
        assert resolution.block is not None
        assert resolution.within is not None
        assert resolution.within.of(sample(name).blocks[resolution.block].text) == resolution.anchor.quote


@given(st.data())
@settings(max_examples=150)
def test_every_span_resolves_to_the_same_words(data: st.DataObject) -> None:
    reading = sample(data.draw(st.sampled_from(SAMPLES)))
    text = text_of(reading)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 2000)))
    found = anchors(reading, Span(start, end))
    assert "\n\n".join(a.quote for a in found).strip() == text[start:end].strip()
    resolver = Resolver(reading)
    for anchor in found:
        resolution = resolver.resolve(anchor)
        assert resolution.how is Found.POSITION
        assert resolution.span == anchor.span
        assert anchor.span is not None
        assert anchor.span.of(text) == anchor.quote
        assert start <= anchor.span.start < anchor.span.end <= end


words = st.text(st.sampled_from("ab é“”.\u202e😀\t<&"), max_size=30)


@given(st.lists(words, min_size=1, max_size=8), st.data())
@settings(max_examples=20)
def test_invented_pages(lines: list[str], data: st.DataObject) -> None:
    content = page(*(line.replace("&", "&amp;").replace("<", "&lt;") for line in lines), *PARAGRAPHS)
    reading = read(content)
    for block in reading.blocks:
        start = data.draw(st.integers(0, len(block.text) - 1))
        whole = of_block(reading, block)
        assert whole.quote == block.text
        resolution = Resolver(reading).resolve(whole)
        assert (resolution.block, resolution.within) == (block.index, Span(0, len(block.text)))
        if block.span is not None:
            (part,) = anchors(reading, Span(block.span.start + start, block.span.end))
            found = resolve(part, content)
            assert found.span == part.span
            assert Original(content).holds(part) == ""


@given(st.data())
@settings(max_examples=60)
def test_after_edits_elsewhere_anchors_still_resolve(data: st.DataObject) -> None:
    reading = story()
    text = text_of(reading)
    block = data.draw(st.sampled_from(reading.article.blocks if reading.article else ()))
    assert block.span is not None
    start = data.draw(st.integers(block.span.start, block.span.end - 1))
    end = data.draw(st.integers(start + 1, block.span.end))
    (anchor,) = anchors(reading, Span(start, end))
    kept = [p for p in PARAGRAPHS if block.text[:20] in p.replace("<b>", "").replace("<i>", "")]
    extra = data.draw(
        st.lists(st.sampled_from([*PARAGRAPHS, "New words of another kind."]), max_size=3, unique=True)
    )
    before = [p for p in extra if p not in kept]
    changed = read(
        page(*before, *(kept or PARAGRAPHS), before="<div>An advertisement</div>", after="<div>More</div>")
    )
    resolution = Resolver(changed).resolve(anchor)
    assert resolution.found, resolution.reason
    assert resolution.how is not Found.POSITION
    assert resolution.span is None or resolution.span.of(text_of(changed)) == text[start:end]


@given(st.data())
@settings(max_examples=60)
def test_after_deletion_anchors_say_that_they_do_not_resolve(data: st.DataObject) -> None:
    reading = story()
    i = data.draw(st.integers(0, len(PARAGRAPHS) - 1))
    block = next(b for b in reading.blocks if b.text[:20] == PARAGRAPHS[i][:20])
    assert block.span is not None
    start = data.draw(st.integers(block.span.start, block.span.end - 1))
    end = data.draw(st.integers(start + 1, block.span.end))
    (anchor,) = anchors(reading, Span(start, end))
    # the paragraph is gone, or the words alone are
    for left in (PARAGRAPHS[:i] + PARAGRAPHS[i + 1 :], _without(i, anchor)):
        changed = read(page(*left))
        resolution = Resolver(changed).resolve(anchor)
        assert not resolution.found
        assert resolution.reason
        assert resolution.span is None


def _without(i: int, anchor: Anchor) -> tuple[str, ...]:
    plain = PARAGRAPHS[i].replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "")
    cut = plain[: anchor.within.start] + "#" + plain[anchor.within.end :]
    return (*PARAGRAPHS[:i], cut, *PARAGRAPHS[i + 1 :])


class TestChangedPages:
    def test_path_and_position_alone_are_no_proof(self) -> None:
        """Other words at the same place of the same element do not count, and the same words elsewhere only with context."""
        anchor = one(story(), "said")
        changed = read(
            page("Nobody knew more. “A light,” he said, and left the harbour of Port Orsel for good.")
        )
        assert not Resolver(changed).resolve(anchor).found

    def test_equal_short_passages_are_ambiguous(self) -> None:
        before, after = ("Yes.", "A long answer of the pilot, in full."), ("No.", "Yes.", "Maybe.", "Yes.")
        reading = read(page(*PARAGRAPHS, *before))
        block = next(b for b in reading.blocks if b.text == "Yes.")
        resolution = Resolver(read(page(*PARAGRAPHS, *after))).resolve(of_block(reading, block))
        assert not resolution.found
        assert resolution.reason == "ambiguous: the words are on the page 2 times"

    def test_of_long_copies_the_element_path_decides(self) -> None:
        reading = story()
        anchor = of_block(reading, next(b for b in reading.blocks if b.text == PARAGRAPHS[2]))
        changed = read(page(*PARAGRAPHS, after=f"<div class=print><p>{PARAGRAPHS[2]}</p></div>"))
        resolution = Resolver(changed).resolve(anchor)
        assert resolution.how is Found.PATH
        assert resolution.block is not None
        assert changed.blocks[resolution.block].place.path == anchor.path

    def test_one_side_is_enough_if_it_stands_once(self) -> None:
        anchor = one(story(), "asked not to be named")
        changed = read(
            page(PARAGRAPHS[0], PARAGRAPHS[1].replace("“The light was dark,” said the pilot", "He"))
        )
        resolution = Resolver(changed).resolve(anchor)
        assert resolution.how is Found.SIDE
        assert resolution.span == at(changed, "asked not to be named")

    def test_a_long_quote_is_enough_a_short_one_is_not(self) -> None:
        reading = story()
        long, short = one(reading, PARAGRAPHS[2][:60]), one(reading, "nobody had asked")
        changed = read(
            page(PARAGRAPHS[0], f"On Friday {PARAGRAPHS[2][:60]} or so. In the end nobody had asked them.")
        )
        assert Resolver(changed).resolve(long).how is Found.QUOTE
        resolution = Resolver(changed).resolve(short)
        assert not resolution.found
        assert resolution.reason.startswith("too short to be sure")

    def test_an_anchor_that_quotes_nothing(self) -> None:
        anchor = replace(one(story(), "said"), quote="")
        assert Resolver(story()).resolve(anchor).reason == "the anchor quotes nothing"

    def test_an_anchor_with_another_quote_at_its_place(self) -> None:
        anchor = replace(one(story(), "the pilot"), quote="the tutor")
        assert Resolver(story()).resolve(anchor).reason == "the words are not on the page"


def test_a_span_over_blocks_gives_an_anchor_for_each() -> None:
    reading = story()
    start, end = at(reading, "He had reported it twice."), at(reading, "The ministry denied")
    first, second = anchors(reading, Span(start.start, end.end))
    assert (first.quote, first.suffix) == ("He had reported it twice.", "")
    assert (second.quote, second.prefix) == ("The ministry denied", "")
    assert first.path != second.path
    assert anchors(reading, Span(start.end, start.end + 2)) == ()  # the blank line between them


def test_blocks_of_one_element_share_its_text() -> None:
    content = page(*PARAGRAPHS, "First line here.<br><br>Second line here.<br><br>First line here.")
    reading = read(content)
    lines = [of_block(reading, b) for b in reading.blocks if b.text.endswith("line here.")]
    assert [a.within for a in lines] == [Span(0, 16), Span(17, 34), Span(35, 51)]
    assert len({a.path for a in lines}) == 1
    assert [resolve(a, content).block for a in lines] == [
        b.index for b in reading.blocks if b.text.endswith("line here.")
    ]


def test_statements_are_anchored_by_part() -> None:
    reading = story()
    made = statement(text_of(reading), source="the pilot", cue="said", content="“The light was dark,”")
    parts = of_statement(reading, made)
    assert {name: [a.quote for a in found] for name, found in parts.items()} == {
        "source": ["the pilot"],
        "cue": ["said"],
        "content": ["“The light was dark,”"],
    }
    names = [name for name, _ in of_reading(replace(reading, statements=(made,)))]
    assert names[-3:] == [f"{part} of {made.id}" for part in ("source", "cue", "content")]


def test_element_names_that_xpath_cannot_hold() -> None:
    content = f"<body><o:p>The first words.</o:p><p>{PARAGRAPHS[0]}</p><div><o:p>Words of a word processor.</o:p><i'i>x</i'i></div>"
    reading = read(content)
    original = Original(content)
    paths = [b.place.path for b in reading.blocks]
    assert all(original.holds(of_block(reading, b)) == "" for b in reading.blocks)
    assert all(":" not in p.replace("name()='o:p'", "") for p in paths)


def test_scripts_within_a_paragraph_are_no_words() -> None:
    content = page(PARAGRAPHS[0].replace("struck", "<script>var a = 'words';</script>struck"), PARAGRAPHS[1])
    reading = read(content)
    for resolution in check((a for _, a in of_reading(reading)), reading, Original(content)):
        assert resolution.how is Found.POSITION


def test_mutated_samples_resolve() -> None:
    """However broken the markup, paths lead to the words."""
    rnd = random.Random(5)
    contents = [(EXAMPLES / name).read_bytes() for name in SAMPLES]
    seen = 0
    for _ in range(40):
        data = bytearray(rnd.choice(contents))
        for _ in range(rnd.randrange(200)):
            data[rnd.randrange(len(data))] = rnd.randrange(256)
        content = bytes(data[: rnd.randrange(len(data))] + rnd.choice(contents)[rnd.randrange(2000) :])
        try:
            reading = read(content)
        except PageError:
            continue
        for resolution in check((a for _, a in of_reading(reading)), reading, Original(content)):
            assert resolution.how is Found.POSITION, resolution
            seen += 1
    assert seen > 500


def test_text_in_shadow_roots_has_no_path() -> None:
    content = f"<body><div><template shadowrootmode=open><p>{PARAGRAPHS[0]}</p></template></div><p>{PARAGRAPHS[1]}</p>"
    reading = read(content)
    assert reading.blocks[0].place.path == ""
    assert resolve(of_block(reading, reading.blocks[0]), content).how is Found.POSITION


def test_the_markup_has_its_say() -> None:
    content = page(*PARAGRAPHS)
    anchor = one(story(), "the pilot")
    original = Original(content)
    assert original.holds(anchor) == ""
    assert "the words are not in" in original.holds(replace(anchor, path="/html/body/nav"))
    assert (
        original.holds(replace(anchor, path="/html/body/div[9]")) == "there is no element /html/body/div[9]"
    )
    assert "there is no element" in original.holds(replace(anchor, path="//["))


def test_pages_that_cannot_be_read() -> None:
    with pytest.raises(EmptyPage):
        resolve(one(story(), "said"), b"")


def test_text_dumps() -> None:
    content = "\n\n".join(["Ferry strikes mole", *PARAGRAPHS[:3]])
    reading = read(content)
    anchor = one(reading, "“The light was dark,”")
    assert anchor.path == ""
    assert resolve(anchor, content).how is Found.POSITION
    assert Original(content).holds(anchor) == ""
    assert (
        Original(content).holds(replace(anchor, quote="no such words")) == "the words are not in the source"
    )
    assert resolve(anchor, "Something new stands here.\n\n" + content).how is Found.CONTEXT
