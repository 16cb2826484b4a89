"""The whole way from bytes to a reading, on the project's own sample pages and on broken ones."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord import Furniture, PageError, Reading, Role, read
from onrecord.errors import EmptyPage, LoginWall, ModelError
from onrecord.read import model
from onrecord.read.reader import Reader
from onrecord.read.refine import _EDITED
from onrecord.records import TEXT_ROLES, Note

EXAMPLES = Path(__file__).parent.parent / "examples"
EXPECTED: list[dict[str, Any]] = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))["pages"]
PAGES = [e for e in EXPECTED if not e.get("error")]
STORY = (
    "<p>A ferry with 212 people on board struck the outer mole of Port Orsel on Thursday evening, the harbour office said, and "
    "divers searched the hull until the morning.</p><p>“The light was dark,” said the pilot, who asked not to be named because he "
    "had not been allowed to speak. The ministry denied that it had been told of the fault.</p><p>It was the worst accident in "
    "the strait since 1978, when nineteen fishermen drowned off the island of Vell in a storm of the same strength.</p>"
)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def reading_of(expected: dict[str, Any]) -> Reading:
    content = (EXAMPLES / expected["file"]).read_bytes()
    return read(content, url=expected.get("url"), name=expected["file"])


@pytest.mark.parametrize("expected", PAGES, ids=lambda e: Path(e["file"]).stem)
class TestSamples:
    def test_every_span_is_its_words(self, expected: dict[str, Any]) -> None:
        reading = reading_of(expected)
        assert reading.article is not None
        text = reading.article.text
        for block in reading.article.blocks:
            assert block.span is not None
            assert block.span.of(text) == block.text
        assert text == "\n\n".join(b.text for b in reading.article.blocks)
        for link in reading.article.links:
            assert link.span.of(text).strip()

    def test_blocks_are_all_there_in_order_with_place(self, expected: dict[str, Any]) -> None:
        reading = reading_of(expected)
        assert [b.index for b in reading.blocks] == list(range(len(reading.blocks)))
        for block in reading.blocks:
            assert (block.furniture is not None) == (block.role is Role.FURNITURE)
            assert (block.span is not None) == (block.role in TEXT_ROLES)
            assert 0 <= block.score <= 1
            assert block.place.offset is not None
            assert bool(block.place.path) == (reading.page.media == "html")

    def test_it_is_told_whether_it_is_an_article(self, expected: dict[str, Any]) -> None:
        assert reading_of(expected).verdict.is_article == expected["is_article"]

    def test_reading_again_gives_the_same(self, expected: dict[str, Any]) -> None:
        assert reading_of(expected) == reading_of(expected)


STORIES = [e for e in PAGES if e["is_article"]]


@pytest.mark.parametrize("expected", STORIES, ids=lambda e: Path(e["file"]).stem)
class TestStories:
    def test_the_story_is_there(self, expected: dict[str, Any]) -> None:
        """Nearly all paragraphs; a careful reader may doubt one or two."""
        reading = reading_of(expected)
        assert reading.article is not None
        text = squeezed(reading.article.text)
        wanted = [b["text"] for b in expected["blocks"] if b["role"] in ("paragraph", "block_quote")]
        missing = [w for w in wanted if squeezed(w) not in text]
        assert len(missing) <= max(1, len(wanted) // 10), missing

    def test_the_furniture_is_not(self, expected: dict[str, Any]) -> None:
        reading = reading_of(expected)
        assert reading.article is not None
        text = squeezed(reading.article.text)
        unwanted = [b["text"] for b in expected["blocks"] if b["role"] == "furniture" and len(b["text"]) > 30]
        kept = [u for u in unwanted if squeezed(u) in text]
        assert len(kept) <= max(2, len(unwanted) // 8), kept

    def test_published(self, expected: dict[str, Any]) -> None:
        article = reading_of(expected).article
        assert article is not None
        if expected["published"] is None:
            assert article.published is None
        else:
            assert article.published is not None
            assert article.published.time.date().isoformat() == expected["published"][:10]

    def test_language(self, expected: dict[str, Any]) -> None:
        article = reading_of(expected).article
        assert article is not None
        assert article.language is not None
        assert article.language.value == expected["language"]


def test_titles_of_the_samples() -> None:
    """A headline with its kicker in one heading, or cut at a dash, may be taken otherwise; the rest is exact."""
    right = 0
    for expected in STORIES:
        article = reading_of(expected).article
        assert article is not None
        assert article.title is not None
        right += squeezed(article.title.value).casefold() == squeezed(expected["title"]).casefold()
    assert right >= len(STORIES) - 3


def test_other_files_fail_by_name() -> None:
    for expected in EXPECTED:
        if expected.get("error"):
            with pytest.raises(PageError) as caught:
                reading_of(expected)
            assert type(caught.value).__name__ == expected["error"]
            assert caught.value.page == expected["file"]


def test_links_and_pictures_are_absolute() -> None:
    body = STORY.replace("the harbour office", '<a href="/office">the harbour office</a>').replace(
        "denied", '<a href="javascript:alert(1)">denied</a>'
    )
    figure = "<figure><img src=/a.jpg alt='The pier'><figcaption>Divers at the pier. Photo: A. Name/MNA</figcaption></figure>"
    reading = read(
        f"<article><h1>Ferry strikes mole</h1>{body}{figure}{STORY}</article>", url="https://a.example/b/c"
    )
    assert reading.article is not None
    assert [k.url for k in reading.article.links] == ["https://a.example/office"]
    (image,) = reading.article.images
    assert (image.url, image.alt, image.caption, image.credit) == (
        "https://a.example/a.jpg",
        "The pier",
        "Divers at the pier.",
        "Photo: A. Name/MNA",
    )


def test_a_story_that_stands_twice_is_read_once() -> None:
    reading = read(f"<article><h1>Ferry strikes mole</h1>{STORY}</article><div class=print>{STORY}</div>")
    assert reading.article is not None
    assert reading.article.text.count("“The light was dark,”") == 1


def test_pages_that_show_nothing() -> None:
    for page, message in (
        ("<html><body><script>start()</script></body></html>", "no text without JavaScript"),
        ("<frameset><frame src=/menu><frame src=/main></frameset>", r"a frameset: .*/menu, /main"),
        (
            "<html><head><meta http-equiv=refresh content='0;url=/x'></head><body></body></html>",
            "another address",
        ),
        ("<html><body><p></p></body></html>", "no text"),
    ):
        with pytest.raises(EmptyPage, match=message):
            read(page)


def test_login_walls() -> None:
    with pytest.raises(LoginWall, match="shows a login form"):
        read(
            "<html><body><h1>Welcome</h1><form>User <input name=u> Password <input type=password></form></body></html>"
        )


def test_a_story_in_the_scripts() -> None:
    body = json.dumps({"props": {"html": STORY * 2}})
    reading = read(
        f"<html><head><title>Ferry strikes mole</title></head><body><div id=root></div><script>{body}</script></body></html>"
    )
    assert reading.article is not None
    assert "The light was dark" in reading.article.text
    assert any("scripts" in n.why for n in reading.trail)
    assert all(b.place.path == "" and b.place.offset is None for b in reading.blocks)


def test_paywalls_are_noted() -> None:
    script = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    trail = read(f"<html><head>{script}</head><body><article>{STORY}</article></body></html>").trail
    assert any("not free to read" in n.why for n in trail)


def test_stages_can_be_swapped() -> None:
    reader = Reader()
    noted = replace(reader, hints=lambda head, url: reader.hints(head, "https://other.example/"))
    assert noted.read(f"<article>{STORY}</article>").article is not None


def test_without_a_model_rules_decide_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MODELS", str(tmp_path))
    page = f"<nav><a href=/>Home</a></nav><article><h1>Ferry strikes mole</h1>{STORY}</article><footer>© 2026 A</footer>"
    reading = read(page)
    assert reading.article is not None
    assert "The light was dark" in reading.article.text
    assert "© 2026" not in reading.article.text
    assert reading.reader.endswith("(rules)")
    assert (
        Note(
            "label",
            "the model",
            "not used (the model is missing; install the package again); rules decide instead",
        )
        in reading.trail
    )


def test_foreign_models_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "blocks-html.onnx").write_bytes(b"not a model")
    monkeypatch.setenv("ONRECORD_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match="cannot be loaded"):
        model.load("blocks-html")
    with pytest.raises(ModelError, match="missing"):
        model.load("no-such-model")


@pytest.mark.parametrize("name", ["blocks-html", "blocks-text"])
def test_versions_are_known_without_loading_a_model(name: str) -> None:
    assert model.version(name) == model.load(name).version


def test_versions_of_foreign_and_damaged_models_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (Path(model.__file__).parent.parent / "models" / "blocks-html.onnx").read_bytes()
    (tmp_path / "cut.onnx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "foreign.onnx").write_bytes(whole)
    (tmp_path / "other.onnx").write_bytes(b"not a model")
    (tmp_path / "empty.onnx").write_bytes(b"")
    monkeypatch.setenv("ONRECORD_MODELS", str(tmp_path))
    for name, message in [
        ("cut", "cannot be read"),
        ("other", "cannot be read"),
        ("empty", "not a model of onrecord"),
        ("none", "missing"),
    ]:
        with pytest.raises(ModelError, match=message):
            model.version(name)
    with pytest.raises(ModelError, match="for feature layout"):
        model.version("foreign", "0")


def test_mutated_samples_give_a_reading_or_a_page_error() -> None:
    """A small share of `benchmarks/mutate.py`."""
    rnd = random.Random(1)
    pages = [(EXAMPLES / e["file"]).read_bytes() for e in EXPECTED]
    for _ in range(60):
        data = bytearray(rnd.choice(pages))
        for _ in range(rnd.randrange(200)):
            data[rnd.randrange(len(data))] = rnd.randrange(256)
        data = data[: rnd.randrange(len(data))] + rnd.choice(pages)[rnd.randrange(2000) :]
        try:
            reading = read(bytes(data), url="https://a.example/")
        except PageError:
            continue
        for block in reading.article.blocks if reading.article else ():
            assert block.span is not None
            assert reading.article is not None
            assert block.span.of(reading.article.text) == block.text


def test_labels_that_words_say_outright() -> None:
    page = (
        f"<article><h1>Ferry strikes mole</h1><div>Advertisement</div>{STORY}<p>Correction: An earlier version of this article gave the "
        f"wrong year of the storm.</p>{STORY.replace('ferry', 'boat')}</article><div>Share</div>"
    )
    blocks = {b.text[:12]: b for b in read(page).blocks}
    assert blocks["Advertisemen"].furniture is Furniture.ADVERTISEMENT
    assert blocks["Correction: "].role is Role.CORRECTION


def test_what_stands_for_a_caption_is_none_and_a_byline_under_the_headline_is_one() -> None:
    blocks = read((EXAMPLES / "pages" / "haiqiao-news.html").read_bytes()).blocks
    assert "作者：林若溪" in [b.text for b in blocks if b.role is Role.BYLINE]
    captions = [
        b.text
        for b in read((EXAMPLES / "pages" / "tolvane-ledger.html").read_bytes()).blocks
        if b.role is Role.CAPTION
    ]
    assert "Image" not in captions


def test_a_quotation_that_stands_in_the_story_too_is_a_pull_quote() -> None:
    page = (
        f"<article><h1>Ferry strikes mole</h1>{STORY}<p>“The lamp had been dark for a week,” the harbour master told the council on Friday.</p>"
        f"<blockquote><p>“The lamp had been dark for a week”</p></blockquote>{STORY.replace('ferry', 'boat')}"
        "<blockquote><p>“Nobody has asked for the log so far.”</p></blockquote></article>"
    )
    blocks = {b.text: b.role for b in read(page).blocks}
    assert blocks["“The lamp had been dark for a week”"] is Role.PULL_QUOTE
    assert blocks["“Nobody has asked for the log so far.”"] is Role.BLOCK_QUOTE


def test_entries_of_a_live_blog_have_headers() -> None:
    page = EXAMPLES / "pages" / "meridian-live.html"
    headers = [b.text for b in read(page.read_bytes(), name=page.name).blocks if b.role is Role.LIVE_ENTRY]
    assert len(headers) >= 8
    assert headers[0] == "11:52 p.m. · Casimir Dole"
    assert "10:10 p.m. · Noor Ellabrand" in headers


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        ("-40 degrees expected in the north by Sunday", "-40 degrees expected in the north by Sunday"),
        (": City of superlatives, and of stairs", "City of superlatives, and of stairs"),
        ("– What the harbour knew of the storm", "What the harbour knew of the storm"),
        ("Title: What the harbour knew of the storm", "What the harbour knew of the storm"),
    ],
)
def test_a_title_keeps_what_belongs_to_it(shown: str, title: str) -> None:
    page = f"<html><head><title>{shown}</title></head><body><article><h1>{shown}</h1>{STORY}</article></body></html>"
    article = read(page).article
    assert article is not None
    assert article.title is not None
    assert article.title.value == title


@pytest.mark.parametrize(
    ("line", "edited"),
    [
        ("（责任编辑：顾平）", True),
        ("责任编辑：张三 审核：李四", True),
        ("责编：张三、李四", True),
        ("主编：我们会继续报道这件事。", False),
        ("审核：费用由镇政府承担。", False),
    ],
)
def test_who_edited_is_told_from_what_an_editor_says(line: str, edited: bool) -> None:
    assert (_EDITED.match(line) is not None) == edited


def test_notes_on_a_story_are_no_corrections() -> None:
    page = (
        f"<html><body><article><h1>What the harbour knew of the storm</h1>{STORY * 2}"
        "<footer><p>This story was supported by a grant from the Orsel Foundation.</p></footer></article></body></html>"
    )
    assert all(b.role is not Role.CORRECTION for b in read(page).blocks)


def test_a_number_on_a_button_is_no_subheading() -> None:
    page = (
        "<article><h1>Ferry ran fast</h1><p class=byline>By Ada Verrin</p><div><button>Share</button><button>128</button></div>"
        + "<p>The ferry was moving at fourteen knots when it struck the mole of the harbour, and the radar shows it well.</p>"
        * 1
        + "<p>Divers searched the hull until the evening, while the families waited for news in the old fish auction hall.</p></article>"
    )
    article = read(page).article
    assert article is not None
    assert "128" not in article.text
