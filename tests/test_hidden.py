"""What the page hides within a story that it shows, and what is hidden only until a script shows it."""

from __future__ import annotations

import pytest

from onrecord import read
from onrecord.read.anchors import Original, check, of_reading
from onrecord.records import Reading

STORY = [
    "The harbour board of Port Orsel will build a new quay wall after eleven years of argument over the cost.",
    "“We have talked for long enough,” said the chairwoman, Ada Verrin, after the vote on Thursday evening.",
    "The wall is to be four hundred metres long and will take three winters to build, the board’s engineers expect.",
    "Fishermen fear for their moorings. Their union wants a second pier before the first stone is laid.",
    "The region pays half of the cost, which is put at nineteen million. The rest is to come from harbour dues.",
]


def page(*paragraphs: str, around: str = "{}", before: str = "", after: str = "") -> bytes:
    body = "\n".join(p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs)
    return f"""<!doctype html><html lang="en"><head><title>Port Orsel to build quay wall - The Ledger</title></head><body>
<header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav></header>
<main>{before}<article><h1>Port Orsel to build quay wall</h1><p class="byline">By Tom Haller</p>
<div class="story">{around.format(body)}</div></article>{after}</main><footer><p>© The Ledger</p></footer></body></html>""".encode()


def text(content: bytes) -> str:
    reading = read(content)
    assert reading.article is not None
    return reading.article.text


def proven(content: bytes) -> Reading:
    """The reading of a page, all anchors of which lead to their words."""
    reading = read(content)
    assert all(r.how for r in check((a for _, a in of_reading(reading)), reading, Original(content)))
    return reading


@pytest.mark.parametrize(
    "words",
    [
        '<span style="display:none">ERROR: no such element</span>',
        '<span style="color:red; DISPLAY : none !important">ERROR: no such element</span>',
        '<em style="visibility: hidden">ERROR: no such element</em>',
        "<span hidden>ERROR: no such element</span>",
        '<span class="sr-only">ERROR: no such element</span>',
        '<span class="css-1x ns-VisuallyHidden e1">ERROR: no such element</span>',
        '<span class="screen-reader-text">ERROR: no such element</span>',
        '<span style="position:absolute;left:-9999px">ERROR: no such element</span>',
        '<span style="clip: rect(0 0 0 0); width: 1px">ERROR: no such element</span>',
        '<span style="font-size:0;line-height:0">ERROR: no such element</span>',
    ],
)
@pytest.mark.parametrize("where", ["start", "middle", "end"])
def test_hidden_words_are_not_in_the_text(words: str, where: str) -> None:
    first = {
        "start": words + STORY[0],
        "middle": STORY[0].replace(" after", f" {words}after"),
        "end": f"{STORY[0]} {words}",
    }[where]
    reading = proven(page(first, *STORY[1:]))
    assert reading.article is not None
    assert reading.article.text == "\n\n".join(STORY)
    assert any("ERROR" in note.what and "hides" in note.why for note in reading.trail)


def test_words_for_screen_readers_beside_links() -> None:
    linked = 'Details are in <a href="/report">the report<span class="visually-hidden"> (opens in a new window)</span></a> of the board.'
    named = 'said <a href="/v">Ada Verrin <span class="sr-only">(external link)</span></a>, after'
    reading = proven(
        page(STORY[0], STORY[1].replace("said the chairwoman, Ada Verrin, after", named), linked, *STORY[2:])
    )
    assert reading.article is not None
    assert "Details are in the report of the board." in reading.article.text
    assert "said Ada Verrin, after the vote" in reading.article.text
    block = next(b for b in reading.blocks if b.text.startswith("Details"))
    assert [link.span.of(block.text) for link in block.links] == ["the report"]


@pytest.mark.parametrize(
    "cap",
    [
        '<span class="dropcap" aria-hidden="true">T</span><span class="visually-hidden">The</span><span aria-hidden="true">he</span>',
        '<span class="sr-only">The</span><span aria-hidden="true"><span class="cap">T</span>he</span>',
        '<span class="first">T</span><span class="screen-reader-text">T</span>he',
    ],
)
def test_a_drop_cap_given_twice_stands_once(cap: str) -> None:
    assert text(page(cap + STORY[0][3:], *STORY[1:])) == "\n\n".join(STORY)


def test_hidden_labels_of_lines_are_evidence() -> None:
    line = '<p class="byline"><span class="sr-only">By </span>Tom Haller<span class="sr-only"> (opens in a new tab)</span></p>'
    reading = proven(page(*STORY).replace(b'<p class="byline">By Tom Haller</p>', line.encode()))
    assert reading.article is not None
    assert [a.name for a in reading.article.authors] == ["Tom Haller"]


