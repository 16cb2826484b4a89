"""What the views share: its readers, its one writer, what is counted, and the secrets of this process."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from onrecord.records import Reading
from onrecord.run.store import Store
from onrecord.settings import Settings
from onrecord.web.counts import Counts
from onrecord.web.readers import Readers
from onrecord.web.writer import Writer

__all__ = ["Room"]


@dataclass
class Room:
    """One reading room over one store.

    With `token`, nobody gets in without it.  `hosts` are names, beside addresses in numbers and "localhost", under which the
    room may be asked for.
    """

    path: str | Path
    settings: Settings = field(default_factory=Settings)
    token: str | None = None
    hosts: frozenset[str] = frozenset()
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def __post_init__(self) -> None:
        self.readers = Readers(self.path)
        self.writer = Writer(self.path, self.settings)
        self.counts = Counts(self.readers)

    def close(self) -> None:
        """End everything."""
        self.writer.close()
        self.counts.close()
        self.readers.close()

    def reading(self, store: Store, version: int) -> Reading | None:
        """What reading a version gave, with what was corrected: what all views show of it."""
        return store.reading(version)

    # -- secrets -----------------------------------------------------------------------------------------------------
    def form_token(self, seat: str) -> str:
        """What a form must bring back, for the browser with the cookie `seat`."""
        return hmac.new(self.secret, b"form " + seat.encode(), sha256).hexdigest()

    def pass_of(self, token: str) -> str:
        """What the cookie of somebody who gave the token holds: nothing from which the token could be had."""
        return hmac.new(token.encode("utf-8", "replace"), b"onrecord reading room", sha256).hexdigest()
