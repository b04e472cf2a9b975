"""switchyard eval SUITE…"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli.options import CONFIG

ALONE = ("triage", "splitting", "matching", "classification", "extraction", "completeness", "routing")


@click.command("eval")
@click.argument("suites", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--predictions", type=click.Path(path_type=Path), help="Write the predictions here (JSON Lines); one suite only."
)
@click.option("--errors", is_flag=True, help="List what is wrong, message by message.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object a suite.")
@click.option(
    "--compare", "other", metavar="OTHER",
    help="Another way to read the suites: a bundle's folder, a file of predictions, or models (fast; local+fast is a "
    "cascade). Says which differences are beyond noise.",
)  # fmt: skip
@click.option(
    "--repeat", default=1, show_default=True, type=click.IntRange(1, 50),
    help="Read the suites so often, each time anew, and say what is right every time.",
)  # fmt: skip
@click.option(
    "--alone", multiple=True, type=click.Choice((*ALONE, "all")),
    help="Judge a specialist alone, given the truth of all steps before it. May be given several times.",
)  # fmt: skip
@click.option("--thresholds", is_flag=True, help="Propose each step's sure_from.")
@click.option(
    "--wanted", default=0.99, show_default=True, type=click.FloatRange(0.5, 1, max_open=True),
    help="The share that is to be right above the proposed thresholds.",
)  # fmt: skip
@click.option("--html", type=click.Path(path_type=Path), help="Write a page: every message, its evidence, the curves.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Fail where a figure is worse than in this file.")
@click.option("--save-baseline", type=click.Path(path_type=Path), help="Write the figures as a baseline.")
@click.option(
    "--tolerance", default=0.01, show_default=True, type=click.FloatRange(0, 1),
    help="How much worse a figure of a new baseline may become.",
)  # fmt: skip
@CONFIG
def evaluate_suites(suites: tuple[Path, ...], config: Path, **asked: object) -> None:
    """Score a workflow on labelled suites, effects off; the figures are those of the suites' judge.

    A suite brings its org, and its categories, fields and table take the place of the workflow's own;
    a suite with a config/ folder brings its whole bundle. Exit status: 0, or 1 where a message could not be run or a
    figure is worse than the baseline allows, or 2 where nothing could begin.
    """
    from app.scoring.session import Asked, Session

    wish = Asked(**asked)  # type: ignore[arg-type]  # click has checked them
    if wish.predictions and len(suites) > 1:
        raise click.UsageError("--predictions takes the predictions of one suite: name one")
    if wish.other and Path(wish.other).is_file() and len(suites) > 1:
        raise click.UsageError("--compare takes a file of predictions for one suite only: name one")
    sys.exit(Session(suites, config, wish).run())
