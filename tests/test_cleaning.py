"""Characters that nobody sees, and pages that were encoded twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Reading, read
from onrecord.anchoring import Resolver
from onrecord.characters import folded, visible
from onrecord.read.anchors import Original, of_reading
from onrecord.records import Anchor, Found, Span


def proved(content: bytes, reading: Reading) -> None:
    """All anchors lead to their words, in the reading and in the page's own markup."""
    resolver, original = Resolver(reading), Original(content)
    for name, anchor in of_reading(reading):
        assert resolver.resolve(anchor).how is Found.POSITION, name
        assert original.holds(anchor) == "", name
    if reading.article:
        for block in reading.article.blocks:
            assert block.span is not None
            assert block.span.of(reading.article.text) == block.text


# -- what nobody sees ------------------------------------------------------------------------------------------------
COUNCIL = """<!doctype html><html lang="en"><head><title>Mar{0}ket hall to close</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Mar{1}ket hall to close",
"author": {{"@type": "Person", "name": "Lena Stern{1}berg"}}, "datePublished": "2026-03-11T08:00:00Z"}}</script></head>
<body><article><h1>Mar{0}ket hall to close</h1><p class="byline">By Lena Stern{0}berg</p>
<p>The coun{0}cil of Upper Wend voted on Tues{0}day to close the market hall for two years while its roof is rebuilt.</p>
<p>“We could not in good con{0}science let people shop there,” said Coun{0}cillor Ada Fair{0}brother.</p>
<p>According to Tom Ash{0}down, a trader, the stalls can{0}not be moved to any other place in the town before the autumn.</p>
<p>“No{0}body rang us,” Ash{0}down said.</p></article></body></html>"""


@pytest.mark.parametrize(
    ("mark", "in_json"),
    [
        ("&shy;", "\\u00ad"), ("\xad", "\xad"), ("&#173;", "&shy;"), ("&#8203;", "\\u200b"), ("\u200b", "\u200b"), ("\u2060", "\\u2060"),
        ("\ufeff", "\ufeff"), ("&zwnj;", "\\u200C"), ("&zwj;", "\u200d"), ("\u180e", "\u180e"), ("\ufe01", "\ufe01"), ("\u034f", ""), ("\u200e", ""),
        ("\u200b\xad\u2060", "\xad\xad"),
    ],
)  # fmt: skip
def test_characters_that_nobody_sees_break_no_name_and_no_statement(mark: str, in_json: str) -> None:
    plain = read(COUNCIL.format("", "").encode(), statements=True)
    content = COUNCIL.format(mark, in_json).encode()
    found = read(content, statements=True)
    assert found.article
    assert plain.article
    assert found.article.text == plain.article.text
    assert [a.name for a in found.article.authors] == ["Lena Sternberg"]
    assert found.article.title
    assert found.article.title.value == "Market hall to close"
    assert [s.speaker.name for s in found.statements] == [s.speaker.name for s in plain.statements]
    assert {"Ada Fairbrother", "Tom Ashdown"} <= {s.speaker.name for s in found.statements}
    assert any(n.what.endswith("invisible characters") for n in found.trail)
    assert not any(n.stage == "text" for n in plain.trail)
    proved(content, found)


def test_places_count_in_the_page_as_it_was_received() -> None:
    source = COUNCIL.format("&shy;", "")
    for block in read(source.encode()).blocks:
        assert block.place.offset is not None
        assert source[block.place.offset] == "<"


def test_text_dumps_are_cleaned_as_well() -> None:
    dump = (
        "Market hall to close\n\n"
        + "The coun\xadcil of Upper Wend voted on Tues\u200bday to close the hall, said Ada Fair\xadbrother.\n\n"
        * 2
    )
    found = read(dump.encode(), media="text")
    assert found.article
    assert "council of Upper Wend voted on Tuesday" in found.article.text
    assert "Fairbrother" in found.article.text
    proved(dump.encode(), found)


