"""Quotations as the press of each language prints them: who speaks, as what, and which words are theirs.

Every text is made up for these tests.  A row of what is expected is "speaker [role]: how the content begins".
"""

from __future__ import annotations

import pytest

from onrecord import read as read_page
from onrecord.read.statements.reader import Subject, statements_of_texts
from onrecord.records import Statement

CONVENTIONS = [
    (
        "ko",
        """김서연 시장은 12일 기자회견에서 "다리를 다시 짓겠다"고 밝혔다. 김 시장은 이어 "내년 봄에 공사를 시작한다"며 "예산은 이미 확보했다"고 덧붙였다.

야당인 미래당의 박지훈 대변인은 "무책임한 결정"이라고 비판했다. 그는 "주민 의견을 듣지 않았다"고 말했다.

한 주민은 “버스가 끊기면 어떻게 하느냐”고 되물었다.

“이 다리는 우리 생명줄”이라고 오카포 코치는 말했다.

도청 관계자는 "검토 중"이라며 말을 아꼈다.

이날 회의에는 학부모 30명이 참석했다. 최유진 씨는 “아이들이 걱정된다”면서 “대책을 세워 달라”고 호소했다.

환경단체 '푸른강'은 성명을 내고 "강을 살려야 한다"고 주장했다.

정부는 “사실이 아니다”라고 반박했다.

이에 대해 이순신 국방부 장관은 페이스북에 "유감스럽다"고 적었다.

홍길동 대표는 이렇게 말했다. “우리는 포기하지 않는다.”

박 코치: “정말 아쉽다.”""",
        [
            '김서연 [시장]: "다리를 다시 짓겠다"',
            '김서연 [시장]: "내년 봄에 공사를 시작한다"',
            '김서연 [시장]: "예산은 이미 확보했다"',
            '박지훈 [대변인]: "무책임한 결정"',
            '박지훈 [대변인]: "주민 의견을 듣지 않았다"',
            '한 주민 []: “버스가 끊기면 어떻게 하느냐”',
            '오카포 [코치]: “이 다리는 우리 생명줄”',
            '도청 관계자 []: "검토 중"',
            '최유진 []: “아이들이 걱정된다”',
            '최유진 []: “대책을 세워 달라”',
            '환경단체 \'푸른강\' []: "강을 살려야 한다"',
            '정부 []: “사실이 아니다”',
            '이순신 [국방부 장관]: "유감스럽다"',
            '홍길동 [대표]: “우리는 포기하지 않는다.”',
            '박 코치 []: “정말 아쉽다.”',
        ],
    ),
    (
        "zh",
        """市长李明在新闻发布会上表示：“我们将在明年重建大桥。”他还补充说，“预算已经到位”。

外交部发言人王芳周三对记者说：“我们不接受这种说法。”

“这是错误的，”反对党领袖张伟说，“居民没有被征求意见。”

“桥是我们的生命线，”渔民陈大海告诉本报，“没有它我们活不下去。”

美国总统唐纳德·史密斯称，“会谈很有成效”。史密斯说：“我们会继续。”

据市政府发言人介绍，“工程将于五月开始”。

俱乐部教练奥卡福对此表示：“我们上周才得知。”奥卡福还透露，“有三名队员将退出”。

一位不愿透露姓名的官员说：“情况很糟。”

李女士在接受采访时说：“孩子们没有地方游泳。”她说，“两年太长了”。

镇议会发表声明称，“决定不会改变”。

教育部长刘强则强调：“学校不会关闭。”刘强同时指出，“老师已经就位”。""",
        [
            '李明 [市长]: “我们将在明年重建大桥。”',
            '李明 [市长]: “预算已经到位”',
            '王芳 [外交部发言人]: “我们不接受这种说法。”',
            '张伟 [反对党领袖]: “这是错误的，”|“居民没有被征求意见。”',
            '陈大海 [渔民]: “桥是我们的生命线，”',
            '陈大海 [渔民]: “没有它我们活不下去。”',
            '唐纳德·史密斯 [美国总统]: “会谈很有成效”',
            '唐纳德·史密斯 [美国总统]: “我们会继续。”',
            '市政府发言人 []: “工程将于五月开始”',
            '奥卡福 [俱乐部教练]: “我们上周才得知。”',
            '奥卡福 [俱乐部教练]: “有三名队员将退出”',
            '一位不愿透露姓名的官员 []: “情况很糟。”',
            '李女士 []: “孩子们没有地方游泳。”',
            '李女士 []: “两年太长了”',
            '镇议会 []: “决定不会改变”',
            '刘强 [教育部长]: “学校不会关闭。”',
            '刘强 [教育部长]: “老师已经就位”',
        ],
    ),
    (
        "zh-TW",
        """市長林美玲在記者會上說：「我們不能讓孩子在那裡游泳。」她還表示，「沒有別的辦法」。

「兩年太久了，」教練王大明說，「有幾個女孩快達標了。」

環保署發言人陳志偉昨天指出：「水質沒有問題。」

議員黃國華批評：「這是浪費公帑。」""",
        [
            '林美玲 [市長]: 「我們不能讓孩子在那裡游泳。」',
            '林美玲 [市長]: 「沒有別的辦法」',
            '王大明 [教練]: 「兩年太久了，」|「有幾個女孩快達標了。」',
            '陳志偉 [環保署發言人]: 「水質沒有問題。」',
            '黃國華 [議員]: 「這是浪費公帑。」',
        ],
    ),
    (
        "ja",
        """山田太郎市長は12日の記者会見で「橋を再建します」と述べた。「来年春に着工する」とも語った。

これに対し、野党の鈴木花子議員は「住民の声を聞いていない」と批判した。

「橋は私たちの命綱だ」。漁師の佐藤健一さん（62）はそう話す。

市の担当者は「検討中」と説明した。

山田氏は「予算は確保した」と強調した。

会社員の高橋美咲さんは「子どもたちが心配です」と涙ぐんだ。

田中監督は試合後、「選手はよく頑張った」と振り返った。""",
        [
            '山田太郎 [市長]: 「橋を再建します」',
            '山田太郎 [市長]: 「来年春に着工する」',
            '鈴木花子 [議員]: 「住民の声を聞いていない」',
            '佐藤健一 []: 「橋は私たちの命綱だ」',
            '市の担当者 []: 「検討中」',
            '山田太郎 [市長]: 「予算は確保した」',
            '高橋美咲 []: 「子どもたちが心配です」',
            '田中 [監督]: 「選手はよく頑張った」',
        ],
    ),
    (
        "es",
        """“No nos llamaron”, se queja la entrenadora, Nerea Okafor. Y agregó: “Tengo niñas cerca de la marca”.

Según explicó el concejal Petro Hana, “no había otra salida”.

—Dos años son media infancia —dijo el entrenador, Ned Ocafor—. Tengo chicas casi en la marca.

“Nos enteramos por la radio”, explica Ocafor. “Nadie nos llamó”.

Para la alcaldesa, Otilia Breck, “mejor una puerta cerrada”.

“Lo haremos”, aseguró a este diario la portavoz municipal, Ana Ruiz Peña.

“Fue un error”, reconoció ayer el alcalde.

“El agua está limpia”, zanja ella.

El entrenador fue tajante: “Nos vamos”.""",
        [
            'Nerea Okafor [entrenadora]: “No nos llamaron”',
            'Nerea Okafor [entrenadora]: “Tengo niñas cerca de ',
            'Petro Hana [concejal]: “no había otra salida”',
            'Ned Ocafor [entrenador]: —Dos años son media in',
            'Ned Ocafor [entrenador]: “Nos enteramos por la ',
            'Otilia Breck [alcaldesa]: “mejor una puerta cerr',
            'Ana Ruiz Peña [portavoz municipal]: “Lo haremos”',
            'el alcalde []: “Fue un error”',
            'Ana Ruiz Peña [portavoz municipal]: “El agua está limpia”',
            'Ned Ocafor [entrenador]: “Nos vamos”',
        ],
    ),
    (
        "pt",
        """“Não podíamos deixar as crianças ali”, disse a vereadora Petra Honório.

“Dois anos são metade da infância”, lamenta o treinador, Ned Ocaforte. “Tenho meninas perto do índice.”

“Soubemos pelo rádio”, conta Ocaforte.

Para a prefeita, Otília Breque, “melhor uma porta fechada”.

Segundo a prefeita, “não há dinheiro”.

“É um dia triste”, disse ela à Rádio Tarno.

E acrescentou: “Vamos lutar”.

“A obra vai atrasar”, afirmou ao jornal o engenheiro Rui Matos.""",
        [
            'Petra Honório [vereadora]: “Não podíamos deixar a',
            'Ned Ocaforte [treinador]: “Dois anos são metade ',
            'Ned Ocaforte [treinador]: “Soubemos pelo rádio”',
            'Otília Breque [prefeita]: “melhor uma porta fech',
            'Otília Breque [prefeita]: “não há dinheiro”',
            'Otília Breque [prefeita]: “É um dia triste”',
            'Otília Breque [prefeita]: “Vamos lutar”',
            'Rui Matos [engenheiro]: “A obra vai atrasar”',
        ],
    ),
    (
        "it",
        """«Non potevamo», ha spiegato la consigliera, Petra Onorati.

«Due anni, ha aggiunto l'allenatore Ned Occaforte, sono mezza infanzia».

«È una vergogna», tuona il sindaco, Otto Brecchi. E ha aggiunto: «Ci batteremo».

Secondo il sindaco, «i soldi non ci sono».

"L'abbiamo saputo dalla radio", sbotta lei.

Stando all'assessore Mario Pini, «i lavori partiranno a maggio».""",
        [
            'Petra Onorati [consigliera]: «Non potevamo»',
            'Ned Occaforte [allenatore]: «Due anni,|sono mezza ',
            'Otto Brecchi [sindaco]: «È una vergogna»',
            'Otto Brecchi [sindaco]: «Ci batteremo»',
            'Otto Brecchi [sindaco]: «i soldi non ci sono»',
            'lei []: "L\'abbiamo saputo dall',
            'Mario Pini [assessore]: «i lavori partiranno a',
        ],
    ),
    (
        "ro",
        """„Nu puteam lăsa copiii să înoate acolo”, a declarat consiliera Petra Hanu.

„Doi ani sunt jumătate de copilărie”, spune antrenorul Ned Ocafor. „Avem fete aproape de barem.”

„Am aflat de la radio”, a adăugat el.

Potrivit primarului Otto Brec, „nu sunt bani”.""",
        [
            'Petra Hanu [consiliera]: „Nu puteam lăsa copiii',
            'Ned Ocafor [antrenorul]: „Doi ani sunt jumătate',
            'Ned Ocafor [antrenorul]: „Am aflat de la radio”',
            'Otto Brec [primarului]: „nu sunt bani”',
        ],
    ),
    (
        "fr",
        """« On ne pouvait pas », s’agace la maire, Ottiline Breck.

« Deux ans, tonne l’entraîneur, Ned Oquafort, c’est la moitié d’une enfance. »

« C’est injuste », a-t-il ajouté. « Nous avons lu le rapport, poursuit-il. Rien n’y fait. »

Pour la maire, Ottiline Breck, « mieux vaut une porte fermée ».

« Il n’y avait pas d’argent », a précisé à l’AFP la conseillère Pétra Aubracq.

« Nous verrons », dit-elle.

Et d’ajouter : « Je reste confiante. »

Selon le maire adjoint, Paul Rivet, « les travaux commenceront en mai ».""",
        [
            'Ottiline Breck [maire]: « On ne pouvait pas »',
            'Ned Oquafort [entraîneur]: « Deux ans,|c’est la m',
            'Ned Oquafort [entraîneur]: « C’est injuste »',
            'Ned Oquafort [entraîneur]: « Nous avons lu le rap',
            'Ottiline Breck [maire]: « mieux vaut une porte',
            'Pétra Aubracq [conseillère]: « Il n’y avait pas d’a',
            'Pétra Aubracq [conseillère]: « Nous verrons »',
            'Pétra Aubracq [conseillère]: « Je reste confiante. ',
            'Paul Rivet [maire adjoint]: « les travaux commence',
        ],
    ),
    (
        "ru",
        """По словам мэра Отто Брека, «крышу не спасти». Отто Брек добавил, что денег нет.

Как отметила депутат Петра Ханова, «другого выхода не было». «Мы прочли отчёт трижды», — подчеркнула она.

«Нас не предупредили», — возмущается тренер Нед Окафоров. И добавил: «Девочки почти на нормативе».

— Это несправедливо, — вздыхает он. — Два года — половина детства.

По мнению главы клуба Ильи Моралёва, «решение ошибочное».

«Мы будем бороться», — заявили в клубе.

«Решение принято», — говорится в сообщении администрации.

Ханова: «Мы вернёмся к вопросу осенью».""",
        [
            'Отто Брек [мэра]: «крышу не спасти»',
            'Петра Ханова [депутат]: «другого выхода не был',
            'Петра Ханова [депутат]: «Мы прочли отчёт трижд',
            'Нед Окафоров [тренер]: «Нас не предупредили»',
            'Нед Окафоров [тренер]: «Девочки почти на норм',
            'Нед Окафоров [тренер]: — Это несправедливо,|—',
            'Ильи Моралёва [главы клуба]: «решение ошибочное»',
            'клубе []: «Мы будем бороться»',
            'сообщении администрации []: «Решение принято»',
            'Петра Ханова [депутат]: «Мы вернёмся к вопросу',
        ],
    ),
    (
        "uk",
        """Як повідомила депутатка Петра Ханенко, «іншого виходу не було». «Ми читали звіт тричі», – наголосила вона.

– Два роки – це половина дитинства, – зітхає тренер Нед Окафоренко. – У мене дівчата майже на нормативі.

«Нас не попередили», – додав він.

Як пише речник клубу Іван Моро, «рішення хибне».

І додала: «Ми боротимемося».""",
        [
            'Петра Ханенко [депутатка]: «іншого виходу не було',
            'Петра Ханенко [депутатка]: «Ми читали звіт тричі»',
            'Нед Окафоренко [тренер]: – Два роки – це полови',
            'Нед Окафоренко [тренер]: «Нас не попередили»',
            'Іван Моро [речник клубу]: «рішення хибне»',
            'unnamed []: «Ми боротимемося»',
        ],
    ),
    (
        "pl",
        """– Nie mogliśmy pozwolić dzieciom pływać pod tym dachem – powiedziała radna Petra Hanowska.

„Nie było innego wyjścia” – dodała.

Jak podkreślił burmistrz, Otto Brek, „lepsze zamknięte drzwi”.

– Dwa lata to pół dzieciństwa – wzdycha trener Ned Okafor. – Mam dziewczyny blisko minimum.

Według trenera „to błąd”. Dodał: „Będziemy walczyć”.

Zdaniem radnej Hanowskiej „nie ma pieniędzy”.""",
        [
            'Petra Hanowska [radna]: – Nie mogliśmy pozwoli',
            'Petra Hanowska [radna]: „Nie było innego wyjśc',
            'Otto Brek [burmistrz]: „lepsze zamknięte drzw',
            'Ned Okafor [trener]: – Dwa lata to pół dzie',
            'Ned Okafor [trener]: „to błąd”',
            'Ned Okafor [trener]: „Będziemy walczyć”',
            'Petra Hanowska [radnej]: „nie ma pieniędzy”',
        ],
    ),
    (
        "cs",
        """„Nemohli jsme nechat děti plavat pod tou střechou,“ řekla radní Petra Hanová.

„Jiná cesta nebyla,“ dodala.

„Dva roky jsou půlka dětství,“ posteskl si trenér Ned Okafor. „Mám holky blízko limitu.“

Podle starosty Otty Breka „nejsou peníze“.""",
        [
            'Petra Hanová [radní]: „Nemohli jsme nechat d',
            'Petra Hanová [radní]: „Jiná cesta nebyla,“',
            'Ned Okafor [trenér]: „Dva roky jsou půlka d',
            'Otty Breka [starosty]: „nejsou peníze“',
        ],
    ),
    (
        "ar",
        """قالت رئيسة البلدية ليلى حداد للصحفيين: «سنعيد بناء الجسر». وأضافت: «الميزانية متوفرة».

وقال المدرب سامر عكاوي في تصريح لقناة النهر: «عامان هما نصف الطفولة». وتابع: «لدينا فتيات موهوبات».

وأوضح المتحدث باسم النادي، كريم منصور، أن الفريق غاضب.

"لن نستسلم"، قال عكاوي لوكالة الأنباء.

وأكدت حداد: «القرار نهائي».

وبحسب المتحدث باسم الشرطة نادر سليم، «لم يصب أحد».

وأشارت إلى أن «العمل سيبدأ في أيار».""",
        [
            'رئيسة البلدية ليلى حداد []: «سنعيد بناء الجسر»',
            'رئيسة البلدية ليلى حداد []: «الميزانية متوفرة»',
            'المدرب سامر عكاوي []: «عامان هما نصف الطفولة',
            'المدرب سامر عكاوي []: «لدينا فتيات موهوبات»',
            'المدرب سامر عكاوي []: "لن نستسلم"',
            'رئيسة البلدية ليلى حداد []: «القرار نهائي»',
            'المتحدث باسم الشرطة نادر سليم []: «لم يصب أحد»',
            'رئيسة البلدية ليلى حداد []: «العمل سيبدأ في أيار»',
        ],
    ),
    (
        "he",
        """ראשת העיר, דנה כהן, אמרה לעיתונאים: "לא יכולנו לתת לילדים לשחות שם". היא הוסיפה: "לא הייתה דרך אחרת".

"שנתיים הן חצי ילדות", אמר המאמן עידו לוי לאתר החדשות. "יש לי בנות קרובות לקריטריון".

והוסיף: "שמענו על זה ברדיו".

לדברי דובר המועדון, יונתן ברק, "ההחלטה שגויה".

"ניאבק", הבהירה חברת המועצה פטרה הנדל. הוסיפה: "לא ניכנע".""",
        [
            'דנה כהן []: "לא יכולנו לתת לילדים ',
            'דנה כהן []: "לא הייתה דרך אחרת"',
            'המאמן עידו לוי []: "שנתיים הן חצי ילדות"|',
            'המאמן עידו לוי []: "שמענו על זה ברדיו"',
            'יונתן ברק []: "ההחלטה שגויה"',
            'חברת המועצה פטרה הנדל []: "ניאבק"',
            'חברת המועצה פטרה הנדל []: "לא ניכנע"',
        ],
    ),
    (
        "tr",
        """Belediye Başkanı Ayşe Demir, "Çocukların o çatının altında yüzmesine izin veremezdik" dedi.

Demir, "Başka yol yoktu" diye konuştu.

Antrenör Ned Okafor ise "İki yıl çocukluğun yarısıdır" ifadelerini kullandı.

Kulüp sözcüsü Ali Kaya, kararı eleştirerek, "Radyodan öğrendik" dedi.""",
        [
            'Ayşe Demir [Belediye Başkanı]: "Çocukların o çatının ',
            'Ayşe Demir [Belediye Başkanı]: "Başka yol yoktu"',
            'Ned Okafor [Antrenör]: "İki yıl çocukluğun ya',
            'Ali Kaya [Kulüp sözcüsü]: "Radyodan öğrendik"',
        ],
    ),
    (
        "de",
        """„Wir konnten die Kinder dort nicht schwimmen lassen“, sagte die Stadträtin Petra Honig.

„Es gab keinen anderen Weg“, so Honig weiter.

„Zwei Jahre sind eine halbe Kindheit“, ärgert sich Trainer Ned Okafor. „Ich habe Mädchen nahe an der Norm.“

Bürgermeisterin Otti Breck (SPD) verteidigte den Beschluss: „Besser eine geschlossene Tür.“

Sie habe „lange gerungen“, sagte sie dem „Tarnboten“.

Im Bericht der Gutachter heißt es: „Das Dach ist nicht zu retten.“

Der Vorsitzende des Klubs, Ingo Mohr, nannte die Schließung „einen schweren Fehler“.

Honig: „Wir sprechen im Herbst wieder.“

Laut Trainer Okafor ist das „ein Unding“.""",
        [
            'Petra Honig [Stadträtin]: „Wir konnten die Kinde',
            'Petra Honig [Stadträtin]: „Es gab keinen anderen',
            'Ned Okafor [Trainer]: „Zwei Jahre sind eine ',
            'Otti Breck [Bürgermeisterin]: „Besser eine geschloss',
            'Bericht der Gutachter []: „Das Dach ist nicht zu',
            'Petra Honig [Stadträtin]: „Wir sprechen im Herbs',
        ],
    ),
    (
        "no",
        """Kommunestyret i Nedre Tarn vedtok tirsdag kveld å stenge badet i to år.

– Vi kunne ikke la barna svømme under det taket, sier varaordfører Petra Honning til Tarnposten.

– Det fantes ingen annen vei, sier hun.

Trener Ned Okafor er skuffet.

– To år er en halv barndom. Jeg har jenter som er nær riksgrensen, sier han.

– Vi fikk vite det på radioen, forteller Okafor.""",
        [
            'Petra Honning [varaordfører]: – Vi kunne ikke la bar',
            'Petra Honning [varaordfører]: – Det fantes ingen ann',
            'Ned Okafor [Trener]: – To år er en halv bar',
            'Ned Okafor [Trener]: – Vi fikk vite det på ',
        ],
    ),
    (
        "da",
        """Kommunalbestyrelsen besluttede tirsdag aften at lukke svømmehallen i to år.

- Vi kunne ikke lade børnene svømme under det tag, siger viceborgmester Petra Honning.

- Der var ingen anden vej, tilføjer hun.

Træner Ned Okafor er skuffet:

- To år er en halv barndom. Jeg har piger, der er tæt på landsgrænsen, sukker han.

»Vi fik det at vide i radioen,« fortæller Okafor.""",
        [
            'Petra Honning [viceborgmester]: - Vi kunne ikke lade b',
            'Petra Honning [viceborgmester]: - Der var ingen anden ',
            'Ned Okafor [Træner]: - To år er en halv bar',
            'Ned Okafor [Træner]: »Vi fik det at vide i ',
        ],
    ),
    (
        "fi",
        """– Emme voineet antaa lasten uida sen katon alla, sanoo valtuutettu Petra Hunaja. Muuta tietä ei ollut.

– Kyllä, hän lisää, se oli vaikea päätös.

Valmentaja Ned Okafor on pettynyt.

– Kaksi vuotta on puolet lapsuudesta.

– Kuulimme siitä radiosta, Okafor kertoo.

– Parempi suljettu ovi, huokaa pormestari Otto Breck.""",
        [
            'Petra Hunaja [valtuutettu]: – Emme voineet antaa l',
            'Petra Hunaja [valtuutettu]: – Kyllä,|se oli vaikea',
            'Ned Okafor [Valmentaja]: – Kaksi vuotta on puol',
            'Ned Okafor [Valmentaja]: – Kuulimme siitä radio',
            'Otto Breck [pormestari]: – Parempi suljettu ovi',
        ],
    ),
    (
        "sv",
        """Badet stängs.

– Det är sorgligt, säger Petra Honung, som leder kommunen. Vi hade velat ha det kvar.

– Nej, svarar hon på frågan om det finns pengar.

Klubben har 340 medlemmar.

– Vi fick veta det på radion! utbrister tränaren Ned Okafor.

– Vad ska barnen göra? undrar han.

”Det är en skandal”, skriver Ned Okafor på Facebook.

Listan:

– Mjölk
– Bröd""",
        [
            'Petra Honung []: – Det är sorgligt,|Vi ',
            'Petra Honung []: – Nej,',
            'Ned Okafor [tränaren]: – Vi fick veta det på ',
            'Ned Okafor [tränaren]: – Vad ska barnen göra?',
            'Ned Okafor [tränaren]: ”Det är en skandal”',
        ],
    ),
]  # fmt: skip


