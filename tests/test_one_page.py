"""What is one page in a store: files by their bytes and paths, pages by their addresses, and stores of earlier formats."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord.records import Capture, Envelope, Via
from onrecord.run.store import Store, open_store
from onrecord.store.bodies import digest_of
from onrecord.store.corrections import corrections_of
from onrecord.store.database import APPLICATION_ID, Database, migrations
from onrecord.store.filters import Filters
from onrecord.store.keeping import Kept, keep
from onrecord.store.loading import get_reading
from onrecord.store.writing import forget


def story(name: str, words: str, head: str = "") -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>News of {name}</title>'
        f'<meta property="og:type" content="article">{head}</head><body><main><article><h1>News of {name}</h1>'
        "<p>The harbour of Velmar stays open through the winter, for the first time in ten years.</p>"
        f"<p>“{words},” said {name}, the director of the harbour.</p>"
        "<p>Ships that come from the north can still use the eastern quay until the end of April.</p>"
        "<p>Last year the ice closed the harbour for eleven weeks, and most of the fishing boats stayed in Orsel.</p>"
        "<p>The town has bought a second icebreaker, which is due to arrive from the yard at Tarn in December.</p>"
        "</article></main></body></html>"
    ).encode()


PIKE, ORT = (
    story("Iris Pike", "We have doubled the crew"),
    story("Hanna Ort", "The second ship will arrive in time"),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "news.db", write=True)


def files(folder: Path) -> tuple[Path, Path]:
    paths = folder / "monday" / "index.html", folder / "tuesday" / "index.html"
    for path, content in zip(paths, (PIKE, ORT), strict=True):
        path.parent.mkdir()
        path.write_bytes(content)
    return paths


def pages(db: Database) -> int:
    return int(db.value("SELECT count(*) FROM page"))


def test_two_stories_saved_under_one_name_are_two_pages(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in files(tmp_path):
        monkeypatch.chdir(path.parent)
        list(store.add("index.html"))
    assert pages(store.database) == 2
    assert [len(list(store.says(n))) for n in ("Pike", "Ort")] == [1, 1]
    assert {h.page.address for h in store.search("harbour")} == {"index.html"}


def test_one_page_by_four_names_is_one_page_and_its_speaker_counts_once(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = files(tmp_path)
    copy = tmp_path / "elsewhere.html"
    shutil.copy(path, copy)
    monkeypatch.chdir(path.parent)
    list(store.add("index.html"))
    monkeypatch.chdir(tmp_path)
    became = [o.became for o in store.add("./monday/index.html", str(path), "monday", str(copy))]
    assert became == ["known"] * 4
    assert [(s.name, s.statements) for s in store.speakers("Pike")] == [("Iris Pike", 1)]
    assert [p for (p,) in store.database.rows("SELECT path FROM sightings ORDER BY id")] == [
        str(path),
        str(copy),
    ]


def test_another_state_of_a_file_is_a_version_by_its_absolute_path_only(tmp_path: Path, store: Store) -> None:
    path, _ = files(tmp_path)
    list(store.add(path))
    path.write_bytes(story("Iris Pike", "We have doubled the crew again"))
    assert [o.became for o in store.add(path)] == ["changed"]
    (tmp_path / "sunday").mkdir()
    other = tmp_path / "sunday" / "index.html"
    other.write_bytes(story("Iris Pike", "We have doubled the crew once more"))
    assert [o.became for o in store.add(other)] == ["read"]
    assert (pages(store.database), store.database.value("SELECT count(*) FROM version")) == (2, 3)


def test_pages_from_standard_input_are_no_versions_of_each_other(store: Store) -> None:
    with store.database.transaction():
        for content in (PIKE, ORT):
            keep(store.database, store.bodies, Capture("-", content, via=Via.STDIN))
    assert pages(store.database) == 2


def kept(store: Store, *captures: Capture) -> list[Kept]:
    with store.database.transaction():
        return [keep(store.database, store.bodies, c) for c in captures]


def test_spellings_of_an_address_are_one_page_and_are_kept(store: Store) -> None:
    spelt = [
        "https://news.example/Größe",
        "https://NEWS.example:443/Gr%c3%b6%C3%9Fe",
        "https://news.example/x/../Größe#top",
    ]
    found = kept(store, *(Capture(f"l#{n}", PIKE, url) for n, url in enumerate(spelt)))
    assert len({k.version for k in found}) == 1
    assert [u for (u,) in store.database.rows("SELECT url FROM sightings ORDER BY id")] == spelt
    assert store.database.row("SELECT address, host, stated FROM page") == (
        "https://news.example/Gr%C3%B6%C3%9Fe",
        "news.example",
        None,
    )


CANONICAL = '<link rel="canonical" href="https://www.bücher.example/pike">'


@pytest.mark.parametrize(
    "outlet", ["bücher.example", "www.bücher.example", "xn--bcher-kva.example", "BÜCHER.example"]
)
def test_saved_files_are_found_by_what_they_state(tmp_path: Path, store: Store, outlet: str) -> None:
    path = tmp_path / "saved.html"
    path.write_bytes(story("Iris Pike", "We have doubled the crew", CANONICAL))
    list(store.add(path))
    assert store.database.row("SELECT host, stated FROM page") == ("xn--bcher-kva.example", "canonical")
    assert len(list(store.says("Pike", Filters(outlet=outlet)))) == 1
    assert store.export("csv", tmp_path / f"{len(outlet)}.csv", host=outlet)["statements"] == 1
    assert not list(store.says("Pike", Filters(outlet="other.example")))


@pytest.mark.parametrize("first", [0, 1])
def test_bytes_without_an_address_are_of_the_page_that_has_them(store: Store, first: int) -> None:
    both = [Capture("a.html", PIKE), Capture("x.warc#1", PIKE, "https://news.example/pike", via=Via.WARC)]
    made = kept(store, both[first], both[1 - first])
    assert made[0].version == made[1].version
    assert list(store.database.rows("SELECT address, host FROM page")) == [
        ("https://news.example/pike", "news.example")
    ]
    assert store.database.value("SELECT url FROM version") == "https://news.example/pike"
    assert store.database.value("SELECT latest FROM page") == made[0].version


def test_posts_of_the_same_words_are_pages_of_their_own(tmp_path: Path, store: Store) -> None:
    def post(number: str, words: bytes, by: str = "telegram") -> Capture:
        return Capture(f"r.json#{number}", words, via=Via.TELEGRAM, envelope=Envelope(by, id=number))

    first, second, again, later = kept(
        store,
        post("1500/1", b"The wall is closed."),
        post("1500/2", b"The wall is closed."),
        post("1500/1", b"The wall is closed."),
        post("1500/1", b"The wall is open."),
    )
    assert (first.new_page, second.new_page, again.new_page, later.new_page) == (True, True, False, False)
    assert again.version == first.version
    assert later.new_version
    assert pages(store.database) == 2
    # Without a chat, numbers are those of many posts: then the bytes tell.
    (nameless, same) = kept(store, post("7", b"Another."), post("8", b"Another."))
    assert (nameless.new_page, same.new_page) == (True, False)
    store.export("jsonl", tmp_path / "out")
    with open_store(tmp_path / "other.db", write=True) as other:
        other.import_(tmp_path / "out")
        assert other.content_digest() == store.content_digest()


def test_a_stated_address_is_marked_until_it_is_received(store: Store) -> None:
    page = story("Iris Pike", "We have doubled the crew", CANONICAL)
    kept(store, Capture("a.html", page))
    assert store.database.value("SELECT stated FROM page") == "canonical"
    made = kept(store, Capture("x", page + b"<!-- later -->", "https://www.xn--bcher-kva.example/pike"))
    assert (made[0].new_page, made[0].new_version) == (False, True)
    assert store.database.value("SELECT stated FROM page") is None


def test_what_was_exported_comes_back_as_the_same_pages(tmp_path: Path, store: Store) -> None:
    path, other = files(tmp_path)
    list(store.add(path, other))
    path.write_bytes(story("Iris Pike", "We have doubled the crew again"))
    list(store.add(path))
    kept(store, Capture("l#1", PIKE + b" ", "https://News.example/Größe"))
    store.export("jsonl", tmp_path / "out")
    with open_store(tmp_path / "new.db", write=True) as new:
        new.import_(tmp_path / "out")
        assert new.content_digest() == store.content_digest()


# -- stores of earlier formats -----------------------------------------------------------------------------------------
def old_store(path: Path, rows: list[tuple[str, str | None, bytes]]) -> None:
    """A store of the first format, in which rows (name, address, content) were kept as they were then."""
    import hashlib
    import sqlite3

    import zstandard

    db = sqlite3.connect(path)
    db.executescript(
        dict(migrations())[1] + f"; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;"
    )
    for name, url, content in rows:
        address, digest = url or name, digest_of(content)
        host = url.split("/")[2].lower() if url else None
        db.execute("INSERT OR IGNORE INTO page (address, host) VALUES (?, ?)", (address, host))
        (page,) = db.execute("SELECT id FROM page WHERE address = ?", (address,)).fetchone()
        packed = zstandard.ZstdCompressor().compress(content)
        db.execute(
            "INSERT OR IGNORE INTO body (digest, size, data) VALUES (?, ?, ?)", (digest, len(content), packed)
        )
        (body,) = db.execute("SELECT id FROM body WHERE digest = ?", (digest,)).fetchone()
        db.execute(
            "INSERT OR IGNORE INTO version (page, body, name, url, state) VALUES (?, ?, ?, ?, 'due')",
            (page, body, name, url),
        )
        (version,) = db.execute("SELECT id FROM version WHERE page = ? AND body = ?", (page, body)).fetchone()
        db.execute("UPDATE page SET latest = ? WHERE id = ?", (version, page))
        key = hashlib.sha256(f"{address}{name}{digest}".encode()).hexdigest()[:32]
        via = "file" if url is None else "jsonl"
        db.execute(
            "INSERT INTO capture (version, key, name, via, headers) VALUES (?, ?, ?, ?, '[]')",
            (version, key, name, via),
        )
    db.commit()
    db.close()


def test_a_store_of_the_first_format_is_upgraded_and_what_is_one_page_is_joined(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    absolute = str(tmp_path / "kept" / "index.html")
    saved = story(
        "Iris Pike", "We were never asked", '<link rel="canonical" href="https://news.example/asked">'
    )
    rows = [
        ("index.html", None, PIKE),  # two stories under one name, the first of which was hidden
        ("index.html", None, ORT),
        ("./monday/index.html", None, PIKE),  # the first once more
        (absolute, None, story("Iris Pike", "It begins")),  # two states of a file
        (absolute, None, story("Iris Pike", "It goes on")),
        *(
            (f"l#{n}", url, story("Hanna Ort", "It is one address"))
            for n, url in enumerate(
                ("https://news.example/ö", "https://NEWS.example/%c3%b6", "https://news.example:443/%C3%B6")
            )
        ),
        ("l#8", "https://news.example/other", story("Hanna Ort", "It is one address")),
        ("saved.html", None, saved),
        ("l#9", "https://news.example/asked", saved),
    ]
    old_store(path, rows)
    with open_store(path, write=True) as store:
        db = store.database
        assert db.value("PRAGMA user_version") == migrations()[-1][0]
        # Pike, Ort, the file with two states, the address in three spellings, the other one, and what states its address.
        assert (
            pages(db),
            db.value("SELECT count(*) FROM version"),
            db.value("SELECT count(*) FROM capture"),
        ) == (6, 7, 11)
        assert db.row("SELECT stated, host FROM page WHERE address = 'https://news.example/asked'") == (
            None,
            "news.example",
        )
        assert len({u for (u,) in db.rows("SELECT url FROM sightings WHERE address LIKE '%C3%B6'")}) == 3
        list(store.add())
        assert [(s.name, s.statements) for s in store.speakers()] == [("Hanna Ort", 3), ("Iris Pike", 3)]
        assert list(store.check()) == []
        assert db.value("SELECT count(*) FROM page WHERE latest IS NULL") == 0
        before = store.content_digest()
    with open_store(path, write=True) as store:
        assert store.content_digest() == before


def as_format_6(db: Database) -> None:
    """Take from a store what the seventh format added."""
    for sql in (
        "DROP VIEW sightings",
        "DROP VIEW pages",
        "CREATE VIEW pages AS SELECT 1",
        "DROP TABLE waiting",
        "DROP INDEX capture_by_path",
        "DROP INDEX capture_by_payload",
        "ALTER TABLE page DROP COLUMN stated",
        *(f"ALTER TABLE capture DROP COLUMN {c}" for c in ("url", "path", "stated", "revisit")),
        "PRAGMA user_version = 6",
    ):
        db.connection.execute(sql)


@pytest.mark.parametrize("unread", [None, 1, 2])
def test_corrections_stay_when_pages_are_joined(tmp_path: Path, unread: int | None) -> None:
    path = tmp_path / "news.db"
    with open_store(path, write=True) as store:
        kept(store, *(Capture(f"l#{n}", PIKE, f"https://news.example/{n}") for n in (1, 2)))
        list(store.add())
        db = store.database
        for version, who, name in ((1, "editor", "Nela Korr"), (2, "second", "Iris B. Pike")):
            reading = get_reading(db, version)
            assert reading is not None
            (said,) = reading.statements
            store.hand.speaker(version, said.id, name, who=who)
        if unread is not None:
            with db.transaction():
                forget(db, unread)
        for n, spelt in ((1, "https://news.example/ö"), (2, "https://news.example/%c3%b6")):
            db.connection.execute("UPDATE version SET url = ? WHERE id = ?", (spelt, n))
            db.connection.execute("UPDATE page SET address = ? WHERE id = ?", (spelt, n))
        as_format_6(db)
    with open_store(path, write=True) as store:
        db = store.database
        assert (pages(db), db.value("SELECT count(*) FROM version")) == (1, 1)
        (version,) = db.row("SELECT id FROM version") or (0,)
        assert [c.who for c in corrections_of(db, version)] == ["editor", "second"]
        assert [(s.name, s.statements) for s in store.speakers()] == [("Iris B. Pike", 1)]
        assert list(store.check()) == []


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    old_store(path, [("index.html", None, PIKE)])

    def broken(db: Database) -> None:
        db.connection.execute("DELETE FROM capture")
        raise MemoryError

    with monkeypatch.context() as m:
        m.setattr("onrecord.store.joining.join_pages", broken)
        with pytest.raises(MemoryError):
            open_store(path, write=True)
    with open_store(path, write=True) as store:
        assert store.database.value("SELECT count(*) FROM sightings") == 1
