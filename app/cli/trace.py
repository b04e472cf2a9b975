"""switchyard trace RECORD|RUN"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import ORG, looking

if TYPE_CHECKING:
    from app.trace import Verdict
    from tools.store import Store


@click.command()
@click.argument("name", metavar="[RECORD|RUN]", required=False, default="")
@click.option("--all", "every", is_flag=True, help="Each case of a split; with --verify or --export: every run.")
@click.option("--json", "as_json", is_flag=True, help="Print the hops as JSON Lines, with everything that they hold.")
@click.option("--verify", is_flag=True, help="Check the chain of hashes and say so; exit status 1 where it is broken.")
@click.option(
    "--known", metavar="PLACE:HASH", default="", help="With --verify --all: what an earlier check ended with."
)
@click.option(
    "--export", type=click.Path(path_type=Path), help="Write the trace with its hashes to a file of JSON Lines."
)
@click.option(
    "--file", "exported", type=click.Path(path_type=Path), help="With --verify: check an exported file instead."
)
@ORG
def trace(
    name: str,
    every: bool,
    as_json: bool,
    verify: bool,
    known: str,
    export: Path | None,
    exported: Path | None,
    org: Path | None,
) -> None:
    """Show what happened to a message, and why: from the quoted text to the value, the rule and the write.

    RECORD is a record id (15 or 18 characters) or a case number; RUN a run id. That of one case of a split shows
    this case alone. Exit status: 0, or 1 where --verify finds the trace broken, or 2 where nothing was found.

    --verify finds any hop that was changed, taken out, moved or added, and names it; with --all, and where nothing is
    named, it checks every run of the store, runs that are missing as a whole, and the journal.
    """
    from app.trace import check_export, find, hop_lines, timeline

    if exported is not None:
        _end(check_export(exported))
    if not name and not (verify or export):
        raise click.UsageError("name a record, a case number or a run; --verify and --export also take --all")
    house = looking(org)
    try:
        store = house.store
        if export is not None:
            _export(store, export, name, every)
        if verify:
            _end(_verdict(store, name, every, known))
        if export is not None:
            return
        found = find(store, name)
        if as_json:
            for line in hop_lines(store, found):
                click.echo(line)
        else:
            click.echo(timeline(store, found.run, found.case, every), nl=False)
    finally:
        house.close()


def _verdict(store: Store, name: str, every: bool, known: str) -> Verdict:
    from app.cli.progress import counting
    from app.trace import check, check_all, find, known_entry

    if name and not every:
        return check(store, find(store, name).run.id)
    with counting("checking") as progress:
        return check_all(store, known_entry(known) if known else None, progress)


def _export(store: Store, place: Path, name: str, every: bool) -> None:
    from app.cli.progress import counting
    from app.cli.words import counted
    from app.trace import export, find

    if not name and not every:
        raise click.UsageError("--export takes a record, a case number or a run, or --all")
    runs = [find(store, name).run.id] if name else store.runs.ids()
    with counting("exporting") as progress:
        hops = export(store, place, runs, progress)
    click.echo(f"{counted(hops, 'hop')} of {counted(len(runs), 'run')} in {place}", err=True)


def _end(verdict: Verdict) -> None:
    click.echo(verdict.words)
    sys.exit(1 if verdict.broken else 0)
