"""Links into live pages, followed in a real browser: each lands on its words, or there is no fragment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from onrecord import read
from onrecord.records import Span
from onrecord.render.links import Links
from tests.browsers import CHROMIUM, TIMEOUT, chromium

pytest.importorskip("playwright", reason="Playwright is not installed: links are not followed in a browser")
if CHROMIUM is None:
    pytest.skip("Chromium is not installed: links are not followed in a browser", allow_module_level=True)

HEAD = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="https://harbour.example/story"><style>
body {{ margin: 0; font: 20px/1.5 sans-serif; max-width: 40em }} .far {{ height: 2500px }}
.drop::first-letter {{ float: left; font-size: 60px }} .big::first-letter {{ font-size: 60px }} .float {{ float: left; font-size: 60px }}
.box {{ display: inline-block }} .pre {{ white-space: pre-wrap }} .upper {{ text-transform: uppercase }}
</style></head><body>{top}<main><article><h1>{title}</h1><p>By Vera Hollin</p><div class="far"></div>{story}<div class="far"></div>
</article></main></body></html>"""
OPENING = "<p>The harbour board of Tolvane met for six hours on Friday evening and heard the engineers and the shipowners.</p>"
CLOSING = "<p>The next meeting is in April, when the engineers are to show new drawings of the outer mole and its light.</p>"
FAR = '<div class="far"></div>'
SAID = "<p data-said>{}</p>"
#: (what is on the page before the words, the paragraph with the words).  In it, ⟦ and ⟧ stand around the passage.
PAGES = {
    "plain": ("", "⟦“We counted the ships for nine days,”⟧ said the pilot."),
    "long": (
        "",
        "⟦“We counted the ships for nine days, and when the tenth came we had neither oil nor bread left in the tower,”⟧ she said.",
    ),
    "inside a sentence": ("", "The pilot said that ⟦nobody had counted the ships that night⟧, and left."),
    "a short answer": (OPENING, "⟦“No.”⟧ The pilot looked at the sea for a while."),
    "one word, twice": (
        "<p>Never before had a ferry come.</p>" + FAR,
        "Asked again, she said: ⟦“Never.”⟧ Then she left.",
    ),
    # what ends a run of text
    "a floated first letter": ("", '<i class="drop">⟦“We counted the ships for nine days,”⟧ said the pilot.'),
    "a first letter in a floated box": (
        "",
        '⟦<span class="float">W</span>e counted the ships for nine days⟧, the pilot said.',
    ),
    "a first letter of one word": (
        "",
        '⟦<span class="float">A</span> ship was counted nine times⟧, the pilot said.',
    ),
    "a large first letter": ("", '<i class="big">⟦“We counted the ships for nine days,”⟧ said the pilot.'),
    "a box in the words": (
        "",
        '⟦“We counted the <a class="box" href="/x">ships</a> for nine days,”⟧ said the pilot.',
    ),
    "a box at the start": (
        "",
        '⟦“<a class="box" href="/x">We counted</a> the ships for nine days,”⟧ said the pilot.',
    ),
    "a box at the end": (
        "",
        '⟦“We counted the ships for <a class="box" href="/x">nine days</a>,”⟧ said the pilot.',
    ),
    "a box before the words": (
        "<p>We counted the ships for nine days.</p>" + FAR,
        'The <a class="box" href="/x">old pilot</a> said: ⟦“We counted the ships for nine days.”⟧ He left.',
    ),
    "a line break": ("", "⟦“We counted the ships<br>for nine days,”⟧ said the pilot."),
    "a line break early": ("", "⟦“We<br>counted the ships for nine days,”⟧ said the pilot."),
    "kept line breaks": ("", '<i class="pre">⟦“We counted the ships\nfor nine days,”⟧ said the pilot.'),
    "an image": ("", '⟦“We counted the ships <img alt="" src="data:,"> for nine days,”⟧ said the pilot.'),
    "a script": ("", "⟦“We counted the ships<script>var a = 1;</script> for nine days,”⟧ said the pilot."),
    "a style": (
        "",
        "⟦“We counted the ships <style>.a { color: red }</style>for nine days,”⟧ said the pilot.",
    ),
    "marks nobody sees": ("", "⟦“We coun&shy;ted the sh<wbr>ips for ni&#8203;ne days,”⟧ said the pilot."),
    "no-break spaces": ("", "⟦“We counted&nbsp;the ships for&nbsp;nine days,”⟧ said the pilot."),
    "capitals by style": ("", '<i class="upper">⟦“We counted the ships for nine days,”⟧ said the pilot.'),
    "words joined by dashes": ("", "⟦“We counted—all of us—the half-sunk ships,”⟧ said the pilot."),
    "commas and hyphens": (
        "",
        "⟦“Well, yes, three-quarters, R&amp;D, 5% and so on, and off,”⟧ said the pilot.",
    ),
    # another place that is the same to a browser
    "other case": ("<h2>Nobody counted the ships</h2>" + FAR, "The pilot said ⟦nobody counted the ships⟧."),
    "accents": ("<p>Nobody cóunted the shïps.</p>" + FAR, "The pilot said ⟦nobody counted the ships⟧."),
    "stroke": ("<p>Nobody met Wałek at Sołna.</p>" + FAR, "The pilot said ⟦nobody met Walek at Solna⟧."),
    "quotation marks": (
        "<p>It's the ship's 'last' count.</p>" + FAR,
        "The pilot said ⟦it’s the ship’s ‘last’ count⟧.",
    ),
    "ellipsis": (
        "<p>We counted... and counted again.</p>" + FAR,
        "He said: ⟦“We counted… and counted again”⟧.",
    ),
    "full width": (
        "<p>Ｎｏｂｏｄｙ ｃｏｕｎｔｅｄ ｔｈｅ ｓｈｉｐｓ.</p>" + FAR,
        "The pilot said ⟦nobody counted the ships⟧.",
    ),
    "no-break space in an earlier copy": (
        "<p>Nobody&nbsp;counted the&nbsp;ships.</p>" + FAR,
        "The pilot said ⟦nobody counted the ships⟧.",
    ),
    "soft hyphens in an earlier copy": (
        "<p>Nobody coun&shy;ted the ships.</p>" + FAR,
        "The pilot said ⟦nobody counted the ships⟧.",
    ),
    "sharp s": (
        "<p>Die Strasse ist wieder offen.</p>" + FAR,
        "Der Lotse sagte, ⟦die Straße ist wieder offen⟧.",
    ),
    "a caption": (
        '<figure><img src="/a.jpg" alt=""><figcaption>Nobody counted the ships for nine days</figcaption></figure>'
        + FAR,
        "⟦“Nobody counted the ships for nine days,”⟧ said the pilot.",
    ),
    "the same words at the start": (
        "<p>We counted the ships for ten years.</p>" + FAR,
        "⟦“We counted the ships for nine days,”⟧ said the pilot.",
    ),
    "the end of the words before": (
        "<p>For nine days it rained.</p>" + FAR,
        "⟦“We counted, for nine days, the ships that came, for nine days,”⟧ said the pilot.",
    ),
    "all of it twice": (
        "<p>“We counted the ships for nine days,” said the mayor.</p>" + FAR,
        "⟦“We counted the ships for nine days,”⟧ said the pilot.",
    ),
    "a whole paragraph twice": (
        f"<p>We counted the ships.</p><p>It was autumn.</p>{FAR}<p>It was spring.</p>",
        "⟦We counted the ships.⟧",
    ),
    # other scripts
    "Chinese": (
        "",
        "海桥市市长周明说：⟦“今年以来港口的吞吐量总体平稳增长，航运公司对本市的信心不断提高，下一步我们将继续扩建外港的防波堤，为全年目标提供支持。”⟧",
    ),
    "Chinese without marks": ("", "海桥市市长周明说⟦今年以来港口的吞吐量总体平稳增长⟧，记者提问。"),
    "Chinese in a clause": ("", "市长周明表示⟦今年港口的吞吐量平稳增长⟧的说法没有错，他说。"),
    "Chinese twice": (
        "<p>今年港口的吞吐量平稳增长，专家说。</p>" + FAR,
        "市长周明表示，⟦今年港口的吞吐量平稳增长⟧。记者提问。",
    ),
    "Chinese with a large first letter": (
        "",
        '<i class="big">⟦今年以来港口的吞吐量总体平稳增长，航运公司对本市的信心不断提高⟧，市长说。',
    ),
    "Japanese with a floated first letter": (
        "",
        '<i class="drop">⟦今年の港の取扱量は順調に増えており、来年も防波堤の工事を続けていきたい⟧、と市長は述べた。',
    ),
    "Japanese": (
        "",
        "市長の森田さんは⟦「今年の港の取扱量は順調に増えており、来年も防波堤の工事を続けていきたい」⟧と話した。",
    ),
    "Japanese report": ("", "森田市長は、⟦防波堤の工事を来年も続ける⟧と述べた。記者団は質問した。"),
    "Japanese twice": (
        "<h2>防波堤の工事を来年も続ける</h2>" + FAR,
        "森田市長は、⟦防波堤の工事を来年も続ける⟧と述べた。記者団は質問した。",
    ),
    "Thai": ("", "นายกเทศมนตรีกล่าวว่า ⟦“เราจะสร้างเขื่อนกันคลื่นต่อไปในปีหน้า”⟧ ที่ท่าเรือ"),
    "Thai in a clause": ("", "นายกเทศมนตรีกล่าวว่า⟦เราจะสร้างเขื่อนกันคลื่นต่อไปในปีหน้า⟧ ที่ท่าเรือ"),
    "Khmer": ("", "លោកបាននិយាយថា ⟦“យើងបានរាប់កប៉ាល់អស់រយៈពេលប្រាំបួនថ្ងៃ”⟧ ។"),
    "Persian joiners": ("", "او گفت: ⟦«ما کشتی‌ها را نه روز شمردیم و می‌دانیم»⟧ و رفت."),
    "Greek capitals": (
        "<p>ΜΕΤΡΗΣΑΜΕ ΤΑ ΠΛΟΙΑ.</p>" + FAR,
        "Ο πλοηγός είπε: ⟦«Μετρήσαμε τα πλοία»⟧ και έφυγε.",
    ),
    "Korean": ("", "시장은 ⟦“우리는 아흐레 동안 배를 세었다”⟧고 말했다. 그는 떠났다."),
    "Arabic": ("<p>عددنا السُّفُنَ تسعة أيام.</p>" + FAR, "قال المرشد: ⟦«عددنا السفن تسعة أيام»⟧ ثم غادر."),
    "Hebrew": ("<p>סָפַרְנוּ את האוניות תשעה ימים.</p>" + FAR, "הנתב אמר: ⟦״ספרנו את האוניות תשעה ימים״⟧ ועזב."),
    "Russian stress": (
        "<p>Мы счита́ли корабли ещё девять дней.</p>" + FAR,
        "Лоцман сказал: ⟦«Мы считали корабли еще девять дней»⟧, — и ушёл.",
    ),
    "Ukrainian": ("", "⟦«Ми п’ять днів рахували кораблі, і сім’ї чекали»⟧, — сказала лоцманка."),
    "Hindi": ("", "पायलट ने कहा, ⟦“हमने नौ दिनों तक जहाज़ों की गिनती की”⟧ और चले गए।"),
    "French narrow blanks": (
        "",
        "⟦«\u202fNous avons compté les navires, vraiment\u202f!\u202f»⟧, a dit le pilote.",
    ),
    "French no-break blanks": (
        "",
        "Le pilote a dit\u00a0: ⟦«\u00a0Nous avons compté\u00a0»⟧ avant de partir.",
    ),
    "French narrow and short": ("", "Le pilote a dit\u202f: ⟦«\u202fRien du tout\u202f»⟧ avant de partir."),
    "French elision": (
        "",
        "Le pilote a dit qu’⟦aucun navire n’avait été compté cette nuit-là⟧, puis il est parti.",
    ),
    "German": ("", "⟦„Wir haben die Schiffe neun Tage lang gezählt“⟧, sagte die Lotsin."),
    "numbers": ("", "The pilot said that ⟦10\u202f000 tonnes, or 3,5 per cent of 1.200.000⟧, were lost."),
}
_TOP = "document.querySelector('[data-said]').getBoundingClientRect()"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    # In the C locale, Chromium without a screen finds no text fragment at all.
    with chromium(locale="en_US.UTF-8") as found:
        yield found


