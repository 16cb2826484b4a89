"""Blocks of one kind are judged together."""

from collections.abc import Callable

import numpy as np
import pytest

from onrecord import read
from onrecord.read import model
from onrecord.read.evidence import hints
from onrecord.read.features import features
from onrecord.read.labels import LABELS, TEXT
from onrecord.read.page import decode
from onrecord.read.siblings import (
    FEATURES,
    JUDGEMENTS,
    NAME,
    PAGE_FEATURES,
    SCALE,
    judge,
    shared_out,
    siblings,
)
from onrecord.read.walk import walk
from tests.stories import PARAGRAPHS, article, page, paragraphs

KOREAN = (
    "항만위원회는 3일 저녁 냉동 창고를 새로 짓는 동안 어시장을 겨울 내내 닫기로 찬성 8표, 반대 5표로 결정했다.",
    "점검반은 냉동실 일곱 곳 가운데 두 곳의 공기에서 암모니아를 찾아냈다.",
    "“밤마다 경보가 울리는 곳에서 일하게 할 수는 없다”고 한나 위원장은 말했다.",
    "상인들은 정문에 붙은 안내문을 보고 계획을 알았다고 밝혔다.",
    "가장 큰 업체인 룬데 형제는 직원이 마흔 명이며 군 안에 다른 건물이 없다.",
    "새 창고에는 61억 원이 들며 절반은 도에서 낸다.",
    "위원회는 2월에 입찰을 받아 가을까지 공사를 끝낼 계획이다.",
    "상인 대표 렌 씨는 시장 없는 겨울은 수입이 반으로 줄어드는 겨울이라고 했다.",
    "일부 주민은 이웃 도시의 건물을 빌리자고 했으나 위원회는 답하지 않았다.",
)
JSON_LD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "암모니아 새어 어시장 겨울 동안 폐쇄", '
    '"datePublished": "2025-02-03T18:00:00+09:00"}</script>'
)


@pytest.mark.parametrize("head", [JSON_LD, ""], ids=["declared", "plain"])
@pytest.mark.parametrize(
    "form",
    [
        lambda xs: f'<div id="newsBody">{"<br><br>".join(xs)}</div>',
        lambda xs: '<div id="newsBody">' + "<br/>\n<br/>".join(xs) + "</div>",
        lambda xs: f'<div class="view">{"".join(f"<p>{x}</p>" for x in xs)}</div>',
        lambda xs: f'<div class="view">{"".join(f"<div>{x}</div>" for x in xs)}</div>',
        lambda xs: "".join(f"<p>{x}</p>" for x in xs),
        lambda xs: (
            '<div class="view">'
            + "".join(f'<div class="par">{x}</div>' for x in xs[:3])
            + '<figure><img src="/p.jpg"><figcaption>3일 어시장 앞. 사진=하늘 기자</figcaption></figure>'
            + "".join(f'<div class="par">{x}</div>' for x in xs[3:])
            + "</div>"
        ),
    ],
    ids=["breaks", "breaks on lines", "paragraphs", "divisions", "bare", "around a picture"],
)
def test_short_paragraphs_of_one_element_stay_together(
    form: Callable[[tuple[str, ...]], str], head: str
) -> None:
    found = article(page(form(KOREAN), headline="암모니아 새어 어시장 겨울 동안 폐쇄", head=head, lang="ko"))
    assert [x for x in KOREAN if x not in found.text] == []


def test_rows_of_a_table_stay_together() -> None:
    rows = [
        f"<tr><td>{n}</td><td>Town of {x}</td><td>{90 - n}.{n} %</td></tr>"
        for n, x in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)
    ]
    found = article(
        page(paragraphs(*PARAGRAPHS[:3]), f"<table>{''.join(rows)}</table>", paragraphs(*PARAGRAPHS[3:]))
    )
    assert sum(f"Town of {x}" in found.text for x in "ABCDEFGHIJKLMNOPQRSTUVWXYZ") in (0, 26)


