"""Statements read by the model that ships, end to end, on sentences written for the project."""

import random
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from onrecord import ModelError, read, statements_of
from onrecord.read.statements.network import network
from onrecord.read.statements.reader import Subject, statements_of_texts
from onrecord.records import Act, Firmness, Manner, SpeakerKind, Statement

MODELS = Path(str(resources.files("onrecord"))) / "models"
STORY = """The ferry Maren Lys was travelling at twice the permitted speed when it struck the mole, the harbour office said on Thursday.

“The light was dark,” said Ivo Halle, the pilot. “Nobody warned us.”

He added that the crew had slept for four hours.

Interior Minister Ilka Dravosh denied that the light had failed. According to the coast guard, 194 people were rescued.

The owner reportedly sold two other ships in May."""


def of(text: str, language: str | None = "en") -> tuple[Statement, ...]:
    return next(statements_of_texts([Subject(text, language=language)]))


def by_cue(text: str, found: tuple[Statement, ...]) -> dict[str, Statement]:
    return {s.cue[0].of(text): s for s in found if s.cue}


def words(text: str, s: Statement) -> list[str]:
    return [c.of(text) for c in s.content]


def test_a_story() -> None:
    found = by_cue(STORY, of(STORY))
    pilot = next(s for s in of(STORY) if s.manner is Manner.DIRECT)
    assert words(STORY, pilot) == ["“The light was dark,”", "“Nobody warned us.”"]
    assert (pilot.speaker.name, pilot.speaker.role) == ("Ivo Halle", "pilot")
    added = found["added"]
    assert added.speaker.name == "Ivo Halle"
    assert "pronoun" in added.speaker.inferred
    denied = found["denied"]
    assert denied.grade.firmness is Firmness.DENIED
    assert (denied.speaker.name, denied.speaker.role) == ("Ilka Dravosh", "Interior Minister")
    assert found["According to"].content[0].of(STORY).startswith("194 people")
    hearsay = found["reportedly"]
    assert hearsay.source == ()
    assert hearsay.speaker.kind is SpeakerKind.UNNAMED
    assert hearsay.grade.firmness is Firmness.PROBABLE


def test_the_same_text_gives_the_same_ids_alone_and_with_others() -> None:
    alone = of(STORY)
    together = list(
        statements_of_texts([Subject("A short one.", language="en"), Subject(STORY, language="en")])
    )
    assert [s.id for s in together[1]] == [s.id for s in alone]
    assert len({s.id for s in alone}) == len(alone)


def test_a_paragraph_that_begins_with_a_rare_name_is_one_sentence() -> None:
    text = "Zelenskyysson said the talks had failed."
    ((analysis, found),) = network().read([text])
    assert [s.of(text) for s in analysis.sentences] == [text]
    assert len(found) == 1


def test_orders_and_questions() -> None:
    text = "The mayor asked people to stay away from the quay. The pilot asked whether the light was on."
    acts = [s.act for s in of(text)]
    assert acts == [Act.ORDER, Act.QUESTION]


def test_another_language_says_which_reader_made_it() -> None:
    text = "„Das Licht war aus“, sagte der Lotse Ivo Halle. Der Hafen blieb geschlossen."
    (one,) = of(text, "de")
    assert one.reader == "quotations"
    assert words(text, one) == ["„Das Licht war aus“"]
    assert one.source[0].of(text).endswith("Ivo Halle")


def test_reading_a_page_fills_its_statements() -> None:
    page = "<title>Ferry</title><h1>Ferry strikes mole</h1>" + "".join(
        f"<p>{p}</p>" for p in STORY.split("\n\n")
    )
    reading = read(page, statements=True)
    assert reading.article is not None
    assert reading.statements == next(statements_of([reading.article]))
    assert not read(page).statements


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n ",
        "word " * 3000,
        "“”\"'«»" * 400,
        "قال الوزير إن الجسر مغلق. " * 60,
        "🚢👩‍👧🇺🇦 " * 200,
        "He said no.\n\n" * 400,
        "the man reportedly " * 500,
        "Q: a b c d\n\nA: e f g h\n\n" * 100,
        "Z" * 20_000,
    ],
    ids=[
        "empty",
        "blank",
        "one sentence",
        "marks",
        "rtl",
        "emoji",
        "paragraphs",
        "hearsay",
        "turns",
        "one word",
    ],
)
def test_strange_texts_give_spans_inside_them(text: str) -> None:
    for s in of(text):
        for span in (*s.source, *s.cue, *s.content, *s.grade.words, *s.grade.hedges):
            assert 0 <= span.start < span.end <= len(text)


def test_shuffled_words_never_raise() -> None:
    rng = random.Random(1)
    pool = [*STORY.split(), "\n\n", "“", "”", ":", "—", "May", "according to", "citing"]
    for _ in range(15):
        of(" ".join(rng.choice(pool) for _ in range(120)))


def _run(models: Path) -> subprocess.CompletedProcess[str]:
    code = "import onrecord.cli.main as m; m.cli(['read', 'page.html'])"
    (models.parent / "page.html").write_text(
        "<h1>A</h1><p>The mayor said that the light was out on Thursday.</p>"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=models.parent,
        env={"ONRECORD_MODELS": str(models), "PATH": ""},
        check=False,
    )


def test_a_missing_model_ends_the_run_at_its_start(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    result = _run(tmp_path / "models")
    assert result.returncode == 2
    assert "cannot find statements" in result.stderr
    assert "missing" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_foreign_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = tmp_path / "models"
    models.mkdir()
    for name in ("statements-en.onnx", "statements-en-links.onnx"):
        shutil.copy(MODELS / "statements-en.onnx", models / name)
    monkeypatch.setenv("ONRECORD_MODELS", str(models))
    network.cache_clear()
    try:
        with pytest.raises(ModelError, match="layout"):
            network()
    finally:
        network.cache_clear()
