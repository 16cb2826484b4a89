"""Mails and mailboxes."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Capture, Envelope, Via
from onrecord.run.one import read_source
from onrecord.settings import Settings
from onrecord.sources import captures
from onrecord.sources.forwarded import forwarded_in
from onrecord.sources.kinds import Kind, kind_of
from onrecord.sources.mail import mailbox
from onrecord.sources.streams import BLOCK, Stream
from tests.archives import PAGE, mhtml, of_file, of_pipe

PLAIN = "The harbour office said on Monday that the mole would reopen at noon."
HTML = f"<html><body><h1>Mole to reopen</h1><p>{PLAIN} “Ganz sicher”, sagte er.</p></body></html>"


def letter(text: str | None = PLAIN, html: str | None = None, **fields: str) -> EmailMessage:
    """A mail as programs write it."""
    made = EmailMessage()
    for name, value in {
        "From": '"Harbour Office" <press@harbour.example>',
        "To": "desk@herald.example",
        "Subject": "Mole to reopen",
        "Date": "Fri, 02 Jan 2026 03:04:05 +0100",
        "Message-ID": "<one@harbour.example>",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }.items():
        if value:
            made[name] = value
    if text is not None:
        made.set_content(text)
    if html is not None:
        if text is None:
            made.set_content(html, subtype="html")
        else:
            made.add_alternative(html, subtype="html")
    return made


def envelope(capture: Capture) -> Envelope:
    assert capture.envelope is not None
    return capture.envelope


def whys(found: Envelope) -> str:
    return "\n".join(f"{n.what}: {n.why}" for n in found.notes)


def test_a_newsletter(tmp_path: Path) -> None:
    mail = letter(
        PLAIN,
        HTML,
        Received="by mx.herald.example; Fri, 02 Jan 2026 03:05:00 +0100",
        List_Id="<news.harbour.example>",
    )
    found = of_file(tmp_path / "news.eml", mail.as_bytes())
    (capture,) = found.captures
    assert capture.content.decode().strip() == HTML
    assert (capture.media, capture.charset, capture.via) == ("html", "utf-8", Via.MAIL)
    assert (capture.name, capture.record) == (str(tmp_path / "news.eml"), "one@harbour.example")
    assert capture.fetched == datetime(2026, 1, 2, 3, 5, tzinfo=timezone(timedelta(hours=1)))
    said = envelope(capture)
    assert (said.by, said.id) == ("mail", "one@harbour.example")
    assert said.outlet is not None
    assert said.outlet.value == "Harbour Office"
    assert said.title is not None
    assert said.title.value == "Mole to reopen"
    assert said.published is not None
    assert said.published.time == datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC)
    facts = {f.where: f.value for f in said.facts}
    assert facts["mail:from"] == "press@harbour.example"
    assert facts["mail:list-id"] == "<news.harbour.example>"
    assert "desk@herald.example" not in repr(capture.envelope)


def test_what_the_head_says_comes_into_the_reading() -> None:
    (capture,) = of_pipe(letter(PLAIN, HTML + "<p>Published 5 May 2019</p>").as_bytes()).captures
    article = read_source(capture, Settings()).article
    assert article is not None
    assert article.title is not None
    assert (article.title.value, article.title.where) == ("Mole to reopen", "mail:subject")
    assert article.site is not None
    assert (article.site.value, article.site.where) == ("Harbour Office", "mail:from")
    assert article.published is not None
    assert (article.published.time.year, article.published.where) == (2026, "mail:date")
    assert PLAIN in article.text


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_codings_and_charsets(coding: str, charset: str) -> None:
    text = "Über zweihundert Menschen — so die Behörde.".replace("—", "-" if charset == "iso-8859-1" else "—")
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        "Büro <b@x.example>",
        "Größe und Maß",
        "Fri, 02 Jan 2026 03:04:05 GMT",
    )
    mail.set_content(text, charset=charset, cte=coding)
    (capture,) = of_pipe(mail.as_bytes()).captures
    assert capture.content.decode(charset).strip() == text
    assert capture.media == "text"
    assert [s and s.value for s in (envelope(capture).outlet, envelope(capture).title)] == [
        "Büro",
        "Größe und Maß",
    ]


def test_multiparts_within_each_other_and_attachments() -> None:
    mail = letter(PLAIN, HTML)
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Größe.pdf")
    mail.add_attachment("words of a file", filename="notes.txt")
    (capture,) = of_pipe(mail.as_bytes()).captures
    assert capture.content.decode().strip() == HTML
    assert "attachments: Größe.pdf, notes.txt: onrecord does not read attachments" in whys(envelope(capture))


def test_the_part_with_words_is_taken() -> None:
    (capture,) = of_pipe(letter(PLAIN, "<html><style>p{}</style><img src=x></html>").as_bytes()).captures
    assert capture.content.decode().strip() == PLAIN
    mail = letter(PLAIN)
    mail.make_mixed()
    footer = EmailMessage()
    footer.set_content("Sent by a list.")
    mail.attach(footer)
    (capture,) = of_pipe(mail.as_bytes()).captures
    assert capture.content.decode().strip() == PLAIN
    assert "1 more text parts of the mail" in whys(envelope(capture))


def test_forwarded_messages_that_are_attached() -> None:
    inner = letter("The minister denied it.", From="Ministry <m@gov.example>", Date="Thu, 01 Jan 2026 10:00:00 +0000",
                   Message_ID="<two@gov.example>", Subject="Statement")  # fmt: skip
    outer = letter("See below.")
    outer.add_attachment(inner)
    first, second = of_pipe(outer.as_bytes()).captures
    assert (first.name, second.name) == ("-", "-#two@gov.example")
    assert second.content.decode().strip() == "The minister denied it."
    said = envelope(second)
    assert said.outlet is not None
    assert said.outlet.value == "Ministry"
    assert ("mail:forwarded-by", "Harbour Office") in [(f.where, f.value) for f in said.facts]
    alone = letter(None)
    alone.add_attachment(inner)
    (only,) = of_pipe(alone.as_bytes()).captures
    assert only.name == "-#two@gov.example"


@pytest.mark.parametrize(
    "lines",
    [
        "---------- Forwarded message ---------\nFrom: Ministry <m@gov.example>\nDate: Thu, 1 Jan 2026 10:00:00 +0000\nSubject: S\n",
        "-------- Weitergeleitete Nachricht --------\nBetreff: S\nDatum: Thu, 1 Jan 2026 10:00:00 +0000\nVon: Ministry <m@gov.example>\nAn: x\n",
        "Begin forwarded message:\n\nFrom: Ministry <m@gov.example>\nDate: Thu, 1 Jan 2026 10:00:00 +0000\n",
        "-----Original Message-----\nFrom: Ministry\nSent: Thu, 1 Jan 2026 10:00:00 +0000\n",
        "-------- Пересылаемое сообщение --------\nОт: Ministry <m@gov.example>\nДата: Thu, 1 Jan 2026 10:00:00 +0000\n",
        "---------- Message transféré ---------\nDe : Ministry <m@gov.example>\nDate: Thu, 1 Jan 2026 10:00:00 +0000\n",
    ],
)
def test_forwarded_messages_within_the_text(lines: str) -> None:
    text = f"See below.\n\n{lines}\n\nThe minister denied it.\n"
    marked = (
        "<p>See below.</p><div>" + lines.replace("<", "&lt;").replace("\n", "<br>\n") + "</div><p>Denied.</p>"
    )
    for mail in (letter(text), letter(None, marked)):
        (capture,) = of_pipe(mail.as_bytes()).captures
        (origin,) = envelope(capture).origin
        assert (origin.name, origin.how) == ("Ministry", "forwarded")
        assert origin.published is not None
        assert origin.published.time == datetime(2026, 1, 1, 10, tzinfo=UTC)
        assert "inferred from the lines" in whys(envelope(capture))


def test_times_that_are_not_known() -> None:
    for date, why in (
        ("Fri, 02 Jan 2026 03:04:05 -0000", "states none"),
        ("yesterday", "is none"),
        ("", "has none"),
    ):
        raw = letter(PLAIN, Date="").as_bytes()
        raw = (f"Date: {date}\n".encode() if date else b"") + raw
        (capture,) = of_pipe(raw).captures
        said = envelope(capture)
        assert why in whys(said)
        assert said.published is None or said.published.time.tzinfo is None


def test_saved_pages_are_no_mails() -> None:
    assert kind_of(mhtml([]), "x")[0] is Kind.MHTML
    assert kind_of(letter().as_bytes(), "x")[0] is Kind.MAIL
    assert kind_of(letter().as_bytes(), "x.html")[0] is Kind.MAIL
    assert kind_of(b"From: a@a.example\nSubject: x\nDate: y\n\nwords", "x")[0] is Kind.MAIL
    assert kind_of(b"From: the harbour\nSubject: x\n\nwords", "x.txt")[0] is Kind.PAGE
    assert kind_of(b"From the harbour at 10:30 came\nnews", "x")[0] is Kind.PAGE


# -- mailboxes -------------------------------------------------------------------------------------------------------
def box(*mails: EmailMessage) -> bytes:
    """A mailbox as most programs write it."""
    out = b""
    for mail in mails:
        out += b"From press@harbour.example Fri Jan  2 03:04:05 2026\n"
        out += mail.as_bytes().replace(b"\nFrom ", b"\n>From ").replace(b"\n>From ", b"\n>From ") + b"\n"
    return out


def test_a_mailbox(tmp_path: Path) -> None:
    mails = [
        letter(f"{PLAIN} Number {i}.\n\nFrom 10:30 on it is open.\n", Message_ID=f"<{i}@x>") for i in range(5)
    ]
    found = of_file(tmp_path / "news.mbox", box(*mails))
    assert [c.name for c in found.captures] == [f"{tmp_path / 'news.mbox'}#{i}@x" for i in range(5)]
    assert [f"Number {i}." in c.content.decode() for i, c in enumerate(found.captures)] == [True] * 5
    assert all("\nFrom 10:30 on" in c.content.decode() for c in found.captures)
    assert all(c.container == str(tmp_path / "news.mbox") for c in found.captures)
    assert not found.failures


def test_one_mail_that_is_damaged_costs_itself(tmp_path: Path) -> None:
    good, bad = letter(PLAIN, Message_ID=""), letter(None)
    bad.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    found = of_file(tmp_path / "x", box(good, bad, good))
    assert [c.name.rpartition("#")[2] for c in found.captures] == ["1", "3"]
    assert [(f.error, f.message) for f in found.failures] == [("BadRecord", "the mail has no text")]


def test_large_mailboxes_are_not_held() -> None:
    big = letter(PLAIN)
    big.add_attachment(b"x" * 1_500_000, maintype="application", subtype="zip", filename="a.zip")
    one = box(big)

    class Repeated(io.RawIOBase):
        """40 MB of mails, made as they are read."""

        left = 20 * len(one)
        at = 0

        def readable(self) -> bool:
            return True

        def read(self, n: int = -1) -> bytes:
            data = one[self.at : self.at + min(n, self.left)]
            self.at = (self.at + len(data)) % len(one)
            self.left -= len(data)
            return data

    import tracemalloc

    tracemalloc.start()
    count = sum(isinstance(c, Capture) for c in captures("-", stdin=Repeated()))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20
    assert peak < 12_000_000


# -- hostile ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["multipart/mixed; boundary=b{}", "message/rfc822"])
def test_a_thousand_within_each_other(kind: str) -> None:
    head = b"From: a@x.example\r\nSubject: deep\r\nDate: x\r\nMIME-Version: 1.0\r\n"
    body = head + b"Content-Type: text/plain\r\n\r\nthe innermost words\r\n"
    for i in range(1_000):
        declared = f"Content-Type: {kind.format(i)}\r\n\r\n".encode()
        body = (
            head
            + declared
            + (f"--b{i}\r\n".encode() + body + f"\r\n--b{i}--\r\n".encode() if "multi" in kind else body)
        )
    found = of_pipe(body)
    assert found.items
    assert all(f.error in ("BadRecord", "OverBound") for f in found.failures)


def test_ten_thousand_parts() -> None:
    part = b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n"
    head = (
        b"From: a@x.example\r\nSubject: many\r\nDate: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    )
    text = b"--b\r\nContent-Type: text/plain\r\n\r\nThe words.\r\n"
    (capture,) = of_pipe(head + text + part * 10_000).captures
    assert "more than 1,000 parts" in whys(envelope(capture))
    assert "no text" in of_pipe(head + part * 10_000 + text).messages


@given(st.data())
def test_mutated_mails_never_raise(data: st.DataObject) -> None:
    mail = letter(PLAIN, HTML)
    mail.add_attachment(letter("inner"))
    content = bytearray(box(mail, letter()) if data.draw(st.booleans()) else mail.as_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.sampled_from([0, 1, 5, 100]))
        content[at : at + gone] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"\r\n\r\n", b"--", b"=?x?q?=ff?=", b"From ", b"boundary=", b"(" * 50])
        )
    assert of_pipe(bytes(content)).items


def test_mail_is_read_by_the_command_line(tmp_path: Path) -> None:
    assert of_file(tmp_path / "x", letter(None, PAGE).as_bytes()).captures[0].content.decode().strip() == PAGE


@pytest.mark.parametrize("bait", ["\n", " ", "> ", "\n ", "-", "\r\n", "---\n", "Original message "])
def test_bait_for_the_mark_of_forwarded_messages(bait: str) -> None:
    assert forwarded_in((bait * 50_000).encode(), "utf-8", "text") is None
    text = f"{bait * 2_000}\n\n> ---------- Forwarded message --------- \n> From: Ada Verrin <ada@mole.example>\n"
    found = forwarded_in(text.encode(), "utf-8", "text")
    assert found is not None
    assert found.name == "Ada Verrin"


def test_comments_within_each_other_in_the_sender() -> None:
    made = b"From: " + b"(" * 5_000 + b"\nSubject: x\n\n" + PLAIN.encode()
    found = captures("-", stdin=io.BytesIO(b"Received: from a\nMIME-Version: 1.0\n" + made))
    assert [type(c) for c in found] == [Capture]
    text = "Forwarded message\nFrom: " + "(" * 5_000
    assert forwarded_in(text.encode(), None, "text") is not None


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_blank_line_at_the_edge_of_a_block(end: bytes) -> None:
    head = b"From a@b.example Fri Jan  2 03:04:05 2026" + end + b"Subject: x" + end * 2
    for much in range(BLOCK - 200, BLOCK + 10):
        one = head + b"word ".ljust(much, b"x") + end * 2
        found = list(mailbox(Stream(io.BytesIO(one + head + b"words" + end)), "m", Settings()))
        assert len(found) == 2