def test_teasers_with_lead_sentences_stay_out_together() -> None:
    teasers = [
        (
            "Ferry line asks for a second ship",
            "The line says that the old one will not pass another inspection, and wants an answer by May.",
        ),
        (
            "Why the bridge was painted twice",
            "A wrong barrel, a wet week and a painter who noticed too late: the story of a colour.",
        ),
        (
            "Six hills for a clear day",
            "From the lighthouse to the old fort, with a map of the paths and the buses that run on Sundays.",
        ),
        (
            "School kitchen wins prize for soup",
            "The cook and her pupils grew the leeks themselves, behind the gymnasium of the upper school.",
        ),
    ]
    markup = "".join(
        f'<div class="c"><h3><a href="/t/{n}">{h}</a></h3><p>{x}</p></div>'
        for n, (h, x) in enumerate(teasers)
    )
    found = article(page(paragraphs(*PARAGRAPHS), f'<div class="list"><h2>Most read</h2>{markup}</div>'))
    assert [x for _, x in teasers if x in found.text] == []
    assert all(x in found.text for x in PARAGRAPHS)


def test_the_result_lies_between_the_block_and_its_siblings() -> None:
    tree = walk(decode(page(paragraphs(*PARAGRAPHS))))
    x = features(tree, hints(tree.head, None))
    roles, types = model.load("blocks-html")(**x.inputs())
    seen = siblings(x, roles, types)
    assert seen.x.shape == (FEATURES, len(x.shown))
    assert seen.logits.shape == seen.known.shape == (JUDGEMENTS, len(x.shown))
    assert seen.page.shape == (PAGE_FEATURES,)
    judged, kinds = judge(x, roles, types, model.load(NAME, model.SIBLINGS))
    assert np.allclose(judged.sum(1), 1, atol=1e-4)
    assert abs(float(kinds.sum()) - 1) < 1e-4
    odds = np.log(judged[:, TEXT].sum(1) / (1 - judged[:, TEXT].sum(1) + 1e-9))
    odds = np.clip(odds, -6, 6)  # the first network's own sureness is cut at that
    said = SCALE * np.where(seen.known > 0, seen.logits, seen.logits[:1])
    assert (odds > said.min(0) - 1).all()
    assert (odds < said.max(0) + 1).all()


def test_a_block_without_siblings_is_judged_as_before() -> None:
    tree = walk(
        decode(
            "<h1>Headline of this page</h1><p>One.</p><div><p>Two of them.</p></div><section>Three</section>"
        )
    )
    x = features(tree, hints(tree.head, None))
    roles, types = model.load("blocks-html")(**x.inputs())
    judged, _ = judge(x, roles, types, model.load(NAME, model.SIBLINGS))
    assert np.allclose(judged[0], roles[0], atol=1e-4)


def test_one_block_alone() -> None:
    tree = walk(decode("<p>Only one line is here.</p>"))
    x = features(tree, hints(tree.head, None))
    roles, types = model.load("blocks-html")(**x.inputs())
    judged, _ = judge(x, roles, types, model.load(NAME, model.SIBLINGS))
    assert judged.shape == (1, len(LABELS))
    assert np.isfinite(judged).all()


def test_sharing_out_keeps_proportions() -> None:
    p = np.array([[0.2, 0.2, 0.5, 0.1]])
    out = shared_out(p, np.array([1, 1, 0, 0]), np.array([0.8]))
    assert np.allclose(out, [[0.4, 0.4, 0.2 * 5 / 6, 0.2 / 6]])
    assert np.isfinite(shared_out(np.array([[0.0, 1.0]]), np.array([1, 0]), np.array([0.5]))).all()


SHORT = (
    "오르셀 어시장이 냉동 창고 공사로 겨울 내내 문을 닫기로 했다.",
    "위원회는 위원 13명 가운데 8명이 찬성했다고 밝혔다.",
    "“밤마다 경보가 울리는 곳에서 일하게 할 수는 없다”고 한나 위원장은 말했다.",
    "상인들은 계획을 몰랐다고 설명했다.",
    "공사비는 모두 6억 원이다.",
    "다음 회의 날짜는 미정이다.",
)


def test_a_page_of_short_sentences_is_an_article() -> None:
    body = "".join(f'<div class="par">{x}</div>' for x in SHORT)
    reading = read(
        f'<html lang="ko"><head><title>어시장 겨울 동안 폐쇄 | 오르셀신문</title></head><body><article><h1>어시장 겨울 동안 폐쇄</h1><div class="date">2025-02-03 18:00</div>'
        f'<div class="body">{body}</div></article></body></html>'
    )
    assert reading.verdict.is_article
    assert reading.article is not None
    assert [x for x in SHORT if x not in reading.article.text] == []
