"""A news page of invented text, for tests that put things among its paragraphs."""

from onrecord import read
from onrecord.records import Article, Reading

PARAGRAPHS = (
    "The harbour board of Nether Quay decided on Monday evening to shut the fish market for the whole winter while its cold store is rebuilt.",
    "The vote, eight to five, came after inspectors found ammonia in the air of two of the seven cold rooms and ordered them to be emptied.",
    "“Nobody should have to work where the alarm goes off every night,” said the board’s chairwoman, Hanne Abernathy, after the vote.",
    "Traders said that they had learned of the plan from a notice on the gate. The largest of them, Brothers Lunde, employs forty people and has no other hall in the county.",
    "“A winter without the market is a winter without half of our income,” said the traders’ spokesman, Tobiah Renn. “I have told the board so twice.”",
    "The new cold store is expected to cost 6.1 million, of which the state will pay half. The board will ask for bids in February.",
)
HEADLINE = "Fish market to close for the winter as ammonia leaks"


def page(*body: str, headline: str = HEADLINE, head: str = "", lang: str = "en") -> bytes:
    """A page whose article holds these pieces of markup."""
    menu = "".join(
        f'<li><a href="/{x.lower()}">{x}</a></li>'
        for x in ("Home", "World", "Money", "Sport", "Arts", "Views", "Weather")
    )
    more = "".join(
        f'<li><a href="/r/{n}">{x}</a></li>'
        for n, x in enumerate(
            (
                "Ferry line asks for a second ship",
                "Why the bridge was painted twice",
                "Six hills for a clear day",
            )
        )
    )
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{headline} | The Quay Herald</title>'
        f'<meta property="og:site_name" content="The Quay Herald">{head}</head><body><header class="masthead">'
        f'<a href="/">The Quay Herald</a><nav><ul>{menu}</ul></nav></header><main><article><h1>{headline}</h1>'
        f'<p class="byline">By Ines Caldwell</p><p class="date"><time datetime="2025-02-03T18:00:00Z">3 February 2025</time></p>'
        f"{''.join(body)}</article></main>"
        f'<aside class="related"><h3>More from the Herald</h3><ul>{more}</ul></aside><footer><p>© The Quay Herald. All rights reserved.</p>'
        f'<ul><li><a href="/terms">Terms</a></li><li><a href="/privacy">Privacy</a></li></ul></footer></body></html>'
    ).encode()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{x}</p>" for x in texts)


def story(between: str = "", at: int = 2) -> Reading:
    """The reading of the story with a piece of markup before its paragraph number `at`."""
    return read(page(paragraphs(*PARAGRAPHS[:at]), between, paragraphs(*PARAGRAPHS[at:])))


def article(content: bytes) -> Article:
    """The article of a page that has one."""
    found = read(content).article
    assert found is not None
    return found


def story_article(between: str = "", at: int = 2) -> Article:
    """The article of `story`."""
    found = story(between, at).article
    assert found is not None
    return found
