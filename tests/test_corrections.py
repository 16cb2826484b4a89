"""Corrections and decisions by hand: they never change what was found, they survive, and they can be undone."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from onrecord import errors
from onrecord.records import (
    HAND,
    TEXT_ROLES,
    Act,
    Correction,
    Decided,
    Decision,
    Firmness,
    Furniture,
    How,
    Kind,
    Manner,
    Named,
    Reading,
    Role,
    Span,
    SpeakerKind,
    Statement,
)
from onrecord.render.annotations import collection
from onrecord.render.found import show_statement
from onrecord.render.ftm import of_reading as ftm
from onrecord.render.rows import statement_rows
from onrecord.render.speakers import list_speakers
from onrecord.render.statements import csv_header, csv_rows
from onrecord.run.export import export
from onrecord.run.importing import import_folder
from onrecord.store.corrected import corrected, renamed
from onrecord.store.corrections import (
    apart,
    decisions,
    group_of,
    heads,
    keyed,
    names_shown,
    put_correction,
)
from onrecord.store.database import Database
from onrecord.store.dump import content_digest
from onrecord.store.hand import Hand
from onrecord.store.loading import get_found, get_reading
from onrecord.store.persons import says
from onrecord.store.writing import put_reading, settle
from tests import stores, strategies

PERSON = SpeakerKind.PERSON


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A store as bytes, from which every test gets its own."""
    path = tmp_path_factory.mktemp("s") / "news.db"
    db = stores.samples(path, by_hand=False)
    db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path.read_bytes()


@pytest.fixture
def db(sample: bytes, tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "news.db").write_bytes(sample)
    with Database(tmp_path / "news.db", write=True) as opened:
        yield opened


def reading(db: Database, version: int) -> Reading:
    found = get_reading(db, version)
    assert found is not None
    return found


def spoken(db: Database) -> tuple[int, Reading]:
    """The version with most statements."""
    best = max(
        (v for (v,) in db.rows("SELECT version FROM reading")), key=lambda v: len(reading(db, v).statements)
    )
    found = reading(db, best)
    assert len(found.statements) >= 2
    return best, found


def sound(found: Reading) -> None:
    """What holds of every reading, corrected or not."""
    assert found.article is not None
    text = found.article.text
    own = [b for b in found.blocks if b.span is not None]
    assert text == "\n\n".join(b.text for b in own)
    assert found.article.blocks == tuple(own)
    for b in own:
        assert b.span is not None
        assert b.span.of(text) == b.text
        assert b.role in TEXT_ROLES
    for s in found.statements:
        assert s.cue or s.content
        for span in (*s.source, *s.cue, *s.content, *s.grade.words, *s.grade.hedges):
            assert span.end <= len(text)


def words(found: Reading, s: Statement) -> list[str]:
    assert found.article is not None
    return [x.of(found.article.text) for x in (*s.source, *s.cue, *s.content)]


# -- one by one ------------------------------------------------------------------------------------------------------
def test_a_speaker_is_corrected_and_found_under_the_new_name(db: Database) -> None:
    version, before = spoken(db)
    s = before.statements[0]
    c = Hand(db).speaker(version, s.id, "  Nela   Korr ", who="Ada")
    now = next(x for x in reading(db, version).statements if x.id == s.id)
    assert (now.speaker.name, now.speaker.kind, now.speaker.inferred) == ("Nela Korr", PERSON, (HAND,))
    assert now.reader.endswith(HAND)
    assert (c.who, c.kind, c.old.speaker, c.statement) == (
        "Ada",
        Kind.SPEAKER,
        Named(s.speaker.name, s.speaker.kind),
        s.id,
    )
    assert get_found(db, version) == before
    assert db.value("SELECT count(*) FROM statements WHERE speaker = 'Nela Korr'") == 1


def test_the_words_of_a_statement_are_corrected(db: Database) -> None:
    version, before = spoken(db)
    s = before.statements[0]
    span = s.content[0]
    shorter = Span(span.start + 1, span.end - 1)
    Hand(db).words(version, s.id, source=s.source, cue=s.cue, content=[shorter])
    now = reading(db, version).statements[0]
    assert now.content == (shorter,)
    assert (now.id, now.speaker, now.score) == (s.id, s.speaker, 1.0)
    assert get_found(db, version) == before