def test_words_before_a_caption() -> None:
    figure = (
        '<figure><img src="/q.jpg" alt=""><figcaption><span class="visually-hidden">Image caption, </span>'
        "The old wall at low water</figcaption></figure>"
    )
    reading = proven(page(*STORY[:2], figure, *STORY[2:]))
    assert [b.text for b in reading.blocks if b.role == "caption"] == ["The old wall at low water"]


@pytest.mark.parametrize(
    "block",
    [
        '<p style="display: none">You must sign in to see why this is hidden from you, said nobody at all.</p>',
        "<p hidden>You must sign in to see why this is hidden from you, said nobody at all.</p>",
        '<p class="sr-only">You must sign in to see why this is hidden from you, said nobody at all.</p>',
        '<div style="display:none"><p>You must sign in to see why this is hidden from you, said nobody at all.</p></div>',
        '<p><span style="display:none">You must sign in to see why this is hidden from you, said nobody at all.</span></p>',
    ],
)
def test_hidden_paragraphs_are_not_in_the_text(block: str) -> None:
    reading = proven(page(*STORY[:3], block, *STORY[3:]))
    assert reading.article is not None
    assert reading.article.text == "\n\n".join(STORY)
    assert any("nobody" in b.text and b.role == "furniture" for b in reading.blocks)


@pytest.mark.parametrize(
    "around",
    [
        '<div style="display:none">{}</div>',
        "<div hidden>{}</div>",
        '<div style="opacity:0">{}</div>',
        '<div aria-hidden="true">{}</div>',
        '<div class="sr-only">{}</div>',
    ],
)
def test_a_story_that_a_script_would_show_is_read(around: str) -> None:
    assert text(page(*STORY, around=around)) == "\n\n".join(STORY)


def test_a_body_that_is_hidden_until_it_is_styled_is_read() -> None:
    assert text(page(*STORY).replace(b"<body>", b'<body style="visibility:hidden">')) == "\n\n".join(STORY)


def test_the_part_behind_a_wall_is_read() -> None:
    rest = "".join(f"<p>{p}</p>" for p in STORY[1:])
    assert text(page(STORY[0], f'<div class="rest" style="display:none">{rest}</div>')) == "\n\n".join(STORY)


def test_a_hidden_second_copy_is_not_in_the_text() -> None:
    copy = "".join(f"<p>{p}</p>" for p in [*STORY, "Short line."])
    for hidden in (
        f'<div class="print" style="display:none">{copy}</div>',
        f"<section hidden>{copy}</section>",
    ):
        assert text(page(*STORY, after=hidden)) == "\n\n".join(STORY)
        assert text(page(*STORY, before=hidden)) == "\n\n".join(STORY)


def test_answers_that_open_when_tapped_are_read() -> None:
    asked = [
        (
            f"<h3>Question {i}: who pays for it?</h3>",
            f'<div class="answer" style="display:none"><p>{p}</p></div>',
        )
        for i, p in enumerate(STORY[1:])
    ]
    read_text = text(page(STORY[0], STORY[0] + " So it says.", *(x for pair in asked for x in pair)))
    assert all(p in read_text for p in STORY)


def test_the_rest_of_a_paragraph_behind_read_more_is_read() -> None:
    paragraph = (
        f'{STORY[0]}<span id="dots">...</span><span style="display:none"> {" ".join(STORY[1:])}</span>'
    )
    assert STORY[4] in text(page(paragraph))


def test_shadow_roots_under_their_first_name() -> None:
    inner = "".join(f"<p>{p}</p>" for p in STORY)
    for name in ("shadowroot", "shadowrootmode"):
        story = f'<news-story><template {name}="open"><h1>Port Orsel to build quay wall</h1>{inner}</template></news-story>'
        assert text(
            f"<title>Port Orsel to build quay wall</title><main>{story}</main>".encode()
        ) == "\n\n".join(STORY)
    hidden = (
        f"<title>Port Orsel</title><p>{STORY[0]}</p><p>{STORY[1]}</p><template><p>{STORY[2]}</p></template>"
    )
    assert STORY[2] not in text(hidden.encode())


@pytest.mark.parametrize(
    "style",
    ["font-size:0", "font-size: 0px; color: red", "position:absolute;left:-9999px", "text-indent:-9999em"],
)
def test_paragraphs_out_of_sight_by_their_own_style(style: str) -> None:
    found = text(
        page(
            *STORY[:3],
            f'<p style="{style}">Cheap loans for all the harbours of the coast, now.</p>',
            *STORY[3:],
        )
    )
    assert "Cheap loans" not in found
    assert all(s in found for s in STORY)


def test_boxes_without_letters_of_their_own_are_shown() -> None:
    inner = "".join(f'<p style="font-size:16px">{s}</p>' for s in STORY[:2])
    found = text(page(f'<div style="font-size:0">{inner}</div>', *STORY[2:]))
    assert all(s in found for s in STORY)
