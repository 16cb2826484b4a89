"""Further habits of newsrooms: who speaks by offices behind names, circumstances before verbs, titles of transcripts, firms of partners."""

import pytest

from onrecord import read
from onrecord.records import Reading, SpeakerKind

#: What a page tells before anybody speaks.
LEADS = {
    "sv": "Hamnen i Norrskär ska muddras till våren efter tio år av väntan. Det beslutade styrelsen i går kväll efter en lång debatt.",
    "no": "Havnen på Hjelmøy skal mudres til våren etter ti års venting. Det vedtok styret i går kveld etter en lang debatt.",
    "da": "Havnen i Nordby skal uddybes til foråret efter ti års ventetid. Det besluttede bestyrelsen i går aftes efter en lang debat.",
    "fr": "Le port de Valmer sera dragué au printemps après dix ans d’attente. La décision a été prise lundi soir après un long débat.",
    "ro": "Portul din Valea Mare va fi dragat în primăvară după zece ani de așteptare. Decizia a fost luată luni seara.",
    "ru": "Порт в заливе углубят весной после десяти лет ожидания. Решение принято в понедельник вечером после долгих споров.",
    "bg": "Пристанището край реката ще бъде удълбочено напролет след десет години чакане. Решението беше взето в понеделник вечерта.",
    "ar": "أعلنت بلدية رأس الخليج أمس تعميق الميناء في الربيع بعد عشر سنوات من الانتظار وبعد نقاش طويل في المجلس.",
    "he": "עיריית כפר הים הודיעה אתמול כי הנמל יועמק באביב אחרי עשר שנים של המתנה ואחרי דיון ארוך במועצה.",
    "de": "Der Hafen von Port Orsel wird im Frühjahr ausgebaggert. Das hat der Rat am Montagabend nach langer Debatte beschlossen.",
    "nl": "De haven van Oosterzand wordt in het voorjaar uitgebaggerd. Dat besloot het bestuur maandagavond na een lang debat.",
}
LEAD = "<p>The harbour of Port Orsel will be dredged in the spring, its board decided on Monday night by seven votes to four.</p>"


def page(language: str, body: str, *, author: str = "Jorun Vale", lead: str = "") -> Reading:
    html = (
        f'<!DOCTYPE html><html lang="{language}"><head><title>Harbour | The Orsel Herald</title><meta property="og:site_name" '
        'content="The Orsel Herald"></head><body><main><article><h1>Harbour to be dredged in the spring</h1>'
        f'<p class="byline">{author}</p>{lead}{body}</article></main></body></html>'
    )
    return read(html, statements=True)


def said(reading: Reading, words: str) -> list[str]:
    assert reading.article is not None
    text = reading.article.text
    return [
        s.speaker.name
        for s in reading.statements
        if any(words in c.of(text) for c in s.content) and not s.within
    ]


KOREAN = "<p>솔항시가 10일 항구를 다시 파기로 했다.</p>"


@pytest.mark.parametrize(
    ("body", "words", "who"),
    [
        ("<p>최정숙 어촌계장은 “배를 어디에 대라는 말이냐”라고 물었다.</p>", "배를 어디에", "최정숙"),
        (
            "<p>노조 대변인 민경호 씨는 “안전이 먼저다”라고 말했다. 민 씨는 “시민께 죄송하다”고 했다.</p>",
            "시민께 죄송",
            "민경호",
        ),
        ("<p>“아이들이 먼저 웃었다.” 교장 노은희 씨의 말이다.</p>", "아이들이 먼저", "노은희"),
        ("<p>영양사 토마스 베크는 “채소도 인기가 많다”고 설명했다.</p>", "채소도 인기", "토마스 베크"),
        (
            "<p>안토니오 베르디 대사는 “양국에 이로운 합의”라고 평가했다.</p>",
            "양국에 이로운",
            "안토니오 베르디",
        ),
        ("<p>학부모 대표인 조은아 씨도 “환영한다”는 반응을 보였다.</p>", "환영한다", "조은아"),
        ("<p>결승골을 넣은 공격수 마르코 실바는 “팬들의 골”이라며 웃었다.</p>", "팬들의 골", "마르코 실바"),
    ],
)
def test_korean_offices_and_courtesies(body: str, words: str, who: str) -> None:
    assert said(page("ko", KOREAN + body), words) == [who]


