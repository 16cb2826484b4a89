"""How sure it is that an event of a sentence happened, by what governs it: verb groups, complements, clauses.

The polarity of an event is computed from the outside in, as Nairn, Condoravdi & Karttunen (2006, "Computing relative
polarity for textual inference") do on parses: a word that governs the event maps its own value to that of its
complement ("failed to" turns it, "knew that" ignores it, "wants to" takes it near 0).  Here the governor is looked for
among the words to the left, since there is no parser at run time; parts of speech are used as hints where they are
known.  Values run from -3 (certainly not) to 3 (certainly).  Every walk is bounded, so the time for one event is constant.
"""

from __future__ import annotations

from onrecord.read.statements.grading.closed_classes import (
    BARE,
    BE,
    CONDITIONS,
    CONJUNCTIONS,
    DEFINITE,
    DETERMINERS,
    DO,
    EVENTUAL,
    GOVERNORS,
    HAVE,
    NEGATIONS,
    NEGATIVE_SUBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    SMALL,
    STOPS,
    SUBORDINATE,
    Words,
    between,
    nominal,
)
from onrecord.read.statements.grading.factuality_lexicon import (
    ADJECTIVES,
    ADVERBS,
    MODALS,
    SIGNATURES,
    lemma,
    stem_of,
)

__all__ = ["Words", "event_factuality"]


def event_factuality(w: Words, i: int, depth: int = 0) -> float:
    """How sure it is, -3 to 3, that what the word at `i` names happened."""
    if depth > 6 or not 0 <= i < len(w.low):
        return 3.0
    return _noun(w, i, depth) if nominal(w, i) else _verb(w, i, depth)


def _group(w: Words, i: int) -> tuple[int, float, bool, bool]:
    """The verb group that ends at `i`: index left of it, the value by itself, whether negated, whether with "to"."""
    j, sure, negated, modal = i - 1, 3.0, False, ""
    to = False
    while j >= 0 and i - j < 10:
        t = w.low[j]
        if t in NEGATIONS:
            negated = not negated
        elif t == "longer" and j and w.low[j - 1] == "no":
            negated = not negated
            j -= 1
        elif t in ADVERBS:
            sure = min(sure, ADVERBS[t], key=abs) if ADVERBS[t] > 0 else -sure if sure < 0 else ADVERBS[t]
        elif t in MODALS and not (t == "need" and j + 1 < i and w.low[j + 1] == "to"):
            modal = t
        elif t == "to":
            to = True
            j -= 1
            if j >= 0 and w.low[j] in NEGATIONS:
                negated = not negated
                j -= 1
            break
        elif not (t in BE or t in HAVE or t in DO or t in SMALL or (t.endswith("ly") and len(t) > 4)):
            break
        j -= 1
    if modal:
        affirmed, denied = MODALS[modal]
        by_modal = denied if negated else affirmed
        if sure < 0:
            by_modal = denied
        return (
            j,
            by_modal if abs(by_modal) < abs(sure) else (abs(sure) if by_modal > 0 else -abs(sure)),
            negated,
            to,
        )
    return j, -sure if negated else sure, negated, to


def _finite_form(word: str) -> bool:
    return word.endswith(("ed", "s", "ing")) or stem_of(word)[0] != word


def _verb(w: Words, i: int, depth: int) -> float:
    j, own, _negated, to = _group(w, i)
    if to:
        return _infinitive(w, j, own, depth)
    before = w.low[j] if j >= 0 else ""
    bare = j == i - 1
    word = w.low[i]
    if bare and word.endswith("ing"):
        found = _gerund(w, i, j, depth)
        if found is not None:
            return found
    if bare and before in ("and", "or", ",", "but", "nor") and j > 0:
        found = _coordinated(w, i, j, depth)
        if found is not None:
            return found
    if bare and not _finite_form(word):
        for k in range(j, max(-1, j - 5), -1):
            t = w.low[k]
            if t in STOPS or t == "," or t in MODALS:
                break
            stem = next((s for s in stem_of(t) if s in BARE), None)
            if stem and k < j:
                return between(event_factuality(w, k, depth + 1), BARE[stem])
    return _clause(w, j, own, depth)


