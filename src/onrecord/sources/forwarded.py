"""Who wrote what a mail forwards within its text: the lines that mail programs put over it.

There is no standard for them.  All programs write a line that says so, and then fields, each on a line, in the language of
whoever forwards; those of the sender and of the time are known here in the languages of most mail programs.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from onrecord.records import Origin, Timestamp
from onrecord.sources.headers import name_and_address
from onrecord.sources.markup import words_of

__all__ = ["forwarded_in"]

_MOST = 100_000  # bytes of a text that are looked at
# On one line, and nothing is given back: blank lines in thousands would be tried in every way to share them.
_MARK = re.compile(
    r"^(?:[>*]|[^\S\n])*+(?:-{3,}+|_{3,}+)?[^\S\n]*+(?:"
    r"(?:begin )?forwarded message|original message|weitergeleitete nachricht|ursprüngliche nachricht|"
    r"anfang der weitergeleiteten nachricht|message (?:transféré|original)|début du message réexpédié|"
    r"mensaje (?:reenviado|original)|messaggio (?:inoltrato|originale)|mensagem (?:encaminhada|original)|"
    r"(?:doorgestuurd|oorspronkelijk) bericht|(?:przekazana|oryginalna) wiadomość|"
    r"(?:пересылаемое|пересланное|исходное) (?:сообщение|письмо)|переслане повідомлення|"
    r"转发的?邮件|轉寄郵件|转发邮件信息|転送メッセージ|전달된 메시지"
    r")[^\S\n]*+:?[^\S\n]*+-*+[^\S\n]*+$",
    re.I | re.M,
)
_FIELD = re.compile(r"^[\s>*]*([^\W\d_][\w\s-]{0,20}?)\*?\s*[:：]\*?\s*(\S.*)$")
_FROM = frozenset(
    "from von de da van od от від expéditeur remitente mittente afzender 发件人 寄件者 差出人 보낸사람 送信者".split()
)
_DATE = frozenset(
    "date datum fecha data дата gesendet sent enviado envoyé inviato verzonden wysłano отправлено надіслано 日期 日時".split()
)


def forwarded_in(content: bytes, charset: str | None, media: str) -> Origin | None:
    """The sender of the first message that the text forwards, with its time if it can be read."""
    try:
        text = content[:_MOST].decode(charset or "utf-8", "replace")
    except LookupError:
        text = content[:_MOST].decode("utf-8", "replace")
    if media == "html":
        text = words_of(text)
    mark = _MARK.search(text)
    if mark is None:
        return None
    name, time = "", None
    for line in text[mark.end() :].lstrip("\r\n").splitlines()[:14]:
        found = _FIELD.match(line.replace("\xa0", " "))
        if found is None:
            if line.strip() and (name or time):
                break
            continue
        key = found[1].casefold().strip().replace(" ", "")
        if key in _FROM and not name:
            shown, address = name_and_address(re.sub(r"[*]|\[?mailto:|\]", "", found[2]).strip())
            name = (shown or address or found[2]).strip(" \"'*")[:300]
        elif key in _DATE and time is None:
            time = _time(found[2])
    if not name:
        return None
    return Origin(name, "forwarded", "mail:body", None, Timestamp(time, "mail:body") if time else None)


def _time(text: str) -> datetime | None:
    """A time in the form of mails; programs that write it in words of their language are not guessed at."""
    try:
        return parsedate_to_datetime(text.strip()[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
