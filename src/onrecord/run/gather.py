"""What sources give, as one stream: local pages as they are found, then what is to be fetched, all of it together.

Addresses are gathered from all sources before the first is fetched, because politeness counts requests to a host, whoever
named its addresses.  They are not held: of each source that names addresses the rest is taken when its turn comes.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path

from onrecord.errors import EmptyPage
from onrecord.records import Capture, Failure, Feed, Revisit, Skipped, Unchanged, Validators, Wanted
from onrecord.settings import Settings
from onrecord.sources.folder import shown
from onrecord.sources.local import Found, captures
from onrecord.sources.polite import fetch_all

__all__ = ["gather", "in_order"]


#: Feeds state bare days, and times without a zone.
_DAY = timedelta(days=1)


def _newer(checked: Callable[[str], datetime | None], wanted: Wanted) -> bool:
    """Whether an address may have changed since it was asked; one that no time is stated of always may."""
    if wanted.changed is None or (asked := checked(wanted.url)) is None:
        return True
    return wanted.changed + _DAY > asked


def in_order(sources: Iterable[str | Path], settings: Settings) -> Iterator[Capture | Skipped | Failure]:
    """The pages of sources as `gather` gives them, but source by source, and without asking whether they have changed.

    A source that holds no page gives a `Failure` that says so.
    """
    for source in sources:
        empty = True
        seen: Counter[str] = Counter()
        for item in gather((source,), settings, lambda _: None, lambda _: None):
            if isinstance(item, Capture | Failure):
                empty = False
                yield item
            elif isinstance(item, Revisit):
                seen[item.sighting.container or item.name] += 1
            elif isinstance(item, Skipped):
                yield item
        for container, count in seen.items():
            yield Skipped(container, "revisits, whose pages stand in other records", count)
        if empty:
            yield EmptyPage("it has no pages", page=shown(source), stage="source").failure()


def gather(
    sources: Iterable[str | Path],
    settings: Settings,
    known: Callable[[str], Validators | None],
    checked: Callable[[str], datetime | None],
    apart: Collection[str] = (),
) -> Iterator[Capture | Revisit | Unchanged | Feed | Skipped | Failure]:
    """The pages of files, folders, archives, lists, feeds and addresses.

    `known` tells by what to ask a server whether a page has changed, `checked` when an address was last asked and answered:
    what a feed or sitemap says to have been changed before is not asked again.  `apart` are files that folders hold besides.
    """
    later: list[Iterator[Found]] = []
    for source in sources:
        items = captures(source, settings, apart=apart)
        for item in items:
            if isinstance(item, Wanted):
                later.append(chain((item,), items))
                break
            yield item
    if not later:
        return
    aside: deque[Capture | Revisit | Skipped | Failure] = deque()

    def wanted() -> Iterator[Wanted]:
        for item in chain.from_iterable(later):
            if isinstance(item, Wanted):
                yield item
            else:
                aside.append(item)  # a page in the same folder as a list of addresses

    for answer in fetch_all(wanted(), settings, known, want=partial(_newer, checked)):
        while aside:
            yield aside.popleft()
        yield answer
    yield from aside
