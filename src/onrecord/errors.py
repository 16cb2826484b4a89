"""The errors, one tree.  Each names the page it concerns and the stage that failed.

    OnrecordError
      PageError                the page cannot be read
        EmptyPage              no bytes, or nothing but white space
        NotAPage               another kind of file: PDF, image, JSON, archive ...
        PageTooLarge           larger than `Settings.max_bytes`
        LoginWall              a form to log in and no story
      SourceError              the page cannot be had
        FileProblem            missing, unreadable, a directory
        FetchError             the network or the server
          AddressRefused       a private, local or otherwise forbidden address
          RobotsRefused        the site's robots.txt forbids it
          FetchTooLarge        the answer is larger than allowed
          FetchTimeout         the answer did not come in time
          TooManyRedirects
          BadStatus            the server answered 4xx or 5xx
      StoreError               the store cannot be used
        NotAStore              another kind of file
        StoreTooNew            written by a newer version of the program
        StoreLocked            another process is writing to it
        StoreReadOnly          no permission to write it
        StoreFull              no space is left on the disk
        StoreDamaged           its content contradicts itself
        NotInStore             it does not hold what is asked for
      ModelError               a model of the package is missing, damaged or of another version
      MissingExtra             an optional dependency is not installed
      CodecError               JSON that is not one of our records

All can be pickled, so that they survive the way back from a worker process.
"""

from __future__ import annotations

from typing import Any

from onrecord.records import Failure

__all__ = [
    "AddressRefused",
    "BadStatus",
    "CodecError",
    "EmptyPage",
    "FetchError",
    "FetchTimeout",
    "FetchTooLarge",
    "FileProblem",
    "LoginWall",
    "MissingExtra",
    "ModelError",
    "NotAPage",
    "NotAStore",
    "NotInStore",
    "OnrecordError",
    "PageError",
    "PageTooLarge",
    "RobotsRefused",
    "SourceError",
    "StoreDamaged",
    "StoreError",
    "StoreFull",
    "StoreLocked",
    "StoreReadOnly",
    "StoreTooNew",
    "TooManyRedirects",
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


def _rebuild(cls: type[OnrecordError], message: str, page: str | None, stage: str) -> OnrecordError:
    return cls(message, page=page, stage=stage)


class PageError(OnrecordError):
    """The page cannot be read."""

    stage = "decode"


class EmptyPage(PageError):
    """No bytes, or nothing but white space."""


class NotAPage(PageError):
    """Another kind of file: PDF, image, JSON, archive."""


class PageTooLarge(PageError):
    """Larger than `Settings.max_bytes`."""


class LoginWall(PageError):
    """A form to log in, and no story."""

    stage = "label"


class SourceError(OnrecordError):
    """The page cannot be had."""

    stage = "source"


class FileProblem(SourceError):
    """A file that is missing, unreadable or a directory."""


class FetchError(SourceError):
    """The network, or the server, did not give the page."""

    stage = "fetch"


class AddressRefused(FetchError):
    """A private, local or otherwise forbidden address."""


class RobotsRefused(FetchError):
    """The site's robots.txt forbids it."""


class FetchTooLarge(FetchError):
    """The answer is larger than allowed."""


class FetchTimeout(FetchError):
    """The answer did not come in time."""


class TooManyRedirects(FetchError):
    """More redirects than allowed."""


class BadStatus(FetchError):
    """The server answered with a status of 400 or more."""


class StoreError(OnrecordError):
    """The store cannot be used; `page` is its path."""

    stage = "store"


class NotAStore(StoreError):
    """Another kind of file, or no file."""


class StoreTooNew(StoreError):
    """Written by a newer version of the program."""


class StoreLocked(StoreError):
    """Another process is writing to it."""


class StoreReadOnly(StoreError):
    """No permission to write it."""


class StoreFull(StoreError):
    """No space is left on the disk."""


class StoreDamaged(StoreError):
    """Its content contradicts itself."""


class NotInStore(StoreError):
    """It does not hold what is asked for; `page` is what was asked for."""


class ModelError(OnrecordError):
    """A model of the package is missing, damaged or of another version."""

    stage = "model"


class MissingExtra(OnrecordError):
    """An optional dependency is not installed."""


class CodecError(OnrecordError):
    """JSON that is not one of our records."""

    stage = "codec"
