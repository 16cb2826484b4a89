"""`onrecord serve`: what it says when it cannot open a room, and that it opens one."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli.main import cli
from onrecord.records import Capture
from onrecord.web.guard import POLICY
from tests.browsers import serving
from tests.rooms import put


@pytest.fixture
def path(tmp_path: Path) -> Path:
    put(tmp_path / "news.db", Capture("a", b"<p>one"), None)
    return tmp_path / "news.db"


def test_a_room_is_served_on_this_machine(path: Path) -> None:
    with serving(path) as address:
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address + "/") as answer:
            assert answer.headers["content-security-policy"] == POLICY
            assert "uvicorn" not in str(answer.headers).lower()
        with pytest.raises(urllib.error.HTTPError, match="421"):
            urllib.request.urlopen(urllib.request.Request(address + "/", headers={"Host": "evil.example"}))


def test_beyond_this_machine_it_asks_for_a_token(path: Path) -> None:
    with serving(path, "--host", "0.0.0.0") as address:
        base, _, token = address.partition("/?token=")
        local = base.replace("0.0.0.0", "127.0.0.1")
        assert len(token) >= 32
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(local + "/")
        with urllib.request.urlopen(f"{local}/?token={token}") as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--store", "none.db"], 2, "no such store"),
        (["--token", "short"], 2, "16 characters"),
        (["--port", "70000"], 2, "70000"),
    ],
)
def test_what_is_wrong_is_told(arguments: list[str], status: int, told: str) -> None:
    result = CliRunner().invoke(cli, ["serve", *arguments])
    assert result.exit_code == status
    assert told in result.output


def test_without_the_extra_it_says_what_to_install(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = CliRunner().invoke(cli, ["serve", "--store", str(path)])
    assert result.exit_code == 2
    assert "pip install '.[web]'" in result.output


def test_an_address_that_is_taken_is_told(path: Path) -> None:
    with serving(path) as address:
        port = address.rpartition(":")[2]
        result = CliRunner().invoke(cli, ["serve", "--store", str(path), "--port", port])
    assert result.exit_code == 2
    assert port in result.output
