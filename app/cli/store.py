"""switchyard store prune|backup"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from app.cli.options import ORG, looking

DAYS = re.compile(r"(\d{1,6})\s*d(?:ays)?")


@click.group()
def store() -> None:
    """Keep the store small, and keep copies of it."""


@store.command(short_help="Take out finished runs that are older than so many days.")
@click.option("--older-than", required=True, metavar="365d", help="Runs that ended more than so many days ago.")
@click.option("--by", default=None, show_default="who is logged in", help="Who prunes.")
@click.option("--yes", is_flag=True, help="Do it. Without this it only says what would be taken out.")
@ORG
def prune(older_than: str, by: str | None, yes: bool, org: Path | None) -> None:
    """Take finished runs out of the store, with their traces, messages and files. Open runs stay, however old.

    The journal keeps that they were there, so that the trace still verifies. It cannot be undone: export first what is
    to be kept ('switchyard trace --all --export FILE').
    """
    from app.cli.versions import author_of
    from app.cli.words import counted

    days = DAYS.fullmatch(older_than.strip())
    if days is None:
        raise click.UsageError(f"--older-than {older_than}: it is written in days, such as 365d")
    now = datetime.now(UTC)
    house = looking(org)
    try:
        runs = house.store.forgetting.older_than((now - timedelta(days=int(days[1]))).isoformat())
        if not yes or not runs:
            click.echo(f"{counted(len(runs), 'run')} would be taken out; nothing was: --yes does")
            return
        before = house.store.size()
        done = house.store.forgetting.prune(runs, now.isoformat(timespec="milliseconds"), author_of(by))
        house.store.shrink()
        click.echo(
            f"{counted(done.runs, 'run')} taken out: {counted(done.hops, 'hop')}, {counted(done.blobs, 'file')}; "
            f"the store has {house.store.size() / 1e6:.1f} MB, it had {before / 1e6:.1f}"
        )
    finally:
        house.close()


@store.command(short_help="Copy the state while it is in use.")
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Copy the state into FOLDER, a new one, while others work on it: each database as it stood at one moment.

    To restore: stop every process, put the copy in the place of the state directory, 'switchyard trace --verify --all'.
    """
    from app.cli.words import counted
    from app.keeping.backup import copied
    from app.settings import state_directory

    files = copied(state_directory(), folder)
    click.echo(f"{counted(len(files), 'file')}, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB, in {folder}")
