"""Pictures: where they lie, and whose caption is whose."""

import pytest

from tests.stories import PARAGRAPHS, article, page, paragraphs, story_article

CAPTION = "An inspector at the door of the cold store on Monday."
CREDIT = "Photo: Ottilie Brand"
DATA = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.mark.parametrize(
    "markup",
    [
        '<figure><img src="/i/store.jpg"><figcaption>{c} {p}</figcaption></figure>',
        '<div id="attachment_7" class="wp-caption alignnone"><img src="/i/store.jpg"><p class="wp-caption-text">{c} {p}</p></div>',
        '<div class="image"><img src="/i/store.jpg"><div class="caption">{c} {p}</div></div>',
        '<div class="image"><img src="/i/store.jpg"><div class="caption">{c}</div><div class="credit">{p}</div></div>',
        '<p><img src="/i/store.jpg"><br><em>{c} {p}</em></p>',
        '<center><a href="/i/store.jpg"><img src="/i/store.jpg"></a><br><font size="1"><i>{c} {p}</i></font></center>',
        '<figure><amp-img src="/i/store.jpg" width="800" height="450" layout="responsive"></amp-img><figcaption>{c} {p}</figcaption></figure>',
        '<table class="image" width="300"><tr><td><img src="/i/store.jpg"></td></tr><tr><td class="cap">{c} {p}</td></tr></table>',
        '<div><a href="/i/store.jpg"><img src="/i/store.jpg"></a><span class="bildunterschrift">{c} {p}</span></div>',
        '<figure><img src="/static/placeholder.svg" data-original="/i/store.jpg"><figcaption>{c} {p}</figcaption></figure>',
        f'<figure><img src="{DATA}" data-lazy-src="/i/store.jpg"><figcaption>{{c}} {{p}}</figcaption></figure>',
        f'<figure><img src="{DATA}" data-main-photo="/i/store.jpg"><figcaption>{{c}} {{p}}</figcaption></figure>',
        '<figure><img data-srcset="/i/small.jpg 400w, /i/store.jpg 1200w" sizes="auto"><figcaption>{c} {p}</figcaption></figure>',
        '<figure><picture><source data-srcset="/i/store.jpg 1200w"><img alt="" class="lazy"></picture><figcaption>{c} {p}</figcaption></figure>',
        f'<figure><picture><source srcset="/i/store.jpg" type="image/webp"><img src="{DATA}"></picture><figcaption>{{c}} {{p}}</figcaption></figure>',
        '<figure><noscript><img src="/i/store.jpg"></noscript><figcaption>{c} {p}</figcaption></figure>',
        '<figure><img src="/t/blank.gif" class="lazy"><noscript><img src="/i/store.jpg"></noscript><figcaption>{c} {p}</figcaption></figure>',
        '<figure><img src="/i/tiny.jpg" class="blur"><noscript><img src="/i/store.jpg"></noscript><figcaption>{c} {p}</figcaption></figure>',
        '<figure><img src="/x/spacer.gif" data-src="/i/store.jpg"><noscript><img src="/i/store-full.jpg"></noscript><figcaption>{c} {p}</figcaption></figure>',
        '<figure><noscript><img src="/i/store.jpg"></noscript><img data-src="/i/store-lazy.jpg"><figcaption>{c} {p}</figcaption></figure>',
    ],
)
def test_one_picture_with_its_caption(markup: str) -> None:
    found = story_article(markup.replace("{c}", CAPTION).replace("{p}", CREDIT))
    assert [(x.url, x.caption, x.credit) for x in found.images] == [("/i/store.jpg", CAPTION, CREDIT)]
    assert CAPTION not in found.text
    assert all(x in found.text for x in PARAGRAPHS)


def test_a_placeholder_alone_is_no_picture() -> None:
    assert story_article('<figure><img src="/static/placeholder-16x9.png"></figure>').images == ()


def test_a_photograph_named_after_a_placeholder_word() -> None:
    found = story_article(f'<figure><img src="/i/gray-wolf.jpg"><figcaption>{CAPTION}</figcaption></figure>')
    assert [x.url for x in found.images] == ["/i/gray-wolf.jpg"]


def test_each_picture_has_its_own_caption() -> None:
    body = "".join(
        f'{paragraphs(PARAGRAPHS[n])}<div class="wp-caption"><img src="/i/{n}.jpg"><p class="wp-caption-text">View number {n} of the market hall. {CREDIT}</p></div>'
        for n in range(3)
    )
    found = article(page(body, paragraphs(*PARAGRAPHS[3:])))
    assert [(x.url, x.caption) for x in found.images] == [
        (f"/i/{n}.jpg", f"View number {n} of the market hall.") for n in range(3)
    ]


def test_paragraphs_beside_pictures_stay_in_the_text() -> None:
    body = "".join(
        f'<div class="block"><img src="/i/{n}.jpg"><p>{x}</p></div>' for n, x in enumerate(PARAGRAPHS)
    )
    found = article(page(body))
    assert all(x in found.text for x in PARAGRAPHS)
