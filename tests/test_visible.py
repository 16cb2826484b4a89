"""What readers see over a story, weighed against what the page declares of it: bylines, days, headlines."""

from datetime import datetime, timedelta

import pytest

from onrecord.read.meta import Metadata, Visible, metadata
from onrecord.read.meta.dateline import weighed
from onrecord.read.meta.expressions import from_words
from onrecord.read.meta.instants import instant
from onrecord.read.meta.names import behind_by, introduced, is_nickname, only_introduces, people
from onrecord.read.page import decode
from onrecord.read.walk import walk
from onrecord.records import Timestamp

STORY = "A ferry struck the outer mole of the harbour on Thursday, and divers searched the hull until the evening."


def seen(
    body: str, head: str = "", *, byline: tuple[str, ...] = (), dateline: tuple[str, ...] = ()
) -> Metadata:
    """The metadata of a page on which a labeller has found these bylines and date lines, by their first words."""
    source = f"<html lang='en'><head>{head}</head><body>{body}<p>{STORY}</p><p>{STORY}</p></body></html>"
    tree = walk(decode(source))
    texts = [raw.text for raw in tree.raws]

    def scores(starts: tuple[str, ...]) -> list[float]:
        return [0.7 if starts and t.startswith(starts) else 0.0 for t in texts]

    nothing = [0.0] * len(texts)
    visible = Visible(
        nothing, scores(byline), scores(dateline), nothing, nothing, [t == STORY for t in texts]
    )
    return metadata(tree, "https://ledger.example/ferry", visible)


def names(found: Metadata) -> list[str]:
    return [a.name for a in found.authors]


def article(author: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","author":{author}}}</script>'


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ByAda Verrin", "Ada Verrin"),
        ("Verfasst von Ada Verrin", "Ada Verrin"),
        ("Ein Kommentar von Ada Verrin", "Ada Verrin"),
        ("Escrito por Ada Verrin", "Ada Verrin"),
        ("Interview: Ada Verrin", "Ada Verrin"),
        ("Ada Verrin →", "Ada Verrin"),
        ("By Ada Verrin 4 Comments", "Ada Verrin"),
    ],
)
def test_introductions(line: str, name: str) -> None:
    assert people(line) == [name]


def test_a_label_is_no_introduction() -> None:
    assert not introduced("Locations:")
    assert not introduced("Walter von Orsel")
    assert only_introduces("Written by:")
    assert not only_introduces("By Ada Verrin")
    assert behind_by("Mole struck by night by Ada Verrin") == "Ada Verrin"


@pytest.mark.parametrize(("text", "name"), [("by kev_m", "kev_m"), ("admin", None), ("12 March", None), ("Senior Editor", None)])  # fmt: skip
def test_nicknames(text: str, name: str | None) -> None:
    assert is_nickname(text) == name


@pytest.mark.parametrize(
    ("body", "byline", "expected"),
    [
        # "By" in a line of its own, as style puts it beside the name.
        ("<h1>T</h1><div>By</div><div>Ada Verrin</div>", (), ["Ada Verrin"]),
        # The element named after authors ends where the name ends.
        ('<h1>T</h1><p>by <a rel="author" href="/a">kev</a> | Ferry Guides</p>', ("by kev",), ["kev"]),
        (
            '<h1>T</h1><p>By Oto Merrin and <b class="last-byline">Ada Verrin</b></p>',
            ("By Oto",),
            ["Oto Merrin", "Ada Verrin"],
        ),
        ("<h1>T</h1><p>By Ada Verrin. Reviewed by Oto Merrin</p>", ("By Ada",), ["Ada Verrin"]),
        ("<h1>T</h1><p>By Ada Verrin. Photos by Oto Merrin</p>", ("By Ada",), ["Ada Verrin"]),
        ('<h1>T</h1><p class="authorName">The Ledger Team</p>', ("The Ledger",), ["The Ledger Team"]),
        ("<h1>T</h1><p>Event Type:</p><p>Terms:</p>", (), []),
    ],
)
def test_names_in_bylines(body: str, byline: tuple[str, ...], expected: list[str]) -> None:
    assert names(seen(body, byline=byline)) == expected


def test_a_declared_author_whom_a_line_names_stays() -> None:
    body = "<h1>T</h1><p>By Oto Merrin</p><p>By Ada Verrin</p><p>x</p>"
    found = seen(body, article('"Ada Verrin"'), byline=("By Oto", "By Ada"))
    assert names(found) == ["Ada Verrin"]


def test_one_line_with_more_names_wins() -> None:
    found = seen("<p>By Ada Verrin and Oto Merrin</p>", article('"Ada Verrin"'), byline=("By Ada",))
    assert names(found) == ["Ada Verrin", "Oto Merrin"]


