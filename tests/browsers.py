"""A real browser before a served room: Chromium of the system, driven by Playwright; and the sample in a store."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord.records import Capture
from onrecord.run.one import read_one
from onrecord.settings import Settings
from tests.rooms import EXAMPLES, NOW, put

__all__ = ["CHROMIUM", "TIMEOUT", "chromium", "counted", "put_sample", "serving", "within"]

TIMEOUT = 180_000  # milliseconds: what is waited for comes, however slow the machine is

CHROMIUM = next(
    (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
)


def put_sample(path: Path, *names: str) -> dict[str, str]:
    """Read sample pages, all or some, into a store; the keys of their addresses by name."""
    from onrecord.store.bodies import digest_of

    known = {
        p["file"]: p.get("url") for p in json.loads((EXAMPLES / "expected.json").read_text("utf-8"))["pages"]
    }
    keys = {}
    for file in sorted(EXAMPLES.joinpath("pages").iterdir()):
        if names and file.name not in names:
            continue
        content = file.read_bytes()
        capture = Capture(file.name, content, known.get(f"pages/{file.name}"), fetched=NOW)
        put(path, capture, read_one(capture, Settings(), None, True))
        keys[file.name] = digest_of(content)[:16]
    return keys


@contextmanager
def serving(path: Path, *options: str) -> Iterator[str]:
    """The address of a room served by the command line."""
    code = "from onrecord.cli.main import main; main()"
    command = [sys.executable, "-c", code, "serve", "--store", str(path), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert "http://" in line, f"the room did not open: {line!r}"
            yield line.partition("http://")[2].split()[0].join(("http://", "")).rstrip("/")
        finally:
            process.terminate()
            process.wait(300)


@contextmanager
def chromium(locale: str | None = None) -> Iterator[Any]:
    """The browser; with `locale`, in an environment of that language and encoding."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        env: Any = {**os.environ, "LANG": locale, "LC_ALL": locale} if locale else None
        # As root, which tests in containers often are, Chromium runs only without its own sandbox.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=env)
        try:
            yield browser
        finally:
            browser.close()


def counted(locator: Any, number: int) -> None:
    """There are so many of them, at once or soon: what scripts do comes a little after the key or click."""
    from playwright.sync_api import expect

    expect(locator).to_have_count(number, timeout=TIMEOUT)


def within(locator: Any) -> None:
    """It is in view, at once or soon: browsers scroll a little after a click, and may stop at fractions of a pixel."""
    from playwright.sync_api import expect

    expect(locator).to_be_in_viewport(ratio=0.9, timeout=TIMEOUT)
