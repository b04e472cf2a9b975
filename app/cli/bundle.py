"""switchyard bundle check"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli.options import CONFIG, settings


@click.group()
def bundle() -> None:
    """Check what operations own."""


@bundle.command(short_help="Say all that is wrong with a bundle, with file, key and cure.")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@CONFIG
def check(directory: Path | None, config: Path) -> None:
    """Read the bundle (DIRECTORY, or --config) and say all that is wrong, with file, key and cure.

    Exit status: 0, or 1 where there is an error.
    """
    from app.cli.words import counted
    from app.learning.taught import remarks
    from app.wiring import House
    from tools.bundle import inspect
    from workflow.errors import BundleErrors

    house = House(settings(directory or config))
    try:
        loaded = house.bundle
    except BundleErrors as errors:
        for error in errors.errors:
            click.echo(f"error    {error}")
        click.echo(counted(len(errors.errors), "error"))
        sys.exit(1)
    findings = inspect(loaded)
    for finding in findings:
        file = f"{finding.file}:{finding.line}" if finding.line else finding.file
        place = f"{file}: {finding.key}" if finding.key else file
        click.echo(f"{finding.level:8} {place}: {finding.problem}" + (f". {finding.cure}" if finding.cure else ""))
    unused = remarks(house.settings, loaded, house.reader)
    for remark in unused:
        click.echo(f"{'warning':8} {remark}")
    errors_found = sum(finding.level == "error" for finding in findings)
    click.echo(
        f"bundle {loaded.identity}: {counted(len(loaded.workflows), 'workflow')}, "
        f"{counted(len(loaded.tables), 'table')}; {counted(errors_found, 'error')}, "
        f"{counted(len(findings) + len(unused) - errors_found, 'remark')}"
    )
    sys.exit(1 if errors_found else 0)
