"""Readings as entities of FollowTheMoney (https://followthemoney.tech), which Aleph and OpenAleph load.

An `Article` for each version of a page; a `Person` or `Organization` for each name of one under which statements are made;
a `Mention` that ties the name to the article; a `Note` for each statement, which belongs to its article and its speaker.  Groups,
documents and unnamed sources are no legal entities: their statements belong to the article alone.

Ids come from content, so that exporting again gives the same.  Names of two words and more are one entity in the whole
export, as they are one speaker in the store; a name of one word is one only within its page, for there are many Smiths.  That
two entities are one person, or that one is two, is for people to say: the model has cross-referencing for that.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from onrecord.records import HAND, Reading, Speaker, SpeakerKind, Statement, Timestamp, concluded
from onrecord.render.links import Links
from onrecord.render.statements import by_speaker, date, summary, words

__all__ = ["of_reading", "of_speaker"]

_SCHEMAS = {SpeakerKind.PERSON: "Person", SpeakerKind.ORGANISATION: "Organization"}
_NAME = 384  # characters of a name that the model keeps
_STRING = 1024

# ISO 639-1 to ISO 639-3, for the languages that the model knows.
_LANGUAGES = {
    pair[:2]: pair[2:]
    for pair in (
        "afafr amamh arara azaze bebel bgbul bnben bsbos cacat csces dadan dedeu elell eneng esspa etest fafas fifin "
        "frfra gagle heheb hihin hrhrv huhun hyhye idind isisl itita jajpn kakat kkkaz kmkhm knkan kokor kykir lbltz "
        "lolao ltlit lvlav mkmkd mnmon moron msmsa mtmlt mymya nbnor nenep nlnld nnnor nonor plpol pspus ptpor roron "
        "rurus sisin skslk slslv sqsqi srsrp svswe swswa tatam tetel tgtgk ththa tktuk tltgl trtur ukukr ururd uzuzb "
        "vivie zhzho"
    ).split()
}


def _key(*parts: str) -> str:
    return "onrecord-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]


def _entity(key: str, schema: str, **properties: Iterable[str | None] | str | None) -> dict[str, Any]:
    """An entity; properties are lists of texts, and those without values are left out."""
    out: dict[str, list[str]] = {}
    for name, values in properties.items():
        given = [values] if isinstance(values, str) or values is None else values
        kept = [v for v in dict.fromkeys(given) if v is not None and v.strip()]
        if kept:
            out[name] = kept
    return {"id": key, "schema": schema, "properties": out}


def _day(stamp: Timestamp | None) -> str | None:
    """A time as the model has it: in UTC, without a zone, as exact as it is known."""
    if stamp is None:
        return None
    time = stamp.time
    if stamp.date_only:
        return time.date().isoformat()
    with contextlib.suppress(OverflowError):
        time = time.astimezone(UTC) if time.tzinfo else time
    return time.replace(tzinfo=None).isoformat(timespec="seconds")


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _speaker_key(speaker: Speaker, article: str) -> str | None:
    """The id of a speaker's entity, `None` if there is none."""
    if speaker.kind not in _SCHEMAS or not speaker.name.strip():
        return None
    return _key(
        *((speaker.kind, speaker.name) if _is_full(speaker.name) else (speaker.kind, speaker.name, article))
    )


def _is_full(name: str) -> bool:
    return len(name.split()) > 1


def of_reading(address: str, reading: Reading, retrieved: str | None = None) -> Iterator[dict[str, Any]]:
    """The entities of one version of a page: its article, mentions, notes, and speakers whose names are of one word.

    `retrieved` is when the page was first received, in UTC.  A page without running text gives nothing.
    """
    a = reading.article
    if a is None:
        return
    key = _key("article", address, reading.page.id)
    language = a.language.value.lower().partition("-")[0] if a.language else ""
    url = _web(a.url)
    yield _entity(
        key,
        "Article",
        title=a.title.value[:_STRING] if a.title else None,
        name=a.title.value[:_NAME] if a.title else None,
        fileName=reading.page.name[:_STRING],
        summary=a.dek,
        author=[x.name[:_STRING] for x in a.authors],
        publisher=a.site.value[:_STRING] if a.site else None,
        publishedAt=_day(a.published),
        modifiedAt=_day(a.modified),
        retrievedAt=retrieved.removesuffix("Z") if retrieved else None,
        sourceUrl=url,
        keywords=[t[:_STRING] for t in a.tags],
        language=_LANGUAGES.get(language),
        mimeType="text/html" if reading.page.media == "html" else "text/plain",
        generator=reading.reader[:_STRING],
        bodyText=a.text,
    )
    links = Links(reading)
    for speaker, said in by_speaker(reading.statements):
        who = _speaker_key(speaker, key)
        if who is not None:
            name = speaker.name[:_NAME]
            schema = _SCHEMAS[speaker.kind]
            if not _is_full(speaker.name):
                roles = dict.fromkeys(s.speaker.role for s in said if s.speaker.role)
                yield _named(who, schema, name, list(roles))
            yield _entity(
                _key("mention", key, who),
                "Mention",
                document=key,
                resolved=who,
                name=name,
                detectedSchema=schema,
            )
        for s in said:
            yield _note(key, who, links, s)


def _note(article: str, who: str | None, links: Links, s: Statement) -> dict[str, Any]:
    reading = links.reading
    content = words(reading, s.content)
    about = [f"{s.manner.value} {s.act.value}", f"put as {s.grade.firmness.value}"]
    if s.grade.negated:
        about.append("in the negative")
    if inferred := concluded(s.speaker.inferred):
        about.append(f"speaker inferred from {', '.join(inferred)}")
    if HAND in s.speaker.inferred:
        about.append("speaker by hand")
    if s.reader.endswith(HAND):
        about.append("added by hand" if s.reader == HAND else "corrected by hand")
    when = [d for o in s.when if (d := date(o))]
    if when:
        about.append(f"said {', '.join(when)}")
    return _entity(
        _key("note", article, s.id, *(f"{x.start}-{x.end}" for x in (*s.source, *s.cue, *s.content))),
        "Note",
        name=content[:_NAME],
        description=content,
        summary=summary(reading, s),
        notes="; ".join(about),
        entity=[who, article],
        proof=article,
        sourceUrl=links.of(s),
    )


def _named(key: str, schema: str, name: str, roles: Iterable[str]) -> dict[str, Any]:
    worded = [r[:_STRING] for r in roles]
    if schema == "Person":
        return _entity(key, schema, name=name, position=worded)
    return _entity(key, schema, name=name, description=worded)


def of_speaker(name: str, kind: str, roles: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The entity of a speaker with a full name, once for all pages; `roles` are as pages word them."""
    speaker = Speaker(name, SpeakerKind(kind))
    key = _speaker_key(speaker, "")
    if key is not None and _is_full(name):
        yield _named(key, _SCHEMAS[speaker.kind], name[:_NAME], roles)