MORE_CONVENTIONS = [
    (
        "ko",
        """타른시의회 한페트라 의원은 12일 오전 시청 브리핑룸에서 열린 기자회견에서 “아이들을 그 아래서 헤엄치게 할 수 없었다”라고 했다.

한 의원은 또 “보고서를 세 번 읽었다”고도 했다.

수영장을 매일 찾는다는 회원 이순자(67)씨는 “갈 곳이 없다”며 한숨을 쉬었다.

네드 오카포 타른수달클럽 코치는 “2년은 유년기의 절반”이라고 토로했다. 오카포 코치는 그러면서 “기록에 가까운 선수들이 있다”고 했다.

“라디오로 알았다”는 게 클럽 측 설명이다.

박 시장이 “다시 논의하겠다”고 밝히자 주민들은 박수를 보냈다.

국토교통부는 이날 보도자료를 통해 “점검을 강화하겠다”고 밝혔다. 국토부 관계자는 “추가 예산은 없다”고 선을 그었다.""",
        [
            '한페트라 [의원]: “아이들을 그 아래서 헤엄치게 할 수 없',
            '한페트라 [의원]: “보고서를 세 번 읽었다”',
            '이순자 [회원]: “갈 곳이 없다”',
            '네드 오카포 [타른수달클럽 코치]: “2년은 유년기의 절반”',
            '네드 오카포 [코치]: “기록에 가까운 선수들이 있다”',
            '클럽 측 []: “라디오로 알았다”',
            '박 시장 []: “다시 논의하겠다”',
            '국토교통부 []: “점검을 강화하겠다”',
            '국토부 관계자 []: “추가 예산은 없다”',
        ],
    ),
    (
        "zh",
        """“我们不能让孩子们在那里游泳，”镇议员韩佩拉周二晚间对本报记者表示，“报告我们读了三遍。”

韩佩拉还说，没有别的办法。她强调：“这是集体决定。”

游泳俱乐部主教练内德·奥卡福在接受电台采访时抱怨说：“我们是从广播里知道的。”

“两年太长了！”奥卡福激动地说。

镇长奥蒂莉·布雷克随后在社交媒体上写道：“关门挨骂总比塌顶好。”

市民王女士告诉记者：“孩子没地方去了。”

奥卡福则认为，“可以分阶段施工”。

中国外交部发言人毛丽华11日在例行记者会上表示，“我们注意到有关报道”。

法国总统让-皮埃尔·杜邦指出：“这是历史性的一天。”

专家李建国教授认为：“屋顶早该修了。”""",
        [
            '韩佩拉 [镇议员]: “我们不能让孩子们在那里游泳，”|“报告我们',
            '韩佩拉 [镇议员]: “这是集体决定。”',
            '内德·奥卡福 [游泳俱乐部主教练]: “我们是从广播里知道的。”',
            '内德·奥卡福 [游泳俱乐部主教练]: “两年太长了！”',
            '奥蒂莉·布雷克 [镇长]: “关门挨骂总比塌顶好。”',
            '王女士 []: “孩子没地方去了。”',
            '内德·奥卡福 [游泳俱乐部主教练]: “可以分阶段施工”',
            '毛丽华 [中国外交部发言人]: “我们注意到有关报道”',
            '让-皮埃尔·杜邦 [法国总统]: “这是历史性的一天。”',
            '李建国 [专家]: “屋顶早该修了。”',
        ],
    ),
    (
        "zh-Hant",
        """文體委員會主席韓佩拉昨天受訪時表示：「我們不能讓孩子在那樣的屋頂下游泳。」

「兩年就是半個童年，」教練奧卡福無奈地說，「有幾個女孩離全國標準只差一點點。」

鎮長奧蒂莉則在臉書發文說，「寧可因為關門挨罵」。

她並指出，「工程四月動工」。""",
        [
            '韓佩拉 [文體委員會主席]: 「我們不能讓孩子在那樣的屋頂下游泳。」',
            '奧卡福 [教練]: 「兩年就是半個童年，」|「有幾個女孩離全國標',
            '奧蒂莉 [鎮長]: 「寧可因為關門挨罵」',
            '奧蒂莉 [鎮長]: 「工程四月動工」',
        ],
    ),
    (
        "no",
        """– Vi har lest rapporten tre ganger. Det fantes ingen annen vei, sier leder i kulturutvalget, Petra Honning (Ap).

– De får svømme på skolen, svarer hun.

– Jeg er skuffet, sier Okafor, og legger til at klubben vil klage.

– Dette er trist for hele bygda, skriver ordfører Otto Brekke i en e-post.

– Jeg vet ikke, sa han.""",
        [
            'Petra Honning [leder i kulturutvalget]: – Vi har lest rapporte',
            'Petra Honning [leder i kulturutvalget]: – De får svømme på sko',
            'Okafor []: – Jeg er skuffet,',
            'Otto Brekke [ordfører]: – Dette er trist for h',
            'Otto Brekke [ordfører]: – Jeg vet ikke,',
        ],
    ),
    (
        "da",
        """- Vi kunne ikke gøre andet, siger udvalgsformand Petra Honning (S) til TarnPosten.

Træner Ned Okafor er uenig.

- To år er en halv barndom, mener han og fortsætter:

- Jeg har piger, der er tæt på kravet.

Borgmester Otto Brekke forsvarer beslutningen.

- Hellere en lukket dør, lyder det fra borgmesteren.""",
        [
            'Petra Honning [udvalgsformand]: - Vi kunne ikke gøre a',
            'Ned Okafor [Træner]: - To år er en halv bar',
            'Ned Okafor [Træner]: - Jeg har piger, der e',
            'borgmesteren []: - Hellere en lukket dø',
        ],
    ),
    (
        "sv",
        """– Vi kunde inte låta barnen simma där. Taket var dåligt, säger Petra Honung (S), ordförande i kulturnämnden.

– Det är som det är, konstaterar hon.

Ned Okafor, tränare i Tarns simklubb, är kritisk:

– Två år är en halv barndom.

– Vi tänker överklaga, säger han till TT.

– Bättre med en stängd dörr än ett fallet tak, skriver kommunalrådet Ottilia Breck i ett sms.""",
        [
            'Petra Honung []: – Vi kunde inte låta b',
            'Petra Honung []: – Det är som det är,',
            'Ned Okafor []: – Två år är en halv ba',
            'Ned Okafor []: – Vi tänker överklaga,',
            'Ottilia Breck [kommunalrådet]: – Bättre med en stängd',
        ],
    ),
    (
        "fi",
        """– Luimme raportin kolmesti, kertoo valtuutettu Petra Hunaja (sd.).

Hunajan mukaan muuta vaihtoehtoa ei ollut.

– Se oli vaikea paikka, Hunaja sanoo.

– Kaksi vuotta on puolet lapsuudesta, valmentaja Ned Okafor huokaa. Minulla on tyttöjä lähellä rajaa.

”Kuulimme siitä radiosta”, hän kirjoittaa Facebookissa.""",
        [
            'Petra Hunaja [valtuutettu]: – Luimme raportin kolm',
            'Petra Hunaja [valtuutettu]: – Se oli vaikea paikka',
            'Ned Okafor [valmentaja]: – Kaksi vuotta on puol',
            'Ned Okafor [valmentaja]: ”Kuulimme siitä radios',
        ],
    ),
]  # fmt: skip


