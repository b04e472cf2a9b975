"""The command `switchyard`: a group whose verbs are loaded when they are called, so that help is quick."""

from __future__ import annotations

import atexit
import importlib
import os
import sys
from typing import Any

import click

VERBS = {
    "demo": ("app.cli.demo:demo", "Run the main job on the example inbox."),
    "run": ("app.cli.run:run", "Run messages through a workflow."),
    "enqueue": ("app.cli.enqueue:enqueue", "Put messages into the queue, for workers to run."),
    "worker": ("app.cli.worker:worker", "Run what is in the queue."),
    "runs": ("app.cli.runs:runs", "List, retry, cancel and pause runs."),
    "eval": ("app.cli.evaluate:evaluate_suites", "Score a workflow on labelled suites."),
    "intake": ("app.cli.intake:intake", "Take records of the org into the queue of a workflow."),
    "shadow": ("app.cli.shadow:shadow", "Compare a workflow with what people did, reading only."),
    "backtest": ("app.cli.backtest:backtest", "Try a changed bundle on recorded runs: who moves, and why."),
    "learn": ("app.cli.learn:learn", "Learn from labelled work and from corrections."),
    "trace": ("app.cli.trace:trace", "Show what happened to a record or a run, and why."),
    "erase": ("app.cli.erase:erase", "Erase what is kept of a person or a run."),
    "store": ("app.cli.store:store", "Take old runs out of the store, and copy it."),
    "replay": ("app.cli.replay:replay", "Go through a run again from its records."),
    "route": ("app.cli.route:route", "Offer what waits in Omni-Channel for a person."),
    "review": ("app.cli.review:review", "List and answer reviews."),
    "outbox": ("app.cli.outbox:outbox", "Logs that the org could not take: list, send, drop."),
    "waits": ("app.cli.waits:waits", "What waits for an answer, an event or a time."),
    "models": ("app.cli.models:models", "Check the models of a bundle, and see what they cost."),
    "bundle": ("app.cli.bundle:bundle", "Check what operations own."),
    "org": ("app.cli.org:org", "Load, query or serve the embedded Salesforce org."),
    "serve": ("app.cli.serve:serve", "Serve the console on loopback."),
    "mcp": ("app.cli.mcp:mcp", "Serve workflows as MCP tools over stdio."),
    "doctor": ("app.cli.doctor:doctor", "Look whether everything that is needed is here and works."),
    "bench": ("app.cli.bench:bench", "Measure speed, each figure beside its floor."),
}


class Verbs(click.Group):
    """Imports a verb's module only when the verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from workflow.nearest import nearest

        if args and not args[0].startswith("-") and args[0] not in VERBS:
            near = nearest(args[0], VERBS)
            cure = f"did you mean '{near}'?" if near else "'switchyard --help' lists them"
            raise click.UsageError(f"no verb '{args[0]}'; {cure}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, words) for name, (_, words) in VERBS.items()])


@click.group(cls=Verbs)
@click.version_option(package_name="switchyard")
def cli() -> None:
    """Orchestrates the operational work that fits no template: agents interpret, rules decide,
    every hop is logged on the Salesforce record with its reason."""


def main(arguments: list[str] | None = None) -> Any:
    """Runs the command; errors that are somebody's to cure are one clear message and exit status 2."""
    from app.health import logs

    try:
        logs.begin()
        if os.environ.get("SWITCHYARD_TELEMETRY"):
            from tools import telemetry

            telemetry.start()
            atexit.register(telemetry.stop)
        return cli.main(args=arguments, prog_name="switchyard", standalone_mode=True)
    except Exception as error:
        told = _told(error)
        if not told:
            raise
        click.echo(f"switchyard: {told}", err=True)
        sys.exit(2)


def _told(error: Exception) -> str:
    """What is said of an error that is somebody's to cure (a full disk too), or '' for a defect of ours."""
    from sqlite3 import OperationalError

    from workflow.errors import SwitchyardError

    if isinstance(error, OSError):
        return ": ".join(str(each) for each in (error.filename, error.strerror or error) if each)
    return str(error) if isinstance(error, SwitchyardError | OperationalError) else ""


if __name__ == "__main__":
    main()