def test_a_chosen_manner_stays_when_the_words_are_corrected(db: Database) -> None:
    version, before = spoken(db)
    hand, s = Hand(db), before.statements[0]
    chosen = hand.how(version, s.id, manner=Manner.MIXED)
    inside = Span(s.content[0].start + 1, s.content[0].end - 1)
    hand.words(version, s.id, source=s.source, cue=s.cue, content=[inside])
    assert reading(db, version).statements[0].manner is Manner.MIXED
    hand.undo(chosen.key)
    assert reading(db, version).statements[0].manner is Manner.DIRECT


def test_how_a_statement_is_made_is_corrected(db: Database) -> None:
    version, before = spoken(db)
    hand, s = Hand(db), before.statements[0]
    assert (s.manner, s.grade.firmness, s.grade.negated) == (Manner.DIRECT, Firmness.ASSERTED, False)
    first = hand.how(
        version, s.id, manner=Manner.MIXED, act=Act.QUESTION, firmness=Firmness.ASSERTED, who="Ada"
    )
    # What is so already is not spoken of, so that another reading may still find it otherwise.
    assert (first.old.how, first.new.how) == (
        How(Manner.DIRECT, s.act),
        How(Manner.MIXED, Act.QUESTION),
    )
    second = hand.how(version, s.id, firmness=Firmness.POSSIBLE, negated=True)
    now = reading(db, version).statements[0]
    assert (now.manner, now.act) == (Manner.MIXED, Act.QUESTION)
    assert (now.grade.firmness, now.grade.negated, now.grade.words) == (Firmness.POSSIBLE, True, ())
    assert (now.id, now.content, now.speaker) == (s.id, s.content, s.speaker)
    assert now.reader.endswith(HAND)
    assert get_found(db, version) == before
    found = db.rows("SELECT manner, act, firmness FROM statement WHERE code = ?", (s.id,))
    assert list(found) == [("mixed", "question", "possible")]
    # Read again, under another id: it is found by its words.
    with db.transaction():
        put_reading(db, version, shifted(before), True, "another program")
    (again,) = (x for x in reading(db, version).statements if x.act is Act.QUESTION)
    assert (again.id, again.grade.firmness) == (f"x{s.id}", Firmness.POSSIBLE)
    with db.transaction():
        put_reading(db, version, before, True, "the first program")
    hand.undo(second.key)
    assert reading(db, version).statements[0].grade == s.grade
    hand.undo(first.key)
    assert reading(db, version) == before


def test_a_statement_is_struck_and_one_is_added(db: Database) -> None:
    version, before = spoken(db)
    hand = Hand(db)
    gone = before.statements[0]
    hand.strike(version, gone.id)
    assert [s.id for s in reading(db, version).statements] == [s.id for s in before.statements[1:]]
    added = hand.add(version, "Nela Korr", content=gone.content, cue=gone.cue)
    now = reading(db, version)
    assert now.statements[0].id == added.statement
    assert (now.statements[0].content, now.statements[0].reader) == (gone.content, HAND)
    # An added statement can be corrected as any other.
    hand.speaker(version, now.statements[0].id, "Omar Velt")
    assert reading(db, version).statements[0].speaker.name == "Omar Velt"


def test_a_paragraph_that_is_furniture_leaves_the_text_and_comes_back(db: Database) -> None:
    version, before = spoken(db)
    hand = Hand(db)
    text = before.article.text if before.article else ""
    s = before.statements[0]
    block = next(b for b in before.blocks if b.span and b.span.start <= s.content[0].start < b.span.end)
    first = hand.label(version, block.index, Role.FURNITURE, Furniture.TEASERS)
    now = reading(db, version)
    sound(now)
    assert now.article is not None
    assert block.text not in now.article.text
    assert s.id not in [x.id for x in now.statements]
    for x in now.statements:
        assert words(now, x) == words(before, next(y for y in before.statements if y.id == x.id))
    assert db.value("SELECT text FROM article WHERE version = ?", (version,)) != text
    hand.undo(first.key)
    assert reading(db, version) == before
    added = next(b for b in before.blocks if b.role is Role.FURNITURE)
    hand.label(version, added.index, Role.PARAGRAPH)
    now = reading(db, version)
    sound(now)
    assert now.article is not None
    assert added.text in now.article.text
    assert [words(now, x) for x in now.statements] == [words(before, x) for x in before.statements]