def read(language: str, text: str) -> tuple[Statement, ...]:
    return next(statements_of_texts([Subject(text, language=language)]))


EVERY = [*CONVENTIONS, *MORE_CONVENTIONS]


@pytest.mark.parametrize(("language", "text", "expected"), EVERY, ids=[c[0] for c in EVERY])
def test_conventions(language: str, text: str, expected: list[str]) -> None:
    found = read(language, text)
    rows = [
        f"{s.speaker.name} [{s.speaker.role or ''}]: {'|'.join(c.of(text) for c in s.content)}" for s in found
    ]
    assert len(rows) == len(expected), rows
    for row, start in zip(rows, expected, strict=True):
        assert row.startswith(start)


DASHES = """Badet stängs.

– Det är sorgligt, säger Petra Honung.

– Vi hade hoppats på mer.

Tränaren Ned Okafor är besviken.

– Två år är en halv barndom."""


def test_bare_dashes_go_on_with_whoever_spoke_or_was_named() -> None:
    found = read("sv", DASHES)
    assert [s.speaker.name for s in found] == ["Petra Honung", "Petra Honung", "Ned Okafor"]
    assert [("turn" in s.speaker.inferred) for s in found] == [False, True, True]
    assert all(s.speaker.score < 0.6 for s in found[1:])


