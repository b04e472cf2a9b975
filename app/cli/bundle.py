"""switchyard bundle check|diff|publish|rollback|list|migrate"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli.options import CONFIG, ORG, settings

COMMENT = click.option("--comment", default="", help="Why, in a sentence.")
AUTHOR = click.option("--author", default=None, show_default="who is logged in", help="Who publishes.")


@click.group()
def bundle() -> None:
    """Check, compare, publish and roll back what operations own."""


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


@bundle.command(short_help="Say in words what is different between two versions.")
@click.argument("before", metavar="[BEFORE]", required=False, default="published")
@click.argument("after", metavar="[AFTER]", required=False)
@CONFIG
@ORG
def diff(before: str, after: str | None, config: Path, org: Path | None) -> None:
    """Say in words what is different from BEFORE (what is published) to AFTER (--config).

    Each is a folder, the beginning of a version, or 'published'. Exit status: 0 where nothing is different, else 1.
    """
    from app.cli.versions import open_version
    from app.cli.words import counted
    from app.versions.releases import changes_of

    with open_version(settings(config, org)) as version:
        old, new = version(before), version(after or str(config))
    changes = changes_of(old.snapshot, new)
    for change in changes:
        click.echo(str(change))
        for line in change.lines:
            click.echo(f"    {line}")
    if old.identity != new.identity and not changes:
        click.echo("the files are the same; the local reader is another version")
    click.echo(f"{old.identity[:12]} → {new.identity[:12]}: {counted(len(changes), 'change')}")
    sys.exit(0 if old.identity == new.identity else 1)


@bundle.command(short_help="Publish a folder, or an earlier version: new runs begin with it.")
@click.argument("version", metavar="[DIRECTORY|VERSION]", required=False)
@click.option("--canary", type=click.IntRange(1, 99), help="Only so many per cent of new work; the rest as before.")
@click.option(
    "--when", default="", help="Only new work for which this holds, such as \"sender.domain == 'a.example'\"."
)
@COMMENT
@AUTHOR
@CONFIG
@ORG
def publish(
    version: str | None,
    canary: int | None,
    when: str,
    comment: str,
    author: str | None,
    config: Path,
    org: Path | None,
) -> None:
    """Publish DIRECTORY (or --config): new runs begin with it, those that have begun finish on their own version.

    With --canary or --when it is a trial beside what is published; publish it again without them to have all new work
    go to it, or roll back to end it. Exit status: 0, or 1 where the bundle has errors.
    """
    from app.cli.versions import author_of, open_version

    with open_version(settings(config, org)) as versions:
        chosen = versions(version or str(config))
        wrong = versions.mistakes(chosen)
        for mistake in wrong:
            click.echo(f"error    {mistake}", err=True)
        if wrong:
            click.echo("not published: correct this first ('switchyard bundle check' says all)", err=True)
            sys.exit(1)
        click.echo(versions.publish(chosen, author_of(author), comment, canary or 100, when))


@bundle.command(short_help="Publish the version before, or the one that is named.")
@click.argument("version", required=False)
@COMMENT
@AUTHOR
@ORG
def rollback(version: str | None, comment: str, author: str | None, org: Path | None) -> None:
    """Publish an earlier version: the one before the present, or the one that is named. A trial ends with it."""
    from app.cli.versions import author_of, open_version

    with open_version(settings(None, org)) as versions:
        chosen = versions(version or versions.releases.before())
        click.echo(versions.publish(chosen, author_of(author), comment or "rolled back", 100, ""))


@bundle.command("list", short_help="List what was published, and what is in force.")
@click.option("--all", "every", is_flag=True, help="Also versions that runs began with and nobody published.")
@click.option("--changes", is_flag=True, help="With what was different each time.")
@ORG
def list_(every: bool, changes: bool, org: Path | None) -> None:
    """List what was published, newest first, what is in force, and how many open runs each version has."""
    from app.cli.versions import listed, open_version

    with open_version(settings(None, org)) as versions:
        for line in listed(versions.store, every, changes):
            click.echo(line)


@bundle.command(short_help="Take open runs to another version, after a look at what that changes.")
@click.argument("version", required=False, default="published")
@click.option("--run", "runs", multiple=True, help="Only this run; may be given again. Without it: every open run.")
@click.option("--yes", is_flag=True, help="Do it. Without this only the preview is shown.")
@AUTHOR
@ORG
def migrate(version: str, runs: tuple[str, ...], yes: bool, author: str | None, org: Path | None) -> None:
    """Take open runs from their own version to VERSION (what is published): they are read anew by it.

    Without --yes nothing is changed: it says for each run what would be decided otherwise. A run that has begun to act
    is left on its own version. Exit status: 0, or 1 where a run could not be migrated.
    """
    from app.cli.versions import author_of, open_version
    from app.versions.migration import migrated, open_runs, previewed

    with open_version(settings(None, org)) as versions:
        target, refused, done = versions(version), 0, 0
        found = open_runs(versions.store, runs, target.identity)
        for row in found:
            preview = previewed(versions.house, row, target)
            click.echo("\n".join(preview.lines()))
            refused += bool(preview.refused)
            if yes and not preview.refused:
                click.echo("    " + migrated(versions.house, row, target, author_of(author)))
                done += 1
    click.echo(
        f"{len(found)} open runs on other versions, {refused} cannot be migrated, {done} migrated"
        + ("" if yes or not found else "; --yes migrates them")
    )
    sys.exit(1 if refused else 0)
