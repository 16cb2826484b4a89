"""What a page says of its story: declarations weighed against what it shows."""

import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import read
from onrecord.read.meta import Metadata, metadata
from onrecord.read.meta.evidence import Declared
from onrecord.read.meta.expressions import from_words
from onrecord.read.meta.instants import instant
from onrecord.read.meta.language import language
from onrecord.read.meta.names import is_person, people
from onrecord.read.page import decode
from onrecord.read.tree import Head
from onrecord.read.walk import walk

STORY = (
    "<p>A ferry struck the outer mole of the harbour on Thursday, and divers searched the hull until the evening.</p>"
    * 3
)


def meta(
    head: str = "", body: str = STORY, url: str | None = "https://ledger.example/2026/ferry"
) -> Metadata:
    return metadata(walk(decode(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")), url)


def day(text: str, language: str) -> datetime | None:
    found = from_words(text, 0, language)
    return found.time if found else None


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


H1 = "<h1>Ferry strikes mole</h1>"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>Ferry strikes mole | The Ledger</title>", H1),
        ('<title>x</title><meta property="og:title" content="Ferry strikes mole - The Ledger">', H1),
        (ld('{"@type": "NewsArticle", "headline": "Ferry strikes mole"}'), ""),
        # Templates and other pages' data:
        ('<meta property="og:title" content="The Ledger"><title>The Ledger</title><meta property="og:site_name" content="The Ledger">', H1),
        (ld('[{"@type":"NewsArticle","headline":"Another story","url":"https://ledger.example/other"},{"@type":"NewsArticle",'
            '"headline":"Ferry strikes mole","url":"https://ledger.example/2026/ferry"}]'), H1),
    ],
)  # fmt: skip
def test_titles(head: str, body: str) -> None:
    title = meta(head, body + STORY).title
    assert title is not None
    assert title.value == "Ferry strikes mole"
    assert 0 < title.score <= 1


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Ada Verrin"}}',
        '{"@graph": [{"@type": ["NewsArticle"], "author": [{"@id": "#a"}]}, {"@id": "#a", "@type": "Person", "name": "Ada Verrin"}]}',
        '{"@type": "NewsArticle", "description": "line\nbreak\tand tab", "author": "Ada Verrin",}',
        '<!-- {"@type": "NewsArticle", "author": ["Ada Verrin"]} -->',
        '{"@type": "NewsArticle", "author": {"name": "By Ada Verrin"}} trailing rubbish',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;author&quot;: &quot;Ada Verrin&quot;}",
        '{"@type": "LiveBlogPosting", "author": [{"@type": "Organization", "name": "Ada Verrin"}]}',
    ],
)
def test_json_ld_however_written(script: str) -> None:
    assert [a.name for a in meta(ld(script)).authors] == ["Ada Verrin"]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Verrin", ["Ada Verrin"]),
        ("By Ada Verrin and Oto Merrin", ["Ada Verrin", "Oto Merrin"]),
        (
            "Ada Verrin, Oto Merrin & Pell Aderhold | 12 March 2026",
            ["Ada Verrin", "Oto Merrin", "Pell Aderhold"],
        ),
        ("Von Ada Verrin und Oto Merrin, Port Orsel", ["Ada Verrin", "Oto Merrin", "Port Orsel"]),
        ("Автор: Вера Имярек", ["Вера Имярек"]),
        ("文／渡辺海", ["渡辺海"]),
        ("Written by Ada Verrin, Senior Editor", ["Ada Verrin"]),
        ("Ada Verrin ada@ledger.example", ["Ada Verrin"]),
        ("3 min read", []),
    ],
)
def test_bylines(byline: str, names: list[str]) -> None:
    found = people(byline)
    assert found == names


def test_accounts_and_newsrooms() -> None:
    found = meta(
        '<meta name="author" content="admin">'
        + ld('{"@type":"NewsArticle","author":{"name":"Ledger Newsroom"}}')
    )
    assert [(a.name, a.organisation) for a in found.authors] == [("Ledger Newsroom", True)]
    found = meta('<meta name="author" content="admin">')
    assert found.authors == ()
    assert any("'admin'" in n.what for n in found.notes)


