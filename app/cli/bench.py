"""switchyard bench"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from app.cli.options import CONFIG, settings
from app.settings import DEMO_SUITE


@click.command()
@click.option("--suite", type=click.Path(path_type=Path), default=DEMO_SUITE, help="The messages to run.")
@click.option(
    "--rounds", default=3, show_default=True, type=click.IntRange(min=1), help="How often each message is run."
)
@click.option(
    "--corrections", type=click.Path(path_type=Path), metavar="SUITE",
    help="Measure learning instead: SUITE's truth is taken for corrections of people, --suite's messages are asked.",
)  # fmt: skip
@CONFIG
def bench(suite: Path, rounds: int, corrections: Path | None, config: Path) -> None:
    """Measure speed: reading and matching, interpretation, the whole run with its writes, and the API calls.

    Each figure stands beside its floor, measured in the same run: a bare LangGraph graph with as many nodes.
    """
    if corrections is not None:
        _learning(suite, corrections, config)
        return
    from app.cli.progress import counting
    from app.scoring.benchmark import subject_of
    from evals.bench.floor import langgraph_floor
    from evals.bench.message import bench as measure
    from evals.bench.message import messages_of
    from evals.bench.report import bench_lines
    from evals.suite import load

    loaded = load(suite)
    scratch = Path(tempfile.mkdtemp(prefix="switchyard-bench-"))
    try:
        with (
            subject_of(loaded, config, scratch) as subject,
            langgraph_floor(subject.nodes, scratch / "floor.db") as floor,
        ):
            with counting(loaded.name) as progress:
                measured = measure(messages_of(loaded), subject, floor, rounds=rounds, progress=progress)
            click.echo("\n".join(bench_lines(measured, loaded.name)))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _learning(suite: Path, corrections: Path, config: Path) -> None:
    """The learning curve: how right one suite's messages are after so many corrections of another's."""
    from app.cli.progress import counting
    from app.learning.suites import examples_of_suite
    from app.wiring import House
    from evals.bench.learning_curve import curve, rows
    from evals.suite import load
    from workflow.definition import ClassificationStep

    house = House(settings(config))
    name = load(suite).workflow
    definition = house.bundle.workflow(name)
    [step] = [step for step in definition.all_steps() if isinstance(step, ClassificationStep)][:1]
    with counting("reading") as progress:
        labelled = examples_of_suite(corrections, name, config, progress)
        test = examples_of_suite(suite, name, config, progress)
    messages = len({one.group for one in labelled})
    counts = [*(count for count in (0, 10, 20, 40, 60, 80, 160, 320) if count < messages), messages]
    with counting("learning") as progress:
        points = list(
            curve(labelled, test, house.bundle.categories[step.categories], step.threshold("local"), counts, progress)
        )
    click.echo(f"{load(suite).name} after corrections of {load(corrections).name}; sure from {step.threshold('local')}")
    click.echo("\n".join(rows(points)))
