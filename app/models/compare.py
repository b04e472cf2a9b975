"""Runs a suite once for each model, effects off: what `switchyard models compare` prints and draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from app.scoring.evaluation import Way, evaluate_suite, house_of
from evals.evaluate import Progress
from evals.frontier import OF_STEP, Entry
from evals.suite import load
from workflow.cascade import Asks
from workflow.errors import InputError


@dataclass(frozen=True)
class Compared:
    """What was measured; `kinds` are those of the steps that asked the models."""

    entries: tuple[Entry, ...]
    currency: str
    kinds: tuple[str, ...]


def compare_models(
    folder: Path,
    names: Sequence[str],
    config: Path,
    steps: tuple[str, ...] = (),
    progress: Callable[[str], AbstractContextManager[Progress | None]] | None = None,
) -> Compared:
    """Each name is a model, or a cascade `a+b`. Raises InputError or NotFound, before anything is asked, where one of
    them cannot be."""
    if not names:
        raise InputError("name the models to compare: --models local,fast,careful")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise InputError(f"the model '{twice}' is named twice")
    ways = {name: Way(config, models=tuple(name.split("+")), steps=steps) for name in names}
    suite, currency = load(folder), ""
    kinds: tuple[str, ...] = ()
    for way in ways.values():
        with house_of(suite, way) as house:
            currency = house.bundle.currency
            asking = [s for s in house.bundle.workflow(suite.workflow).all_steps() if isinstance(s, Asks)]
            chosen = {s.kind for s in asking if not steps or s.id in steps}
            kinds = tuple(kind for kind in OF_STEP if kind in chosen)
    return Compared(tuple(_entries(folder, ways, progress)), currency, kinds)


def _entries(
    folder: Path, ways: dict[str, Way], progress: Callable[[str], AbstractContextManager[Progress | None]] | None
) -> Iterator[Entry]:
    for name, way in ways.items():
        if progress is None:
            yield Entry(name, evaluate_suite(folder, way))
            continue
        with progress(name) as bar:
            yield Entry(name, evaluate_suite(folder, way, progress=bar))
