"""A reading as TEI P5: the story with `<said>` around what is said, and its speakers in the header.

* Content is `<said>`, with `who`, `direct` (a mixed content is indirect speech with quoted words: "false") and `aloud`;
  a source is `<rs type="source">`, a cue `<seg type="cue">`.  `ana` points at act, manner and firmness, which are in the header's
  taxonomies; `cert` is the score; `n` the statement's id.
* A part in several stretches, or over several paragraphs, is several elements, linked by `next` and `prev`.
* Elements of XML cannot overlap.  A stretch that would cross another that begins before it stands off: its ends are `<anchor>`
  in the text, and a `<span>` in the `<spanGrp>` at the end of the body runs from one to the other.

The output is always well-formed: text is escaped, and characters that XML does not allow, or that would act on a
terminal, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from onrecord.records import (
    Act,
    Article,
    Block,
    Firmness,
    Manner,
    Reading,
    Role,
    Speaker,
    SpeakerKind,
    Statement,
)
from onrecord.records import Span as Stretch
from onrecord.render.inert import inert
from onrecord.render.statements import by_speaker

__all__ = ["tei"]

# What XML 1.0 (2.2) does not allow and `inert` leaves in.
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ALOUD = {Act.BELIEF: "unknown", Act.DOCUMENT: "inapplicable"}
_ELEMENTS = {"said": "said", "source": "rs", "cue": "seg"}


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", inert(text)))


def _attributes(**values: str | None) -> str:
    """Attributes as XML; a name's "__" stands for ":"."""
    out = []
    for name, value in values.items():
        if value is not None:
            flat = " ".join(_NOT_XML.sub("", inert(value)).split())
            out.append(f' {name.replace("__", ":")}="{escape(flat, {chr(34): "&quot;"})}"')
    return "".join(out)


@dataclass(slots=True)
class _Piece:
    """A stretch of one part of a statement within one block; `start` and `end` count in the block's text."""

    part: str  # "said", "source", "cue"
    key: str  # its xml:id
    start: int
    end: int
    attributes: dict[str, str | None] = field(default_factory=dict)

    def opening(self) -> str:
        type_ = None if self.part == "said" else self.part
        return f"<{_ELEMENTS[self.part]}{_attributes(xml__id=self.key, type=type_, **self.attributes)}>"

    def closing(self) -> str:
        return f"</{_ELEMENTS[self.part]}>"


def tei(reading: Reading) -> str:
    """The article as a TEI P5 document; one without text has an empty paragraph."""
    article = reading.article
    speakers = by_speaker(reading.statements)
    keys = {(s.name, s.kind): f"speaker{i}" for i, (s, _) in enumerate(speakers, 1)}
    pieces: dict[int, list[_Piece]] = {}
    for i, statement in enumerate(reading.statements, 1):
        who = "#" + keys[statement.speaker.name, statement.speaker.kind]
        for index, piece in _pieces(statement, f"st{i}", who, article.blocks if article else ()):
            pieces.setdefault(index, []).append(piece)
    spans: list[str] = []
    body = []
    for block in article.blocks if article else ():
        inner = _marked(block, pieces.get(block.index, []), spans)
        tag, kind = ("p", None) if block.role is Role.PARAGRAPH else ("ab", str(block.role))
        body.append(f"<{tag}{_attributes(xml__id=f'block{block.index}', type=kind)}>{inner}</{tag}>")
    if spans:
        body.append('<spanGrp type="crossing">\n' + "\n".join(spans) + "\n</spanGrp>")
    language = _language(article)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"{_attributes(xml__lang=language)}>',
            *_header(reading, speakers, language),
            "<text>\n<body>",
            *(body or ["<p/>"]),
            "</body>\n</text>\n</TEI>\n",
        ]
    )


def _pieces(
    statement: Statement, key: str, who: str, blocks: tuple[Block, ...]
) -> Iterator[tuple[int, _Piece]]:
    """(index of the block, piece) of all parts of a statement; the pieces of a part know the next and previous one."""
    common = {"n": statement.id, "cert": f"{statement.score:.2f}"}
    said: dict[str, str | None] = {
        "who": who,
        "direct": "true" if statement.manner is Manner.DIRECT else "false",
        "aloud": _ALOUD.get(statement.act, "true"),
        "ana": f"#act.{statement.act} #manner.{statement.manner} #firmness.{statement.grade.firmness}",
    }
    has_content = any(True for span in statement.content for _ in _within(span, blocks))
    for part, spans, values in (
        ("said", statement.content, said),
        ("source", statement.source, {"ref": who}),
        ("cue", statement.cue, {}),
    ):
        short = {"said": key, "source": f"{key}s", "cue": f"{key}c"}[part]
        found = [(b, s) for span in spans for b, s in _within(span, blocks)]
        for i, (index, stretch) in enumerate(found, 1):
            link = {
                "corresp": f"#{key}.1" if part != "said" and has_content else None,
                "prev": f"#{short}.{i - 1}" if i > 1 else None,
                "next": f"#{short}.{i + 1}" if i < len(found) else None,
            }
            yield (
                index,
                _Piece(part, f"{short}.{i}", stretch.start, stretch.end, {**common, **values, **link}),
            )


