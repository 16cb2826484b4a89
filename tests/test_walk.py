"""From markup to raw blocks: what a reader sees as one text is one block, with its place."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.evidence import hints
from onrecord.read.guard import _deepest, _formatting, code_points, defused
from onrecord.read.label import label
from onrecord.read.page import decode
from onrecord.read.tree import Tree
from onrecord.read.walk import walk
from onrecord.records import Note
from onrecord.settings import Settings


def tree(markup: str, **bounds: int) -> Tree:
    settings = Settings(**bounds)  # type: ignore[arg-type]
    return walk(decode("<!doctype html><body>" + markup, settings=settings), settings)


def texts(markup: str) -> list[str]:
    return [r.text for r in tree(markup).raws]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One <b>two</b>\n three.<p>Four", ["One two three.", "Four"]),
        ("<div>One<div>two</div>three</div>", ["One", "two", "three"]),
        ("one<br>two<br><br>three", ["one\ntwo", "three"]),
        ("<p>No<!-- comment -->thing <script>var a='x'</script>else<style>p{}</style></p>", ["Nothing else"]),
        ("<p>a&nbsp;b &amp; c&shy;d &#x2014; e</p>", ["a b & cd — e"]),
        # Menus and labelled parts have no words between them; running text has.
        ("<div><a href=/a>Home</a> <a href=/b>World</a></div>", ["Home", "World"]),
        ("<div><span class=author>A. Name</span> | <time>3 May</time></div>", ["A. Name", "3 May"]),
        ("<div>By <a href=/a>A. Name</a> and <a href=/b>B. Name</a></div>", ["By A. Name and B. Name"]),
        ("<p><a href=/a>One</a> <a href=/b>two</a></p>", ["One two"]),
        ("<figure><figcaption><span class=cap>Divers.</span><span class=by>Photo: X</span></figcaption></figure>",
         ["Divers.", "Photo: X"]),
        # Cells of a row of figures stand in one block; running text in cells does not.
        ("<table><tr><td>Dead<td>12<tr><td>Hurt<td>40</table>", ["Dead\t12", "Hurt\t40"]),
        ("<template><p>not shown</p></template><p>shown", ["shown"]),
        ("<my-card><my-title>Head</my-title><my-text>Body</my-text></my-card>", ["Head", "Body"]),
        ("<p>A <my-term>term</my-term> within</p>", ["A term within"]),
        ("<noscript><p>Without scripts</p></noscript>", ["Without scripts"]),
        ("<p>***</p><p>—</p><p>7</p>", ["7"]),
    ],
)  # fmt: skip
def test_blocks(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


def test_places() -> None:
    markup = "<div class=a><p>One</p>\r\n<p>Two é\U0001f600</p></div><div><p id=x>Three</p></div>"
    t = tree(markup)
    assert [t.path(r.node) for r in t.raws] == [
        "/html/body/div[1]/p[1]",
        "/html/body/div[1]/p[2]",
        "/html/body/div[2]/p",
    ]
    for raw in t.raws:
        offset = t.offset(raw.node)
        assert offset is not None
        assert t.page.source[offset:].startswith("<p")
        assert raw.text in t.page.source[offset:]


def test_links_and_their_offsets() -> None:
    (raw,) = tree('<p>See <a href="/x">the <b>first</b> report</a>, says <a href="/y">she</a>.</p>').raws
    assert [(raw.text[a:b], url) for a, b, url in raw.links] == [("the first report", "/x"), ("she", "/y")]
    assert raw.link_chars == len("the first report") + len("she")
    assert raw.strong_chars == len("first")


def test_hidden_parts_are_marked_and_kept() -> None:
    t = tree('<div hidden><p>a</p></div><p style="display: none">b</p><p aria-hidden="true">c</p><p>d</p>')
    assert [(r.text, t.nodes[r.node].hidden) for r in t.raws] == [
        ("a", True),
        ("b", True),
        ("c", True),
        ("d", False),
    ]


def test_head_is_evidence() -> None:
    page = decode(
        '<html lang="de"><head><title> A \n title </title><meta property="og:title" content="B">'
        '<link rel="canonical" href="https://a.example/x"><base href="/b/">'
        '<script type="application/ld+json">{"@type": "NewsArticle"}</script></head><body><p>x</p></body>'
    )
    head = walk(page).head
    assert (head.title, head.meta("og:title"), head.language, head.base) == ("A title", "B", "de", "/b/")
    assert head.json_ld == ['{"@type": "NewsArticle"}']
    assert head.links[0][0] == "canonical"


def test_pictures_stand_before_the_block_that_follows() -> None:
    t = tree(
        '<p>One</p><figure><img src="data:," data-src="/a.jpg" alt="A pier"><figcaption>Two</figcaption></figure>'
    )
    assert [(p.url, p.alt, p.before) for p in t.pictures] == [("/a.jpg", "A pier", 1)]


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "deep",
        "<b>" * 100_000 + "deep",
        "".join(f"<b id={i}><p>x" for i in range(20_000)),
        "".join(f"<font size={i}><div>x" for i in range(20_000)),
        "<table>" * 20_000 + "x",
        "<a><p>" * 20_000 + "x",
        "\0" * 100_000 + "<p>x",
        "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">x",
        "<" * 500_000 + "x",
        "&" * 500_000 + "x",
    ],
    ids=["div", "b", "b-p", "font-div", "table", "a-p", "nul", "attributes", "lt", "amp"],
)
def test_bombs_are_bounded(markup: str) -> None:
    """Without the bounds some of these take all memory."""
    assert len(tree(markup).nodes) <= Settings().max_elements


def test_bounds_are_noted() -> None:
    t = tree("<p>x</p>" * 50, max_elements=20)
    assert len(t.nodes) == 20
    assert "more than 20 elements" in t.notes[0].why
    assert len(tree("<p>x</p>" * 50, max_blocks=7).raws) == 7
    long = tree("<p>" + "word " * 100, max_block_chars=50)
    assert len(long.raws[0].text) <= 50
    assert long.notes[0].why == "longer than max_block_chars"


def test_guard_leaves_honest_pages_alone() -> None:
    page = "<div><p><b>a</b> <a href=x>b</a></p></div>" * 2000
    assert defused(page, []) is page


@pytest.mark.parametrize("name", "a B big code EM font i nobr s small strike Strong tt u".split())
def test_guard_knows_the_tags_that_grow(name: str) -> None:
    """Elements that are open at once are opened again in every block that follows."""
    blocks = "<p>x</p>" * 20_000
    grows = f'<{name} x="1">' * 40 + blocks
    notes: list[Note] = []
    assert "<" + name not in (safe := defused(grows, notes))
    assert len(safe) == len(grows)
    assert "40 of them open" in notes[0].why
    assert defused(f"<{name}x>" * 40 + blocks, []).startswith(f"<{name}x>")
    closed = f"<{name}>y</{name}\n>" * 400 + blocks
    assert defused(closed, []) is closed


_PATTERN = re.compile(
    r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![a-zA-Z0-9])", re.I | re.A
)


@given(
    st.lists(
        st.sampled_from(
            "<a> </a> <B </b/> <b1> <big\n <code> <coder> <em/> <FONT <i\0> <img> <nobr> <small> <strikes> <strike> <strong> "
            "<tt> <u\u212a> <ul> <s\u017f> <address> < </ <é> \ud800 word".split(" ")
        ),
        max_size=30,
    )
)
def test_guard_finds_what_a_pattern_finds(pieces: list[str]) -> None:
    source = "".join(pieces)
    codes = code_points(source + " " * 8)
    starts = np.flatnonzero(codes == ord("<"))
    assert _formatting(codes, starts).tolist() == [m[1] == "/" for m in _PATTERN.finditer(source)]


@given(st.lists(st.booleans(), max_size=40))
def test_guard_counts_how_many_are_open(closes: list[bool]) -> None:
    open_ = deepest = 0
    for close in closes:
        open_ = max(0, open_ - 1) if close else open_ + 1
        deepest = max(deepest, open_)
    assert _deepest(np.array(closes, bool)) == deepest


markup_soup = st.lists(
    st.sampled_from(
        "<p> </p> <div> </div> <b> </b> <a href=x> </a> <table> <tr> <td> </table> <br> <img src=y> <script> </script> "
        "<svg> </svg> <template> </template> <h1> </h1> <time> <select> <option> <!-- --> <frameset> <body> word 文字 &amp; \0".split()
    ),
    max_size=60,
)


@given(markup_soup)
def test_any_markup_gives_a_tree(pieces: list[str]) -> None:
    t = tree(" ".join(pieces))
    for raw in t.raws:
        assert raw.text == raw.text.strip() != ""
        assert 0 <= raw.node < len(t.nodes)
        assert all(0 <= a < b <= len(raw.text) for a, b, _ in raw.links)
        assert 0 <= raw.shared <= t.nodes[raw.node].depth
    assert all(node.parent < i for i, node in enumerate(t.nodes))


def test_an_element_without_a_parent_is_a_root_too() -> None:
    # Tables that are not closed can leave cells in no element.
    broken = tree(
        "<table><tr><td><p>The lamp at the end of the mole was dark, the harbour master said.</table>"
    )
    broken.nodes.parents[broken.raws[0].node] = -1
    assert label(broken, hints(broken.head, None)).labels
