"""Reading many pages in order, in processes that bound what each may take.

A page that cannot be had or read gives a `Failure` in its place.  So does a page on which the program itself
fails, with the class of the error, and a page that breaks its bounds: one page never ends the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from onrecord.errors import OnrecordError
from onrecord.read.documents import DOCUMENTS, kind_of_document
from onrecord.records import Capture, Failure
from onrecord.run.one import Result, read_one, read_source
from onrecord.run.pool import ReadingPool
from onrecord.settings import Settings

__all__ = ["Result", "read_captures", "read_many", "read_one", "read_source"]

Getter = Callable[[], Capture]


def _got(get: Getter, name: str) -> Capture | Failure:
    try:
        return get()
    except OnrecordError as e:
        failure = e.failure()
        return failure if failure.name else Failure(name, failure.stage, failure.error, failure.message)


def _is_document(item: Capture | Failure) -> bool:
    """Whether reading it takes a parser of native code or a package that unpacks: what should fail apart if it fails."""
    return isinstance(item, Capture) and (
        item.media in DOCUMENTS or (item.media is None and kind_of_document(item.content) is not None)
    )


def read_many(
    sources: Iterable[tuple[str, Getter]],
    settings: Settings | None = None,
    *,
    media: str | None = None,
    jobs: int = 1,
    statements: bool = False,
) -> Iterator[Result]:
    """Read pages in order.  `sources` are (name, function that gets the page); `jobs` processes read them.

    `statements` says whether to find the statements too, which takes several times as long.

    For the rest see `read_captures`.
    """
    return read_captures(
        (_got(get, name) for name, get in sources), settings, media=media, jobs=jobs, statements=statements
    )


def read_captures(
    captures: Iterable[Capture | Failure],
    settings: Settings | None = None,
    *,
    media: str | None = None,
    jobs: int = 1,
    statements: bool = False,
) -> Iterator[Result]:
    """Read pages that were received, in order; a `Failure` among them comes back in its place.

    A page that comes alone is read in the program's own process if `jobs` is 1, without bounds on time and memory; else, and
    if it is a PDF or a Word document, see `ReadingPool`.  At most a few pages a process are held at a time, so memory does
    not grow with the number of pages.

    Raises `NoWorkers` if processes cannot be started, `ModelError` if the reader of statements is missing.
    """
    settings = settings or Settings()
    got = iter(captures)
    first = list(islice(got, 2 if jobs <= 1 else 0))
    if len(first) == 1 and not _is_document(first[0]):
        (item,) = first
        yield item if isinstance(item, Failure) else read_one(item, settings, media, statements)
        return
    with ReadingPool(max(1, jobs), settings, statements, media) as pool:
        for _, result in pool.read(((None, item) for item in chain(first, got)), ordered=True):
            yield result