@pytest.mark.parametrize("language", ["sv", "da", "nb", "fi", "fr", "de"])
def test_lists_with_dashes_are_no_speech(language: str) -> None:
    assert read(language, "Anna Berg bestilte:\n\n– Melk\n\n– To brød\n\n– Smør og ost fra byen") == ()


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "«Крышу не спасти», — сказал Отто Брек. «Мы уходим», — сказала она.", "она"),
        ("fr", "« Nous partons demain », a dit le maire, Otto Brek. « Jamais de la vie », dit-elle.", "elle"),
        ("es", "“Nos vamos mañana”, dijo el alcalde, Otto Brek. “Nunca más aquí”, dijo ella.", "ella"),
        ("ar", "قال المدرب سامر: «سنغادر غدا صباحا». وأضافت: «لن نعود أبدا».", "unnamed"),
        ("he", 'אמר המאמן עידו לוי: "נעזוב מחר בבוקר". הוסיפה: "לא נחזור לעולם".', "unnamed"),
    ],
)
def test_nobody_of_another_gender(language: str, text: str, name: str) -> None:
    assert read(language, text)[-1].speaker.name == name


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Im Radio sagte Anna Stein: „Wir bauen den Steg neu.“", "Anna Stein"),
        ("Der Zeitung sagte Anna Stein: „Wir bauen den Steg neu.“", "Anna Stein"),
        ("Wie der Sender berichtet, sagte Anna Stein: „Wir bauen den Steg neu.“", "Anna Stein"),
        ("Den Beschluss verteidigte Bürgermeisterin Anna Stein: „Wir bauen den Steg neu.“", "Bürgermeisterin Anna Stein"),
        ("Die Firma sieht das anders: „Wir bauen den Steg neu.“", "Die Firma"),
        ("Anna Stein: „Wir bauen den Steg neu.“", "Anna Stein"),
        ("Anna Stein wörtlich: „Wir bauen den Steg neu.“", "Anna Stein"),
        ("Der Vorsitzende, Otto Brek, schloss sich dem mit den Worten an: „Wir bauen den Steg neu.“", "Der Vorsitzende, Otto Brek"),
        ("In der Meldung wird Anna Stein wie folgt zitiert: „Wir bauen den Steg neu.“", "Anna Stein"),
        ("In dem Bericht heißt es: „Wir bauen den Steg neu.“", "dem Bericht"),
        ("„Wir bauen den Steg neu“, so die Stadträtin Anna Stein.", "die Stadträtin Anna Stein"),
        ("„Wir bauen den Steg neu“, so erläuterte ihn die Stadträtin Anna Stein.", "die Stadträtin Anna Stein"),
        ("„Wir bauen den Steg neu“, freut sich Trainer Otto Brek.", "Trainer Otto Brek"),
        ("„Wir bauen den Steg neu“, schreibt die „Tarnpost“.", "die „Tarnpost“"),
        ("Anna Stein, die das Amt seit Mai hat, sagte: „Wir bauen den Steg neu.“", "Anna Stein"),
        ("Stein lobte das Amt als „Ort der besten Pläne“ im ganzen Land. Anna Stein.", "Stein"),
    ],
)  # fmt: skip
def test_german_subjects(text: str, source: str) -> None:
    (found,) = read("de", text)
    assert [s.of(text) for s in found.source] == [source]


