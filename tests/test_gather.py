"""What sources give, as one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from onrecord.records import Capture, Failure, Wanted
from onrecord.run import gather as module
from onrecord.run.gather import gather
from onrecord.settings import Settings

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The addresses of each call that fetches; every address gives a page."""
    calls: list[list[str]] = []

    def fetch_all(
        wanted: Iterable[Wanted], settings: Settings, known: Any, *, want: Callable[[Wanted], bool]
    ) -> Iterator[Capture]:
        calls.append([])
        for each in wanted:
            if want(each):
                calls[-1].append(each.url)
                yield Capture(each.url, b"<p>x", each.url)

    monkeypatch.setattr(module, "fetch_all", fetch_all)
    return calls


def names(*sources: str | Path, checked: datetime | None = None) -> list[str]:
    items = list(gather(sources, Settings(), lambda _: None, lambda _: checked))
    assert not any(isinstance(i, Failure) for i in items)
    return [Path(i.name).name if isinstance(i, Capture) else type(i).__name__ for i in items]


def test_all_addresses_are_fetched_together_after_local_pages(
    tmp_path: Path, fetched: list[list[str]]
) -> None:
    (tmp_path / "list.txt").write_text("https://a.example/1\nhttps://b.example/2\n")
    (tmp_path / "page.html").write_text("<p>A page.")
    found = names("https://a.example/0", tmp_path / "list.txt", tmp_path / "page.html")
    assert found == ["page.html", "0", "1", "2"]
    assert fetched == [["https://a.example/0", "https://a.example/1", "https://b.example/2"]]


def test_pages_beside_a_list_in_a_folder_are_not_lost(tmp_path: Path, fetched: list[list[str]]) -> None:
    (tmp_path / "a.html").write_text("<p>A page.")
    (tmp_path / "b.txt").write_text("https://a.example/1\n")
    (tmp_path / "c.html").write_text("<p>Another page.")
    assert sorted(names(tmp_path)) == ["1", "a.html", "c.html"]


def test_nothing_is_fetched_for_local_pages(tmp_path: Path, fetched: list[list[str]]) -> None:
    (tmp_path / "page.html").write_text("<p>A page.")
    assert names(tmp_path / "page.html") == ["page.html"]
    assert fetched == []


@pytest.mark.parametrize(("days", "asked"), [(-3, 0), (0, 1), (2, 1)])
def test_what_did_not_change_since_it_was_asked_is_not_asked_again(
    tmp_path: Path, fetched: list[list[str]], days: int, asked: int
) -> None:
    day = f"{NOW + timedelta(days=days):%Y-%m-%d}"
    (tmp_path / "map.xml").write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>https://a.example/1</loc><lastmod>{day}</lastmod></url></urlset>"
    )
    names(tmp_path / "map.xml", checked=NOW)
    assert [len(call) for call in fetched] == [asked]
