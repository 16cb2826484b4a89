"""Pages that part paragraphs by line breaks: each line is a paragraph, and bylines and dates are lines of their own."""

from __future__ import annotations

import pytest

from onrecord import read
from onrecord.read.anchors import Original, check, of_reading

TITLE = "Port Orsel to build quay wall"
LINES = [
    "The harbour board of Port Orsel will build a new quay wall after eleven years of argument over the cost.",
    "“We have talked for long enough,” said the chairwoman, Ada Verrin, after the vote on Thursday evening.",
    'The wall is to be four hundred metres long, says <a href="/report">the report</a> of the board’s engineers, and will take three winters.',
    "Fishermen fear for their moorings. Their union wants a second pier before the first stone is laid.",
    "The region pays half of the cost, which is put at nineteen million. The rest is to come from harbour dues.",
]
TEXT = "\n\n".join(LINES).replace('<a href="/report">', "").replace("</a>", "")
HEAD = f"<title>{TITLE} - The Ledger</title><body><a href=/>Home</a> <a href=/world>World</a> <a href=/sport>Sport</a><hr>"
BROKEN, INDENTED, TWICE = (
    "<br>\n".join(LINES),
    "<br>\n".join(f"&nbsp;&nbsp; {s}" for s in LINES),
    "<br><br>".join(LINES),
)


@pytest.mark.parametrize(
    ("body", "dated"),
    [
        (f"<div><h1>{TITLE}</h1>By Tom Haller<br>{BROKEN}</div>", False),
        (f"<div><h1>{TITLE}</h1>By Tom Haller<br>{INDENTED}</div>", False),
        (f"<div><h1>{TITLE}</h1>By Tom Haller<br>12 March 2026<br>{BROKEN}</div>", True),
        (f"<div><h1>{TITLE}</h1>March 12, 2026<br>By Tom Haller<br>{BROKEN}</div>", True),
        (f'<div><h1>{TITLE}</h1>By <a href="/tom">Tom Haller</a>, Staff writer<br>{BROKEN}</div>', False),
        (f"<h1>{TITLE}</h1><p>By Tom Haller<br>{BROKEN}</p>", False),
        (
            f"<h1>{TITLE}</h1><p>By Tom Haller<br>{LINES[0]}</p>{''.join(f'<p>{s}</p>' for s in LINES[1:])}",
            False,
        ),
        (
            f"<table><tr><td><a href=/>Home</a><br><a href=/sport>Sport</a></td><td><font size=2><b>{TITLE}</b><br>By Tom Haller<br>{BROKEN}</font></td></tr></table>",
            False,
        ),
        (
            f"<div><h1>{TITLE}</h1>By TOM HALLER<br>Ledger Staff Writer<br>March 12, 2026<br><br>{TWICE}</div>".replace(
                "TOM HALLER", "Tom Haller"
            ),
            True,
        ),
        (f"<table width=600><tr><td><b>{TITLE}</b><br>By Tom Haller<br>{BROKEN}</td></tr></table>", False),
        (
            f'<table><tr><td><font face="Arial"><b><font size=5>{TITLE}</font></b><br>By Tom Haller<br><br>{TWICE}</font></td></tr></table>',
            False,
        ),
        (
            f"<table><tr><td><h2>{TITLE}</h2>By Tom Haller<br>12 March 2026<br><br>{TWICE}</td></tr></table>",
            True,
        ),
    ],
)
def test_lines_are_paragraphs(body: str, dated: bool) -> None:
    content = (HEAD + body).encode()
    reading = read(content, url="https://ledger.example/9")
    article = reading.article
    assert article is not None
    assert article.text == TEXT
    assert article.title is not None
    assert article.title.value == TITLE
    assert [a.name for a in article.authors] == ["Tom Haller"]
    assert (
        article.published is not None and article.published.time.date().isoformat() == "2026-03-12"
    ) == dated
    assert [link.span.of(b.text) for b in article.blocks for link in b.links] == ["the report"]
    assert all(r.how for r in check((a for _, a in of_reading(reading)), reading, Original(content)))


def test_lines_of_verse_and_of_wrapped_text_stay_together() -> None:
    verse = "<p>The water lay<br>as still as glass,<br>and none would stay<br>to see it pass.</p>"
    wrapped = "<p>The harbour board of Port Orsel will build a new quay wall after<br>eleven years of argument over the cost, it said on<br>Thursday evening.</p>"
    reading = read(
        (
            HEAD
            + f"<h1>{TITLE}</h1><p>By Tom Haller</p>{wrapped}{verse}{''.join(f'<p>{s}</p>' for s in LINES)}"
        ).encode()
    )
    assert reading.article is not None
    assert "The water lay\nas still as glass,\nand none would stay\nto see it pass." in reading.article.text
    assert "wall after\neleven years" in reading.article.text


def test_lists_keep_their_items() -> None:
    items = "".join(f"<li>{a}<br>{b}</li>" for a, b in zip(LINES[:2], LINES[3:], strict=True))
    reading = read(
        (
            HEAD + f"<h1>{TITLE}</h1><p>By Tom Haller</p><p>{LINES[0]}</p><ul>{items}</ul><p>{LINES[1]}</p>"
        ).encode()
    )
    assert sum(b.role == "list_item" for b in reading.blocks) == 2