@pytest.mark.parametrize(
    ("body", "words", "who"),
    [
        ("<p>该港副港长王雪昨日在发布会上说，“航道太浅，大船进不来。”</p>", "航道太浅", "王雪"),
        ("<p>船员小陈事后回忆道：“浪有三层楼那么高。”</p>", "浪有三层", "小陈"),
        (
            "<p>有记者问：“船员现在在哪里？”</p><p>郭静：他们都已平安回港，我们感谢各方帮助。</p><p>有记者问：“会提出赔偿吗？”</p>"
            "<p>郭静：我没有更多消息可以提供。</p>",
            "他们都已平安",
            "郭静",
        ),
    ],
)
def test_chinese_callings_and_turns(body: str, words: str, who: str) -> None:
    lead = "<p>港口外交部发言人郭静10日主持例行记者会，介绍港口疏浚的情况。</p>"
    assert said(page("zh", lead + body), words) == [who]


@pytest.mark.parametrize(
    ("language", "body", "words", "who"),
    [
        (
            "no",
            "<p>– Ingen var der, sier vakthavende i Havnesentralen, Turid Moen.</p>",
            "Ingen var der",
            "Turid Moen",
        ),
        (
            "no",
            "<p>Geolog Eivor Dahl undersøker bunnen.</p><p>– Før det er trygt, graver vi ikke, sier Dahl.</p>",
            "Før det er trygt",
            "Eivor Dahl",
        ),
        (
            "sv",
            "<p>– Vi väntar, säger hamnchefen Mikael Stråle.</p><p>Annelie Wik driver öns enda affär.</p>"
            "<p>– Hur ska jag få hit mjölken? undrar hon.</p>",
            "Hur ska jag",
            "Annelie Wik",
        ),
        (
            "sv",
            "<p>– Vi väntar, säger hamnchefen Mikael Stråle.</p><p>Enligt Mikael Stråle blir det en ersättningsbåt.</p>"
            "<p>– En liten, säger han.</p>",
            "En liten",
            "Mikael Stråle",
        ),
        (
            "da",
            "<p>Kunden Birte Holme har købt brød her siden 1961.</p><p>- Nu ved jeg ikke, hvad jeg skal spise, siger hun.</p>",
            "Nu ved jeg",
            "Birte Holme",
        ),
        (
            "fr",
            "<p>L’ingénieur en chef, Thomas Nguyen, assure que « les poissons seront tous déplacés ».</p>",
            "les poissons",
            "Thomas Nguyen",
        ),
        (
            "ro",
            "<p>Ministrul Sănătății, Elena Radu, a promis ajutor: „Trimitem o echipă săptămâna viitoare”.</p>",
            "Trimitem o",
            "Elena Radu",
        ),
        (
            "ru",
            "<p>«Мы ждём», — сказал мэр Максим Орлов.</p><p>Однако пассажир Игорь Белов с этим не согласен. "
            "«Нам дали по стакану воды», — возразил он.</p>",
            "Нам дали",
            "Игорь Белов",
        ),
        (
            "ru",
            "<p>«Мы ждём», — сказала директор Нина Громова.</p><p>Мастер цеха Павел Ершов видел всё. По его словам, «сначала погас свет».</p>",
            "сначала погас",
            "Павел Ершов",
        ),
        (
            "ru",
            "<p>В авиакомпании заявили, что «компенсации выплатят».</p>",
            "компенсации выплатят",
            "авиакомпании",
        ),
        (
            "bg",
            "<p>Както съобщи кметът Георги Панев, „реката е твърде плитка за ферибота“.</p>",
            "реката е",
            "Георги Панев",
        ),
        (
            "ar",
            "<p>من جانبها قالت المهندسة ليلى منصور: «حذرنا من ذلك قبل ثلاث سنوات».</p>",
            "حذرنا من",
            "المهندسة ليلى منصور",
        ),
        (
            "ar",
            "<p>وقال المزارع يوسف الشامي: «الأسعار ارتفعت ثلاث مرات في عام». وتابع قائلا: «لا نستطيع الاستمرار هكذا».</p>",
            "لا نستطيع",
            "المزارع يوسف الشامي",
        ),
        (
            "ar",
            "<p>بدوره أكد مدير المحطة، فؤاد النجار، أن «القطار سيعمل يوميا».</p>",
            "القطار سيعمل",
            "فؤاد النجار",
        ),
        (
            "he",
            '<p>"הגשר כבר לא בטוח", אמר ראש העירייה, עמית לוין. "נתחיל במרץ", הוסיף.</p>',
            "נתחיל במרץ",
            "עמית לוין",
        ),
        (
            "he",
            '<p>המהנדסת נועה שגב אמרה: "הזהרנו לפני שלוש שנים". לדבריה, "העמודים נאכלו".</p>',
            "העמודים נאכלו",
            "המהנדסת נועה שגב",
        ),
        (
            "de",
            "<p>„Wir bauen ab April am neuen Kai“, teilte die Firma Petersen & Söhne GmbH mit.</p>",
            "Wir bauen ab",
            "Petersen & Söhne GmbH",
        ),
        (
            "nl",
            "<p>Winkelier Annemiek van den Broek is boos. “Mijn klanten blijven weg”, zegt ze.</p>",
            "Mijn klanten",
            "Annemiek van den Broek",
        ),
    ],
)
def test_offices_and_circumstances_beside_names(language: str, body: str, words: str, who: str) -> None:
    assert said(page(language, body, lead=f"<p>{LEADS[language]}</p>"), words) == [who]


