"""Write `docs/reference/`: the command line, the Python interface and the store, from the code itself.

    python docs/build.py            write
    python docs/build.py --check    say what has drifted; exit status 1 if anything has

The tests do the second, so that documentation and code cannot part.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

REFERENCE = Path(__file__).parent / "reference"
_WIDTH = 100
_NOTE = "<!-- Written by docs/build.py; change the code and run it. -->"


def command_line() -> str:
    """The help of every command."""
    from onrecord.cli.main import cli

    os.environ["COLUMNS"] = str(_WIDTH)
    out = [_NOTE, "# Command line", "", "Every command with all its options, as `--help` shows them.", ""]
    for path, command in _commands(cli, ["onrecord"]):
        context = click.Context(
            command,
            info_name=path[-1],
            parent=_parent(path),
            **(cli.context_settings | command.context_settings),
        )
        context.max_content_width = context.terminal_width = _WIDTH
        out += [f"## `{' '.join(path)}`", "", "```", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(out)


def _parent(path: list[str]) -> click.Context | None:
    context = None
    for name in path[:-1]:
        context = click.Context(click.Group(name), info_name=name, parent=context)
    return context


def _commands(command: click.Command, path: list[str]) -> Iterator[tuple[list[str], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _commands(command.commands[name], [*path, name])


def python() -> str:
    """The public names of the package and the verbs of a store."""
    import onrecord
    from onrecord.run.store import Store

    public = {name: getattr(onrecord, name) for name in onrecord.__all__ if not name.startswith("__")}
    parts: list[tuple[str, dict[str, Any]]] = [
        ("Functions", {n: v for n, v in public.items() if inspect.isfunction(v)}),
        ("The store", {"Store": Store}),
        ("Records", {n: v for n, v in public.items() if dataclasses.is_dataclass(v)}),
        ("Kinds", {n: v for n, v in public.items() if isinstance(v, enum.EnumMeta)}),
        ("Errors", {n: v for n, v in public.items() if inspect.isclass(v) and issubclass(v, Exception)}),
    ]
    out = [_NOTE, "# Python", "", "`from onrecord import ...`", ""]
    for title, names in parts:
        out += [f"## {title}", ""]
        for name, value in names.items():
            out += _entry(name, value)
    return "\n".join(out)


def _doc(value: Any) -> str:
    return inspect.cleandoc(value.__doc__ or "")


def _signature(value: Any) -> str:
    text = re.sub(r"<function .*? at 0x[0-9a-f]+>", "...", str(inspect.signature(value)))
    return text.replace("'", "").replace("collections.abc.", "").replace("pathlib.", "")


def _entry(name: str, value: Any) -> list[str]:
    if inspect.isfunction(value):
        return [f"### `{name}`", "", "```python", f"{name}{_signature(value)}", "```", "", _doc(value), ""]
    out = [f"### `{name}`", "", _doc(value), ""]
    if isinstance(value, enum.EnumMeta):
        out += [", ".join(f"`{member.value}`" for member in value), ""]  # type: ignore[var-annotated]
    elif dataclasses.is_dataclass(value):
        out += ["| field | type | default |", "|---|---|---|"]
        for f in dataclasses.fields(value):
            default = "" if f.default is dataclasses.MISSING else f"`{f.default!r}`"
            kind = str(f.type).replace("|", "\\|")
            out.append(f"| `{f.name}` | `{kind}` | {default} |")
        out.append("")
    if not issubclass(value, (Exception, enum.Enum)):
        for key, member in vars(value).items():
            if inspect.isfunction(member) and not key.startswith("_") and member.__doc__:
                out += [
                    f"#### `{name}.{key}`",
                    "",
                    "```python",
                    f"{key}{_signature(member)}",
                    "```",
                    "",
                    _doc(member),
                    "",
                ]
            elif isinstance(member, property) and member.__doc__:
                out += [f"- `{name}.{key}`: {_doc(member)}", ""]
    return out


def store() -> str:
    """The schema, as it is made."""
    from onrecord.store.database import APPLICATION_ID, migrations

    out = [
        _NOTE,
        "# The schema of a store",
        "",
        f"`application_id` {APPLICATION_ID:#x}, `user_version` {migrations()[-1][0]}.  `docs/store.md` explains how to use it.",
        "",
    ]
    for number, sql in migrations():
        out += [f"## Migration {number}", "", "```sql", sql.rstrip(), "```", ""]
    return "\n".join(out)


PAGES = {"command-line.md": command_line, "python.md": python, "store.md": store}


def main() -> None:
    drifted = []
    for name, make in PAGES.items():
        path, text = REFERENCE / name, make().rstrip() + "\n"
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        drifted.append(name)
        if "--check" not in sys.argv:
            REFERENCE.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if drifted:
        print(("drifted: " if "--check" in sys.argv else "written: ") + ", ".join(drifted))
    sys.exit(1 if drifted and "--check" in sys.argv else 0)


if __name__ == "__main__":
    main()
