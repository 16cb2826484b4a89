"""English words that say how sure it is that what they govern happened: a lexicon of signatures.

Each line gives the frames of a complement, the value when the governing word is affirmed, the value when it is
negated, and the words (lemmas).  Values are on the scale of FactBank (Saurí & Pustejovsky 2009): 3 certainly, 2 probably,
1 possibly, 0 unknown, and the same below zero for what did not happen.  The classes are those of the literature on
implicative and factive verbs (Karttunen 1971, 2012; Nairn, Condoravdi & Karttunen 2006; MacCartney 2009;
Lotan, Stern & Dagan 2013, "TruthTeller"); words were put into them by hand, from their meaning.  No value is fitted to data.

Frames: "to" infinitive ("failed to land"), "that" finite clause ("denied that", also without "that"), "ing"
gerund ("stopped firing", "accused of hiding"), "np" noun phrase ("prevented an attack", "threat of a strike").
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["ADJECTIVES", "ADVERBS", "MODALS", "SIGNATURES", "lemma", "stem_of"]

_TABLE = """
to ing | 3 | -3 | manage bother dare happen get begin start continue proceed go come deign keep resume succeed turn
to | 3 | -3 | remember take use manage
to | 3 | -1 | force compel cause lead prompt drive induce persuade convince oblige inspire move tempt
to | 2 | -2 | help enable serve work enough
to | 1.5 | -3 | able can
to | 1.5 | -2 | allow permit let authorize authorise free entitle license clear equip qualify ability power capability capacity
to | -3 | 3 | fail forget neglect omit failure
to | -3 | 2 | refuse decline unable impossible refusal inability powerless cease incapable
to | -1 | 1 | reluctant unwilling hesitate afraid loath reluctance forbid unwillingness
to | -2 | 1 | too
to | 1 | -1.5 | try attempt seek struggle strive aim endeavor endeavour effort fight bid battle push campaign work mean race hurry
to | 1.5 | -1.5 | plan intend decide agree promise vow pledge commit prepare ready swear resolve determine determined arrange consent decision agreement commitment intention elect choose choice opt volunteer undertake decree
to | 2 | -1.5 | expect schedule due set bound certain sure poise slate likely guarantee destine about tend
to | .7 | -1 | want wish hope like love desire prefer need ask urge order tell demand request require invite encourage advise instruct call propose offer threaten beg press appeal recommend wait eager willing keen obligate ought suppose way opportunity chance right reason time incentive proposal threat willingness pressure eagerness option mandate important necessary vital essential crucial possible easy hard difficult tough good better best fight lobby petition pray nice dangerous safe wise useful interested interest responsibility duty obligation move deadline motion temptation ambition dream goal direct command counsel charge challenge design
to | -1.5 | 1 | unlikely
to | 1.7 | -1.5 | seem appear believe think estimate assume suspect allege rumor rumour presume reckon consider claim profess purport feel
to | 2.3 | 0 | say report know find show prove reveal
to | -1 | .5 | warn
to | -2 | 1 | pretend
to | 3 | 2.5 | glad happy please pleased proud sorry surprise shock delight regret thrill honor lucky fortunate relieve

ing | 3 | -3 | finish enjoy spend busy complete practice involve by while when after since upon
ing | 3 | 3 | regret remember recall admit confess acknowledge blame criticize criticise thank forgive apologize apologise punish fine condemn despite mind
ing | -1.5 | 2.5 | stop quit cease end halt suspend abandon
ing | -2.5 | 2 | avoid prevent refrain block bar ban prohibit forbid discourage resist escape preclude deter hinder dissuade without instead rather from against
ing | .7 | -1 | consider contemplate discuss propose suggest recommend plan advocate mull weigh envision imagine favor favour risk threaten possibility prospect hope idea option chance likelihood intention mean think dream talk capable worth before until aim intent interested interest way purpose goal object delay postpone support
ing | -.5 | .5 | oppose fear
ing | -2 | 1 | deny reject dismiss
ing | 2 | 0 | accuse suspect charge allegation accusation claim report allege convict describe
ing | -3 | 3 | miss fail omit lack

