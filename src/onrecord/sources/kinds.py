"""What a file is, by its first bytes and only then by its name.

People name files as they like, browsers and crawlers as well: a page is often called `index.php`, a WARC `download`.
So magic numbers come first, then the structure of the beginning, and the ending of the name decides only what both
leave open.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum

from onrecord.sources.headers import end_of_head, fields, first, media_type

__all__ = ["HEAD", "Kind", "foreign", "is_pdf", "kind_of", "resource"]

#: Bytes of the beginning that are looked at.
HEAD = 65_536


class Kind(StrEnum):
    """What a source is."""

    PAGE = "page"
    GZIP = "gzip"
    WARC = "warc"
    ZIP = "zip"
    MHTML = "mhtml"
    MAIL = "mail"
    MAILBOX = "mailbox"
    PDF = "pdf"
    TELEGRAM_JSON = "telegram-json"
    TELEGRAM_HTML = "telegram-html"
    JSONL = "jsonl"
    URLS = "urls"
    FEED = "feed"
    FOREIGN = "foreign"


_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF87a", "an image (GIF)"),
    (b"GIF89a", "an image (GIF)"),
    (b"BM", ""),  # by its length field, below
    (b"\0\0\1\0", "an image (ICO)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"wOFF", "a font (WOFF)"),
    (b"wOF2", "a font (WOFF2)"),
    (b"\0\1\0\0\0", "a font (TrueType)"),
    (b"OTTO", "a font (OpenType)"),
    (b"ID3", "audio (MP3)"),
    (b"\xff\xfb", "audio (MP3)"),
    (b"OggS", "audio or video (Ogg)"),
    (b"fLaC", "audio (FLAC)"),
    (b"\x1aE\xdf\xa3", "video (Matroska or WebM)"),
    (b"FLV\1", "video (Flash)"),
    (b"BZh", "bzip2 data; decompress it first"),
    (b"\xfd7zXZ\0", "xz data; decompress it first"),
    (b"\x28\xb5\x2f\xfd", "zstd data; decompress it first"),
    (b"\x04\x22\x4d\x18", "lz4 data; decompress it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it and add the folder"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it and add the folder"),
    (b"MSCF\0\0\0\0", "a cabinet archive; unpack it and add the folder"),
    (b"filedesc://", "an ARC archive, the forerunner of WARC; warcio recompress makes a WARC of it"),
    (b"{\\rtf", "an RTF document"),
    (b"bplist00", "a property list or a Safari web archive; save the page as HTML or MHTML"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"Obj\1", "an Avro file"),
    (b"ARROW1\0", "an Arrow file"),
    (b"\x89HDF\r\n", "an HDF5 file"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\0asm", "a program (WebAssembly)"),
    (b"%!PS", "a PostScript document"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What streams in a compound file tell it by; their names are UTF-16.
_IN_OLE = (
    ("EncryptedPackage", "an encrypted office document; save it without the password"),
    ("WordDocument", "an old Word document (DOC); save it as DOCX"),
    ("Workbook", "an old Excel workbook (XLS)"),
    ("PowerPoint Document", "an old PowerPoint presentation (PPT)"),
    ("__properties_version1.0", "a mail of Outlook (MSG); save it as EML"),
)
_ZIP = (b"PK\3\4", b"PK\5\6")
_MEDIA = re.compile(r"an image|a font|audio|video")
#: What browsers put beside a saved page, known by name only.
_BESIDE = {
    "css": "style sheets",
    "js": "scripts",
    "mjs": "scripts",
    "map": "scripts",
    "woff": "fonts",
    "woff2": "fonts",
    "ttf": "fonts",
    "svg": "images",
}
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
# What may stand before the root element.  Atomic groups: each comment can be read in one way only, or many of them
# in a row would take for ever.
_PROLOGUE = rb"\s*+(?>(?:<\?[^>]{0,2000}>|<!--.*?-->|<!DOCTYPE[^<>\[]{0,500}(?:\[.*?\]\s*)?>)\s*+)*+"
_SVG = re.compile(
    rb"\s*+(?><\?[^>]{0,500}>\s*+)?(?>(?:<!--.*?-->|<!DOCTYPE svg[^>]{0,500}>)\s*+)*+<svg\b", re.S | re.I
)
_FEED = re.compile(_PROLOGUE + rb"<(?:[A-Za-z]{1,20}:)?(?:rss|feed|RDF|urlset|sitemapindex)\b", re.S)
_MAILBOX = re.compile(rb"From [^\n]{0,300}\d\d:\d\d[^\n]{0,100}\n[A-Za-z][A-Za-z0-9-]{1,60}:")
#: An account's export begins with a greeting, in the language of its maker; a chat's tells what kind of chat it is.
_TELEGRAM_JSON = re.compile(
    rb'\{\s*"about"\s*:\s*"(?:[^"\\]|\\.){0,2000}+"\s*,\s*'
    rb'"(?:personal_information|profile_pictures|stories|contacts|frequent_contacts|sessions|web_sessions|other_data|chats|left_chats)"'
)
_TELEGRAM_CHAT = re.compile(
    rb'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|replies|verification_codes|private_group|(?:private|public)_(?:supergroup|channel))"'
)
_TELEGRAM_HTML = re.compile(rb"<title>Exported Data</title>(?=.{0,2000}\bpage_wrap\b)", re.S)
_URL = re.compile(rb"https?://[^\s<>\"]+$", re.I)


def foreign(head: bytes) -> str | None:
    """What a file is that holds no pages ("a PDF document"), or `None`."""
    for magic, what in _MAGIC:
        if what and head.startswith(magic):
            return what
    if head.startswith(_OLE):
        names = (what for name, what in _IN_OLE if name.encode("utf-16-le") in head)
        return next(names, "an old office document")
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "an image (WebP)" if head[8:12] == b"WEBP" else "audio or video (RIFF)"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "an image (BMP)"
    if head[4:8] == b"ftyp":
        return "an image (AVIF, HEIC)" if head[8:11] in (b"avi", b"hei", b"mif") else "video (MP4)"
    if head[257:262] == b"ustar":
        return "a tar archive; unpack it and add the folder"
    if head.startswith(_ZIP):
        return "a ZIP archive"
    if _SVG.match(head[:4000]):
        return "an image (SVG)"
    # Text has no NULs; UTF-16 has one in every other byte, with hardly another one beside it.
    if head[:2] not in (b"\xff\xfe", b"\xfe\xff") and head.count(b"\0\0") > 3 + len(head) // 500:
        return "a binary file"
    return None


def is_pdf(head: bytes) -> bool:
    """Whether a file is a PDF; programs put a few bytes before its beginning."""
    return b"%PDF-" in head[:1024] and not head[:1024].lstrip().startswith(b"<")


def resource(what: str | None, name: str, head: bytes) -> str | None:
    """What a file in a folder is, in the plural, if it belongs to a page rather than being one."""
    if what is not None:
        return (
            f"{what.split(' (')[0].removeprefix('an ').removeprefix('a ')} files"
            if _MEDIA.match(what)
            else None
        )
    ending = name.lower().rpartition(".")[2]
    return _BESIDE.get(ending) if not _MARKUP.search(head[:4000]) else None


def kind_of(head: bytes, name: str = "", ended: bool = False) -> tuple[Kind, str]:
    """(kind, what it is in words) of a file.

    `head` are its first bytes, at least `HEAD` where there are so many; `ended` says that they are all.
    """
    lowered = name.lower()
    ending = lowered.removesuffix(".gz").rpartition(".")[2]
    if head.startswith(b"\x1f\x8b"):
        return Kind.GZIP, "gzip data"
    if head.startswith(b"WARC/") or ending == "warc":
        return Kind.WARC, "a WARC archive"
    if head.startswith(_ZIP) or ending == "wacz":
        return Kind.ZIP, "a ZIP archive"
    if is_pdf(head):
        return Kind.PDF, "a PDF document"
    if what := foreign(head):
        return Kind.FOREIGN, what
    if _MAILBOX.match(head) or (ending == "mbox" and head.startswith(b"From ")):
        return Kind.MAILBOX, "a mailbox"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if (mime := _mime(text, ending)) is not None:
        return mime
    if _TELEGRAM_JSON.match(text) or (_TELEGRAM_CHAT.search(text[:4_000]) and text.startswith(b"{")):
        return Kind.TELEGRAM_JSON, "an export of Telegram"
    if _TELEGRAM_HTML.search(text[:4_000]):
        return Kind.TELEGRAM_HTML, "a page of an export of Telegram"
    if _FEED.match(text[:20_000]):
        return Kind.FEED, "a feed or site map"
    if found := _json(text, ending, ended):
        return found
    if _only_urls(text, ended):
        return Kind.URLS, "a list of addresses"
    return Kind.PAGE, "a page"


def _mime(text: bytes, ending: str) -> tuple[Kind, str] | None:
    """MIME as browsers save pages (RFC 2557) and mail programs mails (RFC 5322): fields, among them those of MIME, or of mails."""
    saved, letter = (Kind.MHTML, "a page in MHTML"), (Kind.MAIL, "a mail")
    if not re.match(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n", text):
        return saved if ending in ("mht", "mhtml") else letter if ending == "eml" else None
    ends = end_of_head(text)
    found = fields(text[: ends[0] if ends else len(text)])
    sender = first(found, "From") or ""
    # Browsers write themselves in the sender's place, without an address; no mail is sent without one.
    if first(found, "Snapshot-Content-Location") is None and "@" in sender and ending not in ("mht", "mhtml"):
        sent = sum(
            first(found, name) is not None for name in ("Date", "Subject", "Message-ID", "Received", "To")
        )
        if sent >= 2 or ending == "eml":
            return letter
    media = media_type(first(found, "Content-Type"))
    if media.startswith("multipart/") or (
        media in ("text/html", "text/plain") and first(found, "MIME-Version") is not None
    ):
        return letter if ending == "eml" else saved
    return saved if ending in ("mht", "mhtml") else letter if ending == "eml" else None


def _json(text: bytes, ending: str, ended: bool) -> tuple[Kind, str] | None:
    lines = ending in ("jsonl", "ndjson", "jl")
    if not text.startswith((b"{", b"[")):
        return (Kind.JSONL, "JSON Lines") if lines else None
    line, end, _ = text.partition(b"\n")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict) or lines:
        return Kind.JSONL, "JSON Lines"
    if not end and not ended:
        # A line longer than what was looked at: one of JSON Lines holds a page.
        return (Kind.JSONL, "JSON Lines") if re.match(rb'\{\s*"', text) else None
    whole = text if ended else b""
    try:
        value = json.loads(whole)
    except (ValueError, RecursionError):
        # A page may begin with a brace; JSON goes on with a name or another brace.
        value = None if ended or not re.match(rb'[\[{]\s*(?:"[^"\n]*"\s*:|[\[{]\s*")', text) else True
    if value is None:
        return None
    return Kind.FOREIGN, "JSON, but not JSON Lines; write one object a line (jq -c '.[]')"


def _only_urls(text: bytes, ended: bool) -> bool:
    lines = text.split(b"\n")
    if not ended and len(lines) > 1:
        lines.pop()  # cut off
    wanted = [line for line in map(bytes.strip, lines) if line and not line.startswith(b"#")]
    return bool(wanted) and all(map(_URL.match, wanted))
