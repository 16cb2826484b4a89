"""The cue beside a Chinese quotation and its subject.

Between subject and verb stand adverbs and circumstances, without a mark: 她还表示, 镇长奥蒂莉在记者会上称.  They are taken off from
the end, as long as a name is left.  Where nothing is left, the subject is that of the clause before, or nobody's.
"""

from __future__ import annotations

import re

from onrecord.read.statements.east_asian_roles import role_pattern
from onrecord.read.statements.quoting.cue_lexicon import Cues
from onrecord.read.statements.quoting.cue_match import CueMatch
from onrecord.read.statements.quoting.noun_phrase import clause_start, stripped
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.records import Span

__all__ = ["chinese_after", "chinese_before", "chinese_subject"]

_TIMES = (
    r"日前|近日|昨[日天晚]|今[日天早晚年]|[当當][天日晚]|[周週][一二三四五六日末]|星期[一二三四五六日天]|[上本这這]周|[上本這]週|\d{1,4}年|\d{1,2}月|\d{1,2}日"
    r"|[上下]午|晚[间間上]|凌晨|稍[早后後]|随后|隨後|此前|早前|先前|事[后後]|[会會][后後]|[赛賽][后後]|去年"
)
_LEADING = re.compile(
    rf"(?:但是|但|而且|而|不[过過]|另外|此外|同[时時]|之[后後]|因此|所以|[对對]此|最[后後]|然而|接[着著]|其中|(?:{_TIMES})(?:[上下]午|晚[间間上])?)"
)
_ADVERB = re.compile(
    r"(?:[还還]|也|又|[则則]|再|亦|却|曾|已[经經]?|[并並]|仍然?|共同|一致|[联聯]合|同[时時]|最[后後]|[进進]一步|再[次度三]|一再|多次|反[复覆]|公[开開]|明[确確]|[坚堅]持"
    r"|[强強]烈|[严嚴][厉厲]|[郑鄭]重|直接|特[别別]|主[动動]|[对對]此|因此|[为為]此|抱怨|感[叹嘆慨]|解[释釋]|坦承|[强強][调調]|回[应應]|反[驳駁]|[质質]疑|承[认認]|回[忆憶]|[总總][结結]|苦笑|[直坦]言|自[豪嘲]|[对對于於向在跟]|另外|此外|补充|補充|[一-鿿]{2}地|[笑哭喊指]着|[笑哭喊指]著|"
    + _TIMES
    + r")$"
)
_CIRCUMSTANCE = re.compile(
    r"(?:在.{1,40}(?:[上中时時后後里裡內内前间間下旁外会會场場台臺日期网網书書博]|[发發][文言推]|撰文|留言)"
    rf"|[于於](?:{_TIMES}|本|近).{{0,20}}"
    r"|[对對向跟].{2,30}|[与與].{2,20}(?:[时時]|[后後])|(?:就|[针針][对對]|[围圍][绕繞]|[关關][于於]).{2,40}|(?:[通透][过過]|[借藉]由).{2,40}"
    r"|(?:接受|出席|[参參]加|回[应應]|[谈談][到及]|提[到及]|面[对對]|回答|答[复覆]|主持|[会會][见見]|[视視]察|透露(?!姓名|身份)|[发發]言(?!人)|[发發](?:表|布|文|推)|召[开開]|[举舉]行|撰文|致[信电電]).{0,40}"
    rf"|以.{{2,20}}(?:形式|方式|身份|名[义義]|口吻|[语語][气氣])|(?:{_TIMES}).{{0,40}})"
)
_PRONOUNS = frozenset("他她它")
_LONGEST = 60