that | 3 | 3 | know realize realise discover learn notice forget remember recall regret reveal note acknowledge admit concede confess recognize recognise aware unaware find prove demonstrate explain show point glad happy proud sorry sad surprise shock disappoint fact because ignore resent understand apologize complain mean blame thank dislike worry-over
that | 2.7 | .5 | say tell report announce add state declare write inform assert affirm testify disclose indicate emphasize emphasise stress reiterate confirm conclude agree insist maintain observe remark reply respond comment statement news word announcement assure reassure hear read document rule decide see message signal accept mention cite notify verify determine establish confirmation sure-of
that | 2.3 | .3 | claim allege charge argue contend accuse rumor rumour imply allegation assertion warn confident convince certain sure persuade argument purport promise vow pledge guarantee swear
that | 1.6 | -1.2 | think believe expect predict estimate assume suspect guess suppose figure feel consider project forecast anticipate presume seem appear reckon likely probable belief view opinion expectation evidence sign indication suggest calculate prediction suspicion forecast conviction speculation bet look
that | .7 | -1 | hope fear worry possible speculate concern afraid chance possibility prospect risk danger threat threaten theory hypothesis idea demand recommend propose urge order request ask require proposal recommendation insistence pray prefer want imagine condition argument-for essential important necessary
that | -1.2 | 1 | wish pretend dream lest
that | -1.5 | 1 | doubt unlikely doubtful question dispute skeptical sceptical improbable
that | -2 | 1.5 | deny reject refute dismiss disprove denial false untrue impossible rebut debunk
that | .3 | .3 | wonder inquire investigate see-if uncertain unsure unclear unknown

