"""Erasing what is kept of a person or a run, everywhere in the state; what stands in the org is listed for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.cli.words import counted
from workflow.errors import InputError

if TYPE_CHECKING:
    from app.wiring import House

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Plan:
    """What would be erased. `others`: runs of messages that others sent and in which the person is named."""

    runs: tuple[str, ...]
    others: tuple[str, ...] = ()
    records: tuple[tuple[str, str], ...] = ()  #: (record id, case number) in the org
    open_runs: int = 0
    learned: tuple[str, ...] = ()  #: workflows whose learning may have read them


def planned(
    house: House, runs: Sequence[str] = (), person: str = "", mentioned: bool = False, progress: Progress | None = None
) -> Plan:
    """What an erasure of these runs, or of a person, would take. Raises NotFound for an unknown run, InputError."""
    store = house.store
    chosen, others = dict.fromkeys(runs), tuple[str, ...]()
    if person:
        if "@" not in person.strip("@"):
            raise InputError(f"--person takes an e-mail address, and '{person[:80]}' is none")
        chosen |= dict.fromkeys(store.forgetting.sent_by(person))
        named = tuple(run for run in store.forgetting.mentioning(person, progress) if run not in chosen)
        if mentioned:
            chosen |= dict.fromkeys(named)
        others = () if mentioned else named
    rows = [store.runs.get(run) for run in chosen]
    return Plan(
        runs=tuple(chosen),
        others=others,
        records=tuple(record for run in chosen for record in store.runs.records(run)),
        open_runs=sum(not row.finished for row in rows),
        learned=tuple(sorted({row.workflow for row in rows} & house.bundle.learned.keys())),
    )


def erased(house: House, plan: Plan, by: str, reason: str) -> list[str]:
    """Erases, and says in words what. Raises Busy where a process is at one of the runs; then nothing is erased."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    store = house.store
    _ = house.runner.saver  # its tables are there
    with ExitStack() as held:
        for run in plan.runs:
            held.enter_context(store.claims.hold(run, patience=0))
        answers = _answers(house, plan)
        done = store.forgetting.erase(plan.runs, at, by, reason)
    said = [
        f"{counted(done.runs, 'run')}: {counted(done.hops, 'hop')} emptied (the chain still holds), "
        f"{counted(done.blobs, 'file')} deleted"
        + (f", {done.shared} left that other runs use too" if done.shared else ""),
        *(f"{counted(rows, 'row')} of '{table}' deleted" for table, rows in sorted(done.tables.items())),
    ]
    if answers:
        said.append(f"{counted(answers, 'answer')} of models deleted from the cache")
    vectors = _vectors(house)
    if vectors:
        said.append(f"{counted(vectors, 'vector')} of texts deleted: the cache does not know whose they are")
    return said


def left_to_people(plan: Plan) -> Iterator[str]:
    """What an erasure does not reach, in words."""
    if plan.records:
        yield "in the org, to be erased there (the directory follows the org by itself):"
        for record, number in plan.records:
            yield f"  {record}" + (f"  case {number}" if number else "")
    for run in plan.others:
        yield f"run {run}: sent by somebody else, who names the person; --mentioned erases it too"
    for workflow in plan.learned:
        yield f"what was learned for '{workflow}' may have read them: 'switchyard learn {workflow}' learns without them"
    yield "copies that you made: back-ups and exports of the trace"


def _answers(house: House, plan: Plan) -> int:
    """Takes the answers of models that were given while these runs were worked on out of the cache."""
    from app.models.gateway import BOOK

    if not house.settings.database and not (house.settings.state / BOOK).is_file():
        return 0
    times = [(row.created, row.finished) for row in map(house.store.runs.get, plan.runs)]
    return sum(house.models.answers.forget(begun, ended) for begun, ended in times)


def _vectors(house: House) -> int:
    from tools.store import Vectors

    place = house.settings.state / "vectors.db"
    if not place.is_file():
        return 0
    vectors = Vectors(place)
    try:
        return vectors.clear()
    finally:
        vectors.close()