def page_of(before: str, said: str, *, top: str = "", lang: str = "en") -> tuple[str, str]:
    """A page, and the passage as its reader sees it."""
    tag, _, inner = said.partition(">") if said.startswith("<i class") else ("<p", "", said)
    tag = tag.replace("<i ", "<p ") + " data-said>"
    words = re.search("⟦(.*)⟧", inner, re.S)
    assert words is not None
    story = OPENING + before + tag + inner.replace("⟦", "").replace("⟧", "") + "</p>" + CLOSING
    shown = unescape(re.sub(r"(?s)<(script|style)>.*?</\1>|<(?!br)[^>]*>|&shy;|&#8203;", "", words[1]))
    return HEAD.format(lang=lang, title="A count at the outer mole", top=top, story=story), " ".join(
        shown.replace("<br>", "\n").split()
    )


def link_to(html: str, words: str) -> str | None:
    """The link to the last place of these words in the article of a page."""
    reading = read(html)
    assert reading.article is not None
    flat = reading.article.text.replace("\n", " ")
    at = flat.rfind(words)
    assert at >= 0, (words, reading.article.text)
    return Links(reading).to([Span(at, at + len(words))])


def follow(browser: Any, html: str, link: str) -> str:
    """Where a browser is after following a link to a page: "there", "elsewhere" or "nowhere"."""
    context = browser.new_context(viewport={"width": 800, "height": 600})
    try:
        page = context.new_page()
        page.route(
            "**/*",
            lambda r: (
                r.fulfill(body=html.encode(), content_type="text/html; charset=utf-8")
                if r.request.resource_type == "document"
                else r.abort()
            ),
        )
        page.goto(link, wait_until="load", timeout=TIMEOUT)
        for _ in range(20):
            page.wait_for_timeout(50)
            y, top, bottom = page.evaluate(f"[scrollY, {_TOP}.top, {_TOP}.bottom]")
            if y:
                return "there" if bottom > 0 and top < 600 else "elsewhere"
        return "nowhere"
    finally:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_link_lands_on_its_words(browser: Any, name: str) -> None:
    html, words = page_of(*PAGES[name])
    link = link_to(html, words)
    assert link is not None
    assert ":~:text=" in link
    assert follow(browser, html, link) == "there", link


def test_the_statements_of_a_page_are_led_to(browser: Any) -> None:
    said = '<p data-said class="drop">“We counted the ships for nine days,” said the pilot Vera Hollin.</p>'
    html = HEAD.format(
        lang="en", title="We counted the ships for nine days", top="", story=OPENING + said + CLOSING
    )
    reading = read(html, statements=True)
    links = [Links(reading).of(s) for s in reading.statements if s.speaker.name == "Vera Hollin"]
    assert links
    for link in links:
        assert link is not None
        assert follow(browser, html, link) == "there", link


def test_a_quotation_over_paragraphs_is_one_range(browser: Any) -> None:
    said = "<p>“We counted the ships for nine days.</p><aside>Our letter on Fridays</aside><p>“Then the oil was gone,” said the pilot.</p>"
    html = HEAD.format(
        lang="en",
        title="A count at the mole",
        top="",
        story=OPENING + said.replace("<p>", "<p data-said>", 1),
    )
    reading = read(html)
    assert reading.article is not None
    text = reading.article.text
    link = Links(reading).to([Span(text.index("“We counted"), text.index(" said the pilot"))])
    assert link is not None
    assert link.endswith("#:~:text=counted%20the%20ships,was%20gone")
    assert follow(browser, html, link) == "there"