def test_a_person_is_better_than_the_newsroom() -> None:
    head = '<meta name="author" content="Ada Verrin">' + ld(
        '{"@type":"NewsArticle","author":{"name":"Reuters"}}'
    )
    assert [(a.name, a.organisation) for a in meta(head).authors] == [("Ada Verrin", False)]


def test_agencies_are_an_origin() -> None:
    found = meta(ld('{"@type":"NewsArticle","author":{"@type":"Organization","name":"Reuters"}}'))
    assert [(o.name, o.how) for o in found.origin] == [("Reuters", "agency")]
    found = meta('<link rel="canonical" href="https://other.example/story">')
    assert [(o.name, o.how, o.url) for o in found.origin] == [
        ("other.example", "canonical", "https://other.example/story")
    ]


@pytest.mark.parametrize(
    ("head", "body", "day", "where"),
    [
        (ld('{"@type":"NewsArticle","datePublished":"2026-03-12T19:10:00+01:00"}'), "", "2026-03-12", "json-ld:datePublished"),
        ('<meta property="article:published_time" content="2026-03-12T19:10:00Z">', "", "2026-03-12", "meta:article:published_time"),
        ('<meta name="date" content="20260312">', "", "2026-03-12", "meta:date"),
        ("", '<h1>T</h1><p><time datetime="2026-03-12">Thursday</time></p>', "2026-03-12", "time:"),
        ("", "<h1>T</h1><p>12 March 2026, 19:10</p>", "2026-03-12", "block:"),
        ("", "<h1>T</h1><p>12. März 2026</p>", "2026-03-12", "block:"),
        ("", "<h1>T</h1><p>12 марта 2026 г.</p>", "2026-03-12", "block:"),
        ("", "<h1>T</h1><p>2026年3月12日 19:10</p>", "2026-03-12", "block:"),
        ("", "<h1>T</h1><p>12.03.2026</p>", "2026-03-12", "block:"),
    ],
)  # fmt: skip
def test_dates(head: str, body: str, day: str, where: str) -> None:
    stamp = meta(head, body + STORY, None).published
    assert stamp is not None
    assert stamp.time.date().isoformat() == day
    assert stamp.where.startswith(where)


def test_dates_in_addresses() -> None:
    stamp = meta(url="https://ledger.example/2026/03/12/ferry").published
    assert stamp is not None
    assert (stamp.time, stamp.date_only, stamp.where) == (datetime(2026, 3, 12), True, "url")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2026-03-12T19:10:00+01:00",
            (datetime(2026, 3, 12, 19, 10, tzinfo=timezone(timedelta(hours=1))), False),
        ),
        ("2026-03-12T19:10Z", (datetime(2026, 3, 12, 19, 10, tzinfo=UTC), False)),
        ("2026-03-12 19:10", (datetime(2026, 3, 12, 19, 10), False)),
        ("2026-03-12", (datetime(2026, 3, 12), True)),
        ("Thu, 12 Mar 2026 19:10:00 GMT", (datetime(2026, 3, 12, 19, 10, tzinfo=UTC), False)),
        ("1773342600", (datetime(2026, 3, 12, 19, 10, tzinfo=UTC), False)),
        ("2026-13-45", None),
        ("tomorrow", None),
    ],
)
def test_instants(text: str, expected: tuple[datetime, bool] | None) -> None:
    assert instant(text) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("March 12, 2026", "en"), ("12th of March 2026", "en"), ("12. März 2026", "de"), ("12 mars 2026", "fr"), ("12 de marzo de 2026", "es"),
        ("12 marzo 2026", "it"), ("12 de março de 2026", "pt"), ("12 maart 2026", "nl"), ("12 марта 2026", "ru"), ("12 березня 2026", "uk"),
        ("12 marca 2026", "pl"), ("12. mars 2026", "nb"), ("12 Mart 2026", "tr"), ("12 martie 2026", "ro"), ("12 março 2026", "pt"),
    ],
)  # fmt: skip
def test_dates_in_words(text: str, language: str) -> None:
    assert day(text, language) == datetime(2026, 3, 12)


@pytest.mark.parametrize(
    ("text", "language"), [("März 12, 2026", "de"), ("marzo 12, 2026", "es"), ("12 MÄRZ 2026", "de")]
)
def test_months_may_come_first(text: str, language: str) -> None:
    assert day(text, language) == datetime(2026, 3, 12)


