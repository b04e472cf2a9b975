"""switchyard runs list|show|retry|cancel|pause|resume"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import BEGIN, ORG, looking

if TYPE_CHECKING:
    from app.wiring import House
    from app.worker.control import Verb
    from tools.store import Run

STANDS = ("queued", "running", "review", "error", "paused", "cancelled", "cases", "not_actionable", "rejected")
WORKFLOW = click.option("--workflow", default="", help="All queued work of this workflow, now and later.")


@click.group()
def runs() -> None:
    """List, show, retry, cancel, pause and resume runs."""


@runs.command("list", short_help="How runs stand; parked ones with their error.")
@click.option("--status", type=click.Choice(STANDS), default=None, help="Only those that stand so.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a run.")
@ORG
def list_(status: str | None, limit: int, as_json: bool, org: Path | None) -> None:
    """The newest runs and how they stand. Those that were tried in vain stand as 'error', with the reason."""
    house = looking(org)
    try:
        for run in house.store.runs.search(outcome=status or "", limit=limit):
            click.echo(run.model_dump_json() if as_json else _line(run))
        if not as_json:
            counts = house.store.runs.count()
            click.echo(", ".join(f"{count} {stands}" for stands, count in sorted(counts.items())) or "no runs")
            for workflow, told in house.store.lanes.paused().items():
                click.echo(f"{workflow} is paused {told}")
    finally:
        house.close()


@runs.command()
@click.argument("run_id")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@ORG
def show(run_id: str, as_json: bool, org: Path | None) -> None:
    """How one run stands; 'switchyard trace RUN' tells what happened in it."""
    house = looking(org)
    try:
        run = house.store.runs.get(run_id)
        if as_json:
            click.echo(json.dumps(run.model_dump(), ensure_ascii=False, indent=2))
            return
        click.echo(_line(run))
        for name in ("workflow", "bundle", "created", "finished", "record", "priority", "tries", "not_before", "error"):
            if getattr(run, name):
                click.echo(f"    {name.replace('_', ' ')}: {getattr(run, name)}")
        for key, at in house.store.attempts.in_doubt(run.id).items():
            click.echo(f"    called at {at} without an answer: {key}; 'runs retry --not-done' calls it again")
        for name, standing in house.queue.standing([run.id]).items():
            click.echo(f"    in the queue: {standing}" if name == run.id else "")
    finally:
        house.close()


@runs.command()
@click.argument("run_ids", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All that are parked.")
@click.option(
    "--not-done", is_flag=True,
    help="You have looked: the action that gave no answer was not done. It is called again; else the run goes on "
    "without.",
)  # fmt: skip
@BEGIN
@ORG
def retry(run_ids: tuple[str, ...], every: bool, not_done: bool, config: Path | None, org: Path | None) -> None:
    """Queue parked runs again; each goes on where it stopped."""
    if every == bool(run_ids):
        raise click.UsageError("name runs, or say --all")
    if every and not_done:
        raise click.UsageError("--not-done is said of single runs, after a look at each")
    house = looking(org, config)
    try:
        if every:
            run_ids = tuple(run.id for run in house.store.runs.search(outcome="error", limit=1_000_000))
        _turn(house, run_ids, "retry", "queued", not_done)
    finally:
        house.close()


@runs.command()
@click.argument("run_ids", nargs=-1, required=True)
@BEGIN
@ORG
def cancel(run_ids: tuple[str, ...], config: Path | None, org: Path | None) -> None:
    """Give runs up that are queued, paused or parked. What they have written stays."""
    house = looking(org, config)
    try:
        _turn(house, run_ids, "cancel", "cancelled")
    finally:
        house.close()


@runs.command()
@click.argument("run_ids", nargs=-1)
@WORKFLOW
@BEGIN
@ORG
def pause(run_ids: tuple[str, ...], workflow: str, config: Path | None, org: Path | None) -> None:
    """Have queued runs wait, or with --workflow all queued work of one workflow; 'resume' lets them go on."""
    from app.worker.control import pause_workflow

    _either(run_ids, workflow)
    house = looking(org, config)
    try:
        if workflow:
            news = pause_workflow(house, workflow)
            click.echo(f"{workflow}: paused" if news else f"{workflow}: was paused already")
        _turn(house, run_ids, "pause", "paused")
    finally:
        house.close()


@runs.command()
@click.argument("run_ids", nargs=-1)
@WORKFLOW
@BEGIN
@ORG
def resume(run_ids: tuple[str, ...], workflow: str, config: Path | None, org: Path | None) -> None:
    """Let paused runs, or a paused workflow, go on."""
    from app.worker.control import resume_workflow

    _either(run_ids, workflow)
    house = looking(org, config)
    try:
        if workflow:
            goes_on = resume_workflow(house, workflow)
            click.echo(f"{workflow}: goes on" if goes_on else f"{workflow}: was not paused")
        _turn(house, run_ids, "resume", "queued")
    finally:
        house.close()


def _either(run_ids: tuple[str, ...], workflow: str) -> None:
    if bool(run_ids) == bool(workflow):
        raise click.UsageError("name runs, or a --workflow")


def _turn(house: House, run_ids: tuple[str, ...], verb: Verb, then: str, not_done: bool = False) -> None:
    """Turns each run; exit status 1 where one could not be turned."""
    from app.worker.control import turn
    from workflow.errors import SwitchyardError

    failed = 0
    for run_id in run_ids:
        try:
            turn(house, verb, run_id, not_done)
            click.echo(f"{run_id}: {then}")
        except SwitchyardError as error:
            click.echo(f"{run_id}: {error}", err=True)
            failed += 1
    if failed:
        raise SystemExit(1)


def _line(run: Run) -> str:
    stands = {"failed": "error", "waiting": "review", "finished": run.outcome}.get(run.status, run.status)
    told = f"{run.id}  {stands:14}  {run.name or '-'}" + (f"  «{run.subject[:60]}»" if run.subject else "")
    return f"{told}\n    {run.error}" if run.error else told
