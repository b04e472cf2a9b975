"""switchyard waits list|fire|event"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import CONFIG, ORG, looking

if TYPE_CHECKING:
    from graphs.run import Report
    from workflow.waits import Wait


@click.group()
def waits() -> None:
    """What waits: for a sender's answer, an event or a time."""


@waits.command("list", short_help="What waits, that which is due first before the rest.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a wait.")
@ORG
def list_(as_json: bool, org: Path | None) -> None:
    """What waits, with the question that was asked or drafted; that which is due first comes first."""
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


@waits.command()
@CONFIG
@ORG
def fire(config: Path | None, org: Path | None) -> None:
    """Go on with every run whose wait is due, or for which something came. A worker (one is in 'serve') does so by
    itself. What is not due is not touched, and nothing is done twice.

    Exit status: 0, or 1 where a run failed.
    """
    house = looking(org, config)
    try:
        reports = [*house.runner.recover(), *house.runner.resume_due()]
        if not reports:
            upcoming = house.store.waits.next_due()
            click.echo(f"nothing is due{f'; the next is due at {upcoming}' if upcoming else ''}")
        _tell(reports)
    finally:
        house.close()


@waits.command()
@click.argument("name")
@click.option("--case", "record", default="", help="That case alone, by record id or case number.")
@click.option("--ref", default="", help="What names the event, so that the same one told twice counts once.")
@click.option("--note", default="", help="What is to be said of it in the trace.")
@CONFIG
@ORG
def event(name: str, record: str, ref: str, note: str, config: Path | None, org: Path | None) -> None:
    """Tell the runs that wait for it that the event NAME came: they go on.

    Exit status: 0, or 1 where a run failed, or 2 where nobody waits for it.
    """
    house = looking(org, config)
    try:
        _tell(house.runner.happened(name, record, ref, note))
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


def _tell(reports: Sequence[Report]) -> None:
    from app.cli.words import lines

    for report in reports:
        click.echo("\n".join(lines(report)))
    if any(report.outcome == "error" for report in reports):
        raise click.exceptions.Exit(1)