def test_the_german_subjunctive_of_report_goes_on() -> None:
    text = "Anna Stein betonte, der Steg müsse weg. Die Balken seien „von Ende zu Ende morsch“. Das Amt habe „viel zu lange gewartet“."
    assert [s.speaker.name for s in read("de", text)] == ["Anna Stein", "Anna Stein"]


def test_parts_of_a_sentence_share_its_cue() -> None:
    text = "Die „seit Jahren müden Leute“ hätten „nur noch etwas Ruhe“ gewollt, so Stein."
    assert [s.speaker.name for s in read("de", text)] == ["Stein", "Stein"]


@pytest.mark.parametrize("language", ["de", "fr", "sv", "fi", "ru", "tr", "ar", "zh", "ja", "ko"])
@pytest.mark.parametrize(
    "text",
    [
        "– A b c, sa d e. " * 400,
        "“A b”고 " * 800,
        "「あ」と" * 1_200,
        "X는 " * 1_600 + "“가나다라마바사아자”고 말했다.",
        "在" * 600 + "说：“一二三四五六七八九十。”",
        "Er sei „a b c d“ und " * 400,
        "der " * 1_200 + ": „A b c d e f.“",
        "A, " * 1_200 + "« a b c d e », dit b",
        "“A b c d e”\n\n" * 300,
    ],
    ids=lambda t: repr(t[:8]),
)
def test_hostile_text(language: str, text: str) -> None:
    read(language, text)


