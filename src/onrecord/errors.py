"""The errors of onrecord.  Each names the page that it is about and the stage that failed.

    OnrecordError
      PageError                the page cannot be read
        EmptyPage              no bytes, or nothing but white space
        NotAPage               another kind of file: PDF, image, JSON, archive ...
        PageTooLarge           larger than `Settings.max_bytes`
        LoginWall              a form to log in and no story
      SourceError              the page cannot be received
        FileProblem            missing, unreadable, a directory
        DamagedArchive         an archive, or a record in it, whose bytes are not what they should be
        BadRecord              a line or record of a source that holds no page that can be used
        OverBound              more than is read from one source: parts, entries, unpacked bytes
        BadExport              a folder to import that is incomplete, damaged or of a newer version
        FetchError             the network or the server
          AddressRefused       a private, local or otherwise forbidden address
          RobotsRefused        the site's robots.txt forbids it
          FetchTooLarge        the answer is larger than allowed
          FetchTimeout         the answer did not come in time
          TooManyRedirects
          BadStatus            the server answered 4xx or 5xx
          ConnectionFailed     no connection, or it broke
          HostGivenUp          the host failed too often in this run, or asks for longer pauses than allowed
        BadFeed                a feed or sitemap that is damaged, hostile or too large
      StoreError               the store cannot be used
        NotAStore              another kind of file
        StoreTooNew            written by a newer version of the program
        StoreLocked            another process is writing to it
        StoreReadOnly          no permission to write it
        StoreFull              no space is left on the disk
        StoreDamaged           its content contradicts itself
        NotInStore             it does not hold what is asked for
      WorkerError              a process that reads pages for us failed at one
        ReadTimeout            it took longer than `Settings.deadline`
        OutOfMemory            it asked for more than `Settings.memory`
        WorkerDied             the process ended: a fault in native code, a kill
        ResultLost             what it read cannot be sent back
        NoWorkers              such processes cannot be started
      BadCorrection            a correction or decision that cannot be made
      QueryError               a question to a store that cannot be asked
      OutputProblem            a file or folder cannot be written
      ModelError               a model of the package is missing, damaged or of another version
      MissingExtra             an optional dependency is not installed
      CodecError               JSON that is not one of our records

You can pickle all of them, so they survive the way back from a worker process.
"""

from __future__ import annotations

from typing import Any

from onrecord.records import Failure

__all__ = [
    "AddressRefused",
    "BadCorrection",
    "BadRecord",
    "BadExport",
    "BadStatus",
    "CodecError",
    "DamagedArchive",
    "BadFeed",
    "ConnectionFailed",
    "EmptyPage",
    "FetchError",
    "FetchTimeout",
    "FetchTooLarge",
    "FileProblem",
    "HostGivenUp",
    "LoginWall",
    "MissingExtra",
    "ModelError",
    "NoWorkers",
    "NotAPage",
    "NotAStore",
    "NotInStore",
    "OnrecordError",
    "OutOfMemory",
    "OverBound",
    "OutputProblem",
    "PageError",
    "PageTooLarge",
    "QueryError",
    "ReadTimeout",
    "ResultLost",
    "RobotsRefused",
    "SourceError",
    "StoreDamaged",
    "StoreError",
    "StoreFull",
    "StoreLocked",
    "StoreReadOnly",
    "StoreTooNew",
    "TooManyRedirects",
    "WorkerDied",
    "WorkerError",
]


