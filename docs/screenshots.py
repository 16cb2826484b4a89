"""Screenshots of the reading room on the sample: light, dark, on a phone.  Run it with the sample's pages at hand:

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

from tests.browsers import CHROMIUM, chromium, put_sample, serving

STORY = "tolvane-ledger.html"
SHOTS: list[tuple[str, str, int, int, str, str]] = [
    # name, view, width, height, scheme, what is chosen
    ("page-light", "/page/{story}", 1280, 860, "light", "“This is not a number you read once,”"),
    ("page-dark", "/page/{story}", 1280, 860, "dark", "“This is not a number you read once,”"),
    ("page-phone", "/page/{story}", 390, 780, "light", ""),
    ("home", "/", 1280, 860, "light", ""),
]


def shoot(folder: Path) -> None:
    """Write the screenshots into a folder."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "sample.db"
        keys = put_sample(path)
        with serving(path) as room, chromium() as browser:
            for name, view, width, height, scheme, chosen in SHOTS:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                page = context.new_page()
                page.goto(room + view.format(story=keys[STORY]))
                if chosen:
                    page.locator(".voice").get_by_role("link", name=chosen).click()
                    page.mouse.move(0, 0)
                    page.locator("h1").scroll_into_view_if_needed()
                    page.evaluate("document.activeElement.blur()")
                elif view != "/":
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
