"""Further stories under, over and around the one that the page was opened for; and what only looks like them."""

from __future__ import annotations

from itertools import permutations

import pytest

from onrecord import codec, read
from onrecord.records import Furniture, Reading

HEADLINES = {
    "quay": "Port Orsel to build quay wall",
    "bees": "Keepers count a third fewer hives",
    "tram": "Night trams return to the valley",
}
AUTHORS = {"quay": "Tom Haller", "bees": "Ines Wicker", "tram": "Jonas Pell"}
DAYS = {"quay": "2026-03-12", "bees": "2026-03-11", "tram": "2026-03-10"}
TEXTS = {
    "quay": [
        "The harbour board of Port Orsel will build a new quay wall after eleven years of argument over the cost.",
        "“We have talked for long enough,” said the chairwoman, Ada Verrin, after the vote on Thursday evening.",
        "The wall is to be four hundred metres long and will take three winters to build, the board’s engineers expect.",
        "Fishermen fear for their moorings. Their union wants a second pier before the first stone is laid.",
    ],
    "bees": [
        "Keepers in the eastern hills have counted a third fewer hives than in the spring of last year, their union says.",
        "“I opened nine boxes and seven were silent,” said Odile Marsh, who has kept bees since she was a girl.",
        "The ministry of farming puts the loss down to mites and to a wet autumn, and promises a survey by summer.",
        "Growers of cherries and apples have begun to rent hives from the coast, at twice the price of two years ago.",
    ],
    "tram": [
        "Trams will run through the night again from May, for the first time since the valley line was cut to eighteen hours.",
        "“Nurses and bakers have asked for this for years,” said the operator’s director, Karl Imhof, on Tuesday.",
        "The first three months are a trial that costs the town two hundred thousand, which the region will match.",
        "Drivers’ unions have agreed to the new rota after the operator promised forty more hires before the autumn.",
    ],
}


def story(name: str, make: str, count: int = 4) -> str:
    head, author, day = HEADLINES[name], AUTHORS[name], DAYS[name]
    text = "".join(f"<p>{p}</p>" for p in TEXTS[name][:count])
    picture = f'<img src="/img/{name}.jpg" alt="" width="800">'
    return {
        "article": f'<article class="post">{picture}<h1 class="title">{head}</h1><p class="byline">By {author}</p>'
        f'<p class="date"><time datetime="{day}T08:00:00Z">{day}</time></p><div class="content">{text}</div></article>',
        "h2": f'<article><header><h2><a href="/{name}">{head}</a></h2><span class="author">{author}</span> <span class="date">{day}</span>'
        f"</header>{picture}{text}</article>",
        "divs": f'<div class="item"><div class="hd"><h2 class="headline">{head}</h2></div><div class="meta">By {author} | {day}</div>'
        f'<div class="body">{picture}{text}</div></div>',
        "flat": f'<h1>{head}</h1><p class="byline">By {author}</p><p><time datetime="{day}">{day}</time></p>{picture}{text}<hr>',
        "microdata": f'<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{head}</h1><p>By <span '
        f'itemprop="author">{author}</span>, <time itemprop="datePublished" datetime="{day}">{day}</time></p>{picture}{text}</div>',
    }[make]


def page(*stories: str, own: str = "quay", told: str = "all", around: str = "{}") -> bytes:
    head = [f"<title>{HEADLINES[own]} - The Ledger</title>"]
    if told == "all":
        head.append(
            f'<meta property="og:title" content="{HEADLINES[own]}"><link rel="canonical" href="https://ledger.example/{own}">'
        )
        head.append(
            f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{HEADLINES[own]}", "datePublished": '
            f'"{DAYS[own]}T08:00:00Z", "author": {{"@type": "Person", "name": "{AUTHORS[own]}"}}}}</script>'
        )
    menu = '<header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav></header>'
    foot = "<footer><p>© The Ledger. All rights reserved.</p></footer>"
    return f'<!doctype html><html lang="en"><head>{"".join(head)}</head><body>{menu}<main>{around.format("".join(stories))}</main>{foot}</body></html>'.encode()


def assert_own(reading: Reading, own: str, count: int = 4) -> None:
    """The record is of one story, and the others are furniture with their headlines, which the trail names."""
    article = reading.article
    assert article is not None
    assert article.text == "\n\n".join(TEXTS[own][:count])
    assert article.title is not None
    assert article.title.value == HEADLINES[own]
    assert [a.name for a in article.authors] == [AUTHORS[own]]
    assert article.published is not None
    assert article.published.time.date().isoformat() == DAYS[own]
    assert all(i.url.endswith(f"/{own}.jpg") for i in article.images)
    others = {b.text for b in reading.blocks if b.furniture is Furniture.OTHER_STORY}
    for name in HEADLINES.keys() - {own}:
        assert HEADLINES[name] in others
        assert set(TEXTS[name]) <= others
        assert any(HEADLINES[name] in note.what for note in reading.trail)
    assert codec.loads(codec.dumps(reading)) == reading


