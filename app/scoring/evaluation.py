"""Runs a labelled suite through its workflow with effects off, over its own org, categories, fields and table."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.settings import ROOT, Settings, state_directory
from app.wiring import House
from evals.alone import Alone, alone
from evals.detail import detail_of
from evals.evaluate import DETAIL, Evaluation, Progress, evaluate, evaluate_file
from evals.suite import Suite, load, remarks, replacements
from tools.bundle import load_definition
from tools.salesforce.environment import is_named
from workflow.document import Document
from workflow.errors import InputError, NotFound
from workflow.models_use import asking
from workflow.nearest import suggestion


@dataclass(frozen=True)
class Way:
    """One way to read a suite: the bundle, and the models that its steps ask in the place of their own."""

    config: Path = ROOT / "config"
    own: bool = True  #: a bundle that the suite brings along goes before `config`
    models: tuple[str, ...] = ()  #: asked in turn by the reading steps, or only by `steps`
    steps: tuple[str, ...] = ()
    anew: bool = False  #: answers of models that are kept are not used


@contextmanager
def house_of(suite: Suite, way: Way | Path | str) -> Iterator[House]:
    """The house that a suite is run in. Raises InputError, NotFound or BundleErrors where there can be none."""
    way = way if isinstance(way, Way) else Way(Path(way))
    if suite.org is None and not is_named():
        raise InputError(f"{suite.directory}: a suite brings its org, and there is no {suite.directory / 'org'} folder")
    chosen = (suite.config if way.own else None) or way.config
    definition = load_definition(chosen, suite.workflow)
    files = tuple(replacements(suite, definition).items())
    house = House(Settings(config=chosen, org=suite.org, state=state_directory(), effects=False, replace=files))
    try:
        if way.models:
            _check(house, suite.workflow, way.models, way.steps)
            # In the place of the bundle's own, before anything asks for it.
            vars(house).update(bundle=asking(house.bundle, suite.workflow, way.models, way.steps))
        if way.anew:
            from app.models.gateway import Anew

            vars(house).update(models=Anew(house.models))
        yield house
    finally:
        house.close()


def _check(house: House, workflow: str, models: Collection[str], steps: Collection[str]) -> None:
    there = {*house.bundle.models, "local"}
    for name in models:
        if name not in there:
            raise NotFound(f"there is no model '{name}'. {suggestion(name, there, 'model')}")
    ids = [step.id for step in house.bundle.workflow(workflow).all_steps()]
    for name in steps:
        if name not in ids:
            raise NotFound(f"the workflow '{workflow}' has no step '{name}'. {suggestion(name, ids, 'step')}")


def runs_in(house: House, workflow: str) -> Callable[[bytes, str], dict[str, Any]]:
    """The callable that evaluations are handed: one message → one line of predictions, with its detail."""

    def run(raw: bytes, name: str) -> dict[str, Any]:
        started = time.perf_counter()
        report = house.runner.start(workflow, raw, name=name)
        took = (time.perf_counter() - started) * 1000
        line = report.prediction()
        if report.run.error:
            return {**line, "error": report.run.error}
        read = report.message.document
        document = house.store.blobs.get_model(read, Document) if read else None
        return {**line, DETAIL: detail_of(report, house.store.hops.of(report.run.id), document, took)}

    return run


def evaluate_suite(
    folder: Path | str,
    config: Path | str | Way = ROOT / "config",
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
        done = evaluate(suite, runs_in(house, suite.workflow), progress, predictions)
        return replace(done, workflow=house.bundle.workflow(suite.workflow))


def evaluate_alone(
    folder: Path, kinds: Sequence[str], config: Path | Way = ROOT / "config", progress: Progress | None = None
) -> list[Alone]:
    """Each specialist alone, given the truth of the steps before it. `kinds` are those of `evals.alone`, or 'all'."""
    suite = load(folder)
    with house_of(suite, config) as house:
        house.open()
        return alone(suite, house.runner.context(suite.workflow), kinds, progress)


def evaluate_other(folder: Path, other: str, config: Path, progress: Progress | None = None) -> Evaluation:
    """Scores a suite in another way: a file of predictions, the folder of a bundle, or models (`fast`; `local+fast`
    for a cascade) in the place of those of the steps. Raises InputError or NotFound where it is none of these."""
    place = Path(other)
    if place.is_file():
        return evaluate_file(load(folder), place)
    if place.is_dir():
        return evaluate_suite(folder, Way(place, own=False), progress=progress)
    if "/" in other or other.endswith(".jsonl"):
        raise InputError(f"{other}: there is no such file of predictions, nor a folder with a bundle")
    return evaluate_suite(folder, Way(config, models=tuple(other.split("+"))), progress=progress)
