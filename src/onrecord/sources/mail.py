"""Pages from mails (RFC 5322, MIME) and mailboxes (mbox, RFC 4155).

A mail is a page: its HTML part, else its plain text.  Who sent it, when, and under which subject stands in its head, and goes
with the page in its envelope.  A message that was attached to forward it is a page of its own.  Attachments are not read,
and noted.  Recipients are not kept.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from onrecord.errors import BadRecord, OnrecordError
from onrecord.records import Capture, Envelope, Failure, Note, Origin, Stated, Timestamp, Via
from onrecord.settings import Settings
from onrecord.sources.forwarded import forwarded_in
from onrecord.sources.headers import Fields, first, media_type, name_and_address, parameter, when
from onrecord.sources.markup import words_of
from onrecord.sources.mime import PAGES, PARTS, Mime, boundary_of
from onrecord.sources.streams import BLOCK, Readable, Stream

__all__ = ["mail", "mailbox"]

_DEPTH = 20  # of multiparts and messages within each other
_NAMED = 20  # attachments that are named in a note
_FACTS = ("List-Id", "List-Post", "Reply-To", "In-Reply-To", "References", "X-Mailer")
_WORD = re.compile(r"\w")
_SEPARATOR = re.compile(rb"From [^\n]*\d\d:\d\d[^\n]*\n?\Z")
_QUOTED = re.compile(rb"^>(>*From )", re.M)


@dataclass(slots=True)
class _Message:
    """One message: its fields, the parts of it that are pages, what else it has, and messages that it forwards."""

    head: Fields
    pages: list[tuple[Fields, bytes]] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    within: list[_Message] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def mail(stream: Stream, name: str, settings: Settings) -> Iterator[Capture | Failure]:
    """The pages of one mail: itself, and the messages that it forwards as attachments."""
    yield from _of_message(stream, name, name, settings, None)


def mailbox(stream: Stream, name: str, settings: Settings) -> Iterator[Capture | Failure]:
    """The pages of a mailbox, message after message; nothing of it is held but the part that is a page."""
    stream.skip_any(b"\xef\xbb\xbf\r\n")
    number = 0
    while stream.peek(1):
        stream.line(10_000)  # "From " and whence the message came
        number += 1
        one = _UntilNext(stream)
        yield from _of_message(Stream(one), f"{name}#{number}", name, settings, f"{name}#")
        while one.read(BLOCK):
            pass


class _UntilNext:
    """One message of a mailbox: the stream up to a line that begins with "From ", after a blank line."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._blank = True  # whether a separator may stand here
        self._line = True  # whether a line begins here
        self._ended = False

    def read(self, n: int, /) -> bytes:
        if self._ended:
            return b""
        data = self._stream.peek(max(BLOCK, n))
        if not data:
            return b""
        if self._blank and _begins(data):
            self._ended = True
            return b""
        at = 0
        while (at := data.find(b"\nFrom ", at)) >= 0:
            if (data[: min(at, 2)] in (b"", b"\r") or data.endswith((b"\n", b"\n\r"), 0, at)) and _begins(
                data[at + 1 : at + 1_001]
            ):
                break
            at += 1
        # Up to a line's end, so that the next separator is seen whole.
        end = at + 1 if at >= 0 else (data.rfind(b"\n") + 1 or len(data))
        data = self._stream.read(end)
        self._blank = data.endswith((b"\n\n", b"\n\r\n")) or (self._line and data in (b"\n", b"\r\n"))
        self._line = data.endswith(b"\n")
        # mboxrd, as most programs write it today: lines of the text that begin like separators bear a mark.
        return _QUOTED.sub(rb"\1", data) if b">From " in data else data


def _begins(data: bytes) -> bool:
    """Whether a separator stands here: "From ", somebody or nobody, and a time."""
    if not data.startswith(b"From "):
        return False
    end = data.find(b"\n", 0, 1_000)
    return _SEPARATOR.match(data[: end + 1] if end >= 0 else data[:1_000]) is not None


def _of_message(
    raw: Readable, name: str, container: str, settings: Settings, prefix: str | None
) -> Iterator[Capture | Failure]:
    stream = raw if isinstance(raw, Stream) else Stream(raw)
    try:
        stream.skip_any(b"\xef\xbb\xbf \t\r\n")
        mime = Mime(stream, settings.max_bytes, "mail")
        message = _Message(mime.head())
        try:
            _Parts(mime).take(message, message.head)
        except OnrecordError as e:
            if not message.pages and not message.within:
                raise
            message.notes.append(Note("source", "the rest of the mail", e.message))
        if prefix and (identity := _identity(message.head)):
            name = prefix + identity
        yield from _pages(message, name, container, None)
    except OnrecordError as e:
        e.page = name
        yield e.failure()


class _Parts:
    def __init__(self, mime: Mime) -> None:
        self._mime = mime
        self._count = 0
        self._depth = 0

    def take(self, message: _Message, head: Fields) -> None:
        """The entity whose fields were just read, into `message`."""
        mime = self._mime
        self._count += 1
        declared = first(head, "Content-Type") or "text/plain"
        media = media_type(declared) or "text/plain"
        if self._count > PARTS:
            if self._count == PARTS + 1:
                message.notes.append(Note("source", "the rest of the mail", f"more than {PARTS:,} parts"))
            mime.body(0)
        elif media.startswith("multipart/"):
            boundary = boundary_of(declared)
            if boundary is None or self._depth >= _DEPTH:
                why = (
                    f"more than {_DEPTH} levels deep" if boundary else "it declares no boundary for its parts"
                )
                message.notes.append(Note("source", "a part of the mail", why))
                mime.body(0)
                return
            self._depth += 1
            mine = mime.enter(boundary)
            while mime.met == (mine, False):
                self.take(message, mime.head())
            mime.leave(mine)
            self._depth -= 1
        elif media in ("message/rfc822", "message/global") and self._depth < _DEPTH:
            self._depth += 1
            inner = _Message(mime.head())
            message.within.append(inner)
            self.take(inner, inner.head)
            self._depth -= 1
        elif media in PAGES and not _attachment(head):
            message.pages.append((head, mime.page(head)))
        else:
            mime.body(0)
            message.attached.append(_name_of(head) or media[:80])


