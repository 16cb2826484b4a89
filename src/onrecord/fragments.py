"""Links that jump to words of a page on the web: text fragments (`#:~:text=`).

The draft is "URL Fragment Text Directives" (WICG, Scroll To Text Fragment).  A browser looks for the words in all that the page
shows, takes the first place that fits, and compares loosely: case, accents, forms of quotation marks, wide letters and
characters that nobody sees make no difference.  So words are counted here as a browser compares them (`folded`), in all
blocks of the page, and a link is given only where one place fits.  Two texts that `folded` tells apart are told apart by a
browser too; the reverse need not hold, and costs a longer link only.

What a browser finds it finds in one run of text.  A line break, the end of a block, a first letter set large, and an element that
is a box of its own end a run.  A block tells its line breaks and links; the rest is not known, so the words that are looked
for are few: the first and the last of a passage, as a range that goes over whatever stands between.  The first word of a
block is passed over where others do, because its first letter may be set large.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote, urlsplit

from onrecord.records import Span

__all__ = ["Passages", "Text", "folded", "linked", "web_url"]

_MOST_URL = 4_000
_TERM = 200  # code points of one term; longer ones break too easily
_RUN = 12  # words of one term
_STRONG = 3  # words that are rarely met by chance in parts of a live page that the record does not hold
_WIDE = 6  # code points that stand for as much where words have no spaces between them
_LATER = 24  # units after the first that a link may begin with, if the passage begins as another does
_SEARCHED = 300_000_000  # code points looked through for all passages of one page; then no more links


# -- as browsers compare ---------------------------------------------------------------------------------------------
_QUOTES = {**dict.fromkeys("‘’‚‛′ʹ`´׳", "'"), **dict.fromkeys("“”„‟″״", '"')}


class _Folds(dict[int, str]):
    """What each character becomes.  It is worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        c = chr(code)
        out = "".join(_bare(x) for x in unicodedata.normalize("NFKD", c.casefold()))
        self[code] = out = out.casefold()
        return out


# Letters with a stroke do not decompose; to a browser the stroke is an accent.
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ƀ": "b", "ɨ": "i", "ƶ": "z"}
)


def _bare(c: str) -> str:
    if c in _QUOTES:
        return _QUOTES[c]
    if c.isspace():
        return " "
    kind = unicodedata.category(c)
    if unicodedata.combining(c) or kind in ("Cf", "Cc", "Cs") or "\ufe00" <= c <= "\ufe0f" or c in "ـ\u034f":
        return ""
    if "ァ" <= c <= "ヶ":  # browsers compare the two syllabaries as one but for voicing
        return chr(ord(c) - 0x60)
    return c.translate(_STROKES)


_FOLDS = _Folds()


def folded(text: str) -> str:
    """`text` as a browser compares it: what two texts share after this, a text fragment may not tell apart.

    White space becomes single blanks, none at either end.
    """
    return " ".join(text.translate(_FOLDS).split())


# -- where words begin and end ---------------------------------------------------------------------------------------
class _Kinds(dict[int, str]):
    """The kind of each character, as one letter: see `_UNIT`."""

    def __missing__(self, code: int) -> str:
        c, kind = chr(code), unicodedata.category(chr(code))
        if c.isspace():
            out = "s"
        elif kind == "Nd":
            out = "d"
        elif kind[0] in "LM" or kind in ("Nl", "No", "Pc", "Cf") or c == "・":
            out = "w"
        elif c in "'’.·‧-‐‑–—/&@＇．":
            out = "m"
        elif c == ":":
            out = "k"
        elif c in ",;，":
            out = "n"
        elif c in "«‹":
            out = "o"
        elif c in "»›!?%€":
            out = "c"
        else:
            out = "p"
        self[code] = out
        return out


