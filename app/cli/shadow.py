"""switchyard shadow WORKFLOW"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from app.cli.options import CONFIG, ORG, naming, settings, span

MOST_LISTED = 20


@click.command()
@click.argument("workflow")
@click.option("--since", default="30d", show_default=True, help="Cases closed within this time: 30d, 12h, 4w.")
@click.option("--limit", default=500, show_default=True, type=click.IntRange(1, 50_000), help="At most so many cases.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the list to this file, to open.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a case.")
@click.option("--no-files", is_flag=True, help="Leave the files on the mails unread: fewer API calls.")
@CONFIG
@ORG
def shadow(
    workflow: str,
    since: str,
    limit: int,
    html: Path | None,
    as_json: bool,
    no_files: bool,
    config: Path,
    org: Path | None,
) -> None:
    """Run closed mail cases of an org through WORKFLOW and compare with what people did.

    It only reads: requests that would do more are not sent, effects are off, and nothing needs to be installed in the
    org. Exit status 1 where a case could not be run.
    """
    from datetime import UTC, datetime

    reach, chosen = span(since), naming(settings(config, org), workflow)
    if html and not html.parent.is_dir():
        raise click.BadParameter(f"{html.parent}: no such folder", param_hint="--html")
    from app.cli.progress import counting
    from app.shadow.shadow import looking_house
    from app.shadow.shadow import shadow as run_shadow

    with looking_house(chosen) as house:
        for mistake in house.mistakes():
            click.echo(f"{mistake} ('switchyard bundle check' lists all)", err=True)
        with counting("closed cases") as progress:
            result = run_shadow(
                house, workflow, reach, limit, not no_files, progress, lambda told: click.echo(told, err=True)
            )
        address, calls = house.client.address, house.client.usage.calls
    if html:
        from app.shadow.page import page

        html.write_text(page(result, workflow, address, datetime.now(UTC)), "utf-8")
    if as_json:
        for mail in result.mails:
            click.echo(json.dumps(_line(mail), ensure_ascii=False))
    else:
        _print(result, since, address, calls)
        if html:
            click.echo(f"\n{html}: all of them, to open")
    sys.exit(1 if any(mail.outcome == "error" for mail in result.mails) else 0)


def _print(result: object, since: str, address: str, calls: int) -> None:
    from app.cli.words import counted
    from evals.shadow import Shadow, agreed, why_not

    assert isinstance(result, Shadow)  # noqa: S101 (imported late, for quick help)
    mails = result.mails
    click.echo(f"{counted(len(mails), 'mail case')} closed within {since}; {counted(calls, 'API call')}, all reading")
    if not mails:
        click.echo("Nothing to compare: no case that a mail began was closed in that time. Try a longer --since.")
        return
    click.echo(f"automatic   {len(result.automatic)} of {len(mails)}")
    click.echo(f"  account   same as people: {agreed(result.automatic, 'account')}")
    click.echo(f"  queue     same as people: {agreed(result.automatic, 'queue')}")
    click.echo(f"asked       {len(result.asked)} of {len(mails)}")
    click.echo(f"  account   proposed as people did: {agreed(result.asked, 'account')}")
    click.echo(f"  queue     proposed as people did: {agreed(result.asked, 'queue')}")
    failed = sum(mail.outcome == "error" for mail in mails)
    if failed:
        click.echo(f"failed      {failed} of {len(mails)}")
    if result.differing:
        click.echo(f"\nwhere it differs ({len(result.differing)}):")
    for mail in result.differing[:MOST_LISTED]:
        asked = "  (a person would have been asked)" if mail.outcome == "review" else ""
        click.echo(f"  {mail.number}  «{mail.subject[:60]}»  {address}/{mail.case}{asked}")
        for line in why_not(mail):
            click.echo(f"      {line}")
    if len(result.differing) > MOST_LISTED:
        click.echo(f"  ... and {len(result.differing) - MOST_LISTED} more (--html FILE or --json has all)")


def _line(mail: object) -> dict[str, object]:
    from dataclasses import asdict

    from evals.shadow import Compared, why_not

    assert isinstance(mail, Compared)  # noqa: S101 (imported late, for quick help)
    return {**asdict(mail), "agreement": {"account": mail.account, "queue": mail.queue}, "why": why_not(mail)}