def _attachment(head: Fields) -> bool:
    return media_type(first(head, "Content-Disposition")) == "attachment"


def _name_of(head: Fields) -> str | None:
    """The name of an attached file (RFC 2183, with the parameters of RFC 2231)."""
    fields = Message()
    for name in ("Content-Disposition", "Content-Type"):
        fields[name] = " ".join((first(head, name) or "").split())[:2_000]
    try:
        return _words(fields.get_filename() or "")[:120] or None
    except (MessageError, LookupError, ValueError, TypeError):
        return None


def _pages(
    message: _Message, name: str, container: str, outer: _Message | None
) -> Iterator[Capture | Failure]:
    chosen = _chosen(message)
    if chosen is None and not message.within:
        yield BadRecord("the mail has no text", page=name).failure()
    if chosen is not None:
        head, content = chosen
        declared = first(head, "Content-Type")
        media = "text" if media_type(declared) in ("text/plain", "") else "html"
        charset = parameter(declared, "charset")
        received = (first(message.head, "Received") or "").rpartition(";")[2]
        yield Capture(
            name,
            content,
            _archived(message.head),
            charset,
            media,
            via=Via.MAIL,
            fetched=when(received),
            container=container,
            record=_identity(message.head),
            envelope=_envelope(message, outer, content, charset, media),
        )
    for n, inner in enumerate(message.within, 1):
        yield from _pages(inner, f"{name}#{_identity(inner.head) or n}", container, message)


def _chosen(message: _Message) -> tuple[Fields, bytes] | None:
    """The part that is the page: the first HTML part with words, else the first text with any.  The others are noted."""
    worded = [(head, content) for head, content in message.pages if _worded(head, content)]
    marked = [p for p in worded if media_type(first(p[0], "Content-Type")) in PAGES[:2]]
    same = marked or worded
    if len(same) > 1:
        message.notes.append(
            Note("source", f"{len(same) - 1} more text parts of the mail", "the first one is read")
        )
    return same[0] if same else None


def _worded(head: Fields, content: bytes) -> bool:
    declared = first(head, "Content-Type")
    try:
        text = content.decode(parameter(declared, "charset") or "utf-8", "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    marked = media_type(declared) in PAGES[:2]
    return _WORD.search(words_of(text) if marked else text) is not None


def _envelope(
    message: _Message, outer: _Message | None, content: bytes, charset: str | None, media: str
) -> Envelope:
    head, notes = message.head, list(message.notes)
    sender, address = _sender(head)
    subject = _words(first(head, "Subject") or "")
    facts = [Stated(address, "mail:from")] if address else []
    facts += [Stated(_words(v)[:500], f"mail:{k.lower()}") for k in _FACTS if (v := first(head, k))]
    if outer is not None:
        by, _ = _sender(outer.head)
        facts.append(Stated(by or "unknown", "mail:forwarded-by"))
    if message.attached:
        named = ", ".join(message.attached[:_NAMED])
        more = f" and {len(message.attached) - _NAMED} more" if len(message.attached) > _NAMED else ""
        notes.append(Note("source", f"attachments: {named}{more}", "onrecord does not read attachments"))
    origin: tuple[Origin, ...] = ()
    if (found := forwarded_in(content, charset, media)) is not None:
        origin = (found,)
        notes.append(
            Note("source", f"forwarded from {found.name}", "inferred from the lines above the forwarded text")
        )
    return Envelope(
        "mail",
        id=_identity(head),
        title=Stated(subject[:1000], "mail:subject") if subject else None,
        outlet=Stated(sender, "mail:from") if sender else None,
        published=_date(head, notes),
        origin=origin,
        facts=tuple(facts),
        notes=tuple(notes),
    )


def _sender(head: Fields) -> tuple[str | None, str | None]:
    """(name or address, address) of who sent a mail."""
    raw = first(head, "From") or first(head, "Sender") or ""
    name, address = name_and_address(raw)
    shown = _words(name) or address or _words(raw)
    return shown[:300] or None, address[:300] or None


def _words(raw: str) -> str:
    """A field without its encoded words (RFC 2047), on one line."""
    text = raw[:20_000]
    if "=?" in text:
        with contextlib.suppress(MessageError, LookupError, ValueError):
            text = str(make_header(decode_header(text)))
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _date(head: Fields, notes: list[Note]) -> Timestamp | None:
    raw = (first(head, "Date") or "").strip()[:100]
    try:
        found: datetime = parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        why = f"its date is none: {raw!r}" if raw else "its head has none"
        notes.append(Note("source", "the time of the mail", f"not known: {why}"))
        return None
    if found.tzinfo is None:
        notes.append(Note("source", "the zone of the mail's time", f"not known: {raw!r} states none"))
    return Timestamp(found, "mail:date")


def _identity(head: Fields) -> str | None:
    return re.sub(r"[\s<>]", "", first(head, "Message-ID") or "")[:300] or None


def _archived(head: Fields) -> str | None:
    """Where the list or the sender keeps the mail on the web (RFC 5064), if its head says so."""
    value = re.sub(r"[\s<>]", "", first(head, "Archived-At") or "")
    return value[:8_000] if re.match(r"https?://", value, re.I) else None
