"""TEI that is always well-formed, with everything that was said in it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import (
    Act,
    Article,
    Block,
    Manner,
    PageType,
    Reading,
    Role,
    Span,
    Speaker,
    SpeakerKind,
    Verdict,
)
from onrecord.render.inert import inert
from onrecord.render.tei import tei
from tests import strategies
from tests.fakes import statement
from tests.test_annotations import reading
from tests.test_render import INFO

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def parsed(r: Reading) -> ET.Element:
    return ET.fromstring(tei(r))


def of_text(text: str, *statements: Any) -> Reading:
    block = Block(0, text, Role.PARAGRAPH, span=Span(0, len(text)))
    article = Article("00", None, text, (block,))
    return Reading(INFO, Verdict(PageType.ARTICLE, 0.9), (block,), article, statements=statements)


def text_of(element: ET.Element) -> str:
    return "".join(element.itertext())


def test_said_source_and_cue_in_the_text() -> None:
    root = parsed(reading())
    said = {e.get(ID): e for e in root.iter(f"{TEI}said")}
    assert text_of(said["st1.1"]) == "“The light was dark,”"
    assert (said["st1.1"].get("who"), said["st1.1"].get("direct"), said["st1.1"].get("aloud")) == (
        "#speaker1",
        "true",
        "true",
    )
    assert said["st2.1"].get("direct") == "false"
    assert said["st2.1"].get("ana") == "#act.statement #manner.indirect #firmness.denied"
    (source,) = (e for e in root.iter(f"{TEI}rs") if e.get(ID) == "st2s.1")
    assert (text_of(source), source.get("ref"), source.get("corresp")) == (
        "The ministry",
        "#speaker2",
        "#st2.1",
    )
    (cue,) = (e for e in root.iter(f"{TEI}seg") if e.get(ID) == "st2c.1")
    assert (text_of(cue), cue.get("type")) == ("denied", "cue")


def test_stretches_are_linked() -> None:
    said = {e.get(ID): e for e in parsed(reading()).iter(f"{TEI}said")}
    assert [said[f"st1.{i}"].get("next") for i in (1, 2, 3)] == ["#st1.2", "#st1.3", None]
    assert [said[f"st1.{i}"].get("prev") for i in (1, 2, 3)] == [None, "#st1.1", "#st1.2"]


def test_chains_are_nested() -> None:
    outer = next(e for e in parsed(reading()).iter(f"{TEI}said") if e.get(ID) == "st3.1")
    assert [e.get(ID) for e in outer.iter(f"{TEI}said")] == ["st3.1", "st4.1"]


def test_speakers_are_in_the_header() -> None:
    root = parsed(reading())
    people = list(next(root.iter(f"{TEI}listPerson")))
    assert [(e.tag.removeprefix(TEI), text_of(e)) for e in people] == [
        ("person", "the pilotpilot"),
        ("org", "The ministry"),
        ("personGrp", "The divers"),
    ]
    assert next(root.iter(f"{TEI}ptr")).get("target") == "https://ledger.example/ferry"


def test_crossing_stretches_stand_off() -> None:
    text = "one two three four"
    a = statement(text, content="one two three", source="one")
    b = statement(text, content="two three four", source="four")
    root = parsed(of_text(text, a, b))
    p = root.find(f".//{TEI}body/{TEI}p")
    assert p is not None
    assert text_of(p) == text
    (crossing,) = root.iter(f"{TEI}span")
    assert (crossing.get(ID), crossing.get("type"), crossing.get("inst")) == ("st2.1", "said", "#speaker2")
    anchors = [e.get(ID) for e in root.iter(f"{TEI}anchor")]
    assert anchors == ["st2.1-from", "st2.1-to"]
    assert (crossing.get("from"), crossing.get("to")) == ("#st2.1-from", "#st2.1-to")


def test_belief_and_documents_are_not_said_aloud() -> None:
    text = "one two"
    root = parsed(
        of_text(
            text,
            statement(text, content="one", act=Act.BELIEF),
            statement(text, content="two", act=Act.DOCUMENT),
        )
    )
    assert [e.get("aloud") for e in root.iter(f"{TEI}said")] == ["unknown", "inapplicable"]


def test_hostile_text() -> None:
    text = 'a]]><script>&amp;\x00\x1b[31m\u202e"\ufffe\ud800 b'
    speaker = Speaker(text, SpeakerKind.GROUP, role=text)
    made = statement(text, content="a", speaker=speaker, id=text, manner=Manner.MIXED)
    out = tei(replace(of_text(text, made), reader=text))
    root = ET.fromstring(out)
    assert not any(c in out for c in "\x00\x1b\u202e\ufffe\ud800")
    assert list(root.iter("script")) == []
    p = root.find(f".//{TEI}body/{TEI}p")
    assert p is not None
    assert text_of(p) == 'a]]><script>&amp;[31m" b'


@given(strategies.readings)
def test_any_reading_is_well_formed(r: Reading) -> None:
    parsed(r)


@given(
    st.text(st.sampled_from("ab <&\n“”"), min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)), max_size=6),
)
def test_whatever_crosses_the_text_stays_and_all_is_marked(
    text: str, cuts: list[tuple[int, int, int]]
) -> None:
    made = []
    for cut in cuts:
        a, b, c = sorted(min(x, len(text)) for x in cut)
        made.append(statement(text, content=(Span(a, b), Span(b, c)), source=None, id=repr(cut)))
    root = parsed(of_text(text, *made))
    p = root.find(f".//{TEI}body/{TEI}p")
    assert p is not None
    assert text_of(p) == inert(text).replace("\n", "")
    marked = {e.get(ID) for e in root.iter() if e.tag in (f"{TEI}said", f"{TEI}span")}
    assert len(marked) == sum(sum(len(x) > 0 for x in s.content) for s in made)
    ids = [e.get(ID) for e in root.iter() if e.get(ID)]
    assert len(ids) == len(set(ids))
    targets = [
        t
        for e in root.iter()
        for a in ("next", "prev", "from", "to", "corresp", "who", "inst")
        if (t := e.get(a))
    ]
    assert {t.removeprefix("#") for t in targets} <= set(ids)
