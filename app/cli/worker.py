"""switchyard worker"""

from __future__ import annotations

import re
import signal
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from app.cli.options import BEGIN, ORG, beginning

if TYPE_CHECKING:
    from app.worker import Worker


NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,62})?")


def _name(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if NAME.fullmatch(value) is None:
        raise click.BadParameter(f"{value}: it has up to 63 letters, digits, '-', '_' and '.'")
    return value


@click.command()
@click.option(
    "--concurrency", default=1, show_default=True, type=click.IntRange(1, 64),
    help="Runs at a time. More than one helps where models are asked; the local reader keeps one core busy.",
)  # fmt: skip
@click.option(
    "--takeover", default=30.0, show_default=True, type=click.FloatRange(min=3), metavar="SECONDS",
    envvar="SWITCHYARD_TAKEOVER", help="Within this time the runs of a worker that died are taken over.",
)  # fmt: skip
@click.option(
    "--tries", default=5, show_default=True, type=click.IntRange(min=1), envvar="SWITCHYARD_TRIES",
    help="Tries at one place before a run is parked with its error.",
)  # fmt: skip
@click.option(
    "--name", default="", metavar="NAME", envvar="SWITCHYARD_WORKER", callback=_name,
    help="A name that stays when the worker is started again, and that no other has: it goes on with its own runs.",
)  # fmt: skip
@click.option("--until-empty", is_flag=True, help="End when nothing is left that can be worked on now.")
@BEGIN
@ORG
def worker(
    concurrency: int,
    takeover: float,
    tries: int,
    name: str,
    until_empty: bool,
    config: Path | None,
    org: Path | None,
) -> None:
    """Run what 'switchyard enqueue' has queued, and go on with what was interrupted.

    Any number of workers may be at work; each run is worked on by one. Ctrl-C or SIGTERM: what is at work is brought
    to its end, the rest is left to others.
    """
    from app.wiring import House
    from app.worker import Worker

    given = beginning(config, org)
    made = Worker(lambda: House(given), concurrency, _say, takeover, tries, name)
    _until_told(made)
    made.run(until_empty)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(made.outcomes.items()))
    click.echo(f"worked on: {told or 'nothing'}")


def _say(line: str) -> None:
    click.echo(line, err=True)


def _until_told(made: Worker) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        click.echo("ending after what is at work now ...", err=True)
        made.stop()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
