"""Search, speakers and correcting in the reading room: by its addresses and forms, without scripts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

import pytest

pytest.importorskip("starlette")
pytest.importorskip("jinja2")

from html import unescape

from markupsafe import escape
from starlette.testclient import TestClient

from onrecord.records import Capture, Role, Span, Speaker, SpeakerKind
from onrecord.run.store import Store, open_store
from onrecord.store.database import Database
from onrecord.web.app import make_app
from onrecord.web.room import Room
from onrecord.web.wording import Places, find
from tests import stores
from tests.fakes import statement
from tests.rooms import put, reading_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    stores.samples(tmp_path / "news.db", by_hand=False).close()
    return tmp_path / "news.db"


@pytest.fixture
def room(path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(Room(path)), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def token(room: TestClient) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', room.get("/add").text)
    assert found is not None
    return found[1]


def send(room: TestClient, path: str, **fields: Any) -> Any:
    return room.post(path, data={"form_token": token(room), **fields}, follow_redirects=False)


def first(room: TestClient) -> dict[str, Any]:
    """The first statement that is found, as JSON."""
    found = room.get("/search.json?in=statements&newest=1").json()["results"][0]
    assert isinstance(found, dict)
    return found


def key_of(found: dict[str, Any]) -> str:
    return str(found["url"]).split("#")[0].rpartition("/")[2]


# -- search ----------------------------------------------------------------------------------------------------------
def test_a_result_stands_in_its_sentence_and_leads_to_its_place(room: TestClient) -> None:
    html = room.get("/search?q=the&in=statements").text
    assert re.search(r'<span class="said">[^<]*<mark>The</mark>', html, re.I)
    url, code = re.findall(r'href="(/page/[0-9a-f]+)#s-(\w+)"', html)[0]
    assert f'id="s-{code}"' in room.get(url).text


def test_twins_hold_what_is_shown_and_pages_follow(room: TestClient) -> None:
    address = "?q=the&in=statements&size=3"
    told = room.get("/search.json" + address).json()
    rows = list(csv.reader(io.StringIO(room.get("/search.csv" + address).content.decode("utf-8-sig"))))
    assert [r["url"].split("#")[0] for r in told["results"]] == [r[0] for r in rows[1:]]
    assert len(told["results"]) == 3
    following = room.get(told["next"].replace("/search?", "/search.json?")).json()
    assert not {r["url"] for r in following["results"]} & {r["url"] for r in told["results"]}


def test_filters_limit(room: TestClient) -> None:
    every = room.get("/search.json?in=statements&size=1000").json()["results"]
    direct = room.get("/search.json?in=statements&size=1000&manner=direct").json()["results"]
    assert 0 < len(direct) <= len(every)
    assert room.get("/search.json?from=2100-01-01").json()["results"] == []
    kinds = {
        kind: room.get(f"/search.json?type={kind}&size=1000").json()["results"]
        for kind in ("", "listing", "any")
    }
    assert {r["page"]["type"] for r in kinds[""]} == {"article"}
    assert {r["page"]["type"] for r in kinds["listing"]} <= {"listing"}
    assert len(kinds["any"]) >= len(kinds[""])
    assert room.get("/search?q=" + "a+" * 100).status_code == 400
    for odd in ("page=0", "page=x", "page=99999999999", "size=-1", "in=no", "q=%00%22%27<b>"):
        assert room.get(f"/search?{odd}").status_code == 200


@pytest.mark.parametrize("field", ["type", "manner", "act", "firmness", "at_least"])
def test_a_filter_that_there_is_not_is_told(room: TestClient, field: str) -> None:
    answer = room.get(f"/search.json?in=statements&{field}=no")
    assert (answer.status_code, f"{field} is one of " in answer.json()["message"]) == (400, True)


@pytest.mark.parametrize("query", ["from=yesterday&q=weather", "q=" + "a%2B" * 100])
def test_a_question_that_makes_no_sense_is_told_beside_it(room: TestClient, query: str) -> None:
    for view in ("/search?", "/search?in=statements&", "/speaker?name=Somebody&"):
        answer = room.get(view + query)
        assert answer.status_code == 400
        assert "This search is not possible" in answer.text
        assert 'name="q" value="' in answer.text
        assert 'name="q" value=""' not in answer.text.partition("<main")[2]
        for form in ("json", "csv"):
            told = room.get(view.replace("?", f".{form}?") + query)
            assert (told.status_code, set(told.json())) == (400, {"status", "error", "message"})


def test_every_result_can_be_cited_as_its_page_does(room: TestClient) -> None:
    found = first(room)
    page = room.get(f"/page/{key_of(found)}.json").json()
    line = page["citations"][found["code"]]
    assert found["citation"] == line
    assert page["sha256"] in line
    views = ("/search?in=statements&newest=1", "/speaker?name=Somebody", f"/page/{key_of(found)}")
    for view in views:
        html = room.get(view).text
        assert f'<p class="citation" dir="auto">{escape(line)}</p>' in html
        assert f'href="{found["url"]}">Address of this statement' in html
    told = room.get("/speaker.json?name=Somebody").json()["statements"]
    assert line in [s["citation"] for s in told]
    rows = list(csv.DictReader(io.StringIO(room.get("/search.csv?in=statements&newest=1").text)))
    assert rows[0]["citation"] == line
    for article in room.get("/search.json?q=the").json()["results"]:
        own = room.get(article["url"] + ".json").json()["citation"]
        assert article["citation"] == own
        assert escape(own) in room.get("/search?q=the").text


# -- speakers --------------------------------------------------------------------------------------------------------
def test_speakers_are_listed_and_shown(room: TestClient) -> None:
    assert "Somebody" in room.get("/speakers").text
    told = room.get("/speaker.json?name=Somebody&kind=person").json()
    assert told["statements"]
    assert sum(told["outlets"].values()) >= sum(told["months"].values()) > 0
    html = room.get("/speaker?name=Somebody&kind=person").text
    assert "<rect" in html
    # A month of the timeline leads to what was said in it.
    for month, number in told["months"].items():
        (link,) = re.findall(rf'href="(/speaker\?[^"]*)">{month}</a>', html)
        limited = room.get(unescape(link).replace("/speaker?", "/speaker.json?") + "&size=1000").json()
        assert len(limited["statements"]) == number
        assert "Limited to" in room.get(unescape(link)).text
    for missing in ("/speaker", "/speaker?name=Nobody", "/speaker?name=Somebody&kind=planet"):
        assert room.get(missing).status_code == 404


def test_names_are_merged_and_split_and_that_is_undone(room: TestClient) -> None:
    found = first(room)
    send(
        room,
        f"/correct/{key_of(found)}",
        what="speaker",
        statement=found["code"],
        name="Nela Korr",
        kind="person",
    )
    before = room.get("/speakers.json").json()["speakers"]
    assert {s["name"] for s in before} == {"Nela Korr", "Somebody"}
    back = "/speaker?name=Nela+Korr&kind=person"
    answer = send(room, "/merge", name="Nela Korr", kind="person", typed="Somebody", who="Ada", back=back)
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    (one,) = room.get("/speakers.json").json()["speakers"]
    assert one["name"] == "Nela Korr"
    assert one["statements"] == sum(s["statements"] for s in before)
    assert room.get("/speaker.json?name=Somebody&kind=person").json()["name"] == "Nela Korr"
    assert "Somebody" in room.get(back).text
    assert {
        h["speaker"]["name"] for h in room.get("/search.json?in=statements&speaker=korr").json()["results"]
    } == {"Nela Korr"}
    assert "Nela Korr" in room.get("/page/" + key_of(found)).text
    send(room, "/split", name="Nela Korr", kind="person", other="person:Somebody")
    assert len(room.get("/speakers.json").json()["speakers"]) == 2
    made = room.get("/decisions.json").json()["decisions"]
    assert [m["kind"] for m in made] == ["split", "merge", "speaker"]
    for m in made[:2]:
        assert send(room, "/undo", key=m["key"]).status_code == 303
    assert room.get("/speakers.json").json()["speakers"] == before


# -- correcting ------------------------------------------------------------------------------------------------------
def test_a_speaker_is_corrected_and_that_is_undone(room: TestClient) -> None:
    begun = datetime.now(UTC)
    found = first(room)
    page = f"/page/{key_of(found)}"
    before = room.get(f"{page}.json").json()["reading"]
    form = room.get(f"/correct/{key_of(found)}?statement={found['code']}").text
    assert 'value="Somebody"' in form
    answer = send(
        room,
        f"/correct/{key_of(found)}",
        what="speaker",
        statement=found["code"],
        name="Nela Korr",
        who="Ada V.",
    )
    assert answer.headers["location"] == f"{page}#s-{found['code']}"
    shown = room.get(page).text
    assert "Nela Korr" in shown
    # A decision is not told as something that was inferred.
    for text in (shown, room.get("/search?in=statements&speaker=Nela Korr").text):
        assert "speaker by hand" in text
        assert not re.search(r"inferred[^<]*by hand", text)
    # The name is asked for once.
    assert 'name="who"' in form
    again = room.get(f"/correct/{key_of(found)}?statement={found['code']}").text
    assert "Your corrections have the name <b><bdi>Ada V." in again
    assert again.count('name="who"') == 1
    days = {day.strftime("%Y-%m-%d") for day in (begun, datetime.now(UTC))}  # midnight may have passed
    assert any(f"speaker by hand (Ada V., {day}" in shown for day in days)
    (made,) = room.get("/decisions.json").json()["decisions"]
    assert (made["who"], made["old"], made["new"]) == ("Ada V.", "Somebody (person)", "Nela Korr (person)")
    send(room, "/undo", key=made["key"])
    assert room.get(f"{page}.json").json()["reading"] == before


def test_words_are_found_or_asked_for(room: TestClient) -> None:
    found = first(room)
    at, code = f"/correct/{key_of(found)}", found["code"]
    content = found["words"]
    shorter = " ".join(content.split()[:-1])
    fields = {"what": "words", "statement": code, "cue": "\n".join(found["cue_words"])}
    assert send(room, at, content="No such words at all", **fields).status_code == 400
    assert send(room, at, content=shorter, **fields).status_code == 303
    now = next(
        r for r in room.get("/search.json?in=statements&size=1000").json()["results"] if r["code"] == code
    )
    assert [" ".join(w.split()) for w in [now["words"]]] == [shorter]
    # "the" stands in many places, none of which this new statement is near to.
    answer = send(room, at, what="add", name="Nela Korr", content="the")
    assert answer.status_code == 409
    starts = re.findall(r'name="chosen-1" value="(\d+)"', answer.text)
    assert len(starts) > 1
    answer = send(room, at, what="add", name="Nela Korr", content="the", **{"chosen-1": starts[1]})
    assert answer.status_code == 303
    assert room.get("/speaker.json?name=Nela Korr").json()["statements"][0]["content"] == [
        {"start": int(starts[1]), "end": int(starts[1]) + 3}
    ]


def test_a_label_is_corrected(room: TestClient) -> None:
    found = first(room)
    page = f"/page/{key_of(found)}.json"
    reading = room.get(page).json()["reading"]
    block = next(b for b in reading["blocks"] if b["role"] == "furniture")
    answer = send(room, f"/correct/{key_of(found)}", what="label", block=block["index"], role="paragraph")
    assert answer.headers["location"] == (
        f"/correct/{key_of(found)}?block={block['index']}#block-{block['index']}"
    )
    assert block["text"] in room.get(page).json()["reading"]["article"]["text"]
    assert send(room, f"/correct/{key_of(found)}", what="label", block="x", role="no").status_code == 400


def test_changes_need_the_form_and_go_back_into_the_room_only(room: TestClient) -> None:
    found = first(room)
    fields = {"what": "strike", "statement": found["code"]}
    assert room.post(f"/correct/{key_of(found)}", data=fields).status_code == 403
    for path in ("/merge", "/split", "/undo", "/name"):
        assert room.post(path, data={"key": "x", "name": "x"}).status_code == 403
        assert room.get(path).status_code in (404, 405)
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"):
        answer = send(room, "/undo", key="no such", back=back)
        assert answer.status_code == 404
    answer = send(room, f"/correct/{key_of(found)}", back="//evil.example", **fields)
    assert answer.headers["location"] == f"/correct/{key_of(found)}"
    assert room.get("/decisions.json").json()["next"] is None


def test_a_locked_store_is_told(room: TestClient, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = first(room)
    monkeypatch.setattr("onrecord.web.writer._PATIENCE", 0.0)
    with TestClient(make_app(Room(path)), base_url="http://localhost") as other, Database(path, write=True):
        other.app.room.writer.patience = 0.0  # type: ignore[attr-defined]
        answer = send(other, f"/correct/{key_of(found)}", what="strike", statement=found["code"])
        assert answer.status_code == 503
        assert "nothing was changed" in answer.text
    assert json.dumps(first(room)) == json.dumps(found)


def test_hostile_names_stay_text(room: TestClient) -> None:
    found = first(room)
    evil = "<script>alert(1)</script>\"'\u202e"
    send(room, f"/correct/{key_of(found)}", what="speaker", statement=found["code"], name=evil, who=evil)
    for address in (
        "/decisions",
        "/speakers",
        f"/speaker?name={quote(evil)}",
        f"/correct/{key_of(found)}",
        "/search?in=statements",
        f"/page/{key_of(found)}",
    ):
        html = room.get(address).text
        assert "<script>alert" not in html
        assert "\u202e" not in html


# -- words -----------------------------------------------------------------------------------------------------------
def test_words_near_the_statement_come_first(store: Store) -> None:
    _, reading = next((v, r) for v, r in store.readings() if r.statements and r.article)
    assert reading.article is not None
    text = reading.article.text
    places = find(reading, "the", [], [])
    assert isinstance(places[0], Places)
    start = places[0].places[1][0]
    assert find(reading, "the", [Span(start, start + 1)], []) == [Span(start, start + 3)]
    assert find(reading, "the", [], [start]) == [Span(start, start + 3)]
    # Parts of words are not meant where the words stand by themselves.
    assert all(not (before[-1:].isalpha() or after[:1].isalpha()) for _, before, after in places[0].places)
    block = next(b for b in reading.blocks if b.role is Role.PARAGRAPH and b.span)
    assert find(reading, "  \n".join(block.text.split("\n\n")), [], []) == [block.span]
    assert block.span is not None
    assert block.span.of(text) == block.text


def test_each_of_several_pieces_is_asked_for_and_what_was_answered_is_kept(room: TestClient) -> None:
    found = first(room)
    at = f"/correct/{key_of(found)}"
    fields = {"what": "add", "name": "Nela Korr", "cue": "a", "content": "the"}
    answer = send(room, at, **fields)
    assert answer.status_code == 409
    by_piece = [re.findall(rf'name="chosen-{n}" value="(\d+)"', answer.text) for n in (1, 2)]
    assert all(len(starts) > 1 for starts in by_piece)
    assert "<mark>the</mark>" in answer.text
    # One at a time: the first answer comes back with the question after the second piece.
    answer = send(room, at, **fields, **{"chosen-1": by_piece[0][0]})
    assert f'type="hidden" name="chosen" value="{by_piece[0][0]}"' in answer.text
    answer = send(room, at, **fields, **{"chosen-1": by_piece[0][0], "chosen-2": by_piece[1][0]})
    assert answer.status_code == 303


def test_every_outlet_of_a_speaker_leads_to_statements(room: TestClient) -> None:
    for name in {
        r["speaker"]["name"] for r in room.get("/search.json?in=statements&size=1000").json()["results"]
    }:
        page = room.get("/speaker", params={"name": name, "kind": "person"})
        for link in re.findall(r'href="(/speaker\?[^"]*outlet=[^"]+)"', page.text):
            assert "Nothing was found" not in room.get(link.replace("&amp;", "&")).text


def test_a_place_to_go_back_to_that_is_no_address_does_no_harm(room: TestClient) -> None:
    fields = {"what": "strike", "statement": first(room)["code"]}
    at = f"/correct/{key_of(first(room))}"
    assert send(room, at, back="//[", **fields).headers["location"] == at


def test_a_split_without_a_name_is_refused(room: TestClient) -> None:
    assert send(room, "/split", name="Nela Korr", kind="person").status_code == 400
    assert send(room, "/split", name="Somebody", kind="person").status_code == 400


@pytest.mark.parametrize(
    ("typed", "kept"), [("\x00", None), (" \u202e- ", None), ("\u202eNela\x1b Korr", "Nela Korr")]
)
def test_names_are_what_is_seen_of_them(room: TestClient, typed: str, kept: str | None) -> None:
    found = first(room)
    at = f"/correct/{key_of(found)}"
    answer = send(room, at, what="speaker", statement=found["code"], name=typed)
    assert answer.status_code == (303 if kept else 400)
    if kept:
        assert room.get("/speaker.json", params={"name": kept}).json()["name"] == kept


def test_all_of_a_statement_is_corrected_at_once_or_nothing_of_it(room: TestClient) -> None:
    found = first(room)
    at, code = f"/correct/{key_of(found)}", found["code"]
    html = room.get(f"{at}?statement={code}").text
    assert html.count("<textarea") == 6  # of the statement, and of one that may be added
    shown = {
        "what": "statement",
        "statement": code,
        "name": found["speaker"]["name"],
        "kind": found["speaker"]["kind"],
        "manner": found["manner"],
        "act": found["act"],
        "firmness": found["firmness"],
        "negated": "no",
        "source": found["source_words"],
        "cue": found["cue_words"],
        "content": found["words"],
    }
    answer = send(room, at, **shown)
    assert (answer.status_code, "would not change anything" in answer.text) == (400, True)
    # One word less is no longer all in quotation marks; choosing what follows from that is no mistake.
    shorter = found["words"].strip('“”"').rpartition(" ")[0]
    other = {**shown, "name": "Nela Korr", "manner": "indirect", "act": "belief", "content": shorter}
    answer = send(room, at, **{**other, "name": "\u202e"})
    assert (answer.status_code, "Nothing was changed" in answer.text) == (400, True)
    assert room.get("/decisions.json").json()["decisions"] == []
    assert send(room, at, **other).status_code == 303
    (now,) = room.get("/search.json?in=statements&speaker=Nela Korr").json()["results"]
    assert (now["code"], now["manner"], now["act"]) == (code, "indirect", "belief")
    assert now["words"] == shorter
    made = room.get("/decisions.json").json()["decisions"]
    assert sorted(m["kind"] for m in made) == ["how", "speaker", "words"]
    assert {m["page"] for m in made} == {f"/page/{key_of(found)}#s-{code}"}
    for m in made:
        send(room, "/undo", key=m["key"])
    assert first(room) == found


# -- refusing --------------------------------------------------------------------------------------------------------
def test_what_is_refused_is_shown_again_with_what_was_typed_and_why(room: TestClient) -> None:
    found = first(room)
    at, code = f"/correct/{key_of(found)}", found["code"]
    typed = {"source": "Nobody at all", "cue": "whispered", "content": "No such words\nnor these"}
    for fields in (
        {"what": "words", "statement": code, **typed},
        {"what": "add", "name": "Nela Korr", "kind": "group", **typed},
        # Gone meanwhile: what was typed can still be added.
        {"what": "words", "statement": "gone", **typed},
    ):
        answer = send(room, at, **fields)
        assert answer.status_code in (400, 409)
        for text in typed.values():
            assert re.search(rf"<textarea[^>]*>{text}</textarea>", answer.text)
        assert re.search('role="alert">.*(are not in the story|no such statement)', answer.text)
        assert f'href="{at}"' in answer.text
    again = send(room, at, what="add", name="Nela Korr", who="Ada V.", **typed).text
    assert 'value="Nela Korr"' in again
    assert 'name="who" value="Ada V."' in again
    answer = send(room, at, what="speaker", statement=code, name=" \u202e", kind="organisation")
    assert (answer.status_code, "a name must have" in answer.text.lower()) == (400, True)
    assert '<option value="organisation" selected>' in answer.text
    answer = send(room, at, what="how", statement=code, manner=found["manner"], act=found["act"])
    assert (answer.status_code, "would not change anything" in answer.text) == (400, True)
    assert room.get("/decisions.json").json()["decisions"] == []


def test_a_label_that_would_hide_an_added_statement_is_refused_with_the_reason(room: TestClient) -> None:
    found = first(room)
    at = f"/correct/{key_of(found)}"
    reading = room.get(f"/page/{key_of(found)}.json").json()["reading"]
    block = next(b for b in reading["blocks"] if b["role"] == "paragraph")
    send(room, at, what="add", name="Nela Korr", content=block["text"])
    answer = send(room, at, what="label", block=block["index"], role="furniture:appeal")
    assert answer.status_code == 400
    assert "A statement of Nela Korr that somebody added by hand is in it" in answer.text
    assert '<option value="furniture:appeal" selected>' in answer.text
    assert block["text"] in room.get(f"/page/{key_of(found)}.json").json()["reading"]["article"]["text"]


def test_names_that_cannot_be_merged_are_shown_again(room: TestClient) -> None:
    fields = {"name": "Somebody", "kind": "person"}
    answer = send(room, "/merge", typed="Nobody Known", who="Ada V.", **fields)
    assert answer.status_code == 409
    assert 'name="who" value="Ada V."' in answer.text
    assert 'value="Nobody Known"' in answer.text
    assert "Nobody named “Nobody Known” makes a statement" in answer.text
    assert send(room, "/merge", **fields).status_code == 400


def test_a_form_of_an_earlier_opening_of_the_room_loses_nothing(room: TestClient, path: Path) -> None:
    found = first(room)
    at, old = f"/correct/{key_of(found)}", token(room)
    fields = {"what": "speaker", "statement": found["code"], "name": "Nela Korr"}
    with TestClient(make_app(Room(path)), base_url="http://localhost") as other:
        answer = other.post(at, data={"form_token": old, **fields})
        assert answer.status_code == 403
        assert 'value="Nela Korr"' in answer.text
        assert other.get("/decisions.json").json()["decisions"] == []
        fresh = re.search(r'name="form_token" value="(\w+)"', answer.text)
        assert fresh is not None
        answer = other.post(at, data={"form_token": fresh[1], **fields}, follow_redirects=False)
        assert answer.status_code == 303


def test_a_change_that_waits_too_long_is_not_made_and_says_so(
    room: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = first(room)
    fields = {"what": "speaker", "statement": found["code"], "name": "Nela Korr"}
    monkeypatch.setattr("onrecord.web.changing._PATIENCE", 0.05)
    begun, go_on = Event(), Event()

    def slow(store: Store) -> Iterator[Any]:
        begun.set()
        go_on.wait(120)
        yield from ()

    writer = room.app.room.writer  # type: ignore[attr-defined]
    writer.add("a long one", slow)
    assert begun.wait(120)
    answer = send(room, f"/correct/{key_of(found)}", **fields)
    go_on.set()
    assert answer.status_code == 503
    assert "so nothing was changed" in answer.text
    assert 'value="Nela Korr"' in answer.text
    assert writer.change(lambda s: list(s.hand.corrections())).result(120) == []


def test_how_a_statement_is_made_is_corrected_and_undone(room: TestClient) -> None:
    found = first(room)
    at, code = f"/correct/{key_of(found)}", found["code"]
    form = room.get(f"{at}?statement={code}").text
    assert f'<option value="{found["manner"]}" selected>' in form
    sent = {"manner": "indirect", "act": "question", "firmness": "possible", "negated": "yes"}
    assert send(room, at, what="how", statement=code, who="Ada", **sent).status_code == 303
    html = room.get(f"/page/{key_of(found)}").text
    for note in ("question", "possible", "negated", "firmness by hand (Ada, "):
        assert note in html
    asked = "/search.json?in=statements&manner=indirect&act=question&firmness=possible"
    (now,) = room.get(asked).json()["results"]
    assert (now["code"], now["negated"]) == (code, True)
    rows = list(csv.DictReader(io.StringIO(room.get(f"/page/{key_of(found)}.csv").text)))
    (row,) = (r for r in rows if r["id"] == code)
    assert [row[k] for k in sent] == list(sent.values())
    (made,) = room.get("/decisions.json").json()["decisions"]
    assert (made["kind"], made["who"]) == ("how", "Ada")
    assert made["new"] == "indirect; question; possible; negated"
    send(room, "/undo", key=made["key"])
    assert room.get(asked).json()["results"] == []


# -- meanwhile -------------------------------------------------------------------------------------------------------
def seen_in(html: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', html)
    assert found is not None
    return found[1]


def test_a_form_does_not_take_back_what_was_corrected_since_it_was_opened(room: TestClient) -> None:
    found = first(room)
    at, code = f"/correct/{key_of(found)}", found["code"]
    old = seen_in(room.get(f"{at}?statement={code}").text)
    assert send(room, at, what="speaker", statement=code, name="Nela Korr").status_code == 303
    # The form still has the name of before, and only another act was chosen in it.
    fields = {"what": "statement", "statement": code, "name": found["speaker"]["name"], "act": "belief"}
    for what in ("statement", "strike"):
        answer = send(room, at, **{**fields, "what": what}, seen=old)
        assert answer.status_code == 409
        assert "has become another since the form was opened" in answer.text
        assert "<bdi>Nela Korr</bdi>" in answer.text
        assert '<option value="belief" selected>' in answer.text
    assert [m["kind"] for m in room.get("/decisions.json").json()["decisions"]] == ["speaker"]
    assert send(room, at, **fields, seen=seen_in(answer.text)).status_code == 303


def test_a_label_is_of_the_part_that_was_seen(room: TestClient) -> None:
    found = first(room)
    at = f"/correct/{key_of(found)}"
    blocks = room.get(f"/page/{key_of(found)}.json").json()["reading"]["blocks"]
    one, other = [b["index"] for b in blocks][:2]
    old = seen_in(room.get(f"{at}?block={one}").text)
    label = {"what": "label", "role": "pull_quote"}
    # Read anew, the page may have another part in this place.
    answer = send(room, at, **label, block=other, seen=old)
    assert (answer.status_code, "This part of the page has become another" in answer.text) == (409, True)
    assert send(room, at, **label, block=one, seen=old).status_code == 303


def test_a_form_of_an_earlier_opening_still_says_what_it_was_made_for(room: TestClient, path: Path) -> None:
    found = first(room)
    at, code = f"/correct/{key_of(found)}", found["code"]
    old = seen_in(room.get(f"{at}?statement={code}").text)
    send(room, at, what="speaker", statement=code, name="Nela Korr")
    fields = {"what": "statement", "statement": code, "name": found["speaker"]["name"], "act": "belief"}
    answer = room.post(at, data={"form_token": "stale", "seen": old, **fields})
    assert (answer.status_code, seen_in(answer.text)) == (403, old)


def test_words_are_not_looked_for_in_a_page_that_has_moved_meanwhile(
    room: TestClient, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = first(room)
    at, code = f"/correct/{key_of(found)}", found["code"]
    blocks = room.get(f"/page/{key_of(found)}.json").json()["reading"]["blocks"]
    index = next(b["index"] for b in blocks if b["role"] == "furniture")
    writer = room.app.room.writer  # type: ignore[attr-defined]
    moved: list[Any] = []
    change = writer.change

    with open_store(path) as store:
        version = store.database.value("SELECT version FROM statement WHERE code = ?", (code,))

    def later(do: Any) -> Any:
        # Another change comes first: something is moved into the story.
        if not moved:
            moved.append(change(lambda s: s.hand.label(version, index, Role.PARAGRAPH)).result(120))
        return change(do)

    monkeypatch.setattr(writer, "change", later)
    shorter = " ".join(found["words"].split()[:-1])
    answer = send(room, at, what="words", statement=code, content=shorter)
    assert (answer.status_code, "The page has become another" in answer.text) == (409, True)
    assert [m["kind"] for m in room.get("/decisions.json").json()["decisions"]] == ["label"]


def test_parts_that_were_not_changed_stay_where_they_are(room: TestClient, path: Path) -> None:
    found = first(room)
    at, code = f"/correct/{key_of(found)}", found["code"]
    with open_store(path, write=True) as store:
        version = store.database.value("SELECT version FROM statement WHERE code = ?", (code,))
        reading = store.reading(version)
        assert reading is not None
        assert reading.article is not None
        text, blocks = reading.article.text, [b.span for b in reading.blocks if b.span]
        over = Span(blocks[0].start, blocks[1].end)
        store.hand.words(version, code, source=(), cue=(), content=[over])
        before = store.reading(version)
    html = room.get(f"{at}?statement={code}").text.partition("Which words")[2]
    shown = re.search(r'<textarea name="content"[^>]*>([^<]*)</textarea>', html)
    assert shown is not None
    # What stands over the border of two parts is edited part by part.
    assert unescape(shown[1]).splitlines() == [" ".join(b.of(text).split()) for b in blocks[:2]]
    fields = {"what": "statement", "statement": code, "cue": text.split()[0], "content": unescape(shown[1])}
    answer = send(room, at, **fields)
    starts = re.findall(r'name="chosen-1" value="(\d+)"', answer.text)
    answer = send(room, at, **fields, **({"chosen-1": starts[0]} if starts else {}))
    assert answer.status_code == 303
    with open_store(path) as store:
        after = store.reading(version)
    assert before is not None
    assert after is not None
    old, new = (next(s for s in x.statements if s.id == code) for x in (before, after))
    assert (new.cue[0].of(text), new.content) == (text.split()[0], old.content)


def test_words_with_characters_that_are_not_shown_are_corrected_as_all_others(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    text = "\u202b“We \u200fsaw the boat,” said\u200f Ada\u200e Verrin."
    told = statement(text, content="“We \u200fsaw the boat,”", cue="said\u200f", source="Ada\u200e Verrin")
    other = replace(told, id="def", speaker=Speaker("Verrin\u200f", SpeakerKind.PERSON))
    put(path, Capture("a", b"<p>"), reading_of([text], statements=(told, other)))
    with TestClient(make_app(Room(path)), base_url="http://localhost") as room:
        found = next(
            r for r in room.get("/search.json?in=statements").json()["results"] if r["code"] == told.id
        )
        at_ = f"/correct/{key_of(found)}"
        html = room.get(f"{at_}?statement={told.id}").text.partition(f'id="correct-{told.id}"')[2]
        shown = {
            name: unescape(words)
            for name, words in re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', html)[:3]
        }
        assert shown["content"] == "“We saw the boat,”"
        fields = {"what": "statement", "statement": told.id, "name": "Ada Verrin", **shown}
        assert send(room, at_, **fields, act="belief").status_code == 303
        assert send(room, at_, **{**fields, "content": "We saw the boat"}).status_code == 303
        made = room.get("/decisions.json").json()["decisions"]
        assert [m["kind"] for m in made] == ["words", "how"]
        assert made[0]["new"].endswith("content: We \u200fsaw the boat")
        # Names are sent as they are.
        html = room.get("/speaker", params={"name": "Ada\u200e Verrin"}).text
        assert 'name="name" value="Ada\u200e Verrin"' in html
        fields = {"name": "Ada\u200e Verrin", "kind": "person", "other": "person:Verrin\u200f"}
        assert send(room, "/merge", **fields).status_code == 303
        html = room.get("/speaker", params={"name": "Ada\u200e Verrin"}).text
        assert 'value="person:Verrin\u200f"' in html
