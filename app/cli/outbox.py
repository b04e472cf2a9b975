"""switchyard outbox list|send|drop"""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.options import BEGIN, ORG, looking


@click.group()
def outbox() -> None:
    """Logs of runs that the org could not take: they are sent later, oldest first, each once."""


@outbox.command("list", short_help="What waits to be sent, and why.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a log.")
@ORG
def list_(limit: int, as_json: bool, org: Path | None) -> None:
    """What waits to be sent, oldest first. A worker sends it by itself when the org takes it again."""
    house = looking(org)
    try:
        for entry in house.store.outbox.waiting(limit):
            if as_json:
                click.echo(entry.model_dump_json())
                continue
            tries = f", tried {entry.tries} times since" if entry.tries else ""
            click.echo(f"{entry.id}  run {entry.run}  since {entry.first}{tries}\n    {entry.error}")
        if not as_json:
            click.echo(f"{house.store.outbox.count()} wait to be sent")
    finally:
        house.close()


@outbox.command()
@click.argument("logs", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All that wait, also before their time.")
@BEGIN
@ORG
def send(logs: tuple[str, ...], every: bool, config: Path | None, org: Path | None) -> None:
    """Send logs now. Each tells how its run stands at this moment, so that nothing newer is overwritten.

    Exit status: 0, or 1 where one could not be sent.
    """
    if every == bool(logs):
        raise click.UsageError("name logs, or say --all")
    from app.worker.outbox import send as send_one

    house, failed = looking(org, config), 0
    try:
        found = house.store.outbox.waiting(1_000_000)
        for name in sorted(set(logs) - {entry.id for entry in found}):
            click.echo(f"{name}: does not wait to be sent", err=True)
            failed += 1
        for entry in found:
            if every or entry.id in logs:
                how, why = send_one(house, entry)
                click.echo(f"{entry.id}: {how}{f': {why}' if why else ''}", err=how != "sent")
                failed += how in ("failed", "busy")
    finally:
        house.close()
    if failed:
        raise SystemExit(1)


@outbox.command()
@click.argument("logs", nargs=-1, required=True)
@ORG
def drop(logs: tuple[str, ...], org: Path | None) -> None:
    """Give up sending logs. The trace in the store stays; the record learns of it with the run's next write.

    Exit status: 0, or 1 where one does not wait.
    """
    house, failed = looking(org), 0
    try:
        for name in logs:
            dropped = house.store.outbox.drop(name)
            click.echo(f"{name}: {'given up' if dropped else 'does not wait to be sent'}", err=not dropped)
            failed += not dropped
    finally:
        house.close()
    if failed:
        raise SystemExit(1)