@pytest.mark.parametrize(
    ("language", "body", "words"),
    [
        ("de", "<p>„Niemand hat uns hier gefragt“, sagte einer der Anwohner.</p>", "Niemand hat uns"),
        ("ar", "<p>وأشار مصدر في الوزارة إلى أن «القرار سيصدر الأسبوع المقبل».</p>", "القرار سيصدر"),
        (
            "en",
            LEAD + "<p>A third of those asked said they did not care about the harbour.</p>",
            "did not care",
        ),
    ],
)
def test_who_is_only_counted_or_a_source_has_no_name(language: str, body: str, words: str) -> None:
    reading = page(language, body, lead=f"<p>{LEADS.get(language, '')}</p>")
    assert reading.article is not None
    text = reading.article.text
    kinds = [s.speaker.kind for s in reading.statements if any(words in c.of(text) for c in s.content)]
    assert kinds == [SpeakerKind.UNNAMED]


def test_transcripts_tell_people_of_one_surname_apart_by_title_and_initial() -> None:
    reading = page(
        "en",
        "<p>MODERATOR DANA PIKE: Sheriff Thomas Reed, you have one minute.</p><p>SHERIFF THOMAS REED: I have served this county for "
        "twelve years.</p><p>DEPUTY ANGELA REED: I will open the jail to visitors.</p><p>PIKE: Sheriff?</p>"
        "<p>SHERIFF REED: I would never do that.</p><p>DEPUTY REED: You have never tried it.</p>",
        author="",
        lead=LEAD,
    )
    assert said(reading, "I would never") == ["Thomas Reed"]
    assert said(reading, "You have never") == ["ANGELA REED"]
    assert said(reading, "Sheriff?") == ["DANA PIKE"]
    reading = page(
        "en",
        "<p>Chidi Okoye and his brother, Emeka Okoye, rowed across the bay in a bathtub.</p><p>JORUN VALE: Were you afraid?</p>"
        "<p>C. OKOYE: I was, at night.</p><p>E. OKOYE: I was asleep, I think.</p><p>VALE: Will you do it again?</p>"
        "<p>OKOYE: We will do it again in May.</p>",
    )
    assert said(reading, "I was asleep") == ["Emeka Okoye"]
    assert said(reading, "We will do it") == ["OKOYE"]  # either of them
    assert said(reading, "Were you afraid") == ["Jorun Vale"]


