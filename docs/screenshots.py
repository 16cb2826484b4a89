"""Screenshots of the reading room on the sample: light, dark, on a phone; the last ones with something corrected.  Run it with the sample's pages at hand:

    python docs/screenshots.py [FOLDER]

Needs Chromium and Playwright, as the tests of the room in a browser do.  Colours are reduced to keep the files small.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from onrecord.records import Firmness, Furniture, Named, Role, SpeakerKind
from onrecord.render.statements import words
from onrecord.store.database import Database
from onrecord.store.hand import Hand
from onrecord.store.loading import get_reading
from tests.browsers import CHROMIUM, chromium, put_sample, serving
from tests.rooms import NOW

STORY = "tolvane-ledger.html"
QUOTED = "“This is not a number you read once,”"
PAGE, WIDE, PHONE = "/page/{story}", (1280, 860), (390, 780)
SHOTS: list[tuple[str, str, tuple[int, int], str, str]] = [
    # name, view, size, scheme, words that are chosen beside the story
    ("page-light", PAGE, WIDE, "light", QUOTED),
    ("page-dark", PAGE, WIDE, "dark", QUOTED),
    ("page-phone", PAGE, PHONE, "light", ""),
    ("home", "/", (1280, 980), "light", ""),
    ("search", "/search?q=killed&in=statements", WIDE, "light", ""),
    ("speaker", "/speaker?name=Ilka+Dravosh&kind=person", WIDE, "light", ""),
    ("correct", "/correct/{story}?statement={statement}#correct-{statement}", WIDE, "light", ""),
    ("corrections", "/decisions", (1280, 620), "light", ""),
]


def correct(path: Path) -> str:
    """Correct some of what was found on the story, for the pictures that show it; the id of a statement with a form."""
    with Database(path, write=True) as db:
        hand = Hand(db, lambda: NOW)
        version, reading = next(
            (v, r)
            for (v,) in list(db.rows("SELECT version FROM reading"))
            if (r := get_reading(db, v)) and r.page.name == STORY
        )

        def said(speaker: str, begin: str) -> str:
            return next(
                s.id
                for s in reading.statements
                if s.speaker.name == speaker and words(reading, s.content).startswith(begin)
            )

        hand.speaker(version, said("lawyer of Corvin Thale", ""), "the captain’s lawyer", who="Ada")
        hand.how(version, said("Ilka Dravosh", "the figure of 47"), firmness=Firmness.DENIED, who="Ada")
        block = next(b for b in reading.blocks if b.text == "Image" and b.role is Role.CREDIT)
        hand.label(version, block.index, Role.FURNITURE, Furniture.OTHER, who="Ada")
        caption = next(b for b in reading.blocks if b.text.startswith("Credit"))
        hand.undo(hand.label(version, caption.index, Role.CAPTION, who="Ben").key, who="Ada")
        ministry = ("interior ministry", "Ministry of the Interior")
        hand.merge([Named(n, SpeakerKind.ORGANISATION) for n in ministry], who="Ben")
        return said("Ragna Pohl", QUOTED)


def shoot(folder: Path) -> None:
    """Write the screenshots into a folder."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "sample.db"
        keys = put_sample(path)
        known = {"story": keys[STORY]}
        with chromium() as browser:
            for corrected in (False, True):
                if corrected:
                    known["statement"] = correct(path)
                with serving(path) as room:
                    for shot in SHOTS:
                        if ("correct" in shot[0]) == corrected:
                            _take(browser, room, folder, known, *shot)


def _take(
    browser: Any,
    room: str,
    folder: Path,
    known: dict[str, str],
    name: str,
    view: str,
    size: tuple[int, int],
    scheme: str,
    chosen: str,
) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(room + view.format(**known))
    if chosen:
        page.locator(".voice").get_by_role("link", name=chosen).click()
        page.mouse.move(0, 0)
        page.locator("h1").scroll_into_view_if_needed()
        page.evaluate("document.activeElement.blur()")
    elif view == PAGE:
        page.locator("h1").scroll_into_view_if_needed()
    write(folder / f"room-{name}.png", page.screenshot())
    context.close()


def write(path: Path, png: bytes) -> None:
    """Keep a picture in 256 colours, where Pillow is at hand; as it is otherwise."""
    try:
        from PIL import Image
    except ImportError:
        path.write_bytes(png)
        return
    picture: Any = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    if CHROMIUM is None:
        sys.exit("Chromium is not installed")
    shoot(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
