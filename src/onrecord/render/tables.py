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
    _text("address", "the page: its address without fragment, or a file's name if no address is known"),
    _text("digest", "the version: SHA-256 of its bytes, in hexadecimal"),
)
_START = Field("start", "int", "code points of the article's text before it")
_END = Field("end", "int", "where it ends; not included")
_WORDS = _text("words", "the words there")
_SPAN = (_START, _END, _WORDS)
_INFERRED = Field("inferred", "text", "what was not on the page but concluded", many=True)
_OCCASION = (
    *_SPAN,
    Field("time", "time", "the day or moment that the words were resolved to", null=True),
    Field("date_only", "bool", "whether only the day is known"),
    _INFERRED,
)


def _spans(name: str, help: str) -> Field:
    return Field(name, "group", help, many=True, fields=_SPAN)


TABLES = (
    Table(
        "captures",
        "each time that a page was received, in the order of being added",
        False,
        (
            *_PAGE,
            _maybe("host", 'host of the address, without "www."'),
            Field("size", "int", "bytes"),
            _text("name", "what the user or the archive called it"),
            _maybe("url", "the address that answered, with its fragment"),
            _maybe("charset", "the encoding, as the transport declared it"),
            _maybe("media", '"html", "text", "pdf" or "docx", where it was given'),
            _text("via", "by what way: file, stdin, http, warc, wacz, mhtml, mail, telegram, jsonl, given"),
            Field("fetched", "time", "when, as stated", null=True),
            Field("status", "int", "of HTTP", null=True),
            Field(
                "headers",
                "group",
                "of HTTP, in their order",
                many=True,
                fields=(_text("name", "as sent"), _text("value", "as sent")),
            ),
            _maybe("container", "the archive, feed or list that it came from"),
            _maybe("record", "id in the archive (WARC-Record-ID)"),
            _maybe("payload", "digest that the archive gives (WARC-Payload-Digest)"),
            Field(
                "envelope",
                "json",
                "what the file that it came in says of it: the head of a mail, the record of a post (`Envelope`)",
                null=True,
                later=True,
            ),
        ),
    ),
    Table(
        "bodies",
        "the bytes of pages as received, each once, in the order in which captures first name them",
        False,
        (
            _text("digest", "SHA-256 of the bytes, in hexadecimal"),
            Field("size", "int", "bytes"),
            Field("content", "bytes", "the bytes; in JSON Lines `text` if they are UTF-8, else `base64`"),
        ),
    ),
    Table(
        "versions",
        "the bytes that a page consisted of at some time, in the order of being added",
        False,
        (
            *_PAGE,
            _maybe("host", 'host of the address, without "www."'),
            Field("latest", "bool", "whether it is the page's version that was received last"),
            Field("size", "int", "bytes"),
            _text("name", "what its first capture was called"),
            _maybe("url", "the address, as its first capture had it"),
            _maybe("charset", "the encoding, as declared of its first capture"),
            _maybe("media", '"html", "text", "pdf" or "docx", where it was given'),
            _text("state", "`due` (to be read), `read`, `failed`"),
            Field("first_fetched", "time", "the first known time of receiving it, in UTC", null=True),
            Field("last_fetched", "time", "the last known time of receiving it, in UTC", null=True),
        ),
    ),
    Table(
        "readings",
        "what reading a version gave, whole, before corrections; the derived types say what counts after them",
        False,
        (
            *_PAGE,
            Field("with_statements", "bool", "whether statements were looked for"),
            Field("program", "text", "the program that read it, with its models"),
            Field("reading", "json", "the `Reading`, as `onrecord.codec` writes it; JSON text in Parquet"),
        ),
    ),
    Table(
        "failures",
        "why a version, or something that was named and never received, gave nothing",
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
        "what is known of addresses that are fetched, for conditional requests (RFC 9110)",
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
        "what people corrected on a version, in the order in which it is applied to the reading",
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
        "which names people said to be one person or several, in the order in which it is applied",
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
            Field("latest", "bool", "whether it is of the page's latest version"),
            _text("type", "the page's type: article, listing, product, forum, other"),
            Field("score", "float", "probability that the page is an article"),
            _maybe("title", "the headline"),
            _maybe("dek", "the standfirst under it"),
            Field(
                "authors",
                "group",
                "who the page names as having written it",
                many=True,
                fields=(
                    _text("name", "the name"),
                    Field("organisation", "bool", "a newsroom or agency in the author's place"),
                    _maybe("url", "their page"),
                ),
            ),
            Field(
                "origin",
                "group",
                "agencies and outlets that the page names as where its story comes from",
                many=True,
                fields=(
                    _text("name", "the name"),
                    _text("how", "agency, first published by, canonical"),
                    _maybe("url", "where"),
                ),
            ),
            Field("published", "time", "as the page states it", null=True),
            Field("published_utc", "time", "in UTC; a time without zone counts as UTC", null=True),
            Field("published_date_only", "bool", "whether only the day is known", null=True),
            Field("published_inferred", "text", "what was not on the page but concluded", many=True),
            Field("modified", "time", "time of the last change, as the page states it", null=True),
            _maybe("site", "the outlet"),
            _maybe("section", "desk, column or label"),
            Field("tags", "text", "keywords of the page", many=True),
            _maybe("language", "BCP 47"),
            _maybe("canonical_url", "the address that the page gives as its own"),
            _maybe("archive", "the web archive whose copy was read, if it was one"),
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
                "the running text, without soft hyphens and other invisible characters; offsets count in it, in code points",
            ),
            _text("reader", "name and version of the program and models that read it"),
        ),
    ),
    Table(
        "blocks",
        "all texts of the page with what they are, furniture too",
        True,
        (
            *_PAGE,
            Field("n", "int", "place in the page, from 0"),
            _text("role", "headline, dek, paragraph ..., furniture"),
            _maybe("furniture", "what furniture it is: navigation, appeal, teasers ..."),
            Field("score", "float", "probability of the role"),
            _text("path", "XPath of the element; empty in a text dump"),
            Field("offset", "int", "of the start tag in the decoded source", null=True),
            Field("start", "int", "in the article's text; empty if it is no part of it", null=True),
            Field("end", "int", "in the article's text", null=True),
            _text("text", "its text"),
            _maybe("value", "what it says once its label is taken off"),
            Field(
                "links",
                "group",
                "links in it; offsets count in the block's own text",
                many=True,
                fields=(_START, _END, _WORDS, _text("url", "where to")),
            ),
        ),
    ),
    Table(
        "statements",
        "who said what; docs/statements.md explains the words",
        True,
        (
            *_PAGE,
            _maybe("url", "the address"),
            _maybe("title", "the headline"),
            Field("published_utc", "time", "of the article", null=True),
            _text("id", "from the content, so that reading again gives the same"),
            _text("speaker", "canonical name, in the words of the page"),
            _text("speaker_kind", "person, group, organisation, document, unnamed"),
            _maybe("role", "role or affiliation, as worded"),
            Field("inferred", "text", "what was concluded to get from the mention to the name", many=True),
            Field(
                "speaker_by_hand",
                "bool",
                "whether somebody said who it is, or under which name they are shown",
            ),
            Field("speaker_score", "float", "how sure the name is, 0 to 1"),
            _text(
                "type", "communication (said, wrote, asked ...) or attitude (believed, wanted, decided ...)"
            ),
            _text("manner", "direct, indirect, mixed"),
            _text("act", "statement, question, order, belief, document"),
            _text("firmness", "denied, unlikely, possible, probable, asserted"),
            Field("negated", "bool", "whether the content is put in the negative"),
            _spans("source", "who, as the text has it there"),
            _spans("cue", "the words that attribute"),
            _spans("content", "what is attributed"),
            _spans("deciding", "the words that decided the firmness"),
            _spans("hedges", "all that hedge or round off"),
            Field("when", "group", "when it was said", many=True, fields=_OCCASION),
            Field("through", "group", "by what way", many=True, fields=_OCCASION),
            _maybe("within", "id of the statement in whose content this one stands"),
            Field("score", "float", "probability that a careful reader would mark the same"),
            _text("reader", 'what found it; "by hand" at the end where somebody corrected or added it'),
        ),
    ),
    Table(
        "silences",
        "who, as pages say, declined, refused or did not comment; no statements",
        True,
        (
            *_PAGE,
            _maybe("url", "the address"),
            _maybe("title", "the headline"),
            Field("published_utc", "time", "of the article", null=True),
            _text("id", "from the content, so that reading again gives the same"),
            _text("speaker", "canonical name, in the words of the page"),
            _text("speaker_kind", "person, group, organisation, document, unnamed"),
            _maybe("role", "role or affiliation, as worded"),
            Field("inferred", "text", "what was concluded to get from the mention to the name", many=True),
            Field(
                "speaker_by_hand",
                "bool",
                "whether somebody said who it is, or under which name they are shown",
            ),
            Field("speaker_score", "float", "how sure the name is, 0 to 1"),
            _spans("source", "who, as the text has it there"),
            _spans("cue", "the words that say so"),
            _spans("about", "what was not spoken of, or the refused act itself"),
            Field("score", "float", "probability that it is a silence"),
            _text("reader", "what found it"),
        ),
    ),
    Table(
        "speakers",
        "names under which statements are made, each once; one name is not proof of one person",
        True,
        (
            _text("name", "as pages word it"),
            _text("kind", "person, group, organisation, document, unnamed"),
            Field("statements", "int", "how many"),
            Field("versions", "int", "in how many versions of pages"),
            Field("roles", "text", "roles as worded, the most frequent first, at most 20", many=True),
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
