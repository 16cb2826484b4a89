"""Pointing at words of a reading, and finding them again in another one of the same or a changed page.

An anchor resolves to the same words or says that it does not; it never guesses (`onrecord.read.anchors` says by what).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from onrecord.characters import visible
from onrecord.records import Anchor, Block, Found, Reading, Resolution, Span

__all__ = ["CONTEXT", "Layout", "Resolver"]

CONTEXT = 32  # code points of prefix and suffix; what annotation clients use
_LONG = 40  # a passage of this length that stands twice is a copy, not a common phrase
_SIDE = 8  # the least that one side must hold if the other has changed
_BETWEEN = "\n"


def _end(block: Block) -> int:
    return block.span.end if block.span is not None else 0


def _seen(anchor: Anchor) -> Anchor:
    """The same anchor without the invisible characters in its words."""
    if anchor.quote.isascii() and anchor.prefix.isascii() and anchor.suffix.isascii():
        return anchor
    before, quote, after = (visible(t) for t in (anchor.prefix, anchor.quote, anchor.suffix))
    if (before, quote, after) == (anchor.prefix, anchor.quote, anchor.suffix):
        return anchor
    return replace(anchor, prefix=before, quote=quote, suffix=after)


class Layout:
    """The blocks of a reading by their element, each with its offset in the element's text; makes anchors."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.offset: dict[int, int] = {}
        self.blocks: dict[str, list[Block]] = {}
        lengths: dict[str, int] = {}
        for block in reading.blocks:
            path = block.place.path
            start = lengths.get(path, 0)
            self.offset[block.index] = start
            lengths[path] = start + len(block.text) + len(_BETWEEN)
            self.blocks.setdefault(path, []).append(block)
        self.text_blocks = [b for b in reading.blocks if b.span is not None]

    def anchor(self, block: Block, start: int, end: int) -> Anchor:
        """The anchor of code points `start` to `end` of a block's text."""
        at, text = self.offset[block.index], block.text
        return Anchor(
            page=self.reading.page.id,
            quote=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
            path=block.place.path,
            within=Span(at + start, at + end),
            span=None if block.span is None else Span(block.span.start + start, block.span.start + end),
        )

    def anchors(self, *spans: Span) -> Iterator[Anchor]:
        """The anchors of spans of `Article.text`: one for each block that a span runs over."""
        for span in spans:
            if not span:
                continue
            first = bisect_right(self.text_blocks, span.start, key=_end)
            for block in islice(self.text_blocks, first, None):
                assert block.span is not None
                if block.span.start >= span.end:
                    break
                start, end = max(span.start, block.span.start), min(span.end, block.span.end)
                if start >= end:  # a record from elsewhere may have blocks in disorder
                    continue
                anchor = self.anchor(block, start - block.span.start, end - block.span.start)
                if anchor.quote:  # a record from elsewhere may have spans without words
                    yield anchor

    def at(self, path: str, within: Span) -> tuple[Block, int] | None:
        """The block of an element, and the offset in it, where a position in the element's text stands."""
        blocks = self.blocks.get(path, [])
        i = bisect_right(blocks, within.start, key=lambda b: self.offset[b.index]) - 1
        if i < 0 or within.end > self.offset[blocks[i].index] + len(blocks[i].text):
            return None
        return blocks[i], within.start - self.offset[blocks[i].index]


class Resolver:
    """Resolves anchors on one page as it was read."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.layout = Layout(reading)
        self.starts: list[int] = []  # of each block in `text`
        length = 0
        for block in reading.blocks:
            self.starts.append(length)
            length += len(block.text) + len(_BETWEEN)
        self.text = _BETWEEN.join(b.text for b in reading.blocks)

    def resolve(self, anchor: Anchor) -> Resolution:
        """Find the words of an anchor, or say why not.

        Anchors of other tools, and of earlier versions, may quote characters that nobody sees; readings hold none of them.
        """
        resolution = self._resolve(anchor, anchor)
        if resolution.how is None and (seen := _seen(anchor)) is not anchor:
            resolution = replace(self._resolve(seen, anchor), anchor=anchor)
        return resolution

    def _resolve(self, anchor: Anchor, given: Anchor) -> Resolution:
        if not anchor.quote:
            return Resolution(anchor, reason="the anchor quotes nothing")
        place = self.layout.at(anchor.path, anchor.within)
        if place is not None and place[0].text[place[1] :][: len(anchor.quote)] != anchor.quote:
            place = None
        if place is not None and anchor.page == self.reading.page.id:
            return self._found(anchor, Found.POSITION, place)
        whole = [p for p in self._all(anchor, True, True) if self._at_borders(anchor, given, p)]
        if len(whole) == 1:
            return self._found(anchor, Found.CONTEXT, whole[0])
        if whole:
            long = len(anchor.prefix) + len(anchor.quote) + len(anchor.suffix) >= _LONG
            if long and place is not None and place in whole:
                return self._found(anchor, Found.PATH, place)
            return Resolution(anchor, reason=f"ambiguous: the words are on the page {len(whole)} times")
        sides: set[tuple[Block, int]] = set()
        if len(anchor.prefix) >= _SIDE:
            sides.update(self._all(anchor, True, False))
        if len(anchor.suffix) >= _SIDE:
            sides.update(self._all(anchor, False, True))
        if len(sides) == 1:
            return self._found(anchor, Found.SIDE, sides.pop())
        if sides:
            return Resolution(anchor, reason=f"ambiguous: the words are on the page {len(sides)} times")
        bare = list(self._all(anchor, False, False))
        if len(bare) == 1 and len(anchor.quote) >= _LONG:
            return self._found(anchor, Found.QUOTE, bare[0])
        if not bare:
            return Resolution(anchor, reason="the words are not on the page")
        why = "ambiguous" if len(bare) > 1 else "too short to be sure"
        return Resolution(anchor, reason=f"{why}: the words are on the page, but in another place")

    def _all(self, anchor: Anchor, before: bool, after: bool) -> Iterator[tuple[Block, int]]:
        """Where the quote stands, with its prefix and suffix as asked: (block, offset in it)."""
        prefix = anchor.prefix if before else ""
        wanted = prefix + anchor.quote + (anchor.suffix if after else "")
        at = self.text.find(wanted)
        while at >= 0:
            i = bisect_right(self.starts, at) - 1
            block = self.reading.blocks[i]
            if at + len(wanted) <= self.starts[i] + len(block.text):
                yield block, at - self.starts[i] + len(prefix)
            at = self.text.find(wanted, at + 1)

    @staticmethod
    def _at_borders(anchor: Anchor, given: Anchor, place: tuple[Block, int]) -> bool:
        """Whether a block begins and ends where a short prefix and suffix, as they were given, say that it did."""
        block, start = place
        begins = len(given.prefix) >= CONTEXT or start == len(anchor.prefix)
        rest = len(block.text) - start - len(anchor.quote)
        return begins and (len(given.suffix) >= CONTEXT or rest == len(anchor.suffix))

    @staticmethod
    def _found(anchor: Anchor, how: Found, place: tuple[Block, int]) -> Resolution:
        block, start = place
        end = start + len(anchor.quote)
        span = None if block.span is None else Span(block.span.start + start, block.span.start + end)
        return Resolution(anchor, how, block.index, Span(start, end), span)