_KINDS = _Kinds()
# A word with what joins its parts (m, k; between digits also n, and a blank).  In French a narrow blank, which
# to a browser is part of a word, stands between words and their guillemets or marks; readings hold plain blanks.
_UNIT = re.compile(r"(?:os)?([wd]+(?:(?:[mk]|(?<=d)[ns](?=d))[wd]+)*)(?:s[cnk])?")
# Scripts that have no blanks between words: Thai, Lao, Khmer, Burmese, kana, Han.
_SOLID = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Words that are never cut: a word, or what stands between two marks where words have no blanks.

    `start` to `end` is what a term takes; `core` is the same without marks that come with it.  `before` and `after` are where
    the whole word begins and ends, if only a part of it belongs to the passage.
    """

    start: int
    end: int
    core: Span
    solid: bool
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class Text:
    """One block of a page: its text, where it stands in the text of the article (`None` if it does not), its links.

    `span` counts in `Article.text`; `links` count in `text`.
    """

    text: str
    span: Span | None = None
    links: tuple[Span, ...] = ()

    @cached_property
    def units(self) -> list[_Unit]:
        out = []
        for m in _UNIT.finditer(self.text.translate(_KINDS)):
            core = Span(*m.span(1))
            out.append(_Unit(m.start(), m.end(), core, _SOLID.search(core.of(self.text)) is not None))
        return out

    @cached_property
    def lines(self) -> list[int]:
        """Where line breaks stand."""
        return [m.start() for m in re.finditer("\n", self.text)]

    @cached_property
    def edges(self) -> list[int]:
        """Where a run of text may end, beside line breaks: at the ends of links, and behind a first letter."""
        out = {x for link in self.links for x in (link.start, link.end)}
        if self.units and not self.units[0].solid:
            out.add(self.units[0].core.start + 1)
        return sorted(out)

    def runs(self, start: int, end: int, careful: bool) -> bool:
        """Whether what stands from `start` to `end` is one run of text, as far as is known."""
        return not any(
            bisect_left(xs, end) > bisect_right(xs, start)
            for xs in ((self.lines, self.edges) if careful else (self.lines,))
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """What to look for: `before` to `start` is the prefix, `start` to `end` the words, `end` to `after` the suffix.

    Offsets count in the block in which the passage begins; `unit` is the last one of the words.  `prefix` and `suffix` are those
    that stand in the neighbouring block.
    """

    before: int
    start: int
    end: int
    after: int
    unit: int
    prefix: str = ""
    suffix: str = ""


# -- passages of a page ----------------------------------------------------------------------------------------------
class Passages:
    """Makes text fragments for passages of one page.

    `texts` are all blocks of the page, in its order.
    """

    def __init__(self, texts: Iterable[Text]) -> None:
        self.texts = list(texts)
        self.page = " ".join(x for t in self.texts if (x := folded(t.text)))
        self.own = sorted(
            ((t.span, i) for i, t in enumerate(self.texts) if t.span), key=lambda x: (x[0].start, x[1])
        )
        self.starts = [s.start for s, _ in self.own]
        self.left = _SEARCHED

    def directive(self, spans: Iterable[Span]) -> str | None:
        """The text directive ("text=...") that leads to the first of `spans` for which there is one, else `None`.

        Spans count in `Article.text`.
        """
        return next((f"text={x}" for span in spans if span and (x := self._of(span)) is not None), None)

    def _of(self, span: Span) -> str | None:
        at = max(0, bisect_right(self.starts, span.start) - 1)
        until = bisect_left(self.starts, span.end) - 1
        for n in range(at, min(until + 1, at + _RUN)):  # where nothing of a block will do, the next one may
            units = self._units(self.own[n][1], span)
            for careful in (True, False) if units else ():
                found = next(self._candidates(self.own[n][1], units, careful), None)
                if found is not None:
                    return self._written(n, until, span, units, found, careful)
        return None

    def _units(self, index: int, span: Span) -> list[_Unit]:
        """The units of a block that belong to a passage; of one that is cut the part, or all where words have blanks."""
        text = self.texts[index]
        assert text.span is not None
        start, end = span.start - text.span.start, span.end - text.span.start
        some = text.units[bisect_right(text.units, start, key=lambda u: u.core.end) :]
        some = some[: bisect_left(some, end, key=lambda u: u.core.start)]
        out = []
        for u in some:
            if start <= u.core.start and u.core.end <= end:
                out.append(u)
            elif u.solid:
                early, late = u.core.start < start, end < u.core.end
                out.append(
                    replace(
                        u,
                        start=start if early else u.start,
                        end=end if late else u.end,
                        before=u.start if early else None,
                        after=u.end if late else None,
                    )
                )
        return out or some

    # -- choosing --
    def _candidates(self, index: int, units: list[_Unit], careful: bool) -> Iterator[_Found]:
        """What leads to a passage and nowhere else, the best first."""
        text = self.texts[index]
        first = bisect_left(text.units, units[0].core.start, key=lambda u: u.core.start)
        behind = bisect_left(text.units, units[-1].core.start, key=lambda u: u.core.start) + 1
        yield from self._bare(text, units, careful, strong=True)
        yield from self._after_others(text, units, first, careful)
        yield from self._before_others(text, units, behind, careful)
        yield from self._bare(text, units, careful, strong=False)
        yield from self._beside(index, units, careful)

    def _terms(self, text: Text, units: list[_Unit], i: int, careful: bool) -> Iterator[tuple[int, int, int]]:
        """The runs of words that begin with unit `i`: (the last unit, where it ends, where that ends as a whole)."""
        for k in range(i, min(i + _RUN, len(units))):
            end, whole = units[k].end, units[k].after or units[k].end
            if whole - units[i].start > _TERM or not text.runs(units[i].start, whole, careful):
                break
            yield k, end, whole

    def _bare(self, text: Text, units: list[_Unit], careful: bool, *, strong: bool) -> Iterator[_Found]:
        """Words of the passage alone, but for the rest of a word that is cut."""
        for i, u in enumerate(units[:_LATER]):
            before = u.start if u.before is None else u.before
            if before < u.start and not text.runs(before, u.start, careful):
                continue
            for k, end, after in self._terms(text, units, i, careful):
                if (not strong or _strong(units[i : k + 1])) and self._once(text.text[before:after]):
                    yield _Found(before, u.start, end, after, k)

    def _after_others(self, text: Text, units: list[_Unit], first: int, careful: bool) -> Iterator[_Found]:
        """The beginning of the passage behind words of the same block."""
        u = units[0]
        for j in range(first - 1, max(-1, first - 1 - _RUN), -1):
            before = text.units[j].start
            if u.start - before > _TERM or not text.runs(before, u.start, careful):
                break
            for k, end, after in self._terms(text, units, 0, careful):
                enough = _strong(text.units[j:first] + units[: k + 1]) or k + 1 == len(units)
                if enough and self._once(text.text[before:after]):
                    yield _Found(before, u.start, end, after, k)

    def _before_others(self, text: Text, units: list[_Unit], behind: int, careful: bool) -> Iterator[_Found]:
        """The end of the passage before words of the same block.

        It is no range: where a suffix does not fit, browsers look for another end, not for another beginning.
        """
        for i, u in enumerate(units[:_LATER]):
            before = u.start if u.before is None else u.before
            if not any(k == len(units) - 1 for k, *_ in self._terms(text, units, i, careful)):
                continue
            end = units[-1].end
            for other in text.units[behind : behind + _RUN]:
                if other.end - end > _TERM or not text.runs(end, other.end, careful):
                    break
                if self._once(text.text[before : other.end]):
                    yield _Found(before, u.start, end, other.end, len(units) - 1)

    def _beside(self, index: int, units: list[_Unit], careful: bool) -> Iterator[_Found]:
        """With the end of the block before, or the beginning of the one behind."""
        text, first, last = self.texts[index], units[0], units[-1]
        terms = list(self._terms(text, units, 0, careful))
        if first.start == text.units[0].start:
            near = next((t for t in reversed(self.texts[:index]) if t.units), None)
            for other in reversed(near.units[-_RUN:]) if near else ():
                prefix = near.text[other.start :].rstrip() if near else ""
                if not near or len(prefix) > _TERM or not near.runs(other.start, len(near.text), careful):
                    break
                # Marks before the first word are part of what stands between.
                prefix_and_marks = f"{prefix} {text.text[: first.start]}"
                for k, end, after in terms:
                    if self._once(prefix_and_marks + text.text[first.start : after]):
                        if not text.text[: first.start].strip():
                            yield _Found(first.start, first.start, end, after, k, prefix=prefix)
        if last.end == text.units[-1].end and not text.text[last.end :].strip() and first.before is None:
            near = next((t for t in self.texts[index + 1 :] if t.units), None)
            for other in near.units[:_RUN] if near and any(k == len(units) - 1 for k, *_ in terms) else ():
                assert near is not None
                suffix = near.text[: other.end].lstrip()
                if len(suffix) > _TERM or not near.runs(0, other.end, careful):
                    break
                if self._once(f"{text.text[first.start : last.end]} {suffix}"):
                    yield _Found(first.start, first.start, last.end, last.end, len(units) - 1, suffix=suffix)

    def _once(self, words: str) -> bool:
        """Whether words stand once in the page, as a browser compares."""
        wanted = folded(words)
        self.left -= len(self.page)
        if self.left < 0 or not wanted:
            return False
        at = self.page.find(wanted)
        return at >= 0 and self.page.find(wanted, at + 1) < 0

    # -- writing --
    def _written(
        self, at: int, until: int, span: Span, units: list[_Unit], found: _Found, careful: bool
    ) -> str | None:
        text = self.texts[self.own[at][1]].text
        prefix = found.prefix or text[found.before : found.start].strip()
        suffix = found.suffix or text[found.end : found.after].strip()
        terms = [text[found.start : found.end]]
        if not suffix and (last := self._last(at, until, span, units, found, careful)):
            terms.append(last)
        out = ",".join(map(_percent, terms))
        out = f"{_percent(prefix)}-,{out}" if prefix else out
        return f"{out},-{_percent(suffix)}" if suffix else out

    def _last(
        self, at: int, until: int, span: Span, units: list[_Unit], found: _Found, careful: bool
    ) -> str | None:
        """The words that end the passage: those that a browser meets first behind the beginning, there and nowhere before."""
        first, text = self.own[at][1], self.texts[self.own[at][1]]
        for n in range(until, at - 1, -1):
            index = self.own[n][1]
            if index < first:
                continue
            here = self.texts[index]
            rest = units[found.unit + 1 :] if n == at else self._units(index, span)
            between = text.text[found.end :] if n > at else ""
            for t in self.texts[first + 1 : index] if n > at else ():
                between = f"{between} {t.text}"
            whole = [u for u in rest if u.before is None and u.after is None]
            for k in range(len(whole) - 1, max(-1, len(whole) - 1 - _RUN // 2), -1):
                for i in range(k, max(-1, k - _RUN), -1):
                    start, end = whole[i].start, whole[k].end
                    if end - start > _TERM or not here.runs(start, end, careful):
                        break
                    if (
                        k - i + 1 < min(2, k + 1)
                        and not whole[i].solid
                        and here.runs(whole[k - 1].start, end, careful)
                    ):
                        continue  # two words, where two are one run
                    passed = here.text[found.end if n == at else 0 : end]
                    passed = folded(passed if n == at else f"{between} {passed}")
                    self.left -= len(passed)
                    wanted = folded(here.text[start:end])
                    if self.left >= 0 and wanted and passed.find(wanted) == len(passed) - len(wanted):
                        return here.text[start:end]
        return None


def _strong(units: list[_Unit]) -> bool:
    """Whether words will hardly stand in parts of the live page that the record does not hold."""
    return len(units) >= _STRONG or sum(u.end - u.start for u in units if u.solid) >= _WIDE


def _percent(text: str) -> str:
    # The comma, the ampersand and the hyphen are syntax there; `quote` leaves the last as it is.
    text = " ".join(text.split())
    return quote(text.encode("utf-8", "replace"), safe="").replace("-", "%2D")


# -- addresses -------------------------------------------------------------------------------------------------------
def web_url(url: str | None) -> str | None:
    """`url` if it may stand in a link: absolute, of http or https, with a host, and without anything that is no URL."""
    if not url or len(url) > _MOST_URL or re.search(r"[\x00-\x20\x7f-\x9f\u2028\u2029\\<>\"`]", url):
        return None
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return url if good and "@" not in parts.netloc else None


def linked(url: str | None, directive: str | None) -> str | None:
    """`url` with a directive; without one the plain address; `None` if it may stand in no link."""
    base = web_url(url)
    if base is None or directive is None:
        return base
    base = base.partition(":~:")[0]
    return f"{base}{'' if '#' in base else '#'}:~:{directive}"
