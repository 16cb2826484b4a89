"""A reading in other forms, and page text that must stay text."""

import io
import json
from datetime import datetime

from hypothesis import given
from rich.console import Console

from onrecord.records import (
    Article,
    Author,
    Block,
    Furniture,
    Link,
    PageInfo,
    PageType,
    Reading,
    Role,
    Span,
    Stated,
    Timestamp,
    Verdict,
)
from onrecord.render.inert import inert
from onrecord.render.jsonld import jsonld
from onrecord.render.markdown import markdown
from onrecord.render.terminal import show
from tests import strategies

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


@given(strategies.readings)
def test_any_reading_can_be_shown(r: Reading) -> None:
    terminal(r, everything=True, trail=True)
    markdown(r)
    json.dumps(jsonld(r))


@given(strategies.texts)
def test_inert_is_idempotent(text: str) -> None:
    assert inert(inert(text)) == inert(text)
