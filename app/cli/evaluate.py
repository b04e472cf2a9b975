"""switchyard eval SUITE…"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

import click

from app.cli.options import CONFIG


@click.command("eval")
@click.argument("suites", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--predictions", type=click.Path(path_type=Path), help="Write the predictions here (JSON Lines); one suite only."
)
@click.option("--errors", is_flag=True, help="List what is wrong, message by message.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object a suite.")
@CONFIG
def evaluate_suites(
    suites: tuple[Path, ...], predictions: Path | None, errors: bool, as_json: bool, config: Path
) -> None:
    """Score a workflow on labelled suites, effects off; the figures are those of the suites' judge.

    A suite brings its org, and its categories, fields and table take the place of the workflow's own;
    a suite with a config/ folder brings its whole bundle. Exit status 1 where a message could not be run.
    """
    from app.cli.progress import counting
    from app.evaluation import evaluate_suite
    from evals.report import print_report

    if predictions and len(suites) > 1:
        raise click.UsageError("--predictions takes the predictions of one suite: name one")
    failed = 0
    for folder in suites:
        with counting(str(folder)) as progress:
            evaluation = evaluate_suite(folder, config, predictions, progress, partial(click.echo, err=True))
        failed += len(evaluation.failed)
        if as_json:
            click.echo(json.dumps({"suite": evaluation.suite, **evaluation.figures()}, ensure_ascii=False))
            continue
        if len(suites) > 1:
            click.echo(f"== {evaluation.suite}")
        print_report(evaluation, errors=errors)
    sys.exit(1 if failed else 0)
