"""A record id, a case number, a run's or a case's key → the run, and the one case that is meant."""

from __future__ import annotations

from dataclasses import dataclass

from app.trace.cases import cases_of
from tools.store import Run, Store
from workflow.errors import InputError, NotFound
from workflow.trace import Hop

NUMBER_DIGITS = 8
"""Case numbers are shown with leading zeros, and said without them."""


@dataclass(frozen=True)
class Found:
    """The run that a name led to; `case` is set where the name is that of one case of a split."""

    run: Run
    case: str | None = None


def hops_of(store: Store, run: str) -> list[Hop]:
    """The hops of a run, in order. Raises InputError where a row of the store is no hop any more."""
    try:
        return store.hops.of(run)
    except ValueError as error:
        raise InputError(f"the trace of run {run} was damaged and cannot be read; --verify says more") from error


def find(store: Store, name: str) -> Found:
    """Raises NotFound, saying what may be asked for. A run whose trace cannot be read any more is found as a whole."""
    name = name.strip()
    run = store.runs.find(name) or store.runs.find(name.partition("-")[0])
    if run is None and name:
        run = store.runs.of_record(name)
    if run is None and name.isdigit():
        name = name.zfill(NUMBER_DIGITS)
        run = store.runs.of_record(name)
    if run is None:
        place = f" in {store.path}" if store.path else ""
        raise NotFound(
            f"nothing called '{name[:80]}'{place}: give a record id (15 or 18 characters), a case number or a run id, "
            "and --org DIR where the run was in another org than the last one"
        )
    try:
        cases = cases_of(store, run, hops_of(store, run.id))
    except InputError:
        return Found(run)
    if len(cases) < 2:
        return Found(run)
    for case in cases:
        if name in (case.key, case.record, case.record[:15], case.record_number):
            return Found(run, case.key)
    return Found(run)
