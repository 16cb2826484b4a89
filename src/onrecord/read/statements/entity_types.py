"""One kind for each name of a page: a network looks at each mention alone, and takes a country for a person here and there.

Names of countries and capitals are closed classes, so a list may overrule a network that has read the news of one country.  A
person who bears such a name ("Jordan") is called by a longer one somewhere on the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.statements.analysis import Entity

__all__ = ["CAPITALS", "COUNTRIES", "settle_types"]

_COUNTED = ("date", "number")
COUNTRIES = frozenset(
    """afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh
    barbados belarus belgium belize benin bhutan bolivia botswana brazil brunei bulgaria burundi cambodia cameroon canada chad
    chile china colombia comoros congo croatia cuba cyprus czechia denmark djibouti dominica ecuador egypt eritrea estonia
    eswatini ethiopia fiji finland france gabon gambia georgia germany ghana greece grenada guatemala guinea guyana haiti
    honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati
    kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar malawi
    malaysia maldives mali malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique
    myanmar namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan palau palestine panama paraguay peru
    philippines poland portugal qatar romania russia rwanda samoa senegal serbia seychelles singapore slovakia slovenia
    somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey
    türkiye turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam yemen zambia zimbabwe britain england
    scotland wales america""".split()
)
_LONG_COUNTRIES = frozenset(
    """burkina faso|cape verde|costa rica|czech republic|dominican republic|east timor|el salvador|ivory coast|new zealand|north
    korea|north macedonia|papua new guinea|san marino|saudi arabia|sierra leone|south africa|south korea|south sudan|sri
    lanka|united arab emirates|united kingdom|united states""".replace("\n    ", " ").split("|")
)
#: Capitals that news names for their governments, those left out that are given names or surnames too.
CAPITALS = frozenset(
    """ankara athens baghdad bangkok beijing beirut belgrade berlin bogotá brasília bratislava brussels bucharest budapest
    cairo canberra caracas copenhagen damascus delhi dhaka doha dublin hanoi havana helsinki islamabad jakarta jerusalem kabul
    kampala kathmandu khartoum kiev kinshasa kyiv lisbon ljubljana luanda madrid manila minsk mogadishu moscow nairobi
    ottawa pretoria pristina pyongyang riyadh sarajevo seoul skopje stockholm taipei tallinn tashkent tbilisi tehran tirana
    tokyo tripoli tunis ulaanbaatar vienna vilnius warsaw yerevan zagreb""".split()
)
_PLACES = COUNTRIES | CAPITALS | _LONG_COUNTRIES


def settle_types(text: str, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Names of the same words are of the kind that most of them have, by their scores; countries are no persons."""
    votes: dict[str, dict[str, float]] = {}
    parts: set[str] = set()  # of the names of persons that have several
    for e in entities:
        name = e.span.of(text)
        kinds = votes.setdefault(name, {})
        kinds[e.kind] = kinds.get(e.kind, 0.0) + e.score
        if e.kind == "person" and " " in name and name.lower() not in _PLACES:
            parts.update(name.lower().split())
    chosen = {name: max(kinds, key=lambda k: kinds[k]) for name, kinds in votes.items()}
    firms: frozenset[str] | None = None
    for name, kind in chosen.items():
        if kind == "person" and name.lower() not in parts:
            if name.lower() in _PLACES:
                chosen[name] = "place"
                continue
            if firms is None:
                firms = _firms(text)
            if _initials(name) or _camel(name) or name in firms:
                chosen[name] = "organisation"
    return tuple(e if e.kind in _COUNTED else _of_kind(e, chosen[e.span.of(text)], text) for e in entities)


def _of_kind(entity: Entity, kind: str, text: str) -> Entity:
    if kind == "organisation" and entity.kind == "person" and _in_capitals(text, entity):
        return entity
    return replace(entity, kind=kind)


_NAME = r"([^\W\d_]+)"
_WORKS = (
    r"(?:CEO|chief executive|co-?founders?|founders?|employees?|workers|customers|shareholders|headquarters)"
)
_FIRM = (
    r"(?:company|firm|operator|organi[sz]ation|charity|union|bank|airline|newspaper|website|start-?up|retailer|manufacturer|group|militia|movement|broadcaster|agency|think tank|"
    r"publisher|shipping line)"
)
_DOES = (
    r"(?:owns|operates|runs (?:the|its|an?|\d+)|sells|employs|manufactures|publishes|supplies|insures|speciali[sz]es in|is based"
    r"|is listed|is owned|is headquartered|was founded)"
)
_ROSE = r"(?:rose|fell|were|jumped|dropped|slid|climbed|gained|lost|closed|surged|tumbled|plunged)"
#: "the company Orbis", but not "the company Mask founded".
_HIS = r"(?! (?:[A-Z]|(?:co-?)?(?:founded|owns|owned|bought|built|created|started|set|runs|ran|leads|led|heads|headed|sold|left|joined|controls|controlled)\b))"
#: Words before a firm that do not say that something is only of it.
_THAT_IS = r"(?:(?!(?:of|at|for|in|from|behind|who|whose|that)\b)[\w'’-]+ ){0,3}"
#: How a page speaks of a firm.  Each pattern is tried once over a page, whatever names it has.
_SPOKEN_OF = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NAME},? which (?:also |now )?{_DOES}\b",
        rf"\b{_NAME} (?:{_WORKS}|shares {_ROSE}|Inc|Corp|Ltd|LLC|plc|GmbH)\b",
        rf"\b{_NAME}['’]s? (?:CEO|chief executive|shareholders|founders?)\b",
        rf"\b(?:{_WORKS}|shares) (?:of|at) {_NAME}\b",
        rf"\b[Tt]he (?:\w+ )?{_FIRM}(?: {_NAME}\b{_HIS}|, {_NAME},)",
        # "Orbis, the oldest bank, said", but not "Mask, the bank's head" nor "Mask, the head of the bank".
        rf"\b{_NAME}, the {_THAT_IS}{_FIRM}(?=[,.;:)]|\s*$| (?:that|which|based|behind|in)\b)",
        rf"\b{_NAME}, an? {_THAT_IS}{_FIRM}(?=[,.;:)]|\s*$| (?:that|which|whose|based|in|with|for|from|on|\w+ed|\w+ing)\b)",
    )
)


def _firms(text: str) -> frozenset[str]:
    """The single words of which a page speaks as of firms: "Orbis, which owns", "workers at Orbis", "the airline Orbis".

    What politicians have too (spokesmen, staff, lawyers, supporters) tells nothing, nor what rich people have ("Mask's shares").
    """
    return frozenset(
        name for p in _SPOKEN_OF for found in p.finditer(text) for name in found.groups() if name is not None
    )


def _camel(name: str) -> bool:
    """ "MarketWatch", "WestNU": capitals within, other than after a particle as in "McAdams", "DeLuca", "FitzRoy", "McADAMS"."""
    rest = name.removeprefix("Fitz").removeprefix("Mc").removeprefix("Mac")
    return name.isalpha() and re.search(r"[a-z]{3}[A-Z]|[a-z][A-Z]{2}", rest) is not None


def _initials(name: str) -> bool:
    return name.isalpha() and name.isupper() and 3 <= len(name) <= 6


def _in_capitals(text: str, entity: Entity) -> bool:
    """Whether all of the line is in capitals, as headlines are: then capitals tell nothing of a name."""
    start = text.rfind("\n", 0, entity.span.start) + 1
    end = text.find("\n", entity.span.end)
    return text[start : end if end >= 0 else len(text)].isupper()