def test_words_of_the_headline_are_no_name() -> None:
    head = "<title>Orsel Ferry Review</title>"
    found = seen("<h1>Orsel Ferry Review</h1><p>Orsel Ferry</p>", head, byline=("Orsel Ferry",))
    assert names(found) == []


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("03/04/2026", "en", "2026-03-04"), ("03/04/2026", "en-GB", "2026-04-03"), ("02-12-2026", "en", "2026-12-02"),
        ("By Ada VerrinMar 5, 2026", "en", "2026-03-05"), ("4. 2. 2026", "de", "2026-02-04"), ("8.Dezember 2025", "de", "2025-12-08"),
        ("12-ago-2025", "es", "2025-08-12"), ("mardi 5 mai 2026", "en", "2026-05-05"),
    ],
)  # fmt: skip
def test_days_as_people_write_them(line: str, language: str, day: str) -> None:
    stamp = from_words(line, 0, language)
    assert stamp is not None
    assert stamp.time.date().isoformat() == day


def stated(text: str, where: str = "json-ld:datePublished") -> Timestamp:
    value = instant(text)
    assert value is not None
    return Timestamp(value[0], where, value[1])


def day(first: str, line: str, last: str | None = None, where: str = "json-ld:datePublished") -> str:
    found = weighed(stated(first, where), stated(last) if last else None, [(7, line, True)], None, "en")
    return found.time.date().isoformat()


@pytest.mark.parametrize(
    ("first", "line", "last", "expected"),
    [
        ("2026-03-12T19:10:00Z", "12 March 2026", None, "2026-03-12"),
        # A machine's midnight has passed, the newsroom's has not; a zone that is stated is believed.
        ("2026-03-13T02:10:00Z", "12 March 2026", None, "2026-03-12"),
        ("2026-03-13T02:10:00+01:00", "12 March 2026", None, "2026-03-13"),
        # The day of a move to another system.
        ("2026-03-12T19:10:00Z", "4 May 2024", None, "2024-05-04"),
        # Kept up for years: the shown day is that of the last change, unless the line says so.
        ("2019-03-12T19:10:00Z", "4 May 2024", "2024-05-04T10:00:00Z", "2024-05-04"),
        ("2019-03-12T19:10:00Z", "Updated 4 May 2024", "2024-05-04T10:00:00Z", "2019-03-12"),
        ("2019-03-12T19:10:00Z", "Published 12 March 2019, updated 4 May 2024", "2024-05-04T10:00:00Z", "2019-03-12"),
        # Day and month in the wrong order: a spelled month cannot be.
        ("2026-09-03", "9 March 2026", None, "2026-03-09"),
        ("2026-09-03T10:00:00Z", "3/9/2026", None, "2026-09-03"),
        ("2026-03-12T19:10:00Z", "Offer ends 4 May 2027", None, "2026-03-12"),
    ],
)  # fmt: skip
def test_the_day_under_the_headline(first: str, line: str, last: str | None, expected: str) -> None:
    assert day(first, line, last) == expected


def test_vague_metas_give_way_to_a_date_line() -> None:
    assert day("2026-03-12", "4 May 2026", where="meta:dcterms.date") == "2026-05-04"
    assert day("2026-03-12", "4 May 2026") == "2026-03-12"


def test_the_zone_is_concluded_from_the_clock() -> None:
    shown = [(7, "12 March 2026, 10:10 pm", True)]
    found = weighed(stated("2026-03-13T02:10:00Z"), None, shown, None, "en")
    assert found.time.utcoffset() == timedelta(hours=-4)
    assert found.time == stated("2026-03-13T02:10:00Z").time
    assert found.inferred == ("zone",)


def test_an_address_tells_the_day_where_the_zone_is_unsure() -> None:
    address = Timestamp(datetime(2026, 3, 12), "url", True)
    assert weighed(stated("2026-03-13T02:10:00Z"), None, [], address, "en") is address


def test_dates_of_pages() -> None:
    assert seen("<h1>T</h1>").published is None
    # The only day on the page, far from the story.
    only = seen(
        "<h1>T</h1>" + "<p>Menu entry</p>" * 40 + "<p>12 March 2026</p>" + "<p>Entry</p>" * 40
    ).published
    assert only is not None
    assert only.time == datetime(2026, 3, 12)
    first = seen("<h1>T</h1><p>Originally published on 12 March 2019</p>", dateline=("Originally",)).published
    assert first is not None
    assert first.time == datetime(2019, 3, 12)


def test_addresses_of_archives() -> None:
    tree = walk(decode(f"<h1>T</h1><p>{STORY}</p>"))
    url = "https://archive.example/web/20200101000000/https://ledger.example/2019/3/12/ferry"
    found = metadata(tree, url).published
    assert found is not None
    assert found.time == datetime(2019, 3, 12)


def test_a_kicker_is_no_part_of_a_title() -> None:
    head = '<meta property="og:title" content="Ferry strikes the outer mole"><title>Ferry strikes the outer mole</title>'
    found = seen("<h1><span class='k'>Port Orsel</span> <span>Ferry strikes the outer mole</span></h1>", head)
    assert found.title is not None
    assert found.title.value == "Ferry strikes the outer mole"
