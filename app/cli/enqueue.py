"""switchyard enqueue WORKFLOW PATH…"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import BEGIN, ORG, beginning, naming

if TYPE_CHECKING:
    from tools.mail import Item

WATCH_SECONDS = 2.0
"""Between two looks into a folder; a file that has changed since the last one is left for the next."""


@click.command()
@click.argument("workflow")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--priority", default=100, show_default=True, type=click.IntRange(1, 1_000_000), help="Lower goes first.")
@click.option("--watch", is_flag=True, help="Go on looking into the folders for new files, until Ctrl-C.")
@click.option(
    "--most-queued", default=100_000, show_default=True, type=click.IntRange(min=1),
    help="Wait while so many runs wait for a worker.",
)  # fmt: skip
@BEGIN
@ORG
def enqueue(
    workflow: str,
    paths: tuple[Path, ...],
    priority: int,
    watch: bool,
    most_queued: int,
    config: Path | None,
    org: Path | None,
) -> None:
    """Put work items into the queue of WORKFLOW; 'switchyard worker' or 'switchyard serve' runs them.

    PATH is a file, or a folder of them, as for 'switchyard run'. Each message is kept before it counts as queued; the
    same message again is the same run. Files are left where they are.
    Exit status: 0, or 1 where a message could not be read, or 2 where nothing could begin.
    """
    chosen = naming(beginning(config, org), workflow)
    from app.cli.words import counted
    from app.wiring import House
    from app.worker import Intake
    from workflow.errors import SwitchyardError

    house = House(chosen)
    put = known = failed = 0
    try:
        house.bundle.workflow(workflow)
        house.open()
        intake = Intake(house)
        for item in _watched(paths) if watch else _once(paths):
            intake.wait_for_room(most_queued)
            try:
                run, waits = intake.put(workflow, item.load(), name=item.name, priority=priority)
            except (OSError, SwitchyardError) as error:
                told = error.strerror or error if isinstance(error, OSError) else error
                click.echo(f"{item.name}: {told}", err=True)
                failed += 1
                continue
            put, known = put + waits, known + (not waits)
            click.echo(f"{run.id}  {item.name}  {'queued' if waits else f'known: {run.status}'}")
    except KeyboardInterrupt:
        click.echo("\nstopped; what was queued stays in the queue", err=True)
    finally:
        house.close()
    click.echo(f"{counted(put, 'message')} queued, {known} known, {failed} failed")
    sys.exit(1 if failed else 0)


def _once(paths: tuple[Path, ...]) -> Iterator[Item]:
    from app.intake.inbox import messages
    from tools.mail import Item

    for found in messages(paths):
        if isinstance(found, Item):
            yield found
        else:
            click.echo(f"{found.name}: not queued ({found.reason})", err=True)


def _watched(paths: tuple[Path, ...]) -> Iterator[Item]:
    """The items of files that have stood unchanged since the last look, each state of a file once."""
    from tools.mail import Item, items
    from workflow.errors import InputError

    for path in paths:
        if not path.is_dir():
            raise InputError(f"{path} is no folder; --watch looks into folders")
    seen: dict[Path, tuple[int, int]] = {}
    taken: dict[Path, tuple[int, int]] = {}
    while True:
        for file in sorted(file for path in paths for file in path.iterdir() if file.is_file()):
            try:
                stands = (file.stat().st_mtime_ns, file.stat().st_size)
            except FileNotFoundError:
                continue
            if seen.get(file) == stands and taken.get(file) != stands and not file.name.startswith("."):
                taken[file] = stands
                yield from (found for found in items(file) if isinstance(found, Item))
            seen[file] = stands
        time.sleep(WATCH_SECONDS)
