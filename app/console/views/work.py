"""How the work stands that no worker is at: workflows, what is parked, paused, waits for room, or is to be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.console.views.moments import Moment, moment
from tools.store import Run
from tools.store.outbox import Unsent

MOST = 100
"""Rows of a list; the command line has the rest."""


@dataclass(frozen=True)
class LaneRow:
    """One workflow. `paused` says by whom and since when; empty where it goes on."""

    name: str
    title: str
    queued: int
    running: int
    parked: int
    paused: str


@dataclass(frozen=True)
class StoppedRow:
    """One run that stands still, with the reason."""

    id: str
    subject: str
    workflow: str
    reason: str
    created: Moment
    not_before: Moment
    in_doubt: bool = False  #: an action was called once, and whether it was done nobody knows


@dataclass(frozen=True)
class UnsentRow:
    """One log that waits to be sent."""

    id: str
    run: str
    reason: str
    first: Moment
    tries: int


@dataclass(frozen=True)
class Standing:
    """The page."""

    lanes: tuple[LaneRow, ...]
    parked: tuple[StoppedRow, ...]
    parked_count: int
    held: tuple[StoppedRow, ...]
    waiting: tuple[StoppedRow, ...]
    unsent: tuple[UnsentRow, ...]
    unsent_count: int


def work_view(
    workflows: Mapping[str, str],
    paused: Mapping[str, str],
    counts: Mapping[tuple[str, str], int],
    parked: Sequence[tuple[Run, bool]],
    held: Sequence[Run],
    waiting: Sequence[Run],
    unsent: Sequence[Unsent],
    unsent_count: int,
    now: datetime,
) -> Standing:
    """The page for these; `counts` are the runs of each workflow and status."""
    names = sorted({*workflows, *paused, *(name for name, status in counts if status in ("queued", "failed"))})
    lanes = (
        LaneRow(
            name, workflows.get(name, name), counts.get((name, "queued"), 0), counts.get((name, "running"), 0),
            counts.get((name, "failed"), 0), paused.get(name, ""),
        )
        for name in names
    )  # fmt: skip
    return Standing(
        lanes=tuple(lanes),
        parked=tuple(_stopped(run, now, in_doubt) for run, in_doubt in parked),
        parked_count=sum(count for (_, status), count in counts.items() if status == "failed"),
        held=tuple(_stopped(run, now) for run in held),
        waiting=tuple(_stopped(run, now) for run in waiting),
        unsent=tuple(UnsentRow(e.id, e.run, e.error, moment(e.first, now), e.tries) for e in unsent),
        unsent_count=unsent_count,
    )


def _stopped(run: Run, now: datetime, in_doubt: bool = False) -> StoppedRow:
    return StoppedRow(
        id=run.id,
        subject=run.subject or run.name or "(no subject)",
        workflow=run.workflow,
        reason=run.error,
        created=moment(run.created, now),
        not_before=moment(run.not_before, now),
        in_doubt=in_doubt,
    )