def test_words_that_somebody_added_a_statement_for_do_not_leave_the_story_unsaid(
    db: Database, tmp_path: Path
) -> None:
    version, before = spoken(db)
    hand = Hand(db)
    block = next(b for b in before.blocks if b.role is Role.PARAGRAPH and b.span)
    assert block.span is not None
    added = hand.add(version, "Nela Korr", content=[block.span])
    now = reading(db, version)
    with pytest.raises(errors.BadCorrection, match="Nela Korr that somebody added by hand"):
        hand.label(version, block.index, Role.FURNITURE, Furniture.APPEAL)
    assert reading(db, version) == now
    # A part of the text may still be another part of it, and what was undone stands in nobody's way.
    hand.undo(hand.label(version, block.index, Role.BLOCK_QUOTE).key)
    hand.undo(added.key)
    label = hand.label(version, block.index, Role.FURNITURE, Furniture.APPEAL)
    hand.undo(label.key)
    # Nor do they leave with what had brought them in.
    furniture = next(b for b in before.blocks if b.role is Role.FURNITURE)
    brought = hand.label(version, furniture.index, Role.PARAGRAPH)
    span = next(b.span for b in reading(db, version).blocks if b.index == furniture.index)
    assert span is not None
    inside = hand.add(version, "Nela Korr", content=[span])
    with pytest.raises(errors.BadCorrection, match="undo that statement first"):
        hand.undo(brought.key)
    assert inside.statement in [s.id for s in reading(db, version).statements]
    hand.undo(inside.key)
    hand.undo(brought.key)
    # Where two stores come together that disagree, the statement stays and the label says why it does not apply.
    again = hand.add(version, "Nela Korr", content=[block.span])
    late = replace(label, key="", undone=None, at=again.at + timedelta(days=1))
    with db.transaction():
        put_correction(db, version, keyed(late))
        settle(db, version)
    assert again.statement in [s.id for s in reading(db, version).statements]
    idle = {c.kind: idle for _, c, idle in hand.corrections(version) if c.undone is None}
    assert "added by hand" in (idle[Kind.LABEL] or "")
    assert idle[Kind.ADDED] is None


def test_nothing_is_made_that_makes_no_sense(db: Database) -> None:
    version, before = spoken(db)
    hand, s = Hand(db), before.statements[0]
    digest = content_digest(db)
    for wrong in (
        lambda: hand.speaker(version, s.id, s.speaker.name, s.speaker.kind),
        lambda: hand.speaker(version, s.id, " "),
        lambda: hand.words(version, s.id, source=s.source, cue=(), content=()),
        lambda: hand.label(version, 0, before.blocks[0].role, before.blocks[0].furniture),
        lambda: hand.add(version, "Nela Korr"),
        lambda: hand.how(version, s.id),
        lambda: hand.how(version, s.id, manner=s.manner, firmness=s.grade.firmness),
        lambda: hand.merge([Named("Nela Korr", PERSON)]),
    ):
        with pytest.raises(errors.BadCorrection):
            wrong()
    for missing in (
        lambda: hand.speaker(version, "no such", "Nela Korr"),
        lambda: hand.label(version, 99_999, Role.PARAGRAPH),
        lambda: hand.strike(10**9, s.id),
        lambda: hand.undo("no such"),
        lambda: hand.merge([Named("Nobody", PERSON), Named("No one", PERSON)]),
    ):
        with pytest.raises(errors.NotInStore):
            missing()
    assert content_digest(db) == digest


