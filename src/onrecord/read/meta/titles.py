"""The title: what stands over the story, in the form in which it is shown.

Candidates are the page's declarations (JSON-LD headline, og:title, twitter:title, `<title>`), the pieces of those
that carry the site's name, and the visible headline.  Each candidate is known by where it was found; the score
of a candidate is the sum of the weights of these places and of how it agrees with the others.  The weights were
learned from the development pages (`training/titles.py`) as a logistic choice among a page's candidates.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

from onrecord.read.meta.evidence import Declared, texts
from onrecord.read.tree import Raw, Tree
from onrecord.records import Note, Stated

__all__ = ["candidates", "features", "title"]

_SEPARATOR = re.compile(r"\s*(?:\s[|\-–—·•»«:~/]\s|[|ㅣ｜]|\s[-–—]\s?(?=\S)|(?<=\S)\s?::\s?)\s*")
#: What is no part of a title at its start: a label, and what should stand between a kicker and it.
_LABEL = re.compile(r"^(?:[\s:|·•]+|[–—-]+\s+)*(?:(?:title|titel|titre|t[ií]tulo|titolo)\s*:\s*)?", re.I)
_JOINT = " :|–—-"  # what stands between a kicker and a title
_WORDS = re.compile(r"\w+")
_GENERIC = re.compile(
    r"^(?:home|news|blog|menu|article|untitled|page|index|search|404.*|error|startseite|главная|новости)$",
    re.I,
)


def fold(text: str) -> str:
    return " ".join(text.split()).casefold()


@lru_cache(maxsize=1000)
def _loose(text: str) -> str:
    return "".join(_WORDS.findall(text.casefold()))


def candidates(
    tree: Tree, declared: Declared, headline: Sequence[float] | None, text: Sequence[bool] | None
) -> dict[str, dict[str, float]]:
    """Each possible title with the places where it was found and their strength."""
    found: dict[str, dict[str, float]] = {}

    def add(value: str | None, place: str, strength: float = 1.0) -> None:
        value = _LABEL.sub("", " ".join((value or "").split()))
        if 1 < len(value) <= 400:
            places = found.setdefault(value, {})
            places[place] = max(places.get(place, 0.0), strength)

    head = declared.head
    for value in texts(declared.article.get("headline"))[:1]:
        add(value, "json-ld:headline")
    for value in texts(declared.article.get("name"))[:1]:
        add(value, "json-ld:name")
    for name in (
        "og:title",
        "twitter:title",
        "title",
        "dc.title",
        "parsely-title",
        "sailthru.title",
        "citation_title",
    ):
        add(head.meta(name), f"meta:{name}" if name in ("og:title", "twitter:title") else "meta:other")
    add(head.title, "title")
    for value in declared.itemprops.get("headline", ())[:1]:
        add(value, "itemprop:headline")
    for whole, place in ((head.title, "title"), (head.meta("og:title") or "", "og")):
        _pieces(whole, place, add)
    _visible(tree, headline, text, add)
    return found


def _pieces(whole: str, place: str, add: object) -> None:
    assert callable(add)
    cuts = list(_SEPARATOR.finditer(whole[:400]))[:4]
    if not cuts:
        return
    add(whole[: cuts[-1].start()], f"{place}:without-last")
    add(whole[: cuts[0].start()], f"{place}:first")
    add(whole[cuts[0].end() :], f"{place}:without-first")
    add(whole[cuts[-1].end() :], f"{place}:last")


def _visible(tree: Tree, headline: Sequence[float] | None, text: Sequence[bool] | None, add: object) -> None:
    assert callable(add)
    raws, tags = tree.raws, tree.nodes.tags
    start = next((i for i, t in enumerate(text or ()) if t and len(raws[i].text) > 80), len(raws))
    first = True
    best, best_p = -1, 0.25
    for i, raw in enumerate(raws):
        if headline is not None and headline[i] > best_p and i <= start + 5:
            best, best_p = i, headline[i]
        if i > start + 10:
            break
        if raw.node < 0 or len(raw.text) > 400:
            continue
        heading = tree.heading(raw.node)
        tag = tags[heading] if heading >= 0 else ""
        if tag == "h1":
            add(raw.text, "h1:first" if first else "h1:other")
            if first and i + 1 < len(raws) and tree.heading(raws[i + 1].node) == heading:
                rest = raws[i + 1].text.lstrip(_JOINT)
                add(f"{raw.text} {rest}", "h1:joined")
                add(f"{raw.text.rstrip(_JOINT)}: {rest}", "h1:colon")
            if first and (cut := _kicker(tree, raw)):
                add(raw.text[cut:].lstrip(_JOINT), "h1:tail")
                add(f"{raw.text[:cut].rstrip(_JOINT)}: {raw.text[cut:].lstrip(_JOINT)}", "h1:colon")
            first = False
            if i <= start:
                add(raw.text, "h1:before")
        elif tag == "h2" and i <= start:
            add(raw.text, "h2")
    if best >= 0:
        add(raws[best].text, "headline", best_p)
    if not tags and headline is None:
        for raw in raws[:6]:
            add(raw.text, "line")


def _kicker(tree: Tree, raw: Raw) -> int:
    """Where the headline proper starts in a heading that opens with an element of its own, as kickers do; 0 if not."""
    for index in raw.inline[:3]:
        opening = " ".join(tree.nodes.handles[index].text[:100].split())
        if 2 < len(opening) <= 60 and raw.text.startswith(opening) and len(raw.text) - len(opening) >= 12:
            return len(opening)
    return 0


_DECLARED = frozenset(("json-ld:headline", "meta:og:title", "meta:twitter:title", "title"))


def features(
    value: str, places: dict[str, float], found: dict[str, dict[str, float]], sites: set[str]
) -> dict[str, float]:
    """What speaks for and against a candidate, by name."""
    out = {f"in:{place}": strength for place, strength in places.items()}
    loose = _loose(value)
    kin: set[str] = set()
    longer = shorter = 0
    for other, theirs in found.items():
        if other == value:
            continue
        bare = _loose(other)
        if bare == loose:
            kin.update(theirs)
        elif loose and bare.startswith(loose):
            longer += 1
        elif bare and loose.startswith(bare):
            shorter += 1
    for place in kin:
        out[f"like:{place}"] = 1.0
    places_of = set(places) | kin
    declared = sum(
        p in places_of for p in ("json-ld:headline", "meta:og:title", "meta:twitter:title", "title")
    )
    shown = bool(places_of & {"h1:first", "h1:other", "headline"})
    out["declared"] = declared / 4
    out["declared-and-shown"] = float(declared > 0 and shown)
    out["all-agree"] = float(declared >= 2 and shown)
    out["longer"] = min(longer, 3) / 3
    out["shorter"] = min(shorter, 3) / 3
    folded = fold(value)
    out["is-site"] = float(folded in sites)
    out["has-site"] = float(
        folded not in sites
        and any(len(s) > 3 and (folded.endswith(s) or folded.startswith(s)) for s in sites)
    )
    out["generic"] = float(bool(_GENERIC.match(value)))
    out["separator"] = float(bool(_SEPARATOR.search(value)))
    out["cut"] = float(value.endswith(("…", "...")))
    n = len(value)
    out["short"] = max(0.0, (18 - n) / 18)
    out["long"] = max(0.0, (n - 110) / 100)
    whole = max((k for k, p in found.items() if "h1:first" in p or "headline" in p), key=len, default="")
    shown_loose = _loose(whole)
    if loose and shown_loose != loose:
        # The heading without its kicker; a declaration that breaks off; a piece of what is shown whole.
        out["tail-of-shown"] = float(shown_loose.endswith(loose))
        out["head-of-shown"] = float(shown_loose.startswith(loose))
        out["piece-of-agreed"] = float(loose in shown_loose and bool(set(found[whole]) & _DECLARED))
    if "json-ld:headline" in found.get(value, {}) and "meta:og:title" in places:
        out["ld=og"] = 1.0
    if "h1:first" in places and "meta:og:title" in places:
        out["h1=og"] = 1.0
    if "h1:first" in places and "json-ld:headline" in places:
        out["h1=ld"] = 1.0
    if "h1:first" in places and "title:first" in places:
        out["h1=title"] = 1.0
    return out


@cache
def _weights() -> dict[str, float]:
    text = (resources.files("onrecord") / "models" / "titles.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


_ORDER = (
    "headline",
    "h1:first",
    "json-ld:headline",
    "meta:og:title",
    "meta:twitter:title",
    "title",
    "h1:other",
    "itemprop:headline",
)


def title(
    tree: Tree,
    declared: Declared,
    headline: Sequence[float] | None,
    text: Sequence[bool] | None,
    sites: set[str],
) -> tuple[Stated | None, list[Note]]:
    """The page's title with where it was found and how sure the choice is (0 to 1)."""
    found = candidates(tree, declared, headline, text)
    if not found:
        return None, []
    weights = _weights()
    scores = {
        value: sum(weights.get(k, 0.0) * v for k, v in features(value, places, found, sites).items())
        for value, places in found.items()
    }
    best = max(scores, key=scores.__getitem__)
    share = 1 / sum(math.exp(min(50.0, s - scores[best])) for s in scores.values())
    where = next((p for p in _ORDER if p in found[best]), next(iter(found[best])))
    notes = []
    if (
        (og := declared.head.meta("og:title"))
        and _loose(og) != _loose(best)
        and not _loose(og).startswith(_loose(best))
    ):
        notes.append(Note("metadata", f"og:title {og[:80]!r}", f"{where} is better evidence for the title"))
    return Stated(best, where, round(share, 3)), notes
