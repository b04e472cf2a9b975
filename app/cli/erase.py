"""switchyard erase --person EMAIL | --run RUN"""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.options import ORG, looking


@click.command()
@click.option("--person", metavar="EMAIL", default="", help="Everything of messages that this address sent.")
@click.option("--run", "runs", multiple=True, metavar="RUN", help="One run; may be given again.")
@click.option("--mentioned", is_flag=True, help="With --person: also messages of others in which the address stands.")
@click.option("--reason", default="a privacy request", show_default=True, help="What the journal says.")
@click.option("--by", default=None, show_default="who is logged in", help="Who erases.")
@click.option("--yes", is_flag=True, help="Do it. Without this it only says what would be erased.")
@ORG
def erase(
    person: str, runs: tuple[str, ...], mentioned: bool, reason: str, by: str | None, yes: bool, org: Path | None
) -> None:
    """Erase what is kept of a person or a run: trace, message, files, review, correction, answers, checkpoint.

    A tombstone stays: that there was a run, its steps and when they were done; the chain of hashes still holds. Open
    runs end. It cannot be undone. What stands in the org is listed, to be erased there by a person.
    """
    from app.cli.progress import counting
    from app.cli.versions import author_of
    from app.cli.words import counted
    from app.keeping.erasure import erased, left_to_people, planned

    if not person and not runs:
        raise click.UsageError("say what to erase: --person EMAIL or --run RUN")
    house = looking(org)
    try:
        with counting("looking") as progress:
            plan = planned(house, runs, person, mentioned, progress)
        for run in plan.runs:
            row = house.store.runs.get(run)
            click.echo(f"{run}  {row.created[:10]}  {row.status}  {row.outcome}")
        if yes and plan.runs:
            for line in erased(house, plan, author_of(by), reason):
                click.echo(line)
        for line in left_to_people(plan):
            click.echo(line)
    finally:
        house.close()
    if not yes:
        ended = f", of which {plan.open_runs} are open and would end" if plan.open_runs else ""
        click.echo(f"{counted(len(plan.runs), 'run')} would be erased{ended}; nothing was: --yes erases")