class OnrecordError(Exception):
    """Base of all errors of onrecord.

    `message` says what is wrong, `page` names the input (a path, an address, "-"), `stage` the step that
    failed ("decode", "fetch" ...).
    """

    stage = ""

    def __init__(self, message: str, *, page: str | None = None, stage: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.page = page
        if stage is not None:
            self.stage = stage

    def __str__(self) -> str:
        return f"{self.page}: {self.message}" if self.page else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would call the class with the rendered text and lose page and stage.
        return _rebuild, (type(self), self.message, self.page, self.stage)

    def failure(self, url: str | None = None) -> Failure:
        """The error as a record."""
        return Failure(
            name=self.page or "", stage=self.stage, error=type(self).__name__, message=self.message, url=url
        )


def _rebuild(
    cls: type[OnrecordError], message: str, page: str | None, stage: str, more: dict[str, Any] | None = None
) -> OnrecordError:
    return cls(message, page=page, stage=stage, **(more or {}))


class PageError(OnrecordError):
    """The page cannot be read."""

    stage = "decode"


class EmptyPage(PageError):
    """The page has no bytes, or only white space."""


class NotAPage(PageError):
    """This is another kind of file, such as an image, JSON or an archive."""


class PageTooLarge(PageError):
    """The page is larger than `Settings.max_bytes`."""


class LoginWall(PageError):
    """The page has a login form and no story."""

    stage = "label"


class SourceError(OnrecordError):
    """The page cannot be received."""

    stage = "source"


class FileProblem(SourceError):
    """The file is missing or unreadable, or it is a folder."""


class DamagedArchive(SourceError):
    """An archive, or a record in it, is damaged."""


class OriginalMissing(SourceError):
    """A revisit in a web archive whose bytes stand in another archive, which has not been added yet."""


class BadRecord(SourceError):
    """A line or record of a source has no usable page."""


class OverBound(SourceError):
    """The source has more than onrecord reads: parts, entries or decompressed bytes."""


class BadExport(SourceError):
    """The folder to import is incomplete, damaged or of a newer version; `page` names file and line."""

    stage = "import"


class FetchError(SourceError):
    """The network, or the server, did not give the page."""

    stage = "fetch"


class AddressRefused(FetchError):
    """The address is private, local or otherwise forbidden."""


class RobotsRefused(FetchError):
    """The site's robots.txt forbids it."""


class FetchTooLarge(FetchError):
    """The answer is larger than allowed."""


class FetchTimeout(FetchError):
    """The answer did not come in time."""


class TooManyRedirects(FetchError):
    """More redirects than allowed."""


class BadStatus(FetchError):
    """The server answered with a status that gives no page, usually 400 or more.

    `status` is that status.  `retry_after` is the number of seconds that the server asks you to wait, if it does.
    """

    def __init__(
        self,
        message: str,
        *,
        page: str | None = None,
        stage: str | None = None,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, page=page, stage=stage)
        self.status = status
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[Any, ...]:
        more = {"status": self.status, "retry_after": self.retry_after}
        return _rebuild, (type(self), self.message, self.page, self.stage, more)


class ConnectionFailed(FetchError):
    """There was no connection to the server, or it broke before the answer was complete."""


class HostGivenUp(FetchError):
    """onrecord did not ask, because the host failed too often in this run or wants longer pauses than allowed."""


class BadFeed(SourceError):
    """A feed or sitemap is damaged, hostile or too large, or one of its entries has no usable address."""

    stage = "feed"


class StoreError(OnrecordError):
    """The store cannot be used; `page` is its path."""

    stage = "store"


class NotAStore(StoreError):
    """This is another kind of file, or there is no such file."""


class StoreTooNew(StoreError):
    """A newer version of onrecord wrote the store."""


class StoreLocked(StoreError):
    """Another process is using the store."""


class StoreReadOnly(StoreError):
    """There is no permission to write to the store."""


class StoreFull(StoreError):
    """The disk is full."""


class StoreDamaged(StoreError):
    """The store is damaged."""


class NotInStore(StoreError):
    """The store does not have what you asked for, which is in `page`."""


class WorkerError(OnrecordError):
    """A process that reads pages failed on one of them."""

    stage = "read"


class ReadTimeout(WorkerError):
    """Reading the page took longer than `Settings.deadline`."""


class OutOfMemory(WorkerError):
    """Reading the page needed more memory than `Settings.memory`."""


class WorkerDied(WorkerError):
    """The process that read the page ended early, for example by a fault in native code or a kill."""


class ResultLost(WorkerError):
    """The result of reading cannot be sent back to the program."""


class NoWorkers(WorkerError):
    """onrecord cannot start processes for reading."""


class QueryError(OnrecordError):
    """A query is too long, or has a day that is not one."""

    stage = "search"


class BadCorrection(OnrecordError):
    """A correction cannot be made: its words are not on the page, or it would not change anything."""

    stage = "correct"


class OutputProblem(OnrecordError):
    """A file or folder cannot be written, or it already exists; `page` is its path."""

    stage = "export"


class ModelError(OnrecordError):
    """A model of the package is missing, damaged or of another version."""

    stage = "model"


class MissingExtra(OnrecordError):
    """An optional dependency is not installed."""


class CodecError(OnrecordError):
    """The JSON is not a record of onrecord."""

    stage = "codec"
