"""What the main clause of a content says of itself: modality, negation, hedges, with the words that say it.

Spans count code points in the text of the analysis.
"""

from __future__ import annotations

from onrecord.read.statements.analysis import Analysis
from onrecord.read.statements.grading.closed_classes import BE, HAVE, NEGATIONS, PAST
from onrecord.read.statements.grading.factuality_lexicon import MODALS, SIGNATURES, lemma, stem_of
from onrecord.read.statements.grading.hedge_lexicon import Phrase, find_hedges
from onrecord.read.statements.grading.word_window import WordWindow, bounds, sentence_of, word_window
from onrecord.records import Firmness, Span

__all__ = ["AUXILIARIES", "BY_HEDGE", "Reason", "is_month", "main_clause"]

#: A grade, and the words that give it.
Reason = tuple[Firmness, tuple[Span, ...]]

_LONGEST = 60  # words of a content's first sentence that are looked at for its main clause
_HEDGED_MODALS = frozenset("may might could".split())
_CONDITION = frozenset("if unless provided".split())
_MARKS = frozenset([*"\"'“”‘’«»„`,:;.!?…()[]–—-", "``", "''", "..."])
_QUESTION_MARKS = frozenset("?？؟")
_SENTENCES = 3  # of a content that are looked at for a verb
_INTERROGATIVE = frozenset("if whether".split())
AUXILIARIES = BE | HAVE | frozenset(MODALS) | frozenset("do does did".split())
_RELATIVE = frozenset("who which whose where whom".split())
_BOUNDARY = frozenset(
    "; : ( ) because although though while when after before since who which but unless until".split()
)
_TURNING = frozenset("fail forget neglect refuse decline unable omit impossible".split())
_OPENING = frozenset(
    "when after before while as since although though because despite during until in on at by with following unlike under for".split()
)
# "is expected to land": what is said is the landing, less firmly.  "wants to land" firmly states a wish.
_RAISING = frozenset(
    """expect schedule due set bound likely poise slate plan intend seem appear believe think estimate assume suspect allege rumor rumour
    presume reckon consider purport suppose promise vow pledge""".split()
)  # fmt: skip
BY_HEDGE = {
    "reported": Firmness.PROBABLE, "probable": Firmness.PROBABLE, "possible": Firmness.POSSIBLE,
    "unlikely": Firmness.UNLIKELY, "void": Firmness.UNLIKELY,
}  # fmt: skip


def is_month(seen: WordWindow, at: int) -> bool:
    """Whether "may" is the month: next to a number, or behind "in", "of", "since"."""
    before = seen.low[at - 1] if at else ""
    after = seen.low[at + 1] if at + 1 < len(seen.low) else ""
    return (
        after[:1].isdigit()
        or before[:1].isdigit()
        or before in ("the", "in", "of", "since", "last", "early", "late", "until", "by")
    )


def main_clause(analysis: Analysis, span: Span, language: str) -> tuple[list[Reason], bool]:
    """What the main clause of the content says of itself, and whether it is negative.

    Of several sentences the first one counts that has a verb: “Yes. We left.”
    """
    first, last = bounds(analysis, span)
    seen = word_window(analysis, first, first)
    for _ in range(_SENTENCES):
        if first >= last:
            break
        _, ends = bounds(analysis, sentence_of(analysis, analysis.tokens[first].span.start))
        ends = min(last, max(ends, first + 1))
        seen = word_window(analysis, first, min(ends, first + _LONGEST))
        if language != "en" or ends >= last or _main_verb(seen, _clause_start(seen)) is not None:
            break
        first = ends
    found, negated = _foreign_content(seen, language) if language != "en" else _english_content(seen)
    # A question asserts nothing.
    for i in range(len(seen.low) - 1, max(-1, len(seen.low) - 5), -1):
        if seen.low[i] in _QUESTION_MARKS:
            found.append((Firmness.POSSIBLE, (seen.spans[i],)))
        if seen.low[i] not in _MARKS and seen.low[i] not in _QUESTION_MARKS:
            break
    return found, negated


def _foreign_content(seen: WordWindow, language: str) -> tuple[list[Reason], bool]:
    # Without English word order only the first clause is looked at, as a bag of words.
    end = next(
        (i for i, t in enumerate(seen.low) if i > 3 and t in (",", ";", ".", "，", "。", "،")),
        min(25, len(seen.low)),
    )
    phrases = find_hedges(seen.low, language, 0, end)
    found: list[Reason] = [(BY_HEDGE[k], (seen.span(s, e),)) for s, e, k in phrases if k in BY_HEDGE]
    inside: list[Phrase] = [p for p in phrases if p[2] in ("void", "unlikely", "probable")]
    negated = any(k == "not" and not any(s <= a and b <= e for s, e, _ in inside) for a, b, k in phrases)
    return found, negated


def _clause_start(seen: WordWindow) -> int:
    """Where the main clause begins: behind marks, "that", and an opening subordinate clause or phrase."""
    n = len(seen.low)
    i = 0
    while i < n and (
        seen.low[i] in _MARKS or seen.low[i] in ("that", "and", "but", "so", "yes", "well", "look")
    ):
        i += 1
    if i < n and (seen.low[i] in _OPENING or seen.low[i] in _CONDITION):
        for k in range(i + 1, min(n - 2, i + 25)):
            if seen.low[k] == ",":
                return k + 1
    return i


