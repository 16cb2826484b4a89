"""Exports of Telegram Desktop, in JSON and in HTML, old and new, whole and damaged."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Capture, Envelope
from onrecord.run.one import read_source
from onrecord.settings import Settings
from onrecord.sources import captures, telegramscan
from onrecord.sources.zones import offsets
from tests.archives import All, of_file, of_pipe

CHANNEL = "Ostmole Herald"


def message(number: int, text: Any = "", **more: Any) -> dict[str, Any]:
    """A post as newer exports write it."""
    return {
        "id": number,
        "type": "message",
        "date": "2025-07-01T14:00:00",
        "date_unixtime": str(1751371200 + number),
        "from": CHANNEL,
        "from_id": "channel1500",
        "text": text,
        "text_entities": [],
        **more,
    }


def export(*messages: dict[str, Any], kind: str = "public_channel", name: str | None = CHANNEL) -> bytes:
    """An export of one chat."""
    chat = {"name": name, "type": kind, "id": 1500, "messages": list(messages)}
    return json.dumps(chat, indent=1, ensure_ascii=False).encode()


def posts(content: bytes) -> dict[str, tuple[str, Envelope]]:
    """Text and envelope of each page, by the number of its message."""
    found = All(captures("-", stdin=io.BytesIO(content)))
    assert not found.failures, found.messages
    return {c.name.rpartition("/")[2].rpartition("#")[2]: of(c) for c in found.captures}


def of(capture: Capture) -> tuple[str, Envelope]:
    assert capture.envelope is not None
    return capture.content.decode(), capture.envelope


def fact(envelope: Envelope, name: str) -> list[str]:
    return [f.value for f in envelope.facts if f.where == f"telegram:{name}"]


def whys(envelope: Envelope) -> str:
    return "\n".join(f"{n.what}: {n.why}" for n in envelope.notes)


# -- JSON ------------------------------------------------------------------------------------------------------------
def test_a_post_of_a_channel(tmp_path: Path) -> None:
    parts = [
        {"type": "bold", "text": "Crane falls\n\n"},
        "Nobody was hurt — see ",
        {"type": "text_link", "text": "the notice", "href": "https://example.org/notice"},
        "",
    ]
    post = message(7, parts, author="Night desk", edited="2025-07-01T14:00:01", edited_unixtime="1751371300")
    found = of_file(tmp_path / "result.json", export(post))
    (capture,) = found.captures
    text, envelope = of(capture)
    assert text == "Crane falls\n\nNobody was hurt — see the notice"
    assert capture.url is None
    assert capture.name == f"{tmp_path / 'result.json'}#1500/7"
    assert (envelope.id, envelope.outlet and envelope.outlet.value) == ("1500/7", CHANNEL)
    assert [a.name for a in envelope.authors] == ["Night desk"]
    assert envelope.published is not None
    assert envelope.published.time == datetime.fromtimestamp(1751371207, UTC)
    assert envelope.modified is not None
    assert envelope.modified.where == "telegram:edited_unixtime"
    assert fact(envelope, "link") == ["https://example.org/notice"]
    assert "in which no word changed" in whys(envelope)


def test_what_the_file_says_comes_into_the_reading() -> None:
    text = "The harbour office said that the mole would stay closed until Friday."
    (capture,) = of_pipe(export(message(1, text, forwarded_from="Coast Watch"))).captures
    reading = read_source(capture, Settings())
    article = reading.article
    assert article is not None
    assert article.text == text
    assert reading.verdict.is_article
    assert article.site is not None
    assert (article.site.value, article.site.where) == (CHANNEL, "telegram:name")
    assert article.published is not None
    assert article.published.where == "telegram:date_unixtime"
    assert [(o.name, o.how) for o in article.origin] == [("Coast Watch", "forwarded")]
    assert reading.envelope == capture.envelope
    assert set(capture.envelope.notes if capture.envelope else ()) <= set(reading.trail)


@pytest.mark.parametrize(
    "text", ["Short.", "Now: read this", "# Alarm!\n\nShelter now", "https://a.example/1"]
)
def test_all_words_of_a_post_are_text(text: str) -> None:
    (capture,) = of_pipe(export(message(1, text))).captures
    article = read_source(capture, Settings()).article
    assert article is not None
    assert article.text.split() == text.split()


def test_what_is_no_post_is_counted() -> None:
    content = export(
        {"id": 1, "type": "service", "action": "create_channel", "text": ""},
        {"id": 2, "type": "unsupported"},
        message(3, "", file="(File not included.)", media_type="sticker"),
        message(4, "🌊"),
        message(5, "Words."),
    )
    found = of_pipe(content)
    assert [c.record for c in found.captures] == ["1500/5"]
    assert found.skipped == {
        "service messages of Telegram": 1,
        "messages that this version of Telegram could not export": 1,
        "posts without words": 2,
    }


def test_albums_are_one_post() -> None:
    at = {"date_unixtime": "1751371200"}
    picture = {**at, "photo": "(File not included.)"}
    content = export(
        message(1, "", **picture),
        message(2, "The new crane", **picture),
        message(3, "", **picture),
        message(4, "Words of the same second", **at),
        message(5, "A picture", photo="x"),
        message(6, "Another one", photo="x"),
    )
    found = posts(content)
    assert list(found) == ["2", "4", "5", "6"]
    assert fact(found["2"][1], "album") == ["1, 2, 3"]
    assert "inferred to be one album" in whys(found["2"][1])
    assert not fact(found["5"][1], "album")


def test_forwarded_posts() -> None:
    found = posts(
        export(message(1, "One", forwarded_from="Coast Watch"), message(2, "Two", forwarded_from=None))
    )
    (named,) = found["1"][1].origin
    assert (named.name, named.how, named.published) == ("Coast Watch", "forwarded", None)
    (unnamed,) = found["2"][1].origin
    assert unnamed.name == ""
    assert "where the post was forwarded from: not known" in whys(found["2"][1])


def test_polls_and_lists() -> None:
    poll = {
        "question": "Which pier?",
        "answers": [{"text": "North", "voters": 2}, {"text": [{"text": "South"}]}],
    }
    todo = {"title": "Before the storm", "answers": [{"text": "Sandbags"}]}
    found = posts(export(message(1, poll=poll), message(2, "See:", poll=poll), message(3, todo_list=todo)))
    assert found["1"][0] == "Which pier?\n- North\n- South"
    assert found["2"][0].startswith("See:\n\nWhich pier?")
    assert found["3"][0] == "Before the storm\n- Sandbags"


def test_replies() -> None:
    found = posts(
        export(
            message(1, "Here", reply_to_message_id=88),
            message(2, "There", reply_to_message_id=88, reply_to_peer_id="channel7"),
        )
    )
    assert fact(found["1"][1], "reply_to_message_id") == ["88"]
    assert "another chat" not in whys(found["1"][1])
    assert fact(found["2"][1], "reply_to_peer_id") == ["channel7"]
    assert "it is in another chat" in whys(found["2"][1])


OLD = {
    "about": "Here is the data you requested.",
    "personal_information": {"first_name": "Nela", "phone_number": "+00 1", "bio": "words of the owner"},
    "contacts": {"list": [{"first_name": "Bor", "phone_number": "+00 2"}]},
    "chats": {
        "list": [
            {
                "name": "Garden Talk",
                "type": "private_supergroup",
                "id": 900,
                "messages": [
                    {"id": -99, "type": "message", "date": "2019-01-05T10:00:00", "edited": "1970-01-01T03:00:00",
                     "from": "Bor", "from_id": 2, "text": "Who has the key?"},
                    {"id": 3, "type": "message", "date": "2019-01-05T11:00:00", "edited": "2019-01-05T12:00:00",
                     "from": None, "from_id": 9, "text": [{"type": "link", "text": "example.org/x"}]},
                ],
            },
            {
                "type": "saved_messages",
                "id": 1,
                "messages": [
                    {"id": 6, "type": "message", "date": "2019-02-01T10:00:00", "from": "Nela",
                     "forwarded_from": "Gazette", "text": "Keep this."},
                ],
            },
        ]
    },
    "left_chats": {"list": [{"name": "Gazette", "type": "public_channel", "id": 5, "messages": [
        {"id": 1, "type": "message", "date": "2019-01-01T09:00:00", "from": "Gazette", "text": "The fete moved."}]}]},
}  # fmt: skip


@pytest.mark.parametrize("indent", [None, 1])
def test_an_account_of_an_old_version(indent: int | None) -> None:
    found = of_pipe(json.dumps(OLD, indent=indent).encode())
    assert [c.record for c in found.captures] == ["900/-99", "900/3", "1/6", "5/1"]
    assert not found.failures
    assert "owner" not in "".join(c.content.decode() for c in found.captures)
    key, deleted, saved, gazette = (of(c)[1] for c in found.captures)
    assert key.published is not None
    assert key.published.time == datetime(2019, 1, 5, 10)
    assert "the zone of the post's time: not known" in whys(key)
    assert "03:00:00, only hints at it" in whys(key)
    assert (key.modified, [a.name for a in key.authors]) == (None, ["Bor"])
    assert (deleted.authors, deleted.modified is not None) == ((), True)
    assert "the account was deleted" in whys(deleted)
    assert fact(deleted, "link") == ["example.org/x"]
    assert (saved.outlet, [a.name for a in saved.authors]) == (None, ["Gazette"])
    assert (gazette.outlet and gazette.outlet.value, gazette.authors) == ("Gazette", ())


def test_json_that_is_none_is_mended() -> None:
    parts = [{"type": "custom_emoji", "text": "🌊", "document_id": "stickers/a (3).webp"}, " High water"]
    content = export(message(1, parts), message(2, "Tab\vstop and \\x0B as text"), message(3, "Fine"))
    content = content.replace(b'"stickers/a (3).webp"', b"stickers/a (3).webp").replace(b"\\u000b", b"\\x0B")
    with pytest.raises(ValueError):
        json.loads(content)
    found = posts(content)
    assert [text for text, _ in found.values()] == ["🌊 High water", "Tab\vstop and \\x0B as text", "Fine"]
    assert [len(e.notes) for _, e in found.values()] == [1, 1, 0]


def test_damage_costs_the_message_it_is_in() -> None:
    whole = export(*(message(i, f"Post number {i} says something.") for i in range(1, 9)))
    at = whole.index(b"Post number 4")
    for damage, lost in ((b'"', 1), (b"}", 1), (b"\x00\xff{", 1), (b'"text": {{{{', None)):
        found = of_pipe(whole[:at] + damage + whole[at:])
        numbers = [c.record for c in found.captures]
        assert "1500/3" in numbers
        if lost:
            assert len(numbers) >= 7
            assert "1500/8" in numbers
        assert found.failures or len(numbers) == 8
    cut = of_pipe(whole[: whole.index(b"Post number 6")])
    assert len(cut.captures) == 5
    assert "breaks off" in cut.messages


def test_a_list_that_ends_too_soon_is_told() -> None:
    whole = export(*(message(i, f"Post number {i} says something.") for i in range(4)))
    at = whole.index(b"[") + 1
    found = of_pipe(whole[:at] + b"]" + whole[at + 5 :])
    assert found.failures or found.captures


@given(st.data())
def test_mutated_exports_never_raise(data: st.DataObject) -> None:
    content = bytearray(export(*(message(i, [{"type": "bold", "text": "word"}, f" {i}"]) for i in range(4))))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(60, len(content)))
        gone = data.draw(st.sampled_from([0, 1, 5, 50]))
        content[at : at + gone] = data.draw(st.sampled_from([b"", b'"', b"{", b"]", b"\\", b"\n", b"\xff"]))
    of_pipe(bytes(content))
    assert of_pipe(bytes(content)).items


def test_many_messages_are_not_held(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    with open(path, "wb") as f:
        head, tail = export().split(b"[]")
        f.write(head + b"[")
        for i in range(20_000):
            f.write((b"," if i else b"") + json.dumps(message(i, f"Words {i}")).encode())
        f.write(b"]" + tail)
    assert sum(isinstance(c, Capture) for c in captures(path)) == 20_000


# -- HTML ------------------------------------------------------------------------------------------------------------
def page(*messages: str, chat: str = CHANNEL) -> bytes:
    """A page of an export."""
    return f"""<!DOCTYPE html>
