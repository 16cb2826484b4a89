"""Stores for the tests of the reading room, and what is asked of every page that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from onrecord import records as r
from onrecord.records import Capture, Failure, Reading
from onrecord.store.bodies import Bodies, digest_of
from onrecord.store.database import Database
from onrecord.store.keeping import keep, put_failure
from onrecord.store.writing import put_reading
from onrecord.web.app import make_app
from onrecord.web.room import Room
from tests.fakes import statement

HERE = "http://127.0.0.1:8765"
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
EXAMPLES = Path(__file__).parent.parent / "examples"


def put(path: Path, capture: Capture, result: Reading | Failure | None) -> int:
    """Keep a page, with what reading it gave; `None` leaves it due."""
    with Database(path, write=True) as db, db.transaction():
        version = keep(db, Bodies(db.connection), capture).version
        if isinstance(result, Failure):
            put_failure(db, result, NOW, version)
        elif result is not None:
            put_reading(db, version, result)
        return version


def client(path: Path, **room: Any) -> TestClient:
    """A browser without scripts, before the room of a store."""
    return TestClient(make_app(Room(path, **room)), base_url=HERE, follow_redirects=False)


def form_token(browser: TestClient, path: str = "/add") -> str:
    found = re.search(r'name="form_token" value="(\w+)"', browser.get(path).text)
    assert found is not None
    return found[1]


def reading_of(
    paragraphs: list[str],
    *,
    content: bytes = b"<p>",
    title: str = "Ferry strikes mole",
    language: str = "en",
    url: str | None = "https://orsel.example/a",
    statements: tuple[r.Statement, ...] = (),
    more: tuple[r.Block, ...] = (),
    **article: Any,
) -> Reading:
    """A reading with these paragraphs as its text."""
    at, blocks = 0, [r.Block(0, title, r.Role.HEADLINE, score=1.0)]
    for text in paragraphs:
        blocks.append(
            r.Block(len(blocks), text, r.Role.PARAGRAPH, score=1.0, span=r.Span(at, at + len(text)))
        )
        at += len(text) + 2
    blocks += [r.Block(len(blocks) + i, *_rest(b)) for i, b in enumerate(more)]
    made = r.Article(
        id="1",
        url=url,
        text="\n\n".join(paragraphs),
        blocks=tuple(b for b in blocks if b.span is not None),
        title=r.Stated(title, "json-ld:headline"),
        language=r.Stated(language, "html:lang"),
        **article,
    )
    page = r.PageInfo(digest_of(content), "a.html", url, "html", "utf-8", "meta", len(content))
    verdict = r.Verdict(r.PageType.ARTICLE, 0.98)
    return Reading(page, verdict, tuple(blocks), made, (), statements, reader="blocks-1")


def _rest(b: r.Block) -> tuple[Any, ...]:
    return b.text, b.role, b.furniture, b.score, b.place, b.span, b.links, b.value


TEXT = (
    "“We saw no light,” Petra Wendlow said on Friday. Harbor master Teodor Hask said the lamp may have been burning.",
    "Hask said that Wendlow told him she had slept.",
)


def sample_reading(content: bytes, url: str | None = "https://orsel.example/a") -> Reading:
    """A story with a quotation, a hedged statement and one within another; an appeal and two teasers."""
    text = "\n\n".join(TEXT)
    outer = statement(
        text, content="that Wendlow told him she had slept", source="Hask", cue="said", name="Teodor Hask"
    )
    statements = (
        statement(
            text, content="“We saw no light,”", source="Petra Wendlow", cue="said", name="Petra Wendlow"
        ),
        statement(
            text,
            content="the lamp may have been burning",
            source="Harbor master Teodor Hask",
            cue="said",
            name="Teodor Hask",
            firmness=r.Firmness.POSSIBLE,
            hedge="may",
        ),
        outer,
        statement(
            text, content="she had slept", source="Wendlow", cue="told", name="Petra Wendlow", within=outer.id
        ),
    )
    furniture = (
        r.Block(0, "Support us with a subscription", r.Role.FURNITURE, r.Furniture.APPEAL),
        r.Block(0, "Ten eel pies", r.Role.FURNITURE, r.Furniture.TEASERS),
        r.Block(0, "Rents are up", r.Role.FURNITURE, r.Furniture.TEASERS),
        r.Block(0, "The mole on Friday", r.Role.CAPTION),
    )
    return reading_of(list(TEXT), content=content, url=url, statements=statements, more=furniture)


class Seen(HTMLParser):
    """A page as a browser would take it: its elements, what they hold, and whether they are nested soundly."""

    VOID = frozenset("area br col hr img input link meta".split())

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def all(self, tag: str, **wanted: str) -> Iterator[dict[str, str | None]]:
        for name, attributes in self.elements:
            if name == tag and all(
                attributes.get(k.rstrip("_").replace("_", "-")) == v for k, v in wanted.items()
            ):
                yield attributes


def unsafe(html: str) -> list[str]:
    """What a page holds that could run, load or look like something of another: nothing, it is hoped."""
    seen = Seen(html)
    found = [f"not nested: {tag}" for tag in seen.faults]
    allowed = set(
        "html head meta title link script body a header nav img ul li form label input button main footer p bdi div h1 h2 h3"
        " article section details summary span mark sup table caption thead tbody tr th td dl dt dd code ol aside b svg desc"
        " rect line text blockquote ins del br fieldset legend textarea select option datalist dialog time small abbr".split()
    )
    for tag, attributes in seen.elements:
        if tag not in allowed:
            found.append(f"<{tag}>")
        for name, value in attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "xlink:href", "http-equiv"):
                found.append(f"<{tag} {name}>")
            if name in ("href", "src", "action") and not re.match(r"https?://|/(?!/)|#", value or ""):
                found.append(f"{name}={value}")
            if name == "src" and not (value or "").startswith("/static/"):
                found.append(f"src={value}")
            if tag == "link" and not (value or "").startswith("/") and name == "href":
                found.append(f"link={value}")
        abroad = tag == "a" and (attributes.get("href") or "").startswith("http")
        if abroad and "noopener" not in (attributes.get("rel") or ""):
            found.append(f"no rel: {attributes}")
    if re.search(r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", html.replace("\r", "")):
        found.append("characters that act")
    return found
