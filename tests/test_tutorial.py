"""The tutorial can be followed, word for word."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli.main import cli

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```\n(.*?)```", TEXT, re.S)
    for line in block.splitlines()
    if line.startswith("onrecord ")
]


def test_every_step_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    shown = {}
    for command in COMMANDS:
        result = CliRunner().invoke(cli, shlex.split(command)[1:])
        # One of the samples is no page, as the tutorial says.
        assert result.exit_code == (1 if " add " in command else 0), result.output
        shown[command] = result.stdout
    assert "Mirelle Anso" in shown['onrecord says "Anso" --store ferry.db']
    assert (tmp_path / "statements.csv").read_text(encoding="utf-8-sig").count("\n") > 200
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.S)
    exec(compile(code, "tutorial.md", "exec"), {})
    said = capsys.readouterr().out
    assert "known examples/pages/orsel-courier.html" in said
    assert "Mirelle Anso: “We have treated 61 patients" in said
