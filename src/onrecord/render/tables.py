"""The record types of an export: their fields, as JSON Lines and Parquet have them.

This is the one place where the schema is written down: the files, the Parquet types, the check on import and the table of
fields in docs/export.md all come from `TABLES`.
"""

from __future__ import annotations

from onrecord.render.schema import Field, Table

__all__ = ["SCHEMA", "TABLES", "reference", "table"]

#: The version of these record types.  One is added when a reader of the older form would go wrong.
SCHEMA = 1


def _text(name: str, help: str, null: bool = False) -> Field:
    return Field(name, "text", help, null)


def _maybe(name: str, help: str) -> Field:
    return Field(name, "text", help, null=True)


_PAGE = (
    _text(
        "address",
        "the page: its address in normal form without fragment, or `urn:sha256:` and a digest of its bytes if it has none",
    ),
    _text("digest", "the version: SHA-256 of its bytes, in hexadecimal"),
)
_STATED = (
    "by what the page states its address or host (canonical, og:url, singlefile, saved-from, mhtml, archive)"
)
_START = Field("start", "int", "the number of code points of the article's text before it")
_END = Field("end", "int", "the offset of its end, which is not included")
_WORDS = _text("words", "the words in this span")
_SPAN = (_START, _END, _WORDS)
_INFERRED = Field("inferred", "text", "what was concluded and is not on the page", many=True)
_OCCASION = (
    *_SPAN,
    Field("time", "time", "the day or moment that the words mean", null=True),
    Field("date_only", "bool", "whether only the day is known"),
    _INFERRED,
)


def _spans(name: str, help: str) -> Field:
    return Field(name, "group", help, many=True, fields=_SPAN)


