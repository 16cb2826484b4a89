"""Cue and subject of quotations in Korean and Japanese, where the verb ends the sentence.

X은/는 … “A”며 “B”고 말했다; Xは「A」と述べた: the subject stands at the start of the sentence with its particle, the quotation with a
quotative particle behind its mark, the verb last.  The sentence is read with its quotations masked, so that nothing
inside them counts.  A sentence without a subject goes on with whoever spoke before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.read.statements.east_asian_roles import HONORIFICS, ORGANISATION_ENDS, ROLES, SURNAMES
from onrecord.read.statements.quoting.cue_lexicon import Cues
from onrecord.read.statements.quoting.cue_match import CueMatch
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.records import Span

__all__ = ["VerbFinal"]

_MASK = "\ue000"
_END = re.compile(r"[.!?](?=\s|$)|[。！？]|\n")
_REACH = 500
# What a quotation carries behind its closing mark.
_QUOTATIVE = {
    "ko": re.compile(r"\s?(?:이?라)?(?:고|며|면서)(?![가-힣]{3})(?:는|도|만)?|이?라(?=\s)"),
    "ja": re.compile(
        r"(?:など|、)?(?:と(?!い[うっ]|書[かい]|呼|題|名付|され|み[らて]|な[っる]|の間|とも)|って)"
    ),
}
_ADNOMINAL = re.compile(r"(?:이?라)?는(?=\s)|이?란(?=\s)|との|という")
_FORTH = re.compile(r"이렇게|이같이|이처럼|다음과 같이|이와 같이|[こそ]う|このように|次のように|以下")
_WORD = re.compile(r"[^\s,;:]+")

# Korean
_TOPIC = re.compile(r"^(.+?)(께서는|께서|은|는|이|가|도)$")
_ADVERBIAL = re.compile(
    r"(?:에|에서|으로|로|에게|까지|부터|다|라|냐|자|하|되|있|없|같|많|않|지|하기|에도|하고|위해서)$"
)
#: A clause of report that is not the last ("고 밝히자 …"), and report by a noun ("는 게 클럽 측 설명이다").
_CLAUSE_KO = re.compile(
    r"(?:이?라)?고\s((?:밝히|말하|전하|강조하|주장하|지적하|비판하|호소하|요구하|촉구하|설명하|반박하|외치|제안하|답하|묻|되묻)(?:자|자마자|지만|는데|으나|나))(?=[\s,])"
)
_NOUN_KO = re.compile(
    r"(?:이?라)?는\s(?:게|것이|점이)\s([^\s,.]{1,15}(?:\s[^\s,.]{1,15}){0,2}?)(?:의)?\s(설명|입장|주장|의견|지적|분석|전망|해명|판단|시각|얘기|이야기)이(?:다|었다|라고)"
)
_ADNOMINAL_PAST = frozenset(
    "같 많 높 낮 늦 젊 밝 작 좁 넓 깊 짧 얇 굵 받 맡 얻 찾 놓 낳 않 남 죽 읽 잃 닫 쌓 겪 적".split()
)
_NOBODY = frozenset(
    "이 그것 이것 날 이날 것 점 때 중 후 뒤 앞 데 수 등 자신 본인 저 나 우리 사실 문제 내용 결과 이유 가운데 하 되 같 없 많 높 깊 이번 올해 오늘 어제 현재 최근 당시 이후 이전".split()
)
_STOPS = re.compile(
    r"(?:[을를]|[은는]|에서?|에게|께|으로|까지|부터|보다|처럼|에도|하고|하며|[았었했]고|[으]?며|면서|지만|위해|대해|대한|위한|관련|따르면|[0-9]+(?:명|살|세)인|출신인|이자|하던|했던|있는|없는|나선|맡은|이끈|낸|하는|되는|된|열린|만나|통해)$"
)
_PAST_KO = re.compile(r"[가-힣](?:한|된|린|진|낸|긴|킨|던)$")  # "탈당한", "알려진": a clause before a noun
_OPENERS = re.compile(
    r"^(?:그러나|하지만|그러면서|그리고|이에|또|또한|이어|한편|앞서|다만|특히|반면|이날|전날|지난|오전|오후|당시|현재|최근|그런데|그러자|그래도|그럼에도|이처럼|이후|이날|그제야|따라서|결국|[0-9]+[일월년시분].*)$"
)
#: A sentence behind that says whose words they are: “…” 교장 강미영 씨의 말이다.
_WORDS_OF_KO = re.compile(
    r"\s{0,3}([^\s,.]{1,15}(?:\s[^\s,.]{1,15}){0,4}?)의\s(말|설명|얘기|이야기|주장|지적|전언|하소연|증언|반응)(?:이다|이었다|였다)"
)
#: Report by a noun and a light verb: “…”는 반응을 보였다, “…”는 입장을 밝혔다.
_NOUN_OBJECT_KO = re.compile(
    r"(?:이?라)?는\s(?:[^\s,.]{1,10}\s)?((?:반응|입장|뜻|의견|견해|생각|소감|우려|불만|주장|지적|바람|의사|메시지)[을를]\s"
    r"(?:보였|보이|밝혔|밝히|냈|나타냈|나타내|내놓|내놨|전했|전하|쏟아냈|제기했|피력했|드러냈)[가-힣]{0,3})"
)
#: A name in quotation marks with its particle, and verbs that only name something.
_NAMED_KO = re.compile(rf"{_MASK}{{3,16}}(?:은|는|이|가)")
_CALLS = (
    "부르",
    "부른",
    "불렀",
    "불리",
    "불린",
    "불렸",
    "일컫",
    "칭했",
    "알려",
    "적혀",
    "쓰여",
    "했던",
    "이름",
)
_MARKS = "'\"’”›》」"
_LATIN_OR_DIGIT = re.compile(r"[A-Za-z0-9)\]]$")

# Japanese
_PARTICLE = re.compile(r"[はがも]")
_BEFORE_PARTICLE = re.compile(
    r"(?:[\u4e00-\u9fff々ァ-ヶー）)A-Za-z0-9Ａ-Ｚａ-ｚ]|さん|ら|たち|くん|ちゃん|さま)$"
)
_NO_SUBJECT_JA = re.compile(
    r"(?:[日年月時分回後前中際今上下内点度初]|場合|当時|現在|今回|以上|一方|結果|理由|問題|対応|声|可能性|必要|影響|こと|もの|ため|自分|自身|私|我々)$"
)
_CLAUSE_JA = re.compile(
    r"(?:する|した|ている|ていた|でいる|された|される|れた|せた|いう|った|える|だった|にある|ない)(?=[\u4e00-\u9fffァ-ヶA-Z])"
)
_BOUND_JA = "、。，．「」『』（(・…　\n"
_PREDICATE_JA = re.compile(r"(?:[\u4e00-\u9fffァ-ヶー]+(?:[ぁ-ん][\u4e00-\u9fff]+)?[ぁ-ん]*|[ぁ-ん]+)$")


class VerbFinal:
    """The sentences of a Korean or Japanese text, with its quotations masked."""

    def __init__(self, text: str, quotations: Sequence[Quotation], cues: Cues) -> None:
        self.text, self.cues, self.code = text, cues, cues.code
        pieces, at = [], 0
        for q in quotations:
            for inner in q.spans:
                start = max(inner.start, at)
                if inner.end <= start:
                    continue
                pieces.append(text[at:start])
                pieces.append(_MASK * (inner.end - start))
                at = inner.end
        pieces.append(text[at:])
        self.masked = "".join(pieces)
        self.ends = [m.end() for m in _END.finditer(self.masked)]
        self.people = (*ROLES[self.code], *HONORIFICS[self.code])
        self.sure = (*self.people, *ORGANISATION_ENDS[self.code])

    def sentence(self, q: Quotation) -> tuple[int, int]:
        """The sentence that holds a quotation, of at most a few hundred characters to each side."""
        i = bisect_right(self.ends, q.whole.start)
        left = self.ends[i - 1] if i else 0
        j = bisect_left(self.ends, q.whole.end)
        right = self.ends[j] if j < len(self.ends) else len(self.text)
        return max(left, q.whole.start - _REACH), min(right, q.whole.end + _REACH)

    def linked(self, q: Quotation) -> bool:
        """Whether a quotative particle stands behind a quotation, or its sentence goes on so behind the next."""
        return _QUOTATIVE[self.code].match(self.masked, q.whole.end) is not None

    def spoken(self, q: Quotation) -> bool:
        """Whether somebody says even a short quotation: particle and verb of speech are there."""
        if self.code == "ko" and (
            _NOUN_KO.match(self.masked, q.whole.end) or _NOUN_OBJECT_KO.match(self.masked, q.whole.end)
        ):
            return True
        if not self.linked(q):
            return False
        _, right = self.sentence(q)
        cue = self._verb(q.whole.end, right)
        if cue is None:
            return False
        return cue[1] or (self.code == "ko" and not cue[0].of(self.text).startswith(_CALLS))

    def cue(self, q: Quotation) -> CueMatch | None:
        """Cue and subject of a quotation; the source is empty where the sentence has none."""
        left, right = self.sentence(q)
        reported = _NOUN_KO.match(self.masked, q.whole.end) if self.code == "ko" else None
        if reported is not None:
            return CueMatch((Span(*reported.span(1)),), (Span(*reported.span(2)),), 1, 0.7)
        held = _NOUN_OBJECT_KO.match(self.masked, q.whole.end) if self.code == "ko" else None
        whose = _WORDS_OF_KO.match(self.masked, q.whole.end) if self.code == "ko" else None
        if whose is not None:
            return CueMatch((Span(*whose.span(1)),), (Span(*whose.span(2)),), 1, 0.7)
        if held is not None:
            found: tuple[Span, bool] | None = (Span(*held.span(1)), True)
        elif self.linked(q):
            found = self._verb(q.whole.end, right)
        elif _ADNOMINAL.match(self.masked, q.whole.end):
            found = self._verb(q.whole.end, right)
            found = found if found is not None and found[1] else None
        else:
            return self._forth(q, left, right)
        if found is None:
            return None
        cue = found[0]
        clause = _CLAUSE_KO.match(self.masked, q.whole.end) if self.code == "ko" else None
        if clause is not None:  # 박 시장이 “…”고 밝히자 주민들은 …
            source = self._subject(left, q.whole.start, False)
            return CueMatch((source,) if source else (), (Span(*clause.span(1)),), 1, 0.7)
        particle = _QUOTATIVE[self.code].match(self.masked, q.whole.end)
        behind = particle.end() if particle else q.whole.end
        source = self._subject(behind, cue.start, True) or self._subject(left, q.whole.start, False)
        source = source or self._spoke_before(q, left)
        return CueMatch((source,) if source else (), (cue,), 1, 0.75 if found[1] else 0.6)

    def _forth(self, q: Quotation, left: int, right: int) -> CueMatch | None:
        """A sentence beside the quotation that says so: 山田市長はこう述べた。「…」"""
        i = bisect_left(self.ends, left)
        before = self.ends[i - 1] if i and self.ends[i - 1] < left else 0
        if i < len(self.ends) and self.ends[i] == left:
            before = self.ends[i - 1] if i else 0
        if (
            not any(c.isalnum() for c in self.masked[q.whole.end : right])
            and self.masked[right - 1 : right] != "\n"
        ):
            j = bisect_right(self.ends, right)  # 「…」。漁師はそう話す。
            right = min(self.ends[j], right + _REACH) if j < len(self.ends) else right
        for start, end in ((max(before, left - _REACH), left), (q.whole.end, right)):
            if _MASK in self.masked[start:end] or not _FORTH.search(self.masked, start, end):
                continue
            found = self._verb(start, end)
            if found is not None and found[1]:
                source = self._subject(start, found[0].start, False)
                return CueMatch((source,) if source else (), (found[0],), 4, 0.6)
        # A colon: 박 코치: “…”
        lead = self.masked[left : q.whole.start].rstrip()
        if lead.endswith((":", "：")) and len(lead) < 40 and lead[:-1].strip():
            start = left + len(lead) - len(lead.lstrip())
            return CueMatch((Span(start, left + len(lead) - 1),), (), 2, 0.6)
        return None

    def _spoke_before(self, q: Quotation, left: int) -> Span | None:
        """Who speaks in the sentence before, of the same paragraph: 男性は口ぶりで語った。「…」と言う。"""
        i = bisect_left(self.ends, left)
        if not left or i >= len(self.ends) or self.ends[i] != left or self.masked[left - 1] == "\n":
            return None
        start = max(self.ends[i - 1] if i else 0, left - _REACH)
        if _MASK in self.masked[start:left]:
            return None
        found = self._verb(start, left)
        return self._subject(start, found[0].start, False) if found is not None and found[1] else None

    def _verb(self, start: int, end: int) -> tuple[Span, bool] | None:
        """The verb that governs a quotation before it, and whether it is a verb of speech."""
        if self.code == "ja":
            best: tuple[int, int] | None = None
            for verb in self.cues.verbs:
                at = self.masked.find(verb, start, end)
                if at >= 0 and (best is None or (at, -len(verb)) < (best[0], -best[1])):
                    best = (at, len(verb))
            if best is not None:
                return Span(best[0], sum(best)), True
            tail = self.masked[start:end].rstrip("。.！？!?\n 　")
            last = _PREDICATE_JA.search(tail)
            if last is None or not last[0] or last[0].startswith("と") or len(tail) > 80:
                return None
            return Span(start + last.start(), start + len(tail)), False
        words = list(_WORD.finditer(self.masked, start, end))
        known = None
        for word in words:
            bare = word[0].strip(".!?”’\"'" + _MASK)
            if bare.startswith(self.cues.prefixes) or bare in self.cues.verbs:
                at = word.start() + word[0].find(bare)
                known = Span(at, at + len(bare))
        if known is not None:
            return known, True
        if not words or not self.masked[:end].rstrip().endswith((".", "!", "?", "다")):
            return None
        bare = words[-1][0].rstrip(".!?")
        if not bare.endswith(("다", "까", "죠", "요")) or _MASK in bare:
            return None
        return Span(words[-1].start(), words[-1].start() + len(bare)), False

    def _subject(self, left: int, right: int, after: bool) -> Span | None:
        if right <= left:
            return None
        return self._subject_ja(left, right) if self.code == "ja" else self._subject_ko(left, right, after)

    # Korean

    def _subject_ko(self, left: int, right: int, after: bool) -> Span | None:
        """The phrase before 은/는, or else 이/가, at the start of a sentence."""
        words = [
            m
            for m in _WORD.finditer(self.masked, left, right)
            if _MASK not in m[0] or _NAMED_KO.fullmatch(m[0])
        ][:60]
        best: tuple[int, int, Span] | None = None
        for k, word in enumerate(words):
            m = _TOPIC.match(word[0])
            if m is None:
                continue
            stem, particle = m.groups()
            if not _agrees(stem, particle) or stem in _NOBODY:
                continue
            if len(stem) == 1 and particle == "은" and stem not in ORGANISATION_ENDS["ko"]:
                continue  # "넣은": a verb
            sure = self._surely_ko(stem)
            if not sure and any(
                len(w[0]) > 1 and w[0].endswith(ROLES["ko"]) for w in words[max(0, k - 2) : k]
            ):
                sure = 1  # 공격수 루카스 실바는
            if sure < 2 and (_ADVERBIAL.search(stem) or (particle == "은" and stem[-1] in _ADNOMINAL_PAST)):
                continue
            topic = particle in ("은", "는", "께서는", "께서")
            if particle == "도" and not (sure and k < 4):
                continue
            if not sure and (after or k > 3):
                continue
            rank = 2 * (2 - sure) + (not topic)
            if not topic and _relative(words[k + 1][0] if k + 1 < len(words) else ""):
                rank = 6
            order = -k if sure and not topic else k
            if best is None or (rank, order) < best[:2]:
                best = (rank, order, self._phrase_ko(words, k, word.start() + len(stem)))
        return best[2] if best else None

    def _surely_ko(self, stem: str) -> int:
        """2 if a word calls somebody by role or pronoun, 1 for an organisation or what may be a full name, else 0."""
        if stem[-1:] == _MASK or stem[-1:] in _MARKS:
            return 1
        if stem in ("그", "그녀", "이들", "그들", "씨") or (len(stem) > 1 and stem.endswith(self.people)):
            return 2
        return int(_NAME_KO.fullmatch(stem) is not None or (len(stem) > 1 and stem.endswith(self.sure)))

    def _phrase_ko(self, words: Sequence[re.Match[str]], k: int, end: int) -> Span:
        """From the words that belong to a noun up to it: 타른수달클럽의 오카포 코치."""
        first = k
        while first > 0 and k - first < 5:
            before = words[first - 1]
            if self.masked[before.end() : words[first].start()].strip(" ") or _OPENERS.match(before[0]):
                break
            name = first == k and _NAME_KO.fullmatch(before[0]) and words[k][0].startswith(tuple(ROLES["ko"]))
            whole = len(before[0]) == 3 and _NAME_KO.fullmatch(before[0])
            if not name and (_STOPS.search(before[0]) or (not whole and _PAST_KO.search(before[0]))):
                break
            first -= 1
        return Span(words[first].start(), end)

    # Japanese

    def _subject_ja(self, left: int, right: int) -> Span | None:
        best: tuple[int, int, Span] | None = None
        for n, m in enumerate(_PARTICLE.finditer(self.masked, left, right)):
            if n > 40:
                break
            at = m.start()
            start = at
            while (
                start > left
                and self.masked[start - 1] not in _BOUND_JA
                and self.masked[start - 1] != _MASK
                and at - start < 60
            ):
                start -= 1
            phrase = self.masked[start:at]
            if start and self.masked[start - 1] in "（(" and phrase.endswith(("）", ")")):
                opening = start - 1  # 高橋（62）は: the bracket belongs to the phrase
                start = opening
                while start > left and self.masked[start - 1] not in _BOUND_JA and at - start < 60:
                    start -= 1
                phrase = self.masked[start:at]
            if not phrase or not _BEFORE_PARTICLE.search(phrase) or _NO_SUBJECT_JA.search(_bare(phrase)):
                continue
            cuts = list(_CLAUSE_JA.finditer(phrase))
            if cuts:
                start += cuts[-1].end()
            sure = _bare(self.masked[start:at]).endswith(self.sure)
            kind = m[0]
            if kind == "も" and not sure:
                continue
            rank = {"は": 0, "が": 2, "も": 3}[kind] if sure else {"は": 1, "が": 4}[kind]
            if rank == 4 and at - start > 12:
                continue
            if best is None or (rank, n) < best[:2]:
                best = (rank, n, Span(start, at))
        return best[2] if best else None


_NAME_KO = re.compile(rf"[{''.join(sorted(SURNAMES['ko']))}][가-힣]{{1,3}}")


def _bare(phrase: str) -> str:
    """Without an age or a reading in brackets behind."""
    return re.sub(r"[（(][^（()）]{0,20}[)）]$", "", phrase)


def _agrees(stem: str, particle: str) -> bool:
    """Whether a particle has the form that a stem asks for: 은 and 이 behind a consonant, 는 and 가 behind a vowel."""
    last = stem[-1]
    if last == _MASK or last in _MARKS:
        return True
    if not "가" <= last <= "힣" or particle.startswith("께") or particle == "도":
        return bool(_LATIN_OR_DIGIT.search(stem)) or "가" <= last <= "힣"
    consonant = (ord(last) - 0xAC00) % 28 > 0
    return consonant == (particle in ("은", "이"))


def _relative(word: str) -> bool:
    """Whether a word behind a subject makes it one of a relative clause: 회원이 340명인 …."""
    bare = word.rstrip(",.")
    return (
        bool(bare)
        and ("가" <= bare[-1] <= "힣")
        and (bare.endswith(("는", "던", "인", "된", "한")) or (ord(bare[-1]) - 0xAC00) % 28 == 4)
    )