<html>
 <head>
  <meta charset="utf-8"/>
<title>Exported Data</title>
 </head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header"><div class="content"><div class="text bold">
{chat}&#32;
     </div></div></div>
   <div class="page_body chat_page"><div class="history">
{"".join(messages)}
   </div></div>
  </div>
 </body>
</html>""".encode()


def div(
    number: int,
    inside: str,
    time: str = "15.01.2025 14:00:00 UTC+01:00",
    name: str = "",
    joined: bool = False,
) -> str:
    who = f'<div class="from_name">\n{name} \n</div>' if name else ""
    return f"""<div class="message default clearfix{" joined" if joined else ""}" id="message{number}"><div class="body">
<div class="pull_right date details" title="{time}">\n14:00\n</div>{who}{inside}</div></div>
"""  # fmt: skip


def words(text: str) -> str:
    return f'<div class="text">\n{text}\n       </div>'


def forwarded(text: str, source: str = "") -> str:
    return f'<div class="forwarded body">{source}{words(text)}</div>'


def test_a_page_in_html(tmp_path: Path) -> None:
    content = page(
        '<div class="message service" id="message-1"><div class="body details">\n15 January 2025\n</div></div>',
        '<div class="message service" id="message1"><div class="body details">\nChannel created\n</div></div>',
        div(2, words('<strong>Crane<br><br></strong>falls — <a href="https://example.org/n">see</a>'), name=CHANNEL),
        div(3, words("Joined &amp; signed: 1 &lt; 3") + '<div class="signature details">\nNight desk\n</div>', joined=True),
        div(4, '<div class="media_wrap"><div class="title bold">\nPhoto\n</div><div class="description">Not included</div></div>', joined=True),
        div(5, '<div class="media_wrap"><div class="media_poll"><div class="question bold">\nWhich?\n</div><div class="details">\nPoll\n</div>'
            '<div class="answer">\n- North <span class="details">2 votes</span>\n</div></div></div>', joined=True),
        div(6, '<div class="reply_to details">In reply to <a href="messages.html#go_to_message2">this</a></div>'
            + words('<a href = "stickers/s.webp">🌊</a> High <blockquote>stay in</blockquote><span class="spoiler hidden">'
                    '<span aria-hidden="true">closed</span></span>') + '<span class="reactions"><span class="emoji">\n👍\n</span></span>', joined=True),
    )  # fmt: skip
    found = of_file(tmp_path / "messages.html", content)
    assert [c.record for c in found.captures] == ["2", "3", "5", "6"]
    assert found.skipped == {"service messages of Telegram": 1, "posts without words": 1}
    crane, joined, poll, reply = map(of, found.captures)
    assert crane[0] == "Crane\n\nfalls — see"
    assert fact(crane[1], "link") == ["https://example.org/n"]
    assert (crane[1].outlet and crane[1].outlet.value, crane[1].authors) == (CHANNEL, ())
    assert (joined[0], [a.name for a in joined[1].authors]) == ("Joined & signed: 1 < 3", ["Night desk"])
    assert poll[0] == "Which?\n- North"
    assert reply[0].split() == "🌊 High stay in closed".split()
    assert fact(reply[1], "reply_to_message_id") == ["2"]
    assert fact(reply[1], "link") == []


def test_labels_of_zones_are_believed_only_where_no_summer_time_is() -> None:
    found = posts(
        page(
            div(1, words("Winter"), "15.01.2025 14:00:00 UTC+01:00", CHANNEL),
            div(2, words("Summer"), "15.07.2025 14:00:00 UTC+01:00", CHANNEL),
            div(3, words("India has none"), "15.07.2025 14:00:00 UTC+05:30", CHANNEL),
            div(4, words("Old"), "15.01.2019 14:00:00", CHANNEL),
            div(5, words("None"), "", CHANNEL),
        )
    )
    times = {n: e.published.time if e.published else None for n, (_, e) in found.items()}
    assert times["1"] == datetime(2025, 1, 15, 13, tzinfo=UTC)
    assert times["2"] == datetime(2025, 7, 15, 14)
    assert "2025-07-15 12:00:00Z, 2025-07-15 13:00:00Z" in whys(found["2"][1])
    assert times["3"] == datetime(2025, 7, 15, 8, 30, tzinfo=UTC)
    assert times["4"] == datetime(2019, 1, 15, 14)
    assert times["5"] is None
    assert all("not known" in whys(found[n][1]) for n in "245")
    assert not offsets(datetime(2025, 1, 1) - datetime(2024, 12, 31, 23, 59, 1), datetime(2025, 1, 1))


def test_forwarded_posts_in_html() -> None:
    dated = '<div class="from_name">\nCoast Watch <span class="date details" title="14.01.2025 07:00:00 UTC+01:00"> 14.01.2025</span>\n</div>'
    plain = '<div class="from_name">\nPerson C <span class="details"> 30.03.2019 18:00:00</span>\n</div>'
    found = posts(
        page(
            div(1, forwarded("New", dated), name=CHANNEL),
            div(2, forwarded("Old", plain), "31.03.2019 04:03:00", "Person B"),
            div(3, forwarded("Joined"), "31.03.2019 04:03:00", joined=True),
            div(4, words("Own"), "31.03.2019 04:04:00", "Person B via @sample_bot"),
            div(5, words("Deleted"), "31.03.2019 04:05:00", "Deleted Account"),
        )
    )
    (new,), (old,), (joined,) = (found[n][1].origin for n in "123")
    assert (new.name, new.published and new.published.time) == (
        "Coast Watch",
        datetime(2025, 1, 14, 6, tzinfo=UTC),
    )
    assert (old.name, old.published and old.published.time) == ("Person C", datetime(2019, 3, 30, 18))
    assert (joined.name, joined.published) == ("Person C", None)
    assert [[a.name for a in found[n][1].authors] for n in "2345"] == [
        ["Person B"],
        ["Person B"],
        ["Person B"],
        [],
    ]
    assert fact(found["4"][1], "via_bot") == ["@sample_bot"]


def test_parts_of_an_export_come_in_their_order(tmp_path: Path) -> None:
    for name in ("messages.html", "messages2.html", "messages10.html"):
        number = "".join(c for c in name if c.isdigit()) or "1"
        (tmp_path / name).write_bytes(page(div(int(number), words("Words"), name=CHANNEL)))
    (tmp_path / "export_results.html").write_bytes(page().replace(b'class="history"', b""))
    found = All(captures(tmp_path))
    assert [c.record for c in found.captures] == ["1", "2", "10"]
    assert not found.failures


def test_a_joined_message_at_the_head_of_a_page() -> None:
    found = posts(page(div(9, words("Goes on"), joined=True)))
    assert found["9"][1].authors == ()
    assert "the message before it is on another page" in whys(found["9"][1])


@given(st.data())
def test_mutated_pages_never_raise(data: st.DataObject) -> None:
    content = bytearray(page(div(1, words("One"), name=CHANNEL), div(2, forwarded("Two"), joined=True)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(200, len(content)))
        gone = data.draw(st.sampled_from([0, 1, 5, 50]))
        content[at : at + gone] = data.draw(
            st.sampled_from([b"", b"<", b"</div>", b"&", b"\xff", b"<!--", b'"'])
        )
    assert of_pipe(bytes(content)).items


def test_beginnings_of_messages_that_never_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegramscan, "_MESSAGE", 40_000)
    monkeypatch.setattr(telegramscan, "_VAIN", 200_000)
    begins = b'{"id": 1, "type": "message", "x": [\n'
    content = b'{"name": "x", "messages": [' + begins * 20_000
    assert sum(isinstance(x, telegramscan.Broken) for x in telegramscan.messages(io.BytesIO(content))) < 200


def test_a_path_of_blanks() -> None:
    bad = (
        b'{"id": 1, "type": "message", "document_id": '
        + b" " * 100_000
        + b"x\\y , "
        + b" " * 100_000
        + b'\n"text": "Words"}'
    )
    posts_of = posts(b'{"name": "x", "type": "public_channel", "id": 1, "messages": [' + bad + b"]}")
    assert posts_of["1"][0] == "Words"