def test_the_end_of_a_clocks_time_is_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dateparser", None)  # it would take longer than reading the page
    assert from_words("56 CET 2026", 0, "de") is None
    assert from_words("15:21 CEST 2026", 0, "de") is None
    assert from_words("Published: 12 March 2026", 0, "en") is not None


@pytest.mark.parametrize(
    ("text", "language"), [("12 juillet 2026", "fr"), ("12 luglio 2026", "it"), ("12 липня 2026", "uk")]
)
def test_july_is_not_june(text: str, language: str) -> None:
    assert day(text, language) == datetime(2026, 7, 12)


def test_language_is_that_of_the_text() -> None:
    german = (
        "<p>Eine Fähre ist am Donnerstag gegen die Mole des Hafens gefahren, und Taucher suchten bis zum Abend im Rumpf.</p>"
        * 4
    )
    page = decode(f'<html lang="en"><body>{german}</body></html>')
    from onrecord.read.meta import Visible

    tree = walk(page)
    zeros = [0.0] * len(tree.raws)
    visible = Visible(zeros, zeros, zeros, zeros, zeros, [True] * len(tree.raws))
    found = metadata(tree, None, visible).language
    assert found is not None
    assert (found.value, found.where) == ("de", "text")


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000,
        '{"@graph":' * 5000,
        '{"@type":"NewsArticle","author":' + "[" * 900 + "]" * 900 + "}",
        "\0",
        "",
    ],
)
def test_hostile_json_ld(script: str) -> None:
    assert meta(ld(script)).authors == ()


@given(st.text(max_size=60))
def test_any_text_as_a_name_or_a_time(text: str) -> None:
    instant(text)
    for name in people(text):
        assert name.strip() == name != ""
    is_person(text)


def test_a_declared_value_that_is_not_closed_ends_before_the_next_element() -> None:
    page = (
        '<html><head><meta property="og:site_name" content="Strait Radio\n<meta name="author" content="Ada Verrin">'
        "<title>Ferry strikes mole</title></head><body><article><h1>Ferry strikes mole</h1>"
        + "<p>The ferry struck the mole at six in the evening, and nobody knew why it had been so fast.</p>"
        * 4
        + "</article></body></html>"
    )
    article = read(page).article
    assert article is not None
    assert article.site is not None
    assert article.site.value == "Strait Radio"


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ('<meta property="og:url" content="ledger.example/2026/ferry">', "https://ledger.example/2026/x", "https://ledger.example/2026/ferry"),
        ('<link rel="canonical" href="www.ledger.example/2026/ferry">', "https://ledger.example/2026/x", "https://www.ledger.example/2026/ferry"),
        ('<meta property="og:url" content="ledger.example/2026/ferry">', None, "https://ledger.example/2026/ferry"),
        ('<link rel="canonical" href="ferry.html">', "https://ledger.example/2026/x", "https://ledger.example/2026/ferry.html"),
        ('<link rel="canonical" href="//ledger.example/ferry">', None, "https://ledger.example/ferry"),
        ('<base href="https://ledger.example/2026/"><link rel="canonical" href="ferry">', None, "https://ledger.example/2026/ferry"),
        ('<base href="/2026/"><link rel="canonical" href="ferry">', "https://ledger.example/a/b", "https://ledger.example/2026/ferry"),
        ('<link rel="canonical" href="https://ledger.example/">', "https://ledger.example/2026/ferry", None),
        ('<link rel="canonical" href="https://ledger.example/en/"><meta property="og:url" content="https://ledger.example/en/ferry">', None, "https://ledger.example/en/ferry"),
        ('<link rel="canonical" href="https://ledger.example/">', "https://ledger.example/", "https://ledger.example/"),
        ('<link rel="canonical" href="https://ledger.example/?p=12">', "https://ledger.example/2026/ferry", "https://ledger.example/?p=12"),
        ('<link rel="canonical" href="https://ledger.exampleundefined">', "https://ledger.example/2026/ferry", None),
        ('<link rel="canonical" href="https://ledger.example/undefined">', "https://ledger.example/2026/ferry", None),
        ('<link rel="canonical" href="https://ledger.example/undefined-behaviour">', None, "https://ledger.example/undefined-behaviour"),
        ('<link rel="canonical" href="{{ page.url }}"><meta property="og:url" content="/ferry">', "https://ledger.example/x", "https://ledger.example/ferry"),
        ('<link rel="canonical" href="http://localhost:3000/ferry">', "https://ledger.example/x", None),
        ('<link rel="canonical" href="https:/ledger.example/ferry">', "https://ledger.example/x", "https://ledger.example/ferry"),
        ('<link rel="canonical" href="http://https://ledger.example/ferry">', "https://ledger.example/x", "https://ledger.example/ferry"),
        ('<link rel="canonical" href="">', "https://ledger.example/x", None),
    ],
)  # fmt: skip
def test_canonical_addresses(head: str, url: str | None, expected: str | None) -> None:
    found = meta(head, url=url)
    assert found.canonical_url == expected
    assert not any(o.how == "canonical" for o in found.origin)


