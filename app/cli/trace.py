"""switchyard trace RECORD|RUN"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli.options import ORG, looking


@click.command()
@click.argument("name", metavar="RECORD|RUN")
@click.option("--all", "every", is_flag=True, help="Show each case of a split, however many there are.")
@click.option("--json", "as_json", is_flag=True, help="Print the hops as JSON Lines, with everything that they hold.")
@click.option("--verify", is_flag=True, help="Check the chain of hashes and say so; exit status 1 where it is broken.")
@ORG
def trace(name: str, every: bool, as_json: bool, verify: bool, org: Path | None) -> None:
    """Show what happened to a message, and why: from the quoted text to the value, the rule and the write.

    RECORD is a record id (15 or 18 characters) or a case number; RUN a run id. That of one case of a split shows
    this case alone. Exit status: 0, or 1 where --verify finds the trace broken, or 2 where nothing was found.
    """
    from app.trace import check, find, hop_lines, timeline

    house = looking(org)
    try:
        store = house.store
        found = find(store, name)
        verdict = check(store, found.run.id) if verify else None
        if verdict:
            click.echo(verdict.words)
        elif as_json:
            for line in hop_lines(store, found):
                click.echo(line)
        else:
            click.echo(timeline(store, found.run, found.case, every), nl=False)
    finally:
        house.close()
    sys.exit(1 if verdict and verdict.broken else 0)
