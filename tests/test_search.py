"""Search: what is asked for is found, with the exact words, and no question is an error."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.cli.main import cli
from onrecord.codec import from_json, to_json
from onrecord.errors import QueryError
from onrecord.records import (
    ArticleHit,
    Capture,
    Firmness,
    Manner,
    PageType,
    Reading,
    SpeakerEntry,
    Stated,
    Statement,
    StatementHit,
    Timestamp,
    Verdict,
)
from onrecord.render.links import Links
from onrecord.run.store import Store, open_store
from onrecord.spelling import words
from onrecord.store import indexing
from onrecord.store.filters import Filters
from onrecord.store.keeping import keep
from onrecord.store.query import parse
from onrecord.store.writing import put_reading
from tests import fakes
from tests.browsers import put_sample

#: (address, title, day, language, text, [(speaker, source, cue, content, firmness)])
PAGES: list[tuple[str, str, int | None, str, str, list[tuple[str, str | None, str | None, str, str]]]] = [
    (
        "https://www.orsel.example/ferry", "Ferry strikes mole of Orsel", 1, "en",
        "A ferry struck the outer mole on Thursday. The light was dark, the harbour master Ada Verrin said. "
        "The president, Zelenskyy, may visit the port, officials said. Nobody played football.",
        [("Ada Verrin", "Ada Verrin", "said", "The light was dark", "asserted"),
         ("officials", "officials", "said", "The president, Zelenskyy, may visit the port", "possible")],
    ),
    (
        "https://news.orsel.example/visit", "President visits harbour", 2, "en",
        "On Friday Zelensky visited the harbour of Orsel. A port strike went on. "
        "We will rebuild the mole, Volodymyr Zelensky said.",
        [("Volodymyr Zelensky", "Volodymyr Zelensky", "said", "We will rebuild the mole", "asserted")],
    ),
    (
        "https://hafen.example/besuch", "Besuch im Hafen", 3, "de",
        "Am Freitag hat Selenskyj den Hafen besucht. Der Streik im Hafen war vorbei. "
        "Wir bauen die Mole wieder auf, sagte Wolodymyr Selenskyj.",
        [("Wolodymyr Selenskyj", "Wolodymyr Selenskyj", "sagte", "Wir bauen die Mole wieder auf", "asserted")],
    ),
    (
        "https://port.example/vizit", "Візит до порту", 4, "uk",
        "У п'ятницю президент Зеленський відвідав порт. Про це повідомили Зеленському вчасно.", [],
    ),
    (
        "https://gang.example/bagong", "港口罢工", 5, "zh",
        "周五港口工人开始罢工。市长习近平没有发表评论。", [("习近平", None, None, "没有发表评论", "asserted")],
    ),
    (
        "https://mina.example/ziyara", "زيارة", None, "ar",
        "قال السيد محمد الورد إن الميناء مغلق يوم الجمعة", [("محمد الورد", "محمد الورد", "قال", "الميناء مغلق", "asserted")],
    ),
]  # fmt: skip


def reading_of(
    text: str,
    title: str | None = None,
    day: int | None = None,
    language: str | None = None,
    statements: tuple[Statement, ...] = (),
    type: PageType = PageType.ARTICLE,
) -> Reading:
    reading = onrecord.read(f"<h1>x</h1><p>{'A sentence of some length stands here. ' * 4}</p>", name="x")
    assert reading.article is not None
    article = replace(
        reading.article,
        text=text,
        blocks=(),
        title=Stated(title, "meta") if title else None,
        published=Timestamp(datetime(2026, 3, day, 12, tzinfo=UTC), "meta") if day else None,
        language=Stated(language, "html") if language else None,
        site=Stated("The Orsel Herald", "meta") if "Orsel" in text else None,
    )
    return replace(reading, article=article, blocks=(), verdict=Verdict(type, 0.9), statements=statements)


def put(store: Store, address: str, reading: Reading, content: bytes = b"") -> int:
    db = store.database
    with db.transaction():
        kept = keep(db, store.bodies, Capture(address, content or address.encode(), address))
        put_reading(db, kept.version, reading)
    return kept.version


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "news.db"
    with open_store(path, write=True) as store:
        for address, title, day, language, text, said in PAGES:
            made = tuple(
                fakes.statement(
                    text, content=content, source=source, cue=cue, name=name, firmness=Firmness(firmness),
                    manner=Manner.INDIRECT,
                )
                for name, source, cue, content, firmness in said
            )  # fmt: skip
            put(store, address, reading_of(text, title, day, language, made))
        put(store, "https://orsel.example/shop", reading_of("A mole for sale.", type=PageType.PRODUCT))
        put(store, "https://orsel.example/old", reading_of("The lighthouse of Orsel burned."), b"old")
        put(store, "https://orsel.example/old", reading_of("The lighthouse of Orsel was saved."), b"new")
    return path


@pytest.fixture
def store(path: Path) -> Store:
    return open_store(path)


def found(store: Store, text: str, **filters: object) -> list[str]:
    return [h.page.address.split("/")[-1] for h in store.search(text, Filters(**filters))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("mole", {"ferry", "visit", "besuch"}),
        ("mole light", {"ferry"}),
        ("MÔLE", {"ferry", "visit", "besuch"}),
        ('"port strike"', {"visit"}),
        ('"strike port"', set()),
        ("harb*", {"ferry", "visit"}),
        ("harbour -football", {"visit"}),
        ('harbour -"port strike"', {"ferry"}),
        ("football OR rebuild harbour", {"ferry", "visit"}),
        ("OR football", {"ferry"}),
        ("罢工", {"bagong"}),
        ("市口", set()),
        ("港口 市长", {"bagong"}),
        ("Zelensky", {"ferry", "visit", "besuch", "vizit"}),
        ("selenskyj", {"ferry", "visit", "besuch", "vizit"}),
        ("Зеленського", {"ferry", "visit", "besuch", "vizit"}),
        ("Mohammed", {"ziyara"}),
        ("محمد", {"ziyara"}),
        ("nowhere", set()),
    ],
)  # fmt: skip
def test_words_find_articles(store: Store, text: str, pages: set[str]) -> None:
    hits = list(store.search(text))
    assert {h.page.address.split("/")[-1] for h in hits} == pages
    for hit in hits:
        assert hit.snippet.marks or hit.title_marks
        assert hit.score > 0
        for span in hit.snippet.marks:
            assert span.of(hit.snippet.text).strip() == span.of(hit.snippet.text) != ""


def test_spellings_can_be_turned_off(store: Store) -> None:
    assert found(store, "Zelensky", spellings=False) == ["visit"]
    assert found(store, '"Zelensky"') == ["visit"]


def test_a_word_in_the_title_weighs_more(store: Store) -> None:
    assert found(store, "harbour")[0] == "visit"


@pytest.mark.parametrize(
    ("filters", "pages"),
    [
        ({"outlet": "orsel.example"}, {"ferry", "visit"}),
        ({"outlet": "WWW.orsel.example"}, {"ferry", "visit"}),
        ({"outlet": "news.orsel.example"}, {"visit"}),
        ({"outlet": "the orsel herald"}, {"visit"}),
        ({"since": "2026-03-02"}, {"visit", "besuch"}),
        ({"until": "2026-03-02"}, {"ferry", "visit"}),
        ({"since": "2026-03-01T12:00:01Z", "until": "2026-03-02T12:00:00+00:00"}, {"visit"}),
        ({"language": "DE"}, {"besuch"}),
        ({"types": ()}, {"ferry", "visit", "besuch", "shop"}),
        ({"types": (PageType.PRODUCT,)}, {"shop"}),
        ({"speaker": "Ada"}, {"ferry"}),
        ({"speaker": "Zelensky"}, {"visit", "besuch"}),
        ({"speaker": "Zelensky", "outlet": "orsel.example"}, {"visit"}),
        ({"speaker": "nobody"}, set()),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newest", [False, True])
def test_filters(store: Store, filters: dict[str, object], pages: set[str], newest: bool) -> None:
    hits = store.search("mole", Filters(**filters), newest=newest)  # type: ignore[arg-type]
    assert {h.page.address.split("/")[-1] for h in hits} == pages


def test_only_the_latest_version_unless_all_are_asked_for(store: Store) -> None:
    assert [h.page.latest for h in store.search("lighthouse")] == [True]
    assert found(store, "burned") == []
    assert [h.page.latest for h in store.search("burned", Filters(all_versions=True))] == [False]


def test_newest_first_and_pages_of_results(store: Store) -> None:
    everything = [h.page.version for h in store.search("", newest=True)]
    days = [h.page.published for h in store.search("")]
    assert len(everything) == 7
    assert days == [*sorted((d for d in days if d), reverse=True), None, None]
    assert [h.page.version for h in store.search("", limit=2, offset=1)] == everything[1:3]
    assert "ferry" not in found(store, "-football") and len(found(store, "-football")) == 6  # noqa: PT018
    assert len(list(store.search("", limit=None))) == 7


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2026-02-30"])
def test_days_that_are_none_are_said(store: Store, day: str) -> None:
    with pytest.raises(QueryError, match="is not a day"):
        list(store.search("mole", Filters(since=day)))


def test_questions_that_are_too_long_are_said() -> None:
    with pytest.raises(QueryError, match="64 words"):
        parse("a " * 65)
    with pytest.raises(QueryError, match="characters"):
        parse("a" * 2_001)


pieces = st.sampled_from(
    ["mole", '"', "*", "-", "OR", "AND", "NOT", "NEAR(", ")", "(", "title:", "^", "+", "{a b}:", "Zelensky", "罢", " ", "'", "\0", "é"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(pieces, max_size=8).map("".join)
    | st.lists(pieces, max_size=8).map(" ".join)
    | st.text(max_size=40)
)
def test_no_question_is_an_error_and_all_that_is_marked_was_asked_for(path: Path, text: str) -> None:
    with open_store(path) as store:
        asked = {w for t in parse(text, spellings=False).terms for w in t.words}
        exact = Filters(types=(), all_versions=True, spellings=False)
        for hit in store.search(text, exact, limit=None):
            article = store.database.value("SELECT text FROM article WHERE version = ?", (hit.page.version,))
            assert article[hit.snippet.start :].startswith(hit.snippet.text)
            for span in hit.snippet.marks:
                assert span.end <= len(hit.snippet.text)
                assert all(any(w.startswith(a) for a in asked) for w in words(span.of(hit.snippet.text)))
            assert hit.snippet.marks or hit.title_marks or not asked
        for said in store.search_statements(text, limit=None):
            article = store.database.value("SELECT text FROM article WHERE version = ?", (said.page.version,))
            assert said.words == " … ".join(s.of(article) for s in said.content)
            parts = (*said.source, *said.cue, *said.content)
            assert all(any(p.start <= m.start and m.end <= p.end for p in parts) for m in said.marks)
        list(store.speakers(text))
        list(store.says(text or "x"))


# -- statements and speakers -----------------------------------------------------------------------------------------
def test_statements_are_found_by_their_words(store: Store) -> None:
    (hit,) = store.search_statements("rebuild")
    assert (hit.speaker.name, hit.source_words, hit.cue_words, hit.words) == (
        "Volodymyr Zelensky",
        "Volodymyr Zelensky",
        "said",
        "We will rebuild the mole",
    )
    assert hit.snippet.text == "We will rebuild the mole, Volodymyr Zelensky said"
    assert [m.of(hit.snippet.text) for m in hit.snippet.marks] == ["rebuild"]
    assert {h.speaker.name for h in store.search_statements("Zelensky")} == {
        "officials", "Volodymyr Zelensky", "Wolodymyr Selenskyj",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "speakers"),
    [
        ({"firmness": Firmness.POSSIBLE}, {"officials"}),
        ({"at_least": Firmness.PROBABLE, "outlet": "orsel.example"}, {"Ada Verrin", "Volodymyr Zelensky"}),
        ({"manner": Manner.DIRECT}, set()),
        ({"speaker": "verrin"}, {"Ada Verrin"}),
        ({"until": "2026-03-01"}, {"Ada Verrin", "officials"}),
    ],
)
def test_statements_are_filtered(store: Store, filters: dict[str, object], speakers: set[str]) -> None:
    hits = store.search_statements("", Filters(**filters))  # type: ignore[arg-type]
    assert {h.speaker.name for h in hits} == speakers


def test_what_a_person_says_comes_newest_first_in_all_spellings(store: Store) -> None:
    assert [h.speaker.name for h in store.says("Zelenskiy")] == ["Wolodymyr Selenskyj", "Volodymyr Zelensky"]
    assert [h.speaker.name for h in store.says("Зеленський")] == ["Wolodymyr Selenskyj", "Volodymyr Zelensky"]
    assert len(list(store.says("Volodymyr Zelensky"))) == 2
    assert [h.speaker.name for h in store.says("Volodymyr Zelensky", Filters(spellings=False))] == [
        "Volodymyr Zelensky"
    ]
    assert [h.speaker.name for h in store.says("Xi Jinping")] == ["习近平"]
    assert (
        [h.speaker.name for h in store.says("Jinping")]
        == [h.speaker.name for h in store.says("习近平")]
        == ["习近平"]
    )
    assert [h.speaker.name for h in store.says("Muhammad")] == ["محمد الورد"]
    assert [h.speaker.name for h in store.says("Zelensky", text="rebuild")] == ["Volodymyr Zelensky"]
    assert list(store.says("?")) == []


def test_speakers_are_listed_with_their_figures(store: Store) -> None:
    entries = {e.name: e for e in store.speakers()}
    assert entries["Ada Verrin"] == SpeakerEntry(
        "Ada Verrin", entries["Ada Verrin"].kind, 1, 1, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z"
    )
    assert [e.name for e in store.speakers("selensky")] == ["Volodymyr Zelensky", "Wolodymyr Selenskyj"]
    assert list(store.speakers("selensky", spellings=False)) == []


def test_names_that_may_be_spellings_of_one_are_told_and_not_put_together(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", write=True) as store:
        for n, name in enumerate(("Ada Verrin", "Ada Verin", "Ada Varro")):
            text = f"{name} said it rained."
            said = fakes.statement(text, content="it rained", source=name, cue="said", name=name)
            put(store, f"https://orsel.example/{n}", reading_of(text, statements=(said,)))
        assert {e.name: (e.statements, e.also) for e in store.speakers()} == {
            "Ada Verrin": (1, ("Ada Verin",)),
            "Ada Verin": (1, ("Ada Verrin",)),
            "Ada Varro": (1, ()),
        }


def test_what_is_found_has_the_link_that_its_page_gives(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    put_sample(path, "tolvane-ledger.html", "haiqiao-news.html")
    with open_store(path) as store:
        hits = list(store.linked(store.search_statements(limit=None)))
        assert len({h.page.version for h in hits}) == 2
        for h in hits:
            made = store.reading(h.page.version)
            assert made is not None
            (said,) = (s for s in made.statements if s.id == h.code)
            assert h.link == h.row()["link"] == Links(made).of(said)
            assert h.link is not None
            assert h.link.startswith(f"{h.page.address}#:~:text=")
    shown = CliRunner().invoke(
        cli, ["search", "--statements", "--json", "--limit", "0", "--store", str(path)]
    )
    assert [json.loads(line)["link"] for line in shown.stdout.splitlines()] == [h.link for h in hits]


def test_records_of_finding_are_json_and_back(store: Store) -> None:
    for cls, records in (
        (ArticleHit, store.search("mole")),
        (StatementHit, store.search_statements("mole")),
        (SpeakerEntry, store.speakers()),
    ):
        for record in records:
            assert from_json(cls, json.loads(json.dumps(to_json(record)))) == record


def test_indexes_by_other_rules_are_made_anew(tmp_path: Path) -> None:
    text = "The mole of Orsel, Ada Verrin said."
    said = fakes.statement(
        text, content="The mole of Orsel", source="Ada Verrin", cue="said", name="Ada Verrin"
    )
    with open_store(tmp_path / "a.db", write=True) as store:
        put(store, "https://orsel.example/a", reading_of(text, statements=(said,)))
        run = store.database.connection.execute
        run("UPDATE indexed SET rules = 'others'")
        run("INSERT INTO article_index (article_index) VALUES ('delete-all')")
        run("INSERT INTO statement_index (statement_index) VALUES ('delete-all')")
        run("DELETE FROM speaker_word")
        assert not [*store.search("mole"), *store.says("Verrin")]
    with open_store(tmp_path / "a.db", write=True) as store:
        assert len(list(store.search("mole"))) == len(list(store.search_statements("mole"))) == 1
        assert len(list(store.says("Verrin"))) == 1
        assert not indexing.renew(store.database)


RUNS = [
    ("https://orsel.example/zh", "zh", "北京大学周二公布了新规定，发言人李明说学校将延长开放时间。", "发言人李明", "说", "学校将延长开放时间", ("北京", "京大", "李明", "延长")),
    ("https://orsel.example/ja", "ja", "市民プールを二年間閉鎖すると市長の高橋は述べた。", "高橋", "述べた", "市民プールを二年間閉鎖する", ("プール", "市民", "閉鎖")),
    ("https://orsel.example/th", "th", "โฆษกกล่าวว่ากรุงเทพมหานครจะปิดสะพานพรุ่งนี้", "โฆษก", "กล่าวว่า", "กรุงเทพมหานครจะปิดสะพานพรุ่งนี้", ("กรุงเทพ", "สะพาน")),
    ("https://orsel.example/ko", "ko", "시장은 서울에서 열린 회의에서 다리를 닫는다고 말했다.", "시장", "말했다", "다리를 닫는다고", ("서울", "다리", "회의")),
]  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "news.db"
    with open_store(path, write=True) as store:
        for address, language, text, source, cue, content, _ in RUNS:
            said = fakes.statement(text, content=content, source=source, cue=cue, name=source)
            put(store, address, reading_of(text, language=language, statements=(said,)))
    return path


@pytest.mark.parametrize(("address", "content", "questions"), [(r[0], r[5], r[6]) for r in RUNS])
def test_words_within_runs_find_articles_and_statements(
    runs: Path, address: str, content: str, questions: tuple[str, ...]
) -> None:
    with open_store(runs) as store:
        for question in questions:
            (hit,) = store.search(question)
            assert hit.page.address == address
            assert {s.of(hit.snippet.text) for s in hit.snippet.marks} == {question}
            # As one types it, character by character.
            assert address in {h.page.address for h in store.search(question[:1] + "*")}
            said = list(store.search_statements(question))
            assert [h.words for h in said] == ([content] if question in content or question == "李明" else [])
        assert [h.speaker.name for h in store.says("李明")] == ["发言人李明"]
        assert [e.name for e in store.speakers("高橋")] == ["高橋"]


# -- the command line ------------------------------------------------------------------------------------------------
def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), env={"ONRECORD_STORE": str(path), "COLUMNS": "200"})


def test_search_is_shown_with_marks(path: Path) -> None:
    result = run(path, "search", "Zelensky", "--language", "uk")
    assert result.exit_code == 0
    assert "Візит до порту" in result.stdout
    assert "⟦Зеленський⟧" in result.stdout
    assert "⟦Зеленському⟧" in result.stdout
    assert "2026-03-04 12:00 UTC · port.example · https://port.example/vizit" in result.stdout


def test_statements_speakers_and_says_are_shown(path: Path) -> None:
    shown = run(path, "search", "--statements", "visit", "--firmness", "possible").stdout
    assert "officials" in shown and "may ⟦visit⟧ the port" in shown and "possible" in shown  # noqa: PT018
    assert "Ada Verrin  1 outlet, 2026-03-01" in run(path, "speakers", "ada").stdout
    said = run(path, "says", "Zelensky").stdout
    assert said.index("Wolodymyr Selenskyj") < said.index("Volodymyr Zelensky")


def test_json_lines(path: Path) -> None:
    lines = run(path, "says", "Zelensky", "--json").stdout.splitlines()
    assert [from_json(StatementHit, json.loads(line)).speaker.name for line in lines] == [
        "Wolodymyr Selenskyj",
        "Volodymyr Zelensky",
    ]


def test_pages_that_are_not_taken_for_articles_are_told_apart(path: Path) -> None:
    result = run(path, "search", "sale")
    assert result.exit_code == 0
    assert "https://orsel.example/shop" in result.stdout
    assert "does not take them for articles" in result.stderr
    assert run(path, "search", "sale", "--type", "article").exit_code == 1
    assert "taken for" not in run(path, "search", "mole").stderr


def test_a_store_with_indexes_by_other_rules_says_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", write=True) as store:
        put(store, "https://orsel.example/a", reading_of("The mole of Orsel."))
        assert "another version" not in run(tmp_path / "a.db", "search", "mole").stderr
        store.database.connection.execute("UPDATE indexed SET rules = 'others'")
    assert "another version" in run(tmp_path / "a.db", "search", "mole").stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["search", "mole"], 0),
        (["search", "nowhere"], 1),
        (["search", "harbour", "--not", "football", "--not", "port strike"], 1),
        (["search", "mole", "--type", "any", "--limit", "0"], 0),
        (["search", "mole", "--firmness", "denied"], 2),
        (["search", "mole", "--from", "soon"], 2),
        (["speakers", "nobody"], 1),
        (["says"], 2),
        (["says", "Zelensky", "--about", "rebuild"], 0),
        (["search", "mole", "--store", "missing.db"], 2),
    ],
)
def test_exit_status(path: Path, arguments: list[str], code: int) -> None:
    result = run(path, *arguments)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_what_strangers_wrote_is_shown_harmless(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", write=True) as store:
        put(
            store,
            "https://orsel.example/a",
            reading_of("The \x1b[31m mole\u202e of\nOrsel [bold]", "\x1b]0;x\x07"),
        )
    result = run(tmp_path / "a.db", "search", "mole")
    assert not set("\x1b\u202e\x07") & set(result.stdout)
    assert "[31m ⟦mole⟧ of Orsel [bold]" in result.stdout


def test_the_example_of_the_documentation_runs(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (Path(__file__).parent.parent / "docs" / "search.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.S)
    monkeypatch.chdir(path.parent)
    exec(compile(code, "search.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "https://news.orsel.example/visit ['Zelensky', 'harbour'" in shown
    assert "Wolodymyr Selenskyj Wir bauen die Mole wieder auf" in shown


def test_every_option_is_in_the_documentation() -> None:
    text = (Path(__file__).parent.parent / "docs" / "search.md").read_text(encoding="utf-8")
    for name in ("search", "speakers", "says", "silences"):
        for parameter in cli.commands[name].params:
            assert not parameter.opts[0].startswith("-") or any(f"{o}" in text for o in parameter.opts), (
                parameter
            )


def test_a_list_of_speakers_that_stops_says_of_how_many(path: Path) -> None:
    number = len(run(path, "speakers", "--json", "--limit", "0").stdout.splitlines())
    assert number > 2
    some = run(path, "speakers", "--json", "--limit", "2")
    assert len(some.stdout.splitlines()) == 2
    assert some.stderr == f"2 of {number}; --limit 0 for all\n"
    assert run(path, "speakers", "--json", "--limit", str(number)).stderr == ""


def test_a_first_day_after_the_last_is_an_error(store: Store) -> None:
    with pytest.raises(QueryError, match="the first day, 2026-04-02, is after the last, 2026-04-01"):
        list(store.search("", Filters(since="2026-04-02", until="2026-04-01")))