# -- properties ------------------------------------------------------------------------------------------------------
def at_random(hand: Hand, version: int, seed: random.Random) -> Correction | None:
    """Some correction of a version; `None` if it could not be made."""
    now = reading(hand.db, version)
    said = seed.choice(now.statements) if now.statements else None
    text = now.article.text if now.article else ""
    try:
        match seed.randrange(6):
            case 0:
                role = seed.choice(list(Role))
                return hand.label(
                    version, seed.choice(now.blocks).index, role, seed.choice([None, *Furniture])
                )
            case 1 if said:
                return hand.speaker(
                    version, said.id, seed.choice(["Nela Korr", "Omar Velt"]), seed.choice(list(SpeakerKind))
                )
            case 2 if said:
                start = seed.randrange(len(text))
                return hand.words(
                    version, said.id, source=said.source, cue=said.cue, content=[Span(start, start + 30)]
                )
            case 3 if said:
                return hand.strike(version, said.id)
            case 4 if said:
                return hand.how(
                    version,
                    said.id,
                    manner=seed.choice([None, *Manner]),
                    act=seed.choice([None, *Act]),
                    firmness=seed.choice([None, *Firmness]),
                    negated=seed.choice([None, True, False]),
                )
            case _:
                start = seed.randrange(len(text) or 1)
                return hand.add(version, "Nela Korr", content=[Span(start, min(len(text), start + 40))])
    except errors.BadCorrection:
        return None


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_corrections_leave_what_was_found_and_undoing_brings_it_back(
    sample: bytes, tmp_path_factory: pytest.TempPathFactory, seed: random.Random, number: int
) -> None:
    path = tmp_path_factory.mktemp("p") / "news.db"
    path.write_bytes(sample)
    with Database(path, write=True) as db:
        hand = Hand(db)
        versions = [v for (v,) in db.rows("SELECT version FROM reading")]
        found = {v: reading(db, v) for v in versions}
        steps: list[tuple[str, int, Reading]] = []
        for _ in range(number):
            version = seed.choice(versions)
            before = reading(db, version)
            made = at_random(hand, version, seed)
            now = reading(db, version)
            sound(now)
            assert get_found(db, version) == found[version]
            if made is None:
                assert now == before
            else:
                steps.append((made.key, version, before))
        # Reading the page again gives the same, and another store that has it all shows the same.
        for v in versions:
            now = reading(db, v)
            with db.transaction():
                put_reading(db, v, found[v], True, "another program")
            assert reading(db, v) == now
            assert get_found(db, v) == found[v]
        for key, version, before in reversed(steps):
            hand.undo(key)
            assert reading(db, version) == before
        assert {v: reading(db, v) for v in versions} == found
        assert db.value("SELECT count(*) FROM found") == 0
        assert len(list(hand.corrections())) == len(steps)


@given(strategies.readings, strategies.corrections)
def test_any_correction_of_any_reading_applies_or_says_why(some: Reading, made: Correction) -> None:
    done = corrected(some, [made])
    assert set(done.idle) <= {made.key}
    if made.key in done.idle:
        assert done.reading == some
        assert done.idle[made.key]


# -- after reading again ---------------------------------------------------------------------------------------------
def shifted(found: Reading) -> Reading:
    """The same page as another program might read it: statements have other ids and begin one word later."""

    def other(s: Statement) -> Statement:
        return replace(
            s, id=f"x{s.id}", content=tuple(Span(x.start + min(3, len(x) - 1), x.end) for x in s.content)
        )

    return replace(found, statements=tuple(map(other, found.statements)))


def test_corrections_find_their_statement_in_another_reading(db: Database) -> None:
    version, before = spoken(db)
    s = max(before.statements, key=lambda s: sum(map(len, s.content)))
    Hand(db).speaker(version, s.id, "Nela Korr")
    with db.transaction():
        put_reading(db, version, shifted(before), True, "another program")
    now = [x for x in reading(db, version).statements if x.speaker.name == "Nela Korr"]
    assert [x.id for x in now] == [f"x{s.id}"]


def test_what_no_longer_applies_is_kept_and_told(db: Database) -> None:
    version, before = spoken(db)
    hand, s = Hand(db), before.statements[0]
    c = hand.speaker(version, s.id, "Nela Korr")
    fewer = replace(before, statements=())
    with db.transaction():
        put_reading(db, version, fewer, True, "another program")
    assert reading(db, version) == fewer
    ((_, kept, idle),) = hand.corrections(version)
    assert kept == c
    assert idle == "there is no longer a statement with these words"
    with db.transaction():
        put_reading(db, version, before, True, "the first program")
    assert reading(db, version).statements[0].speaker.name == "Nela Korr"
    assert [i for _, _, i in hand.corrections(version)] == [None]


def test_marks_of_what_is_to_be_read_stay(db: Database) -> None:
    version, before = spoken(db)
    db.connection.execute("UPDATE version SET state = 'due' WHERE id = ?", (version,))
    Hand(db).strike(version, before.statements[0].id)
    assert db.value("SELECT state FROM version WHERE id = ?", (version,)) == "due"


