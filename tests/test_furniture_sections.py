"""Comments and teasers under a story whose class names say nothing."""

import pytest

from onrecord.records import Furniture
from tests.stories import PARAGRAPHS, article, page, paragraphs, story, story_article

SAID = [
    ("gullfan", "About time, the smell could be noticed as far as the church."),
    ("netmender", "And who pays the traders until the spring? Not the board."),
    ("old_tom", "My father sold herring there for thirty years."),
]


@pytest.mark.parametrize(
    "heading",
    [
        "3 responses",
        "3 Comments",
        "Comments (3)",
        "Responses: 3",
        "3 replies",
        "3 Kommentare",
        "3 comentarios",
        "Vos réactions (3)",
        "View 2 comments",
        "2 thoughts on “Fish market to close”",
        "One response to “Fish market to close”",
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        '<div id="c"><h4>{h}</h4>{each:<div class="x1"><b>{n}</b><p>{t}</p></div>}</div>',
        "<section><h3>{h}</h3><ul>{each:<li><b>{n}</b><p>{t}</p></li>}</ul></section>",
        '<div><p><strong>{h}</strong></p>{each:<div><span class="q">{n}</span><div class="r">{t}</div></div>}</div>',
        '<h4>{h}</h4>{each:<div class="x1"><b>{n}</b><p>{t}</p></div>}',
    ],
)
def test_comments(heading: str, form: str) -> None:
    start, rest = form.split("{each:", 1)
    entry, end = rest[: rest.rindex("}")], rest[rest.rindex("}") + 1 :]
    markup = (
        start.replace("{h}", heading)
        + "".join(entry.replace("{n}", n).replace("{t}", t) for n, t in SAID)
        + end
    )
    reading = story(markup, len(PARAGRAPHS))
    assert reading.article is not None
    assert reading.article.text.endswith(PARAGRAPHS[-1])
    kinds = {b.text: b.furniture for b in reading.blocks}
    for _, text in SAID:
        assert kinds[text] is Furniture.COMMENTS


def test_a_count_in_a_sentence_opens_nothing() -> None:
    found = story_article(
        "<h3>3 responses to the plan</h3><p>The board has had three letters: from the traders, the town and the church. All of them ask for a smaller store.</p>"
    )
    assert all(x in found.text for x in PARAGRAPHS)


def test_a_count_over_the_story_opens_nothing() -> None:
    found = story_article("<p>3 comments</p><p>Ines Caldwell</p>", 0)
    assert all(x in found.text for x in PARAGRAPHS)


def test_teasers_under_a_heading_behind_short_paragraphs() -> None:
    texts = (
        "Рыбный рынок закроют на всю зиму из-за утечки аммиака.",
        "«Так работать нельзя», — сказала председатель Анна Вернер.",
        "Торговцы узнали о плане из объявления на воротах.",
    )
    rail = '<div class="rail"><h4>Most read</h4><ol><li><a href="/1">Bus lane on Quay Road stays for another year</a></li><li><a href="/2">The baker who only opens at night</a></li></ol></div>'
    found = article(page(paragraphs(*texts), rail, headline="Рыбный рынок закроют на зиму", lang="ru"))
    assert "Bus lane" not in found.text
    assert "baker" not in found.text
    assert found.text.endswith(texts[-1])
