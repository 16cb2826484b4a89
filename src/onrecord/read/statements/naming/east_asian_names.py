"""Name and role in a Chinese, Japanese or Korean source: 外交部发言人李明, 山田市長, 타른수달클럽의 오카포 코치.

A role noun stands before a name (Chinese), behind it (Japanese, Korean), or alone; what else the source holds is where
somebody belongs.  Nouns and surnames are data (`east_asian_roles.py`); the places decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.read.statements.east_asian_roles import (
    ANONYMOUS,
    HONORIFICS,
    ORGANISATION_ENDS,
    ROLES,
    SURNAMES,
    role_pattern,
)
from onrecord.records import Span

__all__ = ["EastAsianSource", "gender_of_role", "same_person", "split_source"]

_BRACKET = re.compile(r"\s?[（(][^（()）]{0,30}[)）]")
_FOREIGN = re.compile(r"[一-鿿ァ-ヶー]+(?:[·・‧．\-－][一-鿿ァ-ヶーA-Z]+)+")
_HAN = re.compile(r"[一-鿿々ぁ-んァ-ヶーA-Za-z·・‧]+")
_QUANTITIES = re.compile(
    r"^(?:一[位名个個]|多[位名]|[几幾][位名]|有|某|該|该|[这這那][位名个個]?|匿名|不愿|另一|ある|同|익명|한$|일부|다른|어떤)"
)
_HEADED_ZH = re.compile(r"(.{1,20}[长長员員])([一-鿿]{2,3})")  # heads and members of whatever there is
_DEICTIC = re.compile(r"^[该該这這那]")  # "该校副校长王丽娟" points back at a school, and names somebody
#: How Korean nouns for what people are end: 어촌계장, 영양사, 조합원, 지휘관.
_CALLING_KO = re.compile(r"[가-힣]{1,6}(?:장|사|원|관|인|자|수|감|가|생|꾼|공)")


@dataclass(frozen=True, slots=True)
class EastAsianSource:
    """A source taken apart; `name` is `None` where it names nobody, `kind` says what such a source is.

    Spans count code points in the text.  `kind` is "person", "organisation" or "unnamed".
    """

    name: Span | None
    role: Span | None
    kind: str


def split_source(text: str, span: Span, code: str) -> EastAsianSource:
    """Who a source names, and as what."""
    start, end = span.start, span.end
    bracket = _BRACKET.search(text, start, end)
    if bracket and bracket.end() == end:
        end = bracket.start()
    split = {"zh": _chinese, "ja": _japanese, "ko": _korean}[code]
    found = split(text, start, end)
    if found.name is None and found.kind == "person":
        said = text[start:end]
        if said.endswith(ORGANISATION_ENDS[code]) and not said.endswith((*ROLES[code], *HONORIFICS[code])):
            return EastAsianSource(None, None, "organisation")
    return found


def _nameless(text: str, start: int, end: int, code: str) -> EastAsianSource:
    said = text[start:end]
    unnamed = bool(_QUANTITIES.match(said)) or any(said.endswith(w) for w in ANONYMOUS[code])
    return EastAsianSource(None, None, "unnamed" if unnamed else "person")


def _chinese(text: str, start: int, end: int) -> EastAsianSource:
    said = text[start:end]
    some = _QUANTITIES.match(said) is not None
    roles = [m for m in role_pattern("zh").finditer(said) if not _inside_word(said, m)]
    behind = said[roles[-1].end() :] if roles else said[-2:] if _HEADED_ZH.fullmatch(said) else ""
    if some and not (_DEICTIC.match(said) and _name_zh(behind, sure=False)):
        return EastAsianSource(None, None, "unnamed")
    for m in reversed(roles):
        behind = said[m.end() :]
        if behind and _name_zh(behind, sure=True):
            return EastAsianSource(Span(start + m.end(), end), Span(start, start + m.end()), "person")
        if behind:
            continue
        first = 0
        for earlier in roles:  # "外交部长王毅先生"
            if earlier.end() <= m.start() and earlier is not m:
                first = earlier.end()
        before = said[first : m.start()]
        if before and _name_zh(before, sure=False):
            if len(before) == 1:
                return EastAsianSource(
                    Span(start + first, start + m.start()), Span(start + m.start(), end), "person"
                )
            role = Span(start, start + first) if first else Span(start + m.start(), end)
            return EastAsianSource(Span(start + first, start + m.start()), role, "person")
        return _nameless(text, start, end, "zh")
    if said.endswith(ORGANISATION_ENDS["zh"]) and len(said) > 2:
        return EastAsianSource(None, None, "organisation")
    called = _HEADED_ZH.fullmatch(said)
    if called is not None and _name_zh(called[2], sure=False):  # "该港副港长王雪"
        return EastAsianSource(
            Span(start + called.start(2), end), Span(start, start + called.end(1)), "person"
        )
    return EastAsianSource(Span(start, end), None, "person")


def _inside_word(said: str, m: re.Match[str]) -> bool:
    """Whether a role noun is only part of an institution's name: 专家委员会, 教授协会."""
    return said.startswith(("会", "會", "协会", "協會", "团", "團", "组", "組", "楼", "府", "制"), m.end())


