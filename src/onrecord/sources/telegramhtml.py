"""Telegram Desktop's export in HTML: pages of one chat each, `messages.html`, `messages2.html` and so on.

Each page is read by itself.  The exporter writes one element a part of a message, by classes that have hardly changed since
2018; what stands in none of those that are known is no text of the post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser

from onrecord.records import Author, Capture, Note, Origin, Skipped, Stated, Timestamp
from onrecord.sources.skips import Skips
from onrecord.sources.telegram import Post, pages
from onrecord.sources.zones import offsets, unambiguous

__all__ = ["telegram_html"]

_ID = re.compile(r"message(-?\d{1,20})")
_TIME = re.compile(
    r"\s*(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2}):(\d{2})(?: UTC([+-])(\d{2}):?(\d{2}))?", re.A
)
_GO_TO = re.compile(r"([^#]*)#go_to_message(-?\d{1,20})")
_VIA = re.compile(r"\s+via\s+(@\w+)$", re.A)
#: What the exporter writes around each text: a line end before it, one with an indent behind it.
_ENDS = re.compile(r"\A\n|\n *\Z")
#: An address with a scheme, or whose first part is a host: not a file of the export.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|[^/]*\.[^/]", re.I)
_DELETED = "Deleted Account"
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset(("blockquote", "pre", "div"))


@dataclass(slots=True)
class _Message:
    """A message as its elements give it."""

    id: str
    joined: bool
    service: bool
    time: str = ""
    name: str = ""
    forwarded: bool = False
    source: str = ""
    source_time: str = ""
    text: str = ""
    poll: list[str] = field(default_factory=list)
    signature: str = ""
    reply: str = ""
    reply_to: str = ""
    links: list[str] = field(default_factory=list)
    media: bool = False


def telegram_html(content: bytes, name: str) -> Iterator[Capture | Skipped]:
    """The posts of a page of an export."""
    parser = _Parser()
    parser.feed(content.decode("utf-8", "replace"))
    parser.close()
    parser.end_message()
    skips = Skips(name)
    if not parser.messages:
        # Lists of chats, and pages about the owner of the account.
        skips.add("pages of a Telegram export without messages")
    yield from pages(_posts(parser, skips), name, skips)
    yield from skips


def _posts(parser: _Parser, skips: Skips) -> Iterator[Post]:
    chat = " ".join(parser.chat.split()) or None
    author: str | None = None  # of the last message that names one
    source: str | None = None
    for m in parser.messages:
        if m.service:
            if not m.id.startswith("-"):  # those are days
                skips.add("service messages of Telegram")
            continue
        text = "\n\n".join(t for t in (_ENDS.sub("", m.text), "\n".join(m.poll)) if t.strip())
        post = Post(m.id, text, chat, links=m.links, media=m.media and not m.poll)
        named = " ".join(m.name.split())
        if via := _VIA.search(named):
            post.facts.append(Stated(via[1], "telegram:via_bot"))
            named = named[: via.start()]
        author = named if named else author if m.joined else None
        _who(post, m, author, chat)
        source = _origin(post, m, source)
        post.published = _time(m.time, "telegram:date", "the post", post.notes)
        if m.reply or m.reply_to:
            _reply(post, m)
        post.sent = (m.time, author, source)
        yield post


def _who(post: Post, m: _Message, author: str | None, chat: str | None) -> None:
    if signature := " ".join(m.signature.split()):
        post.authors = (Author(signature, where="telegram:author"),)
    elif author is None:
        why = "the message before it is on another page" if m.joined else "the export names nobody"
        post.notes.append(Note("source", "the author", f"not known: {why}"))
    elif author == _DELETED:
        post.notes.append(Note("source", "the author", "not known: the account was deleted"))
    elif author != chat:
        post.authors = (Author(author, where="telegram:from"),)


def _origin(post: Post, m: _Message, before: str | None) -> str | None:
    """Note where the post was forwarded from; the source, which a joined message that names none goes on with."""
    if not m.forwarded:
        return None
    named = _VIA.sub("", " ".join(m.source.split()))
    source = named or (before if m.joined else None) or ""
    time = _time(m.source_time, "telegram:forwarded_date", "the forwarded post", post.notes)
    post.origin = (
        Origin("" if source == _DELETED else source, "forwarded", "telegram:forwarded_from", None, time),
    )
    if not source or source == _DELETED:
        post.notes.append(
            Note("source", "where the post was forwarded from", "not known: the export names nobody")
        )
    elif not named:
        post.notes.append(
            Note(
                "source", f"forwarded from {source}", "as the message before it, to which the export joins it"
            )
        )
    return source or None


def _reply(post: Post, m: _Message) -> None:
    if found := _GO_TO.match(m.reply_to):
        post.facts.append(Stated(found[2], "telegram:reply_to_message_id"))
        if found[1]:
            post.facts.append(Stated(f"{found[1]}#{found[2]}", "telegram:reply_to_page"))
    else:
        post.notes.append(
            Note("source", "the message replied to", "it is in another chat, or not in the export")
        )


def _time(text: str, where: str, what: str, notes: list[Note]) -> Timestamp | None:
    """A time; naive, with a note, where its zone is not certain."""
    m = _TIME.match(text)
    try:
        local = datetime(int(m[3]), int(m[2]), int(m[1]), int(m[4]), int(m[5]), int(m[6])) if m else None
    except ValueError:
        local = None
    if local is None or m is None:
        notes.append(Note("source", f"the time of {what}", "not known: the export does not state it"))
        return None
    if m[7] is None:
        why = "this version of the export states the local time of its maker"
    else:
        label = timedelta(hours=int(m[8]), minutes=int(m[9])) * (-1 if m[7] == "-" else 1)
        aware = unambiguous(label, local)
        if aware is not None:
            return Timestamp(aware, where)
        told = ", ".join(sorted((local - o).strftime("%Y-%m-%d %H:%M:%SZ") for o in offsets(label, local)))
        why = (
            f"the label UTC{m[7]}{m[8]}:{m[9]} is that of the zone without summer time, which may have been in force: "
            f"{told or 'no zone of this label is known'}"
        )
    notes.append(Note("source", f"the zone of the time of {what}", f"not known: {why}"))
    return Timestamp(local, where)


class _Parser(HTMLParser):
    """Puts the parts of messages where their classes say that they belong."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.chat = ""
        self.messages: list[_Message] = []
        self._m: _Message | None = None
        self._stack: list[tuple[str, str]] = []  # (tag, what its text is) of open elements
        self._depth = 0  # of the message's element

    # -- elements ----------------------------------------------------------------------------------------------------
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        classes = given.get("class", "").split()
        if tag == "div" and "message" in classes and (found := _ID.fullmatch(given.get("id", ""))):
            self.end_message()
            self._m = _Message(found[1], "joined" in classes, "default" not in classes)
            self._depth = len(self._stack)
        role = self._role(tag, classes, given)
        if tag in _VOID:
            if tag == "br":
                self.handle_data("\n")
        else:
            self._stack.append((tag, role))

    def _role(self, tag: str, classes: list[str], given: dict[str, str]) -> str:
        inside = self._stack[-1][1] if self._stack else ""
        m = self._m
        if m is None:
            return (
                "chat"
                if inside == "header" and "text" in classes
                else ("header" if "page_header" in classes or inside == "header" else "")
            )
        if inside == "reply" and tag == "a":
            m.reply_to = given.get("href", "")
        if inside in ("name", "source"):
            if "details" in classes:
                # The date of what was forwarded: in a title since v3.7.6, as text before.
                m.source_time = given.get("title", "")
                return "source-time"
            return inside
        if inside == "answer" and "details" in classes:
            return "ignored"
        if inside in ("text", "question", "answer", "signature", "reply"):
            if inside == "text":
                if tag == "a" and (href := given.get("href")) and _ADDRESS.match(href):
                    m.links.append(href)
                if tag in _BLOCKS:
                    m.text += "\n" if m.text and not m.text.endswith("\n") else ""
            return inside
        return self._part(m, classes, given, inside)

    @staticmethod
    def _part(m: _Message, classes: list[str], given: dict[str, str], inside: str) -> str:
        if inside == "ignored":
            return "ignored"
        if "reactions" in classes:
            return "ignored"
        if "date" in classes and "details" in classes:
            m.time = given.get("title", "")
            return "ignored"
        if "forwarded" in classes and "body" in classes:
            m.forwarded = True
            return "forwarded"
        if "from_name" in classes:
            return "source" if inside == "forwarded" else "name"
        if "signature" in classes:
            return "signature"
        if "reply_to" in classes:
            m.reply = "reply"
            return "reply"
        if "media_wrap" in classes:
            m.media = True
            return "media"
        if inside == "media":
            if "question" in classes:
                m.poll.append("")
                return "question"
            if "answer" in classes:
                m.poll.append("")
                return "answer"
            return "media"
        return "text" if "text" in classes else "forwarded" if inside == "forwarded" else ""

    def handle_endtag(self, tag: str) -> None:
        for i in range(len(self._stack) - 1, max(-1, len(self._stack) - 50), -1):
            if self._stack[i][0] == tag:
                if tag in ("blockquote", "pre") and self._stack[i][1] == "text" and self._m is not None:
                    self._m.text += "\n"
                del self._stack[i:]
                break
        if self._m is not None and len(self._stack) <= self._depth:
            self.end_message()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    # -- text --------------------------------------------------------------------------------------------------------
    def handle_data(self, data: str) -> None:
        role = self._stack[-1][1] if self._stack else ""
        m = self._m
        if m is None:
            self.chat += data if role == "chat" else ""
            return
        match role:
            case "text":
                m.text += data
            case "name":
                m.name += data
            case "source":
                m.source += data
            case "source-time":
                m.source_time = m.source_time or data.strip()
            case "signature":
                m.signature += data
            case "question" | "answer":
                m.poll[-1] = " ".join(f"{m.poll[-1]} {data}".split())

    def end_message(self) -> None:
        """The message that stands open is complete."""
        if self._m is not None:
            self.messages.append(self._m)
            self._m = None