np | -2.5 | 1.5 | prevent avoid avert block bar ban prohibit cancel foil thwart abort lack absence deter preclude forestall without forgo skip miss embargo refuse resist
np | -1.5 | 1 | deny reject rule-out oppose dismiss abandon drop postpone delay withdraw forbid discourage reluctant scrap shelve veto denial
np | .8 | -1.5 | plan want seek consider propose demand request threaten hope fear need promise offer order suggest await risk threat possibility prospect proposal require advocate contemplate call urge chance danger likelihood prepare pledge desire opportunity bid aim permit allow authorize authorise invite push appeal ready option potential possible idea deadline eligible eager envision pursue ask recommend favor favour support candidate anticipation capable
np | 1.7 | -1 | expect predict forecast anticipate suspect allege claim schedule allegation accusation accuse assume believe estimate sign indication evidence
np | 3 | -2.5 | have see make hold get find cause take give show report face suffer launch carry conduct commit issue reach achieve complete perform receive experience witness begin start stage win trigger offer-to provide do undertake provoke
"""

#: A modal verb: affirmed, negated.
MODALS: dict[str, tuple[float, float]] = {
    "will": (2.0, -2.0), "'ll": (2.0, -2.0), "’ll": (2.0, -2.0), "wo": (2.0, -2.0), "shall": (1.7, -2.0),
    "would": (1.2, -1.7), "'d": (1.2, -1.7), "’d": (1.2, -1.7), "can": (1.3, -2.3), "ca": (1.3, -2.3), "cannot": (-2.3, -2.3),
    "could": (1.0, -2.3), "may": (1.0, -.7), "might": (.8, -.7), "should": (1.0, -1.2), "must": (1.3, -1.5),
    "ought": (1.0, -1.2), "need": (.8, -.7),
}  # fmt: skip

#: Adverbs that stand with a verb: the value if the verb would be certain; "-1" factors turn it.
ADVERBS: dict[str, float] = {
    "allegedly": 1.7, "reportedly": 2.2, "apparently": 1.8, "seemingly": 1.6, "possibly": 1.0, "perhaps": .9, "maybe": .9,
    "probably": 2.0, "likely": 1.9, "presumably": 1.8, "supposedly": 1.0, "purportedly": 1.4, "ostensibly": 1.0, "potentially": .9,
    "conceivably": .7, "arguably": 1.5, "hopefully": .8, "almost": -1.5, "nearly": -1.5, "hardly": -1.8, "barely": 1.5,
    "scarcely": -1.5, "rarely": -.5, "seldom": -.5, "theoretically": .7, "tentatively": 1.2, "unlikely": -1.5, "rumoredly": 1.0,
}  # fmt: skip

#: Adjectives and participles that stand before the noun of an event.
ADJECTIVES: dict[str, float] = {
    "alleged": 1.7, "suspected": 1.7, "possible": .9, "potential": .9, "likely": 1.8, "unlikely": -1.0, "probable": 1.8,
    "planned": 1.3, "proposed": 1.0, "expected": 1.5, "anticipated": 1.5, "future": 1.3, "upcoming": 2.0, "coming": 1.8, "imminent": 1.6,
    "impending": 1.7, "looming": 1.5, "scheduled": 1.8, "hypothetical": .3, "would-be": -.5, "fake": -2.0, "supposed": .8, "purported": 1.2,
    "failed": -1.5, "aborted": -1.5, "averted": -2.0, "foiled": -2.0, "attempted": -.5, "threatened": .5, "apparent": 1.9, "presumed": 1.6,
    "reported": 2.2, "rumored": 1.0, "rumoured": 1.0, "eventual": 1.5, "further": 1.8, "prospective": .9, "intended": 1.0, "little": -1.0,
    "canceled": -2.0, "cancelled": -2.0, "few": 1.0, "any": .5, "every": 2.0, "no": -2.7, "neither": -2.5, "such": 2.0,
}  # fmt: skip

_IRREGULAR = {
    "said": "say", "told": "tell", "thought": "think", "knew": "know", "known": "know", "felt": "feel", "found": "find", "saw": "see",
    "seen": "see", "sought": "seek", "made": "make", "kept": "keep", "got": "get", "went": "go", "gone": "go", "came": "come", "began": "begin",
    "begun": "begin", "meant": "mean", "chose": "choose", "chosen": "choose", "forgot": "forget", "forgotten": "forget", "led": "lead",
    "drove": "drive", "driven": "drive", "wrote": "write", "written": "write", "swore": "swear", "sworn": "swear", "heard": "hear",
    "held": "hold", "gave": "give", "given": "give", "shown": "show", "proven": "prove", "had": "have", "has": "have", "having": "have",
    "took": "take", "taken": "take", "won": "win", "did": "do", "done": "do", "does": "do", "brought": "bring", "understood": "understand",
    "forbade": "forbid", "forbidden": "forbid", "withdrew": "withdraw", "withdrawn": "withdraw", "fought": "fight", "spent": "spend",
    "forgave": "forgive", "learnt": "learn", "dreamt": "dream", "undertook": "undertake", "foresaw": "foresee", "dealt": "deal", "lay": "lie",
}  # fmt: skip


def _parsed() -> dict[str, dict[str, tuple[float, float]]]:
    out: dict[str, dict[str, tuple[float, float]]] = {}
    for line in _TABLE.strip().splitlines():
        if not line.strip():
            continue
        frames, affirmed, negated, words = (part.strip() for part in line.split("|"))
        for word in words.split():
            for frame in frames.split():
                out.setdefault(word, {}).setdefault(frame, (float(affirmed), float(negated)))
    return out


#: Lemma -> frame -> (value if affirmed, value if negated).
SIGNATURES = _parsed()


@lru_cache(maxsize=16384)
def stem_of(word: str) -> tuple[str, ...]:
    """The lemmas that an English form may have by its ending, the word itself first."""
    word = word.lower()
    if word in _IRREGULAR:
        return (_IRREGULAR[word],)
    out = [word]
    if len(word) > 3 and word.isascii():
        if word.endswith(("ies", "ied")):
            out.append(word[:-3] + "y")
        if word.endswith("es"):
            out.append(word[:-2])
        if word.endswith("s") and not word.endswith("ss"):
            out.append(word[:-1])
        for ending in ("ed", "ing"):
            if word.endswith(ending) and len(word) > len(ending) + 1:
                base = word[: -len(ending)]
                out += [base, base + "e"]
                if len(base) > 2 and base[-1] == base[-2]:
                    out.append(base[:-1])
    return tuple(out)


@lru_cache(maxsize=16384)
def lemma(word: str) -> str | None:
    """The word's lemma if the lexicon has it."""
    return next((s for s in stem_of(word) if s in SIGNATURES), None)
