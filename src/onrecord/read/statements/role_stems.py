"""Stems of nouns for offices, callings, organisations and papers, in languages written with capitals.

A word that holds such a stem near its end is no part of a name ("Trainer Max Müller", "тренер Нед Окафоров", German
compounds and feminine forms with it); the stems are shared by the languages that share the word.
"""

from __future__ import annotations

import re

__all__ = [
    "FEMALE_ARTICLES",
    "HONORIFICS",
    "MALE_ARTICLES",
    "PLURAL_ARTICLES",
    "is_document",
    "is_organisation",
    "is_role",
]

_ROLE = """minister ministr ministre ministro ministra министр міністр président presidente presidenta presidente président president präsident prezident prezydent президент premier премьер прем'єр
kanzler canciller cancellier chancelier канцлер sekretär secretar secrétaire segretari secretári sekretarz sekretær секретар chef cheffe jefe jefa capo chefe leiter leiterin leder ledare leiar глава
bürgermeister burgemeester borgmästare borgmester ordfører maire mairesse alcalde alcaldesa sindaco sindaca prefeito prefeita burmistrz starosta primátor primar мэр мер кмет kommunalråd byråd wethouder
trainer trainerin coach tränare træner trener тренер entraîneur entrenador entrenadora allenator treinador valmentaja direktor director directeur directrice direttore direttrice diretor diretora dyrektor директор geschäftsführer
sprecher sprecherin portavoz porte-parole portavoce porta-voz rzecznik rzeczniczka talsperson talskvinn talsmann talesperson talesman woordvoerder purtător mluvčí hovorca представитель представительница спикер речник
professor profesor professeur professora profesora professoressa professor профессор професор arzt ärztin médecin médico médica medico lekarz врач doktor docteur doctor doctora дoктор læge läkare lege
abgeordnete deputat député députée deputado deputada diputado diputada deputato deputata poseł posłanka депутат valtuutettu kansanedustaja stortingsrepresentant senator sénateur sénatrice senador senadora senatore сенатор
conseiller conseillère concejal concejala consigliere consigliera vereador vereadora radny radna councillor gouverneur gobernador gobernadora governador governadora governatore gubernator губернатор governor
anwalt anwältin advokat advocaat avocat avocate abogado abogada avvocato avvocata advogado advogada adwokat адвокат юрист richter juge juez juíz giudice sędzia судья prokurator procureur fiscal procuratore promotor прокурор åklagare
experte expertin expert expertin experta esperto esperta especialista ekspert эксперт експерт asiantuntija forscher forsker forskare chercheur investigador ricercator pesquisador badacz исследователь analyst analista аналитик аналітик
autor autorin auteur autora autore forfatter författare kirjailija писатель письменник journalist periodista journaliste giornalista jornalista dziennikarz журналист gründer fondateur fundador fondatore założyciel основатель
vorsitzende vorsitzender ordförande formand styreleder puheenjohtaja przewodniczący przewodnicząca председатель голова berater beraterin conseil asesor consulente assessor doradca советник kommissar commissaire comisario commissario komisarz комиссар inspektor
chefin landrat stadtrat landrätin pfarrer priester pastor prêtre cura sacerdote ksiądz священник bischof évêque obispo vescovo bispo biskup general général генерал oberst coronel полковник kapitän capitaine capitán капитан hauptmann
lehrer lehrerin lærer lärare opettaja maestro maestra enseignant nauczyciel учитель schüler student étudiant estudiante studente uczeń студент mutter vater mère père madre padre mãe pai matka ojciec мать отец
manager managerin generaldirektor generalsekretär vizepräsident vicepresidente vice-président unternehmer empresario imprenditor empresário предприниматель chauffeur fahrer kommandant commandant comandante dowódca командующий командир
sportchef manager spieler spielerin jugador jugadora joueur joueuse giocator jogador piłkarz игрок nachbar vecino vecina voisin voisine vicino vizinho sąsiad zeuge testigo témoin testimone świadek свидетель gewerkschafter gewerkschaftsfunktionär funktionär
intendant botschafter embajador ambassadeur ambasciator embaixador ambasador посол kandidat candidat candidato candidata candidato kandydat кандидат bauer landwirt agriculteur agricultor rolnik фермер feuerwehrmann bombero pompier
başkan başkanı başkanvekili sözcü sözcüsü antrenör antrenörü müdür müdürü bakan bakanı vali valisi milletvekili muhtar muhtarı profesör avukat hâkim savcı komutanı
geolog geólog géologue biolog biólog biologue psykolog psycholog psicólog psycholog psychologue meteorolog meteorólog météorologue hydrolog hidrólog sociolog sociólog sociologue
ekolog ecólog écologue arkeolog archeolog arqueólog archéologue seismolog epidemiolog virolog геолог биолог біолог психолог метеоролог гидролог гідролог социолог соціолог эколог еколог археолог эпидемиолог вирусолог
ingeniør ingenjör ingeniero ingeniera ingénieur ingegnere engenheiro engenheira inżynier inženýr ingenieur inginer insinööri инженер інженер passagier passager passagère pasajero pasajera passeggero passageiro pasażer пассажир пасажир
водитель водій житель жительница мешканець мешканка пенсионер пенсіонер
pilot piloto künstler artista artiste sänger cantante chanteur regisseur réalisateur regista диретор режиссер режиссёр актер актёр актриса actor actriz acteur actrice attore attrice schauspieler schauspielerin"""
_STEMS = tuple(sorted(set(_ROLE.casefold().split()), key=len, reverse=True))
_BY_HEAD: dict[str, tuple[str, ...]] = {}
for _stem in _STEMS:
    _BY_HEAD[_stem[:3]] = (*_BY_HEAD.get(_stem[:3], ()), _stem)

