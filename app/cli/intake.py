"""switchyard intake WORKFLOW"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import click

from app.cli.options import BEGIN, ORG, beginning, naming, span


@click.command()
@click.argument("workflow")
@click.option("--once", is_flag=True, help="Look once, and end.")
@click.option(
    "--every", default=60, show_default=True, type=click.IntRange(5, 86_400), help="Seconds between two looks."
)
@click.option(
    "--since", default="", help="At the first start: take in what has come within this time too, such as 12h or 2d."
)
@BEGIN
@ORG
def intake(workflow: str, once: bool, every: int, since: str, config: Path | None, org: Path | None) -> None:
    """Take new or changed records of the org into the queue of WORKFLOW, as its `intake` selects them.

    'switchyard worker' or 'switchyard serve' runs them. Each record is taken in once; it goes on where it stopped,
    whatever ended it. The org's own case is worked on: none is opened beside it. Answers to reviews that people gave in
    the org are taken too, where the workflow has `reviews: {in_org: true}`.
    Exit status: 0, or 1 where the org could not be read, or 2 where nothing could begin.
    """
    from datetime import timedelta

    back = span(since) if since else timedelta()
    chosen = naming(beginning(config, org), workflow)
    from app.cli.words import counted
    from app.intake.answers import OrgAnswers
    from app.intake.arrivals import OrgIntake
    from app.wiring import House
    from workflow.errors import InputError

    house = House(chosen)
    status, wait = 0, threading.Event()
    try:
        taking = OrgIntake(house, workflow)
        answers = OrgAnswers(house) if house.bundle.workflow(workflow).reviews.in_org else None
        house.open()
        taking.begin(back)
        while True:
            try:
                taken = taking.take(click.echo)
                if answers is not None:
                    answers.take(click.echo)
                status = 0
            except InputError as error:
                if once:
                    raise
                click.echo(f"{error}; tried again in {every} seconds", err=True)
                taken, status = None, 1
            if once:
                assert taken is not None  # noqa: S101 (raised else)
                click.echo(
                    f"{counted(taken.queued, 'record')} queued, {taken.known} known, {taken.empty} without a text"
                )
                break
            wait.wait(every)
    except KeyboardInterrupt:
        click.echo("\nstopped; it goes on from here", err=True)
    finally:
        house.close()
    sys.exit(status)
