"""Pages from WARC files (ISO 28500; WARC/1.0 and 1.1), whole or packed, from a file or a pipe.

Framing is our own, since the libraries for it (warcio, FastWARC) end at the first damaged record, or take a record
of false length for one that is right and hand its neighbours out as part of the page.  Here a record counts only if
its length leads to the next record or to the end; if not, it is a `Failure`, and the next record is looked for behind its
beginning.  Only then is a record looked for among bytes that may be a page's own.

What is taken: `response` records with an HTTP answer of status 200 or 203, and `resource` records, if they are pages by
their media type, and `revisit` records of such pages, which say where and when the bytes of another record were met again.  Other
captures are counted.  `request`, `metadata` and `warcinfo` are the archive's own notes.

Digests: where the block digest is given it decides, since everybody reckons it in the same way.  Payload digests are
reckoned over the body as sent, without its transfer encoding, unpacked, or (by mistake) over the block; one that
fits none of these is a `Failure`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from onrecord.codec import from_json
from onrecord.digests import fits
from onrecord.errors import CodecError, DamagedArchive, OnrecordError, OverBound, PageTooLarge
from onrecord.identity import web_address
from onrecord.records import Capture, Envelope, Failure, Note, Revisit, Skipped, Via
from onrecord.settings import Settings
from onrecord.sources import response
from onrecord.sources.headers import HEAD, Fields, first, media_type, parameter, take_head, when
from onrecord.sources.kinds import foreign, is_pdf
from onrecord.sources.members import Members, Whole
from onrecord.sources.skips import Skips
from onrecord.sources.streams import BLOCK, Stream

__all__ = ["warc"]

Item = Capture | Revisit | Failure | Skipped

_VERSION = re.compile(rb"WARC/(?:0\.1[78]|1\.\d)[ \t]*\r?\n")
_RECORD = re.compile(_VERSION.pattern + rb"(?:WARC|Content)-[A-Za-z-]{1,40}[ \t]*:", re.I)
_PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain", ""))
#: What pages may be, as `onrecord export wacz` writes it; documents are taken only from such archives.
_DOCUMENTS = ("pdf", "docx")
_KEPT = ("html", "text", *_DOCUMENTS)
#: Addresses of what belongs to pages, where a revisit has no head that says what it is of.
_RESOURCE = re.compile(
    r"\.(?:png|jpe?g|gif|webp|avif|svg|ico|css|m?js|json|xml|woff2?|ttf|otf|mp[34]|webm|m4[av]|zip|gz)(?:[?#]|$)",
    re.I,
)
_NOTES = frozenset(("warcinfo", "request", "metadata"))
_OTHERS = {
    "conversion": "conversions, which are not as received",
    "continuation": "parts of records that are cut in segments",
}
#: Bytes that may be gone through again after damage, in one archive.
_AGAIN = 64_000_000


def warc(
    stream: Stream,
    name: str,
    settings: Settings,
    *,
    packed: bool,
    via: Via = Via.WARC,
    container: str | None = None,
) -> Iterator[Item]:
    """The pages of a WARC file, in its order, then what else it holds, counted.

    `packed` says that `stream`, which must then keep `members.KEEP` bytes, is gzip data.  Errors of reading the
    stream itself (`OSError`) pass through.
    """
    yield from _Archive(name, container or name, settings, via).read(stream, packed)


@dataclass(slots=True)
class _Archive:
    name: str
    container: str
    settings: Settings
    via: Via
    again: int = _AGAIN
    record: str = ""  # the one that is being read: its id, or where it begins
    at: int = 0
    url: str | None = None
    skips: Skips = field(init=False)

    def __post_init__(self) -> None:
        self.skips = Skips(self.container)

    # -- sections and records ----------------------------------------------------------------------
    def read(self, stream: Stream, packed: bool) -> Iterator[Item]:
        sections = Members(stream, self.name) if packed else Whole(stream)
        told = False  # what precedes is lost, and a failure says so
        while True:
            section = sections.next()
            if sections.lost and not told:
                self._stand(stream.offset - sections.lost)
                yield self._damage(f"{sections.lost:,} bytes that are not a compressed record")
            if section is None:
                break
            told = False
            try:
                yield from self._section(section, sections)
            except (DamagedArchive, OverBound) as e:
                yield type(e)(f"{e.message}; in what begins at offset {self.at:,}", page=self.record).failure(
                    self.url
                )
                if sections.exhausted:
                    break
                sections.recover(self._spend)
                told = True
        yield from self.skips

    def _section(self, s: Stream, sections: Members | Whole) -> Iterator[Item]:
        told = False
        while True:
            self._stand(sections.place(s.offset))
            if not _blank(s):
                return
            start = s.offset
            self._stand(sections.place(start))
            if not _VERSION.match(s.peek(40)):
                _seek(s)
                if not told:
                    yield self._damage(f"{s.offset - start:,} bytes that are not a record")
                told = True
                continue
            item, whole = self._record(s)
            if item is not None:
                yield item
            told = not whole

    def _record(self, s: Stream) -> tuple[Item | None, bool]:
        """(what it gives, whether it is whole).  After one that is not, the next is to be looked for."""
        s.line(40)
        head = take_head(s)
        length = first(head, "Content-Length") if head is not None else None
        if head is None or length is None or not re.fullmatch(r"[0-9]{1,18}", length):
            if head is None:
                why = "its fields do not end"
            else:
                why = (
                    "it has no Content-Length" if length is None else f"its Content-Length is {length[:40]!r}"
                )
            return self._damage(f"a record that cannot be read: {why}"), False
        self.url = _address(head)
        if identity := first(head, "WARC-Record-ID"):
            self.record = f"{self.name}#{identity[:300]}"
        size = int(length)
        if s.size is not None and size > s.size - s.offset:
            return self._short(size, s.size - s.offset), False
        if size <= self.settings.max_bytes + HEAD:
            block = s.read(size)
            if len(block) == size and _ends(s):
                return self._take(head, block, whole=True), True
            if self._spend(len(block)):
                s.unread(block)
            return (self._short(size, len(block)) if len(block) < size else self._false(size)), False
        # Too large for a page; what it is stands at its beginning.
        block = s.peek(BLOCK)
        if (there := s.skip(size)) < size:
            return self._short(size, there), False
        return (self._take(head, block, whole=False), True) if _ends(s) else (self._false(size), False)

    # -- one record --------------------------------------------------------------------------------
    def _take(self, head: Fields, block: bytes, whole: bool) -> Item | None:
        try:
            found = self._capture(head, block, _address(head) or "", whole)
        except OnrecordError as e:
            e.page = self.record
            return e.failure(self.url)
        if isinstance(found, str):
            self.skips.add(found)
            return None
        return found

    def _capture(self, head: Fields, block: bytes, url: str, whole: bool) -> Capture | Revisit | str | None:
        """The page, or what else the record holds, to be counted, or `None` for the archive's own notes."""
        kind = (first(head, "WARC-Type") or "without a type").lower()
        declared = first(head, "Content-Type")
        if kind in _NOTES:
            return None
        if other := _other(kind, head, url):
            return other
        if kind == "revisit":
            return self._revisit(head, block, url)
        if kind == "response":
            answer = response.parse(block)
            declared = first(answer.headers, "Content-Type")
            if answer.status not in (200, 203):
                return f"answers with status {answer.status}"
        else:
            answer = response.Answer(0, (), block)
        media = media_type(declared)
        kept = first(head, "X-Onrecord-Media")
        if media not in _PAGES and kept not in _DOCUMENTS:
            return media
        if not whole:
            raise PageTooLarge(f"more than {self.settings.max_bytes:,} bytes", stage="source")
        _verify(head, block, answer)
        notes: list[Note] = []
        content = response.unpacked(answer, self.settings.max_bytes, notes)
        if not content.strip():
            return "empty pages"
        if kept not in _DOCUMENTS and (what := "a PDF document" if is_pdf(content) else foreign(content)):
            return what
        if truncated := first(head, "WARC-Truncated"):
            self.skips.add("ends of pages, which the crawler cut off")
            why = f"the crawler cut it off (WARC-Truncated: {truncated[:40]})"
            notes.append(Note("source", "the end of the page", why))
        return Capture(
            self.record,
            content,
            None if _nameless(kind, url) else _spelt(head, url),
            parameter(declared, "charset"),
            kept if kept in _KEPT else None,
            via=self.via,
            fetched=None if _undated(head) else when(first(head, "WARC-Date")),
            status=answer.status or None,
            headers=answer.headers,
            container=self.container,
            record=first(head, "WARC-Record-ID"),
            payload=first(head, "WARC-Payload-Digest"),
            envelope=_envelope(head) or (Envelope("warc", notes=tuple(notes)) if notes else None),
            stated=_stated(head),
        )

    def _revisit(self, head: Fields, block: bytes, url: str) -> Revisit | str:
        """A sighting of bytes that stand in another record, or what it is, if that is no page."""
        answer = response.Answer(0, (), b"")
        with suppress(OnrecordError):  # many writers keep no head
            answer = response.parse(block)
        if answer.status not in (0, 200, 203, 304):
            return f"answers with status {answer.status}"
        declared = first(answer.headers, "Content-Type")
        media = media_type(declared)
        if (media not in _PAGES and first(head, "X-Onrecord-Media") not in _DOCUMENTS) or (
            not media and _RESOURCE.search(url)
        ):
            return f"revisits of {media or 'what is no page'}"
        named = not url.lower().startswith("urn:sha256:")
        sighting = Capture(
            self.record,
            b"",
            _spelt(head, url) if named else None,
            parameter(declared, "charset"),
            via=self.via,
            fetched=None if _undated(head) else when(first(head, "WARC-Date")),
            status=answer.status or None,
            headers=answer.headers,
            container=self.container,
            record=first(head, "WARC-Record-ID"),
            payload=first(head, "WARC-Payload-Digest"),
            envelope=_envelope(head),
            stated=_stated(head),
            revisit=True,
        )
        of = (first(head, "WARC-Refers-To-Target-URI") or "").strip("<> ")[:8_000] or None
        return Revisit(sighting, of, when(first(head, "WARC-Refers-To-Date")))

    # -- damage ------------------------------------------------------------------------------------
    def _stand(self, at: int) -> None:
        self.at, self.record, self.url = at, f"{self.name}#{at}", None

    def _damage(self, what: str) -> Failure:
        return DamagedArchive(f"at offset {self.at:,}: {what}", page=self.record).failure(self.url)

    def _short(self, size: int, there: int) -> Failure:
        return self._damage(f"the record is cut short: it announces {size:,} bytes and has {max(there, 0):,}")

    def _false(self, size: int) -> Failure:
        return self._damage(f"the record's length is false: nothing ends after its {size:,} bytes")

    def _spend(self, count: int) -> bool:
        if count > self.again:
            return False
        self.again -= count
        return True


