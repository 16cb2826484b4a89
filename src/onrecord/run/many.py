"""Reading many pages, in one process or several.

A page that cannot be had or read gives a `Failure` in its place.  So does a page on which the program itself
fails, with the class of the error: one page never ends the run.  In several processes, a page that kills its
worker is found by reading the pages that were under way again, each alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from onrecord.errors import OnrecordError
from onrecord.records import Capture, Failure, Reading
from onrecord.settings import Settings

__all__ = ["Result", "read_many", "read_one", "read_source"]

Result = Reading | Failure
Getter = Callable[[], Capture]


def read_source(
    source: Capture, settings: Settings, media: str | None = None, statements: bool = False
) -> Reading:
    """Read a page that was got, with its statements if asked to.  Raises what `onrecord.read` raises."""
    from onrecord.read.reader import read

    return read(
        source.content,
        url=source.url,
        name=source.name,
        charset=source.charset,
        media=media,
        settings=settings,
        statements=statements,
    )


def read_one(
    source: Capture, settings: Settings, media: str | None = None, statements: bool = False
) -> Result:
    """`read_source`, where any error becomes a `Failure`."""
    try:
        return read_source(source, settings, media, statements)
    except OnrecordError as e:
        return e.failure(source.url)
    except Exception as e:  # a fault of ours must not end the run
        return _unexpected(source, e)


def _unexpected(source: Capture, error: BaseException) -> Failure:
    return Failure(source.name, "read", type(error).__name__, f"unexpected: {error}"[:500], source.url)


def _got(get: Getter, name: str) -> Capture | Failure:
    try:
        return get()
    except OnrecordError as e:
        failure = e.failure()
        return failure if failure.name else Failure(name, failure.stage, failure.error, failure.message)


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

    At most a few pages a process are held at a time, so memory does not grow with the number of pages.
    """
    settings = settings or Settings()
    got = (_got(get, name) for name, get in sources)
    if jobs <= 1:
        for item in got:
            yield item if isinstance(item, Failure) else read_one(item, settings, media, statements)
        return
    yield from _in_processes(got, settings, media, jobs, statements)


def _in_processes(
    got: Iterator[Capture | Failure], settings: Settings, media: str | None, jobs: int, statements: bool
) -> Iterator[Result]:
    pool = ProcessPoolExecutor(jobs)
    waiting: deque[tuple[Capture | Failure, Future[Result] | None]] = deque()

    def submit(item: Capture | Failure) -> None:
        future = (
            None if isinstance(item, Failure) else pool.submit(read_one, item, settings, media, statements)
        )
        waiting.append((item, future))

    try:
        for item in islice(got, 4 * jobs):
            submit(item)
        while waiting:
            item, future = waiting.popleft()
            if isinstance(item, Failure) or future is None:
                if isinstance(item, Failure):
                    yield item
            else:
                try:
                    yield future.result()
                except BrokenProcessPool:
                    # Somebody among those under way killed a worker; each is read again, alone.
                    pool.shutdown(wait=False, cancel_futures=True)
                    under_way = [item, *(s for s, _ in waiting)]
                    waiting.clear()
                    for s in under_way:
                        yield s if isinstance(s, Failure) else _alone(s, settings, media, statements)
                    pool = ProcessPoolExecutor(jobs)
                    for s in islice(got, 4 * jobs):
                        submit(s)
                    continue
            for s in islice(got, 1):
                submit(s)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(source: Capture, settings: Settings, media: str | None, statements: bool) -> Result:
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(read_one, source, settings, media, statements).result()
        except BrokenProcessPool:
            return Failure(
                source.name, "read", "WorkerDied", "the process that read the page died", source.url
            )
