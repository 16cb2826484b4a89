"""Stories that a page brings along as data for its scripts, in the shapes in which applications keep them."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from onrecord import read
from onrecord.read.page_data import scripts, values
from onrecord.read.state_story import sentences, story
from onrecord.records import PageType

TITLE = "Port Orsel to build quay wall"
TEXTS = [
    "The harbour board of Port Orsel will build a new quay wall after eleven years of argument over the cost.",
    "“We have talked for long enough,” said the chairwoman, Ada Verrin, after the vote on Thursday evening.",
    "The wall is to be four hundred metres long and will take three winters to build, the board’s engineers expect.",
    "Fishermen fear for their moorings. Their union wants a second pier before the first stone is laid.",
    "The region pays half of the cost, which is put at nineteen million. The rest is to come from harbour dues.",
]
JSON_LD = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2026-03-12T08:00:00Z",
    "author": {"@type": "Person", "name": "Tom Haller"},
}
RELATED = [
    {
        "headline": "Keepers count a third fewer hives",
        "teaser": "Keepers have counted a third fewer hives. The union asks for a survey.",
        "url": "/bees",
    },
    {
        "headline": "Night trams return",
        "teaser": "Trams run through the night again. The trial costs the town money. It was high time.",
        "url": "/tram",
    },
]
FOOTER = {
    "about": "The Ledger has reported on the coast since 1871 and is owned by its readers, who elect the editor."
}


def page(body: str = '<div id="app"></div>', ld: dict[str, Any] | None = JSON_LD) -> bytes:
    declared = f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld else ""
    return f"""<!doctype html><html lang="en"><head><title>{TITLE} - The Ledger</title>{declared}</head><body>