def _infinitive(w: Words, j: int, own: float, depth: int) -> float:
    """The value of a verb whose "to" stands right of `j`, from the nearest word that takes infinitives."""
    fallback = (1.2, -1.0)
    if j < 0:
        return between(own, (1.0, -1.0))
    t = w.low[j]
    if t in BE:
        _, outer, _, _ = _group(w, j)
        return between(own, (1.8, -1.8)) if outer > 0 else -1.8
    if t in HAVE:
        return between(between(event_factuality(w, j, depth + 1), (1.3, -0.5)), (own, -own))
    if t == "going":
        return between(own, (1.8, -1.8)) if _group(w, j)[1] > 0 else -1.8
    for k in range(j, max(-1, j - 9), -1):
        t = w.low[k]
        if t in STOPS or t == ",":
            break
        if t in ("how", "what", "whether", "where", "when", "which", "who"):
            fallback = (0.8, -0.8)
            break
        if t in ("order", "as") and k and w.low[k - 1] in ("in", "so"):
            break
        stem = lemma(t)
        signature = SIGNATURES[stem].get("to") if stem else None
        if signature is None or (t == "like" and k and w.low[k - 1] not in MODALS):
            continue
        if t == "enough" and k and w.low[k - 1] in NEGATIONS:
            return -2.0
        outer = between(event_factuality(w, k, depth + 1), signature)
        return outer if own > 0 else -outer
    return between(own, fallback)


def _gerund(w: Words, i: int, j: int, depth: int) -> float | None:
    if j < 0:
        return None
    t = w.low[j]
    k = j
    if t in PREPOSITIONS:
        own = SIGNATURES.get(t, {}).get("ing")
        if t in ("of", "for", "in", "on", "about", "with", "against", "from", "to"):
            for k in range(j - 1, max(-1, j - (7 if t == "from" else 3)), -1):
                stem = lemma(w.low[k])
                signature = SIGNATURES[stem].get("ing") if stem else None
                if signature is not None and w.low[k] not in PREPOSITIONS:
                    return between(event_factuality(w, k, depth + 1), signature)
                if w.low[k] in STOPS:
                    break
        if own is not None:
            return between(3.0, own)
        return 1.5 if t in ("of", "for", "about") else 2.5
    stem = lemma(t)
    signature = SIGNATURES[stem].get("ing") if stem else None
    if signature is not None:
        return between(event_factuality(w, k, depth + 1), signature)
    return None


def _coordinated(w: Words, i: int, j: int, depth: int) -> float | None:
    """The second of two verbs ("to stay or leave") shares what governs the first."""
    word = w.low[i]
    if _finite_form(word):
        ending = next((e for e in ("ed", "ing") if word.endswith(e)), None)
        if ending is None:
            return None
        for k in range(j - 1, max(-1, j - 9), -1):
            if w.low[k] in STOPS:
                break
            if w.low[k].endswith(ending) and len(w.low[k]) > len(ending) + 2:
                return event_factuality(w, k, depth + 1)
        return None
    for k in range(j - 1, max(0, j - 16), -1):
        t = w.low[k]
        if t in STOPS:
            break
        if t in MODALS or t in DO:
            negated = w.low[k + 1] in NEGATIONS
            affirmed, denied = MODALS.get(t, (3.0, -3.0))
            return _clause(w, k - 1, denied if negated else affirmed, depth)
        if (
            t == "to"
            and w.low[k + 1] not in DETERMINERS
            and (not w.pos[k + 1] or w.tagged(k + 1, "verb", "aux"))
        ):
            return _infinitive(w, k - 1, 3.0, depth)
    return None


def _clause(w: Words, j: int, own: float, depth: int) -> float:
    """Fit a finite verb's own value into the clause whose subject ends at `j`."""
    commas = 0
    for k in range(j, max(-1, j - 26), -1):
        t = w.low[k]
        if t in STOPS:
            break
        if t == ",":
            commas += 1
            if commas > 2:
                break
            continue
        if t in CONDITIONS and t != "should":
            if commas:  # the main clause behind "if ..., "
                return between(own, (1.3, -1.3))
            if t == "if" and k and w.low[k - 1] == "as":
                return between(own, (-1.0, 0.5))
            return between(own, (CONDITIONS[t] + 0.3, -CONDITIONS[t]))
        if commas:
            continue
        if t in NEGATIVE_SUBJECTS and k <= j:
            own = -own
            continue
        if t == "that":
            found = _that(w, k, own, depth)
            return own if found is None else found
        if t in SUBORDINATE:
            break
        if k < j and t not in PREPOSITIONS:
            stem = lemma(t)
            signature = SIGNATURES[stem].get("that") if stem else None
            if signature and not nominal(w, k) and not (k and w.low[k - 1] in DETERMINERS):
                return _inside(between(event_factuality(w, k, depth + 1), signature), own)
    if w.low and w.low[-1] == "?" and own == 3.0 and len(w.low) - j < 25 and commas == 0:
        return own * 0.4
    return own


