"""switchyard route WORKFLOW"""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.options import BEGIN, ORG, beginning, naming


@click.command()
@click.argument("workflow")
@click.option("--every", default=0, type=click.IntRange(0, 86_400), help="Look again after so many seconds; 0: once.")
@BEGIN
@ORG
def route(workflow: str, every: int, config: Path | None, org: Path | None) -> None:
    """Offer what waits in Omni-Channel for a person, oldest first: as people come, finish, or decline.

    For the channels of WORKFLOW's steps of kind 'assign' with `by: omni`. What has waited for longer than `within`
    leaves the routing and stays in its queue. Exit status: 0, or 2 where the org could not be read.
    """
    import threading

    chosen = naming(beginning(config, org), workflow)
    from app.distributing import distribute
    from app.wiring import House
    from workflow.errors import InputError

    house, wait = House(chosen), threading.Event()
    try:
        while True:
            try:
                moved = 0
                for each in distribute(house, workflow):
                    click.echo(f"{each.record}  {each.what}: {each.told}")
                    moved += 1
            except InputError as error:
                if not every:
                    raise
                click.echo(f"{error}; tried again in {every} seconds", err=True)
            if not every:
                click.echo(f"{moved} moved")
                return
            wait.wait(every)
    except KeyboardInterrupt:
        click.echo("\nstopped; it goes on from here", err=True)
    finally:
        house.close()
