"""Searching and correcting in a real browser: as you type, from a result to its sentence, a speaker corrected and that undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import stores
from tests.browsers import CHROMIUM, TIMEOUT, chromium, counted, serving

pytest.importorskip("playwright", reason="Playwright is not installed: the room is not tried in a browser")
if CHROMIUM is None:
    pytest.skip("Chromium is not installed: the room is not tried in a browser", allow_module_level=True)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("room") / "news.db"
    stores.samples(path, by_hand=False).close()
    with serving(path) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


def test_search_as_you_type_and_follow_a_result_to_its_sentence(tab: Any, room: str) -> None:
    tab.goto(f"{room}/search?in=statements")
    tab.locator("#q").press_sequentially("weather", delay=20)
    tab.locator(".hit mark").first.wait_for()
    tab.wait_for_url(re.compile(r"q=weather"))
    from playwright.sync_api import expect

    expect(tab.locator(".hit").first).to_contain_text("weather", timeout=TIMEOUT)
    expect(tab.locator("footer a").first).to_have_attribute(
        "href", re.compile("[?&]q=weather"), timeout=TIMEOUT
    )
    tab.locator(".hit .notes a").first.click()
    tab.wait_for_url(re.compile(r"/page/\w+#s-"))
    chosen = tab.locator("mark.said.chosen").first
    chosen.wait_for()
    assert "weather" in chosen.inner_text()


def test_a_bad_question_is_told_while_typing_and_results_can_be_cited(browser: Any, room: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(TIMEOUT)
    tab = context.new_page()
    tab.goto(f"{room}/search?in=statements&q=weather")
    counted(tab.locator("#results .hit"), 4)
    many = "a+" * 100
    tab.locator("#q").fill(many)
    tab.get_by_text("This search is not possible").wait_for()
    counted(tab.locator("#results .hit"), 0)
    assert tab.locator("#q").input_value() == many
    tab.locator("#q").fill("weather")
    counted(tab.locator("#results .hit"), 4)
    tab.locator(".hit .cite summary").first.focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Copied").wait_for()
    line = tab.evaluate("navigator.clipboard.readText()")
    assert line == tab.locator(".hit .citation").first.inner_text()
    assert "SHA-256" in line
    tab.get_by_role("link", name="Address of this statement").first.click()
    tab.wait_for_url(re.compile(r"/page/\w+#s-"))
    context.close()


def test_a_speaker_is_corrected_merged_and_that_is_undone(tab: Any, room: str) -> None:
    tab.goto(f"{room}/search?in=statements&q=weather")
    tab.locator(".hit .notes a").first.click()
    tab.wait_for_url(re.compile(r"/page/\w+#s-"))
    code = tab.url.partition("#s-")[2]
    tab.locator(f"a[href$='#correct-{code}']").first.click()
    form = tab.locator("form", has=tab.get_by_role("button", name="Correct the statement"))
    form.get_by_label("Speaker").fill("Nela Korr")
    form.get_by_label("Your name").fill("Ada")
    form.get_by_role("button", name="Correct the statement").click()
    tab.locator(".voice h3 a", has_text="Nela Korr").click()
    tab.wait_for_url(re.compile("/speaker"))
    assert tab.locator("h1").inner_text() == "Nela Korr"
    tab.get_by_label("Another name, as pages write it").fill("Somebody")
    tab.get_by_role("button", name="This is the same speaker").click()
    tab.get_by_text("because somebody decided so").wait_for()
    tab.get_by_role("link", name="All corrections and decisions").click()
    for undone in (1, 2):
        tab.get_by_role("button", name=re.compile("^Undo")).first.click()
        counted(tab.locator("li.undone"), undone)
    counted(tab.get_by_role("button", name=re.compile("^Undo")), 0)
    tab.goto(f"{room}/speakers")
    counted(tab.locator("tbody tr"), 1)


def test_nothing_that_only_a_screen_can_do_is_printed(tab: Any, room: str) -> None:
    tab.goto(f"{room}/search?in=statements&q=the")
    page = tab.locator(".hit .notes a").first.get_attribute("href").split("#")[0]
    correct = page.replace("/page/", "/correct/") + "?block=1"
    tab.emulate_media(media="print")
    for view in (
        "/",
        "/search?in=statements&q=the",
        "/speakers",
        "/speaker?name=Somebody",
        "/decisions",
        page,
        correct,
    ):
        tab.goto(room + view)
        controls = "input, select, textarea, button, form, nav, summary, .fix, .part, .paging"
        shown = [x.inner_text()[:40] for x in tab.locator(controls).all() if x.is_visible()]
        assert shown == [], view
        assert tab.locator("h1").first.is_visible()


RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_no_violation(browser: Any, room: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.set_default_timeout(TIMEOUT)
    page.goto(f"{room}/search?in=statements&q=the")
    address = page.locator(".hit .notes a").first.get_attribute("href").split("#")[0]
    correct = address.replace("/page/", "/correct/")
    page.goto(room + correct)
    opened = page.locator(".told .fix").first.get_attribute("href")
    views = [
        "/search?in=statements&q=the",
        "/search?q=the&from=yesterday",
        "/speakers",
        "/speaker?name=Somebody",
        "/speaker?name=Somebody&from=2026-01-01",
        "/decisions",
        correct,
        opened,
    ]
    for view in [*views, "refused"]:
        if view == "refused":
            page.goto(room + opened)
            page.locator("form.forms").get_by_label("Content").fill("No such words at all")
            page.get_by_role("button", name="Correct the statement").click()
            page.get_by_role("alert").wait_for()
        else:
            page.goto(room + view)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found = axe.run(page, options=RULES)
        told = [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found.response["violations"]]
        assert told == [], view
        # Nothing is wider than the screen.
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
