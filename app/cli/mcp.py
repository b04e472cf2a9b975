"""switchyard mcp"""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from pathlib import Path

import click

from app.cli.options import BEGIN, ORG, beginning


@click.command()
@BEGIN
@ORG
def mcp(config: Path | None, org: Path | None) -> None:
    """Serve the workflows of the bundle as MCP tools over stdio, with tools for traces and reviews.

    For an MCP client: the command is 'switchyard', the arguments are 'mcp --org DIR'. Standard output carries the
    protocol alone; the log goes to standard error. Ends when standard input does.
    """
    from app.mcp.server import serve_stdio, server_of
    from app.wiring import House

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="switchyard mcp: %(levelname)s %(message)s")
    house = House(beginning(config, org))
    try:
        server = server_of(house)
        click.echo(f"switchyard mcp: state is kept in {house.home}", err=True)
        with suppress(KeyboardInterrupt):
            serve_stdio(server)
    finally:
        house.close()