def _name_zh(word: str, *, sure: bool) -> bool:
    """Whether characters beside a role can be a name: of Chinese form, or foreign."""
    if _FOREIGN.fullmatch(word):
        return len(word) <= 25
    if (
        not word
        or not _HAN.fullmatch(word)
        or (word.endswith(ORGANISATION_ENDS["zh"]) and word[0] not in SURNAMES["zh"])
    ):
        return False
    if sure:
        return 1 <= len(word) <= 8
    return (
        word[0] in SURNAMES["zh"]
        and len(word) <= 3
        and not (len(word) < 3 and word.endswith(("国", "國", "市", "省", "部")))
    )


def _japanese(text: str, start: int, end: int) -> EastAsianSource:
    of = text.rfind("の", start, end)
    head = of + 1 if of >= 0 and end - of > 1 else start
    said = text[head:end]
    roles = [m for m in role_pattern("ja").finditer(said) if m.end() == len(said) and m.start() > 0]
    # Several roles in a row: 小早川智明社長兼会長; titles before a name: 会社員山田太郎さん
    cut = min((m.start() for m in roles), default=-1)
    if cut > 0:
        name = said[:cut]
        first = 0
        for m in role_pattern("ja").finditer(name):
            if 0 < len(name) - m.end() <= 8:
                first = m.end()
        name = name[first:]
        if _name_ja(name):
            courtesy = said[cut:] in HONORIFICS["ja"]
            role = Span(head, head + first) if first else None if courtesy else Span(head + cut, end)
            return EastAsianSource(Span(head + first, head + cut), role, "person")
        return _nameless(text, start, end, "ja")
    if said.endswith(ROLES["ja"]):
        return _nameless(text, start, end, "ja")
    if said.endswith(ORGANISATION_ENDS["ja"]):
        return EastAsianSource(None, None, "organisation")
    return EastAsianSource(Span(head, end) if len(said) <= 20 else None, None, "person")


def _name_ja(name: str) -> bool:
    if _FOREIGN.fullmatch(name):
        return True
    if (
        not _HAN.fullmatch(name)
        or len(name) > 12
        or (len(name) > 6 and not re.fullmatch(r"[ァ-ヶー]+", name))
    ):
        return False
    return not (
        len(name) > 1
        and name.endswith(ORGANISATION_ENDS["ja"])
        and not name.endswith(("町", "村", "市", "大", "部", "田"))
    )


def _korean(text: str, start: int, end: int) -> EastAsianSource:
    said = text[start:end]
    pieces = [(m.start() + start, m.end() + start, m[0]) for m in re.finditer(r"\S+", said)]
    for k in range(len(pieces) - 1, -1, -1):
        if pieces[k][2].endswith("의") and k < len(pieces) - 1 and len(pieces[k][2]) > 1:
            pieces = pieces[k + 1 :]
            break
    if not pieces:
        return EastAsianSource(None, None, "person")
    last = pieces[-1][2]
    words = [_BRACKET.sub("", p[2]) for p in pieces]
    role = next(
        (w for w in sorted({*ROLES["ko"], *HONORIFICS["ko"]}, key=len, reverse=True) if last.endswith(w)), ""
    )
    if not role and len(pieces) > 1 and _is_calling(words):
        role = last  # 최순자 어촌계장
    joined = words[-1][: len(words[-1]) - len(role)] if role else ""
    if role in HONORIFICS["ko"] and _full_ko(joined):  # 회원 이순자(67)씨
        end_of_name = pieces[-1][0] + len(joined)
        lead = Span(pieces[0][0], pieces[-2][1]) if len(pieces) > 1 else None
        return EastAsianSource(Span(pieces[-1][0], end_of_name), lead, "person")
    if len(pieces) == 1:
        bare = last[: len(last) - len(role)] if role else ""
        if (
            role
            and bare
            and (role in HONORIFICS["ko"] or len(bare) in (2, 3))
            and bare[0] in SURNAMES["ko"]
            and not bare.endswith(ORGANISATION_ENDS["ko"])
        ):
            courtesy = role in HONORIFICS["ko"]
            name_end = pieces[0][0] + len(bare)
            return EastAsianSource(
                Span(pieces[0][0], name_end), None if courtesy else Span(name_end, end), "person"
            )
        if role or (last.endswith(ORGANISATION_ENDS["ko"]) and len(last) > 2 and not _full_ko(last)):
            return _nameless(text, start, end, "ko")
        return EastAsianSource(Span(pieces[0][0], pieces[0][1]), None, "person")
    if words[-1] in ANONYMOUS["ko"] and not _full_ko(words[-2]):
        return EastAsianSource(None, None, "unnamed")
    if _full_ko(words[-1]) and not role:
        return EastAsianSource(
            Span(pieces[-1][0], pieces[-1][0] + len(words[-1])), Span(pieces[0][0], pieces[-2][1]), "person"
        )
    if role:
        # The name is the first word that can be one, before the words of the role: 이재명 더불어민주당 대선 후보
        edge = len(pieces) - 2
        while edge > 0 and words[edge] in _FORMER:
            edge -= 1
        options = [k for k in range(len(pieces) - 1) if _may_name_ko(words[k], last_before=k == edge)]
        full = [k for k in options if _full_ko(words[k])]
        k = full[0] if full else options[-1] if options else -1
        first = k
        if full and len(words[k]) > 3 and k + 1 == edge and k + 1 in options:
            k += 1  # 안드레이 코발 대사: a given name that looks like a Korean one
        if k >= 0 and (words[-1] not in ANONYMOUS["ko"] or full):
            courtesy = k == len(pieces) - 2 and words[-1] in HONORIFICS["ko"]
            given = first < k or (
                k > 0 and re.fullmatch(r"[가-힣]{2,5}", words[k - 1]) and not words[k - 1].endswith(_NO_GIVEN)
            )
            begin = k - 1 if given else k
            lead = Span(pieces[0][0], pieces[begin - 1][1]) if begin else None  # 교장 강미영 씨
            return EastAsianSource(
                Span(pieces[begin][0], pieces[k][0] + len(words[k])),
                lead if courtesy else Span(pieces[k + 1][0], end),
                "person",
            )
        return _nameless(text, start, end, "ko")
    at = 0
    while at < len(pieces) - 1 and (words[at].endswith(ROLES["ko"]) or _CALLING_KO.fullmatch(words[at])):
        at += 1
    foreign = words[at:]
    if at and 1 < len(foreign) < 4 and all(re.fullmatch(r"[가-힣]{1,6}", w) for w in foreign):
        return EastAsianSource(  # 영양사 토머스 리
            Span(pieces[at][0], pieces[-1][0] + len(words[-1])),
            Span(pieces[0][0], pieces[at - 1][1]),
            "person",
        )
    if words[-1].endswith(ORGANISATION_ENDS["ko"]):
        return EastAsianSource(None, None, "organisation")
    return EastAsianSource(None, None, "person")


