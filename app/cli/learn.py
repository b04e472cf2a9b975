"""switchyard learn WORKFLOW"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from app.cli.options import CONFIG, ORG, naming, settings


@click.command()
@click.argument("workflow")
@click.option(
    "--from", "named", multiple=True, metavar="SOURCE",
    help="A folder with a labelled suite, 'org' (closed cases) or 'corrections' (answers of people in reviews). May be "
    "given several times. Without it: the sources of what is in force.",
)  # fmt: skip
@click.option("--only", is_flag=True, help="Leave out the sources of what is in force; they are read again otherwise.")
@click.option("--force", is_flag=True, help="Put in force what was learned even where it is worse.")
@click.option("--dry-run", is_flag=True, help="Say what would be learned, and change nothing.")
@click.option(
    "--category-field", default="", metavar="FIELD", help="The field of closed cases that holds the category."
)
@click.option("--most", default=5000, show_default=True, type=click.IntRange(1, 50_000), help="Closed cases, at most.")
@CONFIG
@ORG
def learn(
    workflow: str,
    named: tuple[str, ...],
    only: bool,
    force: bool,
    dry_run: bool,
    category_field: str,
    most: int,
    config: Path,
    org: Path | None,
) -> None:
    """Learn from labelled work: what the categories of WORKFLOW look like, and by what words its fields are told.

    Every figure is told of messages that were not learned from (out of fold). What is worse than what is there is not
    put in force. The bundle then names the artefact in learned/WORKFLOW.yaml: it is published and rolled back with it.

    Exit status: 0, or 1 where nothing was put in force, or 2 where it could not begin.
    """
    told = naming(settings(config, org), workflow)
    from app.cli.learned import lines
    from app.cli.progress import counting
    from app.learning.session import Session

    session = Session(workflow, told)
    try:
        sources = session.sources(named, only)
        with counting(workflow) as progress:
            lesson = session.learn(sources, category_field, most, partial(click.echo, err=True), progress)
        click.echo("\n".join(lines(lesson, session.counted)))
        if dry_run:
            return
        chosen = lesson.whole if force else lesson.learned
        if not (chosen.classifiers or chosen.fields):
            why = "there is too little to learn from" if lesson.short else "what is there reads as well or better"
            click.echo(f"nothing is put in force: {why}")
            sys.exit(1)
        if session.is_in_force(chosen):
            click.echo("this is in force already")
            return
        place = session.activate(lesson, chosen, sources)
        click.echo(
            f"in force from the next run on: {place} names it. To undo, remove that file or publish an earlier bundle."
        )
    finally:
        session.close()