@pytest.mark.parametrize(
    "text",
    [
        "کتاب‌های خوبی می‌خواهد",  # Persian
        "क्‍ष और शक्‌ति",  # Hindi
        "ශ්‍රී ලංකා",  # Sinhala
        "ക്‍ഷ",  # Malayalam
        "👨‍👩‍👧 ❤️ 👩🏽‍🚒 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",  # emoji
        "ᠪᠠᠢᠭᠠᠯ᠎ᠠ",  # Mongolian
    ],
)
def test_what_scripts_and_emoji_need_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Auf\u200clage", "Auflage"),
        ("\u200fמשרד\u200e הבריאות", "משרד הבריאות"),
        ("\u200cکتاب \u200cها\u200c ", "کتاب ها "),
        ("葛\U000e0100城市", "葛城市"),
        ("ភ្នំ\u200bពេញ", "ភ្នំពេញ"),
        ("word\ufe0f", "word"),
        ("\ufeffFirst", "First"),
        ("a\u3164b", "a b"),
    ],
)
def test_the_others_go(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(
    st.text(
        alphabet="aé \xad\u200b\u200c\u200d\ufe0f\u06a9\u0915👩️❤\u1820\u180e\u1100\u115f🏴\U000e0067",
        max_size=12,
    )
)
def test_done_twice_it_changes_nothing(text: str) -> None:
    seen = visible(text)
    assert visible(seen) == seen
    assert folded(seen).replace(" ", "") == folded(text.replace("\u3164", "")).replace(" ", "")


def test_anchors_that_quote_invisible_characters_are_found() -> None:
    content = COUNCIL.format("\xad", "").encode()
    found = read(content)
    assert found.article
    # As other tools quote the text of the page, and as versions before did.
    quote = Anchor(
        "",
        "said Coun\xadcillor Ada Fair\xadbrother",
        "con\xadscience let people shop there,” ",
        ".",
        "",
        Span(0, 0),
        None,
    )
    resolution = Resolver(found).resolve(quote)
    assert resolution.anchor is quote
    assert resolution.span is not None
    assert resolution.span.of(found.article.text) == "said Councillor Ada Fairbrother"


# -- encoded twice ---------------------------------------------------------------------------------------------------
BRIDGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Brücke über die Mühle gesperrt</title>
<meta property="og:title" content="Brücke über die Mühle gesperrt"><script type="application/ld+json">{"@type": "NewsArticle",
"headline": "Brücke über die Mühle gesperrt", "author": {"@type": "Person", "name": "Jörg Möller"}}</script></head><body><article>
<h1>Brücke über die Mühle gesperrt</h1><p class="byline">Von Jörg Möller</p>
<p>Die Brücke über die Mühle bei Köln bleibt bis März für alle Fahrzeuge gesperrt, wie die Behörde am Dienstag mitteilte.</p>
<p>„Wir können die Schäden nicht länger übersehen“, sagte Bürgermeisterin Käthe Groß am Abend in der größten Halle der Stadt.</p>
<p>Die Kosten übernähme der Kreis, hieß es – „das wäre für alle möglich“, so Größl.</p></article></body></html>"""
HARBOUR = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour deal “dead”</title></head><body><article>
<h1>Harbour deal “dead”, says the mayor</h1>
<p>The town won’t sell its harbour – not this year, and not for the £40m that’s on the table, the mayor told the council.</p>
<p>“It isn’t worth it,” said Ina Marsh, who’d been asked twice. “We’re done with it.” The café on the quay stays open.</p>
<p>The buyers didn’t reply on Monday, but they’re said to be looking for another port further north…</p></article></body></html>"""
STRIKE = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Порт закрыт на неделю</title></head><body><article>
<h1>Порт закрыт на неделю</h1><p>Порт Орсель закрыт до понедельника, сообщила во вторник пресс-служба управления порта.</p>
<p>«Мы не можем рисковать людьми», — заявил начальник порта Сергей Дьяченко журналистам после совещания в мэрии.</p></article></body></html>"""
BEIJING = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>北京大学公布新规定</title></head><body><article>
<h1>北京大学公布新规定</h1><p>北京大学周二公布了关于图书馆开放时间的新规定，发言人李明在新闻发布会上表示，学校将延长开放时间。</p>
<p>李明说：“我们希望学生有更多的学习空间。”他没有说明新规定何时开始实施，也没有回答记者的其他问题。</p></article></body></html>"""


def twice(text: str, codec: str, times: int = 1) -> str:
    """What becomes of a text if UTF-8 is taken for an encoding of single bytes, as browsers read them."""
    for _ in range(times):
        out = []
        for byte in text.encode():
            try:
                out.append(bytes([byte]).decode(codec))
            except UnicodeDecodeError:
                out.append(chr(byte))
        text = "".join(out)
    return text


@pytest.mark.parametrize("page", [BRIDGE, HARBOUR, STRIKE, BEIJING], ids=["de", "en", "ru", "zh"])
@pytest.mark.parametrize(
    ("codec", "times"),
    [
        ("cp1252", 1),
        ("latin-1", 1),
        ("cp1252", 2),
        ("latin-1", 2),
        ("cp1251", 1),
        ("cp1250", 1),
        ("mac_roman", 1),
    ],
)
def test_pages_that_were_encoded_twice_are_read_as_they_were_meant(page: str, codec: str, times: int) -> None:
    plain, source = read(page.encode()), twice(page, codec, times)
    content = source.encode()
    found = read(content)
    assert found.article
    assert plain.article
    assert found.article.text == plain.article.text
    assert found.article.title
    assert plain.article.title
    assert found.article.title.value == plain.article.title.value
    assert [a.name for a in found.article.authors] == [a.name for a in plain.article.authors]
    assert [n.what for n in found.trail if "encoded" in n.why]
    proved(content, found)
    for block in found.blocks:
        assert block.place.offset is not None
        assert source[block.place.offset] == "<"


def test_so_are_their_character_references_and_their_dumps() -> None:
    plain = read(HARBOUR.encode())
    named = twice(HARBOUR, "cp1252").encode("ascii", "xmlcharrefreplace")
    for content in (named, named.replace(b"&#226;", b"&acirc;").replace(b"&#8364;", b"&euro;")):
        found = read(content)
        assert found.article
        assert plain.article
        assert found.article.text == plain.article.text
        proved(content, found)
    assert plain.article
    dump = twice(plain.article.text, "cp1252").encode()
    found = read(dump, media="text")
    assert found.article
    assert "“It isn’t worth it,” said Ina Marsh" in found.article.text
    proved(dump, found)


def test_a_lost_byte_does_not_stop_it() -> None:
    source = twice(HARBOUR, "cp1252").replace("\x9d", "")
    found = read(source.encode())
    assert found.article
    assert "“It isn’t worth it,” said Ina Marsh" in found.article.text


@pytest.mark.parametrize(
    "sentence",
    [
        'The till printed "â€™" where an apostrophe should be, and it printed "Ã©" in every café name, he said.',
        "Letters to MÃ¼ller came back for years, until somebody at the post office asked what Müller is called.",
        "His passport said Ð¡ÐµÑ€Ð³ÐµÐ¹, which no officer could read, so he was asked to wait for a whole night.",
        "NESCAFÉ® and NESTLÉ® and ROSÉ™ are trade marks, the court held, and so is PÂTÉ® in most countries.",
        "Er sagte „Spaß“, sie sagte „Fuß“, und alle sagten „Gruß“, wie es im Süden üblich ist und bleibt.",
        "США» и «Б» — это названия; «А», «В» и «Г» остались на схеме, сказал он, «Р» и «С» стёрли совсем.",
        "“SÃO PAULO” e “IRMÃ” são palavras certas, “NÃO” também, e “MAÇÃ” está na lista de todas as escolas.",
    ],
)
def test_what_is_right_and_what_is_quoted_stays(sentence: str) -> None:
    page = f"""<!doctype html><title>Letters</title><article><h1>Letters that went wrong</h1><p>{sentence}</p>
<p>Nobody at the office in Lower Wend could say how it had come to that, or what would be done about it now.</p>
<p>{sentence[:40]} ... and so on, said a clerk, who had seen all of it before and did not wonder any more.</p></article>"""
    found = read(page.encode())
    assert found.article
    assert sentence in found.article.text
    assert not any("encoded" in n.why for n in found.trail)
