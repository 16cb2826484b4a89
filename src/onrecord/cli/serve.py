"""`onrecord serve`: the reading room in a browser."""

from __future__ import annotations

import click

from onrecord.cli.pages import Unusable, store_option
from onrecord.errors import OnrecordError

__all__ = ["serve"]


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
@click.option(
    "--port",
    default=8765,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Listen on this port; 0 takes any free port.",
)
@click.option(
    "--token",
    envvar="ONRECORD_TOKEN",
    help="Require this token from visitors.  [default: none on this machine, otherwise a random one]",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Accept requests for this host name; you can give several.",
)
def serve(store: str, host: str, port: int, token: str | None, hosts: tuple[str, ...]) -> None:
    """Open the reading room, to look at a store in your browser.

    Only your own machine can reach the room.  If you open it to others with --host, it requires a token, which is part of the
    address that it prints.  The room needs the extra "web": in a clone, run pip install '.[web]'.
    """
    from onrecord.web.serving import SHORTEST_TOKEN
    from onrecord.web.serving import serve as run

    if token is not None and len(token) < SHORTEST_TOKEN:
        raise click.UsageError(f"--token must have at least {SHORTEST_TOKEN} characters")
    try:
        run(
            store,
            host=host,
            port=port,
            token=token,
            hosts=frozenset(h.lower() for h in hosts),
            ready=lambda address: click.echo(f"The reading room is open: {address}  (Ctrl+C closes it)"),
        )
    except OnrecordError as e:
        raise Unusable(str(e)) from e
    except OSError as e:
        raise Unusable(f"{host}:{port}: {e.strerror or e}") from e
