"""switchyard waits, switchyard resume"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import CONFIG, ORG, looking

if TYPE_CHECKING:
    from workflow.waits import Wait


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a wait.")
@ORG
def waits(as_json: bool, org: Path | None) -> None:
    """What waits: for a sender's answer, an event or a time; that which is due first comes first."""
    house = looking(org)
    try:
        found = house.store.waits.standing()
        for wait in found:
            if as_json:
                click.echo(json.dumps({**wait.model_dump(), "due": wait.due}, ensure_ascii=False))
                continue
            run = house.store.runs.get(wait.run)
            click.echo(f"{wait.id}  case {wait.number or wait.case}  «{run.subject or run.name}»  {told(wait)}")
            for line in wait.question.splitlines():
                click.echo(f"    {line}".rstrip())
        if not found and not as_json:
            click.echo("nothing waits")
    finally:
        house.close()


@click.command(short_help="Go on with runs: interrupted, due, or told of an event.")
@click.argument("run", required=False, metavar="[RUN]")
@click.option("--due", is_flag=True, help="Every run whose wait is due, or for which something came.")
@click.option("--event", metavar="NAME", help="Tell the runs that wait for it that this event came.")
@click.option("--record", default="", metavar="CASE", help="With --event: that case alone, by id or number.")
@click.option("--ref", default="", help="With --event: what names the event, so that the same one counts once.")
@CONFIG
@ORG
def resume(
    run: str | None, due: bool, event: str | None, record: str, ref: str, config: Path, org: Path | None
) -> None:
    """Go on with RUN, with all runs that are due (--due), or with those that wait for an event (--event NAME).

    'serve' does so by itself. What is not due is not touched; nothing is sent or written twice.
    Exit status: 0, or 1 where a run failed, or 2 where nothing could begin.
    """
    if (run is not None) + due + (event is not None) != 1:
        raise click.UsageError("say one of RUN, --due, --event NAME")
    from app.cli.words import lines

    house = looking(org, config)
    try:
        if run is not None:
            reports = [house.runner.resume(run)]
        elif event is not None:
            reports = house.runner.happened(event, record, ref)
        else:
            reports = [*house.runner.recover(), *house.runner.resume_due()]
        for report in reports:
            click.echo("\n".join(lines(report)))
        if not reports:
            upcoming = house.store.waits.next_due()
            click.echo(f"nothing is due{f'; the next is due at {upcoming}' if upcoming else ''}")
        if any(report.outcome == "error" for report in reports):
            raise click.exceptions.Exit(1)
    finally:
        house.close()


def told(wait: Wait) -> str:
    """A wait in words."""
    if wait.state == "review":
        return "a person is asked"
    if wait.kind == "answer":
        how = "asked" if wait.sent else "drafted, for a person to send"
        what = f"{wait.asked}: {how}, question {wait.turn}"
    else:
        what = f"waits for {wait.event}" if wait.kind == "event" else "waits for its time"
    return f"{what}; due {wait.due}" if wait.due else what