# -- names -----------------------------------------------------------------------------------------------------------
def names(db: Database) -> list[Named]:
    return [
        Named(n, SpeakerKind(k)) for n, k in db.rows("SELECT name, kind FROM speaker ORDER BY name, kind")
    ]


def test_names_are_merged_split_and_undone(db: Database) -> None:
    hand = Hand(db)
    version, before = spoken(db)
    for s, name in zip(before.statements, ("Ada Verrin", "A. Verrin"), strict=False):
        hand.speaker(version, s.id, name)
    hand.speaker(version, before.statements[0].id, "Verrin")
    a, b, c = (Named(n, PERSON) for n in ("Ada Verrin", "A. Verrin", "Verrin"))
    rows = list(db.rows("SELECT * FROM statement ORDER BY id")), list(db.rows("SELECT * FROM speaker"))
    first = hand.merge([a, b], who="Ada")
    second = hand.merge([b, c])
    assert group_of(db, "Verrin", "person") == [b, a, c]
    assert renamed(reading(db, version), names_shown(db)).statements[0].speaker.name == "A. Verrin"
    hand.split(b, [a])
    assert group_of(db, "A. Verrin", "person") == [b]
    assert group_of(db, "Ada Verrin", "person") == [a, c]
    assert apart(decisions(db)) == {frozenset((("Ada Verrin", PERSON), ("A. Verrin", PERSON)))}
    hand.undo(second.key)
    assert names_shown(db) == {}
    hand.undo(first.key)
    hand.undo(first.key)
    assert [d.undone is not None for d in hand.decisions()] == [False, True, True]
    assert rows == (
        list(db.rows("SELECT * FROM statement ORDER BY id")),
        list(db.rows("SELECT * FROM speaker")),
    )


some_names = st.sampled_from([Named(n, PERSON) for n in "abcde"])


@given(
    st.lists(st.tuples(st.booleans(), st.lists(some_names, min_size=2, max_size=3, unique=True)), max_size=8)
)
def test_every_name_is_in_one_group_with_one_head(made: list[tuple[bool, list[Named]]]) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    shown = heads(
        Decision(str(i), Decided.MERGE if merge else Decided.SPLIT, tuple(who), "x", at)
        for i, (merge, who) in enumerate(made)
    )
    for head in shown.values():
        assert shown[head.name, head.kind] == head
    counts = [list(shown.values()).count(h) for h in set(shown.values())]
    assert all(n >= 2 for n in counts)
    if made:
        merge, who = made[-1]
        assert all(shown.get((n.name, n.kind)) == who[0] for n in who) == merge


# -- going elsewhere -------------------------------------------------------------------------------------------------
def test_corrections_go_to_another_store_and_undoing_does(db: Database, tmp_path: Path) -> None:
    version, before = spoken(db)
    hand = Hand(db)
    first = hand.speaker(version, before.statements[0].id, "Nela Korr")
    hand.strike(version, before.statements[1].id)
    hand.merge([Named("Nela Korr", PERSON), Named("Somebody", PERSON)])
    export(db, "jsonl", tmp_path / "out")
    with Database(tmp_path / "other.db", write=True) as other:
        new = import_folder(other, tmp_path / "out")
        assert (new.corrections, new.decisions) == (2, 1)
        assert content_digest(other) == content_digest(db)
        (there,) = {v for (v,) in other.rows("SELECT version FROM correction")}
        assert get_reading(other, there) == reading(db, version)
        assert names_shown(other) == names_shown(db)
        hand.undo(first.key, who="Ada")
        export(db, "jsonl", tmp_path / "later")
        again = import_folder(other, tmp_path / "later")
        assert (again.corrections, again.decisions) == (1, 0)
        assert content_digest(other) == content_digest(db)
        assert get_reading(other, there) == reading(db, version)
        assert import_folder(other, tmp_path / "out").corrections == 0


