"""`onrecord`: the command line."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

import click

from onrecord._version import VERSION
from onrecord.cli.add import add, failures, reread
from onrecord.cli.check import check
from onrecord.cli.export import export, import_
from onrecord.cli.read import read
from onrecord.cli.search import says, search, silences, speakers
from onrecord.cli.serve import serve

__all__ = ["cli", "main"]

#: As the shell tells of a process that SIGPIPE, or Ctrl-C, ended.
_CLOSED, _INTERRUPTED = 141, 130


class _Commands(click.Group):
    """Tells apart what click ends with status 1, which commands have a meaning for."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Python would complain once more when it flushes standard output at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(_CLOSED)
        except KeyboardInterrupt:
            click.echo("\nInterrupted.", err=True)
            ctx.exit(_INTERRUPTED)
        except OSError as e:
            if e.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or e.filename is not None:
                raise
            raise click.ClickException(f"the output cannot be written: {e.strerror}") from e


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="onrecord")
def cli() -> None:
    """Turn news pages into a record of who said what."""


COMMANDS = (read, add, search, speakers, says, silences, serve, export, import_, check, failures, reread)
for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line; a reader that closes the pipe early (`| head`) ends it quietly, with status 141."""
    cli(standalone_mode=True)