UKRAINIAN = """<html lang="uk"><title>Причал</title><article><h1>Причал</h1>
<p>«Ми відбудуємо цей причал навесні», – заявив мер Іван Коваль на зустрічі з мешканцями міста у вівторок увечері.</p>
<p>Міська рада вирішила закрити старий причал на два роки, бо дошки прогнили від краю до краю.</p></article></html>"""
ENGLISH = """<html lang="en"><title>The pier</title><article><h1>The pier</h1>
<p>“We will rebuild the pier in the spring,” said Mayor Anna Stone at a meeting with the people of the town on Tuesday evening.</p>
<p>The council decided to close the old pier for two years because the planks are rotten from end to end.</p></article></html>"""


@pytest.mark.parametrize(("page", "told"), [(UKRAINIAN, True), (ENGLISH, False)])
def test_the_trail_says_that_a_language_is_read_by_its_marks(page: str, told: bool) -> None:
    notes = [n.what for n in read_page(page, statements=True).trail if n.stage == "statements"]
    assert ("statements without quotation marks" in notes) is told
    assert not [n for n in read_page(page).trail if n.stage == "statements"]


@pytest.mark.parametrize(
    ("language", "narration", "name", "role"),
    [
        (
            "de",
            "Gefehlt haben laut Amtssprecherin Wiebke Tolle zwei Männer.",
            "Wiebke Tolle",
            "Amtssprecherin",
        ),
        (
            "de",
            "Das ist nach Angaben von Polizeisprecherin Anna Kolbe geklärt.",
            "Anna Kolbe",
            "Polizeisprecherin",
        ),
        ("de", "Am Abend besuchte Innenministerin Nora Brandt den Ort.", "Nora Brandt", "Innenministerin"),
        ("de", "Die neue Innenministerin Nora Brandt kam am Abend.", "Nora Brandt", "neue Innenministerin"),
        ("de", "Am Freitag sprach Nora Brandt lange.", "Nora Brandt", None),
        ("sv", "Nu kom statsminister Anna Berg.", "Anna Berg", "statsminister"),
        ("fr", "Selon la porte-parole Anne Lenoir, deux personnes manquent.", "Anne Lenoir", "porte-parole"),
    ],
)
def test_roles_in_narration_are_no_clauses(
    language: str, narration: str, name: str, role: str | None
) -> None:
    said = {
        "de": "„Wir tun hier alles“, sagte sie.",
        "sv": "”Vi söker än”, sade hon.",
        "fr": "« Nous cherchons encore », a-t-elle dit.",
    }
    html = f"<html lang={language}><h1>Titel</h1><p>{narration} {said[language]}</p></html>"
    speakers = [s.speaker for s in read_page(html, statements=True).statements]
    assert [(s.name, s.role) for s in speakers] == [(name, role)]