def _address(head: Fields) -> str | None:
    """The address of a record; early tools wrote it in angle brackets."""
    return (first(head, "WARC-Target-URI") or "").strip("<> ")[:8_000] or None


def _undated(head: Fields) -> bool:
    """Whether the date, which each record must have, is but that of the export (`onrecord export wacz`)."""
    return first(head, "X-Onrecord-Fetched") == "unknown"


def _envelope(head: Fields) -> Envelope | None:
    """What a file once said of the page, as `onrecord export wacz` writes it."""
    try:
        said = json.loads(first(head, "X-Onrecord-Envelope") or "null")
        return None if said is None else from_json(Envelope, said)
    except (ValueError, RecursionError, CodecError):
        return None


def _spelt(head: Fields, url: str) -> str:
    """The address as it was received, which `onrecord export wacz` writes beside one that is no URI."""
    try:
        said = json.loads(first(head, "X-Onrecord-Address") or "null")
    except (ValueError, RecursionError):
        return url
    return said if isinstance(said, str) and web_address(said) == web_address(url) else url


def _stated(head: Fields) -> str | None:
    """By what the address is known, if nobody sent it."""
    return "mhtml" if first(head, "X-Onrecord-Stated") == "mhtml" else None


def _nameless(kind: str, url: str) -> bool:
    """Whether this is how `onrecord export wacz` writes a page without a web address."""
    return kind in ("resource", "revisit") and url.lower().startswith("urn:sha256:")