def test_corrections_are_training_data(db: Database, tmp_path: Path) -> None:
    version, before = spoken(db)
    hand, s = Hand(db), before.statements[-1]
    block = next(b for b in before.blocks if b.role is Role.FURNITURE)
    hand.label(version, block.index, Role.PARAGRAPH, who="Ada")  # moves all that follows
    now = next(x for x in reading(db, version).statements if x.id == s.id)
    hand.words(
        version,
        s.id,
        source=now.source,
        cue=now.cue,
        content=[Span(now.content[0].start + 1, now.content[0].end)],
    )
    hand.undo(hand.speaker(version, s.id, "Nela Korr").key)
    hand.how(version, s.id, act=Act.BELIEF, negated=True)
    assert export(db, "corrections", tmp_path / "x.jsonl") == {"corrections": 3}
    label, words, how = (json.loads(x) for x in (tmp_path / "x.jsonl").read_text("utf-8").splitlines())
    assert (label["page"], label["who"], label["kind"]) == (before.page.id, "Ada", "label")
    assert label["where"][0] == {
        "block": block.index,
        "path": block.place.path,
        "start": 0,
        "end": len(block.text),
        "text_start": None,
        "text_end": None,
        "words": block.text,
    }
    assert label["old"] == {"role": "furniture", "furniture": str(block.furniture)}
    assert label["new"] == {"role": "paragraph", "furniture": None}
    assert before.article is not None
    # Places count in what was found, not in the text that the first correction changed.
    for place in (*words["old"]["content"], *words["new"]["content"], *words["where"]):
        assert before.article.text[place["text_start"] : place["text_end"]] == place["words"]
        there = next(b for b in before.blocks if b.index == place["block"])
        assert there.text[place["start"] : place["end"]] == place["words"]
    assert words["old"]["content"][0]["text_start"] == s.content[0].start
    assert words["new"]["content"][0]["text_start"] == s.content[0].start + 1
    assert (how["kind"], how["statement"]) == ("how", s.id)
    assert (how["old"], how["new"]) == (
        {"act": "statement", "negated": False},
        {"act": "belief", "negated": True},
    )


def test_what_a_person_decided_is_not_told_as_inferred(db: Database, tmp_path: Path) -> None:
    version, before = spoken(db)
    s = before.statements[0]
    Hand(db).speaker(version, s.id, "Nela Korr")
    Hand(db).how(version, s.id, firmness=Firmness.POSSIBLE)
    now = reading(db, version)
    out = StringIO()
    list_speakers(now, Console(file=out, width=400))
    (line,) = (x for x in out.getvalue().splitlines() if "by hand" in x)
    assert "possible" in line
    assert "speaker by hand · corrected by hand" in line
    (hit,) = says(db, "Nela Korr")
    show_statement(hit, Console(file=out, width=400))
    (note,) = (
        e["properties"]["notes"][0]
        for e in ftm(str(version), now)
        if "by hand" in str(e["properties"].get("notes"))
    )
    assert "speaker by hand; corrected by hand" in note
    assert not re.search(r"(inferred|concluded)[^·;\n]*by hand", out.getvalue() + note)
    (row,) = (r for r in statement_rows("a", "d", now) if r["speaker"] == "Nela Korr")
    assert (row["inferred"], row["speaker_by_hand"], row["firmness"]) == ([], True, "possible")
    (cells,) = (r for r in csv.DictReader(StringIO(csv_header() + csv_rows(now))) if r["id"] == s.id)
    assert (cells["inferred"], cells["speaker_by_hand"], cells["firmness"]) == ("", "yes", "possible")
    bodies = [i["body"][1] for i in collection(now)["first"]["items"]]
    (told,) = (b["record:speaker"] for b in bodies if b["record:speaker"]["record:name"] == "Nela Korr")
    assert (told["record:inferred"], told["record:byHand"]) == ([], True)


def test_exports_show_what_counts(db: Database, tmp_path: Path) -> None:
    version, before = spoken(db)
    Hand(db).speaker(version, before.statements[0].id, "Nela Korr")
    Hand(db).merge([Named("Nela Korr", PERSON), Named("Somebody", PERSON)])
    export(db, "jsonl", tmp_path / "out")
    for name in ("statements", "speakers"):
        rows = [json.loads(x) for x in (tmp_path / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        assert {r["speaker" if name == "statements" else "name"] for r in rows} == {"Nela Korr"}
    export(db, "csv", tmp_path / "x.csv")
    assert "Somebody" not in (tmp_path / "x.csv").read_text("utf-8")
