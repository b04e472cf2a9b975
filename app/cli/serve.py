"""switchyard serve"""

from __future__ import annotations

import socket
from contextlib import nullcontext, suppress
from pathlib import Path

import click

from app.cli.options import BEGIN, ORG, beginning


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address of this machine.")
@click.option("--port", default=8377, show_default=True, type=click.IntRange(0, 65535), help="0: any free port.")
@click.option("--no-worker", is_flag=True, help="Leave what is queued to workers of their own.")
@click.option("--no-intake", is_flag=True, help="Leave the org to 'switchyard intake'.")
@BEGIN
@ORG
def serve(host: str, port: int, no_worker: bool, no_intake: bool, config: Path | None, org: Path | None) -> None:
    """Serve the console: what happened to every message and why, and the reviews that wait for a person.

    A worker runs beside it: what is queued is run, and what was interrupted goes on. Workflows whose `intake` says
    `every_seconds` take their work from the org meanwhile; /readyz and /metrics say how that goes.
    There is no login in this version, so it answers on this machine only.
    """
    listening = listen(host, port)
    import uvicorn

    from app.console import create_app
    from app.intake.beside import Watched, intake_beside, watched
    from app.wiring import House
    from app.worker import worker_beside
    from workflow.errors import SwitchyardError

    house = House(beginning(config, org))
    try:
        if org is not None:
            house.open()
        watch: tuple[Watched, ...] = ()
        if not no_intake:
            with suppress(SwitchyardError):  # /readyz says what is wrong with the bundle
                watch = watched(house.bundle)
        app = create_app(house, watch)
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"The console is at http://{shown}:{listening.getsockname()[1]}/  (stop with Ctrl-C)")
        server = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False, lifespan="off")
        beside = nullcontext() if no_worker else worker_beside(lambda: House(house.settings), _say)
        taking = intake_beside(lambda: House(house.settings), watch, _say)
        with beside, taking, suppress(KeyboardInterrupt):
            uvicorn.Server(server).run(sockets=[listening])
    finally:
        house.close()
        listening.close()


def _say(line: str) -> None:
    click.echo(line, err=True)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises UsageError for an address that other machines reach, or one that is taken."""
    from app.console.guard import LOOPBACK

    if host not in LOOPBACK:
        raise click.UsageError(
            f"--host {host}: the console has no login yet, so it is served to this machine only: "
            + ", ".join(sorted(LOOPBACK))
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1" if host == "localhost" else host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise click.UsageError(f"--port {port}: {error.strerror or error}; choose another one") from error
    return listening
