"""Telegram Desktop's export in JSON (`result.json`): one chat, or all chats of an account.

Of an account only messages are taken; what the export says of its owner, and of contacts and sessions, is never looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from onrecord.errors import BadRecord, DamagedArchive, PageTooLarge
from onrecord.records import Author, Capture, Failure, Note, Origin, Skipped, Stated, Timestamp
from onrecord.settings import Settings
from onrecord.sources.skips import Skips
from onrecord.sources.streams import Stream
from onrecord.sources.telegram import EDITED, Post, pages
from onrecord.sources.telegramscan import Broken, Found, messages

__all__ = ["telegram_json"]

#: v4.0.4 to 4.1.1 wrote paths of custom emoji without quotation marks; all versions write U+000B so.
_UNQUOTED = re.compile(rb'("document_id"\s*+:[^\S\n]*+)(?!"|-?\d+\s*[,}\n]|null\b)([^\n]*+)(?=\n)')
_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|.)", re.S)
_NEVER = 1970  # the year of edits that never were
_REPLY = ("reply_to_message_id", "reply_to_peer_id", "reply_to_story_id")
_FACTS = ("from_id", "forwarded_from_id", "via_bot", "saved_from", *_REPLY)


def telegram_json(stream: Stream, name: str, settings: Settings) -> Iterator[Capture | Failure | Skipped]:
    """The posts of an export in JSON, as they come; damaged ones are `Failure`s."""
    skips = Skips(name)
    broken: list[Failure] = []

    def posts() -> Iterator[Post]:
        for found in messages(stream):
            if isinstance(found, Broken):
                why = f"at offset {found.at:,}: {found.why}"
                broken.append(DamagedArchive(why, page=f"{name}#{found.at}").failure())
                continue
            try:
                post = _post(found)
            except BadRecord as e:
                broken.append(BadRecord(e.message, page=f"{name}#{found.at}").failure())
                continue
            if isinstance(post, str):
                skips.add(post)
            else:
                yield post

    for page in pages(posts(), name, skips):
        yield from broken
        broken.clear()
        if len(page.content) > settings.max_bytes:
            yield PageTooLarge(
                f"more than {settings.max_bytes:,} bytes", page=page.name, stage="source"
            ).failure()
            continue
        yield page
    yield from broken
    yield from skips


def _post(found: Found) -> Post | str:
    """The post, or what else a message is, to be counted."""
    m, mended = _loaded(found)
    kind = m.get("type")
    if kind == "service":
        return "service messages of Telegram"
    if kind != "message":
        return "messages that this version of Telegram could not export"
    number = m.get("id")
    if not isinstance(number, int):
        raise BadRecord(f"at offset {found.at:,}: a message without a number")
    links: list[str] = []
    text = "\n\n".join(t for t in (_text(m.get("text"), links), _poll(m), _list(m)) if t)
    post = Post(str(number), text, links=links, media=any(k in m for k in ("photo", "file")))
    post.chat, post.chat_id = _name(found.chat.get("name")), _word(found.chat.get("id"))
    if mended:
        post.notes.append(
            Note("source", "the post in the export", f"it is not JSON and was repaired: {mended}")
        )
    if post.chat is None and found.chat.get("type") != "saved_messages":
        post.notes.append(
            Note("source", "the name of the chat", "not known: the export has none before its messages")
        )
    _when(m, post)
    _who(m, str(found.chat.get("type") or ""), post)
    post.facts += [Stated(value, f"telegram:{key}") for key in _FACTS if (value := _word(m.get(key)))]
    if "reply_to_peer_id" in m:
        post.notes.append(Note("source", "the message replied to", "it is in another chat"))
    post.sent = (m.get("date_unixtime") or m.get("date"), m.get("from_id"), m.get("forwarded_from"))
    return post


def _loaded(found: Found) -> tuple[dict[str, Any], str]:
    """The message, and what had to be mended for it."""
    mended = []
    for attempt in ("", "paths without quotation marks", "characters written as \\x"):
        raw = found.raw
        if attempt:
            raw = _UNQUOTED.sub(_quoted, raw)
            mended = ["paths without quotation marks"]
        if attempt.startswith("characters"):
            raw = _ESCAPE.sub(lambda e: b"\\u00" + e[1] if e[1] else e[0], raw)
            mended = ["characters or paths that are written wrongly"]
        try:
            value = json.loads(raw.decode("utf-8", "replace"), strict=not attempt)
        except (ValueError, RecursionError):
            continue
        return value, ", ".join(mended)
    raise BadRecord(f"at offset {found.at:,}: a message that is not JSON, even after repair")


def _quoted(found: re.Match[bytes]) -> bytes:
    path = found[2].rstrip()
    bare = path.removesuffix(b",").rstrip()
    return found[1] + json.dumps(bare.decode("utf-8", "replace")).encode() + b"," * path.endswith(b",")


def _text(value: Any, links: list[str]) -> str:
    """The text of all parts, in order; nothing is stripped."""
    if isinstance(value, str):
        return value
    out = []
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, dict):
            words = part.get("text")
            words = (
                words if isinstance(words, str) else _text(words, links) if isinstance(words, list) else ""
            )
            out.append(words)
            target = part.get("href") if part.get("type") == "text_link" else words
            if part.get("type") in ("text_link", "link") and isinstance(target, str) and target:
                links.append(target)
    return "".join(out)


def _poll(m: dict[str, Any]) -> str:
    poll = m.get("poll")
    if not isinstance(poll, dict):
        return ""
    answers = poll.get("answers")
    lines = [_text(poll.get("question"), [])]
    lines += [
        f"- {_text(a.get('text'), [])}"
        for a in (answers if isinstance(answers, list) else ())
        if isinstance(a, dict)
    ]
    return "\n".join(lines)


def _list(m: dict[str, Any]) -> str:
    found = m.get("todo_list")
    if not isinstance(found, dict):
        return ""
    items = found.get("answers") or found.get("items") or ()
    lines = [_text(found.get("title"), [])]
    lines += [
        f"- {_text(i.get('text'), [])}"
        for i in (items if isinstance(items, list) else ())
        if isinstance(i, dict)
    ]
    return "\n".join(lines)


def _who(m: dict[str, Any], kind: str, post: Post) -> None:
    sender = _name(m.get("from"))
    if "forwarded_from" in m:
        source = _name(m["forwarded_from"])
        post.origin = (Origin(source or "", "forwarded", "telegram:forwarded_from"),)
        if source is None:
            post.notes.append(
                Note("source", "where the post was forwarded from", "not known: the export names nobody")
            )
        post.notes.append(
            Note("source", "the time of the forwarded post", "not known: JSON exports do not have it")
        )
    if kind == "saved_messages":
        # Whoever saved a post is not its author.
        if post.origin and post.origin[0].name:
            post.authors = (Author(post.origin[0].name, where="telegram:forwarded_from"),)
        elif sender:
            post.authors = (Author(sender, where="telegram:from"),)
        return
    if signature := _name(m.get("author")):
        post.authors = (Author(signature, where="telegram:author"),)
    elif "channel" in kind:
        if sender and sender != post.chat:
            post.facts.append(Stated(sender, "telegram:from"))
    elif sender and sender != post.chat:
        post.authors = (Author(sender, where="telegram:from"),)
    elif sender is None:
        who = _word(m.get("from_id")) or "without an id"
        post.notes.append(Note("source", f"the author ({who})", "not known: the account was deleted"))


def _when(m: dict[str, Any], post: Post) -> None:
    post.published = _time(m, "date", post.notes)
    if post.published is not None and post.published.time.tzinfo is None:
        hint = m.get("edited")
        told = (
            f"; its empty time of edit, {hint}, only hints at it" if str(hint).startswith("1970-01-0") else ""
        )
        post.notes.append(
            Note(
                "source",
                "the zone of the post's time",
                f"not known: the export states the local time of the person who made it{told}",
            )
        )
    post.modified = _time(m, "edited", [])
    if post.modified is not None and post.modified.time.year <= _NEVER:
        post.modified = None  # how exports up to v2.1.8 say that nobody edited it
    if post.modified is not None:
        post.notes.append(EDITED)


def _time(m: dict[str, Any], key: str, notes: list[Note]) -> Timestamp | None:
    seconds = m.get(f"{key}_unixtime")
    if isinstance(seconds, str | int) and re.fullmatch(r"\d{1,11}", str(seconds), re.A):
        return Timestamp(datetime.fromtimestamp(int(seconds), UTC), f"telegram:{key}_unixtime")
    local = m.get(key)
    if not isinstance(local, str):
        return None
    try:
        return Timestamp(datetime.fromisoformat(local), f"telegram:{key}")
    except ValueError:
        notes.append(Note("source", "the time of the post", f"not known: {local[:60]!r} is none"))
        return None


def _name(value: Any) -> str | None:
    return " ".join(value.split())[:300] or None if isinstance(value, str) else None


def _word(value: Any) -> str:
    return str(value)[:300] if isinstance(value, str | int) and not isinstance(value, bool) else ""
