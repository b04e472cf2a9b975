"""What the benchmark measures: the real path over a fresh embedded org, made anew before each round."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.scoring.evaluation import house_of
from app.wiring import House, read_message
from evals.bench.message import Ran, Subject
from evals.bench.parts import nodes_of, parts
from evals.suite import Suite


@contextmanager
def subject_of(suite: Suite, config: Path, scratch: Path) -> Iterator[Subject]:
    """The subject of a benchmark; its houses stand under `scratch`."""
    houses: list[House] = []
    with house_of(suite, config) as plain:
        definition = plain.bundle.workflow(suite.workflow)

        def begin() -> None:
            house = House(replace(plain.settings, state=scratch / str(len(houses)), effects=True))
            house.directory(definition.account)
            house.runner.drawn(suite.workflow)
            houses.append(house)

        def run_once(raw: bytes, name: str) -> Ran:
            house = houses[-1]
            before = house.client.usage.calls
            report = house.runner.start(suite.workflow, raw, name=name)
            steps = len(house.store.hops.of(report.run.id))
            straight = report.outcome == "cases" and len(report.cases) == 1
            return Ran(steps=steps, calls=house.client.usage.calls - before, straight=straight)

        try:
            measured = parts(
                plain.bundle, suite.workflow, read_message, plain.directory(definition.account), plain.reader
            )
            yield Subject(run_once, measured, nodes_of(definition), begin=begin)
        finally:
            for house in houses:
                house.close()