def _that(w: Words, k: int, own: float, depth: int) -> float | None:
    for g in range(k - 1, max(-1, k - 7), -1):
        t = w.low[g]
        if t in STOPS or t in SUBORDINATE:
            return None
        stem = lemma(t)
        signature = SIGNATURES[stem].get("that") if stem else None
        if signature is not None:
            return _inside(between(event_factuality(w, g, depth + 1), signature), own)
    return None


def _inside(outer: float, own: float) -> float:
    """A clause's own value under that of the word that governs it."""
    return between(own, (outer, -outer))


def _noun(w: Words, i: int, depth: int) -> float:
    definite, quality = False, 3.0
    k = i - 1
    while k >= 0 and i - k < 7:
        t = w.low[k]
        if t in ADJECTIVES and t not in DEFINITE:
            quality = ADJECTIVES[t] if ADJECTIVES[t] < quality else quality
        elif t in DETERMINERS:
            definite = definite or t in DEFINITE
        elif (
            t in PREPOSITIONS or t in ("to", ",") or t in CONJUNCTIONS or t in STOPS or t in BE or t in HAVE
            or t in MODALS or t in NEGATIONS or t in PRONOUNS or w.pos[k] == "verb"
        ):  # fmt: skip
            break
        elif not w.pos[k] and lemma(t) and "np" in SIGNATURES[lemma(t) or ""] and not nominal(w, k):
            break
        k -= 1
    governed = _governed(w, i, k, definite, depth) if k >= 0 else None
    if governed is None:
        governed = _subject(w, i, definite, depth)
    if governed < 0 and quality < 0:
        return governed
    if quality == 0.5 and governed < 0:
        return governed
    return min(governed, quality)


def _governed(w: Words, i: int, k: int, definite: bool, depth: int) -> float | None:
    t = w.low[k]
    if t in ("without", "despite"):
        return -2.5 if t == "without" else 3.0
    if (t in PREPOSITIONS or t == "to") and k:
        if t in GOVERNORS:
            for g in range(k - 1, max(-1, k - 3), -1):
                stem = lemma(w.low[g])
                signature = SIGNATURES[stem].get("np") if stem else None
                if signature is not None and signature[0] != 3.0:
                    return between(event_factuality(w, g, depth + 1), signature)
        if t == "of" and not definite:
            return event_factuality(w, k - 1, depth + 1)
        if not definite:
            for g in range(k - 1, max(-1, k - 6), -1):
                if w.low[g] in STOPS or w.low[g] in PREPOSITIONS:
                    break
                if w.pos[g] == "verb" or w.low[g] in ("lead", "result") or (g and w.low[g - 1] in MODALS):
                    return (event_factuality(w, g, depth + 1) + 3.0) / 2
        return None
    if t in CONJUNCTIONS and k and nominal(w, k - 1):
        return event_factuality(w, k - 1, depth + 1)
    if t in BE or t in HAVE or t in NEGATIONS or w.pos[k] == "verb" or (lemma(t) and not nominal(w, k)):
        stem = lemma(t)
        signature = SIGNATURES[stem].get("np") if stem else None
        outer = _verb(w, k + 1 if t in NEGATIONS else k, depth + 1)
        if signature is not None and signature[0] != 3.0:
            return between(outer, signature)
        if not definite:
            return outer
        return (outer + 3.0) / 2 if outer > 0 else 1.5
    return None


def _subject(w: Words, i: int, definite: bool, depth: int) -> float:
    """A noun before its verb: an event that "will take place" is as sure as its taking place."""
    for k in range(i + 1, min(len(w.low), i + 9)):
        t = w.low[k]
        if t in STOPS or t == "," or t in CONJUNCTIONS or t in SUBORDINATE or t == "that":
            break
        if t in MODALS or t in BE or t in HAVE or t in DO:
            head = k + 1
            while (
                head < len(w.low) - 1
                and head < k + 5
                and (
                    w.low[head] in NEGATIONS
                    or w.low[head] in BE
                    or w.low[head] in HAVE
                    or w.low[head] in SMALL
                )
            ):
                head += 1
            if head == len(w.low):
                break
            stem = next((s for s in stem_of(w.low[head]) if s in EVENTUAL), None)
            if stem:
                return _verb(w, head, depth + 1)
            if t in MODALS and not definite:
                return (_verb(w, head, depth + 1) + 3.0) / 2
            break
    return 3.0
