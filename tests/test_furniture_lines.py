"""Lines of furniture among the paragraphs of a story."""

import pytest

from onrecord.read.furniture_lines import line_kind
from onrecord.records import Furniture
from tests.stories import PARAGRAPHS, story_article

LINES = [
    ("5 min read", Furniture.OTHER),
    ("Reading time: 3 minutes", Furniture.OTHER),
    ("Lesezeit: 4 Min.", Furniture.OTHER),
    ("3 minutes de lecture", Furniture.OTHER),
    ("阅读时间：5分钟", Furniture.OTHER),
    ("約3分で読めます", Furniture.OTHER),
    ("Listen to this article (4 min)", Furniture.OTHER),
    ("Lectura: 4 min", Furniture.OTHER),
    ("この記事は3分で読めます", Furniture.OTHER),
    ("Подписывайтесь на наш канал в Telegram", Furniture.APPEAL),
    ("Bültenimize abone olun", Furniture.APPEAL),
    ("关注我们的微信公众号", Furniture.APPEAL),
    ("Dalsza część tekstu pod reklamą", Furniture.ADVERTISEMENT),
    ("無断転載を禁じます", Furniture.LEGAL),
    ("무단전재 및 재배포 금지", Furniture.LEGAL),
    ("版权所有，未经许可不得转载", Furniture.LEGAL),
    ("Read also: Ferry line asks for a second ship", Furniture.RELATED),
    ("Lee también: La lonja cierra todo el invierno", Furniture.RELATED),
    ("Lesen Sie auch: Der Fischmarkt schließt im Winter", Furniture.RELATED),
    ("Story continues below advertisement", Furniture.ADVERTISEMENT),
    ("Artikel wird unter der Anzeige fortgesetzt", Furniture.ADVERTISEMENT),
    ("Síguenos en WhatsApp, Telegram y X.", Furniture.APPEAL),
    ("Suivez-nous sur Facebook", Furniture.APPEAL),
    ("Sign up to our newsletter for the news of the coast every morning.", Furniture.APPEAL),
    ("Want more like this? Subscribe to our weekly newsletter.", Furniture.APPEAL),
    ("Abonnieren Sie unseren Newsletter.", Furniture.APPEAL),
    ("Inscrivez-vous à notre newsletter.", Furniture.APPEAL),
    ("Подписывайтесь на наш Telegram-канал", Furniture.APPEAL),
    ("Follow The Quay Herald on Facebook and Instagram.", Furniture.APPEAL),
    ("Copyright 2025 The Quay Herald. This story may not be published or rewritten.", Furniture.LEGAL),
    ("© 2025 Marrow News Agency", Furniture.LEGAL),
    ("Copyright The Quay Herald 2025", Furniture.LEGAL),
    ("This material may not be published, broadcast, rewritten or redistributed.", Furniture.LEGAL),
]


@pytest.mark.parametrize(("text", "kind"), LINES)
def test_what_a_line_says_it_is(text: str, kind: Furniture) -> None:
    assert line_kind(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Copyright law from 1976 protects the authors of plays.",
        "The newsletter that the town sends to its citizens costs 2,000 a year.",
        "It took the jury five minutes to read the verdict.",
        "Subscribers of the theatre will get their money back.",
        "Listen to the sea, she said.",
        "Follow the coast to the lighthouse.",
    ],
)
def test_sentences_of_a_story(text: str) -> None:
    assert line_kind(text) is None


def test_advice_to_readers_is_not_the_outlets_own_call() -> None:
    assert line_kind("Register for e-mail alerts before the storm.", likely=0.95) is None


@pytest.mark.parametrize("text", [text for text, _ in LINES])
@pytest.mark.parametrize("at", [0, 3, 6])
def test_they_are_not_in_the_text(text: str, at: int) -> None:
    found = story_article(f"<p>{text}</p>", at)
    assert text not in found.text
    assert all(x in found.text for x in PARAGRAPHS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Suscríbete a nuestra newsletter y recibe las noticias de la costa.", Furniture.APPEAL),
        ("Sign up for our newsletter.", Furniture.APPEAL),
        ("“Sign up for our newsletter,” the letter to members said.", None),
        ("Sign up for alerts from your bank, the police advise.", None),
        ("Read more slowly, the mediator told both sides.", None),
    ],
)
def test_calls_where_the_network_is_sure_of_text(text: str, kind: Furniture | None) -> None:
    assert line_kind(text, 0.99) is kind
