"""switchyard bench"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from app.cli.options import CONFIG
from app.settings import DEMO_SUITE


@click.command()
@click.option("--suite", type=click.Path(path_type=Path), default=DEMO_SUITE, help="The messages to run.")
@click.option(
    "--rounds", default=3, show_default=True, type=click.IntRange(min=1), help="How often each message is run."
)
@CONFIG
def bench(suite: Path, rounds: int, config: Path) -> None:
    """Measure speed: reading and matching, interpretation, the whole run with its writes, and the API calls.

    Each figure stands beside its floor, measured in the same run: a bare LangGraph graph with as many nodes.
    """
    from app.benchmark import subject_of
    from app.cli.progress import counting
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
