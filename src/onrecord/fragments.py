"""Links that jump to words of a page on the web: text fragments (`#:~:text=`).

The draft is "URL Fragment Text Directives" (WICG, Scroll To Text Fragment).  A browser looks for the words in all that the page
shows, takes the first place that fits, and compares loosely: case, accents, forms of quotation marks, wide letters and
characters that nobody sees make no difference.  So words are counted here as a browser compares them (`onrecord.browser_text`), in all
blocks of the page, and a link is given only where one place fits.

What a browser finds it finds in one run of text.  A line break, the end of a block, a first letter set large, and an element that
is a box of its own end a run.  A block tells its line breaks and links; the rest is not known, so the words that are looked
for are few: the first and the last of a passage, as a range that goes over whatever stands between.  The first word of a
block is passed over where others do, because its first letter may be set large.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from onrecord.browser_text import Text, Unit, folded
from onrecord.records import Span

__all__ = ["Passages", "Text", "joined", "linked", "web_url"]

_MOST_URL = 4_000
_TERM = 200  # code points of one term; longer ones break too easily
_RUN = 12  # words of one term
_STRONG = 3  # words that are rarely met by chance in parts of a live page that the record does not hold
_WIDE = 6  # code points that stand for as much where words have no spaces between them
_LATER = 24  # units after the first that a link may begin with, if the passage begins as another does
_OPENING = 2  # text blocks at the beginning of a story: standfirst and first paragraph
_SEARCHED = 300_000_000  # code points looked through for all passages of one page; then no more links
_CHECK = 2_000  # what looking for a few words costs, however short the page is


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
        for _, i in self.own[:_OPENING]:
            self.texts[i] = replace(self.texts[i], opening=True)
        self.starts = [s.start for s, _ in self.own]
        self.left = _SEARCHED

    def directive(self, spans: Iterable[Span]) -> str | None:
        """The text directive ("text=...") that leads to the first of `spans` for which there is one, else `None`.

        Spans count in `Article.text`.
        """
        return next((f"text={x}" for span in spans if span and (x := self._of(span)) is not None), None)

    def _of(self, span: Span) -> str | None:
        if self.left < 0:
            return None
        at = max(0, bisect_right(self.starts, span.start) - 1)
        until = bisect_left(self.starts, span.end) - 1
        for n in range(at, min(until + 1, at + _RUN)):  # where nothing of a block will do, the next one may
            units = self._units(self.own[n][1], span)
            for careful in (True, False) if units else ():
                found = next(self._candidates(self.own[n][1], units, careful), None)
                if found is not None:
                    return self._written(n, until, span, units, found, careful)
        return None

    def _units(self, index: int, span: Span) -> list[Unit]:
        """The units of a block that belong to a passage; of one that is cut the part, or all where words have blanks."""
        text = self.texts[index]
        assert text.span is not None
        start, end = span.start - text.span.start, span.end - text.span.start
        first = bisect_right(text.units, start, key=lambda u: u.core.end)
        some = text.units[first : bisect_left(text.units, end, first, key=lambda u: u.core.start)]
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
    def _candidates(self, index: int, units: list[Unit], careful: bool) -> Iterator[_Found]:
        """What leads to a passage and nowhere else, the best first."""
        text = self.texts[index]
        first = bisect_left(text.units, units[0].core.start, key=lambda u: u.core.start)
        behind = bisect_left(text.units, units[-1].core.start, key=lambda u: u.core.start) + 1
        yield from self._bare(text, units, careful, strong=True)
        yield from self._after_others(text, units, first, careful)
        yield from self._before_others(text, units, behind, careful)
        yield from self._bare(text, units, careful, strong=False)
        yield from self._beside(index, units, careful)

    def _terms(self, text: Text, units: list[Unit], i: int, careful: bool) -> Iterator[tuple[int, int, int]]:
        """The runs of words that begin with unit `i`: (the last unit, where it ends, where that ends as a whole)."""
        for k in range(i, min(i + _RUN, len(units))):
            end, whole = units[k].end, units[k].after or units[k].end
            if whole - units[i].start > _TERM or not text.runs(units[i].start, whole, careful):
                break
            yield k, end, whole

    def _bare(self, text: Text, units: list[Unit], careful: bool, *, strong: bool) -> Iterator[_Found]:
        """Words of the passage alone, but for the rest of a word that is cut."""
        for i, u in enumerate(units[:_LATER]):
            before = u.start if u.before is None else u.before
            if before < u.start and not text.runs(before, u.start, careful):
                continue
            for k, end, after in self._terms(text, units, i, careful):
                if (not strong or _strong(units[i : k + 1])) and self._once(text.text[before:after]):
                    yield _Found(before, u.start, end, after, k)

    def _after_others(self, text: Text, units: list[Unit], first: int, careful: bool) -> Iterator[_Found]:
        """The beginning of the passage behind words of the same block."""
        u = units[0]
        terms = list(self._terms(text, units, 0, careful))
        for strong in (True, False):
            for j in range(first - 1, max(-1, first - 1 - _RUN), -1):
                before = text.units[j].start
                if u.start - before > _TERM or not text.runs(before, u.start, careful):
                    break
                for k, end, after in terms:
                    enough = _strong(text.units[j:first] + units[: k + 1])
                    if (enough or not strong) and self._once(text.text[before:after]):
                        yield _Found(before, u.start, end, after, k)

    def _before_others(self, text: Text, units: list[Unit], behind: int, careful: bool) -> Iterator[_Found]:
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

    def _beside(self, index: int, units: list[Unit], careful: bool) -> Iterator[_Found]:
        """The beginning of a block behind the end of the one before, or the end of a block before the next one's beginning."""
        text, first, last = self.texts[index], units[0], units[-1]
        terms = list(self._terms(text, units, 0, careful))
        # Marks of quotation at the ends of the block stand between the words and the neighbours.
        begin = len(text.text) - len(text.text.lstrip())
        stop = len(text.text.rstrip())
        near = next((t for t in reversed(self.texts[:index]) if t.units), None)
        if near is not None and first.core.start == text.units[0].core.start and first.before is None:
            for j in range(len(near.units) - 1, max(-1, len(near.units) - 1 - _RUN), -1):
                start = near.units[j].start
                prefix = near.text[start:].rstrip()
                if len(prefix) > _TERM or not near.runs(start, start + len(prefix), careful):
                    break
                for k, end, after in terms:
                    enough = _strong(near.units[j:] + units[: k + 1]) or k + 1 == len(units)
                    if enough and self._once(f"{prefix} {text.text[begin:after]}"):
                        yield _Found(begin, begin, end, after, k, prefix=prefix)
        near = next((t for t in self.texts[index + 1 :] if t.units), None)
        whole = any(k == len(units) - 1 for k, *_ in terms) and first.before is None
        if near is not None and whole and last.core.end == text.units[-1].core.end:
            for other in near.units[:_RUN]:
                suffix = near.text[: other.end].lstrip()
                if len(suffix) > _TERM or not near.runs(0, other.end, careful):
                    break
                if self._once(f"{text.text[first.start : stop]} {suffix}"):
                    yield _Found(first.start, first.start, stop, stop, len(units) - 1, suffix=suffix)

    def _once(self, words: str) -> bool:
        """Whether words stand once in the page, as a browser compares."""
        self.left -= len(self.page) + _CHECK
        if self.left < 0 or not (wanted := folded(words)):
            return False
        at = self.page.find(wanted)
        return at >= 0 and self.page.find(wanted, at + 1) < 0

    # -- writing --
    def _written(
        self, at: int, until: int, span: Span, units: list[Unit], found: _Found, careful: bool
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
        self, at: int, until: int, span: Span, units: list[Unit], found: _Found, careful: bool
    ) -> str | None:
        """The words that end the passage, if a browser that has found its beginning meets them there first."""
        first, text = self.own[at][1], self.texts[self.own[at][1]].text
        for n in range(until, max(at - 1, until - _RUN), -1):
            index = self.own[n][1]
            here = self.texts[index]
            if index < first:  # a record from elsewhere may have blocks in disorder
                continue
            rest = units[found.unit + 1 :] if n == at else self._units(index, span)
            rest = [u for u in rest if u.before is None and u.after is None]
            passed = text[found.end :] if n > at else ""
            passed += "".join(f" {t.text}" for t in self.texts[first + 1 : index]) if n > at else ""
            begin = found.end if n == at else 0
            for k in range(len(rest) - 1, max(-1, len(rest) - 1 - _RUN), -1):
                if self.left < 0:
                    return None
                way = folded(f"{passed} {here.text[begin : rest[k].end]}")
                self.left -= 10 * len(way)
                for term in self._ends(here, rest, k, careful):
                    wanted = folded(term)
                    if wanted and way.find(wanted) == len(way) - len(wanted):
                        return term
        return None

    @staticmethod
    def _ends(text: Text, units: list[Unit], k: int, careful: bool) -> Iterator[str]:
        """The runs of words that end with unit `k`, first of two words where that is one run, then of more, then of one."""
        end = units[k].end
        runs = []
        for i in range(k, max(-1, k - _RUN), -1):
            if end - units[i].start > _TERM or not text.runs(units[i].start, end, careful):
                break
            runs.append(text.text[units[i].start : end])
        return iter(runs[1:] + runs[:1] if runs and not units[k].solid else runs)


def _strong(units: list[Unit]) -> bool:
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


def joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """`spans` of `text`, in which those with nothing but white space between them are one; empty ones are left out."""
    last: Span | None = None
    for span in spans:
        if not span:
            continue
        if last is not None and last.end <= span.start and not text[last.end : span.start].strip():
            last = Span(last.start, span.end)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def linked(url: str | None, directive: str | None) -> str | None:
    """`url` with a directive; without one the plain address; `None` if it may stand in no link."""
    base = web_url(url)
    if base is None or directive is None:
        return base
    base = base.partition(":~:")[0]
    return f"{base}{'' if '#' in base else '#'}:~:{directive}"
