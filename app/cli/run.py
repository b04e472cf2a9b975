"""switchyard run WORKFLOW PATH…"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from app.cli.options import BEGIN, ORG, beginning, naming


@click.command()
@click.argument("workflow")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a message, in the form of predictions.")
@click.option("--dry-run", is_flag=True, help="Effects off: nothing is written, what would be done is printed.")
@BEGIN
@ORG
def run(
    workflow: str, paths: tuple[Path, ...], as_json: bool, dry_run: bool, config: Path | None, org: Path | None
) -> None:
    """Run work items through WORKFLOW: mail (.eml, .msg, mbox, Maildir), forms (JSON, XML), leads (ADF), lists (CSV).

    PATH is a file, or a folder of them. What in a folder is no work item is named and left.

    The same message again is the same run: it is reported, resumed or tried again, and never done twice.
    Exit status: 0, or 1 where a message failed (the others go on), or 2 where nothing could begin, or 130 where it
    was stopped with Ctrl-C.
    """
    chosen = naming(beginning(config, org, effects=not dry_run), workflow)
    from app.cli.words import counted, lines
    from app.intake.inbox import messages
    from app.wiring import House
    from tools.mail import Item
    from workflow.errors import SwitchyardError

    house = House(chosen)
    failed = done = 0
    inbox: list[Item] = []
    for found in messages(paths):
        if isinstance(found, Item):
            inbox.append(found)
        else:
            click.echo(f"{found.name}: not run ({found.reason})", err=True)
    try:
        house.bundle.workflow(workflow)
        house.open()
        for mistake in house.mistakes():
            click.echo(f"{mistake} ('switchyard bundle check' lists all)", err=True)
        for done, item in enumerate(inbox):  # noqa: B007 (read where it is stopped)
            try:
                report = house.runner.start(workflow, item.load(), name=item.name)
            except (OSError, SwitchyardError) as error:
                told = error.strerror or error if isinstance(error, OSError) else error
                click.echo(f"{item.name}: {told}", err=True)
                failed += 1
                continue
            failed += report.outcome == "error"
            if as_json:
                line = {**report.prediction(), "run": report.run.id, "record": report.run.record}
                click.echo(
                    json.dumps({**line, "error": report.run.error} if report.run.error else line, ensure_ascii=False)
                )
            else:
                click.echo("\n".join(lines(report)))
    except KeyboardInterrupt:
        goes_on = "" if dry_run else "; the same command goes on from here"
        click.echo(f"\nstopped after {done} of {counted(len(inbox), 'message')}{goes_on}", err=True)
        sys.exit(130)
    finally:
        house.close()
    if not as_json:
        effects = "; effects were off" if dry_run else ""
        click.echo(f"{counted(len(inbox), 'message')}, {failed} failed{effects}")
    sys.exit(1 if failed else 0)
