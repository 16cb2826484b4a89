"""A reading in other forms, and page text that must stay text."""

import io
import json
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from rich.console import Console

from onrecord.records import (
    Act,
    Article,
    Author,
    Block,
    Firmness,
    Furniture,
    Link,
    Occasion,
    PageInfo,
    PageType,
    Reading,
    Role,
    Span,
    Speaker,
    SpeakerKind,
    Stated,
    Statement,
    Timestamp,
    Verdict,
)
from onrecord.render.inert import inert
from onrecord.render.jsonld import jsonld
from onrecord.render.markdown import markdown
from onrecord.render.terminal import show
from tests import fakes, strategies
from tests.fakes import statement

INFO = PageInfo("00", "a.html", "https://a.example/", "html", "utf-8", "given", 10)


def reading(*blocks: Block, is_article: bool = True) -> Reading:
    text = "\n\n".join(b.text for b in blocks if b.span)
    article = Article(
        "00",
        "https://a.example/",
        text,
        tuple(b for b in blocks if b.span),
        title=Stated("Ferry *strikes* mole", "h1"),
        authors=(Author("Ada Verrin"), Author("Reuters", organisation=True)),
        published=Timestamp(datetime(2026, 3, 12), "url", date_only=True),
    )
    kind = PageType.ARTICLE if is_article else PageType.LISTING
    return Reading(INFO, Verdict(kind, 0.9 if is_article else 0.03), blocks, article)


def paragraph(text: str, *links: Link) -> Block:
    return Block(0, text, Role.PARAGRAPH, span=Span(0, len(text)), links=links)


def terminal(r: Reading, **options: bool) -> str:
    out = io.StringIO()
    show(r, Console(file=out, width=100, highlight=False, markup=False, emoji=False), **options)
    return out.getvalue()


def test_terminal_folds_furniture() -> None:
    teasers = [Block(i, f"Other story {i}", Role.FURNITURE, Furniture.TEASERS, 0.8) for i in range(3)]
    r = reading(paragraph("The story."), *teasers)
    assert "The story." in terminal(r)
    assert "[3 teasers]" in terminal(r)
    assert "Other story 1" not in terminal(r)
    assert "teasers 0.80  Other story 1" in terminal(r, everything=True)


def test_terminal_counts_the_blocks_of_other_stories_not_the_stories() -> None:
    others = [Block(i, f"Line {i}", Role.FURNITURE, Furniture.OTHER_STORY, 0.8) for i in range(3)]
    assert "[3 parts of other stories]" in terminal(reading(paragraph("The story."), *others))
    assert "[part of another story]" in terminal(reading(paragraph("The story."), others[0]))


def test_terminal_says_when_it_is_no_article() -> None:
    assert "not an article (listing, 0.97)" in terminal(reading(paragraph("x"), is_article=False))


def test_text_of_pages_does_nothing_to_the_terminal() -> None:
    text = "a\x1b[31mred\x1b]0;title\x07 \x9b2J\u202egnp.exe [bold]not markup[/bold]"
    shown = terminal(reading(paragraph(text)))
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "\u202e" not in shown
    assert "[bold]not markup[/bold]" in shown


def test_markdown_keeps_text_as_text() -> None:
    text = "1. # Not *a* [heading](javascript:alert(1)) <script>x</script>"
    out = markdown(reading(paragraph(text)))
    assert "<script>" not in out
    assert "\\[heading\\](javascript" in out
    assert "# Ferry \\*strikes\\* mole" in out
    assert "1\\. \\# Not" in out


def test_markdown_links_are_of_the_web() -> None:
    good = Link(Span(4, 8), "https://b.example/x(1)")
    bad = Link(Span(9, 12), "javascript:alert(1)")
    out = markdown(reading(paragraph("See this now", good, bad)))
    assert "See [this](https://b.example/x%281%29) now" in out
    assert "javascript" not in out


