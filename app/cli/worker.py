"""switchyard worker"""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from app.cli.options import BEGIN, ORG, beginning

if TYPE_CHECKING:
    from app.worker import Worker


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
@click.option("--until-empty", is_flag=True, help="End when nothing is left that can be worked on now.")
@BEGIN
@ORG
def worker(
    concurrency: int, takeover: float, tries: int, until_empty: bool, config: Path | None, org: Path | None
) -> None:
    """Run what 'switchyard enqueue' has queued, and go on with what was interrupted.

    Any number of workers may be at work; each run is worked on by one. Ctrl-C or SIGTERM: what is at work is brought
    to its end, the rest is left to others.
    """
    from app.wiring import House
    from app.worker import Worker

    given = beginning(config, org)
    made = Worker(lambda: House(given), concurrency, _say, takeover, tries)
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
