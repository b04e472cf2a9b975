"""Runs a labelled suite through its workflow with effects off, over its own org, categories, fields and table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.settings import Settings, state_directory
from app.wiring import House
from evals.evaluate import Evaluation, Progress, evaluate
from evals.suite import Suite, load, remarks, replacements
from tools.bundle import load_definition
from tools.salesforce.environment import is_named
from workflow.errors import InputError


@contextmanager
def house_of(suite: Suite, config: Path) -> Iterator[House]:
    """The house that a suite is run in. A suite with a config/ folder brings its own bundle."""
    if suite.org is None and not is_named():
        raise InputError(f"{suite.directory}: a suite brings its org, and there is no {suite.directory / 'org'} folder")
    chosen = suite.config or config
    definition = load_definition(chosen, suite.workflow)
    replace = tuple(replacements(suite, definition).items())
    house = House(Settings(config=chosen, org=suite.org, state=state_directory(), effects=False, replace=replace))
    try:
        yield house
    finally:
        house.close()


def runs_in(house: House, workflow: str) -> Callable[[bytes, str], dict[str, Any]]:
    """The callable that evaluations are handed: one message → one line of predictions."""

    def run(raw: bytes, name: str) -> dict[str, Any]:
        report = house.runner.start(workflow, raw, name=name)
        line = report.prediction()
        return {**line, "error": report.run.error} if report.run.error else line

    return run


def evaluate_suite(
    folder: Path,
    config: Path,
    predictions: Path | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> Evaluation:
    """Runs and scores one suite. Raises InputError or BundleErrors where it cannot begin.

    `tell` is handed what does not fit in the labels, and what is wrong with the bundle as the suite changes it.
    """
    suite = load(folder)
    with house_of(suite, config) as house:
        house.open()
        if tell:
            for told in (*remarks(suite, house.bundle), *house.mistakes()):
                tell(told)
        return evaluate(suite, runs_in(house, suite.workflow), progress, predictions)
