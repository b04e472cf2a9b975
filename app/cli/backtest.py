"""switchyard backtest WORKFLOW --candidate DIR"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from app.cli.options import CONFIG, ORG, looking, span


@click.command()
@click.argument("workflow")
@click.option("--candidate", required=True, metavar="DIR", help="The changed bundle: a folder, or a published version.")
@click.option("--since", metavar="30d", help="Runs that began within this time: 30d, 12h, 4w. Without it: all.")
@click.option(
    "--limit", default=500, show_default=True, type=click.IntRange(1, 100_000), help="The newest so many runs."
)
@click.option("--most", default=40, show_default=True, type=click.IntRange(1), help="Differences to list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every difference and its reason.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page to this file, to open.")
@CONFIG
@ORG
def backtest(
    workflow: str,
    candidate: str,
    since: str | None,
    limit: int,
    most: int,
    as_json: bool,
    html: Path | None,
    config: Path,
    org: Path | None,
) -> None:
    """Try a changed bundle on recorded runs of WORKFLOW: who goes from which queue to which, and why.

    Effects are off: nothing is written to the org or to the runs. Questions that the candidate does not change keep
    their recorded answers; others are asked, from the cache where they were asked before. Exit status: 0, 1 where a run
    could not be replayed, 2 for a candidate that is refused.
    """
    from datetime import UTC, datetime

    reach = span(since) if since else None
    from app.backtest.backtest import Replayer, recorded
    from app.cli.progress import counting
    from app.cli.versions import Versions
    from evals.backtest import backtest as compare
    from evals.backtest_report import figures, lines
    from workflow.errors import InputError

    house = looking(org, config)
    try:
        versions = Versions(house)
        bundle = versions(candidate)
        bundle.workflow(workflow)
        mistakes = versions.mistakes(bundle)
        if mistakes:
            raise InputError("the candidate is refused:\n" + "\n".join(f"  {each}" for each in mistakes))
        replayer = Replayer(house, bundle, workflow)
        try:
            runs = list(recorded(house, workflow, reach, limit, datetime.now(UTC)))
            with counting("recorded runs") as progress:
                result = compare(runs, replayer, progress)
        finally:
            replayer.close()
    finally:
        house.close()
    teams = {team.queue: len(team.members) for team in bundle.teams.values()}
    if html:
        from app.backtest.page import page

        html.write_text(page(result, workflow, candidate, teams, datetime.now(UTC)), "utf-8")
    if as_json:
        click.echo(
            json.dumps({"workflow": workflow, "candidate": bundle.identity, **figures(result)}, ensure_ascii=False)
        )
    elif not runs:
        click.echo(f"no run of {workflow} is recorded here" + (f" within {since}" if since else ""))
    else:
        click.echo("\n".join(lines(result, teams, most)))
        if html:
            click.echo(f"\n{html}: all of them, to open")
    sys.exit(1 if result.refused else 0)