def test_labels_with_articles_and_answers_that_go_on() -> None:
    french = page(
        "fr",
        f"<p>{LEADS['fr']}</p><p>Le capitaine Yves Le Goff commandait le remorqueur. Il raconte.</p><p><b>Le Phare :</b> Comment l’avez-vous appris ?</p>"
        "<p><b>Yves Le Goff :</b> Par la radio. J’étais à table.</p><p><b>Le Phare :</b> Vous êtes parti aussitôt ?</p>"
        "<p><b>Yves Le Goff :</b> Oui, et ma femme m’a dit au revoir.</p>",
    )
    assert said(french, "Comment l’avez") == ["Le Phare"]
    assert said(french, "Par la radio") == ["Yves Le Goff"]
    german = page(
        "de",
        f"<p>{LEADS['de']}</p><p>Der Bergretter Matthias Hölzl hat neun Menschen aus dem Eis geholt.</p><p>HERALD: Was haben Sie gesehen?</p>"
        "<p>HÖLZL: Nebel. Wir haben gerufen, und eine Frau hat geantwortet.</p><p>Sie hieß Renate, und ich werde sie nicht vergessen.</p>"
        "<p>HERALD: Würden Sie wieder gehen?</p><p>HÖLZL: Sofort, wenn man mich ruft.</p>",
    )
    assert said(german, "Sie hieß Renate") == ["Matthias Hölzl"]


@pytest.mark.parametrize(
    ("body", "words", "who"),
    [
        (
            "<p>“It is a marriage of equals,” said Marsh, Hale & Quill LLP in a joint statement.</p>",
            "marriage",
            "Marsh, Hale & Quill LLP",
        ),
        (
            "<p>St. Brannoc’s Children’s Hospice said it would lose its landlord.</p>",
            "lose its landlord",
            "St. Brannoc’s Children’s Hospice",
        ),
        (
            "<p>“Half of them had not decided,” said Opinion & Co. director Li-Wei Chang-Moore.</p>",
            "Half of them",
            "Li-Wei Chang-Moore",
        ),
        (
            "<p>The Royal Society for the Protection of Seabirds said that the piers stood in the wrong place.</p>",
            "piers stood",
            "Royal Society for the Protection of Seabirds",
        ),
        (
            "<p>“I shall miss the books,” said Anne-Marie de la Tour-Smythe.</p>",
            "miss the books",
            "Anne-Marie de la Tour-Smythe",
        ),
        (
            "<p>Residents of Harlow have complained for months.</p><p>Harlow’s mayor, Colleen Yates, was not satisfied. "
            "She said that nobody had come.</p>",
            "nobody had come",
            "Colleen Yates",
        ),
        (
            "<p>The county executive, Denise Ortolan, thanked them. In her words:</p><blockquote><p>They gave us eleven years of work."
            "</p></blockquote>",
            "eleven years",
            "Denise Ortolan",
        ),
        (
            "<blockquote><p>Nobody asked us. We read it in the paper.</p><footer><cite>Tamsin Hale</cite>, mother of two</footer></blockquote>",
            "Nobody asked us",
            "Tamsin Hale",
        ),
    ],
)
def test_english_names_whole_and_no_towns(body: str, words: str, who: str) -> None:
    assert said(page("en", body, lead=LEAD), words) == [who]


def test_paragraphs_hidden_between_those_shown_are_not_said_on_a_short_page_either() -> None:
    reading = page(
        "en",
        "<p>“It is ours now,” said Janet Tolliver, the chair of the board.</p>"
        '<p style="display: none">Editor to desk: Tolliver told me that she hates the tower. Do not print this.</p>'
        "<p>Its former owner, Otis Lund, said that he was glad to see it go.</p>",
        lead=LEAD,
    )
    assert said(reading, "she hates the tower") == []
    assert said(reading, "he was glad") == ["Otis Lund"]