def test_jsonld() -> None:
    out = jsonld(reading(paragraph("The story.")))
    assert out["@type"] == "NewsArticle"
    assert out["author"] == [
        {"@type": "Person", "name": "Ada Verrin"},
        {"@type": "Organization", "name": "Reuters"},
    ]
    assert out["datePublished"] == "2026-03-12"
    assert out["articleBody"] == "The story."
    assert "image" not in out
    assert jsonld(Reading(INFO, Verdict(PageType.OTHER, 0.1), (), None))["@type"] == "WebPage"


def with_statements(text: str, *statements: Statement) -> Reading:
    return replace(reading(paragraph(text)), statements=statements)


def test_statements_by_speaker_say_what_is_not_plain() -> None:
    text = "Ada Verrin, the pilot, said on Friday in a letter that around nine may be lost. He had heard it."
    role = Speaker("Ada Verrin", SpeakerKind.PERSON, role="the pilot")
    first = statement(
        text,
        source="Ada Verrin",
        cue="said",
        content="around nine may be lost",
        speaker=role,
        firmness=Firmness.POSSIBLE,
        hedge="may",
        through="in a letter",
        when=None,
    )
    day = (Occasion(fakes.span(text, "on Friday")[0], datetime(2026, 3, 13), inferred=("day",)),)
    hedges = (*first.grade.hedges, *fakes.span(text, "around"))
    first = replace(first, when=day, grade=replace(first.grade, hedges=hedges))
    second = statement(
        text,
        source="He",
        content="it",
        speaker=replace(role, inferred=("pronoun",), role=None),
        within=first.id,
        act=Act.BELIEF,
    )
    shown = " ".join(terminal(with_statements(text, first, second), statements=True, mark=True).split())
    assert "[1] Ada Verrin (the pilot): 2 statements" in shown
    assert (
        "• around nine may be lost said · possible (may) · hedged: around · on Friday (2026-03-13, inferred: day) · in a letter"
        in shown
    )
    assert "• it belief · speaker inferred from “He” (pronoun) · reported by Ada Verrin" in shown
    assert (
        "Ada Verrin, the pilot, _said_ on Friday in a letter that ⟦around nine may be lost⟧[1]. He had heard ⟦it⟧[1]."
        in shown
    )


def test_statements_are_coloured_by_speaker() -> None:
    text = "One said yes. Two told no."
    a = statement(text, source="One", cue="said", content="yes")
    b = statement(text, source="Two", cue="told", content="no")
    out = io.StringIO()
    show(with_statements(text, a, b), Console(file=out, force_terminal=True, color_system="standard"))
    assert "\x1b[1mOne\x1b[0m \x1b[4msaid\x1b[0m" in out.getvalue()
    assert "\x1b[36myes\x1b[0m" in out.getvalue()
    assert "\x1b[32mno\x1b[0m" in out.getvalue()
    assert "⟦" not in out.getvalue()


def test_hostile_statements_do_nothing_to_the_terminal() -> None:
    bad = "x\x1b[2J\u202e[bold]y\n\nz"
    made = statement(
        bad, content=bad, cue=bad, source=bad, hedge=bad, when=bad, through=bad,
        speaker=Speaker(bad, SpeakerKind.GROUP, role=bad, inferred=(bad,)), firmness=Firmness.DENIED,
    )  # fmt: skip
    for mark in (True, False):
        shown = terminal(with_statements(bad, made), statements=True, mark=mark)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "[bold]y z" in shown


@given(strategies.readings)
def test_any_reading_can_be_shown(r: Reading) -> None:
    terminal(r, everything=True, trail=True, mark=True, statements=True)
    out = io.StringIO()
    show(r, Console(file=out, force_terminal=True, color_system="truecolor"), statements=True)
    markdown(r)
    json.dumps(jsonld(r))


@given(strategies.texts)
def test_inert_is_idempotent(text: str) -> None:
    assert inert(inert(text)) == inert(text)