def _within(span: Stretch, blocks: tuple[Block, ...]) -> Iterator[tuple[int, Stretch]]:
    for block in blocks:
        if block.span is None:
            continue
        start, end = max(span.start, block.span.start), min(span.end, block.span.end)
        if start < end:
            yield block.index, Stretch(start - block.span.start, end - block.span.start)


def _marked(block: Block, pieces: list[_Piece], spans: list[str]) -> str:
    """The text of a block with its pieces as elements; those that cross others go to `spans`."""
    order = sorted(pieces, key=lambda p: (p.start, -p.end, ("said", "source", "cue").index(p.part)))
    nested: dict[int, list[_Piece]] = {}
    anchors: dict[int, list[str]] = {}
    around: list[_Piece] = []
    for piece in order:
        while around and around[-1].end <= piece.start:
            around.pop()
        if around and piece.end > around[-1].end:
            _stand_off(piece, anchors, spans)
            continue
        around.append(piece)
        nested.setdefault(piece.start, []).append(piece)
    out, at = [], 0
    open_: list[_Piece] = []
    ends = {p.end for group in nested.values() for p in group}
    for point in sorted({*nested, *anchors, *ends, len(block.text)}):
        out.append(_lines(block.text[at:point]))
        at = point
        while open_ and open_[-1].end == point:
            out.append(open_.pop().closing())
        out.extend(anchors.get(point, ()))
        for piece in nested.get(point, ()):
            out.append(piece.opening())
            open_.append(piece)
    return "".join(out)


def _lines(text: str) -> str:
    return _text(text).replace("\n", "<lb/>")


def _stand_off(piece: _Piece, anchors: dict[int, list[str]], spans: list[str]) -> None:
    start, end = f"{piece.key}-from", f"{piece.key}-to"
    anchors.setdefault(piece.start, []).append(f"<anchor{_attributes(xml__id=start)}/>")
    anchors.setdefault(piece.end, []).append(f"<anchor{_attributes(xml__id=end)}/>")
    values = dict(piece.attributes)
    # A span knows no `who`, `ref`, `direct` or `aloud`; `inst` points at what it is an instance of: the speaker.
    speaker = values.pop("who", None) or values.pop("ref", None)
    values = {k: v for k, v in values.items() if k not in ("direct", "aloud")}
    spans.append(
        f"<span{_attributes(xml__id=piece.key, type=piece.part, **{'from': f'#{start}', 'to': f'#{end}'}, inst=speaker, **values)}/>"
    )


def _language(article: Article | None) -> str | None:
    value = article.language.value if article and article.language else ""
    return value if _LANGUAGE.fullmatch(value) else None


def _header(
    reading: Reading, speakers: list[tuple[Speaker, list[Statement]]], language: str | None
) -> Iterator[str]:
    article = reading.article
    title = article.title.value if article and article.title else reading.page.name
    authors = "".join(f"<author>{_text(a.name)}</author>" for a in article.authors) if article else ""
    yield "<teiHeader>\n<fileDesc>"
    yield f"<titleStmt><title>{_text(title)}</title>{authors}</titleStmt>"
    yield f"<publicationStmt><p>Made by {_text(reading.reader or 'onrecord')} from a page of the web.</p></publicationStmt>"
    yield f"<sourceDesc><bibl>{_source(reading, authors, title)}</bibl></sourceDesc>\n</fileDesc>"
    yield "<encodingDesc><classDecl>"
    for name, kind in (("act", Act), ("manner", Manner), ("firmness", Firmness)):
        values = "".join(f'<category xml:id="{name}.{v}"><catDesc>{v}</catDesc></category>' for v in kind)
        yield f'<taxonomy xml:id="{name}">{values}</taxonomy>'
    yield "</classDecl></encodingDesc>"
    if language or speakers:
        yield "<profileDesc>"
        if language:
            yield f"<langUsage><language{_attributes(ident=language)}/></langUsage>"
        if speakers:
            yield "<particDesc><listPerson>"
            yield from (_person(s, f"speaker{i}") for i, (s, _) in enumerate(speakers, 1))
            yield "</listPerson></particDesc>"
        yield "</profileDesc>"
    yield "</teiHeader>"


def _source(reading: Reading, authors: str, title: str) -> str:
    article, out = reading.article, f"<title>{_text(title)}</title>{authors}"
    if article and article.site:
        out += f"<publisher>{_text(article.site.value)}</publisher>"
    if article and article.published:
        time = article.published.time
        out += (
            f'<date when="{time.date().isoformat() if article.published.date_only else time.isoformat()}"/>'
        )
    if reading.page.url:
        out += f"<ptr{_attributes(target=reading.page.url)}/>"
    return f'{out}<idno type="sha256">{_text(reading.page.id)}</idno>'


def _person(speaker: Speaker, key: str) -> str:
    name = _text(speaker.name)
    if speaker.kind in (SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT):
        note = f"<desc>{_text(speaker.role)}</desc>" if speaker.role else ""
        return f"<org{_attributes(xml__id=key, type=speaker.kind)}><orgName>{name}</orgName>{note}</org>"
    tag = "personGrp" if speaker.kind is SpeakerKind.GROUP else "person"
    role = "unnamed" if speaker.kind is SpeakerKind.UNNAMED else None
    note = f"<occupation>{_text(speaker.role)}</occupation>" if speaker.role else ""
    return f"<{tag}{_attributes(xml__id=key, role=role)}><persName>{name}</persName>{note}</{tag}>"