_SPEAKER = (
    _text("speaker", "fullest name, in the words of the page"),
    _text("speaker_kind", "person, group, organisation, document, unnamed"),
    _maybe("role", "role or affiliation, in the words of the page"),
    Field("inferred", "text", "conclusions that lead from the mention to the name", many=True),
    Field(
        "speaker_by_hand",
        "bool",
        "whether a person decided who it is, or under which name to show them",
    ),
    Field("speaker_score", "float", "how sure the name is, 0 to 1"),
)
TABLES = (
    Table(
        "captures",
        "sightings: each time that a page was received, in the order in which they were added",
        False,
        (
            *_PAGE,
            _maybe("host", 'host of the address, without "www."'),
            Field("size", "int", "size in bytes"),
            _text("name", "what the user or the archive called it"),
            _maybe("url", "the address that answered, as it was spelt, with its fragment"),
            _maybe("charset", "the encoding, as the transport declared it"),
            _maybe("media", '"html", "text", "pdf" or "docx", if it was given'),
            _text(
                "via",
                "how it was received: file, stdin, http, warc, wacz, mhtml, mail, telegram, jsonl, given",
            ),
            Field("fetched", "time", "when it was received, as stated", null=True),
            Field("status", "int", "the HTTP status", null=True),
            Field(
                "headers",
                "group",
                "the HTTP headers, in their order",
                many=True,
                fields=(_text("name", "as sent"), _text("value", "as sent")),
            ),
            _maybe("container", "the archive, feed or list that it came from"),
            _maybe("record", "id in the archive (WARC-Record-ID)"),
            _maybe("payload", "digest that the archive gives (WARC-Payload-Digest)"),
            Field(
                "envelope",
                "json",
                "what its file says about it: the head of a mail, the record of a post (`Envelope`)",
                null=True,
                later=True,
            ),
            Field("stated", "text", _STATED, null=True, later=True),
            Field(
                "url_stated",
                "text",
                "by what `url` is known, where nobody sent it: mhtml",
                null=True,
                later=True,
            ),
            Field(
                "path",
                "text",
                'the absolute path of the file it was read from, and "#" with the place in it',
                null=True,
                later=True,
            ),
            Field(
                "revisit",
                "bool",
                "whether only the fact was received, and the bytes came before or elsewhere",
                null=True,
                later=True,
            ),
        ),
    ),
    Table(
        "bodies",
        "the bytes of pages as received, each once, in the order of the captures",
        False,
        (
            _text("digest", "SHA-256 of the bytes, in hexadecimal"),
            Field("size", "int", "size in bytes"),
            Field(
                "content", "bytes", "the bytes; in JSON Lines `text` if they are UTF-8, otherwise `base64`"
            ),
        ),
    ),
    Table(
        "versions",
        "the bytes of a page at some time, in the order in which they were added",
        False,
        (
            *_PAGE,
            _maybe("host", 'host of the address, without "www."'),
            Field("latest", "bool", "whether it is the page's version that was received last"),
            Field("size", "int", "size in bytes"),
            _text("name", "the name of its first capture"),
            _maybe("url", "the address of its first capture"),
            _maybe("charset", "the encoding declared for its first capture"),
            _maybe("media", '"html", "text", "pdf" or "docx", if it was given'),
            _text("state", "`due` (to be read), `read`, `failed`"),
            Field("first_fetched", "time", "when it was first received, in UTC", null=True),
            Field("last_fetched", "time", "when it was last received, in UTC", null=True),
            Field("stated", "text", _STATED, null=True, later=True),
        ),
    ),
    Table(
        "readings",
        "the complete result of reading a version, before corrections; the derived types have the corrections applied",
        False,
        (
            *_PAGE,
            Field("with_statements", "bool", "whether statements were looked for"),
            Field("program", "text", "the version of onrecord that read it, with its models"),
            Field("reading", "json", "the `Reading`, as `onrecord.codec` writes it; JSON text in Parquet"),
        ),
    ),
    Table(
        "failures",
        "why a version could not be read, or a source could not be received",
        False,
        (
            _maybe("address", "the page, if something was received"),
            _maybe("digest", "the version, if something was received"),
            _text("name", "what the user or the archive called it"),
            _maybe("url", "its address"),
            _text("stage", "the step that failed: source, fetch, decode, read ..."),
            _text("error", "class of the error"),
            _text("message", "what is wrong"),
            Field("at", "time", "when it was recorded"),
        ),
    ),
    Table(
        "addresses",
        "facts about fetched addresses, for conditional requests (RFC 9110)",
        False,
        (
            _text("url", "the address"),
            _maybe("etag", "ETag, as sent"),
            _maybe("modified", "Last-Modified, as sent"),
            Field("checked", "time", "when it was last asked", null=True),
        ),
    ),
    Table(
        "corrections",
        "what people corrected on a version, in the order in which the corrections apply",
        False,
        (
            *_PAGE,
            Field(
                "correction", "json", "the `Correction`, as `onrecord.codec` writes it; JSON text in Parquet"
            ),
        ),
    ),
    Table(
        "decisions",
        "which names people merged or separated, in the order in which the decisions apply",
        False,
        (Field("decision", "json", "the `Decision`, as `onrecord.codec` writes it; JSON text in Parquet"),),
    ),
    Table(
        "articles",
        "the story of each version that has running text",
        True,
        (
            *_PAGE,
            _maybe("url", "the address"),
            Field("latest", "bool", "whether it belongs to the page's latest version"),
            _text("type", "the page's type: article, listing, product, forum, other"),
            Field("score", "float", "probability that the page is an article"),
            _maybe("title", "the headline"),
            _maybe("dek", "the standfirst under it"),
            Field(
                "authors",
                "group",
                "the authors that the page names",
                many=True,
                fields=(
                    _text("name", "the name"),
                    Field("organisation", "bool", "whether it is a newsroom or agency"),
                    _maybe("url", "their page"),
                ),
            ),
            Field(
                "origin",
                "group",
                "agencies and outlets that the page names as the source of its story",
                many=True,
                fields=(
                    _text("name", "the name"),
                    _text("how", "agency, first published by, canonical"),
                    _maybe("url", "its address"),
                ),
            ),
            Field("published", "time", "time of publication, as the page states it", null=True),
            Field("published_utc", "time", "the same in UTC; a time without a zone counts as UTC", null=True),
            Field("published_date_only", "bool", "whether only the day is known", null=True),
            Field("published_inferred", "text", "what was concluded and is not on the page", many=True),
            Field("modified", "time", "time of the last change, as the page states it", null=True),
            _maybe("site", "the outlet"),
            _maybe("section", "desk, column or label"),
            Field("tags", "text", "keywords of the page", many=True),
            _maybe("language", "language tag (BCP 47)"),
            _maybe("canonical_url", "the address that the page states as its own"),
            _maybe("archive", "the web archive, if the page is a copy from one"),
            Field("archived_utc", "time", "when the archive captured the page", null=True),
            _maybe("archived_url", "the address of that copy"),
            Field(
                "images",
                "group",
                "pictures of the story",
                many=True,
                fields=(
                    _text("url", "the picture"),
                    _maybe("alt", "its alternative text"),
                    _maybe("caption", "its caption"),
                    _maybe("credit", "its credit"),
                ),
            ),
            _text(
                "text",
                "the running text, without soft hyphens and other invisible characters; offsets count its code points",
            ),
            _text("reader", "version of onrecord and of the models that read it"),
        ),
    ),
    Table(
        "blocks",
        "all texts of the page with their roles, also furniture",
        True,
        (
            *_PAGE,
            Field("n", "int", "place in the page, from 0"),
            _text("role", "headline, dek, paragraph ..., furniture"),
            _maybe("furniture", "kind of furniture: navigation, appeal, teasers ..."),
            Field("score", "float", "probability of the role"),
            _text("path", "XPath of the element; empty in a text dump"),
            Field("offset", "int", "offset of the start tag in the decoded source", null=True),
            Field("start", "int", "start in the article's text; empty if it is not part of it", null=True),
            Field("end", "int", "end in the article's text", null=True),
            _text("text", "its text"),
            _maybe("value", "its text without its label"),
            Field(
                "links",
                "group",
                "links in the block; offsets count in the text of the block",
                many=True,
                fields=(_START, _END, _WORDS, _text("url", "the address that it leads to")),
            ),
        ),
    ),
    Table(
        "statements",
        "who said what; docs/statements.md explains the values",
        True,
        (
            *_PAGE,
            _maybe("url", "the address"),
            Field(
                "link",
                "text",
                "the address with a text fragment that jumps to the words; docs/statements.md says when it has none",
                null=True,
                later=True,
            ),
            _maybe("title", "the headline"),
            Field("published_utc", "time", "time of publication of the article, in UTC", null=True),
            _text("id", "identifier made from the content; the same after another reading"),
            *_SPEAKER,
            _text(
                "type", "communication (said, wrote, asked ...) or attitude (believed, wanted, decided ...)"
            ),
            _text("manner", "direct, indirect, mixed"),
            _text("act", "statement, question, order, belief, document"),
            _text("firmness", "denied, unlikely, possible, probable, asserted"),
            Field("negated", "bool", "whether the content is negative"),
            _spans("source", "who, in the words of the sentence"),
            _spans("cue", "the words that attribute the content"),
            _spans("content", "what is attributed"),
            _spans("deciding", "the words that decided the firmness"),
            _spans("hedges", "all words that hedge or round off"),
            Field("when", "group", "when it was said", many=True, fields=_OCCASION),
            Field("through", "group", "in which way it was said", many=True, fields=_OCCASION),
            _maybe("within", "id of the statement that contains this one"),
            Field("score", "float", "probability that a careful reader would mark the same statement"),
            _text("reader", 'which reader found it; ends with "by hand" if a person corrected or added it'),
        ),
    ),
    Table(
        "silences",
        "who declined, refused or did not comment, according to the pages; these are not statements",
        True,
        (
            *_PAGE,
            _maybe("url", "the address"),
            _maybe("title", "the headline"),
            Field("published_utc", "time", "time of publication of the article, in UTC", null=True),
            _text("id", "identifier made from the content; the same after another reading"),
            *_SPEAKER,
            _spans("source", "who, in the words of the sentence"),
            _spans("cue", "the words that say that they did not speak"),
            _spans("about", "what they did not speak about, or the act that they refused"),
            Field("score", "float", "probability that it is a silence"),
            _text("reader", "which reader found it"),
        ),
    ),
    Table(
        "speakers",
        "names under which statements are made, each once; the same name can be several people",
        True,
        (
            _text("name", "in the words of the pages"),
            _text("kind", "person, group, organisation, document, unnamed"),
            Field("statements", "int", "number of statements"),
            Field("versions", "int", "number of versions of pages"),
            Field(
                "roles", "text", "at most 20 roles in the words of the pages, most frequent first", many=True
            ),
        ),
    ),
)


def table(name: str) -> Table:
    """The record type of this name."""
    return next(t for t in TABLES if t.name == name)


def reference() -> str:
    """The record types as Markdown, for docs/export.md."""
    out = []
    for t in TABLES:
        out.append(f"### {t.name}\n\n{t.help[0].upper()}{t.help[1:]}.{' Derived.' if t.derived else ''}\n")
        out.append("| field | type | what it says |\n| --- | --- | --- |")
        out += _lines(t.fields, "")
        out.append("")
    return "\n".join(out)


def _lines(fields: tuple[Field, ...], prefix: str) -> list[str]:
    out = []
    for f in fields:
        kind = f"list of {f.type}" if f.many else f.type
        out.append(f"| `{prefix}{f.name}` | {kind}{', may be empty' if f.null else ''} | {f.help} |")
        out += _lines(f.fields, f"{prefix}{f.name}.")
    return out
