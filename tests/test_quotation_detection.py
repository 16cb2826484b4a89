"""Quotation marks of the world."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.statements.quoting.quotation import Quotation, Use, paragraphs_of
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.records import Span

MARKS = "“”„‟\"«»‹›‘’‚‛'`「」『』《》〈〉〝〞〟״—–-,.:?! \n"
anything = st.text(st.characters(codec="utf-8"), max_size=200)
marked = st.text(st.sampled_from(MARKS + "aA1s你אн"), max_size=120)
languages = st.sampled_from([None, "en", "de", "fr", "es", "ru", "zh", "he", "xx", ""])


def found(text: str, language: str | None = None) -> list[str]:
    return [q.whole.of(text) for q in detect_quotations(text, None, language)]


def one(text: str, language: str | None = None) -> Quotation:
    (q,) = detect_quotations(text, None, language)
    return q


@pytest.mark.parametrize(
    ("quotation", "language"),
    [
        ("“The bridge will open in May”", "en"),
        ('"The bridge will open in May"', "en"),
        ("‘The bridge will open in May’", "en"),
        ("``The bridge will open in May''", "en"),
        ("''The bridge will open in May''", "en"),
        ("„Die Brücke wird im Mai geöffnet“", "de"),
        ("»Die Brücke wird im Mai geöffnet«", "de"),
        ("‚Die Brücke wird im Mai geöffnet‘", "de"),
        ("„Most zostanie otwarty w maju”", "pl"),
        ("”Bron öppnas redan i maj”", "sv"),
        ("»Silta avataan jo toukokuussa»", "fi"),
        ("« Le pont ouvrira au mois de mai »", "fr"),
        ("«\u00a0Le pont ouvrira au mois de mai\u00a0»", "fr"),
        ("«El puente se abrirá en mayo»", "es"),
        ("«Мост откроют уже в мае»", "ru"),
        ("<<El puente se abrirá en mayo>>", "es"),
        ("「橋は五月に開通します」", "ja"),
        ("『橋は五月に開通します』", "ja"),
        ("“大桥将于五月通车。”", "zh"),
        ('"הגשר ייפתח כבר בחודש מאי"', "he"),
        ("«سيفتح الجسر في شهر مايو»", "ar"),
        ("“पुल मई के महीने में खुल जाएगा”", "hi"),
    ],
)
def test_marks_of_many_languages(quotation: str, language: str) -> None:
    text = f"Anna: {quotation}, Boris."
    q = one(text, language)
    assert q.whole.of(text) == quotation
    assert q.closed
    assert q.depth == 0
    assert q.inner[0].of(text).strip() == quotation.strip("“”„\"«»‚‘’`'<>「」『』 \u00a0")


@pytest.mark.parametrize(
    "text",
    [
        "It’s the soldiers’ bridge, isn’t it? Don't wait.",
        "In the ’90s they played rock ’n’ roll, and in '69 too.",
        'He is 5\'10" tall and owns a 19" screen.',
        "The 6' plank and the 12\" pipe.",
        'מפקד צה"ל וארה"ב נפגשו',
        "Get ’em while they last, ’cause ’tis late.",
    ],
)
def test_apostrophes_feet_and_acronyms_are_no_marks(text: str) -> None:
    assert found(text) == []


def test_apostrophes_inside_single_marks() -> None:
    text = "‘The soldiers’ boots don’t fit, and it’s cold,’ she said."
    assert found(text) == ["‘The soldiers’ boots don’t fit, and it’s cold,’"]


def test_height_inside_a_quotation() -> None:
    text = 'He said "it is 5\'10" high at the least" and left.'
    assert found(text) == ['"it is 5\'10" high at the least"']


def test_nested() -> None:
    text = "“They told me ‘leave the “old house” at once’ and I left,” she said."
    outer, inner, innermost = detect_quotations(text)
    assert inner.whole.of(text) == "‘leave the “old house” at once’"
    assert innermost.whole.of(text) == "“old house”"
    assert [q.depth for q in (outer, inner, innermost)] == [0, 1, 2]
    assert (outer.parent, inner.parent, innermost.parent) == (None, 0, 1)


def test_three_apostrophes_close_two_quotations() -> None:
    text = "''She asked me, 'What did he mean?''' he said."
    assert found(text) == ["''She asked me, 'What did he mean?'''", "'What did he mean?'"]


def test_over_paragraphs() -> None:
    text = (
        "She said: “The first thing is this.\n\n“The second is that.\n\n“And this is all.”\n\nThen she left."
    )
    q = one(text)
    assert q.continues
    assert q.closed
    assert [s.of(text) for s in q.spans] == [
        "“The first thing is this.",
        "“The second is that.",
        "“And this is all.”",
    ]


def test_french_paragraphs_reopen_with_either_mark() -> None:
    text = "« Première chose à dire.\n» Deuxième chose à dire. »"
    assert len(one(text, "fr").spans) == 2


def test_unclosed_ends_with_its_paragraph() -> None:
    text = "He said: “We are going home now. \n\nNothing else was heard."
    q = one(text)
    assert not q.closed
    assert q.marks == ("“", "")
    assert q.whole.of(text) == "“We are going home now."


def test_a_closing_mark_is_missing_before_the_next_quotation() -> None:
    text = "“We are going home, he said. “We are tired of it all,” she added."
    assert found(text) == ["“We are going home, he said.", "“We are tired of it all,”"]


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("He said ”we are going home now“ and left.", "”we are going home now“"),
        ("He said “we are going home now“ and left.", "“we are going home now“"),
        ('He said „we are going home now" and left.', '„we are going home now"'),
        ("Er sagte „wir gehen jetzt heim” und ging.", "„wir gehen jetzt heim”"),
    ],
)
def test_marks_the_wrong_way_round(text: str, quotation: str) -> None:
    assert found(text) == [quotation]


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("They were used as so-called “cannon fodder” there.", Use.SCARE),
        ("She starred in “The Winter Ferry” last year.", Use.TITLE),
        ("She spoke of “The Long Road with Many Bends” on air.", Use.TITLE),
        ("她读过《红色的桥》。", Use.TITLE),
        ("所谓“新桥”是旧的。", Use.SCARE),
        ("“Yes,” she said.", Use.QUOTATION),
        ("She said: “Never.”", Use.QUOTATION),
        ("He called it “a very bad deal for the town”.", Use.QUOTATION),
        ("„Nein“, sagte er.", Use.QUOTATION),
    ],
)
def test_what_marks_are_used_for(text: str, use: Use) -> None:
    assert one(text).use is use


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("– Мы уходим, – сказал он. – И не вернёмся.", "ru", ["– Мы уходим,", "– И не вернёмся."]),
        ("—Nos vamos —dijo Ana—, y no volveremos.", "es", ["—Nos vamos", "y no volveremos."]),
        ("– Idziemy do domu – powiedział minister.", "pl", ["– Idziemy do domu"]),
        ("— Nous partons, a dit le maire.", "fr", ["— Nous partons,"]),
        ("— Nous partons, le maire, et les autres.", "fr", None),
        ("– Vi går hem nu, sa hon.", "sv", ["– Vi går hem nu,"]),
        ("– Ja, sa hon, vi går hem nu.", "sv", ["– Ja,", "vi går hem nu."]),
        ("– Vi går, sa Anna Berg. Det är sent.", "sv", ["– Vi går,", "Det är sent."]),
        ("– Vi går hem nu.", "sv", None),
        ("– Mjölk", "sv", None),
        ("– first item of a list – and more", "en", None),
        ("- пункт списка - и ещё один", "ru", None),
    ],
)
def test_dashes(text: str, language: str, parts: list[str] | None) -> None:
    got = [[s.of(text) for s in q.spans] for q in detect_quotations(text, None, language)]
    assert got == ([parts] if parts else [])


def test_paragraphs_may_be_given() -> None:
    text = "“one two three four five six seven eight nine"
    assert detect_quotations(text, [Span(0, 20)])[0].whole.end <= 20


def check(text: str, language: str | None) -> None:
    qs = detect_quotations(text, None, language)
    paragraphs = paragraphs_of(text)
    assert [q.spans[0].start for q in qs] == sorted(q.spans[0].start for q in qs)
    for i, q in enumerate(qs):
        assert len(q.spans) == len(q.inner) >= 1
        assert q.whole.end <= len(text)
        for span, inner in zip(q.spans, q.inner, strict=True):
            assert span.start <= inner.start <= inner.end <= span.end
            assert any(p.start <= span.start and span.end <= p.end for p in paragraphs)
        for a, b in zip(q.spans, q.spans[1:], strict=False):
            assert a.end <= b.start
        if q.parent is None:
            assert q.depth == 0
        else:
            outer = qs[q.parent]
            assert q.parent < i
            assert outer.depth == q.depth - 1
            assert outer.whole.start <= q.whole.start
            assert q.whole.end <= outer.whole.end


@given(anything | marked, languages)
@settings(max_examples=300, deadline=None)
def test_spans_are_valid_in_any_text(text: str, language: str | None) -> None:
    check(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "“" * 20_000,
        '"' * 20_000,
        "“”" * 4_000,
        "‘s’ " * 8_000,
        "s’ " * 8_000,
        "– а – " * 20_000,
        "「『" * 4_000,
        "“" + " ".join(["word"] * 20_000) + "”",
        "\n".join(["“Again and again the same words"] * 1_500),
        "\u202e“שלום לכולם כאן היום” \U0001f600‍\U0001f600",
        "",
        "\n\n\n",
    ],
    ids=lambda t: repr(t[:8]),
)
def test_hostile_text(text: str) -> None:
    check(text, "en")
    check(text, "ru")