def _main_verb(seen: WordWindow, start: int) -> int | None:
    """The first word of the main clause's verb group."""
    skip = False
    for i in range(start, len(seen.low)):
        t = seen.low[i]
        if t in _RELATIVE or (t == "that" and i > start):
            skip = True
            continue
        if t == "," and skip:
            skip = False
            continue
        before = seen.low[i - 1] if i > start else ""
        verbal = t in AUXILIARIES and not (
            t in ("'s",) and i + 1 < len(seen.low) and not _after_clitic(seen.low[i + 1])
        )
        if (
            not verbal
            and i > start
            and before not in ("a", "an", "the", "of", "to", "this", "his", "her", "its", "their")
        ):
            stem = lemma(t)
            verbal = seen.pos[i] == "verb" or (
                not seen.pos[i]
                and (
                    (t.endswith("ed") and len(t) > 4)
                    or t in PAST
                    or (stem_of(t)[0] != t and not t.endswith(("s", "ing")))
                    or (stem is not None and "to" in SIGNATURES[stem])
                )
            )
        if not verbal or t.endswith("ing"):
            continue
        if skip:
            skip = False  # the verb of the relative clause; the next one is ours
            if t in AUXILIARIES:
                skip = i + 1 < len(seen.low) and not seen.low[i + 1].endswith(("ed", "ing", "en"))
            continue
        return i
    return None


def _asides(seen: WordWindow, start: int, end: int) -> set[int]:
    """The words of relative clauses between commas: ", who may be hurt,"."""
    out: set[int] = set()
    for k in range(start, end):
        if seen.low[k] in _RELATIVE or seen.low[k] == "which":
            close = next((c for c in range(k + 1, end) if seen.low[c] == ","), None)
            if close is not None:
                out.update(range(k, close))
    return out


def _after_clitic(word: str) -> bool:
    """Whether "'s" before the word is "is" or "has": a determiner, adverb, participle or negation follows."""
    return (
        word in NEGATIONS
        or word in ("a", "an", "the", "no", "been", "going", "very", "so", "just", "really")
        or word.endswith(("ing", "ed"))
    )


def _english_content(seen: WordWindow) -> tuple[list[Reason], bool]:
    found: list[Reason] = []
    n = len(seen.low)
    lead = next((i for i, t in enumerate(seen.low) if t not in _MARKS), n)
    quoted = lead > 0 and lead < n and seen.low[lead] == "if"
    if (
        lead < n
        and not quoted
        and seen.low[lead] in _INTERROGATIVE
        and not any(t == "," for t in seen.low[lead : lead + 25])
    ):
        found.append((Firmness.POSSIBLE, (seen.spans[lead],)))
    elif lead < n and seen.low[lead] in _CONDITION:
        found.append((Firmness.PROBABLE, (seen.spans[lead],)))
    start = _clause_start(seen)
    if start >= n:
        start = lead
    verb = _main_verb(seen, start)
    region = n if verb is None else verb + 8
    head = n if verb is None else _head(seen, verb)
    for k in range(start + 1 if verb is None else verb + 1, min(n, region)):
        if seen.low[k] in _BOUNDARY or (seen.low[k] == "," and k > start + 2):
            region = k
            break
    negated = False
    asides = _asides(seen, start, min(n, region))
    turned_by_phrase = set(asides)
    for s, e, kind in find_hedges(seen.low, "en", start, min(n, region)):
        if s in asides:
            continue
        if kind in BY_HEDGE and kind != "possible":
            found.append((BY_HEDGE[kind], (seen.span(s, e),)))
            turned_by_phrase.update(range(s, e))
        elif kind == "possible" and seen.low[s] not in ("if", "whether", "unless") and not is_month(seen, s):
            modal = seen.low[s] in _HEDGED_MODALS
            if modal and seen.low[s] == "could" and e < n and seen.low[e] in NEGATIONS:
                continue  # "could not": inability, asserted
            found.append((Firmness.POSSIBLE, (seen.span(s, e),)))
            turned_by_phrase.update(range(s + 1, e))
    for k in range(start, min(n, region)):
        t = seen.low[k]
        if k in turned_by_phrase:
            continue
        if (
            t in NEGATIONS
            or t in ("cannot", "nobody", "none", "nothing", "neither")
            or (t == "no" and k + 1 < n and seen.low[k + 1] not in _MARKS)
        ):
            if (
                t == "no"
                and k + 1 < n
                and seen.low[k + 1] in ("secret", "doubt", "wonder", "surprise", "question")
            ):
                continue
            if t == "not" and k + 1 < n and seen.low[k + 1] in ("only", "just"):
                continue
            negated = not negated
            continue
        stem = lemma(t)
        if stem in _TURNING and k >= (verb or 0) and "to" in seen.low[k + 1 : k + 4]:
            negated = not negated
        elif (
            stem in _RAISING and verb is not None and verb <= k <= head and seen.low[k + 1 : k + 2] == ("to",)
        ):
            found.append((Firmness.PROBABLE, (seen.span(k, k + 2),)))
    return found, negated


def _head(seen: WordWindow, verb: int) -> int:
    """The last word of the verb group, or the adjective behind it: "was" -> "expected", "is" -> "likely"."""
    k = verb
    while k < len(seen.low) - 1 and (
        seen.low[k] in AUXILIARIES or seen.low[k] in NEGATIONS or seen.low[k].endswith("ly")
    ):
        k += 1
    return k
