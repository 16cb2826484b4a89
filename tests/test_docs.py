"""Documentation that runs, and commands that are documented."""

import re
from pathlib import Path

import click
import pytest

from onrecord.cli.main import cli

ROOT = Path(__file__).parent.parent


def test_the_first_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    assert code is not None
    exec(compile(code[1], "README.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "Ferry strikes mole | ['Ada Verrin']" in shown
    assert re.search(r"^headline +/html/body/h1 +Ferry strikes mole$", shown, re.M)


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in cli.commands:
        assert f"onrecord {name}" in text


def test_every_option_has_a_help_text() -> None:
    for command in cli.commands.values():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, parameter.name
