"""Bylines as newsrooms write them: who wrote, apart from places, tasks, addresses and titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import read
from onrecord.read.meta.credits import names_writers, reporters, reporting_credit, written_by
from onrecord.read.meta.names import is_organisation, people
from tests.test_datelines import STORIES, page

LEDGER = '<meta property="og:site_name" content="The Ledger">'
#: The language of the page, the byline, the authors.
BYLINES = [
    ("en", "By PELL ADERHOLD, OTO MERRIN and NOOR ELLABRAND", ["PELL ADERHOLD", "OTO MERRIN", "NOOR ELLABRAND"]),
    ("en", "By Pell Aderhold, Oto Merrin, and Noor Ellabrand", ["Pell Aderhold", "Oto Merrin", "Noor Ellabrand"]),
    ("en", "Ada Verrin in Port Orsel, and agencies", ["Ada Verrin"]),
    ("en", "By Ada Verrin in Port Orsel and Oto Merrin in Lower Orsel", ["Ada Verrin", "Oto Merrin"]),
    ("en", "From our correspondent in Port Orsel", []),
    ("en", "Written by Ada Verrin and Oto Merrin; animation by Kit Tamsin; photography by Vida Sorrel", ["Ada Verrin", "Oto Merrin"]),
    ("en", "By ADA VERRIN averrin@ledger.example", ["ADA VERRIN"]),
    ("en", "By @adawrites Ada Verrin, Harbour Correspondent", ["Ada Verrin"]),
    ("en", "By Ada Verrin @adawrites", ["Ada Verrin"]),
    ("en", "By Ada Verrin (averrin@ledger.example)", ["Ada Verrin"]),
    ("en", "Words Ada Verrin Photography Vida Sorrel", ["Ada Verrin"]),
    ("en", "Words: Ada Verrin Photos: Vida Sorrel", ["Ada Verrin"]),
    ("en", "Photos: Vida Sorrel Words: Ada Verrin", ["Ada Verrin"]),
    ("en", "Photography by Vida Sorrel, words by Ada Verrin", ["Ada Verrin"]),
    ("en", "Story by Ada Verrin Photos by Vida Sorrel", ["Ada Verrin"]),
    ("en", "Story by Ada Verrin, photographs by Vida Sorrel and video by Kit Tamsin", ["Ada Verrin"]),
    ("en", "Ada Verrin (now) and Oto Merrin (earlier)", ["Ada Verrin", "Oto Merrin"]),
    ("en", "By Marten Verrin Jr and Oto Merrin III", ["Marten Verrin Jr", "Oto Merrin III"]),
    ("en", "By Marten Verrin Jr. and Oto Merrin III", ["Marten Verrin Jr", "Oto Merrin III"]),
    ("en", "By Ada Verrin for The Ledger", ["Ada Verrin"]),
    ("en", "By Ada Verrin, PhD", ["Ada Verrin"]),
    ("en", "By Ada van der Berg and Luis de la Cruz", ["Ada van der Berg", "Luis de la Cruz"]),
    ("en", "Reported by Ada Verrin", ["Ada Verrin"]),
    ("en", "By Ledger staff", ["Ledger staff"]),
    ("en", "By Ada Verrin and Ledger staff", ["Ada Verrin"]),
    ("en", "By Ada Verrin, Harbour Correspondent", ["Ada Verrin"]),
    ("en", "By Ada Verrin | Senior Reporter", ["Ada Verrin"]),
    ("en", "By Ada Verrin & Oto Merrin", ["Ada Verrin", "Oto Merrin"]),
    ("en", "By Ada Verrin with Oto Merrin", ["Ada Verrin", "Oto Merrin"]),
    ("en", "By Ada Verrin and agencies", ["Ada Verrin"]),
    ("en", "By ADA VERRIN, Associated Press", ["ADA VERRIN"]),
    ("en", "By Ada Verrin, Chief Political Correspondent, and Oto Merrin, Harbour Editor", ["Ada Verrin", "Oto Merrin"]),
    ("en", "Ada Verrin reports from Port Orsel", ["Ada Verrin"]),
    ("en", "By Ada Verrin, in Port Orsel", ["Ada Verrin"]),
    ("en", "Analysis by Ada Verrin", ["Ada Verrin"]),
    ("en", "Opinion: Ada Verrin", ["Ada Verrin"]),
    ("en", "Ada Verrin and Oto Merrin in Port Orsel, Ina Marlow in Sarmond", ["Ada Verrin", "Oto Merrin", "Ina Marlow"]),
    ("en", "By Dr Ada Verrin", ["Ada Verrin"]),
    ("en", "By Ada Verrin Updated 11 March 2025", ["Ada Verrin"]),
    ("en", "Von Ada Verrin und Oto Merrin in Hafen Orsel", ["Ada Verrin", "Oto Merrin"]),
    ("en", "Von Ada Verrin (Text) und Vida Sorrel (Fotos)", ["Ada Verrin"]),
    ("en", "Text: Ada Verrin, Fotos: Vida Sorrel", ["Ada Verrin"]),
    ("en", "Par Ada Verrin, à Port-Orsel, avec Oto Merrin", ["Ada Verrin", "Oto Merrin"]),
    ("en", "Par Ada Verrin (avec AFP)", ["Ada Verrin"]),
    ("en", "Por Ada Verrin, enviada especial a Puerto Orsel", ["Ada Verrin"]),
    ("en", "di Ada Verrin", ["Ada Verrin"]),
    ("en", "Door Ada Verrin", ["Ada Verrin"]),
    ("en", "Ada Verrin | Corresponsal en Puerto Orsel", ["Ada Verrin"]),
    ("en", "di Ada Verrin e Oto Merrin - inviati a Porto Orsel", ["Ada Verrin", "Oto Merrin"]),
    ("en", "di Ada Costa e Silva", ["Ada Costa e Silva"]),
    ("en", "Aus Port Orsel berichtet Ada Verrin", ["Ada Verrin"]),
    ("en", "Ada Verrin, Staff Writer", ["Ada Verrin"]),
    ("zh", "来源：海桥日报　作者：林若溪　", ["林若溪"]),
    ("ko", "김한별 기자입력 2026.03.12. 오후 3:05", ["김한별"]),
    ("en", "Propos recueillis par Ada Verrin", ["Ada Verrin"]),
    ("en", "Por Ada Verrin e Oto Merrin, do Porto", ["Ada Verrin", "Oto Merrin"]),
    ("zh", "本报记者 林若溪 林一凡 海桥报道", ["林若溪", "林一凡"]),
    ("zh", "記者林若溪／海橋報導", ["林若溪"]),
    ("zh", "（記者林若溪／海橋報導）", ["林若溪"]),
    ("zh", "記者林若溪、林一凡／海橋連線報導", ["林若溪", "林一凡"]),
    ("zh", "〔記者林若溪／綜合報導〕", ["林若溪"]),
    ("zh", "林若溪／海橋報導", ["林若溪"]),
    ("zh", "记者 林若溪", ["林若溪"]),
    ("zh", "本报记者 林若溪 报道", ["林若溪"]),
    ("ko", "한별 기자", ["한별"]),
    ("ko", "오르셀=한별 기자", ["한별"]),
    ("ko", "[오르셀=한별일보] 김한별 기자", ["김한별"]),
    ("ko", "김한별·박하늘 기자", ["김한별", "박하늘"]),
    ("ko", "김한별 기자 kim@ledger.example", ["김한별"]),
    ("ja", "文／渡辺海", ["渡辺海"]),
    ("ja", "取材・文：渡辺海", ["渡辺海"]),
    ("ja", "渡辺海記者", ["渡辺海"]),
    ("ja", "【渡辺海】", ["渡辺海"]),
    ("ar", "بقلم: ليلى سرحان", ["ليلى سرحان"]),
    ("ar", "كتبت ليلى سرحان", ["ليلى سرحان"]),
    ("he", "מאת נועה ברקת", ["נועה ברקת"]),
    ("ar", "ليلى سرحان", ["ليلى سرحان"]),
    ("he", "נועה ברקת", ["נועה ברקת"]),
    ("ru", "Автор: Вера Имярек", ["Вера Имярек"]),
    ("ru", "Вера Имярек, корреспондент", ["Вера Имярек"]),
    ("en", "Írta: Kovács Ada", ["Kovács Ada"]),
    ("en", "Yazan: Ada Yılmaz", ["Ada Yılmaz"]),
    ("en", "Oleh Ada Siregar", ["Ada Siregar"]),
    ("en", "Teksti: Ada Virtanen Kuvat: Ilse Korhonen", ["Ada Virtanen"]),
    ("en", "Tekst: Ada Lind Foto: Vida Sorrel", ["Ada Lind"]),
    ("en", "Γράφει η Άννα Βέρη", ["Άννα Βέρη"]),
]  # fmt: skip
#: Forms that only an element named after authors tells from another line.
NAME_ONLY = ("ليلى سرحان", "נועה ברקת", "【渡辺海】", "Opinion: Ada Verrin")


@pytest.mark.parametrize(("language", "byline", "expected"), BYLINES)
def test_the_names_in_a_byline(language: str, byline: str, expected: list[str]) -> None:
    found = people(byline)
    persons = [n for n in found if not is_organisation(n, {"the ledger"})]
    assert (persons or found) == expected


@pytest.mark.parametrize("form", ['<p class="byline">{}</p>', "<p>{}</p>"])
@pytest.mark.parametrize(("language", "byline", "expected"), BYLINES)
def test_a_byline_on_a_page(language: str, byline: str, expected: list[str], form: str) -> None:
    if byline in NAME_ONLY and form == "<p>{}</p>":
        pytest.skip("nothing tells it from a subheading")
    article = read(page(language, form.format(byline), LEDGER)).article
    assert article is not None
    assert [a.name for a in article.authors] == expected
    assert STORIES[language][1] in article.text


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("Isa Corran, Professor of Harbour Engineering, University of Orsel", ["Isa Corran"]),
        ("Ada Verrin | Department of Physics", ["Ada Verrin"]),
        ("Ada Verrin, Harbour Correspondent", ["Ada Verrin"]),
        ("Written by Ada Verrin and Oto Merrin; animation by Kit Tamsin; photography by Vida Sorrel", ["Ada Verrin", "Oto Merrin"]),
        ("Ada Verrin, Oto Merrin, and Pell Aderhold", ["Ada Verrin", "Oto Merrin", "Pell Aderhold"]),
        ("Ada Verrin, MD", ["Ada Verrin, MD"]),
        ("Sponsored by Ferry Lines", ["Sponsored by Ferry Lines"]),
    ],
)  # fmt: skip
def test_declared_names_with_titles_and_tasks(declared: str, expected: list[str]) -> None:
    article = read(page("en", "", f'<meta name="author" content="{declared}">')).article
    assert article is not None
    assert [a.name for a in article.authors] == expected


@pytest.mark.parametrize(
    "credit",
    [
        "(Reporting by Ada Verrin; Editing by Oto Merrin)",
        "(Reporting by Ada Verrin in Port Orsel, editing by Oto Merrin)",
        "(Bericht von Ada Verrin, redigiert von Oto Merrin)",
        "(Reporte de Ada Verrin; editado por Oto Merrin)",
    ],
)
def test_agencies_name_the_reporter_under_the_story(credit: str) -> None:
    html = page("en", "").replace("</article>", f"<p>{credit}</p></article>")
    article = read(html).article
    assert article is not None
    assert [a.name for a in article.authors] == ["Ada Verrin"]
    with_byline = page("en", '<p class="byline">By Ina Marlow</p>').replace(
        "</article>", f"<p>{credit}</p></article>"
    )
    article = read(with_byline).article
    assert article is not None
    assert [a.name for a in article.authors] == ["Ina Marlow"]


def test_both_authors_of_a_live_blog_are_named() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Ferry strikes the mole", '
        '"author": {"@type": "Person", "name": "Ada Verrin"}}</script>'
    )
    article = read(
        page("en", '<p class="byline">Ada Verrin (now) and Oto Merrin (earlier)</p>', head)
    ).article
    assert article is not None
    assert [a.name for a in article.authors] == ["Ada Verrin", "Oto Merrin"]


@given(st.text(max_size=200))
def test_any_line_of_credits(line: str) -> None:
    written_by(line)
    names_writers(line)
    reporting_credit(line)
    assert all(reporters(line))
