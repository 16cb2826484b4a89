"""Reading one page that was got: as it stands in the reader, and so that nothing it does ends a run."""

from __future__ import annotations

from contextlib import suppress

from onrecord.errors import OnrecordError, OutOfMemory
from onrecord.records import Capture, Failure, Reading
from onrecord.settings import Settings

__all__ = ["Result", "prepare", "read_one", "read_source", "unexpected"]

Result = Reading | Failure

#: What ONNX Runtime says, in an error of no class of its own, when it finds no memory.
_NO_MEMORY = ("Failed to allocate memory", "bad_alloc")

#: A page that comes by all that reading loads late.
_PAGE = (
    b"<html><head><title>A page</title></head><body><h1>A page</h1><p>The mayor said on Monday, 5 May 2025, "
    b'that the bridge would open. "It is safe," she said.</p></body></html>'
)


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
        media=media or source.media,
        settings=settings,
        statements=statements,
        envelope=source.envelope,
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
        return unexpected(source.name, source.url, e)


def unexpected(name: str, url: str | None, error: BaseException) -> Failure:
    """The record of an error that is none of `onrecord.errors`, under its own class; `OutOfMemory` where memory was lacking."""
    if isinstance(error, MemoryError) or any(words in str(error) for words in _NO_MEMORY):
        error.__traceback__ = None  # its frames hold what was too much
        return OutOfMemory("reading the page needed more memory than the machine has", page=name).failure(url)
    return Failure(name, "read", type(error).__name__, f"unexpected: {error}"[:500], url)


def prepare(statements: bool) -> None:
    """Load what reading needs, so that the first page does not pay for it.

    Raises `ModelError` if the reader of statements is wanted and missing, damaged or of another version; without the
    model of blocks its rules are used.
    """
    if statements:
        from onrecord.read.statements.network import network

        network()
    from onrecord.read.reader import read

    with suppress(OnrecordError):
        read(_PAGE, statements=statements)
