"""Words by which news calls people, organisations and papers: titles, offices, callings, kinds of groups.

They are words of the trade and of the language (English), never names out of stories.
"""

from __future__ import annotations

__all__ = [
    "AGENCIES",
    "ANONYMOUS",
    "CALLED",
    "DOCUMENTS",
    "FEMALE_WORDS",
    "GROUPS",
    "HONORIFICS",
    "MALE_WORDS",
    "NICKNAMES",
    "ORGANISATION_NOUNS",
    "ORGANISATION_WORDS",
    "PARTICLES",
    "PEOPLE",
    "PREPOSITIONS",
    "PRONOUNS",
    "SHORT_TITLES",
    "SUFFIXES",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Forms of address: they stand before a name, are no part of it, and say little of what somebody does.
HONORIFICS = _words(
    "mr mrs ms miss mx dr datuk dato seri sir dame lord lady madam herr frau monsieur madame mme señor señora"
)

#: Titles that stand before a name, most of them in short.
SHORT_TITLES = _words(
    "sen rep gov gen lt col maj capt cpl sgt pvt adm cmdr prof rev fr hon pres atty amb dep asst supt det insp sec "
    "president vice-president vice minister chancellor premier senator congressman congresswoman representative governor "
    "mayor councillor councilman councilwoman ambassador secretary general colonel major captain lieutenant sergeant "
    "corporal private admiral commander marshal brigadier chief director chairman chairwoman chair judge justice attorney "
    "prosecutor sheriff officer detective inspector superintendent constable king queen prince princess emperor sultan "
    "sheikh emir ayatollah imam rabbi pope cardinal archbishop bishop father sister brother reverend pastor professor "
    "doctor coach speaker deputy commissioner counsel treasurer commodore alderman alderwoman magistrate monsignor baroness "
    "countess duchess viscount archdeacon provost vicar"
)

#: Nouns that call one person by office, calling or place in the story; their plurals call groups.
PEOPLE = SHORT_TITLES | _words(
    "academic activist actor actress adviser advisor advocate agent aide aid-worker analyst anchor announcer apologist "
    "architect artist assistant astronaut athlete auditor author backer banker barrister baron biologist blogger boss "
    "boxer boy brother-in-law builder businessman businesswoman candidate captive caretaker cashier cellist CEO ceo cfo "
    "champion chef chemist child citizen clergyman clerk coach-driver colleague collector columnist comedian "
    "commentator composer comptroller conductor consultant contender contractor controller co-author co-founder "
    "cook correspondent counsellor counselor cousin creator critic curator customer cyclist dad daughter dean defendant "
    "defender delegate democrat dentist designer developer diplomat dissident driver economist editor eldest employee "
    "engineer entrepreneur envoy executive expert farmer fan fighter filmmaker financier firefighter fisherman footballer "
    "founder friend gardener geologist girl girlfriend boyfriend goalkeeper grandfather grandmother grandson guard guest "
    "guitarist gunman head headmaster headteacher hero historian host hostage husband immigrant incumbent industrialist "
    "insider instructor interpreter interviewer investigator investor jeweller journalist juror keeper landlord lawmaker "
    "lawyer leader lecturer legislator librarian linguist lobbyist local logistician magistrate man manager manufacturer "
    "mathematician mechanic medic member merchant meteorologist midwife migrant militant miner model moderator mogul monk "
    "mother mom mum grandma grandpa bride groom fiancé fiancée musician narrator nationalist negotiator neighbor neighbour newcomer newsreader nominee novelist nun nurse "
    "observer official ombudsman operator opponent organiser organizer owner paediatrician painter paramedic paratrooper "
    "parent parliamentarian participant partner passenger passer-by patient philosopher photographer physician physicist "
    "pilot plaintiff player playwright poet policeman policewoman policymaker politician pollster pope predecessor "
    "premier presenter press-secretary priest principal prisoner producer programmer promoter protester psychiatrist "
    "psychologist publisher pundit rebel recruiter recruit referee refugee reporter republican researcher resident rider "
    "rival sailor scholar scientist screenwriter secretary-general seller serviceman servicewoman shareholder shopkeeper "
    "singer skipper socialist sociologist soldier solicitor son songwriter specialist spokesman spokesperson spokeswoman "
    "star statesman statistician stepfather stepmother strategist striker student successor supporter surgeon surrogate "
    "surveyor survivor suspect sympathiser teacher technician teenager tenant theologian therapist trader trainer "
    "translator traveller treasurer trooper trustee tutor tycoon undersecretary uncle aunt nephew niece vendor veteran "
    "vet victim viewer villager violinist virologist visitor volunteer voter waiter waitress warden widow widower wife "
    "winner witness woman worker writer youngster youth person billionaire millionaire frontman quarterback pitcher "
    "midfielder sniper gunner medic tanker infantryman marine comrade fellow attendee epidemiologist ecologist "
    "climatologist archaeologist anthropologist oncologist seismologist detainee inmate evacuee shepherd baker brewer "
    "fugitive whistleblower informant handler translator negotiator mediator"
)

#: Nouns that only call groups.
GROUPS = _words(
    "anyone anybody everybody nobody none people men women children troops soldiers police authorities crew crews staff forces families family relatives "
    "locals residents public audience crowd majority minority many some others most everyone somebody someone all both "
    "few several campaigners conservatives liberals progressives leftists islamists separatists communists "
    "democrats republicans americans those media press-corps society couple youths pair trio group half "
    "wives firemen policemen servicemen businessmen congressmen fishermen spokesmen clergymen paratroopers counterparts"
)

#: Sources that are not named, and are meant not to be.
ANONYMOUS = _words("source sources official officials insider insiders aide aides informant informants")

#: Nouns for papers, data and other things that "say" something.
DOCUMENTS = _words(
    "report reports study studies survey surveys poll polls statement statements letter letters memo memorandum document "
    "documents paper papers data figures statistics records record email emails e-mail e-mails message messages tweet "
    "tweets post posts video videos footage article articles story stories book books review filing filings lawsuit suit "
    "complaint indictment affidavit transcript transcripts text texts law laws bill constitution treaty convention rule "
    "rules order ruling decree resolution agreement ad ads advertisement advert analysis audit census website site page "
    "investigation inquiry research findings evidence results numbers average headline headlines editorial column op-ed "
    "release communique communiqué note sign signs caption label poster banner leaflet map images photographs photos "
    "recording recordings tape tapes film documentary dossier index model models forecast estimate estimates account "
    "guide guides form forms chapter chapters section sections blog newsletter manual handbook textbook tutorial checklist questionnaire "
    "dataset database chart spreadsheet app contract warrant petition manifesto charter experiment experiments trial trials "
    "test tests simulation simulations certificate certificates bulletin briefing brochure leaflet pamphlet "
    "accounts reports plan platform speech interview slogan graphic chart returns speculation rumors rumours polling"
)

#: Nouns that call organisations, in lower case after "the" or as the last word of a name.
ORGANISATION_NOUNS = _words(
    "hospice nursery brewery bakery theatre theater orchestra choir diocese guild cooperative co-operative academy gallery library "
    "zoo aquarium shipyard utility observatory sanctuary creamery "
    "administration agency airline alliance army association authority bank battalion board brigade broadcaster bureau "
    "business cabinet campaign centre center chain channel charity church club coalition college command commission "
    "committee company conference confederation congress consortium corporation corps council court daily department "
    "directorate division embassy enterprise federation firm force foundation fund government group guard hospital house "
    "industry initiative institute institution laboratory league magazine manufacturer military ministry monitor "
    "movement museum navy network newspaper newsroom office organisation organization outlet panel paper parliament "
    "party police pentagon platform presidency program programme project prosecution prosecutor regiment regulator "
    "retailer school secretariat senate service society squad startup state station task-force taskforce team think-tank "
    "thinktank trade-union treasury tribunal trust union unit university watchdog wing kremlin legislature"
)

#: The last words of organisations' names.
ORGANISATION_WORDS = ORGANISATION_NOUNS | _words(
    "inc ltd llc plc corp co gmbh ag sa news times post herald tribune journal gazette guardian telegraph "
    "press media tv radio airlines airways bancorp holdings industries motors pharmaceuticals technologies systems "
    "organisation nations services forces intelligence staff republic"
)

#: Agencies, whose names are no names of persons.
AGENCIES = _words("reuters afp ap upi tass dpa ansa efe pti ani kyodo xinhua interfax ria unian ukrinform bbc cnn abc cbs nbc npr pbs msnbc")  # fmt: skip

MALE_WORDS = _words(
    "mr sir lord herr monsieur señor don king prince emperor sultan sheikh emir father brother husband son uncle nephew "
    "grandfather grandson stepfather widower dad boy boyfriend man businessman congressman councilman chairman spokesman "
    "actor policeman serviceman statesman clergyman gunman fisherman waiter frontman pope bishop cardinal archbishop "
    "priest monk baron brother-in-law imam rabbi ayatollah infantryman headmaster"
)
FEMALE_WORDS = _words(
    "mrs ms miss mme madam madame dame lady frau señora queen princess empress mother sister wife daughter aunt niece "
    "grandmother granddaughter stepmother widow mum mom girl girlfriend woman businesswoman congresswoman councilwoman "
    "chairwoman spokeswoman actress policewoman servicewoman waitress nun sister-in-law headmistress heroine duchess baroness"
)

PARTICLES = _words("van von der den de del della di da dos das du la le el al bin ibn ben bint abu ter ten zu zur st san af av y e")  # fmt: skip
SUFFIXES = _words("jr sr ii iii iv esq md phd jnr snr")

#: Words that introduce another name for somebody.
CALLED = (
    r"(?:call[- ]?sign(?:ed)?|nom de guerre|code[- ]?name(?:d)?|nicknamed|nickname|(?:better |also |otherwise )?known (?:only )?(?:as|by)"
    r"|alias|a\.?k\.?a\.?|dubbed|going by|goes by|who (?:only )?(?:gave (?:his|her|their) name as|identified (?:him|her|them)sel(?:f|ves) as))"
)

PREPOSITIONS = _words(
    "of for from in at with on by to against under over about near inside outside who whose which that whom where when "
    "among between behind within including during after before since as than via like into"
)

#: Pronouns that stand for others: (gender, number); "" if the pronoun does not say.
PRONOUNS: dict[str, tuple[str, str]] = {
    "he": ("m", "one"), "him": ("m", "one"), "his": ("m", "one"), "himself": ("m", "one"),
    "she": ("f", "one"), "her": ("f", "one"), "hers": ("f", "one"), "herself": ("f", "one"),
    "they": ("", "many"), "them": ("", "many"), "their": ("", "many"), "theirs": ("", "many"),
    "it": ("n", "one"), "its": ("n", "one"), "itself": ("n", "one"),
    "i": ("i", "one"), "me": ("i", "one"), "my": ("i", "one"), "myself": ("i", "one"),
    "we": ("i", "many"), "us": ("i", "many"), "our": ("i", "many"), "ours": ("i", "many"),
    "who": ("who", ""), "which": ("who", ""), "that": ("who", ""), "whom": ("who", ""), "whose": ("who", ""),
    "you": ("you", ""), "your": ("you", ""),
}  # fmt: skip

_NICKNAMES = """
william bill will billy liam|robert bob rob bobby bert|richard rick dick rich ricky|james jim jimmy jamie|john jack johnny jon
edward ed ted eddie ned|michael mike mick mickey|thomas tom tommy|charles charlie chuck|joseph joe joey|daniel dan danny
david dave davey|stephen steve steven|anthony tony|andrew andy drew|christopher chris|matthew matt|nicholas nick
patrick pat paddy|peter pete|philip phil|ronald ron ronnie|samuel sam|timothy tim|walter walt|kenneth ken|lawrence larry
gregory greg|jeffrey jeff|gerald jerry|frederick fred|francis frank|benjamin ben|alexander alex sasha sascha|vladimir volodymyr
elizabeth liz beth betsy betty eliza lizzie|margaret maggie meg peggy|katherine kate kathy katie cathy|catherine kate cathy
susan sue susie|deborah deb debbie|patricia pat patty tricia|jennifer jen jenny|rebecca becky|victoria vicky tori
barbara barb|christine chris tina|dorothy dot|judith judy|kimberly kim|pamela pam|sandra sandy|theresa terry tess
rafael ted rafa|bernard bernie|donald don donny|leonard len leo|raymond ray|albert al|alan al|dmitry dmytro dima|mikhail misha mykhailo
"""
#: Given names to the short forms in use for them, both ways.
NICKNAMES: dict[str, frozenset[str]] = {}
for _row in _NICKNAMES.replace("|", "\n").split("\n"):
    for _name in _row.split():
        NICKNAMES[_name] = NICKNAMES.get(_name, frozenset()) | frozenset(_row.split())
