"""The dates that a page shows: which of them is that of publication and which of a change, in many languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import read
from onrecord.read.meta.calendars import from_persian
from onrecord.read.meta.clocks import CLOCK, clock
from onrecord.read.meta.expressions import expressions
from onrecord.read.meta.instants import instant
from onrecord.read.story_header import is_dateline
from onrecord.records import Article

#: A headline and a first paragraph of a story in each language; all of it is invented.
STORIES = {
    "en": ("Ferry strikes the mole", "The ferry from the islands struck the outer mole of the harbour on Thursday evening, and divers searched the hull until midnight."),
    "de": ("Fähre rammt die Mole", "Die Fähre von den Inseln ist am Donnerstagabend gegen die äußere Mole des Hafens gefahren, und Taucher suchten bis Mitternacht den Rumpf ab."),
    "fr": ("Le ferry heurte la jetée", "Le ferry venu des îles a heurté jeudi soir la jetée extérieure du port, et des plongeurs ont inspecté la coque jusqu'à minuit."),
    "es": ("El transbordador choca con el muelle", "El transbordador de las islas chocó el jueves por la tarde con el muelle exterior del puerto, y los buzos revisaron el casco hasta la medianoche."),
    "it": ("Il traghetto urta il molo", "Il traghetto delle isole ha urtato giovedì sera il molo esterno del porto, e i sommozzatori hanno ispezionato lo scafo fino a mezzanotte."),
    "pt": ("Balsa bate no molhe", "A balsa das ilhas bateu na noite de quinta-feira no molhe exterior do porto, e os mergulhadores examinaram o casco até a meia-noite."),
    "nl": ("Veerboot ramt havenhoofd", "De veerboot van de eilanden is donderdagavond tegen het buitenste havenhoofd gevaren, en duikers onderzochten de romp tot middernacht."),
    "sv": ("Färjan körde på vågbrytaren", "Färjan från öarna körde på torsdagskvällen på hamnens yttre vågbrytare, och dykare undersökte skrovet ända till midnatt."),
    "nb": ("Fergen traff moloen", "Fergen fra øyene traff torsdag kveld den ytre moloen i havnen, og dykkere undersøkte skroget helt til midnatt."),
    "da": ("Færgen ramte molen", "Færgen fra øerne ramte torsdag aften havnens yderste mole, og dykkere undersøgte skroget helt indtil midnat."),
    "fi": ("Lautta törmäsi aallonmurtajaan", "Saarilta tullut lautta törmäsi torstai-iltana sataman uloimpaan aallonmurtajaan, ja sukeltajat tutkivat runkoa puoleenyöhön asti."),
    "pl": ("Prom uderzył w falochron", "Prom płynący z wysp uderzył w czwartek wieczorem w zewnętrzny falochron portu, a nurkowie sprawdzali kadłub aż do północy."),
    "cs": ("Trajekt narazil do mola", "Trajekt z ostrovů narazil ve čtvrtek večer do vnějšího mola přístavu a potápěči prohlíželi trup až do půlnoci."),
    "sk": ("Trajekt narazil do móla", "Trajekt z ostrovov narazil vo štvrtok večer do vonkajšieho móla prístavu a potápači prehliadali trup až do polnoci."),
    "hu": ("Komp ütközött a mólónak", "A szigetekről érkező komp csütörtökön este a kikötő külső mólójának ütközött, és a búvárok éjfélig vizsgálták a hajótestet."),
    "ro": ("Feribotul a lovit digul", "Feribotul venit din insule a lovit joi seara digul exterior al portului, iar scafandrii au cercetat carena până la miezul nopții."),
    "hr": ("Trajekt udario u lukobran", "Trajekt s otoka udario je u četvrtak navečer u vanjski lukobran luke, a ronioci su pregledavali trup sve do ponoći."),
    "ru": ("Паром ударился о мол", "Паром с островов в четверг вечером ударился о внешний мол порта, и водолазы осматривали корпус до самой полуночи."),
    "uk": ("Пором ударився об мол", "Пором з островів у четвер увечері вдарився об зовнішній мол порту, і водолази оглядали корпус до самої півночі."),
    "bg": ("Ферибот удари вълнолома", "Фериботът от островите се удари в четвъртък вечерта във външния вълнолом на пристанището и водолазите оглеждаха корпуса до полунощ."),
    "el": ("Το πλοίο χτύπησε στον μόλο", "Το πλοίο από τα νησιά χτύπησε το βράδυ της Πέμπτης στον εξωτερικό μόλο του λιμανιού και οι δύτες έψαχναν το κύτος ως τα μεσάνυχτα."),
    "tr": ("Feribot dalgakırana çarptı", "Adalardan gelen feribot perşembe akşamı limanın dış dalgakıranına çarptı ve dalgıçlar gece yarısına kadar gövdeyi incelediler."),
    "ar": ("العبارة تصطدم بحاجز الأمواج", "اصطدمت العبارة القادمة من الجزر مساء الخميس بحاجز الأمواج الخارجي للميناء، وفحص الغواصون هيكلها حتى منتصف الليل."),
    "he": ("המעבורת פגעה בשובר הגלים", "המעבורת מן האיים פגעה ביום חמישי בערב בשובר הגלים החיצוני של הנמל, וצוללנים בדקו את הגוף עד חצות הלילה."),
    "id": ("Feri menabrak pemecah gelombang", "Feri dari pulau-pulau menabrak pemecah gelombang luar pelabuhan pada Kamis malam, dan para penyelam memeriksa lambungnya sampai tengah malam."),
    "vi": ("Phà đâm vào đê chắn sóng", "Chiếc phà từ các đảo đã đâm vào đê chắn sóng ngoài của cảng vào tối thứ Năm, và thợ lặn kiểm tra thân tàu cho đến nửa đêm."),
    "ko": ("여객선 방파제 충돌", "섬에서 오던 여객선이 목요일 저녁 항구 바깥 방파제에 부딪혔고, 잠수사들이 자정까지 선체를 살펴보았다고 항만청이 밝혔다."),
    "ja": ("フェリーが防波堤に衝突", "島からのフェリーが木曜日の夜、港の外側の防波堤に衝突し、潜水士らが深夜まで船体を調べたと港湾局が明らかにした。"),
    "zh": ("渡轮撞上防波堤", "来自群岛的渡轮周四晚间撞上了港口的外防波堤，潜水员检查船体直到午夜，港务局表示没有人受伤，航班第二天恢复。"),
    "th": ("เรือเฟอร์รีชนเขื่อนกันคลื่น", "เรือเฟอร์รีจากหมู่เกาะชนเขื่อนกันคลื่นด้านนอกของท่าเรือเมื่อเย็นวันพฤหัสบดี และนักประดาน้ำตรวจตัวเรือจนถึงเที่ยงคืน"),
    "fa": ("برخورد کشتی با موج‌شکن", "کشتی مسافربری که از جزیره‌ها می‌آمد شامگاه پنجشنبه به موج‌شکن بیرونی بندر برخورد کرد و غواصان تا نیمه‌شب بدنه آن را بررسی کردند."),
}  # fmt: skip
FIRST, LAST = datetime(2025, 3, 10, 15, 5), datetime(2025, 3, 11, 9, 0)


def page(language: str, line: str, head: str = "") -> str:
    title, story = STORIES[language]
    stop = "" if language == "th" else " "
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f"<header><a href='/'>Ledger</a></header><main><article><h1>{title}</h1>{line}"
        + "".join(f"<p>{stop.join([story] * n)}</p>" for n in (1, 2, 3, 4))
        + "</article></main><footer><p>© Ledger</p></footer></body></html>"
    )


def article(language: str, line: str, head: str = "") -> Article:
    found = read(page(language, line, head)).article
    assert found is not None
    return found


CHANGE_FIRST = [
    ("en", "Updated 11 March 2025 at 09:00, published 10 March 2025 at 15:05"),
    ("en", "Last updated: March 11, 2025 9:00 AM Posted: March 10, 2025 3:05 PM"),
    ("en", "Last modified on 09:00, 11 March 2025 | Created on 15:05, 10 March 2025"),
    ("de", "Aktualisiert am 11. März 2025, 09:00 Uhr, veröffentlicht am 10. März 2025, 15:05 Uhr"),
    ("de", "Stand: 11.03.2025, 09:00 Uhr | Erstellt: 10.03.2025, 15:05 Uhr"),
    ("fr", "Mis à jour le 11 mars 2025 à 9h00, publié le 10 mars 2025 à 15h05"),
    ("fr", "Modifié le 11/03/2025 à 09:00 - Publié le 10/03/2025 à 15:05"),
    ("es", "Actualizado a las 09:00 del 11 de marzo de 2025. Publicado a las 15:05 del 10 de marzo de 2025"),
    ("es", "Actualizado el 11 de marzo de 2025, 09:00 h. Publicado el 10 de marzo de 2025, 15:05 h."),
    ("it", "Aggiornato il 11 marzo 2025 alle 9:00 - Pubblicato il 10 marzo 2025 alle 15:05"),
    ("pt", "Atualizado em 11 de março de 2025 às 09h00, publicado em 10 de março de 2025 às 15h05"),
    ("nl", "Bijgewerkt op 11 maart 2025 om 09:00, gepubliceerd op 10 maart 2025 om 15:05"),
    ("sv", "Uppdaterad 11 mars 2025 kl. 09.00, publicerad 10 mars 2025 kl. 15.05"),
    ("nb", "Oppdatert 11. mars 2025 kl. 09.00 – publisert 10. mars 2025 kl. 15.05"),
    ("da", "Opdateret 11. mar. 2025 kl. 09.00, publiceret 10. mar. 2025 kl. 15.05"),
    ("fi", "Päivitetty 11.3.2025 klo 9.00, julkaistu 10.3.2025 klo 15.05"),
    ("pl", "Aktualizacja: 11.03.2025 09:00 Publikacja: 10.03.2025 15:05"),
    ("pl", "Zaktualizowano 11 marca 2025, 09:00, opublikowano 10 marca 2025, 15:05"),
    ("cs", "Aktualizováno 11. března 2025 9:00, publikováno 10. března 2025 15:05"),
    ("cs", "Upraveno 11. 3. 2025 9:00, vydáno 10. 3. 2025 15:05"),
    ("sk", "Aktualizované 11. marca 2025 o 9:00, publikované 10. marca 2025 o 15:05"),
    ("hu", "Frissítve: 2025. március 11. 09:00, megjelent: 2025. március 10. 15:05"),
    ("ro", "Actualizat: 11.03.2025 09:00, publicat: 10.03.2025 15:05"),
    ("ro", "Actualizat la 11 martie 2025, 09:00. Publicat la 10 martie 2025, 15:05"),
    ("hr", "Ažurirano 11. ožujka 2025. u 9:00, objavljeno 10. ožujka 2025. u 15:05"),
    ("ru", "Обновлено: 11 марта 2025, 09:00. Опубликовано: 10 марта 2025, 15:05"),
    ("uk", "Оновлено 11 березня 2025, 09:00. Опубліковано 10 березня 2025, 15:05"),
    ("bg", "Обновена на 11 март 2025, 09:00 ч., публикувана на 10 март 2025, 15:05 ч."),
    ("el", "Ενημερώθηκε 11 Μαρτίου 2025, 09:00. Δημοσιεύτηκε 10 Μαρτίου 2025, 15:05"),
    ("tr", "Güncelleme: 11 Mart 2025 09:00 Yayınlanma: 10 Mart 2025 15:05"),
    ("ar", "آخر تحديث: ١١ مارس ٢٠٢٥ الساعة ٠٩:٠٠ نُشر في: ١٠ مارس ٢٠٢٥ الساعة ١٥:٠٥"),
    ("he", "עודכן ב-11 במרץ 2025, 09:00 פורסם ב-10 במרץ 2025, 15:05"),
    ("id", "Diperbarui 11 Maret 2025, 09:00 WIB. Diterbitkan 10 Maret 2025, 15:05 WIB"),
    ("vi", "Cập nhật ngày 11 tháng 3, 2025 09:00, đăng ngày 10 tháng 3, 2025 15:05"),
    ("ko", "수정 2025.03.11 오전 9:00 입력 2025.03.10 오후 3:05"),
    ("ja", "更新 2025年3月11日 午前9時00分 公開 2025年3月10日 午後3時05分"),
    ("ja", "2025年3月11日 9:00 更新　2025年3月10日 15:05 公開"),
    ("zh", "更新时间：2025年3月11日上午9:00 发布时间：2025年3月10日下午3:05"),
    ("th", "อัปเดตเมื่อ 11 มีนาคม 2568 เวลา 09:00 น. เผยแพร่เมื่อ 10 มีนาคม 2568 เวลา 15:05 น."),
    ("fa", "به‌روزرسانی: ۲۱ اسفند ۱۴۰۳ - ۰۹:۰۰ انتشار: ۲۰ اسفند ۱۴۰۳ - ۱۵:۰۵"),
]  # fmt: skip


@pytest.mark.parametrize("form", ['<div class="meta"><span class="dates">{}</span></div>', "<p>{}</p>"])
@pytest.mark.parametrize(("language", "line"), CHANGE_FIRST)
def test_the_change_may_come_first(language: str, line: str, form: str) -> None:
    found = article(language, form.format(line))
    assert found.published is not None
    assert found.modified is not None
    assert (found.published.time, found.published.date_only) == (FIRST, False)
    assert found.modified.time == LAST
    assert line[:12] not in found.text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Published 10 March 2025, 15:05 | Updated 11 March 2025, 09:00"),
        ("es", "10/03/2025 15:05 | Actualizado a 11/03/2025 09:00"),
        ("ko", "입력 2025.03.10 오후 3:05 수정 2025.03.11 오전 9:00"),
        ("ja", "2025年3月10日 15時05分 (最終更新 3月11日 9時00分)"),
        ("de", "10.03.2025, 15:05 Uhr (zuletzt aktualisiert: 11.03.2025, 09:00 Uhr)"),
        # Words of a language that nobody listed: what comes first in time was published.
        ("en", "Eguneratze data: 2025/03/11 09:00. Argitalpen data: 2025/03/10 15:05"),
    ],
)
def test_publication_first_and_words_unknown(language: str, line: str) -> None:
    found = article(language, f'<p class="date">{line}</p>')
    assert found.published is not None
    assert found.modified is not None
    assert (found.published.time, found.modified.time) == (FIRST, LAST)


@pytest.mark.parametrize(
    "line",
    [
        '<p>Updated <time datetime="2025-03-11T09:00:00Z">11 March 2025</time>. Published <time datetime="2025-03-10T15:05:00Z">10 March 2025</time></p>',
        '<p>Updated <time datetime="2025-03-11T09:00:00Z">09.00 GMT</time> · First published <time datetime="2025-03-10T15:05:00Z">15.05 GMT</time></p>',
        '<p><time class="updated" datetime="2025-03-11T09:00:00Z">11 March</time> <time class="published" datetime="2025-03-10T15:05:00Z">10 March</time></p>',
        '<div><span class="k">Last updated</span><time class="a" datetime="2025-03-11T09:00:00Z">11 March 2025</time>'
        '<span class="k">Published</span><time class="a" datetime="2025-03-10T15:05:00Z">10 March 2025</time></div>',
        '<p><time itemprop="dateModified" datetime="2025-03-11T09:00:00Z">10 March 2025 15:05 UTC | Updated 11 March 2025 09:00 UTC</time></p>',
    ],
)  # fmt: skip
def test_elements_of_time_are_told_apart_by_their_words(line: str) -> None:
    found = article("en", line)
    assert found.published is not None
    assert found.modified is not None
    assert found.published.time == FIRST.replace(tzinfo=UTC)
    assert found.modified.time == LAST.replace(tzinfo=UTC)


def test_a_change_on_the_same_day_may_have_no_date() -> None:
    found = article("de", "<p>10.03.2025, 15:05 Uhr, aktualisiert um 17:20 Uhr</p>")
    assert found.published is not None
    assert found.modified is not None
    assert found.published.time == FIRST
    assert (found.modified.time, found.modified.inferred) == (datetime(2025, 3, 10, 17, 20), ("day",))


def test_a_change_is_taken_for_publication_only_where_nothing_else_is() -> None:
    found = article("en", "<p>Updated 11 March 2025 at 09:00</p>")
    assert found.published is not None
    assert (found.published.time, found.published.inferred) == (LAST, ("publication",))
    head = '<meta property="article:published_time" content="2025-03-10T15:05:00Z">'
    found = article("en", "<p>Updated 11 March 2025 at 09:00</p>", head)
    assert found.published is not None
    assert found.modified is not None
    assert (found.published.time, found.modified.time) == (FIRST.replace(tzinfo=UTC), LAST)


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("ja", "2025年3月10日 午後3時05分", FIRST),
        ("ko", "2025년 3월 10일 월요일 오후 3시 05분", FIRST),
        ("zh", "2025年3月10日下午3:05", FIRST),
        ("zh", "發佈時間：2025/03/10 下午 03:05", FIRST),
        ("zh", "2025-03-10 15:05:33　来源：海港日报", datetime(2025, 3, 10, 15, 5, 33)),
        ("zh", "2025年3月10日 凌晨0:05", datetime(2025, 3, 10, 0, 5)),
        ("zh", "民國114年3月10日 15:05", FIRST),
        ("ja", "令和7年3月10日 15:05", FIRST),
        ("ar", "١٠ مارس ٢٠٢٥", datetime(2025, 3, 10)),
        ("ar", "الاثنين 10 آذار 2025", datetime(2025, 3, 10)),
        ("ar", "10 آذار/مارس 2025 الساعة 15:05", FIRST),
        ("ar", "الجمعة ١٠ كانون الثاني ٢٠٢٥ - ٠٣:٠٥ م", datetime(2025, 1, 10, 15, 5)),
        ("ar", "الاثنين 10 مارس 2025 م الموافق 10 رمضان 1446 هـ", datetime(2025, 3, 10)),
        ("he", "מאת: נועה ברקת | 10.03.2025 15:05", FIRST),
        ("fa", "۲۰ اسفند ۱۴۰۳ - ۱۵:۰۵", FIRST),
        ("fa", "۱۴۰۳/۱۲/۲۰ ۱۵:۰۵", FIRST),
        ("th", "10 มี.ค. 2568 15:05 น.", FIRST),
        ("hu", "2025. március 10., hétfő 15:05", FIRST),
        ("hu", "2025. 03. 10. 15:05", FIRST),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "form", ['<p class="date">{}</p>', "<p>{}</p>", '<span class="date">{}</span>', "<div>{}</div>"]
)
def test_datelines_date_the_story_and_leave_the_text(
    language: str, line: str, expected: datetime, form: str
) -> None:
    found = article(language, form.format(line))
    assert found.published is not None
    assert found.published.time == expected
    assert line not in found.text
    assert STORIES[language][1] in found.text


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月10日、渡し船が港の防波堤に衝突した。",
        "On 10 March 2025 the ferry struck the mole.",
        "10 March 2025: the ferry strikes the outer mole, and divers search the hull",
        "Tarn 2025",
        "12345 67890",
    ],
)
def test_sentences_with_dates_are_no_datelines(text: str) -> None:
    assert not is_dateline(text, None)


@pytest.mark.parametrize(
    "line",
    [
        '<p class="meta">By Ada Verrin <abbr class="timeago" title="2025-03-10T15:05:00Z">3 days ago</abbr></p>',
        '<p class="meta">By Ada Verrin <span title="March 10, 2025 at 3:05 PM UTC">3 days ago</span></p>',
        '<p class="meta">By Ada Verrin <span class="ago" data-timestamp="1741619100">3 days ago</span></p>',
        '<p class="meta">By Ada Verrin <span class="ago" data-time="1741619100000">3 days ago</span></p>',
        '<p class="meta">By Ada Verrin <span class="ago" data-utc="1741619100000">3 days ago</span></p>',
        '<div class="meta"><span class="who">Ada Verrin</span><abbr class="published" title="2025-03-10T15:05:00+00:00">3 d</abbr></div>',
        '<p><span data-datetime="2025-03-10 15:05:00 UTC">3 days ago</span></p>',
        '<p><abbr class="published" title="2025-03-10T15:05:00Z">Monday</abbr> <abbr class="updated" title="2025-03-11T09:00:00Z">Tuesday</abbr></p>',
    ],
)
def test_the_day_in_an_attribute_of_a_relative_time(line: str) -> None:
    found = article("en", line)
    assert found.published is not None
    assert found.published.time == FIRST.replace(tzinfo=UTC)


def test_a_relative_time_alone_tells_nothing() -> None:
    assert article("en", "<p>Updated 2 hours ago</p>").published is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon Mar 10 2025 15:05:00 GMT+0000", FIRST.replace(tzinfo=UTC)),
        ("Mon Mar 10 2025 15:05:00 GMT-0500 (Eastern Standard Time)", FIRST.replace(tzinfo=timezone(timedelta(hours=-5)))),
        ("Mon Mar 10 15:05:00 UTC 2025", FIRST.replace(tzinfo=UTC)),
        ("Mon Mar 10 15:05:00 +0000 2025", FIRST.replace(tzinfo=UTC)),
        ("Mon Mar 10 15:05:00 CET 2025", FIRST),
        ("2025-03-10 03:05 PM", FIRST),
        ("2025/03/10 下午 03:05", FIRST),
        ("/Date(1741619100000)/", FIRST.replace(tzinfo=UTC)),
        ("Mon Mar 99 2025 15:05:00 GMT", None),
    ],
)  # fmt: skip
def test_times_as_scripts_write_them(text: str, expected: datetime | None) -> None:
    found = instant(text)
    assert (found and found[0]) == expected


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("3:05 PM", 15, 5), ("12:30 a.m.", 0, 30), ("9h00", 9, 0), ("15 Uhr", 15, 0), ("午後3時05分", 15, 5), ("오전 9시 00분", 9, 0),
        ("03:05 مساءً", 15, 5), ("3:05 μ.μ.", 15, 5), ("中午12:15", 12, 15), ("24:00", 0, 0),
    ],
)  # fmt: skip
def test_clocks(text: str, hour: int, minute: int) -> None:
    m = CLOCK.search(text)
    assert m is not None
    told = clock(m)
    assert told is not None
    assert (told.time.hour, told.time.minute) == (hour, minute)


def test_persian_years() -> None:
    assert str(from_persian(1403, 12, 30)) == "2025-03-20"  # a leap year
    assert str(from_persian(1399, 12, 30)) == "2021-03-20"
    assert from_persian(1402, 12, 30) is None
    assert from_persian(900, 1, 1) is None


@given(st.text(max_size=120), st.sampled_from([None, "en", "fa", "th", "zh", "cs", "xx", "../x"]))
def test_any_line_has_dates_or_none(line: str, language: str | None) -> None:
    for found in expressions(line, language):
        assert 0 <= found.start < found.end <= len(line)
    is_dateline(line, language)
    instant(line)


def test_an_element_may_show_the_publication_and_hold_the_change() -> None:
    line = '<p><time itemprop="dateModified" datetime="2025-03-11T09:00:00Z">10/03/2025 15h05 Atualizado há 2 dias</time></p>'
    found = article("pt", line)
    assert found.published is not None
    assert found.modified is not None
    assert found.published.time == FIRST
    assert found.modified.time == datetime(2025, 3, 11, 9, tzinfo=UTC)


def test_a_declared_number_is_a_time() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry", "datePublished": 1741619100000}</script>'
    found = article("en", "<p>By Ada Verrin</p>", head)
    assert found.published is not None
    assert found.published.time == FIRST.replace(tzinfo=UTC)
