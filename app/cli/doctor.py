"""switchyard doctor"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli.options import BEGIN, ORG, beginning

MARKS = {"ok": "✓", "absent": "–", "wrong": "✗"}


@click.command()
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
@BEGIN
@ORG
def doctor(quiet: bool, config: Path | None, org: Path | None) -> None:
    """Look whether everything that Switchyard needs is here and works, and say what to do where it does not.

    Nothing is changed, and no model is called. Exit status: 0, or 1 where something that is needed is wrong.
    """
    from app.health.doctor import findings

    wrong = 0
    for finding in findings(beginning(config, org)):
        wrong += finding.state == "wrong"
        if quiet and finding.state != "wrong":
            continue
        click.echo(f"{MARKS[finding.state]} {finding.what:<10} {finding.words}")
        if finding.cure:
            click.echo(f"  {'':<10} {finding.cure}")
    sys.exit(1 if wrong else 0)
