"""What people may do by hand: correct what was found on a page, say which names are one person, and undo either."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from unicodedata import category

from onrecord.anchoring import Layout
from onrecord.errors import BadCorrection, NotInStore
from onrecord.records import (
    Act,
    Anchor,
    Change,
    Correction,
    Decided,
    Decision,
    Firmness,
    Furniture,
    How,
    Kind,
    Label,
    Manner,
    Named,
    Reading,
    Role,
    Span,
    SpeakerKind,
    Statement,
    Words,
)
from onrecord.store.corrections import (
    correction_rows,
    decisions,
    keyed,
    next_time,
    put_correction,
    put_decision,
    remerge,
    undo,
)
from onrecord.store.database import Database
from onrecord.store.loading import get_reading
from onrecord.store.writing import settle

__all__ = ["LOCAL", "Hand", "how_now"]

LOCAL = "local"  # who, where nobody says
_MOST_NAME = 300  # code points
_JOINERS = "\u200c\u200d"


class Hand:
    """The verbs, over one store.  `who` is a name that the user gives; nobody checks it.

    Each is one transaction.  All raise `NotInStore` for a page, block or statement that is not there, `BadCorrection` for what
    makes no sense or would change nothing, and `StoreError`.
    """

    def __init__(self, db: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.db, self.clock = db, clock

    # -- corrections -------------------------------------------------------------------------------------------------
    def label(
        self, version: int, block: int, role: Role, furniture: Furniture | None = None, *, who: str = LOCAL
    ) -> Correction:
        """Say what a block (`Block.index`) is."""
        reading = self._reading(version)
        found = next((b for b in reading.blocks if b.index == block), None)
        if found is None:
            raise NotInStore(f"there is no block {block}", page=reading.page.name)
        new = Label(role, (furniture or Furniture.OTHER) if role is Role.FURNITURE else None)
        old = Label(found.role, found.furniture)
        if not found.text:
            raise BadCorrection("the block has no words", page=reading.page.name)
        where = (Layout(reading).anchor(found, 0, len(found.text)),)
        return self._make(version, reading, Kind.LABEL, where, Change(label=old), Change(label=new), who)

    def speaker(
        self,
        version: int,
        statement: str,
        name: str,
        kind: SpeakerKind = SpeakerKind.PERSON,
        *,
        who: str = LOCAL,
    ) -> Correction:
        """Say who made a statement (`Statement.id`)."""
        reading = self._reading(version)
        s = _statement(reading, statement)
        old = Change(speaker=Named(s.speaker.name, s.speaker.kind))
        new = Change(speaker=Named(_name(name), kind))
        return self._make(version, reading, Kind.SPEAKER, _where(reading, s), old, new, who, s.id)

    def words(
        self,
        version: int,
        statement: str,
        *,
        source: Iterable[Span],
        cue: Iterable[Span],
        content: Iterable[Span],
        who: str = LOCAL,
    ) -> Correction:
        """Say which words are source, cue and content of a statement: spans of `Article.text` as it is now."""
        reading = self._reading(version)
        s = _statement(reading, statement)
        new = Change(words=_words(reading, source, cue, content))
        old = Change(words=_words(reading, s.source, s.cue, s.content))
        return self._make(version, reading, Kind.WORDS, _where(reading, s), old, new, who, s.id)

    def how(
        self,
        version: int,
        statement: str,
        *,
        manner: Manner | None = None,
        act: Act | None = None,
        firmness: Firmness | None = None,
        negated: bool | None = None,
        who: str = LOCAL,
    ) -> Correction:
        """Say how a statement is made.  What is not given, or is so already, stays as it is found."""
        reading = self._reading(version)
        s = _statement(reading, statement)
        told = {"manner": manner, "act": act, "firmness": firmness, "negated": negated}
        now = how_now(s)
        new = {k: v for k, v in told.items() if v is not None and v != now[k]}
        old = How(**{k: now[k] for k in new})
        return self._make(
            version,
            reading,
            Kind.HOW,
            _where(reading, s),
            Change(how=old),
            Change(how=How(**new)),  # type: ignore[arg-type]
            who,
            s.id,
        )

    def strike(self, version: int, statement: str, *, who: str = LOCAL) -> Correction:
        """Say that something is no statement."""
        reading = self._reading(version)
        s = _statement(reading, statement)
        words = _words(reading, s.source, s.cue, s.content)
        old = Change(speaker=Named(s.speaker.name, s.speaker.kind), words=words)
        return self._make(version, reading, Kind.STRUCK, _where(reading, s), old, Change(), who, s.id)

    def add(
        self,
        version: int,
        name: str,
        kind: SpeakerKind = SpeakerKind.PERSON,
        *,
        source: Iterable[Span] = (),
        cue: Iterable[Span] = (),
        content: Iterable[Span] = (),
        who: str = LOCAL,
    ) -> Correction:
        """Add a statement that was missed."""
        reading = self._reading(version)
        words = _words(reading, source, cue, content)
        new = Change(speaker=Named(_name(name), kind), words=words)
        told = f"{reading.page.id}:{self.clock().isoformat()}:{words}:{name}"
        made = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        where = words.content or words.cue
        return self._make(version, reading, Kind.ADDED, where, Change(), new, who, made)

    def _make(
        self,
        version: int,
        reading: Reading,
        kind: Kind,
        where: tuple[Anchor, ...],
        old: Change,
        new: Change,
        who: str,
        statement: str | None = None,
    ) -> Correction:
        page = reading.page
        if old == new:
            raise BadCorrection("this would not change anything", page=page.name)
        with self.db.transaction():
            at = next_time(self.db, self.clock())
            c = keyed(Correction("", kind, page.id, where, old, new, _who(who), at, statement))
            put_correction(self.db, version, c)
            settle(self.db, version)
            idle = self.db.value("SELECT idle FROM correction WHERE key = ?", (c.key,))
            if idle is not None:  # the transaction is taken back
                raise BadCorrection(idle, page=page.name)
        return c

    def _reading(self, version: int) -> Reading:
        reading = get_reading(self.db, version)
        if reading is None:
            raise NotInStore(f"version {version} was not read", page=self.db.path)
        return reading

    # -- names -------------------------------------------------------------------------------------------------------
    def merge(self, names: Sequence[Named], *, who: str = LOCAL) -> Decision:
        """Say that names are one person, to be shown under the first of them."""
        return self._decide(Decided.MERGE, names, who)

    def split(self, name: Named, others: Sequence[Named], *, who: str = LOCAL) -> Decision:
        """Say that a name is another person than the others: it is shown by itself, and never proposed for them."""
        return self._decide(Decided.SPLIT, [name, *others], who)

    def _decide(self, kind: Decided, names: Sequence[Named], who: str) -> Decision:
        told = tuple(dict.fromkeys(names))
        if len(told) < 2:
            raise BadCorrection("this needs at least two names")
        for n in told:
            if (
                self.db.row("SELECT 1 FROM speaker WHERE name = ? AND kind = ?", (n.name, str(n.kind)))
                is None
            ):
                raise NotInStore(
                    f"nobody of this name ({n.kind}) makes a statement in the store", page=n.name
                )
        with self.db.transaction():
            at = next_time(self.db, self.clock())
            d = keyed(Decision("", kind, told, _who(who), at))
            put_decision(self.db, d)
            remerge(self.db)
        return d

    # -- both --------------------------------------------------------------------------------------------------------
    def undo(self, key: str, *, who: str = LOCAL) -> None:
        """Undo a correction or a decision.  Undoing what is undone changes nothing.

        Refused where words would leave the story for which somebody added a statement, as `label` is.
        """
        with self.db.transaction():
            before = self._added(key)
            done = undo(self.db, key, _who(who), self.clock())
            if done is None:
                for table in ("correction", "decision"):
                    if self.db.row(f"SELECT 1 FROM {table} WHERE key = ?", (key,)):
                        return
                raise NotInStore("there is no such correction or decision", page=key)
            table, version = done
            if version is not None:
                settle(self.db, version)
                if before - {key} - self._added(key):
                    raise BadCorrection(
                        "a statement that somebody added by hand is in words that would leave the story; undo that statement first",
                        page=key,
                    )
            else:
                remerge(self.db)

    def _added(self, key: str) -> set[str]:
        """The additions that apply, on the version that a correction is about."""
        rows = self.db.rows(
            "SELECT key FROM correction WHERE kind = 'added' AND undone_at IS NULL AND idle IS NULL"
            " AND version = (SELECT version FROM correction WHERE key = ?)",
            (key,),
        )
        return {k for (k,) in rows}

    def corrections(self, version: int | None = None) -> Iterator[tuple[int, Correction, str | None]]:
        """(version, correction, why it does not apply or `None`), the newest first, also what is undone."""
        return correction_rows(self.db, version)

    def decisions(self) -> Iterator[Decision]:
        """The decisions about names, the newest first, also what is undone."""
        return decisions(self.db, newest=True)


def _name(name: str) -> str:
    # Characters that nobody sees name nobody; joiners are part of how some scripts are written.
    hidden = {"Cc": " ", "Cf": "", "Cs": ""}
    seen = "".join(c if c in _JOINERS else hidden.get(category(c), c) for c in name)
    told = " ".join(seen.split())
    if len(told) > _MOST_NAME or not any(c.isalnum() for c in told):
        raise BadCorrection(f"a name must have 1 to {_MOST_NAME} characters")
    return told


def _who(who: str) -> str:
    return " ".join(who.split())[:100] or LOCAL


def how_now(s: Statement) -> dict[str, Any]:
    """How a statement is made, in the words of `Hand.how`."""
    return {"manner": s.manner, "act": s.act, "firmness": s.grade.firmness, "negated": s.grade.negated}


def _statement(reading: Reading, code: str) -> Statement:
    for s in reading.statements:
        if s.id == code:
            return s
    raise NotInStore("the page has no such statement", page=code)


def _words(reading: Reading, source: Iterable[Span], cue: Iterable[Span], content: Iterable[Span]) -> Words:
    layout = Layout(reading)
    parts = [tuple(layout.anchors(*sorted(spans))) for spans in (source, cue, content)]
    if not (parts[1] or parts[2]):
        raise BadCorrection("a statement must have a content or at least a cue", page=reading.page.name)
    return Words(*parts)


def _where(reading: Reading, s: Statement) -> tuple[Anchor, ...]:
    return tuple(Layout(reading).anchors(*(s.content or s.cue or s.source)))