def test_a_canonical_address_that_is_passed_over_is_noted() -> None:
    found = meta('<link rel="canonical" href="https://ledger.example/">')
    assert any("front page" in note.why for note in found.notes)


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("Ferry strikes mole | The Ledger", "The Ledger"),
        ("Ferry strikes mole - Harbour Life", "ledger.example"),
    ],
)
def test_the_host_tells_which_piece_of_the_title_is_the_outlet(title: str, site: str) -> None:
    found = meta(f"<title>{title}</title>").site
    assert found is not None
    assert found.value == site


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sw", "Kivuko kutoka visiwani kiligonga ukuta wa bandari jioni ya Alhamisi, na wapiga mbizi walikagua chombo hicho hadi usiku wa manane. Serikali ya mji ilisema kwamba hakuna mtu aliyejeruhiwa, na kwamba safari zitaendelea siku inayofuata."),
        ("xh", "Isikhephe esivela eziqithini sibethe udonga lwezibuko ngoLwesine ngokuhlwa, yaye abantywili basihlolile de kwaba sezinzulwini zobusuku. URhulumente wesixeko uthe akukho mntu wenzakeleyo, kwaye uhambo luza kuqhubeka ngosuku olulandelayo."),
        ("zu", "Isikebhe esivela eziqhingini sishayise udonga lwetheku ngoLwesine kusihlwa, futhi abatshuzi basihlole kwaze kwaba phakathi kwamabili. Umasipala wedolobha uthe akekho umuntu olimele, nokuthi uhambo luzoqhubeka ngosuku olulandelayo."),
        ("rw", "Ubwato bwavaga mu birwa bwagonze urukuta rw'icyambu ku wa kane nimugoroba, abibira babugenzura kugeza mu gicuku. Ubuyobozi bw'umujyi bwavuze ko nta muntu wakomeretse, kandi ko ingendo zizakomeza ku munsi ukurikira."),
        ("lg", "Ekidyeri ekyabadde kiva ku bizinga kyatomedde ekisenge ky'omwalo ku Lwokuna akawungeezi, era abawanvuzi baakikebedde okutuusa ettumbi. Abakulembeze b'ekibuga bagambye nti tewali muntu yakoseddwa."),
        ("ha", "Jirgin ruwa da ya taso daga tsibirai ya bugi bangon tashar jiragen ruwa a yammacin ranar Alhamis, kuma masu nutso sun duba shi har zuwa tsakar dare. Gwamnatin birnin ta ce babu wanda ya ji rauni."),
        ("ga", "Bhuail an bád farantóireachta ó na hoileáin an mól seachtrach tráthnóna Déardaoin, agus scrúdaigh tumadóirí an chabhail go dtí meán oíche. Dúirt comhairle an bhaile nár gortaíodh aon duine sa timpiste."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("declared", [True, False])
def test_languages_that_the_first_detector_does_not_know(code: str, text: str, declared: bool) -> None:
    found = language(text, Declared(Head(language=code if declared else "")))
    assert found is not None
    assert found.value == code


def test_a_language_that_no_detector_knows_is_none_rather_than_a_wrong_one() -> None:
    text = (
        "Sikebhe lesibuya etichingini sishaye lubondza lwelichweba ngaLesine entsambama, futsi batfubuli basihlolile kwate kwaba "
        "sekhatsi kwebusuku. Hulumende welidolobha utsite kute umuntfu lolimele."
    )
    assert language(text, Declared(Head())) is None
    found = language(text, Declared(Head(language="ss")))
    assert found is not None
    assert found.value == "ss"
