"""Statements in other forms: W3C annotations, schema.org, rows; and text of pages that must stay text."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given

from onrecord import codec, read
from onrecord.errors import CodecError
from onrecord.read.anchors import Layout, Original, Resolver, check
from onrecord.records import (
    Firmness,
    Found,
    Manner,
    Occasion,
    Reading,
    Speaker,
    SpeakerKind,
    Statement,
)
from onrecord.render.annotations import anchors_in, collection
from onrecord.render.ftm import of_reading
from onrecord.render.jsonld import jsonld
from onrecord.render.links import Links
from onrecord.render.markdown import markdown
from onrecord.render.rows import statement_rows
from onrecord.render.selectors import anchor_of, selectors
from onrecord.render.statements import COLUMNS, by_speaker, csv_header, csv_rows, records, summary
from tests import strategies
from tests.fakes import span, statement

PAGE = (
    "<title>Ferry strikes mole</title><article><h1>Ferry strikes mole</h1><p>A ferry with 212 people on board struck the outer mole "
    "of Port Orsel on Thursday evening, the harbour office said, and divers searched the hull.</p><p>“The light was dark,” said the "
    "pilot on Friday. “It was dark for a week.”</p><p>It had been reported twice. The ministry denied that it had been told of the fault."
    "</p><p>“It may reopen in May. The divers say so,” he said in a letter.</p></article>"
)
URL = "https://ledger.example/ferry"


def reading(**more: Any) -> Reading:
    bare = read(PAGE, url=URL, name="ferry.html")
    assert bare.article is not None
    t = bare.article.text
    dark = span(t, "“The light was dark,”") + span(
        t, "“It was dark for a week.”\n\nIt had been reported twice."
    )
    pilot = Speaker("the pilot", SpeakerKind.PERSON, role="pilot")
    reported = statement(t, source="the pilot", cue="said the", content=dark, when="on Friday", speaker=pilot)
    reported = replace(
        reported, when=(Occasion(reported.when[0].span, datetime(2026, 3, 13), inferred=("year",)),)
    )
    denied = statement(
        t,
        source="The ministry",
        cue="denied",
        content="it had been told of the fault",
        firmness=Firmness.DENIED,
        hedge="denied",
        speaker=Speaker("The ministry", SpeakerKind.ORGANISATION),
    )
    letter = statement(
        t,
        source="he",
        cue="said in",
        content="“It may reopen in May. The divers say so,”",
        through="in a letter",
        speaker=replace(pilot, inferred=("pronoun",), role=None),
        firmness=Firmness.POSSIBLE,
        hedge="may",
    )
    inner = statement(
        t,
        source="The divers",
        cue="say",
        content="It may reopen in May",
        speaker=Speaker("The divers", SpeakerKind.GROUP),
        within=letter.id,
    )
    return replace(bare, statements=(reported, denied, letter, inner), **more)


class TestAnnotations:
    def test_each_part_is_found_on_the_page(self) -> None:
        made = json.loads(json.dumps(collection(reading())))
        found = anchors_in(made)
        assert len(found) == 3 + 2 + 3 * 3 - 1 + 1
        for resolution in check((a for _, a in found), read(PAGE), Original(PAGE)):
            assert resolution.how is Found.POSITION

    def test_one_target_for_each_stretch_and_block(self) -> None:
        first = collection(reading())["first"]["items"][0]
        quotes = [
            next(s["exact"] for s in t["selector"] if s["type"] == "TextQuoteSelector")
            for t in first["target"]
        ]
        assert quotes == ["“The light was dark,”", "“It was dark for a week.”", "It had been reported twice."]
        assert {t["source"] for t in first["target"]} == {URL}
        assert first["type"] == "Annotation"
        assert first["motivation"] == "identifying"

    def test_the_bodies_say_who_and_how(self) -> None:
        items = collection(reading())["first"]["items"]
        text, record = items[0]["body"]
        assert text["value"].startswith(
            "the pilot (pilot) – said the: “The light was dark,” […] “It was dark"
        )
        assert record["record:when"] == [
            {"record:words": "on Friday", "record:time": "2026-03-13", "record:inferred": ["year"]}
        ]
        assert items[1]["body"][1]["record:firmness"] == "denied"
        assert items[2]["body"][1]["record:speaker"]["record:inferred"] == ["pronoun"]
        assert items[3]["record:within"] == items[2]["id"]

    def test_a_page_without_address_is_named_by_its_digest(self) -> None:
        bare = reading()
        bare = replace(bare, page=replace(bare.page, url=None))
        assert collection(bare)["first"]["items"][0]["target"][0]["source"] == f"urn:sha256:{bare.page.id}"

    def test_no_statements(self) -> None:
        made = collection(replace(reading(), statements=()))
        assert (made["total"], made["first"]["items"], anchors_in(made)) == (0, [], [])

    @pytest.mark.parametrize(
        "value",
        [
            [],
            {},
            {"record:page": 3, "items": []},
            {"items": [3]},
            {"target": [{"selector": {"type": "TextPositionSelector", "start": 1, "end": 2}}]},
            {"target": [{"selector": [3]}]},
            {"target": [{"selector": [{"type": "TextQuoteSelector", "exact": 3}]}]},
            {
                "target": {
                    "selector": [
                        {"type": "TextPositionSelector", "record:text": "page", "start": "1", "end": 2}
                    ]
                }
            },
            {
                "target": {
                    "selector": [
                        {"type": "TextPositionSelector", "record:text": "page", "start": 3, "end": 2}
                    ]
                }
            },
        ],
    )
    def test_what_is_no_annotation(self, value: Any) -> None:
        with pytest.raises(CodecError):
            anchors_in(value)

    def test_a_quote_of_another_tool(self) -> None:
        value = {
            "target": {
                "selector": {
                    "type": "TextQuoteSelector",
                    "exact": "searched the hull",
                    "prefix": "evening, the harbour office said, and divers ",
                }
            }
        }
        ((_, anchor),) = anchors_in(value)
        assert Resolver(read(PAGE)).resolve(anchor).how is Found.SIDE


@given(strategies.anchors.filter(lambda a: a.quote))
def test_selectors_give_the_anchor_back(anchor: Any) -> None:
    back = anchor_of(json.loads(json.dumps(selectors(anchor))), anchor.page)
    assert back == anchor


class TestSchemaOrg:
    def test_quotations_and_claims(self) -> None:
        made = jsonld(reading())
        quotation, claim, _, said = made["hasPart"]
        assert quotation["@type"] == "Quotation"
        assert quotation["spokenByCharacter"] == {"@type": "Person", "name": "the pilot", "jobTitle": "pilot"}
        assert said["author"] == {"@type": "Organization", "name": "The divers"}
        assert said["appearance"] == {"@id": URL}
        assert said["isPartOf"] == {"@id": made["hasPart"][2]["@id"]}
        assert claim["@type"] == "Claim"

    def test_who_denies_is_not_the_author(self) -> None:
        claim = jsonld(reading())["hasPart"][1]
        assert "author" not in claim
        assert claim["mentions"]["name"] == "The ministry"
        assert claim["description"] == "The ministry – denied: it had been told of the fault (denied)"

    def test_without_statements_nothing_is_new(self) -> None:
        made = jsonld(replace(reading(), statements=()))
        assert "hasPart" not in made
        assert "@id" not in made


class TestRows:
    def test_columns(self) -> None:
        rows = list(csv.DictReader(io.StringIO(csv_header() + csv_rows(reading()))))
        assert tuple(rows[0]) == tuple(COLUMNS)
        first, denied, letter, inner = rows
        assert first["content"] == (
            "“The light was dark,” […] “It was dark for a week.” It had been reported twice."
        )
        assert (first["page"], first["url"], first["title"]) == ("ferry.html", URL, "Ferry strikes mole")
        assert (first["when"], first["when_date"]) == ("on Friday", "2026-03-13")
        assert (denied["firmness"], denied["hedges"], denied["speaker_kind"]) == (
            "denied",
            "denied",
            "organisation",
        )
        assert (letter["through"], letter["inferred"]) == ("in a letter", "pronoun")
        assert inner["within"] == letter["id"]
        text = read(PAGE).article
        assert text is not None
        assert text.text[int(denied["start"]) : int(denied["end"])].startswith("The ministry denied")

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", " =", "\u202e="])
    def test_cells_are_no_formulas(self, start: str) -> None:
        bad = Speaker(f'{start}HYPERLINK("http://a.example";"x")', SpeakerKind.PERSON)
        r = reading()
        r = replace(r, statements=(replace(r.statements[0], speaker=bad),))
        (row,) = csv.DictReader(io.StringIO(csv_header() + csv_rows(r)))
        assert row["speaker"].startswith("'")

    def test_records_hold_words_and_the_statement(self) -> None:
        r = reading()
        first = next(iter(records(r)))
        assert first["words"]["source"] == ["the pilot"]
        assert first["words"]["when"] == ["on Friday"]
        assert first["url"] == URL
        assert codec.from_json(Statement, first["statement"]) == r.statements[0]


def test_each_form_gives_the_link_to_the_words() -> None:
    r = reading()
    links = [Links(r).of(s) for s in r.statements]
    assert links[1] == f"{URL}#:~:text=it%20had%20been%20told,the%20fault"
    assert len(set(links)) == len(links)
    assert [x["link"] for x in records(r)] == links
    assert [x["link"] for x in csv.DictReader(io.StringIO(csv_header() + csv_rows(r)))] == links
    assert [x["link"] for x in statement_rows("a", "d", r)] == links
    assert [x["url"] for x in jsonld(r)["hasPart"]] == links
    assert [x["record:link"] for x in collection(r)["first"]["items"]] == links
    notes = [e for e in of_reading("a", r) if e["schema"] == "Note"]
    assert {e["properties"]["sourceUrl"][0] for e in notes} == set(links)
    assert [
        line.rpartition("([link](")[2][:-2] for line in markdown(r).splitlines() if "([link](" in line
    ] == [links[i] for i in (0, 2, 1, 3)]


def test_without_an_address_on_the_web_there_is_no_link() -> None:
    r = reading()
    for url in (None, "file:///ferry.html"):
        bare = replace(r, page=replace(r.page, url=url))
        assert [x["link"] for x in records(bare)] == [None] * 4
        assert "record:link" not in collection(bare)["first"]["items"][0]
        assert "url" not in jsonld(bare)["hasPart"][0]
        assert "[link]" not in markdown(bare)


def test_documents_are_not_searched_by_browsers() -> None:
    r = reading()
    pdf = replace(r, page=replace(r.page, media="pdf"))
    assert {x["link"] for x in records(pdf)} == {URL}


def test_speakers_are_put_together() -> None:
    groups = by_speaker(reading().statements)
    assert [(s.name, s.role, len(found)) for s, found in groups] == [
        ("the pilot", "pilot", 2),
        ("The ministry", None, 1),
        ("The divers", None, 1),
    ]
    assert groups[0][0].inferred == ()


@given(strategies.readings)
def test_any_reading_can_be_written(r: Reading) -> None:
    json.dumps(collection(r))
    json.dumps(jsonld(r))
    json.dumps(list(records(r)))
    rows = list(csv.reader(io.StringIO(csv_rows(r))))
    assert len(rows) == len(r.statements)
    assert all(len(row) == len(COLUMNS) for row in rows)
    for s in r.statements:
        assert isinstance(summary(r, s), str)


def test_hostile_text_stays_inert() -> None:
    r = reading()
    hostile = "a\x1b[31m\u202eb\x00c</script><b>"
    speaker = Speaker(hostile, SpeakerKind.PERSON, role=hostile)
    r = replace(r, statements=(replace(r.statements[0], speaker=speaker, manner=Manner.MIXED),))
    shown = csv_rows(r)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    text = json.dumps(collection(r)) + json.dumps(jsonld(r))
    assert "\x1b" not in text  # JSON escapes what is in the record
    assert "\x1b" not in collection(r)["first"]["items"][0]["body"][0]["value"]


def test_anchors_of_many_statements_take_no_quadratic_time() -> None:
    paragraphs = "".join(
        f"<p>Paragraph number {i} of a long page, said somebody at length.</p>" for i in range(3000)
    )
    bare = read(f"<article><h1>Long</h1>{paragraphs}</article>")
    assert bare.article is not None
    layout = Layout(bare)
    for block in bare.article.blocks:
        assert block.span is not None
        (anchor,) = layout.anchors(block.span)
        assert anchor.quote == block.text