<header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header><main>{body}</main>
<footer><p>© The Ledger. All rights reserved.</p></footer></body></html>""".encode()


def of(body: Any) -> dict[str, Any]:
    article = {"headline": TITLE, "byline": "Tom Haller", "publishedAt": "2026-03-12T08:00:00Z", "body": body}
    return {
        "props": {"pageProps": {"related": RELATED, "article": article, "footer": FOOTER}},
        "buildId": "x",
    }


def next_data(body: Any) -> str:
    return f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(of(body))}</script>'


def pool(value: Any) -> list[Any]:
    """A value as Nuxt sends it: a list whose entries refer to each other by number."""
    out: list[Any] = [["ShallowReactive", 1]]

    def put(v: Any) -> int:
        at = len(out)
        out.append(None)
        out[at] = (
            {k: put(x) for k, x in v.items()}
            if isinstance(v, dict)
            else [put(x) for x in v]
            if isinstance(v, list)
            else v
        )
        return at

    put(value)
    return out


def pushed(rows: str, parts: int = 3) -> str:
    size = len(rows) // parts + 1
    pieces = [rows[i : i + size] for i in range(0, len(rows), size)]
    return "".join(f"<script>self.__next_f.push([1,{json.dumps(p)}])</script>" for p in pieces)


SLATE = [{"type": "paragraph", "children": [{"text": t}]} for t in TEXTS]
PIECES = [
    {"type": "paragraph", "children": [{"text": t[:20]}, {"text": t[20:31], "bold": True}, {"text": t[31:]}]}
    for t in TEXTS
]
DOCUMENT = {
    "nodeType": "document",
    "content": [
        {
            "nodeType": "paragraph",
            "content": [
                {"nodeType": "text", "value": t[:40]},
                {
                    "nodeType": "hyperlink",
                    "data": {"uri": "/x"},
                    "content": [{"nodeType": "text", "value": t[40:52]}],
                },
                {"nodeType": "text", "value": t[52:]},
            ],
        }
        for t in TEXTS
    ],
}
NESTED = {
    "blocks": [
        {"type": "headline", "model": {"blocks": [{"type": "text", "model": {"text": TITLE}}]}},
        *(
            {
                "type": "text",
                "model": {
                    "blocks": [
                        {
                            "type": "paragraph",
                            "model": {"text": t, "blocks": [{"type": "fragment", "model": {"text": t}}]},
                        }
                    ]
                },
            }
            for t in TEXTS
        ),
        {"type": "image", "model": {"caption": "The old wall. It leaks."}},
        {"type": "links", "model": {"blocks": [{"text": "Keepers count a third fewer hives."}]}},
    ]
}
CONTENT = {
    "type": "story",
    "headlines": {"basic": TITLE},
    "credits": {"by": [{"type": "author", "name": "Tom Haller"}]},
    "display_date": "2026-03-12T08:00:00Z",
    "content_elements": [
        *({"_id": f"K{i}", "type": "text", "content": t} for i, t in enumerate(TEXTS)),
        {
            "type": "interstitial_link",
            "content": "Keepers count a third fewer hives. Read it.",
            "url": "/bees",
        },
        {"type": "raw_html", "content": "<div class='nl'>Sign up to our newsletter. It is free.</div>"},
    ],
}
CACHE: dict[str, Any] = {
    "ROOT_QUERY": {"article": {"__ref": "Article:1"}},
    "Article:1": {
        "__typename": "Article",
        "headline": TITLE,
        "body": [{"__ref": f"Text:{i}"} for i in range(len(TEXTS))],
    },
    **{f"Text:{i}": {"__typename": "Text", "text": t} for i, t in enumerate(TEXTS)},
    "Article:2": {
        "__typename": "Article",
        "headline": "Night trams return",
        "teaser": "Trams run through the night again.",
    },
}
OLD_CACHE = json.loads(json.dumps(CACHE).replace('"__ref": ', '"type": "id", "generated": false, "id": '))
ROWS = (
    '0:["$","$L1",null,{"children":["$","main",null,{"children":"$L2"}]}]\n1:I["123",[],"Layout"]\n'
    + '2:["$","article",null,{"children":[["$","h1",null,{"children":'
    + json.dumps(TITLE)
    + "}],"
    + ",".join(
        json.dumps(
            ["$", "p", str(i), {"children": [t[:30], ["$", "em", None, {"children": t[30:41]}], t[41:]]}]
        )
        for i, t in enumerate(TEXTS)
    )
    + ',["$","aside",null,{"children":["$","p",null,{"children":"Sign up to our newsletter. It is free."}]}]]}]\n'
)
ROWS_OF_DATA = f'0:["$","$L1",null,{json.dumps(of(TEXTS)["props"]["pageProps"])}]\n1:I["123",[],"Story"]\n'
MARKUP = "".join(f"<p>{t}</p>" for t in TEXTS)
ROWS_OF_TEXT = f'0:["$","div",null,{{"dangerouslySetInnerHTML":{{"__html":"$2"}}}}]\n2:T{len(MARKUP.encode()):x},{MARKUP}3:"x"\n'
AS_CODE = ",".join('{t:"p",c:' + json.dumps(t) + "}" for t in TEXTS)
STATE = {"story": {"title": TITLE, "body": SLATE}}

PAGES = {
    "a list of texts": next_data(TEXTS),
    "paragraphs of one text": next_data(SLATE),
    "paragraphs in pieces": next_data(PIECES),
    "paragraphs with links": next_data(DOCUMENT),
    "blocks in blocks": next_data(NESTED),
    "markup in a list": next_data([{"type": "html", "content": f"<p>{t}</p>"} for t in TEXTS]),
    "sections": next_data([{"paragraphs": TEXTS[:3]}, {"paragraphs": TEXTS[3:]}]),
    "blocks with a map of entities": next_data({"blocks": [{"key": "a", "text": t, "type": "unstyled"} for t in TEXTS], "entityMap": {}}),
    "blocks with data": next_data({"time": 1, "blocks": [{"type": "paragraph", "data": {"text": t}} for t in TEXTS]}),
    "spans": next_data([{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": t}]} for t in TEXTS]),
    "elements of content": f"<script>window.Fusion=window.Fusion||{{}};Fusion.arcSite='x';Fusion.globalContent={json.dumps(CONTENT)};Fusion.y={{a:1}}</script>",
    "a pool": f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(pool({"data": {"related": RELATED, "story": {"title": TITLE, "body": TEXTS}}}))}</script>',
    "a pool of objects": f'<script type="application/json">{json.dumps(pool({"story": {"title": TITLE, "body": SLATE}, "foot": FOOTER}))}</script>',
    "code": f"<script>window.__NUXT__=(function(a,b){{return {{layout:b,data:[{{story:{{title:a,body:[{AS_CODE}]}}}}]}}}}({json.dumps(TITLE)},null));</script>",
    "a cache with references": f"<script>window.__APOLLO_STATE__={json.dumps(CACHE)};</script>",
    "a cache of before": f"<script>window.__APOLLO_STATE__ = {json.dumps(OLD_CACHE)}</script>",
    "rows of elements": pushed(ROWS),
    "rows of data": pushed(ROWS_OF_DATA),
    "rows of text": pushed(ROWS_OF_TEXT),
    "an attribute": f'<div id="app" data-page="{html.escape(json.dumps(STATE))}"></div>',
    "an attribute in single quotes": "<div id='app' data-page='" + json.dumps(STATE).replace("'", "&#39;") + "'></div>",
    "a parsed string": f"<script>window.__STATE__=JSON.parse({json.dumps(json.dumps(STATE))});</script>",
    "a parsed string in single quotes": "<script>window.s=JSON.parse('" + json.dumps(STATE).replace("\\", "\\\\").replace("'", "\\'") + "');</script>",
}  # fmt: skip


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("ld", [JSON_LD, None], ids=["declared", "bare"])
def test_the_story_is_read_from_data(body: str, ld: dict[str, Any] | None) -> None:
    reading = read(page(body, ld))
    assert reading.article is not None
    assert reading.article.text == "\n\n".join(TEXTS)
    assert reading.article.title is not None
    assert reading.article.title.value == TITLE
    assert any("data in the page's scripts" in note.why for note in reading.trail)
    if ld:
        assert reading.verdict.type is PageType.ARTICLE
        assert [a.name for a in reading.article.authors] == ["Tom Haller"]


def test_a_live_blog_is_read_from_its_declaration() -> None:
    entries = [
        {
            "@type": "BlogPosting",
            "headline": f"Update {i} on the wall",
            "datePublished": f"2026-03-12T1{i}:00:00Z",
            "articleBody": t,
        }
        for i, t in enumerate(TEXTS)
    ]
    reading = read(page(ld={**JSON_LD, "@type": "LiveBlogPosting", "liveBlogUpdate": entries}))
    assert reading.article is not None
    assert reading.verdict.is_article
    assert all(t in reading.article.text for t in TEXTS)
    assert "Update 2 on the wall" in [b.text for b in reading.blocks]


def test_byline_and_day_of_data() -> None:
    reading = read(page(next_data(SLATE), None))
    assert reading.article is not None
    assert [a.name for a in reading.article.authors] == ["Tom Haller"]
    assert reading.article.published is not None
    assert reading.article.published.time.date().isoformat() == "2026-03-12"


def test_a_page_with_menus_and_notices_only_shows_no_story() -> None:
    links = "".join(f'<li><a href="/{i}">Section {i}</a></li>' for i in range(60))
    reading = read(page(f"<ul>{links}</ul><p>We use cookies to make the site better.</p>{next_data(SLATE)}"))
    assert reading.article is not None
    assert reading.article.text == "\n\n".join(TEXTS)


def test_a_page_that_shows_its_story_is_read_as_shown() -> None:
    reading = read(
        page(f"<article><h1>{TITLE}</h1><p>{TEXTS[0]}</p><p>{TEXTS[1]}</p></article>{next_data(TEXTS)}")
    )
    assert reading.article is not None
    assert reading.article.text == "\n\n".join(TEXTS[:2])


@pytest.mark.parametrize(
    "code",
    [
        "x=" + "[" * 50_000,
        "=[{" * 20_000,
        '=["a' * 20_000,
        'JSON.parse("\\' * 5_000,
        "s="
        + json.dumps(
            {f"A:{i}": {"body": [{"__ref": f"A:{(i + k) % 50}"} for k in range(1, 9)]} for i in range(50)}
        ),
        "s=" + json.dumps([["Reactive", 1], *([(i + 1) % 200, (i * 7) % 200] for i in range(200))]),
    ],
)
def test_data_that_lead_nowhere(code: str) -> None:
    assert all(story(v) is None for v in values(f"<script>{code}</script>"))


def test_rows_that_hold_each_other() -> None:
    rows = "".join(
        f'{i:x}:["$","p",null,{{"children":["$L{(i + 1) % 40:x}","$L{(i + 2) % 40:x}"]}}]\n'
        for i in range(40)
    )
    assert all(story(v) is None for v in values(pushed(rows)))


@pytest.mark.parametrize(
    "body",
    [
        [{"type": "paragraph", "attributes": {"text": t}} for t in TEXTS],
        [
            {"name": "core/paragraph", "attributes": {"content": t, "dropCap": False}, "innerBlocks": []}
            for t in TEXTS
        ],
        [
            {"type": "paragraph--text", "field_text": {"value": f"<p>{t}</p>", "format": "basic"}}
            for t in TEXTS
        ],
    ],
    ids=["attributes", "blocks of WordPress", "fields of Drupal"],
)
@pytest.mark.parametrize("wrapped", ["as it is", "in a string", "as code"])
def test_text_in_attributes_and_answers_kept_as_strings(body: Any, wrapped: str) -> None:
    answer: Any = {"title": TITLE, "content": body, "missing": None}
    if wrapped == "in a string":
        answer = {"status": 200, "body": json.dumps(answer)}
    code = json.dumps(answer, separators=(",", ":"))
    if wrapped == "as code":
        code = code.replace("null", "undefined").replace("false", "!1")
    reading = read(page(f"<div id=app></div><script>window.STATE={code};</script>", None))
    assert reading.verdict.type is PageType.ARTICLE
    assert reading.article is not None
    assert reading.article.text == "\n\n".join(TEXTS)
    assert reading.article.title is not None
    assert reading.article.title.value == TITLE


def test_scripts_that_never_end() -> None:
    assert list(scripts("<script>" + "<script " * 300_000)) == []
    assert list(scripts("<script>" * 300_000)) == []
    assert list(scripts('<SCRIPT a="b">x</Script><script>y</script><script>')) == [(' a="b"', "x"), ("", "y")]


def test_a_list_that_holds_itself_many_times() -> None:
    pool = f"[{json.dumps({'a': 1})},[{'1,' * 300_000}2],{json.dumps(TEXTS[0])},0]"
    assert all(story(v) is None for v in values(f'<script type="application/json">{pool}</script>'))
    holds: list[Any] = [*TEXTS]
    holds.extend([holds] * 100_000)
    found = story(holds)
    assert found is None or found.sentences < 100_000


def test_a_text_of_addresses() -> None:
    assert sentences("http://" * 100_000 + " was built. It stands.") == 2
    assert sentences("More of it stands at http://a.example/b. http://a.example/c") == 0