def _is_calling(words: list[str]) -> bool:
    """Whether the last of several words says what somebody is whose full name of three syllables stands before it."""
    name, calling = words[-2], words[-1]
    return (
        len(name) == 3
        and _full_ko(name)
        and len(calling) > 2
        and _CALLING_KO.fullmatch(calling) is not None
        and not (len(calling) == 3 and calling[0] in SURNAMES["ko"])
    )


def _full_ko(word: str) -> bool:
    """A surname of one syllable and a given name of one to three; "·" between several such."""
    first = word.split("·")[0]
    return (
        2 <= len(first) <= 4
        and first[0] in SURNAMES["ko"]
        and not first.endswith(ORGANISATION_ENDS["ko"])
        and not first.endswith(ROLES["ko"])
    )


_FORMER = frozenset("전 현 신임 초대 직전 차기 前 現".split())  # 김 전 총리


def _may_name_ko(word: str, *, last_before: bool) -> bool:
    if not re.fullmatch(r"[가-힣·A-Za-z]+", word) or word.endswith((*ORGANISATION_ENDS["ko"], *ROLES["ko"])):
        return False
    if word in _FORMER:
        return False
    if len(word) == 1:
        return last_before and word in SURNAMES["ko"]
    return last_before or _full_ko(word)


#: Ends of Korean nouns: a word before a name that has none of them is the given name of a foreigner.
_NO_GIVEN = (
    *ORGANISATION_ENDS["ko"],
    *ROLES["ko"],
    *"인 생 자 수 가 관 민 버 님 꾼 주 장 은 는 이 을 를 의 에 서 로 과 와 도 한 던 된 온 째 계 쪽 편".split(),
)
_HERS = re.compile(r"女士|小姐|太太|夫人|母[亲親]|妻子|女王|公主|女性|女子|여사|여성|어머니|여왕")
_HIS = re.compile(r"先生|父[亲親]|丈夫|[国國]王|王子|男性|男子|신부|아버지|국왕")


def gender_of_role(words: str) -> str:
    """What role and form of address tell of somebody's gender ("f", "m", or "")."""
    if _HERS.search(words):
        return "f"
    return "m" if _HIS.search(words) else ""


def same_person(name: str, fuller: str, code: str) -> bool:
    """Whether a short form can call somebody of a fuller name: 오 for 오세훈, 特朗普 for 唐纳德·特朗普, 山田 for 山田太郎."""
    if name == fuller:
        return True
    parts = re.split(r"[·・‧]", fuller)
    if len(parts) > 1 and code == "ko":
        return False  # several people
    if len(parts) > 1:
        return name in parts[1:] or name == parts[0]
    if code == "ko" and " " in fuller:
        return name in fuller.split()
    if code == "ko" and len(name) == 1:
        return fuller[0] == name and 2 <= len(fuller) <= 4
    if code == "zh" and len(name) == 1:
        return fuller[0] == name and len(fuller) in (2, 3)
    return code == "ja" and len(name) > 1 and fuller.startswith(name) and len(fuller) > len(name)
