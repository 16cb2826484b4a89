"""A reading as Markdown (CommonMark), its text escaped so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.records import Block, Reading, Role
from onrecord.render.inert import inert
from onrecord.render.links import Links
from onrecord.render.statements import by_speaker, words

__all__ = ["markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.M)


def _escaped(text: str) -> str:
    return _LINE_START.sub(
        lambda m: f"{m[1]}\\{m[2]}" if not m[2][0].isdigit() else f"{m[1]}{m[2][:-1]}\\{m[2][-1]}",
        _SPECIAL.sub(r"\\\1", inert(text)),
    )


def _said(reading: Reading) -> Iterator[str]:
    """Who said what, as lists under the names of the speakers."""
    links = Links(reading)
    groups = by_speaker(reading.statements)
    if groups:
        yield "## Who said what"
    for speaker, found in groups:
        role = f" ({speaker.role})" if speaker.role and speaker.role != speaker.name else ""
        yield f"### {_line(speaker.name + role)}"
        lines = []
        for s in found:
            cue, said, link = _line(words(reading, s.cue)), _line(words(reading, s.content)), links.of(s)
            text = f"{cue}: {said}" if cue and said else cue or said
            lines.append(f"- {text}" + (f" ([link]({_destination(link)}))" if link else ""))
        yield "\n".join(lines)


def _line(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _destination(url: str) -> str:
    """An address so that it ends where it ends."""
    return re.sub(r"[\s<>()\\\"]", lambda m: f"%{ord(m[0]):02X}", inert(url))


def _with_links(block: Block) -> str:
    """The block's text with its links; addresses other than of the web are left out."""
    out, at = [], 0
    for link in block.links:
        if link.span.start < at or not link.url.startswith(("http://", "https://")):
            continue
        url = _destination(link.url)
        out.append(_escaped(block.text[at : link.span.start]))
        out.append(f"[{_escaped(link.span.of(block.text))}]({url})")
        at = link.span.end
    out.append(_escaped(block.text[at:]))
    return "".join(out)


def markdown(reading: Reading) -> str:
    """The article as Markdown: title, dek, byline and dates, then the story with captions and credits in place.

    If the reading has statements, they stand below the story by speaker, the words of each with its link into the live page.
    """
    article = reading.article
    parts: list[str] = []
    if article is not None and article.title is not None:
        parts.append(f"# {_escaped(article.title.value)}")
    if article is not None:
        names = ", ".join(a.name for a in article.authors)
        when = article.published.time.strftime("%Y-%m-%d") if article.published else ""
        line = " · ".join(_escaped(x) for x in (names, when, article.site.value if article.site else "") if x)
        if line:
            parts.append(f"*{line}*")
    title = article.title.value if article is not None and article.title is not None else None
    last: Role | None = None
    for block in reading.blocks:
        text = _one(block, title)
        if text is None:
            continue
        if block.role is last is Role.LIST_ITEM:
            parts[-1] += "\n" + text
        else:
            parts.append(text)
        last = block.role
    parts += _said(reading)
    return "\n\n".join(parts) + "\n"


def _one(block: Block, title: str | None) -> str | None:
    role, text = block.role, _with_links(block)
    flat = text.replace("\n", " ")
    match role:
        case Role.DEK:
            return f"**{flat}**"
        case Role.PARAGRAPH:
            return text.replace("\n", "  \n")
        case Role.SUBHEADING | Role.LIVE_ENTRY:
            return f"## {flat}"
        case Role.LIST_ITEM:
            return f"- {flat}"
        case Role.BLOCK_QUOTE:
            return "> " + text.replace("\n", "\n> ")
        case Role.TABLE:
            return "| " + flat.replace("\t", " | ") + " |"
        case Role.CAPTION | Role.CREDIT | Role.CORRECTION:
            return f"*{flat}*"
        case _:
            return None
