"""Words and sentences of a raw text: one tokeniser for all steps, without a model and in time linear in the text.

The cuts follow the Penn Treebank where English has clitics ("did|n't", "Ivo|'s") since the machine-made layers of
English corpora do; elsewhere a word is what stands between white space and marks, and each Han or kana sign is one.
Sentences end at terminal marks with the closing quotation marks behind them, not at abbreviations (the punctuation
that Kiss & Strunk 2006, "Unsupervised multilingual sentence boundary detection", learn, here from a short list).
Spans count code points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.read.statements.analysis import Analysis, Token
from onrecord.records import Span

__all__ = ["analyse", "paragraphs", "sentences", "tokenise"]

# Combining marks are no \w in `re`; scripts that need them are taken by their blocks, without their marks of punctuation.
_LETTER = (
    r"\w\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0966-\u0dff\u0e00-\u0e4e\u0e50-\u0eff\u1000-\u1049\u1780-\u17d3\u200c\u200d"
)
_IDEOGRAPH = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof sr jr st mt ft gen col lt sgt capt cmdr adm maj gov sen rep reps sens rev hon pres vs etc
    inc corp co ltd llc bros no nos vol pp fig ed al est dept univ assn ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun approx ca cf
    hr fr dir bzw usw ggf evtl inkl nr str mio mrd tel abs art ca vgl sog
    mme mlle mm av env sra dra ud uds pág sig dott avv ing prof on
    г ул им тыс млн млрд руб см рис стр просп вул грн ст ім обл
    dhr mevr dl bv zgn mw im ul tzn itd itp np tys mln mld zł""".split()
)  # fmt: skip
# One or two letters of these may also end a sentence: a break needs a plain opening word behind them.
_OPENERS = frozenset(
    """the a an he she it they we i you this that these those but and in on at for there his her its their our my
    when while after before as if with from to no not one what who why how so or by then now some many all both
    der die das er sie es wir ein eine le la les il elle un une el los las""".split()
)  # fmt: skip
_TOKEN = re.compile(
    r"https?://[^\s<>\"“”]{1,2000}"
    r"|www\.[^\s<>\"“”]{1,2000}"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}"
    r"|(?:[^\W\d_]\.){2,8}(?!\w)"
    r"|\d+(?:[.,:/’']\d+)*(?:st|nd|rd|th)?(?![^\W\d_])"
    rf"|[{_IDEOGRAPH}]"
    rf"|[#@]?(?:(?![{_IDEOGRAPH}])[{_LETTER}])+(?:[-‐‑.&’'](?:(?![{_IDEOGRAPH}])[{_LETTER}])+)*"
    r"|\.{2,}|…+|-{2,}|``|''"
    r"|[\u2600-\u27bf\U0001f000-\U0001faff](?:[\ufe0f\u200d\U0001f3fb-\U0001f3ff]|(?<=\u200d)[\u2600-\u27bf\U0001f000-\U0001faff])*"
    r"|\S"
)
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))$", re.I)
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|dell|nell|all|sull|un)['’](?=\w)", re.I)
_END = frozenset(".!?…。！？؟۔।॥")
_HARD = frozenset("。！？॥।")
_CLOSING = frozenset("\"'”’»›)]}」』``''“")
_ORDINAL_BEFORE = frozenset("am vom zum bis der den dem des im beim und ab seit".split())


def tokenise(text: str) -> tuple[Token, ...]:
    """The words and marks of a text, in order; nothing but white space stands between them."""
    out: list[Token] = []
    for m in _TOKEN.finditer(text):
        start, end = m.span()
        word = m[0]
        if not ("'" in word or "’" in word or "." in word) or len(word) > 64:
            if word[0] == "." and out and out[-1].span.end == start and len(word) == 1 and _short(text, out):
                out[-1] = Token(Span(out[-1].span.start, end))
                continue
            out.append(Token(Span(start, end)))
            continue
        if word == "." and out and out[-1].span.end == start and _short(text, out):
            out[-1] = Token(Span(out[-1].span.start, end))
            continue
        if c := _CLITIC.search(word):
            if c.start() == 0:
                out.append(Token(Span(start, end)))
                continue
            out.append(Token(Span(start, start + c.start())))
            out.append(Token(Span(start + c.start(), end)))
        elif (e := _ELISION.match(word)) and not (word[0].isupper() and word[e.end()].isupper()):
            out.append(Token(Span(start, start + e.end())))
            out.append(Token(Span(start + e.end(), end)))
        else:
            out.append(Token(Span(start, end)))
    return tuple(out)


def _short(text: str, out: Sequence[Token]) -> bool:
    """Whether the last word takes the full stop behind it: "Mr", "J"."""
    span = out[-1].span
    if len(span) > 6:
        return False
    word = span.of(text)
    if len(word) == 1:
        return word.isalpha() and word.isupper() and word != "I" and not _is_ideograph(word)
    return word.lower() in _ABBREVIATIONS and (word[0].isupper() or not _ends_line(text, span.end))


def _ends_line(text: str, at: int) -> bool:
    rest = text[at + 1 : at + 3]
    return not rest.strip()


def _is_ideograph(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


def paragraphs(text: str) -> tuple[Span, ...]:
    """The lines of a text that are not blank."""
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append(Span(at, at + len(line)))
        at += len(line) + 1
    return tuple(out)


def sentences(text: str, tokens: Sequence[Token] | None = None) -> tuple[Span, ...]:
    """The sentences of a text, from their first to their last token; they never run over a line break."""
    if tokens is None:
        tokens = tokenise(text)
    out: list[Span] = []
    first = 0
    i, n = 0, len(tokens)
    while i < n:
        ended = False
        last = i
        word = tokens[i].span
        if text[word.end - 1] in _END:
            while last + 1 < n and tokens[last + 1].span.start == tokens[last].span.end:
                mark = text[tokens[last + 1].span.start : tokens[last + 1].span.end]
                if mark not in _CLOSING and mark[0] not in _END:
                    break
                last += 1
            ended = last + 1 < n and _breaks(text, tokens, first, i, last)
        if last + 1 == n or "\n" in text[tokens[last].span.end : tokens[last + 1].span.start] or ended:
            out.append(Span(tokens[first].span.start, tokens[last].span.end))
            first = last + 1
        i = last + 1
    return tuple(out)


def _breaks(text: str, tokens: Sequence[Token], first: int, at: int, last: int) -> bool:
    """Whether a sentence ends with the mark `at` (closing marks up to `last`) although the line goes on."""
    word = tokens[at].span.of(text)
    if word[-1] in _HARD:
        return True
    after = tokens[last + 1].span
    if after.start == tokens[last].span.end:  # "example.com", "3.5": no space, no end
        return False
    opening = after.of(text)
    if not opening[0].isalnum() and last + 2 < len(tokens):
        if opening[0] in "-–—,;:)…":
            return False
        opening = tokens[last + 2].span.of(text)
    if opening[0].islower():
        return False
    if word[-1] != "." or len(word) > 1:
        # "U.S.", "Mr.": the full stop belongs to the word.
        bare = word.rstrip(".").lower()
        if word[-1] == "." and bare:
            if len(bare) > 1 and (
                bare in _ABBREVIATIONS and bare not in ("inc", "corp", "co", "ltd", "etc", "jr")
            ):
                return False
            return opening.lower() in _OPENERS and len(bare) > 1
        return (word[-1] != "…" and word[:1] != ".") or opening[0].isupper()
    if at > first and tokens[at - 1].span.end == tokens[at].span.start:
        number = tokens[at - 1].span.of(text)
        if number.isdecimal() and len(number) <= 2:  # "am 3. Mai", and "1. " as the number of a list item
            before = tokens[at - 2].span.of(text).lower() if at - 2 >= first else ""
            return not (at - 1 == first or before in _ORDINAL_BEFORE)
    return True


def analyse(text: str, language: str | None = None) -> Analysis:
    """What can be known of a text without a model: tokens without tags, sentences and paragraphs."""
    tokens = tokenise(text)
    return Analysis(text, tokens, sentences(text, tokens), (), paragraphs(text), language, "tokens")