@pytest.mark.parametrize("make", ["article", "h2", "divs", "flat", "microdata"])
@pytest.mark.parametrize("order", list(permutations(["quay", "bees", "tram"])), ids="-".join)
@pytest.mark.parametrize("told", ["all", "title"])
def test_one_story_a_page(make: str, order: tuple[str, ...], told: str) -> None:
    assert_own(
        read(page(*(story(n, make) for n in order), told=told), url="https://ledger.example/quay"), "quay"
    )


@pytest.mark.parametrize(
    "around",
    ['<div class="infinite-scroll-component">{}</div>', '<div><div class="list"><div>{}</div></div></div>'],
)
def test_within_containers_with_lines_between(around: str) -> None:
    between = '<div class="separator">Next story</div>'
    stories = between.join(story(n, "article") for n in ("quay", "bees", "tram"))
    assert_own(read(page(stories, around=around)), "quay")


def test_a_short_story_over_long_ones() -> None:
    under = f'<div id="post-add-box">{story("bees", "h2")}{story("tram", "h2")}</div>'
    assert_own(read(page(story("quay", "article", 2), under)), "quay", 2)


def test_the_own_story_is_told_by_its_day_where_its_title_is_another() -> None:
    head, body = page(*(story(n, "article") for n in TEXTS)).split(b"</head>")
    head = head.replace(HEADLINES["quay"].encode(), b"Harbour works approved at last").replace(
        b"/quay", b"/9"
    )
    reading = read(head + b"</head>" + body)
    assert reading.article is not None
    assert reading.article.text == "\n\n".join(TEXTS["quay"])


def whole(reading: Reading, *expected: str) -> None:
    assert reading.article is not None
    assert all(p in reading.article.text for p in expected)
    assert not any(b.furniture is Furniture.OTHER_STORY for b in reading.blocks)


def test_a_page_that_names_none_of_its_stories_keeps_all() -> None:
    content = page(*(story(n, "article") for n in TEXTS), told="title").replace(
        b"<title>Port Orsel to build quay wall - The Ledger</title>", b"<title>The Ledger</title>"
    )
    assert not any(b.furniture is Furniture.OTHER_STORY for b in read(content).blocks)


def test_subheadings_are_no_stories() -> None:
    parts = "".join(
        f"<h2>{HEADLINES[n]}</h2>{''.join(f'<p>{p}</p>' for p in TEXTS[n])}" for n in ("bees", "tram")
    )
    body = f'<article><h1>{HEADLINES["quay"]}</h1><p class="byline">By Tom Haller</p><p class="date">2026-03-12</p><p>{TEXTS["quay"][0]}</p>{parts}</article>'
    whole(read(page(body)), *TEXTS["bees"], *TEXTS["tram"])


def test_a_round_up_is_one_story() -> None:
    parts = "".join(
        f"<h2>{HEADLINES[n]}</h2><p>Since {DAYS[n]}: {TEXTS[n][0]}</p>{''.join(f'<p>{p}</p>' for p in TEXTS[n][1:])}"
        for n in ("bees", "tram")
    )
    body = f'<article><h1>{HEADLINES["quay"]}</h1><p class="byline">By Tom Haller</p><p class="date">2026-03-12</p><p>{TEXTS["quay"][0]}</p>{parts}</article>'
    whole(read(page(body)), *TEXTS["bees"][1:], *TEXTS["tram"][1:])


def test_a_live_blog_is_one_story() -> None:
    entries = "".join(
        f'<div class="entry"><h2>{HEADLINES[n]}</h2><p class="byline">By {AUTHORS[n]}</p><time datetime="{DAYS[n]}T10:00Z">{DAYS[n]}</time>'
        f"{''.join(f'<p>{p}</p>' for p in TEXTS[n])}</div>"
        for n in ("bees", "tram")
    )
    body = f'<article><h1>{HEADLINES["quay"]}</h1><p class="byline">By Tom Haller</p><p class="date">2026-03-12</p><p>{TEXTS["quay"][0]}</p>{entries}</article>'
    for old, new in ((b"NewsArticle", b"LiveBlogPosting"), (b"quay wall", b"quay wall: live updates")):
        whole(read(page(body).replace(old, new)), *TEXTS["bees"], *TEXTS["tram"])


@pytest.mark.parametrize("first", ["quay", "bees"])
def test_microdata_of_another_story_dates_nothing(first: str) -> None:
    def item(name: str) -> str:
        text = "".join(f"<p>{p}</p>" for p in TEXTS[name])
        return (
            f'<article itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="datePublished" content="{DAYS[name]}T08:00:00Z">'
            f'<h1 itemprop="headline">{HEADLINES[name]}</h1><span itemprop="author">{AUTHORS[name]}</span><div itemprop="articleBody">{text}</div></article>'
        )

    head = f'<title>{HEADLINES["quay"]} - The Ledger</title><meta property="og:title" content="{HEADLINES["quay"]}">'
    both = "".join(item(name) for name in (first, "bees" if first == "quay" else "quay"))
    article = read(f"<html><head>{head}</head><body><a href=/>Home</a>{both}</body></html>").article
    assert article is not None
    assert article.text == "\n\n".join(TEXTS["quay"])
    assert [a.name for a in article.authors] == [AUTHORS["quay"]]
    assert article.published is not None
    assert article.published.time.date().isoformat() == DAYS["quay"]