def _other(kind: str, head: Fields, url: str) -> str | None:
    """What a record is that holds no page, as far as its fields tell."""
    if kind in _OTHERS:
        return _OTHERS[kind]
    if kind not in ("response", "resource", "revisit"):
        return f"records of the type {kind}"
    if first(head, "WARC-Segment-Number"):
        return _OTHERS["continuation"]
    if not url.lower().startswith(("http://", "https://")) and not _nameless(kind, url):
        return "records of other things than web addresses"
    if re.match(r"[^/]*//[^/]*/robots\.txt$", url, re.I):
        return "robots.txt"
    if kind == "response" and (media := media_type(first(head, "Content-Type"))) not in (
        "application/http",
        "",
    ):
        return f"answers by another protocol: {media}"
    return None


def _verify(head: Fields, block: bytes, answer: response.Answer) -> None:
    """Raises `DamagedArchive` where the record is not what its digests say."""
    fitting = fits(first(head, "WARC-Block-Digest"), [block])
    if fitting is None and not first(head, "WARC-Truncated"):
        fitting = fits(first(head, "WARC-Payload-Digest"), _payloads(block, answer))
    if fitting is False:
        raise DamagedArchive("the record was changed or is damaged: its digest does not match")


def _payloads(block: bytes, answer: response.Answer) -> Iterator[bytes]:
    """What writers of archives take for the payload."""
    yield answer.body
    yield response.unchunked(answer)
    yield block
    with suppress(OnrecordError):
        yield response.unpacked(answer, 2 * len(block) + 1_000_000)


def _blank(s: Stream) -> bool:
    """Pass over blank lines; whether something follows."""
    s.skip_any(b"\r\n")
    return bool(s.peek(1))


def _ends(s: Stream) -> bool:
    """Whether a record can end here: two line ends as they must be, or others and then the next record or nothing."""
    tail = s.peek(40)
    if tail.startswith(b"\r\n\r\n"):
        return True
    tail = tail.lstrip(b"\r\n")
    return not tail or _VERSION.match(tail) is not None or b"WARC/1.0\r\n".startswith(tail)


def _seek(s: Stream) -> None:
    """Go to what begins like a record, or to the end.  It may stand within a line, where the one before breaks off."""
    while s.find(b"WARC/") and not _RECORD.match(s.peek(100)):
        s.skip(5)
