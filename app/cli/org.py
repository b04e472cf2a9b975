"""switchyard org load|query|serve"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import click

from app.cli.options import CONFIG, ORG, settings

WIDEST = 100_000
"""Columns of characters, where no terminal is there."""


@click.group()
def org() -> None:
    """Load, query or serve the embedded Salesforce org."""


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
