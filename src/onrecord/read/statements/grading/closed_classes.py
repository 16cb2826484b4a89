"""The closed classes of English that the rules on scope walk over, and what is a noun without a tagger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.read.statements.grading.factuality_lexicon import ADJECTIVES, MODALS

NEGATIONS = frozenset("not n't n’t never".split())
BE = frozenset("be am is are was were been being 's ’s 're ’re 'm ’m".split())
HAVE = frozenset("have has had having 've ’ve".split())
DO = frozenset("do does did".split())
DEFINITE = frozenset("the this that these those my your his her its our their 's ’s ' both".split())
DETERMINERS = DEFINITE | frozenset("a an no any some each every another all several many few such".split())
PREPOSITIONS = frozenset(
    "of for in on at by with from against about over into after before during between without under through toward towards since until upon amid among despite than as like near across around within because".split()
)
PRONOUNS = frozenset("i you he she it we they who which there one everyone someone anyone nobody".split())
CONJUNCTIONS = frozenset("and or but nor".split())
STOPS = frozenset("; : \" “ ” « » „ `` '' ( ) [ ] { } – — -- ? ! .".split())
SUBORDINATE = frozenset(
    "because since although though while when whenever after as where until before once who which whose what how why whom".split()
)
CONDITIONS = {"if": 0.5, "unless": 0.0, "whether": 0.5, "lest": 0.3, "supposing": 0.3, "should": 0.5}
NEGATIVE_SUBJECTS = frozenset("no nobody none nothing neither".split())
EVENTUAL = frozenset(
    "happen occur begin start continue take end follow resume be fail succeed come hold go".split()
)
BARE = {
    "make": (2.7, -2.0),
    "let": (2.0, -2.0),
    "help": (2.0, -2.0),
    "see": (3.0, -1.5),
    "hear": (3.0, -1.0),
    "watch": (3.0, 0.0),
}
SMALL = frozenset(
    "also still just now then already even ever so too again soon only once all both ever further first more".split()
)
NOUN_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ments",
    "tions",
    "sions",
    "ity",
    "ance",
    "ence",
    "ness",
    "ism",
    "ure",
    "ship",
    "cy",
)
# Past forms that are no nouns: they tell a verb without a tagger.
PAST = frozenset(
    """arose ate awoke became began bent bit bled blew bore bought bred broke brought built came caught chose clung crept dealt did died drank
    drew drove dug fed fell felt fled flew forbade forgot forgave fought found froze gave got grew had heard hid kept knelt knew
    laid lay led left lent lit lost made meant met overcame overthrew overtook paid pled proved quit ran rang rebuilt rode rose said sang sank sat saw
    sent shook shone shot shrank slept slid sold sought spent spoke sprang stole stood strove struck stuck stung sunk swam swept swore swung taught
    threw thought told took tore understood undertook upheld was went were withdrew withstood woke won wore wove wrote""".split()
)  # fmt: skip
VERBAL = frozenset({"to", *MODALS} | PRONOUNS | DO | NEGATIONS)  # what stands behind these is a verb
GOVERNORS = frozenset("of for against to on from".split())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence, lower case, with their coarse parts of speech ("" where not known)."""

    low: Sequence[str]
    pos: Sequence[str]

    def tagged(self, i: int, *tags: str) -> bool:
        return self.pos[i] in tags


def between(parent: float, signature: tuple[float, float]) -> float:
    """What a signature makes of its governor's own value: linear from "negated" at -3 to "affirmed" at 3."""
    affirmed, negated = signature
    return (affirmed + negated) / 2 + parent / 6 * (affirmed - negated)


def nominal(w: Words, i: int) -> bool:
    """Whether the word is a noun here; from its neighbours where no tag is known."""
    word = w.low[i]
    before = w.low[i - 1] if i else ""
    after = w.low[i + 1] if i + 1 < len(w.low) else ""
    if w.pos[i]:
        return w.pos[i] in ("noun", "propn", "num")
    if before in VERBAL:
        return False
    if word.endswith(NOUN_ENDINGS) and len(word) > 5:
        return True
    if word.endswith("ed"):
        return False
    if word.endswith("ing"):
        return before in DETERMINERS and after in ("of", "in", "on", ",", ".", "")
    if word in ("says", "is", "are", "has") or (word in PAST and before not in DETERMINERS - {"that"}):
        return False
    if (
        before in DETERMINERS
        or before in ADJECTIVES
        or (before in PREPOSITIONS and before not in SUBORDINATE)
    ):
        return True
    if after in DETERMINERS or after in ("to", "him", "them", "it", "me", "us"):
        return False
    for k in range(i - 2, max(-1, i - 5), -1):
        t = w.low[k]
        if t in STOPS or t == "," or t in PRONOUNS or t in MODALS or t in BE:
            break
        if t in DETERMINERS or t in PREPOSITIONS:
            return after in PREPOSITIONS or after in STOPS or after in (",", "", "and", "that")
    return after in ("of", "between", "against")
