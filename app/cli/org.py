"""switchyard org load|query|serve|check|estimate"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import click

from app.cli.options import BEGIN, CONFIG, ORG, beginning, naming, settings

PERCENT = click.FloatRange(0, 100)
WIDEST = 100_000
"""Columns of characters, where no terminal is there."""


@click.group()
def org() -> None:
    """Load, query or serve the embedded Salesforce org; check any org, and estimate what a workflow takes of it."""


@org.command(short_help="Load CSV files into an embedded org of its own.")
@click.argument("directory", type=click.Path(path_type=Path))
@CONFIG
def load(directory: Path, config: Path) -> None:
    """Load DIRECTORY's CSV files into an embedded org of its own; later commands use it.

    The files are named for objects: Account.csv, Contact.csv, User.csv. The first line of each names the fields.
    """
    from app.cli.words import counted
    from app.wiring import House

    house = House(settings(config, directory))
    try:
        counts = {
            name: house.client.query(f"SELECT COUNT(Id) n FROM {name}")[0]["n"]
            for name in ("Account", "Contact", "User")
        }
        click.echo(f"{house.home / 'org.db'}: " + ", ".join(counted(count, name) for name, count in counts.items()))
    finally:
        house.close()


@org.command()
@click.argument("soql")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How the rows are printed.",
)
@CONFIG
@ORG
def query(soql: str, form: str, config: Path, org: Path | None) -> None:
    """Run a SOQL query and print its rows; of SELECT COUNT() the number."""
    from app.cli.words import counted
    from app.wiring import House
    from tools.salesforce.org.flat import flatten

    house = House(settings(config, org))
    try:
        if re.match(r"\s*select\s+count\s*\(\s*\)", soql, re.IGNORECASE):
            click.echo(house.client.total(soql))
            return
        rows = [flatten(row) for row in house.client.query(soql)]
    finally:
        house.close()
    if form == "json":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    named = dict.fromkeys(name for row in rows for name in row)
    # A relationship that leads nowhere in one row stands as its fields in the others.
    columns = [name for name in named if not any(other.startswith(f"{name}.") for other in named)]
    if form == "csv":
        writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        return
    if rows:
        from rich.console import Console
        from rich.table import Table

        table = Table(*columns, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*("" if row.get(name) is None else str(row[name]) for name in columns))
        # Into a file or another program a row goes whole, whatever the width of the terminal.
        width = None if sys.stdout.isatty() else WIDEST
        Console(markup=False, emoji=False, highlight=False, width=width).print(table)
    click.echo(counted(len(rows), "row"))


@org.command()
@click.option("--port", default=8378, show_default=True, type=click.IntRange(1, 65535), help="Port on 127.0.0.1.")
@CONFIG
@ORG
def serve(port: int, config: Path, org: Path | None) -> None:
    """Serve the embedded org on loopback, for any Salesforce client."""
    from app.wiring import House
    from tools.salesforce.org import serve as serve_org

    house = House(settings(config, org))
    try:
        if house.org is None:
            raise click.UsageError("the environment names a real org; there is nothing to serve")
        click.echo(f"embedded org on http://127.0.0.1:{port} (any access token is taken); Ctrl-C ends it")
        serve_org(house.org, "127.0.0.1", port)
    except KeyboardInterrupt:
        pass
    except OSError as error:
        raise click.UsageError(f"--port {port}: {error.strerror or error}; choose another one") from error
    finally:
        house.close()


@org.command()
@click.argument("workflows", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a finding.")
@BEGIN
@ORG
def check(workflows: tuple[str, ...], as_json: bool, config: Path | None, org: Path | None) -> None:
    """Say what of an org works for WORKFLOWS (all of the bundle without a name), and what is missing and what to do.

    It only reads. Exit status 1 where something is missing.
    """
    from dataclasses import replace

    chosen = naming(replace(beginning(config, org), only_reads=True), *workflows)
    from app.wiring import House
    from tools.salesforce.check import check as look
    from workflow.queues import queues_of

    house = House(chosen)
    missing = 0
    try:
        looked = [house.bundle.workflow(name) for name in workflows or sorted(house.bundle.workflows)]
        for finding in look(house.client, looked, queues_of(house.bundle)):
            missing += finding.level == "missing"
            if as_json:
                click.echo(json.dumps(vars(finding), ensure_ascii=False))
                continue
            mark = {"works": "✓", "missing": "✗", "note": "!"}[finding.level]
            click.echo(f"{mark} {finding.about}: {finding.told}")
            if finding.cure:
                click.echo(f"    {finding.cure}")
    finally:
        house.close()
    if not as_json:
        from app.cli.words import counted

        click.echo(f"{counted(missing, 'thing')} missing" if missing else "nothing is missing")
    sys.exit(1 if missing else 0)


@org.command()
@click.argument("workflow")
@click.option("--messages", default=10_000, show_default=True, type=click.IntRange(1), help="Messages a month.")
@click.option(
    "--asked", default=20.0, show_default=True, type=PERCENT, help="Share of work of which a person is asked, %."
)
@click.option("--split", default=10.0, show_default=True, type=PERCENT, help="Share of work that is split, %.")
@click.option("--files", default=0.3, show_default=True, type=click.FloatRange(0), help="Files a message.")
@click.option(
    "--poll", default=0, show_default=True, type=click.IntRange(0), help="Seconds between looks of an intake."
)
@BEGIN
def estimate(
    workflow: str, messages: int, asked: float, split: float, files: float, poll: int, config: Path | None
) -> None:
    """Print what WORKFLOW takes of an org in a month: API calls and storage."""
    chosen = naming(beginning(config, None), workflow)
    from app.settings import directory_fresh_for
    from app.wiring import House
    from tools.salesforce.estimate import Mix
    from tools.salesforce.estimate import estimate as count

    house = House(chosen)
    try:
        definition = house.bundle.workflow(workflow)
    finally:
        house.close()
    mix = Mix(asked=asked / 100, split=split / 100, files=files)
    click.echo(f"{messages:,} messages a month, {mix.work:.0%} of them work, {mix.asked:.0%} of it asked about, "
               f"{mix.split:.0%} split into {mix.cases_of_split:g} cases:")  # fmt: skip
    for line in count(definition, messages, mix, directory_fresh_for(), poll):
        click.echo(f"  {line.what:<13} {line.value:>12,.0f} {line.unit:<11} {line.of}")
    click.echo(
        "A record counts as 2 KB. Fewer kinds in 'log_rows' take less storage; hop rows may be deleted after a time."
    )