_ORGANISATION = re.compile(
    r"minist(?:ère|eri[uo]m?|ero|ério|erstwo)|министерств|міністерств|regierung|gobierno|gouvernement|governo|rząd|правительств|уряд|poli[zcs]|polít(?=ia)|полици|поліці|"
    r"universit|universid|universität|университет|університет|partei|partido|parti(?:to)?$|партия|партія|verband|verein|gewerkschaft|sindicat|syndicat|asocia|associa|associaz|stowarzysz|ассоциац|асоціац|"
    r"federa|fédéra|федерац|comisi|commission|kommission|комисси|комісі|institut|институт|інститут|tribunal|gericht|cour$|суд$|agen[cz]|agentur|агентств|zeitung|giornale|journal$|periódico|газета|"
    r"мэри[яию]$|мері[яюї]$|администраци|адміністраці|прокуратур|ведомств|відомств|служб|компани|компані|фонд|gmbh|ayuntamiento|mairie|comune|prefeitura|junta|kommune|kommun$|stadt$|stad$|behörde|amt$|bundes(?:tag|rat|bank|wehr)|rat$|consejo|conseil|consiglio|conselho|совет|рада|"
    r"instituto|empresa|entreprise|unternehmen|firma|konzern|klub|club|verlag|feuerwehr|staatsanwaltschaft|plataforma|plateforme|fundación|fondation|fundação|stiftung|organi[sz]a|bank$|banco|banque|banca|"
    r"bistro|restaurant|ristorante|caf[eé]$|h[oô]tel|teat(?:er|ro|r$)|théâtre|museu|museo|musée|festival|arena$|zentrum|centre$|centro$|sent(?:er|ret)$|schule|école|escuela|escola$|scuola|skole|skola|hospital|klinik|kirche|église"
)
_DOCUMENT = re.compile(
    r"bericht|rapport|informe|studie|étude|estudio|studio$|estudo|comunicado|communiqué|comunicato|nota$|mitteilung|schreiben|brief$|отч[её]т|доклад|заявлени|документ|dokument|document|lettre|carta$|lettera|письмо|лист$"
)
HONORIFICS = frozenset(
    "m mm mme mlle mr mrs ms dr prof sr sra srta dª d don doña herr frau hr fru dott dottssa sig signora signor onorevole pan pani pán paní г госпожа господин пан пані dhr mevr".split()
)
FEMALE_ARTICLES = {
    "fr": "la une",
    "es": "la una",
    "it": "la una",
    "pt": "a uma",
    "ca": "la una na",
    "de": "die eine",
    "el": "η μια μία της",
}
MALE_ARTICLES = {
    "fr": "le un",
    "es": "el un del",
    "it": "il lo un uno",
    "pt": "o um",
    "ca": "el un en",
    "de": "der ein",
    "el": "ο ένας του",
}
PLURAL_ARTICLES = {
    "fr": "les des",
    "es": "los las unos unas",
    "it": "i gli le",
    "pt": "os as uns umas",
    "ca": "els les",
    "de": "",
    "sv": "de",
    "no": "de",
    "da": "de",
    "el": "οι τα",
    "nl": "",
}


def is_role(word: str) -> bool:
    """Whether a word calls somebody by office or calling, in any of the languages, also inflected or compounded."""
    low = word.casefold()
    if len(low) < 3:
        return False
    for at in range(len(low) - 2):
        for stem in _BY_HEAD.get(low[at : at + 3], ()):
            tail = len(low) - at - len(stem)
            longest = 4 if len(stem) > 4 else 2 if at == 0 else -1
            if 0 <= tail <= longest and low.startswith(stem, at):
                return True
    return False


def is_organisation(word: str) -> bool:
    """Whether a word calls an office, a firm, an association or the like."""
    return _ORGANISATION.search(word.casefold()) is not None


def is_document(word: str) -> bool:
    """Whether a word calls a paper."""
    return _DOCUMENT.search(word.casefold()) is not None
