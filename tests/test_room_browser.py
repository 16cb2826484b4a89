"""The reading room in a real browser: choosing, folding, printing, the keyboard, hostile pages, accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.records import Capture
from onrecord.store.bodies import digest_of
from tests.browsers import CHROMIUM, TIMEOUT, chromium, counted, put_sample, serving, within
from tests.rooms import NOW, put, reading_of
from tests.test_room_guard import EVIL, EVIL_URLS, evil_reading

pytest.importorskip(
    "playwright", reason="Playwright is not installed: the reading room is not tried in a browser"
)
if CHROMIUM is None:
    pytest.skip(
        "Chromium is not installed: the reading room is not tried in a browser", allow_module_level=True
    )

LEDGER, AGENCY, CHINESE = "tolvane-ledger.html", "marrow-agency.html", "haiqiao-news.html"
ARABIC = "قال الوزير إن السفينة غرقت مساء الخميس."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    path = tmp_path_factory.mktemp("room") / "news.db"
    keys = put_sample(path, LEDGER, AGENCY, CHINESE, "tide-table.json")
    evil = evil_reading(EVIL.encode(), EVIL_URLS[0])
    put(path, Capture(EVIL, EVIL.encode(), EVIL_URLS[0]), evil)
    arabic = reading_of([ARABIC], content=b"ar", title="السفينة", language="ar", url="https://bahr.example/1")
    put(path, Capture("ar", b"ar", "https://bahr.example/1", fetched=NOW), arabic)
    changed = b"<p>another version"
    put(
        path,
        Capture("a", changed, "https://bahr.example/1"),
        reading_of([ARABIC, "x"], content=changed, language="ar"),
    )
    return path, {
        **keys,
        "evil": digest_of(EVIL.encode())[:16],
        "arabic": digest_of(b"ar")[:16],
        "changed": digest_of(changed)[:16],
    }


@pytest.fixture(scope="module")
def room(store: tuple[Path, dict[str, str]]) -> Iterator[str]:
    with serving(store[0]) as address:
        yield address


@pytest.fixture(scope="module")
def keys(store: tuple[Path, dict[str, str]]) -> dict[str, str]:
    return store[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


Open = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, room: str) -> Iterator[Open]:
    """Opens views.  Whatever a page tells its console, asks of another host or wants to say in a dialog is a fault."""
    faults: list[str] = []
    contexts = []

    def open_(path: str, *, width: int = 1280, height: int = 900, scheme: str = "light", **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **more
        )
        contexts.append(context)

        def only_here(route: Any) -> None:
            if route.request.url.startswith(f"{room}/"):
                route.continue_()
            else:
                faults.append(f"asked for {route.request.url}")
                route.abort()

        context.route("**/*", only_here)
        context.set_default_timeout(TIMEOUT)
        page = context.new_page()

        def told(message: Any) -> None:
            # That a page is missing is a line in Chromium's console, and asked for by one test.
            if message.type in ("error", "warning") and "404 (Not Found)" not in message.text:
                faults.append(f"console: {message.text}")

        page.on("console", told)
        page.on("pageerror", lambda e: faults.append(f"error: {e}"))

        def dialog(d: Any) -> None:
            faults.append(f"dialog: {d.message}")
            d.dismiss()

        page.on("dialog", dialog)
        page.goto(room + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def outlined(page: Any, selector: str) -> list[str]:
    """The texts of what is outlined, at once or soon."""
    of = "all => all.filter(e => getComputedStyle(e).outlineStyle === 'solid').map(e => e.textContent)"
    for _ in range(TIMEOUT // 100):
        found: list[str] = page.eval_on_selector_all(selector, of)
        if found:
            return found
        page.wait_for_timeout(100)
    return []


# -- choosing --------------------------------------------------------------------------------------------------------
def test_choosing_in_the_list_outlines_all_the_words_in_the_text(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/page/{keys[LEDGER]}")
    assert (
        page.locator("h1").inner_text()
        == "Ferry ran at nearly twice the limit before it hit the mole, radar data suggest"
    )
    voice = page.locator(".voice", has=page.get_by_role("heading", name="Ragna Pohl"))
    voice.locator("a.to", has_text="“This is not a number you read once,”").click()
    assert outlined(page, "mark.said") == [
        "“This is not a number you read once,”",
        "“Three stations give the same curve.”",
    ]
    mark = page.locator("mark.said", has_text="This is not a number")
    within(mark)


def test_choosing_in_the_text_outlines_the_statement_in_the_list(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/page/{keys[LEDGER]}")
    page.locator("mark.said", has_text="indecent while families are waiting").click()
    found = outlined(page, ".voice li")
    assert len(found) == 1
    assert "indecent while families are waiting" in found[0]
    assert re.search(r"#said-[0-9a-f]+$", page.url)
    within(page.locator(".voice li.chosen"))


def test_without_scripts_links_lead_from_one_to_the_other(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/page/{keys[AGENCY]}", java_script_enabled=False)
    page.locator("sup a.ref").first.click()
    counted(page.locator(".voice li:target"), 1)
    page.locator(".voice li:target .words a").click()
    assert page.locator("mark.said:target").inner_text().startswith("At least 31 people were killed")
    page.get_by_role("link", name="Unfold everything that is not the story").click()
    counted(page.locator("details.furniture:not([open])"), 0)


def test_a_citation_can_be_copied_and_its_address_followed(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/page/{keys[LEDGER]}", permissions=["clipboard-read", "clipboard-write"])
    item = page.locator(".voice li", has_text="This is not a number you read once")
    item.locator("summary").click()
    item.get_by_role("button", name="Copy citation").click()
    item.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“This is not a number you read once,” […]")
    assert "Ragna Pohl (investigator with the Transport Safety Board)" in copied
    item.get_by_role("link", name="Address of this statement").click()
    assert outlined(page, "mark.said")[0] == "“This is not a number you read once,”"
    live = item.get_by_role("link", name="At these words on the web").get_attribute("href")
    assert live.startswith(
        "https://www.tolvaneledger.example/2026/03/13/sarmond/maren-lys-radar-speed.html#:~:text="
    )


# -- folding, printing -----------------------------------------------------------------------------------------------
def test_furniture_unfolds_at_its_place_and_all_at_once(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/page/{keys[LEDGER]}")
    teaser = page.locator("li", has_text="Sign up")
    assert not teaser.is_visible()
    page.locator("details.furniture", has=teaser).locator("summary").click()
    assert teaser.is_visible()
    page.get_by_role("link", name="Unfold everything that is not the story").click()
    counted(page.locator("details.furniture:not([open])"), 0)
    page.get_by_role("link", name="Fold everything that is not the story").click()
    counted(page.locator("details.furniture[open]"), 0)


def test_on_paper_are_the_story_and_its_statements(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/page/{keys[LEDGER]}")
    page.emulate_media(media="print")
    for gone in ("header.top", "footer.bottom", "details.furniture", ".cite", ".folds"):
        assert not page.locator(gone).first.is_visible(), gone
    for there in ("h1.headline", "mark.said", "sup a.ref", ".voice li", "table.facts"):
        assert page.locator(there).first.is_visible(), there
    page.emulate_media(media="screen")


# -- keyboard, sizes, scripts of the world ---------------------------------------------------------------------------
def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/page/{keys[AGENCY]}")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to content"
    assert page.locator(":focus").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    counted(page.locator("main:focus"), 1)
    page.keyboard.press("Tab")
    counted(page.locator("details.furniture > summary:focus"), 1)
    assert outlined(page, "summary:focus")
    page.keyboard.press("Enter")
    counted(page.locator("details.furniture[open]"), 1)
    page.locator("sup a.ref").first.focus()
    page.keyboard.press("Enter")
    counted(page.locator(".voice li.chosen"), 1)


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_has_to_be_scrolled_sideways(opened: Open, keys: dict[str, str], width: int) -> None:
    for view in views(keys):
        page = opened(view, width=width, height=800)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, view


def test_lines_have_a_measure_for_reading(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/page/{keys[AGENCY]}", width=2400)
    assert page.locator("article").bounding_box()["width"] <= 680


def test_right_to_left_and_han(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/page/{keys['arabic']}")
    paragraph = page.locator("article p.paragraph")
    assert paragraph.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator("article").get_attribute("lang") == "ar"
    page = opened(f"/page/{keys[CHINESE]}")
    assert page.locator("article").evaluate("e => e.lang + ' ' + getComputedStyle(e).direction") == "zh ltr"


# -- harm ------------------------------------------------------------------------------------------------------------
def views(keys: dict[str, str]) -> list[str]:
    return [
        "/",
        "/pages",
        "/failures",
        "/add",
        "/nothing",
        f"/page/{keys[LEDGER]}?furniture=open",
        f"/page/{keys[CHINESE]}",
        f"/page/{keys['evil']}?furniture=open",
        f"/source/{keys[LEDGER]}",
        f"/compare/{keys['arabic']}/{keys['changed']}",
    ]


def test_hostile_pages_run_nothing_and_ask_for_nothing(opened: Open, keys: dict[str, str]) -> None:
    # `opened` holds that there was no dialog, no word in the console, and no request to another host.
    for view in ("page", "source"):
        page = opened(f"/{view}/{keys['evil']}?furniture=open")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert "<script>alert(1)</script>" in page.locator("main").inner_text()
        counted(page.locator("img[src=x], svg[onload], a[href^='javascript:']"), 0)
    page = opened("/")
    assert "<script>alert(1)</script>" in page.locator("main").inner_text()


def test_the_original_is_text(opened: Open, keys: dict[str, str]) -> None:
    page = opened(f"/original/{keys['evil']}")
    assert "<script>alert(1)</script>" in page.locator("body").inner_text()
    counted(page.locator("script"), 0)


# -- adding ----------------------------------------------------------------------------------------------------------
def test_a_pasted_text_is_added_and_told_of(
    opened: Open, store: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    page = opened("/add")
    page.get_by_label("Text", exact=True).fill(
        "The harbor is open again, Evi Tarrow said on Friday.\n\nNobody was hurt."
    )
    page.get_by_label("The address that it came from").fill("https://orsel.example/pasted")
    page.locator("form", has=page.get_by_label("Text", exact=True)).get_by_role("button").click()
    page.wait_for_url("**/adding/*")
    page.locator("#state", has_text="done").wait_for()
    page.get_by_role("link", name="https://orsel.example/pasted").click()
    assert "The harbor is open again" in page.locator("article").inner_text()


# -- accessibility ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_no_violation(opened: Open, keys: dict[str, str], scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    for view in views(keys):
        page = opened(view, scheme=scheme, width=width)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found = axe.run(
            page,
            options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
        )
        told = [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found.response["violations"]]
        assert told == [], view