def chinese_subject(text: str, start: int, end: int) -> Span | None:
    """Who stands between `start` and a verb at `end`, without adverbs and circumstances; `None` if nobody."""
    span = stripped(text, max(start, end - _LONGEST), end)
    while span is not None and (lead := _LEADING.match(text, span.start, span.end)):
        span = stripped(text, lead.end(), span.end)
    for _ in range(6):
        if span is None:
            return None
        region = span.of(text)
        adverb = _ADVERB.search(region)
        if adverb and (adverb.start() != 1 or region[0] in _PRONOUNS):
            span = stripped(text, span.start, span.start + adverb.start())
            continue
        cut = _circumstance(region)
        if cut is None:
            break
        span = stripped(text, span.start, span.start + cut)
    return span


def _circumstance(region: str) -> int | None:
    """Where the circumstance begins that ends a region, if one does."""
    role = role_pattern("zh")
    for at in range(1, len(region)):
        if at == 1 and region[0] not in _PRONOUNS:
            continue
        if _CIRCUMSTANCE.fullmatch(region, at):
            inner = next(role.finditer(region, at), None)
            if inner is None or inner.end() == len(region):  # "对记者", but not "就业司司长李明"
                return at
    return None


def _earlier(text: str, left: int, at: int) -> Span | None:
    """The subject of the clause before, which goes on: 市长李明周二出席记者会，称“…”."""
    comma = at
    while comma > left and (text[comma - 1].isspace() or text[comma - 1] in "，,、"):
        comma -= 1
    if comma <= left or comma == at:
        return None
    start = clause_start(text, left, comma)
    region = text[start:comma]
    cut = _circumstance(region)
    return stripped(text, start, start + cut) if cut is not None and cut <= 24 else None


def _first(text: str, start: int, end: int, cues: Cues) -> Span | None:
    best: tuple[int, int] | None = None
    for verb in cues.verbs:
        at = text.find(verb, start, end)
        if at >= 0 and (best is None or (at, -len(verb)) < (best[0], -best[1])):
            best = (at, len(verb))
    return Span(best[0], best[0] + best[1]) if best else None


def _last(text: str, start: int, end: int, cues: Cues) -> Span | None:
    best: tuple[int, int] | None = None
    for verb in cues.verbs:
        at = text.rfind(verb, start, end)
        if at >= 0 and (best is None or (at + len(verb), len(verb)) > (best[0] + best[1], best[1])):
            best = (at, len(verb))
    return Span(best[0], best[0] + best[1]) if best else None


def _match(source: Span | None, cue: Span, cost: float) -> CueMatch:
    return CueMatch((source,) if source is not None else (), (cue,), cost, 0.7)


def chinese_after(text: str, q: Quotation, right: int, cues: Cues) -> CueMatch | None:
    """The first cue behind a quotation: “…，”教练奥卡福说."""
    start = q.whole.end
    cue = _first(text, start, min(right, start + 60), cues)
    if cue is None:
        return None
    source = chinese_subject(text, max(start, clause_start(text, start, cue.start)), cue.start)
    return _match(source, cue, (cue.start - start) / 2)


def chinese_before(text: str, left: int, end: int, cues: Cues) -> CueMatch | None:
    """The last cue before a quotation: 市长李明还表示，“…”."""
    cue = _last(text, max(left, end - 60), end, cues)
    if cue is None:
        return _according(text, left, end, cues)
    clause = clause_start(text, left, cue.start)
    source = chinese_subject(text, clause, cue.start) or _earlier(text, left, clause)
    for phrase in cues.according:
        if source is not None and source.of(text).startswith(phrase):
            source = stripped(text, source.start + len(phrase), source.end)
    return _match(source, cue, (end - cue.end) / 2)


def _according(text: str, left: int, end: int, cues: Cues) -> CueMatch | None:
    """A source without a verb: 在市长李明看来，“…”."""
    found = re.search(r"在([^，。]{2,30}?)看来[，,]?\s*$", text[max(left, end - 60) : end])
    if found is None:
        return None
    base = max(left, end - 60)
    return CueMatch(
        (Span(base + found.start(1), base + found.end(1)),),
        (Span(base + found.end(1), base + found.end(1) + 2),),
        2,
        0.6,
    )
